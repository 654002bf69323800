"""Telling the owners that something needs a person: once an incident, whichever process sees it first."""

from __future__ import annotations

import asyncio
import datetime as dt
from collections.abc import Awaitable, Callable

import structlog
from telegram import Bot
from telegram.error import TelegramError

from bot.delivery.incidents import Incident, IncidentName, RunStopped
from bot.services import Services
from bot.watch import Sight
from briefs.errors import StoreError
from briefs.i18n import Translator
from briefs.store.fleet import IncidentStore

WATCH_EVERY_S = 60.0
MOST_AT_ONCE = 10
"""Alerts to owners within an hour; what comes on top is only logged, for it has one cause."""

_HOUR = dt.timedelta(hours=1)
Say = Callable[[Translator], str]

log = structlog.get_logger(__name__)


class OwnerAlerts:
    """Sends a text to every owner; while an incident lasts it is told no second time."""

    def __init__(self, bot: Bot, services: Services) -> None:
        self._bot = bot
        self._services = services
        self._incidents = IncidentStore(services.database)
        self._told_at: list[dt.datetime] = []

    async def __call__(self, incident: Incident) -> None:
        """Tell an incident of delivering."""
        await self.tell(incident.name, incident.say)

    async def tell(self, name: str, say: Say) -> None:
        """Tell an incident in each owner's language; what reaches no owner is told again the next time.

        Nothing is raised: owners and a database that cannot be reached are logged.
        """
        try:
            if not await self._incidents.open(name, now=self._services.now()):
                return
            log.error("owner.alert", incident=name)
            if not await self._send_all(say):
                await self._incidents.close(name)
        except StoreError as error:
            log.warning("alert.store_unavailable", error=error.message)

    async def over(self, name: str, say: Say) -> None:
        """Tell that an incident is over, where there was one: from now on it may be told again."""
        try:
            if not await self._incidents.close(name):
                return
        except StoreError as error:
            log.warning("alert.store_unavailable", error=error.message)
            return
        log.info("incident.over", incident=name)
        await self._send_all(say)

    async def lasting(self, kind: str) -> list[str]:
        """Return the names of the incidents of a kind that were told and are not over; StoreError."""
        return await self._incidents.names(kind)

    async def _send_all(self, say: Say) -> bool:
        """Tell all owners, where not too much was told already; False where none could be reached."""
        now, owners = self._services.now(), self._services.settings.owner_ids
        self._told_at = [at for at in self._told_at if now - at < _HOUR] + [now]
        if len(self._told_at) > MOST_AT_ONCE or not owners:
            return True
        return any([await self._send(owner, say) for owner in owners])

    async def _send(self, owner: int, say: Say) -> bool:
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
            except StoreError as error:
                log.warning("watchdog.store_unavailable", error=error.message)
            except Exception:
                log.exception("watchdog.broken")

    async def check(self) -> None:
        """Look once; a database that does not answer is told by /readyz and the log, for want of memory."""
        seen = await self._look()
        if seen.health is None:
            return
        await self._judge_planner(seen)
        await self._judge_deliveries(seen)
        await self._judge_runs([RunStopped(run_id, error) for run_id, error in seen.health.stopped_runs])

    async def _judge_planner(self, seen: Sight) -> None:
        if not seen.planner_silent:
            await self._alerts.over(
                IncidentName.PLANNER_SILENT,
                lambda tr: tr("All is well again: digests are being prepared."),
            )
            return
        minutes = _minutes(seen.tick_age or seen.watched_for)
        await self._alerts.tell(
            IncidentName.PLANNER_SILENT,
            lambda tr: tr(
                "No digests have been prepared for {n} minutes: the planner is silent. "
                "Look into the log of the bot and start it again.",
                n=minutes,
            ),
        )

    async def _judge_deliveries(self, seen: Sight) -> None:
        if not seen.late:
            await self._alerts.over(
                IncidentName.DELIVERIES_LATE,
                lambda tr: tr("All is well again: no message has been due for long."),
            )
            return
        minutes = _minutes(seen.due_age or dt.timedelta())
        await self._alerts.tell(
            IncidentName.DELIVERIES_LATE,
            lambda tr: tr(
                "A message has been due for {n} minutes and is not sent. "
                "See whether Telegram can be reached: diemtin doctor",
                n=minutes,
            ),
        )

    async def _judge_runs(self, stopped: list[RunStopped]) -> None:
        for run in stopped:
            await self._alerts(run)
        names = {run.name for run in stopped}
        for name in await self._alerts.lasting(IncidentName.RUN):
            if name not in names:
                await self._alerts.over(name, _opened(name.removeprefix(IncidentName.RUN)))


def _opened(run: str) -> Say:
    return lambda tr: tr("Run {n} is open again.", n=run)


def _minutes(age: dt.timedelta) -> int:
    return round(age.total_seconds() / 60)
