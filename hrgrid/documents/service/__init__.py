"""What is done with issued papers: certificates issued, printed, taken back, replaced; keys."""

from hrgrid.documents.service.correcting import Correction, correct, duplicate
from hrgrid.documents.service.faces import face_of_issue, keep_template, template_in_use
from hrgrid.documents.service.issuing import (
    check_issue,
    issue,
    replace,
    revoke,
    revoke_source,
)
from hrgrid.documents.service.key_sheet import KeySheet, key_sheet, read_key_sheet
from hrgrid.documents.service.preflight import Checked, examine, refuse_faulty, rows_of
from hrgrid.documents.service.printing import (
    PrintOrder,
    SentPack,
    Spoiled,
    note_printed_outside,
    send_pack,
    settle_pack,
    take_back,
)
from hrgrid.documents.service.registers import SealOrder, hand_over, note_seal_use
from hrgrid.documents.service.requests import Asked, CertificateRequest, Decision
from hrgrid.documents.service.signing import rotate_key
from hrgrid.documents.service.verifying import (
    Book,
    Finding,
    VerifiedRow,
    codes_of,
    signatures_in,
    verification_book,
    verified,
)

__all__ = [
    "Asked",
    "Book",
    "CertificateRequest",
    "Checked",
    "Correction",
    "Decision",
    "Finding",
    "KeySheet",
    "PrintOrder",
    "SealOrder",
    "SentPack",
    "Spoiled",
    "VerifiedRow",
    "check_issue",
    "codes_of",
    "correct",
    "duplicate",
    "examine",
    "face_of_issue",
    "hand_over",
    "issue",
    "keep_template",
    "key_sheet",
    "note_printed_outside",
    "note_seal_use",
    "read_key_sheet",
    "refuse_faulty",
    "replace",
    "revoke",
    "revoke_source",
    "rotate_key",
    "rows_of",
    "send_pack",
    "settle_pack",
    "signatures_in",
    "take_back",
    "template_in_use",
    "verification_book",
    "verified",
]
