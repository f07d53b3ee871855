"""抽取现场: the draw as people in a room watch it, on a full screen, step by step.

First the code of the pool, so large that everybody can write it down; then the seed, which
somebody in the room names; then what came of it by street and team. Who was drawn is not shown:
nobody is to know before the inspectors come.
"""

from __future__ import annotations

import enum
from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QColor, QFont, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QLineEdit, QPushButton

from hrgrid.ui import theme
from hrgrid.ui.matters.second_screen import (
    ACCENT,
    GROUND,
    LINE,
    QUIET,
    TEXT,
    HallTable,
    SecondScreen,
)

# The code of the pool is read in groups, four letters each, four groups in a line.
_GROUP, _IN_LINE = 4, 4
_MIDDLE = Qt.AlignmentFlag.AlignCenter
_WRONG = "#F0A49D"
_FIELD = (
    "QLineEdit {{ background: {line}; color: {text}; border: 2px solid {line}; border-radius: 8px;"
    " padding: 0px 14px; min-height: 0px; max-height: 4000px; font-size: {px}px; }}"
    " QLineEdit:focus {{ border: 2px solid {accent}; padding: 0px 14px; }}"
)
_BUTTON = (
    "QPushButton {{ background: {accent}; color: {ground}; border: 2px solid {accent};"
    " border-radius: 8px; min-height: 0px; max-height: 4000px; padding: 0px; font-weight: 700;"
    " font-size: {px}px; }} QPushButton:focus {{ border: 2px solid {text}; padding: 0px; }}"
    " QPushButton:disabled {{ background: {line}; border-color: {line}; color: {quiet}; }}"
)


class Scene(enum.Enum):
    """How far the draw has come."""

    POOL = 1
    SEED = 2
    DRAWING = 3
    RESULT = 4


@dataclass(frozen=True)
class PoolTold:
    """What is read out before the seed: the title, figures with their names, the code."""

    title: str
    figures: tuple[tuple[str, str], ...]
    digest: str
    act: str


def grouped(digest: str) -> list[str]:
    """The code in groups of four, as it is read out."""
    return [digest[at : at + _GROUP] for at in range(0, len(digest), _GROUP)]


