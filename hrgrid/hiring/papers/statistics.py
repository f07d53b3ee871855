"""招录情况统计表 of a year by street: from the plan to the hired, grids before and after."""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Collection
from decimal import Decimal
from typing import Any

from sqlalchemy import Select, func, select

from hrgrid.core.numerals import day_or_blank
from hrgrid.core.rights import Right
from hrgrid.hiring.model import (
    Candidate,
    ExamMark,
    HiringAllotment,
    HiringBatch,
    HiringLine,
    HiringPosition,
    HiringRun,
    HiringSeat,
)
from hrgrid.hiring.papers.facts import Batch, read_batch
from hrgrid.hiring.papers.listed import Column, Listed, Row, number, text
from hrgrid.hiring.papers.options import Asked
from hrgrid.hiring.rules.words import (
    AllotmentState,
    BatchState,
    CandidateState,
    RunStage,
    RunState,
)
from hrgrid.paper.sheets import CellForm, Value
from hrgrid.paper.tables import Side
from hrgrid.storage.work import UnitOfWork
from hrgrid.workforce.queries.chains import Chain, area_names
from hrgrid.workforce.queries.coverage import CoverageRow, coverage
from hrgrid.workforce.rules import Level


def _count(heading: str) -> Column:
    return Column(heading, 10, 24, CellForm.WHOLE, Side.RIGHT)


def _rate(heading: str) -> Column:
    return Column(heading, 14, 34, CellForm.SHARE, Side.RIGHT)


_COLUMNS = (
    number("序号", 6, 16),
    text("街道", 18, 54),
    _count("计划招录"),
    _count("报名"),
    _count("资格合格"),
    _count("参加笔试"),
    _count("参加面试"),
    _count("录用"),
    _count("综合网格"),
    Column("招录前在岗", 12, 30, CellForm.WHOLE, Side.RIGHT),
    _rate("招录前配备率"),
    Column("招录后在岗", 12, 30, CellForm.WHOLE, Side.RIGHT),
    _rate("招录后配备率"),
    _count("仍缺"),
)
_NOTE = "招录前按{before}、招录后按{after}的综合网格和在岗专职网格员统计。取消的批次不计。"
_UNCHECKED = (CandidateState.SUBMITTED, CandidateState.REJECTED)


def statistics(work: UnitOfWork, asked: Asked) -> tuple[Batch, list[Listed]]:
    """The year in which the batch was announced, all its batches that were not given up.

    People count where they applied; who was erased since still counts. Grids are counted on the
    day of the first announcement, and on the last first day of somebody hired or today.
    """
    batch = read_batch(work, asked.batch_id, people=False)
    year = (batch.announced_on or batch.today).year
    batches = _batches(work, year) or [work.session.get_one(HiringBatch, asked.batch_id)]
    ids = [one.id for one in batches]
    before = min((one.announced_on for one in batches if one.announced_on), default=batch.today)
    after = max(work.day, _last_day(work, ids) or work.day)
    streets = _streets(work, ids)
    figures = [_counted(work, query, streets) for query in _queries(ids)]
    was = _grids(work, before, batch.area_path)
    now = _grids(work, after, batch.area_path)
    names = list(dict.fromkeys([*now, *was, *streets.values()]))
    rows = [
        Row((at, name, *(one[name] for one in figures), *_grid_values(was[name], now[name])))
        for at, name in enumerate(names, start=1)
    ]
    totals = tuple(sum(one[name] for name in names) for one in figures)
    whole = _grid_values(_sum(was.values()), _sum(now.values()))
    rows.append(Row((None, "合计", *totals, *whole), strong=True))
    listed = Listed(
        f"{year}年招录情况统计表",
        f"{year}年招录",
        _COLUMNS,
        tuple(rows),
        f"制表单位：{batch.office}　　招录批次 {len(batches)} 个",
        batch.made,
        (_NOTE.format(before=day_or_blank(before), after=day_or_blank(after)),),
        owner=1,
        people=len(names),
    )
    return batch, [listed]


