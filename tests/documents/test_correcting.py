"""Duplicates of a lost certificate, and another one in place of a wrong one."""

from __future__ import annotations

import pytest

from hrgrid.core.errors import UserError
from hrgrid.documents import queries, service
from hrgrid.documents.queries import Sought, Wanted
from hrgrid.documents.rules import CertificateState, Standing
from hrgrid.documents.service import Correction
from hrgrid.paper.codes import PageCode
from hrgrid.paper.seal import verify
from tests.documents.build import BATCH, issued, name_of

NUMBER = "苏政法网格〔2019〕NS0001"


def rows(desk):
    return desk.read(lambda work: queries.certificates(work, Wanted(BATCH)))


def duplicated(desk, reason="遗失"):
    return desk.write(lambda work: service.duplicate(work, NUMBER), reason=reason)


def test_a_duplicate_keeps_number_text_and_day_and_says_which_copy_it_is(desk):
    issued(desk, NS=2)
    assert duplicated(desk) == f"{NUMBER}（补1）"
    assert duplicated(desk) == f"{NUMBER}（补2）"
    first, one, two, _ = rows(desk)
    assert [one.copy_no, two.copy_no] == [1, 2]
    assert (one.body, one.day, one.name, one.source) == (
        first.body,
        first.day,
        first.name,
        first.source,
    )
    keys = desk.read(queries.public_keys)
    told = verify(one.code_text, keys)
    assert told.valid
    assert told.statement.number == f"{NUMBER}（补1）"
    assert told.statement.honour == "示例市“能手网格员”"
    listed = desk.read(lambda work: queries.listed(work, Sought(BATCH)))
    assert [row.standing for row in listed] == [Standing.WAITING] * 4


def test_a_duplicate_needs_a_reason_and_a_certificate_in_force(desk):
    issued(desk, NS=1)
    with pytest.raises(UserError, match="须写明事由"):
        duplicated(desk, reason="")
    duplicated(desk)
    desk.write(lambda work: service.revoke(work, NUMBER), reason="弄虚作假")
    assert {row.state for row in rows(desk)} == {CertificateState.REVOKED}
    with pytest.raises(UserError, match=r"没有编号为.*可以补发"):
        duplicated(desk)


def test_a_duplicate_is_verified_by_its_own_number(desk):
    issued(desk, NS=1)
    duplicated(desk)
    book = desk.read(service.verification_book)
    copy = rows(desk)[1]
    [row] = service.verified([PageCode(1, copy.code_text)], book)
    assert (row.finding.valid, row.number) == (True, f"{NUMBER}（补1）")
    desk.write(lambda work: service.revoke(work, NUMBER), reason="弄虚作假")
    [row] = service.verified([PageCode(1, copy.code_text)], desk.read(service.verification_book))
    assert (row.finding.valid, row.finding.label) == (False, "已撤销")


def test_a_corrected_certificate_takes_a_new_number_and_the_old_one_is_void(desk):
    issued(desk, NS=2)
    duplicated(desk)
    old = rows(desk)[0]
    told = Correction("章三", old.unit, with_unit=True, body=old.body)
    new = desk.write(lambda work: service.correct(work, NUMBER, told), reason="姓名错字")
    assert new.endswith("NS0003")
    found = {row.shown: row for row in rows(desk)}
    assert found[NUMBER].state is CertificateState.REPLACED
    assert found[f"{NUMBER}（补1）"].state is CertificateState.REPLACED
    assert (found[new].name, found[new].with_unit) == ("章三", True)
    statement = verify(found[new].code_text, desk.read(queries.public_keys)).statement
    assert (statement.name, statement.honour) == ("章三", "示例市“能手网格员”")


def test_a_correction_that_changes_nothing_or_cannot_be_printed_is_refused(desk):
    issued(desk, NS=1)
    (old,) = rows(desk)

    def corrected(**changes):
        told = {"name": old.name, "unit": old.unit, "with_unit": False, "body": old.body}
        correction = Correction(**(told | changes))
        desk.write(lambda work: service.correct(work, NUMBER, correction), reason="错字")

    with pytest.raises(UserError, match="一字不差"):
        corrected()
    with pytest.raises(UserError, match="不能空着"):
        corrected(name=" ")
    with pytest.raises(UserError, match="张"):
        corrected(name="张\U0002ebf0")
    assert rows(desk) == [old]
    assert old.name == name_of(1)
