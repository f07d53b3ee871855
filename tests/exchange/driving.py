"""A round from both sides: the office hands out, units fill in, the office merges."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from pathlib import Path

from hrgrid.exchange.papers.collecting import write_sheets
from hrgrid.exchange.queries.collect_kinds import Collecting
from hrgrid.exchange.queries.collecting import rounds_of
from hrgrid.exchange.rules.collect_rows import RoundRow, UnitRow
from hrgrid.exchange.rules.differing import Decision, Finding, Place, Side
from hrgrid.exchange.service.comparing import compare_round
from hrgrid.exchange.service.merging import MergeReport, merge
from hrgrid.exchange.service.returns import ReceivedFile, open_returns, receive
from hrgrid.exchange.service.rounds import open_round
from hrgrid.storage.desk import Desk

WEEK = dt.timedelta(days=7)


class Round:
    """One subject of one kind."""

    def __init__(self, desk: Desk, collecting: Collecting, subject: str, folder: Path) -> None:
        self.desk, self.collecting, self.subject = desk, collecting, subject
        self.folder = folder

    def open(self) -> dict[str, Path]:
        """Hand out to everybody; the files by unit."""
        today = self.desk.read(lambda work: work.today)
        self.desk.write(lambda work: open_round(work, self.collecting, self.subject, today + WEEK))
        return self.written()

    def written(self) -> dict[str, Path]:
        """The files of all current workbooks by unit."""
        units = self.row.units
        ids = [one.sheet_id for one in units]
        done = self.desk.write(lambda work: write_sheets(work, self.collecting, ids, self.folder))
        return {one.unit_name: path for one, path in zip(units, done.paths, strict=True)}

    @property
    def row(self) -> RoundRow:
        """The newest round."""
        kind = self.collecting.kind
        return self.desk.read(lambda work: rounds_of(work, kind, self.subject))[0]

    def unit(self, name: str) -> UnitRow:
        """One of its units."""
        return next(one for one in self.row.units if one.unit_name == name)

    def came(self, *paths: Path) -> list[ReceivedFile]:
        """Files are dropped."""
        round_id = self.row.id
        files = self.desk.read(lambda work: open_returns(work, self.collecting, round_id, paths))
        return self.desk.write(lambda work: receive(work, self.collecting, round_id, files))

    def findings(self, name: str) -> tuple[Finding, ...]:
        """What the last return of a unit says."""
        round_id = self.row.id
        found = self.desk.read(lambda work: compare_round(work, self.collecting, round_id))
        return next(one for one in found if one.unit_name == name).comparison.findings

    def choices(self, names: Sequence[str], side: Side) -> dict[int, dict[Place, Decision]]:
        """The same side everywhere."""
        return {
            self.unit(name).sheet_id: {
                one.place: Decision(side, one.seen) for one in self.findings(name) if one.open
            }
            for name in names
        }

    def merge(self, *names: str, side: Side = Side.UNIT, partial: bool = False) -> MergeReport:
        """Merge units, every decision on one side."""
        found, round_id = self.choices(names, side), self.row.id
        ids = [self.unit(name).sheet_id for name in names]
        return self.desk.write(
            lambda work: merge(work, self.collecting, round_id, ids, found, partial=partial),
            reason=self.row.title,
        )
