"""Sheets for marks by hand: a judge's, an entrant's, and the points of events that run."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from sqlalchemy import select

from hrgrid.core.errors import UserError
from hrgrid.core.tabulation import mark_text
from hrgrid.documents.papers.record import Drawn, Lists
from hrgrid.panels.rules.rows import ColumnRow, EntrantRow, PanelView
from hrgrid.panels.rules.words import EntrantStatus
from hrgrid.paper.lists import Column, Listed, Row, middle, named, text
from hrgrid.paper.marking import (
    Element,
    EntrantSheet,
    ExaminerSheet,
    entrant_leaves,
    sheet_leaves,
    single_leaves,
)
from hrgrid.paper.sheets import CellForm
from hrgrid.paper.tables import Side as Stand
from hrgrid.storage.work import UnitOfWork
from hrgrid.training.model import EventPoint
from hrgrid.training.papers.contests import (
    Contest,
    Event,
    drawn_order,
    read_contest,
    status_words,
    view_of,
)
from hrgrid.training.papers.options import Asked

_LEAST_ROUNDS, _MOST_ROUNDS = 5, 12
_SIGNS = "记分员签名：______________　　复核员签名：______________　　主持人签名：______________"


def judge_sheets(work: UnitOfWork, asked: Asked) -> Drawn:
    """评委评分表: one a judge and event with everybody by draw number, without names."""
    contest, sheets, count = _judges(work, asked)
    return Drawn(contest.about, sheet_leaves(f"{contest.title}评分表", sheets), count)


def judge_slips(work: UnitOfWork, asked: Asked) -> Drawn:
    """评委评分单: one a judge and draw number, two to a page; who keeps out has none."""
    contest, sheets, count = _judges(work, asked)
    return Drawn(contest.about, single_leaves(f"{contest.title}评分单", sheets), count)


def _judges(work: UnitOfWork, asked: Asked) -> tuple[Contest, list[ExaminerSheet], int]:
    contest = read_contest(work, asked.subject_id)
    made: list[ExaminerSheet] = []
    count = 0
    for event in contest.chosen(asked.options.event, judged=True):
        view = _judged(work, contest, event)
        numbers = _numbers(view)
        count += len(numbers)
        made += [
            ExaminerSheet(
                contest.title,
                event.when,
                f"评委 {column.seat_no}",
                column.judge.chief,
                _elements(view),
                tuple(sorted(numbers.values())),
                frozenset(
                    drawn for one, drawn in numbers.items() if (one, column.seat_no) in view.recused
                ),
                "评分",
                "评委",
            )
            for column in _seats(view, asked.options.seat_no)
        ]
    if not made:
        raise UserError(f"没有第 {asked.options.seat_no} 号评委席。请核对席位号")
    return contest, made, count


def entrant_sheets(work: UnitOfWork, asked: Asked) -> Drawn:
    """选手评分汇总单: one an entrant and event with all judges and items, by draw number."""
    contest = read_contest(work, asked.subject_id)
    made: list[EntrantSheet] = []
    for event in contest.chosen(asked.options.event, judged=True):
        view = _judged(work, contest, event)
        seats = _seats(view, None)
        for one, drawn in sorted(_numbers(view).items(), key=lambda pair: pair[1]):
            kept = {at for at, seat in enumerate(seats) if (one, seat.seat_no) in view.recused}
            made.append(
                EntrantSheet(
                    f"{contest.title}评分汇总单",
                    event.when,
                    drawn,
                    _elements(view),
                    tuple(f"评委 {seat.seat_no}" for seat in seats),
                    frozenset(kept),
                    f"{view.rule.words}，保留 {view.rule.decimals} 位小数。",
                )
            )
    leaves = entrant_leaves(f"{contest.title}评分汇总单", made)
    return Drawn(contest.about, leaves, len(made))


def _judged(work: UnitOfWork, contest: Contest, event: Event) -> PanelView:
    view = view_of(work, contest, event)
    if not view.competing:
        raise UserError(f"项目“{event.title}”没有参赛者。请先安排谁参加，再输出评分表")
    if not _seats(view, None):
        raise UserError(f"项目“{event.title}”还没有评委。请先安排评委，再输出评分表")
    return view


def _seats(view: PanelView, seat_no: int | None) -> list[ColumnRow]:
    return [one for one in view.columns if one.active and seat_no in (None, one.seat_no)]


def _numbers(view: PanelView) -> dict[int, int]:
    """The number drawn by panel entrant, or the places in the panel where not all have drawn."""
    drawn = {one.id: one.draw_no for one in view.competing if one.draw_no is not None}
    if len(drawn) == len(view.competing):
        return drawn
    return {one.id: at for at, one in enumerate(view.competing, start=1)}


def _elements(view: PanelView) -> tuple[Element, ...]:
    return tuple(
        Element(item.label, mark_text(item.max_milli), mark_text(item.step_milli))
        for item in view.items
    )


# --- running points -------------------------------------------------------------------------------


def point_sheets(work: UnitOfWork, asked: Asked) -> Lists:
    """抢答（风险题）记分表: by round, blank or with the points that stand; undone ones are out."""
    contest = read_contest(work, asked.subject_id)
    made = [
        _points(work, contest, event, asked)
        for event in contest.chosen(asked.options.event, judged=False)
    ]
    return Lists(contest.about, made)


def _points(work: UnitOfWork, contest: Contest, event: Event, asked: Asked) -> Listed:
    view = view_of(work, contest, event)
    if not view.entrants:
        raise UserError(f"项目“{event.title}”还没有参赛者。请先安排谁参加，再输出")
    given = {} if asked.options.blank else _given(work, event)
    most = max((each for _, each in given), default=0)
    rounds = min(max(most, _LEAST_ROUNDS), _MOST_ROUNDS)
    columns = (
        middle("抽签号", 8, 20),
        named(44, 14),
        text("代表队或单位", 22, 56),
        *(
            Column(f"第 {at} 轮", 8, 22, CellForm.GENERAL, Stand.RIGHT)
            for at in range(1, rounds + 1)
        ),
        Column("合计", 10, 26, CellForm.GENERAL, Stand.RIGHT),
        text("备注", 12, 28),
    )
    rows = tuple(
        Row(_points_row(contest, row, given, rounds)) for row in drawn_order(view.entrants, contest)
    )
    return Listed(
        f"{contest.title}{event.title}记分表",
        event.title,
        columns,
        rows,
        event.when,
        contest.made,
        ("扣分写负数；没有作答的轮次留空，不写 0。",),
        (_SIGNS,),
        owner=1,
        airy=30,
        size=1050,
    )


def _given(work: UnitOfWork, event: Event) -> Mapping[tuple[int, int], int]:
    """Thousandths by entrant and round; what was undone does not count."""
    query = (
        select(EventPoint)
        .where(EventPoint.event_id == event.id, EventPoint.undone_reason == "")
        .order_by(EventPoint.seq)
    )
    found: dict[tuple[int, int], int] = {}
    for row in work.session.scalars(query):
        key = (row.entrant_id, row.round)
        found[key] = found.get(key, 0) + row.milli
    return found


def _points_row(
    contest: Contest, row: EntrantRow, given: Mapping[tuple[int, int], int], rounds: int
) -> tuple[str, ...]:
    one = contest.entrant_of(row)
    own = {each: milli for (entrant, each), milli in given.items() if one and entrant == one.id}
    drawn = f"{row.draw_no:02d}" if row.draw_no is not None else ""
    unit = contest.team_of(one) if one else row.unit
    told = list(_rounds(own, rounds))
    whole = _signed(sum(own.values())) if own else ""
    away = row.status is not EntrantStatus.ENTERED
    return (drawn, row.name, unit, *told, whole, status_words(row.status) if away else "")


def _rounds(own: Mapping[int, int], rounds: int) -> Iterator[str]:
    """What stands in each column; the last one takes what later rounds brought."""
    for at in range(1, rounds + 1):
        here = [milli for each, milli in own.items() if each == at or (at == rounds < each)]
        yield _signed(sum(here)) if here else ""


def _signed(milli: int) -> str:
    return f"-{mark_text(-milli)}" if milli < 0 else mark_text(milli)
