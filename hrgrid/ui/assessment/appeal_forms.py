"""Forms of appeals: the window opened, one registered, one answered."""

from __future__ import annotations

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QWidget

from hrgrid.assessment.queries.results import results
from hrgrid.assessment.rules.period_rows import AppealRow, PeriodRow
from hrgrid.assessment.rules.result_rows import ResultFilter, ResultOrder, ResultRow, ResultState
from hrgrid.assessment.service.appeals import (
    AppealForm,
    deny_appeal,
    file_appeal,
    uphold_appeal,
)
from hrgrid.assessment.service.periods import open_appeals
from hrgrid.core.errors import UserError
from hrgrid.storage.attachments import attach
from hrgrid.storage.work import UnitOfWork
from hrgrid.ui.assessment.forms import AssessmentForm
from hrgrid.ui.assessment.words import points
from hrgrid.ui.competitions.forms import PointsField
from hrgrid.ui.forms import Choice, TextBox, TextField, label
from hrgrid.ui.matters.forms import day_of, filled, named, today_field
from hrgrid.ui.matters.scans import ScanField, read_scan
from hrgrid.ui.session import Session

_REST_MS = 200
_MOST = 20


class OpenAppealsDialog(AssessmentForm):
    """The results are published in the unit; appeals run from that day."""

    WIDTH = 440

    def __init__(self, session: Session, row: PeriodRow, parent: QWidget) -> None:
        super().__init__(session, "公布结果，开始申诉", "开始申诉", parent)
        self._key = row.id
        self.on = today_field("在单位公布的日期")
        told = "从公布的第二个工作日算起，申诉期按规定的工作日计，节假日自动避开。"
        self.form.addWidget(label(told, "body2", wraps=True))
        self.form.addWidget(named(self.on))
        self.on_act(self._open)
        self.act.setFocus()

    def _open(self) -> None:
        on, key = self.checked(lambda: day_of(self.on)), self._key
        if on is not None:
            self.send(lambda work: open_appeals(work, key, on), "已公布，进入申诉期。")


class FileAppealDialog(AssessmentForm):
    """Who, against what, since when; somebody is found by a few letters."""

    WIDTH = 480

    def __init__(
        self, session: Session, period: PeriodRow, parent: QWidget, *, row: ResultRow | None = None
    ) -> None:
        super().__init__(session, "登记申诉", "登记申诉", parent)
        self._key, self._until, self._asked = period.id, period.appeals_until, 0
        self.search = TextField("找申诉人", hint="姓名、拼音首字母或工号")
        self.who = Choice("申诉人")
        self.content = TextBox("申诉的理由和要求", "例如：9 月 12 日巡查有照片，没有计入", 3)
        self.on = today_field("提出日期")
        self.late = TextField("逾期登记的原因", hint="例如：申请人住院，9 月 30 日出院后提出")
        self._late = named(self.late)
        self.scan = ScanField("申诉书扫描件")
        self._rest = QTimer(self, singleShot=True, interval=_REST_MS)
        self._finding = named(self.search)
        self.form.addWidget(self._finding)
        self.form.addWidget(named(self.who))
        self.form.addWidget(named(self.content))
        self.form.addWidget(named(self.on))
        self.form.addWidget(self._late)
        self.form.addWidget(self.scan)
        self.search.textChanged.connect(lambda _: self._rest.start())
        self.on.changed.connect(self._fold)
        self._rest.timeout.connect(self._look)
        self.on_act(self._file)
        if row is not None:
            self._finding.hide()
            self._offer([row])
            self.content.setFocus()
        else:
            self.search.setFocus()
        self._fold()

    @property
    def _is_late(self) -> bool:
        """Whether the day typed lies behind the days of appeal."""
        day = self.on.value
        return day is not None and self._until is not None and day > self._until

    def _fold(self) -> None:
        self._late.setVisible(self._is_late)
        self.fit()

    def _offer(self, rows: list[ResultRow]) -> None:
        told = [
            (one.assessee_id, f"{one.name}（{one.unit}，{points(one.total_milli)}）")
            for one in rows
        ]
        self.who.fill(told or [(None, "没有找到有结果的人")])

    def _look(self) -> None:
        self._asked += 1
        asked, text = self._asked, self.search.text().strip()
        if not text:
            return
        wanted = ResultFilter(self._key, states=(ResultState.SCORED,), text=text)

        def take(rows: list[ResultRow]) -> None:
            if asked == self._asked:
                self._offer(rows)

        self.session.tasks.read(
            lambda work: results(work, wanted, ResultOrder.NAME, None, _MOST), take
        )

    def _read(self) -> AppealForm:
        who = self.who.currentData()
        if not isinstance(who, int):
            raise UserError("没有选申诉人。请输入姓名，再从列出的人里选")
        content = self.content.toPlainText().strip()
        if not content:
            raise UserError("没有写申诉的理由和要求。请补上")
        day = day_of(self.on)
        if self._is_late:
            filled(self.late)
        return AppealForm(who, content, day)

    def _file(self) -> None:
        form, key, path = self.checked(self._read), self._key, self.scan.path
        if form is None:
            return
        given = form

        def job(work: UnitOfWork) -> int:
            sha256 = attach(work, *read_scan(path)).sha256 if path else None
            made = AppealForm(given.assessee_id, given.content, given.filed_on, sha256)
            return file_appeal(work, key, made)

        reason = self.late.text() if self._is_late else ""
        self.send(job, lambda number: f"已登记第 {number} 件申诉。", reason=reason)


