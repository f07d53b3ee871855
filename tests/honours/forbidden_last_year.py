"""Forbidden writes to the honours of the year before that places are shared by."""

from __future__ import annotations

from tests.honours.forbidden import AREA, CAMPAIGN, DECISION, NOMINATING
from tests.honours.forbidden import ROWS as HONOURS
from tests.storage.violating import Forbidden, row, sql

ROWS = {
    "district_honours": {
        "campaign_id": 900,
        "area_id": 900,
        "honoured": 3,
        "from_campaign_id": 899,
    },
}
PARENTS = {"district_honours": ("campaign", "area")}


def of(table: str, **changes: object):  # type: ignore[no-untyped-def]
    """A row of ROWS with changes."""
    return row(HONOURS | ROWS, table, **changes)


EARLIER = of("campaign", id=899, year=2024, state="decided", **DECISION)
STEPS = {"district_honours": (EARLIER,)}
READY = (CAMPAIGN, AREA, EARLIER)
FORBIDDEN = [
    Forbidden("ck_district_honours_honoured_positive", of("district_honours", honoured=0), READY),
    Forbidden(
        "district_honours_of_decided",
        of("district_honours", from_campaign_id=898),
        (*READY, of("campaign", id=898, year=2023)),
    ),
    Forbidden("district_honours_frozen_insert", of("district_honours"), (*READY, NOMINATING[0])),
    Forbidden(
        "district_honours_keeps_update",
        sql("UPDATE district_honours SET honoured = 9"),
        (*READY, of("district_honours")),
    ),
    Forbidden(
        "district_honours_frozen_delete",
        sql("DELETE FROM district_honours"),
        (*READY, of("district_honours"), NOMINATING[0]),
    ),
]
