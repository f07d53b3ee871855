"""Forbidden writes to boards, their texts and the consents to numbers on them."""

from __future__ import annotations

import datetime as dt

from tests.storage.violating import DAY, Forbidden, T, row, sql
from tests.workforce.forbidden import AREA, PERSON

LATER = dt.date(2026, 6, 1)
ROWS = {
    "phone_consent": {
        "id": 900,
        "person_id": 900,
        "purpose": "board",
        "given_on": DAY,
        "document": "同意书",
        "scan_sha256": None,
        "withdrawn_on": None,
        "made_at": T,
        "made_by": "经办人",
        "version": 1,
    },
    "board_words": {
        "id": 900,
        "area_id": 900,
        "kind": "promise",
        "value": "五分钟响应",
        "valid_from": DAY,
        "valid_to": None,
        "version": 1,
    },
    "grid_board": {
        "id": 900,
        "area_id": 900,
        "board_size": "a4",
        "edition": 1,
        "copies": 1,
        "as_of": DAY,
        "says": "{}",
        "sha256": "h" * 64,
        "issued_at": T,
        "issued_by": "经办人",
        "removed_on": None,
        "removed_by": None,
        "version": 1,
    },
}
PARENTS = {"phone_consent": ("person",), "board_words": ("area",), "grid_board": ("area",)}
GIVEN, WORDS, BOARD = (row(ROWS, name) for name in ROWS)
TAKEN_BACK = row(ROWS, "phone_consent", withdrawn_on=LATER)

_OF_GIVEN, _OF_BOARD = "phone_consent WHERE id = 900", "grid_board WHERE id = 900"
FORBIDDEN = [
    Forbidden(
        "ck_phone_consent_document_given", row(ROWS, "phone_consent", document=""), (PERSON,)
    ),
    Forbidden(
        "ck_phone_consent_withdrawn_afterwards",
        row(ROWS, "phone_consent", withdrawn_on=DAY - dt.timedelta(days=1)),
        (PERSON,),
    ),
    Forbidden("ux_phone_consent_one_open", row(ROWS, "phone_consent", id=901), (PERSON, GIVEN)),
    Forbidden(
        "phone_consent_keeps_delete",
        sql(f"DELETE FROM {_OF_GIVEN}"),
        (PERSON, GIVEN),
    ),
    Forbidden(
        "phone_consent_stays",
        sql("UPDATE phone_consent SET document = '另一份' WHERE id = 900"),
        (PERSON, GIVEN),
    ),
    Forbidden(
        "phone_consent_stays",
        sql("UPDATE phone_consent SET withdrawn_on = NULL WHERE id = 900"),
        (PERSON, TAKEN_BACK),
    ),
    Forbidden("ck_board_words_value_given", row(ROWS, "board_words", value=""), (AREA,)),
    Forbidden("ck_board_words_dates_in_order", row(ROWS, "board_words", valid_to=DAY), (AREA,)),
    Forbidden(
        "ex_board_words_one_at_a_time",
        row(ROWS, "board_words", id=901, valid_from=LATER),
        (AREA, WORDS),
    ),
    Forbidden("ck_grid_board_counted_from_one", row(ROWS, "grid_board", edition=0), (AREA,)),
    Forbidden("ck_grid_board_counted_from_one", row(ROWS, "grid_board", copies=0), (AREA,)),
    Forbidden("ck_grid_board_removed_by_whom", row(ROWS, "grid_board", removed_on=LATER), (AREA,)),
    Forbidden(
        "uq_grid_board_area_id_board_size_edition",
        row(ROWS, "grid_board", id=901),
        (AREA, BOARD),
    ),
    Forbidden("grid_board_keeps_delete", sql(f"DELETE FROM {_OF_BOARD}"), (AREA, BOARD)),
    Forbidden(
        "grid_board_stays",
        sql("UPDATE grid_board SET says = '[]' WHERE id = 900"),
        (AREA, BOARD),
    ),
]
