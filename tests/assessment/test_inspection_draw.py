"""Lists, seeds and teams: repeated by a second hand, and never against one's own street."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hrgrid.assessment.queries.pools import sealed_lists
from hrgrid.assessment.rules.checking import (
    SHIPPED,
    CheckItem,
    check_items,
    items_for,
    items_of,
    items_text,
    marks_of,
    marks_text,
    outcome_of,
)
from hrgrid.assessment.rules.drawing import (
    Assessor,
    Candidate,
    Lists,
    Sizes,
    coded,
    draw_all,
    hashes_of,
    lists_of,
    lists_text,
    proposed_sample,
    refuse_impossible,
    share_out,
    told_apart,
)
from hrgrid.assessment.rules.words import CheckKind, CheckMark, VisitResult
from hrgrid.core.errors import UserError
from hrgrid.storage.desk import Desk
from tests.assessment import repeat
from tests.assessment.inspected import SEED, board, drawn, rows, with_offices

STREETS = ("东街道", "西街道", "南街道", "北街道")


def candidates(counts: dict[str, int], mark: str = "") -> tuple[Candidate, ...]:
    """So many of each street, by key."""
    made = [
        Candidate(f"{STREETS.index(street)}{at:03d}-{mark}01", street, at, None, at, 1)
        for street, count in counts.items()
        for at in range(count)
    ]
    return tuple(sorted(made, key=lambda one: one.key))


def assessors(owns: list[str]) -> tuple[Assessor, ...]:
    """Inspectors by the street of each, '' for none."""
    return tuple(
        Assessor(f"J{at:02d}", f"检查员{at}", own or "市委", own) for at, own in enumerate(owns, 1)
    )


def pairs(held: tuple[Candidate, ...]) -> list[tuple[str, str]]:
    return [(one.key, one.unit) for one in held]


COUNTS = st.fixed_dictionaries({street: st.integers(0, 9) for street in STREETS})
OWNS = st.lists(st.sampled_from([*STREETS, "外区街道", ""]), min_size=2, max_size=14)


@settings(max_examples=120, deadline=None)
@given(COUNTS, COUNTS, COUNTS, OWNS, st.data())
def test_a_draw_is_repeated_with_the_standard_library_alone(first, others, offices, owns, data):
    lists = Lists(
        candidates(first), candidates(others, "X"), candidates(offices, "D"), assessors(owns)
    )
    people = len(lists.first) + len(lists.others)
    sample = data.draw(st.integers(0, people))
    size = data.draw(st.integers(2, min(4, len(owns))))
    teams = data.draw(st.integers(1, len(owns) // size))
    sizes = Sizes(sample, data.draw(st.integers(0, len(lists.offices))), size, teams)
    seed = data.draw(
        st.text(st.characters(codec="utf-8", exclude_categories=["C", "Z"]), min_size=1, max_size=9)
    )
    try:
        refuse_impossible(lists, sizes)
    except UserError:
        # Known before the seed is: no seed changes it.
        with pytest.raises(UserError, match="回避本单位"):
            draw_all(lists, sizes, seed)
        return
    made = draw_all(lists, sizes, seed)
    plain = [pairs(lists.first), pairs(lists.others), pairs(lists.offices)]
    inspectors = [(one.number, one.name, one.unit, one.own) for one in lists.inspectors]
    numbers = (sizes.sample, sizes.offices, sizes.team_size, sizes.teams)
    assert repeat.sealed(plain, inspectors, numbers) == hashes_of(lists, sizes).whole
    taken = min(sample, len(plain[0]))
    again = [
        *repeat.people(plain[0], taken, seed),
        *repeat.people(plain[1], sample - taken, seed),
        *repeat.people(plain[2], sizes.offices, seed),
    ]
    assert [(one.who.key, one.who.unit) for one in made.visits] == again
    own = {one.number: one.own for one in lists.inspectors}
    grouped = repeat.teams(
        list(own.items()), {s for each in plain for _, s in each}, size, teams, seed
    )
    assert [[one.number for one in team] for team in made.teams] == grouped
    held = [{own[number] for number in team} for team in grouped]
    assert [one.team for one in made.visits] == repeat.sent([s for _, s in again], held)
    # Nobody inspects his own street, nobody sits twice, every team is whole.
    assert all(one.who.unit not in held[one.team - 1] for one in made.visits)
    assert len({number for team in grouped for number in team}) == size * teams


@settings(max_examples=80, deadline=None)
@given(OWNS, st.integers(2, 3), st.data())
def test_what_is_refused_could_be_drawn_by_no_seed(owns, size, data):
    """For teams of two and three: where some seating has a team for every street, it is found."""
    if len(owns) < size:
        return
    teams = data.draw(st.integers(1, min(3, len(owns) // size)))
    lists = Lists(candidates(dict.fromkeys(STREETS, 2)), (), (), assessors(owns))
    sizes = Sizes(1, 0, size, teams)
    try:
        refuse_impossible(lists, sizes)
    except UserError:
        assert not _seatable(tuple(sorted(owns)), size, teams)


def _seatable(owns: tuple[str, ...], size: int, teams: int) -> bool:
    """Whether any choice of teams leaves a team for every street, tried one after the other."""
    seen: set[tuple[object, ...]] = set()

    def seat(left: Counter[str], made: tuple[tuple[str, ...], ...]) -> bool:
        if len(made) == teams:
            return all(any(street not in team for team in made) for street in STREETS)
        state = (tuple(sorted(left.items())), tuple(sorted(made)))
        if state in seen:
            return False
        seen.add(state)
        return any(
            seat(left - Counter(team), (*made, team)) for team in _teams(left, size, min(left))
        )

    return seat(Counter(owns), ())


def _teams(left: Counter[str], size: int, least: str):
    if size == 0:
        yield ()
        return
    for own in sorted(left):
        if own >= least and left[own]:
            for more in _teams(left - Counter([own]), size - 1, own):
                yield (own, *more)


@given(st.lists(st.sampled_from(STREETS), max_size=60), st.integers(1, 6))
def test_loads_are_even_where_nobody_recuses_himself(streets, teams):
    loads = Counter(share_out(streets, [set()] * teams))
    counts = [loads[at] for at in range(1, teams + 1)]
    assert max(counts) - min(counts) <= 1


def test_who_may_go_to_few_streets_is_not_left_with_nothing():
    # Team 1 may not go to 东, where most were drawn; it gets the others first.
    sent = share_out(["东"] * 4 + ["西"] * 4, [{"东"}, set()])
    assert Counter(sent) == {1: 4, 2: 4}


def test_the_office_keeps_what_the_second_hand_needs(office: Desk) -> None:
    with_offices(office)
    plan_id = drawn(office, 9, offices=2)
    seal, lists = board(office, plan_id).seal, office.read(lambda work: sealed_lists(work, plan_id))
    plain = [pairs(lists.first), pairs(lists.others), pairs(lists.offices)]
    inspectors = [(one.number, one.name, one.unit, one.own) for one in lists.inspectors]
    assert seal is not None
    assert repeat.sealed(plain, inspectors, (9, 2, 2, 3)) == seal.sha256
    again = [*repeat.people(plain[0], 9, SEED), *repeat.people(plain[2], 2, SEED)]
    assert [row.key for row in rows(office, plan_id)] == [key for key, _ in again]
    assert lists_of(lists_text(lists)) == lists


def test_codes_number_people_of_one_grid_by_their_staff_numbers():
    codes = [("G2", "G0000009"), ("G1", "G0000007"), ("G2", "G0000003")]
    assert coded(codes) == ["G2-02", "G1-01", "G2-01"]
    assert coded([("Q", "公安"), ("Q", "城管")], "D") == ["Q-D01", "Q-D02"]


def test_streets_of_one_name_are_told_apart():
    units = {
        1: ("城关镇", "甲县", "001"),
        2: ("城关镇", "乙县", "002"),
        3: ("东街道", "甲县", "003"),
        4: ("新城", "甲县", "004"),
        5: ("新城", "甲县", "005"),
    }
    assert told_apart(units) == {
        1: "甲县城关镇",
        2: "乙县城关镇",
        3: "东街道",
        4: "新城（004）",
        5: "新城（005）",
    }


@pytest.mark.parametrize(
    ("on_duty", "remaining", "month", "sample"),
    [(100, 100, 1, 10), (100, 100, 11, 50), (100, 0, 12, 10), (105, 30, 10, 11), (3, 3, 12, 3)],
)
def test_the_sample_is_a_tenth_and_enough_for_everybody(on_duty, remaining, month, sample):
    assert proposed_sample(on_duty, remaining, month)[0] == sample


def test_faults_take_ten_points_at_most():
    items = items_for(SHIPPED, office=False)
    most = outcome_of(items, {item.code: CheckMark.FAULT for item in items}, "张三")
    assert (most.result, most.deducted_milli, most.uncapped_milli) == (
        VisitResult.FAILED,
        10_000,
        10_000,
    )
    dear = CheckItem("x", "贵的", CheckKind.PATROL, 9_000)
    two = (dear, CheckItem("y", "也贵", CheckKind.PATROL, 9_000))
    found = outcome_of(two, {"x": CheckMark.FAULT, "y": CheckMark.FAULT}, "张三")
    assert (found.deducted_milli, found.uncapped_milli) == (10_000, 18_000)
    fine = outcome_of(two, {"x": CheckMark.FINE, "y": CheckMark.UNSEEN}, "张三")
    assert (fine.result, fine.deducted_milli) == (VisitResult.PASSED, 0)


def test_items_and_marks_are_kept_as_they_were():
    assert items_of(items_text(SHIPPED)) == SHIPPED
    marks = {"on_duty": CheckMark.FAULT, "ledger": CheckMark.UNSEEN}
    assert marks_of(marks_text(marks)) == marks


@pytest.mark.parametrize(
    ("items", "offices", "words"),
    [
        ((CheckItem("", " ", CheckKind.PATROL, 1),), False, "没有写名称"),
        ((SHIPPED[0], SHIPPED[0]), False, "写了两次"),
        ((CheckItem("", "重", CheckKind.PATROL, 10_001),), False, "0 到 10 分"),
        (SHIPPED[6:], False, "没有对网格员的检查内容"),
        (SHIPPED[:6], True, "没有“联动单位处置类”"),
    ],
)
def test_items_that_cannot_be_looked_at_are_refused(items, offices, words):
    with pytest.raises(UserError, match=words):
        check_items(items, offices=offices)


def test_an_item_without_a_code_gets_one():
    new = CheckItem("", "夜间巡查", CheckKind.PATROL, 1_000)
    codes = [
        one.code
        for one in check_items(
            (*SHIPPED, new, CheckItem("", "二", CheckKind.PATROL, 0)), offices=True
        )
    ]
    assert len(set(codes)) == len(codes) == len(SHIPPED) + 2
