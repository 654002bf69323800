"""What SQLAlchemy spells differently for the two databases."""

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


def given_rows(dialect: str, name: str, **columns: sa.types.TypeEngine[Any]) -> sa.FromClause:
    """Return a table of the rows in one parameter `name`: JSON text, objects with these columns.

    One statement for hundreds of rows takes a fraction of the time of as many statements.
    """
    rows = sa.bindparam(name, type_=sa.Text)
    if dialect == "postgresql":
        typed = (sa.column(column, kind) for column, kind in columns.items())
        table = sa.func.json_to_recordset(sa.cast(rows, sa.JSON)).table_valued(*typed)
        return table.render_derived(name=name, with_types=True)
    row = sa.func.json_each(rows).table_valued("value", name=f"{name}_row").c.value
    read = (sa.func.json_extract(row, f"$.{key}", type_=kind).label(key) for key, kind in columns.items())
    return sa.select(*read).subquery(name)
