"""People and posts added or changed in one sweep, each row judged by itself.

The office's rules (one full-time worker a grid, one full-time post a person, no overlap in the
past) are looked up here so that a refusal can name who holds the grid since when; constraints
in the database remain the last guard.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from hrgrid.accounts.service import require_recovery_confirmed
from hrgrid.core.errors import UserError
from hrgrid.core.identity import mask_resident_id, mask_telephone
from hrgrid.core.names import match_key, pinyin_of, stroke_sort_key
from hrgrid.core.rights import Right
from hrgrid.storage.bulk import insert_rows, reserve_ids
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
        self._people: list[dict[str, Any]] = []
        self._new_posts: list[dict[str, Any]] = []
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
        key = match_key(person.name)
        row = self._person_row(person, key, macs)
        known = KnownPerson(
            -1 - len(self._people),
            row["number"],
            person.name,
            key,
            macs["id_mac"],
            macs["phone_mac"],
        )
        self._people.append(row)
        self._matching.add(known)
        return known

    def _person_row(self, person: PersonForm, key: str, macs: Macs) -> dict[str, Any]:
        reading = pinyin_of(person.name)
        return {
            "number": person.number or self._made_up_number(),
            "name": person.name,
            "match_key": key,
            "stroke_key": stroke_sort_key(person.name),
            "pinyin": reading.full,
            "initials": reading.initials,
            "sex": person.sex,
            "birth_date": person.birth_date,
            **self._sealed(person),
            **macs,
            "party": person.party or "",
            "education": person.education or "",
            "note": person.note or "",
            "photo_sha256": None,
            "state": PersonState.PRESENT,
            "merged_into_id": None,
            "import_operation": self._operation,
        }

    def _sealed(self, person: PersonForm) -> dict[str, Any]:
        keyring, number, phone = self.work.keyring, person.id_number, person.phone
        return {
            "id_number": keyring.seal(ID_NUMBER, number) if number else None,
            "id_masked": mask_resident_id(number) if number else "",
            "phone": keyring.seal(PHONE, phone) if phone else None,
            "phone_masked": mask_telephone(phone) if phone else "",
        }

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
        self._new_posts.append(
            {
                "person_id": holder.id,
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
                "import_operation": self._operation,
            }
        )
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
        sealed = self._sealed(person) if new_phone or new_id else {}
        if new_phone:
            given |= {name: sealed[name] for name in ("phone", "phone_masked")}
            given |= {name: macs[name] for name in ("phone_mac", "phone_tail_mac")}
        if new_id:
            given |= {name: sealed[name] for name in ("id_number", "id_masked")}
            given["id_mac"] = macs["id_mac"]
        return given

    def write(self) -> None:
        """Insert the new people and posts; changes of known people are flushed with them."""
        self.work.progress.begin("写入人员", len(self._people) + len(self._new_posts))
        self.work.session.flush()
        ids = reserve_ids(self.work, Person, len(self._people))
        for row, real in zip(self._people, ids, strict=True):
            row["id"] = real
        for post in self._new_posts:
            if post["person_id"] < 0:
                post["person_id"] = ids[-1 - post["person_id"]]
        try:
            # A savepoint, so that after a refusal the other's post can still be read.
            with self.work.session.begin_nested():
                insert_rows(self.work, Person, self._people)
                insert_rows(self.work, Post, self._new_posts)
        except IntegrityError:
            self._name_who_was_faster()
            raise

    def _name_who_was_faster(self) -> None:
        """Between this sweep's look and its write another client may have filled a place."""
        taken = {
            post.area_id: post
            for post in known_posts(self.work)
            if post.fills_grid and post.employment is Employment.FULL
        }
        for row in self._new_posts:
            held = taken.get(row["area_id"])
            if row["fills_grid"] and held is not None and held.overlaps(row["valid_from"]):
                raise grid_taken(self.index.full_name(row["area_id"]), held)

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
