"""Forbidden writes to the places per role and kind of unit."""

from __future__ import annotations

from tests.honours.forbidden import AREA, BEGUN, CAMPAIGN, NOMINATING
from tests.honours.forbidden import ROWS as HONOURS
from tests.storage.violating import Forbidden, row, sql

ROWS = {
    "category_weight": {
        "campaign_id": 900,
        "area_id": 900,
        "category": "leads",
        "eligible": 3,
    },
    "category_quota": {"run_id": 900, "area_id": 900, "category": "leads", "places": 2},
}
PARENTS = {"category_weight": ("campaign", "area"), "category_quota": ("district_quota",)}


def of(table: str, **changes: object):  # type: ignore[no-untyped-def]
    """A row of ROWS with changes."""
    return row(HONOURS | ROWS, table, **changes)


READY = (CAMPAIGN, AREA)
SHARED = (*BEGUN, AREA, of("quota_run"), of("district_quota"))
FORBIDDEN = [
    Forbidden(
        "ck_category_weight_eligible_not_negative", of("category_weight", eligible=-1), READY
    ),
    Forbidden("category_weight_frozen_insert", of("category_weight"), (*READY, NOMINATING[0])),
    Forbidden(
        "category_weight_frozen_delete",
        sql("DELETE FROM category_weight"),
        (*READY, of("category_weight"), NOMINATING[0]),
    ),
    Forbidden(
        "category_weight_keeps_update",
        sql("UPDATE category_weight SET eligible = 9"),
        (*READY, of("category_weight")),
    ),
    Forbidden("ck_category_quota_places_not_negative", of("category_quota", places=-1), SHARED),
    # Ten places: two and nine are more.
    Forbidden(
        "category_quota_within_insert",
        of("category_quota", category="others", places=9),
        (*SHARED, of("category_quota")),
    ),
]
