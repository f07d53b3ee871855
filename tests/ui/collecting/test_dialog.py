"""下发和收回 by keys and drops: out to the streets, back again, chosen, merged, taken back."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QApplication, QPushButton
from sqlalchemy import select

from hrgrid.exchange.rules.differing import Differs, Side
from hrgrid.exchange.rules.words import CollectKind, SheetState
from hrgrid.exchange.service.rounds import hand_out_again
from hrgrid.ui import theme
from hrgrid.ui.collecting.dialog import COMPARING, OPENING, RECEIVED, UNITS, CollectingDialog
from hrgrid.ui.deed_dialog import ReasonDialog
from hrgrid.ui.theme import Mode, TextSize
from hrgrid.workforce.model import Person
from hrgrid.workforce.queries.listing import PHONE
from hrgrid.workforce.service.collecting import ROSTER_CHECK
from hrgrid.workforce.service.correcting import correct_person
from hrgrid.workforce.service.matching import PersonForm
from tests.exchange.filling import fill
from tests.ui.hands import in_dialog, let_fall
from tests.ui.test_shell import laid_out_and_cut

KEY = Qt.Key
CTRL = Qt.KeyboardModifier.ControlModifier


def phone(desk, name: str) -> str:
    def read(work):
        person = work.session.scalars(select(Person).where(Person.name == name)).one()
        return work.keyring.open(PHONE, person.phone)

    return desk.read(read)


def correct(desk, name: str, number: str) -> None:
    def write(work):
        person = work.session.scalars(select(Person).where(Person.name == name)).one()
        correct_person(work, person.id, person.version, PersonForm(name, phone=number))

    desk.write(write, reason="本人来电")


def next_step(box: CollectingDialog, settle) -> None:
    """Ctrl+Enter takes the step of the primary button."""
    assert box.act.isEnabled(), box.act.text()
    QTest.keyClick(box, KEY.Key_Return, CTRL)
    settle()


def handed(dialog, settle, folder) -> tuple[CollectingDialog, dict[str, Path]]:
    """A round that is out; its files by street."""
    box = dialog()
    next_step(box, settle)
    return box, {path.name.split(" ")[0]: path for path in folder.iterdir()}


def said(box: CollectingDialog) -> str:
    return box.notices.messages[0].sentence if box.notices.messages else ""


def in_menu(box: CollectingDialog, text: str):
    menu = box.more.menu()
    menu.aboutToShow.emit()
    return next(one for one in menu.actions() if text in one.text())


def test_workbooks_go_out_and_come_back_by_keys_alone(dialog, settle, folder, town):
    box = dialog()
    assert box.part == OPENING
    assert box.act.text() == "下发 2 个单位的表"
    QAbstractItemModelTester(box.opening.model)
    # Space leaves a unit out, and takes it in again.
    box.opening.table.setFocus()
    QTest.keyClick(box.opening.table, KEY.Key_Space)
    assert box.act.text() == "下发 1 个单位的表"
    QTest.keyClick(box.opening.table, KEY.Key_Space)
    next_step(box, settle)
    files = {path.name.split(" ")[0]: path for path in folder.iterdir()}
    assert sorted(files) == ["东街道", "西街道"]
    assert box.part == UNITS
    assert "已下发 2 个单位的表" in said(box)
    assert "完整手机号" in said(box)
    assert box.act.text() == "收回文件…"

    correct(town, "赵一", "13700000001")
    cells = {("赵一", "手机号"): "13922220001", ("钱二", "手机号"): "13922220002"}
    let_fall(
        box, fill(files["东街道"], cells), fill(files["西街道"], {("李四", "核对结果"): "核对无误"})
    )
    settle()
    assert "收回 2 份" in said(box)
    assert box.act.text() == "看差异（2 份待合并）"
    next_step(box, settle)
    assert box.part == COMPARING
    assert [row.finding.differs for row in box.comparing.model.rows] == [
        Differs.BOTH,
        Differs.CORRECTED,
    ] or {row.finding.who for row in box.comparing.model.rows} == {"赵一", "钱二"}
    assert box.act.text() == "还有 2 处要定"
    assert not box.act.isEnabled()
    by_name = {row.finding.who: at for at, row in enumerate(box.comparing.model.rows)}
    box.comparing.table.selectRow(by_name["赵一"])
    assert "两边都改了" in box.comparing.detail.text()
    QTest.keyClick(box.comparing.table, KEY.Key_2)
    assert box.act.text() == "还有 1 处要定"
    QTest.keyClick(box.comparing.table, KEY.Key_1)
    assert box.act.text() == "合并 2 份"
    next_step(box, settle)
    assert box.part == UNITS
    assert "已合并 2 个单位" in said(box)
    assert (phone(town, "赵一"), phone(town, "钱二")) == ("13700000001", "13922220002")
    assert box.act.text() == "办结这一轮"
    # The merge can be taken back from the message.
    (undo,) = [one for one in box.notices.messages[0].actions if "撤销" in one.text]
    undo.does()
    settle()
    assert phone(town, "钱二") == "13811110002"
    assert box.current.in_state(SheetState.RETURNED)


def test_esc_goes_back_to_the_units_and_then_away(dialog, settle, folder, qtbot):
    box, files = handed(dialog, settle, folder)
    let_fall(box, fill(files["东街道"], {("赵一", "手机号"): "13922220001"}))
    settle()
    next_step(box, settle)
    QTest.keyClick(box.comparing.table, KEY.Key_Escape)
    assert box.part == UNITS
    gone: list[bool] = []
    box.destroyed.connect(lambda *_: gone.append(True))
    QTest.keyClick(box.table, KEY.Key_Escape)
    qtbot.waitUntil(lambda: bool(gone))


def test_each_file_of_a_drop_is_told(dialog, settle, folder, tmp_path):
    box, files = handed(dialog, settle, folder)
    strange = tmp_path / "值班表.csv"
    strange.write_text("姓名,日期\n甲,1\n", encoding="utf-8")
    again = tmp_path / "又一份.xlsx"
    again.write_bytes(files["东街道"].read_bytes())
    let_fall(box, files["东街道"], again, strange)
    settle()
    assert box.part == RECEIVED
    QAbstractItemModelTester(box.received)
    assert [row.came.label for row in box.received.rows] == ["已收回", "收过了", "没有收"]
    assert "收过" in box.received_told.text()
    assert box.act.text() == "看各单位"
    next_step(box, settle)
    assert [row.state for row in box.units.rows] == [SheetState.RETURNED, SheetState.OUT]


def test_what_cannot_be_read_leaves_its_row_out(dialog, settle, folder, town):
    box, files = handed(dialog, settle, folder)
    cells = {("赵一", "手机号"): "1381", ("钱二", "核对结果"): "核对无误"}
    let_fall(box, fill(files["东街道"], cells))
    settle()
    next_step(box, settle)
    assert box.act.text() == "只合并没有问题的行"
    next_step(box, settle)
    assert "还有没合并的行" in said(box)
    assert phone(town, "赵一") == "13811110001"


def test_the_rest_is_decided_at_once(dialog, settle, folder, town):
    box, files = handed(dialog, settle, folder)
    cells = {
        (name, "手机号"): f"1392222000{at}" for at, name in enumerate(("赵一", "钱二", "孙三"))
    }
    let_fall(box, fill(files["东街道"], cells))
    settle()
    next_step(box, settle)
    assert box.comparing.waiting == 3
    QTest.keyClick(box.comparing.table, KEY.Key_2)
    QTest.mouseClick(box.comparing.take_rest, Qt.MouseButton.LeftButton)
    assert box.comparing.waiting == 0
    sides = [one.side for chosen in box.comparing.choices.values() for one in chosen.values()]
    assert sorted(side.value for side in sides) == ["office", "unit", "unit"]
    assert Side.UNIT in sides


def test_units_are_reminded_and_excused(dialog, settle, folder, town):
    box, _ = handed(dialog, settle, folder)
    in_menu(box, "催 2 个未报的单位").trigger()
    settle()
    text = QGuiApplication.clipboard().text()
    assert "还没有收到 2 个单位" in text
    assert "东街道" in text
    assert all(row.reminded_on is not None for row in box.units.rows)

    def excuse(asking: ReasonDialog) -> None:
        asking.reason.insert("刚换届")
        QTest.mouseClick(asking.act, Qt.MouseButton.LeftButton)

    box.table.selectRow(1)
    in_dialog(ReasonDialog, excuse)
    in_menu(box, "免报").trigger()
    settle()
    assert box.units.rows[1].state is SheetState.EXCUSED
    assert box.units.rows[1].note == "刚换届"


def test_a_round_is_ended_with_the_reason_and_may_be_asked_again(dialog, settle, folder):
    box, _ = handed(dialog, settle, folder)

    def why(asking: ReasonDialog) -> None:
        asking.reason.insert("已电话核实")
        QTest.mouseClick(asking.act, Qt.MouseButton.LeftButton)

    in_dialog(ReasonDialog, why)
    in_menu(box, "办结这一轮").trigger()
    settle()
    assert box.part == OPENING
    assert "已电话核实" in box.opening.earlier.text()
    assert box.act.text() == "下发 2 个单位的表"


def test_an_old_edition_is_looked_at_and_not_merged(dialog, settle, folder, town):
    box, files = handed(dialog, settle, folder)
    path = fill(files["东街道"], {("赵一", "手机号"): "13922220001"}, folder / "旧.xlsx")
    sheet_id = box.units.rows[0].sheet_id
    town.write(lambda work: hand_out_again(work, ROSTER_CHECK, [sheet_id]), reason="重发")
    let_fall(box, path)
    settle()
    assert box.received.rows[0].came.label == "旧版"
    next_step(box, settle)
    in_menu(box, "看东街道的差异").trigger()
    settle()
    assert box.comparing.waiting == 0
    box.comparing.which.choose("all")
    assert [row.finding.came for row in box.comparing.model.rows] == ["13922220001"]
    assert not box.act.isVisible()


def test_what_cannot_be_asked_says_why(dialog):
    box = dialog(CollectKind.ENROLMENT, "class:77")
    assert not box.act.isVisible()
    assert "没有这个培训班" in box.opening.nothing.findChildren(type(box.told))[1].text()


def test_a_refusal_is_told_and_the_way_is_open(dialog, settle, folder, town, qtbot):
    first, _ = handed(dialog, settle, folder)
    from hrgrid.exchange.service.rounds import cancel_round

    round_id = first.current.id
    town.write(lambda work: cancel_round(work, ROSTER_CHECK, round_id), reason="另发")
    let_fall(first, next(folder.iterdir()))
    settle()
    assert "已取消" in said(first)
    assert first.running is None
    assert not first.collect.isVisible() or first.collect.isEnabled()


@pytest.mark.parametrize("size", [(1366, 768), (910, 512)])
@pytest.mark.parametrize("letters", [TextSize.NORMAL, TextSize.LARGEST])
def test_nothing_is_cut(dialog, settle, folder, size, letters):
    theme.apply(QApplication.instance(), Mode.LIGHT, letters)
    window = QApplication.activeWindow()
    window.resize(*size)
    box, files = handed(dialog, settle, folder)
    assert laid_out_and_cut(box) == []
    let_fall(box, fill(files["东街道"], {("赵一", "手机号"): "13922220001"}))
    settle()
    next_step(box, settle)
    assert laid_out_and_cut(box) == []
    assert box.width() <= window.width()
    assert all(one.focusPolicy() != Qt.FocusPolicy.NoFocus for one in box.findChildren(QPushButton))
