"""设置: operators, the office's rules, holidays, backups, the data."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from PySide6.QtCore import Qt

from hrgrid.accounts import queries
from hrgrid.accounts.queries import RoleRow
from hrgrid.accounts.rules import Role
from hrgrid.accounts.service import OperatorForm, add_operator, deactivate_operator, sign_in
from hrgrid.core.errors import UserError
from hrgrid.core.policies import Policy, Setting
from hrgrid.core.workdays import DayKind, YearTable, shipped_year
from hrgrid.overview.queries.duties import duty_rules, retirement_tables
from hrgrid.overview.rules.duties import DutyRules
from hrgrid.overview.rules.retirement import SHIPPED as AGES
from hrgrid.overview.rules.retirement import PostKind
from hrgrid.storage.database import Database
from hrgrid.storage.sealed import key_file_of
from hrgrid.ui import theme
from hrgrid.ui.banners import Banner, Kind
from hrgrid.ui.office.data import RecoveryDialog
from hrgrid.ui.office.holidays import HolidaysDialog, read_table, source_words, table_text
from hrgrid.ui.office.law import AgesDialog, DaysDialog
from hrgrid.ui.office.operator_forms import (
    BringBackDialog,
    OperatorDialog,
    RoleBoxes,
    StopDialog,
)
from hrgrid.ui.office.policies import PolicyDialog, SwitchDialog, policy_words
from hrgrid.ui.passwords import ChangeSecretDialog, ResetSecretDialog
from hrgrid.ui.recovery import RecoverySheet
from hrgrid.ui.settings import BACKUP_FOLDER, MODE, TEXT_SIZE
from hrgrid.ui.theme import Mode, TextSize
from hrgrid.workforce.queries import roles
from tests.workforce.build import plant_street

TODAY = dt.datetime.now().astimezone().date()
PASSWORD = "Zq7-mima-2026"
FORM = OperatorForm("zhou", "周立军", "副科长", "示例区", (RoleRow(Role.CHIEF, ""),))


@pytest.fixture
def part(window, settle):
    """Opens a part of the page and waits until it is read."""

    def show(key: str):
        window.show_page("office", key)
        settle()
        return window.page.part

    return show


@pytest.fixture
def press(qtbot, settle):
    """Clicks a button and waits for what it started, and for what that started."""

    def click(button) -> None:
        qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
        settle()
        settle()

    return click


def refusal(qtbot, dialog) -> str:
    def shown() -> list[Banner]:
        return [banner for banner in dialog.findChildren(Banner) if banner.isVisible()]

    qtbot.waitUntil(lambda: len(shown()) == 1)
    return shown()[0].message.sentence


def opened(qtbot, dialog):
    qtbot.addWidget(dialog)
    dialog.show()
    return dialog


def operators(desk) -> dict[str, queries.OperatorRow]:
    return {row.name: row for row in desk.read(queries.operators)}


# --- 外观 -----------------------------------------------------------------------------------------


def test_light_dark_and_text_size_work_at_once_and_are_remembered(part, qtbot, settings, look):
    page = part("look")
    buttons = {button.text(): button for button in page.modes.buttons() + page.sizes.buttons()}
    assert list(buttons) == ["浅色", "深色", "跟随系统", "标准", "大", "特大"]
    buttons["深色"].click()
    buttons["特大"].click()
    assert theme.tokens() is theme.DARK
    assert theme.text_size() is TextSize.LARGEST
    assert (settings.get(MODE), settings.get(TEXT_SIZE)) == (Mode.DARK, TextSize.LARGEST)


# --- 操作员 ---------------------------------------------------------------------------------------


def test_an_operator_is_registered_with_his_roles(qtbot, part, session, desk, press):
    page = part("operators")
    dialog = opened(qtbot, OperatorDialog(session, None, "示例区", page, by_password=False))
    dialog.name.setText("周立军")
    dialog.login.setText("zhou")
    dialog.post.setText("副科长")
    dialog.roles.boxes[Role.CHIEF].setChecked(True)
    dialog.roles.boxes[Role.CLERK].setChecked(True)
    press(dialog.act)
    assert not dialog.isVisible()
    row = operators(desk)["周立军"]
    assert (row.post, row.unit, row.role) == ("副科长", "示例区", "审批人、经办人")
    assert [shown.row.name for shown in page.model.rows] == ["经办人", "周立军"]


def test_what_the_use_case_refuses_is_said_in_the_dialog_which_stays(
    qtbot, part, session, desk, press
):
    page = part("operators")
    dialog = opened(qtbot, OperatorDialog(session, None, "示例区", page, by_password=False))
    dialog.name.setText("周立军")
    assert dialog.login.text() == ""
    press(dialog.act)
    assert refusal(qtbot, dialog).startswith("周立军还没有选角色")
    assert dialog.act.isEnabled()
    assert list(operators(desk)) == ["经办人"]


def test_where_a_password_is_asked_for_it_is_typed_twice(qtbot, part, session, desk, press):
    page = part("operators")
    dialog = opened(qtbot, OperatorDialog(session, None, "示例区", page, by_password=True))
    dialog.name.setText("周立军")
    dialog.login.setText("zhou")
    dialog.roles.boxes[Role.CLERK].setChecked(True)
    press(dialog.act)
    assert dialog.secret._first.problem == "还没有填密码。"
    dialog.secret.first.setText(PASSWORD)
    dialog.secret.again.setText(PASSWORD)
    press(dialog.act)
    assert operators(desk)["周立军"].temporary_secret


def test_an_operator_is_changed_and_keeps_his_login(qtbot, part, session, desk, press):
    desk.write(lambda work: add_operator(work, FORM))
    page = part("operators")
    row = operators(desk)["周立军"]
    dialog = opened(qtbot, OperatorDialog(session, row, row.unit, page, by_password=False))
    assert dialog.login.isReadOnly()
    dialog.post.setText("科长")
    press(dialog.act)
    assert operators(desk)["周立军"].post == "科长"


def test_a_role_held_on_a_part_of_the_tree_stays_there(qtbot, look):
    held = (RoleRow(Role.CLERK, "3205/"), RoleRow(Role.CHIEF, ""))
    boxes = RoleBoxes(held)
    qtbot.addWidget(boxes)
    boxes.boxes[Role.CHIEF].setChecked(False)
    boxes.boxes[Role.VIEWER].setChecked(True)
    assert boxes.reader()(None) == (RoleRow(Role.CLERK, "3205/"), RoleRow(Role.VIEWER, ""))
    moved = (RoleRow(Role.CLERK, "3206/"), RoleRow(Role.VIEWER, "3206/"))
    assert boxes.reader()("3206/") == moved


def test_roles_may_hold_for_a_part_of_the_tree_only(qtbot, part, session, desk, press):
    street = desk.write(plant_street)[0].path.rsplit("/", 3)[0] + "/"
    page = part("operators")
    dialog = opened(qtbot, OperatorDialog(session, None, "示例区", page, by_password=False))
    dialog.name.setText("周立军")
    dialog.roles.boxes[Role.CLERK].setChecked(True)
    dialog.scope.setText("没有的街道")
    press(dialog.act)
    assert "没有区域“没有的街道”" in refusal(qtbot, dialog)
    dialog.scope.setText("示例街道")
    press(dialog.act)
    row = operators(desk)["周立军"]
    assert street.startswith(row.roles[0].area_path)
    assert page.model.rows[-1].areas == "示例街道"
    again = opened(qtbot, OperatorDialog(session, row, row.unit, page, by_password=False))
    qtbot.waitUntil(lambda: again.scope.text() == "示例街道")
    again.post.setText("科长")
    press(again.act)
    assert operators(desk)["周立军"].roles == row.roles
    wide = OperatorDialog(session, operators(desk)["周立军"], row.unit, page, by_password=False)
    opened(qtbot, wide)
    qtbot.waitUntil(lambda: wide.scope.text() == "示例街道")
    wide.scope.clear()
    press(wide.act)
    assert operators(desk)["周立军"].roles == (RoleRow(Role.CLERK, ""),)


def test_stopping_needs_a_reason_and_can_be_taken_back(qtbot, part, session, desk, press):
    desk.write(lambda work: add_operator(work, FORM))
    page = part("operators")
    dialog = opened(qtbot, StopDialog(session, operators(desk)["周立军"], page))
    press(dialog.act)
    assert "事由" in refusal(qtbot, dialog)
    dialog.reason.setText("调离本单位")
    press(dialog.act)
    assert not operators(desk)["周立军"].active
    back = opened(
        qtbot, BringBackDialog(session, operators(desk)["周立军"], page, by_password=False)
    )
    press(back.act)
    assert operators(desk)["周立军"].active


def test_only_deeds_that_fit_the_row_are_offered(part, desk, window, settle):
    desk.write(lambda work: add_operator(work, FORM))
    stopped = OperatorForm("xu", "徐雪芳", "", "示例区", (RoleRow(Role.VIEWER, ""),))
    number = desk.write(lambda work: add_operator(work, stopped))
    desk.write(lambda work: deactivate_operator(work, number), reason="调离")
    page = part("operators")
    shown = {}
    for at, row in enumerate(one.row for one in page.model.rows):
        page.table.selectRow(at)
        deeds = (page.edit, page.reset, page.stop, page.back)
        shown[row.name] = [deed.text() for deed in deeds if deed.isVisible()]
    assert shown == {
        "经办人": ["变更资料和角色"],
        "周立军": ["变更资料和角色", "重设密码", "停用"],
        "徐雪芳": ["恢复使用"],
    }


def test_a_forgotten_password_is_replaced_by_a_temporary_one(qtbot, part, session, desk, press):
    desk.write(lambda work: add_operator(work, FORM))
    page = part("operators")
    dialog = opened(qtbot, ResetSecretDialog(session, operators(desk)["周立军"], page))
    dialog.new.first.setText(PASSWORD)
    dialog.new.again.setText(PASSWORD)
    press(dialog.act)
    assert operators(desk)["周立军"].temporary_secret
    assert sign_in(desk.database, "zhou", PASSWORD).actor.name == "周立军"


def test_ones_own_password_is_changed_with_the_old_one(qtbot, window, session, desk, press):
    first = opened(qtbot, ChangeSecretDialog(session, window, has_secret=False))
    first.new.first.setText(PASSWORD)
    first.new.again.setText(PASSWORD)
    press(first.act)
    second = opened(qtbot, ChangeSecretDialog(session, window, has_secret=True))
    second.old.setText("not the old one")
    second.new.first.setText("Another-2026")
    second.new.again.setText("Another-2026")
    press(second.act)
    assert refusal(qtbot, second).startswith("原密码不对")
    second.old.setText(PASSWORD)
    press(second.act)
    assert not second.isVisible()
    assert sign_in(desk.database, "经办人", "Another-2026").actor.name == "经办人"


# --- 办公模式 -------------------------------------------------------------------------------------


def test_every_policy_is_listed_with_its_value_in_words(part, qtbot):
    from PySide6.QtWidgets import QLabel

    page = part("policies")

    def texts() -> set[str]:
        return {label.text() for label in page.findChildren(QLabel) if label.isVisible()}

    wanted = {"办公模式：单人办公", *(policy.label for policy in Policy)}
    qtbot.waitUntil(lambda: wanted <= texts())
    assert [policy_words(Policy.SIGN_IN, 1), policy_words(Policy.IDLE_LOCK, 0)] == ["是", "不锁"]
    assert policy_words(Policy.APPROVERS_OF_AWARDS, 2) == "2 人"


def test_a_policy_is_changed_with_a_reason(qtbot, part, session, desk, press):
    page = part("policies")
    dialog = opened(qtbot, PolicyDialog(session, Policy.SECOND_ENTRY, 0, page))
    dialog.value.choose(1)
    press(dialog.act)
    assert "事由" in refusal(qtbot, dialog)
    dialog.reason.setText("本年度由两人录入")
    press(dialog.act)
    assert desk.read(queries.office).policies[Policy.SECOND_ENTRY] == 1


def test_a_setting_that_the_office_is_not_ready_for_is_refused(qtbot, part, session, desk, press):
    page = part("policies")
    dialog = opened(qtbot, SwitchDialog(session, Setting.SINGLE, page))
    dialog.choice.buttons[Setting.DOUBLE].click()
    dialog.reason.setText("本月起两人共同办理")
    press(dialog.act)
    assert "还没有密码" in refusal(qtbot, dialog)
    assert desk.read(queries.office).setting is Setting.SINGLE


# --- 节假日 ---------------------------------------------------------------------------------------


def test_a_year_that_nobody_maintains_says_so(part, settle, qtbot):
    page = part("holidays")
    year = page.year.itemData(0)
    assert shipped_year(year) is None
    page.year.choose(year)
    assert refusal(qtbot, page) == (
        f"{year} 年节假日未维护，工作日按周末推算。国务院办公厅通知发布后请在这里填上。"
    )
    assert page.source.text() == "没有表"
    assert page.model.rowCount() == 0


def test_the_shipped_year_is_shown_with_its_figures(part):
    page = part("holidays")
    page.year.choose(2026)
    assert page.source.text() == "随程序附带的国务院安排：休 33 天，调休上班 6 天"
    assert page.model.rows[0].day == dt.date(2026, 1, 1)


def test_lines_from_excel_become_the_offices_table(qtbot, part, session, desk, press):
    page = part("holidays")
    dialog = opened(qtbot, HolidaysDialog(session, YearTable(2031), page))
    dialog.lines.setPlainText("2031-01-01\t休\t元旦\n2031年1月4日 班 元旦\n\n2031.2.3，休，春节\n")
    dialog.document.setText("国办发明电〔2030〕9 号")
    press(dialog.act)
    table = desk.read(queries.calendar).table(2031)
    assert [(row.day.isoformat(), row.kind, row.name) for row in table.rows] == [
        ("2031-01-01", DayKind.OFF, "元旦"),
        ("2031-01-04", DayKind.ON, "元旦"),
        ("2031-02-03", DayKind.OFF, "春节"),
    ]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("2031-01-01\t休\n昨天\t休", "第 2 行："),
        ("2031-01-01\t也许", "第 1 行："),
        ("2030-12-31\t休", "不在2031年内"),
        ("2031-01-01\t休\n2031-01-01\t班", "出现两次"),
    ],
)
def test_a_line_that_cannot_be_read_is_named(text, told):
    with pytest.raises(UserError, match=told):
        read_table(2031, text)


def test_a_table_goes_through_its_text_unchanged():
    table = shipped_year(2026)
    assert read_table(2026, table_text(table)) == table
    assert source_words(None, own=False) == "没有表"


def test_what_is_wrong_in_the_lines_is_told_in_the_dialog(qtbot, part, session, press):
    page = part("holidays")
    dialog = opened(qtbot, HolidaysDialog(session, YearTable(2031), page))
    dialog.lines.setPlainText("2031-01-01")
    press(dialog.act)
    assert refusal(qtbot, dialog).startswith("第 1 行：")
    assert dialog.isVisible()


# --- 提醒与退休 -----------------------------------------------------------------------------------


def test_the_days_of_notice_are_changed_with_a_reason(qtbot, part, session, desk, press):
    page = part("law")
    dialog = opened(qtbot, DaysDialog(session, DutyRules(), TODAY, page))
    dialog.fields["first"].setText("九十")
    press(dialog.act)
    assert refusal(qtbot, dialog).startswith("“合同到期，第一次提醒”要填整数")
    dialog.fields["first"].setText("90")
    dialog.reason.setText("报批要三个月")
    press(dialog.act)
    qtbot.waitUntil(lambda: not dialog.isVisible())
    assert desk.read(lambda work: duty_rules(work, TODAY)).contract == (90, 30)


def test_a_table_of_ages_is_added_and_told(qtbot, part, session, desk, press):
    page = part("law")
    assert "渐进式延迟法定退休年龄（现行）" in page._told.text()
    dialog = opened(qtbot, AgesDialog(session, AGES[-1], desk.read(roles), TODAY, page))
    dialog.rows[PostKind.MEN].step.clear()
    press(dialog.act)
    assert refusal(qtbot, dialog).startswith("男职工的延迟只填了一部分")
    dialog.rows[PostKind.MEN].step.setText("2")
    dialog.source.setText("国发〔2026〕9 号")
    dialog.reason.setText("国家新规定")
    press(dialog.act)
    qtbot.waitUntil(lambda: not dialog.isVisible())
    qtbot.waitUntil(lambda: page.model.rowCount() == 3)
    newest = desk.read(retirement_tables)[-1]
    assert newest.row(PostKind.MEN).step == 2
    assert newest.row(PostKind.WOMEN) == AGES[-1].row(PostKind.WOMEN)
    assert "国发〔2026〕9 号" in [row.source for row in page.model.rows]


# --- 备份 -----------------------------------------------------------------------------------------


@pytest.fixture
def folder(settings, tmp_path) -> Path:
    path = tmp_path / "U盘"
    settings.put(BACKUP_FOLDER, str(path))
    return path


def test_a_backup_is_made_listed_and_told_in_the_status_bar(folder, part, press, window):
    page = part("backups")
    assert page.empty.isVisible()
    press(page.now)
    assert len(list(folder.glob("*.hrg"))) == 1
    assert page.model.rowCount() == 1
    assert not page.empty.isVisible()
    assert window.messages.message.kind is Kind.OK
    assert "已备份" in window.status._where.accessibleName()


def test_a_backup_is_restored_beside_and_can_be_opened(part, press, window, qtbot, database):
    page = part("backups")
    press(page.now)
    page.start_restore(page.model.rows[0].path)
    qtbot.waitUntil(lambda: not window.session.tasks.running)
    message = window.messages.message
    assert "原来的数据没有动" in message.sentence
    with qtbot.waitSignal(window.session.data_wanted) as told:
        message.actions[0].does()
    restored = told.args[0]
    assert restored.file != database.location.file
    with Database.open(restored) as copy:
        assert queries.sign_in_choices(copy).office_name == "示例区委政法委"


def test_damaged_data_are_not_backed_up_and_the_button_comes_back(
    folder, part, press, window, database
):
    key_file_of(database.location.file).unlink()
    page = part("backups")
    press(page.now)
    message = window.messages.message
    assert message.kind is Kind.BAD
    assert "没有备份，原有备份都保留" in message.sentence
    assert page.now.isEnabled()
    assert not list(folder.glob("*.hrg"))


# --- 数据 -----------------------------------------------------------------------------------------


def test_where_the_data_lie_is_told(part, database):
    from PySide6.QtWidgets import QLabel

    page = part("data")
    texts = [label.text() for label in page.findChildren(QLabel)]
    assert str(database.location.file) in texts
    assert "本机文件（SQLite）" in texts
    assert any("确认已妥善保存" in text for text in texts)


def test_a_new_recovery_code_counts_when_it_is_ticked(qtbot, part, session, desk, press):
    from hrgrid.accounts.service import renew_recovery_code

    code = desk.write(renew_recovery_code)
    page = part("data")
    assert "还没有确认保存" in page._state.text()
    dialog = opened(qtbot, RecoveryDialog(session, RecoverySheet("示例区委政法委", code), page))
    dialog.view.kept.setChecked(True)
    press(dialog.view.act)
    assert not dialog.isVisible()
    assert desk.read(queries.office).recovery_confirmed_at is not None
    assert "确认已妥善保存" in page._state.text()
