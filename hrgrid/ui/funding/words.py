"""Words of the page of funding."""

from __future__ import annotations

TOPIC = "funding"
OVERVIEW, BUDGETS, GRANTS, PAY, LEDGER = "overview", "budgets", "grants", "pay", "ledger"
