"""The papers of funding: formulas that come to what is stored, what stands on each, who may."""

from __future__ import annotations

import datetime as dt
import re
from decimal import Decimal

import openpyxl
import pypdf
import pytest
from sqlalchemy import select

from hrgrid.core.errors import UserError
from hrgrid.core.numerals import capital_amount
from hrgrid.funding.model import Posting
from hrgrid.funding.papers import PAPERS, PaperOptions, Subject, write_paper
from hrgrid.funding.rules.budget_forms import MoveForm
from hrgrid.funding.rules.words import ActKind, Heading, PostingState
from hrgrid.funding.service.postings import book, reverse_posting
from hrgrid.paper.forms import Form
from hrgrid.paper.sums import SumTable, money, text, write_sums
from hrgrid.storage.journal import JournalEntry
from tests.funding.office import DAY, EAST, WEST, YEAR, approved, expense, furnish
from tests.funding.pay_office import APRIL, PEOPLE, carded, computed, paid
from tests.funding.pay_office import approved as approved_month
from tests.funding.pay_office import payroll as payroll

_RANGE = re.compile(r"SUM\(([A-Z]+)([0-9]+):([A-Z]+)([0-9]+)\)")
_CELL = re.compile(r"\b([A-Z]{1,2}[0-9]+)\b")


def flat(path) -> str:
    """The text of all pages without blanks."""
    pages = pypdf.PdfReader(path).pages
    return "".join("".join(page.extract_text().split()) for page in pages)


class Reckoner:
    """Computes the formulas of a sheet anew, from its plain numbers alone."""

    def __init__(self, path, name: str) -> None:
        self._live = openpyxl.load_workbook(path)[name]
        self.stored = openpyxl.load_workbook(path, data_only=True)[name]
        self._done: dict[str, Decimal] = {}

    def formulas(self) -> dict[str, str]:
        return {
            cell.coordinate: cell.value
            for row in self._live.iter_rows(min_row=4)
            for cell in row
            if cell.data_type == "f"
        }

    def value(self, place: str) -> Decimal:
        if place not in self._done:
            cell = self._live[place]
            self._done[place] = (
                self._compute(cell.value.removeprefix("="))
                if cell.data_type == "f"
                else Decimal(str(cell.value if isinstance(cell.value, int | float) else 0))
            )
        return self._done[place]

    def _compute(self, formula: str) -> Decimal:
        def ranged(found: re.Match[str]) -> str:
            cells = self._live[f"{found[1]}{found[2]}:{found[3]}{found[4]}"]
            places = [cell.coordinate for row in cells for cell in row]
            return f"({sum((self.value(place) for place in places), Decimal(0))})"

        if formula.startswith("IF("):
            whole, part = (self.value(each) for each in re.findall(r"[A-Z]+[0-9]+", formula)[:2])
            return (part / whole).quantize(Decimal("0.0001"), "ROUND_DOWN") if whole else Decimal(0)
        plain = _RANGE.sub(ranged, formula)
        plain = _CELL.sub(lambda found: f"({self.value(found[1])})", plain)
        plain = plain.replace("ROUND", "").replace(",2)", ")")
        terms = re.findall(r"([+-]?)\(*(-?[0-9.]+)\)*", plain)
        return sum(
            (Decimal(number) * (-1 if sign == "-" else 1) for sign, number in terms), Decimal(0)
        )


def agree(path) -> int:
    """Hold every formula of a workbook against the value stored with it; how many there are."""
    count = 0
    for name in openpyxl.load_workbook(path).sheetnames:
        sheet = Reckoner(path, name)
        for place, formula in sheet.formulas().items():
            stored = Decimal(str(sheet.stored[place].value))
            assert sheet.value(place) == stored, (name, place, formula)
            count += 1
    return count


@pytest.fixture
def made(tmp_path):
    """Writes a paper and gives its path."""
    folder = tmp_path / "papers"
    folder.mkdir()

    def write(desk, code: str, subject: int, form: Form = Form.PDF, **options: object):
        path = folder / f"{code}.{form.value}"
        write_paper(desk, code, subject, path, form, options=PaperOptions(**options))
        return path

    return write


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
    path = made(payroll, "bank", period, Form.XLSX)
    sheet = openpyxl.load_workbook(path)["代发清单"]
    numbers = [row[1] for row in sheet.iter_rows(min_row=4, values_only=True) if row[1]]
    assert numbers == [f"6228480000000000{at:03d}" for at in range(5)]
    assert {sheet.cell(row, 2).data_type for row in range(4, 9)} == {"s"}
    assert agree(path) >= 1
    with pytest.raises(UserError, match="重复送银行会重复发放"):
        made(payroll, "bank", period, Form.XLSX)
    for code in ("pay_sheet", "slips"):
        assert "6228480000000000" not in flat(made(payroll, code, period))


def test_every_paper_is_put_on_record(office, made):
    spend(office)
    made(office, "allocation", YEAR)
    rows = office.read(
        lambda work: work.session.scalars(
            select(JournalEntry).where(JournalEntry.action == "write_funding_paper")
        ).all()
    )
    assert [row.after["paper"] for row in rows] == ["allocation"]


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
    sheet = openpyxl.load_workbook(path, read_only=True)["表"]
    told = list(sheet.iter_rows(min_row=12_004, max_row=12_004, values_only=True))
    assert told[0][1] == "=SUM(B4:B12003)"


def test_no_paper_of_a_given_up_voucher(office, made):
    from hrgrid.funding.service.postings import draft_posting, void_posting

    furnish(office)
    posting = office.write(lambda work: draft_posting(work, expense(office, 1_000, day=DAY)))
    assert "待复核" in flat(made(office, "voucher", posting))
    office.write(lambda work: void_posting(work, posting, "填错了"))
    with pytest.raises(UserError, match="已经作废"):
        made(office, "voucher", posting)
    assert PostingState.VOID.label == "已作废"
