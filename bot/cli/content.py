"""Briefs in and out from the command line: seed, import, search."""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, nullcontext
from dataclasses import replace
from functools import partial
from itertools import islice
from pathlib import Path
from typing import TextIO

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from bot.cli.desk import may_publish_at_once, operator
from bot.services import open_services
from bot.settings import load_settings
from briefs.drafting.importing import analysed_brief, first_brief, paragraphs_of, read_line
from briefs.errors import InputError
from briefs.library import Findings, Item
from briefs.model import Article, BriefContent
from briefs.store.brief_rows import Change

KEPT = "Kept as editors have them (edited, published, in review or withdrawn); --force replaces the text:"
_SHOWN = 10
_BATCH = 200


async def seed_briefs() -> None:
    """Store the packaged briefs and say what changed."""
    async with open_services(load_settings()) as services:
        counts = await services.seed()
    sys.stdout.write(f"Seed briefs: {_counted(counts)}.\n")


async def import_articles(path: Path, *, publish: bool, force: bool, analyse: bool) -> None:
    """Store the articles of a file; lines that cannot be used are named and the others are stored.

    So is what stays as editors have it; with `force` nothing does. Without `analyse` a brief quotes the first
    sentences of its article and has no duties.
    """
    wrong: list[str] = []
    kept: list[str] = []
    author = operator().person.key
    counts: Counter[str] = Counter()
    with _lines(path) as (lines, total), _progress() as progress:
        task = progress.add_task("Importing", total=total)
        async with open_services(load_settings()) as services:
            if publish:
                may_publish_at_once(services)
            make = partial(analysed_brief, registry=services.registry) if analyse else first_brief
            numbered = enumerate(lines, start=1)
            while batch := list(islice(numbered, _BATCH)):
                articles = [article for number, line in batch for article in _read(number, line, wrong)]
                briefs = [make(article) for article in articles]
                changes = await services.briefs.put_all(
                    briefs, now=services.now(), publish=publish, author=author, force=force
                )
                counts.update(change.value for change in changes)
                done = zip(briefs, changes, strict=True)
                kept += [_named(brief) for brief, change in done if change is Change.KEPT]
                progress.update(task, completed=batch[-1][0])
    sys.stdout.write(f"Articles: {_counted(counts)}.\n")
    if kept:
        sys.stdout.write(f"{KEPT}\n{_first(kept)}\n")
    if wrong:
        raise InputError(f"{len(wrong)} lines of {path} were left out:\n{_first(wrong)}")


def _named(content: BriefContent) -> str:
    article = content.article
    return f"{article.external_id or article.url or '-'}: {content.title}"


def _first(rows: Sequence[str]) -> str:
    more = [f"… and {len(rows) - _SHOWN} more"] if len(rows) > _SHOWN else []
    return "\n".join([*rows[:_SHOWN], *more])


def _read(number: int, line: str, wrong: list[str]) -> Iterator[Article]:
    """Yield the article of a line, or note why there is none; empty lines are passed over."""
    if not line.strip():
        return
    try:
        yield read_line(line)
    except InputError as error:
        wrong.append(f"line {number}: {error.message}")


async def attach_sources(folder: Path, *, force: bool) -> None:
    """Attach each file of a folder to the brief with its name as external id; raises InputError for none.

    Where editors have a source in hand that is stored already, it stays without `force`.
    """
    files = _text_files(folder)
    async with open_services(load_settings()) as services:
        for path in files:
            found = await services.briefs.find(path.name)
            if found is None:
                sys.stdout.write(f"{path.name}: no brief has this external id\n")
                continue
            article = replace(found.content.article, paragraphs=paragraphs_of(_text(path)))
            content = replace(found.content, article=article)
            _, change = await services.briefs.put(
                content, now=services.now(), publish=False, author=operator().person.key, force=force
            )
            hint = ", for editors changed it since; --force replaces it" if change is Change.KEPT else ""
            sys.stdout.write(f"{path.name}: brief {found.id} {change.value}{hint}\n")


def _text_files(folder: Path) -> list[Path]:
    files = sorted(path for path in folder.glob("*.txt") if path.is_file())
    if not files:
        raise InputError(f"There is no .txt file in {folder}; each is named as the external id of its brief.")
    return files


def _text(path: Path) -> str:
    with _readable(path):
        return path.read_text(encoding="utf-8-sig")


@contextmanager
def _readable(path: Path) -> Iterator[None]:
    """Turn what can go wrong in reading a file into InputError."""
    try:
        yield
    except OSError as error:
        raise InputError(f"Cannot read {path}: {error.strerror}.") from None
    except UnicodeDecodeError:
        raise InputError(f"{path} is not UTF-8 text; save it as UTF-8 and try again.") from None


async def search_briefs(query: str | None, *, as_json: bool, limit: int) -> None:
    """Print what one query finds, or each query of standard input."""
    queries: Iterator[str] = iter([query]) if query is not None else (line.rstrip("\n") for line in sys.stdin)
    async with open_services(load_settings()) as services:
        if await services.library.count() == 0:
            sys.stderr.write("The library is empty; `diemtin seed` or `diemtin import` fills it.\n")
        for text in queries:
            found = await services.library.search(text, limit=limit)
            sys.stdout.write((_json(found) if as_json else _plain(found)) + "\n")
            sys.stdout.flush()


def _json(found: Findings) -> str:
    hits = [
        {
            "brief": item.brief.id,
            "external_id": item.brief.content.article.external_id,
            "title": item.brief.title,
            "score": round(item.hit.score, 4),
            "why": item.hit.why,
        }
        for item in found.items
    ]
    line = {"query": found.query, "corrected": found.corrected, "hits": hits, "ms": round(found.ms, 2)}
    return json.dumps(line, ensure_ascii=False)


def _plain(found: Findings) -> str:
    if not found.items:
        return f"Nothing found for “{found.query}”."
    return "\n".join(_plain_item(item) for item in found.items)


def _plain_item(item: Item) -> str:
    """Return number and title, and below them why the brief was found and the text around the words."""
    around = " ".join("".join(text for text, _ in item.hit.snippet).split())
    return f"{item.brief.id:>6}  {item.brief.title}\n        {item.hit.why}: {around}"


def _counted(counts: Counter[str]) -> str:
    return ", ".join(f"{count} {name}" for name, count in sorted(counts.items())) or "none"


@contextmanager
def _lines(path: Path) -> Iterator[tuple[TextIO, int | None]]:
    if str(path) == "-":
        with nullcontext(sys.stdin) as source:
            yield source, None
        return
    with _readable(path), path.open(encoding="utf-8-sig") as source:
        total = sum(1 for _ in source)
        source.seek(0)
        yield source, total


def _progress() -> Progress:
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    return Progress(*columns, console=Console(stderr=True), transient=True)
