"""Draw and hold random inspections."""

import sqlalchemy as sa
from alembic import op

from hrgrid.storage.triggers import Trigger

revision = "0024"
down_revision = "0023"

ROW_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
PLAIN = sa.String().with_variant(sa.String(collation="C"), "postgresql")

GUARDS = (
    Trigger("inspection_plan_keeps_delete", "inspection_plan", "DELETE"),
    Trigger(
        "inspection_plan_goes_forward",
        "inspection_plan",
        "UPDATE",
        (
            "OLD.state <> NEW.state AND NOT ((OLD.state = 'draft' AND NEW.state IN "
            "('drawn', 'cancelled')) OR (OLD.state = 'drawn' AND NEW.state IN "
            "('closed', 'cancelled')))"
        ),
    ),
    Trigger(
        "inspection_plan_drawn_stays",
        "inspection_plan",
        "UPDATE",
        (
            "OLD.state <> 'draft' AND (OLD.pool_hash <> NEW.pool_hash OR OLD.seed <> "
            "NEW.seed OR OLD.algorithm <> NEW.algorithm OR OLD.sample <> NEW.sample OR "
            "OLD.office_sample <> NEW.office_sample OR OLD.team_size <> NEW.team_size "
            "OR OLD.team_count <> NEW.team_count OR OLD.roles <> NEW.roles OR OLD.seals"
            " <> NEW.seals OR OLD.items <> NEW.items OR OLD.on_duty <> NEW.on_duty OR "
            "OLD.area_path <> NEW.area_path OR OLD.witnesses <> NEW.witnesses OR "
            "OLD.drawn_at <> NEW.drawn_at OR OLD.sealed_at <> NEW.sealed_at)"
        ),
    ),
    Trigger(
        "inspection_plan_sealed_first",
        "inspection_plan",
        "UPDATE",
        (
            "OLD.state = 'draft' AND NEW.state = 'drawn' AND (OLD.pool_hash = '' OR "
            "OLD.pool_hash <> NEW.pool_hash)"
        ),
    ),
    Trigger(
        "inspection_plan_unsettled",
        "inspection_plan",
        "UPDATE",
        (
            "OLD.state = 'drawn' AND NEW.state = 'closed' AND (EXISTS (SELECT 1 FROM "
            "inspection_visit WHERE inspection_visit.plan_id = OLD.id AND "
            "inspection_visit.result IS NULL) OR EXISTS (SELECT 1 FROM "
            "inspection_finding JOIN inspection_visit ON inspection_visit.id = "
            "inspection_finding.visit_id WHERE inspection_visit.plan_id = OLD.id AND "
            "inspection_finding.carried = '' AND inspection_finding.state IN ('open', "
            "'rectified')))"
        ),
    ),
    Trigger(
        "inspection_pool_drawn_insert",
        "inspection_pool",
        "INSERT",
        ("(SELECT state FROM inspection_plan WHERE inspection_plan.id = NEW.plan_id) <> 'draft'"),
    ),
    Trigger(
        "inspection_pool_drawn_update",
        "inspection_pool",
        "UPDATE",
        ("(SELECT state FROM inspection_plan WHERE inspection_plan.id = OLD.plan_id) <> 'draft'"),
    ),
    Trigger(
        "inspection_pool_drawn_delete",
        "inspection_pool",
        "DELETE",
        ("(SELECT state FROM inspection_plan WHERE inspection_plan.id = OLD.plan_id) <> 'draft'"),
    ),
    Trigger(
        "inspector_drawn_insert",
        "inspector",
        "INSERT",
        ("(SELECT state FROM inspection_plan WHERE inspection_plan.id = NEW.plan_id) <> 'draft'"),
    ),
    Trigger(
        "inspector_drawn_update",
        "inspector",
        "UPDATE",
        ("(SELECT state FROM inspection_plan WHERE inspection_plan.id = OLD.plan_id) <> 'draft'"),
    ),
    Trigger(
        "inspector_drawn_delete",
        "inspector",
        "DELETE",
        ("(SELECT state FROM inspection_plan WHERE inspection_plan.id = OLD.plan_id) <> 'draft'"),
    ),
    Trigger("inspection_visit_keeps_delete", "inspection_visit", "DELETE"),
    Trigger(
        "inspection_visit_drawn_insert",
        "inspection_visit",
        "INSERT",
        ("(SELECT state FROM inspection_plan WHERE inspection_plan.id = NEW.plan_id) <> 'draft'"),
    ),
    Trigger(
        "inspection_visit_drawn_update",
        "inspection_visit",
        "UPDATE",
        (
            "COALESCE(OLD.person_id, 0) <> COALESCE(NEW.person_id, 0) OR "
            "COALESCE(OLD.bureau_id, 0) <> COALESCE(NEW.bureau_id, 0) OR OLD.team_no <>"
            " NEW.team_no OR OLD.draw_order <> NEW.draw_order OR OLD.area_id <> "
            "NEW.area_id OR OLD.unit_id <> NEW.unit_id OR OLD.pool_key <> NEW.pool_key "
            "OR OLD.plan_id <> NEW.plan_id"
        ),
    ),
    Trigger(
        "inspection_visit_closed_update",
        "inspection_visit",
        "UPDATE",
        (
            "(SELECT state FROM inspection_plan WHERE inspection_plan.id = OLD.plan_id)"
            " IN ('closed', 'cancelled')"
        ),
    ),
    Trigger(
        "inspection_visit_own_unit_insert",
        "inspection_visit",
        "INSERT",
        (
            "EXISTS (SELECT 1 FROM inspector WHERE inspector.plan_id = NEW.plan_id AND "
            "inspector.team_no = NEW.team_no AND inspector.unit_id = NEW.unit_id)"
        ),
    ),
    Trigger("inspection_finding_keeps_delete", "inspection_finding", "DELETE"),
    Trigger(
        "inspection_finding_closed_stays",
        "inspection_finding",
        "UPDATE",
        (
            "OLD.state IN ('closed', 'void') OR (OLD.state = 'open' AND NEW.state = "
            "'closed') OR OLD.visit_id <> NEW.visit_id OR OLD.item <> NEW.item OR "
            "OLD.kind <> NEW.kind"
        ),
    ),
    Trigger(
        "inspection_finding_settled_insert",
        "inspection_finding",
        "INSERT",
        (
            "(SELECT state FROM inspection_plan JOIN inspection_visit ON "
            "inspection_visit.plan_id = inspection_plan.id WHERE inspection_visit.id = "
            "NEW.visit_id) <> 'drawn'"
        ),
    ),
    Trigger(
        "inspection_photo_closed_insert",
        "inspection_photo",
        "INSERT",
        (
            "(SELECT state FROM inspection_plan JOIN inspection_visit ON "
            "inspection_visit.plan_id = inspection_plan.id WHERE inspection_visit.id = "
            "NEW.visit_id) IN ('closed', 'cancelled') AND NOT (NEW.after_repair AND "
            "EXISTS (SELECT 1 FROM inspection_finding WHERE inspection_finding.id = "
            "NEW.finding_id AND inspection_finding.state IN ('open', 'rectified')))"
        ),
    ),
    Trigger(
        "inspection_photo_closed_update",
        "inspection_photo",
        "UPDATE",
        (
            "(SELECT state FROM inspection_plan JOIN inspection_visit ON "
            "inspection_visit.plan_id = inspection_plan.id WHERE inspection_visit.id = "
            "OLD.visit_id) IN ('closed', 'cancelled') AND NOT (OLD.after_repair AND "
            "EXISTS (SELECT 1 FROM inspection_finding WHERE inspection_finding.id = "
            "OLD.finding_id AND inspection_finding.state IN ('open', 'rectified')))"
        ),
    ),
    Trigger(
        "inspection_photo_closed_delete",
        "inspection_photo",
        "DELETE",
        (
            "(SELECT state FROM inspection_plan JOIN inspection_visit ON "
            "inspection_visit.plan_id = inspection_plan.id WHERE inspection_visit.id = "
            "OLD.visit_id) IN ('closed', 'cancelled') AND NOT (OLD.after_repair AND "
            "EXISTS (SELECT 1 FROM inspection_finding WHERE inspection_finding.id = "
            "OLD.finding_id AND inspection_finding.state IN ('open', 'rectified')))"
        ),
    ),
    Trigger(
        "inspection_photo_own_insert",
        "inspection_photo",
        "INSERT",
        (
            "NEW.finding_id IS NOT NULL AND NEW.visit_id <> (SELECT visit_id FROM "
            "inspection_finding WHERE inspection_finding.id = NEW.finding_id)"
        ),
    ),
)


