"""The candidates of a batch under the headings of their stages, all of them, page after page."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from hrgrid.core.paging import Mark
from hrgrid.hiring.queries.candidates import (
    CandidateFilter,
    CandidateOrder,
    CandidateRow,
    candidates,
)
from hrgrid.hiring.queries.stages import StageRow
from hrgrid.hiring.queries.standings import ScoreRow
from hrgrid.hiring.rules.words import CandidateState
from hrgrid.ui import theme
from hrgrid.ui.cards import EmptyState
from hrgrid.ui.forms import Choice, TextField, label
from hrgrid.ui.hiring.words import candidate_chip
from hrgrid.ui.matters.grouped import GroupedModel, GroupedTable, Heading
from hrgrid.ui.matters.words import day
from hrgrid.ui.session import Session
from hrgrid.ui.tables import Column

PAGE = 250
# A search is asked for when the typing rests; ms.
_REST_MS = 200


def columns(
    standing: Callable[[CandidateRow], str],
) -> tuple[Column[CandidateRow], ...]:
    """The columns of the list; `standing` is what is worth a word beside the state."""
    return (
        Column("报名号", lambda row: row.number, 70),
        Column("姓名", lambda row: row.name or "（已清除）", 84, strong=True),
        Column("报考岗位", lambda row: row.position, 130, grows=True),
        Column(
            "状态", lambda row: row.state.label, 118, chip=lambda row: candidate_chip(row.state)
        ),
        Column("说明", standing, 130, grows=True, quiet=True, drops=True),
        Column("学历", lambda row: row.education, 60, drops=True),
        Column("身份证号", lambda row: row.id_masked, 160, quiet=True, drops=True),
        Column("报名", lambda row: day(row.applied_on), 100, quiet=True, drops=True),
    )


def _checked(row: CandidateRow) -> str:
    if row.failed:
        return f"{row.failed} 项不合格"
    return f"已看 {row.checked} 项" if row.checked else ""


class CandidateList(QFrame):
    """A line of conditions and the list; reads on in the background until everybody is here."""

    chosen = Signal(object)
    opened = Signal(object)
    loaded = Signal()
    left = Signal()

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.session = session
        self.setProperty("role", "panel")
        self._asked = 0
        self._batch_id = 0
        self._stages: tuple[StageRow, ...] = ()
        self._key = ""
        self._of: dict[CandidateState, StageRow] = {}
        self.whole = False
        # By the id of a candidate; the board knows them.
        self.scores: Mapping[int, ScoreRow] = {}
        self.search = TextField("找报名人", hint="姓名、报名号、准考证号、身份证号")
        self.search.setClearButtonEnabled(True)
        self.position = Choice("报考岗位")
        self.order = Choice("排序", [(one, one.label) for one in CandidateOrder])
        self.count = label("", "label")
        self.model: GroupedModel[CandidateRow] = GroupedModel(
            columns(self._standing), self._heading, self
        )
        self.table = GroupedTable(self.model, "报名人")
        self.table.key_rows_by(lambda row: row.id)
        self.none = QWidget()
        self._none = QVBoxLayout(self.none)
        self._none.setContentsMargins(0, 0, 0, 0)
        self._rest = QTimer(self, singleShot=True, interval=_REST_MS)
        self._lay_out()
        self._rest.timeout.connect(self.refresh)
        self.search.textChanged.connect(lambda _: self._rest.start())
        self.search.returnPressed.connect(self._go_in)
        self.position.currentIndexChanged.connect(lambda _: self.refresh())
        self.order.currentIndexChanged.connect(lambda _: self.refresh())
        self.table.chosen.connect(self._choose)
        self.table.opened.connect(self.opened)
        self.table.left.connect(self.left)

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setContentsMargins(10, 8, 10, 8)
        head.setSpacing(8)
        head.addWidget(self.search, 3)
        head.addWidget(self.position, 2)
        head.addWidget(self.order)
        head.addWidget(self.count)
        self._bar = QWidget()
        self._bar.setLayout(head)
        self.position.setMinimumWidth(theme.length(90))
        column = QVBoxLayout(self)
        column.setContentsMargins(1, 1, 1, 1)
        column.setSpacing(0)
        column.addWidget(self._bar)
        column.addWidget(self.table, 1)
        column.addWidget(self.none, 1)
        self.none.hide()

    # --- what is shown ------------------------------------------------------------------------

    def show_batch(
        self,
        batch_id: int,
        stages: Sequence[StageRow],
        positions: Sequence[tuple[object, str]],
    ) -> None:
        """Show the candidates of a batch; conditions stay while it is the same."""
        if batch_id != self._batch_id:
            self._batch_id, self._key = batch_id, ""
            self.search.blockSignals(True)  # noqa: FBT003 - Qt's own signature
            self.search.clear()
            self.search.blockSignals(False)  # noqa: FBT003 - Qt's own signature
        self._stages = tuple(stages)
        self._of = {state: one for one in stages for state in one.states}
        self.position.fill([(None, "全部岗位"), *positions])
        self.position.setVisible(len(positions) > 1)
        self.refresh()

    def narrow(self, key: str) -> None:
        """Show one stage alone; an empty key shows all."""
        if key != self._key:
            self._key = key
            self.refresh()

    @property
    def narrowed(self) -> bool:
        """Whether conditions hide some."""
        return bool(self._key or self.search.text().strip() or self.position.currentData())

    def clear_conditions(self) -> None:
        """Everybody again."""
        self.search.clear()
        self.position.setCurrentIndex(0)

    def say_empty(self, empty: EmptyState | None) -> None:
        """What stands in place of the list; None shows the list."""
        while (item := self._none.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        if empty is not None:
            self._none.addWidget(empty)
        self.none.setVisible(empty is not None)
        self.table.setVisible(empty is None)
        self._bar.setVisible(empty is None or self.narrowed)

    # --- reading ------------------------------------------------------------------------------

    def refresh(self) -> None:
        """Read from the top; the row under the cursor stays under it."""
        self._asked += 1
        self.whole = False
        self.table.keep()
        stages = [one for one in self._stages if one.count and self._key in {"", one.key}]
        self._read(self._asked, stages, None, first=True)

    def _read(
        self, asked: int, stages: Sequence[StageRow], after: Mark | None, *, first: bool
    ) -> None:
        if not stages:
            if first:
                self.model.show_people([])
            self._finish()
            return
        wanted = CandidateFilter(
            self._batch_id,
            stages[0].states,
            self.position.currentData(),
            self.search.text().strip(),
        )
        order = CandidateOrder(self.order.currentData())

        def take(rows: list[CandidateRow]) -> None:
            if asked != self._asked:
                return
            if first:
                self.model.show_people(rows)
            else:
                self.model.add_people(rows)
            more = len(rows) == PAGE
            going_on = stages if more else stages[1:]
            mark = (rows[-1].key, rows[-1].id) if more else None
            # Until somebody is here the next page replaces the list: the cursor finds its row.
            self._read(asked, going_on, mark, first=first and not rows)

        self.session.tasks.read(lambda work: candidates(work, wanted, order, after, PAGE), take)

    def _finish(self) -> None:
        self.whole = True
        self.count.setText(f"共 {len(self.model.people):,} 人")
        self.loaded.emit()

    def _heading(self, row: CandidateRow) -> Heading:
        stage = self._of.get(row.state)
        if stage is None:
            return Heading(row.state.value, row.state.label)
        told = None if self.search.text().strip() or self.position.currentData() else stage.count
        return Heading(stage.key, stage.label, told)

    def _standing(self, row: CandidateRow) -> str:
        if row.purged:
            return "资料已清除"
        if row.state is CandidateState.SUBMITTED:
            return _checked(row)
        if row.state_reason:
            return row.state_reason
        score = self.scores.get(row.id)
        if score is None or not score.shown:
            return row.wish
        if row.state in {CandidateState.EXAMINED, CandidateState.INTERVIEW}:
            return f"笔试 {score.shown}，{score.outcome.label}"
        place = f"第 {score.rank} 名，" if score.rank else ""
        return f"{place}{score.shown} 分"

    def _choose(self, row: object) -> None:
        self.chosen.emit(row if isinstance(row, CandidateRow) else None)

    def _go_in(self) -> None:
        self._rest.stop()
        self.refresh()
        self.table.setFocus()
