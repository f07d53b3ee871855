"""The left card: which paper, of which area and day, and what else its kind asks."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from hrgrid.paper.tables import Page
from hrgrid.ui import theme
from hrgrid.ui.documents.printers import PRINTER, Printers
from hrgrid.ui.forms import Choice, Field, TextField, label
from hrgrid.ui.page import Scroll
from hrgrid.ui.papers.cascade import AreaCascade
from hrgrid.ui.papers.kinds import Asked, PaperKind
from hrgrid.ui.pickers import DateField
from hrgrid.ui.session import Session
from hrgrid.ui.settings import Entry
from hrgrid.ui.tables import Column, RowsModel, Table
from hrgrid.workforce.queries import AreaRow
from hrgrid.workforce.rules import Level
from hrgrid.workforce.rules.boards import BoardSize

_PAUSE_MS = 250
_SIZE = Entry("papers/board_size", BoardSize.A4, BoardSize, lambda size: size.value)
_BLUE = Entry("papers/board_blue", "red", str, str)
_LINK = Entry("papers/board_link", "", str, str)
_DEEPEST = {
    PaperKind.LEAGUE: Level.STREET,
    PaperKind.BOARD: Level.GRID,
    PaperKind.DUE: Level.COMMUNITY,
}
_COLUMNS: tuple[Column[PaperKind], ...] = (
    Column("报表", lambda kind: kind.label, 120, grows=True),
)
_COPIES = [(count, f"{count} 块") for count in (1, 2, 3, 4, 5, 6, 8, 10, 12, 15, 20, 30, 50)]


class OptionsCard(QFrame):
    """Controls tell what is asked; `changed` follows once they rest."""

    changed = Signal()

    def __init__(self, session: Session, printers: Printers) -> None:
        super().__init__()
        self.setProperty("role", "panel")
        self.setAccessibleName("选报表")
        self._settings, self._printers = session.settings, printers
        self._areas: Sequence[AreaRow] = ()
        self.model: RowsModel[PaperKind] = RowsModel(_COLUMNS, self)
        self.kinds = Table(self.model, "报表")
        self.kinds.horizontalHeader().hide()
        self.told = label("", "caption", wraps=True)
        self.area = AreaCascade()
        self.day = DateField("截至日期")
        self.page = Choice("纸张", [(page, page.label) for page in Page])
        self.inside = Choice("给谁看", [(False, "可对外"), (True, "内部（含前任姓名）")])
        self.board_size = Choice(
            "规格", [(one, f"{one.label}（{one.explanation}）") for one in BoardSize]
        )
        self.colour = Choice("底色", [("red", "红底"), ("blue", "蓝底")])
        self.copies = Choice("每个网格", _COPIES)
        self.link = TextField("二维码内容", hint="选用，例如办事网址")
        self.printer = Choice("打印机")
        self._pause = QTimer(self, singleShot=True, interval=_PAUSE_MS)
        self._fields: dict[QWidget, Field] = {}
        self._lay_out()
        self._load()
        self._connect()
        self.follow_day(session.day)
        session.day_changed.connect(self.follow_day)
        self.model.show_rows(list(PaperKind))
        self.fit()

    @property
    def kind(self) -> PaperKind:
        """The chosen paper."""
        return self.kinds.current or PaperKind.REGISTER

    def asked(self) -> Asked | None:
        """What is asked; None while the day cannot be read."""
        if self.day.value is None:
            return None
        area = self.area.area
        return Asked(
            self.kind,
            self.day.value,
            area.id if area else None,
            area.name if area else "",
            self.page.currentData(),
            bool(self.inside.currentData()),
            self.board_size.currentData(),
            self.colour.currentData() == "blue",
            self.copies.currentData(),
            self.link.text().strip(),
        )

    @property
    def chosen_printer(self) -> str:
        """Its name, "" where there is none."""
        return str(self.printer.currentData() or "")

    def follow_day(self, day: dt.date | None) -> None:
        """Take the day that the whole window looks at; None is today."""
        self.day.put(day or dt.date.today())  # noqa: DTZ011 - the desk's day

    def show_areas(self, areas: Sequence[AreaRow]) -> None:
        """The tree of the day."""
        self._areas = areas
        self.area.show_areas(areas, _DEEPEST.get(self.kind, Level.COMMUNITY))

    def choose_kind(self, kind: PaperKind) -> None:
        """Turn to another paper."""
        self.kinds.selectRow(list(PaperKind).index(kind))

    def fit(self) -> None:
        """Widths for the text size."""
        self.setFixedWidth(theme.length(280))
        self.kinds.fit()
        rows = self.kinds.verticalHeader().defaultSectionSize() * len(PaperKind)
        self.kinds.setFixedHeight(rows + 4)
        self.area.fit()

    # --- building ------------------------------------------------------------------------------

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 12, 12, 8)
        column.setSpacing(8)
        column.addWidget(self.kinds)
        column.addWidget(self.told)
        scroll = Scroll(inside=True)
        scroll.column.setSpacing(8)
        for text, control in (
            ("区域", self.area),
            ("截至日期", self.day),
            ("规格", self.board_size),
            ("底色", self.colour),
            ("每个网格印几块", self.copies),
            ("二维码内容", self.link),
            ("纸张", self.page),
            ("给谁看", self.inside),
            ("打印机", self.printer),
        ):
            field = Field(text, control)
            self._fields[control] = field
            scroll.column.addWidget(field)
        scroll.column.addStretch()
        column.addWidget(scroll, 1)
        for choice in (self.board_size, self.printer, self.inside):
            choice.setSizeAdjustPolicy(
                Choice.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
            )
            choice.setMinimumContentsLength(6)

    def _load(self) -> None:
        self.day.put(dt.date.today())  # noqa: DTZ011 - the desk's day
        self.board_size.choose(self._settings.get(_SIZE))
        self.colour.choose(self._settings.get(_BLUE))
        self.link.setText(self._settings.get(_LINK))
        names = self._printers.names()
        self.printer.fill([(name, name) for name in names] or [("", "没有打印机")])
        self.printer.choose(self._settings.get(PRINTER) or self._printers.default())

    def _connect(self) -> None:
        self._pause.timeout.connect(self.changed.emit)
        self.kinds.chosen.connect(self._turn)
        self.area.changed.connect(self._tell)
        self.day.changed.connect(self._tell)
        for choice in (self.page, self.inside, self.board_size, self.colour, self.copies):
            choice.activated.connect(lambda _: self._tell())
        self.link.textEdited.connect(lambda _: self._tell())
        self.printer.activated.connect(lambda _: self._settings.put(PRINTER, self.chosen_printer))

    def _turn(self, kind: PaperKind | None) -> None:
        if kind is None:
            return
        shown = {
            PaperKind.REGISTER: (self.page, self.printer),
            PaperKind.LEAGUE: (self.printer,),
            PaperKind.GAPS: (self.page, self.inside, self.printer),
            PaperKind.BOARD: (
                self.board_size,
                self.colour,
                self.copies,
                self.link,
                self.printer,
            ),
        }.get(kind, ())
        for control in (
            self.page,
            self.inside,
            self.board_size,
            self.colour,
            self.copies,
            self.link,
            self.printer,
        ):
            self._fields[control].setVisible(control in shown)
        self.told.setText(kind.explanation)
        self.area.show_areas(self._areas, _DEEPEST.get(kind, Level.COMMUNITY))
        self._tell()

    def _tell(self) -> None:
        self._settings.put(_SIZE, self.board_size.currentData())
        self._settings.put(_BLUE, self.colour.currentData())
        self._settings.put(_LINK, self.link.text().strip())
        self._pause.start()
