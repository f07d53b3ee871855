"""Forbidden writes to notices, their lines, objections and what happened to both."""

from __future__ import annotations

import datetime as dt

from tests.storage.forbidden_accounts import OTHER, ZHANG
from tests.storage.violating import DAY, Forbidden, T, row, sql

LAST, AFTER = dt.date(2026, 5, 8), dt.date(2026, 5, 11)
ROWS = {
    "notice": {
        "id": 900,
        "subject": "hiring:1",
        "round": 1,
        "title": "拟录用人员公示",
        "area_path": "",
        "handling": "run_hiring",
        "deciding": "decide_hiring",
        "remark_heading": "拟录用岗位",
        "basis": "",
        "opening": "",
        "first_day": DAY,
        "last_day": LAST,
        "workdays": 5,
        "reply_workdays": 10,
        "calendar_note": "",
        "calendar_version": "2026 年：程序自带",
        "where_shown": "公示栏",
        "accepting_office": "办公室",
        "accepting_phone": "0512-12345678",
        "accepting_mail": "",
        "accepting_address": "",
        "accepting_hours": "",
        "roster_sha256": "a" * 64,
        "scan_sha256": None,
        "state": "open",
        "ended_on": None,
        "ended_why": "",
        "late_note": "",
        "time_note": "",
        "list_maker_id": 1,
        "maker_id": 1,
        "made_by": "经办人",
        "made_at": T,
        "version": 1,
    },
    "notice_entry": {
        "id": 900,
        "notice_id": 900,
        "place": 1,
        "target": "application:1",
        "name": "王小明",
        "sex": "男",
        "unit_post": "示例街道",
        "remark": "",
    },
    "notice_step": {
        "id": 900,
        "notice_id": 900,
        "kind": "published",
        "told": "1 人",
        "reason": "",
        "operator_id": 1,
        "made_by": "经办人",
        "at": T,
    },
    "objection": {
        "id": 900,
        "notice_id": 900,
        "entry_id": 900,
        "number": 1,
        "filed_on": DAY,
        "postmark": None,
        "late_reason": "",
        "how": "named",
        "objector": b"o",
        "contact": b"c",
        "content": "学历不实",
        "clue": True,
        "evidence_sha256": None,
        "state": "filed",
        "refusal_reason": "",
        "investigator_id": None,
        "upheld": None,
        "finding": "",
        "decided_by_id": None,
        "decided_by": "",
        "decided_post": "",
        "decided_on": None,
        "document_no": "",
        "replied_on": None,
        "due_on": LAST,
        "made_by": "经办人",
        "made_at": T,
        "version": 1,
    },
    "objection_step": {
        "id": 900,
        "objection_id": 900,
        "state": "filed",
        "told": "实名反映",
        "happened_on": DAY,
        "operator_id": 1,
        "made_by": "经办人",
        "at": T,
    },
}
PARENTS = {
    "notice_entry": ("notice",),
    "notice_step": ("notice",),
    "objection": ("notice", "notice_entry"),
    "objection_step": ("notice", "notice_entry", "objection"),
}


def _row(table: str, **changes: object):
    return row(ROWS, table, **changes)


NOTICE, ENTRY, OBJECTION = _row("notice"), _row("notice_entry"), _row("objection")
SHOWN = (NOTICE, ENTRY)
FILED = (*SHOWN, OBJECTION)
NOBODY = _row("objection", how="anonymous", objector=None, contact=None, clue=False)
_UNSIGNED = "finding = '不实', decided_by = '李科长', decided_on = '2026-05-06'"
_DECIDED = f"{_UNSIGNED}, decided_post = '科长', document_no = '会议纪要1号'"


def _notice(change: str):
    return sql(f"UPDATE notice SET {change} WHERE id = 900")


def _objection(change: str):
    return sql(f"UPDATE objection SET {change} WHERE id = 900")


CLOSED = _notice("state = 'closed', ended_on = '2026-05-11'")
WITHDRAWN = _notice("state = 'withdrawn', ended_on = '2026-05-06', ended_why = '名单有误'")
ACCEPTED = _objection("state = 'accepted'")
# Somebody other than who made the list.
INVESTIGATING = _objection("state = 'investigating', investigator_id = 900")
REJECTED = _objection(f"state = 'rejected', upheld = FALSE, {_DECIDED}")
REPLIED = _objection("state = 'replied', replied_on = '2026-05-07'")
LOOKED_INTO = (ZHANG, *FILED, ACCEPTED, INVESTIGATING)
DECIDED = (*LOOKED_INTO, REJECTED)

