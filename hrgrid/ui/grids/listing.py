"""网格一览: the grids of a part of the tree, how they stand, and what can be done to them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHBoxLayout, QMenu, QVBoxLayout, QWidget

from hrgrid.core.rights import Right
from hrgrid.storage.work import UnitOfWork
from hrgrid.ui import icons, theme
from hrgrid.ui.buttons import Button, PrimaryButton
from hrgrid.ui.cards import EmptyState
from hrgrid.ui.cells.menus import TickMenu
from hrgrid.ui.forms import TextField
from hrgrid.ui.grids.conditions import GridConditions
from hrgrid.ui.grids.spec import COVER_CHIPS, GRIDS, cover_label, grids_model
from hrgrid.ui.lists.columns_menu import fill_columns, filled
from hrgrid.ui.lists.exporting import export_seen
from hrgrid.ui.lists.parts import ListParts
from hrgrid.ui.session import Session
from hrgrid.ui.workforce.conditions import Place
from hrgrid.ui.workforce.switch import ListSwitch
from hrgrid.workforce.queries.gridlist import GridListRow, GridOrder
from hrgrid.workforce.queries.grids import GridRow, grids_of
from hrgrid.workforce.queries.sizes import grid_sizes
from hrgrid.workforce.rules import Level

__all__ = ["COVER_CHIPS", "GridsView", "cover_label"]

TYPING_PAUSE_MS = 150


class GridsView(QWidget):
    """The list with its tools; Enter opens a card, several are merged, one is split.

    `frame` stands apart: the page puts it beside the tree.
    """

    people_wanted = Signal()
    narrowed = Signal()
    tree_wanted = Signal()

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self.model = grids_model()
        self.model.setParent(self)
        self.parts = parts = ListParts(session, GRIDS, self.model)
        self.table, self.reader, self.frame = parts.table, parts.reader, parts.frame
        self.switch = ListSwitch(grids=True)
        self.tree = Button("网格树", glyph="tree-structure", does=self.tree_wanted.emit)
        self.search = TextField("按网格名称、编码或网格员姓名找网格", hint="名称、编码或网格员…")
        self.search.setClearButtonEnabled(True)
        self._lens = self.search.addAction(
            icons.icon("magnifying-glass", theme.colour("text3")),
            TextField.ActionPosition.LeadingPosition,
        )
        self.more = Button("条件", glyph="funnel")
        self.columns = Button("列", glyph="columns", name="选择列和排序")
        self.export = Button(
            "导出 Excel",
            glyph="download-simple",
            name="把网格导出到 Excel",
            does=lambda: export_seen(parts, self),
        )
        self.deeds = Button("办理", glyph="pencil-simple", name="办理网格")
        self.look = PrimaryButton("打开档案", does=self._open)
        menu = QMenu(self)
        self.add = self._action(menu, "新建网格…", self._add)
        self.split = self._action(menu, "拆分网格…", self._split)
        self.merge = self._action(menu, "合并网格…", self._merge)
        menu.addSeparator()
        self.cards = self._action(menu, "打印八定卡…", self._print)
        self.sizes = self._action(menu, "建议户数…", self._keep_sizes)
        self.deeds.setMenu(menu)
        self._pause = QTimer(self, singleShot=True, interval=TYPING_PAUSE_MS)
        self._offer_states()
        self._lay_out()
        self._connect()
        self.fit()
        self._offer()

    @property
    def conditions(self) -> GridConditions:
        """What is in force."""
        found: GridConditions = self.parts.conditions
        return found

    @property
    def chosen(self) -> list[GridListRow]:
        """The selected grids that are here, in the order of the list."""
        return self.table.selected_rows

    def want(self, conditions: GridConditions) -> None:
        """Show what these conditions find."""
        if conditions != self.conditions:
            self.parts.show(conditions)
            if self.search.text().strip() != conditions.text:
                self.search.setText(conditions.text)
            self.parts.read()
            self.narrowed.emit()
        self._offer()

    def want_places(self, places: tuple[Place, ...]) -> None:
        """Show the grids of these areas."""
        self.want(replace(self.conditions, places=places))

    def refresh(self) -> None:
        """Read what is on show anew."""
        self.parts.saved.read()
        self._session.tasks.read(lambda work: grid_sizes(work, work.day).told(), self._tell_sizes)
        self.parts.renew()

    def arrange(self, *, narrow: bool) -> None:
        """In a narrow window the tree goes under a button."""
        self.tree.setVisible(narrow)
        self.export.setText("导出" if narrow else "导出 Excel")
        self.parts.strip.arrange(narrow=narrow)

    def fit(self) -> None:
        """Widths and colours of the theme."""
        self.search.setMinimumWidth(theme.length(120))
        self.search.setMaximumWidth(theme.length(270))
        self._lens.setIcon(icons.icon("magnifying-glass", theme.colour("text3")))
        self.table.fit()

    # --- building -----------------------------------------------------------------------------

    @staticmethod
    def _action(menu: QMenu, text: str, does: object) -> QAction:
        action = menu.addAction(text)
        action.triggered.connect(does)
        return action

    def _offer_states(self) -> None:
        empty = EmptyState(
            "clipboard-text",
            "还没有网格",
            "把网格表导进来，或在网格树上选一个社区新建网格。",
        )
        none = EmptyState(
            "clipboard-text",
            "没有符合条件的网格",
            "去掉上面的一个条件，或换个词再找。",
            [Button("清除条件", does=lambda: self.want(GridConditions()))],
        )
        self.frame.offer(empty, none)

    def _lay_out(self) -> None:
        row = QHBoxLayout()
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        self.parts.strip.lead(self.switch)
        row.addWidget(self.tree)
        row.addWidget(self.search, 1_000)
        row.addWidget(self.more)
        row.addStretch(1)
        for tool in (self.columns, self.export, self.deeds, self.look):
            row.addWidget(tool)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        column.addLayout(row)
        column.addWidget(self.parts.strip)
        column.addWidget(self.parts.editing.strip)
        self.tree.hide()
        if not self._session.may(Right.EDIT_WORKFORCE):
            for action in (self.add, self.split, self.merge):
                action.setVisible(False)
        self.sizes.setVisible(self._session.may(Right.KEEP_RULES))
        if not any(action.isVisible() for action in self.deeds.menu().actions() if action.text()):
            self.deeds.hide()

    def _connect(self) -> None:
        self.more.setMenu(filled(self, self._fill_more))
        self.columns.setMenu(
            filled(self, lambda menu: fill_columns(menu, self.parts, GridOrder, self))
        )
        self.switch.turned.connect(lambda grids: None if grids else self.people_wanted.emit())
        self.parts.wanted.connect(self.want)
        self.parts.state_changed.connect(self._show_state)
        self.table.selected.connect(self._offer)
        self.table.opened.connect(lambda _: self._open())
        self.search.textChanged.connect(lambda _: self._pause.start())
        self.search.returnPressed.connect(self._search)
        self._pause.timeout.connect(self._search)

    def _fill_more(self, menu: TickMenu) -> None:
        now = self.conditions
        menu.add_tick(
            "户数超出建议范围",
            on=now.odd_size,
            does=lambda on: self.want(replace(self.conditions, odd_size=on)),
        )
        menu.add_tick(
            "没有填户数",
            on=now.uncounted,
            does=lambda on: self.want(replace(self.conditions, uncounted=on)),
        )
        columns = menu.addMenu("按列筛选")
        for heading in self.parts.filters.offered:
            columns.addAction(f"{heading.label}…").triggered.connect(
                lambda _=False, heading=heading: self.parts.filters.open(heading)
            )
        if not self.parts.saved.isVisible():
            self.parts.saved.fill(menu.addMenu("常用筛选"))

    def _search(self) -> None:
        self._pause.stop()
        self.want(replace(self.conditions, text=self.search.text().strip()))

    # --- what came ----------------------------------------------------------------------------

    def _show_state(self) -> None:
        self.export.setEnabled(self.model.rowCount() > 0)
        self._offer()

    def _tell_sizes(self, told: str) -> None:
        self.parts.saved.hint("户数超出建议范围", f"建议：{told}。只作提醒")

    def _offer(self) -> None:
        count = 0 if self.table.cells else self.table.selected_count
        several = 1 < count == len(self.chosen)
        self.merge.setText(f"合并 {count} 个网格…" if several else "合并网格…")
        today = self._session.day is None
        self.merge.setEnabled(several and today)
        self.split.setEnabled(count == 1 and today)
        self.look.setEnabled(count == 1)
        places = self.conditions.places
        below_community = len(places) == 1 and places[0].level is Level.COMMUNITY
        self.add.setEnabled(below_community and today)
        # Of a whole area no more than a street at once.
        few = len(places) == 1 and places[0].level.depth >= Level.STREET.depth
        printed = count if several else self.model.rowCount() if few else 0
        self.cards.setText(f"打印 {printed:,} 张八定卡…" if printed else "打印八定卡…")
        self.cards.setEnabled(printed > 0)

    # --- deeds --------------------------------------------------------------------------------

    def _with_grids(self, rows: Sequence[GridListRow], does: object) -> None:
        """The forms take grids as they are told one by one."""
        ids = [row.id for row in rows]

        def read(work: UnitOfWork) -> list[GridRow]:
            return [grid for one in ids for grid in grids_of(work, one, work.day)]

        self._session.tasks.read(read, does)  # type: ignore[arg-type]

    def _add(self) -> None:
        from hrgrid.ui.grids.forms import NewGridDialog

        if self.conditions.places:
            place = self.conditions.places[0]
            NewGridDialog(self._session, place.area_id, place.name, self).exec()

    def _merge(self) -> None:
        def merge(grids: list[GridRow]) -> None:
            from hrgrid.ui.grids.merging import MergeDialog

            MergeDialog(self._session, grids, self).exec()

        self._with_grids(self.chosen, merge)

    def _split(self) -> None:
        def split(grids: list[GridRow]) -> None:
            from hrgrid.ui.grids.splitting import SplitDialog

            SplitDialog(self._session, grids[0], self).exec()

        self._with_grids(self.chosen[:1], split)

    def _print(self) -> None:
        """Cards of what is selected; where that is one or nothing, of the whole area."""
        from hrgrid.ui.grids.eight_papers import EightPapers

        several = [row.id for row in self.chosen] if len(self.chosen) > 1 else []
        places = self.conditions.places
        first = places[0].area_id if places else self.chosen[0].id
        name = places[0].name if places else "选中的"
        EightPapers(self._session, self).print_cards(first, name, grids=several)

    def _open(self) -> None:
        from hrgrid.ui.grids.card import GridDialog

        if not self.table.cells and len(self.chosen) == 1:
            row = self.chosen[0]
            GridDialog(self._session, row.id, row.name, self).exec()

    def _keep_sizes(self) -> None:
        from hrgrid.ui.grids.sizes import SizesDialog

        SizesDialog(self._session, self).exec()
