"""经费科目: what money is spent on and against which heading; added, renamed, retired."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QWidget

from hrgrid.core.rights import Right
from hrgrid.funding.rules.budget_forms import ItemForm
from hrgrid.funding.rules.budget_rows import ItemRow
from hrgrid.funding.rules.words import Heading
from hrgrid.storage.work import UnitOfWork
from hrgrid.ui import theme
from hrgrid.ui.banners import Banner, Kind, Message
from hrgrid.ui.buttons import Button, PrimaryButton
from hrgrid.ui.dialogs import Dialog
from hrgrid.ui.forms import Choice, TextField, Tick, label
from hrgrid.ui.funding.words import TOPIC
from hrgrid.ui.matters.forms import MatterForm, beside, filled, named
from hrgrid.ui.session import Session
from hrgrid.ui.tables import Column, RowsModel, Table

COLUMNS: tuple[Column[ItemRow], ...] = (
    Column("科目", lambda row: row.label, 150, grows=True, strong=True),
    Column("代码", lambda row: row.code, 100, quiet=True),
    Column("归属", lambda row: row.heading.label, 90),
    Column("须有表彰文号", lambda row: "是" if row.awards else "", 104),
    Column("状态", lambda row: "在用" if row.active else "停用", 74,
           chip=lambda row: "ok" if row.active else "mute"),
)  # fmt: skip


def _read(work: UnitOfWork) -> list[ItemRow]:
    from hrgrid.funding.queries.items import items

    return items(work)


def _lay(work: UnitOfWork) -> list[ItemRow]:
    from hrgrid.funding.service.items import lay_items

    lay_items(work)
    return _read(work)


def open_items(session: Session, parent: QWidget) -> None:
    """Read the items and show them."""
    session.tasks.read(_read, lambda rows: ItemsDialog(session, rows, parent).exec())


class ItemsDialog(Dialog):
    """All items; the one under the cursor may be renamed or retired."""

    def __init__(self, session: Session, rows: list[ItemRow], parent: QWidget) -> None:
        super().__init__("经费科目", parent)
        self._session = session
        self._may = session.may(Right.RUN_FUNDING) and session.day is None
        room = parent.window().size()
        self.setMinimumWidth(min(theme.length(620), room.width() - 40))
        told = "支出按科目记账，从所归属的分配科目里扣。代码和归属定下不改，记过的账靠它归类。"
        self.body.addWidget(label(told, "body2", wraps=True))
        self.model: RowsModel[ItemRow] = RowsModel(COLUMNS, self)
        self.table = Table(self.model, "经费科目")
        self.table.setMinimumHeight(min(theme.length(400), room.height() - 260))
        self.body.addWidget(self.table, 1)
        self._said = QHBoxLayout()
        self.body.addLayout(self._said)
        self.add = PrimaryButton("增加科目…", glyph="plus", does=self._add)
        self.change = Button("改名…", does=self._change)
        self.retire = Button("停用", does=self._retire)
        foot = QHBoxLayout()
        for button in (self.change, self.retire):
            foot.addWidget(button)
        foot.addStretch()
        foot.addWidget(Button("关闭", does=self.reject))
        foot.addWidget(self.add)
        self.body.addLayout(foot)
        for button in (self.add, self.change, self.retire):
            button.setAutoDefault(False)
            button.setVisible(self._may)
        self.table.chosen.connect(lambda _: self._show_tools())
        self.table.opened.connect(lambda _: self._change())
        self.model.show_rows(rows)
        self.table.setFocus()
        if not rows and self._may:
            # The fourteen that every office begins with.
            session.tasks.write(
                _lay, topic=TOPIC, done=self.model.show_rows, failed=self._say, title="正在建立科目"
            )

    def _show_tools(self) -> None:
        row = self.table.current
        self.change.setEnabled(row is not None)
        self.retire.setEnabled(row is not None)
        self.retire.setText("恢复使用" if row is not None and not row.active else "停用")

    def _reread(self) -> None:
        at = self.table.currentIndex().row()

        def take(rows: list[ItemRow]) -> None:
            self.model.show_rows(rows)
            self.table.selectRow(max(0, min(at, len(rows) - 1)))

        self._session.tasks.read(_read, take)

    def _say(self, sentence: str) -> None:
        from hrgrid.ui.forms import clear

        clear(self._said)
        if sentence:
            self._said.addWidget(Banner(Message(sentence, Kind.BAD)))

    def _add(self) -> None:
        if ItemDialog(self._session, self, None).exec():
            self._reread()

    def _change(self) -> None:
        row = self.table.current
        if self._may and row is not None and ItemDialog(self._session, self, row).exec():
            self._reread()

    def _retire(self) -> None:
        row = self.table.current
        if row is None:
            return

        def do(work: UnitOfWork) -> None:
            from hrgrid.funding.service.items import retire_item

            retire_item(work, row.id, row.version, active=not row.active)

        self._session.tasks.write(
            do,
            topic=TOPIC,
            done=lambda _: self._reread(),
            failed=self._say,
            title="正在保存",
        )


class ItemDialog(MatterForm):
    """A new item, or another name for one."""

    TOPIC = TOPIC
    WIDTH = 420

    def __init__(self, session: Session, parent: QWidget, row: ItemRow | None) -> None:
        act = "增加科目" if row is None else "改科目"
        super().__init__(session, act, act, parent)
        self._row = row
        self.label = TextField("名称", hint="例如：雨衣雨鞋")
        self.code = TextField("代码", hint="例如：raincoat")
        self.heading = Choice("归属", [(one, one.label) for one in Heading])
        self.awards = Tick("记账须有批准表彰的文号")
        if row is not None:
            self.label.setText(row.label)
            self.code.setText(row.code)
            self.heading.choose(row.heading)
            self.awards.setChecked(row.awards)
            self.code.setEnabled(False)
            self.heading.setEnabled(False)
        self.form.addWidget(named(self.label))
        self.form.addLayout(beside(named(self.code), named(self.heading)))
        self.form.addWidget(self.awards)
        self.on_act(self._go)
        self.label.setFocus()

    def _go(self) -> None:
        given = self.checked(lambda: (filled(self.label), filled(self.code, "raincoat")))
        heading, row = self.heading.currentData(), self._row
        if given is None or not isinstance(heading, Heading):
            return
        form = ItemForm(given[1], given[0], heading, self.awards.isChecked())

        def do(work: UnitOfWork) -> None:
            from hrgrid.funding.service.items import add_item, change_item

            if row is None:
                add_item(work, form)
            else:
                change_item(work, row.id, row.version, form)

        self.send(do, f"已保存科目“{form.label}”。")
