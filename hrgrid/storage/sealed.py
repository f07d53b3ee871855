"""Encrypted values and the keys behind them.

One data key an office. It lies in the database wrapped several times: for each operator's
password (Argon2id), for this machine where an operator has no password, and for the recovery
code printed at first start. From the data key are derived, by HKDF, the key that seals values
(AES-256-GCM), the key of the lookup MACs (HMAC-SHA256) and the key of the key file, which holds
the journal's HMAC key and later the signing keys, outside the database.
"""

from __future__ import annotations

import enum
import hashlib
import json
import secrets
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any, Self

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from hrgrid.core.errors import UserError
from hrgrid.core.hashing import canonical_bytes
from hrgrid.core.paths import user_folder

KEY_BYTES = 32
_NONCE_BYTES = 12
_FORM = b"\x01"
_TAG_BYTES = 16
_HMAC_BLOCK = 64
_SHORTEST = len(_FORM) + _NONCE_BYTES + _TAG_BYTES
JOURNAL = "journal"


class WrapMethod(enum.Enum):
    """What opens a wrap."""

    PASSWORD = "password"  # noqa: S105 - the name of a method
    MACHINE = "machine"
    RECOVERY = "recovery"


@dataclass(frozen=True)
class Wrap:
    """The data key under one secret; `parameters` are Argon2's costs, empty for the others."""

    method: WrapMethod
    salt: bytes
    blob: bytes
    parameters: str = ""
    machine: str = ""


@dataclass(frozen=True)
class Keyring:
    """The opened keys of one office; made at sign-in, never stored."""

    data_key: bytes = field(repr=False)
    file_keys: Mapping[str, bytes] = field(repr=False, default_factory=dict)

    def seal(self, context: str, text: str) -> bytes:
        """Encrypt `text`; `context` ("person.id_number") must be given again to open it."""
        nonce = secrets.token_bytes(_NONCE_BYTES)
        return _FORM + nonce + self._sealer.encrypt(nonce, text.encode("utf-8"), context.encode())

    def open(self, context: str, blob: bytes) -> str:
        """Decrypt; a value moved to another column or changed is refused."""
        try:
            if blob[:1] != _FORM:
                raise InvalidTag
            nonce, body = blob[1 : 1 + _NONCE_BYTES], blob[1 + _NONCE_BYTES :]
            return self._sealer.decrypt(nonce, body, context.encode()).decode("utf-8")
        except (InvalidTag, ValueError) as error:
            # A blob that was cut short has not even its nonce.
            raise UserError(
                f"加密数据（{context}）解不开，可能已损坏或被改动。请恢复最近一次完好的备份"
            ) from error

    def seal_all(self, context: str, texts: Iterable[str | None]) -> list[bytes | None]:
        """The same for many; None stays None. What is random is drawn at once."""
        given, encrypt, about = list(texts), self._sealer.encrypt, context.encode()
        drawn = secrets.token_bytes(_NONCE_BYTES * len(given))
        nonces = [drawn[at : at + _NONCE_BYTES] for at in range(0, len(drawn), _NONCE_BYTES)]
        return [
            None if text is None else _FORM + nonce + encrypt(nonce, text.encode("utf-8"), about)
            for nonce, text in zip(nonces, given, strict=True)
        ]

    def mac(self, context: str, text: str) -> bytes:
        """16 bytes for lookups: equal texts in one context have equal MACs, only in this office."""
        (mac,) = self.macs(context, (text,))
        assert mac is not None  # noqa: S101 - of a text there is one
        return mac

    def macs(self, context: str, texts: Iterable[str | None]) -> list[bytes | None]:
        """The same for many; None stays None."""
        # HMAC-SHA256 by its two hashes (RFC 2104), each begun once: `hmac` takes twice as long.
        inner, outer = self._macs.get(context) or self._begin_mac(context)
        made: list[bytes | None] = []
        for text in texts:
            if text is None:
                made.append(None)
                continue
            inside, around = inner.copy(), outer.copy()
            inside.update(text.encode("utf-8"))
            around.update(inside.digest())
            made.append(around.digest()[:16])
        return made

    def _begin_mac(self, context: str) -> tuple[Any, Any]:
        key = _derive(self.data_key, "hrgrid mac").ljust(_HMAC_BLOCK, b"\x00")
        inner = hashlib.sha256(bytes(byte ^ 0x36 for byte in key) + context.encode() + b"\x00")
        outer = hashlib.sha256(bytes(byte ^ 0x5C for byte in key))
        self._macs[context] = inner, outer
        return inner, outer

    @property
    def journal_key(self) -> bytes | None:
        """The journal's HMAC key; None where the key file is missing."""
        return self.file_keys.get(JOURNAL)

    # Derived once: an import seals forty thousand people.
    @cached_property
    def _sealer(self) -> AESGCM:
        return AESGCM(_derive(self.data_key, "hrgrid seal"))

    @cached_property
    def _macs(self) -> dict[str, tuple[Any, Any]]:
        return {}


