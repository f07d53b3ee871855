"""Quotas (编制): granted by a document, replaced by a later one, ended, corrected."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from sqlalchemy import select

from hrgrid.core.errors import UserError
from hrgrid.core.rights import Right
from hrgrid.hiring.model import HiringQuota
from hrgrid.hiring.service.places import place_of, require_role, require_version
from hrgrid.storage.work import UnitOfWork
from hrgrid.workforce.queries.areas import area_on
from hrgrid.workforce.rules import Employment

_DAY = dt.timedelta(days=1)
MOST_HEADS = 1_000_000


@dataclass(frozen=True)
class QuotaForm:
    """What a document grants: `heads` of a role at an area from a day on."""

    area_id: int
    heads: int
    document_no: str
    valid_from: dt.date
    role: str = "grid_worker"
    employment: Employment = Employment.FULL
    granted_by: str = ""


@dataclass(frozen=True)
class QuotaChange:
    """A grant as it was typed, for a correction and for its undo."""

    quota_id: int
    version: int
    heads: int
    document_no: str
    granted_by: str


def grant_quota(work: UnitOfWork, form: QuotaForm) -> int:
    """Grant heads; an earlier grant of the same kind ends on the day before. Returns the id."""
    area = place_of(work, form.area_id)
    role = require_role(work, form.role)
    _check(area.name, form.heads, form.document_no)
    before = _in_force(work, form)
    if before is not None:
        if before.valid_from >= form.valid_from:
            raise UserError(
                f"{area.name}自 {before.valid_from:%Y-%m-%d} 起已有{role.label}编制 "
                f"{before.heads:,} 名（{before.document_no}）。"
                "登记错了请更正那一份；新文件请写它之后的日期"
            )
        before.valid_to = form.valid_from
        work.session.flush()
    added = HiringQuota(
        area_id=form.area_id,
        role=form.role,
        employment=form.employment,
        heads=form.heads,
        document_no=form.document_no.strip(),
        granted_by=form.granted_by.strip(),
        valid_from=form.valid_from,
        valid_to=None,
    )
    work.session.add(added)
    work.session.flush()
    work.record(
        "grant_quota",
        f"{area.name}（{role.label}）",
        before=None if before is None else _told(before),
        after=_told(added) | {"from": form.valid_from},
    )
    return added.id


def end_quota(work: UnitOfWork, quota_id: int, last_day: dt.date) -> None:
    """The last day on which a grant holds, with the reason."""
    found, name = _quota(work, quota_id)
    work.require_reason()
    if found.valid_to is not None:
        raise UserError(f"{name}的编制已到 {found.valid_to - _DAY:%Y-%m-%d} 为止。请刷新后查看")
    if last_day < found.valid_from:
        raise UserError(
            f"最后一天 {last_day:%Y-%m-%d} 早于起始日期 {found.valid_from:%Y-%m-%d}。请核对日期"
        )
    found.valid_to = last_day + _DAY
    work.session.flush()
    work.record("end_quota", name, before=_told(found), after={"last_day": last_day})


def correct_quota(work: UnitOfWork, change: QuotaChange) -> QuotaChange:
    """Heads or document that were typed wrong, with the reason; returns what takes it back."""
    found, name = _quota(work, change.quota_id)
    work.require_reason()
    require_version(found, change.version, f"{name}的编制")
    _check(name, change.heads, change.document_no)
    before = _told(found)
    inverse = (found.heads, found.document_no, found.granted_by)
    found.heads = change.heads
    found.document_no, found.granted_by = change.document_no.strip(), change.granted_by.strip()
    work.session.flush()
    work.record("correct_quota", name, before=before, after=_told(found))
    return QuotaChange(found.id, found.version, *inverse)


def _quota(work: UnitOfWork, quota_id: int) -> tuple[HiringQuota, str]:
    work.require_somewhere(Right.RUN_HIRING)
    found = work.session.get(HiringQuota, quota_id, with_for_update=True)
    if found is None:
        raise UserError(f"没有第 {quota_id} 号编制。请刷新列表后再选")
    area = area_on(work, found.area_id, work.today)
    work.require(Right.RUN_HIRING, area.path)
    return found, area.name


def _in_force(work: UnitOfWork, form: QuotaForm) -> HiringQuota | None:
    """The open grant of the same kind; one that has an end is left to the database to hold."""
    return work.session.scalar(
        select(HiringQuota)
        .where(
            HiringQuota.area_id == form.area_id,
            HiringQuota.role == form.role,
            HiringQuota.employment == form.employment,
            HiringQuota.valid_to.is_(None),
        )
        .with_for_update()
    )


def _check(name: str, heads: int, document_no: str) -> None:
    if not 0 <= heads <= MOST_HEADS:
        raise UserError(f"{name}的编制是 {heads:,} 名，只能填 0 到 {MOST_HEADS:,}。请核对人数")
    if not document_no.strip():
        raise UserError(f"{name}的编制没有写文号。请填核定编制的文件或会议号")


def _told(found: HiringQuota) -> dict[str, object]:
    return {"heads": found.heads, "document": found.document_no, "by": found.granted_by}
