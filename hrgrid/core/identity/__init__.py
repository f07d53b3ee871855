"""Numbers that stand for a person or a unit: checked, masked, and found in running text.

resident (identity cards), telephones, units (credit codes, bank accounts), finding (numbers
hidden in sentences). No refusal here quotes a full number.
"""

from __future__ import annotations

from hrgrid.core.identity.finding import Found, find_identity_numbers, hides_identity, mask_all
from hrgrid.core.identity.resident import (
    ResidentId,
    Sex,
    check_digit,
    mask_resident_id,
    resident_id,
    usual_resident_id,
)
from hrgrid.core.identity.telephones import mask_telephone, telephone
from hrgrid.core.identity.units import credit_code, credit_code_check, mask_account

__all__ = [
    "Found",
    "ResidentId",
    "Sex",
    "check_digit",
    "credit_code",
    "credit_code_check",
    "find_identity_numbers",
    "hides_identity",
    "mask_account",
    "mask_all",
    "mask_resident_id",
    "mask_telephone",
    "resident_id",
    "telephone",
    "usual_resident_id",
]
