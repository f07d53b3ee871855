"""加检查人员: typed, pasted from Excel, or found among the people of the office."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPoint, Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QMenu, QWidget

from hrgrid.assessment.rules.inspection_rows import PlanBoard, ReadInspector
from hrgrid.core.errors import UserError
from hrgrid.core.rights import Right
from hrgrid.storage.work import UnitOfWork
from hrgrid.ui import theme
from hrgrid.ui.buttons import Button
from hrgrid.ui.forms import TextBox, TextField, label, restyle
from hrgrid.ui.inspections.forms import InspectionForm
from hrgrid.ui.matters.forms import beside, named
from hrgrid.ui.session import Session
from hrgrid.ui.tables import Column, RowsModel, Table
from hrgrid.workforce.queries import PersonRow

# How long typing rests before the list is read; how many people are offered.
_REST_MS, _MOST = 250, 12

COLUMNS: tuple[Column[ReadInspector], ...] = (
    Column("行", lambda row: f"{row.line}", 40, right=True, quiet=True),
    Column("姓名", lambda row: row.name, 84, strong=True),
    Column("单位", lambda row: row.unit, 130, grows=True),
    Column(
        "回避",
        lambda row: "有问题" if row.problem else row.own_unit or "外单位，不用回避",
        150,
        chip=lambda row: "bad" if row.problem else "",
    ),
)


class PeopleBox(TextBox):
    """The list; Ctrl+Enter belongs to the form."""

    def __init__(self) -> None:
        super().__init__(
            "名单", "一行一人：姓名 单位，或工号。可从 Excel 复制姓名、单位两列粘到这里", 5
        )

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Ctrl+Enter is for the form."""
        control = event.modifiers() & Qt.KeyboardModifier.ControlModifier
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and control:
            event.ignore()
            return
        super().keyPressEvent(event)


