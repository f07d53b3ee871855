"""What is decided and recorded along the way, dialog by dialog, by real clicks and keys."""

from __future__ import annotations

import datetime as dt
import re
import zipfile
from dataclasses import replace

import openpyxl
import pytest
from pypdf import PdfReader
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QFileDialog

from hrgrid.accounts.queries import RoleRow, journal_entries
from hrgrid.accounts.rules import Role
from hrgrid.accounts.service import add_operator, sign_in
from hrgrid.documents.queries import Wanted, certificates
from hrgrid.documents.rules import CertificateState
from hrgrid.honours import queries, service
from hrgrid.honours.rules.certificates import batch_of
from hrgrid.honours.rules.words import (
    CampaignState,
    GrantState,
    QuotaMethod,
    Removal,
    Tier,
    WeightKind,
)
from hrgrid.publicity.queries import entries_of, notice_by_subject
from hrgrid.publicity.rules import ObjectionHow
from hrgrid.publicity.service import (
    Finding,
    ObjectionForm,
    accept_objection,
    assign_investigator,
    decide_objection,
    file_objection,
)
from hrgrid.storage.journal import JournalFilter
from hrgrid.ui.banners import Banner, Kind
from hrgrid.ui.dialogs import Confirmation
from hrgrid.ui.honours.adjusting import AdjustDialog
from hrgrid.ui.honours.correcting import CorrectDialog
from hrgrid.ui.honours.decision import DecisionDialog
from hrgrid.ui.honours.decision_paper import DecisionPaperDialog
from hrgrid.ui.honours.evidence import EvidenceDialog
from hrgrid.ui.honours.opening import NewCampaignDialog
from hrgrid.ui.honours.person_dialogs import RemoveDialog, RevokeDialog
from hrgrid.ui.honours.publicity import EndDialog
from hrgrid.ui.honours.quota_dialog import QuotaDialog
from hrgrid.ui.honours.quota_views import View
from hrgrid.ui.honours.reopening import ReopenDialog
from hrgrid.ui.honours.rerank import RerankDialog
from hrgrid.ui.honours.steps_dialogs import CommitteeDialog
from hrgrid.ui.honours.ties_dialog import TiesDialog
from hrgrid.ui.main_window import MainWindow, Standing
from hrgrid.ui.pages import PAGES
from hrgrid.ui.publicity.publish_dialog import PublishDialog
from hrgrid.ui.publicity.register import RegisterDialog
from hrgrid.ui.session import Session
from tests.ui.hands import VIEWER, in_dialog
from tests.ui.honours import campaigns
from tests.ui.honours.test_page import cells, menu_texts, remedy, sentences
from tests.ui.test_exporting import press_enter
from tests.ui.waiting import until

EXCELLENT, PIONEER = Tier.EXCELLENT, Tier.PIONEER
S = CampaignState


def click(button) -> None:
    assert button.isVisible(), button.text()
    assert button.isEnabled(), button.text()
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)


def refusal(dialog: QDialog) -> str:
    """The sentence that a dialog shows once it has come."""

    def told() -> list[str]:
        banners = dialog.findChildren(Banner)
        bad = [one for one in banners if one.message.kind is Kind.BAD and one.isVisible()]
        return [one.message.sentence for one in bad]

    until(lambda: bool(told()))
    return told()[-1]


def acting(kind, act) -> list[QDialog]:
    """Act in the next dialog of a kind; tells whether it came."""
    seen: list[QDialog] = []

    def in_it(dialog) -> None:
        seen.append(dialog)
        act(dialog)

    in_dialog(kind, in_it)
    return seen


@pytest.fixture
def do(hand):
    """Press a button that opens a dialog of a kind, and act in it; fails where none came."""

    def run(button, kind, act) -> None:
        seen = acting(kind, act)
        hand.press(button)
        assert seen

    return run


