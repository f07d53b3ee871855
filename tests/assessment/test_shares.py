"""Shares of grades: exact floors, small units together, ties left to people."""

from __future__ import annotations

import dataclasses

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hrgrid.assessment.rules.grades import USUAL, Grade, grade_of
from hrgrid.assessment.rules.shares import Placed, Unit, places_of, pools, share_out

FINE = (
    Grade("star", "标兵", 95_000, 1_000),
    Grade("excellent", "优秀", 90_000, 3_000),
    Grade("qualified", "合格", 60_000),
    Grade("unqualified", "不合格", 0),
)


def unit(code: str, people: int, upper: str = "甲区") -> Unit:
    return Unit(code, f"{code}街道", upper, upper, people)


def placed(unit_code: str, *totals: int, first: int = 1, grades=USUAL) -> list[Placed]:
    """Totals in points; keys from `first`."""
    return [
        Placed(first + at, unit_code, total * 1_000, grade_of(total * 1_000, grades).code)
        for at, total in enumerate(totals)
    ]


def excellent(people: list[Placed], shares) -> set[int]:
    return {one.key for one in people if shares.lowered.get(one.key, one.grade) == "excellent"}


@pytest.mark.parametrize(
    ("people", "share", "places"),
    [(4, 2_000, 0), (5, 2_000, 1), (9, 2_000, 1), (14, 2_000, 2), (15, 2_000, 3), (7, 1_500, 1)],
)
def test_places_are_the_floor_of_the_exact_product(people, share, places):
    assert places_of(people, share) == places


def test_the_best_have_the_grade_and_the_others_the_next():
    people = placed("东", 99, 95, 93, 91, 80)
    found = share_out(USUAL, 5, [unit("东", 10)], people, {})
    assert excellent(people, found) == {1, 2}
    assert found.lowered == {3: "qualified", 4: "qualified"}
    assert not found.at_line
    assert found.steps[0].words() == [
        "东街道有结果的 10 人，“优秀”及以上不超过 20%",
        "10 × 20% = 2，取整 2 人",
        "得分够“优秀”的 4 人，定为“优秀” 2 人",
        "按得分从高到低，取到 95.00 分",
    ]


def test_nobody_of_the_equal_at_the_line_has_it_until_it_is_decided():
    people = placed("东", 99, 95, 95, 95, 80)
    units = [unit("东", 10)]
    open_ = share_out(USUAL, 5, units, people, {})
    assert excellent(people, open_) == {1}
    assert open_.at_line == {2, 3, 4}
    assert open_.steps[0].words()[-1] == "95.00 分并列 3 人，只剩 1 个名额，等待裁定"
    decided = share_out(USUAL, 5, units, people, {3: "excellent", 2: "qualified", 4: "qualified"})
    assert excellent(people, decided) == {1, 3}
    assert not decided.at_line
    assert not decided.stale
    assert "并列的人里经裁定取 1 人" in decided.steps[0].words()


def test_whoever_is_left_when_the_others_were_passed_over_has_the_place():
    people = placed("东", 95, 95)
    found = share_out(USUAL, 5, [unit("东", 5)], people, {1: "qualified"})
    assert excellent(people, found) == {2}


def test_more_decided_than_places_there_are_decides_nothing():
    people = placed("东", 95, 95, 95)
    found = share_out(USUAL, 5, [unit("东", 5)], people, {1: "excellent", 2: "excellent"})
    assert found.at_line == {1, 2, 3}
    assert found.stale == (1, 2)


def test_a_decision_about_somebody_who_stands_at_no_line_is_named():
    people = placed("东", 99, 95)
    found = share_out(USUAL, 5, [unit("东", 5)], people, {2: "excellent"})
    assert excellent(people, found) == {1}
    assert found.stale == (2,)


def test_equals_who_all_find_a_place_need_no_decision():
    people = placed("东", 95, 95)
    found = share_out(USUAL, 5, [unit("东", 10)], people, {})
    assert excellent(people, found) == {1, 2}
    assert not found.at_line


