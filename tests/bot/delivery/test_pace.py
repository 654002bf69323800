from __future__ import annotations

import heapq
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.delivery.pace import Flight, Pace, Rates

RATES = Rates()


def send_when_allowed(
    pace: Pace, chats: list[str], ways: list[tuple[float, float]]
) -> list[tuple[float, str]]:
    """Send to the chats, each as soon as it is allowed; return when the messages arrived.

    `ways` are the seconds of each message to Telegram and of the answer back; many can be on their way.
    """
    now, arrived = 0.0, []
    answers: list[tuple[float, int, Flight]] = []
    for number, (chat, (there, back)) in enumerate(zip(chats, ways, strict=True)):
        while (ready := max(pace.slot_at(now), pace.chat_at(chat, now))) > now:
            if answers and answers[0][0] <= ready:
                now, _, flight = heapq.heappop(answers)
                pace.finish(flight, now)
            else:
                now = ready
        flight = pace.start(chat, now)
        arrived.append((now + there, chat))
        heapq.heappush(answers, (now + there + back, number, flight))
    return arrived


def most_in_a_window(times: list[float], span: float) -> int:
    return max((sum(start <= t < start + span for t in times) for start in times), default=0)


chats = st.lists(st.sampled_from(["1", "2", "-5", "-6", *map(str, range(10, 60))]), max_size=150)


@given(chats, st.data())
def test_no_limit_of_telegram_is_ever_passed(addresses: list[str], data: st.DataObject) -> None:
    way = st.tuples(st.floats(0.02, 0.3), st.floats(0.02, 0.3))
    ways = [(0.02, 0.02), *data.draw(st.lists(way, min_size=len(addresses), max_size=len(addresses)))]
    sent = send_when_allowed(Pace(RATES), ["0", *addresses], ways)
    assert most_in_a_window([t for t, _ in sent], 1.0) <= 30
    for chat in set(addresses):
        times = [t for t, to in sent if to == chat]
        assert most_in_a_window(times, 1.0) <= 1
        if chat.startswith("-"):
            assert most_in_a_window(times, 60.0) <= 20


@pytest.mark.parametrize("latency", [0.0, 0.05, 0.4])
def test_the_limit_is_used_up_whatever_the_latency(latency: float) -> None:
    chats = [str(number) for number in range(3000)]
    arrived = send_when_allowed(Pace(RATES), chats, [(latency / 2, latency / 2)] * 3000)
    assert 2999 / (arrived[-1][0] - arrived[0][0]) > 29.4


def test_a_process_that_writes_and_reads_late_for_a_while_passes_no_limit() -> None:
    quick, written_late, read_late = (0.02, 0.02), (0.25, 0.06), (0.01, 0.3)
    ways = [quick] * 40 + [written_late] * 150 + [read_late] * 150
    sent = send_when_allowed(Pace(RATES), [str(number) for number in range(len(ways))], ways)
    assert most_in_a_window([t for t, _ in sent], 1.0) <= 30


def test_a_start_that_is_busy_with_planning_passes_no_limit_at_a_thousand_a_second() -> None:
    late, quick = (0.09, 0.02), (0.005, 0.05)
    ways = [late] * 400 + [quick] * 1200
    sent = send_when_allowed(Pace(Rates.paid()), [str(number) for number in range(len(ways))], ways)
    times = sorted(t for t, _ in sent)
    assert all(times[at + 1000] - times[at] >= 1 for at in range(len(times) - 1000))


def test_a_way_that_has_become_longer_is_used_up_again_after_a_minute() -> None:
    ways = [(0.01, 0.01)] * 100 + [(0.2, 0.2)] * 3000
    sent = send_when_allowed(Pace(RATES), [str(number) for number in range(len(ways))], ways)
    assert 999 / (sent[-1][0] - sent[-1000][0]) > 29.4


def test_a_chat_waits_for_its_answer() -> None:
    pace = Pace(RATES)
    flight = pace.start("1", 0.0)
    assert pace.chat_at("1", 0.1) == math.inf
    assert pace.chat_at("2", 0.1) <= 0.1
    pace.finish(flight, 0.5)
    assert 1.5 <= pace.chat_at("1", 0.5) < 1.6


def test_a_group_that_was_sent_twenty_messages_waits_for_the_minute_to_pass() -> None:
    pace = Pace(RATES)
    times = [t for t, _ in send_when_allowed(pace, ["-5"] * 21, [(0.0, 0.0)] * 21)]
    assert 60 <= times[20] - times[0] < 61


def test_an_edit_counts_overall_but_not_in_its_chat() -> None:
    pace = Pace(RATES)
    for _ in range(RATES.limit):
        pace.finish(pace.start(None, 0.0), 0.0)
    assert pace.slot_at(0.0) >= 1
    assert pace.chat_at("1", 0.0) == 0


def test_a_refusal_closes_everything_and_lowers_the_rate() -> None:
    pace = Pace(RATES)
    pace.refused("1", 5, 100.0)
    assert pace.slot_at(100.0) >= 105
    assert pace.rate(105.1) == pytest.approx(RATES.overall * 0.9, rel=0.01)


def test_refusals_of_what_was_on_its_way_lower_the_rate_only_once() -> None:
    pace = Pace(RATES)
    for moment in (100.0, 100.1, 100.2):
        pace.refused("1", 5, moment)
    assert pace.rate(106.0) == pytest.approx(RATES.overall * 0.9, rel=0.01)
    pace.refused("1", 5, 110.0)
    assert pace.rate(116.0) == pytest.approx(RATES.overall * 0.81, rel=0.02)


def test_the_rate_recovers_slowly_and_never_beyond_the_full_one() -> None:
    pace = Pace(RATES)
    pace.refused("1", 5, 0.0)
    lowered = pace.rate(6.0)
    assert lowered < pace.rate(60.0) < pace.rate(200.0) < RATES.overall
    assert pace.rate(10_000.0) == RATES.overall


def test_the_rate_never_falls_to_nothing() -> None:
    pace = Pace(RATES)
    for number in range(200):
        pace.refused("1", 1, number * 10.0)
    assert pace.rate(1990.0) >= RATES.least


def test_a_refusal_in_one_group_holds_only_that_group() -> None:
    pace = Pace(RATES)
    pace.refused("-5", 30, 100.0)
    assert pace.chat_at("-5", 100.0) >= 130
    assert pace.slot_at(100.0) <= 100
    assert pace.rate(100.0) == RATES.overall


def test_refusals_in_two_groups_at_once_hold_everything() -> None:
    pace = Pace(RATES)
    pace.refused("-5", 30, 100.0)
    pace.refused("-6", 30, 101.0)
    assert pace.slot_at(101.0) >= 131


def test_chats_that_nothing_holds_are_forgotten() -> None:
    pace = Pace(RATES)
    for number in range(5000):
        pace.finish(pace.start(str(number), number * 0.1), number * 0.1)
    assert len(pace._chats) < 1500
