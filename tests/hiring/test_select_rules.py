"""Interview list, totals, substitutes, grids and seats: by example and for every input."""

from __future__ import annotations

import datetime as dt
import random
from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hrgrid.core.errors import UserError
from hrgrid.hiring.rules.allotment import Chooser, allot
from hrgrid.hiring.rules.scheme import SHIPPED_EXTRA, Scheme, TieStep, check_scheme, scheme_of
from hrgrid.hiring.rules.seating import drawn_order, seat_all, spread
from hrgrid.hiring.rules.shortlist import Sitter, opens_exam, shortlist
from hrgrid.hiring.rules.substitutes import Waiting, next_in_line, refuse_late, reserve_end
from hrgrid.hiring.rules.totals import (
    Entrant,
    Lot,
    LotNeeded,
    drawn_ranks,
    exact_total,
    parts_words,
    published,
    rank_totals,
)
from hrgrid.hiring.rules.words import Outcome

SCHEME = Scheme()


def sitter(key: str, mark: int | None, extra: int = 0) -> Sitter:
    return Sitter(key, f"人{key}", "A", mark, extra)


def entrant(
    key: str,
    exam: int | None,
    interview: int | None,
    extra: int = 0,
    *,
    months: int = 0,
    position: str = "A",
) -> Entrant:
    return Entrant(key, f"人{key}", position, exam, extra, interview, months)


def outcomes(lines) -> dict[str, str]:
    return {line.key: line.outcome.value for line in lines}


# --- the written exam -----------------------------------------------------------------------------


def test_three_a_place_open_the_exam_and_the_sentence_has_both_numbers() -> None:
    assert opens_exam(804, 268, SCHEME) == (
        True,
        "资格合格 804 人，招录 268 人，达到 3∶1，组织笔试",
    )
    opened, why = opens_exam(803, 268, SCHEME)
    assert not opened
    assert why == "资格合格 803 人，招录 268 人，不到 3∶1，不组织笔试，直接面试"


def test_a_batch_without_places_opens_nothing() -> None:
    with pytest.raises(UserError, match="没有要招的网格"):
        opens_exam(3, 0, SCHEME)


def test_everybody_tied_at_the_last_place_is_in() -> None:
    lines = shortlist(
        [sitter("1", 90_000), sitter("2", 80_000), sitter("3", 80_000), sitter("4", 79_900)],
        {"A": 1},
        SCHEME,
        written=True,
    )
    assert outcomes(lines) == {"1": "in", "2": "in", "3": "in", "4": "out"}
    assert [line.rank for line in lines] == [1, 2, 2, 4]
    assert lines[1].why == "80 分，末位并列全部入围，共 3 人"
    assert lines[3].why == "79.9 分，入围最低 80 分，按 2∶1 取 2 人"


def test_extra_points_count_up_to_their_cap() -> None:
    lines = shortlist(
        [sitter("1", 80_000, 9_000), sitter("2", 84_999), sitter("3", 85_001)],
        {"A": 1},
        replace(SCHEME, interview_ratio=1),
        written=True,
    )
    assert outcomes(lines) == {"3": "in", "1": "out", "2": "out"}
    assert lines[1].score_milli == 85_000


def test_extra_points_of_the_total_do_not_help_onto_the_list() -> None:
    scheme = replace(SCHEME, extra_in_total=1)
    lines = shortlist([sitter("1", 80_000, 5_000)], {"A": 1}, scheme, written=True)
    assert lines[0].score_milli == 80_000


def test_the_pass_mark_is_of_the_paper_itself() -> None:
    scheme = replace(SCHEME, exam_pass_milli=60_000)
    lines = shortlist(
        [sitter("1", 59_999, 5_000), sitter("2", 60_000), sitter("3", None)],
        {"A": 5},
        scheme,
        written=True,
    )
    assert outcomes(lines) == {"1": "below", "2": "in", "3": "no_result"}
    below = next(line for line in lines if line.key == "1")
    assert below.why == "笔试 59.999 分，合格线 60 分"


