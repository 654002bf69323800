"""How Python itself is set for a process that answers and delivers: its threads and its garbage collector."""

from __future__ import annotations

import gc
import sys

_SWITCH_S = 0.0005
"""After how long a busy thread lets others go on; Python's own is 5 ms.

Planning and searching run beside the event loop, and an answer changes hands ten times. While 20,000
subscriptions were planned, the slowest twentieth of the searches took 60 instead of 200 ms.
"""
_YOUNG = 20_000
"""Objects that are made before the youngest are looked through; Python's 700 are made by two requests."""


def tune_interpreter() -> None:
    """Let threads take turns quickly, and the collector leave out what was built until now, and come seldom.

    Modules, the registry and the search index stay until the end. To look through them again and again held
    everything up, by 90 ms each time without an index, and was a fifth of the CPU time of a delivery
    (https://docs.python.org/3/library/gc.html#gc.freeze).
    """
    sys.setswitchinterval(_SWITCH_S)
    gc.collect()
    gc.freeze()
    gc.set_threshold(_YOUNG, *gc.get_threshold()[1:])
