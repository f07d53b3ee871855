"""办理过程: every arrow that a class went, the last on top."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QHBoxLayout, QWidget

from hrgrid.training.queries.class_card import StepRow
from hrgrid.training.queries.classes import ClassRow
from hrgrid.ui import theme
from hrgrid.ui.buttons import PrimaryButton
from hrgrid.ui.dialogs import Dialog
from hrgrid.ui.matters.parts import entry
from hrgrid.ui.page import Scroll
from hrgrid.ui.session import Session
from hrgrid.ui.status import when


class StepsDialog(Dialog):
    """Who took which step when, and why."""

    def __init__(
        self, _session: Session, row: ClassRow, steps: Sequence[StepRow], parent: QWidget
    ) -> None:
        super().__init__(f"{row.title}的办理过程", parent)
        scroll = Scroll(inside=True)
        scroll.column.setSpacing(8)
        for step in reversed(steps):
            told = f"{when(step.at)}，{step.made_by}"
            scroll.column.addWidget(entry(step.state.label, told, step.reason))
        scroll.column.addStretch()
        scroll.setMinimumHeight(min(theme.length(56) * max(2, len(steps)), self.highest() - 200))
        self.body.addWidget(scroll, 1)
        foot = QHBoxLayout()
        foot.addStretch()
        self.away = PrimaryButton("关闭", does=self.accept)
        foot.addWidget(self.away)
        self.body.addLayout(foot)
        self.away.setFocus()
