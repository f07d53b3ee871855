"""What is done about one nominee: out of the selection, a damaged name, an honour revoked."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QMenu, QWidget

from hrgrid.core.rights import Right
from hrgrid.honours.queries import Board, CandidateRow, grants
from hrgrid.honours.rules.words import (
    RUNNABLE,
    CampaignState,
    GrantState,
    NameChoice,
    Removal,
)
from hrgrid.honours.service import choose_name, remove, revoke
from hrgrid.storage.work import UnitOfWork
from hrgrid.ui.buttons import Button
from hrgrid.ui.dialogs import FormDialog
from hrgrid.ui.forms import Choice, Field, TextField, label
from hrgrid.ui.honours.words import TOPIC
from hrgrid.ui.session import Session

if TYPE_CHECKING:
    from hrgrid.ui.honours.nominating import Nominating

Deed = tuple[str, Callable[[QWidget], object]]


def deeds_for(session: Session, board: Board, row: CandidateRow) -> list[Deed]:
    """What is lawful for a nominee in the campaign's state, by the rights of who sits here."""
    state = board.campaign.state
    deeds: list[Deed] = []
    runs = session.may(Right.RUN_HONOURS)
    nameable = state is CampaignState.NOMINATING or (
        state in RUNNABLE and state is not CampaignState.DECIDING
    )
    honoured = _is_honoured(board, row)
    if runs and state in RUNNABLE and row.removal is None and not honoured:
        deeds.append(("登记退出评选…", lambda over: RemoveDialog(session, row, over).exec()))
    if runs and nameable and row.name_lost:
        deeds.append(("姓名有缺字…", lambda over: NameDialog(session, row, over).exec()))
    if session.may(Right.DECIDE_HONOURS) and honoured:
        deeds += [
            ("更正姓名、单位、职务…", lambda over: _correct(session, board, row, over)),
            ("撤销称号…", lambda over: RevokeDialog(session, board, row, over).exec()),
        ]
    if runs and state in (CampaignState.NOMINATING, *RUNNABLE) and row.removal is None:
        deeds += [
            ("登记一票否决情形…", lambda over: _record_finding(session, row, over)),
            ("报请条件破例…", lambda over: _propose_exemption(session, row, over)),
        ]
    return deeds


def _is_honoured(board: Board, row: CandidateRow) -> bool:
    return any(
        one.grant is GrantState.DECIDED and one.row.nomination_id == row.nomination_id
        for one in board.public.rows
    )


def _correct(session: Session, board: Board, row: CandidateRow, over: QWidget) -> object:
    from hrgrid.ui.honours.correcting import CorrectDialog

    return CorrectDialog(session, board, row, over).exec()


def _record_finding(session: Session, row: CandidateRow, over: QWidget) -> object:
    from hrgrid.ui.honours.findings import RecordFindingForm

    return RecordFindingForm(session, over, (row.person_id, f"{row.name}（{row.number}）")).exec()


def _propose_exemption(session: Session, row: CandidateRow, over: QWidget) -> object:
    from hrgrid.ui.honours.exemptions import ProposeExemptionForm

    return ProposeExemptionForm(session, row, over).exec()


class AdjustButton(Button):
    """调整…: a menu of what is lawful; hidden where nothing is."""

    def __init__(self, session: Session) -> None:
        super().__init__("调整…", name="调整这个人选")
        self._session = session
        self.nominating: Nominating | None = None
        self.choices = QMenu(self)
        self.setMenu(self.choices)
        self.hide()

    def offer(self, board: Board | None, row: CandidateRow | None) -> None:
        """Offer what may be done about this nominee."""
        self.choices.clear()
        deeds = deeds_for(self._session, board, row) if board and row else []
        if row is not None and self.nominating is not None:
            before, after = self.nominating.deeds_for(row), self.nominating.deeds_after(row)
            deeds = [*before, *deeds, *after]
        for text, does in deeds:
            self.choices.addAction(text).triggered.connect(
                lambda *_, does=does: does(self.window())
            )
        self.setVisible(bool(deeds))


