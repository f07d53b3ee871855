"""The rules of public notices and objections, without any table (rules.md 0, 7 and 9).

A notice hangs out for working days, the first one counted. Whoever objects gives his name or
the seal of his unit; anonymous without a clue is not taken. An open objection holds up the
named person only. Answers are due in working days, counted from the day after the filing.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from hrgrid.core.errors import UserError
from hrgrid.core.hashing import canonical_hash
from hrgrid.core.identity.public import refuse_numbers
from hrgrid.core.labelled import Labelled
from hrgrid.core.names import match_key
from hrgrid.core.workdays import Calendar, LastDay

DEFAULT_WORKDAYS = 5
DEFAULT_REPLY_WORKDAYS = 10
# Whole working days without one entry in the journal: more than a clerk's day out of office.
QUIET_WORKDAYS = 3
ANONYMOUS_REASON = "匿名反映，没有具体线索，按规定不予受理"


class NoticeState(Labelled):
    """How far a notice is."""

    OPEN = "open", "公示中"
    CLOSED = "closed", "已结束"
    WITHDRAWN = "withdrawn", "已撤回"


class NoticeStepKind(Labelled):
    """What happened to a notice."""

    PUBLISHED = "published", "发布"
    EXTENDED = "extended", "延长"
    WITHDRAWN = "withdrawn", "撤回"
    CLOSED = "closed", "结束"
    TIME_VOUCHED = "time_vouched", "核实时间"
    SCAN_ADDED = "scan_added", "补存扫描件"


class ObjectionHow(Labelled):
    """Under which name an objection came."""

    NAMED = "named", "实名"
    UNIT = "unit", "单位（盖章）"
    ANONYMOUS = "anonymous", "匿名"


class ObjectionState(Labelled):
    """filed -> accepted | not_accepted; accepted -> investigating -> upheld | rejected -> replied.

    What was not accepted is answered too, and stays what it is.
    """

    FILED = "filed", "已登记"
    ACCEPTED = "accepted", "已受理"
    NOT_ACCEPTED = "not_accepted", "不予受理"
    INVESTIGATING = "investigating", "核查中"
    UPHELD = "upheld", "成立"
    REJECTED = "rejected", "不成立"
    REPLIED = "replied", "已答复"


NEXT: dict[ObjectionState, frozenset[ObjectionState]] = {
    ObjectionState.FILED: frozenset({ObjectionState.ACCEPTED, ObjectionState.NOT_ACCEPTED}),
    ObjectionState.ACCEPTED: frozenset({ObjectionState.INVESTIGATING}),
    ObjectionState.INVESTIGATING: frozenset({ObjectionState.UPHELD, ObjectionState.REJECTED}),
    ObjectionState.UPHELD: frozenset({ObjectionState.REPLIED}),
    ObjectionState.REJECTED: frozenset({ObjectionState.REPLIED}),
    ObjectionState.NOT_ACCEPTED: frozenset(),
    ObjectionState.REPLIED: frozenset(),
}
"""The one way an objection goes; the database holds the same (publicity/model)."""

OPEN_STATES = (ObjectionState.FILED, ObjectionState.ACCEPTED, ObjectionState.INVESTIGATING)
"""While it is in one of these, the named person waits."""


class Outcome(Labelled):
    """What the publicity says of one target."""

    SHOWING = "showing", "公示中"
    CLEAR = "clear", "无异议或异议不成立"
    WAITING = "waiting", "异议未办结"
    REMOVED = "removed", "异议成立"


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of a list: `target` is the caller's key, such as "application:5"."""

    target: str
    name: str
    sex: str
    unit_post: str
    remark: str = ""


def last_day(calendar: Calendar, first_day: dt.date, workdays: int) -> LastDay:
    """The last day of a notice; the first day counts (2019-04-02 + 5 is 04-09)."""
    return calendar.add_workdays(first_day, workdays)


def reply_due(calendar: Calendar, filed_on: dt.date, workdays: int) -> LastDay:
    """By when an objection is answered: the working days after the day it came in."""
    return calendar.add_workdays(filed_on + dt.timedelta(days=1), workdays)


