"""Panels from opening to reopening, on both engines: seats, marks, corrections, refusals."""

from __future__ import annotations

import pytest

from hrgrid.accounts.rules import Role
from hrgrid.core.errors import Refused, UserError
from hrgrid.core.rights import Right
from hrgrid.panels import queries, service
from hrgrid.panels.rules.rule import PLAIN, USUAL, WHOLE
from hrgrid.panels.rules.words import (
    AdjustmentKind,
    EntrantStatus,
    Ground,
    NoMark,
    PanelState,
    SeatState,
    SheetState,
)
from tests.accounts.houses import entries_of
from tests.panels.build import TWO_ITEMS, cells_of, marked, seated

TENTHS = {1: (885, 900, 912, 898, 924, 906, 870), 2: (800,) * 7, 3: (850,) * 7}


def made(desk, *args, **kwargs):
    """A panel's id and its view."""
    panel_id = desk.write(lambda work: seated(work, *args, **kwargs))
    return panel_id, read(desk, panel_id)


def read(desk, panel_id, pass_no=1):
    return desk.read(lambda work: queries.panel_view(work, panel_id, pass_no))


def full(desk, tenths=None):
    """Three entrants with all their marks."""
    panel_id, _ = made(desk)
    desk.write(lambda work: marked(work, panel_id, tenths or TENTHS))
    return panel_id, read(desk, panel_id)


def published(desk, panel_id):
    return [row.published for row in desk.read(lambda w: queries.standings(w, panel_id))]


def refuses(desk, job, told, reason=""):
    with pytest.raises(UserError, match=told):
        desk.write(job, reason=reason)


def test_a_panel_is_found_by_the_callers_key(desk):
    panel_id, view = made(desk, subject="hiring:12")
    assert (view.subject, view.state, view.rule) == ("hiring:12", PanelState.OPEN, USUAL)
    row = desk.read(lambda work: queries.panel_by_subject(work, "hiring:12"))
    assert (row.id, row.title) == (panel_id, "2026 年网格员招录面试")
    assert desk.read(lambda work: queries.panel_by_subject(work, "hiring:1")) is None
    made(desk, subject="hiring:12:b")
    made(desk, subject="training:12")
    found = desk.read(lambda work: queries.panels_like(work, "hiring:12"))
    assert [each.subject for each in found] == ["hiring:12", "hiring:12:b"]
    refuses(desk, lambda work: seated(work, subject="hiring:12"), "已经建好")


def test_marks_one_by_one_give_the_published_totals(desk):
    panel_id, view = made(desk)
    for cell, tenths in zip(cells_of(view), TENTHS[1], strict=False):
        keyed = desk.write(
            lambda work, cell=cell, tenths=tenths: service.key_mark(
                work, panel_id, cell, tenths * 100, seen=None
            )
        )
        assert (keyed.before, keyed.after, keyed.sheet.first_by) == (None, tenths * 100, "经办人")
    first, second, _ = desk.read(lambda work: queries.standings(work, panel_id))
    assert (first.published, first.rank, first.partial) == ("90.02", 1, False)
    assert (second.published, second.partial, second.begun) == (None, True, False)
    progress = desk.read(lambda work: queries.progress(work, panel_id))
    assert (progress.done, progress.whole, progress.entrants_done) == (7, 21, 1)


def test_the_same_mark_again_changes_nothing_and_stands_once_in_the_journal(desk):
    panel_id, view = made(desk)
    cell = cells_of(view)[0]
    for _ in range(3):
        desk.write(lambda work: service.key_mark(work, panel_id, cell, 92_600))
    desk.write(lambda work: service.key_mark(work, panel_id, cell, NoMark.ILLEGIBLE))
    desk.write(lambda work: service.clear_mark(work, panel_id, cell))
    desk.write(lambda work: service.clear_mark(work, panel_id, cell))
    told = [
        (e.action, e.before, e.after)
        for e in entries_of(desk.database)
        if e.action in {"key_mark", "clear_mark"}
    ]
    assert [action for action, _, _ in told] == ["clear_mark", "key_mark", "key_mark"]
    assert "92.6" in told[2][2]
    assert "字迹不清" in told[1][2]
    assert read(desk, panel_id).marks == {}


