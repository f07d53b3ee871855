"""The whole way to a result, units, trends, spread, leniency, and what changed between two runs."""

from __future__ import annotations

import datetime as dt
import statistics
from fractions import Fraction

import pytest
from sqlalchemy import update

from hrgrid.assessment.model import (
    AssessmentLine,
    AssessmentPeriod,
    AssessmentReview,
)
from hrgrid.assessment.queries.changes import changes
from hrgrid.assessment.queries.leniency import leniency
from hrgrid.assessment.queries.results import applied_run, runs
from hrgrid.assessment.queries.trends import trend_of_person, trend_of_unit
from hrgrid.assessment.queries.unit_tables import distributions, unit_tables
from hrgrid.assessment.queries.way import result_card, result_cards
from hrgrid.assessment.rules.formulas import Figure
from hrgrid.assessment.rules.words import PeriodKind, PeriodState, ReviewPart
from hrgrid.assessment.service import moderation
from hrgrid.assessment.service.periods import start_scoring
from hrgrid.core.errors import UserError
from tests.assessment import exact
from tests.assessment import office as town
from tests.assessment.scored import absences, computed, give, lines, scoring
from tests.assessment.test_computing import note
from tests.statements import recorded


def card_of(desk, period: int, name: str, run_id: int | None = None):
    who = town.assessees(desk, period)[name]
    return desk.read(lambda work: result_card(work, who, run_id))


def item(card, code: str):
    return next(one for one in card.items if one.code == code)


def test_a_result_tells_the_whole_way_to_it(office):
    period = scoring(office, {"赵一": {"stale": Figure(2_000), "on_time": Figure(95_000, 100_000)}})
    note(office, "赵一", "praise_city")
    computed(office, period)
    who = lines(office, period)["赵一"].assessee_id
    number = office.write(lambda work: moderation.propose(work, period, who, -500, "核实缺岗"))
    office.write(lambda work: moderation.approve_moderations(work, [number]))
    card = card_of(office, period, "赵一")
    assert card.disagreements == ()
    assert item(card, "A1").how == "扣 2 × 2 = 4.00"
    assert item(card, "A1").points_milli == 11_000
    on_time = item(card, "A4")
    assert (on_time.points_milli, on_time.rule) == (8_330, "按比率折算，90% 得零分，99% 得满分")
    (figure,) = on_time.indicators
    assert figure.agrees
    (fact,) = figure.facts
    assert (fact.amount_milli, fact.base_milli, fact.counts) == (95_000, 100_000, True)
    assert "月其他平台导出" in fact.source
    bonus = item(card, "B")
    entries = [entry for one in bonus.indicators for entry in one.entries]
    assert [entry.note for entry in entries] == ["如实登记"]
    assert bonus.beside == "加在总分上"
    assert card.steps == (
        "各项得分合计 89.33 分",
        "加分：加 2.00 分",
        "得分四舍五入到两位小数：91.33 分",
        "经批准减 0.50 分（核实缺岗）：90.83 分，原得分 91.33 分保留",
    )
    assert card.share[0] == "90.83 分属于“优秀”（90 分及以上）"
    assert card.share[-1] == "名额已满，定为“合格”" or "等待裁定" in card.share[-1]
    assert card.of_unit == len(town.ASSESSED["东街道"])
    assert item(card, "A10").note == "按满分"


def test_an_item_that_does_not_apply_is_told_with_its_enlargement(office):
    period = scoring(office, {"赵一": {"disputes": Figure(0, 0), **absences(4)}})
    computed(office, period)
    card = card_of(office, period, "赵一")
    assert item(card, "A6").how == "总数是 0，不适用"
    assert card.steps[1] == (
        "不适用的项目满分 10 分不计，其余按比例放大：86.00 × 100 ÷ 90 = 95.56 分"
    )
    assert card.row.total_milli == 95_560


