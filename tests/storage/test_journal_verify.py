"""Whoever changes the journal is found out, by the chain, the key or a head held elsewhere."""

from __future__ import annotations

import datetime as dt
import shutil
import time
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, insert, text, update
from sqlalchemy.orm import Session

from hrgrid.accounts.service import sign_in
from hrgrid.core.errors import UserError
from hrgrid.core.progress import Progress
from hrgrid.storage import journal
from hrgrid.storage.anchors import anchor, anchored
from hrgrid.storage.backup import back_up
from hrgrid.storage.checks import check
from hrgrid.storage.database import Database
from hrgrid.storage.journal import Head
from hrgrid.storage.location import Location
from hrgrid.storage.restore import restore
from tests.storage.deeds import column, only, powerless
from tests.storage.tampering import TABLE, TAMPERINGS, entry, last_seq


def recorded(count, start=0):
    """A job with `count` entries."""

    def job(work):
        for number in range(start, start + count):
            work.record("grade", f"第{number}号", "年终", after={"points": number})

    return job


def report(database, key, known=(), head_hash=None):
    with database.reading() as work:
        return journal.verify(work.session, key, Progress(), list(known), head_hash)


CLERKS = {}


@pytest.fixture
def clerk(office):
    """The person of the module's office, with some thirty entries behind him."""
    if office not in CLERKS:
        CLERKS[office] = sign_in(office, "经办人")
        for size in (1, 5, 12, 3, 9):
            CLERKS[office].write(recorded(size))
    return CLERKS[office]


def test_an_untouched_journal_verifies_with_and_without_its_key(office, clerk):
    count = len(column(office, "SELECT seq FROM journal_entry"))
    with office.reading() as work:
        newest = journal.head(work.session)
    for key in (clerk.keyring.journal_key, None):
        found = report(office, key, [newest], newest.hash)
        assert found.findings == ()
        assert found.ok
        assert (found.entries, found.head, found.signed) == (count, newest.hash, key is not None)


@pytest.mark.parametrize("tampering", TAMPERINGS, ids=lambda each: each.name)
def test_each_manipulation_is_named(office, clerk, tampering):
    findings = findings_after(office, tampering, clerk.keyring.journal_key)
    at = 20
    wanted = tampering.found.format(before=at - 1, at=at, next=at + 1)
    assert any(wanted in each for each in findings), findings


@pytest.mark.parametrize("tampering", TAMPERINGS, ids=lambda each: each.name)
def test_without_the_key_chain_and_order_are_still_checked(office, clerk, tampering):
    findings = findings_after(office, tampering, None)
    assert bool(findings) is not tampering.needs_key, findings


def findings_after(database, tampering, key, at=20):
    """Manipulate, verify, and take it back."""
    with database.engine.execution_options(hrgrid_writes=True).connect() as connection:
        with powerless(connection):
            seq = last_seq(connection)
            known = [Head(seq, _hash_at(connection, seq))] if tampering.needs_head else []
            tampering.do(connection, at)
            with Session(connection) as session:
                found = journal.verify(session, key, Progress(), known)
        connection.rollback()
    return found.findings


def _hash_at(connection, seq):
    return entry(connection, seq)["hash"]


def test_a_head_on_paper_finds_the_cut_tail(office, clerk):
    with office.reading() as work:
        newest = journal.head(work.session)
    with office.engine.execution_options(hrgrid_writes=True).connect() as connection:
        with powerless(connection):
            next(each for each in TAMPERINGS if each.name == "tail cut").do(connection, 20)
            with Session(connection) as session:
                key = clerk.keyring.journal_key
                found = journal.verify(session, key, Progress(), head_hash=newest.hash)
        connection.rollback()
    assert found.findings == (
        f"留痕里没有哈希为 {newest.hash} 的一条：末尾被截断、放回了旧文件，或哈希抄错了",
    )


