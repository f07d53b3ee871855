"""公示: the list hung out, taken down, and the register of objections."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from hrgrid.honours.queries import Board, publicity_subject
from hrgrid.honours.service import (
    ClosedPublicity,
    PublicityDraft,
    PublicityForm,
    end_publicity,
    publicise,
)
from hrgrid.publicity.queries import notice_by_subject, time_doubts
from hrgrid.publicity.rules import NoticeState
from hrgrid.publicity.service import NoticeForm
from hrgrid.storage.work import UnitOfWork
from hrgrid.ui.dialogs import FormDialog
from hrgrid.ui.forms import Field, TextField, label
from hrgrid.ui.honours.words import TOPIC
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
    """The notices of a campaign with their objections."""
    RegisterDialog(session, publicity_subject(campaign_id), over).exec()


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


def read_doubts(work: UnitOfWork, campaign_id: int) -> tuple[str, ...]:
    """Why the clock alone does not prove that the days are over; empty where it does."""
    rows = notice_by_subject(work, publicity_subject(campaign_id))
    running = [row for row in rows if row.state is NoticeState.OPEN]
    return tuple(dict.fromkeys(told for row in running for told in time_doubts(work, row.id)))


class EndDialog(FormDialog):
    """Takes the list down; where the clock is in doubt it asks how somebody made sure."""

    def __init__(self, session: Session, board: Board, parent: QWidget) -> None:
        super().__init__("结束公示", "结束公示", parent)
        self._session, self._campaign_id = session, board.campaign.id
        self.told = label("", "body2", wraps=True)
        self.reason = TextField("怎样核实公示已满", hint="例如：现场核对公示栏，公示未中断")
        self._why = Field("怎样核实公示已满", self.reason)
        self._why.hide()
        self.form.addWidget(self.told)
        self.form.addWidget(self._why)
        self._show(())
        self._away.setText("先不结束")
        self.on_act(self._end)
        campaign_id = self._campaign_id
        session.tasks.read(lambda work: read_doubts(work, campaign_id), self._show)

    def _show(self, doubts: tuple[str, ...]) -> None:
        told = (
            "没有异议的可以报请决定；异议成立的退出名单，由本单位的下一名递补，递补的人另行公示；"
            "没有办结的先等着。"
        )
        if doubts:
            told = f"{'；'.join(doubts)}，电脑时间不能证明公示已满。{told}"
        self.told.setText(told)
        self._why.setVisible(bool(doubts))
        (self.reason if doubts else self.act).setFocus()
        self.fit_soon()

    def _end(self) -> None:
        campaign_id = self._campaign_id
        self._session.tasks.write(
            lambda work: end_publicity(work, campaign_id),
            topic=TOPIC,
            done=self._ended,
            failed=self.refuse,
            reason=self.reason.text().strip(),
            title="正在结束公示",
        )

    def _ended(self, came: ClosedPublicity) -> None:
        self.accept()
        self._session.say(f"公示已结束：{closed_told(came)}")
