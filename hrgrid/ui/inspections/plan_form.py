"""新建检查 and 改方案: everything stands there as last time; the sample is proposed, with why."""

from __future__ import annotations

import calendar
import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from hrgrid.assessment.rules.inspection_rows import PlanBoard, Proposal
from hrgrid.core.errors import UserError
from hrgrid.core.rights import Right
from hrgrid.storage.work import UnitOfWork
from hrgrid.ui.buttons import LinkButton
from hrgrid.ui.forms import Choice, TextField, Tick, label
from hrgrid.ui.inspections.forms import InspectionForm, offer_back
from hrgrid.ui.inspections.items_field import ItemsField
from hrgrid.ui.matters.forms import NumberField, Ticks, beside, day_of, filled, named, today_field
from hrgrid.ui.session import Session

if TYPE_CHECKING:
    from hrgrid.assessment.service.inspections import PlanChange, PlanForm
    from hrgrid.assessment.service.inspectors import InspectorForm


@dataclass(frozen=True)
class NewPlan:
    """What the form of a new inspection begins with; `copied` says which one it is like."""

    areas: list[tuple[int, str]]
    roles: list[tuple[str, str]]
    form: PlanForm
    proposal: Proposal
    copied: str = ""
    inspectors: tuple[InspectorForm, ...] = ()


def month_end(day: dt.date) -> dt.date:
    """The last day of its month."""
    return day.replace(day=calendar.monthrange(day.year, day.month)[1])


def read_ground(work: UnitOfWork) -> NewPlan:
    """Areas that one may inspect in, roles, last time's plan, and what is proposed now."""
    from hrgrid.assessment.queries.inspections import propose
    from hrgrid.assessment.service.inspections import PlanForm
    from hrgrid.workforce.queries import roles
    from hrgrid.workforce.queries.areas import tree_index
    from hrgrid.workforce.rules import Level

    index, today = tree_index(work, work.today), work.today
    above = (Level.CITY, Level.DISTRICT, Level.STREET)
    areas = [
        (row.id, index.full_name(row.id))
        for row in index.by_code.values()
        if row.level in above and work.actor.may(Right.RUN_ASSESSMENT, row.path)
    ]
    kinds = [(one.code, one.label) for one in roles(work)]
    title = f"{today.year} 年 {today.month} 月双随机检查"
    form = PlanForm(areas[0][0] if areas else 0, title, today, month_end(today), 0)
    if not areas:
        return NewPlan(areas, kinds, form, Proposal(0, 0, 0, 0, 0, ()))
    return _like_last(work, NewPlan(areas, kinds, form, propose(work, form.area_id, today)))


def _like_last(work: UnitOfWork, ground: NewPlan) -> NewPlan:
    """The newest inspection of the areas, as it would be this month; else as it is."""
    from hrgrid.assessment.queries.inspection_board import plan_board
    from hrgrid.assessment.queries.inspections import PlanFilter, last_plan, plans, propose
    from hrgrid.assessment.rules.words import InspectionState
    from hrgrid.assessment.service.inspectors import InspectorForm

    mine = {area_id for area_id, _ in ground.areas}
    states = tuple(one for one in InspectionState if one is not InspectionState.CANCELLED)
    for row in plans(work, PlanFilter(states=states)):
        board = plan_board(work, row.id)
        if board.area_id not in mine:
            continue
        last = last_plan(work, board.area_id, work.today)
        if last is None:
            break
        board = plan_board(work, last.plan_id)
        before, now = board.row.first_day, work.today
        title = last.title.replace(
            f"{before.year} 年 {before.month} 月", f"{now.year} 年 {now.month} 月"
        )
        roles = tuple(code for code, _ in board.roles)
        form = replace(
            ground.form,
            area_id=board.area_id,
            title=title,
            first_day=last.first_day,
            last_day=last.last_day,
            office_sample=board.row.office_sample,
            team_size=board.row.team_size,
            roles=roles,
            items=board.items,
        )
        people = tuple(
            InspectorForm(one.name, one.unit, one.unit_id, one.person_id)
            for one in board.inspectors
        )
        proposal = propose(work, board.area_id, now, roles)
        return replace(ground, form=form, proposal=proposal, copied=last.number, inspectors=people)
    return ground


