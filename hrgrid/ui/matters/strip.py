"""The stages of a matter side by side, each with its count; a click narrows the list to one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QEnterEvent, QFontMetrics, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QSizePolicy, QWidget

from hrgrid.ui import icons, theme

_STEPS = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}
# How far the point of a stage reaches into the next one, and the room around its words; px.
_POINT, _PAD = 8, 12


@dataclass(frozen=True)
class Stage:
    """One stage: how many stand in it, whether the matter is past it or in it."""

    key: str
    label: str
    count: int
    done: bool = False
    here: bool = False


class StageButton(QAbstractButton):
    """One stage, drawn as an arrow into the next; checked while the list is narrowed to it."""

    stepped = Signal(int)

    def __init__(self, stage: Stage, *, first: bool) -> None:
        super().__init__()
        self.stage = stage
        self._first = first
        self._hovered = False
        self.setCheckable(True)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setText(stage.label)
        where = "，现在在这一步" if stage.here else "，已办完" if stage.done else ""
        self.setAccessibleName(f"{stage.label} {stage.count:,} 人{where}")
        self.setToolTip(f"{self.accessibleName()}。点一下只看这一步的人，再点一下看全部")

    def sizeHint(self) -> QSize:
        """Count above, name below."""
        words = QFontMetrics(theme.font(theme.LABEL))
        count = QFontMetrics(theme.font(theme.CARD, strong=True))
        width = max(
            words.horizontalAdvance(self.stage.label),
            count.horizontalAdvance(f"{self.stage.count:,}") + theme.length(16),
        )
        return QSize(width + 2 * _PAD, words.height() + count.height() + 8)

    def minimumSizeHint(self) -> QSize:
        """A name is never cut."""
        words = QFontMetrics(theme.font(theme.LABEL))
        return QSize(
            words.horizontalAdvance(self.stage.label) + _POINT + 4, self.sizeHint().height()
        )

    def enterEvent(self, event: QEnterEvent) -> None:
        """Show that it can be clicked."""
        self._hovered = True
        self.update()
        super().enterEvent(event)

    def leaveEvent(self, event: object) -> None:
        """Back to rest."""
        self._hovered = False
        self.update()
        super().leaveEvent(event)  # type: ignore[arg-type]

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Left and Right go along the stages, Enter chooses as Space does."""
        key = Qt.Key(event.key())
        if key in _STEPS:
            self.stepped.emit(_STEPS[key])
        elif key in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.click()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The arrow, the count with a tick where the stage is over, the name."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(theme.colour("accent" if self._marked else "border"), 1))
        painter.setBrush(theme.colour(self._ground))
        painter.drawPolygon(self._outline())
        self._write(painter)
        painter.end()

    @property
    def _marked(self) -> bool:
        return self.isChecked() or self.hasFocus()

    @property
    def _ground(self) -> str:
        if self.isChecked():
            return "selection"
        if self.stage.here:
            return "tint"
        return "alt" if self._hovered else "surface"

    def _outline(self) -> list[QPointF]:
        right, low = self.width() - 1.0, self.height() - 1.0
        tip, notch = right - _POINT, 0.5 if self._first else 0.5 + _POINT
        return [
            QPointF(0.5, 0.5), QPointF(tip, 0.5), QPointF(right, low / 2), QPointF(tip, low),
            QPointF(0.5, low), QPointF(notch, low / 2),
        ]  # fmt: skip

    def _write(self, painter: QPainter) -> None:
        stage = self.stage
        count = QFontMetrics(theme.font(theme.CARD, strong=True))
        left = 2.0 if self._first else 2.0 + _POINT / 2
        room = QRectF(left, 0, self.width() - left - _POINT, self.height())
        text = f"{stage.count:,}"
        top = QRectF(room.left(), 4, room.width(), count.height())
        painter.setFont(theme.font(theme.CARD, strong=True))
        quiet = not (stage.done or stage.here or stage.count)
        painter.setPen(theme.colour("text3" if quiet else "accent" if stage.here else "text"))
        painter.drawText(top, Qt.AlignmentFlag.AlignCenter, text)
        if stage.done:
            size = theme.length(12)
            at = top.center().x() + count.horizontalAdvance(text) / 2 + 4
            tick = QRectF(at, top.center().y() - size / 2, size, size)
            icons.draw(painter, "check", theme.colour("ok"), tick)
        below = QRectF(room.left(), top.bottom(), room.width(), room.height() - top.bottom() - 3)
        painter.setFont(theme.font(theme.LABEL, strong=stage.here))
        painter.setPen(theme.colour("text3" if quiet else "text2"))
        painter.drawText(below, Qt.AlignmentFlag.AlignCenter, stage.label)


class StageStrip(QWidget):
    """All stages; `chosen` tells the key of the one the list is narrowed to, empty for all."""

    chosen = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._key = ""
        self._buttons: list[StageButton] = []
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(0)
        self.setAccessibleName("办理阶段")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    @property
    def buttons(self) -> list[StageButton]:
        """The stages in order."""
        return list(self._buttons)

    @property
    def key(self) -> str:
        """The stage that is chosen, empty for all."""
        return self._key

    def show_stages(self, stages: Sequence[Stage]) -> None:
        """Show these; the chosen one stays chosen, the focus where it was."""
        if [one.stage for one in self._buttons] == list(stages):
            return
        focused = next((at for at, one in enumerate(self._buttons) if one.hasFocus()), None)
        for button in self._buttons:
            self._row.removeWidget(button)
            button.hide()
            button.deleteLater()
        self._buttons = [StageButton(one, first=not at) for at, one in enumerate(stages)]
        for at, button in enumerate(self._buttons):
            button.setChecked(button.stage.key == self._key)
            button.clicked.connect(lambda _=False, own=button: self._take(own))
            button.stepped.connect(lambda step, at=at: self._step(at + step))
            self._row.addWidget(button, 1)
        if focused is not None and focused < len(self._buttons):
            self._buttons[focused].setFocus()

    def choose(self, key: str) -> None:
        """Narrow to a stage, or to none; says so."""
        if key == self._key:
            return
        self._key = key
        for button in self._buttons:
            button.setChecked(button.stage.key == key)
        self.chosen.emit(key)

    def _take(self, button: StageButton) -> None:
        self.choose("" if button.stage.key == self._key else button.stage.key)

    def _step(self, at: int) -> None:
        if 0 <= at < len(self._buttons):
            self._buttons[at].setFocus(Qt.FocusReason.TabFocusReason)
