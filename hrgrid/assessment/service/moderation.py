"""Points put on or taken off a total by decision: proposed by one, approved by another.

What was computed stays beside what was decided. Approved or taken back, everything that follows
from it (ranks, shares) is settled anew at once, on the figures that were computed.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from hrgrid.accounts.rules import Deed
from hrgrid.accounts.service import PaperApproval, Subject, approve, record_paper_approval
from hrgrid.assessment.model import Assessee, AssessmentPeriod, Moderation
from hrgrid.assessment.queries.people import names_of
from hrgrid.assessment.queries.result_decisions import moderation_key
from hrgrid.assessment.queries.running import run_of_period
from hrgrid.assessment.rules.result_rows import ComputeSummary
from hrgrid.assessment.rules.words import ModerationState, PeriodState
from hrgrid.assessment.service.computing import settle_anew
from hrgrid.assessment.service.steps import named, period_of
from hrgrid.core.errors import UserError
from hrgrid.core.rights import Right
from hrgrid.core.tabulation import mark_text
from hrgrid.storage.work import UnitOfWork

_CENT = 10
_MOST = 100_000
_M = ModerationState


def propose(
    work: UnitOfWork, period_id: int, assessee_id: int, delta_milli: int, reason: str
) -> int:
    """Propose points (thousandths, two decimals) on or off somebody's total; the id."""
    period = period_of(work, period_id, PeriodState.SCORING)
    person = _assessee(work, period, assessee_id)
    who = names_of(work, [person.person_id])[person.person_id]
    if delta_milli == 0 or delta_milli % _CENT or abs(delta_milli) > _MOST:
        raise UserError(
            f"{who}的调整是 {mark_text(delta_milli)} 分。请填不为 0、最多两位小数、"
            "不超过 100 分的数"
        )
    if not reason.strip():
        raise UserError(f"{who}的调整没有写理由。请填上")
    if person.left_out is not None:
        raise UserError(f"{who}不参加这期考核，没有得分可调整")
    row = Moderation(
        period_id=period.id,
        assessee_id=assessee_id,
        delta_milli=delta_milli,
        reason=reason.strip(),
        proposer_id=work.actor.operator_id,
        state=_M.PROPOSED,
        approval_words="",
        made_at=work.now,
        made_by=work.actor.name,
    )
    work.session.add(row)
    work.session.flush()
    work.record(
        "propose_moderation",
        f"{named(period)} {who}",
        row.reason,
        after={"delta": signed(delta_milli)},
    )
    return row.id


def moderation_subject(work: UnitOfWork, moderation_id: int) -> Subject:
    """What is approved: exactly these points for exactly this reason."""
    row = _moderation(work, moderation_id)
    period = work.session.get_one(AssessmentPeriod, row.period_id)
    _require_proposed(work, row)
    return Subject(
        Deed.ASSESSMENT,
        moderation_key(row),
        f"{named(period)} {_who(work, row)}调整 {signed(row.delta_milli)} 分",
        row.proposer_id,
        period.area_path,
    )


def approve_moderations(work: UnitOfWork, moderation_ids: Sequence[int]) -> ComputeSummary:
    """The actor himself approves these changes of one period; all results are settled anew."""
    return _approve(work, moderation_ids, lambda subject: approve(work, subject).words)


def record_moderation_paper(
    work: UnitOfWork, moderation_ids: Sequence[int], paper: PaperApproval
) -> ComputeSummary:
    """The same, approved on paper."""
    return _approve(
        work, moderation_ids, lambda subject: record_paper_approval(work, subject, paper).words
    )


def _approve(
    work: UnitOfWork, moderation_ids: Sequence[int], give: Callable[[Subject], str]
) -> ComputeSummary:
    rows = [_moderation(work, each) for each in dict.fromkeys(moderation_ids)]
    period = _one_period(work, rows)
    if run_of_period(work, period.id, period.revision) is None:
        raise UserError(f"{named(period)}的这一版还没有计算。请先计算，再批准调整")
    told = []
    for row in rows:
        subject = moderation_subject(work, row.id)
        words = give(subject)
        row.state, row.approval_words = _M.APPROVED, words
        work.session.flush()
        who = _who(work, row)
        told.append(f"{who} {signed(row.delta_milli)} 分")
        work.record(
            "approve_moderation",
            f"{named(period)} {who}",
            row.reason,
            after={"delta": signed(row.delta_milli), "by": words},
        )
    return settle_anew(work, period, _reason("批准调整", told))


