"""十百千评选: the cards, each state with its next step, the sentences above, by real events."""

from __future__ import annotations

import datetime as dt

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QPushButton

from hrgrid.accounts.service import add_operator, sign_in
from hrgrid.honours import service
from hrgrid.honours.rules.words import Basis, Outcome, Removal, Tier
from hrgrid.ui import theme
from hrgrid.ui.banners import Banner, Kind
from hrgrid.ui.forms import Choice
from hrgrid.ui.honours import words
from hrgrid.ui.honours.person_dialogs import NameDialog
from hrgrid.ui.honours.why import ThinBar, WhyDialog
from hrgrid.ui.main_window import MainWindow, Standing
from hrgrid.ui.pages import PAGES
from hrgrid.ui.session import Session
from hrgrid.ui.theme import Mode, TextSize
from tests.ui.hands import VIEWER, in_dialog
from tests.ui.honours import campaigns
from tests.ui.test_shell import laid_out_and_cut

EXCELLENT, SKILLED, PIONEER = Tier.EXCELLENT, Tier.SKILLED, Tier.PIONEER


def primary(page) -> tuple[str, bool]:
    return page.head.primary.text(), page.head.primary.isEnabled()


def cells(model, row: int = 0) -> list[str]:
    return [column.text(model.rows[row]) for column in model.columns]


def chips(model, row: int = 0) -> list[str]:
    return [column.chip(model.rows[row]) if column.chip else "" for column in model.columns]


def sentences(page) -> list[str]:
    return [message.sentence for message in page.notices.messages]


def shown_words(widget) -> list[str]:
    return [one.text() for one in widget.findChildren(QLabel) if one.isVisible()]


def says(qtbot, widget, sentence: str) -> None:
    """New banners are shown when the layout comes to rest."""

    def told() -> list[str]:
        banners = widget.findChildren(Banner)
        return [one.message.sentence for one in banners if one.isVisible()]

    qtbot.waitUntil(lambda: told() == [sentence])


def remedy(qtbot, widget, text: str = "去处理") -> QPushButton:
    """The one way to put right what blocks a step, once it is on show and no other is.

    A banner is gone and another on show only when the events between have come.
    """

    def shown() -> list[QPushButton]:
        buttons = widget.findChildren(QPushButton)
        return [one for one in buttons if one.text() == text and one.isVisible()]

    qtbot.waitUntil(lambda: len(shown()) == 1)
    return shown()[0]


def menu_texts(page) -> list[str]:
    menu = page.head.more.menu()
    menu.aboutToShow.emit()
    return [action.text().split("\t")[0] for action in menu.actions() if action.text()]


def choose_person(page, qtbot, at: int) -> None:
    page.middle.candidates.table.selectRow(at)
    row = page.middle.person
    qtbot.waitUntil(
        lambda: (
            (told := page.middle.why.view.explanation) is not None
            and told.number == row.number
            and told.tier is row.tier
        )
    )


# --- the empty page, and which campaign -----------------------------------------------------------


def test_an_empty_office_is_offered_a_campaign_and_the_honours_before(page, window, qtbot):
    found = page()
    assert found.empty.isVisible()
    assert not found.head.isVisible()
    qtbot.waitUntil(lambda: "还没有年度评选" in shown_words(found))
    assert found.main_control() is found.new
    QTest.mouseClick(found.earlier, Qt.MouseButton.LeftButton)
    assert window.page_key == "imports"
    assert window.page.files.chosen_kind == "earlier-honours"


def test_the_newest_campaign_is_on_show_and_another_one_click_away(city, page, hand, session):
    for year in (2024, 2025):
        campaigns.draft(city, year)
    found = page()
    assert found.head.title.text() == "2025 年度“十百千网格员评选”"
    assert found.head.chip.text() == "拟定方案"
    chooser = found.head.chooser
    assert [chooser.itemText(at) for at in range(chooser.count())] == ["2025 年度", "2024 年度"]
    chooser.setCurrentIndex(1)
    hand.settle()
    assert found.board.campaign.year == 2024
    assert found.crumb == "2024 年度 / 先锋网格员"
    session.choose_year(2025)
    hand.settle()
    assert found.board.campaign.year == 2025
    found.refresh()
    hand.settle()
    assert found.board.campaign.year == 2025


