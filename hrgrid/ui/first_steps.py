"""What to do next while an office is new: one card a step, each with how it stands."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QSizePolicy, QWidget

from hrgrid.core.rights import Right
from hrgrid.ui.buttons import Button
from hrgrid.ui.session import Session
from hrgrid.ui.status import when
from hrgrid.ui.steps import StepCard


class FirstSteps(QWidget):
    """Only what works now and what this person may do, as many side by side as are easy to read."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self.cards: dict[str, StepCard] = {}
        self._columns = 0
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(12)
        # The width decides how many stand side by side, not the other way round.
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self._make()
        self._arrange()

    @property
    def first(self) -> Button | None:
        """The button of the first step."""
        return next((card.button for card in self.cards.values()), None)

    def show_operators(self, count: int) -> None:
        """Say how many operators are registered."""
        if "operators" in self.cards:
            self.cards["operators"].show_state(f"已登记 {count} 人", done=count > 1)

    def show_holidays(self, unmaintained: Sequence[int], year: int) -> None:
        """Say which years lack their days off."""
        if "holidays" in self.cards:
            years = "、".join(map(str, unmaintained))
            told = f"{years} 年还没有维护" if years else f"{year} 年已有安排"
            self.cards["holidays"].show_state(told, done=not years)

    def show_backup(self, at: dt.datetime | None) -> None:
        """Say when the last backup was made."""
        told = "还没有备份" if at is None else f"{when(at)} 已备份"
        self.cards["backup"].show_state(told, done=at is not None)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """As many side by side as the window allows."""
        super().resizeEvent(event)
        self._arrange()

    def _make(self) -> None:
        go = self._session.go
        self._add(
            "operators",
            Right.MANAGE_OPERATORS,
            "users",
            ("登记操作员", "一人一个登录名，谁办的、谁批的，操作留痕里分得清。", "去登记"),
            lambda: go("office", "operators"),
        )
        self._add(
            "holidays",
            Right.KEEP_RULES,
            "calendar-check",
            ("维护节假日", "公示期和办理期限按工作日算，节假日和调休要对得上。", "去维护"),
            lambda: go("office", "holidays"),
        )
        self._add(
            "backup",
            Right.MANAGE_OFFICE,
            "floppy-disk",
            ("备份数据", "数据、钥匙文件和附件一起备份，当场核对。", "去备份"),
            lambda: go("office", "backups"),
        )
        self._add(
            "journal",
            Right.READ_JOURNAL,
            "clock-counter-clockwise",
            ("看操作留痕", "每一步都记下谁、什么时候、为什么，改了什么。", "去查看"),
            lambda: go("journal"),
        )

    def _add(
        self,
        key: str,
        right: Right,
        glyph: str,
        texts: tuple[str, str, str],
        does: Callable[[], object],
    ) -> None:
        title, why, act = texts
        if self._session.may(right):
            button = Button(act, name=f"{act}：{title}", does=does)
            self.cards[key] = StepCard(glyph, title, why, button)

    def _arrange(self) -> None:
        width = self.width()
        fits = 1 if width < 500 else 2 if width < 970 else 4
        columns = min(fits, max(1, len(self.cards)))
        if columns == self._columns:
            return
        for at in range(self._columns):
            self._grid.setColumnStretch(at, 0)
        self._columns = columns
        for at, card in enumerate(self.cards.values()):
            self._grid.addWidget(card, at // columns, at % columns)
        for at in range(columns):
            self._grid.setColumnStretch(at, 1)
