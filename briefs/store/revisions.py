"""The migrations of this version: which there are, and running them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import sqlalchemy as sa

if TYPE_CHECKING:
    from alembic.config import Config


def upgrade(connection: sa.Connection) -> None:
    """Run the missing migrations in the connection's open transaction."""
    from alembic import command

    command.upgrade(_alembic(connection), "head")


def known_revisions() -> set[str]:
    """Return the states that the migrations of this version lead to."""
    from alembic.script import ScriptDirectory

    return {script.revision for script in ScriptDirectory.from_config(_alembic()).walk_revisions()}


def _alembic(connection: sa.Connection | None = None) -> Config:
    # Loading Alembic takes longer than opening a database that needs no migration.
    from alembic.config import Config

    config = Config(attributes={"connection": connection})
    config.set_main_option("script_location", "briefs.store:migrations")
    config.set_main_option("path_separator", "os")
    return config
