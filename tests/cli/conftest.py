"""Commands as an office runs them, from any folder.

`run` calls the program's own `main` in the test's process: starting Python and its libraries
takes a second of a processor, twenty times what most commands take. `start` runs the same words
in a process of their own; each group of commands has a test that does, and so has everything that
a process gives or loses: its encoding, its signals, its locks, its last words.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from hrgrid.__main__ import main


@dataclass(frozen=True)
class Done:
    """What a finished command left."""

    status: int
    out: str
    err: str

    @property
    def report(self) -> Any:
        """The one JSON object on standard output; nothing else may stand there."""
        return json.loads(self.out)


@pytest.fixture
def start(tmp_path):
    """Run `python -m hrgrid …` in tmp_path, or with `code` that program instead."""

    def start_words(*words, code=None, **environment):
        program = ["-m", "hrgrid"] if code is None else ["-c", code]
        done = subprocess.run(
            [sys.executable, *program, *map(str, words)],
            check=False,
            capture_output=True,
            encoding="utf-8",
            cwd=tmp_path,
            env=os.environ | environment,
        )
        return Done(done.returncode, done.stdout, done.stderr)

    return start_words


@pytest.fixture
def run(tmp_path, monkeypatch, capsys):
    """Run the words in tmp_path, in this process: the same `main`, its status, what it printed."""

    def run_words(*words, **environment):
        capsys.readouterr()
        with monkeypatch.context() as patch:
            patch.chdir(tmp_path)
            for name, value in environment.items():
                patch.setenv(name, value)
            try:
                status = main([str(word) for word in words])
            except SystemExit as end:
                status = end.code
        return Done(status, *capsys.readouterr())

    return run_words


@pytest.fixture(scope="session")
def first_offices(tmp_path_factory):
    """Where `init` makes the offices that others are copies of."""
    return tmp_path_factory.mktemp("init")


@pytest.fixture
def settled(run, first_offices):
    """Lays an office that `init` made, with everything it wrote: made once, then copied.

    For the person whose folder is `home`. Migrations take a second of a processor each time.
    An office is called after its file, so there is one a file name.
    """

    def settle(path: Path, home: str) -> Path:
        offices, person = first_offices / path.name / "office", first_offices / path.name / "home"
        if not offices.exists():
            offices.mkdir(parents=True)
            done = run("init", offices / path.name, "--json", HRGRID_HOME=str(person))
            assert (done.status, done.report) == (0, {"ok": True, "findings": []}), done
        for one in offices.iterdir():
            shutil.copy2(one, path.with_name(one.name))
        shutil.copytree(person, home)
        return path

    return settle


@pytest.fixture
def write(tmp_path):
    """Write a text file into the folder of the commands."""

    def write_text(name, text, encoding="utf-8"):
        path = tmp_path / name
        path.write_bytes(text.encode(encoding))
        return path

    return write_text
