"""Random inspections (双随机): the pool, the draw, teams, visits, and what was put right."""

# ruff: noqa: S608 - the names in the SQL are our own

from __future__ import annotations

import datetime as dt

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from hrgrid.assessment.rules.words import (
    INSPECTION_ARROWS,
    CheckKind,
    FindingState,
    InspectionState,
    VisitResult,
)
from hrgrid.storage.base import ROW_ID, Base, RowHashed, Versioned, code_of, guard
from hrgrid.storage.triggers import Trigger, off_the_arrows
from hrgrid.storage.violations import says
from hrgrid.workforce.model import people  # noqa: F401 - foreign keys


class InspectionPlan(RowHashed, Versioned, Base):
    """One random inspection, from the plan to the close.

    The seed is known only after `pool_hash` was fixed; `algorithm` says how to repeat the draw,
    teams with it. `items` is JSON of what is looked at, `roles` codes between commas.
    """

    __tablename__ = "inspection_plan"
    __label__ = "双随机检查"
    __table_args__ = (
        CheckConstraint("number <> '' AND title <> ''", name="named"),
        CheckConstraint("last_day >= first_day", name="days_in_order"),
        CheckConstraint(
            "sample >= 0 AND office_sample >= 0 AND sample + office_sample >= 1 "
            "AND team_size >= 1 AND team_count >= 0 AND seals >= 0",
            name="counts_positive",
        ),
        CheckConstraint("(pool_hash <> '') = (sealed_at IS NOT NULL)", name="sealed_at_a_time"),
        CheckConstraint(
            "state NOT IN ('drawn', 'closed') "
            "OR (pool_hash <> '' AND seed <> '' AND algorithm <> '' AND drawn_at IS NOT NULL "
            "AND witnesses <> '' AND team_count >= 1)",
            name="drawn_repeatably",
        ),
        CheckConstraint(
            "(document_no <> '') = (published_on IS NOT NULL)", name="published_with_document"
        ),
        CheckConstraint("state <> 'cancelled' OR cancel_reason <> ''", name="cancelled_why"),
    )

    id: Mapped[int] = mapped_column(ROW_ID, primary_key=True, init=False)
    number: Mapped[str] = mapped_column(String(40), unique=True)
    title: Mapped[str] = mapped_column(String(80))
    area_path: Mapped[str] = mapped_column(String(400))
    first_day: Mapped[dt.date]
    last_day: Mapped[dt.date]
    sample: Mapped[int]
    office_sample: Mapped[int]
    team_size: Mapped[int]
    # 0 while nothing is drawn: as many as the list of inspectors gives.
    team_count: Mapped[int]
    roles: Mapped[str] = mapped_column(String(400))
    state: Mapped[InspectionState] = mapped_column(code_of(InspectionState, "state"))
    items: Mapped[str] = mapped_column(Text)
    # Those who stood in a post when the pool was fixed; the bulletin's share is of them.
    on_duty: Mapped[int]
    # Of the lists in InspectionPool and the numbers drawn from them; "" while nothing is sealed.
    pool_hash: Mapped[str] = mapped_column(String(64))
    sealed_at: Mapped[dt.datetime | None]
    # How often the lists were fixed: a draw from the third sealing is looked at twice.
    seals: Mapped[int]
    seed: Mapped[str] = mapped_column(String(80))
    algorithm: Mapped[str] = mapped_column(String(40))
    witnesses: Mapped[str] = mapped_column(String(200))
    drawn_at: Mapped[dt.datetime | None]
    drawn_by: Mapped[str] = mapped_column(String(80))
    # Those of the bulletin.
    document_no: Mapped[str] = mapped_column(String(80))
    published_on: Mapped[dt.date | None]
    cancel_reason: Mapped[str] = mapped_column(String(200))


def _row(event: str) -> str:
    return "NEW" if event == "INSERT" else "OLD"


def _state(row: str) -> str:
    return f"(SELECT state FROM inspection_plan WHERE inspection_plan.id = {row}.plan_id)"


