"""Notices on both engines: published, prolonged, withdrawn, closed."""

from __future__ import annotations

import datetime as dt

import pytest

from hrgrid.accounts.service import keep_holidays
from hrgrid.core.errors import Refused, UserError
from hrgrid.core.workdays import DayKind, DayRow
from hrgrid.publicity import queries
from hrgrid.publicity.rules import Entry, NoticeState, NoticeStepKind, Outcome, roster_sha256
from hrgrid.publicity.service import (
    add_notice_scan,
    close_notice,
    extend_notice,
    withdraw_notice,
)
from hrgrid.storage.attachments import attach
from tests.accounts.houses import refused
from tests.publicity.build import (
    AFTER,
    ENTRIES,
    FORM,
    FRIDAY,
    MONDAY,
    SUBJECT,
    at,
    objected,
    published,
)


def row(desk, notice_id):
    return desk.read(lambda work: queries.notice_by_id(work, notice_id))


def outcomes(desk):
    found = desk.read(lambda work: queries.outcome_by_target(work, SUBJECT))
    return {target: each.outcome for target, each in found.items()}


def closed(desk, notice_id, reason="每天到公示栏看过"):
    return desk.write(lambda work: close_notice(work, notice_id), reason=reason)


def test_a_list_hangs_out_with_its_days_its_lines_and_its_fingerprint(alone):
    notice_id = published(alone)
    found = row(alone, notice_id)
    assert (found.first_day, found.last_day, found.workdays) == (MONDAY, FRIDAY, 5)
    assert (found.round, found.state, found.names) == (1, NoticeState.OPEN, 3)
    assert found.roster_sha256 == roster_sha256(ENTRIES)
    assert found.calendar_version == "2099 年：本机构第 1 版"
    assert (found.calendar_note, found.late_note) == ("", "")
    lines = alone.read(lambda work: queries.entries_of(work, notice_id))
    assert [(each.place, each.name) for each in lines] == [(1, "王小明"), (2, "李芳"), (3, "张伟")]
    (step,) = alone.read(lambda work: queries.notice_steps(work, notice_id))
    assert (step.kind, step.told) == (
        NoticeStepKind.PUBLISHED,
        "3 人，2099-11-23 至 2099-11-27，区政府公示栏、区政法委网站",
    )
    assert [each.id for each in alone.read(queries.notices_open)] == [notice_id]
    assert set(outcomes(alone).values()) == {Outcome.SHOWING}


def test_the_offices_own_holidays_count_and_are_named(alone, clock):
    rows = [DayRow(dt.date(2100, 1, 1), DayKind.OFF, "元旦")]
    clock.now = at(dt.date(2099, 12, 30))
    days = alone.read(lambda work: queries.counted_days(work, dt.date(2099, 12, 30), 5))
    assert days.warnings == ("2100 年节假日未维护，按周末推算",)
    assert days.calendar_version == "2099 年：本机构第 1 版；2100 年：未维护"
    notice_id = published(alone, first_day=dt.date(2099, 12, 30))
    assert row(alone, notice_id).calendar_note == "2100 年节假日未维护，按周末推算"
    alone.write(lambda work: keep_holidays(work, 2100, rows))
    days = alone.read(lambda work: queries.counted_days(work, dt.date(2099, 12, 30), 5))
    assert (days.last_day, days.warnings) == (dt.date(2100, 1, 6), ())
    assert days.calendar_version == "2099 年：本机构第 1 版；2100 年：本机构第 1 版"


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"last_day": FRIDAY - dt.timedelta(days=1)}, "不满 5 个工作日，要到 2099-11-27"),
        ({"title": " "}, "没有写公示的标题"),
        ({"where_shown": ""}, "没有写明在哪里公示"),
        ({"accepting_phone": ""}, "请至少填一种联系方式"),
        ({"accepting_office": " "}, "没有写受理部门"),
        ({"workdays": 0}, "工作日天数应为1至2000"),
        ({"reply_workdays": 0}, "答复期限至少是 1 个工作日"),
        ({"title": "公示 99999919900101001X"}, "证件号"),
        ({"opening": "拟录用王小明等 4 人"}, "公示正文写的是 4 人，名单有 3 人"),
        ({"first_day": MONDAY - dt.timedelta(days=7)}, "须写明事由"),
    ],
)
def test_a_form_that_lacks_something_is_refused_with_a_sentence(alone, changes, told):
    with pytest.raises(UserError, match=told):
        published(alone, **changes)
    assert alone.read(queries.notices_open) == []


def test_a_notice_that_hung_out_before_is_registered_with_its_reason(alone):
    from hrgrid.publicity.service import publish_list

    early = FORM.__class__(**{**FORM.__dict__, "first_day": dt.date(2099, 11, 16)})
    notice_id = alone.write(
        lambda work: publish_list(work, early, ENTRIES), reason="系统上线前已张贴"
    )
    assert row(alone, notice_id).late_note == "补录：2099-11-23 登记。事由：系统上线前已张贴"


