"""Forbidden writes to panels, seats, sheets, typings and marks."""

from __future__ import annotations

from hrgrid.core.ranking import Order
from hrgrid.panels.rules.rule import PanelRule, rule_text
from tests.storage.forbidden_accounts import ROWS as ACCOUNTS
from tests.storage.violating import Forbidden, T, row, sql
from tests.workforce.forbidden import ROWS as WORKFORCE

RULE = rule_text(PanelRule())
ROWS = {
    "panel": {
        "id": 900,
        "subject": "hiring:900",
        "title": "面试",
        "area_path": "",
        "run_right": "run_hiring",
        "enter_right": "enter_marks",
        "rule": RULE,
        "state": "open",
        "opening": 1,
        "reopen_reason": "",
        "closed_at": None,
        "closed_by": "",
        "made_at": T,
        "made_by": "经办人",
        "version": 1,
    },
    "panel_item": {
        "id": 900,
        "panel_id": 900,
        "code": "total",
        "label": "得分",
        "sort": 1,
        "max_milli": 100_000,
        "step_milli": 100,
        "weight_bp": 10_000,
    },
    "panel_seat": {
        "id": 900,
        "panel_id": 900,
        "seat_no": 1,
        "person_id": None,
        "name": "评委甲",
        "unit": "示例街道",
        "area_id": None,
        "chief": False,
        "state": "active",
        "reason": "",
        "version": 1,
    },
    "panel_entrant": {
        "id": 900,
        "panel_id": 900,
        "key": "application:900",
        "draw_no": 1,
        "name": "张三",
        "unit": "示例社区",
        "area_id": None,
        "person_id": None,
        "guest": False,
        "status": "entered",
        "reason": "",
        "version": 1,
    },
    "panel_recusal": {
        "seat_id": 900,
        "entrant_id": 900,
        "panel_id": 900,
        "ground": "same_unit",
        "note": "",
        "made_at": T,
        "made_by": "经办人",
    },
    "panel_sheet": {
        "id": 900,
        "panel_id": 900,
        "entrant_id": 900,
        "seat_id": 900,
        "seat_no": 1,
        "number": 1,
        "state": "entering",
        "supersedes_id": None,
        "reason": "",
        "void_reason": "",
        "version": 1,
    },
    "panel_keying": {
        "id": 900,
        "sheet_id": 900,
        "pass_no": 1,
        "state": "live",
        "keyed_by_id": 900,
        "keyed_by": "张三",
        "keyed_at": T,
        "alone": False,
        "discard_reason": "",
    },
    "panel_mark": {"keying_id": 900, "item_id": 900, "value_milli": 90_000, "no_mark": None},
    "panel_adjustment": {
        "id": 900,
        "panel_id": 900,
        "entrant_id": 900,
        "kind": "deduction",
        "label": "超时",
        "milli": 500,
        "reason": "超时 30 秒",
        "made_at": T,
        "made_by": "经办人",
        "void_reason": "",
        "version": 1,
    },
}
PARENTS = {
    "panel_item": ("panel",),
    "panel_seat": ("panel",),
    "panel_entrant": ("panel",),
    "panel_recusal": ("panel_seat", "panel_entrant"),
    "panel_sheet": ("panel_item", "panel_seat", "panel_entrant"),
    "panel_keying": ("operator", "panel_sheet"),
    "panel_mark": ("panel_keying",),
    "panel_adjustment": ("panel_entrant",),
}


def of(table: str, **changes: object):
    return row(ROWS | WORKFORCE | ACCOUNTS, table, **changes)


def _set(table: str, change: str, ident: int = 900):
    return sql(f"UPDATE {table} SET {change} WHERE id = {ident}")


OPERATOR = of("operator")
OTHER_OPERATOR = of("operator", id=901, login="li", name="李四")
PANEL = of("panel")
SCENE = (OPERATOR, PANEL, of("panel_item"), of("panel_seat"), of("panel_entrant"))
ELSEWHERE = (
    of("panel", id=901, subject="hiring:901"),
    of("panel_item", id=901, panel_id=901),
    of("panel_seat", id=901, panel_id=901),
    of("panel_entrant", id=901, panel_id=901),
)
SHEET = (*SCENE, of("panel_sheet"))
KEYED = (*SHEET, of("panel_keying"))
MARKED = (*KEYED, of("panel_mark"))
DEFINITIVE = (*MARKED, _set("panel_sheet", "state = 'definitive'"))
SHUT = "state = 'closed', closed_at = '2026-05-01 08:00:00', closed_by = '经办人'"
CLOSE = _set("panel", SHUT)
ASKED = sql("UPDATE policy SET value = 1 WHERE policy = 'second_entry'")
SECOND = of("panel_keying", id=901, pass_no=2, keyed_by_id=901, keyed_by="李四")
TWICE = (*MARKED, OTHER_OPERATOR, SECOND)
GONE = {"state": "replaced", "reason": "身体不适"}
LEFT = (OPERATOR, PANEL, of("panel_item"), of("panel_seat", **GONE), of("panel_entrant"))
LOW = rule_text(PanelRule(order=Order.LOW))


