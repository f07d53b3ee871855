"""Forms of papers: 年初预算, 预算调整, 分给下级, 安排到科目, 单位间调剂."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QVBoxLayout, QWidget

from hrgrid.core.errors import UserError
from hrgrid.funding.rules.budget_forms import MoveForm
from hrgrid.funding.rules.budget_rows import BudgetCard, BudgetRow
from hrgrid.funding.rules.words import ActKind, Heading, Source
from hrgrid.storage.work import UnitOfWork
from hrgrid.ui.exits.forms.base import in_row
from hrgrid.ui.forms import Choice, clear, label
from hrgrid.ui.funding.act_base import ActDialog, AmountField, AmountTable
from hrgrid.ui.funding.reading import Unit, read_card, read_units
from hrgrid.ui.funding.words import yuan
from hrgrid.ui.matters.forms import named
from hrgrid.ui.session import Session

Lines = Callable[[UnitOfWork], list[MoveForm]]


def _nothing() -> UserError:
    return UserError("没有填金额。请至少填一笔")


class IssueDialog(ActDialog):
    """年初预算 of a unit: so much from each source."""

    KIND = ActKind.ISSUE

    def __init__(
        self, session: Session, parent: QWidget, year: int, row: BudgetRow | None = None
    ) -> None:
        told = f"{year} 年下达的经费总额，按出资的级次分开写；按格测算和分给镇街以它为限。"
        super().__init__(session, parent, year, told)
        self._row = row
        self.unit = Choice("单位", [(None, "正在读取…")])
        sources = [(one, one.label, "") for one in Source]
        self.amounts = AmountTable(sources, below_zero=False)
        if row is None:
            self.form.addWidget(named(self.unit))
            session.tasks.read(read_units(year), self._take, failed=self.refuse)
        self.form.addWidget(self.amounts)
        self.add_ending()
        self.amounts.changed.connect(self._sum)
        self._sum()
        self.amounts.fields[Source.DISTRICT].setFocus()

    def _take(self, units: list[Unit]) -> None:
        free = [one for one in units if one.budget is None or not one.budget.total_fen]
        self.unit.fill([(one.area_id, one.name) for one in free])
        top = [one.area_id for one in sorted(free, key=lambda one: (one.path.count("/"), one.path))]
        # What an office begins with: its own district, or the topmost on which it may act.
        if top:
            self.unit.choose(top[0])

    def _sum(self) -> None:
        self.say_sum("合计", self.amounts.total)

    def moves(self) -> Lines:
        """From outside, a line a source."""
        area = self._row.area_id if self._row else self.unit.currentData()
        if not isinstance(area, int):
            raise UserError("没有选单位。请选一个")
        given, year = self.amounts.amounts(), self.year
        if not given:
            raise _nothing()

        def lines(work: UnitOfWork) -> list[MoveForm]:
            from hrgrid.funding.service.budgets import open_budget

            budget = open_budget(work, year, area)
            return [
                MoveForm(budget, fen, payer=source)
                for source, fen in given.items()
                if isinstance(source, Source)
            ]

        return lines


class AmendDialog(ActDialog):
    """预算调整: more, or less, from a source."""

    KIND = ActKind.AMEND

    def __init__(self, session: Session, parent: QWidget, row: BudgetRow) -> None:
        told = f"{row.area}现有 {yuan(row.total_fen)}，增加写正数，减少写负数。"
        super().__init__(session, parent, row.year, told)
        self._row = row
        self.amounts = AmountTable([(one, one.label, "") for one in Source], below_zero=True)
        self.form.addWidget(self.amounts)
        self.add_ending()
        self.amounts.changed.connect(self._sum)
        self._sum()
        self.amounts.fields[Source.DISTRICT].setFocus()

    def _sum(self) -> None:
        row = self._row
        after = row.total_fen + self.amounts.total
        spare = row.free_fen + self.amounts.total
        self.say_sum(f"调整后总额 {yuan(after)}，未分配", spare)

    def moves(self) -> Lines:
        """From outside, with their signs."""
        given, budget = self.amounts.amounts(), self._row.id
        if not given:
            raise _nothing()
        made = [
            MoveForm(budget, fen, payer=source)
            for source, fen in given.items()
            if isinstance(source, Source)
        ]
        return lambda _work: made


class GiveDialog(ActDialog):
    """分给下级: many units at once, typed or pasted; what remains is shown while typing."""

    KIND = ActKind.GIVE

    def __init__(self, session: Session, parent: QWidget, row: BudgetRow) -> None:
        told = (
            f"{row.area}未分配 {yuan(row.free_fen)}。可以从 Excel 复制“单位、金额”两列，"
            "在任一金额框里粘贴；收回写负数。"
        )
        super().__init__(session, parent, row.year, told)
        self._row = row
        self.amounts = AmountTable([], below_zero=True)
        self._place = QVBoxLayout()
        self._place.addWidget(label("正在读取下级…", "caption"))
        self.form.addLayout(self._place)
        self.add_ending()
        self.act.setEnabled(False)
        session.tasks.read(read_units(row.year), self._take, failed=self.refuse)

    def _take(self, units: list[Unit]) -> None:
        below = _children(units, self._row)
        clear(self._place)
        rows = [
            (one.area_id, one.name, f"现有 {yuan(one.budget.total_fen)}" if one.budget else "")
            for one in below
        ]
        self.amounts = AmountTable(rows, below_zero=True)
        self._place.addWidget(self.amounts)
        self.amounts.changed.connect(self._sum)
        self._sum()
        if below:
            self.amounts.fields[below[0].area_id].setFocus()
        self.fit()
        self.fit_soon()

    def _sum(self) -> None:
        self.say_sum("分后还剩", self._row.free_fen - self.amounts.total)
        if self.amounts.refused:
            names = "、".join(self.amounts.refused[:3])
            self.sum.setText(f"{self.sum.text()}；没有填进去：{names}，下级里没有")

    def moves(self) -> Lines:
        """From the unit to those below it; budgets are opened for who has none."""
        given, row = self.amounts.amounts(), self._row
        if not given:
            raise _nothing()

        def lines(work: UnitOfWork) -> list[MoveForm]:
            from hrgrid.funding.service.budgets import open_budget

            return [
                MoveForm(open_budget(work, row.year, area), fen, other_budget_id=row.id)
                for area, fen in given.items()
                if isinstance(area, int)
            ]

        return lines


class AllotDialog(ActDialog):
    """安排到科目: what of the unit's own money is for what."""

    KIND = ActKind.ALLOT

    def __init__(self, session: Session, parent: QWidget, row: BudgetRow) -> None:
        told = f"{row.area}未分配 {yuan(row.free_fen)}。只写增减：增加写正数，减少写负数。"
        super().__init__(session, parent, row.year, told)
        self._row = row
        self.amounts = AmountTable([], below_zero=True)
        self._place = QVBoxLayout()
        self._place.addWidget(label("正在读取科目…", "caption"))
        self.form.addLayout(self._place)
        self.add_ending()
        self.act.setEnabled(False)
        session.tasks.read(read_card(row.id), self._take, failed=self.refuse)

    def _take(self, card: BudgetCard) -> None:
        now = {one.heading: one for one in card.headings}
        clear(self._place)
        rows = [
            (
                one,
                one.label,
                f"已安排 {yuan(now[one].fen)}，已支出 {yuan(now[one].spent_fen)}"
                if one in now
                else "",
            )
            for one in Heading
        ]
        self.amounts = AmountTable(rows, below_zero=True)
        self._place.addWidget(self.amounts)
        self.amounts.changed.connect(self._sum)
        self._sum()
        self.amounts.fields[Heading.PAY].setFocus()
        self.fit()
        self.fit_soon()

    def _sum(self) -> None:
        self.say_sum("安排后还剩", self._row.free_fen - self.amounts.total)

    def moves(self) -> Lines:
        """Of the unit itself, a line a heading."""
        given, budget = self.amounts.amounts(), self._row.id
        if not given:
            raise _nothing()
        made = [
            MoveForm(budget, fen, heading=heading)
            for heading, fen in given.items()
            if isinstance(heading, Heading)
        ]
        return lambda _work: made


