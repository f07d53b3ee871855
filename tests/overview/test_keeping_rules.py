"""The office's own days of notice and ages of retirement: kept as versions, read by the duties."""

from __future__ import annotations

import dataclasses
import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hrgrid.core.errors import Refused, UserError
from hrgrid.core.rights import Actor, Grant, Right
from hrgrid.overview.queries.duties import duty_rules, retirement_tables
from hrgrid.overview.rules.duties import TOPIC, DutyRules
from hrgrid.overview.rules.retirement import (
    SHIPPED,
    AgeRow,
    PostKind,
    age_words,
    parse_age,
    parse_birth_month,
    table_on,
)
from hrgrid.overview.service.rules import keep_duty_days, keep_retirement_ages
from hrgrid.storage.desk import Desk
from hrgrid.storage.rulebook import versions_of

DAY = dt.date(2026, 11, 22)
LATER = DAY + dt.timedelta(days=40)
LONGER = DutyRules((90, 45), probation=20)


def test_other_days_hold_from_their_day_on(desk):
    desk.write(lambda work: keep_duty_days(work, LONGER, LATER, "文 7 号"), reason="报批要三个月")
    assert desk.read(lambda work: duty_rules(work, DAY)) == DutyRules()
    assert desk.read(lambda work: duty_rules(work, LATER)) == LONGER
    (version,) = desk.read(lambda work: versions_of(work, TOPIC))
    assert (version.document_no, version.reason) == ("文 7 号", "报批要三个月")


@pytest.mark.parametrize(
    ("rules", "told"),
    [
        (DutyRules(), "与现行的完全相同"),
        (DutyRules((30, 30)), "第一次提醒应早于第二次"),
        (DutyRules((60, -1)), "第一次提醒应早于第二次"),
        (DutyRules(overdue=-5), "各项天数不能小于 0"),
    ],
)
def test_days_that_make_no_sense_are_refused(desk, rules, told):
    with pytest.raises(UserError, match=told):
        desk.write(lambda work: keep_duty_days(work, rules, DAY), reason="试一试")
    assert desk.read(lambda work: versions_of(work, TOPIC)) == []


def test_rules_need_a_reason_and_the_right(desk):
    with pytest.raises(UserError, match="须写明事由"):
        desk.write(lambda work: keep_duty_days(work, LONGER, DAY))
    clerk = Actor(1, "经办人", "经办人", "示例区", frozenset({Grant(Right.VIEW_WORKFORCE)}))
    other = Desk(desk.database, clerk, desk.keyring)
    with pytest.raises(Refused, match=Right.KEEP_RULES.label):
        other.write(lambda work: keep_duty_days(work, LONGER, DAY), reason="试一试")


def test_a_new_table_of_ages_stands_beside_the_shipped_ones(desk):
    new = dataclasses.replace(
        SHIPPED[-1], name="新办法", source="国发〔2030〕1 号", valid_from=dt.date(2030, 1, 1)
    )
    desk.write(lambda work: keep_retirement_ages(work, new), reason="国家新规定")
    tables = desk.read(retirement_tables)
    assert [table.valid_from.year for table in tables] == [1978, 2025, 2030]
    assert table_on(tables, dt.date(2030, 1, 1)) == new
    assert table_on(tables, dt.date(2029, 12, 31)) == SHIPPED[-1]


def test_a_table_of_the_same_day_takes_the_place_of_the_shipped_one(desk):
    rows = tuple(AgeRow(kind, 61 * 12) for kind in PostKind)
    own = dataclasses.replace(SHIPPED[-1], rows=rows, source="更正")
    desk.write(lambda work: keep_retirement_ages(work, own), reason="更正")
    assert desk.read(retirement_tables) == [SHIPPED[0], own]


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"name": " "}, "名称和依据"),
        ({"source": ""}, "名称和依据"),
        ({"rows": SHIPPED[-1].rows[:2]}, "恰有三行"),
        ({"rows": (AgeRow(PostKind.MEN, 0), *SHIPPED[-1].rows[1:])}, "男职工一行数目不对"),
        (
            {"rows": (AgeRow(PostKind.MEN, 720, (1965, 13), 4, 36), *SHIPPED[-1].rows[1:])},
            "男职工起算的出生年月不对",
        ),
    ],
)
def test_a_table_that_lacks_something_is_refused(desk, changed, told):
    table = dataclasses.replace(SHIPPED[-1], **changed)
    with pytest.raises(UserError, match=told):
        desk.write(lambda work: keep_retirement_ages(work, table), reason="试一试")
    assert desk.read(retirement_tables) == list(SHIPPED)


@given(st.integers(1, 1199))
def test_an_age_goes_through_its_words_unchanged(months):
    assert parse_age(age_words(months), "男职工") == months


@pytest.mark.parametrize("text", ["60", "６０", "60岁", " 60 周岁 "])
def test_an_age_is_read_as_people_write_it(text):
    assert parse_age(text, "男职工") == 720


@pytest.mark.parametrize("text", ["", "六十", "60.5", "54 周岁零 12 个月", "-60"])
def test_an_age_that_cannot_be_read_says_whose(text):
    with pytest.raises(UserError, match="女职工的年龄"):
        parse_age(text, "女职工")


@pytest.mark.parametrize("text", ["1965-01", "1965 年 1 月", "1965.1", "１９６５／１"])
def test_a_month_of_birth_is_read_as_people_write_it(text):
    assert parse_birth_month(text, "男职工") == (1965, 1)


@pytest.mark.parametrize("text", ["1965", "1965-13", "1965-0", "65-01", "元月"])
def test_a_month_that_cannot_be_read_says_whose(text):
    with pytest.raises(UserError, match="男职工起算的出生年月"):
        parse_birth_month(text, "男职工")
