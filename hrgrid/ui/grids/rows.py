"""The small table of the grids that there will be: names, codes, households, shares."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from hrgrid.core.errors import UserError
from hrgrid.ui import theme
from hrgrid.ui.buttons import BareButton, LinkButton
from hrgrid.ui.forms import Choice, TextField, label, restyle
from hrgrid.ui.grids.parts import Destination
from hrgrid.workforce.queries.grids import GridRow
from hrgrid.workforce.rules import (
    WHOLE_BP,
    GridKind,
    percent,
    shares_by_households,
    typed_households,
    typed_share,
)
from hrgrid.workforce.service.regridding import GridForm, Part

KINDS = [(kind, kind.label) for kind in GridKind]
_NUMBER_WIDTH = 76


class NewRow:
    """A grid to be made: fields in one line."""

    def __init__(self, key: int, name: str, code: str, kind: GridKind) -> None:
        self.key = key
        self.name = TextField("网格名称", text=name)
        self.code = TextField("网格编码", text=code)
        for field in (self.name, self.code):
            field.setCursorPosition(0)
        self.kind: QWidget = Choice("网格类型", KINDS)
        self.kind.choose(kind)
        self.households = TextField("户数")
        self.share = TextField("份额（%）")

    @property
    def title(self) -> str:
        """What the grid will be called."""
        return self.name.text().strip() or "（未写名称的网格）"

    @property
    def identity(self) -> tuple[QWidget, QWidget]:
        """Name and code, as they stand in the table."""
        return self.name, self.code

    @property
    def is_written(self) -> bool:
        """Whether name and code are there."""
        return bool(self.name.text().strip() and self.code.text().strip())

    def form(self) -> GridForm:
        """The new grid; raises UserError for households that are no number."""
        assert isinstance(self.kind, Choice)  # noqa: S101 - set above
        return GridForm(
            " ".join(self.name.text().split()),
            self.code.text().strip(),
            self.kind.currentData(),
            typed_households(self.households.text()),
        )

    def part(self) -> Part:
        """As the service takes it."""
        return Part(typed_share(self.share.text()), self.form())


class OldRow(NewRow):
    """The split grid itself, which stays on smaller, or a neighbour that takes a part."""

    def __init__(self, key: int, grid: GridRow, *, itself: bool) -> None:
        super().__init__(key, grid.name, grid.code, grid.kind)
        self.grid = grid
        self._name = label(grid.name, wraps=True)
        self._code = label(grid.code, "body2")
        self.kind = label("原网格，保留" if itself else "已有网格", "body2")

    @property
    def identity(self) -> tuple[QWidget, QWidget]:
        """Name and code, which stay."""
        return self._name, self._code

    def part(self) -> Part:
        """As the service takes it."""
        households = typed_households(self.households.text())
        return Part(typed_share(self.share.text()), None, self.grid.id, households)


class RowsPart(QWidget):
    """The table of a split; shares are checked as they are typed."""

    changed = Signal()

    def __init__(self, source: GridRow) -> None:
        super().__init__()
        self._source = source
        self._next = 0
        self.rows: list[NewRow] = []
        self._neighbours: list[GridRow] = []
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(8)
        self._grid.setVerticalSpacing(6)
        self._grid.setColumnStretch(0, 3)
        self._grid.setColumnStretch(1, 2)
        self.sum = label("", "caption")
        self.add = LinkButton("再加一个新网格", glyph="plus", does=self.add_new)
        self.keep = LinkButton("保留原网格", glyph="plus", does=self.add_source)
        self.by_households = LinkButton("按户数算份额", does=self._share_by_households)
        self.neighbour = Choice("划给已有网格")
        self.neighbour.activated.connect(self._add_chosen)
        foot = QHBoxLayout()
        foot.setSpacing(12)
        for button in (self.add, self.keep, self.by_households):
            button.setAutoDefault(False)
        foot.addWidget(self.add)
        foot.addWidget(self.keep)
        foot.addWidget(self.neighbour)
        foot.addStretch()
        foot.addWidget(self.by_households)
        foot.addWidget(self.sum)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addLayout(self._grid)
        column.addLayout(foot)
        self.add_new()
        self.add_new()
        self._halve()

    def offer_neighbours(self, rows: Sequence[GridRow]) -> None:
        """Sisters of the split grid, which may take a part of it."""
        self._neighbours = [row for row in rows if row.id != self._source.id]
        self._fill_neighbours()

    def _fill_neighbours(self) -> None:
        taken = {row.grid.id for row in self.rows if isinstance(row, OldRow)}
        free = [(row.id, row.name) for row in self._neighbours if row.id not in taken]
        self.neighbour.fill([(None, "划给已有网格…"), *free])
        self.neighbour.setCurrentIndex(0)
        self.neighbour.setVisible(bool(free))

    def _add_chosen(self) -> None:
        chosen = self.neighbour.currentData()
        grid = next((row for row in self._neighbours if row.id == chosen), None)
        if grid is not None:
            self._take(OldRow(self._new_key(), grid, itself=False))

    def add_new(self) -> None:
        """One more new grid, its code and name made from the old one's."""
        number = 1 + sum(not isinstance(row, OldRow) for row in self.rows)
        taken = {row.code.text() for row in self.rows}
        while f"{self._source.code}-{number}" in taken:
            number += 1
        code, name = f"{self._source.code}-{number}", f"{self._source.name}（{number}）"
        self._take(NewRow(self._new_key(), name, code, self._source.kind))

    def add_source(self) -> None:
        """The old grid stays on with what is left of it."""
        self._take(OldRow(self._new_key(), self._source, itself=True))

    def take_away(self, row: NewRow) -> None:
        """A row too many."""
        self.rows.remove(row)
        self._lay_out()
        for widget in (*row.identity, row.kind, row.households, row.share):
            widget.hide()
            widget.deleteLater()
        self._tell()

    def destinations(self) -> list[Destination]:
        """Where people may go."""
        return [Destination(row.key, row.title) for row in self.rows]

    def stays(self) -> dict[int, int]:
        """Which row is the old grid itself, by the grid's id."""
        itself = [row for row in self.rows if isinstance(row, OldRow)]
        return {row.grid.id: row.key for row in itself if row.grid.id == self._source.id}

    def parts(self) -> list[Part]:
        """As the service takes them; raises UserError for what cannot be read."""
        return [row.part() for row in self.rows]

    def _new_key(self) -> int:
        self._next += 1
        return self._next

    def _take(self, row: NewRow) -> None:
        self.rows.append(row)
        for field in (row.name, row.code, row.households, row.share):
            field.textChanged.connect(self._tell)
        if isinstance(row.kind, Choice):
            row.kind.currentIndexChanged.connect(self._tell)
        self._lay_out()
        self._tell()

    def _lay_out(self) -> None:
        while (item := self._grid.takeAt(0)) is not None:
            widget = item.widget()
            if isinstance(widget, QLabel | BareButton) and widget not in self._own():
                widget.hide()
                widget.deleteLater()
        for at, text in enumerate(("名称", "编码", "类型", "户数", "份额 %")):
            self._grid.addWidget(label(text, "label"), 0, at)
        for line, row in enumerate(self.rows, start=1):
            name, code = row.identity
            for field in (row.households, row.share):
                field.setFixedWidth(theme.length(_NUMBER_WIDTH))
                field.setAlignment(Qt.AlignmentFlag.AlignRight)
            for at, widget in enumerate((name, code, row.kind, row.households, row.share)):
                self._grid.addWidget(widget, line, at)
            away = BareButton("x", f"去掉{row.title}", partial(self.take_away, row))
            away.setAutoDefault(False)
            away.setEnabled(len(self.rows) > 2)
            self._grid.addWidget(away, line, 5)
        self.keep.setVisible(not self.stays())
        self._fill_neighbours()

    def _own(self) -> set[QWidget]:
        return {widget for row in self.rows for widget in (*row.identity, row.kind)}

    def _halve(self) -> None:
        for row, share in zip(self.rows, shares_by_households([0] * len(self.rows)), strict=True):
            row.share.setText(percent(share).removesuffix("%"))

    def _share_by_households(self) -> None:
        try:
            counts = [typed_households(row.households.text()) or 0 for row in self.rows]
        except UserError as error:
            self._say(error.sentence, wrong=True)
            return
        for row, share in zip(self.rows, shares_by_households(counts), strict=True):
            row.share.setText(percent(share).removesuffix("%"))

    def _tell(self) -> None:
        try:
            total = sum(typed_share(row.share.text()) for row in self.rows)
        except UserError as error:
            self._say(error.sentence, wrong=True)
        else:
            short = WHOLE_BP - total
            rest = f"，还差 {percent(short)}" if short > 0 else f"，多了 {percent(-short)}"
            self._say(f"份额合计 {percent(total)}{rest if short else ''}", wrong=bool(short))
        self.changed.emit()

    def _say(self, sentence: str, *, wrong: bool) -> None:
        self.sum.setText(sentence)
        restyle(self.sum, "role", "captionBad" if wrong else "captionOk")
