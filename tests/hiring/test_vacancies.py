"""Vacancies are derived, their arithmetic is told at every level, quotas block nothing."""

from __future__ import annotations

import datetime as dt

import pytest
from sqlalchemy import select

from hrgrid.core.errors import UserError
from hrgrid.hiring.model import HiringAllotment, HiringSeat
from hrgrid.hiring.queries.quotas import quota_history, quotas
from hrgrid.hiring.queries.vacancies import seat_message, seats, vacancies
from hrgrid.hiring.rules.words import AllotmentState
from hrgrid.hiring.service.quotas import (
    QuotaChange,
    QuotaForm,
    correct_quota,
    end_quota,
    grant_quota,
)
from hrgrid.workforce.model import Post
from hrgrid.workforce.rules import Level, PostState
from tests.hiring.build import DAY, SINCE, apply, applying, area, employ, grid, id_number, plant
from tests.statements import recorded


def told(desk, on=None):
    rows = desk.read(lambda work: vacancies(work, on or work.today))
    return {row.names: row.count.arithmetic for row in rows}


def promise(desk, batch_id, code, at, state=AllotmentState.PROPOSED):
    """Somebody who is to have a grid; how that comes about is tested with the ranking."""
    who = apply(desk, batch_id, at)
    place = grid(desk, code)

    def write(work):
        query = select(HiringSeat.id).where(HiringSeat.area_id == place.id)
        work.session.add(
            HiringAllotment(
                seat_id=work.session.scalar(query),
                candidate_id=who,
                state=state,
                post_id=None,
                hired_on=None,
                document_no="",
                release_reason="" if state is not AllotmentState.RELEASED else "放弃",
            )
        )

    desk.write(write)
    return who


def test_every_level_says_its_own_subtraction(office):
    home = grid(office, "E000")
    office.write(lambda work: employ(work, home, "赵一", id_number(1)))
    assert told(office) == {
        "示例区": "编制 5 − 在岗 1 − 拟录用 0 = 4",
        "示例区/东街道": "编制 3 − 在岗 1 − 拟录用 0 = 2",
        "示例区/东街道/东社区": "编制 3 − 在岗 1 − 拟录用 0 = 2",
        "示例区/西街道": "编制 2 − 在岗 0 − 拟录用 0 = 2",
        "示例区/西街道/西社区": "编制 2 − 在岗 0 − 拟录用 0 = 2",
    }
    rows = office.read(lambda work: vacancies(work, work.today))
    levels = [row.level for row in rows]
    assert levels == [Level.DISTRICT, *[Level.STREET, Level.COMMUNITY] * 2]


def test_a_grid_says_who_is_in_the_way(office):
    home = grid(office, "E000")
    assert message(office, "E000") == "东社区第1网格：编制 1 − 在岗 0 − 拟录用 0 = 1"
    office.write(lambda work: employ(work, home, "赵一", id_number(1)))
    assert message(office, "E000") == (
        "东社区第1网格：编制 1 − 在岗 1 − 拟录用 0 = 0（赵一自 2020-01-01 起在岗）"
    )
    assert "不要求配专职" in message(office, "E999")
    with pytest.raises(UserError, match="在 2019-12-31 不在用"):
        office.read(lambda work: seat_message(work, home.id, SINCE - DAY))


def message(desk, code):
    place = grid(desk, code)
    return desk.read(lambda work: seat_message(work, place.id, work.today))


def test_who_is_proposed_counts_and_who_gave_up_does_not(office):
    batch_id = applying(office)
    promise(office, batch_id, "E000", 1)
    promise(office, batch_id, "E001", 2, AllotmentState.RELEASED)
    assert told(office)["示例区/东街道"] == "编制 3 − 在岗 0 − 拟录用 1 = 2"
    empty = office.read(lambda work: seats(work, work.today))
    assert [seat.code for seat in empty] == ["E001", "E002", "W000", "W001"]
    assert [bool(seat.batch_id) for seat in empty] == [True, True, False, False]
    assert empty[0].full_name == "示例区/东街道/东社区/东社区第2网格"


def test_a_promise_on_a_filled_grid_is_told_and_not_counted(office):
    batch_id = applying(office)
    promise(office, batch_id, "E000", 1)
    home = grid(office, "E000")
    office.write(lambda work: employ(work, home, "赵一", id_number(9)))
    assert told(office)["示例区/东街道"] == "编制 3 − 在岗 1 − 拟录用 0 = 2"
    (row,) = [
        row
        for row in office.read(lambda work: vacancies(work, work.today))
        if row.names == "示例区/东街道"
    ]
    assert row.warnings == ("东街道有 1 个网格已经有人在岗，又有人拟录用，请核对",)


def test_a_leaver_opens_exactly_one_vacancy_on_his_day(office):
    home = grid(office, "E000")
    office.write(lambda work: employ(work, home, "赵一", id_number(1)))
    today = office.read(lambda work: work.today)

    def leave(work):
        post = work.session.scalars(select(Post)).one()
        post.valid_to, post.state = today + 10 * DAY, PostState.ENDED
        post.end_reason = "辞职"

    office.write(leave)
    assert told(office, today + 9 * DAY)["示例区"].endswith("= 4")
    assert told(office, today + 10 * DAY)["示例区"].endswith("= 5")
    (first, *_) = office.read(lambda work: seats(work, today + 10 * DAY))
    assert (first.code, first.since) == ("E000", today + 10 * DAY)


