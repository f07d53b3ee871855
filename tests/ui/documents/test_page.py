"""证书与报表: list, preview, ranges and reasons, packs, a printer that fails, files, deeds."""

from __future__ import annotations

import openpyxl
import pypdf
import pypdfium2
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QFileDialog, QLabel

from hrgrid.documents.queries import Sought, listed, owed_sheets, sheets, waiting_packs
from hrgrid.documents.rules import PrintReason, SheetState, Standing
from hrgrid.documents.service import PrintOrder, send_pack
from hrgrid.paper.pades import signatures_of
from hrgrid.ui import theme
from hrgrid.ui.banners import Banner
from hrgrid.ui.buttons import Button
from hrgrid.ui.documents.batches import Fit
from hrgrid.ui.documents.printers import PACK, fit_entry
from hrgrid.ui.documents.signing import SigningForm
from hrgrid.ui.theme import Mode, TextSize
from tests.paper.signing import HOLDER, PASSWORD, pkcs12
from tests.statements import recorded
from tests.ui.documents.build import campaign_with
from tests.ui.documents.clerk import Clerk
from tests.ui.honours.test_dialogs import acting
from tests.ui.test_shell import cut_texts


@pytest.fixture
def clerk(qtbot, batch, opened):
    return Clerk(qtbot, opened())


def register(desk, batch):
    return desk.read(lambda work: sheets(work, batch))


def rows_of(desk, batch):
    return desk.read(lambda work: listed(work, Sought(batch)))


def texts(widget):
    return [label.text() for label in widget.findChildren(QLabel) if label.isVisible()]


def reads(qtbot, widget, sentence) -> None:
    """A sentence is on show; what is laid out anew is shown when the events between have come."""
    qtbot.waitUntil(lambda: sentence in texts(widget))


def link(qtbot, widget, text):
    def shown():
        buttons = widget.findChildren(QAbstractButton)
        return [one for one in buttons if one.text() == text and one.isVisible()]

    qtbot.waitUntil(lambda: len(shown()) == 1)
    return shown()[0]


def enter(field, text):
    """Put Chinese text in as an input method does: QTest types Latin letters only."""
    field.setText(text)
    field.textEdited.emit(text)


# --- list and preview -----------------------------------------------------------------------------


def test_an_empty_room_says_what_it_is_for_and_where_to_go(qtbot, window, settle):
    window.show_page("documents")
    settle()
    page = window.page
    qtbot.waitUntil(page.empty.isVisible)
    reads(qtbot, page, "还没有可以打印的证书")
    assert page.main_control() is page.go_on
    QTest.mouseClick(page.go_on, Qt.MouseButton.LeftButton)
    assert window.page_key == "honours"


def test_certificates_are_listed_by_number_and_the_preview_follows_the_keys(clerk, qtbot):
    page = clerk.page
    assert page.head.told.accessibleName() == "33 张 · 已打 0"
    assert [column.text(page.model.rows[3]) for column in page.model.columns] == [
        "NS0001",
        page.model.rows[3].name,
        "待打",
    ]
    assert page.list.beside.text() == "33 张"
    assert page.preview.place.text() == "第 1 张 / 33"
    assert page.main_control() is page.list.table
    qtbot.waitUntil(lambda: page.preview.paper.has_image)
    QTest.keyClick(page.list.table, Qt.Key.Key_Down)
    assert page.preview.place.text() == "第 2 张 / 33"
    clerk.rest()
    shown = page.viewer._view(page.model.rows[1])
    assert page.preview.paper._image is page.viewer.renderer.picture(shown)
    neighbours = [page.viewer._view(page.model.rows[at]) for at in (0, 2)]
    qtbot.waitUntil(
        lambda: all(page.viewer.renderer.picture(one) is not None for one in neighbours),
    )
    QTest.mouseClick(page.preview.after, Qt.MouseButton.LeftButton)
    assert page.preview.place.text() == "第 3 张 / 33"
    clerk.rest()
    assert page.preview.paper.has_image


