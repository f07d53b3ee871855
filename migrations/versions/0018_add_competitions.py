"""Add competitions: events, entrants, rankings, prizes, protests and re-scores."""

import sqlalchemy as sa
from alembic import op

from hrgrid.storage.triggers import AtMostOne, Trigger

revision = "0018"
down_revision = "0017"

ROW_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
PLAIN = sa.String().with_variant(sa.String(collation="C"), "postgresql")

GUARDS = (
    Trigger("competition_keeps_delete", "competition", "DELETE"),
    Trigger(
        "competition_goes_forward",
        "competition",
        "UPDATE",
        (
            "OLD.state <> NEW.state AND NOT ((OLD.state = 'draft' AND NEW.state IN "
            "('entry_open', 'cancelled')) OR (OLD.state = 'entry_open' AND NEW.state "
            "IN ('draft', 'running', 'cancelled')) OR (OLD.state = 'running' AND "
            "NEW.state IN ('entry_open', 'scoring_closed', 'cancelled')) OR (OLD.state "
            "= 'scoring_closed' AND NEW.state IN ('running', 'checked', 'cancelled')) "
            "OR (OLD.state = 'checked' AND NEW.state IN ('running', 'locked', "
            "'cancelled')) OR (OLD.state = 'locked' AND NEW.state IN ('published')) OR "
            "(OLD.state = 'published' AND NEW.state IN ('awarded', 'archived')) OR (OLD.state "
            "= 'awarded' AND NEW.state IN ('archived')))"
        ),
    ),
    Trigger(
        "competition_rule_stays",
        "competition",
        "UPDATE",
        "OLD.rule <> NEW.rule AND OLD.state NOT IN ('draft', 'entry_open')",
        ("rule",),
    ),
    Trigger(
        "competition_unsettled",
        "competition",
        "UPDATE",
        (
            "NEW.state = 'locked' AND OLD.state <> 'locked' AND (EXISTS (SELECT 1 FROM "
            "competition_protest WHERE competition_protest.competition_id = NEW.id AND "
            "competition_protest.state IN ('filed', 'accepted')) OR NOT EXISTS (SELECT "
            "1 FROM competition_run WHERE competition_run.competition_id = NEW.id AND "
            "competition_run.state = 'applied') OR EXISTS (SELECT 1 FROM panel JOIN "
            "competition_event AS own ON panel.subject = 'competition:' || "
            "own.competition_id || ':' || own.code WHERE own.competition_id = NEW.id "
            "AND panel.state = 'open'))"
        ),
    ),
    Trigger(
        "competition_unawarded",
        "competition",
        "UPDATE",
        (
            "NEW.state = 'archived' AND OLD.state = 'published' AND EXISTS (SELECT 1 FROM "
            "competition_prize WHERE competition_prize.competition_id = NEW.id AND "
            "competition_prize.places > 0)"
        ),
    ),
    Trigger(
        "competition_entrant_fixed_insert",
        "competition_entrant",
        "INSERT",
        (
            "(SELECT state FROM competition WHERE competition.id = NEW.competition_id) "
            "IN ('locked', 'published', 'awarded', 'archived')"
        ),
    ),
    Trigger(
        "competition_entrant_fixed_delete",
        "competition_entrant",
        "DELETE",
        (
            "(SELECT state FROM competition WHERE competition.id = OLD.competition_id) "
            "NOT IN ('draft', 'entry_open')"
        ),
    ),
    Trigger(
        "competition_entrant_team_insert",
        "competition_entrant",
        "INSERT",
        (
            "EXISTS (SELECT 1 FROM competition_entrant AS team WHERE team.id = "
            "NEW.team_id AND (team.side <> 'team' OR team.competition_id <> "
            "NEW.competition_id))"
        ),
    ),
    Trigger(
        "competition_entrant_team_update",
        "competition_entrant",
        "UPDATE",
        (
            "EXISTS (SELECT 1 FROM competition_entrant AS team WHERE team.id = "
            "NEW.team_id AND (team.side <> 'team' OR team.competition_id <> "
            "NEW.competition_id))"
        ),
    ),
    Trigger(
        "competition_entrant_stays_update",
        "competition_entrant",
        "UPDATE",
        "OLD.competition_id <> NEW.competition_id OR OLD.side <> NEW.side",
    ),
    Trigger(
        "competition_event_stays_insert",
        "competition_event",
        "INSERT",
        (
            "(SELECT state FROM competition WHERE competition.id = NEW.competition_id) "
            "NOT IN ('draft', 'entry_open')"
        ),
    ),
    Trigger(
        "competition_event_stays_delete",
        "competition_event",
        "DELETE",
        (
            "(SELECT state FROM competition WHERE competition.id = OLD.competition_id) "
            "NOT IN ('draft', 'entry_open')"
        ),
    ),
    Trigger(
        "competition_event_stays_update",
        "competition_event",
        "UPDATE",
        (
            "(SELECT state FROM competition WHERE competition.id = OLD.competition_id) "
            "NOT IN ('draft', 'entry_open') AND (OLD.code <> NEW.code OR OLD.kind <> "
            "NEW.kind OR OLD.side <> NEW.side OR OLD.sort_order <> NEW.sort_order OR "
            "OLD.person_bp <> NEW.person_bp OR OLD.team_bp <> NEW.team_bp OR "
            "OLD.time_limit IS DISTINCT FROM NEW.time_limit)"
        ),
    ),
    Trigger("competition_lot_keeps_update", "competition_lot", "UPDATE"),
    Trigger("competition_lot_keeps_delete", "competition_lot", "DELETE"),
    Trigger("competition_lot_keeps_truncate", "competition_lot", "TRUNCATE"),
    Trigger(
        "competition_prize_awarded_insert",
        "competition_prize",
        "INSERT",
        (
            "(SELECT state FROM competition WHERE competition.id = NEW.competition_id) "
            "IN ('awarded', 'archived')"
        ),
    ),
    Trigger(
        "competition_prize_awarded_update",
        "competition_prize",
        "UPDATE",
        (
            "(SELECT state FROM competition WHERE competition.id = OLD.competition_id) "
            "IN ('awarded', 'archived')"
        ),
    ),
    Trigger(
        "competition_prize_awarded_delete",
        "competition_prize",
        "DELETE",
        (
            "(SELECT state FROM competition WHERE competition.id = OLD.competition_id) "
            "IN ('awarded', 'archived')"
        ),
    ),
    AtMostOne(
        "ux_competition_run_one_applied",
        "competition_run",
        ("competition_id",),
        "state = 'applied'",
    ),
    Trigger("competition_run_keeps_delete", "competition_run", "DELETE"),
    Trigger("competition_run_void_stays", "competition_run", "UPDATE", "OLD.state = 'void'"),
    Trigger("competition_step_keeps_update", "competition_step", "UPDATE"),
    Trigger("competition_step_keeps_delete", "competition_step", "DELETE"),
    Trigger("competition_step_keeps_truncate", "competition_step", "TRUNCATE"),
    AtMostOne(
        "ux_competition_award_one_entrant",
        "competition_award",
        ("prize_id", "entrant_id"),
        "state = 'held' AND entrant_id IS NOT NULL",
    ),
    AtMostOne(
        "ux_competition_award_one_area",
        "competition_award",
        ("prize_id", "area_id"),
        "state = 'held' AND area_id IS NOT NULL",
    ),
    Trigger("competition_award_keeps_delete", "competition_award", "DELETE"),
    Trigger(
        "competition_award_stays_update",
        "competition_award",
        "UPDATE",
        (
            "OLD.prize_id <> NEW.prize_id OR OLD.entrant_id IS DISTINCT FROM "
            "NEW.entrant_id OR OLD.area_id IS DISTINCT FROM NEW.area_id OR OLD.state = "
            "'withdrawn'"
        ),
    ),
    Trigger("competition_line_keeps_update", "competition_line", "UPDATE"),
    Trigger("competition_line_keeps_delete", "competition_line", "DELETE"),
    Trigger("competition_line_keeps_truncate", "competition_line", "TRUNCATE"),
    Trigger("competition_protest_keeps_delete", "competition_protest", "DELETE"),
    Trigger(
        "competition_protest_goes_forward",
        "competition_protest",
        "UPDATE",
        (
            "OLD.state <> NEW.state AND NOT ((OLD.state = 'filed' AND NEW.state IN "
            "('accepted', 'refused')) OR (OLD.state = 'accepted' AND NEW.state IN "
            "('upheld', 'denied')))"
        ),
    ),
    Trigger(
        "competition_protest_stays_update",
        "competition_protest",
        "UPDATE",
        (
            "OLD.entrant_id <> NEW.entrant_id OR OLD.content <> NEW.content OR "
            "OLD.filed_by <> NEW.filed_by OR OLD.state IN ('refused', 'upheld', "
            "'denied')"
        ),
    ),
    Trigger(
        "event_point_closed_insert",
        "event_point",
        "INSERT",
        (
            "(SELECT panel.state FROM panel JOIN competition_event AS own ON own.id = "
            "NEW.event_id WHERE panel.subject = 'competition:' || own.competition_id "
            "|| ':' || own.code) = 'closed'"
        ),
    ),
    Trigger(
        "event_point_stays_update",
        "event_point",
        "UPDATE",
        (
            "((SELECT panel.state FROM panel JOIN competition_event AS own ON own.id = "
            "OLD.event_id WHERE panel.subject = 'competition:' || own.competition_id "
            "|| ':' || own.code) = 'closed') OR OLD.event_id <> NEW.event_id OR "
            "OLD.entrant_id <> NEW.entrant_id OR OLD.seq <> NEW.seq OR OLD.round <> "
            "NEW.round OR OLD.milli <> NEW.milli OR OLD.label <> NEW.label"
        ),
    ),
    Trigger("event_point_keeps_delete", "event_point", "DELETE"),
    Trigger(
        "event_time_closed_insert",
        "event_time",
        "INSERT",
        (
            "(SELECT panel.state FROM panel JOIN competition_event AS own ON own.id = "
            "NEW.event_id WHERE panel.subject = 'competition:' || own.competition_id "
            "|| ':' || own.code) = 'closed'"
        ),
    ),
    Trigger(
        "event_time_closed_update",
        "event_time",
        "UPDATE",
        (
            "(SELECT panel.state FROM panel JOIN competition_event AS own ON own.id = "
            "OLD.event_id WHERE panel.subject = 'competition:' || own.competition_id "
            "|| ':' || own.code) = 'closed'"
        ),
    ),
    Trigger(
        "event_time_closed_delete",
        "event_time",
        "DELETE",
        (
            "(SELECT panel.state FROM panel JOIN competition_event AS own ON own.id = "
            "OLD.event_id WHERE panel.subject = 'competition:' || own.competition_id "
            "|| ':' || own.code) = 'closed'"
        ),
    ),
    AtMostOne(
        "ux_competition_rescore_one_open",
        "competition_rescore",
        ("competition_id",),
        "state = 'open'",
    ),
    Trigger("competition_rescore_keeps_delete", "competition_rescore", "DELETE"),
    Trigger("competition_rescore_ended", "competition_rescore", "UPDATE", "OLD.state <> 'open'"),
    Trigger(
        "competition_rescore_early",
        "competition_rescore",
        "INSERT",
        (
            "(SELECT state FROM competition WHERE competition.id = NEW.competition_id) "
            "NOT IN ('locked', 'published', 'awarded', 'archived')"
        ),
    ),
    Trigger(
        "panel_of_competition_update",
        "panel",
        "UPDATE",
        (
            "OLD.state = 'closed' AND NEW.state = 'open' AND EXISTS (SELECT 1 FROM "
            "competition_event AS own JOIN competition ON competition.id = "
            "own.competition_id WHERE NEW.subject = 'competition:' || "
            "own.competition_id || ':' || own.code AND competition.state <> 'running' "
            "AND NOT EXISTS (SELECT 1 FROM competition_rescore WHERE "
            "competition_rescore.competition_id = competition.id AND "
            "competition_rescore.state = 'open' AND competition_rescore.approval_words "
            "<> ''))"
        ),
    ),
    Trigger(
        "rescore_change_ended_insert",
        "rescore_change",
        "INSERT",
        (
            "(SELECT state FROM competition_rescore WHERE competition_rescore.id = "
            "NEW.rescore_id) <> 'open'"
        ),
    ),
    Trigger(
        "rescore_change_ended_update",
        "rescore_change",
        "UPDATE",
        (
            "(SELECT state FROM competition_rescore WHERE competition_rescore.id = "
            "OLD.rescore_id) <> 'open'"
        ),
    ),
    Trigger(
        "rescore_change_ended_delete",
        "rescore_change",
        "DELETE",
        (
            "(SELECT state FROM competition_rescore WHERE competition_rescore.id = "
            "OLD.rescore_id) <> 'open'"
        ),
    ),
)


