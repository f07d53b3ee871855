"""What the public board of a grid says as of a day, and whose telephone number stands on it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from hrgrid.core.identity import mask_telephone
from hrgrid.storage.work import UnitOfWork
from hrgrid.workforce.model import (
    AreaClosure,
    Person,
    PhoneConsent,
    Post,
    StandIn,
)
from hrgrid.workforce.queries.areas import AreaRow, areas_on, holds_on
from hrgrid.workforce.queries.board_words import consent_holds, words_on
from hrgrid.workforce.queries.conditions import seen_on
from hrgrid.workforce.queries.listing import PHONE, in_post
from hrgrid.workforce.queries.register import in_tree_order
from hrgrid.workforce.queries.roles import roles
from hrgrid.workforce.queries.scope import is_seen
from hrgrid.workforce.rules import Employment, Level
from hrgrid.workforce.rules.boards import (
    DUTIES,
    OVERSIGHT,
    PROMISE,
    ROLES,
    VACANT,
    BoardSays,
    BoardText,
    ConsentPurpose,
    PhoneSource,
    board_title,
)

_MARK = "board.phone"
# A post that the grid lacks is looked for above it, but not as far as the district.
_ABOVE = (Level.STREET, Level.ZONE, Level.COMMUNITY)
_AT_ONCE = 500


@dataclass(frozen=True)
class BoardRow:
    """The board of a grid: `phone` is the number in full, `source` whose it is.

    `holds_back` is set where the worker has a number of his own that may not be shown.
    """

    area_id: int
    place: str
    says: BoardSays
    phone: str
    source: PhoneSource
    person_id: int | None
    photo_sha256: str | None
    holds_back: bool

    @property
    def hints(self) -> tuple[str, ...]:
        """What the clerk may want to see to before it is printed."""
        told = []
        if self.person_id is None:
            told.append("没有网格员，也没有代管")
        elif self.photo_sha256 is None:
            told.append("没有照片")
        if self.source is PhoneSource.NONE:
            kept = "本人手机未经同意，" if self.holds_back else ""
            told.append(f"电话空着：{kept}请填工作手机或服务站电话")
        elif self.source is PhoneSource.STATION and self.holds_back:
            told.append("本人手机未经同意，印服务站电话")
        return tuple(told)


def board_grids(work: UnitOfWork, on: dt.date, area_id: int | None = None) -> list[int]:
    """The grids at or below an area (None is all that is seen) in the order of the tree."""
    areas = areas_on(work, on)
    grids = {row.id for row in areas if row.level is Level.GRID}
    paths = seen_on(work, on)
    seen = {row.id for row in areas if is_seen(row.path, paths)}
    return [one for one in in_tree_order(areas, area_id) if one in grids & seen]


def boards(work: UnitOfWork, on: dt.date, grid_ids: Sequence[int]) -> list[BoardRow]:
    """The boards of these grids as of a day, in the order given; those that do not stand lack."""
    reading = _Reading(work, on)
    found: dict[int, BoardRow] = {}
    for begin in range(0, len(grid_ids), _AT_ONCE):
        for row in reading.read(grid_ids[begin : begin + _AT_ONCE]):
            found[row.area_id] = row
    return [found[one] for one in grid_ids if one in found]


@dataclass(frozen=True)
class _Worker:
    """Whose name stands on a board: the worker, else who looks after the grid."""

    person_id: int
    name: str
    duty: str
    phone: bytes | None
    photo: str | None


class _Reading:
    """The tree and the words of a day, and what is asked about grids chunk by chunk."""

    def __init__(self, work: UnitOfWork, on: dt.date) -> None:
        self._work, self._on = work, on
        self._areas = {row.id: row for row in areas_on(work, on)}
        self._words = words_on(work, on)
        listed = roles(work)
        self._labels = {row.code: row.label for row in listed}
        self._fills = {row.code for row in listed if row.fills_grid}

    def read(self, ids: Sequence[int]) -> list[BoardRow]:
        """The boards of those of these grids that stand."""
        grids = [self._areas[one] for one in ids if one in self._areas]
        above = {one for grid in grids for one in self._chain(grid)[1:]}
        below = self._micro(ids)
        held = self._held({*ids, *above, *below})
        workers = self._workers(ids, held)
        willing = self._willing(worker.person_id for worker in workers.values())
        return [self._row(grid, held, below, workers.get(grid.id), willing) for grid in grids]

    def _chain(self, area: AreaRow) -> list[int]:
        """The area and what it lies in, up to the street."""
        found = [area.id]
        at = self._areas.get(area.parent_id or 0)
        while at is not None:
            if at.level in _ABOVE:
                found.append(at.id)
            at = self._areas.get(at.parent_id or 0)
        return found

    def _micro(self, ids: Sequence[int]) -> dict[int, int]:
        """The micro grids below, each with its grid."""
        query = (
            select(AreaClosure.descendant_id, AreaClosure.ancestor_id)
            .where(AreaClosure.ancestor_id.in_(ids), AreaClosure.depth > 0)
            .where(holds_on(AreaClosure, self._on))
        )
        return {row[0]: row[1] for row in self._work.session.execute(query)}

    def _held(self, ids: Iterable[int]) -> dict[int, list[Any]]:
        """The posts at these areas, by area, the older first."""
        query = (
            select(
                Post.area_id,
                Post.role,
                Post.employment,
                Post.person_id,
                Person.name,
                Person.phone,
                Person.photo_sha256,
            )
            .join(Person, Person.id == Post.person_id)
            .where(Post.area_id.in_(list(ids)), in_post(self._on))
            .order_by(Post.valid_from, Post.id)
        )
        found: dict[int, list[Any]] = {}
        for row in self._work.session.execute(query):
            found.setdefault(row.area_id, []).append(row)
        return found

    def _workers(self, ids: Sequence[int], held: Mapping[int, Sequence[Any]]) -> dict[int, _Worker]:
        found = {}
        looking = self._looking(ids)
        for one in ids:
            posts = [row for row in held.get(one, ()) if row.role in self._fills]
            posts.sort(key=lambda row: row.employment is not Employment.FULL)
            full = posts and posts[0].employment is Employment.FULL
            if not full and one in looking:
                row = looking[one]
                duty = "代管网格员"
            elif posts:
                row = posts[0]
                duty = f"{row.employment.label}{self._labels[row.role]}"
            else:
                continue
            found[one] = _Worker(row.person_id, row.name, duty, row.phone, row.photo_sha256)
        return found

    def _looking(self, ids: Sequence[int]) -> dict[int, Any]:
        query = (
            select(
                StandIn.area_id, StandIn.person_id, Person.name, Person.phone, Person.photo_sha256
            )
            .join(Person, Person.id == StandIn.person_id)
            .where(StandIn.area_id.in_(ids), holds_on(StandIn, self._on))
        )
        return {row.area_id: row for row in self._work.session.execute(query)}

    def _willing(self, person_ids: Iterable[int]) -> set[int]:
        """Whose own number may be shown that day."""
        query = select(PhoneConsent.person_id).where(
            PhoneConsent.person_id.in_(list(person_ids)),
            PhoneConsent.purpose == ConsentPurpose.BOARD,
            consent_holds(self._on),
        )
        return set(self._work.session.scalars(query))

    def _row(
        self,
        grid: AreaRow,
        held: Mapping[int, Sequence[Any]],
        below: Mapping[int, int],
        worker: _Worker | None,
        willing: set[int],
    ) -> BoardRow:
        chain = self._chain(grid)
        names = {self._areas[one].level: self._areas[one].name for one in chain}
        street, community = names.get(Level.STREET, ""), names.get(Level.COMMUNITY, "")
        phone, source = self._phone(chain, worker, willing)
        mark = self._work.keyring.mac(_MARK, phone).hex() if phone else ""
        says = BoardSays(
            title=board_title(street, community, grid.name),
            name=worker.name if worker else VACANT,
            duty=worker.duty if worker else "",
            phone=mask_telephone(phone) if phone else "",
            phone_mark=mark,
            scope=self._scope(grid),
            posts=tuple(self._posts(chain, held, below)),
            duties=self._word(chain, BoardText.DUTIES) or DUTIES,
            promise=self._word(chain, BoardText.PROMISE) or PROMISE,
            oversight=self._word(chain, BoardText.OVERSIGHT) or OVERSIGHT,
            code=grid.code,
            photo=(worker.photo or "") if worker else "",
        )
        own = worker is not None and worker.phone is not None
        return BoardRow(
            grid.id,
            f"{street}{community}",
            says,
            phone,
            source,
            worker.person_id if worker else None,
            worker.photo if worker else None,
            holds_back=own and source in {PhoneSource.STATION, PhoneSource.NONE},
        )

    def _phone(
        self, chain: Sequence[int], worker: _Worker | None, willing: set[int]
    ) -> tuple[str, PhoneSource]:
        """The grid's duty phone, else the worker's own with his word, else the station's."""
        duty = self._words.get((chain[0], BoardText.DUTY_PHONE))
        if duty:
            return duty, PhoneSource.DUTY
        if worker is not None and worker.phone is not None and worker.person_id in willing:
            return self._work.keyring.open(PHONE, worker.phone), PhoneSource.OWN
        station = self._word(chain, BoardText.STATION_PHONE)
        return (station, PhoneSource.STATION) if station else ("", PhoneSource.NONE)

    def _word(self, chain: Sequence[int], kind: BoardText) -> str:
        """The nearest text: the grid's own, else one above it, up to the top."""
        for one in chain:
            if (one, kind) in self._words:
                return self._words[one, kind]
        at = self._areas[chain[-1]]
        while at.parent_id is not None and at.parent_id in self._areas:
            at = self._areas[at.parent_id]
            if (at.id, kind) in self._words:
                return self._words[at.id, kind]
        return ""

    def _scope(self, grid: AreaRow) -> str:
        told = self._words.get((grid.id, BoardText.SCOPE), grid.name)
        counted = f"共{grid.households}户" if grid.households else ""
        return told if not counted or "户" in told else f"{told}，{counted}"

    def _posts(
        self, chain: Sequence[int], held: Mapping[int, Sequence[Any]], below: Mapping[int, int]
    ) -> Iterable[tuple[str, tuple[str, ...]]]:
        """Each role with the names of its holders: at the grid, else at the nearest area above."""
        for code in ROLES:
            places: list[list[int]] = [[one] for one in chain]
            if code == "micro_liaison":
                places = [[chain[0], *(one for one, of in below.items() if of == chain[0])]]
            for ids in places:
                names = [row.name for one in ids for row in held.get(one, ()) if row.role == code]
                if names:
                    yield self._labels.get(code, code), tuple(dict.fromkeys(names))
                    break
