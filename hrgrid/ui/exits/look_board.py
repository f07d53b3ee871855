"""One look: who is named and why, who is left out, and what was decided of each."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QMenu, QVBoxLayout, QWidget

from hrgrid.core.rights import Right
from hrgrid.core.tabulation import mark_text
from hrgrid.exits.rules.rows import FlagRow, LookBoard
from hrgrid.exits.rules.words import FlagState
from hrgrid.storage.work import UnitOfWork
from hrgrid.ui import theme
from hrgrid.ui.banners import Kind, Message
from hrgrid.ui.buttons import Button, LinkButton, PrimaryButton
from hrgrid.ui.cards import Card
from hrgrid.ui.exits.looking import read_look
from hrgrid.ui.exits.words import on
from hrgrid.ui.forms import Choice, clear, label
from hrgrid.ui.matters.opening import MatterBoard
from hrgrid.ui.matters.parts import facts_grid, panel
from hrgrid.ui.notices import Notices
from hrgrid.ui.page import Scroll
from hrgrid.ui.session import Session
from hrgrid.ui.status import Elided
from hrgrid.ui.tables import Column, RowsModel, Table

_CHIPS = {
    FlagState.OPEN: "warn",
    FlagState.TAKEN_UP: "info",
    FlagState.PUT_ASIDE: "mute",
    FlagState.LEFT_OUT: "mute",
}


def rank_told(row: FlagRow) -> str:
    """并列 3 / 12: the place within his unit."""
    if row.rank is None:
        return ""
    return f"{'并列 ' if row.tied else ''}{row.rank} / {row.people}"


FLAGS: tuple[Column[FlagRow], ...] = (
    Column("姓名", lambda row: row.name, 90, strong=True),
    Column("单位", lambda row: f"{row.unit} {row.place}".strip(), 150, grows=True),
    Column("提醒", lambda row: row.cause.label, 110),
    Column(
        "得分",
        lambda row: "" if row.total_milli is None else mark_text(row.total_milli),
        70,
        right=True,
    ),
    Column("位次", rank_told, 96, right=True),
    Column("处理", lambda row: row.state.label, 96, chip=lambda row: _CHIPS[row.state]),
    Column("事项", lambda row: row.case_number, 120, quiet=True, drops=True),
)


class LookBoardView(MatterBoard):
    """The list of a look; 立案 is the one primary action, of whom the cursor stands on."""

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self.read: LookBoard | None = None
        self._id = 0
        self._asked = 0
        self.back = LinkButton("全部筛查", glyph="caret-left", does=self.left.emit)
        self.title = Elided("", role="strong", px=theme.BODY)
        self.more = Button("更多")
        self.more.setMenu(QMenu(self.more))
        self.aside = Button("不立案…", does=self.put_aside)
        self.primary = PrimaryButton("立案…", does=self.take_up)
        self.notices = Notices()
        self.which = Choice("看哪些")
        self.model: RowsModel[FlagRow] = RowsModel(FLAGS, self)
        self.table = Table(self.model, "预警名单")
        self.card = Card("为什么提醒")
        self._why = Scroll(inside=True)
        self.card.column.addWidget(self._why, 1)
        self._lay_out()
        self.which.currentIndexChanged.connect(lambda _: self._show())
        self.table.selectionModel().currentRowChanged.connect(lambda *_: self._show_one())
        self.table.opened.connect(lambda _: self._open())
        self.more.menu().aboutToShow.connect(self._offer)
        session.look_changed.connect(self.table.fit)
        for place in (self, self.tools):
            escape = QShortcut(QKeySequence("Esc"), place)
            escape.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            escape.activated.connect(self.left.emit)

    def _lay_out(self) -> None:
        row = QHBoxLayout(self.tools)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self.back)
        row.addWidget(self.title, 1)
        for button in (self.more, self.aside, self.primary):
            row.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self.notices)
        frame, inside = panel()
        bar = QHBoxLayout()
        bar.setContentsMargins(10, 8, 10, 8)
        bar.addWidget(self.which)
        bar.addStretch()
        inside.addLayout(bar)
        inside.addWidget(self.table, 1)
        body = QHBoxLayout()
        body.setSpacing(12)
        body.addWidget(frame, 5)
        body.addWidget(self.card, 3)
        column.addLayout(body, 1)

    def arrange(self, *, narrow: bool) -> None:
        """In a narrow window the way back has no words."""
        self.narrow = narrow
        self.back.setText("" if narrow else "全部筛查")
        self.back.setToolTip("全部筛查（Esc）")

    def main_control(self) -> QWidget:
        """The list."""
        return self.table if self.model.rows else self.back

    # --- reading ------------------------------------------------------------------------------

    def choose(self, look_id: int) -> None:
        """Show a look."""
        if look_id != self._id:
            self._id, self.read = look_id, None
        self.refresh()

    def refresh(self) -> None:
        """Read the look on show."""
        if not self._id:
            return
        self._asked += 1
        asked = self._asked

        def take(read: LookBoard) -> None:
            if asked == self._asked:
                self._take(read)

        self.session.tasks.read(read_look(self._id), take)

    def _take(self, read: LookBoard) -> None:
        self.read = read
        self.title.show_text(read.row.title)
        row = read.row
        self.which.fill(
            [
                ("", f"提醒名单 {len(read.flags):,}"),
                (FlagState.OPEN, f"待处理 {row.open:,}"),
                (FlagState.TAKEN_UP, f"已立案 {row.taken_up:,}"),
                (FlagState.PUT_ASIDE, f"不立案 {row.put_aside:,}"),
                (FlagState.LEFT_OUT, f"月数不足，未列入 {row.left_out:,}"),
            ]
        )
        self.notices.show_standing(self._standing(read))
        self._show()
        self.where_changed.emit(row.title)

    def _standing(self, read: LookBoard) -> list[Message]:
        row, counts = read.row, read.counts
        if row.void_reason:
            return [Message(f"这次筛查已经作废：{row.void_reason}。", Kind.WARN)]
        told = [f"{counts.people:,} 人有结果，提醒 {counts.named:,} 人"]
        if counts.tied:
            told.append(f"界线上并列 {counts.tied:,} 人，都列出")
        if counts.too_few_days:
            told.append(f"{counts.too_few_days:,} 人天数不足，没有结果")
        messages = [Message(f"{'；'.join(told)}。{read.paper_words}", Kind.INFO)]
        if row.stale:
            again = "考核结果在筛查以后有变动。请重新筛查，再处理名单。"
            messages.insert(0, Message(again, Kind.WARN))
        return messages

    def _show(self) -> None:
        if self.read is None:
            return
        which = self.which.currentData()
        rows = self.read.left_out if which == FlagState.LEFT_OUT else self.read.flags
        if which and which != FlagState.LEFT_OUT:
            rows = tuple(row for row in rows if row.state == which)
        current = self.table.current
        self.model.show_rows(rows)
        ids = [row.id for row in rows]
        if rows:
            kept = current is not None and current.id in ids
            self.table.selectRow(ids.index(current.id) if kept else 0)
        self._show_one()

    @property
    def flag(self) -> FlagRow | None:
        """Whom the cursor stands on."""
        found: FlagRow | None = self.table.current if self.model.rows else None
        return found

    def _show_one(self) -> None:
        clear(self._why.column)
        flag = self.flag
        if flag is not None:
            facts = (
                ("姓名", f"{flag.name}（工号 {flag.staff_number}）"),
                ("用工方式", flag.engagement.label if flag.engagement else "没有登记"),
                ("提醒", flag.cause.label),
                ("说明", flag.words),
                ("不立案", flag.aside_reason),
                ("退出事项", flag.case_number),
                ("观察期", f"到 {on(flag.watch_until)}" if flag.watch_until else ""),
            )
            self._why.column.addLayout(facts_grid(facts, "退出事项"))
            for reason in flag.reasons:
                self._why.column.addWidget(label(f"· {reason}", "label", wraps=True))
        self._why.column.addStretch()
        self._show_deeds(flag)

    def _show_deeds(self, flag: FlagRow | None) -> None:
        valid = self.read is not None and not self.read.row.void_reason
        runs = valid and self.session.may(Right.RUN_EXITS)
        can = flag is not None and flag.state is FlagState.OPEN and self.session.is_today()
        for button in (self.primary, self.aside):
            button.setVisible(runs)
            button.setEnabled(can)
        self.more.setVisible(runs)

    # --- deeds --------------------------------------------------------------------------------

    def _open(self) -> None:
        flag = self.flag
        if flag is not None and flag.case_id is not None:
            self.wanted.emit("cases", flag.case_id)
        elif self.primary.isVisible() and self.primary.isEnabled():
            self.take_up()

    def take_up(self) -> None:
        """立案 of whom the cursor stands on, with what the list says filled in."""
        from hrgrid.ui.exits.forms import Opening, open_case_form

        flag = self.flag
        if flag is None or not self.primary.isEnabled():
            return
        given = Opening(flag.staff_number, flag.person_id, flag.cause, flag.words, flag_id=flag.id)
        made = open_case_form(self.session, self.window(), given)
        if made is not None:
            self.wanted.emit("cases", made)

    def put_aside(self) -> None:
        """不立案, with the reason."""
        from hrgrid.exits.service.looks import put_aside

        flag = self.flag
        if flag is not None and self.aside.isEnabled():
            told = f"{flag.name}：{flag.words}。不立案的理由会和名单一起保存。"
            deed = partial(put_aside, flag_id=flag.id, version=flag.version)
            self._ask(("不立案", f"{flag.name}不立案"), told, deed)

    def _bring_back(self, flag: FlagRow) -> None:
        from hrgrid.exits.service.looks import bring_back

        told = f"{flag.name}回到待处理，以前的理由留在日志里。"
        deed = partial(bring_back, flag_id=flag.id, version=flag.version)
        self._ask(("恢复待处理", "恢复待处理"), told, deed)

    def _void(self) -> None:
        from hrgrid.exits.service.looks import void_look

        if self.read is not None:
            told = "名单不再使用，已经立案的事项照常办理。"
            deed = partial(void_look, look_id=self.read.row.id, version=self.read.row.version)
            self._ask(("作废筛查", "作废这次筛查"), told, deed, away=True)

    def _ask(
        self,
        words: tuple[str, str],
        told: str,
        deed: Callable[[UnitOfWork], object],
        *,
        away: bool = False,
    ) -> None:
        from hrgrid.ui.exits.look_form import ReasonDeed

        ReasonDeed(self.session, self.window(), words, told, deed, away=away).exec()

    def _offer(self) -> None:
        menu = self.more.menu()
        menu.clear()
        flag, today = self.flag, self.session.is_today()
        if flag is not None and flag.case_id is not None:
            number = flag.case_id
            menu.addAction("打开退出事项").triggered.connect(
                lambda: self.wanted.emit("cases", number)
            )
        if flag is not None and flag.state is FlagState.PUT_ASIDE:
            act = menu.addAction("恢复待处理…")
            act.setEnabled(today)
            act.triggered.connect(lambda: self._bring_back(flag))
        act = menu.addAction("作废这次筛查…")
        act.setEnabled(today)
        act.triggered.connect(self._void)
