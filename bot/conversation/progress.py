"""What is told while something takes time: one message, which the answer then takes the place of."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

Show = Callable[[str, int | None], Awaitable[int]]


class Progress:
    """Tells how far the work is; `place` is the number of the message where that stands, None before.

    `show` writes a text into the message of a number, or into a new one, and returns its number.
    """

    def __init__(self, show: Show | None = None, place: int | None = None) -> None:
        self._show = show
        self._text = ""
        self.place = place

    async def __call__(self, text: str) -> None:
        """Say what is done now."""
        if self._show is not None and text != self._text:
            self.place = await self._show(text, self.place)
            self._text = text

    @property
    def told(self) -> bool:
        """Whether anything was said."""
        return bool(self._text)
