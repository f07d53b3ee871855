"""Ranks, and lines that no tie crosses in silence."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hrgrid.core.errors import UserError
from hrgrid.core.ranking import (
    Contender,
    Cut,
    CutStepKind,
    Order,
    RankStyle,
    TieBreak,
    TieChoice,
    TieUndecided,
    admit_all,
    break_tie,
    cut_off,
    rank_with_breaks,
    ranks,
    settle,
    settle_by_lot,
)
from tests.core import exact_rules

SCORES = [9520, 9310, 9310, 9000, 8850, 8850, 8850, 8000]

scores = st.lists(st.none() | st.integers(-5, 5), max_size=12)


def contenders(**scores: int | Fraction | None) -> list[Contender]:
    return [Contender(key, score) for key, score in scores.items()]


def keys(part: tuple[Contender, ...]) -> list[str]:
    return [contender.key for contender in part]


def five_with_a_tie_for_two_places() -> Cut:
    return cut_off(contenders(a=95, b=90, c=90, d=90, e=80, f=None), 3)


def test_equal_scores_share_a_rank_and_leave_the_next_ones_empty() -> None:
    assert ranks(SCORES) == [1, 2, 2, 4, 5, 5, 5, 8]


def test_dense_ranks_leave_none_empty() -> None:
    assert ranks(SCORES, style=RankStyle.DENSE) == [1, 2, 2, 3, 4, 4, 4, 5]


def test_low_scores_win_where_the_order_says_so() -> None:
    assert ranks([62, 58, None, 58, 71], Order.LOW) == [3, 1, None, 1, 4]


def test_fractions_and_integers_rank_together() -> None:
    assert ranks([Fraction(5, 2), 2, Fraction(6, 3), 3]) == [2, 3, 3, 1]


def test_nobody_is_ranked_where_nobody_has_a_number() -> None:
    assert ranks([None, None]) == [None, None]
    assert ranks([]) == []


@given(scores, st.sampled_from(Order))
def test_a_rank_is_one_more_than_those_who_are_better(
    values: list[int | None], order: Order
) -> None:
    decimals = [None if value is None else Decimal(value) for value in values]
    counted = exact_rules.places_by_counting(decimals, high=order is Order.HIGH)
    assert ranks(values, order) == counted


@given(scores)
def test_dense_ranks_count_the_different_better_scores(values: list[int | None]) -> None:
    expected = [
        None if own is None else 1 + len({v for v in values if v is not None and v > own})
        for own in values
    ]
    assert ranks(values, style=RankStyle.DENSE) == expected


def test_tie_breaks_are_consulted_one_after_the_other() -> None:
    practice = {"a": 80, "b": 90, "c": 80, "d": 99}
    seconds = {"a": 300, "b": 100, "c": 250, "d": 1}
    chain = [
        TieBreak("实操", practice.get),
        TieBreak("用时", seconds.get, Order.LOW),
    ]
    rows = rank_with_breaks(contenders(a=90, b=90, c=90, d=70, e=None), chain)
    seen = [(row.contender.key, row.rank, row.tied, row.compared) for row in rows]
    assert seen == [
        ("b", 1, False, ("实操",)),
        ("c", 2, False, ("实操", "用时")),
        ("a", 3, False, ("实操", "用时")),
        ("d", 4, False, ()),
        ("e", None, False, ()),
    ]


def test_equals_after_every_tie_break_stay_tied() -> None:
    rows = rank_with_breaks(contenders(a=90, b=90, c=80), [TieBreak("实操", lambda _: 5)])
    assert [(row.rank, row.tied) for row in rows] == [(1, True), (1, True), (3, False)]


def test_a_missing_number_loses_a_tie_break_whatever_end_wins() -> None:
    for order in Order:
        chain = [TieBreak("用时", {"b": 10}.get, order)]
        rows = rank_with_breaks(contenders(a=90, b=90), chain)
        assert [row.contender.key for row in rows] == ["b", "a"]


@given(scores)
def test_an_empty_chain_gives_the_plain_ranks(values: list[int | None]) -> None:
    entered = [Contender(f"{at:02}", value) for at, value in enumerate(values)]
    rows = sorted(rank_with_breaks(entered, []), key=lambda row: row.contender.key)
    assert [row.rank for row in rows] == ranks(values)


def test_a_clear_line_needs_no_choice() -> None:
    cut = cut_off(contenders(a=70, b=90, c=80, d=None), 2)
    assert keys(cut.inside) == ["b", "c"]
    assert keys(cut.outside) == ["a", "d"]
    assert (cut.tied, cut.places_left, cut.line) == ((), 0, 80)


def test_a_tie_wider_than_the_places_is_reported() -> None:
    cut = five_with_a_tie_for_two_places()
    assert keys(cut.inside) == ["a"]
    assert keys(cut.tied) == ["b", "c", "d"]
    assert keys(cut.outside) == ["e", "f"]
    assert (cut.places_left, cut.line) == (2, 90)


def test_a_tie_that_fits_is_no_tie_at_the_line() -> None:
    cut = cut_off(contenders(a=95, b=90, c=90, d=80), 3)
    assert keys(cut.inside) == ["a", "b", "c"]
    assert cut.tied == ()


def test_nobody_without_a_number_takes_a_free_place() -> None:
    cut = cut_off(contenders(a=95, b=None), 5)
    assert keys(cut.inside) == ["a"]
    assert keys(cut.outside) == ["b"]
    assert cut.places_left == 4


def test_no_place_means_that_nobody_is_tied() -> None:
    cut = cut_off(contenders(a=95, b=95), 0)
    assert (cut.inside, cut.tied, cut.line) == ((), (), None)
    assert keys(cut.outside) == ["a", "b"]


@given(scores, st.integers(0, 14), st.sampled_from(Order), st.randoms(use_true_random=False))
def test_a_cut_keeps_everybody_and_never_parts_equals(
    values: list[int | None], places: int, order: Order, random: object
) -> None:
    entered = [Contender(f"{at:02}", value) for at, value in enumerate(values)]
    cut = cut_off(entered, places, order)
    shuffled = list(entered)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert cut_off(shuffled, places, order) == cut
    assert sorted(keys(cut.inside + cut.tied + cut.outside)) == keys(tuple(entered))
    inside, tied, outside = (
        {c.score for c in part} for part in (cut.inside, cut.tied, cut.outside)
    )
    assert len(inside | tied | outside) == len(inside) + len(tied) + len(outside)
    assert len(cut.inside) + cut.places_left == places
    assert len(tied) <= 1
    if cut.tied:
        assert 0 < cut.places_left < len(cut.tied)
    else:
        numbered = sum(value is not None for value in values)
        assert len(cut.inside) == min(places, numbered)


def test_all_tied_may_be_admitted_beyond_the_places() -> None:
    cut = settle(five_with_a_tie_for_two_places(), TieChoice.ADMIT_ALL)
    assert keys(cut.inside) == ["a", "b", "c", "d"]
    assert (cut.tied, cut.places_left) == ((), 0)
    assert [(step.kind, step.admitted) for step in cut.steps] == [
        (CutStepKind.ADMIT_ALL, ("b", "c", "d"))
    ]


def test_admitting_all_leaves_a_clear_cut_as_it_is() -> None:
    cut = cut_off(contenders(a=90, b=80), 1)
    assert admit_all(cut) == cut


def test_a_chain_of_tie_breaks_closes_the_tie_and_records_each_step() -> None:
    chain = [
        TieBreak("实操", {"b": 88, "c": 85, "d": 85}.get),
        TieBreak("用时", {"b": 9, "c": 301, "d": 290}.get, Order.LOW),
        TieBreak("未用到", lambda _: 0),
    ]
    cut = settle(five_with_a_tie_for_two_places(), TieChoice.BREAK, chain)
    assert keys(cut.inside) == ["a", "b", "d"]
    assert keys(cut.outside) == ["c", "e", "f"]
    first, second = cut.steps
    assert (first.name, first.admitted, first.dropped) == ("实操", ("b",), ())
    assert first.values == (("b", 88), ("c", 85), ("d", 85))
    assert (first.still_tied, first.places_left) == (("c", "d"), 1)
    assert (second.name, second.admitted, second.dropped) == ("用时", ("d",), ("c",))
    assert (second.still_tied, second.places_left) == ((), 0)


def test_a_tie_break_may_drop_some_and_leave_the_rest_tied() -> None:
    chain = [TieBreak("实操", {"b": 88, "c": 88, "d": 88, "x": 1}.get)]
    cut = cut_off(contenders(b=90, c=90, d=90, x=90), 2)
    cut = break_tie(cut, chain)
    assert keys(cut.tied) == ["b", "c", "d"]
    assert keys(cut.outside) == ["x"]
    assert cut.places_left == 2


def test_an_undecided_tie_stops_with_the_names_and_the_places() -> None:
    entered = [Contender("1", 90, "陈龙（昆山）"), Contender("2", 90, "陈龙（相城）")]
    for choice in (TieChoice.ASK, TieChoice.BREAK):
        with pytest.raises(TieUndecided) as stopped:
            settle(cut_off(entered, 1), choice, [TieBreak("实操", lambda _: None)])
        assert stopped.value.names == ("陈龙（昆山）", "陈龙（相城）")
        assert stopped.value.places == 1
        assert "“陈龙（昆山）”、“陈龙（相城）”并列，只剩 1 个名额" in stopped.value.sentence


def test_a_long_list_of_the_tied_is_cut_in_the_sentence_only() -> None:
    entered = [Contender(f"{at:02}", 90) for at in range(20)]
    with pytest.raises(TieUndecided, match="“07”等 20 个并列") as stopped:
        settle(cut_off(entered, 3), TieChoice.ASK)
    assert len(stopped.value.names) == 20


def test_a_typed_lot_closes_the_tie_and_is_recorded() -> None:
    cut = settle(five_with_a_tie_for_two_places(), TieChoice.ASK, lot=["d", "b"])
    assert keys(cut.inside) == ["a", "b", "d"]
    assert keys(cut.outside) == ["c", "e", "f"]
    (step,) = cut.steps
    assert (step.kind, step.admitted, step.dropped) == (CutStepKind.LOT, ("b", "d"), ("c",))


def test_a_lot_after_the_chain_chooses_among_those_still_tied() -> None:
    chain = [TieBreak("实操", {"b": 88, "c": 85, "d": 85}.get)]
    cut = settle(five_with_a_tie_for_two_places(), TieChoice.BREAK, chain, lot=["c"])
    assert keys(cut.inside) == ["a", "b", "c"]
    assert [step.kind for step in cut.steps] == [CutStepKind.BREAK, CutStepKind.LOT]


@pytest.mark.parametrize("lot", [["b"], ["b", "c", "d"], ["b", "b"], ["b", "a"], ["b", "谁"], []])
def test_a_lot_must_name_as_many_of_the_tied_as_there_are_places(lot: list[str]) -> None:
    with pytest.raises(UserError, match="从并列的“b”、“c”、“d”中选出 2 个"):
        settle_by_lot(five_with_a_tie_for_two_places(), lot)


def test_a_lot_without_a_tie_is_refused() -> None:
    with pytest.raises(UserError, match="没有需要抽签的并列"):
        settle(cut_off(contenders(a=90, b=80), 1), TieChoice.ASK, lot=["a"])
    with pytest.raises(UserError, match="没有需要抽签的并列"):
        settle(five_with_a_tie_for_two_places(), TieChoice.ADMIT_ALL, lot=["b", "c"])


def test_a_repeated_key_is_refused() -> None:
    with pytest.raises(UserError, match="“a”出现了不止一次"):
        cut_off([Contender("a", 1), Contender("a", 2)], 1)


def test_negative_places_are_refused() -> None:
    with pytest.raises(UserError, match="名额 -1 个不能是负数"):
        cut_off(contenders(a=1), -1)


def test_labels_sit_on_the_enums() -> None:
    assert (Order("high").label, RankStyle("dense").label) == ("高者在前", "并列不占位（1-2-2-3）")
    assert TieChoice("admit_all").label == "并列者全部入围"
