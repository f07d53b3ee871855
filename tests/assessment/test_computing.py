"""Computing a month: results, what blocks, ranks, shares, decisions, runs; both engines."""

from __future__ import annotations

import datetime as dt
import random

import pytest
from sqlalchemy import select

from hrgrid.accounts.service import PaperApproval
from hrgrid.assessment.model import AssessmentLine, AssessmentRun
from hrgrid.assessment.queries.result_decisions import (
    choices_of,
    lines_to_decide,
    moderations_of,
)
from hrgrid.assessment.queries.results import (
    anchors_of_results,
    applied_run,
    blocked_people,
    count_results,
    is_stale,
    place_of_result,
    results,
    results_of,
    runs,
)
from hrgrid.assessment.rules.engine import known_of
from hrgrid.assessment.rules.fact_rows import EntryForm
from hrgrid.assessment.rules.formulas import Figure
from hrgrid.assessment.rules.result_rows import Problem, ResultFilter, ResultOrder, ResultState
from hrgrid.assessment.rules.scheme import score
from hrgrid.assessment.rules.shipped import MONTHLY
from hrgrid.assessment.rules.words import ModerationState
from hrgrid.assessment.service import choices, moderation
from hrgrid.assessment.service.computing import compute
from hrgrid.assessment.service.entries import note_entry
from hrgrid.assessment.service.periods import start_scoring
from hrgrid.core.errors import Cancelled, UserError
from hrgrid.core.progress import Progress
from tests.assessment import exact
from tests.assessment import office as town
from tests.assessment.scored import BASED, absences, computed, give, lines, scoring
from tests.assessment.test_scheme import known


def note(desk, name: str, code: str, amount: int = 1_000) -> None:
    form = EntryForm(
        person_id=town.person(desk, name),
        indicator=code,
        happened_on=dt.date(town.YEAR, town.MONTH, 8),
        amount_milli=amount,
        note="如实登记",
    )
    desk.write(lambda work: note_entry(work, form))


def test_a_month_gives_everybody_a_total_a_place_and_a_grade(office):
    period = scoring(
        office, {name: absences(at) for at, name in enumerate(town.ASSESSED["西街道"])}
    )
    found = computed(office, period)
    assert (found.people, found.results, found.blocked, found.left_out) == (20, 20, 0, 4)
    rows = lines(office, period)
    west = [rows[name] for name in town.ASSESSED["西街道"]]
    assert [row.total_milli for row in west] == [100_000 - at * 1_000 for at in range(7)]
    assert [row.rank for row in west] == [1, 2, 3, 4, 5, 6, 7]
    # 20 % of seven is 1.4: one of them, the best.
    assert [row.grade for row in west] == ["excellent", *["qualified"] * 6]
    assert {row.score_grade for row in west} == {"excellent"}
    assert rows["周五"].state is ResultState.LEFT_OUT


def test_equals_at_the_line_wait_until_people_decide(office):
    period = scoring(office, {"赵一": absences(1)})
    found = computed(office, period)
    assert found.at_line > 0
    assert "东街道" in found.units_at_line
    groups = {
        group.pool: group for group in office.read(lambda work: lines_to_decide(work, period))
    }
    group = groups["东街道"]
    # 20 % of six is 1.2; five have a hundred points.
    assert group.places == 1
    assert {row.name for row in group.people} == set(town.ASSESSED["东街道"]) - {"赵一"}
    ids = {row.name: row.assessee_id for row in group.people}
    form = choices.LineForm(
        tuple(ids.values()), (ids["李四"],), "出勤最多", "街道党工委会议", dt.date(2026, 10, 8)
    )
    after = office.write(lambda work: choices.decide_line(work, period, form))
    assert after.at_line < found.at_line
    rows = lines(office, period)
    assert rows["李四"].grade == "excellent"
    assert {rows[name].grade for name in ids if name != "李四"} == {"qualified"}
    assert not any(rows[name].at_line for name in ids)
    with pytest.raises(UserError, match="并列的人有变动"):
        office.write(lambda work: choices.decide_line(work, period, form))
    decided = office.read(lambda work: choices_of(work, period))
    assert {row.name: row.grade_label for row in decided} == {
        name: "优秀" if name == "李四" else "合格" for name in ids
    }
    office.write(lambda work: choices.void_choices(work, [row.id for row in decided], "会议未通过"))
    assert lines(office, period)["李四"].at_line


