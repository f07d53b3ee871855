"""How the numbers of the rules of exits are called, what limits they have, how they are told."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from hrgrid.core.tabulation import fixed_text, round_half_up


@dataclass(frozen=True)
class Limit:
    """How a number is called, between what it lies, in which unit it is typed."""

    label: str
    least: int
    most: int
    unit: str
    group: str
    hint: str = ""
    each: int = 1
    """What one of the unit is in the stored number: 1,000 thousandths are a point."""


_WARNING, _REMEDY, _STEPS, _LEAVING = "预警条件", "约谈、补训和再考核", "办理期限", "离岗和留存"
_WORKDAYS = "个工作日"
LIMITS: Mapping[str, Limit] = {
    "pass_milli": Limit(
        "合格线", 1, 100, "分", _WARNING, "低于它的启动预警，再考核达到它的解除预警。", 1_000
    ),
    "bottom_bp": Limit("靠后的比例", 1, 20, "%", _WARNING, "只作提醒线索，不是退出的依据。", 100),
    "bottom_below_milli": Limit(
        "排名靠后还要低于", 1, 100, "分", _WARNING, "分数不低的，排名靠后也不提醒。", 1_000
    ),
    "bottom_running": Limit("连续靠后", 1, 12, "个月", _WARNING),
    "bottom_months": Limit("或累计靠后", 1, 24, "个月", _WARNING),
    "bottom_window": Limit("累计的期间", 1, 24, "个月", _WARNING),
    "bottom_least": Limit("不看排名的小单位少于", 2, 100, "人", _WARNING),
    "least_months": Limit(
        "至少有结果", 1, 12, "个月", _WARNING, "不足的不列入，另列名单；一票否决的不受此限。"
    ),
    "talk_days": Limit("预警后约谈", 1, 60, _WORKDAYS, _REMEDY),
    "remedy_start_days": Limit("约谈后开始补训或调岗", 1, 60, _WORKDAYS, _REMEDY),
    "remedy_days": Limit(
        "补训或调岗不少于", 30, 365, "天", _REMEDY, "不能少于三十天，数据库也不接受更短的。"
    ),
    "remedy_minutes": Limit("补训不少于", 1, 200, "学时", _REMEDY, "一学时四十五分钟。", 45),
    "reassess_days": Limit("补训结束后再考核", 1, 60, _WORKDAYS, _REMEDY),
    "watch_months": Limit("解除预警后观察", 0, 24, "个月", _REMEDY),
    "review_days": Limit("立案后核实", 1, 60, _WORKDAYS, _STEPS),
    "hearing_days": Limit("陈述申辩", 3, 60, _WORKDAYS, _STEPS),
    "union_days": Limit("工会答复", 1, 60, _WORKDAYS, _STEPS),
    "legal_days": Limit("合法性审查", 1, 60, _WORKDAYS, _STEPS),
    "consent_days": Limit("每一级意见", 1, 60, _WORKDAYS, _STEPS),
    "notice_days": Limit(
        "提前书面通知",
        30,
        180,
        "天",
        _LEAVING,
        "劳动合同法第四十条，仅作提示；也可以支付代通知金。",
    ),
    "file_days": Limit("收到通知后申诉", 1, 60, _WORKDAYS, _LEAVING),
    "appeal_days": Limit("答复申诉", 1, 60, _WORKDAYS, _LEAVING),
    "insurance_days": Limit(
        "办理档案和社会保险转移", 1, 15, "天", _LEAVING, "劳动合同法第五十条，仅作提示。"
    ),
    "retain_months": Limit("密封材料留存", 1, 120, "个月", _LEAVING, "到期销毁保护情形的扫描件。"),
}
"""Every number with its name and limits, in the order in which they are shown."""


def number_text(name: str, value: int) -> str:
    """A number of the rules in the unit in which people type it: 60 分, 5%, 16 学时."""
    limit = LIMITS[name]
    text = fixed_text(round_half_up(Fraction(value, limit.each), 2), 2)
    text = text.rstrip("0").removesuffix(".")
    return f"{text}%" if limit.unit == "%" else f"{text} {limit.unit}"
