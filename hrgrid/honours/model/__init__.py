"""The tables of the ten-hundred-thousand selection."""

from hrgrid.honours.model.campaigns import (
    Campaign,
    CampaignStep,
    CampaignTier,
    DistrictQuota,
    DistrictWeight,
    QuotaRun,
    QuotaStep,
)
from hrgrid.honours.model.nominations import EarlierHonour, EligibilityCheck, Entrant, Nomination
from hrgrid.honours.model.results import (
    HonourGrant,
    HonourPublicity,
    SelectionLine,
    SelectionRun,
    TieDecision,
)

__all__ = [
    "Campaign",
    "CampaignStep",
    "CampaignTier",
    "DistrictQuota",
    "DistrictWeight",
    "EarlierHonour",
    "EligibilityCheck",
    "Entrant",
    "HonourGrant",
    "HonourPublicity",
    "Nomination",
    "QuotaRun",
    "QuotaStep",
    "SelectionLine",
    "SelectionRun",
    "TieDecision",
]
