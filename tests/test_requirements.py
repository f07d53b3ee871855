"""Whatever is imported is asked for: a clean machine has nothing else."""

from __future__ import annotations

import ast
import sys
import tomllib
from collections.abc import Iterator
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[1]
OURS = {"hrgrid", "tests", "migrations"}
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
NEEDED = PROJECT["dependencies"]
FOR_TESTS = [*NEEDED, *PROJECT["optional-dependencies"]["test"]]
# Only here is asked for more than an installation must have, and only when it is used.
EXTRAS = {"hrgrid/paper/pades.py": PROJECT["optional-dependencies"]["pades"]}
# shiboken6 is the other half of PySide6 and comes with it in the same version; what checks chains
# of certificates is a part of pyHanko.
ALONG = {"pyside6-essentials": {"shiboken6"}, "pyhanko": {"pyhanko-certvalidator"}}


def _names(requirements: list[str]) -> set[str]:
    names = {canonicalize_name(Requirement(each).name) for each in requirements}
    return names.union(*(ALONG.get(name, set()) for name in names))


def _imports(folder: str) -> Iterator[tuple[str, str]]:
    for path in sorted((ROOT / folder).rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            named = (
                [alias.name for alias in node.names]
                if isinstance(node, ast.Import)
                else [node.module or ""]
                if isinstance(node, ast.ImportFrom) and not node.level
                else []
            )
            for name in named:
                yield path.relative_to(ROOT).as_posix(), name.partition(".")[0]


@pytest.mark.parametrize(
    ("folder", "asked"),
    [("hrgrid", NEEDED), ("migrations", NEEDED), ("tests", FOR_TESTS)],
    ids=["hrgrid", "migrations", "tests"],
)
def test_every_import_is_asked_for(folder, asked):
    owners = packages_distributions()
    foreign = {
        (path, name)
        for path, name in _imports(folder)
        if name not in sys.stdlib_module_names
        and name not in OURS
        and not _names([*asked, *EXTRAS.get(path, ())])
        & {canonicalize_name(owner) for owner in owners.get(name, [name])}
    }
    assert not foreign
