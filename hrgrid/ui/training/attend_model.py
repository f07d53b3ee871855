"""The sign-in sheet as a table: what each cell says, and what it means for the hours."""

from __future__ import annotations

import enum
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

from PySide6.QtCore import QModelIndex, QObject, Qt

from hrgrid.training.queries.classes import SessionRow
from hrgrid.training.queries.sheets import MemberRow, Sheet
from hrgrid.training.rules.exams import best_mark
from hrgrid.training.rules.hours import Attended, Credit, SessionTime, credit
from hrgrid.training.rules.presence import CellValue
from hrgrid.training.rules.words import SETTLED, ClassState, Presence
from hrgrid.ui.training.words import hours, session_words, stretch
from hrgrid.ui.typing.model import CellModel, Index

Cell = tuple[int, int]
"""(session_id, enrolment_id), as the use cases have it."""
Values = Mapping[Cell, CellValue | None]
_LEFT, _RIGHT = Qt.AlignmentFlag.AlignLeft, Qt.AlignmentFlag.AlignRight


class Place(enum.Enum):
    """What the columns beside the sessions are."""

    NUMBER = "序号"
    NAME = "姓名"
    UNIT = "单位"
    HOURS = "学时"
    HINT = "提示"


FROZEN = (Place.NUMBER, Place.NAME, Place.UNIT)
AFTER = (Place.HOURS, Place.HINT)


