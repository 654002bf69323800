"""How often a delivery may have arrived is counted apart from how often it failed."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    """Make the column; what failed before counts as certain."""
    op.add_column("deliveries", sa.Column("doubts", sa.Integer(), nullable=False, server_default="0"))
