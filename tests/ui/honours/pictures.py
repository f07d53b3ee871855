"""Pictures of the page of a campaign: in progress, at its ties, decided; and its dialogs."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

Picture = tuple[str, Callable[[], Any]]


def populate(data: Path) -> None:
    """An office with campaigns of four years: decided, ranked, at a tie, nominated."""
    from hrgrid.accounts import service
    from hrgrid.accounts.service import FirstOperator, OfficeForm
    from hrgrid.core.policies import Setting
    from hrgrid.honours.rules.words import Tier
    from hrgrid.storage.database import Database
    from tests.ui.honours import campaigns

    office = OfficeForm(
        "苏州市委政法委", "苏州市", Setting.SINGLE, (FirstOperator("陈敏", "陈敏", "科长"),)
    )
    service.set_up_office(data, office, keep=lambda _: None)
    off = {(Tier.EXCELLENT, "昆山市"): 1, (Tier.EXCELLENT, "吴江区"): -3}
    tied = (Tier.EXCELLENT, "姑苏区")
    with Database.open(data) as database, tempfile.TemporaryDirectory() as folder:
        desk = service.sign_in(database, "陈敏")
        city = campaigns.settle_city(desk, Path(folder))
        campaigns.decided(city, year=2023)
        campaigns.ranked(city, year=2024, off=off)
        campaigns.reviewed(city, year=2025, off=off, tied=tied)
        campaigns.nominated(city, year=2026, off=off)


def pictures(pictures: Any, data: Path) -> Iterator[Picture]:
    """The page on such an office; `pictures` takes them."""
    from hrgrid.accounts import service
    from hrgrid.storage.database import Database
    from hrgrid.ui.main_window import MainWindow, Standing
    from hrgrid.ui.pages import PAGES
    from hrgrid.ui.session import Session
    from hrgrid.ui.settings import Settings

    with tempfile.TemporaryDirectory() as folder, Database.open(data) as database:
        session = Session(service.sign_in(database, "陈敏"), Settings(Path(folder) / "screen.ini"))
        standing = Standing("苏州市委政法委", r"D:\网格员\数据.hrg", shared=False)
        window = MainWindow(session, standing, PAGES)
        window.resize(pictures.screen.width, pictures.screen.height)
        window.show()

        def settled(what: Any = window) -> Any:
            import time

            for _ in range(4):
                pictures.settle(lambda: bool(session.tasks.running))
                time.sleep(0.1)
            return what

        yield from _pages(window, settled)
        yield from _dialogs(window, settled)
        window.close()


def _pages(window: Any, settled: Callable[..., Any]) -> Iterator[Picture]:
    def year(wanted: int, tab: int = 1, unit: int = 0, person: int = 4) -> Callable[[], Any]:
        def show() -> Any:
            window.show_page("honours")
            settled()
            page = window.page
            page.choose(next(row.id for row in page.campaigns if row.year == wanted))
            settled()
            page.head.tabs.setCurrentIndex(tab)
            page.middle.quotas.table.selectRow(unit)
            settled()
            page.middle.candidates.table.selectRow(person)
            return settled()

        return show

    yield "honours_nominating", year(2026, unit=5, person=0)
    yield "honours_ties", year(2025)
    yield "honours_ranked", year(2024, person=4)
    yield "honours_ranked_out", year(2024, unit=8, person=9)
    yield "honours_decided", year(2023, tab=0, person=0)


def _dialogs(window: Any, settled: Callable[..., Any]) -> Iterator[Picture]:
    from hrgrid.honours.queries import explanation, open_ties
    from hrgrid.ui.honours.decision import DecisionDialog
    from hrgrid.ui.honours.evidence import EvidenceDialog
    from hrgrid.ui.honours.opening import NewCampaignDialog
    from hrgrid.ui.honours.person_dialogs import RemoveDialog
    from hrgrid.ui.honours.quota_dialog import QuotaDialog
    from hrgrid.ui.honours.rerank import RerankDialog
    from hrgrid.ui.honours.steps_dialogs import CommitteeDialog, PublicityDialog
    from hrgrid.ui.honours.ties_dialog import TiesDialog
    from hrgrid.ui.honours.why import WhyDialog

    session = window.session

    def page(year: int) -> Any:
        window.show_page("honours")
        settled()
        found = window.page
        found.choose(next(row.id for row in found.campaigns if row.year == year))
        settled()
        found.head.tabs.setCurrentIndex(1)
        settled()
        return found

    def shown(make: Callable[[], Any]) -> Callable[[], Any]:
        def show() -> Any:
            dialog = make()
            dialog.setModal(True)
            dialog.show()
            return settled(dialog)

        return show

    def person() -> tuple[Any, Any, Any]:
        found = page(2024)
        row = found.middle.person
        told = session.desk.read(
            lambda work: explanation(work, found.board.campaign.id, row.number, row.tier)
        )
        return found, row, told

    def ties() -> Any:
        found = page(2025)
        rows = session.desk.read(lambda work: open_ties(work, found.board.campaign.id))
        return TiesDialog(session, found.board.campaign.id, rows, window)

    def scheme() -> Any:
        found = page(2024)
        return QuotaDialog(session, found.board, found.head.tier, window)

    def rerank() -> Any:
        found = page(2024)
        box = RerankDialog(session, found.board, window, changed=3)
        box.reason.setText("有人退出，递补")
        box.show()
        box._compute()
        settled()
        return box

    def why() -> Any:
        _, row, told = person()
        return WhyDialog(told, row, lambda: None, window)

    def evidence() -> Any:
        found, row, told = person()
        return EvidenceDialog(session, found.board, row, told, window)

    board = lambda year=2024: page(year).board  # noqa: E731
    new = lambda: NewCampaignDialog(session, page(2024).campaigns, window)  # noqa: E731
    yield "honours_dialog_new", shown(new)
    yield "honours_dialog_scheme", shown(scheme)
    yield "honours_dialog_ties", shown(ties)
    yield "honours_dialog_committee", shown(lambda: CommitteeDialog(session, board(), window))
    yield "honours_dialog_publicity", shown(lambda: PublicityDialog(session, board(), window))
    yield "honours_dialog_decision", shown(lambda: DecisionDialog(session, board(), window))
    yield "honours_dialog_remove", shown(lambda: RemoveDialog(session, person()[1], window))
    yield "honours_dialog_why", shown(why)
    yield "honours_dialog_evidence", shown(evidence)
    yield "honours_dialog_rerank", shown(rerank)
