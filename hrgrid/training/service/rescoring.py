"""Re-scores: changes to a fixed result are collected, looked at, approved, then applied at once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from sqlalchemy import func, select

from hrgrid.accounts.rules import Deed
from hrgrid.accounts.service import Subject
from hrgrid.core.errors import UserError
from hrgrid.core.tabulation import mark_text
from hrgrid.panels.queries import panel_view
from hrgrid.panels.rules.rows import EntrantRow, PanelView
from hrgrid.panels.rules.values import refused, value_text
from hrgrid.panels.rules.words import EntrantStatus, NoMark
from hrgrid.storage.work import UnitOfWork
from hrgrid.training.model import (
    Competition,
    CompetitionEvent,
    CompetitionProtest,
    CompetitionRescore,
    EventTime,
    RescoreChange,
)
from hrgrid.training.queries.competition_inputs import panels_of
from hrgrid.training.queries.competition_scope import seen_competition
from hrgrid.training.queries.rescored_inputs import after_text, cell_of, entrant_in, value_of
from hrgrid.training.queries.rescores import changes_of, rescore_key
from hrgrid.training.rules.competing import (
    FIXED,
    RUNNING_POINTS,
    ChangeKind,
    RescoreState,
)
from hrgrid.training.rules.standing import time_text
from hrgrid.training.service.competition_steps import competition_of, named

_K = ChangeKind
_VALUED = (_K.DEDUCTION, _K.EXTRA, _K.POINT, _K.TIME)


@dataclass(frozen=True)
class ChangeForm:
    """One change, with its reason. `value_milli`: thousandths of a point, of a second for a time.

    A mark names the seat and, where there are several, the item; VOIDED the adjustment.
    """

    kind: ChangeKind
    event_id: int
    competitor_id: int
    reason: str
    seat_no: int | None = None
    item_code: str = ""
    value_milli: int | None = None
    no_mark: NoMark | None = None
    status: EntrantStatus | None = None
    adjustment_id: int | None = None
    label: str = ""


@dataclass(frozen=True)
class AwardAnswer:
    """Whether somebody keeps a prize that the new ranking would not give him, and why."""

    keep: bool
    reason: str


@dataclass(frozen=True)
class ApplyForm:
    """How a re-score takes effect: its correction notice, and who keeps, loses or gets a prize.

    `grants` are (prize, entry); a notice number is asked for once prizes were given.
    """

    notice_no: str = ""
    awards: Mapping[int, AwardAnswer] = field(default_factory=dict)
    grants: tuple[tuple[int, int], ...] = ()


def open_rescore(
    work: UnitOfWork, competition_id: int, reason: str, protest_id: int | None = None
) -> int:
    """Begin to collect changes to a fixed result; the id. One at a time."""
    competition = competition_of(work, competition_id, *FIXED)
    if not reason.strip():
        raise UserError("复核要写明事由。请填上")
    if protest_id is not None:
        protest = work.session.get(CompetitionProtest, protest_id)
        if protest is None or protest.competition_id != competition_id:
            raise UserError("所选申诉不在这场比武里。请刷新后再选")
    last = select(func.max(CompetitionRescore.number)).where(
        CompetitionRescore.competition_id == competition_id
    )
    rescore = CompetitionRescore(
        competition_id=competition_id,
        number=1 + (work.session.scalar(last) or 0),
        reason=reason.strip(),
        protest_id=protest_id,
        state=RescoreState.OPEN,
        proposer_id=work.actor.operator_id,
        made_at=work.now,
        made_by=work.actor.name,
        run_id=None,
        approval_words="",
        notice_no="",
        cancel_reason="",
    )
    work.session.add(rescore)
    work.session.flush()
    work.record("open_rescore", f"{named(competition)} 第 {rescore.number} 号复核", reason)
    return rescore.id


def add_change(work: UnitOfWork, rescore_id: int, form: ChangeForm) -> int:
    """Write one change down; the id. Nothing that stands is touched."""
    competition, rescore = rescore_of(work, rescore_id)
    event, view, entrant = _where(work, competition, form)
    before = _before(work, event, view, entrant, form)
    if not form.reason.strip():
        raise UserError("这条改动没有写理由。请填上")
    if form.kind is not _K.STATUS and entrant.status is not EntrantStatus.ENTERED:
        changed = [
            each
            for each in changes_of(work, rescore_id)
            if each.kind is _K.STATUS
            and (each.event_id, each.entrant_id) == (form.event_id, form.competitor_id)
            and each.status is EntrantStatus.ENTERED
        ]
        if not changed:
            raise UserError(
                f"{entrant.shown}在“{event.title}”里{entrant.status.label}。先改参赛状态"
            )
    for each in changes_of(work, rescore_id):
        same = (each.kind, each.event_id, each.entrant_id, each.seat_no, each.item_code)
        if form.kind in {_K.MARK, _K.STATUS, _K.TIME} and same == (
            form.kind,
            form.event_id,
            form.competitor_id,
            form.seat_no,
            form.item_code,
        ):
            raise UserError(f"{entrant.shown}的这一处已经有一条改动。请先删去那一条")
        if form.kind is each.kind is _K.VOIDED and form.adjustment_id == each.adjustment_id:
            raise UserError(f"{entrant.shown}的“{before}”在这次复核里已经撤销，不用再登记")
    row = RescoreChange(
        rescore_id=rescore.id,
        kind=form.kind,
        event_id=event.id,
        entrant_id=form.competitor_id,
        seat_no=form.seat_no if form.kind is _K.MARK else None,
        item_code=form.item_code if form.kind is _K.MARK else "",
        before=before,
        value_milli=form.value_milli if form.kind in {_K.MARK, *_VALUED} else None,
        no_mark=form.no_mark if form.kind is _K.MARK else None,
        status=form.status if form.kind is _K.STATUS else None,
        adjustment_id=form.adjustment_id if form.kind is _K.VOIDED else None,
        label=form.label.strip(),
        reason=form.reason.strip(),
    )
    work.session.add(row)
    work.session.flush()
    work.record(
        "add_rescore_change",
        f"{named(competition)} 第 {rescore.number} 号复核 {event.title} {entrant.name}",
        form.reason,
        before=before,
        after=after_text(row),
    )
    return row.id


def drop_change(work: UnitOfWork, change_id: int) -> None:
    """Take a change out of a re-score that is still put together."""
    row = work.session.get(RescoreChange, change_id)
    if row is None:
        raise UserError("这条改动不在了。请刷新后核对")
    competition, rescore = rescore_of(work, row.rescore_id)
    work.session.delete(row)
    work.session.flush()
    work.record("drop_rescore_change", f"{named(competition)} 第 {rescore.number} 号复核")


def cancel_rescore(work: UnitOfWork, rescore_id: int) -> None:
    """Nothing is changed after all, with a reason; what was written down stays on record."""
    reason = work.require_reason()
    competition, rescore = rescore_of(work, rescore_id)
    rescore.state, rescore.cancel_reason = RescoreState.CANCELLED, reason.strip()[:200]
    work.session.flush()
    work.record("cancel_rescore", f"{named(competition)} 第 {rescore.number} 号复核", reason)


def rescore_subject(work: UnitOfWork, rescore_id: int) -> Subject:
    """What is approved: the re-score with exactly its changes."""
    rescore = work.session.get(CompetitionRescore, rescore_id)
    if rescore is None or rescore.state is not RescoreState.OPEN:
        raise UserError("这次复核已经办完或取消，不用审批。请刷新后查看")
    competition = seen_competition(work, rescore.competition_id)
    changes = changes_of(work, rescore_id)
    if not changes:
        raise UserError(f"第 {rescore.number} 号复核还没有写改动，不能审批。请先登记改动")
    return Subject(
        Deed.RESULT,
        rescore_key(rescore_id, changes),
        f"{named(competition)}第 {rescore.number} 号复核",
        rescore.proposer_id,
        competition.area_path,
    )


def rescore_of(work: UnitOfWork, rescore_id: int) -> tuple[Competition, CompetitionRescore]:
    """An open re-score with its competition, held."""
    found = work.session.get(CompetitionRescore, rescore_id)
    if found is None:
        raise UserError("这次复核不在了。请刷新后再办")
    competition = competition_of(work, found.competition_id, *FIXED)
    work.session.refresh(found)
    if found.state is not RescoreState.OPEN:
        raise UserError(f"第 {found.number} 号复核{found.state.label}，不能再改。请刷新后查看")
    return competition, found


def _where(
    work: UnitOfWork, competition: Competition, form: ChangeForm
) -> tuple[CompetitionEvent, PanelView, EntrantRow]:
    event = work.session.get(CompetitionEvent, form.event_id)
    if event is None or event.competition_id != competition.id:
        raise UserError("所选项目不在这场比武里。请刷新后再选")
    view = panel_view(work, panels_of(work, competition.id)[event.code].id)
    return event, view, entrant_in(view, form.competitor_id)


def _before(
    work: UnitOfWork,
    event: CompetitionEvent,
    view: PanelView,
    entrant: EntrantRow,
    form: ChangeForm,
) -> str:
    """What stands there now, as people read it; UserError where the change makes no sense."""
    running = event.kind in RUNNING_POINTS
    if form.kind is _K.MARK:
        return _mark_before(view, entrant, form)
    if form.kind is _K.STATUS:
        if form.status is None or form.status is entrant.status:
            raise UserError(f"{entrant.shown}现在就是“{entrant.status.label}”。请选改成什么")
        return entrant.status.label
    if form.kind is _K.VOIDED:
        return _voided(view, entrant, form)
    if form.value_milli is None:
        raise UserError("这条改动没有写数值。请填上")
    if form.kind is _K.TIME:
        row = work.session.get(EventTime, (event.id, form.competitor_id))
        return "" if row is None else time_text(row.tenths)
    if form.kind is _K.POINT:
        if not running or not form.value_milli:
            raise UserError(f"“{event.title}”不记抢答得分，或分值是 0。请核对")
        return ""
    if form.value_milli <= 0 or not form.label.strip():
        raise UserError("加扣分要写名目和大于 0 的分值。请补上")
    return ""


def _voided(view: PanelView, entrant: EntrantRow, form: ChangeForm) -> str:
    found = next((each for each in view.adjustments if each.id == form.adjustment_id), None)
    if found is None or found.entrant_id != entrant.id:
        raise UserError("要撤销的加扣分不在了。请刷新后再选")
    return f"{found.label} {mark_text(found.milli)}"


def _mark_before(view: PanelView, entrant: EntrantRow, form: ChangeForm) -> str:
    probe = RescoreChange(
        rescore_id=0,
        kind=form.kind,
        event_id=form.event_id,
        entrant_id=form.competitor_id,
        seat_no=form.seat_no,
        item_code=form.item_code,
        before="",
        value_milli=form.value_milli,
        no_mark=form.no_mark,
        status=None,
        adjustment_id=None,
        label="",
        reason="",
    )
    cell = cell_of(view, entrant, probe)
    value = value_of(probe)
    if form.value_milli is not None and form.no_mark is not None:
        raise UserError("一格要么有分，要么有没有分的原因。请填其中一样")
    if cell[1] not in {column.seat_no for column in view.wanted(entrant)}:
        raise UserError(f"评委 {cell[1]} 不给{entrant.shown}打分。请核对席位")
    item = next(item for item in view.items if item.id == cell[2])
    if said := refused(item, value):
        raise UserError(f"{entrant.shown}评委 {cell[1]}：{said}")
    before = view.marks.get(cell)
    if before == value and type(before) is type(value):
        raise UserError(f"{entrant.shown}评委 {cell[1]} 本来就是 {value_text(value)}。请核对")
    return value_text(before)
