"""Forbidden writes to marks, rankings, lots, vetting, substitutes, reserves and allotments."""

from __future__ import annotations

from tests.storage.forbidden_accounts import ZHANG
from tests.storage.violating import DAY, Forbidden, T, row, sql
from tests.workforce.forbidden import ROWS as WORKFORCE

H = "a" * 64
# What the room's other half has its own forbidden writes for.
BASE = {
    "hiring_batch": {
        "id": 900,
        "number": "2026-9",
        "title": "网格员招录",
        "kind": "open",
        "plan_id": None,
        "area_path": "",
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
    "hiring_position": {
        "id": 900,
        "batch_id": 900,
        "area_id": 900,
        "code": "01",
        "title": "专职网格员",
        "role": "watcher",
        "reserve": 1,
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
        "stroke_key": "x",
        "sex": None,
        "birth_date": None,
        "id_number": None,
        "id_mac": None,
        "id_masked": "",
        "phone": None,
        "phone_masked": "",
        "education": "",
        "party": "",
        "veteran": None,
        "social_worker": None,
        "registered_here": None,
        "residence_months": None,
        "volunteer_months": None,
        "wish_area_id": None,
        "note": "",
        "photo_sha256": None,
        "person_id": None,
        "applied_on": DAY,
        "admission_no": None,
        "exam_room": None,
        "exam_seat": None,
        "state": "submitted",
        "state_reason": "",
        "reject_code": None,
        "purged_on": None,
        "import_operation": None,
        "version": 1,
    },
}
ROWS = {
    "exam_mark": {
        "id": 900,
        "candidate_id": 900,
        "pass_no": 1,
        "value_milli": 80_000,
        "no_mark": None,
        "keyed_by_id": 1,
        "keyed_at": T,
        "version": 1,
    },
    "interview_group": {
        "id": 900,
        "batch_id": 900,
        "number": 1,
        "place": "第 1 会议室",
        "starts": "9:00",
        "subject": "hiring:900:1",
        "version": 1,
    },
    "hiring_run": {
        "id": 900,
        "batch_id": 900,
        "stage": "total",
        "number": 1,
        "rule_sha256": H,
        "input_hash": H,
        "output_hash": H,
        "state": "applied",
        "reason": "",
        "made_at": T,
        "made_by": "经办人",
        "version": 1,
    },
    "hiring_line": {
        "run_id": 900,
        "candidate_id": 900,
        "position_id": 900,
        "exam_milli": 80_000,
        "extra_milli": 0,
        "interview_milli": 80_000,
        "total_num": 80_000,
        "total_den": 1,
        "shown_milli": 80_000,
        "rank": 1,
        "tied": False,
        "outcome": "in",
        "explain": "{}",
    },
    "hiring_lot": {
        "id": 900,
        "batch_id": 900,
        "position_id": 900,
        "tied": '["0001","0002"]',
        "result": '["0002","0001"]',
        "method": "physical",
        "seed": "",
        "witnesses": "监督员甲",
        "made_at": T,
        "made_by": "经办人",
    },
    "candidate_vetting": {
        "candidate_id": 900,
        "kind": "medical",
        "seq": 1,
        "result": "pass",
        "examined_by": "区医院",
        "examined_on": DAY,
        "document_no": "体检 1 号",
        "reason": "",
        "evidence_sha256": None,
        "made_at": T,
        "made_by": "经办人",
    },
    "hiring_substitution": {
        "id": 900,
        "batch_id": 900,
        "position_id": 900,
        "fallen_id": 900,
        "next_id": None,
        "turn": 0,
        "why": "没有可递补的人了",
        "made_at": T,
        "made_by": "经办人",
    },
    "hiring_reserve": {
        "id": 900,
        "batch_id": 900,
        "position_id": 900,
        "candidate_id": 900,
        "place": 1,
        "valid_to": DAY,
        "state": "waiting",
        "version": 1,
    },
    "hiring_allotment": {
        "id": 900,
        "seat_id": 900,
        "candidate_id": 900,
        "state": "proposed",
        "post_id": None,
        "hired_on": None,
        "document_no": "",
        "release_reason": "",
        "version": 1,
    },
}
PARENTS = {
    "exam_mark": ("candidate",),
    "interview_group": ("hiring_batch",),
    "hiring_run": ("hiring_batch",),
    "hiring_line": ("hiring_run", "candidate"),
    "hiring_lot": ("hiring_position",),
    "candidate_vetting": ("candidate",),
    "hiring_substitution": ("candidate",),
    "hiring_reserve": ("candidate",),
    "hiring_allotment": ("candidate", "hiring_seat", "person", "post"),
}


def of(table: str, **changes: object):
    """The good row of a table, changed."""
    return row(BASE | ROWS, table, **changes)


ROLE, AREA = row(WORKFORCE, "post_role"), row(WORKFORCE, "area")
ONE, OTHER = of("candidate"), of("candidate", id=901, number="0002")
OPEN = (ROLE, AREA, of("hiring_batch"), of("hiring_position"), ONE)
SEATS = (
    *OPEN,
    OTHER,
    of("hiring_seat"),
    row(WORKFORCE, "area", id=901, code="320508002"),
    of("hiring_seat", id=901, area_id=901),
)
POST = (row(WORKFORCE, "person"), row(WORKFORCE, "post"))
HIRED = {"state": "hired", "post_id": 900, "hired_on": DAY, "document_no": "政法 1 号"}
RUN = (*OPEN, of("hiring_run"))

FORBIDDEN = [
    # marks
    Forbidden(
        "uq_exam_mark_candidate_id_pass_no",
        of("exam_mark", id=901, keyed_by_id=900),
        (*OPEN, ZHANG, of("exam_mark")),
    ),
    Forbidden(
        "uq_exam_mark_candidate_id_keyed_by_id",
        of("exam_mark", id=901, pass_no=2),
        (*OPEN, of("exam_mark")),
    ),
    Forbidden("ck_exam_mark_pass_known", of("exam_mark", pass_no=3), OPEN),
    Forbidden("ck_exam_mark_mark_or_reason", of("exam_mark", value_milli=None), OPEN),
    Forbidden("ck_exam_mark_mark_or_reason", of("exam_mark", no_mark="absent"), OPEN),
    Forbidden("ck_exam_mark_mark_not_negative", of("exam_mark", value_milli=-1), OPEN),
    Forbidden("ck_exam_mark_no_mark", of("exam_mark", value_milli=None, no_mark="?"), OPEN),
    Forbidden("ck_interview_group_number_from_one", of("interview_group", number=0), OPEN),
    Forbidden(
        "uq_interview_group_batch_id_number",
        of("interview_group", id=901, subject="hiring:900:2"),
        (*OPEN, of("interview_group")),
    ),
    Forbidden(
        "uq_interview_group_subject",
        of("interview_group", id=901, number=2),
        (*OPEN, of("interview_group")),
    ),
    # runs
    Forbidden("ck_hiring_run_again_has_reason", of("hiring_run", number=2), OPEN),
    Forbidden(
        "uq_hiring_run_batch_id_stage_number",
        of("hiring_run", id=901, state="void"),
        RUN,
    ),
    Forbidden("ux_hiring_run_one_applied", of("hiring_run", id=901, number=2, reason="重排"), RUN),
    Forbidden("hiring_run_keeps_delete", sql("DELETE FROM hiring_run"), RUN),
    Forbidden(
        "hiring_run_void_stays",
        sql("UPDATE hiring_run SET state = 'applied'"),
        (*OPEN, of("hiring_run", state="void")),
    ),
    Forbidden("ck_hiring_line_rank_has_total", of("hiring_line", rank=None), RUN),
    Forbidden("ck_hiring_line_rank_has_total", of("hiring_line", shown_milli=None), RUN),
    Forbidden("ck_hiring_line_fraction_whole", of("hiring_line", total_den=0), RUN),
    Forbidden("ck_hiring_lot_witnessed", of("hiring_lot", witnesses=""), OPEN),
    Forbidden("ck_hiring_lot_method_known", of("hiring_lot", method="?"), OPEN),
    Forbidden("ck_hiring_lot_seed_given", of("hiring_lot", method="seed"), OPEN),
    # vetting and substitutes
    Forbidden(
        "ck_candidate_vetting_seq_from_one", of("candidate_vetting", seq=0, reason="x"), OPEN
    ),
    Forbidden(
        "ck_candidate_vetting_result_has_reference", of("candidate_vetting", document_no=""), OPEN
    ),
    Forbidden(
        "ck_candidate_vetting_result_has_reference", of("candidate_vetting", examined_by=""), OPEN
    ),
    Forbidden("ck_candidate_vetting_again_has_reason", of("candidate_vetting", seq=2), OPEN),
    Forbidden("ck_hiring_substitution_why_given", of("hiring_substitution", why=""), OPEN),
    Forbidden("ck_hiring_substitution_turn_not_negative", of("hiring_substitution", turn=-1), OPEN),
    Forbidden("ck_hiring_substitution_somebody_else", of("hiring_substitution", next_id=900), OPEN),
    Forbidden(
        "uq_hiring_substitution_fallen_id",
        of("hiring_substitution", id=901),
        (*OPEN, of("hiring_substitution")),
    ),
    Forbidden(
        "uq_hiring_substitution_next_id",
        of("hiring_substitution", id=901, fallen_id=902, next_id=901),
        (
            *OPEN,
            OTHER,
            of("candidate", id=902, number="0003"),
            of("hiring_substitution", next_id=901),
        ),
    ),
    # reserves
    Forbidden("ck_hiring_reserve_place_from_one", of("hiring_reserve", place=0), OPEN),
    Forbidden(
        "uq_hiring_reserve_candidate_id",
        of("hiring_reserve", id=901, place=2),
        (*OPEN, of("hiring_reserve")),
    ),
    Forbidden(
        "uq_hiring_reserve_position_id_place",
        of("hiring_reserve", id=901, candidate_id=901),
        (*OPEN, OTHER, of("hiring_reserve")),
    ),
    Forbidden(
        "hiring_reserve_keeps_delete",
        sql("DELETE FROM hiring_reserve"),
        (*OPEN, of("hiring_reserve")),
    ),
    # who gets which grid
    Forbidden(
        "ck_hiring_allotment_hired_has_post",
        of("hiring_allotment", **(HIRED | {"post_id": None})),
        SEATS,
    ),
    Forbidden(
        "ck_hiring_allotment_hired_has_post", of("hiring_allotment", post_id=900), (*SEATS, *POST)
    ),
    *(
        Forbidden(
            "ck_hiring_allotment_hired_has_document",
            of("hiring_allotment", **(HIRED | {name: value})),
            (*SEATS, *POST),
        )
        for name, value in (("document_no", ""), ("hired_on", None))
    ),
    Forbidden(
        "fk_hiring_allotment_post_id",
        of("hiring_allotment", **(HIRED | {"post_id": 987_654_321})),
        SEATS,
    ),
    Forbidden("ck_hiring_allotment_released_why", of("hiring_allotment", state="released"), SEATS),
    Forbidden(
        "uq_hiring_allotment_post_id",
        of("hiring_allotment", id=901, seat_id=901, candidate_id=901, **HIRED),
        (*SEATS, *POST, of("hiring_allotment", **HIRED)),
    ),
    Forbidden(
        "ux_hiring_allotment_one_a_seat",
        of("hiring_allotment", id=901, candidate_id=901),
        (*SEATS, of("hiring_allotment")),
    ),
    Forbidden(
        "ux_hiring_allotment_one_a_candidate",
        of("hiring_allotment", id=901, seat_id=901),
        (*SEATS, of("hiring_allotment")),
    ),
    Forbidden(
        "hiring_allotment_keeps_delete",
        sql("DELETE FROM hiring_allotment"),
        (*SEATS, of("hiring_allotment")),
    ),
    *(
        Forbidden(
            "hiring_allotment_stays",
            sql(f"UPDATE hiring_allotment SET {change}"),
            (*SEATS, *POST, of("hiring_allotment", **begun)),
        )
        for change, begun in (
            ("seat_id = 901", {}),
            ("candidate_id = 901", {}),
            ("document_no = '别的'", HIRED),
            ("release_reason = '别的'", {"state": "released", "release_reason": "放弃"}),
        )
    ),
]
