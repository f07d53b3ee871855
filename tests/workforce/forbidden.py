"""Forbidden writes to areas, people and posts."""

from __future__ import annotations

import datetime as dt

from tests.storage.forbidden import ROWS as CELLAR
from tests.storage.violating import DAY, Forbidden, T, row, sql

LATER, LAST = dt.date(2026, 6, 1), dt.date(2026, 7, 1)
ROWS = {
    "area": {
        "id": 900,
        "code": "320508001",
        "level": "grid",
        "sort": 1,
        "valid_from": DAY,
        "valid_to": None,
        "import_operation": None,
        "version": 1,
    },
    "area_stand": {
        "id": 900,
        "area_id": 900,
        "parent_id": None,
        "name": "第一网格",
        "path": "320508001/",
        "valid_from": DAY,
        "valid_to": None,
    },
    "area_closure": {
        "ancestor_id": 900,
        "descendant_id": 900,
        "valid_from": DAY,
        "valid_to": None,
        "depth": 0,
    },
    "area_alias": {"area_id": 900, "alias": "高新区"},
    "area_change_item": {
        "id": 900,
        "change_id": 900,
        "from_area_id": 900,
        "to_area_id": 900,
        "share_bp": 10_000,
    },
    "area_change": {
        "id": 900,
        "kind": "split",
        "effective_on": DAY,
        "document_no": "文 1 号",
        "reason": "户数太多",
        "operation_id": "op-1",
    },
    "grid": {
        "area_id": 900,
        "id": 900,
        "kind": "general",
        "households": 400,
        "requires_full_time": True,
        "valid_from": DAY,
        "valid_to": None,
        "version": 1,
    },
    "bureau": {"id": 900, "area_id": 900, "name": "联动中心", "version": 1},
    "post_role": {
        "code": "watcher",
        "label": "瞭望员",
        "fills_grid": True,
        "paid": True,
        "front_line": True,
        "may_be_honoured": True,
        "sort": 1,
        "version": 1,
    },
    "person": {
        "id": 900,
        "number": "G9000000",
        "name": "张三",
        "match_key": "张三",
        "stroke_key": "07001.03001",
        "pinyin": "zhangsan",
        "initials": "zs",
        "sex": "male",
        "birth_date": DAY,
        "id_number": b"sealed",
        "id_mac": b"0123456789abcdef",
        "id_masked": "999999********0011",
        "phone": b"sealed",
        "phone_mac": b"0123456789abcdef",
        "phone_tail_mac": b"0123456789abcdef",
        "phone_masked": "138****0000",
        "party": "群众",
        "education": "大专",
        "note": "无",
        "photo_sha256": None,
        "state": "present",
        "merged_into_id": None,
        "import_operation": None,
        "version": 1,
    },
    "post": {
        "id": 900,
        "person_id": 900,
        "area_id": 900,
        "bureau_id": None,
        "role": "watcher",
        "employment": "full",
        "fills_grid": True,
        "state": "active",
        "valid_from": DAY,
        "valid_to": None,
        "start_document": "文 1 号",
        "end_reason": "无",
        "void_reason": "",
        "import_operation": None,
        "version": 1,
    },
    "engagement": {
        "id": 900,
        "person_id": 900,
        "kind": "contract",
        "employer": "某公司",
        "contract_no": "1",
        "signed_on": DAY,
        "probation_to": LATER,
        "valid_from": DAY,
        "valid_to": None,
        "import_operation": None,
        "version": 1,
    },
    "stand_in": {
        "id": 900,
        "area_id": 900,
        "person_id": 900,
        "reason": "产假",
        "valid_from": DAY,
        "valid_to": None,
        "pay_effect": "allowance",
        "allowance_fen": 50_000,
        "version": 1,
    },
    "absence": {
        "id": 900,
        "person_id": 900,
        "kind": "leave",
        "leave_kind": b"sealed",
        "host": "",
        "document_no": "文 2 号",
        "pay_during": "full",
        "valid_from": DAY,
        "planned_to": LATER,
        "valid_to": None,
        "void_reason": "",
        "version": 1,
    },
    "former_value": {
        "id": 900,
        "person_id": 900,
        "field": "name",
        "text": "张叁",
        "sealed": None,
        "held_until": DAY,
        "document_no": "户籍证明",
        "reason": "改名",
        "operation_id": "op-1",
    },
    "post_correction": {"wrong_id": 900, "right_id": 901, "operation_id": "op-1"},
    "told_apart": {"one_id": 900, "other_id": 901, "operation_id": "op-1"},
    "undo_note": {
        "id": 900,
        "kind": "merge_people",
        "subject_id": 900,
        "inverse": "{}",
        "operation_id": "op-1",
        "noted_at": T,
        "noted_by": "陈敏",
        "undone_at": None,
        "undone_by": "",
    },
    "role_rule": {
        "id": 900,
        "kind": "single",
        "role": "watcher",
        "other_role": None,
        "engagement": None,
    },
}
PARENTS = {
    "absence": ("person",),
    "former_value": ("person", "operation"),
    "post_correction": ("post", "operation"),
    "told_apart": ("person", "operation"),
    "undo_note": ("operation",),
    "role_rule": ("post_role",),
    "area_change_item": ("area",),
    "area_change": ("area_change_item", "operation"),
    "area_stand": ("area",),
    "area_closure": ("area",),
    "area_alias": ("area",),
    "grid": ("area",),
    "bureau": ("area",),
    "post": ("area", "person", "post_role"),
    "engagement": ("person",),
    "stand_in": ("area", "person"),
}
AREA, PERSON, ROLE = row(ROWS, "area"), row(ROWS, "person"), row(ROWS, "post_role")
OTHER_AREA = row(ROWS, "area", id=901, code="320508002")
OTHER = row(ROWS, "person", id=901, number="G9000001", id_mac=b"fedcba9876543210")
POST = row(ROWS, "post")
OPERATION = row(CELLAR, "operation")
BOTH = ("sqlite", "postgresql")
# Part-time at the office's other area, so that nothing but the correction is wrong.
OTHER_POSTS = tuple(
    row(ROWS, "post", id=at, person_id=901, area_id=901, employment="part") for at in (901, 902)
)
ITEM = row(ROWS, "area_change_item")
CHANGE = row(ROWS, "area_change")
HALF = row(ROWS, "area_change_item", share_bp=5_000)
STAFFED = (AREA, OTHER_AREA, PERSON, OTHER, ROLE)
ENDED = row(ROWS, "post", state="ended", valid_to=LAST)
WATCHED = row(ROWS, "post_role", code="worker", label="巡视员")
PAIR = {"kind": "exclusive", "other_role": "worker"}
RULE, SINGLE = row(ROWS, "role_rule", **PAIR), {"kind": "single", "other_role": None}
HIRED = {"kind": "engagement", "other_role": None, "engagement": "contract"}
_REVERSED = {
    "absence": (PERSON,),
    "area": (),
    "area_stand": (AREA,),
    "post": (AREA, PERSON, ROLE),
    "engagement": (PERSON,),
    "stand_in": (AREA, PERSON),
}

