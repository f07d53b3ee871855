"""包联 drawn as a chain: who stands behind a grid, each with an arrow to the next."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from hrgrid.ui.cards import Glyph
from hrgrid.ui.forms import label
from hrgrid.workforce.queries.dossier import RoleRow
from hrgrid.workforce.queries.grids import HolderRow


class Chain(QWidget):
    """From the leader down to the worker; `deeds` by role stand where nobody does."""

    def __init__(
        self, links: Sequence[RoleRow], deeds: Mapping[str, QWidget] | None = None
    ) -> None:
        super().__init__()
        told = "；".join(f"{one.label} {_names(one.held) or '没有登记'}" for one in links)
        self.setAccessibleName(f"包联：{told}")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        for at, role in enumerate(links):
            if at:
                row.addWidget(Glyph("arrow-right", "text3", 16))
            row.addWidget(_link(role, (deeds or {}).get(role.code)), 1)


def _names(held: Sequence[HolderRow]) -> str:
    return "、".join(dict.fromkeys(one.name for one in held))


def _link(role: RoleRow, deed: QWidget | None) -> QWidget:
    box = QFrame()
    box.setProperty("role", "well")
    column = QVBoxLayout(box)
    column.setContentsMargins(10, 6, 10, 6)
    column.setSpacing(2)
    column.addWidget(label(role.label, "caption", wraps=True))
    held = role.held
    if held:
        column.addWidget(label(_names(held), "strong", wraps=True))
        places = "、".join(dict.fromkeys(one.place for one in held if one.place))
        if places:
            column.addWidget(label(f"在{places}", "caption", wraps=True))
    else:
        line = QHBoxLayout()
        line.addWidget(label("没有登记", "captionWarn", wraps=True), 1)
        if deed is not None:
            line.addWidget(deed)
        column.addLayout(line)
    column.addStretch()
    return box
