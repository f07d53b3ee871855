"""The scheme of a batch: every number of hiring that an office may change, as one rule set.

A scheme travels as plain JSON (storage/rulebook.py); `scheme_of` refuses what makes no sense.
Source of the defaults: rules.md 2.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Any

from hrgrid.core.errors import UserError
from hrgrid.core.labelled import Labelled

TOPIC = "hiring.scheme"
WHOLE = 10_000


class Fact(Labelled):
    """What a condition or an extra point looks at; the code is the key of the seen value."""

    AGE = "age", "年龄"
    EDUCATION = "education", "学历"
    RESIDENCE_MONTHS = "residence_months", "本地居住月数"
    REGISTERED_HERE = "registered_here", "本地户籍"
    SEX = "sex", "性别"
    PARTY_MEMBER = "party_member", "党员"
    VETERAN = "veteran", "退役军人"
    SOCIAL_WORKER = "social_worker", "社工证"
    VOLUNTEER_MONTHS = "volunteer_months", "网格志愿服务月数"
    # Known from the office's own file: asked of an internal batch alone.
    SERVICE_MONTHS = "service_months", "在岗月数"
    # Looked at by a person: the answer is what was seen.
    DECLARED = "declared", "核查"


SENSITIVE = frozenset({Fact.SEX, Fact.REGISTERED_HERE, Fact.PARTY_MEMBER, Fact.VETERAN})
"""Switching one of these on needs a document number and shows a hint (rules.md 2)."""

EDUCATIONS = ("初中", "高中", "大专", "本科", "研究生")
"""From the lowest; a threshold of education is a place in this row."""


class Operator(Labelled):
    """How a seen value is held against the threshold."""

    AT_LEAST = "at_least", "不低于"
    AT_MOST = "at_most", "不超过"
    EQUALS = "equals", "为"


@dataclass(frozen=True)
class Condition:
    """One condition as data; `bars` says 不得报考 instead of 报考条件.

    `threshold`: years, months, place in EDUCATIONS, 0 or 1. One that is off is not asked.
    """

    key: str
    label: str
    fact: Fact
    operator: Operator
    threshold: int
    on: bool = True
    bars: bool = False
    document_no: str = ""


@dataclass(frozen=True)
class ExtraPoint:
    """Points (thousandths) for a fact; of one `group` only the highest counts."""

    key: str
    label: str
    fact: Fact
    operator: Operator
    threshold: int
    milli: int
    group: str = ""
    on: bool = True
    document_no: str = ""


def _barred(key: str, label: str) -> Condition:
    return Condition(key, label, Fact.DECLARED, Operator.EQUALS, 0, bars=True)


SHIPPED_CONDITIONS = (
    Condition("age_from", "年满 {threshold} 周岁", Fact.AGE, Operator.AT_LEAST, 18),
    Condition("age_to", "不超过 {threshold} 周岁", Fact.AGE, Operator.AT_MOST, 40),
    Condition("education", "{threshold}及以上学历", Fact.EDUCATION, Operator.AT_LEAST, 1),
    Condition(
        "residence",
        "本地居住满 {threshold} 个月",
        Fact.RESIDENCE_MONTHS,
        Operator.AT_LEAST,
        12,
        on=False,
    ),
    Condition("service", "在岗满 {threshold} 个月", Fact.SERVICE_MONTHS, Operator.AT_LEAST, 12),
    Condition("registered", "本地户籍", Fact.REGISTERED_HERE, Operator.EQUALS, 1, on=False),
    _barred("sentenced", "受过刑事处罚"),
    _barred("expelled", "曾被开除公职"),
    _barred("investigated", "正在接受审查"),
    _barred("offences", "因涉黄赌毒、聚众斗殴等受过行政处罚"),
    _barred("cult", "参加邪教或非法宗教组织"),
    _barred("disciplined", "党纪政务处分影响期未满"),
    _barred("defaulter", "失信被执行人"),
    _barred("cheated", "考试舞弊受过处理"),
    _barred("student", "在读学生"),
)

SHIPPED_EXTRA = (
    ExtraPoint("college", "大专", Fact.EDUCATION, Operator.EQUALS, 2, 1_000, "education"),
    ExtraPoint("bachelor", "本科及以上", Fact.EDUCATION, Operator.AT_LEAST, 3, 2_000, "education"),
    ExtraPoint("social", "持社会工作者证", Fact.SOCIAL_WORKER, Operator.EQUALS, 1, 2_000),
    ExtraPoint("party", "党员", Fact.PARTY_MEMBER, Operator.EQUALS, 1, 1_000, on=False),
    ExtraPoint("veteran", "退役军人", Fact.VETERAN, Operator.EQUALS, 1, 1_000, on=False),
)


class TieStep(Labelled):
    """What equal totals are compared by, one after another; party and veterans ship off."""

    VOLUNTEER = "volunteer", "满一年网格志愿服务优先"
    EXAM = "exam", "笔试成绩高者优先"
    INTERVIEW = "interview", "面试成绩高者优先"
    UNROUNDED = "unrounded", "未取整的总分高者优先"
    VETERAN = "veteran", "退役军人优先"
    PARTY = "party", "党员优先"


SENSITIVE_TIES = frozenset({TieStep.VETERAN, TieStep.PARTY})


@dataclass(frozen=True)
class Scheme:
    """Conditions, extra points, ratios, weights, days. Points are thousandths, shares basis points.

    `exam_from` candidates a place open the written exam, else interviews decide alone;
    `interview_ratio` candidates a place are asked to it, everybody tied at the last place in.
    Extra points count with the written mark, or with the total (`extra_in_total` 1).
    `substitutes`: how many times a place may pass to the next (0: until the list ends).
    """

    conditions: tuple[Condition, ...] = SHIPPED_CONDITIONS
    extra: tuple[ExtraPoint, ...] = SHIPPED_EXTRA
    extra_cap_milli: int = 5_000
    extra_in_total: int = 0
    announce_workdays: int = 7
    exam_from: int = 3
    exam_full_milli: int = 100_000
    exam_pass_milli: int = 0
    exam_minutes: int = 120
    interview_ratio: int = 2
    interview_pass_milli: int = 60_000
    examiners: int = 7
    drop_high: int = 1
    drop_low: int = 1
    exam_bp: int = 4_000
    interview_bp: int = 6_000
    decimals: int = 2
    ties: tuple[TieStep, ...] = (TieStep.VOLUNTEER, TieStep.EXAM)
    ties_document_no: str = ""
    substitutes: int = 0
    reserve_bp: int = 1_000
    reserve_months: int = 12
    publicity_days: int = 5
    contract_months: int = 36
    probation_months: int = 1
    retain_months: int = 12

    def parameters(self) -> dict[str, Any]:
        """The scheme as plain values for the rule book."""
        return {
            "conditions": [_plain(each) for each in self.conditions],
            "extra": [_plain(each) for each in self.extra],
            "ties": [step.value for step in self.ties],
            "ties_document_no": self.ties_document_no,
        } | {name: getattr(self, name) for name in NUMBERS}


NUMBERS: dict[str, tuple[range, str]] = {
    "extra_cap_milli": (range(100_001), "加分上限"),
    "extra_in_total": (range(2), "加分计入（0 为笔试成绩，1 为总成绩）"),
    "announce_workdays": (range(1, 61), "公告的工作日"),
    "exam_from": (range(1, 101), "开考比例"),
    "exam_full_milli": (range(1_000, 1_000_001), "笔试满分"),
    "exam_pass_milli": (range(1_000_001), "笔试合格线"),
    "exam_minutes": (range(1, 481), "笔试时长（分钟）"),
    "interview_ratio": (range(1, 21), "面试比例"),
    "interview_pass_milli": (range(1_000_001), "面试合格线"),
    "examiners": (range(1, 16), "面试考官人数"),
    "drop_high": (range(4), "去掉最高分的个数"),
    "drop_low": (range(4), "去掉最低分的个数"),
    "exam_bp": (range(WHOLE + 1), "笔试权重（万分之）"),
    "interview_bp": (range(WHOLE + 1), "面试权重（万分之）"),
    "decimals": (range(4), "公布的小数位数"),
    "substitutes": (range(101), "递补次数"),
    "reserve_bp": (range(WHOLE + 1), "储备比例（万分之）"),
    "reserve_months": (range(1, 61), "储备有效期（月）"),
    "publicity_days": (range(1, 61), "公示的工作日"),
    "contract_months": (range(1, 121), "合同期（月）"),
    "probation_months": (range(7), "试用期（月）"),
    "retain_months": (range(1, 121), "落选人员资料保存（月）"),
}
"""What each number may be and what it is called."""


def scheme_of(parameters: Mapping[str, Any]) -> Scheme:
    """The scheme that a rule set holds. Raises UserError for one that cannot be applied."""
    scheme = Scheme(
        conditions=tuple(
            Condition(
                **{**plain, "fact": Fact(plain["fact"]), "operator": Operator(plain["operator"])}
            )
            for plain in parameters["conditions"]
        ),
        extra=tuple(
            ExtraPoint(
                **{**plain, "fact": Fact(plain["fact"]), "operator": Operator(plain["operator"])}
            )
            for plain in parameters["extra"]
        ),
        ties=tuple(TieStep(code) for code in parameters["ties"]),
        ties_document_no=parameters["ties_document_no"],
        **{name: parameters[name] for name in NUMBERS},
    )
    check_scheme(scheme)
    return scheme


def check_scheme(scheme: Scheme) -> None:
    """Raise UserError where a number or a sum makes no sense, or a document is missing."""
    for name, (allowed, label) in NUMBERS.items():
        if getattr(scheme, name) not in allowed:
            raise UserError(f"招录方案里的“{label}”只能填 {allowed[0]} 到 {allowed[-1]}。请改正")
    if scheme.exam_bp + scheme.interview_bp != WHOLE:
        raise UserError("笔试和面试的权重合计要是 100%。请核对权重")
    if scheme.examiners <= scheme.drop_high + scheme.drop_low:
        raise UserError(
            f"{scheme.examiners} 名考官去掉 {scheme.drop_high} 个最高分和 {scheme.drop_low} 个"
            "最低分后没有剩余。请增加考官或少去分"
        )
    _check_law(scheme)
    _check_keys("报考条件", [each.key for each in scheme.conditions])
    _check_keys("加分项目", [each.key for each in scheme.extra])


def hints(scheme: Scheme) -> list[str]:
    """What law or practice has to say of a scheme; a hint and no advice (rules.md 2)."""
    said = [
        f"已启用“{each.label}”，与性别、户籍、政治面貌等有关，可能有就业歧视的风险。请核对文件依据"
        for each in _asked(scheme)
        if each.on and each.fact in SENSITIVE
    ]
    said += [
        f"并列时“{step.label}”已启用。请核对文件依据"
        for step in scheme.ties
        if step in SENSITIVE_TIES
    ]
    most = probation_limit(scheme.contract_months)
    if scheme.probation_months > most:
        said.append(
            f"合同期 {scheme.contract_months} 个月，试用期最多 {most} 个月（劳动合同法第十九条）。"
            f"现为 {scheme.probation_months} 个月，请核对"
        )
    return said


def probation_limit(contract_months: int) -> int:
    """Months of probation that a contract of so many months may have (rules.md 2)."""
    if contract_months < 3:
        return 0
    if contract_months < 12:
        return 1
    return 2 if contract_months < 36 else 6


def _asked(scheme: Scheme) -> list[Condition | ExtraPoint]:
    return [*scheme.conditions, *scheme.extra]


def _check_law(scheme: Scheme) -> None:
    for each in _asked(scheme):
        if each.on and each.fact in SENSITIVE and not each.document_no.strip():
            raise UserError(f"启用“{each.label}”须写文件依据。请填文号，或停用这一项")
    if SENSITIVE_TIES.intersection(scheme.ties) and not scheme.ties_document_no.strip():
        raise UserError("并列时按党员或退役军人优先须写文件依据。请填文号，或去掉这一项")


def _check_keys(what: str, keys: Sequence[str]) -> None:
    if len(set(keys)) != len(keys):
        raise UserError(f"招录方案的{what}里有两项用了同一个代号。请改成不同的代号")


def _plain(each: Condition | ExtraPoint) -> dict[str, Any]:
    values = {field.name: getattr(each, field.name) for field in fields(each)}
    return values | {"fact": each.fact.value, "operator": each.operator.value}
