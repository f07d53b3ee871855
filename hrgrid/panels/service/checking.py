"""Two typings that differ: one goes back to its typist, or is given up."""

from __future__ import annotations

from sqlalchemy import select

from hrgrid.core.errors import UserError
from hrgrid.panels.model import Entrant, Keying, Mark, Panel, Sheet
from hrgrid.panels.rules.words import KeyingState, SheetState
from hrgrid.panels.service.opening import run_panel, said
from hrgrid.storage.work import UnitOfWork


def return_keying(work: UnitOfWork, sheet_id: int, pass_no: int) -> int:
    """Clear the differing cells of one typing, for the same person to type again; how many.

    The cells that agree stay.
    """
    panel, sheet = _different(work, sheet_id)
    one, two = (_marks(work, _live(work, sheet_id, number)) for number in (1, 2))
    back = {1: one, 2: two}[pass_no]
    wrong = [
        back[item]
        for item in back
        if item in one and item in two and _plain(one[item]) != _plain(two[item])
    ]
    for mark in wrong:
        work.session.delete(mark)
    work.session.flush()
    sheet.state = SheetState.CHECKING
    work.session.flush()
    work.record(
        "return_keying", _named(work, panel, sheet), after={"pass": pass_no, "cells": len(wrong)}
    )
    return len(wrong)


def discard_keying(
    work: UnitOfWork, sheet_id: int, pass_no: int | None, reason: str | None = None
) -> None:
    """Give up one typing, or both (None), with the reason; it has to be typed anew.

    Where the first goes, the second takes its place, so that somebody else types the second.
    """
    panel, sheet = _different(work, sheet_id)
    why = said(work, reason)
    for number in (1, 2) if pass_no is None else (pass_no,):
        keying = _live(work, sheet_id, number)
        keying.state, keying.discard_reason = KeyingState.DISCARDED, why
    work.session.flush()
    if pass_no == 1:
        _move_up(work, _live(work, sheet_id, 2))
    sheet.state = SheetState.ENTERING
    work.session.flush()
    work.record("discard_keying", _named(work, panel, sheet), why, after={"pass": pass_no or 0})


def _move_up(work: UnitOfWork, second: Keying) -> None:
    """The second typing as the first: copied, since a typing keeps its number."""
    marks = _marks(work, second)
    second.state, second.discard_reason = KeyingState.DISCARDED, "改作第一遍"
    work.session.flush()
    first = Keying(
        sheet_id=second.sheet_id,
        pass_no=1,
        state=KeyingState.LIVE,
        keyed_by_id=second.keyed_by_id,
        keyed_by=second.keyed_by,
        keyed_at=second.keyed_at,
        alone=second.alone,
        discard_reason="",
    )
    work.session.add(first)
    work.session.flush()
    for item_id, mark in marks.items():
        work.session.add(
            Mark(
                keying_id=first.id,
                item_id=item_id,
                value_milli=mark.value_milli,
                no_mark=mark.no_mark,
            )
        )
    work.session.flush()


def _different(work: UnitOfWork, sheet_id: int) -> tuple[Panel, Sheet]:
    sheet = work.session.get(Sheet, sheet_id)
    if sheet is None:
        raise UserError("这份评分表不在了。请刷新后再办")
    panel = run_panel(work, sheet.panel_id)
    work.session.refresh(sheet)
    if sheet.state is not SheetState.DIFFERENT:
        raise UserError("这份评分表的两遍没有不一致。请刷新后核对")
    return panel, sheet


def _live(work: UnitOfWork, sheet_id: int, pass_no: int) -> Keying:
    return work.session.scalars(
        select(Keying).where(
            Keying.sheet_id == sheet_id,
            Keying.pass_no == pass_no,
            Keying.state == KeyingState.LIVE,
        )
    ).one()


def _marks(work: UnitOfWork, keying: Keying) -> dict[int, Mark]:
    query = select(Mark).where(Mark.keying_id == keying.id).order_by(Mark.item_id)
    return {mark.item_id: mark for mark in work.session.scalars(query)}


def _plain(mark: Mark) -> tuple[int | None, object]:
    return mark.value_milli, mark.no_mark


def _named(work: UnitOfWork, panel: Panel, sheet: Sheet) -> str:
    entrant = work.session.get_one(Entrant, sheet.entrant_id)
    return f"{panel.title} {entrant.name} 评委 {sheet.seat_no}"
