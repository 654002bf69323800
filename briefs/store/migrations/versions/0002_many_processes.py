"""Updates that were taken and incidents that were told, for many processes; numbers never given out twice."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from briefs.store.types import CleanText as Text
from briefs.store.types import UtcDateTime as Time

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Make the new tables; on SQLite, number chats and deliveries so that no number comes back.

    A chat may be erased while its digest is on the way: the answer must not meet a new chat's row.
    """
    op.create_table(
        "seen_updates",
        sa.Column("update_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("seen_at", Time(), nullable=False),
        sa.PrimaryKeyConstraint("update_id", name=op.f("pk_seen_updates")),
    )
    op.create_index(op.f("ix_seen_updates_seen_at"), "seen_updates", ["seen_at"])
    op.create_table(
        "incidents",
        sa.Column("name", Text(), nullable=False),
        sa.Column("opened_at", Time(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_incidents")),
    )
    if op.get_bind().dialect.name == "sqlite":
        for table in ("chats", "deliveries"):
            with op.batch_alter_table(table, recreate="always", table_kwargs={"sqlite_autoincrement": True}):
                pass
