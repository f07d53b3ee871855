"""立案 to 再考核 by real keys: what is offered, what is refused in place, and what stands then."""

from __future__ import annotations

import datetime as dt

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from hrgrid.exits.queries.board import case_board
from hrgrid.exits.rules.next_step import STEPS
from hrgrid.exits.rules.rows import RegulationForm
from hrgrid.exits.rules.words import Delivered, ExitPaper, ExitState, RemedyKind, Trigger
from hrgrid.exits.service.regulations import add_regulation
from hrgrid.ui.exits.forms import KNOWN, Opening, open_case_form
from hrgrid.ui.exits.forms.opening import OpenCaseDialog
from hrgrid.workforce.service.posting import end_post
from tests.exits import office as cases
from tests.exits.office import board
from tests.ui.assessment.pressing import click, down_to, typed
from tests.ui.exit_forms.doing import state
from tests.ui.hands import activate, in_dialog

KEY = Qt.Key
S = ExitState


def test_every_step_has_its_dialog():
    assert set(STEPS) == KNOWN


def test_somebody_is_found_and_a_case_opened(office, session, window, qtbot, settle):
    came = []

    def fill(box: OpenCaseDialog) -> None:
        typed(box.search, "赵一")
        qtbot.waitUntil(lambda: box.chosen is not None)
        settle()
        down_to(box.cause, Trigger.GRADE)
        typed(box.words, "一季度考核不合格")
        typed(box.first, "科长甲")
        click(box.act)
        qtbot.waitUntil(lambda: not box.isVisible())

    in_dialog(OpenCaseDialog, fill)
    came.append(open_case_form(session, window))
    card = board(office, came[0]).card
    assert (card.row.name, card.row.cause, card.row.state) == ("赵一", Trigger.GRADE, S.REVIEWING)
    assert card.first_assessor == "科长甲"


def test_the_path_is_told_and_who_has_a_case_is_not_taken_again(office, opening, qtbot, refused):
    cases.opened(office)
    box = opening(Opening(text="赵一", trigger_words="投诉两次"))
    qtbot.waitUntil(lambda: box.chosen is not None)
    assert "已有一件没有办结的退出事项" in box._who._below.text()
    typed(box.first, "科长甲")
    assert "已有一件没有办结的退出事项" in refused(box)
    other = opening(Opening(text="李四"))
    qtbot.waitUntil(lambda: other.chosen is not None)
    assert "两步一文" in other._who._below.text()
    down_to(other.cause, Trigger.OTHER)
    assert not other._first.isVisible()


def test_a_warning_offers_the_talk_and_takes_its_receipt(office, step, done, refused):
    case = cases.opened(office)
    box = step(case, "warn")
    assert box.talk_on.value > box.on.value
    assert "预警通知书文号" in refused(box)
    typed(box.number, "东街预〔2026〕1号")
    typed(box.place, "街道二楼会议室")
    QTest.keyClick(box.receipt.tick, KEY.Key_Space)
    down_to(box.receipt.fields.how, Delivered.REFUSED)
    assert "见证人" in refused(box)
    typed(box.receipt.fields.witness, "社区工作者丁")
    done(box)
    found = board(office, case)
    assert found.card.row.state is S.WARNED
    [receipt] = found.receipts
    assert (receipt.how, receipt.witness) == (Delivered.REFUSED, "社区工作者丁")
    assert receipt.number == "东街预〔2026〕1号"


def test_a_day_of_the_talk_that_was_typed_stays(office, step):
    box = step(cases.opened(office), "warn")
    box.talk_on.setFocus()
    box.talk_on.selectAll()
    typed(box.talk_on, "2026-12-24")
    QTest.keyClick(box.talk_on, KEY.Key_Tab)
    box.on.setFocus()
    box.on.selectAll()
    typed(box.on, "2026-11-02")
    QTest.keyClick(box.on, KEY.Key_Tab)
    assert box.talk_on.value == dt.date(2026, 12, 24)


def test_a_talk_by_the_keyboard_alone(office, step, qtbot, settle):
    case = cases.warned(office)
    box = step(case, "talk")
    activate(box, qtbot)
    qtbot.waitUntil(box.place.hasFocus)
    typed(box.place, "街道二楼会议室")
    for _ in range(2):
        QTest.keyClick(box.focusWidget(), KEY.Key_Tab)
    qtbot.waitUntil(box.present.hasFocus)
    assert "赵一" in box.present.text()
    QTest.keyClick(box.present, KEY.Key_Tab)
    typed(box.content, "指出巡查次数不够")
    QTest.keyClick(box.present, KEY.Key_Return)
    qtbot.waitUntil(lambda: not box.isVisible())
    settle()
    found = board(office, case)
    assert found.card.row.state is S.TALKED
    assert found.talks[0].content == "指出巡查次数不够"


def test_a_refusal_to_sign_needs_its_witness(office, step, refused, done):
    case = cases.warned(office)
    box = step(case, "talk")
    assert not box.witness.isVisible()
    typed(box.content, "指出巡查次数不够")
    QTest.keyClick(box.refused, KEY.Key_Space)
    assert "见证人" in refused(box)
    typed(box.witness, "社区工作者丁")
    done(box)
    assert board(office, case).talks[0].witness == "社区工作者丁"


