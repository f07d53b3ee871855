"""Grids are split and merged on a day: past days keep their tree, and nobody is lost."""

from __future__ import annotations

import datetime as dt
from fractions import Fraction

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from hrgrid.core.errors import UserError
from hrgrid.storage.checks import check
from hrgrid.storage.journal import JournalEntry
from hrgrid.workforce.model import AreaClosure, AreaStand, Person, Post, StandIn
from hrgrid.workforce.queries import areas_on, coverage, roles, tree_index
from hrgrid.workforce.queries.areas import holds_on
from hrgrid.workforce.queries.changes import area_history, successors_on
from hrgrid.workforce.rules import ChangeKind, Employment, GridKind, Level, PostState
from hrgrid.workforce.service.planting import AreaForm, Planting
from hrgrid.workforce.service.posting import begin_stand_in, end_post
from hrgrid.workforce.service.regridding import (
    GridForm,
    Part,
    create_grid,
    merge_grids,
    split_grid,
)
from hrgrid.workforce.service.rehousing import Placement
from hrgrid.workforce.service.reshaping import close_area, move_area, rename_area
from tests.workforce.build import SINCE, enlist, plant_street

THEN, NOW = dt.date(2026, 6, 30), dt.date(2026, 7, 1)
PAPER = "示政法〔2026〕9 号"
NEW = (GridForm("东格", "D1", GridKind.GENERAL, 250), GridForm("西格", "X1", GridKind.GENERAL, 150))
NEW_AGAIN = GridForm("新西格", "N1")
HALVES = (Part(6_000, NEW[0]), Part(4_000, NEW[1]))


@pytest.fixture
def grids(desk):
    """Three general grids and a dedicated one: 张三 in the first, 李四 in the second."""

    def job(work):
        made = plant_street(work)
        enlist(work, made[0], "张三", 1)
        enlist(work, made[1], "李四", 3)
        enlist(work, made[0], "王五", 5, role="网格长", employment=Employment.PART)
        return made

    return desk.write(job)


def tree(desk, on):
    index = desk.read(lambda work: tree_index(work, on))
    return {index.full_name(row.id): row.households for row in index.by_code.values()}


def held(desk, on):
    """Who holds which post where on a day."""

    def job(work):
        query = (
            select(Person.name, AreaStand.name, Post.role, Post.employment)
            .join(Post, Post.person_id == Person.id)
            .join(AreaStand, AreaStand.area_id == Post.area_id)
            .where(Post.state != PostState.VOIDED, holds_on(Post, on), holds_on(AreaStand, on))
        )
        return {(row[0], row[1], row[2], row[3].value) for row in work.session.execute(query)}

    return desk.read(job)


def counted(desk, on):
    row = desk.read(lambda work: coverage(work, on))[0]
    return row.general_grids, row.filled, row.covered


def split(desk, grid, parts=HALVES, on=NOW, **more):
    job = lambda work: split_grid(work, grid.id, parts, on, PAPER, **more)  # noqa: E731
    return desk.write(job, reason="户数太多")


def merge(desk, some, into, on=NOW, **more):
    ids = [grid.id for grid in some]
    return desk.write(lambda work: merge_grids(work, ids, into, on, PAPER, **more), reason="太小")


def post_of(desk, name):
    query = select(Post.id).join(Person).where(Person.name == name, Post.state == PostState.ACTIVE)
    return desk.read(lambda work: work.session.scalar(query))


# --- splitting ------------------------------------------------------------------------------------


def test_a_split_grid_ends_and_its_people_go_to_the_heir(desk, grids):
    before, there = tree(desk, THEN), held(desk, THEN)
    done = split(desk, grids[0], heir=1)
    assert (tree(desk, THEN), held(desk, THEN)) == (before, there)
    names = {path.rpartition("/")[2] for path in tree(desk, NOW)}
    assert {"东格", "西格"} <= names
    assert grids[0].name not in names
    full, part = Employment.FULL.value, Employment.PART.value
    assert held(desk, NOW) == {
        ("张三", "西格", "grid_worker", full),
        ("王五", "西格", "grid_leader", part),
        ("李四", grids[1].name, "grid_worker", full),
    }
    assert (counted(desk, THEN), counted(desk, NOW)) == ((3, 2, 0), (4, 2, 0))
    assert (done.before.general_grids, done.after.general_grids) == (3, 4)
    assert (done.before.filled, done.after.filled) == (2, 2)
    assert (done.moved.moved, done.moved.ended) == (2, 0)
    assert check(desk.database, keyring=desk.keyring) == []


