"""Looks at confirmed results: previewed, kept, taken up, put aside, made void, done again."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from hrgrid.core.errors import Refused, UserError
from hrgrid.core.rights import Actor, Grant, Right
from hrgrid.exits.queries.board import case_board
from hrgrid.exits.queries.looks import (
    look_board,
    look_offer,
    looks,
    open_flags,
    preview_look,
)
from hrgrid.exits.rules.case_forms import LiftForm, WarnForm
from hrgrid.exits.rules.exit_rules import ExitRules
from hrgrid.exits.rules.words import ExitState, FlagState, Trigger
from hrgrid.exits.service import looks as looking
from hrgrid.exits.service.reassessing import lift_warning
from hrgrid.exits.service.rules import save_exit_rules
from hrgrid.exits.service.talks import warn
from hrgrid.storage.desk import Desk
from tests.assessment import office as town
from tests.exits import looked
from tests.statements import recorded


@pytest.fixture
def template(template: str, furnished: Callable[[str, Callable[[Desk], object]], str]) -> str:
    """With three confirmed months."""
    return furnished("looked office", looked.furnish)


def preview(desk: Desk, area: str = "示例区", month: int = 9):
    ask = looked.ask(desk, month, area)
    return desk.read(lambda work: preview_look(work, ask))


def kept(desk: Desk, area: str = "示例区", month: int = 9, reason: str = "") -> int:
    ask = looked.ask(desk, month, area)
    return desk.write(lambda work: looking.keep_look(work, ask), reason=reason)


def flag(desk: Desk, look: int, name: str):
    board = desk.read(lambda work: look_board(work, look))
    return looked.by_name((*board.flags, *board.left_out))[name]


def taken(desk: Desk, look: int, name: str) -> int:
    """The case of somebody of a look's list."""
    one = flag(desk, look, name).id
    return desk.write(lambda work: looking.take_up(work, one))


def with_rights(desk: Desk, *grants: Grant) -> Desk:
    actor = Actor(desk.actor.operator_id, "分管", "经办人", "示例区", frozenset(grants))
    return Desk(desk.database, actor, desk.keyring)


def test_a_preview_names_with_reasons_and_stores_nothing(desk):
    found = preview(desk)
    rows = looked.by_name(found.flags)
    assert set(rows) == {"褚秋", "孙三", "李四"}
    assert rows["褚秋"].cause is Trigger.SCORE
    assert rows["褚秋"].words == "2026 年 9 月 50 分，低于合格线 60 分。"
    assert (rows["褚秋"].unit, rows["褚秋"].people) == ("西街道", 7)
    assert desk.read(looks) == []


def test_all_who_are_equal_at_the_line_are_named(desk):
    rows = looked.by_name(preview(desk).flags)
    for name in ("孙三", "李四"):
        assert (rows[name].cause, rows[name].tied) == (Trigger.BOTTOM, True)
        assert "连续 3 个月在本单位靠后且低于 75 分（只作提醒线索）" in rows[name].words


def test_whoever_has_too_few_months_or_days_is_left_out_and_named(desk):
    found = preview(desk)
    rows = looked.by_name(found.left_out)
    assert set(rows) == {"严早", *town.TOO_FEW}
    assert "有结果的月份只有 1 个，不足 3 个，不列入" in rows["严早"].words
    assert "天数不够" in rows["曹新"].words
    assert {row.state for row in found.left_out} == {FlagState.LEFT_OUT}
    assert (found.counts.named, found.counts.short, found.counts.too_few_days) == (3, 1, 2)


def test_leave_is_told_nowhere(desk):
    found = preview(desk)
    told = {row.name for row in (*found.flags, *found.left_out)}
    assert not told & set(town.ON_LEAVE)


def test_the_first_months_name_nobody_by_a_bottom(desk):
    assert preview(desk, month=7).flags == ()


def test_a_small_unit_is_told(desk):
    assert any("单位人数太少" in one for one in preview(desk).warnings)


def test_a_street_sees_its_own_part_of_the_districts_result(desk):
    assert {row.name for row in preview(desk, "西街道").flags} == {"褚秋"}
    assert preview(desk, "西街道").counts.people == 7


def test_a_look_is_kept_as_it_was_previewed(desk):
    seen = preview(desk)
    ask = looked.ask(desk)
    look = desk.write(lambda work: looking.keep_look(work, ask, seen.results_hash))
    board = desk.read(lambda work: look_board(work, look))
    assert board.row.title == "示例区 2026 年 9 月预警筛查"
    assert (board.row.open, board.row.left_out, board.row.stale) == (3, 3, False)
    assert board.counts == seen.counts
    assert {row.words for row in board.flags} == {row.words for row in seen.flags}
    assert "不构成解除依据" in board.paper_words
    assert {row.name for row in desk.read(open_flags)} == {"褚秋", "孙三", "李四"}
    assert [offer.looked for offer in desk.read(look_offer)] == [look, None, None]


