"""A competition goes to a laptop, comes back, or never does."""

from __future__ import annotations

import json
from collections.abc import Callable, Collection
from dataclasses import dataclass, replace
from pathlib import Path

from sqlalchemy import func, select

from hrgrid.core.errors import UserError
from hrgrid.exchange.model import Package
from hrgrid.exchange.queries import PackageRow, package_row
from hrgrid.exchange.rules.words import PackageSide, PackageState
from hrgrid.exchange.service import packages
from hrgrid.panels.queries.carrying import carried_panel
from hrgrid.panels.queries.reading import panel_by_subject
from hrgrid.panels.rules.carried import CarriedAdjustment, CarriedSheet
from hrgrid.panels.rules.merging import Choices
from hrgrid.panels.service.carrying import merge_in
from hrgrid.storage.work import UnitOfWork
from hrgrid.training.model import (
    CompetitionEntrant,
    CompetitionEvent,
    CompetitionLot,
    EventPoint,
    EventTime,
)
from hrgrid.training.queries import taking
from hrgrid.training.queries.taking import Coming, MergeView
from hrgrid.training.rules.competing import CompetitionState, Side
from hrgrid.training.rules.taken import (
    OVERTIME,
    TakenCompetition,
    TakenEntrant,
    numbers_in,
)
from hrgrid.training.rules.taking import CompetitionMerge, EventMerge, renamed


@dataclass(frozen=True)
class MergeRow:
    """What came in: cells, times and points taken, keyed alike, and decided by hand."""

    taken: int
    same: int
    decided: int


def take_away(
    work: UnitOfWork,
    competition_id: int,
    event_ids: Collection[int],
    keyers: Collection[int],
    path: Path,
) -> PackageRow:
    """Write the chosen events (all that may go, where none is named) to one file.

    `keyers` are the operators who go along. Raises UserError where the competition does not run,
    an event is away already or closed, nobody goes along, or a text holds somebody's number.
    """
    competition = taking.competition_run_by(work, competition_id)
    why = work.require_reason()
    if competition.state is not CompetitionState.RUNNING:
        raise UserError(
            f"“{competition.title}”{competition.state.label}，不能外带。请在比赛开始以后再带走"
        )
    view = taking.taking_view(work, competition_id)
    if view.came is not None:
        raise UserError("这份数据本身是外带来的，不能再外带。请回到单位的数据里办")
    chosen = [e for e in view.events if (e.id in event_ids if event_ids else not e.refusal)]
    if not chosen:
        raise UserError(f"“{competition.title}”没有可以外带的项目。请先排好选手，或收回已外带的")
    refused = next((each for each in chosen if each.refusal), None)
    if refused is not None:
        raise UserError(f"“{refused.title}”不能外带：{refused.refusal}。请去掉这个项目再带走")
    known = {each.id for each in view.keyers}
    if not keyers or not set(keyers) <= known:
        raise UserError("没有选由谁外带录分。请至少选一名在用的操作员")
    codes = [each.code for each in chosen]
    content = taking.lean(taking.taken_competition(work, competition_id, codes, keyers))
    _refuse_numbers(content)
    form = packages.PackForm(
        taking.package_subject(competition_id),
        competition.title,
        tuple(codes),
        taking.content_text(content),
    )
    package = packages.note_outgoing(work, form)
    packages.write_package(work, package, path)
    work.record(
        "take_away",
        competition.title,
        why,
        after={
            "events": [each.title for each in chosen],
            "entrants": len(content.entrants),
            "keyers": [each.name for each in content.people if each.goes],
            "sha256": package.content_sha256,
        },
    )
    return package_row(work, package)


def _refuse_numbers(content: TakenCompetition) -> None:
    found = next(numbers_in(content, content.title), None)
    if found is not None:
        where, masked = found
        raise UserError(f"“{where}”里写了证件号或手机号（{masked}），不能外带。请先把号码删去")


def save_again(work: UnitOfWork, package_id: int, path: Path) -> None:
    """Write the same file once more, where the first was lost."""
    package = _package(work, package_id)
    if package.state is not PackageState.AWAY or package.direction is not PackageSide.OUT:
        raise UserError(f"“{package.title}”这次外带{package.state.label}，不能再存。请重新带走")
    packages.write_package(work, package, path)
    work.record("save_package_again", package.title, after={"sha256": package.content_sha256})


def send_back(work: UnitOfWork, package_id: int, path: Path) -> int:
    """On the laptop: write all that was keyed to one file, as the next edition; its number."""
    package = _package(work, package_id)
    if package.direction is not PackageSide.IN:
        raise UserError(f"“{package.title}”是从这里带走的，不用送回。请收回外带电脑送回的文件")
    competition_id = int(package.subject.split(":")[1])
    now = taking.taken_competition(work, competition_id, json.loads(package.parts))
    home = _called_at_home(now, package)
    edition: int = packages.write_return(work, package, taking.content_text(home), path).edition
    work.record("send_back", package.title, after={"edition": edition, "marks": home.marks})
    return edition


