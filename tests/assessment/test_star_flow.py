"""A round of stars from its opening to stars that count, and back."""

from __future__ import annotations

import dataclasses
import datetime as dt

import pytest

from hrgrid.assessment.queries.periods import rests_on
from hrgrid.assessment.queries.star_board import round_board, spread, what_if
from hrgrid.assessment.queries.star_groups import choices, groups_to_decide
from hrgrid.assessment.queries.star_lines import (
    anchors_of_star_lines,
    count_star_lines,
    place_of_star_line,
    star_lines,
    star_lines_of,
    star_units,
)
from hrgrid.assessment.queries.star_rounds import (
    awards_of_person,
    round_proposal,
    rounds,
    star_in_force,
)
from hrgrid.assessment.queries.star_rules import star_rule_of, star_rule_versions
from hrgrid.assessment.queries.star_way import line_way
from hrgrid.assessment.rules.star_rows import StarLineFilter, StarLineForm, StarOrder
from hrgrid.assessment.rules.star_rules import StarRules
from hrgrid.assessment.rules.star_words import HeldBack, NoStar, RoundState, StarSubject
from hrgrid.assessment.service.star_choices import decide_star_line, void_star_choices
from hrgrid.assessment.service.star_rounds import (
    cancel_round,
    confirm_round,
    propose_star_reopening,
    take_newer_rule,
)
from hrgrid.assessment.service.star_rules import save_star_rules
from hrgrid.assessment.service.star_runs import compute_stars
from hrgrid.core.errors import Refused, UserError
from tests.assessment import assessed, starred
from tests.assessment.office import YEAR, person


def levels(desk, round_id):
    return {name: row.level for name, row in starred.lines(desk, round_id).items()}


def test_stars_of_a_month(office):
    assessed.confirmed(office)
    number = starred.opened(office)
    done = starred.computed(office, number)
    rows = starred.lines(office, number)
    assert done.changed is None
    assert (done.people, done.left_out) == (19, 5)
    # The small streets are counted together: 7 × 15 % is one place, in the east 6 × 15 % is none.
    assert [name for name, row in rows.items() if row.level >= 4] == ["朱中"]
    first = rows["赵一"]
    assert (first.total_milli, first.line_level, first.level) == (100_000, 5, 3)
    assert first.held == (HeldBack.SHARE,)
    # Came in September: a newcomer, with too few months.
    assert rows["严早"].left_out is NoStar.TOO_FEW_MONTHS
    assert rows["周五"].left_out is NoStar.NO_RESULT
    again = starred.computed(office, number)
    assert (again.number, again.changed) == (2, 0)


def test_the_board_leads_through_the_round(office):
    assessed.confirmed(office)
    number = starred.opened(office)

    def step():
        board = office.read(lambda work: round_board(work, number))
        return board.next.code, board.next.enabled

    assert step() == ("compute", True)
    starred.computed(office, number)
    assert step() == ("approve", True)
    starred.approved(office, number)
    assert step() == ("confirm", True)
    office.write(lambda work: confirm_round(work, number))
    board = office.read(lambda work: round_board(work, number))
    assert (board.next, board.card.row.state) == (None, RoundState.CONFIRMED)
    assert board.may_reopen
    (row,) = office.read(rounds)
    assert (row.people, row.left_out, sum(row.counts)) == (19, 5, 19)


