"""One side of one row: run the named function and say what it took, as lines of JSON."""

from __future__ import annotations

import importlib
import json
import re
import sys
from pathlib import Path


def main(name: str, folder: str, n: str) -> None:
    """Run `module:function`; a limit must not have loaded anything of the product."""
    module, function = name.split(":")
    seconds = getattr(importlib.import_module(module), function)(Path(folder), int(n))
    print(json.dumps({"seconds": seconds}), flush=True)
    if function.startswith("limit") and "hrgrid" in sys.modules:
        raise SystemExit(f"{name} imports the product that it is a limit for")
    print(json.dumps({"peak_mb": _peak()}), flush=True)


def _peak() -> float | None:
    """The most memory that this process held, in MB."""
    if sys.platform == "win32":
        return None
    import resource

    # On Linux the usage also counts what the parent held when it started this process.
    status = Path("/proc/self/status")
    if status.exists() and (
        found := re.search(r"VmHWM:\s+(\d+) kB", status.read_text(encoding="ascii"))
    ):
        return round(int(found[1]) / 1024, 1)
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return round(most / (1024 if sys.platform.startswith("linux") else 1024**2), 1)


if __name__ == "__main__":
    main(*sys.argv[1:])
