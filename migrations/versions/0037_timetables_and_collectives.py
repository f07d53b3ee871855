"""Keep the timetable of a campaign, and the collective honours that it gives."""

import sqlalchemy as sa
from alembic import op

from hrgrid.storage.triggers import AtMostOne, Trigger

revision = "0037"
down_revision = "0036"

ROW_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")

GUARDS = (
    *(
        Trigger(f"{table}_keeps_{event.lower()}", table, event)
        for table in ("campaign_timetable", "campaign_timetable_stage", "collective_member")
        for event in ("UPDATE", "DELETE", "TRUNCATE")
    ),
    Trigger(
        "campaign_timetable_in_time",
        "campaign_timetable",
        "INSERT",
        "(SELECT state FROM campaign WHERE campaign.id = NEW.campaign_id) = 'archived'",
    ),
    AtMostOne(
        "ux_collective_nominee_named_once",
        "collective_nominee",
        ("campaign_id", "title", "area_id", "team"),
        "state <> 'excluded'",
    ),
    AtMostOne(
        "ux_collective_nominee_one_a_year",
        "collective_nominee",
        ("year", "title", "area_id", "team"),
        "state IN ('chosen', 'decided')",
    ),
    AtMostOne(
        "ux_collective_nominee_place",
        "collective_nominee",
        ("campaign_id", "title", "place"),
        "state IN ('chosen', 'decided')",
    ),
    Trigger(
        "collective_nominee_begins",
        "collective_nominee",
        "INSERT",
        "NEW.state IN ('excluded', 'chosen', 'decided', 'revoked') OR NEW.year <> "
        "(SELECT year FROM campaign WHERE campaign.id = NEW.campaign_id)",
    ),
    Trigger(
        "collective_nominee_goes_forward",
        "collective_nominee",
        "UPDATE",
        "OLD.state <> NEW.state AND NOT ((OLD.state = 'nominated' AND NEW.state IN "
        "('excluded', 'chosen')) OR (OLD.state = 'chosen' AND NEW.state IN ('nominated', "
        "'excluded', 'decided')) OR (OLD.state = 'decided' AND NEW.state IN ('revoked')))",
    ),
    Trigger(
        "collective_nominee_same",
        "collective_nominee",
        "UPDATE",
        "OLD.campaign_id <> NEW.campaign_id OR OLD.title <> NEW.title OR OLD.year <> "
        "NEW.year OR OLD.area_id <> NEW.area_id OR OLD.team <> NEW.team OR OLD.honoured_name "
        "<> NEW.honoured_name",
    ),
    Trigger(
        "collective_nominee_within_places",
        "collective_nominee",
        "UPDATE",
        "NEW.state = 'chosen' AND NEW.place > (SELECT places FROM collective_award WHERE "
        "collective_award.campaign_id = NEW.campaign_id AND collective_award.title = "
        "NEW.title)",
    ),
    Trigger(
        "collective_nominee_with_campaign",
        "collective_nominee",
        "UPDATE",
        "NEW.state = 'decided' AND (SELECT state FROM campaign WHERE campaign.id = "
        "NEW.campaign_id) NOT IN ('decided', 'issued', 'archived')",
    ),
    Trigger(
        "collective_nominee_decided",
        "collective_nominee",
        "UPDATE",
        "OLD.state IN ('decided', 'revoked') AND (OLD.document_no <> NEW.document_no OR "
        "OLD.granted_on <> NEW.granted_on OR OLD.place <> NEW.place OR OLD.meeting_no <> "
        "NEW.meeting_no)",
    ),
    Trigger("collective_nominee_keeps_delete", "collective_nominee", "DELETE"),
)


def _code(name: str, *codes: str) -> sa.Enum:
    return sa.Enum(*codes, name=name, native_enum=False, create_constraint=True)


