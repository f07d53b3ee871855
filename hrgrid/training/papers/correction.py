"""更正通报: what a re-score after the announcement changed (GB/T 9704)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Select, select

from hrgrid.core.errors import UserError
from hrgrid.core.numerals import day_or_blank
from hrgrid.documents.papers.record import Official
from hrgrid.paper.decision import Document
from hrgrid.paper.lines import headline, set_solid
from hrgrid.storage.work import UnitOfWork
from hrgrid.training.model import CompetitionAward, CompetitionRescore, CompetitionRun
from hrgrid.training.papers.bulletin import IMPRINT, further_of, score_annexes
from hrgrid.training.papers.contest_scores import ranked, score_words
from hrgrid.training.papers.contests import Contest, read_contest
from hrgrid.training.papers.options import Asked
from hrgrid.training.papers.prizes import prize_title
from hrgrid.training.queries.competition_prizes import awards_of, prizes_of
from hrgrid.training.rules.competing import RescoreState, Side
from hrgrid.training.rules.competition_rows import AwardRow, RankingRow, StandingsRow

_ORDER = "一二三四五六七八九十"


@dataclass(frozen=True)
class _Moved:
    """An entrant before and after, in one ranking."""

    title: str
    old: RankingRow | None
    new: RankingRow | None

    @property
    def named(self) -> str:
        row = self.new or self.old
        assert row is not None  # noqa: S101 - he stood in one of the two
        # A team speaks for itself.
        return f"{row.name}（{row.team_name}）" if row.team_name else row.name


def correction(work: UnitOfWork, asked: Asked) -> Official:
    """The notice of one applied re-score (the newest where none is named), with the tables anew."""
    contest = read_contest(work, asked.subject_id)
    rescore = _rescore(work, contest, asked)
    run = work.session.get_one(CompetitionRun, rescore.run_id)
    new = ranked(work, contest, run.number)
    old = ranked(work, contest, run.number - 1)
    annexes = score_annexes(contest, new)
    moved = list(_moved(old, new))
    words = rescore.approval_words
    document = Document(
        organ=f"{contest.office}文件",
        number=asked.options.number or rescore.notice_no,
        title=(contest.office, *headline(f"关于更正{contest.title}", "结果的通报")),
        addressee=asked.options.addressee or "各有关单位",
        paragraphs=tuple(_paragraphs(work, contest, rescore, moved)),
        signers=(contest.office,),
        day=asked.options.day or contest.today,
        annexes=tuple(f"{one.title}（更正后）" for one in annexes),
        imprint=(words,) if words and len(words) <= IMPRINT else (),
    )
    return Official(contest.about, (document,), len(moved), further=further_of(annexes))


def _rescore(work: UnitOfWork, contest: Contest, asked: Asked) -> CompetitionRescore:
    query = (
        select(CompetitionRescore)
        .where(
            CompetitionRescore.competition_id == contest.id,
            CompetitionRescore.state == RescoreState.APPLIED,
        )
        .order_by(CompetitionRescore.number.desc())
    )
    applied = list(work.session.scalars(query))
    wanted = asked.options.rescore_id
    found = next((one for one in applied if wanted in (None, one.id)), None)
    if found is None:
        raise UserError(f"比武“{contest.title}”没有已生效的复核，不用更正通报。请核对复核")
    return found


def _moved(old: StandingsRow, new: StandingsRow) -> Iterator[_Moved]:
    titles = {one.ranking: one.title for one in (*old.titles, *new.titles)}
    for ranking, title in titles.items():
        before, after = _by_number(old, ranking), _by_number(new, ranking)
        for number in dict.fromkeys([*after, *before]):
            was, now = before.get(number), after.get(number)
            if _told(was) != _told(now):
                yield _Moved(title, was, now)


def _by_number(standings: StandingsRow, ranking: str) -> Mapping[int, RankingRow]:
    return {row.number: row for row in standings.of(ranking)}


def _told(row: RankingRow | None) -> tuple[str, int | None]:
    return (score_words(row), row.rank) if row else ("", None)


def _paragraphs(
    work: UnitOfWork, contest: Contest, rescore: CompetitionRescore, moved: list[_Moved]
) -> Iterator[str]:
    if contest.document_no:
        before = (
            f"{day_or_blank(contest.published_on)}以{contest.document_no}通报的{contest.title}结果"
        )
    else:
        before = f"{contest.title}结果"
    why = rescore.reason.rstrip("。")
    yield set_solid(f"{before}，因{why}，经复核有误，现更正如下：")
    chapters = [("成绩和名次", list(_scores(moved)))]
    chapters.append(("奖项", list(_prizes(work, contest, rescore))))
    told = [(heading, lines) for heading, lines in chapters if lines]
    if not told:
        yield "本次复核没有改变成绩、名次和奖项。"
    for at, (heading, lines) in enumerate(told):
        yield f"{_ORDER[at]}、{heading}"
        for number, line in enumerate(lines, start=1):
            yield set_solid(f"{number}.{line}")
    yield "其余结果不变，更正后的成绩见附件，以本通报为准。"


def _scores(moved: Sequence[_Moved]) -> Iterator[str]:
    """Those whose result changed, each; who only moved up or down is counted."""
    for title in dict.fromkeys(one.title for one in moved):
        here = [one for one in moved if one.title == title]
        changed = [one for one in here if _told(one.old)[0] != _told(one.new)[0]]
        yield from map(_line, changed)
        others = len(here) - len(changed)
        if others:
            yield f"{title}另有{others}个参赛者成绩不变，名次相应调整。"


def _line(one: _Moved) -> str:
    """What a total and a place were and are; what stays is not said twice."""
    (was, rank), (now, place) = _told(one.old), _told(one.new)
    said = []
    if was != now:
        said.append(f"由{_or_none(was)}更正为{_or_none(now)}")
    if rank != place:
        said.append(f"名次由{_place(rank)}更正为{_place(place)}")
    return f"{one.named}：{one.title}{'，'.join(said)}。"


def _or_none(text: str) -> str:
    return text or "无成绩"


def _place(rank: int | None) -> str:
    return f"第{rank}名" if rank is not None else "不列名次"


def _prizes(work: UnitOfWork, contest: Contest, rescore: CompetitionRescore) -> Iterator[str]:
    """What this re-score took back and gave, whatever a later one made of it."""
    rows = awards_of(work, contest.id)
    titles = {one.id: prize_title(one) for one in prizes_of(work, contest.id)}
    award = CompetitionAward
    taken = set(work.session.scalars(_ids(award.withdrawn_rescore_id == rescore.id)))
    given = set(work.session.scalars(_ids(award.given_rescore_id == rescore.id)))
    for one in rows:
        if one.id in taken:
            yield f"收回{_holder(contest, one)}的{titles[one.prize_id]}。"
    for one in rows:
        if one.id in given:
            yield f"授予{_holder(contest, one)}{titles[one.prize_id]}。"


def _ids(by: ColumnElement[bool]) -> Select[tuple[int]]:
    return select(CompetitionAward.id).where(by)


def _holder(contest: Contest, one: AwardRow) -> str:
    found = contest.entrants.get(one.competitor_id or 0)
    person = found is not None and found.side is Side.PERSON
    return f"{one.name}（{contest.team_of(found)}）" if found and person else one.name
