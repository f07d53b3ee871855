"""Stars of people and of grids: rounds, results, the stars that count, themes of grids."""

# ruff: noqa: S608 - the names in the SQL are our own

from __future__ import annotations

import datetime as dt

from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    Index,
    String,
    Text,
    UniqueConstraint,
)
from sqlalchemy.orm import Mapped, mapped_column

from hrgrid.assessment.rules.star_words import (
    ROUND_ARROWS,
    NoStar,
    RoundState,
    StarSubject,
    ThemeKind,
    ThemeMark,
)
from hrgrid.assessment.rules.words import PeriodKind, RunState
from hrgrid.storage.base import ROW_ID, Base, RowHashed, Versioned, code_of, guard
from hrgrid.storage.triggers import AtMostOne, NoOverlap, Trigger, append_only, off_the_arrows
from hrgrid.storage.violations import says
from hrgrid.workforce.model import people  # noqa: F401 - foreign keys

_ONE_SUBJECT = "(person_id IS NULL) <> (grid_id IS NULL)"


class GridTheme(RowHashed, Versioned, Base):
    """One theme of 三无三零 that grids are asked about every month; `vetoes` caps the star."""

    __tablename__ = "grid_theme"
    __label__ = "三无三零主题"
    __table_args__ = (CheckConstraint("code <> '' AND label <> ''", name="named"),)

    id: Mapped[int] = mapped_column(ROW_ID, primary_key=True, init=False)
    code: Mapped[str] = mapped_column(String(30), unique=True)
    label: Mapped[str] = mapped_column(String(40), unique=True)
    kind: Mapped[ThemeKind] = mapped_column(code_of(ThemeKind, "kind"))
    vetoes: Mapped[bool]
    sort: Mapped[int]
    active: Mapped[bool]


guard(GridTheme, Trigger("grid_theme_keeps_delete", "grid_theme", "DELETE"))
says("uq_grid_theme_code", "已有这个代码的主题。请换一个代码")
says("uq_grid_theme_label", "已有这个名称的主题。请换一个名称")
says("grid_theme_keeps_delete", "主题不能删除，评过的星级还要用到。不再用的请停用")


class ThemeFocus(RowHashed, Versioned, Base):
    """一月一主题: the theme on which an area lays weight in a month; 202611 is November 2026."""

    __tablename__ = "theme_focus"
    __label__ = "每月主题"
    __table_args__ = (
        UniqueConstraint("month", "area_id"),
        CheckConstraint("month BETWEEN 190001 AND 299912", name="month_written"),
    )

    id: Mapped[int] = mapped_column(ROW_ID, primary_key=True, init=False)
    month: Mapped[int]
    area_id: Mapped[int] = mapped_column(ForeignKey("area.id"))
    theme_id: Mapped[int] = mapped_column(ForeignKey("grid_theme.id"))
    title: Mapped[str] = mapped_column(String(80))


says("uq_theme_focus_month_area_id", "这个区域这个月已经定了主题。请打开原来的再改")


class GridMark(Base):
    """How a grid stood in a theme in a month; the highest `seq` counts, none is overwritten.

    Without a mark what stood before is taken out again.
    """

    __tablename__ = "grid_mark"
    __label__ = "网格主题评定"
    __table_args__ = (
        CheckConstraint("mark IS NULL OR mark <> 'broken' OR note <> ''", name="broken_how"),
        CheckConstraint("month BETWEEN 190001 AND 299912", name="month_written"),
        CheckConstraint("seq >= 1", name="seq_from_one"),
        {"sqlite_with_rowid": False},
    )

    month: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    theme_id: Mapped[int] = mapped_column(ForeignKey("grid_theme.id"), primary_key=True)
    grid_id: Mapped[int] = mapped_column(ForeignKey("area.id"), primary_key=True)
    seq: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    mark: Mapped[ThemeMark | None] = mapped_column(code_of(ThemeMark, "mark"))
    note: Mapped[str] = mapped_column(String(200))
    made_at: Mapped[dt.datetime]
    made_by: Mapped[str] = mapped_column(String(80))


