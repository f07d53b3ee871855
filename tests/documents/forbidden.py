"""Forbidden writes to number series, signing keys and certificates."""

from __future__ import annotations

from tests.storage.violating import DAY, Forbidden, T, row, sql

ROWS = {
    "number_series": {
        "id": 900,
        "prefix": "苏政法网格",
        "code": "XF",
        "year": 2019,
        "width": 3,
        "next_serial": 2,
        "version": 1,
    },
    "signing_key": {
        "key_id": "0123ABCD",
        "algorithm": "ed25519",
        "public_key": bytes(32),
        "valid_from": DAY,
        "valid_to": None,
        "made_at": T,
        "made_by": "经办人",
        "version": 1,
    },
    "certificate": {
        "id": 900,
        "series_id": 900,
        "serial": 1,
        "number": "苏政法网格〔2019〕XF001",
        "copy_no": 0,
        "batch": "campaign:900",
        "source": "honour:900",
        "person_name": "张三",
        "unit": "示例街道",
        "with_unit": False,
        "honour": "先锋网格员",
        "body_text": "被命名为“先锋网格员”。",
        "document_no": "苏政法〔2019〕12号",
        "granted_on": DAY,
        "code_text": "编号：1",
        "code_sha256": "a" * 64,
        "key_id": "0123ABCD",
        "state": "issued",
        "replaces_id": None,
        "revoke_reason": None,
        "made_at": T,
        "made_by": "经办人",
        "version": 1,
    },
}
PARENTS = {"certificate": ("number_series", "signing_key")}


def of(table: str, **changes: object):
    """A good row of a table, changed."""
    return row(ROWS, table, **changes)


SERIES, KEY = of("number_series"), of("signing_key")
READY = (SERIES, KEY)
ISSUED = (*READY, of("certificate"))
OTHER = {"id": 901, "serial": 2, "number": "苏政法网格〔2019〕XF002", "source": "honour:901"}
FORBIDDEN = [
    Forbidden("ck_number_series_next_from_one", of("number_series", next_serial=0)),
    Forbidden("ck_number_series_width_known", of("number_series", width=0)),
    Forbidden("ck_number_series_year_known", of("number_series", year=19)),
    Forbidden("uq_number_series_prefix_code_year", of("number_series", id=901), (SERIES,)),
    Forbidden("number_series_keeps_delete", sql("DELETE FROM number_series"), (SERIES,)),
    *(
        Forbidden("number_series_only_grows", sql(f"UPDATE number_series SET {change}"), (SERIES,))
        for change in ("next_serial = 1", "prefix = '他'", "code = 'YX'", "year = 2020")
    ),
    Forbidden(
        "pk_signing_key",
        of("signing_key", valid_to=DAY),
        (of("signing_key", valid_to=DAY),),
    ),
    Forbidden("ck_signing_key_named", of("signing_key", key_id="")),
    Forbidden("ck_signing_key_whole", of("signing_key", public_key=bytes(31))),
    Forbidden("ck_signing_key_days_in_order", of("signing_key", valid_to=DAY.replace(year=2000))),
    Forbidden("ux_signing_key_one_in_use", of("signing_key", key_id="B"), (KEY,)),
    Forbidden("signing_key_keeps_delete", sql("DELETE FROM signing_key"), (KEY,)),
    *(
        Forbidden("signing_key_stays", sql(f"UPDATE signing_key SET {change}"), (KEY,))
        for change in ("key_id = 'B'", "valid_from = '2026-05-02'")
    ),
    Forbidden(
        "signing_key_stays",
        sql("UPDATE signing_key SET valid_to = NULL"),
        (of("signing_key", valid_to=DAY),),
    ),
    Forbidden("ck_certificate_revoked_why", of("certificate", state="revoked"), READY),
    Forbidden("ck_certificate_revoked_why", of("certificate", revoke_reason="作假"), READY),
    Forbidden(
        "ck_certificate_reason_given",
        of("certificate", state="revoked", revoke_reason=""),
        READY,
    ),
    Forbidden("fk_certificate_key_id", of("certificate", key_id="B"), READY),
    Forbidden("ck_certificate_numbered", of("certificate", number=""), READY),
    Forbidden("ck_certificate_numbered", of("certificate", serial=0), READY),
    Forbidden("ck_certificate_copy_not_negative", of("certificate", copy_no=-1), READY),
    Forbidden("ck_certificate_has_document", of("certificate", document_no=""), READY),
    Forbidden("ck_certificate_has_name", of("certificate", person_name=""), READY),
    Forbidden("ck_certificate_has_source", of("certificate", source=""), READY),
    Forbidden("ck_certificate_has_source", of("certificate", batch=""), READY),
    Forbidden("ck_certificate_replaces_another", of("certificate", replaces_id=900), READY),
    Forbidden(
        "uq_certificate_number_copy_no", of("certificate", id=901, source="honour:901"), ISSUED
    ),
    Forbidden(
        "ux_certificate_one_in_force",
        of("certificate", **(OTHER | {"source": "honour:900"})),
        ISSUED,
    ),
    Forbidden(
        "uq_certificate_replaces_id",
        of("certificate", **(OTHER | {"id": 902, "number": "3", "source": "3"}), replaces_id=900),
        (*ISSUED, of("certificate", **OTHER, replaces_id=900)),
    ),
    Forbidden("certificate_keeps_delete", sql("DELETE FROM certificate"), ISSUED),
    *(
        Forbidden("certificate_issued", sql(f"UPDATE certificate SET {change}"), ISSUED)
        for change in (
            "person_name = '李四'",
            "body_text = '别的'",
            "number = '2'",
            "code_text = '2'",
            "with_unit = (1 = 1)",
            "granted_on = '2026-05-02'",
        )
    ),
    Forbidden(
        "certificate_issued",
        sql("UPDATE certificate SET state = 'issued', revoke_reason = NULL"),
        (*READY, of("certificate", state="revoked", revoke_reason="作假")),
    ),
    Forbidden(
        "certificate_issued",
        sql("UPDATE certificate SET replaces_id = 901 WHERE id = 900"),
        (*ISSUED, of("certificate", **OTHER)),
    ),
]