class TransferDialog(ActDialog):
    """单位间调剂: from one unit to another of the same parent."""

    KIND = ActKind.TRANSFER

    def __init__(
        self, session: Session, parent: QWidget, row: BudgetRow, tree: Sequence[BudgetRow]
    ) -> None:
        told = "只在同一个上级的单位之间调剂，上级分出的总数不变。"
        super().__init__(session, parent, row.year, told)
        beside_it = [
            one for one in tree if one.parent_id == row.parent_id and one.parent_id is not None
        ]
        self._rows = {one.id: one for one in beside_it}
        self.giver = Choice("从", [(one.id, one.area) for one in beside_it])
        self.taker = Choice("到", [(one.id, one.area) for one in beside_it])
        self.giver.choose(row.id)
        self.taker.choose(next((one.id for one in beside_it if one.id != row.id), None))
        self.amount = AmountField("金额（元）")
        self.form.addLayout(in_row(named(self.giver), named(self.taker), named(self.amount)))
        self.add_ending()
        for box in (self.giver, self.taker):
            box.currentIndexChanged.connect(lambda _: self._sum())
        self.amount.textChanged.connect(lambda _: self._sum())
        self._sum()
        self.amount.setFocus()

    def _sum(self) -> None:
        giver = self._rows.get(self.giver.currentData())
        if giver is not None:
            left = giver.free_fen - (self.amount.readable or 0)
            self.say_sum(f"{giver.area}调后未分配", left)

    def moves(self) -> Lines:
        """One line between the two."""
        giver, taker, fen = self.giver.currentData(), self.taker.currentData(), self.amount.value
        if giver == taker:
            raise UserError("调出和调入是同一个单位。请选另一个单位")
        if not fen:
            raise _nothing()
        return lambda _work: [MoveForm(int(taker), fen, other_budget_id=int(giver))]


def _children(units: Sequence[Unit], row: BudgetRow) -> list[Unit]:
    """The units directly below: those that have a budget under it, else the next level."""
    below = [
        one for one in units if one.path.startswith(row.area_path) and one.path != row.area_path
    ]
    nearest = min((one.path.count("/") for one in below), default=0)
    return [
        one
        for one in below
        if (one.budget.parent_id == row.id if one.budget else one.path.count("/") == nearest)
    ]