def test_what_was_delivered_before_is_shown_below_what_counts(office):
    period = scoring(office, {"赵一": absences(3)})
    give(office, {"赵一": absences(1)})
    computed(office, period)
    (figure,) = item(card_of(office, period, "赵一"), "A9").indicators
    assert [(one.amount_milli, one.counts) for one in figure.facts] == [
        (1_000, True),
        (3_000, False),
    ]


def test_what_came_after_the_run_is_no_part_of_its_way(office):
    period = scoring(office, {"赵一": absences(3)})
    computed(office, period)
    give(office, {"赵一": absences(1)})
    (figure,) = item(card_of(office, period, "赵一"), "A9").indicators
    assert [one.amount_milli for one in figure.facts] == [3_000]
    note(office, "赵一", "praise_city")
    praised = item(card_of(office, period, "赵一"), "B").indicators
    assert [one.agrees for one in praised] == [True, False, True]


def test_a_kept_result_that_was_tampered_with_is_named(office):
    period = scoring(office, {"赵一": absences(3)})
    computed(office, period)
    who = lines(office, period)["赵一"].assessee_id

    def tamper(work) -> None:
        # Past the program, as somebody with the file would.
        if work.session.connection().dialect.name == "sqlite":
            work.session.connection().exec_driver_sql("DROP TRIGGER assessment_line_keeps_update")
        else:
            work.session.connection().exec_driver_sql(
                "ALTER TABLE assessment_line DISABLE TRIGGER USER"
            )
        work.session.execute(
            update(AssessmentLine)
            .where(AssessmentLine.assessee_id == who)
            .values(reckoned_milli=99_000, total_milli=99_000)
        )

    office.write(tamper)
    said = card_of(office, period, "赵一").disagreements
    assert said[0] == "重新计算得 97.00 分，保存的是 99.00 分"


def test_units_are_counted_with_means_medians_and_grades(office):
    figures = {name: absences(at) for at, name in enumerate(town.ASSESSED["西街道"])}
    period = scoring(office, figures | {"赵一": {"on_time": None}})
    computed(office, period)
    tables = office.read(lambda work: unit_tables(work, period))
    rows = lines(office, period)
    assert [table.unit for table in tables] == ["全部单位", *town.ASSESSED]
    for table in tables:
        names = town.ASSESSED.get(table.unit) or [n for s in town.ASSESSED.values() for n in s]
        totals = [rows[name].total_milli for name in names if rows[name].total_milli is not None]
        assert (table.people, table.results) == (len(names), len(totals))
        assert table.mean_milli == Fraction(sum(totals), len(totals))
        assert table.median_milli == statistics.median(totals)
        assert (table.highest_milli, table.lowest_milli) == (max(totals), min(totals))
        assert sum(grade.count for grade in table.grades) == len(totals)
    west = next(table for table in tables if table.unit == "西街道")
    assert (west.grades[0].count, west.grades[0].places, west.pooled) == (1, 1, False)
    assert [table.unit for table in tables if table.pooled] == ["南街道", "北街道"]
    assert tables[0].blocked == 1


def test_totals_are_spread_over_steps_of_five_points(office):
    period = scoring(office, {"冯春": absences(7), "陈夏": absences(11)})
    computed(office, period)
    spread = office.read(lambda work: distributions(work, period))
    west = next(one for one in spread if one.unit == "西街道")
    assert (west.counts[19], west.counts[18], west.counts[17]) == (5, 1, 1)
    assert sum(spread[0].counts) == 20
    assert len(west.counts) * west.step_milli == 100_000


def test_what_changed_between_two_runs_is_named(office):
    period = scoring(office)
    computed(office, period)
    assert office.read(lambda work: changes(work, applied_run(work, period).id)) == []
    give(office, {"冯春": absences(3)})
    computed(office, period, "补报")
    found = {row.name: row for row in office.read(lambda w: changes(w, applied_run(w, period).id))}
    mine = found["冯春"]
    assert (mine.before_milli, mine.after_milli) == (100_000, 97_000)
    assert mine.why == ("缺勤和违反纪律",)
    assert mine.after_rank == 7
    first = office.read(lambda work: runs(work, period))[-1]
    old = card_of(office, period, "冯春", first.id)
    assert old.row.total_milli == 100_000
    assert not old.run.applied


