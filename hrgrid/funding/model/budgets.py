"""Budgets down the tree, the papers that change them, and what is set aside for each heading."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    ForeignKey,
    Index,
    String,
    Text,
    UniqueConstraint,
)
from sqlalchemy.orm import Mapped, mapped_column

from hrgrid.funding.rules.words import ACT_ARROWS, ActKind, ActState, Heading, Source
from hrgrid.storage import attachments  # noqa: F401 - foreign keys
from hrgrid.storage.base import ROW_ID, Base, RowHashed, Versioned, code_of, guard
from hrgrid.storage.triggers import Trigger, append_only, off_the_arrows
from hrgrid.storage.violations import says
from hrgrid.workforce.model import people  # noqa: F401 - foreign keys


class FundItem(RowHashed, Versioned, Base):
    """经费科目: what money is spent on; held against its heading.

    `awards` money needs the document that approved the honour.
    """

    __tablename__ = "fund_item"
    __label__ = "经费科目"
    __table_args__ = (CheckConstraint("code <> '' AND label <> ''", name="named"),)

    id: Mapped[int] = mapped_column(ROW_ID, primary_key=True, init=False)
    code: Mapped[str] = mapped_column(String(30), unique=True)
    label: Mapped[str] = mapped_column(String(40), unique=True)
    heading: Mapped[Heading] = mapped_column(code_of(Heading, "heading"))
    awards: Mapped[bool]
    active: Mapped[bool]
    sort: Mapped[int]


guard(
    FundItem,
    Trigger("fund_item_keeps_delete", "fund_item", "DELETE"),
    Trigger(
        "fund_item_stays",
        "fund_item",
        "UPDATE",
        "OLD.code <> NEW.code OR OLD.heading <> NEW.heading",
    ),
)
says("uq_fund_item_code", "已有这个代码的经费科目。请换一个代码")
says("uq_fund_item_label", "已有这个名称的经费科目。请换一个名称")
says("fund_item_keeps_delete", "经费科目不能删除，记过的账还要用到。不再用的请停用")
says("fund_item_stays", "经费科目的代码和归属不能改，记过的账靠它归类。请停用后另建一个")


class Budget(RowHashed, Versioned, Base):
    """What a unit has for a year, in fen: its whole, what of it went down, what has a heading.

    The truth are the moves of approved papers; these sums are kept beside them so that the
    database itself refuses a child above its parent and a heading above the whole.
    """

    __tablename__ = "fund_budget"
    __label__ = "年度经费"
    __table_args__ = (
        UniqueConstraint("year", "area_id"),
        CheckConstraint("year BETWEEN 1990 AND 2999", name="year_written"),
        CheckConstraint("total_fen >= 0", name="total_not_negative"),
        CheckConstraint("given_fen >= 0 AND allotted_fen >= 0", name="parts_not_negative"),
        CheckConstraint("given_fen + allotted_fen <= total_fen", name="parts_within_total"),
        CheckConstraint("parent_id IS NULL OR parent_id <> id", name="not_its_own_parent"),
        Index("ix_fund_budget_parent", "parent_id"),
    )

    id: Mapped[int] = mapped_column(ROW_ID, primary_key=True, init=False)
    year: Mapped[int]
    area_id: Mapped[int] = mapped_column(ForeignKey("area.id"))
    area_path: Mapped[str] = mapped_column(String(400))
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("fund_budget.id"))
    total_fen: Mapped[int] = mapped_column(BigInteger)
    given_fen: Mapped[int] = mapped_column(BigInteger)
    allotted_fen: Mapped[int] = mapped_column(BigInteger)


guard(
    Budget,
    Trigger("fund_budget_keeps_delete", "fund_budget", "DELETE"),
    Trigger(
        "fund_budget_stays",
        "fund_budget",
        "UPDATE",
        "OLD.year <> NEW.year OR OLD.area_id <> NEW.area_id "
        "OR OLD.parent_id IS DISTINCT FROM NEW.parent_id",
    ),
    Trigger(
        "fund_budget_parent_same_year",
        "fund_budget",
        "INSERT",
        "NEW.parent_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM fund_budget AS above "
        "WHERE above.id = NEW.parent_id AND above.year = NEW.year)",
    ),
)
says("uq_fund_budget_year_area_id", "这个单位这一年的经费已经建过。请打开原来的")
says("ck_fund_budget_total_not_negative", "经费总额不能少于 0。请核对调整的金额")
says("ck_fund_budget_parts_not_negative", "分出去的经费不能少于 0。请核对收回的金额")
says(
    "ck_fund_budget_parts_within_total",
    "分给下级的和安排到科目的合起来超过了本单位的经费总额。请核对金额，或先调整预算",
)
says("fund_budget_keeps_delete", "年度经费不能删除。要改请办预算调整")
says("fund_budget_stays", "年度经费的年度、单位和上级不能改。请另建")
says("fund_budget_parent_same_year", "上级经费不是同一年的。请核对年度")


class Allotment(RowHashed, Versioned, Base):
    """What a unit set aside for a heading and what is spent of it, in fen."""

    __tablename__ = "fund_allotment"
    __label__ = "科目安排"
    __table_args__ = (
        CheckConstraint("fen >= 0", name="not_negative"),
        CheckConstraint("spent_fen >= 0", name="spent_not_negative"),
        CheckConstraint("spent_fen <= fen", name="spent_within"),
    )

    budget_id: Mapped[int] = mapped_column(ForeignKey("fund_budget.id"), primary_key=True)
    heading: Mapped[Heading] = mapped_column(code_of(Heading, "heading"), primary_key=True)
    fen: Mapped[int] = mapped_column(BigInteger)
    spent_fen: Mapped[int] = mapped_column(BigInteger)


guard(Allotment, Trigger("fund_allotment_keeps_delete", "fund_allotment", "DELETE"))
says("ck_fund_allotment_not_negative", "科目安排不能少于 0。请核对调剂的金额")
says("ck_fund_allotment_spent_not_negative", "冲回的比支出的多。请核对金额")
says("ck_fund_allotment_spent_within", "支出超过了这个科目安排的经费。请先调剂或调整预算")
says("fund_allotment_keeps_delete", "科目安排不能删除。请办调剂")


class BudgetAct(RowHashed, Versioned, Base):
    """A paper about budgets: made by one, approved by another as the office's policy asks."""

    __tablename__ = "budget_act"
    __label__ = "经费文件"
    __table_args__ = (
        CheckConstraint("title <> ''", name="titled"),
        CheckConstraint("year BETWEEN 1990 AND 2999", name="year_written"),
        CheckConstraint(
            "state <> 'approved' OR (approval_words <> '' AND decided_on IS NOT NULL "
            "AND document_no <> '')",
            name="approved_how",
        ),
        CheckConstraint("state <> 'void' OR void_reason <> ''", name="void_why"),
        Index("ix_budget_act_year", "year", "state"),
    )

    id: Mapped[int] = mapped_column(ROW_ID, primary_key=True, init=False)
    year: Mapped[int]
    kind: Mapped[ActKind] = mapped_column(code_of(ActKind, "kind"))
    area_path: Mapped[str] = mapped_column(String(400))
    title: Mapped[str] = mapped_column(String(120))
    document_no: Mapped[str] = mapped_column(String(80))
    day: Mapped[dt.date]
    why: Mapped[str] = mapped_column(Text)
    scan_sha256: Mapped[str | None] = mapped_column(String(64), ForeignKey("attachment.sha256"))
    state: Mapped[ActState] = mapped_column(code_of(ActState, "state"))
    proposer_id: Mapped[int] = mapped_column(ForeignKey("operator.id"))
    approval_words: Mapped[str] = mapped_column(Text)
    decided_on: Mapped[dt.date | None]
    void_reason: Mapped[str] = mapped_column(String(200))
    made_at: Mapped[dt.datetime]
    made_by: Mapped[str] = mapped_column(String(80))


