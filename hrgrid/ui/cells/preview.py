"""Before a block goes in: which cells are refused, and why; the rest may go in alone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtWidgets import QHBoxLayout, QWidget

from hrgrid.ui import theme
from hrgrid.ui.buttons import Button, PrimaryButton
from hrgrid.ui.dialogs import Dialog
from hrgrid.ui.forms import label
from hrgrid.ui.tables import Column, RowsModel, Table


@dataclass(frozen=True)
class RefusedCell:
    """A cell that cannot be taken: whose row, which column, what it would say, and why not."""

    row: str
    column: str
    text: str
    why: str


_COLUMNS: tuple[Column[RefusedCell], ...] = (
    Column("哪一行", lambda cell: cell.row, 96, strong=True),
    Column("哪一列", lambda cell: cell.column, 88),
    Column("内容", lambda cell: cell.text, 130),
    Column("为什么不行", lambda cell: cell.why, 260, grows=True),
)


class PreviewDialog(Dialog):
    """Accepted: the cells that can be taken go in, and only these."""

    def __init__(
        self, verb: str, refused: Sequence[RefusedCell], good: int, beyond: int, parent: QWidget
    ) -> None:
        super().__init__(f"有 {len(refused) + beyond:,} 格不能{verb}", parent)
        told = [f"另外 {good:,} 格没有问题。"] if good else ["没有一格能用。"]
        if beyond:
            told.append(f"{beyond:,} 格超出了名单的最后一行或最后一列。")
        self.body.addWidget(label("".join(told), "body2", wraps=True))
        self.model = RowsModel(_COLUMNS, self)
        self.model.show_rows(refused)
        self.table = Table(self.model, "不能用的格")
        self.table.setMinimumHeight(min(theme.length(260), self.highest() - 240))
        self.table.setVisible(bool(refused))
        self.setMinimumWidth(min(theme.length(640), parent.window().width() - 60))
        self.body.addWidget(self.table, 1)
        self.stay = Button(f"不{verb}", does=self.reject)
        self.act = PrimaryButton(f"只{verb}能用的 {good:,} 格", does=self.accept)
        self.act.setVisible(good > 0)
        self.act.setAutoDefault(False)
        foot = QHBoxLayout()
        foot.addStretch()
        foot.addWidget(self.stay)
        foot.addWidget(self.act)
        self.body.addLayout(foot)
        self.stay.setFocus()
