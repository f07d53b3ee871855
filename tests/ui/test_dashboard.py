"""工作台: what works now while there is nothing in the data, then the figures and the chart."""

from __future__ import annotations

import datetime as dt
import subprocess
import sys
from collections import Counter
from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint, Qt, QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QLabel, QPushButton

from hrgrid.accounts.queries import RoleRow
from hrgrid.accounts.rules import Role
from hrgrid.accounts.service import OperatorForm, add_operator, renew_recovery_code, sign_in
from hrgrid.assessment.rules.words import PeriodKind, PeriodState
from hrgrid.assessment.service.periods import PeriodForm, open_period
from hrgrid.exchange.service import Answers, import_drop, open_drop
from hrgrid.hiring.rules.words import BatchState, CandidateState
from hrgrid.honours.rules.words import CampaignState, Tier
from hrgrid.overview.queries import CampaignProgress
from hrgrid.overview.queries.assessment import AssessmentProgress
from hrgrid.overview.queries.hiring import HiringProgress
from hrgrid.overview.queries.training import CLASSES, COMPETITIONS, Going, TrainingProgress
from hrgrid.training.rules.competing import CompetitionState
from hrgrid.training.rules.words import ClassState, CourseKind
from hrgrid.training.service.classes import ClassForm, open_class
from hrgrid.training.service.courses import CourseForm, add_course
from hrgrid.ui import theme
from hrgrid.ui.assessment_card import meter_of
from hrgrid.ui.assessment_card import next_words as assessment_words
from hrgrid.ui.banners import Banner
from hrgrid.ui.buttons import LinkButton
from hrgrid.ui.campaign_card import CampaignCard
from hrgrid.ui.charts import Bar, BarChart
from hrgrid.ui.figures import rate_text
from hrgrid.ui.hiring_card import next_words
from hrgrid.ui.main_window import MainWindow, Standing
from hrgrid.ui.pages import PAGES
from hrgrid.ui.session import Session
from hrgrid.ui.training_card import next_words as training_words
from hrgrid.ui.workforce.vacancies import VacanciesDialog
from hrgrid.workforce.queries import areas_on, tree_index
from hrgrid.workforce.rules import Level
from hrgrid.workforce.service.imports import KINDS
from tests.hiring import offered
from tests.honours import build as honours
from tests.ui.crew import crew
from tests.workforce.build import enlist


@pytest.fixture
def page(window):
    return window.page


def test_only_steps_that_work_now_are_offered(page):
    assert list(page.steps) == ["operators", "holidays", "backup", "journal"]
    assert all(step.button.isEnabled() for step in page.steps.values())


@pytest.mark.parametrize(
    ("step", "title", "crumb"),
    [
        ("operators", "设置", "操作员"),
        ("holidays", "设置", "节假日"),
        ("backup", "设置", "备份"),
        ("journal", "操作留痕", ""),
    ],
)
def test_a_step_leads_to_where_it_is_done(window, qtbot, step, title, crumb):
    qtbot.mouseClick(window.page.steps[step].button, Qt.MouseButton.LeftButton)
    assert window.top._title.text() == title
    assert window.page.crumb == crumb


def test_the_steps_say_how_they_stand(page):
    assert page.steps["operators"]._state.text() == "已登记 1 人"
    assert page.steps["backup"]._state.text() == "还没有备份"


def test_an_unconfirmed_recovery_code_is_warned_of_with_a_way_out(page, window, desk, settle,
                                                                  qtbot):  # fmt: skip
    desk.write(renew_recovery_code)
    page.stale = True
    window.show_page("dashboard")
    settle()
    qtbot.waitUntil(lambda: any(one.isVisible() for one in page.findChildren(Banner)))
    banner = next(one for one in page.findChildren(Banner) if "恢复码" in one.message.sentence)
    link = banner.findChild(QPushButton)
    qtbot.mouseClick(link, Qt.MouseButton.LeftButton)
    settle()
    assert window.page.tabs.tabText(window.page.tabs.currentIndex()) == "数据"