guard(GridMark, *append_only("grid_mark"))
says("pk_grid_mark", "有人刚填过这个网格，这次没有存。请刷新后核对再填")
for _event in ("update", "delete"):
    says(f"grid_mark_keeps_{_event}", "主题评定不能改，只能重新填写。原来的留底")


class StarRound(RowHashed, Versioned, Base):
    """One round of stars over the confirmed results of one period.

    `scheme` and the period say whose results are read; `months` is how many months the round
    looks back over for bad months and themes. Stars hold from `valid_from` before `valid_to`.
    """

    __tablename__ = "star_round"
    __label__ = "星级评定"
    __table_args__ = (
        UniqueConstraint("subject", "scheme", "kind", "year", "number", "area_path"),
        CheckConstraint("title <> ''", name="titled"),
        CheckConstraint("number >= 1 AND number <= 12", name="number_in_year"),
        CheckConstraint("revision >= 1", name="revision_from_one"),
        CheckConstraint("revision = 1 OR reopen_reason <> ''", name="reopening_has_reason"),
        CheckConstraint("valid_to > valid_from", name="dates_in_order"),
        CheckConstraint(
            "state <> 'confirmed' OR (approval_words <> '' AND confirmed_on IS NOT NULL)",
            name="confirmed_with_approval",
        ),
        CheckConstraint("state <> 'cancelled' OR cancel_reason <> ''", name="cancelled_why"),
    )

    id: Mapped[int] = mapped_column(ROW_ID, primary_key=True, init=False)
    subject: Mapped[StarSubject] = mapped_column(code_of(StarSubject, "subject"))
    # The rule book's topic is assessment.stars.SUBJECT.
    rule_number: Mapped[int]
    rule_sha256: Mapped[str] = mapped_column(String(64))
    scheme: Mapped[str] = mapped_column(String(30))
    kind: Mapped[PeriodKind] = mapped_column(code_of(PeriodKind, "kind"))
    year: Mapped[int]
    number: Mapped[int]
    area_path: Mapped[str] = mapped_column(String(400))
    title: Mapped[str] = mapped_column(String(80))
    valid_from: Mapped[dt.date]
    valid_to: Mapped[dt.date]
    state: Mapped[RoundState] = mapped_column(code_of(RoundState, "state"))
    revision: Mapped[int]
    reopen_reason: Mapped[str] = mapped_column(Text)
    proposer_id: Mapped[int | None] = mapped_column(ForeignKey("operator.id"))
    approval_words: Mapped[str] = mapped_column(Text)
    document_no: Mapped[str] = mapped_column(String(80))
    confirmed_on: Mapped[dt.date | None]
    cancel_reason: Mapped[str] = mapped_column(String(200))


_UNDECIDED = (
    "SELECT 1 FROM star_line JOIN star_run ON star_run.id = star_line.run_id "
    "WHERE star_run.round_id = NEW.id AND star_run.state = 'applied' AND star_line.at_line"
)
guard(
    StarRound,
    Trigger("star_round_keeps_delete", "star_round", "DELETE"),
    Trigger("star_round_goes_forward", "star_round", "UPDATE", off_the_arrows(ROUND_ARROWS)),
    Trigger(
        "star_round_reopened",
        "star_round",
        "UPDATE",
        "OLD.state = 'confirmed' AND NEW.state = 'draft' AND NEW.revision <> OLD.revision + 1",
    ),
    Trigger(
        "star_round_unsettled",
        "star_round",
        "UPDATE",
        "NEW.state = 'confirmed' AND OLD.state <> 'confirmed' AND (NOT EXISTS "
        "(SELECT 1 FROM star_run WHERE star_run.round_id = NEW.id "
        "AND star_run.state = 'applied' AND star_run.revision = NEW.revision) "
        f"OR EXISTS ({_UNDECIDED}))",
    ),
    Trigger(
        "star_round_stays",
        "star_round",
        "UPDATE",
        "OLD.subject <> NEW.subject OR OLD.scheme <> NEW.scheme OR OLD.kind <> NEW.kind "
        "OR OLD.year <> NEW.year OR OLD.number <> NEW.number OR OLD.area_path <> NEW.area_path "
        "OR (OLD.state = 'confirmed' AND (OLD.rule_number <> NEW.rule_number "
        "OR OLD.rule_sha256 <> NEW.rule_sha256 OR OLD.valid_from <> NEW.valid_from "
        "OR OLD.valid_to <> NEW.valid_to))",
    ),
)
says(
    "uq_star_round_subject_scheme_kind_year_number_area_path",
    "这一期的星级评定已经建过。请打开原来的",
)
says("star_round_keeps_delete", "星级评定不能删除。不评了请取消，写明原因")
says("star_round_goes_forward", "星级评定不能从现在的状态走这一步。请刷新后查看")
says("star_round_reopened", "重新评定要另立一版，写明事由。请再办一次")
says("star_round_unsettled", "还没有计算，或者名额线上还有并列没有裁定，不能评定。请先办完")
says("star_round_stays", "评的是谁、哪一期不能改；评定以后规则和有效期也不能改。请另建一次评定")


