"""What the screens of competitions do, each a deed of the room in a unit of work.

The room is loaded when something is done: its tables take long, and lists need none of it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from hrgrid.accounts.service import Subject
from hrgrid.panels.rules.rule import Item, PanelRule
from hrgrid.panels.rules.words import EntrantStatus, NoMark
from hrgrid.storage.work import UnitOfWork
from hrgrid.training.rules.competing import ChangeKind, EntrantState, MemberRole, ProtestState
from hrgrid.training.rules.competition import CompetitionRule, EventForm
from hrgrid.training.rules.competition_rows import CompetitorRow, EventRow, RescorePreview
from hrgrid.ui.competitions.pasting import PastedEntrant

if TYPE_CHECKING:
    from hrgrid.documents.service import Checked
    from hrgrid.ui.competitions.lots import DrawnOrder


# --- entries and judges -----------------------------------------------------------------------


def add_pasted(
    work: UnitOfWork,
    competition_id: int,
    pasted: Sequence[PastedEntrant],
    *,
    guest: bool = False,
) -> list[int]:
    """Enter a pasted list; people of the office are recognised by name and unit."""
    from hrgrid.training.queries.competitors import read_pasted
    from hrgrid.training.service.entrants import EntryForm, add_entries

    text = "\n".join(f"{one.name}\t{one.unit}\t{one.team}" for one in pasted)
    known = {one.line: one for one in read_pasted(work, competition_id, text)}
    forms = []
    for line, one in enumerate(pasted, start=1):
        found = known.get(line)
        ours = found.person_ids if found is not None else ()
        forms.append(
            EntryForm(
                one.name,
                one.unit,
                person_id=ours[0] if len(ours) == 1 else None,
                area_id=found.area_id if found is not None else None,
                guest=guest or one.guest,
                team=one.team,
            )
        )
    return add_entries(work, competition_id, forms)


def seat_judges(work: UnitOfWork, competition_id: int, names: Sequence[str]) -> int:
    """The same judges in every judged event, the first of them the chief."""
    from hrgrid.panels.service import SeatForm
    from hrgrid.training.service.judging import seat_everywhere

    forms = [SeatForm(name, chief=not at) for at, name in enumerate(names)]
    return seat_everywhere(work, competition_id, forms)


def set_state(work: UnitOfWork, competitor_id: int, state: EntrantState, reason: str) -> None:
    """Out of the whole competition, or back in."""
    from hrgrid.training.service import entrants

    del reason
    deeds = {
        EntrantState.WITHDRAWN: entrants.withdraw_entry,
        EntrantState.DISQUALIFIED: entrants.disqualify_entry,
        EntrantState.ENTERED: entrants.reinstate_entry,
    }
    deeds[state](work, competitor_id)


def set_event_status(
    work: UnitOfWork, event_id: int, competitor_id: int, status: EntrantStatus, reason: str
) -> None:
    """Where somebody stands in one event."""
    from hrgrid.training.service import entrants

    del reason
    entrants.set_event_status(work, event_id, competitor_id, status)


def change_entrant(
    work: UnitOfWork,
    row: CompetitorRow,
    *,
    name: str,
    unit: str,
    guest: bool,
    team_id: int | None,
    role: MemberRole | None,
) -> None:
    """Name, unit, guest or not; his team."""
    from hrgrid.training.service.entrants import change_entry
    from hrgrid.training.service.teams import join_team, leave_team

    change_entry(work, row.id, name, unit, guest=guest)
    if team_id is None and row.team_id is not None:
        leave_team(work, row.id)
    elif team_id is not None and (team_id, role) != (row.team_id, row.role):
        join_team(work, row.id, team_id, role or MemberRole.REGULAR)


def remove_entrant(work: UnitOfWork, competitor_id: int) -> None:
    """An entry that was a mistake."""
    from hrgrid.training.service.entrants import remove_entry

    remove_entry(work, competitor_id)


def step_in(work: UnitOfWork, substitute_id: int, regular_id: int) -> None:
    """A substitute in the place of a regular member."""
    from hrgrid.training.service import teams

    teams.step_in(work, substitute_id, regular_id)


def draw_numbers(work: UnitOfWork, event_id: int, seed: str) -> int:
    """Who comes when, by a seed; how many."""
    from hrgrid.training.service.ordering import draw_order

    return len(draw_order(work, event_id, seed))


# --- events and rules -------------------------------------------------------------------------


def save_event(
    work: UnitOfWork,
    competition_id: int,
    event: EventRow | None,
    form: EventForm,
    rule: tuple[PanelRule, tuple[Item, ...]] | None,
) -> None:
    """A new event, or another form of one; its marks' rule where it has marks."""
    from hrgrid.training.service import events

    if event is None:
        events.add_event(work, competition_id, form, *(rule or ()))
        return
    events.change_event(work, event.id, form)
    if rule is not None:
        events.change_event_rule(work, event.id, *rule)


