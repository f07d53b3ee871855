"""Figures typed and delivered: never overwritten, taken out without being deleted; both engines."""

from __future__ import annotations

import pytest
from sqlalchemy import func, select

from hrgrid.accounts.rules import Role
from hrgrid.assessment.model import AssessmentFact, FactSource
from hrgrid.assessment.queries.facts import (
    current_facts,
    fact_history,
    facts_of_person,
    months_with_facts,
    sources_of_month,
)
from hrgrid.assessment.queries.figure_sheet import figure_sheet, paste_block, paste_named
from hrgrid.assessment.rules.fact_rows import EntryForm, FigureSheet
from hrgrid.assessment.rules.formulas import Figure
from hrgrid.assessment.rules.words import Source
from hrgrid.assessment.service.entries import note_entry
from hrgrid.assessment.service.figures import FigureSource, deliver, key_figures
from hrgrid.core.errors import Refused, UserError
from hrgrid.storage.desk import Desk
from hrgrid.storage.work import UnitOfWork
from hrgrid.workforce.model import Post
from hrgrid.workforce.rules import PostState
from hrgrid.workforce.service.merging import merge_people
from tests.assessment.office import AT, EAST, EVERYBODY, WEST, area, people, person

AUGUST = 202608
DONE = Figure(12_000, 13_000)


def sheet(desk: Desk, month: int = AT, **asked: object) -> FigureSheet:
    return desk.read(lambda work: figure_sheet(work, month, **asked))


def key(desk: Desk, name: str, code: str, figure: Figure | None, seen: int | None = None):
    cell = (person(desk, name), code)
    known = None if seen is None else {cell: seen}
    return desk.write(lambda work: key_figures(work, AT, {cell: figure}, known))


def current(desk: Desk, month: int = AT) -> dict[tuple[int, str], tuple[int, int | None]]:
    found = desk.read(lambda work: list(current_facts(work, [month])))
    return {(who, code): (amount, base) for _, code, who, amount, base in found}


def facts(desk: Desk) -> int:
    count = select(func.count()).select_from(AssessmentFact)
    return desk.read(lambda work: work.session.scalar(count))


def test_what_is_typed_counts_and_what_stood_before_stays(office):
    who = person(office, "赵一")
    first = key(office, "赵一", "on_time", DONE)
    assert (first.new, first.changed, first.seqs) == (1, 0, {(who, "on_time"): 1})
    second = key(office, "赵一", "on_time", Figure(13_000, 13_000), seen=1)
    assert (second.new, second.changed) == (0, 1)
    assert current(office) == {(who, "on_time"): (13_000, 13_000)}
    history = office.read(lambda work: fact_history(work, who, AT, "on_time"))
    assert [(one.seq, one.amount_milli) for one in history] == [(2, 13_000), (1, 12_000)]
    assert len({one.source_id for one in history}) == 1


def test_the_same_figure_again_is_no_news(office):
    key(office, "赵一", "on_time", DONE)
    again = key(office, "赵一", "on_time", DONE)
    assert (again.new, again.changed, again.unchanged, dict(again.seqs)) == (0, 0, 1, {})
    assert facts(office) == 1


def test_a_figure_taken_out_leaves_no_figure_and_everything_to_be_read(office):
    who = person(office, "赵一")
    key(office, "赵一", "stale", Figure(2_000))
    key(office, "赵一", "stale", None, seen=1)
    assert current(office) == {}
    assert sheet(office).cells[who, "stale"].amount_milli is None
    assert sheet(office).cells[who, "stale"].seq == 2
    history = office.read(lambda work: facts_of_person(work, who, AT))[0]
    assert history.counts is None
    assert [one.amount_milli for one in history.history] == [None, 2_000]
    # The undo of it: the figure of before, with the number that was given back.
    key(office, "赵一", "stale", Figure(2_000), seen=2)
    assert current(office) == {(who, "stale"): (2_000, None)}


def test_taking_out_what_is_not_there_writes_nothing(office):
    assert key(office, "赵一", "stale", None, seen=0).unchanged == 1
    assert facts(office) == 0


def test_nobody_overtakes_somebody_else_unseen(office):
    key(office, "赵一", "on_time", DONE, seen=0)
    with pytest.raises(UserError, match=r"赵一的“事件按时办结”刚由.+填成 12/13，这次没有存"):
        key(office, "赵一", "on_time", Figure(1_000, 13_000), seen=0)
    assert facts(office) == 1


def test_a_pasted_block_fills_to_the_right_and_down(office):
    found = sheet(office)
    first, second = found.people[0], found.people[1]
    text = "1\t2\t12/13\n\t3\t5\n"
    figures, problems = paste_block(found, first.person_id, "stale", text)
    assert figures == {
        (first.person_id, "stale"): Figure(1_000),
        (first.person_id, "wrong"): Figure(2_000),
        (first.person_id, "patrols"): Figure(12_000, 13_000),
        (second.person_id, "wrong"): Figure(3_000),
    }
    assert [(one.line, one.sentence) for one in problems] == [
        (2, f"{second.name}的“巡查走访到位”的“5”只有件数，没有总数。请填成 12/13。")
    ]


def test_a_block_beyond_the_grid_is_told_and_the_rest_stands(office):
    found = sheet(office)
    last = found.people[-1]
    code = found.indicators[-1].code
    figures, problems = paste_block(found, last.person_id, code, "1\t2\n3\n")
    assert figures == {(last.person_id, code): Figure(1_000)}
    assert [one.line for one in problems] == [1, 2]


