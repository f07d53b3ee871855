"""Which rows of a campaign go to which paper: rosters by tier, certificates, their register."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from hrgrid.core.errors import UserError
from hrgrid.core.names import placeholders
from hrgrid.core.names.pinyin import pinyin_sort_key
from hrgrid.core.names.strokes import stroke_sort_key
from hrgrid.core.progress import Progress
from hrgrid.core.rights import Right
from hrgrid.documents.papers import (
    Form,
    Written,
    on_record,
    write_issued,
    write_issued_register,
)
from hrgrid.documents.queries import IssuedRow, Wanted, certificates
from hrgrid.honours.queries import (
    CampaignRow,
    ChosenRow,
    GrantRow,
    campaign,
    chosen,
    grants,
    places_in_run,
)
from hrgrid.honours.rules.certificates import batch_of, code_of_tier
from hrgrid.honours.rules.words import FROZEN, GrantState, NameChoice, RosterOrder, Tier
from hrgrid.paper.certificate import Design
from hrgrid.paper.fonts import office_fonts
from hrgrid.paper.roster import Person, Roster, Section, roster_sheets
from hrgrid.paper.roster import write_roster as write_roster_pages
from hrgrid.paper.rosterbook import write_roster_workbook
from hrgrid.storage.desk import Desk
from hrgrid.storage.files import paper_file
from hrgrid.storage.office import Office
from hrgrid.storage.work import UnitOfWork

__all__ = [
    "Form",
    "Picked",
    "Written",
    "certificate_design",
    "write_certificates",
    "write_roster",
]

_Listed = ChosenRow | GrantRow
_REVOKED = "已撤销称号人员名单"

# --- rosters --------------------------------------------------------------------------------------


def write_roster(
    desk: Desk,
    campaign_id: int,
    path: Path,
    form: Form,
    *,
    order: RosterOrder = RosterOrder.SUBMITTED,
    progress: Progress | None = None,
) -> Written:
    """The lists of a campaign, an annex a tier; the footer names the journal's entry about it.

    Before the decision they are what is proposed; whose honour was revoked afterwards stands on a
    list of his own, and is not counted. Raises UserError where there is no list yet,
    where nobody chose what to do with a damaged name, and naming whom no font can print.
    """
    found, rosters, revoked = desk.read(lambda work: _rosters(work, campaign_id, order))
    rows = sum(roster.count for roster in rosters)
    rosters += revoked
    # Refused before the journal tells of a paper that was never made.
    sheets = roster_sheets(rosters, None, office_fonts())
    told = {"people": rows, "form": form.value, "order": order.value}
    with paper_file(path) as part:
        trace = on_record(desk, "write_roster", _named(found), told)
        if form is Form.PDF:
            write_roster_pages(part, rosters, trace, progress=progress)
            return Written(path, len(sheets), rows)
        write_roster_workbook(part, rosters, trace)
    return Written(path, len(rosters), rows)


def _rosters(
    work: UnitOfWork, campaign_id: int, order: RosterOrder
) -> tuple[CampaignRow, list[Roster], list[Roster]]:
    work.require(Right.PRINT_PAPERS)
    found = campaign(work, campaign_id)
    rows = _listed(work, found)
    _require_choices(rows)
    rows = _printed(rows)
    if order is not RosterOrder.SUBMITTED:
        rows = sorted(rows, key=_sorting(work, found, rows, order))
    proposed = "" if found.state in FROZEN else f"拟{found.kind.label}"
    tiers = [tier for tier in Tier if any(row.tier is tier for row in rows)]
    made = [
        _roster(f"附件{at}", proposed, tier, [row for row in rows if row.tier is tier])
        for at, tier in enumerate(tiers, start=1)
    ]
    return found, made, _revoked(work, found, len(made) + 1)


def _revoked(work: UnitOfWork, found: CampaignRow, annex: int) -> list[Roster]:
    given = grants(work, found.id)
    gone = _printed([row for row in given if row.state is GrantState.REVOKED])
    if not gone:
        return []
    return [Roster(f"附件{annex}", _REVOKED, (Section("", _people(gone)),), detailed=True)]


def _listed(work: UnitOfWork, found: CampaignRow) -> Sequence[_Listed]:
    if found.state in FROZEN:
        given = grants(work, found.id)
        return [row for row in given if row.state is GrantState.DECIDED]
    if found.applied is None:
        raise UserError(f"{_named(found)}还没有采用的名单。请先计算并采用，再输出名单")
    return [row for row in chosen(work, found.applied.id) if row.removal is None]


def _require_choices(rows: Sequence[_Listed]) -> None:
    for row in rows:
        if row.name_choice is None and placeholders(row.name):
            raise UserError(
                f"“{row.name}”（{row.number}）的姓名里有缺字。"
                "请按证件补正，或选择“照原样印”还是“先不印”，写明理由"
            )


def _printed(rows: Sequence[_Listed]) -> list[_Listed]:
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


# --- certificates ---------------------------------------------------------------------------------


@dataclass(frozen=True)
class Picked:
    """Which certificates: of one tier or all, with serial numbers from `first` to `last`."""

    tier: Tier | None = None
    first: int | None = None
    last: int | None = None


def write_certificates(
    desk: Desk,
    campaign_id: int,
    path: Path,
    form: Form,
    *,
    picked: Picked | None = None,
    progress: Progress | None = None,
) -> Written:
    """The issued certificates as pages, or their register as a workbook.

    Raises UserError where none are issued or picked, and naming whom no font can print.
    """
    wanted = picked or Picked()
    found, rows, design = desk.read(lambda work: _certificates(work, campaign_id, wanted))

    def tell(count: int) -> None:
        told = {"certificates": count, "from": rows[0].number, "to": rows[-1].number}
        on_record(desk, "write_certificates", _named(found), told | {"form": form.value})

    if form is Form.PDF:
        return write_issued(path, rows, design, tell, progress=progress)
    return write_issued_register(path, rows, tell)


def _certificates(
    work: UnitOfWork, campaign_id: int, picked: Picked
) -> tuple[CampaignRow, list[IssuedRow], Design]:
    work.require(Right.PRINT_PAPERS)
    found = campaign(work, campaign_id)
    code = code_of_tier(picked.tier) if picked.tier else ""
    rows = certificates(work, Wanted(batch_of(campaign_id), code, picked.first, picked.last))
    return found, rows, _design(work, found)


def certificate_design(work: UnitOfWork, campaign_id: int) -> Design:
    """What the certificates of a campaign share."""
    work.require(Right.PRINT_PAPERS)
    return _design(work, campaign(work, campaign_id))


def _design(work: UnitOfWork, found: CampaignRow) -> Design:
    office = work.session.get_one(Office, 1)
    day = found.decided_on
    printed = f"{day.year}年{day.month}月{day.day}日" if day else ""
    return Design((office.name,), printed, kept=(office.unit,) if office.unit else ())


def _named(found: CampaignRow) -> str:
    return f"{found.year} 年度“{found.title}”"
