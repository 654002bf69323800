"""The index on disk: so that a start reads a file instead of every brief.

A file is one line that says what it is, one with the SHA-256 of the rest, and a zip of numpy arrays
(https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html), JSON among them as bytes. Nothing in
it is executed. What is broken, or was written by other code, is refused.
"""

from __future__ import annotations

import hashlib
import json
import os
import zipfile
from array import array
from importlib.resources import files
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import IO, Any

import numpy as np

from briefs.errors import SnapshotError
from briefs.search.collection import Collection
from briefs.search.lexicon import Lexicon, Pairs
from briefs.search.numbers import NumberLane
from briefs.search.passages import Texts
from briefs.search.postings import Columns, Postings
from briefs.search.short_forms import ShortForms
from briefs.search.vocabulary import FIELD_MARKS, Spellings

_MAGIC = b"diemtin index\n"
_READ_BYTES = 1 << 20
_CODE = ("briefs.search", "briefs.text")


def code_fingerprint() -> str:
    """Return what changes with the code that decides what an index holds."""
    digest = hashlib.sha256()
    for package in _CODE:
        for source in sorted(files(package).iterdir(), key=lambda each: each.name):
            if source.name.endswith(".py"):
                digest.update(source.name.encode() + source.read_bytes())
    return digest.hexdigest()


def write_snapshot(path: Path, key: str, columns: Columns, about: Any) -> None:
    """Write columns, and JSON about them, in place of what the file held; raises OSError.

    `key` stands for all else that decides what is held, such as names of bodies: to be told again to read it.

    The file is replaced when all is written, so that a crash leaves the old one.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    head = {"code": code_fingerprint(), "key": key, "about": about}
    arrays: dict[str, Any] = {**columns, "head": _as_bytes(head)}
    with NamedTemporaryFile(dir=path.parent, prefix=f".{path.name}-", delete=False) as file:
        try:
            file.write(_MAGIC + b"0" * 64 + b"\n")
            np.savez(file, **arrays)
            digest = _digest(file)
            file.seek(len(_MAGIC))
            file.write(digest)
            file.flush()
            os.fsync(file.fileno())
            Path(file.name).replace(path)
        except BaseException:
            Path(file.name).unlink(missing_ok=True)
            raise


def read_snapshot(path: Path, key: str) -> tuple[Columns, Any]:
    """Return the columns of a file and what was noted about them.

    Raises SnapshotError where there is none, or none that this code wrote whole.
    """
    try:
        with path.open("rb") as file:
            head = file.read(len(_MAGIC) + 64)
            if not head.startswith(_MAGIC) or head[len(_MAGIC) :] != _digest(file):
                raise SnapshotError(f"{path.name} is no whole snapshot of an index.")
            file.seek(len(_MAGIC) + 65)
            with np.load(file, allow_pickle=False) as stored:
                columns = {name: stored[name] for name in stored.files}
        head = _from_bytes(columns.pop("head"))
        written_by, about = (head["code"], head["key"]), head["about"]
    except FileNotFoundError:
        raise SnapshotError(f"There is no {path.name} yet.") from None
    except (OSError, ValueError, KeyError, TypeError, zipfile.BadZipFile) as error:
        raise SnapshotError(f"{path.name} cannot be read: {error}") from None
    if written_by != (code_fingerprint(), key):
        raise SnapshotError(f"{path.name} was written by another version, or with other names.")
    return columns, about


def columns_of(collection: Collection) -> Columns:
    """Return what is kept of a collection without removed documents, in which no postings wait.

    Later changes leave the arrays alone.
    """
    spellings = collection.lexicon.spellings
    plain = {
        "external_ids": collection.external_ids,
        "spellings": spellings.texts[FIELD_MARKS:],
        "terms": spellings.term_texts,
        "numbers": collection.numbers.rows(),
        "short_forms": collection.lexicon.short_forms.rows(),
    }
    return {
        "plain": _as_bytes(plain),
        "ids": np.array(collection.ids),
        "days": np.array(collection.days),
        "texts": np.frombuffer(collection.texts.packed, dtype=np.uint8),
        "lengths": collection.texts.lengths,
        "glued": np.frombuffer(spellings.glued, dtype=np.uint8),
        "term_of": spellings.term_table[FIELD_MARKS:].copy(),
        "pairs": collection.lexicon.pairs.bits.copy(),
        **{f"terms.{name}": column for name, column in collection.postings.columns().items()},
        **{f"initials.{name}": column for name, column in collection.initials.columns().items()},
    }


def collection_of(columns: Columns) -> Collection:
    """Return the collection that gave these columns; SnapshotError where they do not fit together."""
    try:
        plain = _from_bytes(columns["plain"])
        spellings = Spellings.restored(
            plain["spellings"], columns["glued"].tobytes(), columns["term_of"], plain["terms"]
        )
        short_forms = ShortForms.restored(plain["short_forms"])
        new = Collection(Lexicon(short_forms, spellings, Pairs(columns["pairs"])))
        new.ids, new.days = array("q", columns["ids"].tobytes()), array("i", columns["days"].tobytes())
        new.external_ids = plain["external_ids"]
        new.texts = Texts.restored(columns["texts"].tobytes(), columns["lengths"].tolist())
        new.numbers = NumberLane.restored(plain["numbers"])
        postings = (Postings.restored(_part(columns, name)) for name in ("terms", "initials"))
        new.alive = np.ones(new.size + 64, dtype=bool)
        new.doc_of_id = {brief_id: doc for doc, brief_id in enumerate(new.ids)}
        new.take((next(postings), next(postings)))
    except (ValueError, KeyError, TypeError, IndexError) as error:
        raise SnapshotError(f"A snapshot of the index does not fit together: {error}") from None
    if not new.size == len(new.texts) == len(new.external_ids) == len(new.days) == len(new.doc_of_id):
        raise SnapshotError("A snapshot of the index does not fit together.")
    return new


def _part(columns: Columns, name: str) -> Columns:
    return {key.removeprefix(f"{name}."): each for key, each in columns.items() if key.startswith(f"{name}.")}


def _digest(file: IO[bytes]) -> bytes:
    """Return the SHA-256, in hexadecimal, of what follows the first two lines."""
    digest = hashlib.sha256()
    file.seek(len(_MAGIC) + 65)
    while block := file.read(_READ_BYTES):
        digest.update(block)
    return digest.hexdigest().encode()


def _as_bytes(plain: Any) -> np.ndarray[Any, np.dtype[np.uint8]]:
    return np.frombuffer(json.dumps(plain).encode(), dtype=np.uint8)


def _from_bytes(stored: np.ndarray[Any, np.dtype[Any]]) -> Any:
    return json.loads(stored.tobytes())
