"""补训或调岗: what is done, for at least a month, and what came of it."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

from PySide6.QtWidgets import QWidget

from hrgrid.core.errors import Refused, UserError
from hrgrid.exits.rules.case_forms import RemedyForm, RemedyResult
from hrgrid.exits.rules.case_rows import CaseBoard, RemedyRow
from hrgrid.exits.rules.deadlines import remedy_last
from hrgrid.exits.rules.words import RemedyKind
from hrgrid.exits.service.remedies import begin_remedy, finish_remedy
from hrgrid.storage.work import UnitOfWork
from hrgrid.training.queries.of_person import TrainingRow, training_of
from hrgrid.ui.exits.forms.base import DAY, ExitForm, Terms, in_row, kept, told_field, written
from hrgrid.ui.forms import Choice, TextBox, TextField, label
from hrgrid.ui.matters.forms import NumberField, day_of, named, today_field
from hrgrid.ui.matters.scans import ScanField
from hrgrid.ui.matters.words import full_day
from hrgrid.ui.pickers import DateField
from hrgrid.ui.session import Session
from hrgrid.workforce.queries.cards import HeldRow, person_card
from hrgrid.workforce.rules import PostState

_KINDS = [(one, one.label) for one in RemedyKind]
_EXAMPLES = {
    RemedyKind.TRAINING: "例如：巡查、事件上报、走访三门补训课，由街道组织",
    RemedyKind.TRANSFER: "例如：调到第 5 网格，工作量较小，由老网格员带",
    RemedyKind.MENTOR: "例如：由网格长李四每周带巡两次",
}


def _classes(person_id: int, work: UnitOfWork) -> list[TrainingRow]:
    """The classes that he is enrolled in; none for who may not look at training."""
    try:
        rows = training_of(work, person_id).rows
    except Refused:
        return []
    return [row for row in rows if row.enrolment_id is not None]


def _posts(person_id: int, work: UnitOfWork) -> list[HeldRow]:
    """The posts that he holds."""
    held = person_card(work, person_id).posts
    return [post for post in held if post.state is PostState.ACTIVE]


def _post_entries(posts: list[HeldRow], own: int | None) -> list[tuple[object, str]]:
    entries: list[tuple[object, str]] = [(None, "还没有办调动")]
    for post in posts:
        since = f"{post.valid_from:%Y-%m-%d} 起"
        old = "，原岗位" if post.id == own else ""
        entries.append((post.id, f"{post.place} {post.role}（{since}{old}）"))
    return entries


class RemedyDialog(ExitForm):
    """Which remedy, from when to when; the last day follows the first by the days of the rules."""

    WIDTH = 540

    def __init__(self, session: Session, board: CaseBoard, parent: QWidget) -> None:
        row = board.card.row
        super().__init__(session, board, f"为{row.name}安排补训或调岗", "安排补训或调岗", parent)
        self.kind = Choice("方式", _KINDS)
        self.first = today_field("开始日期")
        self.last = DateField("结束日期")
        self.content = TextBox("内容", _EXAMPLES[RemedyKind.TRAINING], 2)
        self.minutes = NumberField("补训时长（分钟）")
        self.course = Choice("关联培训班", [(None, "不关联")])
        self.post = Choice("调到的岗位", [(None, "还没有办调动")])
        self.mentor = TextField("帮带人", hint="例如：网格长李四")
        self.number = TextField("通知书文号", hint="例如：东街训〔2026〕1号")
        self.scan = ScanField("通知书扫描件", button="附通知书")
        self._told = label("", "body2", wraps=True)
        self._days = label("", "caption", wraps=True)
        self._minutes, self._course = told_field(self.minutes), named(self.course)
        self._post = told_field(
            self.post, "先到人员页办理调动，再在这里选新的任职；也可满期时再选。"
        )
        self._mentor = named(self.mentor)
        self.form.addWidget(self._told)
        self.form.addLayout(in_row(named(self.kind), named(self.first), named(self.last)))
        self.form.addWidget(self._days)
        self.form.addWidget(named(self.content))
        for part in (self._minutes, self._course, self._post, self._mentor):
            self.form.addWidget(part)
        self.form.addWidget(named(self.number))
        self.form.addWidget(self.scan)
        self.kind.currentIndexChanged.connect(lambda _: self._fold())
        self.first.changed.connect(self._offer)
        self.last.changed.connect(self._count)
        self._offered = ""
        self._fold()
        self.ask_terms()
        session.tasks.read(partial(_classes, row.person_id), self._take_classes)
        session.tasks.read(partial(_posts, row.person_id), self._take_posts)
        self.content.setFocus()

    def _take_classes(self, rows: list[TrainingRow]) -> None:
        entries: list[tuple[object, str]] = [(None, "不关联")]
        entries += [(row.enrolment_id, f"{row.title}（{full_day(row.last_day)}）") for row in rows]
        self.course.fill(entries)

    def _take_posts(self, posts: list[HeldRow]) -> None:
        self.post.fill(_post_entries(posts, self.board.card.post_id))

    def take_terms(self, terms: Terms) -> None:
        """What the rules ask for at least, as it stands there."""
        rules = terms.rules
        self._told.setText(
            f"补训或调岗不少于 {rules.remedy_days} 天，满期后由另一人再考核，"
            f"达到 {rules.pass_milli // 1000} 分的解除预警。"
        )
        self._minutes.show_hint(f"规则：不少于 {rules.remedy_minutes} 分钟")
        if not self.minutes.text():
            self.minutes.setText(str(rules.remedy_minutes))
        self._offer()

    def _offer(self) -> None:
        if self.terms and self.first.value and self.last.text() == self._offered:
            self.last.put(remedy_last(self.terms.rules, self.first.value))
            self._offered = self.last.text()
        self._count()

    def _count(self) -> None:
        first, last = self.first.value, self.last.value
        counted = first is not None and last is not None and last >= first
        days = (last - first).days + 1 if first and last and counted else 0
        after = full_day(last + DAY) if last else ""
        self._days.setText(f"首尾都算，共 {days} 天；{after} 起可以再考核。" if days else "")

    def _fold(self) -> None:
        kind = self.kind.currentData()
        self._minutes.setVisible(kind is RemedyKind.TRAINING)
        self._course.setVisible(kind is RemedyKind.TRAINING)
        self._post.setVisible(kind is RemedyKind.TRANSFER)
        self._mentor.setVisible(kind is RemedyKind.MENTOR)
        self.content.setPlaceholderText(_EXAMPLES[kind])
        self.refit()

    def _read(self) -> RemedyForm:
        kind = self.kind.currentData()
        trains = kind is RemedyKind.TRAINING
        return RemedyForm(
            kind,
            day_of(self.first),
            day_of(self.last),
            written(self.content),
            self.minutes.value if trains else 0,
            self.course.currentData() if trains else None,
            self.post.currentData() if kind is RemedyKind.TRANSFER else None,
            self.mentor.text().strip() if kind is RemedyKind.MENTOR else "",
            self.number.text().strip(),
        )

    def go(self) -> None:
        """已约谈 → 补训或调岗; one more beside a running one."""
        form, case_id, path = self.checked(self._read), self.case_id, self.scan.path
        if form is None:
            return

        def job(work: UnitOfWork) -> int:
            return begin_remedy(work, case_id, replace(form, scan_sha256=kept(work, path)))

        self.send(job, f"已安排{self.name}的{form.kind.label}，{full_day(form.last_day)} 期满。")


class RemedyDoneDialog(ExitForm):
    """What came of the remedy that is over; the first of those without a result is offered."""

    WIDTH = 520

    def __init__(self, session: Session, board: CaseBoard, parent: QWidget) -> None:
        row = board.card.row
        super().__init__(session, board, f"登记{row.name}的补训结果", "登记结果", parent)
        self._open = [one for one in board.remedies if one.done_on is None]
        entries: list[tuple[object, str]] = [(one.id, _remedy_told(one)) for one in self._open]
        self.which = Choice("补训或调岗", entries or [(None, "没有等结果的补训或调岗")])
        self.on = today_field("完成日期")
        self.minutes = NumberField("实际时长（分钟）")
        self.post = Choice("调到的岗位", [(None, "还没有办调动")])
        self.came = TextBox("结果", "例如：三门课都学完，测试 72 分", 2)
        self.scan = ScanField("结果材料扫描件", button="附签到表或成绩单")
        self._minutes, self._post = told_field(self.minutes), named(self.post)
        self.form.addLayout(in_row(named(self.which), named(self.on), shares=(3, 1)))
        self.form.addWidget(self._minutes)
        self.form.addWidget(self._post)
        self.form.addWidget(named(self.came))
        self.form.addWidget(self.scan)
        self.which.currentIndexChanged.connect(lambda _: self._fold())
        self._fold()
        self.ask_terms()
        session.tasks.read(partial(_posts, row.person_id), self._take_posts)
        self.came.setFocus()

    @property
    def _chosen(self) -> RemedyRow | None:
        return next((one for one in self._open if one.id == self.which.currentData()), None)

    def _take_posts(self, posts: list[HeldRow]) -> None:
        self.post.fill(_post_entries(posts, self.board.card.post_id))
        self._fold()

    def take_terms(self, terms: Terms) -> None:
        """How long the rules want it."""
        self._minutes.show_hint(f"规则：不少于 {terms.rules.remedy_minutes} 分钟")

    def _fold(self) -> None:
        one = self._chosen
        trains = one is not None and one.kind is RemedyKind.TRAINING
        self._minutes.setVisible(trains)
        self._post.setVisible(one is not None and one.kind is RemedyKind.TRANSFER)
        if one is not None:
            self.minutes.setText(str(one.minutes))
            if one.post_id is not None:
                self.post.choose(one.post_id)
        self.refit()

    def _read(self) -> tuple[RemedyRow, RemedyResult]:
        one = self._chosen
        if one is None:
            raise UserError("没有等结果的补训或调岗。请先安排补训或调岗")
        minutes = self.minutes.value if one.kind is RemedyKind.TRAINING else None
        post = self.post.currentData() if one.kind is RemedyKind.TRANSFER else None
        words = written(self.came, "三门课都学完，测试 72 分")
        return one, RemedyResult(day_of(self.on), words, minutes, post)

    def go(self) -> None:
        """The remedy has its result."""
        read, case_id, path = self.checked(self._read), self.case_id, self.scan.path
        if read is None:
            return
        one, form = read

        def job(work: UnitOfWork) -> None:
            given = replace(form, scan_sha256=kept(work, path))
            finish_remedy(work, case_id, one.id, given)

        self.send(job, f"已登记{self.name}的{one.kind.label}结果，接着再考核。")


def _remedy_told(row: RemedyRow) -> str:
    days = f"{row.first_day:%Y-%m-%d} 至 {row.last_day:%Y-%m-%d}"
    return f"{row.kind.label}，{days}"
