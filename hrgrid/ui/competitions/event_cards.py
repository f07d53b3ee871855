"""The events of a competition as cards: what it is, how far its marks have come, the way in."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QMenu, QVBoxLayout, QWidget

from hrgrid.panels.rules.words import PanelState
from hrgrid.training.rules.competing import RUNNING_POINTS, EventKind, Side
from hrgrid.training.rules.competition import percent
from hrgrid.training.rules.competition_rows import EventRow
from hrgrid.ui import theme
from hrgrid.ui.buttons import Button
from hrgrid.ui.cards import Chip
from hrgrid.ui.forms import clear, label, restyle
from hrgrid.ui.matters.words import day
from hrgrid.ui.meters import Meter
from hrgrid.ui.page import Scroll
from hrgrid.ui.status import Elided

_WIDE = 330


def runs_by_points(event: EventRow) -> bool:
    """Whether points are given question by question."""
    return event.kind in RUNNING_POINTS


def weights_told(event: EventRow) -> str:
    """What it weighs, in a word."""
    told = []
    if event.person_bp:
        told.append(f"占个人 {percent(event.person_bp)}")
    if event.team_bp:
        told.append(f"占团体 {percent(event.team_bp)}")
    return "，".join(told) or "单独排名"


def facts_told(event: EventRow) -> str:
    """Who competes before whom, and what it weighs."""
    who = "支队" if event.side is Side.TEAM else "人"
    judges = "" if runs_by_points(event) else f"，{event.judges} 名评委"
    return f"{event.competing:,} {who}{judges}，{weights_told(event)}"


def where_told(event: EventRow) -> str:
    """When and where, and how long one has."""
    limit = f"限时 {event.time_limit} 秒" if event.time_limit else ""
    parts = (day(event.held_on), event.held_at, event.place)
    return "，".join(filter(None, (" ".join(filter(None, parts)), limit)))


def state_of(event: EventRow, *, running: bool) -> tuple[str, str]:
    """Word and kind of its chip, while the competition is `running` or not."""
    if event.panel_state is PanelState.CLOSED:
        return "已截止", "ok"
    if not running:
        return "未开始", "mute"
    if runs_by_points(event):
        return "可以记分", "info"
    if event.done and event.done == event.whole:
        return "已录齐", "ok"
    return ("正在录入", "info") if event.done else ("待录入", "info")


def act_of(event: EventRow, *, running: bool) -> str:
    """What opening it does."""
    if event.panel_state is PanelState.CLOSED or not running:
        return "看记分" if runs_by_points(event) else "看评分表"
    if runs_by_points(event):
        return "现场记分"
    return "录入成绩" if event.kind is EventKind.WRITTEN else "录入评分"


class EventCard(QFrame):
    """One event; Enter opens it, the menu key and Space show what else can be done."""

    opened = Signal(object)
    stepped = Signal(int)
    menu_wanted = Signal(object, object)

    def __init__(self, event: EventRow, *, running: bool) -> None:
        super().__init__()
        self.event_row = event
        self.setProperty("role", "panel")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.open = Button("", does=lambda: self.opened.emit(self.event_row))
        self.more = Button("更多")
        self.more.setMenu(QMenu(self.more))
        self.more.menu().aboutToShow.connect(
            lambda: self.menu_wanted.emit(self.event_row, self.more.menu())
        )
        self._title = Elided("", role="card", px=theme.CARD)
        self._chips = QHBoxLayout()
        self._facts = label("", "label", wraps=True)
        self._rule = label("", "caption", wraps=True)
        self.meter = Meter("已录", full="ok")
        self._points = label("", "label")
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(self._title, 1)
        head.addLayout(self._chips)
        foot = QHBoxLayout()
        foot.setSpacing(8)
        foot.addStretch()
        foot.addWidget(self.more)
        foot.addWidget(self.open)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 12, 16, 12)
        column.setSpacing(6)
        column.addLayout(head)
        column.addWidget(self._facts)
        column.addWidget(self._rule)
        column.addStretch()
        column.addWidget(self.meter)
        column.addWidget(self._points)
        column.addLayout(foot)
        self.customContextMenuRequested.connect(lambda _: self.more.showMenu())
        self.show_event(event, running=running)

    def show_event(self, event: EventRow, *, running: bool) -> None:
        """Show it as it stands now."""
        self.event_row, act = event, act_of(event, running=running)
        self._title.show_text(event.title)
        clear(self._chips)
        self._chips.addWidget(Chip(event.kind.label, "mute"))
        self._chips.addWidget(Chip(*state_of(event, running=running)))
        self._facts.setText(facts_told(event))
        self._rule.setText(where_told(event))
        self._rule.setVisible(bool(self._rule.text()))
        self.meter.setVisible(not runs_by_points(event))
        self._points.setVisible(runs_by_points(event))
        self.meter.show_share(event.done, event.whole)
        self._points.setText(f"已记 {event.points:,} 次分")
        self.open.setText(act)
        self.open.setAccessibleName(f"{act}：{event.title}")
        self.more.setAccessibleName(f"更多：{event.title}")
        self.setAccessibleName(
            f"{event.title}，{state_of(event, running=running)[0]}，{facts_told(event)}"
        )

    def focusInEvent(self, event: QFocusEvent) -> None:
        """The frame says where one is."""
        super().focusInEvent(event)
        restyle(self, "role", "floating")

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Back to rest."""
        super().focusOutEvent(event)
        restyle(self, "role", "panel")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter opens, arrows go along the cards, Space shows the menu."""
        key = Qt.Key(event.key())
        steps = {
            Qt.Key.Key_Left: -1, Qt.Key.Key_Up: -1, Qt.Key.Key_Right: 1, Qt.Key.Key_Down: 1,
        }  # fmt: skip
        plain = event.modifiers() in (
            Qt.KeyboardModifier.NoModifier,
            Qt.KeyboardModifier.KeypadModifier,
        )
        if not plain:
            super().keyPressEvent(event)
        elif key in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.opened.emit(self.event_row)
        elif key in {Qt.Key.Key_Space, Qt.Key.Key_Menu}:
            self.more.showMenu()
        elif key in steps:
            self.stepped.emit(steps[key])
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A click takes the focus."""
        super().mousePressEvent(event)
        self.setFocus(Qt.FocusReason.MouseFocusReason)

    def mouseDoubleClickEvent(self, _event: QMouseEvent) -> None:
        """A double click opens it."""
        self.opened.emit(self.event_row)


