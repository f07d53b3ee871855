"""Batches: announced in time, grids added and dropped while it is lawful, cancelled."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from hrgrid.core.errors import Refused, UserError
from hrgrid.core.rights import Actor, Grant, Right
from hrgrid.hiring.queries.batch_card import batch_card
from hrgrid.hiring.queries.batches import batch_row, batches
from hrgrid.hiring.queries.schemes import scheme_in_force, scheme_number, scheme_versions
from hrgrid.hiring.queries.vacancies import seats
from hrgrid.hiring.rules.scheme import Scheme
from hrgrid.hiring.rules.words import BATCH_ARROWS, BatchKind, BatchState
from hrgrid.hiring.service.announcing import (
    Announcement,
    close_applications,
    open_applications,
    open_due,
    publish,
    set_apply_to,
)
from hrgrid.hiring.service.batches import (
    BatchChange,
    BatchForm,
    cancel_batch,
    change_batch,
    open_batch,
)
from hrgrid.hiring.service.positions import (
    PositionChange,
    PositionForm,
    add_position,
    change_position,
    remove_position,
)
from hrgrid.hiring.service.schemes import save_scheme, use_scheme
from hrgrid.hiring.service.seats import add_seats, drop_seats
from hrgrid.hiring.service.steps import batch_of, go_batch
from hrgrid.storage.desk import Desk
from tests.accounts.houses import entries_of
from tests.hiring.build import (
    DAY,
    announced,
    apply,
    applying,
    area,
    batch,
    employ,
    grid,
    id_number,
    positions,
    qualified,
)
from tests.hiring.test_vacancies import promise
from tests.statements import recorded

S = BatchState


def card(desk, batch_id):
    return desk.read(lambda work: batch_card(work, batch_id))


def test_batches_are_numbered_by_the_year_and_keep_their_scheme(office):
    first, second = batch(office), batch(office, "西街道")
    year = office.read(lambda work: work.today).year
    rows = office.read(batches)
    assert [row.number for row in rows] == [f"{year}-02", f"{year}-01"]
    assert [row.id for row in rows] == [second, first]
    assert [row.seats for row in rows] == [2, 3]
    changed = replace(Scheme(), publicity_days=7)
    today = office.read(lambda work: work.today)
    office.write(lambda work: save_scheme(work, changed, today), reason="区里新办法")
    third = batch(office, grids=0, title="第三批")
    numbers = [
        office.read(lambda work, at=at: batch_row(work, at)).rule_number for at in (first, third)
    ]
    assert numbers == [1, 2]
    kept = office.read(lambda work: scheme_number(work, 1)).scheme
    assert (kept.publicity_days, kept) == (5, Scheme())
    office.write(lambda work: use_scheme(work, first, 2))
    assert office.read(lambda work: batch_row(work, first)).rule_number == 2
    with pytest.raises(UserError, match=r"没有“hiring.scheme”第 9 版"):
        office.write(lambda work: use_scheme(work, first, 9))


def test_a_scheme_without_sense_makes_no_version(office):
    today = office.read(lambda work: work.today)
    wrong = replace(Scheme(), exam_bp=5_000)
    with pytest.raises(UserError, match="权重合计要是 100%"):
        office.write(lambda work: save_scheme(work, wrong, today), reason="试")
    with pytest.raises(UserError, match="完全相同，没有另存"):
        office.write(lambda work: save_scheme(work, Scheme(), today), reason="试")
    shipped = office.read(lambda work: scheme_in_force(work, today))
    assert (shipped.number, shipped.scheme) == (0, Scheme())
    assert office.read(scheme_versions) == []
    labels = {field.key: field for field in shipped.fields}
    assert (labels["examiners"].label, labels["examiners"].value) == ("面试考官人数", 7)
    assert (labels["examiners"].least, labels["examiners"].most) == (1, 15)


def test_an_announced_scheme_is_locked(office):
    batch_id = batch(office)
    announced(office, batch_id)
    (version,) = office.read(scheme_versions)
    assert version.locked_for.startswith("招录批次")


@pytest.mark.parametrize(
    ("form", "told"),
    [
        (BatchForm(" "), "招录批次没有名称"),
        (BatchForm("第一批"), "没有选在哪个区域招录"),
    ],
)
def test_a_batch_without_name_or_place_is_refused(office, form, told):
    with pytest.raises(UserError, match=told):
        office.write(lambda work: open_batch(work, form))


# --- announcing -------------------------------------------------------------------------------


def dates(*days):
    return Announcement(*(dt.date(2019, 4, day) for day in days))


def test_the_announcement_counts_working_days_across_holidays(office):
    batch_id = batch(office)
    # 清明 on 5–7 April: from the 2nd to the 12th eight days are worked, to the 10th six.
    with pytest.raises(
        UserError, match=r"只有 6 个工作日，方案要求不少于 7 个。请改日期，或写明原因"
    ):
        office.write(lambda work: publish(work, batch_id, dates(2, 3, 10)))
    assert card(office, batch_id).batch.state is S.DRAFT
    office.write(lambda work: publish(work, batch_id, dates(2, 3, 11)))
    assert card(office, batch_id).batch.state is S.PUBLISHED


def test_a_short_announcement_has_its_reason(office):
    batch_id = batch(office)
    office.write(lambda work: publish(work, batch_id, dates(2, 3, 4)), reason="上级要求月底前到岗")
    found = card(office, batch_id)
    assert found.steps[-1].reason == "上级要求月底前到岗"
    assert [step.state for step in found.steps] == [S.DRAFT, S.PUBLISHED]


@pytest.mark.parametrize("days", [(3, 2, 20), (2, 20, 3)])
def test_dates_out_of_order_are_refused(office, days):
    batch_id = batch(office)
    with pytest.raises(UserError, match="的先后不对。请按先公告、再开始报名、再截止填写"):
        office.write(lambda work: publish(work, batch_id, dates(*days)))


def test_nothing_is_announced_without_grids_or_with_filled_ones(office):
    empty = batch(office, grids=0)
    with pytest.raises(UserError, match="还没有招录的网格，不能公告"):
        announced(office, empty)
    batch_id = batch(office)
    home = grid(office, "E001")
    office.write(lambda work: employ(work, home, "赵一", id_number(1)))
    with pytest.raises(
        UserError, match="东社区第2网格已经有人在岗或不再要求配专职。请先去掉，再公告"
    ):
        announced(office, batch_id)
    assert card(office, batch_id).filled == ("东社区第2网格",)
    office.write(lambda work: drop_seats(work, batch_id, [home.id]))
    announced(office, batch_id)


def test_applications_open_on_their_day_or_earlier_with_a_reason(office, clock):
    batch_id = batch(office)
    today = office.read(lambda work: work.today)
    later = Announcement(today, today + 5 * DAY, today + 30 * DAY)
    office.write(lambda work: publish(work, batch_id, later))
    assert office.write(open_due) == []
    with pytest.raises(UserError, match="还没有到。要提前开始请写明原因"):
        office.write(lambda work: open_applications(work, batch_id))
    clock.move(5 * DAY)
    assert office.write(open_due) == [card(office, batch_id).batch.number]
    assert card(office, batch_id).batch.state is S.APPLYING
    assert office.write(open_due) == []


def test_opened_before_the_day_the_dates_say_so(office):
    batch_id = batch(office)
    today = office.read(lambda work: work.today)
    later = Announcement(today, today + 5 * DAY, today + 30 * DAY)
    office.write(lambda work: publish(work, batch_id, later))
    office.write(lambda work: open_applications(work, batch_id), reason="准备就绪，提前报名")
    assert card(office, batch_id).batch.apply_from == today
    assert apply(office, batch_id, 1)


def test_the_end_of_applications_moves_with_a_reason(office, clock):
    batch_id = applying(office)
    end = card(office, batch_id).batch.apply_to
    with pytest.raises(UserError, match="须写明事由"):
        office.write(lambda work: set_apply_to(work, batch_id, end + DAY))
    before = office.write(lambda work: set_apply_to(work, batch_id, end + DAY), reason="报名不足")
    assert before == end
    assert card(office, batch_id).steps[-1].reason == "报名不足"
    with pytest.raises(UserError, match="早于开始"):
        office.write(lambda work: set_apply_to(work, batch_id, dt.date(2020, 1, 1)), reason="误")
    office.write(lambda work: close_applications(work, batch_id), reason="名额已满")
    assert apply(office, batch_id, 1)
    clock.move(DAY)
    with pytest.raises(UserError, match=r"报名已在 .* 截止"):
        apply(office, batch_id, 2)


# --- positions and grids ----------------------------------------------------------------------


def test_one_grid_is_on_offer_in_one_running_batch(office):
    first = batch(office)
    place = area(office, "东街道")
    second = office.write(lambda work: open_batch(work, BatchForm("第二批", place.id)).batch_id)
    form = PositionForm(place.id, "东街道专职网格员")
    position_id = office.write(lambda work: add_position(work, second, form))
    wanted = [grid(office, code).id for code in ("E000", "E001")]
    number = card(office, first).batch.number
    with pytest.raises(
        UserError, match=f"东社区第1网格等 2 个网格已在批次“{number} 专职网格员招录”里招录"
    ):
        office.write(lambda work: add_seats(work, position_id, wanted))
    office.write(lambda work: drop_seats(work, first, wanted[:1]))
    assert office.write(lambda work: add_seats(work, position_id, wanted[:1])) == 1
    # A batch that ended claims no grid.
    office.write(lambda work: cancel_batch(work, first), reason="重新公告")
    assert office.write(lambda work: add_seats(work, position_id, wanted)) == 1
    assert card(office, second).positions[0].places == 2


def test_dropped_grids_come_back(office):
    batch_id = batch(office)
    wanted = [grid(office, code).id for code in ("E000", "E001")]
    dropped = office.write(lambda work: drop_seats(work, batch_id, wanted))
    assert card(office, batch_id).positions[0].places == 1
    for position_id, ids in dropped.items():
        office.write(lambda work, p=position_id, i=ids: add_seats(work, p, i))
    assert card(office, batch_id).positions[0].places == 3
    assert [one.open for one in card(office, batch_id).positions[0].grids] == [True] * 3


def test_what_was_announced_changes_with_a_reason(office):
    batch_id = applying(office)
    home = grid(office, "E000").id
    with pytest.raises(UserError, match="已经公告，改动岗位和网格须写明原因"):
        office.write(lambda work: drop_seats(work, batch_id, [home]))
    office.write(lambda work: drop_seats(work, batch_id, [home]), reason="网格合并")
    with pytest.raises(UserError, match="已经不在这个批次里，可能刚被去掉"):
        office.write(lambda work: drop_seats(work, batch_id, [home]), reason="网格合并")


def test_a_promised_grid_is_not_dropped(office):
    batch_id = applying(office)
    promise(
        office,
        batch_id,
        "E000",
        1,
    )
    home = grid(office, "E000").id
    with pytest.raises(UserError, match=r"东社区第1网格已拟录用报名号 0001 .*，不能去掉"):
        office.write(lambda work: drop_seats(work, batch_id, [home]), reason="网格合并")


@pytest.mark.parametrize(
    ("code", "told"),
    [
        ("E999", "东学校不是东街道要求配专职网格员的网格"),
        ("W000", "西社区第1网格不是东街道要求配专职网格员的网格"),
        ("E000", r"东社区第1网格没有空缺：编制 1 − 在岗 1 − 拟录用 0 = 0（赵一在岗）"),
    ],
)
def test_only_vacant_grids_of_the_place_are_offered(office, code, told):
    home = grid(office, "E000")
    office.write(lambda work: employ(work, home, "赵一", id_number(1)))
    batch_id = batch(office, grids=0)
    (position_id,) = positions(office, batch_id)
    wanted = grid(office, code).id
    with pytest.raises(UserError, match=told):
        office.write(lambda work: add_seats(work, position_id, [wanted]))


def test_positions_are_changed_and_removed(office):
    batch_id = batch(office)
    (found,) = card(office, batch_id).positions
    change = PositionChange(found.id, found.version, "A1", "东街道网格员", 2, "男女不限")
    inverse = office.write(lambda work: change_position(work, change))
    (after,) = card(office, batch_id).positions
    assert (after.code, after.title, after.reserve, after.note) == (
        "A1",
        "东街道网格员",
        2,
        "男女不限",
    )
    office.write(lambda work: change_position(work, inverse))
    assert card(office, batch_id).positions[0].code == "01"
    place = area(office, "东街道")
    taken = PositionForm(place.id, "另一个", "01")
    with pytest.raises(UserError, match="岗位代码“01”已经是“东街道专职网格员”的"):
        office.write(lambda work: add_position(work, batch_id, taken))
    outside = PositionForm(area(office, "西街道").id, "西街道专职网格员")
    with pytest.raises(UserError, match=r"西街道不在招录批次.*的范围里"):
        office.write(lambda work: add_position(work, batch_id, outside))
    office.write(lambda work: remove_position(work, found.id))
    assert card(office, batch_id).positions == ()
    assert all(seat.batch_id is None for seat in office.read(lambda work: seats(work, work.today)))


def test_number_and_title_change_and_come_back(office):
    batch_id = batch(office)
    row = card(office, batch_id).batch
    change = BatchChange(batch_id, row.version, "2026-A", "第一批")
    inverse = office.write(lambda work: change_batch(work, change))
    assert card(office, batch_id).batch.number == "2026-A"
    office.write(lambda work: change_batch(work, inverse))
    assert card(office, batch_id).batch.number == row.number
    with pytest.raises(UserError, match="刚被别人改过"):
        office.write(lambda work: change_batch(work, change))


# --- arrows and the end -----------------------------------------------------------------------


def test_a_batch_is_cancelled_from_any_state_and_frees_its_grids(office):
    batch_id = applying(office)
    promise(office, batch_id, "E000", 1)
    with pytest.raises(UserError, match="须写明事由"):
        office.write(lambda work: cancel_batch(work, batch_id))
    office.write(lambda work: cancel_batch(work, batch_id), reason="编制收回")
    row = card(office, batch_id).batch
    today = office.read(lambda work: work.today)
    assert (row.state, row.cancel_reason) == (S.CANCELLED, "编制收回")
    assert row.retain_until == dt.date(today.year + 1, today.month, today.day)
    empty = office.read(lambda work: seats(work, work.today))
    assert [seat.batch_id for seat in empty] == [None] * 5
    with pytest.raises(UserError, match="现在是“已取消”"):
        office.write(lambda work: cancel_batch(work, batch_id), reason="再取消")


def test_only_the_arrows_are_gone(office):
    batch_id = batch(office)
    for state in set(BatchState) - set(BATCH_ARROWS[S.DRAFT]):
        with pytest.raises(UserError, match="不能直接到"):
            office.write(lambda work, s=state: go_batch(work, batch_of(work, batch_id), s))


def test_people_of_another_district_neither_see_nor_work_on_it(office):
    batch_id = batch(office)
    elsewhere = frozenset({Grant(Right.RUN_HIRING, "elsewhere/")})
    other = Desk(office.database, Actor(1, "外区经办", "经办人", "外区", elsewhere), office.keyring)
    assert other.read(batches) == []
    with pytest.raises(Refused):
        other.read(lambda work: batch_card(work, batch_id))
    with pytest.raises(Refused):
        other.write(lambda work: cancel_batch(work, batch_id), reason="试")
    assert entries_of(office.database, 1)[0].action == "refused"
    inside = frozenset({Grant(Right.RUN_HIRING, area(office, "示例区").path)})
    own = Desk(office.database, Actor(1, "本区经办", "经办人", "示例区", inside), office.keyring)
    assert [row.id for row in own.read(batches)] == [batch_id]
    own.write(lambda work: cancel_batch(work, batch_id), reason="试")


def test_the_list_costs_the_same_however_many_there_are(office):
    batch(office, grids=1)
    with recorded() as few:
        office.read(batches)
    for at in range(2):
        batch(office, grids=1, title=f"第{at}批")
    qualified(office, applying(office, "西街道"), 2)
    with recorded() as many:
        rows = office.read(batches)
    assert len(many) == len(few) <= 4
    assert [(row.candidates, row.qualified) for row in rows] == [(2, 2), (0, 0), (0, 0), (0, 0)]
    with recorded() as asked:
        card(office, rows[0].id)
    assert len(asked) <= 12


def test_an_internal_batch_is_another_kind(office):
    batch_id = batch(office, kind=BatchKind.INTERNAL)
    assert card(office, batch_id).batch.kind is BatchKind.INTERNAL
