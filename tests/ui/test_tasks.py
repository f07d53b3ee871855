"""Work beside the screen."""

from __future__ import annotations

import sqlite3
import threading

import pytest
from PySide6.QtWidgets import QLabel

from hrgrid.accounts import queries
from hrgrid.accounts.queries import RoleRow
from hrgrid.accounts.rules import Role
from hrgrid.accounts.service import OperatorForm, add_operator
from hrgrid.core.errors import UserError
from hrgrid.core.progress import Stage
from hrgrid.ui import tasks as module
from hrgrid.ui.running import RunningPanel, progress_text
from hrgrid.ui.tasks import Task, Trouble
from tests.patience import SECONDS

FORM = OperatorForm("zhou", "周立军", "科长", "示例区", (RoleRow(Role.CHIEF, ""),))


@pytest.fixture
def tasks(session):
    return session.tasks


@pytest.fixture
def gate():
    """Holds a job until the test lets it go on; opened at the end whatever happens."""
    event = threading.Event()
    yield event
    event.set()


def names(desk) -> list[str]:
    return [row.name for row in desk.read(queries.operators)]


def test_a_read_hands_its_result_over_on_the_screens_thread(qtbot, tasks):
    came = []
    tasks.read(queries.operators, lambda rows: came.append((rows, threading.current_thread())))
    qtbot.waitUntil(lambda: len(came) == 1)
    rows, thread = came[0]
    assert [row.name for row in rows] == ["经办人"]
    assert thread is threading.main_thread()


def test_jobs_run_beside_the_screen(qtbot, tasks):
    threads = []
    tasks.read(lambda _: threading.current_thread().name, threads.append)
    tasks.write(lambda _: threading.current_thread().name, topic="accounts", done=threads.append)
    qtbot.waitUntil(lambda: len(threads) == 2)
    assert sorted(name.split("_")[0] for name in threads) == ["reader", "writer"]


def test_writes_keep_their_order(qtbot, tasks, gate):
    order = []

    def first(_):
        gate.wait(SECONDS)
        order.append(1)

    tasks.write(first, topic="accounts")
    tasks.write(lambda _: order.append(2), topic="accounts")
    gate.set()
    qtbot.waitUntil(lambda: not tasks.running)
    assert order == [1, 2]


def test_a_write_is_committed_and_its_topic_told(qtbot, tasks, desk):
    topics = []
    with qtbot.waitSignals([tasks.saved, tasks.changed]):
        tasks.changed.connect(topics.append)
        tasks.write(lambda work: add_operator(work, FORM), topic="accounts")
    assert topics == ["accounts"]
    assert "周立军" in names(desk)


def test_progress_is_shown_only_when_work_takes_longer_than_six_tenths(qtbot, tasks, gate):
    assert module.SHOWN_AFTER_MS == 600
    tasks.read(lambda _: None, lambda _: None)
    qtbot.waitUntil(lambda: not tasks.running)
    # From here on the quick one has nothing to show, though its 0.6 s end before the long one's.
    slow = []
    tasks.slow.connect(slow.append)
    long = tasks.read(lambda _: gate.wait(SECONDS), lambda _: None)
    qtbot.waitUntil(lambda: len(slow) > 0)
    assert slow == [long]


def test_the_panel_counts_and_cancels_and_nothing_is_kept(qtbot, tasks, desk, gate):
    over = QLabel()
    over.resize(900, 500)
    qtbot.addWidget(over)
    panel = RunningPanel(tasks, over)
    over.show()
    failed = []

    def job(work):
        add_operator(work, FORM)
        work.progress.begin("正在导入花名册", 39_946)
        work.progress.step(12_300)
        gate.wait(SECONDS)
        work.progress.step()

    tasks.write(job, topic="accounts", failed=failed.append, title="正在导入")
    qtbot.waitUntil(lambda: len(panel.rows) == 1)
    row = panel.rows[0]
    qtbot.waitUntil(lambda: row._count.text() == "12,300 / 39,946")
    assert row._title.text() == "正在导入花名册"
    assert panel.isVisible()
    row.cancel.click()
    gate.set()
    qtbot.waitUntil(lambda: not tasks.running)
    assert failed == [""]
    assert "周立军" not in names(desk)
    assert not panel.isVisible()


def test_an_estimate_is_given_after_ten_seconds_of_counted_work():
    task = Task("正在导入", lambda _: None)
    task.progress.begin("正在导入", 400)
    task.progress.step(100)
    assert progress_text(task) == "100 / 400"
    task.began -= 20
    assert progress_text(task) == "100 / 400，约还要 60 秒"
    task.began -= 180
    assert progress_text(task) == "100 / 400，约还要 10 分钟"
    assert task.stage == Stage("正在导入", 100, 400)


def refuse(_):
    raise UserError("昆山市多报 1 人，处理后才能发布公示。")


def test_a_refusal_is_told_to_the_form_that_asked(qtbot, tasks):
    told, troubles = [], []
    tasks.troubled.connect(troubles.append)
    tasks.write(refuse, topic="accounts", failed=told.append)
    qtbot.waitUntil(lambda: len(told) == 1)
    assert told == ["昆山市多报 1 人，处理后才能发布公示。"]
    assert troubles == []


def test_a_refusal_that_no_form_awaits_goes_to_the_shell(qtbot, tasks):
    with qtbot.waitSignal(tasks.troubled) as told:
        tasks.read(refuse, lambda _: None)
    assert told.args == [Trouble("昆山市多报 1 人，处理后才能发布公示。")]


def test_a_fault_of_the_storage_offers_a_retry_that_keeps_the_operation(qtbot, tasks, desk):
    ids = []

    def job(work):
        ids.append(work.circumstances.operation_id)
        if len(ids) == 1:
            from sqlalchemy.exc import OperationalError

            busy = sqlite3.OperationalError("database is locked")
            busy.sqlite_errorcode = sqlite3.SQLITE_BUSY
            raise OperationalError("INSERT", {}, busy)
        add_operator(work, FORM)

    failed = []
    with qtbot.waitSignal(tasks.troubled) as told:
        tasks.write(job, topic="accounts", failed=failed.append)
    trouble = told.args[0]
    assert "正忙" in trouble.sentence
    assert failed == [""]
    trouble.retry()
    qtbot.waitUntil(lambda: not tasks.running)
    assert ids[0] == ids[1]
    assert "周立军" in names(desk)


def test_anything_else_is_a_crash_and_the_form_may_go_on(qtbot, tasks):
    failed = []
    with qtbot.waitSignal(tasks.crashed) as told:
        tasks.read(lambda _: 1 // 0, lambda _: None, failed=failed.append)
    assert isinstance(told.args[0], ZeroDivisionError)
    assert failed == [""]


def test_a_result_for_a_widget_that_is_gone_is_dropped(qtbot, tasks, gate):
    import shiboken6

    label = QLabel()
    tasks.read(lambda _: gate.wait(SECONDS) and "late", label.setText)
    shiboken6.delete(label)
    gate.set()
    qtbot.waitUntil(lambda: not tasks.running)
    assert not tasks.running


def test_closing_cancels_what_runs_and_takes_no_more(qtbot, tasks, desk, gate):
    def job(work):
        add_operator(work, FORM)
        work.progress.begin("正在导入")
        begun.set()
        while not gate.wait(0.01):
            work.progress.step()

    begun = threading.Event()
    tasks.write(job, topic="accounts")
    assert begun.wait(SECONDS)
    tasks.close()
    tasks.read(queries.operators, lambda _: None)
    assert tasks.running == ()
    assert "周立军" not in names(desk)
