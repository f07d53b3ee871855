"""截至: the day that every page shows, chosen in the top bar; a strip while it is not today."""

from __future__ import annotations

import datetime as dt
from functools import partial

from PySide6.QtCore import QDate, QPoint, Qt
from PySide6.QtWidgets import QCalendarWidget, QFrame, QHBoxLayout, QVBoxLayout, QWidget

from hrgrid.ui import theme
from hrgrid.ui.buttons import Button, LinkButton
from hrgrid.ui.cards import Glyph
from hrgrid.ui.days import day_words, short_day, usual_days
from hrgrid.ui.forms import label
from hrgrid.ui.pickers import DateField
from hrgrid.ui.session import Session

KEYS, BACK_KEYS = "F7", "Shift+F7"


def _today() -> dt.date:
    return dt.date.today()  # noqa: DTZ011 - the desk's day


class AsOfButton(Button):
    """截至 今天 ▾: opens the choice of a day."""

    def __init__(self, session: Session) -> None:
        super().__init__("", glyph="calendar-blank", does=self.open)
        self._session = session
        self._narrow = False
        session.day_changed.connect(self._show)
        self._show(session.day)

    def arrange(self, *, narrow: bool) -> None:
        """Without the first word where there is little room."""
        self._narrow = narrow
        self._show(self._session.day)

    def open(self) -> None:
        """Let a day be chosen."""
        popup = AsOfPopup(self._session, self)
        popup.adjustSize()
        right = self.width() - popup.width()
        popup.move(self.mapToGlobal(QPoint(min(0, right), self.height() + 2)))
        popup.show()
        popup.day.setFocus()

    def _show(self, day: dt.date | None) -> None:
        told = "今天" if day is None else short_day(day, _today())
        self.setText(told if self._narrow else f"截至 {told}")
        words = "今天" if day is None else day_words(day)
        self.setAccessibleName(f"看哪一天的情况：{words}")
        self.setToolTip(f"看哪一天的情况：{words}（{KEYS}）")


class AsOfPopup(QFrame):
    """The usual days, a field to type one into, and a calendar."""

    def __init__(self, session: Session, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setProperty("role", "panel")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setAccessibleName("看哪一天的情况")
        self._session = session
        shown = session.day or _today()
        self.day = DateField("日期", hint="例如 2026-03-01")
        self.day.put(shown)
        self.day.selectAll()
        self.take = Button("看这一天", does=self._take_typed)
        self.calendar = QCalendarWidget()
        self.calendar.setAccessibleName("日历")
        vertical = QCalendarWidget.VerticalHeaderFormat.NoVerticalHeader
        self.calendar.setVerticalHeaderFormat(vertical)
        self.calendar.setFirstDayOfWeek(Qt.DayOfWeek.Monday)
        self.calendar.setSelectedDate(QDate(shown.year, shown.month, shown.day))
        self.usual = [
            LinkButton(name, does=partial(self._choose, day), name=f"{name}，{day_words(day)}")
            for name, day in usual_days(_today())
        ]
        self.today = LinkButton("今天", does=lambda: self._choose(None))
        for button, day in zip(self.usual, usual_days(_today()), strict=True):
            button.setToolTip(day_words(day[1]))
        self._lay_out()
        self.day.returnPressed.connect(self._take_typed)
        self.calendar.clicked.connect(self._take)
        self.calendar.activated.connect(self._take)

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 10, 12, 12)
        column.setSpacing(8)
        column.addWidget(label("看哪一天的情况", "strong"))
        typed = QHBoxLayout()
        typed.setSpacing(8)
        typed.addWidget(self.day, 1)
        typed.addWidget(self.take)
        column.addLayout(typed)
        usual = QHBoxLayout()
        usual.setSpacing(12)
        for button in (self.today, *self.usual):
            usual.addWidget(button)
        usual.addStretch()
        column.addLayout(usual)
        column.addWidget(self.calendar)
        told = "网格树、名单、统计和导出都按这一天；期限和办理总是按今天。"
        hint = label(told, "caption", wraps=True)
        hint.setMaximumWidth(theme.length(340))
        column.addWidget(hint)

    def _take_typed(self) -> None:
        self.day.editingFinished.emit()
        if self.day.value is not None:
            self._choose(self.day.value)

    def _take(self, day: QDate) -> None:
        self._choose(dt.date(day.year(), day.month(), day.day()))

    def _choose(self, day: dt.date | None) -> None:
        self.close()
        self._session.look_at(day)


class AsOfStrip(QWidget):
    """Says above the page that another day is shown, and leads back."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self._follows = True
        self._words = label("", "banner", wraps=True)
        self.back = LinkButton("回到今天", does=lambda: session.look_at(None))
        self.back.setToolTip(BACK_KEYS)
        self._banner = QFrame()
        self._banner.setProperty("kind", "info")
        row = QHBoxLayout(self._banner)
        row.setContentsMargins(14, 6, 14, 6)
        row.setSpacing(8)
        row.addWidget(Glyph("clock-counter-clockwise", "accent", 18))
        row.addWidget(self._words, 1)
        row.addWidget(self.back)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 10, 16, 0)
        column.addWidget(self._banner)
        session.day_changed.connect(self._show)
        self._show()

    def show_page(self, *, follows: bool) -> None:
        """Whether the page on show goes by the day at all."""
        self._follows = follows
        self._show()

    @property
    def sentence(self) -> str:
        """What the strip says; empty while today is shown."""
        day = self._session.day
        if day is None:
            return ""
        if not self._follows:
            return f"正在看 {day_words(day)}的情况；本页不按日期看，显示的是今天的，不能办理。"
        if day > _today():
            return f"正在看 {day_words(day)}的情况（按现在已登记的推算），不能办理。"
        return f"正在看 {day_words(day)}的情况，不能办理。"

    def _show(self) -> None:
        sentence = self.sentence
        self._words.setText(sentence)
        self._banner.setAccessibleName(sentence)
        self.setVisible(bool(sentence))