def test_a_stranger_s_key_signs_nothing(office, clerk):
    findings = report(office, b"\x01" * 32).findings
    assert len(findings) == min(50, len(column(office, "SELECT seq FROM journal_entry")))
    assert all("签名不符" in each for each in findings)
    assert "第 1 条" in findings[0]


def test_an_entry_dated_back_is_named(office, clerk):
    with office.engine.execution_options(hrgrid_writes=True).connect() as connection:
        with powerless(connection):
            early = {"at": "2020-01-01T00:00:00.000000Z"}
            connection.execute(update(TABLE).where(TABLE.c.seq == 20).values(**early))
            with Session(connection) as session:
                found = journal.verify(session, None, Progress())
        connection.rollback()
    assert any("第 20 条的时间早于前一条" in each for each in found.findings)


@only("sqlite")
@pytest.mark.parametrize("value", ["X'FF00'", "3.5", "'x'", "12345678901234567890"])
def test_a_value_of_another_kind_is_named_and_stops_nothing(office, clerk, value):
    """A flipped bit can make bytes of a text, or a text of a number."""
    with office.engine.execution_options(hrgrid_writes=True).connect() as connection:
        with powerless(connection):
            for name in (column.name for column in TABLE.columns):
                kept = entry(connection, 6)
                change = f'UPDATE journal_entry SET "{name}" = {value} WHERE seq = 6'
                connection.execute(text(change))
                with Session(connection) as session:
                    key = clerk.keyring.journal_key
                    found = journal.verify(session, key, Progress()).findings
                assert 0 < len(found) <= 4, (name, found)
                told = "；".join(found)
                assert "第 6 条" in told or "第 5 条" in told, (name, found)
                assert "-" not in told, found
                connection.execute(delete(TABLE).where(TABLE.c.hash == kept["hash"]))
                connection.execute(delete(TABLE).where(TABLE.c.prev_hash == kept["prev_hash"]))
                connection.execute(insert(TABLE).values(**kept))
        connection.rollback()


def test_the_check_of_the_whole_data_reads_the_journal_too(office, clerk):
    assert check(office, keyring=clerk.keyring) == []


@only("sqlite")
def test_an_old_file_put_back_is_named_by_the_head_of_this_machine(place, tmp_path, clock):
    path, old = Path(place), tmp_path / "旧.hrg"
    with Database.open(path, clock=clock) as database:
        desk = sign_in(database, "经办人")
        desk.write(recorded(5))
        code = column(database, "SELECT code FROM office")[0]
        key = desk.keyring.journal_key
    shutil.copyfile(path, old)
    with Database.open(path, clock=clock) as database:
        desk = sign_in(database, "经办人")
        desk.write(recorded(5))
        desk.close()
    known = anchored(code)
    shutil.copyfile(old, path)
    with Database.open(path, clock=clock) as database:
        findings = report(database, key, known).findings
        assert len(findings) == 1
        assert "末尾被截断，或放回了旧文件" in findings[0]
        # Work goes on upon the old file, past the number of the head.
        sign_in(database, "经办人").write(recorded(20))
        findings = report(database, key, known).findings
        assert len(findings) == 1
        assert f"第 {known[0].seq} 条与在别处留存的首部哈希不同" in findings[0]
    # Two more sessions end on the old file: the trace stays.
    for _ in range(2):
        with Database.open(path, clock=clock) as database:
            sign_in(database, "经办人").close()
        assert known[0] in anchored(code)
    with Database.open(path, clock=clock) as database:
        findings = report(database, key, anchored(code)).findings
        assert len(findings) == 1
        assert f"第 {known[0].seq} 条与在别处留存的首部哈希不同" in findings[0]