def _called_at_home(now: TakenCompetition, package: Package) -> TakenCompetition:
    """Operators as the office calls them; entrants whom it does not know get negative numbers."""
    base = taking.taken_of(json.loads(package.content), package.title)
    people: dict[int, int] = {int(k): v for k, v in json.loads(package.people).items()}
    known = {entrant.id for entrant in base.entrants}
    new = {each.id: -each.id for each in now.entrants if each.id not in known}
    called = renamed(now, new)

    def by(number: int) -> int:
        return people.get(number, -number)

    return replace(
        called,
        people=tuple(replace(each, id=by(each.id)) for each in called.people),
        events=tuple(
            replace(
                event,
                panel=replace(
                    event.panel,
                    sheets=tuple(_keyed_by(sheet, by) for sheet in event.panel.sheets),
                    past=tuple(_keyed_by(sheet, by) for sheet in event.panel.past),
                ),
            )
            for event in called.events
        ),
    )


def _keyed_by(sheet: CarriedSheet, by: Callable[[int], int]) -> CarriedSheet:
    first, second = (
        None if typing is None else replace(typing, by=by(typing.by))
        for typing in (sheet.first, sheet.second)
    )
    return replace(sheet, first=first, second=second)


def preview(work: UnitOfWork, path: Path, choices: Choices | None = None) -> MergeView:
    """What a file that came back would bring; writes nothing."""
    pack = packages.read_package(path)
    found = taking.coming(work, packages.outgoing_of(work, pack), pack)
    return taking.merge_view(found, taking.merge_of(work, found, choices or {}))


def bring_back(work: UnitOfWork, path: Path, choices: Choices | None = None) -> MergeRow:
    """Merge a file that came back, all of it, with the reason.

    Raises UserError where the file may not come in, or a conflict has not been decided.
    """
    why = work.require_reason()
    pack = packages.read_package(path)
    package = packages.outgoing_of(work, pack)
    _hold(work, package)
    found = taking.coming(work, package, pack)
    first = taking.merge_of(work, found, choices or {})
    added = _add_entrants(work, found, first)
    if added:
        found = replace(found, laptop=renamed(found.laptop, added))
    merge = taking.merge_of(work, found, choices or {})
    undecided = merge.open_of(choices or {})
    if undecided:
        raise UserError(
            f"还有 {len(undecided)} 处两边不同没有选定，第一处是{undecided[0].place}。"
            "请逐处选定再收回"
        )
    for event in merge.events:
        if event.changes:
            _write_event(work, event, why)
    _write_states(work, merge)
    _write_lots(work, found.competition_id, merge)
    counts = {"taken": merge.taken, "same": merge.same, "decided": len(merge.conflicts)}
    packages.note_return(
        work,
        package,
        pack,
        content=pack.content_text,
        renamed={str(old): new for old, new in added.items()},
        counts=counts,
        reason=why,
    )
    work.record(
        "bring_back",
        package.title,
        why,
        before=_told(merge, choices or {}),
        after={**counts, "edition": pack.manifest.edition, "sha256": pack.manifest.content_sha256},
    )
    return MergeRow(merge.taken, merge.same, len(merge.conflicts))


def _told(merge: CompetitionMerge, choices: Choices) -> dict[str, str]:
    """Both sides of everything that was decided, for the journal."""
    return {
        f"{each.place} {each.what}": f"单位 {each.office.text}，外带 {each.laptop.text}，"
        f"以{choices[each.key].label}为准"
        for each in merge.conflicts
        if each.key in choices
    }


def _hold(work: UnitOfWork, package: Package) -> None:
    """Nobody else brings the same package back meanwhile."""
    held = select(Package).where(Package.id == package.id).with_for_update()
    work.session.scalars(held.execution_options(populate_existing=True)).one()


def _add_entrants(work: UnitOfWork, found: Coming, merge: CompetitionMerge) -> dict[int, int]:
    """Entrants who came on the laptop, under a number that is free here; teams first."""
    added: dict[int, int] = {}
    for each in sorted(merge.entrants, key=lambda new: new.side is Side.PERSON):
        row = CompetitionEntrant(
            competition_id=found.competition_id,
            number=_free_number(work, found.competition_id, each),
            side=each.side,
            person_id=None,
            team_id=None if each.team is None else added.get(each.team, each.team),
            member_role=each.role,
            name=each.name,
            unit=each.unit,
            area_id=None,
            guest=each.guest,
            from_id=None,
            state=each.state,
            state_reason=each.reason,
        )
        work.session.add(row)
        work.session.flush()
        added[each.id] = row.id
    return added


def _free_number(work: UnitOfWork, competition_id: int, entrant: TakenEntrant) -> int:
    ours = CompetitionEntrant.competition_id == competition_id
    taken = select(CompetitionEntrant.id).where(ours, CompetitionEntrant.number == entrant.number)
    if work.session.scalar(taken) is None:
        return entrant.number
    return 1 + (work.session.scalar(select(func.max(CompetitionEntrant.number)).where(ours)) or 0)