def _derive(key: bytes, purpose: str, salt: bytes = b"") -> bytes:
    return HKDF(SHA256(), KEY_BYTES, salt or None, purpose.encode()).derive(key)


def _encrypt(key: bytes, context: bytes, content: bytes) -> bytes:
    nonce = secrets.token_bytes(_NONCE_BYTES)
    return _FORM + nonce + AESGCM(key).encrypt(nonce, content, context)


def _decrypt(key: bytes, context: bytes, blob: bytes) -> bytes:
    if blob[:1] != _FORM or len(blob) < _SHORTEST:
        raise InvalidTag
    body = blob[1:]
    return AESGCM(key).decrypt(body[:_NONCE_BYTES], body[_NONCE_BYTES:], context)


# --- wrapping ---------------------------------------------------------------------------


@dataclass(frozen=True)
class Argon2Cost:
    """Costs of Argon2id; the memory is in KiB."""

    time: int = 3
    memory: int = 64 * 1024
    lanes: int = 2

    def text(self) -> str:
        """As stored beside the wrap."""
        return f"{self.time},{self.memory},{self.lanes}"

    @classmethod
    def of(cls, text: str) -> Self:
        """Read what `text` wrote."""
        return cls(*map(int, text.split(",")))


# What an office pays for each guess at a password. Whoever tests something else sets a lower price
# here for its own process; what a wrap was made with stands beside it.
OFFICE_PRICE = Argon2Cost()


def wrap_for_password(data_key: bytes, password: str, cost: Argon2Cost | None = None) -> Wrap:
    """Wrap for an operator's password; takes about half a second on purpose."""
    cost = cost or OFFICE_PRICE
    salt = secrets.token_bytes(16)
    blob = _encrypt(_password_key(password, salt, cost), b"wrap", data_key)
    return Wrap(WrapMethod.PASSWORD, salt, blob, cost.text())


def wrap_for_machine(data_key: bytes) -> Wrap:
    """Wrap for this machine's key file: whoever uses this account here needs no password."""
    machine_key = _machine_key(make=True)
    assert machine_key is not None  # noqa: S101 - it was just made
    salt = secrets.token_bytes(16)
    blob = _encrypt(_derive(machine_key, "hrgrid machine", salt), b"wrap", data_key)
    return Wrap(WrapMethod.MACHINE, salt, blob, machine=_machine_name(machine_key))


def wrap_for_recovery(data_key: bytes, code: str) -> Wrap:
    """Wrap for the printed recovery code (155 random bits, so no slow hash is needed)."""
    salt = secrets.token_bytes(16)
    blob = _encrypt(_recovery_key(code, salt), b"wrap", data_key)
    return Wrap(WrapMethod.RECOVERY, salt, blob)


def unwrap(wrap: Wrap, secret: str | None) -> bytes | None:
    """The data key, or None when the secret (or this machine) is not the right one."""
    key = _wrapping_key(wrap, secret)
    if key is None:
        return None
    try:
        return _decrypt(key, b"wrap", wrap.blob)
    except InvalidTag:
        return None


def _wrapping_key(wrap: Wrap, secret: str | None) -> bytes | None:
    if wrap.method is WrapMethod.MACHINE:
        machine_key = _machine_key(make=False)
        return machine_key and _derive(machine_key, "hrgrid machine", wrap.salt)
    if secret is None:
        return None
    if wrap.method is WrapMethod.RECOVERY:
        return _recovery_key(secret, wrap.salt)
    return _password_key(secret, wrap.salt, Argon2Cost.of(wrap.parameters))


def _password_key(password: str, salt: bytes, cost: Argon2Cost) -> bytes:
    from argon2.low_level import Type, hash_secret_raw

    return hash_secret_raw(
        password.encode("utf-8"), salt, cost.time, cost.memory, cost.lanes, KEY_BYTES, Type.ID
    )


