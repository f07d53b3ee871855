"""What is known of those who were not hired goes in time; what was decided stays to be read."""

from __future__ import annotations

import datetime as dt
import hashlib
from pathlib import Path

import pytest
from sqlalchemy import select, text

from hrgrid.core.errors import UserError
from hrgrid.hiring.model import HiringReserve
from hrgrid.hiring.queries.candidate_card import candidate_card
from hrgrid.hiring.queries.candidates import CandidateFilter, candidates
from hrgrid.hiring.queries.retention import due_for_purge
from hrgrid.hiring.rules.words import CandidateState, RejectCode, ReserveState
from hrgrid.hiring.service.batches import cancel_batch
from hrgrid.hiring.service.candidates import withdraw_candidate
from hrgrid.hiring.service.checking import CheckForm, check_by_data, check_candidate
from hrgrid.hiring.service.concluding import reject
from hrgrid.hiring.service.papers import Scan, attach_paper, set_candidate_photo
from hrgrid.hiring.service.points import grant_points
from hrgrid.hiring.service.ranking import make_ranking
from hrgrid.hiring.service.retention import purge_batch
from hrgrid.storage import attachments
from hrgrid.storage.attachments import Attachment, content_of, folder_of, path_in
from hrgrid.storage.backup import back_up, forget_erased
from hrgrid.storage.checks import check
from hrgrid.storage.desk import Desk
from hrgrid.storage.erasing import erase
from hrgrid.storage.journal import JournalEntry
from tests.hiring.build import DAY, apply, applying, id_number, positions
from tests.hiring.course import Course
from tests.storage.deeds import only

NAME, NUMBER = "欧阳晓丽", id_number(3, dt.date(1970, 1, 1))
YEAR = 380 * DAY


def scan(title, content):
    return Scan(title, f"{NAME}.pdf", content, "application/pdf")


def told_of(desk: Desk) -> tuple[int, int]:
    """A batch with somebody of whom everything is known; the ids of both."""
    batch_id = applying(desk)
    who = apply(desk, batch_id, 3, NAME, id_number=NUMBER, education="本科", note="邻居介绍")
    proof = desk.write(lambda work: attach_paper(work, who, scan("毕业证", b"%PDF diploma")))
    desk.write(lambda work: set_candidate_photo(work, who, scan("照片", b"%PDF photo")))
    seen = CheckForm("education", f"{NAME}的毕业证", True, "原件已看", proof)  # noqa: FBT003
    desk.write(lambda work: check_candidate(work, who, seen))
    desk.write(lambda work: grant_points(work, who, {"bachelor": proof}))
    desk.write(lambda work: check_by_data(work, batch_id))
    desk.write(lambda work: reject(work, who, RejectCode.CONDITION, f"{NAME}超龄"))
    return batch_id, who


def ended(desk, batch_id):
    desk.write(lambda work: cancel_batch(work, batch_id), reason="编制收回")


def due(desk):
    return [(row.batch_id, row.candidates) for row in desk.read(due_for_purge)]


def test_data_is_kept_until_its_day_and_goes_afterwards(office, clock):
    batch_id, who = told_of(office)
    with pytest.raises(UserError, match="要在“已办结”、“已取消”时"):
        office.write(lambda work: purge_batch(work, batch_id))
    ended(office, batch_id)
    assert due(office) == []
    with pytest.raises(UserError, match=r"的报名资料要保存到 \d{4}-\d\d-\d\d，还不能清除"):
        office.write(lambda work: purge_batch(work, batch_id))
    clock.move(YEAR)
    assert due(office) == [(batch_id, 1)]
    done = office.write(lambda work: purge_batch(work, batch_id))
    assert (done.candidates, done.scans, done.kept) == (1, 2, 0)
    assert "以前的备份里还有这些资料" in done.note
    assert due(office) == []
    with pytest.raises(UserError, match="没有到期要清除的报名资料"):
        office.write(lambda work: purge_batch(work, batch_id))
    with pytest.raises(UserError, match=r"报名号 0001 的资料已在 .* 到期清除，不能再办理"):
        office.write(lambda work: withdraw_candidate(work, who, "误"))


