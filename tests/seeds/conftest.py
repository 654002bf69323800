"""The seeds, and the originals they were made from where these stand beside the checkout."""

import json
import unicodedata
from pathlib import Path

import pytest

from briefs.ingest.seeds import packaged_seeds, read_seed
from briefs.model import BriefContent
from briefs.registry import Registry

SHARED = Path(__file__).resolve().parents[3] / "shared"


def paragraphs_of(text: str) -> tuple[str, ...]:
    """Return the non-blank lines, as seeds/README.md counts them."""
    lines = (line.strip() for line in unicodedata.normalize("NFC", text).split("\n"))
    return tuple(line for line in lines if line)


@pytest.fixture(scope="session")
def registry() -> Registry:
    return Registry.load()


@pytest.fixture(scope="session")
def seeds(registry: Registry) -> dict[str, BriefContent]:
    """The seed briefs by the first part of their file names, 000 to 004."""
    return {path.name[:3]: read_seed(path, registry) for path in packaged_seeds()}


@pytest.fixture
def seed(request: pytest.FixtureRequest, seeds: dict[str, BriefContent]) -> BriefContent:
    return seeds[request.param]


@pytest.fixture
def source(seed: BriefContent) -> tuple[str, ...]:
    """The paragraphs of the seed's original; the first is paragraph 1."""
    folder = SHARED / "articles"
    if not folder.is_dir():
        pytest.skip("the originals (../shared/articles) are not here")
    return paragraphs_of((folder / (seed.article.external_id or "")).read_text(encoding="utf-8"))


@pytest.fixture
def labelled(seed: BriefContent) -> frozenset[int]:
    """The numbers of the paragraphs with a sentence that was labelled a directive by hand."""
    path = SHARED / "bench" / "directives.jsonl"
    if not path.is_file():
        pytest.skip("the hand labels (../shared/bench/directives.jsonl) are not here")
    rows = (json.loads(line) for line in path.read_text(encoding="utf-8").splitlines())
    row = next(row for row in rows if row["id"] == seed.article.external_id)
    starts = [sentence["start"] for sentence in row["sentences"] if sentence["label"] == 1]
    return frozenset(len(paragraphs_of(row["text"][: start + 1])) for start in starts)
