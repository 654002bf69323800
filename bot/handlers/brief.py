"""/brief and every button that opens a brief or its duties."""

from __future__ import annotations

import re

from bot.conversation.ask import Ask
from bot.conversation.keyboards import Button, Keyboard, Row, button, integer, pager
from bot.conversation.origin import back, carried, onward
from bot.conversation.screen import Screen
from bot.handlers import search as searching
from bot.handlers.adding.parts import is_url
from bot.handlers.targets import LONGEST_QUERY
from briefs.blocks import code, document, para
from briefs.editing import is_web_address
from briefs.errors import NotFoundError
from briefs.model import Article, Brief, Status
from briefs.questions import question
from briefs.schedule import zone
from briefs.text.fold import syllables
from briefs.views.brief import brief as brief_view
from briefs.views.duties import DUTIES_A_PAGE, brief_duties

_SURE = 2.0
"""The best hit is opened at once where it scores this many times the second; else the list is shown."""
_NAMED = re.compile(r"(?:(?<!\S)/b|[?&]start=b)(\d{1,9})\b")
_NUMBERED = re.compile(
    r"(?:(?:cho|toi|em|minh|mo|xem|doc|open|show|read) )*(?:(?:ban|bai)(?: tom luoc)?(?: so)?|brief)"
    r" (\d{1,9})(?: (?:di|voi|a|nhe|giup|please))*"
)
_OF_DUTIES = frozenset({
    *("nhiem vu", "cac nhiem vu", "viec", "chi dao", "thoi han", "han", "han chot", "duties", "deadline"),
    *("ai lam", "ai phai lam", "ai giao", "den bao gio", "who", "by when", "deadlines"),
})  # fmt: skip
"""What asks for the duties of a brief in reply to it."""


async def brief(ask: Ask, text: str) -> Screen:
    """Answer /brief with a number, with words of a title, or as a reply to a message that names a brief."""
    wanted = text.strip() or _named_in(ask.replied_text)
    if match := re.fullmatch(r"(?:/?b|số\s*|#)?\s*(\d{1,9})", wanted, re.IGNORECASE):
        return await open_brief(ask, int(match[1]))
    if not wanted:
        return _prompt(ask)
    found = await ask.services.library.search(wanted, limit=2)
    scores = [item.hit.score for item in found.items]
    if len(scores) == 1 or (len(scores) == 2 and scores[0] >= _SURE * scores[1]):
        return await open_brief(ask, found.items[0].brief.id)
    return await searching.search(ask, wanted)


async def show(ask: Ask, number: str = "", origin: str = "") -> Screen:
    """Answer a button: the brief in place."""
    return await open_brief(ask, integer(number), origin)


async def show_anew(ask: Ask, number: str = "") -> Screen:
    """Answer a button under a message that must stay, such as a digest: the brief in a new message."""
    screen = await open_brief(ask, integer(number))
    return Screen(screen.document, screen.keyboard, fresh=True)


async def open_brief(ask: Ask, number: int, origin: str = "") -> Screen:
    """Return the screen of a published brief, or say that there is none."""
    try:
        found = await ask.services.library.brief(number)
    except NotFoundError:
        return await missing(ask, number)
    return Screen(brief_view(found, ask.view), _keyboard(ask, found, origin))


