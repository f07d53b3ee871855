"""三无三零 of grids: the themes, what is typed of a month, the theme of a month, who may."""

from __future__ import annotations

from dataclasses import replace

import pytest

from hrgrid.accounts.rules import Role
from hrgrid.assessment.queries.themes import focus_of, reported, theme_sheet, themes
from hrgrid.assessment.rules.star_words import ThemeKind, ThemeMark
from hrgrid.assessment.rules.themes import SHIPPED, ThemeChange, ThemeForm, Typed
from hrgrid.assessment.service.theme_marks import mark_grids
from hrgrid.assessment.service.themes import (
    add_theme,
    change_theme,
    drop_focus,
    resume_theme,
    set_focus,
    stop_theme,
)
from hrgrid.core.errors import Refused, UserError
from hrgrid.core.rights import Grant, Right
from hrgrid.storage.desk import Desk
from tests.assessment.office import AT, area, grid, settle

MET, BROKEN = Typed(ThemeMark.MET), Typed(ThemeMark.BROKEN, "9 月 3 日发生一起盗窃")
NONE = Typed(None)


def typed(desk: Desk, cells: dict, seen: dict | None = None) -> dict:
    return desk.write(lambda work: mark_grids(work, AT, cells, seen))


def sheet(desk: Desk, street: str = "东街道"):
    return desk.read(lambda work: theme_sheet(work, AT, area(desk, street).id))


def marks(desk: Desk, code: str) -> dict:
    """The marks of a grid by theme."""
    (row,) = (row for row in sheet(desk).grids if row.code == grid(desk, code).code)
    return {theme: (one.mark, one.note, one.seq) for theme, one in row.marks.items()}


def test_the_themes_of_the_seed_are_there_before_anybody_needs_them(office):
    told = office.read(themes)
    assert [one.label for one in told] == [
        *("无疫", "无诈", "无毒"),
        *("零刑事发案", "零不文明事故", "零重大风险隐患"),
    ]
    assert [one.label for one in told if one.vetoes] == ["零刑事发案", "零重大风险隐患"]
    assert {one.version for one in told} == {0}
    assert {one.kind for one in told[:3]} == {ThemeKind.WITHOUT}


def test_a_mark_typed_anew_leaves_the_old_one_and_counts(office):
    place = grid(office, "E000").id
    assert typed(office, {(place, "no_fraud"): MET}) == {(place, "no_fraud"): 1}
    assert marks(office, "E000")["no_fraud"] == (ThemeMark.MET, "", 1)
    # What is the same is not typed again.
    assert typed(office, {(place, "no_fraud"): MET}) == {}
    assert typed(office, {(place, "no_fraud"): BROKEN}) == {(place, "no_fraud"): 2}
    assert marks(office, "E000")["no_fraud"] == (ThemeMark.BROKEN, BROKEN.note, 2)
    assert typed(office, {(place, "no_fraud"): NONE}) == {(place, "no_fraud"): 3}
    assert marks(office, "E000")["no_fraud"] == (None, "", 3)
    assert marks(office, "E000")["no_drugs"] == (None, "", 0)


@pytest.mark.parametrize(
    ("cell", "said"),
    [
        (Typed(ThemeMark.BROKEN, "  "), "未达标，要写明是什么情况"),
        (Typed(ThemeMark.MET, "字" * 201), "最多 200 个"),
    ],
)
def test_a_broken_theme_says_what_happened(office, cell, said):
    place = grid(office, "E000").id
    with pytest.raises(UserError, match=said):
        typed(office, {(grid(office, "E001").id, "no_fraud"): MET, (place, "no_fraud"): cell})
    assert marks(office, "E001")["no_fraud"] == (None, "", 0)


def test_who_types_over_somebody_is_told(office):
    place = grid(office, "E000").id
    typed(office, {(place, "no_fraud"): MET}, {(place, "no_fraud"): 0})
    with pytest.raises(UserError, match=r"刚被.+填过"):
        typed(office, {(place, "no_fraud"): BROKEN}, {(place, "no_fraud"): 0})
    assert marks(office, "E000")["no_fraud"][2] == 1


def test_only_grids_of_a_month_that_has_begun_are_marked(office):
    place, street = grid(office, "E000").id, area(office, "东街道").id
    with pytest.raises(UserError, match="2099 年 1 月还没有到"):
        office.write(lambda work: mark_grids(work, 209901, {(place, "no_fraud"): MET}))
    with pytest.raises(UserError, match=f"没有第 {street} 号网格"):
        typed(office, {(street, "no_fraud"): MET})
    with pytest.raises(UserError, match="没有主题“fire”"):
        typed(office, {(place, "fire"): MET})


