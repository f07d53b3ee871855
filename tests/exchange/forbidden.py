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
}
PARENTS = {"import_file": ("import_job",)}
JOB = row(ROWS, "import_job")
UNDONE = row(ROWS, "import_job", undone_at=T, undone_by="经办人")

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
]
