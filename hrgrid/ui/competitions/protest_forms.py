"""Forms of protests: filed within the time, accepted or not, and what was found."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from hrgrid.storage.work import UnitOfWork
from hrgrid.training.rules.competing import ProtestState
from hrgrid.training.rules.competition_rows import ProtestRow
from hrgrid.ui.competitions import services
from hrgrid.ui.competitions.forms import CompetitionForm
from hrgrid.ui.competitions.reading import Read
from hrgrid.ui.forms import Choice, TextBox, TextField, label
from hrgrid.ui.matters.forms import beside, filled, named
from hrgrid.ui.session import Session

_WAYS = {
    ProtestState.FILED: (
        (ProtestState.ACCEPTED, "受理"),
        (ProtestState.REFUSED, "不予受理"),
    ),
    ProtestState.ACCEPTED: (
        (ProtestState.UPHELD, "申诉成立"),
        (ProtestState.DENIED, "申诉不成立"),
    ),
}


class FileProtestDialog(CompetitionForm):
    """Who protests, against what, in which words."""

    WIDTH = 480

    def __init__(
        self,
        session: Session,
        read: Read,
        window: str,
        parent: QWidget,
        *,
        late: bool,
    ) -> None:
        super().__init__(session, "登记申诉", "登记申诉", parent)
        self._id = read.id
        people = [(one.id, f"{one.number} 号 {one.name}（{one.unit}）") for one in read.competitors]
        self.who = Choice("对谁的成绩", people)
        choices: list[tuple[object, str]] = [(None, "总成绩")]
        self.of_event = Choice(
            "哪一项", [*choices, *((one.id, one.title) for one in read.board.events)]
        )
        self.by = TextField("提出人", hint="例如：领队王兰")
        self.content = TextBox("申诉内容", "例如：评委 3 的打分抄错，原始评分表是 88.5", 3)
        self.reason = TextField("逾期受理的原因", hint="例如：在时限内已口头提出")
        self.form.addWidget(label(window, "body2", wraps=True))
        self.form.addLayout(beside(named(self.who), named(self.of_event), shares=(3, 2)))
        self.form.addWidget(named(self.by))
        self.form.addWidget(named(self.content))
        if late:
            self.form.addWidget(named(self.reason))
        self._late = late
        self.on_act(self._file)
        self.who.setFocus()

    def _file(self) -> None:
        def read() -> tuple[str, str]:
            text = self.content.toPlainText().strip()
            if not text:
                from hrgrid.core.errors import UserError

                raise UserError("没有写申诉内容。请写明对什么不服、依据是什么")
            return filled(self.by, "领队王兰"), text

        found, competition_id = self.checked(read), self._id
        if found is None:
            return
        who, event_id = int(self.who.currentData()), self.of_event.currentData()

        given = services.ProtestGiven(who, event_id, *found)

        def job(work: UnitOfWork) -> None:
            services.file_protest(work, competition_id, given)

        self.send(job, "申诉已登记。", reason=self.reason.text())


class DecideProtestDialog(CompetitionForm):
    """The two things that may become of it now, with the finding."""

    WIDTH = 480

    def __init__(self, session: Session, row: ProtestRow, parent: QWidget) -> None:
        ways = _WAYS.get(row.state, ())
        super().__init__(session, f"申诉 {row.number}", ways[0][1] if ways else "知道了", parent)
        self._row = row
        event = f"“{row.event_title}”" if row.event_title else "总成绩"
        told = f"{row.filed_by}对{row.competitor}的{event}提出：{row.content}"
        self.form.addWidget(label(told, "body2", wraps=True))
        self.way = Choice("结论", list(ways))
        self.finding = TextBox("理由", "例如：与原始评分表核对，评委 3 应为 88.5", 3)
        self.by = TextField("决定人", hint="例如：仲裁组组长李强")
        self._finding = named(self.finding)
        self._by = named(self.by)
        if ways:
            self.form.addWidget(named(self.way))
            self.form.addWidget(self._finding)
            self.form.addWidget(self._by)
            self.way.currentIndexChanged.connect(lambda _: self._fold())
            self.on_act(self._decide)
            self._fold()
        else:
            came = f"{row.state.label}（{row.decided_by}）：{row.finding}"
            self.form.addWidget(label(came, wraps=True))
            self._away.hide()
            self.on_act(self.accept)

    def _fold(self) -> None:
        accepts = self.way.currentData() is ProtestState.ACCEPTED
        self._finding.setVisible(not accepts)
        self._by.setVisible(not accepts)
        self.act.setText(self.way.currentText())
        self.act.setAccessibleName(self.way.currentText())
        self.fit_soon()

    def _decide(self) -> None:
        state, row = self.way.currentData(), self._row
        if state is ProtestState.ACCEPTED:
            self.send(
                lambda work: services.accept_protest(work, row.id), f"申诉 {row.number} 已受理。"
            )
            return

        def read() -> tuple[str, str]:
            from hrgrid.core.errors import UserError

            text = self.finding.toPlainText().strip()
            if not text:
                raise UserError("没有写理由。请写明核对了什么、结果怎样")
            return text, filled(self.by, "仲裁组组长李强")

        found = self.checked(read)
        if found is None:
            return
        self.send(
            lambda work: services.decide_protest(work, row.id, state, *found),
            f"申诉 {row.number}：{state.label}。",
        )
