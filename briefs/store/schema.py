"""The tables. Migrations bring an older database to this shape; a test holds the two together."""

from __future__ import annotations

import sqlalchemy as sa

from briefs.store.types import CleanText, UtcDateTime

HEAD = "0006"
"""The newest migration; a database at this revision opens without loading Alembic."""

metadata = sa.MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
        "pk": "pk_%(table_name)s",
    }
)

# SQLite numbers rows by itself only in an INTEGER primary key.
RowId = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_FLAG = sa.Boolean(create_constraint=False)


def _id() -> sa.Column[int]:
    return sa.Column("id", RowId, primary_key=True, autoincrement=True)


def _ref(target: str, name: str, *, primary_key: bool = False) -> sa.Column[int]:
    return sa.Column(
        name,
        RowId,
        sa.ForeignKey(f"{target}.id", ondelete="CASCADE"),
        nullable=False,
        primary_key=primary_key,
        autoincrement=False,
    )


def _time(name: str, *, required: bool = False) -> sa.Column[object]:
    return sa.Column(name, UtcDateTime, nullable=not required)


def _text(name: str, *, default: str | None = None, required: bool = True) -> sa.Column[str]:
    return sa.Column(name, CleanText, nullable=not required, server_default=default)


articles = sa.Table(
    "articles",
    metadata,
    _id(),
    sa.Column("external_id", CleanText, unique=True),
    sa.Column("url", CleanText, index=True),
    _text("title"),
    sa.Column("paragraphs", sa.JSON, nullable=False),
    _time("created_at", required=True),
)

briefs = sa.Table(
    "briefs",
    metadata,
    _id(),
    sa.Column("article_id", RowId, sa.ForeignKey("articles.id"), nullable=False, unique=True),
    sa.Column("slug", CleanText, unique=True),
    _text("status"),
    sa.Column("revision", sa.Integer, nullable=False),
    _text("title"),
    sa.Column("content", sa.JSON, nullable=False),
    _text("content_hash"),
    sa.Column("source_date", sa.Date),
    _time("published_at"),
    # The change counter when the brief was first published. Transactions end in the order of the counter, so
    # whoever has seen a number has seen all below it; with times a slow transaction could slip in behind.
    sa.Column("publication", sa.BigInteger, index=True),
    _time("updated_at", required=True),
    # The change counter when the row was last written: readers ask for what is newer than they saw.
    sa.Column("change", sa.BigInteger, nullable=False, index=True),
    sa.Index("ix_briefs_status_published_at", "status", "published_at"),
    sqlite_autoincrement=True,
)

revisions = sa.Table(
    "revisions",
    metadata,
    _ref("briefs", "brief_id", primary_key=True),
    sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
    _text("kind"),
    sa.Column("content", sa.JSON, nullable=False),
    _text("author", default=""),
    _text("note", default=""),
    _time("created_at", required=True),
)

brief_tags = sa.Table(
    "brief_tags",
    metadata,
    _ref("briefs", "brief_id", primary_key=True),
    sa.Column("key", CleanText, primary_key=True),
    sa.Index("ix_brief_tags_key", "key", "brief_id"),
)

duties = sa.Table(
    "duties",
    metadata,
    _ref("briefs", "brief_id", primary_key=True),
    sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("role", CleanText, primary_key=True),
    sa.Column("body_key", CleanText, primary_key=True),
    sa.Index("ix_duties_body_key", "body_key", "role"),
)

counters = sa.Table(
    "counters",
    metadata,
    sa.Column("name", CleanText, primary_key=True),
    sa.Column("value", sa.BigInteger, nullable=False),
)

chats = sa.Table(
    "chats",
    metadata,
    _id(),
    _text("channel"),
    _text("address"),
    _text("kind"),
    _text("title", default=""),
    _text("language", default="vi"),
    _text("timezone"),
    _text("quiet_from", required=False),
    _text("quiet_to", required=False),
    # Whether its searches without result are counted, by words alone.
    sa.Column(
        "count_searches", sa.Boolean(create_constraint=False), nullable=False, server_default=sa.true()
    ),
    _time("created_at", required=True),
    _text("ended_reason", required=False),
    _time("ended_at"),
    sa.UniqueConstraint("channel", "address"),
    # A chat may be erased while its digest is on the way: the answer must not meet the row of a new one.
    sqlite_autoincrement=True,
)

subscriptions = sa.Table(
    "subscriptions",
    metadata,
    _id(),
    _ref("chats", "chat_id"),
    _text("thread", default=""),
    sa.Column("criteria", sa.JSON, nullable=False),
    _text("criteria_key"),
    _text("kind"),
    _text("at"),
    sa.Column("weekday", sa.Integer),
    sa.Column("monthday", sa.Integer),
    _text("timezone"),
    sa.Column("active", _FLAG, nullable=False),
    sa.Column("covered", sa.BigInteger, nullable=False),
    _time("covered_until", required=True),
    _time("next_due"),
    _time("paused_until"),
    _text("ended_reason", required=False),
    _time("created_at", required=True),
    _time("last_sent_at"),
    sa.UniqueConstraint("chat_id", "thread", "criteria_key"),
    sa.Index("ix_subscriptions_active_next_due", "active", "next_due"),
    sa.Index("ix_subscriptions_active_kind_covered", "active", "kind", "covered"),
    # A number once shown on a button must never come to mean another subscription.
    sqlite_autoincrement=True,
)

digest_runs = sa.Table(
    "digest_runs",
    metadata,
    _id(),
    _text("kind"),
    _text("window_key"),
    _text("timezone"),
    _text("state"),
    _text("error", required=False),
    _time("created_at", required=True),
    sa.UniqueConstraint("kind", "window_key", "timezone"),
)

