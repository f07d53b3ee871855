"""Which area: a list a level, each opening the next; quick by keyboard and plain to see."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from hrgrid.ui import theme
from hrgrid.ui.forms import Choice
from hrgrid.workforce.queries import AreaRow
from hrgrid.workforce.rules import Level

_MOST = 6


class AreaCascade(QWidget):
    """The chosen area is the lowest that was chosen; none is everything that is seen."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._areas: dict[int, AreaRow] = {}
        self._below: dict[int | None, list[AreaRow]] = {}
        self._deepest = Level.COMMUNITY
        self.lists = [Choice(f"第 {at} 级区域") for at in range(1, _MOST + 1)]
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        for at, one in enumerate(self.lists):
            one.setSizeAdjustPolicy(Choice.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
            one.setMinimumContentsLength(6)
            one.activated.connect(lambda _, at=at: self._choose(at))
            column.addWidget(one)
            one.hide()

    @property
    def area(self) -> AreaRow | None:
        """The chosen area; None is all."""
        chosen = [one.currentData() for one in self.lists if not one.isHidden()]
        found = [self._areas[one] for one in chosen if one in self._areas]
        if found:
            return found[-1]
        tops = self._below.get(None, [])
        return tops[0] if len(tops) == 1 else None

    def show_areas(self, areas: Sequence[AreaRow], deepest: Level) -> None:
        """Offer these areas down to a level; what was chosen stays where it still is."""
        kept = self.area
        self._deepest = deepest
        rows = [row for row in areas if row.level.depth <= deepest.depth]
        self._areas = {row.id: row for row in rows}
        self._below = {}
        for row in rows:
            parent = row.parent_id if row.parent_id in self._areas else None
            self._below.setdefault(parent, []).append(row)
        self.choose(kept.id if kept else None)

    def choose(self, area_id: int | None) -> None:
        """Choose an area by its id, without telling."""
        chain: list[int] = []
        at = self._areas.get(area_id or 0)
        while at is not None:
            chain.insert(0, at.id)
            at = self._areas.get(at.parent_id or 0)
        tops = self._below.get(None, [])
        if len(tops) == 1 and chain[:1] == [tops[0].id]:
            chain = chain[1:]
        self._fill(0, tops[0].id if len(tops) == 1 else None)
        for place, one in enumerate(chain):
            self.lists[place].choose(one)
            self._fill(place + 1, one)

    def fit(self) -> None:
        """Heights for the text size."""
        for one in self.lists:
            one.setMinimumWidth(theme.length(72))

    def _fill(self, at: int, parent: int | None) -> None:
        """Offer what lies below `parent` in the list at a place, and hide those after it."""
        for one in self.lists[at:]:
            one.hide()
            one.clear()
        rows = self._below.get(parent, []) if at < len(self.lists) else []
        if parent is None and at:
            rows = []
        if not rows:
            return
        labels = list(dict.fromkeys(row.level.label for row in rows))
        above = self._areas.get(parent or 0)
        every = f"{above.name}（全部）" if above and at == 0 else f"全部{'、'.join(labels)}"
        entries: list[tuple[object, str]] = [(0, every)]
        self.lists[at].fill([*entries, *((row.id, row.name) for row in rows)])
        self.lists[at].choose(0)
        self.lists[at].setAccessibleName("、".join(labels))
        self.lists[at].show()

    def _choose(self, at: int) -> None:
        chosen = self.lists[at].currentData()
        self._fill(at + 1, chosen or None)
        self.changed.emit()
