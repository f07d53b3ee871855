"""A list said once, for pages and for the sheets of a workbook: its columns, rows and notes."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from pathlib import Path

from hrgrid.core.progress import Progress
from hrgrid.paper.forms import Form
from hrgrid.paper.roster import Trace
from hrgrid.paper.sheets import CellForm, SheetColumn, SheetPlan, Struck, Value, write_workbook
from hrgrid.paper.tables import Page, Side, Table, TableColumn, TableRow, write_tables


@dataclass(frozen=True)
class Column:
    """A heading, its width on a sheet in characters, its share of a page."""

    heading: str
    width: int
    share: int
    form: CellForm = CellForm.TEXT
    side: Side = Side.LEFT
    names: bool = False
    bars: bool = False


def number(heading: str, width: int = 8, share: int = 20) -> Column:
    """A column of counts."""
    return Column(heading, width, share, CellForm.WHOLE, Side.CENTRE)


def text(heading: str, width: int, share: int) -> Column:
    """A column of texts."""
    return Column(heading, width, share)


def middle(heading: str, width: int, share: int) -> Column:
    """A column of short texts in the middle."""
    return Column(heading, width, share, CellForm.TEXT, Side.CENTRE)


def day(heading: str, width: int, share: int) -> Column:
    """A column of days, which a sheet can sort."""
    return Column(heading, width, share, CellForm.DATE, Side.CENTRE)


def named(share: int, width: int = 10) -> Column:
    """The column of names: of two characters as wide as three."""
    return Column("姓名", width, share, names=True)


def mark(heading: str, share: int = 24) -> Column:
    """A column of marks; a reason may stand in one's place."""
    return Column(heading, 10, share, CellForm.TWO_PLACES, Side.RIGHT)


def bar(heading: str, share: int = 60) -> Column:
    """A column of shares, each with its bar."""
    return Column(heading, 22, share, CellForm.SHARE, Side.RIGHT, bars=True)


@dataclass(frozen=True)
class Row:
    """The values of a row; `heading` stands above it on pages, on a new one where `fresh`.

    `foot` goes across below it there, for those who sign a room's page.
    """

    values: tuple[Value, ...]
    heading: str = ""
    foot: str = ""
    fresh: bool = False
    strong: bool = False


@dataclass(frozen=True)
class Listed:
    """One list. `name` is that of its sheet, `owner` the column by which a row is called,
    None the first that holds names.

    `notes` follow the last row; `signs` do so on pages only. `traced` closes it with the
    journal's entry about it. `people` counts whom the record tells of; None counts the rows.
    A `large` one is printed on A3.
    """

    title: str
    name: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    left: str
    right: str
    notes: tuple[str, ...] = ()
    signs: tuple[str, ...] = ()
    owner: int | None = None
    standing: bool = False
    airy: int = 0
    size: int = 900
    traced: bool = False
    people: int | None = None
    large: bool = False

    @property
    def counted(self) -> int:
        """How many stand on it."""
        return len(self.rows) if self.people is None else self.people


def write_lists(
    path: Path,
    lists: Sequence[Listed],
    form: Form,
    trace: Trace | None = None,
    progress: Progress | None = None,
) -> int:
    """Write all lists as the sheets of a workbook, or one after another as pages.

    Returns how many sheets or pages. Raises UserError naming whom no font draws.
    """
    if form is Form.XLSX:
        write_workbook(path, [_plan(one, trace) for one in lists])
        return len(lists)
    return write_tables(path, [_table(one, trace) for one in lists], progress=progress)


def _plan(one: Listed, trace: Trace | None) -> SheetPlan:
    return SheetPlan(
        one.name,
        tuple(
            SheetColumn(
                column.heading,
                column.width,
                column.form,
                wrapped=column.form is CellForm.TEXT,
                centred=column.side is Side.CENTRE,
                bars=column.bars,
            )
            for column in one.columns
        ),
        [row.values for row in one.rows],
        title=one.title,
        left=one.left,
        right=one.right,
        notes=_notes(one, trace),
        large=one.large,
        standing=one.standing,
    )


def _table(one: Listed, trace: Trace | None) -> Table:
    return Table(
        one.title,
        tuple(
            TableColumn(each.heading, each.share, each.side, each.names, each.bars)
            for each in one.columns
        ),
        lambda: _lines(one),
        left=one.left,
        right=one.right,
        notes=(*one.signs, *_notes(one, trace)),
        page=Page.A3 if one.large else Page.A4,
        owner=one.owner,
        standing=one.standing,
        airy=one.airy,
        size=one.size,
    )


def _notes(one: Listed, trace: Trace | None) -> tuple[str, ...]:
    return (*one.notes, trace.text) if trace is not None and one.traced else one.notes


def _lines(one: Listed) -> Iterator[TableRow]:
    forms = [column.form for column in one.columns]
    for row in one.rows:
        if row.heading:
            yield TableRow((row.heading,), strong=True, fresh=row.fresh)
        struck = frozenset(at for at, value in enumerate(row.values) if isinstance(value, Struck))
        yield TableRow(tuple(map(shown, row.values, forms)), row.strong, struck)
        if row.foot:
            yield TableRow((row.foot,))


def shown(value: Value, form: CellForm) -> str:
    """A value of a sheet as a page has it."""
    if isinstance(value, Struck):
        return shown(value.value, form)
    if form is CellForm.SHARE and isinstance(value, Decimal):
        return f"{value:.2%}"
    if value is None:
        return ""
    if isinstance(value, dt.date):
        return value.isoformat()
    return f"{value:f}" if isinstance(value, Decimal) else str(value)


def numbered(rows: Sequence[Row]) -> tuple[Row, ...]:
    """With a running number before the values."""
    return tuple(replace(row, values=(at, *row.values)) for at, row in enumerate(rows, start=1))


def points(shown_text: str) -> Value:
    """A mark as a number, for a sheet to reckon with; a reason stays a text."""
    plain = shown_text.replace(".", "", 1)
    return Decimal(shown_text) if plain.isdecimal() and shown_text.isascii() else shown_text
