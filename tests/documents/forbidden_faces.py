"""Forbidden writes to templates, faces, sheets of keys, the register of seals and hand-overs."""

from __future__ import annotations

from tests.documents.forbidden import ISSUED, KEY, PRINTED
from tests.storage.violating import DAY, Forbidden, T, row, sql

_MADE = {"made_at": T, "made_by": "经办人"}
ROWS = {
    "certificate_template": {
        "id": 900,
        "purpose": "campaign",
        "edition": 1,
        "name": "金边",
        "content": "{}",
        "sha256": "a" * 64,
    }
    | _MADE,
    "certificate_face": {"id": 900, "template_id": None, "content": "{}", "sha256": "a" * 64}
    | _MADE,
    "certificate_faced": {"certificate_id": 900, "face_id": 900},
    "revocation_list": {
        "edition": 1,
        "content": "{}",
        "sha256": "a" * 64,
        "key_id": "0123ABCD",
    }
    | _MADE,
    "seal_use": {
        "id": 900,
        "batch": "campaign:900",
        "paper": "荣誉证书",
        "copy_count": 1,
        "document_no": "苏政法〔2019〕12号",
        "approver_name": "王主任",
        "used_on": DAY,
        "note": "",
    }
    | _MADE,
    "certificate_handover": {"certificate_id": 900, "receiver": "钱七", "handed_on": DAY} | _MADE,
}
PARENTS = {
    "certificate_faced": ("certificate", "certificate_face"),
    "revocation_list": ("signing_key",),
    "certificate_handover": ("certificate", "print_sheet"),
}


def of(table: str, **changes: object):
    """A good row of a table, changed."""
    return row(ROWS, table, **changes)


CONFIRM = sql("UPDATE print_sheet SET state = 'confirmed', confirmed_at = sent_at")
STEPS = {"certificate_handover": (CONFIRM,)}
# The order of editions and what must be printed are asked first, by triggers.
NEVER = {
    "pk_certificate_template": "certificate_template_in_turn",
    "pk_revocation_list": "revocation_list_in_turn",
    "uq_certificate_template_purpose_edition": "certificate_template_in_turn",
    "fk_certificate_handover_certificate_id": "certificate_handover_printed",
}
TEMPLATE, FACE, SEAL = of("certificate_template"), of("certificate_face"), of("seal_use")
LIST, FACED = (KEY, of("revocation_list")), (*ISSUED, FACE, of("certificate_faced"))
CONFIRMED = (*PRINTED, CONFIRM)
TAKEN = (*CONFIRMED, of("certificate_handover"))
REVOKED = sql("UPDATE certificate SET state = 'revoked', revoke_reason = '作假'")


def kept(table, change, ready):
    """Neither changed nor taken out."""
    return [
        Forbidden(f"{table}_keeps_update", sql(f"UPDATE {table} SET {change}"), ready),
        Forbidden(f"{table}_keeps_delete", sql(f"DELETE FROM {table}"), ready),
    ]


FORBIDDEN = [
    *kept("certificate_template", "content = '[]'", (TEMPLATE,)),
    *kept("certificate_face", "content = '[]'", (FACE,)),
    *kept("certificate_faced", "face_id = 901", FACED),
    *kept("revocation_list", "content = '[]'", LIST),
    *kept("seal_use", "approver_name = '别人'", (SEAL,)),
    *kept("certificate_handover", "receiver = '别人'", TAKEN),
    Forbidden("certificate_template_in_turn", of("certificate_template", edition=2)),
    Forbidden(
        "certificate_template_in_turn", of("certificate_template", id=901, edition=3), (TEMPLATE,)
    ),
    Forbidden("ck_certificate_template_told", of("certificate_template", name="")),
    Forbidden("ck_certificate_template_told", of("certificate_template", content="")),
    Forbidden("ck_certificate_template_told", of("certificate_template", purpose="")),
    Forbidden("ck_certificate_face_told", of("certificate_face", content="")),
    Forbidden("uq_certificate_face_sha256", of("certificate_face", id=901), (FACE,)),
    Forbidden("pk_certificate_faced", of("certificate_faced"), FACED),
    Forbidden("fk_revocation_list_key_id", of("revocation_list", key_id="B"), (KEY,)),
    Forbidden("revocation_list_in_turn", of("revocation_list", edition=2), (KEY,)),
    Forbidden("ck_revocation_list_told", of("revocation_list", content=""), (KEY,)),
    Forbidden("ck_seal_use_has_paper", of("seal_use", paper="")),
    Forbidden("ck_seal_use_copies_counted", of("seal_use", copy_count=0)),
    Forbidden("ck_seal_use_has_approver", of("seal_use", approver_name="")),
    Forbidden("ck_seal_use_has_document", of("seal_use", document_no="")),
    Forbidden("pk_certificate_handover", of("certificate_handover"), TAKEN),
    Forbidden(
        "ck_certificate_handover_has_receiver",
        of("certificate_handover", receiver=""),
        CONFIRMED,
    ),
    Forbidden("certificate_handover_printed", of("certificate_handover"), PRINTED),
    Forbidden("certificate_handover_printed", of("certificate_handover"), (*CONFIRMED, REVOKED)),
]