def test_states_and_conclusions_stay_without_a_name(office, clock):
    batch_id, who = told_of(office)
    ended(office, batch_id)
    clock.move(YEAR)
    office.write(lambda work: purge_batch(work, batch_id))
    shown = office.read(lambda work: candidate_card(work, who))
    assert (shown.number, shown.name, shown.id_masked, shown.phone_masked) == ("0001", "", "", "")
    assert (shown.state, shown.reject_code) == (CandidateState.REJECTED, RejectCode.CONDITION)
    assert (shown.photo_sha256, shown.papers, shown.note) == (None, (), "")
    assert {row.seen_value for row in shown.checks if row.passed is not None} == {"资料已到期清除"}
    assert [row.passed for row in shown.checks if row.rule_key == "age_to"] == [False]
    assert [step.reason for step in shown.steps] == ["", "资料已到期清除"]
    (row,) = office.read(lambda work: candidates(work, CandidateFilter(batch_id)))
    assert (row.purged, row.name) == (True, "")


def rows_of(desk: Desk) -> str:
    """Every row of every table as text, the journal left out."""
    from hrgrid import schema

    with desk.database.reading() as work:
        return "\n".join(
            repr(tuple(row))
            for table in schema.metadata.sorted_tables
            if table.name != "journal_entry"
            for row in work.session.execute(select(table))
        )


def test_nothing_of_the_person_is_left_in_any_table(office, clock):
    batch_id, _ = told_of(office)
    ended(office, batch_id)
    before = rows_of(office)
    assert NAME in before
    assert "999999*" in before
    assert "date(1970" in before
    clock.move(YEAR)
    office.write(lambda work: purge_batch(work, batch_id))
    after = rows_of(office)
    # Whole enough not to turn up in a hash by chance.
    for trace in (NAME, NUMBER, "999999*", "邻居介绍", "138****", "b'%PDF diploma'", "date(1970"):
        assert trace not in after, trace
    assert check(office.database) == []


def test_nothing_is_left_in_the_panel_and_the_journal_of_an_interview(office, clock):
    course = Course(office, clock, applying(office, grids=2))
    names = course.apply(4)
    course.check()
    course.examine(written=False, reason="只面试")
    course.interview({name: 90_000 - 1_000 * at for at, name in enumerate(names)})
    course.do(make_ranking)
    office.write(lambda work: cancel_batch(work, course.batch_id), reason="编制收回")
    clock.move(YEAR)
    assert names[0] in rows_of(office)
    office.write(lambda work: purge_batch(work, course.batch_id))
    with office.database.reading() as work:
        entries = work.session.scalars(select(JournalEntry)).all()
        journal = "".join(repr(vars(entry)) for entry in entries)
    after = rows_of(office)
    for name in names:
        assert name not in after
        assert name not in journal
    # Who was marked how can be read still, by number.
    assert "'candidate:" in after
    assert check(office.database) == []


def test_who_waits_on_a_reserve_list_is_kept_until_it_lapses(office, clock):
    batch_id = applying(office)
    waits, goes = apply(office, batch_id, 1), apply(office, batch_id, 2)
    (position_id,) = positions(office, batch_id)
    last = office.read(lambda work: work.today) + 500 * DAY

    def reserve(work):
        row = HiringReserve(
            batch_id=batch_id,
            position_id=position_id,
            candidate_id=waits,
            place=1,
            valid_to=last,
            state=ReserveState.WAITING,
        )
        work.session.add(row)

    office.write(reserve)
    ended(office, batch_id)
    clock.move(YEAR)
    assert due(office) == [(batch_id, 1)]
    done = office.write(lambda work: purge_batch(work, batch_id))
    assert (done.candidates, done.kept) == (1, 1)
    names = {
        one: office.read(lambda work, one=one: candidate_card(work, one)).name
        for one in (waits, goes)
    }
    assert names[waits]
    assert names[goes] == ""
    clock.move(YEAR)
    assert due(office) == [(batch_id, 1)]


