"""Rankings as computed, lots, prizes held, protests, and re-scores."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from hrgrid.panels.model import marks  # noqa: F401 - foreign keys
from hrgrid.panels.rules.words import EntrantStatus, NoMark
from hrgrid.storage.base import ROW_ID, Base, RowHashed, Versioned, code_of, guard
from hrgrid.storage.triggers import AtMostOne, Trigger, append_only, off_the_arrows
from hrgrid.storage.violations import says
from hrgrid.training.model.competitions import competition_state
from hrgrid.training.rules.competing import (
    PROTEST_ARROWS,
    AwardState,
    ChangeKind,
    LotMethod,
    ProtestState,
    RankingRunState,
    RescoreState,
)


class CompetitionRun(RowHashed, Versioned, Base):
    """All rankings of a competition, computed once; the applied one counts, the others stay."""

    __tablename__ = "competition_run"
    __label__ = "比武排名"
    __table_args__ = (
        UniqueConstraint("competition_id", "number"),
        CheckConstraint("number >= 1", name="number_from_one"),
        CheckConstraint("number = 1 OR reason <> ''", name="again_has_reason"),
    )

    id: Mapped[int] = mapped_column(ROW_ID, primary_key=True, init=False)
    competition_id: Mapped[int] = mapped_column(ForeignKey("competition.id"))
    number: Mapped[int]
    rule_sha256: Mapped[str] = mapped_column(String(64))
    input_hash: Mapped[str] = mapped_column(String(64))
    output_hash: Mapped[str] = mapped_column(String(64))
    state: Mapped[RankingRunState] = mapped_column(code_of(RankingRunState, "state"))
    reason: Mapped[str] = mapped_column(Text)
    made_at: Mapped[dt.datetime]
    made_by: Mapped[str] = mapped_column(String(80))


guard(
    CompetitionRun,
    AtMostOne(
        "ux_competition_run_one_applied",
        "competition_run",
        ("competition_id",),
        "state = 'applied'",
    ),
    Trigger("competition_run_keeps_delete", "competition_run", "DELETE"),
    Trigger("competition_run_void_stays", "competition_run", "UPDATE", "OLD.state = 'void'"),
)
says("uq_competition_run_competition_id_number", "刚被别人排过名。请刷新后再办")
says("ux_competition_run_one_applied", "刚被别人排过名。请刷新后再办")
says("competition_run_keeps_delete", "排名不能删除，重新排名后原来的作废留底")
says("competition_run_void_stays", "作废的排名不能再改")


class CompetitionLine(Base):
    """What a run says of one entrant in one ranking; the total is an exact fraction of a point.

    `shown` is the published number in units of 10**-`decimals` of the rule. `explain` is JSON:
    the parts, what was dropped, deductions, the steps that parted equals.
    """

    __tablename__ = "competition_line"
    __label__ = "比武排名明细"
    __table_args__ = (
        CheckConstraint("rank IS NULL OR shown IS NOT NULL", name="rank_has_total"),
        CheckConstraint("(total_num IS NULL) = (total_den IS NULL)", name="fraction_or_none"),
        CheckConstraint("total_den > 0", name="fraction_whole"),
        Index("ix_competition_line_entrant", "entrant_id"),
    )

    run_id: Mapped[int] = mapped_column(ForeignKey("competition_run.id"), primary_key=True)
    ranking: Mapped[str] = mapped_column(String(20), primary_key=True)
    entrant_id: Mapped[int] = mapped_column(ForeignKey("competition_entrant.id"), primary_key=True)
    # Exact numbers grow with the judges: text, so that no engine rounds or refuses them.
    total_num: Mapped[str | None] = mapped_column(Text)
    total_den: Mapped[int | None]
    shown: Mapped[int | None]
    rank: Mapped[int | None]
    tied: Mapped[bool]
    note: Mapped[str] = mapped_column(String(200))
    explain: Mapped[str] = mapped_column(Text)


guard(CompetitionLine, *append_only("competition_line"))


class CompetitionLot(RowHashed, Base):
    """A tie that the chain left open, drawn before witnesses; an input of the next run.

    `tied` and `result` are JSON lists of entrants' numbers, the result in the order drawn. A seed
    is chosen after `input_hash` was fixed, so that nobody can choose it for its outcome.
    """

    __tablename__ = "competition_lot"
    __label__ = "比武抽签"
    __table_args__ = (
        CheckConstraint("witnesses <> ''", name="witnessed"),
        CheckConstraint("method <> 'seed' OR seed <> ''", name="seed_given"),
        Index("ix_competition_lot_competition", "competition_id"),
    )

    id: Mapped[int] = mapped_column(ROW_ID, primary_key=True, init=False)
    competition_id: Mapped[int] = mapped_column(ForeignKey("competition.id"))
    ranking: Mapped[str] = mapped_column(String(20))
    tied: Mapped[str] = mapped_column(Text)
    result: Mapped[str] = mapped_column(Text)
    method: Mapped[LotMethod] = mapped_column(code_of(LotMethod, "method"))
    input_hash: Mapped[str] = mapped_column(String(64))
    seed: Mapped[str] = mapped_column(String(80))
    witnesses: Mapped[str] = mapped_column(String(200))
    made_at: Mapped[dt.datetime]
    made_by: Mapped[str] = mapped_column(String(80))


guard(CompetitionLot, *append_only("competition_lot"))


class CompetitionAward(RowHashed, Versioned, Base):
    """Who holds a prize: an entrant, or for prizes given to units an area; by which ranking.

    Where a re-score gave it or took it back, that one is named: its notice tells it, no other.
    """

    __tablename__ = "competition_award"
    __label__ = "获奖"
    __table_args__ = (
        CheckConstraint("(entrant_id IS NULL) <> (area_id IS NULL)", name="one_holder"),
        CheckConstraint("(state = 'withdrawn') = (withdraw_reason <> '')", name="withdrawn_why"),
        CheckConstraint("rank IS NOT NULL OR reason <> ''", name="given_why"),
        CheckConstraint(
            "withdrawn_rescore_id IS NULL OR state = 'withdrawn'", name="withdrawn_by_rescore"
        ),
        Index("ix_competition_award_entrant", "entrant_id"),
    )

    id: Mapped[int] = mapped_column(ROW_ID, primary_key=True, init=False)
    competition_id: Mapped[int] = mapped_column(ForeignKey("competition.id"), index=True)
    prize_id: Mapped[int] = mapped_column(ForeignKey("competition_prize.id"))
    entrant_id: Mapped[int | None] = mapped_column(ForeignKey("competition_entrant.id"))
    area_id: Mapped[int | None] = mapped_column(ForeignKey("area.id"))
    run_id: Mapped[int] = mapped_column(ForeignKey("competition_run.id"))
    rank: Mapped[int | None]
    # Why it was given where no rank says so: 优秀组织奖, or a tie that was decided.
    reason: Mapped[str] = mapped_column(String(200))
    state: Mapped[AwardState] = mapped_column(code_of(AwardState, "state"))
    withdraw_reason: Mapped[str] = mapped_column(String(200))
    given_rescore_id: Mapped[int | None] = mapped_column(ForeignKey("competition_rescore.id"))
    withdrawn_rescore_id: Mapped[int | None] = mapped_column(ForeignKey("competition_rescore.id"))


guard(
    CompetitionAward,
    # Whoever lost a prize in one re-score may get it back in the next.
    *(
        AtMostOne(
            f"ux_competition_award_one_{kind}",
            "competition_award",
            ("prize_id", f"{kind}_id"),
            f"state = 'held' AND {kind}_id IS NOT NULL",
        )
        for kind in ("entrant", "area")
    ),
    Trigger("competition_award_keeps_delete", "competition_award", "DELETE"),
    Trigger(
        "competition_award_stays_update",
        "competition_award",
        "UPDATE",
        "OLD.prize_id <> NEW.prize_id OR OLD.entrant_id IS DISTINCT FROM NEW.entrant_id "
        "OR OLD.area_id IS DISTINCT FROM NEW.area_id OR OLD.state = 'withdrawn'",
    ),
)
says("ux_competition_award_one_entrant", "这名选手已经记了这个奖项。请刷新后查看")
says("ux_competition_award_one_area", "这个单位已经记了这个奖项。请刷新后查看")
says("competition_award_keeps_delete", "获奖记录不能删除。要收回请写明原因")
says("competition_award_stays_update", "获奖记录不能改。要收回请写明原因，另记获奖者")


class CompetitionProtest(RowHashed, Versioned, Base):
    """A protest against a posted result; `number` counts them within the competition."""

    __tablename__ = "competition_protest"
    __label__ = "比武申诉"
    __table_args__ = (
        UniqueConstraint("competition_id", "number"),
        CheckConstraint("number >= 1", name="number_from_one"),
        CheckConstraint("filed_by <> '' AND content <> ''", name="filed_whole"),
        CheckConstraint(
            "(state IN ('filed', 'accepted')) = (finding = '')", name="decided_with_finding"
        ),
        CheckConstraint("(finding = '') = (decided_by = '')", name="decided_by_somebody"),
    )

    id: Mapped[int] = mapped_column(ROW_ID, primary_key=True, init=False)
    competition_id: Mapped[int] = mapped_column(ForeignKey("competition.id"))
    number: Mapped[int]
    event_id: Mapped[int | None] = mapped_column(ForeignKey("competition_event.id"))
    entrant_id: Mapped[int] = mapped_column(ForeignKey("competition_entrant.id"))
    filed_by: Mapped[str] = mapped_column(String(80))
    filed_at: Mapped[dt.datetime]
    content: Mapped[str] = mapped_column(Text)
    state: Mapped[ProtestState] = mapped_column(code_of(ProtestState, "state"))
    finding: Mapped[str] = mapped_column(Text)
    decided_by: Mapped[str] = mapped_column(String(80))
    decided_at: Mapped[dt.datetime | None]
    scan_sha256: Mapped[str | None] = mapped_column(String(64), ForeignKey("attachment.sha256"))


guard(
    CompetitionProtest,
    Trigger("competition_protest_keeps_delete", "competition_protest", "DELETE"),
    Trigger(
        "competition_protest_goes_forward",
        "competition_protest",
        "UPDATE",
        off_the_arrows(PROTEST_ARROWS),
    ),
    Trigger(
        "competition_protest_stays_update",
        "competition_protest",
        "UPDATE",
        "OLD.entrant_id <> NEW.entrant_id OR OLD.content <> NEW.content "
        "OR OLD.filed_by <> NEW.filed_by OR OLD.state IN ('refused', 'upheld', 'denied')",
    ),
)
says("uq_competition_protest_competition_id_number", "刚有别人登记了一件申诉。请再办一次")
says("competition_protest_keeps_delete", "申诉不能删除，不受理的写明原因")
says("competition_protest_goes_forward", "申诉不能从现在的状态走这一步。请刷新后查看")
says("competition_protest_stays_update", "申诉的内容不能改；已有结论的申诉不能再改")


class CompetitionRescore(RowHashed, Versioned, Base):
    """A re-score of a fixed result: changes are collected, previewed, then applied as a whole.

    `run_id` is the ranking that it led to. `notice_no` numbers the correction notice, which a
    change after awarding makes.
    """

    __tablename__ = "competition_rescore"
    __label__ = "成绩复核"
    __table_args__ = (
        UniqueConstraint("competition_id", "number"),
        CheckConstraint("number >= 1", name="number_from_one"),
        CheckConstraint("reason <> ''", name="reason_given"),
        CheckConstraint("(state = 'applied') = (run_id IS NOT NULL)", name="applied_has_run"),
        CheckConstraint("state <> 'applied' OR approval_words <> ''", name="applied_with_approval"),
        CheckConstraint("state <> 'cancelled' OR cancel_reason <> ''", name="cancelled_why"),
    )

    id: Mapped[int] = mapped_column(ROW_ID, primary_key=True, init=False)
    competition_id: Mapped[int] = mapped_column(ForeignKey("competition.id"))
    number: Mapped[int]
    reason: Mapped[str] = mapped_column(Text)
    protest_id: Mapped[int | None] = mapped_column(ForeignKey("competition_protest.id"))
    state: Mapped[RescoreState] = mapped_column(code_of(RescoreState, "state"))
    proposer_id: Mapped[int] = mapped_column(ForeignKey("operator.id"))
    made_at: Mapped[dt.datetime]
    made_by: Mapped[str] = mapped_column(String(80))
    run_id: Mapped[int | None] = mapped_column(ForeignKey("competition_run.id"))
    approval_words: Mapped[str] = mapped_column(Text)
    notice_no: Mapped[str] = mapped_column(String(80))
    cancel_reason: Mapped[str] = mapped_column(String(200))


guard(
    CompetitionRescore,
    AtMostOne(
        "ux_competition_rescore_one_open",
        "competition_rescore",
        ("competition_id",),
        "state = 'open'",
    ),
    Trigger("competition_rescore_keeps_delete", "competition_rescore", "DELETE"),
    Trigger("competition_rescore_ended", "competition_rescore", "UPDATE", "OLD.state <> 'open'"),
    Trigger(
        "competition_rescore_early",
        "competition_rescore",
        "INSERT",
        f"{competition_state('NEW')} NOT IN ('locked', 'published', 'awarded', 'archived')",
    ),
    # A panel opens again while its competition runs, or for a re-score that was approved.
    Trigger(
        "panel_of_competition_update",
        "panel",
        "UPDATE",
        "OLD.state = 'closed' AND NEW.state = 'open' AND EXISTS (SELECT 1 "
        "FROM competition_event AS own JOIN competition ON competition.id = own.competition_id "
        "WHERE NEW.subject = 'competition:' || own.competition_id || ':' || own.code "
        "AND competition.state <> 'running' AND NOT EXISTS (SELECT 1 FROM competition_rescore "
        "WHERE competition_rescore.competition_id = competition.id "
        "AND competition_rescore.state = 'open' AND competition_rescore.approval_words <> ''))",
    ),
)
says(
    "panel_of_competition_update",
    "比赛不在进行中，评分不能直接重新开放。请在比武页退回比赛，成绩已定的走复核",
)
says("uq_competition_rescore_competition_id_number", "刚有别人开了一次复核。请刷新后查看")
says("ux_competition_rescore_one_open", "这场比武已有一次没有办完的复核。请先办完或取消那一次")
says("competition_rescore_keeps_delete", "复核不能删除，不办了请取消，写明原因")
says("competition_rescore_ended", "已生效或已取消的复核不能再改")
says("competition_rescore_early", "成绩还没有定，直接改分即可，不用复核")


def _ended(row: str) -> str:
    ours = f"competition_rescore.id = {row}.rescore_id"
    return f"(SELECT state FROM competition_rescore WHERE {ours}) <> 'open'"  # noqa: S608


class RescoreChange(RowHashed, Versioned, Base):
    """One change of a re-score: the mark of a judge, a deduction, a point, who took part.

    `before` is what stood then, as shown; the value is thousandths (of a point, of a second for
    a time), or the reason for no mark.
    """

    __tablename__ = "rescore_change"
    __label__ = "复核改动"
    __table_args__ = (
        CheckConstraint(
            "kind <> 'mark' OR (seat_no IS NOT NULL "
            "AND (value_milli IS NULL) <> (no_mark IS NULL))",
            name="mark_or_reason",
        ),
        CheckConstraint("(kind = 'status') = (status IS NOT NULL)", name="status_given"),
        CheckConstraint("(kind = 'voided') = (adjustment_id IS NOT NULL)", name="voided_what"),
        CheckConstraint("reason <> ''", name="reason_given"),
        Index("ix_rescore_change_rescore", "rescore_id"),
    )

    id: Mapped[int] = mapped_column(ROW_ID, primary_key=True, init=False)
    rescore_id: Mapped[int] = mapped_column(ForeignKey("competition_rescore.id"))
    kind: Mapped[ChangeKind] = mapped_column(code_of(ChangeKind, "kind"))
    event_id: Mapped[int] = mapped_column(ForeignKey("competition_event.id"))
    entrant_id: Mapped[int] = mapped_column(ForeignKey("competition_entrant.id"))
    seat_no: Mapped[int | None]
    item_code: Mapped[str] = mapped_column(String(40))
    before: Mapped[str] = mapped_column(String(80))
    value_milli: Mapped[int | None]
    no_mark: Mapped[NoMark | None] = mapped_column(code_of(NoMark, "no_mark"))
    status: Mapped[EntrantStatus | None] = mapped_column(code_of(EntrantStatus, "status"))
    adjustment_id: Mapped[int | None] = mapped_column(ForeignKey("panel_adjustment.id"))
    label: Mapped[str] = mapped_column(String(40))
    reason: Mapped[str] = mapped_column(Text)


guard(
    RescoreChange,
    *(
        Trigger(
            f"rescore_change_ended_{event.lower()}",
            "rescore_change",
            event,
            _ended("NEW" if event == "INSERT" else "OLD"),
        )
        for event in ("INSERT", "UPDATE", "DELETE")
    ),
)
for _event in ("insert", "update", "delete"):
    says(f"rescore_change_ended_{_event}", "这次复核已经生效或取消，改动不能再动")
