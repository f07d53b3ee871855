"""Rosters and area files: offices that are no area, other names, staff numbers, rights."""

from __future__ import annotations

import dataclasses
import datetime as dt
from typing import cast

import pytest
from sqlalchemy import func, select

from hrgrid.core.errors import Cancelled
from hrgrid.core.progress import Progress
from hrgrid.core.rights import Grant, Right
from hrgrid.exchange.service import Answers, open_drop, run_import, undo_import
from hrgrid.storage.checks import check
from hrgrid.storage.desk import Desk
from hrgrid.workforce.model import AreaAlias, Bureau, Person, Post
from hrgrid.workforce.queries import tree_index
from hrgrid.workforce.queries.areas import AreaRow, TreeIndex
from hrgrid.workforce.queries.roles import roles
from hrgrid.workforce.rules import GridKind, Level
from hrgrid.workforce.service import enlisting
from hrgrid.workforce.service.imports import KINDS, workers
from hrgrid.workforce.service.imports.offices import Offices
from hrgrid.workforce.service.imports.places import ZEROS_LOST, Naming, Places
from hrgrid.workforce.service.imports.unplaced import Unplaced
from hrgrid.workforce.service.roles import RoleForm, change_role, ship_roles
from tests.workforce.build import id_number, plant_street


def import_text(desk, kind, tmp_path, text, **options):
    path = tmp_path / f"{kind}.csv"
    path.write_text(text, encoding="utf-8")
    drop = desk.read(lambda work: open_drop(work, KINDS[kind], [path]))
    return run_import(desk, KINDS[kind], drop, **options)


# --- people on their way into the database while rows are still looked at ------------------------


@pytest.fixture
def handed_over(monkeypatch):
    """Two rows count as many."""
    monkeypatch.setattr(enlisting, "BLOCK", 2)
    monkeypatch.setattr(workers, "_STEP", 1)


HEADINGS = "姓名,身份证号码,手机号码,街道,所在单位,岗位,专兼职,入职日期\n"


def roster(count, office="示例街道联动中心"):
    """Rows for offices: every fourth names one that is not there yet."""
    return "".join(
        f"示例{at},{id_number(at)},139{at:08d},示例街道,"
        f"{office if at % 4 else f'第{at}派出所'},坐席员,兼职,2024-01-01\n"
        for at in range(1, count + 1)
    )


def test_what_is_looked_up_or_changed_between_blocks_stands_as_well(desk, tmp_path, handed_over):
    desk.write(plant_street)
    import_text(desk, "workers", tmp_path, HEADINGS + roster(3))
    # Known people with other numbers, new ones, and offices that are added on the way.
    again = (HEADINGS + roster(13)).replace("13900000002", "13800000002")
    dry = import_text(desk, "workers", tmp_path, again, dry_run=True)
    assert (count(desk, Person), count(desk, Post)) == (3, 3)
    report = import_text(desk, "workers", tmp_path, again)
    assert (report.new, report.changed, report.unchanged) == (10, 1, 2)
    assert (dry.new, dry.changed, dry.unchanged) == (10, 1, 2)
    assert (count(desk, Person), count(desk, Post), count(desk, Bureau)) == (13, 13, 4)
    assert check(desk.database, keyring=desk.keyring) == []
    desk.write(lambda work: undo_import(work, report.job_id, KINDS))
    assert (count(desk, Person), count(desk, Post), count(desk, Bureau)) == (3, 3, 1)


def test_a_bad_last_row_or_a_cancel_leaves_none_of_those_handed_over(desk, tmp_path, handed_over):
    desk.write(plant_street)
    bad = HEADINGS + roster(9) + roster(1).replace("坐席员", "不知什么岗位")
    report = import_text(desk, "workers", tmp_path, bad)
    assert (report.applied, len(report.errors)) == (False, 1)
    assert (count(desk, Person), count(desk, Bureau)) == (0, 0)
    progress = Progress(lambda stage: stage.text == "核对各人" and stage.done == 7 and stop())

    def stop():
        progress.cancel()

    with pytest.raises(Cancelled):
        import_text(desk, "workers", tmp_path, HEADINGS + roster(9), progress=progress)
    assert (count(desk, Person), count(desk, Bureau)) == (0, 0)
    assert import_text(desk, "workers", tmp_path, bad, partial=True).new == 9


def count(desk, model):
    return desk.read(lambda work: work.session.scalar(select(func.count()).select_from(model)))


