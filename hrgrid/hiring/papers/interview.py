"""Papers of the interviews: who is asked, in which order, the examiners' sheets, what they gave."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from sqlalchemy import select

from hrgrid.core.errors import UserError
from hrgrid.core.tabulation import MARK_PLACES, fixed_text, mark_text
from hrgrid.hiring.model import HiringBatch, HiringLine, HiringRun, InterviewGroup
from hrgrid.hiring.papers.drawn import Drawn
from hrgrid.hiring.papers.facts import Applicant, Batch, applicants, day_words, read_batch
from hrgrid.hiring.papers.listed import (
    Column,
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
from hrgrid.hiring.queries.inputs import changed_since
from hrgrid.hiring.rules.shortlist import written_score
from hrgrid.hiring.rules.words import BatchState, Outcome, RunStage, RunState
from hrgrid.panels.queries import panel_by_subject, panel_view, standings
from hrgrid.panels.rules.rows import Cell, ColumnRow, EntrantRow, PanelView
from hrgrid.panels.rules.totals import StandingRow
from hrgrid.panels.rules.words import EntrantStatus, NoMark
from hrgrid.paper.marking import Element, ExaminerSheet, sheet_leaves, single_leaves
from hrgrid.paper.sheets import CellForm, Struck, Value
from hrgrid.paper.tables import Side
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


def lines_of(work: UnitOfWork, batch: Batch, stage: RunStage) -> list[HiringLine]:
    """The lines of the ranking that counts. Raises UserError where there is none yet."""
    run = work.session.scalars(
        select(HiringRun).where(
            HiringRun.batch_id == batch.id,
            HiringRun.stage == stage,
            HiringRun.state == RunState.APPLIED,
        )
    ).one_or_none()
    if run is None:
        todo = "确定面试名单" if stage is RunStage.INTERVIEW_LIST else "计算总成绩"
        raise UserError(f"批次“{batch.title}”还没有{stage.label}的结果。请先{todo}，再输出")
    return list(work.session.scalars(select(HiringLine).where(HiringLine.run_id == run.id)))


def stale(work: UnitOfWork, batch: Batch, stage: RunStage) -> tuple[str, ...]:
    """A warning for the paper where marks were changed after the ranking that it shows."""
    if batch.state is not BatchState.EXAMINING:
        return ()
    changed = changed_since(work, work.session.get_one(HiringBatch, batch.id), stage)
    if not changed:
        return ()
    more = f"等 {len(changed)} 处" if len(changed) > 1 else ""
    return (f"注意：本表排名之后数据有变动，{changed[0]}{more}。请重新排名后再用。",)


# --- who is asked -----------------------------------------------------------------------------

_LISTED = (
    number("序号", 6, 16),
    middle("岗位代码", 12, 30),
    text("岗位名称", 24, 56),
    middle("准考证号", 16, 44),
    named(34, 10),
    middle("性别", 6, 16),
    mark("笔试成绩", 28),
    mark("加分", 20),
    mark("合计", 28),
    middle("名次", 7, 18),
    text("备注", 20, 50),
)


def interview_list(work: UnitOfWork, asked: Asked) -> tuple[Batch, list[Listed]]:
    """面试名单 by position with its line, and on a second sheet everybody with the outcome."""
    batch = read_batch(work, asked.batch_id, people=True)
    lines = lines_of(work, batch, RunStage.INTERVIEW_LIST)
    people = {one.id: one for one in applicants(work, batch)}
    known = [line for line in lines if line.candidate_id in people]
    inside = [line for line in known if line.outcome is Outcome.IN]
    if not inside:
        raise UserError(f"批次“{batch.title}”的面试名单里没有人。请核对笔试成绩和合格线")
    right = f"共 {len(inside)} 人　　{batch.made}"
    title = f"{batch.title}面试人员名单"
    rows: list[Row] = []
    for position in batch.positions:
        here = sorted(
            (line for line in inside if line.position_id == position.id),
            key=lambda line: _in_order(line, people),
        )
        cut = min((_score(batch, line) or 0 for line in here), default=0)
        for at, line in enumerate(here):
            heading = "" if at else _line_words(batch, position.shown, position.heads, here, cut)
            note = "末位并列" if line.tied and _score(batch, line) == cut and cut else ""
            rows.append(Row(_values(batch, people, line, note), heading))
    every = [
        Row((*_values(batch, people, line, line.outcome.label),))
        for position in batch.positions
        for line in sorted(
            (one for one in known if one.position_id == position.id),
            key=lambda line: _in_order(line, people),
        )
    ]
    note = (
        f"按笔试成绩从高到低，以招录人数 {batch.scheme.interview_ratio}:1 的比例确定，"
        "末位成绩并列的全部入围。"
        if batch.written is not False
        else "本次不组织笔试，资格审查合格的人员直接参加面试。"
    )
    notes = (*stale(work, batch, RunStage.INTERVIEW_LIST), note)
    made = [
        Listed(title, "面试名单", _LISTED, numbered(rows), batch.left, right, notes, owner=4),
        Listed(title, "全部人员", _LISTED, numbered(every), batch.left, right, owner=4),
    ]
    return batch, made


def _score(batch: Batch, line: HiringLine) -> int | None:
    if line.exam_milli is None:
        return None
    return written_score(line.exam_milli, line.extra_milli, batch.scheme)


def _in_order(line: HiringLine, people: dict[int, Applicant]) -> tuple[int, str]:
    return (line.rank or 10**6, people[line.candidate_id].number)


def _line_words(batch: Batch, shown: str, heads: int, here: list[HiringLine], cut: int) -> str:
    told = f"{shown}　招录 {heads} 人　入围 {len(here)} 人"
    return f"{told}　入围最低分 {batch.mark(cut)}" if cut else told


def _values(
    batch: Batch, people: dict[int, Applicant], line: HiringLine, note: str
) -> tuple[Value, ...]:
    one = people[line.candidate_id]
    position = batch.by_id[line.position_id]
    score = _score(batch, line)
    return (
        position.code,
        position.title,
        one.admission_no or one.number,
        one.name,
        one.sex,
        points(batch.mark(line.exam_milli)),
        points(batch.mark(line.extra_milli)) if line.extra_milli else "",
        points(batch.mark(score)),
        str(line.rank) if line.rank is not None else "",
        note,
    )


# --- in which order ---------------------------------------------------------------------------

_DRAWN = (
    number("序号", 6, 16),
    named(40, 12),
    middle("性别", 6, 16),
    text("报考岗位", 26, 70),
    middle("抽签号", 10, 28),
    text("本人签名", 16, 46),
    text("备注", 16, 36),
)


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


def _person_of(entrant: EntrantRow) -> int | None:
    kind, _, own = entrant.key.partition(":")
    return int(own) if kind == "candidate" and own.isdecimal() else None


def draw_list(work: UnitOfWork, asked: Asked) -> tuple[Batch, list[Listed]]:
    """面试顺序抽签表: a page a room; who drew already stands in the order drawn."""
    batch = read_batch(work, asked.batch_id, people=True)
    people = {one.id: one for one in applicants(work, batch)}
    rows: list[Row] = []
    for group in groups_of(work, batch, asked):
        entrants = group.view.entrants
        for at, entrant in enumerate(entrants, start=1):
            one = people.get(_person_of(entrant) or 0)
            position = batch.by_id[one.position_id].shown if one else entrant.unit
            drawn = f"{entrant.draw_no:02d}" if entrant.draw_no is not None else ""
            status = entrant.status
            note = status.label if status is not EntrantStatus.ENTERED else ""
            values = (at, entrant.name, one.sex if one else "", position, drawn, "", note)
            heading = f"{group.heading}　共 {len(entrants)} 人" if at == 1 else ""
            foot = _DRAW_SIGNS if at == len(entrants) else ""
            rows.append(Row(values, heading, foot, fresh=at == 1))
    listed = Listed(
        f"{batch.title}面试顺序抽签表",
        "面试抽签",
        _DRAWN,
        tuple(rows),
        f"面试时间：{day_words(batch.interview_on)}",
        f"共 {len(rows)} 人　　{batch.made}",
        owner=1,
        standing=True,
        airy=30,
        size=1100,
    )
    return batch, [listed]


_DRAW_SIGNS = "抽签主持人签名：______________　　监督员签名：______________　　日期：____________"


# --- the examiners' sheets --------------------------------------------------------------------


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


# --- what they gave ---------------------------------------------------------------------------

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
    rows: list[Row] = []
    people = 0
    for group in groups:
        made = list(_marked(work, group, most, several=several))
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
    work: UnitOfWork, group: Group, most: int, *, several: bool
) -> Iterator[tuple[Value, ...]]:
    view = group.view
    for standing in standings(work, group.panel_id):
        entrant = standing.entrant
        drawn = f"{entrant.draw_no:02d}" if entrant.draw_no is not None else ""
        for at, item in enumerate(view.items):
            head = (f"{group.number:02d}", drawn, entrant.name) if not at else ("", "", "")
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
