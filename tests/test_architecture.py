"""What architecture.md promises about the source, beyond what the import contracts can say."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
import tomllib

import pytest

from tests.tree import ROOT, modules, parsed, project_files

TOP = {"README.md", "alembic.ini", "hrgrid", "migrations", "pyproject.toml", "resources", "tests"}
ROLES = {"rules", "columns", "model", "queries", "service", "papers"}
SCREEN = {"__main__", "app", "ui"}

# Written in two parts, so that this file holds none of them.
MACHINE_PATHS = re.compile("(?<![\\w.:$)}])/(?:wo" + "rk|ho" + "me|ro" + "ot|Us" + "ers)/\\w")
REGISTRIES = re.compile(
    r"pypi\." + r"org|pythonhosted\." + r"org|npmjs\." + r"org|deb\." + r"debian|crates\." + "io"
)


@pytest.fixture(scope="module")
def settings():
    return tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def contracts(settings):
    return {c["name"]: c for c in settings["tool"]["importlinter"]["contracts"]}


def packages() -> set[str]:
    found = {name.rsplit("/", 1)[0] for name in modules("hrgrid") if name.endswith("__init__.py")}
    return {folder.replace("/", ".") for folder in found}


def rooms() -> set[str]:
    """What lies directly below hrgrid: packages and modules."""
    below = (name.split("/")[1].removesuffix(".py") for name in modules("hrgrid"))
    return {name for name in below if name != "__init__"}


def role_modules(role: str) -> set[str]:
    """Modules or folders called `role` in any room, as dotted names: screen and core are none."""
    pattern = re.compile(rf"(hrgrid/(?!ui/|core/)\w+/{role})(?:\.py|/__init__\.py)")
    found = (pattern.fullmatch(name) for name in modules("hrgrid"))
    return {match.group(1).replace("/", ".") for match in found if match}


def imports(name: str) -> set[str]:
    """Every module that a file imports, at the top or inside a function."""
    found = set()
    for node in ast.walk(parsed(name)):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found.add(node.module)
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            # A name given to import_module counts as well.
            found |= {node.value} if re.fullmatch(r"PySide6(\.\w+)*", node.value) else set()
    return found


def test_the_import_contracts_hold():
    program = "from importlinter.cli import lint_imports_command as c; c()"
    done = subprocess.run(
        [sys.executable, "-c", program, "--no-cache"],
        check=False,
        cwd=ROOT,
        capture_output=True,
        encoding="utf-8",
    )
    assert done.returncode == 0, done.stdout + done.stderr


def test_every_package_is_shipped(settings):
    shipped = set(settings["tool"]["setuptools"]["packages"])
    assert shipped - {"hrgrid._migrations", "hrgrid._resources"} == packages()


def test_every_folder_with_modules_is_a_package():
    folders = {name.rsplit("/", 1)[0] for name in modules("hrgrid")}
    assert {folder.replace("/", ".") for folder in folders} == packages()


def test_every_feature_is_layered(contracts):
    layered = set(contracts["Inside a feature"]["containers"])
    with_roles = {module.rsplit(".", 1)[0] for role in ROLES for module in role_modules(role)}
    assert with_roles <= layered
    assert layered <= packages()


def test_the_contracts_name_every_room_that_they_are_about(contracts):
    assert role_modules("rules") <= set(contracts["Core is pure"]["source_modules"])
    screenless = {f"hrgrid.{room}" for room in rooms() - SCREEN}
    assert screenless == set(contracts["Only the screen imports Qt"]["source_modules"])
    assert role_modules("model") <= set(contracts["The screen sees no tables"]["forbidden_modules"])


def test_only_the_screen_and_its_root_import_qt():
    screenless = [
        name
        for name in modules("hrgrid", "migrations")
        if not name.startswith("hrgrid/ui/") and name != "hrgrid/app.py"
    ]
    assert len(screenless) > 20
    with_qt = {
        name: found
        for name in screenless
        if (found := {module for module in imports(name) if module.split(".")[0] == "PySide6"})
    }
    assert with_qt == {}


def test_no_column_holds_a_float():
    import sqlalchemy as sa

    from hrgrid import schema

    assert schema.metadata.tables
    floating = [
        f"{table.name}.{column.name}"
        for table in schema.metadata.tables.values()
        for column in table.columns
        if isinstance(column.type, sa.Numeric | sa.Float)
    ]
    assert floating == []


def test_no_migration_makes_a_column_of_floats():
    pattern = re.compile(r"\b(REAL|FLOAT|DOUBLE|NUMERIC|DECIMAL|Float|Numeric|Double)\b")
    migrations = modules("migrations")
    assert migrations
    found = [
        name for name in migrations if pattern.search((ROOT / name).read_text(encoding="utf-8"))
    ]
    assert found == []


def test_the_top_holds_the_fixed_names_only():
    tops = {name.split("/")[0] for name in project_files()}
    assert {name for name in tops if not name.startswith(".")} <= TOP


def test_no_file_names_a_machine_or_a_registry():
    told = []
    for name in project_files():
        content = (ROOT / name).read_bytes()
        if b"\0" in content:
            continue
        text = content.decode("utf-8", "replace")
        told += [f"{name}: {m.group()}" for m in MACHINE_PATHS.finditer(text)]
        told += [f"{name}: {m.group()}" for m in REGISTRIES.finditer(text)]
    assert told == []


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("see /wo" + "rk/main", True),
        ("C:/Us" + "ers/x", False),
        ("{base}/ho" + "me/x", False),
        ('"/ho' + 'me/zhang"', True),
    ],
)
def test_a_path_of_a_machine_is_recognised(text, found):
    assert bool(MACHINE_PATHS.search(text)) is found


@pytest.mark.parametrize("module", ["hrgrid.cli", "hrgrid.__main__"])
def test_the_command_line_starts_light(module):
    heavy = ("PySide6", "alembic", "openpyxl", "reportlab", "pypinyin", "sqlalchemy")
    program = f"import sys, {module}; print([name for name in {heavy} if name in sys.modules])"
    done = subprocess.run(
        [sys.executable, "-c", program], check=True, capture_output=True, encoding="utf-8"
    )
    assert done.stdout == "[]\n"


# What is no paper: keys and codes of an office, packs that a machine reads, an office itself.
OWN_PLACES = {
    "hrgrid/ui/competitions/taking.py",
    "hrgrid/ui/new_office.py",
    "hrgrid/ui/opening_pack.py",
    "hrgrid/ui/recovery.py",
}


def test_every_paper_goes_out_the_same_way():
    """It is looked at, its place is remembered, a held file asks: ui/saving.py alone does that."""
    asks = {
        name
        for name in modules("hrgrid/ui")
        for node in ast.walk(parsed(name))
        if isinstance(node, ast.Attribute) and node.attr == "getSaveFileName"
    }
    assert asks == {"hrgrid/ui/saving.py", *OWN_PLACES}
