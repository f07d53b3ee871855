"""What of one event a re-score may change, and how that is called to whoever chooses."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from hrgrid.core.tabulation import mark_text
from hrgrid.panels.rules.rows import AdjustmentRow, EntrantRow, ItemRow, MarkValue, PanelView
from hrgrid.panels.rules.values import value_text
from hrgrid.panels.rules.words import EntrantStatus
from hrgrid.storage.work import UnitOfWork
from hrgrid.training.rules.competing import ChangeKind
from hrgrid.ui.competitions.times import clock_of

NOT_JUDGED: Mapping[ChangeKind, str] = {
    ChangeKind.MARK: "nobody sits and marks where points are given question by question",
    ChangeKind.TIME: "no time is kept there: what counts is the sum of the points",
}
"""What an event with running points does not offer, and why."""
NOT_RUNNING: Mapping[ChangeKind, str] = {
    ChangeKind.POINT: "no points run there: those beside the marks are 加分 and 扣分",
}
"""What a judged event does not offer, and why."""


@dataclass(frozen=True)
class Offer:
    """One event as it stands: the panel, times in tenths and panel entrants by entry id."""

    running: bool
    view: PanelView
    times: Mapping[int, int]
    entrants: Mapping[int, EntrantRow]

    @property
    def kinds(self) -> list[ChangeKind]:
        """What may be changed in an event of this sort."""
        without = NOT_JUDGED if self.running else NOT_RUNNING
        return [kind for kind in ChangeKind if kind not in without]

    @property
    def items(self) -> tuple[ItemRow, ...]:
        """What a judge's sheet asks for."""
        return self.view.items

    def seats(self, competitor_id: int) -> list[tuple[int, str]]:
        """The seats that mark this entry, each by its number and who marked there."""
        entrant = self.entrants[competitor_id]
        names = {seat.id: seat.name for seat in self.view.seats}
        found = []
        for column in self.view.wanted(entrant):
            # A mark of somebody who was replaced since is his, not his successor's.
            sheet = self.view.sheet_of.get((entrant.id, column.seat_no))
            judge = names[column.judge.id if sheet is None else sheet.seat_id]
            found.append((column.seat_no, f"{column.label} {judge}"))
        return found

    def mark(self, competitor_id: int, seat_no: int, item: ItemRow) -> MarkValue | None:
        """What stands in one cell."""
        return self.view.marks.get((self.entrants[competitor_id].id, seat_no, item.id))

    def adjustments(
        self, competitor_id: int, without: Collection[int | None] = ()
    ) -> list[AdjustmentRow]:
        """The points beside the marks of this entry, but for those that are voided already."""
        panel_id = self.entrants[competitor_id].id
        return [
            each
            for each in self.view.adjustments
            if each.entrant_id == panel_id and each.id not in without
        ]

    def statuses(self, competitor_id: int) -> list[EntrantStatus]:
        """What an entry may become: everything but what it is."""
        now = self.entrants[competitor_id].status
        return [each for each in EntrantStatus if each is not now]


def read_offer(work: UnitOfWork, event_id: int) -> Offer:
    """The event with everything that a change may name."""
    from hrgrid.training.queries.competition_inputs import competitor_of_key
    from hrgrid.training.queries.rescores import rescore_targets

    targets = rescore_targets(work, event_id)
    entrants = {competitor_of_key(each.key): each for each in targets.view.entrants}
    return Offer(targets.running, targets.view, targets.times, entrants)


def read_item_labels(work: UnitOfWork, event_ids: Collection[int]) -> dict[tuple[int, str], str]:
    """How the items of these events are called, where a sheet has several."""
    from hrgrid.training.queries.rescores import rescore_targets

    found: dict[tuple[int, str], str] = {}
    for event_id in event_ids:
        items = rescore_targets(work, event_id).view.items
        if len(items) > 1:
            found |= {(event_id, item.code): item.label for item in items}
    return found


def adjustment_text(row: AdjustmentRow) -> str:
    """One of the points beside the marks: 扣分 超时 2."""
    return f"{row.kind.label} {row.label} {mark_text(row.milli)}"


def standing_adjustments(rows: Sequence[AdjustmentRow]) -> str:
    """All of them in one line."""
    return "、".join(adjustment_text(row) for row in rows) or "没有加扣分"


def standing_mark(value: MarkValue | None) -> str:
    """A mark, or in words that there is none."""
    if value is None:
        return "没有分"
    return value_text(value)


def standing_time(tenths: int | None) -> str:
    """A time, or in words that none was taken."""
    return clock_of(tenths) or "没有记用时"


def scale_of(item: ItemRow) -> str:
    """What may be given in an item: 0–100，最小 0.1."""
    return f"0–{mark_text(item.max_milli)}，最小 {mark_text(item.step_milli)}"
