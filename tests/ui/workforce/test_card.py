"""网格与人员: one person's card and the numbers on it."""

from __future__ import annotations

import io

from PIL import Image
from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QApplication

from hrgrid.accounts.service import add_operator, sign_in
from hrgrid.exchange.service import open_drop, run_import
from hrgrid.storage import journal
from hrgrid.storage.journal import JournalFilter
from hrgrid.ui.main_window import MainWindow, Standing
from hrgrid.ui.pages import PAGES
from hrgrid.ui.session import Session
from hrgrid.ui.workforce.card import NumbersDialog, PersonDialog
from hrgrid.workforce.service.imports import KINDS
from tests.ui.hands import (
    VIEWER,
    activate,
    find,
    names,
    texts,
)


def test_enter_opens_the_card_which_follows_the_cursor_and_esc_closes_it(small, qtbot, settle):
    activate(small.window(), qtbot)
    small.table.setFocus()
    qtbot.keyClick(small.table, Qt.Key.Key_Return)
    settle()
    assert small.person.isVisible()
    assert small.person.view.card.name == names(small)[0]
    qtbot.keyClick(small.table, Qt.Key.Key_Down)
    qtbot.waitUntil(lambda: small.person.view.card.name == names(small)[1])
    qtbot.keyClick(small.table, Qt.Key.Key_Escape)
    assert not small.person.isVisible()
    assert small.window().focusWidget() is small.table


def test_the_card_tells_facts_posts_and_masked_numbers(small, qtbot, settle):
    find(small, settle)
    small.table.opened.emit(small.model.rows[0])
    qtbot.waitUntil(lambda: "没有聘用记录" in texts(small.person))
    shown = texts(small.person)
    numbers = {"999999********0017", "199****1234"}
    assert {"欧阳若水", "在册", "熟悉片区", "甲区第2网格", "没有聘用记录"} | numbers <= set(shown)
    assert "联络员 · 兼职，2020-01-01 起" in shown


def portrait(colour: str) -> bytes:
    made = io.BytesIO()
    Image.new("RGB", (300, 420), colour).save(made, "JPEG")
    return made.getvalue()


