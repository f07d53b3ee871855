"""Small districts that hire, for tests: streets with vacant grids, batches, candidates."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import replace

from hrgrid.core.identity import check_digit
from hrgrid.hiring.queries.batch_card import batch_card
from hrgrid.hiring.queries.candidate_card import candidate_card
from hrgrid.hiring.queries.candidates import CandidateFilter, candidates
from hrgrid.hiring.queries.schemes import scheme_in_force
from hrgrid.hiring.queries.vacancies import seats
from hrgrid.hiring.rules.words import CandidateState
from hrgrid.hiring.service.announcing import Announcement, open_applications, publish
from hrgrid.hiring.service.batches import BatchForm, open_batch
from hrgrid.hiring.service.candidates import CandidateForm, add_candidate
from hrgrid.hiring.service.checking import CheckForm, check_by_data, check_many
from hrgrid.hiring.service.concluding import qualify_all
from hrgrid.hiring.service.positions import PositionForm, add_position
from hrgrid.hiring.service.seats import add_seats
from hrgrid.storage.desk import Desk
from hrgrid.storage.work import UnitOfWork
from hrgrid.workforce.queries import AreaRow, tree_index
from hrgrid.workforce.rules import Employment, GridKind, Level
from hrgrid.workforce.service.enlisting import Enlisting
from hrgrid.workforce.service.incumbents import PostForm
from hrgrid.workforce.service.matching import PersonForm
from hrgrid.workforce.service.planting import AreaForm, Planting

SINCE = dt.date(2020, 1, 1)
STREETS = {"东街道": 3, "西街道": 2}
DAY = dt.timedelta(days=1)


def plant(
    work: UnitOfWork,
    streets: Mapping[str, int] = STREETS,
    district: str = "示例区",
    prefix: str = "",
) -> dict[str, list[AreaRow]]:
    """A district with a community in each street; returns the general grids of each.

    Codes are E000, E001 … in the first street, W000 … in the second, then by `_LETTERS`, behind
    `prefix`; every street has one dedicated grid besides, E999, which requires nobody.
    """
    planting = Planting(work, SINCE)
    above = planting.add(None, AreaForm(Level.DISTRICT, district))
    codes: dict[str, list[str]] = {}
    for letter, (street, grids) in zip(_LETTERS, streets.items(), strict=False):
        under = planting.add(above, AreaForm(Level.STREET, street))
        under = planting.add(under, AreaForm(Level.COMMUNITY, f"{street[0]}社区"))
        codes[street] = [f"{prefix}{letter}{at:03d}" for at in range(grids)]
        for at, code in enumerate(codes[street], start=1):
            name = f"{street[0]}社区第{at}网格"
            planting.add(under, AreaForm(Level.GRID, name, code, GridKind.GENERAL, 400))
        school = AreaForm(
            Level.GRID, f"{street[0]}学校", f"{prefix}{letter}999", GridKind.DEDICATED, None
        )
        planting.add(under, school)
    planting.write()
    index = tree_index(work, work.today)
    return {street: [index.by_code[code] for code in own] for street, own in codes.items()}


_LETTERS = "EWSNABCDFGHIJKLMOP"


def area(desk: Desk, name: str) -> AreaRow:
    """The area called so today."""
    return desk.read(lambda work: tree_index(work, work.today).named(name)[0])


def grid(desk: Desk, code: str) -> AreaRow:
    """The grid with this code today."""
    return desk.read(lambda work: tree_index(work, work.today).by_code[code])


def id_number(at: int, born: dt.date = dt.date(1995, 5, 1), *, male: bool = True) -> str:
    """A valid made-up number of somebody born on a day; `at` from 0 to 499 tells people apart."""
    first = f"999999{born:%Y%m%d}{2 * at + int(male):03d}"
    return first + check_digit(first)


def employ(
    work: UnitOfWork,
    grid: AreaRow,
    name: str,
    number: str | None = None,
    *,
    since: dt.date = SINCE,
    employment: Employment = Employment.FULL,
    phone: str | None = None,
) -> None:
    """Somebody who works at a grid already."""
    enlisting = Enlisting(work, tree_index(work, work.today))
    post = PostForm(grid, enlisting.roles["网格员"], employment, since)
    enlisting.take(PersonForm(name, number, phone=phone), post)
    enlisting.write()


def batch(desk: Desk, street: str = "东街道", grids: int | None = None, **given: object) -> int:
    """A drafted batch with one position of a street and its first vacant grids."""
    place = area(desk, street)
    form = replace(BatchForm("专职网格员招录", place.id), **given)  # type: ignore[arg-type]
    batch_id = desk.write(lambda work: open_batch(work, form).batch_id)
    post = PositionForm(place.id, f"{street}专职网格员")
    position_id = desk.write(lambda work: add_position(work, batch_id, post))
    empty = desk.read(lambda work: seats(work, work.today, place.path))
    wanted = [seat.area_id for seat in empty if seat.batch_id is None][:grids]
    desk.write(lambda work: add_seats(work, position_id, wanted))
    return batch_id


def announced(desk: Desk, batch_id: int, days: int = 20) -> None:
    """Published today; applications from today on for so many days."""
    today = desk.read(lambda work: work.today)
    dates = Announcement(today, today, today + (days - 1) * DAY)
    desk.write(lambda work: publish(work, batch_id, dates))


def applying(desk: Desk, street: str = "东街道", grids: int | None = None, **given: object) -> int:
    """A batch that takes applications today."""
    batch_id = batch(desk, street, grids, **given)
    announced(desk, batch_id)
    desk.write(lambda work: open_applications(work, batch_id))
    return batch_id


def positions(desk: Desk, batch_id: int) -> list[int]:
    """The positions of a batch, by their codes."""
    return [one.id for one in desk.read(lambda work: batch_card(work, batch_id)).positions]


def form(desk: Desk, batch_id: int, at: int, name: str = "", **texts: str) -> CandidateForm:
    """What somebody typed who has a high school and was born in 1995, man or woman by turns."""
    typed = {
        "name": name or f"{_SURNAMES[at % 10]}{_GIVEN[at // 10 % 10]}{_GIVEN[at % 7]}",
        "id_number": id_number(at, male=at % 2 == 0),
        "phone": f"1380000{at:04d}",
        "education": "高中",
    } | texts
    return CandidateForm(positions(desk, batch_id)[0], typed)


def apply(desk: Desk, batch_id: int, at: int, name: str = "", **texts: str) -> int:
    """Somebody who applies for the first position; returns the id."""
    typed = form(desk, batch_id, at, name, **texts)
    return desk.write(lambda work: add_candidate(work, batch_id, typed)).candidate_id


def checked(desk: Desk, batch_id: int) -> None:
    """What data answers, and 未发现 for everything that was asked of a person."""
    desk.write(lambda work: check_by_data(work, batch_id))
    wanted = CandidateFilter(batch_id, states=(CandidateState.SUBMITTED,))
    ids = [one.id for one in desk.read(lambda work: candidates(work, wanted, limit=10_000))]
    scheme = desk.read(lambda work: scheme_in_force(work, work.today)).scheme
    for condition in scheme.conditions:
        if condition.on and condition.bars:
            clear = CheckForm(condition.key, "未发现", passed=True, note="公安、法院复函")
            desk.write(lambda work, clear=clear: check_many(work, batch_id, clear, ids))  # type: ignore[misc]


def qualified(desk: Desk, batch_id: int, count: int) -> list[int]:
    """So many people who applied and passed the check; returns their ids."""
    ids = [apply(desk, batch_id, at) for at in range(count)]
    checked(desk, batch_id)
    desk.write(lambda work: qualify_all(work, batch_id))
    return ids


def state_of(desk: Desk, candidate_id: int) -> CandidateState:
    """Where somebody is."""
    return desk.read(lambda work: candidate_card(work, candidate_id)).state


_SURNAMES = "赵钱孙李周吴郑王冯陈"
_GIVEN = "一二三四五六七八九十"
