"""Collective honours: kinds and places, who is named for them, and what the meeting chose."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import func, select

from hrgrid.core.errors import UserError
from hrgrid.core.rights import Right
from hrgrid.honours.model import Campaign, CollectiveAward, CollectiveMember, CollectiveNominee
from hrgrid.honours.queries.collectives import collectives
from hrgrid.honours.rules.collectives import (
    ChoiceForm,
    CollectiveForm,
    CollectiveState,
    check_awards,
)
from hrgrid.honours.rules.words import CampaignState
from hrgrid.honours.service.campaigns import Evidence
from hrgrid.storage.work import UnitOfWork
from hrgrid.workforce.queries import tree_index
from hrgrid.workforce.queries.areas import AreaRow
from hrgrid.workforce.queries.known import find_person

_S = CollectiveState


def set_awards(work: UnitOfWork, campaign_id: int, awards: Sequence[tuple[str, int]]) -> None:
    """The kinds of collective honours of a campaign with their places, in this order.

    Raises UserError where a kind that somebody was named for would go, or has fewer places than
    the meeting took.
    """
    found = _open(work, campaign_id)
    check_awards(awards)
    board = collectives(work, campaign_id)
    wanted = dict(awards)
    rows = {
        row.title: row
        for row in work.session.scalars(
            select(CollectiveAward).where(CollectiveAward.campaign_id == campaign_id)
        )
    }
    for title, row in rows.items():
        named = [one for one in board.rows if one.title == title]
        taken = len(board.of(title, _S.CHOSEN, _S.DECIDED))
        if title not in wanted and named:
            raise UserError(f"“{title}”已经推荐了 {len(named)} 个，不能去掉。请先保留这一项")
        if title not in wanted:
            work.session.delete(row)
        elif wanted[title] < taken:
            raise UserError(f"“{title}”会议已定 {taken} 个，名额不能少于这个数。请改名额")
    for at, (title, places) in enumerate(awards, start=1):
        known = rows.get(title)
        if known is None:
            work.session.add(
                CollectiveAward(campaign_id=campaign_id, title=title, places=places, sort=at)
            )
        else:
            known.places, known.sort = places, at
    work.session.flush()
    work.record("set_collective_awards", called(found), after={"places": wanted})


def nominate_collective(work: UnitOfWork, campaign_id: int, form: CollectiveForm) -> int:
    """Name a unit, or a team of one with its members, for a kind; returns the row's id.

    Raises UserError where the unit is not found or not the only one called so, or was named.
    """
    found = _open(work, campaign_id)
    if work.session.get(CollectiveAward, (campaign_id, form.title)) is None:
        raise UserError(f"这次评选没有集体荣誉“{form.title}”。请先在“荣誉和名额”里加上")
    area = _area(work, form.unit)
    team = form.team.strip()
    if form.members and not team:
        raise UserError("写了成员，却没有写团队名称。推荐整个单位的不用写成员，推荐团队的请写名称")
    people = [find_person(work, one) for one in form.members]
    for at, one in enumerate(people):
        if one in people[:at]:
            raise UserError(f"成员“{form.members[at]}”写了两次。请去掉一个")
    last = work.session.scalar(
        select(func.max(CollectiveNominee.unit_rank)).where(
            CollectiveNominee.campaign_id == campaign_id, CollectiveNominee.title == form.title
        )
    )
    row = CollectiveNominee(
        campaign_id=campaign_id,
        title=form.title,
        year=found.year,
        area_id=area.id,
        team=team,
        honoured_name=f"{area.name}{team}",
        deeds=form.deeds.strip(),
        unit_rank=(last or 0) + 1,
        state=_S.NOMINATED,
        votes=None,
        place=None,
        meeting_no="",
        met_on=None,
        document_no="",
        granted_on=None,
        exclude_reason="",
        revoke_reason="",
        revoke_document="",
    )
    work.session.add(row)
    work.session.flush()
    for one in people:
        work.session.add(CollectiveMember(nominee_id=row.id, person_id=one))
    work.session.flush()
    after = {"collective": form.title, "team_members": len(people)}
    work.record("nominate_collective", row.honoured_name, after=after)
    return row.id


def move_collective(work: UnitOfWork, nominee_id: int, *, up: bool) -> None:
    """One place earlier or later among those named for the same kind and not chosen yet."""
    row = row_in(work, nominee_id, _S.NOMINATED)
    _open(work, row.campaign_id)
    beside = (
        CollectiveNominee.unit_rank < row.unit_rank
        if up
        else CollectiveNominee.unit_rank > row.unit_rank
    )
    rank = CollectiveNominee.unit_rank
    other = work.session.scalars(
        select(CollectiveNominee)
        .where(
            CollectiveNominee.campaign_id == row.campaign_id,
            CollectiveNominee.title == row.title,
            CollectiveNominee.state == _S.NOMINATED,
            beside,
        )
        .order_by(rank.desc() if up else rank)
        .limit(1)
    ).first()
    if other is None:
        raise UserError(f"“{row.honoured_name}”已经排在{'最前' if up else '最后'}，不能再移")
    row.unit_rank, other.unit_rank = other.unit_rank, row.unit_rank
    work.session.flush()
    after = {"unit_rank": row.unit_rank}
    work.record("move_collective", row.honoured_name, after=after)


def exclude_collective(work: UnitOfWork, nominee_id: int) -> None:
    """A unit or team is out, with a reason; the row stays."""
    row = row_in(work, nominee_id, _S.NOMINATED, _S.CHOSEN)
    _open(work, row.campaign_id)
    row.exclude_reason = work.require_reason()
    row.state = _S.EXCLUDED
    row.place = row.votes = None
    work.session.flush()
    work.record("exclude_collective", row.honoured_name, after={"collective": row.title})


def choose_collectives(
    work: UnitOfWork, campaign_id: int, form: ChoiceForm, meeting: Evidence
) -> None:
    """What a meeting decided on one kind: who is taken, in which order; no formula chooses.

    A later meeting needs a reason and takes the place of the first. Raises UserError for more
    than there are places, and for whoever is not named for this kind.
    """
    found = _open(work, campaign_id)
    if not meeting.document_no.strip() or meeting.happened_on is None:
        raise UserError("没有写会议号和日期。请补上再办")
    if meeting.happened_on > work.today:
        raise UserError(f"会议日期 {meeting.happened_on:%Y-%m-%d} 在今天之后。请核对日期")
    award = work.session.get(CollectiveAward, (campaign_id, form.title))
    if award is None:
        raise UserError(f"这次评选没有集体荣誉“{form.title}”。请刷新后再选")
    if not 1 <= len(form.taken) <= award.places:
        raise UserError(
            f"“{form.title}”名额 {award.places} 个，会议定了 {len(form.taken)} 个。请核对"
        )
    rows = {
        row.id: row
        for row in work.session.scalars(
            select(CollectiveNominee).where(
                CollectiveNominee.campaign_id == campaign_id,
                CollectiveNominee.title == form.title,
                CollectiveNominee.state.in_((_S.NOMINATED, _S.CHOSEN)),
            )
        )
    }
    if len(set(form.taken)) < len(form.taken) or not set(form.taken) <= set(rows):
        raise UserError("定下的单位里有重复的，或有人刚改了推荐。请刷新后再填")
    if any(row.state is _S.CHOSEN for row in rows.values()):
        work.require_reason()
    for row in rows.values():
        row.state, row.place, row.votes = _S.NOMINATED, None, form.votes.get(row.id)
        row.meeting_no, row.met_on = "", None
    # Places are given anew: until then nobody holds one.
    work.session.flush()
    for place, one in enumerate(form.taken, start=1):
        row = rows[one]
        row.state, row.place = _S.CHOSEN, place
        row.meeting_no, row.met_on = meeting.document_no.strip(), meeting.happened_on
    work.session.flush()
    after = {
        "collective": form.title,
        "document": meeting.document_no.strip(),
        "chosen": [rows[one].honoured_name for one in form.taken],
    }
    work.record("choose_collectives", called(found), after=after)


# --- what is looked up ----------------------------------------------------------------------------


def campaign_with(work: UnitOfWork, campaign_id: int) -> Campaign:
    """The campaign. Raises UserError for no such one."""
    found = work.session.get(Campaign, campaign_id)
    if found is None:
        raise UserError(f"没有编号为 {campaign_id} 的评选。请刷新后再选")
    return found


def _open(work: UnitOfWork, campaign_id: int) -> Campaign:
    work.require(Right.RUN_HONOURS)
    found = campaign_with(work, campaign_id)
    if found.state is CampaignState.ARCHIVED:
        raise UserError("评选已经归档，集体荣誉不能再改。有问题请办理撤销")
    return found


def row_in(work: UnitOfWork, nominee_id: int, *states: CollectiveState) -> CollectiveNominee:
    """A unit or team in one of these states. Raises UserError where it is in another."""
    row = work.session.get(CollectiveNominee, nominee_id)
    if row is None or row.state not in states:
        raise UserError("这个单位或团队现在办不了这一步。请刷新后查看办到了哪一步")
    return row


def _area(work: UnitOfWork, typed: str) -> AreaRow:
    text = typed.strip()
    if not text:
        raise UserError("没有写单位。请填写街道、社区的名称或编码")
    index = tree_index(work, work.today)
    own = index.by_code.get(text) or index.by_names.get(tuple(text.split("/")))
    named = [own] if own is not None else index.named(text)
    if not named:
        raise UserError(f"系统里没有叫“{text}”的单位。请核对名称，或填区域编码")
    if len(named) > 1:
        where = "、".join(index.full_name(one.id) for one in named[:3])
        raise UserError(
            f"有 {len(named)} 个单位叫“{text}”：{where}。请写全，例如“{where.split('、')[0]}”"
        )
    return named[0]


def called(found: Campaign) -> str:
    """How the journal names a campaign."""
    return f"{found.year} 年度“{found.title}”"