def test_nobody_gets_more_places_than_there_are(office):
    period = scoring(office)
    computed(office, period)
    group = office.read(lambda work: lines_to_decide(work, period))[0]
    ids = tuple(row.assessee_id for row in group.people)
    many = choices.LineForm(ids, ids, "都好", "会议", dt.date(2026, 10, 8))
    with pytest.raises(UserError, match="只剩 1 个名额，选了 6 人"):
        office.write(lambda work: choices.decide_line(work, period, many))


def test_small_streets_are_counted_together(office):
    period = scoring(office, {"韩西": {}, **{n: absences(3) for n in ("杨北", "朱中", "吕风")}})
    computed(office, period)
    groups = office.read(lambda work: lines_to_decide(work, period))
    # Four in the south and three in the north: 20 % of seven is one, and four are equal.
    (small,) = (group for group in groups if "合并" in group.pool)
    assert "南街道、北街道" in small.pool
    assert {row.name for row in small.people} == {"韩西", *town.ASSESSED["北街道"]}


def test_whoever_misses_figures_is_named_with_what_is_missing(office):
    period = scoring(office, {"赵一": {"on_time": None, "patrols": None}})
    found = computed(office, period)
    (row,) = found.blocked_people
    assert (row.name, row.unit) == ("赵一", "东街道")
    assert row.why == "没有数据：日常巡查走访、事件按时办结率"
    assert office.read(lambda work: blocked_people(work, period)) == [row]
    mine = lines(office, period)["赵一"]
    assert (mine.state, mine.total_milli, mine.grade, mine.rank) == (
        ResultState.BLOCKED, None, "", None,
    )  # fmt: skip


def test_a_veto_takes_the_grade_and_the_place_but_not_the_total(office):
    period = scoring(office, {name: absences(2) for name in town.ASSESSED["东街道"][1:]})
    note(office, "赵一", "fraud")
    found = computed(office, period)
    assert found.vetoed == 1
    rows = lines(office, period)
    assert (rows["赵一"].total_milli, rows["赵一"].grade) == (100_000, "unqualified")
    assert rows["赵一"].rank is None
    assert rows["钱二"].rank == 1


def test_noted_praise_is_added_to_the_total(office):
    period = scoring(office, {"赵一": absences(4)})
    note(office, "赵一", "praise_city")
    computed(office, period)
    assert lines(office, period)["赵一"].total_milli == 98_000


def test_computing_again_needs_a_reason_and_leaves_the_former_run(office):
    period = scoring(office, {"赵一": absences(4)})
    first = computed(office, period)
    with pytest.raises(UserError, match="事由"):
        computed(office, period)
    give(office, {"赵一": absences(1)})
    assert office.read(lambda work: is_stale(work, period))
    second = computed(office, period, "补报出勤")
    assert (second.number, second.changed) == (2, 1)
    kept = office.read(lambda work: runs(work, period))
    assert [(run.number, run.applied, run.reason) for run in kept] == [
        (2, True, "补报出勤"),
        (1, False, ""),
    ]
    query = select(AssessmentLine.run_id, AssessmentLine.total_milli)
    totals = office.read(lambda work: set(work.session.execute(query).tuples().all()))
    assert (first.run_id, 96_000) in totals
    assert lines(office, period)["赵一"].total_milli == 99_000
    assert not office.read(lambda work: is_stale(work, period))


def test_the_same_figures_give_the_same_hashes(office):
    period = scoring(office)
    computed(office, period)
    one = office.read(lambda work: applied_run(work, period))
    computed(office, period, "再核一遍")
    other = office.read(lambda work: applied_run(work, period))
    assert (one.input_hash, one.output_hash) == (other.input_hash, other.output_hash)


