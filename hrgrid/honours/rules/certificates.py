"""How the certificates of a campaign are numbered and found again (rules.md 8)."""

from __future__ import annotations

from hrgrid.honours.rules.words import Tier

_CODES = {Tier.PIONEER: ("XF", 3), Tier.EXCELLENT: ("YX", 3), Tier.SKILLED: ("NS", 4)}
_KIND = "网格"


def code_of_tier(tier: Tier) -> str:
    """XF, YX or NS."""
    return _CODES[tier][0]


def digits_of_tier(tier: Tier) -> int:
    """How many digits its numbers have at least."""
    return _CODES[tier][1]


def prefix_of(office_mark: str) -> str:
    """What numbers begin with: 苏政法网格."""
    return f"{office_mark}{_KIND}"


def batch_of(campaign_id: int) -> str:
    """The key of a campaign's certificates."""
    return f"campaign:{campaign_id}"


def campaign_of_batch(batch: str) -> int | None:
    """The campaign of a batch; None where the batch is of another room."""
    kind, _, number = batch.partition(":")
    return int(number) if kind == "campaign" and number.isdecimal() else None


def source_of(grant_id: int) -> str:
    """The key of what a certificate is given for."""
    return f"honour:{grant_id}"
