"""Forms of the plan of a year: drafted, counted anew, a line changed, approved, given up."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from hrgrid.accounts.queries import approval_state
from hrgrid.accounts.rules import Deed
from hrgrid.accounts.service import Subject
from hrgrid.core.errors import UserError
from hrgrid.core.rights import Right
from hrgrid.hiring.queries.plans import LineRow, PlanRow
from hrgrid.hiring.queries.vacancies import VacancyRow
from hrgrid.hiring.service.plans import (
    LineChange,
    PlanForm,
    approve_plan,
    draft_plan,
    plan_subject,
    recount_plan,
    void_plan,
)
from hrgrid.hiring.service.steps import Evidence
from hrgrid.storage.work import UnitOfWork
from hrgrid.ui.forms import Choice, TextField, label
from hrgrid.ui.hiring.forms import HiringForm
from hrgrid.ui.hiring.scheme_fields import points_in
from hrgrid.ui.hiring.undoing import line_step
from hrgrid.ui.hiring.words import TOPIC, plan_name
from hrgrid.ui.matters.approving import ApprovalForm, Approved
from hrgrid.ui.matters.forms import NumberField, beside, day_of, filled, named, today_field
from hrgrid.ui.matters.typed import plain_digits
from hrgrid.ui.matters.words import percent
from hrgrid.ui.session import Session

_TITLE = "年度专职网格员招录计划"


class ShareField(TextField):
    """A share in per cent; `value` in basis points."""

    def __init__(self, name: str, basis_points: int) -> None:
        super().__init__(name, text=percent(basis_points).removesuffix("%"))

    @property
    def value(self) -> int:
        """What was typed. Raises UserError naming the field."""
        called = self.accessibleName()
        milli = points_in(plain_digits(self.text().replace("%", "")), called)
        if milli % 10:
            raise UserError(f"{called}最多写两位小数。请改正")
        return milli // 10


class DraftPlanDialog(HiringForm):
    """Lines by street, as many heads as there are vacancies, and reserves beside them."""

    WIDTH = 460

    def __init__(
        self, session: Session, tops: list[VacancyRow], vacant: int, parent: QWidget
    ) -> None:
        super().__init__(session, "拟定招录计划", f"拟定计划（{vacant:,} 个）", parent)
        self.year = NumberField("年度", value=session.year)
        self.title = TextField("名称", text=_TITLE)
        self.area = Choice("区域", [(row.area_id, row.names) for row in tops])
        self.as_of = today_field("缺额按哪天")
        self.reserve = ShareField("储备比例（%）", 1_000)
        told = (
            f"按缺额每个街道列一行，现在共缺 {vacant:,} 个；储备按比例另加，四舍五入。"
            "拟定后人数还可以逐行改，批准后就不能再改。"
        )
        self.form.addWidget(label(told, "body2", wraps=True))
        self.form.addLayout(beside(named(self.year), named(self.title), shares=(1, 3)))
        self.form.addWidget(named(self.area))
        self.form.addLayout(beside(named(self.as_of), named(self.reserve)))
        self.on_act(self._draft)
        self.act.setFocus()

    def _read(self) -> PlanForm:
        return PlanForm(
            self.year.value,
            filled(self.title, _TITLE),
            int(self.area.currentData()),
            day_of(self.as_of),
            self.reserve.value,
        )

    def _draft(self) -> None:
        form = self.checked(self._read)
        if form is not None:
            self.send(lambda work: draft_plan(work, form), title="正在按缺额拟定计划")


class RecountDialog(HiringForm):
    """The vacancies of a draft counted anew; changes by hand begin again."""

    def __init__(self, session: Session, plan: PlanRow, parent: QWidget) -> None:
        super().__init__(session, "按缺额重新计算", "重新计算", parent)
        self._plan = plan
        self.as_of = today_field("缺额按哪天")
        self.reserve = ShareField("储备比例（%）", plan.reserve_bp)
        told = "每个街道的人数按这一天的缺额重新列出，手工改过的人数和理由不再保留。"
        self.form.addWidget(label(told, "body2", wraps=True))
        self.form.addLayout(beside(named(self.as_of), named(self.reserve)))
        self.on_act(self._count)

    def _count(self) -> None:
        read = self.checked(lambda: (day_of(self.as_of), self.reserve.value))
        if read is not None:
            (day, share), plan_id = read, self._plan.id
            self.send(
                lambda work: recount_plan(work, plan_id, day, share), "计划已按缺额重新计算。"
            )


class LineDialog(HiringForm):
    """Heads and reserves of one street; why, where they differ from what was counted."""

    def __init__(self, session: Session, plan: PlanRow, line: LineRow, parent: QWidget) -> None:
        super().__init__(session, f"{line.name}招录几人", "改人数", parent)
        self._plan, self._line = plan, line
        self.heads = NumberField("招录人数", value=line.heads)
        self.reserve = NumberField("储备人数", value=line.reserve)
        self.reason = TextField("与缺额不同的理由", hint="例如：两个网格年内撤并，暂不招录")
        self.reason.setText(line.reason)
        told = f"{line.count.arithmetic}，储备按比例 {line.computed_reserve}。"
        self._why = named(self.reason)
        self.form.addWidget(label(told, "body2", wraps=True))
        self.form.addLayout(beside(named(self.heads), named(self.reserve)))
        self.form.addWidget(self._why)
        for field in (self.heads, self.reserve):
            field.textChanged.connect(lambda _: self._fold())
        self.on_act(self._change)
        self._fold()
        self.heads.setFocus()
        self.heads.selectAll()

    def _fold(self) -> None:
        vacant = self._line.count.vacant
        counted = (str(vacant), str(self._line.computed_reserve))
        typed = (plain_digits(self.heads.text()), plain_digits(self.reserve.text()))
        self._why.setVisible(typed != counted)
        self.fit()

    def _read(self) -> LineChange:
        reason = "" if self._why.isHidden() else filled(self.reason, "网格年内撤并")
        line = self._line
        return LineChange(line.id, line.version, self.heads.value, self.reserve.value, reason)

    def _change(self) -> None:
        change = self.checked(self._read)
        if change is not None:
            self.send_step(
                line_step(self.session, change),
                f"{self._line.name}改为招录 {change.heads:,} 名、储备 {change.reserve:,} 名。",
                f"改{self._line.name}的招录人数",
            )


class ApprovePlanDialog(ApprovalForm):
    """The plan counts from here on."""

    TOPIC = TOPIC
    RUNS = Right.RUN_HIRING
    WIDTH = 460

    def __init__(self, session: Session, plan: PlanRow, parent: QWidget) -> None:
        told = (
            f"“{plan_name(plan.year, plan.title)}”：招录 {plan.heads:,} 名，"
            f"储备 {plan.reserve:,} 名。批准后人数不能再改，要改另立一份。"
        )
        act = f"批准计划（{plan.heads:,} 名）"
        super().__init__(session, "批准招录计划", act, parent, told)
        self._plan = plan
        self.document = TextField("批准文号或会议号", hint="例如：盐南政法〔2026〕11号")
        self.decided_on = today_field("批准日期")
        self.decision_column.addLayout(
            beside(named(self.document), named(self.decided_on), shares=(3, 2))
        )
        may = session.may(Right.DECIDE_HIRING, Right.RUN_HIRING)
        self.show_state(None, may_decide=may)
        key = f"hiring_plan:{plan.id}"
        session.tasks.read(
            lambda work: approval_state(work, Deed.HIRE, key),
            lambda state: self.show_state(state, may_decide=may),
        )
        self.paper_no.textEdited.connect(self._carry)

    def _carry(self, text: str) -> None:
        """The paper that approves it is mostly the document too."""
        if not self.document.isModified():
            self.document.setText(text)

    def subject(self, work: UnitOfWork) -> Subject:
        """The plan."""
        return plan_subject(work, self._plan.id)

    def prepare(self) -> Callable[[UnitOfWork], object]:
        """Document and day."""
        evidence = Evidence(filled(self.document, "盐南政法〔2026〕11号"), day_of(self.decided_on))
        plan_id = self._plan.id
        return lambda work: approve_plan(work, plan_id, evidence)

    def done_words(self, _came: Approved) -> str:
        """What was done."""
        return f"“{plan_name(self._plan.year, self._plan.title)}”已批准，可以按计划新建批次。"


class VoidPlanDialog(HiringForm):
    """A plan that is not carried out any more."""

    def __init__(self, session: Session, plan: PlanRow, parent: QWidget) -> None:
        super().__init__(session, "作废招录计划", "作废计划", parent, takes_away=True)
        self._plan = plan
        self._away.setText("不作废")
        told = f"“{plan_name(plan.year, plan.title)}”作废后不能恢复，已录用的人不受影响。"
        self.reason = TextField("事由", hint="例如：机构调整，重新拟定")
        self.form.addWidget(label(told, "body2", wraps=True))
        self.form.addWidget(named(self.reason))
        self.on_act(self._void)
        self.reason.setFocus()

    def _void(self) -> None:
        reason, plan_id = self.checked(lambda: filled(self.reason)), self._plan.id
        if reason is not None:
            self.send(lambda work: void_plan(work, plan_id), "计划已作废。", reason=reason)
