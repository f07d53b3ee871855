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
            gc.enable()
