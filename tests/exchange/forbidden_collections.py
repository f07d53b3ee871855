"""Forbidden writes to collecting rounds, workbooks and what came back."""

from __future__ import annotations

from tests.storage.violating import DAY, Forbidden, T, row, sql

ROWS = {
    "collection": {
        "id": 900,
        "kind": "roster",
        "subject": "area:3205/",
        "title": "2026 年 11 月花名册核对",
        "area_path": "3205/",
        "columns": '{"asked":["checked"],"known":["name"]}',
        "due_on": DAY,
        "state": "open",
        "made_at": T,
        "made_by": "经办人",
        "ended_at": None,
        "ended_by": "",
        "end_reason": "",
        "version": 1,
    },
    "collection_sheet": {
        "id": 900,
        "collection_id": 900,
        "unit_path": "3205/320508/",
        "unit_name": "东街道",
        "edition": 1,
        "uid": "K7Q29M4DXX3T81ZP",
        "state": "out",
        "row_count": 12,
        "content": "{}",
        "content_sha256": "a" * 64,
        "note": "",
        "made_at": T,
        "made_by": "经办人",
        "reminded_on": None,
        "version": 1,
    },
    "collection_return": {
        "id": 900,
        "sheet_id": 900,
        "number": 1,
        "file_name": "东街道.xlsx",
        "file_sha256": "b" * 64,
        "content": "{}",
        "counts": "{}",
        "received_at": T,
        "received_by": "经办人",
        "merged_at": None,
        "merged_by": "",
        "import_operation": None,
        "version": 1,
    },
}
PARENTS = {
    "collection_sheet": ("collection",),
    "collection_return": ("collection", "collection_sheet"),
}
ROUND = row(ROWS, "collection")
ENDED = row(ROWS, "collection", state="closed", ended_at=T, ended_by="经办人")
SHEET = row(ROWS, "collection_sheet")
CAME = row(ROWS, "collection_return")
_SHEET_FIXED = {"uid": "B" * 16, "content": "[]", "unit_path": "3205/1/"}
_CAME_FIXED = {"content": "[]", "file_sha256": "c" * 64}

FORBIDDEN = [
    *(
        Forbidden("ck_collection_named", row(ROWS, "collection", **{name: ""}))
        for name in ("title", "subject")
    ),
    Forbidden("ck_collection_kind", row(ROWS, "collection", kind="votes")),
    Forbidden(
        "ck_collection_state",
        row(ROWS, "collection", state="lost", ended_at=T, ended_by="经办人"),
    ),
    Forbidden(
        "ck_collection_ended_some_day", row(ROWS, "collection", ended_at=T, ended_by="经办人")
    ),
    Forbidden("ck_collection_ended_some_day", row(ROWS, "collection", state="closed")),
    Forbidden(
        "ck_collection_ended_by_somebody", row(ROWS, "collection", state="closed", ended_at=T)
    ),
    Forbidden(
        "ck_collection_cancelled_why",
        row(ROWS, "collection", state="cancelled", ended_at=T, ended_by="经办人"),
    ),
    Forbidden("ux_collection_one_open", row(ROWS, "collection", id=901), (ROUND,)),
    Forbidden("collection_keeps_delete", sql("DELETE FROM collection WHERE id = 900"), (ROUND,)),
    Forbidden(
        "collection_ended_stays",
        sql("UPDATE collection SET title = '别的' WHERE id = 900"),
        (ENDED,),
    ),
    *(
        Forbidden(
            "ck_collection_sheet_counts_sound",
            row(ROWS, "collection_sheet", **{name: value}),
            (ROUND,),
        )
        for name, value in (("edition", 0), ("row_count", -1))
    ),
    Forbidden("ck_collection_sheet_state", row(ROWS, "collection_sheet", state="lost"), (ROUND,)),
    Forbidden(
        "ck_collection_sheet_excused_why",
        row(ROWS, "collection_sheet", state="excused"),
        (ROUND,),
    ),
    Forbidden(
        "uq_collection_sheet_uid",
        row(ROWS, "collection_sheet", id=901, unit_path="3205/1/"),
        (ROUND, SHEET),
    ),
    Forbidden(
        "uq_collection_sheet_collection_id_unit_path_edition",
        row(ROWS, "collection_sheet", id=901, uid="B" * 16, state="replaced"),
        (ROUND, SHEET),
    ),
    Forbidden(
        "ux_collection_sheet_one_current",
        row(ROWS, "collection_sheet", id=901, uid="B" * 16, edition=2),
        (ROUND, SHEET),
    ),
    Forbidden("fk_collection_sheet_collection_id", row(ROWS, "collection_sheet", collection_id=7)),
    Forbidden(
        "collection_sheet_keeps_delete",
        sql("DELETE FROM collection_sheet WHERE id = 900"),
        (ROUND, SHEET),
    ),
    *(
        Forbidden(
            "collection_sheet_stays_update",
            sql(f"UPDATE collection_sheet SET {name} = '{value}' WHERE id = 900"),
            (ROUND, SHEET),
        )
        for name, value in _SHEET_FIXED.items()
    ),
    Forbidden(
        "collection_sheet_stays_update",
        sql("UPDATE collection_sheet SET edition = 2 WHERE id = 900"),
        (ROUND, SHEET),
    ),
    Forbidden(
        "ck_collection_return_number_from_one",
        row(ROWS, "collection_return", number=0),
        (ROUND, SHEET),
    ),
    Forbidden(
        "ck_collection_return_merged_by_somebody",
        row(ROWS, "collection_return", merged_by="经办人"),
        (ROUND, SHEET),
    ),
    Forbidden(
        "uq_collection_return_sheet_id_number",
        row(ROWS, "collection_return", id=901),
        (ROUND, SHEET, CAME),
    ),
    Forbidden("fk_collection_return_sheet_id", row(ROWS, "collection_return", sheet_id=7)),
    Forbidden(
        "fk_collection_return_import_operation",
        row(ROWS, "collection_return", import_operation="op-none"),
        (ROUND, SHEET),
    ),
    Forbidden(
        "collection_return_keeps_delete",
        sql("DELETE FROM collection_return WHERE id = 900"),
        (ROUND, SHEET, CAME),
    ),
    *(
        Forbidden(
            "collection_return_stays_update",
            sql(f"UPDATE collection_return SET {name} = '{value}' WHERE id = 900"),
            (ROUND, SHEET, CAME),
        )
        for name, value in _CAME_FIXED.items()
    ),
    Forbidden(
        "collection_return_stays_update",
        sql("UPDATE collection_return SET number = 2 WHERE id = 900"),
        (ROUND, SHEET, CAME),
    ),
]
