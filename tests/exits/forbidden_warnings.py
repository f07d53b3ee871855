"""Forbidden writes to looks, their lists, regulations and who signed for them."""

from __future__ import annotations

import datetime as dt

from tests.exits.ways import ROWS as CASES
from tests.storage.violating import DAY, Forbidden, T, row, sql
from tests.workforce.forbidden import ROWS as WORKFORCE

ROWS = {
    "regulation": {
        "id": 900,
        "title": "网格员考核管理办法",
        "document_no": "示政法〔2026〕3 号",
        "area_path": "320508001/",
        "procedure": "征求意见后经职工代表大会通过",
        "adopted_on": DAY,
        "announced_on": DAY,
        "scan_sha256": None,
        "version": 1,
    },
    "regulation_signed": {
        "regulation_id": 900,
        "person_id": 900,
        "signed_on": DAY,
        "scan_sha256": None,
        "made_at": T,
        "made_by": "经办人",
    },
    "exit_look": {
        "id": 900,
        "title": "示例区 2026 年 4 月预警筛查",
        "scheme": "monthly",
        "kind": "month",
        "year": 2026,
        "number": 4,
        "area_path": "320508001/",
        "rule_number": 1,
        "rule_sha256": "a" * 64,
        "results_hash": "b" * 64,
        "output_hash": "c" * 64,
        "counts": "{}",
        "void_reason": "",
        "made_at": T,
        "made_by": "经办人",
        "version": 1,
    },
    "exit_flag": {
        "id": 900,
        "look_id": 900,
        "person_id": 900,
        "area_id": 900,
        "unit_id": 900,
        "cause": "score",
        "total_milli": 58_500,
        "rank": 42,
        "people": 42,
        "tied": False,
        "words": "2026 年 4 月 58.5 分，低于合格线 60 分。",
        "facts": "{}",
        "state": "open",
        "aside_reason": "",
        "case_id": None,
        "version": 1,
    },
}
PARENTS = {
    "regulation_signed": ("regulation", "person"),
    "exit_flag": ("exit_look", "person", "area"),
}


def of(table: str, **changes: object):
    """The good row of a table, changed."""
    return row(ROWS, table, **changes)


_PERSON, _AREA = row(WORKFORCE, "person"), row(WORKFORCE, "area")
_OTHER = row(WORKFORCE, "person", id=901, number="G9000001", id_mac=b"fedcba9876543210")
MADE = (of("regulation", announced_on=dt.date(2026, 5, 2)), _PERSON)
SIGNED = (of("regulation"), _PERSON, of("regulation_signed"))
LOOKED = (of("exit_look"),)
NAMED = (*LOOKED, _PERSON, _AREA, of("exit_flag"))
LISTED = (*LOOKED, _PERSON, _AREA)
CASE = (*NAMED, row(CASES, "exit_case"))
_VOID = sql("UPDATE exit_look SET void_reason = '看错了'")
_TAKEN = sql("UPDATE exit_flag SET state = 'taken_up', case_id = 900")

FORBIDDEN = [
    # regulations
    *(
        Forbidden("ck_regulation_named", of("regulation", **fault))
        for fault in ({"title": ""}, {"document_no": ""})
    ),
    Forbidden("ck_regulation_announced_after", of("regulation", announced_on=dt.date(2026, 4, 30))),
    Forbidden("uq_regulation_title_document_no", of("regulation", id=901), (of("regulation"),)),
    Forbidden("regulation_keeps_delete", sql("DELETE FROM regulation"), (of("regulation"),)),
    *(
        Forbidden("regulation_stays", sql(f"UPDATE regulation SET {change}"), SIGNED)
        for change in ("title = '另一份办法'", "document_no = '示政法〔2026〕4 号'")
    ),
    Forbidden(
        "regulation_announced_first",
        sql("UPDATE regulation SET announced_on = '2026-05-02'"),
        SIGNED,
    ),
    # who signed
    Forbidden("regulation_signed_too_soon", of("regulation_signed"), MADE),
    # looks
    *(
        Forbidden("ck_exit_look_named", of("exit_look", **fault))
        for fault in ({"title": ""}, {"results_hash": ""})
    ),
    Forbidden("ux_exit_look_one", of("exit_look", id=901), LOOKED),
    Forbidden("exit_look_keeps_delete", sql("DELETE FROM exit_look"), LOOKED),
    *(
        Forbidden("exit_look_stays", sql(f"UPDATE exit_look SET {change}"), LOOKED)
        for change in (
            "results_hash = 'd'",
            "output_hash = 'd'",
            "rule_number = 2",
            "counts = '[]'",
            "number = 5",
            "area_path = ''",
        )
    ),
    Forbidden("exit_look_stays", sql("UPDATE exit_look SET void_reason = ''"), (*LOOKED, _VOID)),
    # their lists
    Forbidden("ck_exit_flag_said_why", of("exit_flag", words=""), LISTED),
    Forbidden("ck_exit_flag_aside_why", of("exit_flag", state="put_aside"), LISTED),
    Forbidden(
        "ck_exit_flag_taken_up_as",
        of("exit_flag", case_id=900),
        (*LISTED, row(CASES, "exit_case")),
    ),
    Forbidden("ck_exit_flag_taken_up_as", sql("UPDATE exit_flag SET state = 'taken_up'"), NAMED),
    Forbidden("fk_exit_flag_case_id", of("exit_flag", state="taken_up", case_id=77), LISTED),
    Forbidden(
        "exit_flag_of_another_insert",
        of("exit_flag", state="taken_up", case_id=900),
        (*LISTED, _OTHER, row(CASES, "exit_case", person_id=901)),
    ),
    Forbidden("uq_exit_flag_look_id_person_id", of("exit_flag", id=901), NAMED),
    Forbidden("exit_flag_keeps_delete", sql("DELETE FROM exit_flag"), NAMED),
    *(
        Forbidden("exit_flag_stays", sql(f"UPDATE exit_flag SET {change}"), NAMED)
        for change in (
            "cause = 'other'",
            "words = '排名末位'",
            "total_milli = 60000",
            "total_milli = NULL, rank = NULL",
            "rank = NULL",
            "people = 1",
            "tied = true",
            "facts = '[]'",
        )
    ),
    Forbidden("exit_flag_stays", sql("UPDATE exit_flag SET person_id = 901"), (*NAMED, _OTHER)),
    Forbidden(
        "exit_flag_stays",
        sql("UPDATE exit_flag SET state = 'open', case_id = NULL"),
        (*CASE, _TAKEN),
    ),
    Forbidden(
        "exit_flag_stays",
        _TAKEN,
        (*LISTED, of("exit_flag", state="left_out"), row(CASES, "exit_case")),
    ),
    Forbidden(
        "exit_flag_of_another_update",
        _TAKEN,
        (*NAMED, _OTHER, row(CASES, "exit_case", person_id=901)),
    ),
    Forbidden("exit_flag_of_void_insert", of("exit_flag"), (*LISTED, _VOID)),
    Forbidden("exit_flag_of_void_update", _TAKEN, (*CASE, _VOID)),
]
