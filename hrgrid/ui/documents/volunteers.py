"""志愿者证书: who gets one, what it says, by which document, and how it is numbered."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QListWidgetItem, QPlainTextEdit, QWidget

from hrgrid.documents.rules import office_mark
from hrgrid.documents.service.volunteers import (
    VolunteerOrder,
    batch_of_volunteers,
    check_volunteers,
    issue_volunteers,
    volunteers_of,
)
from hrgrid.ui import theme
from hrgrid.ui.buttons import LinkButton
from hrgrid.ui.cells.ticks import TickList, is_ticked, tick
from hrgrid.ui.documents.checking import Asking, check_then
from hrgrid.ui.documents.printing import TOPIC
from hrgrid.ui.forms import Field, TextField, label
from hrgrid.ui.matters.forms import MatterForm, beside, day_of, filled, named, today_field
from hrgrid.ui.session import Session
from hrgrid.workforce.queries.listing import PersonRow

_EXAMPLE = "盐南政法〔2026〕21号"
_HONOUR = "优秀网格志愿者"


class VolunteersDialog(MatterForm):
    """Chosen by ticks; the number's beginning follows the document until it is typed over."""

    TOPIC = TOPIC
    WIDTH = 640

    def __init__(self, session: Session, parent: QWidget) -> None:
        super().__init__(session, "签发志愿者证书", "签发证书", parent)
        self.batch = self._own = ""
        self.people = TickList("志愿者，空格勾选")
        self.people.setMinimumHeight(theme.length(150))
        self.counted = label("正在读取志愿者", "caption")
        self.honour = TextField("称号", text=_HONOUR)
        self.body_text = QPlainTextEdit()
        self.body_text.setAccessibleName("正文")
        self.body_text.setFixedHeight(theme.length(72))
        self.body_text.setTabChangesFocus(True)
        self.document = TextField("依据的文号", hint=f"例如：{_EXAMPLE}")
        self.on = today_field("发证日期")
        self.prefix = TextField("编号字头", hint="例如：盐南政法志愿")
        self.code = TextField("编号代码", text="ZY")
        self.shown = label("", "caption")
        self._lay_out()
        self._connect()
        self._write_body()
        self._show_number()
        session.tasks.read(volunteers_of, self._show_people, failed=self.refuse)
        self.people.setFocus()

    def _lay_out(self) -> None:
        above = QHBoxLayout()
        above.addWidget(self.counted, 1)
        above.addWidget(LinkButton("全选", does=lambda: self._tick_all(on=True)))
        above.addWidget(LinkButton("全不选", does=lambda: self._tick_all(on=False)))
        self.form.addLayout(above)
        self.form.addWidget(self.people)
        self.form.addLayout(beside(named(self.honour), named(self.on), shares=(3, 2)))
        self.form.addWidget(Field("正文", self.body_text))
        self.form.addWidget(named(self.document))
        self.form.addLayout(beside(named(self.prefix), named(self.code), shares=(3, 2)))
        self.form.addWidget(self.shown)

    def _connect(self) -> None:
        self.people.itemChanged.connect(lambda _: self._count())
        self.honour.textEdited.connect(lambda _: self._write_body())
        self.document.textEdited.connect(lambda _: self._begin_number())
        for field in (self.prefix, self.code):
            field.textEdited.connect(lambda _: self._show_number())
        self.on.changed.connect(self._show_number)
        self.on_act(self._issue)

    # --- who -----------------------------------------------------------------------------------

    @property
    def chosen(self) -> tuple[int, ...]:
        """The ids of who is ticked, in the order of the list."""
        items = (self.people.item(at) for at in range(self.people.count()))
        return tuple(item.data(Qt.ItemDataRole.UserRole) for item in items if is_ticked(item))

    def _show_people(self, rows: list[PersonRow]) -> None:
        for row in rows:
            item = QListWidgetItem(f"{row.name}　{row.role}　{row.place}")
            item.setData(Qt.ItemDataRole.UserRole, row.id)
            tick(item, on=False)
            self.people.addItem(item)
        self._count()

    def _tick_all(self, *, on: bool) -> None:
        for at in range(self.people.count()):
            tick(self.people.item(at), on=on)

    def _count(self) -> None:
        chosen, found = len(self.chosen), self.people.count()
        told = f"志愿者 {found:,} 人，已选 {chosen:,} 人。"
        none = "还没有登记志愿者。请先到“网格与人员”登记，岗位选志愿者一类。"
        self.counted.setText(told if found else none)
        self.act.setText(f"签发 {chosen:,} 张" if chosen else "签发证书")
        self.act.setAccessibleName(self.act.text())

    # --- what ----------------------------------------------------------------------------------

    def _write_body(self) -> None:
        """As the honour and the year say it, until somebody wrote it otherwise."""
        if self.body_text.toPlainText() != self._own:
            return
        year = self.on.value.year if self.on.value else ""
        told = f"在{year}年网格志愿服务工作中表现突出，被评为“{self.honour.text().strip()}”。"
        self._own = told
        self.body_text.setPlainText(told)

    def _begin_number(self) -> None:
        mark = office_mark(self.document.text())
        if mark:
            self.prefix.setText(f"{mark}志愿")
        self._show_number()

    def _show_number(self) -> None:
        year = self.on.value.year if self.on.value else ""
        prefix, code = self.prefix.text().strip(), self.code.text().strip().upper()
        told = f"编号写成 {prefix}〔{year}〕{code}0001 这样，接着这个字头用过的往下编。"
        self.shown.setText(told if prefix else "写了文号，编号字头会自动填上，可以改。")

    def _order(self) -> VolunteerOrder:
        return VolunteerOrder(
            self.honour.text(),
            self.body_text.toPlainText(),
            filled(self.document, _EXAMPLE),
            day_of(self.on),
            self.prefix.text(),
            self.code.text().strip().upper(),
        )

    def _issue(self) -> None:
        order, chosen = self.checked(self._order), self.chosen
        if order is None:
            return
        self.batch = batch_of_volunteers(order)

        def go() -> None:
            self.send(
                lambda work: issue_volunteers(work, order, chosen),
                lambda new: f"已签发 {new:,} 张志愿者证书。" if new else "都已签发过，没有新的。",
                title="正在签发证书",
            )

        check_then(
            self.session,
            self,
            lambda work: check_volunteers(work, order, chosen),
            Asking("签发前检查", f"“{order.honour.strip()}”", "", self.act.text()),
            go,
            failed=self.refuse,
        )
