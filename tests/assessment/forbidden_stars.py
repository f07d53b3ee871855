"""Forbidden writes to rounds of stars, their computations and decisions, and to stars."""

from __future__ import annotations

import datetime as dt

from tests.assessment.forbidden_periods import TAKEN
from tests.storage.violating import DAY, Forbidden, T, row, sql

NEXT, YEAR_ON = dt.date(2026, 6, 1), dt.date(2027, 6, 1)
ROWS = {
    "grid_theme": {
        "id": 900,
        "code": "no_fire",
        "label": "无火灾",
        "kind": "without",
        "vetoes": True,
        "sort": 1,
        "active": True,
        "version": 1,
    },
    "theme_focus": {
        "id": 900,
        "month": 202605,
        "area_id": 900,
        "theme_id": 900,
        "title": "防火宣传月",
        "version": 1,
    },
    "grid_mark": {
        "month": 202605,
        "theme_id": 900,
        "grid_id": 900,
        "seq": 1,
        "mark": "met",
        "note": "",
        "made_at": T,
        "made_by": "经办人",
    },
    "star_round": {
        "id": 900,
        "subject": "person",
        "rule_number": 1,
        "rule_sha256": "a" * 64,
        "scheme": "monthly",
        "kind": "month",
        "year": 2026,
        "number": 4,
        "area_path": "320508001/",
        "title": "4 月星级评定",
        "valid_from": NEXT,
        "valid_to": YEAR_ON,
        "state": "draft",
        "revision": 1,
        "reopen_reason": "",
        "proposer_id": None,
        "approval_words": "",
        "document_no": "",
        "confirmed_on": None,
        "cancel_reason": "",
        "version": 1,
    },
    "star_run": {
        "id": 900,
        "round_id": 900,
        "number": 1,
        "revision": 1,
        "rule_sha256": "a" * 64,
        "input_hash": "b" * 64,
        "output_hash": "c" * 64,
        "inputs": "{}",
        "shares": "[]",
        "state": "applied",
        "reason": "",
        "made_at": T,
        "made_by": "经办人",
        "version": 1,
    },
    "star_line": {
        "run_id": 900,
        "seq": 1,
        "person_id": 900,
        "grid_id": None,
        "area_id": 900,
        "unit_id": 900,
        "total_milli": 96_000,
        "rank": 1,
        "tied": False,
        "line_level": 5,
        "share_level": 4,
        "level": 4,
        "before_level": 3,
        "at_line": False,
        "held": "share",
        "left_out": None,
        "facts": '{"served": 60}',
    },
    "star_choice": {
        "id": 900,
        "round_id": 900,
        "person_id": 900,
        "grid_id": None,
        "level": 3,
        "reason": "出勤最多",
        "decided_by": "区政法委会议",
        "decided_on": DAY,
        "made_by": "经办人",
        "void_reason": "",
        "voided_at": None,
    },
    "star_award": {
        "id": 900,
        "round_id": None,
        "person_id": 900,
        "grid_id": None,
        "level": 4,
        "monthly_fen": 20_000,
        "valid_from": NEXT,
        "valid_to": YEAR_ON,
        "lasts_to": YEAR_ON,
        "ended_by_id": None,
        "document_no": "政法〔2026〕9 号",
        "void_reason": "",
        "import_operation": None,
        "made_at": T,
        "made_by": "经办人",
        "version": 1,
    },
}
PARENTS = {
    "theme_focus": ("area", "grid_theme"),
    "grid_mark": ("area", "grid_theme"),
    "star_run": ("star_round",),
    "star_line": ("star_run", "person", "area"),
    "star_choice": ("star_round", "person"),
    "star_award": ("person",),
}
LATER = dt.datetime(2026, 5, 9, 8, tzinfo=dt.UTC)


def of(table: str, **changes: object):
    """The good row of a table, changed."""
    return row(ROWS, table, **changes)


OPENED = (*TAKEN, of("star_round"))
RUN = (*OPENED, of("star_run"))
LINED = (*RUN, of("star_line"))
CHOSEN = (*OPENED, of("star_choice"))
AWARDED = (*TAKEN, of("star_award"))
THEMED = (*TAKEN, of("grid_theme"))
MARKED = (*TAKEN, of("grid_theme"), of("grid_mark"))
CONFIRM = sql(
    "UPDATE star_round SET state = 'confirmed', approval_words = '审批：王五', "
    "confirmed_on = '2026-05-09'"
)
CONFIRMED = (*LINED, CONFIRM)
CANCELLED = (*OPENED, sql("UPDATE star_round SET state = 'cancelled', cancel_reason = '不评'"))
_VOID = sql("UPDATE star_run SET state = 'void'")
_VOID_CHOICE = sql(
    "UPDATE star_choice SET void_reason = '会议未通过', voided_at = '2026-05-09 08:00:00'"
)