def test_confirmed_stars_count_and_end_the_earlier_ones(office):
    assessed.confirmed(office, 8)
    first = starred.opened(
        office, 8, valid_from=dt.date(YEAR, 10, 1), valid_to=dt.date(YEAR + 1, 10, 1)
    )
    starred.computed(office, first)
    count = starred.confirmed(office, first)
    held = office.read(lambda work: star_in_force(work, dt.date(YEAR, 10, 31)))
    assert len(held) == count > 0
    assessed.confirmed(office)
    second = starred.opened(office)
    starred.computed(office, second)
    before = starred.lines(office, second)
    # Eight of the east had one place of four stars in August; six have none, and stars fall freely.
    assert (before["赵一"].before_level, before["赵一"].level) == (4, 3)
    assert before["赵一"].change == "降 1 星"
    starred.confirmed(office, second)
    who = person(office, "赵一")
    now = office.read(lambda work: star_in_force(work, starred.FROM, [who]))
    assert now[who].round_id == second
    old = office.read(lambda work: awards_of_person(work, who))[-1]
    assert (old.valid_to, old.lasts_to) == (starred.FROM, dt.date(YEAR + 1, 10, 1))
    # The earlier round may not be opened while the later one rests on it.
    with pytest.raises(UserError, match="请先重开后面的评定"):
        office.write(lambda work: propose_star_reopening(work, first), reason="查错")
    # Reopened, its stars never held, and those it had ended hold on.
    assert starred.reopened(office, second) == 2
    again = office.read(lambda work: star_in_force(work, starred.FROM, [who]))
    assert again[who].round_id == first
    assert again[who].valid_to == dt.date(YEAR + 1, 10, 1)
    gone = office.read(lambda work: awards_of_person(work, who))[0]
    assert gone.void_reason == "重新评定：成绩有误"
    assert gone.valid_to == gone.valid_from
    starred.computed(office, second)
    starred.confirmed(office, second)
    final = office.read(lambda work: star_in_force(work, starred.FROM, [who]))
    assert final[who].round_id == second


def test_without_an_approval_nothing_counts(office):
    assessed.confirmed(office)
    number = starred.opened(office)
    starred.computed(office, number)
    with pytest.raises(Refused, match="须有 1 人审批"):
        office.write(lambda work: confirm_round(work, number))
    assert office.read(lambda work: star_in_force(work, starred.FROM)) == {}
    # Computed again, what was approved is another result.
    starred.approved(office, number)
    starred.computed(office, number)
    with pytest.raises(Refused, match="须有 1 人审批"):
        office.write(lambda work: confirm_round(work, number))


def test_the_equal_at_a_line_wait_for_people(office):
    same = dict.fromkeys(("钱二", "孙三"), 12)
    assessed.confirmed(office, wrong={"赵一": 0, "李四": 13, "吴六": 14, "王平": 15} | same)
    number = starred.opened(office)
    done = starred.computed(office, number)
    assert done.at_line == 2
    board = office.read(lambda work: round_board(work, number))
    assert board.next.code == "decide"
    (group,) = office.read(lambda work: groups_to_decide(work, number))
    assert ({row.name for row in group.people}, group.level) == (set(same), 3)
    assert group.places == 1
    ids = {row.name: row.subject_id for row in group.people}
    wanted = StarLineForm(
        group.level,
        tuple(ids.values()),
        (ids["孙三"],),
        "出勤更好",
        "区政法委会议",
        dt.date(YEAR, 10, 20),
    )
    more = dataclasses.replace(wanted, chosen=tuple(ids.values()))
    with pytest.raises(UserError, match="只剩 1 个名额，选了 2 人"):
        office.write(lambda work: decide_star_line(work, number, more))
    blank = dataclasses.replace(wanted, reason=" ")
    with pytest.raises(UserError, match="写明理由"):
        office.write(lambda work: decide_star_line(work, number, blank))
    less = dataclasses.replace(wanted, people=wanted.people[:1], chosen=wanted.people[:1])
    with pytest.raises(UserError, match="名单已经变了"):
        office.write(lambda work: decide_star_line(work, number, less))
    settled = office.write(lambda work: decide_star_line(work, number, wanted))
    assert settled.at_line == 0
    rows = starred.lines(office, number)
    assert [rows[name].level for name in same] == [2, 3]
    way = office.read(lambda work: line_way(work, number, rows["钱二"].id))
    assert "裁定为二星：出勤更好" in way.choice
    kept = office.read(lambda work: choices(work, number))
    void = office.write(
        lambda work: void_star_choices(work, number, [row.id for row in kept]), reason="程序有误"
    )
    assert void.at_line == 2


