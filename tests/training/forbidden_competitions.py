"""Forbidden writes to competitions, entries, rankings, prizes, protests and re-scores."""

from __future__ import annotations

from hrgrid.training.rules.competition import CompetitionRule, competition_rule_text
from tests.panels.forbidden import ROWS as PANELS
from tests.storage.forbidden_accounts import ROWS as ACCOUNTS
from tests.storage.violating import DAY, Forbidden, T, row, sql
from tests.workforce.forbidden import ROWS as WORKFORCE

RULE = competition_rule_text(CompetitionRule())
SHA = "a" * 64
ROWS = {
    "competition": {
        "id": 900,
        "number": "2026-90",
        "title": "技能比武",
        "level": "city",
        "area_path": "",
        "organiser": "市委政法委",
        "place": "礼堂",
        "first_day": DAY,
        "last_day": DAY,
        "next_id": None,
        "advancing": 0,
        "rule": RULE,
        "protest_minutes": 30,
        "state": "draft",
        "prizes_set": False,
        "posted_at": None,
        "proposer_id": None,
        "locked_at": None,
        "approval_words": "",
        "document_no": "",
        "published_on": None,
        "cancel_reason": "",
        "note": "",
        "version": 1,
    },
    "competition_step": {
        "competition_id": 900,
        "seq": 1,
        "state": "draft",
        "at": T,
        "made_by": "经办人",
        "reason": "",
        "document_no": "",
    },
    "competition_event": {
        "id": 900,
        "competition_id": 900,
        "code": "show",
        "title": "现场展示",
        "kind": "on_stage",
        "side": "person",
        "sort_order": "high",
        "sort": 1,
        "person_bp": 10_000,
        "team_bp": 0,
        "time_limit": None,
        "held_on": None,
        "held_at": "",
        "place": "",
        "draw_seed": "",
        "draw_sha256": "",
        "version": 1,
    },
    "outside_result": {
        "id": 900,
        "person_id": 900,
        "title": "省赛",
        "event_title": "",
        "level": "province",
        "side": "person",
        "organiser": "",
        "held_on": DAY,
        "rank": 1,
        "prize": "",
        "document_no": "省政法〔2026〕1 号",
        "evidence_sha256": None,
        "from_id": None,
        "version": 1,
    },
    "competition_entrant": {
        "id": 900,
        "competition_id": 900,
        "number": 1,
        "side": "person",
        "person_id": None,
        "team_id": None,
        "member_role": None,
        "name": "张三",
        "unit": "东街道",
        "area_id": None,
        "guest": False,
        "from_id": None,
        "state": "entered",
        "state_reason": "",
        "version": 1,
    },
    "event_time": {
        "event_id": 900,
        "entrant_id": 900,
        "tenths": 3_000,
        "keyed_by": "经办人",
        "keyed_at": T,
        "version": 1,
    },
    "event_point": {
        "id": 900,
        "event_id": 900,
        "entrant_id": 900,
        "seq": 1,
        "round": 1,
        "milli": -10_000,
        "label": "抢答",
        "undone_reason": "",
        "keyed_by": "经办人",
        "keyed_at": T,
        "version": 1,
    },
    "competition_prize": {
        "id": 900,
        "competition_id": 900,
        "ranking": "person",
        "label": "一等奖",
        "places": 1,
        "sort": 1,
        "version": 1,
    },
    "competition_run": {
        "id": 900,
        "competition_id": 900,
        "number": 1,
        "rule_sha256": SHA,
        "input_hash": SHA,
        "output_hash": SHA,
        "state": "applied",
        "reason": "",
        "made_at": T,
        "made_by": "经办人",
        "version": 1,
    },
    "competition_line": {
        "run_id": 900,
        "ranking": "person",
        "entrant_id": 900,
        "total_num": "90",
        "total_den": 1,
        "shown": 9_000,
        "rank": 1,
        "tied": False,
        "note": "",
        "explain": "{}",
    },
    "competition_lot": {
        "id": 900,
        "competition_id": 900,
        "ranking": "person",
        "tied": "[1,2]",
        "result": "[2,1]",
        "method": "physical",
        "input_hash": SHA,
        "seed": "",
        "witnesses": "李明",
        "made_at": T,
        "made_by": "经办人",
    },
    "competition_award": {
        "id": 900,
        "competition_id": 900,
        "prize_id": 900,
        "entrant_id": 900,
        "area_id": None,
        "run_id": 900,
        "rank": 1,
        "reason": "",
        "state": "held",
        "withdraw_reason": "",
        "given_rescore_id": None,
        "withdrawn_rescore_id": None,
        "version": 1,
    },
    "competition_protest": {
        "id": 900,
        "competition_id": 900,
        "number": 1,
        "event_id": None,
        "entrant_id": 900,
        "filed_by": "领队",
        "filed_at": T,
        "content": "判分有误",
        "state": "filed",
        "finding": "",
        "decided_by": "",
        "decided_at": None,
        "scan_sha256": None,
        "version": 1,
    },
    "competition_rescore": {
        "id": 900,
        "competition_id": 900,
        "number": 1,
        "reason": "加错分",
        "protest_id": None,
        "state": "open",
        "proposer_id": 900,
        "made_at": T,
        "made_by": "张三",
        "run_id": None,
        "approval_words": "",
        "notice_no": "",
        "cancel_reason": "",
        "version": 1,
    },
    "rescore_change": {
        "id": 900,
        "rescore_id": 900,
        "kind": "mark",
        "event_id": 900,
        "entrant_id": 900,
        "seat_no": 1,
        "item_code": "",
        "before": "90",
        "value_milli": 91_000,
        "no_mark": None,
        "status": None,
        "adjustment_id": None,
        "label": "",
        "reason": "抄错",
        "version": 1,
    },
}


