"""The schemes that come with the program: a month, a quarter, half a year, a year of a grid worker.

The month is built from the duties of grid workers and from published tables (rules.md 4): hazards
count only when verified and put right, no item counts persons reported, and clues as a bonus ship
off. A quarter and half a year are the mean of their months, a year is 60 % the mean of its months
and 40 % a review, of which the street has 60 %, the community 30 % and those served 10 %.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from hrgrid.assessment.rules.formulas import Band, Formula, Input
from hrgrid.assessment.rules.scheme import Scheme, SchemeItem
from hrgrid.assessment.rules.words import (
    FormulaKind,
    Missing,
    NotApplicable,
    PeriodKind,
    Source,
)


@dataclass(frozen=True)
class Indicator:
    """What is counted; a ratio has a base beside its amount."""

    code: str
    label: str
    unit: str
    source: Source = Source.IMPORTED
    based: bool = False


INDICATORS = (
    Indicator("stale", "信息未及时更新", "处"),
    Indicator("wrong", "信息错漏", "处"),
    Indicator("patrols", "巡查走访到位", "次", based=True),
    Indicator("hazards", "查实并整改的隐患", "件"),
    Indicator("on_time", "事件按时办结", "件", based=True),
    Indicator("five_minutes", "五分钟响应", "次", based=True),
    Indicator("disputes", "矛盾纠纷化解", "件", based=True),
    Indicator("satisfied", "群众满意", "人", based=True),
    Indicator("visits", "重点和特殊群体走访", "户", based=True),
    Indicator("absences", "缺勤和违反纪律", "次"),
    Indicator("training", "培训达标", "次", Source.TRAINING, based=True),
    Indicator("praise_street", "街道表扬", "次", Source.BY_HAND),
    Indicator("praise_city", "市级以上表扬", "次", Source.BY_HAND),
    Indicator("reports_used", "采用的信息稿件", "篇", Source.BY_HAND),
    Indicator("prizes", "技能比武获奖", "次", Source.COMPETITION),
    Indicator("inspected", "双随机检查扣分", "分", Source.INSPECTION),
    Indicator("serious", "造成严重后果", "次", Source.BY_HAND),
    Indicator("fraud", "弄虚作假", "次", Source.BY_HAND),
    Indicator("leaked", "泄露居民信息", "次", Source.BY_HAND),
    Indicator("unlawful", "违法", "次", Source.BY_HAND),
    Indicator("months", "各月考核得分", "分", Source.PERIODS, based=True),
    Indicator("quarters", "各季度考核得分", "分", Source.PERIODS, based=True),
    Indicator("half_years", "各半年考核得分", "分", Source.PERIODS, based=True),
    Indicator("review_office", "街道评议", "分", Source.REVIEW, based=True),
    Indicator("review_community", "社区评议", "分", Source.REVIEW, based=True),
    Indicator("review_served", "服务对象评议", "分", Source.REVIEW, based=True),
)
_K = FormulaKind


def _ratio(indicator: str, full: int, low: int, high: int) -> Formula:
    return Formula(_K.LINEAR, full, (Input(indicator),), low_bp=low, high_bp=high)


MONTHLY = Scheme(
    "专职网格员月度考核",
    "grid_worker",
    PeriodKind.MONTH,
    (
        SchemeItem(
            "A1",
            "基础信息采集与动态更新",
            Formula(_K.DEDUCT, 15_000, (Input("stale", 2_000), Input("wrong", 1_000))),
        ),
        SchemeItem(
            "A2",
            "日常巡查走访",
            Formula(
                _K.BANDS,
                15_000,
                (Input("patrols"),),
                bands=(Band(9_500, 10_000), Band(9_000, 8_000), Band(8_500, 6_000)),
            ),
        ),
        SchemeItem("A3", "隐患排查上报", Formula(_K.COUNT, 10_000, (Input("hazards", 2_000),))),
        SchemeItem("A4", "事件按时办结率", _ratio("on_time", 15_000, 9_000, 9_900)),
        SchemeItem("A5", "五分钟响应率", _ratio("five_minutes", 10_000, 8_000, 9_800)),
        SchemeItem("A6", "矛盾纠纷化解", _ratio("disputes", 10_000, 8_000, 9_800)),
        SchemeItem("A7", "群众满意度", _ratio("satisfied", 10_000, 8_000, 9_900)),
        SchemeItem("A8", "重点人群、特殊群体走访", _ratio("visits", 5_000, 6_000, 10_000)),
        SchemeItem("A9", "出勤和工作纪律", Formula(_K.DEDUCT, 5_000, (Input("absences", 1_000),))),
        SchemeItem(
            "A10",
            "培训与测试",
            _ratio("training", 5_000, 0, 10_000),
            NotApplicable.FULL,
            Missing.NOT_APPLICABLE,
        ),
        SchemeItem(
            "B",
            "加分",
            Formula(
                _K.BONUS,
                5_000,
                (
                    Input("praise_street", 1_000),
                    Input("praise_city", 2_000),
                    Input("reports_used", 1_000),
                ),
            ),
        ),
        SchemeItem(
            "C",
            "双随机扣分",
            Formula(_K.COUNT, 10_000, (Input("inspected", 1_000),)),
            NotApplicable.ZERO,
            Missing.ZERO,
        ),
        SchemeItem(
            "V",
            "一票否决",
            Formula(
                _K.VETO,
                0,
                (Input("serious"), Input("fraud"), Input("leaked"), Input("unlawful")),
            ),
        ),
    ),
    deducted=frozenset({"C"}),
)


def _mean(code: str, label: str, indicator: str, full: int, **policies: Any) -> SchemeItem:
    return SchemeItem(code, label, Formula(_K.MEAN, full, (Input(indicator),)), **policies)


def _of_months(title: str, kind: PeriodKind, least: int) -> Scheme:
    items = (_mean("M", "各月考核平均", "months", 100_000),)
    return Scheme(title, "grid_worker", kind, items, min_parts=least)


QUARTERLY = _of_months("专职网格员季度考核", PeriodKind.QUARTER, 2)
HALF_YEARLY = _of_months("专职网格员半年考核", PeriodKind.HALF_YEAR, 3)
YEARLY = Scheme(
    "专职网格员年度考核",
    "grid_worker",
    PeriodKind.YEAR,
    (
        _mean("M", "各月考核平均", "months", 60_000),
        _mean("R1", "街道评议", "review_office", 24_000),
        _mean("R2", "社区评议", "review_community", 12_000),
        _mean("R3", "服务对象评议", "review_served", 4_000, missing=Missing.NOT_APPLICABLE),
    ),
    min_parts=6,
)

SCHEMES: dict[str, Scheme] = {
    "monthly": MONTHLY,
    "quarterly": QUARTERLY,
    "half_yearly": HALF_YEARLY,
    "yearly": YEARLY,
}
"""By the code that the rule book's topic ends with."""
