"""Written marks as they were keyed: who has one, whose two passes differ, who has none."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select

from hrgrid.core.labelled import Labelled
from hrgrid.core.policies import Policy
from hrgrid.core.rights import Right
from hrgrid.core.tabulation import mark_text
from hrgrid.hiring.model import Candidate, ExamMark, HiringBatch, HiringPosition
from hrgrid.hiring.queries.scope import require_look
from hrgrid.hiring.rules.words import CandidateState, NoMark
from hrgrid.storage.work import UnitOfWork

SITTING = (
    CandidateState.QUALIFIED,
    CandidateState.EXAM_ABSENT,
    CandidateState.EXAMINED,
    CandidateState.INTERVIEW,
    CandidateState.RANKED,
)
"""Who may have a written mark."""


class Keyed(Labelled):
    """How far somebody's mark has come."""

    NONE = "none", "未录"
    FIRST = "first", "待第二遍"
    DIFFERENT = "different", "两遍不一致"
    DONE = "done", "已定"


@dataclass(frozen=True)
class MarkPass:
    """One pass: the value (thousandths), or why there is none; `by` keyed it."""

    value_milli: int | None
    no_mark: NoMark | None
    by: int

    @property
    def shown(self) -> str:
        """The mark as typed, or the reason."""
        return mark_text(self.value_milli) if self.value_milli is not None else self.reason

    @property
    def reason(self) -> str:
        """Why there is no mark; empty where there is one."""
        return self.no_mark.label if self.no_mark is not None else ""


@dataclass(frozen=True)
class MarkRow:
    """A candidate's marks in the order of admission numbers; who keyed sees his own pass alone
    until both agree or differ."""

    candidate_id: int
    number: str
    admission_no: str
    name: str
    position: str
    state: CandidateState
    keyed: Keyed
    first: MarkPass | None
    second: MarkPass | None


@dataclass(frozen=True)
class MarkProgress:
    """How many of all have a settled mark, differ, wait for the second pass, have none."""

    people: int
    done: int
    different: int
    waiting: int
    missing: int


def mark_rows(work: UnitOfWork, batch_id: int) -> list[MarkRow]:
    """Everybody who sits the exam, by admission number, then number."""
    path = work.session.get_one(HiringBatch, batch_id).area_path
    if not work.actor.may(Right.ENTER_MARKS, path):
        require_look(work, path)
    query = (
        select(Candidate, HiringPosition.code)
        .join(HiringPosition, HiringPosition.id == Candidate.position_id)
        .where(Candidate.batch_id == batch_id, Candidate.state.in_(SITTING))
    )
    passes = passes_of(work, batch_id)
    second_entry = bool(work.policy(Policy.SECOND_ENTRY))
    me = work.actor.operator_id
    rows = []
    for candidate, position in work.session.execute(query):
        given = passes.get(candidate.id, ())
        keyed = how_far(given, second_entry=second_entry)
        shown = [
            each if keyed in {Keyed.DONE, Keyed.DIFFERENT} or each.by == me else None
            for each in given
        ]
        rows.append(
            MarkRow(
                candidate.id,
                candidate.number,
                candidate.admission_no or "",
                candidate.name,
                position,
                candidate.state,
                keyed,
                shown[0] if shown else None,
                shown[1] if len(shown) > 1 else None,
            )
        )
    return sorted(rows, key=lambda row: (row.admission_no or "￿", row.number))


def mark_progress(work: UnitOfWork, batch_id: int) -> MarkProgress:
    """The counts of `mark_rows`."""
    found = [row.keyed for row in mark_rows(work, batch_id)]
    return MarkProgress(
        len(found),
        found.count(Keyed.DONE),
        found.count(Keyed.DIFFERENT),
        found.count(Keyed.FIRST),
        found.count(Keyed.NONE),
    )


def passes_of(work: UnitOfWork, batch_id: int) -> dict[int, tuple[MarkPass, ...]]:
    """Every pass by candidate, the first one first."""
    query = (
        select(ExamMark)
        .join(Candidate, Candidate.id == ExamMark.candidate_id)
        .where(Candidate.batch_id == batch_id)
        .order_by(ExamMark.candidate_id, ExamMark.pass_no)
    )
    found: dict[int, tuple[MarkPass, ...]] = {}
    for row in work.session.scalars(query):
        one = MarkPass(row.value_milli, row.no_mark, row.keyed_by_id)
        found[row.candidate_id] = (*found.get(row.candidate_id, ()), one)
    return found


def how_far(passes: tuple[MarkPass, ...], *, second_entry: bool) -> Keyed:
    """Whether a mark counts: one pass is enough where the office asks for no second."""
    if not passes:
        return Keyed.NONE
    if len({(each.value_milli, each.no_mark) for each in passes}) > 1:
        return Keyed.DIFFERENT
    return Keyed.FIRST if second_entry and len(passes) == 1 else Keyed.DONE


def settled_marks(work: UnitOfWork, batch_id: int) -> dict[int, MarkPass]:
    """The mark that counts by candidate; who has none that counts is left out."""
    second_entry = bool(work.policy(Policy.SECOND_ENTRY))
    return {
        candidate: passes[0]
        for candidate, passes in passes_of(work, batch_id).items()
        if how_far(passes, second_entry=second_entry) is Keyed.DONE
    }
