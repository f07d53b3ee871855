"""Lay the cellar: office, policies, keys, journal, rule sets, attachments, operators, approvals."""

import sqlalchemy as sa
from alembic import op

from hrgrid.storage.triggers import AtMostOne, Trigger, append_only, frozen_when, refused_when

revision = "0001"
down_revision = None

ROW_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
TIME = sa.DateTime(timezone=True)

APART = (
    "(SELECT value FROM policy WHERE policy = 'apart') = 1 AND (NEW.role = 'owner' OR EXISTS ("
    "SELECT 1 FROM operator_role AS other WHERE other.operator_id = NEW.operator_id "
    "AND other.role <> NEW.role "
    "AND (other.role IN ('system_admin', 'security_admin', 'auditor') "
    "OR NEW.role IN ('system_admin', 'security_admin', 'auditor'))))"
)
OWN_APPROVAL = (
    "(SELECT value FROM policy WHERE policy = 'other_approver') = 1 AND ("
    "(NEW.approver_id IS NOT NULL AND NEW.approver_id = NEW.proposer_id) "
    "OR (NEW.approver_id IS NULL AND NEW.approver_name = "
    "(SELECT name FROM operator WHERE id = NEW.proposer_id)))"
)
GUARDS = (
    AtMostOne("ux_key_wrap_recovery", "key_wrap", ("method",), "method = 'recovery'"),
    *append_only("operation"),
    *append_only("journal_entry"),
    *append_only("fact_use"),
    *append_only("attachment"),
    *append_only("attachment_content"),
    *append_only("approval"),
    *frozen_when("rule_set", "OLD.locked_at IS NOT NULL"),
    *refused_when("operator_role", "apart", APART),
    Trigger("operator_keeps_delete", "operator", "DELETE"),
    Trigger("approval_other_approver", "approval", "INSERT", OWN_APPROVAL),
)


