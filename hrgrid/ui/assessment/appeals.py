"""申诉: what people brought forward against their results, and what came of it."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtWidgets import QMenu

from hrgrid.assessment.rules.period_rows import AppealRow
from hrgrid.assessment.rules.words import AppealState
from hrgrid.assessment.service.appeals import review_appeal, withdraw_appeal
from hrgrid.ui.assessment.appeal_forms import DecideAppealDialog
from hrgrid.ui.assessment.deeds import Deeds
from hrgrid.ui.assessment.menus import add
from hrgrid.ui.assessment.parts import ListedPart
from hrgrid.ui.assessment.reading import Read
from hrgrid.ui.assessment.words import appeal_chip, points
from hrgrid.ui.buttons import Button
from hrgrid.ui.cards import EmptyState
from hrgrid.ui.matters.words import day
from hrgrid.ui.session import Session
from hrgrid.ui.tables import Column, RowsModel, Table


def due_words(row: AppealRow) -> str:
    """Until when it is to be answered, and when it was."""
    if row.decided_on is not None:
        return f"{day(row.decided_on)}答复"
    if not row.is_open:
        return ""
    return f"{day(row.answer_due)}前{'，已超期' if row.overdue else ''}"


def _filed(row: AppealRow) -> str:
    return f"{day(row.filed_on)}{'，逾期' if row.late else ''}"


COLUMNS: tuple[Column[AppealRow], ...] = (
    Column("编号", lambda row: f"{row.number}", 56, right=True),
    Column("姓名", lambda row: row.name, 90, strong=True),
    Column("单位", lambda row: row.unit, 110),
    Column("得分", lambda row: points(row.total_milli), 72, right=True),
    Column("状态", lambda row: row.state.label, 104, chip=lambda row: appeal_chip(row.state)),
    Column("申诉内容", lambda row: row.content, 220, grows=True),
    Column("提出", _filed, 110, quiet=True, drops=True),
    Column("答复期限", due_words, 150),
    Column("结论", lambda row: row.finding, 160, grows=True, quiet=True, drops=True),
)


class AppealsPart(ListedPart):
    """The list; Enter goes on with the one under the cursor."""

    def __init__(self, session: Session, deeds: Deeds) -> None:
        super().__init__(session, deeds)
        self.model: RowsModel[AppealRow] = RowsModel(COLUMNS, self)
        self.table = Table(self.model, "申诉")
        self.put_table(self.table)
        self.file = Button("登记申诉…", glyph="plus", does=deeds.file_appeal)
        self.file.setToolTip("Ctrl+N")
        self.handle = Button("办理")
        self.handle.setMenu(QMenu(self.handle))
        self.add_deeds((self.handle, self.file))
        menu = self.handle.menu()
        menu.aboutToShow.connect(lambda: self.fill(menu))
        self.table.opened.connect(lambda _: self._go_on())
        self.table.chosen.connect(lambda _: self._offer())

    @property
    def current(self) -> AppealRow | None:
        """The one under the cursor."""
        row = self.table.current
        return row if isinstance(row, AppealRow) else None

    def show_read(self, read: Read) -> None:
        """Show what was read."""
        rows: tuple[AppealRow, ...] = read.data
        current = self.current
        shown = sorted(rows, key=lambda row: (not row.is_open, -row.number))
        self.model.show_rows(shown)
        ids = [row.id for row in shown]
        if current is not None and current.id in ids:
            self.table.selectRow(ids.index(current.id))
        counts, row = read.board.counts, read.board.card.row
        until = f"申诉期到 {day(row.appeals_until)}。" if row.appeals_until else ""
        waits = f"{counts.appeals_open} 件还没有答复" if counts.appeals_open else "没有待答复的"
        late = f"，{counts.appeals_overdue} 件超期" if counts.appeals_overdue else ""
        told = f"{until}{waits}{late}。" if rows or until else "公布以后本人可以申诉。"
        self.told.setText(told)
        self._offer()
        nothing = EmptyState(
            "clipboard-text",
            "没有申诉",
            "对结果有异议的，在申诉期内登记；查实要改分的，成立时写明加减多少，退回计分后生效。",
        )
        self.say_empty(None if rows else nothing)

    def _offer(self) -> None:
        row = self.current
        self.file.setVisible(self.deeds.shows)
        able = row is not None and row.is_open and self.deeds.open_now
        self.handle.setVisible(able)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """What can be done with the one under the cursor."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.fill(menu)
        if not menu.isEmpty():
            menu.popup(event.globalPos())

    def fill(self, menu: QMenu) -> None:
        """Lawful deeds alone."""
        menu.clear()
        row = self.current
        if row is None:
            return
        if row.is_open and self.deeds.open_now:
            if row.state is AppealState.FILED:
                add(menu, "开始复核", lambda: self._review(row))
            else:
                add(menu, "答复…", lambda: self._decide(row))
            add(menu, "本人撤回…", lambda: self._withdraw(row))
        if row.decided_on is not None:
            add(menu, "打印处理单…", lambda: self.deeds.paper_wanted.emit("appeals", row.id))

    def _go_on(self) -> None:
        row = self.current
        if row is None or not row.is_open or not self.deeds.open_now:
            return
        if row.state is AppealState.FILED:
            self._review(row)
        else:
            self._decide(row)

    def _review(self, row: AppealRow) -> None:
        self.deeds.write(
            lambda work: review_appeal(work, row.id),
            lambda _: f"{row.name}的申诉进入复核。",
        )

    def _decide(self, row: AppealRow) -> None:
        if self.session.is_today():
            DecideAppealDialog(self.session, row, self.window()).exec()

    def _withdraw(self, row: AppealRow) -> None:
        told = f"{row.name}不再申诉，记下撤回的原因，申诉本身留底。"
        self.deeds.with_reason(
            ("本人撤回申诉", "登记撤回", told, "本人看过佐证材料后撤回"),
            lambda work: withdraw_appeal(work, row.id),
            lambda _: f"{row.name}的申诉已撤回。",
        )
