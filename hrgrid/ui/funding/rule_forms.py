"""Forms of the rules: a new version of the numbers, and of the minimum wages."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction

from PySide6.QtWidgets import QWidget

from hrgrid.core.errors import UserError
from hrgrid.funding.rules.funding_rules import FundingRules, MinimumWage
from hrgrid.funding.rules.rule_lines import problems, share_text
from hrgrid.funding.rules.words import Carry, Proration
from hrgrid.ui.exits.forms.base import MoneyField
from hrgrid.ui.forms import Choice, TextField, Tick, label
from hrgrid.ui.funding.reading import Unit, read_units
from hrgrid.ui.funding.words import TOPIC
from hrgrid.ui.matters.forms import (
    MatterForm,
    NumberField,
    beside,
    day_of,
    filled,
    named,
    today_field,
    two_columns,
)
from hrgrid.ui.matters.typed import plain_digits
from hrgrid.ui.session import Session
from hrgrid.workforce.rules import GridKind


class Scaled(TextField):
    """A number with decimals as people write it; whole in its least units, exact."""

    def __init__(self, name: str, value: int, *, scale: int, unit: str = "") -> None:
        super().__init__(f"{name}（{unit}）" if unit else name, text=_told(value, scale))
        self._scale, self._unit = scale, unit

    @property
    def value(self) -> int:
        """In its least units. Raises UserError where it cannot be read exactly."""
        typed = plain_digits(self.text().strip()).removesuffix(self._unit).strip()
        try:
            read = Fraction(typed) * self._scale
        except (ValueError, ZeroDivisionError):
            read = Fraction(1, 7)
        if read.denominator != 1 or "/" in typed:
            shown = f"“{self.text().strip()}”" if self.text().strip() else "没有填"
            raise UserError(f"{self.accessibleName()}{shown}，要填数字，例如 1.2。请改正")
        return int(read)


def _told(value: int, scale: int) -> str:
    whole, rest = divmod(value, scale)
    places = len(str(scale)) - 1
    return f"{whole}.{rest:0{places}d}".rstrip("0").rstrip(".")


class _Version(MatterForm):
    """What every new version asks: from when on, by which document, why."""

    TOPIC = TOPIC
    WIDTH = 580

    def __init__(self, session: Session, parent: QWidget, words: str, rules: FundingRules) -> None:
        super().__init__(session, words, words, parent)
        self.rules = rules
        self.since = today_field("施行日期")
        self.document = TextField("文号", hint="没有可以不填")
        self.reason = TextField("事由", hint="例如：按新的经费办法调整")

    def add_ending(self) -> None:
        """The fields that all versions have."""
        self.form.addLayout(beside(named(self.since), named(self.document)))
        self.form.addWidget(named(self.reason))

    def keep(self, read: Callable[[], FundingRules]) -> None:
        """Save a version, or say what does not hold."""
        rules = self.checked(read)
        if rules is None:
            return
        wrong = problems(rules)
        if wrong:
            self.refuse(wrong[0])
            return
        given = self.checked(lambda: (day_of(self.since), filled(self.reason)))
        if given is None:
            return
        day, reason = given
        document = self.document.text().strip()

        def do(work: object) -> int:
            from hrgrid.funding.service.rules import keep_funding_rules

            return keep_funding_rules(work, rules, day, document, reason)  # type: ignore[arg-type]

        self.send(do, lambda number: f"已保存规则第 {number} 版", reason=reason)


class EditRulesDialog(_Version):
    """Every number in the unit in which people tell it."""

    def __init__(self, session: Session, parent: QWidget, rules: FundingRules) -> None:
        super().__init__(session, parent, "保存新一版规则", rules)
        self.rates = {
            kind: MoneyField(f"{kind.label}每格每年（元）", fen=rules.per_grid[kind])
            for kind in GridKind
            if kind in rules.per_grid
        }
        self.proration = Choice("计算办法", [(one, one.label) for one in Proration])
        self.proration.choose(rules.proration)
        self.staffed = Tick("只算有专职网格员在岗的网格")
        self.staffed.setChecked(rules.only_if_staffed)
        self.key_month = NumberField("基准日的月", value=rules.key_month)
        self.key_day = NumberField("基准日的日", value=rules.key_day)
        self.money = {
            "monthly_fen": MoneyField("月薪标准（元）", fen=rules.monthly_fen),
            "seniority_fen": MoneyField("工龄每年每月（元）", fen=rules.seniority_fen),
            "transport_fen": MoneyField("通讯补贴每月（元）", fen=rules.transport_fen),
        }
        self.years = NumberField("工龄最多计（年）", value=rules.seniority_years)
        self.shares = {
            name: Scaled(words, getattr(rules, name), scale=100, unit="%")
            for name, words in (
                ("performance_bp", "绩效占月薪的比例"),
                ("deduction_cap_bp", "扣减上限"),
                ("leave_bp", "请假扣减比例"),
                ("own_share_bp", "个人社保公积金比例"),
                ("employer_share_bp", "单位社保公积金比例"),
            )
        }
        self.grades = {
            grade: Scaled(f"{grade}的系数", value, scale=1_000)
            for grade, value in rules.grades.items()
        }
        self.no_grade = Scaled("没有等次的系数", rules.no_grade, scale=1_000)
        self.workdays = Scaled("每月计薪天数", rules.workdays_milli, scale=1_000)
        self.stars = Tick("按星级发星级奖励")
        self.stars.setChecked(rules.star_money)
        self.warn = TextField(
            "支出达到时提醒", text="、".join(share_text(one) for one in rules.warn_bp)
        )
        self.carry = Choice("年末结余", [(one, one.label) for one in Carry])
        self.carry.choose(rules.carry)
        self._lay_out()
        self.on_act(lambda: self.keep(self._read))
        next(iter(self.rates.values())).setFocus()

    def _lay_out(self) -> None:
        groups: tuple[tuple[str, list[QWidget], list[QWidget]], ...] = (
            (
                "按格经费",
                [*self.rates.values(), self.proration, self.key_month, self.key_day],
                [self.staffed],
            ),
            (
                "薪酬",
                [*self.money.values(), self.years, self.workdays, *self.shares.values()],
                [self.stars],
            ),
            ("绩效系数", [*self.grades.values(), self.no_grade], []),
            ("预警和年末", [self.warn, self.carry], []),
        )
        for title, fields, ticks in groups:
            self.form.addWidget(label(title, "strong"))
            self.form.addLayout(two_columns(*(named(one) for one in fields)))
            for tick in ticks:
                self.form.addWidget(tick)
        self.add_ending()

    def _read(self) -> FundingRules:
        return replace(
            self.rules,
            per_grid={kind: box.value for kind, box in self.rates.items()},
            proration=self.proration.currentData(),
            only_if_staffed=self.staffed.isChecked(),
            key_month=self.key_month.value,
            key_day=self.key_day.value,
            seniority_years=self.years.value,
            grades={grade: box.value for grade, box in self.grades.items()},
            no_grade=self.no_grade.value,
            workdays_milli=self.workdays.value,
            star_money=self.stars.isChecked(),
            warn_bp=self._read_warn(),
            carry=self.carry.currentData(),
            monthly_fen=self.money["monthly_fen"].value,
            seniority_fen=self.money["seniority_fen"].value,
            transport_fen=self.money["transport_fen"].value,
            performance_bp=self.shares["performance_bp"].value,
            deduction_cap_bp=self.shares["deduction_cap_bp"].value,
            leave_bp=self.shares["leave_bp"].value,
            own_share_bp=self.shares["own_share_bp"].value,
            employer_share_bp=self.shares["employer_share_bp"].value,
        )

    def _read_warn(self) -> tuple[int, ...]:
        parts = plain_digits(self.warn.text()).replace("，", "、").replace(",", "、").split("、")
        shares = [Fraction(-1)]
        try:
            shares = [Fraction(one.strip().rstrip("%％")) * 100 for one in parts if one.strip()]
        except (ValueError, ZeroDivisionError):
            shares = [Fraction(1, 7)]
        if any(one.denominator != 1 for one in shares):
            raise UserError("提醒的比例看不懂，请写成 80%、95% 的样式")
        return tuple(int(one) for one in shares)


class WageDialog(_Version):
    """最低工资 of an area from a day on, as it was announced."""

    def __init__(self, session: Session, parent: QWidget, rules: FundingRules) -> None:
        super().__init__(session, parent, "登记最低工资", rules)
        self.amount = MoneyField("月最低工资（元）")
        self.area = Choice("适用区域", [("", "全部")])
        self.source = TextField("出处", hint="例如：省人社厅公告〔2026〕1 号")
        told = "扣减以后低于它的，补到它；新标准另登一行，旧的留着，按工资的月份取。"
        self.form.addWidget(label(told, "body2", wraps=True))
        self.form.addLayout(beside(named(self.amount), named(self.area)))
        self.form.addWidget(named(self.source))
        self.add_ending()
        self.on_act(lambda: self.keep(self._read))
        self.amount.setFocus()
        session.tasks.read(read_units(session.year), self._take, failed=lambda _: None)

    def _take(self, units: list[Unit]) -> None:
        self.area.fill([("", "全部"), *((one.path, one.name) for one in units)])

    def _read(self) -> FundingRules:
        since, path = day_of(self.since), str(self.area.currentData() or "")
        wage = MinimumWage(since, self.amount.value, path, filled(self.source))
        kept = [
            one for one in self.rules.minimum_wages if (one.since, one.area_path) != (since, path)
        ]
        return replace(self.rules, minimum_wages=tuple(sorted([*kept, wage])))
