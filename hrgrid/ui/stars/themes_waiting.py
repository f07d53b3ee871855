"""Who has not reported a month yet: a line below the sheet, and the list of every community."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from hrgrid.assessment.rules.themes import ReportedRow, SheetPlace
from hrgrid.ui import theme
from hrgrid.ui.buttons import Button, LinkButton, PrimaryButton
from hrgrid.ui.dialogs import Dialog
from hrgrid.ui.forms import Tick, label, restyle
from hrgrid.ui.tables import Column, RowsModel, Table

_MOST = 8
_GAP = 6


class WaitingLine(QWidget):
    """东街道 2 个社区没有报齐, each with a way to it, as many as there is room for.

    `wanted` carries the id of a community, `all_wanted` asks for the list.
    """

    wanted = Signal(int)
    all_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.told = label("", "caption")
        self.links: list[LinkButton] = []
        self._shown: list[tuple[int, str]] = []
        self.all = Button("全部社区…", glyph="list-checks", does=self.all_wanted.emit)
        self.all.setToolTip("Ctrl+L")
        self.all.setAutoDefault(False)
        self._row = QHBoxLayout()
        self._row.setSpacing(_GAP)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(_GAP)
        row.addWidget(self.told)
        row.addLayout(self._row)
        row.addStretch()
        row.addWidget(self.all)

    def show_rows(self, place: str, rows: Sequence[ReportedRow]) -> None:
        """Show those of a street that have not reported all."""
        waiting = [row for row in rows if not row.done]
        if waiting:
            told = f"{place} {len(waiting)} 个社区没有报齐："
        else:
            told = f"{place}的社区都报齐了。" if rows else ""
        shown = [(row.area_id, _short(row)) for row in waiting[:_MOST]]
        if told != self.told.text():
            self.told.setText(told)
            restyle(self.told, "role", "captionWarn" if waiting else "captionOk")
        if shown != self._shown:
            self._shown = shown
            self._put_links()
        self._fold()

    def _put_links(self) -> None:
        """The same buttons say something else: one that has the focus keeps it."""
        while len(self.links) < len(self._shown):
            link = LinkButton("")
            link.setAutoDefault(False)
            link.clicked.connect(lambda *_, one=link: self.wanted.emit(one.property("area")))
            self.links.append(link)
            self._row.addWidget(link)
        for at, link in enumerate(self.links):
            if at < len(self._shown):
                area_id, words = self._shown[at]
                link.setProperty("area", area_id)
                link.setText(words)
                link.setAccessibleName(f"去填 {words}")
            link.setVisible(at < len(self._shown))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Hide those for which there is no room."""
        super().resizeEvent(event)
        self._fold()

    def _fold(self) -> None:
        room = self.width() - self.told.sizeHint().width() - self.all.sizeHint().width() - 3 * _GAP
        for at, link in enumerate(self.links):
            room -= link.sizeHint().width() + _GAP
            link.setVisible(at < len(self._shown) and room >= 0)


def now_rows(
    rows: Sequence[ReportedRow], typed: Mapping[int, int], broken: Mapping[int, int]
) -> list[ReportedRow]:
    """Rows as they were read, with what the sheet on show says by now; who lacks most first."""
    renewed = [
        replace(row, typed=typed[row.area_id], broken=broken.get(row.area_id, 0))
        if row.area_id in typed
        else row
        for row in rows
    ]
    return sorted(renewed, key=lambda row: (row.typed - row.asked, row.name))


def _short(row: ReportedRow) -> str:
    return f"{row.name} {row.typed}/{row.asked}"


def state_of(row: ReportedRow) -> tuple[str, str]:
    """How far a community is, and the kind of its chip."""
    if row.done:
        return "报齐", "ok"
    return ("没报齐", "warn") if row.typed else ("没有报", "mute")


def columns_of(street: Mapping[int, str]) -> tuple[Column[ReportedRow], ...]:
    """How far a community is; `street` is read by its id when a row is shown."""
    return (
        Column("社区", lambda row: row.name, 130, grows=True, strong=True),
        Column("街道", lambda row: street.get(row.area_id, ""), 110, quiet=True, grows=True),
        Column("网格", lambda row: f"{row.grids:,}", 64, right=True),
        Column("已填", lambda row: f"{row.typed:,} / {row.asked:,}", 110, right=True),
        Column("未达标", lambda row: f"{row.broken:,}" if row.broken else "", 72, right=True),
        Column("填报", lambda row: state_of(row)[0], 84, chip=lambda row: state_of(row)[1]),
    )


class WaitingDialog(Dialog):
    """Every community with how far it is; `chosen` is the id of the one to go to."""

    def __init__(
        self,
        month: str,
        rows: Sequence[ReportedRow],
        places: Sequence[SheetPlace],
        parent: QWidget,
    ) -> None:
        super().__init__(f"{month}各社区三无三零填报", parent)
        self._rows = tuple(rows)
        self.chosen: int | None = None
        street = {part.id: place.name for place in places for part in place.parts}
        room = parent.window().size()
        self.setMinimumWidth(min(theme.length(660), room.width() - 60))
        done = sum(row.done for row in rows)
        self.told = label(f"{len(rows):,} 个社区，报齐 {done:,} 个。", "body2")
        self.open_only = Tick("只看没报齐的")
        self.open_only.setChecked(done < len(rows))
        self.model: RowsModel[ReportedRow] = RowsModel(columns_of(street), self)
        self.table = Table(self.model, "各社区三无三零填报")
        self.table.setMinimumHeight(min(theme.length(360), max(120, room.height() - 260)))
        self.go = PrimaryButton("去填这个社区", does=self._choose)
        self.away = Button("关闭", does=self.reject)
        head = QHBoxLayout()
        head.addWidget(self.told, 1)
        head.addWidget(self.open_only)
        self.body.addLayout(head)
        self.body.addWidget(self.table, 1)
        foot = QHBoxLayout()
        foot.addStretch()
        for button in (self.away, self.go):
            button.setAutoDefault(False)
            foot.addWidget(button)
        self.body.addLayout(foot)
        self.open_only.toggled.connect(lambda _: self._show())
        self.table.opened.connect(lambda _: self._choose())
        self._show()
        self.table.setFocus()

    def _show(self) -> None:
        wanted = [row for row in self._rows if not (self.open_only.isChecked() and row.done)]
        self.model.show_rows(wanted)
        self.go.setEnabled(bool(wanted))
        if wanted:
            self.table.selectRow(0)

    def _choose(self) -> None:
        row = self.table.current
        if isinstance(row, ReportedRow):
            self.chosen = row.area_id
            self.accept()
