"""Collecting rounds as they stand: who has returned what, who is late."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Sequence
from typing import Any

from sqlalchemy import select

from hrgrid.core.errors import UserError
from hrgrid.exchange.model import Collection, CollectionReturn, CollectionSheet
from hrgrid.exchange.rules.collect_rows import ReturnedRow, RoundRow, UnitRow
from hrgrid.exchange.rules.words import CollectionState, CollectKind, SheetState
from hrgrid.storage.work import UnitOfWork


def rounds_of(work: UnitOfWork, kind: CollectKind, subject: str) -> list[RoundRow]:
    """The rounds about one subject, the newest first; three statements however many there are.

    Units stand in the order in which they were asked, each with its current workbook; what came
    back of an older edition is among its returns.
    """
    query = (
        select(Collection)
        .where(Collection.kind == kind, Collection.subject == subject)
        .order_by(Collection.id.desc())
    )
    return _rows(work, list(work.session.scalars(query)))


def open_rounds(work: UnitOfWork, today: dt.date) -> list[RoundRow]:
    """Every round that still takes workbooks and that the actor's area covers; due ones first."""
    query = (
        select(Collection)
        .where(Collection.state == CollectionState.OPEN)
        .order_by(Collection.due_on, Collection.id)
    )
    paths = {grant.area_path for grant in work.actor.grants}
    seen = [
        one
        for one in work.session.scalars(query)
        if any(one.area_path.startswith(path) for path in paths)
    ]
    return _rows(work, seen, today)


def round_row(work: UnitOfWork, round_id: int) -> RoundRow:
    """One round; UserError where there is none."""
    found = work.session.get(Collection, round_id)
    if found is None:
        raise UserError("没有这一轮收集。请刷新后再选")
    return _rows(work, [found])[0]


def _rows(
    work: UnitOfWork, rounds: Sequence[Collection], today: dt.date | None = None
) -> list[RoundRow]:
    ids = [one.id for one in rounds]
    sheets = list(
        work.session.scalars(
            select(CollectionSheet)
            .where(CollectionSheet.collection_id.in_(ids))
            .order_by(CollectionSheet.id)
        )
    )
    came: dict[int, list[Any]] = {}
    returns = (
        select(
            CollectionReturn.sheet_id,
            CollectionReturn.number,
            CollectionReturn.file_name,
            CollectionReturn.received_at,
            CollectionReturn.received_by,
            CollectionReturn.merged_at,
            CollectionReturn.merged_by,
            CollectionReturn.counts,
        )
        .join(CollectionSheet, CollectionSheet.id == CollectionReturn.sheet_id)
        .where(CollectionSheet.collection_id.in_(ids))
        .order_by(CollectionReturn.received_at, CollectionReturn.id)
    )
    for row in work.session.execute(returns):
        came.setdefault(row.sheet_id, []).append(row)
    on = today or work.today
    return [_round(one, sheets, came, on) for one in rounds]


def _round(
    row: Collection,
    sheets: Sequence[CollectionSheet],
    came: dict[int, list[Any]],
    today: dt.date,
) -> RoundRow:
    editions: dict[str, list[CollectionSheet]] = {}
    for sheet in sheets:
        if sheet.collection_id == row.id:
            editions.setdefault(sheet.unit_path, []).append(sheet)
    return RoundRow(
        row.id,
        row.kind,
        row.subject,
        row.title,
        row.area_path,
        tuple(json.loads(row.columns)["asked"]),
        row.due_on,
        row.state,
        row.made_at,
        row.made_by,
        row.ended_at,
        row.ended_by,
        row.end_reason,
        tuple(_unit(row, found, came, today) for found in editions.values()),
    )


def _unit(
    row: Collection,
    editions: Sequence[CollectionSheet],
    came: dict[int, list[Any]],
    today: dt.date,
) -> UnitRow:
    sheet = editions[-1]
    waited = row.state is CollectionState.OPEN and sheet.state is SheetState.OUT
    found = sorted(
        ((one, each.edition) for each in editions for one in came.get(each.id, ())),
        key=lambda pair: (pair[1], pair[0].number),
    )
    counts = json.loads(found[-1][0].counts) if found and found[-1][1] == sheet.edition else {}
    return UnitRow(
        sheet.id,
        sheet.unit_path,
        sheet.unit_name,
        sheet.edition,
        sheet.uid,
        sheet.state,
        sheet.row_count,
        sheet.note,
        sheet.made_at,
        sheet.reminded_on,
        (row.due_on - today).days if waited else None,
        tuple(
            ReturnedRow(
                one.number,
                one.file_name,
                one.received_at,
                one.received_by,
                one.merged_at,
                one.merged_by,
                edition,
            )
            for one, edition in found
        ),
        counts.get("to_take", 0),
        counts.get("to_decide", 0),
        counts.get("unread", 0),
        counts.get("told", 0),
    )
