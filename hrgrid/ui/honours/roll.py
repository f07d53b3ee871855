"""光荣册: every honour across the years in one list, to search, narrow, and put on paper."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from hrgrid.core.progress import Progress
from hrgrid.core.rights import Right
from hrgrid.honours.papers import Form
from hrgrid.honours.papers.roll import write_roll
from hrgrid.honours.queries.roll import roll_districts, roll_years
from hrgrid.honours.rules.roll import RollKind, RollOrder, RollRow, RollYear, counted
from hrgrid.honours.rules.words import GrantState, Tier
from hrgrid.storage.work import UnitOfWork
from hrgrid.ui import theme
from hrgrid.ui.banners import Banner, Message
from hrgrid.ui.buttons import Button
from hrgrid.ui.cards import EmptyState
from hrgrid.ui.dialogs import Dialog
from hrgrid.ui.forms import Choice, TextField, clear, label
from hrgrid.ui.honours.roll_list import ROLL, RollConditions, roll_model
from hrgrid.ui.lists.columns_menu import fill_columns, filled
from hrgrid.ui.lists.exporting import export_seen
from hrgrid.ui.lists.parts import ListParts
from hrgrid.ui.saving import PAGES, Saving, Writing
from hrgrid.ui.session import Session

_TYPING_PAUSE_MS = 150
_STATES = (GrantState.DECIDED, GrantState.REVOKED)


@dataclass(frozen=True)
class _Choices:
    years: list[RollYear]
    districts: list[tuple[int, str]]


def _read(work: UnitOfWork) -> _Choices:
    return _Choices(roll_years(work), roll_districts(work))


class RollDialog(Dialog):
    """The roll; Enter on a row opens the person's card where he is on file."""

    WIDTH, HEIGHT = 1_040, 620

    def __init__(self, session: Session, parent: QWidget) -> None:
        super().__init__("光荣册", parent)
        self._session = session
        self.told = label("", "body2", wraps=True)
        self.search = TextField("找荣誉", hint="姓名、拼音首字母、工号、单位、集体")
        self.search.setClearButtonEnabled(True)
        self.year = Choice("年度", [(None, "全部年度")])
        of = [(one, one.label) for one in (*RollKind, *Tier)]
        self.tier = Choice("称号", [(None, "全部称号"), *of])
        self.district = Choice("推荐单位", [(None, "全部单位")])
        self.state = Choice("情况", [(None, "全部情况"), *((one, one.label) for one in _STATES)])
        self.columns = Button("列", glyph="columns", name="选择列和排序")
        self.export = Button("导出 Excel", glyph="download-simple", does=self._export)
        self.book = Button("输出光荣册（PDF）", glyph="printer", does=self._write_book)
        self.away = Button("关闭", does=self.reject)
        model = roll_model()
        model.setParent(self)
        self.parts = ListParts(session, ROLL, model)
        self._outcome = QVBoxLayout()
        self._pause = QTimer(self, singleShot=True, interval=_TYPING_PAUSE_MS)
        self._saving = Saving(session, self, self._tell)
        self._lay_out(parent)
        self._connect()
        session.tasks.read(_read, self._offer)
        self.parts.saved.read()
        self.parts.read()

    def _lay_out(self, parent: QWidget) -> None:
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.search, 1)
        for control in (self.year, self.tier, self.district, self.state):
            control.setMaximumWidth(theme.length(150))
            control.setMinimumWidth(theme.length(118))
            row.addWidget(control)
        row.addWidget(self.columns)
        self.parts.frame.offer(
            EmptyState(
                "medal",
                "还没有决定过的荣誉",
                "评选作出决定后自动进入光荣册；往年的可以用“导入以往荣誉”补进来。",
            ),
            EmptyState(
                "medal",
                "没有符合条件的荣誉",
                "去掉一个条件，或换个词再找。",
                [Button("清除条件", does=lambda: self.want(RollConditions()))],
            ),
        )
        foot = QHBoxLayout()
        foot.setSpacing(8)
        foot.addWidget(self.export)
        foot.addWidget(self.book)
        foot.addStretch()
        foot.addWidget(self.away)
        for button in (self.export, self.book, self.away):
            button.setAutoDefault(False)
        may_print = self._session.may(Right.PRINT_PAPERS)
        if not may_print:
            self.book.hide()
        self.body.addWidget(self.told)
        self.body.addLayout(row)
        self.body.addWidget(self.parts.strip)
        self.body.addWidget(self.parts.frame, 1)
        self.body.addLayout(self._outcome)
        self.body.addLayout(foot)
        room = parent.window().size()
        self.setMinimumWidth(min(theme.length(self.WIDTH), room.width() - 40))
        self.resize(self.minimumWidth(), min(theme.length(self.HEIGHT), room.height() - 40))
        self.parts.strip.arrange(narrow=self.minimumWidth() < theme.length(900))
        self.parts.table.setMinimumHeight(theme.length(140))

    def _connect(self) -> None:
        self.search.textChanged.connect(lambda _: self._pause.start())
        self.search.returnPressed.connect(self._go_in)
        self._pause.timeout.connect(self._search)
        for control in (self.year, self.tier, self.district, self.state):
            control.currentIndexChanged.connect(lambda _: self._narrow())
        self.columns.setMenu(
            filled(self, lambda menu: fill_columns(menu, self.parts, RollOrder, self))
        )
        self.parts.wanted.connect(self.want)
        self.parts.state_changed.connect(self._show_able)
        self.parts.table.opened.connect(self._open)

    def fit(self) -> None:
        """A list takes the height that was set aside for it."""

    @property
    def conditions(self) -> RollConditions:
        """What is in force."""
        found: RollConditions = self.parts.conditions
        return found

    # --- what came --------------------------------------------------------------------------

    def _offer(self, found: _Choices) -> None:
        years = found.years
        self.year.blockSignals(True)  # noqa: FBT003 - Qt's own signature
        self.district.blockSignals(True)  # noqa: FBT003 - Qt's own signature
        self.year.fill([(None, "全部年度"), *((one.year, f"{one.year} 年度") for one in years)])
        self.district.fill([(None, "全部单位"), *found.districts])
        self.year.blockSignals(False)  # noqa: FBT003 - Qt's own signature
        self.district.blockSignals(False)  # noqa: FBT003 - Qt's own signature
        if not years:
            self.told.setText("各年度决定的荣誉都记在这里，撤销的也留着。")
            return
        revoked = sum(one.revoked for one in years)
        units_revoked = sum(one.units_revoked for one in years)
        people = revoked + sum(one.standing for one in years)
        units = units_revoked + sum(one.units for one in years)
        gone = f"，其中已撤销 {counted(revoked, units_revoked)}" if revoked or units_revoked else ""
        self.told.setText(
            f"{years[-1].year}—{years[0].year} 年度共 {len(years)} 个年度、"
            f"{counted(people, units)}{gone}。姓名和单位照当年印发的写，更正过的照更正。"
        )

    def _show_able(self) -> None:
        able = self.parts.model.rowCount() > 0
        self.export.setEnabled(able)
        self.book.setEnabled(able)

    # --- conditions ---------------------------------------------------------------------------

    def want(self, conditions: RollConditions) -> None:
        """Show what these conditions find."""
        if conditions != self.conditions:
            self.parts.show(conditions)
            self._show_controls(conditions)
            self.parts.read()

    def _show_controls(self, conditions: RollConditions) -> None:
        for control, value in (
            (self.year, conditions.year),
            (self.tier, conditions.kind or conditions.tier),
            (self.district, conditions.district[0] if conditions.district else None),
            (self.state, conditions.state),
        ):
            control.blockSignals(True)  # noqa: FBT003 - Qt's own signature
            control.choose(value)
            control.blockSignals(False)  # noqa: FBT003 - Qt's own signature
        if self.search.text().strip() != conditions.text:
            self.search.setText(conditions.text)
            self._pause.stop()

    def _narrow(self) -> None:
        district, of = self.district.currentData(), self.tier.currentData()
        self.want(
            replace(
                self.conditions,
                year=self.year.currentData(),
                tier=of if isinstance(of, Tier) else None,
                kind=of if isinstance(of, RollKind) else None,
                district=None if district is None else (district, self.district.currentText()),
                state=self.state.currentData(),
            )
        )

    def _search(self) -> None:
        self._pause.stop()
        self.want(replace(self.conditions, text=self.search.text().strip()))

    def _go_in(self) -> None:
        self._search()
        self.parts.table.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter in the search goes into the list; nothing closes the box but Esc and its button."""
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            event.accept()
            return
        super().keyPressEvent(event)

    # --- deeds --------------------------------------------------------------------------------

    def _open(self, row: object) -> None:
        sees = self._session.may(Right.VIEW_WORKFORCE, Right.EDIT_WORKFORCE)
        if isinstance(row, RollRow) and row.person_id is not None and sees:
            # The card is on a page of the window behind.
            self.accept()
            self._session.go("workforce", f"person/{row.person_id}")

    def _export(self) -> None:
        export_seen(self.parts, self)

    def _write_book(self) -> None:
        desk, conditions = self._session.desk, self.conditions
        wanted = conditions.filter

        def write(path: Path, progress: Progress) -> object:
            return write_roll(desk, wanted, path, Form.PDF, progress)

        year = f"{conditions.year} 年度" if conditions.year else ""
        place = conditions.district[1] if conditions.district else ""
        self._saving.save(
            Writing(f"{year}{place}光荣册", write, "正在输出光荣册", topic="journal", kind=PAGES)
        )

    def _tell(self, message: Message) -> None:
        clear(self._outcome)
        self._outcome.addWidget(Banner(message))
