"""Which batch, position and grid a row of a list of candidates means."""

from __future__ import annotations

import difflib
import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import select

from hrgrid.core.columns import heading_key, quoted
from hrgrid.core.errors import UserError
from hrgrid.core.rights import Right
from hrgrid.exchange.service import Answers, InRow
from hrgrid.hiring.model import HiringBatch, HiringPosition, HiringSeat
from hrgrid.hiring.rules.words import BatchState
from hrgrid.storage.work import UnitOfWork
from hrgrid.workforce.model import Area, AreaStand
from hrgrid.workforce.queries.areas import holds_on

_SHOWN = 4


class Misfit(Exception):
    """Why a row cannot stand; `column` is what to mend, `suggestion` what to write instead."""

    def __init__(
        self, code: str, column: str, sentence: str, suggestion: str | None = None
    ) -> None:
        super().__init__(sentence)
        self.code = code
        self.column = column
        self.sentence = sentence
        self.suggestion = suggestion


@dataclass(frozen=True)
class Offer:
    """A batch that takes applications, with its positions and the grids on offer."""

    batch: HiringBatch
    positions: tuple[HiringPosition, ...]
    # By position: grid id by code and by name.
    grids: dict[int, dict[str, int]]


class Offers:
    """What can be applied for now; asked once, before the first row."""

    def __init__(self, work: UnitOfWork, rows: Sequence[InRow], answers: Answers) -> None:
        self._work = work
        self._answers = answers
        self._offers: dict[int, Offer] = {}
        self._open = open_batches(work)
        if not self._open:
            raise UserError(
                "现在没有正在报名的招录批次，报名表导不进去。请先在招录页发布公告、开始报名"
            )
        self._by_key: dict[str, HiringBatch] = {}
        for batch in self._open:
            self._by_key[heading_key(batch.number)] = batch
            self._by_key.setdefault(heading_key(batch.title), batch)
        if len(self._open) > 1 and any(row.values["batch"] is None for row in rows):
            shown = "、".join(map(_named, self._open[:_SHOWN]))
            raise UserError(f"正在报名的批次有{shown}。请在“批次”一列写明是哪一批")

    def find(self, row: InRow) -> Offer:
        """The batch of a row; raises Misfit, Refused where the actor may not work on it."""
        batch = self._batch(row)
        found = self._offers.get(batch.id)
        if found is None:
            self._work.require(Right.RUN_HIRING, batch.area_path)
            found = self._offers[batch.id] = _offer(self._work, batch)
        return found

    def _batch(self, row: InRow) -> HiringBatch:
        typed = row.values["batch"]
        if typed is None:
            return self._open[0]
        found = self._by_key.get(heading_key(typed))
        if found is not None:
            return found
        near = _nearest(typed, [text for one in self._open for text in (one.number, one.title)])
        likely = self._open[0].number if len(self._open) == 1 else near
        if likely is not None and self._answers.takes("unknown_batch"):
            return self._by_key[heading_key(likely)]
        shown = "、".join(map(_named, self._open[:_SHOWN]))
        raise Misfit(
            "unknown_batch",
            "batch",
            f"没有正在报名的批次{quoted(typed)}。现在报名的是{shown}，请核对",
            likely,
        )

    # --- position and grid --------------------------------------------------------------------

    def position(self, offer: Offer, row: InRow) -> HiringPosition:
        """The position of a row, by code or title; the only one where the row names none."""
        code, title = row.values["position_code"], row.values["position"]
        if (code is None and title is None) or not offer.positions:
            return _only(offer)
        by_code = None if code is None else self._by_code(offer, row, code)
        if title is None:
            assert by_code is not None  # noqa: S101 - one of the two is given
            return by_code
        by_title = self._by_title(offer, title, by_code)
        if by_code is not None and by_title is not by_code:
            raise Misfit(
                "position_differs",
                "position",
                f"岗位代码“{by_code.code}”是“{by_code.title}”，与写的{quoted(title)}不同。请核对",
                by_code.title,
            )
        return by_title

    def _by_code(self, offer: Offer, row: InRow, code: str) -> HiringPosition:
        for position in offer.positions:
            if _folded(position.code) == _folded(code):
                return position
        if row.held_as_number("position_code") and code.isdigit():
            # A sheet that held 01 as a number shows 1.
            padded = [
                one for one in offer.positions if one.code.isdigit() and int(one.code) == int(code)
            ]
            if len(padded) == 1:
                return padded[0]
        return self._suggested(offer, "position_code", code, [one.code for one in offer.positions])

    def _by_title(self, offer: Offer, title: str, by_code: HiringPosition | None) -> HiringPosition:
        # People write the code where the title is asked for, or both: 01 新都街道网格员.
        called = [
            position
            for position in offer.positions
            if heading_key(title)
            in {
                heading_key(position.title),
                heading_key(position.code),
                heading_key(position.code + position.title),
                heading_key(position.title + position.code),
            }
        ]
        if by_code in called and by_code is not None:
            return by_code
        if len(called) == 1:
            return called[0]
        if called:
            codes = "、".join(one.code for one in called)
            raise Misfit(
                "position_unclear",
                "position",
                f"叫{quoted(title)}的岗位有 {len(called)} 个（{codes}）。请填岗位代码",
            )
        if by_code is not None:
            if _alike(title, by_code.title):
                return by_code
            raise Misfit(
                "position_differs",
                "position",
                f"岗位代码“{by_code.code}”是“{by_code.title}”，与写的{quoted(title)}不同。请核对",
                by_code.title,
            )
        return self._suggested(offer, "position", title, [one.title for one in offer.positions])

    def _suggested(
        self, offer: Offer, column: str, typed: str, known: Sequence[str]
    ) -> HiringPosition:
        likely = known[0] if len(set(known)) == 1 else _nearest(typed, known)
        if likely is not None and self._answers.takes("unknown_position"):
            return next(one for one in offer.positions if likely in {one.code, one.title})
        shown = "、".join(list(dict.fromkeys(known))[:_SHOWN])
        more = "等" if len(set(known)) > _SHOWN else ""
        raise Misfit(
            "unknown_position",
            column,
            f"这一批没有岗位{quoted(typed)}。招录的岗位是{shown}{more}，请核对",
            likely,
        )

    def wish(self, offer: Offer, position: HiringPosition, row: InRow) -> int | None:
        """The grid that somebody would rather have; raises Misfit where it is not on offer."""
        typed = row.values["wish"]
        if typed is None:
            return None
        grids = offer.grids.get(position.id, {})
        found = grids.get(heading_key(typed))
        if found is not None:
            return found
        names = [name for name in grids if not name.isascii()]
        likely = _nearest(heading_key(typed), names)
        if likely is not None and self._answers.takes("unknown_wish"):
            return grids[likely]
        raise Misfit(
            "unknown_wish",
            "wish",
            f"“{position.title}”招录的网格里没有{quoted(typed)}。请核对意向网格，或留空",
            likely,
        )


