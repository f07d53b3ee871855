"""Credited minutes: what was attended, whether it counts, and the sentence that says why.

A 学时 is 45 minutes; hours are shown, minutes are counted. The numbers are this program's own
defaults (rules.md 3) and a dated rule set of the office.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from fractions import Fraction
from typing import Any

from hrgrid.core.errors import UserError
from hrgrid.core.tabulation import fixed_text, mark_text, round_half_up
from hrgrid.training.rules.words import CLOCKED, Presence

TOPIC = "training.hours"
WHOLE = 10_000


@dataclass(frozen=True)
class HourRules:
    """Minutes of a 学时, hours asked of everybody, and what makes a class count.

    `share_bp` of a class's minutes must be attended and, where there is a test, `pass_milli`
    reached; `grace` minutes late or early are none.
    """

    minutes: int = 45
    pre_service: int = 24
    yearly: int = 40
    together: int = 16
    share_bp: int = 8_000
    pass_milli: int = 60_000
    grace: int = 10

    def parameters(self) -> dict[str, Any]:
        """As a rule set keeps them."""
        return {field.name: getattr(self, field.name) for field in fields(self)}

    @classmethod
    def read(cls, parameters: Mapping[str, Any]) -> HourRules:
        """As a rule set keeps them; raises UserError for what makes no sense."""
        try:
            rules = cls(**{field.name: int(parameters[field.name]) for field in fields(cls)})
        except (KeyError, TypeError, ValueError) as error:
            raise UserError("学时规则读不出来。请核对“培训学时”这一版规则") from error
        if rules.minutes < 1 or min(rules.parameters().values()) < 0:
            raise UserError("学时规则里的数不能小于 0，一个学时至少 1 分钟。请改正")
        if rules.share_bp > WHOLE or rules.together > rules.yearly:
            raise UserError("出勤比例不能超过 100%，集中培训的学时不能多于全年学时。请改正")
        return rules


@dataclass(frozen=True)
class SessionTime:
    """One stretch of a class: minutes of the day, [begins, ends)."""

    key: int
    begins: int
    ends: int

    @property
    def minutes(self) -> int:
        """How long it is."""
        return self.ends - self.begins


@dataclass(frozen=True)
class Attended:
    """What the sheet says of one person at one session; times are minutes of the day.

    `made_up` are minutes attended elsewhere for it.
    """

    presence: Presence
    came: int | None = None
    left: int | None = None
    made_up: int = 0


@dataclass(frozen=True)
class Credit:
    """What one person has of a class: minutes there, of how many, credited, and why so."""

    attended: int
    of: int
    credited: int
    passed: bool
    why: str
    unknown: tuple[int, ...] = ()


def minutes_at(session: SessionTime, attended: Attended, grace: int) -> int:
    """Minutes of one session that somebody was there for; lateness within the grace is none."""
    presence = attended.presence
    if presence in {Presence.PRESENT, Presence.EXCUSED}:
        return session.minutes
    if presence not in CLOCKED:
        return min(attended.made_up, session.minutes)
    came = session.begins if attended.came is None else attended.came
    left = session.ends if attended.left is None else attended.left
    came = session.begins if came - session.begins <= grace else came
    left = session.ends if session.ends - left <= grace else left
    there = max(0, min(left, session.ends) - max(came, session.begins))
    return min(there + attended.made_up, session.minutes)


def credit(
    sessions: Sequence[SessionTime],
    attended: Mapping[int, Attended],
    rules: HourRules,
    *,
    tested: bool,
    exam_milli: int | None,
    at_most: int | None = None,
) -> Credit:
    """What a class counts for one person; sessions without an entry are named, never absent.

    A course counts `at_most` so many minutes, however long its class was.
    """
    whole = sum(session.minutes for session in sessions)
    unknown = tuple(session.key for session in sessions if session.key not in attended)
    there = sum(
        minutes_at(session, attended[session.key], rules.grace)
        for session in sessions
        if session.key in attended
    )
    if unknown:
        why = f"还有 {len(unknown)} 节没有签到记录"
        return Credit(there, whole, 0, passed=False, why=why, unknown=unknown)
    share = f"出勤 {hours_words(there, rules)}，应到 {hours_words(whole, rules)}"
    if there * WHOLE < rules.share_bp * whole or not whole:
        why = f"{share}，不到 {rules.share_bp * 100 // WHOLE}%"
        return Credit(there, whole, 0, passed=False, why=why)
    if tested and exam_milli is None:
        return Credit(there, whole, 0, passed=False, why=f"{share}，没有测试成绩")
    if tested and (exam_milli or 0) < rules.pass_milli:
        own, line = mark_text(exam_milli or 0), mark_text(rules.pass_milli)
        why = f"{share}，测试 {own} 分，合格线 {line} 分"
        return Credit(there, whole, 0, passed=False, why=why)
    told = f"，测试 {mark_text(exam_milli)} 分" if tested and exam_milli is not None else ""
    if at_most is not None and there > at_most:
        told += f"，课程最多计 {hours_words(at_most, rules)}"
    counted = there if at_most is None else min(there, at_most)
    return Credit(there, whole, counted, passed=True, why=f"{share}{told}")


def hours_words(minutes: int, rules: HourRules) -> str:
    """Minutes as 学时 with one decimal where it is not whole, half up."""
    tenths = round_half_up(Fraction(minutes, rules.minutes), 1)
    return f"{fixed_text(tenths, 1).removesuffix('.0')} 学时"
