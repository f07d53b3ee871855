"""The office: its recovery code, its setting and policies."""

from __future__ import annotations

from sqlalchemy import delete, select

from hrgrid.accounts import queries
from hrgrid.accounts.rules import (
    ADMINISTRATORS,
    check_policy,
    loosens,
    mixes_administrators,
)
from hrgrid.core.errors import Refused, UserError
from hrgrid.core.policies import BEGINNING, Policy, Setting
from hrgrid.core.rights import Right
from hrgrid.storage.keys import KeyWrap, add_wrap
from hrgrid.storage.office import Office, PolicyRow
from hrgrid.storage.sealed import WrapMethod, new_recovery_code, wrap_for_recovery
from hrgrid.storage.work import UnitOfWork


def confirm_recovery_code(work: UnitOfWork) -> None:
    """The sheet with the recovery code is safe; only now may personal data come in."""
    work.require(Right.MANAGE_OFFICE)
    note_confirmation(work)


def note_confirmation(work: UnitOfWork) -> None:
    """The same without rights asked: for setting up an office too."""
    office = queries.the_office(work.session)
    if office.recovery_confirmed_at is None:
        office.recovery_confirmed_at = work.now
        work.record("confirm_recovery_code", office.name)


def renew_recovery_code(work: UnitOfWork) -> str:
    """A new code; the printed one opens nothing any more."""
    work.require(Right.MANAGE_OFFICE)
    code = new_recovery_code()
    work.session.execute(delete(KeyWrap).where(KeyWrap.method == WrapMethod.RECOVERY))
    add_wrap(work.session, wrap_for_recovery(work.keyring.data_key, code), None, work.now)
    office = queries.the_office(work.session)
    office.recovery_confirmed_at = None
    work.record("renew_recovery_code", office.name)
    return code


def require_recovery_confirmed(work: UnitOfWork) -> None:
    """Raise UserError while the sheet with the recovery code is not confirmed."""
    if queries.the_office(work.session).recovery_confirmed_at is None:
        raise UserError(
            "恢复码还没有确认保存，现在录入个人信息，电脑坏了就再也打不开。"
            "请先在“设置”里打印恢复码并确认"
        )


def take_turns(work: UnitOfWork) -> None:
    """Let one client at a time change who may do what.

    On a server two at once could each stop the other's last administrator, or mix roles while
    the other separates them.
    """
    work.session.get(Office, 1, with_for_update=True)


def choose_setting(work: UnitOfWork, setting: Setting) -> None:
    """Switch the office's setting; its policies begin anew. Needs a reason."""
    work.require(Right.MANAGE_OFFICE)
    work.require_reason()
    take_turns(work)
    office = queries.the_office(work.session)
    before = office.setting
    if before is setting:
        raise UserError(f"现在已经是“{setting.label}”，没有改动")
    for policy, value in BEGINNING[setting].items():
        work.session.get_one(PolicyRow, policy).value = value
    office.setting = setting
    work.session.flush()
    _require_fit(work, setting)
    work.record("choose_setting", office.name, before=before.value, after=setting.value)


def set_policy(work: UnitOfWork, policy: Policy, value: int) -> None:
    """Change one policy. Needs a reason."""
    work.require(Right.MANAGE_OFFICE)
    work.require_reason()
    take_turns(work)
    check_policy(policy, value)
    if loosens(work.setting, policy, value):
        raise Refused(
            f"“{policy.label}”是{work.setting.label}的一部分，不能单独放宽。"
            "确需放宽，请更换办公模式"
        )
    row = work.session.get_one(PolicyRow, policy)
    before, row.value = row.value, value
    work.session.flush()
    _require_fit(work, queries.the_office(work.session).setting)
    work.record("set_policy", policy.label, before=before, after=value)


def _require_fit(work: UnitOfWork, setting: Setting) -> None:
    active = [row for row in queries.operators(work) if row.active]
    if work.policy(Policy.SIGN_IN) == 1 and (bare := _without_secret(work, active)):
        raise UserError(
            f"“{setting.label}”要凭密码登录，{'、'.join(bare)}还没有密码。请先设密码再切换"
        )
    if work.policy(Policy.APART) == 1:
        _require_apart(active)


def _without_secret(work: UnitOfWork, active: list[queries.OperatorRow]) -> list[str]:
    found = select(KeyWrap.operator_id).where(KeyWrap.method == WrapMethod.PASSWORD)
    with_secret = set(work.session.scalars(found))
    return [row.name for row in active if row.id not in with_secret]


def _require_apart(active: list[queries.OperatorRow]) -> None:
    for row in active:
        if mixes_administrators(held.role for held in row.roles):
            raise UserError(
                f"三员分立要求三员由三人分任、不兼其他职责，{row.name}现在是{row.role}。"
                "请先调整他的角色再切换"
            )
    for role in ADMINISTRATORS:
        if not any(held.role is role for row in active for held in row.roles):
            raise UserError(f"三员分立还缺“{role.label}”。请先登记一名操作员担任")
