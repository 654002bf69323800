from __future__ import annotations

import gc
from collections.abc import Iterator

import pytest

from bot.collector import spare_what_stays


@pytest.fixture(autouse=True)
def collector_as_before() -> Iterator[None]:
    thresholds = gc.get_threshold()
    yield
    gc.unfreeze()
    gc.set_threshold(*thresholds)


def test_what_was_built_is_not_looked_through_again() -> None:
    built = [[] for _ in range(1000)]
    spare_what_stays()
    assert gc.get_freeze_count() > len(built)
    assert len(gc.get_objects()) < len(built)


def test_what_is_made_later_is_still_collected() -> None:
    spare_what_stays()
    loop: list[object] = []
    loop.append(loop)
    del loop
    assert gc.collect() >= 1