def test_without_an_exam_everybody_is_interviewed() -> None:
    lines = shortlist([sitter("2", None), sitter("1", None)], {"A": 1}, SCHEME, written=False)
    assert [line.key for line in lines] == ["1", "2"]
    assert all(line.outcome is Outcome.IN and line.rank is None for line in lines)


marks = st.one_of(st.none(), st.integers(0, 20).map(lambda n: n * 5_000))


@given(st.lists(marks, max_size=20), st.integers(1, 6), st.integers(1, 3), st.integers(0, 100))
def test_a_list_never_parts_equals_and_never_asks_too_few(found, places, ratio, seed) -> None:
    scheme = replace(SCHEME, interview_ratio=ratio, exam_pass_milli=40_000)
    people = [sitter(f"{at:02d}", mark) for at, mark in enumerate(found)]
    lines = shortlist(people, {"A": places}, scheme, written=True)
    inside = [line for line in lines if line.outcome is Outcome.IN]
    passed = [mark for mark in found if mark is not None and mark >= 40_000]
    assert len(inside) >= min(len(passed), ratio * places)
    lowest = min((line.score_milli for line in inside), default=None)
    assert sum(1 for line in inside if line.score_milli > lowest) < ratio * places
    out = [line.score_milli for line in lines if line.outcome is Outcome.OUT]
    assert lowest is None or all(score < lowest for score in out)
    random.Random(seed).shuffle(people)
    assert shortlist(people, {"A": places}, scheme, written=True) == lines


# --- totals ---------------------------------------------------------------------------------------


def test_forty_and_sixty_in_exact_fractions() -> None:
    one = entrant("1", 82_000, 86_500, 2_000)
    assert exact_total(one, SCHEME, written=True) == 85_500
    assert parts_words(one, SCHEME, written=True) == "（82＋2）×40%＋86.5×60%"


def test_half_up_at_the_published_decimals() -> None:
    # 0.4 × 80.0125 + 0.6 × 80 is no mark with three decimals; 80.005 is where floats go wrong.
    assert published(Fraction(80_005), SCHEME) == 80_010
    assert published(Fraction(800_049, 10), SCHEME) == 80_000
    assert published(Fraction(80_005), replace(SCHEME, decimals=3)) == 80_005
    assert published(Fraction(80_500), replace(SCHEME, decimals=0)) == 81_000


def test_the_interview_alone_is_the_total() -> None:
    one = entrant("1", None, 77_770, 2_000)
    assert exact_total(one, SCHEME, written=False) == 77_770
    added = replace(SCHEME, extra_in_total=1)
    assert exact_total(one, added, written=False) == 79_770
    assert parts_words(one, added, written=False) == "77.77＋2"


def test_extra_points_of_the_total_count_in_full() -> None:
    one = entrant("1", 80_000, 80_000, 9_000)
    scheme = replace(SCHEME, extra_in_total=1)
    assert exact_total(one, scheme, written=True) == 85_000
    assert parts_words(one, scheme, written=True) == "80×40%＋80×60%＋5"


def test_below_the_pass_mark_nobody_is_a_reserve() -> None:
    lines, ties = rank_totals(
        [entrant("1", 100_000, 59_990), entrant("2", 20_000, 60_000)],
        {"A": 2},
        SCHEME,
        written=True,
    )
    assert outcomes(lines) == {"2": "in", "1": "below"}
    assert lines[1].why == "面试 59.99 分，合格线 60 分"
    assert not ties


def test_volunteers_first_then_the_paper_and_both_numbers_told() -> None:
    people = [
        entrant("1", 80_000, 80_000, months=11),
        entrant("2", 80_000, 80_000, months=12),
        entrant("3", 83_000, 78_000, months=0),
    ]
    lines, ties = rank_totals(people, {"A": 1}, SCHEME, written=True)
    assert not ties
    assert [(line.key, line.rank) for line in lines] == [("2", 1), ("3", 2), ("1", 3)]
    first = [(each.other, each.step, each.own, each.others) for each in lines[0].compared]
    assert first == [("3", TieStep.VOLUNTEER.label, "12 个月", "0 个月")]
    second = [(each.other, each.step, each.own, each.others) for each in lines[1].compared]
    assert second == [
        ("2", TieStep.VOLUNTEER.label, "0 个月", "12 个月"),
        ("1", TieStep.VOLUNTEER.label, "0 个月", "11 个月"),
        ("1", TieStep.EXAM.label, "83", "80"),
    ]


