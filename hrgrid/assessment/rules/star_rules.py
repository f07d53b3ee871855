"""The rule of stars: score lines, shares, ceilings and money, every number of it dated."""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from hrgrid.assessment.rules.formulas import WHOLE_BP, bp, percent_words
from hrgrid.assessment.rules.star_words import HIGHEST, StarSubject, star_label
from hrgrid.core.errors import UserError
from hrgrid.core.tabulation import mark_text

_MOST_MILLI = 200_000
_MOST_MONTHS = 120
_MOST_FEN = 1_000_000
NAMES = {StarSubject.PERSON: "网格员星级办法", StarSubject.GRID: "网格星级办法"}


def topic_of(subject: StarSubject) -> str:
    """Where the rule book keeps the rule of people or of grids."""
    return f"assessment.stars.{subject.value}"


@dataclass(frozen=True)
class StarLevel:
    """One star: from `line_milli` on, within `share_bp` of a unit (with the stars above it).

    `monthly_fen` is its money a month, paid where the rule pays at all.
    """

    level: int
    line_milli: int
    share_bp: int | None = None
    monthly_fen: int = 0

    @property
    def label(self) -> str:
        """五星 … 一星."""
        return star_label(self.level)


USUAL = (
    StarLevel(5, 95_000, 500, 30_000),
    StarLevel(4, 90_000, 1_500, 20_000),
    StarLevel(3, 80_000, 4_000, 10_000),
    StarLevel(2, 70_000),
    StarLevel(1, 60_000),
)


@dataclass(frozen=True)
class StarRules:
    """Levels from five to one, and what holds a star back.

    Ceilings are levels: of a veto, of an unqualified month, of who is in post for fewer than
    `newcomer_months`, of who never had a star (`first_ceiling`). At most `most_up` more than the
    star in force. Who is in post for fewer than `least_months` takes no part. Units with fewer
    than `pooled_under` people share their places. Stars hold for `valid_months`. Of grids alone:
    `results_bp` of the score come from the results of its workers, the rest from the themes it
    met; `theme_ceiling` is the most that a grid with a broken theme of one veto may have.
    """

    levels: tuple[StarLevel, ...] = USUAL
    pooled_under: int = 5
    least_months: int = 6
    newcomer_months: int = 12
    newcomer_ceiling: int = 3
    veto_ceiling: int = 0
    bad_month_ceiling: int = 3
    most_up: int = 1
    first_ceiling: int = HIGHEST
    valid_months: int = 12
    results_bp: int = 7_000
    theme_ceiling: int = 2
    pays: bool = False

    def level_of(self, total_milli: int) -> int:
        """The star that a total reaches by its line alone."""
        return max((one.level for one in self.levels if total_milli >= one.line_milli), default=0)

    def monthly_fen(self, level: int) -> int:
        """The money of a star a month; nothing where the rule pays none."""
        return next((one.monthly_fen for one in self.levels if self.pays and one.level == level), 0)

    def parameters(self) -> dict[str, Any]:
        """As a rule set keeps them."""
        plain: dict[str, Any] = {name: getattr(self, name) for name in _NUMBERS}
        plain["pays"] = self.pays
        plain["levels"] = [
            {
                "level": one.level,
                "line_milli": one.line_milli,
                "share_bp": one.share_bp,
                "monthly_fen": one.monthly_fen,
            }
            for one in self.levels
        ]
        return plain

    @classmethod
    def read(cls, parameters: Mapping[str, Any]) -> StarRules:
        """As a rule set keeps them; UserError for what is no such rule."""
        try:
            levels = tuple(
                StarLevel(
                    int(one["level"]),
                    int(one["line_milli"]),
                    None if one["share_bp"] is None else int(one["share_bp"]),
                    int(one["monthly_fen"]),
                )
                for one in parameters["levels"]
            )
            numbers = {name: int(parameters[name]) for name in _NUMBERS}
            found = cls(levels=levels, **numbers, pays=bool(parameters["pays"]))
        except (KeyError, TypeError, ValueError) as error:
            raise UserError("星级办法读不出来。请核对“星级办法”这一版规则") from error
        if told := problems(found):
            raise UserError(told[0].sentence)
        return found


_NUMBERS = (
    "pooled_under",
    "least_months",
    "newcomer_months",
    "newcomer_ceiling",
    "veto_ceiling",
    "bad_month_ceiling",
    "most_up",
    "first_ceiling",
    "valid_months",
    "results_bp",
    "theme_ceiling",
)
_CEILINGS = {
    "newcomer_ceiling": "新进人员上限",
    "veto_ceiling": "一票否决的上限",
    "bad_month_ceiling": "有不合格月份的上限",
    "first_ceiling": "第一次评定的上限",
    "theme_ceiling": "三无三零一票否决主题未达标的上限",
}
_MONTHS = {
    "least_months": (0, "参加评定的最少月数"),
    "newcomer_months": (0, "新进人员的月数"),
    "valid_months": (1, "有效期的月数"),
}


