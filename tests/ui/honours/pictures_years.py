"""Pictures of what spans the campaigns: the honour roll, the fairness picture, the timetable."""

from __future__ import annotations

import contextlib
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

Picture = tuple[str, Callable[[], Any]]


def populate(data: Path) -> None:
    """An office with honours of before, two decided years, and a campaign that is nominating."""
    from hrgrid.accounts import service
    from hrgrid.accounts.service import FirstOperator, OfficeForm
    from hrgrid.core.policies import Setting
    from hrgrid.exchange.service import open_drop, run_import
    from hrgrid.overview.service import KINDS
    from hrgrid.storage.database import Database
    from tests.exchange.samples import book
    from tests.honours.years import HEADINGS
    from tests.ui.honours import campaigns

    office = OfficeForm(
        "苏州市委政法委", "苏州市", Setting.SINGLE, (FirstOperator("陈敏", "陈敏", "科长"),)
    )
    service.set_up_office(data, office, keep=lambda _: None)
    with Database.open(data) as database, tempfile.TemporaryDirectory() as folder:
        desk = service.sign_in(database, "陈敏")
        city = campaigns.settle_city(desk, Path(folder))
        rows = [
            [
                str(year),
                "优秀网格员",
                number,
                name,
                "",
                f"{district}二街道",
                f"政法〔{year + 1}〕3号",
            ]
            for year in (2021, 2022)
            for district, crew in city.people.items()
            for number, name in crew[-3:]
        ]
        path = book(Path(folder) / "以往荣誉.xlsx", [HEADINGS, *rows])
        kind = KINDS["earlier-honours"]
        drop = desk.read(lambda work: open_drop(work, kind, [path]))
        run_import(desk, kind, drop, partial=True)
        campaigns.decided(city, year=2023)
        revoked(desk)
        newest = campaigns.nominated(city, year=2026)
        timetabled(desk, newest)
        honoured_together(desk)


def revoked(desk: Any) -> None:
    """One honour of the first decided campaign is taken back."""
    from hrgrid.honours import queries, service

    campaign = desk.read(queries.campaigns)[0]
    grant = desk.read(lambda work: queries.grants(work, campaign.id))[3]
    desk.write(lambda work: service.revoke(work, grant.id, "苏政法〔2026〕30号"), reason="弄虚作假")


def timetabled(desk: Any, campaign_id: int) -> None:
    """A plan whose first stage should be over, with a set day."""
    import datetime as dt

    from hrgrid.honours.rules.timetable import SHIPPED_DAYS, Stage, TimetableForm
    from hrgrid.honours.service.timetable import plan_timetable

    today = desk.read(lambda work: work.today)
    fixed = {Stage.MEETING: today + dt.timedelta(days=21)}
    form = TimetableForm(today - dt.timedelta(days=18), SHIPPED_DAYS, fixed)
    desk.write(lambda work: plan_timetable(work, campaign_id, form))


def honoured_together(desk: Any) -> None:
    """Streets and a team named in the decided year, some of them chosen by a meeting."""
    import datetime as dt

    from hrgrid.honours import queries
    from hrgrid.honours.rules.collectives import ChoiceForm, CollectiveForm
    from hrgrid.honours.service import Evidence
    from hrgrid.honours.service import collectives as service

    key = next(row.id for row in desk.read(queries.campaigns) if row.year == 2023)
    awards = [("优秀街道", 2), ("优秀网格团队", 3)]
    desk.write(lambda work: service.set_awards(work, key, awards))
    ids = []
    for unit, title, team in (
        ("昆山市", "优秀街道", ""),
        ("姑苏区", "优秀街道", ""),
        ("吴中区", "优秀街道", ""),
        ("常熟市", "优秀网格团队", "平安先锋网格团队"),
    ):
        form = CollectiveForm(title, unit, team)
        ids.append(desk.write(lambda work, one=form: service.nominate_collective(work, key, one)))
    choice = ChoiceForm("优秀街道", (ids[1], ids[0]), {ids[0]: 9, ids[1]: 11, ids[2]: 5})
    meeting = Evidence("书记办公会纪要〔2026〕6号", dt.date(2026, 1, 20))
    desk.write(lambda work: service.choose_collectives(work, key, choice, meeting))


