"""The program from its start: first start, straight in, sign-in, a second start, faults."""

from __future__ import annotations

import subprocess
import sys
import threading

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QApplication

from hrgrid import app as module
from hrgrid.accounts import queries
from hrgrid.accounts.queries import RoleRow
from hrgrid.accounts.rules import Role
from hrgrid.accounts.service import OperatorForm, add_operator, set_policy
from hrgrid.accounts.service import sign_in as real_sign_in
from hrgrid.app import Program
from hrgrid.core.paths import user_folder
from hrgrid.core.policies import Policy, Setting
from hrgrid.storage import recent
from hrgrid.storage.database import Database
from hrgrid.storage.location import Location
from hrgrid.ui.banners import Banner
from hrgrid.ui.crash import CrashDialog
from hrgrid.ui.faults import hook_faults
from hrgrid.ui.first_start import FirstStart
from hrgrid.ui.idle import IdleWatch
from hrgrid.ui.instance import instance_name
from hrgrid.ui.passwords import ChangeSecretDialog
from hrgrid.ui.sign_in import SignIn

PASSWORD = "Zq7-mima-2026"


@pytest.fixture(autouse=True)
def home(tmp_path, monkeypatch, place):
    """A folder of the person's own that holds this machine's key and nothing else."""
    from pathlib import Path
    from shutil import copyfile

    key = user_folder() / "machine.key"
    folder = tmp_path / "home"
    folder.mkdir()
    copyfile(key, folder / "machine.key")
    monkeypatch.setenv("HRGRID_HOME", str(folder))
    return Path(folder)


@pytest.fixture
def start(qtbot, look):
    """Starts programs; all of them end with the test."""
    programs: list[Program] = []

    def begin(data: str | None = None, user: str | None = None) -> tuple[Program, bool]:
        program = Program(look, user)
        programs.append(program)
        return program, program.start(data)

    yield begin
    for program in reversed(programs):
        if program.gate is not None:
            program._door.closed.disconnect()
        program.end()


def seen(qtbot, program: Program) -> None:
    qtbot.waitUntil(lambda: program.window is not None and program.window.isVisible())
    qtbot.waitUntil(lambda: not program.window.session.tasks.running)


def at_the_gate(qtbot, program: Program, kind: type) -> object:
    qtbot.waitUntil(lambda: program.gate is not None and isinstance(program.gate.content, kind))
    return program.gate.content


def sentences(qtbot, widget) -> list[str]:
    def shown() -> list[Banner]:
        return [banner for banner in widget.findChildren(Banner) if banner.isVisible()]

    qtbot.waitUntil(lambda: len(shown()) > 0)
    return [banner.message.sentence for banner in shown()]


def test_the_first_start_makes_an_office_and_goes_straight_in(qtbot, start, tmp_path):
    program, going = start()
    assert going
    page = at_the_gate(qtbot, program, FirstStart)
    page.ways.new.click()
    page.form.put_place(tmp_path / "新机构.hrg")
    page.form.office.setText("姑苏区委政法委")
    page.form.forward.click()
    page.form.rows[0].name.setText("陈敏")
    page.form.make.click()
    qtbot.waitUntil(lambda: page.keys is not None)
    page.keys.kept.click()
    page.keys.act.click()
    seen(qtbot, program)
    assert program.gate is None
    assert program.window.session.desk.actor.name == "陈敏"
    assert recent.last_opened().file == tmp_path / "新机构.hrg"


def test_one_person_without_a_password_starts_straight_in(qtbot, start, place):
    program, going = start(place)
    assert going
    seen(qtbot, program)
    assert program.gate is None
    assert program.window.session.desk.actor.name == "经办人"


def test_the_next_start_opens_what_was_opened_last(qtbot, start, place):
    recent.remember(Location.of(place))
    program, _ = start()
    seen(qtbot, program)
    assert str(program.window.session.desk.database.location.file) == place


def test_data_that_are_gone_are_told_on_the_first_page(qtbot, start, tmp_path):
    recent.remember(Location.of(tmp_path / "没有了.hrg"))
    program, _ = start()
    at_the_gate(qtbot, program, FirstStart)
    assert sentences(qtbot, program.gate) == [f"上次的数据“{tmp_path / '没有了.hrg'}”不在原处。"]


def test_a_file_that_is_no_data_is_told_on_the_first_page(qtbot, start, tmp_path):
    other = tmp_path / "信.hrg"
    other.write_bytes(b"Dear Sir")
    program, _ = start(str(other))
    at_the_gate(qtbot, program, FirstStart)
    assert "不是网格员队伍管理的数据文件" in sentences(qtbot, program.gate)[0]
    assert program.window is None


def test_data_that_another_program_holds_can_be_tried_again(qtbot, start, place):
    with Database.open(place):
        program, _ = start(place)
        at_the_gate(qtbot, program, FirstStart)
        assert "正在另一个窗口或命令中打开" in sentences(qtbot, program.gate)[0]
    banner = program.gate.findChild(Banner)
    banner.message.actions[0].does()
    seen(qtbot, program)


