"""The editors' desk from the command line."""

from __future__ import annotations

import json

import pytest

ARTICLE = {"id": "a1", "title": "Tỉnh mở cảng cạn", "text": "Cảng rộng 20 ha. Vốn đầu tư là 300 tỷ đồng."}


@pytest.fixture
def draft(diemtin, tmp_path):
    file = tmp_path / "a.jsonl"
    file.write_text(json.dumps(ARTICLE, ensure_ascii=False), encoding="utf-8")
    assert diemtin("import", str(file)).code == 0
    return "1"


@pytest.fixture
def renamed(diemtin, draft, tmp_path):
    """A file with the content of the draft under another title."""
    (first,) = lines(diemtin("revisions", draft, "--json"))
    first["content"]["title"] = "Tỉnh mở cảng cạn thứ hai"
    file = tmp_path / "renamed.json"
    file.write_text(json.dumps(first), encoding="utf-8")
    return str(file)


def lines(done):
    assert (done.code, done.err) == (0, "")
    return [json.loads(line) for line in done.out.splitlines()]


def test_a_brief_goes_from_draft_to_readers_and_back_and_the_audit_has_all_of_it(diemtin, draft):
    assert [row["brief"] for row in lines(diemtin("drafts", "--json"))] == [1]
    assert diemtin("submit", draft).out == "Brief 1 is in_review: Tỉnh mở cảng cạn\n"
    assert [row["status"] for row in lines(diemtin("queue", "--json"))] == ["in_review"]
    assert "is draft" in diemtin("send-back", draft, "--note", "thiếu nguồn").out
    assert "to be published at 2" in diemtin("publish", draft, "--at", "mai 8h").out
    assert "is in_review:" in diemtin("call-off", draft).out
    assert "is published" in diemtin("publish", draft).out
    assert "is withdrawn" in diemtin("withdraw", draft, "--reason", "nhầm bài").out
    assert "is published" in diemtin("bring-back", draft).out
    acts = lines(diemtin("audit", draft, "--json"))
    assert [act["act"] for act in reversed(acts)] == [
        "submit",
        "send_back",
        "plan",
        "call_off",
        "publish",
        "withdraw",
        "restore",
    ]
    assert {act["actor"].split(":")[0] for act in acts} == {"cli"}
    assert "withdraw brief 1: nhầm bài" in diemtin("audit").out


def test_a_correction_from_a_file_is_the_next_version(diemtin, draft, renamed):
    diemtin("publish", draft)
    done = diemtin("correct", draft, "--note", "Nhầm tên.", "--content", renamed)
    assert done.out == "Brief 1 is published: Tỉnh mở cảng cạn thứ hai\n"
    kinds = [(row["version"], row["kind"], row["note"]) for row in lines(diemtin("revisions", "1", "--json"))]
    assert kinds == [(1, "first", ""), (2, "correction", "Nhầm tên.")]
    assert lines(diemtin("revisions", draft, "--compare", "1", "2", "--json")) == [
        {"part": "title", "before": "Tỉnh mở cảng cạn", "after": "Tỉnh mở cảng cạn thứ hai"}
    ]


def test_a_draft_is_edited_and_seen_as_its_readers_will(diemtin, draft, renamed):
    refused = diemtin("correct", draft, "--note", "Nhầm tên.", "--content", renamed)
    assert (refused.code, "is not published" in refused.err) == (2, True)
    assert "thứ hai" not in diemtin("preview", draft).out, "what is refused changes nothing"
    assert diemtin("edit", draft, "--content", renamed).out == "Brief 1 is draft: Tỉnh mở cảng cạn thứ hai\n"
    assert diemtin("preview", draft).out.startswith("Tỉnh mở cảng cạn thứ hai\n")


def test_prepared_changes_are_dropped(diemtin, draft, renamed):
    diemtin("publish", draft)
    assert diemtin("edit", draft, "--content", renamed).code == 0
    assert diemtin("preview", draft).out.startswith("Tỉnh mở cảng cạn thứ hai\n")
    assert diemtin("drop", draft).out == "Brief 1 is published: Tỉnh mở cảng cạn\n"
    assert diemtin("preview", draft).out.startswith("Tỉnh mở cảng cạn\n")


