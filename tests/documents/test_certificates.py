"""Certificates issued: numbered without gaps, signed, frozen; taken back and replaced."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace as changed

import pytest

from hrgrid.core.errors import UserError
from hrgrid.documents import queries, service
from hrgrid.documents.model import SigningKey
from hrgrid.documents.queries import Wanted, certificates
from hrgrid.documents.rules import CertificateState, Series, office_mark, shown_number
from hrgrid.documents.service import CertificateRequest, Decision
from hrgrid.paper.seal import verify
from hrgrid.storage.keys import read_key_file, write_key_file
from hrgrid.storage.office import Office
from hrgrid.storage.sealed import open_key_file, seal_key_file

PIONEERS = Series("苏政法网格", "XF", 2019, 3)
SKILLED = Series("苏政法网格", "NS", 2019, 4)
DAY = dt.date(2019, 4, 15)
DECISION = Decision("苏政法〔2019〕12号", DAY)
BATCH = "campaign:1"


def request(number, series=PIONEERS, name="张三", **changes):
    honour = "先锋网格员"
    asked = CertificateRequest(
        f"honour:{number}",
        series,
        name,
        "示例街道",
        with_unit=False,
        honour=honour,
        title=f"示例市“{honour}”",
        body=f"被命名为示例市“{honour}”。",
    )
    return changed(asked, **changes)


def issued(desk, *requests, decision=DECISION):
    return desk.write(lambda work: service.issue(work, BATCH, requests, decision))


def rows(desk, **wanted):
    return desk.read(lambda work: certificates(work, Wanted(BATCH, **wanted)))


def test_numbers_follow_the_order_of_the_roster_in_each_series(desk):
    several = [request(number) for number in (3, 1, 2)]
    assert issued(desk, *several, request(4, SKILLED), request(5, SKILLED)) == 5
    found = rows(desk)
    assert [(row.number, row.source) for row in found] == [
        ("苏政法网格〔2019〕XF001", "honour:3"),
        ("苏政法网格〔2019〕XF002", "honour:1"),
        ("苏政法网格〔2019〕XF003", "honour:2"),
        ("苏政法网格〔2019〕NS0001", "honour:4"),
        ("苏政法网格〔2019〕NS0002", "honour:5"),
    ]
    assert [row.serial for row in rows(desk, code="NS")] == [1, 2]
    assert [row.number[-5:] for row in rows(desk, first=2, last=2)] == ["XF002", "S0002"]


def test_issuing_again_gives_the_same_and_only_what_is_new_takes_a_number(desk):
    issued(desk, request(1), request(2))
    before = rows(desk)
    assert issued(desk, request(1), request(2)) == 0
    assert rows(desk) == before
    assert issued(desk, request(1), request(3), request(2)) == 1
    assert [row.source for row in rows(desk)] == ["honour:1", "honour:2", "honour:3"]


def test_every_code_says_what_the_certificate_says_and_is_signed_with_the_office_key(desk):
    issued(desk, request(1, name="𬱖云"), request(2))
    keys = desk.read(queries.public_keys)
    first, second = rows(desk)
    verdict = verify(first.code_text, keys)
    assert verdict.valid
    assert verdict.key_id == first.key_id == second.key_id
    told = verdict.statement
    assert (told.number, told.name, told.honour, told.unit, told.day) == (
        first.number,
        "𬱖云",
        "示例市“先锋网格员”",
        "示例街道",
        DAY,
    )
    sheet = desk.write(service.key_sheet)
    assert service.read_key_sheet(sheet, "公钥.json").keys == keys
    assert not verify(first.code_text.replace("𬱖云", "张三"), keys).valid
    with pytest.raises(UserError, match=r"“公钥\.json”不是证书公钥文件"):
        service.read_key_sheet(b'{"keys": {"A": "12"}}', "公钥.json")


def test_the_private_key_lies_in_the_key_file_and_nowhere_in_the_data(desk, engine_name):
    issued(desk, request(1))

    def held(work):
        content = read_key_file(work.session, work.location.file)
        code = work.session.get_one(Office, 1).code
        return open_key_file(work.keyring.data_key, code, content)

    found = desk.read(held)
    (name,) = [name for name in found if name.startswith("signing/")]
    assert name == f"signing/{rows(desk)[0].key_id}"
    assert len(found[name]) == 32
    if engine_name == "sqlite":
        assert found[name] not in desk.database.location.file.read_bytes()


def test_a_key_file_that_was_begun_anew_gets_another_key_and_the_old_codes_stay_true(desk):
    issued(desk, request(1))

    def lose(work):
        code = work.session.get_one(Office, 1).code
        content = seal_key_file(work.keyring.data_key, code, work.keyring.file_keys)
        write_key_file(work.session, work.location.file, content)

    desk.write(lose)
    issued(desk, request(2))
    first, second = rows(desk)
    assert first.key_id != second.key_id
    keys = desk.read(queries.public_keys)
    assert all(verify(row.code_text, keys).valid for row in (first, second))
    with desk.database.reading() as work:
        assert work.session.get_one(SigningKey, first.key_id).valid_to == work.today


def test_a_failed_issue_leaves_no_number_no_key_and_the_key_file_as_it_was(desk):
    content = desk.read(lambda work: read_key_file(work.session, work.location.file))

    def fail(work):
        service.issue(work, BATCH, [request(1)], DECISION)
        raise UserError("到此为止")

    with pytest.raises(UserError, match="到此为止"):
        desk.write(fail)
    assert rows(desk) == []
    assert desk.read(queries.public_keys) == {}
    assert desk.read(lambda work: read_key_file(work.session, work.location.file)) == content
    issued(desk, request(1))
    assert rows(desk)[0].number.endswith("XF001")


@pytest.mark.parametrize("decision", [Decision(" ", DAY), Decision("苏政法〔2019〕12号", None)])
def test_nothing_is_issued_without_a_decision(desk, decision):
    with pytest.raises(UserError, match="凭决定的文号和日期"):
        issued(desk, request(1), decision=decision)


def test_a_revoked_number_is_never_used_again(desk):
    issued(desk, request(1), request(2))
    number = rows(desk)[1].number
    with pytest.raises(UserError, match="须写明事由"):
        desk.write(lambda work: service.revoke(work, number))
    desk.write(lambda work: service.revoke(work, number), reason="弄虚作假")
    found = desk.read(lambda work: queries.certificate_by_number(work, number))
    assert (found.state, found.revoke_reason) == (CertificateState.REVOKED, "弄虚作假")
    with pytest.raises(UserError, match="没有编号为“苏政法网格〔2019〕XF002”的有效证书"):
        desk.write(lambda work: service.revoke(work, number), reason="再来")
    issued(desk, request(2))
    assert [row.number[-3:] for row in rows(desk)] == ["001", "002", "003"]


def test_a_replaced_certificate_is_void_and_its_successor_names_it(desk):
    issued(desk, request(1, name="张三"))
    (old,) = rows(desk)
    corrected = request(1, name="章三")
    new = desk.write(lambda work: service.replace(work, old.number, corrected), reason="错字")
    assert [(row.number, row.name, row.state) for row in rows(desk)] == [
        (old.number, "张三", CertificateState.REPLACED),
        (new, "章三", CertificateState.ISSUED),
    ]
    states = desk.read(queries.states_by_number)
    assert states == {old.number: CertificateState.REPLACED, new: CertificateState.ISSUED}
    with pytest.raises(UserError, match="可以换发"):
        desk.write(lambda work: service.replace(work, old.number, corrected), reason="再来")


def test_the_mark_of_the_office_stands_before_the_year():
    assert office_mark("苏政法〔2019〕12号") == "苏政法"
    assert office_mark(" 示委发 (2025) 3 号") == "示委发"
    assert office_mark("会议纪要第3号") == ""
    assert shown_number("XF001", 2) == "XF001（补2）"
