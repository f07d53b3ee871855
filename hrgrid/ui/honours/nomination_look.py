"""推荐情况: the shares by tier and of the whole, who has returned, what is to be looked at."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QTabWidget, QVBoxLayout, QWidget

from hrgrid.honours.queries import Board
from hrgrid.honours.queries.nominating import CampaignShares, ToLookAt, nomination_hints
from hrgrid.honours.rules.nominating import Shares
from hrgrid.storage.work import UnitOfWork
from hrgrid.ui import theme
from hrgrid.ui.buttons import Button
from hrgrid.ui.dialogs import Dialog
from hrgrid.ui.forms import label
from hrgrid.ui.session import Session
from hrgrid.ui.tables import Column, RowsModel, Table


@dataclass(frozen=True)
class _ShareRow:
    name: str
    shares: Shares
    warnings: tuple[str, ...]


_SHARES: tuple[Column[_ShareRow], ...] = (
    Column("范围", lambda row: row.name, 110, strong=True),
    Column("人数", lambda row: f"{row.shares.people:,}", 60, right=True),
    Column("一线", lambda row: _share(row, "一线"), 64, right=True),
    Column("领导职务", lambda row: _share(row, "领导职务"), 76, right=True),
    Column("女性", lambda row: _share(row, "女性"), 64, right=True),
    Column("性别不详", lambda row: f"{row.shares.unknown or ''}", 76, right=True, drops=True),
    Column("提醒", lambda row: "；".join(row.warnings), 240, grows=True),
)
_HINTS: tuple[Column[ToLookAt], ...] = (
    Column("单位", lambda row: row.district, 100),
    Column("称号", lambda row: row.tier.label, 100, drops=True),
    Column("姓名", lambda row: row.name, 80, strong=True),
    Column("请看一看", lambda row: row.sentence, 320, grows=True),
)


def _share(row: _ShareRow, name: str) -> str:
    return dict(row.shares.shown).get(name, "—")


class NominationLook(Dialog):
    """Reads the hints itself; Enter on one goes to the nominee."""

    wanted = Signal(int)

    def __init__(self, session: Session, board: Board, parent: QWidget) -> None:
        super().__init__("推荐情况", parent)
        self.setMinimumWidth(theme.length(760))
        self.shares: RowsModel[_ShareRow] = RowsModel(_SHARES, self)
        self.shares_table = Table(self.shares, "各级比例")
        self.hints: RowsModel[ToLookAt] = RowsModel(_HINTS, self)
        self.table = Table(self.hints, "请看一看")
        self.told = label("正在核对推荐表…", "body2", wraps=True)
        self._lay_out()
        self.shares.show_rows(_rows(board.shares))
        campaign_id = board.campaign.id

        def job(work: UnitOfWork) -> list[ToLookAt]:
            return nomination_hints(work, campaign_id)

        session.tasks.read(job, self._show, title="正在核对推荐表")
        self.table.opened.connect(self._open)

    def _lay_out(self) -> None:
        tabs = QTabWidget()
        tabs.setDocumentMode(True)
        first = QWidget()
        column = QVBoxLayout(first)
        column.addWidget(self.told)
        column.addWidget(self.table, 1)
        second = QWidget()
        column = QVBoxLayout(second)
        note = "只作提醒，不影响推荐和入选；比例的界限在评选方案里改。"
        column.addWidget(label(note, "body2", wraps=True))
        column.addWidget(self.shares_table, 1)
        tabs.addTab(first, "逐人核对")
        tabs.addTab(second, "比例")
        room = (self.parentWidget() or self).window().height()
        for table in (self.table, self.shares_table):
            table.setMinimumHeight(min(theme.length(300), max(120, room - theme.length(330))))
        self.tabs = tabs
        self.body.addWidget(tabs, 1)
        row = QHBoxLayout()
        row.addStretch()
        away = Button("关闭", does=self.reject)
        row.addWidget(away)
        self.body.addLayout(row)

    def _show(self, rows: list[ToLookAt]) -> None:
        self.hints.show_rows(rows)
        people = len({row.nomination_id for row in rows if row.nomination_id is not None})
        self.told.setText(
            f"{people:,} 人有 {len(rows):,} 处，都不妨碍截止推荐。按回车到那个人。"
            if rows
            else "推荐表齐全，没有要看的。"
        )
        if rows:
            self.table.selectRow(0)
            self.table.setFocus()

    def _open(self, row: ToLookAt) -> None:
        if row.nomination_id is not None:
            self.accept()
            self.wanted.emit(row.nomination_id)


def _rows(found: CampaignShares) -> list[_ShareRow]:
    rows = [_ShareRow(tier.label, one, found.warnings(tier)) for tier, one in found.by_tier.items()]
    return [*rows, _ShareRow("全部", found.whole, found.warnings())]
