"""面试名单 by the ranking that counts, with the line and who shares it."""

from __future__ import annotations

from sqlalchemy import select

from hrgrid.core.errors import UserError
from hrgrid.hiring.model import HiringBatch, HiringLine, HiringRun
from hrgrid.hiring.papers.facts import Applicant, Batch, applicants, read_batch
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
from hrgrid.hiring.queries.inputs import changed_since
from hrgrid.hiring.rules.shortlist import written_score
from hrgrid.hiring.rules.words import BatchState, Outcome, RunStage, RunState
from hrgrid.paper.sheets import Value
from hrgrid.storage.work import UnitOfWork


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
