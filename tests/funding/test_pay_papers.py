"""The papers of a month of pay: they add up, name nobody to another, keep account numbers in."""

from __future__ import annotations

import openpyxl
import pytest

from hrgrid.core.errors import UserError
from hrgrid.funding.papers.bank_file import write_bank_file
from hrgrid.funding.service.bank_files import make_bank_file
from hrgrid.paper.forms import Form
from tests.funding.paper_reading import agree, flat
from tests.funding.paper_reading import made as made
from tests.funding.pay_office import APRIL, PEOPLE, carded, computed, paid
from tests.funding.pay_office import approved as approved_month
from tests.funding.pay_office import payroll as payroll
from tests.funding.pay_office import template as template


def test_the_sheet_of_a_month_adds_up_for_every_unit(payroll, made):
    period = paid(payroll)
    path = made(payroll, "pay_sheet", period, Form.XLSX)
    assert agree(path) > 20
    book = openpyxl.load_workbook(path, data_only=True)
    assert book.sheetnames == ["东街道", "西街道"]
    told = flat(made(payroll, "pay_sheet", period))
    for words in (*PEOPLE, "签名", "实发合计（大写）", "东街道2026年3月工资发放表"):
        assert words in told, words


def test_slips_come_after_approval_and_hold_one_person_each(payroll, made):
    period, _ = computed(payroll)
    with pytest.raises(UserError, match="还没有审批"):
        made(payroll, "slips", period)
    path = made(payroll, "slips", approved_month(payroll, APRIL))
    told = flat(path)
    assert told.count("2026年4月工资条") == len(PEOPLE)
    assert all(name in told for name in PEOPLE)


def test_account_numbers_stand_in_the_workbook_for_the_bank_alone(payroll, made, tmp_path):
    period = paid(payroll)
    carded(payroll, *PEOPLE)
    path = tmp_path / "代发.xlsx"
    payroll.write(lambda work: write_bank_file(make_bank_file(work, period), path))
    sheet = openpyxl.load_workbook(path)["代发清单"]
    numbers = [row[1] for row in sheet.iter_rows(min_row=4, values_only=True) if row[1]]
    assert numbers == [f"6228480000000000{at:03d}" for at in range(5)]
    assert {sheet.cell(row, 2).data_type for row in range(4, 9)} == {"s"}
    assert agree(path) >= 1
    with pytest.raises(UserError, match="重复送银行会重复发放"):
        payroll.write(lambda work: make_bank_file(work, period))
    for code in ("pay_sheet", "slips"):
        assert "6228480000000000" not in flat(made(payroll, code, period))
