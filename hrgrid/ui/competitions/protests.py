"""申诉与复核: what was protested and what came of it; re-scores with what they changed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout

from hrgrid.training.rules.competing import RescoreState
from hrgrid.training.rules.competition_rows import CompetitionCard, ProtestRow, RescoreRow
from hrgrid.ui.buttons import Button
from hrgrid.ui.cards import EmptyState
from hrgrid.ui.competitions.words import clock, minutes_left, protest_chip
from hrgrid.ui.forms import clear, label, restyle
from hrgrid.ui.matters.grouped import GroupedModel, GroupedTable, Heading
from hrgrid.ui.status import when
from hrgrid.ui.tables import Column

# Time runs while the list stands; ms.
_MINUTE_MS = 20_000


@dataclass(frozen=True)
class Matter:
    """A protest or a re-score in one list."""

    protest: ProtestRow | None = None
    rescore: RescoreRow | None = None

    @property
    def key(self) -> tuple[str, int]:
        """What tells one from another."""
        if self.protest is not None:
            return "protest", self.protest.id
        return "rescore", self.rescore.id if self.rescore else 0

    @property
    def number(self) -> str:
        """申诉 1, 复核 2."""
        if self.protest is not None:
            return f"申诉 {self.protest.number}"
        return f"复核 {self.rescore.number}" if self.rescore else ""

    @property
    def told(self) -> str:
        """What it is about."""
        if self.protest is not None:
            event = f"（{self.protest.event_title}）" if self.protest.event_title else ""
            return f"{self.protest.competitor}{event}：{self.protest.content}"
        if self.rescore is None:
            return ""
        return f"{self.rescore.reason}（{self.rescore.changes} 处改动）"

    @property
    def state(self) -> str:
        """Its state in a word."""
        if self.protest is not None:
            return self.protest.state.label
        return self.rescore.state.label if self.rescore else ""

    @property
    def chip(self) -> str:
        """The kind of its chip."""
        if self.protest is not None:
            return protest_chip(self.protest.state)
        kinds = {RescoreState.OPEN: "warn", RescoreState.APPLIED: "ok"}
        return kinds.get(self.rescore.state, "mute") if self.rescore else "mute"

    @property
    def at(self) -> str:
        """When it came in."""
        if self.protest is not None:
            late = "，逾期" if self.protest.late else ""
            return f"{when(self.protest.filed_at)}{late}"
        return when(self.rescore.made_at) if self.rescore else ""

    @property
    def came(self) -> str:
        """What came of it."""
        if self.protest is not None:
            return self.protest.finding
        if self.rescore is None:
            return ""
        return self.rescore.cancel_reason or self.rescore.notice_no or self.rescore.approval_words


COLUMNS: tuple[Column[Matter], ...] = (
    Column("编号", lambda row: row.number, 80, strong=True),
    Column("事项", lambda row: row.told, 220, grows=True),
    Column("状态", lambda row: row.state, 100, chip=lambda row: row.chip),
    Column("提出", lambda row: row.at, 150, quiet=True, drops=True),
    Column("结果", lambda row: row.came, 140, grows=True, quiet=True, drops=True),
)


def window_told(card: CompetitionCard, now: dt.datetime) -> tuple[str, str]:
    """How long protests may still be filed: the sentence, and the role of its label."""
    if card.posted_at is None:
        return f"张榜后 {card.protest_minutes} 分钟内可以申诉。", "label"
    left = minutes_left(card.protests_until, now)
    if left:
        return f"{clock(card.protests_until)} 前可以申诉，还剩 {left} 分钟。", "captionWarn"
    return f"申诉时限 {clock(card.protests_until)} 已过。", "label"


class ProtestsPart(QFrame):
    """The list with the time that is left above it."""

    opened = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("role", "panel")
        self._card: CompetitionCard | None = None
        self.told = label("", "label", wraps=True)
        self.deeds = QHBoxLayout()
        self.deeds.setSpacing(8)
        self.model: GroupedModel[Matter] = GroupedModel(COLUMNS, self._heading, self)
        self.table = GroupedTable(self.model, "申诉与复核")
        self.table.key_rows_by(lambda row: row.key)
        self._none = QVBoxLayout()
        self._tick = QTimer(self)
        self._tick.setInterval(_MINUTE_MS)
        self._tick.timeout.connect(self.tell)
        head = QHBoxLayout()
        head.setContentsMargins(10, 8, 10, 8)
        head.setSpacing(8)
        head.addWidget(self.told, 1)
        head.addLayout(self.deeds)
        column = QVBoxLayout(self)
        column.setContentsMargins(1, 1, 1, 1)
        column.setSpacing(0)
        column.addLayout(head)
        column.addWidget(self.table, 1)
        column.addLayout(self._none, 1)
        self.table.opened.connect(self.opened)

    def tell(self, now: dt.datetime | None = None) -> None:
        """Say how long is left."""
        if self._card is None:
            return
        sentence, role = window_told(self._card, now or dt.datetime.now(dt.UTC))
        self.told.setText(sentence)
        restyle(self.told, "role", role)

    def show_matters(
        self,
        card: CompetitionCard,
        protests: Sequence[ProtestRow],
        rescores: Sequence[RescoreRow],
        actions: Sequence[Button] = (),
    ) -> None:
        """Show these, the newest on top."""
        self._card = card
        rows = [Matter(protest=one) for one in reversed(protests)]
        rows += [Matter(rescore=one) for one in reversed(rescores)]
        self.table.keep()
        self.model.show_people(rows)
        # What goes is hidden before the rest comes: both together make a low window grow.
        clear(self._none)
        self.table.setVisible(bool(rows))
        if not rows:
            told = "对张榜的成绩有异议的，登记申诉；查实要改分的，成绩已定之后走复核。"
            self._none.addWidget(
                EmptyState("clipboard-text", "没有申诉，也没有复核", told, actions)
            )
        self.tell()
        self._tick.start()

    def _heading(self, row: Matter) -> Heading:
        of_protest = row.protest is not None
        return Heading("protest" if of_protest else "rescore", "申诉" if of_protest else "复核")
