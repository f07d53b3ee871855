"""Pictures of schemes: the level, the editor with a hole, every dialog, figures being typed."""

from __future__ import annotations

import datetime as dt
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

Picture = tuple[str, Callable[[], Any]]


def populate(data: Path) -> None:
    """The office of assessment, with figures and entries of September."""
    from hrgrid.accounts import service
    from hrgrid.accounts.service import FirstOperator, OfficeForm
    from hrgrid.assessment.rules.fact_rows import EntryForm
    from hrgrid.assessment.rules.formulas import Figure
    from hrgrid.assessment.rules.scheme_rows import SchemeForm
    from hrgrid.assessment.rules.shipped import MONTHLY
    from hrgrid.assessment.service.entries import note_entry, void_entry
    from hrgrid.assessment.service.figures import key_figures
    from hrgrid.assessment.service.schemes import save_scheme
    from hrgrid.core.policies import Setting
    from hrgrid.storage.database import Database
    from tests.assessment import office
    from tests.offices import Clock

    people = (FirstOperator("陈敏", "陈敏", "综合科科长"),)
    form = OfficeForm("示例区委政法委", "示例区", Setting.SINGLE, people)
    clock = Clock()
    service.set_up_office(data, form, clock, keep=lambda _: None)
    with Database.open(data, clock=clock) as database:
        desk = service.sign_in(database, "陈敏")
        desk.write(office.settle, reason="如实登记")
        ids = office.people(desk)
        figures = {}
        for at, name in enumerate(office.EVERYBODY[:12]):
            figures[ids[name], "stale"] = Figure(at % 3 * 1_000)
            figures[ids[name], "patrols"] = Figure((52 + at % 8) * 1_000, 60_000)
            figures[ids[name], "hazards"] = Figure((3 + at % 4) * 1_000)
        desk.write(lambda work: key_figures(work, office.AT, figures))
        notes = (
            (
                "赵一",
                "praise_street",
                "街道大会通报表扬，防汛值守连续三天在岗",
                "东办发〔2026〕18 号",
            ),
            ("冯春", "reports_used", "信息稿件被市里采用", ""),
            ("韩西", "fraud", "补录走访记录，查实未到现场", "示政法通〔2026〕7 号"),
        )
        for at, (name, code, note, number) in enumerate(notes):
            one = EntryForm(ids[name], code, dt.date(2026, 9, 8 + at), 1_000, note, number)
            last = desk.write(lambda work, one=one: note_entry(work, one))
        desk.write(lambda work: void_entry(work, last), reason="记错了人")
        longer = tuple(
            replace(item, label="日常巡查和走访") if item.code == "A2" else item
            for item in MONTHLY.items
        )
        newer = replace(MONTHLY, items=longer, min_days=10)
        new = SchemeForm(
            newer, desk.read(lambda work: work.today), "monthly", 0, "示政法〔2026〕3 号"
        )
        desk.write(lambda work: save_scheme(work, new), reason="按今年的考核办法调整")


def pictures(pictures: Any, data: Path) -> Iterator[Picture]:
    """The level on such an office; `pictures` takes them."""
    from hrgrid.accounts import service
    from hrgrid.storage.database import Database
    from hrgrid.ui.main_window import MainWindow, Standing
    from hrgrid.ui.pages import PAGES
    from hrgrid.ui.session import Session
    from hrgrid.ui.settings import Settings

    with tempfile.TemporaryDirectory() as folder, Database.open(data) as database:
        session = Session(service.sign_in(database, "陈敏"), Settings(Path(folder) / "screen.ini"))
        standing = Standing("示例区委政法委", r"D:\网格员\数据.hrg", shared=False)
        window = MainWindow(session, standing, PAGES)
        window.resize(pictures.screen.width, pictures.screen.height)
        window.show()

        def settled(what: Any = window) -> Any:
            import time

            for _ in range(4):
                pictures.settle(lambda: bool(session.tasks.running))
                time.sleep(0.09)
            pictures.settle(lambda: bool(session.tasks.running))
            return what

        yield from _all(window, settled)
        window.close()