def test_a_person_is_seen_over_the_months(office):
    for month, points in ((7, 5), (8, 2), (9, 1)):
        period = scoring(office, {"赵一": absences(points)}, month)
        computed(office, period)
    who = town.person(office, "赵一")
    points = office.read(lambda work: trend_of_person(work, who))
    assert [(one.number, one.total_milli) for one in points] == [
        (7, 95_000), (8, 98_000), (9, 99_000),
    ]  # fmt: skip
    assert all(one.unit_mean_milli is not None and one.of_unit > 0 for one in points)
    unit = lines(office, period)["赵一"].unit_id
    trend = office.read(lambda work: trend_of_unit(work, unit, PeriodKind.MONTH))
    assert [one.total_milli for one in trend] == [one.unit_mean_milli for one in points]


# --- longer periods ---------------------------------------------------------------------------


def settle_by_hand(desk, period: int) -> None:
    """To the state of confirmed, past the window of appeals."""

    def go(work) -> None:
        row = work.session.get_one(AssessmentPeriod, period)
        row.shown_on = row.appeals_until = dt.date(2026, 10, 10)
        row.approval_words = "单人审批：测试"
        for state in (PeriodState.SHOWN, PeriodState.APPEALS, PeriodState.CONFIRMED):
            row.state = state
            work.session.flush()

    desk.write(go)


@pytest.fixture
def quarter(office) -> int:
    """The third quarter, its three months confirmed; in September some have no result."""
    for month, points in ((7, 5), (8, 2), (9, 0)):
        period = scoring(office, {"赵一": absences(points)}, month)
        computed(office, period)
        settle_by_hand(office, period)
    number = town.opened(office, scheme="quarterly", kind=PeriodKind.QUARTER, month=3)

    def begin(work) -> None:
        work.session.get_one(AssessmentPeriod, number).state = PeriodState.SCORING

    office.write(begin)
    return number


def test_a_quarter_is_the_exact_mean_of_its_months(office, quarter):
    computed(office, quarter)
    rows = lines(office, quarter)
    # (95 + 98 + 100) / 3 = 97.666…
    assert rows["赵一"].total_milli == 97_670
    card = card_of(office, quarter, "赵一")
    assert card.disagreements == ()
    (figure,) = card.items[0].indicators
    assert figure.agrees
    assert [(part.number, part.total_milli) for part in figure.parts] == [
        (7, 95_000), (8, 98_000), (9, 100_000),
    ]  # fmt: skip
    assert card.items[0].how == "3 个得分合计 293，平均 97.67"