def test_a_role_that_the_office_calls_otherwise_is_refused_with_its_rows(desk, tmp_path):
    desk.write(plant_street)

    def rename(work):
        ship_roles(work)
        worker = next(role for role in roles(work) if role.label == "网格员")
        change_role(work, worker.code, RoleForm("社区工作者", fills_grid=True))

    desk.write(rename)
    text = "姓名,所在单位,岗位,专兼职,入职日期\n示例甲,示例街道,{},兼职,2024-01-01\n"
    for written in ("", "网格员", "专职网格员"):
        report = import_text(desk, "workers", tmp_path, text.format(written))
        (error,) = report.errors
        assert (error.row, error.code, report.new) == (2, "unknown_role", 0)
        assert f"岗位字典里没有“{written or '网格员'}”" in error.message
    assert import_text(desk, "workers", tmp_path, text.format("社区工作者")).new == 1


# --- offices that are no area ---------------------------------------------------------------------


def test_people_of_offices_get_their_posts_there(desk, tmp_path):
    desk.write(plant_street)
    text = (
        "姓名,街道,所在单位,岗位,专兼职,入职日期\n"
        "示例甲,示例街道,示例街道联动中心,坐席员,专职,2024-01-01\n"
        "示例乙,示例街道,示例街道联动中心,坐席员,专职,2024-01-01\n"
        "示例丙,示例街道,示例派出所,网格警务员,兼职,2024-01-01\n"
    )
    report = import_text(desk, "workers", tmp_path, text)
    assert (report.new, report.errors) == (3, ())
    told = [(p.row, p.message) for p in report.problems if p.code == "new_bureau"]
    assert told == [
        (2, "在“示例街道”下新登记单位“示例街道联动中心”。"),
        (4, "在“示例街道”下新登记单位“示例派出所”。"),
    ]
    posts = desk.read(
        lambda work: [
            tuple(row)
            for row in work.session.execute(
                select(Person.name, Bureau.name, Post.fills_grid)
                .join(Post, Post.person_id == Person.id)
                .join(Bureau, Bureau.id == Post.bureau_id)
                .order_by(Person.id)
            )
        ]
    )
    assert posts == [
        ("示例甲", "示例街道联动中心", False),
        ("示例乙", "示例街道联动中心", False),
        ("示例丙", "示例派出所", False),
    ]
    again = import_text(desk, "workers", tmp_path, text)
    assert (again.new, again.changed, again.unchanged, count(desk, Bureau)) == (0, 0, 3, 2)
    assert check(desk.database, keyring=desk.keyring) == []


def test_an_office_like_a_known_one_is_told(desk, tmp_path):
    desk.write(plant_street)
    rows = "姓名,街道,单位\n示例甲,示例街道,示例街道联动中心\n示例乙,示例街道,示例街联动中心\n"
    report = import_text(desk, "workers", tmp_path, rows)
    assert any("与已有的“示例街道联动中心”相近" in p.message for p in report.problems)


def test_a_unit_that_is_an_area_is_the_area(desk, tmp_path):
    desk.write(plant_street)
    rows = "姓名,单位,岗位,专兼职\n示例甲,示例社区,联络员,兼职\n"
    assert import_text(desk, "workers", tmp_path, rows).new == 1
    assert count(desk, Bureau) == 0


def test_several_workers_may_belong_to_a_community_itself(desk, tmp_path):
    """One full-time worker is the rule of a grid, not of the community above it."""
    desk.write(plant_street)
    rows = "姓名,社区,岗位,专兼职\n示例甲,示例社区,网格员,专职\n示例乙,示例社区,网格员,专职\n"
    report = import_text(desk, "workers", tmp_path, rows)
    assert (report.new, report.errors) == (2, ())


def test_taking_back_a_roster_takes_back_its_offices(desk, tmp_path):
    desk.write(plant_street)
    rows = "姓名,街道,单位\n示例甲,示例街道,示例街道联动中心\n"
    report = import_text(desk, "workers", tmp_path, rows)
    desk.write(lambda work: undo_import(work, report.job_id, KINDS))
    assert (count(desk, Bureau), count(desk, Person)) == (0, 0)


# --- staff numbers --------------------------------------------------------------------------------


def test_a_staff_number_finds_its_person_and_never_another(desk, tmp_path):
    desk.write(plant_street)
    head = "工号,姓名,网格编码,身份证号,专兼职\n"
    first = import_text(desk, "workers", tmp_path, f"{head}A01,示例甲,0000,,专职\n")
    assert first.new == 1
    second = import_text(desk, "workers", tmp_path, f"{head}A01,示例甲,0000,{id_number(1)},专职\n")
    assert (second.new, second.changed) == (0, 1)
    taken = import_text(desk, "workers", tmp_path, f"{head}A01,示例乙,0001,,专职\n")
    assert [p.code for p in taken.errors] == ["number_of_another"]
    assert "工号“A01”已经是“示例甲”的" in taken.errors[0].message
    other = import_text(desk, "workers", tmp_path, f"{head}A01,示例甲,0001,{id_number(2)},兼职\n")
    assert [p.code for p in other.errors] == ["number_of_another"]


