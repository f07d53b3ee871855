"""Forms of grants: compute, adopt, and the grids of a unit one by one."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QWidget

from hrgrid.funding.rules.grant_rows import GrantLineRow, GrantRunRow, GrantSummary, GrantUnitRow
from hrgrid.storage.work import UnitOfWork
from hrgrid.ui import theme
from hrgrid.ui.banners import Kind
from hrgrid.ui.buttons import Button
from hrgrid.ui.dialogs import Dialog, confirmed
from hrgrid.ui.forms import Choice, label
from hrgrid.ui.funding.grant_reading import BLOCK, read_lines
from hrgrid.ui.funding.reading import Unit, read_units
from hrgrid.ui.funding.words import TOPIC, money, signed, yuan
from hrgrid.ui.matters.forms import MatterForm, beside, day_of, named, today_field
from hrgrid.ui.session import Session
from hrgrid.ui.tables import Column, RowsModel, Table

LINES: tuple[Column[GrantLineRow], ...] = (
    Column("编号", lambda row: row.code, 90, quiet=True),
    Column("网格", lambda row: row.grid, 150, grows=True, strong=True),
    Column("种类", lambda row: row.kind.label, 84),
    Column("定额（元）", lambda row: money(row.rate_fen), 104, right=True),
    Column("计月", lambda row: f"{row.months}", 50, right=True),
    Column("在岗天数", lambda row: f"{row.days}", 74, right=True),
    Column("经费（元）", lambda row: money(row.fen), 110, right=True),
)


class ComputeDialog(MatterForm):
    """按格测算 of a unit, posts read up to a day."""

    TOPIC = TOPIC
    WIDTH = 440

    def __init__(self, session: Session, parent: QWidget, year: int) -> None:
        super().__init__(session, f"按格测算 {year} 年经费", "测算", parent)
        self._year = year
        self.unit = Choice("单位", [(None, "正在读取…")])
        self.day = today_field("在岗情况算到")
        told = "按现行规则给这个单位下面的每个网格计算；结果留底，采用以前什么都不变。"
        self.form.addWidget(label(told, "body2", wraps=True))
        self.form.addLayout(beside(named(self.unit), named(self.day), shares=(3, 2)))
        self.act.setEnabled(False)
        self.on_act(self._go)
        self.unit.setFocus()
        session.tasks.read(read_units(year), self._take, failed=self.refuse)

    def _take(self, units: list[Unit]) -> None:
        ordered = sorted(units, key=lambda one: one.path.count("/"))
        # Where the year's money begins is where its grants are wanted.
        ordered.sort(key=lambda one: one.budget is None)
        self.unit.fill([(one.area_id, one.name) for one in ordered])
        self.unit.setCurrentIndex(0)
        self.act.setEnabled(bool(ordered))

    def _go(self) -> None:
        day, area, year = (
            self.checked(lambda: day_of(self.day)),
            self.unit.currentData(),
            self._year,
        )
        if day is None or not isinstance(area, int):
            return

        def do(work: UnitOfWork) -> GrantSummary:
            from hrgrid.funding.service.grants import compute_grants

            return compute_grants(work, year, area, day)

        def said(came: GrantSummary) -> str:
            told = f"第 {came.number} 次测算：{came.grids:,} 格，共 {yuan(came.total_fen)}"
            if came.before_fen is None:
                return f"{told}。"
            return f"{told}，比上次相差 {signed(came.total_fen - came.before_fen)} 元。"

        self.send(do, said, title="正在测算")


def adopt(session: Session, parent: QWidget, row: GrantRunRow) -> None:
    """Ask, then draft the paper that sets the money aside."""
    told = (
        f"按第 {row.number} 次测算（{row.grid_count:,} 格，{yuan(row.total_fen)}）"
        "拟一份“安排到科目”的文件，只安排和以前采用的差额；审批以后才计入预算。"
    )
    title, act = f"采用第 {row.number} 次测算", "采用测算并拟文件"
    if not confirmed(parent, told, act, title=title):
        return

    def do(work: UnitOfWork) -> int:
        from hrgrid.funding.service.grants import apply_grants

        return apply_grants(work, row.id)

    session.tasks.write(
        do,
        topic=TOPIC,
        done=lambda _act: session.say(
            f"已采用第 {row.number} 次测算，文件待审批。",
            Kind.OK,
            ("去审批", lambda: session.go("funding", "budgets")),
        ),
        failed=lambda sentence: session.say(sentence, Kind.BAD) if sentence else None,
        title="正在采用测算",
    )


class GridsDialog(Dialog):
    """The grids of a unit in a computation."""

    def __init__(
        self, session: Session, parent: QWidget, run: GrantRunRow, unit: GrantUnitRow
    ) -> None:
        super().__init__(f"{unit.area}：{unit.grids:,} 格，{yuan(unit.fen)}", parent)
        self._session, self._run, self._unit = session, run, unit
        room = parent.window().size()
        self.setMinimumWidth(min(theme.length(760), room.width() - 40))
        self.model: RowsModel[GrantLineRow] = RowsModel(LINES, self)
        self.table = Table(self.model, f"{unit.area}的网格")
        self.table.setMinimumHeight(min(theme.length(420), room.height() - 200))
        self.body.addWidget(self.table, 1)
        row = QHBoxLayout()
        row.addWidget(label("Ctrl+C 复制一行，Ctrl+Shift+C 带标题。", "caption"), 1)
        row.addWidget(Button("关闭", does=self.reject))
        self.body.addLayout(row)
        self.table.setFocus()
        self._more()

    def _more(self) -> None:
        after = self.model.rows[-1].grid_id if self.model.rows else 0

        def take(rows: list[GrantLineRow]) -> None:
            more = self._more if len(rows) == BLOCK else None
            if after:
                self.model.add_rows(rows, more)
            else:
                self.model.show_rows(rows, more)

        self._session.tasks.read(read_lines(self._run.id, self._unit.area_id, after), take)
