from __future__ import annotations

import pytest

from briefs.duty_search import duties_about
from briefs.model import Article, Body, Brief, BriefContent, Directive


def brief(number: int, *actions: str) -> Brief:
    directives = tuple(Directive(action, lead=Body("Bộ Công Thương")) for action in actions)
    return Brief(number, BriefContent(f"Tin {number}", Article("Tin"), directives=directives))


BRIEFS = [
    brief(1, "Mở rộng thị trường.", "Xuất khẩu sản phẩm thế mạnh."),
    brief(2, "Mở rộng thị trường xuất khẩu.", "Xuất các thứ, nhập khẩu thứ khác."),
]


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("xuat khau", [(1, 2), (2, 1)]),
        ("thị trường xuất khẩu", [(2, 1)]),
        ("mo rong thi truong xuat khau", [(2, 1), (1, 1)]),
        ("xuat khau tu:2024", [(1, 2), (2, 1)]),
        ("thị trường", [(1, 1), (2, 1)]),
        ("bo cong thuong", [(1, 1), (1, 2), (2, 1), (2, 2)]),
        ("rộng", [(1, 1), (2, 1)]),
        ("khau xuat", []),
        ("tu:2024", []),
        ("", []),
    ],
)
def test_duties_have_the_typed_words_side_by_side_the_closest_brief_first(
    words: str, found: list[tuple[int, int]]
) -> None:
    assert [(duty.brief_id, duty.number) for duty in duties_about(words, BRIEFS)] == found
