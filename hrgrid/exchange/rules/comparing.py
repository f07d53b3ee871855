"""Three states of a row compared: as it went out, as it came back, as the office holds it now.

Every value that came back and is not what the office holds is told by one finding: nothing that
a unit wrote is lost in silence, nothing that the office knows is overwritten unasked.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from hrgrid.core.columns import masked
from hrgrid.core.labelled import Labelled
from hrgrid.exchange.rules.collecting import (
    AskedColumn,
    CameRow,
    CameSheet,
    CollectSpec,
    Fault,
    HeldRow,
)


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
    """Which side counts for a cell, and the two texts that were looked at."""

    side: Side
    came: str
    now: str


@dataclass(frozen=True)
class Finding:
    """One difference; `column` is "" where it concerns the row as a whole.

    `who` is whose row it is, `number` its row in the sheet (0 where it has none), `settled` what
    was decided about these very texts.
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
    cells: Mapping[str, str] = field(default_factory=dict)

    @property
    def open(self) -> bool:
        """Whether somebody must still say which side counts."""
        return self.differs in DECIDED and self.settled is None

    @property
    def taken(self) -> bool:
        """Whether the unit's text is to be taken over."""
        return self.differs is _D.FILLED or (
            self.differs in DECIDED and self.settled is Side.UNIT
        )

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


def compare(
    spec: CollectSpec,
    sent: Sequence[HeldRow],
    came: CameSheet,
    now: Sequence[HeldRow],
    decided: Mapping[Place, Decision] | None = None,
    *,
    answered: bool = False,
) -> Comparison:
    """Compare; `answered` says that the answers of this very workbook were taken over already."""
    return _Comparing(spec, sent, came, now, decided or {}, answered=answered).compare()


