"""清除到期资料: what is known of those who were not hired goes for good."""

from __future__ import annotations

import datetime as dt

from PySide6.QtWidgets import QWidget

from hrgrid.hiring.queries.batches import BatchRow
from hrgrid.hiring.service.retention import BACKUPS, Purged, purge_batch
from hrgrid.ui.forms import Tick, label
from hrgrid.ui.hiring.forms import HiringForm
from hrgrid.ui.matters.words import full_day
from hrgrid.ui.session import Session


class PurgeDialog(HiringForm):
    """Says what goes, what stays, and what a program cannot reach."""

    WIDTH = 460

    def __init__(self, session: Session, row: BatchRow, parent: QWidget) -> None:
        super().__init__(session, "清除到期的报名资料", "清除资料", parent, takes_away=True)
        self._row = row
        self._away.setText("不清除")
        told = (
            f"“{row.number} {row.title}”的报名资料保存到 {full_day(row.retain_until)}。清除后，"
            "没有录用的人的姓名、号码、资料和扫描件都不再有，只留人数、办理过程和名次；不能恢复。"
        )
        self.form.addWidget(label(told, "body2", wraps=True))
        self.form.addWidget(label(f"{BACKUPS}。", "caption", wraps=True))
        self.sure = Tick("知道清除后不能恢复")
        self.form.addWidget(self.sure)
        self.sure.toggled.connect(self.act.setEnabled)
        self.act.setEnabled(False)
        self.early = label("", "strong", wraps=True)
        self.early.hide()
        self.form.addWidget(self.early)
        self.on_act(self._purge)
        session.tasks.read(lambda work: work.today, self._look)

    def _look(self, today: dt.date) -> None:
        """Before its day nothing can be erased, and is not offered."""
        until = self._row.retain_until
        if until is not None and today > until:
            return
        self.sure.setEnabled(False)
        self.early.setText("还没有到期，到那天以后才能清除。")
        self.early.show()
        self.fit_soon()

    def _purge(self) -> None:
        batch_id = self._row.id
        self.send(lambda work: purge_batch(work, batch_id), _said, title="正在清除到期的报名资料")


def _said(came: Purged) -> str:
    kept = f"储备中的 {came.kept:,} 人到期后再清除。" if came.kept else ""
    return f"已清除 {came.candidates:,} 人的资料和 {came.scans:,} 份扫描件。{kept}"
