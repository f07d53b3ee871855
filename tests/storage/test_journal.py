"""What an entry says, what it never says, and how entries are found again."""

from __future__ import annotations

import datetime as dt
import os
import time

import pytest

from hrgrid.accounts.service import sign_in
from hrgrid.core.errors import UserError
from hrgrid.storage import journal
from hrgrid.storage.journal import JournalFilter
from tests.storage.deeds import column, everything, run_of

# Made up, with right check digits and real dates, as somebody would paste them.
NUMBERS = {
    "resident id": "110105194912310021",
    "resident id with X": "11010519491231002X",
    "lower case": "11010519491231002x",
    "full width": "１１０１０５１９４９１２３１００２Ｘ",
    "in a sentence": "身份证110105199003072316，",
    "with a blank": "110105 19491231 002X",
    "mobile": "13812345678",
    "mobile with country": "+86 13812345678",
    "mobile in parts": "138-1234-5678",
    "mobile in full width": "１３８１２３４５６７８",
}


@pytest.fixture
def clerk(office):
    """The person of an office that some of these tests share."""
    return sign_in(office, "经办人")


def digits_of(text: str) -> str:
    """Every digit, full width or not, so that no way of writing hides a number."""
    return "".join(str(int(letter)) for letter in text if letter.isdecimal())


@pytest.mark.parametrize("number", NUMBERS.values(), ids=NUMBERS.keys())
def test_no_identity_number_reaches_the_journal(office, clerk, number):
    nested = {"改后": [{"号码": number, "说明": f"原为{number}。"}], number: "作为键"}

    def job(work):
        work.record("correct", f"张三（{number}）", f"电话里说是{number}", nested, nested)

    clerk.write(job, reason=number)
    with office.reading() as work:
        newest = journal.entries(work.session, JournalFilter(), limit=1)[0]
    bare = digits_of(number).removeprefix("86")
    for field in ("subject", "reason", "before", "after"):
        text = getattr(newest, field)
        assert "*" in text, field
        assert bare not in digits_of(text), field
        assert bare[4:-4] not in digits_of(text), field


def test_a_resident_id_given_as_a_number_is_masked_too(office, clerk):
    clerk.write(lambda work: work.record("import", "名单", after={"id": 110105194912310021}))
    assert (
        "110105194912310021"
        not in column(office, "SELECT after FROM journal_entry ORDER BY seq DESC")[0]
    )


def test_amounts_that_look_like_mobiles_stay_what_they_are(office, clerk):
    amounts = {"fen": 13_812_345_678, "list": [18_450_000_000, 3_000_000]}
    clerk.write(lambda work: work.record("budget", "全区", "拨付 18450000 元", after=amounts))
    found = column(office, "SELECT after FROM journal_entry ORDER BY seq DESC")[0]
    assert found == '{"fen":13812345678,"list":[18450000000,3000000]}'


def test_a_subject_of_any_length_is_kept_as_far_as_it_goes(database, desk):
    desk.write(lambda work: work.record("look", "名" * 500))
    assert column(database, "SELECT subject FROM journal_entry ORDER BY seq DESC")[0] == "名" * 200


@pytest.mark.parametrize("odd", ["a\0b", "\ud800", "乙\0", "\udfff甲"])
def test_letters_that_no_database_takes_spoil_no_deed(office, clerk, odd):
    clerk.write(lambda work: work.record("look", odd, odd, after={odd: [odd]}), reason=odd)
    with office.reading() as work:
        newest = journal.entries(work.session, JournalFilter(), limit=1)[0]
    assert newest.action == "look"
    assert journal.verify(work.session, clerk.keyring.journal_key, work.progress).ok


def test_entries_of_one_deed_share_its_operation_and_its_moment(database, desk, clock):
    def job(work):
        for name in ("甲", "乙", "丙"):
            work.record("look", name)

    desk.write(job, operation_id="op-3")
    with database.reading() as work:
        newest = journal.entries(work.session, JournalFilter(action="look"))
    assert [each.subject for each in newest] == ["丙", "乙", "甲"]
    assert {each.at for each in newest} == {clock.now}
    where = "WHERE operation_id = 'op-3'"
    assert len(column(database, f"SELECT seq FROM journal_entry {where}")) == 3


