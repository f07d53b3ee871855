"""The certificates of a decided campaign: numbered and signed once, in the order of its rosters."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from hrgrid.core.errors import UserError
from hrgrid.core.rights import Right
from hrgrid.documents.rules import Series, office_mark
from hrgrid.documents.service import CertificateRequest, Checked, Decision, check_issue, issue
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
    from hrgrid.paper.certificate import CertificateRow


@dataclass(frozen=True)
class Issued:
    """How many certificates are new, and whose are held back for a lost character."""

    new: int
    held: tuple[str, ...]


def issue_certificates(work: UnitOfWork, campaign_id: int) -> Issued:
    """A certificate for everybody who was honoured; who has one in force keeps it.

    A name that is not to be printed takes no number. Raises UserError before the decision, and
    naming everybody with a character that no font has.
    """
    found = campaign_of(work, campaign_id, *FROZEN)
    given = [row for row in grants(work, campaign_id) if row.state is GrantState.DECIDED]
    held = tuple(row.name for row in given if _is_held(row))
    requests = _requests(work, found, given)
    if found.state is CampaignState.DECIDED:
        _refuse_unprintable(requests)
    decision = Decision(found.document_no, found.decided_on)
    new = issue(work, batch_of(campaign_id), requests, decision)
    if found.state is CampaignState.DECIDED:
        go(work, found, CampaignState.ISSUED, Evidence(found.document_no, found.decided_on))
    return Issued(new, held)


def check_certificates(work: UnitOfWork, campaign_id: int) -> Checked:
    """What issuing the certificates of a decided campaign would find; nothing is written."""
    work.require(Right.RUN_HONOURS)
    found = work.session.get(Campaign, campaign_id)
    if found is None or found.state not in FROZEN:
        raise UserError("作出决定之后才能检查和签发证书。请刷新后查看办到了哪一步")
    given = [row for row in grants(work, campaign_id) if row.state is GrantState.DECIDED]
    decision = Decision(found.document_no, found.decided_on)
    return check_issue(work, batch_of(campaign_id), _requests(work, found, given), decision)


def _requests(
    work: UnitOfWork, found: Campaign, given: Sequence[GrantRow]
) -> list[CertificateRequest]:
    """In the order of the rosters; who shares a name within a tier is told by the unit."""
    # Loaded here: the imports' page loads this package at the start, and prints nothing.
    from hrgrid.paper.certificate import CITATIONS, CertificateRow, with_units

    city = work.session.get_one(Office, 1).unit
    rows = [
        CertificateRow(
            "",
            row.name,
            row.tier.label,
            CITATIONS[row.tier.label].format(year=found.year, city=city),
            unit=row.unit or row.district,
        )
        for row in given
    ]
    asked = _numbered(found, city, zip(given, with_units(rows), strict=True))
    return [one for one, row in zip(asked, given, strict=True) if not _is_held(row)]


def _numbered(
    found: Campaign, city: str, pairs: Iterable[tuple[GrantRow, CertificateRow]]
) -> list[CertificateRequest]:
    assert found.decided_on is not None  # noqa: S101 - the data refuses a decision without a day
    prefix, year = prefix_of(office_mark(found.document_no)), found.decided_on.year
    return [
        CertificateRequest(
            source=source_of(row.id),
            series=Series(prefix, code_of_tier(row.tier), year, digits_of_tier(row.tier)),
            name=printed.name,
            unit=printed.unit,
            with_unit=printed.with_unit,
            honour=printed.honour,
            title=f"{city}“{printed.honour}”",
            body=printed.body,
        )
        for row, printed in pairs
    ]


def _refuse_unprintable(requests: Iterable[CertificateRequest]) -> None:
    from hrgrid.paper.fonts import Role, office_fonts, refuse

    # Before any number is taken: a certificate that cannot be printed must not be issued.
    owned = [(f"“{asked.name}”", f"{asked.name}{asked.unit}{asked.body}") for asked in requests]
    refuse(office_fonts().missing_glyphs(owned, Role.KAITI))


def _is_held(row: GrantRow) -> bool:
    return row.name_choice is NameChoice.HOLD
