"""What is noted beside the printing: the seal used, and certificates handed over."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from hrgrid.core.errors import UserError
from hrgrid.core.rights import Right
from hrgrid.documents.model import CertificateHandover, SealUse
from hrgrid.documents.queries import certificates_by_id
from hrgrid.documents.queries.registers import handovers
from hrgrid.storage.bulk import insert_rows
from hrgrid.storage.work import UnitOfWork


@dataclass(frozen=True)
class SealOrder:
    """A use of the seal: on which paper, how many copies, on what document, who approved it."""

    batch: str
    paper: str
    copies: int
    document_no: str
    approver: str
    used_on: dt.date
    note: str = ""


def note_seal_use(work: UnitOfWork, order: SealOrder) -> int:
    """Write a line into the register of seals; returns its number. It is never changed.

    Raises UserError where it does not say on what the seal was used, or who approved it.
    """
    work.require(Right.PRINT_PAPERS)
    for what, text in (
        ("用印的文书", order.paper),
        ("依据的文号", order.document_no),
        ("批准人", order.approver),
    ):
        if not text.strip():
            raise UserError(f"没有写{what}。请填写后再登记")
    if order.copies < 1:
        raise UserError("份数要写 1 或更多。请改份数")
    if order.used_on > work.today:
        raise UserError(f"用印日期 {order.used_on:%Y-%m-%d} 还没有到。请改成实际用印的日期")
    made = SealUse(
        batch=order.batch,
        paper=order.paper.strip(),
        copy_count=order.copies,
        document_no=order.document_no.strip(),
        approver_name=order.approver.strip(),
        used_on=order.used_on,
        note=order.note.strip(),
        made_at=work.now,
        made_by=work.actor.name,
    )
    work.session.add(made)
    work.session.flush()
    told = {"copies": made.copy_count, "document": made.document_no, "approver": made.approver_name}
    work.record("note_seal_use", made.paper, after=told)
    return made.id


def hand_over(
    work: UnitOfWork, batch: str, ids: Sequence[int], receiver: str, handed_on: dt.date
) -> int:
    """Note that somebody took these certificates; returns how many are new.

    Raises UserError without a receiver, and where one is not printed or not in force.
    """
    work.require(Right.PRINT_PAPERS)
    if not receiver.strip():
        raise UserError("没有写领取人。请填写领取证书的人")
    if handed_on > work.today:
        raise UserError(f"领取日期 {handed_on:%Y-%m-%d} 还没有到。请改成实际领取的日期")
    known = handovers(work, batch)
    wanted = [one for one in ids if one not in known]
    if not wanted:
        raise UserError("这些证书都已登记领取。请刷新后查看")
    shared = {
        "receiver": receiver.strip(),
        "handed_on": handed_on,
        "made_at": work.now,
        "made_by": work.actor.name,
    }
    insert_rows(work, CertificateHandover, [{"certificate_id": one} | shared for one in wanted])
    numbers = [row.shown for row in certificates_by_id(work, wanted)]
    between = f"{numbers[0]} 至 {numbers[-1]}" if len(numbers) > 1 else numbers[0]
    work.record("hand_over_certificates", between, after={"certificates": len(wanted)})
    return len(wanted)
