"""One round at work: its kind, its columns as it asked for them, what the office holds now."""

from __future__ import annotations

import json
from collections.abc import Sequence
from functools import cached_property

from sqlalchemy import select

from hrgrid.core.errors import UserError
from hrgrid.exchange.model import Collection, CollectionReturn, CollectionSheet
from hrgrid.exchange.queries.collect_kinds import Collecting
from hrgrid.exchange.queries.contents import open_sent
from hrgrid.exchange.rules.collecting import CollectSpec, HeldRow, Unit
from hrgrid.exchange.rules.words import CollectionState, SheetState
from hrgrid.storage.work import UnitOfWork


class Asking:
    """A round in a unit of work."""

    def __init__(self, work: UnitOfWork, collecting: Collecting, row: Collection) -> None:
        self.work, self.collecting, self.row = work, collecting, row

    @cached_property
    def spec(self) -> CollectSpec:
        """The columns as the round asked for them."""
        asked = tuple(json.loads(self.row.columns)["asked"])
        return self.collecting.spec(self.work, self.row.subject, asked)

    def spec_of(self, sheet: CollectionSheet) -> CollectSpec:
        """The columns that stood in one workbook."""
        sent = open_sent(self.work.keyring, self.spec, sheet.content)
        return self.spec.without(
            *(one.key for one in self.spec.columns if one.key not in sent.columns)
        )

    def held(self, sheets: Sequence[CollectionSheet]) -> dict[str, list[HeldRow]]:
        """What the office holds now of the units of these workbooks, by path."""
        units = {one.unit_path: Unit(one.unit_path, one.unit_name) for one in sheets}
        if not units:
            return {}
        return self.collecting.rows(self.work, self.row.subject, self.spec, list(units.values()))

    def last_returns(
        self, sheet_ids: Sequence[int] | None = None
    ) -> list[tuple[CollectionSheet, CollectionReturn]]:
        """The workbooks that came back, each with its last return."""
        query = (
            select(CollectionSheet, CollectionReturn)
            .join(CollectionReturn, CollectionReturn.sheet_id == CollectionSheet.id)
            .where(CollectionSheet.collection_id == self.row.id)
            .order_by(CollectionSheet.id, CollectionReturn.number)
        )
        if sheet_ids is not None:
            query = query.where(CollectionSheet.id.in_(list(sheet_ids)))
        last: dict[int, tuple[CollectionSheet, CollectionReturn]] = {}
        for sheet, row in self.work.session.execute(query).tuples():
            last[sheet.id] = (sheet, row)
        return list(last.values())


def any_round(work: UnitOfWork, collecting: Collecting, round_id: int) -> Asking:
    """A round of this kind, ended or not, the right asked."""
    found = work.session.get(Collection, round_id)
    if found is None or found.kind is not collecting.kind:
        raise UserError("没有这一轮收集。请刷新后再选")
    work.require(collecting.right, found.area_path)
    return Asking(work, collecting, found)


def open_one(work: UnitOfWork, collecting: Collecting, round_id: int) -> Asking:
    """An open round of this kind, the right asked; UserError where it has ended."""
    asking = any_round(work, collecting, round_id)
    found = asking.row
    if found.state is not CollectionState.OPEN:
        raise UserError(f"“{found.title}”这一轮{found.state.label}，不能再办。要再收请另开一轮")
    return asking


def open_sheets(
    work: UnitOfWork, collecting: Collecting, sheet_ids: Sequence[int]
) -> tuple[Asking, list[CollectionSheet]]:
    """Current workbooks of one open round, in their order."""
    query = (
        select(CollectionSheet)
        .where(CollectionSheet.id.in_(list(sheet_ids)))
        .order_by(CollectionSheet.id)
    )
    sheets = list(work.session.scalars(query))
    rounds = {one.collection_id for one in sheets}
    if len(rounds) != 1 or len(sheets) != len(set(sheet_ids)):
        raise UserError("选的单位不在同一轮里，或已有变动。请刷新后再选")
    for one in sheets:
        if one.state is SheetState.REPLACED:
            raise UserError(f"{one.unit_name}的表已换了新版。请刷新后再办")
    return open_one(work, collecting, rounds.pop()), sheets
