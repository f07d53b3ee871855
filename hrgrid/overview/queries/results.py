"""Results that rest on what was known of a person, listed before somebody corrects it (更正)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import select

from hrgrid.documents.queries import certificates_of_sources
from hrgrid.documents.rules import CertificateState
from hrgrid.honours.queries.uses import grants_of, uses_of
from hrgrid.honours.rules.words import GrantState, RunState
from hrgrid.storage.uses import runs_that_used
from hrgrid.storage.work import UnitOfWork
from hrgrid.workforce.model import Person
from hrgrid.workforce.queries import person_card
from hrgrid.workforce.queries.persons import same_person_ids

# Runs of this kind are told by what the selection itself keeps of them.
_HONOURS = "honours"


@dataclass(frozen=True)
class ResultRow:
    """One result: what it is, what came of it for this person, and whether it is in force."""

    what: str
    outcome: str
    stands: bool


def results_of(work: UnitOfWork, person_id: int) -> list[ResultRow]:
    """What used the values on file: selections, decided honours, issued certificates, runs.

    Refused as the card is for who may not look at the person.
    """
    person_card(work, person_id)
    ids = same_person_ids(work, person_id)
    return [*_selections(work, ids), *_honours(work, ids), *_others(work, ids)]


def _selections(work: UnitOfWork, ids: tuple[int, ...]) -> Iterator[ResultRow]:
    for row in uses_of(work, ids):
        what = f"{row.year} 年“{row.title}”第 {row.freezing} 次冻结"
        if row.run is None or row.run_state is None:
            yield ResultRow(what, "还没有计算名单", stands=True)
            continue
        what += f"，第 {row.run} 次计算（{row.run_state.label}）"
        tier = f"{row.tier.label}：" if row.tier is not None else ""
        outcome = f"{tier}{row.outcome.label}" if row.outcome is not None else "不在名单里"
        yield ResultRow(what, outcome, stands=row.run_state is not RunState.VOID)


def _honours(work: UnitOfWork, ids: tuple[int, ...]) -> Iterator[ResultRow]:
    grants = grants_of(work, ids)
    issued = certificates_of_sources(work, [row.source for row in grants])
    for row in grants:
        yield ResultRow(
            f"{row.year} 年“{row.title}”{row.tier.label}",
            f"{row.state.label}，印作“{row.printed_name}”",
            stands=row.state is not GrantState.REVOKED,
        )
    for paper in issued:
        yield ResultRow(
            f"证书 {paper.shown}",
            f"{paper.state.label}，写着“{paper.name}”",
            stands=paper.state is CertificateState.ISSUED,
        )


def _others(work: UnitOfWork, ids: tuple[int, ...]) -> Iterator[ResultRow]:
    """Runs of rooms that keep no list of their own yet: at least their kind and key."""
    numbers = select(Person.number).where(Person.id.in_(ids))
    for number in work.session.scalars(numbers):
        for run in runs_that_used(work, "person", number):
            if run.kind != _HONOURS:
                yield ResultRow(f"{run.kind} {run.key}", "用过这份档案", stands=True)