def test_results_that_change_make_the_stars_stale(office):
    period = assessed.confirmed(office)
    number = starred.opened(office)
    starred.computed(office, number)
    from hrgrid.assessment.service.settling import (
        propose_reopening,
        reopen_period,
        reopening_subject,
    )

    office.write(lambda work: propose_reopening(work, period), reason="数据有误")
    assessed.approved(office, office.read(lambda work: reopening_subject(work, period)))
    office.write(lambda work: reopen_period(work, period))
    board = office.read(lambda work: round_board(work, number))
    assert [one.kind for one in board.blockers] == ["periods", "stale"]
    assert (board.next.code, board.next.enabled) == ("compute", False)
    with pytest.raises(UserError, match="请先确认考核结果"):
        starred.computed(office, number)


def test_what_if_the_line_moved_stores_nothing(office):
    assessed.confirmed(office)
    number = starred.opened(office)
    starred.computed(office, number)
    rules = office.read(lambda work: star_rule_of(work, number)).rules
    before = levels(office, number)
    same = office.read(lambda work: what_if(work, number, rules))
    assert same.moved == ()
    assert same.counts == office.read(lambda work: spread(work, number)).counts
    wide = dataclasses.replace(
        rules,
        levels=tuple(dataclasses.replace(one, share_bp=None) for one in rules.levels),
        pays=True,
    )
    found = office.read(lambda work: what_if(work, number, wide))
    assert {(one.name, one.was, one.now) for one in found.moved} >= {("赵一", 3, 5)}
    assert found.monthly_fen == sum(
        wide.monthly_fen(level) * count for level, count in enumerate(found.counts)
    )
    assert levels(office, number) == before
    broken = dataclasses.replace(rules, levels=rules.levels[1:])
    with pytest.raises(UserError, match="五星到一星五档"):
        office.read(lambda work: what_if(work, number, broken))


def test_a_newer_rule_is_taken_only_when_asked(office):
    assessed.confirmed(office)
    number = starred.opened(office)
    starred.computed(office, number)
    newer = dataclasses.replace(StarRules(), first_ceiling=2)
    office.write(
        lambda work: save_star_rules(work, StarSubject.PERSON, newer, dt.date(YEAR, 10, 1)),
        reason="区里定的",
    )
    board = office.read(lambda work: round_board(work, number))
    assert (board.card.newer_rule, board.next.code) == (2, "approve")
    assert office.write(lambda work: take_newer_rule(work, number)) == 2
    assert office.read(lambda work: round_board(work, number)).next.code == "compute"
    starred.computed(office, number)
    assert max(levels(office, number).values()) == 2
    versions = office.read(lambda work: star_rule_versions(work, StarSubject.PERSON))
    assert [(one.number, one.in_force) for one in versions] == [(2, True), (1, False)]


def test_a_new_round_is_proposed_as_the_last(office):
    assert office.read(round_proposal) is None
    assessed.confirmed(office, 8)
    given = office.read(round_proposal)
    assert (given.form.span.number, given.form.valid_from.day) == (8, 1)
    first = starred.opened(office, 8)
    starred.computed(office, first)
    starred.confirmed(office, first)
    assessed.confirmed(office)
    after = office.read(round_proposal)
    assert after.form.span.number == 9
    assert "沿用“8 月星级评定”" in after.why
    assert [one.round_id for one in after.grounds] == [None, first]


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({"valid_to": starred.FROM}, "要到以后的某一天为止"),
        ({"title": " "}, "名称不能空着"),
        ({"valid_from": dt.date(YEAR, 9, 1)}, "开始以后才生效"),
        ({"scheme": "yearly"}, "没有2026 年 9 月的考核结果"),
    ],
)
def test_a_round_that_cannot_be(office, given, told):
    assessed.confirmed(office)
    with pytest.raises(UserError, match=told):
        starred.opened(office, **given)


def test_a_round_over_what_is_not_confirmed(office):
    assessed.appealed(office)
    with pytest.raises(UserError, match="还有 1 个考核期没有确认"):
        starred.opened(office)


def test_a_second_one_and_a_cancelled_one(office):
    assessed.confirmed(office)
    number = starred.opened(office)
    with pytest.raises(UserError, match="不用另建"):
        starred.opened(office)
    office.write(lambda work: cancel_round(work, number), reason="改为年底再评")
    with pytest.raises(UserError, match="已取消"):
        office.write(lambda work: compute_stars(work, number))


