"""Forbidden writes to courses, classes, sessions, attendance, tests and results."""

from __future__ import annotations

import datetime as dt

from tests.storage.forbidden import ROWS as CELLAR
from tests.storage.violating import DAY, Forbidden, T, row, sql
from tests.workforce.forbidden import ROWS as WORKFORCE

LATER = dt.date(2026, 5, 2)
ROWS = {
    "training_course": {
        "id": 900,
        "code": "LX01",
        "title": "轮训",
        "kind": "rotation",
        "minutes": 360,
        "validity_months": 12,
        "tested": True,
        "together": True,
        "active": True,
        "note": "",
        "version": 1,
    },
    "course_role": {"course_id": 900, "role": "watcher"},
    "training_class": {
        "id": 900,
        "course_id": 900,
        "number": "2026-P001",
        "title": "第一期",
        "mode": "own",
        "area_path": "320508001/",
        "first_day": DAY,
        "last_day": LATER,
        "capacity": 30,
        "trainer": "",
        "organiser": "",
        "document_no": "",
        "scan_sha256": None,
        "state": "planned",
        "result_version": 0,
        "competition_id": None,
        "proposer_id": None,
        "cancel_reason": "",
        "version": 1,
    },
    "class_step": {
        "class_id": 900,
        "seq": 1,
        "state": "planned",
        "at": T,
        "made_by": "经办人",
        "reason": "",
    },
    "training_session": {
        "id": 900,
        "class_id": 900,
        "day": DAY,
        "begins": 510,
        "ends": 690,
        "place": "党校101",
        "place_key": "党校101",
        "topic": "",
        "trainer": "",
        "version": 1,
    },
    "enrolment": {
        "id": 900,
        "class_id": 900,
        "person_id": 900,
        "source": "due",
        "state": "enrolled",
        "state_reason": "",
        "waiting_place": None,
        "import_operation": None,
        "version": 1,
    },
    "attendance": {
        "id": 900,
        "class_id": 900,
        "session_id": 900,
        "enrolment_id": 900,
        "presence": "present",
        "came": None,
        "departed": None,
        "makeup_session_id": None,
        "note": "",
        "keyed_by": "经办人",
        "keyed_at": T,
        "import_operation": None,
        "version": 1,
    },
    "training_test": {
        "id": 900,
        "class_id": 900,
        "enrolment_id": 900,
        "attempt": 1,
        "value_milli": 82_500,
        "absent": False,
        "tested_on": DAY,
        "keyed_by": "经办人",
        "keyed_at": T,
        "version": 1,
    },
    "training_result": {
        "enrolment_id": 900,
        "result_version": 1,
        "attended": 360,
        "whole": 360,
        "credited": 360,
        "exam_milli": 82_500,
        "passed": True,
        "valid_to": None,
        "why": "出勤 8 学时，应到 8 学时",
        "rule_sha256": "0" * 64,
        "confirmed_at": T,
        "confirmed_by": "经办人",
    },
    "earlier_training": {
        "id": 900,
        "person_id": 900,
        "title": "省级轮训",
        "organiser": "省委党校",
        "ended_on": DAY,
        "minutes": 720,
        "rotation": True,
        "document_no": "证1号",
        "evidence_sha256": None,
        "import_operation": None,
        "version": 1,
    },
}
PARENTS = {
    "course_role": ("training_course", "post_role"),
    "training_class": ("training_course",),
    "class_step": ("training_class",),
    "training_session": ("training_class",),
    "enrolment": ("training_class", "person"),
    "attendance": ("training_session", "enrolment"),
    "training_test": ("enrolment",),
    "training_result": ("enrolment",),
    "earlier_training": ("person",),
}


def of(table: str, **changes: object):
    """The good row of a table, changed."""
    return row(ROWS, table, **changes)


def class_to(*states: str):
    """A class goes step by step."""
    return tuple(sql(f"UPDATE training_class SET state = '{state}'") for state in states)


