"""Forbidden writes to periods, their people, reviews, showings and appeals."""

from __future__ import annotations

import datetime as dt

from hrgrid import schema
from tests.storage.forbidden_accounts import ZHANG
from tests.storage.violating import DAY, Forbidden, T, row, sql
from tests.workforce.forbidden import ROWS as WORKFORCE

LATER = dt.date(2026, 5, 9)
ROWS = {
    "assessment_period": {
        "id": 900,
        "scheme": "monthly",
        "rule_number": 1,
        "rule_sha256": "a" * 64,
        "kind": "month",
        "year": 2026,
        "number": 4,
        "area_path": "320508001/",
        "part_time": False,
        "title": "2026 年 4 月专职网格员考核",
        "state": "open",
        "revision": 1,
        "reopen_reason": "",
        "due_on": LATER,
        "shown_on": None,
        "appeals_until": None,
        "proposer_id": None,
        "approval_words": "",
        "document_no": "",
        "version": 1,
    },
    "period_step": {
        "period_id": 900,
        "seq": 1,
        "state": "open",
        "revision": 1,
        "at": T,
        "made_by": "经办人",
        "reason": "",
    },
    "assessee": {
        "id": 900,
        "period_id": 900,
        "person_id": 900,
        "area_id": 900,
        "unit_id": 900,
        "served_days": 30,
        "left_out": None,
        "left_out_note": "",
    },
    "assessment_showing": {
        "assessee_id": 900,
        "revision": 1,
        "run_id": 900,
        "shown_on": DAY,
        "how": "signed",
        "witness": "",
        "scan_sha256": None,
        "made_at": T,
        "made_by": "经办人",
    },
    "assessment_review": {
        "id": 900,
        "period_id": 900,
        "assessee_id": 900,
        "part": "office",
        "assessor_id": 900,
        "value_milli": 92_500,
        "note": "",
        "made_at": T,
        "version": 1,
    },
    "assessment_appeal": {
        "id": 900,
        "period_id": 900,
        "assessee_id": 900,
        "number": 1,
        "filed_on": DAY,
        "content": "巡查次数少算了",
        "state": "filed",
        "answer_due": LATER,
        "finding": "",
        "decided_by": "",
        "decided_on": None,
        "scan_sha256": None,
        "version": 1,
    },
}
PARENTS = {
    "period_step": ("assessment_period",),
    "assessee": ("assessment_period", "area", "person"),
    "assessment_showing": ("assessee",),
    "assessment_review": ("assessee", "operator"),
    "assessment_appeal": ("assessee",),
}
_RUN = {
    "id": 900,
    "period_id": 900,
    "number": 1,
    "revision": 1,
    "rule_sha256": "a" * 64,
    "input_hash": "b" * 64,
    "output_hash": "c" * 64,
    "sources_upto": 0,
    "inputs": "{}",
    "shares": "{}",
    "state": "applied",
    "reason": "",
    "made_at": T,
    "made_by": "经办人",
    "version": 1,
}


def of(table: str, **changes: object):
    """The good row of a table, changed."""
    return row(ROWS, table, **changes)


def run(**changes: object):
    """A computation of the period."""
    table = schema.metadata.tables["assessment_run"]
    return table.insert().values(_RUN | {"row_hash": 0} | changes)


STEPS = {"assessment_showing": (run(),)}


def period_to(*states: str):
    """A period goes step by step; what a state wants beside it comes along."""
    beside = {
        "appeals": ", shown_on = '2026-05-02', appeals_until = '2026-05-07'",
        "confirmed": ", approval_words = '审批：政法委书记赵主任'",
    }
    return tuple(
        sql(f"UPDATE assessment_period SET state = '{state}'{beside.get(state, '')}")
        for state in states
    )


