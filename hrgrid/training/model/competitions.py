"""Competitions with the steps they took, and their events."""

# ruff: noqa: S608 - the names in the SQL are our own

from __future__ import annotations

import datetime as dt

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from hrgrid.core.ranking import Order
from hrgrid.storage.base import ROW_ID, Base, RowHashed, Versioned, code_of, guard
from hrgrid.storage.triggers import Trigger, append_only, listed, off_the_arrows
from hrgrid.storage.violations import says
from hrgrid.training.rules.competing import (
    COMPETITION_ARROWS,
    FIXED,
    PREPARING,
    CompetitionState,
    EventKind,
    Level,
    Side,
)
from hrgrid.workforce.model import people  # noqa: F401 - foreign keys


class Competition(RowHashed, Versioned, Base):
    """One competition; `next_id` is the one of the level above that its first `advancing` enter.

    `rule` is canonical JSON (rules/competition.py): how events become totals and ties are parted.
    `prizes_set` says that somebody confirmed the numbers of prizes. A protest may be filed for
    `protest_minutes` from `posted_at` on.
    """

    __tablename__ = "competition"
    __label__ = "技能比武"
    __table_args__ = (
        CheckConstraint("number <> '' AND title <> ''", name="named"),
        CheckConstraint("last_day >= first_day", name="days_in_order"),
        CheckConstraint("advancing >= 0 AND protest_minutes >= 0", name="counts_not_negative"),
        CheckConstraint("next_id IS NULL OR next_id <> id", name="next_is_another"),
        CheckConstraint("state <> 'cancelled' OR cancel_reason <> ''", name="cancelled_why"),
        CheckConstraint(
            f"state NOT IN ({listed(*FIXED)}) OR (approval_words <> '' AND locked_at IS NOT NULL)",
            name="fixed_with_approval",
        ),
        CheckConstraint(
            "state NOT IN ('published', 'awarded', 'archived') "
            "OR (document_no <> '' AND published_on IS NOT NULL)",
            name="published_with_document",
        ),
        CheckConstraint("prizes_set OR state NOT IN ('awarded', 'archived')", name="prizes_known"),
    )

    id: Mapped[int] = mapped_column(ROW_ID, primary_key=True, init=False)
    number: Mapped[str] = mapped_column(String(40), unique=True)
    title: Mapped[str] = mapped_column(String(80))
    level: Mapped[Level] = mapped_column(code_of(Level, "level"))
    area_path: Mapped[str] = mapped_column(String(400))
    organiser: Mapped[str] = mapped_column(String(80))
    place: Mapped[str] = mapped_column(String(80))
    first_day: Mapped[dt.date]
    last_day: Mapped[dt.date]
    next_id: Mapped[int | None] = mapped_column(ForeignKey("competition.id"))
    advancing: Mapped[int]
    rule: Mapped[str] = mapped_column(Text)
    protest_minutes: Mapped[int]
    state: Mapped[CompetitionState] = mapped_column(code_of(CompetitionState, "state"))
    prizes_set: Mapped[bool]
    posted_at: Mapped[dt.datetime | None]
    proposer_id: Mapped[int | None] = mapped_column(ForeignKey("operator.id"))
    locked_at: Mapped[dt.datetime | None]
    approval_words: Mapped[str] = mapped_column(Text)
    document_no: Mapped[str] = mapped_column(String(80))
    published_on: Mapped[dt.date | None]
    cancel_reason: Mapped[str] = mapped_column(String(200))
    note: Mapped[str] = mapped_column(Text)


guard(
    Competition,
    Trigger("competition_keeps_delete", "competition", "DELETE"),
    Trigger(
        "competition_goes_forward", "competition", "UPDATE", off_the_arrows(COMPETITION_ARROWS)
    ),
    Trigger(
        "competition_rule_stays",
        "competition",
        "UPDATE",
        f"OLD.rule <> NEW.rule AND OLD.state NOT IN ({listed(*PREPARING)})",
        ("rule",),
    ),
    Trigger(
        "competition_unsettled",
        "competition",
        "UPDATE",
        "NEW.state = 'locked' AND OLD.state <> 'locked' AND ("
        "EXISTS (SELECT 1 FROM competition_protest "
        "WHERE competition_protest.competition_id = NEW.id "
        "AND competition_protest.state IN ('filed', 'accepted')) "
        "OR NOT EXISTS (SELECT 1 FROM competition_run "
        "WHERE competition_run.competition_id = NEW.id AND competition_run.state = 'applied') "
        "OR EXISTS (SELECT 1 FROM panel JOIN competition_event AS own ON panel.subject = "
        "'competition:' || own.competition_id || ':' || own.code "
        "WHERE own.competition_id = NEW.id AND panel.state = 'open'))",
    ),
    Trigger(
        "competition_unawarded",
        "competition",
        "UPDATE",
        "NEW.state = 'archived' AND OLD.state = 'published' AND EXISTS ("
        "SELECT 1 FROM competition_prize WHERE competition_prize.competition_id = NEW.id "
        "AND competition_prize.places > 0)",
    ),
)
says("uq_competition_number", "已有这个编号的比武。请换一个编号")
says("competition_keeps_delete", "比武不能删除。不办了请取消，写明原因")
says("competition_goes_forward", "比武不能从现在的状态走这一步。请刷新后查看办到了哪一步")
says("competition_rule_stays", "比赛已经开始，计分规则不能再改")
says(
    "competition_unsettled",
    "还有没有办结的申诉、没有截止的项目，或者还没有排名，成绩不能定。请先办完",
)
says("competition_unawarded", "设了奖项还没有颁，不能归档。请先颁奖")


