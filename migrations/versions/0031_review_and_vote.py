"""Keep marks of reviewers and the public, and the votes of committees."""

import re

import sqlalchemy as sa
from alembic import op

from hrgrid.storage.triggers import AtMostOne, Trigger

revision = "0031"
down_revision = "0030"

ROW_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
PLAIN = sa.String().with_variant(sa.String(collation="C"), "postgresql")

# What a removal and the outcome that follows from it may be called, one code more.
CHECKED = (("nomination", "removal"), ("selection_line", "outcome_code"))
BEFORE, AFTER = "'objection_upheld'", "not_passed"

GUARDS = (
    Trigger(
        name="public_vote_keeps_update",
        table="public_vote",
        event="UPDATE",
    ),
    Trigger(
        name="public_vote_keeps_delete",
        table="public_vote",
        event="DELETE",
    ),
    Trigger(
        name="public_vote_keeps_truncate",
        table="public_vote",
        event="TRUNCATE",
    ),
    Trigger(
        name="public_vote_in_time_insert",
        table="public_vote",
        event="INSERT",
        condition=(
            "(SELECT state FROM campaign WHERE campaign.id = NEW.campaign_id) NOT IN "
            "('reviewing', 'selected', 'committee', 'publicising', 'deciding')"
        ),
    ),
    AtMostOne(
        name="ux_committee_vote_one_open",
        table="committee_vote",
        columns=("campaign_id",),
        condition="state IN ('preparing', 'open')",
    ),
    Trigger(
        name="committee_vote_goes_update",
        table="committee_vote",
        event="UPDATE",
        condition=(
            "OLD.state <> NEW.state AND NOT ((OLD.state = 'preparing' AND NEW.state IN "
            "('open')) OR (OLD.state = 'open' AND NEW.state IN ('closed', 'void')) OR "
            "(OLD.state = 'closed' AND NEW.state IN ('void')))"
        ),
    ),
    Trigger(
        name="committee_vote_keeps_delete",
        table="committee_vote",
        event="DELETE",
    ),
    Trigger(
        name="committee_vote_counted_update",
        table="committee_vote",
        event="UPDATE",
        condition=(
            "OLD.state IN ('closed', 'void') AND (OLD.campaign_id <> NEW.campaign_id OR "
            "OLD.number <> NEW.number OR OLD.run_id <> NEW.run_id OR OLD.title <> NEW.title"
            " OR OLD.held_on <> NEW.held_on OR OLD.venue <> NEW.venue OR OLD.way <> NEW.way"
            " OR OLD.quorum_num <> NEW.quorum_num OR OLD.quorum_den <> NEW.quorum_den OR "
            "OLD.pass_bp <> NEW.pass_bp OR OLD.pass_base <> NEW.pass_base OR OLD.document_no <> "
            "NEW.document_no)"
        ),
    ),
    Trigger(
        name="committee_vote_sums_update",
        table="committee_vote",
        event="UPDATE",
        condition=(
            "OLD.state = 'open' AND NEW.state = 'closed' AND EXISTS (SELECT 1 FROM "
            "committee_item WHERE committee_item.vote_id = NEW.id AND "
            "(committee_item.passed IS NULL OR committee_item.in_favour IS NULL OR "
            "committee_item.in_favour + committee_item.against + committee_item.abstained "
            "<> (SELECT COUNT(*) FROM committee_member WHERE committee_member.vote_id = "
            "NEW.id AND committee_member.at_meeting AND NOT EXISTS (SELECT 1 FROM "
            "committee_recusal WHERE committee_recusal.member_id = committee_member.id AND "
            "committee_recusal.nomination_id = committee_item.nomination_id))))"
        ),
    ),
    Trigger(
        name="selection_run_mark_keeps_update",
        table="selection_run_mark",
        event="UPDATE",
    ),
    Trigger(
        name="selection_run_mark_keeps_delete",
        table="selection_run_mark",
        event="DELETE",
    ),
    Trigger(
        name="selection_run_mark_keeps_truncate",
        table="selection_run_mark",
        event="TRUNCATE",
    ),
    Trigger(
        name="committee_item_frozen_insert",
        table="committee_item",
        event="INSERT",
        condition=(
            "(SELECT state FROM committee_vote WHERE committee_vote.id = NEW.vote_id) <> "
            "'preparing'"
        ),
    ),
    Trigger(
        name="committee_item_in_time_update",
        table="committee_item",
        event="UPDATE",
        condition=(
            "(SELECT state FROM committee_vote WHERE committee_vote.id = OLD.vote_id) <> 'open'"
        ),
    ),
    Trigger(
        name="committee_item_frozen_delete",
        table="committee_item",
        event="DELETE",
    ),
    Trigger(
        name="committee_member_frozen_insert",
        table="committee_member",
        event="INSERT",
        condition=(
            "(SELECT state FROM committee_vote WHERE committee_vote.id = NEW.vote_id) <> "
            "'preparing'"
        ),
    ),
    Trigger(
        name="committee_member_frozen_update",
        table="committee_member",
        event="UPDATE",
        condition=(
            "(SELECT state FROM committee_vote WHERE committee_vote.id = OLD.vote_id) IN "
            "('closed', 'void') OR OLD.vote_id <> NEW.vote_id OR OLD.seat_no <> NEW.seat_no"
            " OR OLD.name <> NEW.name OR OLD.post <> NEW.post OR OLD.unit <> NEW.unit"
        ),
    ),
    Trigger(
        name="committee_member_frozen_delete",
        table="committee_member",
        event="DELETE",
    ),
    Trigger(
        name="nominee_mark_keeps_update",
        table="nominee_mark",
        event="UPDATE",
    ),
    Trigger(
        name="nominee_mark_keeps_delete",
        table="nominee_mark",
        event="DELETE",
    ),
    Trigger(
        name="nominee_mark_keeps_truncate",
        table="nominee_mark",
        event="TRUNCATE",
    ),
    Trigger(
        name="nominee_mark_in_time_insert",
        table="nominee_mark",
        event="INSERT",
        condition=(
            "(SELECT state FROM campaign WHERE campaign.id = NEW.campaign_id) NOT IN "
            "('reviewing', 'selected', 'committee', 'publicising', 'deciding')"
        ),
    ),
    Trigger(
        name="nominee_mark_own_campaign_insert",
        table="nominee_mark",
        event="INSERT",
        condition=(
            "EXISTS (SELECT 1 FROM nomination JOIN campaign ON campaign.id = NEW.campaign_id "
            "WHERE nomination.id = NEW.nomination_id "
            "AND nomination.campaign_id <> NEW.campaign_id)"
        ),
    ),
    Trigger(
        name="public_count_keeps_update",
        table="public_count",
        event="UPDATE",
    ),
    Trigger(
        name="public_count_keeps_delete",
        table="public_count",
        event="DELETE",
    ),
    Trigger(
        name="public_count_keeps_truncate",
        table="public_count",
        event="TRUNCATE",
    ),
    Trigger(
        name="committee_ballot_in_time_insert",
        table="committee_ballot",
        event="INSERT",
        condition=(
            "(SELECT state FROM committee_vote WHERE committee_vote.id = NEW.vote_id) <> 'open'"
        ),
    ),
    Trigger(
        name="committee_ballot_in_time_update",
        table="committee_ballot",
        event="UPDATE",
        condition=(
            "(SELECT state FROM committee_vote WHERE committee_vote.id = OLD.vote_id) <> 'open'"
        ),
    ),
    Trigger(
        name="committee_ballot_in_time_delete",
        table="committee_ballot",
        event="DELETE",
        condition=(
            "(SELECT state FROM committee_vote WHERE committee_vote.id = OLD.vote_id) <> 'open'"
        ),
    ),
    Trigger(
        name="committee_ballot_recused_insert",
        table="committee_ballot",
        event="INSERT",
        condition=(
            "EXISTS (SELECT 1 FROM committee_recusal WHERE member_id = NEW.member_id AND "
            "committee_recusal.nomination_id = NEW.nomination_id)"
        ),
    ),
    Trigger(
        name="committee_ballot_absent_insert",
        table="committee_ballot",
        event="INSERT",
        condition=(
            "EXISTS (SELECT 1 FROM committee_member WHERE committee_member.id = "
            "NEW.member_id AND NOT committee_member.at_meeting)"
        ),
    ),
    Trigger(
        name="committee_recusal_in_time_insert",
        table="committee_recusal",
        event="INSERT",
        condition=(
            "(SELECT state FROM committee_vote WHERE committee_vote.id = NEW.vote_id) <> 'open'"
        ),
    ),
    Trigger(
        name="committee_recusal_in_time_delete",
        table="committee_recusal",
        event="DELETE",
        condition=(
            "(SELECT state FROM committee_vote WHERE committee_vote.id = OLD.vote_id) <> 'open'"
        ),
    ),
    Trigger(
        name="committee_recusal_stays_update",
        table="committee_recusal",
        event="UPDATE",
    ),
    Trigger(
        name="committee_recusal_voted_insert",
        table="committee_recusal",
        event="INSERT",
        condition=(
            "EXISTS (SELECT 1 FROM committee_ballot WHERE member_id = NEW.member_id AND "
            "committee_ballot.nomination_id = NEW.nomination_id)"
        ),
    ),
    Trigger(
        name="public_strike_keeps_update",
        table="public_strike",
        event="UPDATE",
    ),
    Trigger(
        name="public_strike_keeps_delete",
        table="public_strike",
        event="DELETE",
    ),
    Trigger(
        name="public_strike_keeps_truncate",
        table="public_strike",
        event="TRUNCATE",
    ),
    Trigger(
        name="public_strike_within_insert",
        table="public_strike",
        event="INSERT",
        condition=(
            "NEW.votes + (SELECT COALESCE(SUM(votes), 0) FROM public_strike WHERE "
            "public_strike.vote_id = NEW.vote_id AND public_strike.nomination_id = "
            "NEW.nomination_id) > (SELECT votes FROM public_count WHERE "
            "public_count.vote_id = NEW.vote_id AND public_count.nomination_id = "
            "NEW.nomination_id)"
        ),
    ),
)