def test_two_campaigns_of_a_year_are_told_apart_by_name(city, page, desk):
    campaigns.draft(city, 2025)
    form = service.CampaignForm(2025, "包联干部评选", dt.date(2025, 12, 31))
    desk.write(lambda work: service.open_campaign(work, form))
    chooser = page().head.chooser
    names = {chooser.itemText(at) for at in range(chooser.count())}
    assert names == {"2025 年度“十百千网格员评选”", "2025 年度“包联干部评选”"}


# --- each state -----------------------------------------------------------------------------------


def test_a_draft_is_shared_then_fixed(city, page, hand):
    campaigns.draft(city, 2025)
    found = page()
    assert primary(found) == ("分配名额", True)
    assert found.middle.quotas.model.rowCount() == 0
    assert "还没有分配名额" in found.middle.candidates.none.toolTip()
    hand.press(found.head.primary)
    assert primary(found) == ("定下名额，开始推荐", True)
    assert cells(found.middle.quotas.model)[:5] == ["甲区", "", "7", "1.17", "1"]
    hand.press(found.head.primary)
    assert found.head.chip.text() == "推荐中"
    assert primary(found) == ("截止推荐，计算排名", False)
    [told] = sentences(found)
    assert told.startswith("还没有一个推荐对象。把各单位交回的推荐表一起拖到这里")
    assert "导入推荐表" in menu_texts(found)


def test_what_blocks_the_step_is_a_click_away(city, page, hand, window):
    campaigns.nominating(city, 2025)
    found = page()
    hand.press(remedy(hand.qtbot, found.notices, "导入推荐表"))
    assert window.page_key == "imports"
    assert window.page.files.chosen_kind == "nominations"


def test_the_kind_that_was_asked_for_holds_for_one_batch(city, page, hand, window):
    campaigns.nominating(city)
    found = page()
    found._import("nominations")
    hand.settle()
    imports = window.page
    imports.take_files(campaigns.forms(city, found.board.campaign.id))
    hand.settle()
    assert imports.batch.files.kind.code == "nominations"
    assert not imports.batch.files.guessed
    imports.start_over()
    hand.settle()
    assert imports.files.chosen_kind == ""


def test_nominations_are_checked_against_the_places(city, page, qtbot):
    off = {(EXCELLENT, "甲区"): 1, (EXCELLENT, "乙区"): -2, (SKILLED, "乙区"): -1}
    campaigns.nominated(city, off=off)
    found = page()
    quotas = found.middle.quotas
    assert quotas.beside.text() == "按综合网格数，最大余数法"
    assert chips(quotas.model)[7] == "tick"
    found.head.tabs.setCurrentIndex(1)
    assert [cells(quotas.model, at)[6:8] for at in (0, 1)] == [["4", "多 1"], ["1", "缺 1"]]
    assert [chips(quotas.model, at)[7] for at in (0, 1)] == ["info", "warn"]
    assert quotas.sum.text() == "合计 2 个单位，综合网格数 12"
    assert (quotas.places.text(), quotas.nominated.text()) == ("名额 4", "推荐 5")
    says(qtbot, quotas, "乙区少报 1 人、甲区多报 1 人。缺的名额会空着。")
    found.head.tabs.setCurrentIndex(2)
    assert cells(quotas.model, 1)[7] == "差 1"
    assert chips(quotas.model, 1)[7] == "mute"
    says(qtbot, quotas, "乙区差额少 1 人。名额够填，只是没有推荐到要求的差额。")


def test_the_link_of_the_check_puts_the_cursor_on_the_district(city, page, qtbot):
    off = {(PIONEER, "乙区"): -2}
    campaigns.nominated(city, off=off)
    quotas = page().middle.quotas
    button = remedy(qtbot, quotas)
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert quotas.table.current.name == "乙区"


def test_a_list_that_is_ranked_goes_to_the_committee(city, page):
    campaigns.ranked(city)
    found = page()
    assert primary(found) == ("登记会议审定", True)
    assert found.head.export.isEnabled()
    assert found.head.dates.toolTip() == "人员情况截至 2025-12-31"
    assert {"重新计算排名…", "核对这次计算"} <= set(menu_texts(found))


def test_ties_come_before_anything_else(city, page):
    campaigns.reviewed(city, tied=(EXCELLENT, "甲区"))
    found = page()
    assert primary(found) == ("处理并列（1 处）", True)
    assert not found.head.export.isEnabled()


