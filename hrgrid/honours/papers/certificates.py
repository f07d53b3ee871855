"""The issued certificates of a campaign as pages, or their register."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from hrgrid.core.numerals import official_day
from hrgrid.core.progress import Progress
from hrgrid.core.rights import Right
from hrgrid.documents.papers.issued import (
    on_record,
    signed_by,
    write_issued,
    write_issued_register,
)
from hrgrid.documents.papers.written import Written
from hrgrid.documents.queries import IssuedRow, Wanted, certificates
from hrgrid.honours.papers.rosters import campaign_name
from hrgrid.honours.queries import CampaignRow, campaign
from hrgrid.honours.rules.certificates import batch_of, code_of_tier
from hrgrid.honours.rules.words import Tier
from hrgrid.paper.certificate import Design
from hrgrid.paper.forms import Form
from hrgrid.paper.pades import SigningCertificate
from hrgrid.storage.desk import Desk
from hrgrid.storage.office import Office
from hrgrid.storage.work import UnitOfWork


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
    certificate: SigningCertificate | None = None,
) -> Written:
    """The issued certificates as pages, signed where there is a `certificate`, or their register.

    Raises UserError where none are issued or picked, and naming whom no font can print.
    """
    wanted = picked or Picked()
    found, rows, design = desk.read(lambda work: _certificates(work, campaign_id, wanted))

    def tell(count: int) -> None:
        told = {"certificates": count, "from": rows[0].number, "to": rows[-1].number}
        after = told | {"form": form.value} | signed_by(certificate)
        on_record(desk, "write_certificates", campaign_name(found), after)

    if form is Form.PDF:
        return write_issued(path, rows, design, tell, progress=progress, certificate=certificate)
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
    printed = official_day(day) if day else ""
    return Design((office.name,), printed, kept=(office.unit,) if office.unit else ())
