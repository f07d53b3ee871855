"""People and posts added or changed in one sweep, each row judged by itself.

The office's rules (one full-time worker a grid, one full-time post a person, no overlap in the
past) are looked up here so that a refusal can name who holds the grid since when; constraints
in the database remain the last guard.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from hrgrid.accounts.service import require_recovery_confirmed
from hrgrid.core.errors import UserError
from hrgrid.core.identity import mask_resident_id, mask_telephone
from hrgrid.core.names import match_key, search_forms
from hrgrid.core.rights import Right
from hrgrid.storage.bulk import insert_made_rows, reserve_ids
from hrgrid.storage.work import UnitOfWork
from hrgrid.workforce.model import Person, Post
from hrgrid.workforce.queries.areas import TreeIndex, tree_index
from hrgrid.workforce.queries.bureaus import place_path
from hrgrid.workforce.queries.known import KnownPerson, KnownPost, known_posts
from hrgrid.workforce.queries.listing import ID_NUMBER, PHONE
from hrgrid.workforce.queries.roles import roles
from hrgrid.workforce.rules import Employment, PersonState, PostState
from hrgrid.workforce.service.incumbents import Incumbents, PostForm, grid_taken
from hrgrid.workforce.service.matching import Macs, Matching, PersonForm
from hrgrid.workforce.service.roles import ship_roles

# So many are sealed at a time.
_BLOCK = 1_000


def enlist_person(work: UnitOfWork, person: PersonForm, post: PostForm) -> None:
    """One person with a first post, by hand; raises Refusal as an import says of a row."""
    work.require(Right.EDIT_WORKFORCE, place_path(work, post.area_id, post.bureau_id))
    enlisting = Enlisting(work, tree_index(work, work.today))
    enlisting.take(person, post)
    if not enlisting.counts.new:
        raise UserError(f"{person.name}已经在册。要加任职请打开他的档案，点“办理”里的“增加任职”")
    enlisting.write()
    after = {"post": post.role.label, "place": post.place.name, "since": post.since.isoformat()}
    work.record("enlist_person", person.name, after=after)


class _Newcomer(NamedTuple):
    """Somebody to write, by the number that he gets."""

    number: str
    person: PersonForm
    macs: Macs


class _NewPost(NamedTuple):
    """A post to write; of a newcomer `holder_id` is -1 for the first, -2 for the next …"""

    holder_id: int
    post: PostForm


@dataclass
class _Counts:
    new: int = 0
    changed: int = 0
    unchanged: int = 0


@dataclass
class Enlisting:
    """Takes rows one by one, then writes them together; see `take` and `write`."""

    work: UnitOfWork
    index: TreeIndex
    imported: bool = False
    counts: _Counts = field(default_factory=_Counts)
    before: dict[int, dict[str, Any]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        require_recovery_confirmed(self.work)
        ship_roles(self.work)
        self.roles = {row.label: row for row in roles(self.work)}
        self._incumbents = Incumbents(self.work, self.index)
        self._matching = Matching(self.work, self._incumbents)
        self._newcomers: list[_Newcomer] = []
        self._new_posts: list[_NewPost] = []
        self._next_number = self._first_number()

    # --- one row ---------------------------------------------------------------------------

    def take(self, person: PersonForm, post: PostForm) -> None:
        """Take one row; raises Refusal and leaves no trace of it where it cannot stand."""
        known, macs = self._matching.find(person, post)
        self._incumbents.refuse(known, post)
        fresh = known is None
        holder = known or self._add_person(person, macs)
        added = self._add_post(holder, post)
        changed = not fresh and self._change(holder, person, macs)
        if fresh:
            self.counts.new += 1
        elif added or changed:
            self.counts.changed += 1
        else:
            self.counts.unchanged += 1

    # --- what will be written ---------------------------------------------------------------

    def _add_person(self, person: PersonForm, macs: Macs) -> KnownPerson:
        number = person.number or self._made_up_number()
        known = KnownPerson(
            -1 - len(self._newcomers),
            number,
            person.name,
            match_key(person.name),
            macs["id_mac"],
            macs["phone_mac"],
        )
        self._newcomers.append(_Newcomer(number, person, macs))
        self._matching.add(known)
        return known

    def _add_post(self, holder: KnownPerson, post: PostForm) -> bool:
        if self._incumbents.holds(holder.id, post):
            return False
        self._incumbents.add(
            KnownPost(
                id=0,
                person_id=holder.id,
                person_name=holder.name,
                area_id=post.area_id,
                bureau_id=post.bureau_id,
                role=post.role.code,
                employment=post.employment,
                fills_grid=post.fills_grid,
                valid_from=post.since,
                valid_to=None,
            )
        )
        self._new_posts.append(_NewPost(holder.id, post))
        return True

    def _change(self, known: KnownPerson, person: PersonForm, macs: Macs) -> bool:
        if known.id < 0:
            # The person came with an earlier row of this very sweep.
            return False
        given = self._news(known, person, macs)
        if not given:
            return False
        found = self.work.session.get_one(Person, known.id)
        before = self.before.setdefault(known.id, {})
        for name, value in given.items():
            before.setdefault(name, getattr(found, name))
            setattr(found, name, value)
        return True

    def _news(self, known: KnownPerson, person: PersonForm, macs: Macs) -> dict[str, Any]:
        """What the row says that is not on file yet."""
        given: dict[str, Any] = {
            name: value
            for name in ("sex", "birth_date", "party", "education", "note")
            if (value := getattr(person, name)) is not None and value != getattr(known, name)
        }
        new_phone = macs["phone_mac"] is not None and macs["phone_mac"] != known.phone_mac
        new_id = macs["id_mac"] is not None and known.id_mac is None
        keyring, masked = self.work.keyring, _masked(person)
        if new_phone and person.phone is not None:
            given["phone"] = keyring.seal(PHONE, person.phone)
            given["phone_masked"] = masked["phone_masked"]
            given |= {name: macs[name] for name in ("phone_mac", "phone_tail_mac")}
        if new_id and person.id_number is not None:
            given["id_number"] = keyring.seal(ID_NUMBER, person.id_number)
            given["id_masked"] = masked["id_masked"]
            given["id_mac"] = macs["id_mac"]
        return given

    def write(self) -> None:
        """Insert the new people and posts; changes of known people are flushed with them."""
        people, posts = self._newcomers, self._new_posts
        self.work.progress.begin("写入人员", len(people) + len(posts))
        self.work.session.flush()
        ids = reserve_ids(self.work, Person, len(people))
        try:
            # A savepoint, so that after a refusal the other's post can still be read.
            with self.work.session.begin_nested():
                insert_made_rows(self.work, Person, self._person_rows(ids), len(people))
                insert_made_rows(self.work, Post, self._post_rows(ids), len(posts))
        except IntegrityError:
            self._name_who_was_faster()
            raise

    def _person_rows(self, ids: list[int]) -> Iterator[dict[str, Any]]:
        """Made as they are written: sealed values and keys of forty thousand take their time."""
        keyring, operation = self.work.keyring, self._operation
        for start in range(0, len(ids), _BLOCK):
            block = self._newcomers[start : start + _BLOCK]
            numbers = keyring.seal_all(ID_NUMBER, [person.id_number for _, person, _ in block])
            phones = keyring.seal_all(PHONE, [person.phone for _, person, _ in block])
            for at, (number, person, macs) in enumerate(block):
                yield {
                    "id": ids[start + at],
                    "number": number,
                    "name": person.name,
                    **search_forms(person.name)._asdict(),
                    "sex": person.sex,
                    "birth_date": person.birth_date,
                    "id_number": numbers[at],
                    "phone": phones[at],
                    **_masked(person),
                    **macs,
                    "party": person.party or "",
                    "education": person.education or "",
                    "note": person.note or "",
                    "photo_sha256": None,
                    "state": PersonState.PRESENT,
                    "merged_into_id": None,
                    "import_operation": operation,
                }

    def _post_rows(self, ids: list[int]) -> Iterator[dict[str, Any]]:
        operation = self._operation
        for holder_id, post in self._new_posts:
            yield {
                # Who is new has a number below 0 until now.
                "person_id": holder_id if holder_id > 0 else ids[-1 - holder_id],
                "area_id": post.area_id,
                "bureau_id": post.bureau_id,
                "role": post.role.code,
                "employment": post.employment,
                "fills_grid": post.fills_grid,
                "state": PostState.ACTIVE,
                "valid_from": post.since,
                "valid_to": None,
                "start_document": post.document,
                "end_reason": "",
                "void_reason": "",
                "import_operation": operation,
            }

    def _name_who_was_faster(self) -> None:
        """Between this sweep's look and its write another client may have filled a place."""
        taken = {
            post.area_id: post
            for post in known_posts(self.work)
            if post.fills_grid and post.employment is Employment.FULL
        }
        for _, post in self._new_posts:
            held = taken.get(post.area_id)
            if post.fills_grid and held is not None and held.overlaps(post.since):
                raise grid_taken(self.index.full_name(held.area_id or 0), held)

    # --- bookkeeping --------------------------------------------------------------------------

    @property
    def _operation(self) -> str | None:
        return self.work.circumstances.operation_id if self.imported else None

    def _first_number(self) -> int:
        made_up = Person.number.regexp_match("^G[0-9]{7}$")
        last = self.work.session.scalar(select(func.max(Person.number)).where(made_up))
        return int(last[1:]) + 1 if last else 1

    def _made_up_number(self) -> str:
        while self._matching.is_taken(number := f"G{self._next_number:07d}"):
            self._next_number += 1
        return number


def _masked(person: PersonForm) -> dict[str, str]:
    number, phone = person.id_number, person.phone
    return {
        "id_masked": mask_resident_id(number) if number else "",
        "phone_masked": mask_telephone(phone) if phone else "",
    }
