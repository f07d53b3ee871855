"""Cases of exit: whom, on what ground, how far; what was done when, what was delivered.

The database itself refuses every short cut (short_cuts.py).
"""

from __future__ import annotations

import datetime as dt

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from hrgrid.exits.rules.words import (
    DECIDED,
    ENDED,
    OF_DISPATCH,
    OF_SHORT,
    Delivered,
    ExitPaper,
    ExitPath,
    ExitState,
    FaultItem,
    Ground,
)
from hrgrid.exits.rules.words import Trigger as Cause
from hrgrid.storage import attachments  # noqa: F401 - foreign keys
from hrgrid.storage.base import ROW_ID, Base, RowHashed, Versioned, code_of, guard
from hrgrid.storage.triggers import append_only, listed
from hrgrid.storage.violations import says
from hrgrid.workforce.model import people  # noqa: F401 - foreign keys
from hrgrid.workforce.rules import Engagement

PROPOSED = (
    *(ExitState.PROPOSED, ExitState.CHECKED, ExitState.HEARD),
    *(ExitState.UNION_ASKED, ExitState.LEGAL_REVIEWED, *DECIDED),
)
"""What is proposed, and all the more what is decided: it stands on a ground."""


class ExitCase(RowHashed, Versioned, Base):
    """One case of one person; `trigger_words` say what made somebody look, never the ground.

    Money is fen. `notice_days` is what the rules asked for when the notice went out; with
    `in_lieu_fen` a month's pay stands for it. `severance` is JSON of how it was reckoned.
    `first_assessor` judged what led here; somebody else reassesses.
    """

    __tablename__ = "exit_case"
    __label__ = "退出事项"
    __table_args__ = (
        CheckConstraint("number <> '' AND trigger_words <> ''", name="named"),
        CheckConstraint(
            "path <> 'short' OR engagement NOT IN ('contract', 'dispatch')", name="short_for_whom"
        ),
        CheckConstraint(
            "path <> 'full' OR engagement NOT IN ('part_time', 'volunteer')", name="full_for_whom"
        ),
        # What is proposed, and all the more what is decided, stands on a ground of the law.
        CheckConstraint(
            f"state NOT IN ({listed(*PROPOSED)}) OR ground IS NOT NULL", name="ground_given"
        ),
        CheckConstraint(
            f"state NOT IN ({listed(*PROPOSED)}) OR (ground_words <> '' "
            "AND proposer_id IS NOT NULL)",
            name="proposed_by_whom",
        ),
        CheckConstraint(
            f"ground IS NULL OR path <> 'short' OR ground IN ({listed(*OF_SHORT)})",
            name="ground_of_short",
        ),
        CheckConstraint(
            "ground IS NULL OR path <> 'full' OR ground <> 'role_ended'", name="ground_of_full"
        ),
        CheckConstraint(
            f"ground IS NULL OR engagement <> 'dispatch' OR ground IN ({listed(*OF_DISPATCH)})",
            name="ground_of_dispatch",
        ),
        CheckConstraint(
            "(ground IS NOT NULL AND ground = 'fault') = (fault_item IS NOT NULL)",
            name="fault_which",
        ),
        CheckConstraint(
            f"state NOT IN ({listed(*DECIDED)}) OR approval_words <> ''",
            name="decided_with_approval",
        ),
        CheckConstraint(
            f"state NOT IN ({listed(*DECIDED)}) OR document_no <> ''", name="decided_with_document"
        ),
        CheckConstraint(
            "state NOT IN ('notified', 'appealed') OR (notice_on IS NOT NULL "
            "AND effective_on IS NOT NULL)",
            name="notified_when",
        ),
        CheckConstraint(
            "state NOT IN ('executed', 'closed') OR (effective_on IS NOT NULL "
            "AND (path = 'short' OR notice_on IS NOT NULL))",
            name="executed_when",
        ),
        CheckConstraint("effective_on >= notice_on", name="notice_first"),
        CheckConstraint("notice_days >= 0 AND in_lieu_fen >= 0", name="not_negative"),
        CheckConstraint(
            "state NOT IN ('dismissed', 'cancelled', 'improved') OR end_reason <> ''",
            name="ended_why",
        ),
        CheckConstraint("state <> 'improved' OR watch_until IS NOT NULL", name="watched_until"),
        CheckConstraint(
            f"purged_on IS NULL OR state IN ({listed(*ENDED)})", name="purged_afterwards"
        ),
        Index("ix_exit_case_person", "person_id"),
        Index("ix_exit_case_state", "state"),
    )

    id: Mapped[int] = mapped_column(ROW_ID, primary_key=True, init=False)
    number: Mapped[str] = mapped_column(String(40), unique=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    # His post when the case began; a volunteer may have none.
    post_id: Mapped[int | None] = mapped_column(ForeignKey("post.id"))
    engagement_id: Mapped[int | None] = mapped_column(ForeignKey("engagement.id"))
    engagement: Mapped[Engagement] = mapped_column(code_of(Engagement, "engagement"))
    path: Mapped[ExitPath] = mapped_column(code_of(ExitPath, "path"))
    area_id: Mapped[int] = mapped_column(ForeignKey("area.id"))
    area_path: Mapped[str] = mapped_column(String(400))
    cause: Mapped[Cause] = mapped_column(code_of(Cause, "cause"))
    trigger_words: Mapped[str] = mapped_column(Text)
    regulation_id: Mapped[int | None] = mapped_column(ForeignKey("regulation.id"))
    rule_number: Mapped[int]
    rule_sha256: Mapped[str] = mapped_column(String(64))
    state: Mapped[ExitState] = mapped_column(code_of(ExitState, "state"))
    # The day from which the next step waits, and until when it is to be done.
    state_since: Mapped[dt.date]
    due_on: Mapped[dt.date | None]
    ground: Mapped[Ground | None] = mapped_column(code_of(Ground, "ground"))
    fault_item: Mapped[FaultItem | None] = mapped_column(code_of(FaultItem, "fault_item"))
    # The facts on which the ground stands, in sentences.
    ground_words: Mapped[str] = mapped_column(Text)
    handler_id: Mapped[int] = mapped_column(ForeignKey("operator.id"))
    first_assessor: Mapped[str] = mapped_column(String(80))
    first_assessor_id: Mapped[int | None] = mapped_column(ForeignKey("operator.id"))
    proposer_id: Mapped[int | None] = mapped_column(ForeignKey("operator.id"))
    approval_words: Mapped[str] = mapped_column(Text)
    document_no: Mapped[str] = mapped_column(String(80))
    opened_on: Mapped[dt.date]
    notice_on: Mapped[dt.date | None]
    notice_days: Mapped[int | None]
    in_lieu_fen: Mapped[int | None]
    # The last day in the post.
    effective_on: Mapped[dt.date | None]
    severance: Mapped[str] = mapped_column(Text)
    end_reason: Mapped[str] = mapped_column(Text)
    # Until when somebody whose warning was lifted is watched.
    watch_until: Mapped[dt.date | None]
    # The sealed scans of protections were let go.
    purged_on: Mapped[dt.date | None]


class ExitStep(Base):
    """One arrow that a case went: who, when, why, on which paper."""

    __tablename__ = "exit_step"
    __label__ = "退出办理过程"
    __table_args__ = (CheckConstraint("seq >= 1", name="seq_from_one"),)

    case_id: Mapped[int] = mapped_column(ForeignKey("exit_case.id"), primary_key=True)
    seq: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    state: Mapped[ExitState] = mapped_column(code_of(ExitState, "state"))
    happened_on: Mapped[dt.date]
    document_no: Mapped[str] = mapped_column(String(80))
    note: Mapped[str] = mapped_column(Text)
    at: Mapped[dt.datetime]
    made_by: Mapped[str] = mapped_column(String(80))


guard(ExitStep, *append_only("exit_step"))


class ExitReceipt(RowHashed, Base):
    """送达回证: a paper of a case reached somebody, or he refused it before a witness."""

    __tablename__ = "exit_receipt"
    __label__ = "送达回证"
    __table_args__ = (
        CheckConstraint("how <> 'refused' OR witness <> ''", name="refused_before_witness"),
        Index("ix_exit_receipt_case", "case_id"),
    )

    id: Mapped[int] = mapped_column(ROW_ID, primary_key=True, init=False)
    case_id: Mapped[int] = mapped_column(ForeignKey("exit_case.id"))
    paper: Mapped[ExitPaper] = mapped_column(code_of(ExitPaper, "paper"))
    number: Mapped[str] = mapped_column(String(80))
    delivered_on: Mapped[dt.date]
    how: Mapped[Delivered] = mapped_column(code_of(Delivered, "how"))
    witness: Mapped[str] = mapped_column(String(80))
    scan_sha256: Mapped[str | None] = mapped_column(String(64), ForeignKey("attachment.sha256"))
    made_at: Mapped[dt.datetime]
    made_by: Mapped[str] = mapped_column(String(80))


guard(ExitReceipt, *append_only("exit_receipt"))
for _event in ("update", "delete"):
    says(f"exit_receipt_keeps_{_event}", "送达回证不能改，也不能删除。登记错了请另登记一份")
