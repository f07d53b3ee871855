"""Totals, places, doubts and what blocks: by example from rules.md 3, and against exact.py."""

from __future__ import annotations

import random
from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hrgrid.core.errors import UserError
from hrgrid.core.ranking import Order
from hrgrid.core.tabulation import Aggregate
from hrgrid.panels.rules import checks
from hrgrid.panels.rules.checks import BlockerKind
from hrgrid.panels.rules.rows import (
    AdjustmentRow,
    EntrantRow,
    ItemRow,
    PanelView,
    RecusalRow,
    SeatRow,
    SheetRow,
)
from hrgrid.panels.rules.rule import (
    PLAIN,
    USUAL,
    WHOLE,
    Item,
    PanelRule,
    RoundAt,
    Scope,
    TooFew,
    checked_items,
    rule_of,
    rule_text,
)
from hrgrid.panels.rules.totals import standings
from hrgrid.panels.rules.words import (
    AdjustmentKind,
    EntrantStatus,
    Ground,
    NoMark,
    PanelState,
    SeatState,
    SheetState,
)
from tests.panels import exact

ONE = (ItemRow(1, "total", "得分", 100_000, 100, 10_000),)
TWO = (
    ItemRow(1, "content", "内容", 100_000, 100, 6_000),
    ItemRow(2, "manner", "举止", 100_000, 100, 4_000),
)


def panel(rows, *, rule=USUAL, items=ONE, **changes) -> PanelView:
    """A panel of these marks (text, a reason, or None), a row an entrant, judge by judge."""
    width = max((len(row) for row in rows), default=0) // len(items)
    seats = tuple(SeatRow(at, at, f"评委{at}", "", chief=at == 1) for at in range(1, width + 1))
    entrants = tuple(
        EntrantRow(at, f"k{at}", f"选手{at}", "", at) for at in range(1, len(rows) + 1)
    )
    marks = {}
    for at, row in enumerate(rows, start=1):
        cells = [(at, seat.seat_no, item.id) for seat in seats for item in items]
        for cell, mark in zip(cells, row, strict=False):
            if mark is not None:
                marks[cell] = mark if isinstance(mark, NoMark) else int(Fraction(mark) * 1000)
    plain = PanelView(
        1, "x:1", "面试", "", PanelState.OPEN, rule, items, seats, entrants, marks=marks
    )
    return replace(plain, **changes)


def told(view: PanelView) -> list[str | None]:
    return [row.published for row in standings(view)]


SEVEN = ("88.5", "90", "91.2", "89.8", "92.4", "90.6", "87")
THREE = Item("a", "甲", weight_bp=5_000), Item("b", "乙", weight_bp=5_000)


def test_the_vector_of_seven_judges():
    (row,) = standings(panel([SEVEN]))
    assert row.published == "90.02"
    assert row.total == Fraction(450_100, 5)
    assert [cell[1] for cell in row.dropped] == [5, 7]
    assert [cell[1] for cell in row.kept] == [1, 2, 3, 4, 6]
    assert told(panel([SEVEN], rule=PLAIN)) == ["89.93"]


def test_of_equal_extremes_one_goes():
    (row,) = standings(panel([("90", "90", "90", "85", "85")]))
    assert row.published == "88.33"
    assert [cell[1] for cell in row.dropped] == [1, 4]


def test_below_five_marks_nothing_is_dropped_and_below_three_there_is_no_total():
    four, three, two = standings(
        panel([("90", "80", "70", "60"), ("90", "80", "70", A), ("90", "80", A, A)])
    )
    assert (four.published, four.dropped) == ("75.00", ())
    assert four.note == "有效分 4 个，不去最高分和最低分"
    assert three.published == "80.00"
    assert (two.published, two.rank) == (None, None)
    assert two.note == "有效分 2 个，少于 3 个，不计成绩"
    assert [cell[1] for cell, _ in two.unmarked] == [3, 4]


A = NoMark.JUDGE_ABSENT


def test_too_few_marks_may_give_their_mean_or_the_chief_judges():
    rows = [("90", "80", A, A), (A, "80", A, A)]
    mean = standings(panel(rows, rule=PanelRule(too_few=TooFew.MEAN)))
    assert [row.published for row in mean] == ["85.00", "80.00"]
    assert mean[0].note == "有效分 2 个，少于 3 个，按已有的分平均"
    chief = standings(panel(rows, rule=PanelRule(too_few=TooFew.CHIEF)))
    assert [row.published for row in chief] == ["90.00", None]
    assert [cell[1] for cell in chief[0].dropped] == [2]
    assert chief[1].note == "有效分 1 个，少于 3 个，主评委也没有分"


