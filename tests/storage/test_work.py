"""A unit of work: its rows, its entries and its files stand together or not at all."""

from __future__ import annotations

import contextlib
import threading

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from hrgrid.accounts.service import OperatorForm, add_operator, sign_in
from hrgrid.core.errors import AlreadyDone, Cancelled, Refused, UserError
from hrgrid.core.policies import Policy
from hrgrid.core.progress import Progress
from hrgrid.core.rights import Actor, Right
from hrgrid.storage import journal
from hrgrid.storage.attachments import attach
from hrgrid.storage.database import Database
from hrgrid.storage.desk import Desk
from hrgrid.storage.office import PolicyRow
from hrgrid.storage.work import new_operation_id
from tests.patience import SECONDS
from tests.storage.deeds import column, counted, everything, run_of


class Broken(Exception):
    """A fault of the program in the middle of a deed."""


def test_a_deed_stands_with_its_entry_and_its_operation(database, desk):
    operation = new_operation_id()
    assert desk.write(run_of("一"), operation_id=operation, reason="年度考核") == 3
    assert counted(database, "fact_use") == 3
    with database.reading() as work:
        newest = journal.entries(work.session, journal.JournalFilter(), limit=1)[0]
    assert (newest.action, newest.subject, newest.reason) == ("run", "一", "年度考核")
    assert (newest.actor_name, newest.setting) == ("经办人", "single")
    assert newest.station == database.station
    assert column(database, "SELECT operation_id FROM journal_entry ORDER BY seq DESC")[0] == (
        operation
    )
    assert operation in column(database, "SELECT id FROM operation")


@pytest.mark.parametrize("fault", [Broken, Cancelled, UserError, KeyboardInterrupt])
def test_a_deed_that_breaks_off_leaves_nothing(database, desk, tmp_path, fault):
    before = everything(database)
    outside = tmp_path / "扫描件.pdf"

    def half(work):
        run_of("半")(work)
        attach(work, "批件.pdf", b"%PDF-1.7", "application/pdf")
        work.on_rollback(outside.unlink)
        outside.write_bytes(b"x")
        work.session.flush()
        raise fault("断在半路")

    with pytest.raises(fault):
        desk.write(half)
    assert everything(database) == before
    assert not outside.exists()
    assert not [each for each in tmp_path.rglob("*") if each.is_file() and "files" in str(each)]


def test_what_was_written_outside_is_undone_in_reverse(database, desk):
    order = []

    def job(work):
        for name in ("先", "后"):
            work.on_rollback(lambda name=name: order.append(name))
        raise Broken

    with pytest.raises(Broken):
        desk.write(job)
    assert order == ["后", "先"]


def test_a_deed_that_stands_undoes_nothing_outside(database, desk, tmp_path):
    kept = tmp_path / "证书.pdf"

    def job(work):
        kept.write_bytes(b"x")
        work.on_rollback(kept.unlink)
        work.record("print", "证书")

    desk.write(job)
    assert kept.exists()


def test_a_cancel_from_another_thread_leaves_nothing(database, desk):
    before = everything(database)
    begun, cancelled = threading.Event(), threading.Event()

    def shown(stage):
        if stage.done:
            begun.set()
            cancelled.wait(SECONDS)

    progress = Progress(shown)

    def cancel():
        begun.wait(SECONDS)
        assert progress.cancel()
        cancelled.set()

    thread = threading.Thread(target=cancel)
    thread.start()
    with pytest.raises(Cancelled):
        desk.write(run_of("长", 12_000), progress=progress)
    thread.join()
    assert everything(database) == before


def test_a_cancel_after_the_last_step_still_leaves_nothing(database, desk):
    before, progress = everything(database), Progress()

    def job(work):
        run_of("末")(work)
        assert progress.cancel()

    with pytest.raises(Cancelled):
        desk.write(job, progress=progress)
    assert everything(database) == before


def test_a_cancel_past_the_commit_is_told_that_it_came_too_late(desk):
    progress = Progress()
    desk.write(run_of("完"), progress=progress)
    assert not progress.cancel()


def test_a_refusal_changes_nothing_and_is_put_on_record(database, desk):
    bare = Desk(database, Actor(1, "王五", "查看人", "某街道", frozenset()), desk.keyring)
    before = everything(database)

    def job(work):
        work.session.get_one(PolicyRow, Policy.SIGN_IN).value = 1
        work.session.flush()
        work.require(Right.MANAGE_OFFICE)

    with pytest.raises(Refused, match="王五（查看人）没有“管理本机构设置与备份”的权限"):
        bare.write(job)
    after = everything(database)
    changed = {table for table in after if after[table] != before[table]}
    assert changed == {"journal_entry", "operation"}
    with database.reading() as work:
        newest = journal.entries(work.session, journal.JournalFilter(action="refused"))
    assert [(each.actor_name, each.subject) for each in newest] == [("王五", "王五")]
    assert "管理本机构设置与备份" in newest[0].reason