def test_ranks_are_on_the_published_number_unless_the_chain_looks_behind_it() -> None:
    people = [entrant("1", 80_002, 80_000), entrant("2", 80_000, 80_000)]
    plain = replace(SCHEME, ties=())
    lines, ties = rank_totals(people, {"A": 1}, plain, written=True)
    assert [line.rank for line in lines] == [1, 1]
    assert ties
    lines, ties = rank_totals(
        people, {"A": 1}, replace(SCHEME, ties=(TieStep.UNROUNDED,)), written=True
    )
    assert [line.rank for line in lines] == [1, 2]
    assert lines[0].compared[0].own == "80.0008"
    assert not ties


def test_equals_across_the_line_wait_for_a_lot_and_are_named() -> None:
    people = [entrant(key, 80_000, 80_000) for key in ("1", "2", "3")]
    _, ties = rank_totals(people, {"A": 2}, SCHEME, written=True)
    assert [(tie.tied, tie.places) for tie in ties] == [(("1", "2", "3"), 2)]
    said = str(LotNeeded(ties, {one.key: one.name for one in people}))
    assert "“人1（1）”、“人2（2）”、“人3（3）”各项比较后仍并列，只剩 2 个名额" in said
    lot = Lot("A", frozenset({"1", "2", "3"}), ("3", "1", "2"))
    lines, ties = rank_totals(people, {"A": 2}, SCHEME, written=True, lots=[lot])
    assert not ties
    assert [(line.key, line.rank, line.outcome.value) for line in lines] == [
        ("3", 1, "in"),
        ("1", 2, "in"),
        ("2", 3, "reserve"),
    ]
    assert lines[0].compared[-1].step == "抽签"


def test_a_lot_among_others_settles_nothing() -> None:
    people = [entrant(key, 80_000, 80_000) for key in ("1", "2", "3")]
    lot = Lot("A", frozenset({"1", "2"}), ("2", "1"))
    _, ties = rank_totals(people, {"A": 1}, SCHEME, written=True, lots=[lot])
    assert ties


def test_a_lot_among_more_orders_the_fewer_who_are_left() -> None:
    lots = [
        Lot("A", frozenset({"1", "2", "3"}), ("3", "1", "2")),
        Lot("B", frozenset({"1", "2"}), ("2", "1")),
    ]
    assert drawn_ranks("A", {"1": 4, "2": 4, "5": 7}, lots) == {"1": 4, "2": 5, "5": 7}
    assert drawn_ranks("A", {"1": 4, "5": 4}, lots) == {"1": 4, "5": 4}
    people = [entrant(key, 80_000, 80_000) for key in ("1", "2")]
    lines, ties = rank_totals(people, {"A": 1}, SCHEME, written=True, lots=lots)
    assert [line.key for line in lines] == ["1", "2"]
    assert not ties


def test_the_newest_lot_counts() -> None:
    lots = [
        Lot("A", frozenset({"1", "2"}), ("2", "1")),
        Lot("A", frozenset({"1", "2"}), ("1", "2")),
    ]
    assert drawn_ranks("A", {"1": 4, "2": 4}, lots) == {"1": 4, "2": 5}


def test_equals_who_are_all_in_need_no_lot() -> None:
    people = [entrant(key, 80_000, 80_000) for key in ("1", "2")]
    lines, ties = rank_totals(people, {"A": 2}, SCHEME, written=True)
    assert not ties
    assert all(line.tied and line.outcome is Outcome.IN for line in lines)


def test_who_has_no_interview_has_no_rank() -> None:
    lines, _ = rank_totals(
        [entrant("1", 90_000, None), entrant("2", 60_000, 70_000)],
        {"A": 2},
        SCHEME,
        written=True,
    )
    assert outcomes(lines) == {"2": "in", "1": "no_result"}
    assert lines[1].rank is None
    assert lines[1].why == "没有面试成绩"


