"""网格与人员: the tree, the list with its conditions, and the card of one person."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, Qt, QTimer
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from hrgrid.overview.queries import LinkRow, area_chain
from hrgrid.storage.work import UnitOfWork
from hrgrid.ui.lists.parts import ListParts
from hrgrid.ui.page import Page
from hrgrid.ui.session import Session
from hrgrid.ui.workforce.card import PersonDialog, PersonPanel
from hrgrid.ui.workforce.conditions import Conditions, Place
from hrgrid.ui.workforce.exporting import PeopleExporting
from hrgrid.ui.workforce.list_frame import offer_people
from hrgrid.ui.workforce.people import people_model
from hrgrid.ui.workforce.sources import open_source
from hrgrid.ui.workforce.spec import PEOPLE
from hrgrid.ui.workforce.tools import PeopleTools
from hrgrid.ui.workforce.tree_panel import TreePanel, TreePopup
from hrgrid.workforce.queries import (
    AreaRow,
    PeopleOrder,
    RoleRow,
    areas_on,
    people_by_area,
    roles,
)
from hrgrid.workforce.rules import Level

if TYPE_CHECKING:
    from hrgrid.ui.grids.listing import GridsView

NARROW_BELOW = 1100
# A card is read when the cursor rests on a row this long; ms.
_REST_MS = 80


@dataclass(frozen=True)
class _Tree:
    areas: list[AreaRow]
    counts: dict[int, int]
    roles: list[RoleRow]


def _read_tree(work: UnitOfWork) -> _Tree:
    day = work.day
    return _Tree(areas_on(work, day, Level.COMMUNITY), people_by_area(work, day), roles(work))


class WorkforcePage(Page):
    """Conditions are one value: controls ask for another, the page shows and reads it."""

    FOLLOWS_DAY = True
    TOPICS = frozenset({"workforce"})

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._chain: tuple[LinkRow, ...] = ()
        self._tree_due = False
        self._narrow = True
        self._behind = False
        self.grids: GridsView | None = None
        self.model = people_model()
        self.model.setParent(self)
        self.parts = parts = ListParts(session, PEOPLE, self.model)
        self.reader, self.table, self.strip = parts.reader, parts.table, parts.strip
        self.filters, self.editing, self.lists = parts.filters, parts.editing, parts.frame
        offer_people(self.lists, session, lambda: self._want(Conditions()))
        self.tools = PeopleTools(session, parts)
        self.panel = TreePanel()
        self.popup = TreePopup(self)
        self.person = PersonPanel(session)
        self.exporting = PeopleExporting(session, self)
        self._rest = QTimer(self, singleShot=True, interval=_REST_MS)
        self._middle = QHBoxLayout()
        self._head = QWidget()
        self._lay_out()
        self._connect()

    # --- what the shell asks ----------------------------------------------------------------

    def main_control(self) -> QWidget:
        """The list, or what an empty one offers."""
        return self._list.frame.main_control()

    def refresh(self) -> None:
        """Read the list anew; how many there are and the tree follow when its rows have come."""
        self._tree_due = True
        if self._on_grids is not None:
            self._behind = True
            self._on_grids.refresh()
            self._read_tree()
            return
        self._behind = False
        self.parts.saved.read()
        self.parts.renew()

    def show_part(self, part: str) -> None:
        """`person/ID` and `grid/ID` open a card, `file/ID` the whole file of a person.

        `area/ID`, `role/CODE` and `photo/` list who is meant, `grids/ID` the grids of an area and
        `grids/` all of them.
        """
        kind, _, key = part.partition("/")
        self.show_grids(on=kind == "grids")
        if kind == "grids" and not key:
            return
        if kind == "person":
            self._open(int(key), "")
        elif kind in {"grid", "file"}:
            if kind == "file" and not self._narrow:
                # Behind it the card with what can be done.
                self._open(int(key), "")
            open_source(self.session, part, self)
        elif kind in {"area", "grids"}:
            area_id = int(key)
            self.session.tasks.read(lambda work: area_chain(work, area_id, work.day), self._go_to)
        elif kind == "role":
            self.session.tasks.read(roles, lambda found: self._list_role(found, key))
        elif kind == "photo":
            self._want(Conditions(without_photo=True))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fold the tree, the filters and the card where there is no room."""
        super().resizeEvent(event)
        self._arrange()

    # --- building -----------------------------------------------------------------------------

    def _lay_out(self) -> None:
        head = QVBoxLayout(self._head)
        head.setContentsMargins(0, 0, 0, 0)
        head.setSpacing(10)
        for part in (self.tools, self.strip, self.editing.strip):
            head.addWidget(part)
        self.column.addWidget(self._head)
        self.column.setSpacing(10)
        self._middle.setSpacing(8)
        self._middle.addWidget(self.lists, 1)
        self._middle.addWidget(self.person)
        self.column.addLayout(self._middle, 1)
        self.person.hide()
        # Folded at first: a page that comes in wide would widen a narrow window.
        self._fold(narrow=True)

    def _connect(self) -> None:
        self.tools.wanted.connect(self._want)
        self.parts.wanted.connect(self._want)
        self.tools.tree_wanted.connect(self._drop_tree)
        self.tools.grids_wanted.connect(lambda: self.show_grids(on=True))
        self.tools.export_wanted.connect(lambda: self._export(full=False))
        self.tools.full_export_wanted.connect(lambda: self._export(full=True))
        self.tools.seen_export_wanted.connect(self._export_seen)
        self.tools.person_wanted.connect(self._add_person)
        self.panel.tree.chosen.connect(self._take_places)
        self.panel.tree.menu_wanted.connect(self._open_menu)
        self.parts.state_changed.connect(self._show_state)
        self.editing.turned.connect(lambda on: self._close_person() if on else None)
        self.table.opened.connect(lambda row: self._open(row.id, row.name))
        self.table.chosen.connect(lambda _: self._rest.start())
        self._rest.timeout.connect(self._follow)
        self.person.closed.connect(self._close_person)
        self.session.look_changed.connect(self._renew_look)
        self._on_keys("Ctrl+F", self._search)
        self._on_keys("Ctrl+E", self._edit)
        self._on_keys("Ctrl+Return", self._open_file)
        self._on_keys("Esc", self._close_person)

    def _on_keys(self, keys: str, does: Callable[[], object]) -> None:
        """A shortcut while the focus is in this page."""
        shortcut = QShortcut(QKeySequence(keys), self)
        shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        shortcut.activated.connect(does)

    # --- people or grids ------------------------------------------------------------------------

    @property
    def _on_grids(self) -> GridsView | None:
        """The list of grids while it is on show."""
        grids = self.grids
        return grids if grids is not None and not grids.isHidden() else None

    @property
    def _list(self) -> ListParts:
        grids = self._on_grids
        return self.parts if grids is None else grids.parts

    def show_grids(self, *, on: bool) -> None:
        """Show the list of grids of the chosen areas, or that of the people."""
        if on is (self._on_grids is not None):
            return
        places = self._places
        if self.grids is None:
            self.grids = self._make_grids()
        if self._list.editing.on:
            self._list.editing.end()
        self.person.hide()
        going = (self._head, self.lists) if on else (self.grids, self.grids.frame)
        coming = (self.grids, self.grids.frame) if on else (self._head, self.lists)
        # What goes goes first: both on show for a moment would make the window grow.
        for part in going:
            part.hide()
        for part in coming:
            part.show()
        if on:
            self.grids.want_places(places)
            self.grids.refresh()
        else:
            self._want(replace(self.conditions, places=places))
            if self._behind:
                self.refresh()
        self._show_where()
        self.main_control().setFocus()

    def _make_grids(self) -> GridsView:
        from hrgrid.ui.grids.listing import GridsView

        grids = GridsView(self.session)
        grids.people_wanted.connect(lambda: self.show_grids(on=False))
        grids.tree_wanted.connect(self._drop_tree)
        grids.narrowed.connect(self._follow_grids)
        grids.arrange(narrow=self._narrow)
        grids.hide()
        grids.frame.hide()
        self.column.insertWidget(0, grids)
        self._middle.insertWidget(self._middle.indexOf(self.lists), grids.frame, 1)
        return grids

    def _follow_grids(self) -> None:
        """Another area may be listed: the tree and the crumb say which."""
        if self._on_grids is not None:
            self._choose_in_tree()
            self._show_where()

    def _edit(self) -> None:
        self._list.edit()

    def _search(self) -> None:
        grids = self._on_grids
        (self.tools if grids is None else grids).search.setFocus()

    @property
    def _places(self) -> tuple[Place, ...]:
        found: tuple[Place, ...] = self._list.conditions.places
        return found

    # --- conditions ---------------------------------------------------------------------------

    @property
    def conditions(self) -> Conditions:
        """What is in force."""
        found: Conditions = self.parts.conditions
        return found

    def _want(self, conditions: Conditions) -> None:
        if conditions == self.conditions:
            return
        if conditions.places != self.conditions.places:
            self.panel.tree.choose([place.area_id for place in conditions.places])
        self._show_conditions(conditions)
        self.parts.read()

    def _list_role(self, found: list[RoleRow], code: str) -> None:
        role = next((role for role in found if role.code == code), None)
        if role is not None:
            self._want(Conditions(role=(role.code, role.label)))

    def _show_conditions(self, conditions: Conditions) -> None:
        self.parts.show(conditions)
        self.tools.show_conditions(conditions)
        self._show_where()

    def _take_places(self) -> None:
        if self.panel.tree.places != self._places:
            self._list_places(self.panel.tree.places)

    def _list_places(self, places: tuple[Place, ...]) -> None:
        if self._on_grids is not None:
            self._on_grids.want_places(places)
            self._show_where()
            return
        self._show_conditions(replace(self.conditions, places=places))
        self.parts.read()

    def _go_to(self, chain: list[LinkRow]) -> None:
        """List the people of the last area of a chain, which may lie below the tree."""
        if not chain:
            return
        self._chain = tuple(chain)
        last = chain[-1]
        top = self.panel.model.tops == [last.area_id]
        place = () if top else (Place(last.area_id, last.name, last.level),)
        self._list_places(place)
        self._choose_in_tree()

    def _choose_in_tree(self) -> None:
        """The chosen areas, or for one below the tree the lowest that the tree holds."""
        wanted = [place.area_id for place in self._places]
        tree = self.panel.model
        if len(wanted) == 1 and not tree.index_of(wanted[0]).isValid():
            above = [link.area_id for link in self._chain if tree.index_of(link.area_id).isValid()]
            wanted = above[-1:]
        self.panel.tree.choose(wanted)

    def _show_where(self) -> None:
        places = self._places
        if len(places) != 1:
            self.say_where(f"{len(places)} 个区域" if places else "")
            return
        names = self.panel.model.names(places[0].area_id)
        if not names and self._chain and self._chain[-1].area_id == places[0].area_id:
            names = tuple(link.name for link in self._chain)
        self.say_where(" / ".join(names or (places[0].name,)))

    # --- what came ----------------------------------------------------------------------------

    def _show_tree(self, tree: _Tree) -> None:
        self.panel.show_areas(tree.areas, tree.counts)
        self._choose_in_tree()
        self.tools.show_roles(tree.roles)
        self.tools.show_conditions(self.conditions)
        self._show_where()

    def _show_state(self) -> None:
        # A card on show stays: the cursor went to the first row by itself.
        self._rest.stop()
        nobody = not self.model.rowCount() and self.conditions == Conditions()
        self.tools.offer(roster=not nobody, export=self.model.rowCount() > 0)
        if self._tree_due:
            self._read_tree()

    def _read_tree(self) -> None:
        self._tree_due = False
        self.session.tasks.read(_read_tree, self._show_tree)

    @property
    def _order(self) -> PeopleOrder:
        return PeopleOrder(self.model.order.value)

    def _export(self, *, full: bool) -> None:
        found = self.reader.found
        self.exporting.ask(self.conditions, self._order, found, full=full)

    def _open_menu(self, area: AreaRow, at: QPoint) -> None:
        from hrgrid.ui.grids.menu import area_menu

        menu = area_menu(self.session, area, self)
        if menu.actions():
            menu.popup(at)

    def _export_seen(self) -> None:
        columns = self.table.shown_columns
        self.exporting.write_seen(self.conditions, self._order, self.reader.found, columns)

    def _add_person(self) -> None:
        from hrgrid.ui.workforce.person_forms import NewPersonDialog

        if self.session.is_today():
            NewPersonDialog(self.session, self).exec()

    # --- one person ---------------------------------------------------------------------------

    def _open(self, person_id: int, name: str) -> None:
        self._rest.stop()
        if self._narrow:
            PersonDialog(self.session, person_id, name, self).exec()
            return
        self.person.show()
        self.person.read(person_id)

    def _open_file(self) -> None:
        if (row := self.table.current) is not None:
            open_source(self.session, f"file/{row.id}", self)

    def _follow(self) -> None:
        row = self.table.current
        if row is not None and self.person.isVisible():
            self.person.read(row.id)

    def _close_person(self) -> None:
        self.person.hide()
        self.table.setFocus()

    # --- fitting the window -------------------------------------------------------------------

    def _arrange(self) -> None:
        narrow = self.window().width() < NARROW_BELOW
        if narrow != self._narrow:
            self._fold(narrow=narrow)

    def _fold(self, *, narrow: bool) -> None:
        self._narrow = narrow
        if self.grids is not None:
            self.grids.arrange(narrow=narrow)
        self.tools.arrange(narrow=narrow)
        self.strip.arrange(narrow=narrow)
        if narrow:
            self.person.hide()
            self.popup.take(self.panel)
        else:
            self.popup.hide()
            self._middle.insertWidget(0, self.panel)
            self.panel.show()

    def _drop_tree(self) -> None:
        grids = self._on_grids
        button = (self.tools if grids is None else grids).tree
        self.popup.open_below(button, self.height() * 2 // 3)

    def _renew_look(self) -> None:
        self.panel.fit()
        self.tools.fit()
        if self.grids is not None:
            self.grids.fit()
        self.person.fit()
        self.table.fit()
