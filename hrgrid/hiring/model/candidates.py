"""Who applied: their data, the steps they took, what was checked, their papers.

A candidate becomes a person on file only when hired; what is known of the others is erased when
its time is over (`purged_on`), and only the counts stay.
"""

from __future__ import annotations

import datetime as dt

from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    Index,
    LargeBinary,
    String,
    Text,
    UniqueConstraint,
)
from sqlalchemy.orm import Mapped, mapped_column

from hrgrid.core.identity import Sex
from hrgrid.hiring.rules.words import (
    CANDIDATE_ARROWS,
    NEEDS_REASON,
    CandidateState,
    RejectCode,
)
from hrgrid.storage.base import ROW_ID, Base, RowHashed, Sealed, Versioned, code_of, guard
from hrgrid.storage.triggers import Trigger, listed, off_the_arrows
from hrgrid.storage.violations import says
from hrgrid.workforce.model import people  # noqa: F401 - foreign keys


class Candidate(RowHashed, Versioned, Base):
    """One application; months and flags are what the candidate declared, None where unknown.

    `person_id` is set for somebody on file (遴选) and for everybody who was hired.
    """

    __tablename__ = "candidate"
    __label__ = "报名人"
    __table_args__ = (
        UniqueConstraint("batch_id", "number"),
        UniqueConstraint("batch_id", "id_mac"),
        UniqueConstraint("batch_id", "admission_no"),
        UniqueConstraint("batch_id", "person_id"),
        CheckConstraint("name <> '' OR purged_on IS NOT NULL", name="name_given"),
        CheckConstraint("(id_number IS NULL) = (id_mac IS NULL)", name="id_number_findable"),
        CheckConstraint("(state = 'rejected') = (reject_code IS NOT NULL)", name="rejected_why"),
        CheckConstraint(
            f"state NOT IN ({listed(*NEEDS_REASON)}) OR state_reason <> ''", name="ended_why"
        ),
        CheckConstraint("state <> 'hired' OR person_id IS NOT NULL", name="hired_is_person"),
        CheckConstraint(
            "purged_on IS NULL OR (id_number IS NULL AND phone IS NULL AND name = '' "
            "AND match_key = '' AND stroke_key = '' AND id_masked = '' AND phone_masked = '' "
            "AND note = '' AND birth_date IS NULL AND photo_sha256 IS NULL "
            "AND person_id IS NULL)",
            name="purged_is_empty",
        ),
        CheckConstraint(
            "residence_months >= 0 AND volunteer_months >= 0", name="months_not_negative"
        ),
        Index("ix_candidate_batch", "batch_id", "state"),
        Index("ix_candidate_position", "position_id"),
        Index("ix_candidate_stroke", "batch_id", "stroke_key", "id"),
    )

    id: Mapped[int] = mapped_column(ROW_ID, primary_key=True, init=False)
    batch_id: Mapped[int] = mapped_column(ForeignKey("hiring_batch.id"))
    position_id: Mapped[int] = mapped_column(ForeignKey("hiring_position.id"))
    number: Mapped[str] = mapped_column(String(20))
    name: Mapped[str] = mapped_column(String(40))
    match_key: Mapped[str] = mapped_column(String(60), index=True)
    stroke_key: Mapped[str] = mapped_column(
        String().with_variant(String(collation="C"), "postgresql")
    )
    sex: Mapped[Sex | None] = mapped_column(code_of(Sex, "sex"))
    birth_date: Mapped[dt.date | None]
    # Sealed as a person's are: whoever is hired takes them along.
    id_number: Mapped[bytes | None] = mapped_column(Sealed, info={"sealed_as": "person.id_number"})
    id_mac: Mapped[bytes | None] = mapped_column(LargeBinary, index=True)
    id_masked: Mapped[str] = mapped_column(String(20))
    phone: Mapped[bytes | None] = mapped_column(Sealed, info={"sealed_as": "person.phone"})
    phone_masked: Mapped[str] = mapped_column(String(20))
    education: Mapped[str] = mapped_column(String(20))
    party: Mapped[str] = mapped_column(String(20))
    veteran: Mapped[bool | None]
    social_worker: Mapped[bool | None]
    registered_here: Mapped[bool | None]
    residence_months: Mapped[int | None]
    volunteer_months: Mapped[int | None]
    # The grid he would rather have; others of the position come after it.
    wish_area_id: Mapped[int | None] = mapped_column(ForeignKey("area.id"))
    note: Mapped[str] = mapped_column(Text)
    photo_sha256: Mapped[str | None] = mapped_column(String(64), ForeignKey("attachment.sha256"))
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    applied_on: Mapped[dt.date]
    admission_no: Mapped[str | None] = mapped_column(String(20))
    exam_room: Mapped[int | None]
    exam_seat: Mapped[int | None]
    state: Mapped[CandidateState] = mapped_column(code_of(CandidateState, "state"))
    state_reason: Mapped[str] = mapped_column(String(200))
    reject_code: Mapped[RejectCode | None] = mapped_column(code_of(RejectCode, "reject_code"))
    purged_on: Mapped[dt.date | None]
    # The import that brought the row, while it may still be taken back as a whole.
    import_operation: Mapped[str | None] = mapped_column(
        String(64), ForeignKey("operation.id"), index=True
    )