people = st.lists(
    st.tuples(
        st.none() | st.integers(0, 3).map(lambda n: 79_998 + n),
        st.none() | st.integers(0, 3).map(lambda n: 59_000 + 1_000 * n),
        st.integers(0, 6_000),
        st.integers(11, 13),
        st.sampled_from("AB"),
    ),
    max_size=14,
)


@given(people, st.integers(1, 4), st.booleans(), st.integers(0, 99))
def test_a_ranking_is_whole_exact_and_blind_to_the_order_of_input(
    found, places, written, seed
) -> None:
    everybody = [
        entrant(f"{at:02d}", exam, interview, extra, months=months, position=position)
        for at, (exam, interview, extra, months, position) in enumerate(found)
    ]
    wanted = {"A": places, "B": 1}
    lines, ties = rank_totals(everybody, wanted, SCHEME, written=written)
    assert sorted(line.key for line in lines) == [one.key for one in everybody]
    for line in lines:
        assert (line.rank is None) == (line.shown_milli is None)
        if line.total is not None and line.shown_milli is not None:
            assert abs(line.shown_milli - line.total) <= 5
    for code, count in wanted.items():
        inside = [line for line in lines if line.position == code and line.outcome is Outcome.IN]
        # More than the places only where a tie is open.
        assert len(inside) <= count or code in {tie.position for tie in ties}
        reserves = [
            line for line in lines if line.position == code and line.outcome is Outcome.RESERVE
        ]
        assert not reserves or len(inside) >= count
        worst = min((line.shown_milli for line in inside), default=None)
        assert worst is None or all(line.shown_milli <= worst for line in reserves)
    shuffled = list(everybody)
    random.Random(seed).shuffle(shuffled)
    assert rank_totals(shuffled, wanted, SCHEME, written=written) == (lines, ties)
    # Lots for every open tie close it for good.
    lots = [Lot(tie.position, frozenset(tie.tied), tie.tied[::-1]) for tie in ties]
    closed, open_ties = rank_totals(everybody, wanted, SCHEME, written=written, lots=lots)
    assert not open_ties
    for code, count in wanted.items():
        assert sum(x.position == code and x.outcome is Outcome.IN for x in closed) <= count


# --- substitutes, grids, seats --------------------------------------------------------------------


def test_the_next_by_rank_steps_in_until_the_list_ends() -> None:
    waiting = [Waiting("3", "丙", 3), Waiting("2", "乙", 2, free=False), Waiting("4", "丁", 4)]
    call = next_in_line("A", waiting, 0, 0)
    assert (call.next_key, call.passed) == ("3", 1)
    assert call.why == "第 3 名递补（第 1 次）"
    gone = next_in_line("A", [replace(one, free=False) for one in waiting], 2, 0)
    assert gone.next_key is None
    assert "没有可递补的人" in gone.why


def test_a_place_passes_on_as_often_as_the_scheme_says() -> None:
    call = next_in_line("A", [Waiting("3", "丙", 3)], 1, 1)
    assert call.next_key is None
    assert call.why == "这个名额已递补 1 次，方案规定最多 1 次，名额空缺"


def test_equal_reserves_draw_lots_before_one_steps_in() -> None:
    with pytest.raises(LotNeeded, match=r"丙（3）.*丁（4）"):
        next_in_line("A", [Waiting("3", "丙", 3), Waiting("4", "丁", 3)], 0, 0)


def test_a_reserve_lasts_to_the_day_before() -> None:
    assert reserve_end(dt.date(2026, 2, 28), 12) == dt.date(2027, 2, 27)
    assert reserve_end(dt.date(2027, 3, 31), 11) == dt.date(2028, 2, 28)
    refuse_late("丙", dt.date(2027, 2, 27), dt.date(2027, 2, 27))
    with pytest.raises(UserError, match="到 2027-02-27 为止"):
        refuse_late("丙", dt.date(2027, 2, 27), dt.date(2027, 2, 28))


