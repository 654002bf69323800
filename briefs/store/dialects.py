"""The one thing that SQLAlchemy spells differently for the two databases."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite


def insert_or_ignore(dialect: str, table: sa.Table) -> Any:
    """Return an INSERT that leaves a row alone where a unique key is already taken."""
    insert = postgresql.insert if dialect == "postgresql" else sqlite.insert
    return insert(table).on_conflict_do_nothing()
