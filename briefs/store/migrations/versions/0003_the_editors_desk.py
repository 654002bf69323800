"""People with roles, an audit, drafts in the making, open questions, likeness, searches in vain."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from briefs.store.types import CleanText as Text
from briefs.store.types import UtcDateTime as Time

revision = "0003"
down_revision = "0002"

ROW_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Make the new tables, and the columns that older ones lacked."""
    op.add_column("revisions", sa.Column("note", Text(), server_default="", nullable=False))
    op.add_column(
        "chats", sa.Column("count_searches", sa.Boolean(), server_default=sa.true(), nullable=False)
    )
    _people()
    _making()
    _likeness()
    _doubts()
    op.create_table(
        "search_misses",
        sa.Column("words", Text(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("words", "day", name=op.f("pk_search_misses")),
    )
    op.create_index("ix_search_misses_day", "search_misses", ["day"])


def _people() -> None:
    op.create_table(
        "staff",
        sa.Column("channel", Text(), nullable=False),
        sa.Column("address", Text(), nullable=False),
        sa.Column("role", Text(), nullable=False),
        sa.Column("name", Text(), server_default="", nullable=False),
        sa.Column("granted_by", Text(), nullable=False),
        sa.Column("granted_at", Time(), nullable=False),
        sa.PrimaryKeyConstraint("channel", "address", name=op.f("pk_staff")),
    )
    op.create_table(
        "audit",
        sa.Column("id", ROW_ID, autoincrement=True, nullable=False),
        sa.Column("at", Time(), nullable=False),
        sa.Column("actor", Text(), nullable=False),
        sa.Column("act", Text(), nullable=False),
        sa.Column("brief_id", ROW_ID, nullable=True),
        sa.Column("details", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_audit_brief_id"), "audit", ["brief_id"])
    _append_only("audit")


def _append_only(table: str) -> None:
    """Let the database itself refuse to change or delete rows."""
    if op.get_bind().dialect.name == "sqlite":
        for act in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER {table}_no_{act.lower()} BEFORE {act} ON {table} "
                f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
            )
        return
    op.execute(
        f"CREATE FUNCTION {table}_append_only() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN RAISE EXCEPTION '{table} is append-only'; END $$"
    )
    op.execute(
        f"CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE ON {table} "
        f"FOR EACH ROW EXECUTE FUNCTION {table}_append_only()"
    )


def _making() -> None:
    op.create_table(
        "editorial",
        sa.Column("brief_id", ROW_ID, autoincrement=False, nullable=False),
        sa.Column("created_by", Text(), server_default="", nullable=False),
        sa.Column("submitted_by", Text(), server_default="", nullable=False),
        sa.Column("publish_at", Time(), nullable=True),
        sa.Column("publish_by", Text(), server_default="", nullable=False),
        sa.Column("editor", Text(), server_default="", nullable=False),
        sa.Column("editor_name", Text(), server_default="", nullable=False),
        sa.Column("editing_at", Time(), nullable=True),
        sa.ForeignKeyConstraint(
            ["brief_id"], ["briefs.id"], name=op.f("fk_editorial_brief_id_briefs"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("brief_id", name=op.f("pk_editorial")),
    )
    op.create_index(op.f("ix_editorial_publish_at"), "editorial", ["publish_at"])
    op.create_table(
        "workbenches",
        sa.Column("brief_id", ROW_ID, autoincrement=False, nullable=False),
        sa.Column("state", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["brief_id"], ["briefs.id"], name=op.f("fk_workbenches_brief_id_briefs"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("brief_id", name=op.f("pk_workbenches")),
    )
    op.create_table(
        "dialogues",
        sa.Column("chat", Text(), nullable=False),
        sa.Column("person", Text(), nullable=False),
        sa.Column("kind", Text(), nullable=False),
        sa.Column("data", sa.JSON(), nullable=False),
        sa.Column("expires_at", Time(), nullable=False),
        sa.PrimaryKeyConstraint("chat", "person", name=op.f("pk_dialogues")),
    )
    op.create_index(op.f("ix_dialogues_expires_at"), "dialogues", ["expires_at"])


def _likeness() -> None:
    op.create_table(
        "sketches",
        sa.Column("article_id", ROW_ID, autoincrement=False, nullable=False),
        sa.Column("hashes", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["article_id"], ["articles.id"], name=op.f("fk_sketches_article_id_articles"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("article_id", name=op.f("pk_sketches")),
    )
    op.create_table(
        "sketch_keys",
        sa.Column("hash", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("article_id", ROW_ID, autoincrement=False, nullable=False),
        sa.ForeignKeyConstraint(
            ["article_id"],
            ["articles.id"],
            name=op.f("fk_sketch_keys_article_id_articles"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("hash", "article_id", name=op.f("pk_sketch_keys")),
    )
    op.create_index("ix_sketch_keys_article_id", "sketch_keys", ["article_id"])


def _doubts() -> None:
    op.create_table(
        "doubts",
        sa.Column("delivery_id", ROW_ID, autoincrement=False, nullable=False),
        sa.Column("chat_id", ROW_ID, nullable=False),
        sa.Column("floor", sa.BigInteger(), nullable=False),
        sa.Column("noted_at", Time(), nullable=False),
        sa.ForeignKeyConstraint(
            ["delivery_id"],
            ["deliveries.id"],
            name=op.f("fk_doubts_delivery_id_deliveries"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["chat_id"], ["chats.id"], name=op.f("fk_doubts_chat_id_chats"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("delivery_id", name=op.f("pk_doubts")),
    )
    op.create_index(op.f("ix_doubts_chat_id"), "doubts", ["chat_id"])
    op.create_table(
        "talks",
        sa.Column("chat_id", ROW_ID, autoincrement=False, nullable=False),
        sa.Column("talked_at", Time(), nullable=False),
        sa.ForeignKeyConstraint(
            ["chat_id"], ["chats.id"], name=op.f("fk_talks_chat_id_chats"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("chat_id", name=op.f("pk_talks")),
    )
