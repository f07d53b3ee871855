"""The people of a class under the headings of their states."""

from __future__ import annotations

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from hrgrid.core.names import match_key
from hrgrid.core.tabulation import mark_text
from hrgrid.training.rules.hours import HourRules
from hrgrid.training.rules.words import EnrolmentState
from hrgrid.ui.cards import EmptyState
from hrgrid.ui.forms import TextField, clear, label
from hrgrid.ui.matters.grouped import GroupedModel, GroupedTable, Heading
from hrgrid.ui.session import Session
from hrgrid.ui.tables import Column
from hrgrid.ui.training.reading import Board, PersonRow
from hrgrid.ui.training.words import hours, place_chip

__all__ = ["MemberList", "PersonRow"]
_E = EnrolmentState
_ORDER = (_E.WAITING, _E.INVITED, _E.ENROLLED, _E.FAILED, _E.COMPLETED, _E.CANCELLED)
_REST_MS = 120


def exam(row: PersonRow) -> str:
    """The mark that counts, or 缺考."""
    return row.exam_words if row.exam_milli is None else mark_text(row.exam_milli)


def standing(row: PersonRow) -> str:
    """What is worth a word: the turn of who waits, why somebody is out, what counts and why."""
    if row.state is _E.WAITING:
        return f"候补第 {row.member.waiting_place} 位"
    if row.state is _E.CANCELLED:
        return row.member.state_reason
    return row.why


class MemberList(QFrame):
    """A search and the list; all people of a class are here at once."""

    chosen = Signal(object)
    opened = Signal(object)
    left = Signal()
    changed = Signal()

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.setProperty("role", "panel")
        self.rows: list[PersonRow] = []
        self._all: tuple[PersonRow, ...] = ()
        self._rules = HourRules()
        self._key = ""
        self.search = TextField("找参训人员", hint="姓名、工号、单位")
        self.search.setClearButtonEnabled(True)
        self.count = label("", "label")
        self.model: GroupedModel[PersonRow] = GroupedModel(self._columns(), self._heading, self)
        self.table = GroupedTable(self.model, "参训人员")
        self.table.key_rows_by(lambda row: row.id)
        self.none = QWidget()
        self._none = QVBoxLayout(self.none)
        self._none.setContentsMargins(0, 0, 0, 0)
        self._rest = QTimer(self, singleShot=True, interval=_REST_MS)
        self._lay_out()
        self._rest.timeout.connect(self._show)
        self.search.textChanged.connect(lambda _: self._rest.start())
        self.search.returnPressed.connect(self._go_in)
        self.table.chosen.connect(self._choose)
        self.table.opened.connect(self.opened)
        self.table.left.connect(self.left)
        session.look_changed.connect(self.table.fit)

    def _lay_out(self) -> None:
        self._bar = QWidget()
        head = QHBoxLayout(self._bar)
        head.setContentsMargins(10, 8, 10, 8)
        head.setSpacing(8)
        head.addWidget(self.search, 1)
        head.addWidget(self.count)
        column = QVBoxLayout(self)
        column.setContentsMargins(1, 1, 1, 1)
        column.setSpacing(0)
        column.addWidget(self._bar)
        column.addWidget(self.table, 1)
        column.addWidget(self.none, 1)
        self.none.hide()

    def _columns(self) -> tuple[Column[PersonRow], ...]:
        return (
            Column("姓名", lambda row: row.member.name, 84, strong=True),
            Column("单位", lambda row: row.member.place or row.member.street, 150, grows=True),
            Column("状态", lambda row: row.state.label, 84, chip=lambda row: place_chip(row.state)),
            Column("出勤", self._attended, 96, right=True),
            Column("测试", exam, 60, right=True),
            Column("说明", standing, 160, grows=True, quiet=True),
            Column("岗位", lambda row: row.member.role, 84, quiet=True, drops=True),
            Column("工号", lambda row: row.member.number, 92, quiet=True, drops=True),
            Column("来源", lambda row: row.member.source.label, 84, quiet=True, drops=True),
            Column("手机号", lambda row: row.member.phone_masked, 120, quiet=True, drops=True),
        )

    def _attended(self, row: PersonRow) -> str:
        if not row.whole or row.state is _E.CANCELLED:
            return ""
        return f"{hours(row.attended, self._rules)} / {hours(row.whole, self._rules)}"

    # --- what is shown ------------------------------------------------------------------------

    @property
    def narrowed(self) -> bool:
        """Whether conditions hide some."""
        return bool(self._key or self.search.text().strip())

    @property
    def current(self) -> PersonRow | None:
        """Who stands under the cursor."""
        row = self.table.current
        return row if isinstance(row, PersonRow) else None

    def forget(self) -> None:
        """Another class: no conditions."""
        self._key = ""
        self.search.blockSignals(True)  # noqa: FBT003 - Qt's own signature
        self.search.clear()
        self.search.blockSignals(False)  # noqa: FBT003 - Qt's own signature

    def show_people(self, read: Board) -> None:
        """Show the people of a class."""
        self._rules = read.sheet.rules
        self._all = tuple(
            sorted(
                read.people,
                key=lambda row: (_ORDER.index(row.state), row.member.waiting_place or 0),
            )
        )
        self._show()

    def narrow(self, key: str) -> None:
        """Show one state alone; an empty key shows all."""
        if key != self._key:
            self._key = key
            self._show()

    def clear_conditions(self) -> None:
        """Everybody again."""
        self.search.clear()
        self._show()

    def _show(self) -> None:
        wanted = self.search.text().strip()
        key = match_key(wanted)
        self.rows = [
            row
            for row in self._all
            if self._key in {"", row.state.value}
            and (
                not wanted
                or key in match_key(row.member.name)
                or wanted in row.member.number
                or wanted in f"{row.member.street}{row.member.place}"
            )
        ]
        self.table.keep()
        self.model.show_people(self.rows)
        self.count.setText(f"共 {len(self.rows):,} 人")
        self.changed.emit()

    def say_empty(self, empty: EmptyState | None) -> None:
        """What stands in place of the list; None shows the list."""
        clear(self._none)
        if empty is not None:
            self._none.addWidget(empty)
        shown = {
            self.none: empty is not None,
            self.table: empty is None,
            self._bar: empty is None or self.narrowed,
        }
        # What goes is hidden before the rest comes: both together make a low window grow.
        for part in sorted(shown, key=lambda part: shown[part]):
            part.setVisible(shown[part])

    def _heading(self, row: PersonRow) -> Heading:
        count = sum(one.state is row.state for one in self._all)
        return Heading(row.state.value, row.state.label, count)

    def _choose(self, row: object) -> None:
        self.chosen.emit(row if isinstance(row, PersonRow) else None)

    def _go_in(self) -> None:
        self._rest.stop()
        self._show()
        self.table.setFocus()
