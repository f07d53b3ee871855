"""What visits found: marks of every item, the reason where none was held, sheet and pictures."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from sqlalchemy import select

from hrgrid.assessment.model import InspectionFinding, InspectionPlan, InspectionVisit
from hrgrid.assessment.queries.due import due_after
from hrgrid.assessment.queries.visited import visited_name
from hrgrid.assessment.rules.checking import (
    CheckItem,
    items_for,
    items_of,
    marks_of,
    marks_text,
    outcome_of,
)
from hrgrid.assessment.rules.words import CheckMark, FindingState, InspectionState, VisitResult
from hrgrid.assessment.service.inspection_steps import named, require_version, visit_of
from hrgrid.core.errors import UserError
from hrgrid.storage.attachments import attach
from hrgrid.storage.work import UnitOfWork

_DRAWN = InspectionState.DRAWN


@dataclass(frozen=True)
class VisitForm:
    """What a visit found; `contents` says of a fault (by item) what it was, else its usual words.

    With `not_held` there are no marks and `note` is the reason. `due_on` is that of new faults,
    else so many working days after the visit (rules/checking.py).
    """

    visit_id: int
    version: int | None
    visited_on: dt.date
    marks: Mapping[str, CheckMark] = field(default_factory=dict)
    contents: Mapping[str, str] = field(default_factory=dict)
    note: str = ""
    not_held: bool = False
    due_on: dt.date | None = None
    signed_on: dt.date | None = None


def record_visit(work: UnitOfWork, form: VisitForm) -> VisitForm | None:
    """Put down a visit, or correct it while the inspection is open (then with a reason).

    Faults come and go with the marks: a new one is to be put right, one that was noted by mistake
    is void. Returns what stood before, None where nothing did. Raises UserError on a correction
    of a fault that somebody already closed.
    """
    visit, plan = visit_of(work, form.visit_id, _DRAWN)
    who = visited_name(work, visit)
    require_version(visit, form.version, f"{who}的检查记录")
    before = _as_form(visit)
    reason = work.require_reason() if before is not None else ""
    items = items_for(items_of(plan.items), office=visit.bureau_id is not None)
    _check_day(work, plan, form.visited_on, who)
    told = _told(visit)
    note = form.note.strip()
    faults: tuple[str, ...] = ()
    if form.not_held:
        if form.marks:
            raise UserError(f"{who}没有查成，就没有各项的结果。请去掉各项的勾选")
        if not note:
            raise UserError(f"{who}没有查成，要写明原因，例如“请假”。请填写")
        visit.result, visit.deducted_milli = VisitResult.NOT_HELD, 0
    else:
        found = outcome_of(items, form.marks, who)
        visit.result, visit.deducted_milli = found.result, found.deducted_milli
        faults = found.faults
    visit.visited_on, visit.note = form.visited_on, note
    visit.checks = marks_text(form.marks)
    if form.signed_on is not None or form.not_held:
        visit.signed_on = form.signed_on
    work.session.flush()
    _settle(work, visit, [item for item in items if item.code in faults], form)
    work.record(
        "correct_visit" if before is not None else "record_visit",
        f"{named(plan)}{who}",
        reason or None,
        before=told if before is not None else None,
        after=_told(visit),
    )
    return before


def clear_visit(work: UnitOfWork, visit_id: int, version: int | None = None) -> None:
    """Take a result back as if nothing had been put down, with a reason; its faults are void."""
    visit, plan = visit_of(work, visit_id, _DRAWN)
    who = visited_name(work, visit)
    require_version(visit, version, f"{who}的检查记录")
    if visit.result is None:
        raise UserError(f"{who}还没有录入结果，没有可撤销的")
    reason = work.require_reason()
    told = _told(visit)
    visit.result, visit.visited_on, visit.deducted_milli = None, None, 0
    visit.checks, visit.note, visit.signed_on = "{}", "", None
    work.session.flush()
    _settle(work, visit, [], None)
    work.record("clear_visit", f"{named(plan)}{who}", reason, before=told)


def sign_visit(
    work: UnitOfWork,
    visit_id: int,
    signed_on: dt.date | None,
    scan: tuple[str, bytes] | None = None,
    version: int | None = None,
) -> None:
    """The day on which the sheet was signed, with a scan (name, PDF or picture) or without."""
    visit, plan = visit_of(work, visit_id, _DRAWN)
    who = visited_name(work, visit)
    require_version(visit, version, f"{who}的检查记录")
    if visit.result in (None, VisitResult.NOT_HELD):
        raise UserError(f"{who}还没有检查结果，没有记录表可签字。请先录入结果")
    if signed_on is not None and signed_on > work.today:
        raise UserError(f"{who}的签字日期 {signed_on:%Y-%m-%d} 还没有到。请核对")
    before = {"signed_on": visit.signed_on, "scan": visit.scan_sha256 or ""}
    visit.signed_on = signed_on
    if scan is not None:
        name, content = scan
        visit.scan_sha256 = attach(work, name, content, _kind_of(name, content)).sha256
    work.session.flush()
    work.record(
        "sign_visit",
        f"{named(plan)}{who}",
        before=before,
        after={"signed_on": visit.signed_on, "scan": visit.scan_sha256 or ""},
    )


_KINDS = ((b"%PDF-", "application/pdf"), (b"\xff\xd8\xff", "image/jpeg"), (b"\x89PNG", "image/png"))


def _kind_of(name: str, content: bytes) -> str:
    for magic, mime in _KINDS:
        if content.startswith(magic):
            return mime
    raise UserError(f"“{name}”不是 PDF、JPG 或 PNG 文件。请重新扫描后再选")


def _check_day(work: UnitOfWork, plan: InspectionPlan, day: dt.date, who: str) -> None:
    if day > work.today:
        raise UserError(f"{who}的检查日期 {day:%Y-%m-%d} 还没有到。请核对")
    drawn = plan.drawn_at.astimezone().date() if plan.drawn_at else plan.first_day
    if day < min(drawn, plan.first_day):
        raise UserError(f"{who}的检查日期 {day:%Y-%m-%d} 早于抽取的 {drawn:%Y-%m-%d}。请核对")


def _settle(
    work: UnitOfWork, visit: InspectionVisit, faulty: Sequence[CheckItem], form: VisitForm | None
) -> None:
    """Make the faults of a visit those of its marks; what no mark says any more is void."""
    query = select(InspectionFinding).where(
        InspectionFinding.visit_id == visit.id, InspectionFinding.state != FindingState.VOID
    )
    held: dict[str, list[InspectionFinding]] = {}
    for one in work.session.scalars(query.order_by(InspectionFinding.id)):
        held.setdefault(one.item, []).append(one)
    codes = {item.code for item in faulty}
    for one in (one for code, rows in held.items() if code not in codes for one in rows):
        if one.state is FindingState.CLOSED:
            raise UserError(f"问题“{one.content}”已经整改销号，不能再改成没有问题。请核对")
        one.state, one.void_reason = FindingState.VOID, work.reason.strip()[:200]
    if form is not None:
        for item in faulty:
            _write(work, visit, item, held.get(item.code, []), form)
    work.session.flush()


def _write(
    work: UnitOfWork,
    visit: InspectionVisit,
    item: CheckItem,
    held: list[InspectionFinding],
    form: VisitForm,
) -> None:
    content = form.contents.get(item.code, "").strip()
    if held:
        if content and held[0].state is FindingState.OPEN:
            held[0].content = content
        return
    work.session.add(
        InspectionFinding(
            visit_id=visit.id,
            kind=item.kind,
            item=item.code,
            content=content or item.finding,
            due_on=form.due_on or due_after(work, form.visited_on),
            state=FindingState.OPEN,
            rectified_on=None,
            rectified_by="",
            rectification="",
            closed_by="",
            closed_on=None,
            sent_back="",
            carried="",
            void_reason="",
        )
    )


def _as_form(visit: InspectionVisit) -> VisitForm | None:
    if visit.visited_on is None:
        return None
    return VisitForm(
        visit.id,
        None,
        visit.visited_on,
        marks_of(visit.checks),
        {},
        visit.note,
        visit.result is VisitResult.NOT_HELD,
        None,
        visit.signed_on,
    )


def _told(visit: InspectionVisit) -> dict[str, object]:
    return {
        "visited_on": visit.visited_on,
        "visit_result": visit.result.value if visit.result else "",
        "deducted": visit.deducted_milli,
        "checks": marks_of(visit.checks)
        and {code: mark.label for code, mark in marks_of(visit.checks).items()},
        "note": visit.note,
    }
