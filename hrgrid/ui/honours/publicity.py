"""公示: the list hung out, taken down, and the register of objections."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from hrgrid.honours.queries import Board, publicity_subject, substitutes_of
from hrgrid.honours.service import (
    ClosedPublicity,
    PublicityDraft,
    PublicityForm,
    end_publicity,
    publicise,
)
from hrgrid.publicity.service import NoticeForm
from hrgrid.storage.work import UnitOfWork
from hrgrid.ui.honours.words import TOPIC
from hrgrid.ui.publicity.ending import EndPublicityForm
from hrgrid.ui.publicity.publish_dialog import Draft, PublishDialog
from hrgrid.ui.publicity.register import RegisterDialog
from hrgrid.ui.session import Session


def publish_dialog(
    session: Session, campaign_id: int, draft: PublicityDraft, over: QWidget
) -> PublishDialog:
    """The form of the next notice; the names on it are those who were not shown yet."""

    def submit(work: UnitOfWork, form: NoticeForm) -> object:
        return publicise(work, campaign_id, _typed(form))

    return PublishDialog(session, Draft(draft.form, draft.entries), over, submit, topic=TOPIC)


def _typed(form: NoticeForm) -> PublicityForm:
    return PublicityForm(
        form.first_day,
        form.where_shown,
        form.accepting_office,
        form.accepting_phone,
        form.accepting_mail,
        form.accepting_address,
        form.accepting_hours,
        form.basis,
        form.title,
        form.opening,
        form.workdays,
    )


def show_register(session: Session, campaign_id: int, over: QWidget) -> None:
    """The notices of a campaign with their objections, and who stepped in."""

    def show(substitutes: tuple[str, ...]) -> None:
        RegisterDialog(
            session, publicity_subject(campaign_id), over, substitutes=lambda: substitutes
        ).exec()

    session.tasks.read(lambda work: substitutes_of(work, campaign_id), show)


def closed_told(came: ClosedPublicity) -> str:
    """What came of a publicity, in words."""
    parts = [f"{came.clear:,} 人无异议，可以报请决定"]
    if came.waiting:
        parts.append(f"{came.waiting:,} 人的异议没有办结，先等着")
    if came.removed:
        parts.append(f"{_names(came.removed)}异议成立，退出名单，由下一名递补")
    if came.honoured:
        parts.append(f"{_names(came.honoured)}决定以后异议成立，请办理撤销称号")
    return f"{'；'.join(parts)}。"


def _names(names: tuple[str, ...]) -> str:
    shown = "、".join(f"“{name}”" for name in names[:4])
    return f"{shown}等 {len(names)} 人" if len(names) > 4 else shown


class EndDialog(EndPublicityForm):
    """Takes the list of a campaign down."""

    TOPIC = TOPIC

    def __init__(self, session: Session, board: Board, parent: QWidget) -> None:
        told = (
            "没有异议的可以报请决定；异议成立的退出名单，由本单位的下一名递补，递补的人另行公示；"
            "没有办结的先等着。"
        )
        super().__init__(session, publicity_subject(board.campaign.id), told, parent)
        self._campaign_id = board.campaign.id

    def end(self) -> None:
        """Whoever is upheld against is out; the next of his unit comes with the next list."""
        campaign_id = self._campaign_id
        self.send(
            lambda work: end_publicity(work, campaign_id),
            lambda came: f"公示已结束：{closed_told(came)}",
            reason=self.reason.text().strip(),
            title="正在结束公示",
        )
