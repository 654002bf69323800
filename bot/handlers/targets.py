"""What can be followed, written as one short callback argument.

`all`; a registry key with a dot for the colon (`agency.bo-cong-thuong`); `n.` and a document number of the
library without its separators (`n.355tbvpcp`); `q.`, `m.` or `k.` and the id of saved words, of a saved
document number or of several saved names; or `e.` and the number of a subscription, whose schedule is then
changed.
"""

from __future__ import annotations

import re

from bot.conversation.ask import Ask
from bot.conversation.keyboards import integer
from briefs.registry import Kind, Registry
from briefs.subscriptions import Criteria, Subscription
from briefs.tags import document_key
from briefs.text.docnumbers import find_numbers

ALL = "all"
QUERY, NUMBER, TYPED_NUMBER, SEVERAL, EXISTING = "q", "n", "m", "k", "e"
LONGEST_QUERY = 200
"""What is typed may name a body of four lines at most; longer texts are pasted."""

FOLLOWABLE = (Kind.TOPIC, Kind.AGENCY, Kind.PLACE, Kind.GROUP)
_BETWEEN = re.compile(r"(\s*[,;]\s*|\s(?:và|va|and)\s)", re.IGNORECASE)
_SLUG_LENGTH = 40


def target_of(kind: str, reference: object) -> str:
    """Return the target of a kind (`q`, `m`, `e` or a registry kind) and its id or slug."""
    return f"{kind}.{reference}"


def target_of_words(text: str, query_id: str) -> str:
    """Return the target of saved words, which are followed as a document where they are its whole number."""
    return target_of(TYPED_NUMBER if is_number(text) else QUERY, query_id)


def is_number(text: str) -> bool:
    """Say whether a text is one whole document number."""
    return any(len(found.text) == len(text) for found in find_numbers(text))


def target_of_key(key: str) -> str:
    """Return the target of a registry key."""
    return key.replace(":", ".", 1)


def target_of_number(number: str) -> str:
    """Return the target of a document number that briefs carry or cite."""
    return target_of(NUMBER, slug_of(number))


def key_of(target: str) -> str:
    """Return the registry key of a target."""
    return target.replace(".", ":", 1)


async def criteria_of(ask: Ask, target: str) -> Criteria | None:
    """Return what a target other than a subscription follows, None where it names nothing (any more)."""
    if target == ALL:
        return Criteria(everything=True)
    kind, _, reference = target.partition(".")
    if kind in (QUERY, TYPED_NUMBER, SEVERAL):
        text = await ask.saved_query(reference)
        return None if text is None else _criteria_of_text(kind, text, ask.services.registry)
    if kind == NUMBER:
        counts = await ask.services.library.documents()
        named = [count.number for count in counts if slug_of(count.number) == reference]
        return Criteria(documents=(named[0],)) if named else None
    known = kind in set(Kind) and ask.services.registry.get(key_of(target))
    return Criteria(keys=(key_of(target),)) if known else None


def several(text: str, registry: Registry) -> tuple[str, ...]:
    """Return the keys of several names with commas or “và” between them; none where one is no name.

    A name may have such signs itself, so the longest are taken: “Bộ Văn hóa, Thể thao và Du lịch, An Giang”.
    """
    pieces, keys, at = _BETWEEN.split(text), list[str](), 0
    while at < len(pieces):
        for end in range(len(pieces), at, -2):
            if found := registry.named("".join(pieces[at:end]), FOLLOWABLE):
                keys.append(found[0].entry.key)
                at = end + 1
                break
        else:
            return ()
    return tuple(dict.fromkeys(keys)) if len(keys) > 1 else ()


def _criteria_of_text(kind: str, text: str, registry: Registry) -> Criteria | None:
    if kind == QUERY:
        return Criteria(query=text)
    if kind == TYPED_NUMBER:
        return Criteria(documents=(text,))
    keys = several(text, registry)
    return Criteria(keys=keys) if keys else None


async def subscription_of(ask: Ask, number: str) -> Subscription | None:
    """Return an active subscription that may be seen and changed from here, or None.

    It is one of this chat, or, asked for in private, one of a group or channel that the person administers.
    """
    found = await ask.services.subscriptions.get(integer(number))
    if found is None or not found.active:
        return None
    if found.chat.id == ask.chat.id:
        return found
    place = await ask.look_into(found.chat.address) if ask.private else None
    return found if place and place.administered else None


def slug_of(number: str) -> str:
    """Return a document number in the letters that callback data can carry."""
    letters = document_key(number).partition(":")[2]
    return "".join(letter for letter in letters if letter.isascii())[:_SLUG_LENGTH]