guard(
    InspectionPlan,
    Trigger("inspection_plan_keeps_delete", "inspection_plan", "DELETE"),
    Trigger(
        "inspection_plan_goes_forward",
        "inspection_plan",
        "UPDATE",
        off_the_arrows(INSPECTION_ARROWS),
    ),
    Trigger(
        "inspection_plan_drawn_stays",
        "inspection_plan",
        "UPDATE",
        "OLD.state <> 'draft' AND (OLD.pool_hash <> NEW.pool_hash "
        "OR OLD.seed <> NEW.seed OR OLD.algorithm <> NEW.algorithm OR OLD.sample <> NEW.sample "
        "OR OLD.office_sample <> NEW.office_sample OR OLD.team_size <> NEW.team_size "
        "OR OLD.team_count <> NEW.team_count OR OLD.roles <> NEW.roles OR OLD.seals <> NEW.seals "
        "OR OLD.items <> NEW.items OR OLD.on_duty <> NEW.on_duty "
        "OR OLD.area_path <> NEW.area_path OR OLD.witnesses <> NEW.witnesses "
        "OR OLD.drawn_at <> NEW.drawn_at OR OLD.sealed_at <> NEW.sealed_at)",
    ),
    # The seed is known only after the lists are fixed: it comes with the draw, and from them.
    Trigger(
        "inspection_plan_sealed_first",
        "inspection_plan",
        "UPDATE",
        "OLD.state = 'draft' AND NEW.state = 'drawn' "
        "AND (OLD.pool_hash = '' OR OLD.pool_hash <> NEW.pool_hash)",
    ),
    Trigger(
        "inspection_plan_unsettled",
        "inspection_plan",
        "UPDATE",
        "OLD.state = 'drawn' AND NEW.state = 'closed' AND (EXISTS (SELECT 1 FROM inspection_visit "
        "WHERE inspection_visit.plan_id = OLD.id AND inspection_visit.result IS NULL) "
        "OR EXISTS (SELECT 1 FROM inspection_finding JOIN inspection_visit "
        "ON inspection_visit.id = inspection_finding.visit_id "
        "WHERE inspection_visit.plan_id = OLD.id AND inspection_finding.carried = '' "
        "AND inspection_finding.state IN ('open', 'rectified')))",
    ),
)
says("uq_inspection_plan_number", "已有这个编号的检查。请换一个编号")
says("inspection_plan_keeps_delete", "检查不能删除。不办了请取消，写明原因")
says("inspection_plan_goes_forward", "检查不能从现在的状态走这一步。请刷新后查看")
says("inspection_plan_drawn_stays", "已经抽取，名册、种子和人数不能再改")
says("inspection_plan_sealed_first", "抽取前要先封存名册，抽取时不能再换。请先封存名册")
says("inspection_plan_unsettled", "还有没录结果的检查或没销号的问题，不能办结。请先办完")


class InspectionPool(RowHashed, Base):
    """Everybody who could be drawn, as JSON (rules/drawing.py lists_text): megabytes of a city.

    Beside the plan, so that nobody reads it who only wants to know how far a plan is.
    """

    __tablename__ = "inspection_pool"
    __label__ = "抽取名册"

    plan_id: Mapped[int] = mapped_column(ForeignKey("inspection_plan.id"), primary_key=True)
    lists: Mapped[str] = mapped_column(Text)


guard(
    InspectionPool,
    *(
        Trigger(
            f"inspection_pool_drawn_{event.lower()}",
            "inspection_pool",
            event,
            f"{_state(_row(event))} <> 'draft'",
        )
        for event in ("INSERT", "UPDATE", "DELETE")
    ),
)
for _event in ("insert", "update", "delete"):
    says(f"inspection_pool_drawn_{_event}", "已经抽取，名册不能再改")


class Inspector(RowHashed, Base):
    """Somebody who may be drawn to inspect; in his own street, `unit_id`, he inspects nobody."""

    __tablename__ = "inspector"
    __label__ = "检查人员"
    __table_args__ = (
        UniqueConstraint("plan_id", "name", "unit"),
        CheckConstraint("name <> ''", name="named"),
    )

    id: Mapped[int] = mapped_column(ROW_ID, primary_key=True, init=False)
    plan_id: Mapped[int] = mapped_column(ForeignKey("inspection_plan.id"))
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    name: Mapped[str] = mapped_column(String(40))
    unit: Mapped[str] = mapped_column(String(120))
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("area.id"))
    team_no: Mapped[int | None]


guard(
    Inspector,
    *(
        Trigger(
            f"inspector_drawn_{event.lower()}",
            "inspector",
            event,
            f"{_state(_row(event))} <> 'draft'",
        )
        for event in ("INSERT", "UPDATE", "DELETE")
    ),
)
says("uq_inspector_plan_id_name_unit", "这名检查人员已经在名单里")
for _event in ("insert", "update", "delete"):
    says(f"inspector_drawn_{_event}", "已经抽取，检查人员不能再改")


