"""记名逐票: the ballots of a vote, one member after the other; the program counts."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import cast

from PySide6.QtCore import Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QWidget

from hrgrid.honours.queries import Meeting, meeting
from hrgrid.honours.queries.meeting_rows import MemberRow
from hrgrid.honours.rules.meeting import Choice
from hrgrid.honours.service import cast as cast_ballot
from hrgrid.storage.work import UnitOfWork
from hrgrid.ui import forms
from hrgrid.ui.banners import Message
from hrgrid.ui.cells.list_model import WholeModel
from hrgrid.ui.forms import Field, clear, label
from hrgrid.ui.honours.ballot_grid import (
    COLUMNS,
    BallotGrid,
    BallotLine,
    Choices,
)
from hrgrid.ui.honours.rows_dialog import RowsDialog
from hrgrid.ui.honours.vote_writing import ROW_TOPIC
from hrgrid.ui.session import Session
from hrgrid.ui.tables import Column, RowsModel, Table

_HINT = (
    "1 赞成 · 2 反对 · 3 弃权，按一下记一票并到下一人 · 可从 Excel 粘贴一列 · Delete 清空 · "
    "Ctrl+Z 撤销"
)


@dataclass(frozen=True)
class _Step:
    """What was put into one ballot, and what stood there."""

    member_id: int
    before: Choices
    after: Choices


class BallotsDialog(RowsDialog[BallotLine]):
    """The ballots of a vote, one member after the other; each vote is kept as it is keyed.

    What is keyed while a write is under way goes with the next one: somebody quick waits for none,
    and the journal has a line for each write. `kept` when one is on the disk, which may be after
    this is closed.
    """

    WIDTH = 640
    kept = Signal()
    table: BallotGrid

    def __init__(self, session: Session, found: Meeting, parent: QWidget) -> None:
        super().__init__(session, f"录表决票：{found.title}", "", COLUMNS, parent)
        self._vote_id = found.id
        self._found = found
        self._votes: dict[int, dict[int, Choice | None]] = {}
        self._past: list[_Step] = []
        self._undone: list[_Step] = []
        self._keyed: dict[int, dict[int, Choice | None]] = {}
        self._under_way = 0
        self._stale = False
        self.member = forms.Choice("录哪名委员的票")
        self.rest = self.button("其余赞成", self._fill)
        self.next = self.button("下一张", self._turn, main=True)
        above = QHBoxLayout()
        above.addWidget(Field("录哪名委员的票", self.member))
        above.addStretch()
        self.body.insertLayout(self.body.indexOf(self.told), above)
        hint = label(_HINT, "caption", wraps=True)
        self.body.insertWidget(self.body.indexOf(self.told) + 1, hint)
        self.table.entered.connect(self._enter)
        self.table.told.connect(self._say)
        for keys, does in (
            (QKeySequence.StandardKey.Undo, self.undo),
            (QKeySequence.StandardKey.Redo, self.redo),
        ):
            QShortcut(QKeySequence(keys), self.table).activated.connect(does)
        self.member.currentIndexChanged.connect(lambda _: self._change())
        self._read_in(found)

    def make_model(self, _columns: tuple[Column[BallotLine], ...]) -> RowsModel[BallotLine]:
        """The nominees in the order of the paper."""
        return WholeModel(COLUMNS, self)

    def make_table(self, title: str) -> Table:
        """Cells that are typed into."""
        return BallotGrid(cast("WholeModel[BallotLine]", self.model), title)

    # --- what is there ------------------------------------------------------------------------

    def refresh(self) -> None:
        """Read the vote anew: somebody else changed it, or a vote was refused."""

        def read(work: UnitOfWork) -> Meeting:
            return meeting(work, self._vote_id)

        self.session.tasks.read(read, self._read_in, failed=self.refuse)

    def done(self, result: int) -> None:
        """What was keyed last is written, however this is closed."""
        self._send()
        super().done(result)

    def _read_in(self, found: Meeting) -> None:
        if self._under_way or self._keyed:
            # Older than what is on its way to the disk.
            self._stale = True
            return
        self._stale = False
        self._found = found
        self._past.clear()
        self._undone.clear()
        out = {(one.member_id, one.nomination_id) for one in found.recusals}
        self._votes = {}
        for member in found.members:
            if member.present:
                self._votes[member.id] = {
                    item.nomination_id: None
                    for item in found.items
                    if (member.id, item.nomination_id) not in out
                }
        for item in found.items:
            for member_id, choice in item.ballots:
                if item.nomination_id in self._votes.get(member_id, {}):
                    self._votes[member_id][item.nomination_id] = choice
        self._list_members(self._at or self._unfinished(None))
        self._open()

    @property
    def _at(self) -> int | None:
        found = self.member.currentData()
        return int(found) if found in self._votes else None

    def _list_members(self, at: int | None) -> None:
        here = [one for one in self._found.members if one.id in self._votes]
        self.member.blockSignals(True)  # noqa: FBT003 - Qt's own signature
        self.member.fill([(one.id, self._member_told(one)) for one in here])
        if at is not None:
            self.member.choose(at)
        self.member.blockSignals(False)  # noqa: FBT003 - Qt's own signature

    def _member_told(self, member: MemberRow) -> str:
        own = self._votes[member.id]
        cast_so_far = sum(choice is not None for choice in own.values())
        return f"{member.seat_no} 号 {member.name}（{cast_so_far:,}/{len(own):,}）"

    def _unfinished(self, after: int | None) -> int | None:
        """The next ballot, from behind this one round, on which a vote is missing."""
        order = list(self._votes)
        begin = order.index(after) + 1 if after in self._votes else 0
        turned = [*order[begin:], *order[:begin]]
        return next((one for one in turned if None in self._votes[one].values()), None)

    def _change(self) -> None:
        clear(self._outcome)
        self._open()

    def _open(self) -> None:
        self._show()
        if not self.table.cells:
            self.table.let_type()
        self.table.go(0)

    def _show(self) -> None:
        if not self._votes:
            self.model.show_rows(())
            self.told.setText("没有人到会，没有票可录。请先在“到会”里登记谁到了。")
            for control in (self.member, self.rest, self.next):
                control.setEnabled(False)
            return
        own = self._votes.get(self._at or 0, {})
        self.model.show_rows(
            [
                BallotLine(item, own.get(item.nomination_id), item.nomination_id not in own)
                for item in self._found.items
            ]
        )
        self._list_members(self._at)
        self.member.setEnabled(True)
        counted = {one: sum(choice is one for choice in own.values()) for one in Choice}
        told = "、".join(f"{one.label} {count:,}" for one, count in counted.items())
        left = sum(choice is None for choice in own.values())
        out = len(self._found.items) - len(own)
        kept_out = f"，回避 {out:,} 人" if out else ""
        self.told.setText(f"{told}，还有 {left:,} 人没录{kept_out}。")
        self.rest.setEnabled(bool(left))
        self.next.setEnabled(self._unfinished(self._at) not in {None, self._at})

    # --- what is put in -------------------------------------------------------------------------

    def _say(self, sentence: str) -> None:
        clear(self._outcome)
        self.refuse(sentence)

    def _enter(self, changes: Choices) -> None:
        at = self._at
        if at is None:
            return
        own = self._votes[at]
        after = {key: one for key, one in changes.items() if key in own and own[key] is not one}
        if not after:
            return
        step = _Step(at, {key: own[key] for key in after}, after)
        self._past.append(step)
        self._undone.clear()
        self._write(at, after)

    def undo(self) -> None:
        """Take the last step back, on whichever ballot it was."""
        if self._past:
            step = self._past.pop()
            self._undone.append(step)
            self._back_to(step.member_id, step.before)

    def redo(self) -> None:
        """Do the last step that was taken back again."""
        if self._undone:
            step = self._undone.pop()
            self._past.append(step)
            self._back_to(step.member_id, step.after)

    def _back_to(self, member_id: int, choices: Choices) -> None:
        if member_id != self._at:
            self.member.choose(member_id)
        self._write(member_id, choices)
        first = next(iter(choices))
        place = cast("WholeModel[BallotLine]", self.model).place_of(first)
        if place is not None:
            self.table.go(place)

    def _write(self, member_id: int, choices: Choices) -> None:
        clear(self._outcome)
        self._votes[member_id].update(choices)
        self._keyed.setdefault(member_id, {}).update(choices)
        self._show()
        if not self._under_way:
            self._send()

    def _send(self) -> None:
        keyed, self._keyed = self._keyed, {}
        for member_id, choices in keyed.items():
            self._under_way += 1
            self.session.tasks.write(
                partial(cast_ballot, member_id=member_id, choices=choices),
                topic=ROW_TOPIC,
                done=self._landed,
                failed=self._taken_back,
                title="正在存表决票",
            )

    def _landed(self, _: object) -> None:
        self._under_way -= 1
        self.kept.emit()
        self._go_on()

    def _taken_back(self, sentence: str) -> None:
        self._under_way -= 1
        self._stale = True
        self._go_on()
        self.refuse(sentence)

    def _go_on(self) -> None:
        if self._under_way:
            return
        if self._keyed:
            self._send()
        elif self._stale:
            self.refresh()

    def _fill(self) -> None:
        own = self._votes.get(self._at or 0, {})
        blank: dict[int, Choice | None] = {
            key: Choice.FOR for key, choice in own.items() if choice is None
        }
        self._enter(blank)
        self.tell(Message(f"这张票没录的 {len(blank):,} 人都记为赞成，Ctrl+Z 撤销。"))

    def _turn(self) -> None:
        found = self._unfinished(self._at)
        if found is not None:
            self.member.choose(found)
