"""The file in which a piece of work travels between computers: sealed, versioned, deterministic.

A zip of three members: `manifest.json`, `content.json` (both canonical JSON) and `seal.txt`, the
SHA-256 over the two. What comes back is signed as well, with a token that only the file that
went out and the office know.
"""

from __future__ import annotations

import hashlib
import hmac
import io
import json
import zipfile
import zlib
from dataclasses import dataclass, replace
from typing import Any

from hrgrid.core.errors import UserError
from hrgrid.core.hashing import canonical_bytes
from hrgrid.core.labelled import Labelled
from hrgrid.exchange.rules.decoding import Misfit, decode

FORMAT = "hrgrid-pack"
FORMAT_VERSION = 1
SUFFIX = ".hrpack"
_MEMBERS = ("manifest.json", "content.json", "seal.txt")
_LARGEST_FILE = 20_000_000
_LARGEST_MEMBER = 100_000_000
# Members carry no time of day, so that the same content makes the same bytes.
_NO_TIME = (1980, 1, 1, 0, 0, 0)


class Direction(Labelled):
    """Which way a package goes."""

    OUT = "out", "带走"
    RETURN = "return", "送回"


@dataclass(frozen=True)
class Manifest:
    """What a package says of itself.

    `uid` names what was taken away; each laptop that opened it is a copy of its own (`copy_uid`)
    and numbers what it sends back (`edition`, 0 on the way out). What goes out brings the `token`
    with which what comes back is signed.
    """

    format: str
    version: int
    program: str
    direction: Direction
    uid: str
    copy_uid: str
    edition: int
    office_code: str
    office_name: str
    subject: str
    title: str
    parts: tuple[str, ...]
    made_at: str
    made_by: str
    content_sha256: str
    token: str
    signature: str


@dataclass(frozen=True)
class Pack:
    """A package that was read and found whole; `content` is the plain JSON."""

    manifest: Manifest
    content: Any
    content_text: str


class BadPack(UserError):
    """The file is no package, is damaged, or is newer than this program."""


def pack_bytes(manifest: Manifest, content_text: str) -> bytes:
    """The file; what goes back is signed with the manifest's token, and does not show it."""
    content = content_text.encode()
    sealed = replace(manifest, content_sha256=hashlib.sha256(content).hexdigest(), signature="")
    if manifest.direction is Direction.RETURN:
        bare = replace(sealed, token="")
        sealed = replace(bare, signature=_signature(bare, manifest.token))
    head = canonical_bytes(sealed)
    members = (head, content, _seal(head, content).encode())
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as file:
        for name, data in zip(_MEMBERS, members, strict=True):
            file.writestr(zipfile.ZipInfo(name, _NO_TIME), data, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def read_pack(data: bytes, shown: str) -> Pack:
    """A package from the bytes of the file called `shown`; raises BadPack with what is wrong."""
    head, content, seal = _members(data, shown)
    plain = _json(head, shown)
    if not isinstance(plain, dict) or plain.get("format") != FORMAT:
        raise BadPack(f"“{shown}”不是外带包。请选扩展名是 {SUFFIX} 的文件")
    version = plain.get("version")
    if isinstance(version, int) and version > FORMAT_VERSION:
        raise BadPack(
            f"“{shown}”由更新的程序（{plain.get('program')}）做成，这台电脑的程序打不开。请先升级程序"
        )
    if not hmac.compare_digest(seal, _seal(head, content).encode()):
        raise _damaged(shown)
    try:
        manifest = decode(Manifest, plain)
    except Misfit as misfit:
        raise _damaged(shown) from misfit
    if manifest.content_sha256 != hashlib.sha256(content).hexdigest():
        raise _damaged(shown)
    return Pack(manifest, _json(content, shown), content.decode())


def signed_by(manifest: Manifest, token: str) -> bool:
    """Whether what came back was made by a computer that opened what went out."""
    return hmac.compare_digest(manifest.signature, _signature(manifest, token))


def _signature(manifest: Manifest, token: str) -> str:
    head = canonical_bytes(replace(manifest, signature=""))
    return hmac.new(token.encode(), head, hashlib.sha256).hexdigest()


def _seal(head: bytes, content: bytes) -> str:
    return hashlib.sha256(head + b"\n" + content).hexdigest()


def _members(data: bytes, shown: str) -> tuple[bytes, bytes, bytes]:
    if len(data) > _LARGEST_FILE or not data.startswith(b"PK"):
        raise BadPack(f"“{shown}”不是外带包。请选扩展名是 {SUFFIX} 的文件")
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as file:
            if sorted(file.namelist()) != sorted(_MEMBERS):
                raise BadPack(f"“{shown}”不是外带包。请选扩展名是 {SUFFIX} 的文件")
            head, content, seal = (_member(file, name, shown) for name in _MEMBERS)
            return head, content, seal
    except (zipfile.BadZipFile, zlib.error, OSError, EOFError, ValueError, RuntimeError) as error:
        raise _damaged(shown) from error
    except (NotImplementedError, OverflowError, IndexError, KeyError) as error:
        raise _damaged(shown) from error


def _member(file: zipfile.ZipFile, name: str, shown: str) -> bytes:
    # The size in the directory may lie: what is unpacked is counted.
    with file.open(name) as stream:
        data = stream.read(_LARGEST_MEMBER + 1)
    if len(data) > _LARGEST_MEMBER:
        raise _damaged(shown)
    return data


def _json(data: bytes, shown: str) -> Any:
    try:
        return json.loads(data.decode("utf-8"))
    except (ValueError, RecursionError) as error:
        raise _damaged(shown) from error


def _damaged(shown: str) -> BadPack:
    return BadPack(f"“{shown}”已经损坏或被改动过，没有读入。请重新拷贝一份再试")
