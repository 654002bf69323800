"""Which duties to show first: those that name a body, a time and a number, each said once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from briefs.analysis.scoring import words
from briefs.model import Directive

# A duty that shares this much of its shorter action with a better one repeats it, as leads do.
_REPEATS = 0.6
_NAMED, _DUE, _FIGURE, _LED, _TOLD = 3.0, 2.0, 1.0, 1.0, 1.0
_SAME_BODY = 2.0  # what a body's further duties lose
_LONG_ENOUGH = 5  # syllables; a shorter action says too little to come first


def ranked(directives: Sequence[Directive]) -> tuple[Directive, ...]:
    """Return the directives from the most telling on; repetitions of better ones come last, ties stay in
    order.

    Every further duty of the same body counts less, so that a short page names as many bodies as it can.
    """
    left = list(range(len(directives)))
    actions = [words(directive.action) for directive in directives]
    weights = [_weight(directive, action) for directive, action in zip(directives, actions, strict=True)]
    contents = [frozenset(action) for action in actions]
    owners = [_bodies(directive) for directive in directives]
    fresh: list[int] = []
    repeated: list[int] = []
    seen: Counter[frozenset[str]] = Counter()
    while left:
        best = max(left, key=lambda i: (weights[i] - _SAME_BODY * seen[owners[i]], -i))
        left.remove(best)
        if any(_repeat(contents[best], contents[i]) and _shared(owners[best], owners[i]) for i in fresh):
            repeated.append(best)
        else:
            fresh.append(best)
            seen[owners[best]] += 1
    return tuple(directives[i] for i in (*fresh, *repeated))


def _bodies(directive: Directive) -> frozenset[str]:
    return frozenset(body.key or body.name.lower() for body in directive.responsible)


def _repeat(mine: frozenset[str], theirs: frozenset[str]) -> bool:
    return len(mine & theirs) >= _REPEATS * max(min(len(mine), len(theirs)), 1)


def _shared(mine: frozenset[str], theirs: frozenset[str]) -> bool:
    return not mine or not theirs or bool(mine & theirs)


def _weight(directive: Directive, action: Sequence[str]) -> float:
    bodies = directive.responsible
    due = directive.deadline
    return (
        _NAMED * any(body.key and body.key.startswith("agency:") for body in bodies)
        + _TOLD * bool(bodies)
        + _LED * bool(directive.lead)
        + _DUE * bool(due and (due.due or any(c.isdigit() for c in due.text)))
        + _FIGURE * any(word[0].isdigit() for word in action)
        - _TOLD * (len(action) < _LONG_ENOUGH)
    )
