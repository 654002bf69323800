"""Search engines that run in the process of the benchmark, all fed with the same folded texts.

Each is used as its documentation shows first, with its defaults; folding (lower case, no diacritics) is done
for all of them, since none does it fully for Vietnamese. Of a few weights for titles the best were kept.
"""

from __future__ import annotations

import shutil
import sqlite3
import tempfile
from collections.abc import Callable, Iterator, Sequence
from typing import Any, Protocol

from rapidfuzz import fuzz, process

from briefs.search import SearchDocument, SearchIndex
from briefs.text.fold import fold, syllables

TOP = 10
_MAP_BYTES = 64 << 30


class Engine(Protocol):
    """What is measured; `server` engines do their work in a process of their own.

    `fresh` gives another set of documents to `add` one by one. An engine that cannot add has no `add`.
    """

    name: str
    server: bool

    def build(self, documents: Sequence[SearchDocument]) -> None:
        """Take in the documents."""

    def find(self, query: str) -> list[int]:
        """Return the ids of the best documents, best first."""

    def memory(self) -> int | None:
        """Return the bytes that its own process holds, None where it has none."""

    def close(self) -> None:
        """End what was started, remove what was written."""


class InProcess:
    """What engines without a server have in common."""

    server = False

    def memory(self) -> int | None:
        """Return None: the benchmark measures its own process."""
        return None

    def close(self) -> None:
        """Leave nothing behind."""


class Ours(InProcess):
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


class Fuzzy(InProcess):
    """rapidfuzz over folded titles, what small bots use."""

    def __init__(self, name: str, scorer: Callable[..., float]) -> None:
        self.name = f"rapidfuzz {name}"
        self._scorer = scorer

    def build(self, documents: Sequence[SearchDocument]) -> None:
        """Take in the documents."""
        self._titles = {document.id: fold(document.title) for document in documents}

    def find(self, query: str) -> list[int]:
        """Return the ids of the best documents, best first."""
        best = process.extract(fold(query), self._titles, scorer=self._scorer, limit=TOP, score_cutoff=1)
        return [number for _, _, number in best]

    def add(self, document: SearchDocument) -> None:
        """Take in one more document."""
        self._titles[document.id] = fold(document.title)


class Fts5(InProcess):
    """SQLite full text search: any of the words, or of the three-letter pieces."""

    def __init__(self, tokenizer: str) -> None:
        self.name = f"SQLite FTS5 {tokenizer}"
        self._tokenizer = tokenizer

    def build(self, documents: Sequence[SearchDocument]) -> None:
        """Take in the documents."""
        self._base = sqlite3.connect(":memory:")
        self._base.execute(
            f"CREATE VIRTUAL TABLE t USING fts5(title, lead, body, tokenize='{self._tokenizer}')"
        )
        self._base.executemany(self._INSERT, map(self._row, documents))

    _INSERT = "INSERT INTO t(rowid, title, lead, body) VALUES (?, ?, ?, ?)"

    @staticmethod
    def _row(each: SearchDocument) -> tuple[int, str, str, str]:
        return each.id, fold(each.title), fold(each.lead), fold(each.body)

    def find(self, query: str) -> list[int]:
        """Return the ids of the best documents, best first."""
        text = fold(query)
        pieces = {text[at : at + 3] for at in range(len(text) - 2)}
        words = sorted(pieces) if self._tokenizer == "trigram" else syllables(query)
        match = " OR ".join('"' + word.replace('"', "") + '"' for word in words if word.strip('" '))
        if not match:
            return []
        statement = "SELECT rowid FROM t WHERE t MATCH ? ORDER BY bm25(t, 20, 5, 1) LIMIT ?"
        return [row[0] for row in self._base.execute(statement, (match, TOP))]

    def add(self, document: SearchDocument) -> None:
        """Take in one more document."""
        self._base.execute(self._INSERT, self._row(document))


class Bm25s(InProcess):
    """BM25 over syllables, the title counted three times; it cannot add to what is built."""

    name = "bm25s"

    def build(self, documents: Sequence[SearchDocument]) -> None:
        """Take in the documents."""
        import bm25s

        self._ids = [each.id for each in documents]
        self._engine = bm25s.BM25()
        texts = [syllables(" ".join([*[each.title] * 3, each.lead, each.body])) for each in documents]
        self._engine.index(texts, show_progress=False)

    def find(self, query: str) -> list[int]:
        """Return the ids of the best documents, best first."""
        words = syllables(query)
        if not words:
            return []
        found, scores = self._engine.retrieve([words], k=min(TOP, len(self._ids)), show_progress=False)
        return [self._ids[place] for place, score in zip(found[0], scores[0], strict=True) if score > 0]


class Tantivy(InProcess):
    """tantivy: any of the syllables, as it is or, from three letters, one edit away."""

    name = "tantivy fuzzy"

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
        self._writer = self._index.writer(50_000_000, 1)
        for each in documents:
            self._write(each)
        self._commit()

    def _write(self, each: SearchDocument) -> None:
        text = fold(f"{each.lead} {each.body}")
        self._writer.add_document(self._tantivy.Document(id=each.id, title=fold(each.title), text=text))

    def _commit(self) -> None:
        self._writer.commit()
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
            for name in ("title", "text"):
                yield should, query.term_query(self._schema, name, word)
                if len(word) > 2:
                    fuzzy = query.fuzzy_term_query(self._schema, name, word, distance=1)
                    yield should, query.boost_query(fuzzy, 1 / 3)

    def add(self, document: SearchDocument) -> None:
        """Take in one more document."""
        self._write(document)
        self._commit()


class Milli(InProcess):
    """milli, the engine in Meilisearch, with its defaults: typos, prefixes, words dropped from the end."""

    name = "Meilisearch engine"

    def build(self, documents: Sequence[SearchDocument]) -> None:
        """Take in the documents."""
        import milli

        self._folder = tempfile.mkdtemp()
        self._index = milli.Index(self._folder, _MAP_BYTES)
        self._index.add_documents([folded(each) for each in documents])

    def find(self, query: str) -> list[int]:
        """Return the ids of the best documents, best first."""
        return list(self._index.search(fold(query)))[:TOP]

    def add(self, document: SearchDocument) -> None:
        """Take in one more document."""
        self._index.add_documents([folded(document)])

    def close(self) -> None:
        """Remove what was written."""
        shutil.rmtree(self._folder, ignore_errors=True)


def folded(document: SearchDocument) -> dict[str, Any]:
    """Return a document as JSON engines take it, title first: they rank by the order of the fields."""
    return {
        "id": document.id,
        "title": fold(document.title),
        "lead": fold(document.lead),
        "body": fold(document.body),
    }


def partial_ratio() -> Engine:
    return Fuzzy("partial_ratio", fuzz.partial_ratio)


def wratio() -> Engine:
    return Fuzzy("WRatio", fuzz.WRatio)


def fts5_words() -> Engine:
    return Fts5("unicode61")


def fts5_trigram() -> Engine:
    return Fts5("trigram")
