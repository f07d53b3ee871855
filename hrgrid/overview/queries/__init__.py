"""What spans the rooms: the dashboard's figures, and where found areas lie."""

from typing import TYPE_CHECKING

from hrgrid.core.lazily import loaded_when_asked

if TYPE_CHECKING:
    from hrgrid.overview.queries.figures import (
        LOW_BP,
        AreaLink,
        HeadcountRow,
        PartRow,
        RoleCountRow,
        StaffingRow,
        compared_areas,
        headcount,
        people_by_role,
        staffing,
    )
    from hrgrid.overview.queries.places import (
        LinkRow,
        area_chain,
        area_chains,
    )
    from hrgrid.overview.queries.selection import CampaignProgress, TierProgress, newest_progress
else:
    __getattr__, _ = loaded_when_asked(
        __name__,
        {
            "figures": (
                "LOW_BP AreaLink HeadcountRow PartRow RoleCountRow StaffingRow "
                "compared_areas headcount people_by_role staffing"
            ),
            "places": "LinkRow area_chain area_chains",
            "selection": "CampaignProgress TierProgress newest_progress",
        },
    )

__all__ = [
    "LOW_BP",
    "AreaLink",
    "CampaignProgress",
    "HeadcountRow",
    "LinkRow",
    "PartRow",
    "RoleCountRow",
    "StaffingRow",
    "TierProgress",
    "area_chain",
    "area_chains",
    "compared_areas",
    "headcount",
    "newest_progress",
    "people_by_role",
    "staffing",
]
