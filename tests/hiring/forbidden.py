"""Forbidden writes to quotas, plans, batches and candidates."""

from __future__ import annotations

import datetime as dt

from tests.storage.forbidden import ROWS as CELLAR
from tests.storage.violating import DAY, Forbidden, T, row, sql
from tests.workforce.forbidden import ROWS as WORKFORCE

LATER, LAST = dt.date(2026, 6, 1), dt.date(2026, 7, 1)
H = "a" * 64
ROWS = {
    "hiring_quota": {
        "id": 900,
        "area_id": 900,
        "role": "watcher",
        "employment": "full",
        "heads": 3,
        "document_no": "编办〔2026〕1号",
        "granted_by": "区委编办",
        "valid_from": DAY,
        "valid_to": None,
        "version": 1,
    },
    "hiring_plan": {
        "id": 900,
        "year": 2026,
        "title": "年度招录计划",
        "area_path": "320508001/",
        "as_of": DAY,
        "reserve_bp": 1_000,
        "state": "draft",
        "proposer_id": 1,
        "document_no": "",
        "decided_on": None,
        "approval_words": "",
        "void_reason": "",
        "version": 1,
    },
    "hiring_plan_line": {
        "id": 900,
        "plan_id": 900,
        "area_id": 900,
        "seats": 3,
        "in_post": 1,
        "proposed": 0,
        "heads": 2,
        "reserve": 0,
        "reason": "",
        "version": 1,
    },
    "hiring_batch": {
        "id": 900,
        "number": "2026-01",
        "title": "第一批",
        "kind": "open",
        "plan_id": None,
        "area_path": "320508001/",
        "rule_number": 1,
        "state": "draft",
        "announced_on": None,
        "apply_from": None,
        "apply_to": None,
        "written": None,
        "exam_on": None,
        "exam_time": "",
        "exam_place": "",
        "interview_on": None,
        "proposer_id": None,
        "document_no": "",
        "decided_on": None,
        "approval_words": "",
        "cancel_reason": "",
        "retain_until": None,
        "note": "",
        "version": 1,
    },
    "hiring_step": {
        "batch_id": 900,
        "seq": 1,
        "state": "draft",
        "at": T,
        "made_by": "经办人",
        "reason": "",
        "document_no": "",
        "happened_on": None,
        "scan_sha256": None,
    },
    "hiring_position": {
        "id": 900,
        "batch_id": 900,
        "area_id": 900,
        "code": "01",
        "title": "专职网格员",
        "role": "watcher",
        "reserve": 0,
        "note": "",
        "version": 1,
    },
    "hiring_seat": {
        "id": 900,
        "batch_id": 900,
        "position_id": 900,
        "area_id": 900,
        "open": True,
        "version": 1,
    },
    "candidate": {
        "id": 900,
        "batch_id": 900,
        "position_id": 900,
        "number": "0001",
        "name": "张三",
        "match_key": "张三",
        "stroke_key": "07001.03001",
        "sex": "male",
        "birth_date": DAY,
        "id_number": b"sealed",
        "id_mac": b"0123456789abcdef",
        "id_masked": "999999********0011",
        "phone": b"sealed",
        "phone_masked": "138****0000",
        "education": "大专",
        "party": "群众",
        "veteran": False,
        "social_worker": True,
        "registered_here": None,
        "residence_months": 12,
        "volunteer_months": 0,
        "wish_area_id": 900,
        "note": "无",
        "photo_sha256": None,
        "person_id": None,
        "applied_on": DAY,
        "admission_no": "2026010001",
        "exam_room": 1,
        "exam_seat": 1,
        "state": "submitted",
        "state_reason": "",
        "reject_code": None,
        "purged_on": None,
        "import_operation": None,
        "version": 1,
    },
    "candidate_step": {
        "candidate_id": 900,
        "seq": 1,
        "state": "submitted",
        "at": T,
        "made_by": "经办人",
        "reason": "",
        "document_no": "",
    },
    "candidate_check": {
        "candidate_id": 900,
        "rule_key": "age_to",
        "seen_value": "31 周岁",
        "passed": True,
        "note": "按身份证号",
        "checked_by": "经办人",
        "checked_at": T,
        "evidence_sha256": None,
        "version": 1,
    },
    "candidate_point": {
        "candidate_id": 900,
        "rule_key": "bachelor",
        "milli": 2_000,
        "seen_value": "本科",
        "granted_by": "经办人",
        "granted_at": T,
        "evidence_sha256": None,
        "version": 1,
    },
    "candidate_paper": {
        "id": 900,
        "candidate_id": 900,
        "step": "submitted",
        "title": "毕业证",
        "sha256": H,
        "added_at": T,
        "added_by": "经办人",
    },
}
PARENTS = {
    "hiring_quota": ("area", "post_role"),
    "hiring_plan_line": ("hiring_plan", "area"),
    "hiring_step": ("hiring_batch",),
    "hiring_position": ("hiring_batch", "area", "post_role"),
    "hiring_seat": ("hiring_position",),
    "candidate": ("hiring_position",),
    "candidate_step": ("candidate",),
    "candidate_check": ("candidate",),
    "candidate_point": ("candidate",),
    "candidate_paper": ("candidate", "attachment"),
}