def test_what_somebody_else_changed_meanwhile_is_not_overwritten(desk):
    panel_id, view = made(desk)
    cell = cells_of(view)[0]
    desk.write(lambda work: service.key_mark(work, panel_id, cell, 92_600, seen=None))
    refuses(
        desk,
        lambda work: service.key_mark(work, panel_id, cell, 92_700, seen=None),
        "01 号.*评委 1刚由经办人改为“92.6”",
    )
    desk.write(lambda work: service.key_mark(work, panel_id, cell, 92_700, seen=92_600))
    assert read(desk, panel_id).marks == {cell: 92_700}


@pytest.mark.parametrize(
    ("value", "told"), [(105_000, "105 超出 0–100"), (-100, "超出"), (92_650, "不是 0.1 的整数倍")]
)
def test_a_mark_off_the_scale_is_refused(desk, value, told):
    panel_id, view = made(desk)
    refuses(desk, lambda work: service.key_mark(work, panel_id, cells_of(view)[0], value), told)


def test_a_block_goes_in_whole_or_not_at_all(desk):
    panel_id, view = made(desk)
    cells = cells_of(view)
    block = dict.fromkeys(cells[:7], 90_000) | {cells[3]: 105_000, cells[5]: 92_650}
    with pytest.raises(service.PasteRefused) as refused:
        desk.write(lambda work: service.key_marks(work, panel_id, block))
    assert [each.cell for each in refused.value.problems] == [cells[3], cells[5]]
    assert "105 超出 0–100" in refused.value.sentence
    assert read(desk, panel_id).marks == {}
    desk.write(lambda work: service.key_marks(work, panel_id, dict.fromkeys(cells, 90_000)))
    assert len(read(desk, panel_id).marks) == 21
    desk.write(lambda work: service.key_marks(work, panel_id, dict.fromkeys(cells[:2], None)))
    assert len(read(desk, panel_id).marks) == 19


def test_cells_that_are_not_there_are_refused(desk):
    panel_id, view = made(desk)
    _, other = made(desk, subject="hiring:2")
    (entrant, seat, item), foreign = cells_of(view)[0], cells_of(other)[0]
    for cell in ((foreign[0], seat, item), (entrant, 9, item), (entrant, seat, foreign[2])):
        refuses(desk, lambda w, c=cell: service.key_mark(w, panel_id, c, 90_000), "请刷新后再录")


def test_the_rule_is_fixed_once_a_mark_stands(desk):
    panel_id, view = made(desk)
    desk.write(lambda work: service.change_rule(work, panel_id, PLAIN, TWO_ITEMS))
    assert (len(read(desk, panel_id).items), read(desk, panel_id).rule) == (2, PLAIN)
    desk.write(lambda work: service.change_rule(work, panel_id, USUAL, (WHOLE,)))
    view = read(desk, panel_id)
    cell = cells_of(view)[0]
    desk.write(lambda work: service.key_mark(work, panel_id, cell, 90_000))
    refuses(desk, lambda work: service.change_rule(work, panel_id, PLAIN), "规则不能再改")
    refuses(
        desk, lambda work: service.change_rule(work, panel_id, USUAL, TWO_ITEMS), "评分项不能再改"
    )
    desk.write(lambda work: service.clear_mark(work, panel_id, cell))
    desk.write(lambda work: service.change_rule(work, panel_id, PLAIN))


