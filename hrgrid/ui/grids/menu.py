"""What the tree offers for one area."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QMenu, QWidget

from hrgrid.core.rights import Right
from hrgrid.ui.session import Session
from hrgrid.workforce.queries import AreaRow
from hrgrid.workforce.rules import Level


def area_menu(session: Session, area: AreaRow, parent: QWidget) -> QMenu:
    """Grids of the part, and for who may edit a new one, another name or another parent."""
    menu = QMenu(parent)

    def offer(text: str, does: Callable[[], object]) -> None:
        menu.addAction(text).triggered.connect(lambda *_: does())

    def form(kind: str) -> None:
        from hrgrid.ui.grids import forms

        getattr(forms, kind)(session, area.id, area.name, parent).exec()

    offer(
        f"{area.name}的网格：看、拆分、合并…", lambda: session.go("workforce", f"grids/{area.id}")
    )
    if session.may(Right.EDIT_WORKFORCE):
        if area.level is Level.COMMUNITY:
            offer("新建网格…", lambda: form("NewGridDialog"))
        if menu.actions():
            menu.addSeparator()
        offer("更名…", lambda: form("RenameDialog"))
        if area.parent_id is not None:
            offer("改属…", lambda: form("MoveDialog"))
    return menu
