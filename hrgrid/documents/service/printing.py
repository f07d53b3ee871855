"""The register of printing: sheets are noted before they go to a printer, and settled afterwards.

Noted first: a fault between the two leaves a sheet that somebody has to look at, never a sheet
of paper that the register does not know.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from hrgrid.core.errors import UserError
from hrgrid.core.rights import Right
from hrgrid.documents.model import Certificate, PrintRun, PrintSheet
from hrgrid.documents.queries import IssuedRow, certificates_by_id, owed_sheets
from hrgrid.documents.rules import CertificateState, PrintReason, SheetState, in_order
from hrgrid.storage.bulk import insert_rows, reserve_ids
from hrgrid.storage.work import UnitOfWork

_BLOCK = 900


@dataclass(frozen=True)
class PrintOrder:
    """How sheets are printed; the reason is needed where a number was printed before.

    The shift is right and down in tenths of a millimetre, the scale in thousandths.
    """

    batch: str
    printer: str
    form: str
    shift: tuple[int, int] = (0, 0)
    scale: int = 1000
    reason: PrintReason | None = None
    note: str = ""


@dataclass(frozen=True)
class SentPack:
    """What was noted as sent, to be printed now."""

    run_id: int
    pack: int
    rows: tuple[IssuedRow, ...]


@dataclass(frozen=True)
class Spoiled:
    """Sheets of a pack that are no good, and why; `numbers` as they are printed."""

    numbers: tuple[str, ...] = ()
    reason: PrintReason = PrintReason.JAM
    note: str = ""


def send_pack(
    work: UnitOfWork, order: PrintOrder, ids: Sequence[int], run_id: int | None = None
) -> SentPack:
    """Note these certificates as sent to the printer, as the next pack of a run (None: a new one).

    What was printed before is void from now on, for the reason of the order; a number whose last
    sheet is void already takes the reason of that. Raises UserError where a reason is wanting.
    """
    work.require(Right.PRINT_PAPERS)
    rows = certificates_by_id(work, ids)
    run, pack = _next_pack(work, order, run_id)
    _note(work, order, rows, (run, pack), SheetState.SENT)
    return SentPack(run, pack, tuple(rows))


def note_printed_outside(work: UnitOfWork, order: PrintOrder, ids: Sequence[int]) -> int:
    """Note certificates that somebody else printed, from a file, as printed and good."""
    work.require(Right.PRINT_PAPERS)
    rows = certificates_by_id(work, ids)
    _note(work, order, rows, _next_pack(work, order, None), SheetState.CONFIRMED)
    return len(rows)


def settle_pack(
    work: UnitOfWork,
    run_id: int,
    pack: int,
    spoiled: Spoiled | None = None,
    *,
    taken_back: bool = False,
) -> int:
    """Somebody looked at a pack: all good but what is spoiled. Returns how many are good.

    With `taken_back` the old sheets of what was printed anew are noted as taken back too.
    """
    work.require(Right.PRINT_PAPERS)
    found = _sent(work, run_id, pack)
    bad = spoiled or Spoiled()
    _check_note(bad.reason, bad.note)
    unknown = set(bad.numbers) - {number for _, number in found}
    if unknown:
        raise UserError(
            f"这一批里没有 {'、'.join(sorted(unknown)[:3])}。请核对没打好的编号，只写这一批里的"
        )
    wrong = [sheet for sheet, number in found if number in bad.numbers]
    good = [sheet for sheet, number in found if number not in bad.numbers]
    for sheet in good:
        sheet.state, sheet.confirmed_at = SheetState.CONFIRMED, work.now
    _void(work, wrong, bad.reason)
    work.session.flush()
    told: dict[str, Any] = {"certificates": len(good)}
    if wrong:
        told |= {"spoiled": list(bad.numbers), "print_reason": bad.reason.value}
    subject = _between([number for _, number in found])
    work.record("settle_sheets", subject, bad.note or None, after=told)
    if taken_back:
        _take_back(work, [sheet.certificate_id for sheet, _ in found])
    return len(good)


def take_back(work: UnitOfWork, batch: str) -> int:
    """Note every void sheet of a batch as taken back; returns how many."""
    work.require(Right.PRINT_PAPERS)
    return _take_back(work, [row.certificate_id for row in owed_sheets(work, batch)])


# --- noting ---------------------------------------------------------------------------------


def _next_pack(work: UnitOfWork, order: PrintOrder, run_id: int | None) -> tuple[int, int]:
    if run_id is not None:
        query = select(PrintSheet.pack).where(PrintSheet.run_id == run_id)
        last = work.session.scalar(query.order_by(PrintSheet.pack.desc()).limit(1))
        return run_id, (last or 0) + 1
    run = PrintRun(
        batch=order.batch,
        printer=order.printer.strip() or "打印机",
        form=order.form,
        shift_x=order.shift[0],
        shift_y=order.shift[1],
        scale=order.scale,
        made_at=work.now,
        made_by=work.actor.name,
    )
    work.session.add(run)
    work.session.flush()
    return run.id, 1


def _note(
    work: UnitOfWork,
    order: PrintOrder,
    rows: Sequence[IssuedRow],
    place: tuple[int, int],
    state: SheetState,
) -> None:
    if not rows:
        raise UserError("没有可打的证书。请核对编号范围")
    gone = [row.shown for row in rows if row.state is not CertificateState.ISSUED]
    if gone:
        raise UserError(f"{gone[0]} 等 {len(gone)} 张已撤销或换发，不能打印。请刷新后再打")
    last = _last_sheets(work, [row.id for row in rows])
    live = [sheet for sheet in last.values() if sheet.state is not SheetState.VOID]
    if live and order.reason is None:
        again = {sheet.certificate_id for sheet in live}
        numbers = [row.shown for row in rows if row.id in again]
        raise UserError(
            f"{_between(numbers)} 共 {len(numbers)} 张已打过。请先选补打原因，旧证收回作废"
        )
    if order.reason is not None:
        _check_note(order.reason, order.note)
        _void(work, live, order.reason)
        work.session.flush()
    shared = {
        "run_id": place[0],
        "pack": place[1],
        "state": state,
        "sent_at": work.now,
        "sent_by": work.actor.name,
        "confirmed_at": work.now if state is SheetState.CONFIRMED else None,
        "void_reason": None,
        "void_at": None,
        "void_by": None,
        "taken_back_at": None,
        "taken_back_by": None,
    }
    # The list of a pack is in the order in which it comes from the printer.
    ids = sorted(reserve_ids(work, PrintSheet, len(rows)))
    made = [
        shared | {"id": one, "certificate_id": row.id} | _turn(order, last.get(row.id))
        for one, row in zip(ids, rows, strict=True)
    ]
    insert_rows(work, PrintSheet, made)
    told = {"certificates": len(rows), "printer": order.printer, "pack": place[1]}
    if order.reason is not None:
        told["print_reason"] = order.reason.value
    work.record(
        "send_sheets", _between([row.shown for row in rows]), order.note or None, after=told
    )


def _turn(order: PrintOrder, before: PrintSheet | None) -> dict[str, Any]:
    """Which sheet of its number it is, and why there is another one."""
    if before is None:
        return {"turn": 1, "reason": None, "note": None}
    again = before.turn + 1
    if order.reason is not None:
        return {"turn": again, "reason": order.reason, "note": order.note.strip() or None}
    reason, note = before.void_reason, None
    if reason is PrintReason.OTHER:
        note = "见上一张的作废登记"
    return {"turn": again, "reason": reason, "note": note}


def _last_sheets(work: UnitOfWork, ids: Sequence[int]) -> dict[int, PrintSheet]:
    found: dict[int, PrintSheet] = {}
    for begin in range(0, len(ids), _BLOCK):
        query = (
            select(PrintSheet)
            .where(PrintSheet.certificate_id.in_(ids[begin : begin + _BLOCK]))
            .order_by(PrintSheet.certificate_id, PrintSheet.turn)
        )
        for sheet in work.session.scalars(query):
            found[sheet.certificate_id] = sheet
    return found


def _void(work: UnitOfWork, sheets: Sequence[PrintSheet], reason: PrintReason) -> None:
    for sheet in sheets:
        sheet.state, sheet.void_reason = SheetState.VOID, reason
        sheet.void_at, sheet.void_by = work.now, work.actor.name


def _take_back(work: UnitOfWork, ids: Sequence[int]) -> int:
    taken: list[PrintSheet] = []
    for begin in range(0, len(ids), _BLOCK):
        query = select(PrintSheet).where(
            PrintSheet.certificate_id.in_(ids[begin : begin + _BLOCK]),
            PrintSheet.void_reason.is_not(None),
            PrintSheet.taken_back_at.is_(None),
        )
        taken += [
            sheet
            for sheet in work.session.scalars(query)
            if sheet.void_reason is not None and sheet.void_reason.leaves_paper
        ]
    for sheet in taken:
        sheet.taken_back_at, sheet.taken_back_by = work.now, work.actor.name
    if taken:
        work.session.flush()
        wanted = sorted({sheet.certificate_id for sheet in taken})
        numbers = [row.shown for row in certificates_by_id(work, wanted)]
        work.record("take_back_sheets", _between(numbers), after={"certificates": len(taken)})
    return len(taken)


def _sent(work: UnitOfWork, run_id: int, pack: int) -> list[tuple[PrintSheet, str]]:
    query = (
        select(PrintSheet)
        .join(Certificate, Certificate.id == PrintSheet.certificate_id)
        .where(
            PrintSheet.run_id == run_id,
            PrintSheet.pack == pack,
            PrintSheet.state == SheetState.SENT,
        )
        .order_by(Certificate.series_id, Certificate.serial, Certificate.copy_no)
    )
    found = list(work.session.scalars(query))
    if not found:
        raise UserError("这一批刚有别人登记过了。请刷新后查看打印登记")
    shown = certificates_by_id(work, [sheet.certificate_id for sheet in found])
    return [(sheet, row.shown) for sheet, row in zip(found, shown, strict=True)]


def _check_note(reason: PrintReason, note: str) -> None:
    if reason is PrintReason.OTHER and not note.strip():
        raise UserError("原因选了“其他”，请写明是什么原因")


def _between(numbers: Sequence[str]) -> str:
    if not in_order(numbers):
        return f"{numbers[0]} 等 {len(numbers)} 张"
    return f"{numbers[0]} 至 {numbers[-1]}" if len(numbers) > 1 else numbers[0]
