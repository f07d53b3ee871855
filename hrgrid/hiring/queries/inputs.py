"""What the two rankings of a batch read, and how it differs from what a stored run read."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select

from hrgrid.core.hashing import canonical_hash
from hrgrid.core.tabulation import MARK_PLACES, mark_text
from hrgrid.hiring.model import (
    Candidate,
    CandidatePoint,
    HiringBatch,
    HiringLine,
    HiringLot,
    HiringPosition,
    HiringRun,
    HiringSeat,
    HiringStep,
)
from hrgrid.hiring.queries.marks import settled_marks
from hrgrid.hiring.rules.conditions import is_party_member
from hrgrid.hiring.rules.scheme import TOPIC, Scheme, scheme_of
from hrgrid.hiring.rules.shortlist import Sitter
from hrgrid.hiring.rules.totals import Entrant, Lot
from hrgrid.hiring.rules.words import BatchState, CandidateState, RunStage, RunState
from hrgrid.panels.queries import panels_like, standings
from hrgrid.panels.rules.words import PanelState
from hrgrid.storage.rulebook import RuleSetRow, version_of
from hrgrid.storage.work import UnitOfWork

_WRITTEN = (
    CandidateState.EXAM_ABSENT,
    CandidateState.EXAMINED,
    CandidateState.INTERVIEW,
    CandidateState.RANKED,
)
_UNWRITTEN = (CandidateState.QUALIFIED, CandidateState.INTERVIEW, CandidateState.RANKED)
_INTERVIEWED = (CandidateState.INTERVIEW, CandidateState.RANKED)


@dataclass(frozen=True)
class Interviews:
    """Marks (thousandths, as published) by candidate id; `open_rooms` still take marks."""

    marks: dict[int, int]
    rooms: int
    open_rooms: tuple[str, ...]


def rule_set_of(work: UnitOfWork, batch: HiringBatch) -> RuleSetRow:
    """The version of the scheme that a batch was opened under."""
    return version_of(work, TOPIC, batch.rule_number)


def scheme_in(work: UnitOfWork, batch: HiringBatch) -> Scheme:
    """The scheme that a batch was opened under."""
    return scheme_of(rule_set_of(work, batch).parameters)


def subject_of_rooms(batch_id: int) -> str:
    """How the panels of a batch begin: "hiring:BATCH:"."""
    return f"hiring:{batch_id}:"


def publicity_subject(batch_id: int) -> str:
    """The key under which the room `publicity` knows a batch."""
    return f"hiring:{batch_id}"


def decision_key(work: UnitOfWork, batch: HiringBatch) -> str:
    """What is approved: the list of a batch by its ranking; each later proposal anew."""
    run = applied_run(work, batch.id, RunStage.TOTAL)
    proposals = work.session.scalar(
        select(func.count()).where(
            HiringStep.batch_id == batch.id,
            HiringStep.state == BatchState.DECIDING,
            HiringStep.document_no == "",
        )
    )
    again = f":{proposals}" if (proposals or 0) > 1 else ""
    return f"hiring_batch:{batch.id}:{run.id if run else 0}{again}"


def entrant_key(candidate_id: int) -> str:
    """What panels and notices call a candidate."""
    return f"candidate:{candidate_id}"


def candidate_of_key(key: str) -> int:
    """The id in such a key."""
    return int(key.rpartition(":")[2])


def places_of(work: UnitOfWork, batch_id: int) -> dict[str, int]:
    """Grids on offer by the code of the position; one without a grid has 0."""
    query = (
        select(HiringPosition.code, func.count(HiringSeat.id))
        .outerjoin(HiringSeat, (HiringSeat.position_id == HiringPosition.id) & HiringSeat.open)
        .where(HiringPosition.batch_id == batch_id)
        .group_by(HiringPosition.code)
    )
    return {code: int(count) for code, count in work.session.execute(query)}


def extra_of(work: UnitOfWork, batch_id: int) -> dict[int, int]:
    """Extra points (thousandths, without their cap) by candidate."""
    query = (
        select(CandidatePoint.candidate_id, func.sum(CandidatePoint.milli))
        .join(Candidate, Candidate.id == CandidatePoint.candidate_id)
        .where(Candidate.batch_id == batch_id)
        .group_by(CandidatePoint.candidate_id)
    )
    return {candidate: int(milli) for candidate, milli in work.session.execute(query)}


def sitters(work: UnitOfWork, batch: HiringBatch) -> list[Sitter]:
    """Everybody whom the interview list compares, by number."""
    marks, extra = settled_marks(work, batch.id), extra_of(work, batch.id)
    found = []
    for candidate, position in _people(work, batch, _WRITTEN if batch.written else _UNWRITTEN):
        mark = marks.get(candidate.id) if batch.written else None
        found.append(
            Sitter(
                candidate.number,
                candidate.name,
                position,
                mark.value_milli if mark else None,
                extra.get(candidate.id, 0),
            )
        )
    return found


def interviews(work: UnitOfWork, batch: HiringBatch) -> Interviews:
    """What the panels of a batch published so far."""
    marks: dict[int, int] = {}
    rooms = panels_like(work, subject_of_rooms(batch.id))
    for room in rooms:
        for row in standings(work, room.id):
            if row.published is not None:
                whole, _, rest = row.published.partition(".")
                milli = int(whole + rest.ljust(MARK_PLACES, "0"))
                marks[candidate_of_key(row.entrant.key)] = milli
    still = tuple(room.title for room in rooms if room.state is PanelState.OPEN)
    return Interviews(marks, len(rooms), still)


def entrants(work: UnitOfWork, batch: HiringBatch, found: Interviews) -> list[Entrant]:
    """Everybody on the interview list with his parts, by number."""
    marks, extra = settled_marks(work, batch.id), extra_of(work, batch.id)
    people = []
    for candidate, position in _people(work, batch, _INTERVIEWED):
        mark = marks.get(candidate.id) if batch.written else None
        people.append(
            Entrant(
                candidate.number,
                candidate.name,
                position,
                mark.value_milli if mark else None,
                extra.get(candidate.id, 0),
                found.marks.get(candidate.id),
                candidate.volunteer_months,
                bool(candidate.veteran),
                is_party_member(candidate.party),
            )
        )
    return people


def lots_of(work: UnitOfWork, batch_id: int) -> list[Lot]:
    """The lots drawn in a batch, the oldest first."""
    query = (
        select(HiringLot, HiringPosition.code)
        .join(HiringPosition, HiringPosition.id == HiringLot.position_id)
        .where(HiringLot.batch_id == batch_id)
        .order_by(HiringLot.id)
    )
    return [
        Lot(code, frozenset(json.loads(row.tied)), tuple(json.loads(row.result)))
        for row, code in work.session.execute(query)
    ]


def input_hash(
    batch: HiringBatch, rule_sha256: str, places: dict[str, int], people: Any, lots: Any = ()
) -> str:
    """What a run read, by business keys; names are left out, since they may be erased."""
    plain = [{name: value for name, value in vars(one).items() if name != "name"} for one in people]
    drawn = [[lot.position, sorted(lot.tied), list(lot.result)] for lot in lots]
    return canonical_hash([batch.number, batch.written, rule_sha256, places, plain, drawn])


def applied_run(work: UnitOfWork, batch_id: int, stage: RunStage) -> HiringRun | None:
    """The run of a stage that counts; None before the first."""
    return work.session.scalar(
        select(HiringRun).where(
            HiringRun.batch_id == batch_id,
            HiringRun.stage == stage,
            HiringRun.state == RunState.APPLIED,
        )
    )


def changed_since(work: UnitOfWork, batch: HiringBatch, stage: RunStage) -> list[str]:
    """What is otherwise than the counting run of a stage read it; sentences, empty for nothing."""
    run = applied_run(work, batch.id, stage)
    if run is None:
        return []
    query = (
        select(HiringLine, Candidate.number)
        .join(Candidate, Candidate.id == HiringLine.candidate_id)
        .where(HiringLine.run_id == run.id)
    )
    before = {
        number: (line.exam_milli, line.extra_milli, line.interview_milli)
        for line, number in work.session.execute(query)
    }
    if stage is RunStage.INTERVIEW_LIST:
        now: dict[str, tuple[int | None, int, int | None]] = {
            one.key: (one.exam_milli, one.extra_milli, None) for one in sitters(work, batch)
        }
    else:
        now = {
            one.key: (one.exam_milli, one.extra_milli, one.interview_milli)
            for one in entrants(work, batch, interviews(work, batch))
        }
    said = []
    for number in sorted(before.keys() & now.keys()):
        for what, was, is_now in zip(
            ("笔试成绩", "加分", "面试成绩"), before[number], now[number], strict=True
        ):
            if was != is_now:
                said.append(f"报名号 {number} 的{what}由 {_told(was)} 改为 {_told(is_now)}")
    said += [f"报名号 {number} 是排名后加入的" for number in sorted(now.keys() - before.keys())]
    return said


def _told(milli: int | None) -> str:
    return "无" if milli is None else mark_text(milli)


def _people(
    work: UnitOfWork, batch: HiringBatch, states: tuple[CandidateState, ...]
) -> list[tuple[Candidate, str]]:
    query = (
        select(Candidate, HiringPosition.code)
        .join(HiringPosition, HiringPosition.id == Candidate.position_id)
        .where(Candidate.batch_id == batch.id, Candidate.state.in_(states))
        .order_by(Candidate.number)
    )
    return [(candidate, code) for candidate, code in work.session.execute(query)]
