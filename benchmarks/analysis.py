"""Measure the analysis: splitting, summary, directives, grounding guard, duplicates, time and memory.

    python benchmarks/analysis.py [--data DIR] [--unseen | --whole] [SECTION ...]

Sections: sentences summary directives grounding duplicates speed (all by default). The data are split by a
fixed rule (`analysis_data.is_unseen`); without --unseen only the part that rules and weights were tuned on
is read. With --whole the files of DIR are measured as they are: `--data DIR --whole directives` measures new
labels, for which DIR needs no more than a `directives.jsonl`.
"""

from __future__ import annotations

import argparse
import random
import re
import statistics
import time
import tracemalloc
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from types import ModuleType
from typing import Any
from unittest.mock import patch

from analysis_data import (
    DEFAULT_DATA,
    Labelled,
    Summary,
    load_directives,
    load_sentences,
    load_summaries,
    rouge_1,
    rouge_2,
    rouge_l,
)
from analysis_swaps import CUTS, REWORDINGS, Edit, swaps

from briefs.analysis import Analysis, Mode, analyse, binding, check, duties
from briefs.analysis.scoring import Document
from briefs.ingest.clean import clean, normalise
from briefs.ingest.duplicates import DUPLICATE, RELATED, sketch
from briefs.model import Directive
from briefs.registry import Registry
from briefs.text.fold import syllables
from briefs.text.sentences import split

FIELDS = ("issuer", "to", "coord", "action", "deadline", "basis")
KEYWORDS = re.compile(
    r"yêu cầu|đề nghị|chỉ đạo|giao |phân công|có trách nhiệm|phải |cần |không được|chủ trì|khẩn trương",
    re.IGNORECASE,
)
# Parts of the state machine and what each stands for, to see what directives lose without it.
ABLATIONS: dict[str, tuple[ModuleType, str, Callable[..., Any]]] = {
    "who has the floor": (duties, "_carried_on", lambda sentence, floor: (None, floor)),
    "documents that order": (duties, "paper", lambda sentence: None),
    "quotations": (duties, "quotations", lambda reading: {}),
    "leads that foretell": (duties, "foretold", lambda lead, found: {}),
    "petitions upward": (binding, "_may_ask", lambda chunks, cue, level: True),
    "what is past": (binding, "_over_and_done", lambda chunks, trigger: False),
    "reports": (duties, "reports", lambda sentence, cue: False),
}


def main() -> None:
    """Read the arguments and measure the sections asked for."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--data", type=Path, default=DEFAULT_DATA, help="folder with the development data")
    part = parser.add_mutually_exclusive_group()
    part.add_argument("--unseen", action="store_true", help="measure the part that nothing was tuned on")
    part.add_argument("--whole", action="store_true", help="measure both parts, as for data of your own")
    parser.add_argument("sections", nargs="*", metavar="SECTION", help=", ".join(SECTIONS))
    options = parser.parse_args()
    if not options.data.is_dir():
        parser.error(f"no such folder: {options.data}; name the data with --data")
    registry = Registry.load()
    unseen = None if options.whole else options.unseen
    print("part:", {None: "whole", True: "unseen", False: "tuned on"}[unseen])
    for name in options.sections or SECTIONS:
        print(f"\n== {name}")
        SECTIONS[name](options.data, unseen, registry)


def measure_sentences(data: Path, unseen: bool | None, registry: Registry) -> None:
    """Print how many hard cases are split as they should be, by kind."""
    cases = load_sentences(data)
    right = Counter(
        kind for kind, parts in cases if [s.of(" ".join(parts)) for s in split(" ".join(parts))] == parts
    )
    total = Counter(kind for kind, _ in cases)
    print(
        f"{right.total()} of {total.total()} cases right;", {k: f"{right[k]}/{n}" for k, n in total.items()}
    )


def measure_summary(data: Path, unseen: bool | None, registry: Registry) -> None:
    """Print the ROUGE of the summary against the editors' leads, beside simple ways and the ceiling."""
    articles = load_summaries(data, unseen=unseen)
    ways: dict[str, Callable[[Summary], str]] = {
        "first sentence": lambda a: a.sentences[0],
        "title share": _by_title,
        "ours, one sentence": lambda a: _points(a, registry)[0],
        "ours, all points": lambda a: " ".join(_points(a, registry)),
        "extractive ceiling": lambda a: max(a.sentences, key=lambda s: rouge_1(s, a.lead)),
    }
    print(f"{len(articles)} articles; syllable ROUGE-1 / 2 / L")
    for name, way in ways.items():
        pairs = [(way(article), article.lead) for article in articles]
        scores = [
            100 * statistics.mean(rouge(c, r) for c, r in pairs) for rouge in (rouge_1, rouge_2, rouge_l)
        ]
        print(f"{name:20s} " + "  ".join(f"{score:5.1f}" for score in scores))


