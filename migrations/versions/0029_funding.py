"""Budgets, grants, pay and the ledger."""

import sqlalchemy as sa
from alembic import op

from hrgrid.storage.triggers import AtMostOne, Trigger

revision = "0029"
down_revision = "0028"

ROW_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
PLAIN = sa.String().with_variant(sa.String(collation="C"), "postgresql")

GUARDS = (
    Trigger("fund_item_keeps_delete", "fund_item", "DELETE"),
    Trigger(
        "fund_item_stays",
        "fund_item",
        "UPDATE",
        "OLD.code <> NEW.code OR OLD.heading <> NEW.heading",
    ),
    Trigger("ledger_month_keeps_delete", "ledger_month", "DELETE"),
    Trigger("ledger_month_stays", "ledger_month", "UPDATE", "OLD.state = 'locked'"),
    Trigger(
        "ledger_month_unposted",
        "ledger_month",
        "UPDATE",
        (
            "NEW.state = 'locked' AND EXISTS (SELECT 1 FROM posting WHERE "
            "posting.month = NEW.month AND posting.state = 'draft')"
        ),
    ),
    Trigger("budget_act_keeps_delete", "budget_act", "DELETE"),
    Trigger(
        "budget_act_goes_forward",
        "budget_act",
        "UPDATE",
        (
            "OLD.state <> NEW.state AND NOT ((OLD.state = 'draft' AND NEW.state IN "
            "('approved', 'void')))"
        ),
    ),
    Trigger("budget_act_stays", "budget_act", "UPDATE", "OLD.state <> 'draft'"),
    Trigger(
        "budget_act_empty",
        "budget_act",
        "UPDATE",
        (
            "NEW.state = 'approved' AND NOT EXISTS (SELECT 1 FROM budget_move WHERE "
            "budget_move.act_id = NEW.id)"
        ),
    ),
    Trigger("fund_budget_keeps_delete", "fund_budget", "DELETE"),
    Trigger(
        "fund_budget_stays",
        "fund_budget",
        "UPDATE",
        (
            "OLD.year <> NEW.year OR OLD.area_id <> NEW.area_id OR OLD.parent_id IS "
            "DISTINCT FROM NEW.parent_id"
        ),
    ),
    Trigger(
        "fund_budget_parent_same_year",
        "fund_budget",
        "INSERT",
        (
            "NEW.parent_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM fund_budget AS "
            "above WHERE above.id = NEW.parent_id AND above.year = NEW.year)"
        ),
    ),
    AtMostOne("ux_grant_run_applied", "grant_run", ("year", "area_id"), "state = 'applied'"),
    Trigger("grant_run_keeps_delete", "grant_run", "DELETE"),
    Trigger(
        "grant_run_goes_forward",
        "grant_run",
        "UPDATE",
        (
            "OLD.state <> NEW.state AND NOT ((OLD.state = 'draft' AND NEW.state IN "
            "('applied', 'replaced')) OR (OLD.state = 'applied' AND NEW.state IN "
            "('replaced')))"
        ),
    ),
    Trigger(
        "grant_run_stays",
        "grant_run",
        "UPDATE",
        (
            "OLD.year <> NEW.year OR OLD.area_id <> NEW.area_id OR OLD.number <> "
            "NEW.number OR OLD.rule_sha256 <> NEW.rule_sha256 OR OLD.day <> NEW.day OR "
            "OLD.output_hash <> NEW.output_hash OR OLD.total_fen <> NEW.total_fen OR "
            "OLD.grid_count <> NEW.grid_count"
        ),
    ),
    Trigger("pay_entry_keeps_delete", "pay_entry", "DELETE"),
    Trigger(
        "pay_entry_stays",
        "pay_entry",
        "UPDATE",
        (
            "OLD.person_id <> NEW.person_id OR OLD.month <> NEW.month OR OLD.pay_item "
            "<> NEW.pay_item OR OLD.fen <> NEW.fen OR OLD.reason <> NEW.reason OR "
            "OLD.withdrawn_why <> ''"
        ),
    ),
    Trigger("pay_period_keeps_delete", "pay_period", "DELETE"),
    Trigger(
        "pay_period_goes_forward",
        "pay_period",
        "UPDATE",
        (
            "OLD.state <> NEW.state AND NOT ((OLD.state = 'open' AND NEW.state IN "
            "('calculated')) OR (OLD.state = 'calculated' AND NEW.state IN ('open', "
            "'reviewed')) OR (OLD.state = 'reviewed' AND NEW.state IN ('open', "
            "'approved')) OR (OLD.state = 'approved' AND NEW.state IN ('paid')) OR "
            "(OLD.state = 'paid' AND NEW.state IN ('locked')))"
        ),
    ),
    Trigger(
        "pay_period_stays",
        "pay_period",
        "UPDATE",
        (
            "OLD.month <> NEW.month OR OLD.area_id <> NEW.area_id OR (OLD.state NOT IN "
            "('open', 'calculated') AND NEW.state <> 'open' AND (OLD.output_hash <> "
            "NEW.output_hash OR OLD.gross_fen <> NEW.gross_fen OR OLD.net_fen <> "
            "NEW.net_fen OR OLD.people_count <> NEW.people_count))"
        ),
    ),
    Trigger("posting_keeps_delete", "posting", "DELETE"),
    Trigger(
        "posting_goes_forward",
        "posting",
        "UPDATE",
        (
            "OLD.state <> NEW.state AND NOT ((OLD.state = 'draft' AND NEW.state IN "
            "('posted', 'void')))"
        ),
    ),
    Trigger("posting_stays", "posting", "UPDATE", "OLD.state <> 'draft'"),
    Trigger("posting_begins_as_draft", "posting", "INSERT", "NEW.state <> 'draft'"),
    Trigger(
        "posting_month_locked_insert",
        "posting",
        "INSERT",
        (
            "COALESCE((SELECT state FROM ledger_month WHERE ledger_month.month = "
            "NEW.month), 'locked') = 'locked'"
        ),
    ),
    Trigger(
        "posting_month_locked_update",
        "posting",
        "UPDATE",
        (
            "NEW.state = 'posted' AND COALESCE((SELECT state FROM ledger_month WHERE "
            "ledger_month.month = NEW.month), 'locked') = 'locked'"
        ),
    ),
    Trigger(
        "posting_unbalanced",
        "posting",
        "UPDATE",
        (
            "NEW.state = 'posted' AND (COALESCE((SELECT SUM(fen) FROM ledger_entry "
            "WHERE ledger_entry.posting_id = NEW.id), 1) <> 0 OR (SELECT COUNT(*) FROM "
            "ledger_entry WHERE ledger_entry.posting_id = NEW.id) <> NEW.entries)"
        ),
    ),
    Trigger(
        "posting_award_unapproved",
        "posting",
        "UPDATE",
        (
            "NEW.state = 'posted' AND NEW.award_document = '' AND EXISTS (SELECT 1 "
            "FROM ledger_entry JOIN fund_item ON fund_item.id = ledger_entry.item_id "
            "WHERE ledger_entry.posting_id = NEW.id AND fund_item.awards)"
        ),
    ),
    Trigger(
        "posting_reverses_posted",
        "posting",
        "INSERT",
        (
            "NEW.reverses_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM posting AS "
            "first WHERE first.id = NEW.reverses_id AND first.state = 'posted')"
        ),
    ),
    AtMostOne("ux_bank_file_one", "bank_file", ("period_id",), "state = 'made'"),
    Trigger("bank_file_keeps_delete", "bank_file", "DELETE"),
    Trigger(
        "bank_file_stays",
        "bank_file",
        "UPDATE",
        (
            "OLD.state = 'void' OR OLD.sha256 <> NEW.sha256 OR OLD.total_fen <> "
            "NEW.total_fen OR OLD.people_count <> NEW.people_count OR OLD.period_id <> "
            "NEW.period_id"
        ),
    ),
    Trigger("budget_move_keeps_update", "budget_move", "UPDATE"),
    Trigger("budget_move_keeps_delete", "budget_move", "DELETE"),
    Trigger("budget_move_keeps_truncate", "budget_move", "TRUNCATE"),
    Trigger(
        "budget_move_settled",
        "budget_move",
        "INSERT",
        "(SELECT state FROM budget_act WHERE budget_act.id = NEW.act_id) <> 'draft'",
    ),
    Trigger("fund_allotment_keeps_delete", "fund_allotment", "DELETE"),
    Trigger("grant_line_keeps_update", "grant_line", "UPDATE"),
    Trigger("grant_line_keeps_delete", "grant_line", "DELETE"),
    Trigger("grant_line_keeps_truncate", "grant_line", "TRUNCATE"),
    Trigger(
        "grant_line_settled",
        "grant_line",
        "INSERT",
        "(SELECT state FROM grant_run WHERE grant_run.id = NEW.run_id) <> 'draft'",
    ),
    Trigger("ledger_entry_keeps_update", "ledger_entry", "UPDATE"),
    Trigger("ledger_entry_keeps_delete", "ledger_entry", "DELETE"),
    Trigger("ledger_entry_keeps_truncate", "ledger_entry", "TRUNCATE"),
    Trigger(
        "ledger_entry_settled",
        "ledger_entry",
        "INSERT",
        "(SELECT state FROM posting WHERE posting.id = NEW.posting_id) <> 'draft'",
    ),
    Trigger("ledger_sum_keeps_update", "ledger_sum", "UPDATE"),
    Trigger("ledger_sum_keeps_delete", "ledger_sum", "DELETE"),
    Trigger("ledger_sum_keeps_truncate", "ledger_sum", "TRUNCATE"),
    Trigger(
        "ledger_sum_settled",
        "ledger_sum",
        "INSERT",
        "(SELECT state FROM posting WHERE posting.id = NEW.posting_id) <> 'draft'",
    ),
    AtMostOne(
        "ux_pay_line_reversed_once",
        "pay_line",
        ("person_id", "for_month", "pay_item", "reverses_month"),
        "kind = 'reversal'",
    ),
    Trigger("pay_line_keeps_update", "pay_line", "UPDATE"),
    Trigger(
        "pay_line_settled_insert",
        "pay_line",
        "INSERT",
        (
            "(SELECT state FROM pay_period WHERE pay_period.id = NEW.period_id) NOT IN "
            "('open', 'calculated')"
        ),
    ),
    Trigger(
        "pay_line_settled_delete",
        "pay_line",
        "DELETE",
        (
            "(SELECT state FROM pay_period WHERE pay_period.id = OLD.period_id) NOT IN "
            "('open', 'calculated')"
        ),
    ),
    Trigger("pay_person_keeps_update", "pay_person", "UPDATE"),
    Trigger(
        "pay_person_settled_insert",
        "pay_person",
        "INSERT",
        (
            "(SELECT state FROM pay_period WHERE pay_period.id = NEW.period_id) NOT IN "
            "('open', 'calculated')"
        ),
    ),
    Trigger(
        "pay_person_settled_delete",
        "pay_person",
        "DELETE",
        (
            "(SELECT state FROM pay_period WHERE pay_period.id = OLD.period_id) NOT IN "
            "('open', 'calculated')"
        ),
    ),
)


