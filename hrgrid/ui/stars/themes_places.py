"""Of which street or community the sheet is: two choices, and keys that go through them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from hrgrid.assessment.rules.themes import SheetPart, SheetPlace
from hrgrid.ui import theme
from hrgrid.ui.forms import Choice

_WIDEST, _WIDEST_NARROW = 210, 140


class PlaceChoices(QWidget):
    """`changed` is told when somebody chose another; what is read anew is not told again."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._places: tuple[SheetPlace, ...] = ()
        self.street = Choice("街道")
        self.community = Choice("社区")
        self.community.setToolTip("Alt+PgUp 上一个社区，Alt+PgDn 下一个社区")
        for choice in (self.street, self.community):
            # What they offer is read later, and a name must not be cut.
            choice.setSizeAdjustPolicy(Choice.SizeAdjustPolicy.AdjustToContents)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self.street)
        row.addWidget(self.community)
        self.street.currentIndexChanged.connect(lambda _: self._other_street())
        self.community.currentIndexChanged.connect(lambda _: self.changed.emit())

    def arrange(self, *, narrow: bool) -> None:
        """Long names give way where there is little room."""
        for choice in (self.street, self.community):
            choice.setMaximumWidth(theme.length(_WIDEST_NARROW if narrow else _WIDEST))

    @property
    def place_id(self) -> int | None:
        """The street that is chosen, None before anything was read."""
        chosen = self.street.currentData()
        return chosen if isinstance(chosen, int) else None

    @property
    def part_id(self) -> int | None:
        """The community that is chosen, None for the whole street."""
        chosen = self.community.currentData()
        return chosen if isinstance(chosen, int) else None

    def show_places(
        self,
        places: tuple[SheetPlace, ...],
        place: SheetPlace | None,
        part: SheetPart | None,
    ) -> None:
        """Offer these, with what is on show chosen."""
        self._places = places
        names = Counter(one.name for one in places)
        self.street.fill(
            (one.id, f"{one.name}（{one.above}）" if names[one.name] > 1 else one.name)
            for one in places
        )
        self._choose(self.street, place.id if place is not None else None)
        self._offer_parts(place, part)
        self.setVisible(bool(places))

    def _offer_parts(self, place: SheetPlace | None, part: SheetPart | None) -> None:
        parts: Sequence[SheetPart] = place.parts if place is not None else ()
        own = [one for one in parts if place is not None and one.id != place.id]
        entries: list[tuple[object, str]] = [(None, f"全部 {len(parts)} 个社区")]
        entries += [(one.id, one.name) for one in parts]
        self.community.fill(entries)
        self._choose(self.community, part.id if part is not None else None)
        # Where a place holds its grids itself there is nothing to choose.
        self.community.setVisible(bool(own))

    @staticmethod
    def _choose(choice: Choice, value: object) -> None:
        choice.blockSignals(True)  # noqa: FBT003 - Qt's own signature
        choice.choose(value)
        choice.blockSignals(False)  # noqa: FBT003 - Qt's own signature

    def _other_street(self) -> None:
        place = next((one for one in self._places if one.id == self.place_id), None)
        self._offer_parts(place, None)
        self.changed.emit()

    def step(self, down: int) -> None:
        """The community before or behind, over the ends of the street too."""
        order = [(place, part) for place in self._places for part in place.parts]
        here = [
            at
            for at, (place, part) in enumerate(order)
            if place.id == self.place_id and self.part_id in {part.id, None}
        ]
        if not here:
            return
        whole = self.part_id is None
        at = (here[0] if down > 0 else here[-1]) + (0 if whole else down)
        if 0 <= at < len(order):
            self._go(*order[at])

    def go_to(self, area_id: int) -> None:
        """A community by its id."""
        for place in self._places:
            for part in place.parts:
                if part.id == area_id:
                    self._go(place, part)
                    return

    def _go(self, place: SheetPlace, part: SheetPart) -> None:
        if (self.place_id, self.part_id) == (place.id, part.id):
            return
        self._choose(self.street, place.id)
        self._offer_parts(place, part)
        self.changed.emit()