def test_a_scan_that_another_still_needs_stays(office, clock):
    shared = b"%PDF one letter for two"
    first, who = told_of(office)
    office.write(lambda work: attach_paper(work, who, scan("复函", shared)))
    second = applying(office, "西街道")
    other = apply(office, second, 9)
    office.write(lambda work: attach_paper(work, other, scan("复函", shared)))
    ended(office, first)
    clock.move(YEAR)
    assert office.write(lambda work: purge_batch(work, first)).scans == 2
    kept = hashlib.sha256(shared).hexdigest()
    assert office.read(lambda work: content_of(work, kept)) == shared


# --- contents of attachments ------------------------------------------------------------------


def added(desk, content=b"made up"):
    return desk.write(
        lambda work: attachments.attach(work, "x.pdf", content, "application/pdf")
    ).sha256


def test_a_content_goes_only_with_a_row_that_says_why(office):
    sha256 = added(office)
    with (
        pytest.raises(Exception, match="attachment_keeps_delete"),
        office.database.writing() as work,
    ):
        work.session.execute(text("DELETE FROM attachment"))
    assert office.write(lambda work: erase(work, [sha256], "到期")) == 1
    with office.database.reading() as work:
        assert work.session.scalars(select(Attachment)).all() == []
        told = work.session.execute(text("SELECT sha256, reason FROM attachment_erasure")).one()
    assert tuple(told) == (sha256, "到期")
    # The same bytes may come again, and do not go by the row of before.
    assert added(office) == sha256
    assert office.read(lambda work: content_of(work, sha256)) == b"made up"


def test_what_was_erased_before_does_not_let_the_same_bytes_go_again(office, clock):
    sha256 = added(office)
    office.write(lambda work: erase(work, [sha256], "到期"))
    clock.move(DAY)
    added(office)
    with (
        pytest.raises(Exception, match="attachment_keeps_delete"),
        office.database.writing() as work,
    ):
        work.session.execute(text("DELETE FROM attachment"))


@only("sqlite")
def test_the_file_goes_after_the_commit_and_stays_without_one(office):
    sha256 = added(office)
    path = path_in(folder_of(Path(office.database.location.file)), sha256)
    assert path.exists()

    def undone(work):
        erase(work, [sha256], "到期")
        raise UserError("不办了")

    with pytest.raises(UserError, match="不办了"):
        office.write(undone)
    assert path.exists()
    assert office.read(lambda work: content_of(work, sha256)) == b"made up"
    office.write(lambda work: erase(work, [sha256], "到期"))
    assert not path.exists()


@only("sqlite")
def test_a_file_left_lying_goes_the_next_time(office):
    first, second = added(office, b"one"), added(office, b"two")
    path = path_in(folder_of(Path(office.database.location.file)), first)
    office.write(lambda work: erase(work, [first], "到期"))
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(b"one")
    office.write(lambda work: erase(work, [second], "到期"))
    assert not path.exists()


def test_a_backup_folder_lets_go_once_no_backup_speaks_of_it(office, clock, tmp_path):
    folder = tmp_path / "备份"
    sha256 = added(office)
    back_up(office.database, folder)
    path = path_in(folder / "files", sha256)
    assert path.exists()
    clock.move(DAY)
    office.write(lambda work: erase(work, [sha256], "到期"))
    clock.move(DAY)
    back_up(office.database, folder)
    # The first backup speaks of it still: whoever restores that one must find it.
    assert path.exists()
    clock.move(400 * DAY)
    for _ in range(2):
        back_up(office.database, folder)
        clock.move(3 * DAY)
    oldest = min(folder.glob("*.hrg"))
    for each in folder.glob(f"{oldest.stem}*"):
        each.unlink()
    row = back_up(office.database, folder)
    assert forget_erased(office.database, folder, row.office) >= 0
    assert not path.exists()
