"""The dictionary of roles: shipped, then the office's own to edit."""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace

from sqlalchemy import delete, exists, func, select, text

from hrgrid.core.errors import UserError
from hrgrid.core.rights import Right
from hrgrid.storage.base import row_hash
from hrgrid.storage.work import UnitOfWork
from hrgrid.workforce.model import Post, PostRole, RoleRule, VolunteerKind
from hrgrid.workforce.queries.role_rules import RoleRuleRow, role_rules
from hrgrid.workforce.queries.roles import RoleRow, roles
from hrgrid.workforce.rules import SHIPPED_ROLES, SHIPPED_RULES, Engagement, RoleRuleKind

_COLUMNS = ("code", "label", "fills_grid", "paid", "front_line", "may_be_honoured", "sort")


@dataclass(frozen=True)
class RoleForm:
    """What an office may say of a role; the flags mean what rules.md 1 and 7 make of them."""

    label: str
    fills_grid: bool = False
    paid: bool = False
    front_line: bool = False
    may_be_honoured: bool = True


def ship_roles(work: UnitOfWork) -> None:
    """Write the shipped roles where the office has none yet; two clients may both try."""
    if work.session.scalar(select(func.count()).select_from(PostRole)):
        return
    names = (*_COLUMNS, "row_hash", "version")
    statement = text(
        f"INSERT INTO post_role ({', '.join(names)}) "  # noqa: S608 - our own names
        f"VALUES (:{', :'.join(names)}) ON CONFLICT DO NOTHING"
    )
    for sort, spec in enumerate(SHIPPED_ROLES):
        row = asdict(spec) | {"sort": sort}
        row |= {"row_hash": row_hash(PostRole.__table__, row), "version": 1}  # type: ignore[arg-type]
        work.session.connection().execute(statement, row)
    rules = text(
        "INSERT INTO role_rule (kind, role, other_role, engagement, row_hash) VALUES "
        "(:kind, :role, :other_role, :engagement, :row_hash) ON CONFLICT DO NOTHING"
    )
    for kind, role, other in SHIPPED_RULES:
        given = {"kind": kind.value, "role": role, "other_role": other, "engagement": None}
        given |= {"row_hash": row_hash(RoleRule.__table__, given)}  # type: ignore[arg-type]
        work.session.connection().execute(rules, given)


def add_role(work: UnitOfWork, form: RoleForm) -> RoleRow:
    """A role of the office's own; raises UserError for a name that is there."""
    work.require(Right.EDIT_WORKFORCE)
    ship_roles(work)
    label = _free_label(work, form.label, but="")
    last = work.session.scalar(select(func.max(PostRole.sort))) or 0
    code = f"own_{last + 1}"
    given = asdict(form) | {"label": label}
    work.session.add(PostRole(code=code, sort=last + 1, **given))
    work.session.flush()
    work.record("add_role", label, after=given)
    return RoleRow(code=code, **given)


def change_role(work: UnitOfWork, code: str, form: RoleForm) -> None:
    """Change name and flags; refused where it would change what stood in the past.

    Whether a role fills a grid is copied into each post as it begins: it stays once somebody
    holds or held the role.
    """
    work.require(Right.EDIT_WORKFORCE)
    role = _role(work, code)
    before = {name: getattr(role, name) for name in asdict(form)}
    form = replace(form, label=_free_label(work, form.label, but=code))
    if asdict(form) == before:
        return
    if form.fills_grid != role.fills_grid and _is_used(work, code):
        raise UserError(
            f"“{role.label}”已有人任过，不能再改“计入一格一员”。请另增一个岗位，让以后的人用它"
        )
    for name, value in asdict(form).items():
        setattr(role, name, value)
    work.session.flush()
    work.record("change_role", form.label, before=before, after=asdict(form))


def remove_role(work: UnitOfWork, code: str) -> None:
    """Remove a role that nobody ever held."""
    work.require(Right.EDIT_WORKFORCE)
    role = _role(work, code)
    if _is_used(work, code):
        raise UserError(f"“{role.label}”已有人任过，不能删去。不再使用的岗位可以改名注明")
    if work.session.get(VolunteerKind, code) is not None:
        raise UserError(f"“{role.label}”是志愿者类别，不能在这里删。请到网格档案的志愿者类别里删去")
    work.session.execute(
        delete(RoleRule).where((RoleRule.role == code) | (RoleRule.other_role == code))
    )
    work.session.delete(role)
    work.session.flush()
    work.record("remove_role", role.label)


def add_role_rule(
    work: UnitOfWork,
    kind: RoleRuleKind,
    role: str,
    other_role: str = "",
    engagement: Engagement | None = None,
) -> RoleRuleRow:
    """A rule on who may hold a role; holds for posts from now on, what stands is only listed.

    Raises UserError for a rule that is there, or says nothing.
    """
    work.require(Right.EDIT_WORKFORCE)
    ship_roles(work)
    labels = {row.code: row.label for row in roles(work)}
    if role not in labels or (other_role and other_role not in labels):
        raise UserError("岗位字典里没有这个岗位，可能刚被删去。请刷新后再选")
    pair = kind is RoleRuleKind.EXCLUSIVE
    if pair and (not other_role or other_role == role):
        raise UserError("不能兼任的是两个不同的岗位。请选另一个岗位")
    if kind is RoleRuleKind.ENGAGEMENT and engagement is None:
        raise UserError("没有选聘用方式。请选一种")
    first, second = sorted((role, other_role)) if pair else (role, "")
    engagement = engagement if kind is RoleRuleKind.ENGAGEMENT else None
    same = (kind, first, second, engagement)
    for known in role_rules(work):
        if (known.kind, known.role, known.other_role, known.engagement) == same:
            raise UserError(f"已经有这条规则：{known.sentence}。没有重复增加")
    rule = RoleRule(kind=kind, role=first, other_role=second or None, engagement=engagement)
    work.session.add(rule)
    work.session.flush()
    row = RoleRuleRow(
        rule.id, kind, first, labels[first], second, labels.get(second, ""), engagement
    )
    work.record("add_role_rule", row.sentence)
    return row


def remove_role_rule(work: UnitOfWork, rule_id: int) -> None:
    """Let go of a rule; needs a reason."""
    work.require(Right.EDIT_WORKFORCE)
    reason = work.require_reason()
    told = next((row.sentence for row in role_rules(work) if row.id == rule_id), "")
    rule = work.session.get(RoleRule, rule_id)
    if rule is None:
        raise UserError("这条任职规则不在了，可能刚被删去。请刷新后再看")
    work.session.delete(rule)
    work.session.flush()
    work.record("remove_role_rule", told, reason)


def _role(work: UnitOfWork, code: str) -> PostRole:
    ship_roles(work)
    role = work.session.get(PostRole, code)
    if role is None:
        raise UserError("岗位字典里没有这个岗位，可能刚被删去。请刷新后再看")
    return role


def _is_used(work: UnitOfWork, code: str) -> bool:
    return bool(work.session.scalar(select(exists().where(Post.role == code))))


def _free_label(work: UnitOfWork, label: str, but: str) -> str:
    plain = " ".join(label.split())
    if not plain:
        raise UserError("岗位没有名称。请写上名称，例如 网格信息员")
    same = select(PostRole.code).where(PostRole.label == plain, PostRole.code != but)
    if work.session.scalar(same) is not None:
        raise UserError(f"岗位字典里已经有“{plain}”。请换个名称，或直接用已有的岗位")
    return plain
