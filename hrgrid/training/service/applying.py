"""A re-score takes effect: marks, places and prizes in one transaction, all of it or nothing."""

from __future__ import annotations

from collections.abc import Sequence

from hrgrid.accounts.service import require_approved
from hrgrid.core.errors import UserError
from hrgrid.panels import service as panels
from hrgrid.panels.queries import panel_view
from hrgrid.panels.queries.reading import PanelRow
from hrgrid.panels.rules.rows import Cell, MarkValue
from hrgrid.panels.rules.words import AdjustmentKind
from hrgrid.panels.service import FirstTypist
from hrgrid.storage.work import UnitOfWork
from hrgrid.training.model import (
    Competition,
    CompetitionEvent,
    CompetitionPrize,
    CompetitionRescore,
    RescoreChange,
)
from hrgrid.training.queries.competition_inputs import panels_of
from hrgrid.training.queries.rescored_inputs import cell_of, entrant_in, value_of
from hrgrid.training.queries.rescores import changes_of, rescore_preview
from hrgrid.training.rules.competing import RUNNING_POINTS, ChangeKind, RescoreState
from hrgrid.training.rules.competition_rows import RescorePreview
from hrgrid.training.service.awarding import grant, withdraw
from hrgrid.training.service.competition_steps import named, note_step
from hrgrid.training.service.ranking import RunSummary, rank_anew
from hrgrid.training.service.rescoring import ApplyForm, rescore_of, rescore_subject
from hrgrid.training.service.running import place_of, put_point, put_time

_K = ChangeKind


def apply_rescore(work: UnitOfWork, rescore_id: int, form: ApplyForm | None = None) -> RunSummary:
    """Change what was approved, rank anew, and decide on every prize that is touched.

    Raises Refused while the approval is missing, UserError where a prize is left undecided, the
    notice has no number, or a mark is still missing. Nothing of it stays then.
    """
    competition, rescore = rescore_of(work, rescore_id)
    given = form or ApplyForm()
    preview = rescore_preview(work, rescore_id)
    _check(preview, given)
    approval = require_approved(work, rescore_subject(work, rescore_id))
    # From here on the database lets the panels of this competition open again.
    rescore.approval_words, rescore.notice_no = approval.words, given.notice_no.strip()
    work.session.flush()
    changes = changes_of(work, rescore_id)
    panel_of = panels_of(work, competition.id)
    for event_id in dict.fromkeys(each.event_id for each in changes):
        event = work.session.get_one(CompetitionEvent, event_id)
        ours = [each for each in changes if each.event_id == event_id]
        _change_event(work, competition, rescore, event, panel_of[event.code], ours)
    summary = rank_anew(work, competition, f"第 {rescore.number} 号复核：{rescore.reason}")
    _decide_prizes(work, (competition, rescore), given, preview)
    rescore.run_id, rescore.state = summary.run_id, RescoreState.APPLIED
    work.session.flush()
    note_step(work, competition, rescore.notice_no)
    work.record(
        "apply_rescore",
        f"{named(competition)} 第 {rescore.number} 号复核",
        rescore.reason,
        after={
            "changes": len(changes),
            "moved": len(preview.moved),
            "notice": rescore.notice_no,
            "approval": approval.words,
        },
    )
    return summary


def _check(preview: RescorePreview, form: ApplyForm) -> None:
    if preview.problems:
        raise UserError(f"这次复核还不能生效：{'；'.join(preview.problems[:3])}")
    if preview.needs_notice and not form.notice_no.strip():
        raise UserError("已经颁奖，改动要出更正通知。请填上更正通知的文号")
    touched = {each.award_id: each for each in preview.touched}
    left = [each for award, each in touched.items() if award not in form.awards]
    if left:
        raise UserError(
            f"“{left[0].name}”的{left[0].label}按新名次不再获得，还没有决定保留还是收回。请逐一决定"
        )
    if strange := form.awards.keys() - touched.keys():
        raise UserError(f"有 {len(strange)} 个奖项不受这次复核影响，不能在这里收回。请刷新后再办")
    for award, answer in form.awards.items():
        if not answer.reason.strip():
            raise UserError(f"“{touched[award].name}”的{touched[award].label}要写明决定的理由")
    newly = {(each.prize_id, each.competitor_id) for each in preview.newly}
    if set(form.grants) - newly:
        raise UserError("有一名补授奖项的选手按新名次不得这个奖。请刷新后再办")


