"""Periods from their opening to the archive, on both engines."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import replace
from pathlib import Path

import pytest

from hrgrid.assessment import service
from hrgrid.assessment.queries.appeals import appeals_of
from hrgrid.assessment.queries.delivered import delivered_by_unit, missing_people, reminders
from hrgrid.assessment.queries.people import assessees_of, people_changes
from hrgrid.assessment.queries.periods import period_card, period_years, periods, proposal
from hrgrid.assessment.rules.period_days import last_over
from hrgrid.assessment.rules.period_rows import PeriodFilter
from hrgrid.assessment.rules.scheme_rows import SchemeForm
from hrgrid.assessment.rules.shipped import MONTHLY
from hrgrid.assessment.rules.words import LeftOut, PeriodKind, PeriodState
from hrgrid.assessment.service.appeals import AppealForm, file_appeal, withdraw_appeal
from hrgrid.assessment.service.periods import open_appeals, start_collecting, take_newest_scheme
from hrgrid.assessment.service.schemes import save_scheme
from hrgrid.assessment.service.snapshot import leave_out
from hrgrid.core.errors import UserError
from hrgrid.ui.journal.words import ACTIONS
from hrgrid.workforce.service.merging import merge_people
from hrgrid.workforce.service.posting import end_post
from tests.assessment import assessed
from tests.assessment import office as town
from tests.statements import recorded

DAY = dt.timedelta(days=1)


def test_a_period_takes_whoever_held_the_role_in_it(office) -> None:
    """Each where he stood at its end, or on his last day in post."""
    number = town.opened(office)
    rows = office.read(lambda work: assessees_of(work, number))
    by_street: dict[str, set[str]] = {}
    for row in rows:
        if row.left_out is None:
            by_street.setdefault(row.unit, set()).add(row.name)
    assert by_street == {street: set(names) for street, names in town.ASSESSED.items()}
    left = {row.name: (row.left_out, row.left_out_note) for row in rows if row.left_out}
    assert left == {
        "周五": (LeftOut.ON_LEAVE, ""),
        "何水": (LeftOut.ON_LEAVE, "借调"),
        "郑七": (LeftOut.TOO_FEW_DAYS, ""),
        "曹新": (LeftOut.TOO_FEW_DAYS, ""),
    }
    days = {row.name: row.served_days for row in rows}
    assert (days["赵一"], days["吴六"], days["郑七"], days["曹新"]) == (30, 20, 8, 10)
    assert (days["严早"], days["吕风"]) == (21, 30)


def test_taking_people_again_changes_nobody(office) -> None:
    """Nothing happened in between."""
    number = town.opened(office)
    found = office.read(lambda work: people_changes(work, number))
    assert found.nothing
    assert found.same == len(town.EVERYBODY)


def test_a_new_period_is_the_one_after_the_last(office):
    today = office.read(lambda work: work.today)
    first = office.read(proposal)
    assert (first.scheme, first.span, first.area) == (
        "monthly",
        last_over(PeriodKind.MONTH, today),
        "示例区",
    )
    assert first.last_id is None
    number = town.opened(office, due_on=today + DAY * 7)
    after = office.read(proposal)
    assert (after.span.year, after.span.number, after.last_id) == (2026, 10, number)
    assert (after.scheme, after.days, after.due_on) == ("monthly", 7, today + DAY * 7)
    with pytest.raises(UserError, match="没有考核方案"):
        office.read(lambda work: proposal(work, "nothing"))
    assert office.read(lambda work: proposal(work, "quarterly")).span.kind is PeriodKind.QUARTER


def test_what_cannot_be_opened_is_refused_with_the_reason(office):
    today = office.read(lambda work: work.today)
    town.opened(office)
    with pytest.raises(UserError, match="已经建过（“2026 年 9 月专职网格员考核”）"):
        town.opened(office)
    with pytest.raises(UserError, match="还没有开始"):
        town.opened(office, year=today.year + 1)
    with pytest.raises(UserError, match="序号"):
        town.opened(office, 13)
    with pytest.raises(UserError, match="不能用于2026 年第 3 季度"):
        town.opened(office, 3, kind=PeriodKind.QUARTER)
    with pytest.raises(UserError, match="早于考核期的第一天"):
        town.opened(office, 8, due_on=dt.date(2026, 7, 1))


def test_a_period_goes_by_the_version_of_its_last_day_until_it_takes_a_newer_one(office):
    september = town.opened(office, collect=False)
    card = office.read(lambda work: period_card(work, september))
    assert (card.rule_number, card.newer_rule) == (1, None)
    with pytest.raises(UserError, match="已经是现行方案"):
        office.write(lambda work: take_newest_scheme(work, september))
    stricter = replace(MONTHLY, min_days=25)
    from_september = SchemeForm(stricter, dt.date(2026, 9, 1), "monthly", 1)
    office.write(lambda work: save_scheme(work, from_september), reason="加严")
    card = office.read(lambda work: period_card(work, september))
    assert (card.rule_number, card.newer_rule) == (1, 2)
    # August ended before.
    august = town.opened(office, 8)
    assert office.read(lambda work: period_card(work, august)).rule_number == 1
    office.write(lambda work: take_newest_scheme(work, september))
    rows = {row.name: row for row in office.read(lambda work: assessees_of(work, september))}
    assert rows["严早"].left_out is LeftOut.TOO_FEW_DAYS
    office.write(lambda work: start_collecting(work, september))
    assert office.read(lambda work: period_card(work, september)).rule_number == 2


def test_who_has_not_delivered_is_told_by_unit_and_by_name(office):
    assessed.delivered(office, without=("赵一", "钱二", "韩西"))
    number = town.opened(office, due_on=dt.date(2026, 10, 9))
    rows = office.read(lambda work: delivered_by_unit(work, number))
    patrols = {row.unit: (row.delivered, row.of) for row in rows if row.indicator == "patrols"}
    assert patrols == {
        "东街道": (4, 6),
        "西街道": (7, 7),
        "南街道": (3, 4),
        "北街道": (3, 3),
    }
    people = office.read(lambda work: missing_people(work, number, indicator="patrols"))
    assert {(one.name, one.unit) for one in people} == {
        ("赵一", "东街道"),
        ("钱二", "东街道"),
        ("韩西", "南街道"),
    }
    assert people[0].indicators == ("巡查走访到位",)
    found = office.read(lambda work: reminders(work, number))
    assert [(one.unit, one.people) for one in found] == [("东街道", 2), ("南街道", 1)]
    assert "巡查走访到位 2 人" in found[0].words
    assert found[0].days == (office.read(lambda work: work.today) - dt.date(2026, 10, 9)).days


def test_figures_of_an_entry_that_was_merged_since_count_for_who_is_kept(office):
    assessed.delivered(office, without=("褚秋",))
    kept, merged = town.person(office, "褚秋"), town.person(office, "曹新")
    office.write(
        lambda work: end_post(work, town.post_of(work, "褚秋"), dt.date(2026, 9, 20)),
        reason="调动",
    )
    office.write(lambda work: merge_people(work, kept, merged), reason="同一人")
    number = town.opened(office)
    missing = office.read(lambda work: missing_people(work, number, indicator="patrols"))
    assert missing == []
    rows = office.read(lambda work: delivered_by_unit(work, number))
    assert all(row.delivered == row.of for row in rows if row.indicator == "patrols")


def test_periods_are_listed_newest_first_and_narrowed(office):
    for month in (7, 9, 8):
        town.opened(office, month)
    listed = office.read(periods)
    assert [row.number for row in listed] == [9, 8, 7]
    assert [(row.assessed, row.left_out) for row in listed] == [(20, 4), (21, 1), (22, 0)]
    only = PeriodFilter(text="8 月", states=(PeriodState.COLLECTING,))
    assert [row.number for row in office.read(lambda work: periods(work, only))] == [8]
    assert office.read(lambda work: periods(work, PeriodFilter(year=2025))) == []
    assert office.read(period_years) == [2026]


def test_the_list_counts_what_has_a_result_what_lacks_figures_and_what_is_appealed(office):
    """Of the computation that counts; a period not computed yet has nothing to count."""
    town.opened(office, 7)
    blocked = assessed.scored(office, 9, without=["赵一"])
    shown = assessed.shown(office, 8)
    on = dt.date(town.YEAR, 9, 10)
    office.write(lambda work: open_appeals(work, shown, on))
    who = town.assessees(office, shown)["钱二"]
    form = AppealForm(who, "巡查次数与记录不符", on)
    number = office.write(lambda work: file_appeal(work, shown, form))

    def counts():
        return {
            row.number: (row.assessed, row.computed, row.blocked, row.appeals_open)
            for row in office.read(periods)
        }

    assert counts() == {9: (20, 19, 1, 0), 8: (21, 21, 0, 1), 7: (22, 0, 0, 0)}
    filed = {row.number: row.id for row in office.read(lambda work: appeals_of(work, shown))}
    office.write(lambda work: withdraw_appeal(work, filed[number]), reason="本人撤回")
    out = town.assessees(office, blocked)["赵一"]
    office.write(lambda work: leave_out(work, [out], "数据无法补齐"))
    assert counts() == {9: (19, 19, 0, 0), 8: (21, 21, 0, 0), 7: (22, 0, 0, 0)}


def test_the_list_takes_as_many_statements_for_three_periods_as_for_one(office):
    def taken() -> int:
        with recorded() as told:
            office.read(periods)
        return len(told)

    assessed.scored(office, 9)
    one = taken()
    assessed.scored(office, 8)
    town.opened(office, 7)
    assert taken() == one


DOING = ("periods", "settling", "snapshot", "showing", "appeals", "reviews", "steps")


def test_every_deed_on_periods_has_its_words_in_the_journal():
    folder = Path(str(service.__file__)).parent
    told = {
        code
        for name in DOING
        for code in re.findall(
            r'work\.record\(\s*"(\w+)"', (folder / f"{name}.py").read_text(encoding="utf-8")
        )
    }
    assert len(told) > 8
    assert told <= set(ACTIONS), told - set(ACTIONS)
