"""Who is assessed in a period, and what changed of it since the people were taken."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from sqlalchemy import func, or_, select

from hrgrid.assessment.model import Assessee, AssessmentPeriod
from hrgrid.assessment.queries.scope import seen_period
from hrgrid.assessment.queries.standings import Standing, standings
from hrgrid.assessment.rules.period_rows import AssesseeRow, SnapshotDiff, SnapshotLine
from hrgrid.assessment.rules.words import LeftOut
from hrgrid.storage.work import UnitOfWork
from hrgrid.workforce.model import Area, Person
from hrgrid.workforce.queries.chains import Chain, area_names

GONE = "任职更正后不属于本期考核对象"
"""Why somebody whom a computation already knows is no longer of the period."""
_BLOCK = 500


@dataclass(frozen=True)
class Difference:
    """What taking the people anew would do, by person; `kept` stay as they are."""

    came: dict[int, Standing]
    went: dict[int, Assessee]
    changed: dict[int, tuple[Assessee, Standing]]
    kept: int


def difference(work: UnitOfWork, period: AssessmentPeriod) -> Difference:
    """The people of the period beside those who stand in it now."""
    held = {
        one.person_id: one
        for one in work.session.scalars(select(Assessee).where(Assessee.period_id == period.id))
    }
    now = standings(work, period)
    came = {person: now[person] for person in now.keys() - held.keys()}
    went = {
        person: one
        for person, one in held.items()
        if person not in now and one.left_out_note != GONE
    }
    changed = {
        person: (one, now[person])
        for person, one in held.items()
        if person in now and _differs(one, now[person])
    }
    return Difference(came, went, changed, len(held) - len(went) - len(changed))


def by_hand(one: Assessee) -> bool:
    """Whether somebody was left out by a person's decision."""
    return one.left_out is LeftOut.OTHER and one.left_out_note != GONE


def _differs(one: Assessee, now: Standing) -> bool:
    where = (one.area_id, one.unit_id, one.served_days) != (
        now.area_id,
        now.unit_id,
        now.served_days,
    )
    return where or (
        not by_hand(one) and (one.left_out, one.left_out_note) != (now.left_out, now.note)
    )


def people_changes(work: UnitOfWork, period_id: int) -> SnapshotDiff:
    """Who came, went or changed since the people of a period were taken; reads only."""
    period = seen_period(work, period_id)
    return told(work, difference(work, period))


def told(work: UnitOfWork, found: Difference) -> SnapshotDiff:
    """A difference in words."""
    people = [*found.came, *found.went, *found.changed]
    names = names_of(work, people)
    areas: set[int] = {one.unit_id for one in found.came.values()}
    areas |= {one.unit_id for one in found.went.values()}
    for before, now in found.changed.values():
        areas |= {before.unit_id, now.unit_id, before.area_id, now.area_id}
    chains = chains_of(work, areas)
    return SnapshotDiff(
        _lines(names, chains, ((one, one.unit_id, _in_words(one)) for one in found.came.values())),
        _lines(names, chains, ((one, one.unit_id, "") for one in found.went.values())),
        _lines(
            names,
            chains,
            (
                (now, now.unit_id, _change_words(before, now, chains))
                for before, now in found.changed.values()
            ),
        ),
        found.kept,
    )


def _lines(
    names: Mapping[int, str],
    chains: Mapping[int, Chain],
    found: Iterable[tuple[Standing | Assessee, int, str]],
) -> tuple[SnapshotLine, ...]:
    lines = [
        SnapshotLine(one.person_id, names.get(one.person_id, ""), chains[unit].own, words)
        for one, unit, words in found
    ]
    return tuple(sorted(lines, key=lambda line: (line.unit, line.name, line.person_id)))


def left_out_words(left_out: LeftOut | None, note: str) -> str:
    """Why somebody has no result, as lists say it; "" where he has one."""
    if left_out is None:
        return ""
    return note if note and left_out is not LeftOut.TOO_FEW_DAYS else left_out.label


def _in_words(now: Standing) -> str:
    why = left_out_words(now.left_out, now.note)
    return f"在岗 {now.served_days} 天" + (f"，{why}，不计分" if why else "")


