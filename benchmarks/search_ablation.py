"""What each ingredient of the search gives: the mean of all query sets with and without it.

    .venv/bin/python benchmarks/search_ablation.py --corpus FILE.jsonl.gz --queries FILE.jsonl [--sample 1000]

Files are those of benchmarks/search.py. The table goes to output/search_ablation.md.
"""

from __future__ import annotations

import argparse
import json
import random
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import replace
from pathlib import Path
from typing import Any
from unittest.mock import patch

from search import Asked, measure, read_articles
from search_engines import Ours

from briefs.search import SearchDocument, index, lexicon, slots
from briefs.search.lexicon import Lexicon
from briefs.search.numbers import NumberLane
from briefs.search.rank import Weights
from briefs.search.short_forms import ShortForms
from briefs.search.slots import _Reader

RESULT = Path("output/search_ablation.md")


def nothing(*_: Any) -> Iterator[Any]:
    return iter(())


def without() -> dict[str, AbstractContextManager[Any]]:
    """Return, for each ingredient, what leaves it out; fresh at every call."""
    even = patch.object(lexicon, "slip_trust", lambda *_: 0.75)
    changes: dict[str, AbstractContextManager[Any]] = {
        "everything": nullcontext(),
        "slips (edits)": patch.object(Lexicon, "near", lambda *_: []),
        "the keyboard (all slips alike)": even,
        "unfinished Telex and VNI": patch.object(slots, "unfinished", lambda _: set()),
        "regional spelling": patch.object(slots, "regional", nothing),
        "glued syllables": patch.object(_Reader, "_splits", nothing),
        "runs (abbreviation or joined word stored)": patch.object(_Reader, "_read_runs", lambda _: None),
        "initials of titles": patch.object(slots, "query_initials", lambda _: ()),
        "mined short forms": patch.object(ShortForms, "expansions", lambda *_: []),
        "document numbers": patch.object(NumberLane, "find", lambda *_: []),
    }
    for name in ("held", "pairs", "aligned", "in_title", "spelled"):
        weights = replace(Weights(), **{name: 0.0})
        weights = replace(weights, threshold=weights.threshold * (1 - getattr(Weights(), name)))
        changes[f"feature {name}"] = patch.object(index, "Weights", lambda chosen=weights: chosen)
    changes["the threshold"] = patch.object(index, "Weights", lambda: replace(Weights(), threshold=0.0))
    return changes


def run(documents: Sequence[SearchDocument], asked: Sequence[Asked]) -> str:
    lines = ["| without | mean MRR@10 | unanswerable answered | lost most in |", "|---|---|---|---|"]
    whole: dict[str, float] = {}
    for name, change in without().items():
        with change:
            row = measure(Ours(), documents, asked)
        sets = {key: value for key, value in row.items() if key.endswith("MRR@10")}
        whole = whole or sets
        worst = min(sets, key=lambda key: sets[key] - whole[key])
        lost = f"{worst.removesuffix(' MRR@10')}: {sets[worst]:.3f} from {whole[worst]:.3f}"
        answered = row.get("nothing_to_find answered", 0.0)
        mean = sum(sets.values()) / len(sets)
        lines.append(f"| {name} | {mean:.4f} | {answered:.3f} | {lost if sets != whole else ''} |")
        print(lines[-1], flush=True)
    return "\n".join(lines)


def main() -> None:
    parser = argparse.ArgumentParser(description="Measure the search without each of its ingredients.")
    parser.add_argument("--corpus", type=Path, required=True)
    parser.add_argument("--queries", type=Path, required=True)
    parser.add_argument("--sample", type=int, default=1000)
    options = parser.parse_args()
    rows = map(json.loads, options.queries.read_text(encoding="utf-8").splitlines())
    asked = [Asked(row["set"], row["query"], frozenset(row["relevant"])) for row in rows]
    asked = random.Random(1).sample(asked, min(options.sample, len(asked)))
    RESULT.parent.mkdir(exist_ok=True)
    RESULT.write_text(run(read_articles(options.corpus), asked) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
