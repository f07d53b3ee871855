"""总成绩表: everybody's marks and places, and why he is in or out."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from hrgrid.hiring.model import (
    HiringLine,
)
from hrgrid.hiring.papers.facts import (
    Applicant,
    Batch,
    applicants,
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
    CandidateState,
    Outcome,
    RunStage,
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
