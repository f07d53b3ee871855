"""Certificates of stars: issued when a round is confirmed, taken back with the star."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select

from hrgrid.assessment.model import StarAward
from hrgrid.assessment.queries.star_papers import star_head, star_holders
from hrgrid.assessment.rules.star_certificates import (
    KIND,
    LEAST,
    SERIES,
    batch_of_round,
    source_of_star,
)
from hrgrid.assessment.rules.star_paper_rows import StarHead, StarHolder
from hrgrid.assessment.rules.star_words import RoundState, StarSubject, star_label
from hrgrid.core.errors import UserError
from hrgrid.core.numerals import official_day
from hrgrid.core.rights import Right
from hrgrid.documents.rules import Series, office_mark
from hrgrid.documents.service import (
    Asked,
    CertificateRequest,
    Checked,
    Decision,
    check_issue,
    issue,
    revoke_source,
)
from hrgrid.storage.office import Office
from hrgrid.storage.work import UnitOfWork


def issue_star_certificates(
    work: UnitOfWork, round_id: int, document_no: str = "", *, least: int = LEAST
) -> int:
    """A certificate for every star from `least` on, by unit and star; returns how many are new.

    `document_no` stands in where the round was confirmed without the number of its document.
    Raises UserError before the round is confirmed, without any number, and naming whom no font
    can print.
    """
    asked = _asked(work, round_id, document_no, least)
    _refuse_unprintable(asked.requests)
    return issue(work, asked.batch, asked.requests, asked.decision, asked.kept)


def check_star_certificates(
    work: UnitOfWork, round_id: int, document_no: str = "", *, least: int = LEAST
) -> Checked:
    """What issuing them would find; nothing is written."""
    asked = _asked(work, round_id, document_no, least)
    return check_issue(work, asked.batch, asked.requests, asked.decision, asked.kept)


def _asked(work: UnitOfWork, round_id: int, document_no: str, least: int) -> Asked:
    head = star_head(work, round_id)
    work.require(Right.PRINT_PAPERS, head.area_path)
    work.require(Right.RUN_ASSESSMENT, head.area_path)
    if head.state is not RoundState.CONFIRMED or head.confirmed_on is None:
        raise UserError(
            f"“{head.title}”现在是“{head.state.label}”，评定之后才能签发星级证书。请先确认评定"
        )
    number = head.document_no or document_no.strip()
    holders = [
        one for one in star_holders(work, head) if one.award_id is not None and one.level >= least
    ]
    if not holders:
        raise UserError(
            f"“{head.title}”没有{star_label(least)}及以上的{head.subject.label}，没有证书可签发"
        )
    mark = office_mark(number) or work.session.get_one(Office, 1).unit
    code, width = SERIES[head.subject]
    series = Series(f"{mark}{KIND}", code, head.confirmed_on.year, width)
    names = [(one.level, one.name) for one in holders]
    requests = tuple(
        _request(head, series, one, twice=names.count((one.level, one.name)) > 1) for one in holders
    )
    decision, kept = Decision(number, head.confirmed_on), (_called(head), head.subject.label)
    return Asked(batch_of_round(round_id), requests, decision, kept)


def take_back_star_certificates(work: UnitOfWork, round_id: int, reason: str) -> int:
    """The stars of a round are void: so are its certificates; returns how many stars had been.

    The caller has asked for the right to its own deed and makes the stars void.
    """
    head = star_head(work, round_id)
    awards = list(
        work.session.scalars(
            select(StarAward.id).where(StarAward.round_id == round_id).order_by(StarAward.id)
        )
    )
    for award_id in awards:
        revoke_source(work, source_of_star(award_id, head.subject), reason)
    return len(awards)


def _request(head: StarHead, series: Series, one: StarHolder, *, twice: bool) -> CertificateRequest:
    assert one.award_id is not None  # noqa: S101 - only stars that count are asked for
    given = f"{star_label(one.level)}{head.subject.label}"
    last = head.last_day
    until = official_day(last)
    called = _called(head)
    return CertificateRequest(
        source=source_of_star(one.award_id, head.subject),
        series=series,
        name=one.name,
        unit=one.unit,
        with_unit=twice and head.subject is StarSubject.PERSON,
        honour=given,
        title=f"{called}{given}",
        body=f"在{called}中被评为{given}，星级有效期至{until}。",
    )


def _called(head: StarHead) -> str:
    title = head.title.replace(" ", "")
    return title if title.endswith("评定") else f"{title}星级评定"


def _refuse_unprintable(requests: Sequence[CertificateRequest]) -> None:
    # Loaded here: this package is loaded at the start, and prints nothing.
    from hrgrid.paper.fonts import Role, office_fonts, refuse

    owned = [(f"“{asked.name}”", f"{asked.name}{asked.unit}{asked.body}") for asked in requests]
    refuse(office_fonts().missing_glyphs(owned, Role.KAITI))
