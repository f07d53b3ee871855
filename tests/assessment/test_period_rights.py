"""Every deed and every read of a period asks for its right on the period's area."""

from __future__ import annotations

import pytest

from hrgrid.accounts.rules import Role
from hrgrid.accounts.service import approve
from hrgrid.assessment.queries import appeals, board, delivered, people, periods, reviews, shown
from hrgrid.assessment.rules.words import PeriodKind, ReviewPart, Shown
from hrgrid.assessment.service import appeals as appealing
from hrgrid.assessment.service import periods as stepping
from hrgrid.assessment.service import reviews as reviewing
from hrgrid.assessment.service import settling, showing, snapshot
from hrgrid.core.errors import Refused
from hrgrid.core.rights import Actor, Grant, Right
from hrgrid.storage.desk import Desk
from tests.assessment import assessed
from tests.assessment import office as town

RUNS = Right.RUN_ASSESSMENT
SENT = showing.ShowForm(Shown.SENT)

# Each with a period and one of its people.
DEEDS = {
    "change": lambda work, at, who: stepping.change_period(
        work, stepping.PeriodChange(at, None, "改名", None, part_time=False)
    ),
    "take_newest": lambda work, at, who: stepping.take_newest_scheme(work, at),
    "collect": lambda work, at, who: stepping.start_collecting(work, at),
    "score": lambda work, at, who: stepping.start_scoring(work, at),
    "collect_again": lambda work, at, who: stepping.back_to_collecting(work, at),
    "show": lambda work, at, who: stepping.show_results(work, at),
    "rescore": lambda work, at, who: stepping.back_to_scoring(work, at),
    "appeals": lambda work, at, who: stepping.open_appeals(work, at),
    "confirm": lambda work, at, who: settling.confirm_period(work, at),
    "lock": lambda work, at, who: settling.lock_period(work, at),
    "propose": lambda work, at, who: settling.propose_reopening(work, at),
    "reopen": lambda work, at, who: settling.reopen_period(work, at),
    "people": lambda work, at, who: snapshot.take_people(work, at),
    "leave_out": lambda work, at, who: snapshot.leave_out(work, [who], "专班"),
    "take_in": lambda work, at, who: snapshot.take_in(work, [who]),
    "show_to": lambda work, at, who: showing.show_to(work, at, [who], SENT),
    "show_unit": lambda work, at, who: showing.show_unit(work, at, None, SENT),
    "unshow": lambda work, at, who: showing.unshow(work, at, [who]),
    "appeal": lambda work, at, who: appealing.file_appeal(
        work, at, appealing.AppealForm(who, "少算")
    ),
    "review": lambda work, at, who: reviewing.put_review(work, at, ReviewPart.OFFICE, who, 90_000),
    "reviews": lambda work, at, who: reviewing.put_reviews(
        work, at, ReviewPart.OFFICE, {who: 90_000}
    ),
}
READS = {
    "card": periods.period_card,
    "row": periods.period_row,
    "parts": periods.parts_of_period,
    "rests": periods.rests_on,
    "board": board.period_board,
    "people": people.assessees_of,
    "changes": people.people_changes,
    "delivered": delivered.delivered_by_unit,
    "missing": delivered.missing_people,
    "reminders": delivered.reminders,
    "shown": shown.showings_of,
    "units": shown.shown_units,
    "appeals": appeals.appeals_of,
    "progress": reviews.review_progress,
    "asked": reviews.review_parts,
}


def with_rights(desk: Desk, *grants: Grant) -> Desk:
    actor = Actor(desk.actor.operator_id, "分管", "经办人", "示例区", frozenset(grants))
    return Desk(desk.database, actor, desk.keyring)


@pytest.fixture
def street(office):
    """A period of 东街道, one of its people, and the paths of it and of its neighbour."""
    east, west = (town.area(office, name) for name in ("东街道", "西街道"))
    number = town.opened(office, area_id=east.id)
    return number, town.assessees(office, number)["赵一"], east.path, west.path


@pytest.mark.parametrize("deed", DEEDS, ids=str)
def test_a_deed_is_refused_without_its_right_there(office, street, deed):
    number, who, here, there = street
    for grants in ((), (Grant(RUNS, there),), (Grant(Right.APPROVE, here),)):
        with pytest.raises(Refused):
            with_rights(office, *grants).write(
                lambda work: DEEDS[deed](work, number, who), reason="办理"
            )


@pytest.mark.parametrize("read", READS, ids=str)
def test_a_read_is_for_who_runs_or_approves_there(office, street, read):
    number, _, here, there = street
    for grant in (Grant(RUNS, here), Grant(Right.APPROVE, here), Grant(RUNS, "")):
        with_rights(office, grant).read(lambda work: READS[read](work, number))
    for grants in ((), (Grant(RUNS, there),), (Grant(Right.VIEW_WORKFORCE, ""),)):
        with pytest.raises(Refused):
            with_rights(office, *grants).read(lambda work: READS[read](work, number))


def test_one_opens_and_lists_periods_of_ones_own_part(office, street):
    number, _, here, there = street
    own, neighbour = with_rights(office, Grant(RUNS, here)), with_rights(office, Grant(RUNS, there))
    assert [row.id for row in own.read(periods.periods)] == [number]
    assert neighbour.read(periods.periods) == []
    assert [row.id for row in office.read(periods.periods)] == [number]
    east = town.area(office, "东街道").id
    with pytest.raises(Refused):
        neighbour.write(lambda work: stepping.open_period(work, _form(east)))
    own.write(lambda work: stepping.open_period(work, _form(east)))


def _form(area_id: int) -> stepping.PeriodForm:
    return stepping.PeriodForm("monthly", PeriodKind.MONTH, 2026, 8, area_id)


def test_who_proposed_a_result_does_not_approve_it(double):
    clerk, chief = double.desk(Role.CLERK), double.desk(Role.CHIEF)
    clerk.write(town.settle, reason="如实登记")
    number = assessed.appealed(clerk)
    subject = clerk.read(lambda work: settling.result_subject(work, number))
    with pytest.raises(Refused):
        clerk.write(lambda work: approve(work, subject))
    chief.write(lambda work: approve(work, subject))
    clerk.write(lambda work: settling.confirm_period(work, number))
    card = clerk.read(lambda work: periods.period_card(work, number))
    assert card.approval_words.startswith("审批：")
