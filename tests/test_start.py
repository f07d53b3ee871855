"""What a start of the program loads, and what it leaves until somebody asks."""

from __future__ import annotations

import ast
import importlib
import os
import subprocess
import sys
from functools import cache

import pytest
from sqlalchemy import Table

from hrgrid import schema
from hrgrid.accounts.service import set_up_office
from hrgrid.core.lazily import loaded_when_asked
from hrgrid.storage.base import Base
from tests.offices import OFFICE
from tests.tree import ROOT, modules, parsed

# What stands in a process that signed somebody in, whoever he is and whatever he does.
ALWAYS = "hrgrid.accounts.queries"

# Everything that the shell, the dashboard's figures and the count of duties ask. A table more
# costs every start of the program five milliseconds: ask another by its name alone, as
# overview/queries/selection.py does, or give it a module of its own.
MAPPED = {
    "hrgrid.accounts.model.operators": {"operator", "operator_role"},
    "hrgrid.overview.model": {"duty_mark"},
    "hrgrid.storage.attachments": {"attachment", "attachment_content"},
    "hrgrid.storage.journal": {"journal_entry"},
    "hrgrid.storage.keys": {"key_file", "key_wrap"},
    "hrgrid.storage.office": {"office", "operation", "policy", "unsigned_note"},
    "hrgrid.storage.rulebook": {"rule_set"},
    "hrgrid.workforce.model.absences": {"absence", "stand_in"},
    "hrgrid.workforce.model.areas": {"area", "area_closure", "area_stand", "bureau"},
    "hrgrid.workforce.model.grids": {"grid"},
    "hrgrid.workforce.model.people": {"engagement", "person", "post", "post_role"},
}