def test_the_picture_is_as_fine_as_the_screen_and_an_overprint_shows_its_cover_faded(clerk, qtbot):
    page = clerk.page
    paper = page.preview.paper
    qtbot.waitUntil(lambda: paper.has_image)
    assert paper._image.width() >= paper.area().width() * paper.devicePixelRatioF()
    page.setup.form.setFocus()
    QTest.keyClick(page.setup.form, Qt.Key.Key_Down)
    page.setup.form.activated.emit(1)
    clerk.rest()
    assert page.preview.told.accessibleName().endswith("浅色部分是预印底纸，不打印")

    def frame() -> QColor:
        """The middle of the frame's line; white while the picture is drawn."""
        image = paper._image
        if image is None:
            return QColor("white")
        return image.pixelColor(round(image.width() * 8.6 / 297), image.height() // 2)

    qtbot.waitUntil(lambda: 20 < frame().saturation() < 140)
    page.preview.cover.setFocus()
    QTest.keyClick(page.preview.cover, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: frame() == QColor("#FFFDF7"))
    page.setup.form.choose("a4")
    page.setup.form.activated.emit(0)
    qtbot.waitUntil(lambda: frame().saturation() > 140)


def test_as_large_as_in_the_hand(clerk, qtbot):
    page = clerk.page
    QTest.mouseClick(page.preview.natural, Qt.MouseButton.LeftButton)
    clerk.rest()
    assert page.preview.paper.area().width() == pytest.approx(297 / 25.4 * 96, abs=1)
    qtbot.waitUntil(lambda: page.preview.frame.horizontalScrollBar().maximum() > 0)
    QTest.mouseClick(page.preview.whole, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: page.preview.paper.area().width() < page.preview.frame.width())


def test_the_list_is_narrowed_by_number_name_honour_and_standing(clerk, qtbot):
    page = clerk.page
    QTest.keyClicks(page.list.search, "17")
    qtbot.waitUntil(lambda: page.model.rowCount() == 1)
    assert page.model.rows[0].key[1] == 17
    enter(page.list.search, "")
    qtbot.waitUntil(lambda: page.model.rowCount() == 33)
    name = page.model.rows[20].name
    enter(page.list.search, name)
    qtbot.waitUntil(lambda: page.model.rowCount() < 33)
    assert {name} == {row.name for row in page.model.rows}
    enter(page.list.search, "")
    page.list.tier.choose("XF")
    page.list.tier.activated.emit(1)
    qtbot.waitUntil(lambda: page.model.rowCount() == 3)
    clerk.says("打印待打的 3 张")
    page.list.standing.choose(Standing.CONFIRMED)
    page.list.standing.activated.emit(1)
    qtbot.waitUntil(lambda: page.model.rowCount() == 0)
    clerk.rest()
    assert page.preview.place.text() == "没有选中证书"
    assert not page.viewer.deeds.isEnabled()


def test_a_long_list_comes_by_pages(qtbot, desk, opened):
    campaign_with(desk, NS=350)
    page = opened()
    clerk = Clerk(qtbot, page)
    assert page.model.rowCount() < 250
    assert page.preview.place.text() == "第 1 张 / 350"
    with recorded() as statements:
        for _ in range(4):
            page.list.table.setFocus()
            QTest.keyClick(page.list.table, Qt.Key.Key_End, Qt.KeyboardModifier.ControlModifier)
            clerk.rest()
    assert page.model.rowCount() == 350
    assert [row.key[1] for row in page.model.rows] == list(range(1, 351))
    # A page a statement, never the whole table.
    pages = [one for one in statements if "FROM certificate" in one and "LIMIT" in one.upper()]
    assert 0 < len(pages) <= 4
    QTest.keyClick(page.list.table, Qt.Key.Key_End, Qt.KeyboardModifier.ControlModifier)
    assert page.preview.place.text() == "第 350 张 / 350"
    assert not page.preview.after.isEnabled()


# --- ranges and reasons ---------------------------------------------------------------------------


def test_a_digit_typed_in_the_list_begins_a_range(clerk, qtbot):
    page = clerk.page
    page.window().activateWindow()
    page.list.table.setFocus()
    clerk.type("5-8")
    assert page.setup.range.text() == "5-8"
    clerk.says("打印 NS5 – 8（4 张）")
    assert page.head.primary.isEnabled()


def test_a_range_that_cannot_be_meant_says_what_to_write(clerk):
    page = clerk.page
    clerk.ask_for("1-3")
    assert "在 XF、NS 里都有" in page.setup.told.text()
    assert page.setup.range.property("wrong") is True
    assert not page.head.primary.isEnabled()
    assert not page.head.export.isEnabled()
    clerk.ask_for("NS1-3")
    assert page.setup.range.property("wrong") is False
    clerk.says("打印 NS1 – 3（3 张）")
    clerk.ask_for("")
    clerk.says("打印待打的 33 张")


def printed(clerk, text=""):
    """Print a range and find it good."""
    clerk.ask_for(text)
    clerk.press_in_dialog(clerk.page.head.primary)
    clerk.asked()
    clerk.enter()
    clerk.rest()


def test_what_was_printed_needs_a_reason_and_the_old_sheets_are_owed(clerk, desk, batch, qtbot):
    page = clerk.page
    printed(clerk, "10-14")
    assert page.head.told.accessibleName() == "33 张 · 已打 5"
    clerk.ask_for("13-16")
    reads(qtbot, page.setup, "其中 2 张已打过，将记为“补打”。旧证请收回作废。")
    assert not page.head.primary.isEnabled()
    clerk.press(page.setup.reasons[PrintReason.OTHER])
    assert not page.head.primary.isEnabled()
    enter(page.setup.note, "墨粉没了")
    assert page.head.primary.isEnabled()
    clerk.press(page.setup.reasons[PrintReason.STAINED])
    clerk.press_in_dialog(page.head.primary)
    clerk.asked()
    assert page.question.all_good.text() == "这 4 张都好，已收回作废 2 张"
    clerk.enter()
    clerk.rest()
    assert {row.reason for row in register(desk, batch) if row.turn == 2} == {PrintReason.STAINED}
    assert desk.read(lambda work: owed_sheets(work, batch)) == []
    # The next run begins with what waits, and asks for nothing.
    clerk.says("打印待打的 26 张")
    assert not page.setup._reason_row.isVisible()


def test_revoked_numbers_are_left_out_and_said(clerk, desk, batch):
    from hrgrid.documents.service import revoke

    number = rows_of(desk, batch)[12].number
    desk.write(lambda work: revoke(work, number), reason="名单核减")
    clerk.ask_for("9-12")
    reads(clerk.qtbot, clerk.page.setup, "其中 1 个编号已撤销、换发或空号，不打。")
    clerk.says("打印 NS9 – 12（3 张）")


# --- packs ----------------------------------------------------------------------------------------


def test_a_run_can_end_after_any_pack_and_begins_again_where_it_stopped(
    clerk, desk, batch, settings
):
    page = clerk.page
    page.setup.pack.choose(10)
    page.setup.pack.activated.emit(0)
    assert settings.get(PACK) == 10
    clerk.press_in_dialog(page.head.primary)
    clerk.asked()
    assert page.question.all_good.text() == "这 10 张都好，打下一批"
    assert not page.head.primary.isEnabled()
    clerk.press(page.question.enough)
    clerk.says("打印待打的 23 张")
    assert len(register(desk, batch)) == 10


def test_sheets_that_are_no_good_are_told_by_number_and_wait_for_another(clerk, desk, batch):
    page = clerk.page
    clerk.ask_for("5-9")
    clerk.press_in_dialog(page.head.primary)
    clerk.asked()

    def tell(dialog) -> None:
        QTest.keyClicks(dialog.numbers, "40")
        QTest.mouseClick(dialog.act, Qt.MouseButton.LeftButton)
        assert dialog._field.problem == "这一批里没有“40”。请核对编号，只写这一批里的。"
        dialog.numbers.clear()
        QTest.keyClicks(dialog.numbers, "6, 8-9")
        dialog.why.choose(PrintReason.MISALIGNED)
        QTest.mouseClick(dialog.act, Qt.MouseButton.LeftButton)

    clerk.in_dialog(tell)
    clerk.press(page.question.some_bad)
    clerk.rest()
    found = {row.number[-2:]: row.state for row in register(desk, batch)}
    assert [key for key, state in found.items() if state is SheetState.VOID] == ["06", "08", "09"]
    reads(clerk.qtbot, page, "还有 3 张作废的旧证没有登记收回。")
    clerk.press(link(clerk.qtbot, page, "已收回作废 3 张"))
    clerk.rest()
    assert desk.read(lambda work: owed_sheets(work, batch)) == []
    standings = {row.shown[-2:]: row.standing for row in page.model.rows}
    assert (standings["06"], standings["07"]) == (Standing.AGAIN, Standing.CONFIRMED)


def test_a_printer_that_takes_nothing_is_said_and_the_pack_can_be_printed_again(
    clerk, desk, batch, tray
):
    page = clerk.page
    tray.jammed = True
    clerk.ask_for("5-9")
    clerk.press_in_dialog(page.head.primary)
    clerk.asked()
    assert "打印机没有接收" in page.question.sentence.text()
    # A hasty Enter says that nothing came out, not that all is good.
    clerk.enter()
    clerk.rest()
    assert {row.void_reason for row in register(desk, batch)} == {PrintReason.NOT_PRINTED}
    tray.jammed = False
    printed(clerk, "5-9")
    assert [row.state for row in register(desk, batch)] == [SheetState.VOID] * 5 + [
        SheetState.CONFIRMED
    ] * 5
    assert desk.read(lambda work: owed_sheets(work, batch)) == []


def test_a_pack_that_nobody_looked_at_is_asked_about_at_the_next_visit(qtbot, desk, batch, opened):
    wanted = [row.id for row in rows_of(desk, batch)[:4]]
    order = PrintOrder(batch, "二号机", "a4")
    desk.write(lambda work: send_pack(work, order, wanted))
    page = opened()
    clerk = Clerk(qtbot, page)
    qtbot.waitUntil(page.question.isVisible)
    assert page.question.sentence.text() == "已送打 XF001 – NS0001（二号机）。"
    assert not page.head.primary.isEnabled()
    clerk.press(page.question.all_good)
    clerk.rest()
    assert desk.read(lambda work: waiting_packs(work, batch)) == []
    assert not page.question.isVisible()
    clerk.says("打印待打的 29 张")


# --- fitting a printer ----------------------------------------------------------------------------


def test_each_printer_keeps_its_offsets_and_prints_with_them(clerk, settings, tray, qtbot):
    page, setup = clerk.page, clerk.page.setup
    for _ in range(2):
        clerk.press(setup.across.more)
    setup.down.text.setFocus()
    QTest.keyClick(setup.down.text, Qt.Key.Key_Down)
    assert setup.chosen_fit == Fit((2, -1), 1000)
    assert setup.remembered.text() == "已按打印机记住"
    setup.across.text.selectAll()
    setup.across.text.insert("１００")
    QTest.keyClick(setup.across.text, Qt.Key.Key_Return)
    assert setup.across.text.property("wrong") is True
    setup.across.text.selectAll()
    setup.across.text.insert("12。5")
    QTest.keyClick(setup.across.text, Qt.Key.Key_Return)
    assert setup.chosen_fit == Fit((125, -1), 1000)
    assert settings.get(fit_entry("一号机")) == Fit((125, -1), 1000)
    setup.printer.choose("二号机")
    setup.printer.activated.emit(1)
    assert setup.chosen_fit == Fit()
    setup.printer.choose("一号机")
    setup.printer.activated.emit(0)
    assert setup.chosen_fit == Fit((125, -1), 1000)
    clerk.rest()
    clerk.ask_for("5")
    clerk.press_in_dialog(page.head.primary)
    clerk.asked()
    with pypdfium2.PdfDocument(tray.files[0]) as document:
        shown = document[0].render(scale=10 * 25.4 / 72, grayscale=True).to_pil()
    left = shown.point(lambda value: 255 * (value < 215)).getbbox()[0] / 10
    assert left == pytest.approx(8.0 + 12.5, abs=0.3)


def test_the_alignment_page_is_printed_and_no_register_knows_of_it(clerk, desk, batch, tray):
    clerk.press(clerk.page.setup.align)
    clerk.rest()
    with pypdfium2.PdfDocument(tray.files[0]) as document:
        assert len(document) == 1
        assert document.get_page_size(0)[0] == pytest.approx(297 / 25.4 * 72, abs=0.5)
    assert register(desk, batch) == []


# --- files ----------------------------------------------------------------------------------------


@pytest.fixture
def saved(monkeypatch, tmp_path):
    """The system's dialog answers with this place; its name is the one that was offered."""
    offered = []

    def answer(_parent, _title, name, _filter):
        offered.append(name)
        return str(tmp_path / name), ""

    monkeypatch.setattr(QFileDialog, "getSaveFileName", answer)
    return offered


def test_a_range_is_saved_as_pdf_and_noted_when_a_shop_printed_it(
    clerk, desk, batch, saved, tmp_path
):
    page = clerk.page
    page.setup.printer.choose("")
    page.setup.printer.activated.emit(2)
    clerk.ask_for("5-8")
    clerk.says("存为 PDF NS5 – 8（4 张）")
    clerk.press(page.head.primary)
    clerk.rest()
    path = tmp_path / saved[0]
    assert path.suffix == ".pdf"
    pages = pypdf.PdfReader(path).pages
    assert len(pages) == 4
    assert "NS0005" in pages[0].extract_text()
    assert register(desk, batch) == []
    clerk.press(link(clerk.qtbot, page.window(), "登记为已印 4 张"))
    clerk.rest()
    assert {(row.printer, row.state) for row in register(desk, batch)} == {
        ("印刷厂（PDF 文件）", SheetState.CONFIRMED)
    }


@pytest.fixture
def registered(desk, batch):
    """What the register of prints has."""
    return lambda: register(desk, batch)


def test_a_range_is_saved_signed_with_the_offices_certificate(
    clerk, registered, saved, tmp_path, monkeypatch
):
    path = pkcs12(tmp_path / "章.p12")
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(path), ""))
    clerk.ask_for("5-8")
    refused = []

    def sign(form: SigningForm) -> None:
        [choose] = [one for one in form.findChildren(Button) if one.text() == "选择文件"]
        QTest.mouseClick(choose, Qt.MouseButton.LeftButton)
        clerk.qtbot.waitUntil(lambda: form.path.text() == str(path))
        QTest.keyClicks(form.password, "wrong")
        QTest.keyClick(form.password, Qt.Key.Key_Return)
        clerk.qtbot.waitUntil(lambda: bool(form.findChildren(Banner)))
        refused.extend(one.message.sentence for one in form.findChildren(Banner))
        form.password.setText(PASSWORD)
        QTest.mouseClick(form.act, Qt.MouseButton.LeftButton)

    seen = acting(SigningForm, sign)
    menu = clerk.page.head.papers.menu()
    menu.aboutToShow.emit()
    next(one for one in menu.actions() if one.text() == "存为 PDF 并数字签名…").trigger()
    clerk.rest()
    assert seen
    assert refused == ["“章.p12”的密码不对。请重新输入证书的密码。"]
    (row,) = signatures_of(tmp_path / saved[0])
    assert (row.holder, row.good) == (HOLDER, True)
    assert len(pypdf.PdfReader(tmp_path / saved[0]).pages) == 4
    assert SigningForm.last == str(path)
    # It goes to people, and no sheet of it is printed.
    assert registered() == []


