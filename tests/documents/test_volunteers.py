"""Certificates of volunteers: chosen people, one text, one document, numbers of their own."""

from __future__ import annotations

from dataclasses import replace

import pytest

from hrgrid.core.errors import UserError
from hrgrid.documents.queries import Wanted, batches, certificates, public_keys
from hrgrid.documents.service.volunteers import (
    VolunteerOrder,
    check_volunteers,
    issue_volunteers,
    volunteers_of,
)
from hrgrid.paper.certificate import Concern
from hrgrid.paper.seal import verify
from hrgrid.workforce.rules import Employment
from tests.documents.build import DAY
from tests.overview.build import plant_city
from tests.workforce.build import enlist

ORDER = VolunteerOrder(
    "优秀网格志愿者",
    "在2019年网格志愿服务工作中表现突出，被评为“优秀网格志愿者”。",
    "苏政法〔2019〕12号",
    DAY,
    "苏政法志愿",
)


@pytest.fixture
def city(desk):
    return desk.write(lambda work: plant_city(work, {"甲区": 2, "乙区": 1}))


@pytest.fixture
def three(desk, city):
    """Two volunteers of one name in two streets, and another; a grid worker is none."""

    def write(work):
        for at, (district, name) in enumerate(
            (("甲区", "张伟"), ("乙区", "张伟"), ("甲区", "李娜"))
        ):
            grid = city[district][0]
            enlist(work, grid, name, at + 1, role="志愿者", employment=Employment.PART)
        enlist(work, city["甲区"][1], "王强", 9)

    desk.write(write)
    return {row.id: row for row in desk.read(volunteers_of)}


def issued(desk, order, ids):
    return desk.write(lambda work: issue_volunteers(work, order, ids))


def rows(desk):
    [batch] = desk.read(batches)
    return desk.read(lambda work: certificates(work, Wanted(batch.batch)))


def test_the_chosen_get_numbered_signed_certificates_and_namesakes_their_unit(desk, three):
    assert sorted(row.name for row in three.values()) == ["张伟", "张伟", "李娜"]
    assert issued(desk, ORDER, [*three]) == 3
    found = rows(desk)
    assert [row.name for row in found] == [row.name for row in three.values()]
    assert [row.number for row in found] == [f"苏政法志愿〔2019〕ZY000{n}" for n in (1, 2, 3)]
    assert {row.name: row.with_unit for row in found} == {"张伟": True, "李娜": False}
    keys = desk.read(public_keys)
    assert all(verify(row.code_text, keys).valid for row in found)


def test_nobody_gets_the_same_honour_on_the_same_document_twice(desk, three):
    first, *others = three
    assert issued(desk, ORDER, [first]) == 1
    assert issued(desk, ORDER, [first, *others]) == 2
    assert issued(desk, ORDER, [*three]) == 0
    later = replace(ORDER, document_no="苏政法〔2019〕30号")
    assert issued(desk, later, [first]) == 1
    newest, before = desk.read(batches)
    assert {newest.count, before.count} == {1, 3}


def test_a_check_tells_what_issuing_would_and_takes_no_number(desk, city):
    desk.write(lambda work: enlist(work, city["甲区"][0], "张\U0002ebf0", 3, role="志愿者"))
    [row] = desk.read(volunteers_of)
    found = desk.read(lambda work: check_volunteers(work, ORDER, [row.id]))
    assert [note.concern for note in found.notes if note.concern.stops] == [Concern.GLYPH]
    with pytest.raises(UserError, match="一张也没有签发"):
        issued(desk, ORDER, [row.id])
    assert desk.read(batches) == []


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"honour": " "}, "没有写称号"),
        ({"body": ""}, "没有写正文"),
        ({"prefix": ""}, "没有写编号字头"),
        ({"code": "志愿"}, "大写字母"),
        ({"document_no": " "}, "文号"),
    ],
)
def test_an_incomplete_order_is_refused(desk, three, change, sentence):
    with pytest.raises(UserError, match=sentence):
        issued(desk, replace(ORDER, **change), [*three])
    with pytest.raises(UserError, match="没有选志愿者"):
        issued(desk, ORDER, [])
    assert desk.read(batches) == []
