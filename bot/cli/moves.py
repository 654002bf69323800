"""`diemtin move`: from SQLite to PostgreSQL."""

from __future__ import annotations

import sys

from bot.cli.backups import shown_progress
from bot.services import utc_now
from bot.settings import load_settings
from briefs.store.engine import Database
from briefs.store.moving import move
from briefs.store.url import parse_url


async def move_to(url: str) -> None:
    """Copy the database of the settings to an empty PostgreSQL one; see `briefs.store.moving.move`."""
    there = parse_url(url).render_as_string()
    source = await Database.open(load_settings().database_url.get_secret_value(), create=False)
    try:
        with shown_progress("Moving") as progress:
            rows = await move(source, url, now=utc_now(), progress=progress)
    finally:
        await source.close()
    sys.stdout.write(f"{rows} rows are in {there} now, and the old database is as it was.\n")
    sys.stdout.write("Set DIEMTIN_DATABASE_URL to the new one before you start the bot again.\n")
