"""Encrypted values: only with the key, only where they belong, and never shown by accident."""

from __future__ import annotations

import hmac
import logging

import pytest
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import LargeBinary, text

from hrgrid.core.errors import UserError
from hrgrid.core.faults import fault_text
from hrgrid.storage.sealed import JOURNAL, Keyring, open_key_file, seal_key_file
from hrgrid.storage.work import Circumstances
from tests.storage.deeds import column

KEY = bytes(range(32))
RING = Keyring(KEY, {JOURNAL: bytes(range(32, 64))})
OTHER = Keyring(bytes(range(1, 33)))
ID = "person.id_number"
NUMBER = "110105194912310021"
TEXTS = st.text(st.characters(exclude_categories=("Cs",)), max_size=200)


@given(TEXTS, TEXTS)
def test_what_is_sealed_is_opened_again_in_its_context(context, content):
    sealed = RING.seal(context, content)
    assert RING.open(context, sealed) == content
    if len(content) > 3:
        assert content.encode() not in sealed


@given(st.lists(st.none() | TEXTS, max_size=5))
def test_many_are_sealed_as_one(contents):
    sealed = RING.seal_all(ID, contents)
    assert [one and RING.open(ID, one) for one in sealed] == contents
    assert len(set(filter(None, sealed))) == sum(one is not None for one in contents)


@given(TEXTS, TEXTS)
def test_a_mac_is_the_standard_s(context, content):
    key = HKDF(SHA256(), 32, None, b"hrgrid mac").derive(KEY)
    message = context.encode() + b"\0" + content.encode()
    assert RING.mac(context, content) == hmac.digest(key, message, "sha256")[:16]


@given(st.lists(st.none() | TEXTS, max_size=5))
def test_many_macs_are_those_of_each(contents):
    expected = [None if content is None else RING.mac(ID, content) for content in contents]
    assert RING.macs(ID, contents) == expected


def test_the_same_text_never_looks_the_same_twice():
    assert len({RING.seal(ID, NUMBER) for _ in range(50)}) == 50


def test_a_value_moved_to_another_column_is_refused():
    sealed = RING.seal(ID, NUMBER)
    for context in ("person.phone", "person.id_number2", "", "Person.id_number"):
        with pytest.raises(UserError, match=r"解不开，可能已损坏或被改动"):
            RING.open(context, sealed)


def test_another_office_s_key_opens_nothing():
    with pytest.raises(UserError, match="解不开"):
        OTHER.open(ID, RING.seal(ID, NUMBER))


def test_every_changed_bit_and_every_lost_byte_is_noticed():
    sealed = RING.seal(ID, NUMBER)
    for place in range(len(sealed)):
        for bit in range(8):
            changed = bytearray(sealed)
            changed[place] ^= 1 << bit
            with pytest.raises(UserError, match="解不开"):
                RING.open(ID, bytes(changed))
    for size in range(len(sealed)):
        with pytest.raises(UserError, match="解不开"):
            RING.open(ID, sealed[:size])
    with pytest.raises(UserError, match="解不开"):
        RING.open(ID, sealed + b"\0")


@settings(max_examples=50)
@given(TEXTS, TEXTS)
def test_equal_texts_have_equal_macs_and_others_do_not(one, other):
    assert RING.mac(ID, one) == RING.mac(ID, one)
    assert len(RING.mac(ID, one)) == 16
    assert (RING.mac(ID, one) == RING.mac(ID, other)) is (one == other)
    assert RING.mac("person.phone", one) != RING.mac(ID, one)
    assert OTHER.mac(ID, one) != RING.mac(ID, one)


def test_a_context_and_its_text_do_not_run_into_each_other():
    assert RING.mac("a", "bc") != RING.mac("ab", "c")


# --- the key file -------------------------------------------------------------------------------


def test_the_key_file_gives_its_keys_back_to_its_office_alone():
    content = seal_key_file(KEY, "office-1", RING.file_keys)
    assert open_key_file(KEY, "office-1", content) == dict(RING.file_keys)
    assert RING.file_keys[JOURNAL].hex().encode() not in content
    for key, office in ((KEY, "office-2"), (OTHER.data_key, "office-1")):
        with pytest.raises(UserError, match="不是本机构这份数据的，或已损坏"):
            open_key_file(key, office, content)


