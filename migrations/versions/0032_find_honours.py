"""Add the veto list, exemptions and opinions of the honours."""

import sqlalchemy as sa
from alembic import op

from hrgrid.storage.triggers import AtMostOne, Trigger, append_only

revision = "0032"
down_revision = "0031"

ROW_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
PLAIN = sa.String().with_variant(sa.String(collation="C"), "postgresql")

DECIDED = "IN ('decided', 'issued', 'archived')"
STATE = "(SELECT state FROM campaign WHERE campaign.id = {row}.campaign_id)"


def _edited(*names: str) -> str:
    return " OR ".join(f"OLD.{name} IS DISTINCT FROM NEW.{name}" for name in names)


GUARDS = (
    *append_only("honour_fact_source"),
    Trigger("honour_finding_keeps_delete", "honour_finding", "DELETE"),
    Trigger(
        "honour_finding_stays",
        "honour_finding",
        "UPDATE",
        "OLD.withdrawn_on IS NOT NULL OR "
        + _edited(
            "person_id",
            "kind",
            "happened_on",
            "counts_until",
            "document_no",
            "recorder_id",
            "made_by",
        ),
    ),
    *append_only("opinion_request"),
    AtMostOne(
        "ux_honour_exemption_one",
        "honour_exemption",
        ("campaign_id", "person_id", "tier", "rule_key"),
        "state <> 'withdrawn'",
    ),
    Trigger(
        "honour_exemption_in_time_insert",
        "honour_exemption",
        "INSERT",
        f"{STATE.format(row='NEW')} {DECIDED}",
    ),
    Trigger(
        "honour_exemption_in_time_update",
        "honour_exemption",
        "UPDATE",
        f"{STATE.format(row='OLD')} {DECIDED}",
    ),
    Trigger("honour_exemption_proposed", "honour_exemption", "INSERT", "NEW.state <> 'proposed'"),
    Trigger(
        "honour_exemption_stays",
        "honour_exemption",
        "UPDATE",
        "OLD.state = 'withdrawn' OR (OLD.state = 'approved' AND NEW.state = 'proposed') OR "
        + _edited(
            "campaign_id", "person_id", "tier", "rule_key", "reason", "document_no", "proposer_id"
        ),
    ),
    Trigger("honour_exemption_keeps_delete", "honour_exemption", "DELETE"),
    *append_only("opinion_asked"),
    *append_only("opinion_answer"),
    Trigger(
        "opinion_answer_after_letter",
        "opinion_answer",
        "INSERT",
        "NEW.answered_on < (SELECT sent_on FROM opinion_request "
        "WHERE opinion_request.id = NEW.request_id)",
    ),
)


def _code(name: str, *codes: str) -> sa.Enum:
    return sa.Enum(*codes, name=name, native_enum=False, create_constraint=True)


