"""Two entries of one person: found, merged field by field, and made two again."""

from __future__ import annotations

import contextlib
import datetime as dt

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from hrgrid.core.errors import UserError
from hrgrid.core.identity import check_digit
from hrgrid.storage.checks import check
from hrgrid.workforce.model import Absence, Contract, Person, Post
from hrgrid.workforce.queries import coverage, people, person_card, roles
from hrgrid.workforce.queries.duplicates import Likeness, differs_once, duplicates
from hrgrid.workforce.queries.known import find_person
from hrgrid.workforce.queries.listing import ID_NUMBER, PeopleFilter
from hrgrid.workforce.queries.persons import kept_ids, merged_into, same_person_ids
from hrgrid.workforce.rules import (
    AbsenceKind,
    Employment,
    Engagement,
    PersonState,
    PostState,
)
from hrgrid.workforce.service.absences import AbsenceForm, begin_absence, end_absence
from hrgrid.workforce.service.correcting import correct_person
from hrgrid.workforce.service.incumbents import PostForm
from hrgrid.workforce.service.matching import PersonForm
from hrgrid.workforce.service.merging import FIELDS, merge_people, tell_apart, undo_merge
from hrgrid.workforce.service.posting import (
    begin_post,
    begin_stand_in,
    end_post,
    transfer_person,
)
from tests.workforce.build import enlist, id_number, plant_street

JULY = dt.date(2026, 7, 1)
DAY = dt.timedelta(days=1)
WRONG = id_number(2)
PART = Employment.PART


@pytest.fixture
def grids(desk):
    """张三 of the first grid is on file twice: the second entry's number differs in one digit."""

    def job(work):
        made = plant_street(work)
        enlist(work, made[0], "张三", 1, phone="13900001111")
        enlist(work, made[1], "张三", 2, role="联络员", employment=PART)
        enlist(work, made[1], "李四", 700)
        return made

    return desk.write(job)


def ids_of(desk, name="张三"):
    query = select(Person.id).where(Person.name == name).order_by(Person.id)
    return desk.read(lambda work: list(work.session.scalars(query)))


def merge(desk, kept, merged, take=(), reason="同一人登记了两次"):
    return desk.write(lambda work: merge_people(work, kept, merged, take), reason=reason)


def everything(desk):
    """Every column of people and posts, versions left out."""

    def look(work):
        found = []
        for model in (Person, Post, Contract):
            for row in work.session.scalars(select(model).order_by(model.id)):
                names = [one.name for one in model.__table__.columns]
                found.append(
                    [getattr(row, one) for one in names if one not in {"version", "row_hash"}]
                )
        return found

    return desk.read(look)


# --- who looks like one ---------------------------------------------------------------------------


def test_one_slip_of_the_hand_is_a_digit_or_two_swapped():
    first = "999999199001010"
    one, other = (first + tail + check_digit(first + tail) for tail in ("12", "13"))
    assert differs_once(one, other)
    swapped = first + "21"
    assert differs_once(one, swapped + check_digit(swapped))
    far = "999999199001020" + "13"
    assert not differs_once(one, far + check_digit(far))
    assert not differs_once(one, one)


@given(
    st.text("0123456789", min_size=17, max_size=17),
    st.integers(0, 16),
    st.sampled_from("0123456789"),
)
def test_any_one_digit_is_a_slip_whatever_the_check_digit(body, at, digit):
    other = body[:at] + digit + body[at + 1 :]
    numbers = body + check_digit(body), other + check_digit(other)
    assert differs_once(*numbers) == (body != other)


def test_likely_duplicates_are_listed_with_why_until_told_apart(desk, grids):
    one, other = ids_of(desk)
    pairs = desk.read(duplicates)
    assert [(pair.one.id, pair.other.id) for pair in pairs] == [(one, other)]
    assert pairs[0].why == (Likeness.ID_NEAR,)
    desk.write(lambda work: enlist(work, grids[2], "王五", 800, phone="13900001111"))
    whys = [pair.why for pair in desk.read(duplicates)]
    assert whys == [(Likeness.ID_NEAR,), (Likeness.PHONE,)] or (Likeness.PHONE,) in whys
    desk.write(lambda work: tell_apart(work, other, one))
    left = [(pair.one.name, pair.other.name) for pair in desk.read(duplicates)]
    assert left == [("张三", "王五")]
    with pytest.raises(UserError, match="已经标记为不是同一人"):
        desk.write(lambda work: tell_apart(work, one, other))


# --- merging --------------------------------------------------------------------------------------


