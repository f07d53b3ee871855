"""The fields of the rule of stars: levels in a table, ceilings below, checks in place."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from hrgrid.assessment.rules.star_rules import StarProblem, StarRules
from hrgrid.assessment.rules.star_words import HIGHEST, StarSubject, star_label
from hrgrid.core.errors import UserError
from hrgrid.core.tabulation import mark_text, parse_mark
from hrgrid.ui import theme
from hrgrid.ui.forms import Choice, TextField, Tick, label, restyle
from hrgrid.ui.matters.typed import plain_digits
from hrgrid.ui.stars.spin import Counter

_MOST_MONTHS, _MOST_UNIT = 120, 100
_NONE = "不限"
_OF_GRIDS = frozenset({"results_bp", "theme_ceiling"})
_IN_PERCENT = frozenset({"results_bp"})


class LevelFields:
    """Line, share and money of one star, as typed."""

    def __init__(self, level: int) -> None:
        name = star_label(level)
        self.level = level
        self.line = TextField(f"{name}分数线")
        self.share = TextField(f"{name}及以上比例", hint=_NONE)
        self.money = TextField(f"{name}每月奖励", hint="0")

    @property
    def fields(self) -> tuple[TextField, TextField, TextField]:
        """From left to right."""
        return self.line, self.share, self.money


class RuleFields(QWidget):
    """`changed` after each key; `read` gives the rule, or what cannot be read and where."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._base = StarRules()
        self._silent = False
        self.levels = [LevelFields(level) for level in range(HIGHEST, 0, -1)]
        self.pays = Tick("按星级发奖励")
        self.numbers: dict[str, Choice | Counter] = {}
        # What only the rule of grids has.
        self._of_grids: tuple[QWidget, ...] = ()
        self.faults: dict[int | str, str] = {}
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        column.addLayout(self._table())
        column.addWidget(self.pays)
        column.addLayout(self._limits())
        self.problem = label("", "problem", wraps=True)
        column.addWidget(self.problem)
        column.addStretch()
        self.pays.toggled.connect(lambda _: self._tell())

    def _table(self) -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(6)
        for at, name in enumerate(("", "分数线（分）", "含以上的比例（%）", "每月（元）")):
            grid.addWidget(label(name, "label"), 0, at)
        for row, one in enumerate(self.levels, start=1):
            grid.addWidget(label(star_label(one.level), "strong"), row, 0)
            for at, field in enumerate(one.fields, start=1):
                field.setMinimumWidth(theme.length(80))
                field.textEdited.connect(lambda _: self._tell())
                grid.addWidget(field, row, at)
        for at in (1, 2, 3):
            grid.setColumnStretch(at, 1)
        return grid

    def _limits(self) -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(6)
        grid.setColumnStretch(1, 1)
        grid.setColumnStretch(3, 1)
        levels = [
            (at, f"最多{star_label(at)}" if at else "不评星") for at in range(HIGHEST, -1, -1)
        ]
        rows: Sequence[tuple[str, str, object]] = (
            ("most_up", "一次最多升几星", (1, HIGHEST)),
            ("first_ceiling", "第一次评", levels),
            ("least_months", "在岗不满几个月不参加", (0, _MOST_MONTHS)),
            ("newcomer_months", "不满几个月算新进", (0, _MOST_MONTHS)),
            ("newcomer_ceiling", "新进人员", levels),
            ("bad_month_ceiling", "有不合格的月份", levels),
            ("veto_ceiling", "被一票否决", levels),
            ("pooled_under", "不足几人的单位合并计算", (0, _MOST_UNIT)),
            ("valid_months", "有效几个月", (1, _MOST_MONTHS)),
            ("results_bp", "网格员得分占（%）", (0, 100)),
            ("theme_ceiling", "否决主题未达标", levels),
        )
        for at, (key, name, what) in enumerate(rows):
            field = self._number(name, what)
            self.numbers[key] = field
            caption = label(name, "label", wraps=True)
            grid.addWidget(caption, at // 2, 2 * (at % 2))
            grid.addWidget(field, at // 2, 2 * (at % 2) + 1)
            if key in _OF_GRIDS:
                self._of_grids += (caption, field)
        return grid

    def _number(self, name: str, what: object) -> Choice | Counter:
        if isinstance(what, list):
            choice = Choice(name, what)
            choice.currentIndexChanged.connect(lambda _: self._tell())
            return choice
        assert isinstance(what, tuple)  # noqa: S101 - the table above
        spin = Counter(name, *what)
        spin.valueChanged.connect(lambda _: self._tell())
        return spin

    # --- the rule -----------------------------------------------------------------------------

    def show_rules(self, rules: StarRules, subject: StarSubject, *, may_change: bool) -> None:
        """Show a rule of people or of grids."""
        self._silent = True
        for part in self._of_grids:
            part.setVisible(subject is StarSubject.GRID)
        self._base = rules
        for fields in self.levels:
            one = next(each for each in rules.levels if each.level == fields.level)
            fields.line.setText(mark_text(one.line_milli))
            fields.share.setText("" if one.share_bp is None else _percent(one.share_bp))
            fields.money.setText(_percent(one.monthly_fen) if one.monthly_fen else "")
            for field in fields.fields:
                field.setReadOnly(not may_change)
        for key, number in self.numbers.items():
            value = getattr(rules, key)
            if isinstance(number, Choice):
                number.choose(value)
            else:
                number.setValue(value // 100 if key in _IN_PERCENT else value)
            number.setEnabled(may_change)
        self.pays.setChecked(rules.pays)
        self.pays.setEnabled(may_change)
        self._silent = False
        self.complain(())

    def read(self) -> StarRules | None:
        """The rule as typed; None where a field cannot be read, which is then shown at it."""
        made, faults = [], list[StarProblem]()
        for fields in self.levels:
            one = next(each for each in self._base.levels if each.level == fields.level)
            try:
                line = parse_mark(fields.line.text(), fields.line.accessibleName())
                if line is None:
                    raise UserError(f"没有写{fields.line.accessibleName()}。请补上")
                share = _read_percent(fields.share)
                money = _read_percent(fields.money) or 0
                made.append(replace(one, line_milli=line, share_bp=share, monthly_fen=money))
            except UserError as error:
                faults.append(StarProblem(fields.level, error.sentence))
        if faults:
            self.complain(faults)
            return None
        numbers = {
            key: field.currentData()
            if isinstance(field, Choice)
            else field.value() * (100 if key in _IN_PERCENT else 1)
            for key, field in self.numbers.items()
        }
        return replace(self._base, levels=tuple(made), pays=self.pays.isChecked(), **numbers)

    def complain(self, faults: Sequence[StarProblem]) -> None:
        """Show what does not add up: red at its place, the first as a sentence."""
        self.faults = {one.where: one.sentence for one in faults}
        for fields in self.levels:
            told = self.faults.get(fields.level, "")
            for field in fields.fields:
                restyle(field, "wrong", bool(told))
                field.setToolTip(told)
        for key, number in self.numbers.items():
            restyle(number, "wrong", key in self.faults)
        self.problem.setText(faults[0].sentence if faults else "")
        self.problem.setVisible(bool(faults))

    def _tell(self) -> None:
        if not self._silent:
            self.changed.emit()


def _percent(hundredths: int) -> str:
    """Hundredths as they are typed: 500 is 5, 1250 is 12.5."""
    whole, rest = divmod(hundredths, 100)
    return f"{whole}.{rest:02d}".rstrip("0") if rest else f"{whole}"


def _read_percent(field: TextField) -> int | None:
    """Hundredths as typed, None for an empty field. Raises UserError naming the field."""
    text = plain_digits(field.text()).rstrip("%")
    if not text:
        return None
    whole, _, rest = text.partition(".")
    if not whole.isdecimal() or (rest and not rest.isdecimal()) or len(rest) > 2:
        raise UserError(
            f"{field.accessibleName()}“{field.text().strip()}”读不出来。请填数字，最多两位小数"
        )
    return int(whole) * 100 + int(rest.ljust(2, "0") or 0)