def upgrade() -> None:
    op.create_table(
        "attachment",
        sa.Column("id", ROW_ID, nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("mime", sa.String(length=80), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("added_at", TIME, nullable=False),
        sa.Column("added_by", sa.String(length=80), nullable=False),
        sa.Column("row_hash", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("size >= 0", name=op.f("ck_attachment_size_not_negative")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attachment")),
        sa.UniqueConstraint("sha256", name=op.f("uq_attachment_sha256")),
    )
    op.create_table(
        "fact_use",
        sa.Column("run_kind", sa.String(length=40), nullable=False),
        sa.Column("run_key", sa.String(length=80), nullable=False),
        sa.Column("fact_kind", sa.String(length=40), nullable=False),
        sa.Column("fact_key", sa.String(length=80), nullable=False),
        sa.Column("fact_version", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint(
            "run_kind", "run_key", "fact_kind", "fact_key", name=op.f("pk_fact_use")
        ),
    )
    op.create_index("ix_fact_use_fact", "fact_use", ["fact_kind", "fact_key"], unique=False)
    op.create_table(
        "journal_entry",
        sa.Column("seq", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("at", sa.String(length=27), nullable=False),
        sa.Column("actor_id", sa.BigInteger(), nullable=True),
        sa.Column("actor_name", sa.String(length=80), nullable=False),
        sa.Column("actor_role", sa.String(length=80), nullable=False),
        sa.Column("actor_unit", sa.String(length=80), nullable=False),
        sa.Column("station", sa.String(length=80), nullable=False),
        sa.Column("setting", sa.String(length=10), nullable=False),
        sa.Column("action", sa.String(length=40), nullable=False),
        sa.Column("subject", sa.String(length=200), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("before", sa.Text(), nullable=False),
        sa.Column("after", sa.Text(), nullable=False),
        sa.Column("operation_id", sa.String(length=64), nullable=False),
        sa.Column("prev_hash", sa.String(length=64), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.Column("mac", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_journal_entry")),
        sa.UniqueConstraint("hash", name=op.f("uq_journal_entry_hash")),
        sa.UniqueConstraint("prev_hash", name=op.f("uq_journal_entry_prev_hash")),
    )
    op.create_index(op.f("ix_journal_entry_action"), "journal_entry", ["action"], unique=False)
    op.create_index(
        op.f("ix_journal_entry_actor_name"), "journal_entry", ["actor_name"], unique=False
    )
    op.create_index(op.f("ix_journal_entry_at"), "journal_entry", ["at"], unique=False)
    op.create_table(
        "key_file",
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("row_hash", sa.BigInteger(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("id = 1", name=op.f("ck_key_file_only_one")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_key_file")),
    )
    op.create_table(
        "key_wrap",
        sa.Column("id", ROW_ID, nullable=False),
        sa.Column(
            "method",
            sa.Enum(
                "password",
                "machine",
                "recovery",
                name="method",
                native_enum=False,
                create_constraint=True,
            ),
            nullable=False,
        ),
        sa.Column("operator_id", sa.BigInteger(), nullable=True),
        sa.Column("machine", sa.String(length=16), nullable=False),
        sa.Column("salt", sa.LargeBinary(), nullable=False),
        sa.Column("blob", sa.LargeBinary(), nullable=False),
        sa.Column("parameters", sa.String(length=40), nullable=False),
        sa.Column("made_at", TIME, nullable=False),
        sa.Column("row_hash", sa.BigInteger(), nullable=False),
        sa.CheckConstraint(
            "(method = 'machine') = (machine <> '')", name=op.f("ck_key_wrap_machine")
        ),
        sa.CheckConstraint(
            "(method = 'recovery') = (operator_id IS NULL)", name=op.f("ck_key_wrap_holder")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_key_wrap")),
    )
    op.create_index("ux_key_wrap_operator", "key_wrap", ["operator_id", "machine"], unique=True)
    op.create_table(
        "office",
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("code", sa.String(length=36), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("unit", sa.String(length=80), nullable=False),
        sa.Column(
            "setting",
            sa.Enum(
                "single",
                "double",
                "separate",
                name="setting",
                native_enum=False,
                create_constraint=True,
            ),
            nullable=False,
        ),
        sa.Column("made_at", TIME, nullable=False),
        sa.Column("recovery_confirmed_at", TIME, nullable=True),
        sa.Column("row_hash", sa.BigInteger(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("id = 1", name=op.f("ck_office_only_one")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_office")),
        sa.UniqueConstraint("code", name=op.f("uq_office_code")),
    )
    op.create_table(
        "operation",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("at", TIME, nullable=False),
        sa.Column("operator_id", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_operation")),
    )
    op.create_table(
        "operator",
        sa.Column("id", ROW_ID, nullable=False),
        sa.Column("login", sa.String(length=40), nullable=False),
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("post", sa.String(length=80), nullable=False),
        sa.Column("unit", sa.String(length=80), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("temporary_secret", sa.Boolean(), nullable=False),
        sa.Column("made_at", TIME, nullable=False),
        sa.Column("row_hash", sa.BigInteger(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("login <> ''", name=op.f("ck_operator_login_given")),
        sa.CheckConstraint("name <> ''", name=op.f("ck_operator_name_given")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_operator")),
        sa.UniqueConstraint("login", name=op.f("uq_operator_login")),
    )
    op.create_table(
        "policy",
        sa.Column(
            "policy",
            sa.Enum(
                "sign_in",
                "second_entry",
                "other_approver",
                "approvers_of_awards",
                "apart",
                "idle_lock",
                name="policy",
                native_enum=False,
                create_constraint=True,
            ),
            nullable=False,
        ),
        sa.Column("value", sa.BigInteger(), nullable=False),
        sa.Column("row_hash", sa.BigInteger(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("value >= 0", name=op.f("ck_policy_not_negative")),
        sa.PrimaryKeyConstraint("policy", name=op.f("pk_policy")),
    )
    op.create_table(
        "rule_set",
        sa.Column("id", ROW_ID, nullable=False),
        sa.Column("topic", sa.String(length=60), nullable=False),
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("parameters", sa.Text(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("document_no", sa.String(length=80), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("made_at", TIME, nullable=False),
        sa.Column("made_by", sa.String(length=80), nullable=False),
        sa.Column("locked_at", TIME, nullable=True),
        sa.Column("locked_for", sa.String(length=80), nullable=False),
        sa.Column("row_hash", sa.BigInteger(), nullable=False),
        sa.CheckConstraint(
            "(locked_at IS NULL) = (locked_for = '')", name=op.f("ck_rule_set_lock_has_purpose")
        ),
        sa.CheckConstraint("number >= 1", name=op.f("ck_rule_set_number_from_one")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rule_set")),
        sa.UniqueConstraint("topic", "number", name=op.f("uq_rule_set_topic_number")),
    )
    op.create_table(
        "unsigned_note",
        sa.Column("id", ROW_ID, nullable=False),
        sa.Column("at", TIME, nullable=False),
        sa.Column("action", sa.String(length=40), nullable=False),
        sa.Column("subject", sa.String(length=80), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_unsigned_note")),
    )
    op.create_table(
        "approval",
        sa.Column("id", ROW_ID, nullable=False),
        sa.Column(
            "deed",
            sa.Enum(
                "hire",
                "result",
                "assessment",
                "budget",
                "exit",
                "award",
                name="deed",
                native_enum=False,
                create_constraint=True,
            ),
            nullable=False,
        ),
        sa.Column("subject", sa.String(length=80), nullable=False),
        sa.Column("step", sa.BigInteger(), nullable=False),
        sa.Column(
            "how",
            sa.Enum("signed", "paper", name="how", native_enum=False, create_constraint=True),
            nullable=False,
        ),
        sa.Column("approver_id", ROW_ID, nullable=True),
        sa.Column("approver_name", sa.String(length=40), nullable=False),
        sa.Column("approver_post", sa.String(length=80), nullable=False),
        sa.Column("decided_on", sa.Date(), nullable=False),
        sa.Column("document_no", sa.String(length=80), nullable=False),
        sa.Column("scan_sha256", sa.String(length=64), nullable=True),
        sa.Column("proposer_id", ROW_ID, nullable=False),
        sa.Column(
            "setting",
            sa.Enum(
                "single",
                "double",
                "separate",
                name="setting",
                native_enum=False,
                create_constraint=True,
            ),
            nullable=False,
        ),
        sa.Column("recorded_by", ROW_ID, nullable=False),
        sa.Column("recorded_at", TIME, nullable=False),
        sa.Column("row_hash", sa.BigInteger(), nullable=False),
        sa.CheckConstraint(
            "(how = 'signed') = (approver_id IS NOT NULL)",
            name=op.f("ck_approval_signed_by_operator"),
        ),
        sa.CheckConstraint(
            "approver_name <> '' AND approver_post <> ''", name=op.f("ck_approval_approver_given")
        ),
        sa.CheckConstraint(
            "how = 'signed' OR document_no <> ''", name=op.f("ck_approval_paper_has_number")
        ),
        sa.CheckConstraint("step >= 1", name=op.f("ck_approval_step_from_one")),
        sa.ForeignKeyConstraint(
            ["approver_id"], ["operator.id"], name=op.f("fk_approval_approver_id")
        ),
        sa.ForeignKeyConstraint(
            ["proposer_id"], ["operator.id"], name=op.f("fk_approval_proposer_id")
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by"], ["operator.id"], name=op.f("fk_approval_recorded_by")
        ),
        sa.ForeignKeyConstraint(
            ["scan_sha256"], ["attachment.sha256"], name=op.f("fk_approval_scan_sha256")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_approval")),
        sa.UniqueConstraint(
            "deed",
            "subject",
            "approver_name",
            "approver_post",
            name=op.f("uq_approval_deed_subject_approver_name_approver_post"),
        ),
        sa.UniqueConstraint("deed", "subject", "step", name=op.f("uq_approval_deed_subject_step")),
    )
    op.create_index(
        "ux_approval_signed", "approval", ["deed", "subject", "approver_id"], unique=True
    )
    op.create_table(
        "attachment_content",
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["sha256"], ["attachment.sha256"], name=op.f("fk_attachment_content_sha256")
        ),
        sa.PrimaryKeyConstraint("sha256", name=op.f("pk_attachment_content")),
    )
    op.create_table(
        "operator_role",
        sa.Column("operator_id", ROW_ID, nullable=False),
        sa.Column(
            "role",
            sa.Enum(
                "owner",
                "clerk",
                "chief",
                "trainer",
                "viewer",
                "system_admin",
                "security_admin",
                "auditor",
                name="role",
                native_enum=False,
                create_constraint=True,
            ),
            nullable=False,
        ),
        sa.Column("area_path", sa.String(length=200), nullable=False),
        sa.Column("row_hash", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["operator_id"], ["operator.id"], name=op.f("fk_operator_role_operator_id")
        ),
        sa.PrimaryKeyConstraint("operator_id", "role", "area_path", name=op.f("pk_operator_role")),
    )
    for guard in GUARDS:
        for statement in guard.statements(op.get_bind().dialect.name):
            op.get_bind().exec_driver_sql(statement)
