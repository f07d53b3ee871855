"""评委: who sits, who is the chief, who was struck or replaced, and who does not mark whom."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QHBoxLayout, QMenu, QVBoxLayout, QWidget

from hrgrid.panels.rules.rows import EntrantRow, PanelView, RecusalRow, SeatRow
from hrgrid.panels.rules.words import Ground, PanelState, SeatState
from hrgrid.panels.service import SeatForm
from hrgrid.storage.work import UnitOfWork
from hrgrid.ui import theme
from hrgrid.ui.banners import Banner, Kind, Message
from hrgrid.ui.buttons import Button, PrimaryButton
from hrgrid.ui.competitions.forms import CompetitionForm, CompetitionReason
from hrgrid.ui.competitions.pasting import judges_in
from hrgrid.ui.competitions.words import MARKS_TOPIC
from hrgrid.ui.dialogs import Dialog
from hrgrid.ui.forms import Choice, TextField, clear, label
from hrgrid.ui.matters.forms import beside, filled, named
from hrgrid.ui.session import Session
from hrgrid.ui.tables import Column, RowsModel, Table

_CHIPS = {SeatState.ACTIVE: "ok", SeatState.REPLACED: "mute", SeatState.STRUCK: "bad"}


class JudgesDialog(Dialog):
    """The seats of one event; what is lawful for the one under the cursor stands in 办理."""

    def __init__(self, session: Session, panel_id: int, title: str, parent: QWidget) -> None:
        super().__init__(f"{title}：评委", parent)
        self.session, self._panel_id = session, panel_id
        self.view: PanelView | None = None
        self._asked = 0
        columns: tuple[Column[SeatRow], ...] = (
            Column("席位", lambda row: f"评委 {row.seat_no}", 80, strong=True),
            Column("姓名", lambda row: row.name, 110),
            Column("单位", lambda row: row.unit, 130, grows=True),
            Column("主评委", lambda row: "主评委" if row.chief else "", 80),
            Column("状态", lambda row: row.state.label, 80, chip=lambda row: _CHIPS[row.state]),
            Column("回避", self._recusals, 160, grows=True, quiet=True, drops=True),
            Column("事由", lambda row: row.reason, 110, quiet=True, drops=True),
        )
        self.model: RowsModel[SeatRow] = RowsModel(columns, self)
        self.table = Table(self.model, "评委")
        self.names = TextField("加评委", hint="姓名，多名用顿号隔开，或填人数")
        self.add = Button("加上", glyph="plus", does=self._add)
        self.deed = Button("办理")
        self.deed.setMenu(QMenu(self.deed))
        self.propose = Button("按单位自动回避", does=self._propose)
        self.away = PrimaryButton("关闭", does=self.accept)
        self._notice = QVBoxLayout()
        self._lay_out(parent)
        self.names.returnPressed.connect(self._add)
        menu = self.deed.menu()
        menu.aboutToShow.connect(self._fill)
        self.table.opened.connect(lambda _: self.deed.showMenu())
        self._read()
        self.names.setFocus()

    def _lay_out(self, parent: QWidget) -> None:
        room = parent.window().size()
        self.setMinimumWidth(min(theme.length(760), room.width() - 60))
        self.table.setMinimumHeight(min(theme.length(290), max(110, room.height() - 270)))
        told = (
            "除名的评委打的分全部作废；换下的评委打的分照算，接替的人坐同一席位。"
            "回避的格子空着，不算缺分，按有效分的个数去最高最低。"
        )
        self.body.addWidget(label(told, "body2", wraps=True))
        line = QHBoxLayout()
        line.setSpacing(8)
        line.addWidget(self.names, 1)
        for button in (self.add, self.propose):
            line.addWidget(button)
        self.body.addLayout(line)
        self.body.addWidget(self.table, 1)
        self.body.addLayout(self._notice)
        foot = QHBoxLayout()
        foot.setSpacing(8)
        foot.addStretch()
        for button in (self.deed, self.away):
            foot.addWidget(button)
        for button in (self.add, self.propose, self.deed, self.away):
            button.setAutoDefault(False)
        self.body.addLayout(foot)

    def _recusals(self, row: SeatRow) -> str:
        if self.view is None:
            return ""
        names = {one.id: one.name for one in self.view.entrants}
        ours = [one for one in self.view.recusals if one.seat_id == row.id]
        told = [f"{names.get(one.entrant_id, '')}（{one.ground.label}）" for one in ours[:3]]
        more = f"等 {len(ours)} 人" if len(ours) > 3 else ""
        return f"{'、'.join(told)}{more}"

    def _read(self) -> None:
        self._asked += 1
        asked, panel_id = self._asked, self._panel_id

        def job(work: UnitOfWork) -> PanelView:
            from hrgrid.panels.queries import panel_view

            return panel_view(work, panel_id)

        def take(view: PanelView) -> None:
            if asked == self._asked:
                self._show(view)

        self.session.tasks.read(job, take, failed=self.refuse)

    def _show(self, view: PanelView) -> None:
        current = self.table.current
        self.view = view
        seats = sorted(view.seats, key=lambda seat: (seat.seat_no, seat.state is SeatState.ACTIVE))
        self.model.show_rows(seats)
        ids = [row.id for row in seats]
        if current is not None and current.id in ids:
            self.table.selectRow(ids.index(current.id))
        runs = view.may_run and view.state is PanelState.OPEN
        for control in (self.names, self.add, self.propose, self.deed):
            control.setEnabled(runs)

    def refuse(self, sentence: str) -> None:
        """Why it was not done."""
        clear(self._notice)
        if sentence:
            self._notice.addWidget(Banner(Message(sentence, Kind.BAD)))

    def _write(self, job: Callable[[UnitOfWork], object], reason: str = "") -> None:
        clear(self._notice)
        self.session.tasks.write(
            job, topic=MARKS_TOPIC, done=lambda _: self._read(), failed=self.refuse, reason=reason
        )

    # --- deeds --------------------------------------------------------------------------------

    def _add(self) -> None:
        from hrgrid.core.errors import UserError

        try:
            names = judges_in(self.names.text())
        except UserError as error:
            self.refuse(error.sentence)
            return
        if not names:
            self.refuse("没有写评委的姓名。请写姓名，多名用顿号隔开。")
            return
        panel_id = self._panel_id
        first = not (self.view and any(s.state is SeatState.ACTIVE for s in self.view.seats))

        def job(work: UnitOfWork) -> None:
            from hrgrid.panels.service import add_seat

            for at, name in enumerate(names):
                add_seat(work, panel_id, SeatForm(name, chief=first and not at))

        self.names.clear()
        self._write(job)

    def _propose(self) -> None:
        panel_id = self._panel_id

        def job(work: UnitOfWork) -> object:
            from hrgrid.panels.service import recuse_proposed

            return recuse_proposed(work, panel_id)

        self._write(job, "评委与选手同单位")

    def _fill(self) -> None:
        menu, row = self.deed.menu(), self.table.current
        menu.clear()
        if not isinstance(row, SeatRow) or row.state is not SeatState.ACTIVE:
            menu.addAction("这个席位没有可办的事").setEnabled(False)
            return
        seat_id = row.id
        for text, does in (
            ("设为主评委", lambda: self._seat_deed("choose_chief", seat_id)),
            ("换人…", lambda: self._replace(row)),
            ("除名…", lambda: self._strike(row)),
            ("回避某名选手…", lambda: self._recuse(row)),
            ("取消回避…", lambda: self._lift(row)),
            ("移出（还没打过分）", lambda: self._seat_deed("remove_seat", seat_id)),
        ):
            menu.addAction(text).triggered.connect(lambda _=False, does=does: does())

    def _seat_deed(self, name: str, seat_id: int) -> None:
        def job(work: UnitOfWork) -> object:
            from hrgrid.panels import service

            return getattr(service, name)(work, seat_id)

        self._write(job)

    def _replace(self, row: SeatRow) -> None:
        if ReplaceForm(self.session, row, self).exec():
            self._read()

    def _strike(self, row: SeatRow) -> None:
        told = f"评委 {row.seat_no} {row.name}打的分全部作废，成绩按其余评委重新计算。"
        box = CompetitionReason(
            self.session, "评委除名", "除名", self, told=told, example="违反评分纪律",
            takes_away=True,
        )  # fmt: skip

        def go() -> None:
            reason = box.reason_given()
            if reason is not None:
                box.accept()

        box.on_act(go)
        if box.exec():
            seat_id, reason = row.id, box.reason.text().strip()

            def job(work: UnitOfWork) -> object:
                from hrgrid.panels.service import strike_seat

                return strike_seat(work, seat_id)

            self._write(job, reason)

    def _recuse(self, row: SeatRow) -> None:
        if self.view is not None and RecuseForm(self.session, row, self.view, self).exec():
            self._read()

    def _lift(self, row: SeatRow) -> None:
        if self.view is None:
            return
        ours = [one for one in self.view.recusals if one.seat_id == row.id]
        if not ours:
            self.refuse(f"评委 {row.seat_no} 没有回避任何选手。")
        elif LiftForm(self.session, row, ours, self.view.entrants, self).exec():
            self._read()


class ReplaceForm(CompetitionForm):
    """A successor in the same seat."""

    TOPIC = MARKS_TOPIC

    def __init__(self, session: Session, row: SeatRow, parent: QWidget) -> None:
        super().__init__(session, f"换下评委 {row.seat_no} {row.name}", "换人", parent)
        self._id = row.id
        self.name = TextField("接替的评委")
        self.unit = TextField("单位", hint="可不填")
        self.reason = TextField("事由", hint="例如：身体不适")
        self.form.addLayout(beside(named(self.name), named(self.unit)))
        self.form.addWidget(named(self.reason))
        self.on_act(self._go)
        self.name.setFocus()

    def _go(self) -> None:
        def read() -> tuple[SeatForm, str]:
            return SeatForm(filled(self.name), self.unit.text().strip()), filled(self.reason)

        found, seat_id = self.checked(read), self._id
        if found is None:
            return
        form, reason = found

        def job(work: UnitOfWork) -> object:
            from hrgrid.panels.service import replace_seat

            return replace_seat(work, seat_id, form)

        self.send(job, f"{form.name}已接替评委席位。", reason=reason)


class RecuseForm(CompetitionForm):
    """This judge does not mark this entrant."""

    TOPIC = MARKS_TOPIC

    def __init__(self, session: Session, row: SeatRow, view: PanelView, parent: QWidget) -> None:
        super().__init__(session, f"评委 {row.seat_no} {row.name}回避", "登记回避", parent)
        self._id = row.id
        self.entrant = Choice("回避哪名选手", [(one.id, one.shown) for one in view.entrants])
        self.ground = Choice("原因", [(one, one.label) for one in Ground])
        self.note = TextField("说明", hint="可不填")
        for field in (self.entrant, self.ground, self.note):
            self.form.addWidget(named(field))
        self.on_act(self._go)

    def _go(self) -> None:
        seat_id, entrant_id = self._id, int(self.entrant.currentData())
        ground, note = self.ground.currentData(), self.note.text().strip()

        def job(work: UnitOfWork) -> None:
            from hrgrid.panels.service import recuse

            recuse(work, seat_id, entrant_id, ground, note)

        self.send(job, "已登记回避。")


class LiftForm(CompetitionForm):
    """A recusal that was a mistake."""

    TOPIC = MARKS_TOPIC

    def __init__(
        self,
        session: Session,
        row: SeatRow,
        recusals: Sequence[RecusalRow],
        entrants: Sequence[EntrantRow],
        parent: QWidget,
    ) -> None:
        super().__init__(session, f"评委 {row.seat_no} {row.name}取消回避", "取消回避", parent)
        self._id = row.id
        names = {one.id: one.shown for one in entrants}
        self.entrant = Choice(
            "哪名选手",
            [
                (one.entrant_id, f"{names.get(one.entrant_id, '')}（{one.ground.label}）")
                for one in recusals
            ],
        )
        self.reason = TextField("事由", hint="例如：登记错了人")
        self.form.addWidget(named(self.entrant))
        self.form.addWidget(named(self.reason))
        self.on_act(self._go)

    def _go(self) -> None:
        reason = self.checked(lambda: filled(self.reason))
        if reason is None:
            return
        seat_id, entrant_id = self._id, int(self.entrant.currentData())

        def job(work: UnitOfWork) -> None:
            from hrgrid.panels.service import lift_recusal

            lift_recusal(work, seat_id, entrant_id)

        self.send(job, "已取消回避。", reason=reason)
