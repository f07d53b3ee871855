"""Rounds of stars that wait for the next step, and stars that run out with none after them.

By the names of the tables, as queries/selection.py says: every start of the program counts them.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

from sqlalchemy import func, select

from hrgrid.assessment.rules.star_words import RoundState, StarSubject
from hrgrid.assessment.rules.words import RunState
from hrgrid.core.rights import Right
from hrgrid.overview.queries.duties.telling import Told, held_on, named
from hrgrid.overview.rules.duties import DutyKind
from hrgrid.storage.work import UnitOfWork

_DAY = dt.timedelta(days=1)
_SOON = 30 * _DAY
"""From how long before their last day stars are told, and for how long after it."""


def star_duties(work: UnitOfWork) -> Iterator[Told]:
    """What waits where the actor runs assessment, and the stars that run out there."""
    paths = held_on(work, Right.RUN_ASSESSMENT)
    if paths == ():
        return
    found = _rounds(work)
    ours = {row.id for row in found if _lies(row.area_path, paths)}
    drafts = [row for row in found if row.id in ours and row.state == RoundState.DRAFT.value]
    reckoned = _reckoned(work) if drafts else {}
    for row in drafts:
        step, words = _next(reckoned.get((row.id, row.revision)))
        subject = f"star_round/{row.id}@{step}{row.revision}"
        yield _told(f"stars/{row.id}", subject, row.valid_from, f"{row.title}：{words}", row)
    for row in found:
        if row.id in ours and row.state == RoundState.CONFIRMED.value and _ends(row.valid_to, work):
            if _followed(found, row.subject, row.valid_to, row.area_path):
                continue
            subject = f"star_round/{row.id}@ends{row.valid_to:%Y%m%d}"
            words = f"{row.title}：星级到期，待评下一次"
            yield _told(f"stars/{row.id}", subject, row.valid_to - _DAY, words, row)
    if paths is None:
        yield from _taken_over(work, found)


def _rounds(work: UnitOfWork) -> list[Any]:
    one = named(
        *("star_round", "id", "subject", "state", "title", "area_path"),
        *("valid_from", "valid_to", "revision"),
    )
    query = select(one).where(one.c.state != RoundState.CANCELLED.value).order_by(one.c.id)
    return list(work.session.execute(query))


def _reckoned(work: UnitOfWork) -> dict[tuple[int, int], bool]:
    """Rounds whose stars are computed, by revision; whether some are left to people."""
    run = named("star_run", "id", "round_id", "revision", "state")
    line = named("star_line", "run_id", "at_line")
    open_lines = select(line.c.run_id).where(line.c.run_id == run.c.id, line.c.at_line).exists()
    query = select(run.c.round_id, run.c.revision, open_lines).where(
        run.c.state == RunState.APPLIED.value
    )
    return {(row[0], row[1]): bool(row[2]) for row in work.session.execute(query)}


def _next(left_open: bool | None) -> tuple[str, str]:
    """The step that a round waits for, as a code and in words."""
    if left_open is None:
        return "compute", "待计算"
    if left_open:
        return "decide", "名额线上有并列，待裁定"
    return "confirm", "已计算，待批准和确认"


def _ends(until: dt.date, work: UnitOfWork) -> bool:
    return work.today - _SOON <= until - _DAY <= work.today + _SOON


def _followed(found: list[Any], subject: str, until: dt.date, path: str) -> bool:
    """Whether a round of the same place gives stars that last longer, or will."""
    return any(
        one.subject == subject
        and one.valid_to > until
        and (path.startswith(one.area_path) or one.area_path.startswith(path))
        for one in found
    )


def _taken_over(work: UnitOfWork, found: list[Any]) -> Iterator[Told]:
    """Stars of the years before, which no round tells; for who assesses the whole office."""
    award = named("star_award", "round_id", "person_id", "grid_id", "valid_to", "void_reason")
    query = (
        select(award.c.valid_to, func.count(award.c.person_id), func.count(award.c.grid_id))
        .where(award.c.round_id.is_(None), award.c.void_reason == "")
        .where(award.c.valid_to.between(work.today - _SOON + _DAY, work.today + _SOON + _DAY))
        .group_by(award.c.valid_to)
        .order_by(award.c.valid_to)
    )
    for until, people, grids in work.session.execute(query):
        for subject, count, unit in (
            (StarSubject.PERSON, people, "名网格员"),
            (StarSubject.GRID, grids, "个网格"),
        ):
            if count and not _followed(found, subject.value, until, ""):
                yield Told(
                    DutyKind.ASSESSMENT,
                    f"star_{subject.value}@ends{until:%Y%m%d}",
                    until - _DAY,
                    f"{count:,} {unit}以往评定的星级到期",
                    "assessment",
                    "stars",
                    "",
                )


def _lies(path: str, paths: tuple[str, ...] | None) -> bool:
    return paths is None or any(path.startswith(one) for one in paths)


def _told(part: str, subject: str, on: dt.date, words: str, row: Any) -> Told:
    return Told(DutyKind.ASSESSMENT, subject, on, words, "assessment", part, row.area_path)
