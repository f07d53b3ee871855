"""Balances taken over: papers on what was set aside, postings of what was spent, none approved.

An import approves nothing. It lays in, for every year, one paper with what came to the units, one
with their headings, and a posting for each unit with what was spent before; who approves and who
checks does so as with any other. Until then the import can be taken back as a whole.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from sqlalchemy import select

from hrgrid.core.errors import UserError
from hrgrid.core.money import format_money
from hrgrid.core.rights import Right
from hrgrid.exchange.service import Answers, Applied, InRow, Problem
from hrgrid.funding.model import Allotment, Budget, BudgetAct, FundItem, Posting
from hrgrid.funding.rules.budget_forms import ActForm, MoveForm
from hrgrid.funding.rules.posting_forms import EntryForm, PostingForm
from hrgrid.funding.rules.words import (
    Account,
    ActKind,
    ActState,
    Heading,
    PostingKind,
    PostingState,
    Source,
)
from hrgrid.funding.service.acts import draft_act, void_act
from hrgrid.funding.service.budgets import open_budget
from hrgrid.funding.service.items import lay_items
from hrgrid.funding.service.postings import draft_posting, void_posting
from hrgrid.storage.work import UnitOfWork
from hrgrid.workforce.queries.areas import TreeIndex, tree_index
from hrgrid.workforce.rules import Level

_TAKEN_BACK = "撤销导入"
_Key = tuple[int, int, Heading]
"""Year, area and heading."""


def apply_balances(work: UnitOfWork, rows: Sequence[InRow], _answers: Answers) -> Applied:
    """Lay papers and postings in for every good row; nothing is approved by it.

    A unit and heading that has money already stays out, and so does a second row of the same.
    Raises Refused for who may not run funding in the whole office.
    """
    work.require(Right.IMPORT)
    work.require(Right.RUN_FUNDING)
    lay_items(work)
    sweep = _Sweep(work)
    work.progress.begin("核对期初余额", len(rows))
    for row in rows:
        sweep.take(row)
        work.progress.step(1)
    acts, postings = sweep.lay_in()
    return Applied(
        new=len(sweep.rows),
        unchanged=0,
        problems=sweep.problems,
        journal={"balances": len(sweep.rows)},
        undo={"acts": acts, "postings": postings},
    )


def undo_balances(work: UnitOfWork, undo: Any) -> None:
    """Take the papers and postings of an import back.

    Raises UserError, naming the first, where one of them was approved or checked since.
    """
    work.require(Right.RUN_FUNDING)
    acts = [work.session.get_one(BudgetAct, at) for at in undo["acts"]]
    postings = [work.session.get_one(Posting, at) for at in undo["postings"]]
    done = next((one.title for one in acts if one.state is ActState.APPROVED), None)
    done = done or next((one.memo for one in postings if one.state is PostingState.POSTED), None)
    if done is not None:
        raise UserError(f"“{done}”已经审批或记账，不能撤销导入。要更正请办预算调整或红字冲正")
    for posting in postings:
        if posting.state is PostingState.DRAFT:
            void_posting(work, posting.id, _TAKEN_BACK)
    for act in acts:
        if act.state is ActState.DRAFT:
            void_act(work, act.id, _TAKEN_BACK)


class _Sweep:
    def __init__(self, work: UnitOfWork) -> None:
        self._work = work
        self._index: TreeIndex = tree_index(work, work.today)
        self._kept = _kept(work)
        self._seen: dict[tuple[_Key, Source], InRow] = {}
        self.rows: list[tuple[_Key, Source, InRow]] = []
        self.problems: list[Problem] = []

    def take(self, row: InRow) -> None:
        """Keep a row, or say why it cannot stand."""
        values = row.values
        area_id = self._unit(row)
        if area_id is None:
            return
        key = values["year"], area_id, values["heading"]
        payer = values.get("payer") or Source.OTHER
        spent, allotted = values.get("spent") or 0, values["allotted"]
        if key[0] > self._work.today.year:
            self._refuse(row, "year", "year_to_come", f"{key[0]} 年还没有到。请核对年度")
        elif spent > allotted:
            self._refuse(
                row,
                "spent",
                "spent_above",
                f"已支出 {format_money(spent)} 元，超过安排的 {format_money(allotted)} 元，"
                f"超出 {format_money(spent - allotted)} 元。请核对",
            )
        elif not allotted:
            self._refuse(
                row, "allotted", "nothing_allotted", "安排金额是 0，不用导入。请删去这一行"
            )
        elif self._kept.get(key):
            self._refuse(
                row,
                "heading",
                "balance_there",
                f"{values['unit']} {key[0]} 年度“{key[2].label}”已有 "
                f"{format_money(self._kept[key])} 元。要改请办预算调整",
            )
        elif (first := self._seen.setdefault((key, payer), row)) is not row:
            self._refuse(
                row,
                "heading",
                "balance_twice",
                f"与第 {first.number} 行是同一个单位和科目。请合并成一行",
            )
        else:
            self.rows.append((key, payer, row))

    def lay_in(self) -> tuple[list[int], list[int]]:
        """Papers and postings of all kept rows; their ids."""
        acts: list[int] = []
        postings: list[int] = []
        for year in sorted({key[0] for key, _, _ in self.rows}):
            ours = [one for one in self.rows if one[0][0] == year]
            budgets = self._budgets(year, [key[1] for key, _, _ in ours])
            acts += self._papers(year, ours, budgets)
            postings += self._spent(year, ours)
        return acts, postings

    def _unit(self, row: InRow) -> int | None:
        typed = str(row.values["unit"]).strip().strip("/")
        found = self._index.by_code.get(typed) or self._index.by_names.get(tuple(typed.split("/")))
        named = [
            one for one in self._index.named(typed) if one.level not in (Level.GRID, Level.MICRO)
        ]
        if found is None and len(named) == 1:
            found = named[0]
        if found is None and named:
            paths = "、".join(self._index.full_name(one.id) for one in named[:3])
            self._refuse(
                row,
                "unit",
                "unit_twice",
                f"叫“{typed}”的有 {len(named)} 个（{paths}）。请写完整路径",
            )
            return None
        if found is None or found.level in (Level.GRID, Level.MICRO):
            self._refuse(
                row, "unit", "unknown_unit", f"没有叫“{typed}”的单位。请核对名称，或写完整路径"
            )
            return None
        return found.id

    def _refuse(self, row: InRow, column: str, code: str, sentence: str) -> None:
        self.problems.append(row.problem(column, code, f"{sentence}。"))

    def _budgets(self, year: int, areas: Sequence[int]) -> dict[int, int]:
        depth = {at: len(self._index.names_of[at]) for at in areas}
        return {
            at: open_budget(self._work, year, at)
            for at in sorted(set(areas), key=lambda at: (depth[at], at))
        }

    def _papers(
        self, year: int, rows: Sequence[tuple[_Key, Source, InRow]], budgets: dict[int, int]
    ) -> list[int]:
        came: dict[tuple[int, Source], int] = defaultdict(int)
        headings: dict[tuple[int, Heading], int] = defaultdict(int)
        for (_year, area_id, heading), payer, row in rows:
            came[budgets[area_id], payer] += row.values["allotted"]
            headings[budgets[area_id], heading] += row.values["allotted"]
        documents = "、".join(dict.fromkeys(row.values["document_no"] for _, _, row in rows))
        outside = [MoveForm(at, fen, payer=payer) for (at, payer), fen in came.items()]
        aside = [MoveForm(at, fen, heading=one) for (at, one), fen in headings.items()]
        return [
            draft_act(
                self._work,
                ActForm(
                    year,
                    kind,
                    "",
                    f"{year} 年度{what}",
                    documents[:80],
                    self._work.today,
                    "启用时录入的期初余额",
                    moves,
                ),
            )
            for kind, what, moves in (
                (ActKind.ISSUE, "期初经费", outside),
                (ActKind.ALLOT, "期初科目安排", aside),
            )
        ]

    def _spent(self, year: int, rows: Sequence[tuple[_Key, Source, InRow]]) -> list[int]:
        by_area: dict[int, list[tuple[Heading, InRow]]] = defaultdict(list)
        for (_year, area_id, heading), _payer, row in rows:
            if row.values.get("spent"):
                by_area[area_id].append((heading, row))
        # An old year's money is booked on its last day, this year's on today's.
        today = self._work.today
        day = today if year == today.year else today.replace(year=year, month=12, day=31)
        made = []
        for area_id, spent in by_area.items():
            entries = [
                entry
                for heading, row in spent
                for entry in (
                    EntryForm(
                        Account.EXPENSE, area_id, row.values["spent"], item_id=self._item(heading)
                    ),
                    EntryForm(Account.QUOTA, area_id, -row.values["spent"]),
                )
            ]
            memo = f"{year} 年度期初：启用前已支出"
            document = spent[0][1].values["document_no"]
            form = PostingForm(PostingKind.OPENING, day, area_id, memo, entries, document)
            made.append(draft_posting(self._work, form))
        return made

    def _item(self, heading: Heading) -> int:
        query = select(FundItem.id).where(FundItem.heading == heading, FundItem.awards.is_(False))
        found = self._work.session.scalar(query.order_by(FundItem.sort).limit(1))
        if found is None:
            query = select(FundItem.id).where(FundItem.heading == heading)
            found = self._work.session.scalars(query.order_by(FundItem.sort)).first()
        if found is None:
            raise UserError(f"“{heading.label}”下面没有经费科目。请先加一个再导入")
        return found


def _kept(work: UnitOfWork) -> dict[_Key, int]:
    query = select(Budget.year, Budget.area_id, Allotment.heading, Allotment.fen).join(
        Budget, Budget.id == Allotment.budget_id
    )
    return {(row.year, row.area_id, row.heading): row.fen for row in work.session.execute(query)}
