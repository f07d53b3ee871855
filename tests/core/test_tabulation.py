"""Totals of judges' marks: the drops that were asked for, one rounding, ranks as published."""

from __future__ import annotations

import random
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hrgrid.core.errors import UserError
from hrgrid.core.ranking import Order
from hrgrid.core.tabulation import (
    Aggregate,
    MarkRow,
    Standing,
    TabulationRule,
    aggregate_marks,
    fixed_text,
    mark_text,
    parse_mark,
    round_half_up,
    tabulate,
    trimmed_mean,
)
from tests.core import exact_rules

SEVEN = "88.5 90 91.2 89.8 92.4 90.6 87"
PANELS = 10_000


def typed(text: str) -> list[int | None]:
    """Marks from words; - is a missing one."""
    return [None if word == "-" else parse_mark(word, "") for word in text.split()]


def one(text: str, rule: TabulationRule | None = None) -> Standing:
    marks = typed(text)
    judges = [f"评委{seat}" for seat in range(1, len(marks) + 1)]
    (standing,) = tabulate(rule or TabulationRule(), judges, [MarkRow("张三", marks)])
    return standing


def plain(**settings: object) -> TabulationRule:
    """Every mark counts."""
    return TabulationRule(Aggregate.MEAN, 0, 0, **settings)  # type: ignore[arg-type]


def test_seven_judges_without_the_highest_and_the_lowest() -> None:
    standing = one(SEVEN)
    assert standing.published == "90.02"
    assert standing.total == Fraction(450100, 5)
    assert standing.kept == ("88.5", "90", "91.2", "89.8", "90.6")
    assert standing.dropped == ("92.4", "87")
    assert standing.dropped_at == (4, 6)
    assert standing.missing == ()


def test_the_plain_mean_of_the_same_marks() -> None:
    assert one(SEVEN, plain()).published == "89.93"


def test_of_equal_extremes_only_one_is_dropped_and_the_first_judge_s() -> None:
    standing = one("90 90 90 85 85")
    assert standing.published == "88.33"
    assert standing.dropped_at == (0, 3)
    assert standing.kept == ("90", "90", "85")


def test_equal_marks_lose_two_different_judges() -> None:
    standing = one("90 90 90")
    assert (standing.dropped_at, standing.kept) == ((0, 1), ("90",))


def test_a_missing_mark_is_named_and_never_counts_as_zero() -> None:
    standing = one("- 90 80 70 -", plain())
    assert standing.published == "80.00"
    assert standing.missing == ("评委1", "评委5")


def test_the_trimming_counts_valid_marks_only() -> None:
    standing = one("90 - 70 80")
    assert (standing.published, standing.dropped_at) == ("80.00", (0, 2))


def test_too_few_marks_give_no_total_and_come_last() -> None:
    rows = [
        MarkRow("甲", typed("99 99 -")),
        MarkRow("乙", typed("70 71 72")),
        MarkRow("丙", typed("- - -")),
        MarkRow("丁", typed("80 81 82")),
    ]
    standings = tabulate(TabulationRule(), ["a", "b", "c"], rows)
    assert [(s.entrant, s.published, s.rank) for s in standings] == [
        ("丁", "81.00", 1),
        ("乙", "71.00", 2),
        ("甲", None, None),
        ("丙", None, None),
    ]
    assert (standings[2].total, standings[2].kept, standings[2].dropped) == (None, ("99", "99"), ())
    assert not standings[2].tied
    assert standings[3].missing == ("a", "b", "c")


def test_ranks_are_taken_on_the_published_number() -> None:
    rule = plain(decimals=1)
    rows = [MarkRow(name, typed(mark)) for name, mark in (("甲", "90.04"), ("乙", "89.96"))]
    rows += [MarkRow("丙", typed("89.94")), MarkRow("丁", typed("91"))]
    standings = tabulate(rule, ["a"], rows)
    assert [(s.entrant, s.published, s.rank, s.tied) for s in standings] == [
        ("丁", "91.0", 1, False),
        ("甲", "90.0", 2, True),
        ("乙", "90.0", 2, True),
        ("丙", "89.9", 4, False),
    ]


def test_the_lowest_total_wins_where_the_order_says_so() -> None:
    rows = [MarkRow("慢", typed("62.5")), MarkRow("快", typed("58.5")), MarkRow("缺", [None])]
    standings = tabulate(plain(order=Order.LOW), ["用时"], rows)
    assert [s.entrant for s in standings] == ["快", "慢", "缺"]


def test_more_than_one_mark_may_be_dropped_at_either_end() -> None:
    standing = one("1 2 3 4 5 6 7 8 9", TabulationRule(drop_high=2, drop_low=1))
    assert standing.dropped == ("1", "8", "9")
    assert standing.published == "4.50"


