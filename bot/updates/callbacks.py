"""The one table of button verbs; `bot.conversation.keyboards.data` writes what is read here.

Buttons live as long as their messages: a verb is never given another meaning, and unknown or broken data is
answered as an old button.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping

from bot.conversation.ask import Ask
from bot.conversation.screen import Notice, Screen
from bot.handlers import (
    backup,
    brief,
    deadlines,
    directives,
    home,
    listing,
    privacy,
    roles,
    search,
    settings,
    source,
    sources,
    stats,
)
from bot.handlers.adding import command as adding
from bot.handlers.adding import making
from bot.handlers.drafting import answers, duties, lines, menu, preview, stated, topics
from bot.handlers.following import manage, muting, what, when, where
from bot.handlers.publishing import desk, history, issuing, moves
from bot.updates.commands import help_

Press = Callable[..., Awaitable[Screen | Notice]]


async def _home(ask: Ask) -> Screen:
    return await home.first_screen(ask)


async def _help(ask: Ask, topic: str = "", origin: str = "") -> Screen:
    return await help_(ask, topic, origin)


VERBS: Mapping[str, Press] = {
    "h": _home,
    "hp": _help,
    "la": home.choose_language,
    "s": search.results,
    "sn": search.near,
    "sy": search.part,
    "fl": search.filters,
    "fa": search.add_filter,
    "fx": search.drop_filters,
    "b": brief.show,
    "o": brief.show_anew,
    "d": brief.duties,
    "q": source.quotations,
    "f": source.full_text,
    "gd": adding.done,
    "gx": adding.drop,
    "gy": making.make_all_the_same,
    "gn": making.drop_held,
    "av": preview.preview,
    "ao": preview.preview_anew,
    "ad": preview.duties,
    "ap": moves.publish,
    "ax": moves.discard,
    "ar": moves.restore,
    "w": desk.desk,
    "wd": desk.drafts,
    "wq": desk.queue,
    "wk": desk.card,
    "wp": desk.preview,
    "ws": moves.submit,
    "wr": moves.send_back,
    "wt": moves.choose_time,
    "wtt": moves.take_time,
    "wc": moves.call_off,
    "wi": issuing.issue,
    "wz": issuing.drop_changes,
    "ww": issuing.choose_reason,
    "wwr": issuing.take_reason,
    "wwy": issuing.withdraw,
    "wx": issuing.correct,
    "wh": history.versions,
    "wj": history.compare,
    "wn": history.audit,
    "wb": backup.release,
    "wv": stats.show,
    "wg": roles.everybody,
    "wgi": roles.invite,
    "wgm": roles.member,
    "wgs": roles.set_role,
    "e": menu.menu,
    "et": menu.take_over,
    "eu": menu.undo_last,
    "er": menu.left_out,
    "erk": menu.put_line_back,
    "ef": stated.edit,
    "ev": stated.suggest,
    "en": stated.skip,
    "ec": stated.clear,
    "ep": topics.topics,
    "ex": topics.toggle,
    "el": lines.list_all,
    "ei": lines.show,
    "em": lines.move,
    "ed": lines.drop,
    "ew": lines.reword,
    "es": lines.choose_sentence,
    "ea": lines.add,
    "eb": duties.choose_bodies,
    "ebt": duties.toggle_body,
    "ebc": duties.take_meaning,
    "ek": duties.choose_deadline,
    "eks": duties.take_deadline,
    "ez": duties.choose_basis,
    "ezt": duties.toggle_basis,
    "eo": answers.overrule,
    "k": directives.body,
    "kl": directives.bodies,
    "ka": directives.on_words,
    "dl": deadlines.listed,
    "l": listing.latest_page,
    "lo": sources.listed,
    "n": listing.document_at,
    "nl": listing.documents_page,
    "sw": what.choose_what,
    "sk": what.choose_subject,
    "sb": what.choose_from_brief,
    "st": when.choose_when,
    "sh": when.choose_hour,
    "ss": when.confirm,
    "ms": manage.list_all,
    "mn": manage.list_anew,
    "us": manage.end,
    "rs": manage.revive,
    "sq": what.choose_search,
    "sm": when.choose_monthday,
    "sc": where.choose,
    "sx": where.choose_other,
    "um": where.move_back,
    "mo": manage.list_other,
    "su": manage.show,
    "sp": manage.send_sample,
    "pz": manage.pause,
    "pr": manage.resume,
    "pm": muting.pause_all,
    "pu": muting.resume_all,
    "ua": manage.ask_to_end_all,
    "ra": manage.revive_all,
    "c": settings.overview,
    "cl": settings.choose_language,
    "cz": settings.choose_zone,
    "cs": settings.set_zone,
    "cm": settings.move_digests,
    "cq": settings.choose_quiet,
    "ck": settings.set_quiet,
    "cn": settings.set_counting,
    "p": privacy.overview,
    "pd": privacy.download,
    "pe": privacy.ask_to_erase,
    "px": privacy.erase,
}

MANAGING = frozenset(
    {
        *("la", "ss", "us", "rs", "um", "sp", "pz", "pr", "pm", "pu", "ua", "ra"),
        *("cl", "cs", "cm", "ck", "cn", "pd", "pe", "px"),
    }
)
"""Verbs that change what a chat gets or what is kept about it: in groups only for admins."""
