"""评分明细表: entrants by judges, what does not count crossed out (documents.md 5)."""

from __future__ import annotations

from collections.abc import Iterator

from hrgrid.core.errors import UserError
from hrgrid.core.tabulation import mark_text
from hrgrid.documents.papers.record import Lists
from hrgrid.panels.papers import judges_words, left_out_words, mark_value
from hrgrid.panels.queries import standings
from hrgrid.panels.rules.rows import PanelView
from hrgrid.panels.rules.totals import StandingRow
from hrgrid.panels.rules.words import AdjustmentKind, EntrantStatus
from hrgrid.paper.lists import Column, Listed, Row, mark, middle, named, points, text
from hrgrid.paper.sheets import CellForm, Value
from hrgrid.paper.tables import Side
from hrgrid.storage.work import UnitOfWork
from hrgrid.training.papers.contests import (
    Contest,
    Event,
    read_contest,
    status_words,
    view_of,
)
from hrgrid.training.papers.options import Asked

_SIGNS = (
    "主评委签名：______________　　记分员签名：______________　　监督员签名：______________"
    "　　日期：____________"
)


def mark_table(work: UnitOfWork, asked: Asked) -> Lists:
    """A table an event, in the order of draw numbers."""
    contest = read_contest(work, asked.subject_id)
    events = contest.chosen(asked.options.event, judged=True)
    made = [_table(work, contest, event) for event in events]
    return Lists(contest.about, made)


def _table(work: UnitOfWork, contest: Contest, event: Event) -> Listed:
    view = view_of(work, contest, event)
    if not view.columns:
        raise UserError(f"项目“{event.title}”还没有评委，没有评分可列。请先安排评委和录分")
    several = len(view.items) > 1
    adjusted = bool(view.adjustments)
    columns = (
        middle("抽签号", 8, 19),
        named(34, 12),
        text("代表队或单位", 20, 44),
        *((text("评分项", 14, 34),) if several else ()),
        *(
            Column(one.label.replace(" ", ""), 9, 23, CellForm.GENERAL, Side.RIGHT)
            for one in view.columns
        ),
        *((mark("加扣分", 23),) if adjusted else ()),
        mark("得分", 26),
        middle("名次", 7, 16),
        text("备注", 20, 44),
    )
    rows = [
        Row(values)
        for standing in standings(work, view.id)
        for values in _rows(contest, view, standing, several=several, adjusted=adjusted)
    ]
    return Listed(
        f"{contest.title}评分明细表",
        event.title,
        columns,
        tuple(rows),
        event.when,
        f"共 {len(view.entrants)} 个参赛者，{len(view.columns)} 名评委　　{contest.made}",
        tuple(filter(None, (judges_words(view), left_out_words(view, "得分")))),
        (_SIGNS,),
        owner=1,
        people=len(view.entrants),
    )


def _rows(
    contest: Contest, view: PanelView, standing: StandingRow, *, several: bool, adjusted: bool
) -> Iterator[tuple[Value, ...]]:
    entrant = standing.entrant
    one = contest.entrant_of(entrant)
    drawn = f"{entrant.draw_no:02d}" if entrant.draw_no is not None else ""
    unit = contest.team_of(one) if one else entrant.unit
    for at, item in enumerate(view.items):
        head = (drawn, entrant.name, unit) if not at else ("", "", "")
        element = (item.label,) if several else ()
        cells = [
            mark_value(view, standing, (entrant.id, column.seat_no, item.id))
            for column in view.columns
        ]
        adjustment = (_adjustment(standing) if not at else "",) if adjusted else ()
        outcome = _outcome(standing) if not at else ("", "", "")
        yield (*head, *element, *cells, *adjustment, *outcome)


def _adjustment(standing: StandingRow) -> Value:
    """What was given or taken beside the marks, signed; nothing where nothing was."""
    if not standing.adjustments:
        return ""
    whole = sum(
        one.milli if one.kind is AdjustmentKind.EXTRA else -one.milli
        for one in standing.adjustments
    )
    return f"{'-' if whole < 0 else '+'}{mark_text(abs(whole))}"


def _outcome(standing: StandingRow) -> tuple[Value, ...]:
    entrant = standing.entrant
    if entrant.status is not EntrantStatus.ENTERED:
        return (status_words(entrant.status), "", entrant.reason)
    rank = str(standing.rank) if standing.rank is not None else ""
    said = ["表演赛" if entrant.guest else "", standing.note]
    said += [f"{one.label} {mark_text(one.milli)}" for one in standing.adjustments]
    return (points(standing.published or ""), rank, "；".join(filter(None, said)))
