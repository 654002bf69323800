import json
from pathlib import Path

import pytest

ARTICLE = {
    "id": "a1",
    "title": "Tỉnh mở cảng cạn mới ở biên giới",
    "lead": "Cảng cạn nhận hàng từ tháng 5.",
    "text": "Cảng rộng 20 ha.\nVốn đầu tư là 300 tỷ đồng. Hàng qua cảng chủ yếu là nông sản.",
    "published": "2024-03-02",
}


def write(path: Path, *articles: dict[str, object]) -> str:
    path.write_text("".join(json.dumps(a, ensure_ascii=False) + "\n" for a in articles), encoding="utf-8")
    return str(path)


def test_seeding_twice_changes_nothing_the_second_time(diemtin):
    assert diemtin("seed").out == "Seed briefs: 5 created.\n"
    assert diemtin("seed").out == "Seed briefs: 5 unchanged.\n"


def test_an_imported_article_is_found_with_its_external_id(diemtin, tmp_path):
    assert (
        diemtin("import", write(tmp_path / "a.jsonl", ARTICLE), "--publish").out == "Articles: 1 created.\n"
    )
    found = json.loads(diemtin("search", "--json", "cang can bien gioi").out)
    assert [hit["external_id"] for hit in found["hits"]] == ["a1"]
    assert set(found) == {"query", "corrected", "hits", "ms"}
    assert set(found["hits"][0]) == {"brief", "external_id", "title", "score", "why"}


def test_importing_again_updates_what_changed_and_doubles_nothing(diemtin, tmp_path):
    diemtin("import", write(tmp_path / "a.jsonl", ARTICLE), "--publish")
    changed = ARTICLE | {"title": "Tỉnh mở cảng cạn thứ hai"}
    path = write(tmp_path / "a.jsonl", changed, ARTICLE | {"id": "a2"})
    assert diemtin("import", path, "--publish").out == "Articles: 1 created, 1 updated.\n"
    assert diemtin("import", path, "--publish").out == "Articles: 2 unchanged.\n"


@pytest.fixture
def corrected(diemtin, tmp_path):
    """The article, published, with a title that an editor put right afterwards."""
    diemtin("import", write(tmp_path / "a.jsonl", ARTICLE), "--publish")
    version = json.loads(diemtin("revisions", "1", "--json").out)
    version["content"]["title"] = "Tỉnh mở cảng cạn Na Dương"
    (tmp_path / "right.json").write_text(json.dumps(version), encoding="utf-8")
    assert diemtin("correct", "1", "--note", "Nhầm tên.", "--content", "right.json").code == 0


def test_importing_again_keeps_what_an_editor_changed_and_says_so(diemtin, tmp_path, corrected):
    done = diemtin("import", write(tmp_path / "a.jsonl", ARTICLE, ARTICLE | {"id": "a2"}))
    assert done.out.startswith("Articles: 1 created, 1 kept.\nKept as editors have them")
    assert "a1: Tỉnh mở cảng cạn mới ở biên giới" in done.out
    assert "--force" in done.out
    assert "Na Dương" in diemtin("search", "cang can na duong").out


def test_importing_by_force_replaces_what_an_editor_changed_once(diemtin, tmp_path, corrected):
    path = write(tmp_path / "a.jsonl", ARTICLE)
    assert diemtin("import", path, "--force").out == "Articles: 1 updated.\n"
    assert "Na Dương" not in diemtin("search", "cang can bien gioi").out
    changed = write(tmp_path / "a.jsonl", ARTICLE | {"title": "Tỉnh mở cảng cạn thứ hai"})
    assert diemtin("import", changed).out == "Articles: 1 updated.\n", "editors changed nothing since"


def test_importing_brings_nothing_back_that_was_withdrawn(diemtin, tmp_path):
    path = write(tmp_path / "a.jsonl", ARTICLE)
    diemtin("import", path, "--publish")
    diemtin("withdraw", "1", "--reason", "nhầm bài")
    assert diemtin("import", path, "--publish").out == "Articles: 1 unchanged.\n"
    changed = write(tmp_path / "a.jsonl", ARTICLE | {"title": "Tỉnh mở cảng cạn thứ hai"})
    assert diemtin("import", changed, "--publish").out.startswith("Articles: 1 kept.")
    assert json.loads(diemtin("search", "--json", "cang can bien gioi").out)["hits"] == []


def test_a_source_that_an_editor_has_in_hand_is_not_replaced_without_force(diemtin, tmp_path, corrected):
    (tmp_path / "sources").mkdir()
    (tmp_path / "sources" / "a1.txt").write_text("Lời khác.", encoding="utf-8")
    diemtin("import", write(tmp_path / "b.jsonl", ARTICLE | {"id": "a1.txt"}))
    diemtin("submit", "2")
    assert "a1.txt: brief 2 kept, for editors" in diemtin("sources", "import", "sources").out
    assert diemtin("sources", "import", "sources", "--force").out == "a1.txt: brief 2 updated\n"