def test_the_register_is_exported_with_every_sheet(clerk, saved, tmp_path):
    printed(clerk, "5-6")
    menu = clerk.page.head.papers.menu()
    menu.aboutToShow.emit()
    [action] = [one for one in menu.actions() if one.text() == "登记册（Excel）"]
    action.trigger()
    clerk.rest()
    book = openpyxl.load_workbook(tmp_path / saved[0])
    assert book.sheetnames == ["打印登记", "证书登记"]
    rows = list(book["打印登记"].values)
    assert rows[0][:4] == ("编号", "姓名", "称号", "第几次")
    assert [(row[0][-4:], row[3], row[8]) for row in rows[1:]] == [
        ("0005", 1, "已确认"),
        ("0006", 1, "已确认"),
    ]
    assert len(list(book["证书登记"].values)) == 34


# --- deeds ----------------------------------------------------------------------------------------


def test_a_lost_certificate_gets_a_duplicate_that_waits(clerk, desk, batch):
    page = clerk.page

    def act(dialog) -> None:
        QTest.mouseClick(dialog.act, Qt.MouseButton.LeftButton)
        assert dialog._reason_field.problem == "请写明事由，写一句就行。"
        enter(dialog.reason, "原证遗失")
        QTest.mouseClick(dialog.act, Qt.MouseButton.LeftButton)

    clerk.choose_deed("补发", act)
    assert [row.shown[-9:] for row in rows_of(desk, batch)[:2]] == ["019〕XF001", "XF001（补1）"]
    assert page.model.rows[1].standing is Standing.WAITING