class PlanFields(InspectionForm):
    """The fields that a new plan and a changed one have in common."""

    WIDTH = 560

    def __init__(
        self,
        session: Session,
        title: str,
        act: str,
        parent: QWidget,
        *,
        form: PlanForm,
        roles: list[tuple[str, str]],
    ) -> None:
        super().__init__(session, title, act, parent)
        self._asked = 0
        self.proposal: Proposal | None = None
        self.title = TextField("名称", text=form.title)
        self.number = TextField("编号", text=form.number, hint="不填由程序编号")
        self.first_day = today_field("开始日期", form.first_day)
        self.last_day = today_field("结束日期", form.last_day)
        self.sample = NumberField("抽网格员", value=form.sample)
        self.offices = NumberField("抽联动单位", value=form.office_sample)
        self.team_size = NumberField("每组人数", value=form.team_size)
        self.team_count = NumberField("组数", value=form.team_count or None, hint="不填按名单分")
        self.roles = Ticks(roles, form.roles)
        self.why = label("", "caption", wraps=True)
        self.take = LinkButton("", does=self._take_proposal)
        self.take.setAutoDefault(False)
        self.items = ItemsField(form.items)
        self.turn = LinkButton("", glyph="caret-down", does=self._unfold)
        self.turn.setAutoDefault(False)
        self._more = QWidget()
        more = QVBoxLayout(self._more)
        more.setContentsMargins(0, 0, 0, 0)
        more.setSpacing(8)
        more.addWidget(label("查哪些岗位", "label"))
        more.addLayout(self.roles)
        more.addWidget(self.items)
        self._more.hide()
        self.items.changed.connect(self._items_changed)
        self.first_day.changed.connect(self._follow_days)
        for box in self.roles.boxes.values():
            box.toggled.connect(lambda _: self.ask_proposal())
        self._say_items()

    def lay_out(self, *, area: QWidget | None) -> None:
        """The usual order; `area` first where it is asked."""
        self.form.addLayout(beside(named(self.title), named(self.number), shares=(3, 2)))
        days = [named(self.first_day), named(self.last_day)]
        if area is not None:
            self.form.addLayout(beside(named(area), *days, shares=(2, 1, 1)))
        else:
            self.form.addLayout(beside(*days))
        self.form.addLayout(
            beside(*map(named, (self.sample, self.offices, self.team_size, self.team_count)))
        )
        line = QHBoxLayout()
        line.setSpacing(8)
        line.addWidget(self.why, 1)
        line.addWidget(self.take, 0, Qt.AlignmentFlag.AlignTop)
        self.form.addLayout(line)
        self.form.addWidget(self.turn, 0, Qt.AlignmentFlag.AlignLeft)
        self.form.addWidget(self._more)

    # --- the proposal -------------------------------------------------------------------------

    @property
    def area_id(self) -> int:
        """Whose people are drawn from."""
        raise NotImplementedError

    def ask_proposal(self) -> None:
        """Propose anew for other roles, another area or month."""
        first = self.first_day.value
        if first is None:
            return
        self._asked += 1
        asked, area_id, roles = self._asked, self.area_id, self.roles.values

        def read(work: UnitOfWork) -> Proposal:
            from hrgrid.assessment.queries.inspections import propose

            return propose(work, area_id, first, roles)

        def take(proposal: Proposal) -> None:
            if asked == self._asked:
                self.show_proposal(proposal)

        if roles:
            self.session.tasks.read(read, take)

    def show_proposal(self, proposal: Proposal) -> None:
        """Say how many are proposed and why; a sample that followed the last one follows this."""
        before, self.proposal = self.proposal, proposal
        typed = self.sample.text().strip()
        if not typed or typed == "0" or (before is not None and typed == str(before.sample)):
            self.sample.setText(str(proposal.sample))
        self.why.setText("".join(f"{one.rstrip('。')}。" for one in proposal.reasons))
        same = self.sample.text().strip() == str(proposal.sample)
        self.take.setText(f"改抽 {proposal.sample:,} 人")
        self.take.setVisible(not same and proposal.sample > 0)
        self.fit_soon()

    def _take_proposal(self) -> None:
        if self.proposal is not None:
            self.sample.setText(str(self.proposal.sample))
            self.take.hide()
            self.sample.setFocus()

    def _follow_days(self) -> None:
        first, last = self.first_day.value, self.last_day.value
        if first is not None and (last is None or last < first):
            self.last_day.put(month_end(first))
        self.ask_proposal()

    # --- items --------------------------------------------------------------------------------

    def _items_changed(self) -> None:
        self._say_items()
        self.fit_soon()

    def _say_items(self) -> None:
        self.turn.setText(f"检查内容 {self.items.count} 项、岗位…")
        self.turn.setAccessibleName(self.turn.text())

    def _unfold(self) -> None:
        self._more.setVisible(self._more.isHidden())
        self.turn.set_glyph("caret-down" if self._more.isHidden() else "caret-up")
        self.fit_soon()

    # --- reading the fields -------------------------------------------------------------------

    def _days(self) -> tuple[dt.date, dt.date]:
        first, last = day_of(self.first_day), day_of(self.last_day)
        if last < first:
            raise UserError(f"结束日期 {last:%Y-%m-%d} 在开始日期之前。请改正")
        return first, last

    def _roles(self) -> tuple[str, ...]:
        if not self.roles.values:
            raise UserError("没有选查哪些岗位。请在“检查内容、岗位”里至少选一种")
        return self.roles.values


