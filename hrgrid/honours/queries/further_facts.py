"""What other rooms know of people, read only where a rule of the scheme asks; and findings."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from hrgrid.assessment.queries.confirmed import ConfirmedPeriod, confirmed_periods, grades_in
from hrgrid.assessment.queries.star_history import star_levels
from hrgrid.assessment.rules.words import PeriodKind
from hrgrid.exits.queries.standing import warned
from hrgrid.honours.model import EarlierHonour, HonourFinding, HonourGrant
from hrgrid.honours.rules import conditions
from hrgrid.honours.rules.eligibility import VETOES, Rule
from hrgrid.honours.rules.findings import FindingKind
from hrgrid.honours.rules.words import GrantState, Tier
from hrgrid.storage.work import UnitOfWork
from hrgrid.training.queries.courses import hours_in_force
from hrgrid.training.queries.hours_of_year import hours_met
from hrgrid.workforce.model import Absence, Contract, Person
from hrgrid.workforce.queries.persons import kept_ids, the_kept

Known = Iterator[tuple[int, str, int]]
"""Person, name of the fact, value."""

_GRADES = {"excellent": 3, "qualified": 2, "basic": 1, "unqualified": 0}
_LABELS = {"优秀": 3, "合格": 2, "称职": 2, "基本合格": 1, "基本称职": 1, "不合格": 0, "不称职": 0}


@dataclass(frozen=True)
class _Asked:
    work: UnitOfWork
    cutoff: dt.date
    year: int


def further_facts(
    work: UnitOfWork, cutoff: dt.date, year: int, rules: Sequence[Rule]
) -> dict[int, dict[str, int]]:
    """By person what the rules read beside the workforce, and the findings in force."""
    asked, wanted = _Asked(work, cutoff, year), conditions.facts_read(rules)
    found: dict[int, dict[str, int]] = defaultdict(dict)
    for name, read in _READERS.items():
        if name in wanted:
            for person_id, fact, value in read(asked):
                found[person_id][fact] = value
    for person_id, fact, value in _findings(asked):
        if fact == VETOES or fact in wanted:
            found[person_id][fact] = value
    return found


def sources(work: UnitOfWork, cutoff: dt.date, year: int, rules: Sequence[Rule]) -> dict[str, str]:
    """From which records each fact that the rules read comes, in words."""
    asked, told = _Asked(work, cutoff, year), dict(_PLAIN_SOURCES)
    on, day = f"截至 {cutoff:%Y-%m-%d}", f"{work.today:%Y-%m-%d}"
    for name in ("in_post", "service_months", "may_be_honoured", "age"):
        told[name] += f"，{on}"
    told["years_since"] += f"，{year} 年度以前"
    told[conditions.ANY_HONOUR] = told["years_since"]
    told[conditions.YEAR_GRADE] = _grade_source(asked)
    told[conditions.STAR] = f"星级评定，{on}有效的星级"
    hours = hours_in_force(work, min(work.day, dt.date(year, 12, 31)))
    version = f"学时规则第 {hours.number} 版" if hours.number else "随程序的学时规则"
    told[conditions.TRAINING] = f"{year} 年培训学时（已确认的成绩），{version}"
    told[conditions.WARNED] = f"退出办理，{day} 的情况"
    told[conditions.AWAY] = f"花名册：离岗记录，{on}"
    told[conditions.CONTRACT] = f"花名册：聘用关系，{on}"
    told[conditions.COMPLAINTS] = f"一票否决登记：查实的群众投诉，{year} 年，{day} 的情况"
    told[VETOES] = f"一票否决登记，{day} 的情况"
    wanted = conditions.facts_read(rules) | {VETOES}
    return {name: text for name, text in told.items() if name in wanted}


_PLAIN_SOURCES = {
    "in_post": "花名册：任职记录",
    "present": "花名册：在册状态",
    "may_be_honoured": "岗位字典：可参加评选",
    "service_months": "花名册：任职记录的起止日期",
    "age": "花名册：出生日期",
    "years_since": "历次评选的决定和以往荣誉（接管前）",
}


# --- each fact ------------------------------------------------------------------------------------


def _year_periods(asked: _Asked) -> list[ConfirmedPeriod]:
    found = confirmed_periods(asked.work, PeriodKind.YEAR)
    return [one for one in found if one.span.year == asked.year]


def _grades(asked: _Asked) -> Known:
    """Of several results in a year the lowest counts; a grade nobody knows is no fact."""
    lowest: dict[int, int] = {}
    for period in _year_periods(asked):
        for person_id, grade in grades_in(asked.work, period):
            worth = _worth(grade, period)
            if worth is not None:
                lowest[person_id] = min(worth, lowest.get(person_id, worth))
    for person_id, worth in lowest.items():
        yield person_id, conditions.YEAR_GRADE, worth


def _worth(grade: str, period: ConfirmedPeriod) -> int | None:
    if grade == period.worst:
        return 0
    return _GRADES.get(grade, _LABELS.get(period.labels.get(grade, "")))


def _grade_source(asked: _Asked) -> str:
    named = [f"{one.title}（第 {one.revision} 版结果）" for one in _year_periods(asked)]
    shown = "、".join(named[:2]) + ("等" if len(named) > 2 else "")
    return shown[:180] or f"{asked.year} 年没有确认的年度考核"


def _stars(asked: _Asked) -> Known:
    for person_id, level in star_levels(asked.work, asked.cutoff).items():
        yield person_id, conditions.STAR, level


def _hours(asked: _Asked) -> Known:
    for person_id, done in hours_met(asked.work, asked.year).items():
        yield person_id, conditions.TRAINING, int(done)


def _warned(asked: _Asked) -> Known:
    for person_id in warned(asked.work):
        yield person_id, conditions.WARNED, 1


def _away(asked: _Asked) -> Known:
    for person_id in _holding(asked, Absence):
        yield person_id, conditions.AWAY, 1


def _contracts(asked: _Asked) -> Known:
    """1 with a contract that holds on the day, 0 with one that does not; nothing without any."""
    kept, held = kept_ids(asked.work), _holding(asked, Contract)
    known = {kept.get(one, one) for one in asked.work.session.scalars(select(Contract.person_id))}
    for person_id in known:
        yield person_id, conditions.CONTRACT, int(person_id in held)


def _holding(asked: _Asked, table: Any) -> set[int]:
    kept = kept_ids(asked.work)
    query = select(table.person_id).where(
        table.valid_from <= asked.cutoff,
        table.valid_to.is_(None) | (table.valid_to > asked.cutoff),
    )
    return {kept.get(one, one) for one in asked.work.session.scalars(query)}


def _any_honour(asked: _Asked) -> Known:
    latest: dict[int, int] = {}
    for person_id, _, year in _honours(asked):
        latest[person_id] = max(year, latest.get(person_id, year))
    for person_id, year in latest.items():
        yield person_id, conditions.ANY_HONOUR, asked.year - year


def _honoured_below(asked: _Asked) -> Known:
    """Who was an excellent worker before may be a pioneer without the star for it."""
    name = f"{conditions.HONOURED_BELOW}_{Tier.PIONEER.value}"
    for person_id, tier, _ in _honours(asked):
        if tier is Tier.EXCELLENT:
            yield person_id, name, 1


def _honours(asked: _Asked) -> Iterable[tuple[int, Tier, int]]:
    for table, holds in (
        (EarlierHonour, EarlierHonour.person_id.is_not(None)),
        (HonourGrant, HonourGrant.state == GrantState.DECIDED),
    ):
        query = (
            select(the_kept(), table.tier, table.year)
            .join(Person, Person.id == table.person_id)
            .where(holds, table.year < asked.year)
        )
        yield from asked.work.session.execute(query).tuples()


_READERS: dict[str, Callable[[_Asked], Known]] = {
    conditions.YEAR_GRADE: _grades,
    conditions.STAR: _stars,
    conditions.TRAINING: _hours,
    conditions.WARNED: _warned,
    conditions.AWAY: _away,
    conditions.CONTRACT: _contracts,
    conditions.ANY_HONOUR: _any_honour,
    conditions.HONOURED_BELOW: _honoured_below,
}


def _findings(asked: _Asked) -> Known:
    """How many findings put somebody out, and how many complaints of the year were found true.

    One counts that was over before the cut-off date no more, and one of after it already.
    """
    row = HonourFinding
    query = (
        select(the_kept(), row.kind, row.happened_on)
        .join(Person, Person.id == row.person_id)
        .where(row.withdrawn_on.is_(None))
        .where(row.counts_until.is_(None) | (row.counts_until >= asked.cutoff))
    )
    counts: dict[tuple[int, str], int] = defaultdict(int)
    for person_id, kind, happened_on in asked.work.session.execute(query).tuples():
        if kind.vetoes:
            counts[person_id, VETOES] += 1
        elif kind is FindingKind.COMPLAINT and happened_on.year == asked.year:
            counts[person_id, conditions.COMPLAINTS] += 1
    for (person_id, name), count in counts.items():
        yield person_id, name, count
