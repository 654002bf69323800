"""Giving memory back to the system."""

from __future__ import annotations

import ctypes


def give_back() -> None:
    """Return what was freed to the system, where the C library is glibc.

    It keeps freed memory below small objects that live on: after a bulk build that is as much as the index
    (https://man7.org/linux/man-pages/man3/malloc_trim.3.html).
    """
    trim = getattr(ctypes.CDLL(None), "malloc_trim", None)
    if trim is not None:
        trim(0)
