"""Reviews: each assessor's own marks, blind until all of his are in, typed and pasted."""

from __future__ import annotations

import pytest

from hrgrid.accounts.rules import Role
from hrgrid.assessment.queries.reviews import review_parts, review_progress, review_sheet
from hrgrid.assessment.rules.words import PeriodKind, ReviewPart
from hrgrid.assessment.service.reviews import put_review, put_reviews
from hrgrid.core.errors import UserError
from hrgrid.storage.journal import JournalFilter, entries
from tests.accounts.houses import House
from tests.assessment import office as town

OFFICE = ReviewPart.OFFICE


def year_of(desk) -> int:
    """2025 of the whole district, with its people."""
    return town.opened(desk, 1, scheme="yearly", kind=PeriodKind.YEAR, year=2025)


def unit(desk, number: int, name: str) -> int:
    rows = desk.read(lambda work: town.assessees_of(work, number))
    return next(row.unit_id for row in rows if row.unit == name)


def test_a_column_is_pasted_changed_and_taken_out(office):
    number = year_of(office)
    assert OFFICE in office.read(lambda work: review_parts(work, number))
    ids = town.assessees(office, number)
    values = {ids["韩西"]: 92_500, ids["杨北"]: 88_000, ids["朱中"]: 90_000}
    assert office.write(lambda work: put_reviews(work, number, OFFICE, values)) == 3
    assert office.write(lambda work: put_reviews(work, number, OFFICE, values)) == 0
    office.write(lambda work: put_review(work, number, OFFICE, ids["韩西"], 95_000, note="突出"))
    office.write(lambda work: put_review(work, number, OFFICE, ids["朱中"], None))
    south = unit(office, number, "南街道")
    sheet = office.read(lambda work: review_sheet(work, number, OFFICE, south))
    found = {row.name: (row.value_milli, row.note) for row in sheet}
    assert found == {"韩西": (95_000, "突出"), "杨北": (88_000, ""), "朱中": (None, "")}
    (progress,) = office.read(lambda work: review_progress(work, number))
    assert (progress.unit, progress.done, progress.of) == ("南街道", 2, 3)
    told = office.read(lambda work: entries(work.session, JournalFilter(action="put_reviews")))
    assert len(told) == 3


def test_marks_outside_of_the_hundred_and_people_without_a_result_are_refused_by_name(office):
    number = year_of(office)
    ids = town.assessees(office, number)
    for value in (-1, 100_001):
        with pytest.raises(UserError, match=r"韩西的 .* ?分超出 0–100"):
            office.write(
                lambda work, value=value: put_reviews(work, number, OFFICE, {ids["韩西"]: value})
            )
    month = town.opened(office)
    away = town.assessees(office, month)["周五"]
    with pytest.raises(UserError, match="周五本期不参加考核"):
        office.write(lambda work: put_reviews(work, month, OFFICE, {away: 1}))
    with pytest.raises(UserError, match="不在这个考核期"):
        office.write(lambda work: put_reviews(work, month, OFFICE, {ids["韩西"]: 1}))


def test_what_others_gave_is_hidden_until_ones_own_are_all_in(double: House):
    desk = double.desk(Role.CLERK)
    desk.write(town.settle, reason="如实登记")
    number = year_of(desk)
    other = double.id(Role.CHIEF)
    ids = town.assessees(desk, number)
    south = unit(desk, number, "南街道")
    three = [ids[name] for name in town.SOUTH]
    theirs = dict.fromkeys(three, 80_000)
    desk.write(lambda work: put_reviews(work, number, OFFICE, theirs, assessor_id=other))
    desk.write(lambda work: put_reviews(work, number, OFFICE, dict.fromkeys(three[:2], 90_000)))

    def others() -> list:
        return [
            row.others for row in desk.read(lambda work: review_sheet(work, number, OFFICE, south))
        ]

    assert others() == [None, None, None]
    desk.write(lambda work: put_reviews(work, number, OFFICE, {three[2]: 90_000}))
    assert [[value for _, value in found] for found in others()] == [[80_000]] * 3


def test_nobody_overwrites_a_mark_that_he_did_not_see(office):
    number = year_of(office)
    who = town.assessees(office, number)["韩西"]
    office.write(lambda work: put_review(work, number, OFFICE, who, 90_000))
    office.write(lambda work: put_review(work, number, OFFICE, who, 91_000, version=1))
    with pytest.raises(UserError, match="刚被别人改过"):
        office.write(lambda work: put_review(work, number, OFFICE, who, 92_000, version=1))