deliveries = sa.Table(
    "deliveries",
    metadata,
    _id(),
    _ref("digest_runs", "run_id"),
    _ref("chats", "chat_id"),
    _text("thread", default=""),
    sa.Column("part", sa.Integer, nullable=False),
    _text("state"),
    sa.Column("payload", sa.JSON, nullable=False),
    sa.Column("attempts", sa.Integer, nullable=False, server_default="0"),  # that failed
    sa.Column("doubts", sa.Integer, nullable=False, server_default="0"),  # of these, that may have arrived
    _time("not_before", required=True),
    _time("lease_until"),
    _text("owner", required=False),
    sa.Column("message_id", sa.BigInteger),
    _text("error", required=False),
    _time("created_at", required=True),
    _time("sent_at"),
    sa.UniqueConstraint("run_id", "chat_id", "thread", "part"),
    sa.Index("ix_deliveries_state_not_before", "state", "not_before"),
    sa.Index("ix_deliveries_chat_id_state", "chat_id", "state"),
    sqlite_autoincrement=True,
)

saved_queries = sa.Table(
    "saved_queries",
    metadata,
    sa.Column("id", CleanText, primary_key=True),
    _text("chat"),
    _text("text"),
    _time("created_at", required=True),
    _time("expires_at", required=True),
    sa.Index("ix_saved_queries_expires_at", "expires_at"),
    sa.Index("ix_saved_queries_chat", "chat"),
)

planner_ticks = sa.Table(
    "planner_ticks",
    metadata,
    sa.Column("name", CleanText, primary_key=True),
    _text("owner"),
    _time("ticked_at", required=True),
)

seen_updates = sa.Table(
    "seen_updates",
    metadata,
    sa.Column("update_id", sa.BigInteger, primary_key=True, autoincrement=False),
    sa.Column("seen_at", UtcDateTime, nullable=False, index=True),
)

incidents = sa.Table(
    "incidents",
    metadata,
    sa.Column("name", CleanText, primary_key=True),
    _time("opened_at", required=True),
)

# Deliveries that are being sent, or were when their sender died: their messages may have arrived, with a
# number above `floor`. What else is sent to the chat meanwhile takes the row away.
doubts = sa.Table(
    "doubts",
    metadata,
    _ref("deliveries", "delivery_id", primary_key=True),
    sa.Column("chat_id", RowId, sa.ForeignKey("chats.id", ondelete="CASCADE"), nullable=False, index=True),
    sa.Column("floor", sa.BigInteger, nullable=False),
    _time("noted_at", required=True),
)

# When a chat was last sent anything beside deliveries, while the resolver is on.
talks = sa.Table(
    "talks",
    metadata,
    _ref("chats", "chat_id", primary_key=True),
    _time("talked_at", required=True),
)

# `shares` says of each process that sends how many messages of any second are its (`held`), how many it
# wants, and until when it is taken to live, in seconds since 1970.
rate_budgets = sa.Table(
    "rate_budgets",
    metadata,
    sa.Column("name", CleanText, primary_key=True),
    sa.Column("shares", sa.JSON, nullable=False),
    _time("closed_until"),
)

staff = sa.Table(
    "staff",
    metadata,
    sa.Column("channel", CleanText, primary_key=True),
    sa.Column("address", CleanText, primary_key=True),
    _text("role"),
    _text("name", default=""),
    _text("granted_by"),
    _time("granted_at", required=True),
)

# Triggers made by the migration refuse every change of a row.
audit = sa.Table(
    "audit",
    metadata,
    _id(),
    _time("at", required=True),
    _text("actor"),
    _text("act"),
    sa.Column("brief_id", RowId, index=True),
    sa.Column("details", sa.JSON, nullable=False),
    sqlite_autoincrement=True,
)

# The state of a brief's making that readers never see: who made it and handed it in, when it is to be
# published and at whose word, and who has it open for editing.
editorial = sa.Table(
    "editorial",
    metadata,
    _ref("briefs", "brief_id", primary_key=True),
    _text("created_by", default=""),
    _text("submitted_by", default=""),
    sa.Column("publish_at", UtcDateTime, index=True),
    _text("publish_by", default=""),
    _text("editor", default=""),
    _text("editor_name", default=""),
    _time("editing_at"),
)

# What editors have at hand beside the text of a brief: lines left out, suggestions, former states.
workbenches = sa.Table(
    "workbenches",
    metadata,
    _ref("briefs", "brief_id", primary_key=True),
    sa.Column("state", sa.JSON, nullable=False),
)

dialogues = sa.Table(
    "dialogues",
    metadata,
    sa.Column("chat", CleanText, primary_key=True),
    sa.Column("person", CleanText, primary_key=True),
    _text("kind"),
    sa.Column("data", sa.JSON, nullable=False),
    sa.Column("expires_at", UtcDateTime, nullable=False, index=True),
)

sketches = sa.Table(
    "sketches",
    metadata,
    _ref("articles", "article_id", primary_key=True),
    sa.Column("hashes", sa.LargeBinary, nullable=False),
)

# The smallest hashes of each sketch: texts that share none of them are not alike.
sketch_keys = sa.Table(
    "sketch_keys",
    metadata,
    sa.Column("hash", sa.BigInteger, primary_key=True, autoincrement=False),
    _ref("articles", "article_id", primary_key=True),
    sa.Index("ix_sketch_keys_article_id", "article_id"),
)

search_misses = sa.Table(
    "search_misses",
    metadata,
    sa.Column("words", CleanText, primary_key=True),
    sa.Column("day", sa.Date, primary_key=True),
    sa.Column("count", sa.Integer, nullable=False),
    sa.Index("ix_search_misses_day", "day"),
)
