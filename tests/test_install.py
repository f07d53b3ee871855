"""What reaches a user's machine: the wheel, the two lines of the README, and the pins."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tomllib
import zipfile

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.tree import ROOT, project_files

BUILD = "import sys; from setuptools.build_meta import build_wheel; build_wheel(sys.argv[1])"
ASK = (
    "from hrgrid.core import paths; print(paths.resources()); print(paths.migrations()); "
    "import hrgrid; print(hrgrid.__file__)"
)


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    """A wheel built from the project's files alone, without a network."""
    source, made = tmp_path_factory.mktemp("source"), tmp_path_factory.mktemp("wheel")
    for name in project_files():
        (source / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(ROOT / name, source / name)
    subprocess.run(
        [sys.executable, "-c", BUILD, str(made)], check=True, cwd=source, capture_output=True
    )
    (path,) = made.glob("*.whl")
    return path


@pytest.fixture(scope="module")
def installed(wheel, tmp_path_factory):
    folder = tmp_path_factory.mktemp("installed")
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(folder)
    return folder


def run_installed(installed, folder, *words):
    return subprocess.run(
        [sys.executable, *words],
        check=True,
        capture_output=True,
        encoding="utf-8",
        cwd=folder,
        env=os.environ | {"PYTHONPATH": str(installed)},
    ).stdout


def test_the_wheel_holds_every_module_resource_and_migration(wheel):
    with zipfile.ZipFile(wheel) as archive:
        shipped = set(archive.namelist())
    wanted = {name for name in project_files() if name.startswith("hrgrid/")}
    for folder in ("resources", "migrations"):
        inside = (name for name in project_files() if name.startswith(f"{folder}/"))
        wanted |= {f"hrgrid/_{name}" for name in inside}
    assert wanted - shipped == set()


def test_the_wheel_holds_nothing_else(wheel):
    with zipfile.ZipFile(wheel) as archive:
        tops = {name.split("/")[0] for name in archive.namelist()}
    assert {top for top in tops if not top.endswith(".dist-info")} == {"hrgrid"}


def test_an_installed_copy_finds_what_came_with_it(installed, tmp_path):
    resources, migrations, package = run_installed(installed, tmp_path, "-c", ASK).splitlines()
    assert package == str(installed / "hrgrid" / "__init__.py")
    assert resources == str(installed / "hrgrid" / "_resources")
    assert migrations == str(installed / "hrgrid" / "_migrations")


def test_an_installed_copy_makes_an_office(installed, tmp_path):
    run_installed(installed, tmp_path, "-m", "hrgrid", "init", "office.hrg")
    assert "数据完好" in run_installed(
        installed, tmp_path, "-m", "hrgrid", "--data", "office.hrg", "check"
    )


# --- the README's lines


def commands():
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    blocks = re.findall(r"```(sh|bat)\n(.*?)\n```", text, re.DOTALL)
    return [(language, line) for language, line in blocks]


def test_the_readme_has_two_commands_of_one_line_for_each_system():
    assert [language for language, _ in commands()] == ["sh", "bat", "sh", "bat"]
    for _, line in commands():
        assert "\n" not in line
        assert "-m venv .venv" in line
        assert "-c .ci/constraints.txt" in line


def test_both_systems_do_the_same():
    (_, demo), (_, demo_windows), (_, tests), (_, tests_windows) = commands()
    assert "hrgrid demo" in demo
    assert "hrgrid demo" in demo_windows
    assert tests.endswith(".venv/bin/python -m pytest")
    assert r".venv\Scripts\python -m pytest" in tests_windows
    assert ".[test]" in tests
    assert ".[test]" in tests_windows


def test_the_checks_take_the_line_of_the_readme():
    run = (ROOT / ".ci" / "run").read_text(encoding="utf-8")
    pattern = re.search(r"grep -E '([^']+)' README\.md", run).group(1)
    (_, _), (_, _), (_, tests), _ = commands()
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    assert re.findall(pattern, text, re.MULTILINE) == [tests]


# --- the pins


def pins():
    lines = (ROOT / ".ci" / "constraints.txt").read_text(encoding="utf-8").splitlines()
    return dict(line.split("==") for line in lines if line and not line.startswith("#"))


def test_every_dependency_is_pinned_within_its_bounds():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    named = project["dependencies"] + project["optional-dependencies"]["test"]
    for text in named:
        wanted = Requirement(text)
        assert wanted.specifier.contains(pins()[canonicalize_name(wanted.name)]), text


def test_every_dependency_has_an_upper_bound():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    named = project["dependencies"] + project["optional-dependencies"]["test"]
    unbounded = [text for text in named if "<" not in str(Requirement(text).specifier)]
    assert unbounded == []


def test_the_pins_are_names_and_versions_only():
    assert all(
        re.fullmatch(r"[a-z0-9-]+", name) and re.fullmatch(r"[0-9a-z.]+", version)
        for name, version in pins().items()
    )
