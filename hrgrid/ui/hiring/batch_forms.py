"""Forms of a batch: opened over a plan or by hand, announced, its dates changed, given up."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from hrgrid.accounts.queries import calendar
from hrgrid.hiring.queries.batches import BatchRow
from hrgrid.hiring.queries.plans import PlanRow, plans
from hrgrid.hiring.queries.schemes import SchemeRow, scheme_in_force
from hrgrid.hiring.queries.vacancies import VacancyRow, vacancies
from hrgrid.hiring.rules.words import BatchKind, BatchState, PlanState
from hrgrid.hiring.service.announcing import (
    Announcement,
    open_applications,
    publish,
)
from hrgrid.hiring.service.batches import (
    BatchChange,
    BatchForm,
    Opened,
    cancel_batch,
    change_batch,
    open_batch,
)
from hrgrid.hiring.service.steps import Evidence
from hrgrid.storage.work import UnitOfWork
from hrgrid.ui.buttons import LinkButton
from hrgrid.ui.forms import Choice, TextField, label
from hrgrid.ui.hiring.forms import HiringForm
from hrgrid.ui.hiring.undoing import apply_to_step
from hrgrid.ui.hiring.words import TOPIC, plan_name
from hrgrid.ui.matters.forms import ReasonForm, beside, day_of, filled, named, today_field
from hrgrid.ui.matters.words import span
from hrgrid.ui.session import Session

_DAY = dt.timedelta(days=1)


@dataclass(frozen=True)
class Ground:
    """What a batch may be opened over: plans, and areas with vacancies."""

    plans: list[PlanRow]
    areas: list[VacancyRow]

    @property
    def approved(self) -> list[PlanRow]:
        """The plans that may be filled, the newest first."""
        return [row for row in self.plans if row.state is PlanState.APPROVED]

    @property
    def first(self) -> PlanRow | None:
        """The one to offer."""
        return next(iter(self.approved), None)


def batch_title(row: BatchRow) -> str:
    """A batch in a sentence."""
    return f"“{row.number} {row.title}”"


class OpenBatchDialog(HiringForm):
    """A batch; of an approved plan it comes with positions and grids at once."""

    WIDTH = 480

    def __init__(
        self,
        session: Session,
        ground: Ground,
        chosen: PlanRow | None,
        parent: QWidget,
    ) -> None:
        super().__init__(session, "新建招录批次", "新建批次", parent)
        approved = ground.approved
        self._plans = {row.id: row for row in approved}
        self.plan = Choice(
            "按哪份计划",
            [
                *((row.id, _plan_entry(row)) for row in approved),
                (None, "不按计划，岗位和网格另加"),
            ],
        )
        if chosen is not None:
            self.plan.choose(chosen.id)
        self.area = Choice("区域", [(row.area_id, row.names) for row in ground.areas])
        self.title = TextField("名称", text=self._usual_title())
        self.number = TextField("编号", hint="不填由程序编号")
        self.kind = Choice("来源", [(one, one.label) for one in BatchKind])
        self.note = TextField("备注", hint="可不填")
        self.told = label("", "body2", wraps=True)
        self.scheme = label("正在读取招录方案……", "caption", wraps=True)
        self.edit = LinkButton("查看或调整方案…", does=self._edit)
        self.edit.setAutoDefault(False)
        self._where = named(self.area)
        self.form.addWidget(named(self.plan))
        self.form.addWidget(self.told)
        self.form.addWidget(self._where)
        self.form.addLayout(beside(named(self.title), named(self.number), shares=(3, 2)))
        self.form.addLayout(beside(named(self.kind), named(self.note), shares=(2, 3)))
        self.form.addWidget(self.scheme)
        self.form.addWidget(self.edit, 0, Qt.AlignmentFlag.AlignLeft)
        self.plan.currentIndexChanged.connect(lambda _: self._fold())
        self.on_act(self._open)
        self._fold()
        self._read_scheme()
        self.act.setFocus()

    def _usual_title(self) -> str:
        return "专职网格员招录"

    def _fold(self) -> None:
        plan = self._plans.get(self.plan.currentData())
        self._where.setVisible(plan is None)
        if plan is None:
            self.told.setText("建好后在“岗位和网格”里加岗位，勾选要招的网格。")
        else:
            self.told.setText(
                f"招录 {plan.heads:,} 名，储备 {plan.reserve:,} 名。每个街道一个岗位，"
                "空缺的网格一并列入；建好后还可以增减。"
            )
        self.fit()

    def _read_scheme(self) -> None:
        self.session.tasks.read(lambda work: scheme_in_force(work, work.today), self._show_scheme)

    def _show_scheme(self, row: SchemeRow) -> None:
        one, version = row.scheme, f"第 {row.number} 版" if row.number else "随程序的"
        self.scheme.setText(
            f"按{version}招录方案：公告 {one.announce_workdays} 个工作日，"
            f"{one.exam_from}∶1 开考，{one.interview_ratio}∶1 面试，"
            f"笔试 {one.exam_bp // 100}%、面试 {one.interview_bp // 100}%，"
            f"公示 {one.publicity_days} 个工作日。"
        )
        self.fit()

    def _edit(self) -> None:
        from hrgrid.ui.hiring.scheme_form import SchemeDialog

        if SchemeDialog(self.session, self).exec():
            self._read_scheme()

    def _form(self) -> BatchForm:
        plan_id = self.plan.currentData()
        return BatchForm(
            filled(self.title, "第一批专职网格员招录"),
            None if plan_id is not None else int(self.area.currentData()),
            plan_id,
            self.kind.currentData(),
            self.number.text(),
            note=self.note.text(),
        )

    @property
    def opened(self) -> Opened | None:
        """What came of it."""
        return self.result_value if isinstance(self.result_value, Opened) else None

    def _open(self) -> None:
        form = self.checked(self._form)
        if form is not None:
            self.send(lambda work: open_batch(work, form), _opened, title="正在新建批次")


def _plan_entry(row: PlanRow) -> str:
    return f"{plan_name(row.year, row.title)}（{row.heads:,} 名）"


def _opened(came: Opened) -> str:
    told = "已新建批次"
    if came.positions:
        told += f"，列入 {came.positions} 个岗位、{came.seats:,} 个网格"
    more = f"。{came.notes[0]}" if came.notes else ""
    others = f"，另有 {len(came.notes) - 1} 处不同" if len(came.notes) > 1 else ""
    return f"{told}{more}{others}。"


class PublishDialog(HiringForm):
    """The announcement with its dates; too short a time needs a reason."""

    WIDTH = 460

    def __init__(self, session: Session, row: BatchRow, workdays: int, parent: QWidget) -> None:
        super().__init__(session, "发布招录公告", "发布公告", parent)
        self._row, self._workdays = row, workdays
        self.announced_on = today_field("公告日期")
        self.apply_from = today_field("报名开始")
        self.apply_to = today_field("报名截止")
        self.document = TextField("公告文号", hint="可不填")
        self.reason = TextField("公告期不足的原因", hint="足够就不用填")
        told = (
            f"{batch_title(row)}。公告到报名截止不少于 {workdays} 个工作日（首日计入）。"
            "发布后方案不能再改，岗位和网格要改须写原因。"
        )
        self.form.addWidget(label(told, "body2", wraps=True))
        self.form.addLayout(
            beside(named(self.announced_on), named(self.apply_from), named(self.apply_to))
        )
        self.form.addLayout(beside(named(self.document), named(self.reason)))
        self.announced_on.changed.connect(self._follow)
        self.on_act(self._publish)
        self._follow()
        self.act.setFocus()

    def _follow(self) -> None:
        """The last day that gives the working days asked for."""
        first, wanted = self.announced_on.value, self._workdays
        if first is None:
            return
        self.apply_from.put(max(self.apply_from.value or first, first))
        self.session.tasks.read(
            lambda work: calendar(work).add_workdays(first, wanted).day, self.apply_to.put
        )

    def _publish(self) -> None:
        def read() -> Announcement:
            return Announcement(
                day_of(self.announced_on), day_of(self.apply_from), day_of(self.apply_to)
            )

        dates, batch_id = self.checked(read), self._row.id
        if dates is None:
            return
        evidence = Evidence(self.document.text(), dates.announced_on)
        self.send(
            lambda work: publish(work, batch_id, dates, evidence),
            f"公告已发布，报名 {span(dates.apply_from, dates.apply_to)}。",
            reason=self.reason.text(),
        )


class OpenEarlyDialog(ReasonForm):
    """Applications come in before the day that was announced."""

    TOPIC = TOPIC

    def __init__(self, session: Session, row: BatchRow, parent: QWidget) -> None:
        told = f"公告写的是 {row.apply_from:%Y-%m-%d} 起报名，还没有到。"
        super().__init__(
            session, "提前开始报名", "开始报名", parent, told=told, example="公告已提前张贴"
        )
        self._id = row.id
        self.on_act(self._go)

    def _go(self) -> None:
        reason, batch_id = self.reason_given(), self._id
        if reason is not None:
            self.send(lambda work: open_applications(work, batch_id), "已开始报名。", reason=reason)


class ApplyToDialog(HiringForm):
    """Another last day of applications."""

    def __init__(self, session: Session, row: BatchRow, parent: QWidget) -> None:
        super().__init__(session, "改报名截止日", "改截止日", parent)
        self._row = row
        self.last = today_field("报名截止", row.apply_to)
        self.reason = TextField("事由", hint="例如：报名人数不足，延长 5 天")
        told = f"原定 {row.apply_to:%Y-%m-%d}。提前截止写今天的日期，明天起不再接收报名。"
        self.form.addWidget(label(told, "body2", wraps=True))
        self.form.addLayout(beside(named(self.last), named(self.reason), shares=(1, 2)))
        self.on_act(self._go)
        self.last.setFocus()

    def _go(self) -> None:
        read = self.checked(lambda: (day_of(self.last), filled(self.reason)))
        if read is not None:
            (day, reason), batch_id = read, self._row.id
            self.send_step(
                apply_to_step(batch_id, day),
                f"报名截止日已改为 {day:%Y-%m-%d}。",
                "改报名截止日",
                reason=reason,
            )


class ChangeBatchDialog(HiringForm):
    """Number, title, note."""

    def __init__(self, session: Session, row: BatchRow, parent: QWidget) -> None:
        super().__init__(session, "改批次的名称", "改名称", parent)
        self._row = row
        self.number = TextField("编号", text=row.number)
        self.title = TextField("名称", text=row.title)
        self.note = TextField("备注", text=row.note)
        self.reason = TextField("事由", hint="公告以后改须写")
        self.form.addLayout(beside(named(self.number), named(self.title), shares=(1, 2)))
        self.form.addWidget(named(self.note))
        self._why = named(self.reason)
        self._why.setVisible(row.state is not BatchState.DRAFT)
        self.form.addWidget(self._why)
        self.on_act(self._go)
        self.title.setFocus()

    def _go(self) -> None:
        row = self._row
        change = BatchChange(
            row.id, row.version, self.number.text(), self.title.text(), self.note.text()
        )
        self.send(lambda work: change_batch(work, change), "名称已改。", reason=self.reason.text())


class CancelBatchDialog(ReasonForm):
    """A batch that is not carried on."""

    TOPIC = TOPIC

    def __init__(self, session: Session, row: BatchRow, parent: QWidget) -> None:
        told = (
            f"{batch_title(row)}取消后不能恢复：网格放回缺额，拟录用收回，"
            "报名资料到保存期满后清除。"
        )
        super().__init__(
            session,
            "取消招录批次",
            "取消这个批次",
            parent,
            told=told,
            example="编制冻结，不再招录",
            takes_away=True,
        )
        self.document = TextField("文号", hint="可不填")
        self.form.addWidget(named(self.document))
        self._id = row.id
        self.on_act(self._go)

    def _go(self) -> None:
        reason, batch_id = self.reason_given(), self._id
        evidence = Evidence(self.document.text())

        def job(work: UnitOfWork) -> None:
            cancel_batch(work, batch_id, evidence)

        if reason is not None:
            self.send(job, "批次已取消，网格放回缺额。", reason=reason)


def read_ground(work: UnitOfWork) -> Ground:
    """What a batch may be opened over."""
    return Ground(plans(work), vacancies(work, work.today))
