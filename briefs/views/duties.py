"""Who must do what: duties of one brief, duties of one body, and the bodies that have any."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from briefs.blocks import Block, Document, Gap, Heading, Line, Para, bold, code, document, italic, line, para
from briefs.library import BodyDuties
from briefs.model import Body, Brief, Directive, Duty
from briefs.store.briefs import BodyCount
from briefs.views.brief import SINGLE_BODIES, clip
from briefs.views.context import Page, ViewContext, capitalised, joined

DUTIES_A_PAGE = 5
"""Five duties with who, when and why fill a phone screen and a scroll, well below the message limit."""

BODIES_A_PAGE = 10
WORDS_SHOWN = 60


@dataclass(frozen=True, slots=True)
class _Item:
    section: str
    duty: Duty
    number: int


def brief_duties(brief: Brief, page: int, context: ViewContext) -> Document:
    """Return one page of a brief's duties, grouped by who is responsible."""
    tr = context.tr
    numbered = enumerate(brief.content.directives, start=1)
    duties = sorted((Duty(brief.id, n, d, brief.title) for n, d in numbered), key=_precedence)
    items = [_Item(_responsible(d.directive, context), d, n) for n, d in enumerate(duties, start=1)]
    shown = Page.of(page, DUTIES_A_PAGE, len(items))
    common = _Common.of(brief.content.directives)
    return document(
        [
            Heading(line(tr("Who must do what"), ": ", tr.plural("{n} duty", "{n} duties", len(items)))),
            para(brief.title, f" → /b{brief.id}", aside=True),
            *_common_facts(brief.content.directives, common, context),
            *_sections(shown.take(items), context, common=common),
            *shown.footer(tr),
        ]
    )


def body_duties(found: BodyDuties, page: int, context: ViewContext) -> Document:
    """Return one page of a body's duties: those it leads, joins, oversees, shares and gives, apart."""
    tr = context.tr
    groups = (
        (tr("Leads or carries out"), found.led),
        (tr("Works with the lead"), found.joined),
        (tr("Follows up"), found.overseen),
        (tr("Shared with others"), found.shared),
        (tr("Given to others"), found.ordered),
    )
    sections = [(title, duty) for title, duties in groups for duty in duties]
    items = [_Item(title, duty, n) for n, (title, duty) in enumerate(sections, start=1)]
    shown = Page.of(page, DUTIES_A_PAGE, len(items))
    return document(
        [
            Heading(line(context.name(found.entry.key), ": ", _body_counts(found, context))),
            *_succession(found, context),
            _not_named(found, context),
            *_sections(shown.take(items), context, asked=found),
            *shown.footer(tr),
        ]
    )


def duties_about(words: str, duties: Sequence[Duty], page: int, context: ViewContext) -> Document:
    """Return one page of the duties that speak of some words, under the briefs that they stand in."""
    tr = context.tr
    items = [_Item(f"{duty.brief_title} → /b{duty.brief_id}", duty, n) for n, duty in enumerate(duties, 1)]
    shown = Page.of(page, DUTIES_A_PAGE, len(items))
    count = tr.plural("{n} duty", "{n} duties", len(items))
    return document(
        [
            Heading(line(tr("Duties on “{words}”", words=clip(words, WORDS_SHOWN)), ": ", count)),
            *_sections(shown.take(items), context, told=True),
            *shown.footer(tr),
        ]
    )


def bodies(counts: Sequence[BodyCount], page: int, context: ViewContext) -> Document:
    """Return the bodies that have duties, with how many they lead and share."""
    tr = context.tr
    heading = Heading(line(tr("Who must do what")))
    if not counts:
        return document([heading, para(tr("No published brief has a duty yet."))])
    shown = Page.of(page, BODIES_A_PAGE, len(counts))
    example = code("/directives bo cong thuong")
    rows = [
        line(bold(f"{n}. {context.name(count.key)}"), f": {_list_counts(count, context)}")
        for n, count in enumerate(shown.take(counts), start=shown.start + 1)
    ]
    return document(
        [
            heading,
            Para((context.say("Choose a body below, or type its name: {example}", example=example),)),
            Gap(),
            Para(tuple(rows)),
            *shown.footer(tr),
        ]
    )


