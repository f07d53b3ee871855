"""Forbidden writes to what was done in a case of exit."""

from __future__ import annotations

import datetime as dt

from tests.exits.ways import BY_WISH, DONE, OPEN, SEEN, of, way
from tests.storage.violating import Forbidden, sql

ROWS: dict[str, dict[str, object]] = {}

_TALK, _REMEDY = of("exit_talk"), of("exit_remedy")
_TALKED = (*OPEN, _TALK)
_HELPED = (*_TALKED, of("exit_remedy", **DONE))
_SEEN_AGAIN = (*_HELPED, of("exit_reassessment"))
_NOTIFIED = way("notified", BY_WISH)
_LEFT = way("executed", BY_WISH)
_OTHER_CASE = of("exit_case", id=901, number="退〔2026〕2号", person_id=901)
_SETTLED = {
    "exit_talk": of("exit_talk", id=905),
    "exit_remedy": of("exit_remedy", id=905),
    "exit_reassessment": of("exit_reassessment", id=905),
    "exit_hearing": of("exit_hearing", id=905, told_on=dt.date(2026, 6, 17)),
    "exit_opinion": of("exit_opinion", id=905),
    "exit_consent": of("exit_consent", id=905, level="district"),
}
_CHANGED = (
    ("exit_remedy", "minutes = 1", (_TALK, _REMEDY)),
    ("exit_hearing", "statement = '改'", (of("exit_hearing", heard_on=None),)),
    ("exit_opinion", "document_no = '2'", (of("exit_opinion"),)),
    ("exit_consent", "document_no = '2'", (of("exit_consent"),)),
)


def _upd(table: str, given: str) -> object:
    return sql(f"UPDATE {table} SET {given}")


