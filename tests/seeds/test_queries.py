"""What officials would type on a phone, asked of the bot's own library with the packaged seeds in it."""

from __future__ import annotations

import asyncio
import tomllib
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest

from bot.services import open_services
from bot.settings import Settings, load_settings
from briefs.ingest.seeds import packaged_seeds, read_seed
from briefs.registry import Registry

FILE = Path(__file__).with_name("queries.toml")
# Measured: 81 of 83 (.976) and 40 of 42 (.952). A floor leaves room for one query that a new seed may cost.
RECALL_FLOORS = {"tune": 0.96, "unseen": 0.92}
# Measured: 0 of 17 and 0 of 8. No room: with a query more, readers are told what no brief says.
MOST_FALSE_ANSWERS = {"tune": 0, "unseen": 0}

SETS = pytest.mark.parametrize("name", ["tune", "unseen"])


@dataclass(frozen=True, slots=True)
class Query:
    """A query of queries.toml; `expected` are the slugs that may come first, none where nothing may."""

    query: str
    expected: tuple[str, ...]
    set: str
    kind: str


@dataclass(frozen=True, slots=True)
class Answer:
    """What the library gave for a query: slugs of seeds, best first."""

    asked: Query
    slugs: tuple[str, ...]

    @property
    def right(self) -> bool:
        """Whether the first result is one of those expected, or nothing where nothing is."""
        return self.slugs[0] in self.asked.expected if self.slugs else not self.asked.expected

    def __str__(self) -> str:
        asked = self.asked
        return f"{asked.kind}: {asked.query!r} gave {list(self.slugs)}, expected {list(asked.expected)}"


def read_queries() -> list[Query]:
    rows = tomllib.loads(FILE.read_text(encoding="utf-8"))["queries"]
    return [Query(row["query"], tuple(row["expected"]), row["set"], row["kind"]) for row in rows]


async def ask_all(settings: Settings, queries: Sequence[Query], slugs: dict[str | None, str]) -> list[Answer]:
    async with open_services(settings) as services:
        await services.seed()
        answers = []
        for asked in queries:
            items = (await services.library.search(asked.query)).items
            answers.append(Answer(asked, tuple(slugs[item.hit.external_id] for item in items)))
        return answers


@pytest.fixture(scope="module")
def slugs(registry: Registry) -> dict[str | None, str]:
    """The names of the seed files by the originals they were made from."""
    return {
        read_seed(path, registry).article.external_id: path.name.removesuffix(".toml")
        for path in packaged_seeds()
    }


@pytest.fixture(scope="module")
def answers(
    slugs: dict[str | None, str], sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory
) -> list[Answer]:
    """Every query answered once, by the services that the bot runs on."""
    database = tmp_path_factory.mktemp("queries") / "diemtin.db"
    database.write_bytes(sqlite_template.read_bytes())
    settings = load_settings(None, database_url=f"sqlite:///{database}")
    return asyncio.run(ask_all(settings, read_queries(), slugs))


def misses(answers: Sequence[Answer]) -> str:
    return "\n".join(str(answer) for answer in answers if not answer.right)


@SETS
def test_the_brief_that_an_official_means_comes_first(name: str, answers: list[Answer]) -> None:
    answerable = [answer for answer in answers if answer.asked.set == name and answer.asked.expected]
    recall = sum(answer.right for answer in answerable) / len(answerable)
    assert recall >= RECALL_FLOORS[name], f"Recall@1 {recall:.3f}\n{misses(answerable)}"


@SETS
def test_what_no_brief_speaks_of_finds_nothing(name: str, answers: list[Answer]) -> None:
    unanswerable = [answer for answer in answers if answer.asked.set == name and not answer.asked.expected]
    wrong = sum(not answer.right for answer in unanswerable)
    assert wrong <= MOST_FALSE_ANSWERS[name], f"{wrong} of {len(unanswerable)}\n{misses(unanswerable)}"


def test_a_third_of_the_queries_is_unseen_and_drawn_evenly_over_kinds() -> None:
    queries = read_queries()
    kinds = Counter(asked.kind for asked in queries)
    unseen = Counter(asked.kind for asked in queries if asked.set == "unseen")
    assert (kinds.total(), unseen.total(), kinds["nothing"]) == (150, 50, 25)
    assert all(abs(count / 3 - unseen[kind]) < 1 for kind, count in kinds.items())


def test_every_query_is_asked_once_and_expects_seeds_that_exist(slugs: dict[str | None, str]) -> None:
    queries = read_queries()
    assert len({asked.query for asked in queries}) == len(queries)
    assert all(set(asked.expected) <= set(slugs.values()) for asked in queries)
    assert all(bool(asked.expected) is (asked.kind != "nothing") for asked in queries)