@pytest.fixture
def trigger(hand):
    """Choose an entry of a menu; as `do` where it opens a dialog."""

    def run(menu, text, kind=None, act=None) -> None:
        menu.aboutToShow.emit()
        entries = {one.text().split("\t")[0]: one for one in menu.actions()}
        seen = acting(kind, act) if kind is not None else []
        entries[text].trigger()
        hand.settle()
        assert kind is None or seen

    return run


def state(desk, campaign_id):
    return desk.read(lambda work: queries.campaign(work, campaign_id).state)


# --- a new campaign -------------------------------------------------------------------------------


def test_a_new_campaign_carries_the_scheme_over_or_keeps_a_new_version(
    city, page, do, trigger, desk
):
    campaigns.draft(city, 2024)
    found = page()

    def open_it(dialog: NewCampaignDialog) -> None:
        QApplication.processEvents()
        until(lambda: dialog._plan is not None)
        assert dialog.places[EXCELLENT].text() == "4"
        assert "沿用评选方案第 1 版，与 2024 年度相同" in dialog.told.text()
        dialog.places[EXCELLENT].setText("六")
        click(dialog.act)
        assert "“六”不是整数" in refusal(dialog)
        dialog.places[EXCELLENT].setText("7")
        dialog.method.choose(QuotaMethod.SAINTE_LAGUE)
        click(dialog.act)

    trigger(found.head.more.menu(), "新建年度评选…", NewCampaignDialog, open_it)
    newest = desk.read(queries.campaigns)[0]
    assert newest.places == {PIONEER: 2, EXCELLENT: 7, Tier.SKILLED: 4}
    assert found.board.campaign.id == newest.id
    assert found.board.tiers[1].derivation.method is QuotaMethod.SAINTE_LAGUE
    plan = desk.read(lambda work: queries.plan_on(work, newest.cutoff_date))
    assert plan.number == 2
    first = desk.read(queries.campaigns)[1]
    assert desk.read(lambda work: queries.board(work, first.id)).scheme.places[EXCELLENT] == 4


def test_places_may_follow_several_counts_whose_shares_make_a_whole(city, page, trigger, do):
    campaigns.draft(city, 2024)
    found = page()

    def open_it(dialog: NewCampaignDialog) -> None:
        until(lambda: dialog._plan is not None)
        fields = dialog.weights
        assert fields.kind.currentData() is WeightKind.GRIDS
        assert fields.isHidden()
        fields.kind.choose("several")
        assert fields.isVisible()
        texts = {WeightKind.GRIDS: "50", WeightKind.WORKERS: "30", WeightKind.HONOURED: "二十"}
        for kind, text in texts.items():
            fields.shares[kind].setText(text)
        click(dialog.act)
        assert "上年命名人数权重“二十”不是百分数" in refusal(dialog)
        fields.shares[WeightKind.HONOURED].setText("19.5")
        click(dialog.act)
        assert "各项权重合计 99.50%，要是 100%" in refusal(dialog)
        fields.shares[WeightKind.HONOURED].setText("20")
        click(dialog.act)

    trigger(found.head.more.menu(), "新建年度评选…", NewCampaignDialog, open_it)
    assert found.board.scheme.weights == {
        WeightKind.GRIDS: 5_000,
        WeightKind.WORKERS: 3_000,
        WeightKind.HONOURED: 2_000,
    }

    def read(dialog: QuotaDialog) -> None:
        told = "按综合网格数 50%、在岗人数 30%、上年命名人数 20%分配"
        assert told in dialog.told.text()
        dialog.reject()

    do(found.head.scheme, QuotaDialog, read)


def test_a_year_that_there_is_already_is_refused_in_the_form(city, page, trigger, desk):
    campaigns.draft(city, 2024)
    found = page()

    def open_it(dialog: NewCampaignDialog) -> None:
        until(lambda: dialog._plan is not None)
        dialog.year.setText("2024")
        dialog.year.editingFinished.emit()
        assert dialog.cutoff.value == dt.date(2024, 12, 31)
        click(dialog.act)
        assert "这个年度已经有同名的评选了" in refusal(dialog)
        dialog.reject()

    trigger(found.head.more.menu(), "新建年度评选…", NewCampaignDialog, open_it)
    assert len(desk.read(queries.campaigns)) == 1


