"""录用决定 with its roster, 录用通知书 a person each, 递补通知: official papers (GB/T 9704)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from itertools import groupby

from sqlalchemy import select

from hrgrid.core.errors import UserError
from hrgrid.core.numerals import day_or_blank
from hrgrid.hiring.model import HiringSubstitution
from hrgrid.hiring.papers.facts import Batch, applicants, read_batch
from hrgrid.hiring.papers.hired import Given, given
from hrgrid.hiring.papers.letters import Official, headline
from hrgrid.hiring.papers.options import Asked
from hrgrid.hiring.rules.words import CandidateState
from hrgrid.paper.decision import Document, led
from hrgrid.paper.roster import Person, Roster, Section
from hrgrid.storage.work import UnitOfWork

_ROSTER = "录用人员名单"
_LATE = "逾期未报到又没有正当理由的，视为放弃录用，由储备人员递补。"
_AFTERWARDS = "体检、政审考察合格的，列入拟录用名单进行公示。"


def decision(work: UnitOfWork, asked: Asked) -> Official:
    """The document that hires; its roster is an annex by street.

    Of several decisions of a batch it is the newest, or that of `number`.
    """
    batch = read_batch(work, asked.batch_id, people=True)
    document_no, people = _decided(work, batch, asked)
    rosters = (_roster(batch, people),)
    day = asked.options.day or batch.decided_on or batch.today
    since = people[0].since
    roles = _roles(batch, people)
    opening = (
        f"根据{batch.title}公告，经报名、资格审查、{_exams(batch)}、体检、政审考察和公示，"
        f"研究决定，录用{led(rosters[0])}为{roles}。"
    )
    closing = (
        f"录用人员自{day_or_blank(since)}起到岗，依法签订劳动合同，"
        f"合同期{_months(batch.scheme.contract_months)}{_trial(batch)}。"
        "请各有关单位按照规定办理聘用手续，做好岗前培训。"
    )
    # A decision that one person made says so (promise of the office that works alone).
    words = batch.approval_words if batch.document_no == document_no else ""
    document = Document(
        organ=f"{batch.office}文件",
        number=document_no,
        title=(batch.office, *headline(f"关于{batch.title}", "录用人员的决定")),
        addressee=asked.options.addressee or "各有关单位",
        paragraphs=(opening, closing),
        signers=(batch.office,),
        day=day,
        annexes=(_ROSTER,),
        imprint=(words,) if words else (),
    )
    return Official(batch, (document,), len(people), rosters)


def _decided(work: UnitOfWork, batch: Batch, asked: Asked) -> tuple[str, list[Given]]:
    """The people of one decision, with its number."""
    hired = [row for row in given(work, batch, (CandidateState.HIRED,)) if row.document_no]
    if not hired:
        raise UserError(
            f"批次“{batch.title}”现在是“{batch.state.label}”，还没有录用决定。请先登记决定，再输出"
        )
    newest = max(hired, key=lambda row: row.since or dt.date.min).document_no
    wanted = asked.options.number or newest
    found = [row for row in hired if row.document_no == wanted]
    if not found:
        numbers = "、".join(dict.fromkeys(row.document_no for row in hired))
        raise UserError(f"这个批次没有文号“{wanted}”的录用决定。已有的是：{numbers}")
    return wanted, found


def _roster(batch: Batch, people: Sequence[Given]) -> Roster:
    def street(row: Given) -> str:
        return batch.by_id[row.one.position_id].street

    order = {name: at for at, name in enumerate(dict.fromkeys(map(street, people)))}
    ranked = sorted(people, key=lambda row: order[street(row)])
    sections = tuple(
        Section(name, tuple(_person(batch, row) for row in group))
        for name, group in groupby(ranked, key=street)
    )
    return Roster("附件", f"{_ROSTER}", sections, detailed=True)


def _person(batch: Batch, row: Given) -> Person:
    return Person(row.one.name, row.one.sex, row.place, batch.by_id[row.one.position_id].post)


def _roles(batch: Batch, people: Sequence[Given]) -> str:
    return "、".join(dict.fromkeys(batch.by_id[row.one.position_id].post for row in people))


def _exams(batch: Batch) -> str:
    return "面试" if batch.written is False else "笔试、面试"


def _trial(batch: Batch) -> str:
    months = batch.scheme.probation_months
    return f"，试用期{months}个月" if months else ""


def _months(count: int) -> str:
    years, rest = divmod(count, 12)
    return f"{years}年" if years and not rest else f"{count}个月"


# --- letters ------------------------------------------------------------------------------------


def hire_letters(work: UnitOfWork, asked: Asked) -> Official:
    """录用通知书 of everybody hired by a decision, or of some of them."""
    batch = read_batch(work, asked.batch_id, people=True)
    document_no, people = _decided(work, batch, asked)
    wanted = set(asked.options.candidate_ids)
    people = [row for row in people if not wanted or row.one.id in wanted]
    if not people:
        raise UserError("所选的人不在这份录用决定里，没有通知书可印。请核对所选的人")
    day = asked.options.day or batch.decided_on or batch.today
    return Official(
        batch,
        tuple(_hire_letter(batch, row, document_no, day, asked) for row in people),
        len(people),
        several=True,
    )


def _hire_letter(
    batch: Batch, row: Given, document_no: str, day: dt.date, asked: Asked
) -> Document:
    position = batch.by_id[row.one.position_id]
    report = asked.options.report_to or "录用单位"
    told = (
        f"你参加{batch.title}，报考“{position.title}”岗位，经{_exams(batch)}、体检、政审考察"
        f"和公示合格。经研究决定（{document_no}），录用你为{row.unit}{position.post}。"
    )
    report_words = (
        f"请于{day_or_blank(row.since)}持本通知书和本人居民身份证到{report}报到，办理聘用手续，"
        f"签订劳动合同。合同期{_months(batch.scheme.contract_months)}{_trial(batch)}。"
    )
    return Document(
        organ="",
        number=document_no,
        title=(batch.office, "录用通知书"),
        addressee=f"{row.one.name}同志",
        paragraphs=(told, report_words, _LATE),
        signers=(batch.office,),
        day=day,
    )


def substitute_letters(work: UnitOfWork, asked: Asked) -> Official:
    """递补通知 to everybody who stepped in; who fell out, and why, is nobody else's business."""
    batch = read_batch(work, asked.batch_id, people=True)
    query = (
        select(HiringSubstitution)
        .where(HiringSubstitution.batch_id == batch.id, HiringSubstitution.next_id.is_not(None))
        .order_by(HiringSubstitution.id)
    )
    called = list(work.session.scalars(query))
    people = {one.id: one for one in applicants(work, batch)}
    wanted = set(asked.options.candidate_ids)
    letters = []
    for row in called:
        one = people.get(row.next_id or 0)
        if one is None or (wanted and one.id not in wanted):
            continue
        position = batch.by_id[row.position_id]
        day = day_or_blank(asked.options.day)
        report = asked.options.report_to or "指定地点"
        told = (
            f"你参加{batch.title}，报考“{position.title}”岗位。该岗位有人员退出，"
            "按照招录公告和总成绩排名，由你递补进入体检和政审考察。"
        )
        when = (
            f"请于{day}前持本人居民身份证到{report}办理体检和政审考察手续。"
            "逾期未办理的，视为放弃，由后一名递补。"
        )
        letters.append(
            Document(
                organ="",
                number="",
                title=(batch.office, "递补通知书"),
                addressee=f"{one.name}同志",
                paragraphs=(told, when, _AFTERWARDS),
                signers=(batch.office,),
                day=batch.today,
            )
        )
    if not letters:
        raise UserError(f"批次“{batch.title}”没有递补的人，没有通知书可印")
    return Official(batch, tuple(letters), len(letters), several=True)
