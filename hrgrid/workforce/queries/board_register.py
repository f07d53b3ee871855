"""The register of boards: what was put up, and 待换牌: which no longer say what is true."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import func, select

from hrgrid.storage.work import UnitOfWork
from hrgrid.workforce.model import Area, AreaStand, GridBoard
from hrgrid.workforce.queries.areas import holds_on
from hrgrid.workforce.queries.boards import BoardRow, boards
from hrgrid.workforce.queries.conditions import seen_on
from hrgrid.workforce.queries.scope import is_seen
from hrgrid.workforce.rules.boards import BoardSays, BoardSize, differences, says_of


@dataclass(frozen=True)
class IssuedBoard:
    """A board that was printed, as it stands in the register."""

    id: int
    area_id: int
    code: str
    size: BoardSize
    edition: int
    copies: int
    as_of: dt.date
    says: BoardSays
    issued_at: dt.datetime
    issued_by: str
    removed_on: dt.date | None
    removed_by: str | None


@dataclass(frozen=True)
class DueRow:
    """A board to be taken down: why, what would be printed now, and whether that was printed.

    `now` is None where the grid is no more.
    """

    board: IssuedBoard
    reasons: tuple[str, ...]
    now: BoardRow | None
    renewed: bool

    @property
    def told(self) -> str:
        """What is to be done about it."""
        if self.now is None:
            return "拆牌"
        return "新牌已印，待更换" if self.renewed else "待印新牌"


def issued_boards(
    work: UnitOfWork, area_id: int | None = None, *, removed: bool = False
) -> list[IssuedBoard]:
    """The boards that hang at the grids below an area, as far as they are seen, by their codes.

    With `removed` also those that were taken down.
    """
    query = (
        select(GridBoard, Area.code)
        .join(Area, Area.id == GridBoard.area_id)
        .order_by(Area.code, GridBoard.board_size, GridBoard.edition)
    )
    if not removed:
        query = query.where(GridBoard.removed_on.is_(None))
    places = _last_paths(work)
    paths = seen_on(work, work.today)
    inside = _path_of(work, area_id)
    found = []
    for board, code in work.session.execute(query):
        path = places.get(board.area_id, "")
        if is_seen(path, paths) and path.startswith(inside):
            found.append(_issued(board, code))
    return found


def boards_due(work: UnitOfWork, on: dt.date, area_id: int | None = None) -> list[DueRow]:
    """待换牌清单: hanging boards that say something else than what would be printed on a day."""
    hanging = issued_boards(work, area_id)
    grids = list(dict.fromkeys(board.area_id for board in hanging))
    now = {row.area_id: row for row in boards(work, on, grids)}
    fresh = _fresh(hanging, now)
    due = []
    for board in hanging:
        row = now.get(board.area_id)
        reasons = differences(board.says, row.says if row else None)
        if reasons:
            due.append(DueRow(board, reasons, row, (board.area_id, board.size) in fresh))
    return due


def _fresh(
    hanging: Sequence[IssuedBoard], now: Mapping[int, BoardRow]
) -> set[tuple[int, BoardSize]]:
    """Grids and sizes of which a board with today's words was printed."""
    return {
        (board.area_id, board.size)
        for board in hanging
        if board.area_id in now and not differences(board.says, now[board.area_id].says)
    }


def last_editions(work: UnitOfWork, area_ids: Sequence[int], size: BoardSize) -> dict[int, int]:
    """The newest edition of each grid in a size."""
    query = (
        select(GridBoard.area_id, func.max(GridBoard.edition))
        .where(GridBoard.area_id.in_(area_ids), GridBoard.board_size == size)
        .group_by(GridBoard.area_id)
    )
    return {row[0]: row[1] for row in work.session.execute(query)}


def _issued(board: GridBoard, code: str) -> IssuedBoard:
    return IssuedBoard(
        board.id,
        board.area_id,
        code,
        board.board_size,
        board.edition,
        board.copies,
        board.as_of,
        says_of(json.loads(board.says)),
        board.issued_at,
        board.issued_by,
        board.removed_on,
        board.removed_by,
    )


def _last_paths(work: UnitOfWork) -> dict[int, str]:
    """Where each grid with a board lies or lay last."""
    query = (
        select(AreaStand.area_id, AreaStand.path)
        .where(AreaStand.area_id.in_(select(GridBoard.area_id)))
        .order_by(AreaStand.valid_from)
    )
    return {row.area_id: row.path for row in work.session.execute(query)}


def _path_of(work: UnitOfWork, area_id: int | None) -> str:
    if area_id is None:
        return ""
    query = select(AreaStand.path).where(
        AreaStand.area_id == area_id, holds_on(AreaStand, work.today)
    )
    # An area that does not stand holds nothing.
    return work.session.scalar(query) or "-"
