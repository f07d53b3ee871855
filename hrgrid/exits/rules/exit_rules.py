"""Every number of warnings and exits, as one dated version of the rule book (rules.md 6).

Defaults are this project's own or usual practice; what the law asks at least (a month of remedy,
thirty days' notice) may be made longer and never shorter.
"""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields
from typing import Any

from hrgrid.core.errors import UserError
from hrgrid.exits.rules.exit_limits import LIMITS, number_text
from hrgrid.exits.rules.words import ConsentLevel
from hrgrid.workforce.rules import Engagement

TOPIC = "exits"
TITLE = "预警和退出"
GRADE_KINDS = ("month", "quarter", "half_year", "year")
"""The periods whose lowest grade may start a warning, by the codes of assessment."""

_C = ConsentLevel
_LEVELS: Mapping[Engagement, tuple[ConsentLevel, ...]] = {
    Engagement.CONTRACT: (_C.COMMUNITY, _C.STREET, _C.DISTRICT),
    Engagement.DISPATCH: (_C.COMMUNITY, _C.STREET, _C.DISTRICT),
    Engagement.PART_TIME: (_C.STREET,),
    Engagement.VOLUNTEER: (_C.STREET,),
}


@dataclass(frozen=True, order=True)
class LocalWage:
    """From `since` on, the average of the area and its minimum wage, a month, in fen.

    `source` is the document that announced it.
    """

    since: dt.date
    average_fen: int
    minimum_fen: int | None = None
    source: str = ""


@dataclass(frozen=True)
class ExitRules:
    """Marks in thousandths, shares in basis points, money in fen; `…_days` are working days.

    Calendar days are `remedy_days`, `notice_days` and `insurance_days`. `bottom_least` is the
    smallest unit that has a bottom, `least_months` how many months with a result somebody needs
    before a rank or a score starts anything.
    """

    pass_milli: int = 60_000
    bottom_bp: int = 500
    bottom_below_milli: int = 75_000
    bottom_running: int = 2
    bottom_months: int = 3
    bottom_window: int = 12
    bottom_least: int = 5
    least_months: int = 3
    grade_kinds: tuple[str, ...] = ("quarter", "half_year", "year")
    review_days: int = 5
    talk_days: int = 5
    remedy_start_days: int = 10
    remedy_days: int = 30
    remedy_minutes: int = 720
    reassess_days: int = 10
    watch_months: int = 3
    hearing_days: int = 5
    union_days: int = 5
    legal_days: int = 5
    consent_days: int = 5
    notice_days: int = 30
    file_days: int = 5
    appeal_days: int = 10
    insurance_days: int = 15
    retain_months: int = 24
    consent_levels: Mapping[Engagement, tuple[ConsentLevel, ...]] = field(
        default_factory=lambda: dict(_LEVELS)
    )
    wages: tuple[LocalWage, ...] = ()

    def levels_of(self, engagement: Engagement) -> tuple[ConsentLevel, ...]:
        """Through which hands the exit of somebody so engaged goes, from below."""
        return self.consent_levels[engagement]

    def wage_on(self, day: dt.date) -> LocalWage | None:
        """The local wages that hold on a day; None before the first that was announced."""
        held = [wage for wage in self.wages if wage.since <= day]
        return max(held, key=lambda wage: wage.since, default=None)

    def parameters(self) -> dict[str, Any]:
        """As a rule set keeps them."""
        plain: dict[str, Any] = {name: getattr(self, name) for name in _NUMBERS}
        return plain | {
            "grade_kinds": list(self.grade_kinds),
            "consent_levels": {
                engagement.value: [level.value for level in levels]
                for engagement, levels in self.consent_levels.items()
            },
            "wages": [
                {
                    "since": wage.since.isoformat(),
                    "average_fen": wage.average_fen,
                    "minimum_fen": wage.minimum_fen,
                    "source": wage.source,
                }
                for wage in self.wages
            ],
        }

    @classmethod
    def read(cls, parameters: Mapping[str, Any]) -> ExitRules:
        """As a rule set keeps them; UserError for what cannot be read or does not hold."""
        try:
            found = cls(
                **{name: int(parameters[name]) for name in _NUMBERS},
                grade_kinds=tuple(parameters["grade_kinds"]),
                consent_levels={
                    Engagement(engagement): tuple(ConsentLevel(level) for level in levels)
                    for engagement, levels in parameters["consent_levels"].items()
                },
                wages=tuple(_wage(one) for one in parameters["wages"]),
            )
        except (AttributeError, KeyError, TypeError, ValueError) as error:
            raise UserError(f"“{TITLE}”的规则读不出来。请核对这一版规则") from error
        check(found)
        return found


def _wage(one: Mapping[str, Any]) -> LocalWage:
    least = one["minimum_fen"]
    return LocalWage(
        dt.date.fromisoformat(one["since"]),
        int(one["average_fen"]),
        None if least is None else int(least),
        str(one["source"]),
    )


_NUMBERS = tuple(one.name for one in fields(ExitRules) if one.type == "int")


def problems(rules: ExitRules) -> tuple[str, ...]:
    """Everything that does not hold, in sentences; () where the rules may be used."""
    found = []
    for name, limit in LIMITS.items():
        value = getattr(rules, name)
        if not limit.least * limit.each <= value <= limit.most * limit.each:
            found.append(
                f"“{limit.label}”要在 {limit.least} 到 {limit.most} {limit.unit.strip()}之间，"
                f"现在是 {number_text(name, value)}。请改正"
            )
    if rules.bottom_running > rules.bottom_window or rules.bottom_months > rules.bottom_window:
        found.append("靠后的月数不能多于累计的期间。请改正")
    unknown = [kind for kind in rules.grade_kinds if kind not in GRADE_KINDS]
    if unknown:
        found.append(f"没有“{unknown[0]}”这种考核期。请在月、季度、半年、年度里选")
    return (*found, *_level_problems(rules), *_wage_problems(rules.wages))


def _level_problems(rules: ExitRules) -> list[str]:
    found = []
    for engagement in Engagement:
        levels = rules.consent_levels.get(engagement, ())
        if not levels:
            found.append(f"“{engagement.label}”没有设审批层级。请至少选一级")
        elif len(set(levels)) < len(levels):
            found.append(f"“{engagement.label}”的审批层级有重复。请去掉一级")
        elif list(levels) != [level for level in ConsentLevel if level in levels]:
            found.append(f"“{engagement.label}”的审批层级要从社区到区委政法委排列。请改正")
    return found


def _wage_problems(wages: Sequence[LocalWage]) -> list[str]:
    found = []
    for wage in wages:
        if wage.average_fen <= 0 or (wage.minimum_fen is not None and wage.minimum_fen <= 0):
            found.append(f"{wage.since:%Y-%m-%d} 起的工资标准要大于零。请改正")
        elif wage.minimum_fen is not None and wage.minimum_fen > wage.average_fen:
            found.append(f"{wage.since:%Y-%m-%d} 起的最低工资高于平均工资。请核对是否填反")
    days = sorted(wage.since for wage in wages)
    found += [
        f"{one:%Y-%m-%d} 起的工资标准写了两次。请去掉一行"
        for one, other in itertools.pairwise(days)
        if one == other
    ]
    return found


def check(rules: ExitRules) -> None:
    """Raise UserError with the first thing that does not hold."""
    found = problems(rules)
    if found:
        raise UserError(found[0])
