"""复核: changes are collected, their effect on the places is seen, then all of it or nothing."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QHBoxLayout, QTabBar, QVBoxLayout, QWidget

from hrgrid.core.rights import Right
from hrgrid.storage.work import UnitOfWork
from hrgrid.training.rules.competing import RescoreState
from hrgrid.training.rules.competition_rows import (
    ChangeRow,
    CompetitionBoard,
    CompetitorRow,
    MovedLine,
    RescorePreview,
)
from hrgrid.ui import theme
from hrgrid.ui.banners import Banner, Kind, Message
from hrgrid.ui.buttons import Button, PrimaryButton
from hrgrid.ui.competitions import services
from hrgrid.ui.competitions.rescore_offer import read_item_labels
from hrgrid.ui.dialogs import Dialog
from hrgrid.ui.forms import clear, label
from hrgrid.ui.page import Turning
from hrgrid.ui.session import Session
from hrgrid.ui.tables import Column, RowsModel, Table


def _rank(rank: int | None) -> str:
    return "" if rank is None else str(rank)


def _moves(row: MovedLine) -> tuple[str, str]:
    if row.old_rank == row.new_rank:
        return "名次不变", "mute"
    if row.old_rank is None:
        return "新进", "info"
    if row.new_rank is None:
        return "退出", "bad"
    step = row.old_rank - row.new_rank
    return (f"升 {step} 名", "ok") if step > 0 else (f"降 {-step} 名", "warn")


def _prize(row: MovedLine) -> str:
    if row.old_prize == row.new_prize:
        return row.new_prize
    return f"{row.old_prize or '无'} → {row.new_prize or '无'}"


MOVED: tuple[Column[MovedLine], ...] = (
    Column("排名", lambda row: row.ranking_title, 90),
    Column("选手", lambda row: f"{row.number} 号 {row.name}", 120, strong=True),
    Column("单位", lambda row: row.unit, 120, grows=True, quiet=True, drops=True),
    Column("原总分", lambda row: row.old_published, 80, right=True),
    Column("新总分", lambda row: row.new_published, 80, right=True, strong=True),
    Column("原名次", lambda row: _rank(row.old_rank), 70, right=True),
    Column("新名次", lambda row: _rank(row.new_rank), 70, right=True, strong=True),
    Column("升降", lambda row: _moves(row)[0], 80, chip=lambda row: _moves(row)[1]),
    Column("奖项", _prize, 120, quiet=True, drops=True),
)


class RescoreDialog(Dialog):
    """One re-score with its changes at the left tab and what they move at the right one."""

    def __init__(
        self,
        session: Session,
        board: CompetitionBoard,
        competitors: Sequence[CompetitorRow],
        rescore_id: int,
        parent: QWidget,
    ) -> None:
        super().__init__(f"复核：{board.card.row.title}", parent)
        self.session, self._board, self._id = session, board, rescore_id
        self._competitors = competitors
        self.preview: RescorePreview | None = None
        self._asked = 0
        self.told = label("", "body2", wraps=True)
        self.tabs = QTabBar()
        self.tabs.setDrawBase(False)
        self.tabs.setExpanding(False)
        self.tabs.setAccessibleName("改动、名次变化")
        for title in ("改动", "名次变化"):
            self.tabs.addTab(title)
        self._labels: dict[tuple[int, str], str] = {}
        columns: tuple[Column[ChangeRow], ...] = (
            Column("选手", lambda row: f"{row.number} 号 {row.competitor}", 120, strong=True),
            Column("项目", lambda row: row.event_title, 100),
            Column("改什么", self._what, 150, grows=True),
            Column("原来", lambda row: row.before, 90, right=True),
            Column("改成", lambda row: row.after, 90, right=True, strong=True),
            Column("依据", lambda row: row.reason, 150, grows=True, quiet=True, drops=True),
        )
        self.changes: RowsModel[ChangeRow] = RowsModel(columns, self)
        self.moved: RowsModel[MovedLine] = RowsModel(MOVED, self)
        self.change_table = Table(self.changes, "改动")
        self.moved_table = Table(self.moved, "名次变化")
        self._turning = Turning()
        self._turning.addWidget(self.change_table)
        self._turning.addWidget(self.moved_table)
        self._notice = QVBoxLayout()
        self.add = Button("加一处改动…", glyph="plus", does=self._add)
        self.drop = Button("去掉这处", glyph="x", does=self._drop)
        self.cancel = Button("取消这次复核…", does=self._cancel)
        self.away = Button("先放着", does=self.reject)
        self.apply = PrimaryButton("复核生效…", does=self._apply)
        self._lay_out(parent)
        self.tabs.currentChanged.connect(self._turning.setCurrentIndex)
        self._read()
        self.add.setFocus()

    def _lay_out(self, parent: QWidget) -> None:
        room = parent.window().size()
        self.setMinimumWidth(min(theme.length(860), room.width() - 60))
        for table in (self.change_table, self.moved_table):
            table.setMinimumHeight(min(theme.length(260), max(110, room.height() - 290)))
        self.body.addWidget(self.told)
        self.body.addWidget(self.tabs)
        self.body.addWidget(self._turning, 1)
        self.body.addLayout(self._notice)
        foot = QHBoxLayout()
        foot.setSpacing(8)
        for button in (self.add, self.drop, self.cancel):
            foot.addWidget(button)
        foot.addStretch()
        for button in (self.away, self.apply):
            foot.addWidget(button)
        for button in (self.add, self.drop, self.cancel, self.away, self.apply):
            button.setAutoDefault(False)
        self.body.addLayout(foot)

    def _read(self) -> None:
        self._asked += 1
        asked, rescore_id = self._asked, self._id

        def job(work: UnitOfWork) -> tuple[RescorePreview, dict[tuple[int, str], str]]:
            preview = services.preview(work, rescore_id)
            marked = {one.event_id for one in preview.changes if one.item_code}
            return preview, read_item_labels(work, marked)

        def take(came: tuple[RescorePreview, dict[tuple[int, str], str]]) -> None:
            if asked == self._asked:
                self._labels = came[1]
                self._show(came[0])

        self.session.tasks.read(job, take, failed=self.refuse)

    def _what(self, row: ChangeRow) -> str:
        if row.seat_no is not None:
            item = self._labels.get((row.event_id, row.item_code), "")
            return f"评委 {row.seat_no} {item}".rstrip()
        return f"{row.kind.label}{row.label and f'（{row.label}）'}"

    def _show(self, preview: RescorePreview) -> None:
        self.preview = preview
        row = preview.rescore
        self.told.setText(
            f"第 {row.number} 次复核：{row.reason}。改动先攒着，看清名次怎么变，批准后一次生效；"
            "在那之前一个分都不动。"
        )
        self.changes.show_rows(preview.changes)
        self.moved.show_rows(preview.moved)
        self.tabs.setTabText(0, f"改动 {len(preview.changes)}")
        self.tabs.setTabText(1, f"名次变化 {len(preview.moved)}")
        self.refuse("")
        for sentence in preview.problems[:2]:
            self._notice.addWidget(Banner(Message(f"{sentence.rstrip('。')}。", Kind.WARN)))
        if preview.touched:
            names = "、".join(f"{one.name}（{one.label}）" for one in preview.touched)
            told = f"{names}按新名次得不到原来的奖。生效时逐个决定保留还是收回。"
            self._notice.addWidget(Banner(Message(told, Kind.WARN)))
        if preview.needs_notice:
            told = "已经颁奖，生效时要发更正通知。"
            self._notice.addWidget(Banner(Message(told, Kind.INFO)))
        open_now = row.state is RescoreState.OPEN and self.session.may(Right.RUN_TRAINING)
        for button in (self.add, self.cancel):
            button.setVisible(open_now)
        self.drop.setVisible(open_now and bool(preview.changes))
        self.apply.setVisible(row.state is RescoreState.OPEN)
        self.apply.setEnabled(bool(preview.changes) and not preview.problems)

    def refuse(self, sentence: str) -> None:
        """Why it was not done."""
        clear(self._notice)
        if sentence:
            self._notice.addWidget(Banner(Message(sentence, Kind.BAD)))

    def _write(self, job: Callable[[UnitOfWork], object], reason: str = "") -> None:
        from hrgrid.ui.competitions.words import TOPIC

        self.session.tasks.write(
            job, topic=TOPIC, done=lambda _: self._read(), failed=self.refuse, reason=reason
        )

    # --- deeds --------------------------------------------------------------------------------

    def _add(self) -> None:
        from hrgrid.ui.competitions.rescore_change import ChangeDialog

        changes = () if self.preview is None else self.preview.changes
        box = ChangeDialog(
            self.session, self._id, self._board.events, self._competitors, changes, self
        )
        if box.exec():
            self._read()

    def _drop(self) -> None:
        row = self.change_table.current
        if isinstance(row, ChangeRow):
            self._write(lambda work: services.drop_change(work, row.id))

    def _cancel(self) -> None:
        from hrgrid.ui.competitions.rescore_forms import CancelRescoreDialog

        if self.preview is None:
            return
        box = CancelRescoreDialog(self.session, self.preview.rescore, self)
        if box.exec():
            self.accept()

    def _apply(self) -> None:
        from hrgrid.ui.competitions.rescore_forms import ApplyRescoreDialog

        if self.preview is None:
            return
        if ApplyRescoreDialog(self.session, self.preview, self).exec():
            self._read()