def test_what_changed_since_the_preview_is_not_kept(desk):
    ask = looked.ask(desk)
    with pytest.raises(UserError, match="预览以后考核结果有变动"):
        desk.write(lambda work: looking.keep_look(work, ask, "0" * 64))


def test_a_period_without_a_confirmed_result_cannot_be_looked_at(desk):
    with pytest.raises(UserError, match="2026 年 10 月还没有确认的考核结果"):
        preview(desk, month=10)
    ask = replace(looked.ask(desk), kind="week")
    with pytest.raises(UserError, match="没有“week”这种考核期"):
        desk.read(lambda work: preview_look(work, ask))


def test_somebody_named_becomes_a_case_with_the_words_as_its_clue(desk):
    look = kept(desk)
    one = flag(desk, look, "褚秋")
    case = desk.write(lambda work: looking.take_up(work, one.id))
    card = desk.read(lambda work: case_board(work, case)).card
    assert (card.row.cause, card.row.trigger_words) == (Trigger.SCORE, one.words)
    assert card.ground_words == ""
    assert card.first_assessor
    now = flag(desk, look, "褚秋")
    assert (now.state, now.case_id, now.case_number) == (FlagState.TAKEN_UP, case, card.row.number)
    with pytest.raises(UserError, match="“已立案”，不能办这一步"):
        desk.write(lambda work: looking.take_up(work, one.id))


def test_whoever_has_a_case_is_told_and_not_named_anew(desk):
    case = taken(desk, kept(desk), "褚秋")
    number = desk.read(lambda work: case_board(work, case)).card.row.number
    again = flag(desk, kept(desk, reason="补查"), "褚秋")
    assert again.state is FlagState.PUT_ASIDE
    assert number in again.aside_reason


def test_whoever_is_watched_is_told(desk):
    case = taken(desk, kept(desk), "褚秋")
    today = desk.read(lambda work: work.today)
    form = WarnForm(today, "东街预〔2026〕1号")
    desk.write(lambda work: warn(work, case, form))
    desk.write(lambda work: lift_warning(work, case, LiftForm(today, "已经改进")))
    again = flag(desk, kept(desk, reason="补查"), "褚秋")
    assert again.state is FlagState.OPEN
    assert again.watch_until is not None
    assert f"观察期到 {again.watch_until:%Y-%m-%d}" in again.words


def test_somebody_is_put_aside_with_a_reason_and_brought_back(desk):
    one = flag(desk, kept(desk), "孙三")
    with pytest.raises(UserError, match="须写明事由"):
        desk.write(lambda work: looking.put_aside(work, one.id))
    desk.write(lambda work: looking.put_aside(work, one.id, one.version), reason="刚换网格")
    aside = flag(desk, one.look_id, "孙三")
    assert (aside.state, aside.aside_reason) == (FlagState.PUT_ASIDE, "刚换网格")
    with pytest.raises(UserError, match="刚被别人改过"):
        desk.write(lambda work: looking.bring_back(work, one.id, one.version), reason="再看")
    desk.write(lambda work: looking.bring_back(work, one.id), reason="再看")
    assert flag(desk, one.look_id, "孙三").state is FlagState.OPEN


def test_a_second_look_needs_a_reason_and_keeps_who_was_put_aside(desk):
    first = kept(desk)
    aside = flag(desk, first, "孙三").id
    desk.write(lambda work: looking.put_aside(work, aside), reason="刚换网格")
    assert preview(desk).before.id == first
    with pytest.raises(UserError, match="须写明事由"):
        kept(desk)
    second = kept(desk, reason="核对后重做")
    assert flag(desk, second, "孙三").aside_reason == "刚换网格"
    assert flag(desk, second, "李四").state is FlagState.OPEN
    assert [row.id for row in desk.read(looks)] == [second]
    old = desk.read(lambda work: looks(work, void=True))[1]
    assert (old.id, old.void_reason) == (first, "核对后重做")


def test_a_void_look_is_used_no_more(desk):
    look = kept(desk)
    one = flag(desk, look, "褚秋").id
    desk.write(lambda work: looking.void_look(work, look), reason="选错了月份")
    with pytest.raises(UserError, match="已经作废（选错了月份）"):
        desk.write(lambda work: looking.take_up(work, one))
    with pytest.raises(UserError, match="已经作废"):
        desk.write(lambda work: looking.void_look(work, look), reason="再作废")
    assert desk.read(open_flags) == []