def test_wishes_go_by_rank_and_the_rest_by_code() -> None:
    seats = [("A", "G3"), ("A", "G1"), ("A", "G2")]
    given_out, ties = allot(
        [Chooser("1", "A", 1, "G2"), Chooser("2", "A", 2, "G2"), Chooser("3", "A", 3)], seats
    )
    assert not ties
    assert {one.key: (one.seat, one.wished) for one in given_out} == {
        "1": ("G2", True),
        "2": ("G1", False),
        "3": ("G3", False),
    }


def test_equals_who_want_one_grid_are_an_open_tie() -> None:
    given_out, ties = allot(
        [Chooser("1", "A", 1, "G1"), Chooser("2", "A", 1, "G1")], [("A", "G1"), ("A", "G2")]
    )
    assert not given_out
    assert ties[0].tied == ("1", "2")


choosers = st.lists(
    st.tuples(st.sampled_from("AB"), st.sampled_from(["G1", "G2", "G3", "G9", None])), max_size=8
)


@given(choosers, st.integers(0, 99))
def test_nobody_shares_a_grid_and_none_stays_free_beside_somebody_without(found, seed) -> None:
    group = [Chooser(f"{at}", position, at + 1, wish) for at, (position, wish) in enumerate(found)]
    seats = [("A", "G1"), ("A", "G2"), ("A", "G3"), ("B", "G4")]
    given_out, ties = allot(group, seats)
    assert not ties
    taken = [one.seat for one in given_out]
    assert len(set(taken)) == len(taken)
    for position, size in (("A", 3), ("B", 1)):
        wanting = sum(one.position == position for one in group)
        mine = {code for where, code in seats if where == position}
        assert len(mine.intersection(taken)) == min(size, wanting)
    shuffled = list(group)
    random.Random(seed).shuffle(shuffled)
    assert allot(shuffled, seats) == (given_out, ties)


def test_rooms_fill_one_after_the_other() -> None:
    seated = seat_all(["3", "1", "2"], 2, 2, "26")
    assert [(one.key, one.room, one.seat, one.admission) for one in seated] == [
        ("1", 1, 1, "26001"),
        ("2", 1, 2, "26002"),
        ("3", 2, 1, "26003"),
    ]


def test_a_drawn_order_can_be_drawn_again() -> None:
    keys = [f"{number:03d}" for number in range(40)]
    first = drawn_order(keys, "2026 笔试")
    assert first == drawn_order(keys[::-1], "2026 笔试") != sorted(first)
    assert sorted(first) == keys
    assert [one.key for one in seat_all(keys, 2, 20, "26", seed="2026 笔试")] == first


@pytest.mark.parametrize(
    ("keys", "rooms", "seats", "said"),
    [
        ([], 1, 30, "没有资格合格的报名人"),
        (["1"], 0, 30, "至少是 1"),
        (["1", "2", "3"], 1, 2, "共 2 座，坐不下 3 人"),
    ],
)
def test_seats_that_do_not_fit_are_refused(keys, rooms, seats, said) -> None:
    with pytest.raises(UserError, match=said):
        seat_all(keys, rooms, seats, "26")


@given(st.integers(1, 60), st.integers(1, 9))
def test_interview_rooms_differ_by_one(people, groups) -> None:
    keys = [f"{number:02d}" for number in range(people)]
    if groups > people:
        with pytest.raises(UserError, match="排不满"):
            spread(keys, groups)
        return
    parts = spread(keys, groups)
    assert sorted(key for part in parts for key in part) == keys
    assert max(map(len, parts)) - min(map(len, parts)) <= 1


def test_where_extra_points_count_is_part_of_the_scheme() -> None:
    plain = replace(SCHEME, extra_in_total=1).parameters()
    assert scheme_of(plain).extra_in_total == 1
    assert scheme_of(plain).extra == SHIPPED_EXTRA
    with pytest.raises(UserError, match="加分计入"):
        check_scheme(replace(SCHEME, extra_in_total=2))
