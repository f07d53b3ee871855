"""Add panels: judges, whom they mark, and every mark as it was keyed."""

import sqlalchemy as sa
from alembic import op

from hrgrid.storage.triggers import AtMostOne, Trigger

revision = "0013"
down_revision = "0012"

ROW_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
TIME = sa.DateTime(timezone=True)

GUARDS = (
    Trigger("panel_keeps_delete", "panel", "DELETE"),
    Trigger("panel_subject_stays", "panel", "UPDATE", "OLD.subject <> NEW.subject", ("subject",)),
    Trigger(
        "panel_rule_stays",
        "panel",
        "UPDATE",
        "OLD.rule <> NEW.rule AND EXISTS (SELECT 1 FROM panel_mark JOIN panel_keying ON "
        "panel_keying.id = panel_mark.keying_id JOIN panel_sheet ON panel_sheet.id = "
        "panel_keying.sheet_id WHERE panel_sheet.panel_id = OLD.id)",
        ("rule",),
    ),
    Trigger(
        "panel_complete_update",
        "panel",
        "UPDATE",
        "OLD.state = 'open' AND NEW.state = 'closed' AND EXISTS (SELECT 1 FROM "
        "panel_entrant JOIN panel_seat ON panel_seat.panel_id = panel_entrant.panel_id "
        "WHERE panel_entrant.panel_id = NEW.id AND panel_entrant.status = 'entered' AND "
        "panel_seat.state = 'active' AND NOT EXISTS (SELECT 1 FROM panel_recusal WHERE "
        "panel_recusal.seat_id = panel_seat.id AND panel_recusal.entrant_id = "
        "panel_entrant.id) AND NOT EXISTS (SELECT 1 FROM panel_sheet WHERE "
        "panel_sheet.entrant_id = panel_entrant.id AND panel_sheet.seat_no = "
        "panel_seat.seat_no AND panel_sheet.state = 'definitive'))",
    ),
    Trigger(
        "panel_reopened_update",
        "panel",
        "UPDATE",
        "OLD.state = 'closed' AND NEW.state = 'open' AND NEW.opening <> OLD.opening + 1",
    ),
    Trigger(
        "panel_item_stays_insert",
        "panel_item",
        "INSERT",
        "EXISTS (SELECT 1 FROM panel_mark JOIN panel_keying ON panel_keying.id = "
        "panel_mark.keying_id JOIN panel_sheet ON panel_sheet.id = panel_keying.sheet_id "
        "WHERE panel_sheet.panel_id = NEW.panel_id)",
    ),
    Trigger(
        "panel_item_stays_update",
        "panel_item",
        "UPDATE",
        "EXISTS (SELECT 1 FROM panel_mark JOIN panel_keying ON panel_keying.id = "
        "panel_mark.keying_id JOIN panel_sheet ON panel_sheet.id = panel_keying.sheet_id "
        "WHERE panel_sheet.panel_id = OLD.panel_id)",
    ),
    Trigger(
        "panel_item_stays_delete",
        "panel_item",
        "DELETE",
        "EXISTS (SELECT 1 FROM panel_mark JOIN panel_keying ON panel_keying.id = "
        "panel_mark.keying_id JOIN panel_sheet ON panel_sheet.id = panel_keying.sheet_id "
        "WHERE panel_sheet.panel_id = OLD.panel_id)",
    ),
    AtMostOne(
        "ux_panel_seat_one_active", "panel_seat", ("panel_id", "seat_no"), "state = 'active'"
    ),
    AtMostOne(
        "ux_panel_seat_one_a_person",
        "panel_seat",
        ("panel_id", "person_id"),
        "person_id IS NOT NULL",
    ),
    AtMostOne(
        "ux_panel_seat_one_a_name", "panel_seat", ("panel_id", "name", "unit"), "person_id IS NULL"
    ),
    AtMostOne("ux_panel_seat_one_chief", "panel_seat", ("panel_id",), "chief"),
    Trigger(
        "panel_seat_closed_insert",
        "panel_seat",
        "INSERT",
        "(SELECT state FROM panel WHERE panel.id = NEW.panel_id) = 'closed'",
    ),
    Trigger(
        "panel_seat_closed_update",
        "panel_seat",
        "UPDATE",
        "NEW.panel_id <> OLD.panel_id OR (SELECT state FROM panel WHERE panel.id = "
        "OLD.panel_id) = 'closed'",
    ),
    Trigger(
        "panel_seat_closed_delete",
        "panel_seat",
        "DELETE",
        "(SELECT state FROM panel WHERE panel.id = OLD.panel_id) = 'closed'",
    ),
    Trigger(
        "panel_seat_numbered_update",
        "panel_seat",
        "UPDATE",
        "OLD.seat_no <> NEW.seat_no AND EXISTS (SELECT 1 FROM panel_sheet WHERE "
        "panel_sheet.seat_id = OLD.id)",
    ),
    Trigger(
        "panel_seat_struck_update",
        "panel_seat",
        "UPDATE",
        "NEW.state = 'struck' AND EXISTS (SELECT 1 FROM panel_sheet WHERE "
        "panel_sheet.seat_id = OLD.id AND panel_sheet.state IN ('entering', 'checking', "
        "'different', 'definitive'))",
    ),
    AtMostOne(
        "ux_panel_entrant_draw_no", "panel_entrant", ("panel_id", "draw_no"), "draw_no IS NOT NULL"
    ),
    Trigger(
        "panel_entrant_closed_insert",
        "panel_entrant",
        "INSERT",
        "(SELECT state FROM panel WHERE panel.id = NEW.panel_id) = 'closed'",
    ),
    Trigger(
        "panel_entrant_closed_update",
        "panel_entrant",
        "UPDATE",
        "NEW.panel_id <> OLD.panel_id OR (SELECT state FROM panel WHERE panel.id = "
        "OLD.panel_id) = 'closed'",
    ),
    Trigger(
        "panel_entrant_closed_delete",
        "panel_entrant",
        "DELETE",
        "(SELECT state FROM panel WHERE panel.id = OLD.panel_id) = 'closed'",
    ),
    Trigger(
        "panel_recusal_closed_insert",
        "panel_recusal",
        "INSERT",
        "(SELECT state FROM panel WHERE panel.id = NEW.panel_id) = 'closed'",
    ),
    Trigger(
        "panel_recusal_closed_delete",
        "panel_recusal",
        "DELETE",
        "(SELECT state FROM panel WHERE panel.id = OLD.panel_id) = 'closed'",
    ),
    Trigger(
        "panel_recusal_marked_insert",
        "panel_recusal",
        "INSERT",
        "EXISTS (SELECT 1 FROM panel_sheet WHERE panel_sheet.seat_id = NEW.seat_id AND "
        "panel_sheet.entrant_id = NEW.entrant_id AND panel_sheet.state IN ('entering', "
        "'checking', 'different', 'definitive'))",
    ),
    Trigger(
        "panel_recusal_one_panel_insert",
        "panel_recusal",
        "INSERT",
        "EXISTS (SELECT 1 FROM panel WHERE panel.id = NEW.panel_id) AND ((SELECT "
        "panel_id FROM panel_seat WHERE panel_seat.id = NEW.seat_id) <> NEW.panel_id OR "
        "(SELECT panel_id FROM panel_entrant WHERE panel_entrant.id = NEW.entrant_id) <> "
        "NEW.panel_id)",
    ),
    Trigger("panel_recusal_stays_update", "panel_recusal", "UPDATE"),
    AtMostOne(
        "ux_panel_sheet_one_live",
        "panel_sheet",
        ("entrant_id", "seat_no"),
        "state IN ('entering', 'checking', 'different', 'definitive')",
    ),
    Trigger(
        "panel_sheet_closed_insert",
        "panel_sheet",
        "INSERT",
        "(SELECT state FROM panel WHERE panel.id = NEW.panel_id) = 'closed'",
    ),
    Trigger(
        "panel_sheet_closed_update",
        "panel_sheet",
        "UPDATE",
        "NEW.panel_id <> OLD.panel_id OR (SELECT state FROM panel WHERE panel.id = "
        "OLD.panel_id) = 'closed'",
    ),
    Trigger(
        "panel_sheet_one_panel_insert",
        "panel_sheet",
        "INSERT",
        "(EXISTS (SELECT 1 FROM panel WHERE panel.id = NEW.panel_id) AND ((SELECT "
        "panel_id FROM panel_seat WHERE panel_seat.id = NEW.seat_id) <> NEW.panel_id OR "
        "(SELECT panel_id FROM panel_entrant WHERE panel_entrant.id = NEW.entrant_id) <> "
        "NEW.panel_id)) OR (SELECT seat_no FROM panel_seat WHERE panel_seat.id = "
        "NEW.seat_id) <> NEW.seat_no",
    ),
    Trigger(
        "panel_sheet_recused_insert",
        "panel_sheet",
        "INSERT",
        "EXISTS (SELECT 1 FROM panel_recusal WHERE panel_recusal.seat_id = NEW.seat_id "
        "AND panel_recusal.entrant_id = NEW.entrant_id)",
    ),
    Trigger(
        "panel_sheet_seat_insert",
        "panel_sheet",
        "INSERT",
        "(SELECT state FROM panel_seat WHERE panel_seat.id = NEW.seat_id) = 'struck'",
    ),
    Trigger(
        "panel_sheet_entrant_insert",
        "panel_sheet",
        "INSERT",
        "(SELECT status FROM panel_entrant WHERE panel_entrant.id = NEW.entrant_id) <> 'entered'",
    ),
    Trigger(
        "panel_sheet_weights_insert",
        "panel_sheet",
        "INSERT",
        "(SELECT SUM(panel_item.weight_bp) FROM panel_item WHERE panel_item.panel_id = "
        "NEW.panel_id) <> 10000",
    ),
    Trigger("panel_sheet_begins_insert", "panel_sheet", "INSERT", "NEW.state <> 'entering'"),
    Trigger(
        "panel_sheet_stays_update",
        "panel_sheet",
        "UPDATE",
        "OLD.entrant_id <> NEW.entrant_id OR OLD.seat_id <> NEW.seat_id OR OLD.seat_no "
        "<> NEW.seat_no OR OLD.number <> NEW.number OR OLD.reason <> NEW.reason OR "
        "OLD.supersedes_id IS DISTINCT FROM NEW.supersedes_id",
    ),
    Trigger(
        "panel_sheet_final_update",
        "panel_sheet",
        "UPDATE",
        "OLD.state IN ('superseded', 'void') OR (OLD.state = 'definitive' AND NEW.state "
        "NOT IN ('definitive', 'superseded', 'void'))",
    ),
    Trigger(
        "panel_sheet_whole_update",
        "panel_sheet",
        "UPDATE",
        "NEW.state = 'definitive' AND OLD.state <> 'definitive' AND EXISTS (SELECT 1 "
        "FROM panel_item WHERE panel_item.panel_id = NEW.panel_id AND NOT EXISTS (SELECT "
        "1 FROM panel_mark JOIN panel_keying ON panel_keying.id = panel_mark.keying_id "
        "WHERE panel_keying.sheet_id = NEW.id AND panel_keying.state = 'live' AND "
        "panel_mark.item_id = panel_item.id AND panel_keying.pass_no = 1))",
    ),
    Trigger(
        "panel_sheet_second_update",
        "panel_sheet",
        "UPDATE",
        "NEW.state = 'definitive' AND OLD.state <> 'definitive' AND ((SELECT value FROM "
        "policy WHERE policy = 'second_entry') >= 1 OR EXISTS (SELECT 1 FROM "
        "panel_keying WHERE panel_keying.sheet_id = NEW.id AND panel_keying.pass_no = 2 "
        "AND panel_keying.state = 'live')) AND EXISTS (SELECT 1 FROM panel_item WHERE "
        "panel_item.panel_id = NEW.panel_id AND NOT EXISTS (SELECT 1 FROM panel_mark AS "
        "one JOIN panel_keying AS first ON first.id = one.keying_id JOIN panel_keying AS "
        "second ON second.sheet_id = first.sheet_id JOIN panel_mark AS two ON "
        "two.keying_id = second.id AND two.item_id = one.item_id WHERE first.sheet_id = "
        "NEW.id AND first.pass_no = 1 AND first.state = 'live' AND second.pass_no = 2 "
        "AND second.state = 'live' AND one.item_id = panel_item.id AND one.value_milli "
        "IS NOT DISTINCT FROM two.value_milli AND one.no_mark IS NOT DISTINCT FROM "
        "two.no_mark))",
    ),
    Trigger("panel_sheet_keeps_delete", "panel_sheet", "DELETE"),
    AtMostOne(
        "ux_panel_keying_one_a_pass", "panel_keying", ("sheet_id", "pass_no"), "state = 'live'"
    ),
    AtMostOne(
        "ux_panel_keying_other_person",
        "panel_keying",
        ("sheet_id", "keyed_by_id"),
        "state = 'live' AND NOT alone",
    ),
    Trigger(
        "panel_keying_alone_insert",
        "panel_keying",
        "INSERT",
        "NEW.alone AND NEW.state = 'live' AND (SELECT value FROM policy WHERE policy = "
        "'second_entry') >= 1",
    ),
    Trigger(
        "panel_keying_alone_update",
        "panel_keying",
        "UPDATE",
        "NEW.alone AND NEW.state = 'live' AND (SELECT value FROM policy WHERE policy = "
        "'second_entry') >= 1",
    ),
    Trigger(
        "panel_keying_settled_insert",
        "panel_keying",
        "INSERT",
        "EXISTS (SELECT 1 FROM panel_sheet JOIN panel ON panel.id = panel_sheet.panel_id "
        "WHERE panel_sheet.id = NEW.sheet_id AND (panel.state = 'closed' OR "
        "panel_sheet.state IN ('definitive', 'superseded', 'void')))",
    ),
    Trigger(
        "panel_keying_settled_update",
        "panel_keying",
        "UPDATE",
        "OLD.state = 'discarded' OR OLD.sheet_id <> NEW.sheet_id OR OLD.pass_no <> "
        "NEW.pass_no OR EXISTS (SELECT 1 FROM panel_sheet JOIN panel ON panel.id = "
        "panel_sheet.panel_id WHERE panel_sheet.id = OLD.sheet_id AND (panel.state = "
        "'closed' OR panel_sheet.state IN ('definitive', 'superseded', 'void')))",
    ),
    Trigger("panel_keying_keeps_delete", "panel_keying", "DELETE"),
    Trigger(
        "panel_mark_scale_insert",
        "panel_mark",
        "INSERT",
        "EXISTS (SELECT 1 FROM panel_item WHERE panel_item.id = NEW.item_id AND "
        "(NEW.value_milli < 0 OR NEW.value_milli > panel_item.max_milli OR "
        "NEW.value_milli / panel_item.step_milli * panel_item.step_milli <> "
        "NEW.value_milli))",
    ),
    Trigger(
        "panel_mark_scale_update",
        "panel_mark",
        "UPDATE",
        "EXISTS (SELECT 1 FROM panel_item WHERE panel_item.id = NEW.item_id AND "
        "(NEW.value_milli < 0 OR NEW.value_milli > panel_item.max_milli OR "
        "NEW.value_milli / panel_item.step_milli * panel_item.step_milli <> "
        "NEW.value_milli))",
    ),
    Trigger(
        "panel_mark_item_insert",
        "panel_mark",
        "INSERT",
        "(SELECT panel_id FROM panel_item WHERE panel_item.id = NEW.item_id) <> (SELECT "
        "panel_sheet.panel_id FROM panel_keying JOIN panel_sheet ON panel_sheet.id = "
        "panel_keying.sheet_id WHERE panel_keying.id = NEW.keying_id)",
    ),
    Trigger(
        "panel_mark_entrant_insert",
        "panel_mark",
        "INSERT",
        "EXISTS (SELECT 1 FROM panel_keying JOIN panel_sheet ON panel_sheet.id = "
        "panel_keying.sheet_id JOIN panel_entrant ON panel_entrant.id = "
        "panel_sheet.entrant_id WHERE panel_keying.id = NEW.keying_id AND "
        "panel_entrant.status <> 'entered')",
    ),
    Trigger(
        "panel_mark_entrant_update",
        "panel_mark",
        "UPDATE",
        "EXISTS (SELECT 1 FROM panel_keying JOIN panel_sheet ON panel_sheet.id = "
        "panel_keying.sheet_id JOIN panel_entrant ON panel_entrant.id = "
        "panel_sheet.entrant_id WHERE panel_keying.id = NEW.keying_id AND "
        "panel_entrant.status <> 'entered')",
    ),
    Trigger(
        "panel_mark_settled_insert",
        "panel_mark",
        "INSERT",
        "EXISTS (SELECT 1 FROM panel_keying JOIN panel_sheet ON panel_sheet.id = "
        "panel_keying.sheet_id JOIN panel ON panel.id = panel_sheet.panel_id WHERE "
        "panel_keying.id = NEW.keying_id AND (panel.state = 'closed' OR "
        "panel_keying.state = 'discarded' OR panel_sheet.state IN ('definitive', "
        "'superseded', 'void')))",
    ),
    Trigger(
        "panel_mark_settled_update",
        "panel_mark",
        "UPDATE",
        "OLD.keying_id <> NEW.keying_id OR OLD.item_id <> NEW.item_id OR EXISTS (SELECT "
        "1 FROM panel_keying JOIN panel_sheet ON panel_sheet.id = panel_keying.sheet_id "
        "JOIN panel ON panel.id = panel_sheet.panel_id WHERE panel_keying.id = "
        "OLD.keying_id AND (panel.state = 'closed' OR panel_keying.state = 'discarded' "
        "OR panel_sheet.state IN ('definitive', 'superseded', 'void')))",
    ),
    Trigger(
        "panel_mark_settled_delete",
        "panel_mark",
        "DELETE",
        "EXISTS (SELECT 1 FROM panel_keying JOIN panel_sheet ON panel_sheet.id = "
        "panel_keying.sheet_id JOIN panel ON panel.id = panel_sheet.panel_id WHERE "
        "panel_keying.id = OLD.keying_id AND (panel.state = 'closed' OR "
        "panel_keying.state = 'discarded' OR panel_sheet.state IN ('definitive', "
        "'superseded', 'void')))",
    ),
    Trigger(
        "panel_adjustment_closed_insert",
        "panel_adjustment",
        "INSERT",
        "(SELECT state FROM panel WHERE panel.id = NEW.panel_id) = 'closed'",
    ),
    Trigger(
        "panel_adjustment_closed_update",
        "panel_adjustment",
        "UPDATE",
        "NEW.panel_id <> OLD.panel_id OR (SELECT state FROM panel WHERE panel.id = "
        "OLD.panel_id) = 'closed'",
    ),
    Trigger(
        "panel_adjustment_one_panel_insert",
        "panel_adjustment",
        "INSERT",
        "EXISTS (SELECT 1 FROM panel WHERE panel.id = NEW.panel_id) AND ((SELECT "
        "panel_id FROM panel_entrant WHERE panel_entrant.id = NEW.entrant_id) <> "
        "NEW.panel_id)",
    ),
    Trigger(
        "panel_adjustment_stays_update",
        "panel_adjustment",
        "UPDATE",
        "OLD.void_reason <> '' OR OLD.entrant_id <> NEW.entrant_id OR OLD.kind <> "
        "NEW.kind OR OLD.label <> NEW.label OR OLD.milli <> NEW.milli OR OLD.reason <> "
        "NEW.reason",
    ),
    Trigger("panel_adjustment_keeps_delete", "panel_adjustment", "DELETE"),
)