def remove_event(work: UnitOfWork, event_id: int) -> None:
    """An event that is not held."""
    from hrgrid.training.service import events

    events.remove_event(work, event_id)


def change_rule(work: UnitOfWork, competition_id: int, rule: CompetitionRule) -> None:
    """From events to totals."""
    from hrgrid.training.service.competitions import change_competition_rule

    change_competition_rule(work, competition_id, rule)


# --- the steps --------------------------------------------------------------------------------


def open_entry(work: UnitOfWork, competition_id: int) -> None:
    """Take entries."""
    from hrgrid.training.service import competitions

    competitions.open_entry(work, competition_id)


def back_to_draft(work: UnitOfWork, competition_id: int) -> None:
    """Take no entries for now."""
    from hrgrid.training.service import competitions

    competitions.back_to_draft(work, competition_id)


def start(work: UnitOfWork, competition_id: int) -> None:
    """Begin; the rule is fixed."""
    from hrgrid.training.service import competitions

    competitions.start_competition(work, competition_id)


def cancel(work: UnitOfWork, competition_id: int) -> None:
    """It is not held after all."""
    from hrgrid.training.service import competitions

    competitions.cancel_competition(work, competition_id)


def close_event(work: UnitOfWork, event_id: int) -> None:
    """No more marks or points of one event."""
    from hrgrid.training.service import judging

    judging.close_event(work, event_id)


def reopen_event(work: UnitOfWork, event_id: int) -> None:
    """Marks again."""
    from hrgrid.training.service import judging

    judging.reopen_event(work, event_id)


def close_last_event(work: UnitOfWork, competition_id: int, event_id: int) -> bool:
    """Close an event; where it was the last that took marks, the scoring as a whole and rank.

    Whether that was so.
    """
    from hrgrid.panels.rules.words import PanelState
    from hrgrid.training.queries.competition_events import events_of

    close_event(work, event_id)
    if any(one.panel_state is PanelState.OPEN for one in events_of(work, competition_id)):
        return False
    close_scoring(work, competition_id)
    return True


def close_scoring(work: UnitOfWork, competition_id: int) -> None:
    """No more marks at all; the places are computed and stored."""
    from hrgrid.training.service import closing

    closing.close_scoring(work, competition_id)


def rank(work: UnitOfWork, competition_id: int) -> None:
    """The places once more."""
    from hrgrid.training.service import ranking

    ranking.make_rankings(work, competition_id)


def post(work: UnitOfWork, competition_id: int) -> None:
    """The result is shown; the time for protests runs."""
    from hrgrid.training.service import closing

    closing.post_results(work, competition_id)


def reopen_results(work: UnitOfWork, competition_id: int) -> None:
    """A posted result is taken down, marks may come in again."""
    from hrgrid.training.service import closing

    closing.reopen_results(work, competition_id)


