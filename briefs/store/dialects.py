"""The one thing that SQLAlchemy spells differently for the two databases."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa


def insert_or_ignore(dialect: str, table: sa.Table) -> Any:
    """Return an INSERT that leaves a row alone where a unique key is already taken."""
    # Each is loaded where it is used: that of PostgreSQL loads its driver.
    if dialect == "postgresql":
        from sqlalchemy.dialects.postgresql import insert as postgresql_insert

        return postgresql_insert(table).on_conflict_do_nothing()
    from sqlalchemy.dialects.sqlite import insert as sqlite_insert

    return sqlite_insert(table).on_conflict_do_nothing()