def pictures(pictures: Any, data: Path) -> Iterator[Picture]:
    """The boxes on such an office; `pictures` takes them."""
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

        yield from _scenes(window, settled)
        window.close()


def _scenes(window: Any, settled: Callable[..., Any]) -> Iterator[Picture]:
    from hrgrid.honours.rules.fairness import Aspect
    from hrgrid.honours.rules.roll import RollKind
    from hrgrid.ui.honours.fairness import FairnessDialog
    from hrgrid.ui.honours.opening import NewCampaignDialog
    from hrgrid.ui.honours.roll import RollDialog
    from hrgrid.ui.honours.roll_list import RollConditions
    from hrgrid.ui.honours.timetable import TimetableDialog

    session = window.session

    def page(year: int) -> Any:
        window.show_page("honours")
        settled()
        found = window.page
        found.choose(next(row.id for row in found.campaigns if row.year == year))
        settled()
        return found

    def shown(make: Callable[[], Any], then: Callable[[Any], Any] = lambda _: None) -> Any:
        def show() -> Any:
            box = make()
            box.setModal(True)
            box.show()
            settled()
            then(box)
            return settled(box)

        return show

    yield "honours_roll", shown(lambda: RollDialog(session, page(2023)))
    yield (
        "honours_roll_searched",
        shown(
            lambda: RollDialog(session, page(2023)),
            lambda box: box.want(RollConditions(year=2023, text="昆山")),
        ),
    )
    fair = lambda: FairnessDialog(session, page(2023).board, window)  # noqa: E731
    for aspect in (Aspect.SEX, Aspect.DISTRICT):
        choose = lambda box, one=aspect: box.aspect.choose(one)  # noqa: E731
        yield f"honours_fairness_{aspect.value}", shown(fair, choose)
    yield "honours_timetable", shown(lambda: TimetableDialog(session, page(2026).board, window))
    yield "honours_timetable_new", shown(lambda: TimetableDialog(session, page(2023).board, window))
    new = lambda: NewCampaignDialog(session, page(2026).campaigns, window)  # noqa: E731
    yield "honours_new_with_days", shown(new)
    yield "honours_timetable_duties", lambda: (window.show_page("duties"), settled())[1]
    yield from _collectives(window, page, shown)

    def together() -> Any:
        # Last of all: the pictures above show what the meeting chose and nobody decided yet.
        from hrgrid.core.errors import UserError
        from hrgrid.honours.service.honouring import decide_collectives

        found = page(2023)
        campaign_id = found.board.campaign.id
        # Another screen has decided them already.
        with contextlib.suppress(UserError):
            session.desk.write(lambda work: decide_collectives(work, campaign_id))
        return RollDialog(session, found)

    only = RollConditions(kind=RollKind.COLLECTIVE)
    yield "honours_roll_together", shown(together, lambda box: box.want(only))


def _collectives(
    window: Any, page: Callable[[int], Any], shown: Callable[..., Any]
) -> Iterator[Picture]:
    """Kinds, who is named for them, and what the meeting decided."""
    from hrgrid.honours.queries.collectives import collectives
    from hrgrid.ui.honours.collectives import (
        AwardsForm,
        ChooseForm,
        CollectivesDialog,
        NominateForm,
    )

    session = window.session

    def form(kind: Any) -> Callable[[], Any]:
        def make() -> Any:
            key = page(2023).board.campaign.id
            return kind(session, session.desk.read(lambda work: collectives(work, key)), window)

        return make

    yield "honours_collectives", shown(lambda: CollectivesDialog(session, page(2023).board, window))
    yield "honours_collectives_kinds", shown(form(AwardsForm))
    yield "honours_collectives_nominate", shown(form(NominateForm))
    yield "honours_collectives_choose", shown(form(ChooseForm))