def test_a_wrong_certificate_is_replaced_and_another_revoked(clerk, desk, batch):
    page = clerk.page

    def mend(dialog) -> None:
        dialog.name.setText("章三")
        enter(dialog.reason, "姓名有错字")
        QTest.mouseClick(dialog.act, Qt.MouseButton.LeftButton)

    clerk.choose_deed("换发", mend)
    clerk.qtbot.waitUntil(lambda: len(rows_of(desk, batch)) == 34)
    assert [(row.name, row.standing) for row in rows_of(desk, batch)[:4:3]] == [
        (page.model.rows[0].name, Standing.REPLACED),
        ("章三", Standing.WAITING),
    ]
    page.list.table.selectRow(1)

    def revoke(dialog) -> None:
        enter(dialog.reason, "名单核减")
        QTest.mouseClick(dialog.act, Qt.MouseButton.LeftButton)

    clerk.choose_deed("作废", revoke)
    clerk.qtbot.waitUntil(lambda: rows_of(desk, batch)[1].standing is Standing.REVOKED)


def test_the_prints_of_one_certificate_are_shown(clerk, qtbot):
    printed(clerk, "XF1")
    seen = []

    def look(dialog) -> None:
        qtbot.waitUntil(lambda: dialog.model.rowCount() == 1)
        seen.append([column.text(dialog.model.rows[0]) for column in dialog.model.columns])
        dialog.reject()

    clerk.choose_deed("打印登记", look)
    assert seen[0][0:2] == ["1", "已确认"]
    assert seen[0][4] == "一号机"


