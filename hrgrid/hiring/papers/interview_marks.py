"""面试成绩汇总表: what the examiners gave, with what does not count crossed out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal

from hrgrid.core.tabulation import MARK_PLACES, fixed_text, mark_text
from hrgrid.hiring.papers.facts import Applicant, Batch, applicants, day_words, read_batch
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
from hrgrid.panels.queries import standings
from hrgrid.panels.rules.rows import Cell, PanelView
from hrgrid.panels.rules.totals import StandingRow
from hrgrid.panels.rules.words import EntrantStatus, NoMark
from hrgrid.paper.sheets import CellForm, Struck, Value
from hrgrid.paper.tables import Side
from hrgrid.storage.work import UnitOfWork

_NOTHING = "—"


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
        for at, values in enumerate(made, start=1):
            heading = f"{group.heading}　{_names(group.view)}" if at == 1 else ""
            foot = _MARK_SIGNS if at == len(made) else ""
            rows.append(Row(values, heading, foot, fresh=at == 1))
    listed = Listed(
        f"{batch.title}面试成绩汇总表",
        "面试成绩",
        columns,
        tuple(rows),
        f"面试时间：{day_words(batch.interview_on)}",
        f"共 {people} 人　　{batch.made}",
        (_explained(groups[0].view),),
        owner=2,
        people=people,
    )
    return batch, [listed]


_MARK_SIGNS = (
    "主考官签名：______________　　记分员签名：______________　　监督员签名：______________"
    "　　日期：____________"
)


def _names(view: PanelView) -> str:
    told = [
        f"{column.seat_no} {column.judge.name}{'（主考官）' if column.judge.chief else ''}"
        for column in view.columns
        if column.active
    ]
    return f"考官：{'、'.join(told)}" if told else ""


def _explained(view: PanelView) -> str:
    rule = view.rule
    gone = "、".join(
        f"{count} 个{which}"
        for count, which in ((rule.drop_high, "最高分"), (rule.drop_low, "最低分"))
        if count
    )
    trimmed = f"去掉{gone}（划线的不计），以其余评分的平均分为面试成绩。" if gone else ""
    return f"{trimmed}回避的写“{_NOTHING}”，不计入评分人数；没有评分的留空，不作 0 分。"


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
                _mark(view, standing, (entrant.id, column.seat_no, item.id))
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


def _mark(view: PanelView, standing: StandingRow, cell: Cell) -> Value:
    if cell[1] in standing.recused:
        return _NOTHING
    value = view.marks.get(cell)
    if value is None:
        return ""
    if isinstance(value, NoMark):
        return value.label
    shown = Decimal(_as_given(view, cell[2], value))
    return Struck(shown) if cell in standing.dropped else shown


def _as_given(view: PanelView, item_id: int, value: int) -> str:
    """A mark with the decimals of its item's steps."""
    step = next(item.step_milli for item in view.items if item.id == item_id)
    places = len(mark_text(step).partition(".")[2])
    unit = 10 ** (MARK_PLACES - places)
    return fixed_text(value // unit, places) if value % unit == 0 else mark_text(value)
