"""The workbook for the bank: the only place where account numbers stand."""

from __future__ import annotations

from pathlib import Path

from hrgrid.core.numerals import capital_amount
from hrgrid.funding.papers.frame import UNIT
from hrgrid.funding.rules.pay_rows import BankFileRows
from hrgrid.paper.forms import Form
from hrgrid.paper.sheets import CellForm
from hrgrid.paper.sums import SumColumn, SumTable, text, write_sums
from hrgrid.paper.tables import Side
from hrgrid.storage.files import paper_file


def write_bank_file(made: BankFileRows, path: Path) -> int:
    """Write the rows; how many. Account numbers are text, so that no digit is lost."""
    with paper_file(path) as part:
        write_sums(part, [_table(made)], Form.XLSX)
    return len(made.rows)


def _table(made: BankFileRows) -> SumTable:
    rows = [
        (str(at), row.account, row.holder, row.fen, row.bank, row.person_number)
        for at, row in enumerate(made.rows, start=1)
    ]
    return SumTable(
        f"{made.title}工资代发清单（第 {made.number} 份）",
        "代发清单",
        (
            text("number", "序号", 8, 12, Side.CENTRE),
            text("account", "账号", 26, 60),
            text("holder", "户名", 14, 30),
            SumColumn("fen", "金额", 16, 40, CellForm.TWO_PLACES, total=True),
            text("bank", "开户行", 26, 60),
            text("person", "工号", 16, 30),
        ),
        lambda: iter(rows),
        {"holder": f"{len(rows)} 人", "fen": made.total_fen},
        check="fen",
        left=UNIT,
        right=f"金额合计（大写）：{capital_amount(made.total_fen)}",
        owner=2,
    )
