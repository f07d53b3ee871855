"""Written marks keyed one by one or pasted; a second time by another where the office asks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import or_, select

from hrgrid.core.errors import UserError
from hrgrid.core.policies import Policy
from hrgrid.core.rights import Right
from hrgrid.hiring.model import Candidate, ExamMark, HiringBatch
from hrgrid.hiring.queries.marks import Keyed, MarkPass, how_far, passes_of
from hrgrid.hiring.rules.marks import TypedMark, pasted_lines, typed_mark
from hrgrid.hiring.rules.words import BatchState, CandidateState
from hrgrid.hiring.service.steps import (
    batch_of,
    go_candidates,
    named,
    scheme_for,
    subject_of,
    told,
)
from hrgrid.storage.bulk import insert_rows, reserve_ids
from hrgrid.storage.work import UnitOfWork

_OPEN = (CandidateState.QUALIFIED, CandidateState.EXAMINED, CandidateState.EXAM_ABSENT)
_SHOWN = 3


@dataclass(frozen=True)
class KeyedMarks:
    """How many marks count now, wait for the second pass, differ."""

    done: int
    waiting: int
    different: int


def key_exam_mark(work: UnitOfWork, candidate_id: int, text: str) -> KeyedMarks:
    """One mark as typed ("82.5", "缺考"); see `key_exam_marks`."""
    candidate = work.session.get(Candidate, candidate_id)
    if candidate is None:
        raise UserError("这个报名人不在了。请刷新后再录")
    batch = _batch(work, candidate.batch_id)
    place = told(candidate)
    mark = typed_mark(text, scheme_for(work, batch).exam_full_milli, place)
    if mark is None:
        raise UserError(f"{place}的成绩没有填。缺考请填“缺考”")
    return _key(work, batch, [(candidate, mark)])


def paste_exam_marks(work: UnitOfWork, batch_id: int, text: str) -> KeyedMarks:
    """A block of two columns: admission number (or number) and mark."""
    return key_exam_marks(work, batch_id, pasted_lines(text))


def key_exam_marks(work: UnitOfWork, batch_id: int, rows: Sequence[tuple[str, str]]) -> KeyedMarks:
    """Marks by admission number or number, all of them or none.

    A first pass by its own operator may be keyed again until it counts. Raises UserError with
    the first rows that cannot stand.
    """
    batch = _batch(work, batch_id)
    full = scheme_for(work, batch).exam_full_milli
    known = _by_number(work, batch_id, [number for number, _ in rows])
    problems: list[str] = []
    found: dict[int, tuple[Candidate, TypedMark]] = {}
    for place, (number, text) in enumerate(rows, start=1):
        where = f"第 {place} 行（{number}）"
        candidate = known.get(number)
        if candidate is None:
            problems.append(f"{where}没有这个准考证号或报名号")
            continue
        try:
            mark = typed_mark(text, full, where)
        except UserError as error:
            problems.append(error.sentence.rstrip("。"))
            continue
        if mark is None:
            problems.append(f"{where}没有成绩，缺考请填“缺考”")
        elif candidate.id in found:
            problems.append(f"{where}出现了两次")
        else:
            found[candidate.id] = (candidate, mark)
    if problems:
        more = f"；等 {len(problems)} 处" if len(problems) > _SHOWN else ""
        raise UserError(f"{'；'.join(problems[:_SHOWN])}{more}。请改正后整块再录")
    return _key(work, batch, list(found.values()))


def settle_exam_mark(work: UnitOfWork, candidate_id: int, text: str) -> None:
    """The mark that the paper really has, with a reason: both passes become it.

    For passes that differ, and for a mark that came to the wrong sheet; the rankings that read
    it then say what changed.
    """
    candidate = work.session.get(Candidate, candidate_id)
    if candidate is None:
        raise UserError("这个报名人不在了。请刷新后再录")
    batch = _batch(work, candidate.batch_id, Right.RUN_HIRING)
    reason = work.require_reason()
    place = told(candidate)
    mark = typed_mark(text, scheme_for(work, batch).exam_full_milli, place)
    rows = list(
        work.session.scalars(
            select(ExamMark).where(ExamMark.candidate_id == candidate_id).order_by(ExamMark.pass_no)
        )
    )
    if mark is None or not rows:
        missing = "成绩没有填" if mark is None else "还没有录过成绩，请先录入"
        raise UserError(f"{place}的{missing}")
    second = bool(work.policy(Policy.SECOND_ENTRY))
    if second and len(rows) == 1:
        raise UserError(f"{place}的成绩还没有录第二遍。请另一人录完再核定")
    before = [MarkPass(row.value_milli, row.no_mark, row.keyed_by_id).shown for row in rows]
    for row in rows:
        row.value_milli, row.no_mark = mark.value_milli, mark.no_mark
    work.session.flush()
    work.record(
        "settle_exam_mark",
        subject_of(batch, candidate),
        reason,
        before={"marks": before},
        after={"mark": MarkPass(mark.value_milli, mark.no_mark, 0).shown},
    )
    if candidate.state in _OPEN:
        _move(work, [(candidate, mark)], reason)
    elif mark.no_mark is not None:
        raise UserError(f"{place}已经{candidate.state.label}，不能改成没有成绩。请先取消他的资格")


def _batch(work: UnitOfWork, batch_id: int, right: Right | None = None) -> HiringBatch:
    """Whoever keys marks, or runs hiring there, may key them."""
    if right is None:
        enters = work.actor.may_somewhere(Right.ENTER_MARKS)
        right = Right.ENTER_MARKS if enters else Right.RUN_HIRING
    batch = batch_of(work, batch_id, BatchState.EXAMINING, right=right)
    if not batch.written:
        raise UserError(f"{named(batch)}不组织笔试，没有笔试成绩")
    return batch


def _by_number(work: UnitOfWork, batch_id: int, numbers: list[str]) -> dict[str, Candidate]:
    query = select(Candidate).where(
        Candidate.batch_id == batch_id,
        or_(Candidate.admission_no.in_(numbers), Candidate.number.in_(numbers)),
    )
    found: dict[str, Candidate] = {}
    for candidate in work.session.scalars(query):
        found[candidate.number] = candidate
        if candidate.admission_no:
            found[candidate.admission_no] = candidate
    return found


def _key(
    work: UnitOfWork, batch: HiringBatch, given: list[tuple[Candidate, TypedMark]]
) -> KeyedMarks:
    second_entry = bool(work.policy(Policy.SECOND_ENTRY))
    me = work.actor.operator_id
    passes = passes_of(work, batch.id)
    new: list[dict[str, object]] = []
    after: dict[int, Keyed] = {}
    settled: list[tuple[Candidate, TypedMark]] = []
    for candidate, mark in given:
        held = passes.get(candidate.id, ())
        _refuse(candidate, held, me, second_entry=second_entry)
        mine = MarkPass(mark.value_milli, mark.no_mark, me)
        if any(each.by == me for each in held):
            row = work.session.scalars(
                select(ExamMark).where(
                    ExamMark.candidate_id == candidate.id, ExamMark.keyed_by_id == me
                )
            ).one()
            row.value_milli, row.no_mark, row.keyed_at = mark.value_milli, mark.no_mark, work.now
            held = tuple(mine if each.by == me else each for each in held)
        else:
            held = (*held, mine)
            new.append(
                {
                    "candidate_id": candidate.id,
                    "pass_no": len(held),
                    "value_milli": mark.value_milli,
                    "no_mark": mark.no_mark,
                    "keyed_by_id": me,
                    "keyed_at": work.now,
                }
            )
        after[candidate.id] = how_far(held, second_entry=second_entry)
        if after[candidate.id] is Keyed.DONE:
            settled.append((candidate, mark))
    work.session.flush()
    ids = reserve_ids(work, ExamMark, len(new))
    insert_rows(work, ExamMark, [{"id": own} | row for own, row in zip(ids, new, strict=True)])
    work.record("key_exam_marks", named(batch), after={"count": len(given)})
    _move(work, settled, "")
    counts = list(after.values())
    return KeyedMarks(
        counts.count(Keyed.DONE), counts.count(Keyed.FIRST), counts.count(Keyed.DIFFERENT)
    )


def _refuse(
    candidate: Candidate, held: tuple[MarkPass, ...], me: int, *, second_entry: bool
) -> None:
    if candidate.state not in _OPEN:
        raise UserError(
            f"{told(candidate)}现在是“{candidate.state.label}”，不能录笔试成绩。"
            "要改已用于排名的成绩请用核定，写明事由"
        )
    done = how_far(held, second_entry=second_entry) is Keyed.DONE
    if done:
        raise UserError(f"{told(candidate)}的成绩已定。录错了请用核定，写明事由")
    if not second_entry or len(held) < 2 or any(each.by == me for each in held):
        return
    raise UserError(f"{told(candidate)}的成绩已由两人录过，两遍不一致。请对照试卷核定")


def _move(work: UnitOfWork, settled: list[tuple[Candidate, TypedMark]], reason: str) -> None:
    for state, wanted in ((CandidateState.EXAMINED, False), (CandidateState.EXAM_ABSENT, True)):
        movers = [
            candidate
            for candidate, mark in settled
            if (mark.no_mark is not None) is wanted and candidate.state is not state
        ]
        go_candidates(work, movers, state, reason)
