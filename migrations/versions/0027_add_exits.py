"""Add exits: warnings, cases with their steps, settlement."""

import sqlalchemy as sa
from alembic import op

from hrgrid.storage.triggers import AtMostOne, Trigger

revision = "0027"
down_revision = "0026"

ROW_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
PLAIN = sa.String().with_variant(sa.String(collation="C"), "postgresql")

GUARDS = (
    Trigger("regulation_keeps_delete", "regulation", "DELETE"),
    Trigger(
        "regulation_stays",
        "regulation",
        "UPDATE",
        (
            "(OLD.title <> NEW.title OR OLD.document_no <> NEW.document_no OR "
            "(OLD.scan_sha256 IS NOT NULL AND (NEW.scan_sha256 IS NULL OR "
            "OLD.scan_sha256 <> NEW.scan_sha256))) AND EXISTS (SELECT 1 FROM "
            "regulation_signed WHERE regulation_signed.regulation_id = NEW.id)"
        ),
    ),
    Trigger(
        "regulation_announced_first",
        "regulation",
        "UPDATE",
        (
            "EXISTS (SELECT 1 FROM regulation_signed WHERE "
            "regulation_signed.regulation_id = NEW.id AND regulation_signed.signed_on"
            " < NEW.announced_on)"
        ),
    ),
    Trigger("regulation_signed_keeps_update", "regulation_signed", "UPDATE"),
    Trigger("regulation_signed_keeps_delete", "regulation_signed", "DELETE"),
    Trigger("regulation_signed_keeps_truncate", "regulation_signed", "TRUNCATE"),
    Trigger(
        "regulation_signed_too_soon",
        "regulation_signed",
        "INSERT",
        (
            "NEW.signed_on < (SELECT announced_on FROM regulation WHERE regulation.id"
            " = NEW.regulation_id)"
        ),
    ),
    AtMostOne(
        "ux_exit_look_one",
        "exit_look",
        ("scheme", "kind", "year", "number", "area_path"),
        "void_reason = ''",
    ),
    Trigger("exit_look_keeps_delete", "exit_look", "DELETE"),
    Trigger(
        "exit_look_stays",
        "exit_look",
        "UPDATE",
        (
            "OLD.void_reason <> '' OR OLD.title <> NEW.title OR OLD.scheme <> "
            "NEW.scheme OR OLD.kind <> NEW.kind OR OLD.year <> NEW.year OR OLD.number"
            " <> NEW.number OR OLD.area_path <> NEW.area_path OR OLD.results_hash <> "
            "NEW.results_hash OR OLD.output_hash <> NEW.output_hash OR "
            "OLD.rule_number <> NEW.rule_number OR OLD.rule_sha256 <> NEW.rule_sha256"
            " OR OLD.counts <> NEW.counts"
        ),
    ),
    Trigger("exit_flag_keeps_delete", "exit_flag", "DELETE"),
    Trigger(
        "exit_flag_stays",
        "exit_flag",
        "UPDATE",
        (
            "OLD.state = 'taken_up' OR (OLD.state = 'left_out' AND NEW.state <> "
            "'left_out') OR OLD.look_id <> NEW.look_id OR OLD.person_id <> "
            "NEW.person_id OR OLD.area_id <> NEW.area_id OR OLD.unit_id <> "
            "NEW.unit_id OR OLD.cause <> NEW.cause OR OLD.people <> NEW.people OR "
            "OLD.tied <> NEW.tied OR OLD.words <> NEW.words OR OLD.facts <> NEW.facts"
            " OR COALESCE(OLD.total_milli, -1) <> COALESCE(NEW.total_milli, -1) OR "
            "COALESCE(OLD.rank, -1) <> COALESCE(NEW.rank, -1)"
        ),
    ),
    Trigger(
        "exit_flag_of_void_insert",
        "exit_flag",
        "INSERT",
        ("(SELECT void_reason FROM exit_look WHERE exit_look.id = NEW.look_id) <> ''"),
    ),
    Trigger(
        "exit_flag_of_void_update",
        "exit_flag",
        "UPDATE",
        ("(SELECT void_reason FROM exit_look WHERE exit_look.id = NEW.look_id) <> ''"),
    ),
    Trigger(
        "exit_flag_of_another_insert",
        "exit_flag",
        "INSERT",
        (
            "EXISTS (SELECT 1 FROM exit_case WHERE exit_case.id = NEW.case_id AND "
            "exit_case.person_id <> NEW.person_id)"
        ),
    ),
    Trigger(
        "exit_flag_of_another_update",
        "exit_flag",
        "UPDATE",
        (
            "EXISTS (SELECT 1 FROM exit_case WHERE exit_case.id = NEW.case_id AND "
            "exit_case.person_id <> NEW.person_id)"
        ),
    ),
    AtMostOne(
        "ux_exit_case_one_open",
        "exit_case",
        ("person_id",),
        "state NOT IN ('closed', 'improved', 'dismissed', 'cancelled')",
    ),
    Trigger("exit_case_keeps_delete", "exit_case", "DELETE"),
    Trigger(
        "exit_case_begins",
        "exit_case",
        "INSERT",
        (
            "NEW.state IN ('warned', 'talked', 'remedy', 'reassessed', 'proposed', "
            "'checked', 'heard', 'union_asked', 'legal_reviewed', 'approved', "
            "'notified', 'appealed', 'executed', 'closed', 'improved', 'dismissed', "
            "'cancelled')"
        ),
    ),
    Trigger(
        "exit_case_goes_forward",
        "exit_case",
        "UPDATE",
        (
            "OLD.state <> NEW.state AND NOT ((OLD.state = 'reviewing' AND NEW.state IN "
            "('warned', 'proposed', 'dismissed')) OR (OLD.state = 'warned' AND "
            "NEW.state IN ('talked', 'improved')) OR (OLD.state = 'talked' AND "
            "NEW.state IN ('remedy', 'improved')) OR (OLD.state = 'remedy' AND "
            "NEW.state IN ('reassessed', 'improved')) OR (OLD.state = 'reassessed' AND "
            "NEW.state IN ('remedy', 'proposed', 'improved')) OR (OLD.state = "
            "'proposed' AND NEW.state IN ('checked', 'approved', 'cancelled')) OR "
            "(OLD.state = 'checked' AND NEW.state IN ('heard', 'approved', "
            "'cancelled')) OR (OLD.state = 'heard' AND NEW.state IN ('union_asked', "
            "'cancelled')) OR (OLD.state = 'union_asked' AND NEW.state IN "
            "('legal_reviewed', 'cancelled')) OR (OLD.state = 'legal_reviewed' AND "
            "NEW.state IN ('approved', 'cancelled')) OR (OLD.state = 'approved' AND "
            "NEW.state IN ('notified', 'executed', 'cancelled')) OR (OLD.state = "
            "'notified' AND NEW.state IN ('appealed', 'executed', 'cancelled')) OR "
            "(OLD.state = 'appealed' AND NEW.state IN ('notified', 'cancelled')) OR "
            "(OLD.state = 'executed' AND NEW.state IN ('closed')))"
        ),
    ),
    Trigger(
        "exit_case_stays",
        "exit_case",
        "UPDATE",
        (
            "OLD.person_id <> NEW.person_id OR OLD.path <> NEW.path OR OLD.engagement "
            "<> NEW.engagement OR OLD.number <> NEW.number OR OLD.area_path <> "
            "NEW.area_path OR OLD.opened_on <> NEW.opened_on OR OLD.rule_number <> "
            "NEW.rule_number OR (OLD.state IN ('approved', 'notified', 'appealed', "
            "'executed', 'closed') AND ((OLD.ground IS NULL) <> (NEW.ground IS NULL) "
            "OR OLD.ground <> NEW.ground OR OLD.fault_item <> NEW.fault_item OR "
            "OLD.ground_words <> NEW.ground_words OR OLD.proposer_id <> "
            "NEW.proposer_id OR OLD.approval_words <> NEW.approval_words OR "
            "OLD.document_no <> NEW.document_no)) OR (OLD.state = 'executed' AND "
            "(OLD.effective_on <> NEW.effective_on OR OLD.notice_on <> NEW.notice_on))"
        ),
    ),
    Trigger(
        "exit_case_ended_stays",
        "exit_case",
        "UPDATE",
        "OLD.state IN ('closed', 'improved', 'dismissed', 'cancelled')",
        (
            "number",
            "person_id",
            "post_id",
            "engagement_id",
            "engagement",
            "path",
            "area_id",
            "area_path",
            "cause",
            "trigger_words",
            "regulation_id",
            "rule_number",
            "rule_sha256",
            "state",
            "state_since",
            "due_on",
            "ground",
            "fault_item",
            "ground_words",
            "handler_id",
            "first_assessor",
            "first_assessor_id",
            "proposer_id",
            "approval_words",
            "document_no",
            "opened_on",
            "notice_on",
            "notice_days",
            "in_lieu_fen",
            "effective_on",
            "severance",
            "end_reason",
            "watch_until",
        ),
    ),
    Trigger("exit_case_purged_once", "exit_case", "UPDATE", "OLD.purged_on IS NOT NULL"),
    Trigger(
        "exit_case_another_assessor",
        "exit_case",
        "UPDATE",
        (
            "EXISTS (SELECT 1 FROM exit_reassessment WHERE exit_reassessment.case_id = "
            "NEW.id AND (exit_reassessment.assessor = NEW.first_assessor OR "
            "exit_reassessment.assessor_id = NEW.first_assessor_id))"
        ),
    ),
    Trigger(
        "exit_case_remedied_first",
        "exit_case",
        "UPDATE",
        (
            "NEW.ground = 'incompetent' AND NEW.state IN ('proposed', 'checked', "
            "'heard', 'union_asked', 'legal_reviewed', 'approved', 'notified', "
            "'appealed', 'executed', 'closed') AND NOT (NEW.first_assessor <> '' AND "
            "EXISTS (SELECT 1 FROM exit_talk WHERE exit_talk.case_id = NEW.id) AND "
            "EXISTS (SELECT 1 FROM exit_reassessment JOIN exit_remedy ON "
            "exit_remedy.id = exit_reassessment.remedy_id WHERE "
            "exit_reassessment.case_id = NEW.id AND exit_remedy.case_id = NEW.id AND "
            "exit_remedy.kind IN ('training', 'transfer') AND exit_remedy.done_on IS "
            "NOT NULL AND exit_reassessment.passed = false AND NOT EXISTS (SELECT 1 "
            "FROM exit_reassessment AS later WHERE later.case_id = NEW.id AND later.id "
            "> exit_reassessment.id AND later.passed = true)))"
        ),
    ),
    Trigger(
        "exit_case_straight_to_proposal",
        "exit_case",
        "UPDATE",
        (
            "NEW.state = 'proposed' AND OLD.state IN ('reviewing') AND (NEW.ground IS "
            "NULL OR NEW.ground = 'incompetent')"
        ),
    ),
    Trigger(
        "exit_case_all_asked",
        "exit_case",
        "UPDATE",
        (
            "((NEW.state = 'checked' AND OLD.state IN ('proposed')) OR (NEW.path = "
            "'full' AND NEW.state = 'approved' AND OLD.state IN ('checked', "
            "'legal_reviewed'))) AND (SELECT COUNT(*) FROM exit_protection WHERE "
            "exit_protection.case_id = NEW.id AND exit_protection.blocks IS NOT NULL) "
            "< 6"
        ),
    ),
    Trigger(
        "exit_case_protected",
        "exit_case",
        "UPDATE",
        (
            "NEW.ground IN ('incompetent', 'medical', 'changed', 'expiry') AND "
            "NEW.state IN ('checked', 'heard', 'union_asked', 'legal_reviewed', "
            "'approved', 'notified', 'appealed', 'executed', 'closed') AND OLD.state "
            "<> NEW.state AND EXISTS (SELECT 1 FROM exit_protection WHERE "
            "exit_protection.case_id = NEW.id AND exit_protection.blocks = true)"
        ),
    ),
    Trigger(
        "exit_case_heard_first",
        "exit_case",
        "UPDATE",
        (
            "NEW.state = 'heard' AND OLD.state IN ('checked') AND NOT EXISTS (SELECT 1 "
            "FROM exit_hearing WHERE exit_hearing.case_id = NEW.id AND "
            "(exit_hearing.heard_on IS NOT NULL OR exit_hearing.waived_on IS NOT NULL "
            "OR exit_hearing.lapsed_on IS NOT NULL))"
        ),
    ),
    Trigger(
        "exit_case_union_first",
        "exit_case",
        "UPDATE",
        (
            "NEW.state = 'union_asked' AND OLD.state IN ('heard') AND NOT EXISTS "
            "(SELECT 1 FROM exit_opinion WHERE exit_opinion.case_id = NEW.id AND "
            "exit_opinion.kind = 'union' AND exit_opinion.opinion IS NOT NULL AND "
            "(exit_opinion.opinion <> 'objects' OR exit_opinion.answered_with <> ''))"
        ),
    ),
    Trigger(
        "exit_case_legal_first",
        "exit_case",
        "UPDATE",
        (
            "NEW.state = 'legal_reviewed' AND OLD.state IN ('union_asked') AND NOT "
            "EXISTS (SELECT 1 FROM exit_opinion WHERE exit_opinion.case_id = NEW.id "
            "AND exit_opinion.kind = 'legal' AND exit_opinion.opinion IS NOT NULL AND "
            "(exit_opinion.opinion <> 'objects' OR exit_opinion.answered_with <> ''))"
        ),
    ),
    Trigger(
        "exit_case_short_cut",
        "exit_case",
        "UPDATE",
        (
            "NEW.state = 'approved' AND OLD.state IN ('proposed', 'checked', "
            "'legal_reviewed') AND NEW.path = 'full' AND ((OLD.state = 'proposed' AND "
            "NEW.ground NOT IN ('mutual', 'resign')) OR (OLD.state = 'checked' AND "
            "NEW.ground NOT IN ('expiry')))"
        ),
    ),
    Trigger(
        "exit_case_consented_first",
        "exit_case",
        "UPDATE",
        (
            "NEW.state = 'approved' AND OLD.state IN ('proposed', 'checked', "
            "'legal_reviewed') AND (EXISTS (SELECT 1 FROM exit_consent WHERE "
            "exit_consent.case_id = NEW.id AND exit_consent.agrees = false AND "
            "exit_consent.void_reason = '') OR (NEW.path = 'full' AND NEW.ground <> "
            "'resign' AND NOT EXISTS (SELECT 1 FROM exit_consent WHERE "
            "exit_consent.case_id = NEW.id AND exit_consent.agrees = true AND "
            "exit_consent.void_reason = '')))"
        ),
    ),
    Trigger(
        "exit_case_approved_by",
        "exit_case",
        "UPDATE",
        (
            "NEW.state = 'approved' AND OLD.state IN ('proposed', 'checked', "
            "'legal_reviewed') AND (SELECT COUNT(*) FROM approval WHERE approval.deed "
            "= 'exit' AND approval.subject = 'exit:' || NEW.id) < COALESCE((SELECT "
            "policy.value FROM policy WHERE policy.policy = 'approvers_of_awards'), 1)"
        ),
    ),
    Trigger(
        "exit_case_notice_first",
        "exit_case",
        "UPDATE",
        "NEW.state = 'executed' AND OLD.state IN ('approved') AND NEW.path = 'full'",
    ),
    Trigger(
        "exit_case_notice_runs",
        "exit_case",
        "UPDATE",
        (
            "NEW.ground IN ('incompetent', 'medical', 'changed') AND NEW.path = 'full' "
            "AND NEW.state IN ('notified', 'appealed', 'executed', 'closed') AND "
            "OLD.state IN ('approved', 'notified', 'appealed', 'executed') AND "
            "COALESCE(NEW.in_lieu_fen, 0) = 0 AND (NEW.notice_on IS NULL OR "
            "NEW.effective_on IS NULL OR NEW.effective_on < DAYS_AFTER(NEW.notice_on, "
            "30))"
        ),
    ),
    Trigger(
        "exit_case_post_ended",
        "exit_case",
        "UPDATE",
        (
            "NEW.state = 'executed' AND OLD.state IN ('approved', 'notified') AND "
            "EXISTS (SELECT 1 FROM post WHERE post.id = NEW.post_id AND post.state = "
            "'active')"
        ),
    ),
    Trigger(
        "exit_case_unsettled",
        "exit_case",
        "UPDATE",
        (
            "NEW.state = 'closed' AND OLD.state IN ('executed') AND (NOT EXISTS "
            "(SELECT 1 FROM exit_settlement WHERE exit_settlement.case_id = NEW.id) OR "
            "EXISTS (SELECT 1 FROM exit_settlement WHERE exit_settlement.case_id = "
            "NEW.id AND exit_settlement.done_on IS NULL AND exit_settlement.waived = "
            "''))"
        ),
    ),
    Trigger(
        "exit_case_appeal_open",
        "exit_case",
        "UPDATE",
        (
            "((NEW.state = 'notified' AND OLD.state IN ('appealed')) OR (NEW.state = "
            "'executed' AND OLD.state IN ('approved', 'notified')) OR (NEW.state = "
            "'cancelled' AND OLD.state IN ('notified', 'appealed'))) AND EXISTS "
            "(SELECT 1 FROM exit_appeal WHERE exit_appeal.case_id = NEW.id AND "
            "exit_appeal.state = 'filed')"
        ),
    ),
    AtMostOne("ux_exit_appeal_one_open", "exit_appeal", ("case_id",), "state = 'filed'"),
    Trigger("exit_appeal_keeps_delete", "exit_appeal", "DELETE"),
    Trigger("exit_appeal_stays", "exit_appeal", "UPDATE", "OLD.state <> 'filed'"),
    Trigger(
        "exit_appeal_notified_first",
        "exit_appeal",
        "INSERT",
        (
            "(SELECT state FROM exit_case WHERE exit_case.id = NEW.case_id) NOT IN "
            "('notified', 'appealed')"
        ),
    ),
    AtMostOne(
        "ux_exit_consent_one_a_level", "exit_consent", ("case_id", "level"), "void_reason = ''"
    ),
    Trigger("exit_consent_keeps_delete", "exit_consent", "DELETE"),
    Trigger(
        "exit_consent_settled_insert",
        "exit_consent",
        "INSERT",
        (
            "(SELECT state FROM exit_case WHERE exit_case.id = NEW.case_id) IN "
            "('approved', 'notified', 'appealed', 'executed', 'closed', 'closed', "
            "'improved', 'dismissed', 'cancelled')"
        ),
    ),
    Trigger(
        "exit_consent_settled_update",
        "exit_consent",
        "UPDATE",
        (
            "(SELECT state FROM exit_case WHERE exit_case.id = OLD.case_id) IN "
            "('approved', 'notified', 'appealed', 'executed', 'closed', 'closed', "
            "'improved', 'dismissed', 'cancelled')"
        ),
    ),
    Trigger(
        "exit_consent_stays",
        "exit_consent",
        "UPDATE",
        (
            "OLD.void_reason <> '' OR OLD.level <> NEW.level OR OLD.agrees <> "
            "NEW.agrees OR OLD.name <> NEW.name OR OLD.case_id <> NEW.case_id OR "
            "OLD.text <> NEW.text OR OLD.post <> NEW.post OR OLD.decided_on <> "
            "NEW.decided_on"
        ),
    ),
    Trigger("exit_hearing_keeps_delete", "exit_hearing", "DELETE"),
    Trigger(
        "exit_hearing_settled_insert",
        "exit_hearing",
        "INSERT",
        (
            "(SELECT state FROM exit_case WHERE exit_case.id = NEW.case_id) IN "
            "('approved', 'notified', 'appealed', 'executed', 'closed', 'closed', "
            "'improved', 'dismissed', 'cancelled')"
        ),
    ),
    Trigger(
        "exit_hearing_settled_update",
        "exit_hearing",
        "UPDATE",
        (
            "(SELECT state FROM exit_case WHERE exit_case.id = OLD.case_id) IN "
            "('approved', 'notified', 'appealed', 'executed', 'closed', 'closed', "
            "'improved', 'dismissed', 'cancelled')"
        ),
    ),
    Trigger(
        "exit_hearing_stays",
        "exit_hearing",
        "UPDATE",
        (
            "OLD.case_id <> NEW.case_id OR OLD.told_on <> NEW.told_on OR OLD.until <> "
            "NEW.until OR OLD.heard_on IS NOT NULL OR OLD.waived_on IS NOT NULL OR "
            "OLD.lapsed_on IS NOT NULL"
        ),
    ),
    Trigger("exit_opinion_keeps_delete", "exit_opinion", "DELETE"),
    Trigger(
        "exit_opinion_settled_insert",
        "exit_opinion",
        "INSERT",
        (
            "(SELECT state FROM exit_case WHERE exit_case.id = NEW.case_id) IN "
            "('approved', 'notified', 'appealed', 'executed', 'closed', 'closed', "
            "'improved', 'dismissed', 'cancelled')"
        ),
    ),
    Trigger(
        "exit_opinion_settled_update",
        "exit_opinion",
        "UPDATE",
        (
            "(SELECT state FROM exit_case WHERE exit_case.id = OLD.case_id) IN "
            "('approved', 'notified', 'appealed', 'executed', 'closed', 'closed', "
            "'improved', 'dismissed', 'cancelled')"
        ),
    ),
    Trigger(
        "exit_opinion_stays",
        "exit_opinion",
        "UPDATE",
        (
            "OLD.case_id <> NEW.case_id OR OLD.kind <> NEW.kind OR OLD.asked_on <> "
            "NEW.asked_on OR (OLD.opinion IS NOT NULL AND (NEW.opinion IS NULL OR "
            "OLD.opinion <> NEW.opinion OR OLD.answered_on <> NEW.answered_on OR "
            "OLD.text <> NEW.text))"
        ),
    ),
    Trigger("exit_protection_keeps_delete", "exit_protection", "DELETE"),
    Trigger(
        "exit_protection_settled_insert",
        "exit_protection",
        "INSERT",
        (
            "(SELECT state FROM exit_case WHERE exit_case.id = NEW.case_id) IN "
            "('approved', 'notified', 'appealed', 'executed', 'closed', 'closed', "
            "'improved', 'dismissed', 'cancelled')"
        ),
    ),
    Trigger(
        "exit_protection_item_stays",
        "exit_protection",
        "UPDATE",
        "OLD.case_id <> NEW.case_id OR OLD.item <> NEW.item",
    ),
    Trigger(
        "exit_protection_stays",
        "exit_protection",
        "UPDATE",
        (
            "(SELECT state FROM exit_case WHERE exit_case.id = OLD.case_id) IN "
            "('approved', 'notified', 'appealed', 'executed', 'closed', 'closed', "
            "'improved', 'dismissed', 'cancelled') AND (OLD.blocks <> NEW.blocks OR "
            "(OLD.blocks IS NULL) <> (NEW.blocks IS NULL) OR OLD.answered_on <> "
            "NEW.answered_on OR OLD.answered_by <> NEW.answered_by OR (NEW.scan IS NOT "
            "NULL AND (OLD.scan IS NULL OR OLD.scan <> NEW.scan)))"
        ),
    ),
    Trigger(
        "exit_protection_scan_stays",
        "exit_protection",
        "UPDATE",
        (
            "OLD.scan IS NOT NULL AND NEW.scan IS NULL AND (SELECT state FROM "
            "exit_case WHERE exit_case.id = OLD.case_id) IN ('approved', 'notified', "
            "'appealed', 'executed')"
        ),
    ),
    Trigger("exit_receipt_keeps_update", "exit_receipt", "UPDATE"),
    Trigger("exit_receipt_keeps_delete", "exit_receipt", "DELETE"),
    Trigger("exit_receipt_keeps_truncate", "exit_receipt", "TRUNCATE"),
    Trigger("exit_remedy_keeps_delete", "exit_remedy", "DELETE"),
    Trigger(
        "exit_remedy_settled_insert",
        "exit_remedy",
        "INSERT",
        (
            "(SELECT state FROM exit_case WHERE exit_case.id = NEW.case_id) IN "
            "('approved', 'notified', 'appealed', 'executed', 'closed', 'closed', "
            "'improved', 'dismissed', 'cancelled')"
        ),
    ),
    Trigger(
        "exit_remedy_settled_update",
        "exit_remedy",
        "UPDATE",
        (
            "(SELECT state FROM exit_case WHERE exit_case.id = OLD.case_id) IN "
            "('approved', 'notified', 'appealed', 'executed', 'closed', 'closed', "
            "'improved', 'dismissed', 'cancelled')"
        ),
    ),
    Trigger(
        "exit_remedy_a_month_insert",
        "exit_remedy",
        "INSERT",
        ("NEW.kind IN ('training', 'transfer') AND NEW.last_day < DAYS_AFTER(NEW.first_day, 29)"),
    ),
    Trigger(
        "exit_remedy_a_month_update",
        "exit_remedy",
        "UPDATE",
        ("NEW.kind IN ('training', 'transfer') AND NEW.last_day < DAYS_AFTER(NEW.first_day, 29)"),
    ),
    Trigger(
        "exit_remedy_seen_stays",
        "exit_remedy",
        "UPDATE",
        (
            "OLD.case_id <> NEW.case_id OR EXISTS (SELECT 1 FROM exit_reassessment "
            "WHERE exit_reassessment.remedy_id = OLD.id)"
        ),
    ),
    Trigger(
        "exit_remedy_after_talk_insert",
        "exit_remedy",
        "INSERT",
        (
            "EXISTS (SELECT 1 FROM exit_case WHERE exit_case.id = NEW.case_id) AND NOT "
            "EXISTS (SELECT 1 FROM exit_talk WHERE exit_talk.case_id = NEW.case_id AND "
            "exit_talk.held_on <= NEW.first_day)"
        ),
    ),
    Trigger(
        "exit_remedy_after_talk_update",
        "exit_remedy",
        "UPDATE",
        (
            "EXISTS (SELECT 1 FROM exit_case WHERE exit_case.id = NEW.case_id) AND NOT "
            "EXISTS (SELECT 1 FROM exit_talk WHERE exit_talk.case_id = NEW.case_id AND "
            "exit_talk.held_on <= NEW.first_day)"
        ),
    ),
    Trigger("exit_settlement_keeps_delete", "exit_settlement", "DELETE"),
    Trigger(
        "exit_settlement_after_leaving",
        "exit_settlement",
        "INSERT",
        (
            "(SELECT state FROM exit_case WHERE exit_case.id = NEW.case_id) NOT IN "
            "('executed', 'closed')"
        ),
    ),
    Trigger(
        "exit_settlement_stays",
        "exit_settlement",
        "UPDATE",
        "OLD.done_on IS NOT NULL OR OLD.case_id <> NEW.case_id OR OLD.kind <> NEW.kind",
    ),
    Trigger(
        "exit_settlement_closed_insert",
        "exit_settlement",
        "INSERT",
        "(SELECT state FROM exit_case WHERE exit_case.id = NEW.case_id) = 'closed'",
    ),
    Trigger(
        "exit_settlement_closed_update",
        "exit_settlement",
        "UPDATE",
        "(SELECT state FROM exit_case WHERE exit_case.id = OLD.case_id) = 'closed'",
    ),
    Trigger("exit_step_keeps_update", "exit_step", "UPDATE"),
    Trigger("exit_step_keeps_delete", "exit_step", "DELETE"),
    Trigger("exit_step_keeps_truncate", "exit_step", "TRUNCATE"),
    Trigger("exit_talk_keeps_update", "exit_talk", "UPDATE"),
    Trigger("exit_talk_keeps_delete", "exit_talk", "DELETE"),
    Trigger("exit_talk_keeps_truncate", "exit_talk", "TRUNCATE"),
    Trigger(
        "exit_talk_settled_insert",
        "exit_talk",
        "INSERT",
        (
            "(SELECT state FROM exit_case WHERE exit_case.id = NEW.case_id) IN "
            "('approved', 'notified', 'appealed', 'executed', 'closed', 'closed', "
            "'improved', 'dismissed', 'cancelled')"
        ),
    ),
    Trigger("exit_reassessment_keeps_update", "exit_reassessment", "UPDATE"),
    Trigger("exit_reassessment_keeps_delete", "exit_reassessment", "DELETE"),
    Trigger("exit_reassessment_keeps_truncate", "exit_reassessment", "TRUNCATE"),
    Trigger(
        "exit_reassessment_settled_insert",
        "exit_reassessment",
        "INSERT",
        (
            "(SELECT state FROM exit_case WHERE exit_case.id = NEW.case_id) IN "
            "('approved', 'notified', 'appealed', 'executed', 'closed', 'closed', "
            "'improved', 'dismissed', 'cancelled')"
        ),
    ),
    Trigger(
        "exit_reassessment_after_remedy",
        "exit_reassessment",
        "INSERT",
        (
            "EXISTS (SELECT 1 FROM exit_case WHERE exit_case.id = NEW.case_id) AND "
            "EXISTS (SELECT 1 FROM exit_remedy WHERE exit_remedy.id = NEW.remedy_id) "
            "AND NOT EXISTS (SELECT 1 FROM exit_remedy WHERE exit_remedy.id = "
            "NEW.remedy_id AND exit_remedy.case_id = NEW.case_id AND "
            "exit_remedy.done_on IS NOT NULL AND exit_remedy.done_on <= NEW.held_on "
            "AND exit_remedy.last_day < NEW.held_on)"
        ),
    ),
    Trigger(
        "exit_reassessment_by_another",
        "exit_reassessment",
        "INSERT",
        (
            "EXISTS (SELECT 1 FROM exit_case WHERE exit_case.id = NEW.case_id AND "
            "(exit_case.first_assessor = NEW.assessor OR exit_case.first_assessor_id = "
            "NEW.assessor_id))"
        ),
    ),
)


