"""The demonstration's stars: confirmed rounds of people and grids, read a second time on paper."""

from __future__ import annotations

import re
from collections import Counter
from contextlib import closing

import openpyxl
import pytest
from pypdf import PdfReader

from hrgrid.accounts.service import sign_in
from hrgrid.assessment.queries.star_board import round_board
from hrgrid.assessment.queries.star_lines import star_lines
from hrgrid.assessment.queries.star_rounds import rounds
from hrgrid.assessment.rules.star_rows import StarLineFilter
from hrgrid.assessment.rules.star_words import RoundState, StarSubject
from hrgrid.assessment.rules.words import PeriodKind
from hrgrid.demo.office import OPERATOR
from hrgrid.demo.stars import FOLDER
from hrgrid.storage.database import Database

_STARS = ("未评星", "一星", "二星", "三星", "四星", "五星")


@pytest.fixture(scope="module")
def folder(made):
    return made[0].data.parent / "文书" / FOLDER


def asked(done, job):
    with closing(sign_in(Database.open(done.data), OPERATOR)) as desk:
        return desk.read(job)


def rows_of(path):
    found = openpyxl.load_workbook(path).worksheets[0].iter_rows(values_only=True)
    return [row for row in found if row[0].__class__ is int]


def lines(work, round_id):
    return star_lines(work, StarLineFilter(round_id), limit=1_000)


def said(path):
    pages = PdfReader(path).pages
    return re.sub(r"\s", "", "".join(page.extract_text() for page in pages))


def test_a_quarter_a_year_and_the_grids_were_rated_and_nothing_waits(made):
    def read(work):
        found = rounds(work)
        return found, [round_board(work, row.id) for row in found]

    rows, boards = asked(made[0], read)
    assert Counter((row.subject, row.span.kind, row.state) for row in rows) == {
        (StarSubject.PERSON, PeriodKind.QUARTER, RoundState.CONFIRMED): 1,
        (StarSubject.PERSON, PeriodKind.YEAR, RoundState.CONFIRMED): 1,
        (StarSubject.GRID, PeriodKind.QUARTER, RoundState.CONFIRMED): 1,
    }
    assert all(not board.blockers for board in boards)
    assert all(row.people > 50 and sum(row.counts[3:]) > 10 for row in rows)


def test_the_same_seed_gives_the_same_stars(made):
    def read(work):
        found = []
        for row in rounds(work):
            found += [
                (row.title, one.number, one.total_milli, one.rank, one.before_level, one.level)
                for one in lines(work, row.id)
            ]
        return sorted(found, key=str)

    first, second = (asked(done, read) for done in made)
    assert first == second
    assert len(first) > 150


def test_shares_hold_and_nobody_rose_by_more_than_one_star(folder):
    rows = [row for row in rows_of(folder / "网格员 星级名单.xlsx") if row[8] != "不参加"]
    before, after = ([_STARS.index(row[at]) for row in rows] for at in (7, 8))
    risen = [(old, new) for old, new in zip(before, after, strict=True) if old]
    assert risen
    assert all(new <= old + 1 for old, new in risen)
    for level, share in ((5, 5), (4, 15), (3, 40)):
        assert sum(new >= level for new in after) <= len(after) * share // 100
    floors = {1: 60, 2: 70, 3: 80, 4: 90, 5: 95}
    assert all(float(row[5]) >= floors[new] for row, new in zip(rows, after, strict=True) if new)


def test_a_grid_that_broke_a_theme_of_one_veto_has_two_stars_at_most(folder):
    rows = rows_of(folder / "网格 星级名单.xlsx")
    held = [row for row in rows if "三无三零主题" in (row[9] or "")]
    assert held
    assert {row[7] for row in held} <= {"二星", "一星", "未评星"}


def test_the_board_names_three_stars_and_above_and_tells_no_points(folder):
    rows = rows_of(folder / "网格员 星级名单.xlsx")
    shown = said(folder / "网格员 星级公示榜.pdf")
    for row in rows:
        name, number = row[1].replace("\u3000", ""), row[2]
        assert number not in shown
        if row[8] in _STARS[3:]:
            assert name in shown
    assert "得分" not in shown
    assert "二星" not in shown


def test_everybody_of_the_board_has_a_certificate_with_a_number_of_its_own(made, folder):
    rows = rows_of(folder / "网格员 星级名单.xlsx")
    starred = [row for row in rows if row[8] in _STARS[3:]]
    sheet = openpyxl.load_workbook(folder / "网格员 星级证书.xlsx").worksheets[0]
    issued = [row for row in sheet.iter_rows(values_only=True) if "XJ" in str(row[0])]
    assert [row[1] for row in issued] == [row[1].replace("\u3000", "") for row in starred]
    assert len({row[0] for row in issued}) == len(issued)
    (pages,) = [row for row in made[0].papers if row.path == folder / "网格员 星级证书.pdf"]
    assert pages.pages == pages.rows == len(issued)


def test_every_paper_is_there_with_its_pages(made, folder):
    ours = [row for row in made[0].papers if row.path.parent == folder]
    assert len(ours) == len(list(folder.iterdir())) == 9
    assert all(row.pages >= 1 for row in ours)
