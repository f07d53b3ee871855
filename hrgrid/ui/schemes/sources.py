"""数据来源: what was delivered for a month, when, by whom and from which file."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QWidget

from hrgrid.assessment.queries.facts import sources_of_month
from hrgrid.assessment.rules.fact_rows import SourceRow
from hrgrid.storage.work import UnitOfWork
from hrgrid.ui import theme
from hrgrid.ui.banners import Kind, Message
from hrgrid.ui.buttons import Button, PrimaryButton
from hrgrid.ui.dialogs import Dialog
from hrgrid.ui.forms import Choice, label
from hrgrid.ui.imports.recent import UndoDialog
from hrgrid.ui.notices import Notices
from hrgrid.ui.schemes.months import month_choice
from hrgrid.ui.schemes.words import TOPIC
from hrgrid.ui.session import Session
from hrgrid.ui.tables import Column, RowsModel, Table

_COLUMNS: tuple[Column[SourceRow], ...] = (
    Column("什么时候", lambda row: f"{row.made_at:%m-%d %H:%M}", 92),
    Column("从哪里来", lambda row: row.title, 180, grows=True, strong=True),
    Column("怎么来的", lambda row: row.kind.label, 104, drops=True),
    Column("谁", lambda row: row.assessor or row.made_by, 76),
    Column("数", lambda row: f"{row.figures:,}", 64, right=True),
    Column("人", lambda row: f"{row.people:,}", 64, right=True),
    Column("", lambda row: row.undone or ("可以撤销" if row.can_undo else ""), 84,
           chip=lambda row: "mute" if row.undone else "info" if row.can_undo else ""),
)  # fmt: skip


class SourcesDialog(Dialog):
    """One month; an import may be taken back as a whole."""

    def __init__(self, session: Session, month: int | None, parent: QWidget) -> None:
        super().__init__("考核数据的来源", parent)
        self.session = session
        room = parent.window().size()
        self.setMinimumWidth(min(theme.length(820), room.width() - 60))
        self.month: Choice = month_choice(session, month)
        self.notices = Notices()
        self.model: RowsModel[SourceRow] = RowsModel(_COLUMNS, self)
        self.table = Table(self.model, "数据来源")
        self.table.setMinimumHeight(min(theme.length(340), max(110, room.height() - 300)))
        self.none = label("这个月还没有送来数据。", "body2", wraps=True)
        self.undo = Button("撤销这次导入…", glyph="arrow-u-up-left", does=self._undo)
        self.away = PrimaryButton("关闭", does=self.accept)
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(label("月份", "label"))
        head.addWidget(self.month)
        head.addStretch()
        foot = QHBoxLayout()
        foot.addWidget(self.undo)
        foot.addStretch()
        foot.addWidget(self.away)
        self.body.addLayout(head)
        self.body.addWidget(self.notices)
        self.body.addWidget(self.table, 1)
        self.body.addWidget(self.none)
        self.body.addLayout(foot)
        for button in (self.undo, self.away):
            button.setAutoDefault(False)
        self.month.currentIndexChanged.connect(lambda _: self.read())
        self.table.chosen.connect(self._look)
        session.tasks.changed.connect(self._heard)
        self.none.hide()
        self.undo.hide()
        self.read()
        self.table.setFocus()

    def _heard(self, topic: str) -> None:
        if topic == TOPIC and self.isVisible():
            self.read()

    def read(self) -> None:
        """Read the month."""
        month = int(self.month.currentData())

        def job(work: UnitOfWork) -> list[SourceRow]:
            return sources_of_month(work, month)

        self.session.tasks.read(
            job, self._show, failed=lambda said: self.notices.say(Message(said, Kind.BAD))
        )

    def _show(self, rows: list[SourceRow]) -> None:
        self.model.show_rows(rows)
        self.table.setVisible(bool(rows))
        self.none.setVisible(not rows)

    def _look(self, row: SourceRow | None) -> None:
        self.undo.setVisible(row is not None and row.can_undo and row.job_id is not None)

    def _undo(self) -> None:
        row = self.table.current
        if isinstance(row, SourceRow) and row.job_id is not None and self.session.is_today():
            told = f"{row.title}：{row.people:,} 人，{row.figures:,} 个数"
            UndoDialog(self.session, row.job_id, told, self).exec()
            self.read()
