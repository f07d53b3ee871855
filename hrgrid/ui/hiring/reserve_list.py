"""储备人员: who may still be called, in order, for a grid that opens later."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from hrgrid.core.rights import Right
from hrgrid.hiring.queries.places import ReserveRow, reserves
from hrgrid.hiring.queries.vacancies import SeatRow, seats
from hrgrid.hiring.rules.scheme import Scheme
from hrgrid.hiring.rules.words import CandidateState, ReserveState, VettingKind
from hrgrid.hiring.service.publishing import publicise_reserve
from hrgrid.hiring.service.reserves import call_reserve, lapse_reserve
from hrgrid.publicity.rules import Outcome
from hrgrid.storage.work import UnitOfWork
from hrgrid.ui import theme
from hrgrid.ui.buttons import Button, PrimaryButton
from hrgrid.ui.cards import EmptyState
from hrgrid.ui.dialogs import Dialog
from hrgrid.ui.forms import Choice, TextField, label
from hrgrid.ui.hiring.decision import HireReserveDialog
from hrgrid.ui.hiring.forms import HiringForm
from hrgrid.ui.hiring.leaving import DeedForm
from hrgrid.ui.hiring.publicity_ends import CloseDialog
from hrgrid.ui.hiring.publicity_form import PublicityDialog
from hrgrid.ui.hiring.vetting import Vetted, VettingDialog, passed_kinds
from hrgrid.ui.hiring.words import TOPIC
from hrgrid.ui.matters.forms import filled, named
from hrgrid.ui.matters.words import full_day
from hrgrid.ui.session import Session
from hrgrid.ui.tables import Column, RowsModel, Table

_C = CandidateState
_CHIPS = {ReserveState.WAITING: "info", ReserveState.CALLED: "ok", ReserveState.LAPSED: "mute"}


def _told(row: ReserveRow) -> str:
    if row.expired:
        return "已过期"
    return row.stands.label if row.state is ReserveState.CALLED else row.state.label


COLUMNS: tuple[Column[ReserveRow], ...] = (
    Column("岗位", lambda row: row.position, 70),
    Column("次序", lambda row: f"{row.place}", 50, right=True),
    Column("姓名", lambda row: row.name, 90, strong=True, grows=True),
    Column("报名号", lambda row: row.number, 80),
    Column("有效到", lambda row: full_day(row.valid_to), 110),
    Column(
        "状况",
        _told,
        110,
        chip=lambda row: "warn" if row.expired else _CHIPS[row.state],
    ),
)


class ReservesDialog(Dialog):
    """The list; called in order and taken to the hire step by step, or let go with a reason."""

    def __init__(
        self, session: Session, batch_id: int, area_path: str, scheme: Scheme, parent: QWidget
    ) -> None:
        super().__init__("储备人员", parent)
        self.session, self._batch_id, self._path = session, batch_id, area_path
        self._scheme = scheme
        self.model: RowsModel[ReserveRow] = RowsModel(COLUMNS, self)
        self.table = Table(self.model, "储备人员")
        told = "方案里没有储备，或没有排在后面的合格人员。"
        self.empty = EmptyState("users-three", "这个批次没有储备人员", told)
        self.lapse = Button("登记失效…", does=self._lapse)
        self.act = PrimaryButton("递补到空缺网格…", does=self._go_on)
        self._lay_out(parent)
        self.table.chosen.connect(self._offer)
        session.tasks.changed.connect(self._renew)
        self._offer(None)
        self._read()

    def _lay_out(self, parent: QWidget) -> None:
        room = parent.window().size()
        self.setMinimumWidth(min(theme.length(620), room.width() - 60))
        self.table.setMinimumHeight(min(theme.length(280), max(120, room.height() - 240)))
        told = "后来有了空缺，按次序递补；递补的人要办体检、政审和公示，再决定录用。"
        self.body.addWidget(label(told, "body2", wraps=True))
        column = QVBoxLayout()
        column.addWidget(self.table, 1)
        column.addWidget(self.empty, 1)
        self.empty.hide()
        self.body.addLayout(column, 1)
        foot = QHBoxLayout()
        foot.setSpacing(8)
        foot.addWidget(self.lapse)
        foot.addStretch()
        away = Button("关闭", does=self.reject)
        for button in (away, self.act):
            foot.addWidget(button)
        for button in (self.lapse, away, self.act):
            button.setAutoDefault(False)
        self.body.addLayout(foot)

    def _renew(self, topic: str) -> None:
        if topic == TOPIC and self.isVisible():
            self._read()

    def _read(self) -> None:
        batch_id = self._batch_id
        self.session.tasks.read(lambda work: reserves(work, batch_id), self._show)

    def _show(self, rows: list[ReserveRow]) -> None:
        self.model.show_rows(rows)
        self.table.setVisible(bool(rows))
        self.empty.setVisible(not rows)

    def _offer(self, row: ReserveRow | None) -> None:
        runs = self.session.may(Right.RUN_HIRING) and self.session.is_today()
        waiting = row is not None and row.state is ReserveState.WAITING
        step = _STEPS.get(_key(row), "") if row is not None else ""
        self.act.setText(step or "递补到空缺网格…")
        self.act.setAccessibleName(self.act.text())
        self.act.setEnabled(runs and bool(step) and row is not None and not row.expired)
        self.lapse.setEnabled(runs and waiting)

    def _go_on(self) -> None:
        row: ReserveRow | None = self.table.current
        if row is None:
            return
        does: dict[str, Callable[[ReserveRow], object]] = {
            "call": self._call,
            "vet": self._vet,
            "show": self._show_public,
            "take_down": self._take_down,
            "hire": self._hire,
        }
        does[_key(row)](row)

    def _call(self, row: ReserveRow) -> None:
        CallDialog(self.session, row, self._path, self).exec()

    def _vet(self, row: ReserveRow) -> None:
        def show(kinds: tuple[VettingKind, ...]) -> None:
            one = Vetted(row.candidate_id, row.number, row.name, row.position, kinds)
            VettingDialog(self.session, one, self).exec()

        self.session.tasks.read(
            lambda work: passed_kinds(work, row.batch_id, row.candidate_id), show
        )

    def _show_public(self, row: ReserveRow) -> None:
        # A notice takes everybody along who waits for one.
        people = sum(_key(one) == "show" for one in self.model.rows)
        days = self._scheme.publicity_days
        PublicityDialog(
            self.session, row.batch_id, people, days, self, job=publicise_reserve
        ).exec()

    def _take_down(self, row: ReserveRow) -> None:
        CloseDialog(self.session, row.batch_id, self).exec()

    def _lapse(self) -> None:
        row: ReserveRow | None = self.table.current
        if row is None:
            return
        own = row

        def job(work: UnitOfWork, _reason: str, _document: str) -> str:
            lapse_reserve(work, own.id)
            return f"{own.name}的储备资格已登记失效。"

        DeedForm(
            self.session,
            f"{row.name}的储备资格失效",
            "登记失效",
            self,
            told="登记后不能再递补，轮到下一名。",
            example="本人已另有工作，书面放弃",
            job=job,
            takes_away=True,
        ).exec()

    def _hire(self, row: ReserveRow) -> None:
        months = (self._scheme.contract_months, self._scheme.probation_months)
        HireReserveDialog(self.session, row.id, row.name, months, self).exec()


_STEPS = {
    "call": "递补到空缺网格…",
    "vet": "登记体检、政审…",
    "show": "发布公示…",
    "take_down": "结束公示…",
    "hire": "决定录用…",
}


def _key(row: ReserveRow) -> str:
    """What comes next for one; empty where nothing does."""
    if row.state is ReserveState.WAITING:
        return "call"
    if row.state is ReserveState.LAPSED:
        return ""
    if row.stands is _C.PUBLICISED:
        return "take_down" if row.outcome is Outcome.SHOWING else "hire"
    return {_C.MEDICAL: "vet", _C.VETTED: "show"}.get(row.stands, "")


class CallDialog(HiringForm):
    """Which vacant grid the first reserve is called for."""

    def __init__(self, session: Session, row: ReserveRow, path: str, parent: QWidget) -> None:
        super().__init__(session, f"递补{row.name}", "递补", parent)
        self._row = row
        self._away.setText("不递补")
        self.told = label("正在读取空缺网格……", "body2", wraps=True)
        self.grid = Choice("哪个网格")
        self.reason = TextField("事由", hint="例如：原网格员辞职")
        self.form.addWidget(self.told)
        self.form.addWidget(named(self.grid))
        self.form.addWidget(named(self.reason))
        self.act.setEnabled(False)
        self.on_act(self._call)
        session.tasks.read(lambda work: seats(work, work.today, path), self._show)

    def _show(self, rows: list[SeatRow]) -> None:
        free = [row for row in rows if row.batch_id is None]
        self.grid.fill([(row.area_id, row.full_name) for row in free])
        self.act.setEnabled(bool(free))
        self.reason.setFocus()
        count = f"有 {len(free):,} 个空缺网格。" if free else "现在没有空缺的网格，不用递补。"
        self.told.setText(count)
        self.fit_soon()

    def _call(self) -> None:
        reason = self.checked(lambda: filled(self.reason, "原网格员辞职"))
        area_id, reserve_id = int(self.grid.currentData()), self._row.id
        if reason is not None:
            self.send(
                lambda work: call_reserve(work, reserve_id, area_id),
                f"{self._row.name}已递补到{self.grid.currentText()}，请办体检和政审。",
                reason=reason,
            )
