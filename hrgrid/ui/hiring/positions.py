"""岗位和网格: what a batch has on offer, added and taken off while it is lawful."""

from __future__ import annotations

from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QWidget

from hrgrid.core.rights import Right
from hrgrid.hiring.queries.batch_card import BatchCard, OfferRow, PositionRow, batch_card
from hrgrid.hiring.queries.batches import BatchRow
from hrgrid.hiring.queries.vacancies import SeatRow, VacancyRow, seats, vacancies
from hrgrid.hiring.rules.words import BatchState
from hrgrid.hiring.service.positions import (
    PositionChange,
    PositionForm,
    add_position,
    change_position,
    remove_position,
)
from hrgrid.hiring.service.seats import add_seats
from hrgrid.storage.work import UnitOfWork
from hrgrid.ui import theme
from hrgrid.ui.buttons import Button, LinkButton, PrimaryButton
from hrgrid.ui.dialogs import Dialog
from hrgrid.ui.forms import Choice, TextField, Tick, clear, label
from hrgrid.ui.hiring.forms import HiringForm
from hrgrid.ui.hiring.undoing import drop_step
from hrgrid.ui.hiring.words import TOPIC
from hrgrid.ui.matters.forms import NumberField, beside, filled, named
from hrgrid.ui.page import Scroll
from hrgrid.ui.session import Session
from hrgrid.ui.tables import Column, RowsModel, Table

_S = BatchState
_GROWS = (_S.DRAFT, _S.PUBLISHED, _S.APPLYING)
_SHRINKS = (*_GROWS, _S.EXAMINING, _S.VETTING)

POSITIONS: tuple[Column[PositionRow], ...] = (
    Column("代码", lambda row: row.code, 56),
    Column("岗位", lambda row: row.title, 130, grows=True, strong=True),
    Column("网格", lambda row: f"{row.places:,}", 52, right=True),
    Column("报名", lambda row: f"{row.candidates:,}", 52, right=True),
    Column("储备", lambda row: f"{row.reserve:,}", 52, right=True, drops=True),
)


def _offer_state(row: OfferRow) -> str:
    if row.candidate:
        return row.candidate
    if not row.open:
        return "已去掉"
    return "已有人，请去掉" if row.filled else "在招"


def _offer_chip(row: OfferRow) -> str:
    if row.candidate:
        return "ok"
    if not row.open:
        return "mute"
    return "warn" if row.filled else "info"


GRIDS: tuple[Column[OfferRow], ...] = (
    Column("网格", lambda row: row.name, 130, grows=True, strong=True),
    Column("编码", lambda row: row.code, 130, quiet=True, drops=True),
    Column("缺额", lambda row: row.arithmetic, 210, quiet=True, drops=True),
    Column("状况", _offer_state, 130, chip=_offer_chip),
)


