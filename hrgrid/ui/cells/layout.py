"""Which columns of a list are shown, in which order and how wide: remembered with the screen."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field
from typing import Any

from hrgrid.ui.settings import Entry

_VERSION = 1


@dataclass(frozen=True)
class ListLayout:
    """Keys of columns in their order, those shown (None: as the window allows), widths in px.

    Widths are those at the standard text size; a column without one has its usual width.
    """

    order: tuple[str, ...] = ()
    shown: tuple[str, ...] | None = None
    widths: dict[str, int] = field(default_factory=dict)

    def write(self) -> str:
        """As text for the settings."""
        return json.dumps(asdict(self) | {"version": _VERSION}, ensure_ascii=True)

    @classmethod
    def read(cls, text: str) -> ListLayout:
        """From the settings; ValueError or KeyError where it is damaged or of another version."""
        kept: Any = json.loads(text)
        if not isinstance(kept, dict) or kept["version"] != _VERSION:
            raise ValueError("a layout of another version")
        shown = kept["shown"]
        return cls(
            tuple(map(str, kept["order"])),
            None if shown is None else tuple(map(str, shown)),
            {str(key): int(width) for key, width in dict(kept["widths"]).items()},
        )


def layout_entry(name: str) -> Entry[ListLayout]:
    """What the settings remember of the list called `name`."""
    return Entry(f"lists/{name}", ListLayout(), ListLayout.read, ListLayout.write)
