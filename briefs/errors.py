"""One tree of errors; each knows whether trying again can help and which message a user may see."""

from __future__ import annotations


class DiemTinError(Exception):
    """The root of all errors raised on purpose.

    `permanent` says that the same call will fail again; `message` is safe to show and tells what to do next.
    """

    permanent = True

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


class SettingsError(DiemTinError):
    """A setting is missing or wrong."""


class InputError(DiemTinError):
    """What was handed in cannot be used: a file, a line, an argument."""


class SourceUnavailableError(InputError):
    """The site that was named does not answer as it should now; later it may."""

    permanent = False


class StoreError(DiemTinError):
    """The database cannot be used."""


class DamagedError(StoreError):
    """A row of the database was damaged; others can be used."""


class StoreUnavailableError(StoreError):
    """The database does not answer now; later it may."""

    permanent = False


class StoreConflictError(StoreUnavailableError):
    """Others wrote the same at the same time, and nothing was written for the one who asked."""


class NewerSchemaError(StoreError):
    """The database was written by a newer version of Điểm Tin."""


class NotFoundError(DiemTinError):
    """What was asked for does not exist, or is not published."""


class UnreadableError(DiemTinError):
    """What is stored cannot be read: it was damaged, or written by a version that is not known."""


class NotAllowedError(DiemTinError):
    """The one who asks may not do this, or not in the state the brief is in."""


class SnapshotError(DiemTinError):
    """A snapshot of the search index is missing, broken or another version's: the index is built anew."""
