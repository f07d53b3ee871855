"""The workbook for the bank: the only place where account numbers stand."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

from hrgrid.funding.rules.pay_rows import BankFileRows
from hrgrid.paper.sheets import CellForm, SheetColumn, SheetPlan, write_workbook
from hrgrid.storage.files import paper_file

COLUMNS = (
    SheetColumn("序号", 6, CellForm.WHOLE),
    SheetColumn("户名", 12),
    SheetColumn("账号", 24),
    SheetColumn("开户银行", 24),
    SheetColumn("金额（元）", 14, CellForm.TWO_PLACES),
    SheetColumn("工号", 14),
)


def write_bank_file(made: BankFileRows, path: Path) -> int:
    """Write the rows; how many. Account numbers are text, so that no digit is lost."""
    rows = [
        (at, row.holder, row.account, row.bank, Decimal(row.fen).scaleb(-2), row.person_number)
        for at, row in enumerate(made.rows, start=1)
    ]
    with paper_file(path) as part:
        return write_workbook(part, [SheetPlan("代发", COLUMNS, rows)])[0]
