"""Forbidden writes to campaigns, nominations, runs and honours."""

from __future__ import annotations

import datetime as dt

from tests.publicity.forbidden import ROWS as NOTICES
from tests.storage.forbidden_accounts import ZHANG
from tests.storage.violating import DAY, Forbidden, T, row, sql
from tests.workforce.forbidden import ROWS as WORKFORCE

H = "a" * 64
ROWS = {
    "campaign": {
        "id": 900,
        "year": 2025,
        "title": "十百千网格员评选",
        "kind": "naming",
        "basis_no": "",
        "cutoff_date": DAY,
        "rule_number": 1,
        "weights_sha256": H,
        "freezing": 0,
        "state": "draft",
        "proposer_id": None,
        "document_no": "",
        "decided_on": None,
        "approval_words": "",
        "version": 1,
    },
    "campaign_step": {
        "campaign_id": 900,
        "seq": 1,
        "state": "draft",
        "at": T,
        "made_by": "经办人",
        "reason": "",
        "document_no": "",
        "happened_on": None,
        "scan_sha256": None,
    },
    "campaign_tier": {"campaign_id": 900, "tier": "excellent", "places": 100},
    "district_weight": {
        "campaign_id": 900,
        "area_id": 900,
        "district_code": "320508001",
        "district_name": "示例区",
        "sort": 1,
        "grids": 10,
        "workers": 10,
        "eligible": 10,
    },
    "quota_run": {
        "id": 900,
        "campaign_id": 900,
        "tier": "excellent",
        "number": 1,
        "method": "equal",
        "floor": 0,
        "lot": "[]",
        "input_hash": H,
        "state": "void",
        "reason": "",
        "made_at": T,
        "made_by": "经办人",
        "version": 1,
    },
    "quota_step": {
        "run_id": 900,
        "seq": 1,
        "kind": "whole",
        "district_code": "320508001",
        "fraction": "1/2",
        "places": 0,
    },
    "district_quota": {"run_id": 900, "area_id": 900, "places": 10},
    "nomination": {
        "id": 900,
        "campaign_id": 900,
        "tier": "excellent",
        "area_id": 900,
        "person_id": 900,
        "name_given": "张三",
        "unit_given": "示例街道",
        "post_given": "网格员",
        "unit_rank": 1,
        "merit_milli": 90_000,
        "review_milli": 90_000,
        "score_milli": None,
        "deeds": "无",
        "removal": None,
        "removal_reason": "",
        "name_choice": None,
        "name_choice_reason": "",
        "import_operation": None,
        "version": 1,
    },
    "campaign_entrant": {
        "campaign_id": 900,
        "freezing": 1,
        "person_id": 900,
        "person_number": "G9000000",
        "person_name": "张三",
        "area_id": 900,
        "district_code": "320508001",
        "facts": "{}",
    },
    "eligibility_check": {
        "nomination_id": 900,
        "freezing": 1,
        "rule_key": "in_post",
        "operator": "eq",
        "threshold": 1,
        "seen_value": 1,
        "passed": True,
    },
    "earlier_honour": {
        "id": 900,
        "year": 2018,
        "tier": "excellent",
        "name_given": "张三",
        "unit_given": "示例街道",
        "person_id": 900,
        "document_no": "政法〔2019〕1号",
        "import_operation": None,
        "version": 1,
    },
    "selection_run": {
        "id": 900,
        "campaign_id": 900,
        "number": 1,
        "freezing": 1,
        "rule_number": 1,
        "tie_number": 0,
        "removals": "[]",
        "code_version": "1",
        "input_hash": H,
        "output_hash": "b" * 64,
        "state": "preview",
        "reason": "",
        "void_reason": "",
        "made_at": T,
        "made_by": "经办人",
        "version": 1,
    },
    "selection_line": {
        "run_id": 900,
        "person_id": 900,
        "tier": "excellent",
        "nomination_id": 900,
        "outcome": "reserve",
        "outcome_code": "below_cut",
        "rule_key": "",
        "shown_milli": 90_000,
        "place": 1,
        "cut_milli": 90_000,
        "distance_milli": 0,
        "compared": "",
    },
    "tie_decision": {
        "id": 900,
        "campaign_id": 900,
        "number": 1,
        "tier": "excellent",
        "district_code": "320508001",
        "tied": "[]",
        "chosen": "[]",
        "way": "lot",
        "decided_by": "评审组",
        "happened_on": DAY,
        "reason": "抽签",
        "recorded_at": T,
        "made_by": "经办人",
    },
    "honour_publicity": {
        "id": 900,
        "campaign_id": 900,
        "run_id": 900,
        "first_day": DAY,
        "last_day": DAY,
        "workdays": 5,
        "calendar_note": "",
        "where_shown": "公示栏",
        "roster_sha256": H,
        "scan_sha256": None,
        "recorded_at": T,
        "made_by": "经办人",
    },
    "honour_grant": {
        "id": 900,
        "campaign_id": 900,
        "run_id": 900,
        "year": 2025,
        "person_id": 900,
        "tier": "excellent",
        "area_id": 900,
        "roster_place": 1,
        "printed_name": "张三",
        "printed_unit": "示例街道",
        "printed_post": "网格员",
        "name_choice": None,
        "state": "proposed",
        "document_no": "",
        "granted_on": None,
        "revoke_reason": "",
        "revoke_document": "",
        "version": 1,
    },
    "honour_correction": {
        "id": 900,
        "grant_id": 900,
        "seq": 1,
        "name_before": "张三",
        "name_after": "张叁",
        "unit_before": "示例街道",
        "unit_after": "示例街道",
        "post_before": "网格员",
        "post_after": "网格员",
        "document_no": "政法〔2026〕2号",
        "happened_on": DAY,
        "reason": "姓名有误",
        "recorded_at": T,
        "made_by": "经办人",
    },
    "honour_finding": {
        "id": 900,
        "person_id": 900,
        "kind": "discipline",
        "happened_on": DAY,
        "counts_until": None,
        "document_no": "处分决定〔2025〕1号",
        "detail": None,
        "scan": None,
        "scan_name": "",
        "recorder_id": 1,
        "recorded_at": T,
        "made_by": "经办人",
        "withdrawn_on": None,
        "withdraw_reason": "",
        "withdrawn_by": "",
        "version": 1,
    },
    "honour_exemption": {
        "id": 900,
        "campaign_id": 900,
        "person_id": 900,
        "tier": "excellent",
        "rule_key": "service",
        "reason": "任职前在同类岗位",
        "document_no": "会议纪要〔2026〕1号",
        "scan_sha256": None,
        "state": "proposed",
        "approval_words": "",
        "withdraw_reason": "",
        "proposer_id": 1,
        "recorded_at": T,
        "made_by": "经办人",
        "version": 1,
    },
    "honour_fact_source": {
        "campaign_id": 900,
        "freezing": 1,
        "fact": "star",
        "origin": "星级评定",
    },
    "opinion_request": {
        "id": 900,
        "campaign_id": 900,
        "asked_office": "discipline",
        "asked_name": "纪委监委",
        "letter_no": "",
        "sent_on": DAY,
        "due_on": DAY,
        "list_sha256": H,
        "recorded_at": T,
        "made_by": "经办人",
    },
    "opinion_asked": {"request_id": 900, "person_id": 900},
    "opinion_answer": {
        "request_id": 900,
        "person_id": 900,
        "seq": 1,
        "answer": "none",
        "answered_on": DAY,
        "document_no": "",
        "honour_finding_id": None,
        "note": "",
        "recorded_at": T,
        "made_by": "经办人",
    },
}
PARENTS = {
    "campaign_step": ("campaign",),
    "campaign_tier": ("campaign",),
    "district_weight": ("campaign", "area"),
    "quota_run": ("campaign_tier",),
    "quota_step": ("quota_run",),
    "district_quota": ("quota_run", "area"),
    "nomination": ("campaign_tier", "area", "person"),
    "campaign_entrant": ("campaign", "area", "person"),
    "eligibility_check": ("nomination",),
    "earlier_honour": ("person",),
    "selection_run": ("campaign",),
    "selection_line": ("nomination", "selection_run"),
    "tie_decision": ("campaign",),
    "honour_publicity": ("selection_run",),
    "honour_grant": ("selection_run", "area", "person"),
    "honour_correction": ("honour_grant",),
    "honour_finding": ("person",),
    "honour_exemption": ("campaign_tier", "person"),
    "honour_fact_source": ("campaign",),
    "opinion_request": ("campaign",),
    "opinion_asked": ("opinion_request", "person"),
    "opinion_answer": ("opinion_asked",),
}


