"""Places per role and kind of unit: laid down, looked at and changed by hand, by real clicks."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from hrgrid.honours import queries, service
from hrgrid.honours.rules.categories import Category
from hrgrid.honours.rules.words import Tier
from hrgrid.ui.honours.categories import CategoriesForm
from hrgrid.ui.honours.opening import NewCampaignDialog
from hrgrid.ui.honours.parted import PartsForm
from hrgrid.ui.honours.quota_dialog import QuotaDialog
from hrgrid.ui.honours.quota_views import View
from tests.ui.honours import campaigns
from tests.ui.honours.test_dialogs import acting, click, refusal
from tests.ui.honours.test_page import cells
from tests.ui.waiting import until

EXCELLENT = Tier.EXCELLENT
TWO = (
    Category("leaders", "网格长", 5_000, roles=("grid_leader",)),
    Category("rest", "网格员", 5_000),
)


@pytest.fixture
def opened(page, hand):
    """Open the sharing of the excellent tier and act in it."""

    def open_it(act) -> None:
        found = page()
        seen = acting(QuotaDialog, act)
        hand.press(found.head.scheme)
        assert seen

    return open_it


def test_categories_are_laid_down_and_every_tier_is_shared_anew(city, opened, hand, desk):
    campaign_id = campaigns.draft(city)
    desk.write(lambda work: service.share_all(work, campaign_id))

    def lay_down(form: CategoriesForm) -> None:
        until(lambda: len(form.lines) == 3)
        assert not form.lines[0].name.isEnabled()
        QTest.keyClick(form.on, Qt.Key.Key_Space)
        leaders, offices, rest = form.lines
        assert leaders.roles.text() == "网格长"
        assert (offices.units.text(), offices.roles.text()) == ("机关单位", "不限")
        assert rest.roles.isHidden()
        until(offices.off.isVisible)
        click(offices.off)
        leaders, rest = form.lines
        assert not leaders.off.isEnabled()
        assert form.sum.text() == "合计 90%，要是 100%"
        form.reason.setText("分开评选")
        click(form.act)
        assert "比例合计要是 100%" in refusal(form)
        leaders.share.setText("三十")
        click(form.act)
        assert "“网格长”的比例“三十”不是百分数" in refusal(form)
        leaders.share.setText("30")
        assert form.sum.text() == "合计 100%"
        # The menu stays open while one ticks.
        menu = leaders.roles.menu_of_ticks()
        for action in menu.actions():
            if action.text() in ("网格长", "督查员"):
                action.trigger()
        assert leaders.roles.text() == "督查员"
        next(one for one in menu.actions() if one.text() == "网格长").trigger()
        click(form.add)
        assert form.lines[1].name.hasFocus()
        click(form.act)
        assert "没有名称" in refusal(form)
        click(form.lines[1].up)
        until(form.lines[0].off.isVisible)
        click(form.lines[0].off)
        click(form.act)

    def look(dialog: QuotaDialog) -> None:
        dialog.tier.choose(EXCELLENT)
        dialog.view.choose(View.PARTS)
        hand.settle()
        assert "没有按岗位类别分名额" in dialog.views.parts.told.text()
        assert not dialog.change.isVisible()
        seen = acting(CategoriesForm, lay_down)
        click(dialog.categories)
        hand.settle()
        assert len(seen) == 1
        until(lambda: dialog.views.parts.model.rowCount() == 2)
        titles = [one.title for one in dialog.views.parts.model.columns]
        assert titles == ["单位", "网格长 30%", "其余人员 70%"]
        assert "岗位类别：网格长 30%、其余人员 70%" in dialog.told.text()
        dialog.reject()

    opened(look)
    told = desk.read(lambda work: queries.board(work, campaign_id)).scheme.categories
    assert [(one.roles, one.share_bp) for one in told] == [
        (("grid_leader", "supervisor"), 3_000),
        ((), 7_000),
    ]
    desk.write(lambda work: service.fix_quotas(work, campaign_id))


def test_parts_are_changed_in_the_table_and_must_make_up_the_district(city, opened, hand, desk):
    city = replace(city, plan=replace(city.plan, categories=TWO))
    campaign_id = campaigns.draft(city)
    desk.write(lambda work: service.share_all(work, campaign_id))

    def change(form: PartsForm) -> None:
        first = form.fields["D1", "leaders"]
        assert first.hasFocus() or first.text() == "1"
        first.setText("2")
        assert form._sums["D1"].text() == "3 / 2，多了 1"
        click(form.act)
        assert "没有写调整理由" in refusal(form)
        QTest.keyClicks(form.reason, "shangding")
        click(form.act)
        assert "甲区有 2 个名额，各岗位类别合计 3 个" in refusal(form)
        form.fields["D1", "rest"].setText("x")
        click(form.act)
        assert "甲区有的名额不是整数" in refusal(form)
        form.fields["D1", "rest"].setText("0")
        QTest.keyClick(form.reason, Qt.Key.Key_Return)

    def look(dialog: QuotaDialog) -> None:
        dialog.tier.choose(EXCELLENT)
        dialog.view.choose(View.PARTS)
        hand.settle()
        assert dialog.change.text() == "调整类别名额…"
        assert cells(dialog.views.parts.model)[:2] == ["甲区", "1　可评 7"]
        seen = acting(PartsForm, change)
        click(dialog.change)
        hand.settle()
        assert len(seen) == 1
        until(lambda: cells(dialog.views.parts.model)[1].startswith("2"))
        dialog.reject()

    opened(look)
    table = desk.read(lambda work: queries.parted_table(work, campaign_id, EXCELLENT))
    assert table.rows[0].places == (2, 0)


def test_a_category_with_too_few_nominees_is_marked(city, opened, hand, desk):
    city = replace(city, plan=replace(city.plan, categories=TWO))
    campaigns.nominating(city)

    def look(dialog: QuotaDialog) -> None:
        dialog.tier.choose(EXCELLENT)
        dialog.view.choose(View.PARTS)
        hand.settle()
        assert not dialog.categories.isVisible()
        assert cells(dialog.views.parts.model)[1] == "1　推荐 0"
        column = dialog.views.parts.model.columns[1]
        assert column.chip(dialog.views.parts.model.rows[0]) == "warn"
        assert "甲区、乙区有类别推荐的人比名额少" in dialog.views.parts.told.text()
        dialog.reject()

    opened(look)


def test_the_next_year_goes_on_with_the_categories_of_the_last(city, page, hand, desk):
    city = replace(city, plan=replace(city.plan, categories=TWO))
    campaigns.draft(city, 2024)
    found = page()

    def open_it(dialog: NewCampaignDialog) -> None:
        until(lambda: dialog._plan is not None)
        assert "岗位类别照旧（网格长 50%、网格员 50%）" in dialog.told.text()
        click(dialog.act)

    seen = acting(NewCampaignDialog, open_it)
    menu = found.head.more.menu()
    menu.aboutToShow.emit()
    next(one for one in menu.actions() if one.text().startswith("新建年度评选")).trigger()
    hand.settle()
    assert seen
    newest = desk.read(queries.campaigns)[0]
    table = desk.read(lambda work: queries.parted_table(work, newest.id, EXCELLENT))
    assert [one.places for one in table.rows] == [(1, 1), (1, 1)]
