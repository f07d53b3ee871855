"""The dashboard's third row, on high screens: who does what, and what came in last."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QVBoxLayout, QWidget

from hrgrid.core.rights import Right
from hrgrid.storage.work import UnitOfWork
from hrgrid.ui.buttons import LinkButton
from hrgrid.ui.cards import Card, Chip
from hrgrid.ui.charts import Bar, BarChart
from hrgrid.ui.figures import rate_text
from hrgrid.ui.forms import clear, label
from hrgrid.ui.session import Session
from hrgrid.ui.status import Elided, when

if TYPE_CHECKING:
    # The tables behind them take long to load; the reading thread loads them after the window.
    from hrgrid.exchange.queries import ImportRow
    from hrgrid.overview.queries import RoleCountRow

_MOST = 8


def _read_roles(work: UnitOfWork) -> list[RoleCountRow]:
    from hrgrid.overview.queries import people_by_role

    return people_by_role(work, work.day)


def _read_imports(work: UnitOfWork) -> list[ImportRow]:
    from hrgrid.exchange.queries import recent_imports

    return recent_imports(work, _MOST)


class RolesCard(Card):
    """How many people hold each role, as bars from zero."""

    def __init__(self, session: Session) -> None:
        link = LinkButton("人员名单", does=lambda: session.go("workforce"))
        super().__init__("岗位构成", "一人多岗的分别计入", [link])
        self.chart = BarChart("各岗位人数")
        self.chart.show_most(_MOST)
        self.column.addWidget(self.chart)
        self.column.addStretch()
        self._codes: list[str] = []
        self.chart.chosen.connect(lambda at: session.go("workforce", f"role/{self._codes[at]}"))

    def show_roles(self, rows: Sequence[RoleCountRow]) -> None:
        """Show these counts; the share is that of all posts."""
        self._codes = [row.code for row in rows]
        total = sum(row.people for row in rows)
        self.chart.show_bars(
            [
                Bar(
                    row.label,
                    row.people,
                    f"{row.people:,} 人",
                    rate_text(row.people * 10_000 // total),
                )
                for row in rows
            ]
        )


class ImportsCard(Card):
    """The last imports, each with what it brought."""

    def __init__(self, session: Session) -> None:
        link = LinkButton("导入数据", does=lambda: session.go("imports"))
        super().__init__("最近的导入", "", [link])
        self._rows = QVBoxLayout()
        self._rows.setSpacing(0)
        self.column.addLayout(self._rows)
        self.column.addStretch()

    def show_imports(self, rows: Sequence[ImportRow]) -> None:
        """Show these imports."""
        clear(self._rows)
        for row in rows:
            self._rows.addWidget(_import(row))
        if not rows:
            self._rows.addWidget(label("还没有导入过。", "caption"))


def _import(row: ImportRow) -> QWidget:
    from hrgrid.ui.imports.recent import counts_text, kind_label

    line = QWidget()
    inside = QHBoxLayout(line)
    inside.setContentsMargins(0, 6, 0, 6)
    inside.setSpacing(12)
    moment = label(when(row.at), "caption")
    moment.setMinimumWidth(moment.fontMetrics().horizontalAdvance("00 月 00 日 00:00"))
    inside.addWidget(moment)
    inside.addWidget(label(kind_label(row.kind), "strong"))
    inside.addWidget(label(counts_text(row)))
    inside.addWidget(Elided("、".join(row.files)), 1)
    if row.undone_at is not None:
        inside.addWidget(Chip("已撤销"))
    return line


class ThirdRow(QWidget):
    """Both cards; they are read only while there is room for them."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self._stale = True
        self.roles = RolesCard(session)
        self.imports = ImportsCard(session)
        row = QHBoxLayout(self)
        row.setDirection(QBoxLayout.Direction.LeftToRight)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(12)
        row.addWidget(self.roles, 6)
        row.addWidget(self.imports, 5)
        self.imports.setVisible(session.may(Right.IMPORT))

    def forget(self) -> None:
        """What is on show may be out of date."""
        self._stale = True

    def show_if(self, *, roomy: bool) -> None:
        """Show the row where there is room, and read it when it first comes into sight."""
        self.setVisible(roomy)
        if roomy and self._stale:
            self._stale = False
            self._session.tasks.read(_read_roles, self.roles.show_roles)
            if self._session.may(Right.IMPORT):
                self._session.tasks.read(_read_imports, self.imports.show_imports)