@pytest.mark.parametrize(("width", "columns"), [(1366, 4), (910, 2)])
def test_the_steps_stand_side_by_side_as_the_window_allows(page, window, qtbot, width, columns):
    window.resize(width, 700)
    qtbot.waitUntil(lambda: window.width() == width)

    def lines() -> int:
        return len({step.mapTo(page, QPoint()).y() for step in page.steps.values()})

    qtbot.waitUntil(lambda: lines() == len(page.steps) // columns)


def test_a_high_screen_shows_more_of_the_last_deeds(page, window, desk, settle, qtbot):
    def talk(work):
        for number in range(20):
            work.record("approve", f"事项 {number}")

    desk.write(talk)
    page.stale = True
    window.show_page("dashboard")
    settle()

    def shown() -> int:
        rows = page._last._rows
        return sum(not rows.itemAt(at).widget().isHidden() for at in range(rows.count()))

    assert shown() == 6
    window.resize(1366, 1080)
    qtbot.waitUntil(lambda: shown() == 14)


# --- a selection of honours -----------------------------------------------------------------------


@pytest.fixture
def nominating(page, desk, window, settle, tmp_path):
    """A selection of four places: one unit has named three of its two, the other one."""
    desk.write(lambda work: honours.people(work, honours.TWO))
    honours.opened(desk, honours.scheme({Tier.EXCELLENT: 4}))
    rows = honours.scored("东区", "A", [95, 90, 85]) + honours.scored("西区", "B", [80])
    assert honours.nominate(desk, tmp_path, rows).errors == ()
    window.session.tasks.changed.emit("honours")
    settle()
    settle()
    return page


def test_an_office_without_a_selection_has_no_card_of_it(page):
    assert not page.campaign.isVisible()


def test_a_selection_shows_its_step_and_who_is_owed(nominating):
    card = nominating.campaign
    assert card.isVisible()
    assert card.beside.text() == "2025 年度 · 现在：推荐中"
    assert card.stepper.sentence == "第 2 步，共 7 步：推荐"
    shown = {tier: meter.sentence for tier, meter in card.meters.items() if meter.isVisible()}
    assert shown == {Tier.EXCELLENT: "优秀网格员 3，共 4"}
    assert card.line.text() == "还缺推荐 1 名：西区 1。"
    assert card.nominate.isVisible()


def test_the_card_of_a_selection_leads_on(nominating, window, qtbot):
    qtbot.mouseClick(nominating.campaign.nominate, Qt.MouseButton.LeftButton)
    assert window.page_key == "imports"
    window.show_page("dashboard")
    link = nominating.campaign.findChild(LinkButton)
    assert link.text() == "进入评选"
    qtbot.mouseClick(link, Qt.MouseButton.LeftButton)
    assert window.page_key == "honours"


@pytest.mark.parametrize("state", list(CampaignState))
def test_every_state_of_a_selection_has_its_step_and_its_sentence(window, state):
    card = CampaignCard(window.session)
    card.show_progress(CampaignProgress(1, 2025, "评选", state, (), ()))
    assert card.line.text().endswith("。")
    assert card.stepper.sentence.startswith("第 " if card.stepper.step < 7 else "7 步都已办完")


# --- an office with grids -----------------------------------------------------------------------


@pytest.fixture
def furnished(desk, window, settle):
    """5 grids, 3 filled: 甲区 2 of 3, 乙区 1 of 2; 3 full-time and 5 part-time people."""
    crew(desk, part_timers=4)
    window.session.tasks.changed.emit("workforce")
    settle()
    return window.page


def tile(page, name: str) -> tuple[str, str]:
    shown = getattr(page.tiles, name)
    return shown._figure.text(), shown._caption.text()


def test_an_empty_office_shows_no_figures(page):
    assert page._welcome.isVisible()
    assert not page.tiles.isVisible()
    assert not page.coverage.isVisible()


def test_the_figures_are_those_of_the_data(furnished):
    assert tile(furnished, "grids") == ("5", "已配 3 · 缺 2 个")
    assert furnished.tiles.grids._caption.property("role") == "captionWarn"
    assert tile(furnished, "people") == ("8", "专职 3 · 兼职 5")
    assert furnished.coverage.link.text() == "缺员网格 2 个"
    assert not furnished._welcome.isVisible()
    assert not any(step.isVisible() for step in furnished.steps.values())


def test_the_chart_shows_vacant_grids_from_zero_and_the_rate_as_text(furnished):
    assert list(furnished.coverage.chart.bars) == [
        Bar("甲区", 1, "缺 1", "66.6%", marked=True),
        Bar("乙区", 1, "缺 1", "50.0%", marked=True),
    ]
    assert furnished.coverage.beside.text() == "缺员最多的在前，配备率低于 97% 标黄"
    assert "甲区缺 1，66.6%；乙区缺 1，50.0%" in furnished.coverage.chart.accessibleName()


def test_a_wide_window_has_two_more_figures(furnished, window, qtbot, settle):
    settle()
    assert tile(furnished, "rate") == ("60.0%", "低于 97% 的区域 2 个")
    assert tile(furnished, "photos") == ("8", "已有 0 人的照片")
    assert furnished.tiles.rate.isVisible()
    window.resize(700, 700)
    qtbot.waitUntil(lambda: not furnished.tiles.rate.isVisible())
    assert furnished.tiles.people.isVisible()


def test_a_high_screen_has_a_third_row(furnished, window, qtbot, settle):
    assert not furnished.third.isVisible()
    window.resize(1920, 1080)
    qtbot.waitUntil(furnished.third.isVisible)
    settle()
    assert list(furnished.third.roles.chart.bars) == [
        Bar("网格长", 4, "4 人", "50.0%"),
        Bar("网格员", 3, "3 人", "37.5%"),
        Bar("联络员", 1, "1 人", "12.5%"),
    ]
    told = [one.text() for one in furnished.third.imports.findChildren(QLabel)]
    assert "还没有导入过。" in told
    assert furnished.third.geometry().bottom() < furnished.height()


def test_the_third_row_tells_the_last_imports_and_follows_them(
    furnished, window, desk, settle, tmp_path
):
    window.resize(1920, 1080)
    settle()
    path = tmp_path / "补员.csv"
    path.write_text(
        "姓名,网格编码,入职日期\n补员一,G102,2026-01-05\n补员二,无此格,\n", encoding="utf-8"
    )
    kind = KINDS["workers"]
    drop = desk.read(lambda work: open_drop(work, kind, [path]))
    window.session.tasks.write(
        lambda work: import_drop(work, kind, drop, Answers(), partial=True), topic="workforce"
    )
    settle()
    settle()
    told = {one.text() for one in furnished.third.imports.findChildren(QLabel)}
    assert {"花名册", "新增 1，没导 1", "补员.csv"} <= told
    assert furnished.third.roles.chart.bars[0].told == "4 人"


def test_figures_lead_to_who_is_meant(furnished, window, qtbot, settle):
    window.resize(1920, 1080)
    settle()
    settle()
    qtbot.mouseClick(furnished.tiles.missing, Qt.MouseButton.LeftButton)
    settle()
    assert [chip.text() for chip in window.page.strip.chips] == ["缺证件照"]
    assert window.page.model.rowCount() == 8
    window.show_page("dashboard")
    chart = furnished.third.roles.chart
    place = chart.row_area(2).center().toPoint()
    qtbot.mouseClick(chart, Qt.MouseButton.LeftButton, pos=place)
    settle()
    settle()
    assert [chip.text() for chip in window.page.strip.chips] == ["联络员"]
    assert [row.name for row in window.page.model.rows] == ["欧阳若水"]


def test_an_empty_office_is_led_to_the_import(page, window, qtbot):
    assert page.main_control() is page.roster
    qtbot.mouseClick(page.roster, Qt.MouseButton.LeftButton)
    assert window.page_key == "imports"


def test_where_nothing_is_vacant_no_list_is_offered(furnished, few_more, settle):
    assert furnished.coverage.chart.bars[0].told == "不缺"
    assert tile(furnished, "grids") == ("5", "已配 5，没有缺员")
    assert furnished.tiles.grids._caption.property("role") == "caption"
    assert furnished.coverage._none.isVisible()
    assert not furnished.coverage.link.isVisible()


@pytest.fixture
def few_more(furnished, desk, window, settle):
    def fill(work):
        index = tree_index(work, work.today)
        for number, code in enumerate(("G102", "G201"), start=51):
            enlist(work, index.by_code[code], f"补员{'一二'[number - 51]}", number)

    window.session.tasks.write(fill, topic="workforce")
    settle()
    settle()


def test_the_figures_follow_a_change(furnished, few_more):
    assert tile(furnished, "people") == ("10", "专职 5 · 兼职 5")


def test_who_may_not_see_the_people_sees_no_figures(qtbot, desk, database, settings):
    crew(desk, part_timers=1)
    keeper = OperatorForm(
        "guan", "系统员", "", "", (RoleRow(Role.SYSTEM_ADMIN, ""),), "Zq7-mima-2026"
    )
    desk.write(lambda work: add_operator(work, keeper))
    session = Session(sign_in(database, "guan", keeper.secret), settings)
    window = MainWindow(session, Standing("示例区委政法委", "数据.hrg", shared=False), PAGES)
    qtbot.addWidget(window)
    window.resize(1366, 768)
    window.show()
    qtbot.waitUntil(lambda: not session.tasks.running)
    assert not window.page.tiles.isVisible()
    # Nor is it told that there is nobody.
    assert not window.page._welcome.isVisible()
    session.close()


def test_the_focus_goes_to_the_chart_without_a_frame(furnished, window, settle):
    window.show_page("office")
    window.show_page("dashboard")
    settle()
    chart = furnished.coverage.chart
    assert window.focusWidget() is chart
    assert not chart._framed


def test_chart_and_deeds_stand_below_each_other_in_a_narrow_window(furnished, window, qtbot):
    coverage, last = furnished.coverage, furnished._last
    assert coverage.geometry().top() == last.geometry().top()
    window.resize(880, 700)
    qtbot.waitUntil(lambda: last.geometry().top() > coverage.geometry().bottom())


def open_list(qtbot, press) -> VacanciesDialog:
    """Press something that opens the list of vacant grids; the dialog stays to be looked at."""
    seen: list[VacanciesDialog] = []

    def look() -> None:
        dialog = QApplication.activeModalWidget()
        assert isinstance(dialog, VacanciesDialog)
        qtbot.waitUntil(lambda: dialog.model.rowCount() > 0)
        seen.append(dialog)
        dialog.reject()

    QTimer.singleShot(0, look)
    press()
    return seen[0]


def test_the_link_lists_every_vacant_grid(furnished, qtbot):
    link = furnished.coverage.link
    dialog = open_list(qtbot, lambda: qtbot.mouseClick(link, Qt.MouseButton.LeftButton))
    assert [row.name for row in dialog.model.rows] == ["甲区第2网格", "乙区第1网格"]
    assert dialog.count.text() == "共 2 个"


def test_a_bar_lists_the_vacant_grids_of_its_area(furnished, qtbot):
    chart = furnished.coverage.chart
    place = chart.row_area(1).center().toPoint()
    dialog = open_list(qtbot, lambda: qtbot.mouseClick(chart, Qt.MouseButton.LeftButton, pos=place))
    assert [row.name for row in dialog.model.rows] == ["乙区第1网格"]
    assert dialog.part.currentText() == "乙区"


def test_the_chart_is_walked_by_keyboard(furnished, qtbot):
    chart = furnished.coverage.chart
    chart.setFocus()
    qtbot.keyClick(chart, Qt.Key.Key_Down)
    assert chart.accessibleDescription() == "乙区缺 1，50.0%"
    dialog = open_list(qtbot, lambda: qtbot.keyClick(chart, Qt.Key.Key_Return))
    assert dialog.part.currentText() == "乙区"


@pytest.fixture
def vacant(furnished, window, qtbot, settle):
    dialog = VacanciesDialog(window.session, furnished.coverage._parts, "", window)
    qtbot.addWidget(dialog)
    dialog.show()
    settle()
    return dialog


def test_vacant_grids_are_copied_with_all_their_columns(vacant, qtbot):
    qtbot.mouseClick(vacant.copy, Qt.MouseButton.LeftButton)
    lines = QGuiApplication.clipboard().text().split("\n")
    assert [line.split("\t") for line in lines] == [
        ["甲区", "甲区一街道", "甲区社区", "甲区第2网格", "G102", "没有配过", "", ""],
        ["乙区", "乙区一街道", "乙区社区", "乙区第1网格", "G201", "没有配过", "", ""],
    ]
    vacant.table.setFocus()
    qtbot.keyClick(vacant.table, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QGuiApplication.clipboard().text() == lines[0]


def test_a_vacant_grid_leads_to_its_people(vacant, window, qtbot, settle):
    vacant.table.setFocus()
    qtbot.keyClick(vacant.table, Qt.Key.Key_Down)
    qtbot.keyClick(vacant.table, Qt.Key.Key_Return)
    settle()
    settle()
    settle()
    assert window.page_key == "workforce"
    assert [chip.text() for chip in window.page.strip.chips] == ["网格：乙区第1网格"]
    assert not vacant.isVisible()


def test_the_models_of_the_list_keep_qts_rules(vacant, qtmodeltester):
    qtmodeltester.check(vacant.model)


# --- the chart ------------------------------------------------------------------------------------


BARS = (
    Bar("吴江区", 60, "缺 60", "95.8%", marked=True),
    Bar("相城区", 30, "缺 30", "97.7%"),
    Bar("虎丘区", 0, "不缺", "100.0%"),
)


@pytest.fixture
def chart(qtbot, look):
    made = BarChart("各区县缺员网格")
    qtbot.addWidget(made)
    made.show_bars(BARS)
    made.show_most(6)
    made.resize(600, made.sizeHint().height())
    made.show()
    return made


def test_bars_are_as_long_as_their_counts_say(chart):
    lengths = [chart.bar_area(at).width() for at in range(3)]
    assert lengths[0] == pytest.approx(2 * lengths[1])
    assert lengths[2] == 0
    assert len({chart.bar_area(at).left() for at in range(3)}) == 1
    assert chart.bar_area(0).right() < 600


def test_marked_bars_have_the_colour_of_a_warning(chart):
    image = chart.grab().toImage()
    middles = [chart.bar_area(at).center().toPoint() for at in range(2)]
    shown = [image.pixelColor(point).name() for point in middles]
    assert shown == [theme.LIGHT.warn_bar.lower(), theme.LIGHT.bar.lower()]


def test_no_more_rows_than_there_is_room_for(chart):
    chart.show_most(2)
    assert [bar.name for bar in chart.bars] == ["吴江区", "相城区"]
    assert chart.sizeHint().height() == 2 * chart.row_area(0).height()


def test_a_row_is_said_in_full_under_the_mouse(chart, qtbot):
    chosen = []
    chart.chosen.connect(chosen.append)
    qtbot.mouseClick(chart, Qt.MouseButton.LeftButton, pos=chart.row_area(2).center().toPoint())
    assert chosen == [2]
    assert chart.accessibleDescription() == "虎丘区不缺，100.0%"
    chart.show_bars([])
    qtbot.keyClick(chart, Qt.Key.Key_Return)
    assert chosen == [2]


@pytest.mark.parametrize(
    ("basis_points", "text"),
    [(10_000, "100.0%"), (9_999, "99.9%"), (9_705, "97.0%"), (9, "0.0%"), (0, "0.0%")],
)
def test_a_rate_is_rounded_down(basis_points, text):
    assert rate_text(basis_points) == text


def test_the_window_opens_without_loading_the_tables_of_the_workforce():
    program = (
        "import sys, hrgrid.app, hrgrid.ui.dashboard\n"
        "rooms = ('hrgrid.workforce', 'hrgrid.honours.model', 'hrgrid.documents.model')\n"
        "print([name for name in sys.modules if name.startswith(rooms)])"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], check=True, capture_output=True, encoding="utf-8"
    )
    assert done.stdout == "[]\n"


# --- hiring ---------------------------------------------------------------------------------------


C = CandidateState


@pytest.fixture
def hiring(page, desk, window, settle, tmp_path):
    """A batch of four grids that takes applications; three have come."""
    desk.write(offered.town)
    rows = [[name, offered.id_of(at), "", "01", "", "", ""] for at, name in enumerate("赵钱孙")]
    rows = [[f"{row[0]}一", *row[1:]] for row in rows]
    assert offered.apply_for(desk, tmp_path, rows).new == 3
    window.session.tasks.changed.emit("hiring")
    settle()
    settle()
    return page


def test_an_office_that_hires_nobody_has_no_card_of_it(page):
    assert not page.hiring.isVisible()


def test_the_batch_under_way_shows_its_step_and_what_it_waits_for(hiring, desk):
    card = hiring.hiring
    assert card.isVisible()
    assert card.beside.text() == "2026-1 公开招录 · 现在：报名与资格审查"
    assert card.stepper.sentence == "第 2 步，共 6 步：报名"
    assert (card.left.sentence, card.proposed.sentence) == ("仍可录用 3，共 3", "拟录用 0，共 4")
    last = desk.read(lambda work: work.today) + dt.timedelta(days=10)
    told = f"招 4 个网格，已有 3 人报名，3 人待资格审查；{last.month} 月 {last.day} 日截止。"
    assert card.line.text() == told


def test_the_card_of_hiring_leads_to_the_import_and_to_the_page(hiring, window, qtbot):
    qtbot.mouseClick(hiring.hiring.bring, Qt.MouseButton.LeftButton)
    assert window.page_key == "imports"
    assert window.page.files.chosen_kind == "candidates"
    window.show_page("dashboard")
    qtbot.mouseClick(hiring.hiring.link, Qt.MouseButton.LeftButton)
    assert window.page_key == "hiring"


@pytest.mark.parametrize(
    ("state", "people", "told"),
    [
        (BatchState.DRAFT, {}, "招 4 个网格，公告还没有发布。"),
        (BatchState.PUBLISHED, {}, "招 4 个网格，公告已发，5 月 1 日开始报名。"),
        (BatchState.APPLYING, {C.QUALIFIED: 2},
         "招 4 个网格，已有 2 人报名，都已审查；5 月 9 日截止。"),
        (BatchState.EXAMINING, {C.QUALIFIED: 9}, "资格合格 9 人，5 月 20 日笔试。"),
        (BatchState.EXAMINING, {C.INTERVIEW: 8}, "入围面试 8 人，6 月 1 日面试。"),
        (BatchState.EXAMINING, {C.RANKED: 8}, "总成绩已排名 8 人，可以进入体检和政审。"),
        (BatchState.VETTING, {C.MEDICAL: 3, C.VETTED: 1},
         "招 4 个网格，体检政审中 3 人，合格 1 人。"),
        (BatchState.PUBLICISING, {C.PUBLICISED: 4}, "拟录用 4 人正在公示，到 6 月 30 日期满。"),
        (BatchState.DECIDING, {C.PUBLICISED: 4}, "公示已满，拟录用 4 人，等审批和决定文号。"),
    ],
)  # fmt: skip
def test_each_state_of_a_batch_says_what_is_next(state, people, told):
    day = dt.date(2026, 5, 1)
    found = HiringProgress(
        batch_id=1,
        number="2026-1",
        title="招录",
        state=state,
        written=True,
        seats=4,
        proposed=4,
        people=Counter(people),
        apply_from=day,
        apply_to=day.replace(day=9),
        exam_on=day.replace(day=20),
        interview_on=dt.date(2026, 6, 1),
        last_day=dt.date(2026, 6, 30),
        others=0,
    )
    assert next_words(found) == told


# --- training -------------------------------------------------------------------------------------


def test_an_office_without_courses_has_no_card_of_training(page):
    assert not page.training.isVisible()


def test_the_card_of_training_names_the_class_and_leads_to_the_page(
    furnished, desk, window, settle, qtbot
):
    def begin(work):
        course = CourseForm("LX", "轮训", CourseKind.ROTATION, 360)
        day = work.today
        area = areas_on(work, day, Level.DISTRICT)[0]
        form = ClassForm(add_course(work, course), "轮训第 1 期", area.id, day, day, 40)
        return open_class(work, form)

    desk.write(begin)
    window.session.tasks.changed.emit("training")
    settle()
    card = furnished.training
    qtbot.waitUntil(card.isVisible)
    assert "轮训第 1 期：已到开班日，还没有开始报名。" in card.line.text()
    assert card.done.sentence.startswith("轮训已训 0，共 ")
    qtbot.mouseClick(card.link, Qt.MouseButton.LeftButton)
    assert window.page_key == "training"


@pytest.mark.parametrize(
    ("state", "come", "told"),
    [
        (ClassState.OPEN, False, "应训 9 人，还有 4 人没有安排。比武：报名中，5 月 1 日开班。"),
        (ClassState.OPEN, True, "应训 9 人，还有 4 人没有安排。比武：已到开班日，等开班。"),
        (ClassState.RUNNING, True, "应训 9 人，还有 4 人没有安排。比武：上课中，5 月 2 日结课。"),
        (CompetitionState.ENTRY_OPEN, False,
         "应训 9 人，还有 4 人没有安排。比武：报名中，5 月 1 日比赛。"),
        (CompetitionState.CHECKED, True,
         "应训 9 人，还有 4 人没有安排。比武：已张榜，等申诉期满后定成绩。"),
    ],
)  # fmt: skip
def test_each_state_of_training_says_what_is_next(state, come, told):
    day = dt.date(2026, 5, 1)
    going = Going("classes/1", "比武", state, day, day.replace(day=2), come)
    found = TrainingProgress(2026, 9, 3, 2, going, 0)
    assert training_words(found) == told


def test_every_state_under_way_has_its_words():
    for state in (*CLASSES, *COMPETITIONS):
        going = Going("classes/1", "班", state, DAY_ONE, DAY_ONE, come=False)
        assert training_words(TrainingProgress(2026, 0, 0, 0, going, 0)).startswith("班：")
    nothing = TrainingProgress(2026, 0, 0, 0, None, 0)
    assert training_words(nothing) == "没有在办的培训班和比武。"
    done = TrainingProgress(2026, 2, 1, 1, None, 0)
    assert training_words(done) == "应训 2 人，都已训完或排班。"


DAY_ONE = dt.date(2026, 5, 1)


# --- assessment -----------------------------------------------------------------------------------


def test_an_office_without_periods_has_no_card_of_assessment(page):
    assert not page.assessment.isVisible()


def test_the_card_of_assessment_names_the_period_and_leads_to_the_page(
    furnished, desk, window, settle, qtbot
):
    def begin(work):
        area = areas_on(work, work.today, Level.DISTRICT)[0]
        form = PeriodForm("monthly", PeriodKind.MONTH, 2025, 9, area.id)
        return open_period(work, form)

    desk.write(begin)
    window.session.tasks.changed.emit("assessment")
    settle()
    card = furnished.assessment
    qtbot.waitUntil(card.isVisible)
    assert card.line.text() == "2025 年 9 月专职网格员考核：数据收齐后计算。"
    qtbot.waitUntil(lambda: card.meter.sentence.startswith("有数据的人 0，共 "))
    qtbot.mouseClick(card.link, Qt.MouseButton.LeftButton)
    assert window.page_key == "assessment"


@pytest.mark.parametrize(
    ("state", "given", "told", "meter"),
    [
        (PeriodState.OPEN, {}, "已建立，等开始收集数据", ("有数据的人", 3, 9)),
        (PeriodState.COLLECTING, {"over": False}, "收集数据，5 月 1 日前报送",
         ("有数据的人", 3, 9)),
        (PeriodState.COLLECTING, {"due_on": None, "over": False}, "收集数据，期满后计算",
         ("有数据的人", 3, 9)),
        (PeriodState.COLLECTING, {}, "数据收齐后计算", ("有数据的人", 3, 9)),
        (PeriodState.SCORING, {}, "正在计分，等给本人看结果", ("已有结果", 8, 9)),
        (PeriodState.SHOWN, {}, "等本人看完结果，再公布", ("已看结果", 5, 8)),
        (PeriodState.APPEALS, {}, "申诉期到 5 月 1 日，期满后确认", ("已看结果", 5, 8)),
        (PeriodState.APPEALS, {"appeals": 2}, "2 件申诉等答复", ("已看结果", 5, 8)),
        (PeriodState.CONFIRMED, {}, "结果已确认", ("", 0, 0)),
        (PeriodState.LOCKED, {}, "已归档", ("", 0, 0)),
    ],
)  # fmt: skip
def test_each_state_of_a_period_says_what_is_next(state, given, told, meter):
    whole = AssessmentProgress(
        1, "四月考核", state, over=True, due_on=DAY_ONE, appeals_until=DAY_ONE, assessed=9,
        delivered=3, computed=8, shown=5, appeals=0, others=0,
    )  # fmt: skip
    found = replace(whole, **given)
    assert assessment_words(found) == f"四月考核：{told}。"
    assert meter_of(found) == meter