def test_a_key_renamed_inside_the_key_file_is_refused():
    content = seal_key_file(KEY, "office-1", {"journal": b"j" * 32, "signing": b"s" * 32})
    renamed = content.replace(b'"journal"', b'"_"').replace(b'"signing"', b'"journal"')
    with pytest.raises(UserError, match="已损坏"):
        open_key_file(KEY, "office-1", renamed)


DAMAGED = [
    b"",
    b"\xff\xfe\x00",
    b"null",
    b"[]",
    b"7",
    b'"text"',
    b"{}",
    b'{"keys": null}',
    b'{"keys": []}',
    b'{"keys": "ab"}',
    b'{"keys": {"journal": null}}',
    b'{"keys": {"journal": 7}}',
    b'{"keys": {"journal": ""}}',
    b'{"keys": {"journal": "zz"}}',
    b'{"keys": {"journal": "01"}}',
    b'{"keys": {"journal": "01ffff"}}',
    b"[" * 100_000,
]


@pytest.mark.parametrize("content", DAMAGED, ids=[repr(each[:30]) for each in DAMAGED])
def test_a_damaged_key_file_is_told_in_a_sentence(content):
    with pytest.raises(UserError, match=r"已损坏.*从同一份备份中把它拷回"):
        open_key_file(KEY, "office-1", content)


def test_a_changed_key_file_is_told_or_still_gives_the_same_keys():
    content = seal_key_file(KEY, "office-1", RING.file_keys)
    told = 0
    for place in range(len(content)):
        changed = bytearray(content)
        changed[place] ^= 0x04
        try:
            found = open_key_file(KEY, "office-1", bytes(changed))
        except UserError as error:
            told += "已损坏" in error.sentence
        else:
            # The office's name stands there for people; the keys are bound to the true one.
            assert found == dict(RING.file_keys)
    assert told > len(content) * 3 // 4


# --- nothing slips out --------------------------------------------------------------------------


def secrets_of(ring):
    return [ring.data_key, *ring.file_keys.values()]


def test_no_key_is_shown_where_its_holder_is_shown(desk):
    ring = desk.keyring
    shown = [repr(ring), str(ring), repr(desk), repr(Circumstances(keyring=ring)), f"{ring}"]
    shown.append(logging.Formatter().format(_log_record(ring)))
    for secret in secrets_of(ring):
        for text_shown in shown:
            assert secret.hex() not in text_shown
            assert repr(secret)[2:-1] not in text_shown


def _log_record(ring):
    return logging.LogRecord("x", logging.ERROR, __file__, 1, "%s %r", (ring, ring), None)


def test_no_key_reaches_a_report_of_a_fault(desk):
    try:
        desk.write(lambda work: work.session.execute(text(f"SELECT {work.keyring!r} FROM no")))
    except Exception as fault:  # noqa: BLE001 - whatever it is, it is put on file
        shown = fault_text(fault)
    for secret in secrets_of(desk.keyring):
        assert secret.hex() not in shown
        assert repr(secret)[2:-1] not in shown


def test_no_key_lies_in_the_data_or_the_journal_in_clear(database, desk, tmp_path):
    desk.write(lambda work: work.record("look", repr(work.keyring), str(work.circumstances)))
    found = [value for table in _tables(database) for value in _values(database, table)]
    assert found
    for secret in secrets_of(desk.keyring):
        for value in found:
            stored = value if isinstance(value, bytes) else str(value).encode()
            assert secret not in stored
            assert secret.hex().encode() not in stored
        for path in tmp_path.iterdir():
            if path.is_file():
                assert secret not in path.read_bytes()
                assert secret.hex().encode() not in path.read_bytes()


def _tables(database):
    from hrgrid import schema

    return [*schema.metadata.sorted_tables]


def _values(database, table):
    for each in table.columns:
        name = f'"{each.name}"'
        if isinstance(each.type, LargeBinary):
            yield from map(bytes, column(database, f"SELECT {name} FROM {table.name}"))
        else:
            yield from column(database, f"SELECT {name} FROM {table.name}")
