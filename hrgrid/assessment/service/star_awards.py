"""Stars that count: given by a confirmed round, which ends the earlier ones; taken back with it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from sqlalchemy import Row, bindparam, select, update

from hrgrid.assessment.model import StarAward, StarLine, StarRound
from hrgrid.assessment.queries.star_rules import star_rules_version
from hrgrid.assessment.queries.star_seen import own_key
from hrgrid.assessment.queries.star_sources import star_run_of
from hrgrid.assessment.rules.star_words import StarSubject
from hrgrid.storage.base import check_rows, hashed_columns, row_hash, table_of
from hrgrid.storage.bulk import insert_rows
from hrgrid.storage.work import UnitOfWork

_TABLE = table_of(StarAward)


def give_stars(work: UnitOfWork, found: StarRound) -> int:
    """A star for everybody of the computation in force who reached one; how many.

    Everybody who took part loses the star that would hold on, the day the new ones begin; who has
    no result keeps his until it runs out. Nobody has two: `later_stars` was asked before.
    """
    run = star_run_of(work, found)
    if run is None:
        return 0
    rules = star_rules_version(work, found.subject, found.rule_number).rules
    person = found.subject is StarSubject.PERSON
    line = StarLine
    key = own_key(line, found.subject)
    query = (
        select(key, line.level)
        .where(line.run_id == run.id, line.left_out.is_(None))
        .order_by(line.seq)
    )
    levels: dict[int, int] = dict(work.session.execute(query).tuples().all())
    _end_earlier(work, found, set(levels))
    starred = {one: level for one, level in levels.items() if level}
    money = {level: rules.monthly_fen(level) for level in set(starred.values())}
    rows = [
        {
            "round_id": found.id,
            "person_id": one if person else None,
            "grid_id": None if person else one,
            "level": level,
            "monthly_fen": money[level],
            "valid_from": found.valid_from,
            "valid_to": found.valid_to,
            "lasts_to": found.valid_to,
            "ended_by_id": None,
            "document_no": found.document_no,
            "void_reason": "",
            "import_operation": None,
            "made_at": work.now,
            "made_by": work.actor.name,
        }
        for one, level in starred.items()
    ]
    work.progress.begin("存入星级", len(rows))
    if rows:
        insert_rows(work, StarAward, rows)
    return len(rows)


def take_back_stars(work: UnitOfWork, found: StarRound, reason: str) -> int:
    """The stars of a round are void, and the ends that they had set are given back; how many."""
    own = _rows(work, StarAward.round_id == found.id, StarAward.void_reason == "")
    why = reason.strip()[:200]
    _write(work, [{**row._asdict(), "void_reason": why, "valid_to": row.valid_from} for row in own])
    ended = _rows(work, StarAward.ended_by_id == found.id, StarAward.void_reason == "")
    behind = _next_begins(work, found, ended)
    _write(
        work,
        [
            {
                **row._asdict(),
                "valid_to": min(row.lasts_to, behind.get(row.id, row.lasts_to)),
                "ended_by_id": None,
            }
            for row in ended
        ],
    )
    return len(own)


def _end_earlier(work: UnitOfWork, found: StarRound, keys: set[int]) -> None:
    column = own_key(StarAward, found.subject)
    rows = _rows(
        work,
        column.is_not(None),
        StarAward.valid_from < found.valid_from,
        StarAward.valid_to > found.valid_from,
        StarAward.void_reason == "",
    )
    _write(
        work,
        [
            {**row._asdict(), "valid_to": found.valid_from, "ended_by_id": found.id}
            for row in rows
            if (row.person_id or row.grid_id) in keys
        ],
    )


def _next_begins(
    work: UnitOfWork, found: StarRound, ended: Sequence[Row[Any]]
) -> dict[int, dt.date]:
    """Where a star is given back, the day on which a later one of the same holder begins."""
    if not ended:
        return {}
    column = own_key(StarAward, found.subject)
    query = select(column, StarAward.valid_from).where(
        column.is_not(None),
        StarAward.void_reason == "",
        StarAward.valid_to > StarAward.valid_from,
        StarAward.valid_from >= min(row.valid_to for row in ended),
    )
    starts: dict[int, list[dt.date]] = {}
    for key, since in work.session.execute(query).tuples():
        starts.setdefault(key, []).append(since)
    behind = {}
    for row in ended:
        later = [day for day in starts.get(row.person_id or row.grid_id, ()) if day >= row.valid_to]
        if later:
            behind[row.id] = min(later)
    return behind


def _rows(work: UnitOfWork, *which: Any) -> list[Row[Any]]:
    """Rows as they are stored, their hashes checked: forty thousand are no objects."""
    work.session.flush()
    found = list(work.session.execute(select(_TABLE).where(*which).order_by(_TABLE.c.id)))
    check_rows(_TABLE, found)
    return found


def _write(work: UnitOfWork, rows: Sequence[dict[str, Any]]) -> None:
    """Ends and voids, hashed and versioned as the mapper would."""
    if not rows:
        return
    names = hashed_columns(_TABLE)
    statement = (
        update(_TABLE)
        .where(_TABLE.c.id == bindparam("b_id"))
        .values(
            valid_to=bindparam("b_to"),
            ended_by_id=bindparam("b_by"),
            void_reason=bindparam("b_why"),
            row_hash=bindparam("b_hash"),
            version=bindparam("b_version"),
        )
    )
    values = [
        {
            "b_id": row["id"],
            "b_to": row["valid_to"],
            "b_by": row["ended_by_id"],
            "b_why": row["void_reason"],
            "b_hash": row_hash(_TABLE, {name: row[name] for name in names}),
            "b_version": row["version"] + 1,
        }
        for row in rows
    ]
    work.session.execute(statement, values)
    work.session.expire_all()