# --- places ---------------------------------------------------------------------------------------


def test_places_are_shared_by_another_method_and_changed_by_hand(city, page, do, hand, desk):
    campaign_id = campaigns.draft(city)
    desk.write(lambda work: service.share_all(work, campaign_id))
    found = page()

    def adjust(dialog: AdjustDialog) -> None:
        dialog.fields["D1"].setText("4")
        assert dialog.sum.text() == "合计 6 / 4，多了 2"
        dialog.fields["D2"].setText("0")
        click(dialog.act)
        assert "须写明事由" in refusal(dialog)
        QTest.keyClicks(dialog.reason, "shangding")
        click(dialog.act)

    def share(dialog: QuotaDialog) -> None:
        dialog.tier.choose(EXCELLENT)
        assert dialog.views.model.rowCount() > 0
        dialog.method.choose(QuotaMethod.EQUAL)
        dialog.floor.setText("x")
        click(dialog.share)
        assert "保底“x”不是整数" in refusal(dialog)
        dialog.floor.setText("0")
        click(dialog.share)
        hand.settle()
        assert "现行平均分配（第 2 次分配" in dialog.told.text()
        in_dialog(AdjustDialog, adjust)
        click(dialog.change)
        hand.settle()
        assert "现行人工调整" in dialog.told.text()
        dialog.reject()

    do(found.head.scheme, QuotaDialog, share)
    [first, second] = found.board.tier(EXCELLENT).units
    assert (first.places, first.extra, second.places, second.extra) == (4, 2, 0, -1)


def test_every_method_stands_beside_the_others_and_follows_the_floor(city, page, do, hand, desk):
    campaigns.decided(city, year=2024)
    campaign_id = campaigns.draft(city)
    desk.write(lambda work: service.share_all(work, campaign_id))
    found = page()
    units = found.middle.quotas.model.rows
    assert [(unit.last.places, unit.last.nominated, unit.last.honoured) for unit in units] == [
        (1, 2, 1)
    ] * 2

    def compare(dialog: QuotaDialog) -> None:
        dialog.tier.choose(EXCELLENT)
        assert dialog.views.methods.isHidden()
        dialog.view.choose(View.METHODS)
        hand.settle()
        assert dialog.views.table.isHidden()
        shown = dialog.views.methods.model
        assert cells(shown)[:6] == ["甲区", "2", "2", "2", "2", "2"]
        assert cells(shown)[6:] == ["2", "3", "2"]
        assert "；最大余数法相同；" in dialog.views.methods.told.text()
        assert "上年指 2024 年度“十百千网格员评选”" in dialog.views.methods.told.text()
        # What the methods differ in is several lines, and hides no row of the table.
        hand.settle()
        methods = dialog.views.methods
        assert methods.table.geometry().bottom() < methods.told.geometry().top()
        dialog.floor.setText("0")
        dialog.floor.editingFinished.emit()
        hand.settle()
        assert dialog.views.methods.told.text().startswith("各方法都按每个单位保底 0 个计算。")
        dialog.reject()

    do(found.head.scheme, QuotaDialog, compare)


def test_a_draw_among_districts_asks_for_the_lot(desk, tmp_path, page, hand, do):
    city = campaigns.settle_city(desk, tmp_path, {"甲区": 4, "乙区": 4}, {EXCELLENT: 3})
    campaigns.draft(city)
    found = page()

    def draw(dialog: QuotaDialog) -> None:
        [banner] = [one for one in dialog.findChildren(Banner) if one.message.kind is Kind.WARN]
        assert "2 个单位并列，只剩 1 个名额" in banner.message.sentence
        assert list(dialog.ticks) == ["D1", "D2"]
        dialog.ticks["D2"].click()
        click(dialog.share)
        hand.settle()
        assert not dialog.ticks
        dialog.reject()

    hand.press(found.head.primary)
    [told] = found.notices.messages
    assert told.sentence == "“优秀网格员”有单位并列，最后的名额要抽签决定。抽好后录入中签单位。"
    do(remedy(hand.qtbot, found.notices), QuotaDialog, draw)
    assert [unit.places for unit in found.board.tiers[0].units] == [1, 2]
    assert found.head.primary.text() == "定下名额，开始推荐"


