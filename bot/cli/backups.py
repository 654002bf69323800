"""`diemtin backup` and `diemtin restore`: the SQLite database to a file and back."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from rich.console import Console
from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeRemainingColumn

from bot.services import utc_now
from bot.settings import load_settings
from briefs.store import backup
from briefs.store.url import parse_url


def back_up(target: Path, *, force: bool) -> None:
    """Copy the database to a file; see `briefs.store.backup.back_up` for what is refused."""
    live = _live()
    with shown_progress("Copying") as progress:
        backup.back_up(live, target, replace=force, progress=progress)
    sys.stdout.write(f"{live} was copied to {target} ({_size(target)}), and the copy checked.\n")


def restore(source: Path) -> None:
    """Put a copy in the place of the database; see `briefs.store.backup.restore` for what is refused."""
    live = _live()
    with shown_progress("Checking") as progress:
        aside = backup.restore(source, live, now=utc_now(), progress=progress)
    sys.stdout.write(f"{live} is {source} now.\n")
    if aside is not None:
        sys.stdout.write(f"What was there is in {aside}; delete it when all is well.\n")
    sys.stdout.write("Digests that were sent after the copy was made are sent once more.\n")


def _live() -> Path:
    return backup.live_file(parse_url(load_settings().database_url.get_secret_value()))


@contextmanager
def shown_progress(what: str) -> Iterator[backup.Progress]:
    """Give what shows how far something has come, on a terminal."""
    columns = (TextColumn("{task.description}"), BarColumn(), TaskProgressColumn(), TimeRemainingColumn())
    console = Console(stderr=True)
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as shown:
        task = shown.add_task(what, total=None)
        yield lambda done, total: shown.update(task, completed=done, total=total)


def _size(file: Path) -> str:
    return f"{file.stat().st_size / 1_000_000:.1f} MB"
