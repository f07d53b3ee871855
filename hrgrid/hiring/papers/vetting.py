"""Who is examined and vetted, and what came of it: results and references, no findings."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import select

from hrgrid.core.errors import UserError
from hrgrid.hiring.model import (
    CandidateVetting,
    HiringLine,
)
from hrgrid.hiring.papers.facts import (
    Applicant,
    Batch,
    applicants,
    read_batch,
)
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
    CandidateState,
    RunStage,
    VettingKind,
)
from hrgrid.storage.work import UnitOfWork

_VETTED = (
    CandidateState.MEDICAL,
    CandidateState.VETTED,
    CandidateState.VETTING_FAILED,
    CandidateState.PUBLICISED,
    CandidateState.HIRED,
    CandidateState.DECLINED,
)
_TO_VET = (
    number("序号", 6, 14),
    middle("岗位代码", 12, 26),
    text("岗位名称", 24, 50),
    named(32, 10),
    middle("性别", 6, 14),
    middle("身份证号", 21, 52),
    middle("联系电话", 14, 36),
    mark("总成绩"),
    middle("名次", 7, 16),
    text("本人签名", 14, 36),
    text("备注", 16, 34),
)


def vetting_list(work: UnitOfWork, asked: Asked) -> tuple[Batch, list[Listed]]:
    """体检政审名单, 1:1 and whoever stepped in; numbers are masked."""
    batch, people, totals = _ranked(work, asked, _VETTED)
    rows = []
    for one in people:
        position, line = batch.by_id[one.position_id], totals.get(one.id)
        note = one.state.label if one.state is CandidateState.DECLINED else ""
        rows.append(
            Row(
                (
                    position.code,
                    position.title,
                    one.name,
                    one.sex,
                    one.id_masked,
                    one.phone_masked,
                    points(batch.mark(line.shown_milli)) if line else "",
                    str(line.rank or "") if line else "",
                    "",
                    note,
                )
            )
        )
    listed = Listed(
        f"{batch.title}体检和政审考察人员名单",
        "体检政审名单",
        _TO_VET,
        numbered(rows),
        batch.left,
        f"共 {len(rows)} 人　　{batch.made}",
        ("内部使用，不得公开张贴。",),
        owner=3,
    )
    return batch, [listed]


_RESULTS = (
    number("序号", 6, 14),
    middle("岗位代码", 12, 28),
    named(34, 10),
    middle("性别", 6, 14),
    middle("体检结果", 10, 26),
    text("体检机构", 22, 50),
    middle("体检日期", 12, 34),
    middle("政审结果", 10, 26),
    text("政审单位", 22, 50),
    middle("政审日期", 12, 34),
    text("依据", 26, 56),
    middle("结论", 14, 40),
)


def vetting_results(work: UnitOfWork, asked: Asked) -> tuple[Batch, list[Listed]]:
    """体检政审结果表: the results and their references, never a finding."""
    batch, people, _ = _ranked(work, asked, _VETTED)
    newest = _vettings(work, [one.id for one in people])
    rows = []
    for one in people:
        position = batch.by_id[one.position_id]
        medical = newest.get((one.id, VettingKind.MEDICAL))
        vetting = newest.get((one.id, VettingKind.VETTING))
        basis = "、".join(
            dict.fromkeys(each.document_no for each in (medical, vetting) if each is not None)
        )
        rows.append(
            Row(
                (
                    position.code,
                    one.name,
                    one.sex,
                    *_result(medical),
                    *_result(vetting),
                    basis,
                    one.state.label,
                )
            )
        )
    listed = Listed(
        f"{batch.title}体检和政审考察结果表",
        "体检政审结果",
        _RESULTS,
        numbered(rows),
        batch.left,
        f"共 {len(rows)} 人　　{batch.made}",
        ("内部使用，不得公开张贴。只登记结果和依据，不登记检查内容。",),
        signs=("　", "经办人签名：______________　　审核人签名：______________"),
        owner=2,
    )
    return batch, [listed]


def _vettings(
    work: UnitOfWork, ids: Collection[int]
) -> dict[tuple[int, VettingKind], CandidateVetting]:
    query = (
        select(CandidateVetting)
        .where(CandidateVetting.candidate_id.in_(ids))
        .order_by(CandidateVetting.seq)
    )
    return {(row.candidate_id, row.kind): row for row in work.session.scalars(query)}


def _result(row: CandidateVetting | None) -> tuple[str, str, str]:
    if row is None:
        return ("", "", "")
    return (row.result.label, row.examined_by, row.examined_on.isoformat())


def _ranked(
    work: UnitOfWork, asked: Asked, states: Collection[CandidateState]
) -> tuple[Batch, list[Applicant], dict[int, HiringLine]]:
    """Those in some states by position and rank, with their totals."""
    batch = read_batch(work, asked.batch_id, people=True)
    totals = {line.candidate_id: line for line in lines_of(work, batch, RunStage.TOTAL)}
    people = applicants(work, batch, states)
    if not people:
        raise UserError(f"批次“{batch.title}”还没有人进入体检政审。请先开始体检政审，再输出")
    rank = {position.id: at for at, position in enumerate(batch.positions)}
    people.sort(key=lambda one: (rank[one.position_id], _place(totals.get(one.id)), one.number))
    return batch, people, totals


def _place(line: HiringLine | None) -> int:
    return line.rank if line is not None and line.rank is not None else 10**6