def of(table: str, **changes: object):
    return row(ROWS | PANELS | WORKFORCE | ACCOUNTS, table, **changes)


def _set(table: str, change: str, ident: int = 900):
    return sql(f"UPDATE {table} SET {change} WHERE id = {ident}")


def _to(*states: str):
    """The competition goes this way."""
    return tuple(_set("competition", f"state = '{state}'") for state in states)


COMPETITION = of("competition")
EVENT = (COMPETITION, of("competition_event"))
ENTRANT = (COMPETITION, of("competition_entrant"))
SCENE = (*EVENT, of("competition_entrant"))
TEAM = of("competition_entrant", id=901, number=2, side="team", name="东队")
ELSEWHERE = of("competition", id=901, number="2026-91")
RUNNING = _to("entry_open", "running")
CHECKED = (*RUNNING, *_to("scoring_closed", "checked"))
RUN = of("competition_run")
FIXED = "state = 'locked', approval_words = '审批', locked_at = '2026-05-01 08:00:00'"
LOCK = (*CHECKED, RUN, _set("competition", FIXED))
PUBLISH = _set(
    "competition", "state = 'published', document_no = '1 号', published_on = '2026-05-02'"
)
AWARD = (
    *LOCK,
    PUBLISH,
    _set("competition", "state = 'awarded', prizes_set = true"),
)
OURS = of("panel", id=901, subject="competition:900:show")
SHUT = _set(
    "panel", "state = 'closed', closed_at = '2026-05-01 08:00:00', closed_by = '经办人'", 901
)
CLOSED = (*SCENE, OURS, SHUT)
PRIZE = (*ENTRANT, of("competition_prize"), RUN)
PROTEST = (*ENTRANT, of("competition_protest"))
OPERATOR = of("operator")
RESCORE = (OPERATOR, *SCENE, *LOCK, of("competition_rescore"))
APPLIED = _set("competition_rescore", "state = 'applied', run_id = 900, approval_words = '审批'")
CHANGE = (*RESCORE, of("rescore_change"))
ENDED = (*RESCORE, APPLIED)

PARENTS = {
    "competition_step": ("competition",),
    "competition_event": ("competition",),
    "outside_result": ("person",),
    "competition_entrant": ("competition",),
    "event_time": ("competition_event", "competition_entrant"),
    "event_point": ("competition_event", "competition_entrant"),
    "competition_prize": ("competition",),
    "competition_run": ("competition",),
    "competition_line": ("competition_run", "competition_entrant"),
    "competition_lot": ("competition",),
    "competition_award": ("competition_prize", "competition_entrant", "competition_run"),
    "competition_protest": ("competition_entrant",),
    "competition_rescore": ("operator", "competition_event", "competition_entrant"),
    "rescore_change": ("competition_rescore",),
}
STEPS = {"competition_rescore": LOCK}


