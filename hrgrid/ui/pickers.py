"""Pickers: a date typed in any usual way or taken from a calendar."""

from __future__ import annotations

import datetime as dt

from PySide6.QtCore import QDate, QEvent, QPoint, Qt, Signal
from PySide6.QtGui import QIcon, QKeyEvent
from PySide6.QtWidgets import QCalendarWidget, QFrame, QVBoxLayout

from hrgrid.core.errors import UserError
from hrgrid.core.periods import parse_date
from hrgrid.ui import icons, theme
from hrgrid.ui.forms import TextField, restyle


class DateField(TextField):
    """A day or nothing; Down or the icon opens the calendar."""

    changed = Signal()

    def __init__(self, name: str, hint: str = "") -> None:
        super().__init__(name, hint=hint)
        self._value: dt.date | None = None
        self._calendar = self.addAction(self._picture(), TextField.ActionPosition.TrailingPosition)
        self._calendar.setToolTip("打开日历")
        self.setFixedWidth(theme.length(136))
        self._calendar.triggered.connect(self._open)
        self.editingFinished.connect(self._read)

    @property
    def value(self) -> dt.date | None:
        """The day given; None where the field is empty or cannot be read."""
        return self._value

    def put(self, day: dt.date | None) -> None:
        """Show a day."""
        self.setText("" if day is None else day.isoformat())
        self._read()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Down opens the calendar."""
        if event.key() == Qt.Key.Key_Down:
            self._open()
            return
        super().keyPressEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        """Recolour the icon with the theme."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._calendar.setIcon(self._picture())

    def _picture(self) -> QIcon:
        return icons.icon("calendar-blank", theme.colour("text3"))

    def _read(self) -> None:
        text, problem, value = self.text().strip(), "", None
        if text:
            try:
                value = parse_date(text)
            except UserError as error:
                problem = error.sentence
        if value is not None:
            self.setText(value.isoformat())
        restyle(self, "wrong", bool(problem))
        self.setToolTip(problem)
        self.setAccessibleDescription(problem)
        if value != self._value:
            self._value = value
            self.changed.emit()

    def _open(self) -> None:
        popup = _CalendarPopup(self._value or dt.date.today(), self)  # noqa: DTZ011 - the desk's day
        popup.chosen.connect(self.put)
        popup.move(self.mapToGlobal(QPoint(0, self.height() + 2)))
        popup.show()


class _CalendarPopup(QFrame):
    chosen = Signal(object)

    def __init__(self, day: dt.date, parent: TextField) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setProperty("role", "panel")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        calendar = QCalendarWidget()
        calendar.setVerticalHeaderFormat(QCalendarWidget.VerticalHeaderFormat.NoVerticalHeader)
        calendar.setFirstDayOfWeek(Qt.DayOfWeek.Monday)
        calendar.setSelectedDate(QDate(day.year, day.month, day.day))
        column = QVBoxLayout(self)
        column.setContentsMargins(4, 4, 4, 4)
        column.addWidget(calendar)
        calendar.clicked.connect(self._take)
        calendar.activated.connect(self._take)
        calendar.setFocus()

    def _take(self, day: QDate) -> None:
        self.chosen.emit(dt.date(day.year(), day.month(), day.day()))
        self.close()
