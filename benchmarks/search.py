"""Search engines side by side on the same articles and queries.

    .venv/bin/python benchmarks/search.py --corpus FILE.jsonl.gz --queries FILE.jsonl [--sizes 1000 10000]

The corpus has one article a line (id, title, lead, text), the queries set, query and relevant ids (none:
nothing should be found). Sizes above the corpus are filled with mixes: half a title and half a body each of
two articles and the lead of a third, so every word is as frequent as before. Articles asked for are in.
The table goes to output/search.md. bm25s and tantivy come with `uv sync --group bench`.
"""

from __future__ import annotations

import argparse
import gzip
import json
import random
import sqlite3
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Protocol

import psutil
from rapidfuzz import fuzz, process

from briefs.search import SearchDocument, SearchIndex
from briefs.text.fold import fold, syllables

TOP = 10
RESULT = Path("output/search.md")


class Engine(Protocol):
    """What is measured."""

    name: str

    def build(self, documents: Sequence[SearchDocument]) -> None:
        """Take in the documents."""

    def find(self, query: str) -> list[int]:
        """Return the ids of the best documents, best first."""


@dataclass(frozen=True)
class Asked:
    """One query and the articles that answer it."""

    set: str
    query: str
    relevant: frozenset[str]


class Ours:
    """The project's own index."""

    name = "Điểm Tin"

    def build(self, documents: Sequence[SearchDocument]) -> None:
        """Take in the documents."""
        self._index = SearchIndex()
        self._index.extend(documents)

    def find(self, query: str) -> list[int]:
        """Return the ids of the best documents, best first."""
        return [hit.id for hit in self._index.search(query, limit=TOP).hits]

    def add(self, document: SearchDocument) -> None:
        """Take in one more document."""
        self._index.add(document)


class Fuzzy:
    """rapidfuzz over folded titles."""

    def __init__(self, name: str, scorer: Callable[..., float]) -> None:
        self.name = f"rapidfuzz {name} on titles"
        self._scorer = scorer

    def build(self, documents: Sequence[SearchDocument]) -> None:
        """Take in the documents."""
        self._titles = {document.id: fold(document.title) for document in documents}

    def find(self, query: str) -> list[int]:
        """Return the ids of the best documents, best first."""
        best = process.extract(fold(query), self._titles, scorer=self._scorer, limit=TOP, score_cutoff=1)
        return [number for _, _, number in best]


class Fts5:
    """SQLite full text search over folded texts."""

    def __init__(self, tokenizer: str) -> None:
        self.name = f"SQLite FTS5 {tokenizer}"
        self._tokenizer = tokenizer

    def build(self, documents: Sequence[SearchDocument]) -> None:
        """Take in the documents."""
        self._base = sqlite3.connect(":memory:")
        self._base.execute(
            f"CREATE VIRTUAL TABLE t USING fts5(title, lead, body, tokenize='{self._tokenizer}')"
        )
        rows = ((each.id, fold(each.title), fold(each.lead), fold(each.body)) for each in documents)
        self._base.executemany("INSERT INTO t(rowid, title, lead, body) VALUES (?, ?, ?, ?)", rows)

    def find(self, query: str) -> list[int]:
        """Return the ids of the best documents, best first."""
        if self._tokenizer == "trigram":
            text = fold(query)
            words = sorted({text[at : at + 3] for at in range(len(text) - 2)})
        else:
            words = syllables(query)
        match = " OR ".join('"' + word.replace('"', "") + '"' for word in words if word.strip('" '))
        if not match:
            return []
        statement = "SELECT rowid FROM t WHERE t MATCH ? ORDER BY bm25(t, 8, 3, 1) LIMIT ?"
        return [row[0] for row in self._base.execute(statement, (match, TOP))]


