"""Areas, people and posts; names, parents and posts are dated, counts are never stored."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    Index,
    LargeBinary,
    String,
    Text,
    UniqueConstraint,
)
from sqlalchemy.orm import Mapped, mapped_column

from hrgrid.core.identity import Sex
from hrgrid.storage.base import ROW_ID, Base, RowHashed, Sealed, Versioned, code_of, guard
from hrgrid.storage.triggers import AtMostOne, NoOverlap, Trigger, append_only
from hrgrid.storage.violations import says
from hrgrid.workforce.rules import (
    ChangeKind,
    Employment,
    Engagement,
    GridKind,
    Level,
    PayEffect,
    PersonState,
    PostState,
)

# Sort keys and paths are compared by plain bytes, whatever the server's language is.
PLAIN = String().with_variant(String(collation="C"), "postgresql")


def _in_order(name: str = "dates_in_order") -> CheckConstraint:
    return CheckConstraint("valid_to IS NULL OR valid_to > valid_from", name=name)


# --- areas ----------------------------------------------------------------------------------


class Area(RowHashed, Versioned, Base):
    """A node of the tree; what it is called and where it hangs stands in AreaStand."""

    __tablename__ = "area"
    __label__ = "区域"
    __table_args__ = (
        CheckConstraint("code <> ''", name="code_given"),
        _in_order(),
    )

    id: Mapped[int] = mapped_column(ROW_ID, primary_key=True, init=False)
    code: Mapped[str] = mapped_column(String(40))
    level: Mapped[Level] = mapped_column(code_of(Level, "level"))
    sort: Mapped[int]
    valid_from: Mapped[dt.date]
    valid_to: Mapped[dt.date | None]
    # The import that brought the row, while it may still be taken back as a whole.
    import_operation: Mapped[str | None] = mapped_column(
        String(64), ForeignKey("operation.id"), index=True
    )


guard(
    Area,
    AtMostOne("ux_area_code", "area", ("code",), "valid_to IS NULL"),
    Trigger("area_keeps_delete", "area", "DELETE", "OLD.import_operation IS NULL"),
)
says("ux_area_code", "这个区域编码已经有在用的区域了。请核对编码，或先停用原来的区域")
says("area_keeps_delete", "区域不能删除，只能停用：以前的人和账还挂在它下面。请改为停用")


class AreaStand(RowHashed, Base):
    """The name and parent of an area over a time; `path` is the codes from the top, each with /."""

    __tablename__ = "area_stand"
    __label__ = "区域名称与隶属"
    __table_args__ = (
        CheckConstraint("name <> ''", name="name_given"),
        _in_order(),
        CheckConstraint("parent_id IS NULL OR parent_id <> area_id", name="not_its_own_parent"),
        Index("ix_area_stand_area", "area_id", "valid_from"),
        Index("ix_area_stand_parent", "parent_id"),
    )

    id: Mapped[int] = mapped_column(ROW_ID, primary_key=True, init=False)
    area_id: Mapped[int] = mapped_column(ForeignKey("area.id"))
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("area.id"))
    name: Mapped[str] = mapped_column(String(80), index=True)
    path: Mapped[str] = mapped_column(PLAIN, index=True)
    valid_from: Mapped[dt.date]
    valid_to: Mapped[dt.date | None]


guard(AreaStand, NoOverlap("ex_area_stand_one_at_a_time", "area_stand", ("area_id",)))
says("ex_area_stand_one_at_a_time", "同一区域在同一天有两个名称或隶属。请核对改动的生效日期")


class AreaClosure(Base):
    """Every ancestor of every area over a time, itself at depth 0: roll-ups of a past day."""

    __tablename__ = "area_closure"
    __label__ = "区域层级"
    __table_args__ = (Index("ix_area_closure_descendant", "descendant_id"),)

    ancestor_id: Mapped[int] = mapped_column(ForeignKey("area.id"), primary_key=True)
    descendant_id: Mapped[int] = mapped_column(ForeignKey("area.id"), primary_key=True)
    valid_from: Mapped[dt.date] = mapped_column(primary_key=True)
    valid_to: Mapped[dt.date | None]
    depth: Mapped[int]


class AreaAlias(RowHashed, Base):
    """Another name that files use for an area (高新区 for 虎丘区)."""

    __tablename__ = "area_alias"
    __label__ = "区域别名"

    area_id: Mapped[int] = mapped_column(ForeignKey("area.id"), primary_key=True)
    alias: Mapped[str] = mapped_column(String(80), primary_key=True, index=True)


class Grid(RowHashed, Versioned, Base):
    """What only grids have; `requires_full_time` is where 一格一员 counts."""

    __tablename__ = "grid"
    __label__ = "网格"
    __table_args__ = (CheckConstraint("households >= 0", name="households_not_negative"),)

    area_id: Mapped[int] = mapped_column(ForeignKey("area.id"), primary_key=True)
    kind: Mapped[GridKind] = mapped_column(code_of(GridKind, "kind"))
    households: Mapped[int | None]
    requires_full_time: Mapped[bool]


class AreaChange(RowHashed, Base):
    """What happened to areas on a day, and by which paper; written last, over its items.

    So the database itself can ask whether the items are whole: nothing comes or goes afterwards.
    """

    __tablename__ = "area_change"
    __label__ = "区域变更"
    __table_args__ = (
        CheckConstraint(
            "reason <> '' OR kind IN ('create', 'rename', 'move')", name="reason_given"
        ),
    )

    id: Mapped[int] = mapped_column(ROW_ID, primary_key=True)
    kind: Mapped[ChangeKind] = mapped_column(code_of(ChangeKind, "kind"))
    effective_on: Mapped[dt.date] = mapped_column(index=True)
    document_no: Mapped[str] = mapped_column(String(80))
    reason: Mapped[str] = mapped_column(String(200))
    operation_id: Mapped[str] = mapped_column(String(64), ForeignKey("operation.id"))


class AreaChangeItem(RowHashed, Base):
    """What of an area went where: no source for a new area, no destination for a closed one."""

    __tablename__ = "area_change_item"
    __label__ = "区域变更明细"
    __table_args__ = (
        CheckConstraint("from_area_id IS NOT NULL OR to_area_id IS NOT NULL", name="from_or_to"),
        CheckConstraint("share_bp BETWEEN 1 AND 10000", name="share_in_range"),
        CheckConstraint("from_area_id IS NOT NULL OR share_bp = 10000", name="new_is_whole"),
        UniqueConstraint("change_id", "from_area_id", "to_area_id"),
        Index("ix_area_change_item_from", "from_area_id"),
        Index("ix_area_change_item_to", "to_area_id"),
    )

    id: Mapped[int] = mapped_column(ROW_ID, primary_key=True, init=False)
    # The change comes after its items: the reference is asked at the commit.
    change_id: Mapped[int] = mapped_column(
        ForeignKey("area_change.id", deferrable=True, initially="DEFERRED")
    )
    from_area_id: Mapped[int | None] = mapped_column(ForeignKey("area.id"))
    to_area_id: Mapped[int | None] = mapped_column(ForeignKey("area.id"))
    share_bp: Mapped[int]


_ITEMS = "SELECT 1 FROM area_change_item AS item WHERE item.change_id = NEW.id"
guard(
    AreaChange,
    *append_only("area_change"),
    Trigger("area_change_has_items", "area_change", "INSERT", f"NOT EXISTS ({_ITEMS})"),
    Trigger(
        "area_change_shares_whole",
        "area_change",
        "INSERT",
        f"EXISTS ({_ITEMS} AND item.from_area_id IS NOT NULL "
        "GROUP BY item.from_area_id HAVING SUM(item.share_bp) <> 10000)",
    ),
)
guard(
    AreaChangeItem,
    *append_only("area_change_item"),
    Trigger(
        "area_change_item_in_time",
        "area_change_item",
        "INSERT",
        "EXISTS (SELECT 1 FROM area_change AS done WHERE done.id = NEW.change_id)",
    ),
)
says("area_change_shares_whole", "从一个网格分出去的份额合计不是 100%。请核对各网格的份额")


class Bureau(RowHashed, Versioned, Base):
    """An office that is no area, where people hold posts: 联动中心, 派出所, 街道机关."""

    __tablename__ = "bureau"
    __label__ = "机关单位"
    __table_args__ = (
        UniqueConstraint("area_id", "name"),
        CheckConstraint("name <> ''", name="name_given"),
    )

    id: Mapped[int] = mapped_column(ROW_ID, primary_key=True, init=False)
    area_id: Mapped[int] = mapped_column(ForeignKey("area.id"))
    name: Mapped[str] = mapped_column(String(80))


# --- people -----------------------------------------------------------------------------------


class PostRole(RowHashed, Versioned, Base):
    """A role of the dictionary with what follows from it."""

    __tablename__ = "post_role"
    __label__ = "岗位字典"

    code: Mapped[str] = mapped_column(String(30), primary_key=True)
    label: Mapped[str] = mapped_column(String(30), unique=True)
    fills_grid: Mapped[bool]
    paid: Mapped[bool]
    front_line: Mapped[bool]
    may_be_honoured: Mapped[bool]
    sort: Mapped[int]


says("uq_post_role_label", "岗位字典里已经有这个名称。请换个名称，或直接用已有的岗位")


class Person(RowHashed, Versioned, Base):
    """A person; the name is never a key, the MAC of the ID number is.

    `stroke_key` sorts by plain byte order. Numbers are sealed; their MACs find them again.
    """

    __tablename__ = "person"
    __label__ = "人员"
    __table_args__ = (
        CheckConstraint("name <> ''", name="name_given"),
        CheckConstraint("(state = 'merged') = (merged_into_id IS NOT NULL)", name="merged_into"),
        CheckConstraint("(id_number IS NULL) = (id_mac IS NULL)", name="id_number_findable"),
        CheckConstraint("(phone IS NULL) = (phone_mac IS NULL)", name="phone_findable"),
        Index("ix_person_stroke", "stroke_key", "id"),
    )

    id: Mapped[int] = mapped_column(ROW_ID, primary_key=True, init=False)
    number: Mapped[str] = mapped_column(String(20), unique=True)
    name: Mapped[str] = mapped_column(String(40))
    match_key: Mapped[str] = mapped_column(PLAIN, index=True)
    stroke_key: Mapped[str] = mapped_column(PLAIN)
    pinyin: Mapped[str] = mapped_column(PLAIN, index=True)
    initials: Mapped[str] = mapped_column(PLAIN, index=True)
    sex: Mapped[Sex | None] = mapped_column(code_of(Sex, "sex"))
    birth_date: Mapped[dt.date | None]
    id_number: Mapped[bytes | None] = mapped_column(Sealed)
    id_mac: Mapped[bytes | None] = mapped_column(LargeBinary, unique=True)
    id_masked: Mapped[str] = mapped_column(String(20))
    phone: Mapped[bytes | None] = mapped_column(Sealed)
    phone_mac: Mapped[bytes | None] = mapped_column(LargeBinary, index=True)
    phone_tail_mac: Mapped[bytes | None] = mapped_column(LargeBinary, index=True)
    phone_masked: Mapped[str] = mapped_column(String(20))
    party: Mapped[str] = mapped_column(String(20))
    education: Mapped[str] = mapped_column(String(20))
    note: Mapped[str] = mapped_column(Text)
    photo_sha256: Mapped[str | None] = mapped_column(String(64), ForeignKey("attachment.sha256"))
    state: Mapped[PersonState] = mapped_column(code_of(PersonState, "state"))
    merged_into_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    # The import that brought the row, while it may still be taken back as a whole.
    import_operation: Mapped[str | None] = mapped_column(
        String(64), ForeignKey("operation.id"), index=True
    )


guard(
    Person,
    Trigger("person_keeps_delete", "person", "DELETE", "OLD.import_operation IS NULL"),
    # The sheet with the recovery code comes first: without it sealed numbers may be lost for good.
    Trigger(
        "person_after_recovery_code",
        "person",
        "INSERT",
        "NOT EXISTS (SELECT 1 FROM office WHERE recovery_confirmed_at IS NOT NULL)",
    ),
)
says("uq_person_id_mac", "这个身份证号已经登记在另一人名下。请核对证件号，或合并重复的人员")
says("uq_person_number", "这个工号已经有人用了。请换一个工号")
says("person_keeps_delete", "人员不能删除：以前的任职和结果还要用到。登记错了请作废任职")
says(
    "person_after_recovery_code",
    "恢复码还没有确认保存，不能登记个人信息。请先在“设置”里打印恢复码并确认",
)


class Post(RowHashed, Versioned, Base):
    """A person in a role at an area or a bureau over a time.

    `fills_grid` is copied from the role when the post begins, so that the index may read it.
    """

    __tablename__ = "post"
    __label__ = "任职"
    __table_args__ = (
        _in_order(),
        CheckConstraint("(area_id IS NULL) <> (bureau_id IS NULL)", name="one_place"),
        CheckConstraint(
            "state = 'voided' OR (state = 'ended') = (valid_to IS NOT NULL)", name="end_known"
        ),
        CheckConstraint("state <> 'voided' OR void_reason <> ''", name="void_has_reason"),
        Index("ix_post_area", "area_id", "valid_from"),
        Index("ix_post_person", "person_id", "valid_from"),
        Index("ix_post_bureau", "bureau_id"),
    )

    id: Mapped[int] = mapped_column(ROW_ID, primary_key=True, init=False)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    area_id: Mapped[int | None] = mapped_column(ForeignKey("area.id"))
    bureau_id: Mapped[int | None] = mapped_column(ForeignKey("bureau.id"))
    role: Mapped[str] = mapped_column(String(30), ForeignKey("post_role.code"))
    employment: Mapped[Employment] = mapped_column(code_of(Employment, "employment"))
    fills_grid: Mapped[bool]
    state: Mapped[PostState] = mapped_column(code_of(PostState, "state"))
    valid_from: Mapped[dt.date]
    valid_to: Mapped[dt.date | None]
    start_document: Mapped[str] = mapped_column(String(80))
    end_reason: Mapped[str] = mapped_column(String(200))
    void_reason: Mapped[str] = mapped_column(String(200))
    # The import that brought the row, while it may still be taken back as a whole.
    import_operation: Mapped[str | None] = mapped_column(
        String(64), ForeignKey("operation.id"), index=True
    )


_COUNTS = "{row}.state <> 'voided' AND {row}.employment = 'full'"
guard(
    Post,
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
    Trigger("post_keeps_delete", "post", "DELETE", "OLD.import_operation IS NULL"),
    NoOverlap(
        "ex_post_one_worker_a_grid",
        "post",
        ("area_id",),
        f"{_COUNTS} AND {{row}}.fills_grid",
    ),
    NoOverlap("ex_post_one_full_time_a_person", "post", ("person_id",), _COUNTS),
)
says("post_keeps_delete", "任职不能删除。登记错了请作废，写明原因")
for _one in ("ux_post_one_worker_a_grid", "ex_post_one_worker_a_grid"):
    says(_one, "这个网格在这段时间已有专职网格员。请先结束他的任职，或选别的网格")
for _one in ("ux_post_one_full_time_a_person", "ex_post_one_full_time_a_person"):
    says(_one, "这个人在这段时间已有专职任职。请先结束那个任职，或改为兼职")


class Contract(RowHashed, Versioned, Base):
    """On what ground a person works for the office, over a time."""

    __tablename__ = "engagement"
    __label__ = "聘用关系"
    __table_args__ = (
        _in_order(),
        Index("ix_engagement_person", "person_id", "valid_from"),
    )

    id: Mapped[int] = mapped_column(ROW_ID, primary_key=True, init=False)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    kind: Mapped[Engagement] = mapped_column(code_of(Engagement, "kind"))
    employer: Mapped[str] = mapped_column(String(80))
    contract_no: Mapped[str] = mapped_column(String(60))
    signed_on: Mapped[dt.date | None]
    probation_to: Mapped[dt.date | None]
    valid_from: Mapped[dt.date]
    valid_to: Mapped[dt.date | None]
    # The import that brought the row, while it may still be taken back as a whole.
    import_operation: Mapped[str | None] = mapped_column(
        String(64), ForeignKey("operation.id"), index=True
    )


guard(
    Contract,
    NoOverlap(
        "ex_engagement_one_employment",
        "engagement",
        ("person_id",),
        "{row}.kind IN ('contract', 'dispatch')",
    ),
)
says(
    "ex_engagement_one_employment",
    "这个人在这段时间已有一份劳动合同或派遣关系。请先核对前一份的终止日期",
)


class StandIn(RowHashed, Versioned, Base):
    """代管: somebody looks after a grid whose worker is away; it fills no quota.

    `allowance_fen` is per month; rows of before nobody asked have no pay effect.
    """

    __tablename__ = "stand_in"
    __label__ = "代管"
    __table_args__ = (
        _in_order(),
        CheckConstraint(
            "(pay_effect IS NOT NULL AND pay_effect = 'allowance') = (allowance_fen IS NOT NULL)",
            name="allowance_given",
        ),
        CheckConstraint("allowance_fen > 0", name="allowance_positive"),
        Index("ix_stand_in_area", "area_id", "valid_from"),
    )

    id: Mapped[int] = mapped_column(ROW_ID, primary_key=True, init=False)
    area_id: Mapped[int] = mapped_column(ForeignKey("area.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    reason: Mapped[str] = mapped_column(String(200))
    valid_from: Mapped[dt.date]
    valid_to: Mapped[dt.date | None]
    pay_effect: Mapped[PayEffect | None] = mapped_column(code_of(PayEffect, "pay_effect"))
    allowance_fen: Mapped[int | None]


guard(StandIn, NoOverlap("ex_stand_in_one_a_grid", "stand_in", ("area_id",)))
says("ex_stand_in_one_a_grid", "这个网格在这段时间已有人代管。请先结束前一次代管")