def test_everybody_s_quarter_agrees_with_a_second_computation(office):
    """Read back from the tables: months without a result, of those who came later or were away."""
    months: dict[str, list[int]] = {}
    for month in (7, 8, 9):
        wrong = {name: absences((at * month) % 17) for at, name in enumerate(town.EVERYBODY)}
        taken = town.opened(office, month)
        give(office, {name: wrong.get(name, {}) for name in town.assessees(office, taken)}, month)
        office.write(lambda work, number=taken: start_scoring(work, number))
        computed(office, taken)
        for name, row in lines(office, taken).items():
            if row.total_milli is not None:
                months.setdefault(name, []).append(row.total_milli // 10)
        settle_by_hand(office, taken)
    number = town.opened(office, scheme="quarterly", kind=PeriodKind.QUARTER, month=3)
    office.write(lambda work: start_scoring(work, number))
    computed(office, number)
    found = {
        name: None if row.total_milli is None else row.total_milli // 10
        for name, row in lines(office, number).items()
    }
    assert found == {name: exact.quarter(months.get(name, []))[0] for name in found}
    assert {len(each) for each in months.values()} == {1, 2, 3}
    assert None in found.values()


def test_a_month_on_leave_is_left_out_of_the_mean(office, quarter):
    computed(office, quarter)
    rows = lines(office, quarter)
    assert rows["何水"].total_milli == 100_000
    (figure,) = card_of(office, quarter, "何水").items[0].indicators
    assert figure.base_milli == 200_000
    assert [part.why_not for part in figure.parts] == ["", "", "借调，不计入平均"]


def test_too_few_months_give_no_result(office, quarter):
    found = computed(office, quarter)
    rows = lines(office, quarter)
    # He came in September: one month, and two are wanted.
    assert rows["严早"].total_milli is None
    assert rows["严早"].blocked == ()
    assert found.unscored >= 1
    card = card_of(office, quarter, "严早")
    assert card.steps == ("有结果的月考核 1 期，少于要求的 2 期，不出结果",)


def test_a_month_that_is_not_confirmed_stops_the_quarter(office):
    period = scoring(office, {}, 7)
    computed(office, period)
    number = town.opened(office, scheme="quarterly", kind=PeriodKind.QUARTER, month=3)

    def begin(work) -> None:
        work.session.get_one(AssessmentPeriod, number).state = PeriodState.SCORING

    office.write(begin)
    with pytest.raises(UserError, match="还有 1 个考核期没有确认：2026 年 7 月"):
        computed(office, number)


# --- leniency ---------------------------------------------------------------------------------


def test_an_assessor_is_compared_with_the_others_on_the_same_people(office):
    period = scoring(office)
    who = list(town.assessees(office, period).values())[:6]

    def give_marks(work) -> None:
        mine = work.actor.operator_id
        others = another(work)
        for at, assessee in enumerate(who):
            for assessor, value in ((mine, 95_000 + at * 100), (others, 90_000)):
                if assessor == others and at == 5:
                    continue
                work.session.add(
                    AssessmentReview(
                        period_id=period,
                        assessee_id=assessee,
                        part=ReviewPart.OFFICE,
                        assessor_id=assessor,
                        value_milli=value,
                        note="",
                        made_at=work.now,
                    )
                )

    office.write(give_marks)
    first, second = office.read(lambda work: leniency(work, period))
    assert (first.marks, first.compared, first.others) == (6, 5, 5)
    assert first.mean_milli == 95_250
    assert first.difference_milli == 5_200
    assert first.spread_milli == 171
    assert (second.marks, second.difference_milli, second.spread_milli) == (5, -5_200, 0)
    assert office.read(lambda work: leniency(work, period, least=6)) == [first]


def another(work) -> int:
    """A second operator of the office."""
    from hrgrid.accounts.model import Operator

    own = work.session.get_one(Operator, work.actor.operator_id)
    values = {
        column.name: getattr(own, column.name)
        for column in Operator.__table__.columns
        if column.name not in {"id", "version", "row_hash", "login", "name"}
    }
    made = Operator(**values, login="second", name="李评")
    work.session.add(made)
    work.session.flush()
    return made.id


def test_cards_of_many_are_the_same_as_one_by_one(office):
    period = scoring(office, {"赵一": absences(3)})
    computed(office, period)
    ids = [row.assessee_id for row in lines(office, period).values()][:4]
    many = office.read(lambda work: list(result_cards(work, period, ids)))
    one = office.read(lambda work: [result_card(work, each) for each in ids])
    assert many == one
    assert not any(card.disagreements for card in many)
    assert {card.row.assessee_id for card in many} == set(ids)


def test_many_cards_take_as_many_statements_as_one(office):
    period = scoring(office, {"赵一": absences(3)})
    computed(office, period)
    ids = [row.assessee_id for row in lines(office, period).values()]
    assert len(ids) > 10
    with recorded() as one:
        office.read(lambda work: list(result_cards(work, period, ids[:1])))
    with recorded() as many:
        office.read(lambda work: list(result_cards(work, period, ids)))
    assert len(many) == len(one) <= 32