def test_the_derivation_is_exported_and_fixed_places_are_only_read(city, page, do, folder):
    campaigns.nominating(city)
    found = page()

    def export(dialog: QuotaDialog) -> None:
        assert not dialog.method.isEnabled()
        assert dialog.share.isHidden()
        assert dialog.change.isHidden()
        in_dialog(QFileDialog, press_enter)
        click(dialog.export)
        until(lambda: any(one.message.kind is Kind.OK for one in dialog.findChildren(Banner)))
        dialog.reject()

    do(found.head.scheme, QuotaDialog, export)
    [path] = folder.glob("2025 年度*名额计算过程.xlsx")
    sheets = openpyxl.load_workbook(path)
    assert sheets.sheetnames[3:] == ["各方法对照"]
    assert [cell.value for cell in sheets["各方法对照"][2]][:6] == [
        "先锋网格员", "甲区", 7, 14, 14, 0,
    ]  # fmt: skip


def test_places_may_be_reopened_before_nominations_begin(city, page, trigger, desk):
    campaign_id = campaigns.draft(city)
    desk.write(lambda work: service.share_all(work, campaign_id))
    desk.write(lambda work: service.fix_quotas(work, campaign_id))
    found = page()
    assert found.head.primary.text() == "开始推荐"

    def reopen(dialog: ReopenDialog) -> None:
        click(dialog.act)
        assert "须写明事由" in refusal(dialog)
        QTest.keyClicks(dialog.reason, "youbian")
        click(dialog.act)

    trigger(found.head.more.menu(), "退回拟定方案…", ReopenDialog, reopen)
    assert found.board.campaign.state is S.DRAFT


# --- ranks and ties -------------------------------------------------------------------------------


def test_missing_nominations_are_asked_about_before_they_are_closed(city, page, do, desk):
    campaign_id = campaigns.nominated(city, off={(EXCELLENT, "乙区"): -2})
    found = page()

    def stay(box: Confirmation) -> None:
        click(box.stay)

    do(found.head.primary, Confirmation, stay)
    assert state(desk, campaign_id) is S.NOMINATING

    def go(box: Confirmation) -> None:
        assert box.act.text() == "照样截止推荐"
        click(box.act)

    do(found.head.primary, Confirmation, go)
    until(lambda: found.board.campaign.state is S.SELECTED)
    told = found.notices.messages[0]
    assert told.kind is Kind.WARN
    assert "“优秀网格员”乙区有 2 个名额，只选出 1 人。" in told.sentence


def test_a_tie_is_closed_by_people_and_recorded_then_ranked(city, page, do, desk):
    campaign_id = campaigns.reviewed(city, tied=(EXCELLENT, "甲区"))
    found = page()
    assert found.head.primary.text() == "处理并列（1 处）"
    chosen = []

    def close(dialog: TiesDialog) -> None:
        assert "甲区“优秀网格员”有 2 人得分相同，只剩 1 个名额" in dialog.told.text()
        click(dialog.act)
        assert refusal(dialog) == "只剩 1 个名额，现在勾了 0 人。请勾 1 人。"
        number, tick = list(dialog.ticks.items())[1]
        chosen.append(number)
        tick.click()
        click(dialog.act)
        assert "须写明事由" in refusal(dialog)
        QTest.keyClicks(dialog.reason, "yiding")
        click(dialog.act)
        until(lambda: "须写明事由" not in refusal(dialog))
        assert "由谁决定没有写明" in refusal(dialog)
        QTest.keyClicks(dialog.by, "pingshenhui")
        click(dialog.act)

    do(found.head.primary, TiesDialog, close)
    until(lambda: found.board.campaign.state is S.SELECTED)
    [row] = desk.read(lambda work: queries.tie_decisions(work, campaign_id))
    assert (row.decided_by, row.reason) == ("pingshenhui", "yiding")
    assert [name[-5:-1] for name in row.chosen] == chosen
    listed = {one.number: one.outcome.value for one in found.board.nominees(EXCELLENT)}
    assert listed[chosen[0]] == "selected"


