"""What is done before anybody is let go: the talk, the remedy, the look by somebody else."""

# ruff: noqa: S608 - the names in the SQL are our own

from __future__ import annotations

import datetime as dt

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from hrgrid.exits.rules.words import DECIDED, ENDED, RemedyKind
from hrgrid.storage import attachments  # noqa: F401 - foreign keys
from hrgrid.storage.base import ROW_ID, Base, RowHashed, Versioned, code_of, guard
from hrgrid.storage.triggers import Trigger, append_only, listed
from hrgrid.storage.violations import says
from hrgrid.workforce.model import people  # noqa: F401 - foreign keys


def case_state(row: str) -> str:
    """The state of the case of NEW or OLD, for a trigger."""
    return f"(SELECT state FROM exit_case WHERE exit_case.id = {row}.case_id)"


def case_settled(table: str, *events: str) -> tuple[Trigger, ...]:
    """A decided or ended case keeps its rows of `table`."""
    for event in events:
        says(f"{table}_settled_{event.lower()}", "这件事已经批准或办结，不能再改这一步的记录")
    return tuple(
        Trigger(
            f"{table}_settled_{event.lower()}",
            table,
            event,
            f"{case_state('NEW' if event == 'INSERT' else 'OLD')} IN ({listed(*DECIDED, *ENDED)})",
        )
        for event in events
    )


class ExitTalk(RowHashed, Base):
    """约谈: what was said, and that he signed it or refused before a witness."""

    __tablename__ = "exit_talk"
    __label__ = "约谈"
    __table_args__ = (
        CheckConstraint("present <> '' AND content <> ''", name="held_with_whom"),
        CheckConstraint("NOT refused OR witness <> ''", name="refused_before_witness"),
        Index("ix_exit_talk_case", "case_id"),
    )

    id: Mapped[int] = mapped_column(ROW_ID, primary_key=True, init=False)
    case_id: Mapped[int] = mapped_column(ForeignKey("exit_case.id"))
    held_on: Mapped[dt.date]
    place: Mapped[str] = mapped_column(String(80))
    present: Mapped[str] = mapped_column(String(200))
    content: Mapped[str] = mapped_column(Text)
    # What he himself said to it.
    statement: Mapped[str] = mapped_column(Text)
    refused: Mapped[bool]
    witness: Mapped[str] = mapped_column(String(80))
    scan_sha256: Mapped[str | None] = mapped_column(String(64), ForeignKey("attachment.sha256"))
    made_at: Mapped[dt.datetime]
    made_by: Mapped[str] = mapped_column(String(80))


guard(ExitTalk, *append_only("exit_talk"), *case_settled("exit_talk", "INSERT"))
for _event in ("update", "delete"):
    says(f"exit_talk_keeps_{_event}", "约谈记录不能改，也不能删除。有补充请另记一次约谈")


class ExitRemedy(RowHashed, Versioned, Base):
    """Training or another post for at least a month; `last_day` is the last day of it.

    `enrolment_id` is the seat in a class as training names it (no reference: another room),
    `post_id` the post to which he was moved. Minutes count as training counts them.
    """

    __tablename__ = "exit_remedy"
    __label__ = "补训或调岗"
    __table_args__ = (
        CheckConstraint("content <> ''", name="said_what"),
        CheckConstraint("last_day > first_day", name="days_in_order"),
        CheckConstraint("minutes >= 0", name="minutes_not_negative"),
        CheckConstraint("done_on IS NULL OR result <> ''", name="done_how"),
        CheckConstraint("done_on IS NULL OR done_on >= last_day", name="not_before_its_end"),
        CheckConstraint(
            "kind <> 'transfer' OR post_id IS NOT NULL OR done_on IS NULL", name="moved_where"
        ),
        Index("ix_exit_remedy_case", "case_id"),
    )

    id: Mapped[int] = mapped_column(ROW_ID, primary_key=True, init=False)
    case_id: Mapped[int] = mapped_column(ForeignKey("exit_case.id"))
    kind: Mapped[RemedyKind] = mapped_column(code_of(RemedyKind, "kind"))
    first_day: Mapped[dt.date]
    last_day: Mapped[dt.date]
    content: Mapped[str] = mapped_column(Text)
    minutes: Mapped[int]
    enrolment_id: Mapped[int | None]
    post_id: Mapped[int | None] = mapped_column(ForeignKey("post.id"))
    mentor: Mapped[str] = mapped_column(String(80))
    result: Mapped[str] = mapped_column(Text)
    done_on: Mapped[dt.date | None]
    scan_sha256: Mapped[str | None] = mapped_column(String(64), ForeignKey("attachment.sha256"))
    made_at: Mapped[dt.datetime]
    made_by: Mapped[str] = mapped_column(String(80))


