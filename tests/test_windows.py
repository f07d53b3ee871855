"""Habits that work on Linux and fail on an office's Windows, found in the source.

There the default encoding is cp936, open files cannot be replaced or removed, rename does not
replace, strftime knows no %-d, and some names are no names.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterator

import pytest

from hrgrid.core.paths import safe_name
from tests.tree import modules, parsed, project_files

LONGEST_PATH = 180
POSIX_MODULES = {"fcntl", "grp", "posix", "pty", "pwd", "resource", "syslog", "termios"}
POSIX_CALLS = {"chown", "fork", "getegid", "geteuid", "getgid", "getuid", "killpg", "setsid"}

Check = Callable[[ast.AST], Iterator[tuple[ast.AST, str]]]


def keywords(call: ast.Call) -> set[str]:
    return {word.arg for word in call.keywords if word.arg}


def called(node: ast.AST) -> str:
    """The dotted name of what is called: "open", "path.open", "os.replace"; or ""."""
    if not isinstance(node, ast.Call):
        return ""
    return ast.unparse(node.func) if isinstance(node.func, ast.Name | ast.Attribute) else ""


def mode(call: ast.Call, position: int) -> str | None:
    """The mode given to open(): "r" where none is, None where it is not written out."""
    given = [word.value for word in call.keywords if word.arg == "mode"]
    given += call.args[position : position + 1]
    if not given:
        return "r"
    value = given[0].value if isinstance(given[0], ast.Constant) else None
    return value if isinstance(value, str) and re.fullmatch(r"[rwax][bt+]*", value) else None


def text_without_encoding(tree: ast.AST) -> Iterator[tuple[ast.AST, str]]:
    for node in ast.walk(tree):
        name = called(node)
        if not name or "encoding" in keywords(node):
            continue
        last = name.rsplit(".", 1)[-1]
        if last in {"read_text", "write_text"}:
            # read_text(x) of our own reads a file given to it, Path.read_text takes none.
            if last == "write_text" or (not node.args and "." in name):
                yield node, f"{name} without encoding"
        elif name in {"open", "io.open"}:
            if "b" not in (mode(node, 1) or ""):
                yield node, "open without encoding"
        elif last == "open" and name != "os.open":
            how = mode(node, 0)
            if how and "b" not in how and (node.args or node.keywords):
                yield node, f"{name} without encoding"
        elif name.startswith("subprocess.") and {"text", "universal_newlines"} & keywords(node):
            yield node, f"{name} in text mode without encoding"


def linux_date_formats(tree: ast.AST) -> Iterator[tuple[ast.AST, str]]:
    for node in ast.walk(tree):
        text = node.value if isinstance(node, ast.Constant) else None
        if isinstance(text, str) and re.search(r"%-[dmHMSjIy]", text):
            yield node, f"date format {text!r}"


def posix_without_guard(tree: ast.AST) -> Iterator[tuple[ast.AST, str]]:
    """Imports and calls outside of any function, class or `if` that names the platform."""
    guarded = {
        inner
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef | ast.If) and names_platform(node)
        for inner in ast.walk(node)
    }
    for node in ast.walk(tree):
        if node in guarded:
            continue
        if isinstance(node, ast.Import):
            for alias in node.names:
                if alias.name in POSIX_MODULES:
                    yield node, f"import {alias.name} without a guard"
        elif isinstance(node, ast.ImportFrom) and node.module in POSIX_MODULES:
            yield node, f"import {node.module} without a guard"
        elif called(node).startswith("os.") and called(node)[3:] in POSIX_CALLS:
            yield node, f"{called(node)} without a guard"


def names_platform(node: ast.AST) -> bool:
    source = ast.unparse(node)
    return "sys.platform" in source or "os.name" in source


def plain_renames(tree: ast.AST) -> Iterator[tuple[ast.AST, str]]:
    # The one place that counts on a rename refusing to overwrite, as Windows does.
    kept = (f for f in ast.walk(tree) if getattr(f, "name", "") == "move_beside")
    wanted = {node for function in kept for node in ast.walk(function)}
    for node in ast.walk(tree):
        if called(node).rsplit(".", 1)[-1] in {"rename", "renames"} and "." in called(node):
            if node in wanted:
                continue
            yield node, f"{called(node)} does not replace, use os.replace"


def touched_while_open(tree: ast.AST) -> Iterator[tuple[ast.AST, str]]:
    for block in ast.walk(tree):
        if not isinstance(block, ast.With):
            continue
        opened = {path for item in block.items for path in opened_path(item.context_expr)}
        for node in ast.walk(block):
            if removed_paths(node) & opened:
                yield node, f"{ast.unparse(node)} while the file is open"


def opened_path(expression: ast.expr) -> Iterator[str]:
    """The source text of the path that an open() in a with statement opens."""
    name = called(expression)
    if name in {"open", "io.open"} and expression.args:
        yield ast.unparse(expression.args[0])
    elif name.endswith(".open"):
        yield name.removesuffix(".open")


def removed_paths(node: ast.AST) -> set[str]:
    """The source text of the paths that a call replaces, moves or removes."""
    name = called(node)
    if name in {"os.replace", "os.remove", "os.unlink", "shutil.move"}:
        return {ast.unparse(argument) for argument in node.args}
    if name.endswith(".unlink") or (name.endswith(".replace") and len(node.args) == 1):
        return {name.rsplit(".", 1)[0], *map(ast.unparse, node.args)}
    return set()


def files_opened_twice(tree: ast.AST) -> Iterator[tuple[ast.AST, str]]:
    for node in ast.walk(tree):
        if called(node).endswith("NamedTemporaryFile") and "delete" not in keywords(node):
            yield node, "NamedTemporaryFile cannot be opened by its name"


EVERYWHERE: tuple[Check, ...] = (text_without_encoding, linux_date_formats)
IN_THE_PRODUCT: tuple[Check, ...] = (
    posix_without_guard,
    plain_renames,
    touched_while_open,
    files_opened_twice,
)


def faults(tree: ast.AST, checks: tuple[Check, ...]) -> list[str]:
    return [f"line {node.lineno}: {what}" for check in checks for node, what in check(tree)]


def faults_of(names: list[str], checks: tuple[Check, ...]) -> dict[str, list[str]]:
    found = {name: faults(parsed(name), checks) for name in names}
    return {name: lines for name, lines in found.items() if lines}


def test_text_is_read_and_written_with_its_encoding_and_dates_with_known_formats():
    names = modules("hrgrid", "migrations", "tests")
    # This file is full of bad examples.
    names.remove("tests/test_windows.py")
    assert faults_of(names, EVERYWHERE) == {}


def test_the_product_does_nothing_that_windows_cannot():
    assert faults_of(modules("hrgrid", "migrations"), IN_THE_PRODUCT) == {}


@pytest.mark.parametrize(
    "bad",
    [
        "open('a')",
        "open('a', 'w')",
        "path.open('w')",
        "path.open(mode='r+')",
        "path.read_text()",
        "path.write_text('x')",
        "subprocess.run(['x'], text=True)",
        "day.strftime('%Y年%-m月%-d日')",
        "f'{day:%-d}'",
        "import fcntl",
        "def f():\n    import pwd",
        "from resource import setrlimit",
        "os.geteuid()",
        "os.rename('a', 'b')",
        "path.rename('b')",
        "with open(p, 'wb') as f:\n    os.replace(p, q)",
        "with p.open('wb') as f:\n    p.replace(q)",
        "with q.open('rb') as f:\n    p.replace(q)",
        "with p.open('rb') as f:\n    p.unlink()",
        "tempfile.NamedTemporaryFile()",
    ],
)
def test_the_checks_find_what_they_look_for(bad):
    assert faults(ast.parse(bad), EVERYWHERE + IN_THE_PRODUCT)


@pytest.mark.parametrize(
    "good",
    [
        "open('a', 'rb')",
        "open('a', encoding='utf-8')",
        "path.open('wb')",
        "archive.open(entry)",
        "dialog.open()",
        "os.open('a', os.O_RDONLY)",
        "subprocess.run(['x'], encoding='utf-8')",
        "day.strftime('%Y-%m-%d')",
        "f'{share:-d}'",
        "if sys.platform != 'win32':\n    import fcntl",
        "def f():\n    if sys.platform == 'win32':\n        return\n    import resource",
        "os.replace(p, q)",
        "with open(p, 'wb') as f:\n    f.write(b'')\nos.replace(p, q)",
        "with p.open('rb') as f:\n    x = name.replace('a', 'b')",
        "tempfile.NamedTemporaryFile(delete=False)",
    ],
)
def test_the_checks_leave_good_habits_alone(good):
    assert faults(ast.parse(good), EVERYWHERE + IN_THE_PRODUCT) == []


def test_every_file_has_a_name_that_windows_accepts():
    parts = {part for name in project_files() for part in name.split("/")}
    assert {part for part in parts if safe_name(part, 255) != part.lstrip(".")} == set()


def test_no_two_files_differ_only_in_case():
    names = project_files()
    assert len({name.casefold() for name in names}) == len(names)


def test_no_path_is_too_long_for_a_checkout_in_a_deep_folder():
    assert [name for name in project_files() if len(name) > LONGEST_PATH] == []
