"""What each grid brings its unit in a year: runs and their lines, none ever overwritten."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from hrgrid.funding.model import budgets  # noqa: F401 - foreign keys
from hrgrid.funding.rules.words import GRANT_ARROWS, GrantState
from hrgrid.storage.base import ROW_ID, Base, RowHashed, Versioned, code_of, guard
from hrgrid.storage.triggers import AtMostOne, Trigger, append_only, off_the_arrows
from hrgrid.storage.violations import says
from hrgrid.workforce.model import people  # noqa: F401 - foreign keys
from hrgrid.workforce.rules import GridKind


class GrantRun(RowHashed, Versioned, Base):
    """The grants of a year below an area, computed once; `day` is up to when posts were read.

    The applied one counts. `act_id` is the paper that set its sums aside for pay.
    """

    __tablename__ = "grant_run"
    __label__ = "按格经费测算"
    __table_args__ = (
        UniqueConstraint("year", "area_id", "number"),
        CheckConstraint("number >= 1", name="number_from_one"),
        CheckConstraint("grid_count >= 0 AND total_fen >= 0", name="sums_not_negative"),
    )

    id: Mapped[int] = mapped_column(ROW_ID, primary_key=True, init=False)
    year: Mapped[int]
    area_id: Mapped[int] = mapped_column(ForeignKey("area.id"))
    area_path: Mapped[str] = mapped_column(String(400))
    number: Mapped[int]
    rule_number: Mapped[int]
    rule_sha256: Mapped[str] = mapped_column(String(64))
    day: Mapped[dt.date]
    state: Mapped[GrantState] = mapped_column(code_of(GrantState, "state"))
    input_hash: Mapped[str] = mapped_column(String(64))
    output_hash: Mapped[str] = mapped_column(String(64))
    grid_count: Mapped[int]
    total_fen: Mapped[int] = mapped_column(BigInteger)
    act_id: Mapped[int | None] = mapped_column(ForeignKey("budget_act.id"))
    made_at: Mapped[dt.datetime]
    made_by: Mapped[str] = mapped_column(String(80))


guard(
    GrantRun,
    AtMostOne("ux_grant_run_applied", "grant_run", ("year", "area_id"), "state = 'applied'"),
    Trigger("grant_run_keeps_delete", "grant_run", "DELETE"),
    Trigger("grant_run_goes_forward", "grant_run", "UPDATE", off_the_arrows(GRANT_ARROWS)),
    Trigger(
        "grant_run_stays",
        "grant_run",
        "UPDATE",
        "OLD.year <> NEW.year OR OLD.area_id <> NEW.area_id OR OLD.number <> NEW.number "
        "OR OLD.rule_sha256 <> NEW.rule_sha256 OR OLD.day <> NEW.day "
        "OR OLD.output_hash <> NEW.output_hash OR OLD.total_fen <> NEW.total_fen "
        "OR OLD.grid_count <> NEW.grid_count",
    ),
)
says("uq_grant_run_year_area_id_number", "有人刚测算过一次，这次没有存。请刷新后再测算")
says("ux_grant_run_applied", "有人刚采用了另一次测算。请刷新后查看")
says("grant_run_keeps_delete", "测算不能删除，已经留底。请另测算一次")
says("grant_run_goes_forward", "这次测算不能从现在的状态走这一步。请刷新后查看")
says("grant_run_stays", "测算的结果不能改。请另测算一次")


class GrantLine(Base):
    """What one grid brings: its kind, its unit, months (or days) that count, fen."""

    __tablename__ = "grant_line"
    __label__ = "按格经费"
    __table_args__ = (
        CheckConstraint("rate_fen >= 0 AND fen >= 0", name="not_negative"),
        CheckConstraint("fen <= rate_fen", name="within_rate"),
        CheckConstraint("months BETWEEN 0 AND 12 AND days BETWEEN 0 AND 366", name="covered"),
        Index("ix_grant_line_area", "run_id", "area_id"),
        {"sqlite_with_rowid": False},
    )

    run_id: Mapped[int] = mapped_column(ForeignKey("grant_run.id"), primary_key=True)
    grid_id: Mapped[int] = mapped_column(ForeignKey("area.id"), primary_key=True)
    area_id: Mapped[int] = mapped_column(ForeignKey("area.id"))
    kind: Mapped[GridKind] = mapped_column(code_of(GridKind, "kind"))
    rate_fen: Mapped[int] = mapped_column(BigInteger)
    months: Mapped[int]
    days: Mapped[int]
    fen: Mapped[int] = mapped_column(BigInteger)


guard(
    GrantLine,
    *append_only("grant_line"),
    Trigger(
        "grant_line_settled",
        "grant_line",
        "INSERT",
        "(SELECT state FROM grant_run WHERE grant_run.id = NEW.run_id) <> 'draft'",
    ),
)
for _event in ("update", "delete"):
    says(f"grant_line_keeps_{_event}", "测算的明细不能改。请另测算一次")
says("grant_line_settled", "这次测算已经采用或被替代，不能再加网格。请另测算一次")
