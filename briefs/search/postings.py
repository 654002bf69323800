"""Which documents a term is in, and how strongly: compact arrays that take single additions at once.

A term in more than an eighth of the documents has one byte for every document (its strength, 0 where it is
not); any other term has a run in two long arrays (document numbers, strengths). Five bytes a posting against
one byte a document break even at a fifth; an eighth pays a little memory for speed. New documents of such
terms wait in tails.
"""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

Ints = npt.NDArray[np.int64]
Numbers = npt.NDArray[np.int32]
Docs = npt.NDArray[np.uint32]
Strengths = npt.NDArray[np.uint8]
Filled = npt.NDArray[np.uint16]
Columns = dict[str, npt.NDArray[Any]]

DENSE_SHARE = 8
_DENSE_FLOOR = 64
_NO_ROW = -1


@dataclass(frozen=True, slots=True)
class Batch:
    """Postings of new documents, sorted by term, then document; every document is newer than all before."""

    terms: npt.NDArray[np.int32]
    docs: Docs
    strengths: Strengths

    def split(self, first: int) -> tuple[Batch, Batch]:
        """Return the postings of terms below a number, and the others with terms counted from it."""
        at = int(np.searchsorted(self.terms, first))
        return (
            Batch(self.terms[:at], self.docs[:at], self.strengths[:at]),
            Batch(self.terms[at:] - np.int32(first), self.docs[at:], self.strengths[at:]),
        )


