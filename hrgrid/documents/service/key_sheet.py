"""What others need to verify our certificates: public keys, and what is no longer in force.

A small JSON sheet, signed with the key in use and counted, so that of two sheets the newer one is
known and nobody else can add a key or take a revocation out. Whoever got the first sheet by a way
that they trust can check every later one with it.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from hrgrid.core.errors import UserError
from hrgrid.core.rights import Right
from hrgrid.documents.model import RevocationList
from hrgrid.documents.queries import public_keys, states_by_number
from hrgrid.documents.rules import Algorithm, CertificateState
from hrgrid.documents.service.signing import office_signer
from hrgrid.paper.seal import sheet_is_signed, sign_sheet
from hrgrid.storage.office import Office
from hrgrid.storage.work import UnitOfWork

_PUBLIC = re.compile(r"[0-9a-f]{64}")
_GONE = {CertificateState.REVOKED, CertificateState.REPLACED}


@dataclass(frozen=True)
class KeySheet:
    """What a sheet says: keys by name, what is no longer in force by number, which sheet it is.

    One that was written before revocations were handed out has edition 0.
    """

    keys: Mapping[str, bytes]
    states: Mapping[str, CertificateState]
    edition: int = 0
    day: str = ""


def key_sheet(work: UnitOfWork) -> bytes:
    """The sheet as it is now; another edition only where something changed since the last."""
    work.require_somewhere(Right.PRINT_PAPERS)
    signer = office_signer(work)
    last = work.session.scalar(select(RevocationList).order_by(RevocationList.edition.desc()))
    told = _told(work)
    if last is not None:
        before = json.loads(last.content)
        if last.key_id == signer.key_id and all(before[name] == told[name] for name in told):
            return last.content.encode("utf-8")
    told |= {
        "edition": (last.edition if last else 0) + 1,
        "day": work.today.isoformat(),
        "signed_with": signer.key_id,
    }
    told["signature"] = sign_sheet(signer, _canonical(told))
    content = json.dumps(told, ensure_ascii=False, indent=2) + "\n"
    sha256 = hashlib.sha256(content.encode("utf-8")).hexdigest()
    work.session.add(
        RevocationList(
            edition=told["edition"],
            content=content,
            sha256=sha256,
            key_id=signer.key_id,
            made_at=work.now,
            made_by=work.actor.name,
        )
    )
    work.session.flush()
    after = {"edition": told["edition"], "revoked": len(told["revoked"]), "sha256": sha256}
    work.record("make_revocation_list", f"第 {told['edition']} 版", after=after)
    return content.encode("utf-8")


def _told(work: UnitOfWork) -> dict[str, Any]:
    states = states_by_number(work)
    return {
        "office": work.session.get_one(Office, 1).name,
        "algorithm": Algorithm.ED25519.value,
        "keys": {name: public.hex() for name, public in sorted(public_keys(work).items())},
        "revoked": {
            number: state.value for number, state in sorted(states.items()) if state in _GONE
        },
    }


def read_key_sheet(content: bytes, name: str) -> KeySheet:
    """What `key_sheet` wrote. UserError naming the file where it is none or was changed."""
    try:
        told = json.loads(content)
        keys = told["keys"]
        if keys and all(_PUBLIC.fullmatch(public) for public in keys.values()):
            public = {str(key_id): bytes.fromhex(text) for key_id, text in keys.items()}
            if "signature" not in told and "revoked" not in told:
                return KeySheet(public, {})
            return _signed(told, public, name)
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        pass
    raise UserError(f"“{name}”不是证书公钥文件。请用 hrgrid certificates … --keys 另存的文件")


def _signed(told: dict[str, Any], keys: Mapping[str, bytes], name: str) -> KeySheet:
    signature = told.pop("signature", "")
    if not sheet_is_signed(_canonical(told), signature, keys.get(told["signed_with"], b"")):
        raise UserError(f"“{name}”被改动过，里面的签名不符。请向发证机关重新索取公钥文件")
    states = {str(number): CertificateState(code) for number, code in told["revoked"].items()}
    return KeySheet(keys, states, int(told["edition"]), str(told["day"]))


def _canonical(told: Mapping[str, Any]) -> str:
    return json.dumps(told, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
