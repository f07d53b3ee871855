"""Parts of forms: labels, fields with the label above and the problem below, choices."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QEvent, QRectF, Qt
from PySide6.QtGui import QIcon, QPainter, QPaintEvent, QWheelEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QLabel,
    QLayout,
    QLineEdit,
    QPlainTextEdit,
    QSizePolicy,
    QStyle,
    QStyleOptionButton,
    QVBoxLayout,
    QWidget,
)

from hrgrid.ui import icons, theme


def label(text: str, role: str = "", *, wraps: bool = False) -> QLabel:
    """A label in one of the roles of style.qss; plain text always."""
    made = QLabel(text)
    made.setTextFormat(Qt.TextFormat.PlainText)
    made.setProperty("role", role)
    made.setWordWrap(wraps)
    return made


def clear(layout: QLayout) -> None:
    """Take every widget out of a layout and of those inside it, and let it go."""
    while (item := layout.takeAt(0)) is not None:
        if (inner := item.layout()) is not None:
            clear(inner)
        elif (widget := item.widget()) is not None:
            widget.hide()
            widget.deleteLater()


def restyle(widget: QWidget, name: str, value: object) -> None:
    """Set a property that style.qss looks at, and show it."""
    if widget.property(name) != value:
        widget.setProperty(name, value)
        widget.style().unpolish(widget)
        widget.style().polish(widget)


class TextField(QLineEdit):
    """One line of text."""

    def __init__(self, name: str, *, hint: str = "", text: str = "") -> None:
        super().__init__(text)
        self.setAccessibleName(name)
        self.setPlaceholderText(hint)


class TextBox(QPlainTextEdit):
    """A few lines of text; Tab goes on to the next field."""

    def __init__(self, name: str, hint: str, lines: int = 2) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self.setPlaceholderText(hint)
        self.setTabChangesFocus(True)
        room = self.fontMetrics().lineSpacing() * lines + theme.length(18)
        self.setFixedHeight(room)


class SecretField(TextField):
    """A password with a button that shows it."""

    def __init__(self, name: str, *, hint: str = "") -> None:
        super().__init__(name, hint=hint)
        self.setEchoMode(QLineEdit.EchoMode.Password)
        self._eye = self.addAction(self._picture(), QLineEdit.ActionPosition.TrailingPosition)
        self._eye.setToolTip("显示密码")
        self._eye.triggered.connect(self._turn)

    def changeEvent(self, event: QEvent) -> None:
        """Recolour the eye with the theme."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._eye.setIcon(self._picture())

    def _turn(self) -> None:
        hidden = self.echoMode() == QLineEdit.EchoMode.Password
        self.setEchoMode(QLineEdit.EchoMode.Normal if hidden else QLineEdit.EchoMode.Password)
        self._eye.setToolTip("隐藏密码" if hidden else "显示密码")
        self._eye.setIcon(self._picture())

    def _picture(self) -> QIcon:
        hidden = self.echoMode() == QLineEdit.EchoMode.Password
        return icons.icon("eye" if hidden else "eye-slash", theme.colour("text3"))


class Choice(QComboBox):
    """One of a few; each entry carries its value."""

    def __init__(self, name: str, entries: Iterable[tuple[object, str]] = ()) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.fill(entries)

    def fill(self, entries: Iterable[tuple[object, str]]) -> None:
        """Offer these (value, text) pairs; the chosen value stays chosen when it is among them."""
        chosen = self.currentData()
        self.blockSignals(True)  # noqa: FBT003 - Qt's own signature
        self.clear()
        for value, text in entries:
            self.addItem(text, value)
        self.choose(chosen)
        self.blockSignals(False)  # noqa: FBT003 - Qt's own signature

    def choose(self, value: object) -> None:
        """Choose the entry with this value, else the first."""
        values = [self.itemData(row) for row in range(self.count())]
        self.setCurrentIndex(values.index(value) if value in values else 0)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Add the caret: style sheets can only show picture files, which know no theme."""
        super().paintEvent(event)
        painter = QPainter(self)
        size = theme.length(12)
        area = QRectF(self.width() - size - 9, (self.height() - size) / 2, size, size)
        colour = theme.colour("text2" if self.isEnabled() else "text3")
        icons.draw(painter, "caret-down", colour, area)
        painter.end()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Let the page scroll: a wheel over a closed list must not change it."""
        event.ignore()


class Tick(QCheckBox):
    """A box with a tick drawn in the theme's colour."""

    def paintEvent(self, event: QPaintEvent) -> None:
        """Add the tick."""
        super().paintEvent(event)
        if not self.isChecked():
            return
        option = QStyleOptionButton()
        self.initStyleOption(option)
        area = self.style().subElementRect(QStyle.SubElement.SE_CheckBoxIndicator, option, self)
        painter = QPainter(self)
        inner = QRectF(area).adjusted(2, 2, -2, -2)
        icons.draw(painter, "check-bold", theme.colour("on_accent"), inner)
        painter.end()


class Field(QWidget):
    """A control with its name above it and, when something is wrong, the sentence below."""

    def __init__(self, text: str, control: QWidget, *, hint: str = "") -> None:
        super().__init__()
        self.control = control
        self._hint = hint
        caption = label(text, "label")
        caption.setBuddy(control)
        if not control.accessibleName():
            control.setAccessibleName(text)
        self._below = label(hint, "caption", wraps=True)
        self._below.setVisible(bool(hint))
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(caption)
        column.addWidget(control)
        column.addWidget(self._below)

    @property
    def problem(self) -> str:
        """The sentence shown as wrong, or an empty text."""
        return self._below.text() if self._below.property("role") == "problem" else ""

    def show_hint(self, hint: str) -> None:
        """Say something else below the control."""
        self._hint = hint
        self.complain("")

    def complain(self, sentence: str) -> None:
        """Show what is wrong with this field; an empty sentence takes it back."""
        self._below.setText(sentence or self._hint)
        self._below.setVisible(bool(sentence or self._hint))
        restyle(self._below, "role", "problem" if sentence else "caption")
        restyle(self.control, "wrong", bool(sentence))
        self.control.setAccessibleDescription(sentence)