def result_subject(work: UnitOfWork, competition_id: int) -> Subject:
    """What is approved when the result is fixed."""
    from hrgrid.training.service import closing

    return closing.result_subject(work, competition_id)


def lock(work: UnitOfWork, competition_id: int) -> None:
    """The result is fixed."""
    from hrgrid.training.service import closing

    closing.lock_results(work, competition_id)


def publish(work: UnitOfWork, competition_id: int, document_no: str, published_on: dt.date) -> None:
    """The bulletin."""
    from hrgrid.training.service import closing

    closing.publish_results(work, competition_id, document_no, published_on)


def archive(work: UnitOfWork, competition_id: int) -> None:
    """Nothing is done any more."""
    from hrgrid.training.service import closing

    closing.archive_competition(work, competition_id)


# --- live events ------------------------------------------------------------------------------


def give_points(
    work: UnitOfWork, event_id: int, competitor_id: int, milli: int, round_no: int
) -> None:
    """Points for one question."""
    from hrgrid.training.service import running

    running.give_points(work, event_id, competitor_id, milli, round_no)


def undo_point(work: UnitOfWork, point_id: int) -> None:
    """A point that shall not count."""
    from hrgrid.training.service import running

    running.undo_point(work, point_id)


def key_time(work: UnitOfWork, event_id: int, competitor_id: int, tenths: int | None) -> int:
    """The time of an entrant; what the overtime costs."""
    from hrgrid.training.service import running

    return running.key_time(work, event_id, competitor_id, tenths)


# --- lots, prizes, protests -------------------------------------------------------------------


def draw_lot(
    work: UnitOfWork,
    competition_id: int,
    ranking: str,
    drawn: DrawnOrder,
    seen_hash: str,
) -> tuple[int, ...]:
    """Equals in the order drawn."""
    from hrgrid.training.service.lots import LotForm, record_competition_lot

    seen = seen_hash if drawn.seed else ""
    form = LotForm(ranking, drawn.numbers, drawn.witnesses, drawn.seed, seen)
    return tuple(record_competition_lot(work, competition_id, form))


def put_prizes(
    work: UnitOfWork, competition_id: int, prizes: Sequence[tuple[str, str, int]]
) -> None:
    """The numbers of prizes, confirmed: ranking, name, places."""
    from hrgrid.training.service.awarding import PrizeForm, set_prizes

    set_prizes(work, competition_id, [PrizeForm(*one) for one in prizes])


def award(
    work: UnitOfWork, competition_id: int, by_lot: Sequence[int], all_of: Sequence[int]
) -> int:
    """Prizes by the ranking; ties across a line all get it, or were parted by lot."""
    from hrgrid.training.rules.prizes import TieAnswer
    from hrgrid.training.service.awarding import award_prizes

    answers = dict.fromkeys(all_of, TieAnswer.ALL) | dict.fromkeys(by_lot, TieAnswer.LOT)
    return award_prizes(work, competition_id, answers)


def give_prize(
    work: UnitOfWork, prize_id: int, competitor_id: int | None, area_id: int | None
) -> None:
    """A prize that is given and not won."""
    from hrgrid.training.service import awarding

    awarding.give_prize(work, prize_id, area_id=area_id, competitor_id=competitor_id)


def withdraw_award(work: UnitOfWork, award_id: int) -> None:
    """A prize that is taken back."""
    from hrgrid.training.service import awarding

    awarding.withdraw_award(work, award_id)


def issue_certificates(work: UnitOfWork, competition_id: int) -> int:
    """Certificates of the prizes that are held; how many new ones."""
    from hrgrid.training.service import certificates

    return certificates.issue_prizes(work, competition_id)


def check_certificates(work: UnitOfWork, competition_id: int) -> Checked:
    """What issuing them would find."""
    from hrgrid.training.service import certificates

    return certificates.check_prizes(work, competition_id)


