"""Conditions held against one candidate: what was seen, whether it will do, who has to look.

A condition is data (rules/scheme.py). What the application or the office's own file answers is
proposed with the value that was seen; the rest is asked of a person (rules.md 2).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from hrgrid.core.identity import Sex
from hrgrid.core.labelled import Labelled
from hrgrid.core.periods import months_between
from hrgrid.hiring.rules.scheme import EDUCATIONS, Condition, ExtraPoint, Fact, Operator, Scheme
from hrgrid.hiring.rules.words import BatchKind


class Source(Labelled):
    """Where a seen value comes from; what a candidate says himself is looked at on paper."""

    ID_NUMBER = "id_number", "按身份证号"
    DECLARED = "declared", "按报名资料"
    ON_FILE = "on_file", "按花名册"
    ASKED = "asked", "由审查人核查"


@dataclass(frozen=True)
class Known:
    """What is known of a candidate; None where nobody said. `service_months` are from our file."""

    birth_date: dt.date | None = None
    from_id: bool = False
    sex: Sex | None = None
    education: str = ""
    party: str = ""
    veteran: bool | None = None
    social_worker: bool | None = None
    registered_here: bool | None = None
    residence_months: int | None = None
    volunteer_months: int | None = None
    service_months: int | None = None


@dataclass(frozen=True)
class Seen:
    """The value of one fact (in the unit of its threshold), None where somebody has to look."""

    value: int | None
    source: Source


def asked_conditions(scheme: Scheme, kind: BatchKind) -> tuple[Condition, ...]:
    """The conditions that count in a batch: those that are on; service only within the office."""
    return tuple(
        each
        for each in scheme.conditions
        if each.on and (each.fact is not Fact.SERVICE_MONTHS or kind is BatchKind.INTERNAL)
    )


def seen(fact: Fact, known: Known, on: dt.date) -> Seen:
    """What is known of a fact on a day."""
    if fact is Fact.AGE:
        source = Source.ID_NUMBER if known.from_id else Source.DECLARED
        return _told(None if known.birth_date is None else age(known.birth_date, on), source)
    if fact is Fact.SEX:
        source = Source.ID_NUMBER if known.from_id else Source.DECLARED
        return _told(None if known.sex is None else int(known.sex is Sex.MALE), source)
    if fact is Fact.SERVICE_MONTHS:
        return _told(known.service_months, Source.ON_FILE)
    return _told(_declared(fact, known), Source.DECLARED)


def _told(value: int | None, source: Source) -> Seen:
    return Seen(value, source if value is not None else Source.ASKED)


def _declared(fact: Fact, known: Known) -> int | None:
    if fact is Fact.EDUCATION:
        return education_place(known.education)
    if fact is Fact.PARTY_MEMBER:
        return None if not known.party else int(is_party_member(known.party))
    values: Mapping[Fact, int | None] = {
        Fact.RESIDENCE_MONTHS: known.residence_months,
        Fact.VOLUNTEER_MONTHS: known.volunteer_months,
        Fact.VETERAN: known.veteran,
        Fact.SOCIAL_WORKER: known.social_worker,
        Fact.REGISTERED_HERE: known.registered_here,
    }
    found = values.get(fact)
    return None if found is None else int(found)


def age(birth: dt.date, on: dt.date) -> int:
    """Full years (周岁): somebody is 40 until the day before his 41st birthday."""
    return months_between(birth, on).years if birth <= on else 0


_ALSO = {
    "中专": "高中",
    "中等专科": "高中",
    "职高": "高中",
    "技校": "高中",
    "专科": "大专",
    "大学专科": "大专",
    "高职": "大专",
    "大学": "本科",
    "大学本科": "本科",
    "学士": "本科",
    "硕士": "研究生",
    "硕士研究生": "研究生",
    "博士": "研究生",
    "博士研究生": "研究生",
}


def education_place(text: str) -> int | None:
    """The place of what is written in EDUCATIONS; None for what is not known."""
    plain = "".join(text.split())
    plain = _ALSO.get(plain, plain)
    return EDUCATIONS.index(plain) if plain in EDUCATIONS else None


def is_party_member(party: str) -> bool:
    """Whether a 政治面貌 says a member of the Communist Party, on probation or not."""
    plain = "".join(party.split())
    return plain.startswith(("中共党员", "中共预备党员")) or plain in {"党员", "预备党员"}


def holds(operator: Operator, value: int, threshold: int) -> bool:
    """Whether a value will do."""
    if operator is Operator.AT_LEAST:
        return value >= threshold
    return value <= threshold if operator is Operator.AT_MOST else value == threshold


def rule_text(rule: Condition | ExtraPoint) -> str:
    """A condition as the announcement has it: 年满 18 周岁, 高中及以上学历."""
    shown = EDUCATIONS[rule.threshold] if rule.fact is Fact.EDUCATION else str(rule.threshold)
    return rule.label.replace("{threshold}", shown)


_UNITS = {
    Fact.AGE: " 周岁",
    Fact.RESIDENCE_MONTHS: " 个月",
    Fact.VOLUNTEER_MONTHS: " 个月",
    Fact.SERVICE_MONTHS: " 个月",
}


def value_text(fact: Fact, value: int) -> str:
    """A seen value in words: 36 周岁, 大专, 是, 未发现."""
    if fact is Fact.EDUCATION:
        return EDUCATIONS[value]
    if fact is Fact.SEX:
        return (Sex.MALE if value else Sex.FEMALE).label
    if fact is Fact.DECLARED:
        return "有" if value else "未发现"
    return f"{value}{_UNITS[fact]}" if fact in _UNITS else ("是" if value else "否")


@dataclass(frozen=True)
class Proposed:
    """What the data says of one condition: `value` in words, "" where somebody has to look."""

    condition: Condition
    value: str
    passed: bool | None
    source: Source


def propose(conditions: Sequence[Condition], known: Known, on: dt.date) -> list[Proposed]:
    """Each condition with the value seen on a day; nothing is recorded by it."""
    found = []
    for condition in conditions:
        one = seen(condition.fact, known, on)
        if one.value is None:
            found.append(Proposed(condition, "", None, Source.ASKED))
            continue
        passed = holds(condition.operator, one.value, condition.threshold)
        words = value_text(condition.fact, one.value)
        found.append(Proposed(condition, words, passed, one.source))
    return found


@dataclass(frozen=True)
class Point:
    """Extra points (thousandths) that a fact brings, with the value that was seen."""

    rule: ExtraPoint
    milli: int
    value: str


def earned(scheme: Scheme, known: Known, on: dt.date) -> list[Point]:
    """What the extra points say of a candidate: of one group the highest, the first of equals."""
    best: dict[str, Point] = {}
    for rule in scheme.extra:
        one = seen(rule.fact, known, on)
        if not rule.on or one.value is None:
            continue
        if not holds(rule.operator, one.value, rule.threshold):
            continue
        point = Point(rule, rule.milli, value_text(rule.fact, one.value))
        key = rule.group or f"={rule.key}"
        if key not in best or point.milli > best[key].milli:
            best[key] = point
    return list(best.values())


def capped(scheme: Scheme, millis: Sequence[int]) -> int:
    """What the granted points come to in a ranking: their sum, never above the cap."""
    return min(sum(millis), scheme.extra_cap_milli)
