import ast
import datetime as dt
import string
from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po

from briefs.i18n import LANGUAGES, Catalogues
from briefs.ingest.extract import Note, Refusal
from briefs.ingest.fetch import FetchRefusal

ROOT = Path(__file__).parents[2]
KEYWORDS = {"tr", "say", "N_", "plural"}


def calls() -> Iterator[tuple[str, ast.Call]]:
    """Yield calls that name a message; as a tree, for tokens in f-strings differ between Pythons."""
    for package in ("bot", "briefs"):
        for path in (ROOT / package).rglob("*.py"):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if isinstance(node, ast.Call) and node.args:
                    name = getattr(node.func, "attr", getattr(node.func, "id", ""))
                    if name in KEYWORDS:
                        yield f"{path.name}:{node.lineno}", node


def used_messages() -> set[str | tuple[str, ...]]:
    """Return what the code says, with the refusals and notes that readers see as they are."""
    found: set[str | tuple[str, ...]] = {
        *map(str, Refusal),
        *map(str, FetchRefusal),
        *map(str, Note),
    }
    for _, call in calls():
        texts = [a.value for a in call.args if isinstance(a, ast.Constant) and isinstance(a.value, str)]
        if len(texts) == 2:
            found.add((texts[0], texts[1]))
        elif texts:
            found.add(texts[0])
    return found


def catalogue(language: str) -> Catalog:
    path = ROOT / "briefs" / "locale" / language / "LC_MESSAGES" / "diemtin.po"
    with path.open("rb") as source:
        return read_po(source, locale=language)


def fields(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


@pytest.mark.parametrize("language", [code for code in LANGUAGES if code != "en"])
def test_every_message_in_the_code_is_translated(language):
    translated = {m.id: m for m in catalogue(language) if m.id}
    missing = {m for m in used_messages() if m not in translated or not translated[m].string}
    assert missing == set()


@pytest.mark.parametrize("language", [code for code in LANGUAGES if code != "en"])
def test_no_translation_is_left_over_or_fuzzy(language):
    kept = {m.id: m for m in catalogue(language) if m.id}
    assert set(kept) - used_messages() == set()
    assert [m.id for m in kept.values() if m.fuzzy] == []


@pytest.mark.parametrize("language", [code for code in LANGUAGES if code != "en"])
def test_translations_name_the_same_values_as_their_messages(language):
    wrong = []
    for message in catalogue(language):
        ids = message.id if isinstance(message.id, tuple) else (message.id,)
        strings = message.string if isinstance(message.string, tuple) else (message.string,)
        wanted = fields(ids[-1])
        wrong += [s for s in strings if message.id and fields(s) != wanted]
    assert wrong == []


def test_no_message_is_put_together_at_run_time():
    """A message built with an f-string or `+` could not be found here, so it would never be translated."""
    assert [where for where, call in calls() if isinstance(call.args[0], ast.JoinedStr | ast.BinOp)] == []


def test_vietnamese_is_the_language_of_those_who_chose_none():
    catalogues = Catalogues.load()
    assert catalogues.get(None).language == "vi"
    assert catalogues.get("xx").language == "vi"


def test_dates_and_days_are_written_as_each_language_writes_them():
    day, catalogues = dt.date(2024, 12, 24), Catalogues.load()
    assert (catalogues.get("vi").date(day), catalogues.get("vi").weekday(day)) == ("24/12/2024", "thứ Ba")
    assert (catalogues.get("en").date(day), catalogues.get("en").weekday(day)) == (
        "24 December 2024",
        "Tuesday",
    )


def test_counts_have_the_separators_of_the_language():
    catalogues = Catalogues.load()
    assert catalogues.get("vi").number(12345) == "12.345"
    assert catalogues.get("en").plural("{n} brief", "{n} briefs", 12345) == "12,345 briefs"
