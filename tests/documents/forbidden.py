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

# --- the register of printing ---------------------------------------------------------------------

ROWS |= {
    "print_run": {
        "id": 900,
        "batch": "campaign:900",
        "printer": "一号机",
        "form": "a4",
        "shift_x": 0,
        "shift_y": 0,
        "scale": 1000,
        "made_at": T,
        "made_by": "经办人",
    },
    "print_sheet": {
        "id": 900,
        "run_id": 900,
        "pack": 1,
        "certificate_id": 900,
        "turn": 1,
        "reason": None,
        "note": None,
        "state": "sent",
        "sent_at": T,
        "sent_by": "经办人",
        "confirmed_at": None,
        "void_reason": None,
        "void_at": None,
        "void_by": None,
        "taken_back_at": None,
        "taken_back_by": None,
        "version": 1,
    },
}
PARENTS |= {"print_sheet": ("certificate", "print_run")}
TO_PRINT = (*ISSUED, of("print_run"))
VOID = {"state": "void", "void_reason": "jam", "void_at": T, "void_by": "经办人"}
PRINTED = (*TO_PRINT, of("print_sheet"))
SPOILED = (*TO_PRINT, of("print_sheet", **VOID))
SECOND = {"id": 901, "turn": 2, "reason": "jam"}
LATER = "'2026-06-01 08:00:00.000000'"
FORBIDDEN += [
    Forbidden("ck_print_run_named", of("print_run", printer="")),
    Forbidden("ck_print_run_named", of("print_run", batch="")),
    Forbidden("ck_print_run_scale_known", of("print_run", scale=1)),
    Forbidden("ck_print_sheet_counted_from_one", of("print_sheet", turn=0, reason="jam"), TO_PRINT),
    Forbidden("ck_print_sheet_counted_from_one", of("print_sheet", pack=0), TO_PRINT),
    Forbidden(
        "ck_print_sheet_again_with_reason",
        of("print_sheet", **(SECOND | {"reason": None})),
        SPOILED,
    ),
    *(
        Forbidden(
            "ck_print_sheet_other_told",
            of("print_sheet", **(SECOND | {"reason": "other", "note": note})),
            SPOILED,
        )
        for note in (None, "")
    ),
    Forbidden("ck_print_sheet_void_why", of("print_sheet", void_reason="jam"), TO_PRINT),
    Forbidden(
        "ck_print_sheet_void_why", of("print_sheet", **(VOID | {"void_reason": None})), TO_PRINT
    ),
    Forbidden(
        "ck_print_sheet_void_when",
        of("print_sheet", **(VOID | {"void_at": None, "void_by": None})),
        TO_PRINT,
    ),
    Forbidden(
        "ck_print_sheet_void_by_whom", of("print_sheet", **(VOID | {"void_by": None})), TO_PRINT
    ),
    Forbidden(
        "ck_print_sheet_void_reason", of("print_sheet", **(VOID | {"void_reason": "?"})), TO_PRINT
    ),
    Forbidden("ck_print_sheet_confirmed_when", of("print_sheet", state="confirmed"), TO_PRINT),
    *(
        Forbidden("ck_print_sheet_taken_back_paper", of("print_sheet", **wrong), TO_PRINT)
        for wrong in (
            {"taken_back_at": T, "taken_back_by": "经办人"},
            VOID | {"taken_back_at": T},
            VOID | {"void_reason": "lost", "taken_back_at": T, "taken_back_by": "经办人"},
            VOID | {"void_reason": "not_printed", "taken_back_at": T, "taken_back_by": "经办人"},
        )
    ),
    Forbidden(
        "ux_print_sheet_one_counts",
        of("print_sheet", **SECOND),
        PRINTED,
    ),
    Forbidden("uq_print_sheet_certificate_id_turn", of("print_sheet", id=901), SPOILED),
    Forbidden("print_sheet_in_turn", of("print_sheet", **SECOND), TO_PRINT),
    Forbidden("print_sheet_in_turn", of("print_sheet", **(SECOND | {"turn": 3})), SPOILED),
    Forbidden(
        "print_sheet_in_force",
        of("print_sheet"),
        (
            *READY,
            of("certificate", state="revoked", revoke_reason="作假"),
            of("print_run"),
        ),
    ),
    Forbidden("print_sheet_keeps_delete", sql("DELETE FROM print_sheet"), PRINTED),
    *(
        Forbidden("print_sheet_stays", sql(f"UPDATE print_sheet SET {change}"), PRINTED)
        for change in (
            "pack = 2",
            "turn = 2, reason = 'jam'",
            "note = '别的'",
            "sent_by = '别人'",
            f"sent_at = {LATER}",
        )
    ),
    *(
        Forbidden("print_sheet_stays", sql(f"UPDATE print_sheet SET {change}"), SPOILED)
        for change in (
            "state = 'sent', void_reason = NULL, void_at = NULL, void_by = NULL",
            "void_reason = 'lost'",
            "void_by = '别人'",
        )
    ),
    Forbidden(
        "print_sheet_stays",
        sql("UPDATE print_sheet SET state = 'sent'"),
        (*TO_PRINT, of("print_sheet", state="confirmed", confirmed_at=T)),
    ),
    Forbidden(
        "print_sheet_stays",
        sql("UPDATE print_sheet SET taken_back_at = NULL, taken_back_by = NULL"),
        (*TO_PRINT, of("print_sheet", **VOID, taken_back_at=T, taken_back_by="经办人")),
    ),
]
