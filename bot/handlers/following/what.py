"""/subscribe: what to follow, chosen or typed."""

from __future__ import annotations

from collections.abc import Sequence

from bot.conversation.ask import Ask
from bot.conversation.keyboards import Button, Keyboard, Row, button, integer, pager, rows
from bot.conversation.origin import back
from bot.conversation.screen import Screen
from bot.handlers.following import when
from bot.handlers.schedules import frequency_code, split_schedule, time_code
from bot.handlers.targets import (
    ALL,
    FOLLOWABLE,
    LONGEST_QUERY,
    NUMBER,
    QUERY,
    SEVERAL,
    TYPED_NUMBER,
    is_number,
    several,
    target_of,
    target_of_key,
    target_of_number,
    target_of_words,
)
from briefs.errors import NotFoundError
from briefs.refining import with_whole_names
from briefs.registry import Kind, Match
from briefs.schedule import Schedule
from briefs.views import following as views
from briefs.views.brief import clip
from briefs.views.context import Page
from briefs.views.results import query_name

_A_PAGE = 8
_SUGGESTED = 5
_FROM_BRIEF = 12
_EVERYTHING = frozenset({"all", "everything", "tất cả", "tat ca", "mọi bản tóm lược"})


async def subscribe(ask: Ask, text: str) -> Screen:
    """Answer /subscribe: offer what can be followed, or take what is typed, with or without a schedule."""
    what, schedule = split_schedule(text, ask.services.settings)
    if not what and schedule is None:
        return await choose_what(ask)
    if len(what) > LONGEST_QUERY:
        return Screen(views.choose_meaning(what, ask.view, too_long=True), (_to_kinds(ask),))
    targets = await _meanings(ask, with_whole_names(what, ask.services.registry))
    if len(targets) > 1:
        return _choose_meaning(ask, what, targets, schedule)
    target = next(iter(targets))
    return await (when.follow(ask, target, schedule) if schedule else when.choose_when(ask, target))


async def choose_what(ask: Ask) -> Screen:
    """Answer a button: the kinds of things to follow."""
    tr = ask.tr
    keyboard: Keyboard = (
        (button(tr("Topics"), "sk", Kind.TOPIC, 0), button(tr("Bodies"), "sk", Kind.AGENCY, 0)),
        (button(tr("Places"), "sk", Kind.PLACE, 0), button(tr("Document numbers"), "sk", NUMBER, 0)),
        (button(tr("My searches"), "sq"), button(tr("Everything"), "st", ALL)),
        (button(tr("What this chat follows"), "ms"),),
        back(tr),
    )
    return Screen(views.choose_what(ask.view), keyboard)


async def choose_subject(ask: Ask, kind: str = "", page: str = "0") -> Screen:
    """Answer a button: topics, bodies, places or documents of the briefs, the most frequent first."""
    if kind == NUMBER:
        documents = await ask.services.library.documents()
        choices = [(f"{d.number} ({d.briefs})", target_of_number(d.number)) for d in documents]
    elif kind in set(FOLLOWABLE):
        subjects = await ask.services.library.subjects(Kind(kind))
        choices = [(f"{ask.view.name(s.key)} ({s.briefs})", target_of_key(s.key)) for s in subjects]
    else:
        return await choose_what(ask)
    shown = Page.of(integer(page), _A_PAGE, len(choices))
    buttons = [button(label, "st", target) for label, target in shown.take(choices)]
    keyboard = (*rows(buttons, 1), *pager(shown.number, shown.count, "sk", kind), _to_kinds(ask))
    return Screen(views.choose_what(ask.view, _kind_name(ask, kind)), keyboard)


async def choose_search(ask: Ask) -> Screen:
    """Answer a button: what was searched for here lately."""
    queries = ask.services.queries
    recent = await queries.recent(ask.chat.address, _A_PAGE, now=ask.services.now())
    choices = [button(query_name(text, ask.view), "st", target_of_words(text, key)) for key, text in recent]
    return Screen(views.choose_what(ask.view, ask.tr("Follow a search")), (*rows(choices, 1), _to_kinds(ask)))