def test_closing_says_what_blocks_it_and_fixes_every_sheet(desk):
    panel_id, view = full(desk)
    gap = cells_of(view)[3]
    desk.write(lambda work: service.clear_mark(work, panel_id, gap))
    refuses(
        desk, lambda work: service.close_panel(work, panel_id), "还不能截止评分：01 号.*缺评委 4"
    )
    desk.write(lambda work: service.key_mark(work, panel_id, gap, NoMark.JUDGE_ABSENT))
    rows = desk.write(lambda work: service.close_panel(work, panel_id))
    assert [row.rank for row in rows] == [1, 3, 2]
    closed = read(desk, panel_id)
    assert (closed.state, closed.closed_by) == (PanelState.CLOSED, "经办人")
    assert {sheet.state for sheet in closed.sheets} == {SheetState.DEFINITIVE}
    for job in (
        lambda work: service.key_mark(work, panel_id, gap, 90_000),
        lambda work: service.strike_seat(work, view.seats[0].id, "迟到"),
        lambda work: service.set_status(work, view.entrants[0].id, EntrantStatus.ABSENT, "没来"),
        lambda work: service.recuse(work, view.seats[0].id, view.entrants[0].id, Ground.KIN),
        lambda work: service.add_seat(work, panel_id, service.SeatForm("新评委")),
        lambda work: service.adjust(
            work, view.entrants[0].id, AdjustmentKind.EXTRA, "加分", 1_000, reason="规定"
        ),
        lambda work: service.close_panel(work, panel_id),
    ):
        refuses(desk, job, "已经截止")


def test_a_correction_after_reopening_is_a_new_version_with_the_reason(desk):
    panel_id, view = full(desk)
    desk.write(lambda work: service.close_panel(work, panel_id))
    refuses(desk, lambda work: service.reopen_panel(work, panel_id), "须写明事由")
    desk.write(lambda work: service.reopen_panel(work, panel_id), reason="评委 1 抄错")
    refuses(desk, lambda work: service.reopen_panel(work, panel_id, "再"), "没有截止")
    cell = cells_of(view)[0]
    refuses(desk, lambda work: service.clear_mark(work, panel_id, cell), "不能清空")
    keyed = desk.write(lambda work: service.key_mark(work, panel_id, cell, 88_600))
    assert (keyed.sheet.number, keyed.sheet.reason) == (2, "评委 1 抄错")
    history = desk.read(lambda work: queries.cell_history(work, panel_id, cell))
    assert [(h.number, h.state, h.value, h.reason) for h in history] == [
        (1, SheetState.SUPERSEDED, 88_500, ""),
        (2, SheetState.ENTERING, 88_600, "评委 1 抄错"),
    ]
    # Once more before it is closed: it is the same version, not settled yet.
    keyed = desk.write(lambda work: service.key_mark(work, panel_id, cell, 88_700))
    assert keyed.sheet.number == 2
    desk.write(lambda work: service.close_panel(work, panel_id))
    assert len(read(desk, panel_id).marks) == 21
    assert entries_of(desk.database)[1].action == "key_mark"
    assert {"correct_mark", "reopen_panel"} <= {e.action for e in entries_of(desk.database)}


def test_a_correction_keeps_the_other_items_of_its_sheet(desk):
    panel_id, view = made(desk, 3, 1, items=TWO_ITEMS, rule=PLAIN)
    cells = cells_of(view)
    desk.write(lambda work: service.key_marks(work, panel_id, dict.fromkeys(cells, 90_000)))
    desk.write(lambda work: service.close_panel(work, panel_id))
    desk.write(lambda work: service.reopen_panel(work, panel_id, "抄错"))
    desk.write(lambda work: service.key_mark(work, panel_id, cells[1], 80_000))
    desk.write(lambda work: service.close_panel(work, panel_id))
    assert read(desk, panel_id).marks == dict.fromkeys(cells, 90_000) | {cells[1]: 80_000}
    assert published(desk, panel_id) == ["88.67"]


def test_a_struck_judges_marks_are_void_and_the_totals_follow(desk):
    panel_id, view = full(desk)
    refuses(desk, lambda work: service.strike_seat(work, view.seats[6].id), "须写明事由")
    count = desk.write(lambda work: service.strike_seat(work, view.seats[6].id), reason="打人情分")
    assert count == 3
    after = read(desk, panel_id)
    assert (after.seats[6].state, len(after.columns), len(after.marks)) == (
        SeatState.STRUCK,
        6,
        18,
    )
    assert published(desk, panel_id)[0] == "90.40"
    refuses(
        desk, lambda work: service.strike_seat(work, view.seats[6].id, "再"), "已除名，不能再办"
    )
    # Somebody else may sit there, and begins anew.
    desk.write(lambda work: service.add_seat(work, panel_id, service.SeatForm("评委九", seat_no=7)))
    assert len(desk.read(lambda work: queries.blockers(work, panel_id))) == 3


