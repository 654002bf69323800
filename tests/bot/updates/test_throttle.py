import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.updates.throttle import Limit, Throttle, Verdict

USER, CHAT = 7, -5


class Clock:
    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def throttle(clock: Clock) -> Throttle:
    return Throttle(user=Limit(4, 1), chat=Limit(8, 2), kept=3, clock=clock)


def test_a_person_may_ask_a_burst_and_is_told_once_when_it_is_too_much(throttle):
    verdicts = [throttle.admit(USER, CHAT) for _ in range(7)]
    assert verdicts == [Verdict.ADMIT] * 4 + [Verdict.NOTICE, Verdict.REFUSE, Verdict.REFUSE]


def test_what_is_refused_costs_nothing(throttle, clock):
    for _ in range(50):
        throttle.admit(USER, CHAT)
    clock.now += 1
    assert [throttle.admit(USER, CHAT) for _ in range(2)] == [Verdict.ADMIT, Verdict.REFUSE]


def test_a_new_overflow_after_a_rest_is_told_again(throttle, clock):
    for _ in range(6):
        throttle.admit(USER, CHAT)
    clock.now += 60
    assert [throttle.admit(USER, CHAT) for _ in range(5)] == [Verdict.ADMIT] * 4 + [Verdict.NOTICE]


def test_one_person_does_not_use_up_what_another_may_ask(throttle):
    for _ in range(6):
        throttle.admit(USER, CHAT)
    assert throttle.admit(USER + 1, CHAT) is Verdict.ADMIT


def test_a_chat_has_a_limit_of_its_own_whoever_asks(throttle):
    verdicts = [throttle.admit(user, CHAT) for user in (1, 2, 3) for _ in range(3)]
    assert verdicts == [Verdict.ADMIT] * 8 + [Verdict.NOTICE]
    assert throttle.admit(None, CHAT) is Verdict.REFUSE
    assert throttle.admit(1, CHAT + 1) is Verdict.ADMIT


def test_only_so_many_people_are_remembered_the_latest(clock):
    throttle = Throttle(user=Limit(1, 0), chat=Limit(1000, 0), kept=3, clock=clock)
    for user in (1, 2, 3):
        throttle.admit(user, CHAT)
    assert throttle.admit(1, CHAT) is Verdict.NOTICE
    throttle.admit(4, CHAT)
    assert throttle.admit(1, CHAT) is Verdict.REFUSE
    assert throttle.admit(2, CHAT) is Verdict.ADMIT


@given(st.lists(st.tuples(st.integers(1, 3), st.floats(0, 5)), max_size=200))
def test_however_questions_come_nobody_passes_more_often_than_the_limit(asked):
    clock = Clock()
    throttle = Throttle(user=Limit(4, 1), chat=Limit(1000, 1000), clock=clock)
    passed: dict[int, int] = {}
    for user, pause in asked:
        clock.now += pause
        passed[user] = passed.get(user, 0) + (throttle.admit(user, CHAT) is Verdict.ADMIT)
    assert all(count <= 4 + clock.now + 1e-6 for count in passed.values())