FORBIDDEN = [
    # --- talk
    Forbidden("ck_exit_talk_held_with_whom", of("exit_talk", present=""), OPEN),
    Forbidden("ck_exit_talk_held_with_whom", of("exit_talk", content=""), OPEN),
    Forbidden("ck_exit_talk_refused_before_witness", of("exit_talk", refused=True), OPEN),
    # --- remedy
    Forbidden("ck_exit_remedy_said_what", of("exit_remedy", content=""), _TALKED),
    Forbidden(
        "ck_exit_remedy_days_in_order",
        of("exit_remedy", kind="mentor", last_day=dt.date(2026, 5, 6)),
        _TALKED,
    ),
    Forbidden("ck_exit_remedy_minutes_not_negative", of("exit_remedy", minutes=-1), _TALKED),
    Forbidden("ck_exit_remedy_done_how", of("exit_remedy", done_on=dt.date(2026, 6, 10)), _TALKED),
    Forbidden(
        "ck_exit_remedy_not_before_its_end",
        of("exit_remedy", **(DONE | {"done_on": dt.date(2026, 6, 9)})),
        _TALKED,
    ),
    Forbidden("ck_exit_remedy_moved_where", of("exit_remedy", kind="transfer", **DONE), _TALKED),
    Forbidden("exit_remedy_keeps_delete", sql("DELETE FROM exit_remedy"), (*_TALKED, _REMEDY)),
    *(
        Forbidden(
            "exit_remedy_a_month_insert",
            of("exit_remedy", kind=kind, last_day=dt.date(2026, 6, 3)),
            _TALKED,
        )
        for kind in ("training", "transfer")
    ),
    Forbidden(
        "exit_remedy_a_month_update",
        _upd("exit_remedy", "last_day = '2026-06-03'"),
        (*_TALKED, _REMEDY),
    ),
    # A mentor for a week is no month of training.
    Forbidden(
        "exit_remedy_a_month_update",
        _upd("exit_remedy", "kind = 'training'"),
        (*_TALKED, of("exit_remedy", kind="mentor", last_day=dt.date(2026, 5, 13))),
    ),
    Forbidden("exit_remedy_after_talk_insert", _REMEDY, OPEN),
    Forbidden(
        "exit_remedy_after_talk_insert",
        of("exit_remedy", first_day=dt.date(2026, 5, 3)),
        _TALKED,
    ),
    Forbidden(
        "exit_remedy_after_talk_update",
        _upd("exit_remedy", "first_day = '2026-05-03'"),
        (*_TALKED, _REMEDY),
    ),
    Forbidden("exit_remedy_seen_stays", _upd("exit_remedy", "minutes = 1"), _SEEN_AGAIN),
    # --- reassessment
    Forbidden("ck_exit_reassessment_by_somebody", of("exit_reassessment", assessor=""), _HELPED),
    *(
        Forbidden("ck_exit_reassessment_scores", of("exit_reassessment", **given), _HELPED)
        for given in ({"score_milli": -1}, {"pass_milli": 0, "passed": True})
    ),
    *(
        Forbidden(
            "ck_exit_reassessment_passed_by_score",
            of("exit_reassessment", score_milli=score, passed=passed),
            _HELPED,
        )
        for score, passed in ((60_000, False), (59_999, True))
    ),
    *(
        Forbidden("exit_reassessment_after_remedy", of("exit_reassessment", **given), before)
        for given, before in (
            ({}, (*_TALKED, _REMEDY)),
            ({"held_on": dt.date(2026, 6, 10)}, _HELPED),
            ({"remedy_id": 900, "case_id": 901}, (*_HELPED, SEEN[-1], _OTHER_CASE)),
        )
    ),
    Forbidden("exit_reassessment_by_another", of("exit_reassessment", assessor="科长甲"), _HELPED),
    Forbidden(
        "exit_reassessment_by_another",
        of("exit_reassessment", assessor_id=1),
        (*_HELPED, _upd("exit_case", "first_assessor_id = 1")),
    ),
    # --- protections
    *(
        Forbidden("ck_exit_protection_answered_by_whom", of("exit_protection", **given), OPEN)
        for given in ({"blocks": None}, {"answered_on": None}, {"answered_by": ""})
    ),
    Forbidden("ck_exit_protection_scan_named", of("exit_protection", scan=b"sealed"), OPEN),
    Forbidden(
        "uq_exit_protection_case_id_item",
        of("exit_protection", id=901),
        (*OPEN, of("exit_protection")),
    ),
    Forbidden(
        "exit_protection_keeps_delete",
        sql("DELETE FROM exit_protection"),
        (*OPEN, of("exit_protection")),
    ),
    Forbidden("exit_protection_settled_insert", of("exit_protection"), way("approved", BY_WISH)),
    *(
        Forbidden(
            "exit_protection_item_stays",
            _upd("exit_protection", given),
            (*SEEN, of("exit_protection"), _OTHER_CASE),
        )
        for given in ("item = 'illness'", "case_id = 901")
    ),
    *(
        Forbidden(
            "exit_protection_stays",
            _upd("exit_protection", f"{given} WHERE item = 'illness'"),
            way("approved"),
        )
        for given in (
            "blocks = true",
            "blocks = NULL, answered_on = NULL, answered_by = ''",
            "answered_on = '2026-06-01'",
            "answered_by = '别人'",
            "scan = 'x', scan_name = '材料'",
        )
    ),
    *(
        Forbidden(
            "exit_protection_scan_stays" if "NULL" in given else "exit_protection_stays",
            _upd("exit_protection", given),
            (
                *OPEN,
                of("exit_protection", scan=b"sealed", scan_name="材料"),
                *way("approved", BY_WISH)[3:],
            ),
        )
        for given in ("scan = NULL, scan_name = ''", "scan = 'x'")
    ),
    # --- hearing
    Forbidden(
        "ck_exit_hearing_until_afterwards",
        of("exit_hearing", until=dt.date(2026, 6, 15)),
        OPEN,
    ),
    *(
        Forbidden("ck_exit_hearing_heard_what", of("exit_hearing", **given), OPEN)
        for given in ({"statement": ""}, {"finding": ""})
    ),
    Forbidden(
        "ck_exit_hearing_lapsed_afterwards",
        of("exit_hearing", heard_on=None, lapsed_on=dt.date(2026, 6, 23)),
        OPEN,
    ),
    *(
        Forbidden("ck_exit_hearing_told_before", of("exit_hearing", **given), OPEN)
        for given in (
            {"heard_on": dt.date(2026, 6, 15)},
            {"heard_on": None, "waived_on": dt.date(2026, 6, 15)},
        )
    ),
    Forbidden(
        "uq_exit_hearing_case_id_told_on",
        of("exit_hearing", id=901),
        (*OPEN, of("exit_hearing")),
    ),
    Forbidden(
        "exit_hearing_keeps_delete", sql("DELETE FROM exit_hearing"), (*OPEN, of("exit_hearing"))
    ),
    *(
        Forbidden("exit_hearing_stays", _upd("exit_hearing", given), (*OPEN, *before))
        for given, before in (
            ("heard_on = NULL", (of("exit_hearing"),)),
            ("statement = '改'", (of("exit_hearing"),)),
            ("until = '2026-06-17'", (of("exit_hearing", heard_on=None),)),
            ("told_on = '2026-06-15'", (of("exit_hearing", heard_on=None),)),
        )
    ),
    # --- opinions
    *(
        Forbidden("ck_exit_opinion_answered_when", of("exit_opinion", **given), OPEN)
        for given in ({"opinion": None}, {"answered_on": None})
    ),
    Forbidden(
        "ck_exit_opinion_answered_afterwards",
        of("exit_opinion", answered_on=dt.date(2026, 6, 18)),
        OPEN,
    ),
    Forbidden("ck_exit_opinion_objects_why", of("exit_opinion", opinion="objects"), OPEN),
    Forbidden(
        "uq_exit_opinion_case_id_kind", of("exit_opinion", id=901), (*OPEN, of("exit_opinion"))
    ),
    Forbidden(
        "exit_opinion_keeps_delete", sql("DELETE FROM exit_opinion"), (*OPEN, of("exit_opinion"))
    ),
    *(
        Forbidden("exit_opinion_stays", _upd("exit_opinion", given), (*OPEN, of("exit_opinion")))
        for given in (
            "opinion = NULL, answered_on = NULL",
            "opinion = 'silent'",
            "text = '改'",
            "kind = 'legal'",
            "asked_on = '2026-06-01'",
        )
    ),
    # --- consents
    *(
        Forbidden("ck_exit_consent_by_whom", of("exit_consent", **given), OPEN)
        for given in ({"name": ""}, {"post": ""})
    ),
    Forbidden("ck_exit_consent_refuses_why", of("exit_consent", agrees=False), OPEN),
    Forbidden("ck_exit_consent_void_some_day", of("exit_consent", void_reason="错"), OPEN),
    Forbidden(
        "ux_exit_consent_one_a_level",
        of("exit_consent", id=901),
        (*OPEN, of("exit_consent")),
    ),
    Forbidden(
        "exit_consent_keeps_delete", sql("DELETE FROM exit_consent"), (*OPEN, of("exit_consent"))
    ),
    *(
        Forbidden("exit_consent_stays", _upd("exit_consent", given), (*OPEN, of("exit_consent")))
        for given in (
            "agrees = false, text = '不同意'",
            "level = 'district'",
            "name = '别人'",
            "decided_on = '2026-06-01'",
        )
    ),
    # --- appeals
    *(
        Forbidden(f"ck_exit_appeal_{name}", of("exit_appeal", **given), _NOTIFIED)
        for name, given in (
            ("number_from_one", {"number": 0}),
            ("content_given", {"content": ""}),
            ("decided_with_finding", {"state": "denied"}),
            ("decided_with_finding", {"state": "upheld", "finding": "有误", "decided_by": "工委"}),
        )
    ),
    Forbidden(
        "uq_exit_appeal_case_id_number",
        of("exit_appeal", id=901, state="withdrawn"),
        (*_NOTIFIED, of("exit_appeal")),
    ),
    Forbidden(
        "ux_exit_appeal_one_open",
        of("exit_appeal", id=901, number=2),
        (*_NOTIFIED, of("exit_appeal")),
    ),
    Forbidden(
        "exit_appeal_keeps_delete", sql("DELETE FROM exit_appeal"), (*_NOTIFIED, of("exit_appeal"))
    ),
    Forbidden(
        "exit_appeal_stays",
        _upd("exit_appeal", "state = 'filed'"),
        (*_NOTIFIED, of("exit_appeal", state="withdrawn")),
    ),
    *(
        Forbidden("exit_appeal_notified_first", of("exit_appeal"), before)
        for before in (OPEN, way("approved", BY_WISH), _LEFT)
    ),
    # --- settlement
    *(
        Forbidden(f"ck_exit_settlement_{name}", of("exit_settlement", **given), _LEFT)
        for name, given in (
            ("said_what", {"label": ""}),
            ("amount_not_negative", {"amount_fen": -1}),
            ("done_by_whom", {"done_by": ""}),
            ("done_by_whom", {"done_on": None}),
            ("done_or_waived", {"waived": "没有"}),
            ("paid_how_much", {"kind": "severance"}),
        )
    ),
    Forbidden(
        "uq_exit_settlement_case_id_seq",
        of("exit_settlement", id=901),
        (*_LEFT, of("exit_settlement")),
    ),
    Forbidden(
        "exit_settlement_keeps_delete",
        sql("DELETE FROM exit_settlement"),
        (*_LEFT, of("exit_settlement")),
    ),
    Forbidden("exit_settlement_after_leaving", of("exit_settlement"), _NOTIFIED),
    *(
        Forbidden(
            "exit_settlement_stays", _upd("exit_settlement", given), (*_LEFT, of("exit_settlement"))
        )
        for given in ("done_on = NULL, done_by = ''", "amount_fen = 1")
    ),
    Forbidden(
        "exit_settlement_closed_insert",
        of("exit_settlement", id=901, seq=2),
        way("closed", BY_WISH),
    ),
    Forbidden(
        "exit_settlement_closed_update",
        _upd("exit_settlement", "waived = '不用办了'"),
        (
            *_LEFT,
            of("exit_settlement", done_on=None, done_by="", waived="没有"),
            _upd("exit_case", "state = 'closed'"),
        ),
    ),
    # --- a decided case keeps what was done in it
    *(
        Forbidden(f"{table}_settled_insert", given, way("approved"))
        for table, given in _SETTLED.items()
    ),
    *(
        Forbidden(
            f"{table}_settled_update",
            _upd(table, given),
            (*OPEN, *before, *way("approved", BY_WISH)[3:]),
        )
        for table, given, before in _CHANGED
    ),
]
