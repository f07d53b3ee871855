"""Somebody in post is not there (请假, 外出学习, 借调, 停职) and comes back; the post stays.

Of what kind a leave is, is sealed and in no journal entry. Whoever leaves his last post is away
no more: his open absence, and whoever looks after his grid, end with it (`end_behind`).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from hrgrid.core.errors import UserError
from hrgrid.core.rights import Right
from hrgrid.storage.work import UnitOfWork
from hrgrid.workforce.model import Absence, AreaStand, Person, Post, StandIn
from hrgrid.workforce.queries.absences import LEAVE_KIND
from hrgrid.workforce.queries.areas import holds_on
from hrgrid.workforce.queries.bureaus import place_path
from hrgrid.workforce.rules import (
    AbsenceKind,
    AbsencePay,
    Employment,
    LeaveKind,
    PersonState,
    PostState,
)

_DAY = dt.timedelta(days=1)


@dataclass(frozen=True)
class AbsenceForm:
    """Away from a day on; `planned_last` the last day as planned, None where nobody knows.

    `host` is the office that somebody is lent to, and only that (借调).
    """

    kind: AbsenceKind
    since: dt.date
    planned_last: dt.date | None = None
    leave: LeaveKind | None = None
    host: str = ""
    document: str = ""
    pay: AbsencePay = AbsencePay.FULL


@dataclass(frozen=True)
class Cover:
    """Who looks after a grid meanwhile; the allowance is fen a month, None for none."""

    person_id: int
    allowance_fen: int | None = None


def begin_absence(
    work: UnitOfWork,
    person_id: int,
    form: AbsenceForm,
    covers: Mapping[int, Cover] | None = None,
) -> int:
    """Let somebody be away, and with it arrange who looks after his grids (by area id).

    Returns the id. Raises UserError naming since when he is away already, or where he holds no
    post then, or looks after a grid himself.
    """
    from hrgrid.workforce.service.posting import begin_stand_in

    person = _person(work, person_id)
    _require(work, person_id)
    if person.state is not PersonState.PRESENT:
        raise UserError(f"{person.name}已不在册（{person.state.label}），不用登记离岗。请先核对")
    _check(person, form)
    end = form.planned_last + _DAY if form.planned_last is not None else None
    _refuse_no_post(work, person, form.since)
    _refuse_second(work, person, form.since)
    _refuse_looking_after(work, person, form.since, end)
    sealed = None
    if form.leave is not None and form.kind is AbsenceKind.LEAVE:
        sealed = work.keyring.seal(LEAVE_KIND, form.leave.value)
    row = Absence(
        person_id=person_id,
        kind=form.kind,
        leave_kind=sealed,
        host=" ".join(form.host.split()) if form.kind is AbsenceKind.SECONDMENT else "",
        document_no=form.document,
        pay_during=form.pay,
        valid_from=form.since,
        planned_to=end,
        valid_to=None,
        void_reason="",
    )
    work.session.add(row)
    work.session.flush()
    work.record("begin_absence", person.name, reason="", after=_told(row))
    for area_id, cover in (covers or {}).items():
        begin_stand_in(
            work,
            area_id,
            cover.person_id,
            form.since,
            form.planned_last,
            allowance_fen=cover.allowance_fen,
            reason=f"{person.name}{form.kind.listed}",
        )
    return row.id


def plan_return(work: UnitOfWork, absence_id: int, last_day: dt.date | None) -> None:
    """Another last day as planned (续假); stand-ins that were to end with it go on as long."""
    row, person = _open(work, absence_id)
    if last_day is not None and last_day < row.valid_from:
        raise UserError(
            f"{person.name}从 {row.valid_from} 起离岗，不能计划在 {last_day} 结束。请核对日期"
        )
    before = row.planned_to
    row.planned_to = last_day + _DAY if last_day is not None else None
    for stand_in in _stand_ins_at(work, _grids(work, row.person_id), before or row.valid_from):
        if before is not None and stand_in.valid_to == before:
            stand_in.valid_to = row.planned_to
    work.session.flush()
    told = {"last_day": last_day.isoformat() if last_day is not None else None}
    work.record("plan_return", person.name, reason="", after=told)


def end_absence(
    work: UnitOfWork, absence_id: int, first_day_back: dt.date, *, end_covers: bool = True
) -> None:
    """Somebody is back (返岗): his absence ends, and who looked after his grids is thanked."""
    row, person = _open(work, absence_id)
    if first_day_back <= row.valid_from:
        raise UserError(
            f"{person.name}从 {row.valid_from} 起离岗，返岗的那天须在其后。"
            "请核对日期；登记错了请改用作废"
        )
    row.valid_to = first_day_back
    work.session.flush()
    work.record("end_absence", person.name, reason="", after={"on": first_day_back.isoformat()})
    if end_covers:
        _end_stand_ins(work, _grids(work, row.person_id), first_day_back)


def void_absence(work: UnitOfWork, absence_id: int) -> None:
    """Take back an absence that never was; needs a reason. Its time becomes empty."""
    row = work.session.get(Absence, absence_id)
    if row is None or row.void_reason:
        raise UserError("这条离岗记录不在了，可能刚被作废。请刷新后再看")
    person = _person(work, row.person_id)
    _require(work, row.person_id)
    row.void_reason = work.require_reason()[:200]
    row.valid_to = row.valid_from
    work.session.flush()
    work.record("void_absence", person.name)


def end_behind(work: UnitOfWork, post: Post, until: dt.date, *, leaves: bool) -> None:
    """A post ended on `until`, the first day without it: what hung on it ends in the same deed.

    Who looked after its grid ends; where somebody `leaves` and holds nothing else then, his
    absence and his own looking after other grids end too.
    """
    is_worker = post.fills_grid and post.employment is Employment.FULL
    if is_worker and post.area_id is not None:
        _end_stand_ins(work, [post.area_id], until)
    if not leaves or _holds_something(work, post.person_id, until):
        return
    person = _person(work, post.person_id)
    for row in _reaching(work, Absence, Absence.person_id == post.person_id, until):
        row.valid_to = max(until, row.valid_from)
        if row.valid_to == row.valid_from:
            row.void_reason = "任职已结束"
        work.record("end_absence", person.name, reason="", after={"on": until.isoformat()})
    for row in _reaching(work, StandIn, StandIn.person_id == post.person_id, until):
        row.valid_to = max(until, row.valid_from)
        work.record("end_stand_in", person.name)
    work.session.flush()


def refuse_away(
    work: UnitOfWork, person: Person, since: dt.date, end: dt.date | None, what: str
) -> None:
    """Raise UserError where somebody is away in a time, saying since when."""
    query = (
        select(Absence)
        .where(Absence.person_id == person.id, Absence.void_reason == "")
        .where(Absence.valid_to.is_(None) | (Absence.valid_to > since))
    )
    if end is not None:
        query = query.where(Absence.valid_from < end)
    row = work.session.scalars(query.order_by(Absence.valid_from).limit(1)).first()
    if row is not None:
        raise UserError(
            f"{person.name}从 {row.valid_from} 起{row.kind.listed}，不能{what}。请另选人"
        )


# --- what they stand on ---------------------------------------------------------------------------


def _person(work: UnitOfWork, person_id: int) -> Person:
    person = work.session.get(Person, person_id)
    if person is None:
        raise UserError("没有这个人，可能刚被撤回。请刷新后再看")
    return person


def _require(work: UnitOfWork, person_id: int) -> None:
    """The right at every place where the person is in post now."""
    query = select(Post.area_id, Post.bureau_id).where(
        Post.person_id == person_id, Post.state == PostState.ACTIVE
    )
    places = work.session.execute(query).all()
    if not places:
        work.require(Right.EDIT_WORKFORCE)
    for row in places:
        work.require(Right.EDIT_WORKFORCE, place_path(work, row.area_id, row.bureau_id))


def _open(work: UnitOfWork, absence_id: int) -> tuple[Absence, Person]:
    row = work.session.get(Absence, absence_id)
    if row is None or row.valid_to is not None:
        raise UserError("这次离岗已经结束或作废。请刷新后再看")
    _require(work, row.person_id)
    return row, _person(work, row.person_id)


def _check(person: Person, form: AbsenceForm) -> None:
    if form.planned_last is not None and form.planned_last < form.since:
        raise UserError(
            f"{form.kind.listed}的最后一天 {form.planned_last} 早于第一天 {form.since}。请核对日期"
        )
    if form.kind is AbsenceKind.SECONDMENT and not form.host.strip():
        raise UserError(f"没有写{person.name}借调到哪个单位。请写上单位名称")
    if form.pay is AbsencePay.HOST and form.kind is not AbsenceKind.SECONDMENT:
        raise UserError("只有借调的报酬由借调单位发。请另选期间报酬")


def _refuse_no_post(work: UnitOfWork, person: Person, since: dt.date) -> None:
    held = (
        select(Post.id)
        .where(Post.person_id == person.id, Post.state != PostState.VOIDED)
        .where(holds_on(Post, since))
    )
    if work.session.scalar(held.limit(1)) is None:
        raise UserError(f"{person.name}在 {since} 没有任职，不用登记离岗。请核对日期")


def _refuse_second(work: UnitOfWork, person: Person, since: dt.date) -> None:
    query = (
        select(Absence)
        .where(Absence.person_id == person.id, Absence.void_reason == "")
        .where(Absence.valid_to.is_(None) | (Absence.valid_to > since))
        .order_by(Absence.valid_from)
    )
    other = work.session.scalars(query.limit(1)).first()
    if other is not None:
        until = f"至 {other.valid_to - _DAY} " if other.valid_to is not None else "起"
        raise UserError(
            f"{person.name}从 {other.valid_from} {until}已{other.kind.listed}。"
            "请先登记返岗，或核对日期"
        )


def _refuse_looking_after(
    work: UnitOfWork, person: Person, since: dt.date, end: dt.date | None
) -> None:
    query = (
        select(AreaStand.name, StandIn.valid_from)
        .join(StandIn, StandIn.area_id == AreaStand.area_id)
        .where(StandIn.person_id == person.id, holds_on(AreaStand, since))
        .where(StandIn.valid_to.is_(None) | (StandIn.valid_to > since))
        .where(StandIn.valid_to.is_(None) | (StandIn.valid_to > StandIn.valid_from))
    )
    if end is not None:
        query = query.where(StandIn.valid_from < end)
    found = work.session.execute(query.limit(1)).first()
    if found is not None:
        raise UserError(
            f"{person.name}从 {found.valid_from} 起代管“{found.name}”。请先结束代管，或另派人"
        )


def _grids(work: UnitOfWork, person_id: int) -> list[int]:
    query = select(Post.area_id).where(
        Post.person_id == person_id,
        Post.fills_grid,
        Post.employment == Employment.FULL,
        Post.state == PostState.ACTIVE,
    )
    return [one for one in work.session.scalars(query) if one is not None]


def _stand_ins_at(work: UnitOfWork, area_ids: list[int], on: dt.date) -> list[StandIn]:
    """Stand-ins at these grids that reach to a day or over it."""
    query = (
        select(StandIn)
        .where(StandIn.area_id.in_(area_ids))
        .where(StandIn.valid_to.is_(None) | (StandIn.valid_to >= on))
        .order_by(StandIn.valid_from, StandIn.id)
    )
    return list(work.session.scalars(query))


def _end_stand_ins(work: UnitOfWork, area_ids: list[int], until: dt.date) -> None:
    """Let those end who look after these grids on `until` or later."""
    for row in _reaching(work, StandIn, StandIn.area_id.in_(area_ids), until):
        row.valid_to = max(until, row.valid_from)
        work.session.flush()
        work.record("end_stand_in", _person(work, row.person_id).name)


def _reaching(work: UnitOfWork, model: Any, whose: Any, until: dt.date) -> list[Any]:
    query = (
        select(model)
        .where(whose, model.valid_to.is_(None) | (model.valid_to > until))
        .where(model.valid_to.is_(None) | (model.valid_to > model.valid_from))
    )
    return list(work.session.scalars(query.order_by(model.id)))


def _holds_something(work: UnitOfWork, person_id: int, on: dt.date) -> bool:
    query = (
        select(Post.id)
        .where(Post.person_id == person_id, Post.state != PostState.VOIDED)
        .where(Post.valid_to.is_(None) | (Post.valid_to > on))
    )
    return work.session.scalar(query.limit(1)) is not None


def _told(row: Absence) -> dict[str, Any]:
    """What the journal says of it: what lists say too, and never the kind of a leave."""
    told: dict[str, Any] = {"absence": row.kind.listed, "from": row.valid_from.isoformat()}
    if row.planned_to is not None:
        told["last_day"] = (row.planned_to - _DAY).isoformat()
    if row.host:
        told["host"] = row.host
    if row.document_no:
        told["document"] = row.document_no
    return told
