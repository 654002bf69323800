"""Work on one thing after another, where what breaks holds up none of the others."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from briefs.errors import StoreError


class Isolation:
    """Keeps the first error until all is done; where the database does not answer, nothing else is tried."""

    def __init__(self) -> None:
        self._broken: Exception | None = None

    @contextmanager
    def of(self, name: str) -> Iterator[None]:
        """Do one thing; its error is kept, and names it. StoreError is raised at once."""
        try:
            yield
        except StoreError:
            raise
        except Exception as error:
            error.add_note(name)
            self._broken = self._broken or error

    def end(self) -> None:
        """Raise what broke first, if anything did."""
        if self._broken is not None:
            raise self._broken