class InspectionVisit(RowHashed, Versioned, Base):
    """One person or office drawn, by which team, and what was found.

    Points taken off in thousandths. `checks` is JSON: the code of each item looked at to its mark.
    """

    __tablename__ = "inspection_visit"
    __label__ = "检查记录"
    __table_args__ = (
        UniqueConstraint("plan_id", "person_id"),
        UniqueConstraint("plan_id", "bureau_id"),
        UniqueConstraint("plan_id", "draw_order"),
        UniqueConstraint("plan_id", "pool_key"),
        CheckConstraint("(person_id IS NULL) <> (bureau_id IS NULL)", name="one_drawn"),
        CheckConstraint("draw_order >= 1 AND team_no >= 1", name="numbers_from_one"),
        CheckConstraint("(result IS NULL) = (visited_on IS NULL)", name="result_on_a_day"),
        CheckConstraint("deducted_milli >= 0", name="deducted_not_negative"),
        CheckConstraint("result <> 'not_held' OR note <> ''", name="not_held_why"),
        Index("ix_inspection_visit_person", "person_id"),
    )

    id: Mapped[int] = mapped_column(ROW_ID, primary_key=True, init=False)
    plan_id: Mapped[int] = mapped_column(ForeignKey("inspection_plan.id"))
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    bureau_id: Mapped[int | None] = mapped_column(ForeignKey("bureau.id"))
    area_id: Mapped[int] = mapped_column(ForeignKey("area.id"))
    # The street, or the district of those above the streets: recusal and bulletin go by it.
    unit_id: Mapped[int] = mapped_column(ForeignKey("area.id"))
    # The public code under which it was drawn.
    pool_key: Mapped[str] = mapped_column(String(80))
    draw_order: Mapped[int]
    team_no: Mapped[int]
    visited_on: Mapped[dt.date | None]
    result: Mapped[VisitResult | None] = mapped_column(code_of(VisitResult, "result"))
    deducted_milli: Mapped[int]
    checks: Mapped[str] = mapped_column(Text)
    note: Mapped[str] = mapped_column(Text)
    # The sheet that the person and the inspectors signed.
    signed_on: Mapped[dt.date | None]
    scan_sha256: Mapped[str | None] = mapped_column(String(64), ForeignKey("attachment.sha256"))


guard(
    InspectionVisit,
    Trigger("inspection_visit_keeps_delete", "inspection_visit", "DELETE"),
    Trigger(
        "inspection_visit_drawn_insert",
        "inspection_visit",
        "INSERT",
        f"{_state('NEW')} <> 'draft'",
    ),
    Trigger(
        "inspection_visit_drawn_update",
        "inspection_visit",
        "UPDATE",
        "COALESCE(OLD.person_id, 0) <> COALESCE(NEW.person_id, 0) "
        "OR COALESCE(OLD.bureau_id, 0) <> COALESCE(NEW.bureau_id, 0) "
        "OR OLD.team_no <> NEW.team_no OR OLD.draw_order <> NEW.draw_order "
        "OR OLD.area_id <> NEW.area_id OR OLD.unit_id <> NEW.unit_id "
        "OR OLD.pool_key <> NEW.pool_key OR OLD.plan_id <> NEW.plan_id",
    ),
    Trigger(
        "inspection_visit_closed_update",
        "inspection_visit",
        "UPDATE",
        f"{_state('OLD')} IN ('closed', 'cancelled')",
    ),
    Trigger(
        "inspection_visit_own_unit_insert",
        "inspection_visit",
        "INSERT",
        "EXISTS (SELECT 1 FROM inspector WHERE inspector.plan_id = NEW.plan_id "
        "AND inspector.team_no = NEW.team_no AND inspector.unit_id = NEW.unit_id)",
    ),
)
says("inspection_visit_keeps_delete", "抽中的人不能去掉。没有查成的请写明原因")
says("inspection_visit_drawn_insert", "已经抽取，不能再加检查对象")
says("inspection_visit_drawn_update", "谁被抽中、由哪一组查，抽取后不能改")
says("inspection_visit_closed_update", "这次检查已经办结或取消，不能再改")
says("inspection_visit_own_unit_insert", "检查人员不能检查自己的单位。请重新分组")


