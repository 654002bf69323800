"""Interface languages: English message ids in the code, translations in gettext catalogues beside this file.

Catalogues are kept as `.po` text and compiled in memory when opened, so no compiled file can be out of date.
"""

from __future__ import annotations

import datetime as dt
import gettext
import io
from collections.abc import Mapping
from importlib.resources import files

from babel.dates import format_date, format_time
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

DEFAULT_LANGUAGE = "vi"
_VIETNAMESE_DAYS = ("thứ Hai", "thứ Ba", "thứ Tư", "thứ Năm", "thứ Sáu", "thứ Bảy", "Chủ nhật")
LANGUAGES: Mapping[str, str] = {"vi": "Tiếng Việt", "en": "English"}
"""Language codes with the names their speakers use; English is the language of the message ids."""


def N_(message: str) -> str:  # noqa: N802  (gettext's own name for marking without translating)
    """Mark a message for extraction; it is translated later, where the reader's language is known."""
    return message


class Translator:
    """Says messages in one language: `tr("{n} new", n=3)`, `tr.plural("{n} brief", "{n} briefs", 2)`."""

    def __init__(self, language: str, catalogue: gettext.NullTranslations) -> None:
        self.language = language
        self._catalogue = catalogue

    def __call__(self, message: str, **values: object) -> str:
        """Return the message in this language with its `{named}` values put in."""
        text = self._catalogue.gettext(message)
        return text.format(**values) if values else text

    def plural(self, one: str, many: str, n: int, **values: object) -> str:
        """Return the form for `n`, which is also the value `{n}`."""
        return self._catalogue.ngettext(one, many, n).format(n=self.number(n), **values)

    def number(self, n: int) -> str:
        """Return a count with the language's thousands separator."""
        return f"{n:,}".replace(",", "." if self.language == "vi" else ",")

    def date(self, day: dt.date) -> str:
        """Return a date as the language's officials write it: 24/12/2024, or 24 December 2024."""
        if self.language == "vi":
            return f"{day:%d/%m/%Y}"
        return format_date(day, "d MMMM y", locale=self.language)

    def day(self, day: dt.date) -> str:
        """Return a date without its year: 24/12, or 24 December."""
        return f"{day:%d/%m}" if self.language == "vi" else format_date(day, "d MMMM", locale=self.language)

    def weekday(self, day: dt.date) -> str:
        """Return the day of the week in full: thứ Hai, Monday."""
        if self.language == "vi":
            return _VIETNAMESE_DAYS[day.weekday()]
        return format_date(day, "EEEE", locale=self.language)

    def time(self, time: dt.time) -> str:
        """Return an hour of the day as HH:MM."""
        return format_time(time, "HH:mm", locale=self.language)


class Catalogues:
    """All interface languages, opened once and passed on."""

    def __init__(self, translators: Mapping[str, Translator]) -> None:
        self._translators = translators

    @classmethod
    def load(cls) -> Catalogues:
        """Read and compile the packaged catalogues."""
        return cls({code: Translator(code, _open(code)) for code in LANGUAGES})

    def get(self, language: str | None) -> Translator:
        """Return the translator of a language, or the default one where the code is unknown."""
        return self._translators.get(language or DEFAULT_LANGUAGE) or self._translators[DEFAULT_LANGUAGE]


def _open(language: str) -> gettext.NullTranslations:
    path = files("briefs") / "locale" / language / "LC_MESSAGES" / "diemtin.po"
    if not path.is_file():
        return gettext.NullTranslations()
    with path.open("rb") as source:
        catalogue = read_po(source, locale=language, domain="diemtin")
    compiled = io.BytesIO()
    write_mo(compiled, catalogue)
    compiled.seek(0)
    return gettext.GNUTranslations(compiled)