def test_an_import_that_analyses_finds_duties_with_their_place_in_the_source(diemtin, tmp_path):
    text = "Tỉnh có 20 hồ chứa.\nThủ tướng yêu cầu Bộ Công Thương rà soát\u200b các hồ trước ngày 30/6/2024."
    article = ARTICLE | {"text": text, "lead": "Mùa mưa đang đến gần với các hồ chứa của tỉnh."}
    path = write(tmp_path / "a.jsonl", article)
    diemtin("import", path, "--publish", "--analyse")
    (version,) = [json.loads(line) for line in diemtin("revisions", "1", "--json").out.splitlines()]
    content = version["content"]
    (duty,) = content["directives"]
    assert (duty["citations"][0]["paragraph"], content["article"]["external_id"]) == (3, "a1")
    assert content["article"]["published"] == "2024-03-02"
    assert content["points"][0]["text"].startswith("Mùa mưa")
    assert diemtin("import", path, "--analyse").out == "Articles: 1 unchanged.\n"


def test_what_is_imported_without_publishing_is_not_found(diemtin, tmp_path):
    diemtin("import", write(tmp_path / "a.jsonl", ARTICLE))
    assert json.loads(diemtin("search", "--json", "cang can bien gioi").out)["hits"] == []


def test_lines_that_cannot_be_used_are_named_and_the_others_are_stored(diemtin, tmp_path):
    good = json.dumps(ARTICLE)
    lines = [good, "not json", '{"text": "x"}', '{"title": "only"}', "", '{"title": 5, "text": "x"}']
    lines.append(f'{{"title": "x", "text": "x", "id": {"9" * 5000}}}')
    (tmp_path / "mixed.jsonl").write_text("\n".join(lines), encoding="utf-8")
    done = diemtin("import", "mixed.jsonl", "--publish")
    assert (done.code, done.out) == (2, "Articles: 1 created.\n")
    reasons = {2: "not JSON", 3: "title", 4: "article: one of lead", 6: "title", 7: "not JSON"}
    for number, reason in reasons.items():
        assert f"line {number}: {reason}" in done.err


def test_a_file_that_is_not_there_or_not_utf_8_is_one_clear_line(diemtin, tmp_path):
    done = diemtin("import", "nowhere.jsonl")
    assert (done.code, done.err) == (2, "diemtin: Cannot read nowhere.jsonl: No such file or directory.\n")
    (tmp_path / "latin.jsonl").write_bytes(b'{"title": "\xe9\xe8"}\n')
    assert "is not UTF-8 text" in diemtin("import", "latin.jsonl").err


def test_queries_come_one_a_line_and_each_gets_one_line(diemtin):
    diemtin("seed")
    done = diemtin("search", "--json", stdin="mien thi thuc\nqwzx vbnkj\n\n355\n")
    answers = [json.loads(line) for line in done.out.splitlines()]
    assert [answer["query"] for answer in answers] == ["mien thi thuc", "qwzx vbnkj", "", "355"]
    assert [bool(answer["hits"]) for answer in answers] == [True, False, False, True]


def test_search_for_people_prints_numbers_titles_and_why(diemtin):
    diemtin("seed")
    assert "\n        directive: words: Đẩy mạnh ngoại giao" in diemtin("search", "ngoai giao tom").out
    assert "  Đẩy mạnh ngoại giao kinh tế" in diemtin("search", "355/TB-VPCP").out
    assert diemtin("search", "qwzx vbnkj").out == "Nothing found for “qwzx vbnkj”.\n"


def test_searching_an_empty_library_says_how_to_fill_it(diemtin):
    assert "diemtin seed" in diemtin("search", "355").err


def test_originals_are_attached_once_and_survive_seeding_again(diemtin, tmp_path):
    diemtin("seed")
    folder = tmp_path / "originals"
    folder.mkdir()
    (folder / "004_46fac73a961af926.txt").write_text("Đoạn một\n\nchữ hiếm zirconi\n", encoding="utf-8")
    (folder / "other.txt").write_text("x", encoding="utf-8")
    assert diemtin("sources", "import", "originals").out == (
        "004_46fac73a961af926.txt: brief 5 updated\nother.txt: no brief has this external id\n"
    )
    assert "brief 5 unchanged" in diemtin("sources", "import", "originals").out
    diemtin("seed")
    found = json.loads(diemtin("search", "--json", "hiem zirconi").out)
    assert [hit["brief"] for hit in found["hits"]] == [5]


def test_a_folder_without_originals_is_said_to_have_none(diemtin):
    done = diemtin("sources", "import", "nowhere")
    assert done.code == 2
    assert "There is no .txt file in nowhere" in done.err
