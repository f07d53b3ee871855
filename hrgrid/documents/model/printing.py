"""The register of printing: every sheet that left for a printer, and what became of it."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from hrgrid.documents.model import certificates  # noqa: F401 - foreign keys
from hrgrid.documents.rules import PrintReason, SheetState
from hrgrid.storage.base import ROW_ID, Base, RowHashed, Versioned, code_of, guard
from hrgrid.storage.triggers import AtMostOne, Trigger, append_only
from hrgrid.storage.violations import says


class PrintRun(RowHashed, Base):
    """One order to print: with which printer, on which form, fitted how.

    The shift is right and down in tenths of a millimetre, the scale in thousandths.
    """

    __tablename__ = "print_run"
    __label__ = "打印批次"
    __table_args__ = (
        CheckConstraint("printer <> '' AND batch <> ''", name="named"),
        CheckConstraint("scale BETWEEN 500 AND 2000", name="scale_known"),
    )

    id: Mapped[int] = mapped_column(ROW_ID, primary_key=True, init=False)
    batch: Mapped[str] = mapped_column(String(40))
    printer: Mapped[str] = mapped_column(String(200))
    form: Mapped[str] = mapped_column(String(40))
    shift_x: Mapped[int]
    shift_y: Mapped[int]
    scale: Mapped[int]
    made_at: Mapped[dt.datetime]
    made_by: Mapped[str] = mapped_column(String(80))


guard(PrintRun, *append_only("print_run"))


class PrintSheet(RowHashed, Versioned, Base):
    """A sheet with one certificate on it; `turn` is the how-manieth of its number, from 1.

    `reason` is why the number was printed again, `void_reason` why this sheet is no good. What
    was printed before a sheet is void before it: of one number at most one sheet counts.
    """

    __tablename__ = "print_sheet"
    __label__ = "打印登记"
    __table_args__ = (
        UniqueConstraint("certificate_id", "turn"),
        CheckConstraint("turn >= 1 AND pack >= 1", name="counted_from_one"),
        CheckConstraint("turn = 1 OR reason IS NOT NULL", name="again_with_reason"),
        CheckConstraint(
            "reason IS NULL OR reason <> 'other' OR (note IS NOT NULL AND note <> '')",
            name="other_told",
        ),
        CheckConstraint("(state = 'void') = (void_reason IS NOT NULL)", name="void_why"),
        CheckConstraint("(state = 'void') = (void_at IS NOT NULL)", name="void_when"),
        CheckConstraint("(void_at IS NULL) = (void_by IS NULL)", name="void_by_whom"),
        CheckConstraint("state <> 'confirmed' OR confirmed_at IS NOT NULL", name="confirmed_when"),
        CheckConstraint(
            "taken_back_at IS NULL OR (taken_back_by IS NOT NULL AND void_reason IS NOT NULL "
            "AND void_reason NOT IN ('lost', 'not_printed'))",
            name="taken_back_paper",
        ),
        Index("ix_print_sheet_run_id_pack", "run_id", "pack"),
    )

    id: Mapped[int] = mapped_column(ROW_ID, primary_key=True, init=False)
    run_id: Mapped[int] = mapped_column(ForeignKey("print_run.id"))
    pack: Mapped[int]
    certificate_id: Mapped[int] = mapped_column(ForeignKey("certificate.id"))
    turn: Mapped[int]
    reason: Mapped[PrintReason | None] = mapped_column(code_of(PrintReason, "reason"))
    note: Mapped[str | None] = mapped_column(Text)
    state: Mapped[SheetState] = mapped_column(code_of(SheetState, "state"))
    sent_at: Mapped[dt.datetime]
    sent_by: Mapped[str] = mapped_column(String(80))
    confirmed_at: Mapped[dt.datetime | None]
    void_reason: Mapped[PrintReason | None] = mapped_column(code_of(PrintReason, "void_reason"))
    void_at: Mapped[dt.datetime | None]
    void_by: Mapped[str | None] = mapped_column(String(80))
    taken_back_at: Mapped[dt.datetime | None]
    taken_back_by: Mapped[str | None] = mapped_column(String(80))


_SENT_WITH = (
    "run_id",
    "pack",
    "certificate_id",
    "turn",
    "reason",
    "note",
    "sent_at",
    "sent_by",
)
_SETTLED = ("void_reason", "void_at", "void_by")
guard(
    PrintSheet,
    AtMostOne("ux_print_sheet_one_counts", "print_sheet", ("certificate_id",), "state <> 'void'"),
    Trigger("print_sheet_keeps_delete", "print_sheet", "DELETE"),
    Trigger(
        "print_sheet_in_turn",
        "print_sheet",
        "INSERT",
        "NEW.turn > 1 AND NOT EXISTS (SELECT 1 FROM print_sheet AS earlier WHERE "
        "earlier.certificate_id = NEW.certificate_id AND earlier.turn = NEW.turn - 1)",
    ),
    Trigger(
        "print_sheet_in_force",
        "print_sheet",
        "INSERT",
        "EXISTS (SELECT 1 FROM certificate WHERE certificate.id = NEW.certificate_id "
        "AND certificate.state <> 'issued')",
    ),
    Trigger(
        "print_sheet_stays",
        "print_sheet",
        "UPDATE",
        " OR ".join(f"OLD.{name} IS DISTINCT FROM NEW.{name}" for name in _SENT_WITH)
        + " OR (OLD.state = 'void' AND ("
        + " OR ".join(f"OLD.{name} IS DISTINCT FROM NEW.{name}" for name in ("state", *_SETTLED))
        + ")) OR (OLD.state = 'confirmed' AND NEW.state = 'sent') OR (OLD.taken_back_at IS NOT "
        "NULL AND (OLD.taken_back_at IS DISTINCT FROM NEW.taken_back_at OR OLD.taken_back_by IS "
        "DISTINCT FROM NEW.taken_back_by))",
    ),
)
_AGAIN = "这个编号刚被别人送去打印。请刷新后查看打印登记，确实要再打的请选原因"
says("ux_print_sheet_one_counts", _AGAIN)
says("uq_print_sheet_certificate_id_turn", _AGAIN)
says("ck_print_sheet_again_with_reason", "这个编号已打过，再打一次须有原因。请选原因再打")
says("ck_print_sheet_other_told", "原因选了“其他”，请写明是什么原因")
says("print_sheet_in_turn", _AGAIN)
says("print_sheet_in_force", "范围里有刚被撤销或换发的证书，没有打印。请刷新后再打")
says("print_sheet_keeps_delete", "打印登记不能删除。打坏的请登记作废")
says("print_sheet_stays", "打印登记不能改写。打坏的请登记作废，再补打")