def _refused(name: str, table: str, before: tuple[object, ...], *changes: dict[str, object]):
    return [Forbidden(name, of(table, **change), before) for change in changes]


C, E, N = "competition", "competition_event", "competition_entrant"
FORBIDDEN = [
    # competitions
    Forbidden("uq_competition_number", of(C, id=901), (COMPETITION,)),
    *_refused("ck_competition_named", C, (), {"number": ""}, {"title": ""}),
    *_refused("ck_competition_days_in_order", C, (), {"last_day": DAY.replace(year=2020)}),
    *_refused(
        "ck_competition_counts_not_negative", C, (), {"advancing": -1}, {"protest_minutes": -1}
    ),
    *_refused("ck_competition_next_is_another", C, (), {"next_id": 900}),
    *_refused("ck_competition_cancelled_why", C, (), {"state": "cancelled"}),
    *_refused(
        "ck_competition_fixed_with_approval",
        C,
        (),
        {"state": "locked"},
        {"state": "locked", "approval_words": "审批"},
    ),
    *_refused(
        "ck_competition_published_with_document",
        C,
        (),
        {"state": "published", "approval_words": "审批", "locked_at": T},
    ),
    *_refused(
        "ck_competition_prizes_known",
        C,
        (),
        {
            "state": "awarded",
            "approval_words": "审批",
            "locked_at": T,
            "document_no": "1 号",
            "published_on": DAY,
        },
    ),
    Forbidden("competition_goes_forward", _to("running")[0], (COMPETITION,)),
    Forbidden("competition_goes_forward", _to("running")[0], (*ENTRANT, *LOCK)),
    Forbidden("competition_rule_stays", _set(C, "rule = '{}'"), (COMPETITION, *RUNNING)),
    Forbidden("competition_unsettled", _set(C, FIXED), (COMPETITION, *CHECKED)),
    Forbidden("competition_unsettled", _set(C, FIXED), (*PROTEST, *CHECKED, RUN)),
    Forbidden("competition_unsettled", _set(C, FIXED), (*EVENT, OURS, *CHECKED, RUN)),
    Forbidden(
        "competition_unawarded",
        _set(C, "state = 'archived', prizes_set = true"),
        (COMPETITION, of("competition_prize", places=1), *LOCK, PUBLISH),
    ),
    *_refused("ck_competition_step_seq_from_one", "competition_step", (COMPETITION,), {"seq": 0}),
    # events
    Forbidden("uq_competition_event_competition_id_code", of(E, id=901), EVENT),
    *_refused("ck_competition_event_named", E, (COMPETITION,), {"code": ""}, {"title": ""}),
    *_refused(
        "ck_competition_event_code_free", E, (COMPETITION,), {"code": "person"}, {"code": "team"}
    ),
    *_refused(
        "ck_competition_event_weights",
        E,
        (COMPETITION,),
        {"person_bp": 10_001},
        {"team_bp": -1},
    ),
    *_refused("ck_competition_event_side", E, (COMPETITION,), {"side": "?", "person_bp": 0}),
    *_refused(
        "ck_competition_event_team_event_weighs_for_teams", E, (COMPETITION,), {"side": "team"}
    ),
    *_refused("ck_competition_event_time_limit_positive", E, (COMPETITION,), {"time_limit": 0}),
    *_refused("ck_competition_event_draw_whole", E, (COMPETITION,), {"draw_seed": "甲"}),
    Forbidden("competition_event_stays_insert", of(E), (COMPETITION, *RUNNING)),
    *(
        Forbidden("competition_event_stays_update", _set(E, change), (*EVENT, *RUNNING))
        for change in ("person_bp = 0", "time_limit = 60", "kind = 'practical'")
    ),
    Forbidden("competition_event_stays_delete", sql(f"DELETE FROM {E}"), (*EVENT, *RUNNING)),
    # results won elsewhere
    Forbidden(
        "uq_outside_result_person_id_title_event_title_held_on",
        of("outside_result", id=901),
        (of("person"), of("outside_result")),
    ),
    *_refused("ck_outside_result_title_given", "outside_result", (of("person"),), {"title": ""}),
    *_refused("ck_outside_result_rank_from_one", "outside_result", (of("person"),), {"rank": 0}),
    *_refused(
        "ck_outside_result_evidence_given", "outside_result", (of("person"),), {"document_no": ""}
    ),
    # entries
    Forbidden("uq_competition_entrant_competition_id_number", of(N, id=901, name="李四"), ENTRANT),
    Forbidden(
        "uq_competition_entrant_competition_id_person_id",
        of(N, id=901, number=2, person_id=900),
        (COMPETITION, of("person"), of(N, person_id=900)),
    ),
    Forbidden(
        "uq_competition_entrant_competition_id_from_id",
        of(N, id=903, number=3, from_id=901),
        (
            COMPETITION,
            ELSEWHERE,
            of(N, id=901, competition_id=901),
            of(N, id=902, number=2, from_id=901),
        ),
    ),
    *_refused("ck_competition_entrant_number_from_one", N, (COMPETITION,), {"number": 0}),
    *_refused("ck_competition_entrant_named", N, (COMPETITION,), {"name": ""}),
    *_refused(
        "ck_competition_entrant_team_is_no_person",
        N,
        (COMPETITION, of("person")),
        {"side": "team", "person_id": 900},
    ),
    *_refused(
        "ck_competition_entrant_team_in_no_team",
        N,
        (COMPETITION, TEAM),
        {"side": "team", "team_id": 901, "member_role": "regular"},
    ),
    *_refused("ck_competition_entrant_member_has_role", N, (COMPETITION, TEAM), {"team_id": 901}),
    *_refused(
        "ck_competition_entrant_member_role",
        N,
        (COMPETITION, TEAM),
        {"team_id": 901, "member_role": "?"},
    ),
    *_refused(
        "ck_competition_entrant_state_has_reason",
        N,
        (COMPETITION,),
        {"state": "withdrawn"},
        {"state_reason": "病"},
    ),
    *_refused(
        "ck_competition_entrant_state", N, (COMPETITION,), {"state": "?", "state_reason": "病"}
    ),
    Forbidden("competition_entrant_fixed_insert", of(N, id=901, number=2), (*ENTRANT, *LOCK)),
    Forbidden("competition_entrant_fixed_delete", sql(f"DELETE FROM {N}"), (*ENTRANT, *RUNNING)),
    *_refused(
        "fk_competition_entrant_team_id",
        N,
        (COMPETITION,),
        {"team_id": 987_654_321, "member_role": "regular"},
    ),
    *_refused(
        "competition_entrant_team_insert",
        N,
        (COMPETITION, of(N, id=901, number=2)),
        {"team_id": 901, "member_role": "regular"},
    ),
    Forbidden(
        "competition_entrant_team_update",
        _set(N, "team_id = 901, member_role = 'regular'"),
        (*ENTRANT, of(N, id=901, number=2)),
    ),
    Forbidden("competition_entrant_stays_update", _set(N, "side = 'team'"), ENTRANT),
    # times and points
    *_refused("ck_event_time_time_not_negative", "event_time", SCENE, {"tenths": -1}),
    Forbidden("event_time_closed_insert", of("event_time"), CLOSED),
    Forbidden(
        "event_time_closed_update",
        sql("UPDATE event_time SET tenths = 1"),
        (*SCENE, of("event_time"), OURS, SHUT),
    ),
    Forbidden(
        "event_time_closed_delete",
        sql("DELETE FROM event_time"),
        (*SCENE, of("event_time"), OURS, SHUT),
    ),
    Forbidden(
        "uq_event_point_event_id_seq", of("event_point", id=901), (*SCENE, of("event_point"))
    ),
    *_refused("ck_event_point_counted_from_one", "event_point", SCENE, {"seq": 0}, {"round": 0}),
    Forbidden("event_point_closed_insert", of("event_point"), CLOSED),
    Forbidden(
        "event_point_stays_update",
        _set("event_point", "undone_reason = '错'"),
        (*SCENE, of("event_point"), OURS, SHUT),
    ),
    *(
        Forbidden(
            "event_point_stays_update", _set("event_point", change), (*SCENE, of("event_point"))
        )
        for change in ("milli = 1", "round = 2", "seq = 2", "label = ''")
    ),
    # prizes
    Forbidden(
        "uq_competition_prize_competition_id_ranking_label",
        of("competition_prize", id=901),
        (COMPETITION, of("competition_prize")),
    ),
    *_refused("ck_competition_prize_named", "competition_prize", (COMPETITION,), {"label": ""}),
    *_refused(
        "ck_competition_prize_places_not_negative",
        "competition_prize",
        (COMPETITION,),
        {"places": -1},
    ),
    Forbidden("competition_prize_awarded_insert", of("competition_prize"), (COMPETITION, *AWARD)),
    Forbidden(
        "competition_prize_awarded_update",
        _set("competition_prize", "places = 9"),
        (COMPETITION, of("competition_prize"), *AWARD),
    ),
    Forbidden(
        "competition_prize_awarded_delete",
        sql("DELETE FROM competition_prize"),
        (COMPETITION, of("competition_prize"), *AWARD),
    ),
    # rankings and lots
    Forbidden(
        "uq_competition_run_competition_id_number",
        of("competition_run", id=901, state="void"),
        (COMPETITION, RUN),
    ),
    Forbidden(
        "ux_competition_run_one_applied",
        of("competition_run", id=901, number=2, reason="抽签"),
        (COMPETITION, RUN),
    ),
    *_refused(
        "ck_competition_run_number_from_one",
        "competition_run",
        (COMPETITION,),
        {"number": 0, "reason": "抽签"},
    ),
    *_refused(
        "ck_competition_run_again_has_reason", "competition_run", (COMPETITION,), {"number": 2}
    ),
    Forbidden(
        "competition_run_void_stays",
        _set("competition_run", "state = 'applied'"),
        (COMPETITION, of("competition_run", state="void")),
    ),
    *_refused(
        "ck_competition_line_rank_has_total",
        "competition_line",
        (*ENTRANT, RUN),
        {"shown": None},
    ),
    *_refused(
        "ck_competition_line_fraction_or_none",
        "competition_line",
        (*ENTRANT, RUN),
        {"total_den": None},
    ),
    *_refused(
        "ck_competition_line_fraction_whole",
        "competition_line",
        (*ENTRANT, RUN),
        {"total_den": 0},
    ),
    *_refused("ck_competition_lot_witnessed", "competition_lot", (COMPETITION,), {"witnesses": ""}),
    *_refused(
        "ck_competition_lot_seed_given", "competition_lot", (COMPETITION,), {"method": "seed"}
    ),
    # who holds a prize
    Forbidden(
        "ux_competition_award_one_entrant",
        of("competition_award", id=901),
        (*PRIZE, of("competition_award")),
    ),
    Forbidden(
        "ux_competition_award_one_area",
        of("competition_award", id=901, entrant_id=None, area_id=900),
        (
            *PRIZE,
            of("area"),
            of("competition_award", entrant_id=None, area_id=900),
        ),
    ),
    *_refused("ck_competition_award_one_holder", "competition_award", PRIZE, {"entrant_id": None}),
    *_refused(
        "fk_competition_award_area_id",
        "competition_award",
        PRIZE,
        {"entrant_id": None, "area_id": 987_654_321},
    ),
    *_refused(
        "ck_competition_award_withdrawn_why",
        "competition_award",
        PRIZE,
        {"state": "withdrawn"},
        {"withdraw_reason": "错"},
    ),
    *_refused(
        "ck_competition_award_withdrawn_by_rescore",
        "competition_award",
        PRIZE,
        {"withdrawn_rescore_id": 900},
    ),
    *_refused(
        "fk_competition_award_withdrawn_rescore_id",
        "competition_award",
        PRIZE,
        {"state": "withdrawn", "withdraw_reason": "错", "withdrawn_rescore_id": 987_654_321},
    ),
    *_refused("ck_competition_award_given_why", "competition_award", PRIZE, {"rank": None}),
    Forbidden(
        "competition_award_stays_update",
        _set("competition_award", "state = 'held', withdraw_reason = ''"),
        (*PRIZE, of("competition_award", state="withdrawn", withdraw_reason="错")),
    ),
    # protests
    Forbidden(
        "uq_competition_protest_competition_id_number",
        of("competition_protest", id=901),
        PROTEST,
    ),
    *_refused(
        "ck_competition_protest_number_from_one", "competition_protest", ENTRANT, {"number": 0}
    ),
    *_refused(
        "ck_competition_protest_filed_whole",
        "competition_protest",
        ENTRANT,
        {"filed_by": ""},
        {"content": ""},
    ),
    *_refused(
        "ck_competition_protest_decided_with_finding",
        "competition_protest",
        ENTRANT,
        {"state": "denied"},
    ),
    *_refused(
        "ck_competition_protest_state",
        "competition_protest",
        ENTRANT,
        {"state": "?", "finding": "无", "decided_by": "赵"},
    ),
    *_refused(
        "ck_competition_protest_decided_by_somebody",
        "competition_protest",
        ENTRANT,
        {"state": "denied", "finding": "无误"},
    ),
    Forbidden(
        "competition_protest_goes_forward",
        _set("competition_protest", "state = 'upheld', finding = '成立', decided_by = '赵'"),
        PROTEST,
    ),
    Forbidden(
        "competition_protest_stays_update", _set("competition_protest", "content = '别的'"), PROTEST
    ),
    # re-scores
    Forbidden(
        "uq_competition_rescore_competition_id_number",
        of("competition_rescore", id=901),
        ENDED,
    ),
    Forbidden(
        "ux_competition_rescore_one_open", of("competition_rescore", id=901, number=2), RESCORE
    ),
    *_refused(
        "ck_competition_rescore_number_from_one",
        "competition_rescore",
        (OPERATOR, *ENTRANT, *LOCK),
        {"number": 0},
    ),
    *_refused(
        "ck_competition_rescore_reason_given",
        "competition_rescore",
        (OPERATOR, *ENTRANT, *LOCK),
        {"reason": ""},
    ),
    *_refused(
        "ck_competition_rescore_applied_has_run",
        "competition_rescore",
        (OPERATOR, *ENTRANT, *LOCK),
        {"run_id": 900},
    ),
    *_refused(
        "ck_competition_rescore_applied_with_approval",
        "competition_rescore",
        (OPERATOR, *ENTRANT, *LOCK),
        {"state": "applied", "run_id": 900},
    ),
    *_refused(
        "ck_competition_rescore_cancelled_why",
        "competition_rescore",
        (OPERATOR, *ENTRANT, *LOCK),
        {"state": "cancelled"},
    ),
    *_refused(
        "fk_competition_rescore_run_id",
        "competition_rescore",
        (OPERATOR, *ENTRANT, *LOCK),
        {"state": "applied", "run_id": 987_654_321, "approval_words": "审批"},
    ),
    Forbidden("competition_rescore_ended", _set("competition_rescore", "reason = '别的'"), ENDED),
    Forbidden("competition_rescore_early", of("competition_rescore"), (OPERATOR, *ENTRANT)),
    *(
        Forbidden(
            "panel_of_competition_update",
            _set(
                "panel",
                "state = 'open', closed_at = NULL, closed_by = '', opening = 2, "
                "reopen_reason = '绕开'",
                901,
            ),
            before,
        )
        for before in (
            (*EVENT, OURS, SHUT),
            (*CLOSED, *LOCK),
            (OPERATOR, *CLOSED, *LOCK, of("competition_rescore")),
        )
    ),
    *_refused(
        "ck_rescore_change_mark_or_reason",
        "rescore_change",
        RESCORE,
        {"seat_no": None},
        {"value_milli": None},
        {"no_mark": "illegible"},
    ),
    *_refused(
        "ck_rescore_change_no_mark",
        "rescore_change",
        RESCORE,
        {"no_mark": "?", "value_milli": None},
    ),
    *_refused(
        "ck_rescore_change_status_given",
        "rescore_change",
        RESCORE,
        {"status": "absent"},
        {"kind": "status"},
    ),
    *_refused(
        "ck_rescore_change_status", "rescore_change", RESCORE, {"kind": "status", "status": "?"}
    ),
    *_refused("ck_rescore_change_voided_what", "rescore_change", RESCORE, {"kind": "voided"}),
    *_refused(
        "fk_rescore_change_adjustment_id",
        "rescore_change",
        RESCORE,
        {"kind": "voided", "adjustment_id": 987_654_321},
    ),
    *_refused("ck_rescore_change_reason_given", "rescore_change", RESCORE, {"reason": ""}),
    Forbidden("rescore_change_ended_insert", of("rescore_change"), ENDED),
    Forbidden(
        "rescore_change_ended_update",
        _set("rescore_change", "reason = '别的'"),
        (*CHANGE, APPLIED),
    ),
    Forbidden(
        "rescore_change_ended_delete",
        sql("DELETE FROM rescore_change"),
        (*CHANGE, APPLIED),
    ),
]
