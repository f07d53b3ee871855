"""What is found before printing: shown with what to do, and nothing is printed that must not be."""

from __future__ import annotations

import openpyxl
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog

from hrgrid.documents.queries import Wanted, certificates, count_sheets
from hrgrid.documents.service import Checked, Decision, check_issue, issue
from hrgrid.paper.certificate import Concern
from hrgrid.ui.banners import Kind
from hrgrid.ui.documents.checking import Asking, CheckDialog
from tests.documents.build import DAY, DECISION, request
from tests.ui.documents.clerk import Clerk

BATCH = "competition:5"
LONG = "示例市示例县示例街道综合治理和网格化服务中心"
BEYOND = "张\U0002ebf0"


def click(button) -> None:
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)


def sentence(dialog) -> str:
    return dialog.verdict.message.sentence


@pytest.fixture
def twins(desk):
    """Two of one name without a unit, and one whose line is too long for a small sheet."""
    wanted = [
        request(1, name="张伟", source="c:1"),
        request(2, name="张伟", source="c:2"),
        request(3, name="欧阳建国", unit=LONG, with_unit=True, source="c:3"),
    ]
    desk.write(lambda work: issue(work, BATCH, wanted, DECISION))


@pytest.mark.usefixtures("twins")
def test_what_wants_a_look_is_shown_with_the_deed_and_printed_if_it_is_chosen(qtbot, opened, tray):
    clerk, seen = Clerk(qtbot, opened()), []

    def look(dialog: CheckDialog) -> None:
        seen.extend(note.concern for note in dialog.notes.model.rows)
        assert "都能印" in sentence(dialog)
        assert "称谓前印单位" in dialog.notes.way.text()
        click(dialog.act)

    clerk.says("打印待打的 3 张")
    clerk.in_dialog(look)
    clerk.press(clerk.page.head.primary)
    qtbot.waitUntil(lambda: len(tray.files) == 1)
    assert seen.count(Concern.NAMESAKE) == 2
    clerk.rest()


@pytest.mark.usefixtures("twins")
def test_what_does_not_fit_stops_the_print_and_leads_to_the_certificate(
    qtbot, opened, tray, tmp_path, monkeypatch
):
    page = opened()
    clerk, seen = Clerk(qtbot, page), []
    path = tmp_path / "检查.xlsx"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(path), ""))
    page.setup.form.choose("a3")
    page.setup.form.activated.emit(page.setup.form.currentIndex())
    clerk.rest()

    def look(dialog: CheckDialog) -> None:
        seen.append(sentence(dialog))
        assert not dialog.act.isVisible()
        assert dialog.notes.table.current.concern is Concern.OVERFLOW
        click(dialog.save)
        qtbot.waitUntil(path.exists)
        dialog.notes.kind.choose(Concern.NAMESAKE)
        dialog.notes.kind.activated.emit(dialog.notes.kind.currentIndex())
        assert {note.name for note in dialog.notes.model.rows} == {"张伟"}
        dialog.notes.kind.choose(None)
        dialog.notes.kind.activated.emit(0)
        clerk.rest()
        click(dialog.look)

    clerk.in_dialog(look)
    clerk.press(page.head.primary)
    qtbot.waitUntil(lambda: bool(seen))
    clerk.rest()
    assert "必须先改 1 处，改好前不能打印" in seen[0]
    assert [row.name for row in page.model.rows] == ["欧阳建国"]
    sent = page.session.desk.read(lambda work: count_sheets(work, BATCH))
    assert (tray.files, sent) == ([], 0)
    told = "".join(str(c.value or "") for r in openpyxl.load_workbook(path).active for c in r)
    assert "放不下" in told
    assert "同名" in told


def test_a_range_is_looked_at_without_printing_it(qtbot, batch, opened, tray):
    clerk, seen = Clerk(qtbot, opened()), []

    def look(dialog: CheckDialog) -> None:
        seen.append((sentence(dialog), dialog.act.isVisible()))
        click(dialog.stay)

    clerk.says("打印待打的 33 张")
    clerk.in_dialog(look)
    clerk.press(clerk.page.setup.check)
    qtbot.waitUntil(lambda: bool(seen))
    assert seen == [("检查了 33 张，没有发现问题。", False)]
    assert tray.files == []


# --- before issuing


def test_a_check_names_whom_no_font_prints_with_the_number_and_takes_none(desk):
    first = [request(1, source="c:1")]
    desk.write(lambda work: issue(work, BATCH, first, DECISION))
    wanted = [*first, request(2, name=BEYOND, source="c:2"), request(3, source="c:3")]
    found = desk.read(lambda work: check_issue(work, BATCH, wanted, DECISION))
    assert (found.count, found.stopping) == (2, 1)
    [note] = [note for note in found.notes if note.concern is Concern.GLYPH]
    assert note.number.endswith("NS0002")
    assert "U+2EBF0" in note.what
    assert "扩展 I 区" in note.way
    assert len(desk.read(lambda work: certificates(work, Wanted(BATCH)))) == 1


def test_what_nobody_decided_is_found_and_stops(desk):
    wanted = [request(1)]
    found = desk.read(lambda work: check_issue(work, BATCH, wanted, Decision(" ", DAY)))
    assert [note.concern for note in found.notes if note.concern.stops] == [Concern.UNAPPROVED]


def test_a_lost_character_stands_on_the_screen_by_its_code_point(qtbot, session, desk, window):
    wanted = [request(1, name=BEYOND)]
    found = desk.read(lambda work: check_issue(work, BATCH, wanted, DECISION))
    dialog = CheckDialog(session, found, Asking("签发前检查", "示例", act="签发证书"), window)
    qtbot.addWidget(dialog)
    assert dialog.verdict.message.kind is Kind.BAD
    assert "改好前不能签发" in sentence(dialog)
    shown = [dialog.notes.model.index(0, at).data() for at in range(5)]
    assert shown[0] == "缺字"
    assert shown[2] == "张〔U+2EBF0〕"
    assert not any("\U0002ebf0" in text for text in [*shown, dialog.notes.way.text()])


def test_a_clean_check_has_no_list(qtbot, session, window):
    dialog = CheckDialog(session, Checked(3, ()), Asking("打印前检查", "示例"), window)
    qtbot.addWidget(dialog)
    assert dialog.verdict.message.kind is Kind.OK
    assert dialog.notes.isHidden()
