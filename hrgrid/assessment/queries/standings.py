"""Where everybody stood in a period, as the posts, the tree and the absences say today.

Read in a few columns and put together in memory: a city's month is forty thousand posts. What was
corrected since changes it; a period keeps what it took (Assessee) and is told the differences.
"""

from __future__ import annotations

import datetime as dt
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from sqlalchemy import or_, select

from hrgrid.assessment.model import AssessmentPeriod
from hrgrid.assessment.queries.using import scheme_of_period, span_of_period
from hrgrid.assessment.rules.period_days import Span
from hrgrid.assessment.rules.words import LeftOut
from hrgrid.storage.work import UnitOfWork
from hrgrid.workforce.model import Absence, Area, AreaStand, Bureau, Post
from hrgrid.workforce.rules import AbsenceKind, Employment, Level, PostState

_DAY = dt.timedelta(days=1)
Days = tuple[dt.date, dt.date]
"""Half-open: [from, to)."""


@dataclass(frozen=True, slots=True)
class Standing:
    """Somebody in a period: where, in which unit, how many days, why without a result."""

    person_id: int
    area_id: int
    unit_id: int
    served_days: int
    left_out: LeftOut | None = None
    note: str = ""


@dataclass(slots=True)
class _Stand:
    since: dt.date
    until: dt.date
    path: str


@dataclass
class Tree:
    """The areas of a span: where each lay on a day, and which one had a path then."""

    stands: dict[int, list[_Stand]] = field(default_factory=lambda: defaultdict(list))
    levels: dict[int, Level] = field(default_factory=dict)
    holders: dict[str, list[tuple[dt.date, dt.date, int]]] = field(
        default_factory=lambda: defaultdict(list)
    )
    units: dict[tuple[str, dt.date], int | None] = field(default_factory=dict)

    def path_on(self, area_id: int, day: dt.date) -> str | None:
        """Where an area lay on a day; where it had ended, where it lay last."""
        found = self.stands.get(area_id)
        if not found:
            return None
        at = bisect_right(found, day, key=lambda stand: stand.since) - 1
        return found[max(at, 0)].path

    def unit_on(self, path: str, day: dt.date) -> int | None:
        """The street of a path, the district where there is none, else the top of it."""
        key = (path, day)
        if key not in self.units:
            self.units[key] = self._unit(path, day)
        return self.units[key]

    def _unit(self, path: str, day: dt.date) -> int | None:
        codes = path.rstrip("/").split("/")
        above = ["/".join(codes[: at + 1]) + "/" for at in range(len(codes))]
        held = [area for one in above if (area := self._holder(one, day)) is not None]
        for level in (Level.STREET, Level.DISTRICT):
            found = next((area for area in held if self.levels[area] is level), None)
            if found is not None:
                return found
        return held[0] if held else None

    def _holder(self, path: str, day: dt.date) -> int | None:
        found = self.holders.get(path, ())
        for since, until, area_id in found:
            if since <= day < until:
                return area_id
        return found[-1][2] if found else None


def standings(work: UnitOfWork, period: AssessmentPeriod) -> dict[int, Standing]:
    """Everybody who held the scheme's role inside the period's area on a day of it, by person."""
    scheme, span = scheme_of_period(work, period), span_of_period(period)
    tree = tree_of(work)
    inside = _inside(tree, period.area_path, span)
    held = _posts(work, scheme.role, span, part_time=period.part_time)
    absences = _absences(work, span)
    found: dict[int, Standing] = {}
    for person_id, posts in held.items():
        mine = [one for one in posts if _lies(tree, one, inside)]
        if mine:
            standing = _standing(
                tree, person_id, mine, absences.get(person_id, ()), scheme.min_days
            )
            if standing is not None:
                found[person_id] = standing
    return found


@dataclass(frozen=True, slots=True)
class _Held:
    area_id: int
    full: bool
    since: dt.date
    until: dt.date

    @property
    def last(self) -> dt.date:
        return self.until - _DAY


def _lies(tree: Tree, post: _Held, inside: str) -> bool:
    path = tree.path_on(post.area_id, post.last)
    return path is not None and path.startswith(inside)


def _inside(tree: Tree, area_path: str, span: Span) -> str:
    """The path that the period's area had on the last day of the span."""
    holders = tree.holders.get(area_path)
    if not holders:
        return area_path
    return tree.path_on(holders[-1][2], span.last_day) or area_path


