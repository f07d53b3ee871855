"""缺额: seats that need a full-time worker without one on the day looked at, area by area."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QMenu, QWidget

from hrgrid.core.rights import Right
from hrgrid.hiring.queries.plans import PlanRow, plans
from hrgrid.hiring.queries.vacancies import VacancyRow, vacancies
from hrgrid.hiring.rules.quotas import Count
from hrgrid.hiring.rules.words import PlanState
from hrgrid.storage.work import UnitOfWork
from hrgrid.ui import theme
from hrgrid.ui.banners import Action, Kind, Message
from hrgrid.ui.buttons import Button, LinkButton, PrimaryButton
from hrgrid.ui.cards import EmptyState
from hrgrid.ui.forms import Choice, label
from hrgrid.ui.hiring.gap_bar import GapDelegate
from hrgrid.ui.matters.level import Level
from hrgrid.ui.matters.parts import panel, rule
from hrgrid.ui.matters.table_export import save_table
from hrgrid.ui.notices import Notices
from hrgrid.ui.saving import Saving
from hrgrid.ui.session import Session
from hrgrid.ui.status import Elided
from hrgrid.ui.tables import Column, RowsModel, Table
from hrgrid.workforce.rules import Level as AreaLevel

_BAR = 5


def rate_text(count: Count) -> str:
    """Share of the seats that are filled: 42.1%."""
    if not count.seats:
        return ""
    tenths = (2_000 * count.in_post + count.seats) // (2 * count.seats)
    return f"{tenths // 10}.{tenths % 10}%"


def _granted(row: VacancyRow) -> str:
    return "" if row.granted is None else f"{row.granted.heads:,}"


def _left(row: VacancyRow) -> str:
    return "" if row.granted is None else f"{row.granted.left:,}".replace("-", "−")


COLUMNS: tuple[Column[VacancyRow], ...] = (
    Column("区域", lambda row: row.name, 130, grows=True, strong=True),
    Column("编制", lambda row: f"{row.count.seats:,}", 64, right=True),
    Column("在岗", lambda row: f"{row.count.in_post:,}", 64, right=True),
    Column("拟录用", lambda row: f"{row.count.proposed:,}", 64, right=True),
    Column("缺额", lambda row: f"{row.count.vacant:,}", 64, right=True, strong=True),
    Column("缺额多少，配备率", lambda row: rate_text(row.count), 200, grows=True, drops=True),
    Column("核定编制", _granted, 84, right=True, drops=True),
    Column("核定余", _left, 70, right=True, drops=True),
)


def tops_of(rows: Sequence[VacancyRow]) -> list[VacancyRow]:
    """Areas that lie in none of the others."""
    return [
        row
        for row in rows
        if not any(row.path != one.path and row.path.startswith(one.path) for one in rows)
    ]


@dataclass(frozen=True)
class _Read:
    rows: list[VacancyRow]
    plans: list[PlanRow]


def _read(work: UnitOfWork) -> _Read:
    return _Read(vacancies(work, work.day), plans(work))


class VacancyLevel(Level):
    """Counts by area with their arithmetic, and the plan that fills them."""

    counted = Signal(int)

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self.rows: list[VacancyRow] = []
        self.plans: list[PlanRow] = []
        self._asked = 0
        # The streets are shown first; what is chosen afterwards stays.
        self._settled = False
        self.by_level = Choice("按哪一级看")
        self.grids = Button("看缺员网格", does=self._show_grids)
        self.quota = Button("核定编制…", does=self._grant)
        self.more = Button("更多")
        self.more.setMenu(QMenu(self.more))
        self.primary = PrimaryButton("拟定招录计划", does=self._go_on, parent=self)
        self.notices = Notices()
        self.model = RowsModel(COLUMNS, self)
        self.table = Table(self.model, "缺额")
        self.table.setItemDelegate(
            GapDelegate(self.table, _BAR, lambda row: row.count.vacant, self._most)
        )
        self.total = label("", "strong")
        self.told = Elided("", role="crumb", px=theme.LABEL)
        self.export = LinkButton("导出 Excel", glyph="download-simple", does=self._export)
        self._saving = Saving(session, self)
        self._frame, self._empty = self._make_frame(), self._make_empty()
        self._lay_out()
        self.by_level.currentIndexChanged.connect(lambda _: self._show_depth())
        self.table.chosen.connect(self._tell)
        self.table.opened.connect(lambda _: self._show_grids())
        self.more.menu().aboutToShow.connect(self._fill_more)
        session.look_changed.connect(self.table.fit)

    # --- building -----------------------------------------------------------------------------

    def _make_frame(self) -> QFrame:
        frame, column = panel()
        column.addWidget(self.table, 1)
        column.addWidget(rule())
        foot = QHBoxLayout()
        foot.setContentsMargins(12, 6, 12, 6)
        foot.setSpacing(12)
        foot.addWidget(self.total)
        foot.addWidget(self.told, 1)
        foot.addWidget(self.export)
        column.addLayout(foot)
        return frame

    def _make_empty(self) -> QFrame:
        frame, column = panel()
        told = (
            "缺额是须配专职网格员、当天没有人在岗的网格，由程序从网格和人员里数出来，不用登记。\n"
            "把网格和花名册导进来，这里就有数。"
        )
        actions: list[Button] = []
        if self.session.may(Right.IMPORT):
            actions.append(
                PrimaryButton(
                    "导入网格和人员",
                    glyph="upload-simple",
                    does=lambda: self.session.go("imports"),
                )
            )
        actions.append(Button("看网格与人员", does=lambda: self.session.go("workforce", "grids/")))
        column.addWidget(EmptyState("user-plus", "还没有要配专职网格员的网格", told, actions))
        return frame

    def _lay_out(self) -> None:
        self.tool_row.addStretch()
        for part in (self.by_level, self.grids, self.quota, self.more, self.primary):
            self.tool_row.addWidget(part)
        self.column.addWidget(self.notices)
        self.column.addWidget(self._frame, 1)
        self.column.addWidget(self._empty, 1)
        self._frame.hide()
        self._empty.hide()
        for part in (self.by_level, self.grids, self.quota, self.more, self.primary):
            part.setVisible(False)

    # --- reading ------------------------------------------------------------------------------

    def refresh(self) -> None:
        """Count again as of the day looked at."""
        self._asked += 1
        asked = self._asked

        def take(read: _Read) -> None:
            if asked == self._asked:
                self._take(read)

        self.session.tasks.read(_read, take)

    def _take(self, read: _Read) -> None:
        self.rows, self.plans = read.rows, read.plans
        found = bool(self.rows)
        self._frame.setVisible(found)
        self._empty.setVisible(not found)
        levels = [one for one in AreaLevel if any(row.level is one for row in self.rows)]
        self.by_level.fill([(one, f"按{one.label}看") for one in levels])
        if not self._settled and AreaLevel.STREET in levels:
            self.by_level.blockSignals(True)  # noqa: FBT003 - Qt's own signature
            self.by_level.choose(AreaLevel.STREET)
            self.by_level.blockSignals(False)  # noqa: FBT003 - Qt's own signature
            self._settled = True
        self.arrange(narrow=self.narrow)
        self._show_depth()
        self.hand_on_focus()

    def arrange(self, *, narrow: bool) -> None:
        """In a narrow window the lesser deeds are entries of 更多."""
        super().arrange(narrow=narrow)
        found = bool(self.rows)
        runs = self.session.may(Right.RUN_HIRING)
        self.by_level.setVisible(found and self.by_level.count() > 1)
        self.grids.setVisible(found and not narrow)
        self.quota.setVisible(found and runs and not narrow)
        self.more.setVisible(found)
        self.primary.setVisible(found and runs)

    def main_control(self) -> QWidget:
        """The areas, once there are some."""
        return self.table if self.rows else self

    @property
    def shown(self) -> list[VacancyRow]:
        """The rows of the level on show."""
        return [row for row in self.rows if row.level == self.by_level.currentData()]

    @property
    def tops(self) -> list[VacancyRow]:
        """The highest areas that may be seen; each seat lies in one of them."""
        return tops_of(self.rows)

    @property
    def sum(self) -> Count:
        """All that may be seen, each seat once."""
        return sum((row.count for row in self.tops), Count())

    def _most(self) -> int:
        return max((row.count.vacant for row in self.model.rows), default=0)

    def _show_depth(self) -> None:
        at = self.table.current
        rows = self.shown
        self.model.show_rows(rows)
        if at is not None:
            ids = [row.area_id for row in rows]
            if at.area_id in ids:
                self.table.selectRow(ids.index(at.area_id))
        whole = self.sum
        self.total.setText(f"合计 {whole.arithmetic}")
        self.counted.emit(whole.vacant)
        self._show_next()
        self._show_standing()

    def _tell(self, row: VacancyRow | None) -> None:
        told = "" if row is None else f"{row.name}：{row.count.arithmetic}，{_rest(row)}"
        self.told.show_text(told.rstrip("，"))

    def _show_standing(self) -> None:
        messages = []
        warned = [sentence for row in self.rows for sentence in row.warnings]
        if warned:
            more = f"，另有 {len(warned) - 1} 处" if len(warned) > 1 else ""
            messages.append(
                Message(
                    f"{warned[0]}{more}。不影响办理，请核对编制文件。",
                    Kind.WARN,
                    (Action("去处理", self._grant),),
                )
            )
        self.notices.show_standing(messages)

    # --- what comes next ----------------------------------------------------------------------

    @property
    def plan(self) -> PlanRow | None:
        """The plan of the year that is being drafted or may be filled, the newest of them."""
        return next((row for row in self.plans if row.state is not PlanState.VOID), None)

    def _show_next(self) -> None:
        plan, vacant = self.plan, self.sum.vacant
        if plan is not None and plan.state is PlanState.APPROVED:
            text = "按计划新建批次"
        elif plan is not None:
            text = f"接着拟定 {plan.year} 年招录计划"
        else:
            text = f"拟定 {self.session.year} 年招录计划（{vacant:,} 个）"
        self.primary.setText(text)
        self.primary.setAccessibleName(text)
        self.primary.setEnabled(bool(vacant) or plan is not None)
        self.primary.setToolTip("" if self.primary.isEnabled() else "没有缺额，不用招录")
        self.session.off_unless_today(self.primary, self.quota)

    def _go_on(self) -> None:
        plan = self.plan
        if plan is None:
            self.draft()
        elif plan.state is PlanState.APPROVED:
            self.wanted.emit("new_batch", plan)
        else:
            self.wanted.emit("plans", plan.id)

    def draft(self) -> None:
        """A plan of the year by street, from the vacancies of the day."""
        from hrgrid.ui.hiring.plan_forms import DraftPlanDialog

        if not self.session.is_today():
            return
        box = DraftPlanDialog(self.session, self.tops, self.sum.vacant, self.window())
        if box.exec() and isinstance(box.result_value, int):
            self.wanted.emit("plans", box.result_value)

    def _grant(self) -> None:
        from hrgrid.ui.hiring.quota_forms import QuotaDialog

        QuotaDialog(self.session, self.rows, self.table.current, self.window()).exec()

    def _show_grids(self) -> None:
        from hrgrid.ui.hiring.seats_dialog import SeatsDialog

        row = self.table.current
        if row is not None:
            SeatsDialog(self.session, row, self.window()).exec()

    def _export(self) -> None:
        name = f"缺额 {self.sum.vacant} 个"
        save_table(self._saving, name, COLUMNS, self.shown, "缺额")

    def _fill_more(self) -> None:
        menu = self.more.menu()
        menu.clear()
        if self.narrow:
            menu.addAction("看缺员网格…").triggered.connect(lambda *_: self._show_grids())
        if self.session.may(Right.RUN_HIRING):
            if self.narrow:
                menu.addAction("核定编制…").triggered.connect(lambda *_: self._grant())
            menu.addAction("另立一份招录计划…").triggered.connect(lambda *_: self.draft())
        menu.addAction("导出 Excel…").triggered.connect(lambda *_: self._export())


def _rest(row: VacancyRow) -> str:
    granted = "" if row.granted is None else f"核定编制 {row.granted.heads:,}"
    return "，".join(filter(None, (f"配备率 {rate_text(row.count)}", granted)))