class SheetModel(CellModel[Cell, CellValue]):
    """People in rows, sessions in columns; `values` hold only what the sheet says."""

    def __init__(self, parent: QObject | None = None, *, may_enter: bool = True) -> None:
        super().__init__(parent)
        self.sheet: Sheet | None = None
        self.columns: tuple[Place | SessionRow, ...] = ()
        self.credits: dict[int, Credit] = {}
        self._may_enter = may_enter
        self._row_of: dict[int, int] = {}
        self._column_of: dict[int, int] = {}
        self._said: Counter[int] = Counter()

    # --- what is shown ------------------------------------------------------------------------

    def show(self, sheet: Sheet) -> None:
        """Show this reading; the same people and sessions keep the place of the view."""
        columns: tuple[Place | SessionRow, ...] = (*FROZEN, *sheet.sessions, *AFTER)
        people = [one.enrolment_id for one in sheet.members]
        before = self.sheet
        same = (
            before is not None
            and [s.id for s in before.sessions] == [s.id for s in sheet.sessions]
            and [one.enrolment_id for one in before.members] == people
        )
        if not same:
            self.beginResetModel()
        self.sheet, self.columns = sheet, columns
        self.values = dict(sheet.cells)
        self.credits = dict(sheet.credits)
        self._row_of = {enrolment_id: at for at, enrolment_id in enumerate(people)}
        self._column_of = {
            column.id: at for at, column in enumerate(columns) if isinstance(column, SessionRow)
        }
        self._said = Counter(session_id for session_id, _ in self.values)
        if not same:
            self.endResetModel()
        elif people:
            self._tell(0, 0, len(people) - 1, len(columns) - 1)

    def put(self, values: Values) -> None:
        """Show these values (None empties a cell) and what follows from them."""
        begun = {session_id for session_id, said in self._said.items() if said}
        for cell, value in values.items():
            self._said[cell[0]] += (value is not None) - (cell in self.values)
            if value is None:
                self.values.pop(cell, None)
            else:
                self.values[cell] = value
        last = len(self.columns) - 1
        for cell in values:
            self._tell_cell(cell)
        for enrolment_id in {cell[1] for cell in values}:
            at = self._row_of.get(enrolment_id)
            if at is not None:
                self.credits[enrolment_id] = self._credit(enrolment_id)
                # One cell at a time: for a block the view would repaint all of itself.
                for column in range(last + 1 - len(AFTER), last + 1):
                    self._tell(at, column, at, column)
        for session_id in {cell[0] for cell in values}:
            # The first cell of a session makes the empty ones stand out, the last one taken back
            # lets them rest again.
            there = self._column_of.get(session_id)
            if there is not None and (session_id in begun) != bool(self._said[session_id]):
                self._tell(0, there, self.rowCount() - 1, there)

    def _credit(self, enrolment_id: int) -> Credit:
        sheet = self.sheet
        assert sheet is not None  # noqa: S101 - values are of a sheet
        times = [SessionTime(one.id, one.begins, one.ends) for one in sheet.sessions]
        attended = {
            one.id: Attended(
                value.presence,
                value.came,
                value.departed,
                one.minutes if value.makeup_session_id is not None else 0,
            )
            for one in sheet.sessions
            if (value := self.values.get((one.id, enrolment_id))) is not None
        }
        sat = {
            attempt: value
            for (owner, attempt), value in sheet.tests.items()
            if owner == enrolment_id
        }
        best = best_mark(sat)
        return credit(times, attended, sheet.rules, tested=sheet.row.tested, exam_milli=best)

    # --- places -------------------------------------------------------------------------------

    @property
    def typed_columns(self) -> list[int]:
        """Where the sessions stand."""
        return list(self._column_of.values())

    def cell_at(self, index: Index) -> Cell | None:
        """Which cell stands at a place; None beside the sessions."""
        if not index.isValid() or self.sheet is None:
            return None
        column = self.columns[index.column()]
        if not isinstance(column, SessionRow):
            return None
        return (column.id, self.sheet.members[index.row()].enrolment_id)

    def index_of(self, cell: Cell) -> QModelIndex:
        """Where a cell stands."""
        row, column = self._row_of.get(cell[1]), self._column_of.get(cell[0])
        if row is None or column is None:
            return QModelIndex()
        return self.index(row, column)

    def member_of(self, cell: Cell) -> MemberRow:
        """Whose cell it is."""
        assert self.sheet is not None  # noqa: S101 - a cell is of a sheet
        return self.sheet.members[self._row_of[cell[1]]]

    def session_of(self, cell: Cell) -> SessionRow:
        """Of which session it is."""
        column = self.columns[self._column_of[cell[0]]]
        assert isinstance(column, SessionRow)  # noqa: S101 - it was found among the sessions
        return column

    def session(self, session_id: int) -> SessionRow | None:
        """The session with this id."""
        at = self._column_of.get(session_id)
        column = None if at is None else self.columns[at]
        return column if isinstance(column, SessionRow) else None

    def named(self, cell: Cell) -> str:
        """The cell in a sentence."""
        session = self.session_of(cell)
        words = session_words(session.day, session.begins, session.ends)
        return f"{self.member_of(cell).name} {words}"

    def barred(self, _cell: Cell) -> str | None:
        """Why nothing can be typed into this cell; None where it can."""
        sheet = self.sheet
        if sheet is None:
            return "还没有读出来"
        state = sheet.row.state
        if state in SETTLED:
            return "结果已定，签到只能看。要改先退回结果，写明事由"
        if state not in {ClassState.RUNNING, ClassState.ENDED}:
            told = "已取消" if state is ClassState.CANCELLED else "还没有开班"
            return f"这个班{told}，签到只能看"
        return None if self._may_enter else "没有登记签到的权限，只能看"

    def empty_at(self, session_id: int) -> list[Cell]:
        """The cells of a session that say nothing yet."""
        people = self.sheet.members if self.sheet else ()
        cells = [(session_id, one.enrolment_id) for one in people]
        return [cell for cell in cells if cell not in self.values]

    def counts_of(self, session_id: int) -> str:
        """到 36，迟到 2，未登记 1."""
        found = Counter(
            value.presence for (owner, _), value in self.values.items() if owner == session_id
        )
        told = [f"{one.label} {found[one]}" for one in Presence if found[one]]
        rest = len(self.empty_at(session_id))
        return "，".join([*told, *([f"未登记 {rest}"] if rest else [])])

    def progress(self) -> tuple[int, int]:
        """How many cells say something, of how many."""
        sheet = self.sheet
        if sheet is None:
            return 0, 0
        return len(self.values), len(sheet.sessions) * len(sheet.members)

    # --- Qt -----------------------------------------------------------------------------------

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        """People."""
        return 0 if parent.isValid() or self.sheet is None else len(self.sheet.members)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        """Sessions and what stands beside them."""
        return 0 if parent.isValid() else len(self.columns)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        """Day above time; the tooltip of a session says what is taught, where and by whom."""
        if orientation is not Qt.Orientation.Horizontal or not 0 <= section < len(self.columns):
            return None
        column = self.columns[section]
        if role == Qt.ItemDataRole.DisplayRole:
            if isinstance(column, SessionRow):
                return f"{column.day:%m-%d}\n{stretch(column.begins, column.ends)}"
            return column.value
        if role == Qt.ItemDataRole.TextAlignmentRole:
            middle = isinstance(column, SessionRow)
            side = _RIGHT if column is Place.HOURS else _LEFT
            return (
                Qt.AlignmentFlag.AlignHCenter if middle else side
            ) | Qt.AlignmentFlag.AlignVCenter
        if role == Qt.ItemDataRole.ToolTipRole and isinstance(column, SessionRow):
            told = filter(None, (column.topic, column.place, column.trainer))
            return "\n".join([session_words(column.day, column.begins, column.ends), *told])
        return None

    def text(self, cell: Cell) -> str:
        """到, 迟到 09:15; empty where the sheet says nothing."""
        value = self.values.get(cell)
        return "" if value is None else value.words

    def about(self, cell: Cell) -> Iterator[str]:
        """How its time is counted, and the note."""
        value = self.values.get(cell)
        if value is None:
            return
        late = value.presence is Presence.LATE and value.came is None
        early = value.presence is Presence.LEFT_EARLY and value.departed is None
        if late or early:
            yield "没有写时间，按全程在场算"
        if value.makeup_session_id is not None:
            yield "在别的班补过课，按补课的时间算"
        yield value.note

    def beside(self, index: Index) -> str:
        """Who it is, and what his cells come to."""
        sheet, place = self.sheet, self.columns[index.column()]
        assert sheet is not None  # noqa: S101 - there is a row
        member = sheet.members[index.row()]
        if place is Place.NUMBER:
            return f"{index.row() + 1:02d}"
        if place is Place.NAME:
            return member.name
        if place is Place.UNIT:
            return member.place or member.street
        if place is Place.HOURS:
            one = self.credits.get(member.enrolment_id)
            if one is None:
                return ""
            return f"{hours(one.attended, sheet.rules)} / {hours(one.of, sheet.rules)}"
        return self.hint(member.enrolment_id)[0]

    def hint(self, enrolment_id: int) -> tuple[str, str]:
        """What the last column says of a row, and its colour's name."""
        sheet, one = self.sheet, self.credits.get(enrolment_id)
        if sheet is None or one is None:
            return "", "text3"
        missing = [key for key in one.unknown if self._said[key]]
        if missing:
            return f"缺 {len(missing)} 节", "warn"
        if one.unknown:
            waiting = len(one.unknown) == len(sheet.sessions)
            return ("待登记" if waiting else f"还有 {len(one.unknown)} 节"), "text3"
        if one.passed:
            return "出勤够", "text3" if not sheet.row.tested else "text2"
        return one.why.rpartition("，")[2], "bad" if one.credited == 0 else "text2"

    def begun(self, session_id: int) -> bool:
        """Whether the sheet says anything of a session: then its empty cells are missing."""
        return self._said[session_id] > 0
