"""Hanging a list out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from sqlalchemy import func, select

from hrgrid.core.errors import UserError
from hrgrid.core.identity.public import refuse_numbers
from hrgrid.publicity.model import Notice, NoticeEntry
from hrgrid.publicity.queries.notices import counted_days
from hrgrid.publicity.rules import (
    Entry,
    NoticeState,
    NoticeStepKind,
    check_entries,
    check_opening,
    roster_sha256,
)
from hrgrid.publicity.service.forms import NoticeForm
from hrgrid.publicity.service.steps import note_notice
from hrgrid.storage.work import UnitOfWork


def publish_list(work: UnitOfWork, form: NoticeForm, entries: Sequence[Entry]) -> int:
    """Hang a list out for working days; returns the notice's id.

    Raises UserError for an empty list, personal numbers in it, a period too short, a person
    whose notice still hangs out, and for a first day that has passed unless a reason says why
    it is registered afterwards.
    """
    work.require(form.handling, form.area_path)
    form = _tidied(form)
    check_entries(entries)
    _check_form(form)
    check_opening(form.opening, entries)
    days = counted_days(work, form.first_day, form.workdays)
    last = form.last_day or days.last_day
    if last < days.last_day:
        raise UserError(
            f"公示从 {form.first_day:%Y-%m-%d} 到 {last:%Y-%m-%d} 不满 {form.workdays} 个工作日，"
            f"要到 {days.last_day:%Y-%m-%d}。请改公示的止日"
        )
    # The round is read before what hangs out: a list that another publishes between the two is
    # seen by the second, one that comes after both collides with the round.
    newest = work.session.scalar(
        select(func.max(Notice.round)).where(Notice.subject == form.subject)
    )
    _refuse_shown(work, form.subject, entries)
    late = ""
    if form.first_day < work.today:
        why = work.require_reason()
        late = f"补录：{work.today:%Y-%m-%d} 登记。事由：{why}"
    added = Notice(
        subject=form.subject,
        round=1 + (newest or 0),
        title=form.title,
        area_path=form.area_path,
        handling=form.handling.value,
        deciding=form.deciding.value,
        remark_heading=form.remark_heading,
        basis=form.basis,
        opening=form.opening,
        first_day=form.first_day,
        last_day=last,
        workdays=form.workdays,
        reply_workdays=form.reply_workdays,
        calendar_note="；".join(days.warnings),
        calendar_version=days.calendar_version,
        where_shown=form.where_shown,
        accepting_office=form.accepting_office,
        accepting_phone=form.accepting_phone,
        accepting_mail=form.accepting_mail,
        accepting_address=form.accepting_address,
        accepting_hours=form.accepting_hours,
        roster_sha256=roster_sha256(entries),
        scan_sha256=form.scan_sha256,
        state=NoticeState.OPEN,
        ended_on=None,
        ended_why="",
        late_note=late,
        time_note="",
        list_maker_id=form.list_maker_id or work.actor.operator_id,
        maker_id=work.actor.operator_id,
        made_by=work.actor.name,
        made_at=work.now,
    )
    work.session.add(added)
    work.session.flush()
    work.session.add_all(
        NoticeEntry(
            notice_id=added.id,
            place=place,
            target=each.target,
            name=each.name,
            sex=each.sex,
            unit_post=each.unit_post,
            remark=each.remark,
        )
        for place, each in enumerate(entries, start=1)
    )
    told = f"{len(entries)} 人，{added.first_day:%Y-%m-%d} 至 {last:%Y-%m-%d}，{added.where_shown}"
    note_notice(work, added, NoticeStepKind.PUBLISHED, told)
    work.record(
        "publish_list",
        added.title,
        after={
            "from": added.first_day,
            "to": last,
            "workdays": added.workdays,
            "people": len(entries),
            "roster": added.roster_sha256,
        },
    )
    return added.id


_TEXTS = (
    "subject",
    "title",
    "where_shown",
    "accepting_office",
    "accepting_phone",
    "accepting_mail",
    "accepting_address",
    "accepting_hours",
    "basis",
    "opening",
    "remark_heading",
)


def _tidied(form: NoticeForm) -> NoticeForm:
    return replace(form, **{name: getattr(form, name).strip() for name in _TEXTS})


def _check_form(form: NoticeForm) -> None:
    if not form.title:
        raise UserError("没有写公示的标题。请填上再发布")
    if not form.where_shown:
        raise UserError("没有写明在哪里公示。请填公示栏、网站或文件名称")
    if not form.accepting_office or not (
        form.accepting_phone or form.accepting_mail or form.accepting_address
    ):
        raise UserError("没有写受理部门，或没有写电话、邮箱、地址。请至少填一种联系方式")
    if form.reply_workdays < 1:
        raise UserError("答复期限至少是 1 个工作日。请改正再发布")
    # The accepting office's own telephone and address are there to be called and written to.
    told = (form.title, form.basis, form.opening, form.where_shown)
    refuse_numbers("公示的标题、依据或正文", told)


def _refuse_shown(work: UnitOfWork, subject: str, entries: Sequence[Entry]) -> None:
    query = (
        select(NoticeEntry.target)
        .join(Notice, Notice.id == NoticeEntry.notice_id)
        .where(Notice.subject == subject, Notice.state == NoticeState.OPEN)
    )
    shown = set(work.session.scalars(query))
    for each in entries:
        if each.target in shown:
            raise UserError(f"“{each.name}”的公示还没有结束。请先结束或撤回原来的公示，再公示一次")
