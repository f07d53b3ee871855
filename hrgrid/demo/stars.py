"""The demonstration's stars: rounds of people and grids over the confirmed results, and papers.

What the grids' themes were is made up; lines, shares, steps and ceilings are the program's own.
"""

from __future__ import annotations

import datetime as dt
import random
from dataclasses import dataclass
from pathlib import Path

from hrgrid.accounts.service import PaperApproval, record_paper_approval
from hrgrid.assessment.papers import paper_by_code, write_paper
from hrgrid.assessment.queries.star_groups import groups_to_decide
from hrgrid.assessment.queries.themes import themes
from hrgrid.assessment.rules.period_days import span_of
from hrgrid.assessment.rules.star_rows import RoundForm, StarLineForm
from hrgrid.assessment.rules.star_words import StarSubject, ThemeMark
from hrgrid.assessment.rules.themes import Cell, Typed
from hrgrid.assessment.rules.words import PeriodKind
from hrgrid.assessment.service.star_certificates import issue_star_certificates
from hrgrid.assessment.service.star_choices import decide_star_line
from hrgrid.assessment.service.star_rounds import confirm_round, open_round, star_subject
from hrgrid.assessment.service.star_runs import compute_stars
from hrgrid.assessment.service.theme_marks import mark_grids
from hrgrid.assessment.service.themes import set_focus
from hrgrid.core.paths import safe_name
from hrgrid.core.periods import add_months
from hrgrid.core.progress import Progress
from hrgrid.demo.assessing import YEAR, Assessed
from hrgrid.demo.furnishing import Size
from hrgrid.demo.printing import PaperRow
from hrgrid.paper.forms import Form
from hrgrid.storage.desk import Desk
from hrgrid.storage.work import UnitOfWork
from hrgrid.workforce.queries import areas_on
from hrgrid.workforce.rules import Level

FOLDER = "星级评定"
_LATER = "补录上年星级"
_LAST_MONTH = YEAR * 100 + 12
_GRIDS = {Size.VILLAGE: 60, Size.TOWN: 240, Size.CITY: 480}
"""So many grids have reported their themes: a whole city's would take its time."""
_LEAST = {Size.VILLAGE: 3, Size.TOWN: 4, Size.CITY: 5}
"""From which star on a certificate is issued, for the same reason."""
_HOLDS = 12
_FOCUS = "zero_hazard"
_BROKEN = {
    "no_fraud": "居民被冒充客服诈骗 1 起",
    "zero_crime": "盗窃电动车 1 起",
    "zero_incivility": "占用消防通道停车，劝离后又停",
    "zero_hazard": "楼道堆放电动车蓄电池，挂牌督办",
}
_OF_PEOPLE = (
    ("star_list", "report"),
    ("star_units", "board"),
    ("star_board", "board"),
    ("star_certificates", "star_certificate"),
)
_OF_GRIDS = (("star_list", "report"), ("star_board", "board"))
_AS_WORKBOOK = {"star_list": "report", "star_certificates": "register"}


@dataclass(frozen=True)
class Stars:
    """The rounds that were confirmed: the newest of people, and that of grids."""

    people: int
    grids: int


@dataclass(frozen=True)
class _Plan:
    """A round to hold: over which results, and the document that confirms it."""

    subject: StarSubject
    scheme: str
    kind: PeriodKind
    number: int
    since: dt.date
    document: int


def rate_stars(desk: Desk, assessed: Assessed, size: Size, progress: Progress) -> Stars:
    """A quarter's stars, the year's a month later where there is a year, and those of grids."""
    progress.begin("评定星级", 3)
    _mark_themes(desk, assessed, size)
    progress.step()
    quarter = PeriodKind.QUARTER
    first = _Plan(StarSubject.PERSON, "quarterly", quarter, 4, dt.date(YEAR + 1, 1, 20), 3)
    people = _hold(desk, assessed, first)
    if assessed.year is not None:
        since = dt.date(YEAR + 1, 2, 1)
        people = _hold(
            desk, assessed, _Plan(StarSubject.PERSON, "yearly", PeriodKind.YEAR, 1, since, 5)
        )
    progress.step()
    since = dt.date(YEAR + 1, 2, 1)
    grids = _hold(desk, assessed, _Plan(StarSubject.GRID, "quarterly", quarter, 4, since, 6))
    least = _LEAST[size]
    desk.write(lambda work: issue_star_certificates(work, people, least=least), reason=_LATER)
    progress.step()
    return Stars(people, grids)


