"""Words of the page of funding."""

from __future__ import annotations

from hrgrid.core.money import format_money
from hrgrid.funding.rules.bridge_steps import share_bp
from hrgrid.funding.rules.words import ActState

TOPIC = "funding"
OVERVIEW, BUDGETS, GRANTS, PAY, LEDGER = "overview", "budgets", "grants", "pay", "ledger"
WARN_BP = (8_000, 9_500)

ACT_CHIPS = {ActState.DRAFT: "warn", ActState.APPROVED: "ok", ActState.VOID: "mute"}


def yuan(fen: int) -> str:
    """Money with its unit."""
    return f"{format_money(fen)} 元"


def money(fen: int) -> str:
    """Money in a column, nothing where there is none."""
    return format_money(fen) if fen else ""


def signed(fen: int) -> str:
    """A change with its sign."""
    return f"+{format_money(fen)}" if fen > 0 else format_money(fen)


def short(fen: int) -> str:
    """Money on a tile: 2,200.00 万, exact to a hundred yuan, else to the fen."""
    return f"{format_money(fen // 10_000)} 万" if fen and not fen % 10_000 else format_money(fen)


def spent_role(part: int, whole: int, warn: tuple[int, ...] = WARN_BP) -> str:
    """The colour of a share that was spent: warned from the first of the shares set on."""
    share = share_bp(part, whole)
    if len(warn) > 1 and share >= warn[1]:
        return "bad"
    return "warn_bar" if warn and share >= warn[0] else "bar"
