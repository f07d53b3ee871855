"""The papers of funding: formulas that come to what is stored, what stands on each, who may."""

from __future__ import annotations

import datetime as dt
import json
from contextlib import closing
from decimal import Decimal

import openpyxl
import pytest
from sqlalchemy import select

from hrgrid.core.errors import UserError
from hrgrid.core.numerals import capital_amount
from hrgrid.funding.model import Posting
from hrgrid.funding.papers import PAPERS, Subject
from hrgrid.funding.rules.budget_forms import ApproveForm, MoveForm
from hrgrid.funding.rules.words import ActKind, Heading
from hrgrid.funding.service.acts import approve_act
from hrgrid.funding.service.grants import apply_grants, compute_grants
from hrgrid.funding.service.postings import book, draft_posting, reverse_posting, void_posting
from hrgrid.paper.forms import Form
from hrgrid.paper.sums import SumTable, money, text, write_sums
from hrgrid.storage.journal import JournalEntry
from tests.funding.office import (
    DAY,
    DISTRICT,
    EAST,
    WEST,
    YEAR,
    approved,
    area_id,
    expense,
    furnish,
)
from tests.funding.paper_reading import agree, flat
from tests.funding.paper_reading import made as made


def spend(desk) -> list[int]:
    """Something set aside and spent in two streets, one expense taken back."""
    ids = furnish(desk, streets={EAST: 12_000_000, WEST: 9_200_000})
    moves = [
        MoveForm(ids[EAST], 500_000, heading=Heading.EQUIPMENT),
        MoveForm(ids[WEST], 100_005, heading=Heading.TRAINING),
    ]
    approved(desk, ActKind.ALLOT, moves)
    done = [
        desk.write(lambda work: book(work, expense(desk, 123_456, code="equipment"))),
        desk.write(lambda work: book(work, expense(desk, 100_005, unit=WEST, code="training"))),
        desk.write(lambda work: book(work, expense(desk, 50_000))),
    ]
    numbers = {
        row.posting_no: row.id
        for row in desk.read(
            lambda work: work.session.execute(select(Posting.posting_no, Posting.id)).all()
        )
    }
    back = desk.write(
        lambda work: reverse_posting(
            work, numbers[done[-1]], dt.date(YEAR, 2, 3), "=冲正多记的一笔"
        )
    )
    return [*done, back]


@pytest.mark.parametrize("code", ["allocation", "execution", "bridge", "years", "ledger"])
def test_formulas_of_a_year_come_to_what_is_stored(office, made, code):
    spend(office)
    assert agree(made(office, code, YEAR, Form.XLSX)) > 3


def test_the_table_of_allocation_has_the_columns_and_the_sum_in_capitals(office, made):
    spend(office)
    told = flat(made(office, "allocation", YEAR))
    assert "2026年度网格员队伍建设专项经费分配表" in told
    for heading in (
        "序号", "街道", "综合网格数", "在岗专职", "每格标准", "薪酬保障", "培训竞赛",
        "装备公示", "星级奖励", "表彰", "机动", "合计", "备注",
    ):  # fmt: skip
        assert heading in told, heading
    # Set aside: 2 × 90,000.00 for pay, 5,000.00 and 1,000.05, of 300,000.00 in all.
    assert "预算总额：300000.00" in told
    assert "已分配：186000.05" in told
    assert "未分配：113999.95" in told
    assert f"大写：{capital_amount(30_000_000)}" in told
    assert "编制人：" in told
    sheet = openpyxl.load_workbook(made(office, "allocation", YEAR, Form.XLSX), data_only=True)
    (table,) = sheet.worksheets
    assert [cell.value for cell in table[3]][-1] == "校验"
    rows = [row for row in table.iter_rows(min_row=4, values_only=True) if row[1]]
    assert [row[1] for row in rows] == [EAST, WEST, "合　计"]
    assert [row[2:4] for row in rows] == [(3, 3), (2, 1), (5, 4)]
    assert [row[-1] for row in rows] == [0, 0, 0]


def test_pay_set_aside_is_grids_by_their_rate_where_it_is_just_that(office, made):
    ids = furnish(office, pay=0)
    area = area_id(office, DISTRICT)
    day = dt.date(YEAR, 12, 31)
    run = office.write(lambda work: compute_grants(work, YEAR, area, day)).run_id
    act = office.write(lambda work: apply_grants(work, run))
    office.write(lambda work: approve_act(work, act, ApproveForm("示例财〔2026〕9号")))
    approved(office, ActKind.ALLOT, [MoveForm(ids[WEST], 3_000_000, heading=Heading.PAY)])
    book = openpyxl.load_workbook(made(office, "allocation", YEAR, Form.XLSX))
    (table,) = book.worksheets
    at = [cell.value for cell in table[3]].index("薪酬保障")
    # Three grids of 30,000.00 are what the first has; the second has more than its two.
    assert table.cell(4, at + 1).value == "=C4*E4"
    assert table.cell(5, at + 1).value == 90_000
    assert agree(made(office, "allocation", YEAR, Form.XLSX)) > 3


