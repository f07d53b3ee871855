"""结算清单: a table worked through with the keyboard, each line of money with its derivation."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QWidget

from hrgrid.core.money import format_money
from hrgrid.exits.queries.board import case_board
from hrgrid.exits.rules.case_rows import CaseBoard, SettlementRow
from hrgrid.exits.rules.words import SettlementKind
from hrgrid.storage.work import UnitOfWork
from hrgrid.ui import theme
from hrgrid.ui.buttons import Button, PrimaryButton
from hrgrid.ui.dialogs import Dialog
from hrgrid.ui.exits.forms.base import TOPIC, about_line
from hrgrid.ui.exits.forms.endings import CloseDialog
from hrgrid.ui.exits.forms.lines import AddLineDialog, SettleLineDialog, WaiveLineDialog
from hrgrid.ui.exits.forms.severance import SeveranceDialog
from hrgrid.ui.forms import label
from hrgrid.ui.matters.words import full_day
from hrgrid.ui.session import Session
from hrgrid.ui.tables import Column, RowsModel, Table


def _stands(row: SettlementRow) -> str:
    if row.done_on is not None:
        return f"{full_day(row.done_on)} 已办"
    return "不办" if row.waived else "待办"


def _chip(row: SettlementRow) -> str:
    if row.done_on is not None:
        return "ok"
    return "mute" if row.waived else "info"


def _money(row: SettlementRow) -> str:
    if row.amount_fen is not None:
        return format_money(row.amount_fen)
    return "待填" if row.money and not row.settled else ""


COLUMNS: tuple[Column[SettlementRow], ...] = (
    Column("事项", lambda row: row.label, 150, strong=True, grows=True),
    Column("金额（元）", _money, 100, right=True),
    Column("期限", lambda row: full_day(row.due_on), 100),
    Column("状况", _stands, 130, chip=_chip),
    Column("办理人", lambda row: row.done_by, 80, quiet=True, drops=True),
)


class SettleDialog(Dialog):
    """The checklist. Enter does a line, Delete says why not, Insert adds one."""

    def __init__(self, session: Session, board: CaseBoard, parent: QWidget) -> None:
        super().__init__(f"{board.card.row.name}的结算清单", parent)
        self.session, self.board = session, board
        self.result_value: object = None
        self.model: RowsModel[SettlementRow] = RowsModel(COLUMNS, self)
        self.table = Table(self.model, "结算清单")
        self.derived = label("", "body2", wraps=True)
        self.count = label("", "label")
        self.add = Button("加一项…", does=self._add)
        self.waive = Button("不办…", does=self._waive)
        self.reckon = Button("计算经济补偿…", does=self._reckon)
        self.settle = PrimaryButton("办理这一项…", does=self._settle)
        self.close_case = PrimaryButton("办结…", does=self._close)
        self._lay_out(parent)
        self.table.chosen.connect(self._offer)
        self.table.opened.connect(lambda _: self._settle())
        for keys, does in ((Qt.Key.Key_Delete, self._waive), (Qt.Key.Key_Insert, self._add)):
            QShortcut(QKeySequence(keys), self.table, does)
        session.tasks.changed.connect(self._renew)
        self._show(board)
        self.table.setFocus()

    def _lay_out(self, parent: QWidget) -> None:
        room = parent.window().size()
        self.setMinimumWidth(min(theme.length(680), room.width() - 60))
        self.table.setMinimumHeight(min(theme.length(290), max(130, room.height() - 300)))
        self.body.addWidget(about_line(self.board))
        self.body.addWidget(self.table, 1)
        self.body.addWidget(self.derived)
        keys = "回车办理这一项，Delete 登记不办，Insert 加一项。"
        self.body.addWidget(label(keys, "caption"))
        foot = QHBoxLayout()
        foot.setSpacing(8)
        away = Button("关闭", does=self.reject)
        foot.addWidget(self.count)
        foot.addStretch()
        for button in (
            *(self.add, self.reckon, self.waive, away),
            *(self.settle, self.close_case),
        ):
            button.setAutoDefault(False)
            foot.addWidget(button)
        self.body.addLayout(foot)

    # --- reading ------------------------------------------------------------------------------

    def _renew(self, topic: str) -> None:
        if topic == TOPIC and self.isVisible():
            self.session.tasks.read(partial(_read, self.board.card.row.id), self._show)

    def _show(self, board: CaseBoard) -> None:
        self.board = board
        before = self.table.current
        rows = board.settlements
        self.model.show_rows(rows)
        ids = [row.id for row in rows]
        open_ones = [at for at, row in enumerate(rows) if not row.settled]
        if before is not None and before.id in ids and not rows[ids.index(before.id)].settled:
            self.table.selectRow(ids.index(before.id))
        elif rows:
            self.table.selectRow(open_ones[0] if open_ones else len(rows) - 1)
        self.count.setText(f"{len(rows)} 项，还有 {len(open_ones)} 项没有办")
        self._offer(self.table.current)

    def _offer(self, row: SettlementRow | None) -> None:
        waits = row is not None and not row.settled
        done = bool(self.board.settlements) and all(one.settled for one in self.board.settlements)
        self.settle.setEnabled(waits)
        self.waive.setEnabled(waits)
        self.settle.setVisible(not done)
        self.close_case.setVisible(done)
        paid = row is not None and row.kind is SettlementKind.SEVERANCE
        self.reckon.setVisible(paid and waits)
        told = ""
        if row is not None:
            told = row.derivation or (f"不办的原因：{row.waived}" if row.waived else "")
            if not told and row.money and waits:
                told = "还没有金额，办理时填写。"
        self.derived.setText(told)
        self.derived.setVisible(bool(told))

    # --- doing --------------------------------------------------------------------------------

    def _current(self) -> SettlementRow | None:
        row: SettlementRow | None = self.table.current
        return row if row is not None and not row.settled else None

    def _settle(self) -> None:
        row = self._current()
        if row is not None:
            SettleLineDialog(self.session, self.board, row, self).exec()
            self.table.setFocus()

    def _waive(self) -> None:
        row = self._current()
        if row is not None:
            WaiveLineDialog(self.session, self.board, row, self).exec()
            self.table.setFocus()

    def _add(self) -> None:
        AddLineDialog(self.session, self.board, self).exec()
        self.table.setFocus()

    def _reckon(self) -> None:
        SeveranceDialog(self.session, self.board, self).exec()
        self.table.setFocus()

    def _close(self) -> None:
        if CloseDialog(self.session, self.board, self).exec():
            self.result_value = True
            self.accept()


def _read(case_id: int, work: UnitOfWork) -> CaseBoard:
    return case_board(work, case_id)