def test_the_median_of_an_even_count_is_the_exact_mean_of_the_two() -> None:
    rule = TabulationRule(Aggregate.MEDIAN, 0, 0, decimals=4)
    assert one("1 9.001 2 9", rule).published == "5.5000"
    assert one("1 9.001 2 8.002", rule).published == "5.0010"
    assert one("1.001 1.002", rule).published == "1.0015"
    assert one("3 1 2", rule).published == "2.0000"


def test_a_sum_needs_every_judge_unless_the_rule_says_fewer() -> None:
    rule = TabulationRule(Aggregate.SUM, 0, 0, decimals=1)
    assert one("10 20.5", rule).published == "30.5"
    assert one("10 20.5 -", rule).published is None
    fewer = TabulationRule(Aggregate.SUM, 0, 0, decimals=1, min_marks=2)
    assert one("10 20.5 -", fewer).published == "30.5"


def test_a_sum_may_leave_out_the_extremes() -> None:
    assert one("10 20 30 40", TabulationRule(Aggregate.SUM)).published == "50.00"


def test_min_marks_may_ask_for_more_than_the_drops() -> None:
    rule = TabulationRule(min_marks=5)
    assert one("90 90 90 90 -", rule).published is None
    assert one("90 90 90 90 90", rule).published == "90.00"


def test_drops_that_leave_an_entrant_nothing_are_refused_by_name() -> None:
    with pytest.raises(
        UserError, match=r"“张三”的 2 个有效分去掉 1 个最高分和 1 个最低分后没有剩余"
    ):
        one("90 80", TabulationRule(min_marks=2))
    with pytest.raises(UserError, match="0 个有效分"):
        one("- -", plain(min_marks=0))


@pytest.mark.parametrize(
    ("settings", "sentence"),
    [
        ({"drop_high": -1}, "去掉最高分的个数是 -1"),
        ({"drop_low": -2}, "去掉最低分的个数是 -2"),
        ({"min_marks": -1}, "最少有效分个数是 -1"),
        ({"decimals": -1}, "小数位数是 -1"),
        ({"decimals": 10}, "小数位数是 10"),
        ({"aggregate": Aggregate.MEAN}, "“平均分”要用全部评分"),
        ({"aggregate": Aggregate.MEDIAN, "drop_low": 0}, "“中位数”要用全部评分"),
    ],
)
def test_a_rule_that_cannot_be_is_refused(settings: dict[str, int], sentence: str) -> None:
    with pytest.raises(UserError, match=sentence):
        TabulationRule(**settings)  # type: ignore[arg-type]


def test_a_row_must_have_one_cell_a_judge() -> None:
    with pytest.raises(UserError, match=r"“张三”有 2 格评分，评委是 3 人"):
        tabulate(plain(), ["a", "b", "c"], [MarkRow("张三", [1, 2])])


def test_two_entrants_of_one_name_both_stand() -> None:
    rows = [MarkRow("陈龙", typed("90")), MarkRow("陈龙", typed("80"))]
    assert [s.published for s in tabulate(plain(), ["a"], rows)] == ["90.00", "80.00"]


def test_the_trimmed_mean_stays_exact() -> None:
    assert trimmed_mean([90000, 90000, 90000, 85000, 85000], 1, 1) == Fraction(265000, 3)
    assert trimmed_mean([1, 5, 9], drop_low=2, drop_high=0) == 9
    assert trimmed_mean([1, 5, 9], drop_low=0, drop_high=2) == 1


@pytest.mark.parametrize("marks", [[], [1], [1, 2]])
def test_a_trimmed_mean_of_nothing_is_refused(marks: list[int]) -> None:
    with pytest.raises(UserError, match=f"^{len(marks)} 个有效分.*没有剩余"):
        trimmed_mean(marks, 1, 1)


@pytest.mark.parametrize(
    ("value", "places", "text"),
    [
        (Fraction(2675, 1000), 2, "2.68"),
        (Fraction(1, 8), 2, "0.13"),
        (Fraction(-2675, 1000), 2, "-2.68"),
        (Fraction(-1, 8), 2, "-0.13"),
        (Fraction(-1, 1000), 2, "0.00"),
        (Fraction(5, 2), 0, "3"),
        (Fraction(-5, 2), 0, "-3"),
        (Fraction(1249, 1000), 1, "1.2"),
        (Fraction(2, 3), 4, "0.6667"),
        (7, 3, "7.000"),
        (0, 2, "0.00"),
    ],
)
def test_a_half_is_rounded_away_from_zero(value: Fraction | int, places: int, text: str) -> None:
    assert fixed_text(round_half_up(value, places), places) == text


@given(st.fractions(), st.integers(0, 6))
def test_a_rounded_number_is_the_nearest(value: Fraction, places: int) -> None:
    rounded = round_half_up(value, places)
    off = abs(value) * 10**places - abs(rounded)
    assert Fraction(-1, 2) <= off < Fraction(1, 2)
    assert rounded == 0 or (rounded < 0) == (value < 0)