_SAYS_NOTHING = {
    "ck_notice_named": {"title": ""},
    "ck_notice_round_from_one": {"round": 0},
    "ck_notice_workdays_from_one": {"workdays": 0},
    "ck_notice_where_given": {"where_shown": ""},
    "ck_notice_reachable": {"accepting_phone": ""},
    "ck_notice_roster_known": {"roster_sha256": "a"},
    "ck_notice_days_in_order": {"last_day": DAY - dt.timedelta(days=1)},
    "ck_notice_ended_when": {"ended_on": AFTER},
}
_OBJECTION_SAYS_NOTHING = {
    "ck_objection_number_from_one": {"number": 0},
    "ck_objection_content_given": {"content": ""},
    "ck_objection_objector_unless_anonymous": {"objector": None},
    "ck_objection_not_accepted_why": {"state": "not_accepted"},
    "ck_objection_due_afterwards": {"due_on": DAY},
    "ck_objection_replied_at_the_end": {"replied_on": LAST},
}
LETTER = {"filed_on": AFTER, "due_on": dt.date(2026, 5, 25)}
FORBIDDEN = [
    *(Forbidden(name, _row("notice", **changes)) for name, changes in _SAYS_NOTHING.items()),
    Forbidden("ck_notice_reachable", _row("notice", accepting_office="")),
    Forbidden("ck_notice_workdays_from_one", _row("notice", reply_workdays=0)),
    Forbidden("ck_notice_ended_when", _notice("state = 'closed'"), SHOWN),
    Forbidden(
        "ck_notice_closed_after_last_day",
        _notice("state = 'closed', ended_on = '2026-05-08'"),
        SHOWN,
    ),
    Forbidden(
        "ck_notice_withdrawn_why",
        _notice("state = 'withdrawn', ended_on = '2026-05-08'"),
        SHOWN,
    ),
    Forbidden("uq_notice_subject_round", _row("notice", id=901), SHOWN),
    Forbidden("notice_keeps_delete", sql("DELETE FROM notice WHERE id = 900"), (NOTICE,)),
    Forbidden("notice_begins_open", _row("notice", state="closed", ended_on=AFTER)),
    Forbidden("notice_stays", _notice("title = '另一份'"), SHOWN),
    Forbidden("notice_stays", _notice("first_day = '2026-04-20'"), SHOWN),
    Forbidden("notice_not_shortened", _notice("last_day = '2026-05-07'"), SHOWN),
    Forbidden("notice_one_way", _notice("state = 'open', ended_on = NULL"), (*SHOWN, CLOSED)),
    Forbidden("notice_one_way", _notice("last_day = '2026-05-10'"), (*SHOWN, CLOSED)),
    Forbidden("notice_one_way", _notice("ended_why = '改'"), (*SHOWN, WITHDRAWN)),
    Forbidden("ck_notice_entry_named", _row("notice_entry", name=""), (NOTICE,)),
    Forbidden("ck_notice_entry_place_from_one", _row("notice_entry", place=0), (NOTICE,)),
    Forbidden("uq_notice_entry_notice_id_target", _row("notice_entry", id=901, place=2), SHOWN),
    Forbidden(
        "uq_notice_entry_notice_id_place",
        _row("notice_entry", id=901, target="application:2"),
        SHOWN,
    ),
    Forbidden("ck_notice_step_reason_given", _row("notice_step", kind="withdrawn"), (NOTICE,)),
    *(
        Forbidden(name, _row("objection", **changes), SHOWN)
        for name, changes in _OBJECTION_SAYS_NOTHING.items()
    ),
    Forbidden("ck_objection_objector_unless_anonymous", _row("objection", how="anonymous"), SHOWN),
    Forbidden("ck_objection_anonymous_needs_clue", ACCEPTED, (*SHOWN, NOBODY)),
    Forbidden(
        "ck_objection_investigated_by", _objection("state = 'investigating'"), (*FILED, ACCEPTED)
    ),
    Forbidden("ck_objection_decided_how", _objection("state = 'upheld'"), LOOKED_INTO),
    Forbidden(
        "ck_objection_upheld_says_so",
        _objection(f"state = 'upheld', upheld = FALSE, {_DECIDED}"),
        LOOKED_INTO,
    ),
    Forbidden(
        "ck_objection_rejected_says_so",
        _objection(f"state = 'rejected', upheld = TRUE, {_DECIDED}"),
        LOOKED_INTO,
    ),
    Forbidden(
        "ck_objection_decided_with_finding",
        _objection(f"state = 'rejected', upheld = FALSE, {_UNSIGNED}"),
        LOOKED_INTO,
    ),
    Forbidden("ck_objection_replied_when", _objection("state = 'replied'"), DECIDED),
    Forbidden("uq_objection_notice_id_number", _row("objection", id=901), FILED),
    Forbidden("objection_keeps_delete", sql("DELETE FROM objection WHERE id = 900"), FILED),
    Forbidden(
        "objection_of_notice",
        OBJECTION,
        (NOTICE, _row("notice", id=901, round=2), _row("notice_entry", notice_id=901)),
    ),
    Forbidden("objection_in_window", _row("objection", filed_on=DAY - dt.timedelta(days=1)), SHOWN),
    Forbidden("objection_in_window", _row("objection", **LETTER), SHOWN),
    Forbidden("objection_in_window", _row("objection", **LETTER, postmark=LAST), SHOWN),
    Forbidden(
        "objection_in_window",
        _row("objection", **LETTER, postmark=AFTER, late_reason="邮路"),
        SHOWN,
    ),
    Forbidden("objection_begins", _row("objection", state="accepted"), SHOWN),
    Forbidden("objection_begins", OBJECTION, (*SHOWN, WITHDRAWN)),
    Forbidden("objection_stays", _objection("content = '另一件事'"), FILED),
    Forbidden("objection_stays", _objection("finding = '改'"), DECIDED),
    Forbidden("objection_stays", _objection("replied_on = '2026-05-08'"), (*DECIDED, REPLIED)),
    Forbidden("objection_one_way", INVESTIGATING, (ZHANG, *FILED)),
    Forbidden("objection_one_way", _objection("state = 'filed'"), (*FILED, ACCEPTED)),
    Forbidden(
        "objection_other_decides",
        _objection(f"state = 'rejected', upheld = FALSE, {_DECIDED}, decided_by_id = 1"),
        (OTHER, *LOOKED_INTO),
    ),
    Forbidden(
        "objection_other_decides",
        _objection(f"state = 'rejected', upheld = FALSE, {_DECIDED}".replace("李科长", "经办人")),
        (OTHER, *LOOKED_INTO),
    ),
    Forbidden(
        "objection_other_investigates",
        _objection("state = 'investigating', investigator_id = 1"),
        (OTHER, *FILED, ACCEPTED),
    ),
]
