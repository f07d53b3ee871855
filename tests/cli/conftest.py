"""Commands as an office runs them, from any folder.

`run` calls the program's own `main` in the test's process: starting Python and its libraries
takes a second of a processor, twenty times what most commands take. `start` runs the same words
in a process of their own; each group of commands has a test that does, and so has everything that
a process gives or loses: its encoding, its signals, its locks, its last words.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import dataclass
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


@pytest.fixture
def write(tmp_path):
    """Write a text file into the folder of the commands."""

    def write_text(name, text, encoding="utf-8"):
        path = tmp_path / name
        path.write_bytes(text.encode(encoding))
        return path

    return write_text