def reject_moderation(work: UnitOfWork, moderation_id: int, reason: str) -> None:
    """Somebody who approves says no, and why; the total stays as it was computed."""
    row = _moderation(work, moderation_id)
    period = _one_period(work, [row])
    work.require(Right.APPROVE, period.area_path)
    _require_proposed(work, row)
    if not reason.strip():
        raise UserError(f"不批准{_who(work, row)}的调整要写明理由。请填上")
    row.state = _M.REJECTED
    row.approval_words = f"{work.actor.name}未批准：{reason.strip()}"
    work.session.flush()
    work.record("reject_moderation", f"{named(period)} {_who(work, row)}", reason.strip())


def withdraw_moderation(work: UnitOfWork, moderation_id: int, reason: str) -> ComputeSummary | None:
    """Take a change back; one that was approved already settles all results anew."""
    row = _moderation(work, moderation_id)
    period = _one_period(work, [row], rights=(Right.RUN_ASSESSMENT,))
    if row.state not in (_M.PROPOSED, _M.APPROVED):
        raise UserError(f"{_who(work, row)}的调整{row.state.label}，不用撤回。请刷新后查看")
    if not reason.strip():
        raise UserError(f"撤回{_who(work, row)}的调整要写明理由。请填上")
    counted = row.state is _M.APPROVED
    before = row.approval_words
    row.state = _M.WITHDRAWN
    row.approval_words = f"{work.actor.name}撤回：{reason.strip()}" + (
        f"（原{before}）" if before else ""
    )
    work.session.flush()
    who = _who(work, row)
    work.record("withdraw_moderation", f"{named(period)} {who}", reason.strip())
    if not counted:
        return None
    return settle_anew(work, period, _reason("撤回调整", [f"{who} {signed(row.delta_milli)} 分"]))


def signed(delta_milli: int) -> str:
    """Points with their sign: +1.5, -2."""
    return f"{'+' if delta_milli > 0 else ''}{mark_text(delta_milli)}"


def _reason(what: str, told: Sequence[str]) -> str:
    return f"{what}：{'、'.join(told[:3])}" + (f"等 {len(told)} 人" if len(told) > 3 else "")


def _moderation(work: UnitOfWork, moderation_id: int) -> Moderation:
    found = work.session.get(Moderation, moderation_id)
    if found is None:
        raise UserError("这次调整不在了。请刷新后查看")
    return found


def _one_period(
    work: UnitOfWork,
    rows: Sequence[Moderation],
    rights: Sequence[Right] = (Right.APPROVE, Right.RUN_ASSESSMENT),
) -> AssessmentPeriod:
    periods = {row.period_id for row in rows}
    if len(periods) != 1:
        raise UserError("请选同一个考核期的调整，至少一项")
    period = period_of(work, periods.pop(), PeriodState.SCORING, rights=rights)
    for row in rows:
        work.session.refresh(row)
    return period


def _assessee(work: UnitOfWork, period: AssessmentPeriod, assessee_id: int) -> Assessee:
    found = work.session.get(Assessee, assessee_id)
    if found is None or found.period_id != period.id:
        raise UserError(f"所选的人不在{named(period)}里。请刷新后再选")
    return found


def _who(work: UnitOfWork, row: Moderation) -> str:
    person_id = work.session.get_one(Assessee, row.assessee_id).person_id
    return names_of(work, [person_id])[person_id]


def _require_proposed(work: UnitOfWork, row: Moderation) -> None:
    if row.state is not _M.PROPOSED:
        raise UserError(f"{_who(work, row)}的调整{row.state.label}，不用再批。请刷新后查看")
