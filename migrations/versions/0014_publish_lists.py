"""Register public notices of lists, and the objections to the people on them."""

import sqlalchemy as sa
from alembic import op

from hrgrid.storage.triggers import Trigger, append_only

revision = "0014"
down_revision = "0013"

ROW_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")

GUARDS = (
    Trigger("notice_keeps_delete", "notice", "DELETE"),
    Trigger(
        "notice_stays",
        "notice",
        "UPDATE",
        "OLD.subject IS DISTINCT FROM NEW.subject OR OLD.round IS DISTINCT FROM NEW.round OR "
        "OLD.title IS DISTINCT FROM NEW.title OR OLD.area_path IS DISTINCT FROM NEW.area_path "
        "OR OLD.handling IS DISTINCT FROM NEW.handling OR OLD.deciding IS DISTINCT FROM "
        "NEW.deciding OR OLD.remark_heading IS DISTINCT FROM NEW.remark_heading OR OLD.basis IS"
        " DISTINCT FROM NEW.basis OR OLD.opening IS DISTINCT FROM NEW.opening OR OLD.first_day "
        "IS DISTINCT FROM NEW.first_day OR OLD.reply_workdays IS DISTINCT FROM "
        "NEW.reply_workdays OR OLD.where_shown IS DISTINCT FROM NEW.where_shown OR "
        "OLD.accepting_office IS DISTINCT FROM NEW.accepting_office OR OLD.accepting_phone IS "
        "DISTINCT FROM NEW.accepting_phone OR OLD.accepting_mail IS DISTINCT FROM "
        "NEW.accepting_mail OR OLD.accepting_address IS DISTINCT FROM NEW.accepting_address OR "
        "OLD.accepting_hours IS DISTINCT FROM NEW.accepting_hours OR OLD.roster_sha256 IS "
        "DISTINCT FROM NEW.roster_sha256 OR OLD.late_note IS DISTINCT FROM NEW.late_note OR "
        "OLD.list_maker_id IS DISTINCT FROM NEW.list_maker_id OR OLD.maker_id IS DISTINCT FROM "
        "NEW.maker_id OR OLD.made_by IS DISTINCT FROM NEW.made_by OR OLD.made_at IS DISTINCT "
        "FROM NEW.made_at OR (OLD.scan_sha256 IS NOT NULL AND (OLD.scan_sha256 IS DISTINCT FROM"
        " NEW.scan_sha256))",
    ),
    Trigger(
        "notice_not_shortened",
        "notice",
        "UPDATE",
        "NEW.last_day < OLD.last_day",
    ),
    Trigger(
        "notice_one_way",
        "notice",
        "UPDATE",
        "OLD.state <> 'open' AND (OLD.state IS DISTINCT FROM NEW.state OR OLD.last_day IS "
        "DISTINCT FROM NEW.last_day OR OLD.workdays IS DISTINCT FROM NEW.workdays OR "
        "OLD.ended_on IS DISTINCT FROM NEW.ended_on OR OLD.ended_why IS DISTINCT FROM "
        "NEW.ended_why OR OLD.time_note IS DISTINCT FROM NEW.time_note)",
    ),
    Trigger(
        "notice_begins_open",
        "notice",
        "INSERT",
        "NEW.state IN ('closed', 'withdrawn')",
    ),
    *append_only("notice_entry"),
    *append_only("notice_step"),
    Trigger("objection_keeps_delete", "objection", "DELETE"),
    Trigger(
        "objection_of_notice",
        "objection",
        "INSERT",
        "EXISTS (SELECT 1 FROM notice WHERE notice.id = NEW.notice_id) AND EXISTS (SELECT 1 "
        "FROM notice_entry WHERE notice_entry.id = NEW.entry_id AND notice_entry.notice_id <> "
        "NEW.notice_id)",
    ),
    Trigger(
        "objection_in_window",
        "objection",
        "INSERT",
        "EXISTS (SELECT 1 FROM notice WHERE notice.id = NEW.notice_id AND (NEW.filed_on < "
        "notice.first_day OR (NEW.filed_on > notice.last_day AND (NEW.postmark IS NULL OR "
        "NEW.late_reason = '' OR NEW.postmark < notice.first_day OR NEW.postmark > "
        "notice.last_day))))",
    ),
    Trigger(
        "objection_begins",
        "objection",
        "INSERT",
        "NEW.state IN ('accepted', 'investigating', 'upheld', 'rejected', 'replied') OR EXISTS "
        "(SELECT 1 FROM notice WHERE notice.id = NEW.notice_id AND notice.state = 'withdrawn')",
    ),
    Trigger(
        "objection_stays",
        "objection",
        "UPDATE",
        "OLD.notice_id IS DISTINCT FROM NEW.notice_id OR OLD.entry_id IS DISTINCT FROM "
        "NEW.entry_id OR OLD.number IS DISTINCT FROM NEW.number OR OLD.filed_on IS DISTINCT "
        "FROM NEW.filed_on OR OLD.postmark IS DISTINCT FROM NEW.postmark OR OLD.late_reason IS "
        "DISTINCT FROM NEW.late_reason OR OLD.how IS DISTINCT FROM NEW.how OR OLD.objector IS "
        "DISTINCT FROM NEW.objector OR OLD.contact IS DISTINCT FROM NEW.contact OR OLD.content "
        "IS DISTINCT FROM NEW.content OR OLD.clue IS DISTINCT FROM NEW.clue OR OLD.due_on IS "
        "DISTINCT FROM NEW.due_on OR OLD.made_by IS DISTINCT FROM NEW.made_by OR OLD.made_at IS"
        " DISTINCT FROM NEW.made_at OR (OLD.evidence_sha256 IS NOT NULL AND "
        "(OLD.evidence_sha256 IS DISTINCT FROM NEW.evidence_sha256)) OR (OLD.upheld IS NOT NULL"
        " AND (OLD.upheld IS DISTINCT FROM NEW.upheld OR OLD.finding IS DISTINCT FROM "
        "NEW.finding OR OLD.decided_by_id IS DISTINCT FROM NEW.decided_by_id OR OLD.decided_by "
        "IS DISTINCT FROM NEW.decided_by OR OLD.decided_post IS DISTINCT FROM NEW.decided_post "
        "OR OLD.decided_on IS DISTINCT FROM NEW.decided_on OR OLD.document_no IS DISTINCT FROM "
        "NEW.document_no OR OLD.investigator_id IS DISTINCT FROM NEW.investigator_id)) OR "
        "(OLD.state = 'not_accepted' AND (OLD.refusal_reason IS DISTINCT FROM "
        "NEW.refusal_reason OR OLD.investigator_id IS DISTINCT FROM NEW.investigator_id OR "
        "OLD.finding IS DISTINCT FROM NEW.finding)) OR (OLD.replied_on IS NOT NULL AND "
        "(OLD.replied_on IS DISTINCT FROM NEW.replied_on))",
    ),
    Trigger(
        "objection_one_way",
        "objection",
        "UPDATE",
        "((OLD.state = 'filed' AND NEW.state NOT IN ('accepted', 'filed', 'not_accepted')) OR "
        "(OLD.state = 'accepted' AND NEW.state NOT IN ('accepted', 'investigating')) OR "
        "(OLD.state = 'investigating' AND NEW.state NOT IN ('investigating', 'rejected', "
        "'upheld')) OR (OLD.state = 'upheld' AND NEW.state NOT IN ('replied', 'upheld')) OR "
        "(OLD.state = 'rejected' AND NEW.state NOT IN ('rejected', 'replied')) OR (OLD.state = "
        "'not_accepted' AND NEW.state NOT IN ('not_accepted')) OR (OLD.state = 'replied' AND "
        "NEW.state NOT IN ('replied')))",
    ),
    Trigger(
        "objection_other_decides",
        "objection",
        "UPDATE",
        "OLD.upheld IS NULL AND NEW.upheld IS NOT NULL AND (SELECT value FROM policy WHERE "
        "policy = 'other_approver') = 1 AND EXISTS (SELECT 1 FROM notice JOIN operator ON "
        "operator.id IN (notice.maker_id, notice.list_maker_id) WHERE notice.id = NEW.notice_id"
        " AND (operator.id = NEW.decided_by_id OR (NEW.decided_by_id IS NULL AND NEW.decided_by"
        " = operator.name)))",
    ),
    Trigger(
        "objection_other_investigates",
        "objection",
        "UPDATE",
        "NEW.investigator_id IS NOT NULL AND OLD.investigator_id IS DISTINCT FROM "
        "NEW.investigator_id AND (SELECT value FROM policy WHERE policy = 'other_approver') = 1"
        " AND EXISTS (SELECT 1 FROM notice JOIN operator ON operator.id IN (notice.maker_id, "
        "notice.list_maker_id) WHERE notice.id = NEW.notice_id AND operator.id = "
        "NEW.investigator_id)",
    ),
    *append_only("objection_step"),
)


