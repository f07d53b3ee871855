"""Faults of the program: put on file, and shown with a text that may leave the office."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QHBoxLayout, QPlainTextEdit, QWidget

from hrgrid.core.faults import fault_text, write_fault
from hrgrid.core.identity import mask_all
from hrgrid.ui import theme
from hrgrid.ui.buttons import Button, PrimaryButton
from hrgrid.ui.dialogs import Dialog
from hrgrid.ui.forms import label


def record(fault: BaseException) -> tuple[str, Path | None]:
    """Put a fault on file; returns what may be shown and where it was written."""
    return mask_all(fault_text(fault)), write_fault(fault)


class CrashDialog(Dialog):
    """Says that the step was not saved, and offers the details for whoever mends it."""

    def __init__(self, text: str, file: Path | None, parent: QWidget | None = None) -> None:
        super().__init__("程序出错了，这一步没有存", parent)
        where = f"记录在 {file}。" if file else ""
        self.body.addWidget(
            label(
                "已经存下的数据没有变，可以继续用；重做一次仍出错，"
                f"请把下面的详情发给维护人员。{where}",
                "body2",
                wraps=True,
            )
        )
        details = QPlainTextEdit(text)
        details.setReadOnly(True)
        details.setAccessibleName("出错详情")
        details.setFont(theme.font(theme.CAPTION))
        details.setMinimumSize(theme.length(480), theme.length(180))
        self.body.addWidget(details)
        self._copy = Button("复制详情", glyph="copy", does=lambda: self._copy_text(text))
        close = PrimaryButton("继续使用", does=self.accept)
        row = QHBoxLayout()
        row.addWidget(self._copy)
        row.addStretch()
        row.addWidget(close)
        self.body.addLayout(row)
        close.setFocus()

    def _copy_text(self, text: str) -> None:
        QGuiApplication.clipboard().setText(text)
        self._copy.setText("已复制")
