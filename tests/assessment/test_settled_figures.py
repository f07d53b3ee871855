"""What a confirmed result rests on stays; and what the program itself knows of a month."""

from __future__ import annotations

import datetime as dt

import pytest
from sqlalchemy import select

from hrgrid.assessment.model import AssessmentFact, AssessmentPeriod, AssessmentRun
from hrgrid.assessment.queries.facts import current_facts, sources_of_month
from hrgrid.assessment.rules.fact_rows import EntryForm
from hrgrid.assessment.rules.formulas import Figure
from hrgrid.assessment.rules.words import PeriodState, Source
from hrgrid.assessment.service.entries import note_entry, void_entry
from hrgrid.assessment.service.figures import key_figures
from hrgrid.assessment.service.gathering import changed_by_gathering, gather_figures
from hrgrid.core.errors import UserError
from hrgrid.exchange.service import open_drop, run_import, undo_import
from hrgrid.overview.service import KINDS
from hrgrid.storage.desk import Desk
from hrgrid.training.rules.words import CourseKind
from hrgrid.training.service.courses import CourseForm, add_course, stop_course
from tests.assessment.office import AT, opened, people, person
from tests.exchange.samples import book

KIND = KINDS["indicators"]
DAY = dt.date(2026, 9, 12)
TOLD = "已用于“.+”，结果已经确认，不能再改"


def settle(desk: Desk, period_id: int) -> None:
    """The period as it is once its result was confirmed; how it gets there is tested elsewhere."""

    def write(work):
        period = work.session.get_one(AssessmentPeriod, period_id)
        work.session.add(
            AssessmentRun(
                period_id=period_id,
                number=1,
                revision=1,
                rule_sha256=period.rule_sha256,
                input_hash="a" * 64,
                output_hash="b" * 64,
                sources_upto=0, inputs="{}", shares="{}",
                state="applied",
                reason="",
                made_at=work.now,
                made_by="经办人",
            )
        )
        period.shown_on = period.appeals_until = work.today
        period.approval_words = "会议决定"
        for state in (
            PeriodState.SCORING,
            PeriodState.SHOWN,
            PeriodState.APPEALS,
            PeriodState.CONFIRMED,
        ):
            period.state = state
            work.session.flush()

    desk.write(write)


def current(desk: Desk):
    names = {number: name for name, number in people(desk).items()}
    found = desk.read(lambda work: list(current_facts(work, [AT])))
    return {(names[who], code): (amount, base) for _, code, who, amount, base in found}


def test_a_confirmed_month_keeps_its_figures(office):
    ids = people(office)
    period_id = opened(office)
    cells = {(ids["赵一"], "stale"): Figure(1_000)}
    office.write(lambda work: key_figures(work, AT, cells))
    settle(office, period_id)
    with pytest.raises(UserError, match=f"赵一 2026 年 9 月的“信息未及时更新”{TOLD}"):
        office.write(lambda work: key_figures(work, AT, {(ids["赵一"], "stale"): Figure(2_000)}))
    with pytest.raises(UserError, match="请先重新计分，写明事由"):
        office.write(lambda work: key_figures(work, AT, {(ids["赵一"], "stale"): None}))
    # The same again, another month, and somebody who was not assessed then may be.
    assert office.write(lambda work: key_figures(work, AT, cells)).unchanged == 1
    office.write(lambda work: key_figures(work, 202608, {(ids["赵一"], "stale"): Figure(2_000)}))
    office.write(lambda work: key_figures(work, AT, {(ids["金长"], "stale"): Figure(2_000)}))


def test_a_confirmed_month_keeps_its_entries(office):
    who = person(office, "赵一")
    period_id = opened(office)
    made = EntryForm(who, "praise_street", DAY, 1_000, "表扬")
    entry_id = office.write(lambda work: note_entry(work, made))
    settle(office, period_id)
    with pytest.raises(UserError, match=TOLD):
        office.write(lambda work: note_entry(work, made))
    with pytest.raises(UserError, match=TOLD):
        office.write(lambda work: void_entry(work, entry_id), reason="记错了")


def test_an_import_leaves_confirmed_rows_out_and_is_not_taken_back_under_them(office, tmp_path):
    def bring(stale, name):
        rows = [
            ["月份", "姓名", "信息未更新数"],
            ["2026-09", "赵一", stale],
            ["2026-09", "金长", stale],
        ]
        path = book(tmp_path / f"{name}.xlsx", rows)
        drop = office.read(lambda work: open_drop(work, KIND, [path]))
        return run_import(office, KIND, drop, partial=True)

    period_id = opened(office)
    first = bring(1, "甲")
    settle(office, period_id)
    again = bring(2, "乙")
    assert [(p.row, p.code) for p in again.errors] == [(2, "month_settled")]
    assert current(office) == {("赵一", "stale"): (1_000, None), ("金长", "stale"): (2_000, None)}
    with pytest.raises(UserError, match="不能整批撤销"):
        office.write(lambda work: undo_import(work, first.job_id, KINDS))
    assert current(office)["赵一", "stale"] == (1_000, None)
    office.write(lambda work: undo_import(work, again.job_id, KINDS))
    assert current(office) == {("赵一", "stale"): (1_000, None), ("金长", "stale"): (1_000, None)}


# --- what the program knows -----------------------------------------------------------------------


def gathered(desk: Desk, month: int = AT):
    return changed_by_gathering(desk.write(lambda work: gather_figures(work, month)))


def test_training_is_gathered_once_and_again_only_where_it_changed(office):
    form = CourseForm("LX", "轮训", CourseKind.ROTATION, 90, roles=("grid_worker",))
    office.write(lambda work: add_course(work, form))
    first = gathered(office)
    figures = {name: value for (name, code), value in current(office).items() if code == "training"}
    assert figures["赵一"] == (0, 1_000)
    assert first.new == len(figures)
    again = gathered(office)
    assert (again.new, again.changed, again.unchanged) == (0, 0, first.new)
    (source,) = office.read(lambda work: sources_of_month(work, AT))
    assert (source.kind, source.title) == (Source.TRAINING, "培训记录 2026 年 9 月")


def test_what_no_longer_holds_is_taken_out(office):
    form = CourseForm("LX", "轮训", CourseKind.ROTATION, 90, roles=("grid_worker",))
    course_id = office.write(lambda work: add_course(work, form))
    count = gathered(office).new
    office.write(lambda work: stop_course(work, course_id))
    assert gathered(office).changed == count
    assert current(office) == {}
    facts = office.read(lambda work: list(work.session.scalars(select(AssessmentFact.seq))))
    assert sorted(set(facts)) == [1, 2]


def test_a_month_to_come_has_nothing_to_gather(office):
    with pytest.raises(UserError, match="还没有到，没有数据可取"):
        gathered(office, 209901)


def test_gathering_of_a_confirmed_month_changes_nothing(office):
    period_id = opened(office)
    settle(office, period_id)
    form = CourseForm("LX", "轮训", CourseKind.ROTATION, 90, roles=("grid_worker",))
    office.write(lambda work: add_course(work, form))
    gathered(office)
    assert ("赵一", "training") not in current(office)