FORBIDDEN = [
    # themes of grids
    Forbidden("ck_grid_theme_named", of("grid_theme", label=""), TAKEN),
    Forbidden("grid_theme_keeps_delete", sql("DELETE FROM grid_theme"), (of("grid_theme"),)),
    Forbidden("uq_grid_theme_code", of("grid_theme", id=901, label="无火险"), THEMED),
    Forbidden("uq_grid_theme_label", of("grid_theme", id=901, code="no_smoke"), THEMED),
    Forbidden("ck_theme_focus_month_written", of("theme_focus", month=26), THEMED),
    Forbidden(
        "uq_theme_focus_month_area_id",
        of("theme_focus", id=901, title="又一个"),
        (*THEMED, of("theme_focus")),
    ),
    Forbidden("ck_grid_mark_broken_how", of("grid_mark", seq=2, mark="broken"), MARKED),
    Forbidden("ck_grid_mark_seq_from_one", of("grid_mark", seq=0), MARKED),
    Forbidden("ck_grid_mark_month_written", of("grid_mark", month=26), MARKED),
    Forbidden("grid_mark_keeps_update", sql("UPDATE grid_mark SET note = '改'"), MARKED),
    Forbidden("grid_mark_keeps_delete", sql("DELETE FROM grid_mark"), MARKED),
    # rounds
    Forbidden("ck_star_round_titled", of("star_round", title=""), TAKEN),
    *(
        Forbidden("ck_star_round_number_in_year", of("star_round", number=number), TAKEN)
        for number in (0, 13)
    ),
    Forbidden(
        "ck_star_round_revision_from_one", of("star_round", revision=0, reopen_reason="错"), TAKEN
    ),
    Forbidden(
        "uq_star_round_subject_scheme_kind_year_number_area_path",
        of("star_round", id=901, title="又一次"),
        OPENED,
    ),
    Forbidden("ck_star_round_dates_in_order", of("star_round", valid_to=NEXT), TAKEN),
    Forbidden("ck_star_round_reopening_has_reason", of("star_round", revision=2), TAKEN),
    Forbidden(
        "ck_star_round_cancelled_why", sql("UPDATE star_round SET state = 'cancelled'"), OPENED
    ),
    Forbidden(
        "ck_star_round_confirmed_with_approval",
        sql("UPDATE star_round SET state = 'confirmed'"),
        LINED,
    ),
    Forbidden("star_round_keeps_delete", sql("DELETE FROM star_round"), OPENED),
    Forbidden("star_round_goes_forward", sql("UPDATE star_round SET state = 'draft'"), CANCELLED),
    Forbidden(
        "star_round_reopened",
        sql("UPDATE star_round SET state = 'draft', reopen_reason = '有误'"),
        CONFIRMED,
    ),
    Forbidden("star_round_unsettled", CONFIRM, OPENED),
    Forbidden("star_round_unsettled", CONFIRM, (*RUN, of("star_line", at_line=True))),
    Forbidden("star_round_stays", sql("UPDATE star_round SET number = 5"), OPENED),
    Forbidden("star_round_stays", sql("UPDATE star_round SET valid_to = '2028-06-01'"), CONFIRMED),
    # computations
    Forbidden("ck_star_run_numbers_from_one", of("star_run", number=0), OPENED),
    Forbidden("ux_star_run_one_applied", of("star_run", id=901, number=2), RUN),
    Forbidden("uq_star_run_round_id_number", of("star_run", id=901, state="void"), RUN),
    Forbidden("star_run_keeps_delete", sql("DELETE FROM star_run"), RUN),
    Forbidden("star_run_void_stays", sql("UPDATE star_run SET reason = '改'"), (*RUN, _VOID)),
    Forbidden("star_run_settled_insert", of("star_run"), CANCELLED),
    Forbidden("star_run_settled_update", _VOID, CONFIRMED),
    # results
    *(
        Forbidden("ck_star_line_levels", of("star_line", before_level=level), RUN)
        for level in (-1, 6)
    ),
    *(
        Forbidden("ck_star_line_never_above", of("star_line", **fault), RUN)
        for fault in ({"line_level": 3, "share_level": 3}, {"line_level": 4, "share_level": 5})
    ),
    *(
        Forbidden("ck_star_line_one_subject", of("star_line", **fault), RUN)
        for fault in ({"person_id": None}, {"grid_id": 900})
    ),
    Forbidden("ck_star_line_total_or_why", of("star_line", total_milli=None), RUN),
    Forbidden("ck_star_line_left_out_without", of("star_line", left_out="no_result"), RUN),
    Forbidden("ck_star_line_left_out", of("star_line", left_out="x", level=0), RUN),
    *(
        Forbidden(f"fk_{table}_grid_id", of(table, person_id=None, grid_id=-1), done)
        for table, done in (("star_line", RUN), ("star_choice", OPENED), ("star_award", TAKEN))
    ),
    Forbidden("star_line_keeps_update", sql("UPDATE star_line SET level = 5"), LINED),
    Forbidden("star_line_keeps_delete", sql("DELETE FROM star_line"), LINED),
    # decisions at a line
    *(
        Forbidden("ck_star_choice_decided_with_reason", of("star_choice", **fault), OPENED)
        for fault in ({"reason": ""}, {"decided_by": ""})
    ),
    *(
        Forbidden("ck_star_choice_void_some_day", of("star_choice", **fault), OPENED)
        for fault in ({"void_reason": "错"}, {"voided_at": LATER})
    ),
    Forbidden("ck_star_choice_one_subject", of("star_choice", person_id=None), OPENED),
    Forbidden("ck_star_choice_levels", of("star_choice", level=6), OPENED),
    Forbidden("ux_star_choice_one_person", of("star_choice", id=901, level=2), CHOSEN),
    Forbidden(
        "ux_star_choice_one_grid",
        of("star_choice", id=901, person_id=None, grid_id=900),
        (*OPENED, of("star_choice", person_id=None, grid_id=900)),
    ),
    Forbidden("star_choice_keeps_delete", sql("DELETE FROM star_choice"), CHOSEN),
    Forbidden(
        "star_choice_void_stays",
        sql("UPDATE star_choice SET reason = '改'"),
        (*CHOSEN, _VOID_CHOICE),
    ),
    Forbidden("star_choice_settled_insert", of("star_choice"), CANCELLED),
    Forbidden("star_choice_settled_update", _VOID_CHOICE, (*LINED, of("star_choice"), CONFIRM)),
    # stars that count
    Forbidden("star_award_unconfirmed", of("star_award", round_id=900), OPENED),
    Forbidden("ck_star_award_taken_over_from", of("star_award", document_no=""), TAKEN),
    Forbidden("ck_star_award_money_not_negative", of("star_award", monthly_fen=-1), TAKEN),
    Forbidden("ck_star_award_levels", of("star_award", level=0), TAKEN),
    Forbidden("ck_star_award_dates_in_order", of("star_award", lasts_to=NEXT), TAKEN),
    Forbidden("ck_star_award_void_holds_never", of("star_award", void_reason="错"), TAKEN),
    Forbidden("ex_star_award_one_person", of("star_award", id=901, level=3), AWARDED),
    Forbidden(
        "ex_star_award_one_grid",
        of("star_award", id=901, person_id=None, grid_id=900, level=3),
        (*TAKEN, of("star_award", person_id=None, grid_id=900)),
    ),
    Forbidden(
        "ux_star_award_one_person",
        of("star_award", id=901, round_id=900, valid_from=YEAR_ON, lasts_to=YEAR_ON),
        (*CONFIRMED, of("star_award", round_id=900)),
    ),
    Forbidden(
        "ux_star_award_one_grid",
        of(
            "star_award",
            id=901,
            round_id=900,
            person_id=None,
            grid_id=900,
            valid_from=YEAR_ON,
            lasts_to=YEAR_ON,
        ),
        (*CONFIRMED, of("star_award", round_id=900, person_id=None, grid_id=900)),
    ),
    Forbidden("ck_star_award_one_subject", of("star_award", person_id=None), TAKEN),
    Forbidden("star_award_keeps_delete", sql("DELETE FROM star_award"), AWARDED),
    *(
        Forbidden("star_award_stays", sql(f"UPDATE star_award SET {change}"), AWARDED)
        for change in ("level = 5", "monthly_fen = 30000", "valid_from = '2026-06-02'")
    ),
]
