"""What stands in the way of closing and of fixing a result: sentences, with who and where."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select

from hrgrid.core.ranking import quoted
from hrgrid.panels.queries import blockers as panel_blockers
from hrgrid.panels.rules.words import PanelState
from hrgrid.storage.work import UnitOfWork
from hrgrid.training.model import Competition, CompetitionProtest, CompetitionRun
from hrgrid.training.queries.competition_inputs import (
    Inputs,
    applied_run,
    competitor_of_key,
    entrants_in_order,
    events_in_order,
    input_hash,
    panels_of,
    rank_inputs,
    read_inputs,
)
from hrgrid.training.queries.taking import away_sentences
from hrgrid.training.rules.competing import (
    OPEN_PROTESTS,
    PERSON_RANKING,
    RUNNING_POINTS,
    TEAM_RANKING,
    Side,
)
from hrgrid.training.rules.competition import TieEnd, competition_rule_of
from hrgrid.training.rules.competition_rows import Blocker, OpenTieRow
from hrgrid.training.rules.standing_rows import AllRankings


def scoring_blockers(work: UnitOfWork, competition: Competition) -> list[Blocker]:
    """What is missing in events that still take marks; a closed event lacks nothing."""
    # What is still on a laptop could not come in any more.
    found = [Blocker(sentence, "away") for sentence in away_sentences(work, competition.id)]
    panel_of = panels_of(work, competition.id)
    for event in events_in_order(work, competition.id):
        panel = panel_of[event.code]
        if panel.state is PanelState.CLOSED:
            continue
        if event.kind in RUNNING_POINTS:
            found.append(Blocker(f"“{event.title}”还没有截止记分", "running", event.id))
            continue
        missing = panel_blockers(work, panel.id)
        found += [
            Blocker(
                f"“{event.title}”{each.sentence}",
                "event",
                event.id,
                None if each.entrant is None else competitor_of_key(each.entrant.key),
            )
            for each in missing
        ]
        if not missing:
            found.append(Blocker(f"“{event.title}”还没有截止评分", "event", event.id))
    return found


@dataclass(frozen=True)
class RankedNow:
    """What the marks give now: whether the ranking that counts says otherwise, and open ties."""

    stale: bool
    ties: tuple[OpenTieRow, ...]


def ranked_now(work: UnitOfWork, inputs: Inputs, run: CompetitionRun | None) -> RankedNow:
    """What was read gives now, beside the ranking that counts (`run`)."""
    return RankedNow(
        run is not None and run.input_hash != input_hash(inputs),
        tuple(open_ties(work, inputs.competition, rank_inputs(inputs))),
    )


def lock_blockers(
    work: UnitOfWork, competition: Competition, now: RankedNow | None = None
) -> list[Blocker]:
    """What keeps a posted result from being fixed, approvals left out; `now` where it is read."""
    if now is None:
        now = ranked_now(work, read_inputs(work, competition), applied_run(work, competition.id))
    found = list[Blocker]()
    if now.stale:
        found.append(Blocker("排名之后有改动。请退回后重新排名", "lots"))
    until = protests_until(competition)
    if until is not None and work.now < until:
        found.append(Blocker(f"申诉时间到 {until.astimezone():%H:%M} 才满"))
    found += protest_blockers(work, competition.id)
    found += [Blocker(tie.blocks, "lots") for tie in now.ties if tie.blocks]
    return found


def protests_until(competition: Competition) -> dt.datetime | None:
    """When the window for protests ends; None before the result was posted."""
    if competition.posted_at is None:
        return None
    return competition.posted_at + dt.timedelta(minutes=competition.protest_minutes)


def protest_blockers(work: UnitOfWork, competition_id: int) -> list[Blocker]:
    """Protests without a finding."""
    query = select(CompetitionProtest.number, CompetitionProtest.filed_by).where(
        CompetitionProtest.competition_id == competition_id,
        CompetitionProtest.state.in_(OPEN_PROTESTS),
    )
    return [
        Blocker(f"{by}的第 {number} 号申诉还没有结论", "protests")
        for number, by in work.session.execute(query.order_by(CompetitionProtest.number))
    ]


def stale_run(work: UnitOfWork, competition: Competition) -> bool:
    """Whether something changed since the ranking that counts was made."""
    run = applied_run(work, competition.id)
    return run is not None and run.input_hash != input_hash(read_inputs(work, competition))


def open_ties(
    work: UnitOfWork, competition: Competition, found: AllRankings | None = None
) -> list[OpenTieRow]:
    """Equals that nothing has parted, and whether the result waits for a lot among them."""
    if found is None:
        found = rank_inputs(read_inputs(work, competition))
    titles = ranking_titles(work, competition)
    names = {one.number: one.name for one in entrants_in_order(work, competition.id)}
    rows = []
    for tie in found.ties:
        called = tuple(names[number] for number in tie.numbers)
        blocks, places = _blocked(competition, tie.ranking, tie.rank, called)
        title = titles.get(tie.ranking, tie.ranking)
        rows.append(
            OpenTieRow(
                tie.ranking,
                title,
                tie.rank,
                tie.numbers,
                called,
                f"{title}：{blocks}" if blocks else "",
                places,
            )
        )
    return rows


def _blocked(
    competition: Competition, ranking: str, rank: int, names: Sequence[str]
) -> tuple[str, int]:
    """Why the result waits for a lot ("" where it does not), and the places left."""
    if competition_rule_of(competition.rule).tie_end is TieEnd.LOT:
        return f"{quoted(names)}并列第 {rank}，规则要求抽签。请抽签", 0
    counted = ranking in {PERSON_RANKING, TEAM_RANKING}
    left = competition.advancing - rank + 1
    if counted and competition.next_id is not None and 0 < left < len(names):
        return (
            f"{quoted(names)}并列第 {rank}，晋级只剩 {left} 个名额。请抽签",
            left,
        )
    return "", 0


def ranking_titles(work: UnitOfWork, competition: Competition) -> dict[str, str]:
    """What rankings are called, by their code; totals last."""
    events = events_in_order(work, competition.id)
    titles = {event.code: event.title for event in events}
    if any(event.person_bp for event in events):
        titles[PERSON_RANKING] = "个人总分"
    if any(event.team_bp for event in events) and any(
        one.side is Side.TEAM for one in entrants_in_order(work, competition.id)
    ):
        titles[TEAM_RANKING] = "团体总分"
    return titles
