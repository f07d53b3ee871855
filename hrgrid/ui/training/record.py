"""One person's training: what he took, what it counted, his years."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QMenu, QWidget

from hrgrid.core.rights import Right
from hrgrid.core.tabulation import mark_text
from hrgrid.storage.work import UnitOfWork
from hrgrid.training.queries.courses import hours_in_force
from hrgrid.training.queries.of_person import TrainingOfPerson, TrainingRow, training_of
from hrgrid.training.rules.hours import HourRules
from hrgrid.ui import theme
from hrgrid.ui.buttons import Button, PrimaryButton
from hrgrid.ui.dialogs import Dialog
from hrgrid.ui.forms import clear, label
from hrgrid.ui.matters.parts import figure_line
from hrgrid.ui.matters.words import full_day
from hrgrid.ui.page import Scroll
from hrgrid.ui.session import Session
from hrgrid.ui.tables import Column, RowsModel, Table
from hrgrid.ui.training.class_papers import TrainingPapers
from hrgrid.ui.training.words import TOPIC, hours


def outcome(row: TrainingRow) -> str:
    """合格, 不合格, or how far it is."""
    if row.passed is not None:
        return "合格" if row.passed else "不合格"
    if row.class_id is None:
        return "已登记"
    return row.class_state.label if row.class_state else ""


_CHIPS = {"合格": "ok", "不合格": "bad", "已登记": "ok"}


class RecordDialog(Dialog):
    """The newest on top."""

    def __init__(self, session: Session, person_id: int, name: str, parent: QWidget) -> None:
        super().__init__(f"{name}的培训记录", parent)
        self.session, self._person_id, self._name = session, person_id, name
        self._rules = HourRules()
        room = parent.window().size()
        self.setMinimumWidth(min(theme.length(680), room.width() - 60))
        self.model: RowsModel[TrainingRow] = RowsModel(self._columns(), self)
        self.table = Table(self.model, "培训记录")
        self.table.setMinimumHeight(min(theme.length(260), max(110, room.height() - 300)))
        self.none = label("还没有培训记录。", "body2")
        self._years = Scroll(inside=True)
        self._years.setMaximumHeight(theme.length(96))
        self.add = Button("登记以前的培训…", glyph="plus", does=self._add)
        self.papers = Button("文书", glyph="file-text")
        self.papers.setMenu(QMenu(self.papers))
        self._writing = TrainingPapers(session, self)
        self._writing.add(self.papers.menu(), "training_record", person_id, name)
        self.papers.setVisible(self._writing.allowed)
        self.away = PrimaryButton("关闭", does=self.accept)
        self.body.addWidget(self.table, 1)
        self.body.addWidget(self.none)
        self.body.addWidget(self._years)
        foot = QHBoxLayout()
        foot.addWidget(self.add)
        foot.addWidget(self.papers)
        foot.addStretch()
        foot.addWidget(self.away)
        for button in (self.add, self.papers, self.away):
            button.setAutoDefault(False)
        self.add.setVisible(session.may(Right.RUN_TRAINING) and session.day is None)
        self.body.addLayout(foot)
        session.tasks.changed.connect(lambda topic: self.read() if topic == TOPIC else None)
        self.read()

    def _columns(self) -> tuple[Column[TrainingRow], ...]:
        return (
            Column("培训", lambda row: row.title, 170, grows=True, strong=True),
            Column("结业", lambda row: full_day(row.last_day), 100),
            Column("结果", outcome, 80, chip=lambda row: _CHIPS.get(outcome(row), "info")),
            Column(
                "学时",
                lambda row: "" if row.credited is None else hours(row.credited, self._rules),
                60,
                right=True,
            ),
            Column(
                "测试",
                lambda row: "" if row.exam_milli is None else mark_text(row.exam_milli),
                60,
                right=True,
            ),
            Column("有效到", lambda row: full_day(row.valid_to), 100, drops=True),
            Column("凭据", lambda row: row.document_no, 120, grows=True, quiet=True, drops=True),
        )

    def read(self) -> None:
        """Read the person."""
        person_id = self._person_id

        def job(work: UnitOfWork) -> tuple[TrainingOfPerson, HourRules]:
            return training_of(work, person_id), hours_in_force(work, work.today).rules

        self.session.tasks.read(job, lambda read: self._show(*read), failed=self.none.setText)

    def _show(self, read: TrainingOfPerson, rules: HourRules) -> None:
        self._rules = rules
        self.model.show_rows(read.rows)
        self.table.setVisible(bool(read.rows))
        self.none.setVisible(not read.rows)
        clear(self._years.column)
        for year in read.years:
            done = "轮训已完成" if year.rotation else "没有轮训"
            quiet = f"集中 {hours(year.together, rules)} 学时，{done}"
            told = f"{hours(year.credited, rules)} 学时"
            self._years.column.addWidget(figure_line(f"{year.year} 年", told, quiet))
        self._years.column.addStretch()
        self._years.setVisible(bool(read.years))
        self.fit()

    def _add(self) -> None:
        from hrgrid.ui.training.earlier_form import EarlierDialog

        EarlierDialog(self.session, self, person=(self._person_id, self._name)).exec()