def test_two_who_work_by_password_begin_with_a_password_of_their_own(qtbot, start, tmp_path):
    program, _ = start()
    page = at_the_gate(qtbot, program, FirstStart)
    page.ways.new.click()
    page.form.put_place(tmp_path / "双人.hrg")
    page.form.office.setText("姑苏区委政法委")
    page.form.setting.buttons[Setting.DOUBLE].click()
    page.form.forward.click()
    page.form.rows[0].name.setText("陈敏")
    page.form.make.click()
    qtbot.waitUntil(lambda: page.keys is not None)
    given = dict(page.keys.sheet.passwords)["陈敏"]

    def answer() -> None:
        dialog = QApplication.activeModalWidget()
        if isinstance(dialog, ChangeSecretDialog):
            watch.stop()
            dialog.old.setText(given)
            dialog.new.first.setText(PASSWORD)
            dialog.new.again.setText(PASSWORD)
            dialog.act.click()

    watch = QTimer()
    watch.timeout.connect(answer)
    watch.start(10)
    page.keys.kept.click()
    page.keys.act.click()
    seen(qtbot, program)
    desk = program.window.session.desk
    assert desk.read(queries.office).recovery_confirmed_at is not None
    assert not desk.read(queries.operators)[0].temporary_secret


def test_a_second_start_raises_the_first_window_and_ends(qtbot, start, place):
    first, _ = start(place)
    seen(qtbot, first)
    with qtbot.waitSignal(first._instance.called):
        second, going = start(place)
    assert not going
    assert second.window is None
    assert second.gate is None


def test_one_file_has_one_name_however_it_is_written(place):
    from pathlib import Path

    path = Path(place)
    twisted = path.parent / ".." / path.parent.name / path.name
    assert instance_name(Location.of(place)) == instance_name(Location.of(twisted))
    other = path.with_name("别的.hrg")
    assert instance_name(Location.of(place)) != instance_name(Location.of(other))


@pytest.fixture
def guarded(place):
    """The office with a second person, who has a temporary password."""
    with Database.open(place) as database:
        desk = real_sign_in(database, "经办人")
        form = OperatorForm("zhou", "周立军", "", "示例区", (RoleRow(Role.CLERK, ""),), PASSWORD)
        desk.write(lambda work: add_operator(work, form))
    return place


def test_where_two_may_sign_in_one_is_asked(qtbot, start, guarded):
    program, _ = start(guarded)
    page = at_the_gate(qtbot, program, SignIn)
    page.who.choose("经办人")
    page.enter.click()
    seen(qtbot, program)
    assert program.window.session.desk.actor.name == "经办人"


def test_a_temporary_password_must_be_changed_first(qtbot, start, guarded):
    program, _ = start(guarded, "zhou")
    page = at_the_gate(qtbot, program, SignIn)
    assert page.chosen.login == "zhou"
    page.secret.setText(PASSWORD)
    asked = []

    def answer() -> None:
        dialog = QApplication.activeModalWidget()
        if not isinstance(dialog, ChangeSecretDialog):
            return
        asked.append(dialog)
        watch.stop()
        dialog.old.setText(PASSWORD)
        dialog.new.first.setText("Another-2026")
        dialog.new.again.setText("Another-2026")
        dialog.act.click()

    watch = QTimer()
    watch.timeout.connect(answer)
    watch.start(10)
    page.enter.click()
    seen(qtbot, program)
    assert len(asked) == 1
    assert program.window.session.desk.actor.name == "周立军"


def test_whoever_will_not_change_it_is_not_let_in(qtbot, start, guarded):
    program, _ = start(guarded, "zhou")
    page = at_the_gate(qtbot, program, SignIn)
    page.secret.setText(PASSWORD)

    def refuse() -> None:
        dialog = QApplication.activeModalWidget()
        if isinstance(dialog, ChangeSecretDialog):
            watch.stop()
            dialog.reject()

    watch = QTimer()
    watch.timeout.connect(refuse)
    watch.start(10)
    page.enter.click()
    qtbot.waitUntil(lambda: not watch.isActive())
    qtbot.waitUntil(
        lambda: program.gate.content is not page and isinstance(program.gate.content, SignIn)
    )
    assert program.window is None


def test_somebody_else_sits_down_at_the_same_data(qtbot, start, place):
    program, _ = start(place)
    seen(qtbot, program)
    program.window.top.leave_wanted.emit()
    page = at_the_gate(qtbot, program, SignIn)
    assert program.window is None
    page.enter.click()
    seen(qtbot, program)


def test_another_data_file_is_opened_from_the_window(qtbot, start, place, tmp_path):
    from hrgrid.accounts.service import OfficeForm, set_up_office

    other = tmp_path / "恢复.hrg"
    set_up_office(other, OfficeForm("恢复的机构", "", Setting.SINGLE), keep=lambda _: None)
    program, _ = start(place)
    seen(qtbot, program)
    first = program.window
    first.session.data_wanted.emit(Location.of(other))
    qtbot.waitUntil(lambda: program.window is not first)
    seen(qtbot, program)
    assert program.window.session.desk.database.location.file == other


