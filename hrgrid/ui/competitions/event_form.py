"""项目: what it is, what it weighs, when and where; and how its marks become a result."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtWidgets import QTabBar, QWidget

from hrgrid.core.errors import UserError
from hrgrid.core.ranking import Order
from hrgrid.panels.rules.rule import PLAIN, USUAL, WHOLE, Item, PanelRule
from hrgrid.storage.work import UnitOfWork
from hrgrid.training.rules.competing import RUNNING_POINTS, EventKind, Side
from hrgrid.training.rules.competition import CompetitionRule, EventForm
from hrgrid.training.rules.competition_rows import EventRow
from hrgrid.ui.competitions import services
from hrgrid.ui.competitions.forms import CompetitionForm, PercentField
from hrgrid.ui.competitions.rule_fields import CompetitionRuleFields, PanelRuleFields
from hrgrid.ui.forms import Choice, TextField, label
from hrgrid.ui.matters.forms import NumberField, beside, day_or_none, filled, named
from hrgrid.ui.page import Turning
from hrgrid.ui.pickers import DateField
from hrgrid.ui.session import Session


@dataclass(frozen=True)
class EventGiven:
    """What an event is now, with the rule of its marks; nothing for a new one."""

    event: EventRow | None = None
    rule: PanelRule | None = None
    items: tuple[Item, ...] = ()


class EventDialog(CompetitionForm):
    """A new event, or one that is changed; the marks' rule stands behind the second tab."""

    WIDTH = 540

    def __init__(
        self,
        session: Session,
        competition_id: int,
        given: EventGiven,
        parent: QWidget,
        taken: Sequence[str],
    ) -> None:
        event = given.event
        title = "增加项目" if event is None else f"改项目“{event.title}”"
        super().__init__(session, title, "增加项目" if event is None else "保存改动", parent)
        self._id, self._event, self._taken = competition_id, event, set(taken)
        self.title = TextField("名称", text=event.title if event else "", hint="例如：情景模拟")
        self.kind = Choice("怎样计分", [(one, one.label) for one in EventKind])
        self.side = Choice("谁来比", [(one, one.label) for one in Side])
        self.order = Choice("名次", [(one, one.label) for one in Order])
        self.person = PercentField("占个人总分（%）", event.person_bp if event else 0)
        self.team = PercentField("占团体总分（%）", event.team_bp if event else 0)
        self.limit = NumberField("限时（秒）", value=event.time_limit if event else None)
        self.limit.setPlaceholderText("不限时就不填")
        self.on = DateField("日期", "可不填")
        self.at = TextField("时间", text=event.held_at if event else "", hint="例如：9:00")
        self.place = TextField("地点", text=event.place if event else "", hint="可不填")
        self.marks = PanelRuleFields(given.rule or USUAL, given.items or (WHOLE,))
        if event is not None:
            self.kind.choose(event.kind)
            self.side.choose(event.side)
            self.order.choose(event.order)
            self.on.put(event.held_on)
        self._given_rule = given.rule is not None
        self.tabs = QTabBar()
        self.tabs.setDrawBase(False)
        self.tabs.setExpanding(False)
        self.tabs.setAccessibleName("项目、评分规则")
        for text in ("项目", "评分规则"):
            self.tabs.addTab(text)
        self._turning = Turning()
        self._facts = QWidget()
        self._lay_out_facts()
        self._turning.addWidget(self._facts)
        self._turning.addWidget(self.marks)
        self.form.addWidget(self.tabs)
        self.form.addWidget(self._turning)
        self.tabs.currentChanged.connect(self._turn)
        self.kind.currentIndexChanged.connect(lambda _: self._fold())
        self.on_act(self._save)
        self._fold()
        self.title.setFocus()

    def _lay_out_facts(self) -> None:
        from PySide6.QtWidgets import QVBoxLayout

        column = QVBoxLayout(self._facts)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addLayout(beside(named(self.title), named(self.kind), shares=(3, 2)))
        column.addLayout(beside(named(self.side), named(self.order)))
        column.addLayout(beside(named(self.person), named(self.team), named(self.limit)))
        column.addLayout(beside(named(self.on), named(self.at), named(self.place)))
        told = "权重为 0 的项目单独排名，不计入总分；团体项目只占团体总分。"
        column.addWidget(label(told, "caption", wraps=True))

    def _turn(self, at: int) -> None:
        self._turning.setCurrentIndex(at)
        self.fit_soon()

    def _fold(self) -> None:
        running = self.kind.currentData() in RUNNING_POINTS
        self.tabs.setTabEnabled(1, not running)
        if running and self.tabs.currentIndex() == 1:
            self.tabs.setCurrentIndex(0)
        self.person.setEnabled(self.side.currentData() is Side.PERSON)

    def _form(self) -> EventForm:
        side = self.side.currentData()
        return EventForm(
            code=self._event.code if self._event else self._code(),
            title=filled(self.title, "情景模拟"),
            kind=self.kind.currentData(),
            side=side,
            order=self.order.currentData(),
            person_bp=self.person.value if side is Side.PERSON else 0,
            team_bp=self.team.value,
            time_limit=self.limit.value_or_none,
            held_on=day_or_none(self.on),
            held_at=self.at.text().strip(),
            place=self.place.text().strip(),
        )

    def _code(self) -> str:
        kind = str(self.kind.currentData().value)
        if kind not in self._taken:
            return kind
        return next(f"{kind}{at}" for at in range(2, 99) if f"{kind}{at}" not in self._taken)

    def _rule(self) -> tuple[PanelRule, tuple[Item, ...]] | None:
        if self.kind.currentData() in RUNNING_POINTS:
            return None
        if self.kind.currentData() is EventKind.WRITTEN and not self._given_rule:
            return PLAIN, (WHOLE,)
        return self.marks.value, self.marks.items.value

    def _save(self) -> None:
        found = self.checked(lambda: (self._form(), self._rule()))
        if found is None:
            return
        form, rule = found
        competition_id, event = self._id, self._event

        def job(work: UnitOfWork) -> None:
            services.save_event(work, competition_id, event, form, rule)

        self.send(job, f"项目“{form.title}”已{'保存' if event else '加上'}。")


class CompetitionRuleDialog(CompetitionForm):
    """计分规则 of the whole: from events to totals, ties, overtime, teams."""

    WIDTH = 540

    def __init__(
        self,
        session: Session,
        competition_id: int,
        rule: CompetitionRule,
        events: Sequence[EventRow],
        parent: QWidget,
        *,
        fixed: bool,
    ) -> None:
        super().__init__(session, "计分规则", "保存规则", parent)
        self._id = competition_id
        titles = [(one.code, one.title) for one in events]
        known = {one.code for one in events}
        extra = [(step.event, step.event) for step in rule.ties if step.event not in {"", *known}]
        self.fields = CompetitionRuleFields(rule, [*titles, *dict(extra).items()])
        if fixed:
            told = "比赛已经开始，规则不能再改，只能看。"
            self.form.addWidget(label(told, "captionWarn", wraps=True))
            self.fields.setEnabled(False)
            self.act.hide()
            self._away.setText("关闭")
        self.form.addWidget(self.fields)
        self.on_act(self._save)

    def _save(self) -> None:
        def read() -> CompetitionRule:
            if not self.fields.isEnabled():
                raise UserError("比赛已经开始，规则不能再改")
            return self.fields.value

        rule, competition_id = self.checked(read), self._id
        if rule is not None:
            self.send(
                lambda work: services.change_rule(work, competition_id, rule), "计分规则已保存。"
            )
