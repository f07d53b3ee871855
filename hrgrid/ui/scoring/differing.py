"""Where two people typed differently: one goes back to its typist, or a typing is given up."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QDialog, QHBoxLayout, QWidget

from hrgrid.panels.rules.values import value_text
from hrgrid.storage.work import UnitOfWork
from hrgrid.ui import theme
from hrgrid.ui.banners import Banner, Kind, Message
from hrgrid.ui.buttons import Button
from hrgrid.ui.deed_dialog import ReasonDialog
from hrgrid.ui.dialogs import Dialog
from hrgrid.ui.forms import clear, label
from hrgrid.ui.scoring.writing import TOPIC
from hrgrid.ui.session import Session
from hrgrid.ui.tables import Column, RowsModel, Table

if TYPE_CHECKING:
    from hrgrid.panels.queries import Difference


class DifferencesDialog(Dialog):
    """The differing cells with both values and who typed each."""

    def __init__(self, session: Session, panel_id: int, parent: QWidget) -> None:
        super().__init__("两遍不一致的分", parent)
        self._session, self._panel_id = session, panel_id
        columns: tuple[Column[Difference], ...] = (
            Column("选手", lambda row: row.entrant.shown, 150, grows=True, strong=True),
            Column("评委", lambda row: f"评委 {row.cell[1]}", 80),
            Column("评分项", lambda row: row.item.label, 110),
            Column("第一遍", lambda row: value_text(row.first), 80, right=True),
            Column("录入人", lambda row: row.sheet.first_by, 90, quiet=True),
            Column("第二遍", lambda row: value_text(row.second), 80, right=True),
            Column("录入人", lambda row: row.sheet.second_by, 90, quiet=True),
        )
        self.model: RowsModel[Difference] = RowsModel(columns, self)
        self.table = Table(self.model, "两遍不一致的分")
        self.table.setMinimumSize(theme.length(700), theme.length(240))
        self.body.addWidget(
            label("对照原始评分表：哪一遍录错了就退回哪一遍，由原来的人重录这几格。", "body2")
        )
        self.body.addWidget(self.table, 1)
        self._said = QHBoxLayout()
        self.body.addLayout(self._said)
        self.first = Button("退回第一遍", does=lambda: self._return(1))
        self.second = Button("退回第二遍", does=lambda: self._return(2))
        self.both = Button("两遍都弃用", glyph="trash", does=self._discard)
        self.leave = Button("收起", does=self.reject)
        row = QHBoxLayout()
        row.addStretch()
        for button in (self.first, self.second, self.both, self.leave):
            button.setAutoDefault(False)
            row.addWidget(button)
        self.body.addLayout(row)
        self.table.chosen.connect(self._choose)
        self._choose(None)
        self._read()

    def _read(self) -> None:
        panel_id = self._panel_id

        def job(work: UnitOfWork) -> Sequence[Difference]:
            from hrgrid.panels.queries import differences

            return differences(work, panel_id)

        self._session.tasks.read(job, self._show, failed=self._refuse)

    def _show(self, rows: Sequence[Difference]) -> None:
        self.model.show_rows(rows)
        if not rows:
            self.accept()

    def _choose(self, row: Difference | None) -> None:
        for button in (self.first, self.second, self.both):
            button.setEnabled(row is not None)

    def _return(self, number: int) -> None:
        row: Difference | None = self.table.current
        if row is None:
            return
        sheet_id = row.sheet.id

        def job(work: UnitOfWork) -> object:
            from hrgrid.panels.service import return_keying

            return return_keying(work, sheet_id, number)

        self._write(job, "")

    def _discard(self) -> None:
        row: Difference | None = self.table.current
        if row is None:
            return
        dialog = ReasonDialog(
            "两遍都弃用",
            "弃用这份评分表的录入",
            self,
            example="如：两遍都录到了别人的行",
            told="这份评分表要重新录两遍。",
            missing="弃用要写明事由。",
        )
        if dialog.exec() != QDialog.DialogCode.Accepted:
            return
        sheet_id = row.sheet.id

        def job(work: UnitOfWork) -> None:
            from hrgrid.panels.service import discard_keying

            discard_keying(work, sheet_id, None)

        self._write(job, dialog.reason.text().strip())

    def _write(self, job: Callable[[UnitOfWork], object], reason: str) -> None:
        clear(self._said)
        self._session.tasks.write(
            job,
            topic=TOPIC,
            done=lambda _: self._read(),
            failed=self._refuse,
            reason=reason,
        )

    def _refuse(self, sentence: str) -> None:
        clear(self._said)
        if sentence:
            self._said.addWidget(Banner(Message(sentence, Kind.BAD)))
