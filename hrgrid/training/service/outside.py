"""Results that somebody won in a competition held elsewhere, believed for their evidence."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from hrgrid.core.errors import UserError
from hrgrid.core.rights import Right
from hrgrid.storage.work import UnitOfWork
from hrgrid.training.model import OutsideResult
from hrgrid.training.rules.competing import Level, Side
from hrgrid.workforce.model import Person


@dataclass(frozen=True)
class OutsideForm:
    """What was won where; a document number or a scan is its evidence."""

    person_id: int
    title: str
    level: Level
    held_on: dt.date
    event_title: str = ""
    side: Side = Side.PERSON
    organiser: str = ""
    rank: int | None = None
    prize: str = ""
    document_no: str = ""
    evidence_sha256: str | None = None
    from_id: int | None = None


def add_outside_result(work: UnitOfWork, form: OutsideForm) -> int:
    """Put it on record; the id."""
    work.require_somewhere(Right.RUN_TRAINING)
    person = _check(work, form)
    row = OutsideResult(
        person_id=form.person_id,
        title=form.title.strip(),
        event_title=form.event_title.strip(),
        level=form.level,
        side=form.side,
        organiser=form.organiser.strip(),
        held_on=form.held_on,
        rank=form.rank,
        prize=form.prize.strip(),
        document_no=form.document_no.strip(),
        evidence_sha256=form.evidence_sha256,
        from_id=form.from_id,
    )
    work.session.add(row)
    work.session.flush()
    work.record("add_outside_result", f"{person.name} {row.title}", after=_told(form))
    return row.id


def change_outside_result(work: UnitOfWork, result_id: int, form: OutsideForm) -> None:
    """It was typed wrong."""
    work.require_somewhere(Right.RUN_TRAINING)
    row = _found(work, result_id)
    if form.person_id != row.person_id:
        raise UserError("成绩属于谁不能改。请删去后重新登记")
    person = _check(work, form)
    row.title, row.event_title = form.title.strip(), form.event_title.strip()
    row.level, row.side, row.organiser = form.level, form.side, form.organiser.strip()
    row.held_on, row.rank, row.prize = form.held_on, form.rank, form.prize.strip()
    row.document_no, row.evidence_sha256 = form.document_no.strip(), form.evidence_sha256
    row.from_id = form.from_id
    work.session.flush()
    work.record("change_outside_result", f"{person.name} {row.title}", after=_told(form))


def remove_outside_result(work: UnitOfWork, result_id: int) -> None:
    """It was never won, with a reason; the journal keeps it."""
    reason = work.require_reason()
    work.require_somewhere(Right.RUN_TRAINING)
    row = _found(work, result_id)
    person = work.session.get_one(Person, row.person_id)
    work.session.delete(row)
    work.session.flush()
    work.record("remove_outside_result", f"{person.name} {row.title}", reason)


def _found(work: UnitOfWork, result_id: int) -> OutsideResult:
    row = work.session.get(OutsideResult, result_id)
    if row is None:
        raise UserError("这项成绩不在了。请刷新后再办")
    return row


def _check(work: UnitOfWork, form: OutsideForm) -> Person:
    person = work.session.get(Person, form.person_id)
    if person is None:
        raise UserError("所选人员不在了。请刷新后再选")
    if not form.title.strip():
        raise UserError("没有写比赛名称。请填上")
    if form.held_on > work.today:
        raise UserError(f"比赛日期 {form.held_on:%Y-%m-%d} 在今天之后。请核对日期")
    if form.rank is not None and form.rank < 1:
        raise UserError("名次从第 1 名算起。没有名次请留空")
    if form.rank is None and not form.prize.strip():
        raise UserError("名次和奖项至少写一样。请补上")
    if not form.document_no.strip() and form.evidence_sha256 is None:
        raise UserError("外部成绩要有文号或证明扫描件。请补上一样")
    return person


def _told(form: OutsideForm) -> dict[str, object]:
    return {
        "level": form.level.value,
        "held_on": form.held_on,
        "rank": form.rank,
        "prize": form.prize.strip(),
        "document": form.document_no.strip(),
    }
