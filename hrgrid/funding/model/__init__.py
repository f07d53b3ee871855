"""The tables of funding."""

from hrgrid.funding.model.budgets import Allotment, Budget, BudgetAct, BudgetMove, FundItem
from hrgrid.funding.model.grants import GrantLine, GrantRun
from hrgrid.funding.model.ledger import LedgerEntry, LedgerMonth, LedgerSum, Posting
from hrgrid.funding.model.pay import (
    BankFile,
    PayAccount,
    PayEntry,
    PayLine,
    PayPeriod,
    PayPerson,
)

__all__ = [
    "Allotment",
    "BankFile",
    "Budget",
    "BudgetAct",
    "BudgetMove",
    "FundItem",
    "GrantLine",
    "GrantRun",
    "LedgerEntry",
    "LedgerMonth",
    "LedgerSum",
    "PayAccount",
    "PayEntry",
    "PayLine",
    "PayPeriod",
    "PayPerson",
    "Posting",
]
