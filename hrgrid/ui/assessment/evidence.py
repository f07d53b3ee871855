"""看全部依据: every figure behind a result, where it came from, who delivered it and when."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QWidget

from hrgrid.assessment.queries.trends import trend_of_person
from hrgrid.assessment.rules.result_rows import (
    ResultCard,
    SourceEntry,
    SourceFact,
    TrendPoint,
    WayIndicator,
    WayItem,
)
from hrgrid.core.tabulation import mark_text
from hrgrid.ui import theme
from hrgrid.ui.assessment.why import item_line
from hrgrid.ui.assessment.words import points
from hrgrid.ui.buttons import Button
from hrgrid.ui.dialogs import Dialog
from hrgrid.ui.forms import label
from hrgrid.ui.line_chart import Line, LineChart, Point
from hrgrid.ui.matters.parts import entry, facts_grid, rule
from hrgrid.ui.page import Scroll
from hrgrid.ui.session import Session
from hrgrid.ui.status import when


def figure_words(amount: int | None, base: int | None, unit: str) -> str:
    """12 次, 12 / 13 次, or that there is none."""
    if amount is None:
        return "没有数据"
    told = mark_text(amount)
    return f"{told} / {mark_text(base)} {unit}" if base is not None else f"{told} {unit}"


def month_words(month: int) -> str:
    """2026 年 11 月."""
    return f"{month // 100} 年 {month % 100} 月"


def _fact(one: SourceFact, unit: str) -> QWidget:
    counts = "" if one.counts else "（已被更新的数据代替）"
    figure = figure_words(one.amount_milli, one.base_milli, unit)
    title = f"{month_words(one.month)}：{figure}{counts}"
    source = one.source or one.kind.label
    return entry(title, f"{source}，{one.made_by} 于 {when(one.made_at)} 报入")


def _entry(one: SourceEntry, unit: str) -> QWidget:
    figure = figure_words(one.amount_milli, None, unit)
    title = f"{one.happened_on:%Y-%m-%d}：{one.note or '没有说明'}，{figure}"
    number = f"{one.document_no}，" if one.document_no else ""
    return entry(title, f"{number}{one.made_by} 于 {when(one.made_at)} 登记")


def indicator_parts(one: WayIndicator) -> list[QWidget]:
    """One indicator: its figure, and everything that it came from."""
    figure = figure_words(one.amount_milli, one.base_milli, one.unit)
    head = label(f"{one.label}　{figure}", "strong", wraps=True)
    made: list[QWidget] = [head]
    made += [_fact(each, one.unit) for each in one.facts]
    made += [_entry(each, one.unit) for each in one.entries]
    for part in one.parts:
        if part.total_milli is not None:
            made.append(entry(f"{part.title}：{points(part.total_milli)}", part.grade_label))
        else:
            made.append(entry(f"{part.title}：不计入", part.why_not))
    for review in one.reviews:
        who = review.assessor or "评议人（不公开）"
        told = f"{review.part.label}：{points(review.value_milli)}"
        made.append(entry(told, f"{who}，{when(review.made_at)}"))
    if not (one.facts or one.entries or one.parts or one.reviews):
        made.append(label(f"来源：{one.source.label}，没有记录。", "caption"))
    if not one.agrees:
        told = "计算以后这项数据又有变动，要重新计算才会计入。"
        made.append(label(told, "captionWarn", wraps=True))
    return made


def item_parts(item: WayItem) -> list[QWidget]:
    """One item: its points, its rule, its indicators."""
    made: list[QWidget] = [item_line(item)]
    if item.rule:
        made.append(label(f"方案规定：{item.rule.rstrip('。')}。", "caption", wraps=True))
    for one in item.indicators:
        made += indicator_parts(one)
    made.append(rule())
    return made


class EvidenceDialog(Dialog):
    """The whole way of one result, and how its person stood in the periods before."""

    def __init__(self, session: Session, card: ResultCard, parent: QWidget) -> None:
        total = points(card.row.total_milli)
        scored = f" {total} 分" if total else ""
        super().__init__(f"{card.row.name}{scored}的全部依据", parent)
        self.card = card
        room = parent.window().size()
        self.setMinimumWidth(min(theme.length(680), room.width() - 60))
        scroll = Scroll(inside=True)
        scroll.column.setSpacing(8)
        scroll.column.setContentsMargins(0, 0, 10, 0)
        run = card.run
        facts = [
            ("考核期", card.period),
            ("方案", f"{card.scheme}（第 {card.rule_number} 版）"),
            ("单位", " · ".join(filter(None, (card.row.unit, card.row.area)))),
            ("在岗天数", f"{card.row.served_days} 天"),
            ("计算", f"第 {run.number} 次，{run.made_by} 于 {when(run.made_at)}" if run else ""),
            ("校验码", run.output_hash[:16] if run else ""),
        ]
        scroll.column.addLayout(facts_grid(facts, "在岗天数"))
        scroll.column.addWidget(rule())
        for item in card.items:
            for part in item_parts(item):
                scroll.column.addWidget(part)
        for sentence in (*card.steps, *card.share):
            scroll.column.addWidget(label(f"{sentence.rstrip('。')}。", "label", wraps=True))
        self.chart = LineChart("历次得分")
        self.chart.hide()
        self._before = label("历次得分", "card")
        self._before.hide()
        scroll.column.addWidget(self._before)
        scroll.column.addWidget(self.chart)
        scroll.column.addStretch()
        scroll.setMinimumHeight(min(theme.length(520), self.highest() - theme.length(140),
                                    room.height() - theme.length(120)))  # fmt: skip
        self.body.addWidget(scroll, 1)
        foot = QHBoxLayout()
        foot.addStretch()
        self.away = Button("关闭", does=self.reject)
        foot.addWidget(self.away)
        self.body.addLayout(foot)
        self.away.setFocus()
        person, kind = card.row.person_id, card.kind
        session.tasks.read(lambda work: trend_of_person(work, person, kind), self._show_trend)

    def _show_trend(self, found: list[TrendPoint]) -> None:
        if len(found) < 2:
            return
        own = Line("本人", tuple(Point(short(one), one.total_milli) for one in found))
        unit = Line(
            "单位平均", tuple(Point(short(one), one.unit_mean_milli) for one in found), quiet=True
        )
        self.chart.show_lines((own, unit))
        self._before.show()
        self.chart.show()


def short(one: TrendPoint) -> str:
    """How a period is called below a chart: 26-11, 26Q3."""
    from hrgrid.assessment.rules.words import PeriodKind

    tails = {
        PeriodKind.MONTH: f"{one.number}月",
        PeriodKind.QUARTER: f"{one.number}季",
        PeriodKind.HALF_YEAR: "上半年" if one.number == 1 else "下半年",
        PeriodKind.YEAR: "年",
    }
    return f"{one.year % 100:02d}年{tails[one.kind]}".removesuffix("年年") or f"{one.year}"