@dataclass(frozen=True)
class ProtestGiven:
    """A protest as the form says it; without an event it is about the total."""

    competitor_id: int
    event_id: int | None
    filed_by: str
    content: str


def file_protest(work: UnitOfWork, competition_id: int, given: ProtestGiven) -> None:
    """A protest against a posted result."""
    from hrgrid.training.service import protests

    form = protests.ProtestForm(given.competitor_id, given.filed_by, given.content, given.event_id)
    protests.file_protest(work, competition_id, form)


def accept_protest(work: UnitOfWork, protest_id: int) -> None:
    """It is looked into."""
    from hrgrid.training.service import protests

    protests.accept_protest(work, protest_id)


def decide_protest(
    work: UnitOfWork, protest_id: int, state: ProtestState, finding: str, decided_by: str
) -> None:
    """Refused, upheld or denied."""
    from hrgrid.training.service import protests

    if state is ProtestState.REFUSED:
        protests.refuse_protest(work, protest_id, finding, decided_by)
    else:
        upheld = state is ProtestState.UPHELD
        protests.decide_protest(work, protest_id, finding, decided_by, upheld=upheld)


# --- re-scores --------------------------------------------------------------------------------


@dataclass(frozen=True)
class ChangeGiven:
    """One change as the form says it; points in thousandths."""

    kind: ChangeKind
    event_id: int
    competitor_id: int
    reason: str
    seat_no: int | None = None
    item_code: str = ""
    milli: int | None = None
    no_mark: NoMark | None = None
    status: EntrantStatus | None = None
    adjustment_id: int | None = None
    label: str = ""


def open_rescore(work: UnitOfWork, competition_id: int, reason: str, protest_id: int | None) -> int:
    """A re-score; its id."""
    from hrgrid.training.service import rescoring

    return rescoring.open_rescore(work, competition_id, reason, protest_id)


def add_change(work: UnitOfWork, rescore_id: int, change: ChangeGiven) -> None:
    """One change, which touches nothing yet."""
    from hrgrid.training.service import rescoring

    form = rescoring.ChangeForm(
        change.kind,
        change.event_id,
        change.competitor_id,
        change.reason,
        seat_no=change.seat_no,
        item_code=change.item_code,
        value_milli=change.milli,
        no_mark=change.no_mark,
        status=change.status,
        adjustment_id=change.adjustment_id,
        label=change.label,
    )
    rescoring.add_change(work, rescore_id, form)


def drop_change(work: UnitOfWork, change_id: int) -> None:
    """A change that is not wanted after all."""
    from hrgrid.training.service import rescoring

    rescoring.drop_change(work, change_id)


def preview(work: UnitOfWork, rescore_id: int) -> RescorePreview:
    """What a re-score would do."""
    from hrgrid.training.queries.rescores import rescore_preview

    return rescore_preview(work, rescore_id)


def rescore_subject(work: UnitOfWork, rescore_id: int) -> Subject:
    """What is approved: the changes as they stand."""
    from hrgrid.training.service import rescoring

    return rescoring.rescore_subject(work, rescore_id)


def apply_rescore(
    work: UnitOfWork,
    *,
    rescore_id: int,
    notice_no: str,
    answers: dict[int, bool],
    reason: str,
    give: Sequence[tuple[int, int]],
) -> None:
    """All changes, the new ranking; each prize touched is kept (True) or taken back."""
    from hrgrid.training.service.applying import apply_rescore
    from hrgrid.training.service.rescoring import ApplyForm, AwardAnswer

    form = ApplyForm(
        notice_no=notice_no,
        awards={award: AwardAnswer(keep, reason) for award, keep in answers.items()},
        grants=tuple(give),
    )
    apply_rescore(work, rescore_id, form)


def cancel_rescore(work: UnitOfWork, rescore_id: int) -> None:
    """Nothing of it happens."""
    from hrgrid.training.service import rescoring

    rescoring.cancel_rescore(work, rescore_id)
