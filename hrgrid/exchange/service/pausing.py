"""A pause of Python's garbage collector while many small values are made.

Rows and readings refer to nothing that refers back to them; the collector would walk all of them
again each time that some thousands more exist, for a third of the time of a large import.
"""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def collector_paused() -> Iterator[None]:
    """Collect nothing within; afterwards it runs as before."""
    was_running = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_running:
            _grow_old()
            gc.enable()


def _grow_old() -> None:
    """Let whatever was made count as old, as if the collector had walked it and found it in use.

    Not where something was frozen on purpose: to thaw it again would cost more than one walk.
    """
    if not gc.get_freeze_count():
        gc.freeze()
        gc.unfreeze()