@pytest.mark.parametrize("what", ["entry", "figure"])
def test_what_came_after_a_run_is_said(office, what):
    period = scoring(office)
    computed(office, period)
    if what == "entry":
        note(office, "赵一", "praise_city")
    else:
        give(office, {"赵一": absences(1)})
    (said,) = office.read(lambda work: applied_run(work, period)).stale
    assert said == ("考核记事有增减" if what == "entry" else "计算以后又有 1 批数据")


def test_figures_of_another_month_change_nothing(office):
    period = scoring(office)
    computed(office, period)
    give(office, {"赵一": absences(1)}, month=8)
    assert not office.read(lambda work: is_stale(work, period))


def test_a_change_of_a_total_counts_once_it_is_approved(office):
    period = scoring(office, {"赵一": absences(4)})
    computed(office, period)
    who = lines(office, period)["赵一"].assessee_id
    number = office.write(lambda work: moderation.propose(work, period, who, -1_500, "核实缺岗"))
    before = lines(office, period)["赵一"]
    assert (before.total_milli, before.moderation) == (96_000, ModerationState.PROPOSED)
    give(office, {"钱二": absences(9)})
    found = office.write(lambda work: moderation.approve_moderations(work, [number]))
    assert found.moderated == 1
    rows = lines(office, period)
    assert (rows["赵一"].reckoned_milli, rows["赵一"].total_milli) == (96_000, 94_500)
    # Settled on the figures that were computed: what came since waits for computing.
    assert rows["钱二"].total_milli == 100_000
    assert office.read(lambda work: is_stale(work, period))
    office.write(lambda work: moderation.withdraw_moderation(work, number, "查无此事"))
    assert lines(office, period)["赵一"].total_milli == 96_000
    (row,) = office.read(lambda work: moderations_of(work, period))
    assert row.state is ModerationState.WITHDRAWN
    assert "查无此事" in row.approval_words


def test_computing_anew_keeps_what_was_decided(office):
    period = scoring(office)
    computed(office, period)
    who = lines(office, period)["赵一"].assessee_id
    number = office.write(lambda work: moderation.propose(work, period, who, -2_000, "缺岗"))
    office.write(lambda work: moderation.approve_moderations(work, [number]))
    computed(office, period, "再算")
    assert lines(office, period)["赵一"].total_milli == 98_000


@pytest.mark.parametrize(
    ("delta", "reason", "words"),
    [
        (0, "x", "不为 0"),
        (5, "x", "两位小数"),
        (200_000, "x", "不超过 100"),
        (10, " ", "没有写理由"),
    ],
)
def test_changes_that_make_no_sense_are_refused(office, delta, reason, words):
    period = scoring(office)
    computed(office, period)
    who = lines(office, period)["赵一"].assessee_id
    with pytest.raises(UserError, match=words):
        office.write(lambda work: moderation.propose(work, period, who, delta, reason))


def test_one_change_of_a_person_at_a_time(office):
    period = scoring(office)
    computed(office, period)
    who = lines(office, period)["赵一"].assessee_id
    number = office.write(lambda work: moderation.propose(work, period, who, 10, "x"))
    with pytest.raises(UserError, match="已有一次调整"):
        office.write(lambda work: moderation.propose(work, period, who, 10, "x"))
    office.write(lambda work: moderation.reject_moderation(work, number, "不妥"))
    office.write(lambda work: moderation.propose(work, period, who, 10, "y"))


def test_an_approval_on_paper_counts_too(office):
    period = scoring(office)
    computed(office, period)
    who = lines(office, period)["赵一"].assessee_id
    number = office.write(lambda work: moderation.propose(work, period, who, -10, "缺岗"))
    paper = PaperApproval("王主任", "主任", dt.date(2026, 10, 9), "会议纪要 3 号")
    office.write(lambda work: moderation.record_moderation_paper(work, [number], paper))
    assert lines(office, period)["赵一"].total_milli == 99_990


