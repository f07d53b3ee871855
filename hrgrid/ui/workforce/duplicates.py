"""疑似重复: people who look like one, to be worked through one pair after the other."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QWidget

from hrgrid.storage.work import UnitOfWork
from hrgrid.ui import theme
from hrgrid.ui.buttons import Button, PrimaryButton
from hrgrid.ui.dialogs import Dialog
from hrgrid.ui.forms import label
from hrgrid.ui.session import Session
from hrgrid.ui.tables import Column, RowsModel, Table
from hrgrid.workforce.queries import PersonCard, person_card
from hrgrid.workforce.queries.duplicates import PairRow, duplicates
from hrgrid.workforce.service.merging import tell_apart


def _both(one: str, other: str) -> str:
    return one if one == other else f"{one}、{other}"


COLUMNS: tuple[Column[PairRow], ...] = (
    Column("姓名", lambda row: _both(row.one.name, row.other.name), 110, strong=True),
    Column("像在哪里", lambda row: row.words, 250, grows=True),
    Column("工号", lambda row: f"{row.one.number}、{row.other.number}", 180),
    Column(
        "证件号",
        lambda row: _both(row.one.id_masked or "—", row.other.id_masked or "—"),
        300,
        drops=True,
    ),
)


class DuplicatesDialog(Dialog):
    """The list; Enter compares a pair, and the next one waits under the cursor."""

    def __init__(self, session: Session, parent: QWidget) -> None:
        super().__init__("疑似重复的人员", parent)
        self._session = session
        self.count = label("正在查找…", "label")
        self.model = RowsModel(COLUMNS, self)
        self.table = Table(self.model, "疑似重复的人员")
        self.apart = Button("不是同一人", does=self._tell_apart)
        self.compare = PrimaryButton("比对并合并…", does=self._compare)
        self._lay_out(parent.window())
        self.table.opened.connect(lambda _: self._compare())
        self.table.chosen.connect(lambda row: self._offer(row is not None))
        session.tasks.changed.connect(self._renew)
        self._offer(there=False)
        self.table.setFocus()
        self._read()

    def _lay_out(self, window: QWidget) -> None:
        told = "只是提示：同名同日生的可能是两个人，夫妻可能共用一个手机号。"
        self.body.addWidget(label(told, "body2", wraps=True))
        self.body.addWidget(self.count)
        self.setMinimumWidth(min(theme.length(900), window.width() - 60))
        self.table.setMinimumHeight(min(theme.length(380), window.height() - 300))
        self.body.addWidget(self.table, 1)
        foot = QHBoxLayout()
        foot.addStretch()
        close = Button("关闭", does=self.reject)
        for button in (close, self.apart):
            button.setAutoDefault(False)
            foot.addWidget(button)
        foot.addWidget(self.compare)
        self.body.addLayout(foot)

    def _renew(self, topic: str) -> None:
        if topic == "workforce" and self.isVisible():
            self._read()

    def _read(self) -> None:
        self._session.tasks.read(duplicates, self._show)

    def _show(self, rows: list[PairRow]) -> None:
        line = max(self.table.currentIndex().row(), 0)
        self.model.show_rows(rows)
        self.count.setText(f"共 {len(rows):,} 对" if rows else "没有疑似重复的人员。")
        if rows:
            self.table.selectRow(min(line, len(rows) - 1))
        self._offer(bool(rows))

    def _offer(self, there: bool) -> None:
        self.apart.setEnabled(there)
        self.compare.setEnabled(there)

    def _compare(self) -> None:
        pair = self.table.current
        if pair is None:
            return

        def read(work: UnitOfWork) -> tuple[PersonCard, PersonCard]:
            return person_card(work, pair.one.id), person_card(work, pair.other.id)

        self._session.tasks.read(read, self._open)

    def _open(self, cards: tuple[PersonCard, PersonCard]) -> None:
        from hrgrid.ui.workforce.merge_forms import MergePeopleDialog

        # Who holds more stays; the elder where both hold as much.
        kept, other = sorted(cards, key=lambda card: (-len(card.posts), card.id))
        MergePeopleDialog(self._session, kept, self, other).exec()

    def _tell_apart(self) -> None:
        pair = self.table.current
        if pair is None:
            return
        one, other = pair.one, pair.other
        self._session.tasks.write(
            lambda work: tell_apart(work, one.id, other.id),
            topic="workforce",
            done=lambda _: self._session.say(
                f"已记下：{one.name}（{one.number}）和{other.name}（{other.number}）不是同一人。"
            ),
        )