class NewPlanDialog(PlanFields):
    """Everything stands there already: Enter is enough. `made` is the new inspection."""

    def __init__(self, session: Session, ground: NewPlan, parent: QWidget) -> None:
        form = ground.form
        super().__init__(
            session, "新建双随机检查", "新建检查", parent, form=form, roles=ground.roles
        )
        self._form = form
        self.area = Choice("范围", ground.areas)
        self.area.choose(form.area_id)
        self._people = ground.inspectors
        self.same_people = Tick(f"沿用 {ground.copied} 的 {len(ground.inspectors)} 名检查人员")
        self.same_people.setChecked(bool(ground.inspectors))
        if ground.copied:
            told = f"已照 {ground.copied} 填好，可以直接新建。"
            self.form.addWidget(label(told, "caption"))
        self.lay_out(area=self.area)
        if ground.inspectors:
            self.form.addWidget(self.same_people)
        self.show_proposal(ground.proposal)
        if not ground.copied and ground.proposal.offices:
            self.offices.setText(str(ground.proposal.offices))
        self.area.currentIndexChanged.connect(lambda _: self.ask_proposal())
        self.on_act(self._create)
        self.title.setFocus()

    @property
    def area_id(self) -> int:
        """The chosen area."""
        return int(self.area.currentData())

    @property
    def made(self) -> int | None:
        """The id of what was made."""
        return self.result_value if isinstance(self.result_value, int) else None

    def _read(self) -> PlanForm:
        first, last = self._days()
        return replace(
            self._form,
            area_id=self.area_id,
            title=filled(self.title, "2026 年 11 月双随机检查"),
            first_day=first,
            last_day=last,
            sample=self.sample.value_or_none or 0,
            office_sample=self.offices.value_or_none or 0,
            team_size=self.team_size.value,
            team_count=self.team_count.value_or_none or 0,
            roles=self._roles(),
            items=self.items.value,
            number=self.number.text().strip(),
        )

    def _create(self) -> None:
        form = self.checked(self._read)
        if form is None:
            return
        people = self._people if self.same_people.isChecked() else ()

        def job(work: UnitOfWork) -> int:
            from hrgrid.assessment.service.inspections import open_plan
            from hrgrid.assessment.service.inspectors import add_inspectors

            plan_id = open_plan(work, form)
            if people:
                add_inspectors(work, plan_id, people)
            return plan_id

        then = "先封存名册，再抽取" if people else "先加检查人员，再封存名册"
        self.send(job, f"已新建“{form.title}”。{then}。", title="正在新建检查")


class ChangePlanDialog(PlanFields):
    """A plan as it shall read; a sealed list is opened by it."""

    def __init__(
        self,
        session: Session,
        board: PlanBoard,
        change: PlanChange,
        roles: list[tuple[str, str]],
        parent: QWidget,
    ) -> None:
        from hrgrid.assessment.service.inspections import PlanForm

        form = PlanForm(
            board.area_id,
            change.title,
            change.first_day,
            change.last_day,
            change.sample,
            change.office_sample,
            change.team_size,
            change.team_count,
            change.roles,
            change.items,
            change.number,
        )
        super().__init__(session, "改检查方案", "保存方案", parent, form=form, roles=roles)
        self._board, self._change = board, change
        if board.seal is not None:
            told = "名册已封存。改了方案，校验码就作废，要重新封存名册、重新公布。"
            self.form.addWidget(label(told, "captionWarn", wraps=True))
        self.lay_out(area=None)
        self.on_act(self._save)
        self.ask_proposal()
        self.title.setFocus()

    @property
    def area_id(self) -> int:
        """It stays."""
        return self._board.area_id

    def _read(self) -> PlanChange:
        first, last = self._days()
        return replace(
            self._change,
            number=filled(self.number, self._change.number),
            title=filled(self.title, self._change.title),
            first_day=first,
            last_day=last,
            sample=self.sample.value_or_none or 0,
            office_sample=self.offices.value_or_none or 0,
            team_size=self.team_size.value,
            team_count=self.team_count.value_or_none or 0,
            roles=self._roles(),
            items=self.items.value,
        )

    def _save(self) -> None:
        change = self.checked(self._read)
        if change is None:
            return

        def told(before: PlanChange) -> str:
            offer_back(self.session, "改检查方案", change_to(before), change_to)
            return "方案已改好。"

        self.send(change_to(change), told)


def change_to(change: PlanChange) -> Callable[[UnitOfWork], PlanChange]:
    """Makes a plan read so; gives what it was before."""

    def step(work: UnitOfWork) -> PlanChange:
        from hrgrid.assessment.service.inspections import change_plan

        return change_plan(work, change)

    return step


def open_change(session: Session, board: PlanBoard, parent: QWidget) -> None:
    """Show the form of a plan as it stands."""
    from hrgrid.assessment.service.inspections import PlanChange

    row = board.row
    change = PlanChange(
        row.id,
        row.version,
        row.number,
        row.title,
        row.first_day,
        row.last_day,
        row.sample,
        row.office_sample,
        row.team_size,
        row.team_count,
        tuple(code for code, _ in board.roles),
        board.items,
    )

    def read(work: UnitOfWork) -> list[tuple[str, str]]:
        from hrgrid.workforce.queries import roles

        return [(one.code, one.label) for one in roles(work)]

    def show(roles: list[tuple[str, str]]) -> None:
        ChangePlanDialog(session, board, change, roles, parent).exec()

    session.tasks.read(read, show)
