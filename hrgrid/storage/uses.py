"""Which facts a run used, so that a correction can first list the results that rest on them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import Index, String, insert, select
from sqlalchemy.orm import Mapped, mapped_column

from hrgrid.storage.base import Base, guard
from hrgrid.storage.triggers import append_only
from hrgrid.storage.work import UnitOfWork


class FactUse(Base):
    """One fact in the version that one run read."""

    __tablename__ = "fact_use"
    __label__ = "计算所用数据"
    __table_args__ = (Index("ix_fact_use_fact", "fact_kind", "fact_key"),)

    run_kind: Mapped[str] = mapped_column(String(40), primary_key=True)
    run_key: Mapped[str] = mapped_column(String(80), primary_key=True)
    fact_kind: Mapped[str] = mapped_column(String(40), primary_key=True)
    fact_key: Mapped[str] = mapped_column(String(80), primary_key=True)
    fact_version: Mapped[int]


guard(FactUse, *append_only("fact_use"))


@dataclass(frozen=True)
class Fact:
    """A fact by its business key and row version."""

    kind: str
    key: str
    version: int


@dataclass(frozen=True)
class RunRow:
    """A run that used a fact, and the version it saw."""

    kind: str
    key: str
    seen_version: int


_BLOCK = 5_000


def register_uses(work: UnitOfWork, run_kind: str, run_key: str, facts: Iterable[Fact]) -> int:
    """Note what a run read; returns how many facts. Steps the work's progress by block."""
    rows = [
        {
            "run_kind": run_kind,
            "run_key": run_key,
            "fact_kind": fact.kind,
            "fact_key": fact.key,
            "fact_version": fact.version,
        }
        for fact in facts
    ]
    work.progress.begin("登记所用数据", len(rows))
    for start in range(0, len(rows), _BLOCK):
        block = rows[start : start + _BLOCK]
        work.session.execute(insert(FactUse), block)
        work.progress.step(len(block))
    return len(rows)


def runs_that_used(work: UnitOfWork, fact_kind: str, fact_key: str) -> list[RunRow]:
    """The runs whose results rest on a fact, by kind and key."""
    query = (
        select(FactUse.run_kind, FactUse.run_key, FactUse.fact_version)
        .where(FactUse.fact_kind == fact_kind, FactUse.fact_key == fact_key)
        .order_by(FactUse.run_kind, FactUse.run_key)
    )
    return [RunRow(*row) for row in work.session.execute(query)]
