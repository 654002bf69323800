from __future__ import annotations

import asyncio
import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

import pytest

from bot.conversation.keyboards import Keyboard
from bot.delivery.compositions import Compositions
from briefs.digests import DigestPlan
from briefs.store.outbox import Delivery
from briefs.subscriptions import Chat

NOW = dt.datetime(2024, 12, 23, tzinfo=dt.UTC)
PLAN = DigestPlan(NOW, NOW, "Asia/Ho_Chi_Minh", (), 0)


@dataclass(frozen=True)
class Part:
    html: str
    keyboard: Keyboard = ()
    brief_ids: tuple[int, ...] = ()


class Library:
    """Composes what it says at present, and counts how often."""

    def __init__(self) -> None:
        self.says = "as published"
        self.composed = 0
        self.broken = False

    async def compose(self, plan: DigestPlan, language: str, version: int) -> Sequence[Part]:
        self.composed += 1
        text = f"{self.says} ({language})"
        await asyncio.sleep(0)
        if self.broken:
            raise OSError("no disk")
        return [Part(text)]


@pytest.fixture
def library() -> Library:
    return Library()


@pytest.fixture
def compositions(library: Library) -> Compositions:
    return Compositions(library.compose)


def claimed(version: int, payload: str = "{}", language: str = "vi") -> Delivery:
    chat = Chat(1, "telegram", "1", "private", "", language, "Asia/Ho_Chi_Minh")
    return Delivery(1, 1, chat, "", 1, payload, 0, NOW, version)


async def test_chats_that_get_the_same_have_it_composed_once(
    compositions: Compositions, library: Library
) -> None:
    parts = await asyncio.gather(*(compositions.of(claimed(5), PLAN) for _ in range(20)))
    assert {part.html for (part,) in parts} == {"as published (vi)"}
    assert library.composed == 1


async def test_another_plan_and_another_language_are_composed_for_themselves(
    compositions: Compositions, library: Library
) -> None:
    for delivery in (claimed(5), claimed(5, language="en"), claimed(5, payload="[]")):
        await compositions.of(delivery, PLAN)
    assert library.composed == 3


async def test_a_delivery_claimed_after_a_correction_says_what_was_corrected(
    compositions: Compositions, library: Library
) -> None:
    languages = ("vi", "en")
    for language in languages:
        await compositions.of(claimed(5, language=language), PLAN)
    library.says = "as corrected"
    for language in languages:
        (part,) = await compositions.of(claimed(6, language=language), PLAN)
        assert part.html == f"as corrected ({language})"


async def test_one_claimed_before_may_say_it_too(compositions: Compositions, library: Library) -> None:
    await compositions.of(claimed(6), PLAN)
    await compositions.of(claimed(5), PLAN)
    assert library.composed == 1


async def test_what_was_composed_while_a_correction_came_in_is_not_kept_for_it(
    compositions: Compositions, library: Library
) -> None:
    before = asyncio.create_task(compositions.of(claimed(5), PLAN))
    await asyncio.sleep(0)
    library.says = "as corrected"
    after = await compositions.of(claimed(6), PLAN)
    assert [part.html for part in (*await before, *after)] == ["as published (vi)", "as corrected (vi)"]


async def test_a_failure_is_not_kept(compositions: Compositions, library: Library) -> None:
    library.broken = True
    with pytest.raises(OSError, match="no disk"):
        await compositions.of(claimed(5), PLAN)
    library.broken = False
    assert len(await compositions.of(claimed(5), PLAN)) == 1


async def test_so_many_different_digests_do_not_fill_the_memory(
    compositions: Compositions, library: Library
) -> None:
    for number in range(1000):
        await compositions.of(claimed(5, payload=f"[{number}]"), PLAN)
    assert len(compositions._kept) < 500
