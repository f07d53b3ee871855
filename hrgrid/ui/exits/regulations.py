"""办法和签收: which regulation holds, and who in post signed for it; many sign at once."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractItemView, QHBoxLayout, QVBoxLayout, QWidget

from hrgrid.core.rights import Right
from hrgrid.exits.rules.rows import RegulationRow, SignerRow
from hrgrid.ui.buttons import Button, PrimaryButton
from hrgrid.ui.cards import EmptyState
from hrgrid.ui.exits.looking import Signers, read_regulations, read_signers
from hrgrid.ui.exits.words import on
from hrgrid.ui.forms import Choice, TextField, label
from hrgrid.ui.matters.parts import panel
from hrgrid.ui.matters.words import full_day
from hrgrid.ui.session import Session
from hrgrid.ui.tables import Column, RowsModel, Table

SIGNERS: tuple[Column[SignerRow], ...] = (
    Column("姓名", lambda row: row.name, 96, strong=True),
    Column("工号", lambda row: row.staff_number, 96, quiet=True),
    Column("单位", lambda row: row.place, 160, grows=True),
    Column(
        "签收",
        lambda row: on(row.signed_on) or "没有签收",
        110,
        chip=lambda row: "" if row.signed_on else "warn",
    ),
    Column("签收页", lambda row: "有" if row.scan_sha256 else "", 66, quiet=True, drops=True),
)
WANTING, SIGNED = "wanting", "signed"


class RegulationsPart(QWidget):
    """One regulation at a time; those who did not sign stand first."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.session = session
        self.rows: list[RegulationRow] = []
        self.read: Signers | None = None
        self._asked = 0
        self.which = Choice("办法")
        self.who = Choice("看哪些")
        self.search = TextField("找人", hint="姓名、工号、单位")
        self.search.setClearButtonEnabled(True)
        self.about = label("", "label", wraps=True)
        self.model: RowsModel[SignerRow] = RowsModel(SIGNERS, self)
        self.table = Table(self.model, "签收名单")
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.tools = QWidget()
        self.correct = Button("更正办法…", does=self.open_correct)
        self.add = Button("登记办法", glyph="plus", does=self.open_new)
        self.sign = PrimaryButton("登记签收", does=self.open_sign)
        self._lay_out()
        self.which.currentIndexChanged.connect(lambda _: self._read_one())
        self.who.currentIndexChanged.connect(lambda _: self._show())
        self.search.textChanged.connect(lambda _: self._show())
        self.table.selectionModel().selectionChanged.connect(lambda *_: self._tell_sign())
        session.look_changed.connect(self.table.fit)

    def _lay_out(self) -> None:
        tools = QHBoxLayout(self.tools)
        tools.setContentsMargins(0, 0, 0, 0)
        tools.setSpacing(8)
        for button in (self.correct, self.add, self.sign):
            tools.addWidget(button)
        self.list, column = panel()
        bar = QHBoxLayout()
        bar.setContentsMargins(10, 8, 10, 8)
        bar.setSpacing(8)
        bar.addWidget(self.which, 3)
        bar.addWidget(self.who)
        bar.addWidget(self.search, 2)
        column.addLayout(bar)
        self.about.setContentsMargins(12, 0, 12, 8)
        column.addWidget(self.about)
        column.addWidget(self.table, 1)
        self.empty, inside = panel()
        told = (
            "办法经民主程序讨论、公示并由本人签收，才能作为处理依据。登记办法后，"
            "可以一次登记多人签收，并附签收页扫描件。"
        )
        inside.addWidget(EmptyState("certificate", "还没有登记办法", told))
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self.list)
        outer.addWidget(self.empty)
        self.list.hide()
        self.empty.hide()

    # --- reading ------------------------------------------------------------------------------

    def refresh(self) -> None:
        """Read the regulations, and who signed for the one on show."""
        self.session.tasks.read(read_regulations, self._take)

    def _take(self, rows: list[RegulationRow]) -> None:
        self.rows = rows
        self.list.setVisible(bool(rows))
        self.empty.setVisible(not rows)
        self.which.fill([(row.id, f"{row.title}　{row.document_no}".strip()) for row in rows])
        self._read_one()
        self._tell_sign()

    def _read_one(self) -> None:
        wanted = self.which.currentData()
        self._asked += 1
        asked = self._asked

        def take(read: Signers) -> None:
            if asked == self._asked:
                self._take_one(read)

        if isinstance(wanted, int):
            self.session.tasks.read(read_signers(wanted), take)

    def _take_one(self, read: Signers) -> None:
        self.read = read
        row = read.row
        self.about.setText(
            f"{row.area}，{row.procedure}，{full_day(row.adopted_on)} 通过，"
            f"{full_day(row.announced_on)} 公示。签收 {row.signed:,} / {row.people:,} 人。"
        )
        signed = sum(one.signed_on is not None for one in read.people)
        self.who.fill(
            [
                ("", f"全部 {len(read.people):,}"),
                (WANTING, f"没有签收 {len(read.people) - signed:,}"),
                (SIGNED, f"已签收 {signed:,}"),
            ]
        )
        self._show()

    def _show(self) -> None:
        if self.read is None:
            return
        which, text = self.who.currentData(), self.search.text().strip().upper()
        self.model.show_rows(
            [
                one
                for one in self.read.people
                if (not which or (one.signed_on is None) == (which == WANTING))
                and any(text in part for part in (one.name, one.staff_number, one.place))
            ]
        )
        self._tell_sign()

    @property
    def chosen(self) -> list[SignerRow]:
        """Those under the selection who did not sign yet."""
        marked = self.table.selectionModel().selectedRows()
        rows = [self.model.row_at(index.row()) for index in marked]
        return [row for row in rows if row is not None and row.signed_on is None]

    def _tell_sign(self) -> None:
        runs = self.session.may(Right.RUN_EXITS)
        count = len(self.chosen)
        self.sign.setText(f"登记 {count:,} 人签收" if count else "登记签收")
        self.sign.setToolTip("" if count else "先在名单里选没有签收的人，Ctrl+A 全选")
        for button, there in (
            (self.add, True),
            (self.correct, bool(self.rows)),
            (self.sign, bool(self.rows)),
        ):
            button.setVisible(runs and there)
            button.setEnabled(True)
            self.session.off_unless_today(button)
        if not count:
            self.sign.setEnabled(False)

    def main_control(self) -> QWidget:
        """The list, or what begins one."""
        return self.table if self.rows else self.add

    # --- deeds --------------------------------------------------------------------------------

    def open_new(self) -> None:
        """Register a regulation."""
        from hrgrid.ui.exits.regulation_forms import RegulationDialog

        RegulationDialog(self.session, self.window()).exec()

    def open_correct(self) -> None:
        """Correct the one on show, with a reason."""
        from hrgrid.ui.exits.regulation_forms import RegulationDialog

        if self.read is not None:
            RegulationDialog(self.session, self.window(), self.read.row).exec()

    def open_sign(self) -> None:
        """Those chosen signed on a day."""
        from hrgrid.ui.exits.regulation_forms import SignDialog

        if self.read is not None and self.chosen:
            SignDialog(self.session, self.window(), self.read.row, self.chosen).exec()
            self.table.setFocus(Qt.FocusReason.OtherFocusReason)