def _by_title(article: Summary) -> str:
    document = Document(article.sentences, article.title)
    best = max(range(len(article.sentences)), key=lambda i: document.features(i)["title_covered"])
    return article.sentences[best]


def _points(article: Summary, registry: Registry) -> list[str]:
    text = "\n\n".join([article.title, *article.sentences])
    return [point.text for point in analyse(clean(text), registry).points] or [article.sentences[0]]


def measure_directives(data: Path, unseen: bool | None, registry: Registry) -> None:
    """Print precision, recall and F1 of directive sentences, fields of those found, and what each part
    of the state machine adds.
    """
    articles = load_directives(data, unseen=unseen)
    print(f"{len(articles)} articles, {sum(len(a.sentences) for a in articles)} sentences")
    _print_scores("keywords", _keyword_hits(articles))
    hits = list(_hits(articles, registry))
    _print_scores("ours", [(label["label"], bool(found)) for label, found in hits])
    matched = [(label, found[0]) for label, found in hits if label["label"] and found]
    for name in FIELDS:
        agreed = [_agrees(name, label, directive) for label, directive in matched if name in label]
        if agreed:
            print(f"  {name:9s} {statistics.mean(agreed):.3f}")
    for name, (module, attribute, replacement) in ABLATIONS.items():
        with patch.object(module, attribute, replacement):
            without = [(label["label"], bool(found)) for label, found in _hits(articles, registry)]
        _print_scores(f"without {name}", without)


def _keyword_hits(articles: Sequence[Labelled]) -> list[tuple[int, bool]]:
    return [
        (s["label"], bool(KEYWORDS.search(a.text[s["start"] : s["end"]])))
        for a in articles
        for s in a.sentences
    ]


def _hits(
    articles: Sequence[Labelled], registry: Registry
) -> Iterator[tuple[dict[str, Any], list[Directive]]]:
    """Yield every labelled sentence with the directives found in it, in the order of the text."""
    for article in articles:
        analysis = analyse(clean(article.text), registry)
        found = sorted((*_place(analysis, d), d) for d in _in_order(analysis))
        at = 0
        for label in article.sentences:
            wanted = normalise(article.text[label["start"] : label["end"]]).strip()
            start = analysis.text.find(wanted, at)
            start = analysis.text.find(wanted) if start < 0 else start
            if start < 0:
                yield label, []
                continue
            at = start
            yield label, [d for a, b, _, d in found if _mostly(a, b, start, start + len(wanted))]


def _in_order(analysis: Analysis) -> list[Directive]:
    return sorted(analysis.directives, key=lambda d: d.citations[0].paragraph)


def _place(analysis: Analysis, directive: Directive) -> tuple[int, int, int]:
    start, end = analysis.place(directive.citations[0])
    action = analysis.text.find(directive.action[:20], start)
    return start, end, action if action >= 0 else start


def _mostly(a: int, b: int, start: int, end: int) -> bool:
    return min(b, end) - max(a, start) > 0.5 * min(b - a, end - start)


def _agrees(name: str, label: dict[str, Any], directive: Directive) -> bool:
    """Compare a field with its label: names by common syllables, actions by their first two."""
    gold = label[name]["text"] if label[name] else None
    mine = {
        "issuer": directive.issuer.name if directive.issuer else None,
        "to": ", ".join(body.name for body in directive.responsible),
        "coord": ", ".join(body.name for body in directive.partners),
        "action": directive.action,
        "deadline": directive.deadline.text if directive.deadline else None,
        "basis": ", ".join(directive.basis),
    }[name]
    if not gold or not mine:
        return not gold and not mine
    ours, theirs = syllables(mine), syllables(gold)
    if name == "action":
        return ours[:2] == theirs[:2]
    common = (Counter(ours) & Counter(theirs)).total()
    return common * 4 >= len(ours) + len(theirs) or common == min(len(ours), len(theirs))


