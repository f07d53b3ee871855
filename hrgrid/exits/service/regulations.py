"""Regulations of the office as they were made and announced, and who signed for them."""

from __future__ import annotations

from sqlalchemy import select

from hrgrid.core.errors import UserError
from hrgrid.core.rights import Right
from hrgrid.exits.model import Regulation, RegulationSigned
from hrgrid.exits.queries.regulations import posted_paths
from hrgrid.exits.rules.rows import RegulationForm, SignForm
from hrgrid.storage.work import UnitOfWork
from hrgrid.workforce.model import Person
from hrgrid.workforce.queries.bureaus import place_path
from hrgrid.workforce.queries.persons import kept_ids

_BLOCK = 500


def add_regulation(work: UnitOfWork, form: RegulationForm) -> int:
    """A regulation of an area with how it was made; returns its id.

    Raises UserError for what is left empty or lies in the wrong order of days, and for one that
    is there already; Refused without the right to handle exits there.
    """
    path = _path(work, form)
    _check(work, form)
    found = Regulation(
        title=form.title.strip(),
        document_no=form.document_no.strip(),
        area_path=path,
        procedure=form.procedure.strip(),
        adopted_on=form.adopted_on,
        announced_on=form.announced_on,
        scan_sha256=form.scan_sha256,
    )
    work.session.add(found)
    work.session.flush()
    work.record("add_regulation", _named(found), after=_plain(found))
    return found.id


def correct_regulation(
    work: UnitOfWork, regulation_id: int, form: RegulationForm, version: int | None = None
) -> None:
    """It was typed wrong (更正), with a reason; once signed for, what it is stays as it was."""
    work.require_reason()
    found = _regulation(work, regulation_id)
    path = _path(work, form)
    _check(work, form)
    if version is not None and version != found.version:
        raise UserError(f"{_named(found)}刚被别人改过。请刷新后再改")
    before = _plain(found)
    found.title, found.document_no = form.title.strip(), form.document_no.strip()
    found.area_path, found.procedure = path, form.procedure.strip()
    found.adopted_on, found.announced_on = form.adopted_on, form.announced_on
    if form.scan_sha256 is not None:
        found.scan_sha256 = form.scan_sha256
    work.session.flush()
    work.record("correct_regulation", _named(found), before=before, after=_plain(found))


def sign_regulation(work: UnitOfWork, regulation_id: int, form: SignForm) -> int:
    """These people signed that they know it; returns how many had not before.

    Raises UserError for nobody, a day to come or before the announcement; Refused where one of
    them works outside one's own part.
    """
    work.require_somewhere(Right.RUN_EXITS)
    found = work.session.get(Regulation, regulation_id)
    if found is None:
        raise UserError("没有这份考核管理办法。请刷新后再选")
    if not form.person_ids:
        raise UserError("没有选签收的人。请先在名单里选")
    if form.signed_on > work.today:
        raise UserError(f"签收日期 {form.signed_on:%Y-%m-%d} 在今天之后。请核对日期")
    if form.signed_on < found.announced_on:
        raise UserError(
            f"{_named(found)}在 {found.announced_on:%Y-%m-%d} 公布，"
            f"签收日期 {form.signed_on:%Y-%m-%d} 在公布以前。请核对日期"
        )
    kept = kept_ids(work)
    people = sorted({kept.get(each, each) for each in form.person_ids})
    _require_people(work, people)
    signed = _signed(work, found.id, people)
    fresh = [person for person in people if person not in signed]
    work.session.add_all(
        RegulationSigned(
            regulation_id=found.id,
            person_id=person,
            signed_on=form.signed_on,
            scan_sha256=form.scan_sha256,
            made_at=work.now,
            made_by=work.actor.name,
        )
        for person in fresh
    )
    work.session.flush()
    if fresh:
        work.record(
            "sign_regulation", _named(found), after={"people": len(fresh), "on": form.signed_on}
        )
    return len(fresh)


def _require_people(work: UnitOfWork, people: list[int]) -> None:
    paths = posted_paths(work, people)
    for person in people:
        if person not in paths:
            name = work.session.scalar(select(Person.name).where(Person.id == person))
            raise UserError(f"{name or '选中的人'}现在没有任职，不用签收。请从名单里去掉")
        if not any(work.actor.may(Right.RUN_EXITS, path) for path in paths[person]):
            work.require(Right.RUN_EXITS, paths[person][0])


def _signed(work: UnitOfWork, regulation_id: int, people: list[int]) -> set[int]:
    found: set[int] = set()
    for begin in range(0, len(people), _BLOCK):
        query = select(RegulationSigned.person_id).where(
            RegulationSigned.regulation_id == regulation_id,
            RegulationSigned.person_id.in_(people[begin : begin + _BLOCK]),
        )
        found |= set(work.session.scalars(query))
    return found


def _regulation(work: UnitOfWork, regulation_id: int) -> Regulation:
    work.require_somewhere(Right.RUN_EXITS)
    found = work.session.get(
        Regulation, regulation_id, with_for_update=True, populate_existing=True
    )
    if found is None:
        raise UserError("没有这份考核管理办法。请刷新后再选")
    work.require(Right.RUN_EXITS, found.area_path)
    return found


def _path(work: UnitOfWork, form: RegulationForm) -> str:
    work.require_somewhere(Right.RUN_EXITS)
    path = place_path(work, form.area_id, None)
    if not path:
        raise UserError("没有这个区域，可能已经停用。请另选区域")
    work.require(Right.RUN_EXITS, path)
    return path


def _check(work: UnitOfWork, form: RegulationForm) -> None:
    if not form.title.strip() or not form.document_no.strip():
        raise UserError("办法要写名称和文号。请补上")
    if not form.procedure.strip():
        raise UserError("没有写制定程序。请写明怎样征求意见、哪次会议通过")
    if form.announced_on < form.adopted_on:
        raise UserError(
            f"公布日期 {form.announced_on:%Y-%m-%d} 早于通过日期 {form.adopted_on:%Y-%m-%d}。"
            "请核对是否填反"
        )
    if form.announced_on > work.today:
        raise UserError(f"公布日期 {form.announced_on:%Y-%m-%d} 在今天之后。请公布后再登记")


def _named(found: Regulation) -> str:
    return f"《{found.title}》（{found.document_no}）"


def _plain(found: Regulation) -> dict[str, object]:
    return {
        "title": found.title,
        "document_no": found.document_no,
        "area_path": found.area_path,
        "procedure": found.procedure,
        "adopted_on": found.adopted_on,
        "announced_on": found.announced_on,
    }
