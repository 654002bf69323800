"""The stored side of the index: documents as numbers, their postings, and what is learnt from them."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Sequence
from copy import copy
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from briefs.search.documents import SearchDocument
from briefs.search.initials import title_initials
from briefs.search.lexicon import Lexicon
from briefs.search.numbers import NumberLane
from briefs.search.passages import Field, Texts
from briefs.search.postings import Batch, Postings
from briefs.search.readings import Alternative
from briefs.search.vocabulary import FIELD_MARKS, Ints
from briefs.text.fold import nfc

# How strongly a field says what a document is about; body words gain by repetition up to a lead's strength.
FIELD_STRENGTH = np.array([1.0, 0.85, 0.8, 0.8, 0.95, 0.75, 0.65, 0.65])
_REPEAT_GAIN = 0.05
ALL_SYLLABLES_FROM = 2000
"""Documents that together have nearly every syllable of the language."""
_COMPACT_AT = 64
_EXPLAINING = frozenset({Field.LEAD, Field.BODY, Field.POINT, Field.NAME})
"""Fields that may explain an abbreviation in brackets."""
_FIELD_BITS, _DOC_BITS = 3, 32
_INITIALS = 1 << 27
"""What numbers of initials are raised by where they are sorted together with terms."""


@dataclass(frozen=True, slots=True)
class StoredBatch:
    """Postings of stored documents that are not merged yet."""

    terms: Batch
    initials: Batch


class Collection:
    """Documents by internal number, in order of addition; a number is not used again before compaction.

    What is kept of a document stands in parallel columns: 100,000 small objects would cost memory, and time
    in every garbage collection.
    """

    def __init__(self, lexicon: Lexicon) -> None:
        self.lexicon = lexicon
        self.postings = Postings()
        self.initials = Postings()
        self.numbers = NumberLane()
        self.texts = Texts()
        self.ids = array("q")
        self.external_ids: list[str | None] = []
        self.days = array("i")
        """Proleptic ordinals of the documents' dates, 0 for none."""
        self.alive: npt.NDArray[np.bool_] = np.zeros(64, dtype=bool)
        self.doc_of_id: dict[int, int] = {}
        self.readings: dict[str, tuple[Alternative, ...]] = {}
        """What syllables may stand for, remembered until the next change."""

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

    @property
    def wasteful(self) -> bool:
        """Whether so many documents were removed that it should be compacted."""
        return self.size - len(self) > len(self) // 4 + _COMPACT_AT

    def add(self, document: SearchDocument) -> None:
        """Add a document, replacing one of the same id."""
        doc = self.size
        batch = self.store([document])
        self.postings.append(doc, batch.terms.terms, batch.terms.strengths)
        self.initials.append(doc, batch.initials.terms, batch.initials.strengths)
        self._learn()

    def store(self, documents: Sequence[SearchDocument]) -> StoredBatch:
        """Store documents, replacing those of the same ids; return postings, which are found once merged."""
        first = self.size
        texts = [_texts(document) for document in documents]
        codes, lengths = self._read(texts)
        self.texts.extend(codes, lengths.tolist())
        for document, its_texts in zip(documents, texts, strict=True):
            self._store(document, its_texts)
        return self._batch(codes, np.repeat(np.arange(first, self.size), lengths))

    def take(self, merged: tuple[Postings, Postings]) -> None:
        """Put merged postings in place."""
        self.postings, self.initials = merged
        self._learn()

    def merged(self, batches: Sequence[StoredBatch] = ()) -> tuple[Postings, Postings]:
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

    def compacted(self) -> Collection:
        """Return a collection of the documents that are left, numbered anew, with the same lexicon."""
        kept = np.flatnonzero(self.alive[: self.size])
        docs = kept.tolist()
        new = copy(self)
        new.postings = self.postings.rebuilt([], len(kept), kept.astype(np.uint32))
        new.initials = self.initials.rebuilt([], len(kept), kept.astype(np.uint32))
        new.numbers = self.numbers.renumbered(docs)
        new.texts = self.texts.kept(docs)
        new.ids, new.days = (array(old.typecode, (old[doc] for doc in docs)) for old in (self.ids, self.days))
        new.external_ids = [self.external_ids[doc] for doc in docs]
        new.alive = np.ones(len(kept) + 64, dtype=bool)
        new.doc_of_id = {brief_id: doc for doc, brief_id in enumerate(new.ids)}
        return new

    def _learn(self) -> None:
        self.lexicon.catch_up()
        self.readings.clear()

    def _store(self, document: SearchDocument, texts: Sequence[tuple[Field, str]]) -> None:
        self.remove(document.id)
        doc = self.size
        self.numbers.add(doc, texts)
        self.ids.append(document.id)
        self.external_ids.append(document.external_id)
        self.days.append(document.date.toordinal() if document.date else 0)
        self.doc_of_id[document.id] = doc
        if doc >= len(self.alive):
            self.alive = np.concatenate([self.alive, np.zeros(len(self.alive), dtype=bool)])
        self.alive[doc] = True

    def _read(self, documents: Iterable[Sequence[tuple[Field, str]]]) -> tuple[Ints, Ints]:
        """Return the texts of documents as spelling numbers, and how many each document has."""
        spellings = self.lexicon.spellings
        parts: list[int] = []  # an array takes twice the time to fill
        ends = [0]
        for texts in documents:
            for field, text in texts:
                parts.append(field)
                parts.extend(spellings.parts(text))
                if field in _EXPLAINING:
                    self.lexicon.short_forms.learn(text)
            ends.append(len(parts))
        codes, counts = spellings.pieces_of(np.fromiter(parts, np.int32, len(parts)))
        totals = np.concatenate([[0], np.cumsum(counts)])
        return codes, np.diff(totals[ends])

    def _batch(self, flat: Ints, docs: npt.NDArray[np.int64]) -> StoredBatch:
        """Return the postings of texts in these documents, and note which terms are neighbours."""
        marks = np.where(flat < FIELD_MARKS, np.arange(len(flat)), 0)
        fields = flat[np.maximum.accumulate(marks)]
        terms = self.lexicon.spellings.term_table[flat]
        held = terms >= 0
        terms, docs, fields = terms[held], docs[held], fields[held]
        neighbours = docs[1:] == docs[:-1]
        self.lexicon.pairs.note(terms[:-1][neighbours], terms[1:][neighbours])
        titles = fields == Field.TITLE
        initials, owners = title_initials(
            self.lexicon.spellings.initials_of(flat[held][titles]), docs[titles]
        )
        batch = _sorted_batch(
            np.concatenate([terms, initials + _INITIALS]),
            np.concatenate([docs, owners]),
            np.concatenate([fields, np.full(len(initials), Field.TITLE, dtype=np.int32)]),
        )
        return StoredBatch(*batch.split(_INITIALS))