def _body_counts(found: BodyDuties, context: ViewContext) -> str:
    """Return “leads 4 duties, joins in 1 duty, 3 shared duties”, leaving out what is none."""
    tr, parts = context.tr, []
    if found.led:
        parts.append(tr.plural("leads {n} duty", "leads {n} duties", len(found.led)))
    if found.joined:
        parts.append(tr.plural("joins in {n} duty", "joins in {n} duties", len(found.joined)))
    if found.overseen:
        parts.append(tr.plural("follows up {n} duty", "follows up {n} duties", len(found.overseen)))
    if found.shared:
        parts.append(tr.plural("{n} shared duty", "{n} shared duties", len(found.shared)))
    if found.ordered:
        parts.append(tr.plural("gives {n} duty to others", "gives {n} duties to others", len(found.ordered)))
    return ", ".join(parts) or tr("no duty yet")


def _list_counts(count: BodyCount, context: ViewContext) -> str:
    tr, parts = context.tr, []
    if count.lead:
        parts.append(tr.plural("leads {n} duty", "leads {n} duties", count.lead))
    if count.shared:
        parts.append(tr.plural("named in {n} duty", "named in {n} duties", count.shared))
    return ", ".join(parts)


def _succession(found: BodyDuties, context: ViewContext) -> Iterator[Block]:
    """Say which older bodies are included, or which body follows an older one."""
    tr, entry = context.tr, found.entry
    older = [context.name(key) for key in found.family if key in entry.predecessors]
    if older:
        yield para(tr("Includes what was given to: {bodies}.", bodies=", ".join(older)), aside=True)
    if entry.successor:
        successor = context.name(entry.successor)
        yield para(tr("Now: {body}; its duties are included.", body=successor), aside=True)
    if entry.note and context.tr.language == "vi":
        yield para(entry.note, aside=True)


def _not_named(found: BodyDuties, context: ViewContext) -> Block | None:
    """Say of a body that no duty names to whom those that are shown are given."""
    if found.named or not found.shared:
        return None
    return para(context.tr("No duty names it yet; these are given to groups that include it."))


@dataclass(frozen=True, slots=True)
class _Common:
    """What most duties on a screen share, said once above them; a duty that differs says so itself."""

    issuer: Body | None = None
    basis: tuple[str, ...] = ()

    @classmethod
    def of(cls, directives: Sequence[Directive]) -> _Common:
        issuers = Counter(directive.issuer for directive in directives)
        bases = Counter(directive.basis for directive in directives)
        return cls(issuers.most_common(1)[0][0], bases.most_common(1)[0][0]) if directives else cls()


_NOTHING_COMMON = _Common()


def _common_facts(directives: Sequence[Directive], common: _Common, context: ViewContext) -> Iterator[Block]:
    tr = context.tr
    dated = any(directive.deadline for directive in directives)
    parts = (
        _labelled(tr("Ordered by"), (common.issuer,) if common.issuer else (), context),
        f"{tr('Basis')}: {', '.join(common.basis)}" if common.basis else "",
        f"{tr('Deadline')}: {tr('not stated')}",
    )
    alike = {(d.issuer, d.basis) for d in directives} == {(common.issuer, common.basis)}
    exception = "" if alike and not dated else f" ({tr('unless said below')})"
    yield Para((line(*joined(parts), exception),))


def _sections(
    items: Sequence[_Item],
    context: ViewContext,
    asked: BodyDuties | None = None,
    common: _Common = _NOTHING_COMMON,
    *,
    told: bool = False,
) -> Iterator[Block]:
    """Yield duties under the headings of their sections; `told` says of each who has to act."""
    for title, section in groupby(items, key=lambda item: item.section):
        yield Gap()
        yield Heading(line(title))
        for facts, group in groupby(
            section, key=lambda item: _facts(item.duty, context, asked, common, told=told)
        ):
            yield Para(tuple(_action(item, context) for item in group))
            if facts:
                yield Para(facts)


