"""Rankings on paper: 个人成绩表, 团体成绩表, and the list that is posted (documents.md 5)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence

from hrgrid.core.errors import UserError
from hrgrid.core.identity.public import refuse_numbers
from hrgrid.core.tabulation import mark_text
from hrgrid.documents.papers.record import Lists
from hrgrid.panels.rules.words import EntrantStatus
from hrgrid.paper.lists import Listed, Row, mark, middle, named, points, text
from hrgrid.paper.public_list import ListColumn, PublicList
from hrgrid.paper.sheets import Value
from hrgrid.storage.work import UnitOfWork
from hrgrid.training.papers.contests import GAVE_UP, Contest, Event, read_contest
from hrgrid.training.papers.options import Asked
from hrgrid.training.queries.competition_standings import stored_standings
from hrgrid.training.rules.competing import PERSON_RANKING, TEAM_RANKING, Side
from hrgrid.training.rules.competition import RoundEvents, TeamFrom, competition_rule_of
from hrgrid.training.rules.competition_rows import RankingRow, StandingsRow
from hrgrid.training.rules.standing_rows import PartLine

_SIGNS = (
    "扣分已从该项成绩中减去。并列的名次同号，其后空号；弃权写“弃权”，不作 0 分；"
    "表演赛选手只在括号里写名次，不占名额。"
)
_AWAY = (EntrantStatus.ABSENT.label, EntrantStatus.WITHDRAWN.label, "退赛", GAVE_UP)
_NO_TOTAL, _SHORT = "无总分", 4
_OUT = EntrantStatus.DISQUALIFIED.label


def ranked(work: UnitOfWork, contest: Contest, run_number: int | None = None) -> StandingsRow:
    """The rankings that count. Raises UserError where there are none yet."""
    found = stored_standings(work, contest.id, run_number)
    if found.run is None or not found.lines:
        raise UserError(f"比武“{contest.title}”还没有排名。请先截止评分、排出名次，再输出")
    return found


def without_words(note: str) -> str:
    """Why there is no result, as tables say it: 弃权 for whoever stayed away, never 0."""
    if any(word in note for word in _AWAY):
        return GAVE_UP
    return _OUT if _OUT in note else note


def score_words(row: RankingRow) -> str:
    """The published total, or the word for none; a longer reason stands among the remarks."""
    word = row.published or without_words(row.note)
    return word if len(word) <= _SHORT or row.published else _NO_TOTAL


def rank_words(row: RankingRow) -> str:
    """The rank; a guest's place stands in brackets, who has no result has no rank."""
    if row.rank is not None:
        return str(row.rank)
    return f"（{row.beside}）" if row.beside is not None else ""


def remark_words(row: RankingRow) -> str:
    """What is said beside a result: equals, a guest, why there is none."""
    said = ["表演赛" if row.guest else "", "并列" if row.tied else ""]
    # A total may be missing for one event alone.
    said.append(row.note if row.note != without_words(row.note) or row.published else "")
    return "，".join(filter(None, said))


# --- the two tables ------------------------------------------------------------------------------


def person_scores(work: UnitOfWork, asked: Asked) -> Lists:
    """个人成绩表: every event beside the total."""
    contest = read_contest(work, asked.subject_id)
    rows = ranked(work, contest).of(PERSON_RANKING)
    if not rows:
        raise UserError(f"比武“{contest.title}”没有个人排名。请核对各项目占个人总分的权重")
    events = events_of_total(contest, PERSON_RANKING)
    columns = (
        middle("名次", 7, 16),
        named(38, 12),
        text("代表队", 22, 56),
        *(mark(event.title, 28) for event in events),
        mark("扣分", 20),
        mark("总分", 28),
        middle("奖项", 12, 30),
        text("备注", 14, 30),
    )
    made = [Row((*map(points, _person(row, events)), row.prize, remark_words(row))) for row in rows]
    return Lists(
        contest.about,
        [
            Listed(
                f"{contest.title}个人成绩表",
                "个人成绩",
                columns,
                tuple(made),
                contest.left,
                f"共 {len(rows)} 人　　{contest.made}",
                score_notes(contest, events),
                owner=1,
                traced=True,
            )
        ],
    )


