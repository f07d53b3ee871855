"""Pictures of what stands beside the certificates, for tests/ui/render.py."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

Picture = tuple[str, Callable[[], object]]


def populate(data: Path) -> None:
    """An office with certificates of a campaign."""
    from hrgrid.accounts import service
    from hrgrid.accounts.service import FirstOperator, OfficeForm
    from hrgrid.core.policies import Setting
    from hrgrid.storage.database import Database
    from tests.ui.documents.build import campaign_with

    office = OfficeForm(
        "示例区委政法委", "示例区", Setting.SINGLE, (FirstOperator("陈敏", "陈敏", "综合科科长"),)
    )
    service.set_up_office(data, office, keep=lambda _: None)
    with Database.open(data) as database:
        campaign_with(service.sign_in(database, "陈敏"), XF=3, NS=30)


def pictures(pictures: Any, data: Path) -> Iterator[Picture]:
    """The dialogs on such an office; `pictures` takes them."""
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
        window.show_page("documents")

        def settled(what: Any) -> Any:
            import time

            for _ in range(8):
                pictures.settle(lambda: bool(session.tasks.running))
                time.sleep(0.09)
            return what

        settled(window)
        yield from _templates(window, settled)
        window.close()


def _templates(window: Any, settled: Callable[..., Any]) -> Iterator[Picture]:
    from hrgrid.paper.certificate import TEMPLATES, Part
    from hrgrid.ui.documents.batches import form_of
    from hrgrid.ui.documents.templates.dialog import TemplateDialog

    def opened() -> TemplateDialog:
        dialog = TemplateDialog(window.session, window.page.overview.batch, window)
        # Not modal: whoever closes it is asked about what was changed.
        dialog.show()
        settled(dialog)
        return dialog

    def moved() -> TemplateDialog:
        dialog = opened()
        dialog.canvas.pick(Part.NAME)
        dialog.canvas.moved.emit(Part.NAME, 55, 20)
        return settled(dialog)

    def overprint() -> TemplateDialog:
        dialog = opened()
        dialog.form.choose(form_of("a3_cover"))
        return settled(dialog)

    def too_long() -> TemplateDialog:
        dialog = opened()
        dialog.start.choose(TEMPLATES[1])
        settled(dialog)
        dialog.fields.signers.setPlainText("很长很长的一个署名机关名称" * 3)
        return settled(dialog)

    yield "template", opened
    yield "template_moved", moved
    yield "template_overprint", overprint
    yield "template_too_long", too_long
