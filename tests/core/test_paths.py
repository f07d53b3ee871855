"""Where things lie, and file names that every system takes."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from hrgrid.core import paths
from hrgrid.core.paths import is_remote, migrations, resources, safe_name, user_folder

FORBIDDEN = '\\/:*?"<>|' + "".join(map(chr, range(32))) + "\x7f"
DEVICES = [
    "CON",
    "PRN",
    "AUX",
    "NUL",
    *(f"{kind}{n}" for kind in ("COM", "LPT") for n in range(10)),
]


# --- file names ---------------------------------------------------------------------------------


@pytest.mark.parametrize("character", FORBIDDEN, ids=lambda one: f"{ord(one):02x}")
def test_every_forbidden_character_is_replaced(character):
    assert safe_name(f"甲{character}乙.xlsx") == "甲_乙.xlsx"


@pytest.mark.parametrize("device", DEVICES)
def test_the_names_of_devices_are_not_left_alone(device):
    for name in (device, device.lower(), f"{device}.txt", f"{device}.a.b", f" {device} .txt"):
        assert safe_name(name).startswith("_"), name
    for name in (f"{device}1", f"X{device}", f"甲{device}.txt"):
        assert safe_name(name) == name


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("2026 年度表彰名单", "2026 年度表彰名单"),
        ("  名单. ", "名单"),
        ("名单...", "名单"),
        (".hidden", "hidden"),
        ("../../etc/passwd", "_.._etc_passwd"),
        ("C:\\名单", "C__名单"),
        ("", "_"),
        (" ", "_"),
        ("...", "_"),
        ("///", "___"),
        ("\n", "_"),
        ("𬱖家街道", "𬱖家街道"),
    ],
)
def test_a_name_keeps_what_it_may(text, name):
    assert safe_name(text) == name


def test_a_long_name_is_cut_and_does_not_end_in_a_dot_or_blank():
    assert safe_name("a" * 200) == "a" * 80
    assert safe_name("a" * 79 + ". b") == "a" * 79
    # 255 bytes is all that a file system gives, and a stamp and an ending still follow.
    assert safe_name("甲" * 200) == "甲" * 66
    assert len(safe_name("𬱖" * 200).encode()) <= 200
    assert safe_name("甲乙丙丁", longest=2) == "甲乙"


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=70))
@example("..")
@example("\u2024")
def test_any_text_makes_a_name_that_is_one_part_and_stays_itself(text):
    name = safe_name(text)
    assert name
    assert not set(name) & set(FORBIDDEN)
    assert name not in {".", ".."}
    assert not name.endswith((" ", "."))
    assert Path(name).name == name
    assert safe_name(name) == name


def test_a_name_of_any_kind_can_be_written(tmp_path):
    for text in ('甲:乙?"*<>|.xlsx', "con", "nul.txt", "/", "..", "名" * 300, "\ta\n"):
        path = tmp_path / f"{safe_name(text)}.xlsx"
        path.write_bytes(b"x")
        assert path.parent == tmp_path
    assert len(list(tmp_path.iterdir())) == 6, "two of them have nothing that may stay"


# --- what ships with the program ------------------------------------------------------------------


def test_resources_and_migrations_are_found_in_a_checkout():
    assert (resources() / "fonts").is_dir()
    assert (migrations() / "env.py").is_file()
    assert any((migrations() / "versions").glob("0001_*.py"))


def test_a_frozen_build_looks_beside_its_own_unpacked_files(monkeypatch, tmp_path):
    monkeypatch.setattr(sys, "_MEIPASS", str(tmp_path), raising=False)
    assert resources() == tmp_path / "resources"
    assert migrations() == tmp_path / "migrations"


def test_an_install_looks_inside_its_package(monkeypatch, tmp_path):
    package = tmp_path / "hrgrid"
    (package / "_resources").mkdir(parents=True)
    monkeypatch.setattr(paths, "_PACKAGE", package)
    assert resources() == package / "_resources"
    assert migrations() == tmp_path / "migrations"


# --- the person's own folder ----------------------------------------------------------------------


def test_the_own_folder_is_made_where_it_is_wanted_and_for_this_account_alone(
    monkeypatch, tmp_path
):
    wanted = tmp_path / "U盘" / "程序"
    monkeypatch.setenv("HRGRID_HOME", str(wanted))
    assert user_folder() == wanted.resolve()
    assert wanted.is_dir()
    if sys.platform != "win32":
        assert wanted.stat().st_mode & 0o077 == 0
    (wanted / "machine.key").write_bytes(b"x")
    assert (user_folder() / "machine.key").read_bytes() == b"x"


def test_a_relative_folder_is_taken_from_where_the_program_stands(monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HRGRID_HOME", "data")
    assert user_folder() == (tmp_path / "data").resolve()
    assert user_folder().is_absolute()


@pytest.mark.skipif(sys.platform != "linux", reason="XDG is for Linux")
def test_without_a_wish_it_lies_where_the_system_keeps_such_things(tmp_path):
    program = "from hrgrid.core.paths import user_folder; print(user_folder())"
    environment = {"XDG_DATA_HOME": str(tmp_path), "PATH": "", "PYTHONPATH": str(Path.cwd())}
    for extra in ({}, {"HRGRID_HOME": ""}):
        done = subprocess.run(
            [sys.executable, "-c", program],
            check=True,
            capture_output=True,
            encoding="utf-8",
            env=environment | extra,
        )
        assert done.stdout.strip() == str(tmp_path / "hrgrid")
    assert (tmp_path / "hrgrid").is_dir()


# --- network drives -------------------------------------------------------------------------------


@pytest.mark.parametrize("share", ["\\\\server\\share\\a.hrg", "//server/share/a.hrg"])
def test_a_share_is_remote_by_its_name(share):
    class Unc(type(Path())):
        """A path that prints as Windows prints it."""

        def __str__(self) -> str:
            return share

    assert is_remote(Unc("x"))


@pytest.mark.skipif(not Path("/proc/self/mounts").exists(), reason="needs the table of mounts")
def test_the_disk_of_this_machine_is_not_remote(tmp_path):
    assert not is_remote(tmp_path)
    assert not is_remote(tmp_path / "not" / "there" / "yet.hrg")
