"""Balances of an office that begins in the middle of a year, through the real import."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from hrgrid.core.errors import UserError
from hrgrid.exchange.service import open_drop, run_import, undo_import
from hrgrid.funding.model import BudgetAct, Posting
from hrgrid.funding.rules.budget_forms import ApproveForm
from hrgrid.funding.rules.words import ActState, Heading, PostingState
from hrgrid.funding.service.acts import approve_act
from hrgrid.funding.service.postings import post
from hrgrid.overview.service import KINDS
from tests.exchange.samples import book
from tests.funding.office import DISTRICT, EAST, WEST, budget, furnish, spent, sums

HEADINGS = ("年度", "单位", "分配科目", "安排金额（元）", "已支出（元）", "经费来源", "文号")
PAPER = "示例财〔2026〕1号"
ROWS = (
    (2026, DISTRICT, "机动", "50,000.00", None, "区级", PAPER),
    (2026, EAST, "薪酬保障", "9万", "31000.5", "区级", PAPER),
    (2026, EAST, "培训", 1234.5, None, "镇街", PAPER),
    (2026, f"{DISTRICT}/{WEST}", "薪酬保障", "￥60,000", "0", None, PAPER),
)


def bring(desk, folder, rows=ROWS, **how):
    path = book(folder / "期初余额.xlsx", [list(HEADINGS), *map(list, rows)])
    kind = KINDS["balances"]
    drop = desk.read(lambda work: open_drop(work, kind, [path]))
    return run_import(desk, kind, drop, partial=how.pop("partial", True), **how)


def waiting(desk):
    def read(work):
        acts = select(BudgetAct.id).where(BudgetAct.state == ActState.DRAFT).order_by(BudgetAct.id)
        drafts = select(Posting.id).where(Posting.state == PostingState.DRAFT).order_by(Posting.id)
        return list(work.session.scalars(acts)), list(work.session.scalars(drafts))

    return desk.read(read)


def test_nothing_counts_before_somebody_approves_it(office, tmp_path):
    report = bring(office, tmp_path)
    assert (report.new, report.errors) == (4, ())
    acts, drafts = waiting(office)
    assert (len(acts), len(drafts)) == (2, 1)
    at = budget(office, EAST)
    assert sums(office, at) == (0, 0, 0)
    for act in acts:
        office.write(lambda work, act=act: approve_act(work, act, ApproveForm()))
    office.write(lambda work: post(work, drafts[0]))
    assert sums(office, at) == (9_123_450, 0, 9_123_450)
    assert spent(office, at) == (9_000_000, 3_100_050)
    assert spent(office, at, Heading.TRAINING) == (123_450, 0)
    assert sums(office, budget(office, DISTRICT)) == (5_000_000, 0, 5_000_000)


def test_an_import_is_taken_back_while_nothing_was_approved(office, tmp_path):
    report = bring(office, tmp_path)
    office.write(lambda work: undo_import(work, report.job_id, KINDS))
    assert waiting(office) == ([], [])
    again = bring(office, tmp_path)
    acts, _ = waiting(office)
    office.write(lambda work: approve_act(work, acts[0], ApproveForm()))
    with pytest.raises(UserError, match="已经审批或记账，不能撤销导入"):
        office.write(lambda work: undo_import(work, again.job_id, KINDS))


@pytest.mark.parametrize(
    ("row", "column", "code"),
    [
        ((2026, "北街道", "机动", 1, None, None, PAPER), "单位", "unknown_unit"),
        ((2026, EAST, "机动", 0, None, None, PAPER), "安排金额（元）", "nothing_allotted"),
        ((2026, EAST, "机动", 1, 2, None, PAPER), "已支出（元）", "spent_above"),
        ((2026, EAST, "机动", "-5", None, None, PAPER), "安排金额（元）", "not_money"),
        ((2026, EAST, "机动", "1.234", None, None, PAPER), "安排金额（元）", "not_money"),
        ((2027, EAST, "机动", 1, None, None, PAPER), "年度", "year_to_come"),
        ((2026, EAST, "薪酬保障", 1, None, "区级", PAPER), "分配科目", "balance_twice"),
    ],
)
def test_a_bad_row_is_named_and_the_good_ones_go_in(office, tmp_path, row, column, code):
    report = bring(office, tmp_path, (*ROWS, row))
    assert [(one.row, one.column, one.code) for one in report.errors] == [(6, column, code)]
    assert report.new == 4


def test_what_has_money_already_stays_out(office, tmp_path):
    furnish(office)
    report = bring(office, tmp_path)
    assert [(one.row, one.code) for one in report.errors] == [
        (3, "balance_there"),
        (5, "balance_there"),
    ]
    assert report.new == 2
