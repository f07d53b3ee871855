"""成绩通报 and 更正通报: official papers (GB/T 9704, documents.md 5)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from hrgrid.core.errors import UserError
from hrgrid.core.numerals import chinese_number
from hrgrid.documents.papers.record import Official
from hrgrid.panels.queries import panel_view
from hrgrid.panels.rules.rows import PanelView
from hrgrid.panels.rules.rule import PanelRule
from hrgrid.paper.decision import Document
from hrgrid.paper.fonts import Fonts
from hrgrid.paper.lines import headline, set_solid
from hrgrid.paper.official import Sheet
from hrgrid.paper.public_list import PublicList, public_sheets
from hrgrid.storage.work import UnitOfWork
from hrgrid.training.papers.contest_scores import (
    person_annex,
    ranked,
    share_words,
    team_annex,
)
from hrgrid.training.papers.contests import Contest, Event, read_contest
from hrgrid.training.papers.options import Asked
from hrgrid.training.queries.competition_prizes import awards_of, prize_plan, prizes_of
from hrgrid.training.rules.competing import (
    PERSON_RANKING,
    TEAM_RANKING,
    AwardState,
    EventKind,
    Side,
)
from hrgrid.training.rules.competition import competition_rule_of
from hrgrid.training.rules.competition_rows import AwardRow, PrizeHolder, PrizeRow, StandingsRow

_CHAPTERS = "一二三四五六七八九十"


@dataclass(frozen=True)
class Holder:
    """Who holds a prize, as a bulletin names him."""

    prize_id: int
    competitor_id: int | None
    name: str
    unit: str


def bulletin(work: UnitOfWork, asked: Asked) -> Official:
    """The document with its tables as annexes; prizes that are not given yet are those planned."""
    contest = read_contest(work, asked.subject_id)
    standings = ranked(work, contest)
    annexes = score_annexes(contest, standings)
    number = asked.options.number or contest.document_no
    day = asked.options.day or contest.published_on or contest.today
    words = contest.approval_words
    document = Document(
        organ=f"{contest.office}文件",
        number=number,
        title=(contest.office, *headline(f"关于{contest.title}", "结果的通报")),
        addressee=asked.options.addressee or "各有关单位",
        paragraphs=tuple(_paragraphs(work, contest, standings)),
        signers=(contest.office,),
        day=day,
        annexes=tuple(one.title for one in annexes),
        imprint=(words,) if words and len(words) <= IMPRINT else (),
    )
    return Official(
        contest.about,
        (document,),
        len(standings.of(PERSON_RANKING)) or len(standings.lines),
        further=further_of(annexes),
    )


# Characters of 四号 that a line of the imprint takes.
IMPRINT = 30
_TWO = 2


def score_annexes(contest: Contest, standings: StandingsRow) -> list[PublicList]:
    """个人成绩表 and 团体成绩表, as far as there are such rankings."""
    makers = [
        maker
        for ranking, maker in ((PERSON_RANKING, person_annex), (TEAM_RANKING, team_annex))
        if standings.of(ranking)
    ]
    several = len(makers) > 1
    return [
        maker(contest, standings, f"附件{at}" if several else "附件")
        for at, maker in enumerate(makers, start=1)
    ]


def further_of(
    annexes: Sequence[PublicList],
) -> Callable[[Fonts], Sequence[Sheet]] | None:
    """The annexes as pages; None where there are none."""

    def make(fonts: Fonts) -> Sequence[Sheet]:
        return [sheet for one in annexes for sheet in public_sheets(one, fonts)]

    return make if annexes else None


def _paragraphs(work: UnitOfWork, contest: Contest, standings: StandingsRow) -> Iterator[str]:
    yield set_solid(f"{_opening(work, contest, standings)}现将结果通报如下：")
    prizes = prizes_of(work, contest.id)
    held = holders(work, contest, prizes)
    for at, (heading, rows) in enumerate(_chapters(contest, prizes)):
        yield f"{_CHAPTERS[at]}、{heading}"
        for prize, called in rows:
            names = [one for one in held if one.prize_id == prize.id]
            unit = "个" if prize.ranking in (TEAM_RANKING, "") else "名"
            told = "、".join(map(_named, names)) or "空缺"
            yield set_solid(f"{called}（{len(names)}{unit}）：{told}。")


def _named(one: Holder) -> str:
    return f"{one.name}（{one.unit}）" if one.unit else one.name


def _chapters(
    contest: Contest, prizes: Sequence[PrizeRow]
) -> Iterator[tuple[str, list[tuple[PrizeRow, str]]]]:
    """Headings with their prizes, in the order of the document; what has no prize is left out."""
    titles = {event.code: event.title for event in contest.events}
    own = [one for one in prizes if one.ranking in titles]
    given = [one for one in prizes if not one.ranking]
    groups = (
        ("团体奖", [(one, one.label) for one in prizes if one.ranking == TEAM_RANKING]),
        ("个人奖", [(one, one.label) for one in prizes if one.ranking == PERSON_RANKING]),
        ("单项奖", [(one, f"{titles[one.ranking]}{one.label}") for one in own]),
        (_given_heading(given), [(one, one.label) for one in given]),
    )
    yield from ((heading, rows) for heading, rows in groups if rows)


def _given_heading(given: Sequence[PrizeRow]) -> str:
    labels = list(dict.fromkeys(one.label for one in given))
    return labels[0] if len(labels) == 1 else "其他奖项"


def holders(work: UnitOfWork, contest: Contest, prizes: Sequence[PrizeRow]) -> list[Holder]:
    """Who holds the prizes, or would by the ranking that stands while none is given.

    Raises UserError where equals stand across the line of a prize and nobody decided.
    """
    awards = [one for one in awards_of(work, contest.id) if one.state is AwardState.HELD]
    if awards:
        return [
            Holder(one.prize_id, one.competitor_id, one.name, _of(contest, one)) for one in awards
        ]
    if not prizes:
        return []
    plan = prize_plan(work, contest.id)
    if plan.ties:
        tie = plan.ties[0]
        raise UserError(
            f"{tie.label}只剩 {tie.places} 个名额，{'、'.join(tie.names)}并列第 {tie.rank} 名。"
            "请先确定都给还是抽签，再输出通报"
        )
    return [
        Holder(one.prize_id, one.competitor_id, one.name, _of(contest, one)) for one in plan.holders
    ]


def _of(contest: Contest, one: AwardRow | PrizeHolder) -> str:
    """Whom somebody competed for; a team and a unit speak for themselves."""
    found = contest.entrants.get(one.competitor_id or 0)
    return contest.team_of(found) if found is not None and found.side is Side.PERSON else ""


def _opening(work: UnitOfWork, contest: Contest, standings: StandingsRow) -> str:
    views = {
        event.code: panel_view(work, event.panel_id)
        for event in contest.events
        # Those who correct the papers of an exam are no judges.
        if event.panel_id is not None and event.judged and event.kind is not EventKind.WRITTEN
    }
    events = "、".join(_event_words(event) for event in contest.events)
    judges = {
        (column.judge.name, column.judge.unit) for view in views.values() for column in view.columns
    }
    judged = f"{len(judges)}名评委评分，" if judges else ""
    decimals = competition_rule_of(contest.rule).decimals
    how = "，".join(filter(None, (_rule_words(contest, views), _decimals(decimals))))
    return (
        f"{contest.days}，{contest.organiser or contest.office}举办{contest.title}。"
        f"{_who(standings)}参加，设{events}{len(contest.events)}个项目，{judged}{how}。"
    )


def _event_words(event: Event) -> str:
    weight = event.person_bp or event.team_bp
    return f"{event.title}（{share_words(weight)}）" if weight else event.title


def _who(standings: StandingsRow) -> str:
    """Teams and people that took part: who gave everything up did not."""
    came = {
        (row.competitor_id, row.ranking == TEAM_RANKING, row.team_name)
        for row in standings.lines
        if row.shown is not None and not row.guest
    }
    sides = Counter(_is_team(standings, competitor) for competitor in {one[0] for one in came})
    teams, people = sides[True], sides[False]
    told = [f"{teams}支代表队" if teams else "", f"{people}名选手" if people else ""]
    return "".join(told)


def _is_team(standings: StandingsRow, competitor: int) -> bool:
    return any(row.competitor_id == competitor for row in standings.of(TEAM_RANKING))


def _decimals(places: int) -> str:
    count = "两" if places == _TWO else chinese_number(places)
    return f"保留{count}位小数" if places else "取整数"


def _rule_words(contest: Contest, views: dict[str, PanelView]) -> str:
    """How judges' marks become one: 每项 where all events do the same, else by event."""
    by_rule: dict[str, list[str]] = {}
    for event in contest.events:
        view = views.get(event.code)
        if view is not None and len(view.columns) > 1:
            by_rule.setdefault(_trim_words(view.rule), []).append(event.title)
    if len(by_rule) == 1 and len(next(iter(by_rule.values()))) == len(contest.events):
        return f"每项{next(iter(by_rule))}"
    return "，".join(f"{'、'.join(titles)}{words}" for words, titles in by_rule.items())


def _trim_words(rule: PanelRule) -> str:
    gone = "和".join(
        f"{chinese_number(count)}个{which}"
        for count, which in ((rule.drop_high, "最高分"), (rule.drop_low, "最低分"))
        if count
    )
    taken = {"sum": "取合计", "median": "取中位数"}.get(rule.aggregate.value, "取平均值")
    return f"去掉{gone}{taken}" if gone else taken