def upgrade() -> None:
    op.create_table(
        "honour_fact_source",
        sa.Column("campaign_id", ROW_ID, nullable=False),
        sa.Column("freezing", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("fact", sa.String(length=40), nullable=False),
        sa.Column("origin", sa.String(length=200), nullable=False),
        sa.Column("row_hash", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["campaign_id"], ["campaign.id"], name=op.f("fk_honour_fact_source_campaign_id")
        ),
        sa.PrimaryKeyConstraint(
            "campaign_id", "freezing", "fact", name=op.f("pk_honour_fact_source")
        ),
    )
    op.create_table(
        "honour_finding",
        sa.Column("id", ROW_ID, nullable=False),
        sa.Column("person_id", ROW_ID, nullable=False),
        sa.Column(
            "kind",
            _code(
                "kind",
                "crime",
                "discipline",
                "investigated",
                "accident",
                "fraud",
                "leak",
                "unqualified",
                "defaulter",
                "complaint",
                "opinion",
            ),
            nullable=False,
        ),
        sa.Column("happened_on", sa.Date(), nullable=False),
        sa.Column("counts_until", sa.Date(), nullable=True),
        sa.Column("document_no", sa.String(length=80), nullable=False),
        sa.Column("detail", sa.LargeBinary(), nullable=True),
        sa.Column("scan", sa.LargeBinary(), nullable=True),
        sa.Column("scan_name", sa.String(length=80), nullable=False),
        sa.Column("recorder_id", ROW_ID, nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("made_by", sa.String(length=80), nullable=False),
        sa.Column("withdrawn_on", sa.Date(), nullable=True),
        sa.Column("withdraw_reason", sa.Text(), nullable=False),
        sa.Column("withdrawn_by", sa.String(length=80), nullable=False),
        sa.Column("row_hash", sa.BigInteger(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.CheckConstraint(
            "(scan IS NULL) = (scan_name = '')", name=op.f("ck_honour_finding_scan_named")
        ),
        sa.CheckConstraint(
            "(withdrawn_on IS NULL) = (withdraw_reason = '') "
            "AND (withdrawn_on IS NULL) = (withdrawn_by = '')",
            name=op.f("ck_honour_finding_withdrawn_why"),
        ),
        sa.CheckConstraint("document_no <> ''", name=op.f("ck_honour_finding_has_source")),
        sa.CheckConstraint(
            "counts_until >= happened_on", name=op.f("ck_honour_finding_days_in_order")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_honour_finding_person_id")
        ),
        sa.ForeignKeyConstraint(
            ["recorder_id"], ["operator.id"], name=op.f("fk_honour_finding_recorder_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_honour_finding")),
    )
    op.create_index("ix_honour_finding_person", "honour_finding", ["person_id"], unique=False)
    op.create_table(
        "opinion_request",
        sa.Column("id", ROW_ID, nullable=False),
        sa.Column("campaign_id", ROW_ID, nullable=False),
        sa.Column(
            "asked_office",
            _code("asked_office", "discipline", "police", "petitions", "court", "unit", "other"),
            nullable=False,
        ),
        sa.Column("asked_name", sa.String(length=80), nullable=False),
        sa.Column("letter_no", sa.String(length=80), nullable=False),
        sa.Column("sent_on", sa.Date(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("list_sha256", sa.String(length=64), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("made_by", sa.String(length=80), nullable=False),
        sa.Column("row_hash", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("asked_name <> ''", name=op.f("ck_opinion_request_office_named")),
        sa.CheckConstraint("due_on >= sent_on", name=op.f("ck_opinion_request_days_in_order")),
        sa.ForeignKeyConstraint(
            ["campaign_id"], ["campaign.id"], name=op.f("fk_opinion_request_campaign_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_opinion_request")),
    )
    op.create_index("ix_opinion_request_campaign", "opinion_request", ["campaign_id"], unique=False)
    op.create_table(
        "honour_exemption",
        sa.Column("id", ROW_ID, nullable=False),
        sa.Column("campaign_id", sa.BigInteger(), nullable=False),
        sa.Column("person_id", ROW_ID, nullable=False),
        sa.Column("tier", _code("tier", "pioneer", "excellent", "skilled"), nullable=False),
        sa.Column("rule_key", sa.String(length=40), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("document_no", sa.String(length=80), nullable=False),
        sa.Column("scan_sha256", sa.String(length=64), nullable=True),
        sa.Column("state", _code("state", "proposed", "approved", "withdrawn"), nullable=False),
        sa.Column("approval_words", sa.Text(), nullable=False),
        sa.Column("withdraw_reason", sa.Text(), nullable=False),
        sa.Column("proposer_id", ROW_ID, nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("made_by", sa.String(length=80), nullable=False),
        sa.Column("row_hash", sa.BigInteger(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.CheckConstraint(
            "(state = 'withdrawn') = (withdraw_reason <> '')",
            name=op.f("ck_honour_exemption_withdrawn_why"),
        ),
        sa.CheckConstraint(
            "reason <> '' AND document_no <> ''", name=op.f("ck_honour_exemption_reason_given")
        ),
        sa.CheckConstraint(
            "rule_key NOT IN ('', 'veto')", name=op.f("ck_honour_exemption_no_veto")
        ),
        sa.CheckConstraint(
            "state <> 'approved' OR approval_words <> ''",
            name=op.f("ck_honour_exemption_approved_by_whom"),
        ),
        sa.ForeignKeyConstraint(
            ["campaign_id", "tier"],
            ["campaign_tier.campaign_id", "campaign_tier.tier"],
            name=op.f("fk_honour_exemption_campaign_id_tier"),
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_honour_exemption_person_id")
        ),
        sa.ForeignKeyConstraint(
            ["proposer_id"], ["operator.id"], name=op.f("fk_honour_exemption_proposer_id")
        ),
        sa.ForeignKeyConstraint(
            ["scan_sha256"], ["attachment.sha256"], name=op.f("fk_honour_exemption_scan_sha256")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_honour_exemption")),
    )
    op.create_index("ix_honour_exemption_person", "honour_exemption", ["person_id"], unique=False)
    op.create_table(
        "opinion_asked",
        sa.Column("request_id", ROW_ID, nullable=False),
        sa.Column("person_id", ROW_ID, nullable=False),
        sa.Column("row_hash", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_opinion_asked_person_id")
        ),
        sa.ForeignKeyConstraint(
            ["request_id"], ["opinion_request.id"], name=op.f("fk_opinion_asked_request_id")
        ),
        sa.PrimaryKeyConstraint("request_id", "person_id", name=op.f("pk_opinion_asked")),
    )
    op.create_table(
        "opinion_answer",
        sa.Column("request_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("person_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("seq", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("answer", _code("answer", "none", "adverse"), nullable=False),
        sa.Column("answered_on", sa.Date(), nullable=False),
        sa.Column("document_no", sa.String(length=80), nullable=False),
        sa.Column("honour_finding_id", ROW_ID, nullable=True),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("made_by", sa.String(length=80), nullable=False),
        sa.Column("row_hash", sa.BigInteger(), nullable=False),
        sa.CheckConstraint(
            "answer = 'adverse' OR honour_finding_id IS NULL",
            name=op.f("ck_opinion_answer_none_finds_nothing"),
        ),
        sa.CheckConstraint(
            "answer = 'none' OR (honour_finding_id IS NULL) = (note <> '')",
            name=op.f("ck_opinion_answer_adverse_settled"),
        ),
        sa.CheckConstraint("seq >= 1", name=op.f("ck_opinion_answer_seq_from_one")),
        sa.ForeignKeyConstraint(
            ["honour_finding_id"],
            ["honour_finding.id"],
            name=op.f("fk_opinion_answer_honour_finding_id"),
        ),
        sa.ForeignKeyConstraint(
            ["request_id", "person_id"],
            ["opinion_asked.request_id", "opinion_asked.person_id"],
            name=op.f("fk_opinion_answer_request_id_person_id"),
        ),
        sa.PrimaryKeyConstraint("request_id", "person_id", "seq", name=op.f("pk_opinion_answer")),
    )
    for each in GUARDS:
        for statement in each.statements(op.get_bind().dialect.name):
            op.get_bind().exec_driver_sql(statement)
