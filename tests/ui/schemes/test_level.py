"""The level and what it leads to: entries, indicators, stopping, by real keys and mouse."""

from __future__ import annotations

import datetime as dt

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from hrgrid.assessment.queries.entries import entries
from hrgrid.assessment.queries.indicators import indicators
from hrgrid.assessment.queries.schemes import schemes
from hrgrid.ui.schemes.entries import EntriesDialog, EntryDialog, VoidDialog
from hrgrid.ui.schemes.indicators import IndicatorDialog, IndicatorsDialog
from hrgrid.ui.schemes.page import StopDialog
from tests.assessment.office import AT, person
from tests.ui.hands import in_dialog

KEY = Qt.Key
LEFT = Qt.MouseButton.LeftButton


def test_a_scheme_is_stopped_with_a_reason_and_taken_back(level, settle, office, qtbot):
    def stop(box: StopDialog) -> None:
        QTest.mouseClick(box.act, LEFT)
        assert box.isVisible()
        QTest.keyClicks(box.reason, "new rule")
        QTest.mouseClick(box.act, LEFT)
        qtbot.waitUntil(lambda: not box.isVisible())

    for stopped in ("new rule", ""):
        in_dialog(StopDialog, stop)
        codes = [row.code for row in level.rows]
        level.table.selectRow(codes.index("monthly"))
        QTest.mouseClick(level.stop, LEFT)
        settle()
        # The page hears of it as it does of every write.
        level.refresh()
        settle()
        found = {row.code: row.stopped for row in office.read(schemes)}
        assert found["monthly"] == stopped


def test_an_entry_is_noted_and_voided(window, session, settle, office, qtbot):
    box = EntriesDialog(session, AT, window)
    qtbot.addWidget(box)
    box.open()
    settle()
    wanted = person(office, "赵一")
    number = office.read(lambda work: _number(work, wanted))

    def note(form: EntryDialog) -> None:
        QTest.keyClicks(form.who, number)
        qtbot.waitUntil(lambda: form.person.currentData() == wanted)
        form.day.put(dt.date(2026, 9, 8))
        QTest.mouseClick(form.act, LEFT)
        assert form.isVisible()
        QTest.keyClicks(form.note, "praise")
        QTest.mouseClick(form.act, LEFT)
        qtbot.waitUntil(lambda: not form.isVisible())

    in_dialog(EntryDialog, note)
    QTest.mouseClick(box.add, LEFT)
    settle()
    [one] = office.read(lambda work: entries(work, AT))
    assert (one.person_id, one.amount_milli, one.note) == (wanted, 1_000, "praise")
    qtbot.waitUntil(lambda: len(box.model.rows) == 1)

    def void(form: VoidDialog) -> None:
        QTest.keyClicks(form.reason, "wrong")
        QTest.mouseClick(form.act, LEFT)
        qtbot.waitUntil(lambda: not form.isVisible())

    in_dialog(VoidDialog, void)
    QTest.mouseClick(box.take_back, LEFT)
    settle()
    assert office.read(lambda work: entries(work, AT)) == []
    assert len(office.read(lambda work: entries(work, AT, void=True))) == 1


def _number(work, person_id: int) -> str:
    from sqlalchemy import select

    from hrgrid.workforce.model import Person

    return str(work.session.scalar(select(Person.number).where(Person.id == person_id)))


def test_an_indicator_of_ones_own_is_added_and_stopped(window, session, settle, office, qtbot):
    box = IndicatorsDialog(session, window)
    qtbot.addWidget(box)
    box.open()
    settle()

    def add(form: IndicatorDialog) -> None:
        QTest.keyClicks(form.label, "Visits")
        QTest.keyClicks(form.unit, "h")
        QTest.mouseClick(form.act, LEFT)
        qtbot.waitUntil(lambda: not form.isVisible())

    in_dialog(IndicatorDialog, add)
    QTest.mouseClick(box.add, LEFT)
    settle()
    qtbot.waitUntil(lambda: "Visits" in [row.label for row in box.model.rows])
    box.table.selectRow([row.label for row in box.model.rows].index("Visits"))
    QTest.mouseClick(box.stop, LEFT)
    settle()
    assert not next(row for row in office.read(indicators) if row.label == "Visits").active
