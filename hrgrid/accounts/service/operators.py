"""Operators: registering, changing, stopping them, and their passwords."""

from __future__ import annotations

from dataclasses import dataclass, field

from sqlalchemy import delete
from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import flag_modified

from hrgrid.accounts import queries
from hrgrid.accounts.model import Operator, OperatorRole
from hrgrid.accounts.queries import RoleRow
from hrgrid.accounts.rules import Role, check_area_path, check_secret, mixes_administrators
from hrgrid.accounts.service.office import take_turns
from hrgrid.core.errors import Refused, UserError
from hrgrid.core.policies import Policy
from hrgrid.core.rights import Right
from hrgrid.storage.keys import KeyWrap, add_wrap, wraps_of
from hrgrid.storage.sealed import WrapMethod, unwrap, wrap_for_machine, wrap_for_password
from hrgrid.storage.work import UnitOfWork


@dataclass(frozen=True)
class OperatorForm:
    """What is typed about an operator; `secret` None only where the office asks for none."""

    login: str
    name: str
    post: str
    unit: str
    roles: tuple[RoleRow, ...]
    secret: str | None = field(default=None, repr=False)


def add_operator(work: UnitOfWork, form: OperatorForm) -> int:
    """Register an operator; his first password is temporary, he changes it at sign-in."""
    work.require(Right.MANAGE_OPERATORS)
    take_turns(work)
    operator_id = insert_operator(work, form, temporary=form.secret is not None)
    found = _operator(work, operator_id)
    work.record("add_operator", f"{found.name}（{found.login}）", after=_shown(work, operator_id))
    return operator_id


def insert_operator(work: UnitOfWork, form: OperatorForm, *, temporary: bool) -> int:
    """The rows of an operator, without rights asked: for setting up an office too."""
    login, name = form.login.strip(), form.name.strip()
    if not login or not name:
        raise UserError("登录名和姓名都要填。请补上再保存")
    _require_secret(work, login, form.secret)
    roles = _checked_roles(work, name, form.roles)
    found = Operator(
        login=login,
        name=name,
        post=form.post.strip(),
        unit=form.unit.strip(),
        active=True,
        temporary_secret=temporary,
        made_at=work.now,
    )
    work.session.add(found)
    work.session.flush()
    _give_roles(work.session, found.id, roles)
    _wrap_for(work, found.id, login, form.secret)
    return found.id


def _require_secret(work: UnitOfWork, login: str, secret: str | None) -> None:
    if secret is None and work.policy(Policy.SIGN_IN) == 1:
        raise UserError(f"本机构规定凭密码登录，“{login}”还没有密码。请设一个密码")


def _checked_roles(work: UnitOfWork, name: str, roles: tuple[RoleRow, ...]) -> tuple[RoleRow, ...]:
    if not roles:
        raise UserError(f"{name}还没有选角色。请至少选一个角色")
    for held in roles:
        check_area_path(held.area_path)
    _require_apart(work, name, roles)
    return tuple(dict.fromkeys(roles))


def _require_apart(work: UnitOfWork, name: str, roles: tuple[RoleRow, ...]) -> None:
    # The database refuses it as well; asked here, the refusal goes on record.
    if work.policy(Policy.APART) == 1 and mixes_administrators(held.role for held in roles):
        raise Refused(
            "本机构实行三员分立：系统管理员、安全管理员、审计员由三人分任，也不兼其他职责，"
            f"{name}不能同时担任这些角色。请给另一名操作员"
        )


def _give_roles(session: Session, operator_id: int, roles: tuple[RoleRow, ...]) -> None:
    for held in roles:
        session.add(OperatorRole(operator_id=operator_id, role=held.role, area_path=held.area_path))
        # One at a time: the rule that keeps the administrators apart looks at what is there.
        session.flush()


def _wrap_for(work: UnitOfWork, operator_id: int, login: str, secret: str | None) -> None:
    data_key = work.keyring.data_key
    if secret is None:
        wrap = wrap_for_machine(data_key)
    else:
        wrap = wrap_for_password(data_key, check_secret(login, secret))
    add_wrap(work.session, wrap, operator_id, work.now)
    work.session.flush()


def _shown(work: UnitOfWork, operator_id: int) -> dict[str, object]:
    row = _row(work, operator_id)
    return {
        "name": row.name,
        "post": row.post,
        "unit": row.unit,
        "active": row.active,
        "roles": [f"{held.role.value}@{held.area_path}" for held in row.roles],
    }


def _row(work: UnitOfWork, operator_id: int) -> queries.OperatorRow:
    return next(row for row in queries.operators(work) if row.id == operator_id)


def _operator(work: UnitOfWork, operator_id: int) -> Operator:
    found = work.session.get(Operator, operator_id)
    if found is None:
        raise UserError("没有这名操作员，可能刚被别人改过。请刷新后再试")
    return found


@dataclass(frozen=True)
class OperatorChange:
    """What may change about an operator; the login stays, the journal knows him by it."""

    name: str
    post: str
    unit: str
    roles: tuple[RoleRow, ...]
    version: int


