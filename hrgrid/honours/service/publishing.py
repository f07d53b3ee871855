"""The list before the public, as often as new names come, and what objections make of it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace

from sqlalchemy import select

from hrgrid.core.errors import UserError
from hrgrid.core.rights import Right
from hrgrid.honours.model import Campaign, Nomination
from hrgrid.honours.queries.campaigns import no_campaign, scheme_in
from hrgrid.honours.queries.publicity import public_list, publicity_subject, target_of
from hrgrid.honours.queries.roster import ChosenRow
from hrgrid.honours.rules.words import CampaignState, Removal, Tier
from hrgrid.honours.service.campaigns import Evidence, campaign_of, go, named
from hrgrid.publicity.queries import notice_by_subject, outcome_by_target
from hrgrid.publicity.rules import Entry, NoticeState
from hrgrid.publicity.rules import Outcome as Shown
from hrgrid.publicity.service import NoticeForm, close_notice, publish_list
from hrgrid.storage.work import UnitOfWork

_RUNNING = (CampaignState.PUBLICISING, CampaignState.DECIDING)
# What a later notice of a campaign says as the one before did.
_SAME = (
    "where_shown",
    "accepting_office",
    "accepting_phone",
    "accepting_mail",
    "accepting_address",
    "accepting_hours",
    "basis",
)
_UPHELD = "公示期异议经核查成立"


@dataclass(frozen=True)
class PublicityForm:
    """Where the list hangs out and who takes objections.

    Without a title, an opening or a number of working days those of the campaign are taken;
    without a last day the calendar counts it.
    """

    first_day: dt.date
    where_shown: str
    accepting_office: str
    accepting_phone: str = ""
    accepting_mail: str = ""
    accepting_address: str = ""
    accepting_hours: str = ""
    basis: str = ""
    title: str = ""
    opening: str = ""
    workdays: int | None = None
    last_day: dt.date | None = None
    scan_sha256: str | None = None


@dataclass(frozen=True)
class PublicityDraft:
    """The next notice of a campaign before anybody typed a word."""

    form: NoticeForm
    entries: tuple[Entry, ...]


@dataclass(frozen=True)
class ClosedPublicity:
    """How many may be proposed, how many wait; who is off the list, who was honoured before."""

    clear: int
    waiting: int
    removed: tuple[str, ...]
    honoured: tuple[str, ...]


def draft_notice(work: UnitOfWork, campaign_id: int) -> PublicityDraft:
    """What a notice hung out today would say, the office as in the one before.

    Raises UserError where everybody was shown.
    """
    work.require(Right.RUN_HONOURS)
    found = work.session.get(Campaign, campaign_id)
    if found is None:
        raise no_campaign(campaign_id)
    draft = _draft(work, found)
    before = notice_by_subject(work, draft.form.subject)
    if not before:
        return draft
    same = {name: getattr(before[0], name) for name in _SAME}
    return replace(draft, form=replace(draft.form, **same))


def publicise(work: UnitOfWork, campaign_id: int, form: PublicityForm) -> int:
    """Hang out those of the list who were not shown yet; the notice's id.

    The list says name, sex, unit and post, and the honour; nothing else can stand there. Raises
    UserError where everybody was shown, and for fewer days than the scheme asks.
    """
    found = campaign_of(work, campaign_id, CampaignState.COMMITTEE, *_RUNNING)
    draft = _draft(work, found)
    wanted = draft.form.workdays
    workdays = wanted if form.workdays is None else form.workdays
    if workdays < wanted:
        raise UserError(
            f"评选方案规定公示 {wanted} 个工作日，填的是 {workdays} 个。请改为不少于 {wanted} 个"
        )
    notice = publish_list(
        work,
        NoticeForm(
            draft.form.subject,
            form.title.strip() or draft.form.title,
            form.first_day,
            form.where_shown,
            draft.form.handling,
            draft.form.deciding,
            form.accepting_office,
            form.accepting_phone,
            form.accepting_mail,
            form.accepting_address,
            form.accepting_hours,
            basis=form.basis,
            opening=form.opening.strip()
            or _opening(found, form.basis.strip(), _to_show(work, found)),
            remark_heading=draft.form.remark_heading,
            workdays=workdays,
            last_day=form.last_day,
            scan_sha256=form.scan_sha256,
        ),
        draft.entries,
    )
    if found.state is CampaignState.COMMITTEE:
        go(work, found, CampaignState.PUBLICISING, Evidence(happened_on=form.first_day))
    return notice


def resume(work: UnitOfWork, campaign_id: int) -> None:
    """Nobody new is to be shown: go on with those who were. UserError where somebody is.

    Where about everybody was decided the campaign is decided with it.
    """
    found = campaign_of(work, campaign_id, CampaignState.COMMITTEE)
    listed = public_list(work, found.id)
    if listed.to_show:
        raise UserError(f"{named(found)}有 {len(listed.to_show)} 人还没有公示。请先公示")
    if not listed.rows:
        raise UserError(f"{named(found)}的名单是空的，没有人可以决定。请重新推荐或重新计算")
    go(work, found, CampaignState.PUBLICISING)
    if not listed.open:
        go(work, found, CampaignState.DECIDING)
        go(work, found, CampaignState.DECIDED, Evidence(found.document_no, found.decided_on))


def end_publicity(work: UnitOfWork, campaign_id: int) -> ClosedPublicity:
    """Take the lists down whose days are over and do what the findings ask for.

    Raises UserError where every list still has to hang out, and where the clock does not prove
    that the days are over and nobody vouched for it.
    """
    found = campaign_of(work, campaign_id, *_RUNNING)
    running = [
        one
        for one in notice_by_subject(work, publicity_subject(found.id))
        if one.state is NoticeState.OPEN
    ]
    if not running:
        raise UserError(f"{named(found)}没有在公示的名单。请刷新后查看")
    # A list does not wait for one that was hung out after it.
    over = [one for one in running if one.last_day < work.today]
    for notice in over or running:
        close_notice(work, notice.id)
    return _follow(work, found)


def settle_objections(work: UnitOfWork, campaign_id: int) -> ClosedPublicity:
    """Do what findings ask for that came after the list was taken down."""
    return _follow(work, campaign_of(work, campaign_id, *_RUNNING))


def _follow(work: UnitOfWork, found: Campaign) -> ClosedPublicity:
    """Upheld is off in every tier: the reserve of his district steps in when it is computed again.

    Who was honoured already is named; his honour goes by a revocation alone.
    """
    listed = public_list(work, found.id)
    told = outcome_by_target(work, publicity_subject(found.id))
    gone = {row.nomination_id: row.name for row in listed.upheld}
    if gone:
        _take_off(work, found, set(gone))
    honoured = tuple(
        one.row.name
        for one in listed.rows
        if one.given
        and (row := told.get(target_of(one.row.nomination_id))) is not None
        and row.outcome is Shown.REMOVED
    )
    return ClosedPublicity(len(listed.clear), len(listed.waiting), tuple(gone.values()), honoured)


def _take_off(work: UnitOfWork, found: Campaign, nominations: set[int]) -> None:
    people = set(
        work.session.scalars(select(Nomination.person_id).where(Nomination.id.in_(nominations)))
    )
    # Also where he was named for another tier: what was found is about the person.
    query = (
        select(Nomination)
        .where(
            Nomination.campaign_id == found.id,
            Nomination.person_id.in_(people),
            Nomination.removal.is_(None),
        )
        .order_by(Nomination.id)
    )
    for row in work.session.scalars(query).all():
        row.removal = Removal.OBJECTION_UPHELD
        row.removal_reason = _UPHELD
        work.session.flush()
        work.record("remove_nominee", row.name_given, Removal.OBJECTION_UPHELD.label)


# --- the notice ---------------------------------------------------------------------------------


def _draft(work: UnitOfWork, found: Campaign) -> PublicityDraft:
    rows = _to_show(work, found)
    if not rows:
        raise UserError(f"{named(found)}的名单都已公示过，没有新的人。请继续办理下一步")
    form = NoticeForm(
        publicity_subject(found.id),
        f"{found.year}年度“{found.title.removesuffix('评选')}”拟{found.kind.label}对象公示",
        work.today,
        "",
        Right.RUN_HONOURS,
        Right.DECIDE_HONOURS,
        "",
        opening=_opening(found, "", rows),
        remark_heading=f"拟{found.kind.label}称号",
        workdays=scheme_in(work, found.rule_number).publicity_days,
    )
    return PublicityDraft(form, tuple(_entry(row) for row in rows))


def _to_show(work: UnitOfWork, found: Campaign) -> tuple[ChosenRow, ...]:
    return public_list(work, found.id).to_show


def _entry(row: ChosenRow) -> Entry:
    # A unit often begins with its district's name; then it says enough.
    unit = f"{row.unit or row.district}{row.post}"
    return Entry(
        target_of(row.nomination_id),
        row.name,
        row.sex.label if row.sex is not None else "",
        unit,
        row.tier.label,
    )


def _opening(found: Campaign, basis: str, rows: Sequence[ChosenRow]) -> str:
    """What was gone through, and the first name and the number of each tier (documents.md 4)."""
    ground = f"根据{basis}，" if basis else ""
    by_tier = [[row for row in rows if row.tier is tier] for tier in Tier]
    told = "，".join(f"{_led(own)}为“{own[0].tier.label}”" for own in by_tier if own)
    verb = found.kind.label
    return f"{ground}经推荐、资格审查、评审和会议审定，拟{verb}{told}（名单附后）。"


def _led(rows: Sequence[ChosenRow]) -> str:
    return rows[0].name if len(rows) == 1 else f"{rows[0].name}等{len(rows)}人"