def this_machine() -> str:
    """The name of this machine's key, "" where it has none yet."""
    key = _machine_key(make=False)
    return _machine_name(key) if key else ""


def _machine_name(key: bytes) -> str:
    return hashlib.sha256(b"hrgrid machine name" + key).hexdigest()[:16]


def _machine_key(*, make: bool) -> bytes | None:
    path = user_folder() / "machine.key"
    if not path.exists():
        if not make:
            return None
        from hrgrid.storage.files import write_whole

        # mkstemp gives the file to this account alone, and the move keeps that.
        write_whole(path, secrets.token_bytes(KEY_BYTES))
    return path.read_bytes()


# --- the recovery code --------------------------------------------------------------------

# No 0 O 1 I L U Z: what is printed is typed again by hand, years later. 29 symbols are a prime
# number: the check symbol then catches every wrong symbol and every two neighbours swapped.
_ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXY"
_GROUPS = 8
_DATA_SYMBOLS = 4


def new_recovery_code() -> str:
    """Eight groups of four random symbols and a check symbol, about 155 bits."""
    return "-".join(_checked(_random_group()) for _ in range(_GROUPS))


def _random_group() -> str:
    return "".join(secrets.choice(_ALPHABET) for _ in range(_DATA_SYMBOLS))


def _checked(group: str) -> str:
    value = sum((place + 1) * _ALPHABET.index(symbol) for place, symbol in enumerate(group))
    return group + _ALPHABET[value % len(_ALPHABET)]


def looks_like_recovery_code(typed: str) -> bool:
    """Whether a secret has the shape of the printed code, so that it may be tried as one."""
    symbols = _symbols(typed)
    return len(symbols) == _GROUPS * (_DATA_SYMBOLS + 1) and set(symbols) <= set(_ALPHABET)


def _symbols(typed: str) -> str:
    folded = unicodedata.normalize("NFKC", typed).upper()
    return "".join(symbol for symbol in folded if symbol.isalnum())


def read_recovery_code(typed: str) -> str:
    """The code as printed, from what was typed (case, blanks, hyphens free).

    Raises UserError naming the group that was mistyped.
    """
    symbols = _symbols(typed)
    size = _DATA_SYMBOLS + 1
    if len(symbols) != _GROUPS * size:
        raise UserError(
            f"恢复码应有 {_GROUPS} 组、每组 {size} 个字符，现在共 {len(symbols)} 个。"
            "请对照打印件补齐"
        )
    groups = [symbols[start : start + size] for start in range(0, len(symbols), size)]
    for number, group in enumerate(groups, start=1):
        if not set(group) <= set(_ALPHABET) or _checked(group[:-1]) != group:
            raise UserError(f"恢复码第 {number} 组“{group}”有误，请对照打印件重输这一组")
    return "-".join(groups)


def _recovery_key(code: str, salt: bytes) -> bytes:
    return _derive(code.encode("utf-8"), "hrgrid recovery", salt)


# --- the key file ---------------------------------------------------------------------------


def seal_key_file(data_key: bytes, office_code: str, file_keys: Mapping[str, bytes]) -> bytes:
    """The bytes of the key file: JSON, one sealed blob a key."""
    key = _derive(data_key, "hrgrid key file")
    blobs = {
        name: _encrypt(key, f"{office_code}/{name}".encode(), content).hex()
        for name, content in file_keys.items()
    }
    return canonical_bytes({"office": office_code, "keys": blobs})


def open_key_file(data_key: bytes, office_code: str, content: bytes) -> dict[str, bytes]:
    """The keys of a key file; UserError where it belongs to another office or was changed."""
    key = _derive(data_key, "hrgrid key file")
    try:
        read = json.loads(content)
        return {
            name: _decrypt(key, f"{office_code}/{name}".encode(), bytes.fromhex(blob))
            for name, blob in read["keys"].items()
        }
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError, InvalidTag) as error:
        raise UserError(
            "钥匙文件（.keys）不是本机构这份数据的，或已损坏。请从同一份备份中把它拷回数据文件旁边"
        ) from error


def key_file_of(data_file: Path) -> Path:
    """Where the key file of a data file lies."""
    return data_file.with_name(data_file.name + ".keys")
