"""The template on the screen: dragged, typed, undone, refused, and used by what is issued next."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from hrgrid.documents.queries.faces import template_editions
from hrgrid.documents.service import keep_template, template_in_use
from hrgrid.paper.certificate import TEMPLATES, Part, Template
from hrgrid.ui.banners import Banner
from hrgrid.ui.dialogs import Confirmation
from hrgrid.ui.documents.batches import form_of
from hrgrid.ui.documents.templates.dialog import TemplateDialog
from hrgrid.ui.documents.templates.looking import Purpose
from tests.ui.hands import in_dialog


@pytest.fixture
def dialog(qtbot, window, batch, opened):
    """On show with its sheet drawn."""
    page = opened()
    made = TemplateDialog(page.session, batch, page)
    made.show()
    settled(qtbot, made)
    yield made
    # Whoever closes it with changes is asked.
    made.template = made.basis.in_use
    made.reject()


def settled(qtbot, dialog):
    """Until what is on show is what was asked for."""

    def is_settled() -> bool:
        seen = dialog._seen
        return (
            not dialog._busy
            and not dialog._rest.isActive()
            and seen is not None
            and seen.sight.template == dialog.template
            and seen.sight.form == dialog.form.currentData()
        )

    qtbot.waitUntil(is_settled)


def middle(dialog, part):
    place = next(one for one in dialog.canvas.places if one.part is part)
    spot = dialog.canvas.point(place.left + place.width / 2, place.top + place.height / 2)
    return spot.toPoint()


def drag(dialog, part, by: QPoint, modifier=Qt.KeyboardModifier.NoModifier):
    canvas, start = dialog.canvas, middle(dialog, part)
    QTest.mousePress(canvas, Qt.MouseButton.LeftButton, modifier, start)
    QTest.mouseMove(canvas, start + by)
    QTest.mouseRelease(canvas, Qt.MouseButton.LeftButton, modifier, start + by)


def test_a_dragged_part_is_printed_there_and_saved_as_another_edition(qtbot, dialog, desk):
    assert "33 张证书" in dialog.told.toolTip()
    assert not dialog.keep.isEnabled()
    before = {one.part: one for one in dialog.canvas.places}
    drag(dialog, Part.NUMBER, QPoint(60, -30))
    settled(qtbot, dialog)
    across, down = dialog.template.look.move(Part.NUMBER)
    assert across > 100
    assert down < 0
    after = {one.part: one for one in dialog.canvas.places}
    assert after[Part.NUMBER].left - before[Part.NUMBER].left == across
    assert after[Part.NAME] == before[Part.NAME]
    assert dialog.fields.across.value == across
    QTest.mouseClick(dialog.keep, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: not dialog.isVisible())
    kept, row = desk.read(lambda work: template_in_use(work, "campaign"))
    assert (kept.look.move(Part.NUMBER), row is not None) == ((across, down), True)


def test_arrows_move_by_a_tenth_and_everything_can_be_undone(qtbot, dialog):
    canvas = dialog.canvas
    QTest.mouseClick(canvas, Qt.MouseButton.LeftButton, pos=middle(dialog, Part.TITLE))
    assert (canvas.part, dialog.fields.part.currentData()) == (Part.TITLE, Part.TITLE)
    for _ in range(3):
        QTest.keyClick(canvas, Qt.Key.Key_Right)
    QTest.keyClick(canvas, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    assert dialog.template.look.move(Part.TITLE) == (3, 10)
    assert "标题移到右 0.3、下 1.0 毫米" in dialog.changed.toolTip()
    dialog.fields.title.setFocus()
    dialog.fields.title.selectAll()
    QTest.keyClicks(dialog.fields.title, "A1")
    qtbot.waitUntil(lambda: dialog.template.title == "A1")
    settled(qtbot, dialog)
    QTest.mouseClick(dialog.undo, Qt.MouseButton.LeftButton)
    assert dialog.template.title == dialog.fields.title.text() == "荣誉证书"
    QTest.mouseClick(dialog.undo, Qt.MouseButton.LeftButton)
    assert dialog.template == TEMPLATES[0]
    QTest.mouseClick(dialog.redo, Qt.MouseButton.LeftButton)
    assert dialog.template.look.move(Part.TITLE) == (3, 10)


def test_what_does_not_fit_is_said_before_it_is_saved(qtbot, dialog, desk):
    dialog.fields.signers.setPlainText("一个长得没有哪一行放得下的署名机关" * 3)
    qtbot.waitUntil(lambda: dialog.template.signers != ())
    settled(qtbot, dialog)
    told = [
        dialog._notes.itemAt(at).widget().message.sentence for at in range(dialog._notes.count())
    ]
    assert any("放不下" in sentence for sentence in told)
    assert not dialog.canvas.has_image
    QTest.mouseClick(dialog.keep, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: dialog.findChildren(Banner) != [])
    assert desk.read(lambda work: template_editions(work, "campaign")) == []
    assert dialog.isVisible()


def test_another_form_another_kind_and_an_older_edition_are_shown(qtbot, dialog, desk):
    dialog.form.choose(form_of("k12_cover"))
    settled(qtbot, dialog)
    assert {one.part for one in dialog.canvas.places} == set(Part) - {Part.TITLE, Part.CODE}
    desk.write(lambda work: keep_template(work, "training_class", TEMPLATES[2], 0))
    later = Template("后来的", title="证")
    desk.write(lambda work: keep_template(work, "training_class", later, 1))
    dialog.fields.chinese_day.click()

    def stay(asked: Confirmation) -> None:
        QTest.mouseClick(asked.stay, Qt.MouseButton.LeftButton)

    def leave(asked: Confirmation) -> None:
        QTest.mouseClick(asked.act, Qt.MouseButton.LeftButton)

    # What was changed is not lost unasked.
    in_dialog(Confirmation, stay)
    dialog.purpose.choose(Purpose.CLASS)
    assert (dialog.purpose.currentData(), dialog.template.chinese_day) == (Purpose.CAMPAIGN, True)
    in_dialog(Confirmation, leave)
    dialog.purpose.choose(Purpose.CLASS)
    qtbot.waitUntil(lambda: dialog.basis.purpose is Purpose.CLASS)
    assert (dialog.template, dialog.keep.text()) == (later, "保存为第 3 版")
    assert "用示例预览" in dialog.basis.told
    dialog.start.choose(TEMPLATES[2])
    assert dialog.template == TEMPLATES[2]
    settled(qtbot, dialog)