# --- themes -----------------------------------------------------------------------------------


def _mark_themes(desk: Desk, assessed: Assessed, size: Size) -> None:
    """How the first grids stood in December, and the theme on which weight lay."""
    area = assessed.area

    def mark(work: UnitOfWork) -> None:
        day = dt.date(YEAR, 12, 31)
        grids = [one.id for one in areas_on(work, day) if one.level is Level.GRID]
        set_focus(work, _LAST_MONTH, area.id, _FOCUS, "岁末隐患排查")
        codes = [one.code for one in themes(work)]
        mark_grids(work, _LAST_MONTH, _marks(codes, grids[: _GRIDS[size]]))

    desk.write(mark, reason=_LATER)


def _marks(codes: list[str], grids: list[int]) -> dict[Cell, Typed]:
    chance = random.Random("themes")  # noqa: S311 - repeatable
    found: dict[Cell, Typed] = {}
    for grid_id in grids:
        for code in codes:
            broken = _BROKEN.get(code, "") if chance.random() < 0.06 else ""
            mark = ThemeMark.BROKEN if broken else ThemeMark.MET
            found[grid_id, code] = Typed(mark, broken)
    return found


# --- rounds -----------------------------------------------------------------------------------


def _hold(desk: Desk, assessed: Assessed, plan: _Plan) -> int:
    """A round from its opening to stars that count; who is equal at a line is decided on."""
    span = span_of(plan.kind, YEAR, plan.number)
    form = RoundForm(
        plan.subject,
        plan.scheme,
        span,
        assessed.area.path,
        f"{span.title}{plan.subject.label}星级评定",
        plan.since,
        add_months(plan.since, _HOLDS),
    )
    round_id = desk.write(lambda work: open_round(work, form), reason=_LATER)
    desk.write(lambda work: compute_stars(work, round_id), reason=_LATER)
    day = plan.since - dt.timedelta(days=3)
    _decide(desk, round_id, day)
    number = f"示网考〔{plan.since.year}〕{plan.document}号"
    approval = PaperApproval("周明", "书记", day, number)
    subject = desk.read(lambda work: star_subject(work, round_id))
    desk.write(lambda work: record_paper_approval(work, subject, approval), reason=_LATER)
    desk.write(lambda work: confirm_round(work, round_id, number), reason=_LATER)
    return round_id


def _decide(desk: Desk, round_id: int, day: dt.date) -> None:
    """Where more are equal at a line than there are places, the meeting decides."""
    while groups := desk.read(lambda work: groups_to_decide(work, round_id)):
        group = groups[0]
        ids = tuple(row.subject_id for row in group.people)
        form = StarLineForm(
            group.level,
            ids,
            ids[: group.places],
            "同分，按群众满意率高的优先",
            "考核领导小组会议",
            day,
        )
        desk.write(lambda work, form=form: decide_star_line(work, round_id, form), reason=_LATER)  # type: ignore[misc]


# --- papers -----------------------------------------------------------------------------------


def write_star_papers(desk: Desk, folder: Path, stars: Stars, progress: Progress) -> list[PaperRow]:
    """What the rounds hand out and hang out: lists, units, boards, certificates."""
    into = folder / FOLDER
    into.mkdir(parents=True, exist_ok=True)
    rows = []
    for about, wanted, subject in (
        (stars.people, _OF_PEOPLE, StarSubject.PERSON),
        (stars.grids, _OF_GRIDS, StarSubject.GRID),
    ):
        for code, kind in wanted:
            paper = paper_by_code(code)
            kinds = {Form.PDF: kind}
            if code in _AS_WORKBOOK:
                kinds[Form.XLSX] = _AS_WORKBOOK[code]
            for form, called in kinds.items():
                path = into / safe_name(f"{subject.label} {paper.label}.{form.value}")
                done = write_paper(desk, code, about, path, form, progress=progress)
                look = f"{paper.label}：{paper.hint}"
                rows.append(PaperRow(done.path, called, done.pages, done.rows, look))
    return rows
