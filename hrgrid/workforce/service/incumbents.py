"""Who holds which post, so that a refusal can name who is in the way and since when."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import NamedTuple, Self

from hrgrid.core.errors import UserError
from hrgrid.storage.work import UnitOfWork
from hrgrid.workforce.queries.areas import AreaRow, TreeIndex
from hrgrid.workforce.queries.bureaus import BureauRow, bureaus
from hrgrid.workforce.queries.known import (
    KnownPerson,
    KnownPost,
    known_contracts,
    known_posts,
)
from hrgrid.workforce.queries.role_rules import allowed_words, rules_of_roles
from hrgrid.workforce.queries.roles import RoleRow, roles
from hrgrid.workforce.rules import Employment, Level


class Refusal(UserError):
    """Why a row cannot stand; `code` groups refusals, `column` is the field to mend."""

    def __init__(self, code: str, column: str, sentence: str) -> None:
        super().__init__(sentence)
        self.code = code
        self.column = column


class _Post(NamedTuple):
    place: AreaRow | BureauRow
    role: RoleRow
    employment: Employment
    since: dt.date
    document: str
    until: dt.date | None
    # A sweep asks for these several times a row.
    area_id: int | None
    bureau_id: int | None
    fills_grid: bool
    on_grid: bool


class PostForm(_Post):
    """A post at an area (then `area_id`) or an office (then `bureau_id`) that begins on a day.

    `fills_grid` tells whether the role counts for 一格一员 here: in a community's office it does
    not. `until` is the day after the last where the end is known.
    """

    __slots__ = ()

    def __new__(  # noqa: PLR0917 - they come in this order everywhere
        cls,
        place: AreaRow | BureauRow,
        role: RoleRow,
        employment: Employment,
        since: dt.date,
        document: str = "",
        until: dt.date | None = None,
    ) -> Self:
        """What follows from the place and the role is told by them."""
        area_id, bureau_id = (place.id, None) if isinstance(place, AreaRow) else (None, place.id)
        on_grid = isinstance(place, AreaRow) and place.level is Level.GRID
        fills_grid = on_grid and role.fills_grid
        told = (place, role, employment, since, document, until)
        return tuple.__new__(cls, (*told, area_id, bureau_id, fills_grid, on_grid))

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
    # Holders of roles that a rule speaks of, by area.
    _ruled_at: dict[int, list[KnownPost]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._bureaus = {row.id: row for row in bureaus(self.work)}
        self._rules = rules_of_roles(self.work)
        self._ruled = self._rules.ruled
        self._labels = {row.code: row.label for row in roles(self.work)}
        self._contracts = known_contracts(self.work) if self._rules.engagements else {}
        for post in known_posts(self.work):
            self.add(post)

    def add(self, post: KnownPost) -> None:
        """Take in a post."""
        if post.valid_to is None:
            self._open[post.person_id, post.area_id, post.bureau_id, post.role] = post
        if post.area_id is not None and post.role in self._ruled:
            self._ruled_at.setdefault(post.area_id, []).append(post)
        if post.employment is not Employment.FULL:
            return
        self._full_time_of.setdefault(post.person_id, []).append(post)
        if post.fills_grid and post.area_id is not None:
            self._worker_of.setdefault(post.area_id, []).append(post)

    def holds(self, person_id: int, post: PostForm) -> bool:
        """Whether the person is in that very post, without a known end."""
        return (person_id, post.area_id, post.bureau_id, post.role.code) in self._open

    def refuse(self, person: KnownPerson | None, post: PostForm) -> None:
        """Raise Refusal where the grid or the person is taken at that time, or a rule forbids it.

        The rules of roles are the office's (queries/role_rules.py); this is the one place that
        asks for them, whether the post is typed, imported, or comes of a transfer.
        """
        if post.is_the_worker:
            self._refuse_taken_grid(person, post)
        if person is not None and post.employment is Employment.FULL:
            self._refuse_second_full_time(person, post)
        if post.on_grid and post.role.code in self._ruled:
            self._refuse_ruled(person, post)
        if person is not None and post.role.code in self._rules.engagements:
            self._refuse_engagement(person, post)

    def _refuse_taken_grid(self, person: KnownPerson | None, post: PostForm) -> None:
        for held in self._worker_of.get(post.place.id, ()):
            mine = person is not None and held.person_id == person.id
            if not mine and held.overlaps(post.since, post.until):
                raise grid_taken(post.place.name, held)

    def _refuse_second_full_time(self, person: KnownPerson, post: PostForm) -> None:
        for held in self._full_time_of.get(person.id, ()):
            same = (held.area_id, held.bureau_id, held.role) == (
                post.area_id,
                post.bureau_id,
                post.role.code,
            )
            if not same and held.overlaps(post.since, post.until):
                raise Refusal(
                    "second_full_time",
                    "grid_code",
                    f"{person.name}已在“{self._place(held)}”专职任职（{_since(held)}），"
                    "不能再专职一处。要调动请到人员页办理，或改为兼职",
                )

    def _refuse_ruled(self, person: KnownPerson | None, post: PostForm) -> None:
        """Two roles of one person that exclude each other, or a second holder of a single role."""
        excluded = self._rules.excluded.get(post.role.code, frozenset())
        alone = post.role.code in self._rules.single
        for held in self._ruled_at.get(post.place.id, ()):
            if not held.overlaps(post.since, post.until):
                continue
            mine = person is not None and held.person_id == person.id
            if mine and held.role in excluded:
                other = self._labels.get(held.role, held.role)
                raise Refusal(
                    "roles_exclude",
                    "role",
                    f"{held.person_name}在“{post.place.name}”任{other}（{_since(held)}），"
                    f"{other}和{post.role.label}不能在同一网格由一人兼任。"
                    f"请另选人，或先结束他的{other}任职",
                )
            if alone and not mine and held.role == post.role.code:
                raise Refusal(
                    "role_taken",
                    "role",
                    f"“{post.place.name}”已有{post.role.label}{held.person_name}（{_since(held)}），"
                    f"一个网格只有一名{post.role.label}。请核对网格，或先结束他的任职",
                )

    def _refuse_engagement(self, person: KnownPerson, post: PostForm) -> None:
        allowed = self._rules.engagements[post.role.code]
        held = [
            kind
            for kind, since, until in self._contracts.get(person.id, ())
            if (until is None or until > post.since) and (post.until is None or since < post.until)
        ]
        # Who has no contract on file yet cannot be judged; a saved query lists those who break it.
        if held and not allowed.intersection(held):
            raise Refusal(
                "engagement_excluded",
                "role",
                f"{person.name}的聘用方式是{held[0].label}，"
                f"任{post.role.label}须是{allowed_words(list(allowed))}。请核对聘用关系，或另选岗位",
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
