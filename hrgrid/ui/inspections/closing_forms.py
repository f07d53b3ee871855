"""登记通报 and 办结: the number of the bulletin, and the end, open faults carried on by name."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from hrgrid.assessment.rules.inspection_rows import PlanBoard
from hrgrid.storage.work import UnitOfWork
from hrgrid.ui.forms import TextField, label
from hrgrid.ui.inspections.forms import InspectionForm
from hrgrid.ui.matters.forms import beside, day_of, filled, named, today_field
from hrgrid.ui.session import Session


class BulletinDialog(InspectionForm):
    """Number and day; then the bulletin is written."""

    WIDTH = 460

    def __init__(self, session: Session, board: PlanBoard, parent: QWidget) -> None:
        super().__init__(session, "发布月通报", "登记通报，生成文书", parent)
        row = board.row
        self._id = row.id
        self.number = TextField("文号", hint="例如：苏政法网格〔2026〕31号", text=row.document_no)
        self.on = today_field("成文日期", row.published_on)
        told = (
            f"通报只列街道，不列个人：抽查 {row.people:,} 人，合格 {row.passed:,}，"
            f"发现问题 {row.findings:,} 个，已整改 {row.rectified + row.closed:,} 个。"
            "个人问题只发本人和所在街道。"
        )
        self.form.addWidget(label(told, "body2", wraps=True))
        self.form.addLayout(beside(named(self.number), named(self.on), shares=(2, 1)))
        self.form.addStretch(1)
        self.on_act(self._save)
        self.number.setFocus()

    def _save(self) -> None:
        read = self.checked(
            lambda: (filled(self.number, "苏政法网格〔2026〕31号"), day_of(self.on))
        )
        if read is None:
            return
        number, on = read
        plan_id = self._id

        def job(work: UnitOfWork) -> None:
            from hrgrid.assessment.service.inspections import publish_bulletin

            publish_bulletin(work, plan_id, number, on)

        self.send(job, f"已登记通报 {number}。")


class ClosePlanDialog(InspectionForm):
    """The end; faults that are still open go on, with a reason."""

    WIDTH = 460

    def __init__(self, session: Session, board: PlanBoard, parent: QWidget) -> None:
        super().__init__(session, "办结这次检查", "办结检查", parent)
        row = board.row
        self._id = row.id
        self._open = row.open + row.rectified
        self.carry = TextField(
            "为什么带着没销号的问题办结", hint="例如：期限在下月，已列入下月复查"
        )
        told = "办结以后结果不能再改，扣分计入当月考核，照片和签字的记录表都留底。"
        self.form.addWidget(label(told, "body2", wraps=True))
        if self._open:
            still = f"还有 {self._open} 个问题没有销号，办结以后继续整改、复查，写明理由。"
            self.form.addWidget(label(still, "captionWarn", wraps=True))
            self.form.addWidget(named(self.carry))
        self.form.addStretch(1)
        self.on_act(self._save)
        (self.carry if self._open else self.act).setFocus()

    def _save(self) -> None:
        carry = self.checked(lambda: filled(self.carry)) if self._open else ""
        if carry is None:
            return
        plan_id = self._id

        def job(work: UnitOfWork) -> object:
            from hrgrid.assessment.service.inspections import close_plan

            return close_plan(work, plan_id, carry)

        self.send(job, "检查已办结。")
