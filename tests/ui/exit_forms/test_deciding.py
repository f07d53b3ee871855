"""拟退出 to 批准 by real keys: only lawful grounds, sealed scans, opinions, approvals."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog

from hrgrid.exits.rules.case_forms import Delivery, OpinionForm, SealedScan, TellForm
from hrgrid.exits.rules.words import (
    ExitState,
    FaultItem,
    Ground,
    Opinion,
    OpinionKind,
    Protection,
)
from hrgrid.exits.service.hearings import tell_person
from hrgrid.exits.service.opinions import record_opinion
from hrgrid.exits.service.protections import answer_protections, seal_scan
from hrgrid.ui.dialogs import Confirmation
from hrgrid.ui.exits.forms import protecting
from hrgrid.ui.matters.approving import PAPER, SIGNED
from tests.exits import office as cases
from tests.exits.office import board, on
from tests.ui.assessment.pressing import click, down_to, typed
from tests.ui.exit_forms.doing import state, tick
from tests.ui.hands import in_dialog, texts

KEY = Qt.Key
S = ExitState


def test_a_ground_is_one_of_the_law_and_never_a_rank(office, step, refused, done):
    case = cases.opened(office)
    box = step(case, "propose")
    assert set(box.ground.buttons) == set(Ground) - {Ground.ROLE_ENDED}
    assert not box.ground.buttons[Ground.INCOMPETENT].isEnabled()
    assert "没有选依据" in refused(box)
    tick(box.ground, Ground.FAULT)
    assert [box.item.itemData(at) for at in range(box.item.count())] == list(FaultItem)[1:]
    down_to(box.item, FaultItem.DAMAGE)
    typed(box.facts, "连续两月排名末位")
    assert "不能写" in refused(box)
    box.facts.selectAll()
    typed(box.facts, "2026-02-20 擅离岗位，造成严重后果")
    done(box)
    row = board(office, case).card
    assert (row.row.ground, row.fault_item) == (Ground.FAULT, FaultItem.DAMAGE)


def test_who_failed_again_is_offered_as_unfit_and_a_volunteer_is_released(office, step):
    box = step(cases.reassessed(office), "propose")
    assert box.ground.chosen is Ground.INCOMPETENT
    short = step(cases.opened(office, "李四"), "propose")
    assert set(short.ground.buttons) == {Ground.ROLE_ENDED, Ground.RESIGN, Ground.EXPIRY}


def test_the_first_item_is_for_a_probation_alone(office, step):
    case = cases.opened(office, "周五")
    box = step(case, "propose")
    tick(box.ground, Ground.FAULT)
    box.on.setFocus()
    box.on.selectAll()
    typed(box.on, "2026-03-10")
    QTest.keyClick(box.on, KEY.Key_Tab)
    assert box.item.itemData(0) is FaultItem.PROBATION


def test_what_was_proposed_is_changed_and_changed_back(office, step, done, session, settle):
    case = cases.proposed(office, form=cases.FAULT)
    box = step(case, "amend")
    assert box.facts.toPlainText() == cases.FAULT.ground_words
    down_to(box.item, FaultItem.BREACH)
    done(box)
    assert board(office, case).card.fault_item is FaultItem.BREACH
    session.undo.undo()
    settle()
    assert board(office, case).card.fault_item is FaultItem.DAMAGE


def test_six_questions_some_today_and_the_rest_later(office, step, done):
    case = cases.proposed(office)
    box = step(case, "protect")
    assert len(box.items) == 6
    click(box.items[Protection.PREGNANCY].no)
    assert "还有 5 项没有答" in box._told.text()
    done(box)
    assert state(office, case) is S.PROPOSED
    again = step(case, "protect")
    assert again.items[Protection.PREGNANCY].blocks is False
    for item in list(Protection)[1:]:
        click(again.items[item].no)
    done(again)
    assert state(office, case) is S.CHECKED


def test_a_protection_that_holds_is_told_at_once(office, step, done):
    case = cases.proposed(office)
    box = step(case, "protect")
    click(box.items[Protection.ILLNESS].yes)
    assert "不能以“第四十条第二项”退出" in box._told.text()
    for item in set(Protection) - {Protection.ILLNESS}:
        click(box.items[item].no)
    done(box)
    assert state(office, case) is S.PROPOSED


@pytest.fixture
def chosen_scan(tmp_path, monkeypatch) -> None:
    """What the file chooser gives."""
    scan = tmp_path / "诊断证明.pdf"
    scan.write_bytes(b"%PDF-1.4 sealed")
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(scan), ""))


@pytest.mark.usefixtures("chosen_scan")
def test_a_scan_is_sealed_with_its_answer(office, step, refused, done):
    case = cases.proposed(office)
    box = step(case, "protect")
    fields = box.items[Protection.ILLNESS]
    assert not fields.open.isVisible()
    click(fields.scan.choose)
    assert fields.scan.isVisible()
    click(box.items[Protection.PREGNANCY].no)
    assert "没有答是或否" in refused(box)
    click(fields.no)
    done(box)
    row = next(one for one in board(office, case).protections if one.item is Protection.ILLNESS)
    assert row.has_scan
    assert "诊断" not in row.scan_name


def test_a_sealed_scan_is_opened_only_after_asking(office, step, settle, monkeypatch, qtbot):
    case = cases.proposed(office)
    answers = cases.answers(on(4, 16), Protection.ILLNESS)
    office.write(lambda work: answer_protections(work, case, answers))
    scan = SealedScan("证明.pdf", b"%PDF-1.4 sealed")
    office.write(lambda work: seal_scan(work, case, Protection.ILLNESS, scan))
    opened: list[bytes] = []
    monkeypatch.setattr(protecting, "open_content", lambda _, content: opened.append(content))
    box = step(case, "protect")
    in_dialog(Confirmation, lambda ask: QTest.keyClick(ask, KEY.Key_Escape))
    click(box.items[Protection.ILLNESS].open)
    settle()
    assert not opened
    in_dialog(Confirmation, lambda ask: click(ask.act))
    click(box.items[Protection.ILLNESS].open)
    qtbot.waitUntil(lambda: bool(opened))
    settle()
    assert opened == [scan.content]


def test_told_and_heard(office, step, done, refused):
    case = cases.checked(office)
    box = step(case, "tell")
    assert "可以陈述申辩到" in box._until.text()
    typed(box.delivery.number, "东街告〔2026〕1号")
    done(box)
    heard = step(case, "hear")
    assert not heard.how.buttons["lapsed"].isEnabled()
    assert "本人陈述申辩的内容" in refused(heard)
    typed(heard.statement, "请求再给机会")
    typed(heard.finding, "经核实，两次考核无误")
    done(heard)
    assert state(office, case) is S.HEARD


def test_the_days_lapse_only_when_they_are_over(office, step, done):
    case = cases.checked(office)
    told = TellForm(Delivery(on(4, 17)))
    office.write(lambda work: tell_person(work, case, told))
    box = step(case, "hear")
    tick(box.how, "lapsed")
    assert not box.statement.isVisible()
    done(box)
    assert board(office, case).hearings[0].how == "lapsed"


def test_the_union_objects_and_is_answered(office, step, done, refused):
    case = cases.heard(office)
    ask = step(case, "ask_union")
    typed(ask.asked, "区总工会")
    assert ask.due.value > ask.on.value
    done(ask)
    box = step(case, "union")
    assert not box.opinion.buttons[Opinion.SILENT].isEnabled()
    tick(box.opinion, Opinion.OBJECTS)
    assert "意见内容" in refused(box)
    typed(box.text, "建议再安排一次补训")
    done(box)
    assert state(office, case) is S.HEARD
    answer = step(case, "answer_objection")
    typed(answer.answer, "已安排过两次补训")
    done(answer)
    assert state(office, case) is S.UNION_ASKED


def test_the_lawyer_answers(office, step, done):
    case = cases.heard(office)
    cases.agreed(office, case, OpinionKind.UNION, on(4, 22))
    ask = step(case, "ask_legal")
    typed(ask.asked, "公职律师王律师")
    done(ask)
    done(step(case, "legal"))
    assert state(office, case) is S.LEGAL_REVIEWED


def test_the_objection_stands_over_its_answer(office, step):
    case = cases.heard(office)
    cases.asked(office, case, OpinionKind.UNION, on(4, 22))
    said = OpinionForm(Opinion.OBJECTS, on(4, 24), "建议再补训")
    office.write(lambda work: record_opinion(work, case, OpinionKind.UNION, said))
    box = step(case, "answer_objection")
    assert any("区总工会的异议：建议再补训。" in text for text in texts(box))


def test_a_level_that_refuses_says_why_and_is_made_void(office, step, done, refused):
    case = cases.reviewed(office)
    box = step(case, "consent")
    assert box.level.currentText() == "社区意见"
    tick(box.agrees, "no")
    typed(box.who, "王主任")
    typed(box.post, "社区党委书记")
    assert "意见内容" in refused(box)
    typed(box.text, "建议再给一次机会")
    done(box)
    assert not board(office, case).consents[-1].agrees
    void = step(case, "void_consent")
    typed(void.reason, "补充材料后重新征求")
    done(void)
    assert all(one.void_reason for one in board(office, case).consents)


def test_a_level_is_registered_and_taken_back(office, step, done, session, settle):
    case = cases.reviewed(office)
    box = step(case, "consent")
    typed(box.who, "王主任")
    typed(box.post, "社区党委书记")
    done(box)
    assert board(office, case).consents[-1].agrees
    session.undo.undo()
    settle()
    assert all(one.void_reason for one in board(office, case).consents)


def test_approved_from_paper(office, step, done, refused):
    case = cases.reviewed(office)
    cases.consented(office, case, on(4, 27))
    box = step(case, "approve")
    assert box.way.currentData() == PAPER
    assert "批件文号" in refused(box)
    typed(box.paper_no, "委务会纪要〔2026〕9号")
    typed(box.name, "刘书记")
    typed(box.post, "区委政法委书记")
    done(box)
    found = board(office, case)
    assert found.card.row.state is S.APPROVED
    assert found.approvals[0].name == "刘书记"


def test_approved_by_whoever_sits_there(office, step, done, refused):
    case = cases.reviewed(office)
    cases.consented(office, case, on(4, 27))
    box = step(case, "approve")
    down_to(box.way, SIGNED)
    assert not box.name.isVisible()
    assert "批准文号" in refused(box)
    typed(box.document, "盐南政法〔2026〕9号")
    done(box)
    assert board(office, case).card.document_no == "盐南政法〔2026〕9号"
