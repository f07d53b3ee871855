"""Forbidden writes to cases of exit: each short cut as plain SQL, the ones by NULL too."""

from __future__ import annotations

import datetime as dt

from tests.exits.ways import (
    APPROVAL,
    BY_WISH,
    DONE,
    FULL_WAY,
    OPEN,
    PARENTS,
    ROWS,
    SEEN,
    SHORT_CASE,
    SHORT_WAY,
    STEPS,
    WORDS,
    of,
    protections,
    to,
    way,
)
from tests.storage.violating import Forbidden, row, sql
from tests.workforce.forbidden import ROWS as WORKFORCE

__all__ = ["FORBIDDEN", "PARENTS", "ROWS", "STEPS"]

_POST_ROWS = tuple(row(WORKFORCE, name) for name in ("area", "person", "post_role", "post"))


_OFF = {
    "reviewing": ("talked", "remedy", "checked", "approved", "notified", "executed", "closed"),
    "warned": ("remedy", "reassessed", "proposed", "approved"),
    "talked": ("reassessed", "proposed"),
    "remedy": ("proposed", "approved"),
    "proposed": ("heard", "notified", "executed", "improved"),
    "checked": ("union_asked", "notified", "executed"),
    "heard": ("approved", "executed"),
    "union_asked": ("approved",),
    "legal_reviewed": ("notified", "executed"),
    "notified": ("closed", "approved"),
}

