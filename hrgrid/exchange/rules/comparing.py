"""Three states of a row compared: as it went out, as it came back, as the office holds it now.

Every value that came back and is not what the office holds is told by one finding: nothing that
a unit wrote is lost in silence, nothing that the office knows is overwritten unasked.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence

from hrgrid.core.columns import masked
from hrgrid.exchange.rules.collecting import (
    AskedColumn,
    CameRow,
    CameSheet,
    CollectSpec,
    HeldRow,
)
from hrgrid.exchange.rules.differing import (
    DECIDED,
    Comparison,
    Decision,
    Differs,
    Finding,
    Place,
    Side,
)


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
        self._in: set[str] = set()
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
        if self._is_in(row):
            return
        place = f"+{row.number}"
        for key in row.faults if self._spec.adds else ():
            self._fault((place, key), row, self._spec.column(key), ("", ""))
        differs = Differs.ADDED if self._spec.adds else Differs.EXTRA
        came = self._words(row)
        self._tell(place, row, differs, came=came, cells=dict(row.cells))

    def _is_in(self, row: CameRow) -> bool:
        """Whether the office holds just this row by now, from this workbook or otherwise."""
        keys = self._keys(row.cells)
        later = [one for one in self._now.values() if one.mark not in self._sent]
        alike = [one for one in later if all(keys) and self._keys(one.cells) == keys]
        if len(alike) != 1 or row.faults:
            return False
        held = alike[0].cells
        same = all(held.get(key, "") == text for key, text in row.cells.items())
        self._in.update([alike[0].mark] if same else [])
        return same

    def _not_there(self) -> None:
        """Rows that went out and did not come back, and rows that came to be since."""
        for mark, row in self._sent.items():
            if mark not in self._first and mark in self._now:
                self._of_row(row, Differs.STRUCK)
        for mark, row in self._now.items():
            if mark not in self._sent and mark not in self._in:
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
                self._fault((sent.mark, key), row, column, (was, held))
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
        seen = _seen(came, held) if differs in DECIDED else ""
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
                settled=self._settled(place, seen),
                secret=column.column.secret,
                seen=seen,
            )
        )

    def _settled(self, place: Place, seen: str) -> Side | None:
        decision = self._decided.get(place) if seen else None
        return decision.side if decision is not None and decision.seen == seen else None

    def _fault(
        self, place: Place, row: CameRow, column: AskedColumn, texts: tuple[str, str]
    ) -> None:
        # What is only shown need not be read: it is told, and stops nobody.
        typed = column.asked or column.corrects
        fault = row.faults[column.key]
        self._findings.append(
            Finding(
                place,
                self._who(row),
                row.number,
                column.column.heading,
                Differs.UNREADABLE if typed else Differs.LOCKED,
                texts[0],
                fault.value,
                texts[1],
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
        seen = _seen(came, "") if differs is Differs.ADDED else ""
        self._findings.append(
            Finding(
                place,
                self._who(row),
                row.number,
                "",
                differs,
                came=came,
                reason=reason,
                settled=self._settled(place, seen),
                seen=seen,
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


def _seen(came: str, now: str) -> str:
    return hashlib.sha256(f"{came}\0{now}".encode()).hexdigest()


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
