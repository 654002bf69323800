from __future__ import annotations

from random import Random

import pytest
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


def test_the_same_duty_of_another_body_is_no_repetition() -> None:
    mine, theirs, loose = (
        Directive("kiểm tra toàn bộ kho thuốc", addressees=(MINISTRY,)),
        Directive("kiểm tra toàn bộ kho thuốc", addressees=(OTHER,)),
        Directive("đẩy mạnh cải cách hành chính"),
    )
    assert ranked([loose, mine, theirs]) == (mine, theirs, loose)


@pytest.mark.parametrize("bodies", [(), (MINISTRY, OTHER)])
def test_a_repetition_for_nobody_or_for_more_bodies_comes_last(bodies: tuple[Body, ...]) -> None:
    full = Directive("kiểm tra toàn bộ 12 kho thuốc của ngành", lead=MINISTRY)
    echo = Directive("kiểm tra toàn bộ kho thuốc", addressees=bodies)
    loose = Directive("họp bàn")
    assert ranked([echo, loose, full]) == (full, loose, echo)


def test_a_duty_that_repeats_nobodys_comes_last() -> None:
    loose = Directive("kiểm tra toàn bộ 12 kho thuốc", deadline=Deadline("30/6"))
    echo = Directive("kiểm tra kho thuốc", addressees=(Body("Sở lạ"),))
    assert ranked([echo, loose, Directive("họp bàn")])[-1] == echo


def test_a_repetition_counts_as_no_duty_of_its_body() -> None:
    full, echo, further = (
        Directive(action, addressees=(MINISTRY,))
        for action in (
            "kiểm tra toàn bộ 12 kho thuốc",
            "kiểm tra toàn bộ 12 kho",
            "sửa 5 luật về bảo hiểm mới",
        )
    )
    other = Directive("truy quét tội phạm", addressees=(OTHER,))
    assert ranked([other, full, echo, further]) == (full, other, further, echo)


def test_of_duties_alike_the_one_stated_first_comes_first() -> None:
    duties = [
        Directive(f"{what} theo kế hoạch đã duyệt", addressees=(body,))
        for what, body in (
            ("xây cầu", OTHER),
            ("trồng rừng", MINISTRY),
            ("nạo vét", Body("Sở lạ", "agency:x")),
        )
    ]
    assert list(ranked(duties)) == duties


@given(st.lists(st.builds(Directive, action=st.text(max_size=30)), max_size=12))
def test_ranking_loses_nothing(directives: list[Directive]) -> None:
    assert sorted(map(repr, ranked(directives))) == sorted(map(repr, directives))


@pytest.mark.parametrize("vocabulary", [15, 40, 120, 300])
def test_repetitions_are_found_among_many(vocabulary: int) -> None:
    """Nothing but what they repeat sets these duties apart, so that they are told in their order."""
    chance, letters = Random(vocabulary), "bcdghklmnpqrstvx"
    words = [f"{letters[n % 16]}{letters[n // 16 % 16]}{letters[n // 256]}" for n in range(vocabulary)]
    actions = [chance.sample(words, chance.randint(5, 12)) for _ in range(120)]
    told: list[set[str]] = []
    fresh, repeated = list[Directive](), list[Directive]()
    for action in actions:
        mine = set(action)
        repeats = any(len(mine & other) >= 0.6 * min(len(mine), len(other)) for other in told)
        (repeated if repeats else fresh).append(Directive(" ".join(action), lead=MINISTRY))
        told += [] if repeats else [mine]
    assert ranked([Directive(" ".join(action), lead=MINISTRY) for action in actions]) == (*fresh, *repeated)
