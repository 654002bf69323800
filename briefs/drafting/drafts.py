"""From an analysis to the draft of a brief, for a person to review."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from hashlib import sha256

from briefs.analysis import Analysis, analyse
from briefs.ingest.clean import CleanText
from briefs.model import Article, BriefContent
from briefs.registry import Kind, Registry
from briefs.text.fold import syllables

TOPICS = 6
_TITLE_WEIGHT = 3
_ENOUGH = 2
"""A topic is one that the title names, or that the text names at least twice."""
_TITLE_LENGTH = 120


def draft_of(analysis: Analysis, registry: Registry, *, url: str | None = None) -> BriefContent:
    """Return the draft of a brief; a source without a title gets one from its first words, marked as ours.

    A source without an address is known again by its text, so that adding it twice makes one brief.
    """
    article = Article(
        title=analysis.title or _first_words(analysis.text),
        outlet=analysis.outlet,
        author=analysis.author,
        published=analysis.published,
        url=url,
        lead=analysis.lead,
        paragraphs=analysis.paragraphs,
        external_id=None if url else f"text-{sha256(analysis.text.encode()).hexdigest()[:16]}",
    )
    return BriefContent(
        title=article.title,
        article=article,
        title_is_ours=analysis.title is None,
        # A point may begin inside its sentence.
        points=tuple(replace(one, text=one.text[:1].upper() + one.text[1:]) for one in analysis.points),
        directives=tuple(replace(one, action=analysis.stated(one)) for one in analysis.directives),
        figures=analysis.figures,
        documents=analysis.documents,
        agencies=tuple(body.key for body in analysis.agencies if body.key),
        places=tuple(body.key for body in analysis.places if body.key),
        topics=topics_of(f"{analysis.title or ''} {analysis.lead or ''}", analysis.text, registry),
        machine_made=True,
    )


def draft_from(article: Article, registry: Registry, *, titled: bool = True) -> BriefContent:
    """Return the draft of an article whose paragraphs are its own words alone, the lead first among them.

    What the article states of itself stays; a title that is not `titled` by the source is ours.
    """
    clean = CleanText(
        "\n\n".join(article.paragraphs),
        title=article.title if titled else None,
        lead=article.lead,
        outlet=article.outlet,
        author=article.author,
        published=article.published,
    )
    draft = draft_of(analyse(clean, registry), registry)
    return replace(draft, title=article.title, title_is_ours=not titled, article=article)


def topics_of(title: str, text: str, registry: Registry) -> tuple[str, ...]:
    """Return the keys of the topics that a text is about, the most named first, at most six."""
    in_title, in_text = _phrases(title), _phrases(text)
    weights = {
        entry.key: sum(_TITLE_WEIGHT * in_title[name] + in_text[name] for name in _names(entry.written))
        for entry in registry.entries(Kind.TOPIC)
    }
    named = [key for key, weight in weights.items() if weight >= _ENOUGH]
    return tuple(sorted(named, key=lambda key: -weights[key])[:TOPICS])


_LONGEST_NAME = 6


def _phrases(text: str) -> Counter[tuple[str, ...]]:
    """Count all runs of up to six folded syllables: no name of a topic is longer."""
    parts = syllables(text)
    runs = range(1, _LONGEST_NAME + 1)
    return Counter(tuple(parts[i : i + n]) for n in runs for i in range(len(parts) - n + 1))


def _names(written: tuple[str, ...]) -> set[tuple[str, ...]]:
    return {tuple(syllables(name)) for name in written}


def _first_words(text: str) -> str:
    start = text.strip().split("\n", 1)[0]
    return start if len(start) <= _TITLE_LENGTH else start[:_TITLE_LENGTH].rsplit(" ", 1)[0] + "…"
