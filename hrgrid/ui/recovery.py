"""The sheet with the recovery code: shown once, printed or saved, and ticked as kept."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QMarginsF, QRectF, Qt, Signal
from PySide6.QtGui import QFont, QPageLayout, QPainter
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import (
    QFileDialog,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QVBoxLayout,
    QWidget,
)

from hrgrid.core.errors import UserError
from hrgrid.core.paths import safe_name
from hrgrid.storage.files import write_whole
from hrgrid.ui.banners import Banner, Kind, Message
from hrgrid.ui.buttons import Button, PrimaryButton
from hrgrid.ui.forms import Tick, clear, label

_PER_ROW = 4


@dataclass(frozen=True)
class RecoverySheet:
    """What is on the sheet; `passwords` are the first ones by login, to be changed at sign-in."""

    office: str
    code: str
    passwords: tuple[tuple[str, str], ...] = ()

    @property
    def groups(self) -> list[str]:
        """The code in the groups in which it is read out and typed."""
        return self.code.split("-")

    def text(self) -> str:
        """The sheet as lines, for the file and the printer."""
        lines = [f"{self.office}　网格员队伍管理　恢复码", ""]
        lines += ["　".join(row) for row in rows_of(self.groups)]
        lines += [
            "",
            f"打印日期：{dt.date.today():%Y-%m-%d}",  # noqa: DTZ011 - the desk's day
            "忘记密码、换了电脑或恢复备份时，凭恢复码打开数据。",
            "请锁在柜子里，不要拍照，不要和电脑放在一起。遗失后请在“设置 · 数据”里更换。",
        ]
        if self.passwords:
            lines += ["", "首次登录的临时密码（登录后须换成自己的）："]
            lines += [f"{login}　{password}" for login, password in self.passwords]
        return "\n".join(lines) + "\n"


def rows_of(groups: Sequence[str]) -> list[list[str]]:
    """The groups four a row."""
    return [list(groups[at : at + _PER_ROW]) for at in range(0, len(groups), _PER_ROW)]


def draw_sheet(sheet: RecoverySheet, printer: QPrinter) -> None:
    """Print the sheet on one page."""
    printer.setPageMargins(QMarginsF(20, 20, 20, 20), QPageLayout.Unit.Millimeter)
    painter = QPainter(printer)
    area = QRectF(0, 0, painter.viewport().width(), painter.viewport().height())
    head, *rest = sheet.text().split("\n")
    painter.setFont(_sized(painter.font(), 16, QFont.Weight.Bold))
    taken = painter.boundingRect(area, Qt.TextFlag.TextWordWrap, head)
    painter.drawText(area, Qt.TextFlag.TextWordWrap, head)
    painter.setFont(_sized(painter.font(), 13, QFont.Weight.Normal))
    below = area.adjusted(0, taken.height(), 0, 0)
    painter.drawText(below, Qt.TextFlag.TextWordWrap, "\n".join(rest))
    painter.end()


def _sized(font: QFont, size: int, weight: QFont.Weight) -> QFont:
    made = QFont(font)
    made.setPointSize(size)
    made.setWeight(weight)
    return made


class RecoveryView(QWidget):
    """The code in large groups, print and save, and a tick before one may go on."""

    confirmed = Signal()

    def __init__(self, sheet: RecoverySheet, act: str = "完成") -> None:
        super().__init__()
        self.sheet = sheet
        self._told = QVBoxLayout()
        self.print = Button("打印恢复码", glyph="printer", does=self._print)
        self.save = Button("另存为文本", glyph="file-text", does=self._choose_file)
        self.kept = Tick("已妥善保存，知道它只显示这一次")
        self.act = PrimaryButton(act, does=self.confirmed.emit)
        self.act.setEnabled(False)
        self._lay_out()
        self.kept.toggled.connect(self.act.setEnabled)

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        why = (
            "忘记密码、换了电脑、电脑坏了要恢复备份时，只有凭它才能打开数据，谁也补发不了。"
            "请打印出来锁进柜子，不要和电脑放在一起。"
        )
        column.addWidget(label(why, "body2", wraps=True))
        column.addWidget(self._code())
        if self.sheet.passwords:
            column.addWidget(self._passwords())
        column.addLayout(self._told)
        deeds = QHBoxLayout()
        deeds.addWidget(self.print)
        deeds.addWidget(self.save)
        deeds.addStretch()
        column.addLayout(deeds)
        last = QHBoxLayout()
        last.addWidget(self.kept, 1)
        last.addWidget(self.act)
        column.addLayout(last)

    def _code(self) -> QFrame:
        frame = QFrame()
        frame.setProperty("role", "well")
        frame.setAccessibleName(f"恢复码 {self.sheet.code}")
        grid = QGridLayout(frame)
        grid.setContentsMargins(16, 12, 16, 12)
        grid.setVerticalSpacing(8)
        for row, groups in enumerate(rows_of(self.sheet.groups)):
            for at, group in enumerate(groups):
                shown = label(group, "code")
                shown.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
                grid.addWidget(shown, row, at, Qt.AlignmentFlag.AlignCenter)
        return frame

    def _passwords(self) -> QFrame:
        frame = QFrame()
        frame.setProperty("role", "well")
        grid = QGridLayout(frame)
        grid.setContentsMargins(16, 12, 16, 12)
        grid.setColumnStretch(2, 1)
        grid.setHorizontalSpacing(20)
        grid.addWidget(label("首次登录的临时密码，登录后须换成自己的", "label"), 0, 0, 1, 3)
        for row, (login, password) in enumerate(self.sheet.passwords, start=1):
            shown = label(password, "strong")
            shown.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            grid.addWidget(label(login), row, 0)
            grid.addWidget(shown, row, 1)
        return frame

    def _print(self) -> None:
        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        printer.setDocName("恢复码")
        if QPrintDialog(printer, self).exec():
            draw_sheet(self.sheet, printer)
            self._tell("已送往打印机。请看一眼纸上的字是否清楚。", Kind.OK)

    def _choose_file(self) -> None:
        name = safe_name(f"{self.sheet.office}恢复码.txt")
        chosen, _ = QFileDialog.getSaveFileName(self, "恢复码存到哪里", name, "文本文件 (*.txt)")
        if chosen:
            self.save_to(Path(chosen))

    def save_to(self, path: Path) -> None:
        """Write the sheet to a text file."""
        try:
            write_whole(path, b"\xef\xbb\xbf" + self.sheet.text().encode("utf-8"))
        except UserError as error:
            self._tell(error.sentence, Kind.BAD)
        except OSError:
            self._tell(f"写不进“{path.name}”：文件夹只读或磁盘已满。请换个文件夹再存。", Kind.BAD)
        else:
            self._tell(f"已存为 {path}。请拷到U盘，电脑上不要留。", Kind.OK)

    def _tell(self, sentence: str, kind: Kind) -> None:
        clear(self._told)
        self._told.addWidget(Banner(Message(sentence, kind)))
