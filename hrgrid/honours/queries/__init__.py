"""Reads of the honours: campaigns, places, nominees, the list, and why."""

from hrgrid.honours.queries.campaigns import (
    CampaignRow,
    RunRow,
    StepRow,
    campaign,
    campaigns,
    scheme_in,
    steps_of,
)
from hrgrid.honours.queries.candidates import CandidateRow, candidates, changed_facts
from hrgrid.honours.queries.explanation import CheckRow, Explanation, ItemRow, explanation
from hrgrid.honours.queries.quotas import (
    Derivation,
    DerivationRow,
    QuotaRow,
    derivation,
    quota_table,
)
from hrgrid.honours.queries.roster import ChosenRow, GrantRow, chosen, grants, places_in_run

__all__ = [
    "CampaignRow",
    "CandidateRow",
    "CheckRow",
    "ChosenRow",
    "Derivation",
    "DerivationRow",
    "Explanation",
    "GrantRow",
    "ItemRow",
    "QuotaRow",
    "RunRow",
    "StepRow",
    "campaign",
    "campaigns",
    "candidates",
    "changed_facts",
    "chosen",
    "derivation",
    "explanation",
    "grants",
    "places_in_run",
    "quota_table",
    "scheme_in",
    "steps_of",
]
