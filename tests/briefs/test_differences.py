from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefs.differences import LineChange, Part, difference
from briefs.model import Article, Body, BriefContent, Deadline, Directive, Point

BODY_A, BODY_B = Body("Bộ A"), Body("Bộ B")
TEXTS = st.lists(st.text(max_size=30), max_size=6)


def content(*points: str, title: str = "Tên") -> BriefContent:
    return BriefContent(title, Article("Bài"), points=tuple(Point(text) for text in points))


def test_equal_contents_do_not_differ() -> None:
    assert difference(content("a"), content("a")) == []


def test_fields_come_with_what_they_were_and_are() -> None:
    after = content(title="Tên mới")
    after = replace(after, article=replace(after.article, published=dt.date(2024, 8, 1)))
    assert difference(content(), after) == [
        LineChange(Part.TITLE, "Tên", "Tên mới"),
        LineChange(Part.DATE, "", "01/08/2024"),
    ]


def test_a_line_that_was_removed_before_a_changed_one_is_not_lost() -> None:
    before = content("Ý thừa hoàn toàn khác.", "Tăng trưởng đạt 5%.")
    assert difference(before, content("Tăng trưởng đạt 6%.")) == [
        LineChange(Part.POINT, "Ý thừa hoàn toàn khác.", ""),
        LineChange(Part.POINT, "Tăng trưởng đạt 5%.", "Tăng trưởng đạt 6%."),
    ]


def test_a_line_that_was_changed_stands_beside_what_it_was() -> None:
    before = content("Tăng trưởng đạt 5%.", "Mở thị trường mới.", "Ý thừa hoàn toàn khác.")
    after = content("Tăng trưởng đạt 6%.", "Mở thị trường mới.", "Có 12 nhiệm vụ được giao.")
    assert difference(before, after) == [
        LineChange(Part.POINT, "Tăng trưởng đạt 5%.", "Tăng trưởng đạt 6%."),
        LineChange(Part.POINT, "", "Có 12 nhiệm vụ được giao."),
        LineChange(Part.POINT, "Ý thừa hoàn toàn khác.", ""),
    ]


def test_a_duty_differs_in_who_leads_it_and_by_when() -> None:
    before = replace(content(), directives=(Directive("báo cáo", lead=Body("Bộ A")),))
    told = Directive("báo cáo", lead=Body("Bộ B"), deadline=Deadline("quý I"))
    assert difference(before, replace(before, directives=(told,))) == [
        LineChange(Part.DIRECTIVE, "Bộ A: báo cáo", "Bộ B: báo cáo · quý I")
    ]


@pytest.mark.parametrize(
    ("before", "after", "line", "new_line"),
    [
        ({"addressees": (BODY_A,)}, {"lead": BODY_A}, "→ Bộ A: báo cáo", "Bộ A: báo cáo"),
        (
            {"lead": BODY_A, "addressees": (BODY_B,)},
            {"lead": BODY_A, "co_leads": (BODY_B,)},
            "Bộ A → Bộ B: báo cáo",
            "Bộ A, Bộ B: báo cáo",
        ),
        (
            {"lead": BODY_A},
            {"lead": BODY_A, "addressees": (BODY_B,)},
            "Bộ A: báo cáo",
            "Bộ A → Bộ B: báo cáo",
        ),
        ({"partners": (BODY_A,)}, {"overseers": (BODY_A,)}, "báo cáo · + Bộ A", "báo cáo · ↻ Bộ A"),
    ],
)
def test_a_body_that_gets_another_part_in_a_duty_is_a_difference(
    before: dict[str, Any], after: dict[str, Any], line: str, new_line: str
) -> None:
    old, new = (
        replace(content(), directives=(Directive("báo cáo", **bodies),)) for bodies in (before, after)
    )
    assert difference(old, new) == [LineChange(Part.DIRECTIVE, line, new_line)]


@given(TEXTS, TEXTS)
def test_no_line_is_lost_or_invented(before: list[str], after: list[str]) -> None:
    changes = difference(content(*before), content(*after))
    gone = [change.before for change in changes if change.before]
    new = [change.after for change in changes if change.after]
    left = [text for text in before if text]
    for text in gone:
        left.remove(text)
    assert sorted(left + new) == sorted(text for text in after if text)
