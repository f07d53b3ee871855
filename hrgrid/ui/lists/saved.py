"""常用筛选: what offices ask of a list every week, shipped or saved, a click away."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtWidgets import QDialog, QHBoxLayout, QMenu, QWidget

from hrgrid.accounts.queries import FilterRow, saved_filters
from hrgrid.storage.work import UnitOfWork
from hrgrid.ui import theme
from hrgrid.ui.banners import Kind
from hrgrid.ui.buttons import LinkButton
from hrgrid.ui.forms import label
from hrgrid.ui.lists.filter_deeds import FilterDeeds
from hrgrid.ui.session import Session

TOPIC = "filters"
# Links in the strip; what has no room is in the menu behind them.
_ROOM, _WIDE_ROOM, _WIDE_FROM = 3, 7, 1600


@dataclass(frozen=True)
class Usual:
    """A filter that ships with a list; `hint` says what it finds."""

    label: str
    conditions: Any
    hint: str = ""


Lapsed = Callable[[UnitOfWork, Any], tuple[Any, tuple[str, ...]]]
"""What is left of conditions whose areas are no more, and the names of those areas."""


class SavedFilters(QWidget):
    """Links to filters; `wanted` tells the conditions of the one that was clicked."""

    wanted = Signal(object)
    shown = Signal()

    def __init__(
        self, session: Session, name: str, nothing: Any, usual: Sequence[Usual], lapsed: Lapsed
    ) -> None:
        super().__init__()
        self._session, self._name, self._nothing = session, name, nothing
        self._usual, self._lapsed = tuple(usual), lapsed
        self._conditions = nothing
        self._hints = {one.label: one.hint for one in usual}
        self.rows: list[FilterRow] = []
        self.links: dict[str, LinkButton] = {}
        self.deeds = FilterDeeds(session, name, TOPIC, self)
        self.more = LinkButton("更多", name="更多常用筛选")
        self.more.setMenu(QMenu(self))
        self.more.menu().aboutToShow.connect(self._fill_more)
        self.save = LinkButton("保存当前筛选", glyph="bookmark-simple", does=self.ask_to_save)
        self.save.setToolTip("给现在的条件起个名字，以后一点就到")
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(12)
        self._row.addWidget(label("常用筛选", "crumb"))
        self._row.addWidget(self.more)
        self._row.addWidget(self.save)
        session.tasks.changed.connect(self._renew)
        self._show([])

    def hint(self, text: str, hint: str) -> None:
        """Say more of a filter that ships: what it finds by the rules of today."""
        self._hints[text] = hint
        if text in self.links:
            self.links[text].setToolTip(hint)
            self.links[text].setAccessibleDescription(hint)

    def read(self) -> None:
        """Read the person's own and the shared ones."""
        name = self._name
        self._session.tasks.read(lambda work: saved_filters(work, name), self._show)

    def show_conditions(self, conditions: Any) -> None:
        """The one in force need not be asked for, nor saved again."""
        self._conditions = conditions
        known = False
        for text, asked in self._entries():
            here = conditions == asked
            known = known or here
            if text in self.links:
                self.links[text].setEnabled(not here)
        self.save.setVisible(conditions != self._nothing and not known)

    def fill(self, menu: QMenu) -> None:
        """The same in a menu, for windows without room for the strip."""
        for usual in self._usual:
            action = menu.addAction(usual.label)
            action.setToolTip(usual.hint)
            action.triggered.connect(lambda _=False, one=usual: self.wanted.emit(one.conditions))
        for row in self.rows:
            action = menu.addAction(_told(row))
            action.triggered.connect(lambda _=False, one=row: self.use(one))
        menu.addSeparator()
        save = menu.addAction("保存当前筛选…")
        save.triggered.connect(lambda *_: self.ask_to_save())
        save.setEnabled(not self.save.isHidden())
        if self.rows:
            menu.addAction("整理常用筛选…").triggered.connect(lambda *_: self._arrange())

    def kept(self, row: FilterRow) -> Any:
        """The conditions of a filter; ValueError, KeyError or TypeError where they are no such."""
        return type(self._nothing).kept(row.conditions)

    def use(self, row: FilterRow) -> None:
        """Ask for what a filter kept, as far as its areas are still there."""
        try:
            kept = self.kept(row)
        except (ValueError, KeyError, TypeError):
            self._session.say(
                f"常用筛选“{row.label}”是别的版本存的，读不出来。请删去它，重新筛选后再存。",
                Kind.BAD,
            )
            return

        def take(found: tuple[Any, tuple[str, ...]]) -> None:
            left, gone = found
            if not gone:
                self.wanted.emit(left)
                return
            names = "、".join(f"“{name}”" for name in gone)
            if left == self._nothing or not left.places:
                told = f"“{row.label}”只看{names}，这里已经停用，没有筛选。请选现在的区域再存一次。"
            else:
                told = f"“{row.label}”里的{names}已经停用，只按其余条件筛选。"
                self.wanted.emit(left)
            self._session.say(told, Kind.WARN, ("删去这个筛选", lambda: self.deeds.remove(row)))

        lapsed = self._lapsed
        self._session.tasks.read(lambda work: lapsed(work, kept), take)

    def ask_to_save(self) -> None:
        """Ask for a name and keep what is in force."""
        from hrgrid.ui.lists.filter_dialogs import NameDialog

        told = "；".join(text for text, _ in self._conditions.parts())
        dialog = NameDialog("保存当前筛选", "保存这个筛选", told, self)
        if dialog.exec() == QDialog.DialogCode.Accepted:
            self.deeds.save(dialog.name.text(), self._conditions.plain())

    def _arrange(self) -> None:
        from hrgrid.ui.lists.filter_dialogs import FiltersDialog

        FiltersDialog(self._session, self, self.window()).exec()

    def _renew(self, topic: str) -> None:
        if topic == TOPIC:
            self.read()

    def _show(self, rows: list[FilterRow]) -> None:
        self.rows = rows
        for link in self.links.values():
            self._row.removeWidget(link)
            link.hide()
            link.deleteLater()
        self.links = {}
        room = _WIDE_ROOM if self.window().width() >= _WIDE_FROM else _ROOM
        for usual in self._usual[:room]:
            self._add(usual.label, self._hints[usual.label], self._asker(usual.conditions))
        for row in rows[: max(0, room - len(self._usual))]:
            link = self._add(_told(row), "", self._user(row))
            link.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
            link.customContextMenuRequested.connect(
                lambda at, link=link, one=row: self._offer(link.mapToGlobal(at), one)
            )
        self.more.setVisible(len(rows) + len(self._usual) > len(self.links) or bool(rows))
        self.show_conditions(self._conditions)
        self.shown.emit()

    def _asker(self, conditions: Any) -> Callable[[], None]:
        return lambda: self.wanted.emit(conditions)

    def _user(self, row: FilterRow) -> Callable[[], None]:
        return lambda: self.use(row)

    def _add(self, text: str, hint: str, does: Callable[[], object]) -> LinkButton:
        link = LinkButton(text, name=f"常用筛选：{text}", does=does)
        link.setToolTip(hint)
        link.setMaximumWidth(theme.length(150))
        self._row.insertWidget(1 + len(self.links), link)
        self.links[text] = link
        return link

    def _entries(self) -> list[tuple[str, Any]]:
        found = [(usual.label, usual.conditions) for usual in self._usual]
        for row in self.rows:
            try:
                found.append((_told(row), self.kept(row)))
            except (ValueError, KeyError, TypeError):
                continue
        return found

    def _fill_more(self) -> None:
        menu = self.more.menu()
        menu.clear()
        hidden = [row for row in self.rows if _told(row) not in self.links]
        for usual in self._usual:
            if usual.label not in self.links:
                action = menu.addAction(usual.label)
                action.triggered.connect(
                    lambda _=False, one=usual: self.wanted.emit(one.conditions)
                )
        for row in hidden:
            menu.addAction(_told(row)).triggered.connect(lambda _=False, one=row: self.use(one))
        if menu.actions():
            menu.addSeparator()
        menu.addAction("整理常用筛选…").triggered.connect(lambda *_: self._arrange())

    def _offer(self, at: QPoint, row: FilterRow) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.deeds.offer(menu, row)
        menu.popup(at)


def _told(row: FilterRow) -> str:
    return row.label if row.own else f"{row.label}（{row.owner}）"