def test_posts_go_to_who_is_kept_and_nothing_is_lost(desk, grids):
    one, other = ids_of(desk)
    merge(desk, one, other, ("phone",))
    card = desk.read(lambda work: person_card(work, one))
    assert sorted(row.role for row in card.posts) == ["网格员", "联络员"]
    assert card.phone_masked == ""
    gone = desk.read(lambda work: work.session.get_one(Person, other))
    assert (gone.state, gone.merged_into_id) == (PersonState.MERGED, one)
    # What was not chosen lies with the merged entry.
    assert gone.phone_masked == "139****1111"
    listed = desk.read(lambda work: people(work, PeopleFilter(work.today)))
    assert [row.id for row in listed if row.name == "张三"] == [one]
    assert desk.read(lambda work: same_person_ids(work, other)) == (one, other)
    assert desk.read(kept_ids) == {other: one}
    assert [row.name for row in desk.read(lambda work: merged_into(work, one))] == ["张三"]
    assert desk.read(lambda work: find_person(work, gone.number)) == one
    assert check(desk.database, keyring=desk.keyring) == []


def test_an_import_of_before_finds_who_is_kept(desk, grids):
    one, other = ids_of(desk)
    merge(desk, one, other)
    enlisting = desk.write(
        lambda work: enlist(work, grids[1], "张三", 2, role="联络员", employment=PART)
    )
    assert (enlisting.counts.new, enlisting.counts.unchanged) == (0, 1)
    assert len(ids_of(desk)) == 2


def test_numbers_change_places_and_both_stay_unique(desk, grids):
    one, other = ids_of(desk)
    merge(desk, one, other, ("id_number", "number"))

    def numbers(work):
        return [
            (work.keyring.open(ID_NUMBER, row.id_number), row.number)
            for row in (work.session.get_one(Person, each) for each in (one, other))
        ]

    assert desk.read(numbers) == [(id_number(2), "G0000002"), (id_number(1), "G0000001")]
    assert check(desk.database, keyring=desk.keyring) == []


def test_two_full_time_posts_at_a_time_are_named(desk, grids):
    one, _ = ids_of(desk)
    four = ids_of(desk, "李四")[0]
    with pytest.raises(
        UserError, match=r"张三（G0000001）在“示例社区第0网格”.*李四（G0000003）"
    ) as said:
        merge(desk, one, four)
    assert "请先结束或作废其中一项" in said.value.sentence
    assert desk.read(kept_ids) == {}


def test_a_post_that_was_typed_twice_counts_once(desk, grids):
    one, other = ids_of(desk)
    role = desk.read(
        lambda work: work.session.scalar(select(Post.role).where(Post.person_id == other))
    )

    def again(work):
        row = next(each for each in roles(work) if each.code == role)
        begin_post(work, one, PostForm(grids[1], row, PART, JULY))

    desk.write(again)
    with pytest.raises(UserError, match="重复任职"):
        merge(desk, one, other)
    # The other way round the later one lies within the older.
    merge(desk, other, one)
    states = desk.read(
        lambda work: sorted(
            row.state.value for row in work.session.scalars(select(Post).where(Post.role == role))
        )
    )
    assert states == ["active", "voided"]


def test_contracts_that_overlap_and_ones_own_grid_stand_in_the_way(desk, grids):
    one, other = ids_of(desk)
    desk.write(lambda work: begin_stand_in(work, grids[0].id, other, JULY, None), reason="请假")
    with pytest.raises(UserError, match="一个是“示例社区第0网格”的网格员，一个在代管它"):
        merge(desk, one, other)

    def sign(work):
        for person in (one, other):
            work.session.add(
                Contract(
                    person_id=person, kind=Engagement.CONTRACT, employer="某公司", contract_no="",
                    signed_on=None, probation_to=None, valid_from=JULY, valid_to=None,
                    import_operation=None,
                )
            )  # fmt: skip

    desk.write(sign)
    with pytest.raises(UserError, match="都有劳动合同或派遣关系"):
        merge(desk, one, other)


def test_a_merge_needs_a_reason_two_entries_and_cards_as_they_were_compared(desk, grids):
    one, other = ids_of(desk)
    with pytest.raises(UserError, match="事由"):
        merge(desk, one, other, reason="")
    with pytest.raises(UserError, match="不能和自己合并"):
        merge(desk, one, one)
    with pytest.raises(UserError, match="G0000002）的档案刚被别人改过"):
        desk.write(lambda work: merge_people(work, one, other, versions=(1, 9)), reason="同一人")
    merge(desk, one, other)
    with pytest.raises(UserError, match="已经并入别人名下"):
        merge(desk, one, other)


# --- two again ------------------------------------------------------------------------------------


@pytest.mark.parametrize("take", [(), ("phone",), tuple(FIELDS)])
def test_taking_back_leaves_everything_as_it_was(desk, grids, take):
    one, other = ids_of(desk)
    before = everything(desk)
    merge(desk, one, other, take)
    assert everything(desk) != before
    desk.write(lambda work: undo_merge(work, other), reason="其实是两个人")
    assert everything(desk) == before
    assert check(desk.database, keyring=desk.keyring) == []
    with pytest.raises(UserError, match=r"已由经办人在 .* 撤销"):
        desk.write(lambda work: undo_merge(work, other), reason="再撤")
    merge(desk, one, other, take)


