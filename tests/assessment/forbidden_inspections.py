"""Forbidden writes to random inspections: the draw, its teams, visits, faults and pictures."""

from __future__ import annotations

from tests.storage.forbidden import ROWS as CELLAR
from tests.storage.violating import DAY, Forbidden, T, row, sql
from tests.workforce.forbidden import ROWS as WORKFORCE

SHA = CELLAR["attachment"]["sha256"]
P, J, V, F, H = (
    "inspection_plan",
    "inspector",
    "inspection_visit",
    "inspection_finding",
    "inspection_photo",
)
ROWS = {
    P: {
        "id": 900,
        "number": "2026-S90",
        "title": "双随机检查",
        "area_path": "",
        "first_day": DAY,
        "last_day": DAY,
        "sample": 4,
        "office_sample": 0,
        "team_size": 2,
        "team_count": 1,
        "roles": "grid_worker",
        "state": "draft",
        "items": "[]",
        "on_duty": 0,
        "pool_hash": "",
        "sealed_at": None,
        "seals": 0,
        "seed": "",
        "algorithm": "",
        "witnesses": "",
        "drawn_at": None,
        "drawn_by": "",
        "document_no": "",
        "published_on": None,
        "cancel_reason": "",
        "version": 1,
    },
    "inspection_pool": {"plan_id": 900, "lists": "{}"},
    J: {
        "id": 900,
        "plan_id": 900,
        "person_id": None,
        "name": "李明",
        "unit": "市委政法委",
        "unit_id": None,
        "team_no": 1,
    },
    V: {
        "id": 900,
        "plan_id": 900,
        "person_id": 900,
        "bureau_id": None,
        "area_id": 900,
        "unit_id": 900,
        "pool_key": "320508001-01",
        "draw_order": 1,
        "team_no": 1,
        "visited_on": None,
        "result": None,
        "deducted_milli": 0,
        "checks": "{}",
        "note": "",
        "signed_on": None,
        "scan_sha256": None,
        "version": 1,
    },
    F: {
        "id": 900,
        "visit_id": 900,
        "kind": "patrol",
        "item": "on_duty",
        "content": "不在岗",
        "due_on": DAY,
        "state": "open",
        "rectified_on": None,
        "rectified_by": "",
        "rectification": "",
        "closed_by": "",
        "closed_on": None,
        "sent_back": "",
        "carried": "",
        "void_reason": "",
        "version": 1,
    },
    H: {
        "id": 900,
        "visit_id": 900,
        "finding_id": None,
        "sha256": SHA,
        "caption": "",
        "after_repair": False,
        "made_at": T,
        "made_by": "经办人",
    },
}


def of(table: str, **changes: object):
    return row(ROWS | WORKFORCE | CELLAR, table, **changes)


def _set(table: str, change: str, ident: int = 900):
    return sql(f"UPDATE {table} SET {change} WHERE id = {ident}")


PLAN, PEOPLE = of(P), (of("area"), of("person"))
SCENE = (PLAN, *PEOPLE, of(V))
DRAW = (
    "state = 'drawn', seed = '甲', algorithm = 'a', witnesses = '李明', "
    "drawn_at = '2026-05-01 08:00:00'"
)
SEAL = _set(P, f"pool_hash = '{'a' * 64}', sealed_at = '2026-05-01 07:00:00', seals = 1")
DRAWN = (SEAL, _set(P, DRAW))
FAULT = (*SCENE, *DRAWN, of(F))
RESULT = _set(V, "result = 'passed', visited_on = '2026-05-01'")
CLOSE = _set(P, "state = 'closed'")
CLOSED = (*SCENE, *DRAWN, RESULT, CLOSE)
CANCEL = _set(P, "state = 'cancelled', cancel_reason = '停电'")
RECTIFY = _set(
    F,
    "state = 'rectified', rectified_on = '2026-05-02', rectified_by = '李四', "
    "rectification = '已改'",
)
CLOSE_FAULT = _set(F, "state = 'closed', closed_by = '李明', closed_on = '2026-05-03'")
RIGHTED = {
    "rectified_on": DAY,
    "rectified_by": "李四",
    "rectification": "已改",
}
PHOTO = (*SCENE, of("attachment"))

