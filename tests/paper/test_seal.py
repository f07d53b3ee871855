"""校验码: whoever reads it sees what it says, and nothing of it can be changed unseen."""

from __future__ import annotations

import dataclasses
import datetime as dt

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st

from hrgrid.paper.seal import Signer, Statement, new_key, payload, verify
from tests.paper.honoured import DAY, RARE

PRIVATE, PUBLIC = new_key()
KEYS = {"2019A": PUBLIC}
SIGNER = Signer("2019A", PRIVATE)
STATEMENT = Statement("苏政法网格〔2019〕XF001", "翟卫华", "苏州市“先锋网格员”", "张家港市", DAY)


def test_the_sentences_are_plain():
    assert payload(STATEMENT, "2019A") == (
        "编号：苏政法网格〔2019〕XF001\n姓名：翟卫华\n称号：苏州市“先锋网格员”\n单位：张家港市\n"
        "日期：2019年4月15日\n校验：2019A"
    )
    without = dataclasses.replace(STATEMENT, unit="")
    assert "单位" not in payload(without, "2019A")


@pytest.mark.parametrize("name", RARE)
def test_a_true_code_is_valid_and_says_what_was_signed(name):
    statement = dataclasses.replace(STATEMENT, name=name)
    verdict = verify(SIGNER.code(statement), KEYS)
    assert verdict.valid
    assert (verdict.statement, verdict.key_id, verdict.fault) == (statement, "2019A", "")


def test_the_signature_is_that_of_the_standard():
    """RFC 8032, 7.1: the public key of a private key of nothing but zeros is known."""
    code = Signer("zero", bytes(32)).code(STATEMENT)
    known = bytes.fromhex("3b6a27bcceb6a42d62a3a8d02a6f0d73653215771de243a63ac048a18b59da29")
    assert verify(code, {"zero": known}).valid
    assert code == Signer("zero", bytes(32)).code(STATEMENT)


def test_no_character_can_be_changed():
    code = SIGNER.code(STATEMENT)
    for at, character in enumerate(code):
        other = "8" if character != "8" else "3"
        assert not verify(code[:at] + other + code[at + 1 :], KEYS).valid, at
        assert not verify(code[:at] + code[at + 1 :], KEYS).valid, at
    assert not verify(code[:-155] + "9" * 155, KEYS).valid


@given(st.text())
def test_anything_else_is_no_code(text):
    assert not verify(text, KEYS).valid


def test_what_is_wrong_is_said():
    code = SIGNER.code(STATEMENT)
    assert verify(code, {}).fault == "没有编号为“2019A”的公钥，无法核验"
    forged = verify(code.replace("翟卫华", "瞿卫华"), KEYS)
    assert forged.fault == "签名不符：内容被改动过，或不是本机关所发"
    assert forged.statement.name == "瞿卫华"
    assert verify("翟卫华", KEYS).fault == "不是本系统的校验码"
    assert not verify(code, {"2019A": new_key()[1]}).valid


def test_a_signature_for_something_else_is_none():
    text = payload(STATEMENT, "2019A")
    bare = Ed25519PrivateKey.from_private_bytes(PRIVATE).sign(text.encode())
    code = f"{text} {int.from_bytes(bare, 'big'):0155d}"
    assert not verify(code, KEYS).valid


@pytest.mark.parametrize(
    "change",
    [
        {"name": "翟\n卫华"},
        {"name": "翟卫华 "},
        {"number": ""},
        {"unit": "张家港市\n称号：先锋"},
    ],
)
def test_a_statement_that_could_be_read_in_two_ways_is_not_signed(change):
    with pytest.raises(ValueError, match="code"):
        SIGNER.code(dataclasses.replace(STATEMENT, **change))


@pytest.mark.parametrize("key_id", ["", "二", "a b", "x" * 17])
def test_the_name_of_a_key_is_short_and_plain(key_id):
    with pytest.raises(ValueError, match="name of its key"):
        payload(STATEMENT, key_id)


def test_an_impossible_day_is_no_code():
    code = SIGNER.code(STATEMENT)
    assert verify(code.replace("4月15日", "4月31日"), KEYS).statement is None
    assert verify(code.replace("4月15日", "04月15日"), KEYS).statement is None
    assert dt.date(2019, 4, 15) == verify(code, KEYS).statement.day
