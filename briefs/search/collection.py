"""The stored side of the index: documents as numbers, their postings, and what is learnt from them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Any

import numpy as np
import numpy.typing as npt

from briefs.search.documents import SearchDocument
from briefs.search.initials import title_initials
from briefs.search.lexicon import Lexicon
from briefs.search.numbers import NumberLane
from briefs.search.passages import Codes, Field, pack, unpack
from briefs.search.postings import Batch, Docs, Postings, Strengths
from briefs.search.vocabulary import FIELD_MARKS, NO_TERM, Ints
from briefs.text.fold import nfc, syllables

# How strongly a field says what a document is about; body words gain by repetition up to a lead's strength.
FIELD_STRENGTH = np.array([1.0, 0.85, 0.8, 0.8, 0.95, 0.75, 0.65, 0.65])
_REPEAT_GAIN = 0.05
ALL_SYLLABLES_FROM = 2000
"""Documents that together have nearly every syllable of the language."""
_COMPACT_AT = 64


@dataclass(frozen=True, slots=True)
class StoredBatch:
    """Postings of stored documents that are not merged yet."""

    terms: Batch
    initials: Batch


class Collection:
    """Documents by internal number, in order of addition; a number is not used again before compaction.

    What is kept of a document stands in parallel lists: 100,000 small objects would cost memory, and time in
    every garbage collection.
    """

    def __init__(self, short_forms: Mapping[str, Sequence[str]]) -> None:
        self.lexicon = Lexicon(short_forms)
        self.postings = Postings()
        self.initials = Postings()
        self.numbers = NumberLane()
        self.ids: list[int] = []
        self.external_ids: list[str | None] = []
        self.folded_titles: list[str] = []
        self.dates: list[dt.date | None] = []
        self._packed: list[bytes] = []
        self.alive: npt.NDArray[np.bool_] = np.zeros(64, dtype=bool)
        self.doc_of_id: dict[int, int] = {}

    @property
    def size(self) -> int:
        """How many numbers are in use, those of removed documents included."""
        return len(self.ids)

    def __len__(self) -> int:
        return len(self.doc_of_id)

    @property
    def doubt(self) -> float:
        """How little rarity says here: 1 in an empty collection, 0 where all syllables are known."""
        return max(0.0, 1 - len(self) / ALL_SYLLABLES_FROM)

    def add(self, document: SearchDocument) -> None:
        """Add a document, replacing one of the same id."""
        doc = self.size
        batch = self.store([document])
        self.postings.append(doc, batch.terms.terms, batch.terms.strengths)
        self.initials.append(doc, batch.initials.terms, batch.initials.strengths)
        if self.size - len(self) > len(self) // 4 + _COMPACT_AT:
            self.compact()

    def store(self, documents: Sequence[SearchDocument]) -> StoredBatch:
        """Store documents and return their postings, which are found once merged."""
        for document in documents:
            self.remove(document.id)
        first = self.size
        codes = [self._store(document) for document in documents]
        return StoredBatch(self._batch(codes, first), self._initials(first))

    def merged(self, batches: Sequence[StoredBatch]) -> tuple[Postings, Postings]:
        """Return postings of terms and of initials with those of newly stored documents; changes nothing."""
        size = self.size
        return (
            self.postings.rebuilt([each.terms for each in batches], size),
            self.initials.rebuilt([each.initials for each in batches], size),
        )

    def remove(self, brief_id: int) -> None:
        """Remove the document of this id, if there is one."""
        doc = self.doc_of_id.pop(brief_id, None)
        if doc is not None:
            self.alive[doc] = False
            self.numbers.remove(doc)
            self._packed[doc], self.folded_titles[doc] = b"", ""

    def compact(self) -> None:
        """Drop what is left of removed documents and renumber the rest."""
        kept = np.flatnonzero(self.alive[: self.size]).astype(np.uint32)
        self.postings = self.postings.rebuilt([], len(kept), kept)
        self.initials = self.initials.rebuilt([], len(kept), kept)
        self.numbers = self.numbers.renumbered(kept.tolist())
        for column in (self.ids, self.external_ids, self.folded_titles, self.dates, self._packed):
            _keep(column, kept.tolist())
        self.alive = np.ones(len(kept) + 64, dtype=bool)
        self.doc_of_id = {brief_id: doc for doc, brief_id in enumerate(self.ids)}

    def codes(self, docs: Iterable[int]) -> Codes:
        """Return the spelling numbers of several documents, one after the other."""
        return unpack(b"".join(self._packed[doc] for doc in docs))

    def _store(self, document: SearchDocument) -> list[int]:
        doc = self.size
        codes = self._read(document)
        self.ids.append(document.id)
        self.external_ids.append(document.external_id)
        self.folded_titles.append(" ".join(syllables(document.title)))
        self.dates.append(document.date)
        self._packed.append(pack(codes))
        self.doc_of_id[document.id] = doc
        if doc >= len(self.alive):
            self.alive = np.concatenate([self.alive, np.zeros(len(self.alive), dtype=bool)])
        self.alive[doc] = True
        self.numbers.add(doc, document)
        return codes

    def _read(self, document: SearchDocument) -> list[int]:
        spellings = self.lexicon.spellings
        codes: list[int] = []
        for field, text in _texts(document):
            source = nfc(text)
            codes.append(field)
            codes += spellings.numbers(source)
            if field in (Field.LEAD, Field.BODY, Field.POINT, Field.NAME):
                self.lexicon.short_forms.learn(source)
        return codes

    def _batch(self, codes: list[list[int]], first: int) -> Batch:
        lengths = [len(each) for each in codes]
        flat = np.array(list(chain.from_iterable(codes)), dtype=np.int32)
        docs = np.repeat(np.arange(first, first + len(codes), dtype=np.int64), lengths)
        marks = np.where(flat < FIELD_MARKS, np.arange(len(flat)), 0)
        fields = flat[np.maximum.accumulate(marks)] if len(flat) else flat
        terms = self.lexicon.spellings.terms_of(flat)
        held = terms != NO_TERM
        terms, docs, fields = terms[held], docs[held], fields[held]
        neighbours = docs[1:] == docs[:-1]
        self.lexicon.pairs.note(terms[:-1][neighbours], terms[1:][neighbours])
        return _sorted_batch(terms, docs, fields)

    def _initials(self, first: int) -> Batch:
        """Return the postings of the initials in the titles from a document on."""
        terms, titles = title_initials(self.folded_titles[first:])
        docs = titles.astype(np.int64) + first
        return _sorted_batch(terms, docs, np.full(len(terms), Field.TITLE, dtype=np.int32))


def _keep(column: list[Any], kept: Sequence[int]) -> None:
    column[:] = [column[doc] for doc in kept]


def _texts(document: SearchDocument) -> list[tuple[Field, str]]:
    texts = [(Field.TITLE, document.title), (Field.LEAD, document.lead)]
    texts += [(Field.POINT, line) for line in (*document.points, *document.figures)]
    texts += [(Field.DIRECTIVE, directive) for directive in document.directives]
    texts += [(Field.DOCUMENT, number) for number in document.documents]
    texts += [(Field.NAME, name) for name in document.names]
    texts.append((Field.BODY, document.body))
    return [(field, text) for field, text in texts if text or field is Field.TITLE]


def _sorted_batch(terms: Ints, docs: npt.NDArray[np.int64], fields: Ints) -> Batch:
    """Merge the occurrences of each term in each document: the strongest field, more for repetition."""
    if not len(terms):
        return Batch(terms, np.zeros(0, np.uint32), np.zeros(0, np.uint8))
    keys = terms.astype(np.int64) << 32 | docs
    order = np.argsort(keys, kind="stable")
    keys = keys[order]
    starts = np.flatnonzero(np.concatenate([[True], keys[1:] != keys[:-1]]))
    counts = np.diff(np.append(starts, len(keys)))
    strongest = np.maximum.reduceat(FIELD_STRENGTH[fields[order]], starts)
    strength = np.minimum(1.0, strongest + np.where(strongest < 1, _REPEAT_GAIN * np.log2(counts), 0)).clip(
        0, 1
    )
    bytes_: Strengths = np.ceil(strength * 255).astype(np.uint8)
    found: Docs = (keys[starts] & 0xFFFFFFFF).astype(np.uint32)
    return Batch((keys[starts] >> 32).astype(np.int32), found, bytes_)