def test_who_has_not_reported_stands_first(office):
    grids = sheet(office).grids
    codes = [one.code for one in office.read(themes)]
    typed(office, {(row.id, code): MET for row in grids for code in codes})
    typed(office, {(grids[0].id, "zero_crime"): BROKEN})
    rows = office.read(lambda work: reported(work, AT))
    assert rows[-1].done
    assert (rows[-1].grids, rows[-1].typed, rows[-1].broken) == (len(grids), 6 * len(grids), 1)
    assert not rows[0].done
    assert sum(row.grids for row in rows) == 30
    assert rows[0].asked == 6 * rows[0].grids


def test_an_office_names_its_own_themes(office):
    code = office.write(lambda work: add_theme(work, ThemeForm(" 无火灾 ", ThemeKind.WITHOUT)))
    told = {one.code: one for one in office.read(themes)}
    assert told[code].label == "无火灾"
    assert len(told) == len(SHIPPED) + 1
    with pytest.raises(UserError, match="已有名称是“无毒”"):
        office.write(lambda work: add_theme(work, ThemeForm("无毒", ThemeKind.WITHOUT)))
    change = ThemeChange(
        code, told[code].version, ThemeForm("无火情", ThemeKind.WITHOUT, vetoes=True)
    )
    back = office.write(lambda work: change_theme(work, change))
    assert {one.code: one for one in office.read(themes)}[code].vetoes
    with pytest.raises(UserError, match="刚被别人改过"):
        office.write(lambda work: change_theme(work, change))
    office.write(lambda work: change_theme(work, back))
    assert {one.code: one.label for one in office.read(themes)}[code] == "无火灾"


def test_a_stopped_theme_is_asked_of_nobody_and_keeps_its_marks(office):
    place = grid(office, "E000").id
    typed(office, {(place, "no_epidemic"): MET})
    office.write(lambda work: stop_theme(work, "no_epidemic"))
    assert "no_epidemic" not in marks(office, "E000")
    with pytest.raises(UserError, match="这个主题已经停用"):
        typed(office, {(place, "no_epidemic"): BROKEN})
    with pytest.raises(UserError, match="已经停用"):
        office.write(lambda work: stop_theme(work, "no_epidemic"))
    office.write(lambda work: resume_theme(work, "no_epidemic"))
    assert marks(office, "E000")["no_epidemic"] == (ThemeMark.MET, "", 1)


def test_a_community_that_typed_nothing_is_asked_everything(office):
    """Before anybody needed a theme too: none has been written yet."""
    rows = {row.name: row for row in office.read(lambda work: reported(work, AT))}
    assert rows["东社区"].asked == rows["东社区"].grids * len(SHIPPED)
    typed(office, {(grid(office, "E000").id, "no_fraud"): MET})
    after = {row.name: row for row in office.read(lambda work: reported(work, AT))}
    assert {name: row.asked for name, row in after.items()} == {
        name: row.asked for name, row in rows.items()
    }


def test_a_street_has_the_theme_of_its_district_until_it_has_its_own(office):
    street = area(office, "东街道")
    district = office.read(lambda work: focus_of(work, AT, street.path))
    assert district is None
    top = area(office, "示例区")
    office.write(lambda work: set_focus(work, AT, top.id, "no_fraud", "反诈宣传月"))
    told = office.read(lambda work: focus_of(work, AT, street.path))
    assert (told.title, told.theme, told.inherited) == ("反诈宣传月", "no_fraud", True)
    own = office.write(lambda work: set_focus(work, AT, street.id, "no_drugs"))
    assert (own.title, own.inherited) == ("无毒", False)
    assert sheet(office).focus == replace(own)
    office.write(lambda work: drop_focus(work, AT, street.id))
    assert office.read(lambda work: focus_of(work, AT, street.path)).title == "反诈宣传月"
    with pytest.raises(UserError, match="没有自己的主题"):
        office.write(lambda work: drop_focus(work, AT, street.id))


def test_only_who_runs_assessment_there_marks_and_looks(double):
    desk = double.desk(Role.CLERK)
    desk.write(settle, reason="如实登记")
    place, street = grid(desk, "E000").id, area(desk, "东街道")
    west = frozenset({Grant(Right.RUN_ASSESSMENT, area(desk, "西街道").path)})
    viewer = double.desk(Role.VIEWER)
    other = Desk(double.database, replace(desk.actor, grants=west), desk.keyring)
    for who in (viewer, other):
        with pytest.raises(Refused):
            typed(who, {(place, "no_fraud"): MET})
        with pytest.raises(Refused):
            who.read(lambda work: theme_sheet(work, AT, street.id))
        with pytest.raises(Refused):
            who.read(lambda work: reported(work, AT, street.path))
        with pytest.raises(Refused):
            who.write(lambda work: set_focus(work, AT, street.id, "no_fraud"))
    with pytest.raises(Refused):
        viewer.write(lambda work: add_theme(work, ThemeForm("无火灾", ThemeKind.WITHOUT)))
    assert sum(row.grids for row in other.read(lambda work: reported(work, AT))) == 8
