"""Which lawful grounds fit whom, and what the seed's causes lead to; hints and no legal advice.

The causes of the seed (工作不到位, 考核不合格, 造成严重后果) are what people say; a paper names the
ground of the law that they lead to. A rank leads to none.
"""

from __future__ import annotations

from dataclasses import dataclass

from hrgrid.exits.rules.words import (
    NOTICED,
    OF_DISPATCH,
    OF_SHORT,
    PAID,
    PROTECTED,
    FaultItem,
    Ground,
    Trigger,
)
from hrgrid.workforce.rules import Engagement

SHORT = (Engagement.PART_TIME, Engagement.VOLUNTEER)
"""These have no employment: two steps and one paper."""
_DUMB = "（仅作提示，以法律规定和法律顾问意见为准）"


@dataclass(frozen=True)
class SeedCause:
    """What an office says, and on which ground of the law it may stand, with a hint."""

    code: str
    label: str
    ground: Ground
    fault_item: FaultItem | None
    hint: str


CAUSES = (
    SeedCause(
        "poor_work",
        "工作不到位",
        Ground.INCOMPETENT,
        None,
        "先约谈，再培训或者调整岗位，由另一人再考核；仍不能胜任的才可以按第四十条第二项办理"
        + _DUMB,
    ),
    SeedCause(
        "failed_assessment",
        "考核不合格",
        Ground.INCOMPETENT,
        None,
        "一次不合格不等于不能胜任：要有具体的考核事实，并先培训或者调整岗位" + _DUMB,
    ),
    SeedCause(
        "grave_harm",
        "造成严重后果",
        Ground.FAULT,
        FaultItem.DAMAGE,
        "要有事实和损害的证据，规章制度要经过民主程序并且公示，本人签收过" + _DUMB,
    ),
)
"""The three causes of the seed."""


@dataclass(frozen=True)
class GroundChoice:
    """A ground that fits somebody, and what it asks for."""

    ground: Ground
    label: str
    hint: str
    remedy: bool
    notice: bool
    paid: bool
    protected: bool


def grounds_for(engagement: Engagement, on_probation: bool = False) -> tuple[GroundChoice, ...]:
    """The grounds that fit somebody so engaged, in the order of the law.

    A probation adds no ground: it adds an item of article 39 (`fault_items`), and unfitness in
    it goes by that item and needs no remedy.
    """
    fitting: tuple[Ground, ...]
    if engagement in SHORT:
        fitting = OF_SHORT
    elif engagement is Engagement.DISPATCH:
        fitting = OF_DISPATCH
    else:
        fitting = tuple(ground for ground in Ground if ground is not Ground.ROLE_ENDED)
    short = engagement in SHORT
    return tuple(
        GroundChoice(
            ground,
            ground.label,
            _hint(ground, engagement, on_probation),
            ground is Ground.INCOMPETENT,
            ground in NOTICED and not short,
            ground in PAID and not short,
            ground in PROTECTED and not short,
        )
        for ground in Ground
        if ground in fitting
    )


def _hint(ground: Ground, engagement: Engagement, on_probation: bool) -> str:
    hint = ground.explanation
    if engagement is Engagement.DISPATCH and ground in {
        *(Ground.FAULT, Ground.MEDICAL, Ground.INCOMPETENT),
    }:
        hint += "劳务派遣人员退回派遣单位，由派遣单位办理（第六十五条，仅作提示）。"
    if on_probation and ground is Ground.FAULT:
        hint += "在试用期内的，可按第一项办理，要有录用条件和不符合的证据（仅作提示）。"
    return hint


def fault_items(on_probation: bool = False) -> tuple[FaultItem, ...]:
    """The items of article 39 that fit: the first only while a probation runs."""
    return tuple(item for item in FaultItem if on_probation or item is not FaultItem.PROBATION)


_LEADS: dict[Trigger, tuple[Ground, ...]] = {
    Trigger.SCORE: (Ground.INCOMPETENT, Ground.MUTUAL),
    # A rank leads to a warning alone; what comes of it, the reassessment says.
    Trigger.BOTTOM: (),
    Trigger.GRADE: (Ground.INCOMPETENT, Ground.MUTUAL),
    Trigger.VETO: (Ground.FAULT, Ground.MUTUAL),
    Trigger.COMPLAINT: (Ground.FAULT, Ground.INCOMPETENT),
    Trigger.INCIDENT: (Ground.FAULT, Ground.MUTUAL),
    Trigger.OWN_WISH: (Ground.RESIGN, Ground.MUTUAL),
    Trigger.TERM: (Ground.EXPIRY,),
    Trigger.OTHER: (),
}


def suggested(trigger: Trigger, engagement: Engagement) -> tuple[Ground, ...]:
    """Grounds to which a trigger often leads, the likeliest first; none for a rank alone."""
    fitting = {choice.ground for choice in grounds_for(engagement)}
    leads = _LEADS[trigger]
    if engagement in SHORT and leads:
        leads = (*leads, Ground.ROLE_ENDED)
    return tuple(ground for ground in leads if ground in fitting)


def refusal(
    engagement: Engagement,
    ground: Ground,
    fault_item: FaultItem | None = None,
    on_probation: bool = False,
) -> str:
    """Why a ground does not fit somebody, in a sentence; "" where it fits."""
    if ground not in {choice.ground for choice in grounds_for(engagement)}:
        fitting = "、".join(choice.label for choice in grounds_for(engagement))
        return f"“{engagement.label}”不能以“{ground.label}”办理。请在这些依据里选：{fitting}"
    if ground is Ground.FAULT and fault_item is None:
        return "以第三十九条办理的，要写明是哪一项。请选一项"
    if ground is not Ground.FAULT and fault_item is not None:
        return f"“{ground.label}”没有分项。请去掉第三十九条的分项"
    if fault_item is FaultItem.PROBATION and not on_probation:
        return "不在试用期内，不能以第三十九条第一项办理。请换一项"
    return ""
