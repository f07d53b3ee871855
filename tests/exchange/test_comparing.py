"""Three states of a row: nothing that came is lost, nothing that stands is overwritten unasked."""

from __future__ import annotations

import random

import pytest

from hrgrid.core.columns import Column, name_reader, telephone_reader, text_reader
from hrgrid.exchange.rules.collecting import (
    AskedColumn,
    CameRow,
    CameSheet,
    CollectSpec,
    Fault,
    HeldRow,
    number_in,
    shown_number,
)
from hrgrid.exchange.rules.comparing import compare
from hrgrid.exchange.rules.differing import (
    DECIDED,
    Comparison,
    Decision,
    Differs,
    Side,
    without_secrets,
)

TEXT = text_reader(40)
SPEC = CollectSpec(
    "sample",
    "样表",
    (
        AskedColumn(Column("name", "姓名", name_reader())),
        AskedColumn(Column("place", "网格", TEXT)),
        AskedColumn(Column("phone", "手机号", telephone_reader(), secret=True), corrects=True),
        AskedColumn(Column("count", "件数", TEXT), asked=True),
        AskedColumn(Column("said", "核对", TEXT), asked=True, answer=True),
    ),
    "name",
    ("name", "place"),
    adds=True,
)
ROW = {"name": "甲一", "place": "一格", "phone": "13800000001"}


def held(mark: str = "1", **cells: str) -> HeldRow:
    return HeldRow(mark, {key: text for key, text in (ROW | cells).items() if text})


def came(*rows: CameRow, missing: tuple[str, ...] = ()) -> CameSheet:
    return CameSheet("表", rows, missing)


def row(number: int = 6, mark: str = "1", **cells: str) -> CameRow:
    return CameRow(number, mark, {key: text for key, text in (ROW | cells).items() if text})


def found(comparison: Comparison) -> list[tuple[str, Differs]]:
    return [(one.place[1], one.differs) for one in comparison.findings]


@pytest.mark.parametrize(
    ("was", "came_back", "now", "differs"),
    [
        ("", "", "", None),
        ("", "3", "", Differs.FILLED),
        ("2", "2", "2", None),
        ("2", "3", "2", Differs.CHANGED),
        ("2", "3", "3", None),
        ("2", "3", "4", Differs.BOTH),
        ("", "3", "4", Differs.BOTH),
        ("2", "2", "4", Differs.OFFICE),
        ("2", "", "2", Differs.EMPTIED),
        ("2", "", "", None),
    ],
)
def test_every_meeting_of_three_states_has_its_word(was, came_back, now, differs):
    sheet = came(row(count=came_back))
    told = compare(SPEC, [held(count=was)], sheet, [held(count=now)])
    assert found(told) == ([("count", differs)] if differs else [])
    assert told.unchanged == (0 if differs else 1)


def test_what_is_only_shown_is_told_and_what_may_be_corrected_is_proposed():
    sheet = came(row(place="二格", phone="13900000001"))
    told = compare(SPEC, [held()], sheet, [held()])
    assert found(told) == [("place", Differs.LOCKED), ("phone", Differs.CORRECTED)]
    assert told.to_decide == 1
    assert told.taken() == []


def test_a_decision_holds_for_the_texts_that_were_looked_at():
    sheet = came(row(phone="13900000001"))
    (seen,) = compare(SPEC, [held()], sheet, [held()]).findings
    decided = {seen.place: Decision(Side.UNIT, seen.seen)}
    told = compare(SPEC, [held()], sheet, [held()], decided)
    assert told.taken()[0].cells == {"phone": "13900000001"}
    meanwhile = compare(SPEC, [held()], sheet, [held(phone="13700000001")], decided)
    assert (meanwhile.to_decide, meanwhile.taken()) == (1, [])


def test_a_masked_number_that_came_back_is_the_number_that_went_out():
    sheet = came(row(phone="138****0001"))
    assert compare(SPEC, [held()], sheet, [held()]).findings == ()
    fault = CameRow(6, "1", {"name": "甲一", "place": "一格"}, {"phone": Fault("138****0001", "x")})
    assert compare(SPEC, [held()], came(fault), [held()]).findings == ()


def test_nobody_reads_a_number_that_he_may_not_see():
    sheet = came(row(phone="13900000002"))
    told = without_secrets(compare(SPEC, [held()], sheet, [held()]))
    (only,) = told.findings
    assert (only.sent, only.came) == ("138****0001", "139****0002")


def test_what_people_see_counts_before_the_hidden_mark():
    other = {"name": "乙二", "place": "二格", "phone": "13800000002"}
    sent = [held("1"), held("2", **other)]
    # The marks stayed where they were while the rest was sorted.
    sheet = came(row(6, "1", **other, count="2"), row(7, "2", count="1"))
    told = compare(SPEC, sent, sheet, sent)
    assert {one.place: one.came for one in told.findings} == {
        ("2", "count"): "2",
        ("1", "count"): "1",
    }


def test_two_of_one_name_are_told_apart_by_the_mark_alone():
    sent = [held("1"), held("2")]
    told = compare(SPEC, sent, came(row(6, "2", count="5"), row(7, "", count="6")), sent)
    assert [(one.place, one.differs) for one in told.findings] == [
        (("2", "count"), Differs.FILLED),
        (("+7", ""), Differs.UNREADABLE),
        (("1", ""), Differs.STRUCK),
    ]


