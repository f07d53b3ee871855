"""A backup a day, made beside other work and told where it fails."""

from __future__ import annotations

import datetime as dt

import pytest

from hrgrid.storage.backup import back_up, list_backups
from hrgrid.ui.backups import backup_place
from hrgrid.ui.banners import Banner
from hrgrid.ui.settings import BACKUP_FOLDER


@pytest.fixture
def folder(session, tmp_path):
    session.settings.put(BACKUP_FOLDER, str(tmp_path / "备份处"))
    return tmp_path / "备份处"


def look(window, settle):
    window.daily.look()
    settle()
    settle()


def test_the_first_look_of_a_day_makes_a_backup_and_the_next_none(window, folder, settle):
    look(window, settle)
    assert len(list_backups(folder)) == 1
    look(window, settle)
    assert len(list_backups(folder)) == 1


def test_yesterday_s_backup_is_not_today_s(window, session, folder, settle):
    desk = session.desk
    made = back_up(desk.database, folder, keyring=desk.keyring)
    assert made.made_at.astimezone().date() == dt.datetime.now().astimezone().date()
    place = backup_place(session)
    window.daily._judge(made.made_at - dt.timedelta(days=1))
    settle()
    assert len(place.rows(None)) == 2


def test_a_failure_is_told_once_a_day(window, folder, settle):
    folder.write_text("no folder", encoding="utf-8")
    look(window, settle)
    told = [banner.message.sentence for banner in window.findChildren(Banner)]
    assert any(sentence.startswith("今天的自动备份没有做成：") for sentence in told), told
    window.messages.clear()
    look(window, settle)
    settle()
    assert not [banner for banner in window.messages.findChildren(Banner) if banner.isVisible()]