PERIOD = of("assessment_period")
PEOPLE = (PERIOD, row(WORKFORCE, "area"), row(WORKFORCE, "person"))
TAKEN = (*PEOPLE, of("assessee"))
SECOND = row(
    WORKFORCE, "person", id=901, number="W901", id_number=None, id_mac=None, phone=None,
    phone_mac=None, phone_tail_mac=None,
)  # fmt: skip
TO_SCORING = period_to("collecting", "scoring")
TO_APPEALS = (*TO_SCORING, *period_to("shown", "appeals"))
SETTLED = (run(), *TO_APPEALS, *period_to("confirmed"))
REVIEWED = (*TAKEN, ZHANG, of("assessment_review"))
APPEALED = (*TAKEN, of("assessment_appeal"))
_OFF = {
    "open": ("scoring", "shown", "appeals"),
    "collecting": ("open", "shown"),
    "scoring": ("open", "appeals"),
    "shown": ("open", "collecting"),
}
_WAY = ("collecting", "scoring", "shown")

FORBIDDEN = [
    # periods
    *(
        Forbidden("ck_assessment_period_number_in_year", of("assessment_period", number=number))
        for number in (0, 13)
    ),
    Forbidden(
        "ck_assessment_period_revision_from_one",
        of("assessment_period", revision=0, reopen_reason="错"),
    ),
    Forbidden("ck_assessment_period_reopening_has_reason", of("assessment_period", revision=2)),
    *(
        Forbidden(
            "ck_assessment_period_settled_with_approval",
            of("assessment_period", state=state, shown_on=DAY, appeals_until=LATER),
        )
        for state in ("confirmed", "locked")
    ),
    *(
        Forbidden(
            "ck_assessment_period_shown_before_appeals",
            of("assessment_period", state="appeals", **days),
        )
        for days in ({"shown_on": DAY}, {"appeals_until": LATER})
    ),
    Forbidden(
        "uq_assessment_period_scheme_kind_year_number_area_path",
        of("assessment_period", id=901),
        (PERIOD,),
    ),
    Forbidden("assessment_period_keeps_delete", sql("DELETE FROM assessment_period"), (PERIOD,)),
    *(
        Forbidden(
            "assessment_period_goes_forward",
            *period_to(jump),
            (PERIOD, *period_to(*_WAY[: ("open", *_WAY).index(state)])),
        )
        for state, jumps in _OFF.items()
        for jump in jumps
    ),
    Forbidden(
        "assessment_period_goes_forward", *period_to("collecting"), (PERIOD, run(), *TO_APPEALS)
    ),
    Forbidden("assessment_period_goes_forward", *period_to("shown"), (PERIOD, *SETTLED)),
    # Opened again without a revision, or with one too many.
    *(
        Forbidden(
            "assessment_period_reopened",
            sql(f"UPDATE assessment_period SET state = 'scoring'{beside}"),
            (PERIOD, *SETTLED),
        )
        for beside in ("", ", revision = 3, reopen_reason = '数据有误'")
    ),
    Forbidden(
        "ck_assessment_period_reopening_has_reason",
        sql("UPDATE assessment_period SET state = 'scoring', revision = 2"),
        (PERIOD, *SETTLED),
    ),
    # Confirmed without a computation, with one of before, with an appeal that waits.
    *(
        Forbidden(
            "assessment_period_unsettled", *period_to("confirmed"), (PERIOD, *runs, *TO_APPEALS)
        )
        for runs in ((), (run(state="void"),), (run(revision=2),))
    ),
    *(
        Forbidden(
            "assessment_period_unsettled",
            *period_to("confirmed"),
            (*APPEALED, *steps, run(), *TO_APPEALS),
        )
        for steps in ((), (sql("UPDATE assessment_appeal SET state = 'reviewing'"),))
    ),
    *(
        Forbidden(
            "assessment_period_stays",
            sql(f"UPDATE assessment_period SET {change}"),
            (PERIOD, *period_to("collecting")),
        )
        for change in ("scheme = 'own_1'", "year = 2025", "number = 5", "area_path = '3205/'")
    ),
    Forbidden(
        "assessment_period_stays",
        sql("UPDATE assessment_period SET kind = 'quarter'"),
        (PERIOD, *period_to("collecting")),
    ),
    *(
        Forbidden(
            "assessment_period_stays",
            sql(f"UPDATE assessment_period SET {change}"),
            (PERIOD, *SETTLED),
        )
        for change in ("rule_number = 2", f"rule_sha256 = '{'d' * 64}'", "part_time = TRUE")
    ),
    Forbidden("ck_period_step_seq_from_one", of("period_step", seq=0), (PERIOD,)),
    # people
    Forbidden("ck_assessee_days_not_negative", of("assessee", served_days=-1), PEOPLE),
    Forbidden("ck_assessee_left_out_why", of("assessee", left_out="other"), PEOPLE),
    Forbidden("uq_assessee_period_id_person_id", of("assessee", id=901), TAKEN),
    Forbidden(
        "assessee_settled_insert",
        of("assessee", id=901, person_id=901),
        (*TAKEN, SECOND, *SETTLED),
    ),
    Forbidden(
        "assessee_settled_update",
        sql("UPDATE assessee SET served_days = 1"),
        (*TAKEN, *SETTLED),
    ),
    Forbidden("assessee_settled_delete", sql("DELETE FROM assessee"), (*TAKEN, *SETTLED)),
    # showings
    Forbidden(
        "ck_assessment_showing_refused_before_witness",
        of("assessment_showing", how="refused"),
        (*TAKEN, run()),
    ),
    # reviews
    *(
        Forbidden(
            "ck_assessment_review_value_in_hundred",
            of("assessment_review", value_milli=value),
            (*TAKEN, ZHANG),
        )
        for value in (-1, 100_001)
    ),
    Forbidden(
        "uq_assessment_review_assessee_id_part_assessor_id",
        of("assessment_review", id=901),
        REVIEWED,
    ),
    Forbidden(
        "assessment_review_settled_insert",
        of("assessment_review", id=901, part="served"),
        (*REVIEWED, *SETTLED),
    ),
    *(
        Forbidden(f"assessment_review_settled_{event}", sql(write), (*REVIEWED, *SETTLED))
        for event, write in (
            ("update", "UPDATE assessment_review SET value_milli = 1"),
            ("delete", "DELETE FROM assessment_review"),
        )
    ),
    # appeals
    Forbidden("ck_assessment_appeal_number_from_one", of("assessment_appeal", number=0), TAKEN),
    Forbidden("ck_assessment_appeal_content_given", of("assessment_appeal", content=""), TAKEN),
    *(
        Forbidden(
            "ck_assessment_appeal_decided_with_finding",
            of(
                "assessment_appeal",
                **(
                    {"state": state, "finding": "属实", "decided_by": "周五", "decided_on": DAY}
                    | gap
                ),
            ),
            TAKEN,
        )
        for state in ("upheld", "denied")
        for gap in ({"finding": ""}, {"decided_by": ""}, {"decided_on": None})
    ),
    Forbidden("uq_assessment_appeal_period_id_number", of("assessment_appeal", id=901), APPEALED),
    Forbidden("assessment_appeal_keeps_delete", sql("DELETE FROM assessment_appeal"), APPEALED),
    Forbidden(
        "assessment_appeal_goes_forward",
        sql(
            "UPDATE assessment_appeal SET state = 'upheld', finding = '属实', "
            "decided_by = '周五', decided_on = '2026-05-04'"
        ),
        APPEALED,
    ),
    Forbidden(
        "assessment_appeal_goes_forward",
        sql("UPDATE assessment_appeal SET state = 'filed'"),
        (*APPEALED, sql("UPDATE assessment_appeal SET state = 'withdrawn'")),
    ),
    Forbidden("assessment_appeal_settled_insert", of("assessment_appeal"), (*TAKEN, *SETTLED)),
    Forbidden(
        "assessment_appeal_settled_update",
        sql("UPDATE assessment_appeal SET content = '改'"),
        (*APPEALED, sql("UPDATE assessment_appeal SET state = 'withdrawn'"), *SETTLED),
    ),
]