def test_each_goes_where_the_clerk_says(desk, grids):
    zhang, wang = post_of(desk, "张三"), post_of(desk, "王五")
    split(desk, grids[0], placements={zhang: Placement(1), wang: Placement(None)})
    names = {(one[0], one[1]) for one in held(desk, NOW)}
    assert names == {("张三", "西格"), ("李四", grids[1].name)}
    assert {one[0] for one in held(desk, THEN)} == {"张三", "李四", "王五"}


def test_a_grid_may_stay_on_smaller(desk, grids):
    stays = Part(7_000, area_id=grids[0].id, households=280)
    split(desk, grids[0], (stays, Part(3_000, NEW[0])))
    assert {(one[0], one[1]) for one in held(desk, NOW)} >= {("张三", grids[0].name)}
    street = "示例区/示例街道/示例社区"
    assert tree(desk, NOW)[f"{street}/{grids[0].name}"] == 280
    assert tree(desk, NOW)[f"{street}/东格"] == 250
    assert f"{street}/东格" not in tree(desk, THEN)
    assert counted(desk, NOW) == (4, 2, 0)


def test_a_grid_may_be_divided_among_its_neighbours(desk, grids):
    zhang = post_of(desk, "张三")
    parts = (Part(5_000, area_id=grids[1].id), Part(5_000, area_id=grids[2].id))
    with pytest.raises(UserError, match="李四都是专职网格员，不能都到"):
        split(desk, grids[0], parts)
    split(desk, grids[0], parts, placements={zhang: Placement(1)})
    assert counted(desk, NOW) == (2, 2, 0)
    assert ("张三", grids[2].name) in {(one[0], one[1]) for one in held(desk, NOW)}


def test_an_end_that_was_known_stays_known(desk, grids):
    autumn = dt.date(2026, 9, 30)
    desk.write(lambda work: end_post(work, post_of(desk, "张三"), autumn), reason="合同到期")
    split(desk, grids[0])
    assert "张三" in {one[0] for one in held(desk, autumn)}
    assert "张三" not in {one[0] for one in held(desk, autumn + dt.timedelta(days=1))}
    query = select(Post.end_reason).join(Person).where(Person.name == "张三").order_by(Post.id)
    told = desk.read(lambda work: list(work.session.scalars(query)))
    assert told == ["户数太多", "合同到期"]


def test_what_is_under_a_split_grid_goes_to_the_heir(desk, grids):
    def plant(work):
        planting = Planting(work, SINCE)
        parent = planting.index.by_code[grids[0].code]
        planting.add(parent, AreaForm(Level.MICRO, "一号楼", "M1"))
        planting.write()

    desk.write(plant)
    split(desk, grids[0])
    street = "示例区/示例街道/示例社区"
    assert f"{street}/东格/一号楼" in tree(desk, NOW)
    assert f"{street}/{grids[0].name}/一号楼" in tree(desk, THEN)


def test_who_looks_after_a_grid_goes_on_where_its_worker_goes(desk, grids):
    query = select(Person.id).where(Person.name == "李四")
    li = desk.read(lambda work: work.session.scalar(query))
    desk.write(lambda work: begin_stand_in(work, grids[0].id, li, THEN, None), reason="产假")
    done = split(desk, grids[0], placements={post_of(desk, "张三"): Placement(1)})
    query = select(StandIn.area_id, StandIn.valid_from, StandIn.valid_to).order_by(StandIn.id)
    rows = desk.read(lambda work: [tuple(row) for row in work.session.execute(query)])
    assert rows == [(grids[0].id, THEN, NOW), (done.area_ids[1], NOW, None)]
    assert counted(desk, NOW) == (4, 2, 1)


# --- merging --------------------------------------------------------------------------------------


def test_two_full_time_workers_are_both_named(desk, grids):
    with pytest.raises(UserError) as told:
        merge(desk, grids[:2], NEW[0])
    for word in ("张三", "李四", grids[0].name, grids[1].name, "“东格”"):
        assert word in told.value.sentence
    assert tree(desk, NOW) == tree(desk, THEN)


def test_grids_merge_into_a_new_one(desk, grids):
    li = post_of(desk, "李四")
    before, there = tree(desk, THEN), held(desk, THEN)
    done = merge(desk, grids[:2], NEW[0], placements={li: Placement(0, Employment.PART)})
    assert (tree(desk, THEN), held(desk, THEN)) == (before, there)
    assert counted(desk, NOW) == (2, 1, 0)
    assert {(one[0], one[1], one[3]) for one in held(desk, NOW)} == {
        ("张三", "东格", "full"),
        ("李四", "东格", "part"),
        ("王五", "东格", "part"),
    }
    assert done.moved.moved == 3
    assert check(desk.database, keyring=desk.keyring) == []


