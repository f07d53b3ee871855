"""评委评分情况: for the chief judge, an event each, by judge and by entrant."""

from __future__ import annotations

from fractions import Fraction

from hrgrid.core.errors import UserError
from hrgrid.core.tabulation import fixed_text, round_half_up
from hrgrid.documents.papers.record import Lists
from hrgrid.panels.queries import standings
from hrgrid.panels.rules.totals import StandingRow
from hrgrid.paper.lists import Column, Listed, Row, middle, named, number, points, text
from hrgrid.paper.sheets import CellForm, Value
from hrgrid.paper.tables import Side
from hrgrid.storage.work import UnitOfWork
from hrgrid.training.papers.contests import Contest, Event, read_contest, view_of
from hrgrid.training.papers.options import Asked
from hrgrid.training.queries.judges import EventFigures, JudgeFigures, SpreadRow, event_figures


def _figure(heading: str, share: int = 26) -> Column:
    return Column(heading, 11, share, CellForm.GENERAL, Side.RIGHT)


_JUDGES = (
    middle("席位", 8, 18),
    named(36, 12),
    text("单位", 20, 46),
    number("评分人数", 9, 18),
    number("回避", 7, 16),
    _figure("平均分"),
    _figure("最高与最低之差"),
    _figure("偏高或偏低"),
    _figure("平均偏差"),
    number("去掉最高分次数", 9, 24),
    number("去掉最低分次数", 9, 24),
    _figure("与结果排序一致"),
    number("评本单位人数", 9, 22),
    _figure("对本单位偏差"),
    _figure("对其他单位偏差"),
    _figure("本单位倾向"),
)
_SPREADS = (
    middle("抽签号", 8, 18),
    named(40, 12),
    text("代表队或单位", 24, 60),
    _figure("最高分"),
    _figure("最低分"),
    _figure("分差"),
    _figure("中位数"),
    text("偏差超过提醒线的评委", 26, 60),
)
_NOTES = (
    "偏高或偏低＝这名评委的分减去其他评委对同一选手的平均分，再取平均；平均偏差取其绝对值。",
    "与结果排序一致＝任取两名成绩不同的选手，这名评委的先后与最后成绩相同的比例，打同分的算一半。",
    "本单位倾向＝对本单位选手的偏差减去对其他选手的偏差。人数少时只作提醒，不说明评委有错。",
    "本表供主评委内部掌握，不张贴、不通报。",
)


def judges_report(work: UnitOfWork, asked: Asked) -> Lists:
    """Two lists an event: its judges, and its entrants where the judges were furthest apart."""
    contest = read_contest(work, asked.subject_id)
    made: list[Listed] = []
    for event in contest.chosen(asked.options.event, judged=True):
        view = view_of(work, contest, event)
        placed: list[StandingRow] = standings(work, view.id)
        figures = event_figures(event.title, view, placed)
        if any(one.marked for one in figures.judges):
            made += [_judges(contest, event, figures), _spreads(contest, event, figures)]
    if not made:
        raise UserError(f"比武“{contest.title}”还没有评委打分，没有评分情况可看。请先录分")
    return Lists(contest.about, made)


def _judges(contest: Contest, event: Event, figures: EventFigures) -> Listed:
    told = f"，一致性系数 W＝{_words(figures.concordance, 3)}" if figures.concordance else ""
    spread = _words(figures.mean_spread, 2)
    right = f"平均分差 {spread} 分{told}（{figures.complete} 名选手评委全部打分）" if spread else ""
    return Listed(
        f"{contest.title}评委评分情况",
        f"{event.title}评委",
        _JUDGES,
        tuple(Row(_judge(one)) for one in figures.judges),
        event.when,
        right,
        _NOTES,
        owner=1,
        size=850,
        people=len(figures.judges),
    )


def _judge(one: JudgeFigures) -> tuple[Value, ...]:
    seat = f"{one.seat_no}（主）" if one.chief else str(one.seat_no)
    return (
        seat,
        one.name,
        one.unit,
        one.marked,
        one.recused,
        points(_words(one.mean, 2)),
        points(_words(one.range, 2)),
        _signed(one.lean),
        points(_words(one.off, 2)),
        one.high,
        one.low,
        _percent(one.agreement),
        one.own,
        _signed(one.own_lean),
        _signed(one.other_lean),
        _signed(one.bias),
    )


def _spreads(contest: Contest, event: Event, figures: EventFigures) -> Listed:
    return Listed(
        f"{contest.title}评分分差",
        f"{event.title}分差",
        _SPREADS,
        tuple(Row(_spread(one)) for one in figures.spreads),
        event.when,
        f"分差从大到小　　{contest.made}",
        (_NOTES[-1],),
        owner=1,
    )


def _spread(one: SpreadRow) -> tuple[Value, ...]:
    drawn = f"{one.draw_no:02d}" if one.draw_no is not None else ""
    far = "、".join(f"评委 {seat}" for seat in one.suspects)
    figures = (one.highest, one.lowest, one.spread, one.median)
    return (drawn, one.name, one.unit, *(points(_words(each, 2)) for each in figures), far)


def _words(value: Fraction | None, places: int) -> str:
    return "" if value is None else fixed_text(round_half_up(value, places), places)


def _signed(value: Fraction | None) -> str:
    if value is None:
        return "—"
    rounded = round_half_up(value, 2)
    return f"+{fixed_text(rounded, 2)}" if rounded > 0 else fixed_text(rounded, 2)


def _percent(value: Fraction | None) -> str:
    return "—" if value is None else f"{_words(value * 100, 1)}%"
