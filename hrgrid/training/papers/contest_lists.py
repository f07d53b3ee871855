"""Who competes: the entries, the draw, and the sheets on which they sign."""

from __future__ import annotations

from collections.abc import Iterator

from hrgrid.core.errors import UserError
from hrgrid.core.numerals import day_or_blank
from hrgrid.documents.papers.record import Lists
from hrgrid.panels.rules.words import EntrantStatus
from hrgrid.paper.lists import Listed, Row, middle, named, number, numbered, text
from hrgrid.storage.work import UnitOfWork
from hrgrid.training.papers.contests import (
    Contest,
    Entrant,
    Event,
    drawn_order,
    read_contest,
    status_words,
    view_of,
)
from hrgrid.training.papers.options import Asked
from hrgrid.training.rules.competing import MemberRole, Side

_ENTRIES = (
    number("序号", 6, 16),
    middle("参赛号", 9, 20),
    named(38, 12),
    text("代表队", 20, 50),
    text("单位", 30, 80),
    middle("队内身份", 12, 26),
    text("备注", 20, 46),
)
_TEAMS = (
    number("序号", 6, 16),
    middle("参赛号", 9, 20),
    text("代表队", 22, 56),
    text("单位", 26, 60),
    text("队员", 40, 110),
    text("备注", 14, 30),
)
_DRAWN = (
    number("序号", 6, 20),
    middle("参赛号", 9, 24),
    named(44, 14),
    text("代表队或单位", 26, 66),
    middle("抽签号", 10, 26),
    text("本人签名", 16, 46),
    text("备注", 16, 34),
)
_SIGNED = (
    number("序号", 6, 20),
    middle("参赛号", 9, 24),
    named(44, 14),
    text("代表队或单位", 26, 66),
    middle("签到时间", 12, 32),
    text("本人签名", 16, 46),
    text("备注", 14, 30),
)
_DRAW_SIGNS = "抽签主持人签名：______________　　监督员签名：______________　　日期：____________"
_SIGN_SIGNS = "应到 ______ 人，实到 ______ 人，未到 ______ 人。　　检录员签名：______________"


def entry_list(work: UnitOfWork, asked: Asked) -> Lists:
    """参赛名册: people by number, and on a second list the teams with their members."""
    contest = read_contest(work, asked.subject_id)
    people = contest.of_side(Side.PERSON)
    teams = contest.of_side(Side.TEAM)
    if not people and not teams:
        raise UserError(f"比武“{contest.title}”还没有人报名。请先录入参赛者，再输出")
    right = f"{len(teams)} 支代表队，{len(people)} 名选手　　{contest.made}"
    made = []
    if people:
        rows = [Row(_entry(contest, one)) for one in people]
        made.append(
            Listed(
                f"{contest.title}参赛名册",
                "参赛选手",
                _ENTRIES,
                numbered(rows),
                contest.left,
                right,
                owner=2,
            )
        )
    if teams:
        rows = [Row(_team(contest, one)) for one in teams]
        made.append(
            Listed(
                f"{contest.title}代表队名册",
                "代表队",
                _TEAMS,
                numbered(rows),
                contest.left,
                right,
                owner=2,
                people=len(people),
            )
        )
    return Lists(contest.about, made)


def _entry(contest: Contest, one: Entrant) -> tuple[str, ...]:
    team = contest.entrants.get(one.team_id or 0)
    role = one.role.label if one.role else ""
    who = (f"{one.number:02d}", one.name, team.name if team else "", one.unit, role)
    return (*who, one.remark)


def _team(contest: Contest, team: Entrant) -> tuple[str, ...]:
    members = [one for one in contest.of_side(Side.PERSON) if one.team_id == team.id]
    told = "、".join(
        f"{one.name}（替补）" if one.role is MemberRole.SUBSTITUTE else one.name for one in members
    )
    return (f"{team.number:02d}", team.name, team.unit, told, team.remark)


def draw_list(work: UnitOfWork, asked: Asked) -> Lists:
    """抽签表: a page an event; who drew already stands in the order drawn."""
    contest = read_contest(work, asked.subject_id)
    rows: list[Row] = []
    people = 0
    for event in contest.chosen(asked.options.event):
        told = list(_drawn(work, contest, event, asked))
        people += len(told)
        rows += _paged(f"{event.when}　共 {len(told)} 个", told, _DRAW_SIGNS)
    return Lists(
        contest.about,
        [
            Listed(
                f"{contest.title}抽签表",
                "抽签",
                _DRAWN,
                tuple(rows),
                contest.left,
                contest.made,
                owner=2,
                standing=True,
                airy=30,
                size=1100,
                people=people,
            )
        ],
    )


def _drawn(
    work: UnitOfWork, contest: Contest, event: Event, asked: Asked
) -> Iterator[tuple[str, ...]]:
    entrants = view_of(work, contest, event).entrants
    if not entrants:
        raise UserError(f"项目“{event.title}”还没有参赛者。请先安排谁参加，再输出")
    for row in drawn_order(entrants, contest):
        one = contest.entrant_of(row)
        own = f"{one.number:02d}" if one else ""
        unit = contest.team_of(one) if one else row.unit
        none = asked.options.blank or row.draw_no is None
        drawn = "" if none else f"{row.draw_no:02d}"
        note = "表演赛" if row.guest else ""
        if row.status is not EntrantStatus.ENTERED:
            note = status_words(row.status)
        yield (own, row.name, unit, drawn, "", note)


def sign_in(work: UnitOfWork, asked: Asked) -> Lists:
    """签到表: everybody of the competition, or a page an event asked for."""
    contest = read_contest(work, asked.subject_id)
    rows: list[Row] = []
    if asked.options.event:
        event = contest.event(asked.options.event)
        told = [(*row[:3], "", "", row[5]) for row in _drawn(work, contest, event, asked)]
        people, heading = len(told), event.when
    else:
        entered = [one for one in contest.of_side(Side.PERSON) if not one.reason]
        # Where only teams entered, they sign as teams.
        entered = entered or [one for one in contest.of_side(Side.TEAM) if not one.reason]
        if not entered:
            raise UserError(f"比武“{contest.title}”还没有人报名。请先录入参赛者，再输出")
        told = [
            (f"{one.number:02d}", one.name, contest.team_of(one), "", "", one.remark)
            for one in entered
        ]
        people = len(told)
        heading = "　".join(filter(None, (contest.days, contest.place)))
    rows += _paged(f"{heading}　共 {people} 个", told, _SIGN_SIGNS)
    return Lists(
        contest.about,
        [
            Listed(
                f"{contest.title}签到表",
                "签到",
                _SIGNED,
                tuple(rows),
                contest.left,
                f"日期：{day_or_blank(None)}",
                owner=2,
                standing=True,
                airy=30,
                size=1100,
                people=people,
            )
        ],
    )


def _paged(heading: str, told: list[tuple[str, ...]], signs: str) -> Iterator[Row]:
    """Rows on a page of their own, with a heading above and room to sign below."""
    for at, values in enumerate(told, start=1):
        foot = signs if at == len(told) else ""
        yield Row((at, *values), heading if at == 1 else "", foot, fresh=at == 1)
