"""What drivers raise when a database cannot be used, told in one clear line."""

from __future__ import annotations

import sqlite3

import sqlalchemy as sa

from briefs.errors import StoreConflictError, StoreError, StoreUnavailableError

_LOST = (sa.exc.TimeoutError, ConnectionError)


class store_errors:  # noqa: N801 - reads as a statement
    """Turn what drivers raise when a database cannot be used into StoreError with one clear line.

    While `connecting`, errors of the network and the system are the database's too; later not always.
    """

    def __init__(self, url: sa.URL, *, connecting: bool = False) -> None:
        self._url = url
        self._connecting = connecting

    def __enter__(self) -> None:
        """Start watching."""

    def __exit__(self, kind: object, error: BaseException | None, trace: object) -> None:
        """Raise the clear error in place of the driver's."""
        if error is None or isinstance(error, StoreError):
            return
        clear = _explain(self._url, error)
        if clear is None and self._connecting and isinstance(error, OSError):
            clear = StoreUnavailableError(f"{_where(self._url)} does not answer ({_line(error)}).")
        if clear is not None:
            raise clear from error


def _explain(url: sa.URL, error: BaseException) -> StoreError | None:
    """Find the clear error for what a driver raised; None where the fault is in our own statement."""
    cause = error.orig if isinstance(error, sa.exc.DBAPIError) and error.orig is not None else error
    cause = cause.__cause__ or cause
    if isinstance(cause, sqlite3.DatabaseError) and not isinstance(cause, sqlite3.IntegrityError):
        return _explain_sqlite(url, str(cause))
    if url.get_backend_name() == "postgresql":
        clear = _explain_postgres(url, cause)
        if clear is not None:
            return clear
    lost = isinstance(error, sa.exc.DBAPIError) and error.connection_invalidated
    if lost or isinstance(cause, _LOST):
        return StoreUnavailableError(f"{_where(url)} does not answer ({_line(cause)}).")
    return None


def _explain_postgres(url: sa.URL, cause: BaseException) -> StoreError | None:
    import asyncpg  # a tenth of a second that a bot on SQLite need not wait

    if isinstance(cause, asyncpg.InvalidAuthorizationSpecificationError):
        return StoreError(f"{_where(url)} refused the login: {_line(cause)}.")
    if isinstance(cause, asyncpg.InvalidCatalogNameError):
        return StoreError(f"There is no database {url.database!r} at {_where(url)}: create it with createdb.")
    if isinstance(cause, asyncpg.InsufficientPrivilegeError):
        return StoreError(f"The user may not use {_where(url)}: {_line(cause)}.")
    if isinstance(cause, asyncpg.DeadlockDetectedError | asyncpg.SerializationError):
        return StoreConflictError(
            f"{_where(url)} broke off what others wrote at the same time ({_line(cause)}): try again."
        )
    lost = (
        asyncpg.PostgresConnectionError,
        asyncpg.CannotConnectNowError,
        asyncpg.TooManyConnectionsError,
        asyncpg.AdminShutdownError,
        asyncpg.CrashShutdownError,
        asyncpg.InterfaceError,
    )
    if isinstance(cause, lost):
        return StoreUnavailableError(f"{_where(url)} does not answer ({_line(cause)}).")
    return None


def _explain_sqlite(url: sa.URL, text: str) -> StoreError | None:
    if "not a database" in text:
        return StoreError(f"{url.database} is not an SQLite database: set another DATABASE_URL.")
    if "unable to open" in text or "readonly" in text:
        return StoreError(f"{url.database} cannot be opened for writing: check its permissions.")
    if "malformed" in text:
        return StoreError(f"{url.database} is damaged ({text}): restore a backup.")
    if "locked" in text or "busy" in text:
        return StoreUnavailableError(f"{url.database} is locked by another program: stop it and try again.")
    if "full" in text or "disk I/O" in text:
        return StoreUnavailableError(f"{url.database} cannot be written ({text}): check the disk.")
    return None


def _where(url: sa.URL) -> str:
    if url.get_backend_name() == "sqlite":
        return str(url.database or "The database in memory")
    return f"PostgreSQL at {url.host or 'localhost'}:{url.port or 5432}"


def _line(error: BaseException) -> str:
    return (str(error) or type(error).__name__).splitlines()[0].rstrip(".")
