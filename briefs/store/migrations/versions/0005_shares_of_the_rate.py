"""Processes have shares of the common rate, and no longer turns."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from briefs.store.types import CleanText as Text
from briefs.store.types import UtcDateTime as Time

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    """Make the table anew: what it held was over in half a second."""
    op.drop_table("rate_budgets")
    op.create_table(
        "rate_budgets",
        sa.Column("name", Text(), nullable=False),
        sa.Column("shares", sa.JSON(), nullable=False),
        sa.Column("closed_until", Time(), nullable=True),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_rate_budgets")),
    )
