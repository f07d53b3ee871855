"""抢答与风险题现场: key of the entrant, key of the points, and the standing is up to date."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QDialog, QFrame, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from hrgrid.core.errors import UserError
from hrgrid.core.tabulation import mark_text, parse_mark
from hrgrid.ui import theme
from hrgrid.ui.banners import Kind, Message
from hrgrid.ui.buttons import BareButton, Button
from hrgrid.ui.cards import Card, Chip, EmptyState
from hrgrid.ui.competitions.live_parts import KEYS, PointsButton, Runner, RunnerTile
from hrgrid.ui.competitions.words import signed_points
from hrgrid.ui.forms import TextField, clear, label
from hrgrid.ui.matters.typed import names_in
from hrgrid.ui.notices import Notices
from hrgrid.ui.page import Scroll
from hrgrid.ui.status import Elided

_MOST_VALUES = 6
_NARROW = 1000
_LOG = 30


@dataclass(frozen=True)
class GivenPoint:
    """Points that were given: to whom, in which round; `undone` ones stay to be seen."""

    id: int
    round: int
    number: int
    name: str
    milli: int
    undone: bool = False


@dataclass(frozen=True)
class LiveState:
    """A running event as it stands; `closed` ones only show."""

    title: str
    kind: str
    runners: tuple[Runner, ...]
    points: tuple[GivenPoint, ...]
    round: int
    closed: bool = False


def values_in(text: str) -> list[int]:
    """Thousandths of points typed in a row: 10、20、30. Raises UserError for what is none."""
    values = []
    for word in names_in(text):
        milli = parse_mark(word.lstrip("+"), "分值")
        if milli is None or milli <= 0:
            raise UserError(f"分值“{word}”要填正数，扣分的键会自动有。请改正")
        values.append(milli)
    if not values:
        raise UserError("没有填分值。请填一个或几个，例如：10、20、30")
    if len(values) > _MOST_VALUES:
        raise UserError(f"分值最多 {_MOST_VALUES} 种，现在有 {len(values)} 种。请去掉几种")
    return values


class LiveScreen(QWidget):
    """Tiles, buttons of points, standing and what was given last.

    `given` tells entrant id, thousandths and round; `undo_wanted` the id of a point.
    """

    given = Signal(int, int, int)
    undo_wanted = Signal(int)

    def __init__(self, values: Sequence[int]) -> None:
        super().__init__()
        self.state: LiveState | None = None
        self.round = 1
        self.chosen: int | None = None
        self._less = False
        self._values = list(values)
        self.tiles: list[RunnerTile] = []
        self.buttons: list[PointsButton] = []
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName("现场记分")
        self.title = label("", "section")
        self.chips = QHBoxLayout()
        self.back = BareButton("caret-left", "上一轮（PageUp）", lambda: self.go_round(-1))
        self.told_round = label("第 1 轮", "card")
        self.on = BareButton("caret-right", "下一轮（PageDown）", lambda: self.go_round(1))
        self.deeds = QHBoxLayout()
        self.deeds.setSpacing(8)
        self.notices = Notices()
        self.hint = Elided("", role="label", px=theme.LABEL)
        self.amounts = TextField("分值", text="、".join(mark_text(one) for one in self._values))
        self.amounts.setMaximumWidth(theme.length(150))
        self.undo = Button("撤销上一笔", glyph="arrow-u-up-left", does=self._undo_last)
        for button in (self.back, self.on, self.undo):
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.log = Card("刚才记的分")
        self._lines = Scroll(inside=True)
        self._grid = QGridLayout()
        self._row = QGridLayout()
        self.empty = EmptyState(
            "users-three", "这个项目还没有参赛者", "在比武的页面里登记参赛者，这里就能记分。"
        )
        self._lay_out()
        self.amounts.editingFinished.connect(self._take_values)
        self._make_buttons()

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(10)
        head.addWidget(self.title)
        head.addLayout(self.chips)
        head.addStretch()
        for part in (self.back, self.told_round, self.on):
            head.addWidget(part)
        head.addSpacing(8)
        head.addLayout(self.deeds)
        inside = QWidget()
        inside.setLayout(self._grid)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(10)
        self._scroll = Scroll(inside=True)
        self._scroll.column.addWidget(inside, 1)
        foot = QFrame()
        foot.setProperty("role", "panel")
        below = QVBoxLayout(foot)
        below.setContentsMargins(14, 10, 14, 12)
        below.setSpacing(8)
        line = QHBoxLayout()
        line.setSpacing(8)
        line.addWidget(self.hint, 1)
        line.addWidget(label("分值", "label"))
        line.addWidget(self.amounts)
        line.addWidget(self.undo)
        below.addLayout(line)
        self._row.setSpacing(8)
        below.addLayout(self._row)
        left = QVBoxLayout()
        left.setSpacing(10)
        left.addWidget(self._scroll, 1)
        left.addWidget(self.empty, 1)
        left.addWidget(foot)
        self._foot = foot
        self.log.column.addWidget(self._lines, 1)
        self.log.setFixedWidth(theme.length(250))
        body = QHBoxLayout()
        body.setSpacing(12)
        body.addLayout(left, 1)
        body.addWidget(self.log)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        column.addLayout(head)
        column.addWidget(self.notices)
        column.addLayout(body, 1)
        self.empty.hide()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """In a narrow window the tiles have all the room."""
        super().resizeEvent(event)
        self.log.setVisible(self.width() >= theme.length(_NARROW))
        self._place()

    # --- what is shown ------------------------------------------------------------------------

    def show_state(self, state: LiveState) -> None:
        """Show these; whoever is chosen stays chosen."""
        first = self.state is None
        ids = [one.entrant_id for one in self.state.runners] if self.state else None
        self.state = state
        if first:
            self.round = max(1, state.round)
        self.title.setText(state.title)
        clear(self.chips)
        self.chips.addWidget(Chip("已截止" if state.closed else state.kind, _chip(state)))
        if ids == [one.entrant_id for one in state.runners]:
            for tile, runner in zip(self.tiles, state.runners, strict=True):
                tile.show_runner(runner)
                tile.setEnabled(not runner.out and not state.closed)
        else:
            self._make_tiles()
        able = {one.entrant_id for one in state.runners if not one.out}
        if state.closed or self.chosen not in able:
            self.chosen = None
        self._show_log()
        self._renew()

    def _make_tiles(self) -> None:
        assert self.state is not None  # noqa: S101 - called with a state
        clear(self._grid)
        self.tiles = []
        for at, runner in enumerate(self.state.runners):
            tile = RunnerTile(runner, KEYS[at] if at < len(KEYS) else "")
            tile.setEnabled(not runner.out and not self.state.closed)
            tile.clicked.connect(lambda _=False, who=runner.entrant_id: self.choose(who))
            self.tiles.append(tile)
        self._place()
        there = bool(self.tiles)
        self._scroll.setVisible(there)
        self._foot.setVisible(there)
        self.empty.setVisible(not there)

    def _place(self) -> None:
        if not self.tiles:
            return
        width = self.width() - (self.log.width() + 12 if self.log.isVisible() else 0)
        wanted = max(1, width // (self.tiles[0].minimumSizeHint().width() + 60))
        columns = min(wanted, 5, len(self.tiles))
        for tile in self.tiles:
            self._grid.removeWidget(tile)
        for at, tile in enumerate(self.tiles):
            self._grid.addWidget(tile, at // columns, at % columns)

    def _make_buttons(self) -> None:
        clear(self._row)
        self.buttons = []
        for down, sign in enumerate((1, -1)):
            for at, milli in enumerate(self._values):
                key = f"{'−' if sign < 0 else ''}{at + 1}"
                button = PointsButton(sign * milli, key)
                button.clicked.connect(lambda _=False, milli=sign * milli: self.give(milli))
                self._row.addWidget(button, down, at)
                self.buttons.append(button)
        self._renew()

    def _show_log(self) -> None:
        assert self.state is not None  # noqa: S101 - called with a state
        clear(self._lines.column)
        for one in self.state.points[:_LOG]:
            told = f"第 {one.round} 轮　{one.number} 号 {one.name}"
            line = QWidget()
            row = QHBoxLayout(line)
            row.setContentsMargins(0, 0, 4, 0)
            row.setSpacing(6)
            quiet = "caption" if one.undone else ""
            row.addWidget(Elided(told, role=quiet or "label", px=theme.LABEL), 1)
            figure = "已撤销" if one.undone else signed_points(one.milli)
            row.addWidget(label(figure, quiet or "strong"))
            line.setAccessibleName(f"{told} {figure}")
            self._lines.column.addWidget(line)
        if not self.state.points:
            self._lines.column.addWidget(label("还没有记分。", "caption"))
        self._lines.column.addStretch()

    def _renew(self) -> None:
        state = self.state
        closed = state is None or state.closed
        for tile in self.tiles:
            tile.setChecked(tile.runner.entrant_id == self.chosen)
        for button in self.buttons:
            fits = (button.milli < 0) == self._less or not self._less
            button.setEnabled(self.chosen is not None and not closed and fits)
        last = self.last
        self.undo.setEnabled(last is not None and not closed)
        self.undo.setText(
            f"撤销 {last.number} 号 {signed_points(last.milli)}" if last else "撤销上一笔"
        )
        self.undo.setToolTip("Ctrl+Z")
        self.told_round.setText(f"第 {self.round} 轮")
        self.back.setEnabled(self.round > 1)
        self.hint.show_text(self._hint(closed=closed))

    def _hint(self, *, closed: bool) -> str:
        if closed:
            return "这个项目已经截止，只能查看。"
        if self.chosen is None:
            return "先按选手的键，再按分值的键。PageDown 下一轮，Ctrl+Z 撤销上一笔。"
        who = next(t.runner for t in self.tiles if t.runner.entrant_id == self.chosen)
        if self._less:
            return f"{who.number} 号 {who.name}：扣多少？按 1 到 {len(self._values)}，Esc 不记。"
        return f"{who.number} 号 {who.name}：按 1 到 {len(self._values)} 加分，先按 − 扣分。"

    @property
    def last(self) -> GivenPoint | None:
        """What was given last and counts."""
        points = self.state.points if self.state else ()
        return next((one for one in points if not one.undone), None)

    # --- deeds --------------------------------------------------------------------------------

    def choose(self, entrant_id: int | None) -> None:
        """To whom the next points go."""
        self._less = False
        self.chosen = None if entrant_id == self.chosen else entrant_id
        self._renew()
        self.setFocus()

    def give(self, milli: int) -> None:
        """Points to whoever is chosen; then somebody else is to be chosen."""
        if self.chosen is None:
            return
        who, self.chosen, self._less = self.chosen, None, False
        self._renew()
        self.given.emit(who, milli, self.round)
        self.setFocus()

    def go_round(self, step: int) -> None:
        """The round that the next points belong to."""
        self.round = max(1, self.round + step)
        self._renew()
        self.setFocus()

    def _undo_last(self) -> None:
        if self.last is not None and self.undo.isEnabled():
            self.undo_wanted.emit(self.last.id)
        self.setFocus()

    def _take_values(self) -> None:
        try:
            values = values_in(self.amounts.text())
        except UserError as error:
            self.notices.say(Message(error.sentence, Kind.BAD))
            return
        self.notices.say(None)
        if values != self._values:
            self._values = values
            self._make_buttons()
        if self.amounts.hasFocus():
            self.setFocus()

    # --- keys ---------------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """An entrant's key, then a key of points; − before it takes them away."""
        undo = event.key() == Qt.Key.Key_Z
        if undo and event.modifiers() == Qt.KeyboardModifier.ControlModifier:
            self._undo_last()
        elif event.modifiers() not in (
            Qt.KeyboardModifier.NoModifier,
            Qt.KeyboardModifier.ShiftModifier,
            Qt.KeyboardModifier.KeypadModifier,
        ) or not self._pressed(event):
            super().keyPressEvent(event)

    def _pressed(self, event: QKeyEvent) -> bool:
        key = Qt.Key(event.key())
        steps: dict[Qt.Key, Callable[[], object]] = {
            Qt.Key.Key_PageDown: lambda: self.go_round(1),
            Qt.Key.Key_PageUp: lambda: self.go_round(-1),
            Qt.Key.Key_Backspace: lambda: self.choose(None),
        }
        if key in steps:
            steps[key]()
            return True
        if key == Qt.Key.Key_Escape and self.chosen is not None:
            self.choose(None)
            return True
        letter = event.text().upper().translate(_NARROW_SIGNS)
        return bool(letter) and (self._points_key(letter) or self._runner_key(letter))

    def _points_key(self, letter: str) -> bool:
        if self.chosen is None:
            return False
        if letter in {"-", "−", "－"}:
            self._less = not self._less
            self._renew()
            return True
        if letter.isdecimal():
            at = int(letter) - 1
            if 0 <= at < len(self._values):
                self.give(-self._values[at] if self._less else self._values[at])
            return True
        return False

    def _runner_key(self, letter: str) -> bool:
        for tile in self.tiles:
            if tile.key == letter and tile.isEnabled():
                self.choose(tile.runner.entrant_id)
                return True
        return False


_NARROW_SIGNS = str.maketrans("１２３４５６７８９０＋", "1234567890+")


def _chip(state: LiveState) -> str:
    return "ok" if state.closed else "info"


class LiveDialog(QDialog):
    """The live screen over its page, as large as the window; Esc closes it."""

    def __init__(self, screen: LiveScreen, parent: QWidget) -> None:
        super().__init__(parent)
        self.part = screen
        # Whoever keeps it up to date lives as long as it does.
        self.live: object = None
        self.setObjectName("page")
        self.setWindowTitle("现场记分")
        self.setAccessibleName("现场记分")
        flags = Qt.WindowType.WindowMaximizeButtonHint | Qt.WindowType.WindowCloseButtonHint
        self.setWindowFlags(self.windowFlags() | flags)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 14, 16, 12)
        column.addWidget(screen, 1)
        window = parent.window()
        self.resize(window.width(), window.height())
        screen.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter presses nothing here."""
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            event.accept()
            return
        super().keyPressEvent(event)
