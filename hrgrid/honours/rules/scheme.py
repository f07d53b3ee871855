"""The scheme of a campaign: every number that an office may change, as one rule set.

A scheme travels as plain JSON (storage/rulebook.py); `scheme_of` refuses what makes no sense.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from hrgrid.core.errors import UserError
from hrgrid.core.tabulation import mark_text
from hrgrid.honours.rules.categories import Category, check_categories
from hrgrid.honours.rules.eligibility import SINCE, VETO, Operator, Rule
from hrgrid.honours.rules.scheme_parts import (
    category_of_plain,
    plain_category,
    plain_rule,
    rule_of,
)
from hrgrid.honours.rules.words import Basis, QuotaMethod, Tier, WeightKind

TOPIC = "honours.scheme"
WHOLE = 10_000

SHIPPED_RULES = (
    Rule("in_post", "截止日在岗", "in_post", Operator.EQUALS, 1),
    Rule("present", "没有离开队伍", "present", Operator.EQUALS, 1),
    Rule("may_be_honoured", "岗位可参加评选", "may_be_honoured", Operator.EQUALS, 1),
    Rule(
        "service",
        "连续任职不少于 {threshold} 个月",
        "service_months",
        Operator.AT_LEAST,
        12,
        "个月",
    ),
    Rule(
        "adult",
        "年满 {threshold} 周岁",
        "age",
        Operator.AT_LEAST,
        18,
        "周岁",
        missing_passes=True,
    ),
    Rule(
        "not_recently",
        "近 {threshold} 年没有获同一称号",
        SINCE,
        Operator.MORE_THAN,
        2,
        "年前获过",
        missing_passes=True,
        per_tier=True,
    ),
)

TIE_BREAKS = {
    "unrounded": "未取整的总分",
    "merit": "业绩得分",
    "review": "评审得分",
    "public": "公众投票得分",
    "unit_rank": "单位推荐次序",
    "service_months": "任职月数",
}
"""What equals may be compared by; a low place in the unit's order wins, else the higher number."""


@dataclass(frozen=True)
class Scheme:
    """Places by tier, how they are shared, who may be chosen, how nominees are ranked.

    Shares are in basis points: `items` of the score, `weights` of a district, `reserve_bp` of a
    district's places, `nominate_bp` nominees to its places (below it is a hint only),
    `front_line_bp` of a tier's chosen (below it is a warning). `decimals` of the published score.
    `women_bp` at least and `leading_bp` at most are warned of likewise. `deeds_least` and
    `deeds_most` are characters; `nominate_binds` 1 refuses to close with too few nominees.

    Of the score merit, review and `public_bp` are the whole; the public's part stays within
    `public_cap_bp`, which the office raises knowingly, and its votes count by share of the most
    voted unless `public_by_rank`. With `merit_from_assessment` the year's assessment gives the
    merit that a form leaves out. A panel has `judges` (fewer are a hint only). A meeting has a
    quorum of `quorum_num`/`quorum_den`; more than `pass_bp` of those entitled is asked, with
    `pass_of_present` of those present. With `categories` a district's places are parted among
    them, each for its own people.
    """

    places: Mapping[Tier, int] = field(
        default_factory=lambda: {Tier.PIONEER: 10, Tier.EXCELLENT: 100, Tier.SKILLED: 1000}
    )
    method: QuotaMethod = QuotaMethod.LARGEST_REMAINDER
    weights: Mapping[WeightKind, int] = field(default_factory=lambda: {WeightKind.WORKERS: WHOLE})
    floor: int = 1
    rules: tuple[Rule, ...] = SHIPPED_RULES
    basis: Basis = Basis.ITEMS
    merit_bp: int = 4_000
    review_bp: int = 6_000
    decimals: int = 2
    tie_breaks: tuple[str, ...] = ("unrounded", "merit")
    reserve_bp: int = 2_000
    nominate_bp: int = 12_000
    front_line_bp: int = 6_000
    publicity_days: int = 5
    women_bp: int = 0
    leading_bp: int = WHOLE
    deeds_least: int = 0
    deeds_most: int = 2_000
    nominate_binds: int = 0
    public_bp: int = 0
    public_cap_bp: int = 2_000
    public_by_rank: int = 0
    merit_from_assessment: int = 0
    judges: int = 7
    drop_high: int = 1
    drop_low: int = 1
    quorum_num: int = 2
    quorum_den: int = 3
    pass_bp: int = 5_000
    pass_of_present: int = 0
    categories: tuple[Category, ...] = ()

    @property
    def tiers(self) -> list[Tier]:
        """Those that have places, the highest first."""
        return [tier for tier in Tier if tier in self.places]

    def parameters(self) -> dict[str, Any]:
        """The scheme as plain values for the rule book."""
        return {
            "places": {tier.value: count for tier, count in self.places.items()},
            "method": self.method.value,
            "weights": {kind.value: share for kind, share in self.weights.items()},
            "floor": self.floor,
            "rules": [plain_rule(rule) for rule in self.rules],
            "basis": self.basis.value,
            "tie_breaks": list(self.tie_breaks),
            **self._told_categories(),
        } | {
            name: getattr(self, name)
            for name in _NUMBERS
            if name not in _LATER or getattr(self, name) != _LATER[name]
        }

    def _told_categories(self) -> dict[str, Any]:
        """Said only where there are some: schemes of before knew none."""
        told = [plain_category(one) for one in self.categories]
        return {"categories": told} if told else {}


