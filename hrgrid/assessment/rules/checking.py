"""What inspectors look at, and what a visit comes to (rules.md 4: 双随机, item C of the scheme).

Of each item a visit says 合格, 有问题 or 未查. Every fault takes points off, ten at most a visit;
what was not seen takes nothing off. A visit that saw nothing at all was not held.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from hrgrid.assessment.rules.words import CheckKind, CheckMark, VisitResult
from hrgrid.core.errors import UserError

MOST_MILLI = 10_000
"""No visit takes more off, in thousandths of a point."""
DUE_WORKDAYS = 5
"""Within so many working days a fault is to be put right, the day of the visit not counted."""
MOST_ITEMS = 30


@dataclass(frozen=True, slots=True)
class CheckItem:
    """One thing to look at; a fault takes `points_milli` off and is told as `fault`.

    Items of the kind 联动单位处置类 are looked at in offices, all others with people.
    """

    code: str
    label: str
    kind: CheckKind
    points_milli: int
    fault: str = ""

    @property
    def finding(self) -> str:
        """What a fault says until somebody says it better."""
        return self.fault or f"{self.label}不合格"


_K = CheckKind
SHIPPED: tuple[CheckItem, ...] = (
    CheckItem("on_duty", "在岗情况", _K.PATROL, 2_000, "检查时不在岗，也没有请假"),
    CheckItem("online", "手机终端在线", _K.PATROL, 1_000, "手机终端不在线"),
    CheckItem("knows_base", "底数熟悉程度", _K.RECORDS, 2_000, "对网格底数不熟悉"),
    CheckItem("knows_duties", "职责知晓程度", _K.RECORDS, 1_000, "对工作职责不清楚"),
    CheckItem("ledger", "工作台账", _K.RECORDS, 2_000, "台账没有更新或与实际不符"),
    CheckItem("on_call", "随呼响应", _K.RESPONSE, 2_000, "随机呼叫没有在规定时间内响应"),
    CheckItem("accepts", "接单受理", _K.OFFICES, 2_000, "没有在时限内接单受理"),
    CheckItem("handles", "处置结果", _K.OFFICES, 3_000, "处置结果与反馈不符"),
    CheckItem("reports", "结果反馈", _K.OFFICES, 1_000, "没有按时反馈处置结果"),
)


def items_for(items: Sequence[CheckItem], *, office: bool) -> tuple[CheckItem, ...]:
    """Which of them are looked at in an office, or with a person."""
    return tuple(item for item in items if (item.kind is CheckKind.OFFICES) is office)


def check_items(items: Sequence[CheckItem], *, offices: bool) -> tuple[CheckItem, ...]:
    """The items as they are kept; UserError on one that is empty, named twice or out of bounds.

    With `offices` there must be something to look at in them too.
    """
    kept: list[CheckItem] = []
    for item in items:
        label = " ".join(item.label.split())
        if not label:
            raise UserError("有一项检查内容没有写名称。请填上，或去掉这一项")
        if label in {one.label for one in kept}:
            raise UserError(f"检查内容“{label}”写了两次。请去掉一项")
        if not 0 <= item.points_milli <= MOST_MILLI:
            raise UserError(f"检查内容“{label}”的扣分要在 0 到 10 分之间。请改正")
        code = item.code or _code(kept)
        kept.append(CheckItem(code, label, item.kind, item.points_milli, item.fault.strip()))
    if len(kept) > MOST_ITEMS:
        raise UserError(f"检查内容有 {len(kept)} 项，最多 {MOST_ITEMS} 项。请合并几项")
    if len({item.code for item in kept}) < len(kept):
        raise UserError("检查内容里有两项用了同一个编码。请去掉一项再加")
    if not items_for(kept, office=False):
        raise UserError("没有对网格员的检查内容。请至少写一项，例如“在岗情况”")
    if offices and not items_for(kept, office=True):
        raise UserError("要抽查联动单位，却没有“联动单位处置类”的检查内容。请至少写一项")
    return tuple(kept)


def _code(kept: Sequence[CheckItem]) -> str:
    taken = {item.code for item in kept}
    return next(code for at in range(1, MOST_ITEMS + 2) if (code := f"item{at}") not in taken)


def items_text(items: Sequence[CheckItem]) -> str:
    """The items as a plan keeps them."""
    rows = [[one.code, one.label, one.kind.value, one.points_milli, one.fault] for one in items]
    return json.dumps(rows, ensure_ascii=False, separators=(",", ":"))


def items_of(text: str) -> tuple[CheckItem, ...]:
    """The items that a plan keeps."""
    rows = json.loads(text)
    return tuple(CheckItem(row[0], row[1], CheckKind(row[2]), row[3], row[4]) for row in rows)


def marks_text(marks: Mapping[str, CheckMark]) -> str:
    """The marks as a visit keeps them."""
    plain = {code: mark.value for code, mark in marks.items()}
    return json.dumps(plain, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def marks_of(text: str) -> dict[str, CheckMark]:
    """The marks that a visit keeps, by the code of the item."""
    return {code: CheckMark(value) for code, value in json.loads(text or "{}").items()}


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a visit comes to; points taken off in thousandths, `uncapped` before the ten points."""

    result: VisitResult
    deducted_milli: int
    uncapped_milli: int
    faults: tuple[str, ...]


def outcome_of(items: Sequence[CheckItem], marks: Mapping[str, CheckMark], whose: str) -> Outcome:
    """What the marks of a visit come to; an item without a mark was not seen.

    Raises UserError on a mark of no item, and where nothing was looked at.
    """
    known = {item.code for item in items}
    strange = sorted(set(marks) - known)
    if strange:
        raise UserError(f"{whose}的检查里没有“{strange[0]}”这一项。请刷新后再录")
    seen = {code for code, mark in marks.items() if mark is not CheckMark.UNSEEN}
    if not seen:
        raise UserError(f"{whose}每一项都是“未查”。没有查成请选“未查成”并写明原因")
    faults = [item for item in items if marks.get(item.code) is CheckMark.FAULT]
    whole = sum(item.points_milli for item in faults)
    result = VisitResult.FAILED if faults else VisitResult.PASSED
    return Outcome(result, min(whole, MOST_MILLI), whole, tuple(item.code for item in faults))