def _print_scores(name: str, hits: Sequence[tuple[int, bool]]) -> None:
    both = sum(bool(gold) and mine for gold, mine in hits)
    precision = both / max(sum(mine for _, mine in hits), 1)
    recall = both / max(sum(bool(gold) for gold, _ in hits), 1)
    f1 = 2 * precision * recall / max(precision + recall, 1e-9)
    print(f"{name:32s} precision {precision:.3f}  recall {recall:.3f}  F1 {f1:.3f}")


def measure_grounding(data: Path, unseen: bool | None, registry: Registry) -> None:
    """Print how many planted errors the guard catches, and how many harmless edits it takes for errors."""
    articles = load_summaries(data, unseen=unseen)[:400]
    for mode, edits in ((Mode.QUOTED, CUTS), (Mode.ALIGNED, REWORDINGS)):
        caught = _alarms(articles, swaps(registry), mode, registry)
        false = _alarms(articles, edits, mode, registry)
        for what, counts in (("swaps caught", caught), ("false alarms", false)):
            alarms, tried = (sum(pair[i] for pair in counts.values()) for i in (0, 1))
            print(f"{mode.value:8s} {what}: {100 * alarms / tried:.2f} % of {tried};", _fractions(counts))


def _alarms(
    articles: Sequence[Summary], edits: dict[str, Edit], mode: Mode, registry: Registry
) -> dict[str, tuple[int, int]]:
    rng = random.Random(7)
    counts = dict.fromkeys(edits, (0, 0))
    for article in articles:
        sentences = [s for s in article.sentences if len(s.split()) >= 8]
        for name, edit in edits.items():
            edited = [line for s in sentences if (line := edit(s, rng)) and line != s]
            if edited:
                alarm = not check(rng.choice(edited), "\n".join(sentences), mode=mode, registry=registry).ok
                counts[name] = counts[name][0] + alarm, counts[name][1] + 1
    return counts


def _fractions(counts: dict[str, tuple[int, int]]) -> dict[str, str]:
    return {name: f"{alarms}/{tried}" for name, (alarms, tried) in counts.items()}


def measure_duplicates(data: Path, unseen: bool | None, registry: Registry) -> None:
    """Print how alike different articles are, and how often shortened copies are recognised."""
    articles = load_summaries(data, unseen=unseen)[:400]
    rng = random.Random(5)
    sketches = [sketch(" ".join(article.sentences)) for article in articles]
    print(f"different articles: at most {max(_across(sketches)):.3f} alike")
    for keep in (1.0, 0.9, 0.8, 0.7, 0.5):
        copies = [sketch(_copy(article, keep, rng)) for article in articles]
        pairs = list(zip(sketches, copies, strict=True))
        likeness = [one.similarity(other) for one, other in pairs]
        duplicate = statistics.mean(x >= DUPLICATE for x in likeness)
        related = statistics.mean(x >= RELATED for x in likeness)
        found = statistics.mean(bool(set(one.keys) & set(other.keys)) for one, other in pairs)
        print(
            f"another lead, {keep:.0%} of the sentences: duplicate {duplicate:.3f}, related {related:.3f}, "
            f"found by keys {found:.3f}"
        )


def _across(sketches: Sequence[Any]) -> Iterator[float]:
    for index, one in enumerate(sketches):
        yield from (one.similarity(other) for other in sketches[index + 1 : index + 60])


def _copy(article: Summary, keep: float, rng: random.Random) -> str:
    kept = [s for s in article.sentences if rng.random() < keep]
    return " ".join([article.lead, *(kept or article.sentences[:1])])


def measure_speed(data: Path, unseen: bool | None, registry: Registry) -> None:
    """Print the CPU time of the analysis, the best of six rounds, and the memory of one article."""
    articles = load_directives(data, unseen=unseen)
    sentences = sum(len(a.sentences) for a in articles)
    rounds = []
    for _ in range(6):
        start = time.process_time()
        for article in articles:
            analyse(clean(article.text), registry)
        rounds.append(time.process_time() - start)
    best = min(rounds) * 1000
    print(f"{best / len(articles):.2f} ms an article, {15 * best / sentences:.2f} ms for 15 sentences")
    tracemalloc.start()
    analyse(clean(articles[0].text), registry)
    print(f"peak memory of one analysis: {tracemalloc.get_traced_memory()[1] / 1e6:.2f} MB")
    tracemalloc.stop()


SECTIONS: dict[str, Callable[[Path, bool | None, Registry], None]] = {
    "sentences": measure_sentences,
    "summary": measure_summary,
    "directives": measure_directives,
    "grounding": measure_grounding,
    "duplicates": measure_duplicates,
    "speed": measure_speed,
}


if __name__ == "__main__":
    main()
