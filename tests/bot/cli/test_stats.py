import asyncio
import datetime as dt
import json

from bot.services import open_services
from bot.settings import load_settings


async def search_in_vain(words: str) -> None:
    async with open_services(load_settings()) as services:
        await services.misses.count(words, day=dt.datetime.now(dt.UTC).date())


def test_statistics_are_text_for_people_and_json_for_programs(diemtin):
    diemtin("seed")
    asyncio.run(search_in_vain("halal"))
    assert diemtin("stats").out == (
        "Briefs published: 5, drafts: 0\n"
        "Subscriptions: 0 of 0 chats\n"
        "Deliveries in 7 days: 0 sent, 0 dead or in doubt\n"
        "Searches: 0 today, 0 in 7 days\n"
        "Searches without result in 30 days: 1\n"
        "     1  halal\n"
    )
    seen = json.loads(diemtin("stats", "--json").out)
    assert seen["published"] == 5
    assert seen["words"] == [{"words": "halal", "count": 1}]