FORBIDDEN = [
    Forbidden("ck_area_code_given", row(ROWS, "area", code="")),
    Forbidden("ux_area_code", row(ROWS, "area", id=901), (AREA,)),
    Forbidden("area_keeps_delete", sql("DELETE FROM area WHERE id = 900"), (AREA,)),
    Forbidden("ck_area_stand_name_given", row(ROWS, "area_stand", name=""), (AREA,)),
    Forbidden("ck_area_stand_not_its_own_parent", row(ROWS, "area_stand", parent_id=900), (AREA,)),
    Forbidden(
        "ex_area_stand_one_at_a_time",
        row(ROWS, "area_stand", id=901, valid_from=LATER),
        (AREA, row(ROWS, "area_stand")),
    ),
    *(
        Forbidden(
            f"ck_{table}_dates_in_order",
            row(
                ROWS,
                table,
                valid_to=DAY - dt.timedelta(days=1),
                **({"state": "ended"} if table == "post" else {}),
            ),
            before,
        )
        for table, before in _REVERSED.items()
    ),
    Forbidden(
        "ck_area_change_item_from_or_to",
        row(ROWS, "area_change_item", from_area_id=None, to_area_id=None),
        (AREA,),
    ),
    Forbidden("ck_area_change_item_share_in_range", row(ROWS, "area_change_item", share_bp=0)),
    Forbidden(
        "ck_area_change_item_new_is_whole",
        row(ROWS, "area_change_item", from_area_id=None, share_bp=5_000),
        (AREA,),
    ),
    Forbidden(
        "uq_area_change_item_change_id_from_area_id_to_area_id",
        row(ROWS, "area_change_item", id=901),
        (AREA, ITEM),
    ),
    Forbidden(
        "area_change_item_in_time",
        row(ROWS, "area_change_item", id=901, from_area_id=None),
        (AREA, OPERATION, ITEM, CHANGE),
    ),
    Forbidden("area_change_has_items", row(ROWS, "area_change"), (OPERATION,)),
    Forbidden("area_change_shares_whole", row(ROWS, "area_change"), (AREA, OPERATION, HALF)),
    # What still waits to be asked at the commit keeps PostgreSQL from emptying a table at all.
    *(
        Forbidden(
            f"{table}_keeps_truncate",
            sql(f"TRUNCATE {table} CASCADE"),
            (AREA, OPERATION, ITEM, CHANGE, sql("SET CONSTRAINTS ALL IMMEDIATE")),
            ("postgresql",),
        )
        for table in ("area_change", "area_change_item")
    ),
    Forbidden(
        "ck_area_change_reason_given",
        row(ROWS, "area_change", reason=""),
        (AREA, OPERATION, ITEM),
    ),
    Forbidden("ck_grid_households_not_negative", row(ROWS, "grid", households=-1), (AREA,)),
    Forbidden("ck_bureau_name_given", row(ROWS, "bureau", name=""), (AREA,)),
    Forbidden("uq_bureau_area_id_name", row(ROWS, "bureau", id=901), (AREA, row(ROWS, "bureau"))),
    Forbidden("uq_post_role_label", row(ROWS, "post_role", code="other"), (ROLE,)),
    Forbidden("ck_person_name_given", row(ROWS, "person", name="")),
    Forbidden("ck_person_merged_into", row(ROWS, "person", state="merged")),
    Forbidden("ck_person_id_number_findable", row(ROWS, "person", id_mac=None)),
    Forbidden("ck_person_phone_findable", row(ROWS, "person", phone_mac=None)),
    Forbidden("uq_person_number", row(ROWS, "person", id=901, id_mac=b"other"), (PERSON,)),
    Forbidden("uq_person_id_mac", row(ROWS, "person", id=901, number="G9000001"), (PERSON,)),
    Forbidden("person_keeps_delete", sql("DELETE FROM person WHERE id = 900"), (PERSON,)),
    Forbidden(
        "person_after_recovery_code",
        PERSON,
        (sql("UPDATE office SET recovery_confirmed_at = NULL"),),
    ),
    Forbidden("ck_post_one_place", row(ROWS, "post", area_id=None), (AREA, PERSON, ROLE)),
    Forbidden("ck_post_end_known", row(ROWS, "post", state="ended"), (AREA, PERSON, ROLE)),
    Forbidden("ck_post_void_has_reason", row(ROWS, "post", state="voided"), (AREA, PERSON, ROLE)),
    Forbidden("post_keeps_delete", sql("DELETE FROM post WHERE id = 900"), (*STAFFED, POST)),
    # An active post is always an open one, so the exclusion of the past speaks first.
    Forbidden(
        "ex_post_one_worker_a_grid",
        row(ROWS, "post", id=901, person_id=901, valid_from=LATER),
        (*STAFFED, ENDED),
    ),
    Forbidden(
        "ex_post_one_full_time_a_person",
        row(ROWS, "post", id=901, area_id=901, valid_from=LATER),
        (*STAFFED, ENDED),
    ),
    Forbidden(
        "ux_post_one_worker_a_grid",
        row(ROWS, "post", id=901, person_id=901, valid_from=LATER),
        (*STAFFED, POST),
        ("postgresql",),
    ),
    Forbidden(
        "ux_post_one_full_time_a_person",
        row(ROWS, "post", id=901, area_id=901, valid_from=LATER),
        (*STAFFED, POST),
        ("postgresql",),
    ),
    Forbidden(
        "fk_person_merged_into_id", row(ROWS, "person", state="merged", merged_into_id=987_654)
    ),
    Forbidden("fk_post_bureau_id", row(ROWS, "post", area_id=None, bureau_id=987_654), STAFFED),
    Forbidden("fk_post_role", row(ROWS, "post", role="nobody"), STAFFED),
    Forbidden("pk_post_role", row(ROWS, "post_role", label="别的"), (ROLE,)),
    Forbidden(
        "ex_engagement_one_employment",
        row(ROWS, "engagement", id=901, kind="dispatch", valid_from=LATER),
        (PERSON, row(ROWS, "engagement")),
    ),
    Forbidden(
        "ex_stand_in_one_a_grid",
        row(ROWS, "stand_in", id=901, valid_from=LATER),
        (AREA, PERSON, row(ROWS, "stand_in")),
    ),
    Forbidden(
        "ck_stand_in_allowance_given",
        row(ROWS, "stand_in", pay_effect=None),
        (AREA, PERSON),
    ),
    Forbidden("ck_stand_in_allowance_positive", row(ROWS, "stand_in", allowance_fen=0)),
    Forbidden(
        "ck_stand_in_pay_effect",
        row(ROWS, "stand_in", pay_effect="?", allowance_fen=None),
        (AREA, PERSON),
    ),
    Forbidden("ck_engagement_dates_in_order", row(ROWS, "engagement", valid_to=DAY), (PERSON,)),
    Forbidden("ck_absence_plan_in_order", row(ROWS, "absence", planned_to=DAY), (PERSON,)),
    Forbidden("ck_absence_taken_back_why", row(ROWS, "absence", valid_to=DAY), (PERSON,)),
    Forbidden("ck_absence_taken_back_why", row(ROWS, "absence", void_reason="错"), (PERSON,)),
    Forbidden("ck_absence_host_given", row(ROWS, "absence", host="联动中心"), (PERSON,)),
    Forbidden(
        "ck_absence_host_given",
        row(ROWS, "absence", kind="secondment", leave_kind=None),
        (PERSON,),
    ),
    Forbidden("ck_absence_only_leave_has_kind", row(ROWS, "absence", kind="training"), (PERSON,)),
    Forbidden(
        "ex_absence_one_at_a_time",
        row(ROWS, "absence", id=901, valid_from=LATER, planned_to=None),
        (PERSON, row(ROWS, "absence")),
    ),
    Forbidden(
        "absence_keeps_delete",
        sql("DELETE FROM absence WHERE id = 900"),
        (PERSON, row(ROWS, "absence")),
    ),
    Forbidden(
        "ck_former_value_name_given", row(ROWS, "former_value", text=""), (PERSON, OPERATION)
    ),
    Forbidden(
        "ck_former_value_only_phone_sealed",
        row(ROWS, "former_value", sealed=b"sealed"),
        (PERSON, OPERATION),
    ),
    Forbidden(
        "uq_former_value_person_id_field_held_until",
        row(ROWS, "former_value", id=901),
        (PERSON, OPERATION, row(ROWS, "former_value")),
    ),
    Forbidden(
        "ck_post_correction_another",
        row(ROWS, "post_correction", right_id=900),
        (*STAFFED, OPERATION, POST),
    ),
    Forbidden(
        "uq_post_correction_right_id",
        row(ROWS, "post_correction", wrong_id=902),
        (*STAFFED, OPERATION, POST, *OTHER_POSTS, row(ROWS, "post_correction")),
    ),
    Forbidden(
        "pk_post_correction",
        row(ROWS, "post_correction", right_id=902),
        (*STAFFED, OPERATION, POST, *OTHER_POSTS, row(ROWS, "post_correction")),
    ),
    *(
        Forbidden(
            f"post_correction_keeps_{event}",
            sql(statement),
            (*STAFFED, OPERATION, POST, *OTHER_POSTS, row(ROWS, "post_correction")),
            engines,
        )
        for event, statement, engines in (
            ("update", "UPDATE post_correction SET right_id = 902", BOTH),
            ("delete", "DELETE FROM post_correction", BOTH),
            ("truncate", "TRUNCATE post_correction CASCADE", BOTH[1:]),
        )
    ),
    Forbidden(
        "ck_told_apart_in_order",
        row(ROWS, "told_apart", one_id=901, other_id=900),
        (PERSON, OTHER, OPERATION),
    ),
    Forbidden(
        "pk_told_apart",
        row(ROWS, "told_apart"),
        (PERSON, OTHER, OPERATION, row(ROWS, "told_apart")),
    ),
    *(
        Forbidden(
            f"told_apart_keeps_{event}",
            sql(statement),
            (PERSON, OTHER, OPERATION, row(ROWS, "told_apart")),
            engines,
        )
        for event, statement, engines in (
            ("update", "UPDATE told_apart SET row_hash = 1", BOTH),
            ("delete", "DELETE FROM told_apart", BOTH),
            ("truncate", "TRUNCATE told_apart CASCADE", BOTH[1:]),
        )
    ),
    Forbidden("ck_undo_note_undone_by_whom", row(ROWS, "undo_note", undone_by="陈敏")),
    Forbidden(
        "ux_undo_note_standing",
        row(ROWS, "undo_note", id=901),
        (OPERATION, row(ROWS, "undo_note")),
    ),
    Forbidden(
        "undo_note_keeps_delete",
        sql("DELETE FROM undo_note WHERE id = 900"),
        (OPERATION, row(ROWS, "undo_note")),
    ),
    Forbidden(
        "undo_note_once",
        sql("UPDATE undo_note SET undone_by = '别人' WHERE id = 900"),
        (OPERATION, row(ROWS, "undo_note", undone_at=T, undone_by="陈敏")),
    ),
    Forbidden(
        "undo_note_once",
        sql("UPDATE undo_note SET inverse = '[]' WHERE id = 900"),
        (OPERATION, row(ROWS, "undo_note")),
    ),
    Forbidden(
        "ck_role_rule_exclusive_has_other",
        row(ROWS, "role_rule", **PAIR | {"other_role": None}),
        (ROLE, WATCHED),
    ),
    Forbidden(
        "ck_role_rule_pair_in_order",
        row(ROWS, "role_rule", **PAIR | {"role": "worker", "other_role": "watcher"}),
        (ROLE, WATCHED),
    ),
    Forbidden(
        "ck_role_rule_engagement_given",
        row(ROWS, "role_rule", engagement="contract"),
        (ROLE, WATCHED),
    ),
    Forbidden("ux_role_rule_pair", row(ROWS, "role_rule", id=901, **PAIR), (ROLE, WATCHED, RULE)),
    Forbidden(
        "ux_role_rule_single",
        row(ROWS, "role_rule", id=901, **SINGLE),
        (ROLE, WATCHED, row(ROWS, "role_rule", **SINGLE)),
    ),
    Forbidden(
        "ux_role_rule_engagement",
        row(ROWS, "role_rule", id=901, **HIRED),
        (ROLE, WATCHED, row(ROWS, "role_rule", **HIRED)),
    ),
    Forbidden("pk_role_rule", row(ROWS, "role_rule", **SINGLE), (ROLE, WATCHED, RULE)),
    Forbidden("fk_role_rule_role", row(ROWS, "role_rule", role="aa"), (ROLE, WATCHED)),
    Forbidden(
        "fk_role_rule_other_role",
        row(ROWS, "role_rule", **PAIR | {"other_role": "zz"}),
        (ROLE, WATCHED),
    ),
    Forbidden("ck_role_rule_engagement", row(ROWS, "role_rule", **HIRED | {"engagement": "?"})),
    Forbidden(
        "ck_role_rule_kind", row(ROWS, "role_rule", kind="?", other_role=None), (ROLE, WATCHED)
    ),
    Forbidden("ck_absence_kind", row(ROWS, "absence", kind="?", leave_kind=None), (PERSON,)),
    Forbidden("fk_told_apart_one_id", row(ROWS, "told_apart", one_id=1), (OTHER, OPERATION)),
    *(
        Forbidden(
            f"fk_post_correction_{column}",
            row(ROWS, "post_correction", **{column: 987_654}),
            (*STAFFED, OPERATION, POST, *OTHER_POSTS),
        )
        for column in ("wrong_id", "right_id")
    ),
]