class Postings:
    """Postings of one kind of terms. Not locked: its owner sees to that."""

    def __init__(self) -> None:
        self._starts: Numbers = np.zeros(1, dtype=np.int32)
        self._docs: Docs = np.zeros(0, dtype=np.uint32)
        self._strengths: Strengths = np.zeros(0, dtype=np.uint8)
        self._row_of: Numbers = np.full(1, _NO_ROW, dtype=np.int32)
        """The row of each term in `_dense`; the last stands for all terms that came later."""
        self._dense: Strengths = np.zeros((0, 0), dtype=np.uint8)
        self._tails: dict[int, tuple[array[int], array[int]]] = {}
        self._frequencies: Numbers = np.zeros(256, dtype=np.int32)
        self._size = 0
        self._merged = 0

    @classmethod
    def restored(cls, columns: Columns) -> Postings:
        """Return the postings that gave these columns."""
        new = cls()
        new._starts, new._docs, new._strengths = columns["starts"], columns["docs"], columns["strengths"]
        new._dense, new._frequencies = columns["dense"], columns["frequencies"]
        new._row_of = _numbered(columns["frequent"], len(new._frequencies))
        new._size = new._merged = int(columns["size"][0])
        return new

    def columns(self) -> Columns:
        """Return all that is kept as arrays, which later additions leave alone; none may wait."""
        return {
            "starts": self._starts,
            "docs": self._docs,
            "strengths": self._strengths,
            "dense": self._dense[:, : self._size],
            "frequent": self._frequent(),
            "frequencies": self._frequencies.copy(),
            "size": np.array([self._size]),
        }

    @property
    def waiting(self) -> int:
        """How many documents were added one by one since the last rebuild."""
        return self._size - self._merged

    def frequency(self, term: int) -> int:
        """Return in how many documents the term is, counting removed ones until the next rebuild."""
        return self._frequencies.item(term) if term < len(self._frequencies) else 0

    def dense(self, term: int) -> Strengths | None:
        """Return the strength in every document (0: not there) where the term is frequent, else None."""
        row = self._row_of.item(min(term, len(self._row_of) - 1))
        return None if row == _NO_ROW else self._dense[row, : self._size]

    def runs(self, term: int) -> list[tuple[Docs, Strengths]]:
        """Return the documents of a term that is not frequent and the strengths, in one run or two."""
        runs = []
        if term + 1 < len(self._starts):
            start, end = self._starts[term], self._starts[term + 1]
            runs.append((self._docs[start:end], self._strengths[start:end]))
        tail = self._tails.get(term)
        if tail is not None:
            runs.append((np.array(tail[0], dtype=np.uint32), np.array(tail[1], dtype=np.uint8)))
        return runs

    def held(self, term: int) -> tuple[Docs, Strengths]:
        """Return the documents of any term, in order, and the strengths."""
        dense = self.dense(term)
        if dense is not None:
            docs = np.flatnonzero(dense).astype(np.uint32)
            return docs, dense[docs]
        runs = self.runs(term)
        return (
            np.concatenate([self._docs[:0], *(docs for docs, _ in runs)]),
            np.concatenate([self._strengths[:0], *(strengths for _, strengths in runs)]),
        )

    def strengths_in(self, term: int, docs: Docs) -> Strengths:
        """Return the strength of a term in each of these documents, 0 where it is not there."""
        dense = self.dense(term)
        if dense is not None:
            return dense[docs]
        holding, strengths = self.held(term)
        if not len(holding):
            return np.zeros(len(docs), dtype=np.uint8)
        places = np.minimum(np.searchsorted(holding, docs), len(holding) - 1)
        return np.where(holding[places] == docs, strengths[places], 0).astype(np.uint8)

    def raise_rows(self, filled: Filled, rows: Ints, terms: Ints, factors: Filled) -> None:
        """Raise rows of a table of all documents, each to the strengths of a term times a factor."""
        places = self._row_of.take(terms, mode="clip")
        frequent = np.flatnonzero(places != _NO_ROW)
        for row, place, factor in zip(
            rows[frequent].tolist(), places[frequent].tolist(), factors[frequent], strict=True
        ):
            held, values = filled[row, : self._size], self._dense[place, : self._size].astype(np.uint16)
            values *= factor  # in place: with a cast on the way it takes twice the time
            np.maximum(held, values, out=held)
        for row, term, factor in zip(rows.tolist(), terms.tolist(), factors, strict=True):
            if term in self._tails:
                docs, strengths = map(np.array, self._tails[term])
                filled[row, docs] = np.maximum(filled[row, docs], strengths * factor)
        self._raise_by_runs(filled, rows, terms, factors)

    def _raise_by_runs(self, filled: Filled, rows: Ints, terms: Ints, factors: Filled) -> None:
        """Raise rows by the runs of all terms in one go; frequent terms have empty ones."""
        merged = terms < len(self._starts) - 1
        rows, terms, factors = rows[merged], terms[merged], factors[merged]
        starts = self._starts[terms]
        lengths = self._starts[terms + 1] - starts
        ends = np.cumsum(lengths)
        inside = np.arange(lengths.sum()) + np.repeat(starts - ends + lengths, lengths)
        places = self._docs[inside] + np.repeat(rows * filled.shape[1], lengths)
        values = self._strengths[inside] * np.repeat(factors, lengths)
        np.maximum.at(filled.reshape(-1), places, values)

    def append(self, doc: int, terms: npt.NDArray[np.int32], strengths: Strengths) -> None:
        """Add one document, whose number must follow the last."""
        self._size = doc + 1
        self._reserve_docs(self._size)
        self._reserve_terms(int(terms.max(initial=-1)) + 1)
        self._frequencies[terms] += 1
        rows = self._row_of.take(terms, mode="clip")
        frequent = rows != _NO_ROW
        self._dense[rows[frequent], doc] = strengths[frequent]
        for term, strength in zip(terms[~frequent].tolist(), strengths[~frequent].tolist(), strict=True):
            tail = self._tails.get(term)
            if tail is None:
                tail = self._tails[term] = (array("I"), array("B"))
            tail[0].append(doc)
            tail[1].append(strength)

    def rebuilt(self, batches: Sequence[Batch], size: int, kept: Docs | None = None) -> Postings:
        """Return new postings with tails merged and batches added, for `size` documents.

        `kept` lists, in order, the old numbers of the documents to keep where some are dropped; they are
        renumbered from 0, and batches, if any, must count on from there.
        """
        sparse = [self._run_batch(), self._tail_batch()]
        dense = {term: self._dense[row, : self._size] for row, term in enumerate(self._frequent().tolist())}
        if kept is not None:
            sparse = [_renumbered(part, kept, self._size) for part in sparse]
            dense = {term: row[kept] for term, row in dense.items()}
        merge = _Merge([*sparse, _one_batch(batches)], dense, size)
        new = Postings()
        new._size = new._merged = size
        new._starts, new._docs, new._strengths = merge.starts, merge.docs, merge.strengths
        new._row_of, new._dense, new._frequencies = merge.row_of, merge.dense, merge.frequencies
        return new

    def _frequent(self) -> Numbers:
        """Return the terms that have rows, in the order of these."""
        return np.flatnonzero(self._row_of != _NO_ROW).astype(np.int32)

    def _run_batch(self) -> Batch:
        terms = np.repeat(np.arange(len(self._starts) - 1, dtype=np.int32), np.diff(self._starts))
        return Batch(terms, self._docs, self._strengths)

    def _tail_batch(self) -> Batch:
        tails = sorted(self._tails.items())
        terms = np.repeat([term for term, _ in tails], [len(docs) for _, (docs, _) in tails])
        docs, strengths = array("I"), array("B")
        for _, (tail_docs, tail_strengths) in tails:
            docs.extend(tail_docs)
            strengths.extend(tail_strengths)
        return Batch(terms.astype(np.int32), np.array(docs, np.uint32), np.array(strengths, np.uint8))

    def _reserve_docs(self, size: int) -> None:
        rows, capacity = self._dense.shape
        if size > capacity:
            grown = np.zeros((rows, size + size // 8 + 64), dtype=np.uint8)
            grown[:, :capacity] = self._dense
            self._dense = grown

    def _reserve_terms(self, terms: int) -> None:
        if terms > len(self._frequencies):
            room = np.zeros(terms, dtype=np.int32)
            self._frequencies = np.concatenate([self._frequencies, room])


class _Merge:
    """Batches and dense rows laid out anew as dense rows and runs."""

    def __init__(self, parts: list[Batch], dense: dict[int, Strengths], size: int) -> None:
        self.frequencies = _count(parts, dense)
        frequent = np.flatnonzero(self.frequencies > max(size // DENSE_SHARE, _DENSE_FLOOR))
        self.row_of = _numbered(frequent, len(self.frequencies))
        self.dense: Strengths = np.zeros((len(frequent), size + size // 64 + 64), dtype=np.uint8)
        runs = np.where(self.row_of[:-1] == _NO_ROW, self.frequencies, 0)
        self.starts: Numbers = np.concatenate([[0], np.cumsum(runs)]).astype(np.int32)
        self.docs: Docs = np.zeros(int(self.starts[-1]), dtype=np.uint32)
        self.strengths: Strengths = np.zeros(len(self.docs), dtype=np.uint8)
        self._free = self.starts[:-1].copy()
        for term, strengths in dense.items():
            row = self.row_of[term]
            if row == _NO_ROW:
                self._place(_row_batch(term, strengths))
            else:
                self.dense[row, : len(strengths)] = strengths
        for part in parts:
            self._place(part)

    def _place(self, part: Batch) -> None:
        rows = self.row_of[part.terms]
        dense = rows != _NO_ROW
        self.dense[rows[dense], part.docs[dense]] = part.strengths[dense]
        terms = part.terms[~dense]
        if not len(terms):
            return
        counts = np.bincount(terms, minlength=len(self._free))
        first = (self._free - np.cumsum(counts) + counts).astype(np.int64)
        target = first[terms] + np.arange(len(terms))
        self.docs[target], self.strengths[target] = part.docs[~dense], part.strengths[~dense]
        self._free += counts.astype(np.int32)


def _numbered(frequent: npt.NDArray[np.integer[Any]], terms: int) -> Numbers:
    """Return the row of each of so many terms, and behind them that of any later one."""
    row_of: Numbers = np.full(terms + 1, _NO_ROW, dtype=np.int32)
    row_of[frequent] = np.arange(len(frequent))
    return row_of


def _count(parts: list[Batch], dense: dict[int, Strengths]) -> Numbers:
    terms = max([int(part.terms.max(initial=-1)) for part in parts] + list(dense), default=-1) + 1
    frequencies = np.zeros(max(terms, 256), dtype=np.int32)
    for part in parts:
        frequencies += np.bincount(part.terms, minlength=len(frequencies)).astype(np.int32)
    for term, strengths in dense.items():
        frequencies[term] += np.count_nonzero(strengths)
    return frequencies


def _row_batch(term: int, strengths: Strengths) -> Batch:
    docs = np.flatnonzero(strengths).astype(np.uint32)
    return Batch(np.full(len(docs), term, np.int32), docs, strengths[docs])


def _one_batch(batches: Sequence[Batch]) -> Batch:
    empty = Batch(np.zeros(0, np.int32), np.zeros(0, np.uint32), np.zeros(0, np.uint8))
    terms = np.concatenate([empty.terms, *(each.terms for each in batches)])
    docs = np.concatenate([empty.docs, *(each.docs for each in batches)])
    strengths = np.concatenate([empty.strengths, *(each.strengths for each in batches)])
    order = np.argsort(terms, kind="stable")
    return Batch(terms[order], docs[order], strengths[order])


def _renumbered(part: Batch, kept: Docs, size: int) -> Batch:
    new_number = np.full(size, -1, dtype=np.int64)
    new_number[kept] = np.arange(len(kept))
    docs = new_number[part.docs]
    held = docs >= 0
    return Batch(part.terms[held], docs[held].astype(np.uint32), part.strengths[held])
