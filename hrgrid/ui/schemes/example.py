"""A made-up person beside the editor: figures one may change, and what the scheme makes of them."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from hrgrid.assessment.rules.fact_rows import IndicatorRow
from hrgrid.assessment.rules.formulas import Figure
from hrgrid.assessment.rules.scheme import Score, ScoredItem, score
from hrgrid.assessment.rules.typed import typed_figure
from hrgrid.assessment.rules.words import FormulaKind, ItemState
from hrgrid.core.errors import UserError
from hrgrid.core.tabulation import fixed_text
from hrgrid.ui import theme
from hrgrid.ui.cards import Card, Chip
from hrgrid.ui.forms import TextField, clear, label, restyle
from hrgrid.ui.matters.parts import rule
from hrgrid.ui.page import Scroll
from hrgrid.ui.schemes.draft import Draft, DraftItem, Read
from hrgrid.ui.schemes.words import points

_RATIO, _COUNTED = "57/60", "1"
_BY_KIND = {FormulaKind.COUNT: "4", FormulaKind.PASS: "60", FormulaKind.VETO: "0"}
_CALM_MS = 60


def two_places(milli: int | None) -> str:
    """Points on two decimals, a dash where there are none."""
    return "–" if milli is None else fixed_text(milli // 10, 2)


class _Line(QWidget):
    """An item: its points at the right, the formula in words below, its figures between."""

    changed = Signal()

    def __init__(
        self, item: DraftItem, known: Mapping[str, IndicatorRow], typed: dict[str, str]
    ) -> None:
        super().__init__()
        self.key, self.kind = item.key, item.kind
        self.fields: dict[str, TextField] = {}
        self.name = label(item.named, wraps=True)
        self.points = label("", "strong")
        self.how = label("", "caption", wraps=True)
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(self.name, 1)
        head.addWidget(self.points)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 4)
        column.setSpacing(3)
        column.addLayout(head)
        for each in item.inputs:
            row = known.get(each.indicator)
            if row is None or each.indicator in self.fields:
                continue
            usual = _RATIO if row.based else _BY_KIND.get(item.kind, _COUNTED)
            if item.deducted:
                usual = "0"
            field = TextField(f"示例：{row.label}", text=typed.setdefault(each.indicator, usual))
            field.setFixedWidth(theme.length(84))
            field.setToolTip(f"{row.label}：{'件数/总数，例如 57/60' if row.based else row.unit}")
            field.textEdited.connect(
                lambda text, code=each.indicator: self._take(code, text, typed)
            )
            self.fields[each.indicator] = field
            line = QHBoxLayout()
            line.setSpacing(8)
            line.addWidget(label(f"{row.label}（{row.unit}）", "label", wraps=True), 1)
            line.addWidget(field)
            column.addLayout(line)
        column.addWidget(self.how)
        column.addWidget(rule())

    def _take(self, code: str, text: str, typed: dict[str, str]) -> None:
        typed[code] = text
        self.changed.emit()

    def show_fault(self, sentence: str) -> None:
        """It cannot be reckoned yet."""
        self.points.setText("–")
        self.how.setText(sentence)
        restyle(self.how, "role", "captionBad")

    def show_scored(self, item: DraftItem, found: ScoredItem, fault: str) -> None:
        """What it gives and how."""
        value = two_places(found.counted_milli)
        if item.deducted and found.counted_milli:
            value = f"−{value}"
        veto = item.kind is FormulaKind.VETO
        if veto:
            value = "否决" if found.points.vetoed else "没有"
        elif found.points.state is ItemState.NOT_APPLICABLE and found.counted_milli is None:
            value = "不适用"
        shown = value if veto or found.counted_milli is None else f"{value} / {item.full.strip()}"
        self.points.setText(shown)
        told = fault or "；".join(filter(None, (found.points.how, found.note)))
        self.how.setText(told)
        restyle(self.how, "role", "captionBad" if fault or found.points.vetoed else "caption")


class ExamplePanel(Card):
    """Follows the draft while it is typed; nothing in it is ever saved."""

    def __init__(self) -> None:
        super().__init__("示例", "虚构的一个人，数字可以改")
        self.typed: dict[str, str] = {}
        self.lines: dict[int, _Line] = {}
        self._shape: object = None
        self._read: Read | None = None
        self._draft: Draft | None = None
        self._known: Mapping[str, IndicatorRow] = {}
        self.total = label("–", "figure")
        self.grade = Chip("", "info")
        self.told = label("", "caption", wraps=True)
        self._scroll = Scroll(inside=True)
        self._scroll.column.setSpacing(4)
        # The scroll bar takes nothing from the points.
        self._scroll.column.setContentsMargins(0, 0, 14, 0)
        head = QHBoxLayout()
        head.setSpacing(10)
        head.addWidget(label("总分", "label"))
        head.addWidget(self.total)
        head.addWidget(self.grade)
        head.addStretch()
        self.column.addLayout(head)
        self.column.addWidget(self.told)
        self.column.addWidget(rule())
        self.column.addWidget(self._scroll, 1)
        # Several keys in a breath are reckoned once.
        self._calm = QTimer(self, singleShot=True, interval=_CALM_MS)
        self._calm.timeout.connect(self.reckon)

    def show_draft(self, draft: Draft, read: Read, known: Mapping[str, IndicatorRow]) -> None:
        """Reckon by this draft."""
        self._draft, self._read, self._known = draft, read, known
        shape = [
            (one.key, one.kind, one.deducted, [each.indicator for each in one.inputs])
            for one in draft.items
        ]
        if shape != self._shape:
            self._shape = shape
            self._build(draft)
        for item in draft.items:
            self.lines[item.key].name.setText(item.named)
        self.reckon()

    def _build(self, draft: Draft) -> None:
        bar = self._scroll.verticalScrollBar()
        stood = bar.value()
        clear(self._scroll.column)
        self.lines = {}
        for item in draft.items:
            line = _Line(item, self._known, self.typed)
            line.changed.connect(self._calm.start)
            self.lines[item.key] = line
            self._scroll.column.addWidget(line)
        self._scroll.column.addStretch()
        QTimer.singleShot(0, self, lambda: bar.setValue(stood))

    def figures(self) -> tuple[dict[str, Figure], dict[int, str]]:
        """The figures as typed, and by line what cannot be read."""
        found: dict[str, Figure] = {}
        faults: dict[int, str] = {}
        for key, line in self.lines.items():
            for code, field in line.fields.items():
                row = self._known[code]
                try:
                    figure = typed_figure(field.text(), row.based, f"示例的“{row.label}”")
                except UserError as error:
                    faults[key] = error.sentence
                    restyle(field, "wrong", value=True)
                    continue
                restyle(field, "wrong", value=False)
                if figure is not None:
                    found[code] = figure
        return found, faults

    def reckon(self) -> None:
        """Every item's points and how, the total and the grade."""
        if self._draft is None or self._read is None:
            return
        read = self._read
        figures, wrong = self.figures()
        reckoned = score(read.scheme, figures)
        by_code = {one.code: one for one in reckoned.items}
        for item in self._draft.items:
            line, scored = self.lines[item.key], by_code.get(item.code.strip())
            if item.key in read.faults or scored is None:
                line.show_fault(read.faults.get(item.key, "这一项还没填好"))
            else:
                line.show_scored(item, scored, wrong.get(item.key, ""))
        self._show_total(read, reckoned)

    def _show_total(self, read: Read, reckoned: Score) -> None:
        self.total.setText(two_places(reckoned.total_milli))
        grade = next((one for one in read.scheme.grades if one.code == reckoned.grade), None)
        shown = "" if grade is None or read.grades_fault else grade.label
        lowest = grade is not None and grade is read.scheme.grades[-1]
        self.grade.setText(shown)
        self.grade.setVisible(bool(shown))
        self.grade.put_kind("bad" if lowest else "info")
        told = []
        if read.faults:
            told.append(f"{len(read.faults)} 项还没填好，没有计入")
        if read.sum_milli != read.whole_milli:
            told.append(read.sum_words)
        if read.grades_fault:
            told.append("等次没有填好")
        if reckoned.blocked_by:
            told.append("有一项没有数据，按规定补齐以前不出结果")
        if reckoned.vetoed:
            told.append("有一票否决，定为最低等次")
        self.told.setText(
            "；".join(told) or f"满分 {points(read.whole_milli)} 分，各项合计后定等次"
        )
        restyle(self.told, "role", "captionBad" if read.problems else "caption")
