"""What a parser hands back: the parts of an article, notes on what was changed, and every way to refuse."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum

MOST_BYTES = 5_000_000  # of a file; an article is text, what is larger is pictures
MOST_CHARACTERS = 500_000  # of extracted text: about two hundred dense pages


class Kind(StrEnum):
    """What a file was read as."""

    HTML = "html"
    PDF = "pdf"
    DOCX = "docx"
    TEXT = "text"
    MARKDOWN = "markdown"


class Note(StrEnum):
    """What the editor should know about a text that was accepted. Constant, so that it can be translated."""

    INVISIBLE = "Invisible or direction-changing characters were removed."
    CONVERTED = "The text was converted from an encoding other than UTF-8; check the diacritics."
    DAMAGED = "A few characters could not be read and are shown as \ufffd; check them against the source."
    NAME = "The name does not fit the content; it was read as what it is."
    PARTLY_SCANNED = "Some pages are pictures without text and were left out; add what they say by hand."


class Refusal(StrEnum):
    """Why a file is refused and what to do next. Constant, so that it can be translated."""

    EMPTY = "The file is empty; send one with the article's text."
    TOO_BIG = "The file is larger than 5 MB; send a smaller one, or paste the article's text."
    TOO_LONG = "The text is longer than 500,000 characters; send only the part that matters."
    TOO_HARD = "The file could not be read within the limits of time and memory; paste the article's text."
    UNREADABLE = "The file is damaged and cannot be read; save it again, or paste the article's text."
    BINARY = "The file holds no text; send a .txt, .md, .html, .pdf or .docx file, or paste the text."
    OTHER_TYPE = "Files of this type cannot be read; save it as .docx, .pdf or .txt and send it again."
    WRONG_NAME = (
        "The file's name says another type than its content; give it the right ending and send it again."
    )
    OLD_WORD = (
        "This is an old .doc file or one with a password; save it as .docx without a password and send it."
    )
    ENCODING = "The text's encoding is unknown; save the file as UTF-8 and send it again."
    LEGACY_FONT = "The text uses an old font encoding (TCVN3, VNI); convert it to Unicode and send it again."
    NO_ARTICLE = "No article was found in the page; copy its text and paste it here."
    ENCRYPTED = "The file is protected by a password; remove the password and send it again."
    SCANNED = "The PDF is a scan without text; run text recognition on it, or paste the article's text."
    TOO_MANY_PAGES = "The PDF has more than 300 pages; send only those that matter."
    ARCHIVE = "The Word file unpacks to far more than a document needs; save it again, or paste the text."
    ENTITIES = "The Word file declares XML entities, which no Word document needs; save it again in Word."
    TOO_TANGLED = (
        "The page has too many elements to be an article; copy the article's text and paste it here."
    )


@dataclass(frozen=True, slots=True)
class Extracted:
    """An article as its file has it; what the file does not state is None.

    `text` is NFC, its paragraphs joined by blank lines, without the title; where there is a lead, it is the
    first paragraph. Invisible and control characters are gone, and `notes` say so. Lines that only surround
    the article may remain: `briefs.ingest.clean` takes them out.
    """

    kind: Kind
    text: str
    title: str | None = None
    lead: str | None = None
    author: str | None = None
    published: dt.date | None = None
    outlet: str | None = None
    url: str | None = None
    notes: tuple[Note, ...] = ()