def test_a_better_grade_takes_places_of_the_next():
    people = placed("东", 99, 98, 97, 94, 93, 92, 91, grades=FINE)
    found = share_out(FINE, 5, [unit("东", 10)], people, {})
    grades = {one.key: found.lowered.get(one.key, one.grade) for one in people}
    assert [grades[key] for key in range(1, 8)] == [
        "star", "excellent", "excellent", "qualified", "qualified", "qualified", "qualified",
    ]  # fmt: skip
    assert [step.places for step in found.steps] == [1, 3]
    assert found.steps[1].higher == 1


def test_small_units_are_counted_together_first_below_the_same_area():
    units = [unit("东", 20), unit("南", 3), unit("西", 4), unit("北", 2, "乙区"), unit("空", 0)]
    found = pools(units, 5)
    assert [(pool.name, pool.people) for pool in found] == [
        ("东街道", 20),
        ("甲区人数少的 2 个单位（南街道、西街道）合并", 7),
        ("北街道", 2),
    ]
    people = [*placed("南", 95), *placed("西", 96, first=2), *placed("北", 97, first=3)]
    shares = share_out(USUAL, 5, units, people, {})
    assert excellent(people, shares) == {2}


def test_what_is_still_too_few_below_each_area_is_one_pool():
    found = pools([unit("南", 3), unit("北", 2, "乙区")], 5)
    assert [(pool.name, pool.people) for pool in found] == [
        ("人数少的 2 个单位（南街道、北街道）合并", 5)
    ]


def test_no_pooling_where_the_scheme_wants_none():
    assert len(pools([unit("南", 1), unit("北", 2)], 0)) == 2


UNITS = st.lists(
    st.tuples(st.lists(st.integers(85, 100), max_size=12), st.integers(0, 6), st.booleans()),
    min_size=1,
    max_size=6,
)


@given(UNITS, st.sampled_from([USUAL, FINE]), st.integers(0, 8))
def test_no_pool_has_more_than_its_share_and_nobody_is_passed_by_a_lower_total(
    drawn, grades, pooled_under
):
    units, people = [], []
    for at, (totals, others, elsewhere) in enumerate(drawn):
        code = str(at)
        units.append(unit(code, len(totals) + others, "乙区" if elsewhere else "甲区"))
        people += placed(code, *totals, first=len(people) + 1, grades=grades)
    shares = share_out(grades, pooled_under, units, people, {})
    order = {grade.code: at for at, grade in enumerate(grades)}
    final = {one.key: order[shares.lowered.get(one.key, one.grade)] for one in people}
    assert all(final[one.key] >= order[one.grade] for one in people)
    kept = pools(units, pooled_under)
    assert sorted(each.code for pool in kept for each in pool.units) == sorted(
        each.code for each in units if each.people
    )
    for pool in kept:
        codes = {each.code for each in pool.units}
        ours = [one for one in people if one.unit in codes]
        for at, grade in enumerate(grades):
            have = [one for one in ours if final[one.key] <= at]
            if grade.share_bp is None:
                continue
            most = pool.people * grade.share_bp // 10_000
            assert len(have) <= most
            lost = [one for one in ours if order[one.grade] <= at and final[one.key] > at]
            if lost and have:
                assert max(one.total_milli for one in lost) < min(one.total_milli for one in have)
            waiting = [one for one in lost if one.key in shares.at_line]
            if lost and len(have) < most:
                # A place is free only for those who are equal where it is.
                best = max(one.total_milli for one in lost)
                level = [one for one in lost if one.total_milli == best]
                assert set(level) <= set(waiting)
                assert len(have) + len(level) > most


@given(UNITS)
def test_whoever_comes_first_in_the_list_makes_no_difference(drawn):
    units, people = [], []
    for at, (totals, others, _) in enumerate(drawn):
        units.append(unit(str(at), len(totals) + others))
        people += placed(str(at), *totals, first=len(people) + 1)
    one = share_out(USUAL, 5, units, people, {})
    other = share_out(USUAL, 5, units, people[::-1], {})
    assert (one.lowered, one.at_line) == (other.lowered, other.at_line)


def test_what_a_run_keeps_of_it_names_people_by_their_keys():
    people = placed("东", 95, 95)
    (step,) = share_out(USUAL, 5, [unit("东", 5)], people, {}).steps
    kept = step.plain({1: "W0002", 2: "W0001"})
    assert kept["tied"] == ["W0001", "W0002"]
    assert set(kept) == {field.name for field in dataclasses.fields(step)}
