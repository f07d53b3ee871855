"""The demonstration's collective honours: its units, and teams of them, chosen by a meeting."""

from __future__ import annotations

from hrgrid.demo.furnishing import Size
from hrgrid.demo.reviewing import MET_ON, MINUTES
from hrgrid.honours.queries import candidates
from hrgrid.honours.queries.collectives import collectives
from hrgrid.honours.rules.collectives import ChoiceForm, CollectiveForm, CollectiveState
from hrgrid.honours.service import Evidence
from hrgrid.honours.service.collectives import choose_collectives, nominate_collective, set_awards
from hrgrid.storage.desk import Desk
from hrgrid.storage.work import UnitOfWork
from hrgrid.workforce.queries import AreaRow, areas_on, tree_index
from hrgrid.workforce.rules import Level

TEAMS = "优秀网格团队"
_UNITS = {
    Size.VILLAGE: ("优秀社区", Level.COMMUNITY, 2),
    Size.TOWN: ("优秀街道", Level.STREET, 2),
    Size.CITY: ("优秀街道", Level.STREET, 10),
}
_TEAM, _MEMBERS, _TEAMS = "先锋网格团队", 3, 2
_DEEDS = "矛盾纠纷排查化解率和群众满意度居前，全年没有发生越级上访"


def choose_collective_honours(desk: Desk, campaign_id: int, size: Size) -> None:
    """One unit and one team more than there are places; the meeting takes the first of them."""
    title, level, places = _UNITS[size]

    def name_them(work: UnitOfWork) -> None:
        set_awards(work, campaign_id, [(title, places), (TEAMS, _TEAMS)])
        index = tree_index(work, work.today)
        rows = [row for row in areas_on(work, work.today, level) if row.level is level]
        for row in rows[: places + 1]:
            unit = index.full_name(row.id)
            nominate_collective(work, campaign_id, CollectiveForm(title, unit, deeds=_DEEDS))
        teams = [(row, own) for row in rows if (own := _crew(work, campaign_id, row))]
        for row, own in teams[: _TEAMS + 1]:
            unit = index.full_name(row.id)
            form = CollectiveForm(TEAMS, unit, _TEAM, own, _DEEDS)
            nominate_collective(work, campaign_id, form)

    desk.write(name_them)
    named = desk.read(lambda work: collectives(work, campaign_id))
    meeting = Evidence(MINUTES, MET_ON)
    for award, count in named.awards:
        taken = tuple(one.id for one in named.of(award, CollectiveState.NOMINATED)[:count])
        form = ChoiceForm(award, taken)
        desk.write(lambda work, one=form: choose_collectives(work, campaign_id, one, meeting))  # type: ignore[misc]


def _crew(work: UnitOfWork, campaign_id: int, area: AreaRow) -> tuple[str, ...]:
    """Numbers of the first nominees of a unit: as many as make a team, or nobody."""
    own = [row.number for row in candidates(work, campaign_id) if area.name in row.unit]
    return tuple(own[:_MEMBERS]) if len(own) >= _MEMBERS else ()