def test_a_publicity_blocks_the_proposal_until_its_last_day_is_over(city, page, clock, desk):
    first = desk.read(lambda work: work.today)
    campaigns.publicised(city, first)
    found = page()
    last = found.board.publicity.last_day
    assert primary(found) == ("结束公示", False)
    assert sentences(found) == [f"公示到 {words.day(last)}才满，满了才能结束公示、报请决定。"]
    told = f"公示 5 个工作日：{words.day(first)} – {words.day(last)}"
    assert found.head.dates.toolTip() == told
    clock.move(last - first + dt.timedelta(days=1))
    found = page()
    assert primary(found) == ("结束公示", True)
    assert sentences(found) == []


def test_a_name_that_lost_a_character_is_a_click_away_and_is_chosen(city, page, qtbot, hand):
    # Everybody of the district is given with a damaged name, so that one is on the list.
    city.people["甲区"] = [(own, f"{given[:-1]}〓") for own, given in city.people["甲区"]]
    campaign_id = campaigns.publicised(city, dt.date(2026, 4, 1))
    city.desk.write(lambda work: service.end_publicity(work, campaign_id))
    found = page()
    assert primary(found) == ("报请决定", False)
    assert "的姓名里有缺字，先逐个写明" in sentences(found)[0]
    wanted = found.board.standing.nameless[0]
    button = remedy(qtbot, found.notices)
    hand.press(button)
    assert found.middle.person.name == wanted
    found.middle.adjust.choices.aboutToShow.emit()
    texts = [one.text() for one in found.middle.adjust.choices.actions()]
    assert texts[:2] == ["登记退出评选…", "姓名有缺字…"]

    def choose(dialog: NameDialog) -> None:
        dialog.reason.setText("原件缺字")
        QTest.mouseClick(dialog.act, Qt.MouseButton.LeftButton)

    in_dialog(NameDialog, choose)
    found.middle.adjust.choices.actions()[1].trigger()
    hand.settle()
    assert wanted not in found.board.standing.nameless


def test_a_decided_campaign_is_issued_and_printed(city, page, hand, window, desk):
    campaign_id = campaigns.decided(city)
    found = page()
    assert primary(found) == ("签发证书", True)
    assert found.head.chip.text() == "已决定"
    assert found.head.dates.toolTip() == "苏政法〔2026〕12号，2026-04-15 决定"
    desk.write(lambda work: service.issue_certificates(work, campaign_id))
    found = page()
    assert primary(found) == ("打印证书", True)
    hand.press(found.head.primary)
    assert window.page_key == "documents"
    found = page()
    assert "归档这次评选" in menu_texts(found)
    found.deeds.put_away()
    hand.settle()
    assert found.head.chip.text() == "已归档"


def test_after_the_decision_only_an_empty_place_is_worth_a_word(city, page):
    campaigns.decided(city, off={(EXCELLENT, "甲区"): -1})
    found = page()
    found.head.tabs.setCurrentIndex(1)
    assert {chips(found.middle.quotas.model, at)[7] for at in (0, 1)} == {"tick"}


# --- the nominees and why -------------------------------------------------------------------------


def test_nominees_stand_in_their_order_with_what_came_of_them(city, page):
    campaigns.ranked(city)
    found = page()
    found.head.tabs.setCurrentIndex(1)
    card = found.middle.candidates
    assert (card.title.text(), card.beside.text()) == ("甲区候选人", "名额 2 · 推荐 3 人")
    rows = [cells(card.model, at) for at in range(3)]
    assert [row[0] for row in rows] == ["1", "2", "3"]
    assert [row[-1] for row in rows] == ["入选", "入选", "候补 1"]
    assert [chips(card.model, at)[-1] for at in range(3)] == ["ok", "ok", "info"]
    assert {row[2] for row in rows} == {"甲区一街道"}


def test_arrows_move_and_the_panel_follows(city, page, qtbot):
    campaigns.ranked(city)
    found = page()
    found.head.tabs.setCurrentIndex(1)
    middle = found.middle
    middle.quotas.table.setFocus()
    QTest.keyClick(middle.quotas.table, Qt.Key.Key_Down)
    assert middle.candidates.title.text() == "乙区候选人"
    QTest.keyClick(middle.quotas.table, Qt.Key.Key_Return)
    QTest.keyClick(middle.candidates.table, Qt.Key.Key_Down)
    row = middle.person
    assert row.rank == 2
    view = middle.why.view
    qtbot.waitUntil(lambda: view.explanation is not None and view.explanation.name == row.name)
    assert middle.why.title.text() == "为什么是第 2 名"
    QTest.keyClick(middle.candidates.table, Qt.Key.Key_Down)
    qtbot.waitUntil(lambda: view.explanation.name == middle.person.name)
    assert middle.why.title.text() == "为什么是第 3 名"


