"""What was typed wrong of a person (更正): name, numbers, and the rest of the card."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select

from hrgrid.core.errors import UserError
from hrgrid.core.identity import mask_resident_id, mask_telephone
from hrgrid.core.names import search_forms
from hrgrid.core.rights import Right
from hrgrid.storage.work import UnitOfWork
from hrgrid.workforce.model import Person
from hrgrid.workforce.queries.listing import ID_NUMBER, PHONE, PHONE_TAIL
from hrgrid.workforce.service.matching import PersonForm

_PLAIN = ("sex", "birth_date", "party", "education", "note", "number")
# Numbers of persons stand in the journal only as their masks.
_TOLD = ("name", "id_masked", "phone_masked", *_PLAIN)


def correct_person(work: UnitOfWork, person_id: int, version: int, form: PersonForm) -> int:
    """Correct what a card says; a field that is None stays. Returns the new version.

    Raises UserError where somebody changed the card since `version`, or where the staff number
    or the ID number is another's.
    """
    work.require(Right.EDIT_WORKFORCE)
    reason = work.require_reason()
    person = work.session.get(Person, person_id)
    if person is None:
        raise UserError("没有这个人，可能刚被撤回。请刷新后再看")
    if person.version != version:
        raise UserError(f"{person.name}的档案刚被别人改过，没有覆盖。请刷新后再改")
    _refuse_taken(work, person, form)
    before = {name: _plain(getattr(person, name)) for name in _TOLD}
    for name, value in _given(work, form).items():
        setattr(person, name, value)
    work.session.flush()
    after = {name: _plain(getattr(person, name)) for name in _TOLD}
    changed = [name for name in _TOLD if before[name] != after[name]]
    work.record(
        "correct_person",
        person.name,
        reason,
        before={name: before[name] for name in changed},
        after={name: after[name] for name in changed},
    )
    return person.version


def _given(work: UnitOfWork, form: PersonForm) -> dict[str, Any]:
    given = {name: value for name in _PLAIN if (value := getattr(form, name)) is not None}
    given |= {"name": form.name, **search_forms(form.name)._asdict()}
    keyring = work.keyring
    if form.id_number is not None:
        given |= {
            "id_number": keyring.seal(ID_NUMBER, form.id_number),
            "id_mac": keyring.mac(ID_NUMBER, form.id_number),
            "id_masked": mask_resident_id(form.id_number),
        }
    if form.phone is not None:
        given |= {
            "phone": keyring.seal(PHONE, form.phone),
            "phone_mac": keyring.mac(PHONE, form.phone),
            "phone_tail_mac": keyring.mac(PHONE_TAIL, form.phone[-4:]),
            "phone_masked": mask_telephone(form.phone),
        }
    return given


def _refuse_taken(work: UnitOfWork, person: Person, form: PersonForm) -> None:
    if form.number is not None:
        other = work.session.scalar(
            select(Person.name).where(Person.number == form.number, Person.id != person.id)
        )
        if other is not None:
            raise UserError(f"工号“{form.number}”已经是{other}的。请换一个工号")
    if form.id_number is not None:
        mac = work.keyring.mac(ID_NUMBER, form.id_number)
        other = work.session.scalar(
            select(Person.name).where(Person.id_mac == mac, Person.id != person.id)
        )
        if other is not None:
            raise UserError(f"这个身份证号已经登记在{other}名下。请核对证件号，或合并重复的人员")


def _plain(value: Any) -> Any:
    return getattr(value, "label", None) or (str(value) if value is not None else None)
