"""Beside the printing: numbers in use, seals used, hand-overs, keys in turn, sheets of keys."""

from __future__ import annotations

import datetime as dt
import json

import openpyxl
import pypdf
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hrgrid.core.errors import UserError
from hrgrid.documents import queries, service
from hrgrid.documents.papers.registers import (
    Place,
    in_order_of_places,
    write_handover_list,
    write_number_report,
    write_preflight,
    write_seal_register,
)
from hrgrid.documents.queries import Wanted, certificates
from hrgrid.documents.queries.registers import handovers, numbers_in_use, seal_uses
from hrgrid.documents.rules import gaps
from hrgrid.documents.service import Finding, PrintOrder, SealOrder
from hrgrid.paper.certificate import Concern, Note
from hrgrid.paper.codes import PageCode
from hrgrid.paper.forms import Form
from hrgrid.paper.seal import verify
from tests.documents.build import BATCH, DAY, DECISION, issued, request

ORDER = PrintOrder(BATCH, "一号机", "a4")


def rows(desk):
    return desk.read(lambda work: certificates(work, Wanted(BATCH)))


def revoked(desk, number):
    desk.write(lambda work: service.revoke(work, number), reason="名单核减")


# --- numbers


@given(st.sets(st.integers(1, 40)), st.integers(0, 40))
def test_gaps_are_all_serials_that_nobody_holds_and_no_other(held, taken):
    told = {one for first, last in gaps(sorted(held), taken) for one in range(first, last + 1)}
    assert told == set(range(1, taken + 1)) - held


def test_every_number_is_in_force_or_told_why_not_and_none_is_missing(desk, tmp_path):
    issued(desk, XF=2, NS=5)
    revoked(desk, "苏政法网格〔2019〕NS0003")
    found = {row.code: row for row in desk.read(numbers_in_use)}
    assert (found["NS"].taken, found["NS"].in_force, found["NS"].missing) == (5, 4, ())
    assert found["NS"].revoked == ("苏政法网格〔2019〕NS0003",)
    assert (found["XF"].taken, found["XF"].in_force) == (2, 2)
    path = tmp_path / "编号.xlsx"
    write_number_report(desk, path, Form.XLSX)
    told = [[cell.value for cell in line] for line in openpyxl.load_workbook(path).active]
    assert any("没有缺号" in str(cell) for line in told for cell in line)
    assert any("NS0003" in str(cell) for line in told for cell in line)


# --- seals


def order(**changes):
    told = {
        "batch": BATCH,
        "paper": "荣誉证书",
        "copies": 1110,
        "document_no": "苏政法〔2019〕12号",
        "approver": "王主任",
        "used_on": dt.date(2019, 4, 15),
    }
    return SealOrder(**(told | changes))


def test_a_use_of_the_seal_is_on_paper_with_who_approved_it(desk, tmp_path):
    desk.write(lambda work: service.note_seal_use(work, order()))
    (row,) = desk.read(seal_uses)
    assert (row.paper, row.copies, row.approver) == ("荣誉证书", 1110, "王主任")
    for form in (Form.XLSX, Form.PDF):
        written = write_seal_register(desk, tmp_path / f"用印.{form.value}", form)
        assert written.rows == 1
    text = pypdf.PdfReader(tmp_path / "用印.pdf").pages[0].extract_text()
    assert "用印登记簿" in text
    assert "王主任" in text
    assert "苏政法〔2019〕12号" in text


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"approver": " "}, "没有写批准人"),
        ({"document_no": ""}, "没有写依据的文号"),
        ({"paper": ""}, "没有写用印的文书"),
        ({"copies": 0}, "份数要写 1"),
        ({"used_on": dt.date(2999, 1, 1)}, "还没有到"),
    ],
)
def test_a_seal_without_a_basis_is_not_noted(desk, change, sentence):
    with pytest.raises(UserError, match=sentence):
        desk.write(lambda work: service.note_seal_use(work, order(**change)))
    assert desk.read(seal_uses) == []


# --- hand-over


def printed(desk):
    ids = [row.id for row in rows(desk)]
    desk.write(lambda work: service.note_printed_outside(work, ORDER, ids))
    return ids


def test_what_was_printed_is_handed_over_once_with_who_took_it(desk):
    issued(desk, NS=3)
    ids = printed(desk)
    day = dt.date(2019, 4, 20)
    assert desk.write(lambda work: service.hand_over(work, BATCH, ids[:2], "钱七", day)) == 2
    assert desk.write(lambda work: service.hand_over(work, BATCH, ids, "孙八", day)) == 1
    found = desk.read(lambda work: handovers(work, BATCH))
    assert [found[one].receiver for one in ids] == ["钱七", "钱七", "孙八"]
    with pytest.raises(UserError, match="都已登记领取"):
        desk.write(lambda work: service.hand_over(work, BATCH, ids, "李九", day))


def test_what_is_not_printed_is_not_handed_over(desk):
    issued(desk, NS=2)
    ids = [row.id for row in rows(desk)]
    with pytest.raises(UserError, match="打好确认过"):
        desk.write(lambda work: service.hand_over(work, BATCH, ids, "钱七", DAY))
    with pytest.raises(UserError, match="没有写领取人"):
        desk.write(lambda work: service.hand_over(work, BATCH, ids, " ", DAY))


