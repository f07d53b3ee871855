"""What the tree offers for one area."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QMenu, QWidget

from hrgrid.core.rights import Right
from hrgrid.ui.session import Session
from hrgrid.workforce.queries import AreaRow
from hrgrid.workforce.rules import Level

# Above a street the cards are too many to print in one go.
_PRINTED_FROM = Level.STREET


def area_menu(session: Session, area: AreaRow, parent: QWidget) -> QMenu:
    """Grids of the part and their 八定, and for who may edit a new one, another name or parent."""
    menu = QMenu(parent)
    deeds = _Deeds(session, area, parent)

    def offer(text: str, does: Callable[[], object]) -> None:
        menu.addAction(text).triggered.connect(lambda *_: does())

    offer(f"{area.name}的网格：看、拆分、合并…", deeds.listing)
    if area.level.depth >= _PRINTED_FROM.depth:
        offer("打印八定卡…", deeds.print_cards)
        offer("导出八定一览表…", deeds.export_list)
    if session.may(Right.EDIT_WORKFORCE) and session.day is None:
        if area.level is Level.COMMUNITY:
            offer("新建网格…", lambda: deeds.form("NewGridDialog"))
        if area.level.depth < Level.GRID.depth:
            offer("统一填写八定…", deeds.terms)
        if menu.actions():
            menu.addSeparator()
        offer("更名…", lambda: deeds.form("RenameDialog"))
        if area.parent_id is not None:
            offer("改属…", lambda: deeds.form("MoveDialog"))
    return menu


class _Deeds:
    """What the entries do; what they need is loaded when they are chosen."""

    def __init__(self, session: Session, area: AreaRow, parent: QWidget) -> None:
        self._session, self._area, self._parent = session, area, parent

    def listing(self) -> None:
        self._session.go("workforce", f"grids/{self._area.id}")

    def print_cards(self) -> None:
        from hrgrid.ui.grids.eight_papers import EightPapers

        EightPapers(self._session, self._parent).print_cards(self._area.id, self._area.name)

    def export_list(self) -> None:
        from hrgrid.ui.grids.eight_papers import EightPapers

        EightPapers(self._session, self._parent).export_list(self._area.id, self._area.name)

    def terms(self) -> None:
        from hrgrid.ui.grids.fact_forms import TermsDialog

        TermsDialog(self._session, self._area, self._parent).exec()

    def form(self, kind: str) -> None:
        from hrgrid.ui.grids import forms

        getattr(forms, kind)(self._session, self._area.id, self._area.name, self._parent).exec()
