"""Forbidden writes to operators, roles and approvals."""

from __future__ import annotations

from tests.storage.violating import DAY, Forbidden, T, row, sql

ROWS = {
    "operator": {
        "id": 900,
        "login": "zhang",
        "name": "张三",
        "post": "科长",
        "unit": "某区",
        "active": True,
        "temporary_secret": False,
        "made_at": T,
        "version": 1,
    },
    "operator_role": {"operator_id": 900, "role": "viewer", "area_path": ""},
    "approval": {
        "id": 900,
        "deed": "award",
        "subject": "2026",
        "step": 1,
        "how": "signed",
        "approver_id": 900,
        "approver_name": "张三",
        "approver_post": "科长",
        "decided_on": DAY,
        "document_no": "",
        "scan_sha256": None,
        "proposer_id": 1,
        "setting": "single",
        "recorded_by": 1,
        "recorded_at": T,
    },
}
PARENTS = {"operator_role": ("operator",), "approval": ("operator",)}


def _row(table: str, **changes: object):
    return row(ROWS, table, **changes)


ZHANG = _row("operator")
APART = sql("UPDATE policy SET value = 1 WHERE policy = 'apart'")
OTHER = sql("UPDATE policy SET value = 1 WHERE policy = 'other_approver'")
PAPER = {"how": "paper", "approver_id": None, "document_no": "政法〔2026〕1号"}


def role(code: str, area_path: str = ""):
    """Give Zhang San a role."""
    return _row("operator_role", role=code, area_path=area_path)


FORBIDDEN = [
    Forbidden("ck_operator_login_given", _row("operator", login="")),
    Forbidden("ck_operator_name_given", _row("operator", name="")),
    Forbidden("uq_operator_login", _row("operator", id=901), (ZHANG,)),
    Forbidden("operator_keeps_delete", sql("DELETE FROM operator WHERE id = 900"), (ZHANG,)),
    # the three administrators are apart
    *(
        Forbidden("operator_role_apart_insert", role(second), (ZHANG, APART, role(first)))
        for first, second in (
            ("system_admin", "auditor"),
            ("auditor", "clerk"),
            ("chief", "security_admin"),
            ("security_admin", "viewer"),
        )
    ),
    Forbidden("operator_role_apart_insert", role("owner"), (ZHANG, APART)),
    Forbidden(
        "operator_role_apart_insert",
        role("auditor", "3205/"),
        (ZHANG, APART, role("clerk", "3201/")),
    ),
    *(
        Forbidden(
            "operator_role_apart_update",
            sql(f"UPDATE operator_role SET role = '{code}' WHERE role = 'viewer'"),
            (ZHANG, APART, role("viewer"), role("clerk")),
        )
        for code in ("auditor", "owner")
    ),
    # approvals
    Forbidden("ck_approval_signed_by_operator", _row("approval", approver_id=None), (ZHANG,)),
    Forbidden(
        "ck_approval_signed_by_operator",
        _row("approval", **PAPER | {"approver_id": 900}),
        (ZHANG,),
    ),
    Forbidden("ck_approval_how", _row("approval", **PAPER | {"how": "?"})),
    Forbidden("ck_approval_paper_has_number", _row("approval", **PAPER | {"document_no": ""})),
    Forbidden("ck_approval_approver_given", _row("approval", approver_name=""), (ZHANG,)),
    Forbidden("ck_approval_approver_given", _row("approval", approver_post=""), (ZHANG,)),
    Forbidden("ck_approval_step_from_one", _row("approval", step=0), (ZHANG,)),
    Forbidden(
        "uq_approval_deed_subject_step",
        _row("approval", id=901, **PAPER | {"approver_name": "李四"}),
        (ZHANG, _row("approval")),
    ),
    Forbidden(
        "uq_approval_deed_subject_approver_name_approver_post",
        _row("approval", id=901, step=2, **PAPER),
        (ZHANG, _row("approval")),
    ),
    Forbidden(
        "ux_approval_signed",
        _row("approval", id=901, step=2, approver_post="主任"),
        (ZHANG, _row("approval")),
    ),
    # by policy nobody approves what he proposed, neither signed in nor on paper
    Forbidden("approval_other_approver", _row("approval", proposer_id=900), (ZHANG, OTHER)),
    Forbidden(
        "approval_other_approver", _row("approval", proposer_id=900, **PAPER), (ZHANG, OTHER)
    ),
]
