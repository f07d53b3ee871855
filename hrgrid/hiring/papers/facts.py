"""What the papers of a batch are made of, read once: the batch, its positions, its candidates."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field

from sqlalchemy import select

from hrgrid.core.errors import UserError
from hrgrid.core.numerals import day_or_blank
from hrgrid.core.rights import Right
from hrgrid.core.tabulation import fixed_text, mark_text
from hrgrid.hiring.model import (
    Candidate,
    HiringAllotment,
    HiringBatch,
    HiringPosition,
    HiringSeat,
)
from hrgrid.hiring.rules.scheme import TOPIC, Scheme, scheme_of
from hrgrid.hiring.rules.words import (
    ENDED,
    AllotmentState,
    BatchKind,
    BatchState,
    CandidateState,
)
from hrgrid.paper.lines import set_solid
from hrgrid.storage.office import Office
from hrgrid.storage.rulebook import version_of
from hrgrid.storage.work import UnitOfWork
from hrgrid.workforce.model import PostRole
from hrgrid.workforce.queries.chains import area_names
from hrgrid.workforce.rules import Level

OUT = (
    CandidateState.REJECTED,
    CandidateState.WITHDRAWN,
    CandidateState.DISQUALIFIED,
)
"""Who stands on no list after the check of the conditions."""


@dataclass(frozen=True)
class Place:
    """A grid on offer."""

    seat_id: int
    name: str
    community: str


@dataclass(frozen=True)
class Position:
    """A position with the grids behind it; `unit` is named from below the office's own area."""

    id: int
    code: str
    title: str
    role: str
    unit: str
    street: str
    reserve: int
    note: str
    places: tuple[Place, ...]

    @property
    def heads(self) -> int:
        """How many are to be hired."""
        return len(self.places)

    @property
    def post(self) -> str:
        """What one becomes: everybody hired works full time."""
        return self.role if self.role.startswith("专职") else f"专职{self.role}"

    @property
    def shown(self) -> str:
        """As lists call it."""
        return f"{self.code} {self.title}"


@dataclass(frozen=True)
class Applicant:
    """A candidate as papers show him: numbers are masked, `state` as of now."""

    id: int
    number: str
    name: str
    stroke_key: str
    sex: str
    birth_date: dt.date | None
    id_masked: str
    phone_masked: str
    education: str
    position_id: int
    admission_no: str
    room: int | None
    seat: int | None
    state: CandidateState
    state_reason: str
    photo: str | None

    @property
    def seated(self) -> tuple[int, int, str]:
        """The order of rooms and seats; who has none comes last."""
        return (self.room or 10**6, self.seat or 10**6, self.number)


