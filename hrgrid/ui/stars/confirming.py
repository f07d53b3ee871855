"""The approval of stars and their confirmation; and of opening a round again."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from hrgrid.accounts.queries import ApprovalState, approval_state
from hrgrid.accounts.service import Subject
from hrgrid.assessment.rules.star_rows import RoundBoard
from hrgrid.assessment.rules.star_words import star_label
from hrgrid.assessment.service.star_rounds import (
    confirm_round,
    propose_star_reopening,
    reopen_round,
    reopening_subject,
    star_subject,
)
from hrgrid.core.rights import Right
from hrgrid.storage.work import UnitOfWork
from hrgrid.ui.forms import TextField, label
from hrgrid.ui.matters.approving import ApprovalForm, Approved
from hrgrid.ui.matters.forms import filled, named
from hrgrid.ui.matters.parts import figure_line
from hrgrid.ui.matters.words import full_day
from hrgrid.ui.session import Session
from hrgrid.ui.stars.chart import share_words
from hrgrid.ui.stars.forms import StarForm
from hrgrid.ui.stars.words import LEVELS, TOPIC


class ConfirmStars(ApprovalForm):
    """The stars count from now on; while something else blocks it, the approval alone is noted."""

    TOPIC = TOPIC
    RUNS = Right.RUN_ASSESSMENT
    WIDTH = 500

    def __init__(self, session: Session, board: RoundBoard, parent: QWidget) -> None:
        row = board.card.row
        told = (
            f"“{row.title}”就此评定，星级自 {full_day(row.valid_from)} 起算，"
            f"到 {full_day(row.valid_to)} 前有效，原来的星级到那天为止；"
            "确有错误只能写明事由、经审批重开，另立一版。"
        )
        others = [one.sentence for one in board.blockers if one.kind != "approval"]
        if others:
            waits = "；".join(one.rstrip("。") for one in others[:2])
            told = f"{told}现在可以先审批，还不能确认：{waits}。"
        super().__init__(session, "确认星级评定", "确认评定", parent, told)
        self._id, self._title, self._ready = row.id, row.title, not others
        self.document = TextField("评定文号", hint="发证书要用，例如：盐南政法〔2026〕21号")
        for level in LEVELS:
            if row.counts[level]:
                share = share_words(row.counts[level], row.people)
                figure = f"{row.counts[level]:,} {row.unit}"
                self.decision_column.addWidget(figure_line(star_label(level), figure, share))
        self.decision_column.addWidget(named(self.document))
        self.show_state(None, may_decide=self._may)
        key = row.id
        session.tasks.read(
            lambda work: _state(work, star_subject(work, key)), self._take_state, failed=self.refuse
        )
        self.name.setFocus()

    @property
    def _may(self) -> bool:
        return self._ready and self.session.may(Right.RUN_ASSESSMENT)

    def _take_state(self, state: ApprovalState) -> None:
        self.show_state(state, may_decide=self._may)

    def subject(self, work: UnitOfWork) -> Subject:
        """The stars as they stand."""
        return star_subject(work, self._id)

    def prepare(self) -> Callable[[UnitOfWork], object]:
        """Confirmed in the transaction of the approval."""
        key, number = self._id, self.document.text().strip()
        return lambda work: confirm_round(work, key, number)

    def done_words(self, _came: Approved) -> str:
        """What happened."""
        return f"“{self._title}”已评定，星级开始算数。名单、公示榜和证书在“文书”里。"


def _state(work: UnitOfWork, subject: Subject) -> ApprovalState:
    return approval_state(work, subject.deed, subject.key)


class ProposeReopening(StarForm):
    """Why it is to be opened again; approved next."""

    WIDTH = 500

    def __init__(self, session: Session, board: RoundBoard, parent: QWidget) -> None:
        row = board.card.row
        super().__init__(session, f"重开“{row.title}”", "报请审批", parent)
        self._key = row.id
        told = (
            f"另立第 {row.revision + 1} 版重新评定。批准以后，这次发的星级和证书作废，"
            "原来的星级恢复到新的一版评定为止；原来的一版留底可查。"
        )
        self.form.addWidget(label(told, "body2", wraps=True))
        self.reason = TextField("事由", hint="例如：东街道的考核结果重开后有两个人改了分")
        self.form.addWidget(named(self.reason))
        self.on_act(self._propose)
        self.reason.setFocus()

    def _propose(self) -> None:
        reason, key = self.checked(lambda: filled(self.reason)), self._key
        if reason is not None:
            self.send(lambda work: propose_star_reopening(work, key), reason=reason)


class ReopenStars(ApprovalForm):
    """The approval of a reopening that was asked for, and the reopening."""

    TOPIC = TOPIC
    RUNS = Right.RUN_ASSESSMENT
    WIDTH = 500

    def __init__(self, session: Session, board: RoundBoard, parent: QWidget) -> None:
        row = board.card.row
        told = f"“{row.title}”申请重开，另立第 {row.revision + 1} 版。须经审批。"
        super().__init__(session, "审批重开星级评定", "重开评定", parent, told)
        self._id, self._title = row.id, row.title
        may = session.may(Right.RUN_ASSESSMENT)
        self.show_state(None, may_decide=may)
        key = row.id
        session.tasks.read(
            lambda work: _state(work, reopening_subject(work, key)),
            lambda state: self.show_state(state, may_decide=may),
            failed=self.refuse,
        )
        self.name.setFocus()

    def subject(self, work: UnitOfWork) -> Subject:
        """This revision, for this reason."""
        return reopening_subject(work, self._id)

    def prepare(self) -> Callable[[UnitOfWork], object]:
        """Opened in the transaction of the approval."""
        key = self._id
        return lambda work: reopen_round(work, key)

    def done_words(self, _came: Approved) -> str:
        """What happened."""
        return f"已重开“{self._title}”，这次的星级和证书作废，请重新计算。"


def reopen_stars(session: Session, board: RoundBoard, parent: QWidget) -> None:
    """First the reason, then the approval; a reason that waits already is approved."""
    if not board.asked_reopening and not ProposeReopening(session, board, parent).exec():
        return
    ReopenStars(session, board, parent).exec()