_NUMBERS = {
    "merit_bp": range(WHOLE + 1),
    "review_bp": range(WHOLE + 1),
    "decimals": range(4),
    "reserve_bp": range(WHOLE + 1),
    "nominate_bp": range(WHOLE, 10 * WHOLE + 1),
    "front_line_bp": range(WHOLE + 1),
    "publicity_days": range(1, 61),
    "women_bp": range(WHOLE + 1),
    "leading_bp": range(WHOLE + 1),
    "deeds_least": range(2_001),
    "deeds_most": range(1, 2_001),
    "nominate_binds": range(2),
    "public_bp": range(WHOLE + 1),
    "public_cap_bp": range(WHOLE + 1),
    "public_by_rank": range(2),
    "merit_from_assessment": range(2),
    "judges": range(1, 100),
    "drop_high": range(4),
    "drop_low": range(4),
    "quorum_num": range(1, 11),
    "quorum_den": range(1, 11),
    "pass_bp": range(WHOLE),
    "pass_of_present": range(2),
}

_LATER: Mapping[str, int] = {
    "women_bp": 0,
    "leading_bp": WHOLE,
    "deeds_least": 0,
    "deeds_most": 2_000,
    "nominate_binds": 0,
    "public_bp": 0,
    "public_cap_bp": 2_000,
    "public_by_rank": 0,
    "merit_from_assessment": 0,
    "judges": 7,
    "drop_high": 1,
    "drop_low": 1,
    "quorum_num": 2,
    "quorum_den": 3,
    "pass_bp": 5_000,
    "pass_of_present": 0,
}
"""Numbers that earlier schemes were kept without, with what then holds; a scheme says them only
where it differs, so that a list computed before them is computed again from the same words."""


def scheme_of(parameters: Mapping[str, Any]) -> Scheme:
    """The scheme that a rule set holds. Raises UserError for one that cannot be applied."""
    scheme = Scheme(
        places={Tier(code): count for code, count in parameters["places"].items()},
        method=QuotaMethod(parameters["method"]),
        weights={WeightKind(code): share for code, share in parameters["weights"].items()},
        floor=parameters["floor"],
        rules=tuple(rule_of(plain) for plain in parameters["rules"]),
        basis=Basis(parameters["basis"]),
        tie_breaks=tuple(parameters["tie_breaks"]),
        categories=tuple(category_of_plain(one) for one in parameters.get("categories", ())),
        **{
            name: parameters.get(name, _LATER[name]) if name in _LATER else parameters[name]
            for name in _NUMBERS
        },
    )
    check_scheme(scheme)
    return scheme