@dataclass(frozen=True)
class Batch:
    """A batch with all that is said of it on every paper; `office` issues, `unit` is the organ's
    short name."""

    id: int
    number: str
    title: str
    kind: BatchKind
    state: BatchState
    area_path: str
    office: str
    unit: str
    today: dt.date
    scheme: Scheme
    announced_on: dt.date | None
    apply_from: dt.date | None
    apply_to: dt.date | None
    written: bool | None
    exam_on: dt.date | None
    exam_time: str
    exam_place: str
    interview_on: dt.date | None
    document_no: str
    decided_on: dt.date | None
    approval_words: str
    plan_id: int | None
    positions: tuple[Position, ...]
    by_id: Mapping[int, Position] = field(repr=False)

    @property
    def heads(self) -> int:
        """How many the batch is to hire."""
        return sum(position.heads for position in self.positions)

    @property
    def left(self) -> str:
        """Below the title of its tables at the left."""
        return f"制表单位：{self.office}　　批次：{self.number}"

    @property
    def made(self) -> str:
        """The day on which the paper was made."""
        return f"制表日期：{day_or_blank(self.today)}"

    def mark(self, milli: int | None) -> str:
        """A mark with the decimals that the scheme publishes; nothing for none, never 0."""
        if milli is None:
            return ""
        places = self.scheme.decimals
        unit = 10 ** (3 - places)
        return fixed_text(milli // unit, places) if milli % unit == 0 else mark_text(milli)

    def order(self, people: Iterable[Applicant]) -> list[Applicant]:
        """By position, then number."""
        rank = {position.id: at for at, position in enumerate(self.positions)}
        return sorted(people, key=lambda one: (rank[one.position_id], one.number))


def read_batch(work: UnitOfWork, batch_id: int, *, people: bool) -> Batch:
    """The batch, for somebody who may print its papers; `people` asks for more rights.

    Raises Refused without them, UserError where there is no such batch.
    """
    found = work.session.get(HiringBatch, batch_id)
    if found is None:
        raise UserError(f"没有第 {batch_id} 号招录批次。请刷新列表后再选")
    work.require(Right.PRINT_PAPERS, found.area_path)
    if people:
        work.require(Right.RUN_HIRING, found.area_path)
    office = work.session.get_one(Office, 1)
    positions = _positions(work, found)
    return Batch(
        found.id,
        found.number,
        set_solid(found.title),
        found.kind,
        found.state,
        found.area_path,
        office.name,
        office.unit,
        work.today,
        scheme_of(version_of(work, TOPIC, found.rule_number).parameters),
        found.announced_on,
        found.apply_from,
        found.apply_to,
        found.written,
        found.exam_on,
        found.exam_time,
        found.exam_place,
        found.interview_on,
        found.document_no,
        found.decided_on,
        found.approval_words,
        found.plan_id,
        positions,
        {position.id: position for position in positions},
    )


def _positions(work: UnitOfWork, batch: HiringBatch) -> tuple[Position, ...]:
    session = work.session
    query = (
        select(HiringPosition, PostRole.label)
        .join(PostRole, PostRole.code == HiringPosition.role)
        .where(HiringPosition.batch_id == batch.id)
        .order_by(HiringPosition.code)
    )
    rows = list(session.execute(query))
    offered = select(HiringSeat).where(HiringSeat.batch_id == batch.id).order_by(HiringSeat.id)
    if batch.state not in ENDED:
        taken = select(HiringAllotment.seat_id).where(HiringAllotment.state == AllotmentState.HIRED)
        offered = offered.where(HiringSeat.open | HiringSeat.id.in_(taken))
    seats = list(session.scalars(offered))
    names = area_names(work, {row.area_id for row, _ in rows} | {seat.area_id for seat in seats})
    places: dict[int, list[Place]] = {}
    for seat in seats:
        chain = names[seat.area_id]
        community = chain.at(Level.COMMUNITY)
        places.setdefault(seat.position_id, []).append(Place(seat.id, chain.own, community))
    return tuple(
        Position(
            row.id,
            row.code,
            row.title,
            role,
            names[row.area_id].unit,
            names[row.area_id].at(Level.STREET) or names[row.area_id].own,
            row.reserve,
            row.note,
            tuple(sorted(places.get(row.id, ()), key=lambda one: (one.community, one.name))),
        )
        for row, role in rows
    )


def applicants(
    work: UnitOfWork,
    batch: Batch,
    states: Collection[CandidateState] | None = None,
    ids: Collection[int] = (),
) -> list[Applicant]:
    """Those of the batch in some states (None is all), by position and number.

    Who was erased when his time was over stands on no paper.
    """
    columns = Candidate.__table__.c
    query = select(
        columns.id,
        columns.number,
        columns.name,
        columns.stroke_key,
        columns.sex,
        columns.birth_date,
        columns.id_masked,
        columns.phone_masked,
        columns.education,
        columns.position_id,
        columns.admission_no,
        columns.exam_room,
        columns.exam_seat,
        columns.state,
        columns.state_reason,
        columns.photo_sha256,
    ).where(columns.batch_id == batch.id, columns.purged_on.is_(None))
    if states is not None:
        query = query.where(columns.state.in_(states))
    if ids:
        query = query.where(columns.id.in_(ids))
    return batch.order(
        Applicant(
            row.id,
            row.number,
            row.name,
            row.stroke_key,
            row.sex.label if row.sex else "",
            row.birth_date,
            row.id_masked,
            row.phone_masked,
            row.education,
            row.position_id,
            row.admission_no or "",
            row.exam_room,
            row.exam_seat,
            row.state,
            row.state_reason,
            row.photo_sha256,
        )
        for row in work.session.execute(query)
    )
