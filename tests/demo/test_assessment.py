"""The demonstration's year of assessment and inspections; its tables agree with each other."""

from __future__ import annotations

import re
from collections import Counter
from contextlib import closing
from fractions import Fraction

import openpyxl
import pytest
from pypdf import PdfReader

from hrgrid.accounts.service import sign_in
from hrgrid.assessment.queries.appeals import appeals_of
from hrgrid.assessment.queries.inspections import PlanFilter, plans
from hrgrid.assessment.queries.periods import periods
from hrgrid.assessment.queries.result_decisions import moderations_of
from hrgrid.assessment.queries.results import results
from hrgrid.assessment.rules.period_rows import PeriodFilter
from hrgrid.assessment.rules.result_rows import ResultFilter
from hrgrid.assessment.rules.words import (
    AppealState,
    InspectionState,
    ModerationState,
    PeriodKind,
    PeriodState,
)
from hrgrid.demo.grading import FOLDER
from hrgrid.demo.office import OPERATOR
from hrgrid.storage.database import Database

_CENT = 100


@pytest.fixture(scope="module")
def folder(made):
    return made[0].data.parent / "文书" / FOLDER


def asked(done, job):
    with closing(sign_in(Database.open(done.data), OPERATOR)) as desk:
        return desk.read(job)


def rows_of(path, sheet=0):
    found = openpyxl.load_workbook(path).worksheets[sheet].iter_rows(values_only=True)
    return [row for row in found if row[0].__class__ is int]


def cents(value) -> int:
    return round(float(value) * _CENT)


def half_up(value: Fraction) -> int:
    return (2 * value.numerator + value.denominator) // (2 * value.denominator)


def all_of(work, period_id):
    return results(work, ResultFilter(period_id), limit=1_000)


# --- what was done --------------------------------------------------------------------------------


def test_months_quarter_and_year_went_to_the_archive_and_the_next_one_collects(made):
    rows = asked(made[0], lambda work: periods(work, PeriodFilter()))
    assert Counter((row.kind, row.year, row.state) for row in rows) == {
        (PeriodKind.MONTH, 2025, PeriodState.LOCKED): 6,
        (PeriodKind.QUARTER, 2025, PeriodState.LOCKED): 1,
        (PeriodKind.YEAR, 2025, PeriodState.LOCKED): 1,
        (PeriodKind.MONTH, 2026, PeriodState.COLLECTING): 1,
    }
    last = next(row for row in rows if row.year == 2025 and row.number == 12)
    told = asked(made[0], lambda work: (appeals_of(work, last.id), moderations_of(work, last.id)))
    assert [one.state for one in told[0]] == [AppealState.DENIED]
    assert [one.state for one in told[1]] == [ModerationState.APPROVED]


def test_an_inspection_in_each_of_the_last_months_and_the_last_still_waits(made):
    rows = asked(made[0], lambda work: plans(work, PlanFilter(year=2025)))
    assert Counter(row.state for row in rows) == {
        InspectionState.CLOSED: 2,
        InspectionState.DRAWN: 1,
    }
    assert {row.first_day.month for row in rows} == {10, 11, 12}


def test_the_same_seed_gives_the_same_results(made):
    def read(work):
        found = []
        for row in periods(work, PeriodFilter()):
            found += [
                (row.title, one.number, one.name, one.total_milli, one.grade, one.rank)
                for one in all_of(work, row.id)
            ]
        return sorted(found, key=str)

    first, second = (asked(done, read) for done in made)
    assert first == second
    assert sum(1 for row in first if row[3] is not None) > 300


# --- a second reader ------------------------------------------------------------------------------


def test_ranks_grades_and_the_units_figures_follow_from_the_printed_table(folder):
    rows = rows_of(folder / "考核成绩总表.xlsx")
    totals = [(cents(row[8]), row) for row in rows if row[8] is not None]
    units: dict[str, list[int]] = {}
    for total, row in totals:
        units.setdefault(row[3], []).append(total)
    for total, row in totals:
        better = sum(other > total for other in units[row[3]])
        assert row[10] == better + 1
        assert cents(row[6]) + cents(row[7] or 0) == total
        if row[9] in {"合格", "基本合格", "不合格"} and total >= 9_000:
            # Below the line of the share, or not chosen among equals at it.
            assert row[9] == "合格"
        elif total < 9_000:
            floor = {"合格": 7_500, "基本合格": 6_000, "不合格": 0}[row[9]]
            assert total >= floor or "否决" in (row[11] or "")
    for row in rows_of(folder / "单位考核汇总表.xlsx"):
        of = sorted(units[row[1]])
        middle = Fraction(of[(len(of) - 1) // 2] + of[len(of) // 2], 2)
        assert row[3] == len(of)
        assert (cents(row[4]), cents(row[5])) == (
            half_up(Fraction(sum(of), len(of))),
            half_up(middle),
        )
        best = sum(1 for _, one in totals if one[3] == row[1] and one[9] == "优秀")
        assert row[8] == best
        if len(of) >= 5:
            assert best <= len(of) * 20 // 100


def test_the_year_is_sixty_parts_months_and_forty_parts_review(made):
    def read(work):
        found = periods(work, PeriodFilter())
        months = [row.id for row in found if row.kind is PeriodKind.MONTH and row.year == 2025]
        (year,) = [row.id for row in found if row.kind is PeriodKind.YEAR]
        monthly: dict[int, list[int]] = {}
        for period_id in months:
            for one in all_of(work, period_id):
                if one.total_milli is not None:
                    monthly.setdefault(one.person_id, []).append(one.total_milli)
        return monthly, [row for row in all_of(work, year) if row.reckoned_milli is not None]

    monthly, yearly = asked(made[0], read)
    assert yearly
    for row in yearly:
        of = monthly[row.person_id]
        months = half_up(Fraction(sum(of), len(of)) * 60 / 1_000) * 10
        rest = row.reckoned_milli - months
        # 24 + 12 + 4 of the review, where nobody gave less than 80 of 100.
        assert 31_900 <= rest <= 40_000


def test_the_bulletin_says_what_the_results_say(folder):
    rows = rows_of(folder / "检查结果.xlsx")
    said = "".join(
        page.extract_text() for page in PdfReader(folder / "双随机检查情况通报.pdf").pages
    )
    plain = re.sub(r"\s", "", said)
    seen = [row for row in rows if row[7] != "未查成"]
    fine = sum(1 for row in seen if row[7] == "合格")
    faults = sum(len(row[15].split("；")) for row in rows if row[15])
    done = sum(row[15].count("已销号") for row in rows if row[15])
    assert f"{len(rows)}名网格员" in plain
    assert f"合格{fine}人" in plain
    assert f"发现问题{faults}个，已整改{done}个" in plain
    # Units, never persons.
    assert not any(row[4].replace("\u3000", "") in plain or row[5] in plain for row in rows)


def test_every_paper_is_there_with_its_pages(made, folder):
    ours = [row for row in made[0].papers if row.path.parent == folder]
    assert len(ours) == len(list(folder.iterdir())) == 22
    assert all(row.pages >= 1 for row in ours)
    assert {row.kind for row in ours} == {
        "board",
        "bulletin",
        "form",
        "notice",
        "register",
        "report",
        "roster",
    }
    (sheets,) = [row for row in ours if row.path.name == "个人考核表.pdf"]
    assert sheets.pages == sheets.rows == 8
