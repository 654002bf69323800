"""What a subscription can follow, written as one short callback argument.

`all`; a registry key with a dot for the colon (`agency.bo-cong-thuong`); or `q.` and a saved query's id.
"""

from __future__ import annotations

from bot.ask import Ask
from briefs.registry import Kind
from briefs.subscriptions import Criteria

ALL = "all"
QUERY = "q"


def target_of(kind: str, reference: str) -> str:
    """Return the target of a kind (`q`, or a registry kind) and its id or slug."""
    return f"{kind}.{reference}"


def target_of_key(key: str) -> str:
    """Return the target of a registry key."""
    return key.replace(":", ".", 1)


def key_of(target: str) -> str:
    """Return the registry key of a target."""
    return target.replace(".", ":", 1)


async def criteria_of(ask: Ask, target: str) -> Criteria | None:
    """Return what a target follows, or None where it names nothing (any more)."""
    if target == ALL:
        return Criteria(everything=True)
    kind, _, reference = target.partition(".")
    if kind == QUERY:
        query = await ask.saved_query(reference)
        return Criteria(query=query) if query else None
    known = kind in set(Kind) and ask.services.registry.get(key_of(target))
    return Criteria(keys=(key_of(target),)) if known else None