def _state(row: str) -> str:
    return f"(SELECT state FROM star_round WHERE star_round.id = {row}.round_id)"


class StarRun(RowHashed, Versioned, Base):
    """All stars of a round, computed once; the applied one counts, the others stay."""

    __tablename__ = "star_run"
    __label__ = "星级计算"
    __table_args__ = (
        UniqueConstraint("round_id", "number"),
        CheckConstraint("number >= 1 AND revision >= 1", name="numbers_from_one"),
    )

    id: Mapped[int] = mapped_column(ROW_ID, primary_key=True, init=False)
    round_id: Mapped[int] = mapped_column(ForeignKey("star_round.id"))
    number: Mapped[int]
    revision: Mapped[int]
    rule_sha256: Mapped[str] = mapped_column(String(64))
    input_hash: Mapped[str] = mapped_column(String(64))
    output_hash: Mapped[str] = mapped_column(String(64))
    # JSON: which runs of assessment were read, by which a change since is noticed.
    inputs: Mapped[str] = mapped_column(Text)
    # JSON: how the places of every share came about.
    shares: Mapped[str] = mapped_column(Text)
    state: Mapped[RunState] = mapped_column(code_of(RunState, "state"))
    reason: Mapped[str] = mapped_column(Text)
    made_at: Mapped[dt.datetime]
    made_by: Mapped[str] = mapped_column(String(80))


guard(
    StarRun,
    AtMostOne("ux_star_run_one_applied", "star_run", ("round_id",), "state = 'applied'"),
    *(
        Trigger(
            f"star_run_settled_{event.lower()}",
            "star_run",
            event,
            f"{_state('NEW' if event == 'INSERT' else 'OLD')} <> 'draft'",
        )
        for event in ("INSERT", "UPDATE")
    ),
    Trigger("star_run_keeps_delete", "star_run", "DELETE"),
    Trigger("star_run_void_stays", "star_run", "UPDATE", "OLD.state = 'void'"),
)
says("uq_star_run_round_id_number", "刚被别人算过。请刷新后再办")
says("ux_star_run_one_applied", "刚被别人算过。请刷新后再办")
says("star_run_keeps_delete", "计算结果不能删除，重新计算后原来的作废留底")
says("star_run_void_stays", "作废的计算结果不能再改")
for _event in ("insert", "update"):
    says(f"star_run_settled_{_event}", "这次星级已经评定或取消，不能再算。要改请先写明事由重开")


