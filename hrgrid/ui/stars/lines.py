"""名单: everybody's star in one list, and beside it why it is so."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from hrgrid.assessment.queries.star_way import line_way
from hrgrid.assessment.rules.star_rows import (
    Change,
    StarLineFilter,
    StarLineRow,
    StarOrder,
    StarWay,
)
from hrgrid.assessment.rules.star_words import HeldBack, StarSubject, star_label
from hrgrid.ui import icons, theme
from hrgrid.ui.buttons import Button
from hrgrid.ui.cards import EmptyState
from hrgrid.ui.forms import Choice, TextField, clear
from hrgrid.ui.lists.columns_menu import fill_columns, filled
from hrgrid.ui.lists.exporting import export_seen
from hrgrid.ui.lists.parts import ListParts
from hrgrid.ui.session import Session
from hrgrid.ui.stars.conditions import StarConditions
from hrgrid.ui.stars.deeds import StarDeeds
from hrgrid.ui.stars.line_list import star_model, star_spec
from hrgrid.ui.stars.parts import StarPart, not_computed
from hrgrid.ui.stars.reading import Read, Units
from hrgrid.ui.stars.way import WayCard, WayDialog
from hrgrid.ui.stars.words import LEVELS

TYPING_PAUSE_MS = 150
# The panel is read when the cursor rests on a row this long; ms.
_REST_MS = 80


class LinesPart(StarPart):
    """The list is built for a round, anew for another one."""

    def __init__(self, session: Session, deeds: StarDeeds) -> None:
        super().__init__(session, deeds)
        self.parts: ListParts | None = None
        self._round = 0
        self._computed = False
        self._wanted: StarLineFilter | None = None
        self.search = TextField("找人", hint="姓名、拼音首字母、工号")
        self.search.setClearButtonEnabled(True)
        self._lens = self.search.addAction(
            icons.icon("magnifying-glass", theme.colour("text3")),
            TextField.ActionPosition.LeadingPosition,
        )
        self.unit = Choice("单位", [(None, "全部单位")])
        self.level = Choice("星级", [(None, "全部星级"), *((at, star_label(at)) for at in LEVELS)])
        self.state = Choice("情况", _states())
        self.columns = Button("列", glyph="columns", name="选择列和排序")
        self.export = Button("导出", glyph="download-simple", does=self._export)
        self.ask = Button("为什么", glyph="info", does=self._open_way)
        self.way = WayCard()
        self.way.setFixedWidth(theme.length(310))
        self._pause = QTimer(self, singleShot=True, interval=TYPING_PAUSE_MS)
        self._rest = QTimer(self, singleShot=True, interval=_REST_MS)
        self._list = QVBoxLayout()
        self._list.setSpacing(8)
        self.none = QWidget()
        self._none = QVBoxLayout(self.none)
        self._none.setContentsMargins(0, 0, 0, 0)
        self.bar = QWidget()
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        row = QHBoxLayout(self.bar)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self.search, 1_000)
        for control in (self.unit, self.level, self.state):
            row.addWidget(control)
        row.addStretch(1)
        for button in (self.ask, self.columns, self.export):
            row.addWidget(button)
        left = QVBoxLayout()
        left.setSpacing(8)
        left.addWidget(self.bar)
        left.addLayout(self._list, 1)
        left.addWidget(self.none, 1)
        whole = QHBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(12)
        whole.addLayout(left, 1)
        whole.addWidget(self.way)
        for hidden in (self.bar, self.none, self.way, self.ask):
            hidden.hide()

    def _connect(self) -> None:
        self.search.textChanged.connect(lambda _: self._pause.start())
        self.search.returnPressed.connect(self._go_in)
        self._pause.timeout.connect(self._search)
        self._rest.timeout.connect(self._read_way)
        for control in (self.unit, self.level, self.state):
            control.currentIndexChanged.connect(lambda _: self._narrow())
        self.columns.setMenu(
            filled(self, lambda menu: self._fill_columns(menu) if self.parts else None)
        )

    # --- what is shown ------------------------------------------------------------------------

    @property
    def conditions(self) -> StarConditions:
        """What is in force."""
        found: StarConditions = (
            self.parts.conditions if self.parts else StarConditions(round_id=self._round)
        )
        return found

    @property
    def current(self) -> StarLineRow | None:
        """Who stands under the cursor."""
        row = self.parts.table.current if self.parts else None
        return row if isinstance(row, StarLineRow) else None

    def show_read(self, read: Read) -> None:
        """Show the list of a round; the same one stays where it is."""
        data: Units = read.data
        self._computed = data.run_number is not None
        if self.parts is None or read.id != self._round:
            self._build(read.id, read.board.card.row.subject)
        else:
            self.parts.renew()
        self.unit.fill([(None, "全部单位"), *data.units])
        clear(self._none)
        if not self._computed:
            self._none.addWidget(not_computed(self.deeds))
        if self.parts is not None:
            self.parts.strip.setVisible(self._computed)
            self.parts.frame.setVisible(self._computed)
        self.bar.setVisible(self._computed)
        self.none.setVisible(not self._computed)
        self.arrange(narrow=self.narrow)
        self._take_wanted()
        if self.current is not None:
            self._rest.start()

    def _build(self, round_id: int, subject: StarSubject) -> None:
        self._round = round_id
        self._take_down()
        model = star_model(subject)
        model.setParent(self)
        self.parts = parts = ListParts(self.session, star_spec(round_id, subject), model)
        none = EmptyState(
            "users-three",
            "没有符合条件的",
            "去掉上面的一个条件，或换个词再找。",
            [Button("清除条件", does=self.clear_conditions)],
        )
        empty = EmptyState("clipboard-text", "这次评定里还没有人", "先计算星级。")
        parts.frame.offer(empty, none)
        self._list.addWidget(parts.strip)
        self._list.addWidget(parts.frame, 1)
        parts.wanted.connect(self.want)
        parts.table.opened.connect(lambda _: self._open_way())
        parts.table.chosen.connect(self._follow)
        parts.state_changed.connect(lambda: self.export.setEnabled(model.rowCount() > 0))
        parts.saved.read()
        parts.strip.arrange(narrow=self.narrow)
        self._show_controls(parts.conditions)
        parts.read()

    def _take_down(self) -> None:
        if self.parts is not None:
            for widget in (self.parts.strip, self.parts.frame):
                self._list.removeWidget(widget)
                widget.hide()
                widget.deleteLater()
            self.parts.model.deleteLater()
            self.parts = None

    # --- conditions ---------------------------------------------------------------------------

    def want(self, conditions: StarConditions) -> None:
        """Show what these conditions find."""
        if self.parts is None:
            return
        conditions = replace(conditions, round_id=self._round)
        if conditions != self.conditions:
            self.parts.show(conditions)
            self._show_controls(conditions)
            self.parts.read()

    def narrow_to(self, wanted: StarLineFilter) -> None:
        """Show the lines of a bar or a unit, now or when the list is there."""
        self._wanted = wanted
        if self.isVisible():
            self._take_wanted()

    def _take_wanted(self) -> None:
        if self._wanted is None or self.parts is None or self._wanted.round_id != self._round:
            return
        wanted, self._wanted = self._wanted, None
        unit = None
        if wanted.unit_ids:
            at = self.unit.findData(wanted.unit_ids[0])
            unit = (wanted.unit_ids[0], self.unit.itemText(at))
        level = wanted.levels[0] if wanted.levels else None
        self.want(StarConditions(unit=unit, level=level))

    def clear_conditions(self) -> None:
        """Everybody again."""
        self.want(StarConditions())

    def _show_controls(self, conditions: StarConditions) -> None:
        state: object = conditions.change or conditions.held
        if conditions.at_line:
            state = "at_line"
        elif conditions.left_out:
            state = "left_out"
        values = (
            (self.unit, conditions.unit[0] if conditions.unit else None),
            (self.level, conditions.level),
            (self.state, state),
        )
        for control, value in values:
            control.blockSignals(True)  # noqa: FBT003 - Qt's own signature
            control.choose(value)
            control.blockSignals(False)  # noqa: FBT003 - Qt's own signature
        if self.search.text().strip() != conditions.text:
            self.search.setText(conditions.text)
            self._pause.stop()

    def _narrow(self) -> None:
        unit, state = self.unit.currentData(), self.state.currentData()
        self.want(
            replace(
                self.conditions,
                unit=(unit, self.unit.currentText()) if unit is not None else None,
                level=self.level.currentData(),
                change=state if isinstance(state, Change) else None,
                held=state if isinstance(state, HeldBack) else None,
                at_line=state == "at_line",
                left_out=state == "left_out",
            )
        )

    def _search(self) -> None:
        self._pause.stop()
        self.want(replace(self.conditions, text=self.search.text().strip()))

    def _go_in(self) -> None:
        self._search()
        if self.parts is not None:
            self.parts.table.setFocus()

    def escape(self) -> bool:
        """Conditions first."""
        if self.conditions == StarConditions(round_id=self._round):
            return False
        self.clear_conditions()
        return True

    # --- why ----------------------------------------------------------------------------------

    def _follow(self, row: object) -> None:
        found = row if isinstance(row, StarLineRow) else None
        self.way.name(found)
        if found is None:
            self._rest.stop()
            self.way.view.say("选一行，这里说明这颗星从哪里来，离下一颗还差什么。")
        else:
            self._rest.start()

    def _read_way(self) -> None:
        row = self.current
        if row is None or not self.way.isVisibleTo(self):
            return
        key, line = self._round, row.id

        def take(way: StarWay) -> None:
            now = self.current
            if now is not None and now.id == line:
                self.way.view.show_way(way)

        self.session.tasks.read(
            lambda work: line_way(work, key, line), take, failed=self.way.view.say
        )

    def _open_way(self) -> None:
        row = self.current
        if row is not None:
            key, line = self._round, row.id
            self.session.tasks.read(
                lambda work: line_way(work, key, line),
                lambda way: WayDialog(way, self.window()).exec(),
            )

    def _export(self) -> None:
        if self.parts is not None:
            export_seen(self.parts, self)

    def _fill_columns(self, menu: Any) -> None:
        if self.parts is not None:
            fill_columns(menu, self.parts, StarOrder, self)

    # --- fitting the window -------------------------------------------------------------------

    def main_control(self) -> QWidget | None:
        """The list, or the button where there is none."""
        if self.parts is not None and self.parts.frame.isVisibleTo(self):
            return self.parts.frame.main_control()
        buttons = [one for one in self.none.findChildren(Button) if one.isEnabled()]
        return buttons[0] if buttons else None

    def arrange(self, *, narrow: bool) -> None:
        """In a narrow window why is a dialog."""
        super().arrange(narrow=narrow)
        shown = self.parts is not None and self._computed
        self.way.setVisible(shown and not narrow)
        self.ask.setVisible(shown and narrow)
        # The longest of its entries would take the room of the search.
        self.state.setMaximumWidth(theme.length(118 if narrow else 190))
        self.unit.setMaximumWidth(theme.length(118 if narrow else 190))
        self.columns.setText("" if narrow else "列")
        self.export.setText("" if narrow else "导出")
        if self.parts is not None:
            self.parts.strip.arrange(narrow=narrow)

    def fit(self) -> None:
        """Widths for another text size."""
        self.search.setMinimumWidth(theme.length(110))
        self.way.setFixedWidth(theme.length(310))
        self._lens.setIcon(icons.icon("magnifying-glass", theme.colour("text3")))
        if self.parts is not None:
            self.parts.table.fit()


def _states() -> list[tuple[object, str]]:
    made: list[tuple[object, str]] = [(None, "全部情况")]
    made += [(one, one.label) for one in Change]
    made += [(one, one.label) for one in HeldBack]
    return [*made, ("at_line", "并列待裁定"), ("left_out", "不参加")]