class Bm25s:
    """BM25 over folded syllables."""

    name = "bm25s"

    def build(self, documents: Sequence[SearchDocument]) -> None:
        """Take in the documents."""
        import bm25s

        self._ids = [each.id for each in documents]
        self._engine = bm25s.BM25()
        texts = [syllables(f"{each.title} {each.title} {each.lead} {each.body}") for each in documents]
        self._engine.index(texts, show_progress=False)

    def find(self, query: str) -> list[int]:
        """Return the ids of the best documents, best first."""
        words = syllables(query)
        if not words:
            return []
        found, scores = self._engine.retrieve([words], k=min(TOP, len(self._ids)), show_progress=False)
        return [self._ids[place] for place, score in zip(found[0], scores[0], strict=True) if score > 0]


class Tantivy:
    """tantivy with each folded syllable as it is or one edit away."""

    name = "tantivy, fuzzy terms"

    def build(self, documents: Sequence[SearchDocument]) -> None:
        """Take in the documents."""
        import tantivy

        self._tantivy = tantivy
        builder = tantivy.SchemaBuilder()
        builder.add_integer_field("id", stored=True)
        for name in ("title", "text"):
            builder.add_text_field(name)
        self._schema = builder.build()
        self._index = tantivy.Index(self._schema)
        writer = self._index.writer(50_000_000, 1)
        for each in documents:
            text = fold(f"{each.lead} {each.body}")
            writer.add_document(tantivy.Document(id=each.id, title=fold(each.title), text=text))
        writer.commit()
        self._index.reload()

    def find(self, query: str) -> list[int]:
        """Return the ids of the best documents, best first."""
        parts = list(self._parts(syllables(query)))
        if not parts:
            return []
        searcher = self._index.searcher()
        hits = searcher.search(self._tantivy.Query.boolean_query(parts), TOP).hits
        return [searcher.doc(address)["id"][0] for _, address in hits]

    def _parts(self, words: Sequence[str]) -> Iterator[tuple[Any, Any]]:
        query, should = self._tantivy.Query, self._tantivy.Occur.Should
        for word in words:
            for name, boost in (("title", 3.0), ("text", 1.0)):
                yield should, query.boost_query(query.term_query(self._schema, name, word), boost)
                if len(word) > 2:
                    fuzzy = query.fuzzy_term_query(self._schema, name, word, distance=1)
                    yield should, query.boost_query(fuzzy, boost / 3)


def engines() -> list[Engine]:
    found: list[Engine] = [
        Ours(),
        Fuzzy("partial_ratio", fuzz.partial_ratio),
        Fuzzy("WRatio", fuzz.WRatio),
        Fts5("unicode61"),
        Fts5("trigram"),
    ]
    for module, engine in (("bm25s", Bm25s), ("tantivy", Tantivy)):
        try:
            __import__(module)
        except ImportError:
            print(f"{module} is not installed and is left out")
        else:
            found.append(engine())
    return found


def read_articles(path: Path) -> list[SearchDocument]:
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        rows = map(json.loads, lines)
        return [
            SearchDocument(number, row["id"], row["title"], row["lead"], body=row["text"])
            for number, row in enumerate(rows)
        ]


def sized(
    articles: list[SearchDocument], wanted: set[str], size: int, rng: random.Random
) -> list[SearchDocument]:
    """Return so many documents, those that are asked for among them."""
    asked = [each for each in articles if each.external_id in wanted]
    others = [each for each in articles if each.external_id not in wanted]
    documents = (asked + others)[: max(size, len(asked))]
    for number in range(len(documents), size):
        one, other, third = (rng.choice(articles) for _ in range(3))
        mixed = SearchDocument(
            number, None, _halves(one.title, other.title), third.lead, body=_halves(other.body, third.body)
        )
        documents.append(mixed)
    return [replace(each, id=number) for number, each in enumerate(documents)]


