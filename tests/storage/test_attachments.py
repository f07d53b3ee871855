"""Scans and photos: one a content, whole or not at all, and missed when they are gone."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from hrgrid.core.errors import UserError
from hrgrid.storage.attachments import LARGEST, attach, content_of, folder_of, path_in
from hrgrid.storage.checks import check
from tests.storage.deeds import by_hand, counted, everything, only, ordinary_person

SCAN = b"%PDF-1.7 scan"
SHA256 = hashlib.sha256(SCAN).hexdigest()


def adding(database, content=SCAN, name="批件.pdf"):
    """A job that adds a scan."""
    return lambda work: attach(work, name, content, "application/pdf")


def read(database, sha256=SHA256):
    with database.reading() as work:
        return content_of(work, sha256)


def test_what_was_added_is_read_again_and_on_record(database, desk):
    added = desk.write(adding(database))
    assert (added.sha256, added.name, added.size) == (SHA256, "批件.pdf", len(SCAN))
    assert read(database) == SCAN
    assert check(database) == []
    assert counted(database, "attachment_content") == (0 if database.is_sqlite else 1)


def test_the_same_bytes_twice_are_one_attachment_under_the_first_name(database, desk):
    first = desk.write(adding(database))
    again = desk.write(adding(database, name="另一名.pdf"))
    assert again == first
    assert counted(database, "attachment") == 1
    both = desk.write(lambda work: {adding(database, b"x")(work).id for _ in range(2)})
    assert len(both) == 1


def test_an_empty_and_a_large_content_are_told_apart(database, desk):
    assert desk.write(adding(database, b"")).size == 0
    assert read(database, hashlib.sha256(b"").hexdigest()) == b""
    before = everything(database)
    with pytest.raises(UserError, match=r"“批件\.pdf”有 50 MB，附件不能超过 50 MB。请压缩"):
        desk.write(adding(database, bytes(LARGEST + 1)))
    assert everything(database) == before


def test_a_name_as_long_as_windows_allows_will_do_on_both_engines(database, desk):
    added = desk.write(adding(database, name=f"{'长' * 251}.pdf"))
    assert len(added.name) <= 200
    assert added.name.startswith("长长")
    assert added.name.endswith(".pdf")


def test_content_that_nobody_added_is_told(database):
    with pytest.raises(UserError, match=r"附件 0000.*不见了"):
        read(database, "0" * 64)


def test_an_attachment_that_is_gone_or_changed_is_named(database, desk):
    desk.write(adding(database))
    change(database, b"changed")
    with pytest.raises(
        UserError, match=rf"附件 {SHA256[:12]}… 被改动过.*从备份文件夹的 files 里找回"
    ):
        read(database)
    assert ["被改动过" in found for found in check(database)] == [True]
    change(database, None)
    with pytest.raises(UserError, match=rf"附件 {SHA256[:12]}… 不见了"):
        read(database)
    assert ["不见了" in found for found in check(database)] == [True]


def change(database, content):
    """As somebody with the folder, or with the server's password."""
    if database.is_sqlite:
        path = path_in(folder_of(database.location.file), SHA256)
        path.unlink() if content is None else path.write_bytes(content)
    elif content is None:
        by_hand(database, "DELETE FROM attachment_content")
    else:
        by_hand(database, f"UPDATE attachment_content SET content = '\\x{content.hex()}'")


def test_adding_again_what_was_lost_heals_it(database, desk):
    desk.write(adding(database))
    change(database, None)
    desk.write(adding(database))
    assert read(database) == SCAN
    assert check(database) == []


@only("sqlite")
def test_adding_again_what_was_changed_heals_it(database, desk):
    desk.write(adding(database))
    change(database, b"changed")
    desk.write(adding(database))
    assert read(database) == SCAN


@only("sqlite")
def test_a_damaged_file_that_a_crash_left_is_not_taken_for_the_content(database, desk):
    path = path_in(folder_of(database.location.file), SHA256)
    path.parent.mkdir(parents=True)
    path.write_bytes(SCAN[:5])
    desk.write(adding(database))
    assert read(database) == SCAN


def files_of(database):
    folder = folder_of(database.location.file)
    return {each.name for each in folder.rglob("*") if each.is_file()}


@only("sqlite")
def test_a_rolled_back_attachment_leaves_no_file(database, desk):
    def broken(work):
        adding(database)(work)
        assert files_of(database) == {SHA256}
        raise UserError("断了")

    with pytest.raises(UserError, match="断了"):
        desk.write(broken)
    assert files_of(database) == set()


@only("sqlite")
def test_a_rolled_back_repetition_leaves_the_file_that_was_there(database, desk):
    desk.write(adding(database))

    def broken(work):
        adding(database)(work)
        raise UserError("断了")

    with pytest.raises(UserError, match="断了"):
        desk.write(broken)
    assert read(database) == SCAN


@only("sqlite")
def test_a_folder_that_cannot_be_written_is_told_and_nothing_stays(database, desk):
    folder = folder_of(database.location.file)
    folder.mkdir()
    folder.chmod(0o555)
    before = everything(database)
    try:
        with ordinary_person(), pytest.raises(UserError, match=r"附件.*写不进|文件夹只读"):
            desk.write(adding(database))
    finally:
        folder.chmod(0o755)
    assert everything(database) == before


@only("sqlite")
def test_attachments_lie_beside_their_data_file_by_content(database, desk):
    desk.write(adding(database))
    folder = Path(f"{database.location.file}.files")
    assert (folder / SHA256[:2] / SHA256).read_bytes() == SCAN
