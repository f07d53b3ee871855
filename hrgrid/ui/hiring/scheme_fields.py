"""The scheme of hiring in fields: ratios and weights, conditions, extra points, terms."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QTabBar, QVBoxLayout, QWidget

from hrgrid.core.errors import UserError
from hrgrid.core.tabulation import mark_text, parse_mark
from hrgrid.hiring.rules.scheme import (
    EDUCATIONS,
    NUMBERS,
    SENSITIVE,
    SENSITIVE_TIES,
    Condition,
    ExtraPoint,
    Fact,
    Scheme,
    TieStep,
    check_scheme,
    hints,
)
from hrgrid.ui import theme
from hrgrid.ui.forms import Choice, Field, TextField, Tick, label
from hrgrid.ui.matters.parts import rule
from hrgrid.ui.matters.typed import plain_digits
from hrgrid.ui.matters.words import percent
from hrgrid.ui.page import Turning

# Numbers by part of the form; how they are typed is told by the end of their names.
RATIOS = (
    "exam_from",
    "interview_ratio",
    "exam_bp",
    "interview_bp",
    "exam_full_milli",
    "exam_pass_milli",
    "interview_pass_milli",
    "exam_minutes",
    "examiners",
    "decimals",
    "drop_high",
    "drop_low",
)
TERMS = (
    "announce_workdays",
    "publicity_days",
    "substitutes",
    "reserve_bp",
    "reserve_months",
    "contract_months",
    "probation_months",
    "retain_months",
)
_HINTS = {
    "exam_from": "几人竞争 1 个岗位才组织笔试",
    "interview_ratio": "每个岗位几人进入面试，末位并列的都进",
    "substitutes": "每个岗位最多递补几次，0 为递补到名单用完",
    "reserve_bp": "计划里在缺额之外多招的储备",
}
_TIES: tuple[tuple[object, str], ...] = (("", "不比"), *((one, one.label) for one in TieStep))
_TIE_STEPS = 4


def _label_of(name: str) -> str:
    told = NUMBERS[name][1].removesuffix("（万分之）")
    if name.endswith("_bp"):
        return f"{told}（%）"
    return told


class SchemeNumber(TextField):
    """One number as people write it: points, per cent, or a count."""

    def __init__(self, name: str) -> None:
        super().__init__(_label_of(name))
        self.name = name

    def put(self, value: int) -> None:
        """Show a stored value."""
        if self.name.endswith("_bp"):
            self.setText(percent(value).removesuffix("%"))
        elif self.name.endswith("_milli"):
            self.setText(mark_text(value))
        else:
            self.setText(str(value))

    @property
    def value(self) -> int:
        """The stored value of what was typed. Raises UserError naming the field."""
        text, called = plain_digits(self.text()), self.accessibleName()
        if self.name.endswith("_milli"):
            return points_in(text, called)
        if self.name.endswith("_bp"):
            milli = points_in(text, called)
            if milli % 10:
                raise UserError(f"{called}“{text}”最多写两位小数。请改正")
            return milli // 10
        if not text.isdecimal():
            raise UserError(f"{called}“{text}”不是整数。请填整数")
        return int(text)


def points_in(text: str, called: str) -> int:
    """Thousandths of typed points. Raises UserError naming the field."""
    milli = parse_mark(text, called)
    if milli is None:
        raise UserError(f"没有填{called}。请补上")
    return milli


@dataclass
class _ConditionRow:
    condition: Condition
    on: Tick
    threshold: TextField | Choice | None
    document: TextField | None

    def read(self) -> Condition:
        value = self.condition.threshold
        if isinstance(self.threshold, Choice):
            value = int(self.threshold.currentData())
        elif self.threshold is not None and self.on.isChecked():
            text = plain_digits(self.threshold.text())
            if not text.isdecimal():
                raise UserError(f"报考条件“{self.on.accessibleName()}”的数没有填对。请填整数")
            value = int(text)
        document = self.document.text().strip() if self.document else self.condition.document_no
        return replace(
            self.condition, on=self.on.isChecked(), threshold=value, document_no=document
        )


@dataclass
class _ExtraRow:
    extra: ExtraPoint
    on: Tick
    points: TextField
    document: TextField | None

    def read(self) -> ExtraPoint:
        document = self.document.text().strip() if self.document else self.extra.document_no
        milli = self.extra.milli
        if self.on.isChecked() or self.points.text().strip():
            milli = points_in(plain_digits(self.points.text()), f"“{self.extra.label}”的加分")
        return replace(self.extra, on=self.on.isChecked(), milli=milli, document_no=document)


class SchemeFields(QWidget):
    """All of a scheme in four parts; `changed` after each key."""

    changed = Signal()
    turned = Signal()

    def __init__(self, scheme: Scheme) -> None:
        super().__init__()
        self._scheme = scheme
        self.numbers = {name: SchemeNumber(name) for name in (*RATIOS, *TERMS, "extra_cap_milli")}
        self.conditions: list[_ConditionRow] = []
        self.extras: list[_ExtraRow] = []
        self.ties: list[Choice] = []
        self.extra_in = Choice("加分计入", ((0, "笔试成绩"), (1, "总成绩")))
        self.ties_document = TextField("并列规则的文件依据", hint="按党员、退役军人优先时必填")
        self.tabs = QTabBar()
        self.tabs.setAccessibleName("方案的各部分")
        self.tabs.setDrawBase(False)
        self.tabs.setExpanding(False)
        self._pages = Turning()
        for title, page in (
            ("比例和分数", self._number_page(RATIOS)),
            ("报考条件", self._condition_page()),
            ("加分和并列", self._extra_page()),
            ("时限", self._number_page(TERMS)),
        ):
            self.tabs.addTab(title)
            self._pages.addWidget(page)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.tabs)
        column.addWidget(self._pages, 1)
        self.tabs.currentChanged.connect(self._turn)
        for name, field in self.numbers.items():
            field.put(getattr(scheme, name))
            field.textChanged.connect(lambda _: self.changed.emit())

    def _turn(self, at: int) -> None:
        self._pages.setCurrentIndex(at)
        self.turned.emit()

    def read(self) -> Scheme:
        """What the fields say. Raises UserError for what makes no sense."""
        made = replace(
            self._scheme,
            conditions=tuple(row.read() for row in self.conditions),
            extra=tuple(row.read() for row in self.extras),
            ties=self._read_ties(),
            ties_document_no=self.ties_document.text().strip(),
            extra_in_total=int(self.extra_in.currentData()),
            **{name: field.value for name, field in self.numbers.items()},
        )
        check_scheme(made)
        return made

    def hints(self) -> list[str]:
        """What is to be said of it as it stands; nothing while it cannot be read."""
        try:
            return hints(self.read())
        except UserError as error:
            return [error.sentence]

    # --- parts --------------------------------------------------------------------------------

    def _number_page(self, names: Sequence[str]) -> QWidget:
        page = QWidget()
        grid = QGridLayout(page)
        grid.setContentsMargins(0, 8, 0, 0)
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(8)
        for at, name in enumerate(names):
            self.numbers[name].setToolTip(_HINTS.get(name, ""))
            grid.addWidget(Field(_label_of(name), self.numbers[name]), at // 4, at % 4)
        for at in range(4):
            grid.setColumnStretch(at, 1)
        told = "".join(f"{_label_of(name)}：{_HINTS[name]}。" for name in names if name in _HINTS)
        grid.addWidget(label(told, "caption", wraps=True), grid.rowCount(), 0, 1, 4)
        grid.setRowStretch(grid.rowCount(), 1)
        return page

    def _condition_page(self) -> QWidget:
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 8, 0, 0)
        column.setSpacing(4)
        column.addWidget(label("报考条件", "strong"))
        for condition in self._scheme.conditions:
            if not condition.bars:
                column.addLayout(self._condition(condition))
        column.addWidget(label("不得报考的情形", "strong"))
        grid = QGridLayout()
        grid.setVerticalSpacing(2)
        barring = [one for one in self._scheme.conditions if one.bars]
        for at, condition in enumerate(barring):
            tick = self._tick(condition.label, on=condition.on)
            self.conditions.append(_ConditionRow(condition, tick, None, None))
            grid.addWidget(tick, at // 2, at % 2)
        column.addLayout(grid)
        column.addStretch()
        # In the order of the scheme, however they are shown.
        order = [one.key for one in self._scheme.conditions]
        self.conditions.sort(key=lambda row: order.index(row.condition.key))
        return page

    def _condition(self, condition: Condition) -> QHBoxLayout:
        before, _, after = condition.label.partition("{threshold}")
        name = condition.label.replace("{threshold}", "").strip()
        tick = self._tick(before.strip() or after.strip(), on=condition.on, name=name)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(tick)
        threshold: TextField | Choice | None = None
        if "{threshold}" in condition.label:
            threshold = self._threshold(condition, name)
            row.addWidget(threshold)
            row.addWidget(label(after.strip() if before.strip() else ""))
        document = self._document(condition, row)
        row.addStretch()
        self.conditions.append(_ConditionRow(condition, tick, threshold, document))
        return row

    def _threshold(self, condition: Condition, name: str) -> TextField | Choice:
        if condition.fact is Fact.EDUCATION:
            made = Choice(name, list(enumerate(EDUCATIONS)))
            made.choose(condition.threshold)
            made.currentIndexChanged.connect(lambda _: self.changed.emit())
            return made
        field = TextField(name, text=str(condition.threshold))
        field.setFixedWidth(theme.length(64))
        field.textChanged.connect(lambda _: self.changed.emit())
        return field

    def _document(self, each: Condition | ExtraPoint, row: QHBoxLayout) -> TextField | None:
        if each.fact not in SENSITIVE:
            return None
        shown = each.label.replace("{threshold}", "").strip()
        field = TextField(f"“{shown}”的文件依据", hint="启用须写文号", text=each.document_no)
        field.setMinimumWidth(theme.length(180))
        field.textChanged.connect(lambda _: self.changed.emit())
        row.addWidget(field, 1)
        return field

    def _extra_page(self) -> QWidget:
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 8, 0, 0)
        column.setSpacing(6)
        grid = QGridLayout()
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(4)
        for at, extra in enumerate(self._scheme.extra):
            self._extra(extra, grid, at)
        grid.setColumnStretch(3, 1)
        column.addLayout(grid)
        cap = QHBoxLayout()
        cap.setSpacing(12)
        cap.addWidget(
            Field("加分上限", self.numbers["extra_cap_milli"], hint="同一组只算最高的一项")
        )
        cap.addWidget(Field("加分计入", self.extra_in), 1)
        self.extra_in.choose(self._scheme.extra_in_total)
        self.extra_in.currentIndexChanged.connect(lambda _: self.changed.emit())
        column.addLayout(cap)
        column.addWidget(rule())
        column.addWidget(label("总成绩并列时依次比较", "strong"))
        ties = QGridLayout()
        ties.setHorizontalSpacing(12)
        for at in range(_TIE_STEPS):
            choice = Choice(f"第 {at + 1} 步比较", _TIES)
            steps = self._scheme.ties
            choice.choose(steps[at] if at < len(steps) else "")
            choice.currentIndexChanged.connect(lambda _: self.changed.emit())
            self.ties.append(choice)
            ties.addWidget(choice, at // 2, at % 2)
        column.addLayout(ties)
        self.ties_document.setText(self._scheme.ties_document_no)
        self.ties_document.textChanged.connect(lambda _: self.changed.emit())
        column.addWidget(Field("并列规则的文件依据", self.ties_document))
        column.addWidget(label("都比不出先后的，由人当众抽签。", "caption"))
        column.addStretch()
        return page

    def _extra(self, extra: ExtraPoint, grid: QGridLayout, at: int) -> None:
        tick = self._tick(extra.label, on=extra.on)
        points = TextField(f"“{extra.label}”加分", text=mark_text(extra.milli))
        points.setFixedWidth(theme.length(64))
        points.textChanged.connect(lambda _: self.changed.emit())
        row = QHBoxLayout()
        document = self._document(extra, row)
        grid.addWidget(tick, at, 0)
        grid.addWidget(points, at, 1)
        grid.addWidget(label("分"), at, 2)
        grid.addLayout(row, at, 3)
        self.extras.append(_ExtraRow(extra, tick, points, document))

    def _tick(self, text: str, *, on: bool, name: str = "") -> Tick:
        tick = Tick(text)
        tick.setAccessibleName(name or text)
        tick.setChecked(on)
        tick.toggled.connect(lambda _: self.changed.emit())
        return tick

    def _read_ties(self) -> tuple[TieStep, ...]:
        chosen = [choice.currentData() for choice in self.ties]
        steps = tuple(TieStep(one) for one in chosen if one)
        if len(set(steps)) != len(steps):
            raise UserError("并列比较里有两步相同。请换一项，或选“不比”")
        if SENSITIVE_TIES.intersection(steps) and not self.ties_document.text().strip():
            raise UserError("并列时按党员或退役军人优先须写文件依据。请填文号，或换一项")
        return steps
