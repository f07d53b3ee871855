"""The rooms of the interviews: in which order people come, and the examiners' sheets."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from sqlalchemy import select

from hrgrid.core.errors import UserError
from hrgrid.core.numerals import day_or_blank
from hrgrid.core.tabulation import mark_text
from hrgrid.hiring.model import InterviewGroup
from hrgrid.hiring.papers.drawn import Drawn
from hrgrid.hiring.papers.facts import Applicant, Batch, applicants, read_batch
from hrgrid.hiring.papers.listed import (
    Listed,
    Row,
    middle,
    named,
    number,
    text,
)
from hrgrid.hiring.papers.options import Asked
from hrgrid.panels.queries import panel_by_subject, panel_view
from hrgrid.panels.rules.rows import ColumnRow, EntrantRow, PanelView
from hrgrid.panels.rules.words import EntrantStatus
from hrgrid.paper.marking import Element, ExaminerSheet, sheet_leaves, single_leaves
from hrgrid.storage.work import UnitOfWork


@dataclass(frozen=True)
class Group:
    """A room of interviews with its panel; `place` and `starts` as planned."""

    number: int
    place: str
    starts: str
    panel_id: int
    view: PanelView

    @property
    def heading(self) -> str:
        """Above its rows."""
        return "　".join(filter(None, (f"第 {self.number} 面试考场", self.starts, self.place)))


def groups_of(work: UnitOfWork, batch: Batch, asked: Asked) -> list[Group]:
    """The rooms with their panels. Raises UserError where none is planned."""
    query = select(InterviewGroup).where(InterviewGroup.batch_id == batch.id)
    found = list(work.session.scalars(query.order_by(InterviewGroup.number)))
    rows = []
    for group in found:
        panel = panel_by_subject(work, group.subject)
        if panel is not None and asked.options.room in (None, group.number):
            view = panel_view(work, panel.id)
            rows.append(Group(group.number, group.place, group.starts, panel.id, view))
    if not rows:
        if found and asked.options.room is not None:
            numbers = "、".join(str(group.number) for group in found)
            raise UserError(
                f"没有第 {asked.options.room} 面试考场。现有的是第 {numbers} 考场，请另选"
            )
        raise UserError(f"批次“{batch.title}”还没有安排面试考场。请先安排面试，再输出")
    return rows


def applicant_of(people: Mapping[int, Applicant], entrant: EntrantRow) -> Applicant | None:
    """Who an entrant of a panel is: the panel has his number alone; None once he is erased."""
    kind, _, own = entrant.key.partition(":")
    return people.get(int(own)) if kind == "candidate" and own.isdecimal() else None


_DRAWN = (
    number("序号", 6, 16),
    named(40, 12),
    middle("性别", 6, 16),
    text("报考岗位", 26, 70),
    middle("抽签号", 10, 28),
    text("本人签名", 16, 46),
    text("备注", 16, 36),
)


def draw_list(work: UnitOfWork, asked: Asked) -> tuple[Batch, list[Listed]]:
    """面试顺序抽签表: a page a room; who drew already stands in the order drawn."""
    batch = read_batch(work, asked.batch_id, people=True)
    people = {one.id: one for one in applicants(work, batch)}
    rows: list[Row] = []
    for group in groups_of(work, batch, asked):
        entrants = group.view.entrants
        for at, entrant in enumerate(entrants, start=1):
            one = applicant_of(people, entrant)
            position = batch.by_id[one.position_id].shown if one else entrant.unit
            drawn = f"{entrant.draw_no:02d}" if entrant.draw_no is not None else ""
            status = entrant.status
            note = status.label if status is not EntrantStatus.ENTERED else ""
            who = (one.name, one.sex) if one else (entrant.name, "")
            values = (at, *who, position, drawn, "", note)
            heading = f"{group.heading}　共 {len(entrants)} 人" if at == 1 else ""
            foot = _DRAW_SIGNS if at == len(entrants) else ""
            rows.append(Row(values, heading, foot, fresh=at == 1))
    listed = Listed(
        f"{batch.title}面试顺序抽签表",
        "面试抽签",
        _DRAWN,
        tuple(rows),
        f"面试时间：{day_or_blank(batch.interview_on)}",
        f"共 {len(rows)} 人　　{batch.made}",
        owner=1,
        standing=True,
        airy=30,
        size=1100,
    )
    return batch, [listed]


_DRAW_SIGNS = "抽签主持人签名：______________　　监督员签名：______________　　日期：____________"


def examiner_sheets(work: UnitOfWork, asked: Asked) -> Drawn:
    """面试评分表: one an examiner with everybody of his room, by draw number, without names."""
    batch, sheets, count = _sheets(work, asked)
    return Drawn(batch, sheet_leaves(f"{batch.title}面试评分表", sheets), count)


def single_sheets(work: UnitOfWork, asked: Asked) -> Drawn:
    """面试评分单: one an examiner and draw number, two to a page."""
    batch, sheets, count = _sheets(work, asked)
    return Drawn(batch, single_leaves(f"{batch.title}面试评分单", sheets), count)


def _sheets(work: UnitOfWork, asked: Asked) -> tuple[Batch, list[ExaminerSheet], int]:
    batch = read_batch(work, asked.batch_id, people=True)
    made: list[ExaminerSheet] = []
    count = 0
    for group in groups_of(work, batch, asked):
        view = group.view
        elements = tuple(
            Element(item.label, mark_text(item.max_milli), mark_text(item.step_milli))
            for item in view.items
        )
        numbers = _draw_numbers(view)
        if not view.columns:
            raise UserError(f"第 {group.number} 面试考场还没有考官。请先安排考官，再输出评分表")
        count += len(numbers)
        made += [
            ExaminerSheet(
                batch.title,
                group.heading,
                f"考官 {column.seat_no}",
                column.judge.chief,
                elements,
                numbers,
                frozenset(_kept_from(view, column)),
            )
            for column in view.columns
            if column.active
        ]
    if not made:
        raise UserError(f"批次“{batch.title}”还没有面试考官。请先安排考官，再输出评分表")
    return batch, made, count


def _draw_numbers(view: PanelView) -> tuple[int, ...]:
    """The numbers drawn, or to be drawn: 1 to as many as there are."""
    drawn = [one.draw_no for one in view.competing if one.draw_no is not None]
    if len(drawn) == len(view.competing):
        return tuple(sorted(drawn))
    return tuple(range(1, len(view.competing) + 1))


def _kept_from(view: PanelView, column: ColumnRow) -> Iterator[int]:
    """The draw numbers of those whom this examiner does not mark."""
    numbers = {one.id: one.draw_no for one in view.competing}
    for each in view.recusals:
        drawn = numbers.get(each.entrant_id)
        if each.seat_id == column.judge.id and drawn is not None:
            yield drawn
