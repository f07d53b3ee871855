"""The register on the screen, by real clicks and keys: from the objection to the answer."""

from __future__ import annotations

import pytest
from pypdf import PdfReader
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog

from hrgrid.accounts.queries import RoleRow
from hrgrid.accounts.rules import Role
from hrgrid.accounts.service import OperatorForm, add_operator, sign_in
from hrgrid.publicity import queries
from hrgrid.publicity.rules import NoticeState, ObjectionState
from hrgrid.ui.dialogs import Confirmation
from hrgrid.ui.publicity.case import RefuseDialog
from hrgrid.ui.publicity.deeds import CloseDialog, ExtendDialog, WithdrawDialog
from hrgrid.ui.publicity.finding_forms import DecideDialog, ObjectorDialog, ReplyDialog
from hrgrid.ui.publicity.objection_forms import FileObjectionDialog, InvestigatorDialog
from hrgrid.ui.publicity.register import NoticeRegister, RegisterDialog
from hrgrid.ui.session import Session
from tests.accounts.houses import entries_of
from tests.publicity.build import CONTACT, OBJECTOR, SUBJECT
from tests.ui.hands import in_dialog, texts
from tests.ui.honours.test_dialogs import click, refusal, until
from tests.ui.publicity.hands import write


def button(register, text):
    return next(each for each in register.case.buttons if each.text() == text)


def rows(desk, notice_id):
    return desk.read(lambda work: queries.objections_of_notice(work, notice_id))


def shown(register, settle):
    settle()
    return register.model.rows


def through(kind, act, press):
    """Press what opens a dialog, and do something in it."""
    in_dialog(kind, act)
    press()


def test_an_empty_subject_says_what_will_stand_here(register):
    made = register()
    assert made.empty.isVisible()
    assert "还没有公示" in texts(made)
    assert made.shown is None


def test_the_notice_stands_with_its_days_and_its_papers(register, hang_out, today):
    hang_out()
    made = register()
    assert made.title.text() == "2026 年专职网格员拟录用人员公示"
    assert made.days.text().startswith(f"{today:%Y-%m-%d} 至 ")
    assert "还有" in made.days.text()
    assert "没有收到异议。" in texts(made)
    assert not made.deeds.close_it.isVisible()
    assert made.deeds.file.isVisible()
    papers = [action.text() for action in made.deeds.papers.menu().actions()]
    assert papers == ["公示和名单（PDF）…", "公示名单（Excel）…"]


def test_an_objection_goes_its_way_by_clicks_and_keys(register, hang_out, desk, settle):
    notice_id = hang_out()
    made = register()

    def file(dialog):
        dialog.target.setCurrentIndex(1)
        write(dialog.objector, OBJECTOR)
        write(dialog.contact, CONTACT)
        write(dialog.content, "学历证书不实")
        click(dialog.act)
        until(lambda: not dialog.isVisible())

    through(FileObjectionDialog, file, lambda: click(made.deeds.file))
    (row,) = shown(made, settle)
    assert (row.name, row.objector, row.state) == ("李芳", "已登记，不显示", ObjectionState.FILED)
    assert OBJECTOR not in "".join(texts(made))
    assert made.case.head.text().startswith("异议 1 号：李芳")
    click(button(made, "受理"))
    until(lambda: [each.state for each in rows(desk, notice_id)] == [ObjectionState.ACCEPTED])
    settle()

    def assign(dialog):
        until(dialog.act.isEnabled)
        click(dialog.act)
        until(lambda: not dialog.isVisible())

    through(InvestigatorDialog, assign, lambda: click(button(made, "指定核查人…")))
    assert shown(made, settle)[0].investigator == "经办人"

    def decide(dialog):
        dialog.upheld.setCurrentIndex(1)
        assert "李芳不再列入名单" in "".join(texts(dialog))
        write(dialog.finding, "学信网查无此证")
        click(dialog.act)
        until(lambda: not dialog.isVisible())

    # Enter on the row takes its next step.
    made.table.setFocus()
    through(DecideDialog, decide, lambda: QTest.keyClick(made.table, Qt.Key.Key_Return))
    assert shown(made, settle)[0].state is ObjectionState.UPHELD

    def reply(dialog):
        write(dialog.told, "电话答复")
        click(dialog.act)
        until(lambda: not dialog.isVisible())

    through(ReplyDialog, reply, lambda: click(button(made, "登记答复…")))
    (row,) = shown(made, settle)
    assert row.state is ObjectionState.REPLIED
    assert "成立：学信网查无此证" in made.case.found.text()
    assert [each.text() for each in made.case.buttons] == ["查看反映人…"]