def upgrade() -> None:
    op.create_table(
        "campaign_timetable",
        sa.Column("campaign_id", ROW_ID, nullable=False),
        sa.Column("number", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("made_by", sa.String(length=80), nullable=False),
        sa.Column("row_hash", sa.BigInteger(), nullable=False),
        sa.CheckConstraint(
            "number = 1 OR reason <> ''", name=op.f("ck_campaign_timetable_later_has_reason")
        ),
        sa.CheckConstraint("number >= 1", name=op.f("ck_campaign_timetable_number_from_one")),
        sa.ForeignKeyConstraint(
            ["campaign_id"], ["campaign.id"], name=op.f("fk_campaign_timetable_campaign_id")
        ),
        sa.PrimaryKeyConstraint("campaign_id", "number", name=op.f("pk_campaign_timetable")),
    )
    op.create_table(
        "campaign_timetable_stage",
        sa.Column("campaign_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("number", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column(
            "stage",
            _code(
                "stage",
                "nominating",
                "eligibility",
                "review",
                "meeting",
                "publicity",
                "decision",
                "certificates",
            ),
            nullable=False,
        ),
        sa.Column("days", sa.BigInteger(), nullable=False),
        sa.Column("begins_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("set_by_hand", sa.Boolean(), nullable=False),
        sa.Column("row_hash", sa.BigInteger(), nullable=False),
        sa.CheckConstraint(
            "days BETWEEN 1 AND 250", name=op.f("ck_campaign_timetable_stage_days_known")
        ),
        sa.CheckConstraint(
            "ends_on >= begins_on", name=op.f("ck_campaign_timetable_stage_ends_after_begin")
        ),
        sa.ForeignKeyConstraint(
            ["campaign_id", "number"],
            ["campaign_timetable.campaign_id", "campaign_timetable.number"],
            name=op.f("fk_campaign_timetable_stage_campaign_id_number"),
        ),
        sa.PrimaryKeyConstraint(
            "campaign_id", "number", "stage", name=op.f("pk_campaign_timetable_stage")
        ),
    )
    op.create_table(
        "collective_award",
        sa.Column("campaign_id", ROW_ID, nullable=False),
        sa.Column("title", sa.String(length=80), nullable=False),
        sa.Column("places", sa.BigInteger(), nullable=False),
        sa.Column("sort", sa.BigInteger(), nullable=False),
        sa.Column("row_hash", sa.BigInteger(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("title <> ''", name=op.f("ck_collective_award_title_given")),
        sa.CheckConstraint(
            "places BETWEEN 1 AND 999", name=op.f("ck_collective_award_places_known")
        ),
        sa.ForeignKeyConstraint(
            ["campaign_id"], ["campaign.id"], name=op.f("fk_collective_award_campaign_id")
        ),
        sa.PrimaryKeyConstraint("campaign_id", "title", name=op.f("pk_collective_award")),
    )
    op.create_table(
        "collective_nominee",
        sa.Column("id", ROW_ID, nullable=False),
        sa.Column("campaign_id", sa.BigInteger(), nullable=False),
        sa.Column("title", sa.String(length=80), nullable=False),
        sa.Column("year", sa.BigInteger(), nullable=False),
        sa.Column("area_id", ROW_ID, nullable=False),
        sa.Column("team", sa.String(length=80), nullable=False),
        sa.Column("honoured_name", sa.String(length=160), nullable=False),
        sa.Column("deeds", sa.Text(), nullable=False),
        sa.Column("unit_rank", sa.BigInteger(), nullable=False),
        sa.Column(
            "state",
            _code("state", "nominated", "excluded", "chosen", "decided", "revoked"),
            nullable=False,
        ),
        sa.Column("votes", sa.BigInteger(), nullable=True),
        sa.Column("place", sa.BigInteger(), nullable=True),
        sa.Column("meeting_no", sa.String(length=80), nullable=False),
        sa.Column("met_on", sa.Date(), nullable=True),
        sa.Column("document_no", sa.String(length=80), nullable=False),
        sa.Column("granted_on", sa.Date(), nullable=True),
        sa.Column("exclude_reason", sa.Text(), nullable=False),
        sa.Column("revoke_reason", sa.Text(), nullable=False),
        sa.Column("revoke_document", sa.String(length=80), nullable=False),
        sa.Column("row_hash", sa.BigInteger(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("honoured_name <> ''", name=op.f("ck_collective_nominee_name_given")),
        sa.CheckConstraint(
            "state <> 'excluded' OR exclude_reason <> ''",
            name=op.f("ck_collective_nominee_excluded_has_reason"),
        ),
        sa.CheckConstraint(
            "state <> 'revoked' OR (revoke_reason <> '' AND revoke_document <> '')",
            name=op.f("ck_collective_nominee_revoked_has_document"),
        ),
        sa.CheckConstraint(
            "state NOT IN ('chosen', 'decided', 'revoked') OR (meeting_no <> '' "
            "AND met_on IS NOT NULL AND "
            "place >= 1)",
            name=op.f("ck_collective_nominee_chosen_by_meeting"),
        ),
        sa.CheckConstraint(
            "state NOT IN ('decided', 'revoked') OR (document_no <> '' AND granted_on IS NOT NULL)",
            name=op.f("ck_collective_nominee_decided_has_document"),
        ),
        sa.CheckConstraint("unit_rank >= 1", name=op.f("ck_collective_nominee_unit_rank_from_one")),
        sa.CheckConstraint("votes >= 0", name=op.f("ck_collective_nominee_votes_counted")),
        sa.ForeignKeyConstraint(
            ["area_id"], ["area.id"], name=op.f("fk_collective_nominee_area_id")
        ),
        sa.ForeignKeyConstraint(
            ["campaign_id", "title"],
            ["collective_award.campaign_id", "collective_award.title"],
            name=op.f("fk_collective_nominee_campaign_id_title"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_collective_nominee")),
    )
    op.create_index(
        "ix_collective_nominee_campaign",
        "collective_nominee",
        ["campaign_id", "title"],
        unique=False,
    )
    op.create_table(
        "collective_member",
        sa.Column("nominee_id", ROW_ID, nullable=False),
        sa.Column("person_id", ROW_ID, nullable=False),
        sa.Column("row_hash", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["nominee_id"], ["collective_nominee.id"], name=op.f("fk_collective_member_nominee_id")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_collective_member_person_id")
        ),
        sa.PrimaryKeyConstraint("nominee_id", "person_id", name=op.f("pk_collective_member")),
    )
    for each in GUARDS:
        for statement in each.statements(op.get_bind().dialect.name):
            op.get_bind().exec_driver_sql(statement)