def open_batches(work: UnitOfWork) -> list[HiringBatch]:
    """The batches that take applications now.

    Whoever closes the applications waits until this import is in, or this one finds them closed.
    """
    query = (
        select(HiringBatch)
        .where(HiringBatch.state == BatchState.APPLYING)
        .order_by(HiringBatch.number)
        .with_for_update(read=True)
    )
    return list(work.session.scalars(query))


def _offer(work: UnitOfWork, batch: HiringBatch) -> Offer:
    positions = tuple(
        work.session.scalars(
            select(HiringPosition)
            .where(HiringPosition.batch_id == batch.id)
            .order_by(HiringPosition.code)
        )
    )
    grids: dict[int, dict[str, int]] = {}
    query = (
        select(HiringSeat.position_id, Area.id, Area.code, AreaStand.name)
        .join(Area, Area.id == HiringSeat.area_id)
        .join(AreaStand, AreaStand.area_id == Area.id)
        .where(HiringSeat.batch_id == batch.id, HiringSeat.open, holds_on(AreaStand, work.today))
    )
    twice: set[tuple[int, str]] = set()
    for row in work.session.execute(query):
        known = grids.setdefault(row.position_id, {})
        known[heading_key(row.code)] = row.id
        name = heading_key(row.name)
        if name in known:
            twice.add((row.position_id, name))
        known.setdefault(name, row.id)
    for position_id, name in twice:
        # A name that two grids share says neither.
        del grids[position_id][name]
    return Offer(batch, positions, grids)


def _only(offer: Offer) -> HiringPosition:
    if len(offer.positions) == 1:
        return offer.positions[0]
    if not offer.positions:
        raise Misfit(
            "unknown_position",
            "position",
            f"{_named(offer.batch)}还没有设岗位。请先在招录页增加岗位",
        )
    raise Misfit(
        "unknown_position",
        "position",
        f"没有写报考岗位，这一批有 {len(offer.positions)} 个岗位。请补上岗位代码或名称",
    )


def _named(batch: HiringBatch) -> str:
    return f"“{batch.number} {batch.title}”"


def _folded(code: str) -> str:
    return "".join(unicodedata.normalize("NFKC", code).split()).casefold()


def _alike(typed: str, title: str) -> bool:
    """Whether a title is the other one shortened: 新都街道网格员 for 新都街道专职网格员."""
    return bool(re.fullmatch(".*".join(map(re.escape, heading_key(typed))), heading_key(title)))


def _nearest(typed: str, known: Iterable[str]) -> str | None:
    choices = list(dict.fromkeys(known))
    within = [one for one in choices if typed in one or one in typed]
    if len(within) == 1:
        return within[0]
    close = difflib.get_close_matches(typed, choices, n=1, cutoff=0.5)
    return close[0] if close else None
