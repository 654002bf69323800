"""Work on one thing after another, where what breaks holds up none of the others."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from briefs.errors import DamagedError, StoreError


def of_all(error: Exception) -> bool:
    """Tell whether an error meets whatever is tried next, too: the database cannot be used."""
    return isinstance(error, StoreError) and not isinstance(error, DamagedError)


class Isolation:
    """Keeps the first error until all is done; where the database does not answer, nothing else is tried."""

    def __init__(self) -> None:
        self._broken: Exception | None = None

    @contextmanager
    def of(self, name: str) -> Iterator[None]:
        """Do one thing; its error is kept, and names it. One `of_all` is raised at once."""
        try:
            yield
        except Exception as error:
            if of_all(error):
                raise
            error.add_note(name)
            self._broken = self._broken or error

    def end(self) -> None:
        """Raise what broke first, if anything did."""
        if self._broken is not None:
            raise self._broken