class RemoveDialog(FormDialog):
    """A nominee is out; the next of his district steps in when the list is computed again."""

    def __init__(self, session: Session, row: CandidateRow, parent: QWidget) -> None:
        super().__init__(f"{row.name}退出评选", "登记退出", parent, takes_away=True)
        self._session, self._row = session, row
        told = "登记后不能收回。重新计算排名时，由本单位的下一名递补，名单再审定、再公示。"
        self.removal = Choice("原因", [(one, one.label) for one in Removal])
        self.reason = TextField("事由", hint="例如：本人书面申请退出")
        self.form.addWidget(label(told, "body2", wraps=True))
        self.form.addWidget(Field("原因", self.removal))
        hint = "不要写举报人和涉及他人的内容。"
        self.form.addWidget(Field("事由", self.reason, hint=hint))
        self.on_act(self._remove)
        self.reason.setFocus()

    def _remove(self) -> None:
        nomination_id, removal = self._row.nomination_id, self.removal.currentData()
        self._session.tasks.write(
            lambda work: remove(work, nomination_id, removal),
            topic=TOPIC,
            done=lambda _: self.accept(),
            failed=self.refuse,
            reason=self.reason.text().strip(),
        )


class NameDialog(FormDialog):
    """A name in which a character was lost: what papers do with it."""

    def __init__(self, session: Session, row: CandidateRow, parent: QWidget) -> None:
        super().__init__(f"“{row.name}”的姓名里有缺字", "记下选择", parent)
        self._session, self._row = session, row
        told = "最好按证件补正姓名。一时补不了的，写明名单和证书上怎样印。"
        self.choice = Choice("名单和证书上", [(one, one.label) for one in NameChoice])
        if row.name_choice is not None:
            self.choice.choose(row.name_choice)
        self.reason = TextField("理由", hint="例如：原件缺字，已去函核对")
        self.form.addWidget(label(told, "body2", wraps=True))
        self.form.addWidget(Field("名单和证书上", self.choice))
        self.form.addWidget(Field("理由", self.reason))
        self.on_act(self._choose)
        self.reason.setFocus()

    def _choose(self) -> None:
        nomination_id, choice = self._row.nomination_id, self.choice.currentData()
        self._session.tasks.write(
            lambda work: choose_name(work, nomination_id, choice),
            topic=TOPIC,
            done=lambda _: self.accept(),
            failed=self.refuse,
            reason=self.reason.text().strip(),
        )


class RevokeDialog(FormDialog):
    """An honour taken back, and its certificate with it."""

    def __init__(self, session: Session, board: Board, row: CandidateRow, parent: QWidget) -> None:
        super().__init__(f"撤销{row.name}的称号", "撤销称号", parent, takes_away=True)
        self._session, self._campaign_id, self._row = session, board.campaign.id, row
        told = f"撤销后，“{row.tier.label}”的证书作废，编号不再使用，名单上另列。不能恢复。"
        self.document = TextField("撤销决定的文号")
        self.reason = TextField("事由", hint="例如：查实申报材料弄虚作假")
        self.form.addWidget(label(told, "body2", wraps=True))
        self.form.addWidget(Field("撤销决定的文号", self.document))
        self.form.addWidget(Field("事由", self.reason))
        self.on_act(self._revoke)
        self.document.setFocus()

    def _revoke(self) -> None:
        campaign_id, row = self._campaign_id, self._row
        document = self.document.text().strip()

        def job(work: UnitOfWork) -> None:
            own = [
                one.id
                for one in grants(work, campaign_id)
                if one.person_id == row.person_id and one.state is GrantState.DECIDED
            ]
            revoke(work, own[0] if own else 0, document)

        self._session.tasks.write(
            job,
            topic=TOPIC,
            done=lambda _: self.accept(),
            failed=self.refuse,
            reason=self.reason.text().strip(),
        )
