"""What spans the rooms: the dashboard's figures, and where vacant grids and found areas lie."""

from hrgrid.overview.queries.figures import (
    LOW_BP,
    HeadcountRow,
    PartRow,
    RoleCountRow,
    StaffingRow,
    headcount,
    people_by_role,
    staffing,
)
from hrgrid.overview.queries.places import (
    LinkRow,
    VacantRow,
    area_chain,
    area_chains,
    vacancies,
)
from hrgrid.overview.queries.selection import CampaignProgress, TierProgress, newest_progress

__all__ = [
    "LOW_BP",
    "CampaignProgress",
    "HeadcountRow",
    "LinkRow",
    "PartRow",
    "RoleCountRow",
    "StaffingRow",
    "TierProgress",
    "VacantRow",
    "area_chain",
    "area_chains",
    "headcount",
    "newest_progress",
    "people_by_role",
    "staffing",
    "vacancies",
]
