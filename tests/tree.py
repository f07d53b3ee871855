"""The project's own files, for tests that look at the source."""

from __future__ import annotations

import ast
import functools
import subprocess
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent

_MADE = {".git", ".venv", "build", "dist", "__pycache__"}


@functools.cache
def project_files() -> tuple[str, ...]:
    """Every file under version control as a posix path from the root.

    A copy without its history (an archive) is walked instead, without what tools make.
    """
    listed = subprocess.run(
        ["git", "ls-files", "-z"], check=False, cwd=ROOT, capture_output=True, encoding="utf-8"
    )
    if listed.returncode == 0 and listed.stdout:
        names = listed.stdout.rstrip("\0").split("\0")
        return tuple(sorted(name for name in names if (ROOT / name).exists()))
    return tuple(sorted(_walked()))


def _walked() -> Iterator[str]:
    for path in ROOT.rglob("*"):
        parts = path.relative_to(ROOT).parts
        made = any(
            part in _MADE or part.endswith((".egg-info", "_cache", ".hypothesis")) for part in parts
        )
        if path.is_file() and not made:
            yield "/".join(parts)


def modules(*folders: str) -> list[str]:
    """The Python files below `folders`, as posix paths from the root."""
    return [
        name
        for name in project_files()
        if name.endswith(".py") and any(name.startswith(f"{folder}/") for folder in folders)
    ]


@functools.cache
def parsed(name: str) -> ast.Module:
    """The syntax tree of a module."""
    return ast.parse((ROOT / name).read_text(encoding="utf-8"), name)