def test_somebody_goes_and_the_next_comes_by_a_compared_run(city, page, do, trigger, desk):
    campaign_id = campaigns.ranked(city)
    found = page()
    found.head.tabs.setCurrentIndex(1)
    gone = found.middle.person

    def remove(dialog: RemoveDialog) -> None:
        assert dialog.removal.currentData() is Removal.WITHDRAWN
        click(dialog.act)
        assert "须写明事由" in refusal(dialog)
        QTest.keyClicks(dialog.reason, "shenqing")
        click(dialog.act)

    trigger(found.middle.adjust.choices, "登记退出评选…", RemoveDialog, remove)
    assert found.head.primary.text() == "重新计算排名"
    before = found.board.campaign.applied.id

    def rerank(dialog: RerankDialog) -> None:
        assert not dialog.fresh.isVisible()
        click(dialog.act)
        assert "须写明事由" in refusal(dialog)
        QTest.keyClicks(dialog.reason, "dibu")
        click(dialog.act)
        until(lambda: dialog.model.rowCount() > 0)
        moved = [(row.name, row.on_list) for row in dialog.model.rows]
        assert (gone.name, True) in moved
        assert dialog.act.text() == "采用新名单"
        click(dialog.act)

    do(found.head.primary, RerankDialog, rerank)
    until(lambda: found.board.campaign.applied.id != before)
    row = desk.read(lambda work: queries.campaign(work, campaign_id).runs[0])
    assert (row.id, row.void_reason) == (before, "dibu")
    assert not found.board.standing.removed


def test_a_trial_that_is_not_taken_leaves_the_list(city, page, trigger, desk):
    campaign_id = campaigns.ranked(city)
    found = page()

    def rerank(dialog: RerankDialog) -> None:
        QTest.keyClicks(dialog.reason, "hedui")
        click(dialog.act)
        until(lambda: dialog.act.text() == "采用新名单")
        assert "完全相同" in dialog.told.text()
        dialog.reject()

    trigger(found.head.more.menu(), "重新计算排名…", RerankDialog, rerank)
    runs = desk.read(lambda work: queries.campaign(work, campaign_id).runs)
    assert [run.state.value for run in runs] == ["applied", "preview"]


def test_a_run_is_checked_against_what_is_stored(city, page, trigger):
    campaigns.ranked(city)
    found = page()
    trigger(found.head.more.menu(), "核对这次计算")
    assert found.notices.messages[0].sentence == "重新计算的结果与存下的完全相同。"


# --- committee, publicity, decision ---------------------------------------------------------------


def test_the_committee_is_recorded_and_the_list_hung_out_and_taken_down(city, page, do, desk):
    campaign_id = campaigns.ranked(city)
    found = page()

    def committee(dialog: CommitteeDialog) -> None:
        click(dialog.act)
        assert "没有写会议号和日期" in refusal(dialog)
        QTest.keyClicks(dialog.number, "JY-6")
        click(dialog.act)

    do(found.head.primary, CommitteeDialog, committee)
    assert found.head.primary.text() == "发布公示"

    def publicity(dialog: PublishDialog) -> None:
        dialog.first.put(dt.date(2019, 4, 2))
        until(lambda: "2019-04-02 至 2019-04-09" in dialog.last.text())
        dialog.days.setText("4")
        dialog.where.setText("委机关公示栏")
        dialog.office.setText("综治督导科")
        dialog.phone.setText("0512-66001234")
        dialog.why.setText("公示已于当日张贴")
        click(dialog.act)
        assert "评选方案规定公示 5 个工作日，填的是 4 个" in refusal(dialog)
        dialog.days.setText("5")
        click(dialog.act)

    do(found.head.primary, PublishDialog, publicity)
    shown = desk.read(lambda work: queries.board(work, campaign_id)).publicity
    assert (shown.first_day, shown.last_day) == (dt.date(2019, 4, 2), dt.date(2019, 4, 9))
    assert found.head.dates.toolTip() == "公示 5 个工作日：4 月 2 日 – 4 月 9 日"
    assert found.head.primary.text() == "结束公示"
    do(found.head.primary, EndDialog, lambda dialog: click(dialog.act))
    assert found.head.primary.text() == "报请决定"