guard(
    BudgetAct,
    Trigger("budget_act_keeps_delete", "budget_act", "DELETE"),
    Trigger("budget_act_goes_forward", "budget_act", "UPDATE", off_the_arrows(ACT_ARROWS)),
    Trigger("budget_act_stays", "budget_act", "UPDATE", "OLD.state <> 'draft'"),
    Trigger(
        "budget_act_empty",
        "budget_act",
        "UPDATE",
        "NEW.state = 'approved' AND NOT EXISTS (SELECT 1 FROM budget_move "
        "WHERE budget_move.act_id = NEW.id)",
    ),
)
says("budget_act_keeps_delete", "经费文件不能删除。不用了请作废，写明原因")
says("budget_act_goes_forward", "经费文件不能从现在的状态走这一步。请刷新后查看")
says("budget_act_stays", "已经审批或作废的经费文件不能再改。要改请另办一份")
says("budget_act_empty", "这份经费文件里没有一笔金额。请先填写金额")


class BudgetMove(Base):
    """One line of a paper: so much more (or less) for a budget, from whom, or for which heading.

    `other_budget_id` is the budget on the other side; with a `heading` the
    line sets money aside.
    """

    __tablename__ = "budget_move"
    __label__ = "经费变动"
    __table_args__ = (
        CheckConstraint("fen <> 0", name="moves_something"),
        CheckConstraint("seq >= 1", name="seq_from_one"),
        CheckConstraint(
            "other_budget_id IS NULL OR other_budget_id <> budget_id", name="other_side"
        ),
        CheckConstraint(
            "(heading IS NOT NULL AND payer IS NULL AND other_budget_id IS NULL) OR "
            "(heading IS NULL AND (payer IS NULL) <> (other_budget_id IS NULL))",
            name="one_meaning",
        ),
        Index("ix_budget_move_budget", "budget_id"),
        {"sqlite_with_rowid": False},
    )

    act_id: Mapped[int] = mapped_column(ForeignKey("budget_act.id"), primary_key=True)
    seq: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    budget_id: Mapped[int] = mapped_column(ForeignKey("fund_budget.id"))
    heading: Mapped[Heading | None] = mapped_column(code_of(Heading, "heading"))
    payer: Mapped[Source | None] = mapped_column(code_of(Source, "payer"))
    other_budget_id: Mapped[int | None] = mapped_column(ForeignKey("fund_budget.id"))
    fen: Mapped[int] = mapped_column(BigInteger)
    note: Mapped[str] = mapped_column(String(200))


guard(
    BudgetMove,
    *append_only("budget_move"),
    Trigger(
        "budget_move_settled",
        "budget_move",
        "INSERT",
        "(SELECT state FROM budget_act WHERE budget_act.id = NEW.act_id) <> 'draft'",
    ),
)
for _event in ("update", "delete"):
    says(f"budget_move_keeps_{_event}", "经费变动不能改也不能删。请作废这份文件，另办一份")
says("budget_move_settled", "这份经费文件已经审批或作废，不能再加金额。请另办一份")
