"""People and posts added or changed in one sweep, each row judged by itself.

The office's rules (one full-time worker a grid, one full-time post a person, no overlap in the
past) are looked up here so that a refusal can name who holds the grid since when; constraints
in the database remain the last guard.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from hrgrid.accounts.service import require_recovery_confirmed
from hrgrid.core.errors import UserError
from hrgrid.core.identity import mask_resident_id, mask_telephone
from hrgrid.core.names import match_key, search_forms
from hrgrid.core.rights import Right
from hrgrid.storage.base import Base
from hrgrid.storage.bulk import BLOCK, Columns, Inserting, inserting, reserve_ids
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


class _Newcomer(NamedTuple):
    """Somebody to write, by the number that he gets."""

    number: str
    person: PersonForm
    macs: Macs


@dataclass
class _Counts:
    new: int = 0
    changed: int = 0
    unchanged: int = 0


@dataclass
class Enlisting:
    """Takes rows one by one and writes them together: `take`, then `write`, or within `writing`."""

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
        # Those to be handed over yet, how many there were at all, and the ids for them.
        self._newcomers: list[_Newcomer] = []
        self._newcomer_count = 0
        self._ids: list[int] = []
        # With the document; of a newcomer `person_id` is -1 for the first, -2 for the next …
        self._new_posts: list[tuple[KnownPost, str]] = []
        self._posts_handed = 0
        self._next_number = self._first_number()

    # --- one row ---------------------------------------------------------------------------

    def macs_of(self, people: Sequence[PersonForm]) -> list[Macs]:
        """The MACs of many people, made together."""
        return self._matching.macs_of(people)

    def take(self, person: PersonForm, post: PostForm, macs: Macs | None = None) -> None:
        """Take one row; raises Refusal and leaves no trace of it where it cannot stand.

        `macs` are the person's where they were made already.
        """
        if macs is None:
            (macs,) = self.macs_of([person])
        known = self._matching.find(person, post, macs)
        self._incumbents.refuse(known, post)
        if known is None:
            self._add_post(self._add_person(person, macs), post)
            self.counts.new += 1
            return
        added = not self._incumbents.holds(known.id, post)
        if added:
            self._add_post(known, post)
        if self._change(known, person, macs) or added:
            self.counts.changed += 1
        else:
            self.counts.unchanged += 1

    # --- what will be written ---------------------------------------------------------------

    def _add_person(self, person: PersonForm, macs: Macs) -> KnownPerson:
        number = person.number or self._made_up_number()
        known = KnownPerson(
            -1 - self._newcomer_count,
            number,
            person.name,
            match_key(person.name),
            macs.id_mac,
            macs.phone_mac,
        )
        self._newcomers.append(_Newcomer(number, person, macs))
        self._newcomer_count += 1
        self._matching.add(known)
        return known

    def _add_post(self, holder: KnownPerson, post: PostForm) -> None:
        known = KnownPost(
            0,
            holder.id,
            holder.name,
            post.area_id,
            post.bureau_id,
            post.role.code,
            post.employment,
            post.fills_grid,
            post.since,
            None,
        )
        self._incumbents.add(known)
        self._new_posts.append((known, post.document))

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
        new_phone = macs.phone_mac is not None and macs.phone_mac != known.phone_mac
        new_id = macs.id_mac is not None and known.id_mac is None
        keyring = self.work.keyring
        if new_phone and person.phone is not None:
            given["phone"] = keyring.seal(PHONE, person.phone)
            given["phone_masked"] = mask_telephone(person.phone)
            given |= {"phone_mac": macs.phone_mac, "phone_tail_mac": macs.phone_tail_mac}
        if new_id and person.id_number is not None:
            given["id_number"] = keyring.seal(ID_NUMBER, person.id_number)
            given["id_masked"] = mask_resident_id(person.id_number)
            given["id_mac"] = macs.id_mac
        return given

    def write(self) -> None:
        """Insert the new people and posts; changes of known people are flushed with them."""
        with self.writing(0):
            pass

    @contextmanager
    def writing(self, most: int) -> Iterator[Callable[[], None]]:
        """Write by the end whatever is taken within, `most` rows.

        Calling what this gives hands over what has come together, for the database to take while
        the next rows are looked at.
        """
        # There may have been some before.
        most += len(self._new_posts)
        with ExitStack() as stack:
            rows: Inserting | None = None

            def hand_over() -> None:
                nonlocal rows
                if len(self._new_posts) - self._posts_handed >= BLOCK:
                    rows = rows or stack.enter_context(self._inserting(most))
                    for model, block in self._blocks():
                        rows.insert(model, block)

            yield hand_over
            handed = self._newcomer_count - len(self._newcomers) + self._posts_handed
            self.work.progress.begin("写入人员", self._newcomer_count + len(self._new_posts))
            self.work.progress.step(handed)
            rows = rows or stack.enter_context(self._inserting(0))
            for model, block in self._blocks():
                self.work.progress.step(rows.insert(model, block))

    @contextmanager
    def _inserting(self, most: int) -> Iterator[Inserting]:
        people, posts = max(self._newcomer_count, most), max(len(self._new_posts), most)
        self.work.session.flush()
        self._ids = reserve_ids(self.work, Person, people)
        try:
            # A savepoint, so that after a refusal the other's post can still be read.
            with (
                self.work.session.begin_nested(),
                inserting(self.work, {Person: people, Post: posts}) as rows,
            ):
                yield rows
        except IntegrityError:
            self._name_who_was_faster()
            raise

    def _blocks(self) -> Iterator[tuple[type[Base], Columns]]:
        """Made as they are written: sealed values and keys of forty thousand take their time.

        Nobody came without a post, so that of the next n posts none is of somebody after the
        next n newcomers: the tables take turns, the people before.
        """
        while self._posts_handed < len(self._new_posts):
            if people := self._newcomers[:BLOCK]:
                first = self._newcomer_count - len(self._newcomers)
                del self._newcomers[:BLOCK]
                yield Person, self._people_columns(self._ids[first : first + len(people)], people)
            posts = self._new_posts[self._posts_handed : self._posts_handed + BLOCK]
            self._posts_handed += len(posts)
            yield Post, self._post_columns(self._ids, posts)

    def _people_columns(self, ids: list[int], block: list[_Newcomer]) -> Columns:
        keyring, count = self.work.keyring, len(block)
        staff_numbers, people, macs = zip(*block, strict=True)
        told = dict(zip(PersonForm._fields, zip(*people, strict=True), strict=True))
        id_macs, phone_macs, phone_tail_macs = zip(*macs, strict=True)
        names, numbers, phones = told["name"], told["id_number"], told["phone"]
        forms = map(search_forms, names)
        match_keys, stroke_keys, pinyin, initials = zip(*forms, strict=True)
        return {
            "id": ids,
            "number": staff_numbers,
            "name": names,
            "match_key": match_keys,
            "stroke_key": stroke_keys,
            "pinyin": pinyin,
            "initials": initials,
            "sex": told["sex"],
            "birth_date": told["birth_date"],
            "id_number": keyring.seal_all(ID_NUMBER, numbers),
            "id_masked": [mask_resident_id(number) if number else "" for number in numbers],
            "phone": keyring.seal_all(PHONE, phones),
            "phone_masked": [mask_telephone(phone) if phone else "" for phone in phones],
            "id_mac": id_macs,
            "phone_mac": phone_macs,
            "phone_tail_mac": phone_tail_macs,
            "party": [party or "" for party in told["party"]],
            "education": [education or "" for education in told["education"]],
            "note": [note or "" for note in told["note"]],
            "photo_sha256": [None] * count,
            "state": [PersonState.PRESENT] * count,
            "merged_into_id": [None] * count,
            "import_operation": [self._operation] * count,
        }

    def _post_columns(self, ids: list[int], block: list[tuple[KnownPost, str]]) -> Columns:
        posts, documents = zip(*block, strict=True)
        told = dict(zip(KnownPost._fields, zip(*posts, strict=True), strict=True))
        count = len(block)
        return {
            # Who is new has a number below 0 until now.
            "person_id": [
                person_id if person_id > 0 else ids[-1 - person_id]
                for person_id in told["person_id"]
            ],
            "area_id": told["area_id"],
            "bureau_id": told["bureau_id"],
            "role": told["role"],
            "employment": told["employment"],
            "fills_grid": told["fills_grid"],
            "state": [PostState.ACTIVE] * count,
            "valid_from": told["valid_from"],
            "valid_to": [None] * count,
            "start_document": documents,
            "end_reason": [""] * count,
            "void_reason": [""] * count,
            "import_operation": [self._operation] * count,
        }

    def _name_who_was_faster(self) -> None:
        """Between this sweep's look and its write another client may have filled a place."""
        taken = {
            post.area_id: post
            for post in known_posts(self.work)
            if post.fills_grid and post.employment is Employment.FULL
        }
        for post, _ in self._new_posts:
            held = taken.get(post.area_id)
            if post.fills_grid and held is not None and held.overlaps(post.valid_from):
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
