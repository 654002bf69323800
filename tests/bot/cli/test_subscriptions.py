import asyncio
import datetime as dt
import json

from bot.services import open_services
from bot.settings import load_settings
from briefs.schedule import Frequency, Schedule
from briefs.subscriptions import Criteria

NOW = dt.datetime(2026, 11, 20, 3, tzinfo=dt.UTC)


async def followed() -> None:
    """Two chats: one follows all and a topic, the other has stopped what it followed."""
    async with open_services(load_settings()) as services:
        reader = await services.chats.get_or_create("telegram", "345", kind="private", now=NOW)
        group = await services.chats.get_or_create("telegram", "-100777", kind="supergroup", now=NOW)
        daily = Schedule(Frequency.DAILY)
        await services.subscriptions.follow(reader, "", Criteria(everything=True), daily, now=NOW)
        topic, _ = await services.subscriptions.follow(
            group, "8", Criteria(keys=("agency:bo-cong-thuong",)), daily, now=NOW
        )
        await services.subscriptions.end(topic.id, "stopped")


def test_all_that_is_followed_is_listed_with_its_next_send_or_why_it_ended(diemtin):
    assert diemtin("subscriptions").out == "Nobody follows anything yet.\n"
    asyncio.run(followed())
    assert diemtin("subscriptions").out == (
        "1. private 345: all briefs\n"
        "   Daily, 07:30 (Asia/Ho_Chi_Minh); last sent: never; next: 2026-11-21T00:30:00+00:00\n"
        "2. supergroup -100777, topic 8: Ministry of Industry and Trade\n"
        "   Daily, 07:30 (Asia/Ho_Chi_Minh); last sent: never; ended: stopped\n"
    )


def test_what_one_chat_follows_is_listed_for_programs(diemtin):
    asyncio.run(followed())
    rows = [
        json.loads(line) for line in diemtin("subscriptions", "--chat", "-100777", "--json").out.splitlines()
    ]
    assert [(row["subscription"], row["thread"], row["ended"]) for row in rows] == [(2, "8", "stopped")]


def test_a_chat_that_the_bot_has_not_met_is_an_error(diemtin):
    met = diemtin("subscriptions", "--chat", "12")
    assert (met.code, met.err.count("has not met")) == (2, 1)