def _code(name: str, *codes: str) -> sa.Enum:
    return sa.Enum(*codes, name=name, native_enum=False, create_constraint=True)


def _reference(table: str, column: str, target: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [target], name=op.f(f"fk_{table}_{column}"))


def _check(table: str, name: str, condition: str) -> sa.CheckConstraint:
    return sa.CheckConstraint(condition, name=op.f(f"ck_{table}_{name}"))


def upgrade() -> None:
    op.create_table(
        "panel",
        sa.Column("id", ROW_ID, nullable=False),
        sa.Column("subject", sa.String(length=60), nullable=False),
        sa.Column("title", sa.String(length=120), nullable=False),
        sa.Column("area_path", sa.String(length=200), nullable=False),
        sa.Column("run_right", sa.String(length=40), nullable=False),
        sa.Column("enter_right", sa.String(length=40), nullable=False),
        sa.Column("rule", sa.Text(), nullable=False),
        sa.Column("state", _code("state", "open", "closed"), nullable=False),
        sa.Column("opening", sa.BigInteger(), nullable=False),
        sa.Column("reopen_reason", sa.Text(), nullable=False),
        sa.Column("closed_at", TIME, nullable=True),
        sa.Column("closed_by", sa.String(length=80), nullable=False),
        sa.Column("made_at", TIME, nullable=False),
        sa.Column("made_by", sa.String(length=80), nullable=False),
        sa.Column("row_hash", sa.BigInteger(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        _check(
            "panel",
            "closed_by_somebody",
            "(state = 'closed') = (closed_at IS NOT NULL) AND (closed_at IS NULL) = "
            "(closed_by = '')",
        ),
        _check("panel", "named", "subject <> '' AND title <> ''"),
        _check("panel", "opening_from_one", "opening >= 1"),
        _check("panel", "reopening_has_reason", "opening = 1 OR reopen_reason <> ''"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_panel")),
        sa.UniqueConstraint("subject", name=op.f("uq_panel_subject")),
    )
    op.create_table(
        "panel_item",
        sa.Column("id", ROW_ID, nullable=False),
        sa.Column("panel_id", ROW_ID, nullable=False),
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("label", sa.String(length=40), nullable=False),
        sa.Column("sort", sa.BigInteger(), nullable=False),
        sa.Column("max_milli", sa.BigInteger(), nullable=False),
        sa.Column("step_milli", sa.BigInteger(), nullable=False),
        sa.Column("weight_bp", sa.BigInteger(), nullable=False),
        sa.Column("row_hash", sa.BigInteger(), nullable=False),
        _check("panel_item", "named", "code <> '' AND label <> ''"),
        _check(
            "panel_item",
            "scale",
            "max_milli > 0 AND step_milli > 0 AND max_milli / step_milli * step_milli = max_milli",
        ),
        _check("panel_item", "weight", "weight_bp BETWEEN 1 AND 10000"),
        _reference("panel_item", "panel_id", "panel.id"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_panel_item")),
        sa.UniqueConstraint("panel_id", "code", name=op.f("uq_panel_item_panel_id_code")),
        sa.UniqueConstraint("panel_id", "sort", name=op.f("uq_panel_item_panel_id_sort")),
    )
    op.create_table(
        "panel_seat",
        sa.Column("id", ROW_ID, nullable=False),
        sa.Column("panel_id", ROW_ID, nullable=False),
        sa.Column("seat_no", sa.BigInteger(), nullable=False),
        sa.Column("person_id", ROW_ID, nullable=True),
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("unit", sa.String(length=120), nullable=False),
        sa.Column("area_id", ROW_ID, nullable=True),
        sa.Column("chief", sa.Boolean(), nullable=False),
        sa.Column("state", _code("state", "active", "replaced", "struck"), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("row_hash", sa.BigInteger(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        _check("panel_seat", "chief_sits", "NOT chief OR state = 'active'"),
        _check("panel_seat", "end_has_reason", "(state = 'active') = (reason = '')"),
        _check("panel_seat", "named", "name <> ''"),
        _check("panel_seat", "seat_no_from_one", "seat_no >= 1"),
        _reference("panel_seat", "area_id", "area.id"),
        _reference("panel_seat", "panel_id", "panel.id"),
        _reference("panel_seat", "person_id", "person.id"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_panel_seat")),
    )
    op.create_index("ix_panel_seat_person_id", "panel_seat", ["person_id"], unique=False)
    op.create_table(
        "panel_entrant",
        sa.Column("id", ROW_ID, nullable=False),
        sa.Column("panel_id", ROW_ID, nullable=False),
        sa.Column("key", sa.String(length=60), nullable=False),
        sa.Column("draw_no", sa.BigInteger(), nullable=True),
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("unit", sa.String(length=120), nullable=False),
        sa.Column("area_id", ROW_ID, nullable=True),
        sa.Column("person_id", ROW_ID, nullable=True),
        sa.Column("guest", sa.Boolean(), nullable=False),
        sa.Column(
            "status",
            _code("status", "entered", "absent", "withdrawn", "disqualified"),
            nullable=False,
        ),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("row_hash", sa.BigInteger(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        _check("panel_entrant", "draw_no_from_one", "draw_no >= 1"),
        _check("panel_entrant", "named", "key <> '' AND name <> ''"),
        _check("panel_entrant", "status_has_reason", "(status = 'entered') = (reason = '')"),
        _reference("panel_entrant", "area_id", "area.id"),
        _reference("panel_entrant", "panel_id", "panel.id"),
        _reference("panel_entrant", "person_id", "person.id"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_panel_entrant")),
        sa.UniqueConstraint("panel_id", "key", name=op.f("uq_panel_entrant_panel_id_key")),
    )
    op.create_index("ix_panel_entrant_person_id", "panel_entrant", ["person_id"], unique=False)
    op.create_table(
        "panel_recusal",
        sa.Column("seat_id", ROW_ID, nullable=False),
        sa.Column("entrant_id", ROW_ID, nullable=False),
        sa.Column("panel_id", ROW_ID, nullable=False),
        sa.Column(
            "ground", _code("ground", "same_unit", "kin", "trainer", "other"), nullable=False
        ),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("made_at", TIME, nullable=False),
        sa.Column("made_by", sa.String(length=80), nullable=False),
        sa.Column("row_hash", sa.BigInteger(), nullable=False),
        _check("panel_recusal", "other_has_note", "ground <> 'other' OR note <> ''"),
        _reference("panel_recusal", "entrant_id", "panel_entrant.id"),
        _reference("panel_recusal", "panel_id", "panel.id"),
        _reference("panel_recusal", "seat_id", "panel_seat.id"),
        sa.PrimaryKeyConstraint("seat_id", "entrant_id", name=op.f("pk_panel_recusal")),
    )
    op.create_index("ix_panel_recusal_entrant", "panel_recusal", ["entrant_id"], unique=False)
    op.create_index("ix_panel_recusal_panel", "panel_recusal", ["panel_id"], unique=False)
    op.create_table(
        "panel_sheet",
        sa.Column("id", ROW_ID, nullable=False),
        sa.Column("panel_id", ROW_ID, nullable=False),
        sa.Column("entrant_id", ROW_ID, nullable=False),
        sa.Column("seat_id", ROW_ID, nullable=False),
        sa.Column("seat_no", sa.BigInteger(), nullable=False),
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.Column(
            "state",
            _code("state", "entering", "checking", "different", "definitive", "superseded", "void"),
            nullable=False,
        ),
        sa.Column("supersedes_id", ROW_ID, nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("void_reason", sa.Text(), nullable=False),
        sa.Column("row_hash", sa.BigInteger(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        _check(
            "panel_sheet",
            "correction_has_reason",
            "supersedes_id IS NULL OR (number > 1 AND reason <> '')",
        ),
        _check("panel_sheet", "number_from_one", "number >= 1"),
        _check("panel_sheet", "void_has_reason", "state <> 'void' OR void_reason <> ''"),
        _reference("panel_sheet", "entrant_id", "panel_entrant.id"),
        _reference("panel_sheet", "panel_id", "panel.id"),
        _reference("panel_sheet", "seat_id", "panel_seat.id"),
        _reference("panel_sheet", "supersedes_id", "panel_sheet.id"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_panel_sheet")),
        sa.UniqueConstraint(
            "entrant_id", "seat_id", "number", name=op.f("uq_panel_sheet_entrant_id_seat_id_number")
        ),
        sa.UniqueConstraint("supersedes_id", name=op.f("uq_panel_sheet_supersedes_id")),
    )
    op.create_index("ix_panel_sheet_panel", "panel_sheet", ["panel_id"], unique=False)
    op.create_index("ix_panel_sheet_seat", "panel_sheet", ["seat_id"], unique=False)
    op.create_table(
        "panel_keying",
        sa.Column("id", ROW_ID, nullable=False),
        sa.Column("sheet_id", ROW_ID, nullable=False),
        sa.Column("pass_no", sa.BigInteger(), nullable=False),
        sa.Column("state", _code("state", "live", "discarded"), nullable=False),
        sa.Column("keyed_by_id", ROW_ID, nullable=False),
        sa.Column("keyed_by", sa.String(length=80), nullable=False),
        sa.Column("keyed_at", TIME, nullable=False),
        sa.Column("alone", sa.Boolean(), nullable=False),
        sa.Column("discard_reason", sa.Text(), nullable=False),
        sa.Column("row_hash", sa.BigInteger(), nullable=False),
        _check("panel_keying", "by_somebody", "keyed_by <> ''"),
        _check(
            "panel_keying", "discard_has_reason", "(state = 'discarded') = (discard_reason <> '')"
        ),
        _check("panel_keying", "pass_no", "pass_no IN (1, 2)"),
        _reference("panel_keying", "keyed_by_id", "operator.id"),
        _reference("panel_keying", "sheet_id", "panel_sheet.id"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_panel_keying")),
    )
    op.create_index("ix_panel_keying_sheet_id", "panel_keying", ["sheet_id"], unique=False)
    op.create_table(
        "panel_mark",
        sa.Column("keying_id", ROW_ID, nullable=False),
        sa.Column("item_id", ROW_ID, nullable=False),
        sa.Column("value_milli", sa.BigInteger(), nullable=True),
        sa.Column(
            "no_mark", _code("no_mark", "judge_absent", "not_performed", "illegible"), nullable=True
        ),
        sa.Column("row_hash", sa.BigInteger(), nullable=False),
        _check("panel_mark", "value_or_reason", "(value_milli IS NULL) <> (no_mark IS NULL)"),
        _reference("panel_mark", "item_id", "panel_item.id"),
        _reference("panel_mark", "keying_id", "panel_keying.id"),
        sa.PrimaryKeyConstraint("keying_id", "item_id", name=op.f("pk_panel_mark")),
    )
    op.create_index("ix_panel_mark_item", "panel_mark", ["item_id"], unique=False)
    op.create_table(
        "panel_adjustment",
        sa.Column("id", ROW_ID, nullable=False),
        sa.Column("panel_id", ROW_ID, nullable=False),
        sa.Column("entrant_id", ROW_ID, nullable=False),
        sa.Column("kind", _code("kind", "deduction", "extra"), nullable=False),
        sa.Column("label", sa.String(length=40), nullable=False),
        sa.Column("milli", sa.BigInteger(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("made_at", TIME, nullable=False),
        sa.Column("made_by", sa.String(length=80), nullable=False),
        sa.Column("void_reason", sa.Text(), nullable=False),
        sa.Column("row_hash", sa.BigInteger(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        _check("panel_adjustment", "milli_positive", "milli > 0"),
        _check("panel_adjustment", "named", "label <> '' AND reason <> ''"),
        _reference("panel_adjustment", "entrant_id", "panel_entrant.id"),
        _reference("panel_adjustment", "panel_id", "panel.id"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_panel_adjustment")),
    )
    op.create_index("ix_panel_adjustment_entrant", "panel_adjustment", ["entrant_id"], unique=False)
    op.create_index("ix_panel_adjustment_panel", "panel_adjustment", ["panel_id"], unique=False)
    dialect = op.get_bind().dialect.name
    for each in GUARDS:
        for statement in each.statements(dialect):
            op.get_bind().exec_driver_sql(statement)
