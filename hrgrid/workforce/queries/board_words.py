"""The texts of boards by area, and whose word there is on his own number."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from sqlalchemy import and_, func, or_, select

from hrgrid.core.errors import UserError
from hrgrid.storage.work import UnitOfWork
from hrgrid.workforce.model import (
    Area,
    AreaClosure,
    AreaStand,
    BoardWords,
    Person,
    PhoneConsent,
)
from hrgrid.workforce.queries.areas import holds_on
from hrgrid.workforce.rules.boards import DUTIES, OVERSIGHT, PROMISE, BoardText


def consent_holds(on: dt.date) -> Any:
    """Consents that hold on a day: given, and not taken back that day or before."""
    withdrawn = or_(PhoneConsent.withdrawn_on.is_(None), PhoneConsent.withdrawn_on > on)
    return and_(PhoneConsent.given_on <= on, withdrawn)


def words_on(work: UnitOfWork, on: dt.date) -> dict[tuple[int, BoardText], str]:
    """Every text of a day by its area and kind."""
    query = select(BoardWords.area_id, BoardWords.kind, BoardWords.value).where(
        holds_on(BoardWords, on)
    )
    return {(row.area_id, row.kind): row.value for row in work.session.execute(query)}


@dataclass(frozen=True)
class WordsRow:
    """A text of an area itself, and the one from above that holds without it."""

    kind: BoardText
    own: str
    above: str


def words_of(work: UnitOfWork, area_id: int, on: dt.date) -> list[WordsRow]:
    """The texts of the boards at an area as of a day."""
    words = words_on(work, on)
    query = (
        select(AreaClosure.ancestor_id)
        .where(AreaClosure.descendant_id == area_id, AreaClosure.depth > 0)
        .where(holds_on(AreaClosure, on))
        .order_by(AreaClosure.depth)
    )
    higher = list(work.session.scalars(query))
    shipped = {
        BoardText.DUTIES: DUTIES,
        BoardText.PROMISE: PROMISE,
        BoardText.OVERSIGHT: OVERSIGHT,
    }
    own_only = {BoardText.SCOPE, BoardText.DUTY_PHONE}
    rows = []
    for kind in BoardText:
        found = [words[one, kind] for one in higher if (one, kind) in words]
        inherited = "" if kind in own_only else next(iter(found), shipped.get(kind, ""))
        rows.append(WordsRow(kind, words.get((area_id, kind), ""), inherited))
    return rows


@dataclass(frozen=True)
class ConsentRow:
    """Somebody's word on his number; `scan_sha256` is the scan of what he signed."""

    id: int
    given_on: dt.date
    document: str
    scan_sha256: str | None
    withdrawn_on: dt.date | None
    made_by: str


def consents_of(work: UnitOfWork, person_id: int) -> list[ConsentRow]:
    """Every consent of a person to his number on boards, the newest first."""
    if work.session.get(Person, person_id) is None:
        raise UserError("没有这个人，可能刚被撤回。请刷新后再看")
    query = (
        select(
            PhoneConsent.id,
            PhoneConsent.given_on,
            PhoneConsent.document,
            PhoneConsent.scan_sha256,
            PhoneConsent.withdrawn_on,
            PhoneConsent.made_by,
        )
        .where(PhoneConsent.person_id == person_id)
        .order_by(PhoneConsent.given_on.desc(), PhoneConsent.id.desc())
    )
    return [ConsentRow(*row) for row in work.session.execute(query)]


def grid_name(work: UnitOfWork, area_id: int) -> str:
    """What a grid is or was last called."""
    last = (
        select(func.max(AreaStand.valid_from)).where(AreaStand.area_id == area_id).scalar_subquery()
    )
    query = select(AreaStand.name).where(AreaStand.area_id == area_id, AreaStand.valid_from == last)
    return work.session.scalar(query) or str(work.session.get_one(Area, area_id).code)
