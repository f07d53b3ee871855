"""What may be done with the inspection on show, and how it is done and told."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from hrgrid.assessment.rules.inspection_rows import (
    Blocker,
    FindingRow,
    InspectorRow,
    SealRow,
    VisitRow,
)
from hrgrid.assessment.rules.words import FindingState, InspectionState
from hrgrid.core.rights import Right
from hrgrid.storage.work import UnitOfWork
from hrgrid.ui.banners import Action, Kind, Message
from hrgrid.ui.inspections.draw_screen import DrawScreen
from hrgrid.ui.inspections.forms import InspectionReason
from hrgrid.ui.inspections.reading import Read
from hrgrid.ui.inspections.words import TOPIC
from hrgrid.ui.session import Session

T = TypeVar("T")
_S = InspectionState


class Deeds(QObject):
    """Steps of the inspection on show; refusals go to the page as sentences."""

    told = Signal(object)
    busy_changed = Signal()
    # What blocks is to be put right; a paper is to be written.
    mend_wanted = Signal(object)
    paper_wanted = Signal(str)

    def __init__(self, session: Session, over: QWidget) -> None:
        super().__init__(over)
        self.session, self._over = session, over
        self.read: Read | None = None
        self.screen: DrawScreen | None = None
        self.busy = False
        # A paper that is to be written as soon as the board was read anew.
        self.next_paper = ""

    # --- what is lawful -----------------------------------------------------------------------

    @property
    def key(self) -> int:
        """Which inspection."""
        return self.read.id if self.read else 0

    @property
    def state(self) -> InspectionState:
        """That of the inspection on show."""
        return self.read.board.row.state if self.read else _S.DRAFT

    @property
    def window(self) -> QWidget:
        """What dialogs stand over."""
        return self._over.window()

    @property
    def runs(self) -> bool:
        """Whether the person may run it, today."""
        may = self.session.may(Right.RUN_ASSESSMENT)
        return may and self.session.day is None

    @property
    def drafting(self) -> bool:
        """Whether plan and inspectors may still be changed."""
        return self.runs and self.state is _S.DRAFT

    @property
    def open(self) -> bool:
        """Whether results come in."""
        return self.runs and self.state is _S.DRAWN

    @property
    def settles(self) -> bool:
        """Whether faults may be put right: after the inspection is closed those carried on too."""
        return self.runs and self.state in {_S.DRAWN, _S.CLOSED}

    # --- the next step ------------------------------------------------------------------------

    def do(self, code: str) -> None:
        """Do the step with this code."""
        doing: dict[str, Callable[[], object]] = {
            "plan": self.change_plan,
            "inspectors": self.add_inspectors,
            "seal": self.seal,
            "draw": self.show_draw,
            "visits": self.record_next,
            "findings": lambda: self.mend_wanted.emit(Blocker("findings", "")),
            "bulletin": self.publish,
            "close": self.close_plan,
        }
        if self.read is not None and self.session.is_today() and code in doing:
            doing[code]()

    def show_open(self) -> None:
        """Everything that stands in the way of the next step."""
        from hrgrid.ui.inspections.open_list import OpenListDialog

        if self.read is None:
            return
        board = self.read.board
        act = "封存名册" if self.state is _S.DRAFT else "办结"
        OpenListDialog(act, board.blockers, self.window).then(self.mend_wanted.emit)

    # --- plan and inspectors ------------------------------------------------------------------

    def change_plan(self) -> None:
        """Days, sample, items."""
        from hrgrid.ui.inspections.plan_form import open_change

        if self.read is not None and self.drafting:
            open_change(self.session, self.read.board, self.window)

    def add_inspectors(self) -> None:
        """From the people, typed, or a pasted list."""
        from hrgrid.ui.inspections.inspector_form import InspectorsDialog

        if self.read is not None and self.drafting:
            InspectorsDialog(self.session, self.read.board, self.window).exec()

    def remove_inspectors(self, rows: Sequence[InspectorRow]) -> None:
        """Off the list; 撤销 puts them back."""
        ids, plan_id = [row.id for row in rows], self.key
        if not ids or not self.drafting:
            return
        names = rows[0].name if len(rows) == 1 else f"{rows[0].name}等 {len(rows)} 人"

        def job(work: UnitOfWork) -> object:
            from hrgrid.assessment.service.inspectors import remove_inspectors

            return remove_inspectors(work, plan_id, ids)

        def back(forms: object) -> Callable[[UnitOfWork], object]:
            def again(work: UnitOfWork) -> object:
                from hrgrid.assessment.service.inspectors import add_inspectors

                return add_inspectors(work, plan_id, forms)  # type: ignore[arg-type]

            return again

        def said(forms: object) -> str:
            # Put back they have other ids: 恢复 is not offered for what is named by them.
            again = ("撤销", lambda: self._put_back(back(forms)))
            self.session.say(f"已从检查人员里去掉{names}。", Kind.OK, again)
            return ""

        self.write(job, said)

    def _put_back(self, job: Callable[[UnitOfWork], object]) -> None:
        self.write(job, lambda _: "已放回检查人员名单。")

    # --- seal and draw ------------------------------------------------------------------------

    def seal(self) -> None:
        """Fix the lists and show their code."""
        plan_id = self.key

        def job(work: UnitOfWork) -> SealRow:
            from hrgrid.assessment.service.inspection_draws import seal_pool

            return seal_pool(work, plan_id)

        def said(seal: SealRow) -> str:
            self.mend_wanted.emit(Blocker("draw", ""))
            return (
                f"名册已封存：{seal.first + seal.others:,} 人，校验码 {seal.sha256[:16]}……。"
                "当众公布后再定种子抽取。"
            )

        self.write(job, said, "正在封存名册")

    def unseal(self) -> None:
        """Open the lists again before the draw."""
        box = InspectionReason(
            self.session,
            "重新开放名册",
            "开放名册",
            self.window,
            told="校验码作废；改好名单或方案以后重新封存，会得到另一个校验码，次数留底。",
            example="漏了两名检查人员",
        )
        plan_id = self.key

        def job(work: UnitOfWork) -> None:
            from hrgrid.assessment.service.inspection_draws import unseal_pool

            unseal_pool(work, plan_id)

        self._with_reason(box, job, "名册已开放，可以改名单和方案。")

    def show_draw(self) -> None:
        """The full screen of the draw, from the code of the lists to what came of it."""
        from hrgrid.ui.inspections.ceremony import open_draw

        if self.read is not None and self.read.board.seal is not None:
            open_draw(self, self.read)

    # --- visits -------------------------------------------------------------------------------

    def record_next(self) -> None:
        """The first visit without a result."""
        if self.read is None:
            return
        pending = self.read.pending
        if pending:
            self.open_visit(pending[0])
        else:
            self.mend_wanted.emit(Blocker("visits", ""))

    def open_visit(self, row: VisitRow, order: Sequence[VisitRow] | None = None) -> None:
        """Record what was found, and go on along `order`."""
        from hrgrid.ui.inspections.visit_sheet import VisitSheet

        if self.read is None:
            return
        rows = list(order) if order is not None else list(self.read.visits)
        VisitSheet(self.session, rows, row, self.window, may_type=self.open).exec()

    def clear_visit(self, row: VisitRow) -> None:
        """A result typed at the wrong person is taken out again."""
        box = InspectionReason(
            self.session,
            f"清除{row.name}的检查结果",
            "清除结果",
            self.window,
            told="结果和它带出的问题一起清除，这个人回到待查；原来录的留在操作留痕里。",
            example="录到了别人名下",
            takes_away=True,
        )

        def job(work: UnitOfWork) -> None:
            from hrgrid.assessment.service.visits import clear_visit

            clear_visit(work, row.id, row.version)

        self._with_reason(box, job, f"{row.name}的检查结果已清除。")

    # --- findings -----------------------------------------------------------------------------

    def open_finding(self, row: FindingRow) -> None:
        """One fault with its pictures and its deeds."""
        from hrgrid.ui.inspections.finding_card import FindingCard

        FindingCard(self, row, self.window).exec()

    def rectify(self, rows: Sequence[FindingRow]) -> None:
        """Put right, one or many with the same words."""
        from hrgrid.ui.inspections.finding_forms import RectifyDialog

        fit = [row for row in rows if row.state is FindingState.OPEN]
        if fit and self.settles:
            RectifyDialog(self.session, fit, self.window).exec()

    def close_findings(self, rows: Sequence[FindingRow]) -> None:
        """Looked at again and closed, one or many."""
        from hrgrid.ui.inspections.finding_forms import CloseFindingsDialog

        fit = [row for row in rows if row.state is FindingState.RECTIFIED]
        if fit and self.settles:
            CloseFindingsDialog(self.session, fit, self.window).exec()

    def send_back(self, rows: Sequence[FindingRow]) -> None:
        """Looked at again, and not right yet."""
        from hrgrid.ui.inspections.finding_forms import SendBackDialog

        fit = [row for row in rows if row.state is FindingState.RECTIFIED]
        if fit and self.settles:
            SendBackDialog(self.session, fit, self.window).exec()

    def change_finding(self, row: FindingRow) -> None:
        """Other words, another day."""
        from hrgrid.ui.inspections.finding_forms import ChangeFindingDialog

        if self.open and row.state is FindingState.OPEN:
            ChangeFindingDialog(self.session, row, self.window).exec()

    def void_finding(self, row: FindingRow) -> None:
        """Noted by mistake: it stays to be read and counts no more."""
        box = InspectionReason(
            self.session,
            "问题记错了",
            "作废这个问题",
            self.window,
            told=f"“{row.content}”作废后不再计数、不再扣分，原记录和事由留底。",
            example="核实当天请假，有假条",
            takes_away=True,
        )

        def job(work: UnitOfWork) -> None:
            from hrgrid.assessment.service.findings import void_finding

            void_finding(work, row.id)

        self._with_reason(box, job, "这个问题已作废。")

    # --- the end ------------------------------------------------------------------------------

    def publish(self) -> None:
        """The number and day of the bulletin."""
        from hrgrid.ui.inspections.closing_forms import BulletinDialog

        if self.read is not None:
            box = BulletinDialog(self.session, self.read.board, self.window)
            if box.exec():
                # Its number stands on the board that is being read now.
                self.next_paper = "inspection_bulletin"

    def close_plan(self) -> None:
        """Nothing more is done; what is still open goes on with a reason."""
        from hrgrid.ui.inspections.closing_forms import ClosePlanDialog

        if self.read is not None:
            ClosePlanDialog(self.session, self.read.board, self.window).exec()

    def cancel(self) -> None:
        """It is not held after all."""
        box = InspectionReason(
            self.session,
            "取消这次检查",
            "取消检查",
            self.window,
            told="取消后不再抽取、不再录结果；已录的都留底，不计入当年覆盖，也不扣分。",
            example="因防汛应急响应取消",
            takes_away=True,
        )
        plan_id = self.key

        def job(work: UnitOfWork) -> None:
            from hrgrid.assessment.service.inspections import cancel_plan

            cancel_plan(work, plan_id)

        self._with_reason(box, job, "检查已取消。")

    # --- how it is done -----------------------------------------------------------------------

    def _with_reason(
        self, box: InspectionReason, job: Callable[[UnitOfWork], object], said: str
    ) -> None:
        def go() -> None:
            reason = box.reason_given()
            if reason is not None:
                box.send(job, said, reason=reason)

        box.on_act(go)
        box.exec()

    def write(
        self,
        job: Callable[[UnitOfWork], T],
        said: Callable[[T], str],
        title: str = "正在保存",
        *,
        then: tuple[Action, ...] = (),
    ) -> None:
        """Write, and say what was done; meanwhile no other step is begun."""
        self._set_busy(busy=True)

        def came(result: T) -> None:
            self._set_busy(busy=False)
            if sentence := said(result):
                self.told.emit(Message(sentence, Kind.OK, then))

        self.session.tasks.write(job, topic=TOPIC, done=came, failed=self.refused, title=title)

    def _set_busy(self, *, busy: bool) -> None:
        self.busy = busy
        self.busy_changed.emit()

    def refused(self, sentence: str) -> None:
        """Say why it was not done."""
        self._set_busy(busy=False)
        if sentence:
            self.told.emit(Message(sentence, Kind.BAD))
