"""The clock cannot shorten a notice (promise 10): jumps and silent days ask for more than it."""

from __future__ import annotations

import datetime as dt

import pytest

from hrgrid.accounts.rules import Role
from hrgrid.accounts.service import sign_in
from hrgrid.core.errors import Refused, UserError
from hrgrid.publicity import queries
from hrgrid.publicity.rules import NoticeState
from hrgrid.publicity.service import close_notice, vouch_for_time
from hrgrid.storage.attachments import attach
from hrgrid.storage.database import Database
from tests.accounts.houses import SECOND_CHIEF, entries_of, refused
from tests.publicity.build import AFTER, FRIDAY, MONDAY, at, kept, published

DAY = dt.timedelta(days=1)


class Steady:
    """The clock that nobody sets."""

    def __init__(self):
        self.seconds = 1000.0

    def __call__(self):
        return self.seconds


@pytest.fixture
def steady():
    return Steady()


@pytest.fixture
def watched(place, clock, steady):
    """The office with a steady clock beside the one that people set."""
    with Database.open(place, clock=clock, steady=steady) as database:
        yield kept(sign_in(database, "经办人"))


def something(desk, name):
    """Anything that leaves an entry."""
    desk.write(lambda work: attach(work, f"{name}.txt", name.encode(), "text/plain"))


def close(desk, notice_id, reason=""):
    return desk.write(lambda work: close_notice(work, notice_id), reason=reason)


def doubts(desk, notice_id):
    return desk.read(lambda work: queries.time_doubts(work, notice_id))


def note(desk, notice_id):
    return desk.read(lambda work: queries.notice_by_id(work, notice_id)).time_note


def passes(clock, steady, by):
    clock.move(by)
    steady.seconds += by.total_seconds()


def test_days_that_the_journal_knows_need_no_word(alone, clock):
    notice_id = published(alone)
    for day in range(5):
        clock.now = at(MONDAY + day * DAY, 15)
        something(alone, f"第{day}天")
    clock.now = at(AFTER)
    assert doubts(alone, notice_id) == ()
    close(alone, notice_id)
    assert note(alone, notice_id) == ""


def test_a_clock_set_on_over_the_notice_needs_a_reason_that_stands_on_it(alone, clock):
    notice_id = published(alone)
    clock.now = at(AFTER)
    (doubt,) = doubts(alone, notice_id)
    assert doubt == "11-23 09:00 至 11-30 10:00 有 4 个工作日没有操作留痕"
    with pytest.raises(UserError, match=r"4 个工作日没有操作留痕.*请写明怎样核实"):
        close(alone, notice_id)
    with pytest.raises(UserError, match="请写明怎样核实"):
        close(alone, notice_id, reason="  ")
    close(alone, notice_id, reason="每天到公示栏看过")
    assert note(alone, notice_id) == f"{doubt}。单人核实：每天到公示栏看过"


def test_a_jump_while_the_program_is_open_goes_on_record_and_is_told(watched, clock, steady):
    notice_id = published(watched)
    passes(clock, steady, dt.timedelta(hours=3))
    something(watched, "上午")
    assert "clock_jumped" not in {entry.action for entry in entries_of(watched.database)}
    # Nobody sets the steady clock: five days pass in no time.
    for day in range(1, 8):
        clock.now = at(MONDAY + day * DAY, 15)
        steady.seconds += 60
        something(watched, f"第{day}天")
    jumps = [each for each in entries_of(watched.database) if each.action == "clock_jumped"]
    assert len(jumps) == 7
    assert '"now"' in jumps[0].after
    with pytest.raises(UserError, match="电脑时间跳变"):
        close(watched, notice_id)
    close(watched, notice_id, reason="时钟电池换过，公示栏照片可查")
    assert "2099-11-24 15:00 电脑时间跳变" in note(watched, notice_id)


def test_time_that_passes_and_a_clock_a_little_off_are_no_jumps(watched, clock, steady):
    published(watched)
    for _ in range(5):
        passes(clock, steady, DAY)
        clock.move(dt.timedelta(minutes=4))
        something(watched, f"{clock.now}")
    assert "clock_jumped" not in {entry.action for entry in entries_of(watched.database)}


def test_a_refused_write_does_not_swallow_the_jump(watched, clock, steady):
    published(watched)
    clock.move(DAY)
    with pytest.raises(UserError):
        watched.write(lambda work: close_notice(work, 987))
    assert "clock_jumped" not in {entry.action for entry in entries_of(watched.database)}
    something(watched, "一")
    assert [entry.action for entry in entries_of(watched.database, 2)] == ["attach", "clock_jumped"]


@pytest.mark.parametrize("back", [DAY, 365 * DAY])
def test_a_clock_set_back_writes_nothing(watched, clock, back):
    notice_id = published(watched)
    clock.move(-back)
    with pytest.raises(UserError, match="比最后一条操作留痕"):
        something(watched, "早")
    with pytest.raises(UserError, match="才满"):
        close(watched, notice_id)


def test_a_clock_ten_years_on_needs_a_word_too(alone, clock):
    notice_id = published(alone)
    clock.now = at(dt.date(2109, 11, 23))
    with pytest.raises(UserError, match="没有操作留痕"):
        close(alone, notice_id)


def test_another_time_zone_moves_no_last_day(alone, clock):
    notice_id = published(alone)
    clock.now = at(FRIDAY, 23).astimezone(dt.timezone(dt.timedelta(hours=14)))
    with pytest.raises(UserError, match="才满"):
        close(alone, notice_id, reason="时区")


@pytest.mark.parametrize("first", [dt.date(2104, 2, 27), dt.date(2099, 12, 31)])
def test_leap_days_and_new_year_are_counted_like_others(alone, clock, first):
    clock.now = at(first)
    days = alone.read(lambda work: queries.counted_days(work, first, 5))
    notice_id = published(alone, first_day=first)
    clock.now = at(days.last_day, 23)
    with pytest.raises(UserError, match="才满"):
        close(alone, notice_id, reason="到期")
    clock.now = at(days.last_day + DAY)
    close(alone, notice_id, reason="到期，现场看过")
    assert days.last_day == {2104: dt.date(2104, 3, 4), 2099: dt.date(2100, 1, 6)}[first.year]


def test_among_several_a_second_person_vouches_and_not_who_published(house, clock):
    clerk = house.desk(Role.CLERK)
    notice_id = published(clerk)
    vouch = lambda work: vouch_for_time(work, notice_id)  # noqa: E731 - a deed for several desks
    house.desk(Role.CHIEF).write(vouch, reason="抽查过公示栏")
    clock.now = at(AFTER)
    # What was said before the last day was over vouches for nothing.
    sentence = refused(house, Role.CLERK, lambda work: close_notice(work, notice_id))
    assert "请另一人登录核实时间" in sentence
    assert "不能自己核实时间" in refused(house, Role.CLERK, vouch)
    with pytest.raises(Refused, match="权限"):
        house.desk(Role.VIEWER).write(vouch, reason="看过")
    with pytest.raises(UserError, match="须写明事由"):
        house.desk(SECOND_CHIEF).write(vouch)
    house.desk(SECOND_CHIEF).write(vouch, reason="公示栏照片逐日可查")
    close(clerk, notice_id)
    assert note(clerk, notice_id).endswith("。陈副书记核实：公示栏照片逐日可查")
    found = clerk.read(lambda work: queries.notice_by_id(work, notice_id))
    assert found.state is NoticeState.CLOSED


def test_the_machines_own_steady_clock_runs():
    from hrgrid.storage.pace import steady_seconds

    before = steady_seconds()
    assert steady_seconds() >= before
