"""Add areas, people and posts: the tree with dated names, and who holds what since when."""

import sqlalchemy as sa
from alembic import op

from hrgrid.storage.triggers import AtMostOne, NoOverlap, Trigger

revision = "0002"
down_revision = "0001"

ROW_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
PLAIN = sa.String().with_variant(sa.String(collation="C"), "postgresql")

COUNTS = "{row}.state <> 'voided' AND {row}.employment = 'full'"
GUARDS = (
    AtMostOne("ux_area_code", "area", ("code",), "valid_to IS NULL"),
    AtMostOne(
        "ux_post_one_worker_a_grid",
        "post",
        ("area_id",),
        "state = 'active' AND employment = 'full' AND fills_grid",
    ),
    AtMostOne(
        "ux_post_one_full_time_a_person",
        "post",
        ("person_id",),
        "state = 'active' AND employment = 'full'",
    ),
    Trigger("area_keeps_delete", "area", "DELETE", "OLD.import_operation IS NULL"),
    Trigger("person_keeps_delete", "person", "DELETE", "OLD.import_operation IS NULL"),
    Trigger("post_keeps_delete", "post", "DELETE", "OLD.import_operation IS NULL"),
    Trigger(
        "person_after_recovery_code",
        "person",
        "INSERT",
        "NOT EXISTS (SELECT 1 FROM office WHERE recovery_confirmed_at IS NOT NULL)",
    ),
    NoOverlap("ex_area_stand_one_at_a_time", "area_stand", ("area_id",)),
    NoOverlap("ex_post_one_worker_a_grid", "post", ("area_id",), COUNTS + " AND {row}.fills_grid"),
    NoOverlap("ex_post_one_full_time_a_person", "post", ("person_id",), COUNTS),
    NoOverlap(
        "ex_engagement_one_employment",
        "engagement",
        ("person_id",),
        "{row}.kind IN ('contract', 'dispatch')",
    ),
    NoOverlap("ex_stand_in_one_a_grid", "stand_in", ("area_id",)),
)


