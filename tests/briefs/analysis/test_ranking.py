from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from briefs.analysis.ranking import ranked
from briefs.model import Body, Deadline, Directive

MINISTRY = Body("Bộ Y tế", "agency:bo-y-te")
OTHER = Body("Bộ Công an", "agency:bo-cong-an")


def test_a_named_body_comes_before_nobody() -> None:
    loose, named = (
        Directive("đẩy mạnh cải cách hành chính"),
        Directive("mua thuốc dự phòng", addressees=(MINISTRY,)),
    )
    assert ranked([loose, named]) == (named, loose)


def test_a_deadline_brings_a_duty_forward() -> None:
    later = Directive("lập đề án mới cho ngành", addressees=(MINISTRY,))
    due = Directive("kiểm tra toàn bộ kho thuốc", addressees=(OTHER,), deadline=Deadline("trước 30/6"))
    assert ranked([later, due]) == (due, later)


def test_a_repetition_comes_last() -> None:
    full = Directive("kiểm tra toàn bộ kho thuốc của ngành", addressees=(MINISTRY,))
    echo = Directive("kiểm tra toàn bộ kho thuốc", addressees=(MINISTRY,))
    loose = Directive("đẩy mạnh cải cách hành chính")
    assert ranked([full, echo, loose]) == (full, loose, echo)


def test_every_body_is_named_before_one_is_named_twice() -> None:
    first, second = (
        Directive(f"làm việc lớn thứ {n} của năm", addressees=(MINISTRY,)) for n in ("một", "hai")
    )
    other = Directive("truy quét tội phạm trên mạng", addressees=(OTHER,))
    assert ranked([first, second, other]) == (first, other, second)


@given(st.lists(st.builds(Directive, action=st.text(max_size=30)), max_size=12))
def test_ranking_loses_nothing(directives: list[Directive]) -> None:
    assert sorted(map(repr, ranked(directives))) == sorted(map(repr, directives))
