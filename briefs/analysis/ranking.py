"""Which duties to show first: those that name a body, a time and a number, each said once."""

from __future__ import annotations

from collections import Counter, defaultdict, deque
from collections.abc import Sequence
from heapq import heapify, heappop, heappush
from itertools import chain

from briefs.analysis.scoring import words
from briefs.model import Directive

# A duty that shares this much of its shorter action with a better one repeats it, as leads do.
_REPEATS = 0.6
_NAMED, _DUE, _FIGURE, _LED, _TOLD = 3.0, 2.0, 1.0, 1.0, 1.0
_SAME_BODY = 2.0  # what a body's further duties lose
_LONG_ENOUGH = 5  # syllables; a shorter action says too little to come first
_NOBODY = ""


def ranked(directives: Sequence[Directive]) -> tuple[Directive, ...]:
    """Return the directives from the most telling on; repetitions of better ones come last, ties stay in
    order.

    Every further duty of the same body counts less, so that a short page names as many bodies as it can.
    """
    actions = [words(directive.action) for directive in directives]
    weights = [_weight(directive, action) for directive, action in zip(directives, actions, strict=True)]
    owners = [_bodies(directive) for directive in directives]
    waiting: defaultdict[frozenset[str], deque[int]] = defaultdict(deque)
    for i in sorted(range(len(directives)), key=lambda i: -weights[i]):
        waiting[owners[i]].append(i)
    # The best of each group of bodies: what a further duty loses is the same for all of a group.
    best = [(-weights[queue[0]], queue[0]) for queue in waiting.values()]
    heapify(best)
    fresh: list[int] = []
    repeated: list[int] = []
    told, seen = _Told(), Counter[frozenset[str]]()
    while best:
        _, i = heappop(best)
        bodies = owners[i]
        if told.add(frozenset(actions[i]), bodies):
            fresh.append(i)
            seen[bodies] += 1
        else:
            repeated.append(i)
        waiting[bodies].popleft()
        if waiting[bodies]:
            upcoming = waiting[bodies][0]
            heappush(best, (_SAME_BODY * seen[bodies] - weights[upcoming], upcoming))
    return tuple(directives[i] for i in (*fresh, *repeated))


class _Told:
    """Actions that repeat none of their bodies, by body: to look at those of all takes quadratic time."""

    def __init__(self) -> None:
        self._all: list[frozenset[str]] = []
        self._of: defaultdict[str, list[frozenset[str]]] = defaultdict(list)

    def add(self, action: frozenset[str], bodies: frozenset[str]) -> bool:
        """Add an action, and tell whether it is new; one of nobody may be anybody's."""
        near = chain.from_iterable(self._of[body] for body in (*bodies, _NOBODY)) if bodies else self._all
        if any(_repeat(action, other) for other in near):
            return False
        self._all.append(action)
        for body in bodies or (_NOBODY,):
            self._of[body].append(action)
        return True


def _bodies(directive: Directive) -> frozenset[str]:
    return frozenset(body.key or body.name.lower() for body in directive.responsible)


def _repeat(mine: frozenset[str], theirs: frozenset[str]) -> bool:
    return len(mine & theirs) >= _REPEATS * max(min(len(mine), len(theirs)), 1)


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
