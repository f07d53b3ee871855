"""What is done with issued papers: certificates issued, printed, taken back, replaced; keys."""

from hrgrid.documents.service.correcting import Correction, correct, duplicate
from hrgrid.documents.service.issuing import (
    CertificateRequest,
    Decision,
    issue,
    replace,
    revoke,
    revoke_source,
)
from hrgrid.documents.service.printing import (
    PrintOrder,
    SentPack,
    Spoiled,
    note_printed_outside,
    send_pack,
    settle_pack,
    take_back,
)
from hrgrid.documents.service.signing import key_sheet, read_key_sheet
from hrgrid.documents.service.verifying import (
    Book,
    Finding,
    VerifiedRow,
    codes_of,
    verification_book,
    verified,
)

__all__ = [
    "Book",
    "CertificateRequest",
    "Correction",
    "Decision",
    "Finding",
    "PrintOrder",
    "SentPack",
    "Spoiled",
    "VerifiedRow",
    "codes_of",
    "correct",
    "duplicate",
    "issue",
    "key_sheet",
    "note_printed_outside",
    "read_key_sheet",
    "replace",
    "revoke",
    "revoke_source",
    "send_pack",
    "settle_pack",
    "take_back",
    "verification_book",
    "verified",
]
