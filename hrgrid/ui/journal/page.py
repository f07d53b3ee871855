"""操作留痕: who did what and why, newest first, each entry in full, and the check of the chain."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from hrgrid.accounts import queries
from hrgrid.storage import journal
from hrgrid.storage.journal import JournalFilter, JournalReport, JournalRow
from hrgrid.storage.work import UnitOfWork
from hrgrid.ui import theme
from hrgrid.ui.banners import Banner, Kind, Message
from hrgrid.ui.buttons import BareButton, Button, LinkButton, PrimaryButton
from hrgrid.ui.flow import Flow
from hrgrid.ui.forms import Choice, clear, label
from hrgrid.ui.journal.entry import EntryDialog, EntryPanel
from hrgrid.ui.journal.offer import ImportOffer
from hrgrid.ui.journal.words import action_label, moment
from hrgrid.ui.page import Page
from hrgrid.ui.pickers import DateField
from hrgrid.ui.session import Session
from hrgrid.ui.status import Elided
from hrgrid.ui.tables import Column, RowsModel, Table

PAGE_SIZE = 100
_DETAIL_FROM = 1100

COLUMNS: tuple[Column[JournalRow], ...] = (
    Column("序号", lambda row: f"{row.seq:,}", 64, right=True, quiet=True, drops=True),
    Column("时间", moment, 168),
    Column("人员", lambda row: row.actor_name or "程序", 92, strong=True),
    Column("操作", lambda row: action_label(row.action), 148),
    Column("对象", lambda row: row.subject, 150, grows=True),
    Column("事由", lambda row: row.reason, 120, grows=True, quiet=True, drops=True),
)


@dataclass(frozen=True)
class _Known:
    actors: list[str]
    actions: list[str]
    head: journal.Head


def _read_known(work: UnitOfWork) -> _Known:
    actors, actions = queries.journal_words(work)
    return _Known(actors, actions, journal.head(work.session))


class JournalPage(Page):
    """The list, its filters, the entry under the cursor, and the chain's head."""

    TOPICS = frozenset({"accounts", "rules", "backups", "journal", "workforce"})

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._head = ""
        self._asked = 0
        self.actor = Choice("人员", [("", "全部人员")])
        self.action = Choice("操作", [("", "全部操作")])
        self.since = DateField("从哪天起", "从哪天起")
        self.until = DateField("到哪天止", "到哪天止")
        self.clear = LinkButton("清除条件", does=self._clear_filter)
        self.check = PrimaryButton("核验操作留痕", glyph="shield-check", does=self._check)
        self.count = label("", "caption")
        self.model = RowsModel(COLUMNS, self)
        self.table = Table(self.model, "操作留痕")
        self.detail = EntryPanel(ImportOffer(session))
        self.open = Button("看详情", glyph="sliders-horizontal", does=self._open_current)
        self._outcome = QVBoxLayout()
        self._head_text = Elided()
        self._lay_out()
        self.table.chosen.connect(self.detail.show_row)
        self.table.opened.connect(self._open_entry)
        for choice in (self.actor, self.action):
            choice.currentIndexChanged.connect(self._load)
        for field in (self.since, self.until):
            field.changed.connect(self._load)

    def main_control(self) -> QWidget:
        """The list."""
        return self.table

    def refresh(self) -> None:
        """Read the filters' choices, the head and the first page."""
        self.session.tasks.read(_read_known, self._show_known)
        self._load()

    def show_part(self, part: str) -> None:
        """`entry/SEQ` and `operation/ID` open an entry."""

        def show(row: JournalRow | None) -> None:
            if row is not None:
                made = EntryDialog(row, self, ImportOffer(self.session))
                made.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
                # Not `exec`: it would keep the next answers waiting.
                made.open()

        self.session.tasks.read(lambda work: queries.journal_entry(work, part), show)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """In a narrow window the entry opens in a dialog instead of beside the list."""
        super().resizeEvent(event)
        wide = self.window().width() >= _DETAIL_FROM
        self.detail.setVisible(wide)
        self.open.setHidden(wide)

    def _lay_out(self) -> None:
        filters = Flow()
        self.actor.setFixedWidth(theme.length(128))
        self.action.setFixedWidth(theme.length(156))
        for tool in (self.actor, self.action, self.since, self.until, self.clear):
            filters.addWidget(tool)
        tools = QHBoxLayout()
        tools.setSpacing(8)
        tools.addLayout(filters, 1)
        for deed in (self.open, self.check):
            tools.addWidget(deed, 0, Qt.AlignmentFlag.AlignTop)
        self.column.addLayout(tools)
        self.column.addLayout(self._outcome)
        both = QHBoxLayout()
        both.setSpacing(12)
        both.addWidget(_framed(self.table), 1)
        both.addWidget(self.detail)
        self.column.addLayout(both, 1)
        self.column.addLayout(self._foot())

    def _foot(self) -> QHBoxLayout:
        foot = QHBoxLayout()
        foot.setSpacing(8)
        foot.addWidget(self.count)
        foot.addSpacing(12)
        foot.addWidget(label("最新一条的校验值", "caption"))
        foot.addWidget(self._head_text, 1)
        foot.addWidget(BareButton("copy", "复制校验值", self._copy_head))
        return foot

    # --- the list ---------------------------------------------------------------------------

    def _filter(self) -> JournalFilter:
        return JournalFilter(
            str(self.actor.currentData() or ""),
            str(self.action.currentData() or ""),
            self.since.value,
            self.until.value,
        )

    def _load(self) -> None:
        self._asked += 1
        asked, wanted = self._asked, self._filter()
        self.clear.setVisible(wanted != JournalFilter())
        self.session.tasks.read(
            lambda work: queries.journal_entries(work, wanted, limit=PAGE_SIZE),
            lambda rows: self._show_first(asked, rows),
        )

    def _show_first(self, asked: int, rows: list[JournalRow]) -> None:
        if asked == self._asked:
            self.model.show_rows(rows, self._next(rows))
            self._show_count()

    def _next(self, rows: list[JournalRow]) -> Any:
        if len(rows) < PAGE_SIZE:
            return None
        asked, wanted, last = self._asked, self._filter(), rows[-1].seq
        return lambda: self.session.tasks.read(
            lambda work: queries.journal_entries(work, wanted, before=last, limit=PAGE_SIZE),
            lambda more: self._show_more(asked, more),
        )

    def _show_more(self, asked: int, rows: list[JournalRow]) -> None:
        if asked == self._asked:
            self.model.add_rows(rows, self._next(rows))
            self._show_count()

    def _show_count(self) -> None:
        count = self.model.rowCount()
        more = "，往下翻还有" if self.model.canFetchMore(self.table.rootIndex()) else ""
        self.count.setText(f"列出 {count:,} 条{more}" if count else "没有符合条件的留痕")

    def _clear_filter(self) -> None:
        for choice in (self.actor, self.action):
            choice.blockSignals(True)  # noqa: FBT003 - Qt's own signature
            choice.setCurrentIndex(0)
            choice.blockSignals(False)  # noqa: FBT003 - Qt's own signature
        for field in (self.since, self.until):
            field.put(None)
        self._load()
        self.table.setFocus()

    def _show_known(self, known: _Known) -> None:
        self._head = known.head.hash if known.head.seq else ""
        self._head_text.show_text(
            f"第 {known.head.seq:,} 条  {self._head}" if self._head else "还没有留痕"
        )
        names = [name for name in known.actors if name]
        self.actor.fill([("", "全部人员"), *((name, name) for name in names)])
        actions = sorted(known.actions, key=action_label)
        self.action.fill([("", "全部操作"), *((code, action_label(code)) for code in actions)])

    def _open_current(self) -> None:
        if (row := self.table.current) is not None:
            self._open_entry(row)

    def _open_entry(self, row: JournalRow) -> None:
        EntryDialog(row, self, ImportOffer(self.session)).exec()

    # --- the chain --------------------------------------------------------------------------

    def _copy_head(self) -> None:
        if self._head:
            QGuiApplication.clipboard().setText(self._head)
            self.session.say("已复制校验值。抄在纸上或印在名单上，日后可以核对留痕有没有被换过。")

    def _check(self) -> None:
        self.check.setEnabled(False)
        self.session.tasks.read(
            queries.verify_journal,
            self._show_report,
            failed=self._check_failed,
            title="正在核验操作留痕",
        )

    def _check_failed(self, sentence: str) -> None:
        self.check.setEnabled(True)
        if sentence:
            self.session.say(sentence, Kind.BAD)

    def _show_report(self, report: JournalReport) -> None:
        self.check.setEnabled(True)
        self._clear_outcome()
        banner = Banner(report_message(report), closable=True)
        banner.closed.connect(self._clear_outcome)
        self._outcome.addWidget(banner)

    def _clear_outcome(self) -> None:
        clear(self._outcome)


def report_message(report: JournalReport) -> Message:
    """What a check found, in a sentence."""
    if not report.ok:
        shown = "；".join(report.findings[:3])
        more = f"等 {len(report.findings)} 处" if len(report.findings) > 3 else ""
        return Message(f"留痕有问题：{shown}{more}。请停止办理，保留文件并联系维护人员。", Kind.BAD)
    if not report.signed:
        return Message(
            f"{report.entries:,} 条留痕前后相接，没有发现改动；钥匙文件不在，签名没有核对。",
            Kind.WARN,
        )
    return Message(f"{report.entries:,} 条留痕前后相接，签名全部相符，没有发现改动。", Kind.OK)


def _framed(table: QWidget) -> QFrame:
    frame = QFrame()
    frame.setProperty("role", "panel")
    column = QVBoxLayout(frame)
    column.setContentsMargins(1, 1, 1, 1)
    column.addWidget(table)
    return frame
