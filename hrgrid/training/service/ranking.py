"""Rankings computed and kept: with the hashes of what they follow from and of what came out."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from typing import Any

from sqlalchemy import func, select

from hrgrid.core.errors import UserError
from hrgrid.core.hashing import canonical_bytes, canonical_hash
from hrgrid.panels.rules.words import PanelState
from hrgrid.storage.bulk import insert_rows
from hrgrid.storage.work import UnitOfWork
from hrgrid.training.model import Competition, CompetitionLine, CompetitionRun
from hrgrid.training.queries.competition_inputs import (
    Inputs,
    applied_run,
    input_hash,
    rank_inputs,
    read_inputs,
)
from hrgrid.training.rules.competing import CompetitionState, RankingRunState
from hrgrid.training.rules.competition import competition_rule_hash
from hrgrid.training.rules.standing_rows import AllRankings, RankedLine
from hrgrid.training.service.competition_steps import competition_of, named

_S = CompetitionState


@dataclass(frozen=True)
class RunSummary:
    """A ranking that was stored; `ties` are left open."""

    run_id: int
    number: int
    input_hash: str
    output_hash: str
    lines: int
    ties: int


def make_rankings(work: UnitOfWork, competition_id: int) -> RunSummary:
    """All rankings of a competition whose events are closed; again only with a reason."""
    competition = competition_of(work, competition_id, _S.SCORING_CLOSED, _S.CHECKED)
    if applied_run(work, competition_id) is not None:
        work.require_reason()
    return rank_anew(work, competition, work.reason)


def rank_anew(work: UnitOfWork, competition: Competition, reason: str) -> RunSummary:
    """The same for a caller who holds the competition; a ranking that stood is void."""
    inputs = read_inputs(work, competition)
    refuse_open(inputs)
    found = rank_inputs(inputs)
    before = applied_run(work, competition.id)
    if before is not None:
        before.state = RankingRunState.VOID
        work.session.flush()
    last = select(func.max(CompetitionRun.number)).where(
        CompetitionRun.competition_id == competition.id
    )
    number = 1 + (work.session.scalar(last) or 0)
    run = CompetitionRun(
        competition_id=competition.id,
        number=number,
        rule_sha256=competition_rule_hash(competition.rule),
        input_hash=input_hash(inputs),
        output_hash=output_hash(found),
        state=RankingRunState.APPLIED,
        reason=reason.strip() if number == 1 or reason.strip() else "重新排名",
        made_at=work.now,
        made_by=work.actor.name,
    )
    work.session.add(run)
    work.session.flush()
    ids = {each.number: each.id for each in inputs.entrants}
    insert_rows(
        work,
        CompetitionLine,
        [_row(run.id, ids[line.number], line) for line in found.lines],
    )
    work.record(
        "rank_competition",
        f"{named(competition)} 第 {number} 次",
        reason or None,
        after={"input": run.input_hash, "output": run.output_hash, "ties": len(found.ties)},
    )
    return RunSummary(
        run.id, number, run.input_hash, run.output_hash, len(found.lines), len(found.ties)
    )


def refuse_open(inputs: Inputs) -> None:
    """UserError while an event takes marks: a ranking of half the marks is none."""
    still = [one.event.title for one in inputs.events if one.view.state is PanelState.OPEN]
    if still:
        raise UserError(f"“{'”“'.join(still)}”还没有截止评分，不能排名。请先截止")


def output_hash(found: AllRankings) -> str:
    """What came out, by numbers: the same on every computer."""
    return canonical_hash(
        [
            (line.ranking, line.number, line.total, line.shown, line.rank, line.tied, line.note)
            for line in sorted(found.lines, key=lambda line: (line.ranking, line.number))
        ]
    )


def explain_text(line: RankedLine) -> str:
    """What a line says of itself besides its columns, as canonical JSON."""
    told: dict[str, Any] = {
        "decimals": line.decimals,
        "beside": line.beside,
        "partial": line.partial,
        "parts": [asdict(part) for part in line.parts],
        "compared": [asdict(step) for step in line.compared],
        "dropped": [asdict(mark) for mark in line.dropped],
    }
    return canonical_bytes(told).decode("utf-8")


def _row(run_id: int, entrant_id: int, line: RankedLine) -> dict[str, Any]:
    return {
        "run_id": run_id,
        "ranking": line.ranking,
        "entrant_id": entrant_id,
        "total_num": None if line.total is None else str(line.total.numerator),
        "total_den": None if line.total is None else line.total.denominator,
        "shown": line.shown,
        "rank": line.rank,
        "tied": line.tied,
        "note": line.note[:200],
        "explain": explain_text(line),
    }


def lot_text(numbers: tuple[int, ...]) -> str:
    """Numbers as JSON."""
    return json.dumps(list(numbers))