class DrawScreen(SecondScreen):
    """Space and arrows go on; the seed and the witnesses are typed; then the result turns.

    `typed` gives seed and witnesses when 抽取 is pressed; whoever draws answers with `refuse` or
    `show_result`. Esc goes one step back until the draw, and closes the screen on its first and
    last. `paper_wanted` is Ctrl+P on the result.
    """

    STOPPED = "空格翻页，Esc 关闭"
    typed = Signal(str, str)
    paper_wanted = Signal()
    closed = Signal()

    def __init__(self, told: PoolTold, tables: Sequence[HallTable] = ()) -> None:
        self.told = told
        self.scene = Scene.RESULT if tables else Scene.POOL
        super().__init__(tables, title="抽取现场")
        self._refused = ""
        self.seed = QLineEdit(self)
        self.seed.setAccessibleName("种子")
        self.seed.setMaxLength(80)
        self.seed.setPlaceholderText("在场人员当场说出的一串数字或一句话")
        self.witnesses = QLineEdit(self)
        self.witnesses.setAccessibleName("见证人")
        self.witnesses.setMaxLength(200)
        self.witnesses.setPlaceholderText("例如：纪检组周立军、街道代表王兰")
        self.act = QPushButton(told.act, self)
        self.act.setAccessibleName(told.act)
        self.act.setAutoDefault(True)
        self._parts = (self.seed, self.witnesses, self.act)
        self.seed.returnPressed.connect(self.witnesses.setFocus)
        self.witnesses.returnPressed.connect(self.act.setFocus)
        self.act.clicked.connect(lambda *_: self._draw())
        self._show_scene()

    # --- scenes -------------------------------------------------------------------------------

    def go(self, scene: Scene) -> None:
        """Show this step."""
        self.scene = scene
        self._show_scene()

    def refuse(self, sentence: str) -> None:
        """Why it was not drawn: the seed may be typed anew."""
        self._refused = sentence
        self.go(Scene.SEED)

    def show_result(self, tables: Sequence[HallTable]) -> None:
        """What came of it, page after page; it waits on the first one."""
        self.scene = Scene.RESULT
        self.show_tables(tables)
        self._show_scene()

    def _show_scene(self) -> None:
        asking = self.scene is Scene.SEED
        for part in self._parts:
            part.setVisible(asking)
        # Somebody reads out what stands there: nothing turns by itself.
        self.turning.stop()
        if asking:
            self._place()
            (self.seed if not self.seed.text() else self.act).setFocus()
        else:
            self.setFocus()
        self._speak()
        self.update()

    def _speak(self) -> None:
        if self.scene is Scene.RESULT:
            super()._speak()
        elif self.scene is Scene.POOL:
            figures = "，".join(f"{name} {figure}" for name, figure in self.told.figures)
            digest = " ".join(grouped(self.told.digest))
            self.setAccessibleName(f"{self.told.title}，{figures}，名册校验码 {digest}")
        else:
            self.setAccessibleName(f"{self.told.title}，定种子")

    def _draw(self) -> None:
        lacking = [one for one in (self.seed, self.witnesses) if not one.text().strip()]
        if lacking:
            what = lacking[0].accessibleName()
            self.refuse(f"没有写{what}。写上以后再抽取。")
            lacking[0].setFocus()
            return
        self._refused = ""
        self.go(Scene.DRAWING)
        self.typed.emit(self.seed.text().strip(), self.witnesses.text().strip())

    # --- keys ---------------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Space, Enter and right go on, Esc and left go back; the result turns as any screen."""
        key = Qt.Key(event.key())
        control = event.modifiers() & Qt.KeyboardModifier.ControlModifier
        if self.scene is Scene.RESULT:
            if key == Qt.Key.Key_P and control:
                self.paper_wanted.emit()
            elif key == Qt.Key.Key_Space:
                self.turn(1)
            else:
                super().keyPressEvent(event)
        elif self.scene is Scene.POOL:
            self._key_at_pool(key, event)
        elif self.scene is Scene.SEED and key == Qt.Key.Key_Escape:
            self.go(Scene.POOL)
        # While it draws, and in the fields, no key may do anything else.

    def _key_at_pool(self, key: Qt.Key, event: QKeyEvent) -> None:
        forward = {
            Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Right,
            Qt.Key.Key_PageDown,
        }  # fmt: skip
        if key in forward:
            self.go(Scene.SEED)
        elif key == Qt.Key.Key_Escape:
            self.close()
        else:
            event.ignore()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A click goes on, but never draws."""
        if self.scene is Scene.RESULT:
            super().mousePressEvent(event)
        elif self.scene is Scene.POOL:
            self.go(Scene.SEED)

    def closeEvent(self, event: object) -> None:
        """Whoever opened it lets it go."""
        self.closed.emit()
        super().closeEvent(event)  # type: ignore[arg-type]

    # --- painting -----------------------------------------------------------------------------

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The fields are as large as the room needs."""
        super().resizeEvent(event)
        self._place()

    def _lines(self) -> tuple[QRectF, QRectF, QRectF]:
        """Where seed, witnesses and button stand."""
        wide, high = float(self.width()), float(self.height())
        left, width = wide * 0.05, wide * 0.9
        return (
            QRectF(left, high * 0.47, width, high * 0.12),
            QRectF(left, high * 0.67, width * 0.72, high * 0.08),
            QRectF(left + width * 0.74, high * 0.67, width * 0.26, high * 0.08),
        )

    def _place(self) -> None:
        seed, witnesses, act = self._lines()
        colours = {"line": LINE, "text": TEXT, "accent": ACCENT, "ground": GROUND, "quiet": QUIET}
        shares = ((self.seed, seed, 0.46), (self.witnesses, witnesses, 0.4), (self.act, act, 0.36))
        for part, area, share in shares:
            part.setGeometry(area.toRect())
            px = max(14, round(area.height() * share))
            sheet = _BUTTON if part is self.act else _FIELD
            part.setStyleSheet(sheet.format(px=px, **colours))

    def paintEvent(self, event: QPaintEvent) -> None:
        """The step, and below it what the keys do."""
        if self.scene is Scene.RESULT:
            super().paintEvent(event)
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(self.rect(), QColor(GROUND))
        wide, high = float(self.width()), float(self.height())
        left, width = wide * 0.05, wide * 0.9
        title = QRectF(left, high * 0.03, width, high * 0.1)
        self.write(painter, title, self.told.title, title.height() * 0.6, TEXT, strong=True)
        step = QRectF(left, title.bottom(), width, high * 0.055)
        self.write(painter, step, self._step, step.height() * 0.72, ACCENT)
        if self.scene is Scene.POOL:
            self._paint_pool(painter, left, width, high)
        else:
            self._paint_seed(painter, left, width, high)
        foot = QRectF(left, high * 0.93, width, high * 0.05)
        self.write(painter, foot, self._foot_words, foot.height() * 0.5, QUIET)
        painter.end()

    @property
    def _step(self) -> str:
        return {
            Scene.POOL: "第一步　名册已封存，先公布校验码",
            Scene.SEED: "第二步　由在场人员当场定种子",
            Scene.DRAWING: "第三步　正在抽取",
        }.get(self.scene, "")

    @property
    def _foot_words(self) -> str:
        return {
            Scene.POOL: "请念出或拍下校验码：名册改一个字，校验码就全变。按空格定种子，Esc 退出。",
            Scene.SEED: "种子定在名册之后，谁也不能挑。回车到下一格，抽取后不能重抽。Esc 退回。",
        }.get(self.scene, "")

    def _paint_pool(self, painter: QPainter, left: float, width: float, high: float) -> None:
        count = max(1, len(self.told.figures))
        for at, (name, figure) in enumerate(self.told.figures):
            column = QRectF(left + width * at / count, high * 0.22, width / count, high * 0.18)
            top = QRectF(column.left(), column.top(), column.width() * 0.82, column.height() * 0.66)
            low = QRectF(top.left(), top.bottom(), top.width(), column.height() * 0.3)
            self.write(painter, top, figure, top.height() * 0.68, TEXT, strong=True)
            self.write(painter, low, name, low.height() * 0.68, QUIET)
        head = QRectF(left, high * 0.43, width, high * 0.06)
        self.write(painter, head, "名册校验码（SHA-256）", head.height() * 0.56, QUIET)
        self._paint_code(painter, QRectF(left, high * 0.5, width, high * 0.4), 1.0)

    def _paint_seed(self, painter: QPainter, left: float, width: float, high: float) -> None:
        head = QRectF(left, high * 0.2, width, high * 0.05)
        self.write(painter, head, "名册校验码", head.height() * 0.56, QUIET)
        self._paint_code(painter, QRectF(left, high * 0.25, width, high * 0.13), 1.0, in_line=8)
        seed, witnesses, _ = self._lines()
        drawing = self.scene is Scene.DRAWING
        for area, name, text in (
            (seed, "种子", self.seed.text()),
            (witnesses, "见证人", self.witnesses.text()),
        ):
            above = QRectF(left, area.top() - high * 0.055, width, high * 0.05)
            self.write(painter, above, name, above.height() * 0.6, QUIET)
            if drawing:
                self.write(painter, area, text, area.height() * 0.5, TEXT, strong=True)
        if self._refused and not drawing:
            below = QRectF(left, high * 0.8, width, high * 0.07)
            self.write(painter, below, self._refused, below.height() * 0.5, _WRONG)

    def _paint_code(
        self, painter: QPainter, area: QRectF, share: float, in_line: int = _IN_LINE
    ) -> None:
        """Every letter in a place of its own, so that groups stand below each other."""
        groups = grouped(self.told.digest)
        lines = [groups[at : at + in_line] for at in range(0, len(groups), in_line)]
        height = area.height() / max(1, len(lines))
        # A group takes its letters and one place of air.
        step = min(area.width() / (in_line * (_GROUP + 1)), height * 0.62 * share)
        font = QFont(theme.font(theme.BODY, strong=True))
        font.setPixelSize(max(12, round(min(height * 0.72, step * 1.5))))
        painter.setFont(font)
        for row, line in enumerate(lines):
            for at, group in enumerate(line):
                painter.setPen(QColor(TEXT if (row + at) % 2 == 0 else ACCENT))
                for place, letter in enumerate(group):
                    x = area.left() + (at * (_GROUP + 1) + place) * step
                    cell = QRectF(x, area.top() + row * height, step, height)
                    painter.drawText(cell, _MIDDLE, letter)
