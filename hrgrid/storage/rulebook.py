"""Rule sets: the numbers of the rules as rows, dated and versioned, locked once relied upon.

A topic ("honours.quota", "holidays.2027") has versions; the one in force on a day is the
newest version whose `valid_from` is not after it. Parameters are canonical JSON. A locked
version never changes again (the database refuses), so an old year can always be recomputed.
"""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import dataclass
from typing import Any

from sqlalchemy import CheckConstraint, String, Text, UniqueConstraint, func, select
from sqlalchemy.orm import Mapped, mapped_column

from hrgrid.core.errors import UserError
from hrgrid.core.hashing import canonical_bytes, canonical_hash
from hrgrid.storage.base import ROW_ID, Base, RowHashed, guard
from hrgrid.storage.triggers import frozen_when
from hrgrid.storage.violations import says
from hrgrid.storage.work import UnitOfWork


class RuleSet(RowHashed, Base):
    """One version of the rules of one topic."""

    __tablename__ = "rule_set"
    __label__ = "规则"
    __table_args__ = (
        UniqueConstraint("topic", "number"),
        CheckConstraint("number >= 1", name="number_from_one"),
        CheckConstraint("(locked_at IS NULL) = (locked_for = '')", name="lock_has_purpose"),
    )

    id: Mapped[int] = mapped_column(ROW_ID, primary_key=True, init=False)
    topic: Mapped[str] = mapped_column(String(60))
    number: Mapped[int]
    name: Mapped[str] = mapped_column(String(80))
    valid_from: Mapped[dt.date]
    parameters: Mapped[str] = mapped_column(Text)
    sha256: Mapped[str] = mapped_column(String(64))
    document_no: Mapped[str] = mapped_column(String(80))
    reason: Mapped[str] = mapped_column(Text)
    made_at: Mapped[dt.datetime]
    made_by: Mapped[str] = mapped_column(String(80))
    locked_at: Mapped[dt.datetime | None]
    locked_for: Mapped[str] = mapped_column(String(80))


guard(RuleSet, *frozen_when("rule_set", "OLD.locked_at IS NOT NULL"))
says(
    "uq_rule_set_topic_number",
    "这套规则刚被别人改过，这次改动没有存。请刷新后再改",
)
for _deed in ("update", "delete"):
    says(
        f"rule_set_frozen_{_deed}",
        "这一版规则已经用于定稿的结果，不能再改。请另立新版本，写明从哪天起施行",
    )


@dataclass(frozen=True)
class RuleSetRow:
    """A version with its parameters as plain JSON values."""

    topic: str
    number: int
    name: str
    valid_from: dt.date
    parameters: Any
    sha256: str
    document_no: str
    reason: str
    made_by: str
    locked_for: str


def rules_in_force(work: UnitOfWork, topic: str, on: dt.date) -> RuleSetRow | None:
    """The version of `topic` in force on a day, None before the first."""
    query = (
        select(RuleSet)
        .where(RuleSet.topic == topic, RuleSet.valid_from <= on)
        .order_by(RuleSet.valid_from.desc(), RuleSet.number.desc())
        .limit(1)
    )
    found = work.session.scalar(query)
    return _row(found) if found else None


def version_of(work: UnitOfWork, topic: str, number: int) -> RuleSetRow:
    """One version of a topic, for what was decided under it. Raises UserError without it."""
    return _row(_version(work, topic, number))


def versions_of(work: UnitOfWork, topic: str) -> list[RuleSetRow]:
    """Every version of a topic, the newest first."""
    query = select(RuleSet).where(RuleSet.topic == topic).order_by(RuleSet.number.desc())
    return [_row(found) for found in work.session.scalars(query)]


def newest_of_each(work: UnitOfWork, prefix: str) -> list[RuleSetRow]:
    """The newest version of each topic that begins with `prefix`, by topic."""
    newest = (
        select(func.max(RuleSet.number))
        .where(RuleSet.topic == (same := RuleSet.__table__.alias()).c.topic)
        .correlate(same)
        .scalar_subquery()
    )
    query = (
        select(RuleSet)
        .join(same, same.c.id == RuleSet.id)
        .where(RuleSet.topic.startswith(prefix, autoescape=True), RuleSet.number == newest)
        .order_by(RuleSet.topic)
    )
    return [_row(found) for found in work.session.scalars(query)]


def add_version(
    work: UnitOfWork,
    topic: str,
    name: str,
    parameters: Any,
    *,
    valid_from: dt.date,
    document_no: str = "",
) -> RuleSetRow:
    """A new version of a topic, with the work's reason; earlier versions stay.

    Raises UserError where it repeats the version in force.
    """
    before = rules_in_force(work, topic, valid_from)
    sha256 = canonical_hash(parameters)
    if before is not None and before.sha256 == sha256:
        raise UserError(f"“{name}”与现行版本（第 {before.number} 版）完全相同，没有另存")
    number = 1 + (
        work.session.scalar(select(func.max(RuleSet.number)).where(RuleSet.topic == topic)) or 0
    )
    added = RuleSet(
        topic=topic,
        number=number,
        name=name,
        valid_from=valid_from,
        parameters=canonical_bytes(parameters).decode("utf-8"),
        sha256=sha256,
        document_no=document_no,
        reason=work.reason,
        made_at=work.now,
        made_by=work.actor.name,
        locked_at=None,
        locked_for="",
    )
    work.session.add(added)
    work.session.flush()
    work.record(
        "add_rules",
        f"{name} 第 {number} 版",
        before=before.parameters if before else None,
        after=parameters,
    )
    return _row(added)


def lock_rules(work: UnitOfWork, topic: str, number: int, purpose: str) -> None:
    """Lock a version, since a decided result rests on it; locking twice is harmless."""
    found = _version(work, topic, number)
    if found.locked_at is None:
        found.locked_at = work.now
        found.locked_for = purpose
        work.record("lock_rules", f"{found.name} 第 {number} 版", purpose)


def _version(work: UnitOfWork, topic: str, number: int) -> RuleSet:
    query = select(RuleSet).where(RuleSet.topic == topic, RuleSet.number == number)
    found = work.session.scalar(query)
    if found is None:
        raise UserError(f"没有“{topic}”第 {number} 版规则。请先另存这一版")
    return found


def _row(found: RuleSet) -> RuleSetRow:
    return RuleSetRow(
        found.topic,
        found.number,
        found.name,
        found.valid_from,
        json.loads(found.parameters),
        found.sha256,
        found.document_no,
        found.reason,
        found.made_by,
        found.locked_for,
    )