def change_operator(work: UnitOfWork, operator_id: int, change: OperatorChange) -> None:
    """Change name, post, unit and roles; refused where somebody changed him since `version`."""
    work.require(Right.MANAGE_OPERATORS)
    take_turns(work)
    found = _operator(work, operator_id)
    before = _shown(work, operator_id)
    if found.version != change.version:
        raise UserError(f"{found.name}的资料刚被别人改过，这次改动没有存。请刷新后再改")
    if not (name := change.name.strip()):
        raise UserError(f"{found.name}的姓名不能空着。请填上再保存")
    roles = _checked_roles(work, name, change.roles)
    found.name, found.post, found.unit = name, change.post.strip(), change.unit.strip()
    # New roles alone are a change of the operator too: who read him before is to be told.
    flag_modified(found, "name")
    work.session.execute(delete(OperatorRole).where(OperatorRole.operator_id == operator_id))
    work.session.flush()
    work.session.expire_all()
    _give_roles(work.session, operator_id, roles)
    _require_administrators(work)
    work.record(
        "change_operator", str(before["name"]), before=before, after=_shown(work, operator_id)
    )


def deactivate_operator(work: UnitOfWork, operator_id: int) -> None:
    """He signs in no more; his way to the data key is taken away, his entries stay."""
    work.require(Right.MANAGE_OPERATORS)
    work.require_reason()
    take_turns(work)
    found = _operator(work, operator_id)
    if found.id == work.actor.operator_id:
        raise UserError("不能停用自己。请由另一名安全管理员来停用")
    found.active = False
    work.session.execute(delete(KeyWrap).where(KeyWrap.operator_id == operator_id))
    work.session.flush()
    _require_administrators(work)
    work.record("deactivate_operator", f"{found.name}（{found.login}）")


def reactivate_operator(work: UnitOfWork, operator_id: int, secret: str | None) -> None:
    """Let him sign in again, with a new temporary password."""
    work.require(Right.MANAGE_OPERATORS)
    take_turns(work)
    found = _operator(work, operator_id)
    if found.active:
        raise UserError(f"{found.name}（{found.login}）没有停用，不用恢复。请刷新后再看")
    _require_secret(work, found.login, secret)
    _require_apart(work, found.name, _row(work, operator_id).roles)
    found.active = True
    _replace_wraps(work, found, secret, temporary=True)
    work.record("reactivate_operator", f"{found.name}（{found.login}）")


_KEPT = (
    (Right.MANAGE_OPERATORS, "管理操作员", Role.SECURITY_ADMIN),
    (Right.MANAGE_OFFICE, "管理设置和备份", Role.SYSTEM_ADMIN),
    (Right.READ_JOURNAL, "查看操作留痕", Role.AUDITOR),
)


def _require_administrators(work: UnitOfWork) -> None:
    for right, what, role in _KEPT:
        if not queries.holders_of(work, right):
            raise UserError(f"这样就没有人能在整个机构{what}了。请先把“{role.label}”给另一名操作员")


def change_secret(work: UnitOfWork, old: str | None, new: str | None) -> None:
    """Change one's own password; None where the office asks for none."""
    found = work.session.get_one(Operator, work.actor.operator_id)
    wraps = [row.wrap() for row in wraps_of(work.session, found.id)]
    by_password = [wrap for wrap in wraps if wrap.method is WrapMethod.PASSWORD]
    if by_password and all(unwrap(wrap, old) is None for wrap in by_password):
        raise UserError("原密码不对，密码没有改。请重输原密码")
    if by_password and new == old:
        raise UserError("新密码与原密码相同，密码没有改。请换一个只有自己知道的")
    _require_secret(work, found.login, new)
    _replace_wraps(work, found, new, temporary=False)
    work.record("change_secret", f"{found.name}（{found.login}）")


def reset_secret(work: UnitOfWork, operator_id: int, new: str) -> None:
    """Give somebody who forgot it a temporary password."""
    work.require(Right.MANAGE_OPERATORS)
    found = _operator(work, operator_id)
    if not found.active:
        raise UserError(f"{found.name}（{found.login}）已停用，不能重设密码。请改用“恢复使用”")
    _replace_wraps(work, found, new, temporary=True)
    work.record("reset_secret", f"{found.name}（{found.login}）")


def give_way_in(work: UnitOfWork, found: Operator, secret: str | None) -> None:
    """Wrap the data key for somebody who got in by the recovery code."""
    _require_secret(work, found.login, secret)
    found.temporary_secret = False
    _wrap_for(work, found.id, found.login, secret)


def _replace_wraps(
    work: UnitOfWork, found: Operator, secret: str | None, *, temporary: bool
) -> None:
    work.session.execute(delete(KeyWrap).where(KeyWrap.operator_id == found.id))
    found.temporary_secret = temporary and secret is not None
    _wrap_for(work, found.id, found.login, secret)