def _standing(
    tree: Tree,
    person_id: int,
    posts: Sequence[_Held],
    absences: Sequence[tuple[AbsenceKind, Days]],
    min_days: int,
) -> Standing | None:
    """He stood where he was last; of two posts at a time the full-time one counts."""
    last = max(posts, key=lambda one: (one.until, one.full, one.since, -one.area_id))
    path = tree.path_on(last.area_id, last.last)
    unit = tree.unit_on(path, last.last) if path is not None else None
    if unit is None:
        return None
    served = joined((one.since, one.until) for one in posts)
    days = count_days(served)
    left_out, note = _left_out(days, served, absences, min_days)
    return Standing(person_id, last.area_id, unit, days, left_out, note)


def _left_out(
    days: int,
    served: Sequence[Days],
    absences: Sequence[tuple[AbsenceKind, Days]],
    min_days: int,
) -> tuple[LeftOut | None, str]:
    """Whoever was there too few days has no result, and no zero (rules.md 4).

    Of what kind a leave is lies sealed and is not asked: every leave counts alike, by its days.
    """
    if days < min_days:
        return LeftOut.TOO_FEW_DAYS, ""
    away = {kind: 0 for kind, _ in absences}
    for kind, gone in absences:
        away[kind] += sum(
            max(0, (min(gone[1], end) - max(gone[0], start)).days) for start, end in served
        )
    if not away or days - sum(away.values()) >= min_days:
        return None, ""
    most = max(away, key=lambda kind: (away[kind], kind.value))
    return LeftOut.ON_LEAVE, "" if most is AbsenceKind.LEAVE else most.listed


def joined(spans: Iterable[Days]) -> list[Days]:
    """Spans of days that overlap or touch made one, in order."""
    found: list[Days] = []
    for start, end in sorted(spans):
        if found and start <= found[-1][1]:
            found[-1] = (found[-1][0], max(found[-1][1], end))
        else:
            found.append((start, end))
    return found


def count_days(spans: Iterable[Days]) -> int:
    """How many days spans that do not overlap have."""
    return sum((end - start).days for start, end in spans)


def _posts(
    work: UnitOfWork, role: str, span: Span, *, part_time: bool
) -> Mapping[int, list[_Held]]:
    first, behind = span.first_day, span.behind
    query = (
        select(
            Post.person_id,
            Post.area_id,
            Bureau.area_id,
            Post.employment,
            Post.valid_from,
            Post.valid_to,
        )
        .outerjoin(Bureau, Bureau.id == Post.bureau_id)
        .where(
            Post.role == role,
            Post.state != PostState.VOIDED,
            Post.valid_from < behind,
            or_(Post.valid_to.is_(None), Post.valid_to > first),
        )
    )
    if not part_time:
        query = query.where(Post.employment == Employment.FULL)
    found: dict[int, list[_Held]] = defaultdict(list)
    for person_id, area_id, office_id, employment, since, until in work.session.execute(query):
        found[person_id].append(
            _Held(
                area_id if area_id is not None else office_id,
                employment is Employment.FULL,
                max(since, first),
                min(until or behind, behind),
            )
        )
    return found


def _absences(work: UnitOfWork, span: Span) -> Mapping[int, list[tuple[AbsenceKind, Days]]]:
    """One is back on the day that was written down; until then he is away."""
    first, behind = span.first_day, span.behind
    query = select(Absence.person_id, Absence.kind, Absence.valid_from, Absence.valid_to).where(
        Absence.void_reason == "",
        Absence.valid_from < behind,
        or_(Absence.valid_to.is_(None), Absence.valid_to > first),
    )
    found: dict[int, list[tuple[AbsenceKind, Days]]] = defaultdict(list)
    for person_id, kind, since, until in work.session.execute(query):
        found[person_id].append((kind, (max(since, first), min(until or behind, behind))))
    return found


def tree_of(work: UnitOfWork) -> Tree:
    """The areas with every place where they ever lay."""
    query = (
        select(
            AreaStand.area_id, Area.level, AreaStand.path, AreaStand.valid_from, AreaStand.valid_to
        )
        .join(Area, Area.id == AreaStand.area_id)
        .where(or_(AreaStand.valid_to.is_(None), AreaStand.valid_to > AreaStand.valid_from))
        .order_by(AreaStand.area_id, AreaStand.valid_from)
    )
    tree = Tree()
    for area_id, level, path, since, until in work.session.execute(query):
        end = until or dt.date.max
        tree.levels[area_id] = level
        tree.stands[area_id].append(_Stand(since, end, path))
        tree.holders[path].append((since, end, area_id))
    return tree
