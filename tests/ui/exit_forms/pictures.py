"""Pictures of the forms of a case of exit: one for each step, and what they fold out."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

Picture = tuple[str, Callable[[], Any]]


def populate(data: Path) -> None:
    """An office with a case at every stage."""
    from hrgrid.accounts import service
    from hrgrid.accounts.service import FirstOperator, OfficeForm
    from hrgrid.core.policies import Setting
    from hrgrid.storage.database import Database
    from tests.ui.exit_forms import cases

    people = (FirstOperator("陈敏", "陈敏", "综合科科长"),)
    office = OfficeForm("示例区委政法委", "示例区", Setting.SINGLE, people)
    service.set_up_office(data, office, keep=lambda _: None)
    with Database.open(data) as database:
        desk = service.sign_in(database, "陈敏")
        desk.write(cases.settle, reason="如实登记")
        cases.at_every_stage(desk)
        cases.short_case(desk)


def pictures(pictures: Any, data: Path) -> Iterator[Picture]:
    """Every form on such an office; `pictures` takes them."""
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
        for name, picture in _scenes(pictures, session, window):
            yield f"exits_form_{name}", picture
        window.close()


class _Forms:
    """Makes the forms on the window."""

    def __init__(self, pictures: Any, session: Any, window: Any) -> None:
        self.pictures, self.session, self.window = pictures, session, window

    def settled(self, box: Any) -> Any:
        """Shown, and everything read."""
        box.setModal(True)
        box.show()
        for _ in range(3):
            self.pictures.settle(lambda: bool(self.session.tasks.running))
        return box

    def board(self, stage: str) -> Any:
        """The case that stands there, or that of somebody by his name."""
        from hrgrid.exits.queries.board import case_board
        from hrgrid.exits.queries.cases import cases
        from tests.ui.exit_forms.cases import PERSON

        rows = self.session.desk.read(cases)
        key = next(row.id for row in rows if row.name == PERSON.get(stage, stage))
        return self.session.desk.read(lambda work: case_board(work, key))

    def step(
        self, stage: str, code: str, does: Callable[[Any], Any] = lambda _: None
    ) -> Callable[[], Any]:
        """The form of a step, with something done in it."""
        from hrgrid.ui.exits.forms import make_step

        def show() -> Any:
            made = make_step(self.session, self.window, self.board(stage), code)
            box = self.settled(made)
            does(box)
            return self.settled(box)

        return show

    def line(self, form: Any, kind: str) -> Callable[[], Any]:
        """A form of one line of the settlement."""

        def show() -> Any:
            found = self.board("executed")
            row = next(one for one in found.settlements if one.kind.value == kind)
            return self.settled(form(self.session, found, row, self.window))

        return show


def _scenes(pictures: Any, session: Any, window: Any) -> Iterator[Picture]:
    from hrgrid.exits.rules.words import Delivered, Ground, Opinion, Protection, RemedyKind
    from hrgrid.ui.exits.forms import Opening
    from hrgrid.ui.exits.forms.lines import AddLineDialog, SettleLineDialog, WaiveLineDialog
    from hrgrid.ui.exits.forms.opening import OpenCaseDialog

    forms = _Forms(pictures, session, window)
    step, line = forms.step, forms.line

    def paying(box: Any) -> None:
        box.way.choose("pay")
        box.pay.setText("4500")

    def answering(box: Any) -> None:
        box.items[Protection.ILLNESS].yes.setChecked(True)

    yield (
        "open",
        lambda: forms.settled(OpenCaseDialog(session, window, Opening(text="钱二"))),
    )
    yield "warn", step("reviewing", "warn")
    yield "warn_delivered", step("reviewing", "warn", lambda box: box.receipt.tick.setChecked(True))
    yield "talk", step("warned", "talk", lambda box: box.refused.setChecked(True))
    yield "remedy", step("talked", "remedy")
    yield (
        "remedy_moved",
        step("talked", "remedy", lambda box: box.kind.choose(RemedyKind.TRANSFER)),
    )
    yield "remedy_done", step("remedy", "remedy_done")
    yield "reassess", step("remedied", "reassess", lambda box: box.score.setText("58.5"))
    yield "lift", step("passed", "lift")
    yield "propose", step("reassessed", "propose")
    yield (
        "propose_fault",
        step("reviewing", "propose", lambda box: box.ground.choose(Ground.FAULT)),
    )
    yield "propose_short", step("李四", "propose", lambda box: box.act.click())
    yield "amend", step("proposed", "amend")
    yield "protect", step("proposed", "protect")
    yield "protect_blocked", step("proposed", "protect", answering)
    yield "tell", step("checked", "tell")
    yield "hear", step("told", "hear")
    yield "ask_union", step("heard", "ask_union")
    yield (
        "union",
        step("asked", "union", lambda box: box.opinion.choose(Opinion.OBJECTS)),
    )
    yield "answer", step("objected", "answer_objection")
    yield "consent", step("reviewed", "consent")
    yield "void_consent", step("consented", "void_consent")
    yield "approve", step("consented", "approve")
    yield "notify", step("approved", "notify")
    yield "notify_pay", step("approved", "notify", paying)
    yield "appeal", step("notified", "appeal")
    yield "decide_appeal", step("appealed", "decide_appeal", lambda box: box.way.choose("denied"))
    yield "severance", step("approved", "severance", lambda box: box.pay.setText("4500"))
    yield "execute", step("notified", "execute")
    yield "settle", step("executed", "settle")
    yield "settle_line", line(SettleLineDialog, "wages")
    yield "waive_line", line(WaiveLineDialog, "assets")
    yield "add_line", lambda: forms.settled(AddLineDialog(session, forms.board("executed"), window))
    yield "close", step("executed", "close")
    yield "dismiss", step("reviewing", "dismiss")
    yield "cancel", step("proposed", "cancel")
    yield "hand_over", step("proposed", "hand_over")
    yield (
        "receipt",
        step("warned", "receipt", lambda box: box.delivery.how.choose(Delivered.REFUSED)),
    )