class InspectorsDialog(InspectionForm):
    """What is in the box is understood line by line while one types."""

    WIDTH = 560

    def __init__(self, session: Session, board: PlanBoard, parent: QWidget) -> None:
        super().__init__(session, "加检查人员", "加检查人员", parent)
        self._plan_id = board.row.id
        self._asked = 0
        self._wanted = False
        self.rows: list[ReadInspector] = []
        self.search = TextField("从人员里找", hint="姓名、拼音首字母或工号，回车")
        self.offer = Button("找人", glyph="magnifying-glass", does=self._find)
        self.offer.setAutoDefault(False)
        self.people = PeopleBox()
        self.told = label("", "caption", wraps=True)
        self.model: RowsModel[ReadInspector] = RowsModel(COLUMNS, self)
        self.table = Table(self.model, "认出的检查人员")
        self.table.setMinimumHeight(theme.length(150))
        self._rest = QTimer(self, singleShot=True, interval=_REST_MS)
        need = board.row.team_size * max(2, board.row.team_count)
        have = len(board.inspectors)
        self._intro = label(
            f"现有 {have} 名，{board.row.team_size} 人一组，至少要 {need} 名，多几名才叫随机。"
            "写清单位：谁也不查自己的街道。",
            "body2",
            wraps=True,
        )
        self.form.addWidget(self._intro)
        if session.may(Right.VIEW_WORKFORCE):
            row = beside(self.search, shares=(1,))
            row.addWidget(self.offer)
            self.form.addLayout(row)
        self.form.addWidget(named(self.people))
        self.form.addWidget(self.told)
        self.form.addWidget(self.table)
        self.table.hide()
        self.search.returnPressed.connect(self._find)
        self.people.textChanged.connect(self._rest.start)
        self._rest.timeout.connect(self._read)
        self.on_act(self._add)
        # Enter in the search field looks for people; the form is sent by its button.
        self.act.setAutoDefault(False)
        self.act.setDefault(False)
        self.act.setEnabled(False)
        self.people.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Ctrl+Enter adds them, Enter on the button too."""
        enter = event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}
        control = event.modifiers() & Qt.KeyboardModifier.ControlModifier
        if enter and (control or self.act.hasFocus()):
            self._send()
        elif not enter:
            super().keyPressEvent(event)

    # --- reading what was typed ---------------------------------------------------------------

    def _read(self) -> None:
        self._asked += 1
        asked, plan_id, text = self._asked, self._plan_id, self.people.toPlainText()

        def read(work: UnitOfWork) -> list[ReadInspector]:
            from hrgrid.assessment.queries.inspector_lists import read_inspectors

            return read_inspectors(work, plan_id, text)

        def take(rows: list[ReadInspector]) -> None:
            if asked == self._asked:
                self._show(rows)

        self.session.tasks.read(read, take, failed=self.refuse)

    def _show(self, rows: Sequence[ReadInspector]) -> None:
        self.rows = list(rows)
        bad = [row for row in rows if row.problem]
        # What is wrong stands on top.
        self.model.show_rows([*bad, *(row for row in rows if not row.problem)])
        self.table.setVisible(bool(rows))
        good = len(rows) - len(bad)
        self.act.setEnabled(good > 0 and not bad)
        self.act.setText(f"加 {good} 名检查人员" if good else "加检查人员")
        self.act.setAccessibleName(self.act.text())
        if bad:
            self._say(f"第 {bad[0].line} 行：{bad[0].problem}", "problem")
        elif rows:
            outside = sum(row.unit_id is None for row in rows)
            told = f"认出 {good} 人"
            self._say(
                f"{told}，其中 {outside} 人不用回避。" if outside else f"{told}。", "captionOk"
            )
        else:
            self._say("", "caption")
        self.fit_soon()
        if self._wanted:
            self._wanted = False
            self._send()

    def _say(self, sentence: str, role: str) -> None:
        self.told.setText(sentence)
        restyle(self.told, "role", role)

    # --- people of the office -----------------------------------------------------------------

    def _find(self) -> None:
        text = self.search.text().strip()
        if not text:
            return

        def read(work: UnitOfWork) -> list[PersonRow]:
            from hrgrid.workforce.queries import PeopleFilter, people

            return people(work, PeopleFilter(on=work.today, text=text), limit=_MOST)

        self.session.tasks.read(read, self._offer, failed=self.refuse)

    def _offer(self, rows: Sequence[PersonRow]) -> None:
        if not rows:
            self._say(
                f"人员里没有“{self.search.text().strip()}”。在名单里写姓名和单位也可以。", "problem"
            )
            self.fit_soon()
            return
        if len(rows) == 1:
            self.take(rows[0])
            return
        menu = QMenu(self)
        for row in rows:
            told = "，".join(filter(None, (row.street, row.place)))
            entry = menu.addAction(f"{row.name}（{told}）")
            entry.triggered.connect(lambda *_, row=row: self.take(row))
        menu.setActiveAction(menu.actions()[0])
        menu.popup(self.search.mapToGlobal(QPoint(0, self.search.height())))

    def take(self, row: PersonRow) -> None:
        """One more line: the staff number says who is meant."""
        text = self.people.toPlainText().rstrip()
        line = f"{row.name} {row.number}"
        self.people.setPlainText(f"{text}\n{line}" if text else line)
        self.search.clear()
        self.search.setFocus()

    # --- adding -------------------------------------------------------------------------------

    def _send(self) -> None:
        if self._rest.isActive():
            # What was typed last is read first.
            self._rest.stop()
            self._wanted = True
            self._read()
        elif self.act.isEnabled():
            self.act.click()
        elif not self.rows:
            self.refuse("名单还空着。写上姓名和单位，一行一人")

    def _add(self) -> None:
        rows = self.rows
        if self.checked(lambda: _whole(rows)) is None:
            return
        plan_id = self._plan_id

        def job(work: UnitOfWork) -> int:
            from hrgrid.assessment.service.inspectors import InspectorForm, add_inspectors

            forms = [InspectorForm(one.name, one.unit, one.unit_id, one.person_id) for one in rows]
            return add_inspectors(work, plan_id, forms)

        self.send(job, lambda count: f"已加 {count} 名检查人员。")


def _whole(rows: Sequence[ReadInspector]) -> bool:
    bad = next((row for row in rows if row.problem), None)
    if bad is not None:
        raise UserError(f"第 {bad.line} 行：{bad.problem}")
    if not rows:
        raise UserError("名单还空着。写上姓名和单位，一行一人")
    return True
