"""/directives: who must do what, by body or place, or by what is to be done."""

from __future__ import annotations

from collections.abc import Sequence

from bot.conversation.ask import Ask
from bot.conversation.keyboards import Button, Keyboard, button, integer, pager, rows
from bot.conversation.origin import back, onward, pack, unpack
from bot.conversation.screen import Screen
from bot.handlers.expiry import expired
from bot.handlers.targets import key_of, several, target_of_key
from briefs.blocks import bold, document, para
from briefs.duty_search import duties_about, duties_with
from briefs.errors import NotFoundError
from briefs.library import BodyDuties
from briefs.model import Duty
from briefs.questions import question
from briefs.refining import ACTORS, READ_FOR_FACETS, body_and_words, named_in, widened
from briefs.registry import Kind, Match
from briefs.views.brief import clip
from briefs.views.context import Page
from briefs.views.duties import BODIES_A_PAGE, DUTIES_A_PAGE, body_duties
from briefs.views.duties import bodies as bodies_view
from briefs.views.duties import duties_about as duties_about_view

_CHOICES = 5
_OTHERS = 2
_OFFERED = 3


async def directives(ask: Ask, text: str) -> Screen:
    """Answer /directives: the bodies that have duties, or the duties of the body or on the words typed."""
    asked = question(text)
    name = asked.words if asked else " ".join(text.split())
    if not name:
        return await bodies(ask)
    matches = _matches(ask, name)
    if not matches:
        return await on_words(ask, await ask.save_query(name))
    equal = _equal(matches)
    meant = await _likely(ask, equal)
    if len(meant) != 1:
        return choose(ask, meant, "k")
    screen = await body(ask, target_of_key(meant[0].entry.key))
    sure = meant[0].exact and len(equal) == 1
    return screen if sure else await _guessed(ask, name, screen, meant[0], matches)


async def meant_by(ask: Ask, name: str) -> Sequence[Match]:
    """Return the body, place or group that a typed name means; several where they fit alike, or none."""
    return await _likely(ask, _equal(_matches(ask, name)))


def choose(ask: Ask, equal: Sequence[Match], verb: str, *arguments: object) -> Screen:
    """Ask which of several bodies is meant; the buttons carry `verb:arguments:target`."""
    named = [(ask.view.name(match.entry.key), target_of_key(match.entry.key)) for match in equal]
    choices = [button(name, verb, *arguments, target) for name, target in named]
    text = document([para(ask.tr("Several bodies are called that. Which one?"))])
    return Screen(text, (*rows(choices, 1), back(ask.tr)))


def _matches(ask: Ask, name: str) -> Sequence[Match]:
    return ask.services.registry.match(name, kinds=ACTORS, limit=_CHOICES)


def _equal(matches: Sequence[Match]) -> Sequence[Match]:
    return [match for match in matches if match.score >= matches[0].score]


async def _likely(ask: Ask, equal: Sequence[Match]) -> Sequence[Match]:
    """Return the only one of equally fitting names that duties were given to, or all: BCT is two bodies."""
    if len(equal) < 2:
        return equal
    busy = {count.key for count in await ask.services.library.bodies()}
    with_duties = [match for match in equal if match.entry.key in busy]
    return with_duties if len(with_duties) == 1 else equal


