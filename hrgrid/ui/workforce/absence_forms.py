"""请假、外出学习、借调、停职 and the return; who looks after the grid stands in the same form."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from hrgrid.core.errors import UserError
from hrgrid.core.money import parse_money
from hrgrid.storage.work import UnitOfWork
from hrgrid.ui.dialogs import FormDialog
from hrgrid.ui.forms import Choice, Field, TextField, Tick, label
from hrgrid.ui.pickers import DateField
from hrgrid.ui.session import Session
from hrgrid.ui.workforce.absence_words import absence_words
from hrgrid.ui.workforce.paired import paired, place_of
from hrgrid.workforce.queries import PersonCard
from hrgrid.workforce.queries.absences import WatchedGrid, grids_of_worker
from hrgrid.workforce.queries.known import find_person
from hrgrid.workforce.rules import AbsenceKind, AbsencePay, LeaveKind, PayEffect
from hrgrid.workforce.service.absences import (
    AbsenceForm,
    Cover,
    begin_absence,
    end_absence,
    plan_return,
    void_absence,
)

_DAY = dt.timedelta(days=1)
_LEAVES: list[tuple[object, str]] = [(None, "不登记"), *((one, one.label) for one in LeaveKind)]


class CoverPart(QWidget):
    """Who looks after one grid meanwhile; nobody where the field is empty."""

    changed = Signal()

    def __init__(self, grid: WatchedGrid) -> None:
        super().__init__()
        self.grid = grid
        self.person = TextField(f"“{grid.name}”的代管人", hint="工号或姓名，可不填")
        self.pay = Choice("代管补贴", [(one, one.label) for one in PayEffect])
        self.allowance = TextField("每月补贴（元）")
        paired(
            self,
            (f"由谁代管“{grid.name}”", self.person),
            ("代管补贴", self.pay),
            ("每月补贴（元）", self.allowance),
        )
        self.pay.currentIndexChanged.connect(self._offer_allowance)
        self._offer_allowance()

    def _offer_allowance(self) -> None:
        paid = self.pay.currentData() is PayEffect.ALLOWANCE
        self.allowance.setEnabled(paid)
        place_of(self.allowance).setVisible(paid)
        self.changed.emit()

    def typed(self) -> tuple[str, int | None] | None:
        """Who, and fen a month; None where nobody was named. Raises UserError."""
        name = self.person.text().strip()
        if not name:
            return None
        return name, parse_money(self.allowance.text()) if self.allowance.isEnabled() else None


class AbsenceDialog(FormDialog):
    """Somebody is not there from a day on; the post stays."""

    WIDTH = 560

    def __init__(self, session: Session, card: PersonCard, parent: QWidget) -> None:
        super().__init__(f"登记{card.name}请假或离岗", "登记离岗", parent)
        self._session, self._card = session, card
        self.kind = Choice("种类", [(one, one.label) for one in AbsenceKind])
        self.leave = Choice("假别", _LEAVES)
        self.host = TextField("借调到", hint="单位名称")
        self.since = DateField("第一天")
        self.since.put(dt.date.today())  # noqa: DTZ011 - the desk's day
        self.last_day = DateField("计划最后一天", hint="可不填")
        self.document = TextField("文号", hint="可不填")
        self.pay = Choice("期间报酬")
        self.covers: list[CoverPart] = []
        self._fields = paired(
            None,
            ("种类", self.kind),
            ("假别", self.leave),
            ("|借调到哪个单位", self.host),
            ("第一天", self.since),
            ("计划最后一天", self.last_day),
            ("期间报酬", self.pay),
            ("文号", self.document),
        )
        told = "岗位保留，网格仍算有人。名单里只写“请假”；假别加密保存，有权限的人才看得到。"
        self.form.addWidget(self._fields)
        self.form.addWidget(label(told, "caption", wraps=True))
        self.kind.currentIndexChanged.connect(self._renew)
        self.since.changed.connect(self._read)
        self.on_act(self._begin)
        self._renew()
        self._read()
        self.kind.setFocus()

    def _renew(self) -> None:
        kind = self.kind.currentData()
        lent = kind is AbsenceKind.SECONDMENT
        # What goes goes first: both on show for a moment would lie on each other.
        for field, on in ((self.leave, kind is AbsenceKind.LEAVE), (self.host, lent)):
            place_of(field).setVisible(on)
        pays = [one for one in AbsencePay if lent or one is not AbsencePay.HOST]
        self.pay.fill([(one, one.label) for one in pays])
        self.fit_soon()

    def _read(self) -> None:
        on, person_id = self.since.value, self._card.id
        if on is not None:
            self._session.tasks.read(lambda work: grids_of_worker(work, person_id, on), self._show)

    def _show(self, grids: list[WatchedGrid]) -> None:
        if [part.grid for part in self.covers] == grids:
            return
        for part in self.covers:
            part.hide()
            part.deleteLater()
        self.covers = [CoverPart(grid) for grid in grids]
        for part in self.covers:
            part.changed.connect(self.fit_soon)
            self.form.addWidget(part)
        self.fit_soon()

    def _typed(self) -> tuple[AbsenceForm, dict[int, tuple[str, int | None]]]:
        if self.since.value is None:
            raise UserError("没有写第一天，或日期读不出来。请写成 2026-07-01")
        if self.last_day.value is None and self.last_day.text().strip():
            raise UserError("计划最后一天读不出来。请写成 2026-07-31，不知道就空着")
        kind = self.kind.currentData()
        form = AbsenceForm(
            kind=kind,
            since=self.since.value,
            planned_last=self.last_day.value,
            leave=self.leave.currentData() if kind is AbsenceKind.LEAVE else None,
            host=self.host.text(),
            document=self.document.text().strip(),
            pay=self.pay.currentData(),
        )
        covers = {
            part.grid.area_id: typed for part in self.covers if (typed := part.typed()) is not None
        }
        return form, covers

    def _begin(self) -> None:
        try:
            form, covers = self._typed()
        except UserError as error:
            self.refuse(error.sentence)
            return
        person_id = self._card.id

        def job(work: UnitOfWork) -> None:
            meant = {
                area: Cover(find_person(work, who), fen) for area, (who, fen) in covers.items()
            }
            begin_absence(work, person_id, form, meant)

        self._session.tasks.write(job, topic="workforce", done=self._done, failed=self.refuse)

    def _done(self, _: object) -> None:
        self.accept()
        self._session.say(f"已登记{self._card.name}{self.kind.currentData().listed}，岗位保留。")


class _OpenAbsence(FormDialog):
    """A form about the absence of somebody that goes on."""

    def __init__(
        self,
        session: Session,
        card: PersonCard,
        title: tuple[str, str],
        parent: QWidget,
        *,
        takes_away: bool = False,
    ) -> None:
        super().__init__(*title, parent, takes_away=takes_away)
        self._session, self._card = session, card

    def write(self, job: Callable[[UnitOfWork], object], said: str, reason: str = "") -> None:
        """Do it, close, and say what was done."""

        def done(_: object) -> None:
            self.accept()
            self._session.say(said)

        self._session.tasks.write(
            job, topic="workforce", done=done, failed=self.refuse, reason=reason
        )


class ReturnDialog(_OpenAbsence):
    """返岗: the first day back."""

    def __init__(self, session: Session, card: PersonCard, parent: QWidget) -> None:
        super().__init__(session, card, (f"登记{card.name}返岗", "登记返岗"), parent)
        row = card.open_absence
        assert row is not None  # noqa: S101 - offered only where there is one
        self._row = row
        self.back = DateField("返岗第一天")
        today = dt.date.today()  # noqa: DTZ011 - the desk's day
        self.back.put(row.planned_to if row.planned_to and row.planned_to <= today else today)
        self.covers = Tick("他的网格的代管也在那天结束")
        self.covers.setChecked(True)
        self.form.addWidget(label(absence_words(row), "body2", wraps=True))
        self.form.addWidget(Field("返岗第一天", self.back))
        self.form.addWidget(self.covers)
        self.on_act(self._end)
        self.back.setFocus()

    def _end(self) -> None:
        first, absence_id, covers = self.back.value, self._row.id, self.covers.isChecked()
        if first is None:
            self.refuse("没有写返岗第一天，或日期读不出来。请写成 2026-07-01")
            return
        self.write(
            lambda work: end_absence(work, absence_id, first, end_covers=covers),
            f"{self._card.name}从 {first} 起返岗。",
        )


class PlanDialog(_OpenAbsence):
    """续假 or an earlier return: another last day as planned."""

    def __init__(self, session: Session, card: PersonCard, parent: QWidget) -> None:
        super().__init__(session, card, (f"改{card.name}的计划返岗日期", "改计划日期"), parent)
        row = card.open_absence
        assert row is not None  # noqa: S101 - offered only where there is one
        self._row = row
        self.last_day = DateField("计划最后一天", hint="可不填")
        self.last_day.put(row.planned_to - _DAY if row.planned_to else None)
        hint = "原计划同一天结束的代管随之改期。"
        self.form.addWidget(label(absence_words(row), "body2", wraps=True))
        self.form.addWidget(Field("计划最后一天", self.last_day, hint=hint))
        self.on_act(self._plan)
        self.last_day.setFocus()

    def _plan(self) -> None:
        last, absence_id = self.last_day.value, self._row.id
        if last is None and self.last_day.text().strip():
            self.refuse("计划最后一天读不出来。请写成 2026-07-31，不知道就空着")
            return
        self.write(
            lambda work: plan_return(work, absence_id, last),
            f"{self._card.name}的计划返岗日期已改。",
        )


class VoidAbsenceDialog(_OpenAbsence):
    """An absence that never was, and why it stands there."""

    def __init__(self, session: Session, card: PersonCard, parent: QWidget) -> None:
        title = f"作废{card.name}登记错的离岗", "作废离岗记录"
        super().__init__(session, card, title, parent, takes_away=True)
        rows = [row for row in card.absences if not row.void_reason]
        self.absence = Choice("哪一次离岗", [(row.id, absence_words(row)) for row in rows])
        self.reason = TextField("原因", hint="例如：登记错了人")
        told = "作废表示从来没有这次离岗，记录仍看得到。人回来了请用“返岗”。"
        self.form.addWidget(label(told, "body2", wraps=True))
        self.form.addWidget(Field("哪一次离岗", self.absence))
        self.form.addWidget(Field("原因", self.reason))
        self.on_act(self._void)
        self.reason.setFocus()

    def _void(self) -> None:
        absence_id = int(self.absence.currentData())
        self.write(
            lambda work: void_absence(work, absence_id),
            f"{self._card.name}的这次离岗已作废。",
            self.reason.text().strip(),
        )
