"""Runs over frozen inputs: ties, hashes, changed facts, explanations, on both engines."""

from __future__ import annotations

import datetime as dt

import pytest
from sqlalchemy import select, text

from hrgrid.core.errors import UserError
from hrgrid.honours import queries, service
from hrgrid.honours.model import EligibilityCheck, SelectionLine
from hrgrid.honours.rules.words import Outcome, OutcomeCode, RunState, Tier, TieWay
from hrgrid.honours.service import TieForm, TiesOpen
from hrgrid.overview.queries.results import results_of
from hrgrid.storage.base import DamagedRow
from hrgrid.storage.uses import runs_that_used
from hrgrid.workforce.model import Person
from hrgrid.workforce.queries.known import find_person
from hrgrid.workforce.rules import PersonState
from tests.honours.build import (
    TWO,
    UNIT_RANK,
    closed,
    nominate,
    opened,
    outcomes,
    people,
    ran,
    row,
    scheme,
    scored,
)
from tests.statements import recorded

EXCELLENT = Tier.EXCELLENT
TODAY = dt.date(2026, 1, 20)
# What both engines must give for the small campaign, whatever their ids are.
INPUT = "d25d0b5f31ffe8989d460ce9e5f8fce872ff260cc825192a1be1c0326891f354"
OUTPUT = "6c97185796c09c8cdf49fa0e2f3117154b13d1cc35c2fc16ad784a49ff302eff"


def small(desk, folder, east=(95, 90, 85), west=(80, 70), **changes):
    campaign_id = opened(desk, scheme({EXCELLENT: 4}, **changes))
    rows = scored("东区", "A", list(east)) + scored("西区", "B", list(west))
    report = nominate(desk, folder, rows)
    assert report.errors == (), report.problems
    closed(desk, campaign_id)
    return campaign_id


def computed(desk, campaign_id, reason="再算"):
    return desk.write(lambda work: service.run_selection(work, campaign_id), reason=reason)


def decide(desk, campaign_id, chosen, reason="抽签", **changes):
    form = TieForm(EXCELLENT, "D1", tuple(chosen), TieWay.LOT, "评审组、公证处", TODAY)
    form = TieForm(**{**form.__dict__, **changes})
    desk.write(lambda work: service.decide_tie(work, campaign_id, form), reason=reason)


def compares(desk, run_id):
    """Whether a run compares; a row whose hash is wrong says so by itself."""
    try:
        return desk.read(lambda work: service.rerun(work, run_id))
    except DamagedRow:
        return False


# --- ties -----------------------------------------------------------------------------------------


def test_a_tie_stops_and_names_who_is_tied(office, tmp_path):
    campaign_id = small(office, tmp_path, east=(95, 90, 90, 90))
    with pytest.raises(TiesOpen) as told:
        computed(office, campaign_id)
    (tie,) = told.value.ties
    assert (tie.tied, tie.places) == (("A002", "A003", "A004"), 1)
    for number in tie.tied:
        assert f"“{dict(TWO['东区'])[number]}”（{number}）" in told.value.sentence
    assert "3 人并列，只剩 1 个名额" in told.value.sentence
    assert office.read(lambda work: queries.campaign(work, campaign_id).runs) == ()


def test_people_close_a_tie_by_name_and_the_lines_say_so(office, tmp_path):
    campaign_id = small(office, tmp_path, east=(95, 90, 90, 90))
    for wrong, told in (
        ({"chosen": ("A001",)}, "要从中选出 1 人"),
        ({"chosen": ("A002", "A003")}, "要从中选出 1 人"),
        ({"chosen": ("A003",), "decided_by": " "}, "由谁决定没有写明"),
        ({"chosen": ("A003",), "district": "D2"}, "没有待定的并列"),
        ({"chosen": ("A003",), "happened_on": dt.date(2999, 1, 1)}, "在今天之后"),
        ({"chosen": ("A003",), "reason": ""}, "须写明事由"),
    ):
        with pytest.raises(UserError, match=told):
            decide(office, campaign_id, **wrong)
    decide(office, campaign_id, ["A003"])
    done = computed(office, campaign_id)
    assert outcomes(office, campaign_id)["A003"] == (Outcome.SELECTED, None, 2)
    assert outcomes(office, campaign_id)["A002"] == (Outcome.RESERVE, OutcomeCode.LOST_LOT, 2)
    told = office.read(lambda work: queries.explanation(work, campaign_id, "A002"))
    assert told.ties[-1] == f"与{dict(TWO['东区'])['A003']}（A003）仍然并列，由会议决定或抽签定下"
    assert (told.cut_score, told.distance) == ("90.00", "0.00")
    decide(office, campaign_id, ["A004"], "公证处指出程序有误，重新抽签")
    again = computed(office, campaign_id)
    assert outcomes(office, campaign_id)["A004"] == (Outcome.SELECTED, None, 2)
    assert again.output_hash != done.output_hash
    assert all(
        office.read(lambda work, run=run: service.rerun(work, run))
        for run in (done.run_id, again.run_id)
    )


