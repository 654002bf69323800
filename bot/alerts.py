"""Telling the owners that something needs a person: once an incident, whichever process sees it first."""

from __future__ import annotations

import asyncio
import datetime as dt
from collections.abc import Awaitable, Callable

import structlog
from telegram import Bot
from telegram.error import TelegramError

from bot.services import Services
from bot.watch import Sight
from briefs.errors import StoreError
from briefs.i18n import Translator
from briefs.store.fleet import IncidentStore

WATCH_EVERY_S = 60.0
MOST_AT_ONCE = 10
"""Alerts to owners within an hour; what comes on top is only logged, for it has one cause."""

_PLANNER, _LATE = "planner silent", "deliveries late"
_HOUR = dt.timedelta(hours=1)

log = structlog.get_logger(__name__)


class OwnerAlerts:
    """Sends a text to every owner; while an incident lasts it is told no second time."""

    def __init__(self, bot: Bot, services: Services) -> None:
        self._bot = bot
        self._services = services
        self._incidents = IncidentStore(services.database)
        self._told_at: list[dt.datetime] = []

    async def __call__(self, text: str) -> None:
        """Tell an incident that has no end of its own; the text is its name."""
        await self.tell(text, lambda tr: text)

    async def tell(self, name: str, say: Callable[[Translator], str]) -> None:
        """Tell an incident in each owner's language; what reaches no owner is told again the next time.

        Nothing is raised: owners and a database that cannot be reached are logged.
        """
        now = self._services.now()
        try:
            if not await self._incidents.open(name, now=now):
                return
        except StoreError as error:
            log.warning("alert.store_unavailable", error=error.message)
            return
        log.error("owner.alert", incident=name)
        self._told_at = [at for at in self._told_at if now - at < _HOUR] + [now]
        if len(self._told_at) > MOST_AT_ONCE or not self._services.settings.owner_ids:
            return
        reached = [await self._send(owner, say) for owner in self._services.settings.owner_ids]
        if not any(reached):
            await self.over(name)

    async def over(self, name: str) -> None:
        """Note that an incident is over: it may be told again."""
        try:
            if await self._incidents.close(name):
                log.info("incident.over", incident=name)
        except StoreError as error:
            log.warning("alert.store_unavailable", error=error.message)

    async def _send(self, owner: int, say: Callable[[Translator], str]) -> bool:
        try:
            chat = await self._services.chats.find("telegram", str(owner))
            tr = self._services.catalogues.get(chat.language if chat else None)
            await self._bot.send_message(owner, say(tr))
        except (TelegramError, StoreError) as error:
            log.warning("owner.unreachable", user=owner, error=str(error))
            return False
        return True


class Watchdog:
    """Looks at planner and deliveries again and again, and tells the owners what has stopped."""

    def __init__(self, look: Callable[[], Awaitable[Sight]], alerts: OwnerAlerts) -> None:
        self._look = look
        self._alerts = alerts

    async def run(self, every_s: float = WATCH_EVERY_S) -> None:
        """Watch until cancelled."""
        while True:
            await asyncio.sleep(every_s)
            try:
                await self.check()
            except Exception:
                log.exception("watchdog.broken")

    async def check(self) -> None:
        """Look once; a database that does not answer is told by /readyz and the log, for want of memory."""
        seen = await self._look()
        if seen.health is None:
            return
        minutes = _minutes(seen.tick_age or seen.watched_for)
        await self._judge(
            _PLANNER,
            seen.planner_silent,
            lambda tr: tr(
                "No digests have been prepared for {n} minutes: the planner is silent. "
                "Look into the log of the bot and start it again.",
                n=minutes,
            ),
        )
        late = _minutes(seen.due_age or dt.timedelta())
        await self._judge(
            _LATE,
            seen.late,
            lambda tr: tr(
                "A message has been due for {n} minutes and is not sent. "
                "See whether Telegram can be reached: diemtin doctor",
                n=late,
            ),
        )

    async def _judge(self, name: str, wrong: bool, say: Callable[[Translator], str]) -> None:
        if wrong:
            await self._alerts.tell(name, say)
        else:
            await self._alerts.over(name)


def _minutes(age: dt.timedelta) -> int:
    return round(age.total_seconds() / 60)
