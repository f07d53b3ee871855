"""The main window: going to pages, folding with the window, messages, leaving."""

from __future__ import annotations

import threading

import pytest
from PySide6.QtCore import QDeadlineTimer, QEvent, QObject, Qt
from PySide6.QtGui import QUndoCommand
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QComboBox,
    QLineEdit,
    QTableView,
    QWidget,
)

from hrgrid.accounts.queries import RoleRow
from hrgrid.accounts.rules import Role
from hrgrid.accounts.service import OperatorForm, add_operator, sign_in
from hrgrid.core.errors import UserError
from hrgrid.ui import theme
from hrgrid.ui.banners import BannerStrip, Kind
from hrgrid.ui.dialogs import Confirmation
from hrgrid.ui.finder import finds_of
from hrgrid.ui.main_window import MainWindow, Standing
from hrgrid.ui.office.page import PARTS
from hrgrid.ui.pages import PAGES
from hrgrid.ui.session import Session
from hrgrid.ui.settings import PAGE, YEAR
from hrgrid.ui.theme import Mode, TextSize
from tests.patience import SECONDS
from tests.ui.crew import crew
from tests.ui.waiting import go_on

MODULES = [
    "dashboard", "workforce", "hiring", "training", "assessment", "funding", "exits", "honours",
    "documents",
]  # fmt: skip
CLERK = OperatorForm("zhou", "周立军", "", "示例区", (RoleRow(Role.CLERK, ""),), "Zq7-mima-2026")


def test_the_pages_are_named_as_the_office_calls_its_work():
    titles = [spec.title for spec in PAGES]
    assert titles == [
        "工作台", "网格与人员", "配备与招录", "培训与比武", "考核与星级", "经费与待遇", "退出管理",
        "十百千评选", "证书与报表", "待办", "导入数据", "操作留痕", "设置",
    ]  # fmt: skip
    assert [spec.title for spec in PAGES if spec.low] == ["待办", "导入数据", "操作留痕", "设置"]


@pytest.mark.parametrize(("digit", "key"), list(enumerate(MODULES)))
def test_alt_and_a_digit_goes_to_a_page(window, qtbot, digit, key):
    window.show_page("office")
    window.activateWindow()
    qtbot.keyClick(window, Qt.Key(Qt.Key.Key_0 + digit), Qt.KeyboardModifier.AltModifier)
    assert window.page_key == key
    assert window.navigation.button(key).isChecked()


@pytest.mark.parametrize("key", [spec.key for spec in PAGES])
def test_a_click_on_the_navigation_goes_to_its_page(window, qtbot, settle, key):
    qtbot.mouseClick(window.navigation.button(key), Qt.MouseButton.LeftButton)
    settle()
    assert window.page_key == key
    focus = window.focusWidget()
    assert window.page is focus or window.page.isAncestorOf(focus)


def test_pages_are_built_on_their_first_visit_and_kept(window, settle):
    assert window.stack.count() == 1
    window.show_page("journal")
    first = window.page
    window.show_page("dashboard")
    window.show_page("journal")
    settle()
    assert window.page is first
    assert window.stack.count() == 2


def test_the_navigation_can_be_walked_by_keyboard(window, qtbot):
    button = window.navigation.button("dashboard")
    button.setFocus(Qt.FocusReason.TabFocusReason)
    qtbot.keyClick(button, Qt.Key.Key_Down)
    focused = window.focusWidget()
    qtbot.keyClick(focused, Qt.Key.Key_Space)
    assert window.page_key == "workforce"