class PositionsDialog(Dialog):
    """Positions at the left, the grids of the one under the cursor at the right."""

    def __init__(self, session: Session, row: BatchRow, parent: QWidget) -> None:
        super().__init__("岗位和网格", parent)
        self.session, self._row = session, row
        self.card: BatchCard | None = None
        self.positions: RowsModel[PositionRow] = RowsModel(POSITIONS, self)
        self.list = Table(self.positions, "岗位")
        self.grids: RowsModel[OfferRow] = RowsModel(GRIDS, self)
        self.table = Table(self.grids, "网格")
        self.told = label("", "body2", wraps=True)
        runs = session.may(Right.RUN_HIRING) and session.day is None
        self._grows = runs and row.state in _GROWS
        self._shrinks = runs and row.state in _SHRINKS
        self.add = Button("新增岗位…", glyph="plus", does=self._add)
        self.change = Button("改岗位…", does=self._change)
        self.remove = Button("删去岗位", does=self._remove)
        self.drop = Button("去掉这个网格…", does=self._drop)
        self.act = PrimaryButton("添加网格…", glyph="plus", does=self._add_grids)
        self.away = Button("关闭", does=self.reject)
        self._lay_out(parent)
        self.list.chosen.connect(self._choose)
        self.list.opened.connect(lambda _: self._change())
        self.table.chosen.connect(lambda _: self._offer())
        session.tasks.changed.connect(self._renew)
        self._read()
        self.list.setFocus()

    def _lay_out(self, parent: QWidget) -> None:
        room = parent.window().size()
        self.setMinimumWidth(min(theme.length(900), room.width() - 40))
        high = min(theme.length(400), max(140, room.height() - 240))
        self.list.setMinimumHeight(high)
        self.list.setFixedWidth(min(theme.length(360), (room.width() - 80) * 2 // 5))
        middle = QGridLayout()
        middle.setHorizontalSpacing(12)
        middle.addWidget(self.list, 0, 0)
        middle.addWidget(self.table, 0, 1)
        middle.setColumnStretch(1, 1)
        self.body.addWidget(self.told)
        self.body.addLayout(middle, 1)
        foot = QHBoxLayout()
        foot.setSpacing(8)
        for button in (self.add, self.change, self.remove):
            button.setVisible(self._grows)
            foot.addWidget(button)
        foot.addStretch()
        self.drop.setVisible(self._shrinks)
        self.act.setVisible(self._grows)
        for button in (self.drop, self.away, self.act):
            foot.addWidget(button)
        for button in (self.add, self.change, self.remove, self.drop, self.away, self.act):
            button.setAutoDefault(False)
        self.body.addLayout(foot)

    def _renew(self, topic: str) -> None:
        if topic in {TOPIC, "workforce"} and self.isVisible():
            self._read()

    def _read(self) -> None:
        batch_id = self._row.id
        self.session.tasks.read(lambda work: batch_card(work, batch_id), self._show)

    def _show(self, card: BatchCard) -> None:
        self.card = card
        current = self.list.current
        self.positions.show_rows(card.positions)
        ids = [row.id for row in card.positions]
        if current is not None and current.id in ids:
            self.list.selectRow(ids.index(current.id))
        places = sum(row.places for row in card.positions)
        reserve = sum(row.reserve for row in card.positions)
        more = "；公告以后要改须写原因" if card.batch.state is not _S.DRAFT else ""
        told = f"{len(ids)} 个岗位，{places:,} 个网格，储备 {reserve:,} 名{more}。"
        if not ids:
            told = "还没有岗位。报名人按岗位报考，一个岗位是一个街道或社区里的若干网格。"
        self.told.setText(told)
        self._choose(self.list.current)
        self._offer()

    def _choose(self, row: PositionRow | None) -> None:
        self.grids.show_rows(row.grids if row is not None else ())
        self._offer()

    def _offer(self) -> None:
        row, grid = self.list.current, self.table.current
        has = row is not None
        for button in (self.change, self.act):
            button.setEnabled(has)
        draft = self.card is not None and self.card.batch.state is _S.DRAFT
        self.remove.setEnabled(has and draft)
        self.drop.setEnabled(grid is not None and grid.open and not grid.candidate)

    # --- deeds --------------------------------------------------------------------------------

    @property
    def _announced(self) -> bool:
        return self.card is not None and self.card.batch.state is not _S.DRAFT

    def _add(self) -> None:
        path = self._row.area_path

        def show(areas: list[VacancyRow]) -> None:
            box = PositionDialog(self.session, self._row.id, areas, self, announced=self._announced)
            box.exec()

        self.session.tasks.read(lambda work: vacancies(work, work.today, path), show)

    def _change(self) -> None:
        row: PositionRow | None = self.list.current
        if row is not None and self._grows:
            ChangePositionDialog(self.session, row, self, announced=self._announced).exec()

    def _remove(self) -> None:
        row: PositionRow | None = self.list.current
        if row is None:
            return
        position_id, title = row.id, row.title
        self.session.tasks.write(
            lambda work: remove_position(work, position_id),
            topic=TOPIC,
            done=lambda _: self.session.say(f"已删去岗位“{title}”。"),
            failed=self.told.setText,
        )

    def _add_grids(self) -> None:
        row: PositionRow | None = self.list.current
        if row is not None:
            AddGridsDialog(self.session, row, self, announced=self._announced).exec()

    def _drop(self) -> None:
        grid: OfferRow | None = self.table.current
        if grid is not None:
            DropDialog(self.session, self._row.id, grid, self, announced=self._announced).exec()


class _Announced(HiringForm):
    """A change of what was announced asks for its reason."""

    def add_reason(self, *, announced: bool) -> None:
        """The field, hidden before the announcement."""
        self.reason = TextField("改动公告的原因", hint="例如：两个网格刚补上人")
        self._why = named(self.reason)
        self._why.setVisible(announced)
        self._announced = announced
        self.form.addWidget(self._why)

    def reason_text(self) -> str:
        """What was typed. Raises UserError where it is asked for and missing."""
        return filled(self.reason) if self._announced else ""


class PositionDialog(_Announced):
    """One more position, with all vacant grids of its area or none."""

    def __init__(
        self,
        session: Session,
        batch_id: int,
        areas: list[VacancyRow],
        parent: QWidget,
        *,
        announced: bool,
    ) -> None:
        super().__init__(session, "新增岗位", "新增岗位", parent)
        self._batch_id = batch_id
        self._areas = {row.area_id: row for row in areas}
        self.area = Choice("区域", [(row.area_id, row.names) for row in areas])
        self.title = TextField("岗位名称")
        self.code = TextField("代码", hint="不填由程序编号")
        self.reserve = NumberField("储备人数", value=0)
        self.all = Tick("把这个区域空缺的网格都列入")
        self.all.setChecked(True)
        self.form.addWidget(named(self.area))
        self.form.addLayout(
            beside(named(self.title), named(self.code), named(self.reserve), shares=(3, 2, 2))
        )
        self.form.addWidget(self.all)
        self.add_reason(announced=announced)
        self.area.currentIndexChanged.connect(lambda _: self._follow())
        self.on_act(self._add)
        self._follow()

    def _follow(self) -> None:
        row = self._areas.get(self.area.currentData())
        if row is not None and not self.title.isModified():
            self.title.setText(f"{row.name}专职网格员")
        if row is not None:
            self.all.setText(f"把这个区域空缺的网格都列入（{row.count.vacant:,} 个）")

    def _add(self) -> None:
        area = self._areas.get(self.area.currentData())
        if area is None:
            self.refuse("没有可选的区域。请先导入网格")
            return
        read = self.checked(
            lambda: (
                PositionForm(
                    area.area_id,
                    filled(self.title),
                    self.code.text(),
                    reserve=self.reserve.value,
                ),
                self.reason_text(),
            )
        )
        if read is None:
            return
        (form, reason), batch_id, fills = read, self._batch_id, self.all.isChecked()

        def job(work: UnitOfWork) -> int:
            position_id = add_position(work, batch_id, form)
            if not fills:
                return 0
            free = [
                row.area_id for row in seats(work, work.today, area.path) if row.batch_id is None
            ]
            return add_seats(work, position_id, free) if free else 0

        self.send(
            job, lambda count: f"已新增岗位“{form.title}”，列入 {count:,} 个网格。", reason=reason
        )


class ChangePositionDialog(_Announced):
    """Code, title, reserve, note."""

    def __init__(
        self, session: Session, row: PositionRow, parent: QWidget, *, announced: bool
    ) -> None:
        super().__init__(session, "改岗位", "改岗位", parent)
        self._row = row
        self.code = TextField("代码", text=row.code)
        self.title = TextField("岗位名称", text=row.title)
        self.reserve = NumberField("储备人数", value=row.reserve)
        self.note = TextField("备注", text=row.note)
        self.form.addLayout(beside(named(self.code), named(self.title), shares=(1, 3)))
        self.form.addLayout(beside(named(self.reserve), named(self.note), shares=(1, 3)))
        self.add_reason(announced=announced)
        self.on_act(self._change)
        self.title.setFocus()

    def _change(self) -> None:
        row = self._row
        read = self.checked(
            lambda: (
                PositionChange(
                    row.id,
                    row.version,
                    self.code.text(),
                    self.title.text(),
                    self.reserve.value,
                    self.note.text(),
                ),
                self.reason_text(),
            )
        )
        if read is not None:
            change, reason = read
            self.send(
                lambda work: change_position(work, change),
                f"岗位“{change.title}”已改。",
                reason=reason,
            )


class AddGridsDialog(_Announced):
    """The vacant grids of the position's area that are on offer nowhere."""

    WIDTH = 460

    def __init__(
        self, session: Session, row: PositionRow, parent: QWidget, *, announced: bool
    ) -> None:
        super().__init__(session, f"给“{row.title}”添加网格", "添加网格", parent)
        self._row = row
        self.ticks: dict[int, Tick] = {}
        self.told = label("正在读取空缺网格……", "body2", wraps=True)
        self.all = LinkButton("全选", does=lambda: self._tick_all(on=True))
        self.none = LinkButton("全不选", does=lambda: self._tick_all(on=False))
        head = QHBoxLayout()
        head.addWidget(self.told, 1)
        for button in (self.all, self.none):
            button.setAutoDefault(False)
            head.addWidget(button)
        self._list = Scroll(inside=True)
        self._list.column.setSpacing(2)
        self._list.setMinimumHeight(theme.length(180))
        self.form.addLayout(head)
        self.form.addWidget(self._list)
        self.add_reason(announced=announced)
        self.act.setEnabled(False)
        self.on_act(self._add)
        area_id = row.area_id
        session.tasks.read(lambda work: _free_under(work, area_id), self._show)

    def _show(self, rows: list[SeatRow]) -> None:
        clear(self._list.column)
        for row in rows:
            tick = Tick(row.message)
            tick.toggled.connect(lambda _: self._count())
            self.ticks[row.area_id] = tick
            self._list.column.addWidget(tick)
        self._list.column.addStretch()
        self._count()
        self.fit_soon()

    def _tick_all(self, *, on: bool) -> None:
        for tick in self.ticks.values():
            tick.setChecked(on)

    def _count(self) -> None:
        count = sum(tick.isChecked() for tick in self.ticks.values())
        if not self.ticks:
            self.told.setText("这个区域没有可以添加的空缺网格。")
        else:
            self.told.setText(f"有 {len(self.ticks):,} 个空缺网格，勾选要招的：")
        self.act.setText(f"添加 {count:,} 个网格")
        self.act.setAccessibleName(self.act.text())
        self.act.setEnabled(bool(count))

    def _add(self) -> None:
        reason = self.checked(self.reason_text)
        ids = [own for own, tick in self.ticks.items() if tick.isChecked()]
        position_id = self._row.id
        if reason is not None:
            self.send(
                lambda work: add_seats(work, position_id, ids),
                lambda count: f"已添加 {count:,} 个网格。",
                reason=reason,
            )


def _free_under(work: UnitOfWork, area_id: int) -> list[SeatRow]:
    area = next((row for row in vacancies(work, work.today) if row.area_id == area_id), None)
    if area is None:
        return []
    return [row for row in seats(work, work.today, area.path) if row.batch_id is None]


class DropDialog(_Announced):
    """A grid is not on offer any more."""

    def __init__(
        self, session: Session, batch_id: int, row: OfferRow, parent: QWidget, *, announced: bool
    ) -> None:
        super().__init__(session, f"去掉{row.name}", "去掉网格", parent, takes_away=True)
        self._batch_id, self._row = batch_id, row
        told = f"{row.arithmetic}。去掉后这个批次不再招它，可以再添加回来。"
        self.form.addWidget(label(told, "body2", wraps=True))
        self.add_reason(announced=announced)
        self.on_act(self._drop)
        (self.reason if announced else self.act).setFocus()

    def _drop(self) -> None:
        reason, batch_id, area_id = (
            self.checked(self.reason_text),
            self._batch_id,
            self._row.area_id,
        )
        if reason is not None:
            self.send_step(
                drop_step(batch_id, [area_id]),
                f"已从批次去掉{self._row.name}。",
                f"去掉{self._row.name}",
                reason=reason,
            )
