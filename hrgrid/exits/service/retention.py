"""The sealed scans of protected cases go when their time is over; the answers stay."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from sqlalchemy import select

from hrgrid.core.rights import Right
from hrgrid.exits.model import ExitCase, ExitProtection
from hrgrid.exits.queries.case_rules import rules_of
from hrgrid.exits.queries.scope import held_paths, is_inside
from hrgrid.exits.rules.deadlines import purge_after
from hrgrid.exits.rules.words import ENDED
from hrgrid.exits.service.steps import named
from hrgrid.storage.work import UnitOfWork


def due_for_purge(work: UnitOfWork) -> list[tuple[int, str, dt.date]]:
    """Ended cases in one's own part whose scans have had their time: id, number, last day."""
    return [(row.id, row.number, last) for row, last in _due(work)]


def purge_scans(work: UnitOfWork) -> int:
    """Let the scans go whose time is over; how many cases were purged.

    Copies in backups go as those rotate.
    """
    purged = 0
    for found, _ in _due(work):
        rows = work.session.scalars(
            select(ExitProtection).where(
                ExitProtection.case_id == found.id, ExitProtection.scan.is_not(None)
            )
        )
        scans = 0
        for row in rows:
            row.scan, row.scan_name = None, ""
            scans += 1
        found.purged_on = work.today
        work.session.flush()
        work.record("purge_protections", named(found), after={"cleared_scans": scans})
        purged += 1
    return purged


def _due(work: UnitOfWork) -> Sequence[tuple[ExitCase, dt.date]]:
    work.require_somewhere(Right.RUN_EXITS)
    paths = held_paths(work, Right.RUN_EXITS)
    with_scan = (
        select(ExitProtection.id)
        .where(ExitProtection.case_id == ExitCase.id, ExitProtection.scan.is_not(None))
        .exists()
    )
    query = (
        select(ExitCase)
        .where(ExitCase.state.in_(ENDED), ExitCase.purged_on.is_(None), with_scan)
        .order_by(ExitCase.state_since, ExitCase.id)
    )
    found = []
    for row in work.session.scalars(query):
        last = purge_after(rules_of(work, row.rule_number), row.state_since)
        if is_inside(row.area_path, paths) and work.today > last:
            found.append((row, last))
    return found
