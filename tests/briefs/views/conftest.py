"""Rendered messages held against files; `DIEMTIN_UPDATE_GOLDEN=1` writes them anew, to be read then."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from bot.conversation.keyboards import start_url
from bot.render.html import render
from briefs.blocks import Document
from briefs.i18n import Catalogues
from briefs.ingest.seeds import packaged_seeds, read_seed
from briefs.model import Brief
from briefs.registry import Registry
from briefs.views.context import ViewContext

GOLDEN = Path(__file__).parent / "golden"


@pytest.fixture(scope="session")
def registry() -> Registry:
    return Registry.load()


@pytest.fixture(scope="session")
def briefs(registry: Registry) -> dict[int, Brief]:
    """The packaged briefs, numbered as at a first start."""
    sources = sorted(packaged_seeds(), key=lambda source: source.name)
    return {n: Brief(n, read_seed(source, registry)) for n, source in enumerate(sources, start=1)}


@pytest.fixture(params=["vi", "en"])
def language(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def context(language: str, registry: Registry) -> ViewContext:
    return ViewContext(Catalogues.load().get(language), registry, start_url("bot"))


@pytest.fixture
def golden(language: str) -> Callable[..., None]:
    """Hold documents, rendered for Telegram, against the file of their name and language."""

    def check(name: str, *shown: Document) -> None:
        text = "\n=====\n".join(message for part in shown for message in render(part)) + "\n"
        path = GOLDEN / f"{name}.{language}.html"
        if os.environ.get("DIEMTIN_UPDATE_GOLDEN") == "1":
            path.write_text(text, encoding="utf-8")
        assert path.read_text(encoding="utf-8") == text

    return check
