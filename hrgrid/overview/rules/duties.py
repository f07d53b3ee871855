"""待办: what falls due, when it is told, and how it is put away.

The numbers of days are this program's own defaults; an office may have a dated version of its
own. What is said of the law is a hint (劳动合同法 14, 19, 44) and never legal advice.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from hrgrid.core.errors import UserError
from hrgrid.core.labelled import Labelled

TOPIC = "duties"
"""The topic of the rule sets that hold the office's own numbers of days."""


class DutyKind(Labelled):
    """What falls due; the explanation is the hint that stands beside it."""

    CONTRACT = "contract", "合同到期", "续签、变更或终止都要在到期前办好。"
    SECOND_TERM = (
        "second_term",
        "第二次固定期合同到期",
        "本人提出续订时，一般应订无固定期限合同（劳动合同法第十四条，仅作提示）。",
    )
    PROBATION = "probation", "试用期满", "期满前作出是否符合录用条件的评定，期满即转正。"
    RETIREMENT = (
        "retirement",
        "临近退休年龄",
        "按出生年月和岗位推算，仅作提示；以人社部门核定为准。",
    )
    STAND_IN = "stand_in", "代管到期", "请结束代管、延长代管，或补上专职网格员。"
    RETURN = "return", "计划返岗", "请登记返岗；还回不来的，改计划返岗日期。"
    HIRING = "hiring", "招录事项", ""
    TRAINING = "training", "培训和比武事项", ""
    ASSESSMENT = "assessment", "考核、星级和双随机事项", ""
    EXITS = "exits", "退出事项", ""
    FUNDING = "funding", "经费和薪酬事项", ""
    HONOURS = "honours", "评选事项", ""
    OFFICE = "office", "机构事项", ""


class MarkState(Labelled):
    """What somebody did about a duty; the last mark counts."""

    DONE = "done", "已办"
    PUT_OFF = "put_off", "稍后提醒"
    OPEN = "open", "恢复提醒"


@dataclass(frozen=True)
class DutyRules:
    """From how many days before a duty is told, and how long after it is over.

    `contract` has two stages: what was put away at the first comes back at the second.
    """

    contract: tuple[int, int] = (60, 30)
    probation: int = 30
    retirement: int = 180
    stand_in: int = 14
    overdue: int = 90

    @classmethod
    def read(cls, parameters: Mapping[str, Any]) -> DutyRules:
        """As a rule set keeps them; raises UserError for what are no such numbers."""
        try:
            first, second = (int(days) for days in parameters["contract"])
            others = {
                name: int(parameters[name])
                for name in ("probation", "retirement", "stand_in", "overdue")
            }
        except (KeyError, TypeError, ValueError) as error:
            raise UserError("提醒天数读不出来。请核对“待办提醒”这一版规则") from error
        if not 0 <= second < first or min(others.values()) < 0:
            raise UserError("提醒天数不对：合同的第一次提醒应早于第二次，各项天数不能小于 0")
        return cls((first, second), **others)

    def parameters(self) -> dict[str, Any]:
        """As a rule set keeps them."""
        return {
            "contract": list(self.contract),
            "probation": self.probation,
            "retirement": self.retirement,
            "stand_in": self.stand_in,
            "overdue": self.overdue,
        }

    def stage(self, days: int) -> int:
        """At which of the two stages a contract is with so many days to go."""
        first, second = self.contract
        return second if days <= second else first

    def window(self, kind: DutyKind) -> int:
        """From how many days before it a duty of this kind is told."""
        return {
            DutyKind.CONTRACT: self.contract[0],
            DutyKind.SECOND_TERM: self.contract[0],
            DutyKind.PROBATION: self.probation,
            DutyKind.RETIREMENT: self.retirement,
            DutyKind.STAND_IN: self.stand_in,
        }.get(kind, 0)


def days_words(days: int) -> str:
    """How long there is left, or how long ago it was."""
    if days == 0:
        return "今天"
    return f"还有 {days:,} 天" if days > 0 else f"已过 {-days:,} 天"


def week_of(day: dt.date) -> tuple[dt.date, dt.date]:
    """Monday and Sunday of a day's week."""
    monday = day - dt.timedelta(days=day.weekday())
    return monday, monday + dt.timedelta(days=6)