def _closed(table: str, update: str, *, deletes: bool = True):
    """What a closed panel keeps: nothing comes, nothing changes, nothing goes."""
    # Whoever does not compete keeps no panel open.
    absent = of("panel_entrant", status="absent", reason="没有到场")
    before = (OPERATOR, PANEL, of("panel_item"), of("panel_seat"), absent)
    mine = () if table in {"panel_seat", "panel_entrant"} else (of(table),)
    again = {"panel_seat": {"id": 902, "seat_no": 9}, "panel_entrant": {"id": 902, "draw_no": 9}}
    if table in again:
        more = {"name": "评委乙"} if table == "panel_seat" else {"key": "application:902"}
        inserts = of(table, **again[table] | more)
    else:
        inserts = of(table)
    yield Forbidden(f"{table}_closed_insert", inserts, (*before, CLOSE))
    if update:
        yield Forbidden(
            f"{table}_closed_update", sql(f"UPDATE {table} SET {update}"), (*before, *mine, CLOSE)
        )
        moved = sql(f"UPDATE {table} SET panel_id = 901")
        there = (*before, *mine, of("panel", id=901, subject="hiring:901"))
        yield Forbidden(f"{table}_closed_update", moved, there)
    if deletes:
        yield Forbidden(
            f"{table}_closed_delete", sql(f"DELETE FROM {table}"), (*before, *mine, CLOSE)
        )


