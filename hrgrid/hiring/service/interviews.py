"""Interviews: rooms with their panels, who is where in which drawn order, examiners, recusals.

A panel knows candidates by their numbers alone: examiners mark blind, and nothing is left in the
panel or in the journal of its deeds when the name of a candidate is erased (decision 0027).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select

from hrgrid.core.errors import UserError
from hrgrid.core.rights import Right
from hrgrid.hiring.model import Candidate, HiringBatch, HiringPosition, InterviewGroup
from hrgrid.hiring.queries.inputs import entrant_key, subject_of_rooms
from hrgrid.hiring.rules.scheme import Scheme
from hrgrid.hiring.rules.seating import drawn_order, spread
from hrgrid.hiring.rules.words import BatchState, CandidateState
from hrgrid.hiring.service.steps import batch_of, named, scheme_for
from hrgrid.panels.queries import panel_by_subject
from hrgrid.panels.rules.rule import PanelRule
from hrgrid.panels.rules.words import EntrantStatus
from hrgrid.panels.service import (
    EntrantForm,
    PanelForm,
    SeatForm,
    add_entrants,
    add_seat,
    close_panel,
    open_panel,
    recuse_proposed,
    set_status,
)
from hrgrid.storage.work import UnitOfWork


@dataclass(frozen=True)
class RoomForm:
    """One room: where, when, and who sits there as examiners."""

    place: str
    starts: str
    examiners: tuple[SeatForm, ...] = ()


def plan_interviews(
    work: UnitOfWork, batch_id: int, on: dt.date, rooms: Sequence[RoomForm], seed: str
) -> list[int]:
    """Deal everybody on the list to rooms in an order drawn with `seed`; the panels' ids.

    People of one position may meet different examiners: the order is drawn over all of them.
    Examiners of a candidate's own unit are recused at once. Raises UserError where the
    interviews are planned already.
    """
    batch = batch_of(work, batch_id, BatchState.EXAMINING)
    _refuse_planned(work, batch)
    if batch.exam_on is not None and on < batch.exam_on:
        raise UserError(f"面试日期 {on:%Y-%m-%d} 早于笔试日期 {batch.exam_on:%Y-%m-%d}。请核对")
    people = _asked(work, batch)
    if not people:
        raise UserError(f"{named(batch)}没有入围面试的人。请先出面试名单")
    if not seed.strip():
        raise UserError("没有写抽签种子。请填一段当场定下的文字或数字")
    scheme = scheme_for(work, batch)
    for number, room in enumerate(rooms, start=1):
        _check_room(number, room, scheme)
    by_number = {one.number: one for one in people}
    parts = spread(drawn_order(list(by_number), seed.strip()), len(rooms))
    titles = _positions(work, batch_id)
    panels = []
    for number, (room, part) in enumerate(zip(rooms, parts, strict=True), start=1):
        subject = f"{subject_of_rooms(batch_id)}{number}"
        work.session.add(
            InterviewGroup(
                batch_id=batch_id,
                number=number,
                place=room.place.strip(),
                starts=room.starts.strip(),
                subject=subject,
            )
        )
        panel = open_panel(work, _panel_form(batch, subject, number, room, scheme))
        add_entrants(
            work,
            panel,
            [_entrant(by_number[key], titles, place) for place, key in enumerate(part, start=1)],
        )
        for examiner in room.examiners:
            add_seat(work, panel, examiner)
        recuse_proposed(work, panel)
        panels.append(panel)
    batch.interview_on = on
    work.session.flush()
    work.record(
        "plan_interviews",
        named(batch),
        after={"on": on, "rooms": len(rooms), "count": len(people), "seed": seed.strip()},
    )
    return panels


def seat_examiner(work: UnitOfWork, batch_id: int, number: int, form: SeatForm) -> int:
    """One more examiner in a room, recused from those of his own unit; the seat's id."""
    panel = panel_of(work, batch_id, number)
    seat = add_seat(work, panel, form)
    recuse_proposed(work, panel)
    return seat


