"""Every deed of an inspection asks for its right on the inspection's area, on both engines."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest

from hrgrid.assessment.queries.coverage_of_year import coverage_year, not_yet
from hrgrid.assessment.queries.deductions import deductions_of_month
from hrgrid.assessment.queries.findings import findings, photos_of
from hrgrid.assessment.queries.inspection_board import plan_board
from hrgrid.assessment.queries.inspection_duties import inspection_duties
from hrgrid.assessment.queries.inspections import last_plan, plans, propose, search_inspections
from hrgrid.assessment.queries.inspections_of_person import inspections_of_person
from hrgrid.assessment.queries.inspector_lists import read_inspectors
from hrgrid.assessment.queries.pools import pool_csv
from hrgrid.assessment.queries.visits import visit_card, visits
from hrgrid.assessment.service import (
    findings as faults,
)
from hrgrid.assessment.service import (
    inspection_draws,
    inspection_photos,
    inspections,
    inspectors,
)
from hrgrid.assessment.service import (
    visits as visiting,
)
from hrgrid.core.errors import Refused
from hrgrid.core.rights import Actor, Grant, Right
from hrgrid.storage.desk import Desk
from hrgrid.storage.journal import JournalFilter, entries
from hrgrid.storage.work import UnitOfWork
from hrgrid.ui.journal.words import ACTIONS
from tests.assessment.inspected import board, drawn, form_of, held, planned, rows, staffed, today
from tests.hiring.build import area

DAY = dt.date(2026, 11, 2)


@pytest.fixture
def scene(office: Desk) -> tuple[int, int, int, int]:
    """A draft, a plan that was drawn, a visit with a fault, and the fault."""
    draft = planned(office)
    staffed(office, draft)
    plan_id = drawn(office, 4)
    row = rows(office, plan_id)[0]
    held(office, row, "on_duty")
    (one,) = office.read(findings)
    return draft, plan_id, row.id, one.id


def deeds(
    office: Desk, draft: int, plan_id: int, visit: int, fault: int
) -> dict[str, Callable[[UnitOfWork], object]]:
    """One call of everything that writes."""
    seen, row = board(office, draft), rows(office, plan_id)[0]
    place, on = area(office, "示例区").id, today(office)
    form = inspections.PlanForm(place, "双随机检查", on, on, 3)
    own = seen.row
    change = inspections.PlanChange(
        draft, own.version, own.number, own.title, on, on, 3, 0, 2, 0, ("grid_worker",), seen.items
    )
    draw = inspection_draws.DrawForm("a" * 64, "种子", witnesses="李明")
    ids = [seen.inspectors[0].id]
    people = [inspectors.InspectorForm("张三", "外地")]
    found = form_of(office, row)
    return {
        "open": lambda work: inspections.open_plan(work, form),
        "change": lambda work: inspections.change_plan(work, change),
        "seal": lambda work: inspection_draws.seal_pool(work, draft),
        "unseal": lambda work: inspection_draws.unseal_pool(work, draft),
        "draw": lambda work: inspection_draws.draw_plan(work, draft, draw),
        "publish": lambda work: inspections.publish_bulletin(work, plan_id, "1 号", on),
        "close": lambda work: inspections.close_plan(work, plan_id),
        "cancel": lambda work: inspections.cancel_plan(work, plan_id),
        "copy": lambda work: inspections.copy_plan(work, plan_id, on, on),
        "add_inspectors": lambda work: inspectors.add_inspectors(work, draft, people),
        "remove_inspectors": lambda work: inspectors.remove_inspectors(work, draft, ids),
        "record": lambda work: visiting.record_visit(work, found),
        "clear": lambda work: visiting.clear_visit(work, visit),
        "sign": lambda work: visiting.sign_visit(work, visit, on),
        "photo": lambda work: inspection_photos.add_photo(work, visit, "a.jpg", b""),
        "add_fault": lambda work: faults.add_finding(work, visit, "on_duty", "又一个"),
        "change_fault": lambda work: faults.change_finding(work, fault, None, "改", on),
        "rectify": lambda work: faults.rectify(work, [fault], on, "已改", "东街道"),
        "close_fault": lambda work: faults.close_findings(work, [fault], "李明", on),
        "send_back": lambda work: faults.send_back(work, [fault], "没改"),
        "void": lambda work: faults.void_finding(work, fault),
    }


def looks(office: Desk, plan_id: int, visit: int) -> dict[str, Callable[[UnitOfWork], object]]:
    """One call of everything that reads one inspection or area."""
    place = area(office, "示例区")
    year = today(office).year
    return {
        "board": lambda work: plan_board(work, plan_id),
        "visits": lambda work: visits(work, plan_id),
        "card": lambda work: visit_card(work, visit),
        "csv": lambda work: pool_csv(work, plan_id, "first"),
        "inspectors": lambda work: read_inspectors(work, plan_id, "张三 外地"),
        "propose": lambda work: propose(work, place.id, DAY),
        "last": lambda work: last_plan(work, place.id, DAY),
        "coverage": lambda work: coverage_year(work, year, place.path),
        "not_yet": lambda work: not_yet(work, year, place.path),
        "deductions": lambda work: deductions_of_month(work, 202611, place.path),
    }


def acting(office: Desk, *grants: Grant) -> Desk:
    """The same office in front of somebody with these rights alone."""
    own = office.actor
    actor = Actor(own.operator_id, "别人", "经办人", own.unit, frozenset(grants))
    return Desk(office.database, actor, office.keyring)


def test_nobody_writes_or_looks_without_the_right_there(
    office: Desk, scene: tuple[int, int, int, int]
) -> None:
    street = area(office, "东街道").path
    for grants in (
        (Grant(Right.VIEW_WORKFORCE), Grant(Right.RUN_TRAINING), Grant(Right.APPROVE)),
        (Grant(Right.RUN_ASSESSMENT, street), Grant(Right.VIEW_WORKFORCE)),
    ):
        other = acting(office, *grants)
        for name, deed in deeds(office, *scene).items():
            with pytest.raises(Refused, match="办理考核与星级"):
                other.write(deed, reason=name)
        for name, look in looks(office, scene[1], scene[2]).items():
            with pytest.raises(Refused, match="办理考核与星级"):
                other.read(look)
            assert name


def test_a_street_sees_its_own_people_and_not_the_inspections_of_others(
    office: Desk, scene: tuple[int, int, int, int]
) -> None:
    plan_id = scene[1]
    for row in rows(office, plan_id)[1:]:
        held(office, row, "ledger")
    mine = next(row for row in rows(office, plan_id) if row.street == "东街道")
    street = acting(office, Grant(Right.RUN_ASSESSMENT, area(office, "东街道").path))
    month = today(office).year * 100 + today(office).month
    assert not street.read(plans)
    assert not street.read(findings)
    assert not street.read(lambda work: photos_of(work, mine.id))
    assert not street.read(lambda work: search_inspections(work, "双随机"))
    assert not street.read(lambda work: list(inspection_duties(work, today(office))))
    # Who is inspected is told to his street, which assesses him.
    own = street.read(lambda work: deductions_of_month(work, month))
    assert {row.person_id for row in own} == {
        row.person_id for row in rows(office, plan_id) if row.street == "东街道"
    }
    assert street.read(lambda work: inspections_of_person(work, mine.person_id or 0))
    there = next(row for row in rows(office, plan_id) if row.street != "东街道")
    assert not street.read(lambda work: inspections_of_person(work, there.person_id or 0))
    year = street.read(lambda work: coverage_year(work, today(office).year))
    assert [row.name for row in year.rows] == ["东街道"]


def test_who_holds_the_right_there_needs_no_other(office: Desk) -> None:
    clerk = acting(office, Grant(Right.RUN_ASSESSMENT, area(office, "示例区").path))
    plan_id = drawn(clerk, 5)
    assert board(clerk, plan_id).row.drawn == 5


def test_every_deed_has_its_word_in_the_journal(
    office: Desk, scene: tuple[int, int, int, int]
) -> None:
    office.write(lambda work: inspections.cancel_plan(work, scene[0]), reason="不办了")
    told = {row.action for row in office.read(lambda work: entries(work.session, JournalFilter()))}
    assert {"open_inspection", "seal_inspection", "draw_inspection", "record_visit"} <= told
    assert told <= set(ACTIONS), told - set(ACTIONS)