def test_a_row_written_twice_keeps_itself_out_unless_both_agree():
    sheet = came(row(6, count="1"), row(7, count="1"))
    assert found(compare(SPEC, [held()], sheet, [held()])) == [("count", Differs.FILLED)]
    sheet = came(row(6, count="1"), row(7, count="2"))
    told = compare(SPEC, [held()], sheet, [held()])
    assert found(told) == [("count", Differs.FILLED), ("", Differs.TWICE)]
    assert told.taken() == []
    assert "件数 2" in told.findings[1].came


def test_rows_that_came_and_went_are_told():
    later = held("3", name="丙三")
    told = compare(SPEC, [held("1"), held("2", name="乙二")], came(row(count="1")), [later])
    assert [(one.who, one.differs) for one in told.findings] == [
        ("甲一", Differs.GONE),
        ("丙三", Differs.LATER),
    ]
    assert "件数 1" in told.findings[0].came
    assert told.taken() == []


def test_an_added_row_is_taken_once_somebody_says_so_and_then_stands():
    sheet = came(row(), row(9, "", name="丁四", place="四格", phone="", count="7"))
    told = compare(SPEC, [held()], sheet, [held()])
    (added,) = told.findings
    assert (added.differs, added.open) == (Differs.ADDED, True)
    decided = {added.place: Decision(Side.UNIT, added.seen)}
    (taken,) = compare(SPEC, [held()], sheet, [held()], decided).taken()
    assert (taken.mark, taken.cells) == ("", {"name": "丁四", "place": "四格", "count": "7"})
    now = [held(), HeldRow("8", taken.cells)]
    assert compare(SPEC, [held()], sheet, now).findings == ()


def test_a_column_that_is_not_there_was_not_emptied():
    sheet = came(CameRow(6, "1", {"name": "甲一", "place": "一格"}), missing=("phone", "count"))
    assert compare(SPEC, [held(count="2")], sheet, [held(count="2")]).findings == ()


def test_an_answer_is_new_until_it_was_taken_over():
    sheet = came(row(said="无误"))
    assert found(compare(SPEC, [held()], sheet, [held()])) == [("said", Differs.FILLED)]
    assert compare(SPEC, [held()], sheet, [held()], answered=True).findings == ()


VALUES = ("", "", "1", "2", "3")
KEYS = ("phone", "count")
NUMBERS = {"": "", "1": "13800000001", "2": "13800000002", "3": "13800000003"}


def cells_of(draw: random.Random) -> dict[str, str]:
    return {"phone": NUMBERS[draw.choice(VALUES)], "count": draw.choice(VALUES)}


@pytest.mark.parametrize("seed", range(400))
@pytest.mark.parametrize("side", list(Side))
def test_no_value_is_lost_and_none_is_overwritten_unasked(seed, side):
    draw = random.Random(seed)
    marks = [str(at) for at in range(5)]
    base = {mark: cells_of(draw) for mark in marks}
    names = {mark: {"name": f"人{mark}", "place": "格"} for mark in marks}
    sent = [HeldRow(mark, names[mark] | base[mark]) for mark in marks]
    office = {mark: base[mark] if draw.random() < 0.5 else cells_of(draw) for mark in marks}
    unit = {mark: base[mark] if draw.random() < 0.3 else cells_of(draw) for mark in marks}
    gone = {mark for mark in marks if draw.random() < 0.1}
    struck = {mark for mark in marks if draw.random() < 0.1}
    now = [HeldRow(mark, names[mark] | office[mark]) for mark in marks if mark not in gone]
    order = [mark for mark in marks if mark not in struck]
    draw.shuffle(order)
    sheet = came(
        *(
            CameRow(at, mark if draw.random() < 0.7 else "", names[mark] | unit[mark])
            for at, mark in enumerate(order, start=6)
        )
    )
    told = compare(SPEC, sent, sheet, now)
    decided = {
        one.place: Decision(side, one.seen) for one in told.findings if one.differs in DECIDED
    }
    settled = compare(SPEC, sent, sheet, now, decided)
    assert settled.to_decide == 0
    after = {mark: dict(office[mark]) for mark in marks}
    for taken in settled.taken():
        after[taken.mark] |= taken.cells
    places = {one.place: one for one in settled.findings}
    for mark in order:
        for key in KEYS:
            value, stood = unit[mark][key], office[mark][key]
            if mark in gone:
                assert unit[mark] == base[mark] or (mark, "") in places
                continue
            one = places.get((mark, key))
            # What the unit wrote stands now, or somebody was told of it.
            assert value == after[mark][key] or one is not None
            # What the office held stands unless the unit filled a gap, or its side was chosen.
            if after[mark][key] != stood:
                assert one is not None
                assert one.differs is Differs.FILLED or one.settled is Side.UNIT
                assert after[mark][key] == value != ""
    if side is Side.OFFICE:
        changed = [m for m in marks for k in KEYS if after[m][k] != office[m][k] and office[m][k]]
        assert changed == []


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("表号：K7Q2-9M4D-XX3T-81ZP　第 1 版", "K7Q29M4DXX3T81ZP"),
        ("表号 k7q2-9m4d-xx3t-81zp", "K7Q29M4DXX3T81ZP"),
        ("表号：K7Q2-9M4D-XX3T", ""),
        ("电话 0515-8888-1234-5678-9", ""),
        ("卡号 6222-0212-3456-7890", ""),
        ("", ""),
    ],
)
def test_the_number_of_a_workbook_is_found_in_what_stands_around_it(text, number):
    assert number_in(text) == number
    assert not number or number_in(shown_number(number)) == number
