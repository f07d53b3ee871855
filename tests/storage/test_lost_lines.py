"""A line to the server that is lost in the middle loses nothing and doubles nothing."""

from __future__ import annotations

import contextlib
import threading
import time

import pytest
from sqlalchemy import event, text
from sqlalchemy.engine import make_url

from hrgrid.accounts.service import sign_in
from hrgrid.core.errors import AlreadyDone, UserError
from hrgrid.storage.database import Database
from hrgrid.storage.work import new_operation_id
from tests.ordeal.proxy import Proxy
from tests.patience import SECONDS
from tests.storage.deeds import by_hand, column, counted, everything, only, run_of

pytestmark = only("postgresql")


@pytest.fixture
def line(postgres):
    """A line to the server that a test cuts."""
    with Proxy(postgres.folder) as proxy:
        yield proxy


@pytest.fixture
def far(place, line, clock):
    """The office, reached over the line."""
    with Database.open(line.url(make_url(place).database), clock=clock) as opened:
        yield opened


@pytest.fixture
def far_desk(far):
    """The office's person at the far end."""
    return sign_in(far, "经办人")


def test_a_commit_whose_answer_was_lost_is_found_again(line, far_desk, database):
    undone = []
    operation = new_operation_id()

    def job(work):
        work.on_rollback(lambda: undone.append(1))
        return run_of("一")(work)

    line.cut_behind_commit()
    assert far_desk.write(job, operation_id=operation) == 3
    assert line.was_cut.is_set()
    assert not undone
    assert counted(database, "fact_use") == 3
    with pytest.raises(AlreadyDone):
        far_desk.write(job, operation_id=operation)
    assert counted(database, "fact_use") == 3


def test_a_line_cut_before_the_commit_leaves_nothing_and_is_told(line, far_desk, database):
    before, undone = everything(database), []

    def job(work):
        work.on_rollback(lambda: undone.append(1))
        run_of("一")(work)
        line.cut()

    with pytest.raises(UserError, match="连接断了，这一步没有存"):
        far_desk.write(job)
    assert undone == [1]
    assert everything(database) == before


def test_the_next_deed_after_a_cut_goes_through(line, far_desk, database):
    line.cut()
    assert far_desk.write(run_of("一")) == 3
    assert counted(database, "fact_use") == 3


def test_a_server_that_is_gone_is_told_in_a_sentence(line, far_desk):
    line.break_off()
    with pytest.raises(UserError, match="连接断了"):
        far_desk.write(run_of("一"))
    with pytest.raises(UserError, match="连接断了"):
        far_desk.read(lambda work: work.setting)
    line.restore()
    assert far_desk.write(run_of("一")) == 3


def test_opening_without_a_server_says_where_it_looked(line, place):
    line.break_off()
    with pytest.raises(UserError, match=r"连不上 PostgreSQL.*请检查网络"):
        Database.open(line.url(make_url(place).database))


def test_nobody_says_not_stored_of_what_the_server_may_still_store(line, far_desk, database):
    """The network goes down behind the COMMIT and stays down: nobody here can know."""
    operation, down = new_operation_id(), threading.Event()

    def break_off():
        line.was_cut.wait(SECONDS)
        line.break_off()
        down.set()

    watcher = threading.Thread(target=break_off)
    watcher.start()
    line.cut_behind_commit()
    with connecting_waits_for(far_desk.database.engine, down), pytest.raises(UserError) as told:
        far_desk.write(run_of("一"), operation_id=operation)
    watcher.join()
    assert "没有存" not in told.value.sentence
    assert "不知道" in told.value.sentence
    assert counted(database, "fact_use") == 3
    line.restore()
    with pytest.raises(AlreadyDone):
        far_desk.write(run_of("一"), operation_id=operation)


@contextlib.contextmanager
def connecting_waits_for(engine, waited):
    """Hold new connections back until `waited`, as a slow network would."""

    def wait(*_):
        waited.wait(SECONDS)

    event.listen(engine, "do_connect", wait)
    yield
    event.remove(engine, "do_connect", wait)


SLOW_COMMIT = """
    CREATE FUNCTION slow() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN PERFORM pg_advisory_xact_lock(42); RETURN NEW; END $$;
    CREATE CONSTRAINT TRIGGER slow AFTER INSERT ON operation
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION slow()"""


def test_a_commit_that_the_server_is_still_at_is_waited_for(line, far_desk, database):
    """The line breaks while the server works on the COMMIT: it counts what comes of it."""
    by_hand(database, SLOW_COMMIT)
    operation, told = new_operation_id(), []

    def deed():
        try:
            told.append(far_desk.write(run_of("一"), operation_id=operation))
        except UserError as error:
            told.append(error.sentence)

    with database.raw(writes=True) as connection:
        connection.execute(text("SELECT pg_advisory_xact_lock(42)"))
        line.cut_behind_commit()
        thread = threading.Thread(target=deed)
        thread.start()
        assert line.commit_sent.wait(SECONDS)
        _until_somebody_waits(database, 1)
        line.cut_none()
        line.cut()
        # Whoever looks now, while the server has not decided, must not say "not stored".
        _until_somebody_waits(database, 2, thread)
    thread.join()
    assert told == [3]
    assert counted(database, "fact_use") == 3


def _until_somebody_waits(database, count, thread=None):
    asked = (
        "SELECT count(*) FROM pg_stat_activity "
        "WHERE datname = current_database() AND wait_event_type = 'Lock'"
    )
    deadline = time.monotonic() + SECONDS
    while time.monotonic() < deadline and (thread is None or thread.is_alive()):
        if column(database, asked)[0] >= count:
            return
        time.sleep(0.01)


def test_a_client_that_fell_silent_holds_nobody_up_for_ever(line, far, far_desk, database, desk):
    """It holds the journal's lock: the others are told soon, and the server lets go in time."""
    hurried(database, "lock_timeout", "200ms")
    # Longer than the others take to be told, on a busy machine too.
    hurried(far, "idle_in_transaction_session_timeout", "5s")
    line.freeze_at_commit()
    silent = threading.Thread(target=_ignoring_faults, args=(far_desk, run_of("一")))
    silent.start()
    assert line.commit_sent.wait(SECONDS)
    with pytest.raises(UserError, match="别人正在改同样的数据，这一步没有存"):
        desk.write(run_of("二"))
    hurried(database, "lock_timeout", "20s")
    assert desk.write(run_of("三")) == 3
    line.cut()
    silent.join()
    assert set(column(database, "SELECT run_key FROM fact_use")) == {"三"}


def test_every_connection_gives_up_waiting_and_being_waited_for(database):
    for setting in ("lock_timeout", "idle_in_transaction_session_timeout"):
        assert column(database, f"SHOW {setting}") != ["0"], setting


def _ignoring_faults(desk, job):
    with contextlib.suppress(UserError):
        desk.write(job)


def hurried(database, setting, value):
    """Wait less long than an office would: the fault stays the true one."""
    database.engine.dispose()

    def shorten(connection, _record):
        connection.autocommit = True
        connection.execute(f"SET {setting} = '{value}'")
        connection.autocommit = False

    event.listen(database.engine, "connect", shorten)
