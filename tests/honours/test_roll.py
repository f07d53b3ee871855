"""The honour roll: all its tables as one list, narrowed, paged by key, and printed as a book."""

from __future__ import annotations

import openpyxl
import pytest

from hrgrid.accounts.rules import Role
from hrgrid.core.errors import Refused, UserError
from hrgrid.honours import queries
from hrgrid.honours.papers import Form, write_roll
from hrgrid.honours.papers import roll as book
from hrgrid.honours.queries.roll import (
    anchors_of_roll,
    count_roll,
    place_on_roll,
    roll,
    roll_districts,
    roll_of,
    roll_years,
)
from hrgrid.honours.rules.collectives import ChoiceForm, CollectiveForm
from hrgrid.honours.rules.roll import RollFilter, RollKind, RollOrder
from hrgrid.honours.rules.words import GrantState, Tier
from hrgrid.honours.service import collectives, honouring
from hrgrid.storage.journal import JournalFilter, entries
from tests.honours import years
from tests.paper.measuring import texts_of
from tests.statements import recorded
from tests.ui.honours import campaigns

ALL = RollFilter()


@pytest.fixture
def template(template, furnished):
    return furnished("honours of several years", years.build)


def found(desk, wanted=ALL, order=RollOrder.NEWEST):
    return desk.read(lambda work: roll(work, wanted, order))


def test_the_roll_has_every_honour_of_every_year_the_newest_first(desk):
    rows = found(desk)
    assert [row.year for row in rows] == [2025] * 10 + [2023] * 2 + [2018]
    assert [row.tier for row in rows[:10]] == [Tier.PIONEER] * 2 + [Tier.EXCELLENT] * 4 + [
        Tier.SKILLED
    ] * 4
    assert [row.tier for row in rows[10:12]] == [Tier.PIONEER, Tier.EXCELLENT]
    revoked = [row for row in rows if row.state is GrantState.REVOKED]
    assert [(row.year, row.revoke_document) for row in revoked] == [(2025, years.REVOKED)]
    stranger = rows[10]
    assert (stranger.name, stranger.person_id, stranger.origin) == (
        "欧阳春晓",
        None,
        "以往荣誉登记",
    )
    assert {row.district for row in rows[:10]} == {"甲区", "乙区"}


def test_pages_by_key_and_their_anchors_are_the_whole_list_in_each_order(desk):
    for order in RollOrder:
        whole = found(desk, order=order)
        assert len(whole) == 13
        paged, after = [], None
        while page := desk.read(lambda work, a=after, o=order: roll(work, ALL, o, a, 4)):
            paged += page
            after = page[-1].key, page[-1].id
        assert paged == whole
        marks = desk.read(lambda work, o=order: anchors_of_roll(work, ALL, o, 4))
        assert marks.count == 13
        assert [one[1] for one in marks.after] == [whole[at].id for at in (3, 7, 11)]
        places = [
            desk.read(lambda work, o=order, r=row: place_on_roll(work, ALL, o, (r.key, r.id)))
            for row in whole
        ]
        assert places == list(range(13))


def test_each_condition_narrows_and_the_count_agrees(desk):
    rows = found(desk)
    areas = {name: area for area, name in desk.read(roll_districts)}
    assert list(areas) == ["甲区", "乙区"]
    one = rows[0]
    for wanted, holds in (
        (RollFilter(years=(2023, 2018)), lambda row: row.year < 2025),
        (RollFilter(tiers=(Tier.EXCELLENT,)), lambda row: row.tier is Tier.EXCELLENT),
        (RollFilter(state=GrantState.REVOKED), lambda row: row.state is GrantState.REVOKED),
        (RollFilter(state=GrantState.DECIDED), lambda row: row.state is GrantState.DECIDED),
        (RollFilter(text=one.number), lambda row: row.number == one.number),
        (RollFilter(text="欧阳"), lambda row: row.name == "欧阳春晓"),
        (RollFilter(text="丙区"), lambda row: row.unit == "丙区街道"),
        # An earlier honour names only a unit: the district's name begins it.
        (
            RollFilter(districts=(areas["甲区"],)),
            lambda row: row.district == "甲区" or row.unit.startswith("甲区"),
        ),
    ):
        told = [row for row in rows if holds(row)]
        assert told, wanted
        assert found(desk, wanted) == told
        assert desk.read(lambda work, w=wanted: count_roll(work, w)) == len(told)
    assert any(row.year == 2023 for row in found(desk, RollFilter(districts=(areas["甲区"],))))
    assert found(desk, RollFilter(text="%")) == []


