"""Pytest plugin: tests that need Qt run where its system libraries load, else they are counted.

pyproject.toml blocks pytest-qt's own entry point, because importing it imports Qt; it is
loaded here. Where a library is missing, every module that needs Qt is left out and the
summary says how many tests that were and what to install. With HRGRID_NOTHING_LEFT_OUT set
such a run fails.
"""

from __future__ import annotations

import ast
import functools
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from hrgrid.ui import libraries

MISSING = libraries.missing(x11=libraries.wants_x11())

if not MISSING:
    pytest_plugins = ["pytestqt.plugin"]

_FIXTURES = {"qtbot", "qapp", "qtmodeltester", "qtlog"}
_WITHOUT_QT = {"hrgrid.ui.libraries"}


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """Leave a module or the whole folder of the screen out before its imports can fail."""
    if not MISSING or (collection_path.is_file() and collection_path.suffix != ".py"):
        return None
    return needs_qt(collection_path, config.rootpath) or None


def pytest_sessionfinish(session: pytest.Session) -> None:
    """A run from which nothing may be left out fails when something was."""
    if os.environ.get("HRGRID_NOTHING_LEFT_OUT") and _left_out(session.config):
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def pytest_terminal_summary(
    terminalreporter: pytest.TerminalReporter, config: pytest.Config
) -> None:
    """Say what was not run, and how to have it run."""
    count = _left_out(config)
    if count:
        line = libraries.install_line(MISSING)
        terminalreporter.write_line(
            f"NOT RUN: {count} tests need Qt's system libraries: {line}", red=True
        )


def _left_out(config: pytest.Config) -> int:
    """How many of the tests asked for were left out.

    Counted from the files, since with several workers this process collects nothing.
    """
    if not MISSING or hasattr(config, "workerinput"):
        return 0
    asked = [Path(config.invocation_params.dir, arg.split("::")[0]) for arg in config.args]
    files = {file for path in asked for file in _modules(path)}
    return sum(count_tests(file) for file in files if needs_qt(file, config.rootpath))


def _modules(path: Path) -> Iterator[Path]:
    return iter(path.rglob("test_*.py")) if path.is_dir() else iter([path])


@functools.cache
def needs_qt(path: Path, root: Path) -> bool:
    """Whether it is in the folder of the screen, or imports Qt, our screen or a Qt fixture."""
    if path.is_relative_to(root) and "ui" in path.relative_to(root).parts:
        return True
    # pytest also asks about whatever lies beside the folders above, which may be gone by now.
    if path.suffix != ".py" or path.is_dir():
        return False
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return any(_reaches_qt(node) for node in ast.walk(tree))


def _reaches_qt(node: ast.AST) -> bool:
    match node:
        case ast.Import(names=names):
            return any(_is_screen(alias.name) for alias in names)
        case ast.ImportFrom(module=str(module), names=names, level=0):
            return any(_is_screen(f"{module}.{alias.name}") for alias in names)
        case ast.arg(arg=name):
            return name in _FIXTURES
        case ast.Attribute(attr="qt", value=ast.Attribute(attr="mark")):
            return True
    return False


def _is_screen(name: str) -> bool:
    if any(name == free or name.startswith(f"{free}.") for free in _WITHOUT_QT):
        return False
    inside = ("PySide6", "hrgrid.app", "hrgrid.ui")
    return any(name == module or name.startswith(f"{module}.") for module in inside)


def count_tests(path: Path) -> int:
    """Test functions in a module; one with several sets of parameters counts once."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return sum(
        isinstance(node, ast.FunctionDef) and node.name.startswith("test_")
        for node in ast.walk(tree)
    )