class StarLine(Base):
    """What a round came to for one person or grid; levels are 0 (no star) to 5.

    `line_level` is what the score line gives, `share_level` what is left after the shares of the
    unit, `level` what stands after vetoes, ceilings and the step. `held` are codes of HeldBack
    between commas. `before_level` is the star that held on the day before the round's, or the last
    one that had run out by itself not long before.
    """

    __tablename__ = "star_line"
    __label__ = "星级结果"
    __table_args__ = (
        CheckConstraint("left_out IS NULL OR level = 0", name="left_out_without"),
        CheckConstraint(
            "line_level BETWEEN 0 AND 5 AND share_level BETWEEN 0 AND 5 "
            "AND level BETWEEN 0 AND 5 AND before_level BETWEEN 0 AND 5",
            name="levels",
        ),
        CheckConstraint("level <= line_level AND share_level <= line_level", name="never_above"),
        CheckConstraint(_ONE_SUBJECT, name="one_subject"),
        CheckConstraint("left_out IS NOT NULL OR total_milli IS NOT NULL", name="total_or_why"),
        Index("ix_star_line_person", "person_id"),
        Index("ix_star_line_grid", "grid_id"),
        {"sqlite_with_rowid": False},
    )

    run_id: Mapped[int] = mapped_column(ForeignKey("star_run.id"), primary_key=True)
    seq: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    grid_id: Mapped[int | None] = mapped_column(ForeignKey("area.id"))
    # Where he stood; of a grid its community.
    area_id: Mapped[int] = mapped_column(ForeignKey("area.id"))
    # The unit in which shares are counted, a street as a rule.
    unit_id: Mapped[int] = mapped_column(ForeignKey("area.id"))
    total_milli: Mapped[int | None]
    rank: Mapped[int | None]
    tied: Mapped[bool]
    line_level: Mapped[int]
    share_level: Mapped[int]
    level: Mapped[int]
    before_level: Mapped[int]
    # Stands at the line of a share with more than there are places: somebody decides.
    at_line: Mapped[bool]
    held: Mapped[str] = mapped_column(String(80))
    left_out: Mapped[NoStar | None] = mapped_column(code_of(NoStar, "left_out"))
    # JSON: what the score of a grid is made of, which months were bad, which themes broken.
    facts: Mapped[str] = mapped_column(Text)


guard(StarLine, *append_only("star_line"))


class StarChoice(RowHashed, Base):
    """Who of those equal at a share's line has the better star, decided by people.

    `level` is the star that was decided: the line's own, or the next lower one (0 below one star).
    """

    __tablename__ = "star_choice"
    __label__ = "星级并列裁定"
    __table_args__ = (
        CheckConstraint(_ONE_SUBJECT, name="one_subject"),
        CheckConstraint("level BETWEEN 0 AND 5", name="levels"),
        CheckConstraint("reason <> '' AND decided_by <> ''", name="decided_with_reason"),
        CheckConstraint("(void_reason <> '') = (voided_at IS NOT NULL)", name="void_some_day"),
        Index("ix_star_choice_round", "round_id"),
    )

    id: Mapped[int] = mapped_column(ROW_ID, primary_key=True, init=False)
    round_id: Mapped[int] = mapped_column(ForeignKey("star_round.id"))
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    grid_id: Mapped[int | None] = mapped_column(ForeignKey("area.id"))
    level: Mapped[int]
    reason: Mapped[str] = mapped_column(Text)
    decided_by: Mapped[str] = mapped_column(String(200))
    decided_on: Mapped[dt.date]
    made_by: Mapped[str] = mapped_column(String(80))
    void_reason: Mapped[str] = mapped_column(Text)
    voided_at: Mapped[dt.datetime | None]


guard(
    StarChoice,
    AtMostOne(
        "ux_star_choice_one_person",
        "star_choice",
        ("round_id", "person_id"),
        "void_reason = '' AND person_id IS NOT NULL",
    ),
    AtMostOne(
        "ux_star_choice_one_grid",
        "star_choice",
        ("round_id", "grid_id"),
        "void_reason = '' AND grid_id IS NOT NULL",
    ),
    *(
        Trigger(
            f"star_choice_settled_{event.lower()}",
            "star_choice",
            event,
            f"{_state('NEW' if event == 'INSERT' else 'OLD')} <> 'draft'",
        )
        for event in ("INSERT", "UPDATE")
    ),
    Trigger("star_choice_keeps_delete", "star_choice", "DELETE"),
    Trigger("star_choice_void_stays", "star_choice", "UPDATE", "OLD.void_reason <> ''"),
)
for _one in ("ux_star_choice_one_person", "ux_star_choice_one_grid"):
    says(_one, "这里的并列已经裁定过。要改请先撤销原来的裁定")
says("star_choice_keeps_delete", "裁定不能删除，撤销后留底")
says("star_choice_void_stays", "撤销了的裁定不能再改")
for _event in ("insert", "update"):
    says(f"star_choice_settled_{_event}", "这次星级已经评定或取消，裁定不能再改")