def _code(name: str, *codes: str) -> sa.Enum:
    return sa.Enum(*codes, name=name, native_enum=False, create_constraint=True)


def _reference(table: str, column: str, target: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [target], name=op.f(f"fk_{table}_{column}"))


def upgrade() -> None:
    op.create_table(
        "inspection_plan",
        sa.Column("id", ROW_ID, nullable=False),
        sa.Column("number", sa.String(length=40), nullable=False),
        sa.Column("title", sa.String(length=80), nullable=False),
        sa.Column("area_path", sa.String(length=400), nullable=False),
        sa.Column("first_day", sa.Date(), nullable=False),
        sa.Column("last_day", sa.Date(), nullable=False),
        sa.Column("sample", sa.BigInteger(), nullable=False),
        sa.Column("office_sample", sa.BigInteger(), nullable=False),
        sa.Column("team_size", sa.BigInteger(), nullable=False),
        sa.Column("team_count", sa.BigInteger(), nullable=False),
        sa.Column("roles", sa.String(length=400), nullable=False),
        sa.Column("state", _code("state", "draft", "drawn", "closed", "cancelled"), nullable=False),
        sa.Column("items", sa.Text(), nullable=False),
        sa.Column("on_duty", sa.BigInteger(), nullable=False),
        sa.Column("pool_hash", sa.String(length=64), nullable=False),
        sa.Column("sealed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("seals", sa.BigInteger(), nullable=False),
        sa.Column("seed", sa.String(length=80), nullable=False),
        sa.Column("algorithm", sa.String(length=40), nullable=False),
        sa.Column("witnesses", sa.String(length=200), nullable=False),
        sa.Column("drawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("drawn_by", sa.String(length=80), nullable=False),
        sa.Column("document_no", sa.String(length=80), nullable=False),
        sa.Column("published_on", sa.Date(), nullable=True),
        sa.Column("cancel_reason", sa.String(length=200), nullable=False),
        sa.Column("row_hash", sa.BigInteger(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.CheckConstraint(
            "state <> 'cancelled' OR cancel_reason <> ''",
            name=op.f("ck_inspection_plan_cancelled_why"),
        ),
        sa.CheckConstraint(
            (
                "sample >= 0 AND office_sample >= 0 AND sample + office_sample >= 1 AND "
                "team_size >= 1 AND team_count >= 0 AND seals >= 0"
            ),
            name=op.f("ck_inspection_plan_counts_positive"),
        ),
        sa.CheckConstraint("last_day >= first_day", name=op.f("ck_inspection_plan_days_in_order")),
        sa.CheckConstraint(
            (
                "state NOT IN ('drawn', 'closed') OR (pool_hash <> '' AND seed <> '' AND "
                "algorithm <> '' AND drawn_at IS NOT NULL AND witnesses <> '' AND "
                "team_count >= 1)"
            ),
            name=op.f("ck_inspection_plan_drawn_repeatably"),
        ),
        sa.CheckConstraint("number <> '' AND title <> ''", name=op.f("ck_inspection_plan_named")),
        sa.CheckConstraint(
            "(document_no <> '') = (published_on IS NOT NULL)",
            name=op.f("ck_inspection_plan_published_with_document"),
        ),
        sa.CheckConstraint(
            "(pool_hash <> '') = (sealed_at IS NOT NULL)",
            name=op.f("ck_inspection_plan_sealed_at_a_time"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_inspection_plan")),
        sa.UniqueConstraint("number", name=op.f("uq_inspection_plan_number")),
    )
    op.create_table(
        "inspection_pool",
        sa.Column("plan_id", ROW_ID, nullable=False),
        sa.Column("lists", sa.Text(), nullable=False),
        sa.Column("row_hash", sa.BigInteger(), nullable=False),
        _reference("inspection_pool", "plan_id", "inspection_plan.id"),
        sa.PrimaryKeyConstraint("plan_id", name=op.f("pk_inspection_pool")),
    )
    op.create_table(
        "inspector",
        sa.Column("id", ROW_ID, nullable=False),
        sa.Column("plan_id", ROW_ID, nullable=False),
        sa.Column("person_id", ROW_ID, nullable=True),
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("unit", sa.String(length=120), nullable=False),
        sa.Column("unit_id", ROW_ID, nullable=True),
        sa.Column("team_no", sa.BigInteger(), nullable=True),
        sa.Column("row_hash", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("name <> ''", name=op.f("ck_inspector_named")),
        _reference("inspector", "plan_id", "inspection_plan.id"),
        _reference("inspector", "person_id", "person.id"),
        _reference("inspector", "unit_id", "area.id"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_inspector")),
        sa.UniqueConstraint("plan_id", "name", "unit", name=op.f("uq_inspector_plan_id_name_unit")),
    )
    op.create_table(
        "inspection_visit",
        sa.Column("id", ROW_ID, nullable=False),
        sa.Column("plan_id", ROW_ID, nullable=False),
        sa.Column("person_id", ROW_ID, nullable=True),
        sa.Column("bureau_id", ROW_ID, nullable=True),
        sa.Column("area_id", ROW_ID, nullable=False),
        sa.Column("unit_id", ROW_ID, nullable=False),
        sa.Column("pool_key", sa.String(length=80), nullable=False),
        sa.Column("draw_order", sa.BigInteger(), nullable=False),
        sa.Column("team_no", sa.BigInteger(), nullable=False),
        sa.Column("visited_on", sa.Date(), nullable=True),
        sa.Column("result", _code("result", "passed", "failed", "not_held"), nullable=True),
        sa.Column("deducted_milli", sa.BigInteger(), nullable=False),
        sa.Column("checks", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("signed_on", sa.Date(), nullable=True),
        sa.Column("scan_sha256", sa.String(length=64), nullable=True),
        sa.Column("row_hash", sa.BigInteger(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.CheckConstraint(
            "deducted_milli >= 0", name=op.f("ck_inspection_visit_deducted_not_negative")
        ),
        sa.CheckConstraint(
            "result <> 'not_held' OR note <> ''", name=op.f("ck_inspection_visit_not_held_why")
        ),
        sa.CheckConstraint(
            "draw_order >= 1 AND team_no >= 1", name=op.f("ck_inspection_visit_numbers_from_one")
        ),
        sa.CheckConstraint(
            "(person_id IS NULL) <> (bureau_id IS NULL)", name=op.f("ck_inspection_visit_one_drawn")
        ),
        sa.CheckConstraint(
            "(result IS NULL) = (visited_on IS NULL)",
            name=op.f("ck_inspection_visit_result_on_a_day"),
        ),
        _reference("inspection_visit", "plan_id", "inspection_plan.id"),
        _reference("inspection_visit", "person_id", "person.id"),
        _reference("inspection_visit", "bureau_id", "bureau.id"),
        _reference("inspection_visit", "area_id", "area.id"),
        _reference("inspection_visit", "unit_id", "area.id"),
        _reference("inspection_visit", "scan_sha256", "attachment.sha256"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_inspection_visit")),
        sa.UniqueConstraint(
            "plan_id", "bureau_id", name=op.f("uq_inspection_visit_plan_id_bureau_id")
        ),
        sa.UniqueConstraint(
            "plan_id", "draw_order", name=op.f("uq_inspection_visit_plan_id_draw_order")
        ),
        sa.UniqueConstraint(
            "plan_id", "person_id", name=op.f("uq_inspection_visit_plan_id_person_id")
        ),
        sa.UniqueConstraint(
            "plan_id", "pool_key", name=op.f("uq_inspection_visit_plan_id_pool_key")
        ),
    )
    op.create_index("ix_inspection_visit_person", "inspection_visit", ["person_id"], unique=False)
    op.create_table(
        "inspection_finding",
        sa.Column("id", ROW_ID, nullable=False),
        sa.Column("visit_id", ROW_ID, nullable=False),
        sa.Column(
            "kind", _code("kind", "patrol", "records", "response", "offices"), nullable=False
        ),
        sa.Column("item", sa.String(length=40), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("state", _code("state", "open", "rectified", "closed", "void"), nullable=False),
        sa.Column("rectified_on", sa.Date(), nullable=True),
        sa.Column("rectified_by", sa.String(length=80), nullable=False),
        sa.Column("rectification", sa.Text(), nullable=False),
        sa.Column("closed_by", sa.String(length=80), nullable=False),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.Column("sent_back", sa.String(length=200), nullable=False),
        sa.Column("carried", sa.String(length=200), nullable=False),
        sa.Column("void_reason", sa.String(length=200), nullable=False),
        sa.Column("row_hash", sa.BigInteger(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.CheckConstraint(
            "state <> 'closed' OR closed_by <> rectified_by",
            name=op.f("ck_inspection_finding_closed_by_another"),
        ),
        sa.CheckConstraint(
            (
                "(state = 'closed') = (closed_by <> '') AND (closed_by <> '') = (closed_on "
                "IS NOT NULL)"
            ),
            name=op.f("ck_inspection_finding_closed_by_somebody"),
        ),
        sa.CheckConstraint(
            (
                "state NOT IN ('rectified', 'closed') OR (rectified_on IS NOT NULL AND "
                "rectified_by <> '' AND rectification <> '')"
            ),
            name=op.f("ck_inspection_finding_rectified_by_somebody"),
        ),
        sa.CheckConstraint(
            "(state = 'void') = (void_reason <> '')", name=op.f("ck_inspection_finding_void_why")
        ),
        sa.CheckConstraint("content <> ''", name=op.f("ck_inspection_finding_written")),
        _reference("inspection_finding", "visit_id", "inspection_visit.id"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_inspection_finding")),
    )
    op.create_index("ix_inspection_finding_visit", "inspection_finding", ["visit_id"], unique=False)
    op.create_table(
        "inspection_photo",
        sa.Column("id", ROW_ID, nullable=False),
        sa.Column("visit_id", ROW_ID, nullable=False),
        sa.Column("finding_id", ROW_ID, nullable=True),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("caption", sa.String(length=80), nullable=False),
        sa.Column("after_repair", sa.Boolean(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("made_by", sa.String(length=80), nullable=False),
        sa.Column("row_hash", sa.BigInteger(), nullable=False),
        sa.CheckConstraint(
            "NOT after_repair OR finding_id IS NOT NULL",
            name=op.f("ck_inspection_photo_after_what"),
        ),
        _reference("inspection_photo", "visit_id", "inspection_visit.id"),
        _reference("inspection_photo", "finding_id", "inspection_finding.id"),
        _reference("inspection_photo", "sha256", "attachment.sha256"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_inspection_photo")),
        sa.UniqueConstraint("visit_id", "sha256", name=op.f("uq_inspection_photo_visit_id_sha256")),
    )
    op.create_index("ix_inspection_photo_visit_id", "inspection_photo", ["visit_id"], unique=False)
    for each in GUARDS:
        for statement in each.statements(op.get_bind().dialect.name):
            op.get_bind().exec_driver_sql(statement)