@only("sqlite")
def test_a_restore_that_the_journal_tells_of_explains_the_lost_head(place, tmp_path, clock):
    path = Path(place)
    with Database.open(path, clock=clock) as database:
        made = back_up(database, tmp_path / "备份").path
        desk = sign_in(database, "经办人")
        desk.write(recorded(5))
        code = column(database, "SELECT code FROM office")[0]
        lost = anchor(database)
    path.unlink()
    clock.move(dt.timedelta(minutes=1))
    assert restore(made, Location.of(path)).file == path
    with Database.open(path, clock=clock) as database:
        assert len(report(database, None, anchored(code)).findings) == 1
        key = sign_in(database, "经办人").keyring.journal_key
        anchor(database)
        assert lost not in anchored(code)
        assert report(database, key, anchored(code)).findings == ()


@only("sqlite")
def test_a_copy_to_practise_on_raises_no_alarm(place, tmp_path, clock):
    copy = tmp_path / "练习.hrg"
    shutil.copyfile(place, copy)
    shutil.copyfile(f"{place}.keys", f"{copy}.keys")
    for path, entries in ((place, 9), (copy, 3), (place, 2), (copy, 5)):
        with Database.open(path, clock=clock) as database:
            desk = sign_in(database, "经办人")
            desk.write(recorded(entries))
            anchor(database)
            code = column(database, "SELECT code FROM office")[0]
            assert report(database, desk.keyring.journal_key, anchored(code)).findings == ()


def test_heads_of_one_number_are_each_looked_for(office, clerk):
    with office.reading() as work:
        newest = journal.head(work.session)
    for known in ([newest, Head(newest.seq, "0" * 64)], [Head(newest.seq, "0" * 64), newest]):
        findings = report(office, None, known).findings
        assert len(findings) == 1
        assert "与在别处留存的首部哈希不同" in findings[0]


def test_the_head_of_this_machine_is_the_newest_and_survives_a_damaged_note(database, desk, clock):
    desk.write(recorded(3))
    newest = anchor(database)
    code = column(database, "SELECT code FROM office")[0]
    assert anchored(code) == [newest]
    from hrgrid.storage.anchors import _path

    for damage in (b"", b"{", b'{"x": [{"seq": "x"}]}', b'{"x": 1}', b"\xff\xfe", b"[]"):
        _path(code).write_bytes(damage)
        assert anchored(code) == []
    assert anchored("unknown") == []


TEXTS = st.text(st.characters(exclude_categories=("Cs",), exclude_characters="\0"), max_size=300)
RECORDS = st.tuples(
    st.text("abcdefgh_", min_size=1, max_size=40),
    TEXTS,
    TEXTS,
    st.recursive(
        st.none() | st.booleans() | st.integers() | TEXTS,
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXTS, inner, max_size=3),
        max_leaves=6,
    ),
)


@settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    units=st.lists(st.lists(RECORDS, max_size=5), max_size=4), failing=st.sets(st.integers(0, 3))
)
def test_whatever_is_recorded_in_whatever_units_verifies(office, clerk, units, failing):
    with office.reading() as work:
        before = journal.head(work.session)
    for number, unit in enumerate(units):
        _write_or_fail(clerk, unit, fails=number in failing)
    kept = sum(len(unit) for number, unit in enumerate(units) if number not in failing)
    found = report(office, clerk.keyring.journal_key, [before])
    assert found.findings == ()
    with office.reading() as work:
        assert journal.head(work.session).seq == before.seq + kept


def _write_or_fail(desk, unit, *, fails):
    def job(work):
        for action, subject, reason, after in unit:
            work.record(action, subject, reason, after=after)
        if fails:
            raise UserError("断了")

    if fails:
        with pytest.raises(UserError, match="断了"):
            desk.write(job)
    else:
        desk.write(job)


def test_ten_thousand_entries_verify(office, clerk):
    for start in range(0, 10_000, 1_000):
        clerk.write(recorded(1_000, start))
    begun = time.perf_counter()
    found = report(office, clerk.keyring.journal_key)
    print(f"{found.entries} entries verified in {time.perf_counter() - begun:.2f} s")
    assert found.ok
    assert found.entries > 10_000
