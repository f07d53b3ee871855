"""Things noted of people: what counts, what was taken back, the list of extra points."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from hrgrid.accounts.rules import Role
from hrgrid.assessment.queries.entries import (
    bonus_list,
    entries,
    entries_of_person,
    noted_sums,
)
from hrgrid.assessment.rules.fact_rows import EntryForm
from hrgrid.assessment.service.entries import note_entry, void_entry
from hrgrid.core.errors import Refused, UserError
from hrgrid.storage.desk import Desk
from tests.assessment.office import AT, area, person

DAY = dt.date(2026, 9, 12)
PRAISE = "praise_street"


def form(desk: Desk, name: str = "赵一", code: str = PRAISE, **given: object) -> EntryForm:
    made = EntryForm(person(desk, name), code, DAY, 1_000, "街道通报表扬")
    return replace(made, **given)


def noted(desk: Desk, name: str = "赵一", code: str = PRAISE, **given: object) -> int:
    asked = form(desk, name, code, **given)
    return desk.write(lambda work: note_entry(work, asked))


def rows(desk: Desk, **asked: object):
    return desk.read(lambda work: entries(work, AT, **asked))


def test_what_is_noted_counts_with_its_evidence(office):
    noted(office, document_no="东街〔2026〕12号", evidence=("通报.pdf", b"%PDF-1.7 x"))
    (row,) = rows(office)
    assert (row.name, row.label, row.month, row.amount_milli) == ("赵一", "街道表扬", AT, 1_000)
    assert (row.street, row.document_no, row.void_reason) == ("东街道", "东街〔2026〕12号", "")
    assert row.evidence_sha256
    who = person(office, "赵一")
    assert office.read(lambda work: noted_sums(work, AT)) == {(who, PRAISE): 1_000}


def test_entries_of_a_month_add_up(office):
    noted(office)
    noted(office, happened_on=dt.date(2026, 9, 30), amount_milli=2_000)
    noted(office, happened_on=dt.date(2026, 8, 31))
    who = person(office, "赵一")
    assert office.read(lambda work: noted_sums(work, AT, [who])) == {(who, PRAISE): 3_000}
    assert [one.happened_on.day for one in rows(office)] == [30, 12]


def test_what_was_taken_back_counts_no_more_and_stays(office):
    entry_id = noted(office)
    version = rows(office)[0].version
    with pytest.raises(UserError, match="须写明事由"):
        office.write(lambda work: void_entry(work, entry_id, version))
    office.write(lambda work: void_entry(work, entry_id, version), reason="记错了人")
    assert rows(office) == []
    assert [one.void_reason for one in rows(office, void=True)] == ["记错了人"]
    assert office.read(lambda work: noted_sums(work, AT)) == {}
    with pytest.raises(UserError, match="已经撤销（记错了人）"):
        office.write(lambda work: void_entry(work, entry_id), reason="再来")
    year = office.read(lambda work: entries_of_person(work, person(office, "赵一"), 2026))
    assert len(year) == 1


def test_who_changed_it_meanwhile_is_noticed(office):
    entry_id = noted(office)
    with pytest.raises(UserError, match="刚被别人改过"):
        office.write(lambda work: void_entry(work, entry_id, 99), reason="记错了人")


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"note": "  "}, "要写明事情经过"),
        ({"note": "长" * 201}, "经过最多 200 字"),
        ({"amount_milli": 0}, "数量要大于 0"),
        ({"happened_on": dt.date(2099, 1, 1)}, "还没有到"),
        ({"indicator": "on_time"}, "不能逐条登记"),
        ({"indicator": "training"}, "不能逐条登记"),
        ({"indicator": "nothing"}, "没有代码为“nothing”的指标"),
        ({"person_id": 10_000_000}, "不在花名册里"),
    ],
)
def test_what_cannot_be_noted_says_why(office, given, words):
    asked = replace(form(office), **given)
    with pytest.raises(UserError, match=words):
        office.write(lambda work: note_entry(work, asked))
    assert rows(office, void=True) == []


def test_the_list_of_extra_points_stops_at_the_cap(office):
    for _ in range(3):
        noted(office, code="praise_city")
    noted(office)
    noted(office, name="冯春", code="reports_used", amount_milli=2_000)
    found = office.read(lambda work: bonus_list(work, AT, "monthly"))
    told = {one.name: (one.points_milli, one.counted_milli, len(one.entries)) for one in found}
    assert told == {"赵一": (7_000, 5_000, 4), "冯春": (2_000, 2_000, 1)}
    west = [area(office, "西街道").id]
    names = [
        one.name for one in office.read(lambda work: bonus_list(work, AT, "monthly", None, west))
    ]
    assert names == ["冯春"]


def test_only_who_runs_assessment_notes_and_looks(double):
    viewer = double.desk(Role.VIEWER)
    asked = EntryForm(1, PRAISE, DAY, 1_000, "表扬")
    for deed in (lambda work: entries(work, AT), lambda work: entries_of_person(work, 1, 2026)):
        with pytest.raises(Refused):
            viewer.read(deed)
    with pytest.raises((Refused, UserError)):
        viewer.write(lambda work: note_entry(work, asked))
