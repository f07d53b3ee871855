"""How rows of files become the balances with which an office begins."""

from __future__ import annotations

from hrgrid.exchange.service import ImportKind
from hrgrid.funding.columns import BALANCES
from hrgrid.funding.service.imports.balances import apply_balances, undo_balances

_BALANCES = ImportKind(BALANCES, apply_balances, undo_balances)
KINDS = {_BALANCES.code: _BALANCES}

__all__ = ["KINDS"]