def add_to_room(work: UnitOfWork, batch_id: int, number: int, candidate_id: int) -> None:
    """Somebody who came onto the list later, at the end of a room's order."""
    batch = batch_of(work, batch_id, BatchState.EXAMINING)
    panel = panel_of(work, batch_id, number)
    candidate = work.session.get(Candidate, candidate_id)
    if (
        candidate is None
        or candidate.batch_id != batch_id
        or candidate.state is not CandidateState.INTERVIEW
    ):
        raise UserError(f"{named(batch)}没有这个入围面试的人。请刷新后再选")
    add_entrants(work, panel, [_entrant(candidate, _positions(work, batch_id), None)])
    recuse_proposed(work, panel)


def mark_absent(work: UnitOfWork, batch_id: int, number: int, candidate_id: int) -> None:
    """Who did not come has no interview mark and no rank; needs a reason."""
    from hrgrid.panels.queries import panel_view

    panel = panel_of(work, batch_id, number)
    key = entrant_key(candidate_id)
    for entrant in panel_view(work, panel).entrants:
        if entrant.key == key:
            set_status(work, entrant.id, EntrantStatus.ABSENT, work.require_reason())
            return
    raise UserError(f"第 {number} 考场没有这个人。请刷新后再选")


def close_interviews(work: UnitOfWork, batch_id: int) -> int:
    """Close the marks of every room that is still open; how many."""
    batch_of(work, batch_id, BatchState.EXAMINING)
    groups = work.session.scalars(
        select(InterviewGroup)
        .where(InterviewGroup.batch_id == batch_id)
        .order_by(InterviewGroup.number)
    )
    closed = 0
    for group in groups:
        panel = panel_by_subject(work, group.subject)
        if panel is not None and panel.closed_at is None:
            close_panel(work, panel.id)
            closed += 1
    return closed


def panel_of(work: UnitOfWork, batch_id: int, number: int) -> int:
    """The panel of a room; UserError where there is none."""
    panel = panel_by_subject(work, f"{subject_of_rooms(batch_id)}{number}")
    if panel is None:
        raise UserError(f"没有第 {number} 面试考场。请刷新后再选")
    return panel.id


def _panel_form(
    batch: HiringBatch, subject: str, number: int, room: RoomForm, scheme: Scheme
) -> PanelForm:
    drops = scheme.drop_high + scheme.drop_low
    return PanelForm(
        subject,
        f"{batch.title}第 {number} 面试考场（{room.place.strip()}）",
        Right.RUN_HIRING,
        batch.area_path,
        rule=PanelRule(
            drop_high=scheme.drop_high,
            drop_low=scheme.drop_low,
            # From how many marks on extremes are dropped (rules.md 3): five, or one kept at least.
            marks_to_trim=max(5, drops + 1),
            decimals=scheme.decimals,
        ),
    )


def _entrant(
    candidate: Candidate, titles: dict[int, HiringPosition], place: int | None
) -> EntrantForm:
    position = titles[candidate.position_id]
    return EntrantForm(
        entrant_key(candidate.id),
        candidate.number,
        position.title,
        place,
        area_id=position.area_id,
        person_id=candidate.person_id,
    )


def _check_room(number: int, room: RoomForm, scheme: Scheme) -> None:
    if not room.place.strip() or not room.starts.strip():
        raise UserError(f"第 {number} 面试考场的地点或时间没有写全。请补上")
    if room.examiners and len(room.examiners) > scheme.examiners:
        raise UserError(
            f"第 {number} 面试考场有 {len(room.examiners)} 名考官，方案规定 {scheme.examiners} 名。"
            "请核对"
        )


def _refuse_planned(work: UnitOfWork, batch: HiringBatch) -> None:
    query = select(InterviewGroup.id).where(InterviewGroup.batch_id == batch.id).limit(1)
    if work.session.scalar(query) is not None:
        raise UserError(f"{named(batch)}已经安排过面试。要加人请补进某个考场")


def _asked(work: UnitOfWork, batch: HiringBatch) -> list[Candidate]:
    query = select(Candidate).where(
        Candidate.batch_id == batch.id, Candidate.state == CandidateState.INTERVIEW
    )
    return list(work.session.scalars(query.order_by(Candidate.number)))


def _positions(work: UnitOfWork, batch_id: int) -> dict[int, HiringPosition]:
    query = select(HiringPosition).where(HiringPosition.batch_id == batch_id)
    return {row.id: row for row in work.session.scalars(query)}
