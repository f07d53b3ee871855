"""Forbidden writes to the forms of nominees."""

from __future__ import annotations

from tests.honours.forbidden import CLOSED, NAMED
from tests.honours.forbidden import ROWS as HONOURS
from tests.storage.violating import Forbidden, row, sql

ROWS = {
    "nomination_form": {
        "nomination_id": 900,
        "nominated_by": "group",
        "recommenders": "王芳、李小明",
        "unit_opinion": "",
        "booklet_consent": "given",
        "version": 1,
    },
}
PARENTS = {"nomination_form": ("nomination",)}


def of(table: str, **changes: object):  # type: ignore[no-untyped-def]
    """A row of ROWS with changes."""
    return row(HONOURS | ROWS, table, **changes)


FILLED = (*NAMED, of("nomination_form"))
# Closed with a form in it.
LATE = (*CLOSED[: len(NAMED)], of("nomination_form"), *CLOSED[len(NAMED) :])
FORBIDDEN = [
    Forbidden(
        "ck_nomination_form_recommenders_named", of("nomination_form", recommenders=""), NAMED
    ),
    Forbidden(
        "ck_nomination_form_self_has_opinion", of("nomination_form", nominated_by="self"), NAMED
    ),
    Forbidden("ck_nomination_form_nominated_by", of("nomination_form", nominated_by="?"), NAMED),
    Forbidden(
        "ck_nomination_form_booklet_consent", of("nomination_form", booklet_consent="?"), NAMED
    ),
    Forbidden("nomination_form_in_time_insert", of("nomination_form"), CLOSED),
    *(
        Forbidden(
            "nomination_form_in_time_update", sql(f"UPDATE nomination_form SET {change}"), LATE
        )
        for change in (
            "nominated_by = 'citizens'",
            "recommenders = '赵一'",
            "unit_opinion = '同意'",
        )
    ),
    Forbidden("nomination_form_in_time_delete", sql("DELETE FROM nomination_form"), LATE),
]
