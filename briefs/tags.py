"""The keys under which a brief is filed, so that followers and lists find it."""

from __future__ import annotations

from collections.abc import Iterator

from briefs.model import Body, BriefContent, Directive
from briefs.text.fold import fold

DOCUMENT = "document:"


def document_key(number: str) -> str:
    """Return the key of a document number, folded: "355/TB-VPCP" has the key document:355tbvpcp."""
    return DOCUMENT + "".join(character for character in fold(number) if character.isalnum())


def tags_of(content: BriefContent) -> frozenset[str]:
    """Return all keys of a brief: agencies, places, topics, bodies with duties, and document numbers."""
    keys = {*content.agencies, *content.places, *content.topics}
    keys.update(body.key for directive in content.directives for body in bodies_of(directive) if body.key)
    keys.update(document_key(document.number) for document in content.documents)
    return frozenset(keys)


def bodies_of(directive: Directive) -> Iterator[Body]:
    """Yield those who have a part in a duty: leads, partners, addressees, overseers."""
    yield from directive.leads
    yield from directive.partners
    yield from directive.addressees
    yield from directive.overseers
