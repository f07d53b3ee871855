"""The words of a campaign: tiers, states with their arrows, outcomes (model.md 9, rules.md 7)."""

from __future__ import annotations

from hrgrid.core.labelled import Labelled
from hrgrid.core.methods import Method


class Tier(Labelled):
    """The three honours, the highest first; how many places each has is data."""

    PIONEER = "pioneer", "先锋网格员"
    EXCELLENT = "excellent", "优秀网格员"
    SKILLED = "skilled", "能手网格员"

    @property
    def order(self) -> int:
        """0 for the highest, which is decided first."""
        return list(Tier).index(self)


class Kind(Labelled):
    """What a campaign is in law."""

    NAMING = "naming", "命名"
    COMMENDATION = "commendation", "表彰"
    PRAISE = "praise", "表扬"
    CIRCULAR = "circular", "通报"


_MOST = 150
"""A commendation of more people than this is asked for its document (rules.md 7)."""


def legal_warnings(kind: Kind, basis_no: str, people: int) -> list[str]:
    """What stands in the way of a campaign's lawfulness, for people to decide on."""
    if kind is not Kind.COMMENDATION:
        return []
    warnings = []
    if not basis_no:
        warnings.append("类型为“表彰”而没有批准文号。请补上批准文号，或改按“命名”办理。")
    if people > _MOST:
        warnings.append(f"“表彰”{people} 人，超过 {_MOST} 人。请核对批准文件里的人数。")
    return warnings


class CampaignState(Labelled):
    """How far a campaign has come."""

    DRAFT = "draft", "拟定方案"
    QUOTAS_SET = "quotas_set", "名额已定"
    NOMINATING = "nominating", "推荐中"
    REVIEWING = "reviewing", "审核中"
    SELECTED = "selected", "已排出名单"
    COMMITTEE = "committee", "已经会议审定"
    PUBLICISING = "publicising", "公示中"
    DECIDING = "deciding", "待决定"
    DECIDED = "decided", "已决定"
    ISSUED = "issued", "证书已发"
    ARCHIVED = "archived", "已归档"


_S = CampaignState
ARROWS: dict[CampaignState, tuple[CampaignState, ...]] = {
    _S.DRAFT: (_S.QUOTAS_SET,),
    _S.QUOTAS_SET: (_S.DRAFT, _S.NOMINATING),
    _S.NOMINATING: (_S.REVIEWING,),
    _S.REVIEWING: (_S.SELECTED,),
    _S.SELECTED: (_S.COMMITTEE,),
    # A new list goes before the committee and the public again.
    _S.COMMITTEE: (_S.SELECTED, _S.PUBLICISING),
    _S.PUBLICISING: (_S.SELECTED, _S.DECIDING),
    _S.DECIDING: (_S.SELECTED, _S.DECIDED),
    _S.DECIDED: (_S.ISSUED,),
    _S.ISSUED: (_S.ARCHIVED,),
    _S.ARCHIVED: (),
}
"""Where a campaign may go from each state; the database refuses any other step."""

FROZEN = (_S.DECIDED, _S.ISSUED, _S.ARCHIVED)
"""After the decision nothing of a campaign is edited."""

RUNNABLE = (_S.REVIEWING, _S.SELECTED, _S.COMMITTEE, _S.PUBLICISING, _S.DECIDING)
"""Inputs are frozen and nothing is decided: a list may be computed."""


class QuotaMethod(Labelled):
    """How the places of a tier came to the districts."""

    EQUAL = Method.EQUAL.value, Method.EQUAL.label
    LARGEST_REMAINDER = Method.LARGEST_REMAINDER.value, Method.LARGEST_REMAINDER.label
    SAINTE_LAGUE = Method.SAINTE_LAGUE.value, Method.SAINTE_LAGUE.label
    DHONDT = Method.DHONDT.value, Method.DHONDT.label
    MANUAL = "manual", "人工调整"


class WeightKind(Labelled):
    """What a district is weighed by, as of the cut-off date."""

    GRIDS = "grids", "综合网格数"
    WORKERS = "workers", "在岗人数"
    ELIGIBLE = "eligible", "符合条件人数"
    HONOURED = "honoured", "上年命名人数"


class RunState(Labelled):
    """A preview shows, one applied run of a campaign counts, a void one stays to be read."""

    PREVIEW = "preview", "试算"
    APPLIED = "applied", "采用"
    VOID = "void", "作废"


class Basis(Labelled):
    """What nominees are ranked by."""

    ITEMS = "items", "分项加权", "业绩和评审按权重合计，公布两位小数"
    TOTAL = "total", "推荐表得分", "直接用推荐表上的得分"
    UNIT_RANK = "unit_rank", "单位推荐次序", "没有得分时，按各单位推荐的先后"


class Removal(Labelled):
    """Why a nominee is out."""

    WITHDRAWN = "withdrawn", "退出评选"
    DECEASED = "deceased", "去世"
    OBJECTION_UPHELD = "objection_upheld", "异议成立"
    NOT_PASSED = "not_passed", "会议未通过"


class NameChoice(Labelled):
    """What happens on papers to a name in which a character was lost."""

    PRINT = "print", "照原样印"
    HOLD = "hold", "先不印"


class Outcome(Labelled):
    """What came of it for one person."""

    SELECTED = "selected", "入选"
    RESERVE = "reserve", "候补"
    NOT_SELECTED = "not_selected", "未入选"
    INELIGIBLE = "ineligible", "不符合条件"


class OutcomeCode(Labelled):
    """Why somebody was not selected."""

    BELOW_CUT = "below_cut", "低于入选线"
    QUOTA_FULL = "quota_full", "本单位没有名额"
    LOST_LOT = "lost_lot", "并列，由会议定下或抽签未中"
    ALREADY_IN_HIGHER_TIER = "already_in_higher_tier", "已入选更高一级"
    HONOURED_RECENTLY = "honoured_recently", "近年已获同一称号"
    FAILED_RULE = "failed_rule", "条件不符"
    NO_SCORE = "no_score", "没有得分"
    NOT_NOMINATED = "not_nominated", "没有被推荐"
    WITHDRAWN = "withdrawn", "退出评选"
    DECEASED = "deceased", "去世"
    OBJECTION_UPHELD = "objection_upheld", "异议成立"
    NOT_PASSED = "not_passed", "会议未通过"


class TieWay(Labelled):
    """How people closed a tie at a cut."""

    COMMITTEE = "committee", "会议决定"
    LOT = "lot", "抽签"


class GrantState(Labelled):
    """Of one person's honour; proposed and decided ones block a second in the same year."""

    PROPOSED = "proposed", "拟命名"
    DECIDED = "decided", "已命名"
    REVOKED = "revoked", "已撤销"


class RosterOrder(Labelled):
    """How people stand inside a district on a roster."""

    SUBMITTED = "submitted", "按推荐次序"
    STROKES = "strokes", "按姓氏笔画"
    PINYIN = "pinyin", "按姓氏拼音"
    SCORE = "score", "按得分名次"