def team_scores(work: UnitOfWork, asked: Asked) -> Lists:
    """团体成绩表: what members and team events gave beside the total."""
    contest = read_contest(work, asked.subject_id)
    found = ranked(work, contest)
    rows = found.of(TEAM_RANKING)
    if not rows:
        raise UserError(f"比武“{contest.title}”没有团体排名。请核对代表队和各项目占团体总分的权重")
    events = team_events(contest)
    columns = (
        middle("名次", 7, 16),
        text("代表队", 24, 60),
        text("队员得分", 40, 100),
        *(mark(event.title, 28) for event in events),
        mark("扣分", 20),
        mark("总分", 28),
        middle("奖项", 12, 30),
        text("备注", 14, 26),
    )
    of_members = member_words(found)
    made = [
        Row((*map(points, _team(row, events, of_members)), row.prize, remark_words(row)))
        for row in rows
    ]
    return Lists(
        contest.about,
        [
            Listed(
                f"{contest.title}团体成绩表",
                "团体成绩",
                columns,
                tuple(made),
                contest.left,
                f"共 {len(rows)} 支代表队　　{contest.made}",
                (_team_words(contest), *score_notes(contest, ())),
                owner=1,
                traced=True,
            )
        ],
    )


def events_of_total(contest: Contest, ranking: str) -> list[Event]:
    """The events that make a person's total, or a team's own."""
    if ranking == TEAM_RANKING:
        return team_events(contest)
    return [event for event in contest.events if event.person_bp]


def team_events(contest: Contest) -> list[Event]:
    """Events in which teams compete as such."""
    return [event for event in contest.events if event.side is Side.TEAM and event.team_bp]


def _person(row: RankingRow, events: Sequence[Event]) -> Iterator[str]:
    """Rank, name, team, the events, what was taken, the total."""
    yield from (rank_words(row), row.name, row.team_name or row.unit)
    parts = {part.label: part for part in row.parts}
    for event in events:
        yield _part(parts.get(event.title), row)
    yield _taken(row.parts)
    yield score_words(row)


def member_words(standings: StandingsRow) -> dict[tuple[str, str], str]:
    """Why a member has no result, by team and name."""
    return {
        (row.team_name, row.name): score_words(row)
        for row in standings.of(PERSON_RANKING)
        if row.team_name and not row.published
    }


def _team(
    row: RankingRow, events: Sequence[Event], of_members: Mapping[tuple[str, str], str]
) -> Iterator[str]:
    titles = {event.title for event in events}
    told = "、".join(
        f"{part.label} {part.shown or of_members.get((row.name, part.label), part.note)}"
        for part in row.parts
        if part.label not in titles
    )
    yield from (rank_words(row), row.name, told)
    parts = {part.label: part for part in row.parts if part.label in titles}
    for event in events:
        yield _part(parts.get(event.title), row)
    yield _taken(row.parts)
    yield score_words(row)


def _part(part: PartLine | None, row: RankingRow) -> str:
    if part is None:
        return without_words(row.note)
    return part.shown or without_words(part.note)


def _taken(parts: Sequence[PartLine]) -> str:
    """The points taken off within the events; nothing where none were."""
    whole = sum(part.deducted for part in parts)
    return mark_text(whole) if whole else ""


def score_notes(contest: Contest, events: Sequence[Event]) -> tuple[str, ...]:
    """How a total comes about, and what the signs of the table mean."""
    rule = competition_rule_of(contest.rule)
    weighed = "＋".join(f"{event.title}×{share_words(event.person_bp)}" for event in events)
    first = "各项成绩先舍入再合成。" if rule.round_events is RoundEvents.EVENT else ""
    how = f"总分＝{weighed}，保留 {rule.decimals} 位小数。{first}" if weighed else ""
    return tuple(
        filter(
            None,
            (
                how,
                _SIGNS,
            ),
        )
    )


def _team_words(contest: Contest) -> str:
    rule = competition_rule_of(contest.rule)
    best = f"成绩最好的 {rule.team_best} 名" if rule.team_best else "全部"
    how = "合计" if rule.team_from is TeamFrom.SUM else "平均"
    who = "正式队员" if rule.regular_only else "队员"
    events = team_events(contest)
    own = "".join(f"＋{event.title}×{share_words(event.team_bp)}" for event in events)
    return f"团体总分按{best}{who}得分的{how}{own}计，保留 {rule.decimals} 位小数。"


def share_words(basis_points: int) -> str:
    """40%, without decimals where there are none."""
    return f"{mark_text(basis_points * 10)}%"