def _all(window: Any, settled: Callable[..., Any]) -> Iterator[Picture]:  # noqa: C901
    def level() -> Any:
        window.messages.clear()
        window.show_page("assessment", "schemes")
        settled()
        window.page.schemes.table.setFocus()
        return settled()

    def shown(
        act: Callable[[Any], Any], then: Callable[[Any], Any] = lambda box: None
    ) -> Callable[[], Any]:
        """Run a deed whose dialog would block: it is shown instead of executed."""

        def show() -> Any:
            from PySide6.QtWidgets import QDialog

            level()
            opened: list[Any] = []

            def put(box: Any) -> int:
                opened.append(box)
                box.setModal(True)
                box.show()
                return 0

            before, QDialog.exec = QDialog.exec, put  # type: ignore[method-assign]
            try:
                act(window.page.schemes)
                settled()
                if opened:
                    then(opened[-1])
                    settled()
                    if hasattr(opened[0], "draft"):
                        # Closing it must not ask.
                        opened[0]._first = opened[0].draft
            finally:
                QDialog.exec = before  # type: ignore[method-assign]
            return settled(opened[-1] if opened else window)

        return show

    def deed(name: str) -> Callable[[Any], Any]:
        return lambda level: getattr(level, name)()

    def bands(box: Any) -> None:
        box.table.selectRow(1)
        box.form.fields["band1to"].setText("94")
        box.form.fields["band1to"].textEdited.emit("94")

    def grades(box: Any) -> None:
        box.tabs.setCurrentIndex(1)
        for name, text in (
            ("grade0start", "95"), ("grade1start", "80"), ("grade1to", "94"),
            ("grade2start", "70"), ("grade2to", "79"), ("grade3to", "60"),
        ):  # fmt: skip
            box.whole.fields[name].setText(text)
            box.whole.fields[name].textEdited.emit(text)

    def example(box: Any) -> None:
        if box.tabs.isTabVisible(2):
            box.tabs.setCurrentIndex(2)

    def saving(box: Any) -> None:
        box.title.setText("专职网格员月度考核（2027 年）")
        box.title.textEdited.emit(box.title.text())
        box._save()

    def typing(box: Any) -> None:
        from PySide6.QtTest import QTest

        QTest.keyClicks(box.grid, "57/")

    yield "schemes_level", level
    yield "schemes_editor", shown(deed("open_editor"))
    yield "schemes_editor_bands", shown(deed("open_editor"), bands)
    yield "schemes_editor_grades", shown(deed("open_editor"), grades)
    yield "schemes_editor_example", shown(deed("open_editor"), example)
    yield "schemes_dialog_save", shown(deed("open_editor"), saving)
    yield "schemes_dialog_new", shown(deed("open_new"))
    yield "schemes_dialog_versions", shown(deed("show_versions"))
    yield "schemes_dialog_indicators", shown(deed("show_indicators"))
    yield "schemes_dialog_entries", shown(_entries(window))
    yield "schemes_dialog_entry", shown(_entry(window))
    yield "schemes_dialog_sources", shown(_sources(window))
    yield "schemes_figures", shown(_figures(window), typing)


def _figures(window: Any) -> Callable[[Any], Any]:
    def act(level: Any) -> Any:
        from hrgrid.ui.schemes.figures import FiguresDialog

        return FiguresDialog(level.session, 202609, window).exec()

    return act


def _entries(window: Any) -> Callable[[Any], Any]:
    def act(level: Any) -> Any:
        from hrgrid.ui.schemes.entries import EntriesDialog

        return EntriesDialog(level.session, 202609, window).exec()

    return act


def _entry(window: Any) -> Callable[[Any], Any]:
    def act(level: Any) -> Any:
        from hrgrid.assessment.queries.indicators import indicators
        from hrgrid.ui.schemes.entries import EntryDialog

        known = level.session.desk.read(indicators)
        return EntryDialog(level.session, known, window).exec()

    return act


def _sources(window: Any) -> Callable[[Any], Any]:
    def act(level: Any) -> Any:
        from hrgrid.ui.schemes.sources import SourcesDialog

        return SourcesDialog(level.session, 202609, window).exec()

    return act
