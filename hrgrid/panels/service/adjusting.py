"""Points beside the marks: deducted for overtime, added for what the rules reward."""

from __future__ import annotations

from hrgrid.core.errors import UserError
from hrgrid.core.tabulation import mark_text
from hrgrid.panels.model import Adjustment, Entrant
from hrgrid.panels.rules.words import AdjustmentKind
from hrgrid.panels.service.opening import run_panel, said
from hrgrid.storage.work import UnitOfWork


def adjust(
    work: UnitOfWork,
    entrant_id: int,
    kind: AdjustmentKind,
    label: str,
    milli: int,
    *,
    reason: str | None = None,
) -> int:
    """Deduct or add `milli` thousandths (positive) on the total of an entrant; the id."""
    entrant = work.session.get(Entrant, entrant_id)
    if entrant is None:
        raise UserError("这名选手不在了。请刷新后再办")
    panel = run_panel(work, entrant.panel_id)
    if milli <= 0:
        raise UserError(f"{kind.label} {mark_text(milli)} 不行。请填大于零的分值")
    if not label.strip():
        raise UserError(f"{kind.label}没有名目。请填上名目，如“超时”")
    why = said(work, reason)
    row = Adjustment(
        panel_id=panel.id,
        entrant_id=entrant_id,
        kind=kind,
        label=label.strip(),
        milli=milli,
        reason=why,
        made_at=work.now,
        made_by=work.actor.name,
        void_reason="",
    )
    work.session.add(row)
    work.session.flush()
    work.record(
        "adjust_points",
        f"{panel.title} {entrant.name}",
        why,
        after={"kind": kind.value, "label": row.label, "points": mark_text(milli)},
    )
    return row.id


def void_adjustment(work: UnitOfWork, adjustment_id: int, reason: str | None = None) -> None:
    """Points that shall not count after all."""
    row = work.session.get(Adjustment, adjustment_id)
    if row is None or row.void_reason:
        raise UserError("这笔加扣分已经撤销。请刷新后核对")
    panel = run_panel(work, row.panel_id)
    entrant = work.session.get_one(Entrant, row.entrant_id)
    row.void_reason = said(work, reason)
    work.session.flush()
    work.record(
        "void_points",
        f"{panel.title} {entrant.name}",
        row.void_reason,
        before={"kind": row.kind.value, "label": row.label, "points": mark_text(row.milli)},
    )
