"""First start, the recovery sheet, and signing in."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtPrintSupport import QPrinter

from hrgrid.accounts import queries
from hrgrid.accounts.queries import RoleRow
from hrgrid.accounts.rules import Role
from hrgrid.accounts.service import OfficeForm, OperatorForm, add_operator, set_up_office, sign_in
from hrgrid.core.policies import Setting
from hrgrid.storage.database import Database
from hrgrid.ui.banners import Banner
from hrgrid.ui.first_start import FirstStart
from hrgrid.ui.recovery import RecoverySheet, RecoveryView, draw_sheet
from hrgrid.ui.sign_in import SignIn
from hrgrid.ui.tasks import Runner

PASSWORD = "Zq7-mima-2026"
CODE = "7KQ2M-XW9TA-3HD5C-PLM8R-V6YNB-2JE4S-FG7QZ-HT3KD"


@pytest.fixture
def runner(look):
    made = Runner()
    yield made
    made.close()


def sentences(qtbot, widget) -> list[str]:
    """The banners on show, once there are any."""

    def shown() -> list[Banner]:
        return [banner for banner in widget.findChildren(Banner) if banner.isVisible()]

    qtbot.waitUntil(lambda: len(shown()) > 0)
    return [banner.message.sentence for banner in shown()]


@pytest.fixture
def first(qtbot, runner):
    made = FirstStart(runner)
    qtbot.addWidget(made)
    made.show()
    return made


def fill(qtbot, first, tmp_path, setting: Setting, *names: str) -> None:
    """The two steps of a new office, up to its button."""
    qtbot.mouseClick(first.ways.new, Qt.MouseButton.LeftButton)
    form = first.form
    form.put_place(tmp_path / "数据")
    form.office.setText("姑苏区委政法委")
    qtbot.mouseClick(form.setting.buttons[setting], Qt.MouseButton.LeftButton)
    qtbot.mouseClick(form.forward, Qt.MouseButton.LeftButton)
    for row, name in zip(form.rows, names, strict=True):
        row.name.setText(name)


def test_an_office_of_one_is_made_and_its_code_must_be_ticked(qtbot, first, tmp_path):
    fill(qtbot, first, tmp_path, Setting.SINGLE, "陈敏")
    qtbot.mouseClick(first.form.make, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: first.keys is not None)
    view = first.keys
    assert not view.act.isEnabled()
    assert len(view.sheet.groups) == 8
    assert view.sheet.passwords == ()
    view.kept.setChecked(True)
    with qtbot.waitSignal(first.finished) as told:
        qtbot.mouseClick(view.act, Qt.MouseButton.LeftButton)
    sitting = told.args[0]
    assert (sitting.location.file, sitting.login) == (tmp_path / "数据.hrg", "陈敏")
    assert sitting.secret is None
    with Database.open(sitting.location) as database:
        assert queries.sign_in_choices(database).automatic == "陈敏"


def test_three_administrators_get_a_first_password_each(qtbot, first, tmp_path):
    fill(qtbot, first, tmp_path, Setting.SEPARATE, "陈敏", "周立军", "徐雪芳")
    qtbot.mouseClick(first.form.make, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: first.keys is not None)
    passwords = dict(first.keys.sheet.passwords)
    assert list(passwords) == ["陈敏", "周立军", "徐雪芳"]
    with Database.open(tmp_path / "数据.hrg") as database:
        assert sign_in(database, "周立军", passwords["周立军"]).actor.role == "安全管理员"


def test_what_is_missing_is_said_beside_its_field(qtbot, first, tmp_path):
    qtbot.mouseClick(first.ways.new, Qt.MouseButton.LeftButton)
    form = first.form
    qtbot.mouseClick(form.forward, Qt.MouseButton.LeftButton)
    assert form._office_field.problem == "还没有填机构名称。"
    assert form.office.hasFocus() or first.focusWidget() is form.office
    form.office.setText("姑苏区委政法委")
    qtbot.keyClick(form.office, Qt.Key.Key_Return)
    assert form._office_field.problem == ""
    qtbot.mouseClick(form.make, Qt.MouseButton.LeftButton)
    assert [row._name_field.problem for row in form.rows] == ["还没有填姓名。"]
    assert not (tmp_path / "数据.hrg").exists()


def test_a_place_that_is_taken_is_refused_with_a_sentence(qtbot, first, tmp_path):
    (tmp_path / "数据.hrg").write_bytes(b"something else")
    fill(qtbot, first, tmp_path, Setting.SINGLE, "陈敏")
    qtbot.mouseClick(first.form.make, Qt.MouseButton.LeftButton)
    assert "数据.hrg" in sentences(qtbot, first)[0]
    assert first.form.isEnabled()
    assert (tmp_path / "数据.hrg").read_bytes() == b"something else"


def test_the_sheet_names_office_code_and_passwords():
    text = RecoverySheet("姑苏区委政法委", CODE, (("陈敏", "7kq2m-xw9ta"),)).text()
    assert text.startswith("姑苏区委政法委　网格员队伍管理　恢复码\n")
    assert "7KQ2M　XW9TA　3HD5C　PLM8R\nV6YNB　2JE4S　FG7QZ　HT3KD" in text
    assert "陈敏　7kq2m-xw9ta" in text


def test_the_sheet_is_saved_as_text_that_every_editor_reads(qtbot, look, tmp_path):
    view = RecoveryView(RecoverySheet("姑苏区委政法委", CODE))
    qtbot.addWidget(view)
    view.show()
    view.save_to(tmp_path / "恢复码.txt")
    assert (tmp_path / "恢复码.txt").read_text(encoding="utf-8-sig") == view.sheet.text()
    assert "已存为" in sentences(qtbot, view)[0]


def test_a_folder_that_cannot_be_written_is_told(qtbot, look, tmp_path):
    view = RecoveryView(RecoverySheet("姑苏区委政法委", CODE))
    qtbot.addWidget(view)
    view.show()
    (tmp_path / "file").write_text("", encoding="utf-8")
    view.save_to(tmp_path / "file" / "恢复码.txt")
    assert sentences(qtbot, view) == [
        "写不进“恢复码.txt”：文件夹只读或磁盘已满。请换个文件夹再存。"
    ]


def test_the_sheet_is_printed_on_one_page(look, tmp_path):
    from pypdf import PdfReader

    printer = QPrinter()
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "sheet.pdf"))
    draw_sheet(RecoverySheet("姑苏区委政法委", CODE, (("陈敏", "7kq2m-xw9ta"),)), printer)
    pages = PdfReader(tmp_path / "sheet.pdf").pages
    assert len(pages) == 1
    text = pages[0].extract_text()
    assert all(group in text for group in CODE.split("-"))


# --- signing in -----------------------------------------------------------------------------------


@pytest.fixture
def guarded(database, desk):
    """The office with a second person who has a password."""
    form = OperatorForm("zhou", "周立军", "", "示例区", (RoleRow(Role.CLERK, ""),), PASSWORD)
    desk.write(lambda work: add_operator(work, form))
    return database


@pytest.fixture
def page(qtbot, runner, guarded):
    made = SignIn(runner, guarded, queries.sign_in_choices(guarded), "zhou")
    qtbot.addWidget(made)
    made.show()
    return made


def test_the_right_password_leads_to_a_desk(qtbot, page):
    assert page.chosen.login == "zhou"
    qtbot.keyClicks(page.secret, PASSWORD)
    with qtbot.waitSignal(page.came) as told:
        qtbot.keyClick(page.secret, Qt.Key.Key_Return)
    assert told.args[0].actor.name == "周立军"


def test_a_wrong_password_is_told_and_can_be_typed_over(qtbot, page):
    qtbot.keyClicks(page.secret, "wrong-password")
    qtbot.mouseClick(page.enter, Qt.MouseButton.LeftButton)
    assert not page.enter.isEnabled()
    assert sentences(qtbot, page)[0].startswith("“zhou”的密码不对。请重输")
    assert page.enter.isEnabled()
    assert page.secret.selectedText() == "wrong-password"


def test_an_empty_password_is_asked_for_before_anything_is_tried(qtbot, page):
    qtbot.mouseClick(page.enter, Qt.MouseButton.LeftButton)
    assert sentences(qtbot, page) == ["还没有输密码。"]


def test_who_needs_no_password_is_not_asked_for_one(qtbot, page):
    page.who.choose("经办人")
    assert not page.secret.isVisible()
    assert page.enter.text() == "打开"
    with qtbot.waitSignal(page.came) as told:
        qtbot.mouseClick(page.enter, Qt.MouseButton.LeftButton)
    assert told.args[0].actor.name == "经办人"


def test_the_recovery_code_gives_a_new_password(qtbot, runner, tmp_path):
    path = tmp_path / "机构.hrg"
    keys = set_up_office(path, OfficeForm("示例区委政法委", "示例区", Setting.DOUBLE))
    login = keys.passwords[0][0]
    with Database.open(path) as database:
        page = SignIn(runner, database, queries.sign_in_choices(database))
        qtbot.addWidget(page)
        page.show()
        qtbot.mouseClick(page.forgotten, Qt.MouseButton.LeftButton)
        page.code.setText(keys.recovery_code.lower().replace("-", " "))
        page.new.first.setText(PASSWORD)
        page.new.again.setText("something else")
        qtbot.mouseClick(page.recover, Qt.MouseButton.LeftButton)
        assert page.new._again.problem == "两遍不一样，请重输。"
        page.new.again.setText(PASSWORD)
        with qtbot.waitSignal(page.came):
            qtbot.mouseClick(page.recover, Qt.MouseButton.LeftButton)
        assert sign_in(database, login, PASSWORD).actor.name == login


def test_a_wrong_recovery_code_is_told(qtbot, page):
    page.show_recovery()
    page.code.setText("AAAA")
    page.new.first.setText(PASSWORD)
    page.new.again.setText(PASSWORD)
    qtbot.keyClick(page.code, Qt.Key.Key_Return)
    assert "恢复码" in sentences(qtbot, page)[0]
    assert page.recover.isEnabled()


def test_a_machine_that_is_new_to_the_data_asks_for_the_code(
    qtbot, runner, guarded, tmp_path, monkeypatch
):
    monkeypatch.setenv("HRGRID_HOME", str(tmp_path / "another machine"))
    page = SignIn(runner, guarded, queries.sign_in_choices(guarded), "经办人")
    qtbot.addWidget(page)
    page.show()
    qtbot.mouseClick(page.enter, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(page.code.isVisible)
    assert sentences(qtbot, page)[0].startswith("这台电脑第一次打开这份数据")
    assert not page.new.isVisible()