def test_somebody_is_found_by_the_initials_of_his_name(desk):
    from hrgrid.core.names.pinyin import pinyin_of

    def initials(name):
        return pinyin_of(name).initials

    one = found(desk)[0]
    told = found(desk, RollFilter(text=initials(one.name).upper()))
    assert one in told
    assert all(initials(row.name) == initials(one.name) for row in told)


def test_years_are_told_with_what_stands_and_what_was_revoked(desk):
    told = desk.read(roll_years)
    assert [(one.year, one.counts, one.revoked, one.standing) for one in told] == [
        (2025, (2, 4, 3), 1, 9),
        (2023, (1, 1, 0), 0, 2),
        (2018, (0, 0, 1), 0, 1),
    ]


# --- units and teams ------------------------------------------------------------------------------


@pytest.fixture
def together(desk):
    """A unit and a team honoured in 2025, and a unit whose honour was taken back."""
    key = next(row.id for row in desk.read(queries.campaigns) if row.year == 2025)
    member = found(desk)[0]

    def honour(work):
        collectives.set_awards(work, key, [("优秀街道", 2), ("优秀网格团队", 1)])
        first, second = (
            collectives.nominate_collective(work, key, CollectiveForm("优秀街道", unit))
            for unit in ("甲区一街道", "乙区一街道")
        )
        form = CollectiveForm("优秀网格团队", "乙区一街道", "先锋队", (member.number,))
        team = collectives.nominate_collective(work, key, form)
        for form in (ChoiceForm("优秀街道", (first, second)), ChoiceForm("优秀网格团队", (team,))):
            collectives.choose_collectives(work, key, form, campaigns.MEETING)
        honouring.decide_collectives(work, key)
        return second

    second = desk.write(honour)
    desk.write(
        lambda work: honouring.revoke_collective(work, second, "苏政法〔2026〕31号"),
        reason="弄虚作假",
    )
    return member


def test_units_and_teams_stand_behind_the_people_of_their_year(desk, together):
    rows = found(desk)
    assert [row.collective for row in rows] == [False] * 10 + [True] * 3 + [False] * 3
    assert [(row.honour, row.name, row.unit, row.state) for row in rows[10:13]] == [
        ("优秀街道", "甲区一街道", "", GrantState.DECIDED),
        ("优秀街道", "乙区一街道", "", GrantState.REVOKED),
        ("优秀网格团队", "乙区一街道先锋队", f"成员：{together.name}", GrantState.DECIDED),
    ]
    assert {row.origin for row in rows[10:13]} == {"本系统评选"}
    for order in RollOrder:
        whole, paged, after = found(desk, order=order), [], None
        while page := desk.read(lambda work, a=after, o=order: roll(work, ALL, o, a, 3)):
            paged += page
            after = page[-1].key, page[-1].id
        assert paged == whole
        assert len(whole) == 16
    [newest, *_] = desk.read(roll_years)
    assert (newest.counts, newest.revoked, newest.units, newest.units_revoked) == (
        (2, 4, 3),
        1,
        2,
        1,
    )