def _texts(document: SearchDocument) -> list[tuple[Field, str]]:
    texts = [(Field.TITLE, document.title), (Field.LEAD, document.lead)]
    texts += [(Field.POINT, line) for line in (*document.points, *document.figures)]
    texts += [(Field.DIRECTIVE, directive) for directive in document.directives]
    texts += [(Field.DOCUMENT, number) for number in document.documents]
    texts += [(Field.NAME, name) for name in document.names]
    texts.append((Field.BODY, document.body))
    return [(field, nfc(text)) for field, text in texts if text or field is Field.TITLE]


def _sorted_batch(terms: Ints, docs: npt.NDArray[np.int64], fields: Ints) -> Batch:
    """Merge the occurrences of each term in each document: the strongest field, more for repetition."""
    if not len(terms):
        return Batch(terms, np.zeros(0, np.uint32), np.zeros(0, np.uint8))
    # Sorted as they are, the field in the lowest bits: an order to take them by costs three times as much.
    keys = (terms.astype(np.int64) << _DOC_BITS | docs) << _FIELD_BITS | fields
    keys.sort()
    pairs = keys >> _FIELD_BITS
    bounds = np.flatnonzero(np.concatenate([[True], pairs[1:] != pairs[:-1], [True]]))
    starts, counts = bounds[:-1], bounds[1:] - bounds[:-1]
    strongest = np.maximum.reduceat(FIELD_STRENGTH[keys & (FIELD_MARKS - 1)], starts)
    strengths = np.minimum(1, strongest + np.where(strongest < 1, _REPEAT_GAIN * np.log2(counts), 0))
    pairs = pairs[starts]
    return Batch(
        (pairs >> _DOC_BITS).astype(np.int32),
        pairs.astype(np.uint32),
        np.ceil(strengths * 255).astype(np.uint8),
    )
