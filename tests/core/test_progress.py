"""Counting steps, and stopping at the next one when somebody cancels."""

from __future__ import annotations

import threading

import pytest

from hrgrid.core.errors import Cancelled
from hrgrid.core.progress import Progress, Stage
from tests.patience import SECONDS


def test_stages_and_steps_are_shown_as_they_come():
    shown: list[Stage] = []
    progress = Progress(shown.append)
    assert progress.stage == Stage("", 0, 0)
    progress.begin("读取", 3)
    progress.step()
    progress.step(2)
    progress.begin("写入")
    progress.step(500)
    assert shown == [
        Stage("读取", 0, 3),
        Stage("读取", 1, 3),
        Stage("读取", 3, 3),
        Stage("写入", 0, 0),
        Stage("写入", 500, 0),
    ]
    assert progress.stage is shown[-1]


def test_a_cancel_is_felt_at_the_next_step_and_counts_nothing_more():
    progress = Progress()
    progress.begin("读取", 3)
    progress.step()
    assert progress.cancel()
    with pytest.raises(Cancelled):
        progress.step()
    assert progress.stage == Stage("读取", 1, 3)


def test_a_cancelled_work_begins_no_stage_and_does_not_close():
    progress = Progress()
    progress.cancel()
    for go_on in (lambda: progress.begin("写入"), progress.step, progress.close):
        with pytest.raises(Cancelled):
            go_on()
    assert progress.stage == Stage("", 0, 0)


def test_what_closed_before_the_cancel_is_done():
    progress = Progress()
    progress.begin("写入", 1)
    progress.step()
    progress.close()
    assert not progress.cancel(), "too late, and whoever asked is told so"


def test_a_cancel_may_be_repeated():
    progress = Progress()
    assert progress.cancel()
    assert progress.cancel()


def test_another_thread_cancels_and_the_working_one_stops():
    progress = Progress()
    running, asked = threading.Event(), threading.Event()
    outcome: list[object] = []

    def work() -> None:
        try:
            progress.begin("读取")
            progress.step()
            running.set()
            asked.wait(SECONDS)
            progress.step()
            outcome.append("went on")
        except Cancelled:
            outcome.append(progress.stage)

    thread = threading.Thread(target=work)
    thread.start()
    assert running.wait(SECONDS)
    assert progress.cancel()
    asked.set()
    thread.join()
    assert outcome == [Stage("读取", 1, 0)]


def test_a_cancelled_unit_of_work_leaves_nothing(desk, database):
    """The last look is just before the commit: until then everything can be taken back."""
    progress = Progress()

    def work(unit):
        unit.record("attach", "图片")
        assert progress.cancel()

    with database.reading() as unit:
        before = _actions(unit)
    with pytest.raises(Cancelled):
        desk.write(work, progress=progress)
    with database.reading() as unit:
        assert _actions(unit) == before
    desk.write(lambda unit: unit.record("attach", "图片"))
    with database.reading() as unit:
        assert _actions(unit) == [*before, "attach"]


def _actions(unit) -> list[str]:
    from hrgrid.storage import journal

    return [row.action for row in journal.entries(unit.session, journal.JournalFilter())][::-1]
