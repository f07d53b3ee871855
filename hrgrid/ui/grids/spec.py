"""What the list of grids says of itself: columns, headings, cells that are corrected, filters."""

from __future__ import annotations

from collections.abc import Sequence

from hrgrid.core.narrowing import Picked
from hrgrid.core.rights import Right
from hrgrid.storage.work import UnitOfWork
from hrgrid.ui.cells.list_model import ListColumn, ListModel
from hrgrid.ui.grids.conditions import GridConditions
from hrgrid.ui.lists.conditions import Narrowed
from hrgrid.ui.lists.editing import Sheet
from hrgrid.ui.lists.heading_filters import Headings, How
from hrgrid.ui.lists.parts import ListSpec
from hrgrid.ui.lists.saved import Usual
from hrgrid.ui.lists.source import Source
from hrgrid.ui.settings import Entry
from hrgrid.ui.workforce.conditions import lapsed
from hrgrid.workforce.queries.gridlist import (
    GridFilter,
    GridHeading,
    GridListRow,
    GridOrder,
    anchors_of_grids,
    count_grids,
    grid_values,
    grids,
    grids_by_ids,
    place_of_grid,
)
from hrgrid.workforce.queries.grids import GridRow
from hrgrid.workforce.rules import Cover
from hrgrid.workforce.service.grid_sheet import EDITABLE, correct_grids, grid_refusal, shut_grids

COVER_CHIPS = {Cover.FILLED: "ok", Cover.COVERED: "warn", Cover.VACANT: "bad"}
_SIGNS = {
    GridOrder.TREE: "网格树 ↑",
    GridOrder.NAME: "↑",
    GridOrder.CODE: "↑",
    GridOrder.FEWEST: "↑",
    GridOrder.MOST: "↓",
}


def cover_label(row: GridRow | GridListRow) -> str:
    """有人, 代管 or 空缺; a grid that asks for no worker says so."""
    return row.cover.label if row.cover else "不要求"


def _chip(row: GridListRow) -> str:
    return COVER_CHIPS[row.cover] if row.cover else "mute"


def _households(row: GridListRow) -> str:
    return "" if row.households is None else f"{row.households:,}"


_BY_NAME = (GridOrder.TREE, GridOrder.NAME)
_BY_HOUSEHOLDS = (GridOrder.MOST, GridOrder.FEWEST)
COLUMNS: tuple[ListColumn[GridListRow], ...] = (
    ListColumn(
        "网格", lambda row: row.name, 190, grows=True, strong=True, key="name", orders=_BY_NAME
    ),
    ListColumn(
        "编码", lambda row: row.code, 120, quiet=True, key="code",
        orders=(GridOrder.CODE,), leaves=3,
    ),
    ListColumn("街道", lambda row: row.street, 110, grows=True, key="street", leaves=5),
    ListColumn("社区", lambda row: row.community, 120, grows=True, key="community", leaves=2),
    ListColumn("类型", lambda row: row.kind.label, 92, key="kind", leaves=4),
    ListColumn("户数", _households, 84, right=True, key="households", orders=_BY_HOUSEHOLDS),
    ListColumn("专职", cover_label, 84, chip=_chip, key="cover"),
    ListColumn("网格员", lambda row: row.worker, 96, key="worker", leaves=1),
    ListColumn("代管人", lambda row: row.stand_in, 96, key="stand_in", leaves=6, wide=True),
)  # fmt: skip


def grids_model() -> ListModel[GridListRow]:
    """An empty list of grids, in the order of the tree."""
    return ListModel(COLUMNS, GridOrder.TREE, _SIGNS)


def _rows_of(work: UnitOfWork, ids: Sequence[int]) -> list[GridListRow]:
    return grids_by_ids(work, ids, GridFilter(work.day))


def _told(row: GridListRow, key: str) -> str:
    if key == "households":
        return "" if row.households is None else str(row.households)
    return row.name


_VALUES, _WORDS = How.VALUES, How.WORDS
_VACANT = Narrowed(Picked(GridHeading.COVER, (Cover.VACANT.value,)), "专职：空缺")
GRIDS = ListSpec(
    "grids",
    "网格一览",
    Source(grids, anchors_of_grids, count_grids, place_of_grid, grids_by_ids, "个网格"),
    Headings(
        {
            GridHeading.NAME: _WORDS,
            GridHeading.CODE: _WORDS,
            GridHeading.STREET: _VALUES,
            GridHeading.COMMUNITY: _WORDS,
            GridHeading.KIND: _VALUES,
            GridHeading.HOUSEHOLDS: How.NUMBERS,
            GridHeading.COVER: _VALUES,
            GridHeading.WORKER: _WORDS,
        },
        grid_values,
    ),
    Sheet(
        EDITABLE,
        "workforce",
        Right.EDIT_WORKFORCE,
        grid_refusal,
        correct_grids,
        _rows_of,
        shut_grids,
        _told,
        apart={"name": "网格名称各不相同，不能填充。请逐个输入或整列粘贴。"},
        elsewhere="这一列不在名单里改，请打开网格档案办理。",
        measure="个网格",
    ),
    GridConditions(),
    lapsed,
    (
        Usual(
            "户数超出建议范围",
            GridConditions(odd_size=True),
            "户数多于或少于建议的综合网格和微网格；只作提醒",
        ),
        Usual("空缺", GridConditions(narrowed=(_VACANT,)), "没有在岗专职网格员的综合网格"),
        Usual("没有填户数", GridConditions(uncounted=True), "户数空着的网格"),
    ),
    Entry("lists/grids_order", GridOrder.TREE, GridOrder, lambda order: order.value),
)
