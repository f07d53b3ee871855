"""The register of certificates as a workbook, which a print shop can merge from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from hrgrid.paper.certificate.design import CertificateRow
from hrgrid.paper.sheets import CellForm, SheetColumn, SheetPlan, write_workbook

_COLUMNS = (
    SheetColumn("编号", 28),
    SheetColumn("姓名", 12),
    SheetColumn("单位", 28),
    SheetColumn("全文", 70, wrapped=True),
    SheetColumn("状态", 10),
)


_SHEET_COLUMNS = (
    SheetColumn("编号", 28),
    SheetColumn("姓名", 12),
    SheetColumn("称号", 14),
    SheetColumn("第几次", 8, CellForm.WHOLE),
    SheetColumn("补打原因", 14),
    SheetColumn("经办人", 12),
    SheetColumn("时间", 18),
    SheetColumn("打印机", 24),
    SheetColumn("状态", 10),
    SheetColumn("作废原因", 14),
    SheetColumn("作废登记", 30),
    SheetColumn("旧证收回", 30),
)


@dataclass(frozen=True)
class SheetLine:
    """A printed sheet as the register shows it, every text as it stands there."""

    number: str
    name: str
    honour: str
    turn: int
    reason: str
    by: str
    at: str
    printer: str
    state: str
    void_reason: str
    voided: str
    taken_back: str


def write_print_register(
    path: Path, rows: Sequence[CertificateRow], sheets: Sequence[SheetLine]
) -> int:
    """The certificates, and on a second sheet every print of them; returns how many prints."""
    printed = (
        (
            line.number,
            line.name,
            line.honour,
            line.turn,
            line.reason,
            line.by,
            line.at,
            line.printer,
            line.state,
            line.void_reason,
            line.voided,
            line.taken_back,
        )
        for line in sheets
    )
    issued = ((row.number, row.name, row.unit, row.full_text, row.state) for row in rows)
    plans = [
        SheetPlan("打印登记", _SHEET_COLUMNS, printed),
        SheetPlan("证书登记", _COLUMNS, issued),
    ]
    return write_workbook(path, plans)[0]


def write_register(path: Path, rows: Sequence[CertificateRow]) -> int:
    """Write number, name, unit, full text and state of each; returns how many."""
    values = ((row.number, row.name, row.unit, row.full_text, row.state) for row in rows)
    return write_workbook(path, [SheetPlan("证书登记", _COLUMNS, values)])[0]
