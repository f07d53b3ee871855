"""Judges who do not mark an entrant, and why."""

from __future__ import annotations

from sqlalchemy import select

from hrgrid.core.errors import UserError
from hrgrid.panels.model import Entrant, Panel, Recusal, Seat, Sheet
from hrgrid.panels.queries.recusing import proposed_recusals
from hrgrid.panels.rules.words import LIVE_SHEETS, Ground, SheetState
from hrgrid.panels.service.opening import run_panel, said
from hrgrid.storage.work import UnitOfWork


def recuse(work: UnitOfWork, seat_id: int, entrant_id: int, ground: Ground, note: str = "") -> None:
    """The judge does not mark the entrant; a sheet that stands is void, with the reason.

    Raises UserError for "other" without a note, and where a sheet stands and no reason is given.
    """
    panel, seat, entrant = _pair(work, seat_id, entrant_id)
    if ground is Ground.OTHER and not note.strip():
        raise UserError("回避事由选“其他”时要写明情况。请填上说明")
    sheet = work.session.scalars(
        select(Sheet).where(
            Sheet.seat_id == seat_id, Sheet.entrant_id == entrant_id, Sheet.state.in_(LIVE_SHEETS)
        )
    ).one_or_none()
    if sheet is not None:
        why = said(work, note)
        sheet.state, sheet.void_reason = SheetState.VOID, f"{ground.label}回避：{why}"
        work.session.flush()
    work.session.add(
        Recusal(
            seat_id=seat_id,
            entrant_id=entrant_id,
            panel_id=panel.id,
            ground=ground,
            note=note.strip(),
            made_at=work.now,
            made_by=work.actor.name,
        )
    )
    work.session.flush()
    work.record(
        "recuse_judge",
        f"{panel.title} 评委 {seat.seat_no} {seat.name}",
        note or None,
        after={"entrant": entrant.name, "ground": ground.value},
    )


def recuse_proposed(work: UnitOfWork, panel_id: int) -> int:
    """Take every proposal (the same unit) for decided; how many there were."""
    proposals = proposed_recusals(work, panel_id)
    for each in proposals:
        recuse(work, each.seat.id, each.entrant.id, each.ground, each.reason)
    return len(proposals)


def lift_recusal(work: UnitOfWork, seat_id: int, entrant_id: int) -> None:
    """The recusal was a mistake: the judge marks the entrant after all."""
    panel, seat, entrant = _pair(work, seat_id, entrant_id)
    found = work.session.get(Recusal, (seat_id, entrant_id))
    if found is None:
        raise UserError(f"评委“{seat.name}”对“{entrant.name}”没有登记回避。请刷新后核对")
    work.session.delete(found)
    work.session.flush()
    work.record(
        "lift_recusal",
        f"{panel.title} 评委 {seat.seat_no} {seat.name}",
        before={"entrant": entrant.name, "ground": found.ground.value},
    )


def _pair(work: UnitOfWork, seat_id: int, entrant_id: int) -> tuple[Panel, Seat, Entrant]:
    seat, entrant = work.session.get(Seat, seat_id), work.session.get(Entrant, entrant_id)
    if seat is None or entrant is None or seat.panel_id != entrant.panel_id:
        raise UserError("评委和选手不在同一场评分里。请刷新后再办")
    return run_panel(work, seat.panel_id), seat, entrant
