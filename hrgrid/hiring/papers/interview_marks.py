"""面试成绩汇总表: what the examiners gave, with what does not count crossed out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from hrgrid.core.numerals import day_or_blank
from hrgrid.hiring.papers.facts import Applicant, Batch, applicants, read_batch
from hrgrid.hiring.papers.listed import (
    Column,
    Listed,
    Row,
    mark,
    middle,
    named,
    points,
    text,
)
from hrgrid.hiring.papers.options import Asked
from hrgrid.hiring.papers.rooms import Group, applicant_of, groups_of
from hrgrid.panels.papers import judges_words, left_out_words, mark_value
from hrgrid.panels.queries import standings
from hrgrid.panels.rules.totals import StandingRow
from hrgrid.panels.rules.words import EntrantStatus
from hrgrid.paper.sheets import CellForm, Value
from hrgrid.paper.tables import Side
from hrgrid.storage.work import UnitOfWork


def marks_table(work: UnitOfWork, asked: Asked) -> tuple[Batch, list[Listed]]:
    """面试成绩汇总表: examiners beside each other; what was dropped is crossed out."""
    batch = read_batch(work, asked.batch_id, people=True)
    groups = groups_of(work, batch, asked)
    most = max(len(group.view.columns) for group in groups)
    several = any(len(group.view.items) > 1 for group in groups)
    columns = (
        middle("考场", 6, 16),
        middle("抽签号", 8, 20),
        named(34, 10),
        *((text("评分要素", 16, 40),) if several else ()),
        *(Column(f"考官 {at}", 9, 26, CellForm.GENERAL, Side.RIGHT) for at in range(1, most + 1)),
        mark("面试成绩", 30),
        middle("名次", 7, 16),
        text("备注", 20, 46),
    )
    known = {one.id: one for one in applicants(work, batch)}
    rows: list[Row] = []
    people = 0
    for group in groups:
        made = list(_marked(work, group, known, most, several=several))
        people += len(group.view.entrants)
        judged = judges_words(group.view, "考官", "主考官")
        for at, values in enumerate(made, start=1):
            heading = f"{group.heading}　{judged}" if at == 1 else ""
            foot = _MARK_SIGNS if at == len(made) else ""
            rows.append(Row(values, heading, foot, fresh=at == 1))
    listed = Listed(
        f"{batch.title}面试成绩汇总表",
        "面试成绩",
        columns,
        tuple(rows),
        f"面试时间：{day_or_blank(batch.interview_on)}",
        f"共 {people} 人　　{batch.made}",
        (left_out_words(groups[0].view, "面试成绩"),),
        owner=2,
        people=people,
    )
    return batch, [listed]


_MARK_SIGNS = (
    "主考官签名：______________　　记分员签名：______________　　监督员签名：______________"
    "　　日期：____________"
)


def _marked(
    work: UnitOfWork, group: Group, known: Mapping[int, Applicant], most: int, *, several: bool
) -> Iterator[tuple[Value, ...]]:
    view = group.view
    for standing in standings(work, group.panel_id):
        entrant = standing.entrant
        one = applicant_of(known, entrant)
        name = one.name if one else entrant.name
        drawn = f"{entrant.draw_no:02d}" if entrant.draw_no is not None else ""
        for at, item in enumerate(view.items):
            head = (f"{group.number:02d}", drawn, name) if not at else ("", "", "")
            cells = [
                mark_value(view, standing, (entrant.id, column.seat_no, item.id))
                for column in view.columns
            ]
            cells += [""] * (most - len(cells))
            element = (item.label,) if several else ()
            yield (*head, *element, *cells, *(_outcome(standing) if not at else ("", "", "")))


def _outcome(standing: StandingRow) -> tuple[Value, ...]:
    status = standing.entrant.status
    if status is not EntrantStatus.ENTERED:
        return (status.label, "", standing.entrant.reason)
    rank = str(standing.rank) if standing.rank is not None else ""
    return (points(standing.published or ""), rank, standing.note)