def _code(name: str, *codes: str) -> sa.Enum:
    return sa.Enum(*codes, name=name, native_enum=False, create_constraint=True)


def _reference(table: str, column: str, target: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [target], name=op.f(f"fk_{table}_{column}"))


def upgrade() -> None:
    op.create_table(
        "exit_look",
        sa.Column("id", ROW_ID, nullable=False),
        sa.Column("title", sa.String(length=80), nullable=False),
        sa.Column("scheme", sa.String(length=30), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("year", sa.BigInteger(), nullable=False),
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.Column("area_path", sa.String(length=400), nullable=False),
        sa.Column("rule_number", sa.BigInteger(), nullable=False),
        sa.Column("rule_sha256", sa.String(length=64), nullable=False),
        sa.Column("results_hash", sa.String(length=64), nullable=False),
        sa.Column("output_hash", sa.String(length=64), nullable=False),
        sa.Column("counts", sa.Text(), nullable=False),
        sa.Column("void_reason", sa.String(length=200), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("made_by", sa.String(length=80), nullable=False),
        sa.Column("row_hash", sa.BigInteger(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("title <> '' AND results_hash <> ''", name=op.f("ck_exit_look_named")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_exit_look")),
    )
    op.create_index("ix_exit_look_period", "exit_look", ["year", "kind", "number"], unique=False)
    op.create_table(
        "regulation",
        sa.Column("id", ROW_ID, nullable=False),
        sa.Column("title", sa.String(length=80), nullable=False),
        sa.Column("document_no", sa.String(length=80), nullable=False),
        sa.Column("area_path", sa.String(length=400), nullable=False),
        sa.Column("procedure", sa.Text(), nullable=False),
        sa.Column("adopted_on", sa.Date(), nullable=False),
        sa.Column("announced_on", sa.Date(), nullable=False),
        sa.Column("scan_sha256", sa.String(length=64), nullable=True),
        sa.Column("row_hash", sa.BigInteger(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.CheckConstraint(
            "announced_on >= adopted_on", name=op.f("ck_regulation_announced_after")
        ),
        sa.CheckConstraint("title <> '' AND document_no <> ''", name=op.f("ck_regulation_named")),
        _reference("regulation", "scan_sha256", "attachment.sha256"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_regulation")),
        sa.UniqueConstraint("title", "document_no", name=op.f("uq_regulation_title_document_no")),
    )
    op.create_table(
        "regulation_signed",
        sa.Column("regulation_id", ROW_ID, nullable=False),
        sa.Column("person_id", ROW_ID, nullable=False),
        sa.Column("signed_on", sa.Date(), nullable=False),
        sa.Column("scan_sha256", sa.String(length=64), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("made_by", sa.String(length=80), nullable=False),
        sa.Column("row_hash", sa.BigInteger(), nullable=False),
        _reference("regulation_signed", "regulation_id", "regulation.id"),
        _reference("regulation_signed", "person_id", "person.id"),
        _reference("regulation_signed", "scan_sha256", "attachment.sha256"),
        sa.PrimaryKeyConstraint("regulation_id", "person_id", name=op.f("pk_regulation_signed")),
    )
    op.create_table(
        "exit_case",
        sa.Column("id", ROW_ID, nullable=False),
        sa.Column("number", sa.String(length=40), nullable=False),
        sa.Column("person_id", ROW_ID, nullable=False),
        sa.Column("post_id", ROW_ID, nullable=True),
        sa.Column("engagement_id", ROW_ID, nullable=True),
        sa.Column(
            "engagement",
            _code("engagement", "contract", "dispatch", "part_time", "volunteer"),
            nullable=False,
        ),
        sa.Column("path", _code("path", "full", "short"), nullable=False),
        sa.Column("area_id", ROW_ID, nullable=False),
        sa.Column("area_path", sa.String(length=400), nullable=False),
        sa.Column(
            "cause",
            _code(
                "cause",
                "score",
                "bottom",
                "grade",
                "veto",
                "complaint",
                "incident",
                "own_wish",
                "term",
                "other",
            ),
            nullable=False,
        ),
        sa.Column("trigger_words", sa.Text(), nullable=False),
        sa.Column("regulation_id", ROW_ID, nullable=True),
        sa.Column("rule_number", sa.BigInteger(), nullable=False),
        sa.Column("rule_sha256", sa.String(length=64), nullable=False),
        sa.Column(
            "state",
            _code(
                "state",
                "reviewing",
                "warned",
                "talked",
                "remedy",
                "reassessed",
                "proposed",
                "checked",
                "heard",
                "union_asked",
                "legal_reviewed",
                "approved",
                "notified",
                "appealed",
                "executed",
                "closed",
                "improved",
                "dismissed",
                "cancelled",
            ),
            nullable=False,
        ),
        sa.Column("state_since", sa.Date(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column(
            "ground",
            _code(
                "ground",
                "mutual",
                "fault",
                "medical",
                "incompetent",
                "changed",
                "expiry",
                "resign",
                "role_ended",
            ),
            nullable=True,
        ),
        sa.Column("fault_item", _code("fault_item", "1", "2", "3", "4", "5", "6"), nullable=True),
        sa.Column("ground_words", sa.Text(), nullable=False),
        sa.Column("handler_id", ROW_ID, nullable=False),
        sa.Column("first_assessor", sa.String(length=80), nullable=False),
        sa.Column("first_assessor_id", ROW_ID, nullable=True),
        sa.Column("proposer_id", ROW_ID, nullable=True),
        sa.Column("approval_words", sa.Text(), nullable=False),
        sa.Column("document_no", sa.String(length=80), nullable=False),
        sa.Column("opened_on", sa.Date(), nullable=False),
        sa.Column("notice_on", sa.Date(), nullable=True),
        sa.Column("notice_days", sa.BigInteger(), nullable=True),
        sa.Column("in_lieu_fen", sa.BigInteger(), nullable=True),
        sa.Column("effective_on", sa.Date(), nullable=True),
        sa.Column("severance", sa.Text(), nullable=False),
        sa.Column("end_reason", sa.Text(), nullable=False),
        sa.Column("watch_until", sa.Date(), nullable=True),
        sa.Column("purged_on", sa.Date(), nullable=True),
        sa.Column("row_hash", sa.BigInteger(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.CheckConstraint(
            (
                "state NOT IN ('approved', 'notified', 'appealed', 'executed', 'closed') "
                "OR approval_words <> ''"
            ),
            name=op.f("ck_exit_case_decided_with_approval"),
        ),
        sa.CheckConstraint(
            (
                "state NOT IN ('approved', 'notified', 'appealed', 'executed', 'closed') "
                "OR document_no <> ''"
            ),
            name=op.f("ck_exit_case_decided_with_document"),
        ),
        sa.CheckConstraint(
            "state NOT IN ('dismissed', 'cancelled', 'improved') OR end_reason <> ''",
            name=op.f("ck_exit_case_ended_why"),
        ),
        sa.CheckConstraint(
            (
                "state NOT IN ('executed', 'closed') OR (effective_on IS NOT NULL AND "
                "(path = 'short' OR notice_on IS NOT NULL))"
            ),
            name=op.f("ck_exit_case_executed_when"),
        ),
        sa.CheckConstraint(
            "(ground IS NOT NULL AND ground = 'fault') = (fault_item IS NOT NULL)",
            name=op.f("ck_exit_case_fault_which"),
        ),
        sa.CheckConstraint(
            "path <> 'full' OR engagement NOT IN ('part_time', 'volunteer')",
            name=op.f("ck_exit_case_full_for_whom"),
        ),
        sa.CheckConstraint(
            (
                "state NOT IN ('proposed', 'checked', 'heard', 'union_asked', "
                "'legal_reviewed', 'approved', 'notified', 'appealed', 'executed', "
                "'closed') OR ground IS NOT NULL"
            ),
            name=op.f("ck_exit_case_ground_given"),
        ),
        sa.CheckConstraint(
            (
                "ground IS NULL OR engagement <> 'dispatch' OR ground IN ('fault', "
                "'medical', 'incompetent', 'mutual', 'expiry', 'resign')"
            ),
            name=op.f("ck_exit_case_ground_of_dispatch"),
        ),
        sa.CheckConstraint(
            "ground IS NULL OR path <> 'full' OR ground <> 'role_ended'",
            name=op.f("ck_exit_case_ground_of_full"),
        ),
        sa.CheckConstraint(
            ("ground IS NULL OR path <> 'short' OR ground IN ('role_ended', 'resign', 'expiry')"),
            name=op.f("ck_exit_case_ground_of_short"),
        ),
        sa.CheckConstraint("number <> '' AND trigger_words <> ''", name=op.f("ck_exit_case_named")),
        sa.CheckConstraint(
            "notice_days >= 0 AND in_lieu_fen >= 0", name=op.f("ck_exit_case_not_negative")
        ),
        sa.CheckConstraint("effective_on >= notice_on", name=op.f("ck_exit_case_notice_first")),
        sa.CheckConstraint(
            (
                "state NOT IN ('notified', 'appealed') OR (notice_on IS NOT NULL AND "
                "effective_on IS NOT NULL)"
            ),
            name=op.f("ck_exit_case_notified_when"),
        ),
        sa.CheckConstraint(
            (
                "state NOT IN ('proposed', 'checked', 'heard', 'union_asked', "
                "'legal_reviewed', 'approved', 'notified', 'appealed', 'executed', "
                "'closed') OR (ground_words <> '' AND proposer_id IS NOT NULL)"
            ),
            name=op.f("ck_exit_case_proposed_by_whom"),
        ),
        sa.CheckConstraint(
            "purged_on IS NULL OR state IN ('closed', 'improved', 'dismissed', 'cancelled')",
            name=op.f("ck_exit_case_purged_afterwards"),
        ),
        sa.CheckConstraint(
            "path <> 'short' OR engagement NOT IN ('contract', 'dispatch')",
            name=op.f("ck_exit_case_short_for_whom"),
        ),
        sa.CheckConstraint(
            "state <> 'improved' OR watch_until IS NOT NULL",
            name=op.f("ck_exit_case_watched_until"),
        ),
        _reference("exit_case", "person_id", "person.id"),
        _reference("exit_case", "post_id", "post.id"),
        _reference("exit_case", "engagement_id", "engagement.id"),
        _reference("exit_case", "area_id", "area.id"),
        _reference("exit_case", "regulation_id", "regulation.id"),
        _reference("exit_case", "handler_id", "operator.id"),
        _reference("exit_case", "first_assessor_id", "operator.id"),
        _reference("exit_case", "proposer_id", "operator.id"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_exit_case")),
        sa.UniqueConstraint("number", name=op.f("uq_exit_case_number")),
    )
    op.create_index("ix_exit_case_person", "exit_case", ["person_id"], unique=False)
    op.create_index("ix_exit_case_state", "exit_case", ["state"], unique=False)
    op.create_table(
        "exit_appeal",
        sa.Column("id", ROW_ID, nullable=False),
        sa.Column("case_id", ROW_ID, nullable=False),
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.Column("filed_on", sa.Date(), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column(
            "state", _code("state", "filed", "upheld", "denied", "withdrawn"), nullable=False
        ),
        sa.Column("finding", sa.Text(), nullable=False),
        sa.Column("decided_by", sa.String(length=80), nullable=False),
        sa.Column("decided_on", sa.Date(), nullable=True),
        sa.Column("scan_sha256", sa.String(length=64), nullable=True),
        sa.Column("row_hash", sa.BigInteger(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("content <> ''", name=op.f("ck_exit_appeal_content_given")),
        sa.CheckConstraint(
            (
                "state NOT IN ('upheld', 'denied') OR (finding <> '' AND decided_by <> '' "
                "AND decided_on IS NOT NULL)"
            ),
            name=op.f("ck_exit_appeal_decided_with_finding"),
        ),
        sa.CheckConstraint("number >= 1", name=op.f("ck_exit_appeal_number_from_one")),
        _reference("exit_appeal", "case_id", "exit_case.id"),
        _reference("exit_appeal", "scan_sha256", "attachment.sha256"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_exit_appeal")),
        sa.UniqueConstraint("case_id", "number", name=op.f("uq_exit_appeal_case_id_number")),
    )
    op.create_table(
        "exit_consent",
        sa.Column("id", ROW_ID, nullable=False),
        sa.Column("case_id", ROW_ID, nullable=False),
        sa.Column("level", _code("level", "community", "street", "district"), nullable=False),
        sa.Column("agrees", sa.Boolean(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("post", sa.String(length=80), nullable=False),
        sa.Column("decided_on", sa.Date(), nullable=False),
        sa.Column("document_no", sa.String(length=80), nullable=False),
        sa.Column("scan_sha256", sa.String(length=64), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("made_by", sa.String(length=80), nullable=False),
        sa.Column("void_reason", sa.String(length=200), nullable=False),
        sa.Column("voided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("row_hash", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("name <> '' AND post <> ''", name=op.f("ck_exit_consent_by_whom")),
        sa.CheckConstraint("agrees OR text <> ''", name=op.f("ck_exit_consent_refuses_why")),
        sa.CheckConstraint(
            "(void_reason <> '') = (voided_at IS NOT NULL)",
            name=op.f("ck_exit_consent_void_some_day"),
        ),
        _reference("exit_consent", "case_id", "exit_case.id"),
        _reference("exit_consent", "scan_sha256", "attachment.sha256"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_exit_consent")),
    )
    op.create_index("ix_exit_consent_case", "exit_consent", ["case_id"], unique=False)
    op.create_table(
        "exit_flag",
        sa.Column("id", ROW_ID, nullable=False),
        sa.Column("look_id", ROW_ID, nullable=False),
        sa.Column("person_id", ROW_ID, nullable=False),
        sa.Column("area_id", ROW_ID, nullable=False),
        sa.Column("unit_id", ROW_ID, nullable=False),
        sa.Column(
            "cause",
            _code(
                "cause",
                "score",
                "bottom",
                "grade",
                "veto",
                "complaint",
                "incident",
                "own_wish",
                "term",
                "other",
            ),
            nullable=False,
        ),
        sa.Column("total_milli", sa.BigInteger(), nullable=True),
        sa.Column("rank", sa.BigInteger(), nullable=True),
        sa.Column("people", sa.BigInteger(), nullable=False),
        sa.Column("tied", sa.Boolean(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("facts", sa.Text(), nullable=False),
        sa.Column(
            "state", _code("state", "open", "taken_up", "put_aside", "left_out"), nullable=False
        ),
        sa.Column("aside_reason", sa.String(length=200), nullable=False),
        sa.Column("case_id", ROW_ID, nullable=True),
        sa.Column("row_hash", sa.BigInteger(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.CheckConstraint(
            "state <> 'put_aside' OR aside_reason <> ''", name=op.f("ck_exit_flag_aside_why")
        ),
        sa.CheckConstraint("words <> ''", name=op.f("ck_exit_flag_said_why")),
        sa.CheckConstraint(
            "(state = 'taken_up') = (case_id IS NOT NULL)", name=op.f("ck_exit_flag_taken_up_as")
        ),
        _reference("exit_flag", "look_id", "exit_look.id"),
        _reference("exit_flag", "person_id", "person.id"),
        _reference("exit_flag", "area_id", "area.id"),
        _reference("exit_flag", "unit_id", "area.id"),
        _reference("exit_flag", "case_id", "exit_case.id"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_exit_flag")),
        sa.UniqueConstraint("look_id", "person_id", name=op.f("uq_exit_flag_look_id_person_id")),
    )
    op.create_index("ix_exit_flag_person", "exit_flag", ["person_id"], unique=False)
    op.create_table(
        "exit_hearing",
        sa.Column("id", ROW_ID, nullable=False),
        sa.Column("case_id", ROW_ID, nullable=False),
        sa.Column("told_on", sa.Date(), nullable=False),
        sa.Column("until", sa.Date(), nullable=False),
        sa.Column("heard_on", sa.Date(), nullable=True),
        sa.Column("statement", sa.Text(), nullable=False),
        sa.Column("finding", sa.Text(), nullable=False),
        sa.Column("waived_on", sa.Date(), nullable=True),
        sa.Column("lapsed_on", sa.Date(), nullable=True),
        sa.Column("scan_sha256", sa.String(length=64), nullable=True),
        sa.Column("row_hash", sa.BigInteger(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.CheckConstraint(
            "heard_on IS NULL OR (statement <> '' AND finding <> '')",
            name=op.f("ck_exit_hearing_heard_what"),
        ),
        sa.CheckConstraint(
            "lapsed_on IS NULL OR lapsed_on > until", name=op.f("ck_exit_hearing_lapsed_afterwards")
        ),
        sa.CheckConstraint(
            "heard_on >= told_on AND waived_on >= told_on", name=op.f("ck_exit_hearing_told_before")
        ),
        sa.CheckConstraint("until >= told_on", name=op.f("ck_exit_hearing_until_afterwards")),
        _reference("exit_hearing", "case_id", "exit_case.id"),
        _reference("exit_hearing", "scan_sha256", "attachment.sha256"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_exit_hearing")),
        sa.UniqueConstraint("case_id", "told_on", name=op.f("uq_exit_hearing_case_id_told_on")),
    )
    op.create_table(
        "exit_opinion",
        sa.Column("id", ROW_ID, nullable=False),
        sa.Column("case_id", ROW_ID, nullable=False),
        sa.Column("kind", _code("kind", "union", "legal"), nullable=False),
        sa.Column("asked", sa.String(length=80), nullable=False),
        sa.Column("asked_on", sa.Date(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("answered_on", sa.Date(), nullable=True),
        sa.Column("opinion", _code("opinion", "agrees", "objects", "silent"), nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("answered_with", sa.Text(), nullable=False),
        sa.Column("document_no", sa.String(length=80), nullable=False),
        sa.Column("scan_sha256", sa.String(length=64), nullable=True),
        sa.Column("row_hash", sa.BigInteger(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.CheckConstraint(
            "answered_on >= asked_on", name=op.f("ck_exit_opinion_answered_afterwards")
        ),
        sa.CheckConstraint(
            "(opinion IS NULL) = (answered_on IS NULL)", name=op.f("ck_exit_opinion_answered_when")
        ),
        sa.CheckConstraint(
            "opinion IS NULL OR opinion <> 'objects' OR text <> ''",
            name=op.f("ck_exit_opinion_objects_why"),
        ),
        _reference("exit_opinion", "case_id", "exit_case.id"),
        _reference("exit_opinion", "scan_sha256", "attachment.sha256"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_exit_opinion")),
        sa.UniqueConstraint("case_id", "kind", name=op.f("uq_exit_opinion_case_id_kind")),
    )
    op.create_table(
        "exit_protection",
        sa.Column("id", ROW_ID, nullable=False),
        sa.Column("case_id", ROW_ID, nullable=False),
        sa.Column(
            "item",
            _code("item", "pregnancy", "illness", "injury", "examination", "pension", "other"),
            nullable=False,
        ),
        sa.Column("blocks", sa.Boolean(), nullable=True),
        sa.Column("answered_on", sa.Date(), nullable=True),
        sa.Column("answered_by", sa.String(length=80), nullable=False),
        sa.Column("scan", sa.LargeBinary(), nullable=True),
        sa.Column("scan_name", sa.String(length=80), nullable=False),
        sa.Column("row_hash", sa.BigInteger(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.CheckConstraint(
            ("(blocks IS NULL) = (answered_on IS NULL) AND (blocks IS NULL) = (answered_by = '')"),
            name=op.f("ck_exit_protection_answered_by_whom"),
        ),
        sa.CheckConstraint(
            "scan IS NULL OR scan_name <> ''", name=op.f("ck_exit_protection_scan_named")
        ),
        _reference("exit_protection", "case_id", "exit_case.id"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_exit_protection")),
        sa.UniqueConstraint("case_id", "item", name=op.f("uq_exit_protection_case_id_item")),
    )
    op.create_table(
        "exit_receipt",
        sa.Column("id", ROW_ID, nullable=False),
        sa.Column("case_id", ROW_ID, nullable=False),
        sa.Column(
            "paper",
            _code(
                "paper",
                "warning",
                "talk",
                "remedy",
                "reassessment",
                "proposal",
                "union",
                "approval",
                "notice",
                "severance",
                "proof",
                "release",
                "returned",
                "relief",
            ),
            nullable=False,
        ),
        sa.Column("number", sa.String(length=80), nullable=False),
        sa.Column("delivered_on", sa.Date(), nullable=False),
        sa.Column("how", _code("how", "signed", "refused", "mailed", "posted"), nullable=False),
        sa.Column("witness", sa.String(length=80), nullable=False),
        sa.Column("scan_sha256", sa.String(length=64), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("made_by", sa.String(length=80), nullable=False),
        sa.Column("row_hash", sa.BigInteger(), nullable=False),
        sa.CheckConstraint(
            "how <> 'refused' OR witness <> ''", name=op.f("ck_exit_receipt_refused_before_witness")
        ),
        _reference("exit_receipt", "case_id", "exit_case.id"),
        _reference("exit_receipt", "scan_sha256", "attachment.sha256"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_exit_receipt")),
    )
    op.create_index("ix_exit_receipt_case", "exit_receipt", ["case_id"], unique=False)
    op.create_table(
        "exit_remedy",
        sa.Column("id", ROW_ID, nullable=False),
        sa.Column("case_id", ROW_ID, nullable=False),
        sa.Column("kind", _code("kind", "training", "transfer", "mentor"), nullable=False),
        sa.Column("first_day", sa.Date(), nullable=False),
        sa.Column("last_day", sa.Date(), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("minutes", sa.BigInteger(), nullable=False),
        sa.Column("enrolment_id", sa.BigInteger(), nullable=True),
        sa.Column("post_id", ROW_ID, nullable=True),
        sa.Column("mentor", sa.String(length=80), nullable=False),
        sa.Column("result", sa.Text(), nullable=False),
        sa.Column("done_on", sa.Date(), nullable=True),
        sa.Column("scan_sha256", sa.String(length=64), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("made_by", sa.String(length=80), nullable=False),
        sa.Column("row_hash", sa.BigInteger(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("last_day > first_day", name=op.f("ck_exit_remedy_days_in_order")),
        sa.CheckConstraint("done_on IS NULL OR result <> ''", name=op.f("ck_exit_remedy_done_how")),
        sa.CheckConstraint("minutes >= 0", name=op.f("ck_exit_remedy_minutes_not_negative")),
        sa.CheckConstraint(
            "kind <> 'transfer' OR post_id IS NOT NULL OR done_on IS NULL",
            name=op.f("ck_exit_remedy_moved_where"),
        ),
        sa.CheckConstraint(
            "done_on IS NULL OR done_on >= last_day", name=op.f("ck_exit_remedy_not_before_its_end")
        ),
        sa.CheckConstraint("content <> ''", name=op.f("ck_exit_remedy_said_what")),
        _reference("exit_remedy", "case_id", "exit_case.id"),
        _reference("exit_remedy", "post_id", "post.id"),
        _reference("exit_remedy", "scan_sha256", "attachment.sha256"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_exit_remedy")),
    )
    op.create_index("ix_exit_remedy_case", "exit_remedy", ["case_id"], unique=False)
    op.create_table(
        "exit_settlement",
        sa.Column("id", ROW_ID, nullable=False),
        sa.Column("case_id", ROW_ID, nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=False),
        sa.Column(
            "kind",
            _code(
                "kind",
                "assets",
                "account",
                "handover",
                "wages",
                "severance",
                "in_lieu",
                "proof",
                "insurance",
                "other",
            ),
            nullable=False,
        ),
        sa.Column("label", sa.String(length=80), nullable=False),
        sa.Column("amount_fen", sa.BigInteger(), nullable=True),
        sa.Column("derivation", sa.Text(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("done_on", sa.Date(), nullable=True),
        sa.Column("done_by", sa.String(length=80), nullable=False),
        sa.Column("waived", sa.String(length=200), nullable=False),
        sa.Column("row_hash", sa.BigInteger(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("amount_fen >= 0", name=op.f("ck_exit_settlement_amount_not_negative")),
        sa.CheckConstraint(
            "(done_on IS NOT NULL) = (done_by <> '')", name=op.f("ck_exit_settlement_done_by_whom")
        ),
        sa.CheckConstraint(
            "done_on IS NULL OR waived = ''", name=op.f("ck_exit_settlement_done_or_waived")
        ),
        sa.CheckConstraint(
            (
                "done_on IS NULL OR kind NOT IN ('wages', 'severance', 'in_lieu') OR "
                "amount_fen IS NOT NULL"
            ),
            name=op.f("ck_exit_settlement_paid_how_much"),
        ),
        sa.CheckConstraint("label <> ''", name=op.f("ck_exit_settlement_said_what")),
        _reference("exit_settlement", "case_id", "exit_case.id"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_exit_settlement")),
        sa.UniqueConstraint("case_id", "seq", name=op.f("uq_exit_settlement_case_id_seq")),
    )
    op.create_table(
        "exit_step",
        sa.Column("case_id", ROW_ID, nullable=False),
        sa.Column("seq", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column(
            "state",
            _code(
                "state",
                "reviewing",
                "warned",
                "talked",
                "remedy",
                "reassessed",
                "proposed",
                "checked",
                "heard",
                "union_asked",
                "legal_reviewed",
                "approved",
                "notified",
                "appealed",
                "executed",
                "closed",
                "improved",
                "dismissed",
                "cancelled",
            ),
            nullable=False,
        ),
        sa.Column("happened_on", sa.Date(), nullable=False),
        sa.Column("document_no", sa.String(length=80), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("made_by", sa.String(length=80), nullable=False),
        sa.CheckConstraint("seq >= 1", name=op.f("ck_exit_step_seq_from_one")),
        _reference("exit_step", "case_id", "exit_case.id"),
        sa.PrimaryKeyConstraint("case_id", "seq", name=op.f("pk_exit_step")),
    )
    op.create_table(
        "exit_talk",
        sa.Column("id", ROW_ID, nullable=False),
        sa.Column("case_id", ROW_ID, nullable=False),
        sa.Column("held_on", sa.Date(), nullable=False),
        sa.Column("place", sa.String(length=80), nullable=False),
        sa.Column("present", sa.String(length=200), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("statement", sa.Text(), nullable=False),
        sa.Column("refused", sa.Boolean(), nullable=False),
        sa.Column("witness", sa.String(length=80), nullable=False),
        sa.Column("scan_sha256", sa.String(length=64), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("made_by", sa.String(length=80), nullable=False),
        sa.Column("row_hash", sa.BigInteger(), nullable=False),
        sa.CheckConstraint(
            "present <> '' AND content <> ''", name=op.f("ck_exit_talk_held_with_whom")
        ),
        sa.CheckConstraint(
            "NOT refused OR witness <> ''", name=op.f("ck_exit_talk_refused_before_witness")
        ),
        _reference("exit_talk", "case_id", "exit_case.id"),
        _reference("exit_talk", "scan_sha256", "attachment.sha256"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_exit_talk")),
    )
    op.create_index("ix_exit_talk_case", "exit_talk", ["case_id"], unique=False)
    op.create_table(
        "exit_reassessment",
        sa.Column("id", ROW_ID, nullable=False),
        sa.Column("case_id", ROW_ID, nullable=False),
        sa.Column("remedy_id", ROW_ID, nullable=False),
        sa.Column("held_on", sa.Date(), nullable=False),
        sa.Column("assessor", sa.String(length=80), nullable=False),
        sa.Column("assessor_id", ROW_ID, nullable=True),
        sa.Column("scheme_words", sa.String(length=200), nullable=False),
        sa.Column("score_milli", sa.BigInteger(), nullable=False),
        sa.Column("pass_milli", sa.BigInteger(), nullable=False),
        sa.Column("passed", sa.Boolean(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("scan_sha256", sa.String(length=64), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("made_by", sa.String(length=80), nullable=False),
        sa.Column("row_hash", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("assessor <> ''", name=op.f("ck_exit_reassessment_by_somebody")),
        sa.CheckConstraint(
            "passed = (score_milli >= pass_milli)",
            name=op.f("ck_exit_reassessment_passed_by_score"),
        ),
        sa.CheckConstraint(
            "score_milli >= 0 AND pass_milli > 0", name=op.f("ck_exit_reassessment_scores")
        ),
        _reference("exit_reassessment", "case_id", "exit_case.id"),
        _reference("exit_reassessment", "remedy_id", "exit_remedy.id"),
        _reference("exit_reassessment", "assessor_id", "operator.id"),
        _reference("exit_reassessment", "scan_sha256", "attachment.sha256"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_exit_reassessment")),
    )
    op.create_index("ix_exit_reassessment_case", "exit_reassessment", ["case_id"], unique=False)
    op.create_index("ix_exit_reassessment_remedy", "exit_reassessment", ["remedy_id"], unique=False)
    for each in GUARDS:
        for statement in each.statements(op.get_bind().dialect.name):
            op.get_bind().exec_driver_sql(statement)
