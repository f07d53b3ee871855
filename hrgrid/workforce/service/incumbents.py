"""Who holds which post, so that a refusal can name who is in the way and since when."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field

from hrgrid.core.errors import UserError
from hrgrid.storage.work import UnitOfWork
from hrgrid.workforce.queries.areas import AreaRow, TreeIndex
from hrgrid.workforce.queries.bureaus import BureauRow, bureaus
from hrgrid.workforce.queries.known import KnownPerson, KnownPost, known_posts
from hrgrid.workforce.queries.roles import RoleRow
from hrgrid.workforce.rules import Employment, Level


class Refusal(UserError):
    """Why a row cannot stand; `code` groups refusals, `column` is the field to mend."""

    def __init__(self, code: str, column: str, sentence: str) -> None:
        super().__init__(sentence)
        self.code = code
        self.column = column


@dataclass(frozen=True, slots=True)
class PostForm:
    """A post at an area (then `area_id`) or an office (then `bureau_id`) that begins on a day.

    `fills_grid` tells whether the role counts for 一格一员 here: in a community's office it does
    not.
    """

    place: AreaRow | BureauRow
    role: RoleRow
    employment: Employment
    since: dt.date
    document: str = ""
    area_id: int | None = field(init=False)
    bureau_id: int | None = field(init=False)
    fills_grid: bool = field(init=False)

    def __post_init__(self) -> None:
        # A sweep asks for these several times a row.
        place, settle = self.place, object.__setattr__
        is_area = isinstance(place, AreaRow)
        settle(self, "area_id", place.id if is_area else None)
        settle(self, "bureau_id", None if is_area else place.id)
        is_grid = isinstance(place, AreaRow) and place.level is Level.GRID
        settle(self, "fills_grid", is_grid and self.role.fills_grid)

    @property
    def is_the_worker(self) -> bool:
        """Whether it fills the grid's one full-time place."""
        return self.fills_grid and self.employment is Employment.FULL


_Key = tuple[int, int | None, int | None, str]


@dataclass
class Incumbents:
    """Posts that count, past and present, by what a new one may run into."""

    work: UnitOfWork
    index: TreeIndex
    _worker_of: dict[int, list[KnownPost]] = field(default_factory=dict)
    _full_time_of: dict[int, list[KnownPost]] = field(default_factory=dict)
    _open: dict[_Key, KnownPost] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._bureaus = {row.id: row for row in bureaus(self.work)}
        for post in known_posts(self.work):
            self.add(post)

    def add(self, post: KnownPost) -> None:
        """Take in a post."""
        if post.valid_to is None:
            self._open[post.person_id, post.area_id, post.bureau_id, post.role] = post
        if post.employment is not Employment.FULL:
            return
        self._full_time_of.setdefault(post.person_id, []).append(post)
        if post.fills_grid and post.area_id is not None:
            self._worker_of.setdefault(post.area_id, []).append(post)

    def holds(self, person_id: int, post: PostForm) -> bool:
        """Whether the person is in that very post, without a known end."""
        return (person_id, post.area_id, post.bureau_id, post.role.code) in self._open

    def refuse(self, person: KnownPerson | None, post: PostForm) -> None:
        """Raise Refusal where the grid or the person is taken at that time."""
        if post.is_the_worker:
            self._refuse_taken_grid(person, post)
        if person is not None and post.employment is Employment.FULL:
            self._refuse_second_full_time(person, post)

    def _refuse_taken_grid(self, person: KnownPerson | None, post: PostForm) -> None:
        for held in self._worker_of.get(post.place.id, ()):
            if (person is None or held.person_id != person.id) and held.overlaps(post.since):
                raise grid_taken(post.place.name, held)

    def _refuse_second_full_time(self, person: KnownPerson, post: PostForm) -> None:
        for held in self._full_time_of.get(person.id, ()):
            same = (held.area_id, held.bureau_id, held.role) == (
                post.area_id,
                post.bureau_id,
                post.role.code,
            )
            if not same and held.overlaps(post.since):
                raise Refusal(
                    "second_full_time",
                    "grid_code",
                    f"{person.name}已在“{self._place(held)}”专职任职（{_since(held)}），"
                    "不能再专职一处。要调动请到人员页办理，或改为兼职",
                )

    def _place(self, post: KnownPost) -> str:
        if post.bureau_id is not None:
            # One that came with the very same rows is not among those known before.
            bureau = self._bureaus.get(post.bureau_id)
            return bureau.name if bureau is not None else "另一单位"
        return self.index.full_name(post.area_id) if post.area_id is not None else ""


def grid_taken(grid: str, held: KnownPost) -> Refusal:
    """The refusal that names who holds a grid since when."""
    return Refusal(
        "grid_taken",
        "grid_code",
        f"“{grid}”已有专职网格员{held.person_name}（{_since(held)}）。请核对网格，或先结束他的任职",
    )


def _since(post: KnownPost) -> str:
    until = f"至 {post.valid_to:%Y-%m-%d}" if post.valid_to else "起"
    return f"{post.valid_from:%Y-%m-%d} {until}"
