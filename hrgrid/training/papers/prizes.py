"""获奖名单 and prize certificates as issued, by prize."""

from __future__ import annotations

from hrgrid.core.errors import UserError
from hrgrid.core.numerals import day_or_blank
from hrgrid.documents.papers.issued import write_issued, write_issued_register
from hrgrid.documents.papers.record import Lists, on_record
from hrgrid.documents.papers.written import Written
from hrgrid.documents.queries import IssuedRow, Wanted, certificates
from hrgrid.documents.rules import CertificateState
from hrgrid.paper.certificate import Design
from hrgrid.paper.forms import Form
from hrgrid.paper.lists import Listed, Row, middle, number, text
from hrgrid.storage.desk import Desk
from hrgrid.storage.work import UnitOfWork
from hrgrid.training.papers.contests import Contest, read_contest
from hrgrid.training.papers.options import Asked
from hrgrid.training.queries.competition_prizes import awards_of, prizes_of
from hrgrid.training.rules.certificates import batch_of_competition, source_of_award
from hrgrid.training.rules.competing import TEAM_RANKING, AwardState
from hrgrid.training.rules.competition_rows import AwardRow, PrizeRow

_HELD = (
    number("序号", 6, 16),
    middle("奖项", 16, 40),
    middle("名次", 7, 16),
    text("获奖者", 22, 56),
    text("单位", 30, 84),
    middle("证书编号", 30, 74),
    text("领取人签名", 14, 44),
)


def prize_list(work: UnitOfWork, asked: Asked) -> Lists:
    """获奖名单 by prize, with the numbers of certificates and room to sign for them."""
    contest = read_contest(work, asked.subject_id)
    awards = {one.id: one for one in _held(work, contest)}
    numbers = {row.source: row.number for row in _issued(work, contest) if _live(row)}
    rows: list[Row] = []
    for prize in prizes_of(work, contest.id):
        here = [one for one in awards.values() if one.prize_id == prize.id]
        for at, one in enumerate(here):
            heading = "" if at else f"{prize_title(prize)}　{len(here)} 个"
            rows.append(Row((len(rows) + 1, *_award(prize, one, numbers)), heading))
    return Lists(
        contest.about,
        [
            Listed(
                f"{contest.title}获奖名单",
                "获奖名单",
                _HELD,
                tuple(rows),
                contest.left,
                f"共 {len(rows)} 个　　{contest.made}",
                owner=3,
                airy=16,
                size=1050,
            )
        ],
    )


def prize_title(prize: PrizeRow) -> str:
    """What a prize is called beside others: 个人一等奖, 理论笔试一等奖, 优秀组织奖."""
    kind = prize.ranking_title.removesuffix("总分") if prize.ranking else ""
    return f"{kind}{prize.label}"


def _award(prize: PrizeRow, one: AwardRow, numbers: dict[str, str]) -> tuple[str, ...]:
    collective = one.competitor_id is None or prize.ranking == TEAM_RANKING
    members = "、".join(one.team_members) if collective else ""
    unit = f"{one.unit}（{members}）" if members and one.unit else one.unit or members
    rank = str(one.rank) if one.rank is not None else ""
    source = source_of_award(one.id, collective=collective)
    return (prize_title(prize), rank, one.name, unit, numbers.get(source, ""), "")


def _held(work: UnitOfWork, contest: Contest) -> list[AwardRow]:
    held = [one for one in awards_of(work, contest.id) if one.state is AwardState.HELD]
    if not held:
        raise UserError(f"比武“{contest.title}”还没有颁奖。请先定奖项名额、颁奖，再输出")
    return held


def _issued(work: UnitOfWork, contest: Contest) -> list[IssuedRow]:
    return certificates(work, Wanted(batch_of_competition(contest.id)))


def _live(row: IssuedRow) -> bool:
    return row.state is CertificateState.ISSUED


def write_prize_certificates(desk: Desk, asked: Asked) -> Written:
    """The certificates of one prize or of all as pages, or their register as a workbook.

    Raises UserError where none are issued, and naming whom no font can print.
    """

    def read(work: UnitOfWork) -> tuple[Contest, list[IssuedRow], Design]:
        contest = read_contest(work, asked.subject_id)
        rows = _issued(work, contest)
        if not rows:
            raise UserError(f"比武“{contest.title}”还没有签发获奖证书。请先签发，再打印")
        wanted = _sources(work, contest, asked)
        rows = [row for row in rows if wanted is None or row.source in wanted]
        return contest, rows, _design(contest, rows)

    contest, rows, design = desk.read(read, asked.progress)
    if not rows:
        raise UserError("这个奖项还没有签发证书。请核对奖项，或先签发")

    def tell(count: int) -> None:
        told = {"from": rows[0].number, "to": rows[-1].number}
        on_record(desk, contest.about, asked, count, told=told)

    if asked.form is Form.PDF:
        return write_issued(asked.path, rows, design, tell, progress=asked.progress)
    return write_issued_register(asked.path, rows, tell)


def _sources(work: UnitOfWork, contest: Contest, asked: Asked) -> set[str] | None:
    wanted = asked.options.prize_id
    if wanted is None:
        return None
    prizes = {one.id: one for one in prizes_of(work, contest.id)}
    if wanted not in prizes:
        known = "、".join(prize_title(one) for one in prizes.values())
        raise UserError(f"这场比武没有所选的奖项。现有的是：{known}。请另选")
    return {
        source_of_award(one.id, collective=collective)
        for one in awards_of(work, contest.id)
        for collective in (False, True)
        if one.prize_id == wanted
    }


def _design(contest: Contest, rows: list[IssuedRow]) -> Design:
    day = rows[0].day if rows else contest.published_on
    return Design((contest.office,), day_or_blank(day), kept=(contest.title,))