FORBIDDEN = [
    # --- a case by itself
    Forbidden("ck_exit_case_named", of("exit_case", number="")),
    Forbidden("ck_exit_case_named", of("exit_case", trigger_words="")),
    Forbidden("ck_exit_case_short_for_whom", of("exit_case", path="short")),
    Forbidden("ck_exit_case_full_for_whom", of("exit_case", engagement="volunteer")),
    Forbidden("ck_exit_case_not_negative", of("exit_case", in_lieu_fen=-1)),
    Forbidden("ck_exit_case_not_negative", of("exit_case", notice_days=-1)),
    Forbidden("ck_exit_case_fault_item", of("exit_case", ground="fault", fault_item="?")),
    Forbidden("ck_exit_case_fault_which", of("exit_case", ground="fault")),
    Forbidden("ck_exit_case_fault_which", of("exit_case", fault_item="1")),
    Forbidden("ck_exit_case_fault_which", of("exit_case", ground="resign", fault_item="1")),
    Forbidden("ck_exit_case_ground_of_full", of("exit_case", ground="role_ended")),
    *(
        Forbidden("ck_exit_case_ground_of_short", of("exit_case", **SHORT_CASE, ground=ground))
        for ground in ("incompetent", "medical", "changed", "mutual")
    ),
    Forbidden(
        "ck_exit_case_ground_of_dispatch",
        of("exit_case", engagement="dispatch", ground="changed"),
    ),
    Forbidden(
        "ck_exit_case_notice_first",
        of("exit_case", notice_on=dt.date(2026, 7, 1), effective_on=dt.date(2026, 6, 30)),
    ),
    Forbidden("ck_exit_case_purged_afterwards", of("exit_case", purged_on=dt.date(2026, 7, 1))),
    Forbidden("uq_exit_case_number", of("exit_case", id=901, person_id=901), SEEN),
    Forbidden("ux_exit_case_one_open", of("exit_case", id=901, number="退〔2026〕2号"), SEEN),
    Forbidden("exit_case_keeps_delete", sql("DELETE FROM exit_case"), OPEN),
    *(
        Forbidden("exit_case_begins", of("exit_case", state=state, ground="resign", **WORDS))
        for state in ("warned", "proposed", "approved", "executed")
    ),
    *(
        Forbidden("exit_case_goes_forward", sql(f"UPDATE exit_case SET state = '{end}'"), way(at))
        for at, ends in _OFF.items()
        for end in ends
    ),
    # --- a ground, and never a rank
    Forbidden(
        "exit_case_straight_to_proposal",
        sql("UPDATE exit_case SET state = 'proposed', ground_words = '末位', proposer_id = 1"),
        OPEN,
    ),
    Forbidden(
        "ck_exit_case_ground_given",
        sql("UPDATE exit_case SET state = 'proposed', ground_words = '末位', proposer_id = 1"),
        way("reassessed"),
    ),
    Forbidden(
        "ck_exit_case_ground_given",
        sql("UPDATE exit_case SET ground = NULL"),
        way("proposed"),
    ),
    Forbidden(
        "ck_exit_case_ground",
        sql(
            "UPDATE exit_case SET state = 'proposed', ground = 'rank', ground_words = '末位', "
            "proposer_id = 1"
        ),
        OPEN,
    ),
    *(
        Forbidden(
            "ck_exit_case_proposed_by_whom",
            sql(f"UPDATE exit_case SET state = 'proposed', ground = 'resign', {given}"),
            OPEN,
        )
        for given in ("proposer_id = 1", "ground_words = '本人辞职'")
    ),
    # --- who is said to be unfit
    *(
        Forbidden(
            "exit_case_remedied_first",
            sql("UPDATE exit_case SET ground = 'incompetent', fault_item = NULL"),
            way(state, FULL_WAY, "fault"),
        )
        for state in ("proposed", "checked", "heard")
    ),
    # Passed at last: unfit no more, whatever was found before.
    Forbidden(
        "exit_case_remedied_first",
        to("proposed")[-1],
        (
            *way("reassessed"),
            sql("UPDATE exit_case SET state = 'remedy'"),
            of("exit_remedy", id=901, **DONE),
            of("exit_reassessment", id=901, remedy_id=901, score_milli=70_000, passed=True),
            sql("UPDATE exit_case SET state = 'reassessed'"),
        ),
    ),
    Forbidden("exit_case_remedied_first", to("proposed")[-1], way("reassessed", passed=True)),
    # Nobody knows who judged first, so nobody knows that another reassessed.
    Forbidden(
        "exit_case_remedied_first",
        sql("UPDATE exit_case SET first_assessor = ''"),
        way("proposed"),
    ),
    Forbidden(
        "exit_case_remedied_first",
        to("proposed")[-1],
        way("reassessed", mentor=True),
    ),
    *(
        Forbidden("exit_case_another_assessor", sql(f"UPDATE exit_case SET {given}"), before)
        for given, before in (
            ("first_assessor = '科长乙'", way("reassessed")),
            ("first_assessor_id = 1", way("reassessed", assessor_id=1)),
        )
    ),
    # --- protections
    Forbidden("exit_case_all_asked", to("checked")[-1], way("proposed")),
    Forbidden(
        "exit_case_all_asked", to("checked")[-1], (*way("proposed"), *protections(skip=True))
    ),
    Forbidden(
        "exit_case_all_asked",
        to("approved")[-1],
        (
            *way("legal_reviewed"),
            of("exit_consent"),
            *APPROVAL,
            sql(
                "UPDATE exit_protection SET blocks = NULL, answered_on = NULL, answered_by = '' "
                "WHERE item = 'other'"
            ),
        ),
    ),
    Forbidden(
        "exit_case_protected",
        to("checked")[-1],
        (*way("proposed"), *protections(blocking="pregnancy")),
    ),
    Forbidden(
        "exit_case_protected",
        to("approved")[-1],
        (
            *way("legal_reviewed"),
            of("exit_consent"),
            *APPROVAL,
            sql("UPDATE exit_protection SET blocks = true WHERE item = 'illness'"),
        ),
    ),
    Forbidden(
        "exit_case_protected",
        sql("UPDATE exit_case SET state = 'heard', ground = 'medical', fault_item = NULL"),
        (
            *way("proposed", FULL_WAY, "fault"),
            *protections(blocking="illness"),
            to("checked")[-1],
            of("exit_hearing"),
        ),
    ),
    # --- heard, union, legal
    Forbidden("exit_case_heard_first", to("heard")[-1], way("checked")),
    Forbidden(
        "exit_case_heard_first",
        to("heard")[-1],
        (*way("checked"), of("exit_hearing", heard_on=None, statement="", finding="")),
    ),
    *(
        Forbidden(name, to(state)[-1], (*way(before), *asked))
        for name, state, before, kind in (
            ("exit_case_union_first", "union_asked", "heard", "union"),
            ("exit_case_legal_first", "legal_reviewed", "union_asked", "legal"),
        )
        for asked in (
            (),
            (of("exit_opinion", id=905, kind=kind, opinion=None, answered_on=None),),
            (of("exit_opinion", id=905, kind=kind, opinion="objects", text="不同意"),),
        )
    ),
    # --- approval
    *(
        Forbidden(
            "exit_case_short_cut",
            to("approved")[-1],
            (*way(state, FULL_WAY, ground), of("exit_consent"), *APPROVAL),
        )
        for state, ground in (("proposed", "fault"), ("checked", "fault"), ("checked", "medical"))
    ),
    Forbidden(
        "exit_case_short_cut",
        to("approved")[-1],
        (*way("checked"), of("exit_consent"), *APPROVAL),
    ),
    *(
        Forbidden("exit_case_consented_first", to("approved")[-1], (*way(at), *given, *APPROVAL))
        for at, given in (
            ("legal_reviewed", ()),
            ("legal_reviewed", (of("exit_consent", agrees=False, text="不同意"),)),
            (
                "legal_reviewed",
                (
                    of("exit_consent"),
                    sql(
                        "UPDATE exit_consent SET void_reason = '重新征求', "
                        "voided_at = '2026-06-25 00:00:00'"
                    ),
                ),
            ),
        )
    ),
    Forbidden(
        "exit_case_approved_by",
        to("approved")[-1],
        (*way("legal_reviewed"), of("exit_consent")),
    ),
    Forbidden(
        "exit_case_approved_by",
        to("approved")[-1],
        (
            *way("legal_reviewed"),
            of("exit_consent"),
            *APPROVAL,
            sql("UPDATE policy SET value = 2 WHERE policy = 'approvers_of_awards'"),
        ),
    ),
    Forbidden("exit_case_approved_by", to("approved")[-1], way("proposed", SHORT_WAY)),
    *(
        Forbidden(
            f"ck_exit_case_decided_with_{what}",
            sql(f"UPDATE exit_case SET state = 'approved', {given}"),
            (*way("legal_reviewed"), of("exit_consent"), *APPROVAL),
        )
        for what, given in (
            ("approval", "document_no = '1'"),
            ("document", "approval_words = '审批：书记'"),
        )
    ),
    # --- notice, leaving, settling
    *(
        Forbidden(
            "ck_exit_case_notified_when",
            sql(f"UPDATE exit_case SET state = 'notified'{given}"),
            way("approved", BY_WISH),
        )
        for given in ("", ", notice_on = '2026-07-01'", ", effective_on = '2026-08-01'")
    ),
    *(
        Forbidden(
            "exit_case_notice_runs",
            sql(f"UPDATE exit_case SET state = 'notified', notice_on = '2026-07-01', {given}"),
            way("approved"),
        )
        for given in ("effective_on = '2026-07-30'", "effective_on = NULL")
    ),
    Forbidden(
        "exit_case_notice_runs",
        sql("UPDATE exit_case SET state = 'executed', notice_on = NULL"),
        way("notified"),
    ),
    Forbidden(
        "exit_case_notice_runs",
        sql("UPDATE exit_case SET effective_on = '2026-07-02'"),
        way("notified"),
    ),
    *(
        Forbidden(
            "ck_exit_case_executed_when",
            sql(f"UPDATE exit_case SET state = 'executed', {given}"),
            way("notified", BY_WISH),
        )
        for given in ("effective_on = NULL", "notice_on = NULL")
    ),
    Forbidden(
        "ck_exit_case_executed_when",
        sql("UPDATE exit_case SET state = 'executed'"),
        way("approved", SHORT_WAY),
    ),
    Forbidden("exit_case_notice_first", to("executed")[-1], way("approved", BY_WISH)),
    Forbidden(
        "exit_case_post_ended",
        to("executed")[-1],
        (
            *_POST_ROWS,
            of("exit_case", post_id=900),
            *way("notified", BY_WISH)[3:],
        ),
    ),
    *(
        Forbidden("exit_case_unsettled", to("closed")[-1], (*way("executed", BY_WISH), *lines))
        for lines in ((), (of("exit_settlement", done_on=None, done_by=""),))
    ),
    *(
        Forbidden(
            "exit_case_appeal_open",
            sql(f"UPDATE exit_case SET state = '{state}', end_reason = '不办'"),
            (*way("notified", BY_WISH), of("exit_appeal"), *first),
        )
        for state, first in (
            ("executed", ()),
            ("cancelled", ()),
            ("notified", (sql("UPDATE exit_case SET state = 'appealed'"),)),
            ("cancelled", (sql("UPDATE exit_case SET state = 'appealed'"),)),
        )
    ),
    # --- what stays
    *(
        Forbidden("exit_case_stays", sql(f"UPDATE exit_case SET {given}"), OPEN)
        for given in (
            "path = 'short', engagement = 'volunteer'",
            "engagement = 'dispatch'",
            "number = '退〔2026〕9号'",
            "area_path = '3205/'",
            "opened_on = '2026-04-01'",
            "rule_number = 2",
        )
    ),
    *(
        Forbidden("exit_case_stays", sql(f"UPDATE exit_case SET {given}"), way("approved", BY_WISH))
        for given in (
            "ground = 'mutual'",
            "ground = NULL",
            "ground_words = '另一事实'",
            "approval_words = '审批：别人'",
            "document_no = '2'",
        )
    ),
    Forbidden(
        "exit_case_stays",
        sql("UPDATE exit_case SET effective_on = '2026-09-01'"),
        way("executed", BY_WISH),
    ),
    *(
        Forbidden("exit_case_ended_stays", sql(f"UPDATE exit_case SET {given}"), ended)
        for given in ("end_reason = '改'", "state = 'reviewing'", "trigger_words = '改'")
        for ended in (
            (*OPEN, sql("UPDATE exit_case SET state = 'dismissed', end_reason = '无'")),
            way("closed", BY_WISH),
        )
    ),
    Forbidden(
        "exit_case_purged_once",
        sql("UPDATE exit_case SET purged_on = '2029-01-01'"),
        (
            *OPEN,
            sql("UPDATE exit_case SET state = 'dismissed', end_reason = '无'"),
            sql("UPDATE exit_case SET purged_on = '2028-01-01'"),
        ),
    ),
    *(
        Forbidden("ck_exit_case_ended_why", sql(f"UPDATE exit_case SET state = '{end}'"), before)
        for end, before in (("dismissed", OPEN), ("cancelled", way("proposed")))
    ),
    Forbidden(
        "ck_exit_case_ended_why",
        sql("UPDATE exit_case SET state = 'improved', watch_until = '2026-09-01'"),
        way("warned"),
    ),
    Forbidden(
        "ck_exit_case_watched_until",
        sql("UPDATE exit_case SET state = 'improved', end_reason = '合格'"),
        way("warned"),
    ),
    # --- steps and receipts
    Forbidden("ck_exit_step_seq_from_one", of("exit_step", seq=0), OPEN),
    Forbidden("ck_exit_receipt_refused_before_witness", of("exit_receipt", how="refused"), OPEN),
]
