"""变更 of a person: another name or telephone from a day on; what held before keeps its days.

What was merely typed wrong is no event: that is a correction (service/correcting.py).
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from dataclasses import field as dataclass_field
from typing import Any

from sqlalchemy import select

from hrgrid.core.errors import UserError
from hrgrid.core.identity import mask_telephone
from hrgrid.core.names import search_forms
from hrgrid.core.rights import Right
from hrgrid.storage.work import UnitOfWork
from hrgrid.workforce.model import FormerValue, Person
from hrgrid.workforce.queries.listing import PHONE, PHONE_TAIL
from hrgrid.workforce.rules import FormerField
from hrgrid.workforce.service.typed import typed_value


@dataclass(frozen=True)
class ChangeForm:
    """What changes, to what, from which day on, and by which paper."""

    field: FormerField
    text: str = dataclass_field(repr=False)
    on: dt.date
    document: str = ""


def change_person(work: UnitOfWork, person_id: int, version: int, form: ChangeForm) -> int:
    """Let a person have another name, telephone, party or education from a day on.

    Needs a reason, a name a document as well. Returns the new version. Raises UserError where
    somebody changed the card since `version`, where nothing changes, or for a day to come.
    """
    work.require(Right.EDIT_WORKFORCE)
    reason = work.require_reason()
    field, on, document = form.field, form.on, form.document.strip()
    person = work.session.get(Person, person_id)
    if person is None:
        raise UserError("没有这个人，可能刚被撤回。请刷新后再看")
    if person.version != version:
        raise UserError(f"{person.name}的档案刚被别人改过，没有覆盖。请刷新后再改")
    if on > work.today:
        raise UserError(f"变更的日期 {on} 还没到。请到那天再办")
    if field is FormerField.NAME and not document:
        raise UserError(f"{person.name}改名须有凭据。请写上文件或证明，例如 户口簿变更记录")
    value = typed_value(field.value, form.text, work.today)
    if value is None:
        raise UserError(f"没有写新的{field.label}。请写上")
    _refuse_later_change(work, person, field, on)
    name_before = person.name
    before, sealed = _held(work, person, field, value)
    work.session.add(
        FormerValue(
            person_id=person_id,
            field=field,
            text=before,
            sealed=sealed,
            held_until=on,
            document_no=document,
            reason=reason[:200],
            operation_id=work.circumstances.operation_id,
        )
    )
    for name, given in _given(work, field, value).items():
        setattr(person, name, given)
    work.session.flush()
    told = person.phone_masked if field is FormerField.PHONE else getattr(person, field.value)
    after = {field.value: told, "on": on.isoformat(), "document": document}
    work.record("change_person", name_before, reason, before={field.value: before}, after=after)
    return person.version


def _refuse_later_change(work: UnitOfWork, person: Person, field: FormerField, on: dt.date) -> None:
    query = (
        select(FormerValue.held_until)
        .where(FormerValue.person_id == person.id, FormerValue.field == field)
        .where(FormerValue.held_until >= on)
        .order_by(FormerValue.held_until.desc())
        .limit(1)
    )
    later = work.session.scalar(query)
    if later is not None:
        raise UserError(
            f"{person.name}的{field.label}在 {later} 已变更过，不能再补记 {on} 的变更。"
            "请核对日期；登记错了请用更正"
        )


def _held(
    work: UnitOfWork, person: Person, field: FormerField, value: Any
) -> tuple[str, bytes | None]:
    """What held until now; raises UserError where it is the same."""
    if field is not FormerField.PHONE:
        before = str(getattr(person, field.value))
        if before == value:
            raise UserError(f"{person.name}的{field.label}本来就是“{value}”，没有什么要变更")
        return before, None
    if person.phone is not None and work.keyring.open(PHONE, person.phone) == value:
        raise UserError(f"{person.name}的手机号本来就是这个，没有什么要变更")
    return person.phone_masked, person.phone


def _given(work: UnitOfWork, field: FormerField, value: Any) -> dict[str, Any]:
    if field is FormerField.NAME:
        return {"name": value, **search_forms(value)._asdict()}
    if field is not FormerField.PHONE:
        return {field.value: value}
    return {
        "phone": work.keyring.seal(PHONE, value),
        "phone_mac": work.keyring.mac(PHONE, value),
        "phone_tail_mac": work.keyring.mac(PHONE_TAIL, value[-4:]),
        "phone_masked": mask_telephone(value),
    }