def run(program: str, **environment: str) -> str:
    done = subprocess.run(
        [sys.executable, "-c", program],
        check=False,
        cwd=ROOT,
        env=os.environ | {"PYTHONPATH": str(ROOT)} | environment,
        capture_output=True,
        encoding="utf-8",
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def mappers():
    return [mapper for mapper in Base.registry.mappers if isinstance(mapper.local_table, Table)]


def lazy_packages() -> list[str]:
    return sorted(
        name.removesuffix("/__init__.py").replace("/", ".")
        for name in modules("hrgrid")
        if name.endswith("/__init__.py")
        and "loaded_when_asked(" in (ROOT / name).read_text("utf-8")
    )


# --- before the window, and until it has come to rest ---------------------------------------------


def test_no_room_but_the_sign_in_is_loaded_before_the_window():
    program = (
        "import re, sys, hrgrid.app, hrgrid.ui.dashboard\n"
        "parts = r'hrgrid\\.(?!ui\\b|accounts\\b)\\w+\\.(model|queries|service|papers)'\n"
        "print([name for name in sys.modules if re.match(parts, name)])"
    )
    assert run(program) == "[]\n"


@pytest.mark.qt
def test_a_start_maps_no_table_that_its_first_page_does_not_ask(tmp_path):
    place = str(tmp_path / "机构.hrg")
    set_up_office(tmp_path / "机构.hrg", OFFICE, keep=lambda _keys: None)
    program = (
        "import sys\n"
        "from hrgrid.__main__ import desktop\n"
        "root = desktop()\n"
        "from PySide6.QtCore import QTimer\n"
        "app = root._application()\n"
        "program = root.Program(app)\n"
        f"program.start({place!r})\n"
        "counted = []\n"
        "def look():\n"
        "    window = program.window\n"
        "    if window is None or window.session.tasks.running:\n"
        "        return\n"
        "    if not counted:\n"
        "        counted.append(window)\n"
        "        window.session.duties_counted.connect(counted.append)\n"
        "    if len(counted) == 2 or window.session.duties is not None:\n"
        "        app.quit()\n"
        "watch = QTimer()\n"
        "watch.timeout.connect(look)\n"
        "watch.start(5)\n"
        "app.exec()\n"
        "from hrgrid.storage.base import Base\n"
        "for one in sorted(Base.metadata.tables):\n"
        "    print(one)\n"
        "program.end()\n"
    )
    found = run(program, QT_QPA_PLATFORM="offscreen").split()
    assert set(found) == set().union(*MAPPED.values())


@pytest.mark.qt
def test_nothing_is_read_in_source_for_what_is_imported_after_qt():
    program = (
        "from hrgrid.__main__ import desktop\n"
        "desktop()\n"
        "import linecache, hrgrid.workforce.queries\n"
        "print([name for name in linecache.cache if 'hrgrid' in name])"
    )
    assert run(program) == "[]\n"


# --- what is loaded when it is asked for ----------------------------------------------------------


def test_what_is_named_where_it_is_asked_is_what_the_type_checker_sees():
    packages = lazy_packages()
    assert "hrgrid.workforce.model" in packages
    for package in packages:
        tree = parsed(package.replace(".", "/") + "/__init__.py")
        seen = {
            alias.asname or alias.name: node.module
            for block in tree.body
            if isinstance(block, ast.If) and ast.unparse(block.test) == "TYPE_CHECKING"
            for node in block.body
            if isinstance(node, ast.ImportFrom)
            for alias in node.names
        }
        assert seen, package
        for name, module in seen.items():
            found = getattr(importlib.import_module(package), name)
            assert found is getattr(importlib.import_module(str(module)), name)


def test_a_package_of_tables_names_every_table_of_its_modules():
    for package in (name for name in lazy_packages() if name.endswith(".model")):
        held = importlib.import_module(package)
        tables = [
            one.class_ for one in mappers() if one.class_.__module__.startswith(f"{package}.")
        ]
        assert tables
        for model in tables:
            assert getattr(held, model.__name__) is model


def test_what_a_package_does_not_have_is_an_error_like_any_other():
    asked, _ = loaded_when_asked("hrgrid.workforce.model", {"grids": "Grid"})
    with pytest.raises(AttributeError, match="has no attribute 'Nothing'"):
        asked("Nothing")


def test_no_name_may_be_that_of_a_module():
    with pytest.raises(ValueError, match="coverage"):
        loaded_when_asked("hrgrid.workforce.queries", {"coverage": "coverage"})


# --- foreign keys ---------------------------------------------------------------------------------


@cache
def loaded_with(module: str) -> frozenset[str]:
    """A module and all that its import loads, `TYPE_CHECKING` and functions left aside."""
    found, waiting = set[str](), [module]
    while waiting:
        name = waiting.pop()
        path = name.replace(".", "/")
        file = next((f for f in (f"{path}.py", f"{path}/__init__.py") if (ROOT / f).exists()), None)
        if name in found or file is None:
            continue
        found.add(name)
        waiting.append(name.rpartition(".")[0])
        for node in parsed(file).body:
            if isinstance(node, ast.Import):
                waiting += [alias.name for alias in node.names]
            elif isinstance(node, ast.ImportFrom) and node.module:
                waiting.append(node.module)
                waiting += [f"{node.module}.{alias.name}" for alias in node.names]
                waiting += [home(node.module, alias.name) for alias in node.names]
    return frozenset(found)


def home(package: str, name: str) -> str:
    """The module of a table that is asked of a package of tables."""
    return next(
        (
            one.class_.__module__
            for one in mappers()
            if one.class_.__name__ == name and one.class_.__module__.startswith(f"{package}.")
        ),
        package,
    )


def test_whoever_maps_a_table_maps_those_that_it_refers_to():
    """Else the first row that is written fails, where nobody asked for the other before."""
    module_of = {mapper.local_table: mapper.class_.__module__ for mapper in mappers()}
    assert set(module_of) == set(schema.metadata.tables.values())
    always = loaded_with(ALWAYS)
    wanting = {
        (module, key.column.table.name)
        for table, module in module_of.items()
        for key in table.foreign_keys
        if module_of[key.column.table] not in loaded_with(module) | always
    }
    assert wanting == set(), "import the module of each, as workforce/model/people.py does"


# --- what must know every table -------------------------------------------------------------------


@pytest.mark.qt
def test_no_table_is_passed_over_where_the_window_checks_the_data(tmp_path):
    place = tmp_path / "机构.hrg"
    set_up_office(place, OFFICE, keep=lambda _keys: None)
    program = (
        "from hrgrid.storage.checks import check\n"
        "from hrgrid.storage.database import Database\n"
        "from hrgrid.ui.backups import know_every_table\n"
        f"with Database.open({str(place)!r}) as database:\n"
        "    try:\n"
        "        check(database)\n"
        "    except RuntimeError as fault:\n"
        "        print('campaign' in str(fault), 'person' in str(fault))\n"
        "    know_every_table()\n"
        "    print(check(database))\n"
    )
    assert run(program) == "True True\n[]\n"
