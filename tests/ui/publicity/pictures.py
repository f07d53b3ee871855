"""Pictures of the register of notices and objections, and of its forms."""

from __future__ import annotations

import datetime as dt
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

Picture = tuple[str, Callable[[], Any]]
SUBJECT, RUNNING = "hiring:1", "hiring:2"


def populate(data: Path) -> None:
    """A notice that is over with objections at every stage, and one that hangs out."""
    from hrgrid.accounts import service
    from hrgrid.accounts.service import FirstOperator, OfficeForm
    from hrgrid.core.policies import Setting
    from hrgrid.publicity.rules import ObjectionHow
    from hrgrid.publicity.service import (
        Finding,
        accept_objection,
        assign_investigator,
        decide_objection,
        file_objection,
        publish_list,
        record_reply,
    )
    from hrgrid.storage.database import Database
    from tests.publicity.build import ENTRIES, FORM, OBJECTION

    people = (FirstOperator("陈敏", "陈敏", "综合科科长"),)
    office = OfficeForm("姑苏区委政法委", "姑苏区", Setting.SINGLE, people)
    service.set_up_office(data, office, keep=lambda _: None)
    with Database.open(data) as database:
        desk = service.sign_in(database, "陈敏")
        today = desk.read(lambda work: work.today)
        began = today - dt.timedelta(days=11)
        form = replace(
            FORM,
            title=f"{today.year} 年专职网格员拟录用人员公示",
            first_day=began,
            accepting_mail="zfw@example.cn",
            accepting_hours="工作日 8:30—17:00",
        )
        notice = desk.write(lambda work: publish_list(work, form, ENTRIES), reason="当日已张贴")
        filed = replace(OBJECTION, filed_on=began)

        def file(**changes: Any) -> int:
            one = replace(filed, **changes)
            return desk.write(lambda work: file_objection(work, notice, one))

        def do(verb: Callable[..., Any], *args: Any) -> None:
            desk.write(lambda work: verb(work, *args))

        answered = file(target="application:2", content="反映年龄与报名表不一致")
        investigated = file()
        nobody = {"how": ObjectionHow.ANONYMOUS, "objector": "", "contact": "", "clue": False}
        file(target="application:3", content="反映平时表现不好", **nobody)
        file(
            target="application:3",
            how=ObjectionHow.UNIT,
            objector="示例公司",
            content="反映与本单位的劳动合同尚未解除",
        )
        operator_id = desk.actor.operator_id
        for one in (answered, investigated):
            do(accept_objection, one)
            do(assign_investigator, one, operator_id)
        finding = Finding(
            upheld=False, finding="年龄以身份证为准，报名表笔误已更正", decided_on=began
        )
        do(decide_objection, answered, finding)
        do(record_reply, answered, began, "电话答复")
        later = replace(form, subject=RUNNING, first_day=today, title="第二批拟录用人员公示")
        desk.write(lambda work: publish_list(work, later, ENTRIES))


def pictures(pictures: Any, data: Path) -> Iterator[Picture]:
    """The register on such an office; `pictures` takes them."""
    from PySide6.QtWidgets import QVBoxLayout, QWidget

    from hrgrid.accounts import service
    from hrgrid.publicity.service import reveal_objector
    from hrgrid.storage.database import Database
    from hrgrid.ui.publicity.case import RefuseDialog
    from hrgrid.ui.publicity.deeds import CloseDialog, ExtendDialog, VouchDialog, WithdrawDialog
    from hrgrid.ui.publicity.finding_forms import DecideDialog, ObjectorDialog, ReplyDialog
    from hrgrid.ui.publicity.objection_forms import FileObjectionDialog, InvestigatorDialog
    from hrgrid.ui.publicity.publish_dialog import Draft, PublishDialog
    from hrgrid.ui.publicity.register import NoticeRegister, RegisterDialog
    from hrgrid.ui.session import Session
    from hrgrid.ui.settings import Settings
    from tests.publicity.build import ENTRIES, FORM

    with tempfile.TemporaryDirectory() as folder, Database.open(data) as database:
        session = Session(service.sign_in(database, "陈敏"), Settings(Path(folder) / "screen.ini"))
        window = QWidget()
        window.setObjectName("page")
        column = QVBoxLayout(window)
        register = NoticeRegister(session, SUBJECT)
        column.addWidget(register)
        window.resize(pictures.screen.width, pictures.screen.height)
        window.show()

        def settled(what: Any = window) -> Any:
            for _ in range(4):
                pictures.settle(lambda: bool(session.tasks.running))
            return what

        def page(subject: str = SUBJECT, row: int = 0) -> Callable[[], Any]:
            def show() -> Any:
                register.show_subject(subject)
                register.refresh()
                settled()
                if register.model.rows:
                    register.table.selectRow(row)
                return settled()

            return show

        def shown(make: Callable[[], Any]) -> Callable[[], Any]:
            def show() -> Any:
                dialog = make()
                dialog.setModal(True)
                dialog.show()
                return settled(dialog)

            return show

        page()()
        notice = register.shown.notice
        rows = register.shown.objections
        entries = register.shown.entries
        today = session.desk.read(lambda work: work.today)
        early = replace(FORM, first_day=today - dt.timedelta(days=3))
        unkept = replace(FORM, first_day=dt.date(2027, 9, 28))
        doubt = ("11-23 09:00 至 11-30 10:00 有 4 个工作日没有操作留痕",)
        investigated = next(row for row in rows if row.may_reveal and row.is_open)

        yield "publicity_register", page(row=1)
        yield "publicity_register_filed", page(row=3)
        yield "publicity_running", page(RUNNING)
        yield "publicity_empty", page("hiring:99")
        yield "publicity_dialog", shown(lambda: RegisterDialog(session, SUBJECT, window))
        draft = lambda form: Draft(form, ENTRIES)  # noqa: E731
        yield (
            "publicity_publish",
            shown(lambda: PublishDialog(session, draft(unkept), window)),
        )
        yield (
            "publicity_publish_late",
            shown(lambda: PublishDialog(session, draft(early), window)),
        )

        def filing(how: int) -> Any:
            dialog = FileObjectionDialog(session, notice, entries, window)
            dialog.how.setCurrentIndex(how)
            return dialog

        def refused() -> Any:
            dialog = filing(0)
            dialog.show()
            dialog.act.click()
            return dialog

        yield "publicity_file", shown(lambda: filing(0))
        yield "publicity_file_anonymous", shown(lambda: filing(2))
        yield "publicity_file_refused", shown(refused)
        yield "publicity_refuse", shown(lambda: RefuseDialog(session, rows[3], window))
        yield "publicity_assign", shown(lambda: InvestigatorDialog(session, rows[3], window))
        yield (
            "publicity_decide",
            shown(lambda: DecideDialog(session, investigated, notice.deciding, window)),
        )
        yield "publicity_reply", shown(lambda: ReplyDialog(session, investigated, window))
        told = session.desk.write(lambda work: reveal_objector(work, investigated.id))
        yield "publicity_objector", shown(lambda: ObjectorDialog(investigated, told, window))
        yield "publicity_close", shown(lambda: CloseDialog(session, notice, doubt, window))
        yield "publicity_extend", shown(lambda: ExtendDialog(session, notice, window))
        yield "publicity_withdraw", shown(lambda: WithdrawDialog(session, notice, window))
        yield "publicity_vouch", shown(lambda: VouchDialog(session, notice, window))
        window.close()
        session.close()
