"""Lists of those who are shown to the public, hired or kept as reserves."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from sqlalchemy import select

from hrgrid.core.errors import UserError
from hrgrid.core.numerals import day_or_blank
from hrgrid.hiring.model import (
    HiringAllotment,
    HiringReserve,
    HiringSeat,
)
from hrgrid.hiring.papers.facts import Applicant, Batch, applicants, read_batch
from hrgrid.hiring.papers.interview import lines_of
from hrgrid.hiring.papers.listed import (
    Listed,
    Row,
    mark,
    middle,
    named,
    number,
    numbered,
    points,
    text,
)
from hrgrid.hiring.papers.options import Asked
from hrgrid.hiring.rules.words import (
    AllotmentState,
    CandidateState,
    ReserveState,
    RunStage,
)
from hrgrid.paper.sheets import Value
from hrgrid.storage.work import UnitOfWork
from hrgrid.workforce.queries.chains import area_names

_SHOWN = (
    number("序号", 8, 20),
    named(40, 14),
    middle("性别", 8, 20),
    text("岗位", 26, 70),
    text("拟录用单位", 40, 100),
)


@dataclass(frozen=True)
class Given:
    """Somebody with his grid; `unit` is where he goes, `place` the same below the street.

    `document_no` and `since` are those of the decision.
    """

    one: Applicant
    unit: str
    place: str
    document_no: str
    since: dt.date | None


def given(work: UnitOfWork, batch: Batch, states: Collection[CandidateState]) -> list[Given]:
    """Those in some states with the grids they are to have or have, by position and strokes."""
    people = {one.id: one for one in applicants(work, batch, states)}
    rows = list(
        work.session.execute(
            select(
                HiringAllotment.candidate_id,
                HiringSeat.area_id,
                HiringAllotment.document_no,
                HiringAllotment.hired_on,
            )
            .join(HiringSeat, HiringSeat.id == HiringAllotment.seat_id)
            .where(
                HiringSeat.batch_id == batch.id,
                HiringAllotment.state != AllotmentState.RELEASED,
            )
        )
    )
    names = area_names(work, {row.area_id for row in rows})
    seats = {row.candidate_id: row for row in rows}
    rank = {position.id: at for at, position in enumerate(batch.positions)}
    found = []
    for one in sorted(
        people.values(), key=lambda each: (rank[each.position_id], each.stroke_key, each.number)
    ):
        row = seats.get(one.id)
        position = batch.by_id[one.position_id]
        unit = names[row.area_id].unit if row else position.unit
        place = names[row.area_id].within(position.street) if row else unit
        found.append(
            Given(one, unit, place, row.document_no if row else "", row.hired_on if row else None)
        )
    return found


def public_list(work: UnitOfWork, asked: Asked) -> tuple[Batch, list[Listed]]:
    """拟录用公示名单: number, name, sex, position, unit; no number of anybody."""
    batch = read_batch(work, asked.batch_id, people=True)
    states = (CandidateState.VETTED, CandidateState.PUBLICISED, CandidateState.HIRED)
    people = given(work, batch, states)
    if not people:
        raise UserError(
            f"批次“{batch.title}”还没有人体检政审合格，没有可公示的人。请先登记体检政审结果"
        )
    rows = [
        Row((row.one.name, row.one.sex, batch.by_id[row.one.position_id].title, row.unit))
        for row in people
    ]
    listed = Listed(
        f"{batch.title}拟录用人员公示名单",
        "拟录用公示",
        _SHOWN,
        numbered(rows),
        batch.office,
        f"共 {len(rows)} 人",
        owner=1,
        standing=True,
        size=1100,
        traced=True,
    )
    return batch, [listed]


_HIRED = (
    number("序号", 6, 14),
    named(34, 12),
    middle("性别", 6, 14),
    middle("岗位代码", 12, 28),
    text("岗位名称", 24, 50),
    text("录用单位", 34, 80),
    middle("到岗日期", 13, 38),
    text("决定文号", 24, 56),
    text("备注", 14, 30),
)


def hired_list(work: UnitOfWork, asked: Asked) -> tuple[Batch, list[Listed]]:
    """拟聘用人员名单 while it waits for the decision, 录用人员名单 once it is made."""
    batch = read_batch(work, asked.batch_id, people=True)
    people = given(work, batch, (CandidateState.PUBLICISED, CandidateState.HIRED))
    if not people:
        raise UserError(f"批次“{batch.title}”还没有拟录用的人。请先公示，再输出名单")
    rows = [
        Row(
            (
                row.one.name,
                row.one.sex,
                batch.by_id[row.one.position_id].code,
                batch.by_id[row.one.position_id].title,
                row.unit,
                str(row.since or ""),
                row.document_no,
                "" if row.since else "待决定",
            )
        )
        for row in people
    ]
    whole = all(row.since for row in people)
    approval = (batch.approval_words,) if batch.approval_words else ()
    document = f"决定文号：{batch.document_no}（{day_or_blank(batch.decided_on)}）"
    listed = Listed(
        f"{batch.title}{'录用' if whole else '拟聘用'}人员名单",
        "录用人员" if whole else "拟聘用人员",
        _HIRED,
        numbered(rows),
        f"{batch.left}　　{document}" if batch.document_no else batch.left,
        f"共 {len(rows)} 人　　{batch.made}",
        approval,
        owner=1,
        traced=True,
    )
    return batch, [listed]


_KEPT = (
    number("序号", 6, 16),
    middle("岗位代码", 12, 30),
    text("岗位名称", 26, 60),
    middle("储备次序", 9, 24),
    named(36, 12),
    middle("性别", 6, 16),
    mark("总成绩"),
    middle("有效期至", 13, 40),
    middle("状态", 10, 26),
    text("备注", 16, 34),
)


def reserve_list(work: UnitOfWork, asked: Asked) -> tuple[Batch, list[Listed]]:
    """储备人员名单 in the order in which they are called."""
    batch = read_batch(work, asked.batch_id, people=True)
    people = {one.id: one for one in applicants(work, batch)}
    rows = [Row(values) for values in _reserves(work, batch, people)]
    if not rows:
        raise UserError(f"批次“{batch.title}”没有储备人员。储备在作出录用决定时产生")
    listed = Listed(
        f"{batch.title}储备人员名单",
        "储备人员",
        _KEPT,
        numbered(rows),
        batch.left,
        f"共 {len(rows)} 人　　{batch.made}",
        owner=4,
        traced=True,
    )
    return batch, [listed]


def _reserves(
    work: UnitOfWork, batch: Batch, people: Mapping[int, Applicant]
) -> Iterator[tuple[Value, ...]]:
    totals = {line.candidate_id: line for line in lines_of(work, batch, RunStage.TOTAL)}
    rank = {position.id: at for at, position in enumerate(batch.positions)}
    query = select(HiringReserve).where(HiringReserve.batch_id == batch.id)
    found = [row for row in work.session.scalars(query) if row.candidate_id in people]
    for row in sorted(found, key=lambda each: (rank[each.position_id], each.place)):
        one, position = people[row.candidate_id], batch.by_id[row.position_id]
        line = totals.get(row.candidate_id)
        over = row.valid_to < work.today and row.state is ReserveState.WAITING
        yield (
            position.code,
            position.title,
            str(row.place),
            one.name,
            one.sex,
            points(batch.mark(line.shown_milli)) if line else "",
            row.valid_to.isoformat(),
            "已过期" if over else row.state.label,
            "",
        )
