"""办理过程: every arrow that a batch went, who, when, on what; its scans open from here."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from hrgrid.hiring.queries.batch_card import StepRow
from hrgrid.storage.attachments import content_of
from hrgrid.ui import theme
from hrgrid.ui.buttons import LinkButton, PrimaryButton
from hrgrid.ui.dialogs import Dialog
from hrgrid.ui.matters.parts import entry
from hrgrid.ui.matters.scans import open_content
from hrgrid.ui.page import Scroll
from hrgrid.ui.session import Session
from hrgrid.ui.status import when


class StepsDialog(Dialog):
    """The newest on top."""

    def __init__(
        self, session: Session, title: str, steps: Sequence[StepRow], parent: QWidget
    ) -> None:
        super().__init__(f"{title}的办理过程", parent)
        self.session = session
        scroll = Scroll(inside=True)
        scroll.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        scroll.setAccessibleName("办理过程")
        room = parent.window().height()
        scroll.setMinimumSize(theme.length(460), min(theme.length(360), max(140, room - 200)))
        for step in reversed(steps):
            on = f"，{step.happened_on:%Y-%m-%d}" if step.happened_on else ""
            document = f"，{step.document_no}" if step.document_no else ""
            told = f"{when(step.at)}，{step.made_by}{document}{on}"
            scroll.column.addWidget(entry(step.state.label, told, step.reason))
            if step.scan_sha256 is not None:
                open_it = partial(self._open, step.scan_sha256)
                link = LinkButton("看扫描件", glyph="file-text", does=open_it)
                link.setAutoDefault(False)
                scroll.column.addWidget(link, 0, Qt.AlignmentFlag.AlignLeft)
        scroll.column.addStretch()
        self.body.addWidget(scroll, 1)
        away = PrimaryButton("关闭", does=self.accept)
        self.body.addWidget(away, 0, Qt.AlignmentFlag.AlignRight)
        away.setFocus()

    def _open(self, sha256: str) -> None:
        self.session.tasks.read(
            lambda work: content_of(work, sha256),
            lambda content: open_content("扫描件.pdf", content),
        )