def test_a_pasted_list_finds_people_by_name_and_number(office):
    found = sheet(office)
    by_name = {one.name: one for one in found.people}
    text = f"1、赵一 12/13\n{by_name['钱二'].number}\t钱二\t5/5\n王某 1/1\n赵一 1/1\n孙三\n"
    figures, problems = paste_named(found, "on_time", text)
    assert figures == {
        (by_name["赵一"].person_id, "on_time"): Figure(12_000, 13_000),
        (by_name["钱二"].person_id, "on_time"): Figure(5_000, 5_000),
    }
    assert [one.line for one in problems] == [3, 4, 5]
    assert "表里没有“王某”" in problems[0].sentence
    assert "第 1 行已经写过" in problems[1].sentence


def test_one_person_types_into_one_source_a_day(office):
    key(office, "赵一", "on_time", DONE)
    key(office, "钱二", "stale", Figure(0))
    titles = office.read(lambda work: list(work.session.scalars(select(FactSource.title))))
    assert len(titles) == 1
    found = office.read(lambda work: sources_of_month(work, AT))
    assert [(one.kind, one.figures, one.people) for one in found] == [(Source.BY_HAND, 2, 2)]


@pytest.mark.parametrize(
    ("code", "figure", "words"),
    [
        ("on_time", Figure(12_000), "只有件数，没有总数"),
        ("stale", Figure(1_000, 2_000), "多了一个总数"),
        ("on_time", Figure(14_000, 13_000), "14 比总数 13 还多"),
        ("stale", Figure(-1), "不能小于 0"),
        ("training", Figure(1_000, 1_000), "由“培训记录”算出，不能手工填"),
        ("nothing", Figure(1_000), "没有代码为“nothing”的指标"),
    ],
)
def test_a_figure_that_cannot_be_one_is_refused_by_name(office, code, figure, words):
    with pytest.raises(UserError, match=words):
        key(office, "赵一", code, figure)
    assert facts(office) == 0


def test_one_bad_figure_keeps_the_whole_deed_out(office):
    ids = people(office)
    given = {(ids["赵一"], "stale"): Figure(1_000), (ids["钱二"], "on_time"): Figure(1)}
    with pytest.raises(UserError, match="钱二"):
        office.write(lambda work: key_figures(work, AT, given))
    assert facts(office) == 0


def test_the_grid_shows_whoever_held_a_post_in_the_month(office):
    found = sheet(office)
    names = [one.name for one in found.people]
    assert set(EVERYBODY) <= set(names)
    # Also who had left by its end, under the street that he left.
    assert next(one for one in found.people if one.name == "吴六").street == "东街道"
    assert [one.code for one in found.indicators][:2] == ["stale", "wrong"]
    assert "training" not in {one.code for one in found.indicators}


def test_the_grid_of_a_street_holds_its_people_alone(office):
    names = {one.name for one in sheet(office, area_ids=[area(office, "西街道").id]).people}
    assert set(WEST) <= names
    assert names.isdisjoint(EAST)


def test_what_was_noted_stands_beside_the_figure(office):
    who = person(office, "赵一")
    form = EntryForm(who, "praise_street", at_day(office), 1_000, "街道通报表扬")
    office.write(lambda work: note_entry(work, form))
    month = at_day(office).year * 100 + at_day(office).month
    assert sheet(office, month, codes=["praise_street"]).noted == {(who, "praise_street"): 1_000}


def at_day(desk: Desk):
    return desk.read(lambda work: work.today)


def test_several_months_and_people_from_one_source(office):
    ids = people(office)
    given = {
        (month, ids[name], "stale"): Figure(at * 1_000)
        for month in (AUGUST, AT)
        for at, name in enumerate(EAST)
    }
    source = FigureSource(Source.IMPORTED, "东街道收集表 第 1 次")
    done = office.write(lambda work: deliver(work, source, given))
    assert done.new == len(given)
    assert office.read(months_with_facts) == [AT, AUGUST]
    again = office.write(lambda work: deliver(work, source, given))
    assert (again.new, again.unchanged) == (0, len(given))
    sources = office.read(lambda work: sources_of_month(work, AT))
    assert [(one.title, one.figures) for one in sources] == [("东街道收集表 第 1 次", len(EAST))]


def test_somebody_merged_has_the_newest_figure_of_both(office):
    ids = people(office)
    for name, count in (("赵一", 1), ("孙三", 2), ("孙三", 3)):
        key(office, name, "stale", Figure(count * 1_000))
    office.write(lambda work: without_post(work, ids["孙三"]))
    office.write(lambda work: merge_people(work, ids["赵一"], ids["孙三"]), reason="重复登记")
    assert current(office) == {(ids["赵一"], "stale"): (3_000, None)}
    # What comes next outruns both histories.
    done = key(office, "赵一", "stale", Figure(4_000))
    assert done.seqs == {(ids["赵一"], "stale"): 3}
    assert current(office) == {(ids["赵一"], "stale"): (4_000, None)}
    history = office.read(lambda work: fact_history(work, ids["赵一"], AT, "stale"))
    assert [one.amount_milli for one in history] == [4_000, 3_000, 1_000, 2_000]


def without_post(work: UnitOfWork, person_id: int) -> None:
    """His posts never were, so that two cards may be one."""
    for post in work.session.scalars(select(Post).where(Post.person_id == person_id)):
        post.state, post.void_reason = PostState.VOIDED, "重复登记"


def test_whoever_runs_assessment_elsewhere_types_nothing_here(double):
    clerk, viewer = double.desk(Role.CLERK), double.desk(Role.VIEWER)
    with pytest.raises(Refused, match="办理考核与星级"):
        viewer.read(lambda work: figure_sheet(work, AT))
    assert clerk.read(lambda work: figure_sheet(work, AT)).people == ()