def test_a_refused_reading_is_put_on_record_too(database, desk):
    bare = Desk(database, Actor(1, "王五", "查看人", "", frozenset()), desk.keyring)
    with pytest.raises(Refused):
        bare.read(lambda work: work.require(Right.READ_JOURNAL, "3205/"))
    reasons = column(database, "SELECT reason FROM journal_entry WHERE action = 'refused'")
    assert len(reasons) == 1
    assert "在这个区域没有“查看操作留痕”的权限" in reasons[0]


def test_a_reading_unit_of_work_records_nothing_and_keeps_nothing(database, desk):
    before = everything(database)
    with pytest.raises(RuntimeError, match="records nothing"):
        desk.read(lambda work: work.record("look", "名单"))
    statement = "UPDATE policy SET value = 7 WHERE policy = 'idle_lock'"
    # PostgreSQL refuses what is no reading, SQLite forgets it.
    refused = contextlib.nullcontext() if database.is_sqlite else pytest.raises(DBAPIError)
    with refused:
        desk.read(lambda work: work.session.execute(text(statement)))
    assert everything(database) == before


def test_an_operation_is_done_once_whatever_was_asked_again(database, desk):
    operation = new_operation_id()
    desk.write(run_of("一"), operation_id=operation)
    before = everything(database)
    called = []

    def again(work):
        called.append(1)
        run_of("二")(work)

    with pytest.raises(AlreadyDone, match="没有重复办理"):
        desk.write(again, operation_id=operation)
    assert not called
    assert everything(database) == before


def test_an_operation_that_failed_may_be_tried_again_under_its_id(database, desk):
    operation = new_operation_id()

    def failing(work):
        run_of("一")(work)
        raise Broken

    with pytest.raises(Broken):
        desk.write(failing, operation_id=operation)
    assert desk.write(run_of("一"), operation_id=operation) == 3


def test_a_rehearsal_does_everything_and_leaves_nothing(database, desk, tmp_path):
    before, files = everything(database), sorted(tmp_path.rglob("*"))

    def job(work):
        attach(work, "批件.pdf", b"%PDF", "application/pdf")
        return run_of("试")(work)

    assert desk.rehearse(job) == 3
    assert everything(database) == before
    left = [each for each in tmp_path.rglob("*") if each.is_file() and each not in files]
    assert not [each for each in left if ".files" in str(each)]


def test_a_stale_row_is_told_and_the_first_change_stays(database, desk):
    with database.reading() as work:
        mine = work.session.get_one(PolicyRow, Policy.IDLE_LOCK)
    theirs = lambda work: setattr(  # noqa: E731 - one line says it
        work.session.get_one(PolicyRow, Policy.IDLE_LOCK), "value", 20
    )
    desk.write(theirs)

    def change(work):
        work.session.add(mine)
        mine.value = 30

    with pytest.raises(UserError, match="刚被别人改过，这次改动没有存。请刷新后再改"):
        desk.write(change)
    assert column(database, "SELECT value FROM policy WHERE policy = 'idle_lock'") == [20]


def test_a_violation_that_nobody_registered_stays_a_fault(database, desk):
    statement = "UPDATE policy SET value = -1 WHERE policy = 'idle_lock'"
    with pytest.raises(DBAPIError, match="ck_policy_not_negative"):
        desk.write(lambda work: work.session.execute(text(statement)))


def test_a_registered_violation_is_one_sentence(database, desk):
    form = OperatorForm("经办人", "另一人", "", "", desk.read(_roles), None)
    with pytest.raises(UserError, match="这个登录名已经有人用了。请换一个登录名"):
        desk.write(lambda work: add_operator(work, form))


def _roles(work):
    from hrgrid.accounts import queries

    return queries.operators(work)[0].roles


def test_without_a_signed_in_person_nothing_is_decided(database):
    for asked in ("actor", "keyring"):
        with pytest.raises(Refused, match="还没有登录"), database.reading() as work:
            getattr(work, asked)


def test_without_the_key_file_nothing_is_recorded(place, desk, database):
    bare = Desk(database, desk.actor, type(desk.keyring)(desk.keyring.data_key, {}))
    before = everything(database)
    with pytest.raises(UserError, match=r"找不到钥匙文件.*这一步没有存"):
        bare.write(run_of("一"))
    assert everything(database) == before


def test_a_reason_is_asked_for_where_the_deed_needs_one(desk):
    with pytest.raises(UserError, match="须写明事由"):
        desk.write(lambda work: work.require_reason(), reason="  ")


def test_two_readers_see_the_state_they_began_with(place, database, desk):
    with database.reading() as early:
        first = early.session.scalar(text("SELECT count(*) FROM fact_use"))
        desk.write(run_of("后来"))
        assert early.session.scalar(text("SELECT count(*) FROM fact_use")) == first
    assert counted(database, "fact_use") == first + 3


def test_a_read_only_desk_refuses_to_write(place, database):
    with Database.open(place, read_only=True) as reader:
        desk = sign_in(reader, "经办人")
        with pytest.raises(UserError, match="只读方式打开的，不能改"):
            desk.write(run_of("一"))
        bare = Desk(reader, Actor(1, "王五", "查看人", "", frozenset()), desk.keyring)
        with pytest.raises(Refused):
            bare.read(lambda work: work.require(Right.MANAGE_OFFICE))