class _Comparing:
    def __init__(
        self,
        spec: CollectSpec,
        sent: Sequence[HeldRow],
        came: CameSheet,
        now: Sequence[HeldRow],
        decided: Mapping[Place, Decision],
        *,
        answered: bool,
    ) -> None:
        self._spec, self._came, self._decided = spec, came, decided
        self._answered = answered
        self._sent = {row.mark: row for row in sent}
        self._now = {row.mark: row for row in now}
        self._columns = [one for one in spec.columns if one.key not in came.missing]
        self._by_keys: dict[tuple[str, ...], list[str]] = {}
        for row in sent:
            self._by_keys.setdefault(self._keys(row.cells), []).append(row.mark)
        self._first: dict[str, CameRow] = {}
        self._findings: list[Finding] = []
        self._count = 0

    def compare(self) -> Comparison:
        told: set[int] = set()
        for row in self._came.rows:
            if not any(row.cells.values()) and not row.faults:
                continue
            self._count += 1
            before = len(self._findings)
            self._row(row)
            if len(self._findings) > before:
                told.add(row.number)
        self._not_there()
        return Comparison(self._count, self._count - len(told), tuple(self._findings))

    # --- whose row it is ------------------------------------------------------------------------

    def _keys(self, cells: Mapping[str, str]) -> tuple[str, ...]:
        return tuple(cells.get(key, "") for key in self._spec.keys)

    def _mark_of(self, row: CameRow) -> str | None:
        """The mark of the row that went out as this one; "" for none, None for more than one.

        What people see counts before the hidden mark: somebody may have sorted the rest alone.
        """
        keys = self._keys(row.cells)
        alike = self._by_keys.get(keys, []) if all(keys) else []
        if row.mark in alike:
            return row.mark
        if len(alike) == 1:
            return alike[0]
        if alike:
            return None
        if row.mark not in self._sent:
            return ""
        was = self._keys(self._sent[row.mark].cells)
        same = len(keys) == 1 or any(a == b for a, b in zip(keys, was, strict=True))
        return row.mark if same else ""

    def _row(self, row: CameRow) -> None:
        mark = self._mark_of(row)
        if mark is None:
            keys = "、".join(self._keys(row.cells))
            reason = f"下发的表里有几行都是“{keys}”，行标又没有了，认不出是哪一行"
            self._tell(f"+{row.number}", row, Differs.UNREADABLE, reason=reason)
        elif not mark:
            self._added(row)
        elif mark in self._first:
            first = self._first[mark]
            if first.cells != row.cells or first.faults != row.faults:
                reason = f"和第 {first.number} 行是同一行，写的不一样。请单位只留一行"
                self._tell(mark, row, Differs.TWICE, reason=reason, came=self._words(row))
        else:
            self._first[mark] = row
            self._known(self._sent[mark], row)

    def _added(self, row: CameRow) -> None:
        place = f"+{row.number}"
        for key, fault in row.faults.items():
            if self._spec.adds:
                self._fault(place, row, self._spec.column(key), fault, "", "")
        differs = Differs.ADDED if self._spec.adds else Differs.EXTRA
        came = self._words(row)
        self._tell(place, row, differs, came=came, cells=dict(row.cells))

    def _not_there(self) -> None:
        """Rows that went out and did not come back, and rows that came to be since."""
        for mark, row in self._sent.items():
            if mark not in self._first and mark in self._now:
                self._of_row(row, Differs.STRUCK)
        for mark, row in self._now.items():
            if mark not in self._sent:
                self._of_row(row, Differs.LATER)

    # --- cells ----------------------------------------------------------------------------------

    def _known(self, sent: HeldRow, row: CameRow) -> None:
        now = self._now.get(sent.mark)
        if now is None:
            if any(
                row.cells.get(one.key, "") != sent.cells.get(one.key, "") for one in self._columns
            ):
                self._tell(sent.mark, row, Differs.GONE, came=self._words(row))
            return
        for column in self._columns:
            key = column.key
            was, held = sent.cells.get(key, ""), now.cells.get(key, "")
            came, fault = row.cells.get(key, ""), row.faults.get(key)
            if fault is not None:
                if column.column.secret and fault.value in _masks(was, held):
                    continue
                self._fault(sent.mark, row, column, fault, was, held)
                continue
            if column.column.secret and came in _masks(was, held):
                continue
            if column.answer:
                held = came if self._answered else was
            self._cell((sent.mark, key), row, column, (was, came, held))

    def _cell(
        self, place: Place, row: CameRow, column: AskedColumn, texts: tuple[str, str, str]
    ) -> None:
        was, came, held = texts
        if came == held:
            return
        differs = _how(column, was, came, held)
        settled = None
        if differs in DECIDED:
            decision = self._decided.get(place)
            if decision is not None and (decision.came, decision.now) == (came, held):
                settled = decision.side
        self._findings.append(
            Finding(
                place,
                self._who(row),
                row.number,
                column.column.heading,
                differs,
                was,
                came,
                held,
                settled=settled,
                secret=column.column.secret,
            )
        )

    def _fault(
        self,
        mark: str,
        row: CameRow,
        column: AskedColumn,
        fault: Fault,
        was: str,
        held: str,
    ) -> None:
        # What is only shown need not be read: it is told, and stops nobody.
        typed = column.asked or column.corrects
        self._findings.append(
            Finding(
                (mark, column.key),
                self._who(row),
                row.number,
                column.column.heading,
                Differs.UNREADABLE if typed else Differs.LOCKED,
                was,
                fault.value,
                held,
                fault.reason,
                fault.suggestion,
                secret=column.column.secret,
            )
        )

    # --- telling --------------------------------------------------------------------------------

    def _tell(
        self,
        mark: str,
        row: CameRow,
        differs: Differs,
        *,
        came: str = "",
        reason: str = "",
        cells: Mapping[str, str] | None = None,
    ) -> None:
        place = (mark, "")
        decision = self._decided.get(place) if differs is Differs.ADDED else None
        settled = decision.side if decision is not None and decision.came == came else None
        self._findings.append(
            Finding(
                place,
                self._who(row),
                row.number,
                "",
                differs,
                came=came,
                reason=reason,
                settled=settled,
                cells=cells or {},
            )
        )

    def _of_row(self, row: HeldRow, differs: Differs) -> None:
        who = row.cells.get(self._spec.name, "")
        self._findings.append(Finding((row.mark, ""), who, 0, "", differs))

    def _who(self, row: CameRow) -> str:
        return row.cells.get(self._spec.name, "") or f"第 {row.number} 行"

    def _words(self, row: CameRow) -> str:
        """All that a row says, with its headings; numbers of persons masked."""
        return "；".join(
            f"{one.column.heading} {masked(text) if one.column.secret else text}"
            for one in self._columns
            if (text := row.cells.get(one.key, "") or _value(row, one.key))
        )


def _value(row: CameRow, key: str) -> str:
    fault = row.faults.get(key)
    return fault.value if fault is not None else ""


def _masks(*texts: str) -> set[str]:
    return {masked(text) for text in texts if text}


def _how(column: AskedColumn, was: str, came: str, held: str) -> Differs:
    """What the difference of a cell is; `came` is not what the office holds."""
    if came == was:
        return Differs.OFFICE
    if not column.asked and not column.corrects:
        return Differs.LOCKED
    if not came:
        return Differs.EMPTIED
    if held != was:
        return Differs.BOTH
    if not column.asked:
        return Differs.CORRECTED
    return Differs.CHANGED if was else Differs.FILLED
