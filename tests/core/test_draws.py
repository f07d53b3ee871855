"""Draws that anyone can repeat: same pool, same seed, same draw, by hand or by program."""

from __future__ import annotations

import random
import string
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hrgrid.core.apportionment import StepKind
from hrgrid.core.draws import ALGORITHM, PoolRow, draw, pool_hash, ticket
from hrgrid.core.errors import UserError
from tests.core import exact_rules

# All made in a shell, with printf '%s' TEXT | sha256sum
POOL_OF_TWO = "262bd145c0ef4a90bd86553c40bd711f2b30d44d71a37e991d68710aab9f3c7c"
TICKET_OF_G001 = "a0b4760132265b6754c0ba20a0fcd56fa03179b5e95134a23987875fa3f60271"
TICKET_OF_EAST = "46285caa942718a428450ce70d7b1a4db53351feead4d0e8edd79ade72bfb40f"
DRAWN = ["东002", "东004", "西001"]

pools = st.dictionaries(
    st.text(string.ascii_letters + "|格", min_size=1, max_size=4),
    st.sampled_from(["", "东街道", "西街道", "a|b", "a"]),
    min_size=1,
    max_size=30,
)


def rows(pairs: dict[str, str]) -> list[PoolRow]:
    return [PoolRow(key, stratum) for key, stratum in pairs.items()]


def street(name: str, size: int) -> list[PoolRow]:
    return [PoolRow(f"{name}{at:03}", name) for at in range(size)]


def test_the_example_of_the_description_is_what_sha256sum_says() -> None:
    pool = [PoolRow("G002", "西街道"), PoolRow("G001", "东街道")]
    assert pool_hash(pool) == POOL_OF_TWO
    assert ticket("2026年11月", "东街道", "G001") == TICKET_OF_G001
    assert ticket("2026年11月", "东街道") == TICKET_OF_EAST


def test_a_draw_of_this_version_stays_what_it_was() -> None:
    drawn = draw(street("东", 6) + street("西", 3), 3, "2026年11月双随机")
    assert drawn.algorithm == "hrgrid-draw/1" == ALGORITHM
    assert [row.key for row in drawn.drawn] == DRAWN
    assert [(row.stratum, row.size, row.count) for row in drawn.strata] == [
        ("东", 6, 2),
        ("西", 3, 1),
    ]


@given(pools, st.integers(1, 30), st.text("abc|一二", min_size=1, max_size=5))
def test_a_draw_can_be_repeated_from_its_description(
    pairs: dict[str, str], count: int, seed: str
) -> None:
    count = min(count, len(pairs))
    drawn = draw(rows(pairs), count, seed)
    assert (drawn.pool_sha256, [row.key for row in drawn.drawn]) == exact_rules.drawn(
        list(pairs.items()), count, seed
    )


@given(pools, st.integers(1, 30), st.randoms(use_true_random=False))
def test_the_order_of_the_rows_changes_nothing(
    pairs: dict[str, str], count: int, source: random.Random
) -> None:
    pool = rows(pairs)
    shuffled = list(pool)
    source.shuffle(shuffled)
    count = min(count, len(pool))
    assert draw(shuffled, count, "种子") == draw(pool, count, "种子")


@given(pools, st.integers(1, 30))
def test_as_many_as_asked_are_drawn_and_nobody_twice(pairs: dict[str, str], count: int) -> None:
    count = min(count, len(pairs))
    drawn = draw(rows(pairs), count, "种子")
    keys = [row.key for row in drawn.drawn]
    assert len(keys) == len(set(keys)) == count
    assert all(pairs[row.key] == row.stratum for row in drawn.drawn)
    for stratum in drawn.strata:
        own = sum(row.stratum == stratum.stratum for row in drawn.drawn)
        assert own == stratum.count
        assert abs(own * len(pairs) - count * stratum.size) < len(pairs)


def test_another_seed_gives_another_draw() -> None:
    pool = street("东", 40)
    assert draw(pool, 10, "甲").drawn != draw(pool, 10, "乙").drawn


def test_every_key_is_drawn_about_as_often_as_every_other() -> None:
    pool = street("东", 10)
    seeds = 2000
    often = Counter(row.key for at in range(seeds) for row in draw(pool, 3, f"第{at}次").drawn)
    # 600 expected; the standard deviation of a fair draw is 20.5.
    assert len(often) == 10
    assert all(500 < times < 700 for times in often.values()), often


def test_equal_remainders_are_settled_by_the_seed_and_recorded() -> None:
    pool = street("东", 5) + street("西", 5) + street("南", 5)
    favoured = set()
    for at in range(30):
        seed = f"第{at}次"
        drawn = draw(pool, 4, seed)
        (extra,) = (row.stratum for row in drawn.strata if row.count == 2)
        assert extra == min("东西南", key=lambda name: ticket(seed, name))
        steps = {s.unit: s.seats for s in drawn.steps if s.kind is StepKind.DRAW}
        assert steps == {name: int(name == extra) for name in "东西南"}
        favoured.add(extra)
    assert favoured == set("东西南")


def test_the_whole_pool_may_be_drawn() -> None:
    pool = street("东", 3) + street("西", 2)
    assert {row.key for row in draw(pool, 5, "种子").drawn} == {row.key for row in pool}


def test_one_more_row_changes_the_hash_of_the_pool() -> None:
    pool = street("东", 3)
    moved = [PoolRow(row.key, "西") for row in pool]
    assert len({pool_hash(pool), pool_hash(pool[:2]), pool_hash(moved)}) == 3


@pytest.mark.parametrize(
    ("pool", "count", "seed", "sentence"),
    [
        (street("东", 3), 4, "甲", "要抽取 4 个，名单里只有 3 个"),
        ([], 1, "甲", "要抽取 1 个，名单里只有 0 个"),
        (street("东", 3), 0, "甲", "抽取数量是 0"),
        (street("东", 3), -1, "甲", "抽取数量是 -1"),
        (street("东", 3), 1, "", "没有填写随机种子"),
        (street("东", 3), 1, " \u3000", "没有填写随机种子"),
        (street("东", 3), 1, "甲\n乙", "随机种子要写成一行"),
        ([PoolRow("a"), PoolRow("a", "东")], 1, "甲", "抽取名单里的编码“a”出现了不止一次"),
        ([PoolRow("a"), PoolRow("")], 1, "甲", "有一行没有编码"),
    ],
)
def test_a_draw_that_cannot_be_is_refused(
    pool: list[PoolRow], count: int, seed: str, sentence: str
) -> None:
    with pytest.raises(UserError, match=sentence):
        draw(pool, count, seed)
