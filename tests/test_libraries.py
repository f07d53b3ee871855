"""Where a system library of Qt is missing: what the program says, what the test run does."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from hrgrid.ui import libraries

ROOT = Path(__file__).parent.parent

# The child's loader misses one library, as a bare machine's would.
WITHOUT_EGL = """
import ctypes

class CDLL(ctypes.CDLL):
    def __init__(self, name, *args, **options):
        if name and "libEGL" in str(name):
            raise OSError(f"{name}: cannot open shared object file: No such file or directory")
        super().__init__(name, *args, **options)

ctypes.CDLL = CDLL
"""

PAGE = """
from PySide6 import QtCore

def test_a():
    pass

def test_b():
    pass
"""

CHILD = """
def test_f():
    pass
"""

ROW = """
import hrgrid.ui.tables

class TestRow:
    def test_c(self):
        pass
"""

KEY = """
def test_d(qtbot):
    pass
"""

PLAIN = """
from hrgrid.ui.libraries import missing

def test_e():
    assert missing()
"""

SAMPLES = {
    "ui/test_page.py": PAGE,
    "ui/deep/test_child.py": CHILD,
    "test_row.py": ROW,
    "test_key.py": KEY,
    "test_plain.py": PLAIN,
}


@pytest.fixture
def bare(tmp_path):
    """The environment of a machine without libEGL; nothing of this run's own workers."""
    (tmp_path / "loader").mkdir()
    (tmp_path / "loader" / "sitecustomize.py").write_text(WITHOUT_EGL, encoding="utf-8")
    names = ("PYTEST_", "HRGRID_")
    kept = {key: value for key, value in os.environ.items() if not key.startswith(names)}
    paths = [str(tmp_path / "loader"), str(ROOT)]
    return kept | {"PYTHONPATH": os.pathsep.join(paths), "HRGRID_HOME": str(tmp_path / "home")}


@pytest.fixture
def samples(tmp_path):
    folder = tmp_path / "samples"
    for name, text in SAMPLES.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    return folder


def run(words, environment, folder=ROOT):
    return subprocess.run(
        [sys.executable, *words],
        check=False,
        capture_output=True,
        encoding="utf-8",
        env=environment,
        cwd=folder,
    )


def run_tests(samples, environment, *options):
    words = ["-m", "pytest", "-p", "no:pytest-qt", "-p", "tests.qt", "--rootdir", str(samples)]
    return run([*words, "-c", os.devnull, *options, "."], environment, samples)


linux_only = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="Linux only")


@linux_only
@pytest.mark.parametrize("workers", ["0", "2"])
def test_a_run_without_a_library_counts_what_it_leaves_out(samples, bare, workers):
    done = run_tests(samples, bare, "-n", workers)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "1 passed" in done.stdout
    assert "NOT RUN: 5 tests need Qt's system libraries: apt-get install -y libegl1" in done.stdout


@linux_only
def test_a_run_that_may_leave_nothing_out_fails_instead(samples, bare):
    done = run_tests(samples, bare | {"HRGRID_NOTHING_LEFT_OUT": "1"}, "-n", "0")
    assert done.returncode == 1
    assert "1 passed" in done.stdout
    assert "NOT RUN: 5 tests" in done.stdout


@linux_only
def test_the_window_names_the_missing_library_and_the_one_command(bare):
    done = run(["-m", "hrgrid"], bare | {"QT_QPA_PLATFORM": "offscreen"})
    assert done.returncode == 3
    assert done.stdout == ""
    assert done.stderr == (
        "打不开窗口：系统缺少 libEGL.so.1。请用管理员身份运行：apt-get install -y libegl1\n"
    )


def test_looking_for_libraries_imports_no_qt():
    code = (
        "import sys; from hrgrid.ui import libraries; libraries.missing(); "
        "print([name for name in sys.modules if name.startswith('PySide6')])"
    )
    assert run(["-c", code], dict(os.environ)).stdout == "[]\n"


@pytest.mark.parametrize(
    ("environment", "expected"),
    [
        ({}, False),
        ({"DISPLAY": ":0"}, True),
        ({"DISPLAY": ":0", "WAYLAND_DISPLAY": "wayland-0"}, False),
        ({"DISPLAY": ":0", "QT_QPA_PLATFORM": "offscreen"}, False),
        ({"QT_QPA_PLATFORM": "xcb:dpi"}, True),
    ],
)
def test_the_libraries_of_x11_are_wanted_where_qt_would_use_it(environment, expected):
    assert libraries.wants_x11(environment) is expected


def test_the_install_line_names_every_missing_package_once():
    line = libraries.install_line(list(libraries.OFFSCREEN))
    assert line == (
        "apt-get install -y libglib2.0-0 libgl1 libegl1 libxkbcommon0 libfontconfig1 libdbus-1-3"
    )
