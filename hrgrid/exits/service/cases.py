"""A case begins, ends without an exit, changes hands; papers of it are delivered."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import select

from hrgrid.accounts.queries import actor_of, operators
from hrgrid.core.errors import UserError
from hrgrid.core.rights import Right
from hrgrid.exits.model import ExitAppeal, ExitCase, ExitFlag, Regulation
from hrgrid.exits.queries.case_rules import state_due
from hrgrid.exits.queries.choices import employment_of, last_engagement
from hrgrid.exits.rules.case_forms import OpenForm, ReceiptForm
from hrgrid.exits.rules.words import (
    ENDED,
    ExitAppealState,
    ExitPath,
    ExitState,
    FlagState,
    Trigger,
)
from hrgrid.exits.service.rules import rules_in_use
from hrgrid.exits.service.steps import case_of, deliver, filled, go, named, note_step
from hrgrid.storage.office import Office
from hrgrid.storage.work import UnitOfWork
from hrgrid.workforce.model import AreaStand, Person, Post
from hrgrid.workforce.queries.areas import holds_on
from hrgrid.workforce.queries.bureaus import place_path
from hrgrid.workforce.rules import Employment, Engagement, PersonState, PostState

_S = ExitState
_BY_RESULT = (Trigger.SCORE, Trigger.BOTTOM, Trigger.GRADE)
"""Who judged these must be known, since another reassesses."""


def open_case(work: UnitOfWork, form: OpenForm) -> int:
    """立案: somebody is looked at, with what made one look. Returns the case's id.

    Raises UserError where he has a case already, is not on file, or nobody knows how he is
    engaged; Refused outside one's own part.
    """
    work.require_somewhere(Right.RUN_EXITS)
    person = work.session.get(Person, form.person_id)
    if person is None or person.state is not PersonState.PRESENT:
        raise UserError("这个人不在册，不能立案。请刷新后再选")
    area_id, path = _place(work, person, form)
    work.require(Right.RUN_EXITS, path)
    opened_on = form.opened_on or work.today
    if opened_on > work.today:
        raise UserError(f"立案日期 {opened_on:%Y-%m-%d} 在今天之后。请核对日期")
    # Whoever opens a case waits for the one before: two would take one number, or one person.
    work.session.get_one(Office, 1, with_for_update=True)
    _refuse_second(work, person)
    words = filled(form.trigger_words, f"{person.name}的立案没有写线索。请写明什么情况、什么时候")
    first = form.first_assessor.strip()
    if form.cause in _BY_RESULT and not first:
        raise UserError(
            f"{person.name}因“{form.cause.label}”立案，要写明原来的考核人：再考核须由另一人来做"
        )
    engagement, engagement_id = _engaged(work, person, form.post_id)
    number = form.number.strip() or _next_number(work, opened_on)
    rules = rules_in_use(work, opened_on, f"退出事项“{number}”")
    _check_regulation(work, form.regulation_id, path, opened_on)
    found = ExitCase(
        number=number,
        person_id=person.id,
        post_id=form.post_id,
        engagement_id=engagement_id,
        engagement=engagement,
        path=_path_of(engagement),
        area_id=area_id,
        area_path=path,
        cause=form.cause,
        trigger_words=words,
        regulation_id=form.regulation_id,
        rule_number=rules.number,
        rule_sha256=rules.sha256,
        state=_S.REVIEWING,
        state_since=opened_on,
        due_on=state_due(work, rules.rules, _S.REVIEWING, opened_on),
        ground=None,
        fault_item=None,
        ground_words="",
        handler_id=work.actor.operator_id,
        first_assessor=first,
        first_assessor_id=form.first_assessor_id,
        proposer_id=None,
        approval_words="",
        document_no="",
        opened_on=opened_on,
        notice_on=None,
        notice_days=None,
        in_lieu_fen=None,
        effective_on=None,
        severance="",
        end_reason="",
        watch_until=None,
        purged_on=None,
    )
    work.session.add(found)
    work.session.flush()
    if form.flag_id is not None:
        _take_up(work, found, form.flag_id)
    note_step(work, found, opened_on, note=words)
    work.record(
        "open_exit",
        named(found),
        after={"exit_cause": form.cause.value, "exit_path": found.path.value, "on": opened_on},
    )
    return found.id


def _place(work: UnitOfWork, person: Person, form: OpenForm) -> tuple[int, str]:
    """The area that a case belongs to: of the post, or the one named for who holds none."""
    if form.post_id is not None:
        post = work.session.get(Post, form.post_id)
        if post is None or post.person_id != person.id or post.state is not PostState.ACTIVE:
            raise UserError(f"{person.name}的这条任职已经结束或作废。请刷新后再选")
        path = place_path(work, post.area_id, post.bureau_id)
        query = select(AreaStand.area_id).where(
            AreaStand.path == path, holds_on(AreaStand, work.today)
        )
        return work.session.scalars(query).one(), path
    if form.area_id is None:
        raise UserError(f"{person.name}没有选任职，要写明归哪个区域办理。请选区域")
    path = place_path(work, form.area_id, None)
    if not path:
        raise UserError("没有这个区域，可能已经停用。请另选区域")
    return form.area_id, path


def _engaged(
    work: UnitOfWork, person: Person, post_id: int | None
) -> tuple[Engagement, int | None]:
    found = employment_of(work, [person.id], work.today).get(person.id)
    if found is not None:
        return found.kind, found.id
    post = work.session.get(Post, post_id) if post_id is not None else None
    if post is not None and post.employment is Employment.PART:
        # A part-timer without a contract on file is one all the same.
        return Engagement.PART_TIME, None
    ended = last_engagement(work, person.id)
    if post is not None and ended is not None:
        # The term has run out and he still is in the post: that is why the case is opened.
        return ended.kind, ended.id
    raise UserError(
        f"{person.name}的聘用方式没有登记，不知道该走哪条路径。"
        "请先导入或登记他的聘用关系（劳动合同、劳务派遣、兼职或志愿服务）"
    )


def _check_regulation(work: UnitOfWork, regulation_id: int | None, path: str, on: dt.date) -> None:
    """A case goes by what holds at its place and was announced before it began."""
    if regulation_id is None:
        return
    found = work.session.get(Regulation, regulation_id)
    if found is None:
        raise UserError("没有这份考核管理办法。请刷新后再选")
    if not path.startswith(found.area_path):
        raise UserError(f"《{found.title}》不适用于这个区域。请选本区域的办法")
    if found.announced_on > on:
        raise UserError(
            f"《{found.title}》{found.announced_on:%Y-%m-%d} 才公示，晚于立案日期。请另选办法"
        )


def _path_of(engagement: Engagement) -> ExitPath:
    employed = engagement in (Engagement.CONTRACT, Engagement.DISPATCH)
    return ExitPath.FULL if employed else ExitPath.SHORT


def _refuse_second(work: UnitOfWork, person: Person) -> None:
    query = select(ExitCase.number).where(
        ExitCase.person_id == person.id, ExitCase.state.not_in(ENDED)
    )
    number = work.session.scalar(query)
    if number is not None:
        raise UserError(f"{person.name}已有一件没有办结的退出事项（{number}）。请打开那一件")


def _next_number(work: UnitOfWork, on: dt.date) -> str:
    begins = f"退〔{on.year}〕"
    used = work.session.scalars(
        select(ExitCase.number).where(ExitCase.number.startswith(begins, autoescape=True))
    )
    tails = (number.removeprefix(begins).removesuffix("号") for number in used)
    last = max((int(tail) for tail in tails if tail.isascii() and tail.isdigit()), default=0)
    return f"{begins}{last + 1:03d}号"


def _take_up(work: UnitOfWork, found: ExitCase, flag_id: int) -> None:
    flag = work.session.get(ExitFlag, flag_id, with_for_update=True, populate_existing=True)
    if flag is None or flag.person_id != found.person_id:
        raise UserError("预警名单里没有这个人。请刷新名单后再办")
    if flag.state not in (FlagState.OPEN, FlagState.PUT_ASIDE):
        raise UserError(f"名单里的这个人是“{flag.state.label}”，不能再立案。请刷新后查看")
    flag.state, flag.case_id, flag.aside_reason = FlagState.TAKEN_UP, found.id, ""
    work.session.flush()


def dismiss_case(work: UnitOfWork, case_id: int, reason: str, on: dt.date | None = None) -> None:
    """核实 → 不予办理, with the reason."""
    found = case_of(work, case_id, _S.REVIEWING)
    found.end_reason = filled(reason, f"{named(found)}不予办理要写明理由。请填上")
    go(work, found, _S.DISMISSED, on or work.today, note=found.end_reason)


def cancel_case(work: UnitOfWork, case_id: int, reason: str, on: dt.date | None = None) -> None:
    """拟退出 to 已送达 → 已撤销: nobody leaves. Raises UserError while an appeal is open."""
    found = case_of(
        work,
        case_id,
        *(_S.PROPOSED, _S.CHECKED, _S.HEARD, _S.UNION_ASKED),
        *(_S.LEGAL_REVIEWED, _S.APPROVED, _S.NOTIFIED),
    )
    open_appeal = select(ExitAppeal.number).where(
        ExitAppeal.case_id == found.id, ExitAppeal.state == ExitAppealState.FILED
    )
    if work.session.scalar(open_appeal) is not None:
        raise UserError(f"{named(found)}有一件申诉还没有处理。请先登记申诉的处理结果")
    found.end_reason = filled(reason, f"{named(found)}撤销要写明理由。请填上")
    go(work, found, _S.CANCELLED, on or work.today, note=found.end_reason)


def hand_over(work: UnitOfWork, case_id: int, operator_id: int) -> None:
    """Another operator handles the case from now on; he alone may open its sealed scans.

    Raises UserError for somebody who has no right to handle it.
    """
    found = case_of(work, case_id)
    if found.state in ENDED:
        raise UserError(f"{named(found)}已经办结，不用再移交")
    chosen = next((each for each in operators(work) if each.id == operator_id), None)
    if chosen is None or not chosen.active:
        raise UserError("没有这名操作员，或已停用。请另选经办人")
    if not actor_of(chosen).may(Right.RUN_EXITS, found.area_path):
        raise UserError(f"{chosen.name}在这个区域没有办理退出的权限。请另选经办人")
    if chosen.id == found.handler_id:
        raise UserError(f"{chosen.name}就是现在的经办人。请另选经办人")
    found.handler_id = chosen.id
    work.session.flush()
    work.record("hand_over_exit", named(found), after={"exit_handler": chosen.name})


def add_receipt(work: UnitOfWork, case_id: int, form: ReceiptForm) -> int:
    """送达回证 of a paper of the case; returns its id."""
    return deliver(work, case_of(work, case_id), form.paper, form.delivery)
