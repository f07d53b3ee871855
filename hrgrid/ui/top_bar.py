"""The bar above the page: where one is, the search field, the year, undo, and who sits here."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QKeySequence
from PySide6.QtWidgets import QFrame, QHBoxLayout, QMenu

from hrgrid.ui import theme
from hrgrid.ui.as_of import AsOfButton
from hrgrid.ui.buttons import Button
from hrgrid.ui.finder import Finder
from hrgrid.ui.finds import Find
from hrgrid.ui.forms import Choice, label
from hrgrid.ui.session import Session
from hrgrid.ui.status import Elided

_YEARS_BACK = 6


class PersonButton(Button):
    """Office and name; its menu holds what concerns the person."""

    KIND = "person"


class TopBar(QFrame):
    """Title and crumb at the left, tools at the right."""

    leave_wanted = Signal()
    secret_wanted = Signal()
    about_wanted = Signal()

    def __init__(self, session: Session, office: str, finds: Sequence[Find]) -> None:
        super().__init__()
        self.setProperty("role", "top")
        self._session = session
        self._narrow = False
        self._who = f"{office} · {session.desk.actor.name}"
        self._title = label("", "title")
        self._crumb = Elided(role="crumb", px=theme.LABEL)
        self.finder = Finder(finds)
        self.year = Choice("年度", _years(session.year))
        self.year.choose(session.year)
        self.as_of = AsOfButton(session)
        self.undo = Button("撤销", glyph="arrow-u-up-left", does=session.undo.undo)
        self.redo = Button("恢复", glyph="arrow-u-up-right", does=session.undo.redo)
        self.person = PersonButton(self._who, name=f"{self._who}，换人登录和关于")
        self.person.setMenu(self._menu())
        self._lay_out()
        self.arrange(1366)
        self.year.currentIndexChanged.connect(self._choose_year)
        session.undo.indexChanged.connect(self._show_undo)
        session.day_changed.connect(self._show_undo)

    def show_page(self, title: str, crumb: str) -> None:
        """Say which page is open."""
        self._title.setText(title)
        self.show_crumb(crumb)

    def show_crumb(self, crumb: str) -> None:
        """Say which part of the page is open."""
        self._crumb.show_text(crumb)

    def arrange(self, width: int) -> None:
        """Fit the window: a shorter search field, the person as an icon."""
        narrow = self._narrow = width < 1100
        self.setFixedHeight(max(48, theme.length(32) + 16))
        self.finder.setMaximumWidth(theme.length(190) if narrow else theme.length(250))
        self.as_of.arrange(narrow=narrow)
        self._show_undo()
        self.person.setText("" if narrow else self._elided())
        self.person.set_glyph("user-circle" if narrow else "")
        self.person.setToolTip(self._who)

    def minimumSizeHint(self) -> QSize:
        """Of the narrow form: a wide one must not keep the window from becoming narrow."""
        hint = super().minimumSizeHint()
        return hint if self._narrow else QSize(min(hint.width(), theme.length(600)), hint.height())

    def recolour(self) -> None:
        """Take the colours of the theme."""
        self.finder.recolour()

    def _elided(self) -> str:
        metrics = QFontMetrics(theme.font(theme.LABEL))
        return metrics.elidedText(self._who, Qt.TextElideMode.ElideMiddle, theme.length(220))

    def _lay_out(self) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 0, 16, 0)
        row.setSpacing(10)
        row.addWidget(self._title)
        row.addWidget(self._crumb, 1)
        tools = (self.finder, self.as_of, self.year, self.undo, self.redo, self.person)
        for tool in tools:
            row.addWidget(tool)

    def _menu(self) -> QMenu:
        menu = QMenu(self)
        menu.addAction("修改密码", self.secret_wanted.emit)
        menu.addAction("换人登录", self.leave_wanted.emit)
        menu.addSeparator()
        menu.addAction("关于网格员队伍管理", self.about_wanted.emit)
        return menu

    def _choose_year(self) -> None:
        self._session.choose_year(int(self.year.currentData()))

    def _show_undo(self) -> None:
        stack, keys = self._session.undo, QKeySequence.StandardKey
        today = self._session.day is None
        able = stack.canUndo() and today, stack.canRedo() and today
        _show_step(self.undo, "撤销", stack.undoText(), keys.Undo, able=able[0])
        _show_step(self.redo, "恢复", stack.redoText(), keys.Redo, able=able[1])
        if self._narrow:
            # What it is about stands in the tooltip and in the name.
            self.undo.setText("撤销")
            self.redo.setText("")
        # Nothing to bring back is the rule: the room is the page's title's then.
        self.redo.setVisible(stack.canRedo() and self.redo.parent() is not None)


def _show_step(
    button: Button, verb: str, step: str, keys: QKeySequence.StandardKey, *, able: bool
) -> None:
    text = f"{verb}“{step}”" if able and step else verb
    metrics = QFontMetrics(theme.font())
    button.setText(metrics.elidedText(text, Qt.TextElideMode.ElideRight, 160))
    button.setEnabled(able)
    told = f"{text}（{QKeySequence(keys).toString()}）"
    button.setToolTip(told if able else f"没有可以{verb}的操作")
    button.setAccessibleName(text)


def _years(chosen: int) -> list[tuple[object, str]]:
    this = dt.date.today().year  # noqa: DTZ011 - the desk's year
    years = range(max(chosen, this + 1), min(chosen, this - _YEARS_BACK) - 1, -1)
    return [(year, f"{year} 年度") for year in years]
