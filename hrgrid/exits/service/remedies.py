"""培训或调岗: what is done for at least a month so that he may do his work well."""

from __future__ import annotations

from hrgrid.core.errors import UserError
from hrgrid.exits.model import ExitCase, ExitRemedy
from hrgrid.exits.queries.case_rules import rules_of, workdays
from hrgrid.exits.rules.case_forms import RemedyForm, RemedyResult
from hrgrid.exits.rules.exit_rules import ExitRules
from hrgrid.exits.rules.words import ExitState, RemedyKind
from hrgrid.exits.service.steps import case_of, filled, go, named, only_row, person_of
from hrgrid.storage.work import UnitOfWork
from hrgrid.workforce.model import Post
from hrgrid.workforce.rules import PostState

_S = ExitState
_WHOLE = (RemedyKind.TRAINING, RemedyKind.TRANSFER)


def begin_remedy(work: UnitOfWork, case_id: int, form: RemedyForm) -> int:
    """已约谈 or 已再考核 → 补训或调岗; one more beside a running one. Returns its id.

    Raises UserError for one shorter than the rules ask for.
    """
    found = case_of(work, case_id, _S.TALKED, _S.REMEDY, _S.REASSESSED)
    rules = rules_of(work, found.rule_number)
    _check_days(work, found, form, rules)
    if form.post_id is not None:
        _require_post(work, found, form.post_id)
    name = person_of(work, found)
    row = ExitRemedy(
        case_id=found.id,
        kind=form.kind,
        first_day=form.first_day,
        last_day=form.last_day,
        content=filled(form.content, f"{name}的{form.kind.label}没有写内容。请填上"),
        minutes=form.minutes,
        enrolment_id=form.enrolment_id,
        post_id=form.post_id,
        mentor=form.mentor.strip(),
        result="",
        done_on=None,
        scan_sha256=form.scan_sha256,
        made_at=work.now,
        made_by=work.actor.name,
    )
    work.session.add(row)
    work.session.flush()
    told = {"exit_remedy": form.kind.value, "from": form.first_day, "to": form.last_day}
    if found.state is _S.REMEDY:
        found.due_on = max(found.due_on or form.last_day, form.last_day)
        work.session.flush()
        work.record("add_remedy", named(found), after=told)
    else:
        go(
            work,
            found,
            _S.REMEDY,
            min(form.first_day, work.today),
            due=form.last_day,
            document_no=form.document_no,
            note=f"{form.kind.label}：{form.first_day:%Y-%m-%d} 至 {form.last_day:%Y-%m-%d}",
            after=told,
        )
    return row.id


def _check_days(work: UnitOfWork, found: ExitCase, form: RemedyForm, rules: ExitRules) -> None:
    if form.first_day < found.state_since:
        raise UserError(
            f"{form.kind.label}从 {form.first_day:%Y-%m-%d} 开始，早于上一步（{found.state.label}）"
            f"的 {found.state_since:%Y-%m-%d}。请核对日期"
        )
    if (form.first_day - work.today).days > 366:
        raise UserError(f"{form.kind.label}一年以后才开始。请核对日期")
    days = (form.last_day - form.first_day).days + 1
    if form.kind in _WHOLE and days < max(30, rules.remedy_days):
        raise UserError(
            f"{form.kind.label}只有 {max(days, 0)} 天，规则要求不少于 "
            f"{max(30, rules.remedy_days)} 天。请推后结束日期"
        )
    if days < 2:
        raise UserError(f"{form.kind.label}的结束日期须在开始日期之后。请核对日期")
    if form.minutes < 0:
        raise UserError("培训学时不能是负数。请核对")


def _require_post(work: UnitOfWork, found: ExitCase, post_id: int) -> None:
    post = work.session.get(Post, post_id)
    if post is None or post.person_id != found.person_id or post.state is PostState.VOIDED:
        raise UserError(
            f"调整后的岗位不是{person_of(work, found)}的任职。请先到人员页办理调动，再选那条任职"
        )


def finish_remedy(work: UnitOfWork, case_id: int, remedy_id: int, form: RemedyResult) -> None:
    """What came of a remedy, once its last day is over.

    Raises UserError before, for training short of the hours, and for a move to no post.
    """
    found = case_of(work, case_id, _S.REMEDY)
    row: ExitRemedy = only_row(
        work.session.get(ExitRemedy, remedy_id, populate_existing=True), found, "这次补训或调岗"
    )
    if row.done_on is not None:
        raise UserError(f"这次{row.kind.label}的结果已经登记过。请刷新后查看")
    if form.done_on > work.today:
        raise UserError(f"完成日期 {form.done_on:%Y-%m-%d} 在今天之后。请核对日期")
    if form.done_on < row.last_day:
        raise UserError(
            f"{row.kind.label}到 {row.last_day:%Y-%m-%d} 才满，不能在 {form.done_on:%Y-%m-%d} "
            "登记结果。请满期后再办"
        )
    row.minutes = row.minutes if form.minutes is None else form.minutes
    row.post_id = row.post_id if form.post_id is None else form.post_id
    name = person_of(work, found)
    if form.post_id is not None:
        _require_post(work, found, form.post_id)
    if row.kind is RemedyKind.TRANSFER and row.post_id is None:
        raise UserError(f"{name}调到哪个岗位还没有登记。请先到人员页办理调动，再选那条任职")
    asked = rules_of(work, found.rule_number).remedy_minutes
    if row.kind is RemedyKind.TRAINING and row.minutes < asked:
        raise UserError(
            f"{name}补训 {row.minutes} 分钟，规则要求不少于 {asked} 分钟。"
            "请补足学时后再登记；还没补完的另安排一次补训"
        )
    row.result = filled(form.result, f"{name}的{row.kind.label}没有写结果。请填上")
    row.done_on = form.done_on
    row.scan_sha256 = form.scan_sha256 or row.scan_sha256
    found.due_on = workdays(work, form.done_on, rules_of(work, found.rule_number).reassess_days)
    work.session.flush()
    work.record(
        "finish_remedy", named(found), after={"exit_remedy": row.kind.value, "on": form.done_on}
    )
