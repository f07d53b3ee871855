"""Entries of a competition, and whom a pasted list names."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import aliased

from hrgrid.core.names import match_key
from hrgrid.panels.model import Entrant
from hrgrid.storage.work import UnitOfWork
from hrgrid.training.model import Competition, CompetitionEntrant
from hrgrid.training.queries.competition_inputs import (
    competitor_of_key,
    entrants_in_order,
    events_in_order,
    panels_of,
)
from hrgrid.training.queries.competition_scope import seen_competition
from hrgrid.training.rules.competing import EntrantState, Side
from hrgrid.training.rules.competition_rows import CompetitorRow, EventStatusRow, PastedEntry
from hrgrid.workforce.model import AreaStand, Person, Post
from hrgrid.workforce.queries.areas import holds_on
from hrgrid.workforce.queries.scope import is_seen, seen_paths
from hrgrid.workforce.rules import PersonState, PostState

_AT_ONCE = 500
_HEADINGS = {"姓名", "选手", "参赛者", "参赛选手"}


def competitors_of(
    work: UnitOfWork, competition_id: int, side: Side | None = None
) -> list[CompetitorRow]:
    """Everybody who entered, by number; six statements."""
    seen_competition(work, competition_id)
    entrants = entrants_in_order(work, competition_id)
    by_id = {one.id: one for one in entrants}
    events = events_in_order(work, competition_id)
    panel_of = panels_of(work, competition_id)
    places: dict[int, list[EventStatusRow]] = {}
    code_of_panel = {panel_of[event.code].id: event for event in events}
    query = select(Entrant).where(Entrant.panel_id.in_(code_of_panel))
    order = {event.id: at for at, event in enumerate(events)}
    for row in work.session.scalars(query):
        event = code_of_panel[row.panel_id]
        places.setdefault(competitor_of_key(row.key), []).append(
            EventStatusRow(event.id, event.code, row.id, row.draw_no, row.status, row.reason)
        )
    came = _came_from(work, [one.from_id for one in entrants if one.from_id is not None])
    members: dict[int, int] = {}
    for one in entrants:
        if one.team_id is not None and one.state is EntrantState.ENTERED:
            members[one.team_id] = members.get(one.team_id, 0) + 1
    return [
        CompetitorRow(
            one.id,
            competition_id,
            one.number,
            one.side,
            one.person_id,
            one.name,
            one.unit,
            one.area_id,
            one.guest,
            one.state,
            one.state_reason,
            one.team_id,
            "" if one.team_id is None else by_id[one.team_id].name,
            one.member_role,
            members.get(one.id, 0),
            "" if one.from_id is None else came.get(one.from_id, ""),
            tuple(sorted(places.get(one.id, ()), key=lambda each: order[each.event_id])),
            one.version,
        )
        for one in entrants
        if side is None or one.side is side
    ]


def team_members(work: UnitOfWork, team_id: int) -> list[CompetitorRow]:
    """Who is in a team, by number."""
    team = work.session.get(CompetitionEntrant, team_id)
    if team is None:
        return []
    return [one for one in competitors_of(work, team.competition_id) if one.team_id == team_id]


def read_pasted(work: UnitOfWork, competition_id: int, text: str) -> list[PastedEntry]:
    """What a list pasted from Excel says: name, unit, team by tab; a heading row is left out.

    People of the office are found by name, of several the one whose unit is named.
    """
    lines = []
    for at, cells in enumerate(csv.reader(io.StringIO(text), delimiter="\t"), start=1):
        cut = [cell.strip() for cell in cells]
        if any(cut) and cut[0] not in _HEADINGS:
            lines.append((at, (*cut, "", "", "")[:3]))
    seen_competition(work, competition_id)
    there = entrants_in_order(work, competition_id)
    known = {one.person_id for one in there if one.person_id is not None}
    strangers = {(match_key(one.name), one.unit) for one in there if one.side is Side.PERSON}
    people = _people(work, {match_key(name) for _, (name, _, _) in lines if name})
    rows, before = [], set[tuple[str, str]]()
    for at, (name, unit, team) in lines:
        fits = [one for one in people.get(match_key(name), ()) if unit in {"", one[1]}]
        several = people.get(match_key(name), [])
        if unit and not fits and len(several) == 1:
            # The list names the unit as people do; one of this name alone is he.
            fits = several
        problem = ""
        is_known = (len(fits) == 1 and fits[0][0] in known) or (
            not fits and (match_key(name), unit) in strangers
        )
        if not name:
            problem = "没有姓名"
        elif len(fits) > 1:
            problem = f"有 {len(fits)} 个“{name}”，请写明单位或从名单里选"
        elif (match_key(name), unit) in before:
            problem = f"“{name}”在名单里有两行"
        elif is_known:
            problem = f"“{name}”已经报名"
        before.add((match_key(name), unit))
        rows.append(
            PastedEntry(
                at,
                name,
                unit or (fits[0][1] if len(fits) == 1 else ""),
                team,
                tuple(one[0] for one in fits),
                fits[0][2] if len(fits) == 1 else None,
                problem,
                is_known,
            )
        )
    return rows


def people_for_entry(
    work: UnitOfWork, competition_id: int, person_ids: Sequence[int]
) -> list[PastedEntry]:
    """People chosen by a filter of the workforce list, as they would be entered."""
    seen_competition(work, competition_id)
    known = {one.person_id for one in entrants_in_order(work, competition_id)}
    units = _units(work, person_ids)
    rows = []
    for first in range(0, len(person_ids), _AT_ONCE):
        part = person_ids[first : first + _AT_ONCE]
        names = dict(
            work.session.execute(select(Person.id, Person.name).where(Person.id.in_(part)))
            .tuples()
            .all()
        )
        for at, person_id in enumerate(part, start=first + 1):
            if person_id not in names:
                continue
            unit, area_id = units.get(person_id, ("", None))
            there = person_id in known
            problem = f"“{names[person_id]}”已经报名" if there else ""
            rows.append(
                PastedEntry(at, names[person_id], unit, "", (person_id,), area_id, problem, there)
            )
    return rows


def _came_from(work: UnitOfWork, ids: Sequence[int]) -> dict[int, str]:
    below = aliased(CompetitionEntrant)
    query = (
        select(below.id, Competition.title)
        .join(Competition, Competition.id == below.competition_id)
        .where(below.id.in_(ids))
    )
    return dict(work.session.execute(query).tuples().all())


def _people(work: UnitOfWork, keys: set[str]) -> dict[str, list[tuple[int, str, int | None]]]:
    """(id, unit, area) of people by the key of their name."""
    found: dict[str, list[tuple[int, str, int | None]]] = {}
    wanted = sorted(keys)
    rows = []
    for first in range(0, len(wanted), _AT_ONCE):
        query = select(Person.id, Person.match_key).where(
            Person.match_key.in_(wanted[first : first + _AT_ONCE]),
            Person.state != PersonState.MERGED,
        )
        rows += list(work.session.execute(query.order_by(Person.id)).tuples().all())
    units = _units(work, [person_id for person_id, _ in rows])
    for person_id, key in rows:
        if person_id in units:
            found.setdefault(key, []).append((person_id, *units[person_id]))
    return found


def _units(work: UnitOfWork, person_ids: Sequence[int]) -> dict[int, tuple[str, int | None]]:
    """The street (or what stands above the post) and the area of people in post today."""
    paths = seen_paths(work, work.today)
    found: dict[int, tuple[str, int | None]] = {}
    stands = _streets(work)
    for first in range(0, len(person_ids), _AT_ONCE):
        query = (
            select(Post.person_id, AreaStand.path)
            .join(AreaStand, AreaStand.area_id == Post.area_id)
            .where(
                Post.person_id.in_(person_ids[first : first + _AT_ONCE]),
                Post.state != PostState.VOIDED,
                holds_on(Post, work.today),
                holds_on(AreaStand, work.today),
            )
            .order_by(Post.valid_from, Post.id)
        )
        for person_id, path in work.session.execute(query):
            if is_seen(path, paths) and person_id not in found:
                above = [stand for stand in stands if path.startswith(stand)]
                unit = stands[max(above, key=len)] if above else ("", None)
                found[person_id] = unit
    return found


def _streets(work: UnitOfWork) -> dict[str, tuple[str, int | None]]:
    from hrgrid.workforce.queries.areas import areas_on
    from hrgrid.workforce.rules import Level

    rows = areas_on(work, work.today, Level.STREET)
    return {row.path: (row.name, row.id) for row in rows}