PERSON = row(WORKFORCE, "person")
OTHER = row(
    WORKFORCE, "person", id=901, number="W901", id_number=None, id_mac=None, phone=None,
    phone_mac=None, phone_tail_mac=None,
)  # fmt: skip
COURSE = of("training_course")
HELD = (COURSE, of("training_class"))
TAUGHT = (*HELD, of("training_session"))
SAT = (*TAUGHT, PERSON, of("enrolment"))
SIGNED = (*SAT, of("attendance"))
SETTLED = class_to("open", "running", "ended", "confirmed")
SECOND_CLASS = of("training_class", id=901, number="2026-P002")
SECOND_SESSION = of("training_session", id=901, begins=840, ends=1020)
WAITS = {"state": "waiting", "waiting_place": 1}
IMPORTED = row(CELLAR, "operation")
TESTED = (*HELD, PERSON, of("enrolment"))

FORBIDDEN = [
    # courses
    *(
        Forbidden("ck_training_course_named", of("training_course", **{name: ""}))
        for name in ("code", "title")
    ),
    Forbidden("ck_training_course_minutes_positive", of("training_course", minutes=0)),
    Forbidden("ck_training_course_validity_positive", of("training_course", validity_months=0)),
    Forbidden("uq_training_course_code", of("training_course", id=901), (COURSE,)),
    Forbidden("training_course_keeps_delete", sql("DELETE FROM training_course"), (COURSE,)),
    Forbidden(
        "fk_course_role_role",
        of("course_role", role="nobody"),
        (COURSE, row(WORKFORCE, "post_role")),
    ),
    # classes
    *(
        Forbidden("ck_training_class_named", of("training_class", **{name: ""}), (COURSE,))
        for name in ("number", "title")
    ),
    Forbidden(
        "ck_training_class_days_in_order",
        of("training_class", first_day=LATER, last_day=DAY),
        (COURSE,),
    ),
    Forbidden("ck_training_class_capacity_positive", of("training_class", capacity=0), (COURSE,)),
    Forbidden(
        "ck_training_class_version_not_negative",
        of("training_class", result_version=-1),
        (COURSE,),
    ),
    Forbidden(
        "ck_training_class_cancelled_why", of("training_class", state="cancelled"), (COURSE,)
    ),
    *(
        Forbidden(
            "ck_training_class_external_has_document",
            of("training_class", mode="external", state=state),
            (COURSE,),
        )
        for state in ("confirmed", "archived")
    ),
    Forbidden("uq_training_class_number", of("training_class", id=901), HELD),
    Forbidden("training_class_keeps_delete", sql("DELETE FROM training_class"), HELD),
    *(
        Forbidden("training_class_goes_forward", class_to(goal)[0], (*HELD, *class_to(*way)))
        for way, goal in (
            ((), "running"),
            ((), "confirmed"),
            (("open",), "ended"),
            (("open", "running"), "planned"),
            (("open", "running", "ended"), "open"),
            (("open", "running", "ended", "confirmed"), "running"),
            (("open", "running", "ended", "confirmed", "archived"), "ended"),
        )
    ),
    Forbidden("ck_class_step_seq_from_one", of("class_step", seq=0), HELD),
    # sessions
    *(
        Forbidden("ck_training_session_times_in_order", of("training_session", **times), HELD)
        for times in ({"begins": -1}, {"ends": 510}, {"ends": 1_441})
    ),
    Forbidden(
        "ex_training_session_room",
        of("training_session", id=901, class_id=901, begins=689, ends=700),
        (*TAUGHT, SECOND_CLASS),
    ),
    Forbidden(
        "ex_training_session_class",
        of("training_session", id=901, place="", place_key="", begins=500, ends=511),
        TAUGHT,
    ),
    Forbidden("training_session_settled_insert", SECOND_SESSION, (*TAUGHT, *SETTLED)),
    Forbidden(
        "training_session_settled_update",
        sql("UPDATE training_session SET topic = '换'"),
        (*TAUGHT, *SETTLED),
    ),
    Forbidden(
        "training_session_settled_delete",
        sql("DELETE FROM training_session"),
        (*TAUGHT, *SETTLED),
    ),
    # enrolment
    Forbidden("ck_enrolment_cancelled_why", of("enrolment", state="cancelled"), (*HELD, PERSON)),
    Forbidden("ck_enrolment_waits_in_turn", of("enrolment", state="waiting"), (*HELD, PERSON)),
    Forbidden("ck_enrolment_waits_in_turn", of("enrolment", waiting_place=1), (*HELD, PERSON)),
    Forbidden(
        "ck_enrolment_turn_from_one",
        of("enrolment", state="waiting", waiting_place=0),
        (*HELD, PERSON),
    ),
    Forbidden("uq_enrolment_class_id_person_id", of("enrolment", id=901), TESTED),
    Forbidden(
        "ux_enrolment_one_a_turn",
        of("enrolment", id=901, person_id=901, **WAITS),
        (*HELD, PERSON, OTHER, of("enrolment", **WAITS)),
    ),
    Forbidden("enrolment_keeps_delete", sql("DELETE FROM enrolment"), TESTED),
    Forbidden("enrolment_settled_insert", of("enrolment"), (*HELD, PERSON, *SETTLED)),
    Forbidden(
        "enrolment_settled_update",
        sql("UPDATE enrolment SET source = 'self'"),
        (*TESTED, *SETTLED),
    ),
    Forbidden(
        "enrolment_settled_delete",
        sql("DELETE FROM enrolment"),
        (*HELD, PERSON, IMPORTED, of("enrolment", import_operation="op-1"), *SETTLED),
    ),
    # attendance
    *(
        Forbidden(f"ck_attendance_{name}_where_clocked", of("attendance", **{name: 520}), SAT)
        for name in ("came", "departed")
    ),
    Forbidden(
        "ck_attendance_times_in_order",
        of("attendance", presence="late", came=600, departed=600),
        SAT,
    ),
    Forbidden(
        "ck_attendance_missed_made_up",
        of("attendance", makeup_session_id=901),
        (*SAT, SECOND_SESSION),
    ),
    Forbidden(
        "ck_attendance_made_up_elsewhere",
        of("attendance", presence="absent", makeup_session_id=900),
        SAT,
    ),
    Forbidden(
        "fk_attendance_makeup_session_id",
        of("attendance", presence="absent", makeup_session_id=987_654_321),
        SAT,
    ),
    Forbidden("uq_attendance_session_id_enrolment_id", of("attendance", id=901), SIGNED),
    Forbidden(
        "ux_attendance_made_up_once",
        of("attendance", id=901, session_id=902, presence="absent", makeup_session_id=901),
        (
            *SAT,
            SECOND_SESSION,
            of("training_session", id=902, begins=1_100, ends=1_200),
            of("attendance", presence="absent", makeup_session_id=901),
        ),
    ),
    Forbidden("attendance_settled_insert", of("attendance"), (*SAT, *SETTLED)),
    Forbidden(
        "attendance_settled_update",
        sql("UPDATE attendance SET presence = 'absent'"),
        (*SIGNED, *SETTLED),
    ),
    Forbidden("attendance_settled_delete", sql("DELETE FROM attendance"), (*SIGNED, *SETTLED)),
    # tests
    Forbidden("ck_training_test_attempt_known", of("training_test", attempt=4), TESTED),
    Forbidden("ck_training_test_mark_not_negative", of("training_test", value_milli=-1), TESTED),
    *(
        Forbidden("ck_training_test_mark_or_absent", of("training_test", **values), TESTED)
        for values in ({"value_milli": None}, {"absent": True})
    ),
    Forbidden(
        "uq_training_test_enrolment_id_attempt",
        of("training_test", id=901),
        (*TESTED, of("training_test")),
    ),
    Forbidden("training_test_settled_insert", of("training_test"), (*TESTED, *SETTLED)),
    *(
        Forbidden(
            f"training_test_settled_{event}",
            sql(write),
            (*TESTED, of("training_test"), *SETTLED),
        )
        for event, write in (
            ("update", "UPDATE training_test SET value_milli = 1"),
            ("delete", "DELETE FROM training_test"),
        )
    ),
    # results
    Forbidden(
        "ck_training_result_version_from_one", of("training_result", result_version=0), TESTED
    ),
    *(
        Forbidden("ck_training_result_minutes_in_order", of("training_result", **values), TESTED)
        for values in ({"credited": -1}, {"attended": 100}, {"whole": 100})
    ),
    Forbidden("ck_training_result_only_passed_counts", of("training_result", passed=False), TESTED),
    # earlier training
    Forbidden("ck_earlier_training_title_given", of("earlier_training", title=""), (PERSON,)),
    Forbidden("ck_earlier_training_minutes_positive", of("earlier_training", minutes=0), (PERSON,)),
    Forbidden(
        "uq_earlier_training_person_id_title_ended_on",
        of("earlier_training", id=901),
        (PERSON, of("earlier_training")),
    ),
]