def places(_, found):
    return [Place("乙区" if row.serial % 2 else "甲区", f"{row.serial % 3}街道") for row in found]


def test_a_hand_over_list_parts_the_packs_by_district_and_street(desk, tmp_path):
    issued(desk, NS=7)
    ids = printed(desk)
    desk.write(lambda work: service.hand_over(work, BATCH, ids[:1], "钱七", DAY))
    path = tmp_path / "领取.pdf"
    assert write_handover_list(desk, BATCH, "示例", path, Form.PDF, places=places).rows == 7
    first, second = (page.extract_text() for page in pypdf.PdfReader(path).pages)
    assert "乙区" in first
    assert "4 张" in first
    assert "钱七" in first
    assert "甲区" in second
    assert "3 张" in second
    assert "乙区" not in second
    ordered = desk.read(lambda work: in_order_of_places(work, rows(desk), places))
    assert [row.serial for row in ordered] == [1, 7, 3, 5, 2, 4, 6]


# --- what was found before issuing


def test_a_character_without_a_glyph_stands_on_the_report_by_its_code_point(desk, tmp_path):
    lost = "\U0002ebf0"
    note = Note(Concern.GLYPH, 0, "", f"张{lost}", f"没有字体能印“{lost}”（U+2EBF0）", "先不印")
    path = tmp_path / "检查.pdf"
    write_preflight(desk, "示例", [note], path, Form.PDF, count=1)
    text = pypdf.PdfReader(path).pages[0].extract_text()
    assert "张〔U+2EBF0〕" in text.replace("\n", "")
    assert "缺字" in text


# --- keys and sheets of keys


def test_another_key_signs_and_what_the_old_one_signed_stays_true(desk):
    issued(desk, NS=1)
    (old,) = rows(desk)
    made = desk.write(service.rotate_key, reason="按年更换")
    issued(desk, batch="campaign:2", XF=1)
    new = desk.read(lambda work: certificates(work, Wanted("campaign:2")))[0]
    assert (new.key_id, old.key_id != made) == (made, True)
    keys = desk.read(queries.public_keys)
    assert verify(old.code_text, keys).valid
    assert verify(new.code_text, keys).valid


def test_a_key_is_changed_with_a_reason_and_only_where_there_is_one(desk):
    with pytest.raises(UserError, match="还没有签过证书"):
        desk.write(service.rotate_key, reason="按年更换")
    issued(desk, NS=1)
    with pytest.raises(UserError):
        desk.write(service.rotate_key)


def sheet(desk):
    return desk.write(service.key_sheet)


def finding(desk, content, row):
    given_ = service.read_key_sheet(content, "公钥.json")
    book = service.Book(given_.keys, given_.states)
    return service.verified([PageCode(1, row.code_text)], book)[0].finding


def test_a_sheet_says_what_is_revoked_and_grows_an_edition_when_something_changed(desk):
    issued(desk, NS=3)
    first = sheet(desk)
    assert sheet(desk) == first
    row = rows(desk)[1]
    assert finding(desk, first, row) is Finding.UNKNOWN
    revoked(desk, row.number)
    second = sheet(desk)
    told = [service.read_key_sheet(content, "公钥.json").edition for content in (first, second)]
    assert told == [1, 2]
    assert finding(desk, second, row) is Finding.REVOKED
    assert finding(desk, second, rows(desk)[0]) is Finding.UNKNOWN


@pytest.mark.parametrize("change", ["revoked", "keys", "edition", "office"])
def test_a_sheet_that_was_changed_is_refused(desk, change):
    issued(desk, NS=1)
    revoked(desk, rows(desk)[0].number)
    told = json.loads(sheet(desk))
    told[change] = {
        "revoked": {},
        "keys": told["keys"] | {"FFFFFFFF": "00" * 32},
        "edition": 9,
        "office": "别的机关",
    }[change]
    with pytest.raises(UserError, match="被改动过"):
        service.read_key_sheet(json.dumps(told).encode(), "公钥.json")


def test_a_sheet_from_before_revocations_is_still_read(desk):
    issued(desk, NS=1)
    keys = {name: public.hex() for name, public in desk.read(queries.public_keys).items()}
    old = service.read_key_sheet(json.dumps({"keys": keys}).encode(), "公钥.json")
    assert (old.states, old.edition) == ({}, 0)


# --- looked at before issuing


def test_what_would_print_a_box_or_run_off_takes_no_number(desk):
    long = request(2, name="张三", unit="单位" * 60, with_unit=True)
    for wrong, sentence in (
        (request(1, name="张\U0002ebf0"), "U\\+2EBF0"),
        (long, "一行放不下"),
        (request(3, body="很长的正文，" * 60), "正文太长"),
        (request(4, body=" "), "没有正文"),
    ):
        asked = [request(9, name="李四"), wrong]
        with pytest.raises(UserError, match=f"签发前检查没有通过.*{sentence}.*编号没有用掉"):
            desk.write(lambda work, asked=asked: service.issue(work, BATCH, asked, DECISION))
    assert rows(desk) == []
    issued(desk, NS=1)
    assert rows(desk)[0].serial == 1