def test_the_scan_follows_and_is_taken_out_by_the_investigator(
    register, hang_out, filed, monkeypatch, tmp_path
):
    from hrgrid.publicity.service import accept_objection, assign_investigator

    one = filed(hang_out())
    letter = tmp_path / "赵投诉的信.pdf"
    letter.write_bytes(b"%PDF-1.7 letter")
    made = register()
    desk = made._session.desk
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(letter), ""))
    click(button(made, "补存材料…"))
    until(lambda: made.shown.objections[0].evidence_sha256 is not None)
    desk.write(lambda work: accept_objection(work, one))
    desk.write(lambda work: assign_investigator(work, one, desk.actor.operator_id))
    made.refresh()
    until(lambda: made.shown.objections[0].may_open_evidence)
    folder = tmp_path / "取出"
    folder.mkdir()
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(folder))
    click(button(made, "取出材料…"))
    until(lambda: [each.name for each in folder.iterdir()] == ["异议 1 号材料.pdf"])
    assert (folder / "异议 1 号材料.pdf").read_bytes() == letter.read_bytes()
    until(lambda: not made._session.tasks.running)
    assert OBJECTOR not in "".join(str(entry) for entry in entries_of(desk.database))


def test_the_investigator_sees_who_objected_and_it_is_on_record(
    register, hang_out, filed, desk, settle
):
    from hrgrid.publicity.service import accept_objection, assign_investigator

    one = filed(hang_out())
    desk.write(lambda work: accept_objection(work, one))
    desk.write(lambda work: assign_investigator(work, one, desk.actor.operator_id))
    made = register()
    seen = []

    def look(dialog):
        seen.append((dialog.who.text(), dialog.contact.text()))
        dialog.accept()

    def agree(dialog):
        in_dialog(ObjectorDialog, look)
        click(dialog.act)

    through(Confirmation, agree, lambda: click(button(made, "查看反映人…")))
    until(lambda: bool(seen))
    settle()
    assert seen == [(OBJECTOR, CONTACT)]
    assert entries_of(desk.database, 1)[0].action == "reveal_objector"


def test_an_anonymous_letter_without_a_clue_is_not_taken(register, hang_out, settle):
    hang_out()
    made = register()

    def file(dialog):
        dialog.how.setCurrentIndex(2)
        assert not dialog.objector.isVisible()
        write(dialog.content, "平时表现不好")
        click(dialog.act)
        until(lambda: not dialog.isVisible())

    through(FileObjectionDialog, file, lambda: click(made.deeds.file))
    (row,) = shown(made, settle)
    assert row.state is ObjectionState.NOT_ACCEPTED
    assert made.case.buttons == []
    assert "匿名，无须答复" in [
        column.text(row) for column in made.model.columns if column.title == "答复"
    ]


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ({"content": "学历不实"}, "要写反映人的姓名"),
        (
            {"content": f"{OBJECTOR}说学历不实", "objector": OBJECTOR, "contact": "1"},
            "反映人的姓名",
        ),
        ({"objector": OBJECTOR, "contact": "1"}, "没有写反映的内容"),
        ({"filed_on": "昨天吧"}, "没有写收到日期"),
    ],
)
def test_a_form_that_cannot_stand_keeps_what_was_typed(register, hang_out, desk, typed, told):
    notice_id = hang_out()
    made = register()

    def file(dialog):
        for name, text in typed.items():
            field = getattr(dialog, name)
            if name == "filed_on":
                field.selectAll()
            write(field, text)
        if "filed_on" in typed:
            dialog.objector.setFocus()
        click(dialog.act)
        assert told in refusal(dialog)
        if "content" in typed:
            assert dialog.content.toPlainText() == typed["content"]
        dialog.reject()

    through(FileObjectionDialog, file, lambda: click(made.deeds.file))
    assert rows(desk, notice_id) == []


def test_what_is_not_taken_needs_a_reason(register, hang_out, filed, settle):
    filed(hang_out())
    made = register()

    def refuse(dialog):
        click(dialog.act)
        assert "须写明事由" in refusal(dialog)
        write(dialog.reason, "与录用条件无关")
        QTest.keyClick(dialog.reason, Qt.Key.Key_Return)
        until(lambda: not dialog.isVisible())

    through(RefuseDialog, refuse, lambda: click(button(made, "不予受理…")))
    assert shown(made, settle)[0].state is ObjectionState.NOT_ACCEPTED
    assert "与录用条件无关" in made.case.found.text()
    assert button(made, "登记答复…").isVisible()


