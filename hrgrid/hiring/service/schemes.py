"""The scheme of hiring as versions of the rule book; a batch keeps the one it was opened under."""

from __future__ import annotations

import datetime as dt

from hrgrid.core.rights import Right
from hrgrid.hiring.model import HiringBatch
from hrgrid.hiring.rules.scheme import TOPIC, Scheme, check_scheme, scheme_of
from hrgrid.hiring.rules.words import BatchState
from hrgrid.hiring.service.steps import batch_of, named
from hrgrid.storage.rulebook import (
    RuleSetRow,
    add_version,
    lock_rules,
    rules_in_force,
    version_of,
)
from hrgrid.storage.work import UnitOfWork

NAME = "招录方案"
# Before anything that the office records: a scheme that nobody dated was always there.
_DAWN = dt.date(1949, 10, 1)


def save_scheme(
    work: UnitOfWork, scheme: Scheme, valid_from: dt.date, document_no: str = ""
) -> RuleSetRow:
    """A changed scheme as a new version, for batches opened from `valid_from` on; earlier stay.

    Raises UserError for one that makes no sense, or repeats the one in force.
    """
    work.require(Right.KEEP_RULES)
    work.require_reason()
    check_scheme(scheme)
    ship_scheme(work)
    return add_version(
        work, TOPIC, NAME, scheme.parameters(), valid_from=valid_from, document_no=document_no
    )


def ship_scheme(work: UnitOfWork) -> None:
    """Write the scheme that ships as the first version where the office has none."""
    if rules_in_force(work, TOPIC, work.today) is None:
        add_version(work, TOPIC, NAME, Scheme().parameters(), valid_from=_DAWN)


def scheme_today(work: UnitOfWork) -> RuleSetRow:
    """The version in force today, shipped where there is none."""
    ship_scheme(work)
    found = rules_in_force(work, TOPIC, work.today)
    assert found is not None  # noqa: S101 - the shipped one holds since the beginning
    return found


def use_scheme(work: UnitOfWork, batch_id: int, rule_number: int) -> None:
    """Another version for a batch that is not announced yet."""
    batch = batch_of(work, batch_id, BatchState.DRAFT)
    scheme_of(version_of(work, TOPIC, rule_number).parameters)
    before, batch.rule_number = batch.rule_number, rule_number
    work.session.flush()
    work.record(
        "change_batch", named(batch), before={"rules": before}, after={"rules": rule_number}
    )


def lock_scheme(work: UnitOfWork, batch: HiringBatch) -> None:
    """What was announced never changes again; doing it twice is harmless."""
    lock_rules(work, TOPIC, batch.rule_number, named(batch)[:80])
