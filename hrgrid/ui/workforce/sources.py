"""Opening a grid's card or a person's file by id alone: what found them knows no more."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from hrgrid.storage.work import UnitOfWork
from hrgrid.ui.session import Session
from hrgrid.workforce.queries import person_card
from hrgrid.workforce.queries.dossier import grid_card


def open_source(session: Session, part: str, over: QWidget) -> None:
    """`grid/ID` opens the card of a grid, `file/ID` the file of a person, over a page."""
    kind, _, key = part.partition("/")
    own = int(key)

    def read(work: UnitOfWork) -> str:
        if kind == "grid":
            return grid_card(work, own, work.day).row.name
        return person_card(work, own).name

    session.tasks.read(read, lambda name: _open(session, kind, own, name, over))


def _open(session: Session, kind: str, own: int, name: str, over: QWidget) -> None:
    from hrgrid.ui.grids.card import GridDialog
    from hrgrid.ui.workforce.file_dialog import FileDialog

    made = (GridDialog if kind == "grid" else FileDialog)(session, own, name, over)
    made.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    # Not `exec`: a dialog that ran inside the answer would keep the next answers waiting.
    made.open()
