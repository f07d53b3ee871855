"""The register of certificates as a workbook, which a print shop can merge from."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from hrgrid.paper.certificate.design import CertificateRow
from hrgrid.paper.sheets import SheetColumn, SheetPlan, write_workbook

_COLUMNS = (
    SheetColumn("编号", 28),
    SheetColumn("姓名", 12),
    SheetColumn("单位", 28),
    SheetColumn("全文", 70, wrapped=True),
    SheetColumn("状态", 10),
)


def write_register(path: Path, rows: Sequence[CertificateRow]) -> int:
    """Write number, name, unit, full text and state of each; returns how many."""
    values = ((row.number, row.name, row.unit, row.full_text, row.state) for row in rows)
    return write_workbook(path, [SheetPlan("证书登记", _COLUMNS, values)])[0]
