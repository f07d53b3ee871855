"""Commands are run as an office runs them: in a process of their own, from any folder."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from typing import Any

import pytest


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
def run(tmp_path):
    """Run `python -m hrgrid …` in tmp_path, or with `code` that program instead."""

    def run_words(*words, code=None, **environment):
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

    return run_words


@pytest.fixture
def write(tmp_path):
    """Write a text file into the folder of the commands."""

    def write_text(name, text, encoding="utf-8"):
        path = tmp_path / name
        path.write_bytes(text.encode(encoding))
        return path

    return write_text