PARENTS = {
    "inspection_pool": (P,),
    J: (P,),
    V: (P, "area", "person"),
    F: (V,),
    H: (V, "attachment"),
}
STEPS = {F: DRAWN}


def _refused(name: str, table: str, before: tuple[object, ...], *changes: dict[str, object]):
    return [Forbidden(name, of(table, **change), before) for change in changes]


FORBIDDEN = [
    # the plan and its draw
    Forbidden("uq_inspection_plan_number", of(P, id=901), (PLAN,)),
    *_refused("ck_inspection_plan_named", P, (), {"number": ""}, {"title": ""}),
    *_refused("ck_inspection_plan_days_in_order", P, (), {"last_day": DAY.replace(year=2020)}),
    *_refused(
        "ck_inspection_plan_counts_positive",
        P,
        (),
        {"sample": -1},
        {"sample": 0},
        {"office_sample": -1},
        {"team_size": 0},
        {"team_count": -1},
        {"seals": -1},
    ),
    *_refused("ck_inspection_plan_sealed_at_a_time", P, (), {"pool_hash": SHA}, {"sealed_at": T}),
    *_refused(
        "ck_inspection_plan_published_with_document",
        P,
        (),
        {"document_no": "1 号"},
        {"published_on": DAY},
    ),
    *_refused(
        "ck_inspection_plan_drawn_repeatably",
        P,
        (),
        {"state": "drawn"},
        {"state": "drawn", "pool_hash": SHA, "sealed_at": T, "seed": "甲", "drawn_at": T},
        {"state": "closed"},
    ),
    *_refused("ck_inspection_plan_cancelled_why", P, (), {"state": "cancelled"}),
    Forbidden("inspection_plan_keeps_delete", sql(f"DELETE FROM {P}"), (PLAN,)),
    Forbidden("inspection_plan_goes_forward", CLOSE, (PLAN,)),
    Forbidden("inspection_plan_goes_forward", _set(P, "state = 'draft'"), (*SCENE, *DRAWN)),
    Forbidden("inspection_plan_goes_forward", _set(P, "state = 'drawn'"), CLOSED),
    Forbidden("inspection_plan_sealed_first", _set(P, DRAW), (PLAN,)),
    Forbidden(
        "inspection_plan_sealed_first",
        _set(P, f"{DRAW}, pool_hash = '{'b' * 64}'"),
        (PLAN, SEAL),
    ),
    *(
        Forbidden("inspection_plan_drawn_stays", _set(P, change), (*SCENE, *DRAWN))
        for change in (
            "seed = '乙'",
            f"pool_hash = '{'b' * 64}'",
            "algorithm = 'b'",
            "sample = 5",
            "office_sample = 1",
            "team_size = 3",
            "team_count = 2",
            "items = '[1]'",
            "on_duty = 9",
            "roles = 'grid_leader'",
            "witnesses = '别人'",
            "seals = 9",
            "area_path = '3205/'",
            "drawn_at = '2026-05-01 09:00:00'",
            "sealed_at = '2026-05-01 07:30:00'",
        )
    ),
    Forbidden("inspection_plan_unsettled", CLOSE, (*SCENE, *DRAWN)),
    Forbidden("inspection_plan_unsettled", CLOSE, (*FAULT, RESULT)),
    Forbidden("inspection_plan_unsettled", CLOSE, (*FAULT, RESULT, RECTIFY)),
    Forbidden("inspection_pool_drawn_insert", of("inspection_pool"), (*SCENE, *DRAWN)),
    Forbidden(
        "inspection_pool_drawn_update",
        sql("UPDATE inspection_pool SET lists = '[]'"),
        (*SCENE, of("inspection_pool"), *DRAWN),
    ),
    Forbidden(
        "inspection_pool_drawn_delete",
        sql("DELETE FROM inspection_pool"),
        (*SCENE, of("inspection_pool"), *DRAWN),
    ),
    # inspectors
    Forbidden("uq_inspector_plan_id_name_unit", of(J, id=901), (PLAN, of(J))),
    *_refused("ck_inspector_named", J, (PLAN,), {"name": ""}),
    *_refused("fk_inspector_person_id", J, (PLAN,), {"person_id": 987_654_321}),
    *_refused("fk_inspector_unit_id", J, (PLAN,), {"unit_id": 987_654_321}),
    Forbidden("inspector_drawn_insert", of(J), (PLAN, *DRAWN)),
    Forbidden("inspector_drawn_update", _set(J, "team_no = 2"), (PLAN, of(J), *DRAWN)),
    Forbidden("inspector_drawn_delete", sql(f"DELETE FROM {J}"), (PLAN, of(J), *DRAWN)),
    # visits
    Forbidden(
        "uq_inspection_visit_plan_id_person_id",
        of(V, id=901, draw_order=2, pool_key="其他"),
        SCENE,
    ),
    Forbidden(
        "uq_inspection_visit_plan_id_bureau_id",
        of(V, id=902, person_id=None, bureau_id=900, draw_order=2, pool_key="其他"),
        (
            PLAN,
            *PEOPLE,
            of("bureau"),
            of(V, person_id=None, bureau_id=900),
        ),
    ),
    Forbidden(
        "uq_inspection_visit_plan_id_draw_order",
        of(V, id=901, person_id=None, bureau_id=900, pool_key="其他"),
        (*SCENE, of("bureau")),
    ),
    Forbidden(
        "uq_inspection_visit_plan_id_pool_key",
        of(V, id=901, person_id=None, bureau_id=900, draw_order=2),
        (*SCENE, of("bureau")),
    ),
    *_refused(
        "ck_inspection_visit_one_drawn",
        V,
        (PLAN, *PEOPLE, of("bureau")),
        {"person_id": None},
        {"bureau_id": 900},
    ),
    *_refused(
        "ck_inspection_visit_numbers_from_one",
        V,
        (PLAN, *PEOPLE),
        {"draw_order": 0},
        {"team_no": 0},
    ),
    *_refused(
        "ck_inspection_visit_result_on_a_day",
        V,
        (PLAN, *PEOPLE),
        {"result": "passed"},
        {"visited_on": DAY},
    ),
    *_refused("ck_inspection_visit_result", V, (PLAN, *PEOPLE), {"result": "?", "visited_on": DAY}),
    *_refused(
        "ck_inspection_visit_deducted_not_negative", V, (PLAN, *PEOPLE), {"deducted_milli": -1}
    ),
    *_refused(
        "ck_inspection_visit_not_held_why",
        V,
        (PLAN, *PEOPLE),
        {"result": "not_held", "visited_on": DAY},
    ),
    *_refused(
        "fk_inspection_visit_bureau_id",
        V,
        (PLAN, *PEOPLE),
        {"person_id": None, "bureau_id": 987_654_321},
    ),
    *_refused("fk_inspection_visit_scan_sha256", V, (PLAN, *PEOPLE), {"scan_sha256": "f" * 64}),
    Forbidden("inspection_visit_keeps_delete", sql(f"DELETE FROM {V}"), SCENE),
    Forbidden("inspection_visit_drawn_insert", of(V), (PLAN, *PEOPLE, *DRAWN)),
    *(
        Forbidden("inspection_visit_drawn_update", _set(V, change), (*SCENE, of("bureau")))
        for change in (
            "team_no = 2",
            "draw_order = 2",
            "pool_key = '别的'",
            "person_id = NULL, bureau_id = 900",
        )
    ),
    Forbidden("inspection_visit_closed_update", _set(V, "note = '改'"), CLOSED),
    Forbidden("inspection_visit_closed_update", _set(V, "note = '改'"), (*SCENE, *DRAWN, CANCEL)),
    Forbidden("inspection_visit_own_unit_insert", of(V), (PLAN, *PEOPLE, of(J, unit_id=900))),
    # faults
    *_refused("ck_inspection_finding_written", F, (*SCENE, *DRAWN), {"content": ""}),
    *_refused(
        "ck_inspection_finding_rectified_by_somebody",
        F,
        (*SCENE, *DRAWN),
        {"state": "rectified"},
        RIGHTED | {"state": "rectified", "rectified_by": ""},
        RIGHTED | {"state": "rectified", "rectification": ""},
    ),
    *_refused(
        "ck_inspection_finding_closed_by_somebody",
        F,
        (*SCENE, *DRAWN),
        RIGHTED | {"state": "closed"},
        RIGHTED | {"state": "closed", "closed_by": "李明"},
        {"closed_by": "李明", "closed_on": DAY},
    ),
    *_refused(
        "ck_inspection_finding_closed_by_another",
        F,
        (*SCENE, *DRAWN),
        RIGHTED | {"state": "closed", "closed_by": "李四", "closed_on": DAY},
    ),
    *_refused(
        "ck_inspection_finding_void_why",
        F,
        (*SCENE, *DRAWN),
        {"state": "void"},
        {"void_reason": "错"},
    ),
    *_refused("ck_inspection_finding_state", F, (*SCENE, *DRAWN), RIGHTED | {"state": "?"}),
    Forbidden("inspection_finding_keeps_delete", sql(f"DELETE FROM {F}"), FAULT),
    Forbidden(
        "inspection_finding_closed_stays",
        _set(F, "content = '别的'"),
        (*FAULT, RECTIFY, CLOSE_FAULT),
    ),
    Forbidden(
        "inspection_finding_closed_stays",
        _set(F, "state = 'open', void_reason = ''"),
        (*FAULT, _set(F, "state = 'void', void_reason = '错'")),
    ),
    Forbidden(
        "inspection_finding_closed_stays",
        _set(
            F,
            "state = 'closed', rectified_on = '2026-05-02', rectified_by = '李四', "
            "rectification = '已改', closed_by = '李明', closed_on = '2026-05-02'",
        ),
        FAULT,
    ),
    Forbidden("inspection_finding_settled_insert", of(F), SCENE),
    Forbidden("inspection_finding_settled_insert", of(F), CLOSED),
    # pictures
    Forbidden("uq_inspection_photo_visit_id_sha256", of(H, id=901), (*PHOTO, of(H))),
    *_refused("ck_inspection_photo_after_what", H, PHOTO, {"after_repair": True}),
    *_refused("fk_inspection_photo_finding_id", H, PHOTO, {"finding_id": 987_654_321}),
    Forbidden(
        "inspection_photo_own_insert",
        of(H, visit_id=901, finding_id=900),
        (
            PLAN,
            *PEOPLE,
            of(V),
            of("person", id=901, number="G9000001", id_mac=b"fedcba9876543210"),
            of(V, id=901, person_id=901, draw_order=2, pool_key="其他"),
            *DRAWN,
            of(F),
            of("attachment"),
        ),
    ),
    Forbidden("inspection_photo_closed_insert", of(H), (*CLOSED, of("attachment"))),
    Forbidden(
        "inspection_photo_closed_update",
        _set(H, "caption = '改'"),
        (*PHOTO, of(H), *DRAWN, RESULT, CLOSE),
    ),
    Forbidden(
        "inspection_photo_closed_delete",
        sql(f"DELETE FROM {H}"),
        (*PHOTO, of(H), *DRAWN, CANCEL),
    ),
]
