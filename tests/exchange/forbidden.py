"""Forbidden writes to the records of imports."""

from __future__ import annotations

from tests.storage.violating import Forbidden, T, row, sql

ROWS = {
    "import_job": {
        "id": 900,
        "kind": "workers",
        "operation_id": "op-900",
        "at": T,
        "made_by": "经办人",
        "row_count": 1,
        "new_count": 1,
        "changed_count": 0,
        "unchanged_count": 0,
        "refused_count": 0,
        "undo_data": "{}",
        "undone_at": None,
        "undone_by": "",
        "version": 1,
    },
    "import_file": {"job_id": 900, "sha256": "a" * 64, "name": "花名册.xlsx", "row_count": 1},
    "heading_memory": {"signature": "b" * 64, "kind": "workers", "keys": "[]", "used_at": T},
    "package": {
        "id": 900,
        "uid": "c" * 32,
        "direction": "out",
        "state": "away",
        "subject": "competition:900",
        "title": "2026 年网格员技能比武",
        "parts": '["stage"]',
        "office_code": "d" * 36,
        "office_name": "示例区委政法委",
        "copy_uid": "",
        "token": "e" * 64,
        "people": "{}",
        "content_sha256": "f" * 64,
        "content": "{}",
        "made_at": T,
        "made_by": "经办人",
        "ended_at": None,
        "ended_by": "",
        "cancel_reason": "",
        "version": 1,
    },
    "package_return": {
        "package_id": 900,
        "copy_uid": "a" * 32,
        "edition": 1,
        "content_sha256": "f" * 64,
        "content": "{}",
        "renamed": "{}",
        "counts": "{}",
        "packed_at": T,
        "packed_by": "录入员",
        "merged_at": T,
        "merged_by": "经办人",
        "reason": "赛后收回",
    },
}
PARENTS = {"import_file": ("import_job",), "package_return": ("package",)}
JOB = row(ROWS, "import_job")
UNDONE = row(ROWS, "import_job", undone_at=T, undone_by="经办人")
PACKAGE = row(ROWS, "package")
_FIXED = {
    "uid": "1" * 32,
    "direction": "in",
    "subject": "competition:901",
    "parts": "[]",
    "office_code": "2",
    "copy_uid": "3",
    "token": "4",
    "content_sha256": "5",
    "content": "[]",
}

FORBIDDEN = [
    *(
        Forbidden("ck_import_job_counts_not_negative", row(ROWS, "import_job", **{name: -1}))
        for name in ROWS["import_job"]
        if name.endswith("_count")
    ),
    Forbidden("ck_import_job_undone_by_somebody", row(ROWS, "import_job", undone_at=T)),
    Forbidden("ck_import_job_undone_by_somebody", row(ROWS, "import_job", undone_by="经办人")),
    Forbidden("uq_import_job_operation_id", row(ROWS, "import_job", id=901), (JOB,)),
    Forbidden("import_job_keeps_delete", sql("DELETE FROM import_job WHERE id = 900"), (JOB,)),
    Forbidden("import_job_undone_once", sql("UPDATE import_job SET version = 2"), (UNDONE,)),
    *(
        Forbidden("ck_package_named", row(ROWS, "package", **{name: ""}))
        for name in ("title", "subject")
    ),
    Forbidden("ck_package_copy_named", row(ROWS, "package", copy_uid="a" * 32)),
    Forbidden("ck_package_copy_named", row(ROWS, "package", direction="in")),
    Forbidden("ck_package_ended_some_day", row(ROWS, "package", state="returned")),
    Forbidden("ck_package_ended_some_day", row(ROWS, "package", ended_at=T, ended_by="经办人")),
    Forbidden("ck_package_ended_by_somebody", row(ROWS, "package", state="returned", ended_at=T)),
    Forbidden(
        "ck_package_cancelled_why",
        row(ROWS, "package", state="cancelled", ended_at=T, ended_by="经办人"),
    ),
    Forbidden(
        "ck_package_state",
        row(ROWS, "package", state="lost", ended_at=T, ended_by="经办人"),
    ),
    Forbidden("uq_package_uid", row(ROWS, "package", id=901), (PACKAGE,)),
    Forbidden("package_keeps_delete", sql("DELETE FROM package WHERE id = 900"), (PACKAGE,)),
    *(
        Forbidden(
            "package_stays_update",
            sql(f"UPDATE package SET {name} = '{value}' WHERE id = 900"),
            (PACKAGE,),
        )
        for name, value in _FIXED.items()
    ),
    Forbidden(
        "ck_package_return_edition_from_one", row(ROWS, "package_return", edition=0), (PACKAGE,)
    ),
]