FORBIDDEN = [
    # the panel
    Forbidden("uq_panel_subject", of("panel", id=901), (PANEL,)),
    Forbidden("ck_panel_named", of("panel", subject="")),
    Forbidden("ck_panel_named", of("panel", title="")),
    Forbidden("ck_panel_closed_by_somebody", of("panel", state="closed")),
    Forbidden("ck_panel_closed_by_somebody", of("panel", closed_at=T, closed_by="经办人")),
    Forbidden("ck_panel_closed_by_somebody", of("panel", closed_by="经办人")),
    Forbidden("ck_panel_reopening_has_reason", of("panel", opening=2)),
    Forbidden("ck_panel_opening_from_one", of("panel", opening=0, reopen_reason="错")),
    Forbidden("panel_subject_stays", _set("panel", "subject = 'hiring:1'"), (PANEL,)),
    Forbidden("panel_rule_stays", _set("panel", f"rule = '{LOW}'"), MARKED),
    *(
        Forbidden("panel_complete_update", CLOSE, before)
        for before in (SCENE, SHEET, KEYED, MARKED)
    ),
    Forbidden(
        "panel_reopened_update",
        _set("panel", "state = 'open', closed_at = NULL, closed_by = ''"),
        (*DEFINITIVE, CLOSE),
    ),
    # what is marked
    Forbidden("uq_panel_item_panel_id_code", of("panel_item", id=901, sort=2), SCENE),
    Forbidden("uq_panel_item_panel_id_sort", of("panel_item", id=901, code="b"), SCENE),
    Forbidden("ck_panel_item_named", of("panel_item", label=""), (PANEL,)),
    *(
        Forbidden("ck_panel_item_scale", of("panel_item", **change), (PANEL,))
        for change in ({"max_milli": 0}, {"step_milli": -100}, {"step_milli": 300})
    ),
    *(
        Forbidden("ck_panel_item_weight", of("panel_item", weight_bp=weight), (PANEL,))
        for weight in (0, 10_001)
    ),
    Forbidden("panel_item_stays_insert", of("panel_item", id=902, code="b", sort=2), MARKED),
    Forbidden("panel_item_stays_update", _set("panel_item", "max_milli = 10000"), MARKED),
    Forbidden("panel_item_stays_delete", sql("DELETE FROM panel_item"), MARKED),
    # judges
    Forbidden("ck_panel_seat_state", of("panel_seat", state="?", reason="换人"), (PANEL,)),
    Forbidden("ck_panel_seat_seat_no_from_one", of("panel_seat", seat_no=0), (PANEL,)),
    Forbidden("ck_panel_seat_named", of("panel_seat", name=""), (PANEL,)),
    Forbidden("ck_panel_seat_end_has_reason", of("panel_seat", state="struck"), (PANEL,)),
    Forbidden("ck_panel_seat_end_has_reason", of("panel_seat", reason="换人"), (PANEL,)),
    Forbidden("ck_panel_seat_chief_sits", of("panel_seat", chief=True, **GONE), (PANEL,)),
    Forbidden("ux_panel_seat_one_active", of("panel_seat", id=901, name="评委乙"), SCENE),
    Forbidden(
        "ux_panel_seat_one_a_person",
        of("panel_seat", id=901, seat_no=2, person_id=900),
        (PANEL, of("person"), of("panel_seat", person_id=900, **GONE)),
    ),
    Forbidden("ux_panel_seat_one_a_name", of("panel_seat", id=901, seat_no=2), SCENE),
    Forbidden(
        "ux_panel_seat_one_chief",
        of("panel_seat", id=901, seat_no=2, name="评委乙", chief=True),
        (PANEL, of("panel_seat", chief=True)),
    ),
    *_closed("panel_seat", "unit = '别处'"),
    Forbidden("panel_seat_numbered_update", _set("panel_seat", "seat_no = 2"), SHEET),
    Forbidden(
        "panel_seat_struck_update", _set("panel_seat", "state = 'struck', reason = '迟到'"), SHEET
    ),
    # entrants
    Forbidden("ck_panel_entrant_status", of("panel_entrant", status="?", reason="无"), (PANEL,)),
    Forbidden("uq_panel_entrant_panel_id_key", of("panel_entrant", id=901, draw_no=2), SCENE),
    Forbidden("ux_panel_entrant_draw_no", of("panel_entrant", id=901, key="b"), SCENE),
    Forbidden("ck_panel_entrant_named", of("panel_entrant", name=""), (PANEL,)),
    Forbidden("ck_panel_entrant_draw_no_from_one", of("panel_entrant", draw_no=0), (PANEL,)),
    Forbidden("ck_panel_entrant_status_has_reason", of("panel_entrant", reason="无"), (PANEL,)),
    Forbidden("ck_panel_entrant_status_has_reason", of("panel_entrant", status="absent"), (PANEL,)),
    *_closed("panel_entrant", "unit = '别处'"),
    # recusals
    Forbidden("ck_panel_recusal_other_has_note", of("panel_recusal", ground="other"), SCENE),
    *_closed("panel_recusal", ""),
    Forbidden("panel_recusal_marked_insert", of("panel_recusal"), SHEET),
    *(
        Forbidden("panel_recusal_one_panel_insert", of("panel_recusal", **change), before)
        for change, before in (
            ({"seat_id": 901}, (*SCENE, *ELSEWHERE)),
            ({"entrant_id": 901}, (*SCENE, *ELSEWHERE)),
            ({"panel_id": 901}, (*SCENE, *ELSEWHERE)),
        )
    ),
    Forbidden(
        "panel_recusal_stays_update",
        sql("UPDATE panel_recusal SET ground = 'kin'"),
        (*SCENE, of("panel_recusal")),
    ),
    # sheets
    Forbidden("ck_panel_sheet_state", _set("panel_sheet", "state = '?'"), SHEET),
    Forbidden("ux_panel_sheet_one_live", of("panel_sheet", id=901, number=2), SHEET),
    Forbidden(
        "uq_panel_sheet_entrant_id_seat_id_number",
        of("panel_sheet", id=901),
        (*SHEET, _set("panel_sheet", "state = 'void', void_reason = '回避'")),
    ),
    Forbidden(
        "uq_panel_sheet_supersedes_id",
        of("panel_sheet", id=902, number=3, supersedes_id=900, reason="抄错"),
        (
            *SHEET,
            _set("panel_sheet", "state = 'superseded'"),
            of("panel_sheet", id=901, number=2, supersedes_id=900, reason="抄错"),
            _set("panel_sheet", "state = 'superseded'", 901),
        ),
    ),
    Forbidden(
        "fk_panel_sheet_supersedes_id",
        of("panel_sheet", number=2, supersedes_id=987_654_321, reason="抄错"),
        SCENE,
    ),
    Forbidden("ck_panel_sheet_number_from_one", of("panel_sheet", number=0), SCENE),
    *(
        Forbidden("ck_panel_sheet_correction_has_reason", of("panel_sheet", **change), SCENE)
        for change in (
            {"number": 2, "supersedes_id": 900},
            {"number": 1, "supersedes_id": 900, "reason": "抄错"},
        )
    ),
    Forbidden("ck_panel_sheet_void_has_reason", _set("panel_sheet", "state = 'void'"), SHEET),
    # Somebody who was replaced keeps no panel open, and may have sheets.
    Forbidden("panel_sheet_closed_insert", of("panel_sheet"), (*LEFT, CLOSE)),
    Forbidden(
        "panel_sheet_closed_update",
        _set("panel_sheet", "state = 'void', void_reason = '重评'"),
        (*DEFINITIVE, CLOSE),
    ),
    *(
        Forbidden("panel_sheet_one_panel_insert", of("panel_sheet", **change), before)
        for change, before in (
            ({"seat_id": 901}, (*SCENE, *ELSEWHERE)),
            ({"entrant_id": 901}, (*SCENE, *ELSEWHERE)),
            ({"panel_id": 901}, (*SCENE, *ELSEWHERE)),
            ({"seat_no": 2}, SCENE),
        )
    ),
    Forbidden("panel_sheet_recused_insert", of("panel_sheet"), (*SCENE, of("panel_recusal"))),
    Forbidden(
        "panel_sheet_seat_insert",
        of("panel_sheet"),
        (*SCENE, _set("panel_seat", "state = 'struck', reason = '迟到'")),
    ),
    Forbidden(
        "panel_sheet_entrant_insert",
        of("panel_sheet"),
        (*SCENE, _set("panel_entrant", "status = 'withdrawn', reason = '弃权'")),
    ),
    Forbidden(
        "panel_sheet_weights_insert",
        of("panel_sheet"),
        (*SCENE, _set("panel_item", "weight_bp = 9000")),
    ),
    *(
        Forbidden("panel_sheet_begins_insert", of("panel_sheet", state=state), SCENE)
        for state in ("checking", "different", "definitive", "superseded")
    ),
    *(
        Forbidden("panel_sheet_stays_update", _set("panel_sheet", change), SHEET)
        for change in ("number = 2", "seat_no = 2", "reason = '改'", "entrant_id = 1")
    ),
    *(
        Forbidden("panel_sheet_final_update", _set("panel_sheet", "state = 'entering'"), before)
        for before in (
            DEFINITIVE,
            (*SHEET, _set("panel_sheet", "state = 'superseded'")),
            (*SHEET, _set("panel_sheet", "state = 'void', void_reason = '回避'")),
        )
    ),
    *(
        Forbidden("panel_sheet_whole_update", _set("panel_sheet", "state = 'definitive'"), before)
        for before in (
            SHEET,
            KEYED,
            (
                *MARKED,
                sql("UPDATE panel_keying SET state = 'discarded', discard_reason = '错行'"),
            ),
        )
    ),
    *(
        Forbidden("panel_sheet_second_update", _set("panel_sheet", "state = 'definitive'"), before)
        for before in (
            (*MARKED, ASKED),
            TWICE,
            (*TWICE, of("panel_mark", keying_id=901, value_milli=90_100)),
            (
                *TWICE,
                of("panel_mark", keying_id=901, value_milli=None, no_mark="illegible"),
            ),
        )
    ),
    Forbidden("panel_sheet_keeps_delete", sql("DELETE FROM panel_sheet"), SHEET),
    # typings
    Forbidden("ck_panel_keying_pass_no", of("panel_keying", pass_no=3), SHEET),
    Forbidden("ck_panel_keying_by_somebody", of("panel_keying", keyed_by=""), SHEET),
    Forbidden("ck_panel_keying_discard_has_reason", of("panel_keying", state="discarded"), SHEET),
    Forbidden(
        "ck_panel_keying_discard_has_reason", of("panel_keying", discard_reason="错行"), SHEET
    ),
    Forbidden(
        "ux_panel_keying_one_a_pass",
        of("panel_keying", id=901, keyed_by_id=901),
        (*KEYED, OTHER_OPERATOR),
    ),
    Forbidden("ux_panel_keying_other_person", of("panel_keying", id=901, pass_no=2), KEYED),
    Forbidden("panel_keying_alone_insert", of("panel_keying", alone=True), (*SHEET, ASKED)),
    Forbidden("panel_keying_alone_update", _set("panel_keying", "alone = TRUE"), (*KEYED, ASKED)),
    Forbidden(
        "panel_keying_settled_insert",
        of("panel_keying", id=901, pass_no=2, keyed_by_id=901),
        (*DEFINITIVE, OTHER_OPERATOR),
    ),
    Forbidden(
        "panel_keying_settled_insert",
        of("panel_keying"),
        (*SHEET, _set("panel_entrant", "status = 'absent', reason = '没来'"), CLOSE),
    ),
    *(
        Forbidden("panel_keying_settled_update", _set("panel_keying", change), before)
        for change, before in (
            ("keyed_by = '李四'", DEFINITIVE),
            ("pass_no = 2", KEYED),
            (
                "state = 'live', discard_reason = ''",
                (*KEYED, _set("panel_keying", "state = 'discarded', discard_reason = '错行'")),
            ),
        )
    ),
    Forbidden("panel_keying_keeps_delete", sql("DELETE FROM panel_keying"), KEYED),
    # marks
    Forbidden("ck_panel_mark_no_mark", of("panel_mark", value_milli=None, no_mark="?"), KEYED),
    Forbidden("ck_panel_mark_value_or_reason", of("panel_mark", value_milli=None), KEYED),
    Forbidden("ck_panel_mark_value_or_reason", of("panel_mark", no_mark="illegible"), KEYED),
    *(
        Forbidden("panel_mark_scale_insert", of("panel_mark", value_milli=value), KEYED)
        for value in (-100, 100_100, 92_650)
    ),
    Forbidden("panel_mark_scale_update", sql("UPDATE panel_mark SET value_milli = 105000"), MARKED),
    Forbidden("panel_mark_item_insert", of("panel_mark", item_id=901), (*KEYED, *ELSEWHERE)),
    Forbidden(
        "panel_mark_entrant_insert",
        of("panel_mark"),
        (*KEYED, _set("panel_entrant", "status = 'absent', reason = '没来'")),
    ),
    Forbidden(
        "panel_mark_entrant_update",
        sql("UPDATE panel_mark SET value_milli = 80000"),
        (*MARKED, _set("panel_entrant", "status = 'disqualified', reason = '冒名'")),
    ),
    Forbidden(
        "panel_mark_settled_insert",
        of("panel_mark", item_id=902),
        (
            *SCENE,
            _set("panel_item", "weight_bp = 5000"),
            of("panel_item", id=902, code="b", sort=2, weight_bp=5_000),
            of("panel_sheet"),
            of("panel_keying", state="discarded", discard_reason="错行"),
        ),
    ),
    Forbidden(
        "panel_mark_settled_update", sql("UPDATE panel_mark SET value_milli = 80000"), DEFINITIVE
    ),
    Forbidden("panel_mark_settled_delete", sql("DELETE FROM panel_mark"), DEFINITIVE),
    Forbidden(
        "panel_mark_settled_update",
        sql("UPDATE panel_mark SET item_id = 901"),
        (*MARKED, *ELSEWHERE),
    ),
    # points beside the marks
    Forbidden("ck_panel_adjustment_milli_positive", of("panel_adjustment", milli=0), SCENE),
    Forbidden("ck_panel_adjustment_named", of("panel_adjustment", label=""), SCENE),
    Forbidden("ck_panel_adjustment_named", of("panel_adjustment", reason=""), SCENE),
    *_closed("panel_adjustment", "void_reason = '误记'", deletes=False),
    *(
        Forbidden("panel_adjustment_one_panel_insert", of("panel_adjustment", **change), before)
        for change, before in (
            ({"panel_id": 901}, (*SCENE, *ELSEWHERE)),
            ({"entrant_id": 901}, (*SCENE, *ELSEWHERE)),
        )
    ),
    *(
        Forbidden("panel_adjustment_stays_update", _set("panel_adjustment", change), before)
        for change, before in (
            ("milli = 1000", (*SCENE, of("panel_adjustment"))),
            ("void_reason = ''", (*SCENE, of("panel_adjustment", void_reason="误记"))),
        )
    ),
    Forbidden(
        "panel_adjustment_keeps_delete",
        sql("DELETE FROM panel_adjustment"),
        (*SCENE, of("panel_adjustment")),
    ),
]
