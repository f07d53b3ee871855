"""The words of funding: where money comes from, what it is for, how it moves (rules.md 5)."""

from __future__ import annotations

from hrgrid.core.labelled import Labelled


class Heading(Labelled):
    """分配科目: the columns of the allocation table, and where what is spent is held against."""

    PAY = "pay", "薪酬保障"
    TRAINING = "training", "培训竞赛"
    EQUIPMENT = "equipment", "装备公示"
    STAR = "star", "星级奖励"
    HONOUR = "honour", "表彰"
    RESERVE = "reserve", "机动"


class Source(Labelled):
    """Whose money it is."""

    PROVINCE = "province", "省级"
    CITY = "city", "市级"
    DISTRICT = "district", "区级"
    STREET = "street", "镇街"
    OTHER = "other", "其他"


class ActKind(Labelled):
    """What a paper about the budget does; every change is a new one."""

    ISSUE = "issue", "年初预算"
    AMEND = "amend", "预算调整"
    GIVE = "give", "分给下级"
    ALLOT = "allot", "安排到科目"
    TRANSFER = "transfer", "单位间调剂"
    CARRY = "carry", "上年结转"
    RETURN = "return", "收回"


class ActState(Labelled):
    """A paper counts once it is approved, and stays."""

    DRAFT = "draft", "待审批"
    APPROVED = "approved", "已审批"
    VOID = "void", "已作废"


ACT_ARROWS = {
    ActState.DRAFT: (ActState.APPROVED, ActState.VOID),
    ActState.APPROVED: (),
    ActState.VOID: (),
}


class Proration(Labelled):
    """How a grid's year is cut where no worker was in post all year."""

    YEAR = "year", "按全年", "按基准日在册的网格，整年计算。"
    MONTH = "month", "按月", "按有专职网格员在岗的月份计算，当月有在岗即算一个月。"
    DAY = "day", "按日", "按有专职网格员在岗的天数计算。"


class GrantState(Labelled):
    """A computation of the grants of a year; a new one takes the place of the applied one."""

    DRAFT = "draft", "已测算"
    APPLIED = "applied", "已采用"
    REPLACED = "replaced", "已被替代"


GRANT_ARROWS = {
    GrantState.DRAFT: (GrantState.APPLIED, GrantState.REPLACED),
    GrantState.APPLIED: (GrantState.REPLACED,),
    GrantState.REPLACED: (),
}


class PayItem(Labelled):
    """What a month's pay is made of; deductions are below zero."""

    BASE = "base", "基本报酬"
    PERFORMANCE = "performance", "绩效报酬"
    SENIORITY = "seniority", "工龄"
    TRANSPORT = "transport", "通讯补贴"
    STAR = "star", "星级奖励"
    COVER = "cover", "代管补贴"
    BONUS = "bonus", "其他应发"
    LEAVE = "leave", "请假扣减"
    DEDUCTION = "deduction", "其他扣减"
    TOP_UP = "top_up", "最低工资补足"
    OWN_SHARE = "own_share", "个人社保公积金"
    EMPLOYER_SHARE = "employer_share", "单位社保公积金"


EARNED = (
    PayItem.BASE,
    PayItem.PERFORMANCE,
    PayItem.SENIORITY,
    PayItem.TRANSPORT,
    PayItem.STAR,
    PayItem.COVER,
    PayItem.BONUS,
    PayItem.TOP_UP,
)
DEDUCTED = (PayItem.LEAVE, PayItem.DEDUCTION)
BY_HAND = (PayItem.BONUS, PayItem.DEDUCTION, PayItem.OWN_SHARE, PayItem.EMPLOYER_SHARE)


class PayKind(Labelled):
    """Whether a line pays the month, pays a month before, or takes a line back."""

    PAY = "pay", "当月"
    BACK = "back", "补发"
    REVERSAL = "reversal", "冲回"


class PayState(Labelled):
    """Where the pay of a month stands (model.md 7)."""

    OPEN = "open", "待计算"
    CALCULATED = "calculated", "待复核"
    REVIEWED = "reviewed", "待审批"
    APPROVED = "approved", "待发放"
    PAID = "paid", "已发放"
    LOCKED = "locked", "已锁定"


PAY_ARROWS = {
    PayState.OPEN: (PayState.CALCULATED,),
    PayState.CALCULATED: (PayState.OPEN, PayState.REVIEWED),
    PayState.REVIEWED: (PayState.OPEN, PayState.APPROVED),
    PayState.APPROVED: (PayState.PAID,),
    PayState.PAID: (PayState.LOCKED,),
    PayState.LOCKED: (),
}
COMPUTED_IN = (PayState.OPEN, PayState.CALCULATED)
"""Where lines may still be written and taken out."""


class Account(Labelled):
    """Where money stands; a debit is above zero, a credit below, a posting sums to zero."""

    APPROPRIATION = "appropriation", "财政拨款"
    QUOTA = "quota", "可用经费"
    EXPENSE = "expense", "经费支出"
    PAYABLE = "payable", "应付薪酬"
    WITHHELD = "withheld", "代扣代缴"


class PostingKind(Labelled):
    """What a posting is about."""

    OPENING = "opening", "期初余额"
    BUDGET = "budget", "预算下达"
    TRANSFER = "transfer", "经费调剂"
    EXPENSE = "expense", "经费支出"
    PAY = "pay", "工资计提"
    PAYMENT = "payment", "工资发放"
    SETTLEMENT = "settlement", "离岗结算"
    RETURN = "return", "缴回"
    REVERSAL = "reversal", "红字冲正"


class PostingState(Labelled):
    """A posted row never changes; what was wrong is reversed by another."""

    DRAFT = "draft", "待复核"
    POSTED = "posted", "已记账"
    VOID = "void", "已作废"


POSTING_ARROWS = {
    PostingState.DRAFT: (PostingState.POSTED, PostingState.VOID),
    PostingState.POSTED: (),
    PostingState.VOID: (),
}


class MonthState(Labelled):
    """Whether a month of the ledger takes rows."""

    OPEN = "open", "可记账"
    LOCKED = "locked", "已结账"


class BankFileState(Labelled):
    """Whether a file for the bank counts."""

    MADE = "made", "有效"
    VOID = "void", "已作废"


class Carry(Labelled):
    """What becomes of money left on 31 December."""

    CARRY = "carry", "结转下年"
    RETURN = "return", "收回"
