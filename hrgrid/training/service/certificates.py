"""Certificates issued: for the prizes of a competition, and for who completed a class."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

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
)
from hrgrid.storage.office import Office
from hrgrid.storage.work import UnitOfWork
from hrgrid.training.model import Competition, TrainingClass
from hrgrid.training.queries.competition_prizes import awards_of, prizes_of
from hrgrid.training.queries.results import results
from hrgrid.training.rules.certificates import (
    CLASS_CODE,
    CLASS_KIND,
    EVENT_CODE,
    PRIZE_CODES,
    PRIZE_KIND,
    batch_of_class,
    batch_of_competition,
    source_of_award,
    source_of_enrolment,
)
from hrgrid.training.rules.competing import TEAM_RANKING, AwardState, CompetitionState
from hrgrid.training.rules.competition_rows import AwardRow, PrizeRow
from hrgrid.training.rules.words import SETTLED

_GIVEN = (CompetitionState.AWARDED, CompetitionState.ARCHIVED)


@dataclass(frozen=True)
class ClassDecision:
    """On what the certificates of a class rest: the number and the day of its document."""

    document_no: str
    day: dt.date


def issue_prizes(work: UnitOfWork, competition_id: int) -> int:
    """A certificate for every prize that is held, by prize and rank; returns how many are new.

    Raises UserError before the prizes are given, and naming whom no font can print.
    """
    asked = _asked_prizes(work, competition_id)
    _refuse_unprintable(asked.requests)
    return issue(work, asked.batch, asked.requests, asked.decision, asked.kept)


def check_prizes(work: UnitOfWork, competition_id: int) -> Checked:
    """What issuing the certificates of its prizes would find; nothing is written."""
    asked = _asked_prizes(work, competition_id)
    return check_issue(work, asked.batch, asked.requests, asked.decision, asked.kept)


def _asked_prizes(work: UnitOfWork, competition_id: int) -> Asked:
    found = work.session.get(Competition, competition_id)
    if found is None:
        raise UserError(f"没有第 {competition_id} 号比武。请刷新列表后再选")
    work.require(Right.PRINT_PAPERS, found.area_path)
    work.require(Right.RUN_TRAINING, found.area_path)
    if found.state not in _GIVEN:
        raise UserError(
            f"比武“{found.title}”现在是“{found.state.label}”，颁奖之后才能签发证书。请先颁奖"
        )
    requests = tuple(_prize_requests(work, found))
    if not requests:
        raise UserError(f"比武“{found.title}”没有获奖者，没有证书可签发。请核对奖项和名额")
    decision = Decision(found.document_no, found.published_on)
    return Asked(batch_of_competition(competition_id), requests, decision, (found.title,))


def _prize_requests(work: UnitOfWork, found: Competition) -> Iterable[CertificateRequest]:
    prizes = {one.id: one for one in prizes_of(work, found.id)}
    place = {prize: at for at, prize in enumerate(prizes)}
    held = [one for one in awards_of(work, found.id) if one.state is AwardState.HELD]
    held.sort(key=lambda one: (place[one.prize_id], one.rank or 0, one.number or 0, one.id))
    names = [(one.prize_id, one.name) for one in held]
    for one in held:
        twice = names.count((one.prize_id, one.name)) > 1
        yield _prize_request(found, prizes[one.prize_id], one, twice=twice)


def _prize_request(
    found: Competition, prize: PrizeRow, one: AwardRow, *, twice: bool
) -> CertificateRequest:
    assert found.published_on is not None  # noqa: S101 - nothing is awarded before it is published
    collective = one.competitor_id is None or prize.ranking == TEAM_RANKING
    code, width = PRIZE_CODES.get(prize.ranking, EVENT_CODE)
    kind = prize.ranking_title.removesuffix("总分") if prize.ranking else ""
    what = f"{kind}{prize.label}"
    title = contest_name(found.title, found.first_day.year)
    return CertificateRequest(
        source=source_of_award(one.id, collective=collective),
        series=Series(
            f"{office_mark(found.document_no)}{PRIZE_KIND}", code, found.published_on.year, width
        ),
        name=one.name,
        unit=one.unit,
        with_unit=twice and bool(one.unit) and not collective,
        honour=what,
        title=f"{title}{what}",
        body=f"在{title}中荣获{what}。",
    )


def contest_name(title: str, year: int) -> str:
    """The full name of a competition with its year, which a title may say itself."""
    return title if f"{year}年" in title.replace(" ", "") else f"{year}年{title}"


def issue_completions(work: UnitOfWork, class_id: int, decision: ClassDecision) -> int:
    """A certificate for everybody who passed a class; returns how many are new.

    Raises UserError before its results are confirmed, and naming whom no font can print.
    """
    asked = _asked_completions(work, class_id, decision)
    _refuse_unprintable(asked.requests)
    return issue(work, asked.batch, asked.requests, asked.decision, asked.kept)


def check_completions(work: UnitOfWork, class_id: int, decision: ClassDecision) -> Checked:
    """What issuing the certificates of a class would find; nothing is written."""
    asked = _asked_completions(work, class_id, decision)
    return check_issue(work, asked.batch, asked.requests, asked.decision, asked.kept)


def _asked_completions(work: UnitOfWork, class_id: int, decision: ClassDecision) -> Asked:
    found = work.session.get(TrainingClass, class_id)
    if found is None:
        raise UserError(f"没有第 {class_id} 号培训班。请刷新列表后再选")
    work.require(Right.PRINT_PAPERS, found.area_path)
    work.require(Right.RUN_TRAINING, found.area_path)
    if found.state not in SETTLED:
        raise UserError(
            f"培训班“{found.title}”现在是“{found.state.label}”，结果确认之后才能签发结业证书"
        )
    passed = [one for one in results(work, class_id) if one.passed]
    if not passed:
        raise UserError(f"培训班“{found.title}”没有合格的人，没有结业证书可签发")
    mark = office_mark(decision.document_no) or work.session.get_one(Office, 1).unit
    code, width = CLASS_CODE
    series = Series(f"{mark}{CLASS_KIND}", code, decision.day.year, width)
    names = [one.name for one in passed]
    days = _days(found.first_day, found.last_day)
    requests = tuple(
        CertificateRequest(
            source=source_of_enrolment(one.enrolment_id),
            series=series,
            name=one.name,
            unit=one.street,
            with_unit=names.count(one.name) > 1 and bool(one.street),
            honour="结业证书",
            title=f"{found.title}结业",
            body=f"于{days}参加{found.title}，学完规定课程，成绩合格，准予结业。",
        )
        for one in passed
    )
    rests = Decision(decision.document_no, decision.day)
    return Asked(batch_of_class(class_id), requests, rests, ("准予结业",))


def _days(first: dt.date, last: dt.date) -> str:
    begin = official_day(first)
    if first == last:
        return begin
    if first.year != last.year:
        return f"{begin}至{official_day(last)}"
    return f"{begin}至{last.month}月{last.day}日"


def _refuse_unprintable(requests: Sequence[CertificateRequest]) -> None:
    # Loaded here: this package is loaded at the start, and prints nothing.
    from hrgrid.paper.fonts import Role, office_fonts, refuse

    owned = [(f"“{asked.name}”", f"{asked.name}{asked.unit}{asked.body}") for asked in requests]
    refuse(office_fonts().missing_glyphs(owned, Role.KAITI))
