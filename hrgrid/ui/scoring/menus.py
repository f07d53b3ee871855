"""Why there is no mark, who recuses himself, who does not compete: menus of the grid."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QModelIndex, QObject, QPoint
from PySide6.QtWidgets import QDialog, QMenu, QWidget

from hrgrid.panels.rules.rows import Cell, EntrantRow, SeatRow
from hrgrid.panels.rules.words import EntrantStatus, Ground, NoMark, PanelState
from hrgrid.storage.work import UnitOfWork
from hrgrid.ui.deed_dialog import ReasonDialog
from hrgrid.ui.scoring.model import MarkColumn, ScoreModel
from hrgrid.ui.scoring.writing import TOPIC, MarkWriter
from hrgrid.ui.session import Session

_Deed = Callable[[UnitOfWork], object]


class CellMenus(QObject):
    """What can be done with a cell, its row and its column beside typing a mark."""

    def __init__(
        self, session: Session, model: ScoreModel, writer: MarkWriter, over: QWidget
    ) -> None:
        super().__init__(over)
        self._session, self._model, self._writer, self._over = session, model, writer, over

    def ask_reason(self, cell: Cell) -> None:
        """The reasons for no mark, each with its digit, at the cell."""
        menu = QMenu(self._over)
        self._add_reasons(menu, cell)
        self._pop_up(menu, cell)

    def offer(self, index: QModelIndex, at: QPoint) -> None:
        """Everything that this place offers."""
        if not index.isValid() or self._model.view is None:
            return
        menu = QMenu(self._over)
        cell = self._model.cell_at(index)
        if cell is not None and self._model.barred(cell) is None:
            self._add_reasons(menu.addMenu("没有分的原因"), cell)
        if self._model.view.may_run and self._model.view.state is PanelState.OPEN:
            if cell is not None:
                self._add_recusal(menu, cell)
            self._add_statuses(menu, self._model.view.entrants[index.row()])
            column = self._model.columns[index.column()]
            if isinstance(column, MarkColumn) and column.seat.active:
                self._add_judge(menu, column.seat.judge)
        if menu.isEmpty():
            menu.deleteLater()
        else:
            menu.popup(at)

    def _pop_up(self, menu: QMenu, cell: Cell) -> None:
        from hrgrid.ui.scoring.view import ScoringView

        view = self._over
        assert isinstance(view, ScoringView)  # noqa: S101 - it made this
        area = view.grid.visualRect(self._model.index_of(cell))
        menu.popup(view.grid.viewport().mapToGlobal(area.bottomLeft()))

    def _add_reasons(self, menu: QMenu, cell: Cell) -> None:
        for number, reason in enumerate(NoMark, start=1):
            menu.addAction(f"&{number} {reason.label}", self._setter(cell, reason))

    def _setter(self, cell: Cell, reason: NoMark) -> Callable[[], None]:
        return lambda: self._writer.enter({cell: reason})

    def _add_recusal(self, menu: QMenu, cell: Cell) -> None:
        view = self._model.view
        assert view is not None  # noqa: S101 - asked before
        recused = view.recused.get(cell[:2])
        if recused is not None:
            seat_id = recused.seat_id
            menu.addAction("取消回避", lambda: self._lift(seat_id, cell[0]))
            return
        seat = next((c.judge for c in view.columns if c.seat_no == cell[1] and c.active), None)
        if seat is None:
            return
        grounds = menu.addMenu("登记回避")
        for ground in Ground:
            grounds.addAction(f"{ground.label}…", self._recuser(seat, cell, ground))

    def _recuser(self, seat: SeatRow, cell: Cell, ground: Ground) -> Callable[[], None]:
        def recuse() -> None:
            entrant = self._model.entrant_of(cell)
            why = self._why(
                f"评委“{seat.name}”对{entrant.shown}回避",
                "登记回避",
                f"{ground.label}回避。已经打的分作废，得分按其余评委计算。",
            )
            if why:
                self._do(_recusal(seat.id, entrant.id, ground, why), why)

        return recuse

    def _lift(self, seat_id: int, entrant_id: int) -> None:
        def job(work: UnitOfWork) -> None:
            from hrgrid.panels.service import lift_recusal

            lift_recusal(work, seat_id, entrant_id)

        self._do(job, "")

    def _add_statuses(self, menu: QMenu, entrant: EntrantRow) -> None:
        statuses = menu.addMenu(f"{entrant.shown}的状态")
        for status in EntrantStatus:
            action = statuses.addAction(
                status.label if status is EntrantStatus.ENTERED else f"{status.label}…",
                self._changer(entrant, status),
            )
            action.setCheckable(True)
            action.setChecked(entrant.status is status)

    def _changer(self, entrant: EntrantRow, status: EntrantStatus) -> Callable[[], None]:
        def change() -> None:
            why = ""
            if status is entrant.status:
                return
            if status is not EntrantStatus.ENTERED:
                why = self._why(
                    f"{entrant.shown}{status.label}",
                    f"记为{status.label}",
                    "不再录分，也不排名；已经录的分留底。",
                )
                if not why:
                    return
            self._do(_status(entrant.id, status), why)

        return change

    def _add_judge(self, menu: QMenu, judge: SeatRow) -> None:
        ours = menu.addMenu(f"评委 {judge.seat_no} {judge.name}")
        if not judge.chief:
            ours.addAction("设为主评委", lambda: self._do(_chief(judge.id), ""))
        ours.addAction("除名…", lambda: self._strike(judge))

    def _strike(self, judge: SeatRow) -> None:
        why = self._why(
            f"评委“{judge.name}”除名",
            "除名并作废他的分",
            "他打的分全部作废，得分按其余评委重新计算。",
        )
        if why:
            self._do(_strike(judge.id), why)

    def _why(self, title: str, act: str, told: str) -> str:
        dialog = ReasonDialog(
            title, act, self._over, example="", told=told, missing="这一步须写明事由。"
        )
        if dialog.exec() != QDialog.DialogCode.Accepted:
            return ""
        return dialog.reason.text().strip()

    def _do(self, job: _Deed, reason: str) -> None:
        self._session.tasks.write(job, topic=TOPIC, failed=self._writer.say, reason=reason)


def _recusal(seat_id: int, entrant_id: int, ground: Ground, note: str) -> _Deed:
    def job(work: UnitOfWork) -> None:
        from hrgrid.panels.service import recuse

        recuse(work, seat_id, entrant_id, ground, note)

    return job


def _status(entrant_id: int, status: EntrantStatus) -> _Deed:
    def job(work: UnitOfWork) -> None:
        from hrgrid.panels.service import set_status

        set_status(work, entrant_id, status)

    return job


def _chief(seat_id: int) -> _Deed:
    def job(work: UnitOfWork) -> None:
        from hrgrid.panels.service import choose_chief

        choose_chief(work, seat_id)

    return job


def _strike(seat_id: int) -> _Deed:
    def job(work: UnitOfWork) -> object:
        from hrgrid.panels.service import strike_seat

        return strike_seat(work, seat_id)

    return job
