"""A record on a page, and the sheets on which judges' marks are put together by hand."""

from __future__ import annotations

import re

import pytest

from hrgrid.core.errors import UserError
from hrgrid.paper.boxes import write_leaves
from hrgrid.paper.marking import (
    Element,
    EntrantSheet,
    ExaminerSheet,
    entrant_leaves,
    sheet_leaves,
    single_leaves,
)
from hrgrid.paper.records import Fact, RecordSheet, record_leaves
from tests.paper.measuring import signs, texts_of

SIGNS = ("主持人签名：________　　记录人签名：________",)


def record(content: str = "", facts: int = 3) -> RecordSheet:
    """Short facts around a long one."""
    short = tuple(Fact(f"第{at}项", f"内容{at}") for at in range(facts))
    return RecordSheet(
        "比武成绩申诉处理单", "编号：1", "某单位", (*short, Fact("申诉内容", content, 4)), SIGNS
    )


@pytest.mark.parametrize("length", [0, 30, 600, 1_500])
def test_a_record_keeps_on_its_page_however_long_it_is(tmp_path, length):
    path = tmp_path / "a.pdf"
    content = "对实务操作第三项的扣分有异议" * (length // 14 + 1)
    assert write_leaves(path, record_leaves("处理单", [record(content)])) == 1
    found = signs(path)
    assert max(one.ink[3] for one in found) < 297 - 15
    assert "".join(texts_of(path)).replace("\n", "").count("对实务操作") == length // 14 + 1


def test_a_record_that_no_page_holds_is_refused_by_name(tmp_path):
    with pytest.raises(UserError, match=r"比武成绩申诉处理单（编号：1）.*放不下"):
        write_leaves(tmp_path / "a.pdf", record_leaves("处理单", [record("长" * 9_000)]))


ITEMS = (Element("操作规范", "60", "0.5"), Element("处置效果", "40", "0.5"))


def judged() -> ExaminerSheet:
    """A judge who keeps out of the second number."""
    return ExaminerSheet(
        "2026年技能比武",
        "实务操作",
        "评委 3",
        chief=True,
        elements=ITEMS,
        numbers=tuple(range(1, 61)),
        kept=frozenset({2}),
        what="评分",
        judge="评委",
    )


def test_a_judges_sheet_has_every_number_once_and_says_judge(tmp_path):
    path = tmp_path / "a.pdf"
    assert write_leaves(path, sheet_leaves("评分表", [judged()])) == 5
    whole = "".join(texts_of(path))
    assert "面试" not in whole
    assert "考官" not in whole
    assert whole.count("评委 3（主评委）") == whole.count("评委签名：") == 5
    assert whole.count("回避") == 3
    line = re.compile("^([0-9]{2})(?: 回避 回避 回避)?$", re.MULTILINE)
    rows = line.findall("\n".join(texts_of(path)))
    assert rows == [f"{at:02d}" for at in range(1, 61)]


def test_slips_are_two_to_a_page_and_none_for_whom_he_keeps_out_of(tmp_path):
    path = tmp_path / "a.pdf"
    assert write_leaves(path, single_leaves("评分单", [judged()])) == 30
    assert "".join(texts_of(path)).count("评委签名：") == 59


def entrant(judges: int, items: int = 2) -> EntrantSheet:
    """One number before so many judges, the second of whom keeps out."""
    elements = tuple(Element(f"第{at}项", "10", "0.1") for at in range(items))
    seats = tuple(f"评委 {at}" for at in range(1, judges + 1))
    return EntrantSheet(
        "评分汇总单", "实务操作", 7, elements, seats, frozenset({1}), "去掉最高和最低"
    )


@pytest.mark.parametrize(("judges", "items"), [(3, 1), (7, 4), (9, 6), (15, 10)])
def test_an_entrants_sheet_has_a_cell_for_every_judge_on_half_a_page(tmp_path, judges, items):
    path = tmp_path / "a.pdf"
    sheets = [entrant(judges, items)] * 3
    assert write_leaves(path, entrant_leaves("汇总单", sheets)) == 2
    first, second = texts_of(path)
    assert first.count("最后得分") == 2
    assert second.count("最后得分") == 1
    rows = items + (items > 1)
    assert second.count("回避") == rows
    found = signs(path, 1)
    # The upper half alone is used, with room for the cut.
    assert max(one.ink[3] for one in found) < 148.5 - 5


def test_more_judges_than_half_a_page_takes_are_refused(tmp_path):
    with pytest.raises(UserError, match="有 16 名评委、2 个评分项"):
        write_leaves(tmp_path / "a.pdf", entrant_leaves("汇总单", [entrant(16)]))
