"""Rows of lists of marks: one pass of the written exam, keyed by whoever imports them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import select

from hrgrid.core.columns import heading_key, quoted
from hrgrid.core.errors import UserError
from hrgrid.core.names import match_key
from hrgrid.core.policies import Policy
from hrgrid.core.rights import Right
from hrgrid.exchange.service import Answers, Applied, InRow, Problem
from hrgrid.hiring.model import Candidate, HiringBatch
from hrgrid.hiring.queries.marks import Keyed, MarkPass, how_far, passes_of
from hrgrid.hiring.rules.marks import TypedMark, typed_mark
from hrgrid.hiring.rules.words import BatchState, CandidateState, NoMark
from hrgrid.hiring.service.imports.offers import Misfit
from hrgrid.hiring.service.marking import key_exam_marks
from hrgrid.hiring.service.steps import scheme_for
from hrgrid.storage.work import UnitOfWork

_OPEN = (CandidateState.QUALIFIED, CandidateState.EXAMINED, CandidateState.EXAM_ABSENT)
_RIGHTS = (Right.ENTER_MARKS, Right.RUN_HIRING)


def apply_marks(work: UnitOfWork, rows: Sequence[InRow], _answers: Answers) -> Applied:
    """Key the marks of the exam that takes them; each other row says why not.

    Raises UserError where no exam takes marks, or several do and rows name none. Nothing can be
    taken back as a whole: a mark that counts is settled anew, with a reason.
    """
    if not any(work.actor.may_somewhere(right) for right in _RIGHTS):
        work.require_somewhere(Right.RUN_HIRING)
    work.progress.begin("核对成绩", len(rows))
    exams = _Exams(work, rows)
    for row in rows:
        exams.take(row)
        work.progress.step()
    return exams.key()


class _Exam:
    """One batch whose written marks are keyed: who sat it, what is keyed already."""

    def __init__(self, work: UnitOfWork, batch: HiringBatch) -> None:
        self.batch = batch
        self.full = scheme_for(work, batch).exam_full_milli
        self.passes = passes_of(work, batch.id)
        self.known: dict[str, Candidate] = {}
        self.rows: dict[int, tuple[InRow, str, str]] = {}
        query = select(Candidate).where(Candidate.batch_id == batch.id)
        people = list(work.session.scalars(query))
        for one in people:
            self.known[one.number] = one
        for one in people:
            if one.admission_no:
                self.known[one.admission_no] = one


class _Exams:
    def __init__(self, work: UnitOfWork, rows: Sequence[InRow]) -> None:
        self._work = work
        self._second = bool(work.policy(Policy.SECOND_ENTRY))
        self._problems: list[Problem] = []
        self._unchanged = 0
        query = (
            select(HiringBatch)
            .where(HiringBatch.state == BatchState.EXAMINING, HiringBatch.written.is_(True))
            .order_by(HiringBatch.number)
        )
        self._open = [
            batch
            for batch in work.session.scalars(query)
            if any(work.actor.may(right, batch.area_path) for right in _RIGHTS)
        ]
        if not self._open:
            raise UserError("现在没有在录笔试成绩的批次，成绩导不进去。请先在招录页安排笔试")
        self._exams: dict[int, _Exam] = {}
        if len(self._open) > 1 and any(row.values["subject"] is None for row in rows):
            shown = "、".join(f"“{one.number} {one.title}”" for one in self._open[:4])
            raise UserError(f"在录成绩的批次有{shown}。请在“批次”一列写明是哪一批")

    # --- one row ------------------------------------------------------------------------------

    def take(self, row: InRow) -> None:
        """Take one row; where it cannot stand, say why."""
        try:
            exam = self._exam(row)
            candidate = self._candidate(exam, row)
            mark, text = self._mark(exam, row)
            self._hold(exam, row, candidate, (mark, text))
        except Misfit as misfit:
            self._problems.append(
                row.problem(
                    misfit.column, misfit.code, f"{misfit.sentence}。", suggestion=misfit.suggestion
                )
            )

    def _exam(self, row: InRow) -> _Exam:
        typed = row.values["subject"]
        batch = self._open[0]
        if typed is not None:
            named = [
                one
                for one in self._open
                if heading_key(typed) in {heading_key(one.number), heading_key(one.title)}
            ]
            if not named:
                shown = "、".join(f"“{one.number}”" for one in self._open[:4])
                only = self._open[0].number if len(self._open) == 1 else None
                raise Misfit(
                    "unknown_batch",
                    "subject",
                    f"没有在录成绩的批次{quoted(typed)}。现在录成绩的是{shown}，请核对",
                    only,
                )
            batch = named[0]
        found = self._exams.get(batch.id)
        if found is None:
            found = self._exams[batch.id] = _Exam(self._work, batch)
        return found

    @staticmethod
    def _candidate(exam: _Exam, row: InRow) -> Candidate:
        number, name = row.values["entrant"], row.values["name"]
        found = exam.known.get(number)
        if found is None:
            raise Misfit(
                "unknown_entrant",
                "entrant",
                f"“{exam.batch.title}”里没有准考证号或报名号“{number}”。请核对",
            )
        if name is not None and match_key(name) != found.match_key:
            raise Misfit(
                "other_name",
                "name",
                f"准考证号“{number}”是“{found.name}”，与写的“{name}”不同。请核对是否串行",
            )
        if found.state not in _OPEN:
            raise Misfit(
                "no_exam",
                "entrant",
                f"“{found.name}”（{number}）现在是“{found.state.label}”，不能录笔试成绩。请核对",
            )
        return found

    @staticmethod
    def _mark(exam: _Exam, row: InRow) -> tuple[TypedMark, str]:
        text, absent = (row.values["mark"] or "").strip(), row.values["no_mark"]
        who = f"准考证号“{row.values['entrant']}”"
        try:
            mark = typed_mark(text, exam.full, who)
        except UserError as error:
            raise Misfit("mark_wrong", "mark", error.sentence.rstrip("。")) from error
        if absent is not None and mark is not None and mark.no_mark is not absent:
            raise Misfit(
                "mark_and_absent",
                "mark",
                f"{who}既写了“{text}”又写了“{absent.label}”。请只留一个",
            )
        if absent is not None:
            return TypedMark(no_mark=absent), absent.label
        if mark is None:
            raise Misfit("mark_missing", "mark", f"{who}没有成绩。缺考请填“{NoMark.ABSENT.label}”")
        return mark, text

    def _hold(
        self, exam: _Exam, row: InRow, candidate: Candidate, given: tuple[TypedMark, str]
    ) -> None:
        mark, text = given
        number = row.values["entrant"]
        earlier = exam.rows.get(candidate.id)
        if earlier is not None:
            raise Misfit(
                "marked_twice",
                "entrant",
                f"“{candidate.name}”的成绩在第 {earlier[0].number} 行已经写过。请删去一行",
            )
        held, me = exam.passes.get(candidate.id, ()), self._work.actor.operator_id
        same = any(
            (one.value_milli, one.no_mark) == (mark.value_milli, mark.no_mark)
            for one in held
            if one.by == me
        )
        done = how_far(held, second_entry=self._second) is Keyed.DONE
        if same or (done and not self._differs(held, mark)):
            self._unchanged += 1
            return
        if done:
            shown = held[-1].shown
            raise Misfit(
                "mark_settled",
                "mark",
                f"“{candidate.name}”的成绩已定为 {shown}，与这里的“{text}”不同。"
                "录错了请用核定，写明事由",
            )
        others = [one for one in held if one.by != me]
        if len(others) > 1:
            raise Misfit(
                "mark_settled",
                "mark",
                f"“{candidate.name}”的成绩已由两人录过，两遍不一致。请对照试卷核定",
            )
        # That the second pass differs from the first is told once both are in, not before.
        exam.rows[candidate.id] = (row, number, text)

    @staticmethod
    def _differs(held: Sequence[MarkPass], mark: TypedMark) -> bool:
        return any(
            (one.value_milli, one.no_mark) != (mark.value_milli, mark.no_mark) for one in held
        )

    # --- all rows -----------------------------------------------------------------------------

    def key(self) -> Applied:
        """Key what can stand, batch by batch."""
        new, journal = 0, dict[str, Any]()
        for batch_id, exam in self._exams.items():
            if exam.rows:
                pairs = [(number, text) for _, number, text in exam.rows.values()]
                key_exam_marks(self._work, batch_id, pairs)
                new += len(pairs)
        journal["marks"] = new
        return Applied(new=new, unchanged=self._unchanged, problems=self._problems, journal=journal)