def _batches(work: UnitOfWork, year: int) -> list[HiringBatch]:
    query = select(HiringBatch).where(
        HiringBatch.announced_on >= dt.date(year, 1, 1),
        HiringBatch.announced_on <= dt.date(year, 12, 31),
        HiringBatch.state != BatchState.CANCELLED,
    )
    found = work.session.scalars(query.order_by(HiringBatch.id))
    return [one for one in found if work.actor.may(Right.PRINT_PAPERS, one.area_path)]


def _last_day(work: UnitOfWork, ids: Collection[int]) -> dt.date | None:
    return work.session.scalar(
        select(func.max(HiringAllotment.hired_on))
        .join(HiringSeat, HiringSeat.id == HiringAllotment.seat_id)
        .where(HiringSeat.batch_id.in_(ids))
    )


def _streets(work: UnitOfWork, ids: Collection[int]) -> dict[int, str]:
    """The street of each position, or its own area where it lies above them."""
    query = select(HiringPosition.id, HiringPosition.area_id).where(
        HiringPosition.batch_id.in_(ids)
    )
    rows = list(work.session.execute(query))
    names = area_names(work, {row.area_id for row in rows})
    return {row.id: _street(names[row.area_id]) for row in rows}


def _street(chain: Chain) -> str:
    return chain.at(Level.STREET) or chain.own


def _queries(ids: Collection[int]) -> list[Select[Any]]:
    """Counts by position: planned, applied, qualified, examined, interviewed, hired."""
    applied = (
        select(Candidate.position_id, func.count(Candidate.id))
        .where(Candidate.batch_id.in_(ids))
        .group_by(Candidate.position_id)
    )
    marked = select(ExamMark.candidate_id).where(ExamMark.value_milli.is_not(None))
    planned = select(HiringSeat.position_id, func.count(HiringSeat.id)).where(
        HiringSeat.batch_id.in_(ids)
    )
    interviewed = (
        select(HiringLine.position_id, func.count())
        .join(HiringRun, HiringRun.id == HiringLine.run_id)
        .where(
            HiringRun.batch_id.in_(ids),
            HiringRun.stage == RunStage.TOTAL,
            HiringRun.state == RunState.APPLIED,
            HiringLine.interview_milli.is_not(None),
        )
    )
    hired = (
        select(HiringSeat.position_id, func.count(HiringAllotment.id))
        .join(HiringAllotment, HiringAllotment.seat_id == HiringSeat.id)
        .where(HiringSeat.batch_id.in_(ids), HiringAllotment.state == AllotmentState.HIRED)
    )
    return [
        planned.group_by(HiringSeat.position_id),
        applied,
        applied.where(Candidate.state.not_in(_UNCHECKED)),
        applied.where(Candidate.id.in_(marked)),
        interviewed.group_by(HiringLine.position_id),
        hired.group_by(HiringSeat.position_id),
    ]


def _counted(work: UnitOfWork, query: Select[Any], streets: dict[int, str]) -> Counter[str]:
    found: Counter[str] = Counter()
    for position, count in work.session.execute(query):
        found[streets[position]] += count
    return found


def _grids(work: UnitOfWork, on: dt.date, under: str) -> defaultdict[str, CoverageRow]:
    """General grids and those with their worker, by street; none for a street without."""
    found: defaultdict[str, CoverageRow] = defaultdict(lambda: _NONE)
    for row in coverage(work, on, under):
        if row.level is Level.STREET:
            found[row.path.rpartition("/")[2]] = row
    return found


_NONE = CoverageRow("", Level.STREET, 0, 0, 0)


def _sum(rows: Collection[CoverageRow]) -> CoverageRow:
    grids, filled = sum(row.general_grids for row in rows), sum(row.filled for row in rows)
    return CoverageRow("", Level.DISTRICT, grids, filled, 0)


def _grid_values(was: CoverageRow, now: CoverageRow) -> tuple[Value, ...]:
    return (
        now.general_grids,
        was.filled,
        _rate_of(was),
        now.filled,
        _rate_of(now),
        now.vacant,
    )


def _rate_of(row: CoverageRow) -> Value:
    """A share to four places; nothing where there is no grid."""
    return Decimal(row.rate_bp) / 10_000 if row.general_grids else None
