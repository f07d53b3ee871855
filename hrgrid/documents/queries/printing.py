"""Reads of the print register: what waits for a look, what is to be taken back, every sheet."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, func, select

from hrgrid.core.rights import Right
from hrgrid.documents.model import Certificate, PrintRun, PrintSheet
from hrgrid.documents.rules import PrintReason, SheetState, in_order, shown_number
from hrgrid.storage.work import UnitOfWork


@dataclass(frozen=True)
class PackRow:
    """Sheets that went to a printer together and that nobody has looked at yet.

    `again` of them are printed anew, `owed` of those leave an old sheet to be taken back.
    """

    run_id: int
    pack: int
    printer: str
    numbers: tuple[str, ...]
    again: int
    owed: int

    @property
    def count(self) -> int:
        """How many sheets."""
        return len(self.numbers)

    @property
    def in_order(self) -> bool:
        """Whether the numbers came from the printer in their order."""
        return in_order(self.numbers)

    @property
    def first(self) -> str:
        """The first number as it is printed."""
        return self.numbers[0]

    @property
    def last(self) -> str:
        """The last one."""
        return self.numbers[-1]


@dataclass(frozen=True)
class SheetRow:
    """A line of the print register."""

    id: int
    certificate_id: int
    number: str
    name: str
    honour: str
    turn: int
    reason: PrintReason | None
    note: str
    state: SheetState
    sent_at: dt.datetime
    sent_by: str
    printer: str
    confirmed_at: dt.datetime | None
    void_reason: PrintReason | None
    void_at: dt.datetime | None
    void_by: str
    taken_back_at: dt.datetime | None
    taken_back_by: str

    @property
    def owed(self) -> bool:
        """Whether this sheet is to be taken back still."""
        return (
            self.void_reason is not None
            and self.void_reason.leaves_paper
            and self.taken_back_at is None
        )


def waiting_packs(work: UnitOfWork, batch: str) -> list[PackRow]:
    """The packs that were sent and not looked at, the oldest first."""
    rows = _rows(work, _sheets(batch).where(PrintSheet.state == SheetState.SENT))
    packs: dict[tuple[int, int], list[tuple[SheetRow, int]]] = {}
    for row, run_id, pack in rows:
        packs.setdefault((run_id, pack), []).append((row, run_id))
    owed = {row.certificate_id for row in owed_sheets(work, batch)}
    return [_pack(key, [row for row, _ in found], owed) for key, found in sorted(packs.items())]


def _pack(key: tuple[int, int], rows: list[SheetRow], owed: set[int]) -> PackRow:
    again = [row for row in rows if row.turn > 1]
    return PackRow(
        key[0],
        key[1],
        rows[0].printer,
        tuple(row.number for row in rows),
        len(again),
        sum(row.certificate_id in owed for row in again),
    )


def owed_sheets(work: UnitOfWork, batch: str) -> list[SheetRow]:
    """Void sheets of paper that nobody has taken back yet."""
    query = _sheets(batch).where(
        PrintSheet.void_reason.is_not(None), PrintSheet.taken_back_at.is_(None)
    )
    return [row for row, _, _ in _rows(work, query) if row.owed]


def sheets(work: UnitOfWork, batch: str) -> list[SheetRow]:
    """The whole print register of a batch, in the order in which it was printed."""
    work.require_somewhere(Right.PRINT_PAPERS)
    return [row for row, _, _ in _rows(work, _sheets(batch))]


def sheets_of(work: UnitOfWork, certificate_id: int) -> list[SheetRow]:
    """Every sheet of one certificate."""
    query = _joined().where(PrintSheet.certificate_id == certificate_id).order_by(PrintSheet.turn)
    return [row for row, _, _ in _rows(work, query)]


def count_sheets(work: UnitOfWork, batch: str) -> int:
    """How many sheets the register of a batch holds."""
    query = (
        select(func.count(PrintSheet.id))
        .join(PrintRun, PrintRun.id == PrintSheet.run_id)
        .where(PrintRun.batch == batch)
    )
    return work.session.scalar(query) or 0


def _sheets(batch: str) -> Select[Any]:
    # Ids follow the order in which the sheets of a pack were sent, by number or by street.
    order = (PrintSheet.run_id, PrintSheet.pack, PrintSheet.id)
    return _joined().where(PrintRun.batch == batch).order_by(*order)


def _joined() -> Select[Any]:
    return (
        select(
            PrintSheet,
            PrintRun.printer,
            Certificate.number,
            Certificate.copy_no,
            Certificate.person_name,
            Certificate.honour,
        )
        .join(PrintRun, PrintRun.id == PrintSheet.run_id)
        .join(Certificate, Certificate.id == PrintSheet.certificate_id)
    )


def _rows(work: UnitOfWork, query: Select[Any]) -> list[tuple[SheetRow, int, int]]:
    found = work.session.execute(query).tuples()
    return [
        (
            SheetRow(
                sheet.id,
                sheet.certificate_id,
                shown_number(number, copy_no),
                name,
                honour,
                sheet.turn,
                sheet.reason,
                sheet.note or "",
                sheet.state,
                sheet.sent_at,
                sheet.sent_by,
                printer,
                sheet.confirmed_at,
                sheet.void_reason,
                sheet.void_at,
                sheet.void_by or "",
                sheet.taken_back_at,
                sheet.taken_back_by or "",
            ),
            sheet.run_id,
            sheet.pack,
        )
        for sheet, printer, number, copy_no, name, honour in found
    ]
