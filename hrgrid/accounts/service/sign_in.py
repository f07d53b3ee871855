"""Signing in, and getting back in with the recovery code."""

from __future__ import annotations

import datetime as dt
import secrets
from dataclasses import dataclass, field
from pathlib import Path

from sqlalchemy import delete, func, select

from hrgrid.accounts import queries
from hrgrid.accounts.model import Operator
from hrgrid.accounts.service.operators import give_way_in
from hrgrid.core.errors import UserError
from hrgrid.core.policies import Policy
from hrgrid.core.rights import Actor
from hrgrid.storage.database import Database
from hrgrid.storage.desk import Desk
from hrgrid.storage.keys import KeyWrap, read_key_file, wraps_of, write_key_file
from hrgrid.storage.office import UnsignedNote
from hrgrid.storage.sealed import (
    JOURNAL,
    KEY_BYTES,
    Keyring,
    Wrap,
    WrapMethod,
    key_file_of,
    looks_like_recovery_code,
    open_key_file,
    read_recovery_code,
    seal_key_file,
    this_machine,
    unwrap,
)
from hrgrid.storage.work import UnitOfWork

MOST_FAILURES = 5
FAILURE_WINDOW = dt.timedelta(minutes=10)
_FAILED = "sign_in_failed"
_FAILED_AND_TOLD = "sign_in_failed_told"


class NeedsRecoveryCode(UserError):
    """This machine or password does not open the data; the printed recovery code does."""


def sign_in(
    database: Database, login: str, secret: str | None = None, *, on_record: bool = True
) -> Desk:
    """Open the keys for `login` and sit down at the data.

    Without `on_record` nothing is written, for a rehearsal that must leave no trace.

    `secret` is his password, or the printed recovery code on a machine that is new to the data.
    Raises NeedsRecoveryCode where only the code helps, UserError for a wrong secret, a stopped
    operator or too many tries.
    """
    row = _operator(database, login)
    opened = _open(database, row, secret)
    return _sit_down(database, row, opened, on_record=on_record)


def _operator(database: Database, login: str) -> queries.OperatorRow:
    with database.reading() as work:
        rows = queries.operators(work)
        for row in rows:
            if row.login == login.strip():
                if not row.active:
                    raise UserError(f"{row.name}（{row.login}）已停用，不能登录。请找安全管理员")
                _refuse_guessing(work, row.login)
                return row
    raise UserError(f"没有登录名为“{login}”的操作员。请核对登录名")


def _refuse_guessing(work: UnitOfWork, login: str) -> None:
    failures = work.session.scalar(
        select(func.count())
        .select_from(UnsignedNote)
        .where(
            UnsignedNote.action.in_((_FAILED, _FAILED_AND_TOLD)),
            UnsignedNote.subject == login,
            UnsignedNote.at > work.now - FAILURE_WINDOW,
        )
    )
    if (failures or 0) >= MOST_FAILURES:
        raise UserError(f"“{login}”密码连错 {failures} 次，先等 10 分钟再试，或用恢复码登录")


@dataclass(frozen=True)
class _Opened:
    """The data key, and whether the printed code opened it."""

    data_key: bytes = field(repr=False)
    by_code: bool = False


def _open(database: Database, row: queries.OperatorRow, secret: str | None) -> _Opened:
    with database.reading() as work:
        by_password = work.policy(Policy.SIGN_IN) == 1
        wraps = [found.wrap() for found in wraps_of(work.session, row.id)]
        printed = [found.wrap() for found in wraps_of(work.session, None)]
    for wrap in wraps:
        if wrap.method is WrapMethod.MACHINE and by_password:
            continue
        if (data_key := unwrap(wrap, secret)) is not None:
            return _Opened(data_key)
    if secret is not None and looks_like_recovery_code(secret):
        return _Opened(_by_code(database, row.login, printed, secret), by_code=True)
    if all(wrap.method is not WrapMethod.PASSWORD for wrap in wraps):
        raise NeedsRecoveryCode(
            "这台电脑第一次打开这份数据（或换过系统账号）。请输入打印保存的恢复码"
        )
    if secret is None:
        raise UserError(f"“{row.login}”要凭密码登录。请输入密码")
    _note_failure(database, row.login, "密码不对")
    raise UserError(f"“{row.login}”的密码不对。请重输；忘记密码请用恢复码，或找安全管理员重设")


def _by_code(database: Database, login: str, printed: list[Wrap], secret: str) -> bytes:
    code = read_recovery_code(secret)
    for wrap in printed:
        if (data_key := unwrap(wrap, code)) is not None:
            return data_key
    _note_failure(database, login, "恢复码不对")
    raise UserError("恢复码与这份数据对不上。请核对是不是这份数据的恢复码，或是否后来换过新码")


