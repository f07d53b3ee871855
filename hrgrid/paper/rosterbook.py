"""The rosters of roster.py as a workbook: a sheet a list, ready to print on A4.

Every cell is text, whatever it begins with; names of two characters are spread by the cell and
hold no blank. Fonts are only named, those that Windows and WPS have.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from hrgrid.core.names.spelling import without_selectors
from hrgrid.paper import official
from hrgrid.paper.roster import SLOTS, Roster, Section, Slot, Trace, check_people, slot_lines
from hrgrid.paper.worksheets import sheet_name, text_cell

# The title and the count come again on every page, so it holds two lines less.
_TITLE_ROWS = (3, 4)
# 22 of them stay within the 225 mm of the text: at the pitch of 29.5 pt the last one would not.
_HEIGHT = 28.5
_THIRD, _SECOND, _SIXTH = 16, 22, 8

# In Excel's unit, a digit of the workbook's own face: 1 + 2 × 5 columns take the width of the
# text. 宋体 is that face, 8 px in Excel and WPS; where another with 7 px takes its place, a name
# of three characters still has room. The usual face made the lines wider than the page wherever
# it is lacking.
_INDENT, _NAME, _GAP = 3.0, 9.3, 3.2
_LAST = 1 + 2 * SLOTS
_MM = 25.4


def write_roster_workbook(path: Path, rosters: Sequence[Roster], trace: Trace | None = None) -> int:
    """Write the lists; returns how many people stand on them."""
    import openpyxl

    check_people(rosters)
    workbook = openpyxl.Workbook()
    del workbook[workbook.active.title]
    workbook.properties.creator = "hrgrid"
    _name_face(workbook)
    for roster in rosters:
        _Sheet(workbook, roster).write(trace)
    workbook.save(path)
    return sum(roster.count for roster in rosters)


def _name_face(workbook: Any) -> None:
    """The face by whose digits widths are counted."""
    from openpyxl.styles import Font

    # openpyxl has no other way to the face of the style that all others come from.
    workbook._fonts[0] = Font(name="宋体", size=11)  # noqa: SLF001


class _Sheet:
    """One list on its sheet, written row by row."""

    def __init__(self, workbook: Any, roster: Roster) -> None:
        self._sheet = workbook.create_sheet(sheet_name(roster.title, workbook.sheetnames))
        self._roster = roster
        self._row = 0
        self._on_page = 0
        self._set_columns()

    def write(self, trace: Trace | None) -> None:
        """All rows, then how the sheet is printed."""
        self._across(self._roster.annex, "黑体", _THIRD)
        self._next_row()
        self._across(self._roster.title, "宋体", _SECOND, centred=True, bold=True)
        self._across(self._roster.count_line, "楷体", _THIRD, centred=True)
        self._next_row()
        for heading, section in self._roster.headings():
            self._write_section(heading, section)
        if trace:
            self._next_row()
            self._across(trace.text, "宋体", _SIXTH)
        self._set_page()

    def _write_section(self, heading: str, section: Section) -> None:
        if heading:
            self._across(heading, "楷体", _THIRD, begin=2, kept=2)
        if not self._roster.detailed:
            for slots in slot_lines(section.people):
                self._next_row()
                for slot in slots:
                    self._name(slot)
            return
        for person in section.people:
            self._next_row()
            self._name(Slot(0, 1, person))
            self._text(4, person.sex, "仿宋", _THIRD, horizontal="center")
            self._merge(5, _LAST)
            place = self._text(5, f"{person.unit}{person.post}", "仿宋", _THIRD)
            self._shrink(place)

    def _name(self, slot: Slot) -> None:
        name = without_selectors(slot.person.name)
        first = 2 + 2 * slot.place
        wide = slot.places > 1 or len(name) > 3
        cell = self._text(first, name, "仿宋", _THIRD, horizontal="left" if wide else "distributed")
        if wide:
            self._merge(first, min(first + 2 * slot.places - 1, _LAST))
            self._shrink(cell)

    def _across(
        self,
        text: str,
        font: str,
        size: int,
        *,
        begin: int = 1,
        centred: bool = False,
        bold: bool = False,
        kept: int = 1,
    ) -> None:
        self._next_row(kept)
        self._merge(begin, _LAST)
        horizontal = "center" if centred else "left"
        self._text(begin, text, font, size, horizontal=horizontal, bold=bold)

    def _text(
        self,
        column: int,
        text: str,
        font: str,
        size: int,
        *,
        horizontal: str = "left",
        bold: bool = False,
    ) -> Any:
        from openpyxl.styles import Alignment, Font

        cell = text_cell(self._sheet, self._row, column, text)
        cell.font = Font(name=font, size=size, bold=bold)
        cell.alignment = Alignment(horizontal=horizontal, vertical="center")
        return cell

    @staticmethod
    def _shrink(cell: Any) -> None:
        from openpyxl.styles import Alignment

        cell.alignment = Alignment(horizontal="left", vertical="center", shrink_to_fit=True)

    def _merge(self, first: int, last: int) -> None:
        self._sheet.merge_cells(
            start_row=self._row, end_row=self._row, start_column=first, end_column=last
        )

    def _next_row(self, kept: int = 1) -> None:
        """Go to a new row that stands on one page with the `kept` - 1 ones after it."""
        from openpyxl.worksheet.pagebreak import Break

        if self._on_page + kept > official.LINES:
            self._sheet.row_breaks.append(Break(id=self._row))
            self._on_page = len(_TITLE_ROWS)
        self._row += 1
        self._on_page += 1
        self._sheet.row_dimensions[self._row].height = _HEIGHT

    def _set_columns(self) -> None:
        from openpyxl.utils import get_column_letter

        widths = [_INDENT, *([_NAME, _GAP] * SLOTS)]
        for column, width in enumerate(widths, start=1):
            self._sheet.column_dimensions[get_column_letter(column)].width = width

    def _set_page(self) -> None:
        """GB/T 9704: margins, and page numbers at the outer edges."""
        from openpyxl.utils import get_column_letter

        sheet = self._sheet
        sheet.page_setup.paperSize = sheet.PAPERSIZE_A4
        sheet.page_setup.orientation = "portrait"
        sheet.print_area = f"A1:{get_column_letter(_LAST)}{self._row}"
        sheet.print_title_rows = f"{_TITLE_ROWS[0]}:{_TITLE_ROWS[1]}"
        margins = sheet.page_margins
        margins.left, margins.right = official.LEFT / 10 / _MM, 26 / _MM
        margins.top, margins.bottom = official.TOP / 10 / _MM, 35 / _MM
        margins.header, margins.footer = 15 / _MM, 22 / _MM
        sheet.HeaderFooter.differentOddEven = True
        for place in (sheet.oddFooter.right, sheet.evenFooter.left):
            place.text, place.font, place.size = "— &P —", "宋体,Regular", 14
