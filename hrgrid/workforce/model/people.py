"""People, their posts and contracts; posts are dated, counts are never stored."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    Index,
    LargeBinary,
    String,
    Text,
)
from sqlalchemy.orm import Mapped, mapped_column

from hrgrid.core.identity import Sex
from hrgrid.storage import attachments  # noqa: F401 - foreign keys
from hrgrid.storage.base import ROW_ID, Base, RowHashed, Sealed, Versioned, code_of, guard
from hrgrid.storage.triggers import AtMostOne, NoOverlap, Trigger
from hrgrid.storage.violations import says
from hrgrid.workforce.model import areas  # noqa: F401 - foreign keys
from hrgrid.workforce.model.parts import PLAIN, in_order
from hrgrid.workforce.rules import (
    Employment,
    Engagement,
    PersonState,
    PostState,
)


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
        Index("ix_person_birth_date", "birth_date"),
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
        in_order(),
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
        in_order(),
        Index("ix_engagement_person", "person_id", "valid_from"),
        Index("ix_engagement_valid_to", "valid_to"),
        Index("ix_engagement_probation_to", "probation_to"),
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
