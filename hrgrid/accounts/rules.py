"""Roles and what each may do; which approvals a deed needs (promises 13, rules.md 7 and 9)."""

from __future__ import annotations

import re
from collections.abc import Iterable

from hrgrid.core.errors import UserError
from hrgrid.core.labelled import Labelled
from hrgrid.core.policies import BEGINNING, Policy, Setting
from hrgrid.core.rights import Right

SHORTEST_SECRET = 8


class Role(Labelled):
    """A bundle of rights given on a part of the area tree."""

    OWNER = "owner", "单人经办", "一个人办理全部事务，只用于单人办公"
    CLERK = "clerk", "经办人", "办理各项业务，不审批"
    CHIEF = "chief", "审批人", "审批并决定录用、退出和表彰"
    TRAINER = "trainer", "评分录入员", "录入培训考勤和比武成绩"
    VIEWER = "viewer", "查看人", "只看，不改"
    SYSTEM_ADMIN = "system_admin", "系统管理员", "管理设置、备份和恢复"
    SECURITY_ADMIN = "security_admin", "安全管理员", "管理操作员和权限"
    AUDITOR = "auditor", "审计员", "查看并核验操作留痕"


ADMINISTRATORS = (Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN, Role.AUDITOR)

_BUSINESS = {
    Right.VIEW_WORKFORCE,
    Right.EDIT_WORKFORCE,
    Right.SHOW_SENSITIVE,
    Right.VIEW_LEAVE,
    Right.IMPORT,
    Right.RUN_HIRING,
    Right.RUN_TRAINING,
    Right.ENTER_MARKS,
    Right.RUN_ASSESSMENT,
    Right.RUN_FUNDING,
    Right.VIEW_EXITS,
    Right.RUN_EXITS,
    Right.RUN_HONOURS,
    Right.PRINT_PAPERS,
    Right.KEEP_RULES,
    Right.EXPORT_ALL,
}
_DECIDING = {Right.APPROVE, Right.DECIDE_HIRING, Right.DECIDE_EXITS, Right.DECIDE_HONOURS}

RIGHTS_OF: dict[Role, frozenset[Right]] = {
    Role.OWNER: frozenset(Right),
    Role.CLERK: frozenset(_BUSINESS),
    Role.CHIEF: frozenset(_DECIDING | {Right.VIEW_WORKFORCE, Right.VIEW_EXITS}),
    Role.TRAINER: frozenset({Right.VIEW_WORKFORCE, Right.RUN_TRAINING, Right.ENTER_MARKS}),
    Role.VIEWER: frozenset({Right.VIEW_WORKFORCE}),
    Role.SYSTEM_ADMIN: frozenset({Right.MANAGE_OFFICE}),
    Role.SECURITY_ADMIN: frozenset({Right.MANAGE_OPERATORS}),
    Role.AUDITOR: frozenset({Right.READ_JOURNAL}),
}


def mixes_administrators(roles: Iterable[Role]) -> bool:
    """Whether 三员分立 forbids one person these roles: an administrator does nothing else."""
    held = set(roles)
    return Role.OWNER in held or (len(held) > 1 and not held.isdisjoint(ADMINISTRATORS))


_AREA_PATH = re.compile(r"(?:[^/\s]+/)*")


def check_area_path(path: str) -> str:
    """The path of an area, if every code in it ends with a slash; UserError else."""
    if not _AREA_PATH.fullmatch(path):
        raise UserError(f"管辖区域“{path}”写得不对。请从区域树上选，不要手写")
    return path


FIRST_ROLES: dict[Setting, tuple[tuple[Role, ...], ...]] = {
    Setting.SINGLE: ((Role.OWNER,),),
    # The one who sets the office up also keeps it; decisions go to somebody else.
    Setting.DOUBLE: ((Role.CLERK, *ADMINISTRATORS),),
    Setting.SEPARATE: tuple((role,) for role in ADMINISTRATORS),
}
"""The roles of the operators that an office begins with, one tuple an operator."""


_COUNTED = {Policy.APPROVERS_OF_AWARDS: range(1, 6), Policy.IDLE_LOCK: range(24 * 60 + 1)}
_SWITCH = range(2)
_FIRM = {
    Setting.SEPARATE: {
        Policy.SIGN_IN,
        Policy.OTHER_APPROVER,
        Policy.APPROVERS_OF_AWARDS,
        Policy.APART,
    }
}


def check_policy(policy: Policy, value: int) -> None:
    """Raise UserError for a value that means nothing; counts are persons and minutes."""
    allowed = _COUNTED.get(policy, _SWITCH)
    if value not in allowed:
        raise UserError(
            f"“{policy.label}”只能填 {allowed[0]} 到 {allowed[-1]}，现在是 {value}。请改正再保存"
        )


def loosens(setting: Setting, policy: Policy, value: int) -> bool:
    """Whether the value takes away what the setting promises (promises 13)."""
    return policy in _FIRM.get(setting, ()) and value < BEGINNING[setting][policy]


def check_secret(login: str, secret: str) -> str:
    """The password, if it will do; UserError says what is missing."""
    if len(secret) < SHORTEST_SECRET:
        raise UserError(
            f"“{login}”的密码只有 {len(secret)} 位，至少要 {SHORTEST_SECRET} 位。请换一个长些的"
        )
    if secret.strip() != secret or secret.lower() == login.lower() or len(set(secret)) < 4:
        raise UserError(
            f"“{login}”的密码太容易猜（与登录名相同、首尾有空格或重复字符太多）。请换一个"
        )
    return secret


class Deed(Labelled):
    """What needs an approval."""

    HIRE = "hire", "录用"
    RESULT = "result", "定稿成绩"
    ASSESSMENT = "assessment", "考核结果"
    BUDGET = "budget", "经费"
    EXIT = "exit", "退出"
    AWARD = "award", "表彰"


HANDLED_WITH: dict[Deed, Right] = {
    Deed.HIRE: Right.RUN_HIRING,
    Deed.RESULT: Right.RUN_TRAINING,
    Deed.ASSESSMENT: Right.RUN_ASSESSMENT,
    Deed.BUDGET: Right.RUN_FUNDING,
    Deed.EXIT: Right.RUN_EXITS,
    Deed.AWARD: Right.RUN_HONOURS,
}
"""The right to handle a matter, and so to record what was approved of it on paper."""

_BY_POLICY = {Deed.EXIT, Deed.AWARD}


def approvals_needed(deed: Deed, approvers_of_awards: int) -> int:
    """How many approvals a deed needs: exits and awards by policy, anything else one."""
    return approvers_of_awards if deed in _BY_POLICY else 1


def approval_words(setting: Setting, names: list[str]) -> str:
    """What a paper says of its approval; one person's approval says so."""
    given = "、".join(names)
    return f"单人审批：{given}" if setting is Setting.SINGLE else f"审批：{given}"