guard(
    ExitRemedy,
    Trigger("exit_remedy_keeps_delete", "exit_remedy", "DELETE"),
    *case_settled("exit_remedy", "INSERT", "UPDATE"),
    *(
        Trigger(
            f"exit_remedy_a_month_{event.lower()}",
            "exit_remedy",
            event,
            "NEW.kind IN ('training', 'transfer') AND NEW.last_day < DAYS_AFTER(NEW.first_day, 29)",
        )
        for event in ("INSERT", "UPDATE")
    ),
    Trigger(
        "exit_remedy_seen_stays",
        "exit_remedy",
        "UPDATE",
        "OLD.case_id <> NEW.case_id OR EXISTS (SELECT 1 FROM exit_reassessment "
        "WHERE exit_reassessment.remedy_id = OLD.id)",
    ),
    # Helped before they were talked to: the talk comes first.
    *(
        Trigger(
            f"exit_remedy_after_talk_{event.lower()}",
            "exit_remedy",
            event,
            "EXISTS (SELECT 1 FROM exit_case WHERE exit_case.id = NEW.case_id) "
            "AND NOT EXISTS (SELECT 1 FROM exit_talk WHERE exit_talk.case_id = NEW.case_id "
            "AND exit_talk.held_on <= NEW.first_day)",
        )
        for event in ("INSERT", "UPDATE")
    ),
)
says("exit_remedy_keeps_delete", "补训或调岗的记录不能删除")
for _event in ("insert", "update"):
    says(f"exit_remedy_a_month_{_event}", "补训或调岗不能少于一个月（三十日）。请推后结束日期")
says("exit_remedy_seen_stays", "已经再考核过，补训或调岗的记录不能再改")
for _event in ("insert", "update"):
    says(f"exit_remedy_after_talk_{_event}", "还没有约谈，或约谈在补训开始之后。请先登记约谈")


class ExitReassessment(RowHashed, Base):
    """再考核 after a remedy, by somebody who had no part in the first judgement; thousandths."""

    __tablename__ = "exit_reassessment"
    __label__ = "再考核"
    __table_args__ = (
        CheckConstraint("assessor <> ''", name="by_somebody"),
        CheckConstraint("score_milli >= 0 AND pass_milli > 0", name="scores"),
        CheckConstraint("passed = (score_milli >= pass_milli)", name="passed_by_score"),
        Index("ix_exit_reassessment_case", "case_id"),
        Index("ix_exit_reassessment_remedy", "remedy_id"),
    )

    id: Mapped[int] = mapped_column(ROW_ID, primary_key=True, init=False)
    case_id: Mapped[int] = mapped_column(ForeignKey("exit_case.id"))
    remedy_id: Mapped[int] = mapped_column(ForeignKey("exit_remedy.id"))
    held_on: Mapped[dt.date]
    assessor: Mapped[str] = mapped_column(String(80))
    assessor_id: Mapped[int | None] = mapped_column(ForeignKey("operator.id"))
    # By which scheme, as told on the paper.
    scheme_words: Mapped[str] = mapped_column(String(200))
    score_milli: Mapped[int]
    pass_milli: Mapped[int]
    passed: Mapped[bool]
    note: Mapped[str] = mapped_column(Text)
    scan_sha256: Mapped[str | None] = mapped_column(String(64), ForeignKey("attachment.sha256"))
    made_at: Mapped[dt.datetime]
    made_by: Mapped[str] = mapped_column(String(80))


guard(
    ExitReassessment,
    *append_only("exit_reassessment"),
    *case_settled("exit_reassessment", "INSERT"),
    Trigger(
        "exit_reassessment_after_remedy",
        "exit_reassessment",
        "INSERT",
        "EXISTS (SELECT 1 FROM exit_case WHERE exit_case.id = NEW.case_id) "
        "AND EXISTS (SELECT 1 FROM exit_remedy WHERE exit_remedy.id = NEW.remedy_id) "
        "AND NOT EXISTS (SELECT 1 FROM exit_remedy WHERE exit_remedy.id = NEW.remedy_id "
        "AND exit_remedy.case_id = NEW.case_id AND exit_remedy.done_on IS NOT NULL "
        "AND exit_remedy.done_on <= NEW.held_on AND exit_remedy.last_day < NEW.held_on)",
    ),
    Trigger(
        "exit_reassessment_by_another",
        "exit_reassessment",
        "INSERT",
        "EXISTS (SELECT 1 FROM exit_case WHERE exit_case.id = NEW.case_id "
        "AND (exit_case.first_assessor = NEW.assessor "
        "OR exit_case.first_assessor_id = NEW.assessor_id))",
    ),
)
for _event in ("update", "delete"):
    says(f"exit_reassessment_keeps_{_event}", "再考核的结果不能改，也不能删除")
says("exit_reassessment_after_remedy", "补训或调岗还没有结束，不能再考核。请先登记它的结果")
says("exit_reassessment_by_another", "再考核要由另一人来做，不能是原来的考核人。请换一个人")
