"""Marks, rankings, vetting, reserves, and who gets which grid."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from hrgrid.hiring.rules.words import (
    AllotmentState,
    NoMark,
    Outcome,
    ReserveState,
    RunStage,
    RunState,
    VettingKind,
    VettingResult,
)
from hrgrid.storage.base import ROW_ID, Base, RowHashed, Versioned, code_of, guard
from hrgrid.storage.triggers import AtMostOne, Trigger, append_only
from hrgrid.storage.violations import says


class ExamMark(RowHashed, Versioned, Base):
    """The written mark (thousandths) as keyed once; a second pass is by another operator."""

    __tablename__ = "exam_mark"
    __label__ = "笔试成绩"
    __table_args__ = (
        UniqueConstraint("candidate_id", "pass_no"),
        UniqueConstraint("candidate_id", "keyed_by_id"),
        CheckConstraint("pass_no IN (1, 2)", name="pass_known"),
        CheckConstraint("(value_milli IS NULL) <> (no_mark IS NULL)", name="mark_or_reason"),
        CheckConstraint("value_milli >= 0", name="mark_not_negative"),
    )

    id: Mapped[int] = mapped_column(ROW_ID, primary_key=True, init=False)
    candidate_id: Mapped[int] = mapped_column(ForeignKey("candidate.id"))
    pass_no: Mapped[int]
    value_milli: Mapped[int | None]
    no_mark: Mapped[NoMark | None] = mapped_column(code_of(NoMark, "no_mark"))
    keyed_by_id: Mapped[int] = mapped_column(ForeignKey("operator.id"))
    keyed_at: Mapped[dt.datetime]


says("uq_exam_mark_candidate_id_pass_no", "这个人的笔试成绩刚被别人录过。请刷新后核对")
says("uq_exam_mark_candidate_id_keyed_by_id", "同一个人的成绩须由另一人录第二遍。请换人登录再录")


class InterviewGroup(RowHashed, Versioned, Base):
    """One room of interviews; its examiners and marks lie in the room `panels`."""

    __tablename__ = "interview_group"
    __label__ = "面试考场"
    __table_args__ = (
        UniqueConstraint("batch_id", "number"),
        CheckConstraint("number >= 1", name="number_from_one"),
    )

    id: Mapped[int] = mapped_column(ROW_ID, primary_key=True, init=False)
    batch_id: Mapped[int] = mapped_column(ForeignKey("hiring_batch.id"))
    number: Mapped[int]
    place: Mapped[str] = mapped_column(String(120))
    starts: Mapped[str] = mapped_column(String(40))
    # The key under which the marks are kept: "hiring:BATCH:NUMBER".
    subject: Mapped[str] = mapped_column(String(60), unique=True)


class HiringRun(RowHashed, Versioned, Base):
    """One ranking of a batch; the applied one counts, the others stay to be read."""

    __tablename__ = "hiring_run"
    __label__ = "招录排名"
    __table_args__ = (
        UniqueConstraint("batch_id", "stage", "number"),
        CheckConstraint("number = 1 OR reason <> ''", name="again_has_reason"),
    )

    id: Mapped[int] = mapped_column(ROW_ID, primary_key=True, init=False)
    batch_id: Mapped[int] = mapped_column(ForeignKey("hiring_batch.id"))
    stage: Mapped[RunStage] = mapped_column(code_of(RunStage, "stage"))
    number: Mapped[int]
    rule_sha256: Mapped[str] = mapped_column(String(64))
    input_hash: Mapped[str] = mapped_column(String(64))
    output_hash: Mapped[str] = mapped_column(String(64))
    state: Mapped[RunState] = mapped_column(code_of(RunState, "state"))
    reason: Mapped[str] = mapped_column(Text)
    made_at: Mapped[dt.datetime]
    made_by: Mapped[str] = mapped_column(String(80))


guard(
    HiringRun,
    AtMostOne(
        "ux_hiring_run_one_applied", "hiring_run", ("batch_id", "stage"), "state = 'applied'"
    ),
    Trigger("hiring_run_keeps_delete", "hiring_run", "DELETE"),
    Trigger("hiring_run_void_stays", "hiring_run", "UPDATE", "OLD.state = 'void'"),
)
says("ux_hiring_run_one_applied", "这一步刚被别人排过名。请刷新后再办")
says("hiring_run_keeps_delete", "排名不能删除，重新排名后原来的作废留底")
says("hiring_run_void_stays", "作废的排名不能再改")


class HiringLine(Base):
    """What a run says of one candidate; points are thousandths, the total an exact fraction.

    `explain` is JSON: parts of the score, the cut, the steps that parted equals.
    """

    __tablename__ = "hiring_line"
    __label__ = "招录排名明细"
    __table_args__ = (
        CheckConstraint("(rank IS NULL) = (shown_milli IS NULL)", name="rank_has_total"),
        CheckConstraint("total_den > 0", name="fraction_whole"),
        Index("ix_hiring_line_candidate", "candidate_id"),
    )

    run_id: Mapped[int] = mapped_column(ForeignKey("hiring_run.id"), primary_key=True)
    candidate_id: Mapped[int] = mapped_column(ForeignKey("candidate.id"), primary_key=True)
    position_id: Mapped[int] = mapped_column(ForeignKey("hiring_position.id"))
    exam_milli: Mapped[int | None]
    extra_milli: Mapped[int]
    interview_milli: Mapped[int | None]
    total_num: Mapped[int | None]
    total_den: Mapped[int | None]
    shown_milli: Mapped[int | None]
    rank: Mapped[int | None]
    tied: Mapped[bool]
    outcome: Mapped[Outcome] = mapped_column(code_of(Outcome, "outcome"))
    explain: Mapped[str] = mapped_column(Text)


guard(HiringLine, *append_only("hiring_line"))


class HiringLot(RowHashed, Base):
    """A tie that the chain left open, drawn before witnesses; an input of the next run.

    `tied` and `result` are JSON lists of candidates' numbers, the result in the order drawn.
    """

    __tablename__ = "hiring_lot"
    __label__ = "并列抽签"
    __table_args__ = (
        CheckConstraint("witnesses <> ''", name="witnessed"),
        CheckConstraint("method IN ('physical', 'seed')", name="method_known"),
        CheckConstraint("method <> 'seed' OR seed <> ''", name="seed_given"),
        Index("ix_hiring_lot_batch", "batch_id"),
    )

    id: Mapped[int] = mapped_column(ROW_ID, primary_key=True, init=False)
    batch_id: Mapped[int] = mapped_column(ForeignKey("hiring_batch.id"))
    position_id: Mapped[int] = mapped_column(ForeignKey("hiring_position.id"))
    tied: Mapped[str] = mapped_column(Text)
    result: Mapped[str] = mapped_column(Text)
    method: Mapped[str] = mapped_column(String(20))
    seed: Mapped[str] = mapped_column(String(80))
    witnesses: Mapped[str] = mapped_column(String(200))
    made_at: Mapped[dt.datetime]
    made_by: Mapped[str] = mapped_column(String(80))


guard(HiringLot, *append_only("hiring_lot"))


class CandidateVetting(RowHashed, Base):
    """One result of the physical or the vetting, with its reference; never a finding."""

    __tablename__ = "candidate_vetting"
    __label__ = "体检和政审"
    __table_args__ = (
        CheckConstraint("seq >= 1", name="seq_from_one"),
        CheckConstraint("document_no <> '' AND examined_by <> ''", name="result_has_reference"),
        # A second look replaces the first only with a reason.
        CheckConstraint("seq = 1 OR reason <> ''", name="again_has_reason"),
    )

    candidate_id: Mapped[int] = mapped_column(ForeignKey("candidate.id"), primary_key=True)
    kind: Mapped[VettingKind] = mapped_column(code_of(VettingKind, "kind"), primary_key=True)
    seq: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    result: Mapped[VettingResult] = mapped_column(code_of(VettingResult, "result"))
    examined_by: Mapped[str] = mapped_column(String(80))
    examined_on: Mapped[dt.date]
    document_no: Mapped[str] = mapped_column(String(80))
    reason: Mapped[str] = mapped_column(String(200))
    evidence_sha256: Mapped[str | None] = mapped_column(String(64), ForeignKey("attachment.sha256"))
    made_at: Mapped[dt.datetime]
    made_by: Mapped[str] = mapped_column(String(80))


guard(
    CandidateVetting,
    # The scan and the reason go when the candidate's data is erased; the result stays.
    Trigger(
        "candidate_vetting_keeps_update",
        "candidate_vetting",
        "UPDATE",
        "(SELECT purged_on FROM candidate WHERE candidate.id = OLD.candidate_id) IS NULL",
    ),
    Trigger("candidate_vetting_keeps_delete", "candidate_vetting", "DELETE"),
    Trigger("candidate_vetting_keeps_truncate", "candidate_vetting", "TRUNCATE"),
)


class HiringSubstitution(RowHashed, Base):
    """Somebody who had a place fell out: who stepped in, or why nobody did.

    `turn` counts how often the place had passed on by then; the scheme may limit it.
    """

    __tablename__ = "hiring_substitution"
    __label__ = "递补"
    __table_args__ = (
        UniqueConstraint("fallen_id"),
        UniqueConstraint("next_id"),
        CheckConstraint("turn >= 0", name="turn_not_negative"),
        CheckConstraint("next_id <> fallen_id", name="somebody_else"),
        CheckConstraint("why <> ''", name="why_given"),
        Index("ix_hiring_substitution_batch", "batch_id"),
    )

    id: Mapped[int] = mapped_column(ROW_ID, primary_key=True, init=False)
    batch_id: Mapped[int] = mapped_column(ForeignKey("hiring_batch.id"))
    position_id: Mapped[int] = mapped_column(ForeignKey("hiring_position.id"))
    fallen_id: Mapped[int] = mapped_column(ForeignKey("candidate.id"))
    next_id: Mapped[int | None] = mapped_column(ForeignKey("candidate.id"))
    turn: Mapped[int]
    why: Mapped[str] = mapped_column(String(200))
    made_at: Mapped[dt.datetime]
    made_by: Mapped[str] = mapped_column(String(80))


guard(HiringSubstitution, *append_only("hiring_substitution"))
says("uq_hiring_substitution_fallen_id", "这个人的名额刚被别人递补过。请刷新后查看")
says("uq_hiring_substitution_next_id", "这个人刚被递补到别的名额。请刷新后查看")


class HiringReserve(RowHashed, Versioned, Base):
    """Somebody ranked who may step in, in the order of a position, up to a day."""

    __tablename__ = "hiring_reserve"
    __label__ = "储备人员"
    __table_args__ = (
        UniqueConstraint("position_id", "place"),
        UniqueConstraint("candidate_id"),
        CheckConstraint("place >= 1", name="place_from_one"),
    )

    id: Mapped[int] = mapped_column(ROW_ID, primary_key=True, init=False)
    batch_id: Mapped[int] = mapped_column(ForeignKey("hiring_batch.id"), index=True)
    position_id: Mapped[int] = mapped_column(ForeignKey("hiring_position.id"))
    candidate_id: Mapped[int] = mapped_column(ForeignKey("candidate.id"))
    place: Mapped[int]
    valid_to: Mapped[dt.date]
    state: Mapped[ReserveState] = mapped_column(code_of(ReserveState, "state"))


guard(HiringReserve, Trigger("hiring_reserve_keeps_delete", "hiring_reserve", "DELETE"))
says("hiring_reserve_keeps_delete", "储备人员不能删除。不再递补的请登记失效")


class HiringAllotment(RowHashed, Versioned, Base):
    """A candidate is to have a grid (拟录用) or has it; one each way at a time.

    This is the last guard but one against two people for one grid; the last is the index of
    posts, since a hire is a post begun in the same transaction.
    """

    __tablename__ = "hiring_allotment"
    __label__ = "拟录用与录用"
    __table_args__ = (
        CheckConstraint("(state = 'hired') = (post_id IS NOT NULL)", name="hired_has_post"),
        CheckConstraint(
            "state <> 'hired' OR (document_no <> '' AND hired_on IS NOT NULL)",
            name="hired_has_document",
        ),
        CheckConstraint("state <> 'released' OR release_reason <> ''", name="released_why"),
        UniqueConstraint("post_id"),
        Index("ix_hiring_allotment_seat", "seat_id"),
        Index("ix_hiring_allotment_candidate", "candidate_id"),
    )

    id: Mapped[int] = mapped_column(ROW_ID, primary_key=True, init=False)
    seat_id: Mapped[int] = mapped_column(ForeignKey("hiring_seat.id"))
    candidate_id: Mapped[int] = mapped_column(ForeignKey("candidate.id"))
    state: Mapped[AllotmentState] = mapped_column(code_of(AllotmentState, "state"))
    post_id: Mapped[int | None] = mapped_column(ForeignKey("post.id"))
    hired_on: Mapped[dt.date | None]
    document_no: Mapped[str] = mapped_column(String(80))
    release_reason: Mapped[str] = mapped_column(String(200))


guard(
    HiringAllotment,
    AtMostOne(
        # Somebody hired may leave, and a reserve of the batch step in: posts guard the hired.
        "ux_hiring_allotment_one_a_seat",
        "hiring_allotment",
        ("seat_id",),
        "state = 'proposed'",
    ),
    AtMostOne(
        "ux_hiring_allotment_one_a_candidate",
        "hiring_allotment",
        ("candidate_id",),
        "state <> 'released'",
    ),
    Trigger("hiring_allotment_keeps_delete", "hiring_allotment", "DELETE"),
    Trigger(
        "hiring_allotment_stays",
        "hiring_allotment",
        "UPDATE",
        "OLD.state <> 'proposed' OR OLD.seat_id <> NEW.seat_id "
        "OR OLD.candidate_id <> NEW.candidate_id",
    ),
)
says("ux_hiring_allotment_one_a_seat", "这个网格已经拟录用或录用了别人。请刷新后另选网格")
says("ux_hiring_allotment_one_a_candidate", "这个人已经拟录用到别的网格。请先退出那一个")
says("hiring_allotment_keeps_delete", "拟录用记录不能删除。不录用的请登记退出，写明原因")
says("hiring_allotment_stays", "已经录用或退出的记录不能再改")
