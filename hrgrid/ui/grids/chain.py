"""包联 drawn as a chain: who stands behind a grid, each with an arrow to the next."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from hrgrid.ui.cards import Glyph
from hrgrid.ui.forms import label
from hrgrid.workforce.queries.grids import HolderRow

Links = Sequence[tuple[str, tuple[HolderRow, ...]]]


class Chain(QWidget):
    """From the leader down to the worker."""

    def __init__(self, links: Links) -> None:
        super().__init__()
        told = "；".join(f"{role} {_names(held) or '没有登记'}" for role, held in links)
        self.setAccessibleName(f"包联：{told}")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        for at, (role, held) in enumerate(links):
            if at:
                row.addWidget(Glyph("arrow-right", "text3", 16))
            row.addWidget(_link(role, held), 1)


def _names(held: Sequence[HolderRow]) -> str:
    return "、".join(dict.fromkeys(one.name for one in held))


def _link(role: str, held: Sequence[HolderRow]) -> QWidget:
    box = QFrame()
    box.setProperty("role", "well")
    column = QVBoxLayout(box)
    column.setContentsMargins(10, 6, 10, 6)
    column.setSpacing(2)
    column.addWidget(label(role, "caption", wraps=True))
    if held:
        column.addWidget(label(_names(held), "strong", wraps=True))
        places = "、".join(dict.fromkeys(one.place for one in held if one.place))
        if places:
            column.addWidget(label(f"在{places}", "caption", wraps=True))
    else:
        column.addWidget(label("没有登记", "captionWarn", wraps=True))
    column.addStretch()
    return box
