"""Pictures of the page of funding, for tests/ui/render.py."""

from __future__ import annotations

import datetime as dt
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

Picture = tuple[str, Callable[[], object]]
EMPTY = "没有经费的机构.hrg"


def populate(data: Path) -> None:
    """An office with the money of a year, some of it spent, and one without any beside it."""
    from hrgrid.accounts import service
    from hrgrid.accounts.service import FirstOperator, OfficeForm
    from hrgrid.core.policies import Setting
    from hrgrid.storage.database import Database
    from tests.funding.budgeted import issued
    from tests.funding.office import settle

    office = OfficeForm(
        "姑苏区委政法委", "姑苏区", Setting.SINGLE, (FirstOperator("陈敏", "陈敏", "综合科科长"),)
    )
    for each in (data, data.with_name(EMPTY)):
        service.set_up_office(each, office, keep=lambda _: None)
        with Database.open(each) as database:
            desk = service.sign_in(database, "陈敏")
            desk.write(settle, reason="如实登记")
            if each is data:
                _spend(desk, issued(desk))


def _spend(desk: Any, ids: dict[str, int]) -> None:
    from hrgrid.funding.rules.budget_forms import MoveForm
    from hrgrid.funding.rules.posting_forms import EntryForm, PostingForm
    from hrgrid.funding.rules.words import Account, ActKind, Heading, PostingKind
    from hrgrid.funding.service.grants import compute_grants
    from hrgrid.funding.service.items import item_coded
    from hrgrid.funding.service.postings import book
    from tests.funding.budgeted import drafted
    from tests.funding.office import area_id

    for unit, code, fen in (
        ("东街道", "base", 985_000_000),
        ("西街道", "base", 633_750_000),
        ("示例区", "training", 18_640_000),
        ("示例区", "equipment", 12_300_050),
    ):
        area = area_id(desk, unit)

        def do(work: Any, area: int = area, code: str = code, fen: int = fen) -> int:
            item = item_coded(work, code).id
            entries = (
                EntryForm(Account.EXPENSE, area, fen, item_id=item),
                EntryForm(Account.QUOTA, area, -fen),
            )
            day = dt.date(work.today.year, 1, 20)
            return book(work, PostingForm(PostingKind.EXPENSE, day, area, "示例支出", entries))

        desk.write(do)
    desk_year = desk.read(lambda work: work.today.year)
    top = area_id(desk, "示例区")
    for day in (dt.date(desk_year, 1, 1), dt.date(desk_year, 6, 30)):
        desk.write(lambda work, day=day: compute_grants(work, work.today.year, top, day))
    drafted(desk, ActKind.ALLOT, MoveForm(ids["示例区"], 30_000_000, heading=Heading.RESERVE))


def pictures(pictures: Any, data: Path) -> Iterator[Picture]:
    """The page on such an office; `pictures` takes them."""
    for scenes in (_full, _grants, _rules, _ledger):
        yield from _on(pictures, data, scenes)
    yield from _on(pictures, data.with_name(EMPTY), _empty)


def _on(
    pictures: Any, data: Path, scenes: Callable[[Any, Any], Iterator[Picture]]
) -> Iterator[Picture]:
    from hrgrid.accounts import service
    from hrgrid.storage.database import Database
    from hrgrid.ui.main_window import MainWindow, Standing
    from hrgrid.ui.pages import PAGES
    from hrgrid.ui.session import Session
    from hrgrid.ui.settings import Settings

    with tempfile.TemporaryDirectory() as folder, Database.open(data) as database:
        session = Session(service.sign_in(database, "陈敏"), Settings(Path(folder) / "screen.ini"))
        standing = Standing("姑苏区委政法委", r"D:\网格员\数据.hrg", shared=False)
        window = MainWindow(session, standing, PAGES)
        window.resize(pictures.screen.width, pictures.screen.height)
        window.show()

        def settled(what: Any = window) -> Any:
            import time

            for _ in range(5):
                pictures.settle(lambda: bool(session.tasks.running))
                time.sleep(0.09)
            pictures.settle(lambda: bool(session.tasks.running))
            return what

        yield from scenes(window, settled)
        window.close()