async def choose_from_brief(ask: Ask, brief_id: str = "") -> Screen:
    """Answer a button: what one brief speaks of."""
    try:
        found = await ask.services.library.brief(integer(brief_id))
    except NotFoundError:
        return await choose_what(ask)
    content = found.content
    keys = dict.fromkeys((*content.topics, *content.places, *content.agencies))
    choices = [button(ask.view.name(key), "st", target_of_key(key)) for key in keys]
    if content.carrier:
        number = content.carrier.number
        choices.insert(0, button(number, "st", target_of_number(number)))
    heading = ask.tr("Follow what this brief speaks of")
    keyboard = (*rows(choices[:_FROM_BRIEF], 2), back(ask.tr, f"b~{found.id}"))
    return Screen(views.choose_what(ask.view, heading), keyboard)


async def _meanings(ask: Ask, what: str) -> dict[str, str]:
    """Return the targets that typed words may mean with their names; one where they are understood."""
    if not what or what.casefold() in _EVERYTHING:
        return {ALL: ask.tr("all briefs")}
    if numbers := await _numbers(ask, what):
        return numbers if len(numbers) == 1 else numbers | await _as_words(ask, what)
    excluding = any(word.startswith("-") for word in what.split())
    named = [] if excluding else ask.services.registry.match(what, kinds=FOLLOWABLE, limit=_SUGGESTED)
    exact = await _spoken_of(ask, [match for match in named if match.exact])
    if exact:
        return _named(ask, exact)
    if keys := several(what, ask.services.registry):
        target = target_of(SEVERAL, await ask.save_query(what))
        return {target: ", ".join(map(ask.view.name, keys))}
    return _named(ask, named) | await _as_words(ask, what)


async def _numbers(ask: Ask, what: str) -> dict[str, str]:
    """Return the documents that a number means: those of briefs, or one that no brief has named yet."""
    known = await ask.services.library.documents_like(what)
    if known:
        return {target_of_number(count.number): count.number for count in known[:_SUGGESTED]}
    return {target_of(TYPED_NUMBER, await ask.save_query(what)): what} if is_number(what) else {}


async def _spoken_of(ask: Ask, exact: Sequence[Match]) -> Sequence[Match]:
    """Return those of equally fitting names that briefs speak of, or all: BCT is two bodies."""
    if len(exact) < 2:
        return exact
    known = {count.key for kind in FOLLOWABLE for count in await ask.services.library.subjects(kind)}
    return [match for match in exact if match.entry.key in known] or exact


async def _as_words(ask: Ask, what: str) -> dict[str, str]:
    name = ask.tr("Words: “{words}”", words=clip(what, 24))
    return {target_of(QUERY, await ask.save_query(what)): name}


def _kind_name(ask: Ask, kind: str) -> str:
    tr = ask.tr
    names = {Kind.TOPIC: tr("Topics"), Kind.AGENCY: tr("Bodies"), Kind.PLACE: tr("Places")}
    return names.get(Kind(kind), "") if kind != NUMBER else tr("Document numbers")


def _named(ask: Ask, matches: Sequence[Match]) -> dict[str, str]:
    return {target_of_key(match.entry.key): ask.view.name(match.entry.key) for match in matches}


def _choose_meaning(ask: Ask, what: str, targets: dict[str, str], schedule: Schedule | None) -> Screen:
    """Offer the readings of typed words; a schedule typed with them is kept."""
    choices = [_chooser(name, target, schedule) for target, name in targets.items()]
    return Screen(views.choose_meaning(what, ask.view), (*rows(choices, 1), _to_kinds(ask)))


def _chooser(name: str, target: str, schedule: Schedule | None) -> Button:
    if schedule is None:
        return button(name, "st", target)
    return button(name, "ss", target, frequency_code(schedule), time_code(schedule.at))


def _to_kinds(ask: Ask) -> Row:
    return (button(ask.tr("‹ Something else"), "sw"), *back(ask.tr))