def test_a_sum_needs_every_judge():
    rule = PanelRule(Aggregate.SUM, 0, 0, min_marks=1)
    assert told(panel([("9", "8", "7"), ("9", "8", A)], rule=rule)) == ["24.00", None]


def test_a_mark_that_is_missing_is_no_nought_and_leaves_no_total():
    view = panel([SEVEN, (*SEVEN[:6], None), ()])
    whole, partial, empty = standings(view)
    assert (whole.rank, whole.partial) == (1, False)
    assert (partial.published, partial.partial, partial.begun) == (None, True, True)
    assert partial.missing == ((2, 7, 1),)
    assert (empty.partial, empty.begun, len(empty.missing)) == (True, False, 7)
    assert checks.progress(view) == checks.ProgressRow(13, 21, 1, 3)


def test_a_recused_judge_is_left_out_and_trimming_goes_by_the_marks_there():
    recusals = (RecusalRow(7, 7, 1, Ground.KIN),)
    (row,) = standings(panel([SEVEN[:6], SEVEN], recusals=recusals))[:1]
    assert row.recused == (7,)
    assert row.missing == ()
    assert row.published == exact.published(Fraction("361.6") / 4, 2) == "90.40"


def test_the_marks_of_a_struck_judge_do_not_count_and_those_of_a_replaced_one_do():
    seats = [SeatRow(at, at, f"评委{at}", "") for at in range(1, 8)]
    struck = [*seats[:6], replace(seats[6], state=SeatState.STRUCK, reason="迟到")]
    view = panel([SEVEN])
    assert told(replace(view, seats=tuple(struck))) == ["90.40"]
    gone = replace(seats[6], state=SeatState.REPLACED, reason="身体不适")
    sheet = SheetRow(1, 1, 7, 7, 1, SheetState.ENTERING)
    replaced = replace(view, seats=(*seats[:6], gone), sheets=(sheet,))
    assert told(replaced) == ["90.02"]
    # Nobody sits there any more: an entrant whom he did not mark misses nothing.
    assert told(replace(panel([SEVEN, SEVEN[:6]]), seats=(*seats[:6], gone), sheets=(sheet,))) == [
        "90.02",
        "90.40",
    ]
    successor = SeatRow(8, 7, "接替的评委", "")
    column = replace(view, seats=(*seats[:6], gone, successor)).columns[6]
    assert (column.judge.name, column.active) == ("接替的评委", True)


def test_who_does_not_compete_has_no_place_and_a_guest_a_total_alone():
    view = panel([SEVEN, SEVEN, ("80",) * 7])
    one, two, three = view.entrants
    entrants = (
        replace(one, status=EntrantStatus.WITHDRAWN, reason="弃权"),
        replace(two, guest=True),
        three,
    )
    rows = standings(replace(view, entrants=entrants))
    assert [(row.published, row.rank) for row in rows] == [
        (None, None),
        ("90.02", None),
        ("80.00", 1),
    ]
    assert rows[0].note == "退出"


def test_places_are_by_the_published_number_and_leave_the_next_one_empty():
    marks = ("95.2", "93.1", "93.1", "90", "88.5", "88.5", "88.5", "80")
    view = panel([(mark,) for mark in marks], rule=PLAIN)
    assert [row.rank for row in standings(view)] == [1, 2, 2, 4, 5, 5, 5, 8]
    assert [row.tied for row in standings(view)] == [False, True, True, False] + [True] * 3 + [
        False
    ]
    low = standings(replace(view, rule=replace(PLAIN, order=Order.LOW)))
    assert [row.rank for row in low] == [8, 6, 6, 5, 2, 2, 2, 1]
    # 90.004 and 89.996 are one and the same once they are published.
    near = panel([("90.01", "90.00"), ("90.00", "90.00")], rule=replace(PLAIN, decimals=1))
    assert [row.tied for row in standings(near)] == [True, True]


def test_extra_points_and_deductions_are_on_the_total():
    adjustments = (
        AdjustmentRow(1, 1, AdjustmentKind.DEDUCTION, "超时", 500),
        AdjustmentRow(2, 1, AdjustmentKind.EXTRA, "社工证", 2_000),
        AdjustmentRow(3, 2, AdjustmentKind.DEDUCTION, "超时", 100_000),
    )
    first, second = standings(panel([SEVEN, SEVEN], adjustments=adjustments))
    assert (first.published, len(first.adjustments)) == ("91.52", 2)
    assert second.published == "-9.98"


def test_items_are_weighed_before_or_after_the_extremes_go():
    rows = [("90", "60", "80", "70", "70", "80", "60", "90", "75", "75")]
    by_judge = standings(panel(rows, items=TWO))[0]
    # 78 76 74 72 75: 78 and 72 go.
    assert by_judge.published == "75.00"
    assert {cell[1] for cell in by_judge.dropped} == {1, 4}
    by_item = standings(panel(rows, items=TWO, rule=PanelRule(scope=Scope.ITEM)))[0]
    assert by_item.published == "75.00"
    assert {(cell[1], cell[2]) for cell in by_item.dropped} == {(1, 1), (4, 1), (1, 2), (4, 2)}
    assert [each.figure for each in by_item.items] == [75_000, 75_000]