def _code(name: str, *codes: str) -> sa.Enum:
    return sa.Enum(*codes, name=name, native_enum=False, create_constraint=True)


def _reference(table: str, column: str, target: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [target], name=op.f(f"fk_{table}_{column}"))


def upgrade() -> None:
    op.create_table(
        "notice",
        sa.Column("id", ROW_ID, nullable=False),
        sa.Column("subject", sa.String(length=60), nullable=False),
        sa.Column("round", sa.BigInteger(), nullable=False),
        sa.Column("title", sa.String(length=120), nullable=False),
        sa.Column("area_path", sa.String(length=200), nullable=False),
        sa.Column("handling", sa.String(length=40), nullable=False),
        sa.Column("deciding", sa.String(length=40), nullable=False),
        sa.Column("remark_heading", sa.String(length=20), nullable=False),
        sa.Column("basis", sa.String(length=200), nullable=False),
        sa.Column("opening", sa.Text(), nullable=False),
        sa.Column("first_day", sa.Date(), nullable=False),
        sa.Column("last_day", sa.Date(), nullable=False),
        sa.Column("workdays", sa.BigInteger(), nullable=False),
        sa.Column("reply_workdays", sa.BigInteger(), nullable=False),
        sa.Column("calendar_note", sa.String(length=200), nullable=False),
        sa.Column("calendar_version", sa.String(length=200), nullable=False),
        sa.Column("where_shown", sa.String(length=200), nullable=False),
        sa.Column("accepting_office", sa.String(length=80), nullable=False),
        sa.Column("accepting_phone", sa.String(length=40), nullable=False),
        sa.Column("accepting_mail", sa.String(length=80), nullable=False),
        sa.Column("accepting_address", sa.String(length=120), nullable=False),
        sa.Column("accepting_hours", sa.String(length=80), nullable=False),
        sa.Column("roster_sha256", sa.String(length=64), nullable=False),
        sa.Column("scan_sha256", sa.String(length=64), nullable=True),
        sa.Column("state", _code("state", "open", "closed", "withdrawn"), nullable=False),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column("ended_why", sa.Text(), nullable=False),
        sa.Column("late_note", sa.Text(), nullable=False),
        sa.Column("time_note", sa.Text(), nullable=False),
        sa.Column("list_maker_id", ROW_ID, nullable=False),
        sa.Column("maker_id", ROW_ID, nullable=False),
        sa.Column("made_by", sa.String(length=80), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("row_hash", sa.BigInteger(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.CheckConstraint(
            "state <> 'closed' OR ended_on > last_day",
            name=op.f("ck_notice_closed_after_last_day"),
        ),
        sa.CheckConstraint(
            "last_day >= first_day",
            name=op.f("ck_notice_days_in_order"),
        ),
        sa.CheckConstraint(
            "(state IN ('closed', 'withdrawn')) = (ended_on IS NOT NULL)",
            name=op.f("ck_notice_ended_when"),
        ),
        sa.CheckConstraint(
            "subject <> '' AND title <> ''",
            name=op.f("ck_notice_named"),
        ),
        sa.CheckConstraint(
            "accepting_office <> '' AND (accepting_phone <> '' OR accepting_mail <> '' OR "
            "accepting_address <> '')",
            name=op.f("ck_notice_reachable"),
        ),
        sa.CheckConstraint(
            "length(roster_sha256) = 64",
            name=op.f("ck_notice_roster_known"),
        ),
        sa.CheckConstraint(
            "round >= 1",
            name=op.f("ck_notice_round_from_one"),
        ),
        sa.CheckConstraint(
            "where_shown <> ''",
            name=op.f("ck_notice_where_given"),
        ),
        sa.CheckConstraint(
            "state <> 'withdrawn' OR ended_why <> ''",
            name=op.f("ck_notice_withdrawn_why"),
        ),
        sa.CheckConstraint(
            "workdays >= 1 AND reply_workdays >= 1",
            name=op.f("ck_notice_workdays_from_one"),
        ),
        _reference("notice", "scan_sha256", "attachment.sha256"),
        _reference("notice", "list_maker_id", "operator.id"),
        _reference("notice", "maker_id", "operator.id"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notice")),
        sa.UniqueConstraint("subject", "round", name=op.f("uq_notice_subject_round")),
    )
    op.create_index("ix_notice_state", "notice", ["state", "last_day"], unique=False)
    op.create_table(
        "notice_entry",
        sa.Column("id", ROW_ID, nullable=False),
        sa.Column("notice_id", ROW_ID, nullable=False),
        sa.Column("place", sa.BigInteger(), nullable=False),
        sa.Column("target", sa.String(length=60), nullable=False),
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("sex", sa.String(length=4), nullable=False),
        sa.Column("unit_post", sa.String(length=200), nullable=False),
        sa.Column("remark", sa.String(length=120), nullable=False),
        sa.Column("row_hash", sa.BigInteger(), nullable=False),
        sa.CheckConstraint(
            "target <> '' AND name <> ''",
            name=op.f("ck_notice_entry_named"),
        ),
        sa.CheckConstraint(
            "place >= 1",
            name=op.f("ck_notice_entry_place_from_one"),
        ),
        _reference("notice_entry", "notice_id", "notice.id"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notice_entry")),
        sa.UniqueConstraint("notice_id", "place", name=op.f("uq_notice_entry_notice_id_place")),
        sa.UniqueConstraint("notice_id", "target", name=op.f("uq_notice_entry_notice_id_target")),
    )
    op.create_index("ix_notice_entry_target", "notice_entry", ["target"], unique=False)
    op.create_table(
        "notice_step",
        sa.Column("id", ROW_ID, nullable=False),
        sa.Column("notice_id", ROW_ID, nullable=False),
        sa.Column(
            "kind",
            _code(
                "kind", "published", "extended", "withdrawn", "closed", "time_vouched", "scan_added"
            ),
            nullable=False,
        ),
        sa.Column("told", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("operator_id", ROW_ID, nullable=False),
        sa.Column("made_by", sa.String(length=80), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("row_hash", sa.BigInteger(), nullable=False),
        sa.CheckConstraint(
            "kind NOT IN ('extended', 'withdrawn', 'time_vouched') OR reason <> ''",
            name=op.f("ck_notice_step_reason_given"),
        ),
        _reference("notice_step", "notice_id", "notice.id"),
        _reference("notice_step", "operator_id", "operator.id"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notice_step")),
    )
    op.create_index("ix_notice_step_notice", "notice_step", ["notice_id", "id"], unique=False)
    op.create_table(
        "objection",
        sa.Column("id", ROW_ID, nullable=False),
        sa.Column("notice_id", ROW_ID, nullable=False),
        sa.Column("entry_id", ROW_ID, nullable=False),
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.Column("filed_on", sa.Date(), nullable=False),
        sa.Column("postmark", sa.Date(), nullable=True),
        sa.Column("late_reason", sa.String(length=200), nullable=False),
        sa.Column("how", _code("how", "named", "unit", "anonymous"), nullable=False),
        sa.Column("objector", sa.LargeBinary(), nullable=True),
        sa.Column("contact", sa.LargeBinary(), nullable=True),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("clue", sa.Boolean(), nullable=False),
        sa.Column("evidence_sha256", sa.String(length=64), nullable=True),
        sa.Column(
            "state",
            _code(
                "state",
                "filed",
                "accepted",
                "not_accepted",
                "investigating",
                "upheld",
                "rejected",
                "replied",
            ),
            nullable=False,
        ),
        sa.Column("refusal_reason", sa.Text(), nullable=False),
        sa.Column("investigator_id", ROW_ID, nullable=True),
        sa.Column("upheld", sa.Boolean(), nullable=True),
        sa.Column("finding", sa.Text(), nullable=False),
        sa.Column("decided_by_id", ROW_ID, nullable=True),
        sa.Column("decided_by", sa.String(length=40), nullable=False),
        sa.Column("decided_post", sa.String(length=80), nullable=False),
        sa.Column("decided_on", sa.Date(), nullable=True),
        sa.Column("document_no", sa.String(length=80), nullable=False),
        sa.Column("replied_on", sa.Date(), nullable=True),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("made_by", sa.String(length=80), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("row_hash", sa.BigInteger(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.CheckConstraint(
            "how <> 'anonymous' OR clue OR state IN ('filed', 'not_accepted')",
            name=op.f("ck_objection_anonymous_needs_clue"),
        ),
        sa.CheckConstraint(
            "content <> ''",
            name=op.f("ck_objection_content_given"),
        ),
        sa.CheckConstraint(
            "(state IN ('upheld', 'rejected', 'replied')) = (upheld IS NOT NULL)",
            name=op.f("ck_objection_decided_how"),
        ),
        sa.CheckConstraint(
            "upheld IS NULL OR (finding <> '' AND decided_by <> '' AND decided_on IS NOT NULL "
            "AND (decided_by_id IS NOT NULL OR document_no <> ''))",
            name=op.f("ck_objection_decided_with_finding"),
        ),
        sa.CheckConstraint(
            "due_on > filed_on",
            name=op.f("ck_objection_due_afterwards"),
        ),
        sa.CheckConstraint(
            "state NOT IN ('investigating', 'upheld', 'rejected', 'replied') OR investigator_id"
            " IS NOT NULL",
            name=op.f("ck_objection_investigated_by"),
        ),
        sa.CheckConstraint(
            "state <> 'not_accepted' OR refusal_reason <> ''",
            name=op.f("ck_objection_not_accepted_why"),
        ),
        sa.CheckConstraint(
            "number >= 1",
            name=op.f("ck_objection_number_from_one"),
        ),
        sa.CheckConstraint(
            "(how = 'anonymous') = (objector IS NULL)",
            name=op.f("ck_objection_objector_unless_anonymous"),
        ),
        sa.CheckConstraint(
            "state <> 'rejected' OR (upheld IS NOT NULL AND NOT upheld)",
            name=op.f("ck_objection_rejected_says_so"),
        ),
        sa.CheckConstraint(
            "replied_on IS NULL OR state IN ('replied', 'not_accepted')",
            name=op.f("ck_objection_replied_at_the_end"),
        ),
        sa.CheckConstraint(
            "state <> 'replied' OR replied_on IS NOT NULL",
            name=op.f("ck_objection_replied_when"),
        ),
        sa.CheckConstraint(
            "state <> 'upheld' OR (upheld IS NOT NULL AND upheld)",
            name=op.f("ck_objection_upheld_says_so"),
        ),
        _reference("objection", "notice_id", "notice.id"),
        _reference("objection", "entry_id", "notice_entry.id"),
        _reference("objection", "evidence_sha256", "attachment.sha256"),
        _reference("objection", "investigator_id", "operator.id"),
        _reference("objection", "decided_by_id", "operator.id"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_objection")),
        sa.UniqueConstraint("notice_id", "number", name=op.f("uq_objection_notice_id_number")),
    )
    op.create_index("ix_objection_due", "objection", ["state", "due_on"], unique=False)
    op.create_index("ix_objection_entry", "objection", ["entry_id"], unique=False)
    op.create_table(
        "objection_step",
        sa.Column("id", ROW_ID, nullable=False),
        sa.Column("objection_id", ROW_ID, nullable=False),
        sa.Column(
            "state",
            _code(
                "state",
                "filed",
                "accepted",
                "not_accepted",
                "investigating",
                "upheld",
                "rejected",
                "replied",
            ),
            nullable=False,
        ),
        sa.Column("told", sa.Text(), nullable=False),
        sa.Column("happened_on", sa.Date(), nullable=False),
        sa.Column("operator_id", ROW_ID, nullable=False),
        sa.Column("made_by", sa.String(length=80), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("row_hash", sa.BigInteger(), nullable=False),
        _reference("objection_step", "objection_id", "objection.id"),
        _reference("objection_step", "operator_id", "operator.id"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_objection_step")),
    )
    op.create_index(
        "ix_objection_step_objection", "objection_step", ["objection_id", "id"], unique=False
    )
    connection = op.get_bind()
    for guard in GUARDS:
        for statement in guard.statements(connection.dialect.name):
            connection.exec_driver_sql(statement)
