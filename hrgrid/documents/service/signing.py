"""The office's key for the codes of its certificates: its private half lies in the key file.

Keys are replaced one after another; the public halves all stay (documents/service/key_sheet.py).
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping

from sqlalchemy import select

from hrgrid.core.errors import UserError
from hrgrid.core.rights import Right
from hrgrid.documents.model import SigningKey
from hrgrid.documents.rules import Algorithm
from hrgrid.paper.seal import Signer, new_key
from hrgrid.storage.files import write_whole
from hrgrid.storage.keys import read_key_file, write_key_file
from hrgrid.storage.office import Office
from hrgrid.storage.sealed import key_file_of, open_key_file, seal_key_file
from hrgrid.storage.work import UnitOfWork

_PREFIX = "signing/"


def office_signer(work: UnitOfWork) -> Signer:
    """Signs with the office's key in use; makes one where there is none.

    Where the key file was lost and begun anew, the old key is closed and another made: what it
    signed can still be verified. Raises UserError without a key file.
    """
    office_code, content = work.session.get_one(Office, 1).code, _key_file(work)
    # Read afresh: another client may have made the key after this one signed in.
    held = open_key_file(work.keyring.data_key, office_code, content)
    in_use = work.session.scalar(select(SigningKey).where(SigningKey.valid_to.is_(None)))
    if in_use is not None:
        private = held.get(_PREFIX + in_use.key_id)
        if private is not None:
            return Signer(in_use.key_id, private)
        in_use.valid_to = work.today
        work.session.flush()
    return _new_signer(work, held, content)


def rotate_key(work: UnitOfWork) -> str:
    """Close the key in use and make another one, with a reason; returns its name.

    What the old key signed stays true: its public half is handed out for ever.
    """
    work.require(Right.MANAGE_OFFICE)
    reason = work.require_reason()
    office_code, content = work.session.get_one(Office, 1).code, _key_file(work)
    held = open_key_file(work.keyring.data_key, office_code, content)
    in_use = work.session.scalar(select(SigningKey).where(SigningKey.valid_to.is_(None)))
    if in_use is None:
        raise UserError("还没有签过证书，没有可更换的钥匙。第一次签发证书时会自动建立")
    in_use.valid_to = work.today
    work.session.flush()
    made = _new_signer(work, held, content)
    work.record("rotate_signing_key", in_use.key_id, reason, after={"key": made.key_id})
    return made.key_id


def _new_signer(work: UnitOfWork, held: Mapping[str, bytes], content: bytes) -> Signer:
    private, public = new_key()
    key_id = hashlib.sha256(public).hexdigest()[:8].upper()
    _add(work, key_id, public)
    sealed = {**held, _PREFIX + key_id: private}
    office_code = work.session.get_one(Office, 1).code
    _put(work, content, seal_key_file(work.keyring.data_key, office_code, sealed))
    return Signer(key_id, private)


def _key_file(work: UnitOfWork) -> bytes:
    content = read_key_file(work.session, work.location.file)
    if content is None:
        raise UserError(
            "找不到钥匙文件（数据文件旁的 .keys），证书的校验码签不了，这一步没有存。"
            "请从备份中把它拷回数据文件旁边"
        )
    return content


def _put(work: UnitOfWork, before: bytes, after: bytes) -> None:
    file = work.location.file
    if file is not None:
        work.on_rollback(lambda: write_whole(key_file_of(file), before))
    write_key_file(work.session, file, after)


def _add(work: UnitOfWork, key_id: str, public: bytes) -> None:
    work.session.add(
        SigningKey(
            key_id=key_id,
            algorithm=Algorithm.ED25519,
            public_key=public,
            valid_from=work.today,
            valid_to=None,
            made_at=work.now,
            made_by=work.actor.name,
        )
    )
    work.session.flush()
    work.record("make_signing_key", key_id, after={"public_key": public.hex()})
