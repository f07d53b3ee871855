"""The rows of the honour roll by their ids: as they were printed, with what was put right since."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import select

from hrgrid.honours.model import (
    CollectiveMember,
    CollectiveNominee,
    DistrictWeight,
    EarlierHonour,
    HonourGrant,
)
from hrgrid.honours.queries.corrections import as_corrected
from hrgrid.honours.queries.roll_lines import EARLIER, GRANT, TABLES, UNIT
from hrgrid.honours.rules.collectives import CollectiveState
from hrgrid.honours.rules.roll import RollRow
from hrgrid.honours.rules.words import GrantState, NameChoice
from hrgrid.storage.work import UnitOfWork
from hrgrid.workforce.model import Person

_G, _E, _C = HonourGrant, EarlierHonour, CollectiveNominee
# As many as one statement may name.
_BLOCK = 900
_Keys = dict[int, tuple[Any, ...]]


def rows_of(work: UnitOfWork, found: Sequence[tuple[int, tuple[Any, ...]]]) -> list[RollRow]:
    """The rows of these ids and keys, in that order."""
    keys = dict(found)
    made: dict[int, RollRow] = {}
    ids = list(keys)
    for begin in range(0, len(ids), _BLOCK):
        block = ids[begin : begin + _BLOCK]
        for rest, read in ((GRANT, _granted), (EARLIER, _earlier), (UNIT, _units)):
            own = [one // TABLES for one in block if one % TABLES == rest]
            made |= read(work, own, keys) if own else {}
    return [made[one] for one in ids if one in made]


def _granted(work: UnitOfWork, ids: Sequence[int], keys: _Keys) -> dict[int, RollRow]:
    query = (
        select(HonourGrant, Person.number, DistrictWeight.district_name)
        .join(Person, Person.id == _G.person_id)
        .outerjoin(
            DistrictWeight,
            (DistrictWeight.campaign_id == _G.campaign_id) & (DistrictWeight.area_id == _G.area_id),
        )
        .where(_G.id.in_(ids))
    )
    rows = work.session.execute(query).tuples().all()
    named = as_corrected(work, [grant for grant, _, _ in rows])
    return {
        grant.id * TABLES + GRANT: RollRow(
            grant.id * TABLES + GRANT,
            grant.id,
            grant.campaign_id,
            grant.person_id,
            grant.year,
            grant.tier,
            district or "",
            named[grant.id].name,
            number,
            named[grant.id].unit,
            named[grant.id].post,
            grant.state,
            grant.document_no,
            grant.granted_on,
            grant.revoke_document,
            named[grant.id].choice is NameChoice.HOLD,
            keys[grant.id * TABLES + GRANT],
            grant.version,
        )
        for grant, number, district in rows
    }


def _earlier(work: UnitOfWork, ids: Sequence[int], keys: _Keys) -> dict[int, RollRow]:
    query = (
        select(EarlierHonour, Person.number)
        .outerjoin(Person, Person.id == _E.person_id)
        .where(_E.id.in_(ids))
    )
    return {
        row.id * TABLES + EARLIER: RollRow(
            row.id * TABLES + EARLIER,
            None,
            None,
            row.person_id,
            row.year,
            row.tier,
            "",
            row.name_given,
            number or "",
            row.unit_given,
            "",
            GrantState.DECIDED,
            row.document_no,
            None,
            key=keys[row.id * TABLES + EARLIER],
            version=row.version,
        )
        for row, number in work.session.execute(query).tuples()
    }


def _units(work: UnitOfWork, ids: Sequence[int], keys: _Keys) -> dict[int, RollRow]:
    members = _members(work, ids)
    return {
        row.id * TABLES + UNIT: RollRow(
            row.id * TABLES + UNIT,
            None,
            row.campaign_id,
            None,
            row.year,
            None,
            "",
            row.honoured_name,
            "",
            f"成员：{'、'.join(members[row.id])}" if row.id in members else "",
            "",
            GrantState.DECIDED if row.state is CollectiveState.DECIDED else GrantState.REVOKED,
            row.document_no,
            row.granted_on,
            row.revoke_document,
            key=keys[row.id * TABLES + UNIT],
            version=row.version,
            award=row.title,
        )
        for row in work.session.scalars(select(_C).where(_C.id.in_(ids)))
    }


def _members(work: UnitOfWork, ids: Sequence[int]) -> dict[int, list[str]]:
    query = (
        select(CollectiveMember.nominee_id, Person.name)
        .join(Person, Person.id == CollectiveMember.person_id)
        .where(CollectiveMember.nominee_id.in_(ids))
        .order_by(Person.number)
    )
    found: dict[int, list[str]] = {}
    for nominee_id, name in work.session.execute(query).tuples():
        found.setdefault(nominee_id, []).append(name)
    return found