def test_the_panel_adds_up_and_names_conditions_and_the_line(city, page, qtbot):
    campaigns.ranked(city)
    found = page()
    found.head.tabs.setCurrentIndex(1)
    choose_person(found, qtbot, 2)
    why, view = found.middle.why.view.explanation, found.middle.why.view
    qtbot.waitUntil(lambda: "评审" in shown_words(view))
    assert why.outcome is Outcome.RESERVE
    shown = shown_words(view)
    assert {"业绩", "40%", "评审", "60%", why.score} <= set(shown)
    points = [words.points(item.points_milli) for item in why.items]
    assert set(points) <= set(shown)
    bars = view.findChildren(ThinBar)
    assert [bar.share for bar in bars] == [
        item.points_milli / item.maximum_milli for item in why.items
    ]
    assert f"入选线 {why.cut_score}，差 {why.distance.removeprefix('-')}。" in shown
    assert [text for text in shown if text.startswith("连续任职不少于 12 个月（")]
    assert not [text for text in shown if "同分" in text]


def test_where_units_named_an_order_the_line_is_a_place_in_it(city, page, qtbot):
    city.plan = campaigns.scheme(city.plan.places, basis=Basis.UNIT_RANK, tie_breaks=())
    campaigns.ranked(city)
    found = page()
    found.head.tabs.setCurrentIndex(1)
    choose_person(found, qtbot, 2)
    view = found.middle.why.view
    qtbot.waitUntil(lambda: "推荐次序第 3 位，入选到第 2 位。" in shown_words(view))
    assert view.findChildren(ThinBar) == []
    assert cells(found.middle.candidates.model, 2)[-2:] == ["3", "候补 1"]


def test_a_closed_tie_is_told_with_both_numbers(city, page, qtbot):
    campaigns.ranked(city, tied=(EXCELLENT, "甲区"))
    found = page()
    found.head.tabs.setCurrentIndex(1)
    choose_person(found, qtbot, 1)
    view = found.middle.why.view
    qtbot.waitUntil(lambda: any("截止日在岗" in text for text in shown_words(view)))
    shown = shown_words(view)
    assert any("同分，比未取整的总分：本人" in text and "对方" in text for text in shown)
    assert any(text.endswith("仍然并列，由会议决定或抽签定下。") for text in shown)


def test_before_a_rank_the_panel_shows_what_the_form_said(city, page, qtbot):
    campaigns.nominated(city)
    found = page()
    why = found.middle.why
    wanted = {"业绩分", "评审分", "推荐次序", "第 1 位"}
    qtbot.waitUntil(lambda: wanted <= set(shown_words(why)))
    assert why.title.text() == "推荐情况"
    assert why.all.isHidden()
    texts = [one.text() for one in found.middle.adjust.choices.actions()]
    own = ["修改推荐…", "推荐次序上移\tCtrl+↑", "推荐次序下移\tCtrl+↓", "撤回推荐…"]
    told = "nobody is out of what did not begin"
    assert sorted(texts) == sorted([*own, "登记一票否决情形…", "报请条件破例…"]), told


def test_somebody_who_is_out_asks_for_a_new_list(city, page, desk):
    campaigns.ranked(city)
    found = page()
    row = found.board.nominees(PIONEER)[0]
    desk.write(
        lambda work: service.remove(work, row.nomination_id, Removal.WITHDRAWN), reason="本人申请"
    )
    found = page()
    assert primary(found) == ("重新计算排名", True)
    assert sentences(found)[0] == f"{row.name}已登记退出，还在名单里。重新计算后由下一名递补。"
    assert cells(found.middle.candidates.model)[-1] == "退出评选"