def test_grids_merge_into_one_of_them(desk, grids):
    merge(desk, (grids[0], grids[2]), grids[2].id, households=800)
    assert counted(desk, NOW) == (2, 2, 0)
    assert ("张三", grids[2].name) in {(one[0], one[1]) for one in held(desk, NOW)}
    assert tree(desk, NOW)[f"示例区/示例街道/示例社区/{grids[2].name}"] == 800


def test_who_had_the_same_role_in_both_has_it_once(desk, grids):
    def leader_of_both(work):
        role = next(row for row in roles(work) if row.code == "grid_leader")
        wang = work.session.scalar(select(Person.id).where(Person.name == "王五"))
        post = Post(
            person_id=wang, area_id=grids[2].id, bureau_id=None, role=role.code,
            employment=Employment.PART, fills_grid=False, state=PostState.ACTIVE,
            valid_from=SINCE, valid_to=None, start_document="", end_reason="", void_reason="",
            import_operation=None,
        )  # fmt: skip
        work.session.add(post)

    desk.write(leader_of_both)
    done = merge(desk, (grids[0], grids[2]), NEW[0])
    assert [one for one in held(desk, NOW) if one[0] == "王五"] == [
        ("王五", "东格", "grid_leader", "part")
    ]
    assert (done.moved.moved, done.moved.ended) == (2, 1)


def test_who_comes_full_time_gives_up_the_part_time_post_there(desk, grids):
    desk.write(
        lambda work: enlist(
            work, grids[2], "张三", 1, employment=Employment.PART, since=dt.date(2021, 1, 1)
        )
    )
    assert counted(desk, THEN)[1] == 2
    merge(desk, (grids[0], grids[2]), grids[2].id)
    assert [one[3] for one in held(desk, NOW) if one[0] == "张三"] == ["full"]
    assert counted(desk, NOW) == (2, 2, 0)


# --- what cannot be -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("parts", "told"),
    [
        ((Part(6_000, NEW[0]), Part(3_000, NEW[1])), "份额合计 90%，应为 100%"),
        ((Part(6_250, NEW[0]), Part(3_700, NEW[1])), "份额合计 99.5%"),
        ((Part(10_000, NEW[0]),), "至少要有 2 个网格"),
        ((Part(10_000, NEW[0]), Part(0, NEW[1])), "“西格”的份额是 0"),
        ((Part(5_000, NEW[0]), Part(5_000, GridForm("西格", "D1"))), "编码“D1”写了两次"),
        ((Part(5_000, NEW[0]), Part(5_000, GridForm("东格", "X1"))), "名称“东格”写了两次"),
        ((Part(5_000, NEW[0]), Part(5_000, GridForm("西格", "0001"))), "编码“0001”已经是"),
        ((Part(5_000, NEW[0]), Part(5_000, GridForm("西格", ""))), "没有写全编码和名称"),
        (
            (Part(5_000, NEW[0]), Part(5_000, GridForm("示例社区第1网格", "X1"))),
            "同一上级下已有“示例社区第1网格”",
        ),
    ],
)
def test_a_wrong_split_is_refused_in_words(desk, grids, parts, told):
    with pytest.raises(UserError, match=told):
        split(desk, grids[0], parts)
    assert tree(desk, NOW) == tree(desk, THEN)


def test_a_split_needs_a_reason_a_grid_and_a_day_that_it_stood_before(desk, grids):
    with pytest.raises(UserError, match="事由"):
        desk.write(lambda work: split_grid(work, grids[0].id, HALVES, NOW))
    street = desk.read(lambda work: tree_index(work, NOW).named("示例街道")[0])
    with pytest.raises(UserError, match="“示例街道”是街道，只有网格才能拆分"):
        split(desk, street)
    with pytest.raises(UserError, match="从 2020-01-01 起才有"):
        split(desk, grids[2], on=SINCE)
    late = dt.date(2026, 8, 1)
    desk.write(lambda work: enlist(work, grids[2], "赵六", 7, since=late))
    with pytest.raises(UserError, match="赵六从 2026-08-01 起才在"):
        split(desk, grids[2])


def test_only_grids_of_one_parent_merge(desk, grids):
    def plant(work):
        planting = Planting(work, SINCE)
        street = planting.index.named("示例街道")[0]
        other = planting.add(street, AreaForm(Level.COMMUNITY, "乙社区"))
        planting.add(other, AreaForm(Level.GRID, "乙格", "Y1", GridKind.GENERAL))
        planting.write()
        return tree_index(work, work.today).by_code["Y1"]

    other = desk.write(plant)
    with pytest.raises(UserError, match="不在同一上级下，不能合并"):
        merge(desk, (grids[2], other), NEW[0])
    with pytest.raises(UserError, match="至少要 2 个网格"):
        merge(desk, grids[:1], NEW[0])
    with pytest.raises(UserError, match="不在所选的网格里"):
        merge(desk, (grids[0], grids[2]), grids[1].id)


