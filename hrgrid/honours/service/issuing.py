"""The certificates of the honoured: numbered and signed once, in the order of its rosters."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from hrgrid.core.errors import UserError
from hrgrid.core.rights import Right
from hrgrid.documents.queries import purpose_of
from hrgrid.documents.rules import Series, office_mark
from hrgrid.documents.service import (
    CertificateRequest,
    Checked,
    Decision,
    check_issue,
    issue,
    template_in_use,
)
from hrgrid.honours.model import Campaign
from hrgrid.honours.queries.roster import GrantRow, grants
from hrgrid.honours.rules.certificates import (
    batch_of,
    code_of_tier,
    digits_of_tier,
    prefix_of,
    source_of,
)
from hrgrid.honours.rules.words import FROZEN, CampaignState, GrantState, NameChoice
from hrgrid.honours.service.campaigns import Evidence, campaign_of, go
from hrgrid.storage.office import Office
from hrgrid.storage.work import UnitOfWork

if TYPE_CHECKING:
    from hrgrid.paper.certificate import CertificateRow, Note


@dataclass(frozen=True)
class Issued:
    """How many certificates are new, and whose are held back for a lost character."""

    new: int
    held: tuple[str, ...]


def issue_certificates(work: UnitOfWork, campaign_id: int) -> Issued:
    """A certificate for everybody who was honoured; who has one in force keeps it.

    Also while others still wait for theirs: those of each decision carry its document. A name
    that is not to be printed takes no number. Raises UserError before the decision, and naming
    everybody with a character that no font has.
    """
    found = campaign_of(work, campaign_id)
    given = [row for row in grants(work, campaign_id) if row.state is GrantState.DECIDED]
    if not given:
        campaign_of(work, campaign_id, *FROZEN)
    held = tuple(row.name for row in given if _is_held(row))
    asked = _requests(work, found, given)
    if found.state not in (CampaignState.ISSUED, CampaignState.ARCHIVED):
        _refuse_unprintable(asked.values())
    new = 0
    for (number, day), part in _parts(given):
        wanted = [asked[row.id] for row in part if row.id in asked]
        new += issue(work, batch_of(campaign_id), wanted, Decision(number, day))
    if found.state is CampaignState.DECIDED:
        go(work, found, CampaignState.ISSUED, Evidence(found.document_no, found.decided_on))
    return Issued(new, held)


def check_certificates(work: UnitOfWork, campaign_id: int) -> Checked:
    """What issuing the certificates of whoever was decided would find; nothing is written."""
    work.require(Right.RUN_HONOURS)
    found = work.session.get(Campaign, campaign_id)
    given = [row for row in grants(work, campaign_id) if row.state is GrantState.DECIDED]
    if found is None or not given:
        raise UserError("作出决定之后才能检查和签发证书。请刷新后查看办到了哪一步")
    asked = _requests(work, found, given)
    count = 0
    notes: list[Note] = []
    for (number, day), part in _parts(given):
        wanted = [asked[row.id] for row in part if row.id in asked]
        checked = check_issue(work, batch_of(campaign_id), wanted, Decision(number, day))
        count += checked.count
        notes += checked.notes
    return Checked(count, tuple(sorted(notes, key=lambda note: not note.concern.stops)))


def _parts(
    given: Sequence[GrantRow],
) -> list[tuple[tuple[str, dt.date | None], list[GrantRow]]]:
    """Document and day of each decision with those whom it names, the earlier decision first."""
    found: dict[tuple[str, dt.date | None], list[GrantRow]] = {}
    for row in sorted(given, key=lambda row: row.id):
        found.setdefault((row.document_no, row.granted_on), []).append(row)
    order = {row.id: at for at, row in enumerate(given)}
    return [(key, sorted(part, key=lambda row: order[row.id])) for key, part in found.items()]


def _requests(
    work: UnitOfWork, found: Campaign, given: Sequence[GrantRow]
) -> dict[int, CertificateRequest]:
    """By grant, in the order of the rosters; namesakes within a tier are told by the unit."""
    # Loaded here: the imports' page loads this package at the start, and prints nothing.
    from hrgrid.paper.certificate import CITATIONS, CertificateRow, with_units

    city = work.session.get_one(Office, 1).unit
    template = template_in_use(work, purpose_of(batch_of(found.id)))[0]
    rows = [
        CertificateRow(
            "",
            row.name,
            row.tier.label,
            template.citation(row.tier.label, CITATIONS[row.tier.label]).format(
                year=found.year, city=city
            ),
            unit=row.unit or row.district,
        )
        for row in given
    ]
    asked = _numbered(city, zip(given, with_units(rows), strict=True))
    return {row.id: one for one, row in zip(asked, given, strict=True) if not _is_held(row)}


def _numbered(
    city: str, pairs: Iterable[tuple[GrantRow, CertificateRow]]
) -> list[CertificateRequest]:
    return [
        CertificateRequest(
            source=source_of(row.id),
            series=_series(row),
            name=printed.name,
            unit=printed.unit,
            with_unit=printed.with_unit,
            honour=printed.honour,
            title=f"{city}“{printed.honour}”",
            body=printed.body,
        )
        for row, printed in pairs
    ]


def _series(row: GrantRow) -> Series:
    assert row.granted_on is not None  # noqa: S101 - the data refuses a decision without a day
    prefix = prefix_of(office_mark(row.document_no))
    return Series(prefix, code_of_tier(row.tier), row.granted_on.year, digits_of_tier(row.tier))


def _refuse_unprintable(requests: Iterable[CertificateRequest]) -> None:
    from hrgrid.paper.fonts import Role, office_fonts, refuse

    # Before any number is taken: a certificate that cannot be printed must not be issued.
    owned = [(f"“{asked.name}”", f"{asked.name}{asked.unit}{asked.body}") for asked in requests]
    refuse(office_fonts().missing_glyphs(owned, Role.KAITI))


def _is_held(row: GrantRow) -> bool:
    return row.name_choice is NameChoice.HOLD