def test_a_cancelled_computation_leaves_nothing(office):
    period = scoring(office)
    progress = Progress(lambda stage: stage.text == "计算得分" and progress.cancel())
    with pytest.raises(Cancelled):
        office.write(lambda work: compute(work, period), progress=progress)
    query = select(AssessmentRun.id)
    assert office.read(lambda work: work.session.scalars(query).all()) == []


def test_the_list_is_narrowed_sorted_and_paged(office):
    period = scoring(
        office,
        {name: absences(at % 4) for at, name in enumerate(town.EVERYBODY)}
        | {"孙三": {"on_time": None}},
    )
    computed(office, period)
    wanted = ResultFilter(period)
    for order in ResultOrder:
        whole = office.read(lambda work, by=order: results(work, wanted, by, limit=100))
        assert len(whole) == len(town.EVERYBODY)
        assert [row.key for row in whole] == sorted(row.key for row in whole)
        pages, after = [], None
        while page := office.read(
            lambda work, by=order, mark=after: results(work, wanted, by, mark, 7)
        ):
            pages += page
            after = (page[-1].key, page[-1].assessee_id)
        assert pages == whole
        marks = office.read(lambda work, by=order: anchors_of_results(work, wanted, by, 10))
        assert marks.count == len(whole)
        assert marks.after == tuple((row.key, row.assessee_id) for row in (whole[9], whole[19]))
        place = office.read(
            lambda work, by=order, row=whole[5]: place_of_result(
                work, wanted, by, (row.key, row.assessee_id)
            )
        )
        assert place == 5
    assert set(lines(office, period, problem=Problem.BLOCKED)) == {"孙三"}
    assert set(lines(office, period, states=(ResultState.LEFT_OUT,))) == {
        *town.ON_LEAVE, *town.TOO_FEW,
    }  # fmt: skip
    assert set(lines(office, period, text="赵")) == {"赵一"}
    unit = lines(office, period)["冯春"].unit_id
    assert set(lines(office, period, unit_ids=(unit,))) == set(town.ASSESSED["西街道"])
    excellent = ResultFilter(period, grades=("excellent",))
    rows = office.read(lambda work: results(work, excellent))
    assert len(rows) == office.read(lambda work: count_results(work, excellent))
    ids = [row.assessee_id for row in rows]
    assert {row.assessee_id for row in office.read(lambda work: results_of(work, ids, wanted))} == {
        *ids
    }


def test_what_is_kept_gives_the_same_result_again_and_by_the_written_rules(office):
    """Random months of everybody, computed, read back, and reckoned a second time twice over."""
    of = random.Random("二十人")
    months = {name: known(of) for name in town.EVERYBODY}
    period = town.opened(office)
    entries = {"praise_street", "praise_city", "reports_used", "serious", "fraud", "leaked"}
    entries |= {"unlawful"}
    figures = {
        name: {
            code: Figure(one[0] * 1_000, one[1] * 1_000) if code in BASED else Figure(one * 1_000)
            for code, one in month.items()
            if code not in entries
        }
        for name, month in months.items()
    }
    nothing = dict.fromkeys(code for row in figures.values() for code in row)
    give(office, {name: nothing | row for name, row in figures.items()})
    office.write(lambda work: start_scoring(work, period))
    for name, month in months.items():
        for code in entries & month.keys():
            if month[code]:
                note(office, name, code, month[code] * 1_000)
    computed(office, period)
    rows = lines(office, period)
    query = select(AssessmentLine.assessee_id, AssessmentLine.figures)
    kept = office.read(lambda work: dict(work.session.execute(query).tuples().all()))
    for street in town.ASSESSED.values():
        for name in street:
            row = rows[name]
            total, grade = exact.month(months[name])
            assert row.reckoned_milli == (None if total is None else total * 10), name
            assert row.score_grade == (grade or "")
            again = score(MONTHLY, known_of(MONTHLY, kept[row.assessee_id]))
            assert again.total_milli == row.reckoned_milli
            assert tuple(item.points.milli for item in again.items) == row.points
