"""Rows to a workbook in constant memory: 40,000 × 20 in a fraction of a writer's usual time.

openpyxl writes the workbook around the rows (styles, widths, frozen headings, filter, lists of
choices); the rows themselves are streamed into its sheets as XML, since an object a cell costs
ten times as much. Text is always a text cell, never a formula, whatever it begins with. Fonts
are only named: 宋体 and 黑体, which Windows and WPS have.
"""

from __future__ import annotations

import datetime as dt
import io
import re
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

from hrgrid.core.errors import UserError
from hrgrid.paper.worksheets import MOST_TEXT, CellForm, clean, head_lines, set_up_page, sheet_name

__all__ = [
    "CellForm",
    "Formula",
    "SheetColumn",
    "SheetPlan",
    "Struck",
    "Total",
    "Value",
    "sheet_name",
    "write_workbook",
]


@dataclass(frozen=True)
class Formula:
    """What a cell computes, and what came out when it was written."""

    text: str
    value: int | Decimal


@dataclass(frozen=True)
class Struck:
    """What stands in a cell crossed out: a mark that does not count."""

    value: str | Decimal


class Total(tuple[Any, ...]):
    """The values of a row that adds up the others, and stands out."""

    __slots__ = ()


Value = str | Formula | Struck | int | Decimal | dt.date | None

_MOST_ROWS = 1_048_576
_MOST_DIGITS = 15
# Points of a line of headings.
_LINE = 15
# Excel knows no higher row.
_HIGHEST = 409
_BLOCK = 500
_EPOCH = dt.date(1899, 12, 30).toordinal()


@dataclass(frozen=True)
class SheetColumn:
    """A column of a sheet; `width` in characters, `choices` make a list to pick from.

    In one of `bars` a share has its bar behind it.
    """

    heading: str
    width: int = 12
    form: CellForm = CellForm.TEXT
    choices: tuple[str, ...] = ()
    wrapped: bool = False
    centred: bool = False
    bars: bool = False


@dataclass(frozen=True)
class SheetPlan:
    """A sheet: headings in row 1, `rows` below, the first `grey` of them as an example.

    With a `title` it stands in row 1, `left` and `right` in row 2 and the headings in row 3, as
    on paper; the first `strong` rows stand out (totals), `notes` follow the last.
    With `totals` every row that is a `Total` stands out. Where lists of
    choices are wanted for rows that are not there yet, `prepared` says how many. `large` prints
    on A3, `standing` on a page that stands.
    """

    name: str
    columns: tuple[SheetColumn, ...]
    rows: Iterable[Sequence[Value]] = ()
    grey: int = 0
    prepared: int = 0
    title: str = ""
    left: str = ""
    right: str = ""
    strong: int = 0
    notes: tuple[str, ...] = ()
    large: bool = False
    standing: bool = False
    totals: bool = False

    @property
    def heading(self) -> int:
        """The row of the headings."""
        return 3 if self.title else 1


def write_workbook(path: Path, plans: Sequence[SheetPlan]) -> list[int]:
    """Write the sheets to `path`; returns the number of rows of each.

    Raises UserError where a sheet would have more rows than Excel holds.
    """
    frame = _frame(plans)
    counts = []
    with (
        zipfile.ZipFile(io.BytesIO(frame)) as around,
        zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=3) as target,
    ):
        for number, plan in enumerate(plans, start=1):
            part = f"xl/worksheets/sheet{number}.xml"
            with target.open(part, "w", force_zip64=True) as stream:
                counts.append(_write_sheet(stream, around.read(part).decode("utf-8"), plan))
        sheets = {f"xl/worksheets/sheet{number}.xml" for number in range(1, len(plans) + 1)}
        for name in around.namelist():
            if name not in sheets:
                target.writestr(name, _with_ranges(name, around.read(name), plans, counts))
    return counts


# --- the frame --------------------------------------------------------------------------------