def _note_failure(database: Database, login: str, what: str) -> None:
    if database.read_only:
        return
    with database.writing() as work:
        work.session.add(UnsignedNote(at=work.now, action=_FAILED, subject=login, text=what))


def _sit_down(
    database: Database, row: queries.OperatorRow, opened: _Opened, *, on_record: bool = True
) -> Desk:
    with database.reading() as work:
        office = queries.the_office(work.session)
        content = read_key_file(work.session, database.location.file)
    file_keys = {} if content is None else open_key_file(opened.data_key, office.code, content)
    desk = _desk(database, row, Keyring(opened.data_key, file_keys))
    if on_record and not database.read_only and JOURNAL in file_keys:
        how = "用恢复码登录" if opened.by_code else ""
        desk.write(lambda work: _arrive(work, row.login, how))
    return desk


def _desk(database: Database, row: queries.OperatorRow, keyring: Keyring) -> Desk:
    def renew(work: UnitOfWork) -> Actor:
        return queries.acting_operator(work, row.id)

    return Desk(database, queries.actor_of(row), keyring, renew)


def _arrive(work: UnitOfWork, login: str, how: str = "") -> None:
    notes = list(work.session.scalars(select(UnsignedNote).order_by(UnsignedNote.id)))
    for found in notes:
        if found.action != _FAILED_AND_TOLD:
            work.record(found.action, found.subject, f"{found.text}（{_local(found.at)}）")
        if _still_counts(work, found, login):
            found.action = _FAILED_AND_TOLD
        else:
            work.session.delete(found)
    work.record("sign_in", work.actor.name, how)


def _still_counts(work: UnitOfWork, found: UnsignedNote, login: str) -> bool:
    # Whoever signs in himself gives nobody new guesses at a colleague's password.
    failed = found.action in {_FAILED, _FAILED_AND_TOLD}
    return failed and found.subject != login and found.at > work.now - FAILURE_WINDOW


def _local(at: dt.datetime) -> str:
    return f"{at.astimezone():%Y-%m-%d %H:%M}"


# --- the recovery code --------------------------------------------------------------------------


def recover(database: Database, login: str, code: str, new_secret: str | None) -> Desk:
    """Get in with the recovery code: a new machine, a forgotten password, a backup on a bare PC.

    `new_secret` becomes the password; None opens the data on this machine without one, where
    the office allows that. A missing key file is begun anew, which the journal tells.
    """
    typed = read_recovery_code(code)
    with database.reading() as work:
        printed = [found.wrap() for found in wraps_of(work.session, None)]
        row = _active(work, login)
    data_key = _by_code(database, row.login, printed, typed)
    keyring, new_key_file = _recovered_keys(database, data_key)
    desk = _desk(database, row, keyring)
    desk.write(lambda work: _let_in(work, row, new_secret, database.location.file, new_key_file))
    return desk


def _active(work: UnitOfWork, login: str) -> queries.OperatorRow:
    for row in queries.operators(work):
        if row.login == login.strip() and row.active:
            return row
    raise UserError(f"没有登录名为“{login}”的在用操作员。请核对登录名")


def _recovered_keys(database: Database, data_key: bytes) -> tuple[Keyring, bytes | None]:
    with database.reading() as work:
        office = queries.the_office(work.session)
        content = read_key_file(work.session, database.location.file)
    if content is not None:
        return Keyring(data_key, open_key_file(data_key, office.code, content)), None
    file_keys = {JOURNAL: secrets.token_bytes(KEY_BYTES)}
    return Keyring(data_key, file_keys), seal_key_file(data_key, office.code, file_keys)


def _let_in(
    work: UnitOfWork,
    row: queries.OperatorRow,
    new_secret: str | None,
    data_file: Path | None,
    new_key_file: bytes | None,
) -> None:
    found = work.session.get_one(Operator, row.id)
    stale = delete(KeyWrap).where(KeyWrap.operator_id == row.id)
    if new_secret is None:
        # The forgotten password and this machine's way go; other machines keep theirs.
        stale = stale.where(KeyWrap.machine.in_(("", this_machine())))
    work.session.execute(stale)
    give_way_in(work, found, new_secret)
    _arrive(work, row.login)
    lost = "" if new_key_file is None else "；原钥匙文件缺失，操作留痕从此换用新钥匙签名"
    work.record("recover", f"{row.name}（{row.login}）", f"用恢复码登录{lost}")
    if new_key_file is not None:
        if data_file is not None:
            work.on_rollback(lambda: key_file_of(data_file).unlink(missing_ok=True))
        write_key_file(work.session, data_file, new_key_file)
