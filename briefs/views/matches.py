"""How a match is shown: neighbouring words marked as one, and the names that a brief is filed under."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from briefs.blocks import Span, Style
from briefs.model import Brief
from briefs.text.fold import syllables
from briefs.views.context import ViewContext

Pieces = Sequence[tuple[str, bool]]
_TAGS_SHOWN = 3


def marked(snippet: Pieces) -> Iterator[Span]:
    """Yield a snippet as spans on one line.

    Matched words with one sign between them are marked as one. Where words stand together, one of them that
    stands elsewhere alone, and is mostly another word, is not marked.
    """
    runs = list(_runs([(" ".join(text.split("\n")), hit) for text, hit in snippet]))
    together = {each for text, hit in runs if hit and len(syllables(text)) > 1 for each in syllables(text)}
    for text, hit in runs:
        alone = hit and len(syllables(text)) == 1 and syllables(text)[0] in together
        yield Span(text, Style.MARKED if hit and not alone else Style.ITALIC)


def _runs(pieces: Pieces) -> Iterator[tuple[str, bool]]:
    text, hit = "", False
    for number, (piece, here) in enumerate(pieces):
        follows = number + 1 < len(pieces) and pieces[number + 1][1]
        joins = hit and follows and len(piece) == 1 and not piece.isalnum()
        if text and hit != here and not joins:
            yield text, hit
            text = ""
        hit = here if not text else hit
        text += piece
    if text:
        yield text, hit


def tags_named(words: str, brief: Brief, context: ViewContext) -> list[str]:
    """Return the names of those tags of a brief that share the most syllables with the words."""
    asked, content = set(syllables(words)), brief.content
    shared: dict[str, int] = {}
    for key in (*content.topics, *content.places, *content.agencies):
        names = context.registry.names(key)
        shared[key] = max((len(asked & set(syllables(name))) for name in names), default=0)
    most = max(shared.values(), default=0)
    return [context.name(key) for key, count in shared.items() if count == most > 0][:_TAGS_SHOWN]
