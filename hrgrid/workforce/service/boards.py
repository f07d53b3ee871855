"""What is done about boards: their texts, consents to numbers on them, what was put up."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import or_, select

from hrgrid.core.errors import UserError
from hrgrid.core.identity import telephone
from hrgrid.core.rights import Right
from hrgrid.storage.attachments import attach
from hrgrid.storage.work import UnitOfWork
from hrgrid.workforce.model import (
    Area,
    AreaStand,
    BoardWords,
    GridBoard,
    Person,
    PhoneConsent,
    Post,
)
from hrgrid.workforce.queries.areas import holds_on
from hrgrid.workforce.queries.board_register import last_editions
from hrgrid.workforce.queries.board_words import grid_name
from hrgrid.workforce.queries.bureaus import place_path
from hrgrid.workforce.rules import Level
from hrgrid.workforce.rules.boards import BoardSays, BoardSize, BoardText, ConsentPurpose

_PHONES = {BoardText.DUTY_PHONE, BoardText.STATION_PHONE}
_OF_GRIDS = {BoardText.SCOPE, BoardText.DUTY_PHONE}


# --- texts ----------------------------------------------------------------------------------------


def set_words(work: UnitOfWork, area_id: int, kind: BoardText, text: str, since: dt.date) -> None:
    """Let a text of the boards hold at an area from a day on; an empty one ends it.

    Raises UserError for what is no telephone number, or where another text is set from a later
    day on.
    """
    work.require(Right.EDIT_WORKFORCE, place_path(work, area_id, None))
    area = work.session.get_one(Area, area_id)
    value = _checked(kind, text.strip(), area)
    current = work.session.scalar(
        select(BoardWords).where(
            BoardWords.area_id == area_id,
            BoardWords.kind == kind,
            or_(BoardWords.valid_to.is_(None), BoardWords.valid_to > since),
        )
    )
    before = current.value if current else ""
    if before == value:
        return
    if current is not None:
        if current.valid_from > since:
            day = current.valid_from
            raise UserError(
                f"{day:%Y-%m-%d} 起已另有“{kind.label}”。请把日期改到那天或以后，或先改那一条"
            )
        _end(work, current, since, keep=bool(value))
    if value and (current is None or current.valid_from < since):
        work.session.add(
            BoardWords(area_id=area_id, kind=kind, value=value, valid_from=since, valid_to=None)
        )
    elif value and current is not None:
        current.value = value
    work.session.flush()
    told = {"kind": kind.label, "since": since.isoformat()}
    work.record(
        "set_board_words",
        grid_name(work, area_id),
        before={"text": before},
        after=told | {"text": value},
    )


def _end(work: UnitOfWork, current: BoardWords, since: dt.date, *, keep: bool) -> None:
    if current.valid_from < since:
        current.valid_to = since
    elif not keep:
        work.session.delete(current)
    work.session.flush()


def _checked(kind: BoardText, text: str, area: Area) -> str:
    if kind in _OF_GRIDS and area.level is not Level.GRID:
        raise UserError(f"“{kind.label}”只在网格上填。请先选一个网格")
    if text and kind in _PHONES:
        return telephone(text, landline=True)
    return text


# --- consents -------------------------------------------------------------------------------------


@dataclass(frozen=True)
class ConsentForm:
    """What somebody signed, and when; the scan (name, bytes, kind) may follow."""

    given_on: dt.date
    document: str
    scan: tuple[str, bytes, str] | None = None


def give_consent(work: UnitOfWork, person_id: int, form: ConsentForm) -> int:
    """Note that somebody lets his own number be shown on boards; returns the consent's id.

    Raises UserError where he did so before, has no number, or nothing was signed.
    """
    person = _person(work, person_id)
    if not form.document.strip():
        raise UserError("没有写依据。请写明同意书的名称或编号")
    if form.given_on > work.today:
        raise UserError(f"同意日期 {form.given_on:%Y-%m-%d} 还没到。请核对日期")
    if person.phone is None:
        raise UserError(f"{person.name}没有登记手机号。请先在人员档案里填上")
    scan = attach(work, *form.scan).sha256 if form.scan else None
    given = PhoneConsent(
        person_id=person_id,
        purpose=ConsentPurpose.BOARD,
        given_on=form.given_on,
        document=form.document.strip(),
        scan_sha256=scan,
        withdrawn_on=None,
        made_at=work.now,
        made_by=work.actor.name,
    )
    work.session.add(given)
    work.session.flush()
    told = {"given_on": form.given_on.isoformat(), "document": form.document.strip()}
    work.record("give_phone_consent", person.name, after=told | {"scan": scan or ""})
    return given.id


def add_consent_scan(work: UnitOfWork, consent_id: int, scan: tuple[str, bytes, str]) -> None:
    """Add the scan of what was signed."""
    given = work.session.get_one(PhoneConsent, consent_id)
    person = _person(work, given.person_id)
    given.scan_sha256 = attach(work, *scan).sha256
    work.session.flush()
    work.record("give_phone_consent", person.name, after={"scan": given.scan_sha256})


def withdraw_consent(work: UnitOfWork, person_id: int, on: dt.date) -> None:
    """Note that somebody takes his word back from a day on. Raises UserError without one."""
    person = _person(work, person_id)
    given = work.session.scalar(
        select(PhoneConsent).where(
            PhoneConsent.person_id == person_id,
            PhoneConsent.purpose == ConsentPurpose.BOARD,
            PhoneConsent.withdrawn_on.is_(None),
        )
    )
    if given is None:
        raise UserError(f"{person.name}没有登记过同意，不用撤回。请刷新后再看")
    given.withdrawn_on = on
    work.session.flush()
    work.record("withdraw_phone_consent", person.name, after={"withdrawn_on": on.isoformat()})


def _person(work: UnitOfWork, person_id: int) -> Person:
    """Somebody at whose place the actor may edit; who holds no post is everybody's."""
    person = work.session.get(Person, person_id)
    if person is None:
        raise UserError("没有这个人，可能刚被撤回。请刷新后再看")
    query = select(Post.area_id, Post.bureau_id).where(
        Post.person_id == person_id, holds_on(Post, work.today)
    )
    places = [place_path(work, *row) for row in work.session.execute(query)]
    if not any(work.actor.may(Right.EDIT_WORKFORCE, place) for place in places):
        work.require(Right.EDIT_WORKFORCE, places[0] if places else "")
    return person


