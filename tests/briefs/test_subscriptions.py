from __future__ import annotations

import pytest

from briefs.subscriptions import Criteria, Reason, ReasonKind


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (Criteria(keys=("place:an-giang", "topic:y-te")), Criteria(keys=("topic:y-te", "place:an-giang"))),
        (Criteria(documents=("355/TB-VPCP",)), Criteria(documents=("355/tb-vpcp",))),
        (Criteria(query="  Xuất   khẩu "), Criteria(query="xuat khau")),
        (Criteria(everything=True, keys=("topic:y-te",)), Criteria(everything=True)),
    ],
)
def test_criteria_that_ask_for_the_same_have_one_key(one: Criteria, other: Criteria) -> None:
    assert one.key == other.key


def test_criteria_that_ask_for_different_things_have_different_keys() -> None:
    every = [
        Criteria(everything=True),
        Criteria(keys=("topic:y-te",)),
        Criteria(keys=("topic:y-te", "place:an-giang")),
        Criteria(documents=("355/TB-VPCP",)),
        Criteria(documents=("356/TB-VPCP",)),
        Criteria(query="gạo"),
        Criteria(query="gạo nếp"),
        Criteria(query="gạo -nếp"),
        Criteria(keys=("topic:y-te",), query="gạo"),
    ]
    assert len({criteria.key for criteria in every}) == len(every)


def test_a_duty_that_a_body_leads_is_the_strongest_reason() -> None:
    ranks = [Reason(kind).rank for kind in ReasonKind]
    assert ranks == sorted(ranks)
    assert Reason(ReasonKind.LEAD).rank < Reason(ReasonKind.GROUP).rank < Reason(ReasonKind.EVERYTHING).rank
