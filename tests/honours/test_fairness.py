"""The fairness picture: who is counted where, and that nothing hidden can be reckoned back."""

from __future__ import annotations

import itertools

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hrgrid.accounts.rules import Role
from hrgrid.core.errors import Refused, UserError
from hrgrid.honours import queries
from hrgrid.honours.papers import Form, write_fairness
from hrgrid.honours.papers.fairness import HIDDEN
from hrgrid.honours.queries.fairness import fairness
from hrgrid.honours.rules import fairness as rules
from hrgrid.honours.rules.fairness import (
    LEAST,
    UNKNOWN,
    Aspect,
    Group,
    age_band,
    picture,
    to_hide,
)
from hrgrid.honours.rules.words import GrantState
from hrgrid.storage.journal import JournalFilter, entries
from tests.honours import years

GROUPS = tuple(Group)


@st.composite
def tables(draw):
    """A few kinds of people by group, each group a part of the one before."""
    rows = []
    for _ in range(draw(st.integers(1, 3))):
        whole = draw(st.integers(0, 9))
        named = draw(st.integers(0, whole))
        rows.append((whole, named, draw(st.integers(0, named))))
    return rows


def compositions(total, parts):
    """Every way to share `total` among so many parts of at least one."""
    if parts == 1:
        return [(total,)] if total >= 1 else []
    return [
        (first, *rest)
        for first in range(1, total - parts + 2)
        for rest in compositions(total - first, parts - 1)
    ]


def columns_of(cells, hidden, closed, group):
    """Every column of a group that agrees with its total and its shown cells."""
    rows = [row for row in range(len(cells)) if (row, group) in hidden]
    fill = sum(cells[row][group] for row in rows)
    ways = compositions(fill, len(rows)) if rows else [()]
    if group in closed:
        ways = itertools.product(range(1, 11), repeat=len(rows))
    for way in ways:
        column = [row[group] for row in cells]
        for row, count in zip(rows, way, strict=True):
            column[row] = count
        yield tuple(column)


def possible(cells, hidden, closed, group=0, before=None):
    """Every table that agrees with what is published, group by group."""
    if group == 3:
        yield []
        return
    for column in columns_of(cells, hidden, closed, group):
        if before is None or all(a >= b for a, b in zip(before, column, strict=True)):
            for rest in possible(cells, hidden, closed, group + 1, column):
                yield [column, *rest]


@settings(max_examples=60, deadline=None)
@given(tables())
def test_no_hidden_cell_follows_from_totals_shown_cells_and_the_nesting(cells):
    hidden, closed = to_hide(cells, 3)
    for group in closed:
        # A total is closed only where nothing of the group is shown but that there is nobody.
        assert all(row[group] == 0 or (at, group) in hidden for at, row in enumerate(cells))
    seen = {cell: set() for cell in hidden}
    for table in possible(cells, hidden, closed):
        for row, group in seen:
            seen[row, group].add(table[group][row])
        if all(len(values) > 1 for values in seen.values()):
            break
    closed_cells = {(row, group) for row, group in hidden if group in closed}
    for cell, values in seen.items():
        if cell not in closed_cells:
            assert len(values) > 1, (cell, cells, hidden)


@given(tables())
def test_every_small_cell_is_hidden_and_nobody_is_never_hidden(cells):
    hidden, _ = to_hide(cells, 3)
    for at, row in enumerate(cells):
        for group, count in enumerate(row):
            if 0 < count < LEAST:
                assert (at, group) in hidden
            if count == 0:
                assert (at, group) not in hidden


@given(st.lists(st.integers(LEAST, 500), min_size=1, max_size=9))
def test_without_small_cells_nothing_is_hidden(counts):
    cells = [(count * 3, count * 2, count) for count in counts]
    made = picture(Aspect.ROLE, GROUPS, [str(at) for at in range(len(counts))], cells)
    assert not made.hides
    assert made.totals == tuple(sum(row[at] for row in cells) for at in range(3))


