"""What to look at again, what still blocks the closing, and how far the marks have come."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from hrgrid.core.labelled import Labelled
from hrgrid.core.tabulation import Aggregate, aggregate_marks, mark_text
from hrgrid.panels.rules.rows import Cell, EntrantRow, ItemRow, MarkValue, PanelView
from hrgrid.panels.rules.totals import StandingRow
from hrgrid.panels.rules.words import EntrantStatus, SheetState

_SCALE_MILLI = 100_000
_FEWEST = 3


class BlockerKind(Labelled):
    """What kind of thing stands in the way, or should be looked at."""

    NO_JUDGES = "no_judges", "没有评委"
    NO_ENTRANTS = "no_entrants", "没有选手"
    MISSING = "missing", "缺分"
    NOT_BEGUN = "not_begun", "待录"
    UNCHECKED = "unchecked", "待核对"
    DIFFERENT = "different", "两遍不一致"


@dataclass(frozen=True)
class BlockerRow:
    """One thing that keeps a panel from closing; `cell` is where to begin mending it."""

    kind: BlockerKind
    sentence: str
    entrant: EntrantRow | None = None
    cell: Cell | None = None
    count: int = 0


@dataclass(frozen=True)
class SuspectRow:
    """A mark far from the others of its entrant; `median` and `mark` in thousandths."""

    cell: Cell
    entrant: EntrantRow
    seat_no: int
    item: ItemRow
    mark: int
    median: Fraction

    @property
    def sentence(self) -> str:
        """12 号“何文斌”评委 6 打 78.4，与中位数 89 差 10.6."""
        apart = abs(self.mark - self.median)
        shown = mark_text(int(apart)) if apart.denominator == 1 else mark_text(round(apart))
        return f"{self.entrant.shown}评委 {self.seat_no} 与中位数差 {shown} 分"


@dataclass(frozen=True)
class ProgressRow:
    """How many cells are settled (a mark, or a reason for none) of how many there are."""

    done: int
    whole: int
    entrants_done: int
    entrants: int


def suspects(view: PanelView) -> list[SuspectRow]:
    """Marks further from the median of their entrant and item than the rule finds likely."""
    found: list[SuspectRow] = []
    for entrant in view.competing:
        found += suspects_of(view, entrant, view.marks)
    return found


def suspects_of(
    view: PanelView, entrant: EntrantRow, marks: dict[Cell, MarkValue]
) -> list[SuspectRow]:
    """The same for one entrant; the limit is meant for a mark out of 100."""
    if not view.rule.suspect_milli:
        return []
    found = []
    seats = [column.seat_no for column in view.wanted(entrant)]
    for item in view.items:
        values = {
            seat: value
            for seat in seats
            if isinstance(value := marks.get((entrant.id, seat, item.id)), int)
        }
        if len(values) < _FEWEST:
            continue
        median = aggregate_marks(Aggregate.MEDIAN, list(values.values()))
        limit = Fraction(view.rule.suspect_milli * item.max_milli, _SCALE_MILLI)
        found += [
            SuspectRow((entrant.id, seat, item.id), entrant, seat, item, value, median)
            for seat, value in values.items()
            if abs(value - median) > limit
        ]
    return found


def blockers(view: PanelView, rows: Sequence[StandingRow]) -> list[BlockerRow]:
    """What must be done before the panel can close, entrant by entrant; [] where nothing."""
    if not view.competing:
        return [BlockerRow(BlockerKind.NO_ENTRANTS, "还没有选手。请先加入选手")]
    if not any(column.active for column in view.columns):
        return [BlockerRow(BlockerKind.NO_JUDGES, "还没有评委。请先安排评委席")]
    found: list[BlockerRow] = []
    for row in rows:
        if row.entrant.status is EntrantStatus.ENTERED:
            found += _missing(view, row) or _unsettled(view, row.entrant)
    return found


def _missing(view: PanelView, row: StandingRow) -> list[BlockerRow]:
    if not row.missing:
        return []
    entrant, count, first = row.entrant, len(row.missing), row.missing[0]
    if not row.begun:
        kind, sentence = BlockerKind.NOT_BEGUN, f"{entrant.shown}还没有录分"
    elif count == 1:
        item = next(item for item in view.items if item.id == first[2])
        of_item = f"“{item.label}”" if len(view.items) > 1 else ""
        kind, sentence = BlockerKind.MISSING, f"{entrant.shown}缺评委 {first[1]} 的{of_item}分"
    else:
        kind, sentence = BlockerKind.MISSING, f"{entrant.shown}还差 {count} 个分"
    return [BlockerRow(kind, sentence, entrant, first, count)]


def _unsettled(view: PanelView, entrant: EntrantRow) -> list[BlockerRow]:
    ours = [
        sheet
        for column in view.columns
        if (sheet := view.sheet_of.get((entrant.id, column.seat_no))) is not None
    ]
    found = []
    for state, kind, words in (
        (SheetState.DIFFERENT, BlockerKind.DIFFERENT, "两遍录得不一样"),
        (SheetState.CHECKING, BlockerKind.UNCHECKED, "第二遍没有录完"),
        (SheetState.ENTERING, BlockerKind.UNCHECKED, "还没有第二遍录入"),
    ):
        if state is SheetState.ENTERING and not view.second_entry:
            continue
        seats = [sheet.seat_no for sheet in ours if sheet.state is state]
        if seats:
            named = "、".join(f"评委 {seat}" for seat in seats)
            cell = (entrant.id, seats[0], view.items[0].id)
            found.append(
                BlockerRow(kind, f"{entrant.shown}{named}{words}", entrant, cell, len(seats))
            )
    return found


def progress(view: PanelView) -> ProgressRow:
    """How far the marks have come; what is hidden is in, as the grid says."""
    done = whole = ready = 0
    for entrant in view.competing:
        cells = [
            (entrant.id, column.seat_no, item.id)
            for column in view.wanted(entrant)
            for item in view.items
        ]
        settled = sum(cell in view.marks or cell[:2] in view.hidden for cell in cells)
        done, whole = done + settled, whole + len(cells)
        ready += bool(cells) and settled == len(cells)
    return ProgressRow(done, whole, ready, len(view.competing))
