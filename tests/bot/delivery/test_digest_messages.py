"""From a plan to the messages of a digest."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import replace

import pytest

from bot.delivery.digest_messages import DigestMessages
from briefs.digests import DigestPlan, Notice, PlannedItem
from briefs.i18n import Catalogues
from briefs.model import Article, Body, BriefContent, Directive
from briefs.registry import Registry
from briefs.store.briefs import BriefStore
from briefs.store.engine import Database
from briefs.subscriptions import Reason, ReasonKind

NOW = dt.datetime(2024, 12, 24, tzinfo=dt.UTC)
LEAD = Reason(ReasonKind.LEAD, "agency:bo-cong-thuong")


@pytest.fixture
def store(database: Database) -> BriefStore:
    return BriefStore(database)


@pytest.fixture
def messages(store: BriefStore) -> DigestMessages:
    return DigestMessages(store, Registry.load(), Catalogues.load(), lambda: "bot")


async def plan_of(store: BriefStore, count: int) -> DigestPlan:
    """Publish briefs with long duties and plan all of them."""
    lead = Body("Bộ Công Thương", "agency:bo-cong-thuong")
    items = []
    for number in range(count):
        duties = tuple(Directive(f"{'mở rộng thị trường ' * 12}{n}", lead=lead) for n in range(4))
        content = BriefContent(f"Bản {number}", Article(f"Bản {number}"), directives=duties)
        stored, _ = await store.put(content, slug=f"b{number}", publish=True, now=NOW)
        items.append(PlannedItem(stored.id, (LEAD,)))
    return DigestPlan(NOW - dt.timedelta(days=7), NOW, "Asia/Ho_Chi_Minh", tuple(items), count)


async def test_a_long_digest_is_numbered_and_has_its_buttons_under_the_last_part(
    store: BriefStore, messages: DigestMessages
) -> None:
    parts = await messages.compose(await plan_of(store, 12), "vi")
    assert len(parts) > 1
    for number, part in enumerate(parts, start=1):
        assert part.html.startswith(f"<b>Bản tin 17–24/12/2024 ({number}/{len(parts)})</b>")
        assert bool(part.keyboard) is (number == len(parts))
        assert ("/mysubs" in part.html) is (number == len(parts))


async def test_a_short_digest_is_one_message_with_buttons(
    store: BriefStore, messages: DigestMessages
) -> None:
    (part,) = await messages.compose(await plan_of(store, 1), "en")
    assert part.html.startswith("<b>Digest 17–24 December 2024</b>\n1 new brief")
    assert [[b.data for b in row] for row in part.keyboard] == [["o:1"], ["mn"]]


async def test_a_digest_in_a_channel_names_no_command_but_links_to_the_private_chat(
    store: BriefStore, messages: DigestMessages
) -> None:
    plan = replace(await plan_of(store, 1), in_channel=True, total=3)
    (part,) = await messages.compose(plan, "vi")
    assert '→ <a href="https://t.me/bot?start=b1">/b1</a>' in part.html
    assert '<a href="https://t.me/bot?start=subs">trong trò chuyện với bot</a>' in part.html
    assert re.findall(r"(?<!\w)/\w+", re.sub(r"<[^>]+>", "", part.html)) == ["/b1"]


async def test_a_digest_of_which_nothing_is_published_is_no_message(
    store: BriefStore, messages: DigestMessages
) -> None:
    plan = DigestPlan(NOW, NOW, "Asia/Ho_Chi_Minh", (PlannedItem(99, (LEAD,)),), 1)
    assert await messages.compose(plan, "vi") == []


async def test_many_notices_alone_are_messages_of_their_own_and_none_is_cut_off(
    store: BriefStore, messages: DigestMessages
) -> None:
    plan = await plan_of(store, 20)
    told = [(item.brief_id, f"Sai số {n}. {'x' * 280}") for n, item in enumerate(plan.items)]
    notices = tuple(Notice(brief_id, text, NOW) for brief_id, text in told)
    parts = await messages.compose(replace(plan, items=(), total=0, notices=notices), "vi")
    assert len(parts) > 1
    text = "".join(part.html for part in parts)
    assert all(f"Sai số {n}." in text for n in range(20))
    assert [bool(part.keyboard) for part in parts] == [False] * (len(parts) - 1) + [True]
