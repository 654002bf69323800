"""Which duties to show first: those that name a body, a time and a number, each said once."""

from __future__ import annotations

from collections.abc import Sequence

from briefs.analysis.scoring import words
from briefs.model import Directive

# A duty that shares this much of its shorter action with a better one repeats it, as leads do.
_REPEATS = 0.6
_NAMED, _DUE, _FIGURE, _LED, _TOLD = 3.0, 2.0, 1.0, 1.0, 1.0
_LONG_ENOUGH = 5  # syllables; a shorter action says too little to come first


def ranked(directives: Sequence[Directive]) -> tuple[Directive, ...]:
    """Return the directives from the most telling on; repetitions of better ones come last, ties stay in order."""
    order = sorted(range(len(directives)), key=lambda i: (-_weight(directives[i]), i))
    fresh: list[Directive] = []
    repeated: list[Directive] = []
    for index in order:
        directive = directives[index]
        (repeated if any(_repeats(directive, better) for better in fresh) else fresh).append(directive)
    return (*fresh, *repeated)


def _weight(directive: Directive) -> float:
    bodies = directive.responsible
    action = words(directive.action)
    return (
        _NAMED * any(body.key and body.key.startswith("agency:") for body in bodies)
        + _TOLD * bool(bodies)
        + _LED * bool(directive.lead)
        + _DUE
        * bool(
            directive.deadline
            and (directive.deadline.due or any(c.isdigit() for c in directive.deadline.text))
        )
        + _FIGURE * any(word[0].isdigit() for word in action)
        - _TOLD * (len(action) < _LONG_ENOUGH)
    )


def _repeats(directive: Directive, better: Directive) -> bool:
    mine, theirs = set(words(directive.action)), set(words(better.action))
    shared = len(mine & theirs) / max(min(len(mine), len(theirs)), 1)
    return shared >= _REPEATS and _same_bodies(directive, better)


def _same_bodies(one: Directive, other: Directive) -> bool:
    mine, theirs = ({body.key or body.name.lower() for body in d.responsible} for d in (one, other))
    return not mine or not theirs or bool(mine & theirs)