def upgrade() -> None:
    dialect = op.get_bind().dialect.name
    if dialect == "postgresql":
        op.execute("CREATE EXTENSION IF NOT EXISTS btree_gist")
    op.create_table(
        "post_role",
        sa.Column("code", sa.String(length=30), nullable=False),
        sa.Column("label", sa.String(length=30), nullable=False),
        sa.Column("fills_grid", sa.Boolean(), nullable=False),
        sa.Column("paid", sa.Boolean(), nullable=False),
        sa.Column("front_line", sa.Boolean(), nullable=False),
        sa.Column("may_be_honoured", sa.Boolean(), nullable=False),
        sa.Column("sort", sa.BigInteger(), nullable=False),
        sa.Column("row_hash", sa.BigInteger(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_post_role")),
        sa.UniqueConstraint("label", name=op.f("uq_post_role_label")),
    )
    op.create_table(
        "area",
        sa.Column("id", ROW_ID, nullable=False),
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column(
            "level",
            sa.Enum(
                "city",
                "district",
                "street",
                "zone",
                "community",
                "grid",
                "micro",
                name="level",
                native_enum=False,
                create_constraint=True,
            ),
            nullable=False,
        ),
        sa.Column("sort", sa.BigInteger(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.Column("import_operation", sa.String(length=64), nullable=True),
        sa.Column("row_hash", sa.BigInteger(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("code <> ''", name=op.f("ck_area_code_given")),
        sa.CheckConstraint(
            "valid_to IS NULL OR valid_to > valid_from", name=op.f("ck_area_dates_in_order")
        ),
        sa.ForeignKeyConstraint(
            ["import_operation"], ["operation.id"], name=op.f("fk_area_import_operation")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_area")),
    )
    op.create_index(op.f("ix_area_import_operation"), "area", ["import_operation"], unique=False)
    op.create_table(
        "person",
        sa.Column("id", ROW_ID, nullable=False),
        sa.Column("number", sa.String(length=20), nullable=False),
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("match_key", PLAIN, nullable=False),
        sa.Column("stroke_key", PLAIN, nullable=False),
        sa.Column("pinyin", PLAIN, nullable=False),
        sa.Column("initials", PLAIN, nullable=False),
        sa.Column(
            "sex",
            sa.Enum("male", "female", name="sex", native_enum=False, create_constraint=True),
            nullable=True,
        ),
        sa.Column("birth_date", sa.Date(), nullable=True),
        sa.Column("id_number", sa.LargeBinary(), nullable=True),
        sa.Column("id_mac", sa.LargeBinary(), nullable=True),
        sa.Column("id_masked", sa.String(length=20), nullable=False),
        sa.Column("phone", sa.LargeBinary(), nullable=True),
        sa.Column("phone_mac", sa.LargeBinary(), nullable=True),
        sa.Column("phone_tail_mac", sa.LargeBinary(), nullable=True),
        sa.Column("phone_masked", sa.String(length=20), nullable=False),
        sa.Column("party", sa.String(length=20), nullable=False),
        sa.Column("education", sa.String(length=20), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("photo_sha256", sa.String(length=64), nullable=True),
        sa.Column(
            "state",
            sa.Enum(
                "present",
                "left",
                "deceased",
                "merged",
                name="state",
                native_enum=False,
                create_constraint=True,
            ),
            nullable=False,
        ),
        sa.Column("merged_into_id", ROW_ID, nullable=True),
        sa.Column("import_operation", sa.String(length=64), nullable=True),
        sa.Column("row_hash", sa.BigInteger(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.CheckConstraint(
            "(state = 'merged') = (merged_into_id IS NOT NULL)", name=op.f("ck_person_merged_into")
        ),
        sa.CheckConstraint("name <> ''", name=op.f("ck_person_name_given")),
        sa.CheckConstraint(
            "(id_number IS NULL) = (id_mac IS NULL)", name=op.f("ck_person_id_number_findable")
        ),
        sa.CheckConstraint(
            "(phone IS NULL) = (phone_mac IS NULL)", name=op.f("ck_person_phone_findable")
        ),
        sa.ForeignKeyConstraint(
            ["import_operation"], ["operation.id"], name=op.f("fk_person_import_operation")
        ),
        sa.ForeignKeyConstraint(
            ["merged_into_id"], ["person.id"], name=op.f("fk_person_merged_into_id")
        ),
        sa.ForeignKeyConstraint(
            ["photo_sha256"], ["attachment.sha256"], name=op.f("fk_person_photo_sha256")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_person")),
        sa.UniqueConstraint("id_mac", name=op.f("uq_person_id_mac")),
        sa.UniqueConstraint("number", name=op.f("uq_person_number")),
    )
    op.create_index(
        op.f("ix_person_import_operation"), "person", ["import_operation"], unique=False
    )
    op.create_index(op.f("ix_person_initials"), "person", ["initials"], unique=False)
    op.create_index(op.f("ix_person_match_key"), "person", ["match_key"], unique=False)
    op.create_index(op.f("ix_person_phone_mac"), "person", ["phone_mac"], unique=False)
    op.create_index(op.f("ix_person_phone_tail_mac"), "person", ["phone_tail_mac"], unique=False)
    op.create_index(op.f("ix_person_pinyin"), "person", ["pinyin"], unique=False)
    op.create_index("ix_person_stroke", "person", ["stroke_key", "id"], unique=False)
    op.create_table(
        "area_alias",
        sa.Column("area_id", ROW_ID, nullable=False),
        sa.Column("alias", sa.String(length=80), nullable=False),
        sa.Column("row_hash", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["area_id"], ["area.id"], name=op.f("fk_area_alias_area_id")),
        sa.PrimaryKeyConstraint("area_id", "alias", name=op.f("pk_area_alias")),
    )
    op.create_index(op.f("ix_area_alias_alias"), "area_alias", ["alias"], unique=False)
    op.create_table(
        "area_closure",
        sa.Column("ancestor_id", ROW_ID, nullable=False),
        sa.Column("descendant_id", ROW_ID, nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.Column("depth", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["ancestor_id"], ["area.id"], name=op.f("fk_area_closure_ancestor_id")
        ),
        sa.ForeignKeyConstraint(
            ["descendant_id"], ["area.id"], name=op.f("fk_area_closure_descendant_id")
        ),
        sa.PrimaryKeyConstraint(
            "ancestor_id", "descendant_id", "valid_from", name=op.f("pk_area_closure")
        ),
    )
    op.create_index("ix_area_closure_descendant", "area_closure", ["descendant_id"], unique=False)
    op.create_table(
        "area_stand",
        sa.Column("id", ROW_ID, nullable=False),
        sa.Column("area_id", ROW_ID, nullable=False),
        sa.Column("parent_id", ROW_ID, nullable=True),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("path", PLAIN, nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.Column("row_hash", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("name <> ''", name=op.f("ck_area_stand_name_given")),
        sa.CheckConstraint(
            "parent_id IS NULL OR parent_id <> area_id",
            name=op.f("ck_area_stand_not_its_own_parent"),
        ),
        sa.CheckConstraint(
            "valid_to IS NULL OR valid_to > valid_from", name=op.f("ck_area_stand_dates_in_order")
        ),
        sa.ForeignKeyConstraint(["area_id"], ["area.id"], name=op.f("fk_area_stand_area_id")),
        sa.ForeignKeyConstraint(["parent_id"], ["area.id"], name=op.f("fk_area_stand_parent_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_area_stand")),
    )
    op.create_index("ix_area_stand_area", "area_stand", ["area_id", "valid_from"], unique=False)
    op.create_index(op.f("ix_area_stand_name"), "area_stand", ["name"], unique=False)
    op.create_index("ix_area_stand_parent", "area_stand", ["parent_id"], unique=False)
    op.create_index(op.f("ix_area_stand_path"), "area_stand", ["path"], unique=False)
    op.create_table(
        "bureau",
        sa.Column("id", ROW_ID, nullable=False),
        sa.Column("area_id", ROW_ID, nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("row_hash", sa.BigInteger(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("name <> ''", name=op.f("ck_bureau_name_given")),
        sa.ForeignKeyConstraint(["area_id"], ["area.id"], name=op.f("fk_bureau_area_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bureau")),
        sa.UniqueConstraint("area_id", "name", name=op.f("uq_bureau_area_id_name")),
    )
    op.create_table(
        "engagement",
        sa.Column("id", ROW_ID, nullable=False),
        sa.Column("person_id", ROW_ID, nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "contract",
                "dispatch",
                "part_time",
                "volunteer",
                name="kind",
                native_enum=False,
                create_constraint=True,
            ),
            nullable=False,
        ),
        sa.Column("employer", sa.String(length=80), nullable=False),
        sa.Column("contract_no", sa.String(length=60), nullable=False),
        sa.Column("signed_on", sa.Date(), nullable=True),
        sa.Column("probation_to", sa.Date(), nullable=True),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.Column("import_operation", sa.String(length=64), nullable=True),
        sa.Column("row_hash", sa.BigInteger(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.CheckConstraint(
            "valid_to IS NULL OR valid_to > valid_from", name=op.f("ck_engagement_dates_in_order")
        ),
        sa.ForeignKeyConstraint(
            ["import_operation"], ["operation.id"], name=op.f("fk_engagement_import_operation")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_engagement_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_engagement")),
    )
    op.create_index(
        op.f("ix_engagement_import_operation"), "engagement", ["import_operation"], unique=False
    )
    op.create_index("ix_engagement_person", "engagement", ["person_id", "valid_from"], unique=False)
    op.create_table(
        "grid",
        sa.Column("area_id", ROW_ID, nullable=False),
        sa.Column(
            "kind",
            sa.Enum("general", "dedicated", name="kind", native_enum=False, create_constraint=True),
            nullable=False,
        ),
        sa.Column("households", sa.BigInteger(), nullable=True),
        sa.Column("requires_full_time", sa.Boolean(), nullable=False),
        sa.Column("row_hash", sa.BigInteger(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("households >= 0", name=op.f("ck_grid_households_not_negative")),
        sa.ForeignKeyConstraint(["area_id"], ["area.id"], name=op.f("fk_grid_area_id")),
        sa.PrimaryKeyConstraint("area_id", name=op.f("pk_grid")),
    )
    op.create_table(
        "stand_in",
        sa.Column("id", ROW_ID, nullable=False),
        sa.Column("area_id", ROW_ID, nullable=False),
        sa.Column("person_id", ROW_ID, nullable=False),
        sa.Column("reason", sa.String(length=200), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.Column("row_hash", sa.BigInteger(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.CheckConstraint(
            "valid_to IS NULL OR valid_to > valid_from", name=op.f("ck_stand_in_dates_in_order")
        ),
        sa.ForeignKeyConstraint(["area_id"], ["area.id"], name=op.f("fk_stand_in_area_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_stand_in_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stand_in")),
    )
    op.create_index("ix_stand_in_area", "stand_in", ["area_id", "valid_from"], unique=False)
    op.create_table(
        "post",
        sa.Column("id", ROW_ID, nullable=False),
        sa.Column("person_id", ROW_ID, nullable=False),
        sa.Column("area_id", ROW_ID, nullable=True),
        sa.Column("bureau_id", ROW_ID, nullable=True),
        sa.Column("role", sa.String(length=30), nullable=False),
        sa.Column(
            "employment",
            sa.Enum("full", "part", name="employment", native_enum=False, create_constraint=True),
            nullable=False,
        ),
        sa.Column("fills_grid", sa.Boolean(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "active", "ended", "voided", name="state", native_enum=False, create_constraint=True
            ),
            nullable=False,
        ),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.Column("start_document", sa.String(length=80), nullable=False),
        sa.Column("end_reason", sa.String(length=200), nullable=False),
        sa.Column("void_reason", sa.String(length=200), nullable=False),
        sa.Column("import_operation", sa.String(length=64), nullable=True),
        sa.Column("row_hash", sa.BigInteger(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.CheckConstraint(
            "state <> 'voided' OR void_reason <> ''", name=op.f("ck_post_void_has_reason")
        ),
        sa.CheckConstraint(
            "state = 'voided' OR (state = 'ended') = (valid_to IS NOT NULL)",
            name=op.f("ck_post_end_known"),
        ),
        sa.CheckConstraint(
            "(area_id IS NULL) <> (bureau_id IS NULL)", name=op.f("ck_post_one_place")
        ),
        sa.CheckConstraint(
            "valid_to IS NULL OR valid_to > valid_from", name=op.f("ck_post_dates_in_order")
        ),
        sa.ForeignKeyConstraint(["area_id"], ["area.id"], name=op.f("fk_post_area_id")),
        sa.ForeignKeyConstraint(["bureau_id"], ["bureau.id"], name=op.f("fk_post_bureau_id")),
        sa.ForeignKeyConstraint(
            ["import_operation"], ["operation.id"], name=op.f("fk_post_import_operation")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_post_person_id")),
        sa.ForeignKeyConstraint(["role"], ["post_role.code"], name=op.f("fk_post_role")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_post")),
    )
    op.create_index("ix_post_area", "post", ["area_id", "valid_from"], unique=False)
    op.create_index("ix_post_bureau", "post", ["bureau_id"], unique=False)
    op.create_index(op.f("ix_post_import_operation"), "post", ["import_operation"], unique=False)
    op.create_index("ix_post_person", "post", ["person_id", "valid_from"], unique=False)
    for guard in GUARDS:
        for statement in guard.statements(dialect):
            op.get_bind().exec_driver_sql(statement)
