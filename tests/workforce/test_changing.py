"""变更 keeps what held before; 更正 says it never held, and counts what had used it."""

from __future__ import annotations

import datetime as dt

import pytest
from sqlalchemy import select

from hrgrid.core.errors import UserError
from hrgrid.overview.queries.results import results_of
from hrgrid.storage.checks import check
from hrgrid.storage.journal import JournalEntry
from hrgrid.storage.uses import Fact, register_uses
from hrgrid.workforce.model import Person, Post, PostCorrection
from hrgrid.workforce.queries import coverage, person_card, roles
from hrgrid.workforce.queries.persons import former_values, name_on
from hrgrid.workforce.rules import Employment, FormerField, PostState
from hrgrid.workforce.service.changing import ChangeForm, change_person
from hrgrid.workforce.service.correcting import correct_person, correct_post
from hrgrid.workforce.service.incumbents import PostForm
from hrgrid.workforce.service.matching import PersonForm
from hrgrid.workforce.service.posting import end_post
from tests.workforce.build import enlist, plant_street

JULY = dt.date(2026, 7, 1)
DAY = dt.timedelta(days=1)
NAMED = ChangeForm(FormerField.NAME, "张梓涵", JULY, "户口簿变更记录")


@pytest.fixture
def grids(desk):
    """张三 in the first grid, 李四 in the second."""

    def job(work):
        made = plant_street(work)
        enlist(work, made[0], "张三", 1, phone="13900001111")
        enlist(work, made[1], "李四", 3)
        return made

    return desk.write(job)


def person_of(desk, number="G0000001"):
    query = select(Person.id).where(Person.number == number)
    return desk.read(lambda work: work.session.scalar(query))


def change(desk, form, reason="户口簿上改名"):
    person = person_of(desk)
    version = desk.read(lambda work: work.session.get_one(Person, person).version)
    return desk.write(lambda work: change_person(work, person, version, form), reason=reason)


def entry(desk, action):
    query = select(JournalEntry).where(JournalEntry.action == action)
    return desk.read(lambda work: work.session.scalars(query.order_by(JournalEntry.seq)).all()[-1])


def test_a_name_holds_until_the_day_on_which_it_changes(desk, grids):
    change(desk, NAMED)
    person = person_of(desk)
    names = [desk.read(lambda work, on=on: name_on(work, person, on)) for on in (JULY - DAY, JULY)]
    assert names == ["张三", "张梓涵"]
    change(desk, ChangeForm(FormerField.NAME, "张涵", JULY + 30 * DAY, "户口簿变更记录"))
    days = (JULY - DAY, JULY, JULY + 30 * DAY)
    names = [desk.read(lambda work, on=on: name_on(work, person, on)) for on in days]
    assert names == ["张三", "张梓涵", "张涵"]
    found = desk.read(lambda work: work.session.get_one(Person, person))
    assert (found.name, found.initials) == ("张涵", "zh")
    assert check(desk.database, keyring=desk.keyring) == []


def test_a_file_of_before_still_finds_who_has_another_name_now(desk, grids):
    change(desk, NAMED)
    again = desk.write(lambda work: enlist(work, grids[0], "张三", 1))
    assert (again.counts.new, again.counts.unchanged) == (0, 1)
    assert desk.read(lambda work: person_card(work, person_of(desk))).name == "张梓涵"


def test_a_telephone_of_before_is_kept_sealed_and_told_by_its_mask(desk, grids):
    change(desk, ChangeForm(FormerField.PHONE, "13900002222", JULY), "换号")
    (row,) = desk.read(lambda work: former_values(work, person_of(desk)))
    assert (row.text, row.held_until) == ("139****1111", JULY)
    told = entry(desk, "change_person")
    assert "13900002222" not in f"{told.before}{told.after}"
    assert check(desk.database, keyring=desk.keyring) == []


@pytest.mark.parametrize(
    ("form", "reason", "told"),
    [
        (NAMED, "", "事由"),
        (ChangeForm(FormerField.NAME, "张梓涵", JULY), "改名", "改名须有凭据"),
        (ChangeForm(FormerField.NAME, "", JULY, "户口簿"), "改名", "没有写新的姓名"),
        (ChangeForm(FormerField.NAME, "张三", JULY, "户口簿"), "改名", "本来就是“张三”"),
        (ChangeForm(FormerField.PHONE, "13900001111", JULY), "换号", "本来就是这个"),
        (ChangeForm(FormerField.PHONE, "1390000", JULY), "换号", "手机"),
        (ChangeForm(FormerField.PARTY, "中共党员", dt.date(2999, 1, 1)), "入党", "还没到"),
    ],
)
def test_what_is_no_change_is_refused(desk, grids, form, reason, told):
    with pytest.raises(UserError, match=told):
        change(desk, form, reason)


