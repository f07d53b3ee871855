"""What writing a paper gives."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Written:
    """A file that was written, its pages (sheets of a workbook) and the people in it.

    Of several volumes the path is that of the first.
    """

    path: Path
    pages: int
    rows: int
