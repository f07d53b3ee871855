"""What happened in a case, one thing after the other."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy import select

from hrgrid.exits.model import ExitReceipt, ExitRemedy, ExitStep, ExitTalk
from hrgrid.exits.queries.scope import seen_case
from hrgrid.exits.rules.case_rows import TimelineRow
from hrgrid.exits.rules.words import ExitState
from hrgrid.storage.work import UnitOfWork


def timeline_of(work: UnitOfWork, case_id: int) -> list[TimelineRow]:
    """Steps, further talks, results of remedies and receipts by their day, the newest last."""
    found = seen_case(work, case_id)
    rows = [
        TimelineRow(
            step.happened_on, step.at, step.state.label, step.note, step.document_no, step.made_by
        )
        for step in _steps(work, found.id)
    ]
    rows += [
        TimelineRow(talk.held_on, talk.made_at, "又约谈", "", "", talk.made_by)
        for talk in _of(work, ExitTalk, found.id)[1:]
    ]
    for remedy in _of(work, ExitRemedy, found.id):
        if remedy.done_on is not None:
            told = f"{remedy.kind.label}：{remedy.result}"
            rows.append(TimelineRow(remedy.done_on, None, "补训或调岗完成", told, "", ""))
    for paper in _of(work, ExitReceipt, found.id):
        told = paper.how.label + (f"（见证人：{paper.witness}）" if paper.witness else "")
        label = f"送达{paper.paper.label}"
        rows.append(
            TimelineRow(paper.delivered_on, paper.made_at, label, told, paper.number, paper.made_by)
        )
    last = dt.datetime.max.replace(tzinfo=dt.UTC)
    rows.sort(key=lambda row: (row.on, row.at or last))
    return rows


def reached(work: UnitOfWork, case_id: int) -> list[tuple[ExitState, dt.date, str]]:
    """The states that a case came to with day and words, the oldest first."""
    return [(row.state, row.happened_on, row.note) for row in _steps(work, case_id)]


def _steps(work: UnitOfWork, case_id: int) -> list[ExitStep]:
    query = select(ExitStep).where(ExitStep.case_id == case_id).order_by(ExitStep.seq)
    return list(work.session.scalars(query))


def _of(work: UnitOfWork, model: Any, case_id: int) -> list[Any]:
    query = select(model).where(model.case_id == case_id).order_by(model.id)
    return list(work.session.scalars(query))
