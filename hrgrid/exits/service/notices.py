"""送达通知: the notice with the last day in the post, or a month's pay for the days that lack."""

from __future__ import annotations

import datetime as dt

from hrgrid.core.errors import UserError
from hrgrid.exits.model import ExitCase
from hrgrid.exits.queries.case_rules import rules_of
from hrgrid.exits.rules.case_forms import NoticeForm
from hrgrid.exits.rules.words import NOTICED, ExitPaper, ExitPath, ExitState
from hrgrid.exits.service.steps import case_of, check_day, deliver, go, person_of
from hrgrid.storage.work import UnitOfWork
from hrgrid.workforce.rules import Engagement

_S = ExitState


def notify(work: UnitOfWork, case_id: int, form: NoticeForm) -> None:
    """已批准 → 已送达. Raises UserError for too few days without pay in lieu of them."""
    found = case_of(work, case_id, _S.APPROVED)
    if found.path is ExitPath.SHORT:
        raise UserError(
            f"{person_of(work, found)}是{found.engagement.label}，不用提前通知。请直接办理离岗"
        )
    check_day(work, found, form.delivery.on, "送达日期")
    days = check_last_day(work, found, form.delivery.on, form.effective_on, form.in_lieu_fen)
    found.notice_on, found.effective_on = form.delivery.on, form.effective_on
    found.notice_days, found.in_lieu_fen = days, form.in_lieu_fen
    go(
        work,
        found,
        _S.NOTIFIED,
        form.delivery.on,
        due=form.effective_on,
        document_no=form.delivery.number,
        note=f"最后在岗日 {form.effective_on:%Y-%m-%d}",
        after={"last_day": form.effective_on, "in_lieu_fen": form.in_lieu_fen},
    )
    # Whoever is dispatched goes back to the agency, which alone ends his contract.
    dispatched = found.engagement is Engagement.DISPATCH
    paper = ExitPaper.RETURNED if dispatched else ExitPaper.NOTICE
    deliver(work, found, paper, form.delivery)


def check_last_day(
    work: UnitOfWork,
    found: ExitCase,
    notice_on: dt.date,
    last_day: dt.date,
    in_lieu_fen: int | None,
) -> int:
    """How many days of notice the ground asks for; UserError where the last day comes sooner."""
    if last_day < notice_on:
        raise UserError(
            f"最后在岗日 {last_day:%Y-%m-%d} 早于送达通知的 {notice_on:%Y-%m-%d}。请核对日期"
        )
    if in_lieu_fen is not None and in_lieu_fen < 0:
        raise UserError("代通知金不能是负数。请核对金额")
    if found.ground not in NOTICED:
        return 0
    asked = max(30, rules_of(work, found.rule_number).notice_days)
    first = notice_on + dt.timedelta(days=asked)
    if last_day < first and not in_lieu_fen:
        raise UserError(
            f"从送达到最后在岗日只有 {(last_day - notice_on).days} 天，不足 {asked} 天。"
            f"请把最后在岗日推到 {first:%Y-%m-%d} 以后，或登记一个月工资的代通知金"
        )
    return asked
