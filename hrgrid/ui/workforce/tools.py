"""The tools above the list: search, filters, columns and order."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from hrgrid.core.rights import Right
from hrgrid.ui import icons, theme
from hrgrid.ui.buttons import Button, PrimaryButton
from hrgrid.ui.cells.menus import TickMenu
from hrgrid.ui.forms import Choice, TextField
from hrgrid.ui.lists.columns_menu import fill_columns, filled
from hrgrid.ui.lists.parts import ListParts
from hrgrid.ui.session import Session
from hrgrid.ui.workforce.conditions import Conditions
from hrgrid.ui.workforce.switch import ListSwitch
from hrgrid.workforce.queries import PeopleOrder, RoleRow
from hrgrid.workforce.rules import Employment

TYPING_PAUSE_MS = 150
_EMPLOYMENTS = [(None, "全部类别"), *((one, one.label) for one in Employment)]


class PeopleTools(QWidget):
    """Controls; `wanted` tells the conditions that they ask for."""

    wanted = Signal(object)
    tree_wanted = Signal()
    export_wanted = Signal()
    full_export_wanted = Signal()
    seen_export_wanted = Signal()
    person_wanted = Signal()
    grids_wanted = Signal()

    def __init__(self, session: Session, list_parts: ListParts) -> None:
        super().__init__()
        self._session = session
        self._list = list_parts
        self.switch = ListSwitch(grids=False)
        list_parts.strip.lead(self.switch)
        self._conditions = Conditions()
        self._roles: list[tuple[object, str]] = [(None, "全部岗位")]
        self.switch.turned.connect(lambda grids: self.grids_wanted.emit() if grids else None)
        self.tree = Button("网格树", glyph="tree-structure", does=self.tree_wanted.emit)
        self.search = TextField(
            "按姓名、拼音首字母、手机尾号、网格编码或证件号找人",
            hint="姓名、首字母、手机尾号、网格编码…",
        )
        self.search.setClearButtonEnabled(True)
        self._lens = self.search.addAction(
            icons.icon("magnifying-glass", theme.colour("text3")),
            TextField.ActionPosition.LeadingPosition,
        )
        self.role = Choice("岗位", self._roles)
        self.employment = Choice("专职或兼职", _EMPLOYMENTS)
        self.more = Button("更多条件", glyph="funnel")
        self.columns = Button("列", glyph="columns", name="选择列和排序")
        self.export = Button("导出 Excel", glyph="download-simple", name="把名单导出到 Excel")
        self.add = Button("新增", glyph="user-plus", does=self.person_wanted.emit, name="新增人员")
        self._may_add = session.may(Right.EDIT_WORKFORCE)
        self._shows_numbers = session.may(Right.SHOW_SENSITIVE)
        self.roster = PrimaryButton(
            "导入花名册", glyph="upload-simple", does=lambda: session.go("imports")
        )
        self._may_import = session.may(Right.IMPORT)
        self._pause = QTimer(self, singleShot=True, interval=TYPING_PAUSE_MS)
        self._lay_out()
        self._connect()
        self.fit()

    def show_conditions(self, conditions: Conditions) -> None:
        """Set every control to what is in force."""
        self._conditions = conditions
        if self.search.text().strip() != conditions.text:
            self.search.setText(conditions.text)
        _choose(self.role, conditions.role[0] if conditions.role else None)
        _choose(self.employment, conditions.employment)

    def show_roles(self, roles: Sequence[RoleRow]) -> None:
        """Offer the office's roles."""
        self._roles = [(None, "全部岗位"), *((role.code, role.label) for role in roles)]
        self.role.fill(self._roles)

    def arrange(self, *, narrow: bool) -> None:
        """In a narrow window the tree and the filters go under buttons."""
        filters = (self.role, self.employment)
        going, coming = (filters, (self.tree,)) if narrow else ((self.tree,), filters)
        # What goes goes first: both on show for a moment would make the window grow.
        for tool in going:
            tool.hide()
        for tool in coming:
            tool.show()
        self.more.setText("条件" if narrow else "更多条件")
        self.export.setText("导出" if narrow else "导出 Excel")

    def offer(self, *, roster: bool, export: bool) -> None:
        """An empty list brings its own primary button, and has nothing to write out."""
        self.roster.setVisible(roster and self._may_import)
        self.export.setEnabled(export)

    def fit(self) -> None:
        """Widths and colours of the theme."""
        self.search.setMinimumWidth(theme.length(120))
        self.search.setMaximumWidth(theme.length(270))
        for filters in (self.role, self.employment):
            filters.setMinimumWidth(theme.length(96))
            filters.setMaximumWidth(theme.length(128))
        self._lens.setIcon(icons.icon("magnifying-glass", theme.colour("text3")))

    def _lay_out(self) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self.tree)
        row.addWidget(self.search, 1_000)
        for tool in (self.role, self.employment, self.more):
            row.addWidget(tool)
        row.addStretch(1)
        for tool in (self.columns, self.export, self.add, self.roster):
            row.addWidget(tool)
        self.tree.hide()
        # Not before they have a parent: for a moment each would be a window of its own.
        self.add.setVisible(self._may_add)
        self.roster.setVisible(self._may_import)

    def _connect(self) -> None:
        self.more.setMenu(filled(self, self._fill_more))
        self.columns.setMenu(
            filled(self, lambda menu: fill_columns(menu, self._list, PeopleOrder, self))
        )
        self.export.setMenu(filled(self, self._fill_export))
        self.search.textChanged.connect(lambda _: self._pause.start())
        self.search.returnPressed.connect(self._search_now)
        self._pause.timeout.connect(self._search_now)
        self.role.currentIndexChanged.connect(lambda _: self._take_role(self.role.currentData()))
        self.employment.currentIndexChanged.connect(
            lambda _: self._ask(employment=self.employment.currentData())
        )

    def _fill_more(self, menu: TickMenu) -> None:
        now = self._conditions
        menu.add_tick("缺证件照", on=now.without_photo, does=lambda on: self._ask(without_photo=on))
        menu.add_tick("一格多员", on=now.shared_grid, does=lambda on: self._ask(shared_grid=on))
        menu.add_tick("含历史人员（已离岗）", on=now.past, does=lambda on: self._ask(past=on))
        if self._may_add:
            menu.addAction("疑似重复的人员…", self._find_duplicates)
            menu.addAction("下发花名册核对…", self._check_roster)
        columns = menu.addMenu("按列筛选")
        filters = self._list.filters
        for heading in filters.offered:
            columns.addAction(f"{heading.label}…").triggered.connect(
                lambda _=False, heading=heading: filters.open(heading)
            )
        if self.role.isHidden():
            self._list.saved.fill(menu.addMenu("常用筛选"))
            menu.add_heading("专职或兼职")
            menu.add_choice(_EMPLOYMENTS, now.employment, lambda one: self._ask(employment=one))
            menu.add_heading("岗位")
            role = now.role[0] if now.role else None
            menu.add_choice(self._roles, role, self._take_role)

    def _find_duplicates(self) -> None:
        from hrgrid.ui.workforce.duplicates import DuplicatesDialog

        DuplicatesDialog(self._session, self).exec()

    def _check_roster(self) -> None:
        from hrgrid.exchange.rules.words import CollectKind
        from hrgrid.ui.collecting.dialog import CollectingDialog

        grants = self._session.desk.actor.grants
        paths = sorted(one.area_path for one in grants if one.right is Right.EDIT_WORKFORCE)
        CollectingDialog(self._session, CollectKind.ROSTER, f"area:{paths[0]}", self).open()

    def _fill_export(self, menu: TickMenu) -> None:
        menu.addAction("导出名单（号码遮住）", self.export_wanted.emit)
        menu.addAction("只导出看到的列", self.seen_export_wanted.emit)
        if self._shows_numbers:
            menu.addAction("带完整号码导出…", self.full_export_wanted.emit)

    def _search_now(self) -> None:
        self._pause.stop()
        self._ask(text=self.search.text().strip())

    def _take_role(self, code: object) -> None:
        found = next(((str(one), text) for one, text in self._roles if one and one == code), None)
        self._ask(role=found)

    def _ask(self, **changes: object) -> None:
        wanted = replace(self._conditions, **changes)  # type: ignore[arg-type]
        if wanted != self._conditions:
            self.wanted.emit(wanted)


def _choose(choice: Choice, value: object) -> None:
    blocked = choice.blockSignals(True)  # noqa: FBT003 - Qt's own signature
    choice.choose(value)
    choice.blockSignals(blocked)