def _action(item: _Item, context: ViewContext) -> Line:
    directive = item.duty.directive
    where = context.where(directive.citations)
    number, action = bold(f"{item.number}. "), capitalised(directive.action)
    return line(number, action, italic(f" [{where}]") if where else "")


def _precedence(duty: Duty) -> tuple[int, str]:
    """Order duties: a lead before other bodies, these before groups, and those for nobody named last."""
    directive = duty.directive
    keys = [body.key or "" for body in directive.responsible]
    single = any(key.startswith(SINGLE_BODIES) for key in keys)
    rank = 0 if single and directive.lead else 1 if single else 2 if keys else 3
    return rank, " ".join(sorted(keys))


def _facts(
    duty: Duty, context: ViewContext, asked: BodyDuties | None, common: _Common, *, told: bool = False
) -> tuple[Line, ...]:
    """Return who, when and why of a duty; what neighbours share is shown once, what all share not again."""
    tr, directive = context.tr, duty.directive
    known = not told if asked is None else _alone(directive, asked)
    then = _named_then(directive, asked)
    gives = asked is not None and duty in asked.ordered
    issuer = None if gives or directive.issuer == common.issuer else directive.issuer
    basis = "" if directive.basis == common.basis else ", ".join(directive.basis)
    who = (
        tr("then named {body}", body=then) if then else "",
        "" if known else who_acts(directive, context),
        _labelled(tr("With"), directive.partners, context),
        _labelled(tr("Followed up by"), directive.overseers, context),
    )
    why = (
        _deadline(directive, context, always=told or asked is not None),
        _labelled(tr("Ordered by"), (issuer,) if issuer else (), context),
        f"{tr('Basis')}: {basis}" if basis else "",
    )
    rows = (joined(who), line(*joined(why), f" → /b{duty.brief_id}" if asked else ""))
    return tuple(row for row in rows if row)


def _deadline(directive: Directive, context: ViewContext, *, always: bool) -> str:
    tr = context.tr
    if directive.deadline is None:
        return f"{tr('Deadline')}: {tr('not stated')}" if always else ""
    return f"{tr('Deadline')}: {directive.deadline.text}"


def _alone(directive: Directive, asked: BodyDuties) -> bool:
    """Say whether the asked body alone answers for the duty, so that the heading says it already."""
    alike = (body.key in asked.family and not _of_place(body, asked) for body in directive.responsible)
    return all(alike)


def _of_place(body: Body, asked: BodyDuties) -> bool:
    """Say whether a body is that of one place where such bodies of all places were asked for."""
    return body.key is not None and body.key.startswith(f"{asked.entry.key}@")


def _named_then(directive: Directive, asked: BodyDuties | None) -> str:
    """Return the name under which a body of today, or one that follows the asked body, was told to act."""
    if asked is None:
        return ""
    told = [*directive.responsible, *directive.partners, *directive.overseers]
    members = [body for body in told if body.key in asked.family and not _of_place(body, asked)]
    others = [body.name for body in members if body.key != asked.entry.key]
    return others[0] if others else ""


def who_acts(directive: Directive, context: ViewContext) -> str:
    """Return who answers for a duty: “Lead: …” or “For: …”, nothing where nobody is named."""
    label = context.tr("Lead") if directive.lead else context.tr("For")
    return _labelled(label, directive.responsible, context)


def _labelled(label: str, bodies: Sequence[Body], context: ViewContext) -> str:
    names = ", ".join(context.body(body) for body in bodies)
    return f"{label}: {names}" if names else ""


def _responsible(directive: Directive, context: ViewContext) -> str:
    names = ", ".join(context.body(body) for body in directive.responsible)
    if not names:
        return context.tr("Those concerned")
    return context.tr("{body} (lead)", body=names) if directive.lead else names
