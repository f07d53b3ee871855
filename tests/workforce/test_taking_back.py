"""A split or a merge of grids is taken back while nothing was built on it."""

from __future__ import annotations

import datetime as dt

import pytest
from sqlalchemy import select

from hrgrid.core.errors import UserError
from hrgrid.storage.checks import check
from hrgrid.workforce.model import Area, Person, Post
from hrgrid.workforce.queries import areas_on, coverage, roles
from hrgrid.workforce.queries.changes import area_history, successors_on
from hrgrid.workforce.queries.dossier import grid_card
from hrgrid.workforce.queries.grids import grids_of
from hrgrid.workforce.rules import Employment, Level
from hrgrid.workforce.service.incumbents import PostForm
from hrgrid.workforce.service.planting import AreaForm, Planting
from hrgrid.workforce.service.posting import begin_post, begin_stand_in
from hrgrid.workforce.service.regridding import GridForm, Part, merge_grids, split_grid
from hrgrid.workforce.service.rehousing import Placement
from hrgrid.workforce.service.reshaping import rename_area
from hrgrid.workforce.service.unregridding import undo_regrid
from tests.workforce.build import enlist, plant_street

JULY = dt.date(2026, 7, 1)
DAYS = (dt.date(2026, 6, 30), JULY, dt.date(2026, 12, 1))
HALVES = (
    Part(6_000, GridForm("东网格", "N1", households=240)),
    Part(4_000, GridForm("西网格", "N2", households=160)),
)


@pytest.fixture
def grids(desk):
    """张三 in the first grid, looked after by 李四 of the second; 王五 leads the first."""

    def job(work):
        made = plant_street(work)
        enlist(work, made[0], "张三", 1)
        enlist(work, made[1], "李四", 3)
        enlist(work, made[0], "王五", 5, role="网格长", employment=Employment.PART)
        planting = Planting(work, dt.date(2020, 1, 1))
        planting.add(made[0], AreaForm(Level.MICRO, "第1微网格", "0000-1"))
        planting.write()
        four = work.session.scalar(select(Person.id).where(Person.name == "李四"))
        begin_stand_in(work, made[0].id, four, dt.date(2026, 6, 1), None, allowance_fen=30_000)
        return made

    return desk.write(job, reason="请假")


def split(desk, grids, parts=HALVES, **more):
    return desk.write(
        lambda work: split_grid(work, grids[0].id, parts, JULY, "文 1 号", **more), reason="户数多"
    )


def back(desk, done):
    desk.write(lambda work: undo_regrid(work, done.change_id), reason="上级没有批")


def seen(desk):
    """What reports of several days say: the tree, the grids, coverage, who holds what."""

    def look(work):
        found = []
        for day in DAYS:
            found.append(
                [(row.id, row.name, row.path, row.households) for row in areas_on(work, day)]
            )
            found.append(coverage(work, day))
            found.append([(one.name, one.worker, one.stand_in) for one in _grids(work, day)])
        held = select(Post.person_id, Post.area_id, Post.valid_from, Post.valid_to, Post.state)
        found.append(
            [
                tuple(row)
                for row in work.session.execute(
                    held.where(Post.void_reason == "").order_by(Post.id)
                )
            ]
        )
        return found

    return desk.read(look)


def _grids(work, day):
    top = next(row for row in areas_on(work, day) if row.level is Level.COMMUNITY)
    return grids_of(work, top.id, day)


def test_a_split_is_taken_back_and_every_day_is_as_it_was(desk, grids):
    before = seen(desk)
    done = split(desk, grids)
    assert seen(desk) != before
    back(desk, done)
    assert seen(desk) == before
    assert check(desk.database, keyring=desk.keyring) == []
    history = desk.read(lambda work: area_history(work, grids[0].id))
    assert [(one.undone_by, one.undoable) for one in history.changes] == [("经办人", False)]
    shares = desk.read(lambda work: successors_on(work, grids[0].id, DAYS[0], DAYS[2]))
    assert shares == {"0000": 1}
    with pytest.raises(UserError, match=r"已由经办人在 .* 撤销"):
        back(desk, done)


def test_it_can_be_split_again_with_the_same_codes(desk, grids):
    back(desk, split(desk, grids))
    done = split(desk, grids)
    history = desk.read(lambda work: area_history(work, grids[0].id))
    assert [one.undoable for one in history.changes] == [True, False]
    assert desk.read(lambda work: grid_card(work, done.area_ids[0], JULY)).row.worker == "张三"


def test_a_split_in_which_the_old_grid_stays_gives_its_households_back(desk, grids):
    before = seen(desk)
    parts = (Part(6_000, area_id=grids[0].id, households=240), HALVES[1])
    done = split(desk, grids, parts)
    back(desk, done)
    assert seen(desk) == before


def test_a_merge_is_taken_back_and_every_day_is_as_it_was(desk, grids):
    before = seen(desk)
    posts = {
        post.area_id: post.id
        for post in desk.read(
            lambda work: list(work.session.scalars(select(Post).where(Post.fills_grid)))
        )
    }
    for into in (GridForm("大网格", "M1", households=800), grids[1].id):
        done = desk.write(
            lambda work, into=into: merge_grids(
                work,
                [grids[0].id, grids[1].id],
                into,
                JULY,
                households=800,
                placements={posts[grids[0].id]: Placement(0, Employment.PART)},
            ),
            reason="户数少",
        )
        assert seen(desk) != before
        back(desk, done)
        assert seen(desk) == before
        # The posts of before stand again under their own ids.
    assert check(desk.database, keyring=desk.keyring) == []


def built_post(work, done):
    role = next(row for row in roles(work) if row.label == "信息员")
    place = next(row for row in areas_on(work, JULY) if row.id == done.area_ids[1])
    person = work.session.scalar(select(Person.id).where(Person.name == "王五"))
    begin_post(work, person, PostForm(place, role, Employment.PART, JULY))


@pytest.mark.parametrize(
    ("build", "told"),
    [
        (built_post, "又登记了任职"),
        (
            lambda work, done: rename_area(work, done.area_ids[0], "东一", DAYS[2]),
            "又改过名称、上级或边界",
        ),
        (
            lambda work, done: split_grid(
                work,
                done.area_ids[0],
                (
                    Part(5_000, GridForm("东甲", "N11")),
                    Part(5_000, GridForm("东乙", "N12")),
                ),
                DAYS[2],
            ),
            "又改过名称、上级或边界",
        ),
    ],
)
def test_what_was_built_on_it_is_named_with_who_and_when(desk, grids, build, told):
    done = split(desk, grids)
    desk.write(lambda work: build(work, done), reason="后来")
    with pytest.raises(UserError, match=rf"变更之后，经办人在 \d{{4}}-.*{told}") as said:
        back(desk, done)
    assert "东" in said.value.sentence


def test_only_splits_and_merges_and_with_a_reason(desk, grids):
    done = split(desk, grids)
    with pytest.raises(UserError, match="事由"):
        desk.write(lambda work: undo_regrid(work, done.change_id))
    with pytest.raises(UserError, match="只有拆分和合并"):
        desk.write(lambda work: undo_regrid(work, 999), reason="试")
    assert desk.read(lambda work: work.session.get_one(Area, grids[0].id).valid_to) == JULY