def _go(start: str, end: str):
    return sql(f"UPDATE campaign SET state = '{end}' WHERE state = '{start}'")


NOMINATING = (_go("draft", "quotas_set"), _go("quotas_set", "nominating"))
REVIEWING = (*NOMINATING, _go("nominating", "reviewing"))
_DECIDE = sql(
    f"UPDATE honour_grant SET state = 'decided', document_no = '1号', granted_on = '{DAY}'"
)
STEPS = {"nomination": NOMINATING, "selection_run": REVIEWING, "honour_correction": (_DECIDE,)}


def of(table: str, **changes: object):
    """The good row of a table, changed."""
    return row(ROWS, table, **changes)


CAMPAIGN, TIER = of("campaign"), of("campaign_tier")
AREA, PERSON = row(WORKFORCE, "area"), row(WORKFORCE, "person")
OTHER = row(WORKFORCE, "person", id=901, number="G9000001", id_mac=b"fedcba9876543210")
BEGUN = (CAMPAIGN, TIER)
OPEN = (*BEGUN, AREA, PERSON, OTHER, *NOMINATING)
NAMED = (*OPEN, of("nomination"))
CLOSED = (*NAMED, _go("nominating", "reviewing"))
RUN = (*CLOSED, of("selection_run"))
DECISION = {
    "document_no": "政法〔2026〕1号",
    "decided_on": DAY,
    "approval_words": "审批",
    "proposer_id": 1,
}
DONE = of("campaign", state="decided", **DECISION)
GIVEN = {"state": "decided", "document_no": "政法〔2026〕1号", "granted_on": DAY}
PROPOSED = (*RUN, of("honour_grant"))
GRANTED = (*RUN, of("honour_grant", **GIVEN))
CORRECTED = (*GRANTED, of("honour_correction"))
_OBJECTED = (
    row(NOTICES, "notice", subject="honours:900"),
    row(NOTICES, "notice_entry", target="nomination:900"),
    row(NOTICES, "objection"),
)
_FOUND_TRUE = "state = 'upheld', upheld = TRUE, finding = '查实', decided_by = '钱主任'"
_UPHELD = (
    *(
        sql(f"UPDATE objection SET {change}")
        for change in (
            "state = 'accepted'",
            "state = 'investigating', investigator_id = 900",
            f"{_FOUND_TRUE}, decided_post = '主任', document_no = '核1号', decided_on = '{DAY}'",
        )
    ),
)