def test_an_edit_made_since_the_content_was_read_is_not_overwritten_unseen(diemtin, draft, renamed, tmp_path):
    assert diemtin("edit", draft, "--content", renamed).code == 0
    refused = diemtin("edit", draft, "--content", renamed)
    assert (refused.code, "diemtin preview 1 --json" in refused.err) == (2, True)
    (now,) = lines(diemtin("preview", draft, "--json"))
    now["content"]["title"] = "Tỉnh mở cảng cạn thứ ba"
    file = tmp_path / "now.json"
    file.write_text(json.dumps(now), encoding="utf-8")
    assert diemtin("edit", draft, "--content", str(file)).out == "Brief 1 is draft: Tỉnh mở cảng cạn thứ ba\n"
    assert "thứ hai" in diemtin("edit", draft, "--content", renamed, "--force").out


def test_prepared_changes_are_not_corrected_away_unseen(diemtin, draft, renamed):
    diemtin("publish", draft)
    assert diemtin("edit", draft, "--content", renamed).code == 0
    again = ["correct", draft, "--note", "Nhầm tên.", "--content", renamed]
    assert diemtin(*again).code == 2
    assert diemtin(*again, "--force").code == 0


def test_a_content_that_stands_alone_is_taken_as_it_is(diemtin, draft, renamed, tmp_path):
    assert diemtin("edit", draft, "--content", renamed).code == 0
    (now,) = lines(diemtin("preview", draft, "--json"))
    file = tmp_path / "alone.json"
    file.write_text(json.dumps(now["content"] | {"title": "Cảng cạn"}), encoding="utf-8")
    assert diemtin("edit", draft, "--content", str(file)).out == "Brief 1 is draft: Cảng cạn\n"


def test_with_second_approval_the_command_line_publishes_nothing_of_its_own(diemtin, draft, tmp_path):
    for command in (["import", str(tmp_path / "a.jsonl")], ["add", str(tmp_path / "a.jsonl")]):
        refused = diemtin(*command, "--publish", second_approval="1")
        assert (refused.code, "second person" in refused.err) == (2, True)
    assert "another publisher" in diemtin("publish", draft, second_approval="1").err
    assert [row["made_by"].partition(":")[0] for row in lines(diemtin("drafts", "--json"))] == ["cli"]


def test_roles_are_given_taken_and_listed(diemtin):
    assert diemtin("roles", "give", "12", "editor", "--name", "Chi").out == "Chi is editor now, was reader.\n"
    rows = lines(diemtin("roles", "list", "--json"))
    assert [(row["person"], row["role"]) for row in rows] == [("telegram:12", "editor")]
    assert "was editor" in diemtin("roles", "give", "12", "reader").out
    assert diemtin("roles", "list").out == "Nothing.\n"
    refused = diemtin("roles", "give", "9", "reader", owner_ids="9")
    assert (refused.code, "stays one" in refused.err) == (2, True)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["publish", "99"], "There is no brief 99"),
        (["publish", "1", "--at", "hôm qua"], "no time"),
        (["withdraw", "x"], "valid integer"),
        (["correct", "1"], "--note"),
        (["correct", "1", "--silently"], "is a draft"),
        (["correct", "1", "--silently", "--content", "no.json"], "cannot be read"),
        (["revisions", "1", "--compare", "1", "7"], "no version 7"),
        (["revisions", "99"], "There is no brief 99"),
        *(([step, str(2**63)], "less than or equal") for step in ("publish", "preview", "audit")),
        (["roles", "give", str(2**63), "editor"], "less than or equal"),
        (["call-off", "1"], "planned"),
        (["bring-back", "1"], "is a draft"),
        (["roles", "give", "12", "king"], "king"),
        (["audit", "--limit", "0"], "limit"),
    ],
)
def test_bad_input_is_one_clear_error_with_exit_code_2(diemtin, draft, arguments, said):
    done = diemtin(*arguments)
    assert done.code == 2
    assert said in done.err
    assert "Traceback" not in done.err


def test_a_content_with_an_endless_number_is_said_to_be_no_json(diemtin, draft, tmp_path):
    (tmp_path / "endless.json").write_text(f'{{"title": {"9" * 5000}}}', encoding="utf-8")
    done = diemtin("edit", draft, "--content", "endless.json")
    assert (done.code, "endless.json is not JSON" in done.err) == (2, True)


@pytest.mark.parametrize(
    "command", ["publish", "withdraw", "correct", "edit", "queue", "drafts", "audit", "roles", "revisions"]
)
def test_every_command_of_the_desk_has_help(diemtin, command):
    done = diemtin(command, "--help")
    assert done.code == 0
    assert "Usage" in done.out
