"""What is done with issued papers: certificates issued, taken back, replaced; keys made."""

from hrgrid.documents.service.issuing import (
    CertificateRequest,
    Decision,
    issue,
    replace,
    revoke,
    revoke_source,
)
from hrgrid.documents.service.signing import key_sheet, read_key_sheet

__all__ = [
    "CertificateRequest",
    "Decision",
    "issue",
    "key_sheet",
    "read_key_sheet",
    "replace",
    "revoke",
    "revoke_source",
]
