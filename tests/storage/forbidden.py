"""Forbidden writes to the cellar's own tables."""

from __future__ import annotations

from tests.storage.violating import DAY, Forbidden, T, row, sql

ROWS = {
    "office": {
        "id": 1,
        "code": "另一机构",
        "name": "某区委政法委",
        "unit": "某区",
        "setting": "single",
        "made_at": T,
        "recovery_confirmed_at": None,
        "version": 1,
    },
    "policy": {"policy": "idle_lock", "value": 5, "version": 1},
    "operation": {"id": "op-1", "at": T, "operator_id": 1},
    "unsigned_note": {"id": 900, "at": T, "action": "a", "subject": "s", "text": "t"},
    "key_file": {"id": 1, "content": b"{}", "version": 1},
    "key_wrap": {
        "id": 900,
        "method": "password",
        "operator_id": 77,
        "machine": "",
        "salt": b"s",
        "blob": b"b",
        "parameters": "1,8,1",
        "made_at": T,
    },
    "journal_entry": {
        "seq": 900,
        "at": "2026-05-01T08:00:00.000000Z",
        "actor_id": 1,
        "actor_name": "经办人",
        "actor_role": "单人经办",
        "actor_unit": "某区",
        "station": "pc",
        "setting": "single",
        "action": "run",
        "subject": "一",
        "reason": "",
        "before": "",
        "after": "",
        "operation_id": "op-1",
        "prev_hash": "p" * 64,
        "hash": "h" * 64,
        "mac": "m" * 64,
    },
    "fact_use": {
        "run_kind": "run",
        "run_key": "一",
        "fact_kind": "worker",
        "fact_key": "1",
        "fact_version": 1,
    },
    "rule_set": {
        "id": 900,
        "topic": "honours.quota",
        "number": 1,
        "name": "名额",
        "valid_from": DAY,
        "parameters": "{}",
        "sha256": "0" * 64,
        "document_no": "",
        "reason": "",
        "made_at": T,
        "made_by": "经办人",
        "locked_at": None,
        "locked_for": "",
    },
    "attachment": {
        "id": 900,
        "sha256": "a" * 64,
        "name": "批件.pdf",
        "mime": "application/pdf",
        "size": 4,
        "added_at": T,
        "added_by": "经办人",
    },
    "attachment_content": {"sha256": "a" * 64, "content": b"%PDF"},
    "attachment_erasure": {
        "id": 900,
        "sha256": "e" * 64,
        "reason": "到期",
        "erased_at": T,
        "erased_by": "经办人",
    },
}
PARENTS = {"attachment_content": ("attachment",)}


def _row(table: str, **changes: object):
    return row(ROWS, table, **changes)


LOCKED = _row("rule_set", locked_at=T, locked_for="2026 年评选")

FORBIDDEN = [
    # one office, one key file
    Forbidden("ck_office_only_one", _row("office", id=2)),
    Forbidden("ck_office_only_one", sql("UPDATE office SET id = 2")),
    Forbidden("pk_office", _row("office")),
    Forbidden("ck_key_file_only_one", _row("key_file", id=2)),
    Forbidden("ck_policy_not_negative", sql("UPDATE policy SET value = -1")),
    # the ways to the data key
    Forbidden("ck_key_wrap_holder", _row("key_wrap", operator_id=None)),
    Forbidden("ck_key_wrap_holder", _row("key_wrap", method="recovery")),
    Forbidden("ck_key_wrap_machine", _row("key_wrap", machine="0123456789abcdef")),
    Forbidden("ck_key_wrap_machine", _row("key_wrap", method="machine")),
    Forbidden("ux_key_wrap_recovery", _row("key_wrap", method="recovery", operator_id=None)),
    Forbidden("ux_key_wrap_operator", _row("key_wrap", id=901), (_row("key_wrap"),)),
    # the journal does not fork
    Forbidden(
        "pk_journal_entry",
        _row("journal_entry", prev_hash="q" * 64, hash="i" * 64),
        (_row("journal_entry"),),
    ),
    Forbidden(
        "uq_journal_entry_prev_hash",
        _row("journal_entry", seq=901, hash="i" * 64),
        (_row("journal_entry"),),
    ),
    Forbidden(
        "uq_journal_entry_hash",
        _row("journal_entry", seq=901, prev_hash="q" * 64),
        (_row("journal_entry"),),
    ),
    # rules
    Forbidden("ck_rule_set_number_from_one", _row("rule_set", number=0)),
    Forbidden("ck_rule_set_lock_has_purpose", _row("rule_set", locked_at=T)),
    Forbidden("ck_rule_set_lock_has_purpose", _row("rule_set", locked_for="评选")),
    Forbidden("uq_rule_set_topic_number", _row("rule_set", id=901), (_row("rule_set"),)),
    *(
        Forbidden("rule_set_frozen_update", sql(f"UPDATE rule_set SET {change}"), (LOCKED,))
        for change in (
            "parameters = '{\"x\":1}'",
            "valid_from = '2020-01-01'",
            "number = 2",
            "locked_at = NULL, locked_for = ''",
            "row_hash = 1",
        )
    ),
    Forbidden("rule_set_frozen_delete", sql("DELETE FROM rule_set"), (LOCKED,)),
    # attachments
    Forbidden("ck_attachment_size_not_negative", _row("attachment", size=-1)),
    Forbidden("ck_attachment_erasure_reason_given", _row("attachment_erasure", reason="")),
    Forbidden("uq_attachment_sha256", _row("attachment", id=901), (_row("attachment"),)),
]
