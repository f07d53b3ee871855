"""The veto list: a finding recorded, its scan sealed, looked at, withdrawn with a reason.

What exactly was found lies sealed; the journal says that something was recorded and of whom, not
what.
"""

from __future__ import annotations

import base64
from dataclasses import dataclass

from hrgrid.core.errors import Refused, UserError
from hrgrid.core.rights import Right
from hrgrid.honours.model import HonourFinding
from hrgrid.honours.rules.findings import FindingForm
from hrgrid.storage.work import UnitOfWork
from hrgrid.workforce.model import Person
from hrgrid.workforce.queries.persons import same_person_ids

DETAIL, SCAN = "honour_finding.detail", "honour_finding.scan"
LARGEST = 10 * 1024 * 1024


@dataclass(frozen=True)
class Opened:
    """What was sealed of a finding; `scan` None where none was kept."""

    detail: str
    scan_name: str
    scan: bytes | None


def record_finding(
    work: UnitOfWork, form: FindingForm, scan: tuple[str, bytes] | None = None
) -> int:
    """Put somebody on the veto list; returns the finding's id.

    `scan` is the name and the content of a file. Raises UserError for a day to come, days out of
    order, or without a document.
    """
    work.require(Right.RUN_HONOURS)
    person = work.session.get(Person, same_person_ids(work, form.person_id)[0])
    if person is None:
        raise UserError("没有选人。请从花名册里选定是谁，再登记")
    _check(work, form, scan, person.name)
    found = HonourFinding(
        person_id=person.id,
        kind=form.kind,
        happened_on=form.happened_on,
        counts_until=form.until,
        document_no=form.document_no.strip(),
        detail=work.keyring.seal(DETAIL, form.detail.strip()) if form.detail.strip() else None,
        scan=_sealed(work, scan),
        # A file's own name may tell the reason.
        scan_name="" if scan is None else f"依据材料.{_suffix(scan[0])}",
        recorder_id=work.actor.operator_id,
        recorded_at=work.now,
        made_by=work.actor.name,
        withdrawn_on=None,
        withdraw_reason="",
        withdrawn_by="",
    )
    work.session.add(found)
    work.session.flush()
    work.record("record_finding", f"{person.name}（{person.number}）")
    return found.id


def withdraw_finding(work: UnitOfWork, finding_id: int) -> None:
    """A finding counts no more, for a reason: it was wrong, or it was lifted."""
    found = _finding(work, finding_id)
    reason = work.require_reason()
    if found.withdrawn_on is not None:
        raise UserError("这一条已经撤回过。请刷新后查看")
    found.withdrawn_on = work.today
    found.withdraw_reason = reason
    found.withdrawn_by = work.actor.name
    work.session.flush()
    person = work.session.get_one(Person, found.person_id)
    work.record("withdraw_finding", f"{person.name}（{person.number}）")


def open_finding(work: UnitOfWork, finding_id: int) -> Opened:
    """What is sealed, for who recorded it or who decides honours; put on record each time."""
    found = _finding(work, finding_id)
    if found.recorder_id != work.actor.operator_id and not work.actor.may(Right.DECIDE_HONOURS):
        raise Refused("具体情形和材料只有登记人和决定表彰的人能看。请由他们登录查看")
    person = work.session.get_one(Person, found.person_id)
    work.record("open_finding", f"{person.name}（{person.number}）")
    return Opened(
        work.keyring.open(DETAIL, found.detail) if found.detail else "",
        found.scan_name,
        base64.b64decode(work.keyring.open(SCAN, found.scan)) if found.scan else None,
    )


def _finding(work: UnitOfWork, finding_id: int) -> HonourFinding:
    decides = work.actor.may(Right.DECIDE_HONOURS)
    work.require(Right.DECIDE_HONOURS if decides else Right.RUN_HONOURS)
    found = work.session.get(HonourFinding, finding_id)
    if found is None:
        raise UserError("没有这一条登记。请刷新后再选")
    return found


def _check(work: UnitOfWork, form: FindingForm, scan: tuple[str, bytes] | None, name: str) -> None:
    if not form.document_no.strip():
        raise UserError(f"登记“{name}”的一票否决情形要有依据的文书。请填文号或材料名称")
    if form.happened_on > work.today:
        raise UserError(f"发生日期 {form.happened_on:%Y-%m-%d} 在今天之后。请核对日期")
    if form.until is not None and form.until < form.happened_on:
        raise UserError("影响到的日期在发生日期之前。请核对，一直有影响的空着不填")
    if scan is not None and not scan[1]:
        raise UserError(f"“{scan[0]}”是空文件。请另选扫描件")
    if scan is not None and len(scan[1]) > LARGEST:
        raise UserError(f"“{scan[0]}”超过 10 MB。请压缩后再存")


def _sealed(work: UnitOfWork, scan: tuple[str, bytes] | None) -> bytes | None:
    if scan is None:
        return None
    return work.keyring.seal(SCAN, base64.b64encode(scan[1]).decode("ascii"))


def _suffix(name: str) -> str:
    return name.rsplit(".", 1)[-1][:10].lower() if "." in name else "bin"