def test_whoever_still_hangs_out_is_not_published_again(alone):
    published(alone)
    with pytest.raises(UserError, match="“李芳”的公示还没有结束"):
        published(alone, ENTRIES[1:2])
    other = Entry("application:9", "周敏", "女", "示例街道")
    second = published(alone, [other])
    assert row(alone, second).round == 2
    rounds = alone.read(lambda work: queries.notice_by_subject(work, SUBJECT))
    assert [each.round for each in rounds] == [2, 1]


def test_a_notice_is_prolonged_and_never_shortened(alone):
    notice_id = published(alone)
    with pytest.raises(UserError, match="须写明事由"):
        alone.write(lambda work: extend_notice(work, notice_id, 2))
    with pytest.raises(UserError, match="至少 1 个工作日"):
        alone.write(lambda work: extend_notice(work, notice_id, -2), reason="误")
    last = alone.write(lambda work: extend_notice(work, notice_id, 2), reason="公示栏被遮挡")
    assert last == dt.date(2099, 12, 1)
    found = row(alone, notice_id)
    assert (found.last_day, found.workdays) == (last, 7)
    steps = alone.read(lambda work: queries.notice_steps(work, notice_id))
    assert steps[-1].told == "延长 2 个工作日，从 2099-11-27 到 2099-12-01"
    assert steps[-1].reason == "公示栏被遮挡"


def test_a_notice_closes_after_its_last_day(alone, clock):
    notice_id = published(alone)
    for day in (MONDAY, FRIDAY):
        clock.now = at(day, 23)
        with pytest.raises(UserError, match="公示到 2099-11-27 才满"):
            closed(alone, notice_id)
    clock.now = at(AFTER)
    closing = closed(alone, notice_id)
    assert [name for _, name in closing.clear] == ["王小明", "李芳", "张伟"]
    assert (closing.waiting, closing.removed) == ((), ())
    found = row(alone, notice_id)
    assert (found.state, found.ended_on) == (NoticeState.CLOSED, AFTER)
    assert set(outcomes(alone).values()) == {Outcome.CLEAR}
    assert alone.read(queries.notices_open) == []
    with pytest.raises(UserError, match="现在是“已结束”"):
        closed(alone, notice_id)
    with pytest.raises(UserError, match="现在是“已结束”"):
        alone.write(lambda work: extend_notice(work, notice_id, 2), reason="再等等")


def test_an_open_objection_holds_up_the_named_person_only(alone, clock):
    notice_id = published(alone)
    objected(alone, notice_id)
    assert outcomes(alone)["application:1"] is Outcome.WAITING
    assert outcomes(alone)["application:2"] is Outcome.SHOWING
    clock.now = at(AFTER)
    closing = closed(alone, notice_id)
    assert closing.waiting == (("application:1", "王小明"),)
    assert [name for _, name in closing.clear] == ["李芳", "张伟"]


def test_a_withdrawn_notice_counts_for_nobody_but_its_objections_do(alone, clock):
    notice_id = published(alone)
    objected(alone, notice_id)
    with pytest.raises(UserError, match="须写明事由"):
        alone.write(lambda work: withdraw_notice(work, notice_id))
    alone.write(lambda work: withdraw_notice(work, notice_id), reason="名单有误")
    assert row(alone, notice_id).ended_why == "名单有误"
    assert outcomes(alone) == {}
    with pytest.raises(UserError, match="已撤回，不再登记异议"):
        objected(alone, notice_id, target="application:2")
    second = published(alone)
    assert row(alone, second).round == 2
    assert outcomes(alone)["application:1"] is Outcome.WAITING
    clock.now = at(AFTER)
    assert [name for _, name in closed(alone, second).waiting] == ["王小明"]


def test_the_scan_follows_once(alone):
    notice_id = published(alone)
    scans = [
        alone.write(lambda work, n=n: attach(work, "公示照片.jpg", n, "image/jpeg").sha256)
        for n in (b"one", b"two")
    ]
    alone.write(lambda work: add_notice_scan(work, notice_id, scans[0]))
    assert row(alone, notice_id).scan_sha256 == scans[0]
    with pytest.raises(UserError, match="已有扫描件"):
        alone.write(lambda work: add_notice_scan(work, notice_id, scans[1]))


def test_who_lacks_the_right_publishes_and_reads_nothing(house):
    assert "办理招录" in refused(house, "viewer", _publish)
    notice_id = published(house.desk("clerk"))
    assert "办理招录" in refused(house, "trainer", lambda work: close_notice(work, notice_id))
    assert "办理招录" in refused(house, "viewer", lambda work: extend_notice(work, notice_id, 1))
    viewer = house.desk("viewer")
    assert viewer.read(queries.notices_open) == []
    assert viewer.read(lambda work: queries.notice_by_subject(work, SUBJECT)) == []
    for read in (queries.notice_by_id, queries.entries_of, queries.objections_of_notice):
        with pytest.raises(Refused, match="办理招录"):
            viewer.read(lambda work, read=read: read(work, notice_id))
    # Who decides sees it too.
    assert [each.id for each in house.desk("chief").read(queries.notices_open)] == [notice_id]


def _publish(work):
    from hrgrid.publicity.service import publish_list

    return publish_list(work, FORM, ENTRIES)