# --- what is kept ---------------------------------------------------------------------------------


def test_history_tells_what_a_grid_came_from_and_went_into(desk, grids):
    done = split(desk, grids[0])
    east = done.area_ids[0]
    later = dt.date(2026, 9, 1)
    desk.write(lambda work: rename_area(work, east, "东一格", later, "示政法〔2026〕12 号"))
    history = desk.read(lambda work: area_history(work, east))
    assert [(row.name, row.valid_from) for row in history.stands] == [
        ("东一格", later),
        ("东格", NOW),
    ]
    assert {row.parent for row in history.stands} == {"示例社区"}
    renamed, came = history.changes
    assert (renamed.kind, renamed.document_no) == (ChangeKind.RENAME, "示政法〔2026〕12 号")
    assert (renamed.items[0].from_name, renamed.items[0].to_name) == ("东格", "东一格")
    assert (came.kind, came.effective_on, came.document_no, came.reason) == (
        ChangeKind.SPLIT,
        NOW,
        PAPER,
        "户数太多",
    )
    assert [(one.from_name, one.to_name, one.share_bp) for one in came.items] == [
        (grids[0].name, "东格", 6_000),
        (grids[0].name, "西格", 4_000),
    ]


def test_every_deed_on_an_area_leaves_a_change(desk, grids):
    new = desk.write(lambda work: create_grid(work, grids[0].parent_id, NEW[0], THEN, PAPER))
    other = desk.read(lambda work: tree_index(work, NOW).named("示例街道")[0].id)
    desk.write(lambda work: rename_area(work, new, "新格", dt.date(2026, 7, 2)))
    desk.write(lambda work: move_area(work, new, other, dt.date(2026, 7, 3)))
    desk.write(lambda work: close_area(work, new, dt.date(2026, 7, 4)), reason="不要了")
    kinds = [one.kind for one in desk.read(lambda work: area_history(work, new)).changes]
    assert kinds == [ChangeKind.CLOSE, ChangeKind.MOVE, ChangeKind.RENAME, ChangeKind.CREATE]
    assert check(desk.database, keyring=desk.keyring) == []


def test_the_journal_tells_the_parts_and_everybody_who_went(desk, grids):
    split(desk, grids[0])
    query = select(JournalEntry).where(JournalEntry.action.in_(["split_grid", "transfer_person"]))
    entries = desk.read(lambda work: list(work.session.scalars(query.order_by(JournalEntry.seq))))
    told = {(one.action, one.subject) for one in entries}
    assert told == {
        ("split_grid", grids[0].name),
        ("transfer_person", "张三"),
        ("transfer_person", "王五"),
    }
    assert len({one.operation_id for one in entries}) == 1
    body = next(one.after for one in entries if one.action == "split_grid")
    assert all(word in body for word in ("东格", "60%", "西格", "40%", PAPER))


def test_successors_multiply_through_splits_and_merges(desk, grids):
    done = split(desk, grids[0])
    later, last = dt.date(2026, 9, 1), dt.date(2026, 10, 1)
    west = done.area_ids[1]
    desk.write(
        lambda work: merge_grids(work, [west, grids[2].id], NEW_AGAIN, later, PAPER), reason="小"
    )
    area = grids[0].id

    def heirs(since, on, area_id=area):
        return desk.read(lambda work: successors_on(work, area_id, since, on))

    assert heirs(THEN, THEN) == {"0000": Fraction(1)}
    assert heirs(THEN, NOW) == {"D1": Fraction(3, 5), "X1": Fraction(2, 5)}
    assert heirs(THEN, last) == {"D1": Fraction(3, 5), "N1": Fraction(2, 5)}
    assert heirs(THEN, last, grids[2].id) == {"N1": Fraction(1)}
    stays = (Part(2_500, area_id=grids[1].id), Part(7_500, GridForm("南格", "S1")))
    split(desk, grids[1], stays)
    assert heirs(THEN, last, grids[1].id) == {"0001": Fraction(1, 4), "S1": Fraction(3, 4)}
    # What it had since then is its own.
    assert heirs(NOW, last, grids[1].id) == {"0001": Fraction(1)}


# --- whatever the order ---------------------------------------------------------------------------


