"""全年覆盖: every street's people inspected this year, drawn, and not yet drawn, by name."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from hrgrid.assessment.rules.inspection_rows import CoverageRow, CoverageYear, NotYetRow
from hrgrid.storage.work import UnitOfWork
from hrgrid.training.rules.rotation import StreetProgress
from hrgrid.ui import theme
from hrgrid.ui.buttons import LinkButton, PrimaryButton
from hrgrid.ui.dialogs import Dialog
from hrgrid.ui.forms import label
from hrgrid.ui.inspections.words import rate
from hrgrid.ui.matters.parts import panel, rule
from hrgrid.ui.matters.table_export import save_table
from hrgrid.ui.saving import Saving
from hrgrid.ui.session import Session
from hrgrid.ui.tables import Column, RowsModel, Table
from hrgrid.ui.training.rotation_bar import ShareDelegate

_SHARE_AT, _SIDE = 1, 400

STREETS: tuple[Column[CoverageRow], ...] = (
    Column("街道", lambda row: row.name, 130, grows=True, strong=True),
    Column("已查比例", lambda row: rate(row.seen, row.on_duty), 190, grows=True),
    Column("在岗", lambda row: f"{row.on_duty:,}", 64, right=True),
    Column("已查", lambda row: f"{row.seen:,}", 64, right=True),
    Column("待查", lambda row: f"{row.pending:,}", 64, right=True),
    Column("没抽到", lambda row: f"{row.left:,}", 72, right=True, strong=True),
)
PEOPLE: tuple[Column[NotYetRow], ...] = (
    Column("工号", lambda row: row.number, 96, quiet=True, drops=True),
    Column("姓名", lambda row: row.name, 76, strong=True),
    Column("岗位", lambda row: row.role, 72),
    Column("所在", lambda row: row.place, 120, grows=True, quiet=True),
)


def bar_of(row: CoverageRow) -> StreetProgress:
    """The same figures for the bar: seen is dark, drawn is light."""
    return StreetProgress(row.name, row.on_duty, row.seen, row.pending)


class CoveragePart(QWidget):
    """Streets at the left, those of the one under the cursor whom nobody inspected at the right."""

    left = Signal()

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.session = session
        self.year: CoverageYear | None = None
        self._narrow = False
        self._asked = 0
        self.model: RowsModel[CoverageRow] = RowsModel(STREETS, self)
        self.table = Table(self.model, "各街道覆盖情况")
        self.table.setItemDelegate(ShareDelegate(self.table, _SHARE_AT, bar_of))
        self.told = label("", "label", wraps=True)
        self.export = LinkButton("导出 Excel", glyph="download-simple", does=self._export)
        self.see = LinkButton("看名单…", glyph="users", does=self._show_people)
        self.street = label("", "card")
        self.people_model: RowsModel[NotYetRow] = RowsModel(PEOPLE, self)
        self.people = Table(self.people_model, "当年没有抽到的人")
        self.names = LinkButton("导出名单", glyph="download-simple", does=self._export_people)
        self._saving = Saving(session, self)
        self._side = self._make_side()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(10)
        row.addWidget(self._make_streets(), 1)
        row.addWidget(self._side)
        self.table.chosen.connect(lambda _: self._read_people())
        self.table.opened.connect(lambda _: self._go_in())
        self.people.opened.connect(self._open_person)
        session.look_changed.connect(self._renew_look)
        shortcut = QShortcut(QKeySequence("Esc"), self)
        shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        shortcut.activated.connect(self.left)

    def _make_streets(self) -> QFrame:
        frame, column = panel()
        column.addWidget(self.table, 1)
        column.addWidget(rule())
        foot = QHBoxLayout()
        foot.setContentsMargins(12, 6, 12, 6)
        foot.setSpacing(12)
        foot.addWidget(self.told, 1)
        foot.addWidget(self.see)
        foot.addWidget(self.export)
        column.addLayout(foot)
        return frame

    def _make_side(self) -> QFrame:
        frame, column = panel()
        head = QHBoxLayout()
        head.setContentsMargins(12, 8, 12, 8)
        head.addWidget(self.street, 1)
        head.addWidget(self.names)
        column.addLayout(head)
        column.addWidget(self.people, 1)
        frame.setFixedWidth(theme.length(_SIDE))
        return frame

    def _renew_look(self) -> None:
        self.table.fit()
        self.people.fit()
        self._side.setFixedWidth(theme.length(_SIDE))

    def arrange(self, *, narrow: bool) -> None:
        """In a narrow window the people are in a dialog."""
        self._narrow = narrow
        self._side.setVisible(not narrow)
        self.see.setVisible(narrow)

    def main_control(self) -> QWidget:
        """The streets."""
        return self.table

    # --- what is shown ------------------------------------------------------------------------

    def show_year(self, year: CoverageYear) -> None:
        """Show this year; the cursor stays on its street, else goes where most is left."""
        at, self.year = self.table.current, year
        self.model.show_rows(year.rows)
        ids = [row.unit_id for row in year.rows]
        if at is not None and at.unit_id in ids:
            self.table.selectRow(ids.index(at.unit_id))
        elif year.rows:
            most = max(year.rows, key=lambda row: row.left)
            self.table.selectRow(ids.index(most.unit_id))
        whole = year.whole
        roles = "、".join(text for _, text in year.roles)
        self.told.setText(
            f"{roles}在岗 {whole.on_duty:,} 人，已查 {whole.seen:,} 人，没抽到 {whole.left:,} 人；"
            f"本年还有 {year.months_left} 个月，每月至少再抽 {year.a_month:,} 人。"
        )

    def _read_people(self) -> None:
        street, year = self.table.current, self.year
        if street is None or year is None:
            self._show(street, [])
            return
        self._asked += 1
        asked, number, unit_id = self._asked, year.year, street.unit_id

        def read(work: UnitOfWork) -> list[NotYetRow]:
            from hrgrid.assessment.queries.coverage_of_year import not_yet

            return not_yet(work, number, unit_id=unit_id)

        def take(rows: list[NotYetRow]) -> None:
            if asked == self._asked:
                self._show(street, rows)

        self.session.tasks.read(read, take)

    def _show(self, street: CoverageRow | None, rows: Sequence[NotYetRow]) -> None:
        self.people_model.show_rows(rows)
        self.street.setText(f"{street.name}　没抽到 {len(rows):,} 人" if street else "")
        self.names.setEnabled(bool(rows))

    # --- deeds --------------------------------------------------------------------------------

    def _go_in(self) -> None:
        if self._narrow:
            self._show_people()
        else:
            self.people.setFocus()

    def _show_people(self) -> None:
        if self.table.current is not None:
            NotYetDialog(self.street.text(), self.people_model.rows, self.window()).exec()

    def _open_person(self, row: NotYetRow) -> None:
        self.session.go("workforce", f"person/{row.person_id}")

    def _export(self) -> None:
        if self.year is not None:
            name = f"{self.year.year} 年双随机覆盖情况"
            save_table(self._saving, name, STREETS, [*self.year.rows, self.year.whole], "覆盖情况")

    def _export_people(self) -> None:
        street = self.table.current
        if street is not None and self.year is not None:
            name = f"{street.name} {self.year.year} 年双随机没抽到名单"
            save_table(self._saving, name, PEOPLE, self.people_model.rows, "没抽到名单")


class NotYetDialog(Dialog):
    """The people of one street in a window that has no room beside the streets."""

    def __init__(self, title: str, rows: Sequence[NotYetRow], parent: QWidget) -> None:
        super().__init__(title, parent)
        model: RowsModel[NotYetRow] = RowsModel(PEOPLE, self)
        self.table = Table(model, "当年没有抽到的人")
        model.show_rows(rows)
        room = parent.window().height()
        self.table.setMinimumSize(theme.length(440), min(theme.length(380), max(140, room - 200)))
        self.body.addWidget(self.table, 1)
        away = PrimaryButton("关闭", does=self.accept)
        self.body.addWidget(away, 0, Qt.AlignmentFlag.AlignRight)
        self.table.setFocus()