# --- runs -----------------------------------------------------------------------------------------


def test_both_engines_hash_byte_for_byte_alike(office, tmp_path):
    campaign_id = small(office, tmp_path)
    done = computed(office, campaign_id)
    assert (done.input_hash, done.output_hash) == (INPUT, OUTPUT)


def test_a_second_run_of_the_same_inputs_is_the_same_and_replaces_with_a_reason(office, tmp_path):
    campaign_id = small(office, tmp_path)
    first = ran(office, campaign_id)
    second = computed(office, campaign_id)
    assert (second.input_hash, second.output_hash) == (first.input_hash, first.output_hash)
    with pytest.raises(UserError, match="须写明事由"):
        office.write(lambda work: service.apply_run(work, second.run_id))
    office.write(lambda work: service.apply_run(work, second.run_id), reason="重算核对")
    with pytest.raises(UserError, match="已是“作废”"):
        office.write(lambda work: service.apply_run(work, first.run_id), reason="再来")
    runs = office.read(lambda work: queries.campaign(work, campaign_id).runs)
    assert [run.state for run in runs] == [RunState.VOID, RunState.APPLIED]
    assert runs[0].void_reason == "重算核对"


@pytest.mark.parametrize(
    "harm",
    [
        "UPDATE campaign_entrant SET facts = '{}' WHERE person_number = 'A001'",
        "UPDATE selection_line SET place = 9 WHERE nomination_id IS NOT NULL",
        "UPDATE nomination SET merit_milli = 1",
    ],
)
def test_a_changed_file_no_longer_compares(office, tmp_path, harm, engine_name):
    campaign_id = small(office, tmp_path)
    done = computed(office, campaign_id)
    table = harm.split()[1]
    drop = {
        "sqlite": f"DROP TRIGGER {table}_%s",
        "postgresql": f"ALTER TABLE {table} DISABLE TRIGGER USER",
    }[engine_name]
    guard = "in_time_update" if table == "nomination" else "keeps_update"
    with office.database.raw(writes=True) as connection:
        connection.execute(text(drop % guard if "%" in drop else drop))
        connection.execute(text(harm))
    assert not compares(office, done.run_id)


def test_everybody_has_an_outcome_and_the_nominees_their_checks(office, tmp_path):
    campaign_id = small(office, tmp_path)
    done = computed(office, campaign_id)

    def look(work):
        lines = work.session.scalars(
            select(SelectionLine).where(SelectionLine.run_id == done.run_id)
        ).all()
        checks = work.session.scalars(select(EligibilityCheck)).all()
        persons = dict(work.session.execute(select(Person.number, Person.id)).tuples().all())
        return {line.person_id: line for line in lines}, checks, persons

    lines, checks, persons = office.read(look)
    assert len(lines) == 16
    silent = [line for line in lines.values() if line.nomination_id is None]
    assert {(line.outcome, line.outcome_code) for line in silent} == {
        (Outcome.NOT_SELECTED, OutcomeCode.NOT_NOMINATED)
    }
    assert len(silent) == 11
    assert len(checks) == 5 * 6
    for number in ("A001", "B002"):
        told = office.read(lambda work, n=number: queries.explanation(work, campaign_id, n))
        stored = [
            (check.rule_key, check.seen_value, check.passed)
            for check in checks
            if check.nomination_id == lines[persons[number]].nomination_id
        ]
        assert sorted((c.key, c.seen, c.passed) for c in told.checks) == sorted(stored)
    assert {
        (check.threshold, check.seen_value) for check in checks if check.rule_key == "service"
    } == {(12, 72)}