async def duties(ask: Ask, number: str = "", page: str = "0", origin: str = "") -> Screen:
    """Answer a button: a page of a brief's duties."""
    try:
        found = await ask.services.library.brief(integer(number))
    except NotFoundError:
        return await missing(ask, integer(number))
    shown, count = integer(page), -(-len(found.content.directives) // DUTIES_A_PAGE)
    shown = min(shown, max(0, count - 1))
    to_brief = onward(ask.tr("‹ The brief"), "b", found.id, origin=origin)
    turns = carried(pager(shown, count, "d", found.id), origin)
    return Screen(brief_duties(found, shown, ask.view), (*turns, (to_brief, *back(ask.tr))))


def _keyboard(ask: Ask, found: Brief, origin: str) -> Keyboard:
    tr = ask.tr
    count = len(found.content.directives)
    stored = bool(found.content.article.paragraphs)
    sources = (
        onward(tr("Quotations"), "q", found.id, 0, origin=origin),
        onward(tr("Full text"), "f", found.id, 0, origin=origin),
    )
    address = found.content.article.url or ""
    actions = [
        *([Button(tr("Source article"), url=address)] if is_web_address(address) else []),
        Button(tr("Copy citation"), copy=_citation(ask, found)),
        button(tr("Follow"), "sb", found.id),
    ]
    duties_label = tr.plural("{n} duty", "{n} duties", count)
    first = (onward(duties_label, "d", found.id, 0, origin=origin),) if count else ()
    return (first, sources if stored else (), tuple(actions), _desk_row(ask, found), back(tr, origin))


async def asked_for(ask: Ask, text: str) -> Screen | None:
    """Return what a text wants of one published brief, None where it names none.

    That is the brief of which it tells the number (“mở bản 3”, or a message of the bot that was forwarded),
    or its duties where these are asked for in reply to a message that names the brief.
    """
    typed = _NUMBERED.fullmatch(" ".join(syllables(text)))
    if (number := _only_number(ask.replied_text)) and _asks_for_duties(text):
        return await duties(ask, str(number)) if await ask.services.briefs.is_published(number) else None
    number = int(typed[1]) if typed else _only_number(text)
    if number and await ask.services.briefs.is_published(number):
        return await open_brief(ask, number)
    return None


def _only_number(text: str) -> int:
    """Return the number of the only brief that a text names or links to, else 0."""
    numbers = {int(number) for number in _NAMED.findall(text)}
    return numbers.pop() if len(numbers) == 1 else 0


def _asks_for_duties(text: str) -> bool:
    asked = question(text)
    alone = asked is not None and asked.duties and not asked.words
    return alone or " ".join(syllables(text)) in _OF_DUTIES


async def of_source(ask: Ask, text: str) -> Screen | None:
    """Return the brief of the article whose address or text was sent, None where there is none."""
    address = text.strip() if is_url(text) else None
    lines = tuple(line for line in map(str.strip, text.splitlines()) if line)
    if not lines or (address is None and len(text) < LONGEST_QUERY):
        return None
    article = Article(lines[0], url=address, paragraphs=() if address else lines)
    alike = await ask.services.sketches.alike(article)
    same = next((one.brief_id for one in alike if one.same and one.status is Status.PUBLISHED), None)
    return None if same is None else await open_brief(ask, same)


def _desk_row(ask: Ask, found: Brief | None) -> Row:
    """Lead editors from a brief, published or not, to where it is worked on."""
    if found is None or not (ask.may_edit and ask.private):
        return ()
    return (button(ask.tr("Open at the desk"), "wk", found.id),)


def _citation(ask: Ask, found: Brief) -> str:
    """Return a one-line citation of the source for pasting into a document."""
    article, carrier = found.content.article, found.content.carrier
    parts = [
        carrier.number if carrier else "",
        found.title,
        article.outlet or "",
        ask.tr.date(article.published) if article.published else "",
    ]
    return ", ".join(part for part in parts if part)[:200] + f" ({ask.view.brief_url(found.id)})"[:56]


async def missing(ask: Ask, number: int) -> Screen:
    """Say that there is no brief of that number, or why it was withdrawn, and name the newest."""
    tr, library = ask.tr, ask.services.library
    newest = await library.latest(3)
    known = (await ask.services.briefs.get_many([number])).get(number)
    hint = ", ".join(f"/b{item.id}" for item in newest)
    text = document(
        [
            para(await _withdrawn(ask, known) or tr("There is no brief {number}.", number=number)),
            para(tr("Newest briefs: {briefs}.", briefs=hint)) if hint else None,
        ]
    )
    return Screen(text, (_desk_row(ask, known), (button(tr("Newest"), "l", 0),), back(tr)))


async def _withdrawn(ask: Ask, known: Brief | None) -> str:
    """Say when and why a brief was withdrawn that readers knew; nothing of any other."""
    if known is None or known.status is not Status.WITHDRAWN or known.publication is None:
        return ""
    number, notice = known.id, await ask.services.corrections.last_withdrawal(known.id)
    if notice is None:
        return ask.tr("Brief {number} was withdrawn.", number=number)
    day = ask.tr.date(notice.at.astimezone(zone(ask.chat.timezone)).date())
    return ask.tr("Brief {number} was withdrawn on {date}: {text}", number=number, date=day, text=notice.text)


def _prompt(ask: Ask) -> Screen:
    tr = ask.tr
    text = document(
        [
            para(tr("Which brief? Type its number or words of its title:")),
            para(code("/brief 3"), " · ", code("/brief ngoai giao tom")),
        ]
    )
    return Screen(text, ((button(tr("Newest"), "l", 0),), back(tr)))


def _named_in(text: str) -> str:
    match = re.search(r"/b(\d{1,9})\b", text)
    return match[1] if match else ""
