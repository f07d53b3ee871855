"""办理过程: every arrow that a competition went, who, when, on what; and the lots drawn."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from hrgrid.training.rules.competition_rows import CompetitionStepRow, LotRow
from hrgrid.ui import theme
from hrgrid.ui.buttons import PrimaryButton
from hrgrid.ui.dialogs import Dialog
from hrgrid.ui.matters.parts import entry, rule
from hrgrid.ui.page import Scroll
from hrgrid.ui.status import when


class StepsDialog(Dialog):
    """The newest on top."""

    def __init__(
        self,
        title: str,
        steps: Sequence[CompetitionStepRow],
        lots: Sequence[LotRow],
        parent: QWidget,
    ) -> None:
        super().__init__(f"{title}的办理过程", parent)
        scroll = Scroll(inside=True)
        scroll.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        scroll.setAccessibleName("办理过程")
        room = parent.window().height()
        scroll.setMinimumSize(theme.length(480), min(theme.length(380), max(140, room - 200)))
        for step in reversed(steps):
            document = f"，{step.document_no}" if step.document_no else ""
            told = f"{when(step.at)}，{step.made_by}{document}"
            scroll.column.addWidget(entry(step.state.label, told, step.reason))
        if lots:
            scroll.column.addWidget(rule())
        for lot in lots:
            seed = f"，种子 {lot.seed}，成绩指纹 {lot.input_hash[:16]}……" if lot.seed else ""
            how = f"{lot.method.label}，见证：{lot.witnesses}{seed}"
            told = f"{when(lot.made_at)}，{lot.made_by}，{how}"
            order = "、".join(lot.names)
            scroll.column.addWidget(entry(f"抽签：{lot.ranking_title}", told, f"先后：{order}"))
        scroll.column.addStretch()
        self.body.addWidget(scroll, 1)
        away = PrimaryButton("关闭", does=self.accept)
        self.body.addWidget(away, 0, Qt.AlignmentFlag.AlignRight)
        away.setFocus()