def _frame(plans: Sequence[SheetPlan]) -> bytes:
    """The workbook without its rows; below the headings a cell of each column, then a grey one."""
    import openpyxl

    workbook = openpyxl.Workbook()
    del workbook[workbook.active.title]
    workbook.properties.creator = "hrgrid"
    for plan in plans:
        _add_sheet(workbook, plan)
    content = io.BytesIO()
    workbook.save(content)
    return content.getvalue()


def _add_sheet(workbook: Any, plan: SheetPlan) -> None:
    from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
    from openpyxl.utils import get_column_letter

    sheet = workbook.create_sheet(sheet_name(plan.name, workbook.sheetnames))
    line = Side(style="thin", color="BFC7D1")
    top = plan.heading
    for at, column in enumerate(plan.columns, start=1):
        heading = sheet.cell(top, at, column.heading)
        heading.data_type = "s"
        heading.font = Font(name="黑体", size=11)
        heading.fill = PatternFill("solid", fgColor="E8F0FA")
        around = line if plan.title else None
        heading.border = Border(left=around, right=around, top=around, bottom=line)
        heading.alignment = Alignment(horizontal="center", vertical="center", wrap_text=True)
        for row, colour in (
            (top + 1, "FF000000"),
            (top + 2, "FF8A94A0"),
            (top + 3, "FF000000"),
        ):
            cell = sheet.cell(row, at)
            lead = row == top + 2
            strong = lead and (plan.strong > 0 or plan.totals)
            cell.font = Font(
                name="宋体",
                size=11,
                bold=strong,
                strike=row > top + 2,
                color="FF000000" if strong else colour,
            )
            if strong:
                cell.fill = PatternFill("solid", fgColor="F3F6FA")
            cell.number_format = column.form.value
            side = "center" if column.centred else None
            cell.alignment = Alignment(horizontal=side, vertical="center", wrap_text=column.wrapped)
            if plan.title:
                cell.border = Border(left=line, right=line, top=line, bottom=line)
        dimension = sheet.column_dimensions[get_column_letter(at)]
        dimension.width = column.width + 1
        if plan.prepared:
            dimension.number_format = column.form.value
        _add_choices(sheet, get_column_letter(at), column, plan)
        if column.bars:
            _add_bars(sheet, get_column_letter(at), top + 1)
    if plan.title:
        sheet.row_dimensions[top].height = (
            _LINE * max(_lines(one.heading, one.width) for one in plan.columns) + 6
        )
        head_lines(sheet, len(plan.columns), plan.title, plan.left, plan.right)
    sheet.freeze_panes = f"A{top + 1}"
    sheet.auto_filter.ref = f"A{top}:{get_column_letter(len(plan.columns))}{top}"
    set_up_page(sheet, f"{top}:{top}", large=plan.large, standing=plan.standing)