# --- as annexes ----------------------------------------------------------------------------------


def person_annex(contest: Contest, standings: StandingsRow, annex: str) -> PublicList:
    """附件 1: the columns of documents.md 5."""
    events = events_of_total(contest, PERSON_RANKING)
    each = min(19, max(15, 60 // max(len(events), 1)))
    columns = (
        ListColumn("名次", 14, centred=True),
        ListColumn("姓名", 23, centred=True),
        ListColumn("代表队", 26),
        *(ListColumn(event.title, each, centred=True) for event in events),
        ListColumn("扣分", 14, centred=True),
        ListColumn("总分", 17, centred=True),
        ListColumn("奖项", 19, centred=True),
    )
    rows = standings.of(PERSON_RANKING)
    return PublicList(
        annex,
        "个人成绩表",
        columns,
        tuple(_annexed(row, _person(row, events)) for row in rows),
        f"（{len(rows)}名）",
    )


def team_annex(contest: Contest, standings: StandingsRow, annex: str) -> PublicList:
    """附件 2."""
    events = team_events(contest)
    columns = (
        ListColumn("名次", 14, centred=True),
        ListColumn("代表队", 32),
        ListColumn("队员得分", 56),
        *(ListColumn(event.title, 18, centred=True) for event in events),
        ListColumn("扣分", 14, centred=True),
        ListColumn("总分", 19, centred=True),
        ListColumn("奖项", 19, centred=True),
    )
    rows, of_members = standings.of(TEAM_RANKING), member_words(standings)
    return PublicList(
        annex,
        "团体成绩表",
        columns,
        tuple((*_team(row, events, of_members), row.prize or _short_remark(row)) for row in rows),
        f"（{len(rows)}支）",
    )


def _annexed(row: RankingRow, told: Iterator[str]) -> tuple[str, ...]:
    """A guest's place in brackets has no room in an annex: the last column says what he is."""
    rank, *rest = told
    return ("" if row.guest else rank, *rest, row.prize or _short_remark(row))


def _short_remark(row: RankingRow) -> str:
    return "表演赛" if row.guest else ""


# --- posted --------------------------------------------------------------------------------------


def ranking_list(work: UnitOfWork, asked: Asked) -> Lists:
    """成绩榜: a list a ranking, large enough to hang out; names and units alone."""
    contest = read_contest(work, asked.subject_id)
    found = ranked(work, contest)
    titles = {one.ranking: one.title for one in found.titles}
    wanted = asked.options.ranking
    if wanted and wanted not in titles:
        known = "、".join(f"{code}（{title}）" for code, title in titles.items())
        raise UserError(f"比武“{contest.title}”没有排名“{wanted}”。现有的是：{known}")
    made = [
        _posted(contest, found, code, title)
        for code, title in titles.items()
        if wanted in ("", code) and found.of(code)
    ]
    return Lists(contest.about, made)


def _posted(contest: Contest, found: StandingsRow, code: str, title: str) -> Listed:
    rows = found.of(code)
    columns = (
        middle("名次", 9, 22),
        named(46, 14),
        text("代表队或单位", 30, 84),
        mark("成绩", 32),
        text("备注", 18, 40),
    )
    made = []
    for at, row in enumerate(rows, start=1):
        unit = row.team_name or row.unit
        refuse_numbers(f"“{title}”第 {at} 行“{row.name}”", (row.name, unit))
        remark: Value = "，".join(filter(None, (row.prize, remark_words(row))))
        made.append(Row((rank_words(row), row.name, unit, points(score_words(row)), remark)))
    return Listed(
        f"{contest.title}{title}成绩",
        title,
        columns,
        tuple(made),
        contest.left,
        contest.made,
        (_until(contest), *score_notes(contest, ())),
        owner=1,
        standing=True,
        airy=12,
        size=1200,
    )


def _until(contest: Contest) -> str:
    """Until when somebody may protest; the list may hang out before that is known."""
    if contest.posted_at is None:
        return f"对成绩有异议的，在张榜后 {contest.protest_minutes} 分钟内向记分处书面提出。"
    end = (contest.posted_at + dt.timedelta(minutes=contest.protest_minutes)).astimezone()
    when = f"{end.year}年{end.month}月{end.day}日 {end:%H:%M}"
    return f"对成绩有异议的，在 {when} 前向记分处书面提出。"
