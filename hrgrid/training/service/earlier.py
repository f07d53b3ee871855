"""Training of before the takeover, or elsewhere, believed for its evidence."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from sqlalchemy import select

from hrgrid.core.errors import UserError
from hrgrid.core.rights import Right
from hrgrid.storage.work import UnitOfWork
from hrgrid.training.model import EarlierTraining
from hrgrid.training.service.steps import require_version
from hrgrid.workforce.model import Person
from hrgrid.workforce.queries.persons import the_kept

MOST_MINUTES = 100_000


@dataclass(frozen=True)
class EarlierForm:
    """What a certificate or file says; `minutes` are counted (an hour of class is 45)."""

    person_id: int
    title: str
    ended_on: dt.date
    minutes: int
    rotation: bool = False
    organiser: str = ""
    document_no: str = ""
    evidence_sha256: str | None = None


@dataclass(frozen=True)
class EarlierChange:
    """A record as it shall read, for a correction and for its undo."""

    earlier_id: int
    version: int
    form: EarlierForm


def add_earlier(work: UnitOfWork, form: EarlierForm) -> int:
    """Put a record down; returns its id. Undo: `remove_earlier`.

    It is believed for a document number or a scan: UserError without either.
    """
    work.require_somewhere(Right.RUN_TRAINING)
    person = _person(work, form.person_id)
    _check(work, form, person.name)
    added = EarlierTraining(
        person_id=person.id,
        title=form.title.strip(),
        organiser=form.organiser.strip(),
        ended_on=form.ended_on,
        minutes=form.minutes,
        rotation=form.rotation,
        document_no=form.document_no.strip(),
        evidence_sha256=form.evidence_sha256,
        import_operation=None,
    )
    work.session.add(added)
    work.session.flush()
    work.record("add_earlier", _named(person), after=_told(form))
    return added.id


def correct_earlier(work: UnitOfWork, change: EarlierChange) -> EarlierChange:
    """What was typed wrong, with a reason; gives what takes it back. The person stays."""
    found, person = _found(work, change.earlier_id)
    work.require_reason()
    require_version(found, change.version, f"{person.name}的培训记录")
    form = change.form
    _check(work, form, person.name)
    before = _form(found)
    found.title, found.organiser = form.title.strip(), form.organiser.strip()
    found.ended_on, found.minutes, found.rotation = form.ended_on, form.minutes, form.rotation
    found.document_no, found.evidence_sha256 = form.document_no.strip(), form.evidence_sha256
    found.import_operation = None
    work.session.flush()
    work.record("correct_earlier", _named(person), before=_told(before), after=_told(form))
    return EarlierChange(found.id, found.version, before)


def remove_earlier(work: UnitOfWork, earlier_id: int) -> EarlierForm:
    """Take a record away, with a reason; gives the form that puts it back."""
    found, person = _found(work, earlier_id)
    work.require_reason()
    form = _form(found)
    work.session.delete(found)
    work.session.flush()
    work.record("remove_earlier", _named(person), before=_told(form))
    return form


def _person(work: UnitOfWork, person_id: int) -> Person:
    kept = work.session.scalar(select(the_kept()).where(Person.id == person_id))
    if kept is None:
        raise UserError("这个人已不在档案里。请刷新后再选")
    return work.session.get_one(Person, kept)


def _found(work: UnitOfWork, earlier_id: int) -> tuple[EarlierTraining, Person]:
    work.require_somewhere(Right.RUN_TRAINING)
    found = work.session.get(EarlierTraining, earlier_id, with_for_update=True)
    if found is None:
        raise UserError("没有这条培训记录，可能刚被删去。请刷新后再选")
    return found, _person(work, found.person_id)


def _check(work: UnitOfWork, form: EarlierForm, name: str) -> None:
    if not form.title.strip():
        raise UserError(f"{name}的培训没有写名称。请填上再存")
    if not 0 < form.minutes <= MOST_MINUTES:
        raise UserError(f"{name}的“{form.title.strip()}”没有写学时。请填大于 0 的学时")
    if form.ended_on > work.today:
        raise UserError(
            f"{name}的“{form.title.strip()}”结束日期 {form.ended_on:%Y-%m-%d} 在今天之后。请核对"
        )
    if not form.document_no.strip() and form.evidence_sha256 is None:
        raise UserError(f"{name}的“{form.title.strip()}”没有依据。请写文号、证书号，或附上扫描件")


def _form(found: EarlierTraining) -> EarlierForm:
    return EarlierForm(
        found.person_id,
        found.title,
        found.ended_on,
        found.minutes,
        found.rotation,
        found.organiser,
        found.document_no,
        found.evidence_sha256,
    )


def _named(person: Person) -> str:
    return f"{person.name}（{person.number}）"


def _told(form: EarlierForm) -> dict[str, object]:
    return {
        "title": form.title.strip(),
        "organiser": form.organiser.strip(),
        "on": form.ended_on,
        "minutes": form.minutes,
        "rotation": form.rotation,
        "document": form.document_no.strip(),
        "scan": form.evidence_sha256 or "",
    }
