"""Protests against a posted result: filed in time, accepted or not, decided with a finding."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from sqlalchemy import func, select

from hrgrid.core.errors import UserError
from hrgrid.storage.work import UnitOfWork
from hrgrid.training.model import (
    Competition,
    CompetitionEntrant,
    CompetitionEvent,
    CompetitionProtest,
)
from hrgrid.training.queries.competition_blocking import protests_until
from hrgrid.training.rules.competing import FIXED, CompetitionState, ProtestState
from hrgrid.training.service.competition_steps import competition_of, named, told

_S = CompetitionState


@dataclass(frozen=True)
class ProtestForm:
    """Who protests for whom against what; `filed_at` where the paper came earlier than typed."""

    competitor_id: int
    filed_by: str
    content: str
    event_id: int | None = None
    scan_sha256: str | None = None
    filed_at: dt.datetime | None = None


def file_protest(work: UnitOfWork, competition_id: int, form: ProtestForm) -> int:
    """Register a protest; its number. One after the window needs a reason, as has one too late."""
    competition = competition_of(work, competition_id, _S.CHECKED, *FIXED)
    entrant = work.session.get(CompetitionEntrant, form.competitor_id)
    if entrant is None or entrant.competition_id != competition_id:
        raise UserError("申诉的选手不在这场比武里。请刷新后再选")
    event = None if form.event_id is None else work.session.get(CompetitionEvent, form.event_id)
    if form.event_id is not None and (event is None or event.competition_id != competition_id):
        raise UserError("申诉的项目不在这场比武里。请刷新后再选")
    if not form.filed_by.strip() or not form.content.strip():
        raise UserError("申诉要写明申诉人和内容。请补上")
    filed_at, until = form.filed_at or work.now, protests_until(competition)
    if filed_at > work.now or (competition.posted_at and filed_at < competition.posted_at):
        raise UserError("提出申诉的时间要在张榜之后、现在之前。请核对")
    if until is not None and filed_at > until and not work.reason.strip():
        raise UserError(
            f"申诉时间到 {until.astimezone():%Y-%m-%d %H:%M} 已经满了。仍要登记的请写明原因"
        )
    last = select(func.max(CompetitionProtest.number)).where(
        CompetitionProtest.competition_id == competition_id
    )
    number = 1 + (work.session.scalar(last) or 0)
    work.session.add(
        CompetitionProtest(
            competition_id=competition_id,
            number=number,
            event_id=form.event_id,
            entrant_id=entrant.id,
            filed_by=form.filed_by.strip(),
            filed_at=filed_at,
            content=form.content.strip(),
            state=ProtestState.FILED,
            finding="",
            decided_by="",
            decided_at=None,
            scan_sha256=form.scan_sha256,
        )
    )
    work.session.flush()
    work.record(
        "file_protest",
        f"{named(competition)} 第 {number} 号申诉",
        after={
            "entrant": told(entrant),
            "event": event.title if event is not None else "",
            "by": form.filed_by.strip(),
            "content": form.content.strip(),
        },
    )
    return number


def accept_protest(work: UnitOfWork, protest_id: int) -> None:
    """Look into it."""
    competition, protest = _protest(work, protest_id, ProtestState.FILED)
    protest.state = ProtestState.ACCEPTED
    _decided(work, competition, protest)


def refuse_protest(work: UnitOfWork, protest_id: int, finding: str, decided_by: str = "") -> None:
    """Not looked into, and why."""
    competition, protest = _protest(work, protest_id, ProtestState.FILED)
    _find(work, protest, ProtestState.REFUSED, finding, decided_by)
    _decided(work, competition, protest)


def decide_protest(
    work: UnitOfWork, protest_id: int, finding: str, decided_by: str = "", *, upheld: bool
) -> None:
    """Upheld or denied, with the finding; one upheld changes no mark by itself.

    Before the result is fixed its event is opened again, afterwards a re-score follows.
    """
    competition, protest = _protest(work, protest_id, ProtestState.ACCEPTED)
    state = ProtestState.UPHELD if upheld else ProtestState.DENIED
    _find(work, protest, state, finding, decided_by)
    _decided(work, competition, protest)


def _protest(
    work: UnitOfWork, protest_id: int, state: ProtestState
) -> tuple[Competition, CompetitionProtest]:
    found = work.session.get(CompetitionProtest, protest_id)
    if found is None:
        raise UserError("这件申诉不在了。请刷新后再办")
    competition = competition_of(work, found.competition_id)
    work.session.refresh(found)
    if found.state is not state:
        raise UserError(
            f"第 {found.number} 号申诉现在是“{found.state.label}”，不能再办这一步。请刷新后查看"
        )
    return competition, found


def _find(
    work: UnitOfWork,
    protest: CompetitionProtest,
    state: ProtestState,
    finding: str,
    decided_by: str,
) -> None:
    if not finding.strip():
        raise UserError(f"第 {protest.number} 号申诉没有写结论的理由。请填上")
    protest.state, protest.finding = state, finding.strip()
    protest.decided_by, protest.decided_at = decided_by.strip() or work.actor.name, work.now


def _decided(work: UnitOfWork, competition: Competition, protest: CompetitionProtest) -> None:
    work.session.flush()
    work.record(
        "decide_protest",
        f"{named(competition)} 第 {protest.number} 号申诉",
        after={
            "protest_state": protest.state.value,
            "finding": protest.finding,
            "by": protest.decided_by,
        },
    )
