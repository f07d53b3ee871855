"""办理过程: every arrow that a period went, the last on top."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QWidget

from hrgrid.assessment.rules.period_rows import PeriodCard
from hrgrid.ui import theme
from hrgrid.ui.buttons import PrimaryButton
from hrgrid.ui.dialogs import Dialog
from hrgrid.ui.matters.parts import entry
from hrgrid.ui.page import Scroll
from hrgrid.ui.status import when


class StepsDialog(Dialog):
    """Who took which step when, in which revision, and why."""

    def __init__(self, card: PeriodCard, parent: QWidget) -> None:
        super().__init__(f"{card.row.title}的办理过程", parent)
        scroll = Scroll(inside=True)
        scroll.column.setSpacing(8)
        several = card.row.revision > 1
        for step in reversed(card.steps):
            version = f"第 {step.revision} 版，" if several else ""
            told = f"{version}{when(step.at)}，{step.made_by}"
            scroll.column.addWidget(entry(step.state.label, told, step.reason))
        scroll.column.addStretch()
        steps = max(2, len(card.steps))
        scroll.setMinimumHeight(min(theme.length(56) * steps, self.highest() - 200))
        self.body.addWidget(scroll, 1)
        foot = QHBoxLayout()
        foot.addStretch()
        self.away = PrimaryButton("关闭", does=self.accept)
        foot.addWidget(self.away)
        self.body.addLayout(foot)
        self.away.setFocus()
