"""The office's own table of holidays, over the one that ships with the program."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest

from hrgrid.accounts import queries
from hrgrid.accounts.rules import Role
from hrgrid.accounts.service import keep_holidays
from hrgrid.core.errors import UserError
from hrgrid.core.policies import Setting
from hrgrid.core.workdays import Calendar, DayKind, DayRow, YearTable
from hrgrid.storage import rulebook
from hrgrid.storage.rulebook import RuleSetRow
from hrgrid.storage.work import UnitOfWork
from tests.accounts.houses import House, entries_of

D = dt.date
OFF, ON = DayKind.OFF, DayKind.ON
NEW_YEAR = DayRow(D(2027, 1, 1), OFF, "元旦")
SPRING = [DayRow(D(2027, 2, day), OFF, "春节") for day in range(5, 12)]
WORKED = DayRow(D(2027, 2, 14), ON, "春节调休")


@pytest.fixture
def house(shared: Callable[[Setting], House]) -> House:
    """An office in which each test takes a year of its own, or undoes what it kept."""
    return shared(Setting.SINGLE)


def keeping(year: int, *rows: DayRow, number: str = "") -> Callable[[UnitOfWork], YearTable]:
    return lambda work: keep_holidays(work, year, rows, number)


def calendar(house: House) -> Calendar:
    with house.database.reading() as work:
        return queries.calendar(work)


def versions(house: House, year: int) -> list[RuleSetRow]:
    with house.database.reading() as work:
        return rulebook.versions_of(work, f"{queries.HOLIDAYS}{year}")


@pytest.mark.parametrize(
    ("start", "last"),
    [
        (D(2019, 4, 2), D(2019, 4, 9)),
        (D(2026, 11, 23), D(2026, 11, 27)),
        (D(2026, 11, 25), D(2026, 12, 1)),
        (D(2026, 11, 28), D(2026, 12, 4)),
    ],
)
def test_an_office_without_tables_counts_by_the_shipped_ones(house, start, last):
    counted = calendar(house).add_workdays(start, 5)
    assert (counted.day, counted.warnings) == (last, ())


def test_a_year_that_nobody_keeps_counts_weekends_and_says_so_until_it_is_kept(database, desk):
    def counted() -> tuple[dt.date, tuple[str, ...]]:
        with database.reading() as work:
            last = queries.calendar(work).add_workdays(D(2027, 2, 3), 5)
        return last.day, last.warnings

    assert counted() == (D(2027, 2, 9), ("2027 年节假日未维护，按周末推算",))
    desk.write(keeping(2027, NEW_YEAR, *SPRING, WORKED))
    assert counted() == (D(2027, 2, 15), ())
    with database.reading() as work:
        own = queries.calendar(work)
    assert own.is_workday(D(2027, 2, 14))
    assert not own.is_workday(D(2027, 1, 1))
    assert own.count_workdays(D(2027, 2, 1), D(2027, 3, 1)).days == 16
    assert own.add_workdays(D(2028, 1, 3), 5).warnings == ("2028 年节假日未维护，按周末推算",)
    added = entries_of(database)[0]
    assert (added.action, added.subject) == ("add_rules", "2027 年节假日 第 1 版")
    assert '["2027-02-14","on","春节调休"]' in added.after


def test_an_offices_table_stands_before_the_shipped_one(house):
    before = calendar(house)
    assert not before.is_workday(D(2024, 4, 5))
    house.office_keeper.write(keeping(2024, DayRow(D(2024, 4, 3), OFF, "水灾停工")))
    after = calendar(house)
    assert after.is_workday(D(2024, 4, 5)), "the table holds what the office wrote, no more"
    assert not after.is_workday(D(2024, 4, 3))
    assert not after.is_workday(D(2024, 4, 6)), "a weekend stays one"
    assert before.is_workday(D(2024, 4, 7)) is True
    assert after.is_workday(D(2024, 4, 7)) is False
    assert after.is_workday(D(2025, 4, 7)), "another year still comes from the package"


def test_an_empty_table_says_that_the_year_has_weekends_only(house):
    house.office_keeper.write(keeping(2031))
    last = calendar(house).add_workdays(D(2031, 1, 1), 1)
    assert (last.day, last.warnings) == (D(2031, 1, 1), ())


def test_every_version_stays_with_its_number_reason_and_document(house):
    desk = house.office_keeper
    desk.write(keeping(2028, DayRow(D(2028, 1, 1), OFF, "元旦"), number="国办发明电〔2027〕7号"))
    desk.write(
        keeping(2028, DayRow(D(2028, 1, 3), OFF, "元旦"), number="国办发明电〔2027〕9号"),
        reason="通知更正",
    )
    newest, first = versions(house, 2028)
    assert [(row.number, row.document_no, row.reason) for row in (first, newest)] == [
        (1, "国办发明电〔2027〕7号", ""),
        (2, "国办发明电〔2027〕9号", "通知更正"),
    ]
    assert (newest.name, newest.made_by, newest.valid_from) == (
        "2028 年节假日",
        "赵一手",
        D(2028, 1, 1),
    )
    assert first.parameters == [["2028-01-01", "off", "元旦"]]
    assert calendar(house).table(2028) == YearTable(2028, (DayRow(D(2028, 1, 3), OFF, "元旦"),))
    entry = house.entries(1)[0]
    assert (entry.before, entry.after) == (
        '[["2028-01-01","off","元旦"]]',
        '[["2028-01-03","off","元旦"]]',
    )


def test_the_same_table_again_is_refused_in_whatever_order(house):
    one, two = DayRow(D(2029, 1, 1), OFF, "元旦"), DayRow(D(2029, 1, 2), OFF, "元旦")
    house.office_keeper.write(keeping(2029, one, two))
    with pytest.raises(UserError, match="与现行版本（第 1 版）完全相同，没有另存"):
        house.office_keeper.write(keeping(2029, two, one, number="另一个文号"))
    house.office_keeper.write(keeping(2029, one))
    house.office_keeper.write(keeping(2029, one, two))
    assert [row.number for row in versions(house, 2029)] == [3, 2, 1]


@pytest.mark.parametrize(
    ("year", "rows", "sentence"),
    [
        (0, [], "年份应为1949至2100，现为0"),
        (27, [], "现为27，请核对"),
        (2030, [NEW_YEAR], "2027-01-01不在2030年内"),
        (
            2027,
            [NEW_YEAR, DayRow(D(2027, 1, 1), ON, "元旦")],
            "2027-01-01在2027年节假日表中出现两次",
        ),
    ],
)
def test_a_faulty_table_is_not_kept(house, year, rows, sentence):
    with pytest.raises(UserError, match=sentence):
        house.office_keeper.write(keeping(year, *rows))
    assert versions(house, year) == []


def test_a_clerk_keeps_the_table_and_is_named(house):
    house.desk(Role.CLERK).write(keeping(2032, DayRow(D(2032, 1, 1), OFF, "元旦")))
    assert versions(house, 2032)[0].made_by == "钱经办"