@pytest.mark.parametrize(
    ("text", "mark"),
    [
        ("92.6", 92600),
        ("９２．６", 92600),
        ("92。6", 92600),
        ("92｡6", 92600),
        (" 92.6\u3000", 92600),
        ("\ufeff92.6\u200b", 92600),
        ("100", 100000),
        ("0", 0),
        ("9.125", 9125),
        ("088.50", 88500),
        ("-0.5", -500),
        ("－０．５", -500),
        ("", None),
        ("  \u3000", None),
        ("\u200b", None),
        (None, None),
    ],
)
def test_a_typed_mark_is_read_in_thousandths(text: str | None, mark: int | None) -> None:
    assert parse_mark(text, "第 3 行“评委2”") == mark


@pytest.mark.parametrize(
    "text",
    [
        "缺",
        "-",
        "92.",
        ".5",
        "9 2",
        "9,2",
        "1e2",
        "92.6.1",
        "九十",
        "²",
        "٩",
        "nan",
        "+5",
        "9" * 10,
    ],
)
def test_what_is_no_number_is_refused_with_its_place(text: str) -> None:
    with pytest.raises(UserError) as refused:
        parse_mark(text, "第 3 行“评委2”")
    assert refused.value.sentence.startswith(f"第 3 行“评委2”的“{text}”不是分数")


def test_more_than_three_decimals_are_refused() -> None:
    with pytest.raises(UserError, match=r"第 3 行“评委2”的“92\.6543”超过 3 位小数"):
        parse_mark("92.6543", "第 3 行“评委2”")


@given(st.integers(-(10**9), 10**9))
def test_a_mark_is_read_back_as_it_is_written(mark: int) -> None:
    text = mark_text(mark)
    assert parse_mark(text, "") == mark
    assert "." not in text or text[-1] not in "0."


@given(st.lists(st.integers(0, 100_000), min_size=1, max_size=9))
def test_every_aggregate_lies_between_the_extremes(marks: list[int]) -> None:
    for aggregate in (Aggregate.MEAN, Aggregate.TRIMMED, Aggregate.MEDIAN):
        assert min(marks) <= aggregate_marks(aggregate, marks) <= max(marks)
    assert aggregate_marks(Aggregate.SUM, marks) == sum(marks)


def random_panel(source: random.Random) -> tuple[list[str], list[list[str | None]]]:
    """Judges and rows of typed marks on a scale where equal marks and ties are common."""
    scale = source.choice(["tenths", "halves", "hundredths", "thousandths"])
    judges = [f"评委{seat}" for seat in range(1, source.randint(1, 9) + 1)]
    gaps = source.choice([0.0, 0.0, 0.15, 0.5])

    def mark() -> str | None:
        if source.random() < gaps:
            return None
        return {
            "tenths": lambda: f"{source.randint(850, 950) / 10}",
            "halves": lambda: f"{source.randint(17, 20) * 5}",
            "hundredths": lambda: f"{source.randint(0, 9)}.{source.randint(0, 99):02}",
            "thousandths": lambda: f"{source.randint(-1, 99)}.{source.randint(0, 999):03}",
        }[scale]()

    return judges, [[mark() for _ in judges] for _ in range(source.randint(1, 5))]


def test_ten_thousand_random_panels_agree_with_the_exact_rules() -> None:
    source = random.Random(20181204)
    ties = 0
    for _ in range(PANELS):
        judges, rows = random_panel(source)
        combine = source.choice(["trimmed", "trimmed", "trimmed", "mean", "median", "sum"])
        drops = combine in {"trimmed", "sum"}
        high, low = (source.choice([0, 1, 1, 2]) if drops else 0 for _ in range(2))
        decimals, order = source.choice([0, 1, 2, 2, 3, 4]), source.choice(list(Order))
        rule = TabulationRule(
            Aggregate(combine), high, low, decimals, order=order, min_marks=high + low + 1
        )
        marks = [MarkRow(str(at), [parse_mark(m, "") for m in row]) for at, row in enumerate(rows)]
        standings = tabulate(rule, judges, marks)
        assert [s.rank or len(rows) + 1 for s in standings] == sorted(
            s.rank or len(rows) + 1 for s in standings
        )
        totals = [exact_rules.total(row, high, low, decimals, combine) for row in rows]
        values = [None if total is None else Decimal(total.published) for total in totals]
        places = exact_rules.places_by_counting(values, high=order is Order.HIGH)
        for standing in standings:
            at = int(standing.entrant)
            total, row = totals[at], rows[at]
            assert standing.rank == places[at]
            assert standing.tied == (places[at] is not None and places.count(places[at]) > 1)
            assert standing.published == (None if total is None else total.published), row
            assert standing.missing == tuple(
                judge for judge, mark in zip(judges, row, strict=True) if mark is None
            )
            if total is not None:
                assert sorted(map(Decimal, standing.kept)) == total.kept
                assert sorted(map(Decimal, standing.dropped)) == sorted(total.dropped)
            ties += standing.tied
    assert ties > PANELS / 20
