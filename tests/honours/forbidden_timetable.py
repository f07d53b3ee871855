"""Forbidden writes to the timetable of a campaign."""

from __future__ import annotations

import datetime as dt

from tests.honours.forbidden import ROWS as HONOURS
from tests.storage.violating import DAY, Forbidden, T, row

ROWS = {
    "campaign_timetable": {
        "campaign_id": 900,
        "number": 1,
        "starts_on": DAY,
        "reason": "",
        "recorded_at": T,
        "made_by": "经办人",
    },
    "campaign_timetable_stage": {
        "campaign_id": 900,
        "number": 1,
        "stage": "nominating",
        "days": 10,
        "begins_on": DAY,
        "ends_on": DAY + dt.timedelta(days=14),
        "set_by_hand": False,
    },
}
PARENTS = {
    "campaign_timetable": ("campaign",),
    "campaign_timetable_stage": ("campaign", "campaign_timetable"),
}


def of(table: str, **changes: object):  # type: ignore[no-untyped-def]
    """A row of ROWS with changes."""
    return row(HONOURS | ROWS, table, **changes)


CAMPAIGN = (of("campaign"),)
PLANNED = (*CAMPAIGN, of("campaign_timetable"))
ARCHIVED = (
    of(
        "campaign",
        state="archived",
        proposer_id=1,
        document_no="苏政法〔2026〕12号",
        decided_on=DAY,
        approval_words="书记批准",
    ),
)
FORBIDDEN = [
    Forbidden(
        "ck_campaign_timetable_number_from_one",
        of("campaign_timetable", number=0, reason="改期"),
        CAMPAIGN,
    ),
    Forbidden(
        "ck_campaign_timetable_later_has_reason", of("campaign_timetable", number=2), PLANNED
    ),
    Forbidden("campaign_timetable_in_time", of("campaign_timetable"), ARCHIVED),
    *(
        Forbidden(
            "ck_campaign_timetable_stage_days_known",
            of("campaign_timetable_stage", days=d),
            PLANNED,
        )
        for d in (0, 251)
    ),
    Forbidden(
        "ck_campaign_timetable_stage_ends_after_begin",
        of("campaign_timetable_stage", ends_on=DAY - dt.timedelta(days=1)),
        PLANNED,
    ),
]
