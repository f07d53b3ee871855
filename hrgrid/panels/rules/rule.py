"""How the marks of a panel become totals: one row of data, fixed once a mark stands.

Source: rules.md 3. Marks and full marks are thousandths of a point, weights basis points.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, fields
from typing import Any

from hrgrid.core.errors import UserError
from hrgrid.core.hashing import canonical_bytes
from hrgrid.core.labelled import Labelled
from hrgrid.core.ranking import Order
from hrgrid.core.tabulation import Aggregate, TabulationRule, mark_text

WHOLE_BP = 10_000
_LARGEST_MILLI = 1_000_000


class Scope(Labelled):
    """Of what the highest and lowest are dropped."""

    JUDGE_TOTAL = "judge_total", "按评委总分", "先把每名评委的各项分合成总分，再去掉最高和最低。"
    ITEM = "item", "按单项", "每一项分别去掉最高分和最低分，再把各项合成总分。"


class TooFew(Labelled):
    """What happens below the least number of marks."""

    VOID = "void", "不计成绩"
    MEAN = "mean", "按已有的分平均"
    CHIEF = "chief", "以主评委的分为准"


class RoundAt(Labelled):
    """Where a figure is rounded before the published total, which always is."""

    TOTAL = "total", "只在总分"
    ITEM = "item", "各项先舍入"


@dataclass(frozen=True)
class PanelRule:
    """Highest and lowest are dropped from `marks_to_trim` marks on, below that all count.

    Below `min_marks` the total goes by `too_few`. A total is out of `full_milli`; a mark that
    is more than `suspect_milli` from the median of its entrant is shown as doubtful.
    """

    aggregate: Aggregate = Aggregate.TRIMMED
    drop_high: int = 1
    drop_low: int = 1
    scope: Scope = Scope.JUDGE_TOTAL
    marks_to_trim: int = 5
    min_marks: int = 3
    too_few: TooFew = TooFew.VOID
    round_at: RoundAt = RoundAt.TOTAL
    decimals: int = 2
    order: Order = Order.HIGH
    full_milli: int = 100_000
    suspect_milli: int = 6_000

    def __post_init__(self) -> None:
        # Drops and decimals are checked as every tabulation checks them.
        TabulationRule(self.aggregate, self.drop_high, self.drop_low, self.decimals)
        if self.min_marks < 1:
            raise UserError(f"最少有效分个数是 {self.min_marks}，请填 1 或更大的整数")
        if self.drops and self.marks_to_trim <= self.drops:
            raise UserError(
                f"有效分满 {self.marks_to_trim} 个就去掉 {self.drops} 个，会没有剩余。"
                f"请改成满 {self.drops + 1} 个以上才去分"
            )
        if self.round_at is RoundAt.ITEM and self.scope is not Scope.ITEM:
            raise UserError("“各项先舍入”要和“按单项”去分一起用。请改去分的范围，或只在总分舍入")
        if not 0 < self.full_milli <= _LARGEST_MILLI:
            raise UserError(f"总分满分是 {mark_text(self.full_milli)}，请填 1 到 1000 的数")
        if self.suspect_milli < 0:
            raise UserError("偏差提醒的分差不能是负数。请填零或正数，零表示不提醒")

    @property
    def drops(self) -> int:
        """How many marks of an entrant do not count."""
        return self.drop_high + self.drop_low

    @property
    def words(self) -> str:
        """The rule in a line for headings: 去掉 1 个最高分和 1 个最低分."""
        if not self.drops:
            return f"各评委{self.aggregate.label}"
        then = "合计" if self.aggregate is Aggregate.SUM else "平均"
        return f"去掉 {self.drop_high} 个最高分和 {self.drop_low} 个最低分后{then}"


USUAL = PanelRule()
"""One highest and one lowest dropped from five marks on, the mean of the rest."""
PLAIN = PanelRule(aggregate=Aggregate.MEAN, drop_high=0, drop_low=0, min_marks=1)
"""Every mark counts: the mean of all."""


@dataclass(frozen=True)
class Item:
    """What every judge marks: from 0 to `max_milli` in steps of `step_milli`."""

    code: str
    label: str
    max_milli: int = 100_000
    step_milli: int = 100
    weight_bp: int = WHOLE_BP


WHOLE = Item("total", "得分")
"""The one item of a panel that marks a performance as a whole: 0 to 100, by 0.1."""


def checked_items(items: Sequence[Item]) -> tuple[Item, ...]:
    """The items; UserError where weights do not sum to 10000 or one makes no sense."""
    if not items:
        raise UserError("没有评分项。请至少设一项")
    for item in items:
        _check_item(item)
    for what in ("code", "label"):
        names = [getattr(item, what) for item in items]
        twice = next((name for name in names if names.count(name) > 1), None)
        if twice is not None:
            raise UserError(f"评分项“{twice}”有两个。请改成不同的名称")
    whole = sum(item.weight_bp for item in items)
    if whole != WHOLE_BP:
        raise UserError(f"各评分项的权重合计是 {_percent(whole)}，应为 100%。请调整权重")
    return tuple(items)


def _check_item(item: Item) -> None:
    if not item.code.strip() or not item.label.strip():
        raise UserError("有一个评分项没有名称。请填上名称")
    if not 0 < item.max_milli <= _LARGEST_MILLI:
        raise UserError(f"“{item.label}”的满分是 {mark_text(item.max_milli)}，请填 1 到 1000 的数")
    if item.step_milli <= 0 or item.max_milli % item.step_milli:
        raise UserError(
            f"“{item.label}”满分 {mark_text(item.max_milli)}，不能按 {mark_text(item.step_milli)} "
            "分一档划分。请改最小分档"
        )
    if not 0 < item.weight_bp <= WHOLE_BP:
        raise UserError(f"“{item.label}”的权重是 {_percent(item.weight_bp)}，请填 0 到 100% 之间")


def _percent(basis_points: int) -> str:
    return f"{mark_text(basis_points * 10)}%"


def rule_text(rule: PanelRule) -> str:
    """Canonical JSON, as it is stored."""
    return canonical_bytes(asdict(rule)).decode("utf-8")


_ENUMS = {
    "aggregate": Aggregate,
    "scope": Scope,
    "too_few": TooFew,
    "round_at": RoundAt,
    "order": Order,
}


def rule_of(text: str) -> PanelRule:
    """The rule of its JSON; UserError where it is none of ours."""
    given: dict[str, Any] = json.loads(text)
    known = {field.name for field in fields(PanelRule)}
    try:
        values: dict[str, Any] = {
            name: _ENUMS[name](value) if name in _ENUMS else value for name, value in given.items()
        }
    except ValueError as error:
        raise UserError("评分规则是更新版本的程序写的。请安装新版本") from error
    if values.keys() - known:
        raise UserError("评分规则是更新版本的程序写的。请安装新版本")
    return PanelRule(**values)
