from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from briefs.schedule import Frequency, Schedule
from briefs.subscriptions import Chat, Criteria, Reason, ReasonKind, Subscription


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


def test_a_pause_is_over_when_its_time_has_come() -> None:
    now, second = dt.datetime(2024, 12, 24, tzinfo=dt.UTC), dt.timedelta(seconds=1)
    chat = Chat(1, "telegram", "7", "private", "An", "vi", "Asia/Ho_Chi_Minh")
    schedule = Schedule(Frequency.DAILY)
    followed = Subscription(1, chat, "", Criteria(everything=True), schedule, chat.timezone, 0, now, now)
    assert not followed.paused(now)
    paused = replace(followed, paused_until=now)
    assert paused.paused(now - second)
    assert not paused.paused(now)