def test_one_person_approves_by_paper_and_decides_and_then_nothing_is_edited(city, page, do, desk):
    campaign_id = campaigns.deciding(city)
    found = page()

    def decide(dialog: DecisionDialog) -> None:
        assert "须有 1 人审批，已有 0 人" in dialog.told.text()
        dialog.document.setText("苏政法〔2026〕12号")
        click(dialog.act)
        assert "要写明审批人、职务和文号" in refusal(dialog)
        dialog.name.setText("周明")
        dialog.post.setText("书记")
        dialog.paper_no.setText("委务会纪要〔2026〕9号")
        click(dialog.act)

    do(found.head.primary, DecisionDialog, decide)
    row = desk.read(lambda work: queries.campaign(work, campaign_id))
    assert (row.state, row.document_no) == (S.DECIDED, "苏政法〔2026〕12号")
    assert row.approval_words == "单人审批：书记周明"
    assert found.head.primary.text() == "签发证书"
    assert found.middle.adjust.isVisible()
    entries = [one.text() for one in found.middle.adjust.choices.actions()]
    assert entries == ["更正姓名、单位、职务…", "撤销称号…", "照片和事迹印入宣传册…"]

    def issue(box: Confirmation) -> None:
        click(box.act)

    do(found.head.primary, Confirmation, issue)
    assert state(desk, campaign_id) is S.ISSUED


def test_a_chief_signs_in_approves_and_decides(qtbot, desk, database, settings, city):
    campaign_id = campaigns.deciding(city)
    form = replace(VIEWER, login="zhang", name="张审批", roles=(RoleRow(Role.CHIEF, ""),))
    desk.write(lambda work: add_operator(work, form))
    session = Session(sign_in(database, "zhang", VIEWER.secret), settings)
    window = MainWindow(session, Standing("示例区委政法委", "数据.hrg", shared=False), PAGES)
    qtbot.addWidget(window)
    window.show()
    window.show_page("honours")
    page = window.page
    qtbot.waitUntil(lambda: page.board is not None and not session.tasks.running)

    def decide(dialog: DecisionDialog) -> None:
        assert [dialog.way.itemText(at) for at in range(dialog.way.count())] == [
            "本人审批（张审批）"
        ]
        assert not dialog.name.isVisible()
        dialog.document.setText("苏政法〔2026〕12号")
        click(dialog.act)

    in_dialog(DecisionDialog, decide)
    QTest.mouseClick(page.head.primary, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: page.board.campaign.state is S.DECIDED)
    words = desk.read(lambda work: queries.campaign(work, campaign_id).approval_words)
    assert words.endswith("张审批")
    session.close()


def test_an_honour_is_revoked_with_a_document(city, page, trigger, desk):
    campaign_id = campaigns.decided(city)
    found = page()
    row = found.middle.person

    def revoke(dialog: RevokeDialog) -> None:
        QTest.keyClicks(dialog.reason, "zuojia")
        click(dialog.act)
        assert "没有写文号" in refusal(dialog)
        dialog.document.setText("苏政法〔2026〕30号")
        click(dialog.act)

    trigger(found.middle.adjust.choices, "撤销称号…", RevokeDialog, revoke)
    given = desk.read(lambda work: queries.grants(work, campaign_id))
    assert [one.number for one in given if one.state is GrantState.REVOKED] == [row.number]