def test_sequence_numbers_have_no_gap_after_deeds_that_broke_off(database, desk):
    for number in range(5):
        desk.write(run_of(str(number)))
        with pytest.raises(UserError):
            desk.write(_broken)
    numbers = column(database, "SELECT seq FROM journal_entry ORDER BY seq")
    assert numbers == list(range(1, len(numbers) + 1))


def _broken(work):
    work.record("look", "没有成")
    raise UserError("断了")


# --- the clock ----------------------------------------------------------------------------------


def test_a_clock_behind_the_journal_refuses_and_changes_nothing(database, desk, clock):
    desk.write(run_of("一"))
    for behind in (dt.timedelta(minutes=6), dt.timedelta(days=1), dt.timedelta(days=366)):
        clock.move(-behind)
        before = everything(database)
        with pytest.raises(UserError, match=r"电脑时间比最后一条操作留痕.*还早，这一步没有存"):
            desk.write(run_of("二"))
        assert everything(database) == before
        clock.move(behind)
    desk.write(run_of("二"))


def test_a_clock_a_little_behind_counts_as_the_moment_of_the_last_entry(database, desk, clock):
    desk.write(run_of("一"))
    clock.move(-dt.timedelta(minutes=4))
    desk.write(run_of("二"))
    times = column(database, "SELECT at FROM journal_entry ORDER BY seq DESC")
    assert times[0] == times[1]
    with database.reading() as work:
        assert journal.verify(work.session, desk.keyring.journal_key, work.progress).ok


def test_the_zone_of_the_machine_does_not_matter_to_the_order(database, desk, shanghai):
    desk.write(run_of("一"))
    os.environ["TZ"] = "America/Los_Angeles"
    time.tzset()
    desk.write(run_of("二"))
    times = column(database, "SELECT at FROM journal_entry ORDER BY seq DESC")
    assert times[0] == times[1]
    assert times[0].endswith("Z")


@pytest.fixture
def shanghai():
    """The zone of the offices, whatever this machine's is."""
    before = os.environ.get("TZ")
    os.environ["TZ"] = "Asia/Shanghai"
    time.tzset()
    yield
    if before is None:
        del os.environ["TZ"]
    else:
        os.environ["TZ"] = before
    time.tzset()


# --- finding again ------------------------------------------------------------------------------


def test_days_are_those_of_the_office_and_both_ends_count(database, desk, clock, shanghai):
    zone = dt.timezone(dt.timedelta(hours=8))
    for day, clock_time in (
        (1, dt.time(23, 59, 59)),
        (2, dt.time(0, 0)),
        (2, dt.time(23, 59, 59)),
        (3, dt.time(0, 0)),
    ):
        clock.now = dt.datetime.combine(dt.date(2031, 5, day), clock_time, zone)
        desk.write(lambda work: work.record("look", f"{work.today} {work.now:%H:%M}"))
    second = JournalFilter(action="look", since=dt.date(2031, 5, 2), until=dt.date(2031, 5, 2))
    with database.reading() as work:
        found = [each.at for each in journal.entries(work.session, second)]
        later = journal.entries(work.session, JournalFilter("", "look", dt.date(2031, 5, 2)))
        until = JournalFilter(action="look", until=dt.date(2031, 5, 1))
        earlier = journal.entries(work.session, until)
    assert [each.astimezone(zone).time() for each in found] == [dt.time(23, 59, 59), dt.time(0, 0)]
    assert (len(later), len(earlier)) == (3, 1)


def test_entries_are_found_by_person_and_action(database, desk):
    for number in range(3):
        desk.write(run_of(str(number)))
    with database.reading() as work:
        runs = journal.entries(work.session, JournalFilter(actor="经办人", action="run"))
        nobody = journal.entries(work.session, JournalFilter(actor="别人"))
        actions, actors = journal.actions(work.session), journal.actors(work.session)
    assert [each.subject for each in runs] == ["2", "1", "0"]
    assert nobody == []
    assert {"run", "sign_in", "set_up_office"} <= set(actions)
    assert "经办人" in actors


def test_pages_follow_each_other_without_gap_or_repeat(database, desk):
    for number in range(23):
        desk.write(run_of(str(number)))
    with database.reading() as work:
        seen, before = [], None
        while page := journal.entries(work.session, JournalFilter(action="run"), before, 7):
            assert len(page) <= 7
            seen += [each.subject for each in page]
            before = page[-1].seq
    assert seen == [str(number) for number in reversed(range(23))]