class InspectionFinding(RowHashed, Versioned, Base):
    """One thing wrong, to be put right by a day, and closed by somebody who looked again."""

    __tablename__ = "inspection_finding"
    __label__ = "检查发现的问题"
    __table_args__ = (
        CheckConstraint("content <> ''", name="written"),
        CheckConstraint(
            "state NOT IN ('rectified', 'closed') OR (rectified_on IS NOT NULL "
            "AND rectified_by <> '' AND rectification <> '')",
            name="rectified_by_somebody",
        ),
        CheckConstraint(
            "(state = 'closed') = (closed_by <> '') "
            "AND (closed_by <> '') = (closed_on IS NOT NULL)",
            name="closed_by_somebody",
        ),
        # Who put it right does not say that it is right.
        CheckConstraint("state <> 'closed' OR closed_by <> rectified_by", name="closed_by_another"),
        CheckConstraint("(state = 'void') = (void_reason <> '')", name="void_why"),
        Index("ix_inspection_finding_visit", "visit_id"),
    )

    id: Mapped[int] = mapped_column(ROW_ID, primary_key=True, init=False)
    visit_id: Mapped[int] = mapped_column(ForeignKey("inspection_visit.id"))
    kind: Mapped[CheckKind] = mapped_column(code_of(CheckKind, "kind"))
    item: Mapped[str] = mapped_column(String(40))
    content: Mapped[str] = mapped_column(Text)
    due_on: Mapped[dt.date]
    state: Mapped[FindingState] = mapped_column(code_of(FindingState, "state"))
    rectified_on: Mapped[dt.date | None]
    rectified_by: Mapped[str] = mapped_column(String(80))
    rectification: Mapped[str] = mapped_column(Text)
    closed_by: Mapped[str] = mapped_column(String(80))
    closed_on: Mapped[dt.date | None]
    # Why it was sent back at the last look.
    sent_back: Mapped[str] = mapped_column(String(200))
    # Why the inspection was closed while it was open; it goes on being open.
    carried: Mapped[str] = mapped_column(String(200))
    void_reason: Mapped[str] = mapped_column(String(200))


guard(
    InspectionFinding,
    Trigger("inspection_finding_keeps_delete", "inspection_finding", "DELETE"),
    Trigger(
        "inspection_finding_closed_stays",
        "inspection_finding",
        "UPDATE",
        "OLD.state IN ('closed', 'void') OR (OLD.state = 'open' AND NEW.state = 'closed') "
        "OR OLD.visit_id <> NEW.visit_id OR OLD.item <> NEW.item OR OLD.kind <> NEW.kind",
    ),
    Trigger(
        "inspection_finding_settled_insert",
        "inspection_finding",
        "INSERT",
        "(SELECT state FROM inspection_plan JOIN inspection_visit "
        "ON inspection_visit.plan_id = inspection_plan.id "
        "WHERE inspection_visit.id = NEW.visit_id) <> 'drawn'",
    ),
)
says("inspection_finding_keeps_delete", "检查发现的问题不能删除。记错了请作废，写明原因")
says("inspection_finding_settled_insert", "这次检查还没有抽取或已经办结，不能再记问题")
says("inspection_finding_closed_stays", "问题要先整改再销号，销号后不能再改")


class InspectionPhoto(RowHashed, Base):
    """A picture taken at a visit, or of a fault before and after it was put right."""

    __tablename__ = "inspection_photo"
    __label__ = "检查照片"
    __table_args__ = (
        UniqueConstraint("visit_id", "sha256"),
        CheckConstraint("NOT after_repair OR finding_id IS NOT NULL", name="after_what"),
    )

    id: Mapped[int] = mapped_column(ROW_ID, primary_key=True, init=False)
    visit_id: Mapped[int] = mapped_column(ForeignKey("inspection_visit.id"), index=True)
    finding_id: Mapped[int | None] = mapped_column(ForeignKey("inspection_finding.id"))
    sha256: Mapped[str] = mapped_column(String(64), ForeignKey("attachment.sha256"))
    caption: Mapped[str] = mapped_column(String(80))
    # Taken after the fault was put right.
    after_repair: Mapped[bool]
    made_at: Mapped[dt.datetime]
    made_by: Mapped[str] = mapped_column(String(80))


# What goes on being put right after the inspection was closed is still photographed.
guard(
    InspectionPhoto,
    *(
        Trigger(
            f"inspection_photo_closed_{event.lower()}",
            "inspection_photo",
            event,
            "(SELECT state FROM inspection_plan JOIN inspection_visit "
            "ON inspection_visit.plan_id = inspection_plan.id WHERE inspection_visit.id = "
            f"{_row(event)}.visit_id) IN ('closed', 'cancelled') "
            f"AND NOT ({_row(event)}.after_repair "
            "AND EXISTS (SELECT 1 FROM inspection_finding WHERE inspection_finding.id = "
            f"{_row(event)}.finding_id AND inspection_finding.state IN ('open', 'rectified')))",
        )
        for event in ("INSERT", "UPDATE", "DELETE")
    ),
    Trigger(
        "inspection_photo_own_insert",
        "inspection_photo",
        "INSERT",
        "NEW.finding_id IS NOT NULL AND NEW.visit_id <> (SELECT visit_id FROM inspection_finding "
        "WHERE inspection_finding.id = NEW.finding_id)",
    ),
)
says("inspection_photo_own_insert", "照片要加在同一次检查的问题下。请刷新后再加")
says("uq_inspection_photo_visit_id_sha256", "这张照片已经在这次检查里")
for _event in ("insert", "update", "delete"):
    says(f"inspection_photo_closed_{_event}", "这次检查已经办结或取消，照片不能再改")