def _code(name: str, *codes: str) -> sa.Enum:
    return sa.Enum(*codes, name=name, native_enum=False, create_constraint=True)


def _reference(table: str, column: str, target: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [target], name=op.f(f"fk_{table}_{column}"))


def _inline(table: str, column: str, target: str) -> sa.ForeignKey:
    return sa.ForeignKey(target, name=op.f(f"fk_{table}_{column}"))


def upgrade() -> None:
    op.create_table(
        "fund_item",
        sa.Column("id", ROW_ID, nullable=False),
        sa.Column("code", sa.String(length=30), nullable=False),
        sa.Column("label", sa.String(length=40), nullable=False),
        sa.Column(
            "heading",
            _code("heading", "pay", "training", "equipment", "star", "honour", "reserve"),
            nullable=False,
        ),
        sa.Column("awards", sa.Boolean(), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("sort", sa.BigInteger(), nullable=False),
        sa.Column("row_hash", sa.BigInteger(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("code <> '' AND label <> ''", name=op.f("ck_fund_item_named")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_fund_item")),
        sa.UniqueConstraint("label", name=op.f("uq_fund_item_label")),
        sa.UniqueConstraint("code", name=op.f("uq_fund_item_code")),
    )
    op.create_table(
        "ledger_month",
        sa.Column("month", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("state", _code("state", "open", "locked"), nullable=False),
        sa.Column("locked_on", sa.Date(), nullable=True),
        sa.Column("locked_by", sa.String(length=80), nullable=False),
        sa.Column("row_hash", sa.BigInteger(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.CheckConstraint(
            "(state = 'locked') = (locked_on IS NOT NULL)", name=op.f("ck_ledger_month_locked_when")
        ),
        sa.CheckConstraint(
            "month BETWEEN 199001 AND 299912 AND month % 100 BETWEEN 1 AND 12",
            name=op.f("ck_ledger_month_month_written"),
        ),
        sa.PrimaryKeyConstraint("month", name=op.f("pk_ledger_month")),
    )
    op.create_table(
        "budget_act",
        sa.Column("id", ROW_ID, nullable=False),
        sa.Column("year", sa.BigInteger(), nullable=False),
        sa.Column(
            "kind",
            _code("kind", "issue", "amend", "give", "allot", "transfer", "carry", "return"),
            nullable=False,
        ),
        sa.Column("area_path", sa.String(length=400), nullable=False),
        sa.Column("title", sa.String(length=120), nullable=False),
        sa.Column("document_no", sa.String(length=80), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("scan_sha256", sa.String(length=64), nullable=True),
        sa.Column("state", _code("state", "draft", "approved", "void"), nullable=False),
        sa.Column("proposer_id", ROW_ID, nullable=False),
        sa.Column("approval_words", sa.Text(), nullable=False),
        sa.Column("decided_on", sa.Date(), nullable=True),
        sa.Column("void_reason", sa.String(length=200), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("made_by", sa.String(length=80), nullable=False),
        sa.Column("row_hash", sa.BigInteger(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.CheckConstraint(
            (
                "state <> 'approved' OR (approval_words <> '' AND decided_on IS NOT NULL "
                "AND document_no <> '')"
            ),
            name=op.f("ck_budget_act_approved_how"),
        ),
        sa.CheckConstraint("title <> ''", name=op.f("ck_budget_act_titled")),
        sa.CheckConstraint(
            "state <> 'void' OR void_reason <> ''", name=op.f("ck_budget_act_void_why")
        ),
        sa.CheckConstraint("year BETWEEN 1990 AND 2999", name=op.f("ck_budget_act_year_written")),
        _reference("budget_act", "scan_sha256", "attachment.sha256"),
        _reference("budget_act", "proposer_id", "operator.id"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_budget_act")),
    )
    op.create_index("ix_budget_act_year", "budget_act", ["year", "state"], unique=False)
    op.create_table(
        "fund_budget",
        sa.Column("id", ROW_ID, nullable=False),
        sa.Column("year", sa.BigInteger(), nullable=False),
        sa.Column("area_id", ROW_ID, nullable=False),
        sa.Column("area_path", sa.String(length=400), nullable=False),
        sa.Column("parent_id", ROW_ID, nullable=True),
        sa.Column("total_fen", sa.BigInteger(), nullable=False),
        sa.Column("given_fen", sa.BigInteger(), nullable=False),
        sa.Column("allotted_fen", sa.BigInteger(), nullable=False),
        sa.Column("row_hash", sa.BigInteger(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.CheckConstraint(
            "parent_id IS NULL OR parent_id <> id", name=op.f("ck_fund_budget_not_its_own_parent")
        ),
        sa.CheckConstraint(
            "given_fen >= 0 AND allotted_fen >= 0", name=op.f("ck_fund_budget_parts_not_negative")
        ),
        sa.CheckConstraint(
            "given_fen + allotted_fen <= total_fen", name=op.f("ck_fund_budget_parts_within_total")
        ),
        sa.CheckConstraint("total_fen >= 0", name=op.f("ck_fund_budget_total_not_negative")),
        sa.CheckConstraint("year BETWEEN 1990 AND 2999", name=op.f("ck_fund_budget_year_written")),
        _reference("fund_budget", "area_id", "area.id"),
        _reference("fund_budget", "parent_id", "fund_budget.id"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_fund_budget")),
        sa.UniqueConstraint("year", "area_id", name=op.f("uq_fund_budget_year_area_id")),
    )
    op.create_index("ix_fund_budget_parent", "fund_budget", ["parent_id"], unique=False)
    op.create_table(
        "grant_run",
        sa.Column("id", ROW_ID, nullable=False),
        sa.Column("year", sa.BigInteger(), nullable=False),
        sa.Column("area_id", ROW_ID, nullable=False),
        sa.Column("area_path", sa.String(length=400), nullable=False),
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.Column("rule_number", sa.BigInteger(), nullable=False),
        sa.Column("rule_sha256", sa.String(length=64), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("state", _code("state", "draft", "applied", "replaced"), nullable=False),
        sa.Column("input_hash", sa.String(length=64), nullable=False),
        sa.Column("output_hash", sa.String(length=64), nullable=False),
        sa.Column("grid_count", sa.BigInteger(), nullable=False),
        sa.Column("total_fen", sa.BigInteger(), nullable=False),
        sa.Column("act_id", ROW_ID, nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("made_by", sa.String(length=80), nullable=False),
        sa.Column("row_hash", sa.BigInteger(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("number >= 1", name=op.f("ck_grant_run_number_from_one")),
        sa.CheckConstraint(
            "grid_count >= 0 AND total_fen >= 0", name=op.f("ck_grant_run_sums_not_negative")
        ),
        _reference("grant_run", "area_id", "area.id"),
        _reference("grant_run", "act_id", "budget_act.id"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_grant_run")),
        sa.UniqueConstraint(
            "year", "area_id", "number", name=op.f("uq_grant_run_year_area_id_number")
        ),
    )
    op.create_table(
        "pay_account",
        sa.Column("person_id", ROW_ID, nullable=False),
        sa.Column("bank", sa.String(length=80), nullable=False),
        sa.Column("holder", sa.String(length=40), nullable=False),
        sa.Column("number", sa.LargeBinary(), nullable=False),
        sa.Column("number_mac", sa.LargeBinary(), nullable=False),
        sa.Column("masked", sa.String(length=40), nullable=False),
        sa.Column("row_hash", sa.BigInteger(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.CheckConstraint(
            "bank <> '' AND holder <> '' AND masked <> ''", name=op.f("ck_pay_account_named")
        ),
        _reference("pay_account", "person_id", "person.id"),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_pay_account")),
    )
    op.create_index("ix_pay_account_number_mac", "pay_account", ["number_mac"], unique=False)
    op.create_table(
        "pay_entry",
        sa.Column("id", ROW_ID, nullable=False),
        sa.Column("person_id", ROW_ID, nullable=False),
        sa.Column("month", sa.BigInteger(), nullable=False),
        sa.Column(
            "pay_item",
            _code(
                "pay_item",
                "base",
                "performance",
                "seniority",
                "transport",
                "star",
                "cover",
                "bonus",
                "leave",
                "deduction",
                "top_up",
                "own_share",
                "employer_share",
            ),
            nullable=False,
        ),
        sa.Column("fen", sa.BigInteger(), nullable=False),
        sa.Column("reason", sa.String(length=200), nullable=False),
        sa.Column("document_no", sa.String(length=80), nullable=False),
        sa.Column("withdrawn_why", sa.String(length=200), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("made_by", sa.String(length=80), nullable=False),
        sa.Column("row_hash", sa.BigInteger(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.CheckConstraint(
            "pay_item IN ('bonus', 'deduction', 'own_share', 'employer_share')",
            name=op.f("ck_pay_entry_by_hand"),
        ),
        sa.CheckConstraint(
            "month BETWEEN 199001 AND 299912 AND month % 100 BETWEEN 1 AND 12",
            name=op.f("ck_pay_entry_month_written"),
        ),
        sa.CheckConstraint("reason <> ''", name=op.f("ck_pay_entry_reason_given")),
        sa.CheckConstraint("fen <> 0", name=op.f("ck_pay_entry_says_something")),
        _reference("pay_entry", "person_id", "person.id"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pay_entry")),
    )
    op.create_index("ix_pay_entry_person", "pay_entry", ["month", "person_id"], unique=False)
    op.create_table(
        "pay_period",
        sa.Column("id", ROW_ID, nullable=False),
        sa.Column("month", sa.BigInteger(), nullable=False),
        sa.Column("area_id", ROW_ID, nullable=False),
        sa.Column("area_path", sa.String(length=400), nullable=False),
        sa.Column(
            "state",
            _code("state", "open", "calculated", "reviewed", "approved", "paid", "locked"),
            nullable=False,
        ),
        sa.Column("computed", sa.BigInteger(), nullable=False),
        sa.Column("rule_number", sa.BigInteger(), nullable=True),
        sa.Column("rule_sha256", sa.String(length=64), nullable=False),
        sa.Column("input_hash", sa.String(length=64), nullable=False),
        sa.Column("output_hash", sa.String(length=64), nullable=False),
        sa.Column("people_count", sa.BigInteger(), nullable=False),
        sa.Column("gross_fen", sa.BigInteger(), nullable=False),
        sa.Column("net_fen", sa.BigInteger(), nullable=False),
        sa.Column("employer_fen", sa.BigInteger(), nullable=False),
        sa.Column("proposer_id", ROW_ID, nullable=True),
        sa.Column("reviewer_id", ROW_ID, nullable=True),
        sa.Column("reviewed_by", sa.String(length=80), nullable=False),
        sa.Column("reviewed_on", sa.Date(), nullable=True),
        sa.Column("returned_why", sa.String(length=200), nullable=False),
        sa.Column("approval_words", sa.Text(), nullable=False),
        sa.Column("approved_on", sa.Date(), nullable=True),
        sa.Column("paid_on", sa.Date(), nullable=True),
        sa.Column("row_hash", sa.BigInteger(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.CheckConstraint(
            (
                "state NOT IN ('approved', 'paid', 'locked') OR (approval_words <> '' AND "
                "approved_on IS NOT NULL)"
            ),
            name=op.f("ck_pay_period_approved_how"),
        ),
        sa.CheckConstraint(
            "state = 'open' OR (computed >= 1 AND output_hash <> '')",
            name=op.f("ck_pay_period_computed_before"),
        ),
        sa.CheckConstraint(
            "computed >= 0 AND people_count >= 0", name=op.f("ck_pay_period_counts_not_negative")
        ),
        sa.CheckConstraint(
            "month BETWEEN 199001 AND 299912 AND month % 100 BETWEEN 1 AND 12",
            name=op.f("ck_pay_period_month_written"),
        ),
        sa.CheckConstraint(
            "state NOT IN ('paid', 'locked') OR paid_on IS NOT NULL",
            name=op.f("ck_pay_period_paid_when"),
        ),
        sa.CheckConstraint(
            (
                "state NOT IN ('reviewed', 'approved', 'paid', 'locked') OR (reviewed_by "
                "<> '' AND reviewed_on IS NOT NULL)"
            ),
            name=op.f("ck_pay_period_reviewed_by_whom"),
        ),
        _reference("pay_period", "area_id", "area.id"),
        _reference("pay_period", "proposer_id", "operator.id"),
        _reference("pay_period", "reviewer_id", "operator.id"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pay_period")),
        sa.UniqueConstraint("month", "area_id", name=op.f("uq_pay_period_month_area_id")),
    )
    op.create_table(
        "posting",
        sa.Column("id", ROW_ID, nullable=False),
        sa.Column("year", sa.BigInteger(), nullable=False),
        sa.Column("posting_no", sa.BigInteger(), nullable=True),
        sa.Column("month", sa.BigInteger(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column(
            "kind",
            _code(
                "kind",
                "opening",
                "budget",
                "transfer",
                "expense",
                "pay",
                "payment",
                "settlement",
                "return",
                "reversal",
            ),
            nullable=False,
        ),
        sa.Column("area_id", ROW_ID, nullable=False),
        sa.Column("area_path", sa.String(length=400), nullable=False),
        sa.Column("memo", sa.String(length=200), nullable=False),
        sa.Column("document_no", sa.String(length=80), nullable=False),
        sa.Column("award_document", sa.String(length=80), nullable=False),
        sa.Column("scan_sha256", sa.String(length=64), nullable=True),
        sa.Column("state", _code("state", "draft", "posted", "void"), nullable=False),
        sa.Column("entries", sa.BigInteger(), nullable=False),
        sa.Column("debit_fen", sa.BigInteger(), nullable=False),
        sa.Column("entries_sha256", sa.String(length=64), nullable=False),
        sa.Column("source_key", sa.String(length=80), nullable=True),
        sa.Column("reverses_id", ROW_ID, nullable=True),
        sa.Column("void_reason", sa.String(length=200), nullable=False),
        sa.Column("proposer_id", ROW_ID, nullable=False),
        sa.Column("made_by", sa.String(length=80), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("checker_id", ROW_ID, nullable=True),
        sa.Column("posted_by", sa.String(length=80), nullable=False),
        sa.Column("posted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("row_hash", sa.BigInteger(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("debit_fen >= 0", name=op.f("ck_posting_debit_not_negative")),
        sa.CheckConstraint("memo <> ''", name=op.f("ck_posting_memo_given")),
        sa.CheckConstraint(
            "month BETWEEN 199001 AND 299912 AND month % 100 BETWEEN 1 AND 12",
            name=op.f("ck_posting_month_written"),
        ),
        sa.CheckConstraint(
            (
                "state <> 'posted' OR (posting_no IS NOT NULL AND posted_at IS NOT NULL "
                "AND posted_by <> '' AND entries >= 2 AND length(entries_sha256) = 64)"
            ),
            name=op.f("ck_posting_posted_whole"),
        ),
        sa.CheckConstraint(
            "(kind = 'reversal') = (reverses_id IS NOT NULL)", name=op.f("ck_posting_reverses_what")
        ),
        sa.CheckConstraint(
            "state <> 'void' OR void_reason <> ''", name=op.f("ck_posting_void_why")
        ),
        sa.CheckConstraint("year = month / 100", name=op.f("ck_posting_year_of_month")),
        _reference("posting", "month", "ledger_month.month"),
        _reference("posting", "area_id", "area.id"),
        _reference("posting", "scan_sha256", "attachment.sha256"),
        _reference("posting", "reverses_id", "posting.id"),
        _reference("posting", "proposer_id", "operator.id"),
        _reference("posting", "checker_id", "operator.id"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_posting")),
        sa.UniqueConstraint("year", "posting_no", name=op.f("uq_posting_year_posting_no")),
        sa.UniqueConstraint("source_key", name=op.f("uq_posting_source_key")),
        sa.UniqueConstraint("reverses_id", name=op.f("uq_posting_reverses_id")),
    )
    op.create_index("ix_posting_month", "posting", ["month", "state"], unique=False)
    op.create_table(
        "bank_file",
        sa.Column("id", ROW_ID, nullable=False),
        sa.Column("period_id", ROW_ID, nullable=False),
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("people_count", sa.BigInteger(), nullable=False),
        sa.Column("total_fen", sa.BigInteger(), nullable=False),
        sa.Column("state", _code("state", "made", "void"), nullable=False),
        sa.Column("void_reason", sa.String(length=200), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("made_by", sa.String(length=80), nullable=False),
        sa.Column("row_hash", sa.BigInteger(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.CheckConstraint(
            "people_count >= 1 AND total_fen > 0", name=op.f("ck_bank_file_pays_somebody")
        ),
        sa.CheckConstraint(
            "(state = 'void') = (void_reason <> '')", name=op.f("ck_bank_file_void_why")
        ),
        _reference("bank_file", "period_id", "pay_period.id"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bank_file")),
        sa.UniqueConstraint("period_id", "number", name=op.f("uq_bank_file_period_id_number")),
    )
    op.create_table(
        "budget_move",
        sa.Column(
            "act_id", ROW_ID, _inline("budget_move", "act_id", "budget_act.id"), nullable=False
        ),
        sa.Column("seq", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column(
            "budget_id",
            ROW_ID,
            _inline("budget_move", "budget_id", "fund_budget.id"),
            nullable=False,
        ),
        sa.Column(
            "heading",
            _code("heading", "pay", "training", "equipment", "star", "honour", "reserve"),
            nullable=True,
        ),
        sa.Column(
            "payer",
            _code("payer", "province", "city", "district", "street", "other"),
            nullable=True,
        ),
        sa.Column(
            "other_budget_id",
            ROW_ID,
            _inline("budget_move", "other_budget_id", "fund_budget.id"),
            nullable=True,
        ),
        sa.Column("fen", sa.BigInteger(), nullable=False),
        sa.Column("note", sa.String(length=200), nullable=False),
        sa.CheckConstraint("fen <> 0", name=op.f("ck_budget_move_moves_something")),
        sa.CheckConstraint("seq >= 1", name=op.f("ck_budget_move_seq_from_one")),
        sa.CheckConstraint(
            "other_budget_id IS NULL OR other_budget_id <> budget_id",
            name=op.f("ck_budget_move_other_side"),
        ),
        sa.CheckConstraint(
            (
                "(heading IS NOT NULL AND payer IS NULL AND other_budget_id IS NULL) OR "
                "(heading IS NULL AND (payer IS NULL) <> (other_budget_id IS NULL))"
            ),
            name=op.f("ck_budget_move_one_meaning"),
        ),
        sa.PrimaryKeyConstraint("act_id", "seq", name=op.f("pk_budget_move")),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_budget_move_budget", "budget_move", ["budget_id"], unique=False)
    op.create_table(
        "fund_allotment",
        sa.Column("budget_id", ROW_ID, nullable=False),
        sa.Column(
            "heading",
            _code("heading", "pay", "training", "equipment", "star", "honour", "reserve"),
            nullable=False,
        ),
        sa.Column("fen", sa.BigInteger(), nullable=False),
        sa.Column("spent_fen", sa.BigInteger(), nullable=False),
        sa.Column("row_hash", sa.BigInteger(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("fen >= 0", name=op.f("ck_fund_allotment_not_negative")),
        sa.CheckConstraint("spent_fen >= 0", name=op.f("ck_fund_allotment_spent_not_negative")),
        sa.CheckConstraint("spent_fen <= fen", name=op.f("ck_fund_allotment_spent_within")),
        _reference("fund_allotment", "budget_id", "fund_budget.id"),
        sa.PrimaryKeyConstraint("budget_id", "heading", name=op.f("pk_fund_allotment")),
    )
    op.create_table(
        "grant_line",
        sa.Column(
            "run_id", ROW_ID, _inline("grant_line", "run_id", "grant_run.id"), nullable=False
        ),
        sa.Column("grid_id", ROW_ID, _inline("grant_line", "grid_id", "area.id"), nullable=False),
        sa.Column("area_id", ROW_ID, _inline("grant_line", "area_id", "area.id"), nullable=False),
        sa.Column("kind", _code("kind", "general", "dedicated"), nullable=False),
        sa.Column("rate_fen", sa.BigInteger(), nullable=False),
        sa.Column("months", sa.BigInteger(), nullable=False),
        sa.Column("days", sa.BigInteger(), nullable=False),
        sa.Column("fen", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("rate_fen >= 0 AND fen >= 0", name=op.f("ck_grant_line_not_negative")),
        sa.CheckConstraint("fen <= rate_fen", name=op.f("ck_grant_line_within_rate")),
        sa.CheckConstraint(
            "months BETWEEN 0 AND 12 AND days BETWEEN 0 AND 366", name=op.f("ck_grant_line_covered")
        ),
        sa.PrimaryKeyConstraint("run_id", "grid_id", name=op.f("pk_grant_line")),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_grant_line_area", "grant_line", ["run_id", "area_id"], unique=False)
    op.create_table(
        "ledger_entry",
        sa.Column(
            "posting_id",
            ROW_ID,
            _inline("ledger_entry", "posting_id", "posting.id"),
            nullable=False,
        ),
        sa.Column("seq", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column(
            "account",
            _code("account", "appropriation", "quota", "expense", "payable", "withheld"),
            nullable=False,
        ),
        sa.Column("area_id", ROW_ID, _inline("ledger_entry", "area_id", "area.id"), nullable=False),
        sa.Column(
            "item_id", ROW_ID, _inline("ledger_entry", "item_id", "fund_item.id"), nullable=True
        ),
        sa.Column("grid_id", ROW_ID, _inline("ledger_entry", "grid_id", "area.id"), nullable=True),
        sa.Column(
            "person_id", ROW_ID, _inline("ledger_entry", "person_id", "person.id"), nullable=True
        ),
        sa.Column(
            "payer",
            _code("payer", "province", "city", "district", "street", "other"),
            nullable=True,
        ),
        sa.Column("fen", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("fen <> 0", name=op.f("ck_ledger_entry_says_something")),
        sa.CheckConstraint(
            "account <> 'expense' OR item_id IS NOT NULL",
            name=op.f("ck_ledger_entry_expense_of_what"),
        ),
        sa.CheckConstraint(
            "account <> 'payable' OR person_id IS NOT NULL",
            name=op.f("ck_ledger_entry_payable_to_whom"),
        ),
        sa.PrimaryKeyConstraint("posting_id", "seq", name=op.f("pk_ledger_entry")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "ledger_sum",
        sa.Column(
            "posting_id", ROW_ID, _inline("ledger_sum", "posting_id", "posting.id"), nullable=False
        ),
        sa.Column(
            "account",
            _code("account", "appropriation", "quota", "expense", "payable", "withheld"),
            nullable=False,
        ),
        sa.Column("area_id", ROW_ID, _inline("ledger_sum", "area_id", "area.id"), nullable=False),
        sa.Column("item_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("month", sa.BigInteger(), nullable=False),
        sa.Column("fen", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint(
            "posting_id", "account", "area_id", "item_id", name=op.f("pk_ledger_sum")
        ),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_ledger_sum_area", "ledger_sum", ["area_id", "month"], unique=False)
    op.create_table(
        "pay_line",
        sa.Column(
            "person_id", ROW_ID, _inline("pay_line", "person_id", "person.id"), nullable=False
        ),
        sa.Column("month", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("for_month", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column(
            "pay_item",
            _code(
                "pay_item",
                "base",
                "performance",
                "seniority",
                "transport",
                "star",
                "cover",
                "bonus",
                "leave",
                "deduction",
                "top_up",
                "own_share",
                "employer_share",
            ),
            nullable=False,
        ),
        sa.Column("kind", _code("kind", "pay", "back", "reversal"), nullable=False),
        sa.Column(
            "period_id", ROW_ID, _inline("pay_line", "period_id", "pay_period.id"), nullable=False
        ),
        sa.Column("reverses_month", sa.BigInteger(), nullable=True),
        sa.Column("fen", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("fen <> 0", name=op.f("ck_pay_line_says_something")),
        sa.CheckConstraint(
            "(kind = 'reversal') = (reverses_month IS NOT NULL)",
            name=op.f("ck_pay_line_reverses_what"),
        ),
        sa.CheckConstraint(
            "kind <> 'pay' OR for_month = month", name=op.f("ck_pay_line_paid_in_its_month")
        ),
        sa.CheckConstraint(
            "kind = 'pay' OR for_month < month", name=op.f("ck_pay_line_back_for_before")
        ),
        sa.CheckConstraint(
            "reverses_month IS NULL OR reverses_month < month",
            name=op.f("ck_pay_line_reverses_before"),
        ),
        sa.PrimaryKeyConstraint(
            "person_id", "month", "for_month", "pay_item", "kind", name=op.f("pk_pay_line")
        ),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_pay_line_period", "pay_line", ["period_id"], unique=False)
    op.create_table(
        "pay_person",
        sa.Column(
            "period_id", ROW_ID, _inline("pay_person", "period_id", "pay_period.id"), nullable=False
        ),
        sa.Column(
            "person_id", ROW_ID, _inline("pay_person", "person_id", "person.id"), nullable=False
        ),
        sa.Column("area_id", ROW_ID, _inline("pay_person", "area_id", "area.id"), nullable=False),
        sa.Column("grid_id", ROW_ID, _inline("pay_person", "grid_id", "area.id"), nullable=True),
        sa.Column("post_id", ROW_ID, _inline("pay_person", "post_id", "post.id"), nullable=True),
        sa.Column("days", sa.BigInteger(), nullable=False),
        sa.Column("gross_fen", sa.BigInteger(), nullable=False),
        sa.Column("deducted_fen", sa.BigInteger(), nullable=False),
        sa.Column("net_fen", sa.BigInteger(), nullable=False),
        sa.Column("employer_fen", sa.BigInteger(), nullable=False),
        sa.Column("held_back", sa.String(length=200), nullable=False),
        sa.Column("reckoning", sa.Text(), nullable=False),
        sa.CheckConstraint("days BETWEEN 0 AND 31", name=op.f("ck_pay_person_days_of_month")),
        sa.CheckConstraint("net_fen >= 0", name=op.f("ck_pay_person_net_not_negative")),
        sa.PrimaryKeyConstraint("period_id", "person_id", name=op.f("pk_pay_person")),
        sqlite_with_rowid=False,
    )
    for each in GUARDS:
        for statement in each.statements(op.get_bind().dialect.name):
            op.get_bind().exec_driver_sql(statement)