def test_taking_back_is_refused_where_somebody_changed_since_and_says_who(desk, grids):
    one, other = ids_of(desk)
    merge(desk, one, other)
    version = desk.read(lambda work: person_card(work, one).version)
    form = PersonForm("张三", party="中共党员")
    desk.write(lambda work: correct_person(work, one, version, form), reason="入党")
    with pytest.raises(UserError, match=r"合并之后，经办人在 \d{4}-.* 给张三又改过档案"):
        desk.write(lambda work: undo_merge(work, other), reason="其实是两个人")


def test_taking_back_is_refused_where_a_post_was_added(desk, grids):
    one, other = ids_of(desk)
    merge(desk, one, other)

    def add(work):
        row = next(each for each in roles(work) if each.label == "信息员")
        begin_post(work, one, PostForm(grids[2], row, PART, JULY))

    desk.write(add)
    with pytest.raises(UserError, match="又登记了任职"):
        desk.write(lambda work: undo_merge(work, other), reason="其实是两个人")


def test_a_chain_of_merges_leads_to_the_kept_one_in_one_step_and_unwinds(desk, grids):
    desk.write(lambda work: enlist(work, grids[2], "张三", 5, role="信息员", employment=PART))
    one, other, third = ids_of(desk)
    before = everything(desk)
    merge(desk, other, third)
    between = everything(desk)
    merge(desk, one, other)
    assert desk.read(kept_ids) == {other: one, third: one}
    with pytest.raises(UserError, match="合并之后"):
        desk.write(lambda work: undo_merge(work, third), reason="顺序不对")
    desk.write(lambda work: undo_merge(work, other), reason="两个人")
    assert everything(desk) == between
    desk.write(lambda work: undo_merge(work, third), reason="两个人")
    assert everything(desk) == before


# --- any sequence ---------------------------------------------------------------------------------


def _post_of(work, person):
    query = select(Post.id).where(Post.person_id == person, Post.state == PostState.ACTIVE)
    return work.session.scalar(query.limit(1)) or 0


def _worker(work, grid, since):
    row = next(each for each in roles(work) if each.label == "网格员")
    return PostForm(grid, row, Employment.FULL, since)


def _come_back(work, person):
    query = select(Absence.id).where(Absence.person_id == person, Absence.valid_to.is_(None))
    end_absence(work, work.session.scalar(query) or 0, JULY + 9 * DAY)


# Each deed with two people, a grid and a day: (work, one, other, grid, day).
DEEDS = {
    "merge": lambda work, one, other, _grid, _day: merge_people(work, one, other, ("id_number",)),
    "undo": lambda work, _one, other, _grid, _day: undo_merge(work, other),
    "end": lambda work, one, _other, _grid, _day: end_post(work, _post_of(work, one), JULY),
    "begin": lambda work, one, _other, grid, day: begin_post(work, one, _worker(work, grid, day)),
    "transfer": lambda work, one, _other, grid, day: transfer_person(
        work, _post_of(work, one), _worker(work, grid, day)
    ),
    "leave": lambda work, one, _other, _grid, day: begin_absence(
        work, one, AbsenceForm(AbsenceKind.LEAVE, day)
    ),
    "return": lambda work, one, _other, _grid, _day: _come_back(work, one),
}
STEPS = st.lists(
    st.tuples(st.sampled_from(sorted(DEEDS)), st.integers(0, 2), st.integers(0, 2)), max_size=9
)


@settings(
    max_examples=12,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(steps=STEPS)
def test_whatever_is_done_one_worker_a_grid_and_no_row_is_lost(desk, grids, steps):
    """Refused or done: the invariants hold, and no person or post ever disappears."""
    everybody = [*ids_of(desk), *ids_of(desk, "李四")]
    before = len(everything(desk))
    for deed, first, second in steps:
        what = everybody[first], everybody[second], grids[second], JULY + first * DAY
        with contextlib.suppress(UserError):
            desk.write(lambda work, deed=deed, what=what: DEEDS[deed](work, *what), reason="试")
    assert len(everything(desk)) >= before
    for on in (JULY, JULY + 5 * DAY, JULY + 20 * DAY):
        assert desk.read(lambda work, on=on: coverage(work, on))[0].filled <= 3
    assert check(desk.database, keyring=desk.keyring) == []
    desk.read(_keeps_its_promises)


def _keeps_its_promises(work):
    merged = kept_ids(work)
    assert not set(merged.values()) & set(merged)
    for model in (Post, Absence):
        assert not set(work.session.scalars(select(model.person_id))) & set(merged)
    full = [
        (post.person_id, post.area_id)
        for post in work.session.scalars(select(Post).where(Post.state == PostState.ACTIVE))
        if post.employment is Employment.FULL
    ]
    people, places = {one for one, _ in full}, {place for _, place in full}
    assert len(people) == len(places) == len(full)
