"""What each ingredient of the search gives: the mean of all query sets with and without it.

    .venv/bin/python benchmarks/search_ablation.py --corpus FILE.jsonl.gz --queries FILE.jsonl [--sample 60]

Files are those of benchmarks/search.py; `--sample` queries of each set are asked, always the same. The index
is built once: all ingredients work when a query is read or answers are ranked. The table goes to
output/search_ablation.md.
"""

from __future__ import annotations

import argparse
import random
from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import replace
from pathlib import Path
from typing import Any
from unittest.mock import patch

from search import Asked, read_articles, read_queries

from briefs.search import SearchIndex, lexicon, rank, slots
from briefs.search.lexicon import Lexicon
from briefs.search.numbers import NumberLane
from briefs.search.short_forms import ShortForms
from briefs.search.slots import _Reader
from briefs.search.threshold import Weights

RESULT = Path("output/search_ablation.md")
TOP = 10


def nothing(*_: Any) -> Iterator[Any]:
    return iter(())


def without(index: SearchIndex) -> dict[str, AbstractContextManager[Any]]:
    """Return, for each ingredient, what leaves it out."""
    changes: dict[str, AbstractContextManager[Any]] = {
        "nothing (everything in)": nullcontext(),
        "slips (edits)": patch.object(Lexicon, "near", lambda *_: []),
        "the keyboard (all slips alike)": patch.object(lexicon, "slip_trust", lambda *_: 0.75),
        "unfinished Telex and VNI": patch.object(slots, "unfinished", lambda _: set()),
        "regional spelling": patch.object(slots, "regional", nothing),
        "glued syllables": patch.object(_Reader, "_splits", nothing),
        "runs (abbreviation or joined word stored)": patch.object(_Reader, "_read_runs", lambda _: None),
        "initials of titles": patch.object(slots, "query_initials", lambda _: ()),
        "mined short forms": patch.object(ShortForms, "expansions", lambda *_: []),
        "the last word as a beginning": patch.object(_Reader, "_completed", nothing),
        "the mean for a word that nothing fills": patch.object(slots, "_even", lambda read, _: read),
        "document numbers": patch.object(NumberLane, "find", lambda *_: []),
        "titles of more candidates": patch.object(rank, "_MOST_TITLES", 0),
    }
    for name in ("held", "near", "pairs", "aligned", "in_title", "spelled"):
        threshold = Weights().threshold * (1 - getattr(Weights(), name))
        weights = replace(Weights(), **{name: 0.0, "threshold": threshold})
        changes[f"feature `{name}`"] = patch.object(index, "_weights", weights)
    apart = replace(Weights(), coherent=0.0, coherent_pair=0.0, coherent_large=0.0)
    changes["standing together (`coherent`)"] = patch.object(index, "_weights", apart)
    changes["the threshold"] = patch.object(index, "_weights", replace(apart, threshold=0.0, beside_best=0.0))
    return changes


def means(index: SearchIndex, asked: Sequence[Asked]) -> dict[str, float]:
    """Return MRR@10 of each set; of the set without answers, the share that has some."""
    index._collection.readings.clear()  # what is remembered of words was read with all ingredients
    values: dict[str, list[float]] = defaultdict(list)
    for each in asked:
        hits = [hit.external_id for hit in index.search(each.query, limit=TOP).hits]
        places = (1 / place for place, hit in enumerate(hits, 1) if hit in each.relevant)
        values[each.set].append(next(places, 0.0) if each.relevant else float(bool(hits)))
    return {name: sum(all_) / len(all_) for name, all_ in values.items()}


def run(index: SearchIndex, asked: Sequence[Asked]) -> str:
    """Ask the queries without each ingredient in turn and return a table in Markdown."""
    lines = ["| without | mean MRR@10 | unanswerable answered | lost most in |", "|---|---|---|---|"]
    whole: dict[str, float] = {}
    unanswerable = {each.set for each in asked if not each.relevant}
    for name, change in without(index).items():
        with change:
            sets = means(index, asked)
        answered = sum(sets.pop(each) for each in unanswerable)
        whole = whole or sets
        worst = min(sets, key=lambda key: sets[key] - whole[key])
        lost = f"{worst}: {sets[worst]:.3f} from {whole[worst]:.3f}" if sets[worst] < whole[worst] else ""
        lines.append(f"| {name} | {sum(sets.values()) / len(sets):.3f} | {answered:.1%} | {lost} |")
        print(lines[-1], flush=True)
    return "\n".join(lines)


def sample(asked: Sequence[Asked], count: int) -> list[Asked]:
    """Return so many queries of each set, always the same."""
    by_set: dict[str, list[Asked]] = defaultdict(list)
    for each in asked:
        by_set[each.set].append(each)
    rng = random.Random(1)
    return [each for all_ in by_set.values() for each in rng.sample(all_, min(count, len(all_)))]


def main() -> None:
    """Build the index, measure, and write the table."""
    parser = argparse.ArgumentParser(description="Measure the search without each of its ingredients.")
    parser.add_argument("--corpus", type=Path, required=True)
    parser.add_argument("--queries", type=Path, required=True)
    parser.add_argument("--sample", type=int, default=60, help="queries of each set")
    options = parser.parse_args()
    index = SearchIndex()
    index.extend(read_articles(options.corpus))
    RESULT.parent.mkdir(exist_ok=True)
    table = run(index, sample(read_queries(options.queries), options.sample))
    RESULT.write_text(table + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