def test_facts_that_changed_since_the_freezing_are_told(city, page, desk, hand):
    campaigns.ranked(city)
    number, _ = city.people["甲区"][0]

    def leave(work) -> None:
        from hrgrid.workforce.queries import PeopleFilter, people
        from hrgrid.workforce.queries.cards import person_card
        from hrgrid.workforce.service.posting import end_post

        [row] = [
            one for one in people(work, PeopleFilter(work.today), limit=100) if one.number == number
        ]
        for post in person_card(work, row.id).posts:
            end_post(work, post.id, dt.date(2025, 12, 30))

    desk.write(leave, reason="离任")
    found = page()
    hand.qtbot.waitUntil(lambda: bool(sentences(found)))
    assert sentences(found) == [
        f"冻结以后有 1 人的情况变了（{number}），名单还是按冻结时的情况算的。"
    ]
    assert found.notices.messages[0].kind is Kind.WARN


# --- who sits here, and how large the window is ---------------------------------------------------


def test_a_chief_sees_the_page_and_why_a_step_is_not_his(qtbot, desk, database, settings, city):
    from dataclasses import replace

    from hrgrid.accounts.queries import RoleRow
    from hrgrid.accounts.rules import Role

    campaigns.ranked(city)
    form = replace(VIEWER, login="zhang", name="张审批", roles=(RoleRow(Role.CHIEF, ""),))
    desk.write(lambda work: add_operator(work, form))
    session = Session(sign_in(database, "zhang", VIEWER.secret), settings)
    window = MainWindow(session, Standing("示例区委政法委", "数据.hrg", shared=False), PAGES)
    qtbot.addWidget(window)
    window.resize(1366, 768)
    window.show()
    window.show_page("honours")
    page = window.page
    qtbot.waitUntil(lambda: page.board is not None and not session.tasks.running)
    assert primary(page) == ("登记会议审定", False)
    assert sentences(page) == ["下一步是“登记会议审定”，要有“办理十百千评选”权限的人来办。"]
    assert page.middle.adjust.isHidden()
    assert "新建年度评选…" not in menu_texts(page)
    session.close()


def test_in_a_narrow_window_districts_are_a_list_and_why_is_a_dialog(
    city, page, window, hand, qtbot
):
    campaigns.ranked(city, off={(EXCELLENT, "乙区"): -2})
    found = page()
    window.resize(910, 512)
    qtbot.waitUntil(lambda: found.middle.narrow)
    middle = found.middle
    assert not middle.quotas.isVisible()
    assert not middle.why.isVisible()
    assert middle.units.isVisible()
    assert found.head.scheme.isHidden()
    assert {"名额方案…", "导出名单", "换一次评选"} <= set(menu_texts(found))
    found.head.tabs.setCurrentIndex(1)
    assert isinstance(middle.units, Choice)
    assert middle.units.itemText(1) == "乙区　名额 2，推荐 1，缺 1"
    middle.units.setCurrentIndex(1)
    assert middle.candidates.title.text() == "乙区候选人"
    assert middle.candidates.model.rowCount() == 1
    seen = []

    def look(dialog: WhyDialog) -> None:
        seen.append((dialog.windowTitle(), dialog.view.explanation.name))
        dialog.reject()

    in_dialog(WhyDialog, look)
    name = middle.person.name
    hand.press(middle.ask)
    assert seen == [("为什么是第 1 名", name)]
    assert window.minimumSizeHint().width() <= 900
    assert window.minimumSizeHint().height() <= 500
    window.resize(1366, 768)
    qtbot.waitUntil(lambda: middle.quotas.isVisible() and middle.why.isVisible())


@pytest.fixture
def largest(look, session):
    """Letters of the largest size, dark."""
    theme.apply(look, Mode.DARK, TextSize.LARGEST)
    session.look_changed.emit()


@pytest.mark.usefixtures("largest")
@pytest.mark.parametrize("size", [(1366, 768), (910, 512)])
def test_no_text_is_cut_at_the_largest_size(city, page, window, qtbot, size):
    campaigns.ranked(city)
    found = page()
    window.resize(*size)
    found.head.tabs.setCurrentIndex(1)
    choose = found.middle.candidates.table
    choose.selectRow(2)
    qtbot.waitUntil(lambda: not window.session.tasks.running)
    assert laid_out_and_cut(found) == []


def test_the_models_hold_what_qt_expects(city, page, qtmodeltester):
    campaigns.ranked(city)
    middle = page().middle
    for model in (middle.quotas.model, middle.candidates.model):
        qtmodeltester.check(model)
    header = middle.quotas.model.headerData(2, Qt.Orientation.Horizontal)
    assert header == "网格数"
