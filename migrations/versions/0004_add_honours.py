"""Add the ten-hundred-thousand selection: campaigns, places, nominations, runs, honours."""

import sqlalchemy as sa
from alembic import op

from hrgrid.storage.triggers import AtMostOne, Trigger, append_only

revision = "0004"
down_revision = "0003"

ROW_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
TIME = sa.DateTime(timezone=True)

GUARDS = (
    Trigger("campaign_keeps_delete", "campaign", "DELETE"),
    Trigger(
        "campaign_goes_forward",
        "campaign",
        "UPDATE",
        (
            "OLD.state <> NEW.state AND NOT ((OLD.state = 'draft' AND NEW.state IN "
            "('quotas_set')) OR (OLD.state = 'quotas_set' AND NEW.state IN ('draft', "
            "'nominating')) OR (OLD.state = 'nominating' AND NEW.state IN ('reviewing')) OR "
            "(OLD.state = 'reviewing' AND NEW.state IN ('selected')) OR (OLD.state = "
            "'selected' AND NEW.state IN ('committee')) OR (OLD.state = 'committee' AND "
            "NEW.state IN ('selected', 'publicising')) OR (OLD.state = 'publicising' AND "
            "NEW.state IN ('selected', 'deciding')) OR (OLD.state = 'deciding' AND NEW.state "
            "IN ('selected', 'decided')) OR (OLD.state = 'decided' AND NEW.state IN "
            "('issued')) OR (OLD.state = 'issued' AND NEW.state IN ('archived')))"
        ),
    ),
    Trigger(
        "campaign_decided",
        "campaign",
        "UPDATE",
        (
            "OLD.state IN ('decided', 'issued', 'archived') AND (OLD.year <> NEW.year OR "
            "OLD.title <> NEW.title OR OLD.kind <> NEW.kind OR OLD.basis_no <> NEW.basis_no "
            "OR OLD.cutoff_date <> NEW.cutoff_date OR OLD.rule_number <> NEW.rule_number OR "
            "OLD.weights_sha256 <> NEW.weights_sha256 OR OLD.freezing <> NEW.freezing OR "
            "OLD.document_no <> NEW.document_no OR OLD.decided_on <> NEW.decided_on OR "
            "OLD.approval_words <> NEW.approval_words)"
        ),
    ),
    *append_only("campaign_entrant"),
    *append_only("campaign_step"),
    *append_only("campaign_tier"),
    Trigger(
        "district_weight_frozen_insert",
        "district_weight",
        "INSERT",
        ("(SELECT state FROM campaign WHERE campaign.id = NEW.campaign_id) <> 'draft'"),
    ),
    Trigger(
        "district_weight_frozen_update",
        "district_weight",
        "UPDATE",
        ("(SELECT state FROM campaign WHERE campaign.id = OLD.campaign_id) <> 'draft'"),
    ),
    Trigger(
        "district_weight_frozen_delete",
        "district_weight",
        "DELETE",
        ("(SELECT state FROM campaign WHERE campaign.id = OLD.campaign_id) <> 'draft'"),
    ),
    AtMostOne(
        "ux_earlier_honour_one_a_year",
        "earlier_honour",
        ("year", "person_id"),
        "person_id IS NOT NULL",
    ),
    Trigger(
        "earlier_honour_keeps_delete", "earlier_honour", "DELETE", "OLD.import_operation IS NULL"
    ),
    AtMostOne(
        "ux_selection_run_one_applied", "selection_run", ("campaign_id",), "state = 'applied'"
    ),
    Trigger(
        "selection_run_computed",
        "selection_run",
        "UPDATE",
        (
            "OLD.campaign_id <> NEW.campaign_id OR OLD.number <> NEW.number OR OLD.freezing "
            "<> NEW.freezing OR OLD.rule_number <> NEW.rule_number OR OLD.tie_number <> "
            "NEW.tie_number OR OLD.removals <> NEW.removals OR OLD.code_version <> "
            "NEW.code_version OR OLD.input_hash <> NEW.input_hash OR OLD.output_hash <> "
            "NEW.output_hash OR OLD.reason <> NEW.reason OR OLD.made_at <> NEW.made_at OR "
            "OLD.made_by <> NEW.made_by OR OLD.state = 'void' OR (OLD.state = 'applied' AND "
            "NEW.state = 'preview')"
        ),
    ),
    Trigger(
        "selection_run_in_time_insert",
        "selection_run",
        "INSERT",
        (
            "(SELECT state FROM campaign WHERE campaign.id = NEW.campaign_id) NOT IN "
            "('reviewing', 'selected', 'committee', 'publicising', 'deciding')"
        ),
    ),
    Trigger(
        "selection_run_in_time_update",
        "selection_run",
        "UPDATE",
        (
            "(SELECT state FROM campaign WHERE campaign.id = OLD.campaign_id) NOT IN "
            "('reviewing', 'selected', 'committee', 'publicising', 'deciding')"
        ),
    ),
    Trigger("selection_run_keeps_delete", "selection_run", "DELETE"),
    *append_only("tie_decision"),
    AtMostOne(
        "ux_honour_grant_one_a_year",
        "honour_grant",
        ("year", "person_id"),
        "state IN ('proposed', 'decided')",
    ),
    Trigger(
        "honour_grant_year_insert",
        "honour_grant",
        "INSERT",
        ("NEW.year <> (SELECT year FROM campaign WHERE campaign.id = NEW.campaign_id)"),
    ),
    Trigger(
        "honour_grant_year_update",
        "honour_grant",
        "UPDATE",
        ("NEW.year <> (SELECT year FROM campaign WHERE campaign.id = NEW.campaign_id)"),
    ),
    Trigger(
        "honour_grant_decided_update",
        "honour_grant",
        "UPDATE",
        (
            "OLD.state <> 'proposed' AND (NEW.state = 'proposed' OR OLD.state = 'revoked' OR "
            "OLD.year <> NEW.year OR OLD.person_id <> NEW.person_id OR OLD.tier <> NEW.tier "
            "OR OLD.printed_name <> NEW.printed_name OR OLD.printed_unit <> NEW.printed_unit "
            "OR OLD.document_no <> NEW.document_no OR OLD.granted_on <> NEW.granted_on)"
        ),
    ),
    Trigger("honour_grant_decided_delete", "honour_grant", "DELETE", "OLD.state <> 'proposed'"),
    *append_only("honour_publicity"),
    AtMostOne(
        "ux_nomination_once_a_tier",
        "nomination",
        ("campaign_id", "tier", "person_id"),
        "removal IS NULL",
    ),
    AtMostOne(
        "ux_nomination_unit_rank",
        "nomination",
        ("campaign_id", "tier", "area_id", "unit_rank"),
        "removal IS NULL AND unit_rank IS NOT NULL",
    ),
    Trigger(
        "nomination_in_time_insert",
        "nomination",
        "INSERT",
        ("(SELECT state FROM campaign WHERE campaign.id = NEW.campaign_id) <> 'nominating'"),
    ),
    Trigger(
        "nomination_in_time_update",
        "nomination",
        "UPDATE",
        (
            "(SELECT state FROM campaign WHERE campaign.id = OLD.campaign_id) <> 'nominating'"
            " AND (OLD.campaign_id IS DISTINCT FROM NEW.campaign_id OR OLD.tier IS DISTINCT "
            "FROM NEW.tier OR OLD.area_id IS DISTINCT FROM NEW.area_id OR OLD.person_id IS "
            "DISTINCT FROM NEW.person_id OR OLD.name_given IS DISTINCT FROM NEW.name_given OR"
            " OLD.unit_rank IS DISTINCT FROM NEW.unit_rank OR OLD.merit_milli IS DISTINCT "
            "FROM NEW.merit_milli OR OLD.review_milli IS DISTINCT FROM NEW.review_milli OR "
            "OLD.score_milli IS DISTINCT FROM NEW.score_milli)"
        ),
    ),
    Trigger(
        "nomination_in_time_delete",
        "nomination",
        "DELETE",
        (
            "(SELECT state FROM campaign WHERE campaign.id = OLD.campaign_id) <> 'nominating'"
            " OR OLD.import_operation IS NULL"
        ),
    ),
    Trigger(
        "nomination_decided",
        "nomination",
        "UPDATE",
        (
            "(SELECT state FROM campaign WHERE campaign.id = OLD.campaign_id) IN ('decided', "
            "'issued', 'archived')"
        ),
    ),
    AtMostOne(
        "ux_quota_run_one_applied", "quota_run", ("campaign_id", "tier"), "state = 'applied'"
    ),
    Trigger(
        "quota_run_in_draft_insert",
        "quota_run",
        "INSERT",
        ("(SELECT state FROM campaign WHERE campaign.id = NEW.campaign_id) <> 'draft'"),
    ),
    Trigger(
        "quota_run_in_draft_update",
        "quota_run",
        "UPDATE",
        ("(SELECT state FROM campaign WHERE campaign.id = OLD.campaign_id) <> 'draft'"),
    ),
    Trigger("quota_run_keeps_delete", "quota_run", "DELETE"),
    *append_only("district_quota"),
    *append_only("eligibility_check"),
    *append_only("quota_step"),
    *append_only("selection_line"),
)


