"""Approval of a result: signed in by its person or recorded from paper, with the deed it allows."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from hrgrid.accounts.queries import ApprovalState, approval_state
from hrgrid.accounts.service import Subject
from hrgrid.core.rights import Right
from hrgrid.storage.work import UnitOfWork
from hrgrid.training.rules.competition_rows import CompetitionBoard
from hrgrid.ui.competitions import services
from hrgrid.ui.competitions.forms import CompetitionForm
from hrgrid.ui.competitions.words import TOPIC
from hrgrid.ui.forms import TextField, label
from hrgrid.ui.matters.approving import ApprovalForm, Approved
from hrgrid.ui.matters.forms import beside, day_of, filled, named, today_field
from hrgrid.ui.session import Session


class CompetitionApproval(ApprovalForm):
    """The same form as elsewhere, for whoever runs trainings."""

    TOPIC = TOPIC
    RUNS = Right.RUN_TRAINING


class LockDialog(CompetitionApproval):
    """The result is fixed: from here on only a re-score changes a mark.

    While something else than the approval blocks it, the approval alone is put on record.
    """

    WIDTH = 480

    def __init__(self, session: Session, board: CompetitionBoard, parent: QWidget) -> None:
        row = board.card.row
        told = (
            f"“{row.title}”{row.persons} 人、{row.events} 个项目的成绩就此定下。"
            "之后要改分只能走复核，改动和名次变化都留底。"
        )
        others = [one.sentence for one in board.blockers if one.where != "approval"]
        if others:
            waits = "；".join(one.rstrip("。") for one in others[:2])
            told = f"{told}现在可以先审批，还不能定稿：{waits}。"
        super().__init__(session, "成绩定稿", "成绩定稿", parent, told)
        self._id, self._title, self._ready = row.id, row.title, not others
        self.show_state(None, may_decide=self._may)
        session.tasks.read(self._read_state, self._take_state, failed=self.refuse)
        self.name.setFocus()

    @property
    def _may(self) -> bool:
        return self._ready and self.session.may(Right.RUN_TRAINING)

    def _read_state(self, work: UnitOfWork) -> ApprovalState:
        subject = self.subject(work)
        return approval_state(work, subject.deed, subject.key)

    def _take_state(self, state: ApprovalState) -> None:
        self.show_state(state, may_decide=self._may)

    def subject(self, work: UnitOfWork) -> Subject:
        """The result as it stands."""
        return services.result_subject(work, self._id)

    def prepare(self) -> Callable[[UnitOfWork], object]:
        """Fixed in the transaction of the approval."""
        competition_id = self._id
        return lambda work: services.lock(work, competition_id)

    def done_words(self, _came: Approved) -> str:
        """What happened."""
        return f"“{self._title}”的成绩已定稿。"


class PublishDialog(CompetitionForm):
    """The bulletin with its number and day."""

    WIDTH = 440

    def __init__(self, session: Session, competition_id: int, title: str, parent: QWidget) -> None:
        super().__init__(session, "通报成绩", "通报成绩", parent)
        self._id, self._title = competition_id, title
        self.document = TextField("通报文号", hint="例如：盐南政法〔2026〕21号")
        self.on = today_field("通报日期")
        told = f"“{title}”的成绩用一份通报公布，奖项和证书都按它办。通报的正文在“文书”里生成。"
        self.form.addWidget(label(told, "body2", wraps=True))
        self.form.addLayout(beside(named(self.document), named(self.on), shares=(3, 2)))
        self.on_act(self._publish)
        self.document.setFocus()

    def _publish(self) -> None:
        def read() -> tuple[str, dt.date]:
            return filled(self.document, "盐南政法〔2026〕21号"), day_of(self.on)

        found, competition_id = self.checked(read), self._id
        if found is None:
            return
        self.send(
            lambda work: services.publish(work, competition_id, *found),
            f"“{self._title}”的成绩已通报。",
        )
