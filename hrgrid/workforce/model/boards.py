"""The public boards of grids: their texts, whose own number they may show, what was put up."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from hrgrid.storage.base import ROW_ID, Base, RowHashed, Versioned, code_of, guard
from hrgrid.storage.triggers import AtMostOne, NoOverlap, Trigger
from hrgrid.storage.violations import says
from hrgrid.workforce.model import people  # noqa: F401 - foreign keys
from hrgrid.workforce.model.parts import in_order
from hrgrid.workforce.rules.boards import BoardSize, BoardText, ConsentPurpose


class PhoneConsent(RowHashed, Versioned, Base):
    """Somebody's word that his own number may be shown, from `given_on` until he takes it back.

    `document` says which paper he signed; its scan may follow.
    """

    __tablename__ = "phone_consent"
    __label__ = "号码公示同意"
    __table_args__ = (
        CheckConstraint("document <> ''", name="document_given"),
        CheckConstraint(
            "withdrawn_on IS NULL OR withdrawn_on >= given_on", name="withdrawn_afterwards"
        ),
        Index("ix_phone_consent_person", "person_id", "given_on"),
    )

    id: Mapped[int] = mapped_column(ROW_ID, primary_key=True, init=False)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    purpose: Mapped[ConsentPurpose] = mapped_column(code_of(ConsentPurpose, "purpose"))
    given_on: Mapped[dt.date]
    document: Mapped[str] = mapped_column(String(120))
    scan_sha256: Mapped[str | None] = mapped_column(String(64), ForeignKey("attachment.sha256"))
    withdrawn_on: Mapped[dt.date | None]
    made_at: Mapped[dt.datetime]
    made_by: Mapped[str] = mapped_column(String(80))


def _differ(*names: str) -> str:
    return " OR ".join(f"OLD.{name} IS DISTINCT FROM NEW.{name}" for name in names)


guard(
    PhoneConsent,
    AtMostOne(
        "ux_phone_consent_one_open",
        "phone_consent",
        ("person_id", "purpose"),
        "withdrawn_on IS NULL",
    ),
    Trigger("phone_consent_keeps_delete", "phone_consent", "DELETE"),
    # A scan may follow, and the word be taken back, once.
    Trigger(
        "phone_consent_stays",
        "phone_consent",
        "UPDATE",
        _differ("person_id", "purpose", "given_on", "document", "made_at", "made_by")
        + " OR (OLD.scan_sha256 IS NOT NULL AND ("
        + _differ("scan_sha256")
        + ")) OR (OLD.withdrawn_on IS NOT NULL AND ("
        + _differ("withdrawn_on")
        + "))",
    ),
)
says("ux_phone_consent_one_open", "这个人的同意已经登记过，还没有撤回。不用再登记一次")
says("ck_phone_consent_document_given", "没有写依据。请写明同意书的名称或编号")
says("ck_phone_consent_withdrawn_afterwards", "撤回日期早于同意日期。请核对日期")
says("phone_consent_keeps_delete", "同意书的登记不能删除。本人不同意了请登记撤回")
says("phone_consent_stays", "同意书的登记不能改写。登记错了请登记撤回，再重新登记")


class BoardWords(RowHashed, Versioned, Base):
    """A text of the boards at an area, over a time; it holds below as well, unless replaced."""

    __tablename__ = "board_words"
    __label__ = "公示牌用语"
    __table_args__ = (
        in_order(),
        CheckConstraint("value <> ''", name="value_given"),
        Index("ix_board_words_area", "area_id", "valid_from"),
    )

    id: Mapped[int] = mapped_column(ROW_ID, primary_key=True, init=False)
    area_id: Mapped[int] = mapped_column(ForeignKey("area.id"))
    kind: Mapped[BoardText] = mapped_column(code_of(BoardText, "kind"))
    value: Mapped[str] = mapped_column(String(200))
    valid_from: Mapped[dt.date]
    valid_to: Mapped[dt.date | None]


guard(BoardWords, NoOverlap("ex_board_words_one_at_a_time", "board_words", ("area_id", "kind")))
says("ex_board_words_one_at_a_time", "这里在这段时间已有同样的公示牌用语。请改原来的那一条")


class GridBoard(RowHashed, Versioned, Base):
    """A board that was printed: `says` is what stands on it, `sha256` the fingerprint of that.

    `edition` counts the boards of a grid in one size; `as_of` is the day whose people it shows.
    A telephone number stands in `says` masked, with a keyed mark that tells another number.
    """

    __tablename__ = "grid_board"
    __label__ = "公示牌登记"
    __table_args__ = (
        UniqueConstraint("area_id", "board_size", "edition"),
        CheckConstraint("edition >= 1 AND copies >= 1", name="counted_from_one"),
        CheckConstraint("(removed_on IS NULL) = (removed_by IS NULL)", name="removed_by_whom"),
    )

    id: Mapped[int] = mapped_column(ROW_ID, primary_key=True, init=False)
    area_id: Mapped[int] = mapped_column(ForeignKey("area.id"))
    board_size: Mapped[BoardSize] = mapped_column(code_of(BoardSize, "board_size"))
    edition: Mapped[int]
    copies: Mapped[int]
    as_of: Mapped[dt.date]
    says: Mapped[str] = mapped_column(Text)
    sha256: Mapped[str] = mapped_column(String(64))
    issued_at: Mapped[dt.datetime]
    issued_by: Mapped[str] = mapped_column(String(80))
    removed_on: Mapped[dt.date | None]
    removed_by: Mapped[str | None] = mapped_column(String(80))


guard(
    GridBoard,
    Trigger("grid_board_keeps_delete", "grid_board", "DELETE"),
    Trigger(
        "grid_board_stays",
        "grid_board",
        "UPDATE",
        _differ(
            "area_id",
            "board_size",
            "edition",
            "copies",
            "as_of",
            "says",
            "sha256",
            "issued_at",
            "issued_by",
        ),
    ),
)
says("uq_grid_board_area_id_board_size_edition", "这个网格的公示牌刚被别人印过。请刷新后再印")
says("grid_board_keeps_delete", "公示牌的登记不能删除。换下的牌请标记“已换”")
says("grid_board_stays", "公示牌的登记不能改写。内容变了请印新牌")
