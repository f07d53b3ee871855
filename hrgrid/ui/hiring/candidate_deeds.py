"""办理…: what may be done about one candidate in his state; nothing else is offered."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QMenu, QWidget

from hrgrid.core.rights import Right
from hrgrid.hiring.queries.candidate_card import CandidateCard
from hrgrid.hiring.rules.words import ENDED, BatchState, CandidateState
from hrgrid.hiring.service.candidates import withdraw_candidate
from hrgrid.hiring.service.concluding import reopen_check
from hrgrid.hiring.service.substitutes import decline, disqualify, withdraw
from hrgrid.storage.work import UnitOfWork
from hrgrid.ui.session import Session

if TYPE_CHECKING:
    from hrgrid.ui.hiring.board import BatchBoard

_C = CandidateState
_HOLDING = (_C.MEDICAL, _C.VETTED, _C.PUBLICISED)
_GONE = (
    _C.REJECTED, _C.VETTING_FAILED, _C.HIRED, _C.DECLINED, _C.WITHDRAWN, _C.DISQUALIFIED,
)  # fmt: skip
_POINTED = (_C.SUBMITTED, _C.QUALIFIED, _C.EXAM_ABSENT, _C.EXAMINED, _C.INTERVIEW)


def fill_deeds(board: BatchBoard, menu: QMenu, card: CandidateCard | None) -> None:
    """The entries for the candidate on show."""
    menu.clear()
    session, over = board.session, board.window()
    if card is None or card.purged_on is not None:
        menu.addAction("没有可办的事").setEnabled(False)
        return
    runs = session.may(Right.RUN_HIRING) and session.day is None
    if runs:
        _checking(board, menu, card)
        _vetting(board, menu, card)
        _adding(session, menu, card, over)
        _leaving(session, menu, card, over)
    if session.may(Right.SHOW_SENSITIVE):
        _add(menu, "显示号码…", lambda: _numbers(session, card, over))
    if card.state is _C.HIRED and card.person_id is not None:
        person_id = card.person_id
        _add(menu, "打开人员档案", lambda: session.go("workforce", f"file/{person_id}"))
    if menu.isEmpty():
        menu.addAction("没有可办的事").setEnabled(False)


def _checking(board: BatchBoard, menu: QMenu, card: CandidateCard) -> None:
    session, over = board.session, board.window()
    open_now = card.batch_state in {BatchState.APPLYING, BatchState.EXAMINING}
    if card.state is _C.SUBMITTED and open_now:
        _add(menu, "资格审查…", board.deeds.check)
    if card.state is _C.SUBMITTED and card.batch_state is BatchState.APPLYING:
        _add(menu, "改报名资料…", lambda: _change(board, card))
    if card.state in {_C.REJECTED, _C.QUALIFIED} and open_now:
        _add(menu, "重新审查…", lambda: _reopen(session, card, over))


def _change(board: BatchBoard, card: CandidateCard) -> None:
    from hrgrid.ui.hiring.candidate_forms import ChangeCandidateDialog

    if board.shown is not None:
        ChangeCandidateDialog(board.session, card, board.shown.positions, board.window()).exec()


def _reopen(session: Session, card: CandidateCard, over: QWidget) -> None:
    from hrgrid.ui.hiring.leaving import DeedForm

    def job(work: UnitOfWork, reason: str, _document: str) -> str:
        reopen_check(work, card.id, reason)
        return f"{card.name}已退回待审查。"

    DeedForm(
        session,
        f"重新审查{card.name}",
        "重新审查",
        over,
        told="已记下的核查留着，可以逐项改。",
        example="补交了毕业证",
        job=job,
    ).exec()


def _vetting(board: BatchBoard, menu: QMenu, card: CandidateCard) -> None:
    session, over = board.session, board.window()
    if card.state in {_C.MEDICAL, _C.VETTED}:
        _add(menu, "登记体检、政审结果…", lambda: _vet(session, card, over))
    if card.state in {_C.VETTED, _C.PUBLICISED} and card.batch_state not in ENDED:
        _add(menu, "换网格…", lambda: _move(session, card, over))


def _vet(session: Session, card: CandidateCard, over: QWidget) -> None:
    from hrgrid.ui.hiring.vetting import Vetted, VettingDialog, passed_kinds

    def show(came: object) -> None:
        kinds = came if isinstance(came, tuple) else ()
        one = Vetted(card.id, card.number, card.name, card.position, kinds)
        VettingDialog(session, one, over).exec()

    session.tasks.read(lambda work: passed_kinds(work, card.batch_id, card.id), show)


def _move(session: Session, card: CandidateCard, over: QWidget) -> None:
    from hrgrid.ui.hiring.moving import MoveDialog

    MoveDialog(session, card, over).exec()


def _adding(session: Session, menu: QMenu, card: CandidateCard, over: QWidget) -> None:
    if card.state in _POINTED and card.points:
        _add(menu, "核准加分…", lambda: _points(session, card, over))
    _add(menu, "添加材料…", lambda: _paper(session, card, over))


def _points(session: Session, card: CandidateCard, over: QWidget) -> None:
    from hrgrid.ui.hiring.paper_forms import PointsDialog

    PointsDialog(session, card, over).exec()


def _paper(session: Session, card: CandidateCard, over: QWidget) -> None:
    from hrgrid.ui.hiring.paper_forms import PaperDialog

    PaperDialog(session, card, over).exec()


def _numbers(session: Session, card: CandidateCard, over: QWidget) -> None:
    from hrgrid.ui.hiring.paper_forms import NumbersDialog

    NumbersDialog(session, card, over).exec()


def _leaving(session: Session, menu: QMenu, card: CandidateCard, over: QWidget) -> None:
    from hrgrid.ui.hiring.leaving import DeedForm
    from hrgrid.ui.hiring.vetting import call_told

    if card.state in _GONE:
        return
    menu.addSeparator()
    passes = "同一岗位的下一名递补，要重新体检、政审和公示。" if card.state in _HOLDING else ""

    def leave(
        does: Callable[..., object], title: str, act: str, example: str
    ) -> Callable[[], object]:
        def job(work: UnitOfWork, reason: str, document: str) -> str:
            call = does(work, card.id, reason, document)
            return f"{card.name}已登记{act}。{call_told(call)}"  # type: ignore[arg-type]

        def show() -> object:
            told = f"登记后不能收回。{passes}"
            return DeedForm(
                session,
                title,
                act,
                over,
                told=told,
                example=example,
                job=job,
                takes_away=True,
                with_document=True,
            ).exec()

        return show

    if card.state in _HOLDING:
        _add(menu, "放弃录用…", leave(decline, f"{card.name}放弃录用", "放弃录用", "本人书面放弃"))

    def withdrawn(work: UnitOfWork, own: int, reason: str, document: str) -> object:
        if card.state in _HOLDING:
            return withdraw(work, own, reason, document)
        withdraw_candidate(work, own, reason)
        return None

    if card.state not in _HOLDING:
        title = f"{card.name}退出报名"
        _add(menu, "退出报名…", leave(withdrawn, title, "退出报名", "本人书面申请退出"))
    title = f"取消{card.name}的资格"
    _add(menu, "取消资格…", leave(disqualify, title, "取消资格", "查实提供虚假材料"))


def _add(menu: QMenu, text: str, does: Callable[[], object]) -> None:
    menu.addAction(text).triggered.connect(lambda *_: does())
