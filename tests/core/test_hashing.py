"""One value, one sequence of bytes: on every machine, engine and order of insertion."""

from __future__ import annotations

import datetime as dt
import enum
import hashlib
import json
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hrgrid.core import hashing
from hrgrid.core.hashing import canonical_bytes, canonical_hash
from hrgrid.core.policies import Policy, Setting

UTC = dt.UTC


class Rank(enum.IntEnum):
    FIRST = 1


@dataclass(frozen=True)
class Row:
    name: str
    share: Fraction


@pytest.mark.parametrize(
    ("value", "written"),
    [
        (None, "null"),
        (True, "true"),
        (0, "0"),
        (-(2**70), "-1180591620717411303424"),
        ('网格 "员"\n𬱖', '"网格 \\"员\\"\\n𬱖"'),
        ("é", '"é"'),
        (Fraction(9002, 100), '"4501/50"'),
        (Fraction(3), '"3/1"'),
        (dt.date(2026, 2, 28), '"2026-02-28"'),
        (dt.datetime(2026, 2, 28, 1, 2, 3, tzinfo=UTC), '"2026-02-28T01:02:03.000000+00:00"'),
        (b"\x00\xff", '"00ff"'),
        (Setting.DOUBLE, '"double"'),
        (Rank.FIRST, "1"),
        ([1, [2], ()], "[1,[2],[]]"),
        ({"b": 1, "a": {"d": None, "c": []}}, '{"a":{"c":[],"d":null},"b":1}'),
        ({Policy.SIGN_IN: 1, Policy.APART: 0}, '{"apart":0,"sign_in":1}'),
        (Row("张三", Fraction(1, 3)), '{"name":"张三","share":"1/3"}'),
        ({3, 1, 2}, "[1,2,3]"),
        (frozenset({"乙", "甲", "A"}), '["A","乙","甲"]'),
        ({Setting.SINGLE, Setting.DOUBLE}, '["double","single"]'),
    ],
)
def test_a_value_is_written_in_one_way(value, written):
    assert canonical_bytes(value) == written.encode("utf-8")
    assert canonical_hash(value) == hashlib.sha256(written.encode("utf-8")).hexdigest()


def test_keys_stand_in_the_order_of_their_code_points():
    astral, private = "\U00020000", "\ue000"
    written = canonical_bytes({astral: 1, private: 2, "z": 3, "é": 4, "Z": 5}).decode()
    assert list(json.loads(written)) == ["Z", "z", "é", private, astral]


@pytest.mark.parametrize(
    "value",
    [
        1.0,
        float("nan"),
        [1, 2.5],
        {"weight": 0.1},
        {"a": [{"b": {1.5}}]},
        Row("张三", 0.5),  # type: ignore[arg-type]
    ],
)
def test_a_float_has_no_place_however_deep(value):
    with pytest.raises(TypeError, match="float has no canonical form"):
        canonical_bytes(value)


@pytest.mark.parametrize(
    ("value", "told"),
    [
        (Decimal("1.5"), "Decimal"),
        (dt.datetime(2026, 1, 1), "without its zone"),  # noqa: DTZ001 - that is the fault
        (dt.time(8, 30), "time"),
        (object(), "object"),
        (Row, "type"),
        ({1: "one"}, "must be text, not int"),
        ({None: 1}, "must be text"),
        ({dt.date(2026, 1, 1): 1, 2: 3}, "must be text"),
        (iter([1]), "list_iterator"),
    ],
)
def test_what_means_nothing_sure_is_refused(value, told):
    with pytest.raises(TypeError, match=told):
        canonical_bytes(value)


def test_an_instant_is_the_same_in_every_zone_and_a_date_is_no_instant():
    at = dt.datetime(2026, 3, 1, 0, 30, tzinfo=ZoneInfo("Asia/Shanghai"))
    assert canonical_bytes(at) == canonical_bytes(at.astimezone(UTC))
    assert canonical_bytes(at).startswith(b'"2026-02-28T16:30')
    assert canonical_bytes(at.date()) == b'"2026-03-01"'


def test_text_is_taken_as_it_stands():
    assert canonical_hash("e\u0301") != canonical_hash("é")
    assert canonical_hash("张三 ") != canonical_hash("张三")
    assert len({canonical_hash(value) for value in (1, "1", True, "true", [1])}) == 5


PLAIN = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.text(st.characters(exclude_categories=["Cs"]), max_size=6)
    | st.fractions()
    | st.dates(),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.text(st.characters(exclude_categories=["Cs"]), max_size=4), inner, max_size=4
        )
    ),
    max_leaves=12,
)


def _turned(value: object) -> object:
    """The same value with the keys of each mapping inserted the other way round."""
    if isinstance(value, dict):
        return {key: _turned(value[key]) for key in reversed(value)}
    return [_turned(item) for item in value] if isinstance(value, list) else value


@given(PLAIN)
def test_the_order_of_insertion_leaves_no_trace(value):
    assert canonical_bytes(_turned(value)) == canonical_bytes(value)


@given(PLAIN)
def test_what_is_written_is_json_without_blanks_that_reads_back_to_itself(value):
    written = canonical_bytes(value)
    read = json.loads(written)
    assert canonical_bytes(read) == written
    assert written.decode() == json.dumps(
        read, ensure_ascii=False, sort_keys=True, separators=(",", ":")
    )


@given(st.sets(st.integers() | st.text(st.characters(exclude_categories=["Cs"]), max_size=4)))
def test_a_set_is_written_like_its_sorted_members(members):
    written = [canonical_bytes(member) for member in members]
    assert canonical_bytes(members) == b"[" + b",".join(sorted(written)) + b"]"


@given(
    st.dictionaries(st.text("ab甲", max_size=3), st.integers(), min_size=1, max_size=5), st.data()
)
def test_any_change_of_a_value_changes_the_hash(value, data):
    key = data.draw(st.sampled_from(sorted(value)))
    assert canonical_hash({**value, key: value[key] + 1}) != canonical_hash(value)


@given(st.lists(st.lists(st.integers() | st.text()), max_size=40), st.integers(1, 7))
def test_a_list_that_is_made_as_it_is_wanted_hashes_as_the_list(rows, block):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(hashing, "_BLOCK", block)
        assert hashing.hash_of_rows(iter(rows)) == hashing.canonical_hash(rows)
        parts = {"rows": iter(rows), "号": {"b": 1, "a": rows[:2]}, "a": None}
        whole = parts | {"rows": rows}
        assert hashing.hash_of_parts(parts) == hashing.canonical_hash(whole)
    assert hashing.hash_of_parts({}) == hashing.canonical_hash({})
