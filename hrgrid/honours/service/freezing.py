"""The inputs frozen: everybody's facts and the checks of the nominees; who is out since."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import select

from hrgrid.core.errors import UserError
from hrgrid.core.hashing import canonical_bytes
from hrgrid.core.names import placeholders
from hrgrid.honours.model import (
    Campaign,
    EligibilityCheck,
    Entrant,
    HonourFactSource,
    HonourGrant,
    Nomination,
)
from hrgrid.honours.queries.campaigns import scheme_in
from hrgrid.honours.queries.categories import PartedTable, parted_table
from hrgrid.honours.queries.facts import Standing
from hrgrid.honours.queries.further_facts import sources
from hrgrid.honours.queries.people import people_of
from hrgrid.honours.queries.quotas import quota_table
from hrgrid.honours.rules.eligibility import checks
from hrgrid.honours.rules.scheme import Scheme
from hrgrid.honours.rules.tallies import wanted_nominees
from hrgrid.honours.rules.words import RUNNABLE, CampaignState, GrantState, NameChoice, Removal
from hrgrid.honours.service.campaigns import campaign_of, go, named
from hrgrid.honours.service.marking import take_assessment
from hrgrid.storage.bulk import insert_made, insert_rows
from hrgrid.storage.uses import Fact, register_uses
from hrgrid.storage.work import UnitOfWork

RUN_KIND = "honours"
_NAMEABLE = (
    CampaignState.NOMINATING,
    *(state for state in RUNNABLE if state is not CampaignState.DECIDING),
)


def close_nominations(work: UnitOfWork, campaign_id: int) -> int:
    """No more nominations; freezing the facts of everybody. Returns how many people took part."""
    found = campaign_of(work, campaign_id, CampaignState.NOMINATING)
    if not _nominations(work, found):
        raise UserError(f"{named(found)}还没有一个推荐对象。请先导入推荐表")
    _refuse_too_few(work, found)
    count = _freeze(work, found)
    go(work, found, CampaignState.REVIEWING)
    if scheme_in(work, found.rule_number).merit_from_assessment:
        take_assessment(work, found.id)
    return count


def _refuse_too_few(work: UnitOfWork, found: Campaign) -> None:
    """Where the scheme binds, every district names as many as the ratio asks, in every tier."""
    scheme = scheme_in(work, found.rule_number)
    if not scheme.nominate_binds:
        return
    for row in quota_table(work, found.id):
        for tier, places in row.places.items():
            wanted, count = wanted_nominees(places, scheme.nominate_bp), row.nominated.get(tier, 0)
            if count < wanted:
                raise UserError(
                    f"{row.name}“{tier.label}”要推荐 {wanted} 人，只报了 {count} 人，"
                    "方案规定报齐才能截止。请补报，或按程序改方案"
                )
    for tier in scheme.tiers:
        _refuse_too_few_of_a_category(parted_table(work, found.id, tier), scheme)


def _refuse_too_few_of_a_category(table: PartedTable, scheme: Scheme) -> None:
    for row in table.rows:
        for one, places, count in zip(
            table.categories, row.places or (), row.nominated, strict=row.places is not None
        ):
            wanted = wanted_nominees(places, scheme.nominate_bp)
            if count < wanted:
                raise UserError(
                    f"{row.name}“{table.tier.label}”的{one.label}要推荐 {wanted} 人，只报了 "
                    f"{count} 人，方案规定报齐才能截止。请补报，或按程序改方案"
                )


def freeze_again(work: UnitOfWork, campaign_id: int) -> int:
    """Take the facts as they stand now, with a reason; runs over the earlier freezing stay."""
    found = campaign_of(work, campaign_id, *RUNNABLE)
    work.require_reason()
    return _freeze(work, found)


def remove(work: UnitOfWork, nomination_id: int, removal: Removal) -> None:
    """A nominee is out, with a reason; the next run puts the next of his district in his place."""
    nomination = _nomination(work, nomination_id)
    campaign_of(work, nomination.campaign_id, *RUNNABLE)
    reason = work.require_reason()
    if nomination.removal is not None:
        raise UserError(
            f"“{nomination.name_given}”已经登记为“{nomination.removal.label}”。请刷新后查看"
        )
    _refuse_honoured(work, nomination)
    nomination.removal = removal
    nomination.removal_reason = reason
    work.session.flush()
    # Who objected and what is said of somebody's death stays out of the journal.
    work.record("remove_nominee", nomination.name_given, removal.label)


def _refuse_honoured(work: UnitOfWork, nomination: Nomination) -> None:
    given = select(HonourGrant.id).where(
        HonourGrant.campaign_id == nomination.campaign_id,
        HonourGrant.person_id == nomination.person_id,
        HonourGrant.tier == nomination.tier,
        HonourGrant.state == GrantState.DECIDED,
    )
    if work.session.scalar(given) is not None:
        raise UserError(f"“{nomination.name_given}”的荣誉已经决定，不能再退出名单。请办理撤销称号")


def choose_name(work: UnitOfWork, nomination_id: int, choice: NameChoice) -> None:
    """What papers do with a name that lost a character, with a reason, before it is proposed."""
    nomination = _nomination(work, nomination_id)
    campaign_of(work, nomination.campaign_id, *_NAMEABLE)
    reason = work.require_reason()
    if not placeholders(nomination.name_given):
        raise UserError(f"“{nomination.name_given}”没有缺字，不用选择。请核对选的人")
    nomination.name_choice = choice
    nomination.name_choice_reason = reason
    work.session.flush()
    work.record("choose_name", nomination.name_given, after={"choice": choice.value})


def _nomination(work: UnitOfWork, nomination_id: int) -> Nomination:
    found = work.session.get(Nomination, nomination_id)
    if found is None:
        raise UserError("没有这条推荐。请刷新后再选")
    return found


def _nominations(work: UnitOfWork, found: Campaign) -> Sequence[Nomination]:
    return work.session.scalars(
        select(Nomination).where(Nomination.campaign_id == found.id).order_by(Nomination.id)
    ).all()


def _freeze(work: UnitOfWork, found: Campaign) -> int:
    nominations = _nominations(work, found)
    nominees = {row.person_id for row in nominations}
    scheme = scheme_in(work, found.rule_number)
    people = people_of(work, found, scheme, nominees)
    found.freezing += 1
    by_id = {one.person_id: one for one in people}
    for row in nominations:
        if row.person_id not in by_id:
            raise UserError(f"推荐对象“{row.name_given}”在花名册里已并入别人名下。请核对后重新推荐")
    work.progress.begin("冻结人员情况", len(people))
    insert_made(work, Entrant, len(people), (_entrant(found, one) for one in people))
    insert_rows(work, EligibilityCheck, list(_checks(scheme, found, nominations, by_id)))
    insert_rows(work, HonourFactSource, list(_sources(work, scheme, found)))
    register_uses(
        work,
        RUN_KIND,
        f"campaign:{found.id}:{found.freezing}",
        (Fact("person", one.number, one.version) for one in people),
    )
    work.session.flush()
    work.record(
        "freeze_campaign",
        named(found),
        after={"freezing": found.freezing, "people": len(people), "nominations": len(nominations)},
    )
    return len(people)


def _entrant(found: Campaign, one: Standing) -> dict[str, Any]:
    return {
        "campaign_id": found.id,
        "freezing": found.freezing,
        "person_id": one.person_id,
        "person_number": one.number,
        "person_name": one.name,
        "area_id": one.district.area_id if one.district else None,
        "district_code": one.district.code if one.district else "",
        "facts": canonical_bytes(one.facts).decode("utf-8"),
    }


def _sources(work: UnitOfWork, scheme: Scheme, found: Campaign) -> Iterable[dict[str, Any]]:
    told = sources(work, found.cutoff_date, found.year, scheme.rules)
    for name, origin in told.items():
        yield {
            "campaign_id": found.id,
            "freezing": found.freezing,
            "fact": name,
            "origin": origin,
        }


def _checks(
    scheme: Scheme,
    found: Campaign,
    nominations: Iterable[Nomination],
    by_id: dict[int, Standing],
) -> Iterable[dict[str, Any]]:
    for row in nominations:
        for check in checks(scheme.rules, row.tier, by_id[row.person_id].facts):
            yield {
                "nomination_id": row.id,
                "freezing": found.freezing,
                "rule_key": check.rule.key,
                "operator": check.rule.operator,
                "threshold": check.rule.threshold_for(row.tier),
                "seen_value": check.seen,
                "passed": check.passed,
            }
