"""The end of marking, and opening it again with a reason."""

from __future__ import annotations

from sqlalchemy import select

from hrgrid.core.errors import UserError
from hrgrid.core.hashing import canonical_hash
from hrgrid.core.rights import Right
from hrgrid.panels.model import Sheet
from hrgrid.panels.queries.reading import panel_view
from hrgrid.panels.rules import checks, totals
from hrgrid.panels.rules.rows import PanelView
from hrgrid.panels.rules.rule import rule_text
from hrgrid.panels.rules.totals import StandingRow
from hrgrid.panels.rules.words import PanelState, SheetState
from hrgrid.panels.service.opening import held, run_panel, said
from hrgrid.storage.work import UnitOfWork

_SHOWN = 3


def close_panel(work: UnitOfWork, panel_id: int, *, judged: bool = True) -> list[StandingRow]:
    """Fix every sheet and take no more marks; the standings.

    A panel that is not `judged` keeps entrants alone: their points come from elsewhere, and
    nobody sits. Raises UserError with what blocks it (queries.blockers says all).
    """
    panel = run_panel(work, panel_id)
    view = panel_view(work, panel_id)
    rows = totals.standings(view)
    found = checks.blockers(view, rows) if judged else _nobody(view)
    if found:
        named = "；".join(each.sentence for each in found[:_SHOWN])
        more = f"；等 {len(found)} 处" if len(found) > _SHOWN else ""
        raise UserError(f"还不能截止评分：{named}{more}")
    _settle(work, view)
    panel.state, panel.closed_at, panel.closed_by = PanelState.CLOSED, work.now, work.actor.name
    work.session.flush()
    work.record(
        "close_panel",
        panel.title,
        after={"entrants": len(rows), "inputs": input_hash(view)},
    )
    return rows


def reopen_panel(work: UnitOfWork, panel_id: int, reason: str | None = None) -> None:
    """Let marks in again: what is changed becomes a new version with this reason."""
    panel = held(work, panel_id)
    work.require(Right(panel.run_right), panel.area_path)
    if panel.state is PanelState.OPEN:
        raise UserError(f"“{panel.title}”没有截止，不用重新开放")
    why = said(work, reason)
    panel.state, panel.closed_at, panel.closed_by = PanelState.OPEN, None, ""
    panel.opening += 1
    panel.reopen_reason = why
    work.session.flush()
    work.record("reopen_panel", panel.title, why)


def input_hash(view: PanelView) -> str:
    """What the totals were computed from, by business keys: rule, judges, entrants, marks."""
    keys = {entrant.id: entrant.key for entrant in view.entrants}
    codes = {item.id: item.code for item in view.items}
    return canonical_hash(
        {
            "rule": rule_text(view.rule),
            "entrants": {e.key: e.status for e in view.entrants},
            "seats": [(seat.seat_no, seat.name, seat.state) for seat in view.seats],
            "recusals": sorted((keys[e], seat) for e, seat in view.recused),
            "marks": sorted(
                (keys[entrant], seat, codes[item], str(getattr(value, "value", value)))
                for (entrant, seat, item), value in view.marks.items()
            ),
            "adjustments": sorted(
                (keys[a.entrant_id], a.kind.value, a.label, a.milli) for a in view.adjustments
            ),
        }
    )


def _nobody(view: PanelView) -> list[checks.BlockerRow]:
    """What keeps a panel without judges from closing."""
    if any(column.active for column in view.columns):
        return [
            checks.BlockerRow(
                checks.BlockerKind.NO_JUDGES, "这里不按评委打分，却排了评委。请先删去"
            )
        ]
    return [] if view.competing else [checks.blockers(view, ())[0]]


def _settle(work: UnitOfWork, view: PanelView) -> None:
    """Whole sheets of those who compete are definitive from now on."""
    competing = {entrant.id for entrant in view.competing}
    wanted = {sheet.id for sheet in view.sheets if sheet.entrant_id in competing}
    entering = select(Sheet).where(Sheet.panel_id == view.id, Sheet.state == SheetState.ENTERING)
    for sheet in work.session.scalars(entering):
        if sheet.id in wanted:
            sheet.state = SheetState.DEFINITIVE
    work.session.flush()
