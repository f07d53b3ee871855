"""What the office asks of who holds a role, and who breaks it today (rules.md 1)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from sqlalchemy import and_, func, select
from sqlalchemy.orm import aliased

from hrgrid.storage.work import UnitOfWork
from hrgrid.workforce.model import Area, AreaStand, Contract, Person, Post, PostRole, RoleRule
from hrgrid.workforce.queries.areas import holds_on
from hrgrid.workforce.queries.parts import below_seen
from hrgrid.workforce.queries.roles import roles
from hrgrid.workforce.rules import (
    SHIPPED_RULES,
    Engagement,
    Level,
    PostState,
    RoleRuleKind,
)


@dataclass(frozen=True)
class RoleRuleRow:
    """One rule; `id` is 0 for a shipped one that was not written yet."""

    id: int
    kind: RoleRuleKind
    role: str
    role_label: str
    other_role: str = ""
    other_label: str = ""
    engagement: Engagement | None = None

    @property
    def sentence(self) -> str:
        """The rule as people say it."""
        if self.kind is RoleRuleKind.EXCLUSIVE:
            return f"{self.role_label}和{self.other_label}不能在同一网格由一人兼任"
        if self.kind is RoleRuleKind.SINGLE:
            return f"一个网格只有一名{self.role_label}"
        kind = self.engagement.label if self.engagement else ""
        return f"任{self.role_label}可以是{kind}"


@dataclass(frozen=True)
class BreachRow:
    """People whose posts of today do not go together; `place` is the grid, with all above it."""

    rule: str
    place: str
    people: tuple[str, ...]
    person_ids: tuple[int, ...]


def role_rules(work: UnitOfWork) -> list[RoleRuleRow]:
    """The office's rules; the shipped ones before its dictionary was first written."""
    labels = {row.code: row.label for row in roles(work)}
    if work.session.scalar(select(PostRole.code).limit(1)) is None:
        return [
            RoleRuleRow(0, kind, role, labels[role], other or "", labels.get(other or "", ""))
            for kind, role, other in SHIPPED_RULES
        ]
    return [
        RoleRuleRow(
            rule.id,
            rule.kind,
            rule.role,
            labels.get(rule.role, rule.role),
            rule.other_role or "",
            labels.get(rule.other_role or "", ""),
            rule.engagement,
        )
        for rule in work.session.scalars(select(RoleRule).order_by(RoleRule.id))
    ]


@dataclass(frozen=True)
class RulesOfRoles:
    """The rules as a posting asks for them, by role."""

    excluded: Mapping[str, frozenset[str]] = field(default_factory=dict)
    single: frozenset[str] = frozenset()
    engagements: Mapping[str, frozenset[Engagement]] = field(default_factory=dict)

    @property
    def ruled(self) -> frozenset[str]:
        """Roles whose holders at a grid have to be known."""
        return frozenset(self.excluded) | self.single


def rules_of_roles(work: UnitOfWork) -> RulesOfRoles:
    """The rules in force."""
    excluded: dict[str, set[str]] = {}
    engagements: dict[str, set[Engagement]] = {}
    single = set()
    for rule in role_rules(work):
        if rule.kind is RoleRuleKind.EXCLUSIVE:
            excluded.setdefault(rule.role, set()).add(rule.other_role)
            excluded.setdefault(rule.other_role, set()).add(rule.role)
        elif rule.kind is RoleRuleKind.SINGLE:
            single.add(rule.role)
        elif rule.engagement is not None:
            engagements.setdefault(rule.role, set()).add(rule.engagement)
    return RulesOfRoles(
        {role: frozenset(others) for role, others in excluded.items()},
        frozenset(single),
        {role: frozenset(kinds) for role, kinds in engagements.items()},
    )


# --- who breaks them ------------------------------------------------------------------------------


def role_breaches(work: UnitOfWork, on: dt.date) -> list[BreachRow]:
    """Every breach of a day, rule by rule: what stood before a rule came is listed, not undone."""
    found: list[BreachRow] = []
    allowed: dict[str, list[RoleRuleRow]] = {}
    for rule in role_rules(work):
        if rule.kind is RoleRuleKind.EXCLUSIVE:
            found += _both_roles(work, rule, on)
        elif rule.kind is RoleRuleKind.SINGLE:
            found += _several(work, rule, on)
        else:
            allowed.setdefault(rule.role, []).append(rule)
    for of_role in allowed.values():
        found += _otherwise_engaged(work, of_role, on)
    return found