def _write_event(work: UnitOfWork, merge: EventMerge, why: str) -> None:
    event = work.session.scalars(
        select(CompetitionEvent).where(CompetitionEvent.id == merge.event.id)
    ).one()
    panel = panel_by_subject(work, taking.event_subject(event))
    assert panel is not None  # noqa: S101 - it was looked at a moment ago
    whole = replace(
        merge.panel,
        adjusted=(*merge.panel.adjusted, *(a for each in merge.overtime.values() for a in each)),
        voided=(*merge.panel.voided, *_old_overtime(work, panel.id, merge)),
    )
    if whole.changes:
        # Everybody who keyed is an operator here: that was checked before.
        people = {
            typing.by: typing.by
            for slot in whole.slots
            for sheet in (slot.sheet, *slot.past)
            if sheet is not None
            for typing in (sheet.first, sheet.second)
            if typing is not None
        }
        merge_in(work, panel.id, whole, people, why)
    for time in merge.times:
        row = work.session.get(EventTime, (event.id, time.entrant))
        if row is None:
            work.session.add(
                EventTime(
                    event_id=event.id,
                    entrant_id=time.entrant,
                    tenths=time.tenths,
                    keyed_by=time.by,
                    keyed_at=time.at,
                )
            )
        else:
            row.tenths, row.keyed_by, row.keyed_at = time.tenths, time.by, time.at
    _write_points(work, event.id, merge)
    work.session.flush()


def _old_overtime(
    work: UnitOfWork, panel_id: int, merge: EventMerge
) -> tuple[CarriedAdjustment, ...]:
    """The deductions that went with the times which the laptop's replace."""
    panel = carried_panel(work, panel_id)
    return tuple(
        replace(each, void_reason="收回外带包时改用外带的用时")
        for each in panel.adjustments
        if each.entrant in merge.overtime and each.label == OVERTIME and not each.void_reason
    )


def _write_points(work: UnitOfWork, event_id: int, merge: EventMerge) -> None:
    ours = EventPoint.event_id == event_id
    last = work.session.scalar(select(func.max(EventPoint.seq)).where(ours)) or 0
    for seq, point in enumerate(merge.points, start=last + 1):
        work.session.add(
            EventPoint(
                event_id=event_id,
                entrant_id=point.entrant,
                seq=seq,
                round=point.round,
                milli=point.milli,
                label=point.label,
                undone_reason=point.undone,
                keyed_by=point.by,
                keyed_at=point.at,
            )
        )
    undone = {point.identity: point.undone for point in merge.undone}
    for row in work.session.scalars(select(EventPoint).where(ours)) if undone else ():
        key = (row.entrant_id, row.round, row.milli, row.label, row.keyed_by, row.keyed_at)
        if key in undone and not row.undone_reason:
            row.undone_reason = undone[key]


def _write_states(work: UnitOfWork, merge: CompetitionMerge) -> None:
    for entrant_id, (state, reason) in merge.states.items():
        row = work.session.get_one(CompetitionEntrant, entrant_id)
        row.state, row.state_reason = state, reason
    work.session.flush()


def _write_lots(work: UnitOfWork, competition_id: int, merge: CompetitionMerge) -> None:
    for lot in merge.lots:
        work.session.add(
            CompetitionLot(
                competition_id=competition_id,
                ranking=lot.ranking,
                tied=lot.tied,
                result=lot.result,
                method=lot.method,
                input_hash=lot.input_hash,
                seed=lot.seed,
                witnesses=lot.witnesses,
                made_at=lot.made_at,
                made_by=lot.made_by,
            )
        )
    work.session.flush()


def cancel_package(work: UnitOfWork, package_id: int) -> None:
    """It will not come back: the computer was lost, or nothing was keyed there."""
    package = _package(work, package_id)
    why = work.require_reason()
    if package.direction is not PackageSide.OUT or package.state is not PackageState.AWAY:
        raise UserError(f"“{package.title}”这次外带{package.state.label}，不用作废。请刷新后查看")
    packages.end(work, package, PackageState.CANCELLED, why)
    work.record("cancel_package", package.title, why, after={"uid": package.uid})


def restore_package(work: UnitOfWork, package_id: int) -> None:
    """It turned up after all: what was keyed there may be brought back."""
    package = _package(work, package_id)
    why = work.require_reason()
    if package.state is not PackageState.CANCELLED:
        raise UserError(f"“{package.title}”这次外带没有作废，不用恢复。请刷新后查看")
    packages.end(work, package, PackageState.AWAY)
    work.record("restore_package", package.title, why, after={"uid": package.uid})


def _package(work: UnitOfWork, package_id: int) -> Package:
    package = work.session.get(Package, package_id)
    if package is None:
        raise UserError("这次外带的记录不在了。请刷新后再办")
    taking.competition_run_by(work, int(package.subject.split(":")[1]))
    return package
