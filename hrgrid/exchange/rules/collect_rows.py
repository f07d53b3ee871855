"""Rows of collecting rounds, for screens and papers."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from hrgrid.exchange.rules.words import CollectionState, CollectKind, SheetState


@dataclass(frozen=True)
class ReturnedRow:
    """One time that a workbook came back; `same_as_last` counts nothing twice."""

    number: int
    file_name: str
    received_at: dt.datetime
    received_by: str
    merged_at: dt.datetime | None
    merged_by: str
    edition: int


@dataclass(frozen=True)
class UnitRow:
    """A unit in a round: its workbook, what came of it, how late it is.

    The counts are of the last return: `to_take` cells to take over, `to_decide` and `unread` of
    those that wait, `told` differences that are only told. `days` until the due day, negative
    when it is past; None where nothing is waited for.
    """

    sheet_id: int
    unit_path: str
    unit_name: str
    edition: int
    uid: str
    state: SheetState
    rows: int
    note: str
    made_at: dt.datetime
    reminded_on: dt.date | None
    days: int | None
    returns: tuple[ReturnedRow, ...] = ()
    to_take: int = 0
    to_decide: int = 0
    unread: int = 0
    told: int = 0

    @property
    def last(self) -> ReturnedRow | None:
        """The last return."""
        return self.returns[-1] if self.returns else None

    @property
    def overdue(self) -> bool:
        """Whether it should be back."""
        return self.days is not None and self.days < 0


@dataclass(frozen=True)
class RoundRow:
    """A round and its units in their order."""

    id: int
    kind: CollectKind
    subject: str
    title: str
    area_path: str
    asked: tuple[str, ...]
    due_on: dt.date
    state: CollectionState
    made_at: dt.datetime
    made_by: str
    ended_at: dt.datetime | None
    ended_by: str
    end_reason: str
    units: tuple[UnitRow, ...]

    @property
    def open(self) -> bool:
        """Whether it still takes workbooks."""
        return self.state is CollectionState.OPEN

    def in_state(self, *states: SheetState) -> tuple[UnitRow, ...]:
        """Its units in these states."""
        return tuple(one for one in self.units if one.state in states)

    @property
    def waited_for(self) -> tuple[UnitRow, ...]:
        """The units whose workbook is out."""
        return self.in_state(SheetState.OUT)

    @property
    def came(self) -> tuple[UnitRow, ...]:
        """The units whose workbook waits to be merged."""
        return self.in_state(SheetState.RETURNED)


def reminder_text(row: RoundRow, units: Sequence[UnitRow], today: dt.date) -> str:
    """What to send to units that have not returned theirs: a text to paste anywhere."""
    late = [one for one in units if one.overdue]
    due = f"{row.due_on:%Y-%m-%d}"
    lines = [
        f"“{row.title}”请在 {due} 前报回。截至 {today:%Y-%m-%d}，还没有收到 {len(units)} 个单位："
    ]
    for one in units:
        told = f"（已超期 {-(one.days or 0)} 天）" if one in late else ""
        lines.append(f"{one.unit_name}{told}，表号 {_number(one.uid)}，{one.rows:,} 行")
    lines.append("表格填好后请交回原文件，文件名可以改，表号和行标不要改。")
    return "\n".join(lines)


def _number(uid: str) -> str:
    return "-".join(uid[at : at + 4] for at in range(0, len(uid), 4))