class StarAward(RowHashed, Versioned, Base):
    """A star that counts: of a confirmed round, or taken over from years before (no round).

    Holds on the days from `valid_from` before `valid_to`; `lasts_to` is the end as it was
    awarded, earlier ends come from a later round. `monthly_fen` is what the rule gave for a
    month, read by funding. A void one holds on no day.
    """

    __tablename__ = "star_award"
    __label__ = "星级"
    __table_args__ = (
        CheckConstraint(_ONE_SUBJECT, name="one_subject"),
        CheckConstraint("level BETWEEN 1 AND 5", name="levels"),
        CheckConstraint("monthly_fen >= 0", name="money_not_negative"),
        CheckConstraint("valid_to >= valid_from AND lasts_to >= valid_to", name="dates_in_order"),
        CheckConstraint("void_reason = '' OR valid_to = valid_from", name="void_holds_never"),
        CheckConstraint("round_id IS NOT NULL OR document_no <> ''", name="taken_over_from"),
        Index("ix_star_award_person", "person_id", "valid_from"),
        Index("ix_star_award_grid", "grid_id", "valid_from"),
        Index("ix_star_award_round", "round_id"),
    )

    id: Mapped[int] = mapped_column(ROW_ID, primary_key=True, init=False)
    round_id: Mapped[int | None] = mapped_column(ForeignKey("star_round.id"))
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    grid_id: Mapped[int | None] = mapped_column(ForeignKey("area.id"))
    level: Mapped[int]
    monthly_fen: Mapped[int]
    valid_from: Mapped[dt.date]
    valid_to: Mapped[dt.date]
    lasts_to: Mapped[dt.date]
    # The round whose stars ended this one before its time.
    ended_by_id: Mapped[int | None] = mapped_column(ForeignKey("star_round.id"))
    document_no: Mapped[str] = mapped_column(String(80))
    void_reason: Mapped[str] = mapped_column(String(200))
    # The import that brought the row, while it may still be taken back as a whole.
    import_operation: Mapped[str | None] = mapped_column(
        String(64), ForeignKey("operation.id"), index=True
    )
    made_at: Mapped[dt.datetime]
    made_by: Mapped[str] = mapped_column(String(80))


_HOLDS = "{row}.valid_to > {row}.valid_from"
guard(
    StarAward,
    AtMostOne(
        "ux_star_award_one_person",
        "star_award",
        ("round_id", "person_id"),
        "void_reason = '' AND round_id IS NOT NULL AND person_id IS NOT NULL",
    ),
    AtMostOne(
        "ux_star_award_one_grid",
        "star_award",
        ("round_id", "grid_id"),
        "void_reason = '' AND round_id IS NOT NULL AND grid_id IS NOT NULL",
    ),
    NoOverlap("ex_star_award_one_person", "star_award", ("person_id",), _HOLDS),
    NoOverlap("ex_star_award_one_grid", "star_award", ("grid_id",), _HOLDS),
    Trigger(
        "star_award_unconfirmed",
        "star_award",
        "INSERT",
        f"NEW.round_id IS NOT NULL AND {_state('NEW')} <> 'confirmed'",
    ),
    Trigger("star_award_keeps_delete", "star_award", "DELETE", "OLD.import_operation IS NULL"),
    Trigger(
        "star_award_stays",
        "star_award",
        "UPDATE",
        "OLD.void_reason <> '' OR OLD.level <> NEW.level OR OLD.monthly_fen <> NEW.monthly_fen "
        "OR OLD.valid_from <> NEW.valid_from OR OLD.lasts_to <> NEW.lasts_to "
        "OR OLD.round_id <> NEW.round_id OR OLD.person_id <> NEW.person_id "
        "OR OLD.grid_id <> NEW.grid_id",
    ),
)
for _one in ("ux_star_award_one_person", "ux_star_award_one_grid"):
    says(_one, "这次评定的星级刚被别人存过。请刷新后查看")
says("ex_star_award_one_person", "这个人在这段时间已有星级。请核对有效期")
says("ex_star_award_one_grid", "这个网格在这段时间已有星级。请核对有效期")
says("star_award_unconfirmed", "星级评定还没有确认，不能发星级。请先确认评定")
says("star_award_keeps_delete", "星级不能删除。评错了请重开那次评定")
says("star_award_stays", "评定了的星级不能改。评错了请重开那次评定")