class CompetitionStep(Base):
    """One arrow that a competition went: who, when, why."""

    __tablename__ = "competition_step"
    __label__ = "比武办理过程"
    __table_args__ = (CheckConstraint("seq >= 1", name="seq_from_one"),)

    competition_id: Mapped[int] = mapped_column(ForeignKey("competition.id"), primary_key=True)
    seq: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    state: Mapped[CompetitionState] = mapped_column(code_of(CompetitionState, "state"))
    at: Mapped[dt.datetime]
    made_by: Mapped[str] = mapped_column(String(80))
    reason: Mapped[str] = mapped_column(Text)
    document_no: Mapped[str] = mapped_column(String(80))


guard(CompetitionStep, *append_only("competition_step"))


def competition_state(row: str) -> str:
    """The state of the competition of NEW or OLD, for a trigger."""
    return f"(SELECT state FROM competition WHERE competition.id = {row}.competition_id)"


class CompetitionEvent(RowHashed, Versioned, Base):
    """One event (项目) of a competition: who competes, how it is marked, what it weighs.

    Its entrants, draw numbers, judges and marks lie in the room `panels` under the subject
    "competition:ID:CODE". Weights are basis points of the person's and of the team's total.
    """

    __tablename__ = "competition_event"
    __label__ = "比武项目"
    __table_args__ = (
        UniqueConstraint("competition_id", "code"),
        CheckConstraint("code <> '' AND title <> ''", name="named"),
        CheckConstraint("code NOT IN ('person', 'team')", name="code_free"),
        CheckConstraint(
            "person_bp BETWEEN 0 AND 10000 AND team_bp BETWEEN 0 AND 10000", name="weights"
        ),
        CheckConstraint("side = 'person' OR person_bp = 0", name="team_event_weighs_for_teams"),
        CheckConstraint("time_limit > 0", name="time_limit_positive"),
        CheckConstraint("(draw_seed = '') = (draw_sha256 = '')", name="draw_whole"),
    )

    id: Mapped[int] = mapped_column(ROW_ID, primary_key=True, init=False)
    competition_id: Mapped[int] = mapped_column(ForeignKey("competition.id"))
    code: Mapped[str] = mapped_column(String(20))
    title: Mapped[str] = mapped_column(String(40))
    kind: Mapped[EventKind] = mapped_column(code_of(EventKind, "kind"))
    side: Mapped[Side] = mapped_column(code_of(Side, "side"))
    order: Mapped[Order] = mapped_column("sort_order", code_of(Order, "sort_order"))
    sort: Mapped[int]
    person_bp: Mapped[int]
    team_bp: Mapped[int]
    # Seconds, for the overtime and for ties; none where time plays no part.
    time_limit: Mapped[int | None]
    held_on: Mapped[dt.date | None]
    held_at: Mapped[str] = mapped_column(String(40))
    place: Mapped[str] = mapped_column(String(80))
    # How the order was drawn: the seed, and the hash of who was in the drum; empty where typed.
    draw_seed: Mapped[str] = mapped_column(String(80))
    draw_sha256: Mapped[str] = mapped_column(String(64))


guard(
    CompetitionEvent,
    *(
        Trigger(
            f"competition_event_stays_{event.lower()}",
            "competition_event",
            event,
            f"{competition_state('NEW' if event == 'INSERT' else 'OLD')} "
            f"NOT IN ({listed(*PREPARING)})",
        )
        for event in ("INSERT", "DELETE")
    ),
    Trigger(
        "competition_event_stays_update",
        "competition_event",
        "UPDATE",
        f"{competition_state('OLD')} NOT IN ({listed(*PREPARING)}) "
        "AND (OLD.code <> NEW.code OR OLD.kind <> NEW.kind OR OLD.side <> NEW.side "
        "OR OLD.sort_order <> NEW.sort_order OR OLD.person_bp <> NEW.person_bp "
        "OR OLD.team_bp <> NEW.team_bp OR OLD.time_limit IS DISTINCT FROM NEW.time_limit)",
    ),
)
says("uq_competition_event_competition_id_code", "这场比武里已有这个代码的项目。请换一个代码")
for _event in ("insert", "update", "delete"):
    says(f"competition_event_stays_{_event}", "比赛已经开始，项目和权重不能再改")


class OutsideResult(RowHashed, Versioned, Base):
    """A result that somebody won in a competition held elsewhere, believed for its evidence."""

    __tablename__ = "outside_result"
    __label__ = "外部比武成绩"
    __table_args__ = (
        UniqueConstraint("person_id", "title", "event_title", "held_on"),
        CheckConstraint("title <> ''", name="title_given"),
        CheckConstraint("rank >= 1", name="rank_from_one"),
        CheckConstraint("document_no <> '' OR evidence_sha256 IS NOT NULL", name="evidence_given"),
        Index("ix_outside_result_person", "person_id"),
    )

    id: Mapped[int] = mapped_column(ROW_ID, primary_key=True, init=False)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    title: Mapped[str] = mapped_column(String(120))
    event_title: Mapped[str] = mapped_column(String(40))
    level: Mapped[Level] = mapped_column(code_of(Level, "level"))
    side: Mapped[Side] = mapped_column(code_of(Side, "side"))
    organiser: Mapped[str] = mapped_column(String(80))
    held_on: Mapped[dt.date]
    rank: Mapped[int | None]
    prize: Mapped[str] = mapped_column(String(40))
    document_no: Mapped[str] = mapped_column(String(80))
    evidence_sha256: Mapped[str | None] = mapped_column(String(64), ForeignKey("attachment.sha256"))
    # The competition of ours whose entrants it followed from, where there is one.
    from_id: Mapped[int | None] = mapped_column(ForeignKey("competition.id"))


says("uq_outside_result_person_id_title_event_title_held_on", "这项成绩已经登记过。请刷新后核对")
