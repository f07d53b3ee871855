"""A paper is looked at before it is kept: its pages, what was found of it, where it goes."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from pypdf import PdfReader
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog

from hrgrid.paper.boxes import Box, Leaf, Leaves, write_leaves
from hrgrid.paper.forms import Form
from hrgrid.paper.lists import Listed, Row, named, number, text, write_lists
from hrgrid.paper.notes import Concern
from hrgrid.ui.banners import Banner, Kind
from hrgrid.ui.buttons import LinkButton
from hrgrid.ui.documents.preview import Zoom
from hrgrid.ui.papers.findings import NotesDialog
from hrgrid.ui.papers.looking import PaperDialog
from hrgrid.ui.saving import PAGES, Made, Saving, Writing
from tests.ui.documents.build import Tray
from tests.ui.hands import in_dialog
from tests.ui.waiting import until

COLUMNS = (number("序号"), named(30), text("单位", 20, 60))


def people(count):
    return [(at, f"王{chr(0x4E00 + at)}", "甲街道") for at in range(1, count + 1)]


@pytest.fixture
def paper(session, window, looks, tmp_path, monkeypatch):
    """Ask for a list of these rows as pages; gives the dialog that shows them."""
    looks.keeps = False
    target = tmp_path / "名单.pdf"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(target), ""))
    told, made = [], []

    def ask(rows) -> PaperDialog | None:
        listed = Listed(
            "花名册",
            "花名册",
            COLUMNS,
            tuple(map(Row, rows)),
            "示例区委政法委",
            f"共 {len(rows)} 人",
        )

        def write(path, progress) -> None:
            made.append(path)
            write_lists(path, [listed], Form.PDF, progress=progress)

        Saving(session, window, told.append).save(
            Writing("名单", write, "正在生成名单", kind=PAGES)
        )
        until(lambda: window.findChildren(PaperDialog) or told)
        shown = window.findChildren(PaperDialog)
        if not shown:
            return None
        until(lambda: shown[0].pages.count and not session.tasks.running)
        return shown[0]

    ask.told, ask.made, ask.target = told, made, target
    return ask


def pressed(dialog, key) -> int:
    """The page on show after a key."""
    QTest.keyClick(dialog, key)
    return dialog.pages.at


def test_pages_turn_by_keys_wheel_and_number_and_are_made_once(paper):
    dialog = paper(people(300))
    pages = dialog.pages
    assert pages.count > 5
    assert not dialog.findChildren(Banner)
    keys = Qt.Key
    assert [pressed(dialog, key) for key in (keys.Key_PageDown, keys.Key_PageDown)] == [2, 3]
    assert pressed(dialog, keys.Key_PageUp) == 2
    assert pressed(dialog, keys.Key_End) == pages.count
    assert not pages.after.isEnabled()
    assert pressed(dialog, keys.Key_PageDown) == pages.count
    assert pressed(dialog, keys.Key_Home) == 1
    sheet = pages.paper
    middle = QPointF(sheet.rect().center())
    turn = QWheelEvent(
        middle,
        QPointF(sheet.mapToGlobal(middle)),
        QPoint(),
        QPoint(0, -240),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,  # noqa: FBT003 - Qt takes it by place
    )
    QApplication.sendEvent(sheet.parent(), turn)
    assert pages.at == 3
    # As large as in the hand it is higher than the window: the wheel moves it before it turns.
    pages.zoom_to(Zoom.NATURAL)
    until(lambda: pages._frame.verticalScrollBar().maximum() > 0)
    QApplication.sendEvent(sheet.parent(), turn)
    assert pages.at == 3
    assert pages._frame.verticalScrollBar().value() > 0
    pages.number.setFocus()
    pages.number.selectAll()
    QTest.keyClicks(pages.number, "5")
    QTest.keyClick(pages.number, keys.Key_Return)
    # Enter in the field goes to the page, and keeps nothing.
    assert (pages.at, dialog.isVisible()) == (5, True)
    QTest.mouseClick(dialog.keep, Qt.MouseButton.LeftButton)
    until(lambda: bool(paper.told))
    assert paper.told[0].kind is Kind.OK
    assert paper.target.read_bytes().startswith(b"%PDF")
    assert len(paper.made) == 1
    assert not paper.made[0].exists()


def test_what_was_found_stands_above_the_pages_and_leads_to_the_person(paper, window, session):
    dialog = paper([*people(3), (4, "张伟", "乙街道"), (5, "张伟", "乙街道")])
    [banner] = dialog.findChildren(Banner)
    assert banner.message.sentence == "能印。请看一看：同名 1 处。"
    looked = []

    def look(box: NotesDialog) -> None:
        looked.extend(note.concern for note in box.notes.model.rows)
        assert "和第 4 行同名" in box.notes.way.text()
        QTest.mouseClick(box.look, Qt.MouseButton.LeftButton)

    in_dialog(NotesDialog, look)
    [link] = [one for one in banner.findChildren(LinkButton) if one.text() == "逐条看"]
    QTest.mouseClick(link, Qt.MouseButton.LeftButton)
    assert looked == [Concern.NAMESAKE]
    assert window.top.finder.text() == "张伟"
    until(lambda: not session.tasks.running)
    assert not paper.target.exists()


def test_what_no_face_draws_is_listed_and_nothing_is_made(paper):
    assert paper([(1, "张\U0002ebf0", "甲街道"), (2, "李\ue863", "甲街道")]) is None
    (message,) = paper.told
    assert message.kind is Kind.BAD
    # The sentence says who and which; the list has the others.
    assert "“张〔U+2EBF0〕”" in message.sentence
    assert "\U0002ebf0" not in message.sentence
    looked = []

    def look(box: NotesDialog) -> None:
        looked.extend((one.name, one.what) for one in box.notes.model.rows)
        box.reject()

    in_dialog(NotesDialog, look)
    message.actions[0].does()
    assert [what for _, what in looked] == [
        "没有字体能印“\U0002ebf0”（U+2EBF0）",
        "没有字体能印“\ue863”（U+E863）",
    ]
    assert not paper.target.exists()


def test_all_that_does_not_fit_is_listed_at_once(session, window, tmp_path, monkeypatch):
    target = tmp_path / "签.pdf"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(target), ""))
    tight = Box(200, 200, 260, 230, "很长的内容" * 20)
    leaves = Leaves("签", lambda: [Leaf((tight,), (), (name,)) for name in ("甲", "乙")])
    told = []
    Saving(session, window, told.append).save(
        Writing("签", lambda path, _: write_leaves(path, leaves), "正在排印", kind=PAGES)
    )
    until(lambda: told)
    assert "放不下，共 2 处" in told[0].sentence

    def look(box: NotesDialog) -> None:
        assert [note.name for note in box.notes.model.rows] == ["甲", "乙"]
        [banner] = box.findChildren(Banner)
        assert banner.message.sentence == "必须先改 2 处，改好前不能打印和导出 PDF。"
        box.reject()

    in_dialog(NotesDialog, look)
    told[0].actions[0].does()
    assert not target.exists()


def test_a_paper_that_is_closed_leaves_nothing_behind(paper, window):
    dialog = paper(people(3))
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    until(lambda: not window.findChildren(PaperDialog))
    assert not paper.target.exists()
    assert not paper.made[0].exists()
    assert paper.told == []


def test_a_paper_is_printed_where_it_is_looked_at(session, window, qtbot, tmp_path, looks):
    looks.keeps = False
    (tmp_path / "纸盘").mkdir()
    tray = Tray(tmp_path / "纸盘")
    folder = TemporaryDirectory()
    path = Path(folder.name) / "名单.pdf"
    lines = tuple(map(Row, people(60)))
    write_lists(path, [Listed("花名册", "花名册", COLUMNS, lines, "示例", "共 60 人")], Form.PDF)
    told = []
    writing = Writing("名单", lambda *_: None, "正在生成名单", kind=PAGES)
    made = Made(folder, path, ())
    dialog = PaperDialog(session, writing, made, window, told.append, printers=tray)
    dialog.open()
    until(lambda: dialog.pages.count > 1)
    assert dialog.printer.currentText() == "一号机"
    QTest.mouseClick(dialog.print, Qt.MouseButton.LeftButton)
    until(lambda: bool(told))
    assert told[0].sentence == f"已送打“名单”{dialog.pages.count} 页到“一号机”。"
    [printed] = tray.files
    assert len(PdfReader(printed).pages) == dialog.pages.count
    assert not dialog.isVisible()
    folder.cleanup()