def test_a_printed_name_is_corrected_and_its_certificate_replaced(city, page, trigger, desk):
    campaign_id = campaigns.decided(city)
    desk.write(lambda work: service.issue_certificates(work, campaign_id))
    found = page()
    row = found.middle.person

    def correct(dialog: CorrectDialog) -> None:
        until(lambda: dialog.name.text() == row.name)
        dialog.name.setText("欧阳更正")
        click(dialog.act)
        assert "须写明事由" in refusal(dialog)
        dialog.document.setText("苏政法〔2026〕30号")
        dialog.reason.setText("与居民身份证不符")
        click(dialog.act)

    trigger(found.middle.adjust.choices, "更正姓名、单位、职务…", CorrectDialog, correct)
    given = desk.read(lambda work: queries.grants(work, campaign_id))
    assert next(one.name for one in given if one.number == row.number) == "欧阳更正"
    rows = desk.read(lambda work: certificates(work, Wanted(batch_of(campaign_id))))
    assert [one.name for one in rows if one.state is CertificateState.REPLACED] == [row.name]


def test_whoever_is_objected_to_waits_and_the_others_are_decided(city, page, do, trigger, desk):
    """From the page: the register, the list taken down, a part decided, then the rest."""
    campaign_id = campaigns.publicised(city, dt.date(2026, 4, 1))
    subject = queries.publicity_subject(campaign_id)

    def objected(work):
        (notice,) = notice_by_subject(work, subject)
        target = entries_of(work, notice.id)[0].target
        form = ObjectionForm(
            target, ObjectionHow.NAMED, "反映事迹不实", notice.last_day, "赵反映", "13900001111"
        )
        return file_objection(work, notice.id, form)

    objection = desk.write(objected)
    found = page()
    seen = []
    trigger(
        found.head.more.menu(),
        "公示与异议…",
        RegisterDialog,
        lambda dialog: (until(dialog.register.isVisible), seen.append(1), dialog.close()),
    )
    assert seen
    do(found.head.primary, EndDialog, lambda dialog: click(dialog.act))
    assert found.head.primary.text() == "报请决定"
    QTest.mouseClick(found.head.primary, Qt.MouseButton.LeftButton)
    until(lambda: found.board.campaign.state is S.DECIDING)
    whole = len(found.board.public.rows)

    def decide(dialog: DecisionDialog) -> None:
        assert f"报请决定 {whole - 1} 人" in dialog.told.text()
        assert "另有 1 人等公示或异议办结，以后再定" in dialog.told.text()
        assert dialog.act.text() == f"定名单（{whole - 1} 人）"
        dialog.name.setText("周明")
        dialog.post.setText("书记")
        dialog.paper_no.setText("委务会纪要〔2026〕9号")
        dialog.document.setText("苏政法〔2026〕12号")
        click(dialog.act)

    do(found.head.primary, DecisionDialog, decide)
    until(lambda: bool(found.board.decisions))
    assert found.board.campaign.state is S.DECIDING
    assert not found.head.primary.isEnabled()
    told = " ".join(sentences(found))
    assert "有异议没有办结，办结后才能报请决定" in told
    assert f"已分批决定 {whole - 1} 人，还有 1 人没有决定" in told
    assert "签发已决定的证书…" in menu_texts(found)

    def upheld(work):
        accept_objection(work, objection)
        assign_investigator(work, objection, work.actor.operator_id)
        finding = Finding(
            upheld=True,
            finding="经核实",
            decided_on=work.today,
            by="钱主任",
            post="主任",
            document_no="核〔2026〕1号",
        )
        decide_objection(work, objection, finding)

    desk.write(upheld, reason="核查")
    found = page()
    assert found.head.primary.text() == "处理异议结果"
    QTest.mouseClick(found.head.primary, Qt.MouseButton.LeftButton)
    until(lambda: found.head.primary.text() == "重新计算排名")


