"""The sheets of some entrants, opened for writing: what may be written, and the writing.

One cell or a block take the same statements: everything is read at once, checked without the
database, and written level by level (sheets, keyings, marks).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from sqlalchemy import select

from hrgrid.core.errors import UserError
from hrgrid.core.policies import Policy
from hrgrid.core.rights import Right
from hrgrid.panels.model import Entrant, Keying, Mark, Panel, PanelItem, Recusal, Seat, Sheet
from hrgrid.panels.queries.reading import sheet_row
from hrgrid.panels.rules.blind import hidden_pairs
from hrgrid.panels.rules.rows import Cell, ItemRow, MarkValue, SheetRow
from hrgrid.panels.rules.values import refused
from hrgrid.panels.rules.words import (
    LIVE_SHEETS,
    EntrantStatus,
    KeyingState,
    NoMark,
    SeatState,
    SheetState,
)
from hrgrid.storage.work import UnitOfWork

_Pair = tuple[int, int]


@dataclass(frozen=True)
class CellProblem:
    """Why one cell of a block was refused."""

    cell: Cell
    sentence: str


class Sheets:
    """What stands for these entrants in one pass; `before` is filled as cells are looked at."""

    def __init__(
        self, work: UnitOfWork, panel: Panel, entrant_ids: Iterable[int], pass_no: int
    ) -> None:
        if pass_no not in {1, 2}:
            raise UserError("评分只录第一遍和第二遍")
        self._work = work
        self._panel = panel
        self._pass_no = pass_no
        self._second_entry = bool(work.policy(Policy.SECOND_ENTRY))
        self.before: dict[Cell, MarkValue | None] = {}
        self.reason = ""
        self.corrected = False
        self._read(sorted(set(entrant_ids)))

    def _read(self, entrant_ids: list[int]) -> None:
        session, ours = self._work.session, self._panel.id
        self._items = {
            row.id: ItemRow(
                row.id, row.code, row.label, row.max_milli, row.step_milli, row.weight_bp
            )
            for row in session.scalars(
                select(PanelItem).where(PanelItem.panel_id == ours).order_by(PanelItem.sort)
            )
        }
        self._seats = {
            seat.seat_no: seat
            for seat in session.scalars(
                select(Seat).where(Seat.panel_id == ours, Seat.state == SeatState.ACTIVE)
            )
        }
        self._entrants = {
            row.id: row
            for row in session.scalars(
                select(Entrant).where(Entrant.panel_id == ours, Entrant.id.in_(entrant_ids))
            )
        }
        recusals = select(Recusal.seat_id, Recusal.entrant_id).where(Recusal.panel_id == ours)
        self._recused = {(seat, entrant) for seat, entrant in session.execute(recusals)}
        self._read_sheets(entrant_ids)

    def _read_sheets(self, entrant_ids: list[int]) -> None:
        session = self._work.session
        of_ours = Sheet.entrant_id.in_(entrant_ids)
        self._sheets: dict[_Pair, Sheet] = {}
        self._last: dict[_Pair, int] = {}
        # Another window may have written since this session last looked.
        fresh = {"populate_existing": True}
        for sheet in session.scalars(select(Sheet).where(of_ours), execution_options=fresh):
            pair = (sheet.entrant_id, sheet.seat_id)
            self._last[pair] = max(sheet.number, self._last.get(pair, 0))
            if sheet.state in LIVE_SHEETS:
                self._sheets[sheet.entrant_id, sheet.seat_no] = sheet
        live = (of_ours, Sheet.state.in_(LIVE_SHEETS), Keying.state == KeyingState.LIVE)
        keyings = select(Keying).join(Sheet, Sheet.id == Keying.sheet_id).where(*live)
        self._keyings = {
            (row.sheet_id, row.pass_no): row
            for row in session.scalars(keyings, execution_options=fresh)
        }
        marks = (
            select(Mark)
            .join(Keying, Keying.id == Mark.keying_id)
            .join(Sheet, Sheet.id == Keying.sheet_id)
            .where(*live)
        )
        self._marks = {
            (mark.keying_id, mark.item_id): mark
            for mark in session.scalars(marks, execution_options=fresh)
        }

    # --- what stands there ------------------------------------------------------------------

    def look(self, cell: Cell) -> MarkValue | None:
        """What stands in the cell in this pass, or None."""
        mark = self._mark(cell)
        value = None if mark is None else _value(mark)
        self.before.setdefault(cell, value)
        return value

    def named(self, cell: Cell) -> str:
        """The cell in a sentence: 06 号“张晨”评委 4."""
        entrant_id, seat_no, item_id = cell
        entrant = self._entrants.get(entrant_id)
        draw = "" if entrant is None or entrant.draw_no is None else f"{entrant.draw_no:02d} 号"
        name = "" if entrant is None else f"“{entrant.name}”"
        item = self._items.get(item_id)
        of_item = f"“{item.label}”" if item is not None and len(self._items) > 1 else ""
        return f"{draw}{name}评委 {seat_no}{of_item}"

    def keyed_by(self, cell: Cell) -> str:
        """Who keyed this pass of the cell's sheet."""
        keying = self._keying(cell)
        return "" if keying is None else keying.keyed_by

    def is_definitive(self, cell: Cell) -> bool:
        """Whether a change here is a correction."""
        sheet = self._sheets.get(cell[:2])
        return sheet is not None and sheet.state is SheetState.DEFINITIVE

    def sheet(self, cell: Cell) -> SheetRow | None:
        """The cell's sheet as it stands by now; None where nothing was ever keyed."""
        found = self._sheets.get(cell[:2])
        if found is None:
            return None
        first, second = (self._keyings.get((found.id, number)) for number in (1, 2))
        return sheet_row(found, first, second)

    def hides(self, cell: Cell) -> bool:
        """Whether the marks of the cell's sheet are kept from whoever keys."""
        if self._work.actor.may(Right(self._panel.run_right), self._panel.area_path):
            return False
        rows = [row for pair in self._sheets if (row := self.sheet((*pair, 0))) is not None]
        return cell[:2] in hidden_pairs(rows, self._work.actor.operator_id, self._pass_no)

    def kept_from(self, cell: Cell) -> str:
        """Why a hidden mark is not typed over: whose sheet it is, nothing of the mark."""
        by = self.keyed_by(cell)
        return (
            f"{self.named(cell)}这一遍由{by}录入，没有记下。请{by}来改；"
            "自己的分录定以前看不到这张表"
        )

    # --- what may be written ----------------------------------------------------------------

    def problem(self, cell: Cell, value: MarkValue | None) -> str | None:
        """Why `value` cannot be written into the cell (None empties it); None where it can."""
        entrant_id, _, item_id = cell
        item, entrant = self._items.get(item_id), self._entrants.get(entrant_id)
        if item is None or entrant is None:
            return "这一格已经不在这场评分里，没有记下。请刷新后再录"
        if entrant.status is not EntrantStatus.ENTERED:
            return f"“{entrant.name}”{entrant.status.label}，没有记下。弄错了请先把状态改回“参加”"
        if value is None:
            if self.is_definitive(cell):
                return f"{self.named(cell)}已经定了，不能清空。没有分请记下原因"
            return None
        said = refused(item, value)
        if said is not None:
            return f"{self.named(cell)}：{said}"
        return self._no_seat(cell) or self._wrong_person(cell)

    def _no_seat(self, cell: Cell) -> str | None:
        entrant_id, seat_no, _ = cell
        if (entrant_id, seat_no) in self._sheets:
            return None
        seat = self._seats.get(seat_no)
        if seat is None:
            return f"评委 {seat_no} 没有在席的评委，没有记下。请刷新后再录"
        if (seat.id, entrant_id) in self._recused:
            return f"{self.named(cell)}回避，不能打分。弄错了请先取消回避"
        return None

    def _wrong_person(self, cell: Cell) -> str | None:
        """Where the office asks for two people, each typing belongs to one of them."""
        sheet = self._sheets.get(cell[:2])
        first = None if sheet is None else self._keyings.get((sheet.id, 1))
        if self._pass_no == 2 and first is None:
            return f"{self.named(cell)}还没有第一遍，没有记下。请先录第一遍"
        if not self._second_entry or sheet is None or self.is_definitive(cell):
            return None
        mine, other = (self._keyings.get((sheet.id, n)) for n in (self._pass_no, 3 - self._pass_no))
        me = self._work.actor.operator_id
        if other is not None and other.keyed_by_id == me:
            return f"{self.named(cell)}的另一遍就是{other.keyed_by}录的，没有记下。请换一个人录"
        if mine is not None and mine.keyed_by_id != me:
            return (
                f"{self.named(cell)}这一遍由{mine.keyed_by}录入，没有记下。"
                f"请{mine.keyed_by}来改，或在核对时退回"
            )
        return None

    # --- the writing ------------------------------------------------------------------------

    def write(self, changed: Mapping[Cell, MarkValue | None], reason: str) -> None:
        """Write what was looked at and had no problem; corrections carry `reason`."""
        pairs = list(dict.fromkeys(cell[:2] for cell in changed))
        self._correct([p for p in pairs if self.is_definitive((*p, 0))], reason)
        self._open([pair for pair in pairs if pair not in self._sheets])
        for pair in pairs:
            self._key(self._sheets[pair])
        self._flush()
        for cell, value in changed.items():
            self._put(cell, value)
        self._flush()
        for pair in pairs:
            self._settle(self._sheets[pair])
        self._flush()

    def vouch(self, changed: Iterable[Cell], first_id: int, first: str) -> None:
        """Where two people are asked for: `first` keyed these sheets, the actor checked them.

        Whole sheets are definitive from now on.
        """
        if not self._second_entry:
            return
        for pair in dict.fromkeys(cell[:2] for cell in changed):
            sheet = self._sheets[pair]
            keying = self._keyings[sheet.id, 1]
            keying.keyed_by_id, keying.keyed_by = first_id, first
            if (sheet.id, 2) not in self._keyings:
                self._keyings[sheet.id, 2] = self._typing(sheet.id, 2)
            self._flush()
            for item_id, value in self._values(keying).items():
                second = self._keyings[sheet.id, 2]
                held = self._marks.get((second.id, item_id))
                if held is None:
                    self._add(second.id, item_id, value)
                else:
                    held.value_milli, held.no_mark = _columns(value)
            self._flush()
            self._settle(sheet)
        self._flush()

    def _flush(self) -> None:
        self._work.session.flush()

    def _correct(self, pairs: list[_Pair], reason: str) -> None:
        """A new version of each sheet with the marks of the old one."""
        if not pairs:
            return
        self.reason, self.corrected = reason, True
        old = [self._sheets[pair] for pair in pairs]
        for sheet in old:
            sheet.state = SheetState.SUPERSEDED
        # The old one must be gone from its cell before the new one comes.
        self._flush()
        new = [self._new(sheet.entrant_id, sheet.seat_id, sheet.seat_no) for sheet in old]
        for sheet, before in zip(new, old, strict=True):
            sheet.supersedes_id, sheet.reason = before.id, reason
        self._flush()
        for sheet, before in zip(new, old, strict=True):
            self._sheets[sheet.entrant_id, sheet.seat_no] = sheet
            self._keyings[sheet.id, 1] = self._typing(sheet.id, 1)
            self._flush()
            kept = self._keyings[before.id, 1].id
            for (keying_id, item_id), mark in list(self._marks.items()):
                if keying_id == kept:
                    self._add(self._keyings[sheet.id, 1].id, item_id, _value(mark))

    def _open(self, pairs: list[_Pair]) -> None:
        for entrant_id, seat_no in pairs:
            sheet = self._new(entrant_id, self._seats[seat_no].id, seat_no)
            self._sheets[entrant_id, seat_no] = sheet
        self._flush()

    def _new(self, entrant_id: int, seat_id: int, seat_no: int) -> Sheet:
        number = 1 + self._last.get((entrant_id, seat_id), 0)
        self._last[entrant_id, seat_id] = number
        sheet = Sheet(
            panel_id=self._panel.id,
            entrant_id=entrant_id,
            seat_id=seat_id,
            seat_no=seat_no,
            number=number,
            state=SheetState.ENTERING,
            supersedes_id=None,
            reason="",
            void_reason="",
        )
        self._work.session.add(sheet)
        return sheet

    def _key(self, sheet: Sheet) -> None:
        """This typing is the actor's by now."""
        # A correction begins with the first typing, whoever is at it.
        number = 1 if self.corrected and (sheet.id, 1) in self._keyings else self._pass_no
        keying = self._keyings.get((sheet.id, number))
        if keying is None:
            self._keyings[sheet.id, number] = self._typing(sheet.id, number)
            return
        actor = self._work.actor
        keying.keyed_by_id, keying.keyed_by = actor.operator_id, actor.name
        keying.keyed_at, keying.alone = self._work.now, not self._second_entry

    def _typing(self, sheet_id: int, number: int) -> Keying:
        actor = self._work.actor
        keying = Keying(
            sheet_id=sheet_id,
            pass_no=number,
            state=KeyingState.LIVE,
            keyed_by_id=actor.operator_id,
            keyed_by=actor.name,
            keyed_at=self._work.now,
            alone=not self._second_entry,
            discard_reason="",
        )
        self._work.session.add(keying)
        return keying

    def _put(self, cell: Cell, value: MarkValue | None) -> None:
        mark, keying = self._mark(cell), self._keying(cell)
        assert keying is not None  # noqa: S101 - it was made a moment ago
        if value is None:
            if mark is not None:
                self._work.session.delete(mark)
                del self._marks[mark.keying_id, mark.item_id]
        elif mark is None:
            self._add(keying.id, cell[2], value)
        else:
            mark.value_milli, mark.no_mark = _columns(value)

    def _add(self, keying_id: int, item_id: int, value: MarkValue) -> None:
        milli, why = _columns(value)
        mark = Mark(keying_id=keying_id, item_id=item_id, value_milli=milli, no_mark=why)
        self._work.session.add(mark)
        self._marks[keying_id, item_id] = mark

    def _settle(self, sheet: Sheet) -> None:
        """Where a second typing has begun, say whether both agree."""
        second = self._keyings.get((sheet.id, 2))
        if second is None:
            return
        one, two = (self._values(self._keyings[sheet.id, number]) for number in (1, 2))
        if two.keys() < self._items.keys() or one.keys() < self._items.keys():
            sheet.state = SheetState.CHECKING
        else:
            sheet.state = SheetState.DEFINITIVE if one == two else SheetState.DIFFERENT

    def _values(self, keying: Keying) -> dict[int, MarkValue]:
        return {
            item: _value(self._marks[keying.id, item])
            for item in self._items
            if (keying.id, item) in self._marks
        }

    def _keying(self, cell: Cell) -> Keying | None:
        sheet = self._sheets.get(cell[:2])
        if sheet is None:
            return None
        fresh = sheet.supersedes_id is not None and self.corrected
        return self._keyings.get((sheet.id, 1 if fresh else self._pass_no))

    def _mark(self, cell: Cell) -> Mark | None:
        keying = self._keying(cell)
        return None if keying is None else self._marks.get((keying.id, cell[2]))


def _value(mark: Mark) -> MarkValue:
    value = mark.value_milli if mark.value_milli is not None else mark.no_mark
    assert value is not None  # noqa: S101 - a CHECK says so
    return value


def _columns(value: MarkValue) -> tuple[int | None, NoMark | None]:
    return (None, value) if isinstance(value, NoMark) else (value, None)
