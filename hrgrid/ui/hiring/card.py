"""The card of a candidate beside the list: data masked, checks, points, steps, scans."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QMenu, QVBoxLayout, QWidget

from hrgrid.hiring.queries.candidate_card import (
    CandidateCard,
    CheckRow,
    PaperRow,
    candidate_card,
)
from hrgrid.hiring.queries.standings import ScoreRow
from hrgrid.hiring.rules.conditions import Source
from hrgrid.storage.attachments import content_of
from hrgrid.ui import theme
from hrgrid.ui.buttons import Button, LinkButton, PrimaryButton
from hrgrid.ui.cards import Card, Chip
from hrgrid.ui.dialogs import Dialog
from hrgrid.ui.forms import clear, label
from hrgrid.ui.hiring.words import candidate_chip, short_points
from hrgrid.ui.matters.parts import entry, facts_grid, figure_line, rule, tick_line
from hrgrid.ui.matters.scans import open_content
from hrgrid.ui.matters.words import full_day
from hrgrid.ui.page import Scroll
from hrgrid.ui.session import Session
from hrgrid.ui.status import when
from hrgrid.ui.workforce.photo import Photo

# A card is read when the cursor rests on a row this long; ms.
_REST_MS = 80


def yes_no(value: bool | None) -> str:
    """是, 否, or nothing where nobody said."""
    return "" if value is None else "是" if value else "否"


def months_told(months: int | None) -> str:
    """18 个月, nothing where nobody said."""
    return "" if months is None else f"{months} 个月"


def facts_of(card: CandidateCard) -> list[tuple[str, str]]:
    """What was declared, in reading order."""
    return [
        ("报考岗位", card.position),
        ("意向网格", card.wish),
        ("工号", card.staff_number),
        ("性别", card.sex.label if card.sex else ""),
        ("出生日期", full_day(card.birth_date)),
        ("身份证号", card.id_masked),
        ("手机号", card.phone_masked),
        ("学历", card.education),
        ("政治面貌", card.party),
        ("社工证", yes_no(card.social_worker)),
        ("退役军人", yes_no(card.veteran)),
        ("本地户籍", yes_no(card.registered_here)),
        ("本地居住", months_told(card.residence_months)),
        ("志愿服务", months_told(card.volunteer_months)),
        ("报名日期", full_day(card.applied_on)),
        ("准考证号", card.admission_no or ""),
        ("备注", card.note),
    ]


def check_told(row: CheckRow) -> str:
    """A condition with the value that was seen, or what the data proposes."""
    text = f"不得报考：{row.text}" if row.bars else row.text
    if row.passed is not None:
        seen = f"{text}（{row.seen_value}）"
        return f"{seen}，{row.note}" if row.note and row.note not in {*_SOURCES} else seen
    if row.proposed:
        return f"{text}（{row.source.label}：{row.proposed}，待确认）"
    return f"{text}（待核查）"


_SOURCES = frozenset(one.label for one in Source)


class CandidateView(Scroll):
    """Everything of one candidate; `shown` tells that it has come."""

    shown = Signal(object)

    def __init__(self, session: Session) -> None:
        super().__init__(inside=True)
        self.session = session
        self._asked = 0
        self.card: CandidateCard | None = None
        # By the id of a candidate; the board knows them.
        self.scores: Mapping[int, ScoreRow] = {}
        self.setAccessibleName("报名人")
        self.column.setContentsMargins(0, 0, 6, 0)
        self.column.setSpacing(8)

    def read(self, candidate_id: int) -> None:
        """Show somebody; an answer that comes after the next question is let go."""
        self._asked += 1
        asked = self._asked

        def take(card: CandidateCard) -> None:
            if asked == self._asked:
                self._show(card)

        self.session.tasks.read(
            lambda work: candidate_card(work, candidate_id), take, failed=self.say
        )

    def say(self, sentence: str) -> None:
        """A sentence instead of a card."""
        self.card = None
        clear(self.column)
        self.column.addWidget(label(sentence, "body2", wraps=True))
        self.column.addStretch()

    def _show(self, card: CandidateCard) -> None:
        self.card = card
        clear(self.column)
        self.column.addLayout(self._head(card))
        if card.state_reason:
            self.column.addWidget(label(card.state_reason, "label", wraps=True))
        if (score := self.scores.get(card.id)) is not None:
            self._add_score(score)
        self._add_checks(card)
        self._add_points(card)
        self.column.addWidget(rule())
        if card.purged_on is None:
            self.column.addLayout(facts_grid(facts_of(card)))
        else:
            told = f"个人资料已在 {card.purged_on:%Y-%m-%d} 到期清除，只留办理过程。"
            self.column.addWidget(label(told, "body2", wraps=True))
        self._add_papers(card)
        self._add_steps(card)
        self.column.addStretch()
        self.verticalScrollBar().setValue(0)
        self.shown.emit(card)

    def _head(self, card: CandidateCard) -> QHBoxLayout:
        head = QHBoxLayout()
        head.setSpacing(8)
        left = QVBoxLayout()
        left.setSpacing(6)
        left.addWidget(Chip(card.state.label, candidate_chip(card.state)))
        left.addWidget(label(f"报名号 {card.number}", "crumb"))
        left.addStretch()
        head.addLayout(left, 1)
        if card.photo_sha256 is not None:
            photo, sha256 = Photo(card.name), card.photo_sha256
            self.session.tasks.read(
                lambda work: content_of(work, sha256), photo.show_bytes, failed=photo.complain
            )
            head.addWidget(photo, 0, Qt.AlignmentFlag.AlignTop)
        return head

    def _title(self, title: str) -> None:
        self.column.addWidget(rule())
        self.column.addWidget(label(title, "strong"))

    def _add_score(self, row: ScoreRow) -> None:
        """Why he is where he is: the parts, the total, the steps that parted equals."""
        place = f"第 {row.rank} 名" if row.rank else "没有名次"
        self._title(f"为什么是{place}" if row.rank else f"为什么{row.outcome.label}")
        for name, milli in (("笔试", row.exam_milli), ("面试", row.interview_milli)):
            if milli is not None:
                self.column.addWidget(figure_line(name, short_points(milli)))
        if row.extra_milli:
            self.column.addWidget(figure_line("加分", f"+{short_points(row.extra_milli)}"))
        if row.shown:
            whole = "总成绩" if row.interview_milli is not None else "笔试（含加分）"
            self.column.addWidget(figure_line(whole, row.shown, row.outcome.label))
        for sentence in (row.parts, row.why):
            if sentence:
                self.column.addWidget(label(f"{sentence.rstrip('。')}。", "label", wraps=True))
        for one in row.compared:
            told = f"与报名号 {one.other} 同分，比{one.step}：{one.own} 对 {one.others}。"
            self.column.addWidget(label(told, "label", wraps=True))
        if row.tied:
            self.column.addWidget(label("与别人并列。", "captionWarn"))

    def _add_checks(self, card: CandidateCard) -> None:
        if not card.checks:
            return
        done = sum(row.passed is not None for row in card.checks)
        self._title(f"资格审查 {done} / {len(card.checks)}")
        # What is wrong or lacking first, what is in order below.
        order = {False: 0, None: 1, True: 2}
        for row in sorted(card.checks, key=lambda one: order[one.passed]):
            self.column.addWidget(tick_line(check_told(row), passed=row.passed))

    def _add_points(self, card: CandidateCard) -> None:
        if not card.points:
            return
        self._title("加分")
        for row in card.points:
            granted = "" if row.granted_at else "待核准"
            quiet = "，".join(filter(None, (row.seen_value, granted)))
            figure = f"+{short_points(row.milli)}"
            self.column.addWidget(figure_line(row.label, figure, f"（{quiet}）" if quiet else ""))
        self.column.addWidget(figure_line("计入", f"+{short_points(card.points_milli)}"))

    def _add_papers(self, card: CandidateCard) -> None:
        self._title(f"材料 {len(card.papers)}")
        for row in card.papers:
            link = LinkButton(row.title, glyph="file-text", does=partial(self._open, row))
            told = f"{row.step.label}，{row.added_by}，{when(row.added_at)}"
            link.setToolTip(told)
            self.column.addWidget(link, 0, Qt.AlignmentFlag.AlignLeft)
        if not card.papers:
            self.column.addWidget(label("还没有扫描件", "caption"))

    def _open(self, row: PaperRow) -> None:
        sha256, name = row.sha256, row.name
        self.session.tasks.read(
            lambda work: content_of(work, sha256), lambda content: open_content(name, content)
        )

    def _add_steps(self, card: CandidateCard) -> None:
        self._title("办理过程")
        for step in reversed(card.steps):
            told = f"{when(step.at)}，{step.made_by}"
            document = f"，{step.document_no}" if step.document_no else ""
            self.column.addWidget(entry(step.state.label, f"{told}{document}", step.reason))


class CandidatePanel(Card):
    """The card beside the list; it follows the cursor."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.setAccessibleName("报名人")
        self.fit()
        self._wanted: int | None = None
        self._rest = QTimer(self, singleShot=True, interval=_REST_MS)
        self._rest.timeout.connect(self._read)
        self.name = label("报名人", "section", wraps=True)
        self.deeds = Button("办理…", name="办理这个报名人的事")
        self.deeds.setMenu(QMenu(self.deeds))
        self.view = CandidateView(session)
        head = QHBoxLayout()
        head.addWidget(self.name, 1)
        head.addWidget(self.deeds)
        self.column.addLayout(head)
        self.column.addWidget(self.view, 1)
        self.deeds.hide()
        self.view.shown.connect(self._come)
        self.show_nobody()

    def fit(self) -> None:
        """Width for the text size."""
        self.setFixedWidth(theme.length(330))

    def follow(self, candidate_id: int | None) -> None:
        """Read somebody when the cursor has rested."""
        self._wanted = candidate_id
        if candidate_id is None:
            self._rest.stop()
            self.show_nobody()
        else:
            self._rest.start()

    def again(self) -> None:
        """Read the same one anew."""
        if self._wanted is not None:
            self._rest.start()

    def show_nobody(self) -> None:
        """Say what would stand here."""
        self.name.setText("报名人")
        self.deeds.hide()
        self.view.say("选一个报名人，这里看他的资料、审查、加分、成绩和办理过程。")

    def _read(self) -> None:
        if self._wanted is not None:
            self.view.read(self._wanted)

    def _come(self, card: CandidateCard) -> None:
        self.name.setText(card.name or f"报名号 {card.number}")
        self.deeds.show()


class CandidateDialog(Dialog):
    """The same where the window is too narrow for a panel."""

    def __init__(
        self, session: Session, candidate_id: int, name: str, deeds: QMenu, parent: QWidget
    ) -> None:
        super().__init__(name or "报名人", parent)
        self.view = CandidateView(session)
        self.view.setMinimumSize(
            theme.length(400), max(160, min(theme.length(420), parent.window().height() - 190))
        )
        self.body.addWidget(self.view, 1)
        self.deeds = Button("办理…", name="办理这个报名人的事")
        self.deeds.setMenu(deeds)
        self.away = PrimaryButton("关闭", does=self.accept)
        for button in (self.deeds, self.away):
            button.setAutoDefault(False)
        foot = QHBoxLayout()
        foot.addStretch()
        foot.addWidget(self.deeds)
        foot.addWidget(self.away)
        self.body.addLayout(foot)
        self.away.setFocus()
        self.view.read(candidate_id)
