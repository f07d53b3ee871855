"""The page 设置 with its parts as tabs; a part is built when it is first shown."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtWidgets import QStackedWidget, QTabBar, QWidget

from hrgrid.core.rights import Right
from hrgrid.ui.office.part import Part
from hrgrid.ui.page import Page
from hrgrid.ui.session import Session


@dataclass(frozen=True)
class PartSpec:
    """A part: its key, its tab, how it is made, and who may see it (empty: everybody)."""

    key: str
    title: str
    make: Callable[[Session], Part]
    rights: tuple[Right, ...] = ()


def _look(session: Session) -> Part:
    from hrgrid.ui.office.look import LookPart

    return LookPart(session)


def _operators(session: Session) -> Part:
    from hrgrid.ui.office.operators import OperatorsPart

    return OperatorsPart(session)


def _policies(session: Session) -> Part:
    from hrgrid.ui.office.policies import PoliciesPart

    return PoliciesPart(session)


def _roles(session: Session) -> Part:
    from hrgrid.ui.office.roles import RolesPart

    return RolesPart(session)


def _holidays(session: Session) -> Part:
    from hrgrid.ui.office.holidays import HolidaysPart

    return HolidaysPart(session)


def _law(session: Session) -> Part:
    from hrgrid.ui.office.law import LawPart

    return LawPart(session)


def _backups(session: Session) -> Part:
    from hrgrid.ui.office.backups import BackupsPart

    return BackupsPart(session)


def _data(session: Session) -> Part:
    from hrgrid.ui.office.data import DataPart

    return DataPart(session)


PARTS = (
    PartSpec("look", "外观", _look),
    PartSpec("operators", "操作员", _operators, (Right.MANAGE_OPERATORS,)),
    PartSpec("policies", "办公模式", _policies, (Right.MANAGE_OFFICE,)),
    PartSpec("roles", "岗位字典", _roles, (Right.VIEW_WORKFORCE,)),
    PartSpec("holidays", "节假日", _holidays, (Right.KEEP_RULES,)),
    PartSpec("law", "提醒与退休", _law, (Right.KEEP_RULES,)),
    PartSpec("backups", "备份", _backups, (Right.MANAGE_OFFICE,)),
    PartSpec("data", "数据", _data),
)


class OfficePage(Page):
    """Tabs, and below them the part that is open."""

    TOPICS = frozenset({"accounts", "rules", "backups", "workforce"})

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._specs = [spec for spec in PARTS if session.may(*spec.rights)]
        self._parts: dict[str, Part] = {}
        self._stale: set[str] = set()
        self.tabs = QTabBar()
        self.tabs.setAccessibleName("设置的各部分")
        self.tabs.setDrawBase(False)
        self.tabs.setExpanding(False)
        for spec in self._specs:
            self.tabs.addTab(spec.title)
        self._stack = QStackedWidget()
        self.column.setSpacing(8)
        self.column.addWidget(self.tabs)
        self.column.addWidget(self._stack, 1)
        self._open(0)
        self.tabs.currentChanged.connect(self._open)

    @property
    def part(self) -> Part:
        """The part that is open."""
        return self._parts[self._specs[self.tabs.currentIndex()].key]

    def show_part(self, part: str) -> None:
        """Open the tab of a part."""
        keys = [spec.key for spec in self._specs]
        if part in keys:
            self.tabs.setCurrentIndex(keys.index(part))

    def main_control(self) -> QWidget:
        """The tabs when one comes to look around, else the part's own first control."""
        return self.part.main_control()

    def refresh(self) -> None:
        """Read again what the parts show: the open one now, the others when they are opened."""
        self._stale = set(self._parts)
        self._refresh_open()

    def _open(self, at: int) -> None:
        spec = self._specs[at]
        if spec.key not in self._parts:
            part = spec.make(self.session)
            self._parts[spec.key] = part
            self._stack.addWidget(part)
            self._stale.add(spec.key)
        self._stack.setCurrentWidget(self._parts[spec.key])
        self.say_where(spec.title)
        if not self.stale:
            self._refresh_open()

    def _refresh_open(self) -> None:
        key = self._specs[self.tabs.currentIndex()].key
        if key in self._stale:
            self._stale.discard(key)
            self._parts[key].refresh()
