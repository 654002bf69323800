"""What is built once and handed to everything that answers, whatever the surface."""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass

import structlog

from bot.metrics import Metrics
from bot.settings import Settings
from briefs.i18n import Catalogues
from briefs.ingest.fetch import fetch
from briefs.ingest.sandbox import Sandbox
from briefs.ingest.seeds import packaged_seeds, read_seed
from briefs.ingest.sources import Fetch
from briefs.library import Library
from briefs.registry import Registry
from briefs.roster import Roster
from briefs.schedule import zone
from briefs.search import SearchIndex
from briefs.store.audit import AuditStore
from briefs.store.backup_packages import Packer
from briefs.store.briefs import BriefStore
from briefs.store.chats import ChatStore
from briefs.store.corrections import CorrectionStore
from briefs.store.dialogues import DialogueStore
from briefs.store.engine import Database
from briefs.store.misses import MissStore
from briefs.store.news import BriefNews
from briefs.store.outbox import OutboxStore
from briefs.store.outlets import OutletStore
from briefs.store.personal import PersonalDataStore
from briefs.store.queries import QueryStore
from briefs.store.refiling import refile
from briefs.store.sketches import SketchStore
from briefs.store.stats import StatsStore
from briefs.store.subscriptions import SubscriptionStore
from briefs.store.url import index_file
from briefs.store.workbenches import WorkbenchStore
from briefs.timezones import TimeZones
from briefs.workflow import Desk

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Services:
    """Stores and the library over one open database; `now` gives the time, aware and in UTC."""

    settings: Settings
    database: Database
    registry: Registry
    catalogues: Catalogues
    briefs: BriefStore
    library: Library
    chats: ChatStore
    subscriptions: SubscriptionStore
    outbox: OutboxStore
    queries: QueryStore
    misses: MissStore
    stats: StatsStore
    dialogues: DialogueStore
    audit: AuditStore
    packer: Packer
    desk: Desk
    roster: Roster
    corrections: CorrectionStore
    sketches: SketchStore
    benches: WorkbenchStore
    outlets: OutletStore
    sandbox: Sandbox
    fetch: Fetch
    personal: PersonalDataStore
    timezones: TimeZones
    metrics: Metrics
    now: Callable[[], dt.datetime]

    def today(self) -> dt.date:
        """Return the day it is in the zone of the settings."""
        return self.now().astimezone(zone(self.settings.timezone)).date()

    async def seed(self) -> Counter[str]:
        """Store the packaged briefs and return how many were created, updated and unchanged."""
        counts: Counter[str] = Counter()
        now = self.now()
        for source in packaged_seeds():
            content = read_seed(source, self.registry)
            slug = source.name.removesuffix(".toml")
            _, change = await self.briefs.put(content, slug=slug, publish=True, now=now)
            counts[change.value] += 1
        return counts

    async def seed_if_empty(self) -> None:
        """Store the packaged briefs where there is no brief yet: at the first start."""
        if await self.briefs.count() == 0:
            log.info("briefs.seeded", **await self.seed())


def utc_now() -> dt.datetime:
    """Return the time now, aware and in UTC."""
    return dt.datetime.now(dt.UTC)


@asynccontextmanager
async def open_services(
    settings: Settings, *, now: Callable[[], dt.datetime] = utc_now, get: Fetch = fetch
) -> AsyncIterator[Services]:
    """Open the database and build everything over it; raises StoreError with one clear line.

    `get` fetches the pages that editors name; tests allow it their own machine.
    """
    async with AsyncExitStack() as stack:
        database = await Database.open(settings.database_url.get_secret_value())
        stack.push_async_callback(database.close)
        registry = Registry.load()
        if refiled := await refile(database, registry):
            log.info("briefs.refiled", briefs=refiled)
        briefs, misses = BriefStore(database), MissStore(database)
        news = BriefNews(database) if database.shared else None
        index = SearchIndex(abbreviations=_short_forms(registry))
        library = Library(briefs, index, registry, index_file(database.url), news)
        stack.push_async_callback(library.close)
        yield Services(
            settings=settings,
            database=database,
            registry=registry,
            catalogues=Catalogues.load(),
            briefs=briefs,
            library=library,
            chats=ChatStore(database, settings.timezone),
            subscriptions=SubscriptionStore(database),
            outbox=OutboxStore(database),
            queries=QueryStore(database),
            misses=misses,
            stats=StatsStore(database, misses),
            dialogues=DialogueStore(database),
            audit=AuditStore(database),
            packer=Packer(database.url),
            desk=Desk(database, second_approval=settings.second_approval, now=now),
            roster=Roster(database, [f"telegram:{owner}" for owner in settings.owner_ids], now=now),
            corrections=CorrectionStore(database),
            sketches=SketchStore(database),
            benches=WorkbenchStore(database),
            outlets=OutletStore(database),
            sandbox=Sandbox(),
            fetch=get,
            personal=PersonalDataStore(database),
            timezones=TimeZones.load(),
            metrics=Metrics(),
            now=now,
        )


def _short_forms(registry: Registry) -> dict[str, list[str]]:
    """Return the names that each abbreviation of the registry stands for."""
    forms: dict[str, list[str]] = defaultdict(list)
    for entry in registry.entries():
        for short in entry.abbreviations:
            forms[short].append(entry.name)
    return forms