@pytest.fixture
def locking(guarded):
    """The office locks after five idle minutes."""
    with Database.open(guarded) as database:
        desk = real_sign_in(database, "经办人")
        desk.write(lambda work: set_policy(work, Policy.IDLE_LOCK, 5), reason="按规定")
    return guarded


def test_an_idle_desk_is_locked_and_opens_as_it_was_left(qtbot, start, locking):
    program, _ = start(locking)
    page = at_the_gate(qtbot, program, SignIn)
    page.who.choose("经办人")
    page.enter.click()
    seen(qtbot, program)
    assert program._idle._timer.interval() == 5 * 60_000
    window = program.window
    window.show_page("honours")
    seen(qtbot, program)  # a page that is still reading is left to finish, not locked
    program._idle.idle.emit()
    assert not window.isVisible()
    assert "已经锁屏" in sentences(qtbot, program.gate)[0]
    again = at_the_gate(qtbot, program, SignIn)
    again.who.choose("经办人")
    again.enter.click()
    seen(qtbot, program)
    assert program.window is window
    assert window.page_key == "honours"


def test_idle_minutes_begin_anew_with_every_key(qtbot, look):
    from PySide6.QtWidgets import QLineEdit

    watch = IdleWatch()
    line = QLineEdit()
    qtbot.addWidget(line)
    watch.begin(3_600_000)
    before = watch._timer.timerId()
    qtbot.keyClicks(line, "a")
    assert watch._timer.timerId() != before
    with qtbot.waitSignal(watch.idle):
        watch.begin(20)
    watch.begin(0)
    assert not watch._timer.isActive()


def test_closing_the_gate_ends_the_program(qtbot, start, look):
    program, _ = start()
    at_the_gate(qtbot, program, FirstStart)
    with qtbot.waitSignal(program._door.closed):
        program.gate.close()


def test_a_fault_is_put_on_file_and_shown_without_what_it_quotes(qtbot, start, home):
    program, _ = start()
    texts = []

    def look_at() -> None:
        dialog = QApplication.activeModalWidget()
        assert isinstance(dialog, CrashDialog)
        from PySide6.QtWidgets import QPlainTextEdit

        texts.append(dialog.findChild(QPlainTextEdit).toPlainText())
        qtbot.mouseClick(dialog._copy, Qt.MouseButton.LeftButton)
        dialog.accept()

    QTimer.singleShot(0, look_at)
    quoted = "张三 320508199001011234"
    try:
        raise ValueError(quoted)
    except ValueError as fault:
        program.show_crash(fault)
    assert "ValueError" in texts[0]
    assert "张三" not in texts[0]
    assert "320508" not in texts[0]
    assert QApplication.clipboard().text() == texts[0]
    files = list((home / "logs").glob("fault-*.txt"))
    assert len(files) == 1
    assert "张三" not in files[0].read_text(encoding="utf-8")


def test_faults_of_slots_and_threads_reach_the_screen(qtbot, start, monkeypatch):
    program, _ = start()
    monkeypatch.setattr(sys, "excepthook", sys.excepthook)
    monkeypatch.setattr(threading, "excepthook", threading.excepthook)
    program.crashed.disconnect()
    hook_faults(program.crashed)
    with qtbot.waitSignal(program.crashed) as of_main:
        sys.excepthook(ValueError, ValueError("slot"), None)
    assert str(of_main.args[0]) == "slot"

    def fail() -> None:
        raise KeyError("thread")

    with qtbot.waitSignal(program.crashed) as of_thread:
        threading.Thread(target=fail).start()
    assert isinstance(of_thread.args[0], KeyError)


LATE = ("openpyxl", "reportlab", "alembic", "pypinyin", "chinese_calendar", "argon2", "psycopg")


def test_nothing_heavy_is_imported_before_it_is_used():
    import subprocess

    code = f"import sys, hrgrid.app\nprint([name for name in {LATE!r} if name in sys.modules])"
    done = subprocess.run(
        [sys.executable, "-c", code], check=True, capture_output=True, encoding="utf-8"
    )
    assert done.stdout.strip() == "[]"


def test_the_log_lies_in_the_persons_folder(home):
    import logging

    before = list(logging.getLogger("hrgrid").handlers)
    module._begin_log()
    added = [one for one in logging.getLogger("hrgrid").handlers if one not in before]
    logging.getLogger("hrgrid.app").info("started")
    for handler in added:
        handler.close()
        logging.getLogger("hrgrid").removeHandler(handler)
    assert "started" in (home / "logs" / "hrgrid.log").read_text(encoding="utf-8")


def test_the_collector_rests_while_the_program_starts_and_no_longer():
    program = (
        "import gc\n"
        "from hrgrid.__main__ import desktop\n"
        "made = desktop()\n"
        "print(gc.isenabled())\n"
        "made._AT_REST_MS = 1\n"
        "app = made._application()\n"
        "made.QTimer.singleShot(200, app, app.quit)\n"
        "app.exec()\n"
        "print(gc.isenabled())\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], check=True, capture_output=True, encoding="utf-8"
    )
    assert done.stdout.split() == ["False", "True"]
