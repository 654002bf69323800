"""The judge of hostile files, and what is to hold for every one of them."""

import re
import unicodedata
from collections.abc import Awaitable, Callable

import psutil
import pytest

from briefs.errors import InputError
from briefs.ingest.extract import Extracted, Refusal

Judge = Callable[[str, bytes, set[Refusal | None]], Awaitable[Extracted | None]]


@pytest.fixture
def judge(read) -> Judge:
    """Extract from a hostile file; it must be read (None) or refused with a sentence of the given ones."""

    async def judge(name: str, data: bytes, wanted: set[Refusal | None]) -> Extracted | None:
        before = psutil.Process().memory_info().rss
        outcome: Refusal | None = None
        extracted: Extracted | None = None
        try:
            extracted = await read(name, data)
        except InputError as error:
            outcome = Refusal(error.message)
        assert outcome in wanted
        assert psutil.Process().memory_info().rss - before < 100_000_000
        assert not [child for child in psutil.Process().children() if "-I" in child.cmdline()]  # sandboxes
        if extracted:
            check(extracted)
        return extracted

    return judge


def check(extracted: Extracted) -> None:
    """Assert what holds for every accepted file."""
    text = extracted.text
    assert 0 < len(text) <= 500_000
    assert unicodedata.is_normalized("NFC", text)
    assert not any(unicodedata.category(char) in ("Cc", "Cs") for char in text.replace("\n", ""))
    assert not any(char in text for char in "\u202e\u2067\u200b\u200d\ufeff\u00ad")
    assert not re.search("[\u0300-\u036f]{4}", text)
    assert "root:x:" not in text
    assert "steal()" not in text
