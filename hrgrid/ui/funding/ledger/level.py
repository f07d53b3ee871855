"""台账: the postings of the year, drafts first, with the one that is chosen beside them."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QWidget

from hrgrid.core.rights import Right
from hrgrid.funding.queries.ledger import mark_of
from hrgrid.funding.rules.ledger_rows import LedgerFilter, PostingCard, PostingRow
from hrgrid.funding.rules.posting_forms import month_text
from hrgrid.funding.rules.words import MonthState, PostingKind, PostingState
from hrgrid.ui.banners import Kind
from hrgrid.ui.buttons import Button, PrimaryButton
from hrgrid.ui.cards import EmptyState
from hrgrid.ui.forms import Choice, TextField, label
from hrgrid.ui.funding.ledger.card import CHIPS, POST, REVERSE, VOID, PostingCardView
from hrgrid.ui.funding.ledger.forms import ExpenseDialog, LockDialog, ReverseDialog, VoidDialog
from hrgrid.ui.funding.ledger.reading import Ledger, read_ledger, read_more, read_posting
from hrgrid.ui.funding.papers import FundingPapers
from hrgrid.ui.funding.words import TOPIC, money, yuan
from hrgrid.ui.matters.level import Level
from hrgrid.ui.matters.parts import panel
from hrgrid.ui.matters.words import full_day
from hrgrid.ui.session import Session
from hrgrid.ui.tables import Column, RowsModel, Table


def _told(row: PostingRow) -> str:
    if row.reversed_no:
        return f"已被 {row.reversed_no} 号冲正"
    return f"冲正 {row.reverses_no} 号" if row.reverses_no else ""


COLUMNS: tuple[Column[PostingRow], ...] = (
    Column("凭证号", lambda row: row.shown or "待复核", 108, strong=True),
    Column("日期", lambda row: full_day(row.day), 96, quiet=True, drops=True),
    Column("摘要", lambda row: row.memo, 180, grows=True),
    Column("种类", lambda row: row.kind.label, 84, drops=True),
    Column("单位", lambda row: row.area, 100, drops=True),
    Column("金额（元）", lambda row: money(row.debit_fen), 124, right=True),
    Column("办到", lambda row: row.state.label, 76, chip=lambda row: CHIPS[row.state]),
    Column("冲正", _told, 108, quiet=True, drops=True),
    Column("文号", lambda row: row.document_no, 130, quiet=True, drops=True),
    Column("填制", lambda row: row.made_by, 76, quiet=True, drops=True),
)
_CARD = 290
"""The narrowest card on which an amount stands whole."""
_TYPING = 250
"""Milliseconds after a key before the list is asked again."""


class LedgerLevel(Level):
    """The list by key, its filters, and the card of a posting."""

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self.setAccessibleName("台账")
        self.read: Ledger | None = None
        self._asked = self._asked_card = 0
        self._wanted: int | None = None
        self.search = TextField("找凭证", hint="摘要、文号")
        self.search.setClearButtonEnabled(True)
        self.month = Choice("月份", [(None, "全年")])
        self.kind = Choice("种类", [(None, "全部种类"), *((one, one.label) for one in PostingKind)])
        self.state = Choice("办到", [(None, "全部"), *((one, one.label) for one in PostingState)])
        self.count = label("", "caption")
        self.model: RowsModel[PostingRow] = RowsModel(COLUMNS, self)
        self.table = Table(self.model, "记账凭证")
        self.card = PostingCardView()
        self.papers = FundingPapers(session, self)
        self.print = self.papers.button()
        self.lock = Button("结账…", glyph="check", does=self.close_month)
        self.new = PrimaryButton("记一笔支出", glyph="plus", does=self.spend)
        self.new.setToolTip("Ctrl+N")
        self._typing = QTimer(self, singleShot=True, interval=_TYPING)
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        self.tool_row.addStretch(1)
        self.tool_row.addWidget(self.print)
        self.print.menu().aboutToShow.connect(self._offer_papers)
        for button in (self.lock, self.new):
            self.tool_row.addWidget(button)
            button.setVisible(self.runs)
            self.session.off_unless_today(button)
        frame, inside = panel()
        bar = QHBoxLayout()
        bar.setContentsMargins(10, 8, 10, 8)
        bar.setSpacing(8)
        bar.addWidget(self.search, 3)
        for choice in (self.month, self.kind, self.state):
            bar.addWidget(choice)
        bar.addStretch(1)
        bar.addWidget(self.count)
        inside.addLayout(bar)
        inside.addWidget(self.table, 1)
        self.none = EmptyState("wallet", "没有这样的凭证", "换个条件，或看全年。")
        inside.addWidget(self.none, 1)
        self.body = QWidget()
        row = QHBoxLayout(self.body)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(12)
        row.addWidget(frame, 8)
        row.addWidget(self.card, 5)
        self.empty, column = panel()
        told = "预算审批、薪酬计提和发放都会自动记账；其他支出在这里一笔一笔记，由另一人复核。"
        actions: list[Button] = []
        if self.runs:
            self.first = PrimaryButton("记一笔支出", glyph="plus", does=self.spend)
            self.session.off_unless_today(self.first)
            actions.append(self.first)
        column.addWidget(EmptyState("wallet", "这一年还没有记账", told, actions))
        self.column.addWidget(self.body, 1)
        self.column.addWidget(self.empty, 1)
        self.body.hide()
        self.empty.hide()

    def _connect(self) -> None:
        self.table.chosen.connect(lambda _: self._read_card())
        self.table.opened.connect(lambda _: self._do_first())
        self.card.asked.connect(self._do)
        self._typing.timeout.connect(self.refresh)
        self.search.textChanged.connect(lambda _: self._typing.start())
        self.search.returnPressed.connect(self.table.setFocus)
        for choice in (self.month, self.kind, self.state):
            choice.activated.connect(lambda _: self.refresh())
        self.session.look_changed.connect(self.table.fit)
        for keys, does in (("Ctrl+N", self.spend), ("Ctrl+F", self.search.setFocus)):
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(does)

    # --- what the page asks -------------------------------------------------------------------

    @property
    def runs(self) -> bool:
        """Whether the person may run funding."""
        return self.session.may(Right.RUN_FUNDING)

    def main_control(self) -> QWidget:
        """The list."""
        return self if self.body.isHidden() else self.table

    def arrange(self, *, narrow: bool) -> None:
        """In a narrow window columns drop, and what counts the list; the card stays."""
        super().arrange(narrow=narrow)
        self.count.setVisible(not narrow)
        self.kind.setVisible(not narrow)
        self.card.setMinimumWidth(_CARD if narrow else 0)
        self.table.fit()

    def choose(self, matter_id: int) -> None:
        """Show the card of a posting, in the list or not."""
        self._wanted = matter_id
        self._select()

    @property
    def wanted_rows(self) -> LedgerFilter:
        """What the fields ask for."""
        return LedgerFilter(
            self.session.year,
            month=self.month.currentData(),
            kind=self.kind.currentData(),
            state=self.state.currentData(),
            text=self.search.text(),
        )

    # --- reading ------------------------------------------------------------------------------

    def refresh(self) -> None:
        """Read the list from its beginning."""
        self._asked += 1
        asked, wanted = self._asked, self.wanted_rows

        def take(read: Ledger) -> None:
            if asked == self._asked:
                self._take(read, wanted)

        self.session.tasks.read(read_ledger(wanted), take)

    def _take(self, read: Ledger, wanted: LedgerFilter) -> None:
        self.read = read
        self.say_where(f"{wanted.year} 年台账")
        kept = self.table.current
        narrowed = wanted != LedgerFilter(wanted.year)
        shown = bool(read.count) or narrowed
        (self.empty if shown else self.body).hide()
        (self.body if shown else self.empty).show()
        self._fill_months(read, wanted)
        self.count.setText(f"{read.count:,} 张，借方合计 {yuan(read.debit_fen)}")
        self._show(list(read.rows), wanted)
        self.table.setVisible(bool(read.rows))
        self.none.setVisible(not read.rows)
        ids = [row.id for row in read.rows]
        if kept is not None and kept.id in ids:
            self.table.selectRow(ids.index(kept.id))
        self._select()
        self.lock.setEnabled(any(row.state is MonthState.OPEN for row in read.months))
        self._read_card()
        self.hand_on_focus()

    def _fill_months(self, read: Ledger, wanted: LedgerFilter) -> None:
        entries: list[tuple[object, str]] = [(None, "全年")]
        for row in read.months:
            closed = "，已结账" if row.state is MonthState.LOCKED else ""
            entries.append((row.month, f"{month_text(row.month)}{closed}"))
        self.month.fill(entries)
        self.month.choose(wanted.month)

    def _show(self, rows: list[PostingRow], wanted: LedgerFilter) -> None:
        more = self.read is not None and len(rows) < self.read.count
        self.model.show_rows(rows, self._more(wanted) if more else None)

    def _more(self, wanted: LedgerFilter) -> Callable[[], None]:
        def fetch() -> None:
            asked, rows = self._asked, self.model.rows
            if not rows or self.read is None:
                return

            def take(found: list[PostingRow]) -> None:
                if asked != self._asked or self.read is None:
                    return
                left = len(self.model.rows) + len(found) < self.read.count
                self.model.add_rows(found, self._more(wanted) if found and left else None)

            self.session.tasks.read(read_more(wanted, mark_of(rows[-1])), take)

        return fetch

    def _select(self) -> None:
        ids = [row.id for row in self.model.rows]
        if self._wanted in ids:
            self.table.selectRow(ids.index(self._wanted))
            self._wanted = None

    def _read_card(self) -> None:
        self._asked_card += 1
        asked, current = self._asked_card, self.table.current
        at = self._wanted or (current.id if current is not None else None)
        if at is None:
            self.card.show_nothing()
            return

        def take(card: PostingCard) -> None:
            if asked != self._asked_card:
                return
            self.card.show_posting(card, runs=self.runs)
            for button in self.card.buttons.values():
                self.session.off_unless_today(button)

        self.session.tasks.read(read_posting(at), take)

    def _offer_papers(self) -> None:
        from hrgrid.funding.papers import Subject

        menu, row, year = self.print.menu(), self.table.current, self.session.year
        menu.clear()
        if row is not None and row.state is PostingState.POSTED:
            self.papers.fill(menu, Subject.POSTING, row.id, row.shown)
            menu.addSeparator()
        self.papers.fill(menu, Subject.YEAR, year, f"{year} 年")

    # --- deeds --------------------------------------------------------------------------------

    def spend(self) -> None:
        """Fill a posting in; the list shows it on top."""
        if not self.runs or not self.new.isEnabled():
            return
        box = ExpenseDialog(self.session, self.window())
        box.exec()
        if isinstance(box.result_value, int):
            self._wanted = box.result_value

    def close_month(self) -> None:
        """Ask up to which month, and close it."""
        if self.read is not None:
            LockDialog(self.session, self.window(), self.read.months).exec()

    def _do_first(self) -> None:
        if POST in self.card.buttons:
            self._do(POST)

    def _do(self, words: str) -> None:
        row = self.table.current
        if row is None:
            return
        if words == POST:
            self._post(row)
        elif words == VOID:
            VoidDialog(self.session, self.window(), row).exec()
        elif words == REVERSE:
            ReverseDialog(self.session, self.window(), row).exec()

    def _post(self, row: PostingRow) -> None:
        from hrgrid.funding.service.postings import post

        def done(number: int) -> None:
            told = f"“{row.memo}”已记账，凭证号 {row.year}-{number:06d}。"
            self.session.say(told)

        self.session.tasks.write(
            lambda work: post(work, row.id),
            topic=TOPIC,
            done=done,
            failed=self._refused,
            title="正在记账",
        )

    def _refused(self, sentence: str) -> None:
        if sentence:
            self.session.say(sentence, Kind.BAD)