def test_a_successor_goes_on_in_the_same_column(desk):
    panel_id, view = made(desk)
    desk.write(lambda work: marked(work, panel_id, {1: TENTHS[1]}))
    old = view.seats[6]
    form = service.SeatForm("评委八", "某街道")
    new = desk.write(lambda work: service.replace_seat(work, old.id, form), reason="身体不适")
    after = read(desk, panel_id)
    assert after.columns[6].judge.id == new
    assert published(desk, panel_id)[0] == "90.02"
    rest = {cell: 80_000 for cell in cells_of(after) if cell not in after.marks}
    desk.write(lambda work: service.key_marks(work, panel_id, rest))
    seats = {s.entrant_id: s.seat_id for s in read(desk, panel_id).sheets if s.seat_no == 7}
    assert list(seats.values()) == [old.id, new, new]
    # What the predecessor marked is still his when it is corrected.
    cell = cells_of(after)[6]
    keyed = desk.write(lambda work: service.key_mark(work, panel_id, cell, 87_100))
    assert keyed.sheet.seat_id == old.id
    desk.write(lambda work: service.close_panel(work, panel_id))


def test_a_judge_sits_once_and_one_of_them_is_the_chief(desk):
    panel_id, view = made(desk)
    for form, told in (
        (service.SeatForm("评委1", "区委政法委"), "同单位同姓名"),
        (service.SeatForm("某人", seat_no=3), "已经有评委"),
        (service.SeatForm("某人", chief=True), "只能有一人"),
        (service.SeatForm(" "), "没有姓名"),
        (service.SeatForm("某人", seat_no=0), "席位号 0"),
    ):
        refuses(desk, lambda work, form=form: service.add_seat(work, panel_id, form), told)
    desk.write(lambda work: service.choose_chief(work, view.seats[2].id))
    assert [seat.seat_no for seat in read(desk, panel_id).seats if seat.chief] == [3]
    desk.write(lambda work: service.remove_seat(work, view.seats[6].id))
    assert len(read(desk, panel_id).columns) == 6
    desk.write(lambda work: service.key_mark(work, panel_id, cells_of(view)[0], 90_000))
    refuses(desk, lambda work: service.remove_seat(work, view.seats[0].id), "已经打过分")


def test_recusals_are_proposed_by_unit_and_decided_by_people(desk):
    panel_id, view = made(desk)
    form = service.SeatForm("虎丘评委", view.entrants[0].unit)
    seat_id = desk.write(lambda work: service.add_seat(work, panel_id, form))
    (proposal,) = desk.read(lambda work: queries.proposed_recusals(work, panel_id))
    assert (proposal.seat.id, proposal.entrant.id) == (seat_id, view.entrants[0].id)
    assert proposal.ground is Ground.SAME_UNIT
    assert desk.write(lambda work: service.recuse_proposed(work, panel_id)) == 1
    assert desk.read(lambda work: queries.proposed_recusals(work, panel_id)) == []
    item = view.items[0].id
    cell = (view.entrants[0].id, 8, item)
    refuses(desk, lambda work: service.key_mark(work, panel_id, cell, 90_000), "回避，不能打分")
    desk.write(lambda work: service.lift_recusal(work, seat_id, view.entrants[0].id))
    desk.write(lambda work: service.key_mark(work, panel_id, cell, 90_000))
    refuses(
        desk,
        lambda work: service.recuse(work, seat_id, view.entrants[0].id, Ground.SAME_UNIT),
        "须写明事由",
    )
    desk.write(
        lambda work: service.recuse(
            work, seat_id, view.entrants[0].id, Ground.KIN, "表亲，事后得知"
        )
    )
    assert cell not in read(desk, panel_id).marks
    assert read(desk, panel_id).recused[cell[:2]].ground is Ground.KIN
    refuses(
        desk, lambda w: service.recuse(w, seat_id, view.entrants[1].id, Ground.OTHER), "写明情况"
    )


