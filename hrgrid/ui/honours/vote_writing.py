"""Votes on their way to the disk: a row is written as soon as it comes out, and can be undone.

A row that does not come out yet is shown and holds nothing on the disk: what stands there is
never a tally that somebody has begun to change.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from PySide6.QtCore import QObject, Signal

from hrgrid.honours.queries import Meeting
from hrgrid.honours.queries.meeting_rows import VotedItem
from hrgrid.honours.rules.meeting import Counts, Tally, settled
from hrgrid.honours.service import put_tallies
from hrgrid.ui.honours.vote_lines import BLANK, counts_of, drafted
from hrgrid.ui.honours.words import TOPIC
from hrgrid.ui.session import Session

# The page behind has nothing to read anew for a single row.
ROW_TOPIC = f"{TOPIC}.votes"
Changes = Mapping[int, Counts]


class VoteWriter(QObject):
    """`changed` when rows look otherwise, `refused` with the sentence after one was taken back."""

    changed = Signal()
    refused = Signal(str)

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self._found: Meeting | None = None
        self._under_way: dict[int, int] = {}
        self._past: list[tuple[Changes, Changes]] = []
        self._undone: list[tuple[Changes, Changes]] = []
        self.drafts: dict[int, Counts] = {}
        # How many writes have ended: what was read before the last of them is older than the rows.
        self.landed = 0

    def show(self, found: Meeting | None) -> None:
        """What was read; rows that are being typed stay as they are typed."""
        if found is None or self._found is None or found.id != self._found.id:
            self.drafts.clear()
            self._past.clear()
            self._undone.clear()
        self._found = found
        self._tidy()

    @property
    def wrong(self) -> list[VotedItem]:
        """Whose row was begun and does not come out."""
        items = self._found.items if self._found is not None else ()
        return [
            item
            for item in items
            if (own := self.drafts.get(item.nomination_id, BLANK)) != BLANK
            and settled(own, item.wanted) is None
        ]

    def enter(self, changes: Changes) -> None:
        """Put these counts into the cells, as one step that can be taken back."""
        now = self._now()
        after = {key: counts for key, counts in changes.items() if counts != now[key]}
        if after:
            self.note({key: now[key] for key in after}, after)
            self._apply(after)

    def note(self, before: Changes, after: Changes) -> None:
        """A step that was done, to be taken back with the others."""
        self._past.append((before, after))
        self._undone.clear()

    def undo(self) -> None:
        """Take the last step back."""
        if self._past:
            step = self._past.pop()
            self._undone.append(step)
            self._apply(step[0])

    def redo(self) -> None:
        """Do the last step that was taken back again."""
        if self._undone:
            step = self._undone.pop()
            self._past.append(step)
            self._apply(step[1])

    # --- on the way ---------------------------------------------------------------------------

    def _now(self) -> dict[int, Counts]:
        items = self._found.items if self._found is not None else ()
        return {item.nomination_id: counts_of(item.tally) for item in items} | self.drafts

    def _target(self, key: int) -> Tally | None:
        items = self._found.items if self._found is not None else ()
        wanted = next(item.wanted for item in items if item.nomination_id == key)
        return settled(self.drafts[key], wanted)

    def _apply(self, changes: Changes) -> None:
        found = self._found
        if found is None:
            return
        here = {item.nomination_id: item.tally for item in found.items}
        self.drafts.update({key: own for key, own in changes.items() if key in here})
        tallies = {key: self._target(key) for key in changes if key in here}
        # Cells left blank are shown as the noughts they are.
        self.drafts.update({key: counts_of(own) for key, own in tallies.items() if own})
        tallies = {
            key: tally
            for key, tally in tallies.items()
            if tally != here[key] or key in self._under_way
        }
        if tallies:
            self._write(found.id, tallies)
        self._tidy()
        self.changed.emit()

    def _write(self, vote_id: int, tallies: dict[int, Tally | None]) -> None:
        for key in tallies:
            self._under_way[key] = self._under_way.get(key, 0) + 1
        self._session.tasks.write(
            lambda work: put_tallies(work, vote_id, tallies),
            topic=ROW_TOPIC,
            done=lambda _: self._kept(tallies),
            failed=lambda sentence: self._back(tallies, sentence),
            title="正在存票数",
        )

    def _kept(self, tallies: Mapping[int, Tally | None]) -> None:
        self._landed(tallies)
        found = self._found
        if found is not None:
            items = tuple(
                replace(item, tally=tallies[item.nomination_id])
                if item.nomination_id in tallies
                else item
                for item in found.items
            )
            self._found = replace(found, items=items)
        self._tidy()
        self.changed.emit()

    def _back(self, tallies: Mapping[int, Tally | None], sentence: str) -> None:
        self._landed(tallies)
        for key in tallies:
            self.drafts.pop(key, None)
        # Steps of before would put rows back on top of what somebody else has made of them.
        self._past.clear()
        self._undone.clear()
        self.refused.emit(sentence)

    def _landed(self, keys: Mapping[int, object]) -> None:
        self.landed += 1
        for key in keys:
            self._under_way[key] -= 1
            if not self._under_way[key]:
                del self._under_way[key]

    def _tidy(self) -> None:
        """Let go what stands on the disk as it was typed."""
        found = self._found
        stored = {} if found is None else {one.nomination_id: one.tally for one in found.items}
        self.drafts = {
            key: counts
            for key, counts in self.drafts.items()
            if key in stored
            and (key in self._under_way or not self._stands(counts, key, stored[key]))
        }

    def _stands(self, counts: Counts, key: int, stored: Tally | None) -> bool:
        if counts == BLANK:
            return stored is None
        target = self._target(key)
        return target is not None and target == stored

    @property
    def meeting(self) -> Meeting | None:
        """The vote as the grid shows it."""
        return None if self._found is None else drafted(self._found, self.drafts)
