"""外部成绩: what our people won elsewhere, believed for its evidence."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from hrgrid.core.errors import UserError
from hrgrid.core.rights import Right
from hrgrid.storage.work import UnitOfWork
from hrgrid.training.rules.competing import Level, Side
from hrgrid.training.rules.competition_rows import OutsideRow
from hrgrid.ui import theme
from hrgrid.ui.banners import Banner, Kind, Message
from hrgrid.ui.buttons import Button, PrimaryButton
from hrgrid.ui.competitions.forms import CompetitionForm, CompetitionReason
from hrgrid.ui.dialogs import Dialog
from hrgrid.ui.forms import Choice, TextField, clear, label
from hrgrid.ui.matters.forms import NumberField, beside, day_of, filled, named, today_field
from hrgrid.ui.matters.scans import ScanField, read_scan
from hrgrid.ui.session import Session
from hrgrid.ui.tables import Column, RowsModel, Table

COLUMNS: tuple[Column[OutsideRow], ...] = (
    Column("姓名", lambda row: row.name, 90, strong=True),
    Column("比武", lambda row: row.title, 170, grows=True),
    Column("项目", lambda row: row.event_title or row.side.label, 110, quiet=True, drops=True),
    Column("级别", lambda row: row.level.label, 110),
    Column("日期", lambda row: f"{row.held_on:%Y-%m-%d}", 100),
    Column("名次", lambda row: "" if row.rank is None else str(row.rank), 60, right=True),
    Column("奖项", lambda row: row.prize, 90),
    Column("依据", lambda row: row.document_no or "扫描件", 130, quiet=True, drops=True),
)
_NONE = "还没有外部成绩。在上级或外单位比武里得的名次和奖项，凭证书或文件登记在这里。"
_NONE_SUCH = "没有这样的外部成绩。换个姓名或比武名称再找。"


class OutsideDialog(Dialog):
    """All of them, the newest on top."""

    def __init__(self, session: Session, parent: QWidget) -> None:
        super().__init__("外部比武成绩", parent)
        self.session = session
        self._asked = 0
        self.model: RowsModel[OutsideRow] = RowsModel(COLUMNS, self)
        self.table = Table(self.model, "外部比武成绩")
        self.search = TextField("查找", hint="姓名、比武名称")
        self.search.setClearButtonEnabled(True)
        self.count = label("", "label")
        self.none = label("", "body2", wraps=True)
        self.none.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.none.hide()
        self._notice = QVBoxLayout()
        self.drop = Button("删除这条…", does=self._drop)
        self.away = Button("关闭", does=self.reject)
        self.add = PrimaryButton("登记成绩…", glyph="plus", does=self._add)
        room = parent.window().size()
        self.setMinimumWidth(min(theme.length(860), room.width() - 60))
        self.table.setMinimumHeight(min(theme.length(320), max(110, room.height() - 260)))
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(self.search, 1)
        head.addWidget(self.count)
        self.body.addLayout(head)
        self.none.setMinimumHeight(self.table.minimumHeight())
        self.body.addWidget(self.none, 1)
        self.body.addWidget(self.table, 1)
        self.body.addLayout(self._notice)
        foot = QHBoxLayout()
        foot.setSpacing(8)
        foot.addWidget(self.drop)
        foot.addStretch()
        for button in (self.away, self.add):
            foot.addWidget(button)
        for button in (self.drop, self.away, self.add):
            button.setAutoDefault(False)
        self.body.addLayout(foot)
        runs = session.may(Right.RUN_TRAINING) and session.day is None
        self.add.setVisible(runs)
        self.drop.setVisible(runs)
        self.search.textChanged.connect(lambda _: self._read())
        self.search.returnPressed.connect(self.table.setFocus)
        self._read()
        self.search.setFocus()

    def _read(self) -> None:
        self._asked += 1
        asked, text = self._asked, self.search.text().strip()

        def job(work: UnitOfWork) -> list[OutsideRow]:
            from hrgrid.training.queries.competition_results import outside_results

            return list(outside_results(work, text=text))

        def take(rows: list[OutsideRow]) -> None:
            if asked == self._asked:
                self.model.show_rows(rows)
                self.count.setText(f"共 {len(rows):,} 条")
                self.drop.setEnabled(bool(rows))
                self.none.setText(_NONE_SUCH if text else _NONE)
                (self.none if rows else self.table).hide()
                (self.table if rows else self.none).show()

        self.session.tasks.read(job, take, failed=self._refuse)

    def _refuse(self, sentence: str) -> None:
        clear(self._notice)
        if sentence:
            self._notice.addWidget(Banner(Message(sentence, Kind.BAD)))

    def _add(self) -> None:
        if OutsideForm(self.session, self).exec():
            self._read()

    def _drop(self) -> None:
        row = self.table.current
        if row is None:
            return
        told = f"{row.name}在“{row.title}”的成绩登记将删除，操作留痕里留底。"
        box = CompetitionReason(
            self.session, "删除外部成绩", "删除", self, told=told, example="登记重复",
            takes_away=True,
        )  # fmt: skip

        def job(work: UnitOfWork) -> None:
            from hrgrid.training.service.outside import remove_outside_result

            remove_outside_result(work, row.id)

        def go() -> None:
            reason = box.reason_given()
            if reason is not None:
                box.send(job, reason=reason)

        box.on_act(go)
        if box.exec():
            self._read()


class OutsideForm(CompetitionForm):
    """One result with what bears it out."""

    WIDTH = 520

    def __init__(self, session: Session, parent: QWidget) -> None:
        super().__init__(session, "登记外部成绩", "登记成绩", parent)
        self.who = TextField("谁", hint="姓名、工号或身份证号")
        self.title = TextField("比武名称", hint="例如：江苏省网格员职业技能竞赛")
        self.of_event = TextField("项目", hint="总成绩就不填")
        self.level = Choice("级别", [(one, one.label) for one in Level])
        self.level.choose(Level.CITY)
        self.side = Choice("个人还是团队", [(one, one.label) for one in Side])
        self.organiser = TextField("主办单位", hint="例如：省委政法委")
        self.on = today_field("日期")
        self.rank = NumberField("名次", hint="没有就不填")
        self.prize = TextField("奖项", hint="例如：一等奖")
        self.document = TextField("依据文号", hint="文号和扫描件至少要有一样")
        self.scan = ScanField("证书或文件")
        self.form.addLayout(beside(named(self.who), named(self.side), shares=(3, 2)))
        self.form.addLayout(beside(named(self.title), named(self.of_event), shares=(3, 2)))
        self.form.addLayout(beside(named(self.organiser), named(self.level), shares=(3, 2)))
        self.form.addLayout(beside(named(self.on), named(self.rank), named(self.prize)))
        self.form.addWidget(named(self.document))
        self.form.addWidget(self.scan)
        self.on_act(self._save)
        self.who.setFocus()

    def _read(self) -> Callable[[UnitOfWork], object]:
        who = filled(self.who, "王晓娟")
        title = filled(self.title, "江苏省网格员职业技能竞赛")
        rank, on = self.rank.value_or_none, day_of(self.on)
        event, organiser = self.of_event.text().strip(), self.organiser.text().strip()
        prize, document = self.prize.text().strip(), self.document.text().strip()
        level, side, path = self.level.currentData(), self.side.currentData(), self.scan.path
        if rank is None and not prize:
            raise UserError("名次和奖项都没有填。请至少填一样")
        if not document and path is None:
            raise UserError("没有依据。请填文号，或附上证书、文件的扫描件")

        def job(work: UnitOfWork) -> object:
            from hrgrid.storage.attachments import attach
            from hrgrid.training.service.outside import OutsideForm as Form
            from hrgrid.training.service.outside import add_outside_result
            from hrgrid.workforce.queries.known import find_person

            scan = attach(work, *read_scan(path)).sha256 if path else None
            form = Form(
                find_person(work, who),
                title,
                level,
                on,
                event_title=event,
                side=side,
                organiser=organiser,
                rank=rank,
                prize=prize,
                document_no=document,
                evidence_sha256=scan,
            )
            return add_outside_result(work, form)

        return job

    def _save(self) -> None:
        job = self.checked(self._read)
        if job is not None:
            self.send(job, "外部成绩已登记。")
