from __future__ import annotations

from collections.abc import Callable

import pytest

from briefs.analysis import Analysis, analyse
from briefs.ingest.clean import CleanText
from briefs.registry import Registry

Analyse = Callable[..., Analysis]


@pytest.fixture(scope="session")
def registry() -> Registry:
    return Registry.load()


@pytest.fixture(scope="session")
def analysed(registry: Registry) -> Analyse:
    """Analyse paragraphs as they stand, without cleaning."""

    def run(*paragraphs: str, title: str | None = None, lead: str | None = None) -> Analysis:
        return analyse(CleanText(text="\n\n".join(paragraphs), title=title, lead=lead), registry)

    return run
