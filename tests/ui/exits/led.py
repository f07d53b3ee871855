"""An office with cases of exit at several stages, for the page of exits."""

from __future__ import annotations

from hrgrid.exits.rules.words import Trigger
from hrgrid.storage.desk import Desk
from tests.exits.office import heard, opened, reassessed, settle, warned

__all__ = ["at_many_stages", "settle"]


def at_many_stages(desk: Desk) -> dict[str, int]:
    """A case of each, by what it shows."""
    return {
        "heard": heard(desk, "赵一"),
        "warned": warned(desk, "周五"),
        "reassessed": reassessed(desk, "钱二"),
        "reviewing": opened(desk, "李四", Trigger.OTHER),
    }