guard(
    Candidate,
    Trigger("candidate_keeps_delete", "candidate", "DELETE", "OLD.import_operation IS NULL"),
    Trigger("candidate_goes_forward", "candidate", "UPDATE", off_the_arrows(CANDIDATE_ARROWS)),
    Trigger(
        "candidate_purged_stays",
        "candidate",
        "UPDATE",
        "OLD.purged_on IS NOT NULL AND (NEW.purged_on IS NULL OR NEW.state <> OLD.state)",
    ),
    # The sheet with the recovery code comes first: without it sealed numbers may be lost for good.
    Trigger(
        "candidate_after_recovery_code",
        "candidate",
        "INSERT",
        "NOT EXISTS (SELECT 1 FROM office WHERE recovery_confirmed_at IS NOT NULL)",
    ),
)
says("uq_candidate_batch_id_number", "这个批次里已有这个报名号。请换一个")
says("uq_candidate_batch_id_id_mac", "这个身份证号已经在这个批次报过名。一人一批只能报一次")
says("uq_candidate_batch_id_person_id", "这个人已经在这个批次报过名。一人一批只能报一次")
says("uq_candidate_batch_id_admission_no", "这个批次里已有这个准考证号。请换一个")
says("candidate_keeps_delete", "报名记录不能删除。不再参加的请登记退出，写明原因")
says("candidate_goes_forward", "报名人不能从现在的状态走这一步。请刷新后查看办到了哪一步")
says("candidate_purged_stays", "这份报名资料已到期清除，不能再改")
says(
    "candidate_after_recovery_code",
    "恢复码还没有确认保存，不能登记个人信息。请先在“设置”里打印恢复码并确认",
)


class CandidateStep(Base):
    """One arrow that a candidate went: who, when, why, on what evidence."""

    __tablename__ = "candidate_step"
    __label__ = "报名人办理过程"
    __table_args__ = (
        CheckConstraint("seq >= 1", name="seq_from_one"),
        CheckConstraint(
            f"state NOT IN ({listed(*NEEDS_REASON)}) OR reason <> ''", name="ended_why"
        ),
    )

    candidate_id: Mapped[int] = mapped_column(ForeignKey("candidate.id"), primary_key=True)
    seq: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    state: Mapped[CandidateState] = mapped_column(code_of(CandidateState, "state"))
    at: Mapped[dt.datetime]
    made_by: Mapped[str] = mapped_column(String(80))
    reason: Mapped[str] = mapped_column(Text)
    document_no: Mapped[str] = mapped_column(String(80))


guard(
    CandidateStep,
    # What was written of him goes when his data is erased; the arrows stay.
    Trigger(
        "candidate_step_keeps_update",
        "candidate_step",
        "UPDATE",
        "(SELECT purged_on FROM candidate WHERE candidate.id = OLD.candidate_id) IS NULL",
    ),
    Trigger(
        "candidate_step_keeps_delete",
        "candidate_step",
        "DELETE",
        "(SELECT import_operation FROM candidate WHERE candidate.id = OLD.candidate_id) IS NULL",
    ),
    Trigger("candidate_step_keeps_truncate", "candidate_step", "TRUNCATE"),
)


