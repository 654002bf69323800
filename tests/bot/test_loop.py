from __future__ import annotations

import asyncio
import sys

import pytest

from bot.loop import meanwhile, new_event_loop


async def _module_of_the_loop() -> str:
    await asyncio.sleep(0)
    return type(asyncio.get_running_loop()).__module__


def test_the_loop_is_uvloop_where_it_is_installed() -> None:
    pytest.importorskip("uvloop")
    with asyncio.Runner(loop_factory=new_event_loop) as runner:
        assert runner.run(_module_of_the_loop()).startswith("uvloop")


def test_without_uvloop_the_loop_is_asyncios_own(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "uvloop", None)
    with asyncio.Runner(loop_factory=new_event_loop) as runner:
        assert runner.run(_module_of_the_loop()).startswith("asyncio")


async def test_work_beside_a_block_is_over_when_the_block_is_left() -> None:
    told = []

    async def work() -> None:
        try:
            await asyncio.Event().wait()
        finally:
            await asyncio.sleep(0)
            told.append("over")

    async with meanwhile(work()):
        await asyncio.sleep(0)
        assert told == []
    assert told == ["over"]
