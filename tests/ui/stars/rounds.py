"""Rounds of stars for the page, told through the use cases only."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from hrgrid.accounts.service import PaperApproval, record_paper_approval
from hrgrid.assessment.queries.star_groups import groups_to_decide
from hrgrid.assessment.queries.star_rounds import round_proposal
from hrgrid.assessment.rules.period_days import Span
from hrgrid.assessment.rules.star_rows import StarLineForm
from hrgrid.assessment.rules.star_words import StarSubject
from hrgrid.assessment.rules.words import PeriodKind
from hrgrid.assessment.service.periods import open_appeals
from hrgrid.assessment.service.star_choices import decide_star_line
from hrgrid.assessment.service.star_rounds import confirm_round, open_round, star_subject
from hrgrid.assessment.service.star_runs import compute_stars
from hrgrid.storage.desk import Desk
from hrgrid.storage.work import UnitOfWork
from tests.offices import Clock
from tests.ui.assessment import terms

DOCUMENT = "盐南政法〔2026〕33号"
WHERE, YEAR = "示例区", 2026


def confirmed_month(
    desk: Desk, clock: Clock, month: int, *, where: str = WHERE, alike: int = 0
) -> int:
    """A month from its figures to its confirmation; the first `alike` of a street are equal."""
    key = terms.begin(desk, where, YEAR, month)
    terms.give(desk, key, YEAR * 100 + month, alike=alike)
    terms.score(desk, key)
    terms.decide(desk, key)
    terms.show(desk, key)
    desk.write(lambda work: open_appeals(work, key))
    terms.settle(desk, clock, key, lock=False)
    return key


def open_over(desk: Desk, month: int, subject: StarSubject = StarSubject.PERSON) -> int:
    """A round over a month, with the stars from the first day after it."""
    proposed = desk.read(lambda work: round_proposal(work, subject))
    assert proposed is not None
    span = Span(PeriodKind.MONTH, YEAR, month)
    ground = next(one for one in proposed.grounds if one.span == span)
    form = replace(
        proposed.form,
        scheme=ground.scheme,
        span=span,
        area_path=ground.area_path,
        title=f"{span.title}{subject.label}星级评定",
        valid_from=span.behind,
        valid_to=span.behind.replace(year=YEAR + 1),
    )
    return desk.write(lambda work: open_round(work, form))


def compute(desk: Desk, key: int) -> None:
    """Everybody's star."""
    desk.write(lambda work: compute_stars(work, key))


def decide(desk: Desk, key: int) -> None:
    """The first at every line has the star."""
    for _ in range(40):
        groups = desk.read(lambda work: groups_to_decide(work, key))
        if not groups:
            return
        group = groups[0]
        ids = tuple(one.subject_id for one in group.people)
        today = desk.read(lambda work: work.today)
        form = StarLineForm(
            group.level, ids, ids[: group.places], "群众满意度更高", "考核领导小组会议", today
        )
        desk.write(lambda work, form=form: decide_star_line(work, key, form), reason=form.reason)


def confirm(desk: Desk, key: int, document: str = DOCUMENT) -> None:
    """Approved on paper, confirmed."""

    def deed(work: UnitOfWork) -> None:
        paper = PaperApproval("周立军", "分管副书记", work.today, "领导小组会议纪要〔2026〕9号")
        record_paper_approval(work, star_subject(work, key), paper)
        confirm_round(work, key, document)

    desk.write(deed)


def settled(desk: Desk, month: int) -> int:
    """A round over a month that counts."""
    key = open_over(desk, month)
    compute(desk, key)
    decide(desk, key)
    confirm(desk, key)
    return key


def a_day_later(clock: Clock) -> None:
    """So that what follows has another time."""
    clock.move(dt.timedelta(days=1))
