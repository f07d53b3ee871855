"""One row of the benchmark: prepare once, run both sides in turn in fresh processes."""

from __future__ import annotations

import compileall
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.bench.memory import Held

ROOT = Path(__file__).resolve().parent.parent.parent

Side = Callable[[Path, int], float | None]


@dataclass(frozen=True)
class Bench:
    """A path with its limit; both sides are functions of a module of this package.

    A side gets the prepared folder and n, and returns the seconds that count; one that is timed
    from the start of its process says so by returning None when it is ready.
    """

    name: str
    n: int
    goal: str
    prepare: Callable[[Path, int], None]
    ours: Side
    limit: Side


@dataclass(frozen=True)
class Measured:
    """Medians of one row; `peak_mb` is ours and our children's, None where nobody can tell."""

    name: str
    ours_s: float
    limit_s: float
    ratio: float
    peak_mb: float | None
    n: int


def measure(bench: Bench, runs: int) -> Measured:
    """Run both sides `runs` times in turn, in a folder that is removed afterwards."""
    # As an installed program is, and as the limit's libraries are already.
    compileall.compile_dir(ROOT / "hrgrid", quiet=1)
    ours, limits, peaks = [], [], []
    with tempfile.TemporaryDirectory(prefix="hrgrid-bench-", ignore_cleanup_errors=True) as folder:
        os.environ["HRGRID_HOME"] = str(Path(folder, "home"))
        bench.prepare(Path(folder), bench.n)
        for _ in range(runs):
            seconds, peak = _run(bench.ours, Path(folder), bench.n)
            ours.append(seconds)
            peaks.append(peak)
            limits.append(_run(bench.limit, Path(folder), bench.n)[0])
    own, limit = statistics.median(ours), statistics.median(limits)
    known = [peak for peak in peaks if peak is not None]
    return Measured(
        bench.name,
        round(own, 4),
        round(limit, 4),
        round(own / limit, 2),
        max(known) if known else None,
        bench.n,
    )


def _run(side: Side, folder: Path, n: int) -> tuple[float, float | None]:
    """Seconds and peak memory (MB) of one side in a process of its own."""
    name = f"{side.__module__}:{side.__name__}"
    began = time.perf_counter()
    with subprocess.Popen(
        [sys.executable, "-m", "tests.bench.child", name, str(folder), str(n)],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        encoding="utf-8",
        env=os.environ | {"QT_QPA_PLATFORM": "offscreen"},
    ) as process:
        held = Held(process.pid)
        held.start()
        said: dict[str, Any] = {}
        ready = 0.0
        for line in process.stdout or ():
            said |= json.loads(line)
            ready = ready or time.perf_counter() - began
    most = held.most()
    if process.returncode or "seconds" not in said:
        raise SystemExit(f"{name} failed with status {process.returncode}")
    seconds = ready if said["seconds"] is None else said["seconds"]
    own = said["peak_mb"]
    return seconds, own if own is None or most is None else max(own, most)
