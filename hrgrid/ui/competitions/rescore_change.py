"""One change of a re-score: whose, what of it, what stands there now and what it becomes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from hrgrid.core.errors import UserError
from hrgrid.panels.rules.rows import AdjustmentRow, ItemRow
from hrgrid.panels.rules.values import refused
from hrgrid.panels.rules.words import EntrantStatus, NoMark
from hrgrid.training.rules.competing import ChangeKind
from hrgrid.training.rules.competition_rows import ChangeRow, CompetitorRow, EventRow
from hrgrid.ui.competitions import rescore_offer, services
from hrgrid.ui.competitions.forms import CompetitionForm, PointsField
from hrgrid.ui.competitions.rescore_offer import Offer, read_offer
from hrgrid.ui.competitions.times import tenths_in
from hrgrid.ui.forms import Choice, Field, TextField, label
from hrgrid.ui.matters.forms import beside, filled, named
from hrgrid.ui.session import Session

T = TypeVar("T")
_K = ChangeKind
_ADDED = {_K.DEDUCTION, _K.EXTRA, _K.POINT}
_REPLACED = {_K.MARK, _K.TIME, _K.STATUS}


class ChangeDialog(CompetitionForm):
    """One change; what is chosen decides which fields there are.

    `changes` are those that the re-score has already. `offer` is None until the event was read.
    """

    WIDTH = 560

    def __init__(  # noqa: PLR0917 - what there is to choose from
        self,
        session: Session,
        rescore_id: int,
        events: Sequence[EventRow],
        competitors: Sequence[CompetitorRow],
        changes: Sequence[ChangeRow],
        parent: QWidget,
    ) -> None:
        super().__init__(session, "加一处改动", "加进复核", parent)
        self._id, self._changes = rescore_id, changes
        self._competitors = competitors
        self._limits = {one.id: one.time_limit for one in events}
        self._asked = 0
        self.offer: Offer | None = None
        self.of_event = Choice("项目", [(one.id, one.title) for one in events])
        self.who = Choice("选手")
        self.kind = Choice("改什么")
        self.seat = Choice("评委")
        self.item = Choice("评分项")
        self.adjustment = Choice("撤销哪一笔")
        self.what = TextField("名目", hint="例如：使用提示卡")
        self.old = label("", "strong", wraps=True)
        reasons = [(one, one.label) for one in NoMark]
        self.none = Choice("有没有分", [(None, "有分"), *reasons])
        self.mark = PointsField("新的分", hint="例如：88.5")
        self.points = PointsField("分值", hint="例如：10", below=True)
        self.time = TextField("新的用时", hint="3:07.5 或 187.5")
        self.status = Choice("改成")
        self.reason = TextField("依据", hint="例如：与原始评分表核对")
        self._lay_out()
        self.of_event.currentIndexChanged.connect(lambda _: self._read_event())
        for choice in (self.who, self.kind):
            choice.currentIndexChanged.connect(lambda _: self._offer())
        for choice in (self.seat, self.item, self.adjustment, self.none):
            choice.currentIndexChanged.connect(lambda _: self._fold())
        for typed in (self.mark, self.points, self.time):
            typed.textChanged.connect(lambda _: self._judge())
        for typed in (self.what, self.reason):
            typed.textChanged.connect(lambda _, of=typed: self._field[of].complain(""))
        self.on_act(self._go)
        self._read_event()
        self.of_event.setFocus()

    def _lay_out(self) -> None:
        rows: tuple[tuple[QWidget, ...], ...] = (
            (self.of_event, self.who),
            (self.kind, self.seat, self.item, self.adjustment, self.what),
            (self.old, self.none, self.mark, self.points, self.time, self.status),
            (self.reason,),
        )
        self.old.setAccessibleName("原来")
        self.old.setMinimumHeight(self.mark.sizeHint().height())
        self._field: dict[QWidget, Field] = {}
        for row in rows:
            for control in row:
                self._field[control] = named(control)
            wide = tuple(2 if control is self.adjustment else 1 for control in row)
            line = beside(*(self._field[control] for control in row), shares=wide)
            for control in row:
                # A sentence below one field must not push the others down.
                line.setAlignment(self._field[control], Qt.AlignmentFlag.AlignTop)
            self.form.addLayout(line)

    # --- what there is ------------------------------------------------------------------------

    def _read_event(self) -> None:
        self._asked += 1
        asked, event_id = self._asked, int(self.of_event.currentData())
        self.offer = None
        self.act.setEnabled(False)
        if asked == 1:
            self._fold()

        def take(offer: Offer) -> None:
            if asked == self._asked:
                self.offer = offer
                self.act.setEnabled(True)
                self._offer()

        self.session.tasks.read(lambda work: read_offer(work, event_id), take, failed=self.refuse)

    def _offer(self) -> None:
        """Fill what depends on the event and the entrant; what was chosen stays where it can."""
        offer = self.offer
        if offer is not None:
            self.who.fill(
                (one.id, f"{one.number} 号 {one.name}")
                for one in self._competitors
                if one.id in offer.entrants
            )
            self.kind.fill((one, one.label) for one in offer.kinds)
            self.item.fill((one.code, one.label) for one in offer.items)
            who = self.who.currentData()
            self.seat.fill(offer.seats(who) if who is not None else ())
            self.status.fill(
                (one, one.label) for one in (offer.statuses(who) if who is not None else ())
            )
            self.adjustment.fill(
                (one.id, rescore_offer.adjustment_text(one)) for one in self._to_void()
            )
        self._fold()

    def _to_void(self) -> list[AdjustmentRow]:
        who = self.who.currentData()
        if self.offer is None or who is None:
            return []
        gone = {one.adjustment_id for one in self._changes}
        return self.offer.adjustments(who, gone)

    @property
    def _item(self) -> ItemRow | None:
        items = () if self.offer is None else self.offer.items
        return next((one for one in items if one.code == self.item.currentData()), None)

    # --- what is shown ------------------------------------------------------------------------

    def _fold(self) -> None:
        kind, there = self.kind.currentData(), self.offer is not None
        marks = there and kind is _K.MARK
        voids = there and kind is _K.VOIDED
        several = self.offer is not None and len(self.offer.items) > 1
        shown = {
            self.who: there,
            self.kind: there,
            self.seat: marks,
            self.item: marks and several,
            self.adjustment: voids,
            self.what: there and kind in _ADDED,
            self.old: there and kind is not _K.POINT and not (voids and not self._to_void()),
            self.none: marks,
            self.mark: marks and self.none.currentData() is None,
            self.points: there and kind in _ADDED,
            self.time: there and kind is _K.TIME,
            self.status: there and kind is _K.STATUS,
        }
        for control, seen in shown.items():
            self._field[control].setVisible(seen)
        if self.offer is not None and self.who.currentData() is not None:
            self._tell(self.offer, int(self.who.currentData()))
        self._judge()
        self.fit_soon()

    def _tell(self, offer: Offer, who: int) -> None:
        kind, entrant = self.kind.currentData(), offer.entrants[who]
        out = entrant.status is not EntrantStatus.ENTERED
        self._field[self.who].show_hint(
            f"现在{entrant.status.label}，先登记参赛状态的改动" if out else ""
        )
        self._field[self.seat].complain(
            "" if self.seat.count() else "没有评委给这名选手打分，不能改评委打分。"
        )
        self._field[self.adjustment].complain(
            "" if self.adjustment.count() else "这名选手在这个项目里没有加扣分可以撤销。"
        )
        limit = self._limits.get(int(self.of_event.currentData()))
        self._field[self.time].show_hint(f"限时 {limit} 秒，超时扣分自动重算" if limit else "")
        signed = "扣分写负数，例如 -10" if kind is _K.POINT else ""
        self._field[self.points].show_hint(signed)
        if self._item is not None:
            self._field[self.mark].show_hint(rescore_offer.scale_of(self._item))
        self.old.setText(self._standing(offer, who) + self._already(who))

    def _standing(self, offer: Offer, who: int) -> str:
        kind, seat_no, item = self.kind.currentData(), self.seat.currentData(), self._item
        if kind is _K.MARK:
            if seat_no is None or item is None:
                return "没有分"
            return rescore_offer.standing_mark(offer.mark(who, seat_no, item))
        if kind is _K.TIME:
            return rescore_offer.standing_time(offer.times.get(who))
        if kind is _K.STATUS:
            return offer.entrants[who].status.label
        if kind is _K.VOIDED:
            chosen = [one for one in self._to_void() if one.id == self.adjustment.currentData()]
            return "；".join(
                f"{rescore_offer.adjustment_text(one)}{one.reason and f'（{one.reason}）'}"
                for one in chosen
            )
        return rescore_offer.standing_adjustments(offer.adjustments(who))

    def _already(self, who: int) -> str:
        """What this re-score makes of the same place by now."""
        kind, event_id = self.kind.currentData(), self.of_event.currentData()
        marks = kind is _K.MARK
        cell = (self.seat.currentData(), self.item.currentData()) if marks else (None, "")
        for one in self._changes:
            if (
                kind in _REPLACED
                and (one.kind, one.event_id, one.competitor_id) == (kind, event_id, who)
                and (one.seat_no, one.item_code) == cell
            ):
                return f"（这次复核已改成 {one.after}，要再改先去掉那一处）"
        return ""

    def _judge(self) -> None:
        """Say below a field what is wrong with what is being typed; an empty one is just empty."""
        for control, read in (
            (self.mark, self._mark_typed),
            (self.points, self._points_typed),
            (self.time, self._time_typed),
        ):
            said = ""
            if control.text().strip():
                try:
                    read()
                except UserError as error:
                    said = error.sentence
            self._field[control].complain(said)
        self.fit_soon()

    # --- what was typed -----------------------------------------------------------------------

    def _mark_typed(self) -> int:
        value, item = self.mark.value, self._item
        if item is not None and (said := refused(item, value)):
            raise UserError(f"{said.removesuffix('，没有记下。')}。请核对后改正")
        return value

    def _points_typed(self) -> int:
        value = self.points.value
        if self.kind.currentData() is _K.POINT:
            if not value:
                raise UserError("分值是 0，什么也不改。请填得分，扣分写负数")
        elif value <= 0:
            raise UserError(f"{self.kind.currentText()}的分值要大于 0。请改正")
        return value

    def _time_typed(self) -> int:
        tenths = tenths_in(self.time.text())
        if tenths is None:
            raise UserError("没有填新的用时。请填 3:07.5 或 187.5 秒")
        return tenths

    def _at(self, control: QWidget, read: Callable[[], T]) -> T:
        """Read one field; what is wrong is said below it and the keys go there."""
        try:
            return read()
        except UserError as error:
            self._field[control].complain(error.sentence)
            control.setFocus()
            raise

    def _chosen(self, choice: Choice, said: str) -> object:
        def read() -> object:
            if choice.currentData() is None:
                raise UserError(said)
            return choice.currentData()

        return self._at(choice, read)

    def _value(self, kind: ChangeKind) -> int | None:
        """Thousandths of a point, of a second for a time."""
        if kind is _K.MARK and self.none.currentData() is None:
            return self._at(self.mark, self._mark_typed)
        if kind is _K.TIME:
            return self._at(self.time, self._time_typed) * 100
        return self._at(self.points, self._points_typed) if kind in _ADDED else None

    def _read(self) -> services.ChangeGiven:
        kind = self.kind.currentData()
        who = self._chosen(self.who, "这个项目里没有选手。请换一个项目")
        marks, voids = kind is _K.MARK, kind is _K.VOIDED
        if marks:
            self._chosen(self.seat, "没有评委给这名选手打分。请改参赛状态或换一名选手")
        if voids:
            self._chosen(self.adjustment, "这名选手在这个项目里没有加扣分可以撤销。请换一名选手")
        # A point may go without a name; points beside the marks never.
        names = kind in {_K.DEDUCTION, _K.EXTRA}
        what = self._at(self.what, lambda: filled(self.what, "使用提示卡")) if names else ""
        milli = self._value(kind)
        return services.ChangeGiven(
            kind=kind,
            event_id=int(self.of_event.currentData()),
            competitor_id=int(str(who)),
            reason=self._at(self.reason, lambda: filled(self.reason, "与原始评分表核对")),
            seat_no=self.seat.currentData() if marks else None,
            item_code=self.item.currentData() if marks else "",
            milli=milli,
            no_mark=self.none.currentData() if marks else None,
            status=self.status.currentData() if kind is _K.STATUS else None,
            adjustment_id=self.adjustment.currentData() if voids else None,
            label=self.what.text().strip() if kind is _K.POINT else what,
        )

    def _go(self) -> None:
        if self.offer is None:
            self._read_event()
            return
        try:
            change = self._read()
        except UserError:
            # It is said where it is wrong.
            self.refuse("")
            return
        rescore_id = self._id
        self.send(lambda work: services.add_change(work, rescore_id, change))