def test_facts_that_changed_since_are_told_and_a_new_freeze_reads_them(office, tmp_path):
    campaign_id = small(office, tmp_path)
    first = ran(office, campaign_id)
    assert office.read(lambda work: queries.changed_facts(work, campaign_id)) == []

    def leave(work):
        person = work.session.scalars(select(Person).where(Person.number == "A001")).one()
        person.state = PersonState.LEFT

    office.write(leave, reason="调离")
    assert office.read(lambda work: queries.changed_facts(work, campaign_id)) == ["A001"]
    same = computed(office, campaign_id)
    assert same.output_hash == first.output_hash, "the frozen facts still count"
    with pytest.raises(UserError, match="须写明事由"):
        office.write(lambda work: service.freeze_again(work, campaign_id))
    office.write(lambda work: service.freeze_again(work, campaign_id), reason="有人调离")
    assert office.read(lambda work: queries.changed_facts(work, campaign_id)) == []
    ran(office, campaign_id, "有人调离")
    assert outcomes(office, campaign_id)["A001"] == (
        Outcome.INELIGIBLE,
        OutcomeCode.FAILED_RULE,
        None,
    )
    assert office.read(lambda work: service.rerun(work, first.run_id))
    used = office.read(lambda work: runs_that_used(work, "person", "A001"))
    assert [(run.key, run.seen_version) for run in used] == [
        (f"campaign:{campaign_id}:1", 1),
        (f"campaign:{campaign_id}:2", 2),
    ]
    person = office.read(lambda work: find_person(work, "A001"))
    listed = office.read(lambda work: results_of(work, person))
    assert [(row.what.partition("第")[2], row.outcome, row.stands) for row in listed] == [
        (" 2 次冻结，第 3 次计算（采用）", "优秀网格员：不符合条件", True),
        (" 1 次冻结，第 1 次计算（作废）", "优秀网格员：入选", False),
        (" 1 次冻结，第 2 次计算（试算）", "优秀网格员：入选", True),
    ]


# --- why ------------------------------------------------------------------------------------------


def test_the_panel_adds_up_and_names_each_condition(office, tmp_path):
    campaign_id = opened(office, scheme({EXCELLENT: 2}))
    name = dict(TWO["东区"])["A001"]
    nominate(office, tmp_path, [row("东区", "A001", name, EXCELLENT, merit="92.5", review="90.25")])
    closed(office, campaign_id)
    computed(office, campaign_id)
    told = office.write(lambda work: service.explain(work, campaign_id, "A001"))
    assert told == office.read(lambda work: queries.explanation(work, campaign_id, name))
    assert [(i.label, i.weight_bp, i.points_milli, i.maximum_milli) for i in told.items] == [
        ("业绩", 4000, 37_000, 40_000),
        ("评审", 6000, 54_150, 60_000),
    ]
    assert (told.score, told.cut_score, told.rank) == ("91.15", "91.15", 1)
    assert told.sentence == "入选“优秀网格员”，本单位第 1 名"
    assert [(check.label, check.fact, check.passed) for check in told.checks] == [
        ("截止日在岗", "是", True),
        ("没有离开队伍", "是", True),
        ("岗位可参加评选", "是", True),
        ("连续任职不少于 12 个月", "72 个月", True),
        ("年满 18 周岁", "没有记录", True),
        ("近 2 年没有获同一称号", "没有记录", True),
    ]
    silent = office.read(lambda work: queries.explanation(work, campaign_id, "A002"))
    assert (silent.nominated, silent.sentence) == (False, "未入选：没有被推荐")


def test_nobody_several_and_nothing_yet_are_told_apart(office, tmp_path):
    campaign_id = small(office, tmp_path)
    with pytest.raises(UserError, match="还没有计算过"):
        office.read(lambda work: queries.explanation(work, campaign_id, "A001"))
    computed(office, campaign_id)
    with pytest.raises(UserError, match="没有“Z999”。请填工号，或核对姓名"):
        office.read(lambda work: queries.explanation(work, campaign_id, "Z999"))


def test_the_units_order_needs_no_score(office, tmp_path):
    campaign_id = opened(office, scheme({EXCELLENT: 2}, **UNIT_RANK))
    names = dict(TWO["东区"])
    rows = [
        row("东区", number, names[number], EXCELLENT, unit_rank=at)
        for at, number in enumerate(("A005", "A001"), start=1)
    ]
    nominate(office, tmp_path, rows)
    closed(office, campaign_id)
    computed(office, campaign_id)
    told = office.read(lambda work: queries.explanation(work, campaign_id, "A001"))
    assert (told.score, told.cut_score, told.distance) == ("2", "1", "-1")
    assert told.sentence == "候补：本单位第 2 名，本人 2，入选线 1"


def test_a_list_with_too_few_of_the_front_line_is_warned_of(desk, tmp_path):
    desk.write(lambda work: people(work, TWO, role="镇村领导"))
    campaign_id = small(desk, tmp_path)
    assert computed(desk, campaign_id).warnings == (
        "“优秀网格员”一线人员 0 人，占 4 人的不到 60%。要照此上报请写明理由。",
    )


def test_lists_take_as_many_statements_for_many_as_for_few(office, tmp_path):
    campaign_id = small(office, tmp_path)
    done = ran(office, campaign_id)
    pinned = {
        "candidates": (lambda work: queries.candidates(work, campaign_id), 12),
        "quota_table": (lambda work: queries.quota_table(work, campaign_id), 3),
        "chosen": (lambda work: queries.chosen(work, done.run_id), 1),
        "campaigns": (queries.campaigns, 3),
    }
    for name, (query, count) in pinned.items():
        with recorded() as told:
            office.read(query)
        assert len(told) == count, (name, told)