def _change_event(  # noqa: PLR0917 - one event of one re-score
    work: UnitOfWork,
    competition: Competition,
    rescore: CompetitionRescore,
    event: CompetitionEvent,
    panel: PanelRow,
    changes: Sequence[RescoreChange],
) -> None:
    """Open the panel, change what was approved, close it."""
    why = f"第 {rescore.number} 号复核：{rescore.reason}"
    panels.reopen_panel(work, panel.id, why)
    for change in changes:
        if change.kind is _K.STATUS and change.status is not None:
            row = entrant_in(panel_view(work, panel.id), change.entrant_id)
            panels.set_status(work, row.id, change.status, change.reason)
    _correct(work, rescore, panel, [each for each in changes if each.kind is _K.MARK], why)
    for change in changes:
        _adjust(work, (competition, event, panel), change)
    panels.close_panel(work, panel.id, judged=event.kind not in RUNNING_POINTS)


def _correct(
    work: UnitOfWork,
    rescore: CompetitionRescore,
    panel: PanelRow,
    changes: Sequence[RescoreChange],
    why: str,
) -> None:
    if not changes:
        return
    view = panel_view(work, panel.id)
    values: dict[Cell, MarkValue] = {
        cell_of(view, entrant_in(view, each.entrant_id), each): value_of(each) for each in changes
    }
    first = FirstTypist(rescore.proposer_id, rescore.made_by)
    panels.correct_marks(work, panel.id, values, why, first)


def _adjust(
    work: UnitOfWork,
    of: tuple[Competition, CompetitionEvent, PanelRow],
    change: RescoreChange,
) -> None:
    value = change.value_milli or 0
    if change.kind in {_K.DEDUCTION, _K.EXTRA}:
        row = entrant_in(panel_view(work, of[2].id), change.entrant_id)
        extra = change.kind is _K.EXTRA
        kind = AdjustmentKind.EXTRA if extra else AdjustmentKind.DEDUCTION
        panels.adjust(work, row.id, kind, change.label, value, reason=change.reason)
    elif change.kind is _K.VOIDED and change.adjustment_id is not None:
        panels.void_adjustment(work, change.adjustment_id, change.reason)
    elif change.kind is _K.POINT:
        at = place_of(work, of, change.entrant_id)
        put_point(work, at, value, 1, f"复核 {change.label}".strip())
    elif change.kind is _K.TIME:
        put_time(work, place_of(work, of, change.entrant_id), value // 100)


def _decide_prizes(
    work: UnitOfWork,
    of: tuple[Competition, CompetitionRescore],
    form: ApplyForm,
    preview: RescorePreview,
) -> None:
    """Every touched holder keeps or loses his prize; who is to get one instead gets it."""
    competition, rescore = of
    for award_id, answer in form.awards.items():
        if answer.keep:
            name = next(each.name for each in preview.touched if each.award_id == award_id)
            work.record("keep_award", f"{named(competition)} {name}", answer.reason)
        else:
            withdraw(work, competition, award_id, answer.reason, rescore.id)
    ranks = {(each.prize_id, each.competitor_id): each.rank for each in preview.newly}
    for prize_id, competitor_id in form.grants:
        prize = work.session.get_one(CompetitionPrize, prize_id)
        rank = ranks[prize_id, competitor_id]
        why = f"更正：{form.notice_no.strip()}" if form.notice_no.strip() else "更正"
        grant(
            *(work, competition, prize, why),
            competitor_id=competitor_id,
            rank=rank,
            rescore_id=rescore.id,
        )
