"""Conditions, trials, the veto list, exemptions and opinions, by real clicks and keys."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog

from hrgrid.honours import queries, service
from hrgrid.honours.queries.opinions import exemptions, findings, requests
from hrgrid.honours.rules.findings import ExemptionState, FindingKind
from hrgrid.honours.rules.words import Outcome, Tier
from hrgrid.ui.banners import Banner
from hrgrid.ui.honours.conditions import ConditionsDialog
from hrgrid.ui.honours.evidence import EvidenceDialog
from hrgrid.ui.honours.exemptions import (
    ApproveExemptionForm,
    ExemptionsDialog,
    ProposeExemptionForm,
)
from hrgrid.ui.honours.findings import FindingsDialog, RecordFindingForm, WithdrawFindingForm
from hrgrid.ui.honours.opinions import AnswerDialog, AnswersDialog, LetterForm, OpinionsDialog
from hrgrid.ui.honours.steps_dialogs import CommitteeDialog
from hrgrid.ui.honours.whatif import WhatIfDialog
from tests.overview.test_file import text_of
from tests.ui.honours import campaigns
from tests.ui.honours.test_dialogs import acting, click, do, refusal, trigger
from tests.ui.waiting import until

__all__ = ["do", "trigger"]

EXCELLENT = Tier.EXCELLENT


@pytest.fixture
def nominating(city):
    return campaigns.nominated(city)


def within(dialog_button, kind, act) -> None:
    """Press a button of a dialog that opens another, and act in that."""
    seen = acting(kind, act)
    click(dialog_button)
    until(lambda: bool(seen))


def test_a_condition_is_switched_on_with_whom_it_leaves_out_told(
    desk, nominating, page, trigger, hand
):
    shown = page()
    before = shown.board.scheme

    def change(box: ConditionsDialog) -> None:
        line = box.fields.lines["star"]
        until(lambda: "推荐对象" in line.effect.text())
        assert line.effect.text().startswith("不符合：推荐对象 ")
        click(box.act)
        assert "理由" in refusal(box)
        QTest.mouseClick(line.tick, Qt.MouseButton.LeftButton, pos=line.tick.rect().center())
        line.tick.setChecked(True)
        number = box.fields.lines["service"].numbers[None]
        number.selectAll()
        QTest.keyClicks(number, "x")
        box.reason.setText("经研究从严")
        click(box.act)
        assert "不是整数" in refusal(box)
        number.selectAll()
        QTest.keyClicks(number, "24")
        click(box.act)

    trigger(shown.head.more.menu(), "评选条件…", ConditionsDialog, change)
    hand.settle()
    kept = desk.read(lambda work: queries.board(work, nominating)).scheme
    assert {rule.key for rule in kept.rules} - {rule.key for rule in before.rules} == {"star"}
    assert next(rule for rule in kept.rules if rule.key == "service").threshold == 24


def test_a_trial_tells_who_enters_and_who_leaves_and_writes_nothing(
    desk, city, page, trigger, hand
):
    campaign_id = campaigns.ranked(city)
    shown = page()
    entries = desk.read(lambda work: len(queries.campaign(work, campaign_id).runs))
    names = {row.name for row in shown.board.candidates}

    def look(box: WhatIfDialog) -> None:
        until(lambda: box.sum.text().startswith("没有人进出"))
        assert not box.adopt.isEnabled()
        box.tier.choose(EXCELLENT)
        before = int(box.place.text())
        box.place.selectAll()
        QTest.keyClicks(box.place, str(before - 1))
        until(lambda: box.sum.text().startswith("进 0 人，出 1 人"))
        (mover,) = box.model.rows
        assert mover.name in names
        assert not mover.enters
        assert not box.adopt.isEnabled()
        assert "只试算" in box.findChildren(Banner)[0].message.sentence
        box.merit.selectAll()
        QTest.keyClicks(box.merit, "101")
        until(lambda: any("超过" in one.message.sentence for one in box.findChildren(Banner)))
        box.reject()

    trigger(shown.head.more.menu(), "试算：改了会怎样…", WhatIfDialog, look)
    hand.settle()
    assert desk.read(lambda work: len(queries.campaign(work, campaign_id).runs)) == entries


def test_a_finding_is_recorded_for_a_nominee_looked_at_and_withdrawn(
    desk, nominating, page, trigger, hand
):
    shown = page()
    row = shown.board.candidates[0]
    shown.middle.go_to(row)
    hand.settle()
    row = shown.middle.person

    def record(box: RecordFindingForm) -> None:
        assert row.name in box.who.text()
        click(box.act)
        assert "依据的文书" in refusal(box)
        box.document.setText("处分决定〔2025〕3号")
        box.detail.setPlainText("受警告处分")
        box.kind.choose(FindingKind.DISCIPLINE)
        click(box.act)

    trigger(shown.middle.adjust.choices, "登记一票否决情形…", RecordFindingForm, record)
    (kept,) = desk.read(findings)
    assert (kept.name, kept.kind, kept.in_force) == (row.name, FindingKind.DISCIPLINE, True)

    def withdraw(form: WithdrawFindingForm) -> None:
        form.reason.setText("处分已撤销")
        click(form.act)

    def look(box: FindingsDialog) -> None:
        until(lambda: len(box.model.rows) == 1)
        box.table.selectRow(0)
        click(box.look)
        until(lambda: any("受警告" in one.message.sentence for one in box.findChildren(Banner)))
        within(box.withdraw, WithdrawFindingForm, withdraw)
        until(lambda: box.model.rows[0].withdrawn_on is not None)
        box.reject()

    trigger(shown.head.more.menu(), "一票否决情形…", FindingsDialog, look)


def test_an_exemption_is_asked_for_and_approved_on_paper(desk, nominating, page, trigger, hand):
    from dataclasses import replace

    scheme = desk.read(lambda work: queries.board(work, nominating)).scheme
    rules = tuple(
        replace(rule, threshold=700) if rule.key == "service" else rule for rule in scheme.rules
    )
    wanted = replace(scheme, rules=rules)
    desk.write(lambda work: service.use_scheme(work, nominating, wanted), reason="从严")
    shown = page()
    shown.middle.go_to(shown.board.candidates[0])
    hand.settle()
    row = shown.middle.person

    def ask(box: ProposeExemptionForm) -> None:
        until(lambda: box.rule.count() == 1)
        box.reason.setText("连续三年考核第一")
        click(box.act)
        assert "依据" in refusal(box)
        box.document.setText("书记办公会〔2026〕2号")
        click(box.act)

    trigger(shown.middle.adjust.choices, "报请条件破例…", ProposeExemptionForm, ask)

    def approve(form: ApproveExemptionForm) -> None:
        for field, text in (
            (form.name, "周明"),
            (form.post, "书记"),
            (form.paper_no, "书记办公会〔2026〕2号"),
        ):
            field.setText(text)
        click(form.act)

    def look(box: ExemptionsDialog) -> None:
        until(lambda: len(box.model.rows) == 1)
        box.table.selectRow(0)
        within(box.approve, ApproveExemptionForm, approve)
        until(lambda: box.model.rows[0].state is ExemptionState.APPROVED)
        box.reject()

    trigger(shown.head.more.menu(), "条件破例…", ExemptionsDialog, look)
    (kept,) = desk.read(lambda work: exemptions(work, nominating))
    assert (kept.name, kept.rule_key) == (row.name, "service")
    assert "周明" in kept.approval_words


def test_other_offices_are_asked_and_their_answers_recorded(desk, nominating, page, trigger, hand):
    shown = page()
    people = len({row.person_id for row in shown.board.candidates})

    def send(form: LetterForm) -> None:
        form.name.selectAll()
        form.name.setText("市纪委监委")
        click(form.act)

    def adverse(form: AnswerDialog) -> None:
        form.document.setText("复函〔2026〕9号")
        form.kind.choose(None)
        click(form.act)
        assert "写明理由" in refusal(form)
        form.kind.choose(FindingKind.INVESTIGATED)
        click(form.act)

    def answer(box: AnswersDialog) -> None:
        until(lambda: len(box.model.rows) == people)
        box.table.selectRow(0)
        within(box.adverse, AnswerDialog, adverse)
        until(lambda: box.model.rows[0].blocks)
        within(box.rest, AnswerDialog, lambda form: click(form.act))
        until(lambda: all(row.answer for row in box.model.rows))
        box.reject()

    def look(box: OpinionsDialog) -> None:
        within(box.ask, LetterForm, send)
        until(lambda: len(box.model.rows) == 1)
        box.table.selectRow(0)
        within(box.answers, AnswersDialog, answer)
        box.reject()

    trigger(shown.head.more.menu(), "征求意见…", OpinionsDialog, look)
    (kept,) = desk.read(lambda work: requests(work, nominating))
    assert (kept.name, kept.open, kept.adverse) == ("市纪委监委", 0, 1)
    assert len(desk.read(findings)) == 1


def test_the_committee_is_warned_of_who_has_not_answered_and_goes_on(desk, city, page, do, hand):
    campaign_id = campaigns.nominated(city)
    today = desk.read(lambda work: work.today)
    from hrgrid.honours.rules.findings import AskedOffice

    form = service.RequestForm(AskedOffice.POLICE, "市公安局", "", today, today)
    desk.write(lambda work: service.ask_opinion(work, campaign_id, form))
    desk.write(lambda work: service.close_nominations(work, campaign_id))
    campaigns.rank(desk, campaign_id)
    shown = page()

    def meet(box: CommitteeDialog) -> None:
        until(lambda: any("市公安局" in b.message.sentence for b in box.findChildren(Banner)))
        box.number.setText("纪要〔2026〕6号")
        click(box.act)

    do(shown.head.primary, CommitteeDialog, meet)
    hand.settle()
    assert shown.board.campaign.state.value == "committee"


def test_the_sheet_for_the_person_is_printed_from_the_evidence(  # noqa: PLR0917
    city, page, do, hand, folder, monkeypatch
):
    campaigns.ranked(city)
    shown = page()
    shown.middle.go_to(
        next(row for row in shown.board.candidates if row.outcome is Outcome.SELECTED)
    )
    hand.settle()
    row = shown.middle.person
    path = folder / "说明.pdf"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(path), ""))

    def print_it(box: EvidenceDialog) -> None:
        assert any(name.startswith("谁办的：") for name, _ in box.model.rows)
        assert any("来自花名册" in text for _, text in box.model.rows)
        click(box.sheet)
        until(path.exists)
        box.reject()

    do(shown.middle.why.all, EvidenceDialog, print_it)
    assert row.name in text_of(path)
