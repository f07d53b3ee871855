"""What must never stand in the tables of what grids have."""

from __future__ import annotations

import datetime as dt

from tests.storage.violating import DAY, Forbidden, row
from tests.workforce.forbidden import AREA, OTHER_AREA, PERSON
from tests.workforce.forbidden import ROWS as PLACES

LATER = dt.date(2026, 6, 1)
ROWS = {
    "grid_term": {
        "id": 900,
        "area_id": 900,
        "kind": "hours",
        "text": "工作日 8:30—17:30",
        "document_no": "文 1 号",
        "valid_from": DAY,
        "valid_to": None,
        "version": 1,
    },
    "grid_body": {
        "id": 900,
        "kind": "station",
        "area_id": 900,
        "valid_from": DAY,
        "valid_to": None,
        "version": 1,
    },
    "grid_body_stand": {
        "id": 900,
        "body_id": 900,
        "name": "精网微格工作站",
        "leader_id": 900,
        "leader": "",
        "bureau_id": None,
        "place_words": "小区东门",
        "duty_telephone": "0512-00000000",
        "valid_from": DAY,
        "valid_to": None,
        "version": 1,
    },
    "grid_body_reach": {
        "id": 900,
        "body_id": 900,
        "kind": "station",
        "area_id": 900,
        "valid_from": DAY,
        "valid_to": None,
        "version": 1,
    },
    "station_check": {
        "id": 900,
        "body_id": 900,
        "item": "有统一标识",
        "passed": True,
        "checked_on": DAY,
        "checked_by": "陈敏",
        "note": "门头已换",
    },
    "volunteer_kind": {"role": "watcher", "sort": 1},
    "volunteer_count": {
        "id": 900,
        "area_id": 900,
        "role": "watcher",
        "heads": 12,
        "counted_on": DAY,
        "version": 1,
    },
}
PARENTS = {
    "grid_term": ("area",),
    "grid_body": ("area",),
    "grid_body_stand": ("grid_body", "person"),
    "grid_body_reach": ("grid_body",),
    "station_check": ("grid_body",),
    "volunteer_kind": ("post_role",),
    "volunteer_count": ("area", "volunteer_kind"),
}
BODY, STAND = row(ROWS, "grid_body"), row(ROWS, "grid_body_stand")
KIND = row(ROWS, "volunteer_kind")
ROLE = row(PLACES, "post_role")
LED = (AREA, PERSON, BODY)
EARLIER = DAY - dt.timedelta(days=1)
_REVERSED = {
    "grid_term": (AREA,),
    "grid_body": (AREA,),
    "grid_body_stand": LED,
    "grid_body_reach": (AREA, BODY),
}

FORBIDDEN = [
    *(
        Forbidden(f"ck_{table}_dates_in_order", row(ROWS, table, valid_to=EARLIER), before)
        for table, before in _REVERSED.items()
    ),
    Forbidden("ck_grid_dates_in_order", row(PLACES, "grid", valid_to=EARLIER), (AREA,)),
    Forbidden(
        "ex_grid_one_at_a_time",
        row(PLACES, "grid", id=901, valid_from=LATER),
        (AREA, row(PLACES, "grid")),
    ),
    Forbidden("ck_grid_term_text_given", row(ROWS, "grid_term", text=""), (AREA,)),
    Forbidden("ck_grid_term_not_derived", row(ROWS, "grid_term", kind="person"), (AREA,)),
    Forbidden(
        "ex_grid_term_one_at_a_time",
        row(ROWS, "grid_term", id=901, valid_from=LATER),
        (AREA, row(ROWS, "grid_term")),
    ),
    Forbidden("ck_grid_body_stand_name_given", row(ROWS, "grid_body_stand", name=""), LED),
    Forbidden("ck_grid_body_stand_one_leader", row(ROWS, "grid_body_stand", leader="陈敏"), LED),
    Forbidden(
        "ex_grid_body_stand_one_at_a_time",
        row(ROWS, "grid_body_stand", id=901, valid_from=LATER),
        (*LED, STAND),
    ),
    Forbidden(
        "ex_grid_body_reach_one_of_a_kind",
        row(ROWS, "grid_body_reach", id=901, body_id=901, valid_from=LATER),
        (
            AREA,
            BODY,
            row(ROWS, "grid_body_reach"),
            row(ROWS, "grid_body", id=901),
        ),
    ),
    Forbidden(
        "fk_grid_body_reach_body_id_kind",
        row(ROWS, "grid_body_reach", kind="police_grid"),
        (AREA, OTHER_AREA, BODY),
    ),
    Forbidden("ck_station_check_item_given", row(ROWS, "station_check", item=""), (AREA, BODY)),
    Forbidden(
        "ck_station_check_checker_given",
        row(ROWS, "station_check", checked_by=""),
        (AREA, BODY),
    ),
    Forbidden("fk_volunteer_kind_role", row(ROWS, "volunteer_kind", role="nobody"), (ROLE,)),
    Forbidden(
        "fk_volunteer_count_role",
        row(ROWS, "volunteer_count", role="nobody"),
        (AREA, ROLE, KIND),
    ),
    Forbidden(
        "ck_volunteer_count_heads_not_negative",
        row(ROWS, "volunteer_count", heads=-1),
        (AREA, ROLE, KIND),
    ),
    Forbidden(
        "uq_volunteer_count_area_id_role_counted_on",
        row(ROWS, "volunteer_count", id=901),
        (AREA, ROLE, KIND, row(ROWS, "volunteer_count")),
    ),
]
