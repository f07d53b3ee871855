"""What the list of results says of itself: its columns follow the items of the scheme."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence

from hrgrid.assessment.queries.results import (
    anchors_of_results,
    count_results,
    place_of_result,
    results,
    results_of,
)
from hrgrid.assessment.rules.result_rows import (
    Problem,
    ResultOrder,
    ResultRow,
)
from hrgrid.core.corrections import CellChange, Corrected
from hrgrid.core.errors import UserError
from hrgrid.core.rights import Right
from hrgrid.storage.work import UnitOfWork
from hrgrid.ui.assessment.conditions import ResultConditions, lapsed
from hrgrid.ui.assessment.reading import Heads
from hrgrid.ui.assessment.words import (
    outcome_chip,
    outcome_words,
    points,
    problem_words,
    rank_words,
)
from hrgrid.ui.cells.list_model import ListColumn, ListModel
from hrgrid.ui.lists.editing import Sheet
from hrgrid.ui.lists.heading_filters import Headings
from hrgrid.ui.lists.parts import ListSpec
from hrgrid.ui.lists.saved import Usual
from hrgrid.ui.lists.source import Source
from hrgrid.ui.settings import Entry

NAME = "assessment_results"
SOURCE = Source(
    results, anchors_of_results, count_results, place_of_result,
    results_of, "人",
)  # fmt: skip
_SIGNS = {ResultOrder.RANK: "↑", ResultOrder.TOTAL: "↓", ResultOrder.NAME: "笔画 ↑"}
_SHORT = 4


def _nothing(_key: str, _text: str, _on: dt.date) -> str:
    return ""


def _no_rows(_work: UnitOfWork, _ids: Sequence[int]) -> list[ResultRow]:
    return []


def _correct(_work: UnitOfWork, _changes: Sequence[CellChange]) -> Corrected:
    raise UserError("考核结果是算出来的，不在名单里改。请改数据后重新计算，或写明事由调整得分")


def _shut(_work: UnitOfWork, _ids: Sequence[int]) -> dict[int, str]:
    return {}


# Nothing is corrected in this list: what is wrong is put right where it came from.
SHEET: Sheet[ResultRow] = Sheet(
    (), "assessment", Right.RUN_ASSESSMENT, _nothing, _correct, _no_rows, _shut, lambda _r, _k: ""
)
_USUAL = (
    Usual(
        "要处理的", ResultConditions(problems=True), "缺数据、比例线上并列、一票否决、调整待批准"
    ),
    Usual("缺数据", ResultConditions(problem=Problem.BLOCKED), "有一项缺数据就不出结果"),
    Usual("一票否决", ResultConditions(problem=Problem.VETOED)),
)


def usual_filters(period_id: int) -> tuple[Usual, ...]:
    """The shipped filters, for one period."""
    from dataclasses import replace

    return tuple(
        Usual(one.label, replace(one.conditions, period_id=period_id), one.hint) for one in _USUAL
    )


def short_label(label: str) -> str:
    """The name of an item as a heading has room for it."""
    return label if len(label) <= _SHORT + 2 else f"{label[:_SHORT]}…"


def _item(at: int) -> Callable[[ResultRow], str]:
    return lambda row: points(row.points[at]) if at < len(row.points) else ""


def columns(heads: Heads) -> tuple[ListColumn[ResultRow], ...]:
    """Name, rank, unit, grid, a column an item, total, grade, what to look at."""
    lowest = heads.grades[-1][0] if heads.grades else ""
    highest = heads.grades[0][0] if heads.grades else ""
    rank, total, name = (ResultOrder.RANK,), (ResultOrder.TOTAL,), (ResultOrder.NAME,)
    made: list[ListColumn[ResultRow]] = [
        ListColumn("姓名", lambda row: row.name, 92, strong=True, key="name", orders=name),
        ListColumn("名次", rank_words, 84, right=True, key="rank", orders=rank),
        ListColumn("单位", lambda row: row.unit, 104, grows=True, key="unit", leaves=5),
        ListColumn("网格", lambda row: row.area, 140, grows=True, key="area", leaves=8),
        ListColumn("总分", lambda row: points(row.total_milli), 84, right=True, strong=True,
                   key="total", orders=total),
        ListColumn("等次", outcome_words, 88, key="grade",
                   chip=lambda row: outcome_chip(row, lowest, highest)),
    ]  # fmt: skip
    for at, (code, label, _full) in enumerate(heads.items):
        made.append(
            ListColumn(
                short_label(label), _item(at), 84, right=True, key=f"item_{code}",
                leaves=100 + len(heads.items) - at, wide=at >= _SHORT,
            )
        )  # fmt: skip
    made += [
        ListColumn("提示", problem_words, 150, quiet=True, key="problem", leaves=4, grows=True),
        ListColumn("工号", lambda row: row.number, 96, key="number", spare=True),
        ListColumn("在岗天数", lambda row: f"{row.served_days}", 84, right=True, key="days",
                   spare=True),
        ListColumn("调整前", lambda row: points(row.reckoned_milli), 84, right=True, key="before",
                   spare=True),
    ]  # fmt: skip
    return tuple(made)


def result_model(heads: Heads) -> ListModel[ResultRow]:
    """An empty list, by unit and rank."""
    return ListModel(columns(heads), ResultOrder.RANK, _SIGNS)


def result_spec(period_id: int) -> ListSpec:
    """The list of one period."""
    return ListSpec(
        NAME,
        "考核结果",
        SOURCE,
        Headings({}, lambda _work, _wanted, _heading: []),
        SHEET,
        ResultConditions(period_id=period_id),
        lapsed,
        usual_filters(period_id),
        Entry("lists/result_order", ResultOrder.RANK, ResultOrder, lambda order: str(order.value)),
    )