def test_the_roll_narrows_to_people_or_units_and_finds_a_unit_by_its_name(desk, together):
    areas = {name: area for area, name in desk.read(roll_districts)}

    def named(**wanted):
        return [row.name for row in found(desk, RollFilter(**wanted)) if row.collective]

    both = RollKind.COLLECTIVE
    assert named(kind=RollKind.PERSON) == named(tiers=(Tier.SKILLED,)) == []
    assert len(found(desk, RollFilter(kind=RollKind.PERSON))) == 13
    assert len(named(kind=both)) == len(found(desk, RollFilter(kind=both))) == 3
    assert named(text="先锋队") == ["乙区一街道先锋队"]
    assert named(text="优秀街道") == ["甲区一街道", "乙区一街道"]
    assert named(districts=(areas["甲区"],)) == ["甲区一街道"]
    assert named(state=GrantState.REVOKED) == ["乙区一街道"]
    assert named(years=(2023,)) == []


def test_the_book_names_units_and_teams_and_counts_them_apart(desk, together, tmp_path):
    path = tmp_path / "光荣册.pdf"
    assert write_roll(desk, ALL, path, Form.PDF).rows == 16
    text = "".join("".join(page) for page in texts_of(path)).replace("　", "").replace(" ", "")
    for told in (
        "2025年度优秀街道（1个）",
        "2025年度优秀网格团队（1个）",
        "乙区一街道先锋队",
        f"成员：{together.name}",
        "共12人次、集体2个，已撤销1人次、集体1个",
    ):
        assert told in text


def test_rows_are_fetched_again_by_their_ids(desk):
    rows = found(desk)
    ids = [rows[10].id, rows[0].id]
    again = desk.read(lambda work: roll_of(work, ids, ALL))
    assert [row.name for row in again] == [rows[10].name, rows[0].name]


def test_reading_the_roll_takes_as_many_statements_for_many_as_for_few(desk):
    def asked(limit):
        with recorded() as statements:
            found = desk.read(lambda work: roll(work, ALL, RollOrder.NEWEST, None, limit))
        assert len(found) == min(limit, 13)
        return len(statements)

    assert asked(13) == asked(11)


def test_the_book_has_a_heading_a_year_and_tier_and_tells_of_revocations(desk, tmp_path):
    path = tmp_path / "光荣册.pdf"
    written = write_roll(desk, ALL, path, Form.PDF)
    assert written.rows == 13
    text = "".join("".join(page) for page in texts_of(path)).replace("　", "").replace(" ", "")
    for told in (
        "2025年度先锋网格员（2名）",
        "2025年度能手网格员（3名）",
        "2018年度能手网格员（1名）",
        "2018—2025年度",
        "共12人次",
        "已撤销1人次",
        "欧阳春晓",
        "留痕校验",
    ):
        assert told in text
    written_of = desk.read(lambda work: entries(work.session, JournalFilter()))[0]
    assert written_of.action == "write_roll"
    assert "欧阳春晓" not in str(written_of.after)


def test_the_book_as_a_workbook_has_a_row_an_honour(desk, tmp_path):
    path = tmp_path / "光荣册.xlsx"
    write_roll(desk, RollFilter(years=(2025,)), path, Form.XLSX)
    sheet = openpyxl.load_workbook(path).active
    told = [row[1:4] for row in sheet.iter_rows(values_only=True) if isinstance(row[0], int)]
    assert told == [
        (row.name, 2025, row.tier.label) for row in found(desk, RollFilter(years=(2025,)))
    ]


def test_a_book_of_nobody_or_of_too_many_is_refused(desk, tmp_path, monkeypatch):
    with pytest.raises(UserError, match="没有符合条件的荣誉"):
        write_roll(desk, RollFilter(years=(1999,)), tmp_path / "空.pdf", Form.PDF)
    monkeypatch.setattr(book, "MOST_NAMES", 12)
    with pytest.raises(UserError, match="一本光荣册最多 12 项，现在有 13 项"):
        write_roll(desk, ALL, tmp_path / "多.pdf", Form.PDF)
    assert list(tmp_path.glob("*.pdf*")) == []


def test_who_neither_runs_nor_decides_does_not_read_the_roll(apart):
    with pytest.raises(Refused):
        apart.desk(Role.AUDITOR).read(lambda work: count_roll(work, ALL))