def test_changes_are_written_in_the_order_in_which_they_happened(desk, grids):
    change(desk, NAMED)
    with pytest.raises(UserError, match="在 2026-07-01 已变更过，不能再补记 2026-06-30"):
        change(desk, ChangeForm(FormerField.NAME, "张二", JULY - DAY, "户口簿"))
    with pytest.raises(UserError, match="刚被别人改过"):
        desk.write(lambda work: change_person(work, person_of(desk), 1, NAMED), reason="再改")


# --- 更正 -----------------------------------------------------------------------------------------


def test_a_correction_tells_how_many_results_had_used_the_old_value(desk, grids):
    person = person_of(desk)
    facts = [Fact("person", "G0000001", 1)]
    desk.write(lambda work: register_uses(work, "stars", "2026-06", facts))
    rows = desk.read(lambda work: results_of(work, person))
    assert [(row.what, row.stands) for row in rows] == [("stars 2026-06", True)]
    form = PersonForm("张叁")
    desk.write(lambda work: correct_person(work, person, 1, form), reason="录错")
    assert '"results":"1"' in entry(desk, "correct_person").after.replace(" ", "")
    assert desk.read(lambda work: former_values(work, person)) == []
    assert desk.read(lambda work: name_on(work, person, dt.date(2020, 1, 1))) == "张叁"


def form_of(desk, grid, since, until=None, employment=Employment.FULL):
    role = next(row for row in desk.read(roles) if row.label == "网格员")
    return PostForm(grid, role, employment, since, "", until)


def post_of(desk, name):
    query = select(Post).join(Person).where(Person.name == name).order_by(Post.id.desc())
    return desk.read(lambda work: work.session.scalars(query.limit(1)).one())


def correct(desk, post, form, reason="入职日期录错"):
    return desk.write(lambda work: correct_post(work, post.id, post.version, form), reason=reason)


def filled(desk, on):
    return desk.read(lambda work: coverage(work, on))[0].filled


def test_a_day_typed_wrong_changes_the_days_before(desk, grids):
    post = post_of(desk, "张三")
    with pytest.raises(UserError, match="事由"):
        correct(desk, post, form_of(desk, grids[0], JULY), "")
    right = correct(desk, post, form_of(desk, grids[0], JULY))
    assert (filled(desk, JULY - DAY), filled(desk, JULY)) == (1, 2)
    wrong = desk.read(lambda work: work.session.get_one(Post, post.id))
    assert (wrong.state, wrong.void_reason) == (PostState.VOIDED, "更正：入职日期录错")
    joined = desk.read(lambda work: work.session.get_one(PostCorrection, post.id))
    assert joined.right_id == right
    with pytest.raises(UserError, match="可能刚被作废"):
        correct(desk, post, form_of(desk, grids[0], JULY))
    assert check(desk.database, keyring=desk.keyring) == []


def test_a_past_post_is_put_right_within_its_days_only(desk, grids):
    post = post_of(desk, "张三")
    desk.write(lambda work: end_post(work, post.id, JULY - DAY), reason="辞职")
    desk.write(lambda work: enlist(work, grids[0], "王五", 7, since=JULY))
    post = post_of(desk, "张三")
    with pytest.raises(UserError, match="已有专职网格员王五（2026-07-01 起）"):
        correct(desk, post, form_of(desk, grids[0], dt.date(2020, 1, 1), JULY + DAY))
    correct(desk, post, form_of(desk, grids[0], dt.date(2021, 1, 1), JULY))
    assert filled(desk, dt.date(2020, 6, 1)) == 1
    with pytest.raises(UserError, match="最后一天早于第一天"):
        correct(desk, post_of(desk, "张三"), form_of(desk, grids[0], JULY, JULY))


def test_a_correction_needs_the_post_as_it_was_looked_at(desk, grids):
    post = post_of(desk, "张三")
    desk.write(lambda work: end_post(work, post.id, JULY), reason="辞职")
    with pytest.raises(UserError, match="张三的这项任职刚被别人改过"):
        correct(desk, post, form_of(desk, grids[0], JULY))
