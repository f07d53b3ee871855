"""Opening a grid's card or a person's file by id alone: what found them knows no more."""

from __future__ import annotations

from PySide6.QtCore import QTimer
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

    def show(name: str) -> None:
        # A dialog that ran inside the answer would keep the next answers waiting.
        QTimer.singleShot(0, over, lambda: _open(session, kind, own, name, over))

    session.tasks.read(read, show)


def _open(session: Session, kind: str, own: int, name: str, over: QWidget) -> None:
    if kind == "grid":
        from hrgrid.ui.grids.card import GridDialog

        GridDialog(session, own, name, over).exec()
    else:
        from hrgrid.ui.workforce.file_dialog import FileDialog

        FileDialog(session, own, name, over).exec()
