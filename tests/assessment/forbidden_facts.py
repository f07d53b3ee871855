"""Forbidden writes to indicators, sources of figures, figures and entries."""

from __future__ import annotations

import datetime as dt

from tests.storage.forbidden_accounts import ZHANG
from tests.storage.violating import Forbidden, T, row, sql
from tests.workforce.forbidden import ROWS as WORKFORCE

ROWS = {
    "indicator": {
        "id": 900,
        "code": "on_time",
        "label": "事件按时办结",
        "unit": "件",
        "source": "imported",
        "based": True,
        "active": True,
        "version": 1,
    },
    "fact_source": {
        "id": 900,
        "kind": "by_hand",
        "title": "手工填写 2026-05-01",
        "assessor_id": None,
        "import_operation": None,
        "made_at": T,
        "made_by": "经办人",
    },
    "assessment_fact": {
        "month": 202604,
        "indicator_id": 900,
        "person_id": 900,
        "seq": 1,
        "amount_milli": 12_000,
        "base_milli": 13_000,
        "source_id": 900,
    },
    "assessment_entry": {
        "id": 900,
        "person_id": 900,
        "indicator_id": 900,
        "month": 202604,
        "happened_on": dt.date(2026, 4, 12),
        "amount_milli": 1_000,
        "note": "街道通报表扬",
        "document_no": "",
        "evidence_sha256": None,
        "assessor_id": 900,
        "made_at": T,
        "made_by": "经办人",
        "void_reason": "",
        "version": 1,
    },
}
PARENTS = {
    "fact_source": ("operation",),
    "assessment_fact": ("indicator", "fact_source", "person"),
    "assessment_entry": ("indicator", "person", "operator"),
}


def of(table: str, **changes: object):
    """The good row of a table, changed."""
    return row(ROWS, table, **changes)


PERSON = row(WORKFORCE, "person")
KNOWN = (of("indicator"),)
SOURCED = (*KNOWN, PERSON, of("fact_source"))
DELIVERED = (*SOURCED, of("assessment_fact"))
NOTED = (*KNOWN, PERSON, ZHANG, of("assessment_entry"))
FORBIDDEN = [
    Forbidden("ck_indicator_named", of("indicator", code="")),
    Forbidden("ck_indicator_named", of("indicator", label="")),
    Forbidden("uq_indicator_code", of("indicator", id=901), KNOWN),
    Forbidden("indicator_keeps_delete", sql("DELETE FROM indicator"), KNOWN),
    Forbidden("ck_fact_source_titled", of("fact_source", title="")),
    Forbidden("fact_source_keeps_update", sql("UPDATE fact_source SET title = '别的'"), SOURCED),
    Forbidden("fact_source_keeps_delete", sql("DELETE FROM fact_source"), SOURCED),
    Forbidden("ck_assessment_fact_month_written", of("assessment_fact", month=4), SOURCED),
    Forbidden(
        "ck_assessment_fact_amount_not_negative",
        of("assessment_fact", amount_milli=-1),
        SOURCED,
    ),
    Forbidden(
        "ck_assessment_fact_base_not_negative", of("assessment_fact", base_milli=-1), SOURCED
    ),
    Forbidden(
        "ck_assessment_fact_taken_out_whole",
        of("assessment_fact", amount_milli=None),
        SOURCED,
    ),
    Forbidden("pk_assessment_fact", of("assessment_fact", amount_milli=0), DELIVERED),
    Forbidden(
        "assessment_fact_keeps_update",
        sql("UPDATE assessment_fact SET amount_milli = 13000"),
        DELIVERED,
    ),
    Forbidden(
        "assessment_fact_keeps_update",
        sql("UPDATE assessment_fact SET source_id = 900, seq = 2"),
        DELIVERED,
    ),
    Forbidden("assessment_fact_keeps_delete", sql("DELETE FROM assessment_fact"), DELIVERED),
    Forbidden(
        "ck_assessment_entry_amount_positive",
        of("assessment_entry", amount_milli=0),
        (*KNOWN, PERSON, ZHANG),
    ),
    Forbidden(
        "ck_assessment_entry_note_given",
        of("assessment_entry", note=""),
        (*KNOWN, PERSON, ZHANG),
    ),
    Forbidden("assessment_entry_keeps_delete", sql("DELETE FROM assessment_entry"), NOTED),
    *(
        Forbidden(
            "assessment_entry_stays_update",
            sql(f"UPDATE assessment_entry SET {change}"),
            NOTED,
        )
        for change in ("month = 202605", "amount_milli = 2000")
    ),
    Forbidden(
        "assessment_entry_stays_update",
        sql("UPDATE assessment_entry SET note = '别的'"),
        (*NOTED, sql("UPDATE assessment_entry SET void_reason = '登记错了'")),
    ),
]
