"""A warning goes out, and he is talked to."""

from __future__ import annotations

from hrgrid.core.errors import UserError
from hrgrid.exits.model import ExitTalk
from hrgrid.exits.queries.case_rules import rules_of, workdays
from hrgrid.exits.rules.case_forms import TalkForm, WarnForm
from hrgrid.exits.rules.words import ExitPaper, ExitPath, ExitState
from hrgrid.exits.service.steps import (
    case_of,
    check_day,
    deliver,
    filled,
    go,
    named,
    person_of,
)
from hrgrid.storage.work import UnitOfWork

_S = ExitState


def warn(work: UnitOfWork, case_id: int, form: WarnForm) -> None:
    """核实 → 已预警, with the warning's number and where he is asked to come.

    Raises UserError for who has no employment: no path of his leads through a warning.
    """
    found = case_of(work, case_id, _S.REVIEWING)
    check_day(work, found, form.on, "预警日期")
    if found.path is ExitPath.SHORT:
        raise UserError(
            f"{person_of(work, found)}是{found.engagement.label}，不走预警和补训。"
            "请直接登记拟退出，或不予办理"
        )
    number = filled(form.document_no, "预警通知书没有编号。请填上编号再登记")
    if form.talk_on is not None and form.talk_on < form.on:
        raise UserError(f"约谈日期 {form.talk_on:%Y-%m-%d} 早于预警日期。请核对日期")
    rules = rules_of(work, found.rule_number)
    due = form.talk_on or workdays(work, form.on, rules.talk_days)
    place = f"，地点：{form.talk_place.strip()}" if form.talk_place.strip() else ""
    asked = f"约谈：{due:%Y-%m-%d}{place}"
    note = "；".join(text for text in (asked, form.note.strip()) if text)
    go(work, found, _S.WARNED, form.on, due=due, document_no=number, note=note)
    if form.delivery is not None:
        deliver(work, found, ExitPaper.WARNING, form.delivery)


def hold_talk(work: UnitOfWork, case_id: int, form: TalkForm) -> int:
    """已预警 → 已约谈; a further talk while the case goes on is one more record.

    Returns the talk's id. Raises UserError for a refusal to sign without a witness.
    """
    states = (_S.WARNED, _S.TALKED, _S.REMEDY, _S.REASSESSED)
    found = case_of(work, case_id, *states)
    if found.state is _S.WARNED:
        check_day(work, found, form.held_on, "约谈日期")
    elif form.held_on > work.today or form.held_on < found.opened_on:
        raise UserError(f"约谈日期 {form.held_on:%Y-%m-%d} 不对。请核对日期")
    name = person_of(work, found)
    witness = form.witness.strip()
    if form.refused and not witness:
        raise UserError(f"{name}拒绝签字，要有见证人。请填上见证人再登记")
    row = ExitTalk(
        case_id=found.id,
        held_on=form.held_on,
        place=form.place.strip(),
        present=filled(form.present, f"与{name}的约谈没有写参加人。请填上"),
        content=filled(form.content, f"与{name}的约谈没有写谈话内容。请填上"),
        statement=form.statement.strip(),
        refused=form.refused,
        witness=witness,
        scan_sha256=form.scan_sha256,
        made_at=work.now,
        made_by=work.actor.name,
    )
    work.session.add(row)
    work.session.flush()
    if found.state is _S.WARNED:
        go(work, found, _S.TALKED, form.held_on)
    else:
        work.record("talk_exit", named(found), after={"on": form.held_on})
    return row.id
