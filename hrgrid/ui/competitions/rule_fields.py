"""The rule of a competition and of an event's marks in fields; what they say is data."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from hrgrid.core.errors import UserError
from hrgrid.core.tabulation import Aggregate
from hrgrid.panels.rules.rule import (
    USUAL,
    WHOLE,
    Item,
    PanelRule,
    RoundAt,
    Scope,
    TooFew,
    checked_items,
)
from hrgrid.training.rules.competition import (
    CompetitionRule,
    RoundEvents,
    TeamFrom,
    TeamShort,
    TieEnd,
    TieKind,
    TieStep,
)
from hrgrid.ui.buttons import BareButton, LinkButton
from hrgrid.ui.competitions.forms import PercentField, PointsField
from hrgrid.ui.competitions.ties import OrderedList
from hrgrid.ui.forms import Choice, TextField, Tick, label
from hrgrid.ui.matters.forms import NumberField, beside, filled, named
from hrgrid.ui.matters.parts import rule as line

_NO_EVENT = (TieKind.UNROUNDED,)


def tie_entries(events: Sequence[tuple[str, str]]) -> list[tuple[object, str]]:
    """Every step that a chain may have, for these events (code, title)."""
    made: list[tuple[object, str]] = []
    for kind in TieKind:
        if kind is not TieKind.EVENT:
            made.append((TieStep(kind), kind.label))
        if kind in _NO_EVENT:
            continue
        made += [(TieStep(kind, code), f"{title}：{kind.label}") for code, title in events]
    return made


class CompetitionRuleFields(QWidget):
    """From events to totals, and how equals are parted."""

    def __init__(self, rule: CompetitionRule, events: Sequence[tuple[str, str]]) -> None:
        super().__init__()
        self.round_events = Choice("各项成绩舍入", [(one, one.label) for one in RoundEvents])
        self.decimals = NumberField("总分保留几位小数", value=rule.decimals)
        self.team_from = Choice("团体成绩", [(one, one.label) for one in TeamFrom])
        self.team_best = NumberField("计入团体的队员", value=rule.team_best)
        self.team_short = Choice("队员成绩不够时", [(one, one.label) for one in TeamShort])
        self.regular_only = Tick("替补队员的成绩不计入团体")
        self.ties = OrderedList("同分时依次比较", tie_entries(events), rule.ties)
        self.tie_end = Choice("比完还相同", [(one, one.label) for one in TieEnd])
        self.seconds = NumberField("超时每几秒一档", value=rule.overtime_seconds)
        self.each = PointsField("每档扣分", milli=rule.overtime_milli)
        self.most = PointsField("最多扣", milli=rule.overtime_cap_milli)
        self.round_events.choose(rule.round_events)
        self.team_from.choose(rule.team_from)
        self.team_short.choose(rule.team_short)
        self.tie_end.choose(rule.tie_end)
        self.regular_only.setChecked(rule.regular_only)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addLayout(beside(named(self.round_events), named(self.decimals), shares=(3, 2)))
        column.addWidget(label("同分时依次比较（Alt 加上下箭头移动）", "label"))
        column.addWidget(self.ties)
        column.addWidget(named(self.tie_end))
        column.addWidget(line())
        column.addLayout(beside(named(self.team_from), named(self.team_short)))
        told = "0 为全部正式队员"
        column.addLayout(beside(named(self.team_best, told), self.regular_only))
        column.addWidget(line())
        column.addLayout(beside(named(self.seconds), named(self.each), named(self.most)))

    @property
    def value(self) -> CompetitionRule:
        """What the fields say. Raises UserError where one is wrong."""
        return CompetitionRule(
            decimals=self.decimals.value,
            round_events=self.round_events.currentData(),
            team_from=self.team_from.currentData(),
            team_best=self.team_best.value,
            team_short=self.team_short.currentData(),
            regular_only=self.regular_only.isChecked(),
            ties=tuple(step for step in self.ties.values if isinstance(step, TieStep)),
            tie_end=self.tie_end.currentData(),
            overtime_seconds=self.seconds.value,
            overtime_milli=self.each.value,
            overtime_cap_milli=self.most.value,
        )


@dataclass
class _ItemLine:
    code: str
    label: TextField
    full: PointsField
    step: PointsField
    weight: PercentField
    away: BareButton

    @property
    def parts(self) -> tuple[QWidget, ...]:
        return (self.label, self.full, self.step, self.weight, self.away)


class ItemFields(QWidget):
    """What every judge marks: name, full mark, step, weight; at least one."""

    changed = Signal()

    def __init__(self, items: Sequence[Item]) -> None:
        super().__init__()
        self.lines: list[_ItemLine] = []
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(8)
        self._grid.setVerticalSpacing(6)
        for at, title in enumerate(("评分项", "满分", "最小分档", "权重（%）")):
            self._grid.addWidget(label(title, "label"), 0, at)
        for at, share in enumerate((4, 2, 2, 2, 0)):
            self._grid.setColumnStretch(at, share)
        self.more = LinkButton("再加一项", glyph="plus", does=self.add)
        self.more.setAutoDefault(False)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addLayout(self._grid)
        column.addWidget(self.more)
        for item in items:
            self._append(item)
        self._place()

    def add(self) -> None:
        """One more, without weight yet."""
        used = {one.code for one in self.lines}
        code = next(f"item{at}" for at in range(1, 99) if f"item{at}" not in used)
        self._append(Item(code, "", 100_000, 100, 0))
        self._place()
        self.lines[-1].label.setFocus()
        self.changed.emit()

    def _append(self, item: Item) -> None:
        at = len(self.lines) + 1
        made = _ItemLine(
            item.code,
            TextField(f"第 {at} 项名称", text=item.label, hint="例如：仪表举止"),
            PointsField(f"第 {at} 项满分", milli=item.max_milli),
            PointsField(f"第 {at} 项最小分档", milli=item.step_milli),
            PercentField(f"第 {at} 项权重", item.weight_bp),
            BareButton("x", f"去掉第 {at} 项", lambda: self._drop(made)),
        )
        made.away.setAutoDefault(False)
        self.lines.append(made)

    def _drop(self, made: _ItemLine) -> None:
        self.lines.remove(made)
        for part in made.parts:
            part.hide()
            part.deleteLater()
        self._place()
        self.changed.emit()

    def _place(self) -> None:
        for down, made in enumerate(self.lines, start=1):
            for right, part in enumerate(made.parts):
                self._grid.addWidget(part, down, right)
                part.show()
            made.away.setVisible(len(self.lines) > 1)

    @property
    def value(self) -> tuple[Item, ...]:
        """What the fields say. Raises UserError where one is wrong or weights are not whole."""
        return checked_items(
            [
                Item(
                    one.code,
                    filled(one.label, "仪表举止"),
                    one.full.value,
                    one.step.value,
                    one.weight.value,
                )
                for one in self.lines
            ]
        )


class PanelRuleFields(QWidget):
    """How marks become the result of an event: what is dropped, where it is rounded."""

    def __init__(self, rule: PanelRule = USUAL, items: Sequence[Item] = (WHOLE,)) -> None:
        super().__init__()
        self._rule = rule
        self.aggregate = Choice("评委分怎样合成", [(one, one.label) for one in Aggregate])
        self.high = NumberField("去最高分", value=rule.drop_high)
        self.low = NumberField("去最低分", value=rule.drop_low)
        self.trim = NumberField("满几个有效分才去", value=rule.marks_to_trim)
        self.scope = Choice("去分的范围", [(one, one.label) for one in Scope])
        self.least = NumberField("最少有效分", value=rule.min_marks)
        self.too_few = Choice("有效分不够时", [(one, one.label) for one in TooFew])
        self.round_at = Choice("舍入", [(one, one.label) for one in RoundAt])
        self.decimals = NumberField("成绩保留几位小数", value=rule.decimals)
        self.full = PointsField("成绩满分", milli=rule.full_milli)
        self.suspect = PointsField("偏离中位数多少分提醒", milli=rule.suspect_milli)
        self.items = ItemFields(items)
        for field, value in (
            (self.aggregate, rule.aggregate),
            (self.scope, rule.scope),
            (self.too_few, rule.too_few),
            (self.round_at, rule.round_at),
        ):
            field.choose(value)
        self._trimming = QWidget()
        self._lay_out()
        self.aggregate.currentIndexChanged.connect(lambda _: self._fold())
        self._fold()

    def _lay_out(self) -> None:
        trimming = QVBoxLayout(self._trimming)
        trimming.setContentsMargins(0, 0, 0, 0)
        trimming.setSpacing(8)
        trimming.addLayout(beside(named(self.high), named(self.low), named(self.trim)))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addLayout(beside(named(self.aggregate), named(self.scope)))
        column.addWidget(self._trimming)
        column.addLayout(beside(named(self.least), named(self.too_few)))
        column.addLayout(beside(named(self.round_at), named(self.decimals)))
        column.addLayout(beside(named(self.full), named(self.suspect)))
        column.addWidget(line())
        column.addWidget(self.items)

    @property
    def drops(self) -> bool:
        """Whether marks may be dropped at all."""
        return self.aggregate.currentData() in {Aggregate.TRIMMED, Aggregate.SUM}

    def _fold(self) -> None:
        self._trimming.setVisible(self.drops)

    @property
    def value(self) -> PanelRule:
        """What the fields say. Raises UserError where one is wrong."""
        if self.suspect.value_or_none is None:
            raise UserError("没有填偏离中位数多少分提醒。不用提醒就填 0")
        return PanelRule(
            aggregate=self.aggregate.currentData(),
            drop_high=self.high.value if self.drops else 0,
            drop_low=self.low.value if self.drops else 0,
            scope=self.scope.currentData(),
            marks_to_trim=self.trim.value if self.drops else self._rule.marks_to_trim,
            min_marks=self.least.value,
            too_few=self.too_few.currentData(),
            round_at=self.round_at.currentData(),
            decimals=self.decimals.value,
            order=self._rule.order,
            full_milli=self.full.value,
            suspect_milli=self.suspect.value,
        )
