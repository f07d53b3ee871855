"""Every paper of funding: one table for the screen and the demonstration (documents.md 9)."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from hrgrid.core.progress import Progress
from hrgrid.documents.papers.declaring import BOTH, PDF, Paper, Papers, drawn
from hrgrid.documents.papers.written import Written
from hrgrid.funding.papers import bridge, budgets, ledger, pay
from hrgrid.funding.papers.frame import sums
from hrgrid.funding.papers.options import Asked, PaperOptions, Subject
from hrgrid.funding.rules.words import PayState
from hrgrid.paper.forms import Form
from hrgrid.storage.desk import Desk

__all__ = [
    "PAPERS",
    "FundingPaper",
    "PaperOptions",
    "Subject",
    "Written",
    "paper_by_code",
    "papers_of",
    "write_paper",
]

FundingPaper = Paper[Asked]
_draw_bridge, _sum_bridge = drawn(bridge.bridge_page), sums(bridge.bridge_table)


def _bridge(desk: Desk, asked: Asked) -> Written:
    """Drawn on a page, in numbers on a sheet."""
    return (_draw_bridge if asked.form is Form.PDF else _sum_bridge)(desk, asked)


def _year(
    code: str, label: str, hint: str, writer: Callable[[Desk, Asked], Written]
) -> FundingPaper:
    return FundingPaper(code, label, hint, BOTH, Subject.YEAR, None, writer)


PAPERS: tuple[FundingPaper, ...] = (
    _year(
        "allocation",
        "经费分配表",
        "各单位网格数、每格标准和各科目安排，合计用公式",
        sums(budgets.allocation_table),
    ),
    _year(
        "execution",
        "预算执行表",
        "按单位和科目、按支出项目，带执行率",
        sums(budgets.execution_table),
    ),
    _year("bridge", "预算到结余", "总额、安排、支出、结余，画成一张图", _bridge),
    _year("years", "年度对比表", "和上一年对比安排和支出", sums(budgets.years_table)),
    _year(
        "ledger",
        "经费台账",
        "期初余额、每张凭证、期末余额，附科目余额表",
        sums(ledger.journal_table),
    ),
    FundingPaper(
        "pay_sheet",
        "工资发放表",
        "每个单位一张，带签名栏；审批前仅供核对",
        BOTH,
        Subject.PERIOD,
        PayState.CALCULATED,
        sums(pay.pay_table),
    ),
    FundingPaper(
        "slips",
        "工资条",
        "一页六张，沿线裁开，每人只看到自己的",
        PDF,
        Subject.PERIOD,
        PayState.APPROVED,
        drawn(pay.slips),
    ),
    FundingPaper(
        "voucher",
        "记账凭证",
        "一张凭证，带大写金额",
        BOTH,
        Subject.POSTING,
        None,
        sums(ledger.voucher_table),
    ),
)
_TABLE = Papers(PAPERS)


def papers_of(subject: Subject) -> tuple[FundingPaper, ...]:
    """The papers that tell of one kind of subject, in the order of its work."""
    return _TABLE.of(subject)


def paper_by_code(code: str) -> FundingPaper:
    """The paper of a code. Raises UserError for one that does not exist."""
    return _TABLE.by_code(code)


def write_paper(
    desk: Desk,
    code: str,
    subject_id: int,
    path: Path,
    form: Form,
    *,
    options: PaperOptions | None = None,
    progress: Progress | None = None,
) -> Written:
    """Write one paper of a year, month of pay or voucher; raises as `Papers.write` does."""
    given = options or PaperOptions()
    return _TABLE.write(desk, Asked(code, subject_id, path, form, given, progress or Progress()))