def _lines(text: str, width: int) -> int:
    """How many lines a text takes: a Chinese character is as wide as two others."""
    parts = text.split("\n")
    wide = [sum(1 if letter.isascii() else 2 for letter in part) for part in parts]
    return sum(max(1, -(-one // max(width, 1))) for one in wide)


def _add_choices(sheet: Any, letter: str, column: SheetColumn, plan: SheetPlan) -> None:
    from openpyxl.worksheet.datavalidation import DataValidation

    prepared, top = plan.prepared, plan.heading
    listed = ",".join(column.choices)
    # Excel takes 255 characters; a comma parts the choices.
    if not prepared or not listed or len(listed) > 255 or any("," in c for c in column.choices):
        return
    escaped = listed.replace('"', '""')
    validation = DataValidation(type="list", formula1=f'"{escaped}"', allow_blank=True)
    validation.showErrorMessage = True
    validation.errorTitle = column.heading[:32]
    validation.error = f"请从列表中选择：{'、'.join(column.choices)}"[:255]
    validation.add(f"{letter}{top + 1}:{letter}{prepared + top}")
    sheet.add_data_validation(validation)


def _add_bars(sheet: Any, letter: str, first: int) -> None:
    from openpyxl.formatting.rule import DataBarRule

    # From 0 to 1: the bars of several sheets can be compared.
    rule = DataBarRule("num", 0, "num", 1, color="FFC9E0F7")
    sheet.conditional_formatting.add(f"{letter}{first}:{letter}{_MOST_ROWS}", rule)


# --- the rows ---------------------------------------------------------------------------------

_STYLE = re.compile(r'<c r="[A-Z]+([0-9])" s="([0-9]+)"')


def _write_sheet(stream: Any, frame: str, plan: SheetPlan) -> int:
    top = plan.heading
    head, _, samples = frame.partition(f'<row r="{top + 1}"')
    samples, _, tail = samples.partition("</sheetData>")
    styles: dict[str, list[str]] = {str(top + at): [] for at in (1, 2, 3)}
    for row, style in _STYLE.findall(samples):
        styles[row].append(style)
    # Without it readers look for themselves; a wrong one would hide rows.
    stream.write(re.sub(r"<dimension [^>]*/>", "", head).encode("utf-8"))
    count = 0
    for block in _blocks(plan, *styles.values()):
        count += len(block)
        stream.write("".join(block).encode("utf-8"))
    last = max(count, plan.prepared) + top
    told = re.search(r'<c r="A2" s="([0-9]+)"', head)
    openings = _openings("A", told[1] if told else "0")
    for number, note in enumerate(plan.notes, start=count + top + 2):
        stream.write(_row(number, (note,), (openings,)).encode("utf-8"))
    stream.write(b"</sheetData>")
    stream.write(_closing(tail, plan, count + top, last).encode("utf-8"))
    return count


def _closing(tail: str, plan: SheetPlan, last: int, prepared: int) -> str:
    letter, top = _letters(len(plan.columns) - 1), plan.heading
    whole = f'ref="A{top}:{letter}{last}"'
    tail = tail.replace(f'ref="A{top}:{letter}{top}"', whole, 1)
    # No green corners on codes and telephone numbers.
    quiet = (
        f'<ignoredErrors><ignoredError sqref="A1:{letter}{prepared}" numberStoredAsText="1"/>'
        "</ignoredErrors>"
    )
    return tail.replace("</worksheet>", f"{quiet}</worksheet>")


def _blocks(
    plan: SheetPlan, plains: list[str], greys: list[str], strikes: list[str]
) -> Iterator[list[str]]:
    plain = [_openings(letter, style) for letter, style in _lettered(plains)]
    grey = [_openings(letter, style) for letter, style in _lettered(greys)]
    struck = [_openings(letter, style) for letter, style in _lettered(strikes)]
    block: list[str] = []
    first = plan.heading + 1
    wrapped = [(at, one.width) for at, one in enumerate(plan.columns) if one.wrapped]
    for number, values in enumerate(plan.rows, start=first):
        if number > _MOST_ROWS:
            raise UserError(
                f"“{plan.name}”超过 {_MOST_ROWS - 1:,} 行，一张工作表放不下，请缩小范围分几次导出"
            )
        led = number < max(plan.grey, plan.strong) + first or values.__class__ is Total
        openings, given = grey if led else plain, values
        if any(value.__class__ is Struck for value in values):
            openings = [
                crossed if value.__class__ is Struck else usual
                for value, crossed, usual in zip(values, struck, openings, strict=True)
            ]
            given = [value.value if isinstance(value, Struck) else value for value in values]
        row = _row(number, given, openings, ruled=bool(plan.title))
        block.append(_heightened(row, given, wrapped) if wrapped else row)
        if len(block) == _BLOCK:
            yield block
            block = []
    if block:
        yield block


def _heightened(row: str, values: Sequence[Value], wrapped: Sequence[tuple[int, int]]) -> str:
    """The row as high as its texts need: not every program finds that out by itself."""
    lines = 1
    for at, width in wrapped:
        text = values[at]
        # Most are short, and forty thousand rows are many: those are not measured.
        if text.__class__ is str and (2 * len(text) > width or "\n" in text):
            lines = max(lines, _lines(text, width))
    return row.replace(">", f' ht="{min(lines * _LINE, _HIGHEST)}">', 1) if lines > 1 else row


def _lettered(styles: list[str]) -> Iterator[tuple[str, str]]:
    for at, style in enumerate(styles):
        yield _letters(at), style


_Openings = tuple[str, str, str]


def _openings(letter: str, style: str) -> _Openings:
    """What goes before the row number, and after it for a text and for a number."""
    text = f'" s="{style}" t="inlineStr"><is><t xml:space="preserve">'
    return f'<c r="{letter}', text, f'" s="{style}"><v>'


def _row(
    number: int, values: Sequence[Value], columns: Sequence[_Openings], *, ruled: bool = False
) -> str:
    """One row; a `ruled` one has its empty cells too, for their borders."""
    parts = [f'<row r="{number}">']
    for value, (begin, text, numeric) in zip(values, columns, strict=True):
        if value.__class__ is str:
            if value:
                shown = value if _PLAIN.fullmatch(value) else _escaped(value)
                parts.append(f"{begin}{number}{text}{shown}</t></is></c>")
                continue
        elif value is not None:
            parts.append(_other(number, value, begin, text, numeric))
            continue
        if ruled:
            parts.append(f"{begin}{number}{numeric.removesuffix('><v>')}/>")
    parts.append("</row>")
    return "".join(parts)


def _other(number: int, value: Any, begin: str, text: str, numeric: str) -> str:
    if isinstance(value, dt.date):
        # A day; times of day have no place in these papers.
        return f"{begin}{number}{numeric}{value.toordinal() - _EPOCH}</v></c>"
    if isinstance(value, Formula):
        form = numeric.replace("<v>", f"<f>{_escaped(value.text)}</f><v>")
        return f"{begin}{number}{form}{value.value:f}</v></c>"
    if isinstance(value, bool) or not isinstance(value, int | Decimal):
        raise TypeError(f"{type(value).__name__} is no value of a sheet")
    if len(Decimal(value).as_tuple().digits) > _MOST_DIGITS:
        # As a number it would lose its last digits.
        return f"{begin}{number}{text}{value}</t></is></c>"
    return (
        f"{begin}{number}{numeric}{value:d}</v></c>"
        if isinstance(value, int)
        else (f"{begin}{number}{numeric}{value:f}</v></c>")
    )


# Nothing to escape: no markup, no control signs, no halves of pairs, nothing like _x0041_.
_PLAIN = re.compile("[^\\x00-\\x1f&<>_\\x7f\\ufffe\\uffff\\ud800-\\udfff]{0,200}")
_CODED = re.compile("_(?=x[0-9A-Fa-f]{4}_)")


def _escaped(text: str) -> str:
    """As XML; Excel reads _x0041_ as A, so its underscore is coded in turn."""
    coded = _CODED.sub("_x005F_", clean(text)[:MOST_TEXT]).replace("\r\n", "\n")
    return coded.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _letters(index: int) -> str:
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def _with_ranges(name: str, content: bytes, plans: Sequence[SheetPlan], counts: list[int]) -> bytes:
    """The filters' ranges stand a second time in the workbook's own part."""
    if name != "xl/workbook.xml":
        return content
    text = content.decode("utf-8")
    for at, (plan, count) in enumerate(zip(plans, counts, strict=True)):
        letter, top = _letters(len(plan.columns) - 1), plan.heading
        cells = rf"\$A\${top}:\${letter}\$"
        defined = re.compile(
            rf'(_xlnm\._FilterDatabase"[^>]*localSheetId="{at}"[^>]*>[^<]*{cells}){top}<'
        )
        text = defined.sub(rf"\g<1>{count + top}<", text)
    return text.encode("utf-8")
