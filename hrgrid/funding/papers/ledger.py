"""台账 of a time with what was before and is left, the balance of accounts, single vouchers."""

from __future__ import annotations

from hrgrid.core.errors import UserError
from hrgrid.core.numerals import capital_amount, official_day
from hrgrid.core.rights import Right
from hrgrid.documents.papers.record import About
from hrgrid.funding.papers.frame import UNIT, Tables, month_words, office, place
from hrgrid.funding.papers.options import Asked
from hrgrid.funding.queries.report_ledger import journal, voucher
from hrgrid.funding.queries.trial import trial_balance
from hrgrid.funding.rules.words import PostingState
from hrgrid.paper.sheets import CellForm
from hrgrid.paper.sums import SumColumn, SumTable, added, money, text
from hrgrid.paper.tables import Side
from hrgrid.storage.work import UnitOfWork


def journal_table(work: UnitOfWork, asked: Asked) -> Tables:
    """台账: what was at hand, every posting that moved it, what is left; then the accounts."""
    year, options = asked.subject_id, asked.options
    first, last = options.first or year * 100 + 1, options.last or year * 100 + 12
    if first > last or first // 100 != last // 100:
        raise UserError("台账的起止月份要在同一年，并且先后顺序正确。请改月份")
    path = place(work, asked)
    found = journal(work, first, last, path)
    if not found.rows and not found.opening_fen:
        raise UserError(f"{_span(first, last)}没有记过账，没有内容可输出")
    rows: list[tuple[str | int | None, ...]] = [
        ("", "", "", "", "期初余额", "", None, None, found.opening_fen)
    ]
    rows += [
        (
            f"{row.day:%Y-%m-%d}",
            row.number,
            row.kind.label,
            row.area,
            row.memo,
            row.document_no,
            row.in_fen or None,
            row.out_fen or None,
            row.left_fen,
        )
        for row in found.rows
    ]
    title = f"{_span(first, last)}经费台账"
    columns = (
        text("day", "日期", 12, 22, Side.CENTRE),
        text("number", "凭证号", 14, 26, Side.CENTRE),
        text("kind", "类别", 12, 20, Side.CENTRE),
        text("area", "单位", 16, 26),
        text("memo", "摘要", 34, 60),
        text("document", "文号", 22, 34),
        money("in", "收入", 30, total=True),
        money("out", "支出", 30, total=True),
        SumColumn(
            "left",
            "余额",
            15,
            32,
            CellForm.TWO_PLACES,
            formula="{left_above}+{in}-{out}",
            closing="{left_above}",
        ),
    )
    totals: dict[str, str | int | None] = {
        "memo": "本期合计和期末余额",
        "in": sum(row.in_fen for row in found.rows),
        "out": sum(row.out_fen for row in found.rows),
        "left": found.closing_fen,
    }
    table = SumTable(
        title,
        "台账",
        columns,
        lambda: iter(rows),
        totals,
        check="left",
        left=f"{office(work)}　{UNIT}",
        right=f"输出日期：{official_day(work.today)}",
        notes=("本台账记可用经费的收入、支出和余额；同一范围内单位之间的拨付不列。",),
        signs=("记账人：　　　　　　　　　　　　复核人：　　　　　　　　　　　　负责人：",),
        owner=1,
        size=850,
    )
    return Tables(About(path, title), [table, _accounts(work, first, last, path)], len(found.rows))


def _accounts(work: UnitOfWork, first: int, last: int, path: str) -> SumTable:
    """科目余额表 at the end of the time."""
    year = first // 100
    whole = last == year * 100 + 12 and first == year * 100 + 1
    found = trial_balance(work, year, None if whole else last, path)
    rows = [
        (row.account.label, row.before_fen, row.debit_fen, row.credit_fen, row.balance_fen)
        for row in found
    ]
    keys = ("before", "debit", "credit", "balance")
    when = f"{year}年" if whole else month_words(last)
    return SumTable(
        f"{when}科目余额表",
        "科目余额表",
        (
            text("account", "科目", 20, 50),
            money("before", "期初余额", 50, total=True),
            money("debit", "借方发生", 50, total=True),
            money("credit", "贷方发生", 50, total=True),
            money("balance", "期末余额", 50, formula="{before}+{debit}-{credit}", total=True),
        ),
        lambda: iter(rows),
        added(rows, keys, account="合　计"),
        check="balance",
        left=f"{office(work)}　{UNIT}",
        right=f"输出日期：{official_day(work.today)}",
        notes=("借方余额为正，贷方余额为负；各科目期末余额合计应为 0。",),
    )


def _span(first: int, last: int) -> str:
    if first % 100 == 1 and last % 100 == 12:
        return f"{first // 100}年度"
    if first == last:
        return month_words(first)
    return f"{first // 100}年{first % 100}—{last % 100}月"


def voucher_table(work: UnitOfWork, asked: Asked) -> Tables:
    """记账凭证: its lines with debit and credit, the sum in words, who made and checked it."""
    found = voucher(work, asked.subject_id)
    work.require(Right.PRINT_PAPERS, found.area_path)
    rows = [
        (
            found.memo if at == 0 else "",
            line.account.label,
            "　".join(part for part in (line.area, line.item, line.whom) if part),
            line.fen if line.fen > 0 else None,
            -line.fen if line.fen < 0 else None,
        )
        for at, line in enumerate(found.lines)
    ]
    about = [f"类别：{found.kind.label}"]
    if found.document_no:
        about.append(f"文号：{found.document_no}")
    if found.award_document:
        about.append(f"批准表彰的文号：{found.award_document}")
    if found.reverses:
        about.append(f"冲正凭证：{found.reverses}")
    about.append("附件：扫描件已留存" if found.scanned else "附件：　　张")
    notes = ["　　".join(about), f"合计（大写）：{capital_amount(found.debit_fen)}"]
    if found.summed:
        notes.append(f"共 {found.entries:,} 行明细，这里按科目、单位和项目汇总。")
    checked = found.posted_by if found.state is PostingState.POSTED else "（待复核）"
    number = f"凭证号：{found.number}" if found.number else "凭证号：待编"
    table = SumTable(
        "记账凭证",
        f"凭证 {found.number or found.id}",
        (
            text("memo", "摘要", 30, 54),
            text("account", "科目", 14, 26, Side.CENTRE),
            text("detail", "明细", 36, 70),
            money("debit", "借方金额", 32, total=True),
            money("credit", "贷方金额", 32, total=True),
        ),
        lambda: iter(rows),
        {"account": "合　计", "debit": found.debit_fen, "credit": found.debit_fen},
        check="debit",
        left=f"{found.area}　{official_day(found.day)}",
        right=f"{number}　{UNIT}",
        notes=tuple(notes),
        signs=(f"制单：{found.made_by}　　　　　复核记账：{checked}　　　　　负责人：",),
        airy=16,
    )
    called = f"记账凭证 {found.number}" if found.number else f"待复核凭证 {found.id}"
    return Tables(About(found.area_path, called), [table], found.entries)