def check_scheme(scheme: Scheme) -> None:
    """Raise UserError where a number or a sum makes no sense."""
    if not scheme.places or min(scheme.places.values()) < 1:
        raise UserError("评选方案里每一级的名额都要至少 1 个。请核对各级名额")
    if sum(scheme.weights.values()) != WHOLE:
        raise UserError("分配名额的各项权重合计要是 100%。请核对权重")
    if scheme.merit_bp + scheme.review_bp + scheme.public_bp != WHOLE:
        third = "、公众投票" if scheme.public_bp else ""
        raise UserError(f"业绩、评审{third}的权重合计要是 100%。请核对权重")
    for name, allowed in _NUMBERS.items():
        if getattr(scheme, name) not in allowed:
            raise UserError(
                f"评选方案里的“{_LABELS[name]}”只能填 {allowed[0]} 到 {allowed[-1]}。请改正"
            )
    if scheme.deeds_least > scheme.deeds_most:
        raise UserError("主要事迹的最少字数比最多字数还多。请核对两个字数")
    _check_review(scheme)
    if scheme.floor < 0:
        raise UserError(f"每个单位的保底名额是 {scheme.floor}，不能是负数。请填零或正整数")
    unknown = [name for name in scheme.tie_breaks if name not in TIE_BREAKS]
    if unknown:
        raise UserError(f"并列规则里没有“{unknown[0]}”这一项。请从{_offered()}中选")
    _check_rules(scheme)
    check_categories(scheme.categories)


def _check_rules(scheme: Scheme) -> None:
    keys = [rule.key for rule in scheme.rules]
    if len(set(keys)) != len(keys):
        raise UserError("评选方案里有两个条件用了同一个代号。请改成不同的代号")
    if VETO in keys:
        raise UserError(f"评选方案里的条件不能用“{VETO}”作代号，它是一票否决的。请改成不同的代号")


def _check_review(scheme: Scheme) -> None:
    if scheme.public_bp > scheme.public_cap_bp:
        raise UserError(
            f"公众投票占 {mark_text(scheme.public_bp * 10)}%，超过 "
            f"{mark_text(scheme.public_cap_bp * 10)}% 的上限。请降低权重，或写明依据后调高上限"
        )
    if scheme.quorum_num > scheme.quorum_den:
        raise UserError("会议法定人数不能超过应到人数。请改成 2/3 这样的分数")


_LABELS = {
    "merit_bp": "业绩权重（万分之）",
    "review_bp": "评审权重（万分之）",
    "decimals": "公布的小数位数",
    "reserve_bp": "候补比例（万分之）",
    "nominate_bp": "推荐比例（万分之）",
    "front_line_bp": "一线比例（万分之）",
    "publicity_days": "公示的工作日",
    "women_bp": "女性比例下限（万分之）",
    "leading_bp": "领导职务比例上限（万分之）",
    "deeds_least": "主要事迹最少字数",
    "deeds_most": "主要事迹最多字数",
    "nominate_binds": "推荐不足不能截止（0 否，1 是）",
    "public_bp": "公众投票权重（万分之）",
    "public_cap_bp": "公众投票权重上限（万分之）",
    "public_by_rank": "公众投票按名次折算（0 否，1 是）",
    "merit_from_assessment": "业绩分取年度考核（0 否，1 是）",
    "judges": "评委人数",
    "drop_high": "去掉最高分个数",
    "drop_low": "去掉最低分个数",
    "quorum_num": "会议法定人数（分子）",
    "quorum_den": "会议法定人数（分母）",
    "pass_bp": "通过要超过（万分之）",
    "pass_of_present": "按到会人数计（0 否，1 是）",
}


def _offered() -> str:
    return "、".join(TIE_BREAKS.values())