def upgrade() -> None:
    _campaigns()
    _nominations()
    _results()
    dialect = op.get_bind().dialect.name
    for each in GUARDS:
        for statement in each.statements(dialect):
            op.get_bind().exec_driver_sql(statement)


def _campaigns() -> None:
    op.create_table(
        "campaign",
        sa.Column("id", ROW_ID, nullable=False),
        sa.Column("year", sa.BigInteger(), nullable=False),
        sa.Column("title", sa.String(length=80), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "naming",
                "commendation",
                "praise",
                "circular",
                name="kind",
                native_enum=False,
                create_constraint=True,
            ),
            nullable=False,
        ),
        sa.Column("basis_no", sa.String(length=80), nullable=False),
        sa.Column("cutoff_date", sa.Date(), nullable=False),
        sa.Column("rule_number", sa.BigInteger(), nullable=False),
        sa.Column("weights_sha256", sa.String(length=64), nullable=False),
        sa.Column("freezing", sa.BigInteger(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "draft",
                "quotas_set",
                "nominating",
                "reviewing",
                "selected",
                "committee",
                "publicising",
                "deciding",
                "decided",
                "issued",
                "archived",
                name="state",
                native_enum=False,
                create_constraint=True,
            ),
            nullable=False,
        ),
        sa.Column("proposer_id", ROW_ID, nullable=True),
        sa.Column("document_no", sa.String(length=80), nullable=False),
        sa.Column("decided_on", sa.Date(), nullable=True),
        sa.Column("approval_words", sa.Text(), nullable=False),
        sa.Column("row_hash", sa.BigInteger(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.CheckConstraint(
            (
                "(proposer_id IS NOT NULL) OR state NOT IN ('deciding', 'decided', 'issued', "
                "'archived')"
            ),
            name=op.f("ck_campaign_deciding_has_proposer"),
        ),
        sa.CheckConstraint(
            (
                "state NOT IN ('decided', 'issued', 'archived') OR (document_no <> '' AND "
                "decided_on IS NOT NULL AND approval_words <> '')"
            ),
            name=op.f("ck_campaign_decision_has_document"),
        ),
        sa.CheckConstraint("freezing >= 0", name=op.f("ck_campaign_freezing_not_negative")),
        sa.CheckConstraint("title <> ''", name=op.f("ck_campaign_title_given")),
        sa.CheckConstraint("year BETWEEN 1949 AND 2100", name=op.f("ck_campaign_year_known")),
        sa.ForeignKeyConstraint(
            ["proposer_id"], ["operator.id"], name=op.f("fk_campaign_proposer_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_campaign")),
        sa.UniqueConstraint("year", "title", name=op.f("uq_campaign_year_title")),
    )
    op.create_table(
        "campaign_step",
        sa.Column("campaign_id", ROW_ID, nullable=False),
        sa.Column("seq", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "draft",
                "quotas_set",
                "nominating",
                "reviewing",
                "selected",
                "committee",
                "publicising",
                "deciding",
                "decided",
                "issued",
                "archived",
                name="state",
                native_enum=False,
                create_constraint=True,
            ),
            nullable=False,
        ),
        sa.Column("at", TIME, nullable=False),
        sa.Column("made_by", sa.String(length=80), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("document_no", sa.String(length=80), nullable=False),
        sa.Column("happened_on", sa.Date(), nullable=True),
        sa.Column("scan_sha256", sa.String(length=64), nullable=True),
        sa.CheckConstraint("seq >= 1", name=op.f("ck_campaign_step_seq_from_one")),
        sa.CheckConstraint(
            ("state NOT IN ('committee', 'decided') OR document_no <> ''"),
            name=op.f("ck_campaign_step_step_has_document"),
        ),
        sa.ForeignKeyConstraint(
            ["campaign_id"], ["campaign.id"], name=op.f("fk_campaign_step_campaign_id")
        ),
        sa.ForeignKeyConstraint(
            ["scan_sha256"], ["attachment.sha256"], name=op.f("fk_campaign_step_scan_sha256")
        ),
        sa.PrimaryKeyConstraint("campaign_id", "seq", name=op.f("pk_campaign_step")),
    )
    op.create_table(
        "campaign_tier",
        sa.Column("campaign_id", ROW_ID, nullable=False),
        sa.Column(
            "tier",
            sa.Enum(
                "pioneer",
                "excellent",
                "skilled",
                name="tier",
                native_enum=False,
                create_constraint=True,
            ),
            nullable=False,
        ),
        sa.Column("places", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("places > 0", name=op.f("ck_campaign_tier_places_positive")),
        sa.ForeignKeyConstraint(
            ["campaign_id"], ["campaign.id"], name=op.f("fk_campaign_tier_campaign_id")
        ),
        sa.PrimaryKeyConstraint("campaign_id", "tier", name=op.f("pk_campaign_tier")),
    )
    op.create_table(
        "district_weight",
        sa.Column("campaign_id", ROW_ID, nullable=False),
        sa.Column("area_id", ROW_ID, nullable=False),
        sa.Column("district_code", sa.String(length=40), nullable=False),
        sa.Column("district_name", sa.String(length=80), nullable=False),
        sa.Column("sort", sa.BigInteger(), nullable=False),
        sa.Column("grids", sa.BigInteger(), nullable=False),
        sa.Column("workers", sa.BigInteger(), nullable=False),
        sa.Column("eligible", sa.BigInteger(), nullable=False),
        sa.Column("row_hash", sa.BigInteger(), nullable=False),
        sa.CheckConstraint(
            "grids >= 0 AND workers >= 0 AND eligible >= 0", name=op.f("ck_district_weight_counts")
        ),
        sa.ForeignKeyConstraint(["area_id"], ["area.id"], name=op.f("fk_district_weight_area_id")),
        sa.ForeignKeyConstraint(
            ["campaign_id"], ["campaign.id"], name=op.f("fk_district_weight_campaign_id")
        ),
        sa.PrimaryKeyConstraint("campaign_id", "area_id", name=op.f("pk_district_weight")),
    )
    op.create_table(
        "quota_run",
        sa.Column("id", ROW_ID, nullable=False),
        sa.Column("campaign_id", sa.BigInteger(), nullable=False),
        sa.Column(
            "tier",
            sa.Enum(
                "pioneer",
                "excellent",
                "skilled",
                name="tier",
                native_enum=False,
                create_constraint=True,
            ),
            nullable=False,
        ),
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.Column(
            "method",
            sa.Enum(
                "equal",
                "largest-remainder",
                "sainte-lague",
                "dhondt",
                "manual",
                name="method",
                native_enum=False,
                create_constraint=True,
            ),
            nullable=False,
        ),
        sa.Column("floor", sa.BigInteger(), nullable=False),
        sa.Column("lot", sa.Text(), nullable=False),
        sa.Column("input_hash", sa.String(length=64), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "preview",
                "applied",
                "void",
                name="state",
                native_enum=False,
                create_constraint=True,
            ),
            nullable=False,
        ),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("made_at", TIME, nullable=False),
        sa.Column("made_by", sa.String(length=80), nullable=False),
        sa.Column("row_hash", sa.BigInteger(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("state <> 'preview'", name=op.f("ck_quota_run_applied_or_void")),
        sa.CheckConstraint("floor >= 0", name=op.f("ck_quota_run_floor_not_negative")),
        sa.CheckConstraint(
            "method <> 'manual' OR reason <> ''", name=op.f("ck_quota_run_manual_has_reason")
        ),
        sa.ForeignKeyConstraint(
            ["campaign_id", "tier"],
            ["campaign_tier.campaign_id", "campaign_tier.tier"],
            name=op.f("fk_quota_run_campaign_id_tier"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_quota_run")),
        sa.UniqueConstraint(
            "campaign_id", "tier", "number", name=op.f("uq_quota_run_campaign_id_tier_number")
        ),
    )
    op.create_table(
        "district_quota",
        sa.Column("run_id", ROW_ID, nullable=False),
        sa.Column("area_id", ROW_ID, nullable=False),
        sa.Column("places", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("places >= 0", name=op.f("ck_district_quota_places_not_negative")),
        sa.ForeignKeyConstraint(["area_id"], ["area.id"], name=op.f("fk_district_quota_area_id")),
        sa.ForeignKeyConstraint(
            ["run_id"], ["quota_run.id"], name=op.f("fk_district_quota_run_id")
        ),
        sa.PrimaryKeyConstraint("run_id", "area_id", name=op.f("pk_district_quota")),
    )
    op.create_table(
        "quota_step",
        sa.Column("run_id", ROW_ID, nullable=False),
        sa.Column("seq", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "floor",
                "clamp",
                "whole",
                "remainder",
                "quotient",
                "draw",
                name="kind",
                native_enum=False,
                create_constraint=True,
            ),
            nullable=False,
        ),
        sa.Column("district_code", sa.String(length=40), nullable=False),
        sa.Column("fraction", sa.String(length=80), nullable=False),
        sa.Column("places", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("seq >= 1", name=op.f("ck_quota_step_seq_from_one")),
        sa.ForeignKeyConstraint(["run_id"], ["quota_run.id"], name=op.f("fk_quota_step_run_id")),
        sa.PrimaryKeyConstraint("run_id", "seq", name=op.f("pk_quota_step")),
    )


def _nominations() -> None:
    op.create_table(
        "campaign_entrant",
        sa.Column("campaign_id", ROW_ID, nullable=False),
        sa.Column("freezing", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("person_id", ROW_ID, nullable=False),
        sa.Column("person_number", sa.String(length=20), nullable=False),
        sa.Column("person_name", sa.String(length=40), nullable=False),
        sa.Column("area_id", ROW_ID, nullable=True),
        sa.Column("district_code", sa.String(length=40), nullable=False),
        sa.Column("facts", sa.Text(), nullable=False),
        sa.Column("row_hash", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["area_id"], ["area.id"], name=op.f("fk_campaign_entrant_area_id")),
        sa.ForeignKeyConstraint(
            ["campaign_id"], ["campaign.id"], name=op.f("fk_campaign_entrant_campaign_id")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_campaign_entrant_person_id")
        ),
        sa.PrimaryKeyConstraint(
            "campaign_id", "freezing", "person_id", name=op.f("pk_campaign_entrant")
        ),
    )
    op.create_table(
        "earlier_honour",
        sa.Column("id", ROW_ID, nullable=False),
        sa.Column("year", sa.BigInteger(), nullable=False),
        sa.Column(
            "tier",
            sa.Enum(
                "pioneer",
                "excellent",
                "skilled",
                name="tier",
                native_enum=False,
                create_constraint=True,
            ),
            nullable=False,
        ),
        sa.Column("name_given", sa.String(length=40), nullable=False),
        sa.Column("unit_given", sa.String(length=120), nullable=False),
        sa.Column("person_id", ROW_ID, nullable=True),
        sa.Column("document_no", sa.String(length=80), nullable=False),
        sa.Column("import_operation", sa.String(length=64), nullable=True),
        sa.Column("row_hash", sa.BigInteger(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("name_given <> ''", name=op.f("ck_earlier_honour_has_name")),
        sa.CheckConstraint("year BETWEEN 1949 AND 2100", name=op.f("ck_earlier_honour_year_known")),
        sa.ForeignKeyConstraint(
            ["import_operation"], ["operation.id"], name=op.f("fk_earlier_honour_import_operation")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_earlier_honour_person_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_earlier_honour")),
    )
    op.create_index(
        op.f("ix_earlier_honour_import_operation"),
        "earlier_honour",
        ["import_operation"],
        unique=False,
    )
    op.create_index(op.f("ix_earlier_honour_person"), "earlier_honour", ["person_id"], unique=False)
    op.create_table(
        "nomination",
        sa.Column("id", ROW_ID, nullable=False),
        sa.Column("campaign_id", sa.BigInteger(), nullable=False),
        sa.Column(
            "tier",
            sa.Enum(
                "pioneer",
                "excellent",
                "skilled",
                name="tier",
                native_enum=False,
                create_constraint=True,
            ),
            nullable=False,
        ),
        sa.Column("area_id", ROW_ID, nullable=False),
        sa.Column("person_id", ROW_ID, nullable=False),
        sa.Column("name_given", sa.String(length=40), nullable=False),
        sa.Column("unit_given", sa.String(length=120), nullable=False),
        sa.Column("post_given", sa.String(length=80), nullable=False),
        sa.Column("unit_rank", sa.BigInteger(), nullable=True),
        sa.Column("merit_milli", sa.BigInteger(), nullable=True),
        sa.Column("review_milli", sa.BigInteger(), nullable=True),
        sa.Column("score_milli", sa.BigInteger(), nullable=True),
        sa.Column("deeds", sa.Text(), nullable=False),
        sa.Column(
            "removal",
            sa.Enum(
                "withdrawn",
                "deceased",
                "objection_upheld",
                name="removal",
                native_enum=False,
                create_constraint=True,
            ),
            nullable=True,
        ),
        sa.Column("removal_reason", sa.Text(), nullable=False),
        sa.Column(
            "name_choice",
            sa.Enum("print", "hold", name="name_choice", native_enum=False, create_constraint=True),
            nullable=True,
        ),
        sa.Column("name_choice_reason", sa.Text(), nullable=False),
        sa.Column("import_operation", sa.String(length=64), nullable=True),
        sa.Column("row_hash", sa.BigInteger(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("name_given <> ''", name=op.f("ck_nomination_has_name")),
        sa.CheckConstraint(
            ("merit_milli BETWEEN 0 AND 100000 AND review_milli BETWEEN 0 AND 100000"),
            name=op.f("ck_nomination_marks"),
        ),
        sa.CheckConstraint(
            "(name_choice IS NULL) = (name_choice_reason = '')",
            name=op.f("ck_nomination_name_choice_has_reason"),
        ),
        sa.CheckConstraint(
            "(removal IS NULL) = (removal_reason = '')",
            name=op.f("ck_nomination_removal_has_reason"),
        ),
        sa.CheckConstraint("score_milli >= 0", name=op.f("ck_nomination_score_not_negative")),
        sa.CheckConstraint("unit_rank >= 1", name=op.f("ck_nomination_unit_rank_from_one")),
        sa.ForeignKeyConstraint(["area_id"], ["area.id"], name=op.f("fk_nomination_area_id")),
        sa.ForeignKeyConstraint(
            ["campaign_id", "tier"],
            ["campaign_tier.campaign_id", "campaign_tier.tier"],
            name=op.f("fk_nomination_campaign_id_tier"),
        ),
        sa.ForeignKeyConstraint(
            ["import_operation"], ["operation.id"], name=op.f("fk_nomination_import_operation")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_nomination_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_nomination")),
    )
    op.create_index(
        op.f("ix_nomination_import_operation"), "nomination", ["import_operation"], unique=False
    )
    op.create_index(op.f("ix_nomination_person"), "nomination", ["person_id"], unique=False)
    op.create_table(
        "eligibility_check",
        sa.Column("nomination_id", ROW_ID, nullable=False),
        sa.Column("freezing", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("rule_key", sa.String(length=40), nullable=False),
        sa.Column(
            "operator",
            sa.Enum(
                "ge", "le", "gt", "eq", name="operator", native_enum=False, create_constraint=True
            ),
            nullable=False,
        ),
        sa.Column("threshold", sa.BigInteger(), nullable=False),
        sa.Column("seen_value", sa.BigInteger(), nullable=True),
        sa.Column("passed", sa.Boolean(), nullable=False),
        sa.Column("row_hash", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["nomination_id"], ["nomination.id"], name=op.f("fk_eligibility_check_nomination_id")
        ),
        sa.PrimaryKeyConstraint(
            "nomination_id", "freezing", "rule_key", name=op.f("pk_eligibility_check")
        ),
    )


def _results() -> None:
    op.create_table(
        "selection_run",
        sa.Column("id", ROW_ID, nullable=False),
        sa.Column("campaign_id", ROW_ID, nullable=False),
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.Column("freezing", sa.BigInteger(), nullable=False),
        sa.Column("rule_number", sa.BigInteger(), nullable=False),
        sa.Column("tie_number", sa.BigInteger(), nullable=False),
        sa.Column("removals", sa.Text(), nullable=False),
        sa.Column("code_version", sa.String(length=40), nullable=False),
        sa.Column("input_hash", sa.String(length=64), nullable=False),
        sa.Column("output_hash", sa.String(length=64), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "preview",
                "applied",
                "void",
                name="state",
                native_enum=False,
                create_constraint=True,
            ),
            nullable=False,
        ),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("void_reason", sa.Text(), nullable=False),
        sa.Column("made_at", TIME, nullable=False),
        sa.Column("made_by", sa.String(length=80), nullable=False),
        sa.Column("row_hash", sa.BigInteger(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.CheckConstraint(
            "number = 1 OR reason <> ''", name=op.f("ck_selection_run_later_has_reason")
        ),
        sa.CheckConstraint("number >= 1", name=op.f("ck_selection_run_number_from_one")),
        sa.CheckConstraint(
            "state <> 'void' OR void_reason <> ''", name=op.f("ck_selection_run_void_has_reason")
        ),
        sa.ForeignKeyConstraint(
            ["campaign_id"], ["campaign.id"], name=op.f("fk_selection_run_campaign_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_selection_run")),
        sa.UniqueConstraint(
            "campaign_id", "number", name=op.f("uq_selection_run_campaign_id_number")
        ),
    )
    op.create_table(
        "tie_decision",
        sa.Column("id", ROW_ID, nullable=False),
        sa.Column("campaign_id", ROW_ID, nullable=False),
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.Column(
            "tier",
            sa.Enum(
                "pioneer",
                "excellent",
                "skilled",
                name="tier",
                native_enum=False,
                create_constraint=True,
            ),
            nullable=False,
        ),
        sa.Column("district_code", sa.String(length=40), nullable=False),
        sa.Column("tied", sa.Text(), nullable=False),
        sa.Column("chosen", sa.Text(), nullable=False),
        sa.Column(
            "way",
            sa.Enum("committee", "lot", name="way", native_enum=False, create_constraint=True),
            nullable=False,
        ),
        sa.Column("decided_by", sa.String(length=120), nullable=False),
        sa.Column("happened_on", sa.Date(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("recorded_at", TIME, nullable=False),
        sa.Column("made_by", sa.String(length=80), nullable=False),
        sa.Column("row_hash", sa.BigInteger(), nullable=False),
        sa.CheckConstraint(
            "decided_by <> '' AND reason <> ''", name=op.f("ck_tie_decision_named_with_reason")
        ),
        sa.CheckConstraint("number >= 1", name=op.f("ck_tie_decision_number_from_one")),
        sa.ForeignKeyConstraint(
            ["campaign_id"], ["campaign.id"], name=op.f("fk_tie_decision_campaign_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tie_decision")),
        sa.UniqueConstraint(
            "campaign_id", "number", name=op.f("uq_tie_decision_campaign_id_number")
        ),
    )
    op.create_table(
        "honour_grant",
        sa.Column("id", ROW_ID, nullable=False),
        sa.Column("campaign_id", ROW_ID, nullable=False),
        sa.Column("run_id", ROW_ID, nullable=False),
        sa.Column("year", sa.BigInteger(), nullable=False),
        sa.Column("person_id", ROW_ID, nullable=False),
        sa.Column(
            "tier",
            sa.Enum(
                "pioneer",
                "excellent",
                "skilled",
                name="tier",
                native_enum=False,
                create_constraint=True,
            ),
            nullable=False,
        ),
        sa.Column("area_id", ROW_ID, nullable=False),
        sa.Column("roster_place", sa.BigInteger(), nullable=False),
        sa.Column("printed_name", sa.String(length=40), nullable=False),
        sa.Column("printed_unit", sa.String(length=120), nullable=False),
        sa.Column("printed_post", sa.String(length=80), nullable=False),
        sa.Column(
            "name_choice",
            sa.Enum("print", "hold", name="name_choice", native_enum=False, create_constraint=True),
            nullable=True,
        ),
        sa.Column(
            "state",
            sa.Enum(
                "proposed",
                "decided",
                "revoked",
                name="state",
                native_enum=False,
                create_constraint=True,
            ),
            nullable=False,
        ),
        sa.Column("document_no", sa.String(length=80), nullable=False),
        sa.Column("granted_on", sa.Date(), nullable=True),
        sa.Column("revoke_reason", sa.Text(), nullable=False),
        sa.Column("revoke_document", sa.String(length=80), nullable=False),
        sa.Column("row_hash", sa.BigInteger(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.CheckConstraint(
            ("state = 'proposed' OR (document_no <> '' AND granted_on IS NOT NULL)"),
            name=op.f("ck_honour_grant_decided_has_document"),
        ),
        sa.CheckConstraint("printed_name <> ''", name=op.f("ck_honour_grant_name_given")),
        sa.CheckConstraint(
            ("state <> 'revoked' OR (revoke_reason <> '' AND revoke_document <> '')"),
            name=op.f("ck_honour_grant_revoked_has_document"),
        ),
        sa.ForeignKeyConstraint(["area_id"], ["area.id"], name=op.f("fk_honour_grant_area_id")),
        sa.ForeignKeyConstraint(
            ["campaign_id"], ["campaign.id"], name=op.f("fk_honour_grant_campaign_id")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_honour_grant_person_id")
        ),
        sa.ForeignKeyConstraint(
            ["run_id"], ["selection_run.id"], name=op.f("fk_honour_grant_run_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_honour_grant")),
        sa.UniqueConstraint("run_id", "person_id", name=op.f("uq_honour_grant_run_id_person_id")),
    )
    op.create_index(op.f("ix_honour_grant_person"), "honour_grant", ["person_id"], unique=False)
    op.create_table(
        "honour_publicity",
        sa.Column("id", ROW_ID, nullable=False),
        sa.Column("campaign_id", ROW_ID, nullable=False),
        sa.Column("run_id", ROW_ID, nullable=False),
        sa.Column("first_day", sa.Date(), nullable=False),
        sa.Column("last_day", sa.Date(), nullable=False),
        sa.Column("workdays", sa.BigInteger(), nullable=False),
        sa.Column("calendar_note", sa.String(length=200), nullable=False),
        sa.Column("where_shown", sa.String(length=200), nullable=False),
        sa.Column("roster_sha256", sa.String(length=64), nullable=False),
        sa.Column("scan_sha256", sa.String(length=64), nullable=True),
        sa.Column("recorded_at", TIME, nullable=False),
        sa.Column("made_by", sa.String(length=80), nullable=False),
        sa.Column("row_hash", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("last_day >= first_day", name=op.f("ck_honour_publicity_days_in_order")),
        sa.CheckConstraint("where_shown <> ''", name=op.f("ck_honour_publicity_where_given")),
        sa.CheckConstraint("workdays >= 1", name=op.f("ck_honour_publicity_workdays_from_one")),
        sa.ForeignKeyConstraint(
            ["campaign_id"], ["campaign.id"], name=op.f("fk_honour_publicity_campaign_id")
        ),
        sa.ForeignKeyConstraint(
            ["run_id"], ["selection_run.id"], name=op.f("fk_honour_publicity_run_id")
        ),
        sa.ForeignKeyConstraint(
            ["scan_sha256"], ["attachment.sha256"], name=op.f("fk_honour_publicity_scan_sha256")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_honour_publicity")),
        sa.UniqueConstraint(
            "campaign_id", "run_id", name=op.f("uq_honour_publicity_campaign_id_run_id")
        ),
    )
    op.create_table(
        "selection_line",
        sa.Column("run_id", ROW_ID, nullable=False),
        sa.Column("person_id", ROW_ID, nullable=False),
        sa.Column(
            "tier",
            sa.Enum(
                "pioneer",
                "excellent",
                "skilled",
                name="tier",
                native_enum=False,
                create_constraint=True,
            ),
            nullable=False,
        ),
        sa.Column("nomination_id", ROW_ID, nullable=True),
        sa.Column(
            "outcome",
            sa.Enum(
                "selected",
                "reserve",
                "not_selected",
                "ineligible",
                name="outcome",
                native_enum=False,
                create_constraint=True,
            ),
            nullable=False,
        ),
        sa.Column(
            "outcome_code",
            sa.Enum(
                "below_cut",
                "quota_full",
                "lost_lot",
                "already_in_higher_tier",
                "honoured_recently",
                "failed_rule",
                "no_score",
                "not_nominated",
                "withdrawn",
                "deceased",
                "objection_upheld",
                name="outcome_code",
                native_enum=False,
                create_constraint=True,
            ),
            nullable=True,
        ),
        sa.Column("rule_key", sa.String(length=40), nullable=False),
        sa.Column("shown_milli", sa.BigInteger(), nullable=True),
        sa.Column("place", sa.BigInteger(), nullable=True),
        sa.Column("cut_milli", sa.BigInteger(), nullable=True),
        sa.Column("distance_milli", sa.BigInteger(), nullable=True),
        sa.Column("compared", sa.Text(), nullable=False),
        sa.Column("row_hash", sa.BigInteger(), nullable=False),
        sa.CheckConstraint(
            "(outcome = 'selected') = (outcome_code IS NULL)",
            name=op.f("ck_selection_line_outcome_said"),
        ),
        sa.CheckConstraint(
            "outcome <> 'selected' OR nomination_id IS NOT NULL",
            name=op.f("ck_selection_line_was_named"),
        ),
        sa.ForeignKeyConstraint(
            ["nomination_id"], ["nomination.id"], name=op.f("fk_selection_line_nomination_id")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_selection_line_person_id")
        ),
        sa.ForeignKeyConstraint(
            ["run_id"], ["selection_run.id"], name=op.f("fk_selection_line_run_id")
        ),
        sa.PrimaryKeyConstraint("run_id", "person_id", "tier", name=op.f("pk_selection_line")),
    )
    op.create_index(op.f("ix_selection_line_person"), "selection_line", ["person_id"], unique=False)
