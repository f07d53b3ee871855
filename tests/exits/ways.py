"""Good rows of cases of exit, and the statements that take a case along its way."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from sqlalchemy.sql import Executable

from tests.storage.forbidden_accounts import ROWS as ACCOUNTS
from tests.storage.violating import DAY, T, row, sql
from tests.workforce.forbidden import ROWS as WORKFORCE

_TOLD = dt.date(2026, 6, 16)
ROWS = {
    "exit_case": {
        "id": 900,
        "number": "退〔2026〕1号",
        "person_id": 900,
        "post_id": None,
        "engagement_id": None,
        "engagement": "contract",
        "path": "full",
        "area_id": 900,
        "area_path": "320508001/",
        "cause": "score",
        "trigger_words": "四月考核 58.5 分",
        "regulation_id": None,
        "rule_number": 1,
        "rule_sha256": "a" * 64,
        "state": "reviewing",
        "state_since": DAY,
        "due_on": None,
        "ground": None,
        "fault_item": None,
        "ground_words": "",
        "handler_id": 1,
        "first_assessor": "科长甲",
        "first_assessor_id": None,
        "proposer_id": None,
        "approval_words": "",
        "document_no": "",
        "opened_on": DAY,
        "notice_on": None,
        "notice_days": None,
        "in_lieu_fen": None,
        "effective_on": None,
        "severance": "",
        "end_reason": "",
        "watch_until": None,
        "purged_on": None,
        "version": 1,
    },
    "exit_step": {
        "case_id": 900,
        "seq": 1,
        "state": "reviewing",
        "happened_on": DAY,
        "document_no": "",
        "note": "",
        "at": T,
        "made_by": "经办人",
    },
    "exit_receipt": {
        "id": 900,
        "case_id": 900,
        "paper": "warning",
        "number": "1",
        "delivered_on": DAY,
        "how": "signed",
        "witness": "",
        "scan_sha256": None,
        "made_at": T,
        "made_by": "经办人",
    },
    "exit_talk": {
        "id": 900,
        "case_id": 900,
        "held_on": dt.date(2026, 5, 4),
        "place": "会议室",
        "present": "科长甲",
        "content": "巡查次数不够",
        "statement": "",
        "refused": False,
        "witness": "",
        "scan_sha256": None,
        "made_at": T,
        "made_by": "经办人",
    },
    "exit_remedy": {
        "id": 900,
        "case_id": 900,
        "kind": "training",
        "first_day": dt.date(2026, 5, 6),
        "last_day": dt.date(2026, 6, 10),
        "content": "补训",
        "minutes": 720,
        "enrolment_id": None,
        "post_id": None,
        "mentor": "",
        "result": "",
        "done_on": None,
        "scan_sha256": None,
        "made_at": T,
        "made_by": "经办人",
        "version": 1,
    },
    "exit_reassessment": {
        "id": 900,
        "case_id": 900,
        "remedy_id": 900,
        "held_on": dt.date(2026, 6, 15),
        "assessor": "科长乙",
        "assessor_id": None,
        "scheme_words": "月度考核办法",
        "score_milli": 55_000,
        "pass_milli": 60_000,
        "passed": False,
        "note": "",
        "scan_sha256": None,
        "made_at": T,
        "made_by": "经办人",
    },
    "exit_protection": {
        "id": 900,
        "case_id": 900,
        "item": "pregnancy",
        "blocks": False,
        "answered_on": _TOLD,
        "answered_by": "经办人",
        "scan": None,
        "scan_name": "",
        "version": 1,
    },
    "exit_hearing": {
        "id": 900,
        "case_id": 900,
        "told_on": _TOLD,
        "until": dt.date(2026, 6, 23),
        "heard_on": dt.date(2026, 6, 18),
        "statement": "请求再给机会",
        "finding": "核实无误",
        "waived_on": None,
        "lapsed_on": None,
        "scan_sha256": None,
        "version": 1,
    },
    "exit_opinion": {
        "id": 900,
        "case_id": 900,
        "kind": "union",
        "asked": "区总工会",
        "asked_on": dt.date(2026, 6, 19),
        "due_on": None,
        "answered_on": dt.date(2026, 6, 22),
        "opinion": "agrees",
        "text": "",
        "answered_with": "",
        "document_no": "",
        "scan_sha256": None,
        "version": 1,
    },
    "exit_consent": {
        "id": 900,
        "case_id": 900,
        "level": "street",
        "agrees": True,
        "text": "",
        "name": "王平",
        "post": "主任",
        "decided_on": dt.date(2026, 6, 25),
        "document_no": "",
        "scan_sha256": None,
        "made_at": T,
        "made_by": "经办人",
        "void_reason": "",
        "voided_at": None,
    },
    "exit_appeal": {
        "id": 900,
        "case_id": 900,
        "number": 1,
        "filed_on": dt.date(2026, 7, 6),
        "content": "分数有误",
        "state": "filed",
        "finding": "",
        "decided_by": "",
        "decided_on": None,
        "scan_sha256": None,
        "version": 1,
    },
    "exit_settlement": {
        "id": 900,
        "case_id": 900,
        "seq": 1,
        "kind": "assets",
        "label": "交回证件",
        "amount_fen": None,
        "derivation": "",
        "due_on": None,
        "done_on": dt.date(2026, 8, 3),
        "done_by": "经办人",
        "waived": "",
        "version": 1,
    },
}


def of(table: str, **changes: object) -> Executable:
    """The good row of a table, changed."""
    return row(ROWS, table, **changes)


WORDS = {"ground_words": "事实", "proposer_id": 1, "approval_words": "审批", "document_no": "1"}
SHORT_CASE = {"path": "short", "engagement": "volunteer"}
DONE = {"done_on": dt.date(2026, 6, 10), "result": "学完"}
PERSON, AREA = row(WORKFORCE, "person"), row(WORKFORCE, "area")
OPEN = (AREA, PERSON, of("exit_case"))
SECOND = row(WORKFORCE, "person", id=901, number="G9000001", id_mac=b"fedcba9876543210")
SEEN = (*OPEN, SECOND)
"""With a second person."""
APPROVAL = (
    row(
        ACCOUNTS,
        "approval",
        deed="exit",
        subject="exit:900",
        how="paper",
        approver_id=None,
        approver_name="刘书记",
        approver_post="区委政法委书记",
        document_no="1",
    ),
)

FULL_WAY = (
    *("warned", "talked", "remedy", "reassessed", "proposed", "checked", "heard"),
    *("union_asked", "legal_reviewed", "approved", "notified", "executed", "closed"),
)
BY_WISH = ("proposed", "approved", "notified", "executed", "closed")
SHORT_WAY = ("proposed", "approved", "executed", "closed")
_ITEMS = ("pregnancy", "illness", "injury", "examination", "pension", "other")


def protections(blocking: str = "", *, skip: bool = False) -> tuple[Executable, ...]:
    """The six answers, the last one not given with `skip`."""
    unanswered = {"blocks": None, "answered_on": None, "answered_by": ""}
    return tuple(
        of("exit_protection", id=900 + at, item=item, blocks=item == blocking)
        if not (skip and item == "other")
        else of("exit_protection", id=900 + at, item=item, **unanswered)
        for at, item in enumerate(_ITEMS)
    )


def _go(state: str, more: str = "") -> Executable:
    return sql(f"UPDATE exit_case SET state = '{state}'{more}")


_PROPOSE = ", ground = '{}', ground_words = '事实', proposer_id = 1"
_FAULT = _PROPOSE.format("fault") + ", fault_item = '3'"


def _proposal(way: Sequence[str], ground: str) -> str:
    if ground == "fault":
        return _FAULT
    if not ground:
        ground = {BY_WISH: "resign", SHORT_WAY: "role_ended"}.get(tuple(way), "incompetent")
    return _PROPOSE.format(ground)


def to(
    state: str,
    way: Sequence[str] = FULL_WAY,
    ground: str = "",
    *,
    passed: bool = False,
    mentor: bool = False,
    assessor_id: int | None = None,
) -> tuple[Executable, ...]:
    """The statements of one step, the last of them the one that goes it."""
    marks = {"score_milli": 70_000, "passed": True} if passed else {}
    kind = {"kind": "mentor"} if mentor else {}
    full = tuple(way) == FULL_WAY
    before: dict[str, tuple[Executable, ...]] = {
        "talked": (of("exit_talk"),),
        "remedy": (of("exit_remedy", **kind),),
        "reassessed": (
            sql("UPDATE exit_remedy SET done_on = '2026-06-10', result = '学完'"),
            of("exit_reassessment", assessor_id=assessor_id, **marks),
        ),
        "checked": protections(),
        "heard": (of("exit_hearing"),),
        "union_asked": (of("exit_opinion"),),
        "legal_reviewed": (of("exit_opinion", id=901, kind="legal"),),
        "approved": (*((of("exit_consent"),) if full else ()), *APPROVAL),
        "closed": (of("exit_settlement"),),
    }
    short = tuple(way) == SHORT_WAY
    more = {
        "proposed": _proposal(way, ground),
        "approved": ", approval_words = '审批：书记', document_no = '1'",
        "notified": ", notice_on = '2026-07-01', effective_on = '2026-08-01'",
        "executed": ", effective_on = '2026-08-01'" if short else "",
    }
    return (*before.get(state, ()), _go(state, more.get(state, "")))


def way(
    last: str,
    steps: Sequence[str] = FULL_WAY,
    ground: str = "",
    *,
    passed: bool = False,
    mentor: bool = False,
    assessor_id: int | None = None,
) -> tuple[Executable, ...]:
    """A case from its beginning to a state; another ground than the way's own leaves out the
    remedy.
    """
    begun = of("exit_case", **SHORT_CASE) if tuple(steps) == SHORT_WAY else of("exit_case")
    done: list[Executable] = [AREA, PERSON, begun]
    if last == "reviewing":
        return tuple(done)
    taken = list(steps[: list(steps).index(last) + 1])
    if ground and ground != "incompetent":
        taken = [state for state in taken if state not in FULL_WAY[:4]]
    for state in taken:
        done += to(state, steps, ground, passed=passed, mentor=mentor, assessor_id=assessor_id)
    return tuple(done)


PARENTS = {
    "exit_case": ("area", "person"),
    "exit_step": ("exit_case",),
    "exit_receipt": ("exit_case",),
    "exit_talk": ("exit_case",),
    "exit_remedy": ("exit_talk",),
    "exit_reassessment": ("exit_remedy",),
    "exit_protection": ("exit_case",),
    "exit_hearing": ("exit_case",),
    "exit_opinion": ("exit_case",),
    "exit_consent": ("exit_case",),
    "exit_appeal": ("exit_case",),
    "exit_settlement": ("exit_case",),
}
_NOTIFIED = tuple(step for state in BY_WISH[:3] for step in to(state, BY_WISH))
STEPS = {
    "exit_reassessment": (sql("UPDATE exit_remedy SET done_on = '2026-06-10', result = '学完'"),),
    "exit_appeal": _NOTIFIED,
    "exit_settlement": (*_NOTIFIED, *to("executed", BY_WISH)),
}
"""What must be done before a good row may be written."""