def of(table: str, **changes: object):
    """The good row of a table, changed."""
    return row(ROWS, table, **changes)


def batch_to(start: str, end: str):
    """A batch goes one step, with what the database wants of it then."""
    dated = "announced_on = '2026-05-01', apply_from = '2026-05-02', apply_to = '2026-05-20', "
    also = {
        "published": dated,
        "deciding": "proposer_id = 1, ",
        "closed": (
            "document_no = '政法1号', decided_on = '2026-06-01', approval_words = '审批', "
            "retain_until = '2027-06-01', "
        ),
        "cancelled": "cancel_reason = '编制收回', retain_until = '2027-06-01', ",
    }
    return sql(
        f"UPDATE hiring_batch SET {also.get(end, '')}state = '{end}' WHERE state = '{start}'"
    )


def candidate_to(end: str, also: str = ""):
    """A candidate goes one step."""
    return sql(f"UPDATE candidate SET {also}state = '{end}'")


AREA, ROLE = row(WORKFORCE, "area"), row(WORKFORCE, "post_role")
OTHER_AREA = row(WORKFORCE, "area", id=901, code="320508002")
PERSON = row(WORKFORCE, "person")
PLAN, BATCH = of("hiring_plan"), of("hiring_batch")
APPROVED = {"document_no": "纪要1号", "decided_on": DAY, "approval_words": "审批"}
APPROVE = sql(
    "UPDATE hiring_plan SET state = 'approved', document_no = '纪要1号', "
    "decided_on = '2026-05-01', approval_words = '审批'"
)
LINED = (PLAN, AREA, of("hiring_plan_line"))
PLACED = (BATCH, AREA, ROLE, of("hiring_position"))
OFFERED = (*PLACED, of("hiring_seat"))
APPLIED = (*PLACED, of("candidate"))
CHECKED = (*APPLIED, of("candidate_check"))
ATTACHED = (*APPLIED, row(CELLAR, "attachment"), of("candidate_paper"))
DATED = {"announced_on": DAY, "apply_from": DAY, "apply_to": LATER}
CLOSED = {
    "state": "closed",
    "proposer_id": 1,
    "document_no": "政法1号",
    "decided_on": DAY,
    "approval_words": "审批",
    "retain_until": LAST,
}
SECOND = of("candidate", id=901, number="0002", id_mac=None, id_number=None, admission_no=None)
PURGED = (
    "purged_on = '2026-06-01', name = '', match_key = '', stroke_key = '', id_number = NULL, "
    "id_mac = NULL, id_masked = '', phone = NULL, phone_masked = '', note = '', "
    "birth_date = NULL, photo_sha256 = NULL, person_id = NULL"
)
KEPT = (
    "name = '张三'",
    "match_key = '张三'",
    "stroke_key = '07'",
    "id_masked = '999999'",
    "phone_masked = '138'",
    "note = '无'",
    "birth_date = '2000-01-01'",
)

