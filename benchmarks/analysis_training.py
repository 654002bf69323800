"""Train the weights of the summary scorer and write them, with what each feature measures, to its table.

    python benchmarks/analysis_training.py [--data DIR] [--write | --folds N]

The objective is the expected syllable ROUGE-1 of a sentence drawn from the softmax of the scores, against
the editor's lead; plain gradient ascent (Adam) on numpy from the ridge solution, no randomness, so that the
same data give the same table. Only the tuning part of the data is read. With --folds the table is trained
on all but one part of it and scored on that part, each part in turn.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from analysis_data import DEFAULT_DATA, Summary, load_summaries, rouge_1
from numpy.typing import NDArray

from briefs.analysis.scoring import Document

TABLE = Path(__file__).parents[1] / "briefs" / "analysis" / "weights.toml"
SHARPNESS = 3.0
STEPS = 240
RATE = 0.02
DECAY = 0.0005
REASONS = {
    "first": "Opening sentence of the body: often background once the lead has told the news.",
    "early": "Place in the text, falling with distance: news comes first.",
    "title_covered": "Share of the title's content words that the sentence has.",
    "title_share": "Share of the sentence's content words that the title has.",
    "title_pairs": "Share of the title's word pairs that the sentence has.",
    "central_words": "How often the sentence's content words come back in other sentences, on average.",
    "central_pairs": "How often its word pairs come back, on average.",
    "central_sum": "The same for words, summed: long sentences that hold much of the story.",
    "length": "Syllables, up to 60.",
    "usual_length": "Distance from 32 syllables, the length of a usual lead.",
    "too_short": "Under 12 syllables.",
    "too_long": "Syllables beyond 60.",
    "figures": "Numbers, up to four.",
    "names": "Share of capitalised words: who and where.",
    "quoted": "Quotation marks.",
    "question": "A question tells little.",
    "leans_back": "Opens with a pronoun or link that needs the sentence before.",
    "commas": "Enumerations read badly alone.",
    "variety": "Different content words for each syllable.",
}

Matrix = NDArray[np.float64]


def main() -> None:
    """Read the arguments; train, and print or write the table or its cross-validated score."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--data", type=Path, default=DEFAULT_DATA, help="folder with summaries.jsonl.gz")
    parser.add_argument("--write", action="store_true", help="write the table instead of printing it")
    parser.add_argument("--folds", type=int, help="print the cross-validated ROUGE-1 of one sentence instead")
    options = parser.parse_args()
    articles = load_summaries(options.data, unseen=False)
    if options.folds:
        print(f"{100 * cross_validated(articles, options.folds):.1f}")
        return
    table = as_table(train(articles))
    if options.write:
        TABLE.write_text(table, encoding="utf-8")
    else:
        print(table)


def train(articles: Sequence[Summary]) -> dict[str, float]:
    """Return the weight of every feature, for features as they are (not scaled)."""
    names, features, gains = _prepare(articles)
    everything = np.concatenate(features)
    mean, spread = everything.mean(axis=0), everything.std(axis=0) + 1e-9
    scaled = [(rows - mean) / spread for rows in features]
    weights = _ascend(scaled, gains, _ridge(scaled, gains))
    return dict(zip(names, weights / spread, strict=True))


def cross_validated(articles: Sequence[Summary], folds: int) -> float:
    """Return the mean syllable ROUGE-1 of the best sentences, by weights not trained on their articles."""
    total = 0.0
    for fold in range(folds):
        weights = np.array(list(train([a for i, a in enumerate(articles) if i % folds != fold]).values()))
        _, features, gains = _prepare(articles[fold::folds])
        total += sum(gain[np.argmax(rows @ weights)] for rows, gain in zip(features, gains, strict=True))
    return total / len(articles)


def _prepare(articles: Sequence[Summary]) -> tuple[list[str], list[Matrix], list[Matrix]]:
    features, gains = [], []
    names: list[str] = []
    for article in articles:
        document = Document(article.sentences, article.title)
        rows = [document.features(i) for i in range(len(article.sentences))]
        names = list(rows[0])
        features.append(np.array([list(row.values()) for row in rows]))
        gains.append(np.array([rouge_1(sentence, article.lead) for sentence in article.sentences]))
    return names, features, gains


def _ridge(features: Sequence[Matrix], gains: Sequence[Matrix]) -> Matrix:
    inputs = np.concatenate([rows - rows.mean(axis=0) for rows in features])
    targets = np.concatenate([gain - gain.mean() for gain in gains])
    size = inputs.shape[1]
    weights: Matrix = np.linalg.solve(inputs.T @ inputs + 50 * np.eye(size), inputs.T @ targets)
    return weights / np.abs(weights).max()


def _ascend(features: Sequence[Matrix], gains: Sequence[Matrix], weights: Matrix) -> Matrix:
    first, second = np.zeros_like(weights), np.zeros_like(weights)
    for step in range(1, STEPS + 1):
        gradient = _gradient(features, gains, weights)
        first = 0.9 * first + 0.1 * gradient
        second = 0.999 * second + 0.001 * gradient**2
        weights = weights + RATE * (first / (1 - 0.9**step)) / (np.sqrt(second / (1 - 0.999**step)) + 1e-8)
    return weights


def _gradient(features: Sequence[Matrix], gains: Sequence[Matrix], weights: Matrix) -> Matrix:
    total = np.zeros_like(weights)
    for rows, gain in zip(features, gains, strict=True):
        scores = rows @ weights * SHARPNESS
        chances = np.exp(scores - scores.max())
        chances /= chances.sum()
        total += rows.T @ (chances * (gain - chances @ gain)) * SHARPNESS
    return total / len(features) - DECAY * weights


def as_table(weights: dict[str, float]) -> str:
    """Return the weights as TOML, each with what its feature measures."""
    lines = ["# Written by benchmarks/analysis_training.py; do not edit by hand.", ""]
    for name, weight in weights.items():
        lines += [f"[{name}]", f"weight = {weight:.3f}", f'why = "{REASONS[name]}"', ""]
    return "\n".join(lines)


if __name__ == "__main__":
    main()