@dataclass(frozen=True)
class StarProblem:
    """What does not add up: where (a level's number or a field's name), and a sentence."""

    where: int | str
    sentence: str


def problems(rules: StarRules) -> list[StarProblem]:
    """Everything that does not add up; nothing for a rule that can be saved."""
    found: list[StarProblem] = []
    if tuple(one.level for one in rules.levels) != tuple(range(HIGHEST, 0, -1)):
        return [StarProblem("levels", "要有五星到一星五档。请补齐")]
    for one in rules.levels:
        found += _of_level(one)
    for above, below in itertools.pairwise(rules.levels):
        if above.line_milli <= below.line_milli:
            found.append(
                StarProblem(
                    above.level,
                    f"“{above.label}”的分数线 {mark_text(above.line_milli)} 分，要高于"
                    f"“{below.label}”的 {mark_text(below.line_milli)} 分。请改正",
                )
            )
        if above.share_bp is None and below.share_bp is not None:
            found.append(
                StarProblem(
                    above.level,
                    f"“{below.label}”有比例，“{above.label}”没有：比例是含以上各星的。"
                    f"请给“{above.label}”也填上",
                )
            )
        elif (above.share_bp or 0) > (WHOLE_BP if below.share_bp is None else below.share_bp):
            found.append(
                StarProblem(
                    above.level,
                    f"“{above.label}”的比例 {_percent(above.share_bp)}，不能大于"
                    f"“{below.label}”及以上的 {_percent(below.share_bp)}。请改正",
                )
            )
        if above.monthly_fen < below.monthly_fen:
            found.append(
                StarProblem(
                    above.level,
                    f"“{above.label}”的奖励比“{below.label}”还少。请改正",
                )
            )
    return found + _of_numbers(rules)


def _percent(share_bp: int | None) -> str:
    return percent_words(bp(WHOLE_BP if share_bp is None else share_bp))


def _of_level(one: StarLevel) -> list[StarProblem]:
    found = []
    if not 0 < one.line_milli <= _MOST_MILLI:
        told = f"“{one.label}”的分数线要大于 0，不超过 {_MOST_MILLI // 1_000} 分。请改正"
        found.append(StarProblem(one.level, told))
    if one.share_bp is not None and not 0 <= one.share_bp <= WHOLE_BP:
        found.append(StarProblem(one.level, f"“{one.label}”的比例要在 0 到 100% 之间。请改正"))
    if not 0 <= one.monthly_fen <= _MOST_FEN:
        told = f"“{one.label}”的奖励要在每月 0 到 {_MOST_FEN // 100:,} 元之间。请改正"
        found.append(StarProblem(one.level, told))
    return found


def _of_numbers(rules: StarRules) -> list[StarProblem]:
    found = []
    for name, label in _CEILINGS.items():
        if not 0 <= getattr(rules, name) <= HIGHEST:
            found.append(StarProblem(name, f"{label}要在 0 到 {HIGHEST} 星之间。请改正"))
    for name, (least, label) in _MONTHS.items():
        if not least <= getattr(rules, name) <= _MOST_MONTHS:
            told = f"{label}要在 {least} 到 {_MOST_MONTHS} 之间。请改正"
            found.append(StarProblem(name, told))
    if not 1 <= rules.most_up <= HIGHEST:
        found.append(StarProblem("most_up", f"一次最多升的星数要在 1 到 {HIGHEST} 之间。请改正"))
    if rules.first_ceiling == 0:
        told = "第一次评定的上限是 0 星，就谁也评不上第一颗星。请改成 1 到 5 星"
        found.append(StarProblem("first_ceiling", told))
    if 0 < rules.newcomer_months < rules.least_months:
        told = (
            f"任职满 {rules.least_months} 个月才参加评定，不满 {rules.newcomer_months} 个月的"
            "上限就用不上。新进人员的月数请改成 0（不设上限）或更大"
        )
        found.append(StarProblem("newcomer_months", told))
    if not 0 <= rules.results_bp <= WHOLE_BP:
        found.append(StarProblem("results_bp", "考核结果的比重要在 0 到 100% 之间。请改正"))
    if not 0 <= rules.pooled_under <= 100:
        found.append(StarProblem("pooled_under", "合并计算的人数要在 0 到 100 之间。请改正"))
    return found


_SHIPPED = {
    StarSubject.PERSON: StarRules(),
    # Nobody pays a grid, and a grid is no newcomer.
    StarSubject.GRID: StarRules(least_months=0, newcomer_months=0, newcomer_ceiling=HIGHEST),
}


def shipped(subject: StarSubject) -> StarRules:
    """What the office goes by until it has written its own."""
    return _SHIPPED[subject]


@dataclass(frozen=True)
class StarRulesRow:
    """A version of the rule; `number` 0 is what ships and nobody has needed yet."""

    subject: StarSubject
    number: int
    valid_from: dt.date | None
    rules: StarRules = field(default_factory=StarRules)
    sha256: str = ""
    document_no: str = ""
    reason: str = ""
    made_by: str = ""
    locked_for: str = ""
    in_force: bool = False