def test_an_item_may_be_rounded_before_the_total():
    rows = [("70.1", "80", "70", "80", "70", "80")]
    items = (replace(TWO[0], weight_bp=5_000), replace(TWO[1], weight_bp=5_000))
    rule = replace(PLAIN, scope=Scope.ITEM, decimals=1)
    whole = panel(rows, items=items, rule=replace(rule, decimals=2))
    assert told(whole) == ["75.02"]
    assert told(panel(rows, items=items, rule=rule)) == ["75.0"]
    rounded = replace(rule, round_at=RoundAt.ITEM, decimals=1)
    assert standings(panel(rows, items=items, rule=rounded))[0].total == 75_000


def test_items_of_other_full_marks_count_by_their_share():
    items = (
        ItemRow(1, "a", "甲", 20_000, 500, 2_000),
        ItemRow(2, "b", "乙", 80_000, 500, 8_000),
    )
    assert told(panel([("18", "72")], items=items, rule=PLAIN)) == ["90.00"]
    ten = (ItemRow(1, "total", "得分", 10_000, 10, 10_000),)
    rule = replace(PLAIN, full_milli=10_000)
    assert told(panel([("9.25", "9.20")], items=ten, rule=rule)) == ["9.23"]


@st.composite
def panels(draw):
    judges = draw(st.integers(1, 9))
    items = draw(st.sampled_from([ONE, TWO]))
    tenths = st.one_of(st.integers(0, 1000), st.integers(880, 890), st.just(A))
    width = judges * len(items)
    rows = draw(st.lists(st.lists(tenths, min_size=width, max_size=width), min_size=1, max_size=5))
    how = draw(st.sampled_from(["trimmed", "mean", "median"]))
    trim = draw(st.integers(1, 2)) if how == "trimmed" else 0
    rule = PanelRule(
        Aggregate(how),
        trim,
        trim,
        marks_to_trim=draw(st.integers(2 * trim + 1, 7)),
        min_marks=draw(st.integers(1, 4)),
        decimals=draw(st.integers(0, 3)),
        scope=draw(st.sampled_from(Scope)),
    )
    text = [[m if isinstance(m, NoMark) else str(Fraction(m, 10)) for m in row] for row in rows]
    return text, rule, items, draw(st.randoms(use_true_random=False))