def roster_sha256(entries: Sequence[Entry]) -> str:
    """The fingerprint of what was shown, in the order shown."""
    return canonical_hash([[each.name, each.sex, each.unit_post, each.remark] for each in entries])


def check_entries(entries: Sequence[Entry]) -> None:
    """Raise UserError for an empty list, a target named twice, or personal numbers in a line."""
    if not entries:
        raise UserError("名单是空的，没有可公示的人。请先确定名单再公示")
    seen: set[str] = set()
    for number, each in enumerate(entries, start=1):
        if not each.name.strip():
            raise UserError(f"名单第 {number} 行没有姓名。请补上再公示")
        if each.target in seen:
            raise UserError(f"“{each.name}”在名单里出现两次（第 {number} 行）。请去掉一行")
        seen.add(each.target)
        refuse_numbers(
            f"名单第 {number} 行“{each.name}”",
            (each.name, each.sex, each.unit_post, each.remark),
        )


_COUNTED = re.compile(r"等\s*(\d+)\s*[人名]")


def check_opening(opening: str, entries: Sequence[Entry]) -> None:
    """Raise UserError where the text names another number of people than the list has."""
    told = _COUNTED.findall(opening)
    if len(told) == 1 and int(told[0]) != len(entries):
        raise UserError(
            f"公示正文写的是 {told[0]} 人，名单有 {len(entries)} 人。请按名单改正正文再发布"
        )


def outcome_of(
    state: NoticeState, objections: Iterable[tuple[ObjectionState, bool | None]]
) -> Outcome:
    """What counts for a target whose newest notice is in `state`.

    `objections` are all that ever named the target under the subject, with their outcome (True
    for upheld): one that is open or was upheld is not lost by publishing the list anew.
    """
    states = list(objections)
    if any(upheld for _, upheld in states):
        return Outcome.REMOVED
    if any(each in OPEN_STATES for each, _ in states):
        return Outcome.WAITING
    return Outcome.CLEAR if state is NoticeState.CLOSED else Outcome.SHOWING


def check_window(
    filed_on: dt.date,
    postmark: dt.date | None,
    first_day: dt.date,
    last: dt.date,
    late_reason: str,
) -> None:
    """Raise UserError where an objection came outside the days of the notice.

    A letter counts by its post mark; taken after the last day it needs a reason.
    """
    span = f"{first_day:%Y-%m-%d} 至 {last:%Y-%m-%d}"
    if filed_on < first_day:
        raise UserError(f"收到日期 {filed_on:%Y-%m-%d} 在公示期（{span}）之前。请核对日期")
    if filed_on <= last:
        return
    if postmark is None or not first_day <= postmark <= last:
        raise UserError(
            f"收到日期 {filed_on:%Y-%m-%d} 已过公示期（{span}），信函邮戳也不在期内。"
            "期满后的反映请按信访办理，不在这里登记"
        )
    if not late_reason.strip():
        raise UserError("公示期满后收到的信函须写明为何晚到。请补上再登记")


def check_silence(objector: str, texts: Iterable[str]) -> None:
    """Raise UserError where a text that others read names who objected."""
    wanted = match_key(objector)
    if len(wanted) < 2:
        return
    for text in texts:
        if wanted in match_key(text):
            raise UserError(
                "内容里写了反映人的姓名或单位，别人会看到。请改成不透露反映人的写法，原件存为扫描件"
            )


@dataclass(frozen=True, slots=True)
class QuietSpan:
    """A stretch without an entry in the journal, and how many whole working days it holds."""

    since: dt.datetime
    until: dt.datetime
    workdays: int


def quiet_spans(calendar: Calendar, moments: Sequence[dt.datetime]) -> list[QuietSpan]:
    """The stretches between `moments` (local times in order) too long to vouch for the clock."""
    spans = []
    for since, until in pairwise(moments):
        first = since.date() + dt.timedelta(days=1)
        days = calendar.count_workdays(first, until.date()).days
        if days >= QUIET_WORKDAYS:
            spans.append(QuietSpan(since, until, days))
    return spans
