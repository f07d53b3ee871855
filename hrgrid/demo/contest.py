"""One competition of the demonstration, for whoever does its deeds one after the other."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from hrgrid.accounts.service import PaperApproval, record_paper_approval
from hrgrid.demo.training import YEAR
from hrgrid.panels.queries import panel_view
from hrgrid.panels.rules.rows import PanelView
from hrgrid.panels.service import SeatForm, key_marks
from hrgrid.storage.desk import Desk
from hrgrid.training.queries.competition_prizes import prizes_of
from hrgrid.training.queries.competition_standings import stored_standings
from hrgrid.training.queries.competitors import competitors_of
from hrgrid.training.rules.competing import Side
from hrgrid.training.rules.competition_rows import EventRow, PrizeRow
from hrgrid.training.rules.prizes import TieAnswer
from hrgrid.training.service.awarding import award_prizes
from hrgrid.training.service.closing import (
    close_scoring,
    lock_results,
    post_results,
    publish_results,
    result_subject,
)
from hrgrid.training.service.judging import close_event, seat_everywhere
from hrgrid.training.service.lots import LotForm, record_competition_lot
from hrgrid.training.service.ordering import draw_order
from hrgrid.training.service.protests import (
    ProtestForm,
    accept_protest,
    decide_protest,
    file_protest,
)

LATER = "补录现场纸质记录"

T = TypeVar("T")


@dataclass(frozen=True)
class Contest:
    """One competition, for whoever does its deeds one after the other."""

    desk: Desk
    id: int
    events: dict[str, EventRow]
    """By code, as they were when it was opened: what is asked of them does not change."""

    def do(self, deed: Callable[..., T], *given: object) -> T:
        """One deed on the competition in a unit of work of its own."""
        return self.desk.write(lambda work: deed(work, self.id, *given), reason=LATER)

    def one(self, deed: Callable[..., T], *given: object, reason: str = LATER) -> T:
        """One deed on what it names itself."""
        return self.desk.write(lambda work: deed(work, *given), reason=reason)

    def ids(self, side: Side = Side.PERSON) -> list[int]:
        """The entries of a side by their numbers."""
        return [row.id for row in self.desk.read(lambda work: competitors_of(work, self.id, side))]

    def view(self, code: str) -> PanelView:
        """The panel of an event."""
        panel = self.events[code].panel_id
        return self.desk.read(lambda work: panel_view(work, panel))


def seat_judges(one: Contest, judges: Sequence[SeatForm]) -> None:
    """The same judges in every judged event; the order of all is drawn."""
    one.do(seat_everywhere, judges)
    for event in one.events.values():
        one.one(draw_order, event.id, f"{YEAR}{event.id:04d}")


def mark_event(
    one: Contest, code: str, chance: random.Random, equal: tuple[int, int] | None = None
) -> None:
    """Every judge's mark for everybody; two of `equal` get the same from everyone."""
    view = one.view(code)
    twin, other = (f"entrant:{each}" for each in equal or (0, 0))
    cells: dict[tuple[int, int, int], int] = {}
    own: dict[str, dict[tuple[int, int], int]] = {}
    for entrant in view.competing:
        level = chance.randrange(760, 940)
        own[entrant.key] = {
            (column.seat_no, item.id): 100 * (level + chance.randrange(-25, 26))
            for column in view.wanted(entrant)
            for item in view.items
        }
    if {twin, other} <= own.keys():
        # They lead, so that the line of a prize parts them.
        own[twin] = {cell: 95_000 + 100 * (cell[0] % 5) for cell in own[twin]}
        own[other] = dict(own[twin])
    for entrant in view.competing:
        for (seat_no, item_id), mark in own[entrant.key].items():
            cells[entrant.id, seat_no, item_id] = mark
    one.one(key_marks, view.id, cells)


def finish(one: Contest) -> None:
    """Close the events and the scoring; equals whom only a lot parts are drawn."""
    for event in one.events.values():
        one.one(close_event, event.id)
    one.do(close_scoring)
    while ties := one.desk.read(lambda work: stored_standings(work, one.id)).ties:
        one.do(
            record_competition_lot,
            LotForm(
                ties[0].ranking, tuple(sorted(ties[0].numbers)), "派驻纪检组 何正、公证处 方平"
            ),
        )


def fix_results(one: Contest, document_no: str, on: dt.date, protests: int | None = None) -> None:
    """Posted, protested against, approved and published."""
    one.do(post_results)
    if protests is not None:
        content = "实务操作第 2 号评委的打分与其他评委相差较大，请求核对原始评分表。"
        form = ProtestForm(protests, "领队 章明", content, one.events["practical"].id)
        protest = one.do(file_protest, form)
        one.one(accept_protest, protest)
        finding = "经核对原始评分表，录入无误，申诉不成立。"
        one.desk.write(
            lambda work: decide_protest(work, protest, finding, "裁判长 陆安民", upheld=False)
        )
    subject = one.desk.read(lambda work: result_subject(work, one.id))
    approval = PaperApproval("周明", "书记", on, f"比武领导小组纪要〔{YEAR}〕{one.id}号")
    one.one(record_paper_approval, subject, approval)
    one.do(lock_results)
    one.do(publish_results, document_no, on)


def award(one: Contest) -> list[PrizeRow]:
    """Give the prizes of the rankings, equals all; the prizes there are."""
    prizes = one.desk.read(lambda work: prizes_of(work, one.id))
    one.do(award_prizes, {row.id: TieAnswer.ALL for row in prizes if row.ranking})
    return prizes