FORBIDDEN = [
    # quotas
    Forbidden("ck_hiring_quota_heads_not_negative", of("hiring_quota", heads=-1), (AREA, ROLE)),
    Forbidden("ck_hiring_quota_document_given", of("hiring_quota", document_no=""), (AREA, ROLE)),
    Forbidden("ck_hiring_quota_dates_in_order", of("hiring_quota", valid_to=DAY), (AREA, ROLE)),
    Forbidden(
        "ex_hiring_quota_one_a_time",
        of("hiring_quota", id=901, valid_from=LATER),
        (AREA, ROLE, of("hiring_quota")),
    ),
    Forbidden("fk_hiring_quota_role", of("hiring_quota", role="nobody"), (AREA, ROLE)),
    # plans
    Forbidden("ck_hiring_plan_title_given", of("hiring_plan", title="")),
    Forbidden("ck_hiring_plan_year_known", of("hiring_plan", year=26)),
    Forbidden("ck_hiring_plan_reserve_share", of("hiring_plan", reserve_bp=10_001)),
    *(
        Forbidden(
            "ck_hiring_plan_approval_has_document",
            of("hiring_plan", state="approved", **(APPROVED | {name: value})),
        )
        for name, value in (("document_no", ""), ("decided_on", None), ("approval_words", ""))
    ),
    Forbidden("ck_hiring_plan_void_has_reason", of("hiring_plan", state="void")),
    Forbidden("uq_hiring_plan_year_title", of("hiring_plan", id=901), (PLAN,)),
    Forbidden(
        "hiring_plan_goes_forward", sql("UPDATE hiring_plan SET state = 'draft'"), (PLAN, APPROVE)
    ),
    *(
        Forbidden("ck_hiring_plan_line_counts", of("hiring_plan_line", **{name: -1}), LINED[:2])
        for name in ("seats", "in_post", "proposed")
    ),
    *(
        Forbidden(
            "ck_hiring_plan_line_heads_not_negative",
            of("hiring_plan_line", **{name: -1}),
            LINED[:2],
        )
        for name in ("heads", "reserve")
    ),
    Forbidden("uq_hiring_plan_line_plan_id_area_id", of("hiring_plan_line", id=901), LINED),
    Forbidden("hiring_plan_line_frozen_insert", of("hiring_plan_line"), (PLAN, AREA, APPROVE)),
    *(
        Forbidden(f"hiring_plan_line_frozen_{event}", sql(write), (*LINED, APPROVE))
        for event, write in (
            ("update", "UPDATE hiring_plan_line SET heads = 9"),
            ("delete", "DELETE FROM hiring_plan_line"),
        )
    ),
    # batches
    *(
        Forbidden("ck_hiring_batch_named", of("hiring_batch", **{name: ""}))
        for name in ("number", "title")
    ),
    Forbidden("ck_hiring_batch_applying_begins", of("hiring_batch", apply_to=DAY)),
    Forbidden(
        "ck_hiring_batch_applying_in_order", of("hiring_batch", apply_from=LATER, apply_to=DAY)
    ),
    Forbidden(
        "ck_hiring_batch_announced_before", of("hiring_batch", **(DATED | {"announced_on": LATER}))
    ),
    Forbidden("ck_hiring_batch_exam_afterwards", of("hiring_batch", exam_on=DAY, **DATED)),
    Forbidden(
        "ck_hiring_batch_interview_afterwards",
        of("hiring_batch", exam_on=LAST, interview_on=LATER, **DATED),
    ),
    *(
        Forbidden(
            "ck_hiring_batch_announcement_dated",
            of("hiring_batch", state=state, **(DATED | {"apply_to": None})),
        )
        for state in ("published", "applying")
    ),
    *(
        Forbidden("ck_hiring_batch_decision_has_document", of("hiring_batch", **(CLOSED | change)))
        for change in (
            {"document_no": ""},
            {"decided_on": None},
            {"approval_words": ""},
            {"retain_until": None},
        )
    ),
    *(
        Forbidden(
            "ck_hiring_batch_deciding_has_proposer",
            of("hiring_batch", **(CLOSED | {"state": state, "proposer_id": None})),
        )
        for state in ("deciding", "closed")
    ),
    *(
        Forbidden("ck_hiring_batch_cancelled_why", of("hiring_batch", state="cancelled", **given))
        for given in ({"cancel_reason": "编制收回"}, {"retain_until": LAST})
    ),
    Forbidden("uq_hiring_batch_number", of("hiring_batch", id=901), (BATCH,)),
    *(
        Forbidden("hiring_batch_goes_forward", batch_to(before, end), (BATCH, *steps))
        for before, end, steps in (
            ("draft", "applying", ()),
            ("draft", "closed", ()),
            ("published", "draft", (batch_to("draft", "published"),)),
            ("cancelled", "draft", (batch_to("draft", "cancelled"),)),
        )
    ),
    *(
        Forbidden("hiring_batch_ended", sql(f"UPDATE hiring_batch SET {change}"), (BATCH, end))
        for change in ("title = '别的'", "rule_number = 9", "plan_id = NULL, kind = 'internal'")
        for end in (batch_to("draft", "cancelled"),)
    ),
    Forbidden("ck_hiring_step_seq_from_one", of("hiring_step", seq=0), (BATCH,)),
    *(
        Forbidden("ck_hiring_position_named", of("hiring_position", **{name: ""}), PLACED[:3])
        for name in ("code", "title")
    ),
    Forbidden(
        "ck_hiring_position_reserve_not_negative", of("hiring_position", reserve=-1), PLACED[:3]
    ),
    Forbidden("fk_hiring_position_role", of("hiring_position", role="nobody"), PLACED[:3]),
    Forbidden("uq_hiring_position_batch_id_code", of("hiring_position", id=901), PLACED),
    Forbidden("uq_hiring_seat_batch_id_area_id", of("hiring_seat", id=901, open=False), OFFERED),
    Forbidden(
        "ux_hiring_seat_one_batch",
        of("hiring_seat", id=901, batch_id=901),
        (*OFFERED, of("hiring_batch", id=901, number="2026-02")),
    ),
    # candidates
    Forbidden("ck_candidate_name_given", of("candidate", name=""), PLACED),
    *(
        Forbidden("ck_candidate_id_number_findable", of("candidate", **{name: None}), PLACED)
        for name in ("id_number", "id_mac")
    ),
    Forbidden(
        "ck_candidate_reject_code", of("candidate", state="rejected", reject_code="?"), PLACED
    ),
    Forbidden("ck_candidate_rejected_why", of("candidate", state="rejected"), PLACED),
    Forbidden("ck_candidate_rejected_why", of("candidate", reject_code="papers"), PLACED),
    *(
        Forbidden("ck_candidate_ended_why", of("candidate", state=state), PLACED)
        for state in ("withdrawn", "declined", "disqualified", "vetting_failed")
    ),
    Forbidden("ck_candidate_hired_is_person", of("candidate", state="hired"), PLACED),
    *(
        Forbidden("ck_candidate_months_not_negative", of("candidate", **{name: -1}), PLACED)
        for name in ("residence_months", "volunteer_months")
    ),
    *(
        Forbidden(
            "ck_candidate_purged_is_empty",
            sql(f"UPDATE candidate SET {kept}"),
            (*APPLIED, sql(f"UPDATE candidate SET {PURGED}")),
        )
        for kept in KEPT
    ),
    Forbidden(
        "ck_candidate_purged_is_empty",
        of("candidate", id=901, number="0002", admission_no=None, purged_on=LATER),
        PLACED,
    ),
    Forbidden(
        "uq_candidate_batch_id_number",
        of("candidate", id=901, id_mac=None, id_number=None, admission_no=None),
        APPLIED,
    ),
    Forbidden(
        "uq_candidate_batch_id_id_mac",
        of("candidate", id=901, number="0002", admission_no=None),
        APPLIED,
    ),
    Forbidden(
        "uq_candidate_batch_id_admission_no",
        of("candidate", id=901, number="0002", id_mac=None, id_number=None),
        APPLIED,
    ),
    Forbidden(
        "uq_candidate_batch_id_person_id",
        sql("UPDATE candidate SET person_id = 900"),
        (*APPLIED, PERSON, SECOND, sql("UPDATE candidate SET person_id = 900 WHERE id = 901")),
    ),
    Forbidden(
        "candidate_after_recovery_code",
        of("candidate"),
        (*PLACED, sql("UPDATE office SET recovery_confirmed_at = NULL")),
    ),
    *(
        Forbidden("candidate_goes_forward", candidate_to(end, also), (*APPLIED, *steps))
        for end, also, steps in (
            ("examined", "", ()),
            ("publicised", "", ()),
            (
                "qualified",
                "reject_code = NULL, ",
                (candidate_to("rejected", "reject_code = 'papers', "),),
            ),
            ("submitted", "", (candidate_to("withdrawn", "state_reason = '有事', "),)),
        )
    ),
    *(
        Forbidden(
            "candidate_purged_stays",
            sql(f"UPDATE candidate SET {change}"),
            (*APPLIED, sql(f"UPDATE candidate SET {PURGED}")),
        )
        for change in ("purged_on = NULL, name = '张三'", "state = 'qualified'")
    ),
    Forbidden("ck_candidate_step_seq_from_one", of("candidate_step", seq=0), APPLIED),
    Forbidden("ck_candidate_step_ended_why", of("candidate_step", state="withdrawn"), APPLIED),
    Forbidden("ck_candidate_check_value_seen", of("candidate_check", seen_value=""), APPLIED),
    *(
        Forbidden(f"candidate_check_frozen_{event}", write, (*CHECKED, candidate_to("qualified")))
        for event, write in (
            ("insert", of("candidate_check", rule_key="education")),
            ("update", sql("UPDATE candidate_check SET passed = FALSE")),
            ("delete", sql("DELETE FROM candidate_check")),
        )
    ),
    Forbidden("ck_candidate_point_points_positive", of("candidate_point", milli=0), APPLIED),
    Forbidden("ck_candidate_point_value_seen", of("candidate_point", seen_value=""), APPLIED),
    Forbidden("ck_candidate_paper_title_given", of("candidate_paper", title=""), ATTACHED[:-1]),
]
