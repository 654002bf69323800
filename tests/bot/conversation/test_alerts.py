"""Owners are told, once an incident, what has stopped."""

import asyncio
import datetime as dt
from collections.abc import AsyncIterator

import pytest

from bot.alerts import MOST_AT_ONCE, OwnerAlerts, Watchdog
from bot.app import Bot, build_bot, running
from bot.delivery.incidents import GivenUp, RunStopped
from bot.local import Fault, LocalTelegram, Persona, Trouble
from bot.services import open_services
from bot.settings import load_settings
from bot.watch import Sight
from briefs.store.outbox import Health

NOW = dt.datetime(2024, 12, 24, 7, 30, tzinfo=dt.UTC)
FINE = Health(counts={}, due=0, oldest_due=None, ticked_at=NOW, stopped_runs=())
SILENT = Health(counts={}, due=0, oldest_due=None, ticked_at=NOW - dt.timedelta(minutes=6), stopped_runs=())
DEAD = Health(counts={}, due=0, oldest_due=None, ticked_at=NOW, stopped_runs=((5, "Bad Request"),))
LATE = Health(counts={}, due=1, oldest_due=NOW - dt.timedelta(minutes=16), ticked_at=NOW, stopped_runs=())


@pytest.fixture
def owner(telegram: LocalTelegram) -> Persona:
    return Persona(telegram, telegram.person("Chủ"))


@pytest.fixture
async def bot(settings, telegram: LocalTelegram, owner: Persona) -> AsyncIterator[Bot]:
    given = settings.model_dump(exclude_unset=True) | {"owner_ids": str(owner.person.id)}
    async with open_services(load_settings(None, **given)) as services:
        built = build_bot(services)
        async with running(built, asyncio.Event()):
            yield built


class Eyes:
    """What the watchdog sees."""

    def __init__(self) -> None:
        self.health: Health | None = FINE

    async def look(self) -> Sight:
        return Sight(NOW, self.health, dt.timedelta(hours=1))


@pytest.fixture
def eyes() -> Eyes:
    return Eyes()


def watchdog(bot: Bot, eyes: Eyes) -> Watchdog:
    """A watchdog of a process of its own: processes share nothing but the database."""
    return Watchdog(eyes.look, OwnerAlerts(bot.application.bot, bot.services))


def told(owner: Persona) -> list[str]:
    return [message["text"] for message in owner.chat.messages.values() if message["from"]["is_bot"]]


async def test_nothing_is_told_while_all_is_well(bot, eyes, owner):
    await watchdog(bot, eyes).check()
    assert told(owner) == []


@pytest.mark.parametrize(("health", "what"), [(SILENT, "Đã 6 phút"), (LATE, "đến hạn 16 phút")])
async def test_what_has_stopped_is_told_once_by_all_processes_together(bot, eyes, owner, health, what):
    eyes.health = health
    for dog in (watchdog(bot, eyes), watchdog(bot, eyes)):
        await dog.check()
        await dog.check()
    (text,) = told(owner)
    assert what in text


@pytest.mark.parametrize(
    ("health", "over"),
    [(SILENT, "lại được chuẩn bị"), (LATE, "không còn tin nào"), (DEAD, "Đợt gửi 5 đã được mở lại")],
)
async def test_what_is_over_is_told_once_too(bot, eyes, owner, health, over):
    dog = watchdog(bot, eyes)
    for eyes.health in (health, health, FINE, FINE):
        await dog.check()
    _, text = told(owner)
    assert over in text


async def test_what_the_sender_told_the_watchdog_does_not_tell_again(bot, eyes, owner):
    alerts = OwnerAlerts(bot.application.bot, bot.services)
    await alerts(RunStopped(5, "Bad Request"))
    eyes.health = DEAD
    await watchdog(bot, eyes).check()
    (text,) = told(owner)
    assert "Đã dừng đợt gửi 5" in text
    assert "Bad Request" in text


async def test_what_stops_again_is_told_again(bot, eyes, owner):
    dog = watchdog(bot, eyes)
    for eyes.health in (SILENT, FINE, SILENT):
        await dog.check()
    assert len(told(owner)) == 3


async def test_an_owner_is_told_in_the_language_they_chose(bot, eyes, owner):
    await owner.ask("/lang en")
    eyes.health = LATE
    await watchdog(bot, eyes).check()
    assert "A message has been due for 16 minutes" in told(owner)[-1]


async def test_a_delivery_that_was_given_up_is_told_with_its_reason(bot, owner):
    await OwnerAlerts(bot.application.bot, bot.services)(GivenUp(7, 3, "Timed out"))
    (text,) = told(owner)
    assert "3 ngày" in text
    assert "Timed out" in text


async def test_what_reached_no_owner_is_told_the_next_time(bot, eyes, owner, telegram: LocalTelegram):
    telegram.faults.add(Fault(Trouble.STATUS, method="sendMessage", times=1, status=502))
    eyes.health = SILENT
    dog = watchdog(bot, eyes)
    await dog.check()
    assert told(owner) == []
    await dog.check()
    assert len(told(owner)) == 1


async def test_a_database_that_is_away_is_no_incident_of_the_planner(bot, eyes, owner):
    eyes.health = None
    await watchdog(bot, eyes).check()
    assert told(owner) == []


async def test_a_run_that_died_is_told_once_and_a_flood_of_alerts_is_cut(bot, owner):
    alerts = OwnerAlerts(bot.application.bot, bot.services)
    for number in (1, 1, *range(2, 40)):
        await alerts(RunStopped(number, "Bad Request"))
    texts = told(owner)
    assert len(texts) == len(set(texts)) == MOST_AT_ONCE
