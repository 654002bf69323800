"""Who drew turns from the common rate last, and until when several are taken to; reports from now on."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from briefs.store.types import CleanText as Text
from briefs.store.types import UtcDateTime as Time

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """Make the new columns; nobody has drawn yet. What was done before is not reported."""
    op.add_column("rate_budgets", sa.Column("drawn_by", Text(), nullable=True))
    op.add_column("rate_budgets", sa.Column("shared_until", Time(), nullable=True))
    last = "SELECT 'reported', id FROM audit ORDER BY id DESC LIMIT 1"
    op.execute(f"INSERT INTO counters (name, value) {last}")
