"""Pictures of an office with grids and people: the dashboard, the list, the card, vacant grids."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from tests.ui import gridded, papered, peopled, timed

Picture = tuple[str, Callable[[], Any]]
# District, its general grids, and how many of them have nobody.
DISTRICTS = {
    "姑苏区": (24, 3), "虎丘区": (20, 1), "吴中区": (36, 1), "相城区": (30, 6),
    "苏州工业园区": (28, 2), "吴江区": (40, 9), "常熟市": (36, 2), "张家港市": (34, 0),
    "昆山市": (40, 3), "太仓市": (26, 1),
}  # fmt: skip


def populate(data: Path) -> None:
    """A city of made-up people at `data`."""
    from hrgrid.accounts import service
    from hrgrid.accounts.service import FirstOperator, OfficeForm
    from hrgrid.core.policies import Setting
    from hrgrid.storage.database import Database
    from tests.overview.build import plant_city

    office = OfficeForm(
        "苏州市委政法委", "苏州市", Setting.SINGLE, (FirstOperator("陈敏", "陈敏", "科长"),)
    )
    service.set_up_office(data, office, keep=lambda _: None)
    with Database.open(data) as database:
        desk = service.sign_in(database, "陈敏")
        sizes = {name: grids for name, (grids, _) in DISTRICTS.items()}
        grids = desk.write(lambda work: plant_city(work, sizes, "苏州市"))
        desk.write(lambda work: _enlist(work, grids))
        _take_photos(desk)
        timed.populate(desk)
        gridded.split_one(desk)
        peopled.prepare(desk)
        _honour(desk)


def _honour(desk: Any) -> None:
    """1,110 certificates, of which 316 of the largest series are printed and one jammed."""
    from hrgrid.documents.queries import candidates
    from hrgrid.documents.rules import Picked, PrintReason
    from hrgrid.documents.service import PrintOrder, Spoiled, send_pack, settle_pack
    from tests.ui.documents.build import campaign_with

    batch = campaign_with(desk, XF=10, YX=100, NS=1000)
    picked = [Picked("NS", 1, 316)]
    ids = [row.id for row in desk.read(lambda work: candidates(work, batch, picked))]
    order = PrintOrder(batch, "HP LaserJet P3015", "a4_cover")
    sent = desk.write(lambda work: send_pack(work, order, ids[:310]))
    desk.write(lambda work: settle_pack(work, sent.run_id, sent.pack))
    sent = desk.write(lambda work: send_pack(work, order, ids[310:], sent.run_id))
    bad = Spoiled((sent.rows[2].shown,), PrintReason.JAM)
    desk.write(lambda work: settle_pack(work, sent.run_id, sent.pack, bad))


def _enlist(work: Any, grids: dict[str, list[Any]]) -> None:
    from hrgrid.demo.people import Crowd
    from hrgrid.workforce.queries import tree_index
    from hrgrid.workforce.rules import Employment
    from hrgrid.workforce.service.enlisting import Enlisting
    from hrgrid.workforce.service.incumbents import PostForm
    from hrgrid.workforce.service.matching import PersonForm
    from tests.workforce.build import SINCE

    people = Crowd("图样")
    enlisting = Enlisting(work, tree_index(work, work.today))
    for district, (count, vacant) in DISTRICTS.items():
        for at, grid in enumerate(grids[district]):
            posts = [] if at >= count - vacant else [("网格员", Employment.FULL)]
            for role, employment in [*posts, ("网格长", Employment.PART)]:
                one = people.next()
                form = PersonForm(
                    one.name, one.id_number, phone=one.phone, party=one.party,
                    education=one.education,
                )  # fmt: skip
                post = PostForm(grid, enlisting.roles[role], employment, SINCE)
                enlisting.take(form, post)
    enlisting.write()


def _take_photos(desk: Any) -> None:
    """Of the first full-time workers of the list, as one sees them from afar."""
    from PIL import Image, ImageDraw

    from hrgrid.exchange.service import open_drop, run_import
    from hrgrid.workforce.queries import PeopleFilter, people
    from hrgrid.workforce.rules import Employment
    from hrgrid.workforce.service.imports import KINDS

    def wanted(work: Any) -> PeopleFilter:
        return PeopleFilter(work.today, employment=Employment.FULL)

    with tempfile.TemporaryDirectory() as folder:
        for row in desk.read(lambda work: people(work, wanted(work), limit=150)):
            made = Image.new("RGB", (295, 413), "#8FB3DC")
            pen = ImageDraw.Draw(made)
            pen.ellipse((88, 70, 207, 225), fill="#E8C9A8")
            pen.pieslice((30, 245, 265, 620), 180, 360, fill="#2B4263")
            made.save(Path(folder) / f"{row.number}.jpg")
        drop = desk.read(lambda work: open_drop(work, KINDS["photos"], [Path(folder)]))
        run_import(desk, KINDS["photos"], drop)


def pictures(pictures: Any, data: Path) -> Iterator[Picture]:
    """The window on such an office, page by page; `pictures` takes them."""
    from hrgrid.accounts import service
    from hrgrid.storage.database import Database
    from hrgrid.ui.main_window import MainWindow, Standing
    from hrgrid.ui.session import Session
    from hrgrid.ui.settings import Settings
    from tests.ui.documents.build import Tray, pages_with

    with tempfile.TemporaryDirectory() as folder, Database.open(data) as database:
        session = Session(service.sign_in(database, "陈敏"), Settings(Path(folder) / "screen.ini"))
        standing = Standing("苏州市委政法委", r"D:\网格员\数据.hrg", shared=False)
        window = MainWindow(session, standing, pages_with(Tray(Path(folder))))
        window.resize(pictures.screen.width, pictures.screen.height)
        window.show()

        def settled(what: Any = window) -> Any:
            # One answer may ask the next question: rows, then counts and the tree.
            for _ in range(3):
                pictures.settle(lambda: bool(session.tasks.running))
            return what

        yield "full_dash", lambda: settled(window)
        yield from _list_pictures(window, settled)
        yield from _filter_pictures(window, settled)
        yield from _dialog_pictures(window, settled)
        yield from gridded.pictures(window, settled)
        yield from peopled.pictures(window, settled)
        yield from timed.pictures(window, settled)
        yield from _paper_pictures(window, settled)
        yield from papered.pictures(window, settled)
        window.close()


def _list_pictures(window: Any, settled: Callable[..., Any]) -> Iterator[Picture]:
    from hrgrid.ui.workforce.conditions import Conditions, Place
    from hrgrid.workforce.rules import Employment

    def everybody() -> Any:
        window.show_page("workforce")
        return settled()

    def narrowed() -> Any:
        page = window.page
        tree = page.panel.model
        area = tree.area(tree.index(0, 0, tree.index_of(tree.tops[0])))
        place = Place(area.id, area.name, area.level)
        page.panel.tree.expand(tree.index_of(area.id))
        page._want(Conditions(places=(place,), employment=Employment.FULL))
        return settled()

    def card() -> Any:
        page = window.page
        if window.width() >= 1100:
            page.table.opened.emit(page.model.rows[2])
            page.table.selectRow(2)
        return settled()

    def nobody() -> Any:
        window.page._want(Conditions(text="没有这个人"))
        return settled()

    yield "people", everybody
    yield "people_narrowed", narrowed
    yield "people_card", card
    yield "people_none", nobody


def _paper_pictures(  # noqa: C901 - a picture a function
    window: Any, settled: Callable[..., Any]
) -> Iterator[Picture]:
    """Certificates: at rest, an overprint, numbers again, a pack to look at, a verification."""
    from PySide6.QtCore import QTimer

    from hrgrid.documents.queries import PackRow
    from hrgrid.ui.documents.verifying import VerifyDialog

    window.show_page("documents")
    page = window.page

    def at_rest() -> Any:
        # Two pauses, one after the other, then what they ask for.
        for _ in range(4):
            wait = QTimer(singleShot=True, interval=200)
            wait.start()
            while wait.isActive():
                window.grab()
                settled()
        return window

    def first() -> Any:
        window.show_page("documents")
        settled()
        return at_rest()

    def overprint() -> Any:
        page.setup.form.choose("a4_cover")
        page.setup.form.activated.emit(1)
        page.setup.across.put(15)
        page.setup.down.put(-5)
        page.list.table.selectRow(95)
        return at_rest()

    def again() -> Any:
        page.setup.type_into_range("311-330")
        return at_rest()

    def drawers() -> Any:
        if page._narrow:
            page._open_setup()
            return page._setup_drawer
        return at_rest()

    def drawer_list() -> Any:
        if page._narrow:
            page._setup_drawer.hide()
            page.head.list.click()
            return page._list_drawer
        return at_rest()

    numbers = tuple(f"苏政法网格〔2019〕NS{at:04d}" for at in range(317, 341))
    sent = PackRow(1, 1, "HP LaserJet P3015", numbers, 24, 24)

    def pack() -> Any:
        page._list_drawer.hide()
        page.question.ask(sent, 50)
        return at_rest()

    def stopped() -> Any:
        trouble = "打印机没有接收。请检查它是否开机、联机、有纸，再打一次。"
        page.question.ask(sent, 0, trouble)
        return at_rest()

    def verify() -> Any:
        page.question.away()
        dialog = VerifyDialog(window.session, window)
        dialog.setModal(True)
        dialog.show()
        from hrgrid.documents.queries import certificates_by_id

        rows = window.session.desk.read(lambda work: certificates_by_id(work, [1]))
        dialog.text.setPlainText(rows[0].code_text)
        dialog.verify.click()
        return settled(dialog)

    yield "papers", first
    yield "papers_overprint", overprint
    yield "papers_again", again
    yield "papers_setup", drawers
    yield "papers_list", drawer_list
    yield "papers_pack", pack
    yield "papers_stopped", stopped
    yield "dialog_verify", verify


def _filter_pictures(window: Any, settled: Callable[..., Any]) -> Iterator[Picture]:
    """Saved filters, one of them shared."""

    def filters() -> Any:
        from hrgrid.ui.lists.filter_dialogs import FiltersDialog
        from hrgrid.ui.workforce.conditions import Conditions
        from hrgrid.workforce.rules import Employment

        window.show_page("workforce")
        saved = window.page.parts.saved
        if not saved.rows:
            saved.deeds.save("专职缺照片", Conditions(
                employment=Employment.FULL, without_photo=True).plain())  # fmt: skip
            settled()
            saved.deeds.save("姓王的", Conditions(text="王").plain())
            settled()
            saved.deeds.share(saved.rows[0])
            settled()
        dialog = FiltersDialog(window.session, saved, window)
        dialog.setModal(True)
        dialog.show()
        return settled(dialog)

    yield "filters_dialog", filters


def _dialog_pictures(window: Any, settled: Callable[..., Any]) -> Iterator[Picture]:
    from hrgrid.ui.workforce.card import NumbersDialog
    from hrgrid.ui.workforce.vacancies import VacanciesDialog
    from hrgrid.workforce.queries import person_card

    session = window.session

    def shown(dialog: Any) -> Any:
        dialog.setModal(True)
        dialog.show()
        return settled(dialog)

    def columns() -> Any:
        from hrgrid.ui.cells.columns_dialog import ColumnsDialog

        window.show_page("workforce")
        settled()
        table = window.page.table
        return shown(
            ColumnsDialog(
                table.column_choices, lambda: table.usual_choices, fixed="姓名", parent=window
            )
        )

    def dropped(key: str) -> Any:
        from hrgrid.ui.workforce.conditions import Conditions
        from hrgrid.workforce.queries.narrowing import Heading

        window.show_page("workforce")
        window.page._want(Conditions())
        settled()
        window.page.filters.open(Heading(key))
        settled()
        return window.page.filters.popup

    def editing() -> Any:
        from hrgrid.ui.workforce.conditions import Conditions

        window.show_page("workforce")
        page = window.page
        page._want(Conditions())
        settled()
        page.editing.begin()
        page.editing.strip.reason.setText("核对 7 月花名册")
        page.table.step(2, 1)
        settled()
        return window

    def typing() -> Any:
        editing()
        page = window.page
        page.table.edit(page.table.currentIndex())
        settled()
        return window

    def refused() -> Any:
        from hrgrid.ui.cells.preview import PreviewDialog, RefusedCell

        why = "手机号应为1开头的11位数字，请核对。"
        cells = [RefusedCell("于景", "手机号", "1380013800", why)] * 4
        window.show_page("workforce")
        window.page.editing.end()
        settled()
        return shown(PreviewDialog("粘贴", cells, 56, 3, window))

    def vacant() -> Any:
        window.show_page("dashboard")
        settled()
        return shown(VacanciesDialog(session, window.page.coverage._parts, "", window))

    def numbers() -> Any:
        card = session.desk.read(lambda work: person_card(work, 1))
        return shown(NumbersDialog(session, card, window))

    def finds() -> Any:
        window.activateWindow()
        finder = window.top.finder
        finder.setFocus()
        finder.setText("王")
        finder.textEdited.emit("王")
        finder._pause.stop()
        finder._ask()
        settled()
        finder._show()
        return finder._popup

    yield "dialog_columns", columns
    yield "heading_values", lambda: dropped("party")
    yield "heading_words", lambda: dropped("place")
    yield "heading_days", lambda: dropped("since")
    yield "editing", editing
    yield "editing_cell", typing
    yield "dialog_refused", refused
    yield "dialog_vacancies", vacant
    yield "dialog_numbers", numbers
    yield "finder", finds