def _halves(one: str, other: str) -> str:
    first, second = one.split(), other.split()
    return " ".join(first[: len(first) // 2] + second[len(second) // 2 :])


def measure(engine: Engine, documents: Sequence[SearchDocument], asked: Sequence[Asked]) -> dict[str, float]:
    """Return build time and memory, quality a set and times a query of one engine."""
    before, started = psutil.Process().memory_info().rss, time.perf_counter()
    engine.build(documents)
    row = {"build s": time.perf_counter() - started}
    engine.find("khoi dong")
    row["memory MB"] = (psutil.Process().memory_info().rss - before) / 1e6
    external = {each.id: each.external_id for each in documents}
    values: dict[str, list[float]] = defaultdict(list)
    times = []
    for each in asked:
        started = time.perf_counter()
        found = engine.find(each.query)
        times.append((time.perf_counter() - started) * 1000)
        _judge([external[number] for number in found], each, values)
    row |= {name: sum(all_) / len(all_) for name, all_ in values.items()}
    times.sort()
    row |= {f"p{share} ms": times[min(len(times) - 1, len(times) * share // 100)] for share in (50, 95, 99)}
    if isinstance(engine, Ours):
        row["add ms"] = _adding(engine, documents)
    return row


def _judge(found: Sequence[str | None], asked: Asked, values: dict[str, list[float]]) -> None:
    if not asked.relevant:
        values[f"{asked.set} answered"].append(float(bool(found)))
        return
    place = next((place for place, each in enumerate(found, 1) if each in asked.relevant), None)
    values[f"{asked.set} MRR@10"].append(1 / place if place else 0.0)
    values[f"{asked.set} R@1"].append(float(place == 1))
    values[f"{asked.set} R@10"].append(float(place is not None))


def _adding(engine: Ours, documents: Sequence[SearchDocument]) -> float:
    times = []
    for number, each in enumerate(documents[:200]):
        started = time.perf_counter()
        engine.add(replace(each, id=len(documents) + number))
        times.append((time.perf_counter() - started) * 1000)
    return sorted(times)[len(times) // 2]


def table(rows: dict[str, dict[str, float]]) -> str:
    columns = list(dict.fromkeys(name for row in rows.values() for name in row))
    lines = ["| | " + " | ".join(rows) + " |", "|---" * (len(rows) + 1) + "|"]
    for name in columns:
        digits = 3 if " R@" in name or "MRR" in name or "answered" in name else 1
        cells = (f"{row[name]:.{digits}f}" if name in row else "" for row in rows.values())
        lines.append(f"| {name} | " + " | ".join(cells) + " |")
    return "\n".join(lines)


def main() -> None:
    parser = argparse.ArgumentParser(description="Compare search engines on the same articles and queries.")
    parser.add_argument("--corpus", type=Path, required=True)
    parser.add_argument("--queries", type=Path, required=True)
    parser.add_argument("--sizes", type=int, nargs="+", default=[10_000])
    parser.add_argument("--only", help="run the engines whose names contain this")
    parser.add_argument("--sample", type=int, help="ask only so many queries, drawn at random")
    options = parser.parse_args()
    articles = read_articles(options.corpus)
    rows = map(json.loads, options.queries.read_text(encoding="utf-8").splitlines())
    asked = [Asked(row["set"], row["query"], frozenset(row["relevant"])) for row in rows]
    if options.sample:
        asked = random.Random(1).sample(asked, min(options.sample, len(asked)))
    wanted = {each for query in asked for each in query.relevant}
    parts = []
    for size in options.sizes:
        documents = sized(articles, wanted, size, random.Random(1))
        chosen = [each for each in engines() if options.only is None or options.only in each.name]
        parts.append(f"## {len(documents):,} articles\n\n" + table(_run(chosen, documents, asked)))
        print(parts[-1], flush=True)
    RESULT.parent.mkdir(exist_ok=True)
    RESULT.write_text("\n\n".join(parts) + "\n", encoding="utf-8")


def _run(
    chosen: list[Engine], documents: Sequence[SearchDocument], asked: Sequence[Asked]
) -> dict[str, dict[str, float]]:
    rows = {}
    while chosen:
        engine = chosen.pop(0)  # let go of each engine before the next is built
        print(f"measuring {engine.name}", flush=True)
        rows[engine.name] = measure(engine, documents, asked)
    return rows


if __name__ == "__main__":
    main()
