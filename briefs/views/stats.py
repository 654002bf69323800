"""What publishers see of the service: how much there is, what was sent, what readers look for in vain."""

from __future__ import annotations

from briefs.blocks import Document, Gap, Heading, Line, Para, Points, bold, document, line, para
from briefs.store.misses import Miss
from briefs.store.stats import Statistics
from briefs.views.context import ViewContext


def stats(seen: Statistics, context: ViewContext) -> Document:
    """Return the counts, then the words most often searched for in vain."""
    tr = context.tr
    rows = (
        (tr("Briefs published"), seen.published),
        (tr("Drafts"), seen.drafts),
        (tr("Subscriptions"), seen.subscriptions),
        (tr("Chats that follow something"), seen.following),
        (tr("Messages sent in 7 days"), seen.sent),
        (tr("Not delivered in 7 days"), seen.dead),
        (tr("Searches today"), seen.searches_today),
        (tr("Searches in 7 days"), seen.searches),
        (tr("Searches without result in 30 days"), seen.misses),
    )
    words = tuple(_in_vain(miss, context) for miss in seen.words)
    return document(
        [
            Heading(line(tr("Statistics"))),
            Para(tuple(line(f"{name}: ", bold(tr.number(value))) for name, value in rows)),
            Gap(),
            para(tr("Most often searched for in vain:")) if words else None,
            Points(words) if words else None,
        ]
    )


def _in_vain(miss: Miss, context: ViewContext) -> Line:
    return line(bold(miss.words), f": {context.tr.plural('{n} time', '{n} times', miss.count)}")
