from __future__ import annotations

import gc
import sys
from collections.abc import Iterator

import pytest

from bot.interpreter import tune_interpreter


@pytest.fixture(autouse=True)
def interpreter_as_before() -> Iterator[None]:
    thresholds, interval = gc.get_threshold(), sys.getswitchinterval()
    yield
    gc.unfreeze()
    gc.set_threshold(*thresholds)
    sys.setswitchinterval(interval)


def test_what_was_built_is_not_looked_through_again() -> None:
    built = [[] for _ in range(1000)]
    tune_interpreter()
    assert gc.get_freeze_count() > len(built)
    assert len(gc.get_objects()) < len(built)


def test_what_is_made_later_is_still_collected() -> None:
    tune_interpreter()
    loop: list[object] = []
    loop.append(loop)
    del loop
    assert gc.collect() >= 1


def test_a_busy_thread_lets_others_go_on_within_a_millisecond() -> None:
    tune_interpreter()
    assert sys.getswitchinterval() < 0.001