def test_ctrl_k_finds_a_function_by_its_initials_and_goes_there(window, qtbot, settle):
    window.activateWindow()
    qtbot.keyClick(window, Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    finder = window.top.finder
    assert window.focusWidget() is finder
    qtbot.keyClicks(finder, "ljbf")
    qtbot.keyClick(finder, Qt.Key.Key_Return)
    settle()
    assert window.page_key == "office"
    assert window.page.tabs.tabText(window.page.tabs.currentIndex()) == "备份"
    assert finder.text() == ""


def test_the_search_finds_chinese_words_and_offers_nothing_for_nonsense(window, qtbot):
    finder = window.top.finder
    finder.setFocus()
    finder.setText("操作留")
    finder._offer("操作留")
    assert finder._completer.completionCount() == 1
    finder._offer("没有这种功能")
    assert not finder._popup.isVisible()


def test_every_page_and_every_part_of_the_settings_can_be_found():
    found = {(find.page, find.part) for find in finds_of(PAGES)}
    assert {(spec.key, "") for spec in PAGES} <= found
    assert {("office", part.key) for part in PARTS} <= found


@pytest.mark.parametrize(
    ("size", "compact", "low"),
    [
        ((1366, 768), False, False),
        ((1300, 700), False, False),
        ((1299, 700), True, False),
        ((1366, 639), False, True),
        ((910, 512), True, True),
    ],
)
def test_the_navigation_folds_with_the_window(window, qtbot, size, compact, low):
    window.resize(*size)
    button = window.navigation.button("workforce")
    qtbot.waitUntil(lambda: button.height() == (30 if low else 36))
    assert (window.width(), window.height()) == size
    assert (button.compact, button.low) == (compact, low)
    assert window.navigation.width() == (56 if compact else 176)
    assert button.toolTip() == ("网格与人员（Alt+1）" if compact else "")


def visit_everything(window, settle) -> None:
    for spec in PAGES:
        window.show_page(spec.key)
        for part, _, _ in spec.parts:
            window.show_page(spec.key, part)
        settle()


@pytest.mark.parametrize("size", list(TextSize))
def test_every_page_fits_the_small_screen_at_150_per_cent(window, look, settle, size):
    theme.apply(look, Mode.LIGHT, size)
    window.session.look_changed.emit()
    window.resize(910, 512)
    visit_everything(window, settle)
    hint = window.minimumSizeHint()
    assert hint.width() <= 900
    assert hint.height() <= 500


def test_every_page_fits_1280_by_690_with_the_wide_navigation(window, settle):
    visit_everything(window, settle)
    hint = window.minimumSizeHint()
    assert hint.width() <= 1280
    assert hint.height() <= 690


class Windows(QObject):
    """Notes every widget that is shown as a window of its own."""

    def __init__(self) -> None:
        super().__init__()
        self.shown: list[str] = []

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's own name
        """Let everything through."""
        if event.type() == QEvent.Type.Show and isinstance(watched, QWidget) and watched.isWindow():
            self.shown.append(f"{type(watched).__name__} {watched.accessibleName()}")
        return False


def test_nothing_flashes_up_as_a_window_of_its_own(qtbot, look, session, settle, desk):
    crew(desk, part_timers=3)
    windows = Windows()
    look.installEventFilter(windows)
    window = MainWindow(session, Standing("示例区委政法委", "数据.hrg", shared=False), PAGES)
    qtbot.addWidget(window)
    window.resize(1920, 1080)
    window.show()
    visit_everything(window, settle)
    window.show_page("workforce", "person/1")
    settle()
    window.close()
    look.removeEventFilter(windows)
    assert [name for name in windows.shown if not name.startswith("MainWindow")] == []


CONTROLS = (QAbstractButton, QLineEdit, QComboBox, QTableView)


def test_every_control_has_a_name_for_screen_readers(window, settle):
    visit_everything(window, settle)
    nameless = [
        control
        for kind in CONTROLS
        for control in window.findChildren(kind)
        if not (control.accessibleName() or getattr(control, "text", str)())
        and not control.objectName().startswith("qt_")
        and not isinstance(control.parent(), QComboBox | QLineEdit | QTableView)
        and type(control).__name__ not in {"QToolButton", "QTableCornerButton"}
        and "CornerButton" not in control.metaObject().className()
    ]
    assert [(type(one).__name__, type(one.parent()).__name__) for one in nameless] == []


@pytest.mark.parametrize("size", list(TextSize))
@pytest.mark.parametrize("screen", [(1366, 768), (910, 512)])
def test_no_button_label_or_field_is_cut(window, look, settle, size, screen):
    theme.apply(look, Mode.LIGHT, size)
    window.session.look_changed.emit()
    window.resize(*screen)
    cut = []
    for spec in PAGES:
        for part in [part for part, _, _ in spec.parts] or [""]:
            window.show_page(spec.key, part)
            settle()
            cut += [f"{spec.key}/{part}: {words}" for words in laid_out_and_cut(window)]
    assert cut == []


def laid_out_and_cut(window) -> list[str]:
    """What is still cut when new widgets have come to rest; a busy machine takes longer."""
    patience = QDeadlineTimer(10_000)
    while (cut := cut_texts(window)) and not patience.hasExpired():
        go_on()
    return cut


def cut_texts(window) -> list[str]:
    """What a person would see cut off: buttons and one-line labels narrower than their text."""
    from PySide6.QtWidgets import QLabel, QPushButton

    from hrgrid.ui.status import Elided

    found = [
        button.text()
        for button in window.findChildren(QPushButton)
        if button.isVisible() and button.width() < button.sizeHint().width()
    ]
    for label in window.findChildren(QLabel):
        if not label.isVisible() or isinstance(label, Elided):
            continue
        if label.wordWrap():
            if label.height() < label.heightForWidth(label.width()):
                found.append(label.text())
        elif label.width() < label.sizeHint().width():
            found.append(label.text())
    return found


def test_a_person_without_the_right_does_not_see_the_page(qtbot, desk, database, settings):
    desk.write(lambda work: add_operator(work, CLERK))
    session = Session(sign_in(database, "zhou", CLERK.secret), settings)
    window = MainWindow(session, Standing("示例区委政法委", "数据.hrg", shared=False), PAGES)
    qtbot.addWidget(window)
    window.show_page("journal")
    assert window.page_key == "dashboard"
    window.show_page("office", "operators")
    titles = [window.page.tabs.tabText(at) for at in range(window.page.tabs.count())]
    assert titles == ["外观", "岗位字典", "节假日", "提醒与退休", "数据"]
    session.close()


def test_the_last_page_and_the_window_come_back(qtbot, desk, settings):
    standing = Standing("示例区委政法委", "数据.hrg", shared=False)
    for opened, key in (("dashboard", "honours"), ("honours", "office")):
        session = Session(desk, settings)
        window = MainWindow(session, standing, PAGES)
        qtbot.addWidget(window)
        window.show()
        assert window.page_key == opened
        window.resize(700, 600)
        window.show_page(key)
        qtbot.waitUntil(lambda s=session: not s.tasks.running)
        window.close()
    assert settings.get(PAGE) == "office"
    session = Session(desk, settings)
    again = MainWindow(session, standing, PAGES)
    qtbot.addWidget(again)
    assert (again.width(), again.height()) == (700, 600)
    session.close()


def test_the_year_is_chosen_in_the_top_bar_and_remembered(window, qtbot):
    with qtbot.waitSignal(window.session.year_changed) as told:
        window.top.year.setCurrentIndex(window.top.year.currentIndex() + 1)
    assert told.args == [window.session.year]
    assert window.session.settings.get(YEAR) == window.session.year


class Step(QUndoCommand):
    def __init__(self, text: str, log: list[str]) -> None:
        super().__init__(text)
        self._log = log

    def undo(self) -> None:
        self._log.append("undone")


def test_undo_names_the_step_and_ctrl_z_takes_it_back(window, qtbot):
    log: list[str] = []
    assert not window.top.undo.isEnabled()
    window.session.undo.push(Step("批量改岗位", log))
    assert window.top.undo.text() == "撤销“批量改岗位”"
    qtbot.keyClick(window, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert log == ["undone"]
    assert window.top.undo.text() == "撤销"


def last_rows(window) -> list[str]:
    """The lines that the dashboard shows of the journal."""
    from PySide6.QtWidgets import QLabel

    rows = window.page._last._rows
    lines = [rows.itemAt(at).widget() for at in range(rows.count())]
    return [" ".join(label.text() for label in line.findChildren(QLabel)) for line in lines]


def test_a_page_is_read_again_when_its_topic_changes(window, desk, settle):
    before = last_rows(window)
    window.session.tasks.write(lambda work: add_operator(work, CLERK), topic="accounts")
    settle()
    settle()
    assert "登记操作员" in last_rows(window)[0]
    assert len(last_rows(window)) == len(before) + 1


def test_saved_is_told_with_its_time(window, settle):
    window.session.tasks.write(lambda work: add_operator(work, CLERK), topic="accounts")
    settle()
    text = window.status._saved.text()
    assert text.startswith("已保存 ")
    assert ":" in text


def test_a_refusal_nobody_awaits_stands_above_the_page(window, qtbot, settle):
    def refuse(_):
        raise UserError("昆山市多报 1 人，处理后才能发布公示。")

    window.session.tasks.read(refuse, lambda _: None)
    settle()
    message = window.messages.message
    assert (message.sentence, message.kind) == (
        "昆山市多报 1 人，处理后才能发布公示。",
        Kind.BAD,
    )
    close = window.messages.findChildren(QAbstractButton)[-1]
    qtbot.mouseClick(close, Qt.MouseButton.LeftButton)
    assert window.messages.message is None
    assert not window.messages.isVisible()


def test_a_message_has_links_that_do_something_once(window, qtbot):
    done = []
    window.session.say("已导入 39,894 行。", Kind.OK, ("撤销这次导入", lambda: done.append(1)))
    link = next(
        button
        for button in window.messages.findChildren(QAbstractButton)
        if button.text() == "撤销这次导入"
    )
    qtbot.mouseClick(link, Qt.MouseButton.LeftButton)
    assert done == [1]
    assert window.messages.message is None


def test_good_news_goes_by_itself_and_bad_news_stays(qtbot, monkeypatch):
    from hrgrid.ui.banners import Message

    monkeypatch.setattr(BannerStrip, "OK_STAYS_MS", 20)
    strip = BannerStrip()
    qtbot.addWidget(strip)
    strip.show_message(Message("昆山市多报 1 人。", Kind.BAD))
    assert not strip._timer.isActive()
    strip.show_message(Message("密码已修改。", Kind.OK))
    qtbot.waitUntil(lambda: strip.message is None)


@pytest.fixture
def gate():
    event = threading.Event()
    yield event
    event.set()


def answer(qtbot, title: str, button: str) -> list[str]:
    """Press a button of the next confirmation; returns its texts."""
    from PySide6.QtCore import QTimer
    from PySide6.QtWidgets import QLabel

    seen: list[str] = []

    def press() -> None:
        box = QApplication.activeModalWidget()
        assert isinstance(box, Confirmation)
        assert box.windowTitle() == title
        seen.extend(label.text() for label in box.findChildren(QLabel))
        getattr(box, button).click()

    QTimer.singleShot(0, press)
    return seen


def test_closing_while_something_is_written_asks_and_may_be_taken_back(window, qtbot, gate):
    def job(work):
        work.progress.begin("正在导入花名册", 40_000)
        work.progress.step(12_000)
        gate.wait(SECONDS)

    task = window.session.tasks.write(job, topic="workforce")
    qtbot.waitUntil(lambda: task.stage.done == 12_000)
    seen = answer(qtbot, "还有一步没有办完", "stay")
    window.close()
    assert window.isVisible()
    gate.set()
    assert any("正在导入花名册，12,000 / 40,000" in text for text in seen)


def test_closing_while_something_is_written_cancels_it_when_wanted(window, qtbot, desk, gate):
    def job(work):
        add_operator(work, CLERK)
        work.progress.begin("正在导入花名册")
        while not gate.wait(0.01):
            work.progress.step()

    task = window.session.tasks.write(job, topic="workforce")
    qtbot.waitUntil(lambda: task.stage.done > 0)
    answer(qtbot, "还有一步没有办完", "act")
    with qtbot.waitSignal(window.closed):
        window.close()
    from hrgrid.accounts import queries

    assert [row.name for row in desk.read(queries.operators)] == ["经办人"]


def test_changing_the_look_reaches_the_open_window(window, look):
    theme.apply(look, Mode.DARK, TextSize.LARGE)
    window.session.look_changed.emit()
    image = window.navigation.grab().toImage()
    assert image.pixelColor(3, window.navigation.height() - 3).name() == theme.DARK.nav.lower()
    assert window.navigation.width() == theme.length(176)


def test_the_person_button_says_who_sits_here_and_folds_to_an_icon(window, qtbot):
    assert window.top.person.text() == "示例区委政法委 · 经办人"
    window.resize(910, 512)
    qtbot.waitUntil(lambda: window.width() == 910)
    assert window.top.person.text() == ""
    actions = [action.text() for action in window.top.person.menu().actions() if action.text()]
    assert actions == ["修改密码", "换人登录", "关于网格员队伍管理"]
