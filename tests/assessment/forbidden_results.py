"""Forbidden writes to computations, results, changes of totals and decisions at a line."""

from __future__ import annotations

import datetime as dt

from tests.assessment.forbidden_periods import SETTLED, TAKEN, run
from tests.storage.forbidden_accounts import ZHANG
from tests.storage.violating import DAY, Forbidden, T, row, sql

ROWS = {
    "assessment_run": {
        "id": 900,
        "period_id": 900,
        "number": 1,
        "revision": 1,
        "rule_sha256": "a" * 64,
        "input_hash": "b" * 64,
        "output_hash": "c" * 64,
        "sources_upto": 0,
        "inputs": "{}",
        "shares": "[]",
        "state": "applied",
        "reason": "",
        "made_at": T,
        "made_by": "经办人",
        "version": 1,
    },
    "assessment_line": {
        "run_id": 900,
        "assessee_id": 900,
        "reckoned_milli": 96_000,
        "total_milli": 95_500,
        "score_grade": "excellent",
        "grade": "qualified",
        "rank": 3,
        "tied": False,
        "at_line": False,
        "vetoed": False,
        "blocked": "",
        "figures": "[[95000,100000],null]",
        "points": "[8330,null]",
    },
    "grade_choice": {
        "id": 900,
        "period_id": 900,
        "assessee_id": 900,
        "grade": "excellent",
        "reason": "出勤最多",
        "decided_by": "街道党工委会议",
        "decided_on": DAY,
        "made_by": "经办人",
        "void_reason": "",
        "voided_at": None,
    },
    "moderation": {
        "id": 900,
        "period_id": 900,
        "assessee_id": 900,
        "delta_milli": -500,
        "reason": "核实缺岗",
        "proposer_id": 900,
        "state": "approved",
        "approval_words": "审批：王五",
        "made_at": T,
        "made_by": "经办人",
        "version": 1,
    },
}
PARENTS = {
    "assessment_run": ("assessment_period",),
    "assessment_line": ("assessment_run", "assessee"),
    "grade_choice": ("assessee",),
    "moderation": ("assessee", "operator"),
}
LATER = dt.datetime(2026, 5, 9, 8, tzinfo=dt.UTC)


def of(table: str, **changes: object):
    """The good row of a table, changed."""
    return row(ROWS, table, **changes)


RUN = (*TAKEN, run())
CHOSEN = (*TAKEN, of("grade_choice"))
CHANGED = (*TAKEN, ZHANG, of("moderation"))
_VOID = sql("UPDATE assessment_run SET state = 'void'")
_VOID_CHOICE = sql(
    "UPDATE grade_choice SET void_reason = '会议未通过', voided_at = '2026-05-09 08:00:00'"
)
_WITHDRAWN = sql("UPDATE moderation SET state = 'withdrawn', approval_words = '经办人撤回'")

FORBIDDEN = [
    # computations
    *(
        Forbidden("ck_assessment_run_numbers_from_one", of("assessment_run", **fault), TAKEN)
        for fault in ({"number": 0}, {"revision": 0})
    ),
    Forbidden(
        "uq_assessment_run_period_id_number", of("assessment_run", id=901, state="void"), RUN
    ),
    Forbidden("ux_assessment_run_one_applied", of("assessment_run", id=901, number=2), RUN),
    Forbidden("assessment_run_keeps_delete", sql("DELETE FROM assessment_run"), RUN),
    Forbidden(
        "assessment_run_void_stays",
        sql("UPDATE assessment_run SET state = 'applied'"),
        (*RUN, _VOID),
    ),
    Forbidden(
        "assessment_run_settled_insert",
        of("assessment_run", id=901, number=2, state="void"),
        (*TAKEN, *SETTLED),
    ),
    Forbidden("assessment_run_settled_update", _VOID, (*TAKEN, *SETTLED)),
    # results
    Forbidden(
        "ck_assessment_line_rank_has_total",
        of("assessment_line", total_milli=None, grade=""),
        RUN,
    ),
    *(
        Forbidden("ck_assessment_line_grade_has_total", of("assessment_line", **fault), RUN)
        for fault in ({"grade": ""}, {"total_milli": None, "rank": None})
    ),
    # decisions at a line
    *(
        Forbidden("ck_grade_choice_decided_with_reason", of("grade_choice", **fault), TAKEN)
        for fault in ({"reason": ""}, {"decided_by": ""})
    ),
    *(
        Forbidden("ck_grade_choice_void_some_day", of("grade_choice", **fault), TAKEN)
        for fault in ({"void_reason": "错"}, {"voided_at": LATER})
    ),
    Forbidden("ux_grade_choice_one_each", of("grade_choice", id=901, grade="qualified"), CHOSEN),
    Forbidden("grade_choice_keeps_delete", sql("DELETE FROM grade_choice"), CHOSEN),
    Forbidden(
        "grade_choice_void_stays",
        sql("UPDATE grade_choice SET reason = '改'"),
        (*CHOSEN, _VOID_CHOICE),
    ),
    Forbidden("grade_choice_settled_insert", of("grade_choice"), (*TAKEN, *SETTLED)),
    Forbidden("grade_choice_settled_update", _VOID_CHOICE, (*CHOSEN, *SETTLED)),
    # changes of totals
    Forbidden("ck_moderation_delta_not_zero", of("moderation", delta_milli=0), (*TAKEN, ZHANG)),
    Forbidden("ck_moderation_reason_given", of("moderation", reason=""), (*TAKEN, ZHANG)),
    *(
        Forbidden("ck_moderation_decided_by_somebody", of("moderation", **fault), (*TAKEN, ZHANG))
        for fault in ({"state": "proposed"}, {"approval_words": ""})
    ),
    Forbidden("ux_moderation_one_each", of("moderation", id=901), CHANGED),
    Forbidden("moderation_keeps_delete", sql("DELETE FROM moderation"), CHANGED),
    *(
        Forbidden("moderation_stays_update", sql(f"UPDATE moderation SET {change}"), CHANGED)
        for change in ("delta_milli = 500", "reason = '改'")
    ),
    Forbidden(
        "moderation_stays_update",
        sql("UPDATE moderation SET state = 'proposed', approval_words = ''"),
        (*CHANGED, _WITHDRAWN),
    ),
    Forbidden("moderation_settled_insert", of("moderation"), (*TAKEN, ZHANG, *SETTLED)),
    Forbidden("moderation_settled_update", _WITHDRAWN, (*CHANGED, *SETTLED)),
]