# --- the register ---------------------------------------------------------------------------------


@dataclass(frozen=True)
class Issue:
    """A board that was printed."""

    area_id: int
    says: BoardSays


def issue_boards(
    work: UnitOfWork, printed: Sequence[Issue], size: BoardSize, as_of: dt.date, copies: int = 1
) -> int:
    """Put printed boards on the register, each as the next edition of its grid and size.

    One that says what the newest says already is the same edition: it is not noted again.
    Returns how many were new.
    """
    ids = [one.area_id for one in printed]
    newest = _newest(work, ids, size)
    editions = last_editions(work, ids, size)
    new = 0
    for one in printed:
        work.require(Right.PRINT_PAPERS, place_path(work, one.area_id, None))
        sha256 = one.says.sha256
        if newest.get(one.area_id) == sha256:
            continue
        new += 1
        work.session.add(
            GridBoard(
                area_id=one.area_id,
                board_size=size,
                edition=editions.get(one.area_id, 0) + 1,
                copies=copies,
                as_of=as_of,
                says=json.dumps(one.says.plain(), ensure_ascii=False, sort_keys=True),
                sha256=sha256,
                issued_at=work.now,
                issued_by=work.actor.name,
                removed_on=None,
                removed_by=None,
            )
        )
    work.session.flush()
    first = printed[0].says.title if printed else ""
    told = {"boards": len(printed), "new": new, "size": size.label, "as_of": as_of.isoformat()}
    work.record("issue_boards", first, after=told)
    return new


def _newest(work: UnitOfWork, ids: Sequence[int], size: BoardSize) -> dict[int, str]:
    """What the newest hanging board of each grid says, by its fingerprint."""
    query = (
        select(GridBoard.area_id, GridBoard.sha256)
        .where(GridBoard.area_id.in_(ids), GridBoard.board_size == size)
        .where(GridBoard.removed_on.is_(None))
        .order_by(GridBoard.edition)
    )
    return {row.area_id: row.sha256 for row in work.session.execute(query)}


def mark_removed(work: UnitOfWork, board_ids: Sequence[int], on: dt.date) -> int:
    """Note that boards were taken down (已换); returns how many. Those gone before stay so."""
    return _mark(work, board_ids, on)


def mark_hanging(work: UnitOfWork, board_ids: Sequence[int]) -> int:
    """Take the note back: the boards hang after all."""
    return _mark(work, board_ids, None)


def _mark(work: UnitOfWork, board_ids: Sequence[int], on: dt.date | None) -> int:
    query = select(GridBoard).where(GridBoard.id.in_(board_ids))
    changed = [
        board for board in work.session.scalars(query) if (board.removed_on is None) != (on is None)
    ]
    for board in changed:
        work.require(Right.PRINT_PAPERS, _last_path(work, board.area_id))
        board.removed_on = on
        board.removed_by = work.actor.name if on else None
    work.session.flush()
    if changed:
        told = {"boards": len(changed), "on": on.isoformat() if on else ""}
        work.record("remove_boards" if on else "restore_boards", _called(changed), after=told)
    return len(changed)


def _last_path(work: UnitOfWork, area_id: int) -> str:
    """Where a grid lies, or lay before it was merged."""
    query = (
        select(AreaStand.path)
        .where(AreaStand.area_id == area_id)
        .order_by(AreaStand.valid_from.desc())
        .limit(1)
    )
    return work.session.scalar(query) or ""


def _called(boards: Sequence[GridBoard]) -> str:
    """How the journal calls boards: by the title of the first."""
    return str(json.loads(boards[0].says)["title"])
