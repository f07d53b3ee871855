"""The rule of a competition as data: from events to totals, how equals are parted, overtime.

Canonical JSON in Competition.rule, fixed once the competition runs. Source: rules.md 3. Weights
are basis points, points thousandths, times seconds.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, fields
from typing import Any

from hrgrid.core.errors import UserError
from hrgrid.core.hashing import canonical_bytes, canonical_hash
from hrgrid.core.labelled import Labelled
from hrgrid.core.ranking import Order
from hrgrid.core.tabulation import mark_text
from hrgrid.training.rules.competing import EventKind, Side

WHOLE_BP = 10_000
_MOST_DECIMALS = 3
_NEWER = "比武规则是更新版本的程序写的。请安装新版本"


class TeamFrom(Labelled):
    """What the members of a team give it."""

    SUM = "sum", "队员成绩合计"
    MEAN = "mean", "队员成绩平均"


class TeamShort(Labelled):
    """A team of which fewer have a result than count."""

    VOID = "void", "不计团体成绩"
    COUNT = "count", "按有成绩的队员计"


class RoundEvents(Labelled):
    """Where a figure is rounded before the published total, which always is."""

    TOTAL = "total", "只在总分舍入"
    EVENT = "event", "各项成绩先舍入，再合成总分"


class TieKind(Labelled):
    """One step of the chain that parts equals; the third text says what is compared."""

    UNROUNDED = "unrounded", "未舍入的总分", "高者在前"
    EVENT = "event", "单项成绩", "高者在前"
    DEDUCTIONS = "deductions", "扣分", "少者在前"
    TIME = "time", "用时", "短者在前"
    CHIEF = "chief", "主评委的分", "高者在前"


class TieEnd(Labelled):
    """What becomes of those whom the whole chain leaves equal."""

    SHARED = "shared", "并列，其后空号"
    LOT = "lot", "抽签决定"


@dataclass(frozen=True)
class TieStep:
    """One step; `event` is the code it looks at (for EVENT always, else "" means all)."""

    kind: TieKind
    event: str = ""


@dataclass(frozen=True)
class CompetitionRule:
    """How the results of events become the total of a person and of a team.

    A team has the sum or mean of its `team_best` best regular members (0: of all), and its own
    events by their weight. Overtime costs `overtime_milli` a started `overtime_seconds`, at most
    `overtime_cap_milli`.
    """

    decimals: int = 2
    round_events: RoundEvents = RoundEvents.TOTAL
    team_from: TeamFrom = TeamFrom.SUM
    team_best: int = 0
    team_short: TeamShort = TeamShort.VOID
    regular_only: bool = True
    ties: tuple[TieStep, ...] = (
        TieStep(TieKind.UNROUNDED),
        TieStep(TieKind.EVENT, "practical"),
        TieStep(TieKind.EVENT, "theory"),
        TieStep(TieKind.TIME),
        TieStep(TieKind.CHIEF),
    )
    tie_end: TieEnd = TieEnd.SHARED
    overtime_seconds: int = 30
    overtime_milli: int = 500
    overtime_cap_milli: int = 5_000

    def __post_init__(self) -> None:
        if not 0 <= self.decimals <= _MOST_DECIMALS:
            raise UserError(f"总分小数位数是 {self.decimals}，请填 0 到 {_MOST_DECIMALS} 的整数")
        if self.team_best < 0:
            raise UserError("计入团体的队员人数不能是负数。请填零或正整数，零表示全部正式队员")
        if self.overtime_seconds < 1:
            raise UserError("超时按多少秒一档，至少是 1 秒。请改正")
        if self.overtime_milli < 0 or self.overtime_cap_milli < 0:
            raise UserError("超时扣分不能是负数。请填零或正数")
        if any(step.kind is TieKind.EVENT and not step.event for step in self.ties):
            raise UserError("并列比较里有一步“单项成绩”没有写是哪一项。请选上项目")
        if len(set(self.ties)) != len(self.ties):
            raise UserError("并列比较里有一步写了两遍。请去掉一步")

    def overtime(self, tenths: int, limit: int | None) -> int:
        """Thousandths to deduct for a time (tenths of a second) over a limit (seconds)."""
        over = 0 if limit is None else max(0, tenths - 10 * limit)
        started = -(-over // (10 * self.overtime_seconds))
        return min(started * self.overtime_milli, self.overtime_cap_milli)

    @property
    def words(self) -> tuple[str, ...]:
        """The rule in sentences, for papers and forms."""
        best = f"成绩最好的 {self.team_best} 名" if self.team_best else "全部"
        who = "正式队员" if self.regular_only else "队员"
        chain = "、".join(step_words(step) for step in self.ties)
        compared = f"同分的依次比较{chain}，" if chain else "同分的"
        said = [
            f"{self.round_events.label}，总分保留 {self.decimals} 位小数",
            f"团体按{best}{who}的{self.team_from.label.removeprefix('队员')}计",
            f"{compared}{self.tie_end.label}",
        ]
        if self.overtime_milli:
            said.append(
                f"超时每满或不足 {self.overtime_seconds} 秒扣 {mark_text(self.overtime_milli)} 分，"
                f"最多扣 {mark_text(self.overtime_cap_milli)} 分"
            )
        return tuple(said)


def step_words(step: TieStep, titles: dict[str, str] | None = None) -> str:
    """One step for a sentence; `titles` are those of events by code."""
    event = (titles or {}).get(step.event, step.event)
    return f"{event}{step.kind.label}" if event else step.kind.label


@dataclass(frozen=True)
class EventWeights:
    """Of an event what the checks of the rule look at."""

    code: str
    title: str
    kind: EventKind
    side: Side
    order: Order
    person_bp: int
    team_bp: int
    time_limit: int | None = None


@dataclass(frozen=True)
class EventForm:
    """A new event, or what it shall be; `time_limit` in seconds.

    A weight of 0 leaves it out of the total: it is ranked for itself alone.
    """

    code: str
    title: str
    kind: EventKind
    side: Side = Side.PERSON
    order: Order = Order.HIGH
    person_bp: int = 0
    team_bp: int = 0
    time_limit: int | None = None
    held_on: dt.date | None = None
    held_at: str = ""
    place: str = ""


USUAL_EVENTS = (
    EventForm("theory", "理论笔试", EventKind.WRITTEN, person_bp=4_000, team_bp=4_000),
    EventForm("practical", "实务操作", EventKind.PRACTICAL, person_bp=4_000, team_bp=4_000),
    EventForm("show", "现场展示", EventKind.ON_STAGE, person_bp=2_000, team_bp=2_000),
)
"""理论 40% + 实操 40% + 展示 20%."""


def weight_problems(events: Sequence[EventWeights], rule: CompetitionRule) -> list[str]:
    """What is wrong with weights and steps before a competition may run; [] where nothing is.

    Where a team takes the sum of its members every weight stands for itself, else they are the
    whole. No weight at all: there is no such ranking.
    """
    if not events:
        return ["还没有比武项目。请至少设一项"]
    found = [
        f"“{event.title}”低者在前，不能和别的项目合成总分。请把它的权重改为 0"
        for event in events
        if event.order is Order.LOW and (event.person_bp or event.team_bp)
    ]
    sums = [("个人", sum(event.person_bp for event in events))]
    if rule.team_from is TeamFrom.MEAN:
        sums.append(("团体", sum(event.team_bp for event in events)))
    found += [
        f"各项目占{whose}总分的权重合计是 {percent(whole)}，应为 100%。请调整权重"
        for whose, whole in sums
        if whole not in {0, WHOLE_BP}
    ]
    if not any(event.person_bp or event.team_bp for event in events):
        found += ["没有一个项目计入总分。请给项目填上权重"] if len(events) > 1 else []
    codes = {event.code for event in events}
    return found + _unknown_steps(rule, codes)


def _unknown_steps(rule: CompetitionRule, codes: set[str]) -> list[str]:
    # A chain may name an event that this competition lacks: it parts nobody then. One that was
    # chosen by hand and is misspelt would be silent, so the usual names alone are let through.
    usual = {form.code for form in USUAL_EVENTS}
    return [
        f"并列比较里的项目“{step.event}”不在这场比武里。请改选项目"
        for step in rule.ties
        if step.event and step.event not in codes | usual
    ]


def percent(basis_points: int) -> str:
    """4000 is 40%."""
    return f"{mark_text(basis_points * 10)}%"


def usual_rule(codes: Iterable[str] = ()) -> CompetitionRule:
    """The usual rule with the steps of those events alone that there are (all for none given)."""
    there = set(codes)
    rule = CompetitionRule()
    if not there:
        return rule
    kept = tuple(step for step in rule.ties if not step.event or step.event in there)
    return CompetitionRule(ties=kept)


def competition_rule_text(rule: CompetitionRule) -> str:
    """Canonical JSON, as it is stored."""
    return canonical_bytes(asdict(rule)).decode("utf-8")


def competition_rule_hash(text: str) -> str:
    """What a run says of the rule it went by."""
    return canonical_hash(json.loads(text))


_ENUMS = {
    "round_events": RoundEvents,
    "team_from": TeamFrom,
    "team_short": TeamShort,
    "tie_end": TieEnd,
}


def competition_rule_of(text: str) -> CompetitionRule:
    """The rule of its JSON; UserError where it is none of ours."""
    given: dict[str, Any] = json.loads(text)
    if given.keys() - {each.name for each in fields(CompetitionRule)}:
        raise UserError(_NEWER)
    try:
        values: dict[str, Any] = {
            name: _ENUMS[name](value) if name in _ENUMS else value for name, value in given.items()
        }
        if "ties" in values:
            values["ties"] = tuple(
                TieStep(TieKind(step["kind"]), step.get("event", "")) for step in values["ties"]
            )
    except (ValueError, KeyError, TypeError) as error:
        raise UserError(_NEWER) from error
    return CompetitionRule(**values)
