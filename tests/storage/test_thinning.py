"""Which backups stay: all of two days, then one a day, a week and a month; the newest always."""

from __future__ import annotations

import datetime as dt
import json
import random

from hypothesis import given
from hypothesis import strategies as st

from hrgrid.storage.backup import Manifest, kept, list_backups, thin_out

NOW = dt.datetime(2027, 5, 1, 12, tzinfo=dt.UTC)
STAMPS = st.lists(
    st.integers(0, 400 * 24 * 60).map(lambda minutes: NOW - dt.timedelta(minutes=minutes)),
    max_size=120,
)


@given(STAMPS)
def test_the_newest_stays_and_nothing_is_made_up(stamps):
    keep = kept(stamps, NOW)
    assert keep <= set(stamps)
    if stamps:
        assert max(stamps) in keep


@given(STAMPS)
def test_two_days_stay_whole(stamps):
    recent = {stamp for stamp in stamps if NOW - stamp < dt.timedelta(days=2)}
    assert recent <= kept(stamps, NOW)


@given(STAMPS)
def test_thinning_twice_is_thinning_once(stamps):
    keep = kept(stamps, NOW)
    assert kept(keep, NOW) == keep


@given(STAMPS)
def test_no_more_stay_than_the_rule_says(stamps):
    older = {stamp for stamp in stamps if NOW - stamp >= dt.timedelta(days=2)}
    assert len(kept(stamps, NOW) & older) <= 12 + 10 + 9


@given(STAMPS)
def test_the_newest_of_each_of_the_last_days_weeks_and_months_stays(stamps):
    keep = kept(stamps, NOW)
    for form, most in (("%Y-%m-%d", 12), ("%G-%V", 10), ("%Y-%m", 9)):
        newest = {}
        for stamp in sorted(stamps):
            newest[stamp.astimezone().strftime(form)] = stamp
        for period in sorted(newest)[-most:]:
            assert newest[period] in keep


@given(STAMPS)
def test_a_clock_that_was_ahead_costs_no_backup_of_today(stamps):
    ahead = NOW + dt.timedelta(days=300)
    assert {ahead, NOW} <= kept([*stamps, ahead, NOW], NOW)


def days_of(stamps):
    return {stamp.astimezone().date() for stamp in stamps}


def test_a_year_of_backups_one_after_the_other_keeps_its_promise():
    """Thinned after each backup, as the program does: what one day removed is gone for good."""
    seed = random.SystemRandom().getrandbits(32)
    print("seed", seed)
    dice = random.Random(seed)
    there: set[dt.datetime] = set()
    made: list[dt.datetime] = []
    now = NOW
    for _ in range(365):
        for _ in range(dice.choice((1, 1, 2, 6))):
            now += dt.timedelta(minutes=dice.randrange(1, 200))
            made.append(now)
            there = kept(there | {now}, now)
            assert now in there
            assert len(there) <= 2 * 6 + 2 + 12 + 10 + 9 + 6
        now = now.replace(hour=8) + dt.timedelta(days=1)
    last = made[-1]
    wanted = days_of(made)
    assert sorted(wanted)[-12:] == sorted(days_of(there) & set(sorted(wanted)[-12:]))
    for weeks in range(10):
        week = (last - dt.timedelta(weeks=weeks)).astimezone().strftime("%G-%V")
        assert any(stamp.astimezone().strftime("%G-%V") == week for stamp in there), week
    months = sorted({stamp.astimezone().strftime("%Y-%m") for stamp in made})[-9:]
    assert set(months) <= {stamp.astimezone().strftime("%Y-%m") for stamp in there}


def test_a_year_of_files_is_thinned_to_what_the_rule_keeps(tmp_path):
    """Files of a whole year: each goes with its keys and its manifest."""
    there: set[dt.datetime] = set()
    for day in range(0, 365, 3):
        now = NOW + dt.timedelta(days=day)
        place_backup(tmp_path, "机构", now)
        there = kept(there | {now}, now)
        gone = thin_out(tmp_path, "机构", "o", now)
        assert not [path for path in gone if path.exists()]
        rows = list_backups(tmp_path, "机构")
        assert {row.made_at for row in rows} == there
        assert rows[0].made_at == now
    assert len(list(tmp_path.glob("*.hrg"))) == len(there)
    assert len(list(tmp_path.iterdir())) == 3 * len(there)
    assert 12 + 7 < len(there) <= 12 + 10 + 9


def place_backup(folder, name, made_at, *, label="", office="o", stamp_end=""):
    """A backup as far as thinning looks: a file, its keys and its manifest."""
    stamp = made_at.astimezone().strftime("%Y%m%d-%H%M%S")
    path = folder / f"{name}-{label}{stamp}{stamp_end}.hrg"
    manifest = Manifest("0", "0001", office, made_at.isoformat(), "", {}, 0, "")
    path.write_bytes(b"")
    path.with_name(path.name + ".keys").write_bytes(b"")
    path.with_name(path.name + ".json").write_text(json.dumps(vars(manifest)), encoding="utf-8")
    return path


def test_what_was_kept_before_an_upgrade_stays(tmp_path):
    before = place_backup(tmp_path, "机构", NOW - dt.timedelta(days=999), label="升级前-0001-")
    place_backup(tmp_path, "机构", NOW)
    assert thin_out(tmp_path, "机构", "o", NOW) == []
    assert before.exists()


def test_a_file_without_a_manifest_is_never_removed(tmp_path):
    stray = tmp_path / "机构-20200101-000000.hrg"
    stray.write_bytes(b"")
    for day in range(40):
        place_backup(tmp_path, "机构", NOW - dt.timedelta(days=day))
    assert thin_out(tmp_path, "机构", "o", NOW)
    assert stray.exists()


def test_a_longer_name_is_another_file_s(tmp_path):
    """A restored copy lies beside its original, and both back up to one folder."""
    names = ["机构-恢复-20260101-000000", "机构-2", "机构-升级前", "机构副本", "新机构", "机构.旧"]
    theirs = [place_backup(tmp_path, name, NOW - dt.timedelta(days=9)) for name in names]
    late = [place_backup(tmp_path, name, NOW - dt.timedelta(days=9, hours=1)) for name in names]
    ours = [
        place_backup(tmp_path, "机构", NOW - dt.timedelta(days=9, hours=h)) for h in range(2, 5)
    ]
    second = place_backup(tmp_path, "机构", NOW, stamp_end="-2")
    assert sorted(thin_out(tmp_path, "机构", "o", NOW)) == sorted(ours[1:])
    assert all(path.exists() for path in theirs + late)
    assert {row.path for row in list_backups(tmp_path, "机构")} == {ours[0], second}
    assert {row.path for row in list_backups(tmp_path, "机构-2")} == {theirs[1], late[1]}


def test_two_offices_of_one_name_on_one_stick_keep_their_own(tmp_path):
    theirs = [
        place_backup(tmp_path, "机构", NOW - dt.timedelta(days=9, hours=hour), office="p")
        for hour in range(3)
    ]
    mine = place_backup(tmp_path, "机构", NOW - dt.timedelta(days=9, hours=9))
    assert thin_out(tmp_path, "机构", "o", NOW) == []
    assert all(path.exists() for path in (*theirs, mine))
    assert len(thin_out(tmp_path, "机构", "p", NOW)) == 2
    assert mine.exists()
