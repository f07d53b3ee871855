"""待办: what falls due, the soonest first; each opens its source, is done, or is told later."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from hrgrid.core.rights import Right
from hrgrid.overview.papers import write_duties
from hrgrid.overview.queries import AreaLink, compared_areas
from hrgrid.overview.queries.duties import DutyFilter, DutyList, DutyRow, duties
from hrgrid.overview.rules.duties import DutyKind, week_of
from hrgrid.storage.work import UnitOfWork
from hrgrid.ui import theme
from hrgrid.ui.buttons import Button, LinkButton, PrimaryButton
from hrgrid.ui.cards import EmptyState
from hrgrid.ui.duties.columns import KINDS, DutyModel
from hrgrid.ui.duties.deeds import PutOffDialog, SettleDialog, put_back
from hrgrid.ui.flow import Flow
from hrgrid.ui.forms import Choice, label
from hrgrid.ui.page import Page
from hrgrid.ui.saving import PAGES, WORKBOOKS, Saving, Writing
from hrgrid.ui.session import Session
from hrgrid.ui.status import Elided
from hrgrid.ui.tables import Table

_LOOKING = (Right.VIEW_WORKFORCE, Right.EDIT_WORKFORCE)
_KEEPING = (
    Right.EDIT_WORKFORCE,
    Right.RUN_HIRING,
    Right.RUN_TRAINING,
    Right.RUN_HONOURS,
    Right.MANAGE_OFFICE,
)


@dataclass(frozen=True)
class _Span:
    """Until when: None is no end."""

    days: int | None
    week: bool = False

    def until(self, today: dt.date) -> dt.date | None:
        if self.week:
            return week_of(today)[1]
        return today + dt.timedelta(days=self.days) if self.days is not None else None


_SPANS = [
    (_Span(None), "全部期限"),
    (_Span(0, week=True), "到本周末"),
    (_Span(-1), "已过期"),
    (_Span(30), "30 天内"),
]


class DutiesPage(Page):
    """The filters, the list, and below it what is known of the duty under the cursor."""

    TOPICS = frozenset(
        {
            *("duties", "workforce", "hiring", "training", "competitions"),
            *("honours", "accounts", "rules"),
        }
    )

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._asked = 0
        self._found: DutyList | None = None
        self.kind = Choice("种类", [(None, "全部种类")])
        self.area = Choice("区域", [(None, "全部区域")])
        self.span = Choice("期限", _SPANS)
        self.away = Choice("待办还是已处理", [(False, "待办的"), (True, "已处理的")])
        self.export = Button("导出 Excel", glyph="download-simple", does=self._export)
        self.print = PrimaryButton("打印清单", glyph="printer", does=self._print)
        self.count = label("", "strong")
        self.model = DutyModel()
        self.model.setParent(self)
        self.table = Table(self.model, "待办")
        self.open = Button("打开来源", does=self._open)
        self.settle = Button("记为已办…", glyph="check", does=self._settle)
        self.later = Button("稍后提醒…", glyph="clock-counter-clockwise", does=self._put_off)
        self.back = Button("恢复提醒", does=self._put_back)
        self._saving = Saving(session, self)
        self._hint = Elided()
        self._lay_out()
        self.table.opened.connect(lambda _: self._open())
        self.table.chosen.connect(lambda _: self._offer())
        for choice in (self.kind, self.area, self.span, self.away):
            choice.currentIndexChanged.connect(lambda _: self._read())
        session.day_changed.connect(self._offer)
        for keys, deed in (("Ctrl+D", self._settle), ("Ctrl+L", self._put_off)):
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(deed)
        self.settle.setToolTip("Ctrl+D")
        self.later.setToolTip("Ctrl+L")
        self._offer()

    def main_control(self) -> QWidget:
        """The list; where nothing waits, the choice of kinds."""
        return self.table if self._frame.isVisibleTo(self) else self.kind

    def refresh(self) -> None:
        """Read the areas and the list."""
        if self.session.may(*_LOOKING):
            self.session.tasks.read(_read_areas, self._show_areas)
        self._read()

    def show_part(self, part: str) -> None:
        """`overdue` lists what is over, the code of a kind that kind."""
        if part == "overdue":
            self.span.setCurrentIndex(2)
            return
        kinds = [kind for kind in DutyKind if kind.value == part]
        if kinds:
            self._fill_kinds(kinds[0])
            self._read()

    def _lay_out(self) -> None:
        filters = Flow()
        for choice, width in (
            (self.kind, 170),
            (self.area, 120),
            (self.span, 104),
            (self.away, 96),
        ):
            choice.setMinimumWidth(theme.length(width))
            filters.addWidget(choice)
        filters.addWidget(self.count)
        if not self.session.may(*_LOOKING):
            self.area.hide()
        tools = QHBoxLayout()
        tools.setSpacing(8)
        tools.addLayout(filters, 1)
        for deed in (self.export, self.print):
            tools.addWidget(deed, 0, Qt.AlignmentFlag.AlignTop)
        self.column.addLayout(tools)
        self._frame = QFrame()
        self._frame.setProperty("role", "panel")
        inside = QVBoxLayout(self._frame)
        inside.setContentsMargins(1, 1, 1, 1)
        inside.setSpacing(0)
        inside.addWidget(self.table, 1)
        foot = QHBoxLayout()
        foot.setContentsMargins(12, 6, 12, 6)
        foot.setSpacing(8)
        foot.addWidget(self._hint, 1)
        for deed in (self.open, self.settle, self.later, self.back):
            foot.addWidget(deed)
        inside.addLayout(foot)
        self.column.addWidget(self._frame, 1)
        self._empty = QFrame()
        self._empty.setProperty("role", "panel")
        told = "合同、试用期、退休、代管和评选到期前会列在这里，每一件都能打开来源。"
        whole = LinkButton("看全部待办", does=self._clear)
        column = QVBoxLayout(self._empty)
        column.addWidget(EmptyState("clipboard-text", "没有要办的事", told, [whole]))
        self.column.addWidget(self._empty, 1)
        self._empty.hide()

    # --- reading ------------------------------------------------------------------------------

    @property
    def wanted(self) -> DutyFilter:
        """What the filters ask for."""
        area, span = self.area.currentData(), self.span.currentData()
        today = dt.date.today()  # noqa: DTZ011 - the desk's day
        return DutyFilter(
            self.kind.currentData(),
            () if area is None else (area,),
            span.until(today),
            bool(self.away.currentData()),
        )

    def _read(self) -> None:
        self._asked += 1
        asked, wanted = self._asked, self.wanted

        def take(found: DutyList) -> None:
            if asked == self._asked:
                self._show(found)

        self.session.tasks.read(lambda work: duties(work, wanted), take)

    def _show(self, found: DutyList) -> None:
        self._found = found
        here = self.table.current
        self.model.show_handled(handled=bool(self.away.currentData()))
        self.model.show_rows(found.rows)
        self.table.fit()
        self._fill_kinds(self.kind.currentData())
        had_focus = self.table.hasFocus()
        self._frame.setVisible(bool(found.rows))
        self._empty.setVisible(not found.rows)
        self.count.setText(self._count_words(found))
        self.print.setText(f"打印清单（{found.found:,} 件）" if found.found else "打印清单")
        for button in (self.print, self.export):
            button.setEnabled(found.found > 0)
        self._stay_at(here)
        self._offer()
        if had_focus or self.hasFocus():
            self.main_control().setFocus()

    def _count_words(self, found: DutyList) -> str:
        if not found.found:
            return ""
        over = f"，{found.overdue:,} 件已过期" if found.overdue else ""
        more = f"，先列出 {len(found.rows):,} 件" if len(found.rows) < found.found else ""
        return f"共 {found.found:,} 件{over}{more}"

    def _stay_at(self, row: DutyRow | None) -> None:
        if row is None:
            return
        subjects = [one.due.subject for one in self.model.rows]
        if row.due.subject in subjects:
            self.table.selectRow(subjects.index(row.due.subject))

    def _fill_kinds(self, chosen: object) -> None:
        counts = self._found.by_kind if self._found else {}
        total = sum(counts.values())
        entries: list[tuple[object, str]] = [(None, f"全部种类（{total:,}）")]
        entries += [
            (kind, f"{name}（{counts.get(kind, 0):,}）")
            for kind, name in KINDS
            if counts.get(kind) or kind == chosen
        ]
        self.kind.blockSignals(True)  # noqa: FBT003 - Qt's own signature
        self.kind.fill(entries)
        self.kind.blockSignals(True)  # noqa: FBT003 - Qt's own signature
        self.kind.choose(chosen)
        self.kind.blockSignals(False)  # noqa: FBT003 - Qt's own signature

    def _show_areas(self, areas: list[AreaLink]) -> None:
        self.area.fill([(None, "全部区域"), *((area.area_id, area.name) for area in areas)])

    def _clear(self) -> None:
        for choice in (self.kind, self.area, self.span, self.away):
            choice.blockSignals(True)  # noqa: FBT003 - Qt's own signature
            choice.setCurrentIndex(0)
            choice.blockSignals(False)  # noqa: FBT003 - Qt's own signature
        self._read()

    # --- one duty -----------------------------------------------------------------------------

    def _offer(self) -> None:
        row: DutyRow | None = self.table.current
        away = bool(self.away.currentData())
        keeps = self.session.may(*_KEEPING)
        self._hint.show_text(row.due.kind.explanation if row else "")
        for button, shown in ((self.settle, not away), (self.later, not away), (self.back, away)):
            button.setVisible(shown and keeps)
            button.setEnabled(row is not None)
        self.open.setEnabled(row is not None and bool(row.due.page))
        self.session.off_unless_today(self.settle, self.later, self.back)

    def _open(self) -> None:
        row: DutyRow | None = self.table.current
        if row is not None and row.due.page:
            self.session.go(row.due.page, row.due.part)

    def _settle(self) -> None:
        if (row := self._current_to_handle()) is not None:
            SettleDialog(self.session, row, self).exec()

    def _put_off(self) -> None:
        if (row := self._current_to_handle()) is not None and self._found is not None:
            PutOffDialog(self.session, row, self._found.today, self).exec()

    def _put_back(self) -> None:
        if (row := self.table.current) is not None and self.session.is_today():
            put_back(self.session, row)

    def _current_to_handle(self) -> DutyRow | None:
        row: DutyRow | None = self.table.current
        able = not self.away.currentData() and self.session.may(*_KEEPING)
        return row if row is not None and able and self.session.is_today() else None

    # --- the list on paper ----------------------------------------------------------------------

    def _print(self) -> None:
        self._write(PAGES)

    def _export(self) -> None:
        self._write(WORKBOOKS)

    def _write(self, kind: str) -> None:
        desk, wanted = self.session.desk, self.wanted
        place = self.area.currentText() if self.area.currentData() is not None else ""
        today = dt.date.today()  # noqa: DTZ011 - the desk's day
        self._saving.save(
            Writing(
                f"{place}待办清单 {today:%Y-%m-%d}",
                lambda path, progress: write_duties(desk, wanted, path, progress),
                "正在生成待办清单",
                kind=kind,
            )
        )


def _read_areas(work: UnitOfWork) -> list[AreaLink]:
    return compared_areas(work, work.today)
