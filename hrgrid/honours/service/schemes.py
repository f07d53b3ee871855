"""A campaign that goes on under another version of its scheme, with a reason."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from hrgrid.core.errors import UserError
from hrgrid.core.rights import Right
from hrgrid.honours.model import Campaign
from hrgrid.honours.queries.campaigns import scheme_in
from hrgrid.honours.rules.categories import Category
from hrgrid.honours.rules.scheme import TOPIC, Scheme, check_scheme
from hrgrid.honours.rules.words import RUNNABLE, CampaignState
from hrgrid.honours.service.campaigns import campaign_of, named
from hrgrid.honours.service.freezing import freeze_again
from hrgrid.honours.service.quotas import OpenDraw, share_all
from hrgrid.storage.rulebook import RuleSetRow, add_version, lock_rules, rules_in_force
from hrgrid.storage.work import UnitOfWork

_NAME = "十百千评选方案"
_OPEN = (
    CampaignState.DRAFT,
    CampaignState.QUOTAS_SET,
    CampaignState.NOMINATING,
    *RUNNABLE,
)


def use_scheme(work: UnitOfWork, campaign_id: int, scheme: Scheme, document_no: str = "") -> int:
    """Keep a scheme as a new version and go on under it; returns the number of the version.

    Inputs that were frozen are frozen anew, since other rules may read other facts. Lists that
    were computed keep the version that they were computed by. Raises UserError where the places
    or the categories differ, which are shared anew instead, or nothing does.
    """
    found = campaign_of(work, campaign_id, *_OPEN)
    if scheme.categories != scheme_in(work, found.rule_number).categories:
        raise UserError(f"{named(found)}的岗位类别和名额是一起定的。请在名额方案里改岗位类别")
    return _use(work, found, scheme, document_no)


def _use(work: UnitOfWork, found: Campaign, scheme: Scheme, document_no: str) -> int:
    work.require(Right.KEEP_RULES)
    work.require_reason()
    check_scheme(scheme)
    before = scheme_in(work, found.rule_number)
    if scheme.places != before.places:
        raise UserError(
            f"{named(found)}的名额是开评选时定的，换方案不改名额。请新建评选，或调整各单位的名额"
        )
    if scheme.parameters() == before.parameters():
        raise UserError("方案没有改动，不用另存一版")
    if found.state is not CampaignState.DRAFT and _sharing(scheme) != _sharing(before):
        raise UserError(f"{named(found)}的名额已定，分配的办法不能再换。请先退回拟定方案")
    kept = _kept(work, found, scheme, document_no)
    old, found.rule_number = found.rule_number, kept.number
    work.session.flush()
    work.record("use_scheme", named(found), before={"rules": old}, after={"rules": kept.number})
    if found.state is not CampaignState.DRAFT:
        lock_rules(work, TOPIC, kept.number, named(found))
    if found.state in RUNNABLE:
        freeze_again(work, found.id)
    return kept.number


def set_categories(
    work: UnitOfWork, campaign_id: int, categories: Sequence[Category], document_no: str = ""
) -> list[OpenDraw]:
    """Part the places among other categories, none to part them no longer: shared anew.

    A tier in which districts tie for the last place is left to a draw, and handed back.
    """
    found = campaign_of(work, campaign_id, CampaignState.DRAFT)
    scheme = replace(scheme_in(work, found.rule_number), categories=tuple(categories))
    _use(work, found, scheme, document_no)
    return share_all(work, found.id)


def _sharing(scheme: Scheme) -> tuple[object, ...]:
    return scheme.method, dict(scheme.weights), scheme.floor, scheme.categories


def _kept(work: UnitOfWork, found: Campaign, scheme: Scheme, document_no: str) -> RuleSetRow:
    """The version in force where it says the same already, else a new one."""
    now = rules_in_force(work, TOPIC, found.cutoff_date)
    if now is not None and now.parameters == scheme.parameters():
        return now
    return add_version(
        work,
        TOPIC,
        _NAME,
        scheme.parameters(),
        valid_from=found.cutoff_date,
        document_no=document_no,
    )