def test_lines_are_paged_like_every_list(office):
    assessed.confirmed(office)
    number = starred.opened(office)
    starred.computed(office, number)
    plain = StarLineFilter(number)
    whole = office.read(lambda work: star_lines(work, plain, limit=1_000))
    for order in StarOrder:
        found, after = [], None
        while page := office.read(lambda w, o=order, a=after: star_lines(w, plain, o, a, 5)):
            found += page
            after = page[-1].key, page[-1].id
        assert sorted(row.id for row in found) == [row.id for row in whole]
        marks = office.read(lambda w, o=order: anchors_of_star_lines(w, plain, o, 5))
        assert marks.count == len(whole)
        mark = found[7].key, found[7].id
        place = office.read(lambda w, o=order, m=mark: place_of_star_line(w, plain, o, m))
        assert place == 7
    assert [row.id for row in whole] == list(range(1, len(whole) + 1))
    assert office.read(lambda work: count_star_lines(work, plain)) == len(whole)
    units = office.read(lambda work: star_units(work, number))
    east = StarLineFilter(number, unit_ids=(units[0][0],))
    assert office.read(lambda work: count_star_lines(work, east)) == 9
    out = StarLineFilter(number, left_out=True)
    assert office.read(lambda work: count_star_lines(work, out)) == 5
    shared = StarLineFilter(number, held=HeldBack.SHARE)
    assert office.read(lambda work: count_star_lines(work, shared)) > 0
    named = StarLineFilter(number, text="赵一")
    (one,) = office.read(lambda work: star_lines(work, named))
    assert office.read(lambda w: star_lines_of(w, [one.id], plain))[0].name == "赵一"


def test_a_period_names_the_stars_that_rest_on_it(office):
    period = assessed.confirmed(office)

    def stars():
        found = office.read(lambda work: rests_on(work, period))
        return [row.sentence for row in found if row.kind == "stars"]

    number = starred.opened(office)
    assert stars() == []
    starred.computed(office, number)
    assert stars() == ["“9 月星级评定”（评定中）用到了本期，须重新评定"]
    starred.confirmed(office, number)
    assert stars() == ["“9 月星级评定”（已评定）用到了本期，评定的星级不会自动改，须另行重开"]


def test_the_way_of_a_line(office):
    assessed.confirmed(office)
    number = starred.opened(office)
    starred.computed(office, number)
    rows = starred.lines(office, number)
    way = office.read(lambda work: line_way(work, number, rows["赵一"].id))
    assert way.steps[0] == "得分 100 分，够五星的分数线 95 分"
    assert way.steps[-1] == "评为三星"
    assert any("四星及以上 0 个名额" in step for step in way.steps)
    newest = office.read(lambda work: line_way(work, number, rows["严早"].id))
    assert newest.steps == ("任职 0 个月，不满 6 个月，不参加评定",)


def test_stars_of_grids(office):
    assessed.confirmed(office)
    number = starred.opened(office, subject=StarSubject.GRID, title="9 月网格星级")
    done = starred.computed(office, number)
    rows = office.read(lambda work: star_lines(work, StarLineFilter(number), limit=1_000))
    assert len(rows) == done.people + done.left_out == 30
    with_results = [row for row in rows if row.left_out is None]
    assert all(row.total_milli is not None for row in with_results)
    ways = [office.read(lambda work, r=row: line_way(work, number, r.id)) for row in with_results]
    told = "".join("".join((*way.steps, *way.missing)) for way in ways)
    assert " 个网格" in told
    assert " 人" not in told
    for order in StarOrder:
        page = office.read(lambda w, o=order: star_lines(w, StarLineFilter(number), o, None, 5))
        mark = page[-1].key, page[-1].id
        after = office.read(lambda w, o=order, m=mark: star_lines(w, StarLineFilter(number), o, m))
        assert len(after) == 25
    if done.at_line:
        assert office.read(lambda work: groups_to_decide(work, number))