def _exact_totals(rows, rule, items) -> list[str | None]:
    found = []
    weights = [item.weight_bp // 100 for item in items]
    for row in rows:
        plain = [None if isinstance(mark, NoMark) else mark for mark in row]
        judges = [plain[at : at + len(items)] for at in range(0, len(plain), len(items))]
        how = (rule.aggregate.value, rule.drop_high, rule.marks_to_trim, rule.min_marks)
        if rule.scope is Scope.JUDGE_TOTAL:
            total = exact.put_together([exact.judge_total(j, weights) for j in judges], *how)
        else:
            figures = [
                exact.put_together(
                    [None if judge[at] is None else Fraction(judge[at]) for judge in judges], *how
                )
                for at in range(len(items))
            ]
            total = exact.judge_total(figures, weights)
        found.append(None if total is None else exact.published(total, rule.decimals))
    return found


@given(panels())
def test_totals_and_places_are_those_of_an_exact_computation(drawn):
    rows, rule, items, dice = drawn
    view = panel(rows, rule=rule, items=items)
    expected = _exact_totals(rows, rule, items)
    assert told(view) == expected
    assert [row.rank for row in standings(view)] == exact.places_of(expected)
    # The order in which marks came changes nothing.
    shuffled = list(view.marks.items())
    dice.shuffle(shuffled)
    assert standings(replace(view, marks=dict(shuffled))) == standings(view)


@given(panels())
def test_every_mark_is_kept_dropped_or_has_a_reason(drawn):
    rows, rule, items, _ = drawn
    view = panel(rows, rule=rule, items=items)
    for row in standings(view):
        mine = {cell for cell in view.marks if cell[0] == row.entrant.id}
        parts = [set(row.kept), set(row.dropped), {cell for cell, _ in row.unmarked}]
        assert set().union(*parts) == mine
        assert sum(map(len, parts)) == len(mine)


def test_two_thousand_entrants_by_nine_judges_are_exact():
    dice = random.Random(7)
    rows = [[f"{dice.randint(700, 1000) / 10:.1f}" for _ in range(9)] for _ in range(2_000)]
    view = panel(rows)
    expected = _exact_totals(rows, USUAL, ONE)
    found = standings(view)
    assert [row.published for row in found] == expected


# --- doubts, blockers, rules ----------------------------------------------------------------------


def test_a_mark_more_than_six_from_the_median_is_doubtful():
    view = panel(
        [("88.7", "89.9", "89", "91.4", "85.8", "78.4", "89"), ("90", "84"), ("96", "90", "90")]
    )
    (found,) = checks.suspects(view)
    assert (found.entrant.id, found.seat_no) == (1, 6)
    assert found.sentence == "01 号“选手1”评委 6 与中位数差 10.6 分"
    assert checks.suspects(replace(view, rule=replace(USUAL, suspect_milli=0))) == []
    # 6 of 100 are 1.2 of 20.
    twenty = (ItemRow(1, "total", "得分", 20_000, 100, 10_000),)
    short = panel([("18", "18", "16.7"), ("18", "18", "16.8")], items=twenty)
    assert [each.entrant.id for each in checks.suspects(short)] == [1]


def test_what_blocks_is_said_entrant_by_entrant():
    view = panel([SEVEN, (*SEVEN[:3], None, *SEVEN[4:]), SEVEN[:2], ()])
    found = checks.blockers(view, standings(view))
    assert [(each.kind, each.sentence) for each in found] == [
        (BlockerKind.MISSING, "02 号“选手2”缺评委 4 的分"),
        (BlockerKind.MISSING, "03 号“选手3”还差 5 个分"),
        (BlockerKind.NOT_BEGUN, "04 号“选手4”还没有录分"),
    ]
    assert found[0].cell == (2, 4, 1)
    empty = replace(view, entrants=())
    assert checks.blockers(empty, [])[0].kind is BlockerKind.NO_ENTRANTS
    alone = replace(view, seats=())
    assert checks.blockers(alone, standings(alone))[0].kind is BlockerKind.NO_JUDGES


def test_a_second_typing_blocks_where_it_is_asked_for_or_was_begun():
    def sheets(*states):
        return tuple(SheetRow(at, 1, at, at, 1, state) for at, state in enumerate(states, 1))

    view = panel([("90", "80", "70")])
    entering = replace(view, sheets=sheets(*[SheetState.ENTERING] * 3))
    assert checks.blockers(entering, standings(entering)) == []
    asked = replace(entering, second_entry=True)
    (waits,) = checks.blockers(asked, standings(asked))
    assert waits.sentence == "01 号“选手1”评委 1、评委 2、评委 3还没有第二遍录入"
    mixed = replace(
        view,
        sheets=sheets(SheetState.DIFFERENT, SheetState.CHECKING, SheetState.DEFINITIVE),
    )
    kinds = [each.kind for each in checks.blockers(mixed, standings(mixed))]
    assert kinds == [BlockerKind.DIFFERENT, BlockerKind.UNCHECKED]


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"min_marks": 0}, "最少有效分个数是 0"),
        ({"marks_to_trim": 2}, "会没有剩余"),
        ({"round_at": RoundAt.ITEM}, "各项先舍入"),
        ({"full_milli": 0}, "总分满分是 0"),
        ({"suspect_milli": -1}, "不能是负数"),
        ({"drop_high": -1}, "不能是负数"),
        ({"aggregate": Aggregate.MEAN}, "改为 0"),
        ({"decimals": 10}, "小数位数"),
    ],
)
def test_a_rule_that_makes_no_sense_is_refused(change, told):
    with pytest.raises(UserError, match=told):
        replace(USUAL, **change)


def test_a_rule_is_stored_and_read_back():
    rule = PanelRule(scope=Scope.ITEM, too_few=TooFew.CHIEF, order=Order.LOW, decimals=3)
    assert rule_of(rule_text(rule)) == rule
    for strange in ('{"scope":"both"}', '{"later":1}'):
        with pytest.raises(UserError, match="更新版本"):
            rule_of(strange)


@pytest.mark.parametrize(
    ("items", "told"),
    [
        ((), "没有评分项"),
        ((replace(WHOLE, weight_bp=9_000),), "合计是 90%"),
        ((replace(WHOLE, label=" "),), "没有名称"),
        ((replace(WHOLE, step_milli=300),), "分一档"),
        ((replace(WHOLE, max_milli=0),), "满分是 0"),
        ((THREE[0], replace(THREE[1], code="a")), "有两个"),
        ((THREE[0], replace(THREE[1], label="甲")), "有两个"),
        ((replace(WHOLE, weight_bp=0),), "权重是 0%"),
    ],
)
def test_items_that_make_no_sense_are_refused(items, told):
    with pytest.raises(UserError, match=told):
        checked_items(items)


def test_items_that_make_sense_are_taken():
    assert checked_items(THREE) == THREE
