"""The sheet of 三无三零 for tests: opened, looked at on the disk, typed by real keys."""

from __future__ import annotations

from PySide6.QtTest import QTest

from hrgrid.assessment.queries.themes import theme_sheet
from hrgrid.assessment.rules.themes import Cell, Typed
from hrgrid.storage.desk import Desk
from hrgrid.ui.stars.themes import ThemesDialog
from hrgrid.ui.stars.themes_note import NoteDialog
from tests.assessment.office import AT, area
from tests.ui.hands import in_dialog

NOTE = "9 月 3 日发生一起盗窃"


def stored(desk: Desk, street: str = "东街道") -> dict[Cell, Typed]:
    """What counts on the disk."""
    sheet = desk.read(lambda work: theme_sheet(work, AT, area(desk, street).id))
    return {
        (row.id, code): Typed(one.mark, one.note)
        for row in sheet.grids
        for code, one in row.marks.items()
        if one.mark is not None
    }


def at(box: ThemesDialog, code: str, row: int = 0) -> Cell:
    """The cursor on a theme of the grid in a row."""
    cell = (box.model.grids[row].id, code)
    box.grid.go(cell)
    return cell


def writes(note: str, seen: list[str] | None = None) -> None:
    """What happened, in the next dialog that asks, with Enter."""

    def write(box: NoteDialog) -> None:
        if seen is not None:
            seen.append(box.field.text())
        # Chinese comes from an input method and not from single keys.
        box.field.setText(note)
        QTest.keyClick(box.field, "\r")

    in_dialog(NoteDialog, write)
