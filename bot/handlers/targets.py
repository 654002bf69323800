"""What can be followed, written as one short callback argument.

`all`; a registry key with a dot for the colon (`agency.bo-cong-thuong`); `n.` and a document number of the
library without its separators (`n.355tbvpcp`); `q.` or `m.` and the id of saved words or of a saved document
number; or `e.` and the number of a subscription, whose schedule is then changed.
"""

from __future__ import annotations

from bot.ask import Ask
from bot.keyboards import integer
from briefs.registry import Kind
from briefs.subscriptions import Criteria, Subscription
from briefs.tags import document_key

ALL = "all"
QUERY, NUMBER, TYPED_NUMBER, EXISTING = "q", "n", "m", "e"
_SLUG_LENGTH = 40


def target_of(kind: str, reference: object) -> str:
    """Return the target of a kind (`q`, `m`, `e` or a registry kind) and its id or slug."""
    return f"{kind}.{reference}"


def target_of_key(key: str) -> str:
    """Return the target of a registry key."""
    return key.replace(":", ".", 1)


def target_of_number(number: str) -> str:
    """Return the target of a document number that briefs carry or cite."""
    return target_of(NUMBER, _slug(number))


def key_of(target: str) -> str:
    """Return the registry key of a target."""
    return target.replace(".", ":", 1)


async def criteria_of(ask: Ask, target: str) -> Criteria | None:
    """Return what a target other than a subscription follows, None where it names nothing (any more)."""
    if target == ALL:
        return Criteria(everything=True)
    kind, _, reference = target.partition(".")
    if kind in (QUERY, TYPED_NUMBER):
        text = await ask.saved_query(reference)
        if text is None:
            return None
        return Criteria(query=text) if kind == QUERY else Criteria(documents=(text,))
    if kind == NUMBER:
        counts = await ask.services.library.documents()
        named = [count.number for count in counts if _slug(count.number) == reference]
        return Criteria(documents=(named[0],)) if named else None
    known = kind in set(Kind) and ask.services.registry.get(key_of(target))
    return Criteria(keys=(key_of(target),)) if known else None


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


def _slug(number: str) -> str:
    """Return a document number in the letters that callback data can carry."""
    letters = document_key(number).partition(":")[2]
    return "".join(letter for letter in letters if letter.isascii())[:_SLUG_LENGTH]