def _code(name: str, *codes: str) -> sa.Enum:
    return sa.Enum(*codes, name=name, native_enum=False, create_constraint=True)


def upgrade() -> None:
    for table, column in CHECKED:
        _allow(table, column)
    op.create_table(
        "public_vote",
        sa.Column("id", ROW_ID, nullable=False),
        sa.Column("campaign_id", ROW_ID, nullable=False),
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.Column("vote_scale", _code("vote_scale", "share", "rank"), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("made_by", sa.String(length=80), nullable=False),
        sa.Column("row_hash", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("number >= 1", name=op.f("ck_public_vote_number_from_one")),
        sa.ForeignKeyConstraint(
            ["campaign_id"], ["campaign.id"], name=op.f("fk_public_vote_campaign_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_public_vote")),
        sa.UniqueConstraint(
            "campaign_id", "number", name=op.f("uq_public_vote_campaign_id_number")
        ),
    )
    op.create_table(
        "committee_vote",
        sa.Column("id", ROW_ID, nullable=False),
        sa.Column("campaign_id", ROW_ID, nullable=False),
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.Column("run_id", ROW_ID, nullable=False),
        sa.Column("title", sa.String(length=80), nullable=False),
        sa.Column("held_on", sa.Date(), nullable=False),
        sa.Column("venue", sa.String(length=120), nullable=False),
        sa.Column("chair", sa.String(length=80), nullable=False),
        sa.Column("recorder", sa.String(length=80), nullable=False),
        sa.Column("way", _code("way", "tally", "ballots"), nullable=False),
        sa.Column("quorum_num", sa.BigInteger(), nullable=False),
        sa.Column("quorum_den", sa.BigInteger(), nullable=False),
        sa.Column("pass_bp", sa.BigInteger(), nullable=False),
        sa.Column("pass_base", _code("pass_base", "entitled", "present"), nullable=False),
        sa.Column("state", _code("state", "preparing", "open", "closed", "void"), nullable=False),
        sa.Column("document_no", sa.String(length=80), nullable=False),
        sa.Column("scan_sha256", sa.String(length=64), nullable=True),
        sa.Column("void_reason", sa.Text(), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_by", sa.String(length=80), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("made_by", sa.String(length=80), nullable=False),
        sa.Column("row_hash", sa.BigInteger(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.CheckConstraint(
            "state <> 'closed' OR (document_no <> '' AND closed_at IS NOT NULL)",
            name=op.f("ck_committee_vote_closed_has_document"),
        ),
        sa.CheckConstraint(
            "state <> 'void' OR void_reason <> ''", name=op.f("ck_committee_vote_void_has_reason")
        ),
        sa.CheckConstraint("title <> ''", name=op.f("ck_committee_vote_title_given")),
        sa.CheckConstraint("number >= 1", name=op.f("ck_committee_vote_number_from_one")),
        sa.CheckConstraint(
            "quorum_num BETWEEN 1 AND quorum_den AND pass_bp BETWEEN 0 AND 9999",
            name=op.f("ck_committee_vote_rule"),
        ),
        sa.ForeignKeyConstraint(
            ["campaign_id"], ["campaign.id"], name=op.f("fk_committee_vote_campaign_id")
        ),
        sa.ForeignKeyConstraint(
            ["run_id"], ["selection_run.id"], name=op.f("fk_committee_vote_run_id")
        ),
        sa.ForeignKeyConstraint(
            ["scan_sha256"], ["attachment.sha256"], name=op.f("fk_committee_vote_scan_sha256")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_committee_vote")),
        sa.UniqueConstraint(
            "campaign_id", "number", name=op.f("uq_committee_vote_campaign_id_number")
        ),
    )
    op.create_table(
        "selection_run_mark",
        sa.Column("run_id", ROW_ID, nullable=False),
        sa.Column("mark_number", sa.BigInteger(), nullable=False),
        sa.Column("row_hash", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("mark_number >= 1", name=op.f("ck_selection_run_mark_number_from_one")),
        sa.ForeignKeyConstraint(
            ["run_id"], ["selection_run.id"], name=op.f("fk_selection_run_mark_run_id")
        ),
        sa.PrimaryKeyConstraint("run_id", name=op.f("pk_selection_run_mark")),
    )
    op.create_table(
        "committee_item",
        sa.Column("vote_id", ROW_ID, nullable=False),
        sa.Column("nomination_id", ROW_ID, nullable=False),
        sa.Column("sort", sa.BigInteger(), nullable=False),
        sa.Column("in_favour", sa.BigInteger(), nullable=True),
        sa.Column("against", sa.BigInteger(), nullable=True),
        sa.Column("abstained", sa.BigInteger(), nullable=True),
        sa.Column("passed", sa.Boolean(), nullable=True),
        sa.Column("row_hash", sa.BigInteger(), nullable=False),
        sa.CheckConstraint(
            "(in_favour IS NULL) = (against IS NULL) AND (in_favour IS NULL) = (abstained IS NULL)",
            name=op.f("ck_committee_item_votes_together"),
        ),
        sa.CheckConstraint(
            "in_favour >= 0 AND against >= 0 AND abstained >= 0",
            name=op.f("ck_committee_item_votes_not_negative"),
        ),
        sa.CheckConstraint("sort >= 1", name=op.f("ck_committee_item_sort_from_one")),
        sa.ForeignKeyConstraint(
            ["nomination_id"], ["nomination.id"], name=op.f("fk_committee_item_nomination_id")
        ),
        sa.ForeignKeyConstraint(
            ["vote_id"], ["committee_vote.id"], name=op.f("fk_committee_item_vote_id")
        ),
        sa.PrimaryKeyConstraint("vote_id", "nomination_id", name=op.f("pk_committee_item")),
    )
    op.create_table(
        "committee_member",
        sa.Column("id", ROW_ID, nullable=False),
        sa.Column("vote_id", ROW_ID, nullable=False),
        sa.Column("seat_no", sa.BigInteger(), nullable=False),
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("post", sa.String(length=80), nullable=False),
        sa.Column("unit", sa.String(length=120), nullable=False),
        sa.Column("at_meeting", sa.Boolean(), nullable=False),
        sa.Column("row_hash", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("name <> ''", name=op.f("ck_committee_member_named")),
        sa.CheckConstraint("seat_no >= 1", name=op.f("ck_committee_member_seat_no_from_one")),
        sa.ForeignKeyConstraint(
            ["vote_id"], ["committee_vote.id"], name=op.f("fk_committee_member_vote_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_committee_member")),
        sa.UniqueConstraint("vote_id", "seat_no", name=op.f("uq_committee_member_vote_id_seat_no")),
    )
    op.create_table(
        "nominee_mark",
        sa.Column("id", ROW_ID, nullable=False),
        sa.Column("campaign_id", ROW_ID, nullable=False),
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.Column("nomination_id", ROW_ID, nullable=False),
        sa.Column("score_part", _code("score_part", "merit", "review", "public"), nullable=False),
        sa.Column("milli", sa.BigInteger(), nullable=False),
        sa.Column(
            "mark_source", _code("mark_source", "panel", "assessment", "vote"), nullable=False
        ),
        sa.Column("source_ref", sa.String(length=120), nullable=False),
        sa.Column("told", sa.Text(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("made_by", sa.String(length=80), nullable=False),
        sa.Column("row_hash", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("told <> ''", name=op.f("ck_nominee_mark_derivation_given")),
        sa.CheckConstraint("milli BETWEEN 0 AND 100000", name=op.f("ck_nominee_mark_mark")),
        sa.CheckConstraint("number >= 1", name=op.f("ck_nominee_mark_number_from_one")),
        sa.ForeignKeyConstraint(
            ["campaign_id"], ["campaign.id"], name=op.f("fk_nominee_mark_campaign_id")
        ),
        sa.ForeignKeyConstraint(
            ["nomination_id"], ["nomination.id"], name=op.f("fk_nominee_mark_nomination_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_nominee_mark")),
        sa.UniqueConstraint(
            "campaign_id", "number", name=op.f("uq_nominee_mark_campaign_id_number")
        ),
    )
    op.create_index("ix_nominee_mark_nomination", "nominee_mark", ["nomination_id"], unique=False)
    op.create_table(
        "public_count",
        sa.Column("vote_id", ROW_ID, nullable=False),
        sa.Column("nomination_id", ROW_ID, nullable=False),
        sa.Column("votes", sa.BigInteger(), nullable=False),
        sa.Column("row_hash", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("votes >= 0", name=op.f("ck_public_count_votes_not_negative")),
        sa.ForeignKeyConstraint(
            ["nomination_id"], ["nomination.id"], name=op.f("fk_public_count_nomination_id")
        ),
        sa.ForeignKeyConstraint(
            ["vote_id"], ["public_vote.id"], name=op.f("fk_public_count_vote_id")
        ),
        sa.PrimaryKeyConstraint("vote_id", "nomination_id", name=op.f("pk_public_count")),
    )
    op.create_table(
        "committee_ballot",
        sa.Column("member_id", ROW_ID, nullable=False),
        sa.Column("nomination_id", ROW_ID, nullable=False),
        sa.Column("vote_id", ROW_ID, nullable=False),
        sa.Column("choice", _code("choice", "for", "against", "abstain"), nullable=False),
        sa.Column("row_hash", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["member_id"], ["committee_member.id"], name=op.f("fk_committee_ballot_member_id")
        ),
        sa.ForeignKeyConstraint(
            ["nomination_id"], ["nomination.id"], name=op.f("fk_committee_ballot_nomination_id")
        ),
        sa.ForeignKeyConstraint(
            ["vote_id"], ["committee_vote.id"], name=op.f("fk_committee_ballot_vote_id")
        ),
        sa.PrimaryKeyConstraint("member_id", "nomination_id", name=op.f("pk_committee_ballot")),
    )
    op.create_index("ix_committee_ballot_vote", "committee_ballot", ["vote_id"], unique=False)
    op.create_table(
        "committee_recusal",
        sa.Column("member_id", ROW_ID, nullable=False),
        sa.Column("nomination_id", ROW_ID, nullable=False),
        sa.Column("vote_id", ROW_ID, nullable=False),
        sa.Column(
            "ground", _code("ground", "same_unit", "kin", "trainer", "other"), nullable=False
        ),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("made_by", sa.String(length=80), nullable=False),
        sa.Column("row_hash", sa.BigInteger(), nullable=False),
        sa.CheckConstraint(
            "ground <> 'other' OR note <> ''", name=op.f("ck_committee_recusal_other_has_note")
        ),
        sa.ForeignKeyConstraint(
            ["member_id"], ["committee_member.id"], name=op.f("fk_committee_recusal_member_id")
        ),
        sa.ForeignKeyConstraint(
            ["nomination_id"], ["nomination.id"], name=op.f("fk_committee_recusal_nomination_id")
        ),
        sa.ForeignKeyConstraint(
            ["vote_id"], ["committee_vote.id"], name=op.f("fk_committee_recusal_vote_id")
        ),
        sa.PrimaryKeyConstraint("member_id", "nomination_id", name=op.f("pk_committee_recusal")),
    )
    op.create_index("ix_committee_recusal_vote", "committee_recusal", ["vote_id"], unique=False)
    op.create_table(
        "public_strike",
        sa.Column("id", ROW_ID, nullable=False),
        sa.Column("vote_id", sa.BigInteger(), nullable=False),
        sa.Column("nomination_id", sa.BigInteger(), nullable=False),
        sa.Column("votes", sa.BigInteger(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("made_by", sa.String(length=80), nullable=False),
        sa.Column("row_hash", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("reason <> ''", name=op.f("ck_public_strike_has_reason")),
        sa.CheckConstraint("votes >= 1", name=op.f("ck_public_strike_votes_from_one")),
        sa.ForeignKeyConstraint(
            ["vote_id", "nomination_id"],
            ["public_count.vote_id", "public_count.nomination_id"],
            name=op.f("fk_public_strike_vote_id_nomination_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_public_strike")),
    )
    op.create_index(
        "ix_public_strike_count", "public_strike", ["vote_id", "nomination_id"], unique=False
    )
    for each in GUARDS:
        for statement in each.statements(op.get_bind().dialect.name):
            op.get_bind().exec_driver_sql(statement)


def _allow(table: str, column: str) -> None:
    """One more code behind the last one that the column takes."""
    bind = op.get_bind()
    if bind.dialect.name == "sqlite":
        _rebuild(table)
        return
    name = op.f(f"ck_{table}_{column}")
    query = f"SELECT pg_get_constraintdef(oid) FROM pg_constraint WHERE conname = '{name}'"  # noqa: S608 - our own names
    told = bind.exec_driver_sql(query).scalar_one()
    codes = re.findall(r"'(\w+)'::", told)
    op.drop_constraint(name, table)
    listed = ", ".join(f"'{code}'" for code in [*codes, AFTER])
    op.create_check_constraint(name, table, f"{column} IN ({listed})")


def _rebuild(table: str) -> None:
    """SQLite changes no constraint of a table: it is made anew, with all that hung on it."""
    bind = op.get_bind()
    query = f"SELECT type, sql FROM sqlite_master WHERE tbl_name = '{table}' AND sql IS NOT NULL"  # noqa: S608 - our own names
    rows = bind.exec_driver_sql(query).all()
    made = next(row.sql for row in rows if row.type == "table")
    if made.count(BEFORE) != 1:
        raise RuntimeError(f"{table} is not as the migrations made it")
    new = made.replace(table, f"{table}_new", 1).replace(BEFORE, f"{BEFORE}, '{AFTER}'")
    bind.exec_driver_sql(new)
    bind.exec_driver_sql(f"INSERT INTO {table}_new SELECT * FROM {table}")  # noqa: S608 - our own names
    bind.exec_driver_sql(f"DROP TABLE {table}")
    bind.exec_driver_sql(f"ALTER TABLE {table}_new RENAME TO {table}")
    for row in rows:
        if row.type != "table":
            bind.exec_driver_sql(row.sql)