class EventCards(Scroll):
    """All cards, as many beside each other as there is room for."""

    opened = Signal(object)
    menu_wanted = Signal(object, object)

    def __init__(self) -> None:
        super().__init__(inside=True)
        self.cards: list[EventCard] = []
        self._inside = QWidget()
        self._grid = QGridLayout(self._inside)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(10)
        self.column.addWidget(self._inside)
        # All the spare height: a card in a high window is as high as what it says.
        self.column.addStretch(1)
        self.setAccessibleName("比武项目")

    def show_events(self, events: Sequence[EventRow], *, running: bool) -> None:
        """Show these; cards of the same events stay, and with them the focus."""
        if [card.event_row.id for card in self.cards] == [event.id for event in events]:
            for card, event in zip(self.cards, events, strict=True):
                card.show_event(event, running=running)
            return
        clear(self._grid)
        self.cards = [EventCard(event, running=running) for event in events]
        for at, card in enumerate(self.cards):
            card.opened.connect(self.opened)
            card.menu_wanted.connect(self.menu_wanted)
            card.stepped.connect(lambda step, at=at: self._step(at + step))
        self._place()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """More or fewer beside each other."""
        super().resizeEvent(event)
        self._place()

    def _place(self) -> None:
        columns = max(1, min(len(self.cards), self.viewport().width() // theme.length(_WIDE)))
        for card in self.cards:
            self._grid.removeWidget(card)
        for at in range(max(columns, self._grid.columnCount())):
            self._grid.setColumnStretch(at, 1 if at < columns else 0)
        for at, card in enumerate(self.cards):
            self._grid.addWidget(card, at // columns, at % columns)

    def _step(self, at: int) -> None:
        if 0 <= at < len(self.cards):
            self.cards[at].setFocus(Qt.FocusReason.TabFocusReason)
            self.ensureWidgetVisible(self.cards[at])