def test_a_hidden_cell_takes_the_smallest_other_one_with_it():
    made = picture(Aspect.SEX, GROUPS[:2], ["男", "女", "没有登记"], [(90, 30), (60, 20), (3, 0)])
    assert [row.counts for row in made.rows] == [(90, 30), (None, 20), (None, 0)]
    assert made.totals == (153, 50)
    assert made.share_bp(made.rows[0], 0) == 5882
    assert made.share_bp(made.rows[1], 0) is None


def test_one_row_with_few_people_closes_its_group():
    made = picture(Aspect.SEX, GROUPS, ["男", "女"], [(50, 20, 3), (40, 15, 0)])
    assert [row.counts[2] for row in made.rows] == [None, 0]
    assert made.totals == (90, 35, None)


def test_ages_fall_into_bands_of_ten_years():
    told = [age_band(age) for age in (None, 18, 29, 30, 39, 40, 50, 59, 60, 75)]
    assert told == [
        UNKNOWN,
        *["29 岁及以下"] * 2,
        *["30–39 岁"] * 2,
        "40–49 岁",
        *["50–59 岁"] * 2,
        *["60 岁及以上"] * 2,
    ]


# --- of a campaign --------------------------------------------------------------------------------


@pytest.fixture
def template(template, furnished):
    return furnished("honours of several years", years.build)


@pytest.fixture
def campaign_id(desk):
    return desk.read(queries.campaigns)[0].id


def test_each_aspect_counts_everybody_once_in_each_group(desk, campaign_id):
    found = desk.read(lambda work: fairness(work, campaign_id))
    assert [one.aspect for one in found.pictures] == list(Aspect)
    board = desk.read(lambda work: queries.board(work, campaign_id))
    chosen = desk.read(lambda work: queries.grants(work, campaign_id))
    for one in found.pictures:
        assert one.groups == GROUPS
        assert one.totals in {
            (24, len({row.person_id for row in board.candidates}), len(chosen)),
            (24, len({row.person_id for row in board.candidates}), None),
        }
    districts = found.of(Aspect.DISTRICT)
    assert [(row.name, row.counts[0]) for row in districts.rows] == [("甲区", 14), ("乙区", 10)]
    roles = {row.name for row in found.of(Aspect.ROLE).rows}
    assert roles == {"网格员", "网格长"}
    assert any(row.state is GrantState.REVOKED for row in chosen)


def test_the_sheet_shows_no_number_that_is_hidden(desk, campaign_id, tmp_path, monkeypatch):
    # So few people stand by each other here that it takes a higher bar to hide something.
    monkeypatch.setattr(rules, "LEAST", 11)
    path = tmp_path / "对比.xlsx"
    write_fairness(desk, campaign_id, path, Form.XLSX)
    book = openpyxl.load_workbook(path)
    assert book.sheetnames == [one.label for one in Aspect]
    found = desk.read(lambda work: fairness(work, campaign_id))
    told = 0
    for one in found.pictures:
        rows = {row[0]: row for row in book[one.aspect.label].iter_rows(values_only=True)}
        for row in one.rows:
            for at, count in enumerate(row.counts):
                shown = rows[row.name][1 + 2 * at]
                assert shown == (HIDDEN if count is None else count)
                told += count is None
    assert told
    entry = desk.read(lambda work: entries(work.session, JournalFilter()))[0]
    assert entry.action == "write_fairness"


def test_the_pages_are_drawn(desk, campaign_id, tmp_path):
    written = write_fairness(desk, campaign_id, tmp_path / "对比.pdf", Form.PDF)
    assert written.pages >= len(Aspect)


def test_before_the_freeze_there_is_nothing_to_compare(desk):
    from tests.ui.honours import campaigns

    city = campaigns.City(desk, {}, None, campaigns.scheme(years.PLACES))
    campaign_id = campaigns.draft(city, 2026)
    with pytest.raises(UserError, match="还没有截止推荐"):
        desk.read(lambda work: fairness(work, campaign_id))


def test_who_neither_runs_nor_decides_sees_no_picture(apart):
    with pytest.raises(Refused):
        apart.desk(Role.AUDITOR).read(lambda work: fairness(work, 1))
