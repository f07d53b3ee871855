"""How far each name of the list in force is between the public and the decision."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy import select

from hrgrid.core.hashing import canonical_hash
from hrgrid.honours.model import HonourGrant, HonourPublicity, SelectionRun
from hrgrid.honours.queries.roster import ChosenRow, chosen
from hrgrid.honours.rules.words import GrantState, RunState
from hrgrid.publicity.queries import (
    NoticeRow,
    entries_of,
    notice_by_subject,
    outcome_by_target,
)
from hrgrid.publicity.rules import NoticeState
from hrgrid.publicity.rules import Outcome as Shown
from hrgrid.storage.work import UnitOfWork

_GIVEN = (GrantState.DECIDED, GrantState.REVOKED)


def publicity_subject(campaign_id: int) -> str:
    """The notices of a campaign, as the room publicity knows them."""
    return f"honours:{campaign_id}"


def target_of(nomination_id: int) -> str:
    """A line of such a notice: whoever changes the tier is shown anew."""
    return f"nomination:{nomination_id}"


@dataclass(frozen=True)
class PublicRow:
    """One name of the list; `shown` is None before it hung out, `grant` before it is proposed."""

    row: ChosenRow
    shown: Shown | None
    grant: GrantState | None

    @property
    def given(self) -> bool:
        """It was decided about him; a revocation is an act of its own."""
        return self.grant in _GIVEN


@dataclass(frozen=True)
class PublicList:
    """The list in force; `run_id` None before there is one."""

    run_id: int | None
    rows: tuple[PublicRow, ...] = ()

    def _those(self, holds: Callable[[PublicRow], bool]) -> tuple[ChosenRow, ...]:
        return tuple(
            one.row for one in self.rows if not one.given and one.row.removal is None and holds(one)
        )

    @property
    def to_show(self) -> tuple[ChosenRow, ...]:
        """Who was not before the public yet."""
        return self._those(lambda one: one.shown is None)

    @property
    def clear(self) -> tuple[ChosenRow, ...]:
        """Whose publicity is over without an objection that stands or is open."""
        return self._those(lambda one: one.shown is Shown.CLEAR)

    @property
    def waiting(self) -> tuple[ChosenRow, ...]:
        """Against whom an objection is open."""
        return self._those(lambda one: one.shown is Shown.WAITING)

    @property
    def upheld(self) -> tuple[ChosenRow, ...]:
        """Against whom an objection stands, and who was not taken off the list yet."""
        return self._those(lambda one: one.shown is Shown.REMOVED)

    @property
    def open(self) -> tuple[PublicRow, ...]:
        """About whom nothing was decided, also who is off and not yet replaced."""
        return tuple(one for one in self.rows if not one.given)

    @property
    def proposed(self) -> tuple[PublicRow, ...]:
        """Who is put up for the decision."""
        return tuple(one for one in self.rows if one.grant is GrantState.PROPOSED)

    @property
    def stale(self) -> tuple[ChosenRow, ...]:
        """Who is put up and may not be decided: off the list, or objected to since."""
        return tuple(
            one.row
            for one in self.proposed
            if one.row.removal is not None or one.shown is not Shown.CLEAR
        )


def public_list(work: UnitOfWork, campaign_id: int) -> PublicList:
    """The list in force, each name with what the publicity says of it and what was decided."""
    run_id = _applied(work, campaign_id)
    if run_id is None:
        return PublicList(None)
    found = outcome_by_target(work, publicity_subject(campaign_id))
    earlier = on_paper(work, run_id)
    past = _paper_outcome(work, earlier)
    query = select(HonourGrant.person_id, HonourGrant.state).where(
        HonourGrant.campaign_id == campaign_id
    )
    given = dict(work.session.execute(query).tuples().all())
    rows = []
    for row in chosen(work, run_id):
        told = found.get(target_of(row.nomination_id))
        shown = told.outcome if told is not None else past
        rows.append(PublicRow(row, shown, given.get(row.person_id)))
    return PublicList(run_id, tuple(rows))


def notices_of(work: UnitOfWork, campaign_id: int) -> list[NoticeRow]:
    """The notices of a campaign that count, the newest first; none where one may not see them."""
    rows = notice_by_subject(work, publicity_subject(campaign_id))
    return [row for row in rows if row.state is not NoticeState.WITHDRAWN]


def last_day_shown(work: UnitOfWork, campaign_id: int) -> dt.date | None:
    """The last day of what hangs out now, the first to end; None where nothing does."""
    ends = [row.last_day for row in notices_of(work, campaign_id) if row.state is NoticeState.OPEN]
    if ends:
        return min(ends)
    run_id = _applied(work, campaign_id)
    noted = on_paper(work, run_id) if run_id is not None else None
    return noted.last_day if noted is not None and work.today <= noted.last_day else None


def on_paper(work: UnitOfWork, run_id: int) -> HonourPublicity | None:
    """A publicity that was noted by hand, before lists were hung out from here."""
    return work.session.scalar(select(HonourPublicity).where(HonourPublicity.run_id == run_id))


def award_key(listed: PublicList, campaign_id: int) -> str:
    """What is approved: the list as a whole, or a part of it by how many and who they are."""
    whole = f"campaign:{campaign_id}:{listed.run_id}"
    if len(listed.proposed) == len(listed.rows):
        return whole
    people = sorted(one.row.number for one in listed.proposed)
    return f"{whole}:{len(people)}:{canonical_hash(people)[:16]}"


def _applied(work: UnitOfWork, campaign_id: int) -> int | None:
    return work.session.scalar(
        select(SelectionRun.id).where(
            SelectionRun.campaign_id == campaign_id, SelectionRun.state == RunState.APPLIED
        )
    )


def _paper_outcome(work: UnitOfWork, found: HonourPublicity | None) -> Shown | None:
    if found is None:
        return None
    return Shown.CLEAR if work.today > found.last_day else Shown.SHOWING


def substitutes_of(work: UnitOfWork, campaign_id: int) -> tuple[str, ...]:
    """A sentence for each later list: who stepped in for whom an objection was upheld against."""
    shown: set[str] = set()
    told = []
    rows = sorted(
        notice_by_subject(work, publicity_subject(campaign_id)), key=lambda row: row.round
    )
    for notice in rows:
        entries = entries_of(work, notice.id)
        fresh = [f"{one.name}（{one.remark}）" for one in entries if one.target not in shown]
        # The first list that hung out calls nobody; one that was withdrawn is shown again.
        if shown and fresh and notice.state is not NoticeState.WITHDRAWN:
            told.append(f"第{notice.round}次公示递补{len(fresh)}人：{'、'.join(fresh)}。")
        shown |= {one.target for one in entries}
    return tuple(told)
