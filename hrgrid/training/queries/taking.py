"""A competition as it travels, where its packages are, and what would come in with one."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from sqlalchemy import select

from hrgrid.accounts.model import Operator
from hrgrid.core.errors import UserError
from hrgrid.core.hashing import canonical_bytes
from hrgrid.core.policies import Policy
from hrgrid.core.rights import Right
from hrgrid.exchange import queries as exchange
from hrgrid.exchange.model import Package
from hrgrid.exchange.queries import PackageRow
from hrgrid.exchange.rules.decoding import Misfit, decode
from hrgrid.exchange.rules.packs import Pack
from hrgrid.panels.queries.carrying import carried_panel
from hrgrid.panels.queries.reading import panel_by_subject
from hrgrid.panels.rules.carried import CarriedPanel, CarriedSheet
from hrgrid.panels.rules.merging import Choices, Conflict
from hrgrid.panels.rules.words import EntrantStatus, Ground, PanelState, SeatState
from hrgrid.storage.work import UnitOfWork
from hrgrid.training.model import (
    Competition,
    CompetitionEntrant,
    CompetitionEvent,
    CompetitionLot,
    CompetitionPrize,
    EventPoint,
    EventTime,
)
from hrgrid.training.rules.competing import CompetitionState, EntrantState
from hrgrid.training.rules.taken import (
    NOT_TOLD,
    TakenCompetition,
    TakenEntrant,
    TakenEvent,
    TakenLot,
    TakenPerson,
    TakenPoint,
    TakenPrize,
    TakenTime,
    competitor_key,
)
from hrgrid.training.rules.taking import CompetitionMerge, merge_competition, renamed


def package_subject(competition_id: int) -> str:
    """What the packages of a competition are kept under."""
    return f"competition:{competition_id}"


def packages_of(work: UnitOfWork, competition_id: int) -> tuple[PackageRow, ...]:
    """The packages of a competition, the newest first; on a laptop the one it came with."""
    return exchange.packages_of(work, package_subject(competition_id))


def away(work: UnitOfWork, competition_id: int) -> tuple[PackageRow, ...]:
    """What of it is elsewhere now."""
    return tuple(each for each in packages_of(work, competition_id) if each.away)


def away_sentences(work: UnitOfWork, competition_id: int) -> list[str]:
    """What the board says, and what keeps the marks from being closed: one a package."""
    titles = {event.code: event.title for event in _events(work, competition_id)}
    return [
        f"{'、'.join(titles.get(code, code) for code in each.parts)}"
        f"已由{each.made_by}在 {each.made_at.astimezone():%m-%d %H:%M} 外带，还没有收回"
        for each in away(work, competition_id)
    ]


@dataclass(frozen=True)
class TakeableEvent:
    """An event and whether it may go; `refusal` says why not."""

    id: int
    code: str
    title: str
    entrants: int
    judges: int
    refusal: str


@dataclass(frozen=True)
class Keyer:
    """An operator who may go along."""

    id: int
    name: str
    post: str
    own: bool


@dataclass(frozen=True)
class TakingView:
    """What the dialog shows of one competition; `came` is set on the laptop itself."""

    competition_id: int
    title: str
    refusal: str
    second_entry: bool
    events: tuple[TakeableEvent, ...]
    keyers: tuple[Keyer, ...]
    packages: tuple[PackageRow, ...]
    came: PackageRow | None


def taking_view(work: UnitOfWork, competition_id: int) -> TakingView:
    """Which events may go, who may go along, and what went before."""
    competition = competition_run_by(work, competition_id)
    packages = packages_of(work, competition_id)
    came = next((each for each in packages if each.direction.value == "in"), None)
    out = {code: each for each in packages if each.away for code in each.parts}
    running = competition.state is CompetitionState.RUNNING
    refusal = "" if running else f"比武{competition.state.label}，不能外带。比赛开始后再带走"
    return TakingView(
        competition_id,
        competition.title,
        refusal,
        bool(work.policy(Policy.SECOND_ENTRY)),
        tuple(
            _takeable(work, event, out.get(event.code)) for event in _events(work, competition_id)
        ),
        _keyers(work),
        packages,
        came,
    )


def _takeable(work: UnitOfWork, event: CompetitionEvent, out: PackageRow | None) -> TakeableEvent:
    panel = panel_by_subject(work, event_subject(event))
    refusal, entrants, judges = "", 0, 0
    if panel is None:
        refusal = "还没有选手"
    else:
        whole = carried_panel(work, panel.id)
        entrants = len(whole.entrants)
        judges = sum(1 for seat in whole.seats if seat.state is SeatState.ACTIVE)
        if panel.state is PanelState.CLOSED:
            refusal = "评分已截止"
        elif not entrants:
            refusal = "还没有选手"
    if out is not None:
        refusal = f"{out.made_by}已带走"
    return TakeableEvent(event.id, event.code, event.title, entrants, judges, refusal)


def _keyers(work: UnitOfWork) -> tuple[Keyer, ...]:
    query = select(Operator).where(Operator.active.is_(True)).order_by(Operator.id)
    own = work.actor.operator_id
    return tuple(Keyer(o.id, o.name, o.post, o.id == own) for o in work.session.scalars(query))


def competition_run_by(work: UnitOfWork, competition_id: int) -> Competition:
    """The competition; raises Refused unless the actor runs it, UserError where it is gone."""
    found = work.session.get(Competition, competition_id)
    if found is None:
        raise UserError("这场比武不在了。请刷新后再办")
    work.require(Right.RUN_TRAINING, found.area_path)
    return found


def event_subject(event: CompetitionEvent) -> str:
    """What the panel of an event is kept under."""
    return f"competition:{event.competition_id}:{event.code}"


def _events(work: UnitOfWork, competition_id: int) -> list[CompetitionEvent]:
    query = select(CompetitionEvent).where(CompetitionEvent.competition_id == competition_id)
    return list(work.session.scalars(query.order_by(CompetitionEvent.sort, CompetitionEvent.id)))


# --- the content --------------------------------------------------------------------------------


def taken_competition(
    work: UnitOfWork, competition_id: int, codes: Collection[str], goes: Collection[int] = ()
) -> TakenCompetition:
    """Everything of these events as it stands, with every reason; `lean` makes it fit to go."""
    competition = competition_run_by(work, competition_id)
    events = tuple(
        _taken_event(work, event) for event in _events(work, competition_id) if event.code in codes
    )
    keyed = {
        typing.by
        for event in events
        for sheet in (*event.panel.sheets, *event.panel.past)
        for typing in (sheet.first, sheet.second)
        if typing is not None
    }
    return TakenCompetition(
        competition.id,
        competition.number,
        competition.title,
        competition.level,
        competition.organiser,
        competition.place,
        competition.first_day,
        competition.last_day,
        competition.rule,
        competition.protest_minutes,
        competition.prizes_set,
        bool(work.policy(Policy.SECOND_ENTRY)),
        tuple(
            TakenPerson(operator.id, operator.name, operator.id in goes)
            for operator in work.session.scalars(select(Operator).order_by(Operator.id))
            if operator.id in keyed or operator.id in goes
        ),
        _taken_entrants(work, competition_id, events),
        events,
        tuple(
            TakenPrize(each.ranking, each.label, each.places, each.sort)
            for each in work.session.scalars(
                select(CompetitionPrize)
                .where(CompetitionPrize.competition_id == competition_id)
                .order_by(CompetitionPrize.sort, CompetitionPrize.id)
            )
        ),
        _taken_lots(work, competition_id),
    )


def _taken_entrants(
    work: UnitOfWork, competition_id: int, events: Sequence[TakenEvent]
) -> tuple[TakenEntrant, ...]:
    """Who is in these events, with their teams, and the members of teams that are."""
    keys = {entrant.key for event in events for entrant in event.panel.entrants}
    query = select(CompetitionEntrant).where(CompetitionEntrant.competition_id == competition_id)
    rows = list(work.session.scalars(query.order_by(CompetitionEntrant.number)))
    wanted = {row.id for row in rows if competitor_key(row.id) in keys}
    wanted |= {row.team_id for row in rows if row.id in wanted and row.team_id is not None}
    return tuple(
        TakenEntrant(
            row.id,
            row.number,
            row.side,
            row.team_id if row.team_id in wanted else None,
            row.member_role if row.team_id in wanted else None,
            row.name,
            row.unit,
            row.guest,
            row.state,
            row.state_reason,
        )
        for row in rows
        if row.id in wanted
    )


def _taken_event(work: UnitOfWork, event: CompetitionEvent) -> TakenEvent:
    panel = panel_by_subject(work, event_subject(event))
    if panel is None:
        raise UserError(f"“{event.title}”还没有选手，不能外带。请先排好选手")
    times = select(EventTime).where(EventTime.event_id == event.id).order_by(EventTime.entrant_id)
    points = select(EventPoint).where(EventPoint.event_id == event.id).order_by(EventPoint.seq)
    return TakenEvent(
        event.id,
        event.code,
        event.title,
        event.kind,
        event.side,
        event.order,
        event.sort,
        event.person_bp,
        event.team_bp,
        event.time_limit,
        event.held_on,
        event.held_at,
        event.place,
        carried_panel(work, panel.id),
        tuple(
            TakenTime(t.entrant_id, t.tenths, t.keyed_by, t.keyed_at)
            for t in work.session.scalars(times)
        ),
        tuple(
            TakenPoint(
                p.entrant_id,
                p.seq,
                p.round,
                p.milli,
                p.label,
                p.undone_reason,
                p.keyed_by,
                p.keyed_at,
            )
            for p in work.session.scalars(points)
        ),
    )


def _taken_lots(work: UnitOfWork, competition_id: int) -> tuple[TakenLot, ...]:
    query = select(CompetitionLot).where(CompetitionLot.competition_id == competition_id)
    return tuple(
        TakenLot(
            lot.ranking,
            lot.tied,
            lot.result,
            lot.method,
            lot.input_hash,
            lot.seed,
            lot.witnesses,
            lot.made_at,
            lot.made_by,
        )
        for lot in work.session.scalars(query.order_by(CompetitionLot.id))
    )


def lean(taken: TakenCompetition) -> TakenCompetition:
    """What of it the sheets need: no reasons, no grounds but the plain one, no old versions.

    Prizes and lots go along, since a ranking shows them; who witnessed a lot does not.
    """
    return replace(
        taken,
        entrants=tuple(
            replace(e, reason="" if e.state is EntrantState.ENTERED else NOT_TOLD)
            for e in taken.entrants
        ),
        events=tuple(
            replace(
                event,
                panel=_lean_panel(event.panel),
                points=tuple(
                    replace(each, undone=NOT_TOLD if each.undone else "") for each in event.points
                ),
            )
            for event in taken.events
        ),
        lots=tuple(replace(lot, witnesses=NOT_TOLD, made_by=NOT_TOLD) for lot in taken.lots),
    )


def _lean_panel(panel: CarriedPanel) -> CarriedPanel:
    return replace(
        panel,
        seats=tuple(
            replace(s, reason="" if s.state is SeatState.ACTIVE else NOT_TOLD) for s in panel.seats
        ),
        entrants=tuple(
            replace(e, reason="" if e.status is EntrantStatus.ENTERED else NOT_TOLD)
            for e in panel.entrants
        ),
        recusals=tuple(
            replace(r, note="")
            if r.ground is Ground.SAME_UNIT
            else replace(r, ground=Ground.OTHER, note=NOT_TOLD)
            for r in panel.recusals
        ),
        sheets=tuple(replace(sheet, told="") for sheet in panel.sheets),
        past=(),
        adjustments=tuple(
            replace(a, reason=NOT_TOLD, void_reason=NOT_TOLD if a.void_reason else "")
            for a in panel.adjustments
        ),
    )


def content_text(taken: TakenCompetition) -> str:
    """Canonical JSON."""
    return canonical_bytes(taken).decode()


def taken_of(pack_content: object, title: str) -> TakenCompetition:
    """The content of a package; UserError where it is not that of a competition."""
    try:
        return decode(TakenCompetition, pack_content)
    except Misfit as misfit:
        raise UserError(f"“{title}”里的内容不合格式，没有读入。请重新拷贝一份再试") from misfit


# --- what would come in -------------------------------------------------------------------------


@dataclass(frozen=True)
class MergeView:
    """What a package that came back would bring, before anything is written.

    `taken` marks, times and points come in, `same` were keyed alike on both sides. `notes` tells
    what the conflicts do not: who is new, which lots come along.
    """

    competition_id: int
    title: str
    packed_at: dt.datetime
    packed_by: str
    edition: int
    taken: int
    same: int
    conflicts: tuple[Conflict, ...]
    notes: tuple[str, ...]


@dataclass(frozen=True)
class Coming:
    """A package that came back, ready to be merged; `laptop` in the words of the office."""

    package: Package
    pack: Pack
    competition_id: int
    base: TakenCompetition
    laptop: TakenCompetition
    names: dict[int, int]


def coming(work: UnitOfWork, package: Package, pack: Pack) -> Coming:
    """What came, and what it is to be compared with: what the same copy sent last, or took out.

    Raises UserError where an event, a rule or a typist is not what it was.
    """
    title = pack.manifest.title
    sent = exchange.returns_of_copy(work, package.id, pack.manifest.copy_uid)
    names: dict[int, int] = {}
    for each in sent:
        names |= {int(old): new for old, new in json.loads(each.renamed).items()}
    before = sent[-1].content if sent else package.content
    competition_id = int(package.subject.split(":")[1])
    laptop = taken_of(pack.content, title)
    found = Coming(
        package,
        pack,
        competition_id,
        renamed(taken_of(json.loads(before), title), names),
        renamed(laptop, names),
        names,
    )
    _check(work, found)
    return found


def _check(work: UnitOfWork, found: Coming) -> None:
    competition = competition_run_by(work, found.competition_id)
    if competition.state is not CompetitionState.RUNNING:
        raise UserError(
            f"“{competition.title}”{competition.state.label}，不能收回外带的评分。请先重新开放评分"
        )
    base = {event.code: event for event in found.base.events}
    if competition.rule != found.base.rule or found.laptop.rule != found.base.rule:
        raise UserError(
            f"“{competition.title}”的计分规则在外带以后改过，不能收回。请先改回原来的规则"
        )
    here = {event.code: event for event in _events(work, found.competition_id)}
    for event in found.laptop.events:
        if event.code not in here or event.code not in base:
            raise UserError(
                f"项目“{event.title}”不在“{competition.title}”里，不能收回。请先核对项目"
            )
        _check_event(work, here[event.code], base[event.code], event)
    _check_people(work, found.laptop)


def _check_event(
    work: UnitOfWork, here: CompetitionEvent, base: TakenEvent, laptop: TakenEvent
) -> None:
    panel = panel_by_subject(work, event_subject(here))
    if panel is None or panel.state is PanelState.CLOSED:
        raise UserError(f"“{here.title}”的评分已经截止，不能收回外带的评分。请先重新开放评分")
    ours = carried_panel(work, panel.id)
    rules = {(p.rule, p.items) for p in (ours, base.panel, laptop.panel)}
    if len(rules) > 1:
        raise UserError(f"“{here.title}”的评分规则在外带以后改过，不能收回。请先改回原来的规则")


def _check_people(work: UnitOfWork, laptop: TakenCompetition) -> None:
    here = set(work.session.scalars(select(Operator.id)))
    strangers = {
        typing.name
        for event in laptop.events
        for sheet in _all_sheets(event)
        for typing in (sheet.first, sheet.second)
        if typing is not None and typing.by not in here
    }
    if strangers:
        raise UserError(
            f"包里有评分由“{min(strangers)}”录入，他没有随包外带，本机构也没有登记他。"
            "请在外带的电脑上由登记的录入人重录，或换人核对后再送回"
        )


def _all_sheets(event: TakenEvent) -> tuple[CarriedSheet, ...]:
    return (*event.panel.sheets, *event.panel.past)


def merge_of(work: UnitOfWork, found: Coming, choices: Choices) -> CompetitionMerge:
    """The merge with the office as it stands now."""
    codes = {event.code for event in found.laptop.events}
    office = taken_competition(work, found.competition_id, codes)
    return merge_competition(found.base, office, found.laptop, choices)


def merge_view(found: Coming, merge: CompetitionMerge) -> MergeView:
    """What is shown before it is done."""
    head = found.pack.manifest
    notes = [
        f"外带时新加了选手“{each.name}”（{each.unit}），收回后列入名单" for each in merge.entrants
    ]
    if merge.lots:
        notes.append(f"外带时抽签 {len(merge.lots)} 次，一并收回")
    struck = [
        seat.split("|")[0]
        for event in merge.events
        for seat, (state, _) in event.panel.seat_states.items()
        if state is SeatState.STRUCK
    ]
    notes += [f"评委“{name}”在外带时除名，他的分收回后作废留底" for name in struck]
    return MergeView(
        found.competition_id,
        head.title,
        dt.datetime.fromisoformat(head.made_at),
        head.made_by,
        head.edition,
        merge.taken,
        merge.same,
        merge.conflicts,
        tuple(notes),
    )


def read_offer(pack: Pack) -> TakenCompetition:
    """What a package that goes out holds."""
    return taken_of(pack.content, pack.manifest.title)


def packed_file_name(title: str, day: dt.date) -> str:
    """What the file is called at first."""
    plain = "".join(letter for letter in title if letter not in '\\/:*?"<>|').strip()
    return f"{plain[:40]}_外带_{day:%m%d}.hrpack"


def is_package(path: Path) -> bool:
    """Whether a file is called like a package."""
    return path.suffix.lower() == ".hrpack"
