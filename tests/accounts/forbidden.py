"""Forbidden writes to saved filters."""

from __future__ import annotations

from tests.storage.violating import Forbidden, T, row

ROWS = {
    "saved_filter": {
        "id": 900,
        "owner_id": 1,
        "list_name": "people",
        "label": "城东缺照片",
        "conditions": '{"without_photo":true}',
        "shared": False,
        "made_at": T,
        "version": 1,
    },
}
FORBIDDEN = [
    Forbidden("ck_saved_filter_label_given", row(ROWS, "saved_filter", label="")),
    Forbidden("ck_saved_filter_conditions_given", row(ROWS, "saved_filter", conditions="")),
    Forbidden(
        "uq_saved_filter_owner_id_list_name_label",
        row(ROWS, "saved_filter", id=901),
        (row(ROWS, "saved_filter"),),
    ),
]