LONG_AGO = dt.date(1990, 1, 1)
FOUND = (PERSON, of("honour_finding"))
ASIDE = (*NAMED, of("honour_exemption"))
ASKED = (*NAMED, of("opinion_request"), of("opinion_asked"))
ANSWERED = (*ASKED, of("honour_finding"), of("opinion_answer"))
_DECIDED = (
    _go("nominating", "reviewing"),
    _go("reviewing", "selected"),
    _go("selected", "committee"),
    _go("committee", "publicising"),
    sql("UPDATE campaign SET state = 'deciding', proposer_id = 1"),
    sql(
        "UPDATE campaign SET state = 'decided', document_no = '1', "
        "decided_on = '2026-05-01', approval_words = '审批'"
    ),
)

FORBIDDEN = [
    # findings, exemptions, opinions
    Forbidden("ck_honour_finding_has_source", of("honour_finding", document_no=""), (PERSON,)),
    Forbidden(
        "ck_honour_finding_days_in_order",
        of("honour_finding", counts_until=LONG_AGO),
        (PERSON,),
    ),
    Forbidden("ck_honour_finding_scan_named", of("honour_finding", scan_name="一"), (PERSON,)),
    Forbidden("ck_honour_finding_withdrawn_why", of("honour_finding", withdrawn_on=DAY), (PERSON,)),
    Forbidden("ck_honour_finding_kind", of("honour_finding", kind="?"), (PERSON,)),
    Forbidden("honour_finding_keeps_delete", sql("DELETE FROM honour_finding"), FOUND),
    *(
        Forbidden("honour_finding_stays", sql(f"UPDATE honour_finding SET {change}"), FOUND)
        for change in ("kind = 'fraud'", "document_no = '2'", "counts_until = happened_on")
    ),
    Forbidden(
        "honour_finding_stays",
        sql("UPDATE honour_finding SET withdrawn_on = NULL"),
        (
            PERSON,
            of(
                "honour_finding",
                withdrawn_on=DAY,
                withdraw_reason="有误",
                withdrawn_by="经办人",
            ),
        ),
    ),
    Forbidden("ck_honour_exemption_no_veto", of("honour_exemption", rule_key="veto"), NAMED),
    Forbidden("ck_honour_exemption_reason_given", of("honour_exemption", reason=""), NAMED),
    Forbidden("ck_honour_exemption_reason_given", of("honour_exemption", document_no=""), NAMED),
    Forbidden("ck_honour_exemption_tier", of("honour_exemption", tier="?"), NAMED),
    Forbidden("ck_honour_exemption_state", sql("UPDATE honour_exemption SET state = '?'"), ASIDE),
    Forbidden(
        "honour_exemption_proposed",
        of("honour_exemption", state="approved", approval_words="审批"),
        NAMED,
    ),
    Forbidden(
        "ck_honour_exemption_approved_by_whom",
        sql("UPDATE honour_exemption SET state = 'approved'"),
        ASIDE,
    ),
    Forbidden(
        "ck_honour_exemption_withdrawn_why",
        sql("UPDATE honour_exemption SET state = 'withdrawn'"),
        ASIDE,
    ),
    Forbidden("ux_honour_exemption_one", of("honour_exemption", id=901), ASIDE),
    Forbidden(
        "fk_honour_exemption_campaign_id_tier", of("honour_exemption", tier="skilled"), NAMED
    ),
    *(
        Forbidden("honour_exemption_stays", sql(f"UPDATE honour_exemption SET {change}"), ASIDE)
        for change in ("rule_key = 'adult'", "reason = '另一个'", "person_id = 901")
    ),
    Forbidden("honour_exemption_keeps_delete", sql("DELETE FROM honour_exemption"), ASIDE),
    Forbidden("honour_exemption_in_time_insert", of("honour_exemption"), (*NAMED, *_DECIDED)),
    Forbidden(
        "honour_exemption_in_time_update",
        sql("UPDATE honour_exemption SET state = 'approved', approval_words = '审批'"),
        (*ASIDE, *_DECIDED),
    ),
    Forbidden(
        "honour_fact_source_keeps_update",
        sql("UPDATE honour_fact_source SET origin = '别处'"),
        (CAMPAIGN, of("honour_fact_source")),
    ),
    Forbidden(
        "honour_fact_source_keeps_delete",
        sql("DELETE FROM honour_fact_source"),
        (CAMPAIGN, of("honour_fact_source")),
    ),
    Forbidden("ck_opinion_request_office_named", of("opinion_request", asked_name=""), BEGUN),
    Forbidden("ck_opinion_request_days_in_order", of("opinion_request", due_on=LONG_AGO), BEGUN),
    Forbidden("ck_opinion_request_asked_office", of("opinion_request", asked_office="?"), BEGUN),
    *(
        Forbidden(f"{table}_keeps_{event}", sql(words.format(table)), ANSWERED)
        for table, change in (
            ("opinion_request", "asked_name = '别处'"),
            ("opinion_asked", "person_id = 901"),
            ("opinion_answer", "note = '无'"),
        )
        for event, words in (
            ("update", f"UPDATE {{}} SET {change}"),
            ("delete", "DELETE FROM {}"),
        )
    ),
    Forbidden("ck_opinion_answer_seq_from_one", of("opinion_answer", seq=0), ASKED),
    Forbidden("ck_opinion_answer_answer", of("opinion_answer", answer="?", note="无"), ASKED),
    Forbidden(
        "fk_opinion_answer_honour_finding_id",
        of("opinion_answer", answer="adverse", honour_finding_id=987_654_321),
        ASKED,
    ),
    Forbidden("ck_opinion_answer_adverse_settled", of("opinion_answer", answer="adverse"), ASKED),
    Forbidden(
        "ck_opinion_answer_none_finds_nothing",
        of("opinion_answer", honour_finding_id=900),
        (*ASKED, of("honour_finding")),
    ),
    Forbidden("fk_opinion_answer_request_id_person_id", of("opinion_answer", person_id=901), ASKED),
    Forbidden("opinion_answer_after_letter", of("opinion_answer", answered_on=LONG_AGO), ASKED),
    # campaigns
    Forbidden("ck_campaign_title_given", of("campaign", title="")),
    Forbidden("ck_campaign_year_known", of("campaign", year=25)),
    Forbidden("ck_campaign_freezing_not_negative", of("campaign", freezing=-1)),
    Forbidden("uq_campaign_year_title", of("campaign", id=901), (CAMPAIGN,)),
    *(
        Forbidden(
            "ck_campaign_decision_has_document",
            of("campaign", state="decided", **(DECISION | {name: value})),
        )
        for name, value in (("document_no", ""), ("decided_on", None), ("approval_words", ""))
    ),
    Forbidden("ck_campaign_deciding_has_proposer", of("campaign", state="deciding")),
    *(
        Forbidden("campaign_goes_forward", sql(f"UPDATE campaign SET state = '{end}'"), before)
        for end, before in (
            ("nominating", (CAMPAIGN,)),
            ("decided", (CAMPAIGN,)),
            ("draft", (*BEGUN, *NOMINATING)),
            ("deciding", (DONE,)),
        )
    ),
    *(
        Forbidden("campaign_decided", sql(f"UPDATE campaign SET {change}"), (DONE,))
        for change in ("year = 2024", "title = '别的'", "document_no = '别的'", "freezing = 9")
    ),
    Forbidden(
        "ck_campaign_step_step_has_document", of("campaign_step", state="committee"), (CAMPAIGN,)
    ),
    Forbidden("ck_campaign_step_seq_from_one", of("campaign_step", seq=0), (CAMPAIGN,)),
    Forbidden("ck_campaign_tier_places_positive", of("campaign_tier", places=0), (CAMPAIGN,)),
    # places
    *(
        Forbidden(
            "ck_district_weight_counts", of("district_weight", **{name: -1}), (CAMPAIGN, AREA)
        )
        for name in ("grids", "workers", "eligible")
    ),
    Forbidden(
        "district_weight_frozen_insert", of("district_weight"), (CAMPAIGN, AREA, NOMINATING[0])
    ),
    *(
        Forbidden(
            f"district_weight_frozen_{event}",
            sql(write),
            (CAMPAIGN, AREA, of("district_weight"), NOMINATING[0]),
        )
        for event, write in (
            ("update", "UPDATE district_weight SET workers = 99"),
            ("delete", "DELETE FROM district_weight"),
        )
    ),
    Forbidden(
        "uq_quota_run_campaign_id_tier_number", of("quota_run", id=901), (*BEGUN, of("quota_run"))
    ),
    Forbidden("ck_quota_run_manual_has_reason", of("quota_run", method="manual"), BEGUN),
    Forbidden("ck_quota_run_applied_or_void", of("quota_run", state="preview"), BEGUN),
    Forbidden("ck_quota_run_floor_not_negative", of("quota_run", floor=-1), BEGUN),
    Forbidden(
        "ux_quota_run_one_applied",
        of("quota_run", id=901, number=2, state="applied"),
        (*BEGUN, of("quota_run", state="applied")),
    ),
    Forbidden("quota_run_in_draft_insert", of("quota_run"), (*BEGUN, NOMINATING[0])),
    Forbidden(
        "quota_run_in_draft_update",
        sql("UPDATE quota_run SET state = 'applied'"),
        (*BEGUN, of("quota_run"), NOMINATING[0]),
    ),
    Forbidden("fk_quota_run_campaign_id_tier", of("quota_run", tier="skilled"), BEGUN),
    Forbidden("ck_quota_step_seq_from_one", of("quota_step", seq=0), (*BEGUN, of("quota_run"))),
    Forbidden(
        "ck_district_quota_places_not_negative",
        of("district_quota", places=-1),
        (*BEGUN, AREA, of("quota_run")),
    ),
    # nominations
    Forbidden("ck_nomination_has_name", of("nomination", name_given=""), OPEN),
    Forbidden("ck_nomination_unit_rank_from_one", of("nomination", unit_rank=0), OPEN),
    Forbidden("ck_nomination_marks", of("nomination", merit_milli=100_001), OPEN),
    Forbidden("ck_nomination_marks", of("nomination", review_milli=-1), OPEN),
    Forbidden("ck_nomination_score_not_negative", of("nomination", score_milli=-1), OPEN),
    Forbidden("ck_nomination_removal_has_reason", of("nomination", removal="withdrawn"), OPEN),
    Forbidden("ck_nomination_name_choice_has_reason", of("nomination", name_choice="print"), OPEN),
    Forbidden("ck_nomination_removal", of("nomination", removal="?", removal_reason="无"), OPEN),
    Forbidden(
        "ck_nomination_name_choice",
        of("nomination", name_choice="?", name_choice_reason="无"),
        OPEN,
    ),
    Forbidden("ux_nomination_once_a_tier", of("nomination", id=901, unit_rank=2), NAMED),
    Forbidden("ux_nomination_unit_rank", of("nomination", id=901, person_id=901), NAMED),
    Forbidden("fk_nomination_campaign_id_tier", of("nomination", tier="skilled"), OPEN),
    Forbidden("nomination_in_time_insert", of("nomination"), (*BEGUN, AREA, PERSON)),
    *(
        Forbidden("nomination_in_time_update", sql(f"UPDATE nomination SET {change}"), CLOSED)
        for change in ("merit_milli = 1", "score_milli = 1", "person_id = 901", "unit_rank = NULL")
    ),
    Forbidden("nomination_in_time_delete", sql("DELETE FROM nomination"), CLOSED),
    Forbidden("nomination_in_time_delete", sql("DELETE FROM nomination"), NAMED),
    Forbidden(
        "nomination_decided",
        sql("UPDATE nomination SET removal = 'withdrawn', removal_reason = '本人放弃'"),
        (
            *CLOSED,
            _go("reviewing", "selected"),
            _go("selected", "committee"),
            _go("committee", "publicising"),
            sql("UPDATE campaign SET state = 'deciding', proposer_id = 1"),
            sql(
                "UPDATE campaign SET state = 'decided', document_no = '1', "
                "decided_on = '2026-05-01', approval_words = '审批'"
            ),
        ),
    ),
    Forbidden("ck_earlier_honour_has_name", of("earlier_honour", name_given=""), (PERSON,)),
    Forbidden("ck_earlier_honour_year_known", of("earlier_honour", year=18), (PERSON,)),
    Forbidden(
        "ux_earlier_honour_one_a_year",
        of("earlier_honour", id=901, tier="skilled"),
        (PERSON, of("earlier_honour")),
    ),
    # runs
    Forbidden(
        "ck_selection_run_number_from_one", of("selection_run", number=0, reason="再算"), CLOSED
    ),
    Forbidden("ck_selection_run_later_has_reason", of("selection_run", number=2), CLOSED),
    Forbidden("ck_selection_run_void_has_reason", of("selection_run", state="void"), CLOSED),
    Forbidden("uq_selection_run_campaign_id_number", of("selection_run", id=901), RUN),
    Forbidden(
        "ux_selection_run_one_applied",
        of("selection_run", id=901, number=2, reason="再算", state="applied"),
        (*CLOSED, of("selection_run", state="applied")),
    ),
    *(
        Forbidden("selection_run_computed", sql(f"UPDATE selection_run SET {change}"), RUN)
        for change in (f"output_hash = '{H}'", "removals = '[[]]'", "number = 2", "freezing = 2")
    ),
    Forbidden(
        "selection_run_computed",
        sql("UPDATE selection_run SET state = 'applied'"),
        (*CLOSED, of("selection_run", state="void", void_reason="重算")),
    ),
    Forbidden("selection_run_in_time_insert", of("selection_run"), OPEN),
    Forbidden(
        "selection_run_in_time_update",
        sql("UPDATE selection_run SET state = 'applied'"),
        (
            *RUN,
            _go("reviewing", "selected"),
            _go("selected", "committee"),
            _go("committee", "publicising"),
            sql("UPDATE campaign SET state = 'deciding', proposer_id = 1"),
            sql(
                "UPDATE campaign SET state = 'decided', document_no = '1', "
                "decided_on = '2026-05-01', approval_words = '审批'"
            ),
        ),
    ),
    Forbidden("ck_selection_line_outcome_said", of("selection_line", outcome_code=None), RUN),
    Forbidden("ck_selection_line_outcome_said", of("selection_line", outcome="selected"), RUN),
    Forbidden(
        "ck_selection_line_was_named",
        of("selection_line", outcome="selected", outcome_code=None, nomination_id=None),
        RUN,
    ),
    Forbidden("ck_tie_decision_number_from_one", of("tie_decision", number=0), (CAMPAIGN,)),
    Forbidden("ck_tie_decision_named_with_reason", of("tie_decision", decided_by=""), (CAMPAIGN,)),
    Forbidden("ck_tie_decision_named_with_reason", of("tie_decision", reason=""), (CAMPAIGN,)),
    Forbidden(
        "uq_tie_decision_campaign_id_number",
        of("tie_decision", id=901),
        (CAMPAIGN, of("tie_decision")),
    ),
    # publicity and honours
    Forbidden(
        "ck_honour_publicity_days_in_order",
        of("honour_publicity", first_day=DAY.replace(day=2)),
        RUN,
    ),
    Forbidden("ck_honour_publicity_workdays_from_one", of("honour_publicity", workdays=0), RUN),
    Forbidden("ck_honour_publicity_where_given", of("honour_publicity", where_shown=""), RUN),
    Forbidden(
        "uq_honour_publicity_campaign_id_run_id",
        of("honour_publicity", id=901),
        (*RUN, of("honour_publicity")),
    ),
    Forbidden("ck_honour_grant_state", of("honour_grant", **(GIVEN | {"state": "?"})), RUN),
    Forbidden("ck_honour_grant_name_given", of("honour_grant", printed_name=""), RUN),
    Forbidden("ck_honour_grant_decided_has_document", of("honour_grant", state="decided"), RUN),
    Forbidden(
        "ck_honour_grant_revoked_has_document",
        of("honour_grant", **(GIVEN | {"state": "revoked"})),
        RUN,
    ),
    Forbidden(
        "uq_honour_grant_run_id_person_id",
        of("honour_grant", id=901),
        (
            *RUN,
            of(
                "honour_grant",
                **(GIVEN | {"state": "revoked", "revoke_reason": "造假", "revoke_document": "2号"}),
            ),
        ),
    ),
    Forbidden(
        "ux_honour_grant_one_a_year",
        of("honour_grant", id=901, run_id=901, tier="skilled"),
        (*PROPOSED, of("selection_run", id=901, number=2, reason="再算")),
    ),
    Forbidden("honour_grant_year_insert", of("honour_grant", year=2024), RUN),
    Forbidden("honour_grant_year_update", sql("UPDATE honour_grant SET year = 2024"), PROPOSED),
    *(
        Forbidden("honour_grant_decided_update", sql(f"UPDATE honour_grant SET {change}"), GRANTED)
        for change in ("printed_name = '李四'", "state = 'proposed'", "tier = 'skilled'")
    ),
    Forbidden("honour_grant_decided_delete", sql("DELETE FROM honour_grant"), GRANTED),
    *(
        Forbidden("honour_grant_unopposed", _DECIDE, (*PROPOSED, ZHANG, *_OBJECTED, *found))
        for found in ((), _UPHELD)
    ),
    Forbidden(
        "nomination_honoured",
        sql("UPDATE nomination SET removal = 'withdrawn', removal_reason = '本人申请'"),
        GRANTED,
    ),
    Forbidden("honour_correction_of_decided", of("honour_correction"), PROPOSED),
    Forbidden("uq_honour_correction_grant_id_seq", of("honour_correction", id=901), CORRECTED),
    Forbidden("ck_honour_correction_seq_from_one", of("honour_correction", seq=0), GRANTED),
    Forbidden("ck_honour_correction_name_given", of("honour_correction", name_after=""), GRANTED),
    *(
        Forbidden(
            "ck_honour_correction_document_with_reason",
            of("honour_correction", **{column: ""}),
            GRANTED,
        )
        for column in ("document_no", "reason")
    ),
    Forbidden("ck_honour_correction_differs", of("honour_correction", name_after="张三"), GRANTED),
]