def test_who_does_not_compete_is_not_marked_and_blocks_nothing(desk):
    panel_id, view = full(desk)
    entrant = view.entrants[1]
    refuses(
        desk, lambda work: service.set_status(work, entrant.id, EntrantStatus.ABSENT), "须写明事由"
    )
    desk.write(lambda w: service.set_status(w, entrant.id, EntrantStatus.WITHDRAWN), reason="弃权")
    cell = next(cell for cell in cells_of(view) if cell[0] == entrant.id)
    refuses(desk, lambda work: service.key_mark(work, panel_id, cell, 91_000), "退出，没有记下")
    rows = desk.write(lambda work: service.close_panel(work, panel_id))
    assert [(row.published, row.rank) for row in rows] == [("90.02", 1), (None, None), ("85.00", 2)]
    desk.write(lambda work: service.reopen_panel(work, panel_id, "误记"))
    desk.write(lambda work: service.set_status(work, entrant.id, EntrantStatus.ENTERED))
    desk.write(lambda work: service.close_panel(work, panel_id))
    assert published(desk, panel_id) == ["90.02", "80.00", "85.00"]


def test_entrants_keep_their_keys_and_draw_numbers_apart(desk):
    panel_id, view = made(desk)
    form = service.EntrantForm("application:1", "重复")
    refuses(desk, lambda work: service.add_entrants(work, panel_id, [form]), "没有重复加入")
    form = service.EntrantForm("application:9", "某人", draw_no=2)
    refuses(desk, lambda work: service.add_entrants(work, panel_id, [form]), "已经有人用了")
    one, two, three = (entrant.id for entrant in view.entrants)
    swap = {one: 2, two: 1}
    desk.write(lambda work: service.draw_numbers(work, panel_id, swap))
    assert [entrant.id for entrant in read(desk, panel_id).entrants] == [two, one, three]
    refuses(desk, lambda work: service.draw_numbers(work, panel_id, {one: 1, two: 1}), "有两个人")
    refuses(desk, lambda work: service.draw_numbers(work, panel_id, {-1: 9}), "不在这场评分里")
    desk.write(lambda work: service.remove_entrant(work, three))
    desk.write(lambda work: service.key_mark(work, panel_id, cells_of(view)[0], 90_000))
    refuses(desk, lambda work: service.remove_entrant(work, one), "已经有分")


def test_extra_points_and_deductions_count_until_they_are_void(desk):
    panel_id, view = full(desk)
    entrant = view.entrants[0].id
    refuses(
        desk,
        lambda work: service.adjust(work, entrant, AdjustmentKind.DEDUCTION, "超时", 0, reason="x"),
        "大于零",
    )
    adjustment = desk.write(
        lambda work: service.adjust(work, entrant, AdjustmentKind.DEDUCTION, "超时", 500),
        reason="超时 20 秒",
    )
    assert published(desk, panel_id)[0] == "89.52"
    desk.write(lambda work: service.void_adjustment(work, adjustment), reason="计时有误")
    assert published(desk, panel_id)[0] == "90.02"
    refuses(desk, lambda work: service.void_adjustment(work, adjustment, "再"), "已经撤销")


def test_rights_are_asked_on_the_way_in(double):
    clerk, viewer, trainer = (double.desk(r) for r in (Role.CLERK, Role.VIEWER, Role.TRAINER))
    panel_id, view = made(clerk)
    cell = cells_of(view)[0]
    with pytest.raises(Refused):
        viewer.read(lambda work: queries.panel_view(work, panel_id))
    with pytest.raises(Refused):
        viewer.write(lambda work: service.key_mark(work, panel_id, cell, 90_000))
    # Who may enter marks sees the panel and runs nothing.
    trainer.write(lambda work: service.key_mark(work, panel_id, cell, 90_000))
    assert read(trainer, panel_id).may_run is False
    with pytest.raises(Refused):
        trainer.write(lambda work: service.close_panel(work, panel_id))
    form = service.PanelForm("hiring:9", "面试", Right.RUN_HIRING)
    with pytest.raises(Refused):
        trainer.write(lambda work: service.open_panel(work, form))
