"""What Python's garbage collector looks through while the bot works."""

from __future__ import annotations

import gc

_YOUNG = 20_000
"""Objects that are made before the youngest are looked through; Python's 700 are made by two requests."""


def spare_what_stays() -> None:
    """Leave what was built until now out of all further rounds of the collector, and let it come less often.

    Modules, the registry and the search index stay until the end. To look through them again and again held
    everything up, by 90 ms each time without an index, and was a fifth of the CPU time of a delivery
    (https://docs.python.org/3/library/gc.html#gc.freeze).
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(_YOUNG, *gc.get_threshold()[1:])
