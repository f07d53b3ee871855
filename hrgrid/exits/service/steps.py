"""What every step of a case begins and ends with: the right, the state, the day, the journal.

The case's row is locked first, so that two who act on one case wait in the same order; the
journal names a case by its number and never the person.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy import func, select

from hrgrid.core.errors import UserError
from hrgrid.core.labelled import Labelled
from hrgrid.core.rights import Right
from hrgrid.exits.model import ExitCase, ExitReceipt, ExitStep
from hrgrid.exits.queries.case_rules import rules_of, state_due
from hrgrid.exits.rules.case_forms import Delivery
from hrgrid.exits.rules.words import EXIT_ARROWS, Delivered, ExitPaper, ExitState
from hrgrid.storage.work import UnitOfWork
from hrgrid.workforce.model import Person


def case_of(
    work: UnitOfWork,
    case_id: int,
    *states: ExitState,
    right: Right = Right.RUN_EXITS,
) -> ExitCase:
    """The case, for who holds `right` there, in one of `states` (any if none is named).

    Raises Refused without the right, UserError saying how far it has come.
    """
    work.require_somewhere(right)
    found = work.session.get(
        ExitCase, case_id, with_for_update=work.writes or None, populate_existing=True
    )
    if found is None:
        raise UserError("没有这件退出事项。请刷新列表后再选")
    work.require(right, found.area_path)
    if states and found.state not in states:
        wanted = "、".join(f"“{state.label}”" for state in states)
        raise UserError(
            f"{named(found)}现在是“{found.state.label}”，要在{wanted}时才能办这一步。"
            "请刷新后查看办到了哪一步"
        )
    return found


def named(found: ExitCase) -> str:
    """A case in a sentence and in the journal."""
    return f"退出事项“{found.number}”"


def person_of(work: UnitOfWork, found: ExitCase) -> str:
    """The person's name, for sentences shown to who may act on the case."""
    return work.session.get_one(Person, found.person_id).name


def check_day(work: UnitOfWork, found: ExitCase, on: dt.date, what: str) -> None:
    """Raise UserError for a day to come, or one before the step that went before."""
    if on > work.today:
        raise UserError(f"{what} {on:%Y-%m-%d} 在今天之后。请核对日期，到那天再登记")
    if on < found.state_since:
        raise UserError(
            f"{what} {on:%Y-%m-%d} 早于上一步（{found.state.label}）的 "
            f"{found.state_since:%Y-%m-%d}。请核对日期"
        )


def filled(text: str, sentence: str) -> str:
    """The text without blanks around it; UserError with the sentence where nothing is left."""
    plain = text.strip()
    if not plain:
        raise UserError(sentence)
    return plain


def go(
    work: UnitOfWork,
    found: ExitCase,
    state: ExitState,
    on: dt.date,
    *,
    due: dt.date | None = None,
    document_no: str = "",
    note: str = "",
    after: dict[str, Any] | None = None,
) -> None:
    """Take a case along one arrow: its day, until when the next step waits, who and on what.

    Without `due` the rules say how long the new state may wait.
    """
    if state not in EXIT_ARROWS[found.state]:
        raise UserError(
            f"{named(found)}现在是“{found.state.label}”，不能直接到“{state.label}”。"
            "请先办中间的步骤"
        )
    # Read first: a case that has ended is written once and not again.
    if due is None:
        due = state_due(work, rules_of(work, found.rule_number), state, on)
    before, found.state = found.state, state
    found.state_since, found.due_on = on, due
    work.session.flush()
    note_step(work, found, on, document_no=document_no, note=note)
    told = {"exit_state": state.value, "on": on, "document": document_no.strip()}
    work.record(
        "step_exit",
        named(found),
        before={"exit_state": before.value},
        after={key: value for key, value in told.items() if value} | (after or {}),
    )


def note_step(
    work: UnitOfWork, found: ExitCase, on: dt.date, *, document_no: str = "", note: str = ""
) -> None:
    """A row of the way that a case took, in the state that it has now."""
    last = select(func.max(ExitStep.seq)).where(ExitStep.case_id == found.id)
    work.session.add(
        ExitStep(
            case_id=found.id,
            seq=1 + (work.session.scalar(last) or 0),
            state=found.state,
            happened_on=on,
            document_no=document_no.strip(),
            note=note.strip(),
            at=work.now,
            made_by=work.actor.name,
        )
    )
    work.session.flush()


def deliver(work: UnitOfWork, found: ExitCase, paper: ExitPaper, given: Delivery) -> int:
    """Keep the receipt of a paper; UserError for a refusal without a witness, a day to come."""
    if given.on > work.today:
        raise UserError(f"送达日期 {given.on:%Y-%m-%d} 在今天之后。请送达后再登记")
    if given.on < found.opened_on:
        raise UserError(f"送达日期 {given.on:%Y-%m-%d} 早于立案日期。请核对日期")
    witness = given.witness.strip()
    if given.how is Delivered.REFUSED and not witness:
        raise UserError("拒签的要有见证人。请填上见证人再登记")
    row = ExitReceipt(
        case_id=found.id,
        paper=paper,
        number=given.number.strip(),
        delivered_on=given.on,
        how=given.how,
        witness=witness,
        scan_sha256=given.scan_sha256,
        made_at=work.now,
        made_by=work.actor.name,
    )
    work.session.add(row)
    work.session.flush()
    work.record(
        "deliver_exit_paper",
        named(found),
        after={"exit_paper": paper.value, "on": given.on, "delivered_how": given.how.value},
    )
    return row.id


def listed(choices: tuple[Labelled, ...] | list[Labelled]) -> str:
    """Choices in a sentence."""
    return "、".join(f"“{each.label}”" for each in choices)


def only_row(found: Any, case: ExitCase, what: str) -> Any:
    """A row of this very case; UserError where it is another's or gone."""
    if found is None or found.case_id != case.id:
        raise UserError(f"{named(case)}里没有{what}。请刷新后再办")
    return found
