"""Indicators and schemes of the office: shipped, named, versions, what was used; both engines."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from hrgrid.accounts.rules import Role
from hrgrid.assessment.queries.indicators import indicators
from hrgrid.assessment.queries.schemes import (
    check_draft,
    differences,
    scheme_offers,
    scheme_version,
    scheme_versions,
    schemes,
)
from hrgrid.assessment.rules.fact_rows import IndicatorChange, IndicatorForm
from hrgrid.assessment.rules.formulas import Figure, Input
from hrgrid.assessment.rules.scheme_rows import SchemeForm
from hrgrid.assessment.rules.shipped import INDICATORS, MONTHLY
from hrgrid.assessment.rules.words import Source
from hrgrid.assessment.service.figures import key_figures
from hrgrid.assessment.service.indicators import (
    add_indicator,
    change_indicator,
    resume_indicator,
    ship_indicators,
    stop_indicator,
)
from hrgrid.assessment.service.schemes import (
    lock_scheme,
    resume_scheme,
    save_scheme,
    scheme_in_force,
    ship_scheme,
    stop_scheme,
)
from hrgrid.core.errors import Refused, UserError
from hrgrid.storage.desk import Desk
from hrgrid.storage.rulebook import rules_in_force
from tests.assessment.office import AT, person

SOON = dt.date(2099, 1, 1)
WHY = "按新办法"


def rows(desk: Desk):
    return {one.code: one for one in desk.read(indicators)}


def saved(desk: Desk, scheme=MONTHLY, code: str | None = "monthly", version=0, since=None):
    since = since or desk.read(lambda work: work.today)
    form = SchemeForm(scheme, since, code, version)
    return desk.write(lambda work: save_scheme(work, form), reason=WHY)


def changed(**given):
    """The shipped scheme with another first item."""
    first = replace(MONTHLY.items[0], **given)
    return replace(MONTHLY, items=(first, *MONTHLY.items[1:]))


# --- indicators -----------------------------------------------------------------------------------


def test_the_shipped_indicators_are_there_before_anybody_wrote_one(office):
    assert [one.code for one in office.read(indicators)][: len(INDICATORS)] == [
        one.code for one in INDICATORS
    ]
    assert all(one.version == 0 and one.active for one in rows(office).values())


def test_shipping_twice_writes_once_and_keeps_the_offices_names(office):
    office.write(ship_indicators)
    form = IndicatorForm("信息没更新", "条")
    office.write(lambda work: change_indicator(work, IndicatorChange("stale", 1, form)))
    office.write(ship_indicators)
    assert rows(office)["stale"].label == "信息没更新"
    assert len(rows(office)) == len(INDICATORS)


def test_an_indicator_is_renamed_and_renamed_back(office):
    form = IndicatorForm("信息没更新", "条")
    inverse = office.write(lambda work: change_indicator(work, IndicatorChange("stale", 0, form)))
    assert (rows(office)["stale"].label, rows(office)["stale"].unit) == ("信息没更新", "条")
    office.write(lambda work: change_indicator(work, inverse))
    assert rows(office)["stale"].label == "信息未及时更新"
    with pytest.raises(UserError, match="刚被别人改过"):
        office.write(lambda work: change_indicator(work, inverse))


def test_an_indicator_of_the_offices_own(office):
    form = IndicatorForm("平台登录", "天", based=True)
    code = office.write(lambda work: add_indicator(work, form))
    found = rows(office)[code]
    assert (found.label, found.based, found.shipped, found.source) == (
        "平台登录",
        True,
        False,
        Source.IMPORTED,
    )


@pytest.mark.parametrize(
    ("form", "words"),
    [
        (IndicatorForm(" ", "次"), "不能空着"),
        (IndicatorForm("事件按时办结", "件"), "已有叫“事件按时办结”的指标"),
        (IndicatorForm("字" * 41, "次"), "太长"),
        (IndicatorForm("学时", "时", source=Source.TRAINING), "由程序自己算出"),
    ],
)
def test_an_indicator_that_makes_no_sense_says_what_is_wrong(office, form, words):
    with pytest.raises(UserError, match=words):
        office.write(lambda work: add_indicator(work, form))


def test_what_has_figures_keeps_its_base(office):
    code = office.write(lambda work: add_indicator(work, IndicatorForm("平台登录", "天")))
    based = IndicatorChange(code, 0, IndicatorForm("平台登录", "天", based=True))
    plain = office.write(lambda work: change_indicator(work, based))
    office.write(lambda work: change_indicator(work, plain))
    cell = (person(office, "赵一"), code)
    office.write(lambda work: key_figures(work, AT, {cell: Figure(20_000)}))
    assert rows(office)[code].used
    with pytest.raises(UserError, match="已经有数据，不能再改"):
        office.write(lambda work: change_indicator(work, replace(based, version=0)))


def test_a_shipped_indicator_keeps_what_formulas_rely_on(office):
    change = IndicatorChange("stale", 0, IndicatorForm("信息未及时更新", "处", based=True))
    with pytest.raises(UserError, match="只能改名称和单位"):
        office.write(lambda work: change_indicator(work, change))


def test_an_indicator_is_stopped_only_when_no_scheme_reads_it(office):
    code = office.write(lambda work: add_indicator(work, IndicatorForm("平台登录", "天")))
    office.write(lambda work: stop_indicator(work, code))
    assert not rows(office)[code].active
    cell = (person(office, "赵一"), code)
    with pytest.raises(UserError, match="已经停用，不再填报"):
        office.write(lambda work: key_figures(work, AT, {cell: Figure(20_000)}))
    office.write(lambda work: resume_indicator(work, code))
    office.write(lambda work: ship_scheme(work, "monthly"))
    with pytest.raises(UserError, match="还在方案“专职网格员月度考核”里计分"):
        office.write(lambda work: stop_indicator(work, "stale"))
    assert rows(office)["stale"].schemes == ("专职网格员月度考核",)


# --- schemes --------------------------------------------------------------------------------------


def test_the_shipped_scheme_is_offered_before_it_is_needed(office):
    (first, *_) = office.read(schemes)
    assert (first.code, first.number, first.shipped, first.versions) == ("monthly", 0, True, 0)
    assert first.role_label == "网格员"
    assert office.read(lambda work: scheme_version(work, "monthly", 0)).scheme == MONTHLY
    assert "monthly" in {one.code for one in office.read(scheme_offers)}


def test_a_period_ships_the_scheme_that_it_goes_by(office):
    day = dt.date(2020, 1, 1)
    found = office.write(lambda work: scheme_in_force(work, "monthly", day))
    assert (found.number, found.name) == (1, MONTHLY.title)
    office.write(lambda work: ship_scheme(work, "monthly"))
    assert len(office.read(lambda work: scheme_versions(work, "monthly"))) == 1


def test_a_changed_scheme_is_a_new_version_and_the_old_one_stays(office):
    code, number = saved(office, changed(label="信息采集"))
    assert (code, number) == ("monthly", 2)
    newest, first = office.read(lambda work: scheme_versions(work, "monthly"))
    assert (newest.in_force, first.in_force) == (True, False)
    assert first.scheme == MONTHLY
    assert newest.reason == WHY
    told = office.read(lambda work: differences(work, "monthly", 1, 2))
    assert [one.sentence for one in told] == ["信息采集 名称：基础信息采集与动态更新 → 信息采集"]


def test_a_version_to_come_is_told_and_not_in_force(office):
    saved(office, changed(label="信息采集"), since=SOON)
    row = next(one for one in office.read(schemes) if one.code == "monthly")
    assert (row.number, row.coming, row.versions) == (1, SOON, 2)


def test_a_new_scheme_from_a_shipped_one(office):
    title = "东城区月度考核"
    code, number = saved(office, replace(MONTHLY, title=title), code=None)
    assert number == 1
    row = next(one for one in office.read(schemes) if one.code == code)
    assert (row.title, row.shipped) == (title, False)
    with pytest.raises(UserError, match=f"已有叫“{title}”的方案"):
        saved(office, replace(changed(label="别的"), title=title), code=None)


@pytest.mark.parametrize(
    ("scheme", "words"),
    [
        (replace(MONTHLY, items=MONTHLY.items[1:]), "各项满分合计 85 分"),
        (
            changed(formula=replace(MONTHLY.items[0].formula, inputs=(Input("none", 1_000),))),
            "不在",
        ),
        (replace(MONTHLY, role="nobody"), "岗位字典里没有“nobody”"),
        (
            changed(formula=replace(MONTHLY.items[3].formula, inputs=(Input("stale"),))),
            "指标“信息未及时更新”没有总数",
        ),
        (replace(MONTHLY, grades=MONTHLY.grades[:-1]), "等次"),
    ],
)
def test_a_scheme_that_does_not_add_up_is_not_saved(office, scheme, words):
    with pytest.raises(UserError, match=words):
        saved(office, scheme)
    assert office.read(lambda work: rules_in_force(work, "assessment.scheme.monthly", SOON)) is None
    told = office.read(lambda work: check_draft(work, scheme))
    assert any(words in one.sentence for one in told)


def test_every_fault_of_a_draft_is_told_with_its_line(office):
    bad = replace(MONTHLY.items[0].formula, inputs=(Input("none", 1_000),))
    worse = replace(MONTHLY.items[2].formula, inputs=(Input("hazards", 0),))
    items = (replace(MONTHLY.items[0], formula=bad), MONTHLY.items[1])
    items += (replace(MONTHLY.items[2], formula=worse), *MONTHLY.items[3:])
    told = office.read(lambda work: check_draft(work, replace(MONTHLY, items=items)))
    assert [one.item for one in told] == ["A1", "A3"]


def test_the_same_scheme_twice_is_no_version(office):
    with pytest.raises(UserError, match="完全相同"):
        saved(office)


def test_who_saved_meanwhile_is_told(office):
    saved(office, changed(label="信息采集"))
    with pytest.raises(UserError, match="存了第 2 版，这次没有存"):
        saved(office, changed(label="又一个"))
    assert saved(office, changed(label="又一个"), version=2)[1] == 3


def test_the_kind_and_role_of_a_scheme_stay(office):
    with pytest.raises(UserError, match="岗位不能改"):
        saved(office, replace(MONTHLY, role="patroller"))


def test_what_results_rest_on_is_locked(office):
    saved(office, changed(label="信息采集"))
    office.write(lambda work: lock_scheme(work, "monthly", 2, "2026 年 9 月考核"))
    office.write(lambda work: lock_scheme(work, "monthly", 2, "别的"))
    newest = office.read(lambda work: scheme_version(work, "monthly", 2))
    assert newest.locked_for == "2026 年 9 月考核"


def test_a_stopped_scheme_is_used_no_more_until_it_is_resumed(office):
    office.write(lambda work: stop_scheme(work, "monthly"), reason="改由省里考核")
    row = next(one for one in office.read(schemes) if one.code == "monthly")
    assert row.stopped == "改由省里考核"
    day = office.read(lambda work: work.today)
    with pytest.raises(UserError, match="已经停用（改由省里考核）"):
        office.write(lambda work: scheme_in_force(work, "monthly", day))
    with pytest.raises(UserError, match="已经停用"):
        office.write(lambda work: stop_scheme(work, "monthly"), reason="再来一次")
    office.write(lambda work: resume_scheme(work, "monthly"))
    assert office.write(lambda work: scheme_in_force(work, "monthly", day)).number == 1
    with pytest.raises(UserError, match="正在用"):
        office.write(lambda work: resume_scheme(work, "monthly"))


def test_versions_want_a_reason(office):
    day = office.read(lambda work: work.today)
    with pytest.raises(UserError, match="须写明事由"):
        office.write(
            lambda work: save_scheme(work, SchemeForm(changed(label="甲"), day, "monthly"))
        )


def test_only_who_keeps_rules_changes_them(double):
    desk = double.desk(Role.CHIEF)
    day = desk.read(lambda work: work.today)
    for deed in (
        lambda work: add_indicator(work, IndicatorForm("平台登录", "天")),
        lambda work: change_indicator(work, IndicatorChange("stale", 0, IndicatorForm("甲", "次"))),
        lambda work: stop_indicator(work, "stale"),
        lambda work: resume_indicator(work, "stale"),
        lambda work: save_scheme(work, SchemeForm(MONTHLY, day)),
        lambda work: stop_scheme(work, "monthly"),
        lambda work: resume_scheme(work, "monthly"),
    ):
        with pytest.raises(Refused, match="规则"):
            desk.write(deed, reason=WHY)
    with pytest.raises(Refused):
        double.desk(Role.VIEWER).read(indicators)
    with pytest.raises(Refused):
        double.desk(Role.VIEWER).read(schemes)
