"""裁定: those equal at the line of a share, and what people decided."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtWidgets import QHBoxLayout, QMenu, QVBoxLayout, QWidget

from hrgrid.assessment.rules.star_rows import StarChoiceRow, StarGroup
from hrgrid.assessment.rules.star_words import star_label
from hrgrid.assessment.service.star_choices import void_star_choices
from hrgrid.ui.assessment.menus import add
from hrgrid.ui.assessment.words import points
from hrgrid.ui.buttons import Button
from hrgrid.ui.cards import EmptyState
from hrgrid.ui.forms import clear, label
from hrgrid.ui.matters.grouped import GroupedModel, GroupedTable, Heading
from hrgrid.ui.matters.parts import panel
from hrgrid.ui.matters.words import full_day, some_names
from hrgrid.ui.session import Session
from hrgrid.ui.stars.deeds import StarDeeds
from hrgrid.ui.stars.parts import StarPart
from hrgrid.ui.stars.reading import Decided, Read
from hrgrid.ui.tables import Column

_TITLES = {"line": "名额线上并列，待裁定", "choice": "已有的裁定"}


@dataclass(frozen=True)
class Matter:
    """A line to decide on, or a decision, in one list."""

    group: StarGroup | None = None
    choice: StarChoiceRow | None = None

    @property
    def kind(self) -> str:
        """Which of the two."""
        return "line" if self.group is not None else "choice"

    @property
    def key(self) -> tuple[str, object]:
        """What tells one from another."""
        if self.group is not None:
            return "line", (self.group.pool, self.group.level)
        return "choice", self.choice.id if self.choice else 0

    @property
    def who(self) -> str:
        """Whom it is about."""
        if self.group is not None:
            return some_names([one.name for one in self.group.people])
        return self.choice.name if self.choice else ""

    @property
    def level(self) -> int:
        """Which star it is about."""
        one = self.group or self.choice
        return one.level if one else 0

    @property
    def state(self) -> str:
        """Its state in a word."""
        if self.group is not None:
            return "待裁定"
        return "已撤销" if self.choice and self.choice.void_reason else "已裁定"

    @property
    def chip(self) -> str:
        """The kind of its chip."""
        if self.group is not None:
            return "warn"
        return "mute" if self.choice and self.choice.void_reason else "ok"

    @property
    def told(self) -> str:
        """What it is, with its reason."""
        if self.group is not None:
            return self.group.words
        return self.choice.reason if self.choice else ""

    @property
    def by(self) -> str:
        """Who decided it, when."""
        if self.choice is None:
            return ""
        return f"{self.choice.decided_by}，{full_day(self.choice.decided_on)}"

    @property
    def points(self) -> str:
        """The points at which they are equal."""
        return points(self.group.total_milli) if self.group is not None else ""


COLUMNS: tuple[Column[Matter], ...] = (
    Column("姓名", lambda row: row.who, 170, strong=True),
    Column("星级", lambda row: star_label(row.level), 98, stars=lambda row: row.level),
    Column("同分", lambda row: row.points, 70, right=True),
    Column("状态", lambda row: row.state, 84, chip=lambda row: row.chip),
    Column("情况", lambda row: row.told, 240, grows=True),
    Column("裁定人", lambda row: row.by, 190, grows=True, quiet=True, drops=True),
)


class DecisionsPart(StarPart):
    """One list under two headings; Enter opens what is due."""

    def __init__(self, session: Session, deeds: StarDeeds) -> None:
        super().__init__(session, deeds)
        self.data = Decided((), ())
        self.told = label("", "label", wraps=True)
        self.decide = Button("裁定", does=self._decide_first)
        self.model: GroupedModel[Matter] = GroupedModel(
            COLUMNS, lambda row: Heading(row.kind, _TITLES[row.kind]), self
        )
        self.table = GroupedTable(self.model, "并列裁定")
        self.table.key_rows_by(lambda row: row.key)
        self.panel, inside = panel()
        bar = QHBoxLayout()
        bar.setContentsMargins(10, 8, 10, 8)
        bar.addWidget(self.told, 1)
        bar.addWidget(self.decide)
        self.none = QWidget()
        self._none = QVBoxLayout(self.none)
        self._none.setContentsMargins(0, 0, 0, 0)
        inside.addLayout(bar)
        inside.addWidget(self.table, 1)
        inside.addWidget(self.none, 1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self.panel)
        self.table.opened.connect(self._open)

    def show_read(self, read: Read) -> None:
        """Show what was read."""
        self.data = data = read.data
        rows = [Matter(group=one) for one in data.groups]
        ordered = sorted(data.choices, key=lambda one: bool(one.void_reason))
        rows += [Matter(choice=one) for one in ordered]
        self.table.keep()
        self.model.show_people(rows)
        self.decide.setVisible(self.deeds.open_now and bool(data.groups))
        self.decide.setText(f"裁定 {len(data.groups)} 处并列")
        people = len({one.id for group in data.groups for one in group.people})
        self.told.setText(
            f"{len(data.groups)} 处并列共 {people:,} 人要裁定，裁定完才能确认评定。"
            if data.groups
            else "没有要裁定的。"
        )
        clear(self._none)
        if not rows:
            told = "名额线上有人同分、名额又不够时，由人裁定谁在线内，写明理由和裁定人。"
            self._none.addWidget(EmptyState("clipboard-text", "没有并列，也没有裁定", told))
        shown = {self.none: not rows, self.table: bool(rows)}
        for part in sorted(shown, key=lambda part: shown[part]):
            part.setVisible(shown[part])

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """What can be done about the one under the cursor."""
        row = self.table.current
        if isinstance(row, Matter):
            menu = QMenu(self)
            menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
            self.fill(menu, row)
            if not menu.isEmpty():
                menu.popup(event.globalPos())

    def fill(self, menu: QMenu, row: Matter) -> None:
        """Lawful deeds alone."""
        if not self.deeds.open_now:
            return
        group, choice = row.group, row.choice
        if group is not None:
            add(menu, "裁定谁在线内…", lambda: self.deeds.decide(group))
        elif choice is not None and not choice.void_reason:
            add(menu, "撤销这次裁定…", lambda: self._void(choice))

    def _open(self, row: Matter) -> None:
        if row.group is not None:
            self.deeds.decide(row.group)
            return
        menu = QMenu(self)
        self.fill(menu, row)
        if not menu.isEmpty():
            at = self.table.visualRect(self.table.currentIndex()).bottomLeft()
            menu.exec(self.table.viewport().mapToGlobal(at))
        menu.deleteLater()

    def _decide_first(self) -> None:
        if self.data.groups:
            self.deeds.decide(self.data.groups[0])

    def _void(self, row: StarChoiceRow) -> None:
        told = f"{row.name}的裁定撤销，同分的人重新列为待裁定。"
        key = self.deeds.key
        self.deeds.with_reason(
            ("撤销裁定", "撤销裁定", told, "裁定时漏看了一份材料"),
            lambda work: void_star_choices(work, key, [row.id]),
            lambda _: f"已撤销对{row.name}的裁定。",
        )

    def main_control(self) -> QWidget | None:
        """The table, where there is one."""
        return self.table if self.table.isVisibleTo(self) else None

    def fit(self) -> None:
        """Widths for another text size."""
        self.table.fit()