def test_a_notice_that_is_over_is_closed_and_says_who_waits(
    register, hang_out, filed, session, settle
):
    notice_id = hang_out(20)
    filed(notice_id, 19)
    made = register()
    assert "已经满期" in made.days.text()
    until(lambda: "补录" in "".join(texts(made)))
    said = []
    session.said.connect(lambda message: said.append(message.sentence))

    def close(dialog):
        assert "有 1 件异议没有办结" in "".join(texts(dialog))
        # Enter closes nothing.
        QTest.keyClick(dialog, Qt.Key.Key_Return)
        assert dialog.isVisible()
        click(dialog.act)
        until(lambda: not dialog.isVisible())

    through(CloseDialog, close, lambda: click(made.deeds.close_it))
    settle()
    assert made.shown.notice.state is NoticeState.CLOSED
    assert said == ["公示已结束：1 人等候异议办结（王小明），2 人可以继续办理。"]
    assert not made.deeds.close_it.isVisible()
    papers = [action.text() for action in made.deeds.papers.menu().actions()]
    assert papers[-1] == "公示情况报告（PDF）…"


def test_a_notice_is_prolonged_and_withdrawn_with_a_reason(register, hang_out, desk, settle):
    notice_id = hang_out()
    made = register()
    before = made.shown.notice.last_day

    def entry(text):
        return next(each for each in made.deeds.more.menu().actions() if each.text() == text)

    def extend(dialog):
        write(dialog.days, "2")
        write(dialog.reason, "公示栏被遮挡")
        click(dialog.act)
        until(lambda: not dialog.isVisible())

    through(ExtendDialog, extend, entry("延长公示…").trigger)
    settle()
    assert made.shown.notice.last_day > before
    assert made.shown.notice.workdays == 7

    def withdraw(dialog):
        click(dialog.act)
        assert "须写明事由" in refusal(dialog)
        write(dialog.reason, "名单有误")
        click(dialog.act)
        until(lambda: not dialog.isVisible())

    through(WithdrawDialog, withdraw, entry("撤回公示…").trigger)
    settle()
    assert made.shown.notice.state is NoticeState.WITHDRAWN
    assert "撤回：名单有误" in made.days.text()
    assert not made.deeds.file.isVisible()
    assert not made.deeds.more.isVisible()
    assert desk.read(queries.notices_open) == []
    assert notice_id == made.shown.notice.id


def test_each_round_is_chosen_by_itself(register, hang_out, desk, settle, over):
    from hrgrid.publicity.service import withdraw_notice

    first = hang_out()
    desk.write(lambda work: withdraw_notice(work, first), reason="名单有误")
    second = hang_out()
    made = register()
    assert made.rounds.isVisible()
    assert made.shown.notice.id == second
    made.rounds.setFocus()
    QTest.keyClick(made.rounds, Qt.Key.Key_Down)
    settle()
    assert made.shown.notice.id == first


def test_the_notice_is_written_where_one_chooses(register, hang_out, monkeypatch, tmp_path, settle):
    hang_out()
    made = register()
    path = tmp_path / "公示.pdf"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(path), ""))
    made.deeds.papers.menu().actions()[0].trigger()
    settle()
    assert "公示期为5个工作日" in PdfReader(path).pages[0].extract_text().replace("\n", "")


def test_the_register_stands_in_a_box_of_its_own(session, over, hang_out, filed, settle):
    filed(hang_out())
    dialog = RegisterDialog(session, SUBJECT, over)
    dialog.show()
    settle()
    until(dialog.register.table.isVisible)
    assert [row.name for row in dialog.register.model.rows] == ["王小明"]
    dialog.reject()


def test_whoever_only_looks_is_offered_nothing(desk, over, settings, hang_out, filed):
    secret = "Zq7-mima-2026"
    roles = (RoleRow(Role.CHIEF, ""),)
    form = OperatorForm("chief", "孙审批", "科长", "示例区", roles, secret)
    desk.write(lambda work: add_operator(work, form))
    filed(hang_out())
    session = Session(sign_in(desk.database, "chief", secret), settings)
    made = NoticeRegister(session, SUBJECT)
    over.layout().addWidget(made)
    made.refresh()
    until(lambda: not session.tasks.running)
    assert [row.name for row in made.model.rows] == ["王小明"]
    assert made.case.buttons == []
    for tool in (made.deeds.file, made.deeds.papers, made.deeds.more, made.deeds.close_it):
        assert not tool.isVisible()
    session.close()


def test_the_table_is_sound(register, hang_out, filed, qtmodeltester):
    notice_id = hang_out()
    for target in ("application:1", "application:2"):
        filed(notice_id, target=target)
    made = register()
    assert len(made.model.rows) == 2
    qtmodeltester.check(made.model)