def _change_words(before: Assessee, now: Standing, chains: Mapping[int, Chain]) -> str:
    found = []
    if before.unit_id != now.unit_id:
        found.append(f"从{chains[before.unit_id].own}到{chains[now.unit_id].own}")
    elif before.area_id != now.area_id:
        found.append(f"从{chains[before.area_id].own}到{chains[now.area_id].own}")
    if before.served_days != now.served_days:
        found.append(f"在岗 {before.served_days} 天改为 {now.served_days} 天")
    was, will = (
        left_out_words(before.left_out, before.left_out_note),
        left_out_words(now.left_out, now.note),
    )
    if was != will and not by_hand(before):
        found.append(f"{will}，不计分" if will else f"不再是{was}，参加考核")
    return "，".join(found)


def names_of(work: UnitOfWork, person_ids: Collection[int]) -> dict[int, str]:
    """The names of people by id."""
    ids, found = sorted(person_ids), dict[int, str]()
    for begin in range(0, len(ids), _BLOCK):
        query = select(Person.id, Person.name).where(Person.id.in_(ids[begin : begin + _BLOCK]))
        found |= {row.id: row.name for row in work.session.execute(query)}
    return found


def chains_of(work: UnitOfWork, area_ids: Collection[int]) -> dict[int, Chain]:
    """The names of areas with those above them, many at a time; an area that ended by its code."""
    ids, found = sorted(area_ids), dict[int, Chain]()
    for begin in range(0, len(ids), _BLOCK):
        found |= area_names(work, ids[begin : begin + _BLOCK])
    ended = [area_id for area_id, chain in found.items() if not chain.steps]
    for begin in range(0, len(ended), _BLOCK):
        query = select(Area.id, Area.level, Area.code).where(
            Area.id.in_(ended[begin : begin + _BLOCK])
        )
        for row in work.session.execute(query):
            found[row.id] = Chain(((f"{row.code}/", row.level, row.code),))
    return found


def assessees_of(
    work: UnitOfWork,
    period_id: int,
    *,
    unit_id: int | None = None,
    left_out: LeftOut | bool | None = None,
    text: str = "",
) -> list[AssesseeRow]:
    """The people of a period by unit and strokes of the name.

    `left_out` True is everybody without a result, False everybody with one; `text` is a part of
    the name or a 工号.
    """
    seen_period(work, period_id)
    query = (
        select(Assessee, Person.number, Person.name)
        .join(Person, Person.id == Assessee.person_id)
        .where(Assessee.period_id == period_id)
        .order_by(Person.stroke_key, Person.id)
    )
    if unit_id is not None:
        query = query.where(Assessee.unit_id == unit_id)
    if isinstance(left_out, LeftOut):
        query = query.where(Assessee.left_out == left_out)
    elif left_out is not None:
        query = query.where(
            Assessee.left_out.is_not(None) if left_out else Assessee.left_out.is_(None)
        )
    if typed := text.strip():
        query = query.where(
            or_(
                Person.name.contains(typed, autoescape=True),
                Person.number.startswith(typed, autoescape=True),
            )
        )
    found = work.session.execute(query).tuples().all()
    areas = {area for one, _, _ in found for area in (one.area_id, one.unit_id)}
    chains = chains_of(work, areas)
    rows = [
        AssesseeRow(
            one.id,
            one.person_id,
            number,
            name,
            one.area_id,
            chains[one.area_id].within(chains[one.unit_id].own),
            one.unit_id,
            chains[one.unit_id].own,
            one.served_days,
            one.left_out,
            one.left_out_note,
        )
        for one, number, name in found
    ]
    return sorted(rows, key=lambda row: chains[row.unit_id].steps[-1:])


def count_people(work: UnitOfWork, period_id: int) -> dict[LeftOut | None, int]:
    """How many of a period are assessed (None) or left out, by the reason."""
    query = (
        select(Assessee.left_out, func.count())
        .where(Assessee.period_id == period_id)
        .group_by(Assessee.left_out)
    )
    return dict(work.session.execute(query).tuples().all())
