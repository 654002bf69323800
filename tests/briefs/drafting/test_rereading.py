from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from briefs.drafting.drafts import draft_from
from briefs.drafting.rereading import with_line_back
from briefs.editing import LineKind, added, dropped, moved, reworded, with_deadline, with_topic
from briefs.evidence import sentences
from briefs.ingest.surroundings import LeftOut
from briefs.model import Article, BriefContent
from briefs.registry import Registry

REGISTRY = Registry.load()
FIRST = "Thủ tướng yêu cầu Bộ Nông nghiệp và Môi trường rà soát 1.200 hồ chứa trước ngày 30/6/2024."
BACK = "Thủ tướng yêu cầu Bộ Công an kiểm tra các bến thủy trước ngày 15/8/2024 theo Công điện 57/CĐ-TTg."
LAST = "Thủ tướng yêu cầu Bộ Tài chính bố trí 300 tỷ đồng cho các địa phương trong quý IV/2024."
ARTICLE = Article("Siết kiểm tra an toàn hồ chứa", paragraphs=(FIRST, LAST))
LEFT_OUT = (LeftOut("Thời sự", "section", 0), LeftOut(BACK, "caption", 1), LeftOut("Ảnh", "image", 1))
DRAFT = draft_from(ARTICLE, REGISTRY)


def again(content: BriefContent) -> BriefContent:
    return with_line_back(content, LEFT_OUT, 1, REGISTRY)[0]


def actions(content: BriefContent) -> list[str]:
    return [one.action for one in content.directives]


def test_a_draft_that_nobody_edited_is_made_anew():
    whole = again(DRAFT)
    assert whole == draft_from(whole.article, REGISTRY)
    assert whole.article.paragraphs == (FIRST, BACK, LAST)
    assert len(whole.directives) == len(DRAFT.directives) + 1 == 3


def test_a_line_in_other_words_stays_and_cites_what_it_cited():
    mine = "Bộ Tài chính lo 300 tỷ đồng."
    edited = reworded(DRAFT, LineKind.DIRECTIVE, 2, mine, REGISTRY).content
    whole = again(edited)
    assert mine in actions(whole)
    assert len(whole.directives) == 3
    (citation,) = next(one for one in whole.directives if one.action == mine).citations
    assert whole.article.paragraphs[citation.paragraph - 1] == LAST


def test_what_the_line_brings_stands_where_the_source_has_it():
    edited = reworded(DRAFT, LineKind.DIRECTIVE, 2, "Bộ Tài chính lo 300 tỷ đồng.", REGISTRY).content
    assert "bến thủy" in actions(again(edited))[1]
    assert "57/CĐ-TTg" in [one.number for one in again(edited).documents]
    assert "agency:bo-cong-an" in again(edited).agencies


def test_a_dropped_line_does_not_come_back():
    edited = dropped(DRAFT, LineKind.DIRECTIVE, 1)
    assert not any("hồ chứa" in action for action in actions(again(edited)))
    assert len(again(edited).directives) == 2


def test_an_added_line_stays():
    sentence = sentences(ARTICLE)[0]
    edited = added(dropped(DRAFT, LineKind.POINT, 1), LineKind.POINT, sentence)
    assert sentence.text in [point.text for point in again(edited).points]


def test_the_order_of_an_editor_stays():
    edited = moved(DRAFT, LineKind.DIRECTIVE, 1, 1)
    kept = [action for action in actions(again(edited)) if "bến thủy" not in action]
    assert kept == actions(edited)


def test_what_an_editor_said_of_a_duty_stays():
    edited = with_deadline(DRAFT, 1, "").content
    assert DRAFT.directives[0].deadline is not None
    assert again(edited).directives[0].deadline is None


def test_what_the_line_says_of_a_line_nobody_touched_is_taken_over():
    article = Article("Kiểm tra hồ chứa", paragraphs=("Các địa phương rà soát hồ chứa.", LAST))
    lines = (LeftOut("Thủ tướng yêu cầu Bộ Công an:", "caption", 0),)
    draft = draft_from(article, REGISTRY)
    whole, rest = with_line_back(draft, lines, 0, REGISTRY)
    assert whole.directives == draft_from(whole.article, REGISTRY).directives
    assert rest == ()


def test_a_duty_nobody_touched_gets_the_issuer_that_the_line_names_though_another_was_edited():
    order = "Giao Bộ Công an rà soát các bến thủy trước ngày 30/6/2024."
    draft = draft_from(Article("Kiểm tra hồ chứa", paragraphs=(order, LAST)), REGISTRY)
    edited = reworded(draft, LineKind.DIRECTIVE, 2, "Bộ Tài chính lo vốn.", REGISTRY).content
    lines = (LeftOut("Thủ tướng Chính phủ kết luận như sau:", "caption", 0),)
    first, second = with_line_back(edited, lines, 0, REGISTRY)[0].directives
    assert (edited.directives[0].issuer.name, first.issuer.name) == ("Thủ tướng", "Thủ tướng Chính phủ")
    assert second.action == "Bộ Tài chính lo vốn."


@given(st.data())
@settings(max_examples=40, deadline=None)
def test_nothing_an_editor_did_is_undone(data: st.DataObject):
    content = DRAFT
    for _ in range(data.draw(st.integers(1, 3))):
        kind = data.draw(st.sampled_from([LineKind.POINT, LineKind.DIRECTIVE]))
        lines = content.points if kind is LineKind.POINT else content.directives
        change = data.draw(st.sampled_from(["drop", "move", "reword", "add", "topic"]))
        number = data.draw(st.integers(1, max(len(lines), 1)))
        if change == "add":
            content = added(content, kind, data.draw(st.sampled_from(sentences(ARTICLE))))
        elif change == "topic":
            content = with_topic(content, "topic:y-te")
        elif not lines:
            continue
        elif change == "drop":
            content = dropped(content, kind, number)
        elif change == "move":
            content = moved(content, kind, number, 1)
        else:
            content = reworded(content, kind, number, f"Câu {number}", REGISTRY).content
    whole = again(content)
    brought = set(actions(again(DRAFT))) - set(actions(DRAFT))
    if content.directives != DRAFT.directives:
        assert [one for one in actions(whole) if one not in brought] == actions(content)
    if content.points != DRAFT.points:
        texts = [point.text for point in whole.points if point.text != BACK]
        assert texts == [point.text for point in content.points]
    assert whole.topics == content.topics


@pytest.mark.parametrize("index", range(3))
def test_citations_point_to_the_same_words_wherever_the_line_stands(index: int):
    edited = dropped(dropped(DRAFT, LineKind.POINT, 1), LineKind.DIRECTIVE, 1)
    whole, _ = with_line_back(edited, LEFT_OUT, index, REGISTRY)
    kept = next(one for one in whole.directives if one.action == edited.directives[0].action)
    cited = [(whole.article, kept.citations), (edited.article, edited.directives[0].citations)]
    texts = [[a.paragraphs[c.paragraph - 1][c.start : c.end] for c in found] for a, found in cited]
    assert texts[0] == texts[1]