class Model:
    """What must come out: the kind of every grid that stands, and where the full-time work."""

    def __init__(self, rows):
        self.kinds = {row.id: row.kind for row in rows}
        self.workers = {rows[0].id, rows[1].id}

    def split(self, source, area_ids, heir):
        heir = source if source in area_ids else area_ids[heir]
        self._turn({source}, area_ids, {heir} if source in self.workers else set())

    def merge(self, sources, into):
        self._turn(set(sources), (into,), {into} if self.workers & set(sources) else set())

    def _turn(self, sources, area_ids, workers):
        kept = {one: self.kinds[one] for one in area_ids if one in self.kinds}
        for source in sources:
            del self.kinds[source]
        self.kinds |= dict.fromkeys(area_ids, GridKind.GENERAL) | kept
        self.workers = self.workers - sources | workers

    @property
    def counts(self):
        general = {one for one, kind in self.kinds.items() if kind is GridKind.GENERAL}
        return len(general), len(general & self.workers)


@settings(
    max_examples=12,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(st.data())
def test_grids_and_people_add_up_on_every_day(desk, grids, data):
    """A few splits and merges in a row, each on a later day; nothing of it stays in the data."""
    days = [NOW + dt.timedelta(days=30 * turn) for turn in range(3)]

    def job(work):
        model, seen = Model(grids), {}
        people = photo(work, THEN)["people"]
        for turn, day in enumerate(days):
            eve = day - dt.timedelta(days=1)
            seen[eve] = photo(work, eve)
            if len(model.kinds) > 1 and data.draw(st.booleans(), label="merge"):
                draw_merge(work, model, day, f"B{turn}", data)
            else:
                draw_split(work, model, day, f"F{turn}", data)
            now = photo(work, day)
            assert now["grids"] == set(model.kinds)
            assert (now["general"], now["filled"]) == model.counts
            assert now["people"] == people
        for day, taken in seen.items():
            assert photo(work, day) == taken

    desk.rehearse(job, reason="试一试")


def draw_merge(work, model, day, code, data):
    some = st.lists(st.sampled_from(sorted(model.kinds)), min_size=2, max_size=3, unique=True)
    chosen = data.draw(some, label="chosen")
    into = data.draw(st.sampled_from([*chosen, GridForm(code, code)]), label="into")
    posts = select(Post.id).where(
        Post.area_id.in_(chosen), Post.fills_grid, Post.employment == Employment.FULL,
        Post.state == PostState.ACTIVE,
    )  # fmt: skip
    # All but one of the full-time workers go on part-time.
    spare = list(work.session.scalars(posts.order_by(Post.id)))[1:]
    place = {post: Placement(0, Employment.PART) for post in spare}
    done = merge_grids(work, chosen, into, day, PAPER, placements=place)
    model.merge(chosen, done.area_ids[0])


def draw_split(work, model, day, code, data):
    source = data.draw(st.sampled_from(sorted(model.kinds)), label="source")
    shares = data.draw(st.sampled_from([(5_000, 5_000), (9_999, 1), (2_500, 2_500, 5_000)]))
    parts = [Part(one, GridForm(f"{code}{at}", f"{code}{at}")) for at, one in enumerate(shares)]
    if data.draw(st.booleans(), label="stays"):
        parts[-1] = Part(shares[-1], area_id=source)
    heir = data.draw(st.integers(0, len(parts) - 1), label="heir")
    done = split_grid(work, source, parts, day, PAPER, heir=heir)
    model.split(source, done.area_ids, heir)


def photo(work, day):
    """The tree of a day, who is in post in it, and its coverage; the closure is that tree's."""
    work.session.flush()
    areas = areas_on(work, day)
    above = {row.id: row.parent_id for row in areas}
    pairs = set()
    for area_id in above:
        at = area_id
        while at is not None:
            pairs.add((at, area_id))
            at = above[at]
    closure = select(AreaClosure.ancestor_id, AreaClosure.descendant_id).where(
        holds_on(AreaClosure, day)
    )
    assert {tuple(row) for row in work.session.execute(closure)} == pairs
    posts = select(Post.person_id, Post.area_id).where(
        Post.state != PostState.VOIDED, holds_on(Post, day)
    )
    in_post = [tuple(row) for row in work.session.execute(posts)]
    assert {area_id for _, area_id in in_post} <= set(above)
    found = coverage(work, day)
    return {
        "paths": {(row.path, row.name) for row in areas},
        "grids": {row.id for row in areas if row.level is Level.GRID},
        "people": {person for person, _ in in_post},
        "general": found[0].general_grids if found else 0,
        "filled": found[0].filled if found else 0,
    }