def _closed(row: str, also: str = "") -> str:
    """The check of a row's candidate was concluded."""
    ours = f"candidate.id = {row}.candidate_id{also}"
    return f"(SELECT state FROM candidate WHERE {ours}) <> 'submitted'"  # noqa: S608 - our own names


# What was seen goes when the candidate's data is erased.
_CLOSED = {
    "INSERT": _closed("NEW"),
    "UPDATE": _closed("OLD", " AND candidate.purged_on IS NULL"),
    "DELETE": _closed("OLD", " AND candidate.purged_on IS NULL"),
}


class CandidateCheck(RowHashed, Versioned, Base):
    """One condition held against one candidate, with the value that was seen."""

    __tablename__ = "candidate_check"
    __label__ = "资格审查"
    __table_args__ = (CheckConstraint("seen_value <> ''", name="value_seen"),)

    candidate_id: Mapped[int] = mapped_column(ForeignKey("candidate.id"), primary_key=True)
    rule_key: Mapped[str] = mapped_column(String(40), primary_key=True)
    seen_value: Mapped[str] = mapped_column(String(80))
    passed: Mapped[bool]
    note: Mapped[str] = mapped_column(String(200))
    checked_by: Mapped[str] = mapped_column(String(80))
    checked_at: Mapped[dt.datetime]
    evidence_sha256: Mapped[str | None] = mapped_column(String(64), ForeignKey("attachment.sha256"))


guard(
    CandidateCheck,
    *(
        Trigger(f"candidate_check_frozen_{event.lower()}", "candidate_check", event, closed)
        for event, closed in _CLOSED.items()
    ),
)
for _event in ("insert", "update", "delete"):
    says(
        f"candidate_check_frozen_{_event}",
        "资格审查已有结论，不能再改。要重新审查请先退回待审查，写明原因",
    )


class CandidatePoint(RowHashed, Versioned, Base):
    """Extra points (thousandths) granted to a candidate for a fact that was seen."""

    __tablename__ = "candidate_point"
    __label__ = "加分"
    __table_args__ = (
        CheckConstraint("milli > 0", name="points_positive"),
        CheckConstraint("seen_value <> ''", name="value_seen"),
    )

    candidate_id: Mapped[int] = mapped_column(ForeignKey("candidate.id"), primary_key=True)
    rule_key: Mapped[str] = mapped_column(String(40), primary_key=True)
    milli: Mapped[int]
    seen_value: Mapped[str] = mapped_column(String(80))
    granted_by: Mapped[str] = mapped_column(String(80))
    granted_at: Mapped[dt.datetime]
    evidence_sha256: Mapped[str | None] = mapped_column(String(64), ForeignKey("attachment.sha256"))


class CandidatePaper(Base):
    """A scan that belongs to a candidate and a step of his."""

    __tablename__ = "candidate_paper"
    __label__ = "报名人材料"
    __table_args__ = (CheckConstraint("title <> ''", name="title_given"),)

    id: Mapped[int] = mapped_column(ROW_ID, primary_key=True, init=False)
    candidate_id: Mapped[int] = mapped_column(ForeignKey("candidate.id"), index=True)
    step: Mapped[CandidateState] = mapped_column(code_of(CandidateState, "step"))
    title: Mapped[str] = mapped_column(String(80))
    sha256: Mapped[str] = mapped_column(String(64), ForeignKey("attachment.sha256"))
    added_at: Mapped[dt.datetime]
    added_by: Mapped[str] = mapped_column(String(80))


guard(
    CandidatePaper,
    Trigger("candidate_paper_keeps_update", "candidate_paper", "UPDATE"),
    Trigger(
        "candidate_paper_keeps_delete",
        "candidate_paper",
        "DELETE",
        "(SELECT purged_on FROM candidate WHERE candidate.id = OLD.candidate_id) IS NULL",
    ),
    Trigger("candidate_paper_keeps_truncate", "candidate_paper", "TRUNCATE"),
)
says("candidate_paper_keeps_update", "报名人的材料只能新增，不能改动")
says("candidate_paper_keeps_delete", "报名人的材料在保存期内不能删除")