def test_a_remedy_runs_as_long_as_the_rules_ask(office, step, done, refused):
    case = cases.talked(office)
    box = step(case, "remedy")
    assert (box.last.value - box.first.value).days == 29
    assert box.minutes.text() == "720"
    typed(box.content, "三门补训课")
    box.last.setFocus()
    box.last.selectAll()
    typed(box.last, f"{box.first.value + dt.timedelta(days=9):%Y-%m-%d}")
    QTest.keyClick(box.last, KEY.Key_Tab)
    assert "共 10 天" in box._days.text()
    assert "不少于 30 天" in refused(box)
    box.last.selectAll()
    typed(box.last, f"{box.first.value + dt.timedelta(days=30):%Y-%m-%d}")
    QTest.keyClick(box.last, KEY.Key_Tab)
    done(box)
    [row] = board(office, case).remedies
    assert (row.kind, row.days, row.minutes) == (RemedyKind.TRAINING, 31, 720)


def test_each_kind_of_remedy_asks_for_its_own(office, step):
    box = step(cases.talked(office), "remedy")
    down_to(box.kind, RemedyKind.MENTOR)
    assert box.mentor.isVisible()
    assert not box.minutes.isVisible()
    down_to(box.kind, RemedyKind.TRANSFER)
    assert box.post.isVisible()
    assert not box.mentor.isVisible()


def test_what_came_of_a_remedy(office, step, done, refused):
    case = cases.helped(office, done=False)
    box = step(case, "remedy_done")
    assert "结果" in refused(box)
    typed(box.came, "三门课都学完")
    done(box)
    assert board(office, case).remedies[0].result == "三门课都学完"


def test_whether_a_mark_is_enough_is_told_while_it_is_typed(office, step, refused, done):
    case = cases.helped(office)
    box = step(case, "reassess")
    typed(box.score, "5")
    typed(box.score, "5")
    assert "仍不合格" in box._score._below.text()
    typed(box.scheme, "月度考核办法")
    typed(box.assessor, "科长甲")
    assert "科长甲是原来的考核人" in refused(box)
    box.assessor.selectAll()
    typed(box.assessor, "科长乙")
    done(box)
    [row] = board(office, case).reassessments
    assert (row.score_milli, row.passed, row.assessor) == (55_000, False, "科长乙")


def test_who_passed_is_let_off(office, step, done):
    case = cases.reassessed(office, score=72_500)
    box = step(case, "lift")
    assert box.reason.text() == "再考核 72.5 分，合格"
    done(box)
    card = office.read(lambda work: case_board(work, case)).card
    assert card.row.state is S.IMPROVED
    assert card.row.watch_until > card.row.state_since


def test_nothing_in_it(office, step, done, refused):
    case = cases.opened(office)
    box = step(case, "dismiss")
    assert "事由" in refused(box)
    typed(box.reason, "数据漏报，已更正")
    done(box)
    assert board(office, case).card.end_reason == "数据漏报，已更正"
    assert state(office, case) is S.DISMISSED


def test_the_regulation_that_fits_is_offered_and_whether_he_signed(office, opening, qtbot, done):
    street, day = cases.area(office, "东街道"), dt.date(2026, 2, 10)
    made = []
    for at, (place, title) in enumerate((("示例区", "区考核办法"), ("东街道", "街道考核办法"))):
        form = RegulationForm(
            title, f"{at + 1} 号", cases.area(office, place).id, "讨论通过", day, day
        )
        made.append(office.write(lambda work, form=form: add_regulation(work, form)))
    box = opening(Opening(text="赵一", trigger_words="投诉两次", cause=Trigger.OTHER))
    qtbot.waitUntil(lambda: box.chosen is not None)
    qtbot.waitUntil(lambda: box.place.regulation.count() == 3)
    assert not box.place.area.isVisible()
    # The nearest counts first; the district's may be chosen, and none.
    offered = [box.place.regulation.itemText(row) for row in range(3)]
    assert offered == ["《街道考核办法》（2 号）", "《区考核办法》（1 号）", "不按办法"]
    assert "没有签收记录" in box.place._regulation._below.text()
    down_to(box.place.regulation, made[0])
    done(box)
    card = board(office, box.result_value).card
    assert card.regulation == "《区考核办法》（1 号）"
    assert card.row.area_path.startswith(street.path)


def test_whoever_holds_no_post_needs_the_area_that_handles_it(
    office, opening, qtbot, done, refused
):
    last = dt.date(2026, 5, 31)
    office.write(lambda work: end_post(work, cases.post_of(work, "钱二"), last), reason="退回")
    box = opening(Opening(text="钱二", trigger_words="派遣单位通知退回", cause=Trigger.OTHER))
    qtbot.waitUntil(lambda: box.chosen is not None)
    qtbot.waitUntil(lambda: box.place.area.count() > 1)
    assert box.place.area.isVisible()
    assert "没有在任的岗位" in box.who.currentText()
    street = cases.area(office, "东街道")
    # Where he was last is offered, and may be taken back.
    assert box.place.area.currentData() == street.id
    down_to(box.place.area, None)
    assert "由哪个区域办理" in refused(box)
    down_to(box.place.area, street.id)
    done(box)
    card = board(office, box.result_value).card
    assert (card.row.name, card.post_id, card.row.area_path) == ("钱二", None, street.path)


def test_a_warning_lifted_takes_the_receipt_of_its_paper(office, step, done):
    case = cases.reassessed(office, "赵一", 72_500)
    box = step(case, "lift")
    typed(box.number, "东街解〔2026〕1号")
    assert not box.receipt.fields.isVisible()
    QTest.keyClick(box.receipt.tick, KEY.Key_Space)
    down_to(box.receipt.fields.how, Delivered.MAILED)
    done(box)
    found = board(office, case)
    assert found.card.row.state is S.IMPROVED
    [receipt] = found.receipts
    assert (receipt.paper, receipt.number) == (ExitPaper.RELIEF, "东街解〔2026〕1号")
    assert receipt.how is Delivered.MAILED
