"""十百千评选: a campaign's places, nominees and why, and the one step that is lawful next."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QDialog, QFrame, QVBoxLayout, QWidget

from hrgrid.core.rights import Right
from hrgrid.honours.queries import (
    Board,
    CampaignRow,
    CandidateRow,
    TieRow,
    board,
    campaigns,
    changed_facts,
    open_ties,
)
from hrgrid.honours.rules.steps import Next, Remedy, Step, next_step
from hrgrid.honours.rules.words import RUNNABLE, CampaignState, Tier
from hrgrid.honours.service import OpenDraw
from hrgrid.storage.work import UnitOfWork
from hrgrid.ui.banners import Action, Kind, Message
from hrgrid.ui.buttons import Button, PrimaryButton
from hrgrid.ui.cards import EmptyState
from hrgrid.ui.focus import holds_focus
from hrgrid.ui.honours import words
from hrgrid.ui.honours.deeds import Deeds
from hrgrid.ui.honours.eligible import Eligible
from hrgrid.ui.honours.explaining import Explaining
from hrgrid.ui.honours.exporting import RosterExporting
from hrgrid.ui.honours.head import Head
from hrgrid.ui.honours.menus import fill_more
from hrgrid.ui.honours.middle import Middle
from hrgrid.ui.honours.nominating import Nominating
from hrgrid.ui.honours.reviewing import Reviewing
from hrgrid.ui.honours.standing import standing_messages
from hrgrid.ui.notices import Notices
from hrgrid.ui.page import Page
from hrgrid.ui.session import Session


@dataclass(frozen=True)
class _Shown:
    campaigns: list[CampaignRow]
    board: Board | None


def _read(work: UnitOfWork, campaign_id: int | None) -> _Shown:
    rows = campaigns(work)
    known = {row.id for row in rows}
    wanted = campaign_id if campaign_id in known else rows[0].id if rows else None
    return _Shown(rows, None if wanted is None else board(work, wanted))


class HonoursPage(Page):
    """Reads a campaign as one board; everything on the page follows from it."""

    TOPICS = frozenset({words.TOPIC, "workforce", "documents", "collections", "publicity"})

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self.campaigns: list[CampaignRow] = []
        self.board: Board | None = None
        self.next = Next(None)
        self._chosen: int | None = None
        self._is_new = False
        self._changed: list[str] = []
        self._asked = 0
        self.head = Head()
        self.notices = Notices()
        self.middle = Middle(session)
        self.deeds = Deeds(session, self)
        self.exporting = RosterExporting(session, self)
        self.eligible = Eligible(session, self)
        self.reviewing = Reviewing(session, self)
        self.nominating = Nominating(session, self.middle, self)
        self.new = PrimaryButton("新建年度评选", glyph="plus", does=self.open_campaign, parent=self)
        self.earlier = Button(
            "导入以往荣誉",
            glyph="upload-simple",
            does=lambda: self._import("earlier-honours"),
            parent=self,
        )
        self.roll = Button("光荣册", glyph="medal", does=self.show_roll, parent=self)
        self.empty = self._make_empty()
        self._body = QWidget(self)
        self.explaining = Explaining(session, self.middle, self.notices, self)
        self.setAcceptDrops(True)
        self._lay_out()
        self._connect()

    def _make_empty(self) -> QFrame:
        for button in (self.new, self.earlier, self.roll):
            button.hide()
        told = (
            "这里办十百千评选：分名额、收推荐、审资格、算排名、公示、定名单，"
            "每个人为什么选上或没选上都有依据。\n先要有网格和人员，才知道名额分给谁。"
        )
        runs = self.session.may(Right.RUN_HONOURS)
        actions: list[Button] = [self.new] if runs else []
        if runs and self.session.may(Right.IMPORT):
            actions.append(self.earlier)
        # Honours of before may be there long before the first campaign.
        actions.append(self.roll)
        frame = QFrame()
        frame.setProperty("role", "panel")
        column = QVBoxLayout(frame)
        column.addWidget(EmptyState("medal", "还没有年度评选", told, actions))
        for action in actions:
            action.show()
        return frame

    def _lay_out(self) -> None:
        inside = QVBoxLayout(self._body)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(10)
        inside.addWidget(self.head)
        inside.addWidget(self.notices)
        inside.addWidget(self.middle, 1)
        self.column.addWidget(self._body, 1)
        self.column.addWidget(self.empty, 1)
        # Until the campaigns are read neither would be true.
        self._body.hide()
        self.empty.hide()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def _connect(self) -> None:
        head = self.head
        head.campaign_wanted.connect(self.choose)
        head.tier_wanted.connect(self._show_tier)
        head.primary.clicked.connect(lambda *_: self._go_on())
        head.scheme.clicked.connect(lambda *_: self.show_scheme())
        head.export.menu().aboutToShow.connect(lambda: self.exporting.fill(head.export.menu()))
        head.more.menu().aboutToShow.connect(lambda: fill_more(self, head.more.menu()))
        self.deeds.told.connect(self.notices.say)
        self.nominating.told.connect(self.notices.say)
        self.nominating.shown.connect(self._go_to_row)
        self.deeds.busy_changed.connect(self._show_next)
        self.deeds.draws_open.connect(self._show_draws)
        if self.session.may(Right.RUN_HONOURS):
            keys = QShortcut(QKeySequence("Ctrl+N"), self)
            keys.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            keys.activated.connect(self.open_campaign)
            enter = QShortcut(QKeySequence(Qt.Key.Key_Insert), self)
            enter.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            enter.activated.connect(self.nominating.enter)
        self.session.year_changed.connect(self._follow_year)
        self.session.look_changed.connect(self.middle.fit)

    # --- what the shell asks ----------------------------------------------------------------

    def main_control(self) -> QWidget:
        """The districts, the nominees in a narrow window, or the way to a first campaign."""
        if self.board is not None:
            return self.middle.main_control()
        return self.new if self.new.isVisibleTo(self) else self

    def refresh(self) -> None:
        """Read the campaign on show, the newest at first."""
        self._asked += 1
        asked, chosen = self._asked, self._chosen

        def take(shown: _Shown) -> None:
            if asked == self._asked:
                self._take(shown)

        self.session.tasks.read(lambda work: _read(work, chosen), take)

    def show_part(self, part: str) -> None:
        """`campaign/ID` shows a campaign."""
        kind, _, key = part.partition("/")
        if kind == "campaign":
            self.choose(int(key))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fold the side panels where there is no room."""
        super().resizeEvent(event)
        narrow = self.window().width() < words.NARROW_BELOW
        self.head.arrange(narrow=narrow)
        self.middle.arrange(narrow=narrow)

    # --- which campaign ---------------------------------------------------------------------

    def choose(self, campaign_id: int) -> None:
        """Show another campaign."""
        if campaign_id != self._chosen:
            self._chosen = campaign_id
            self.notices.say(None)
            self.deeds.ties, self._changed = [], []
            self.refresh()

    def _follow_year(self, year: int) -> None:
        found = next((row for row in self.campaigns if row.year == year), None)
        if found is not None:
            self.choose(found.id)

    def open_campaign(self) -> None:
        """A new campaign, its places shared at once by the scheme."""
        from hrgrid.ui.honours.opening import NewCampaignDialog

        box = NewCampaignDialog(self.session, self.campaigns, self)
        if box.exec() != QDialog.DialogCode.Accepted or box.campaign_id is None:
            return
        self._chosen = box.campaign_id
        self._is_new = True
        self.notices.say(None)
        self.refresh()

    def show_roll(self) -> None:
        """The honours of all years."""
        from hrgrid.ui.honours.roll import RollDialog

        RollDialog(self.session, self).exec()

    # --- what came --------------------------------------------------------------------------

    def _take(self, shown: _Shown) -> None:
        self.campaigns, self.board = shown.campaigns, shown.board
        going, coming = (self.empty, self._body) if shown.board else (self._body, self.empty)
        had_focus = self.hasFocus() or holds_focus(going)
        coming.show()
        going.hide()
        if had_focus:
            self.main_control().setFocus(Qt.FocusReason.OtherFocusReason)
        if shown.board is None:
            self.say_where("")
            return
        found = shown.board
        self._chosen = found.campaign.id
        self.deeds.board = self.explaining.board = found
        self.eligible.board = self.reviewing.board = self.nominating.board = found
        if found.campaign.state is not CampaignState.REVIEWING:
            self.deeds.ties = []
        self.head.show_board(found, shown.campaigns)
        self._show_tier(self.head.tier)
        self._show_next()
        self._ask_further(found)
        if self._is_new:
            self._is_new = False
            self.deeds.share()

    def _ask_further(self, found: Board) -> None:
        """What takes longer is asked when the rest is on show."""
        campaign_id, asked = found.campaign.id, self._asked

        def ties(rows: list[TieRow]) -> None:
            if asked == self._asked:
                self.deeds.ties = rows
                self._show_next()

        def changed(numbers: list[str]) -> None:
            if asked == self._asked:
                self._changed = numbers
                self.deeds.changed = len(numbers)
                self._show_next()

        if found.campaign.state is CampaignState.REVIEWING:
            self.session.tasks.read(lambda work: open_ties(work, campaign_id), ties)
        if found.campaign.state in RUNNABLE:
            self.session.tasks.read(lambda work: changed_facts(work, campaign_id), changed)
        else:
            self._changed = []

    def _show_tier(self, tier: Tier | None) -> None:
        if self.board is None or tier is None:
            return
        self.middle.show_tier(self.board, tier)
        self.exporting.take(self.board, tier)
        self.say_where(f"{self.board.campaign.year} 年度 / {tier.label}")

    def _show_next(self) -> None:
        if self.board is None:
            return
        standing = replace(self.board.standing, open_ties=len(self.deeds.ties))
        self.next = next_step(standing)
        messages, able = standing_messages(self, self.next, self._changed)
        self.notices.show_standing(messages)
        primary = self.head.primary
        primary.setText(self._step_text())
        primary.setAccessibleName(primary.text())
        primary.setEnabled(able and not self.deeds.busy)
        primary.setVisible(self.next.step is not None)
        applied = self.board.campaign.applied is not None
        self.head.export.setEnabled(applied and self.session.may(Right.PRINT_PAPERS))

    def _step_text(self) -> str:
        step = self.next.step
        if step is Step.TIES:
            return f"{step.label}（{len(self.deeds.ties)} 处）"
        return step.label if step else ""

    def _go_on(self) -> None:
        if self.next.step is not None:
            self.notices.say(None)
            self.deeds.do(self.next.step)

    def clear_the_way(self, remedy: Remedy) -> None:
        """Go where what blocks the next step is put right."""
        if remedy is Remedy.IMPORT:
            self._import("nominations")
        elif remedy is Remedy.OBJECTIONS:
            self.deeds.register()
        elif self.board is not None:
            lost = [r for r in self.board.candidates if r.name_lost and r.name_choice is None]
            listed = [row for row in lost if row.name in self.board.standing.nameless]
            if listed:
                self._go_to(self.board, listed[0])

    def _go_to_row(self, row: CandidateRow) -> None:
        if self.board is not None:
            self._go_to(self.board, row)

    def _go_to(self, found: Board, row: CandidateRow) -> None:
        self.head.tabs.setCurrentIndex(list(found.campaign.places).index(row.tier))
        self.middle.go_to(row)

    # --- dialogs ----------------------------------------------------------------------------

    def show_scheme(self, draws: list[OpenDraw] | None = None) -> None:
        """How the places of the tier on show came about."""
        from hrgrid.ui.honours.quota_dialog import QuotaDialog

        tier = draws[0].tier if draws else self.head.tier
        if self.board is not None and tier is not None:
            QuotaDialog(self.session, self.board, tier, self, draws).exec()

    def _show_draws(self, draws: list[OpenDraw]) -> None:
        """Say that lots are to be drawn, and where they are put in."""
        names = "、".join(f"“{draw.tier.label}”" for draw in draws)
        told = f"{names}有单位并列，最后的名额要抽签决定。抽好后录入中签单位。"
        act = Action("去处理", lambda: self.show_scheme(draws))
        self.notices.say(Message(told, Kind.WARN, (act,)))

    # --- files let fall -----------------------------------------------------------------------

    def _import(self, kind: str) -> None:
        self.session.go("imports", kind)

    @property
    def _takes_files(self) -> bool:
        nominating = (
            self.board is not None and self.board.campaign.state is CampaignState.NOMINATING
        )
        return nominating and self.session.may(Right.IMPORT)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Nomination forms may be let fall here while nominations are taken."""
        if self._takes_files and event.mimeData().hasUrls():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Take them in as workbooks that were handed out, else hand them to the imports."""
        urls = event.mimeData().urls()
        paths = [Path(url.toLocalFile()) for url in urls if url.isLocalFile()]
        event.acceptProposedAction()
        if paths and self.nominating.round_open:
            self.nominating.collect(paths)
        elif paths:
            self.session.hand_over(paths)
            self._import("nominations")