@pytest.mark.parametrize(
    ("fen", "words"),
    [
        (0, "零元整"),
        (100_550, "壹仟零伍元伍角整"),
        (1_845_000_000, "壹仟捌佰肆拾伍万元整"),
        (1_000_005, "壹万元零伍分"),
        (2_200_000_000, "贰仟贰佰万元整"),
    ],
)
def test_sums_in_capitals_are_those_of_the_pattern(fen, words):
    assert capital_amount(fen) == words


def test_the_journal_begins_and_ends_with_what_was_at_hand(office, made):
    spend(office)
    rows = openpyxl.load_workbook(
        made(office, "ledger", YEAR, Form.XLSX, first=202602, last=202603), data_only=True
    )["台账"]
    told = [row for row in rows.iter_rows(min_row=4, values_only=True) if row[4]]
    # 300,000.00 less 1,234.56, 1,000.05 and 500.00; in February the last comes back.
    assert told[0][4] == "期初余额"
    assert Decimal(str(told[0][8])) == Decimal("297265.39")
    assert [row[6] for row in told[1:]] == [500, 500]
    assert Decimal(str(told[-1][8])) == Decimal("297765.39")


def test_text_that_begins_like_a_formula_stays_text(office, made):
    spend(office)
    sheet = openpyxl.load_workbook(made(office, "ledger", YEAR, Form.XLSX))["台账"]
    cells = [cell for row in sheet.iter_rows() for cell in row if str(cell.value).startswith("=冲")]
    assert [cell.data_type for cell in cells] == ["s"]


def test_a_voucher_shows_both_sides_and_who_made_it(office, made):
    spend(office)
    posting = office.read(
        lambda work: work.session.scalars(
            select(Posting.id).where(Posting.debit_fen == 123_456)
        ).one()
    )
    told = flat(made(office, "voucher", posting))
    assert told.count("1234.56") == 4
    assert capital_amount(123_456) in told
    assert "示例付〔2026〕1号" in told
    assert agree(made(office, "voucher", posting, Form.XLSX)) >= 3


def test_the_bridge_is_drawn_with_what_each_step_leaves(office, made):
    spend(office)
    told = flat(made(office, "bridge", YEAR))
    for words in ("年度总额", "300,000.00", "薪酬以外可用", "120,000.00", "结余", "297,765.39"):
        assert words in told, words


def test_a_year_without_money_says_so(office, made):
    for paper in PAPERS:
        if paper.subject is Subject.YEAR:
            with pytest.raises(UserError, match=r"没有内容可输出"):
                made(office, paper.code, YEAR)


def test_every_paper_is_put_on_record(office, made):
    spend(office)
    made(office, "allocation", YEAR)
    rows = office.read(
        lambda work: work.session.scalars(
            select(JournalEntry).where(JournalEntry.action == "write_funding_paper")
        ).all()
    )
    assert [json.loads(row.after)["paper"] for row in rows] == ["allocation"]


def test_twelve_thousand_rows_are_streamed(tmp_path):
    fen = [at * 7 + 1 for at in range(12_000)]

    def rows():
        return ((f"=第{at}人", each) for at, each in enumerate(fen))

    table = SumTable(
        "很长的表",
        "表",
        (text("name", "姓名", 20, 60), money("fen", "金额", 40)),
        rows,
        {"name": "合　计", "fen": sum(fen)},
        check="fen",
    )
    path = tmp_path / "long.xlsx"
    write_sums(path, [table], Form.XLSX)
    with closing(openpyxl.load_workbook(path, read_only=True)) as workbook:
        last = workbook["表"].iter_rows(min_row=12_004, max_row=12_004, values_only=True)
        told = list(last)
    assert told[0][1] == "=SUM(B4:B12003)"


def test_no_paper_of_a_given_up_voucher(office, made):
    furnish(office)
    posting = office.write(lambda work: draft_posting(work, expense(office, 1_000, day=DAY)))
    assert "待复核" in flat(made(office, "voucher", posting))
    office.write(lambda work: void_posting(work, posting, "填错了"))
    with pytest.raises(UserError, match="已经作废"):
        made(office, "voucher", posting)