def test_the_whole_city_costs_the_same_statements(office):
    with recorded() as few:
        told(office)
    office.write(
        lambda work: plant(work, {f"{name}街道": 4 for name in "一二三四五六七八"}, "另一区", "X")
    )
    with recorded() as many:
        assert len(told(office)) > 15
    assert len(many) == len(few) <= 4


# --- quotas -----------------------------------------------------------------------------------


def granted(desk, name, heads, **given):
    place = area(desk, name)
    since = given.pop("since", dt.date(2026, 1, 1))
    document = given.pop("document", "编办〔2026〕1号")
    form = QuotaForm(place.id, heads, document, since, **given)
    return desk.write(lambda work: grant_quota(work, form))


def warnings(desk):
    rows = desk.read(lambda work: vacancies(work, work.today))
    return [told for row in rows for told in row.warnings]


def test_a_quota_says_what_is_used_and_left(office):
    granted(office, "东街道", 4)
    home = grid(office, "E000")
    office.write(lambda work: employ(work, home, "赵一", id_number(1)))
    (row,) = office.read(lambda work: quotas(work, work.today))
    assert row.granted.arithmetic == "编制 4 − 在岗 1 − 拟录用 0 = 3"
    assert (row.area, row.role_label, row.document_no) == ("东街道", "网格员", "编办〔2026〕1号")
    assert warnings(office) == ["东街道核定编制 4 名，须配专职的网格 3 个，多 1 名"]


def test_quotas_that_do_not_fit_are_told_and_nothing_is_blocked(office):
    granted(office, "示例区", 5)
    granted(office, "东街道", 3)
    granted(office, "西街道", 3)
    assert warnings(office) == [
        "示例区核定编制 5 名，下级合计 6 名，超出 1 名",
        "西街道核定编制 3 名，须配专职的网格 2 个，多 1 名",
    ]
    granted(office, "东社区", 0)
    for at in range(3):
        home = grid(office, f"E00{at}")
        office.write(lambda work, home=home, at=at: employ(work, home, f"赵{at}甲", id_number(at)))
    assert "东社区核定编制 0 名，在岗和拟录用已超出 3 名" in warnings(office)
    rows = {row.area: row for row in office.read(lambda work: quotas(work, work.today))}
    # What is granted to a street is counted once under its district, not again below it.
    assert rows["示例区"].granted.below == 6
    assert rows["东街道"].granted.below == 0
    assert [rows[name].granted.used for name in ("示例区", "东街道", "东社区")] == [3, 3, 3]


def test_a_later_document_ends_the_earlier_on_the_day_before(office):
    granted(office, "东街道", 3)
    granted(office, "东街道", 5, since=dt.date(2026, 7, 1), document="编办〔2026〕2号")
    place = area(office, "东街道")
    assert office.read(lambda work: quota_history(work, place.id)) == [
        (dt.date(2026, 7, 1), None, 5, "编办〔2026〕2号"),
        (dt.date(2026, 1, 1), dt.date(2026, 7, 1), 3, "编办〔2026〕1号"),
    ]
    heads = [
        office.read(lambda work, on=on: quotas(work, on))[0].granted.heads
        for on in (dt.date(2026, 6, 30), dt.date(2026, 7, 1))
    ]
    assert heads == [3, 5]
    with pytest.raises(UserError, match="东街道自 2026-07-01 起已有网格员编制 5 名"):
        granted(office, "东街道", 6, since=dt.date(2026, 7, 1))


def test_a_quota_is_corrected_and_ended_with_a_reason(office):
    quota_id = granted(office, "东街道", 3)
    (row,) = office.read(lambda work: quotas(work, work.today))
    change = QuotaChange(quota_id, row.version, 4, "编办〔2026〕1号", "区委编办")
    with pytest.raises(UserError, match="须写明事由"):
        office.write(lambda work: correct_quota(work, change))
    inverse = office.write(lambda work: correct_quota(work, change), reason="录入有误")
    assert office.read(lambda work: quotas(work, work.today))[0].granted.heads == 4
    with pytest.raises(UserError, match="刚被别人改过"):
        office.write(lambda work: correct_quota(work, change), reason="再改")
    office.write(lambda work: correct_quota(work, inverse), reason="撤销更正")
    assert office.read(lambda work: quotas(work, work.today))[0].granted.heads == 3
    last = dt.date(2026, 6, 30)
    office.write(lambda work: end_quota(work, quota_id, last), reason="改由市里统筹")
    assert office.read(lambda work: quotas(work, dt.date(2026, 7, 1))) == []
    with pytest.raises(UserError, match="东街道的编制已到 2026-06-30 为止"):
        office.write(lambda work: end_quota(work, quota_id, last), reason="再办")


@pytest.mark.parametrize(
    ("heads", "document", "sentence"),
    [(-1, "编办1号", "东街道的编制是 -1 名，只能填 0 到"), (3, " ", "东街道的编制没有写文号")],
)
def test_a_quota_without_sense_is_refused(office, heads, document, sentence):
    with pytest.raises(UserError, match=sentence):
        granted(office, "东街道", heads, document=document)
