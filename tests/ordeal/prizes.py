"""What clients race for."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from hrgrid.storage.desk import Desk


@dataclass(frozen=True)
class Prize:
    """What a client knows before the start, what it does, what losers hear (one of these).

    `prepare` makes ready for so many rounds and clients, on an office whose clock it may set
    ahead; the race is run `days` ahead.
    """

    look: Callable[[Desk, int, int], Any]
    grab: Callable[[Desk, Any, int, int], Any]
    consolation: tuple[str, ...]
    prepare: Callable[[str, int, int], None] | None = None
    days: int = 0
