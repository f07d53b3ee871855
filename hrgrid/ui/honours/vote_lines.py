"""The votes of a committee as the rows of a grid: what was typed, and whether it comes out."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from hrgrid.honours.queries import Meeting
from hrgrid.honours.queries.meeting_rows import VotedItem
from hrgrid.honours.rules.meeting import Counts, Tally, VoteState, VoteWay, filled, settled
from hrgrid.ui.cells.list_model import ListColumn
from hrgrid.ui.matters.typed import plain_digits

BLANK: Counts = (None, None, None)


@dataclass(frozen=True)
class VoteLine:
    """A nominee in the grid; `counts` stand in the cells, typed and not stored yet too."""

    item: VotedItem
    counts: Counts
    closed: bool
    version: int = 0
    key: str = ""

    @property
    def id(self) -> int:
        """Of the nomination."""
        return self.item.nomination_id

    @property
    def whole(self) -> int:
        """All that was typed."""
        return filled(self.counts).whole

    @property
    def settled(self) -> Tally | None:
        """The tally, once it comes out."""
        return settled(self.counts, self.item.wanted)

    @property
    def verdict(self) -> str:
        """Whether the votes come to those who vote; once counted, whether he passed."""
        if self.closed:
            return "通过" if self.item.passed else "未通过"
        if self.counts == BLANK:
            return "未录"
        off = self.item.wanted - self.whole
        return f"差 {off} 票" if off > 0 else f"多 {-off} 票" if off else "相符"

    @property
    def chip(self) -> str:
        """The kind of the verdict's chip."""
        if self.closed:
            return "ok" if self.item.passed else "warn"
        return "mute" if self.counts == BLANK else "bad" if self.settled is None else "ok"


def counts_of(tally: Tally | None) -> Counts:
    """What stands in the cells of a tally."""
    return BLANK if tally is None else (tally.in_favour, tally.against, tally.abstained)


def _typed(at: int) -> Callable[[VoteLine], str]:
    return lambda line: "" if (count := line.counts[at]) is None else f"{count}"


# Who is voted on, of any line with an `item`.
NOMINEE: tuple[ListColumn[Any], ...] = (
    ListColumn("姓名", lambda line: line.item.name, 90, strong=True, key="name"),
    ListColumn("称号", lambda line: line.item.tier.label, 100, key="tier"),
    ListColumn("单位", lambda line: line.item.district, 90, grows=True, quiet=True, drops=True,
               key="unit"),
    ListColumn("候补", lambda line: "候补" if line.item.reserve else "", 52, drops=True,
               key="reserve"),
)  # fmt: skip
COLUMNS: tuple[ListColumn[VoteLine], ...] = (
    *NOMINEE,
    ListColumn("赞成", _typed(0), 64, right=True, key="in_favour"),
    ListColumn("反对", _typed(1), 64, right=True, key="against"),
    ListColumn("弃权", _typed(2), 64, right=True, key="abstained"),
    ListColumn("合计", lambda line: "" if line.counts == BLANK else f"{line.whole}", 56,
               right=True, key="whole"),
    ListColumn("应投", lambda line: f"{line.item.wanted}", 56, right=True, quiet=True,
               key="wanted"),
    ListColumn("回避", lambda line: f"{line.item.recused}" if line.item.recused else "", 56,
               right=True, key="recused"),
    ListColumn("核对", lambda line: line.verdict, 90, chip=lambda line: line.chip, key="verdict"),
)  # fmt: skip
FIRST_COUNT = next(at for at, column in enumerate(COLUMNS) if column.key == "in_favour")
COUNTED = range(FIRST_COUNT, FIRST_COUNT + 3)
RECUSED_AT = next(at for at, column in enumerate(COLUMNS) if column.key == "recused")


def lines_of(found: Meeting, drafts: Mapping[int, Counts]) -> list[VoteLine]:
    """The rows in the order of the paper; `drafts` stand over what is stored."""
    closed = found.state is VoteState.CLOSED
    return [
        VoteLine(item, drafts.get(item.nomination_id, counts_of(item.tally)), closed)
        for item in found.items
    ]


def typeable(found: Meeting | None) -> bool:
    """Whether votes are typed into this one at all."""
    return found is not None and found.state is VoteState.OPEN and found.way is VoteWay.TALLY


def drafted(found: Meeting, drafts: Mapping[int, Counts]) -> Meeting:
    """The vote as the grid shows it, for the sentence on what does not come out."""
    items = tuple(
        replace(item, tally=None if (own := drafts[item.nomination_id]) == BLANK else filled(own))
        if item.nomination_id in drafts
        else item
        for item in found.items
    )
    return replace(found, items=items)


def count_of(text: str) -> int | None:
    """The number that was typed; None for nothing."""
    digits = plain_digits(text)
    return int(digits) if digits else None


def refusal(line: VoteLine, text: str) -> str:
    """Why a text cannot stand in a cell of a row, without a full stop; "" where it can."""
    digits = plain_digits(text)
    if digits and not (digits.isascii() and digits.isdecimal()):
        return f"“{text.strip()}”不是票数，请写整数"
    if digits and int(digits) > line.item.wanted:
        return f"“{line.item.name}”应投 {line.item.wanted} 票，{int(digits)} 票太多"
    return ""


def put_count(counts: Counts, at: int, count: int | None) -> Counts:
    """The same with one cell changed."""
    changed: list[Any] = list(counts)
    changed[at] = count
    return changed[0], changed[1], changed[2]
