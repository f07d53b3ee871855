"""People engaged for grids: person, contract and post in one deed, one or hundreds at a time.

Asks for no right: the room that decides whom to hire has asked for its own.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace

from sqlalchemy import select

from hrgrid.core.errors import UserError
from hrgrid.storage.bulk import insert_rows, reserve_ids
from hrgrid.storage.work import UnitOfWork
from hrgrid.workforce.model import Contract, Person, Post
from hrgrid.workforce.queries.areas import TreeIndex, tree_index
from hrgrid.workforce.queries.known import known_contracts
from hrgrid.workforce.queries.listing import ID_NUMBER
from hrgrid.workforce.rules import Employment, Engagement, PersonState, PostState
from hrgrid.workforce.service.absences import end_behind
from hrgrid.workforce.service.enlisting import Enlisting
from hrgrid.workforce.service.incumbents import PostForm, Refusal
from hrgrid.workforce.service.matching import PersonForm

_EMPLOYED = (Engagement.CONTRACT, Engagement.DISPATCH)


@dataclass(frozen=True)
class ContractForm:
    """A contract with its last days (`until` the day after the last); None is left open."""

    kind: Engagement
    employer: str
    since: dt.date
    until: dt.date | None
    probation_last_day: dt.date | None = None
    signed_on: dt.date | None = None
    contract_no: str = ""


@dataclass(frozen=True)
class Engaging:
    """Somebody who begins: on file by `person_id`, else found by ID number, else new.

    `claim` is what the caller calls him in a refusal. Who is in a full-time post elsewhere and
    is moved by the very deed (`moves`) leaves it the day before.
    """

    person: PersonForm
    post: PostForm
    contract: ContractForm | None = None
    person_id: int | None = None
    moves: bool = False
    claim: str = ""


@dataclass(frozen=True)
class Engaged:
    """Where one of the given ended: the person on file and his post, `fresh` who is new there."""

    person_id: int
    post_id: int
    fresh: bool


def engage(work: UnitOfWork, given: Sequence[Engaging]) -> list[Engaged]:
    """All of them or none, in the order given.

    Raises Refusal naming who holds a grid since when, beginning with the claim.
    """
    prepared = [_on_file(work, each) for each in given]
    for each in prepared:
        if each.moves and each.person_id is not None:
            _leave_full_time(work, each)
    before = {number for (number,) in work.session.execute(select(Person.id))}
    enlisting = Enlisting(work, tree_index(work, work.today))
    for each in prepared:
        try:
            enlisting.take(each.person, each.post)
        except Refusal as refusal:
            sentence = f"{each.claim}：{refusal}" if each.claim else str(refusal)
            raise Refusal(refusal.code, refusal.column, sentence) from refusal
    enlisting.write()
    work.session.flush()
    found = _posts(work, prepared, enlisting.index)
    _sign(work, [(each, person) for each, (person, _) in zip(prepared, found, strict=True)])
    return [Engaged(person, post, person not in before) for person, post in found]


def _on_file(work: UnitOfWork, each: Engaging) -> Engaging:
    if each.person_id is None:
        return each
    person = work.session.get(Person, each.person_id)
    if person is None or person.state is not PersonState.PRESENT:
        name = person.name if person is not None else each.person.name
        raise UserError(f"{name}已不在册，不能任职。请先核对他的档案")
    # The staff number means exactly this person, whatever else has changed since.
    return replace(each, person=PersonForm(person.name, number=person.number))


def _leave_full_time(work: UnitOfWork, each: Engaging) -> None:
    query = select(Post).where(
        Post.person_id == each.person_id,
        Post.state == PostState.ACTIVE,
        Post.employment == Employment.FULL,
    )
    for post in work.session.scalars(query):
        if post.area_id == each.post.area_id and post.role == each.post.role.code:
            continue
        if post.valid_from >= each.post.since:
            raise UserError(
                f"{each.person.name}从 {post.valid_from} 起才任现职，不能在 {each.post.since} "
                "调到新的网格。请核对日期"
            )
        post.valid_to, post.state = each.post.since, PostState.ENDED
        post.end_reason = (work.reason or "遴选录用")[:200]
        work.session.flush()
        end_behind(work, post, each.post.since, leaves=False)


def _posts(work: UnitOfWork, given: Sequence[Engaging], index: TreeIndex) -> list[tuple[int, int]]:
    """Person and post of each, found as the database has them now."""
    areas = sorted({each.post.area_id for each in given if each.post.area_id is not None})
    query = (
        select(Post.id, Post.person_id, Post.area_id, Post.role, Person)
        .join(Person, Person.id == Post.person_id)
        .where(Post.area_id.in_(areas), Post.state == PostState.ACTIVE)
    )
    by_mac: dict[tuple[int | None, str, bytes], tuple[int, int]] = {}
    by_name: dict[tuple[int | None, str, str], tuple[int, int]] = {}
    for post_id, person_id, area_id, role, person in work.session.execute(query):
        if person.id_mac is not None:
            by_mac[area_id, role, person.id_mac] = (person_id, post_id)
        by_name[area_id, role, person.name] = (person_id, post_id)
    found = []
    for each in given:
        number, role = each.person.id_number, each.post.role.code
        if number is not None:
            key = (each.post.area_id, role, work.keyring.mac(ID_NUMBER, number))
            own = by_mac.get(key)
        else:
            own = by_name.get((each.post.area_id, role, each.person.name))
        if own is None:
            place = index.full_name(each.post.area_id or 0)
            raise UserError(f"{each.person.name}在“{place}”的任职没有登记成。请刷新后再办")
        found.append(own)
    return found


def _sign(work: UnitOfWork, given: Sequence[tuple[Engaging, int]]) -> None:
    """Contracts of those who have none that covers the first day; what they have goes on."""
    held = known_contracts(work)
    rows = []
    for each, person_id in given:
        contract = each.contract
        if contract is None or any(
            kind in _EMPLOYED and (until is None or until > contract.since)
            for kind, _, until in held.get(person_id, ())
        ):
            continue
        rows.append(
            {
                "person_id": person_id,
                "kind": contract.kind,
                "employer": contract.employer,
                "contract_no": contract.contract_no,
                "signed_on": contract.signed_on,
                "probation_to": contract.probation_last_day,
                "valid_from": contract.since,
                "valid_to": contract.until,
                "import_operation": None,
            }
        )
    ids = reserve_ids(work, Contract, len(rows))
    insert_rows(work, Contract, [{"id": own} | row for own, row in zip(ids, rows, strict=True)])