def _code(name: str, *codes: str) -> sa.Enum:
    return sa.Enum(*codes, name=name, native_enum=False, create_constraint=True)


def _reference(table: str, column: str, target: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [target], name=op.f(f"fk_{table}_{column}"))


def upgrade() -> None:
    op.create_table(
        "competition",
        sa.Column("id", ROW_ID, nullable=False),
        sa.Column("number", sa.String(length=40), nullable=False),
        sa.Column("title", sa.String(length=80), nullable=False),
        sa.Column("level", _code("level", "town", "district", "city", "province"), nullable=False),
        sa.Column("area_path", sa.String(length=400), nullable=False),
        sa.Column("organiser", sa.String(length=80), nullable=False),
        sa.Column("place", sa.String(length=80), nullable=False),
        sa.Column("first_day", sa.Date(), nullable=False),
        sa.Column("last_day", sa.Date(), nullable=False),
        sa.Column("next_id", ROW_ID, nullable=True),
        sa.Column("advancing", sa.BigInteger(), nullable=False),
        sa.Column("rule", sa.Text(), nullable=False),
        sa.Column("protest_minutes", sa.BigInteger(), nullable=False),
        sa.Column(
            "state",
            _code(
                "state",
                "draft",
                "entry_open",
                "running",
                "scoring_closed",
                "checked",
                "locked",
                "published",
                "awarded",
                "archived",
                "cancelled",
            ),
            nullable=False,
        ),
        sa.Column("prizes_set", sa.Boolean(), nullable=False),
        sa.Column("posted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("proposer_id", ROW_ID, nullable=True),
        sa.Column("locked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("approval_words", sa.Text(), nullable=False),
        sa.Column("document_no", sa.String(length=80), nullable=False),
        sa.Column("published_on", sa.Date(), nullable=True),
        sa.Column("cancel_reason", sa.String(length=200), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("row_hash", sa.BigInteger(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.CheckConstraint(
            "state <> 'cancelled' OR cancel_reason <> ''", name=op.f("ck_competition_cancelled_why")
        ),
        sa.CheckConstraint(
            "advancing >= 0 AND protest_minutes >= 0",
            name=op.f("ck_competition_counts_not_negative"),
        ),
        sa.CheckConstraint("last_day >= first_day", name=op.f("ck_competition_days_in_order")),
        sa.CheckConstraint(
            (
                "state NOT IN ('locked', 'published', 'awarded', 'archived') OR "
                "(approval_words <> '' AND locked_at IS NOT NULL)"
            ),
            name=op.f("ck_competition_fixed_with_approval"),
        ),
        sa.CheckConstraint("number <> '' AND title <> ''", name=op.f("ck_competition_named")),
        sa.CheckConstraint(
            "next_id IS NULL OR next_id <> id", name=op.f("ck_competition_next_is_another")
        ),
        sa.CheckConstraint(
            "prizes_set OR state NOT IN ('awarded', 'archived')",
            name=op.f("ck_competition_prizes_known"),
        ),
        sa.CheckConstraint(
            (
                "state NOT IN ('published', 'awarded', 'archived') OR (document_no <> '' "
                "AND published_on IS NOT NULL)"
            ),
            name=op.f("ck_competition_published_with_document"),
        ),
        _reference("competition", "next_id", "competition.id"),
        _reference("competition", "proposer_id", "operator.id"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_competition")),
        sa.UniqueConstraint("number", name=op.f("uq_competition_number")),
    )
    op.create_table(
        "competition_entrant",
        sa.Column("id", ROW_ID, nullable=False),
        sa.Column("competition_id", ROW_ID, nullable=False),
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.Column("side", _code("side", "person", "team"), nullable=False),
        sa.Column("person_id", ROW_ID, nullable=True),
        sa.Column("team_id", ROW_ID, nullable=True),
        sa.Column("member_role", _code("member_role", "regular", "substitute"), nullable=True),
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("unit", sa.String(length=120), nullable=False),
        sa.Column("area_id", ROW_ID, nullable=True),
        sa.Column("guest", sa.Boolean(), nullable=False),
        sa.Column("from_id", ROW_ID, nullable=True),
        sa.Column("state", _code("state", "entered", "withdrawn", "disqualified"), nullable=False),
        sa.Column("state_reason", sa.String(length=200), nullable=False),
        sa.Column("row_hash", sa.BigInteger(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.CheckConstraint(
            "(team_id IS NULL) = (member_role IS NULL)",
            name=op.f("ck_competition_entrant_member_has_role"),
        ),
        sa.CheckConstraint("name <> ''", name=op.f("ck_competition_entrant_named")),
        sa.CheckConstraint("number >= 1", name=op.f("ck_competition_entrant_number_from_one")),
        sa.CheckConstraint(
            "(state = 'entered') = (state_reason = '')",
            name=op.f("ck_competition_entrant_state_has_reason"),
        ),
        sa.CheckConstraint(
            "side = 'person' OR team_id IS NULL",
            name=op.f("ck_competition_entrant_team_in_no_team"),
        ),
        sa.CheckConstraint(
            "side = 'person' OR person_id IS NULL",
            name=op.f("ck_competition_entrant_team_is_no_person"),
        ),
        _reference("competition_entrant", "competition_id", "competition.id"),
        _reference("competition_entrant", "person_id", "person.id"),
        _reference("competition_entrant", "team_id", "competition_entrant.id"),
        _reference("competition_entrant", "area_id", "area.id"),
        _reference("competition_entrant", "from_id", "competition_entrant.id"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_competition_entrant")),
        sa.UniqueConstraint(
            "competition_id", "number", name=op.f("uq_competition_entrant_competition_id_number")
        ),
        sa.UniqueConstraint(
            "competition_id",
            "person_id",
            name=op.f("uq_competition_entrant_competition_id_person_id"),
        ),
        sa.UniqueConstraint(
            "competition_id", "from_id", name=op.f("uq_competition_entrant_competition_id_from_id")
        ),
    )
    op.create_index(
        "ix_competition_entrant_person", "competition_entrant", ["person_id"], unique=False
    )
    op.create_index("ix_competition_entrant_team", "competition_entrant", ["team_id"], unique=False)
    op.create_table(
        "competition_event",
        sa.Column("id", ROW_ID, nullable=False),
        sa.Column("competition_id", ROW_ID, nullable=False),
        sa.Column("code", sa.String(length=20), nullable=False),
        sa.Column("title", sa.String(length=40), nullable=False),
        sa.Column(
            "kind",
            _code("kind", "written", "practical", "on_stage", "team", "quick_fire", "risk"),
            nullable=False,
        ),
        sa.Column("side", _code("side", "person", "team"), nullable=False),
        sa.Column("sort_order", _code("sort_order", "high", "low"), nullable=False),
        sa.Column("sort", sa.BigInteger(), nullable=False),
        sa.Column("person_bp", sa.BigInteger(), nullable=False),
        sa.Column("team_bp", sa.BigInteger(), nullable=False),
        sa.Column("time_limit", sa.BigInteger(), nullable=True),
        sa.Column("held_on", sa.Date(), nullable=True),
        sa.Column("held_at", sa.String(length=40), nullable=False),
        sa.Column("place", sa.String(length=80), nullable=False),
        sa.Column("draw_seed", sa.String(length=80), nullable=False),
        sa.Column("draw_sha256", sa.String(length=64), nullable=False),
        sa.Column("row_hash", sa.BigInteger(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.CheckConstraint(
            "code NOT IN ('person', 'team')", name=op.f("ck_competition_event_code_free")
        ),
        sa.CheckConstraint(
            "(draw_seed = '') = (draw_sha256 = '')", name=op.f("ck_competition_event_draw_whole")
        ),
        sa.CheckConstraint("code <> '' AND title <> ''", name=op.f("ck_competition_event_named")),
        sa.CheckConstraint(
            "side = 'person' OR person_bp = 0",
            name=op.f("ck_competition_event_team_event_weighs_for_teams"),
        ),
        sa.CheckConstraint("time_limit > 0", name=op.f("ck_competition_event_time_limit_positive")),
        sa.CheckConstraint(
            "person_bp BETWEEN 0 AND 10000 AND team_bp BETWEEN 0 AND 10000",
            name=op.f("ck_competition_event_weights"),
        ),
        _reference("competition_event", "competition_id", "competition.id"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_competition_event")),
        sa.UniqueConstraint(
            "competition_id", "code", name=op.f("uq_competition_event_competition_id_code")
        ),
    )
    op.create_table(
        "competition_lot",
        sa.Column("id", ROW_ID, nullable=False),
        sa.Column("competition_id", ROW_ID, nullable=False),
        sa.Column("ranking", sa.String(length=20), nullable=False),
        sa.Column("tied", sa.Text(), nullable=False),
        sa.Column("result", sa.Text(), nullable=False),
        sa.Column("method", _code("method", "physical", "seed"), nullable=False),
        sa.Column("input_hash", sa.String(length=64), nullable=False),
        sa.Column("seed", sa.String(length=80), nullable=False),
        sa.Column("witnesses", sa.String(length=200), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("made_by", sa.String(length=80), nullable=False),
        sa.Column("row_hash", sa.BigInteger(), nullable=False),
        sa.CheckConstraint(
            "method <> 'seed' OR seed <> ''", name=op.f("ck_competition_lot_seed_given")
        ),
        sa.CheckConstraint("witnesses <> ''", name=op.f("ck_competition_lot_witnessed")),
        _reference("competition_lot", "competition_id", "competition.id"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_competition_lot")),
    )
    op.create_index(
        "ix_competition_lot_competition", "competition_lot", ["competition_id"], unique=False
    )
    op.create_table(
        "competition_prize",
        sa.Column("id", ROW_ID, nullable=False),
        sa.Column("competition_id", ROW_ID, nullable=False),
        sa.Column("ranking", sa.String(length=20), nullable=False),
        sa.Column("label", sa.String(length=40), nullable=False),
        sa.Column("places", sa.BigInteger(), nullable=False),
        sa.Column("sort", sa.BigInteger(), nullable=False),
        sa.Column("row_hash", sa.BigInteger(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("label <> ''", name=op.f("ck_competition_prize_named")),
        sa.CheckConstraint("places >= 0", name=op.f("ck_competition_prize_places_not_negative")),
        _reference("competition_prize", "competition_id", "competition.id"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_competition_prize")),
        sa.UniqueConstraint(
            "competition_id",
            "ranking",
            "label",
            name=op.f("uq_competition_prize_competition_id_ranking_label"),
        ),
    )
    op.create_table(
        "competition_run",
        sa.Column("id", ROW_ID, nullable=False),
        sa.Column("competition_id", ROW_ID, nullable=False),
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.Column("rule_sha256", sa.String(length=64), nullable=False),
        sa.Column("input_hash", sa.String(length=64), nullable=False),
        sa.Column("output_hash", sa.String(length=64), nullable=False),
        sa.Column("state", _code("state", "applied", "void"), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("made_by", sa.String(length=80), nullable=False),
        sa.Column("row_hash", sa.BigInteger(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.CheckConstraint(
            "number = 1 OR reason <> ''", name=op.f("ck_competition_run_again_has_reason")
        ),
        sa.CheckConstraint("number >= 1", name=op.f("ck_competition_run_number_from_one")),
        _reference("competition_run", "competition_id", "competition.id"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_competition_run")),
        sa.UniqueConstraint(
            "competition_id", "number", name=op.f("uq_competition_run_competition_id_number")
        ),
    )
    op.create_table(
        "competition_step",
        sa.Column("competition_id", ROW_ID, nullable=False),
        sa.Column("seq", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column(
            "state",
            _code(
                "state",
                "draft",
                "entry_open",
                "running",
                "scoring_closed",
                "checked",
                "locked",
                "published",
                "awarded",
                "archived",
                "cancelled",
            ),
            nullable=False,
        ),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("made_by", sa.String(length=80), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("document_no", sa.String(length=80), nullable=False),
        sa.CheckConstraint("seq >= 1", name=op.f("ck_competition_step_seq_from_one")),
        _reference("competition_step", "competition_id", "competition.id"),
        sa.PrimaryKeyConstraint("competition_id", "seq", name=op.f("pk_competition_step")),
    )
    op.create_table(
        "outside_result",
        sa.Column("id", ROW_ID, nullable=False),
        sa.Column("person_id", ROW_ID, nullable=False),
        sa.Column("title", sa.String(length=120), nullable=False),
        sa.Column("event_title", sa.String(length=40), nullable=False),
        sa.Column("level", _code("level", "town", "district", "city", "province"), nullable=False),
        sa.Column("side", _code("side", "person", "team"), nullable=False),
        sa.Column("organiser", sa.String(length=80), nullable=False),
        sa.Column("held_on", sa.Date(), nullable=False),
        sa.Column("rank", sa.BigInteger(), nullable=True),
        sa.Column("prize", sa.String(length=40), nullable=False),
        sa.Column("document_no", sa.String(length=80), nullable=False),
        sa.Column("evidence_sha256", sa.String(length=64), nullable=True),
        sa.Column("from_id", ROW_ID, nullable=True),
        sa.Column("row_hash", sa.BigInteger(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.CheckConstraint(
            "document_no <> '' OR evidence_sha256 IS NOT NULL",
            name=op.f("ck_outside_result_evidence_given"),
        ),
        sa.CheckConstraint("rank >= 1", name=op.f("ck_outside_result_rank_from_one")),
        sa.CheckConstraint("title <> ''", name=op.f("ck_outside_result_title_given")),
        _reference("outside_result", "person_id", "person.id"),
        _reference("outside_result", "evidence_sha256", "attachment.sha256"),
        _reference("outside_result", "from_id", "competition.id"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outside_result")),
        sa.UniqueConstraint(
            "person_id",
            "title",
            "event_title",
            "held_on",
            name=op.f("uq_outside_result_person_id_title_event_title_held_on"),
        ),
    )
    op.create_index("ix_outside_result_person", "outside_result", ["person_id"], unique=False)
    op.create_table(
        "competition_line",
        sa.Column("run_id", ROW_ID, nullable=False),
        sa.Column("ranking", sa.String(length=20), nullable=False),
        sa.Column("entrant_id", ROW_ID, nullable=False),
        sa.Column("total_num", sa.Text(), nullable=True),
        sa.Column("total_den", sa.BigInteger(), nullable=True),
        sa.Column("shown", sa.BigInteger(), nullable=True),
        sa.Column("rank", sa.BigInteger(), nullable=True),
        sa.Column("tied", sa.Boolean(), nullable=False),
        sa.Column("note", sa.String(length=200), nullable=False),
        sa.Column("explain", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "(total_num IS NULL) = (total_den IS NULL)",
            name=op.f("ck_competition_line_fraction_or_none"),
        ),
        sa.CheckConstraint("total_den > 0", name=op.f("ck_competition_line_fraction_whole")),
        sa.CheckConstraint(
            "rank IS NULL OR shown IS NOT NULL", name=op.f("ck_competition_line_rank_has_total")
        ),
        _reference("competition_line", "run_id", "competition_run.id"),
        _reference("competition_line", "entrant_id", "competition_entrant.id"),
        sa.PrimaryKeyConstraint(
            "run_id", "ranking", "entrant_id", name=op.f("pk_competition_line")
        ),
    )
    op.create_index("ix_competition_line_entrant", "competition_line", ["entrant_id"], unique=False)
    op.create_table(
        "competition_protest",
        sa.Column("id", ROW_ID, nullable=False),
        sa.Column("competition_id", ROW_ID, nullable=False),
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.Column("event_id", ROW_ID, nullable=True),
        sa.Column("entrant_id", ROW_ID, nullable=False),
        sa.Column("filed_by", sa.String(length=80), nullable=False),
        sa.Column("filed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column(
            "state",
            _code("state", "filed", "accepted", "refused", "upheld", "denied"),
            nullable=False,
        ),
        sa.Column("finding", sa.Text(), nullable=False),
        sa.Column("decided_by", sa.String(length=80), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("scan_sha256", sa.String(length=64), nullable=True),
        sa.Column("row_hash", sa.BigInteger(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.CheckConstraint(
            "(finding = '') = (decided_by = '')",
            name=op.f("ck_competition_protest_decided_by_somebody"),
        ),
        sa.CheckConstraint(
            "(state IN ('filed', 'accepted')) = (finding = '')",
            name=op.f("ck_competition_protest_decided_with_finding"),
        ),
        sa.CheckConstraint(
            "filed_by <> '' AND content <> ''", name=op.f("ck_competition_protest_filed_whole")
        ),
        sa.CheckConstraint("number >= 1", name=op.f("ck_competition_protest_number_from_one")),
        _reference("competition_protest", "competition_id", "competition.id"),
        _reference("competition_protest", "event_id", "competition_event.id"),
        _reference("competition_protest", "entrant_id", "competition_entrant.id"),
        _reference("competition_protest", "scan_sha256", "attachment.sha256"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_competition_protest")),
        sa.UniqueConstraint(
            "competition_id", "number", name=op.f("uq_competition_protest_competition_id_number")
        ),
    )
    op.create_table(
        "event_point",
        sa.Column("id", ROW_ID, nullable=False),
        sa.Column("event_id", ROW_ID, nullable=False),
        sa.Column("entrant_id", ROW_ID, nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=False),
        sa.Column("round", sa.BigInteger(), nullable=False),
        sa.Column("milli", sa.BigInteger(), nullable=False),
        sa.Column("label", sa.String(length=40), nullable=False),
        sa.Column("undone_reason", sa.Text(), nullable=False),
        sa.Column("keyed_by", sa.String(length=80), nullable=False),
        sa.Column("keyed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("row_hash", sa.BigInteger(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("seq >= 1 AND round >= 1", name=op.f("ck_event_point_counted_from_one")),
        _reference("event_point", "event_id", "competition_event.id"),
        _reference("event_point", "entrant_id", "competition_entrant.id"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_event_point")),
        sa.UniqueConstraint("event_id", "seq", name=op.f("uq_event_point_event_id_seq")),
    )
    op.create_index("ix_event_point_entrant", "event_point", ["entrant_id"], unique=False)
    op.create_table(
        "event_time",
        sa.Column("event_id", ROW_ID, nullable=False),
        sa.Column("entrant_id", ROW_ID, nullable=False),
        sa.Column("tenths", sa.BigInteger(), nullable=False),
        sa.Column("keyed_by", sa.String(length=80), nullable=False),
        sa.Column("keyed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("row_hash", sa.BigInteger(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("tenths >= 0", name=op.f("ck_event_time_time_not_negative")),
        _reference("event_time", "event_id", "competition_event.id"),
        _reference("event_time", "entrant_id", "competition_entrant.id"),
        sa.PrimaryKeyConstraint("event_id", "entrant_id", name=op.f("pk_event_time")),
    )
    op.create_table(
        "competition_rescore",
        sa.Column("id", ROW_ID, nullable=False),
        sa.Column("competition_id", ROW_ID, nullable=False),
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("protest_id", ROW_ID, nullable=True),
        sa.Column("state", _code("state", "open", "applied", "cancelled"), nullable=False),
        sa.Column("proposer_id", ROW_ID, nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("made_by", sa.String(length=80), nullable=False),
        sa.Column("run_id", ROW_ID, nullable=True),
        sa.Column("approval_words", sa.Text(), nullable=False),
        sa.Column("notice_no", sa.String(length=80), nullable=False),
        sa.Column("cancel_reason", sa.String(length=200), nullable=False),
        sa.Column("row_hash", sa.BigInteger(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.CheckConstraint(
            "(state = 'applied') = (run_id IS NOT NULL)",
            name=op.f("ck_competition_rescore_applied_has_run"),
        ),
        sa.CheckConstraint(
            "state <> 'applied' OR approval_words <> ''",
            name=op.f("ck_competition_rescore_applied_with_approval"),
        ),
        sa.CheckConstraint(
            "state <> 'cancelled' OR cancel_reason <> ''",
            name=op.f("ck_competition_rescore_cancelled_why"),
        ),
        sa.CheckConstraint("number >= 1", name=op.f("ck_competition_rescore_number_from_one")),
        sa.CheckConstraint("reason <> ''", name=op.f("ck_competition_rescore_reason_given")),
        _reference("competition_rescore", "competition_id", "competition.id"),
        _reference("competition_rescore", "protest_id", "competition_protest.id"),
        _reference("competition_rescore", "proposer_id", "operator.id"),
        _reference("competition_rescore", "run_id", "competition_run.id"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_competition_rescore")),
        sa.UniqueConstraint(
            "competition_id", "number", name=op.f("uq_competition_rescore_competition_id_number")
        ),
    )
    op.create_table(
        "competition_award",
        sa.Column("id", ROW_ID, nullable=False),
        sa.Column("competition_id", ROW_ID, nullable=False),
        sa.Column("prize_id", ROW_ID, nullable=False),
        sa.Column("entrant_id", ROW_ID, nullable=True),
        sa.Column("area_id", ROW_ID, nullable=True),
        sa.Column("run_id", ROW_ID, nullable=False),
        sa.Column("rank", sa.BigInteger(), nullable=True),
        sa.Column("reason", sa.String(length=200), nullable=False),
        sa.Column("state", _code("state", "held", "withdrawn"), nullable=False),
        sa.Column("withdraw_reason", sa.String(length=200), nullable=False),
        sa.Column("given_rescore_id", ROW_ID, nullable=True),
        sa.Column("withdrawn_rescore_id", ROW_ID, nullable=True),
        sa.Column("row_hash", sa.BigInteger(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.CheckConstraint(
            "rank IS NOT NULL OR reason <> ''", name=op.f("ck_competition_award_given_why")
        ),
        sa.CheckConstraint(
            "(entrant_id IS NULL) <> (area_id IS NULL)",
            name=op.f("ck_competition_award_one_holder"),
        ),
        sa.CheckConstraint(
            "(state = 'withdrawn') = (withdraw_reason <> '')",
            name=op.f("ck_competition_award_withdrawn_why"),
        ),
        sa.CheckConstraint(
            "withdrawn_rescore_id IS NULL OR state = 'withdrawn'",
            name=op.f("ck_competition_award_withdrawn_by_rescore"),
        ),
        _reference("competition_award", "competition_id", "competition.id"),
        _reference("competition_award", "prize_id", "competition_prize.id"),
        _reference("competition_award", "entrant_id", "competition_entrant.id"),
        _reference("competition_award", "area_id", "area.id"),
        _reference("competition_award", "run_id", "competition_run.id"),
        _reference("competition_award", "given_rescore_id", "competition_rescore.id"),
        _reference("competition_award", "withdrawn_rescore_id", "competition_rescore.id"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_competition_award")),
    )
    op.create_index(
        "ix_competition_award_competition_id", "competition_award", ["competition_id"], unique=False
    )
    op.create_index(
        "ix_competition_award_entrant", "competition_award", ["entrant_id"], unique=False
    )
    op.create_table(
        "rescore_change",
        sa.Column("id", ROW_ID, nullable=False),
        sa.Column("rescore_id", ROW_ID, nullable=False),
        sa.Column(
            "kind",
            _code("kind", "mark", "deduction", "extra", "voided", "point", "time", "status"),
            nullable=False,
        ),
        sa.Column("event_id", ROW_ID, nullable=False),
        sa.Column("entrant_id", ROW_ID, nullable=False),
        sa.Column("seat_no", sa.BigInteger(), nullable=True),
        sa.Column("item_code", sa.String(length=40), nullable=False),
        sa.Column("before", sa.String(length=80), nullable=False),
        sa.Column("value_milli", sa.BigInteger(), nullable=True),
        sa.Column(
            "no_mark", _code("no_mark", "judge_absent", "not_performed", "illegible"), nullable=True
        ),
        sa.Column(
            "status",
            _code("status", "entered", "absent", "withdrawn", "disqualified"),
            nullable=True,
        ),
        sa.Column("adjustment_id", ROW_ID, nullable=True),
        sa.Column("label", sa.String(length=40), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("row_hash", sa.BigInteger(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.CheckConstraint(
            (
                "kind <> 'mark' OR (seat_no IS NOT NULL AND (value_milli IS NULL) <> "
                "(no_mark IS NULL))"
            ),
            name=op.f("ck_rescore_change_mark_or_reason"),
        ),
        sa.CheckConstraint("reason <> ''", name=op.f("ck_rescore_change_reason_given")),
        sa.CheckConstraint(
            "(kind = 'status') = (status IS NOT NULL)", name=op.f("ck_rescore_change_status_given")
        ),
        sa.CheckConstraint(
            "(kind = 'voided') = (adjustment_id IS NOT NULL)",
            name=op.f("ck_rescore_change_voided_what"),
        ),
        _reference("rescore_change", "rescore_id", "competition_rescore.id"),
        _reference("rescore_change", "event_id", "competition_event.id"),
        _reference("rescore_change", "entrant_id", "competition_entrant.id"),
        _reference("rescore_change", "adjustment_id", "panel_adjustment.id"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rescore_change")),
    )
    op.create_index("ix_rescore_change_rescore", "rescore_change", ["rescore_id"], unique=False)
    for each in GUARDS:
        for statement in each.statements(op.get_bind().dialect.name):
            op.get_bind().exec_driver_sql(statement)
