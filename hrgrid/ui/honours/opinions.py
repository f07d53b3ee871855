"""征求意见: letters to other offices over the nominees, and what each answered of whom."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtWidgets import QAbstractItemView, QWidget

from hrgrid.core.progress import Progress
from hrgrid.core.rights import Right
from hrgrid.honours.papers import Form, write_opinion_form
from hrgrid.honours.queries import Board
from hrgrid.honours.queries.opinions import AskedRow, RequestRow, asked_of, requests
from hrgrid.honours.rules.findings import Answer, AskedOffice, FindingKind
from hrgrid.honours.rules.words import RUNNABLE, CampaignState
from hrgrid.honours.service import AnswerForm, RequestForm, ask_opinion, record_answer
from hrgrid.storage.work import UnitOfWork
from hrgrid.ui.forms import Choice, TextBox, TextField, label
from hrgrid.ui.honours.rows_dialog import RowsDialog
from hrgrid.ui.honours.words import TOPIC
from hrgrid.ui.matters.forms import (
    MatterForm,
    beside,
    day_of,
    day_or_none,
    filled,
    named,
    today_field,
)
from hrgrid.ui.matters.scans import ScanField, read_scan
from hrgrid.ui.pickers import DateField
from hrgrid.ui.saving import PAGES, WORKBOOKS, Saving, Writing
from hrgrid.ui.session import Session
from hrgrid.ui.tables import Column

_OPEN = (CampaignState.NOMINATING, *RUNNABLE)
_USUAL_DAYS = 10
_LETTERS: tuple[Column[RequestRow], ...] = (
    Column("单位", lambda row: row.name, 180, strong=True, grows=True),
    Column("函号", lambda row: row.letter_no, 130, drops=True),
    Column("发函", lambda row: f"{row.sent_on:%Y-%m-%d}", 96, drops=True),
    Column("要求答复", lambda row: f"{row.due_on:%Y-%m-%d}", 96),
    Column("征求", lambda row: f"{row.people:,}", 64, right=True),
    Column("已答复", lambda row: f"{row.answered:,}", 72, right=True),
    Column("有意见", lambda row: f"{row.adverse:,}", 72, right=True),
    Column(
        "状态",
        lambda row: f"差 {row.open:,} 人" if row.open else "答齐",
        90,
        chip=lambda row: "warn" if row.open else "ok",
    ),
)


class OpinionsDialog(RowsDialog[RequestRow]):
    """The letters of a campaign."""

    def __init__(self, session: Session, board: Board, parent: QWidget) -> None:
        told = (
            "向纪检监察、公安、信访、法院和所在单位征求对推荐对象的意见。"
            "没有答复的只提醒，不挡步骤。"
        )
        super().__init__(session, "征求意见", told, _LETTERS, parent)
        self._board = board
        self._open = board.campaign.state in _OPEN and session.may(Right.RUN_HONOURS)
        self._saving = Saving(session, self, self.tell)
        self.ask = self.button("发函征求…", self._ask, main=True)
        self.ask.setVisible(self._open)
        self.answers = self.button("看名单、登记答复…", self._answer)
        self.pages = self.button("征求意见函（PDF）", lambda: self._write(Form.PDF))
        self.sheet = self.button("征求意见表（Excel）", lambda: self._write(Form.XLSX))
        self.refresh()

    def read(self, work: UnitOfWork) -> Sequence[RequestRow]:
        """All, the newest first."""
        return requests(work, self._board.campaign.id)

    def offer(self, row: RequestRow | None) -> None:
        """Its list and its papers."""
        self.answers.setEnabled(row is not None)
        prints = row is not None and self.session.may(Right.PRINT_PAPERS)
        for button in (self.pages, self.sheet):
            button.setEnabled(prints)

    def _ask(self) -> None:
        self.do(LetterForm(self.session, self._board, self))

    def _answer(self) -> None:
        if self.current is not None:
            AnswersDialog(self.session, self.current, self, open_=self._open).exec()
            self.refresh()

    def _write(self, form: Form) -> None:
        row = self.current
        if row is None:
            return
        desk = self.session.desk

        def write(path: Path, progress: Progress) -> object:
            return write_opinion_form(desk, row.id, path, form, progress)

        self._saving.save(
            Writing(
                f"征求意见{'函' if form is Form.PDF else '表'} {row.name}",
                write,
                "正在生成征求意见表",
                topic="journal",
                kind=PAGES if form is Form.PDF else WORKBOOKS,
            )
        )


class LetterForm(MatterForm):
    """A letter that went out, over everybody who is nominated now."""

    TOPIC = TOPIC
    WIDTH = 520

    def __init__(self, session: Session, board: Board, parent: QWidget) -> None:
        super().__init__(session, "发函征求意见", "登记发函", parent)
        self._id = board.campaign.id
        people = len({row.person_id for row in board.candidates if row.removal is None})
        self.office = Choice("征求谁的意见", [(one, one.label) for one in AskedOffice])
        self.name = TextField("单位名称", text=AskedOffice.DISCIPLINE.label)
        self.letter = TextField("函号", hint="可不填")
        self.sent = today_field("发函日期")
        self.due = DateField("要求答复")
        today = dt.date.today()  # noqa: DTZ011 - the desk's day
        self.due.put(today + dt.timedelta(days=_USUAL_DAYS))
        told = f"名单是现在的推荐对象 {people:,} 人，不含已退出的；登记后可以打印函和表。"
        self.form.addWidget(label(told, "body2", wraps=True))
        self.form.addLayout(beside(named(self.office), named(self.name)))
        self.form.addLayout(
            beside(named(self.letter), named(self.sent), named(self.due), shares=(2, 1, 1))
        )
        self.office.currentIndexChanged.connect(
            lambda _: self.name.setText(self.office.currentData().label)
        )
        self.on_act(self._ask)
        self.name.setFocus()

    def _read(self) -> RequestForm:
        return RequestForm(
            self.office.currentData(),
            filled(self.name),
            self.letter.text(),
            day_of(self.sent),
            day_of(self.due),
        )

    def _ask(self) -> None:
        form = self.checked(self._read)
        if form is None:
            return
        campaign_id = self._id
        self.send(lambda work: ask_opinion(work, campaign_id, form), "已登记发函。")


_ASKED: tuple[Column[AskedRow], ...] = (
    Column("姓名", lambda row: row.name, 80, strong=True),
    Column("工号", lambda row: row.number, 90, drops=True),
    Column("单位", lambda row: row.unit, 160, grows=True),
    Column("职务", lambda row: row.post, 100, drops=True),
    Column(
        "答复",
        lambda row: row.answer.label if row.answer else "未答复",
        84,
        chip=lambda row: (
            "mute" if row.answer is None else "ok" if row.answer is Answer.NONE else "bad"
        ),
    ),
    Column("答复日期", lambda row: f"{row.answered_on:%Y-%m-%d}" if row.answered_on else "", 96),
    Column("文号", lambda row: row.document_no, 120, drops=True),
    Column("处理", lambda row: "已登记一票否决" if row.blocks else row.note, 130),
)


class AnswersDialog(RowsDialog[AskedRow]):
    """Everybody a letter asks of; several may be answered of at once."""

    def __init__(self, session: Session, row: RequestRow, parent: QWidget, *, open_: bool) -> None:
        told = "可以按住 Ctrl 或 Shift 选几个人一起登记；答复变了再登记一次，以最后一次为准。"
        super().__init__(session, f"{row.name}的答复", told, _ASKED, parent)
        self._row = row
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.rest = self.button(
            "其余都无异议…", lambda: self._answer(Answer.NONE, self._unanswered), main=True
        )
        self.none = self.button("选中的无异议…", lambda: self._answer(Answer.NONE, self._selected))
        self.adverse = self.button(
            "选中的有意见…", lambda: self._answer(Answer.ADVERSE, self._selected)
        )
        for button in (self.rest, self.none, self.adverse):
            button.setVisible(open_)
        self.refresh()

    def read(self, work: UnitOfWork) -> Sequence[AskedRow]:
        """By number."""
        return asked_of(work, self._row.id)

    def offer(self, row: AskedRow | None) -> None:
        """Answers for the selected, and for the rest."""
        self.none.setEnabled(row is not None)
        self.adverse.setEnabled(row is not None)
        self.rest.setEnabled(bool(self._unanswered))

    @property
    def _unanswered(self) -> list[AskedRow]:
        return [row for row in self.model.rows if row.answer is None]

    @property
    def _selected(self) -> list[AskedRow]:
        chosen = self.table.selectionModel().selectedRows()
        found = [self.model.row_at(index.row()) for index in chosen]
        return [row for row in found if row is not None]

    def _answer(self, answer: Answer, people: list[AskedRow]) -> None:
        if people:
            self.do(AnswerDialog(self.session, self._row, answer, people, self))


class AnswerDialog(MatterForm):
    """One answer about some of them; an adverse one is a finding, or is told why it is none."""

    TOPIC = TOPIC
    WIDTH = 520

    def __init__(
        self,
        session: Session,
        row: RequestRow,
        answer: Answer,
        people: Sequence[AskedRow],
        parent: QWidget,
    ) -> None:
        names = "、".join(one.name for one in people[:4])
        more = f"等 {len(people):,} 人" if len(people) > 4 else ""
        super().__init__(session, f"{row.name}：{answer.label}", "登记答复", parent)
        self._row, self._answer, self._people = row, answer, people
        self.on = today_field("答复日期")
        self.document = TextField("复函文号", hint="例如：复函〔2026〕9号")
        kinds: list[tuple[object, str]] = [(one, one.label) for one in FindingKind]
        self.kind = Choice("怎样处理", [*kinds, (None, "不影响评选，写明理由")])
        self.kind.choose(FindingKind.OPINION)
        self.until = DateField("影响到")
        self.detail = TextBox("意见内容", "加密存放，可不写")
        self.note = TextField("不影响评选的理由")
        self.scan = ScanField("依据材料")
        self._adverse = QWidget()
        self.form.addWidget(label(f"{names}{more}。", "body2", wraps=True))
        self.form.addLayout(beside(named(self.on), named(self.document), shares=(1, 2)))
        self._detail = named(self.detail)
        self._until = named(self.until, hint="最后一天；一直有影响的空着")
        self._note = named(self.note)
        self._kind = named(self.kind)
        for part in (self._kind, self._until, self._detail, self.scan, self._note):
            self.form.addWidget(part)
        self.kind.currentIndexChanged.connect(lambda _: self._fold())
        self._fold()
        self.on_act(self._record)
        self.document.setFocus()

    def _fold(self) -> None:
        adverse = self._answer is Answer.ADVERSE
        finds = adverse and self.kind.currentData() is not None
        self._kind.setVisible(adverse)
        for part in (self._until, self._detail, self.scan):
            part.setVisible(finds)
        self._note.setVisible(adverse and not finds)
        self.fit_soon()

    def _read(self) -> tuple[AnswerForm, tuple[str, bytes] | None]:
        adverse = self._answer is Answer.ADVERSE
        kind = self.kind.currentData() if adverse else None
        path = self.scan.path if kind is not None else None
        form = AnswerForm(
            [one.person_id for one in self._people],
            self._answer,
            day_of(self.on),
            self.document.text(),
            kind,
            day_or_none(self.until) if kind is not None else None,
            self.detail.toPlainText() if kind is not None else "",
            self.note.text() if adverse else "",
        )
        return form, read_scan(path)[:2] if path else None

    def _record(self) -> None:
        read = self.checked(self._read)
        if read is None:
            return
        (form, scan), request_id = read, self._row.id
        self.send(
            lambda work: record_answer(work, request_id, form, scan),
            lambda count: f"已登记 {count:,} 人的答复。",
        )
