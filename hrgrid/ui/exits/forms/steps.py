"""Which dialog belongs to a step, by the codes of rules/next_step.STEPS."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial

from PySide6.QtWidgets import QWidget

from hrgrid.exits.rules.case_rows import CaseBoard
from hrgrid.exits.rules.words import OpinionKind
from hrgrid.ui.dialogs import Dialog
from hrgrid.ui.exits.forms.appeals import AppealDialog, DecideAppealDialog
from hrgrid.ui.exits.forms.approval import ApproveDialog
from hrgrid.ui.exits.forms.consents import ConsentDialog, VoidConsentDialog
from hrgrid.ui.exits.forms.endings import (
    CancelDialog,
    CloseDialog,
    DismissDialog,
    HandOverDialog,
    ReceiptDialog,
)
from hrgrid.ui.exits.forms.hearings import HearDialog, TellDialog
from hrgrid.ui.exits.forms.leaving import ExecuteDialog
from hrgrid.ui.exits.forms.notice import NoticeDialog
from hrgrid.ui.exits.forms.opening import OpenCaseDialog, Opening
from hrgrid.ui.exits.forms.opinions import AnswerDialog, AskDialog, OpinionDialog, objecting
from hrgrid.ui.exits.forms.proposing import ProposeDialog
from hrgrid.ui.exits.forms.protecting import ProtectDialog
from hrgrid.ui.exits.forms.reassessing import LiftDialog, ReassessDialog
from hrgrid.ui.exits.forms.remedies import RemedyDialog, RemedyDoneDialog
from hrgrid.ui.exits.forms.settling import SettleDialog
from hrgrid.ui.exits.forms.severance import SeveranceDialog
from hrgrid.ui.exits.forms.warning import TalkDialog, WarnDialog
from hrgrid.ui.session import Session

_Made = Callable[[Session, CaseBoard, QWidget], Dialog]


def _of_opinion(
    kind: OpinionKind, form: Callable[[Session, CaseBoard, OpinionKind, QWidget], Dialog]
) -> _Made:
    return lambda session, board, parent: form(session, board, kind, parent)


def _answer(session: Session, board: CaseBoard, parent: QWidget) -> Dialog:
    return AnswerDialog(session, board, objecting(board), parent)


_FORMS: Mapping[str, _Made] = {
    "warn": WarnDialog,
    "talk": TalkDialog,
    "remedy": RemedyDialog,
    "remedy_done": RemedyDoneDialog,
    "reassess": ReassessDialog,
    "lift": LiftDialog,
    "dismiss": DismissDialog,
    "propose": ProposeDialog,
    "amend": partial(ProposeDialog, amends=True),
    "protect": ProtectDialog,
    "tell": TellDialog,
    "hear": HearDialog,
    "ask_union": _of_opinion(OpinionKind.UNION, AskDialog),
    "union": _of_opinion(OpinionKind.UNION, OpinionDialog),
    "ask_legal": _of_opinion(OpinionKind.LEGAL, AskDialog),
    "legal": _of_opinion(OpinionKind.LEGAL, OpinionDialog),
    "answer_objection": _answer,
    "consent": ConsentDialog,
    "void_consent": VoidConsentDialog,
    "approve": ApproveDialog,
    "notify": NoticeDialog,
    "appeal": AppealDialog,
    "decide_appeal": DecideAppealDialog,
    "severance": SeveranceDialog,
    "execute": ExecuteDialog,
    "settle": SettleDialog,
    "close": CloseDialog,
    "cancel": CancelDialog,
    "hand_over": HandOverDialog,
    "receipt": ReceiptDialog,
}
KNOWN = frozenset(_FORMS)
"""The codes that have a dialog."""


def make_step(session: Session, parent: QWidget, board: CaseBoard, code: str) -> Dialog:
    """The dialog of a step of a case, not yet shown. Raises KeyError for a code that has none."""
    return _FORMS[code](session, board, parent)


def open_step(session: Session, parent: QWidget, board: CaseBoard, code: str) -> object:
    """Show the dialog of a step; what its deed gave back, None where nothing was done.

    True where the deed gives nothing back.
    """
    if not session.is_today():
        return None
    box = make_step(session, parent, board, code)
    if not box.exec():
        return None
    came = getattr(box, "result_value", None)
    return True if came is None else came


def open_case_form(session: Session, parent: QWidget, given: Opening | None = None) -> int | None:
    """立案; the new case, None where none was opened."""
    if not session.is_today():
        return None
    box = OpenCaseDialog(session, parent, given)
    return box.result_value if box.exec() and isinstance(box.result_value, int) else None
