"""The fairness picture: everybody at the freeze, the nominated and the selected, by kind."""

from __future__ import annotations

import datetime as dt
import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import or_, select

from hrgrid.core.errors import UserError
from hrgrid.core.identity import Sex
from hrgrid.core.rights import Right
from hrgrid.honours.model import (
    Campaign,
    DistrictWeight,
    Entrant,
    Nomination,
    SelectionLine,
    SelectionRun,
)
from hrgrid.honours.queries.campaigns import CampaignRow, campaign
from hrgrid.honours.rules.fairness import AGES, UNKNOWN, Aspect, Group, Picture, age_band, picture
from hrgrid.honours.rules.words import Outcome, RunState
from hrgrid.storage.work import UnitOfWork
from hrgrid.workforce.model import Contract, Person, Post
from hrgrid.workforce.queries.roles import roles
from hrgrid.workforce.rules import Employment, Engagement, PostState

_NO_POST = "没有任职"


@dataclass(frozen=True)
class Fairness:
    """A campaign's picture by every aspect; `people` are how many each group has."""

    campaign: CampaignRow
    pictures: tuple[Picture, ...]

    def of(self, aspect: Aspect) -> Picture:
        """The picture by one aspect."""
        return next(one for one in self.pictures if one.aspect is aspect)


def fairness(work: UnitOfWork, campaign_id: int) -> Fairness:
    """The pictures of a campaign whose inputs are frozen, of all its tiers together.

    There is none by tier: what one picture hides would follow from the others. Raises UserError
    before the freeze.
    """
    decides = work.actor.may(Right.DECIDE_HONOURS)
    work.require(Right.DECIDE_HONOURS if decides else Right.RUN_HONOURS)
    found = campaign(work, campaign_id)
    row = work.session.get_one(Campaign, campaign_id)
    if not row.freezing:
        raise UserError("还没有截止推荐，情况没有冻结，不能比较。请截止推荐以后再看公平性对比")
    kinds = _kinds(work, row)
    groups = [Group.WORKFORCE, Group.NOMINATED]
    members = [frozenset(kinds.sex), _nominated(work, campaign_id) & frozenset(kinds.sex)]
    chosen = _selected(work, campaign_id)
    if chosen is not None:
        groups.append(Group.SELECTED)
        members.append(chosen & members[1])
    made = [_picture(aspect, groups, members, *kinds.of(aspect)) for aspect in Aspect]
    return Fairness(found, tuple(made))


def _picture(
    aspect: Aspect,
    groups: Sequence[Group],
    members: Sequence[frozenset[int]],
    names: Sequence[str],
    of: Mapping[int, str],
) -> Picture:
    known = frozenset(names)
    kind = {one: told for one, told in of.items() if told in known}
    counts = [Counter(kind.get(one, names[-1]) for one in group) for group in members]
    cells = [[count[name] for count in counts] for name in names]
    return picture(aspect, groups, names, cells)


@dataclass(frozen=True)
class _Kinds:
    """By person his kind in each aspect; the names of the kinds in their order, unknown last."""

    sex: dict[int, str]
    age: dict[int, str]
    role: dict[int, str]
    district: dict[int, str]
    engagement: dict[int, str]
    role_names: tuple[str, ...]
    district_names: tuple[str, ...]

    def of(self, aspect: Aspect) -> tuple[Sequence[str], Mapping[int, str]]:
        """The names of an aspect and each person's."""
        return {
            Aspect.SEX: ((*(one.label for one in Sex), UNKNOWN), self.sex),
            Aspect.AGE: (AGES, self.age),
            Aspect.ROLE: ((*self.role_names, _NO_POST), self.role),
            Aspect.DISTRICT: ((*self.district_names, UNKNOWN), self.district),
            Aspect.ENGAGEMENT: ((*(one.label for one in Engagement), UNKNOWN), self.engagement),
        }[aspect]


def _kinds(work: UnitOfWork, row: Campaign) -> _Kinds:
    """Of everybody who was frozen: age and district as they were, the rest on the cut-off date."""
    districts = work.session.execute(
        select(DistrictWeight.district_code, DistrictWeight.district_name)
        .where(DistrictWeight.campaign_id == row.id)
        .order_by(DistrictWeight.sort, DistrictWeight.area_id)
    ).tuples()
    names = dict(districts.all())
    query = (
        select(Entrant.person_id, Entrant.district_code, Entrant.facts, Person.sex)
        .join(Person, Person.id == Entrant.person_id)
        .where(Entrant.campaign_id == row.id, Entrant.freezing == row.freezing)
    )
    sex, age, district = {}, {}, {}
    bands: dict[str, str] = {}
    for person_id, code, facts, own in work.session.execute(query).tuples():
        if facts not in bands:
            # Most people share their facts with many others.
            bands[facts] = age_band(json.loads(facts).get("age"))
        age[person_id] = bands[facts]
        sex[person_id] = own.label if own else UNKNOWN
        district[person_id] = names.get(code, UNKNOWN)
    role = _roles(work, row.cutoff_date)
    engagement = _engagements(work, row.cutoff_date)
    labels = tuple(dict.fromkeys(one.label for one in roles(work)))
    return _Kinds(
        sex, age, role, district, engagement, labels, tuple(dict.fromkeys(names.values()))
    )


def _roles(work: UnitOfWork, on: dt.date) -> dict[int, str]:
    """By person the role of his main post: full-time before part-time, the older first."""
    labels = {one.code: one.label for one in roles(work)}
    query = select(Post.person_id, Post.role, Post.employment, Post.valid_from, Post.id).where(
        Post.state != PostState.VOIDED,
        Post.valid_from <= on,
        or_(Post.valid_to.is_(None), Post.valid_to > on),
    )
    main: dict[int, tuple[tuple[bool, dt.date, int], str]] = {}
    for person_id, role, employment, since, post_id in work.session.execute(query).tuples():
        weight = (employment is not Employment.FULL, since, post_id)
        if person_id not in main or weight < main[person_id][0]:
            main[person_id] = weight, role
    return {person: labels.get(role, role) for person, (_, role) in main.items()}


def _engagements(work: UnitOfWork, on: dt.date) -> dict[int, str]:
    query = (
        select(Contract.person_id, Contract.kind)
        .where(
            Contract.valid_from <= on,
            or_(Contract.valid_to.is_(None), Contract.valid_to > on),
        )
        .order_by(Contract.valid_from.desc(), Contract.id.desc())
    )
    # The oldest comes last and stays.
    return {person: kind.label for person, kind in work.session.execute(query).tuples()}


def _nominated(work: UnitOfWork, campaign_id: int) -> frozenset[int]:
    query = select(Nomination.person_id).where(Nomination.campaign_id == campaign_id)
    return frozenset(work.session.scalars(query))


def _selected(work: UnitOfWork, campaign_id: int) -> frozenset[int] | None:
    """Who is on the list in force; None where there is none."""
    run = work.session.scalar(
        select(SelectionRun.id).where(
            SelectionRun.campaign_id == campaign_id, SelectionRun.state == RunState.APPLIED
        )
    )
    if run is None:
        return None
    query = select(SelectionLine.person_id).where(
        SelectionLine.run_id == run, SelectionLine.outcome == Outcome.SELECTED
    )
    return frozenset(work.session.scalars(query))
