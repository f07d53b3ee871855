"""Who worked in a grid that is split or merged: where each goes, on one day, with nobody lost."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import or_, select

from hrgrid.core.errors import UserError
from hrgrid.storage.work import UnitOfWork
from hrgrid.workforce.model import Person, Post, StandIn
from hrgrid.workforce.rules import Employment, PostState


@dataclass(frozen=True)
class Placement:
    """Where a post goes: the place of a grid among those that there will be, None ends it.

    `employment` None keeps what it was.
    """

    to: int | None
    employment: Employment | None = None


@dataclass(frozen=True)
class House:
    """A grid that there will be."""

    area_id: int
    name: str


@dataclass(frozen=True)
class Moved:
    """How many posts went to another grid, and how many ended."""

    moved: int
    ended: int


@dataclass
class WasSo:
    """A row that the deed ended, and how it stood: end, and of a post its state and why."""

    row: Any
    plain: tuple[str | None, ...]


@dataclass
class Trace:
    """What was begun and ended, for whoever takes it back."""

    begun: list[Post] = field(default_factory=list)
    ended: list[WasSo] = field(default_factory=list)
    watch_begun: list[StandIn] = field(default_factory=list)
    watch_ended: list[WasSo] = field(default_factory=list)


@dataclass
class _Goes:
    """One post on its way; `to` is None where it ends."""

    post: Post
    name: str
    source: str
    to: House | None
    employment: Employment
    # As the post stood before: an end that was known stays known.
    until: dt.date | None
    end_reason: str

    @property
    def stays(self) -> bool:
        return (
            self.to is not None
            and self.to.area_id == self.post.area_id
            and self.employment is self.post.employment
        )

    @property
    def is_the_worker(self) -> bool:
        return self.post.fills_grid and self.employment is Employment.FULL


class Rehousing:
    """Takes everybody out of `sources` (id: name) on a day, into `houses`.

    Posts without a placement go to the house at `heir`; one whose grid stays among the houses
    stays there.
    """

    def __init__(
        self, work: UnitOfWork, sources: Mapping[int, str], houses: Sequence[House], heir: int
    ) -> None:
        self._work = work
        self._sources, self._houses = sources, houses
        self._by_id = {house.area_id: house for house in houses}
        self._heir = houses[heir]
        self.trace = Trace()

    def run(self, on: dt.date, document: str, placements: Mapping[int, Placement]) -> Moved:
        """End and begin the posts; raises UserError naming who cannot go where."""
        going = self._going(on, placements)
        self._refuse_two_workers(going, on)
        begun = self._without_doubles(going)
        goers = [each for each in going if not each.stays]
        for each in goers:
            post = each.post
            was = (_plain(post.valid_to), post.state.value, post.end_reason)
            self.trace.ended.append(WasSo(post, was))
            each.post.valid_to, each.post.state = on, PostState.ENDED
            each.post.end_reason = self._work.reason[:200]
        self._work.session.flush()
        for each in begun:
            self._begin(each, on, document)
        self._work.session.flush()
        self._move_stand_ins(going, on)
        for each in goers:
            self._record(each, on, document)
        return Moved(len(begun), len(goers) - len(begun))

    # --- who goes where ---------------------------------------------------------------------

    def _going(self, on: dt.date, placements: Mapping[int, Placement]) -> list[_Goes]:
        query = (
            select(Post, Person.name)
            .join(Person, Person.id == Post.person_id)
            .where(Post.area_id.in_(list(self._sources)), Post.state != PostState.VOIDED)
            .where(or_(Post.valid_to.is_(None), Post.valid_to > on))
            .order_by(Post.valid_from, Post.id)
        )
        going = []
        for post, name in self._work.session.execute(query):
            assert post.area_id is not None  # noqa: S101 - asked for by its area
            source = self._sources[post.area_id]
            placement = placements.get(post.id) or self._by_itself(post)
            to = self._houses[placement.to] if placement.to is not None else None
            employment = placement.employment or post.employment
            each = _goes(post, name, source, to, employment)
            if post.valid_from >= on and not each.stays:
                raise UserError(
                    f"{name}从 {post.valid_from} 起才在“{source}”任职，不早于生效日期 {on}。"
                    "请把生效日期改到那天之后，或先作废这项任职"
                )
            going.append(each)
        unknown = set(placements) - {each.post.id for each in going}
        if unknown:
            raise UserError("有一项任职刚被改过，不在这些网格里了。请重新打开再办")
        return going

    def _by_itself(self, post: Post) -> Placement:
        house = self._by_id.get(post.area_id or 0, self._heir)
        return Placement(self._houses.index(house))

    def _refuse_two_workers(self, going: Sequence[_Goes], on: dt.date) -> None:
        leaving = {each.post.id for each in going}
        for house in self._houses:
            come = [each for each in going if each.to == house and each.is_the_worker]
            spans = [(each.post.valid_to, each.name, each.source) for each in come]
            for held, name in self._held(house, on):
                if held.id not in leaving and any(
                    until is None or held.valid_from < until for until, _, _ in spans
                ):
                    spans.append((held.valid_to, name, house.name))
            if len(spans) > 1:
                one, other = spans[0], spans[1]
                raise UserError(
                    f"“{one[2]}”的{one[1]}和“{other[2]}”的{other[1]}都是专职网格员，"
                    f"不能都到“{house.name}”。请让其中一人改为兼职、去别的网格，或结束任职"
                )

    def _held(self, house: House, on: dt.date) -> list[tuple[Post, str]]:
        query = (
            select(Post, Person.name)
            .join(Person, Person.id == Post.person_id)
            .where(Post.area_id == house.area_id, Post.state != PostState.VOIDED, Post.fills_grid)
            .where(Post.employment == Employment.FULL)
            .where(or_(Post.valid_to.is_(None), Post.valid_to > on))
        )
        return [(post, name) for post, name in self._work.session.execute(query)]

    def _without_doubles(self, going: list[_Goes]) -> list[_Goes]:
        """Those that begin anew: who has the same role there twice begins once, full-time first.

        A part-time post there ends where the same person comes full-time.
        """
        there = self._stay(going)
        begun = []
        for each in sorted(going, key=lambda one: one.employment is not Employment.FULL):
            if each.to is None or each.stays:
                continue
            held = there.get(_place(each))
            if held is None:
                there[_place(each)] = each
                begun.append(each)
            elif held.employment is Employment.PART and each.employment is Employment.FULL:
                held.to = None
                if held not in going:
                    going.append(held)
                begun.append(each)
        return begun

    def _stay(self, going: Sequence[_Goes]) -> dict[tuple[int, int, str], _Goes]:
        """Who is in a house already and stays, by person, house and role."""
        query = (
            select(Post, Person.name)
            .join(Person, Person.id == Post.person_id)
            .where(Post.area_id.in_(list(self._by_id)), Post.state == PostState.ACTIVE)
        )
        known = {each.post.id for each in going}
        others = [
            _goes(post, name, house.name, house, post.employment)
            for post, name in self._work.session.execute(query)
            if post.id not in known and (house := self._by_id.get(post.area_id)) is not None
        ]
        return {_place(each): each for each in [*going, *others] if each.stays}

    # --- what is written --------------------------------------------------------------------

    def _begin(self, each: _Goes, on: dt.date, document: str) -> None:
        assert each.to is not None  # noqa: S101 - only who goes somewhere begins
        begun = Post(
            person_id=each.post.person_id,
            area_id=each.to.area_id,
            bureau_id=None,
            role=each.post.role,
            employment=each.employment,
            fills_grid=each.post.fills_grid,
            state=PostState.ACTIVE if each.until is None else PostState.ENDED,
            valid_from=on,
            valid_to=each.until,
            start_document=document,
            end_reason=each.end_reason,
            void_reason="",
            import_operation=None,
        )
        self._work.session.add(begun)
        self.trace.begun.append(begun)

    def _move_stand_ins(self, going: Sequence[_Goes], on: dt.date) -> None:
        """Who looks after a grid goes on where its worker goes, or the heir who has none."""
        query = (
            select(StandIn, Person.name)
            .join(Person, Person.id == StandIn.person_id)
            .where(StandIn.area_id.in_(list(self._sources)))
            .where(or_(StandIn.valid_to.is_(None), StandIn.valid_to > on))
            .where(or_(StandIn.valid_to.is_(None), StandIn.valid_to > StandIn.valid_from))
            .order_by(StandIn.valid_from, StandIn.id)
        )
        workers = {each.post.area_id: each.to for each in going if each.is_the_worker}
        staffed = {to.area_id for to in workers.values() if to is not None}
        taken = set()
        for row, name in self._work.session.execute(query).all():
            if row.area_id in self._by_id and row.area_id not in workers:
                continue
            to = workers.get(row.area_id)
            if row.area_id not in workers and self._heir.area_id not in staffed:
                to = self._heir
            if to is not None and to.area_id == row.area_id:
                taken.add(to.area_id)
                continue
            if row.valid_from >= on:
                raise UserError(
                    f"{name}从 {row.valid_from} 起才代管“{self._sources[row.area_id]}”，"
                    f"不早于生效日期 {on}。请把生效日期改到那天之后，或先结束代管"
                )
            self.trace.watch_ended.append(WasSo(row, (_plain(row.valid_to),)))
            until, row.valid_to = row.valid_to, on
            self._work.session.flush()
            self._work.record("end_stand_in", name)
            if to is None or to.area_id in taken or self._looked_after(to, on):
                continue
            taken.add(to.area_id)
            goes_on = StandIn(
                area_id=to.area_id,
                person_id=row.person_id,
                reason=row.reason,
                valid_from=on,
                valid_to=until,
                pay_effect=row.pay_effect,
                allowance_fen=row.allowance_fen,
            )
            self._work.session.add(goes_on)
            self.trace.watch_begun.append(goes_on)
            self._work.session.flush()
            self._work.record("begin_stand_in", name, row.reason, after={"area": to.name})

    def _looked_after(self, house: House, on: dt.date) -> bool:
        query = select(StandIn.id).where(
            StandIn.area_id == house.area_id,
            or_(StandIn.valid_to.is_(None), StandIn.valid_to > on),
        )
        return self._work.session.scalar(query.limit(1)) is not None

    def _record(self, each: _Goes, on: dt.date, document: str) -> None:
        if each.to is None:
            last = {"last_day": (on - dt.timedelta(days=1)).isoformat(), "place": each.source}
            self._work.record("end_post", each.name, after=last)
            return
        after = {"place": each.to.name, "since": on.isoformat(), "document": document}
        self._work.record("transfer_person", each.name, before={"place": each.source}, after=after)


def _goes(post: Post, name: str, source: str, to: House | None, employment: Employment) -> _Goes:
    return _Goes(post, name, source, to, employment, post.valid_to, post.end_reason)


def _plain(day: dt.date | None) -> str | None:
    return day.isoformat() if day is not None else None


def _place(each: _Goes) -> tuple[int, int, str]:
    assert each.to is not None  # noqa: S101 - asked of who goes somewhere
    return each.post.person_id, each.to.area_id, each.post.role
