from __future__ import annotations

from collections.abc import Callable

import pytest

from briefs.analysis import Analysis, analyse
from briefs.ingest.clean import CleanText
from briefs.registry import Registry

Analyse = Callable[..., Analysis]
Actions = Callable[..., list[str]]


@pytest.fixture(scope="session")
def registry() -> Registry:
    return Registry.load()


@pytest.fixture(scope="session")
def analysed(registry: Registry) -> Analyse:
    """Analyse paragraphs as they stand, without cleaning."""

    def run(*paragraphs: str, title: str | None = None, lead: str | None = None) -> Analysis:
        return analyse(CleanText(text="\n\n".join(paragraphs), title=title, lead=lead), registry)

    return run


@pytest.fixture(scope="session")
def actions(analysed: Analyse) -> Actions:
    """Return what directives paragraphs hold, in the order of the text."""

    def run(*paragraphs: str) -> list[str]:
        found = sorted(analysed(*paragraphs).directives, key=lambda d: d.citations[0].paragraph)
        return [directive.action for directive in found]

    return run