def _full(window: Any, settled: Callable[..., Any]) -> Iterator[Picture]:
    def overview() -> Any:
        window.show_page("funding", "overview")
        return settled()

    def budgets(*, acts: bool = False, row: int = 0) -> Callable[[], Any]:
        def show() -> Any:
            window.show_page("funding", "budgets")
            settled()
            level = window.page.budgets
            if level.on_acts is not acts:
                level.turn()
            (level.papers if acts else level.tree).selectRow(row)
            return settled()

        return show

    def form(name: str) -> Callable[[], Any]:
        def show() -> Any:
            from hrgrid.ui.funding import act_forms

            budgets()()
            row = window.page.budgets.units.rows[0]
            made = getattr(act_forms, name)(window.session, window, row)
            made.show()
            settled()
            for field, text in zip(made.amounts.fields.values(), ("500,000", "300,000")):  # noqa: B905
                field.setText(text)
            return settled(made)

        return show

    def approve() -> Any:
        from hrgrid.ui.funding.approving import ApproveDialog

        budgets(acts=True)()
        made = ApproveDialog(window.session, window, window.page.budgets.acts.rows[0])
        made.show()
        return settled(made)

    yield "funding_overview", overview
    yield "funding_budgets", budgets()
    yield "funding_budget_street", budgets(row=1)
    yield "funding_papers", budgets(acts=True)
    yield "funding_give", form("GiveDialog")
    yield "funding_allot", form("AllotDialog")
    yield "funding_approve", approve


def _ledger(window: Any, settled: Callable[..., Any]) -> Iterator[Picture]:
    def ledger(*, spend: bool = False) -> Callable[[], Any]:
        def show() -> Any:
            window.show_page("funding", "ledger")
            settled()
            window.page.ledger.table.selectRow(1)
            if not spend:
                return settled()
            from hrgrid.ui.funding.ledger.forms import ExpenseDialog

            made = ExpenseDialog(window.session, window)
            made.show()
            settled()
            made.amount.setText("12,000.00")
            made.memo.setText("购买网格员马甲 120 件")
            return settled(made)

        return show

    yield "funding_ledger", ledger()
    yield "funding_ledger_expense", ledger(spend=True)


def _grants(window: Any, settled: Callable[..., Any]) -> Iterator[Picture]:
    def grants(*, differences: bool = False) -> Callable[[], Any]:
        def show() -> Any:
            window.show_page("funding", "grants")
            settled()
            level = window.page.grants
            if differences and not level.differ.isHidden():
                level.turn()
            return settled()

        return show

    yield "funding_grants", grants()
    yield "funding_differences", grants(differences=True)


def _rules(window: Any, settled: Callable[..., Any]) -> Iterator[Picture]:
    def rules() -> Any:
        from hrgrid.funding.queries.rule_versions import rule_versions
        from hrgrid.ui.funding.rule_dialog import RulesDialog

        found = window.session.desk.read(rule_versions)
        made = RulesDialog(window.session, found, window)
        made.show()
        return settled(made)

    def edit() -> Any:
        from hrgrid.funding.rules.funding_rules import FundingRules
        from hrgrid.ui.funding.rule_forms import EditRulesDialog

        made = EditRulesDialog(window.session, window, FundingRules())
        made.show()
        return settled(made)

    def items() -> Any:
        from hrgrid.funding.queries.items import items as kept
        from hrgrid.ui.funding.items_dialog import ItemsDialog

        made = ItemsDialog(window.session, window.session.desk.read(kept), window)
        made.show()
        return settled(made)

    yield "funding_rules", rules
    yield "funding_rules_edit", edit
    yield "funding_items", items


def _empty(window: Any, settled: Callable[..., Any]) -> Iterator[Picture]:
    def empty() -> Any:
        window.show_page("funding", "overview")
        return settled()

    def issue() -> Any:
        from hrgrid.ui.funding.act_forms import IssueDialog

        empty()
        made = IssueDialog(window.session, window, window.session.year)
        made.show()
        return settled(made)

    yield "funding_empty", empty
    yield "funding_issue", issue