async def bodies(ask: Ask, page: str = "0") -> Screen:
    """Answer a button: a page of the bodies that have duties."""
    counts = await ask.services.library.bodies()
    count = -(-len(counts) // BODIES_A_PAGE)
    shown = min(integer(page), max(0, count - 1))
    start = shown * BODIES_A_PAGE
    origin = pack("kl", shown)
    openers = [
        onward(str(n), "k", target_of_key(item.key), 0, origin=origin)
        for n, item in enumerate(counts[start : start + BODIES_A_PAGE], start=start + 1)
    ]
    keyboard: Keyboard = (*rows(openers, 5), *pager(shown, count, "kl"), back(ask.tr))
    return Screen(bodies_view(counts, shown, ask.view), keyboard)


async def body(ask: Ask, target: str = "", page: str = "0", origin: str = "") -> Screen:
    """Answer a button: a page of one body's duties; without a body, the list of bodies."""
    if not target:
        return await bodies(ask)
    try:
        found = await ask.services.library.duties_of(key_of(target))
    except NotFoundError:
        return await bodies(ask)
    shown = integer(page)
    instead = () if found.named else await _instead(ask, found)
    keyboard = _keyboard(ask, found, target, shown, origin)
    return Screen(body_duties(found, shown, ask.view), (*keyboard[:-1], *instead, *keyboard[-1:]))


async def on_words(ask: Ask, query_id: str = "", page: str = "0") -> Screen:
    """Answer a button: a page of the duties that speak of what was searched for."""
    query = await ask.saved_query(query_id)
    if query is None:
        return expired(ask)
    words, duties, briefs = await _duties_on(ask, query)
    if not duties:
        return await _unknown(ask, query, query_id if briefs else "")
    return _on_words(ask, query_id, words, duties, integer(page))


async def on_question(ask: Ask, words: str) -> Screen | None:
    """Answer a question for the duties of a body or on some words, of all bodies where it has none.

    None where no duty is on them.
    """
    if not words:
        return await bodies(ask)
    if named := ask.services.registry.named(words, ACTORS):
        return await body(ask, target_of_key(named[0].entry.key))
    entries = [ask.services.registry.get(key) for key in several(words, ask.services.registry)]
    if entries and all(entry and entry.kind in ACTORS for entry in entries):
        return _of_several(ask, [entry.key for entry in entries if entry])
    understood, duties, _ = await _duties_on(ask, words)
    return _on_words(ask, await ask.save_search(words), understood, duties, 0) if duties else None


def _of_several(ask: Ask, keys: Sequence[str]) -> Screen:
    openers = [
        button(ask.tr("Duties: {body}", body=ask.view.name(key)), "k", target_of_key(key)) for key in keys
    ]
    return Screen(document([para(ask.tr("Whose duties first?"))]), (*rows(openers, 1), back(ask.tr)))


def _on_words(ask: Ask, query_id: str, words: str, duties: Sequence[Duty], page: int) -> Screen:
    shown = Page.of(page, DUTIES_A_PAGE, len(duties))
    origin = pack("ka", query_id, shown.number)
    numbers = dict.fromkeys(duty.brief_id for duty in shown.take(duties))
    openers = [onward(f"/b{number}", "b", number, origin=origin) for number in numbers]
    keyboard = (
        *pager(shown.number, shown.count, "ka", query_id),
        *rows(openers, 5),
        (button(ask.tr("Briefs on this"), "s", query_id, 0), button(ask.tr("Other bodies"), "kl", 0)),
        back(ask.tr),
    )
    return Screen(duties_about_view(words, duties, shown.number, ask.view), keyboard)


async def _duties_on(ask: Ask, query: str) -> tuple[str, Sequence[Duty], int]:
    """Return the query as it was understood, the duties on it, and how many briefs it finds.

    Of a body and other words, the duties of the body with these words; else those of the briefs found. Words
    that no duty has may name a topic that one has by another name: “visa” is “thị thực”.
    """
    services = ask.services
    named = body_and_words(query, services.registry)
    if named is not None:
        of_body = await services.library.duties_of(named.entry.key)
        for words in _other_words(ask, named.words):
            if duties := duties_with(words, of_body.every):
                return f"{ask.view.name(named.entry.key)}, {words}", duties, len(duties)
    found = await services.library.search(query, limit=READ_FOR_FACETS)
    understood = found.corrected or widened(query)
    for words in _other_words(ask, understood):
        if duties := duties_about(words, [item.brief for item in found.items]):
            return words, duties, found.total
    return understood, [], found.total


def _other_words(ask: Ask, words: str) -> Sequence[str]:
    """Return the words, and the names of the topic that they name."""
    registry = ask.services.registry
    topics = registry.named(words, (Kind.TOPIC,))
    return [words, *(name for match in topics for name in registry.names(match.entry.key))]


def _keyboard(ask: Ask, found: BodyDuties, target: str, page: int, origin: str) -> Keyboard:
    tr = ask.tr
    count = -(-len(found.every) // DUTIES_A_PAGE)
    follow = button(tr("Follow {body}", body=ask.view.name(found.entry.key)), "st", target)
    dated = ask.services.library.due_among(found.expected)
    return (
        *pager(min(page, max(0, count - 1)), count, "k", target),
        (button(tr("By deadline"), "dl", "a", target),) if dated else (),
        (follow,),
        (Button(tr("Other bodies"), data=unpack(origin or pack("kl", 0))), *back(tr)),
    )


async def _instead(ask: Ask, found: BodyDuties) -> Keyboard:
    """Offer, for a body that no duty names, that in whose field it works and its groups, if they have any."""
    busy, registry = {count.key for count in await ask.services.library.bodies()}, ask.services.registry
    keys = dict.fromkeys((*filter(None, [found.entry.parent]), *registry.groups_of(found.entry.key)))
    families = ((key, registry.family(key)) for key in keys)
    openers = [
        button(ask.tr("Duties: {body}", body=ask.view.name(key)), "k", target_of_key(key))
        for key, family in families
        if family and not busy.isdisjoint(family.keys)
    ]
    return rows(openers[:_OFFERED], 1)


async def _guessed(ask: Ask, name: str, screen: Screen, chosen: Match, matches: Sequence[Match]) -> Screen:
    """Show what was understood first, and offer the other readings: other bodies, or words of duties."""
    others = [_opener(ask, match) for match in matches if match is not chosen][:_OTHERS]
    words, duties, _ = await _duties_on(ask, name)
    if duties:
        label = ask.tr("Duties on “{words}”", words=clip(words, 24))
        others.append(button(label, "ka", await ask.save_query(name), 0))
    understood = para(ask.tr("Understood as: "), bold(ask.view.name(chosen.entry.key)), aside=True)
    keyboard = (*screen.keyboard[:-1], *rows(others, 1), *screen.keyboard[-1:])
    return Screen((understood, *screen.document), keyboard)


async def _unknown(ask: Ask, name: str, query_id: str) -> Screen:
    """Say that no body is called so; with a query that finds briefs, these are offered."""
    tr = ask.tr
    named = [entry.key for entry in named_in(name, ask.services.registry)]
    busy = [count.key for count in await ask.services.library.bodies()]
    keys = list(dict.fromkeys([*named, *busy]))[:_CHOICES]
    choices = [button(ask.view.name(key), "k", target_of_key(key)) for key in keys]
    briefs = [button(tr("Briefs on “{words}”", words=clip(name, 24)), "s", query_id, 0)] if query_id else []
    quoted = bold(f"“{clip(name, 60)}”")
    text = document(
        [
            para(*ask.view.say("No body or place is called {name}.", name=quoted)),
            para(tr("No duty speaks of it either.")),
            para(tr("These have duties:")) if choices else None,
        ]
    )
    return Screen(text, (*rows([*briefs, *choices], 1), back(tr)))


def _opener(ask: Ask, match: Match) -> Button:
    return button(ask.view.name(match.entry.key), "k", target_of_key(match.entry.key))
