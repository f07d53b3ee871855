"""Differences between a workbook that came back and what the office holds, and what is decided."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from hrgrid.core.columns import masked
from hrgrid.core.labelled import Labelled


class Differs(Labelled):
    """What a difference is."""

    FILLED = "filled", "新填"
    CHANGED = "changed", "单位改了"
    BOTH = "both", "两边都改了"
    CORRECTED = "corrected", "建议更正"
    ADDED = "added", "单位加的行"
    EXTRA = "extra", "名单外的行"
    UNREADABLE = "unreadable", "读不出"
    TWICE = "twice", "写了两遍"
    EMPTIED = "emptied", "单位清空了"
    LOCKED = "locked", "改了只供查看的格"
    OFFICE = "office", "下发后本机构改了"
    STRUCK = "struck", "单位删去的行"
    GONE = "gone", "名单里已没有"
    LATER = "later", "下发后才有的"


_D = Differs
DECIDED = (_D.CHANGED, _D.BOTH, _D.CORRECTED, _D.ADDED)
"""Somebody says which side counts."""
IN_THE_WAY = (_D.UNREADABLE, _D.TWICE)
"""The row stays out until the unit has put it right."""
TOLD_ONLY = (_D.EXTRA, _D.EMPTIED, _D.LOCKED, _D.OFFICE, _D.STRUCK, _D.GONE, _D.LATER)


class Side(Labelled):
    """Which of two counts."""

    UNIT = "unit", "用单位报的"
    OFFICE = "office", "保留原来的"


Place = tuple[str, str]
"""Mark of a row (or "+" and the row's number for one that was added) and key of a column."""


@dataclass(frozen=True)
class Decision:
    """Which side counts for a cell; `seen` is what was looked at when it was said (Finding)."""

    side: Side
    seen: str


@dataclass(frozen=True)
class Finding:
    """One difference; `column` is "" where it concerns the row as a whole.

    `who` is whose row it is, `number` its row in the sheet (0 where it has none), `seen` stands
    for the two texts that differ, `settled` is what was decided about these very texts.
    """

    place: Place
    who: str
    number: int
    heading: str
    differs: Differs
    sent: str = ""
    came: str = ""
    now: str = ""
    reason: str = ""
    suggestion: str = ""
    settled: Side | None = None
    secret: bool = False
    seen: str = ""
    cells: Mapping[str, str] = field(default_factory=dict)

    @property
    def open(self) -> bool:
        """Whether somebody must still say which side counts."""
        return self.differs in DECIDED and self.settled is None

    @property
    def taken(self) -> bool:
        """Whether the unit's text is to be taken over."""
        return self.differs is _D.FILLED or (self.differs in DECIDED and self.settled is Side.UNIT)

    @property
    def in_the_way(self) -> bool:
        """Whether its row stays out."""
        return self.open or self.differs in IN_THE_WAY


@dataclass(frozen=True)
class TakenRow:
    """A row to take over: the texts by column that changed; all of them for one that was added.

    `mark` is "" for an added one.
    """

    mark: str
    who: str
    number: int
    cells: Mapping[str, str]


@dataclass(frozen=True)
class Comparison:
    """What one workbook says: `rows` that came, of them `unchanged` with nothing to tell."""

    rows: int
    unchanged: int
    findings: tuple[Finding, ...]

    @property
    def to_decide(self) -> int:
        """How many findings wait for a decision."""
        return sum(one.open for one in self.findings)

    @property
    def unread(self) -> int:
        """How many findings the unit must put right."""
        return sum(one.differs in IN_THE_WAY for one in self.findings)

    @property
    def to_take(self) -> int:
        """How many cells would be taken over."""
        return sum(one.taken for one in self.findings)

    @property
    def barred(self) -> frozenset[str]:
        """The marks of rows that stay out."""
        return frozenset(one.place[0] for one in self.findings if one.in_the_way)

    @property
    def finished(self) -> bool:
        """Whether nothing of it is left to take over, to decide or to mend."""
        return not any(one.taken or one.in_the_way for one in self.findings)

    def counts(self) -> dict[str, int]:
        """How many of each difference, by code."""
        found: dict[str, int] = {}
        for one in self.findings:
            found[one.differs.value] = found.get(one.differs.value, 0) + 1
        return found

    def taken(self) -> list[TakenRow]:
        """The rows to take over: those in whose way nothing stands, in the sheet's order."""
        barred = self.barred
        rows: dict[str, tuple[str, int, dict[str, str]]] = {}
        for one in self.findings:
            mark, key = one.place
            if not one.taken or mark in barred:
                continue
            cells = rows.setdefault(mark, (one.who, one.number, {}))[2]
            cells.update(one.cells if one.differs is _D.ADDED else {key: one.came})
        found = [
            TakenRow("" if mark[:1] == "+" else mark, who, number, cells)
            for mark, (who, number, cells) in rows.items()
        ]
        return sorted(found, key=lambda row: row.number)


def without_secrets(comparison: Comparison) -> Comparison:
    """The same for who may not see telephone numbers."""

    def hidden(one: Finding) -> Finding:
        if not one.secret:
            return one
        return replace(
            one,
            sent=masked(one.sent),
            came=masked(one.came),
            now=masked(one.now),
            suggestion=masked(one.suggestion),
        )

    return replace(comparison, findings=tuple(map(hidden, comparison.findings)))
