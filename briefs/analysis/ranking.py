"""Which duties to show first: those that name a body, a time and a number, each said once."""

from __future__ import annotations

from collections import Counter, defaultdict, deque
from collections.abc import Iterable, Mapping, Sequence
from heapq import heapify, heappop, heappush
from itertools import chain
from math import ceil

from briefs.analysis.scoring import words
from briefs.model import Directive

# A duty that shares this much of its shorter action with a better one repeats it, as leads do.
_REPEATS = 0.6
_NAMED, _DUE, _FIGURE, _LED, _TOLD = 3.0, 2.0, 1.0, 1.0, 1.0
_SAME_BODY = 2.0  # what a body's further duties lose
_LONG_ENOUGH = 5  # syllables; a shorter action says too little to come first
_NOBODY = ""
_MANY = 32
"""Actions from which looking for those with the same words costs less than looking at all."""


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
    told, seen = _Told(actions), Counter[frozenset[str]]()
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

    def __init__(self, actions: Sequence[Sequence[str]]) -> None:
        counts = Counter(chain.from_iterable(actions))
        self._all = _Actions(counts)
        self._of: defaultdict[str, _Actions] = defaultdict(lambda: _Actions(counts))

    def add(self, action: frozenset[str], bodies: frozenset[str]) -> bool:
        """Add an action, and tell whether it is new; one of nobody may be anybody's."""
        others = [self._of[body] for body in (*bodies, _NOBODY)] if bodies else [self._all]
        if any(_repeat(action, other) for each in others for other in each.near(action)):
            return False
        for each in (self._all, *(self._of[body] for body in bodies or (_NOBODY,))):
            each.known.append(action)
        return True


class _Actions:
    """Actions of a body, where there are many found by the rarer words that repetitions have in common.

    Of two of which one repeats the other, the longer has n words of the shorter: so it has one of these
    but the n - 1 most frequent (Bayardo, Ma and Srikant: Scaling up all pairs similarity search, 2007).
    `counts` say how frequent a word is.
    """

    def __init__(self, counts: Mapping[str, int]) -> None:
        self.known: list[frozenset[str]] = []
        self._counts = counts
        self._having: defaultdict[str, list[frozenset[str]]] = defaultdict(list)
        self._rare: defaultdict[str, list[frozenset[str]]] = defaultdict(list)
        self._filed = 0

    def near(self, action: frozenset[str]) -> Iterable[frozenset[str]]:
        """Return all actions that an action may repeat, some of them twice."""
        if len(self.known) < _MANY:
            return self.known
        for other in self.known[self._filed :]:
            for word in other:
                self._having[word].append(other)
            for word in self._rarest(other):
                self._rare[word].append(other)
        self._filed = len(self.known)
        longer = (self._having.get(word, ()) for word in self._rarest(action))
        shorter = (self._rare.get(word, ()) for word in action)
        return chain.from_iterable(chain(longer, shorter))

    def _rarest(self, action: frozenset[str]) -> Sequence[str]:
        by_rarity = sorted(action, key=lambda word: (self._counts[word], word))
        return by_rarity[: len(action) + 1 - ceil(_REPEATS * max(len(action), 1))]


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