def test_left_out_people_become_no_case(desk):
    one = flag(desk, kept(desk), "严早").id
    with pytest.raises(UserError, match="“月数不够，不列入”，不能办这一步"):
        desk.write(lambda work: looking.take_up(work, one))


def test_other_rules_name_others_and_a_kept_look_locks_its_own(desk):
    kept(desk)
    rules = replace(ExitRules(), pass_milli=72_000, least_months=1)
    today = desk.read(lambda work: work.today)
    desk.write(lambda work: save_exit_rules(work, rules, today), reason="会议决定")
    rows = looked.by_name(preview(desk).flags)
    assert rows["孙三"].cause is Trigger.SCORE
    assert "严早" in rows
    assert preview(desk).rule_number == 2


def test_the_journal_names_nobody(desk):
    one = flag(desk, kept(desk), "褚秋")
    desk.write(lambda work: looking.put_aside(work, one.id), reason="另有安排")
    from sqlalchemy import select

    from hrgrid.storage.journal import JournalEntry

    told = desk.read(
        lambda work: [
            f"{row.subject}{row.before}{row.after}"
            for row in work.session.scalars(
                select(JournalEntry).where(JournalEntry.action.like("%exit%"))
            )
        ]
    )
    assert len(told) >= 2
    assert not [text for text in told if "褚秋" in text]


DEEDS = {
    "keep": lambda work, ask, flag: looking.keep_look(work, ask),
    "void": lambda work, ask, flag: looking.void_look(work, flag.look_id),
    "aside": lambda work, ask, flag: looking.put_aside(work, flag.id),
    "back": lambda work, ask, flag: looking.bring_back(work, flag.id),
    "take": lambda work, ask, flag: looking.take_up(work, flag.id),
    "preview": lambda work, ask, flag: preview_look(work, ask),
}


@pytest.mark.parametrize("deed", DEEDS, ids=str)
def test_a_deed_asks_for_the_right_there(desk, deed):
    one = flag(desk, kept(desk, "东街道"), "孙三")
    ask, west = looked.ask(desk, area="东街道"), town.area(desk, "西街道").path
    for grants in (
        (),
        (Grant(Right.RUN_EXITS, west), Grant(Right.VIEW_EXITS, west)),
        (Grant(Right.VIEW_EXITS),),
        (Grant(Right.RUN_ASSESSMENT), Grant(Right.APPROVE), Grant(Right.DECIDE_EXITS)),
    ):
        other = with_rights(desk, *grants)
        with pytest.raises(Refused):
            other.write(lambda work: DEEDS[deed](work, ask, one), reason="试")


@pytest.mark.parametrize("read", ["looks", "board", "flags"])
def test_a_list_is_read_with_the_right_to_see_exits_alone(desk, read):
    look = kept(desk, "东街道")
    reads = {
        "looks": looks,
        "board": lambda work: look_board(work, look),
        "flags": open_flags,
    }
    for grants in ((), (Grant(Right.RUN_ASSESSMENT), Grant(Right.VIEW_WORKFORCE))):
        with pytest.raises(Refused):
            with_rights(desk, *grants).read(reads[read])
    west = with_rights(desk, Grant(Right.VIEW_EXITS, town.area(desk, "西街道").path))
    if read == "board":
        with pytest.raises(Refused):
            west.read(reads[read])
    else:
        assert west.read(reads[read]) == []
    east = with_rights(desk, Grant(Right.VIEW_EXITS, town.area(desk, "东街道").path))
    assert east.read(reads[read])


def test_a_street_is_offered_its_own_part(desk):
    east = town.area(desk, "东街道")
    clerk = with_rights(desk, Grant(Right.RUN_EXITS, east.path))
    assert {offer.area_path for offer in clerk.read(look_offer)} == {east.path}


def test_state_of_a_case_is_review_first(desk):
    case = taken(desk, kept(desk), "李四")
    row = desk.read(lambda work: case_board(work, case)).card.row
    assert (row.state, row.ground) == (ExitState.REVIEWING, None)


def test_statements_do_not_grow_with_the_people_named(desk):
    one, all_of_them = looked.ask(desk, area="西街道"), looked.ask(desk)
    with recorded() as few:
        desk.read(lambda work: preview_look(work, one))
    with recorded() as more:
        desk.read(lambda work: preview_look(work, all_of_them))
    assert len(more) == len(few) <= 40