# --- the window -----------------------------------------------------------------------------------


def drag(clerk, width, height):
    """By steps, as one drags: what folds at one lets the window become as small as the next."""
    window = clerk.page.window()
    for step in (1290, 1090, width, width):
        window.resize(max(step, width), height)
        clerk.rest()


def test_in_a_narrow_window_the_side_cards_are_drawers_and_all_can_be_done(clerk, window, qtbot):
    page = clerk.page
    drag(clerk, 910, 512)
    assert page._narrow
    assert window.minimumSizeHint().width() <= 900
    assert window.minimumSizeHint().height() <= 500
    assert not page.list.isVisible()
    clerk.press(page.head.list)
    qtbot.waitUntil(page.list.table.isVisible)
    page._list_drawer.hide()
    clerk.press(page.head.setup)
    qtbot.waitUntil(page.setup.range.isVisible)
    clerk.ask_for("5-6")
    page._setup_drawer.hide()
    clerk.press_in_dialog(page.head.primary)
    clerk.asked()
    clerk.press(page.question.all_good)
    clerk.rest()
    page.setup.type_into_range("5")
    clerk.rest()
    qtbot.waitUntil(lambda: any("NS5 已打过" in one for one in texts(page)))
    clerk.press(link(clerk.qtbot, page, "选补打原因"))
    qtbot.waitUntil(page.setup.reasons[PrintReason.JAM].isVisible)
    page._setup_drawer.hide()
    window.resize(1366, 768)
    qtbot.waitUntil(lambda: not page._narrow)
    assert page.list.isVisible()
    assert page.setup.isVisible()


@pytest.mark.parametrize("window_size", [(1366, 768), (910, 512)])
@pytest.mark.parametrize("size", [TextSize.NORMAL, TextSize.LARGEST])
def test_no_text_is_cut(clerk, look, window_size, size):
    window = clerk.page.window()
    drag(clerk, *window_size)
    theme.apply(look, Mode.LIGHT, size)
    window.session.look_changed.emit()
    clerk.rest()
    assert window.width() == window_size[0]
    assert cut_texts(clerk.page) == []
