"""The lists of a campaign on paper: an annex a tier, before the decision what is proposed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from hrgrid.core.errors import UserError
from hrgrid.core.names import placeholders
from hrgrid.core.names.pinyin import pinyin_sort_key
from hrgrid.core.names.strokes import stroke_sort_key
from hrgrid.core.progress import Progress
from hrgrid.core.rights import Right
from hrgrid.documents.papers.issued import on_record
from hrgrid.documents.papers.written import Written
from hrgrid.honours.papers.collectives import collective_annexes
from hrgrid.honours.queries import (
    CampaignRow,
    ChosenRow,
    GrantRow,
    campaign,
    chosen,
    grants,
    places_in_run,
)
from hrgrid.honours.queries.collectives import collectives
from hrgrid.honours.rules.words import FROZEN, GrantState, NameChoice, RosterOrder, Tier
from hrgrid.paper.fonts import office_fonts
from hrgrid.paper.forms import Form
from hrgrid.paper.roster import Person, Roster, Section, roster_sheets
from hrgrid.paper.roster import write_roster as write_roster_pages
from hrgrid.paper.rosterbook import write_roster_workbook
from hrgrid.storage.desk import Desk
from hrgrid.storage.files import paper_file
from hrgrid.storage.work import UnitOfWork

_Listed = ChosenRow | GrantRow
_REVOKED = "已撤销称号人员名单"


def write_roster(
    desk: Desk,
    campaign_id: int,
    path: Path,
    form: Form,
    *,
    order: RosterOrder = RosterOrder.SUBMITTED,
    tier: Tier | None = None,
    progress: Progress | None = None,
) -> Written:
    """The lists of a campaign, an annex a tier; the footer names the journal's entry about it.

    `tier` narrows to the list of one tier, under the number that it has among all.

    Before the decision they are what is proposed; whose honour was revoked afterwards stands on a
    list of his own, and is not counted. Raises UserError where there is no list yet,
    where nobody chose what to do with a damaged name, and naming whom no font can print.
    """
    found, rosters, revoked = desk.read(lambda work: _rosters(work, campaign_id, order, tier))
    rows = sum(roster.count for roster in rosters)
    rosters += revoked
    # Refused before the journal tells of a paper that was never made.
    sheets = roster_sheets(rosters, None, office_fonts())
    told = {"people": rows, "form": form.value, "order": order.value}
    if tier is not None:
        told["tier"] = tier.value
    with paper_file(path) as part:
        trace = on_record(desk, "write_roster", campaign_name(found), told)
        if form is Form.PDF:
            write_roster_pages(part, rosters, trace, progress=progress)
            return Written(path, len(sheets), rows)
        write_roster_workbook(part, rosters, trace)
    return Written(path, len(rosters), rows)


def _rosters(
    work: UnitOfWork, campaign_id: int, order: RosterOrder, only: Tier | None
) -> tuple[CampaignRow, list[Roster], list[Roster]]:
    work.require(Right.PRINT_PAPERS)
    found = campaign(work, campaign_id)
    rows = _listed(work, found)
    _require_choices(rows)
    rows = printed(rows)
    if order is not RosterOrder.SUBMITTED:
        rows = sorted(rows, key=_sorting(work, found, rows, order))
    proposed = "" if found.state in FROZEN else f"拟{found.kind.label}"
    by_tier = annexes(rows, proposed)
    if only is not None:
        if only not in by_tier:
            raise UserError(f"{campaign_name(found)}的“{only.label}”一个人也没有，没有名单可输出")
        return found, [by_tier[only]], []
    made = [*by_tier.values()]
    made += collective_annexes(collectives(work, campaign_id), len(made) + 1)
    return found, made, _revoked(work, found, len(made) + 1)


def annexes(rows: Sequence[_Listed], proposed: str = "") -> dict[Tier, Roster]:
    """The annexes of these rows in the order of the tiers; a tier of nobody has none."""
    tiers = [tier for tier in Tier if any(row.tier is tier for row in rows)]
    return {
        tier: _roster(f"附件{at}", proposed, tier, [row for row in rows if row.tier is tier])
        for at, tier in enumerate(tiers, start=1)
    }


def _revoked(work: UnitOfWork, found: CampaignRow, annex: int) -> list[Roster]:
    given = grants(work, found.id)
    gone = printed([row for row in given if row.state is GrantState.REVOKED])
    if not gone:
        return []
    return [Roster(f"附件{annex}", _REVOKED, (Section("", _people(gone)),), detailed=True)]


def _listed(work: UnitOfWork, found: CampaignRow) -> Sequence[_Listed]:
    if found.state in FROZEN:
        given = grants(work, found.id)
        return [row for row in given if row.state is GrantState.DECIDED]
    if found.applied is None:
        raise UserError(f"{campaign_name(found)}还没有采用的名单。请先计算并采用，再输出名单")
    return [row for row in chosen(work, found.applied.id) if row.removal is None]


def _require_choices(rows: Sequence[_Listed]) -> None:
    for row in rows:
        if row.name_choice is None and placeholders(row.name):
            raise UserError(
                f"“{row.name}”（{row.number}）的姓名里有缺字。"
                "请按证件补正，或选择“照原样印”还是“先不印”，写明理由"
            )


def printed(rows: Sequence[_Listed]) -> list[_Listed]:
    """Without the names that were chosen not to be printed."""
    return [row for row in rows if row.name_choice is not NameChoice.HOLD]


def _sorting(
    work: UnitOfWork, found: CampaignRow, rows: Sequence[_Listed], order: RosterOrder
) -> Callable[[_Listed], tuple[Any, ...]]:
    """Inside their district only: districts keep the office's order, tiers theirs."""
    districts = dict.fromkeys((row.tier, row.district) for row in rows)
    rank = {district: at for at, district in enumerate(districts)}
    within: Callable[[_Listed], Any]
    if order is RosterOrder.SCORE:
        run = found.applied
        places = places_in_run(work, run.id) if run else {}
        within = lambda row: places.get(row.person_id, len(places))  # noqa: E731
    else:
        by_name = stroke_sort_key if order is RosterOrder.STROKES else pinyin_sort_key
        within = lambda row: by_name(row.name)  # noqa: E731
    return lambda row: (rank[row.tier, row.district], within(row))


def _roster(annex: str, proposed: str, tier: Tier, rows: Sequence[_Listed]) -> Roster:
    """Pioneers a line each with unit and post, the others by district, five names a line."""
    title = f"{proposed}{tier.label}名单"
    if tier is Tier.PIONEER:
        return Roster(annex, title, (Section("", _people(rows)),), detailed=True)
    districts = dict.fromkeys(row.district for row in rows)
    return Roster(
        annex,
        title,
        tuple(
            Section(district, _people([row for row in rows if row.district == district]))
            for district in districts
        ),
    )


def _people(rows: Sequence[_Listed]) -> tuple[Person, ...]:
    return tuple(
        Person(row.name, row.sex.label if row.sex else "", row.unit or row.district, row.post)
        for row in rows
    )


def campaign_name(found: CampaignRow) -> str:
    """How the journal calls a campaign."""
    return f"{found.year} 年度“{found.title}”"