class DecideAppealDialog(AssessmentForm):
    """Upheld with or without points, or denied; the finding goes to the person."""

    WIDTH = 480

    def __init__(self, session: Session, row: AppealRow, parent: QWidget) -> None:
        super().__init__(session, f"答复{row.name}的申诉", "答复", parent)
        self._row = row
        self.form.addWidget(label(f"{row.content.rstrip('。')}。", "body2", wraps=True))
        ways: list[tuple[object, str]] = [
            ("deny", "申诉不成立"),
            ("uphold", "申诉成立，数据改后重新计算"),
            ("delta", "申诉成立，加减分"),
        ]
        self.way = Choice("结论", ways)
        self.delta = PointsField("加减分", hint="例如：2 或 -1.5", below=True)
        self.finding = TextBox("答复意见", "例如：经查 9 月 12 日巡查照片有效，补计 1 次", 3)
        self.by = TextField("复核人", hint="例如：考核领导小组办公室", text="")
        self._delta = named(self.delta)
        self.form.addWidget(named(self.way))
        self.form.addWidget(self._delta)
        self.form.addWidget(named(self.finding))
        self.form.addWidget(named(self.by))
        self.way.currentIndexChanged.connect(lambda _: self._fold())
        self.on_act(self._decide)
        self._fold()
        self.way.setFocus()

    def _fold(self) -> None:
        self._delta.setVisible(self.way.currentData() == "delta")
        self.fit()

    def _decide(self) -> None:
        way, key = self.way.currentData(), self._row.id

        def read() -> tuple[str, str, int | None]:
            delta = self.delta.value if way == "delta" else None
            finding = self.finding.toPlainText().strip()
            if not finding:
                raise UserError("没有写答复意见。请写明查到了什么、依据是什么")
            return finding, filled(self.by), delta

        found = self.checked(read)
        if found is None:
            return
        finding, by, delta = found
        name = self._row.name
        if way == "deny":
            self.send(
                lambda work: deny_appeal(work, key, finding, by),
                f"已答复：{name}的申诉不成立。",
            )
            return
        self.send(
            lambda work: uphold_appeal(work, key, finding, by, delta),
            f"已答复：{name}的申诉成立。要改的退回计分，处理后重新给本人查看。",
        )
