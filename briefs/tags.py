"""The keys under which a brief is filed, so that followers and lists find it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from briefs.model import Body, BriefContent, Directive
from briefs.text.fold import fold, syllables

DOCUMENT, SOURCE, OUTLET = "document:", "source:", "outlet:"
_BETWEEN_AUTHORS = re.compile(r"\s*[,;/&]\s*|\s+(?:và|-|–)\s+")
_ONLINE = re.compile(r" (?:dien tu|online)(?= )")
_KIND_OF_OUTLET = re.compile(
    rf"^{SOURCE}(?:(?:bao|tap chi|cong thong tin|(?:chuyen )?trang(?: thong tin| tin)?+) (?=.))?"
)
"""What an outlet's name is written with and without."""


def document_key(number: str) -> str:
    """Return the key of a document number, folded: "355/TB-VPCP" has the key document:355tbvpcp."""
    return DOCUMENT + "".join(character for character in fold(number) if character.isalnum())


@lru_cache(maxsize=4096)  # few names stand in most articles
def source_key(name: str) -> str:
    """Return the key of an outlet or author: “Báo điện tử Chính phủ” has that of “bao chinh phu”."""
    return SOURCE + _ONLINE.sub("", f" {' '.join(syllables(name))} ").strip()


@lru_cache(maxsize=4096)
def outlet_key(name: str) -> str:
    """Return the key of an outlet without what kind it is: “Báo Nhân Dân” has that of “Nhân Dân”."""
    return _KIND_OF_OUTLET.sub(OUTLET, source_key(name))


def source_keys(content: BriefContent) -> Iterator[str]:
    """Yield the keys of the outlet and the authors of a brief's source; an outlet has two."""
    yield from map(source_key, sources_of(content))
    if outlet := content.article.outlet:
        yield outlet_key(outlet)


def sources_of(content: BriefContent) -> Iterator[str]:
    """Yield the outlet and the authors of a brief's source as it names them."""
    article = content.article
    named = (article.outlet, *_BETWEEN_AUTHORS.split(article.author or ""))
    yield from (name for name in named if name and source_key(name) != SOURCE)


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
