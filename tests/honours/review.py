"""Reviews and meetings for tests: nominees without review marks, judges, members."""

from __future__ import annotations

from hrgrid.honours import service
from hrgrid.honours.queries import candidates, meeting
from hrgrid.honours.queries.meeting_rows import Meeting
from hrgrid.honours.rules.words import Tier
from hrgrid.honours.service import MeetingForm, MemberForm, ReviewForm
from hrgrid.panels.queries import panel_view
from hrgrid.panels.service import SeatForm, key_marks
from hrgrid.storage.desk import Desk
from tests.honours.build import TWO, closed, nominate, opened, row, scheme

JUDGES = tuple(SeatForm(f"诸葛{sign}", f"评审单位{sign}") for sign in "甲乙丙丁戊己庚")
MEMBERS = tuple(MemberForm(f"欧阳{sign}", "委员") for sign in "甲乙丙丁戊")


def unreviewed(desk: Desk, folder, merit=(90, 80, 70), **changes) -> int:
    """Nominees of the east with merit marks alone; nominations are closed."""
    campaign_id = opened(desk, scheme({Tier.EXCELLENT: 4}, **changes))
    names = dict(TWO["东区"])
    rows = [
        row("东区", f"A{at:03d}", names[f"A{at:03d}"], Tier.EXCELLENT, merit=own, unit_rank=at)
        for at, own in enumerate(merit, start=1)
    ]
    report = nominate(desk, folder, rows)
    assert report.errors == (), report.problems
    closed(desk, campaign_id)
    return campaign_id


def reviewed_by(desk: Desk, campaign_id: int, judges=JUDGES) -> int:
    """A panel over everybody; its id."""
    form = ReviewForm(Tier.EXCELLENT, (judges,))
    (panel_id,) = desk.write(lambda work: service.open_review(work, campaign_id, form))
    return panel_id


def mark(desk: Desk, panel_id: int, marks: dict[str, list[int]]) -> None:
    """Marks in tenths of a point by name, a judge after the other."""
    view = desk.read(lambda work: panel_view(work, panel_id))
    item = view.items[0].id
    values = {
        (entrant.id, column.seat_no, item): own * 100
        for entrant in view.entrants
        for column, own in zip(view.wanted(entrant), marks.get(entrant.name, ()), strict=False)
    }
    desk.write(lambda work: key_marks(work, panel_id, values))


def nomination_of(desk: Desk, campaign_id: int, number: str) -> int:
    """The nomination of a person."""
    rows = desk.read(lambda work: candidates(work, campaign_id))
    return next(one.nomination_id for one in rows if one.number == number)


def convened(desk: Desk, campaign_id: int, **changes) -> int:
    """A vote by five members; its id."""
    today = desk.read(lambda work: work.today)
    form = MeetingForm(**({"title": "书记办公会", "held_on": today, "members": MEMBERS} | changes))
    return desk.write(lambda work: service.convene(work, campaign_id, form))


def seen(desk: Desk, vote_id: int) -> Meeting:
    """The vote as it stands."""
    return desk.read(lambda work: meeting(work, vote_id))
