"""网格一览: the grids of a part of the tree, how they stand, and what can be done to them."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QAbstractItemView, QHBoxLayout, QWidget

from hrgrid.core.rights import Right
from hrgrid.ui import theme
from hrgrid.ui.buttons import Button, PrimaryButton
from hrgrid.ui.dialogs import Dialog
from hrgrid.ui.forms import label
from hrgrid.ui.session import Session
from hrgrid.ui.tables import Column, RowsModel, Table
from hrgrid.workforce.queries.grids import GridRow, grids_of
from hrgrid.workforce.rules import Cover

COVER_CHIPS = {Cover.FILLED: "ok", Cover.COVERED: "warn", Cover.VACANT: "bad"}


def cover_label(row: GridRow) -> str:
    """有人, 代管 or 空缺; a grid that asks for no worker says so."""
    return row.cover.label if row.cover else "不要求"


COLUMNS: tuple[Column[GridRow], ...] = (
    Column("网格", lambda row: row.name, 190, grows=True, strong=True),
    Column("编码", lambda row: row.code, 120, quiet=True, drops=True),
    Column("类型", lambda row: row.kind.label, 90, drops=True),
    Column("户数", lambda row: f"{row.households:,}" if row.households else "", 70, right=True),
    Column(
        "专职",
        cover_label,
        90,
        chip=lambda row: COVER_CHIPS[row.cover] if row.cover else "mute",
    ),
    Column("网格员", lambda row: row.worker, 96),
    Column("代管人", lambda row: row.stand_in, 96, drops=True),
)


class GridsDialog(Dialog):
    """The list; Enter opens a card, several are merged, one is split."""

    def __init__(self, session: Session, area_id: int, name: str, parent: QWidget) -> None:
        super().__init__(f"{name}的网格", parent)
        self._session, self._area_id, self._name = session, area_id, name
        self.count = label("", "label")
        self.model = RowsModel(COLUMNS, self)
        self.table = Table(self.model, f"{name}的网格")
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.add = Button("新建网格…", glyph="plus", does=self._add)
        self.merge = Button("合并网格…", does=self._merge)
        self.split = Button("拆分网格…", does=self._split)
        self.cards = Button("打印八定卡", glyph="printer", does=self._print)
        self.look = PrimaryButton("打开档案", does=self._open)
        self._lay_out(parent.window().size())
        self.table.opened.connect(lambda _: self._open())
        self.table.selectionModel().selectionChanged.connect(lambda *_: self._offer())
        session.tasks.changed.connect(self._renew)
        self.table.setFocus()
        self._offer()
        self._read()

    @property
    def chosen(self) -> list[GridRow]:
        """The selected grids, in the order of the list."""
        lines = sorted(index.row() for index in self.table.selectionModel().selectedRows())
        return [self.model.rows[line] for line in lines if line < len(self.model.rows)]

    def _lay_out(self, room: QSize) -> None:
        head = QHBoxLayout()
        head.addWidget(self.count, 1)
        head.addWidget(self.cards)
        head.addWidget(self.add)
        self.body.addLayout(head)
        self.setMinimumWidth(min(theme.length(840), room.width() - 60))
        self.table.setMinimumHeight(min(theme.length(420), room.height() - 260))
        self.body.addWidget(self.table, 1)
        foot = QHBoxLayout()
        foot.addWidget(label("按住 Ctrl 选几个网格再合并", "caption"), 1)
        close = Button("关闭", does=self.reject)
        for button in (close, self.merge, self.split, self.add, self.cards):
            button.setAutoDefault(False)
        for button in (close, self.merge, self.split):
            foot.addWidget(button)
        foot.addWidget(self.look)
        self.body.addLayout(foot)
        if not self._session.may(Right.EDIT_WORKFORCE):
            for button in (self.add, self.merge, self.split):
                button.hide()

    def _renew(self, topic: str) -> None:
        if topic == "workforce" and self.isVisible():
            self._read()

    def _read(self) -> None:
        area_id = self._area_id
        self._session.tasks.read(lambda work: grids_of(work, area_id, work.today), self._show)

    def _show(self, rows: Sequence[GridRow]) -> None:
        self.model.show_rows(rows)
        vacant = sum(row.cover is Cover.VACANT for row in rows)
        told = f"共 {len(rows):,} 个网格"
        self.count.setText(f"{told}，空缺 {vacant:,} 个" if vacant else told)
        self._offer()

    def _offer(self) -> None:
        chosen = self.chosen
        several = len(chosen) > 1
        self.merge.setText(f"合并 {len(chosen)} 个网格…" if several else "合并网格…")
        self.merge.setEnabled(several)
        self.split.setEnabled(len(chosen) == 1)
        self.look.setEnabled(len(chosen) == 1)
        printed = len(chosen) if several else len(self.model.rows)
        self.cards.setText(f"打印 {printed:,} 张八定卡" if printed else "打印八定卡")
        self.cards.setEnabled(bool(self.model.rows))

    def _add(self) -> None:
        from hrgrid.ui.grids.forms import NewGridDialog

        NewGridDialog(self._session, self._area_id, self._name, self).exec()

    def _merge(self) -> None:
        from hrgrid.ui.grids.merging import MergeDialog

        MergeDialog(self._session, self.chosen, self).exec()

    def _split(self) -> None:
        from hrgrid.ui.grids.splitting import SplitDialog

        if self.chosen:
            SplitDialog(self._session, self.chosen[0], self).exec()

    def _print(self) -> None:
        """Cards of what is selected; where that is one or nothing, of all."""
        from hrgrid.ui.grids.eight_papers import EightPapers

        chosen = self.chosen
        several = [row.id for row in chosen] if len(chosen) > 1 else []
        EightPapers(self._session, self).print_cards(self._area_id, self._name, grids=several)

    def _open(self) -> None:
        from hrgrid.ui.grids.card import GridDialog

        if self.chosen:
            GridDialog(self._session, self.chosen[0].id, self.chosen[0].name, self).exec()