def test_the_card_shows_the_photo_and_a_damaged_one_says_why(
    small, desk, settle, tmp_path, database
):
    (tmp_path / "照片").mkdir()
    (tmp_path / "照片" / "欧阳若水.jpg").write_bytes(portrait("navy"))
    drop = desk.read(lambda work: open_drop(work, KINDS["photos"], [tmp_path / "照片"]))
    assert run_import(desk, KINDS["photos"], drop).new == 1
    small.refresh()
    settle()
    find(small, settle)
    small.table.opened.emit(small.table.current)
    settle()
    settle()
    photo = small.person.view.photo
    assert photo.accessibleName() == "欧阳若水的证件照"
    middle = photo.grab().toImage().pixelColor(photo.width() // 2, photo.height() // 2)
    assert (middle.red() < 30, middle.blue() > 100) == (True, True)
    [stored] = [file for file in tmp_path.rglob("*") if file.is_file() and is_jpeg(file)]
    stored.write_bytes(portrait("red"))
    small.person.read(small.table.current.id)
    settle()
    settle()
    assert small.person.view.photo.picture.isNull()
    assert "欧阳若水的证件照：" in small.person.view.photo.accessibleName()


def is_jpeg(file) -> bool:
    return file.parent.name != "照片" and file.read_bytes()[:2] == b"\xff\xd8"


def answer_numbers(qtbot, page, reason: str) -> list[str]:
    """Press 显示号码, type a reason, press the deed; returns the refusal, if any."""
    from hrgrid.ui.banners import Banner

    refusals: list[str] = []

    def fill() -> None:
        dialog = QApplication.activeModalWidget()
        assert isinstance(dialog, NumbersDialog)
        dialog.reason.setText(reason)
        qtbot.mouseClick(dialog.act, Qt.MouseButton.LeftButton)
        if not reason.strip():
            qtbot.waitUntil(lambda: bool(dialog.findChildren(Banner)))
            refusals.extend(one.message.sentence for one in dialog.findChildren(Banner))
            dialog.reject()

    QTimer.singleShot(0, fill)
    qtbot.mouseClick(page.person.view.numbers.turn, Qt.MouseButton.LeftButton)
    return refusals


def shown_numbers(desk) -> list[tuple[str, str]]:
    rows = desk.read(
        lambda work: journal.entries(work.session, JournalFilter(action="show_numbers"), limit=9)
    )
    return [(row.subject, row.reason) for row in rows]


def test_full_numbers_are_shown_for_a_reason_and_on_record(small, qtbot, desk, settle):
    find(small, settle)
    small.table.opened.emit(small.model.rows[0])
    settle()
    numbers = small.person.view.numbers
    assert answer_numbers(qtbot, small, "核对劳动合同") == []
    settle()
    assert (numbers.id_number.text(), numbers.phone.text()) == (
        "999999199001010017",
        "19900001234",
    )
    number = small.model.rows[0].number
    assert shown_numbers(desk) == [(f"欧阳若水（{number}）", "核对劳动合同")]
    qtbot.mouseClick(numbers.turn, Qt.MouseButton.LeftButton)
    assert numbers.id_number.text() == "999999********0017"
    assert len(shown_numbers(desk)) == 1


def test_without_a_reason_no_number_is_shown(small, qtbot, desk, settle):
    find(small, settle)
    small.table.opened.emit(small.model.rows[0])
    settle()
    refusals = answer_numbers(qtbot, small, "  ")
    assert len(refusals) == 1
    assert refusals[0].startswith("这一步须写明事由")
    assert small.person.view.numbers.id_number.text() == "999999********0017"
    assert shown_numbers(desk) == []


def test_who_leaves_the_card_hides_the_numbers_again(small, qtbot, desk, settle):
    small.table.opened.emit(small.model.rows[0])
    settle()
    answer_numbers(qtbot, small, "核对劳动合同")
    settle()
    small.table.setFocus()
    qtbot.keyClick(small.table, Qt.Key.Key_Down)
    qtbot.waitUntil(lambda: small.person.view.card.name == names(small)[1])
    qtbot.keyClick(small.table, Qt.Key.Key_Up)
    qtbot.waitUntil(lambda: small.person.view.card.name == names(small)[0])
    assert "*" in small.person.view.numbers.id_number.text()


def test_who_may_not_see_numbers_is_not_offered_them(few, qtbot, desk, database, settings):
    desk.write(lambda work: add_operator(work, VIEWER))
    session = Session(sign_in(database, "mayk", VIEWER.secret), settings)
    window = MainWindow(session, Standing("示例区委政法委", "数据.hrg", shared=False), PAGES)
    qtbot.addWidget(window)
    window.resize(1366, 768)
    window.show()
    window.show_page("workforce")
    qtbot.waitUntil(lambda: window.page.model.rowCount() == 8)
    window.page.table.opened.emit(window.page.model.rows[0])
    qtbot.waitUntil(lambda: window.page.person.view.card is not None)
    assert not window.page.person.view.numbers.turn.isVisible()
    assert not window.page.tools.roster.isVisible()
    session.close()


def test_in_a_narrow_window_the_card_is_a_dialog(small, window, qtbot, settle):
    window.resize(910, 512)
    qtbot.waitUntil(small.tools.tree.isVisible)
    seen = []

    def look() -> None:
        dialog = QApplication.activeModalWidget()
        assert isinstance(dialog, PersonDialog)
        qtbot.waitUntil(lambda: dialog.view.card is not None)
        seen.append((dialog.windowTitle(), dialog.view.card.name))
        dialog.accept()

    QTimer.singleShot(0, look)
    small.table.setFocus()
    qtbot.keyClick(small.table, Qt.Key.Key_Return)
    first = names(small)[0]
    assert seen == [(first, first)]
    assert not small.person.isVisible()
