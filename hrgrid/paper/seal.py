"""校验码: plain sentences with an Ed25519 signature (RFC 8032), for a QR code.

Whoever scans it reads what the certificate says; a verifier needs the office's public key and
no network. It is no 电子印章 in the sense of the law and no SM2: a check of the office's own.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass

# Signed with the text, so that no signature made for something else is taken for one of these.
_CONTEXT = b"hrgrid certificate 1\n"
_SHEET = b"hrgrid key sheet 1\n"
LABELS = ("编号", "姓名", "称号", "单位", "日期", "校验")
_DAY = re.compile(r"([0-9]{4})年([0-9]{1,2})月([0-9]{1,2})日")
_KEY_ID = re.compile(r"[A-Za-z0-9-]{1,16}")
_SIGNATURE_BYTES = 64
# As many as the largest signature has: a QR code packs digits closer than any letters.
_DIGITS = 155


@dataclass(frozen=True, slots=True)
class Statement:
    """What a certificate says, as its code says it; `unit` may be empty, the rest may not."""

    number: str
    name: str
    honour: str
    unit: str
    day: dt.date


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether a code is true; `fault` says why not, the statement is what could be read."""

    statement: Statement | None
    key_id: str = ""
    fault: str = ""

    @property
    def valid(self) -> bool:
        """Whether the signature was made with the key that the code names."""
        return self.statement is not None and not self.fault


def payload(statement: Statement, key_id: str) -> str:
    """The sentences that are signed, a line each; raises ValueError on a broken line."""
    values = (
        statement.number,
        statement.name,
        statement.honour,
        statement.unit,
        f"{statement.day.year:04d}年{statement.day.month}月{statement.day.day}日",
        key_id,
    )
    if any("\n" in value or value != value.strip() for value in values):
        raise ValueError("a line of the code holds a line break or a blank at its end")
    if not _KEY_ID.fullmatch(key_id) or not statement.number:
        raise ValueError("a code needs its number and the name of its key")
    lines = zip(LABELS, values, strict=True)
    return "\n".join(f"{label}：{value}" for label, value in lines if value)


class Signer:
    """Signs statements with one private key, the raw 32 bytes of it, named in the code."""

    def __init__(self, key_id: str, private_key: bytes) -> None:
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

        self.key_id = key_id
        self._key = Ed25519PrivateKey.from_private_bytes(private_key)

    def sign_bytes(self, content: bytes) -> bytes:
        """The signature of anything that begins with what it is."""
        return self._key.sign(content)

    def code(self, statement: Statement) -> str:
        """The text of the code."""
        text = payload(statement, self.key_id)
        signature = int.from_bytes(self._key.sign(_signed(text)), "big")
        return f"{text} {signature:0{_DIGITS}d}"


def sign_sheet(signer: Signer, text: str) -> str:
    """The signature of a sheet of keys and revocations, in hexadecimal digits."""
    return signer.sign_bytes(_SHEET + text.encode("utf-8")).hex()


def sheet_is_signed(text: str, signature: str, public_key: bytes) -> bool:
    """Whether a sheet was signed with this key."""
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    try:
        key = Ed25519PublicKey.from_public_bytes(public_key)
        key.verify(bytes.fromhex(signature), _SHEET + text.encode("utf-8"))
    except (InvalidSignature, ValueError):
        return False
    return True


def new_key() -> tuple[bytes, bytes]:
    """A private and its public key, raw, 32 bytes each."""
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    private = Ed25519PrivateKey.generate()
    return private.private_bytes_raw(), private.public_key().public_bytes_raw()


def verify(text: str, public_keys: Mapping[str, bytes]) -> Verdict:
    """Check a code against the public keys by their names."""
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    body, _, code = text.strip().rpartition(" ")
    statement, key_id = _read(body)
    signature = _bytes_of(code)
    if statement is None or signature is None:
        return Verdict(None, fault="不是本系统的校验码")
    if key_id not in public_keys:
        return Verdict(statement, key_id, f"没有编号为“{key_id}”的公钥，无法核验")
    try:
        key = Ed25519PublicKey.from_public_bytes(public_keys[key_id])
        key.verify(signature, _signed(body))
    except (InvalidSignature, ValueError):
        return Verdict(statement, key_id, "签名不符：内容被改动过，或不是本机关所发")
    return Verdict(statement, key_id)


def _signed(text: str) -> bytes:
    return _CONTEXT + text.encode("utf-8")


def _bytes_of(code: str) -> bytes | None:
    if not re.fullmatch(f"[0-9]{{{_DIGITS}}}", code):
        return None
    try:
        return int(code).to_bytes(_SIGNATURE_BYTES, "big")
    except OverflowError:
        return None


def _read(text: str) -> tuple[Statement | None, str]:
    """The statement that these very sentences make and its key; None where they make none."""
    values = dict(line.partition("：")[::2] for line in text.split("\n"))
    number, name, honour, unit, on, key_id = (values.get(label, "") for label in LABELS)
    try:
        day = _date(on)
        statement = Statement(number, name, honour, unit, day)
        return (statement if payload(statement, key_id) == text else None), key_id
    except ValueError:
        return None, ""


def _date(text: str) -> dt.date:
    found = _DAY.fullmatch(text)
    if found is None:
        raise ValueError(text)
    return dt.date(int(found[1]), int(found[2]), int(found[3]))
