"""The first shape."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from briefs.store.types import CleanText as Text
from briefs.store.types import UtcDateTime as Time

revision = "0001"
down_revision = None

ROW_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Make all tables."""
    _briefs()
    _delivery()
    _queries()


def _briefs() -> None:
    op.create_table(
        "articles",
        sa.Column("id", ROW_ID, autoincrement=True, nullable=False),
        sa.Column("external_id", Text(), nullable=True),
        sa.Column("url", Text(), nullable=True),
        sa.Column("title", Text(), nullable=False),
        sa.Column("paragraphs", sa.JSON(), nullable=False),
        sa.Column("created_at", Time(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_articles")),
        sa.UniqueConstraint("external_id", name=op.f("uq_articles_external_id")),
    )
    op.create_index(op.f("ix_articles_url"), "articles", ["url"])
    op.create_table(
        "briefs",
        sa.Column("id", ROW_ID, autoincrement=True, nullable=False),
        sa.Column("article_id", ROW_ID, nullable=False),
        sa.Column("slug", Text(), nullable=True),
        sa.Column("status", Text(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("title", Text(), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.Column("content_hash", Text(), nullable=False),
        sa.Column("source_date", sa.Date(), nullable=True),
        sa.Column("published_at", Time(), nullable=True),
        sa.Column("publication", sa.BigInteger(), nullable=True),
        sa.Column("updated_at", Time(), nullable=False),
        sa.Column("change", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["article_id"], ["articles.id"], name=op.f("fk_briefs_article_id_articles")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_briefs")),
        sa.UniqueConstraint("article_id", name=op.f("uq_briefs_article_id")),
        sa.UniqueConstraint("slug", name=op.f("uq_briefs_slug")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_briefs_change"), "briefs", ["change"])
    op.create_index(op.f("ix_briefs_publication"), "briefs", ["publication"])
    op.create_index("ix_briefs_status_published_at", "briefs", ["status", "published_at"])
    op.create_table(
        "revisions",
        sa.Column("brief_id", ROW_ID, autoincrement=False, nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("kind", Text(), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.Column("author", Text(), server_default="", nullable=False),
        sa.Column("created_at", Time(), nullable=False),
        sa.ForeignKeyConstraint(
            ["brief_id"], ["briefs.id"], name=op.f("fk_revisions_brief_id_briefs"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("brief_id", "number", name=op.f("pk_revisions")),
    )
    op.create_table(
        "brief_tags",
        sa.Column("brief_id", ROW_ID, autoincrement=False, nullable=False),
        sa.Column("key", Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["brief_id"], ["briefs.id"], name=op.f("fk_brief_tags_brief_id_briefs"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("brief_id", "key", name=op.f("pk_brief_tags")),
    )
    op.create_index("ix_brief_tags_key", "brief_tags", ["key", "brief_id"])
    op.create_table(
        "duties",
        sa.Column("brief_id", ROW_ID, autoincrement=False, nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("role", Text(), nullable=False),
        sa.Column("body_key", Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["brief_id"], ["briefs.id"], name=op.f("fk_duties_brief_id_briefs"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("brief_id", "number", "role", "body_key", name=op.f("pk_duties")),
    )
    op.create_index("ix_duties_body_key", "duties", ["body_key", "role"])
    op.create_table(
        "counters",
        sa.Column("name", Text(), nullable=False),
        sa.Column("value", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_counters")),
    )
    op.execute("INSERT INTO counters (name, value) VALUES ('briefs', 0)")


def _delivery() -> None:
    op.create_table(
        "chats",
        sa.Column("id", ROW_ID, autoincrement=True, nullable=False),
        sa.Column("channel", Text(), nullable=False),
        sa.Column("address", Text(), nullable=False),
        sa.Column("kind", Text(), nullable=False),
        sa.Column("title", Text(), server_default="", nullable=False),
        sa.Column("language", Text(), server_default="vi", nullable=False),
        sa.Column("timezone", Text(), nullable=False),
        sa.Column("quiet_from", Text(), nullable=True),
        sa.Column("quiet_to", Text(), nullable=True),
        sa.Column("created_at", Time(), nullable=False),
        sa.Column("ended_reason", Text(), nullable=True),
        sa.Column("ended_at", Time(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_chats")),
        sa.UniqueConstraint("channel", "address", name=op.f("uq_chats_channel_address")),
    )
    op.create_table(
        "subscriptions",
        sa.Column("id", ROW_ID, autoincrement=True, nullable=False),
        sa.Column("chat_id", ROW_ID, autoincrement=False, nullable=False),
        sa.Column("thread", Text(), server_default="", nullable=False),
        sa.Column("criteria", sa.JSON(), nullable=False),
        sa.Column("criteria_key", Text(), nullable=False),
        sa.Column("kind", Text(), nullable=False),
        sa.Column("at", Text(), nullable=False),
        sa.Column("weekday", sa.Integer(), nullable=True),
        sa.Column("monthday", sa.Integer(), nullable=True),
        sa.Column("timezone", Text(), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("covered", sa.BigInteger(), nullable=False),
        sa.Column("covered_until", Time(), nullable=False),
        sa.Column("next_due", Time(), nullable=True),
        sa.Column("paused_until", Time(), nullable=True),
        sa.Column("ended_reason", Text(), nullable=True),
        sa.Column("created_at", Time(), nullable=False),
        sa.Column("last_sent_at", Time(), nullable=True),
        sa.ForeignKeyConstraint(
            ["chat_id"], ["chats.id"], name=op.f("fk_subscriptions_chat_id_chats"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_subscriptions")),
        sa.UniqueConstraint(
            "chat_id", "thread", "criteria_key", name=op.f("uq_subscriptions_chat_id_thread_criteria_key")
        ),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_subscriptions_active_kind_covered", "subscriptions", ["active", "kind", "covered"])
    op.create_index("ix_subscriptions_active_next_due", "subscriptions", ["active", "next_due"])
    op.create_table(
        "digest_runs",
        sa.Column("id", ROW_ID, autoincrement=True, nullable=False),
        sa.Column("kind", Text(), nullable=False),
        sa.Column("window_key", Text(), nullable=False),
        sa.Column("timezone", Text(), nullable=False),
        sa.Column("state", Text(), nullable=False),
        sa.Column("error", Text(), nullable=True),
        sa.Column("created_at", Time(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_digest_runs")),
        sa.UniqueConstraint(
            "kind", "window_key", "timezone", name=op.f("uq_digest_runs_kind_window_key_timezone")
        ),
    )
    op.create_table(
        "deliveries",
        sa.Column("id", ROW_ID, autoincrement=True, nullable=False),
        sa.Column("run_id", ROW_ID, autoincrement=False, nullable=False),
        sa.Column("chat_id", ROW_ID, autoincrement=False, nullable=False),
        sa.Column("thread", Text(), server_default="", nullable=False),
        sa.Column("part", sa.Integer(), nullable=False),
        sa.Column("state", Text(), nullable=False),
        sa.Column("payload", sa.JSON(), nullable=False),
        sa.Column("attempts", sa.Integer(), server_default="0", nullable=False),
        sa.Column("not_before", Time(), nullable=False),
        sa.Column("lease_until", Time(), nullable=True),
        sa.Column("owner", Text(), nullable=True),
        sa.Column("message_id", sa.BigInteger(), nullable=True),
        sa.Column("error", Text(), nullable=True),
        sa.Column("created_at", Time(), nullable=False),
        sa.Column("sent_at", Time(), nullable=True),
        sa.ForeignKeyConstraint(
            ["chat_id"], ["chats.id"], name=op.f("fk_deliveries_chat_id_chats"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["run_id"], ["digest_runs.id"], name=op.f("fk_deliveries_run_id_digest_runs"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_deliveries")),
        sa.UniqueConstraint(
            "run_id", "chat_id", "thread", "part", name=op.f("uq_deliveries_run_id_chat_id_thread_part")
        ),
    )
    op.create_index("ix_deliveries_chat_id_state", "deliveries", ["chat_id", "state"])
    op.create_index("ix_deliveries_state_not_before", "deliveries", ["state", "not_before"])
    op.create_table(
        "planner_ticks",
        sa.Column("name", Text(), nullable=False),
        sa.Column("owner", Text(), nullable=False),
        sa.Column("ticked_at", Time(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_planner_ticks")),
    )
    op.create_table(
        "rate_budgets",
        sa.Column("name", Text(), nullable=False),
        sa.Column("tokens", sa.Float(), nullable=False),
        sa.Column("rate", sa.Float(), nullable=False),
        sa.Column("refilled_at", Time(), nullable=False),
        sa.Column("closed_until", Time(), nullable=True),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_rate_budgets")),
    )


def _queries() -> None:
    op.create_table(
        "saved_queries",
        sa.Column("id", Text(), nullable=False),
        sa.Column("chat", Text(), nullable=False),
        sa.Column("text", Text(), nullable=False),
        sa.Column("created_at", Time(), nullable=False),
        sa.Column("expires_at", Time(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_saved_queries")),
    )
    op.create_index("ix_saved_queries_chat", "saved_queries", ["chat"])
    op.create_index("ix_saved_queries_expires_at", "saved_queries", ["expires_at"])