# --- papers ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "paper",
    [
        ("全部名单（PDF，公文版式）", "拟命名人员名单.pdf"),
        ("全部名单（Excel）", "拟命名人员名单.xlsx"),
        ("只要优秀网格员（Excel）", "拟命名优秀网格员名单.xlsx"),
    ],
)
def test_rosters_are_written_where_the_dialog_says(city, page, trigger, folder, paper):
    entry, name = paper
    campaigns.ranked(city)
    found = page()
    found.head.tabs.setCurrentIndex(1)
    trigger(found.head.export.menu(), entry, QFileDialog, press_enter)
    [path] = folder.glob(f"2025 年度*{name}")
    assert path.stat().st_size > 1_000
    told = found.window().messages.message
    assert (told.kind, told.sentence) == (Kind.OK, f"已存到 {path}。")


def test_the_decision_is_written_once_its_basis_and_task_are_said(city, page, trigger, folder):
    campaigns.decided(city)
    found = page()

    def fill(dialog: DecisionPaperDialog) -> None:
        click(dialog.act)
        assert refusal(dialog) == "没有写评选依据。填好才能输出决定文件。"
        dialog.basis.insert("《评选办法》（政法〔2025〕3号）")
        QTest.keyClick(dialog.basis, Qt.Key.Key_Return)
        assert refusal(dialog) == "没有写工作要求。填好才能输出决定文件。"
        dialog.task.insert("再立新功")
        in_dialog(QFileDialog, press_enter)
        click(dialog.act)

    trigger(found.head.export.menu(), "决定文件和附件（PDF）…", DecisionPaperDialog, fill)
    [path] = folder.glob("2025 年度*决定.pdf")
    text = re.sub(r"\s", "", PdfReader(path).pages[0].extract_text())
    assert "根据《评选办法》（政法〔2025〕3号），经基层推荐" in text
    told = found.window().messages.message
    assert (told.kind, told.sentence) == (Kind.OK, f"已存到 {path}。")


def test_before_the_decision_no_decision_is_offered(city, page):
    campaigns.ranked(city)
    menu = page().head.export.menu()
    menu.aboutToShow.emit()
    assert "决定文件和附件（PDF）…" not in [one.text() for one in menu.actions()]


def test_a_list_in_force_is_taken_along_as_a_package_that_proves_it(city, page, trigger, folder):
    campaigns.ranked(city)
    found = page()
    entry = "验证包（不用本程序就能重算）…"
    trigger(found.head.export.menu(), entry, QFileDialog, press_enter)
    [path] = folder.glob("2025 年度*评选验证包.zip")
    with zipfile.ZipFile(path) as package:
        assert "核验.py" in package.namelist()
    assert "没有姓名和工号" in found.window().messages.message.sentence


def test_the_evidence_is_whole_on_record_and_taken_along(city, page, do, desk, folder):
    campaigns.ranked(city)
    found = page()
    row = found.middle.person
    kept = []

    def look(dialog: EvidenceDialog) -> None:
        kept.extend(dialog.model.rows)
        in_dialog(QFileDialog, press_enter)
        click(dialog.export)
        until(lambda: bool(dialog.findChildren(Banner)))
        dialog.reject()

    do(found.middle.why.all, EvidenceDialog, look)
    names = dict(kept)
    assert names["姓名、工号"] == f"{row.name}（{row.number}）"
    assert names["总分"] == row.score
    assert names["结果校验值"] == found.board.campaign.applied.output_hash
    assert sum(name.startswith("资格：") for name in names) == 6
    [path] = folder.glob(f"{row.name}*依据.xlsx")
    sheet = openpyxl.load_workbook(path).active
    assert [(a.value, b.value) for a, b in sheet.iter_rows(min_row=2)] == kept
    [entry] = desk.read(lambda work: journal_entries(work, JournalFilter(action="explain_honours")))
    assert row.name in entry.subject
