"""工作台: the figures of the day; while the data are empty, what to do next; the last deeds."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QFrame, QVBoxLayout, QWidget

from hrgrid.accounts import queries
from hrgrid.core.rights import Right
from hrgrid.storage.journal import JournalRow
from hrgrid.storage.work import UnitOfWork
from hrgrid.ui import theme
from hrgrid.ui.assessment_card import RIGHTS as SEES_ASSESSMENT
from hrgrid.ui.assessment_card import AssessmentCard, read_assessment
from hrgrid.ui.backups import backup_place
from hrgrid.ui.banners import Action, Banner, Kind, Message
from hrgrid.ui.buttons import Button, PrimaryButton
from hrgrid.ui.campaign_card import RIGHTS as SEES_CAMPAIGNS
from hrgrid.ui.campaign_card import CampaignCard, read_progress
from hrgrid.ui.cards import EmptyState
from hrgrid.ui.figures import CoverageCard, Tiles
from hrgrid.ui.first_steps import FirstSteps
from hrgrid.ui.forms import clear
from hrgrid.ui.hiring_card import RIGHTS as SEES_HIRING
from hrgrid.ui.hiring_card import HiringCard, read_hiring
from hrgrid.ui.makeup import ThirdRow
from hrgrid.ui.page import Page, Scroll
from hrgrid.ui.session import Session
from hrgrid.ui.steps import LastDeeds, StepCard
from hrgrid.ui.training_card import RIGHTS as SEES_TRAINING
from hrgrid.ui.training_card import TrainingCard, read_training

if TYPE_CHECKING:
    from hrgrid.overview.queries import CampaignProgress, HeadcountRow, StaffingRow
    from hrgrid.overview.queries.assessment import AssessmentProgress
    from hrgrid.overview.queries.duties import DutyCount
    from hrgrid.overview.queries.hiring import HiringProgress
    from hrgrid.overview.queries.training import TrainingProgress

# How many of the last deeds are read, how many a window below 1,000 px shows, and how many where
# they stand beside the chart of 一格一员; the card of the selection is as high as six of them,
# those of hiring, training and assessment, folded, as high as three.
_LAST, _FEWER, _BESIDE, _HIGH, _CAMPAIGN, _FOLDED = 14, 6, 10, 1_000, 6, 3
_STEPPER = 2
# Below this width of the page the chart and the last deeds stand below each other.
_PAIR_FROM = 900


@dataclass(frozen=True)
class Outline:
    """What the dashboard knows besides the figures."""

    today: dt.date
    operators: int
    recovery_confirmed: bool
    unmaintained: tuple[int, ...]
    last: tuple[JournalRow, ...]


def _read(work: UnitOfWork) -> Outline:
    calendar = queries.calendar(work)
    today = work.today
    reads_journal = work.actor.may(Right.READ_JOURNAL)
    rows = queries.journal_entries(work, limit=_LAST) if reads_journal else []
    return Outline(
        today,
        sum(row.active for row in queries.operators(work)),
        queries.office(work).recovery_confirmed_at is not None,
        calendar.unmaintained(today, dt.date(today.year + (today.month == 12), 12, 31)),
        tuple(rows),
    )


# The tables of the workforce take long to load: the reading threads do it, after the window.
def _read_staffing(work: UnitOfWork) -> StaffingRow:
    from hrgrid.overview.queries import staffing

    return staffing(work, work.day)


def _read_headcount(work: UnitOfWork) -> HeadcountRow:
    from hrgrid.overview.queries import headcount

    return headcount(work, work.day)


class DashboardPage(Page):
    """Banners first, then the figures or, before there are any, the next steps; the last deeds."""

    FOLLOWS_DAY = True
    TOPICS = frozenset(
        {
            *("accounts", "rules", "backups", "journal", "workforce"),
            *("hiring", "training", "competitions", "honours", "assessment"),
        }
    )

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._scroll = Scroll()
        self._duties = session.duties
        self._outline: Outline | None = None
        self._banners = QVBoxLayout()
        self._banners.setSpacing(12)
        self.first = FirstSteps(session)
        self.tiles = Tiles(session)
        self.coverage = CoverageCard(session)
        self.campaign = CampaignCard(session)
        self.campaign.hide()
        self.hiring = HiringCard(session)
        self.hiring.hide()
        self.training = TrainingCard(session)
        self.training.hide()
        self.assessment = AssessmentCard(session)
        self.assessment.hide()
        self._pair = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._pair.setSpacing(12)
        self._last = LastDeeds(session)
        self.third = ThirdRow(session)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._lay_out()
        session.duties_counted.connect(self._show_duties)
        # What is shown depends on the data; until they are read neither would be true.
        self._answers: list[bool] = []
        self._furnish(figures=False, steps=False)

    def main_control(self) -> QWidget:
        """The chart, or the first step while there is none."""
        if self.coverage.isVisibleTo(self):
            return self.coverage.chart
        if self.roster is not None and self._welcome.isVisibleTo(self):
            return self.roster
        first = self.first.first if self.first.isVisibleTo(self) else None
        return self if first is None else first

    def refresh(self) -> None:
        """Read how things stand, each figure by itself: one is shown while the next is counted."""
        tasks = self.session.tasks
        tasks.read(_read, self._show)
        self._answers = []
        self.third.forget()
        if self.session.may(Right.VIEW_WORKFORCE, Right.EDIT_WORKFORCE):
            tasks.read(_read_staffing, self._show_staffing)
            tasks.read(_read_headcount, self._show_headcount)
        else:
            self._furnish(figures=False, steps=True)
        if self.session.may(*SEES_CAMPAIGNS):
            tasks.read(read_progress, self._show_campaign)
        if self.session.may(*SEES_HIRING):
            tasks.read(read_hiring, self._show_hiring)
        if self.session.may(*SEES_TRAINING):
            tasks.read(read_training, self._show_training)
        if self.session.may(*SEES_ASSESSMENT):
            tasks.read(read_assessment, self._show_assessment)
        if "backup" in self.first.cards:
            place = backup_place(self.session)
            tasks.aside(place.last, self.first.show_backup, title="正在读取备份")

    def resizeEvent(self, event: QResizeEvent) -> None:
        """As many things side by side as are easy to read; more rows on a high screen."""
        super().resizeEvent(event)
        self._arrange()

    def _lay_out(self) -> None:
        self._welcome = QFrame()
        self._welcome.setProperty("role", "panel")
        inside = QVBoxLayout(self._welcome)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.addWidget(self._make_empty())
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.addWidget(self._scroll)
        column = self._scroll.column
        column.setContentsMargins(16, 14, 16, 12)
        column.addLayout(self._banners)
        column.addWidget(self._welcome, 1)
        column.addWidget(self.tiles)
        column.addWidget(self.first)
        left = QVBoxLayout()
        left.setSpacing(12)
        left.addWidget(self.coverage, 1)
        left.addWidget(self.hiring)
        left.addWidget(self.campaign)
        left.addWidget(self.training)
        left.addWidget(self.assessment)
        self._pair.addLayout(left, 6)
        self._pair.addWidget(self._last, 5)
        if not self.session.may(Right.READ_JOURNAL):
            self._last.hide()
        column.addLayout(self._pair)
        column.addWidget(self.third)
        column.addStretch(2)

    def _make_empty(self) -> EmptyState:
        told = "有了网格和人员，这里会列出缺员、考核、退出、评选和经费当天要办的事。\n"
        self.roster: Button | None = None
        if self.session.may(Right.IMPORT):
            told += "把现有的 Excel 网格表和花名册导进来即可，列名不用改。"
            self.roster = PrimaryButton(
                "导入网格表和花名册", glyph="upload-simple", does=lambda: self.session.go("imports")
            )
        actions = [self.roster] if self.roster else []
        return EmptyState("users-three", "还没有网格和人员", told, actions)

    def _furnish(self, *, figures: bool, steps: bool, empty: bool = False) -> None:
        """Show the figures, or the next steps with or without the word that there is nothing."""
        self.tiles.setVisible(figures)
        self.coverage.setVisible(figures and self.coverage.has_grids)
        self._welcome.setVisible(empty)
        self.first.setVisible(steps)
        self._arrange()
        if self.hasFocus():
            self.main_control().setFocus()

    @property
    def steps(self) -> dict[str, StepCard]:
        """The next steps by name."""
        return self.first.cards

    def _arrange(self) -> None:
        furnished = self.coverage.isVisibleTo(self)
        across = self.width() >= theme.length(_PAIR_FROM)
        directions = QBoxLayout.Direction
        self._pair.setDirection(directions.LeftToRight if across else directions.TopToBottom)
        high = self.window().height() >= _HIGH
        most = _LAST if high else _FEWER
        held = (self.hiring, self.campaign, self.training, self.assessment)
        cards = [one for one in held if one.isVisibleTo(self)]
        low = len(cards) >= 2 and not high
        self.hiring.fold(low=low)
        self.training.fold(low=low)
        self.assessment.fold(low=low)
        self.campaign.fold(low=low and len(cards) >= 3)
        if furnished and across and cards:
            # The cards at the left stand in a low window without scrolling.
            fewer = most - 2 * (len(cards) - 1) * low
            beside = _CAMPAIGN + (len(cards) - 1) * (_FOLDED if low else _CAMPAIGN)
            beside -= _STEPPER * (low and len(cards) >= 3)
            most = min(_LAST, self.coverage.show_most(fewer) + beside)
        elif furnished and across:
            # As many lines as the chart beside them has.
            bars = self.coverage.show_most(max(_BESIDE, most))
            most = max(_BESIDE, bars)
        else:
            self.coverage.show_most(most)
        self._last.show_most(most)
        self.third.show_if(roomy=furnished and self.window().height() >= _HIGH)

    def _show_staffing(self, staffing: StaffingRow) -> None:
        self.tiles.show_staffing(staffing)
        self.coverage.show_staffing(staffing)
        self._take(some=staffing.grids > 0)

    def _show_headcount(self, count: HeadcountRow) -> None:
        self.tiles.show_headcount(count)
        self._take(some=count.people > 0)

    def _show_campaign(self, found: CampaignProgress | None) -> None:
        if found is not None:
            self.campaign.show_progress(found)
        self.campaign.setVisible(found is not None)
        self._arrange()

    def _show_hiring(self, found: HiringProgress | None) -> None:
        if found is not None:
            self.hiring.show_progress(found)
        self.hiring.setVisible(found is not None)
        self._arrange()

    def _show_training(self, found: TrainingProgress | None) -> None:
        if found is not None:
            self.training.show_progress(found)
        self.training.setVisible(found is not None)
        self._arrange()

    def _show_assessment(self, found: AssessmentProgress | None) -> None:
        if found is not None:
            self.assessment.show_progress(found)
        self.assessment.setVisible(found is not None)
        self._arrange()

    def _take(self, *, some: bool) -> None:
        """One figure that is not zero is enough; that there is nothing only both can say."""
        self._answers.append(some)
        if any(self._answers):
            self._furnish(figures=True, steps=False)
        elif len(self._answers) == 2:
            self._furnish(figures=False, steps=True, empty=True)

    def _show(self, outline: Outline) -> None:
        self.say_where(_day_words(outline.today))
        self._outline = outline
        self._show_messages()
        self.first.show_operators(outline.operators)
        self.first.show_holidays(outline.unmaintained, outline.today.year)
        self._last.show_rows(outline.last)

    def _show_duties(self, count: DutyCount) -> None:
        if count != self._duties:
            self._duties = count
            self._show_messages()

    def _show_messages(self) -> None:
        clear(self._banners)
        if self._outline is not None:
            for message in self._messages(self._outline):
                self._banners.addWidget(Banner(message))

    def _messages(self, outline: Outline) -> list[Message]:
        found = []
        if (due := self._duties) is not None and due.waiting > due.of_office:
            found.append(self._due_message(due))
        if not outline.recovery_confirmed:
            told = "恢复码还没有确认保存。电脑坏了，数据就再也打不开；确认之前不能录入个人信息。"
            found.append(self._message(told, "去保存恢复码", "data", Right.MANAGE_OFFICE))
        if outline.unmaintained:
            years = "、".join(f"{year} 年" for year in outline.unmaintained)
            told = f"{years}节假日未维护，工作日按周末推算。"
            found.append(self._message(told, "去维护", "holidays", Right.KEEP_RULES))
        return found

    def _due_message(self, due: DutyCount) -> Message:
        over = f"，其中 {due.overdue:,} 件已过期" if due.overdue else ""
        look = Action("看待办", lambda: self.session.go("duties"))
        late = Action("看过期的", lambda: self.session.go("duties", "overdue"))
        actions = (late, look) if due.overdue else (look,)
        kind = Kind.WARN if due.overdue else Kind.INFO
        return Message(f"有 {due.waiting:,} 件待办{over}。", kind, actions)

    def _message(self, told: str, act: str, part: str, right: Right) -> Message:
        action = Action(act, lambda: self.session.go("office", part))
        return Message(told, Kind.WARN, (action,) if self.session.may(right) else ())


def _day_words(day: dt.date) -> str:
    return f"{day.year} 年 {day.month} 月 {day.day} 日 星期{'一二三四五六日'[day.weekday()]}"
