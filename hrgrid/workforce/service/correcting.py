"""What was typed wrong (更正): of a person the card, of a post its place, role and days.

A correction says on record how many results had used the old value; the screen lists them
before it asks to go on (overview/queries/results.py).
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy import select

from hrgrid.core.errors import UserError
from hrgrid.core.identity import mask_resident_id, mask_telephone
from hrgrid.core.names import search_forms
from hrgrid.core.rights import Right
from hrgrid.storage.uses import runs_that_used
from hrgrid.storage.work import UnitOfWork
from hrgrid.workforce.model import Area, Bureau, Person, Post, PostCorrection, PostRole
from hrgrid.workforce.queries.areas import tree_index
from hrgrid.workforce.queries.bureaus import place_path
from hrgrid.workforce.queries.known import known_people
from hrgrid.workforce.queries.listing import ID_NUMBER, PHONE, PHONE_TAIL
from hrgrid.workforce.queries.persons import same_person_ids
from hrgrid.workforce.rules import PostState
from hrgrid.workforce.service.incumbents import Incumbents, PostForm
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
    used = results_with(work, person)
    before = {name: _plain(getattr(person, name)) for name in _TOLD}
    for name, value in _given(work, form).items():
        setattr(person, name, value)
    work.session.flush()
    after = {name: _plain(getattr(person, name)) for name in _TOLD}
    changed = [name for name in _TOLD if before[name] != after[name]]
    told = {name: after[name] for name in changed}
    if used:
        told["results"] = str(used)
    work.record(
        "correct_person",
        person.name,
        reason,
        before={name: before[name] for name in changed},
        after=told,
    )
    return person.version


def results_with(work: UnitOfWork, person: Person) -> int:
    """How many runs rest on what was known of a person, under any number that is his."""
    numbers = select(Person.number).where(Person.id.in_(same_person_ids(work, person.id)))
    return sum(
        len(runs_that_used(work, "person", number)) for number in work.session.scalars(numbers)
    )


def correct_post(work: UnitOfWork, post_id: int, version: int, form: PostForm) -> int:
    """Put right a post that was typed wrong: place, role, days; needs a reason.

    The wrong one is voided and stays readable; the right one takes its place, and the two are
    joined (PostCorrection). Returns the id of the right one. Raises UserError where somebody
    changed the post since `version`, Refusal where the right one runs into another.
    """
    post = work.session.get(Post, post_id)
    if post is None or post.state is PostState.VOIDED:
        raise UserError("这条任职不在了，可能刚被作废。请刷新后再看")
    for area_id, bureau_id in ((post.area_id, post.bureau_id), (form.area_id, form.bureau_id)):
        work.require(Right.EDIT_WORKFORCE, place_path(work, area_id, bureau_id))
    reason = work.require_reason()
    person = work.session.get_one(Person, post.person_id)
    if post.version != version:
        raise UserError(f"{person.name}的这项任职刚被别人改过，没有更正。请刷新后再改")
    if form.until is not None and form.until <= form.since:
        raise UserError(f"{person.name}的最后一天早于第一天 {form.since}。请核对日期")
    before = _told_post(work, post)
    used = results_with(work, person)
    post.state, post.void_reason = PostState.VOIDED, f"更正：{reason}"[:200]
    work.session.flush()
    known = next(each for each in known_people(work) if each.id == person.id)
    incumbents = Incumbents(work, tree_index(work, work.today))
    if form.until is None and incumbents.holds(person.id, form):
        raise UserError(
            f"{person.name}已经在“{form.place.name}”任{form.role.label}，没有重复登记。请核对"
        )
    incumbents.refuse(known, form)
    right = Post(
        person_id=person.id,
        area_id=form.area_id,
        bureau_id=form.bureau_id,
        role=form.role.code,
        employment=form.employment,
        fills_grid=form.fills_grid,
        state=PostState.ACTIVE if form.until is None else PostState.ENDED,
        valid_from=form.since,
        valid_to=form.until,
        start_document=form.document,
        end_reason=post.end_reason if form.until is not None else "",
        void_reason="",
        import_operation=None,
    )
    work.session.add(right)
    work.session.flush()
    work.session.add(
        PostCorrection(
            wrong_id=post.id, right_id=right.id, operation_id=work.circumstances.operation_id
        )
    )
    work.session.flush()
    after = _told_post(work, right)
    changed = [name for name in after if before[name] != after[name]]
    told: dict[str, Any] = {name: after[name] for name in changed}
    if used:
        told["results"] = str(used)
    work.record("correct_post", person.name, reason, {name: before[name] for name in changed}, told)
    return right.id


def _told_post(work: UnitOfWork, post: Post) -> dict[str, Any]:
    role = work.session.get_one(PostRole, post.role).label
    place = (
        work.session.get_one(Bureau, post.bureau_id).name
        if post.bureau_id is not None
        else work.session.get_one(Area, post.area_id).code
    )
    last = post.valid_to - dt.timedelta(days=1) if post.valid_to is not None else None
    return {
        "place": place,
        "post": role,
        "employment": post.employment.label,
        "since": post.valid_from.isoformat(),
        "last_day": last.isoformat() if last is not None else None,
        "document": post.start_document,
    }


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
