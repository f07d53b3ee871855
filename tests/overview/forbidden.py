"""Forbidden writes to what was done about duties."""

from __future__ import annotations

from tests.storage.violating import DAY, Forbidden, T, row

ROWS = {
    "duty_mark": {
        "id": 900,
        "kind": "contract",
        "subject": "engagement/1@60",
        "state": "done",
        "until": None,
        "note": "",
        "at": T,
        "made_by": "经办人",
    },
}
FORBIDDEN = [
    Forbidden("ck_duty_mark_subject_given", row(ROWS, "duty_mark", subject="")),
    Forbidden("ck_duty_mark_until_given", row(ROWS, "duty_mark", until=DAY)),
    Forbidden("ck_duty_mark_until_given", row(ROWS, "duty_mark", state="put_off")),
]