def test_two_rows_with_one_staff_number_are_told_apart(desk, tmp_path):
    desk.write(plant_street)
    rows = "工号,姓名,网格编码\nA01,示例甲,0000\nA01,示例乙,0001\n"
    report = import_text(desk, "workers", tmp_path, rows)
    assert [(p.row, p.code) for p in report.errors] == [(3, "number_of_another")]


# --- other names of areas -------------------------------------------------------------------------


def test_other_names_come_with_the_area_file_and_are_understood(desk, tmp_path):
    areas = "区县,别名\n虎丘区,高新区、苏州高新区\n苏州工业园区,工业园区\n"
    report = import_text(desk, "areas", tmp_path, areas)
    assert (report.new, report.errors) == (2, ())
    more = "区县,街道,网格编码,网格名称\n高新区,示例街道,0001,第一网格\n"
    assert import_text(desk, "areas", tmp_path, more).new == 1
    full = desk.read(
        lambda work: tree_index(work, work.today).full_name(
            tree_index(work, work.today).by_code["0001"].id
        )
    )
    assert full == "虎丘区/示例街道/第一网格"
    again = import_text(desk, "areas", tmp_path, areas)
    assert (again.new, again.changed, again.unchanged) == (0, 0, 2)


def test_a_name_that_a_sister_answers_to_is_refused(desk, tmp_path):
    import_text(desk, "areas", tmp_path, "区县,别名\n虎丘区,高新区\n")
    report = import_text(desk, "areas", tmp_path, "区县,别名\n昆山市,高新区\n")
    assert "“高新区”已经是“虎丘区”的名称或别名" in report.errors[0].message


def test_other_names_are_taken_back_with_their_import(desk, tmp_path):
    import_text(desk, "areas", tmp_path, "区县\n虎丘区\n")
    report = import_text(desk, "areas", tmp_path, "区县,别名\n虎丘区,高新区\n")
    assert (report.new, report.changed) == (0, 1)
    desk.write(lambda work: undo_import(work, report.job_id, KINDS))
    assert count(desk, AreaAlias) == 0


# --- rights ---------------------------------------------------------------------------------------


def of_part(desk, path):
    grants = frozenset({Grant(Right.IMPORT, path), Grant(Right.EDIT_WORKFORCE, path)})
    actor = dataclasses.replace(desk.actor, grants=grants)
    return Desk(desk.database, actor, desk.keyring)


def test_a_clerk_of_one_part_imports_into_that_part_only(desk, tmp_path):
    areas = "区县,街道,网格编码,网格名称\n甲区,甲街,0001,甲格\n乙区,乙街,0002,乙格\n"
    assert import_text(desk, "areas", tmp_path, areas).new == 2
    path = desk.read(lambda work: tree_index(work, work.today).named("甲区")[0].path)
    clerk = of_part(desk, path)
    rows = "姓名,网格编码,专兼职\n示例甲,0001,专职\n示例乙,0002,专职\n"
    report = import_text(clerk, "workers", tmp_path, rows, partial=True)
    assert report.new == 1
    assert [(p.row, p.code) for p in report.errors] == [(3, "no_right")]
    more = "区县,街道,网格编码,网格名称\n甲区,甲街,0003,甲二格\n乙区,乙街,0004,乙二格\n"
    report = import_text(clerk, "areas", tmp_path, more, partial=True)
    assert (report.new, [p.row for p in report.errors]) == (1, [3])


@pytest.mark.parametrize("kind", ["areas", "workers"])
def test_without_the_right_nothing_is_imported(desk, tmp_path, kind):
    desk.write(plant_street)
    nobody = Desk(desk.database, dataclasses.replace(desk.actor, grants=frozenset()), desk.keyring)
    rows = "姓名,区县,网格编码,网格名称\n示例甲,示例区,0000,示例社区第0网格\n"
    with pytest.raises(Exception, match="没有“导入数据”的权限"):
        import_text(nobody, kind, tmp_path, rows)


# --- what grids count -----------------------------------------------------------------------------


def grid_of(desk, code, on):
    from hrgrid.workforce.queries.dossier import grid_card

    area = desk.read(lambda work: tree_index(work, work.today).by_code[code])
    return desk.read(lambda work: grid_card(work, area.id, on))


COUNTED = (
    "街道,社区,网格编码,网格名称,户数,安安小分队,楼栋长人数,统计日期\n"
    "示例街道,示例社区,0000,示例社区第0网格,420,12,5,2026-06-30\n"
    "示例街道,示例社区,0001,示例社区第1网格,400,0,,2026-06-30\n"
)


