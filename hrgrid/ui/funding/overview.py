"""总览: where the money of a year stands, from the budget to what is left."""

from __future__ import annotations

from itertools import groupby

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from hrgrid.core.rights import Right
from hrgrid.funding.rules.bridge_steps import bridge_steps, share_bp, share_words
from hrgrid.funding.rules.execution_rows import ExecutionRow
from hrgrid.ui.banners import Action, Kind, Message
from hrgrid.ui.buttons import Button, PrimaryButton
from hrgrid.ui.cards import Card, EmptyState
from hrgrid.ui.forms import clear, label
from hrgrid.ui.funding.meters import MoneyMeter
from hrgrid.ui.funding.papers import FundingPapers
from hrgrid.ui.funding.reading import Overview, read_overview
from hrgrid.ui.funding.waterfall import Waterfall
from hrgrid.ui.funding.words import BUDGETS, PAY, yuan
from hrgrid.ui.matters.level import Level
from hrgrid.ui.matters.parts import panel
from hrgrid.ui.notices import Notices
from hrgrid.ui.page import Scroll
from hrgrid.ui.session import Session


class OverviewLevel(Level):
    """The bridge of the year and its execution by unit."""

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self.setAccessibleName("总览")
        self.read: Overview | None = None
        self._asked = 0
        self.first: PrimaryButton | None = None
        self.primary = PrimaryButton("", name="下一步", does=self.go_on)
        self.papers = FundingPapers(session, self)
        self.print = self.papers.button()
        self.print.menu().aboutToShow.connect(self._offer_papers)
        self.tool_row.addStretch(1)
        self.tool_row.addWidget(self.print)
        self.tool_row.addWidget(self.primary)
        for button in (self.print, self.primary):
            button.hide()
        self.notices = Notices()
        self.water = Waterfall("经费去向")
        self.bridge = Card("经费去向", "元，下达到结余")
        self.bridge.column.addWidget(self.water)
        self.bridge.column.addStretch()
        self.execution = Card("各单位执行", "已支出 / 已安排，元")
        self._meters = QVBoxLayout()
        self._meters.setSpacing(10)
        self.execution.column.addLayout(self._meters)
        self.execution.column.addStretch()
        self.cards = Scroll()
        self._body = QHBoxLayout()
        self._body.setSpacing(12)
        self._body.addWidget(self.bridge, 3)
        self._body.addWidget(self.execution, 2)
        self.cards.column.addLayout(self._body)
        self.cards.column.addStretch()
        self.empty, self._none = panel()
        self.column.addWidget(self.notices)
        self.column.addWidget(self.cards, 1)
        self.column.addWidget(self.empty, 1)
        self.cards.hide()
        self.empty.hide()

    @property
    def runs(self) -> bool:
        """Whether the person may run funding."""
        return self.session.may(Right.RUN_FUNDING)

    def arrange(self, *, narrow: bool) -> None:
        """In a narrow window the cards stand below each other."""
        super().arrange(narrow=narrow)
        self._body.setDirection(
            QHBoxLayout.Direction.TopToBottom if narrow else QHBoxLayout.Direction.LeftToRight
        )

    def main_control(self) -> QWidget:
        """The next step, or the drawing."""
        if self.first is not None and not self.empty.isHidden():
            return self.first
        return self.primary if self.primary.isVisibleTo(self.window()) else self.water

    # --- reading ------------------------------------------------------------------------------

    def refresh(self) -> None:
        """Read the year."""
        self._asked += 1
        asked = self._asked

        def take(read: Overview) -> None:
            if asked == self._asked:
                self._take(read)

        self.session.tasks.read(read_overview(self.session.year), take)

    def _take(self, read: Overview) -> None:
        self.read = read
        self.say_where(f"{read.year} 年经费总览")
        shown = bool(read.tree)
        (self.empty if shown else self.cards).hide()
        self._show_next(read)
        self.print.setVisible(shown and self.papers.allowed)
        if shown:
            self._show_bridge(read)
            self._show_meters(read)
        else:
            self._show_empty(read)
        (self.cards if shown else self.empty).show()
        self.notices.show_standing(self._standing(read))
        self.hand_on_focus()

    def _offer_papers(self) -> None:
        from hrgrid.funding.papers import Subject

        menu = self.print.menu()
        menu.clear()
        year = self.session.year
        self.papers.fill(menu, Subject.YEAR, year, f"{year} 年")

    def _show_bridge(self, read: Overview) -> None:
        bridge = read.bridge
        self.water.show_steps(bridge_steps(bridge))
        self.bridge.beside.setText(
            f"元；结余 {yuan(bridge.left_fen)}，执行 "
            f"{share_words(bridge.paid_fen, bridge.total_fen)}"
        )

    def _show_meters(self, read: Overview) -> None:
        clear(self._meters)
        for _, rows in groupby(read.execution, lambda row: row.area_id):
            self._meters.addWidget(_unit_meter(list(rows), read.warn_bp))
        if not read.execution:
            told = "还没有安排到科目。安排以后才能记支出，这里显示各单位用了多少。"
            self._meters.addWidget(label(told, "caption", wraps=True))

    def _show_empty(self, read: Overview) -> None:
        clear(self._none)
        self.first = None
        told = (
            "从年初预算办起：写明文号和各级出资，审批以后分给镇街、安排到科目。"
            "按格测算、发工资、记支出都从这里扣，哪一级都不会超。"
        )
        actions: list[Button] = []
        if self.runs:
            self.first = PrimaryButton("填年初预算", glyph="plus", does=self.begin)
            actions.append(self.first)
            actions.append(Button("导入期初余额", does=lambda: self.session.go("imports")))
        title = f"{read.year} 年还没有经费预算"
        self._none.addWidget(EmptyState("wallet", title, told, actions))

    def _show_next(self, read: Overview) -> None:
        words = ""
        if read.waiting:
            words = f"审批 {len(read.waiting):,} 份经费文件"
        elif read.tree and not read.execution and self.runs:
            words = "安排到科目"
        elif read.tree and self.runs:
            words = "计算本月工资"
        self.primary.setText(words)
        self.primary.setVisible(bool(words))
        self.session.off_unless_today(self.primary)

    def _standing(self, read: Overview) -> list[Message]:
        messages = []
        if read.waiting:
            names = "、".join(f"“{one.title}”" for one in read.waiting[:2])
            more = f"等 {len(read.waiting):,} 份" if len(read.waiting) > 2 else ""
            act = Action("去审批", lambda: self.wanted.emit(BUDGETS, None))
            messages.append(Message(f"{names}{more}待审批，审批前不计入预算。", Kind.WARN, (act,)))
        over = [
            one
            for one in read.execution
            if one.allotted_fen
            and read.warn_bp
            and share_bp(one.spent_fen, one.allotted_fen) >= read.warn_bp[0]
        ]
        if over:
            worst = max(over, key=lambda one: share_bp(one.spent_fen, one.allotted_fen))
            share = share_words(worst.spent_fen, worst.allotted_fen)
            left = yuan(worst.allotted_fen - worst.spent_fen)
            others = f"，另有 {len(over) - 1:,} 个科目" if len(over) > 1 else ""
            told = f"{worst.area}的{worst.heading.label}已用 {share}，还剩 {left}{others}。"
            act = Action("看预算", lambda: self.wanted.emit(BUDGETS, None))
            kind = Kind.BAD if worst.spent_fen >= worst.allotted_fen else Kind.WARN
            messages.append(Message(told, kind, (act,)))
        return messages

    # --- deeds --------------------------------------------------------------------------------

    def go_on(self) -> None:
        """The next step."""
        if self.read is None or not self.session.is_today():
            return
        pays = self.read.tree and self.read.execution and not self.read.waiting
        self.wanted.emit(PAY if pays else BUDGETS, None)

    def begin(self) -> None:
        """The budget of the year, its first paper."""
        from hrgrid.ui.funding.act_forms import IssueDialog

        if self.session.is_today():
            IssueDialog(self.session, self.window(), self.session.year).exec()


def _unit_meter(rows: list[ExecutionRow], warn: tuple[int, ...]) -> QWidget:
    """All headings of a unit together."""
    spent = sum(one.spent_fen for one in rows)
    whole = sum(one.allotted_fen for one in rows)
    return MoneyMeter(rows[0].area, spent, whole, warn)
