"""Numbers of units: unified social credit codes (GB 32100-2015) and bank accounts."""

from __future__ import annotations

from hrgrid.core.errors import UserError
from hrgrid.core.identity.folding import folded

# Without I, O, S, V, Z, which look like digits or each other.
_SIGNS = "0123456789ABCDEFGHJKLMNPQRTUWXY"


def credit_code(text: str) -> str:
    """The 统一社会信用代码 that was typed, folded and checked; raises UserError."""
    code = folded(text).replace("-", "")
    if not code:
        raise UserError("没有填写统一社会信用代码，请补填")
    if len(code) != 18:
        raise UserError(f"统一社会信用代码应为18位，“{code[:20]}”是{len(code)}位，请核对")
    wrong = next((sign for sign in code if sign not in _SIGNS), None)
    if wrong is not None:
        raise UserError(
            f"统一社会信用代码“{code}”里有“{wrong}”，代码只用数字和不含I、O、S、V、Z的字母，请核对"
        )
    if credit_code_check(code[:17]) != code[17]:
        raise UserError(f"统一社会信用代码“{code}”末位校验不符，请按登记证逐位核对")
    return code


def credit_code_check(first_seventeen: str) -> str:
    """The eighteenth sign: weights 3^i modulo 31."""
    total = sum(_SIGNS.index(sign) * pow(3, at, 31) for at, sign in enumerate(first_seventeen))
    return _SIGNS[-total % 31]


def mask_account(number: str) -> str:
    """****1234: the last four of a bank account, and nothing about its length."""
    plain = folded(number).replace("-", "")
    return f"****{plain[-4:]}" if len(plain) > 8 else "****"