def _both_roles(work: UnitOfWork, rule: RoleRuleRow, on: dt.date) -> list[BreachRow]:
    one, other = aliased(Post), aliased(Post)
    query = (
        select(one.area_id, Person.id, Person.name)
        .join(Person, Person.id == one.person_id)
        .join(other, and_(other.person_id == one.person_id, other.area_id == one.area_id))
        .join(Area, and_(Area.id == one.area_id, Area.level == Level.GRID))
        .where(one.role == rule.role, other.role == rule.other_role)
        .where(one.state != PostState.VOIDED, other.state != PostState.VOIDED)
        .where(holds_on(one, on), holds_on(other, on))
        .distinct()
        .order_by(one.area_id, Person.id)
    )
    seen = below_seen(work, on)
    rows = work.session.execute(query if seen is None else query.where(one.area_id.in_(seen))).all()
    places = _places(work, [row.area_id for row in rows], on)
    return [BreachRow(rule.sentence, places[row.area_id], (row.name,), (row.id,)) for row in rows]


def _several(work: UnitOfWork, rule: RoleRuleRow, on: dt.date) -> list[BreachRow]:
    held = and_(Post.role == rule.role, Post.state != PostState.VOIDED, holds_on(Post, on))
    crowded = (
        select(Post.area_id)
        .join(Area, and_(Area.id == Post.area_id, Area.level == Level.GRID))
        .where(held)
        .group_by(Post.area_id)
        .having(func.count(Post.person_id.distinct()) > 1)
    )
    seen = below_seen(work, on)
    if seen is not None:
        crowded = crowded.where(Post.area_id.in_(seen))
    query = (
        select(Post.area_id, Person.id, Person.name)
        .join(Person, Person.id == Post.person_id)
        .where(held, Post.area_id.in_(crowded))
        .order_by(Post.area_id, Post.valid_from, Post.id)
    )
    people: dict[int, dict[int, str]] = {}
    for row in work.session.execute(query):
        people.setdefault(row.area_id, {})[row.id] = row.name
    places = _places(work, list(people), on)
    return [
        BreachRow(rule.sentence, places[area_id], tuple(named.values()), tuple(named))
        for area_id, named in people.items()
    ]


def _otherwise_engaged(
    work: UnitOfWork, rules: Sequence[RoleRuleRow], on: dt.date
) -> list[BreachRow]:
    """Holders whose contracts of the day are all of another kind; who has none is not judged."""
    kinds = [rule.engagement for rule in rules]
    engaged = select(Contract.person_id).where(holds_on(Contract, on))
    query = (
        select(Post.area_id, Person.id, Person.name)
        .join(Person, Person.id == Post.person_id)
        .where(Post.role == rules[0].role, Post.state != PostState.VOIDED, holds_on(Post, on))
        .where(Post.person_id.in_(engaged))
        .where(Post.person_id.not_in(engaged.where(Contract.kind.in_(kinds))))
        .order_by(Post.area_id, Person.id)
    )
    seen = below_seen(work, on)
    if seen is not None:
        query = query.where(Post.area_id.in_(seen))
    rows = work.session.execute(query).all()
    places = _places(work, [row.area_id for row in rows], on)
    said = allowed_words([kind for kind in kinds if kind is not None])
    told = f"任{rules[0].role_label}须是{said}"
    return [
        BreachRow(told, places.get(row.area_id, "机关单位"), (row.name,), (row.id,)) for row in rows
    ]


def allowed_words(kinds: Sequence[Engagement]) -> str:
    """Kinds of engagement of which one will do."""
    return "或".join(kind.label for kind in Engagement if kind in kinds)


def _places(work: UnitOfWork, ids: Sequence[int | None], on: dt.date) -> dict[int | None, str]:
    query = select(AreaStand.area_id, AreaStand.name).where(
        AreaStand.area_id.in_([one for one in ids if one is not None]), holds_on(AreaStand, on)
    )
    return {row.area_id: row.name for row in work.session.execute(query)}