def test_an_area_file_counts_households_and_volunteers_of_a_day(desk, tmp_path):
    desk.write(plant_street)
    report = import_text(desk, "areas", tmp_path, COUNTED)
    assert (report.new, report.changed, report.errors) == (0, 2, ())
    before, after = (grid_of(desk, "0000", dt.date(2026, 6, day)) for day in (29, 30))
    assert (before.row.households, after.row.households) == (400, 420)
    assert [row.heads for row in after.volunteers] == [12, 5, 0, 0, 0]
    assert [row.counted for row in before.volunteers] == [None] * 5
    # The same file once more is no news.
    again = import_text(desk, "areas", tmp_path, COUNTED)
    assert (again.new, again.changed, again.unchanged) == (0, 0, 2)


def test_what_an_area_file_counted_is_taken_back(desk, tmp_path):
    desk.write(plant_street)
    report = import_text(desk, "areas", tmp_path, COUNTED)
    desk.write(lambda work: undo_import(work, report.job_id, KINDS), reason="传错了文件")
    card = grid_of(desk, "0000", dt.date(2026, 7, 1))
    assert (card.row.households, len(card.facts)) == (400, 1)
    assert [row.counted for row in card.volunteers] == [None] * 5


def test_households_that_nobody_had_counted_were_so_all_along(desk, tmp_path):
    text = "街道,社区,网格编码,网格名称,户数\n示例街道,示例社区,0009,示例社区第9网格,{}\n"
    import_text(desk, "areas", tmp_path, text.format(""))
    report = import_text(desk, "areas", tmp_path, text.format("310"))
    card = grid_of(desk, "0009", dt.date(2020, 1, 1))
    assert (card.row.households, len(card.facts)) == (310, 1)
    desk.write(lambda work: undo_import(work, report.job_id, KINDS), reason="传错了文件")
    assert grid_of(desk, "0009", dt.date(2020, 1, 1)).row.households is None


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("示例街道,示例社区,0000,示例社区第0网格,420,1,1,2099-01-01", "还没有到"),
        ("示例街道,示例社区,,,,3,,2026-06-30", "志愿者人数要写在网格上"),
    ],
)
def test_an_odd_count_is_named_with_its_row(desk, tmp_path, line, said):
    desk.write(plant_street)
    heading = COUNTED.splitlines()[0]
    report = import_text(desk, "areas", tmp_path, f"{heading}\n{line}\n")
    told = [problem.message for problem in report.problems if said in problem.message]
    assert told
    assert report.changed == 0


def test_micro_grids_count_their_grid_once(desk, tmp_path):
    desk.write(plant_street)
    text = (
        "街道,社区,网格编码,网格名称,微网格编码,微网格名称,户数,安安小分队,统计日期\n"
        "示例街道,示例社区,0000,示例社区第0网格,M1,东片,420,12,2026-06-30\n"
        "示例街道,示例社区,0000,示例社区第0网格,M2,西片,420,12,2026-06-30\n"
    )
    report = import_text(desk, "areas", tmp_path, text)
    assert report.errors == ()
    card = grid_of(desk, "0000", dt.date(2026, 7, 1))
    assert (card.row.households, card.volunteers[0].heads, len(card.facts)) == (420, 12, 2)


def test_an_import_whose_grids_were_written_about_stays(desk, tmp_path):
    from hrgrid.core.errors import UserError
    from hrgrid.workforce.rules.eight import EightKind
    from hrgrid.workforce.service.facts import change_terms

    text = "街道,社区,网格编码,网格名称\n示例街道,示例社区,0009,示例社区第9网格\n"
    report = import_text(desk, "areas", tmp_path, text)
    area = desk.read(lambda work: tree_index(work, work.today).by_code["0009"])
    hours = {EightKind.HOURS: "8:30—17:30"}
    desk.write(lambda work: change_terms(work, area.id, hours, work.today))
    with pytest.raises(UserError, match="“示例社区第9网格”导入以后登记过八定"):
        desk.write(lambda work: undo_import(work, report.job_id, KINDS))


# --- places --------------------------------------------------------------------------------------


def test_the_zeros_of_a_number_are_not_guessed_for_the_same_text():
    index = TreeIndex()
    index.add(AreaRow(1, None, "0012", "甲网格", Level.GRID, "0012/", GridKind.GENERAL, None))
    places = Places(index, Answers(take=frozenset({ZEROS_LOST})), cast("Offices", None))

    def find(code: str, *, as_number: bool) -> str:
        return places.find(Naming(grid_code=code), as_number=as_number).code

    for code, as_number in (("12", True), ("0012", False), ("0012", False)):
        assert find(code, as_number=as_number) == "0012"
    with pytest.raises(Unplaced):
        find("12", as_number=False)
