"""Lists of what came out: totals, who is examined and vetted, who is shown, hired or kept."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from sqlalchemy import select

from hrgrid.core.errors import UserError
from hrgrid.hiring.model import (
    CandidateVetting,
    HiringAllotment,
    HiringLine,
    HiringReserve,
    HiringSeat,
)
from hrgrid.hiring.papers.facts import (
    Applicant,
    Batch,
    applicants,
    area_names,
    day_words,
    read_batch,
)
from hrgrid.hiring.papers.interview import lines_of, stale
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
from hrgrid.hiring.papers.wording import score_words
from hrgrid.hiring.queries.marks import settled_marks
from hrgrid.hiring.rules.words import (
    AllotmentState,
    CandidateState,
    Outcome,
    ReserveState,
    RunStage,
    VettingKind,
)
from hrgrid.panels.queries import panel_view, panels_like
from hrgrid.panels.rules.words import EntrantStatus
from hrgrid.paper.sheets import Value
from hrgrid.storage.work import UnitOfWork

_ABSENT = "缺考"
_CONCLUSION = {
    Outcome.IN: "进入体检政审",
    Outcome.RESERVE: "递补",
    Outcome.OUT: "未入围",
    Outcome.BELOW: "未达合格线",
    Outcome.NO_RESULT: "无总成绩",
}


# --- totals -----------------------------------------------------------------------------------

_SCORES = (
    number("序号", 6, 14),
    middle("名次", 7, 16),
    middle("准考证号", 16, 40),
    named(32, 10),
    middle("性别", 6, 14),
    middle("岗位代码", 12, 22),
    mark("笔试成绩"),
    mark("加分"),
    mark("面试成绩"),
    mark("总成绩"),
    middle("结论", 14, 34),
    text("说明", 40, 112),
)


def score_list(work: UnitOfWork, asked: Asked) -> tuple[Batch, list[Listed]]:
    """总成绩表 by position and rank, then who was not asked to the interview or did not come.

    A mark that is not there is said in words (缺考), never as 0.
    """
    batch = read_batch(work, asked.batch_id, people=True)
    totals = {line.candidate_id: line for line in lines_of(work, batch, RunStage.TOTAL)}
    listed = {line.candidate_id: line for line in lines_of(work, batch, RunStage.INTERVIEW_LIST)}
    people = {one.id: one for one in applicants(work, batch)}
    told = _Told(batch, people, _exam_words(work, batch), _interview_words(work, batch))
    rows: list[Row] = []
    for position in batch.positions:
        lines = [
            totals.get(candidate, line)
            for candidate, line in listed.items()
            if line.position_id == position.id and candidate in people
        ]
        lines += [
            line
            for candidate, line in totals.items()
            if line.position_id == position.id and candidate in people and candidate not in listed
        ]
        lines.sort(key=lambda line: _rank(line, line.candidate_id in totals, people))
        for at, line in enumerate(lines):
            heading = "" if at else f"{position.shown}　招录 {position.heads} 人"
            ranked = line.candidate_id in totals
            rows.append(Row(told.values(line, ranked=ranked), heading))
    written = batch.written is not False
    made = Listed(
        f"{batch.title}总成绩表",
        "总成绩",
        _SCORES,
        numbered(rows),
        batch.left,
        f"共 {len(rows)} 人，其中有总成绩 {_counted(totals.values(), people)} 人　　{batch.made}",
        (
            *stale(work, batch, RunStage.TOTAL),
            f"{score_words(batch.scheme, written=written)}。没有成绩的如实写明，不作 0 分。",
        ),
        owner=3,
        traced=True,
    )
    return batch, [made]


def _counted(lines: Collection[HiringLine], people: Mapping[int, Applicant]) -> int:
    return sum(1 for one in lines if one.shown_milli is not None and one.candidate_id in people)


def _rank(
    line: HiringLine, ranked: bool, people: Mapping[int, Applicant]
) -> tuple[bool, int, bool, int, str]:
    exam = line.exam_milli
    number = people[line.candidate_id].number
    return (
        not ranked,
        line.rank if ranked and line.rank else 10**6,
        exam is None,
        -(exam or 0),
        number,
    )


def _exam_words(work: UnitOfWork, batch: Batch) -> dict[int, str]:
    """Why there is no written mark, by candidate."""
    return {
        one: settled.reason
        for one, settled in settled_marks(work, batch.id).items()
        if settled.reason
    }


def _interview_words(work: UnitOfWork, batch: Batch) -> dict[int, str]:
    """Why there is no interview mark, by candidate."""
    found: dict[int, str] = {}
    for panel in panels_like(work, f"hiring:{batch.id}:"):
        for entrant in panel_view(work, panel.id).entrants:
            kind, _, own = entrant.key.partition(":")
            if kind == "candidate" and entrant.status is not EntrantStatus.ENTERED:
                away = entrant.status is EntrantStatus.ABSENT
                found[int(own)] = _ABSENT if away else entrant.status.label
    return found


@dataclass(frozen=True)
class _Told:
    """What is said of a line."""

    batch: Batch
    people: Mapping[int, Applicant]
    no_exam: Mapping[int, str]
    no_interview: Mapping[int, str]

    def values(self, line: HiringLine, *, ranked: bool) -> tuple[Value, ...]:
        """Without the running number."""
        batch, one = self.batch, self.people[line.candidate_id]
        exam = batch.mark(line.exam_milli) or self._no_exam(one)
        interview = batch.mark(line.interview_milli) if ranked else ""
        if ranked and not interview:
            interview = self.no_interview.get(one.id, _ABSENT)
        return (
            (str(line.rank) if line.rank is not None else "") if ranked else "",
            one.admission_no or one.number,
            one.name,
            one.sex,
            batch.by_id[line.position_id].code,
            points(exam),
            points(batch.mark(line.extra_milli)) if line.extra_milli else "",
            points(interview),
            points(batch.mark(line.shown_milli)) if ranked else "",
            self._conclusion(line, one, ranked=ranked),
            self._why(line, ranked=ranked),
        )

    def _no_exam(self, one: Applicant) -> str:
        if self.batch.written is False:
            return ""
        return self.no_exam.get(one.id, _ABSENT)

    def _conclusion(self, line: HiringLine, one: Applicant, *, ranked: bool) -> str:
        gone = {CandidateState.WITHDRAWN, CandidateState.DISQUALIFIED}
        if one.state in gone:
            return one.state.label
        if ranked:
            return _CONCLUSION[line.outcome]
        return "无笔试成绩" if line.outcome is Outcome.NO_RESULT else line.outcome.label

    def _why(self, line: HiringLine, *, ranked: bool) -> str:
        """The sentence on equals; for whoever was not asked, why."""
        explain = json.loads(line.explain) if line.explain else {}
        if not ranked:
            return "" if line.outcome is Outcome.NO_RESULT else str(explain.get("why", ""))
        by_number = {one.number: one.name for one in self.people.values()}
        told: dict[str, list[str]] = {}
        for other, step, own, others in explain.get("compared", ()):
            told.setdefault(by_number.get(other, other), []).append(f"{step}：{own} 比 {others}")
        said = [f"与{name}总成绩相同，{'；'.join(steps)}" for name, steps in told.items()]
        if line.tied:
            said.append(f"并列第 {line.rank} 名")
        return "。".join(said)


# --- physical and vetting -----------------------------------------------------------------------

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


# --- shown, hired -----------------------------------------------------------------------------

_SHOWN = (
    number("序号", 8, 20),
    named(40, 14),
    middle("性别", 8, 20),
    text("岗位", 26, 70),
    text("拟录用单位", 40, 100),
)


@dataclass(frozen=True)
class Given:
    """Somebody with his grid; `unit` is where he goes, `place` the same below the street.

    `document_no` and `since` are those of the decision.
    """

    one: Applicant
    unit: str
    place: str
    document_no: str
    since: dt.date | None


def given(work: UnitOfWork, batch: Batch, states: Collection[CandidateState]) -> list[Given]:
    """Those in some states with the grids they are to have or have, by position and strokes."""
    people = {one.id: one for one in applicants(work, batch, states)}
    rows = list(
        work.session.execute(
            select(
                HiringAllotment.candidate_id,
                HiringSeat.area_id,
                HiringAllotment.document_no,
                HiringAllotment.hired_on,
            )
            .join(HiringSeat, HiringSeat.id == HiringAllotment.seat_id)
            .where(
                HiringSeat.batch_id == batch.id,
                HiringAllotment.state != AllotmentState.RELEASED,
            )
        )
    )
    names = area_names(work, {row.area_id for row in rows})
    seats = {row.candidate_id: row for row in rows}
    rank = {position.id: at for at, position in enumerate(batch.positions)}
    found = []
    for one in sorted(
        people.values(), key=lambda each: (rank[each.position_id], each.stroke_key, each.number)
    ):
        row = seats.get(one.id)
        position = batch.by_id[one.position_id]
        unit = names[row.area_id].unit if row else position.unit
        place = names[row.area_id].within(position.street) if row else unit
        found.append(
            Given(one, unit, place, row.document_no if row else "", row.hired_on if row else None)
        )
    return found


def public_list(work: UnitOfWork, asked: Asked) -> tuple[Batch, list[Listed]]:
    """拟录用公示名单: number, name, sex, position, unit; no number of anybody."""
    batch = read_batch(work, asked.batch_id, people=True)
    states = (CandidateState.VETTED, CandidateState.PUBLICISED, CandidateState.HIRED)
    people = given(work, batch, states)
    if not people:
        raise UserError(
            f"批次“{batch.title}”还没有人体检政审合格，没有可公示的人。请先登记体检政审结果"
        )
    rows = [
        Row((row.one.name, row.one.sex, batch.by_id[row.one.position_id].title, row.unit))
        for row in people
    ]
    listed = Listed(
        f"{batch.title}拟录用人员公示名单",
        "拟录用公示",
        _SHOWN,
        numbered(rows),
        batch.office,
        f"共 {len(rows)} 人",
        owner=1,
        standing=True,
        size=1100,
        traced=True,
    )
    return batch, [listed]


_HIRED = (
    number("序号", 6, 14),
    named(34, 12),
    middle("性别", 6, 14),
    middle("岗位代码", 12, 28),
    text("岗位名称", 24, 50),
    text("录用单位", 34, 80),
    middle("到岗日期", 13, 38),
    text("决定文号", 24, 56),
    text("备注", 14, 30),
)


def hired_list(work: UnitOfWork, asked: Asked) -> tuple[Batch, list[Listed]]:
    """拟聘用人员名单 while it waits for the decision, 录用人员名单 once it is made."""
    batch = read_batch(work, asked.batch_id, people=True)
    people = given(work, batch, (CandidateState.PUBLICISED, CandidateState.HIRED))
    if not people:
        raise UserError(f"批次“{batch.title}”还没有拟录用的人。请先公示，再输出名单")
    rows = [
        Row(
            (
                row.one.name,
                row.one.sex,
                batch.by_id[row.one.position_id].code,
                batch.by_id[row.one.position_id].title,
                row.unit,
                str(row.since or ""),
                row.document_no,
                "" if row.since else "待决定",
            )
        )
        for row in people
    ]
    whole = all(row.since for row in people)
    approval = (batch.approval_words,) if batch.approval_words else ()
    document = f"决定文号：{batch.document_no}（{day_words(batch.decided_on)}）"
    listed = Listed(
        f"{batch.title}{'录用' if whole else '拟聘用'}人员名单",
        "录用人员" if whole else "拟聘用人员",
        _HIRED,
        numbered(rows),
        f"{batch.left}　　{document}" if batch.document_no else batch.left,
        f"共 {len(rows)} 人　　{batch.made}",
        approval,
        owner=1,
        traced=True,
    )
    return batch, [listed]


_KEPT = (
    number("序号", 6, 16),
    middle("岗位代码", 12, 30),
    text("岗位名称", 26, 60),
    middle("储备次序", 9, 24),
    named(36, 12),
    middle("性别", 6, 16),
    mark("总成绩"),
    middle("有效期至", 13, 40),
    middle("状态", 10, 26),
    text("备注", 16, 34),
)


def reserve_list(work: UnitOfWork, asked: Asked) -> tuple[Batch, list[Listed]]:
    """储备人员名单 in the order in which they are called."""
    batch = read_batch(work, asked.batch_id, people=True)
    people = {one.id: one for one in applicants(work, batch)}
    rows = [Row(values) for values in _reserves(work, batch, people)]
    if not rows:
        raise UserError(f"批次“{batch.title}”没有储备人员。储备在作出录用决定时产生")
    listed = Listed(
        f"{batch.title}储备人员名单",
        "储备人员",
        _KEPT,
        numbered(rows),
        batch.left,
        f"共 {len(rows)} 人　　{batch.made}",
        owner=4,
        traced=True,
    )
    return batch, [listed]


def _reserves(
    work: UnitOfWork, batch: Batch, people: Mapping[int, Applicant]
) -> Iterator[tuple[Value, ...]]:
    totals = {line.candidate_id: line for line in lines_of(work, batch, RunStage.TOTAL)}
    rank = {position.id: at for at, position in enumerate(batch.positions)}
    query = select(HiringReserve).where(HiringReserve.batch_id == batch.id)
    found = [row for row in work.session.scalars(query) if row.candidate_id in people]
    for row in sorted(found, key=lambda each: (rank[each.position_id], each.place)):
        one, position = people[row.candidate_id], batch.by_id[row.position_id]
        line = totals.get(row.candidate_id)
        over = row.valid_to < work.today and row.state is ReserveState.WAITING
        yield (
            position.code,
            position.title,
            str(row.place),
            one.name,
            one.sex,
            points(batch.mark(line.shown_milli)) if line else "",
            row.valid_to.isoformat(),
            "已过期" if over else row.state.label,
            "",
        )
