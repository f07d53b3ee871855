"""八定 by rule: what follows from grid and posts, and what is written."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hrgrid.core.errors import UserError
from hrgrid.workforce.rules.eight import (
    GENERAL_TERMS,
    LONGEST_TERM,
    WRITTEN,
    EightKind,
    GridTold,
    eight_rows,
    settled_count,
    typed_heads,
    typed_term,
)

CREW = (("网格长", ("王五",)), ("网格员", ("张三", "李四")))
WHOLE = GridTold("第1网格", "0001", "综合网格", 400, "东片", "张三", needs_worker=True, crew=CREW)
TERMS = dict.fromkeys(GENERAL_TERMS, ("有", "某街道"))


def test_eight_are_settled_where_everything_is_known():
    rows = eight_rows(WHOLE, TERMS)
    assert [row.kind for row in rows] == list(EightKind)
    assert settled_count(rows) == 8
    assert rows[0].text == "第1网格（0001），综合网格，400 户。东片"
    assert rows[2].text == "网格长 王五；网格员 张三、李四"
    assert {row.source for row in rows[3:]} == {"某街道"}


@pytest.mark.parametrize(
    ("change", "kind", "missing"),
    [
        ({"households": None, "extent": ""}, EightKind.GRID, "没有户数，也没有管辖范围"),
        ({"worker": ""}, EightKind.PERSON, "没有专职网格员"),
        ({"worker": "", "needs_worker": False}, EightKind.PERSON, "没有网格员"),
        (
            {"crew": (("网格长", ()), *CREW[1:], ("督查员", ()))},
            EightKind.POSTS,
            "缺网格长、督查员",
        ),
    ],
)
def test_what_lacks_is_named(change, kind, missing):
    rows = eight_rows(replace(WHOLE, **change), TERMS)
    assert [(row.kind, row.missing) for row in rows if not row.settled] == [(kind, missing)]


@pytest.mark.parametrize("known", [{"households": 0}, {"extent": "东片"}])
def test_households_or_an_extent_draw_the_border(known):
    bare = replace(WHOLE, households=None, extent="")
    assert eight_rows(replace(bare, **known), {})[0].settled


@given(st.sets(st.sampled_from(GENERAL_TERMS)))
def test_each_term_that_is_written_settles_one(written):
    rows = eight_rows(WHOLE, dict.fromkeys(written, ("有", "")))
    assert settled_count(rows) == 3 + len(written)


def test_who_and_as_what_is_derived_and_only_the_extent_is_not_inherited():
    assert {kind for kind in EightKind if kind.is_derived} == {EightKind.PERSON, EightKind.POSTS}
    assert set(WRITTEN) - set(GENERAL_TERMS) == {EightKind.GRID}


@given(st.text(max_size=LONGEST_TERM))
def test_a_typed_term_is_the_same_typed_again(text):
    once = typed_term(EightKind.DUTIES, text)
    assert typed_term(EightKind.DUTIES, once) == once
    assert once == once.strip()


def test_a_term_keeps_its_lines_and_has_an_end():
    assert typed_term(EightKind.DUTIES, "  一、信息  采集 \r\n二、便民服务\n") == (
        "一、信息 采集\n二、便民服务"
    )
    with pytest.raises(UserError, match="定责”写了 501 个字，最多 500 个字"):
        typed_term(EightKind.DUTIES, "责" * 501)


@pytest.mark.parametrize(
    ("text", "heads"), [("12", 12), (" １,２００ 人", 1200), ("0", 0), ("", None), ("  ", None)]
)
def test_heads_are_read_as_people_type_them(text, heads):
    assert typed_heads(text, "楼栋长") == heads


@pytest.mark.parametrize("text", ["许多", "-1", "1.5", "100001", "十二"])
def test_what_is_no_number_of_heads_is_named(text):
    with pytest.raises(UserError, match=f"楼栋长的人数“{text}”读不出来"):
        typed_heads(text, "楼栋长")
